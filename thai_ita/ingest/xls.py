"""Excel files of before 2007 (.xls, BIFF) become a ``Document``, by the package ``xlrd``.

xlrd tells what a cell shows: number formats, hidden rows, columns and sheets, merged cells, and what
is struck out, in parts of a cell too. A reader without these (python-calamine) would give 0.8523
where the sheet shows 85.23%, and last year's hidden column as this year's.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thai_ita.ingest.compound_file import SIGNATURE, chains_end
from thai_ita.ingest.errors import NeedsPackageError
from thai_ita.ingest.office import DamagedOfficeFileError, LockedOfficeFileError, damage_reported
from thai_ita.ingest.sheet_display import display
from thai_ita.ingest.sheet_document import (
    SheetsBuilder,
    VisibleCells,
    check_merged,
    check_stored,
    is_on_show,
)
from thai_ita.ingest.sheet_regions import SheetCell
from thai_ita.ingest.sheet_surroundings import plain_lines
from thai_ita.model import Document, Media

# Before Unicode (Excel 95) a file may not say its encoding; Windows in Thai wrote this one.
_THAI_CODE_PAGE = "cp874"
# Records of [MS-XLS]: a formula in its three versions, the beginning of a part, the kind of a sheet,
# conditional formatting; an object, its text, what goes on; page header and footer.
_FORMULAS = (0x0006, 0x0206, 0x0406)
_BEGIN = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_WORKSHEET = 0x0010
_RULES = 0x01B0
_OBJECT, _BOX, _MORE = 0x005D, 0x01B6, 0x003C
# Kinds of objects whose text is on show: rectangle, ellipse, text box, any drawn shape; no comment.
_SHAPES = (2, 3, 6, 30)
_HEADS, _HEAD_TEXT = (0x0014, 0x0015), 3
# A formula's result, and its flag "calculate on load"; an empty text as result (2.5.133).
_RESULT, _FLAGS = slice(6, 14), slice(14, 16)
_CALCULATE_ON_LOAD = 0x0002
_NO_RESULT = (b"\x03", b"\xff\xff")
_ZERO = bytes(8)

# Sheet, row and column of a cell, 0-based.
_Place = tuple[int, int, int]


def read_xls(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of an Excel file of the format before 2007 (.xls, .xlt).

    Raises IngestErrors: needs-package, encrypted, damaged, too-large, empty.
    """
    with damage_reported(str(path), "is no valid Excel workbook"):
        return _read(data, doc_id, path)


def _read(data: bytes, doc_id: str, path: Path) -> Document:
    name = str(path)
    if data.startswith(SIGNATURE) and not chains_end(data):
        raise DamagedOfficeFileError(name, "has no end, for its sectors form a ring")
    book = _open(data, name)
    facts = _read_records(data)
    builder = SheetsBuilder(name)
    for number, sheet in enumerate(book.sheets()):
        if sheet.visibility:
            builder.hidden_sheet(sheet.name)
            continue
        check_stored(sum(sheet.row_len(row) for row in range(sheet.nrows)), name)
        check_merged(sum((r1 - r0) * (c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells), name)
        absent = {(row, column) for s, row, column in facts.uncomputed if s == number}
        found = _Sheet(book, sheet, ruled=facts.ruled).visible(absent)
        boxes = [text for s, text in facts.boxes if s == number]
        builder.visible_sheet(sheet.name, found, boxes)
    return builder.document(doc_id, path, Media.XLSX, facts.heads)


def _open(data: bytes, name: str) -> Any:
    try:
        import xlrd
    except ImportError as error:
        raise NeedsPackageError(name, ".xls", "xlrd") from error

    def opened(**encoding: str) -> Any:
        with open(os.devnull, "w", encoding="utf-8") as silence:
            return xlrd.open_workbook(
                file_contents=data,
                formatting_info=True,
                ragged_rows=True,
                logfile=silence,
                **encoding,
            )

    try:
        try:
            return opened()
        except UnicodeDecodeError:
            return opened(encoding_override=_THAI_CODE_PAGE)
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError) as error:
        if "encrypted" in str(error):
            raise LockedOfficeFileError(name) from None
        raise DamagedOfficeFileError(name, "is no valid Excel workbook") from None


@dataclass(slots=True)
class _Facts:
    """What only the records say: the formulas that nobody has computed, and whether rules colour
    cells (conditional formatting). ``heads`` are the lines of page headers and footers, ``boxes`` the
    texts of boxes with the sheet that they stand on."""

    uncomputed: list[_Place] = field(default_factory=list)
    ruled: bool = False
    heads: list[str] = field(default_factory=list)
    boxes: list[tuple[int, str]] = field(default_factory=list)


def _read_records(data: bytes) -> _Facts:
    """Uncomputed are the formulas of all sheets, or none: a program that writes formulas without
    computing them leaves an empty text, or a zero marked to be computed on opening. Either may be a
    result too, so one formula with another result tells that they are."""
    facts = _Facts()
    sheet = -1
    computed = boxed = False
    drawn = 0
    for kind, record in _records(data):
        if boxed and kind == _MORE and len(record) > 1:
            text = record[1:].decode("utf-16-le" if record[0] & 1 else "latin-1", "replace")
            facts.boxes += [(sheet, line) for line in text.splitlines() if line.strip()]
        # The text of a box is the first record that goes on from it.
        boxed = kind == _BOX and drawn in _SHAPES
        if kind in _BEGIN:
            sheet += int.from_bytes(record[2:4], "little") == _WORKSHEET
        elif kind == _RULES:
            facts.ruled = True
        elif kind == _OBJECT and len(record) > 6:
            drawn = int.from_bytes(record[4:6], "little")
        elif kind in _HEADS and len(record) > _HEAD_TEXT:
            # Excel 97 on: two bytes of length, one that tells two-byte letters.
            wide = record[2] & 1
            coded = record[_HEAD_TEXT:].decode("utf-16-le" if wide else "latin-1", "replace")
            facts.heads += plain_lines(coded) if sheet >= 0 else []
        elif kind in _FORMULAS and len(record) >= _FLAGS.stop:
            result, flags = record[_RESULT], int.from_bytes(record[_FLAGS], "little")
            nothing = (result[:1], result[6:]) == _NO_RESULT
            computed |= not nothing and not (result == _ZERO and flags & _CALCULATE_ON_LOAD)
            row, column = struct.unpack("<HH", record[:4])
            facts.uncomputed.append((sheet, row, column))
    if computed:
        facts.uncomputed = []
    return facts


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the workbook: their kinds and contents."""
    from xlrd.compdoc import CompDoc

    mem, place, end = data, 0, len(data)
    if data.startswith(SIGNATURE):
        with open(os.devnull, "w", encoding="utf-8") as silence:
            parts = CompDoc(data, logfile=silence)
            for stream in ("Workbook", "Book"):
                mem, place, size = parts.locate_named_stream(stream)
                if mem:
                    break
        end = place + size
    while place + 4 <= end:
        kind, length = struct.unpack("<HH", mem[place : place + 4])
        yield kind, mem[place + 4 : place + 4 + length]
        place += 4 + length


# xlrd's types of cells; 0 and 6 are empty, without and with a format.
_EMPTY = (0, 6)
_TEXT, _BOOLEAN, _ERROR = 1, 4, 5
# Patterns of a fill: none, and one colour all over.
_NO_FILL, _SOLID = 0, 1
_WHITE = (255, 255, 255)


class _Sheet:
    """One sheet of a book of xlrd. ``ruled``: rules may colour its cells, so white may show."""

    def __init__(self, book: Any, sheet: Any, *, ruled: bool) -> None:
        self._book, self._sheet, self._ruled = book, sheet, ruled

    def visible(self, absent: set[tuple[int, int]]) -> VisibleCells:
        """What it shows, but for formulas whose value is ``absent``."""
        sheet = self._sheet
        out = VisibleCells()
        spans = {(r0, c0): (r1 - r0, c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells}
        rows = {r for r, info in sheet.rowinfo_map.items() if info.hidden or not info.height}
        columns = {c for c, info in sheet.colinfo_map.items() if info.hidden or not info.width}
        out.hidden_rows, out.hidden_columns = rows, columns
        out.n_uncomputed = sum(r not in rows and c not in columns for r, c in absent)
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                cell = sheet.cell(row, column)
                filled = cell.ctype not in _EMPTY and str(cell.value).strip()
                if not filled or (row, column) in absent:
                    continue
                shown = SheetCell(self._text(cell, row, column), row, column, *spans.get((row, column), (1, 1)))
                if shown.text.strip() and is_on_show(shown, rows, columns):
                    out.cells.append(shown)
                    out.n_errors += cell.ctype == _ERROR
                    out.n_hidden += cell.ctype == _TEXT and shown.text != cell.value
                else:
                    out.n_hidden += 1
        return out

    def _text(self, cell: Any, row: int, column: int) -> str:
        """The text that a cell shows, without what is struck out."""
        from openpyxl.styles.numbers import is_date_format
        from xlrd import XLDateError, error_text_from_code, xldate_as_datetime

        style = self._book.xf_list[cell.xf_index]
        if cell.ctype == _TEXT:
            runs = self._sheet.rich_text_runlist_map.get((row, column), ())
            return "" if self._is_white(style) and not runs else self._unstruck(cell, style, runs)
        if self._book.font_list[style.font_index].struck_out or self._is_white(style):
            return ""
        if cell.ctype == _ERROR:  # the nought of #DIV/0! is no figure
            return str(error_text_from_code.get(cell.value, "#")).replace("0", "")
        if cell.ctype == _BOOLEAN:
            return display(bool(cell.value), "")
        shape = str(self._book.format_map[style.format_key].format_str)
        if is_date_format(shape):
            with contextlib.suppress(XLDateError, OverflowError, ValueError):
                return display(xldate_as_datetime(cell.value, self._book.datemode), shape)
        return display(cell.value, shape)

    def _unstruck(self, cell: Any, style: Any, runs: Sequence[tuple[int, int]]) -> str:
        """A text without the parts struck out; ``runs``: where each part begins, and its font."""
        starts = [(0, style.font_index), *runs]
        ends = [*(start for start, _ in starts[1:]), len(cell.value)]
        return "".join(
            cell.value[start:end]
            for (start, font), end in zip(starts, ends, strict=True)
            if not self._book.font_list[font].struck_out
        )

    def _is_white(self, style: Any) -> bool:
        """Whether a style writes white on white."""
        colors, fill = self._book.colour_map, style.background
        if colors.get(self._book.font_list[style.font_index].colour_index) != _WHITE or self._ruled:
            return False
        solid = fill.fill_pattern == _SOLID and colors.get(fill.pattern_colour_index) == _WHITE
        return bool(fill.fill_pattern == _NO_FILL or solid)
