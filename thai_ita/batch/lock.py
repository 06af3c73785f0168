"""One run at a time on an output folder.

The lock is the operating system's, on an open file: it goes away with the process, however that
ends, so there is no stale lock to clean up. The file names the process that holds it, for people.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_NAME = ".thai-ita.lock"
_LONGEST = 40
"""Bytes of the file that are read: the number of a process has some ten."""
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""A pipe under its name is not waited for."""


class Locked(Exception):
    """Another run holds the folder. ``pid`` is its process, where the file says it."""

    def __init__(self, folder: Path, pid: str) -> None:
        who = f" (process {pid})" if pid else ""
        super().__init__(
            f"{folder}: another run of thai-ita{who} writes to this folder; wait for it or stop it"
        )
        self.pid = pid


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this process. Raises ``Locked`` at once where another one does,
    ``OSError`` where no file can stand under the name of the lock."""
    # The file stays where it is: removing it would let two runs lock two files of one name.
    path = folder / LOCK_NAME
    if path.exists() and not path.is_file():
        raise OSError(0, f"its {LOCK_NAME} is a folder, pipe or device, no file; remove that")
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _AT_ONCE, 0o666)
    try:
        try:
            _take(handle)
        except OSError as error:
            raise Locked(folder, holder(folder)) from error
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def holder(folder: Path) -> str:
    """The process id that the lock file of a folder names, "" where it names none."""
    try:
        handle = os.open(folder / LOCK_NAME, os.O_RDONLY | _AT_ONCE)
    except OSError:
        return ""
    try:
        return os.read(handle, _LONGEST).decode("ascii", "replace").strip()
    except OSError:
        return ""
    finally:
        os.close(handle)


def is_held(folder: Path) -> bool:
    """Whether a run holds the folder now."""
    try:
        handle = os.open(folder / LOCK_NAME, os.O_RDWR | _AT_ONCE)
    except OSError:
        return False
    try:
        _take(handle)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    """Lock an open file without waiting. Raises OSError where it is locked."""
    try:
        import fcntl
    except ImportError:  # Windows has its own way to say the same.
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
