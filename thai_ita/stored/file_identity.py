"""Whose file stands under the name of the store, told by its bytes before SQLite may touch it.

A store names its program in ``PRAGMA application_id`` and its layout in ``PRAGMA user_version``
(https://sqlite.org/fileformat2.html#application_id). SQLite would wait at a pipe, follow a link, and
write into the database of any other program, so a file is looked at before it is opened.
"""

from __future__ import annotations

import os
import stat
from enum import StrEnum
from pathlib import Path

APPLICATION_ID = 0x74697461
"""``tita`` in ASCII."""
FORMAT = 5
"""The layout of the store, counted up with every change of it. Up to 2 it stood in no header."""
MAGIC = b"SQLite format 3\0"
HEADER_LENGTH = 100
_FORMAT_AT = 60
_APPLICATION_AT = 68
_SIGNATURES = (b"CREATE TABLE results (\n  result_id INTEGER PRIMARY KEY", b"CREATE VIEW shown AS")
"""SQL that stands as it is in the schema of every store, of whatever version."""
_NO_SUCH_FORMAT = 1 << 16
"""No layout has this number or a higher one: a single bit of that worth is a damaged one."""
_BLOCK = 1 << 20
LOGS = ("-wal", "-journal")
"""What SQLite keeps beside a database and plays into it when that is opened."""


class StoreFile(StrEnum):
    """What stands under the name of the store."""

    ABSENT = "absent"
    EMPTY = "empty"
    OURS = "ours"
    OLDER = "older"
    NEWER = "newer"
    DAMAGED = "damaged"
    FOREIGN = "of another program"
    NO_DATABASE = "no database"
    NO_FILE = "no file"


def log_of(store: Path, beside: str) -> Path:
    """The file that SQLite keeps beside a database under this ending."""
    return store.with_name(f"{store.name}{beside}")


def look_at(path: Path) -> StoreFile:
    """What stands under a path. Reads bytes of regular files and writes nothing.

    ``EMPTY`` has no byte: the start of a run that was killed, or what is lost altogether. ``DAMAGED``
    is surely a store of ours, in which SQLite would not find its own header. Raises OSError.
    """
    for beside in ("", *LOGS, "-shm"):
        try:
            mode = os.lstat(f"{path}{beside}").st_mode
        except FileNotFoundError:
            if not beside:
                return StoreFile.ABSENT
            continue
        if not stat.S_ISREG(mode):
            return StoreFile.NO_FILE
    with path.open("rb") as file:
        header = file.read(HEADER_LENGTH)
    if not header:
        return StoreFile.EMPTY
    if len(header) < HEADER_LENGTH:
        # Too short to hold anything of anybody.
        cut = header.startswith(MAGIC[: len(header)])
        return StoreFile.DAMAGED if cut else StoreFile.NO_DATABASE
    if not header.startswith(MAGIC):
        return StoreFile.DAMAGED if _is_signed(path) else StoreFile.NO_DATABASE
    return _by_header(path, header)


def _by_header(path: Path, header: bytes) -> StoreFile:
    application = int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big")
    number = int.from_bytes(header[_FORMAT_AT : _FORMAT_AT + 4], "big")
    if application == APPLICATION_ID:
        if number <= FORMAT:
            return StoreFile.OURS if number == FORMAT else StoreFile.OLDER
        flipped = number ^ FORMAT
        damaged = flipped.bit_count() == 1 and flipped >= _NO_SUCH_FORMAT
        return StoreFile.DAMAGED if damaged else StoreFile.NEWER
    one_bit_off = (application ^ APPLICATION_ID).bit_count() == 1
    if application and not one_bit_off:
        return StoreFile.FOREIGN
    if not _is_signed(path):
        return StoreFile.FOREIGN
    return StoreFile.DAMAGED if one_bit_off else StoreFile.OLDER


def _is_signed(path: Path) -> bool:
    """Whether a file or its log holds the schema of a store, wherever in it."""
    longest = max(map(len, _SIGNATURES))
    for beside in ("", LOGS[0]):
        tail = b""
        try:
            with open(f"{path}{beside}", "rb") as file:
                while block := file.read(_BLOCK):
                    if any(signature in tail + block for signature in _SIGNATURES):
                        return True
                    tail = block[-longest:]
        except FileNotFoundError:
            continue
    return False


def why_unusable(path: Path, found: StoreFile) -> str:
    """One line on what stands under the name of a store: what it is and what to do."""
    if found is StoreFile.NO_FILE:
        what = f"{_odd_file(path)}; the store must be a file of its own; move it away and run again"
    elif found is StoreFile.NEWER:
        what = "was written by a newer version of thai-ita; use that one, or another output folder"
    elif found is StoreFile.OLDER:
        what = "was written by another version of thai-ita; run it again"
    elif found is StoreFile.FOREIGN:
        what = "is a database of another program; use another output folder, or move it away and run again"
    elif found is StoreFile.NO_DATABASE:
        what = "is no store of thai-ita; use another output folder, or move it away and run again"
    elif found is StoreFile.EMPTY:
        what = "is empty; run the same command again"
    else:
        what = DAMAGED
    return f"{path}: {what}"


DAMAGED = "is damaged; run the same command again: what is whole in it is kept, the rest is read again"


def _odd_file(path: Path) -> str:
    for beside in ("", *LOGS, "-shm"):
        try:
            mode = os.lstat(f"{path}{beside}").st_mode
        except OSError:
            continue
        kinds = ((stat.S_ISLNK, "a link"), (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"))
        if not stat.S_ISREG(mode):
            kind = next((word for is_one, word in kinds if is_one(mode)), "a device")
            return f"is {kind}" if not beside else f"has {kind} beside it, {path.name}{beside}"
    return "is no file"
