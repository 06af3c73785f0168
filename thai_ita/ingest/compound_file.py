"""The chains of sectors in a compound file (OLE), checked before others follow them.

A file whose chain comes back to itself has no end: xlrd would gather its sectors until the memory is
full. Layout: [MS-CFB] 2.2 to 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEGINNING = SIGNATURE[:4]
"""What tells a compound file, a damaged one too."""
_HEADER = 512
# Places of the header: size of a sector (as a power of two), the table of the short sectors, the
# table of tables, and the first tables in it.
_SHIFT, _SHORT_START, _TABLES_START, _TABLES = 30, 60, 68, slice(76, 512)
_SHIFTS = (9, 12)


def chains_end(data: bytes) -> bool:
    """Whether every chain of sectors has an end; False too for what has no readable tables."""
    if not data.startswith(SIGNATURE) or len(data) < _HEADER:
        return False
    (shift,) = struct.unpack_from("<H", data, _SHIFT)
    if shift not in _SHIFTS:
        return False
    size = 1 << shift
    table: list[int] = []
    for number in _table_sectors(data, size):
        table += _numbers(data, number, size)
    if _has_ring(table):
        return False
    (number,) = struct.unpack_from("<i", data, _SHORT_START)
    short: list[int] = []
    while 0 <= number < len(table):
        short += _numbers(data, number, size)
        number = table[number]
    return not _has_ring(short)


def _numbers(data: bytes, sector: int, size: int) -> tuple[int, ...]:
    """The numbers in a sector; fewer where the file ends."""
    part = data[(sector + 1) * size : (sector + 2) * size]
    return struct.unpack(f"<{len(part) // 4}i", part[: len(part) // 4 * 4])


def _table_sectors(data: bytes, size: int) -> list[int]:
    """The sectors of the table of sectors, as far as the file has them."""
    n_sectors = len(data) // size
    found = list(struct.unpack("<109i", data[_TABLES]))
    (number,) = struct.unpack_from("<i", data, _TABLES_START)
    for _ in range(n_sectors):  # the list of further tables may be a ring itself
        if not 0 <= number < n_sectors:
            break
        *more, number = _numbers(data, number, size) or (-1,)
        found += more
    return list(dict.fromkeys(n for n in found if 0 <= n < n_sectors))


def _has_ring(successors: Sequence[int]) -> bool:
    """Whether following the successors leads back somewhere."""
    done = bytearray(len(successors))
    for start in range(len(successors)):
        path: list[int] = []
        at = start
        while 0 <= at < len(successors) and not done[at]:
            done[at] = 1
            path.append(at)
            at = successors[at]
        if 0 <= at < len(successors) and done[at] == 1:
            return True
        for number in path:
            done[number] = 2
    return False
