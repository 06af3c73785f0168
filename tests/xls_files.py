"""Excel files of before 2007 (BIFF8) made in a test, byte by byte: what no program here writes."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

# Fonts by place; xlrd counts as Excel does, who knows no font 4.
PLAIN, STRUCK, WHITE = 0, 5, 6
_SECTOR = 512
_SHORTEST_STREAM = 4096


def record(kind: int, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, length: str = "<HB") -> bytes:
    return struct.pack(length, len(text), 1) + text.encode("utf-16-le")


def _font(*, struck: bool = False, color: int = 0x7FFF) -> bytes:
    head = struct.pack("<HHHHHBBBB", 200, 8 * struck, color, 400, 0, 0, 0, 0, 0)
    return record(0x0031, head, _text("Arial", "<BB"))


def _style(font: int, shape: int) -> bytes:
    return record(0x00E0, struct.pack("<HHHBBBBIIH", font, shape, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))


@dataclass
class Sheet:
    """A sheet; ``cells`` are its records. Places are 0-based, styles those of ``Xls``."""

    name: str = "Sheet1"
    hidden: bool = False
    cells: list[bytes] = field(default_factory=list)

    def text(self, row: int, column: int, text: str, style: int = 0) -> None:
        self.cells.append(record(0x0204, struct.pack("<HHH", row, column, style), _text(text)))

    def rich(self, row: int, column: int, text: str, runs: Sequence[tuple[int, int]]) -> None:
        """A text whose parts from each place on have a font."""
        marks = struct.pack("<H", len(runs)) + b"".join(struct.pack("<HH", *run) for run in runs)
        self.cells.append(record(0x00D6, struct.pack("<HHH", row, column, 0), _text(text), marks))

    def number(self, row: int, column: int, value: float, style: int = 0) -> None:
        self.cells.append(record(0x0203, struct.pack("<HHHd", row, column, style, value)))

    def error(self, row: int, column: int, code: int) -> None:
        self.cells.append(record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1)))

    def formula(self, row: int, column: int, result: bytes, *, on_load: bool = False) -> None:
        """1+1 with a result of eight bytes."""
        head = struct.pack("<HHH", row, column, 0) + result
        code = b"\x1e\x01\x00\x1e\x01\x00\x03"
        rest = struct.pack("<HIH", 2 * on_load, 0, len(code)) + code
        self.cells.append(record(0x0006, head, rest))

    def hide_row(self, row: int) -> None:
        self.cells.append(record(0x0208, struct.pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x0120)))

    def hide_column(self, column: int) -> None:
        self.cells.append(record(0x007D, struct.pack("<HHHHHH", column, column, 2560, 0, 1, 0)))

    def merge(self, top: int, bottom: int, left: int, right: int) -> None:
        self.cells.append(record(0x00E5, struct.pack("<HHHHH", 1, top, bottom, left, right)))

    def box(self, text: str, kind: int) -> None:
        """An object of a kind of Excel's (6: text box, 25: comment) with a text."""
        self.cells.append(record(0x005D, struct.pack("<HHHHH", 0x15, 0x12, kind, 1, 0), bytes(16)))
        self.cells.append(record(0x01B6, bytes(18)))
        self.cells.append(record(0x003C, b"\x01", text.encode("utf-16-le")))
        self.cells.append(record(0x003C, bytes(16)))

    def page_head(self, coded: str) -> None:
        self.cells.append(record(0x0014, _text(coded)))


def xls(*sheets: Sheet, shapes: Sequence[str] = ("General",), extra: bytes = b"") -> bytes:
    """A workbook. Style n has the n-th of ``shapes`` as number format; behind these come a style of
    struck and one of white text. ``extra`` are further records of the workbook."""
    fonts = [_font()] * 4 + [_font(struck=True), _font(color=9)]
    styles = [_style(PLAIN, 200 + n) for n in range(len(shapes))]
    styles += [_style(STRUCK, 200), _style(WHITE, 200)]
    formats = [record(0x041E, struct.pack("<H", 200 + n), _text(s)) for n, s in enumerate(shapes)]
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    globals_ = start + record(0x0042, struct.pack("<H", 1200))
    globals_ += b"".join([*fonts, *formats, *styles]) + extra
    bounds = [len(globals_)]
    for sheet in sheets:
        bounds.append(bounds[-1] + len(record(0x0085, b"x" * 6, _text(sheet.name, "<BB"))))
    bodies = [
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
        + b"".join(sheet.cells) + record(0x000A)
        for sheet in sheets
    ]  # fmt: skip
    place = bounds[-1] + len(record(0x000A))
    for sheet, body, _ in zip(sheets, bodies, pairwise(bounds), strict=True):
        globals_ += record(0x0085, struct.pack("<IBB", place, sheet.hidden, 0), _text(sheet.name, "<BB"))
        place += len(body)
    return compound("Workbook", globals_ + record(0x000A) + b"".join(bodies))


def compound(name: str, stream: bytes) -> bytes:
    """A compound file (OLE) with one stream."""
    stream = stream.ljust(max(_SHORTEST_STREAM, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    n_sectors = len(stream) // _SECTOR
    assert n_sectors < 120, "one sector of the table of sectors is enough for a test"
    chain = [*range(1, n_sectors), -2, -2, -3]  # the stream, the directory, the table itself
    table = struct.pack("<128i", *chain, *[-1] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, -2, 0, child=1) + _entry(name, 2, 0, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIiIiI", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, n_sectors, 0, _SHORTEST_STREAM, -2, 0, -2, 0
    )  # fmt: skip
    header += struct.pack("<109i", n_sectors + 1, *[-1] * 108)
    return header + stream + entries.ljust(_SECTOR, b"\0") + table


def _entry(name: str, kind: int, start: int, size: int, child: int = -1) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBBiii", len(text), kind, 1, -1, -1, child)
    return (head + bytes(36) + struct.pack("<iQ", start, size)).ljust(128, b"\0")
