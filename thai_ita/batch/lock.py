"""One run at a time on an output folder.

The lock is the operating system's, on an open file: it goes away with the process, however that
ends, so there is no stale lock to clean up. The file names the process that holds it, for people.
It is written only where it is a file of its own: a link would have another file emptied.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from thai_ita.side_files import SideFileError, side_bytes

LOCK_NAME = ".thai-ita.lock"
_LONGEST = 32
# The number of the process, nothing, or what a power cut leaves of it.
_OURS = re.compile(rb"[\d\s\0]*")
_FLAGS = os.O_RDWR | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY"))


class LockedError(Exception):
    """Another run holds the folder. ``pid`` is its process, where the file says it."""

    def __init__(self, folder: Path, pid: str) -> None:
        who = f" (process {pid})" if pid else ""
        super().__init__(f"{folder}: another run of thai-ita{who} writes to this folder; wait for it or stop it")
        self.pid = pid


class NoLockFileError(LockedError):
    """What stands under the name of the lock is no lock file."""

    def __init__(self, path: Path) -> None:
        Exception.__init__(
            self,
            f"{path}: is no lock file of thai-ita, but a link, a folder, a pipe or a file of others; "
            "move it away and run again",
        )
        self.pid = ""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this process. Raises ``LockedError`` at once where another one does."""
    # The file stays where it is: removing it would let two runs lock two files of one name.
    path = folder / LOCK_NAME
    if not _is_file_of_its_own(path):
        raise NoLockFileError(path)
    handle = os.open(path, _FLAGS | os.O_CREAT, 0o666)
    try:
        try:
            _take(handle)
        except OSError as error:
            raise LockedError(folder, holder(folder)) from error
        if not _OURS.fullmatch(os.read(handle, _LONGEST)):
            raise NoLockFileError(path)
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def holder(folder: Path) -> str:
    """The process id that the lock file of a folder names, "" where it names none."""
    try:
        said = side_bytes(folder / LOCK_NAME, 1)[:_LONGEST]
    except SideFileError:
        return ""
    return said.decode("ascii").strip("\0\n ") if _OURS.fullmatch(said) else ""


def is_held(folder: Path) -> bool:
    """Whether a run holds the folder now."""
    path = folder / LOCK_NAME
    try:
        handle = os.open(path, _FLAGS) if _is_file_of_its_own(path) else -1
    except OSError:
        return False
    if handle < 0:
        return False
    try:
        _take(handle)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def _is_file_of_its_own(path: Path) -> bool:
    """Whether a path leads to a regular file without a link, or to nothing yet."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except FileNotFoundError:
        return True


def _take(handle: int) -> None:
    """Lock an open file without waiting. Raises OSError where it is locked."""
    try:
        import fcntl
    except ImportError:  # Windows has its own way to say the same.
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
