"""Excel files of before 2007 (.xls, BIFF) become a ``Document``, by the package ``xlrd``.

xlrd tells what a cell shows: number formats, hidden rows, columns and sheets, merged cells, and what
is struck out, in parts of a cell too. A reader without these (python-calamine) would give 0.8523
where the sheet shows 85.23%, and last year's hidden column as this year's.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from thai_ita.ingest.errors import NeedsPackage, TooLarge
from thai_ita.ingest.office import DamagedOfficeFile, LockedOfficeFile
from thai_ita.ingest.sheet_display import display
from thai_ita.ingest.sheet_document import (
    MAX_MERGED_CELLS,
    MAX_STORED_CELLS,
    SheetsBuilder,
    is_on_show,
    within,
)
from thai_ita.ingest.sheet_regions import SheetCell
from thai_ita.model import Document, Media

# Before Unicode (Excel 95) a file may not say its encoding; Windows in Thai wrote this one.
_THAI_CODE_PAGE = "cp874"
# Records of [MS-XLS]: a formula in its three versions, the beginning of a part, the kind of a sheet.
_FORMULAS = (0x0006, 0x0206, 0x0406)
_BEGIN = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_WORKSHEET = 0x0010
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
    name = str(path)
    book = _open(data, name)
    uncomputed = _uncomputed(data)
    builder = SheetsBuilder(name)
    for number, sheet in enumerate(book.sheets()):
        if sheet.visibility:
            builder.hidden_sheet(sheet.name)
            continue
        _check(sheet, name)
        absent = {(row, column) for s, row, column in uncomputed if s == number}
        builder.workbook_sheet(sheet.name, *_sheet_cells(book, sheet, absent))
    builder.uncomputed(len(uncomputed))
    return builder.document(doc_id, path, Media.XLSX)


def _open(data: bytes, name: str) -> Any:
    try:
        import xlrd
    except ImportError as error:
        raise NeedsPackage(name, ".xls", "xlrd") from error

    def opened(**encoding: str) -> Any:
        with open(os.devnull, "w", encoding="utf-8") as silence:
            return xlrd.open_workbook(
                file_contents=data, formatting_info=True, logfile=silence, **encoding
            )

    try:
        try:
            return opened()
        except UnicodeDecodeError:
            return opened(encoding_override=_THAI_CODE_PAGE)
    except (
        ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError,
        struct.error, xlrd.XLRDError, xlrd.compdoc.CompDocError,
    ) as error:  # fmt: skip
        # A damaged file ends in whatever its bytes bring about.
        if "encrypted" in str(error):
            raise LockedOfficeFile(name) from None
        raise DamagedOfficeFile(name, "is no valid Excel workbook") from None


def _check(sheet: Any, name: str) -> None:
    stored = sum(len(row) for row in sheet._cell_values)
    if stored > MAX_STORED_CELLS:
        raise TooLarge(name, f"{stored:,} cells", f"{MAX_STORED_CELLS:,} cells")
    merged = sum((r1 - r0) * (c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells)
    if merged > MAX_MERGED_CELLS:
        limit = f"{MAX_MERGED_CELLS:,} merged cells"
        raise TooLarge(name, f"a merged cell over {merged:,} places", limit)


def _uncomputed(data: bytes) -> list[_Place]:
    """The formulas of a file that nobody has computed: those of all sheets, or none.

    A program that writes formulas without computing them leaves an empty text or a zero marked to be
    computed on opening. Either may be a result too, so one formula with a result tells that they are.
    """
    found: list[_Place] = []
    sheet = -1
    for kind, record in _records(data):
        if kind in _BEGIN:
            sheet += int.from_bytes(record[2:4], "little") == _WORKSHEET
        elif kind in _FORMULAS and len(record) >= _FLAGS.stop:
            result, flags = record[_RESULT], int.from_bytes(record[_FLAGS], "little")
            nothing = (result[:1], result[6:]) == _NO_RESULT
            if not nothing and not (result == _ZERO and flags & _CALCULATE_ON_LOAD):
                return []
            row, column = struct.unpack("<HH", record[:4])
            found.append((sheet, row, column))
    return found


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the workbook: their kinds and contents."""
    from xlrd.compdoc import SIGNATURE, CompDoc

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


def _sheet_cells(
    book: Any, sheet: Any, absent: set[tuple[int, int]]
) -> tuple[list[SheetCell], int]:
    """The filled cells of a sheet by rows but for those ``absent``, and how many do not show."""
    spans = {(r0, c0): (r1 - r0, c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells}
    hidden_rows = {r for r, info in sheet.rowinfo_map.items() if info.hidden}
    hidden_columns = {c for c, info in sheet.colinfo_map.items() if info.hidden}
    found: list[SheetCell] = []
    n_hidden = 0
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.ctype in _EMPTY or (row, column) in absent:
                continue
            text = _shown(book, sheet, row, column)
            shown = SheetCell(text, row, column, *spans.get((row, column), (1, 1)))
            if text.strip() and is_on_show(shown, hidden_rows, hidden_columns):
                found.append(shown)
            elif text.strip() or _is_struck(book, cell.xf_index):
                n_hidden += 1
    return within(found), n_hidden


# xlrd's types of cells: empty, and empty with a format.
_EMPTY = (0, 6)
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def _shown(book: Any, sheet: Any, row: int, column: int) -> str:
    """The text that a cell shows, without what is struck out."""
    from openpyxl.styles.numbers import is_date_format
    from xlrd import XLDateError, error_text_from_code, xldate_as_datetime

    cell = sheet.cell(row, column)
    if cell.ctype == _TEXT:
        runs = sheet.rich_text_runlist_map.get((row, column), ())
        return _unstruck(book, cell.value, cell.xf_index, runs)
    if _is_struck(book, cell.xf_index):
        return ""
    if cell.ctype == _ERROR:
        return str(error_text_from_code.get(cell.value, ""))
    if cell.ctype == _BOOLEAN:
        return display(bool(cell.value), "")
    shape = str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
    if is_date_format(shape):
        try:
            return display(xldate_as_datetime(cell.value, book.datemode), shape)
        except (XLDateError, OverflowError, ValueError):
            pass  # No date has such a number; Excel shows it as ####.
    return display(cell.value, shape)


def _unstruck(book: Any, text: str, xf_index: int, runs: Sequence[tuple[int, int]]) -> str:
    """A text without its parts in a font that strikes out; ``runs``: begin and font of each part."""
    starts = [(0, book.xf_list[xf_index].font_index), *runs]
    ends = [*(start for start, _ in starts[1:]), len(text)]
    parts = zip(starts, ends, strict=True)
    return "".join(text[a:b] for (a, font), b in parts if not book.font_list[font].struck_out)


def _is_struck(book: Any, xf_index: int) -> bool:
    return bool(book.font_list[book.xf_list[xf_index].font_index].struck_out)
