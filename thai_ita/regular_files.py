"""Files that have an end: only regular ones are opened, whatever stands under a name.

A pipe waits for a writer, a device may have no end, and merely opening some does something. What a
name leads to is looked at before it is opened and, since it may be another thing a moment later,
once more on what was opened.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))


class NotRegularError(OSError):
    """A pipe, a socket or a device; ``strerror`` says so."""

    def __init__(self, path: str | Path) -> None:
        super().__init__(0, "a pipe, socket or device, no file", str(path))


def open_regular(path: str | Path) -> BinaryIO:
    """A regular file to read from, also through a link.

    Raises ``OSError``; ``NotRegularError`` for what is neither a file nor a folder, without waiting.
    """
    _refuse(os.stat(path).st_mode, path)
    handle = os.open(path, _FLAGS)
    try:
        _refuse(os.fstat(handle).st_mode, path)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def is_special(path: str | Path) -> bool:
    """Whether a path leads to what is there and is neither a file nor a folder."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _refuse(mode: int, path: str | Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "is a folder", str(path))
    if not stat.S_ISREG(mode):
        raise NotRegularError(path)
