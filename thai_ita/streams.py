"""Standard input, output and errors of the command, whatever state the caller has left them in.

A closed one would get the number of the next file that is opened, and what is printed would land
in that file. Messages that no one can take, with a terminal that is gone or a full disk, cost no
run; data that cannot be written does.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

STDIN, STDOUT, STDERR = 0, 1, 2
_MODES = {STDIN: os.O_RDONLY, STDOUT: os.O_WRONLY, STDERR: os.O_WRONLY}


def open_what_is_closed() -> None:
    """Put nothing in the place of a closed stream. To be called before any file is opened."""
    for number, mode in _MODES.items():
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                _point_to_nothing(number, mode)
    sys.stdin = sys.stdin or _opened(STDIN, "r")
    sys.stdout = sys.stdout or _opened(STDOUT, "w")
    sys.stderr = sys.stderr or _opened(STDERR, "w")


def messages_may_be_lost() -> None:
    """From now on stderr takes whatever is written, also where nobody can read it any more."""
    raw = getattr(sys.stderr, "buffer", None)
    raw = getattr(raw, "raw", raw)
    if isinstance(raw, io.FileIO):
        sys.stderr = io.TextIOWrapper(
            _Willing(raw, sys.stderr), encoding="utf-8", errors="backslashreplace", write_through=True
        )


def give_up_output() -> str:
    """Why what is left of the data cannot be written to stdout, "" where it is written.

    Where it cannot be, it is dropped: the interpreter would try again at its end, and complain.
    """
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError):
            _point_to_nothing(STDOUT, os.O_WRONLY)
        return getattr(error, "strerror", None) or str(error)
    return ""


class _Willing(io.RawIOBase):
    """Writes on to a file and knows no failure."""

    def __init__(self, file: io.FileIO, owner: object) -> None:
        self._file = file
        # It would close the file with itself.
        self._owner = owner

    def write(self, data: Any, /) -> int:
        view = memoryview(data).cast("B")
        done = 0
        with contextlib.suppress(OSError, ValueError):
            # None: one that takes nothing now, and is not waited for.
            while done < len(view) and (taken := self._file.write(view[done:])) is not None:
                done += taken
        return len(view)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._file.isatty()

    def fileno(self) -> int:
        return self._file.fileno()


def _point_to_nothing(number: int, mode: int) -> None:
    nothing = os.open(os.devnull, mode)
    if nothing != number:
        os.dup2(nothing, number)
        os.close(nothing)
    os.set_inheritable(number, True)


def _opened(number: int, mode: str) -> Any:
    return open(number, mode, encoding="utf-8", errors="backslashreplace", closefd=False)
