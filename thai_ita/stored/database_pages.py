"""The rows that stand in the pages of a damaged database, read without SQLite.

SQLite reaches a row through its header, the schema and the pages above it; where one of these is
damaged it gives nothing or an error. Here every page that holds rows is read for itself
(https://sqlite.org/fileformat2.html), with the write-ahead log over it. What comes out may be
damaged, or be a row that was deleted: only sums tell (``checksums``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from thai_ita.stored.file_identity import HEADER_LENGTH, LOGS, log_of

Value = str | bytes | int | float | None
PAGE_SIZE = 4096
"""The size of a page where the header does not say it: what SQLite takes."""
_PAGE_SIZES = {512 << step for step in range(8)}
MOST_CELLS = 20_000
"""Rows on a page; more cannot be on the largest."""
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR = 0x0D, 0x0A, 0x02
_FREE_LIST_AT = 32
_PAGE_SIZE_AT = 16
_LOG_HEADER, _FRAME_HEADER = 32, 24
_INTEGER_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class _UnreadableError(Exception):
    """A row, or a page, that is none."""


class Pages:
    """The pages of a database file, those of its log in place of older ones. A context manager."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._length = path.stat().st_size
        header = self._file.read(HEADER_LENGTH)
        said = int.from_bytes(header[_PAGE_SIZE_AT : _PAGE_SIZE_AT + 2], "big")
        said = 1 << 16 if said == 1 else said
        self.size = said if said in _PAGE_SIZES else PAGE_SIZE
        self._log, self._newer = _log_pages(path, self.size)
        self._in_file = -(-self._length // self.size)

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._log is not None:
            self._log.close()

    def rows(self) -> Iterator[tuple[bool, tuple[Value, ...]]]:
        """Every row: whether it is of a table with a row id, which is then its first value, and
        its values in the order of its columns. Rows of indexes come too, key by key."""
        free = self._free()
        beyond = sorted(number for number in self._newer if number > self._in_file)
        for number in chain(range(1, self._in_file + 1), beyond):
            if number in free:
                continue
            try:
                page = self._page(number).ljust(self.size, b"\0")
            except OSError:
                # A bad place of the disk costs what stands there.
                continue
            start = HEADER_LENGTH if number == 1 else 0
            kind = page[start]
            if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR):
                continue
            cells = int.from_bytes(page[start + 3 : start + 5], "big")
            first = start + (12 if kind == _INDEX_INTERIOR else 8)
            for place in range(first, first + 2 * min(cells, MOST_CELLS), 2):
                at = int.from_bytes(page[place : place + 2], "big")
                try:
                    yield kind == _TABLE_LEAF, self._row(page, at, kind)
                except (_UnreadableError, OSError, IndexError, struct.error, UnicodeDecodeError):
                    continue

    def _page(self, number: int) -> bytes:
        if self._log is not None and number in self._newer:
            self._log.seek(self._newer[number])
            return self._log.read(self.size)
        if not 1 <= number <= self._in_file:
            raise _UnreadableError
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size)

    def _row(self, page: bytes, at: int, kind: int) -> tuple[Value, ...]:
        if kind == _INDEX_INTERIOR:
            at += 4
        length, at = _varint(page, at)
        row_id = 0
        if kind == _TABLE_LEAF:
            row_id, at = _varint(page, at)
        if length > (self._in_file + len(self._newer)) * self.size:
            # A damaged length must not take the memory.
            raise _UnreadableError
        payload = self._payload(page, at, length, kind)
        values = _record(payload)
        if kind == _TABLE_LEAF:
            signed = row_id - (1 << 64) if row_id >> 63 else row_id
            return (signed, *values[1:])
        return values

    def _payload(self, page: bytes, at: int, length: int, kind: int) -> bytes:
        """The bytes of a row, with those on its overflow pages."""
        usable = self.size
        least = (usable - 12) * 32 // 255 - 23
        most = usable - 35 if kind == _TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if length <= most:
            if at + length > len(page):
                raise _UnreadableError
            return page[at : at + length]
        local = least + (length - least) % (usable - 4)
        local = local if local <= most else least
        parts, have = [page[at : at + local]], local
        following = int.from_bytes(page[at + local : at + local + 4], "big")
        while have < length and following:
            more = self._page(following)
            following = int.from_bytes(more[:4], "big")
            parts.append(more[4 : 4 + length - have])
            if len(more) <= 4:
                raise _UnreadableError
            have += len(parts[-1])
        if have != length:
            raise _UnreadableError
        return b"".join(parts)

    def _free(self) -> set[int]:
        """The pages that hold nothing any more, as far as the list of them can be followed."""
        free: set[int] = set()
        try:
            at = int.from_bytes(self._page(1)[_FREE_LIST_AT : _FREE_LIST_AT + 4], "big")
            while at and at not in free:
                trunk = self._page(at)
                free.add(at)
                count = int.from_bytes(trunk[4:8], "big")
                if count > self.size // 4 - 2:
                    break
                free.update(struct.unpack(f">{count}I", trunk[8 : 8 + 4 * count]))
                at = int.from_bytes(trunk[:4], "big")
        except (_UnreadableError, OSError, struct.error):
            pass
        return free


def _record(payload: bytes) -> tuple[Value, ...]:
    """The values of a row in the record format of SQLite."""
    end, at = _varint(payload, 0)
    kinds: list[int] = []
    if end > len(payload):
        raise _UnreadableError
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at > len(payload):
        raise _UnreadableError
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in _INTEGER_SIZES:
        end = at + _INTEGER_SIZES[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind == 7:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if kind in (8, 9):
        return kind - 8, at
    if kind < 12:
        raise _UnreadableError
    end = at + (kind - 12) // 2
    content = payload[at:end]
    return (content.decode("utf-8") if kind % 2 else content), end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | data[at + 8], at + 9


def _log_pages(path: Path, size: int) -> tuple[BinaryIO | None, dict[int, int]]:
    """The log of a database, and where in it the newest version of each page starts."""
    newer: dict[int, int] = {}
    try:
        file = log_of(path, LOGS[0]).open("rb")
    except OSError:
        return None, newer
    header = file.read(_LOG_HEADER)
    salts = header[16:24]
    waiting: dict[int, int] = {}
    at = _LOG_HEADER
    while len(frame := file.read(_FRAME_HEADER)) == _FRAME_HEADER and frame[8:16] == salts:
        number, committed = struct.unpack(">II", frame[:8])
        waiting[number] = at + _FRAME_HEADER
        if committed:
            # What follows the last commit was never said to be done.
            newer.update(waiting)
            waiting = {}
        at += _FRAME_HEADER + size
        file.seek(at)
    return file, {n: place for n, place in newer.items() if 1 <= n < 1 << 31}
