"""Frames as one workbook to read and filter in a spreadsheet, with notes and a dictionary.

Nothing in a text becomes a formula or a link by itself: xlsxwriter writes every text as text, and
the only links are those made here, to the documents sheet and to report files that exist.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thai_ita.analyze.dictionary import Headings, in_words, table_title
from thai_ita.analyze.tables import TableError
from thai_ita.export.frame_files import Cell, plain_rows
from thai_ita.export.sqlite import dictionary_rows
from thai_ita.visible import has_control

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 1_048_575
MOST_LETTERS = 32_767
"""What a sheet and a cell can hold; longer texts are cut, and the notes say so."""
MOST_LINKS = 60_000
_WIDE_TEXT = frozenset({
    "title", "steps", "text", "evidence", "message", "shared_passage", "measures", "break_note",
    "report_title", "result", "output", "outcome", "note", "name_as_seen",
})
_NARROW = 11
_TEXT_WIDTH = 24
_LONG_TEXT_WIDTH = 60
_CHANCES = frozenset({"p", "q"})
_DOCUMENT_COLUMNS = ("doc_id", "plan_doc", "report_doc", "twin_doc")
_CODE = re.compile(r"[A-Z]{3,4}|\d{1,2}(\.\d)?|[ieo]\d{1,2}(/.*)?")


class TooManyRows(TableError):
    """A table has more rows than a sheet can hold; the message names it."""


@dataclass(slots=True)
class _Book:
    """The open workbook with its formats, and where each document stands in it."""

    workbook: Any
    headings: Headings
    folder: Path
    document_rows: dict[str, int] = field(default_factory=dict)
    document_sheet: str = ""
    formats: dict[str, Any] = field(default_factory=dict)
    cut: int = 0
    names: set[str] = field(default_factory=set)

    def sheet(self, title: str) -> Any:
        """A new sheet under a name that spreadsheets accept and that is still free."""
        name = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
        number = 2
        while name.lower() in self.names:
            name = f"{name[:27]} {number}"
            number += 1
        self.names.add(name.lower())
        return self.workbook.add_worksheet(name)


def xlsx_bytes(
    frames: Mapping[str, pd.DataFrame],
    *,
    headings: Headings = Headings.CODE,
    notes: Iterable[str] = (),
    folder: Path | None = None,
) -> bytes:
    """All frames as one XLSX file: a sheet each, notes first, the data dictionary last.

    Links to report files are relative to ``folder``. Raises TooManyRows for a table that
    no sheet can hold.
    """
    import xlsxwriter

    for name, frame in frames.items():
        if len(frame) > MOST_ROWS:
            raise TooManyRows(
                f"{name} has {len(frame)} rows, a sheet holds {MOST_ROWS}; write csv or parquet"
            )
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "in_memory": True, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        book = _Book(workbook, headings, (folder or Path()).resolve(), formats=_formats(workbook))
        first = book.sheet(table_title("notes", headings))
        sheets = {name: book.sheet(table_title(name, headings)) for name in frames}
        if "documents" in frames:
            book.document_sheet = sheets["documents"].get_name()
            ids = frames["documents"]["doc_id"].astype("object").tolist()
            for row, doc_id in enumerate(ids, start=1):
                book.document_rows.setdefault(str(doc_id), row)
        for name, frame in frames.items():
            _fill(book, sheets[name], name, frame)
        _fill_dictionary(book, frames)
        _fill_notes(book, first, notes)
    return buffer.getvalue()


def _formats(workbook: Any) -> dict[str, Any]:
    look = {"valign": "top"}
    return {
        "heading": workbook.add_format({
            "bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1,
            "bg_color": "#E8EEF4",
        }),
        "text": workbook.add_format(look),
        "long": workbook.add_format(look | {"text_wrap": True}),
        "integer": workbook.add_format(look | {"num_format": "0"}),
        "number": workbook.add_format(look | {"num_format": "0.00"}),
        "chance": workbook.add_format(look | {"num_format": "0.0000"}),
        "link": workbook.add_format(look | {"font_color": "#1F4E9E", "underline": 1}),
    }


def _fill(book: _Book, sheet: Any, name: str, frame: pd.DataFrame) -> None:
    shown = in_words(frame, name, book.headings)
    kinds = [_kind(str(c), frame[c]) for c in frame.columns]
    for place, (heading, kind) in enumerate(zip(shown.columns, kinds, strict=True)):
        width = {"text": _TEXT_WIDTH, "long": _LONG_TEXT_WIDTH}.get(kind, _NARROW)
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, str(heading), book.formats["heading"])
    links = 0
    for number, row in enumerate(plain_rows(shown), start=1):
        for place, cell in enumerate(row):
            if cell is None:
                continue
            column = str(frame.columns[place])
            target = _target(book, name, column, cell) if links < MOST_LINKS else None
            # It writes nothing at all where the address is longer than spreadsheets allow.
            if target is not None and not sheet.write_url(
                number, place, target, book.formats["link"], str(cell)
            ):
                links += 1
            else:
                _write(book, sheet, number, place, cell, kinds[place])
    if len(frame.columns):
        sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    sheet.freeze_panes(1, 2 if name == "wide" else 0)
    for place, column in enumerate(map(str, frame.columns)):
        if len(frame) and _is_score(name, column):
            sheet.conditional_format(1, place, len(frame), place, {
                "type": "2_color_scale", "min_type": "num", "max_type": "num",
                "min_value": 50, "max_value": 100, "min_color": "#F4B183",
                "max_color": "#FFFFFF",
            })


def _write(book: _Book, sheet: Any, row: int, place: int, cell: Cell, kind: str) -> None:
    if isinstance(cell, str):
        if len(cell) > MOST_LETTERS:
            cell, book.cut = cell[: MOST_LETTERS - 1] + "…", book.cut + 1
        sheet.write_string(row, place, cell, book.formats[kind])
    else:
        sheet.write_number(row, place, cell, book.formats[kind])


def _kind(column: str, series: pd.Series) -> str:
    import pandas as pd

    if pd.api.types.is_integer_dtype(series):
        return "integer"
    if pd.api.types.is_float_dtype(series):
        return "chance" if column in _CHANCES else "number"
    return "long" if column in _WIDE_TEXT else "text"


def _is_score(table: str, column: str) -> bool:
    """Whether a column holds scores of 0-100, to be shaded where they are low."""
    return column == "value" or (table == "wide" and bool(_CODE.fullmatch(column)))


def _target(book: _Book, table: str, column: str, cell: Cell) -> str | None:
    """Where a cell leads: from a document id to its row, from a path to the file."""
    if table == "documents":
        # An address with control characters in it makes a workbook that nothing opens.
        if column != "path" or has_control(str(cell)) or not Path(str(cell)).is_file():
            return None
        try:
            return f"external:{os.path.relpath(str(cell), book.folder)}"
        except ValueError:  # another drive
            return None
    row = book.document_rows.get(str(cell)) if column in _DOCUMENT_COLUMNS else None
    return None if row is None else f"internal:'{book.document_sheet}'!A{row + 1}"


def _fill_dictionary(book: _Book, frames: Mapping[str, pd.DataFrame]) -> None:
    sheet = book.sheet(table_title("dictionary", book.headings))
    heads = ("table", "column", "English", "ไทย", "about (English)", "ความหมาย")
    for place, heading in enumerate(heads):
        sheet.set_column(place, place, _LONG_TEXT_WIDTH if place > 3 else _TEXT_WIDTH)
        sheet.write_string(0, place, heading, book.formats["heading"])
    rows = dictionary_rows(frames)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, book.formats["text"])
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    sheet.freeze_panes(1, 0)


def _fill_notes(book: _Book, sheet: Any, notes: Iterable[str]) -> None:
    lines = list(notes)
    if book.cut:
        lines.append(
            f"{book.cut} texts are longer than a cell can hold ({MOST_LETTERS} letters) and are "
            "cut; CSV has them whole."
        )
    sheet.set_column(0, 0, 120)
    sheet.write_string(0, 0, table_title("notes", book.headings), book.formats["heading"])
    for number, line in enumerate(lines, start=1):
        sheet.write_string(number, 0, line, book.formats["long"])
