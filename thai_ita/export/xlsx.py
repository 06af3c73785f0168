"""Frames as one workbook to read, filter and print, with a summary first and a dictionary last.

Nothing in a text becomes a formula or a link by itself: xlsxwriter writes every text as text, and
the only links are those made here, to sheets and to report files that exist.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thai_ita import __version__
from thai_ita.analyze.answer_words import dictionary, in_words, message, table_title
from thai_ita.analyze.typed_tables import TableError
from thai_ita.choices import Headings
from thai_ita.export import sheet_layout
from thai_ita.export.first_sheet import answer_lines, book_title, printing_line
from thai_ita.export.own_workbook import SIGNATURE
from thai_ita.export.plain_values import PlainValue, plain_rows
from thai_ita.export.sheet_layout import ColumnLayout, column_layout, lines_of_row, printed_rows
from thai_ita.export.sqlite import dictionary_rows
from thai_ita.visible import has_control

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 1_048_575
MOST_LETTERS = 32_767
"""What a sheet and a cell can hold; longer texts are cut, and the summary says so."""
LONGEST_SHEET_NAME = 31
LONGEST_IN_HEADER = 50
"""Signs of a title in a header, which holds 255 with both titles and what begins them."""
MOST_LINKS = 60_000
SUMMARY, WORDS = "summary", "dictionary"
"""The tables of the dictionary that are the first and the last sheet."""
_LABEL_WIDTH, _LINE_WIDTH = 22, 110
_CHANCES = frozenset({"p", "q"})
_DOCUMENT_COLUMNS = ("doc_id", "plan_doc", "report_doc", "twin_doc")
_CODE = re.compile(r"[A-Z]{3,4}|\d{1,2}(\.\d)?|[ieo]\d{1,2}(/.*)?")
_RESERVED = "history"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


class TooManyRowsError(TableError):
    """A table has more rows than a sheet can hold; the message names it."""


@dataclass(slots=True)
class _Book:
    """The open workbook with its formats, and where each document stands in it."""

    workbook: Any
    headings: Headings
    folder: Path
    title: str
    document_rows: dict[str, int] = field(default_factory=dict)
    document_sheet: str = ""
    formats: dict[str, Any] = field(default_factory=dict)
    cut: int = 0
    names: set[str] = field(default_factory=set)

    @property
    def language(self) -> str:
        """The language of sentences."""
        return _language(self.headings)

    def sheet(self, title: str) -> Any:
        """A new sheet under a name that spreadsheets accept and that is still free."""
        name = sheet_name(title, self.names)
        self.names.add(name.lower())
        return self.workbook.add_worksheet(name)


def _language(headings: Headings) -> str:
    return "th" if headings is Headings.TH else "en"


def sheet_name(title: str, taken: Iterable[str]) -> str:
    """A title as a sheet may be called: without forbidden signs, shortened between words where it is
    too long, and with a number where it is ``taken`` (in small letters)."""
    plain = _FORBIDDEN.sub(" ", title).strip() or "-"
    name, number = _shortened(plain, LONGEST_SHEET_NAME), 2
    while name.lower() in taken or name.lower() == _RESERVED:
        behind = f" {number}"
        name = _shortened(plain, LONGEST_SHEET_NAME - len(behind)) + behind
        number += 1
    return name


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    whole = text[: most + 1].rpartition(" ")[0].rstrip()
    return whole or text[:most]


def xlsx_bytes(
    frames: Mapping[str, pd.DataFrame],
    *,
    headings: Headings = Headings.CODE,
    notes: Iterable[str] = (),
    folder: Path | None = None,
    name: str = "",
    title: str = "",
    created: datetime | None = None,
) -> bytes:
    """All frames as one XLSX file: a sheet each, a summary first, the data dictionary last.

    ``name`` is that of the answer whose frames they are. Links to report files are relative to
    ``folder``. The same frames and ``created`` give the same bytes. Raises TooManyRowsError for a table
    that no sheet can hold.
    """
    import xlsxwriter

    for table, frame in frames.items():
        if len(frame) > MOST_ROWS:
            raise TooManyRowsError(f"{table} has {len(frame)} rows, a sheet holds {MOST_ROWS}; write csv or parquet")
    title = title or book_title(name, _language(headings))
    buffer = io.BytesIO()
    font = {"font_name": sheet_layout.FONT, "font_size": sheet_layout.FONT_SIZE_PT}
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
        "nan_inf_to_errors": False,
        "default_format_properties": font,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        book = _Book(workbook, headings, (folder or Path()).resolve(), title, formats=_formats(workbook))
        workbook.set_properties(
            {"title": title, "comments": f"{SIGNATURE} {__version__}"} | ({"created": created} if created else {})
        )
        first = book.sheet(table_title(SUMMARY, headings))
        sheets = {table: book.sheet(table_title(table, headings)) for table in frames}
        if "documents" in frames:
            book.document_sheet = sheets["documents"].get_name()
            ids = frames["documents"]["doc_id"].astype("object").tolist()
            for row, doc_id in enumerate(ids, start=1):
                book.document_rows.setdefault(str(doc_id), row)
        main = next((table for table, frame in frames.items() if len(frame)), "")
        for table, frame in frames.items():
            shown = in_words(frame, table, headings)
            if table == "wide":
                shown.columns = _with_names(shown.columns, frame, frames, headings)
            _fill(book, sheets[table], table, frame, shown, is_whole=table == main)
        _fill_dictionary(book, frames)
        lines = answer_lines(name, frames, book.language)
        if main:
            lines.append(printing_line(sheets[main].get_name(), book.language))
        _fill_summary(book, first, lines, notes, frames, sheets)
        first.activate()
    return buffer.getvalue()


def _with_names(
    heads: Iterable[str], frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame], headings: Headings
) -> list[str]:
    """Headings in which a code has the name that it has in the newest year shown."""
    details = frames.get("long")
    if details is None or headings is Headings.CODE:
        return list(heads)
    named = details.dropna(subset=["name"]).sort_values("fiscal_year", kind="stable")
    names = dict(zip(named["code"].astype(str), named["name"].astype(str), strict=True))
    return [
        f"{head} {names[code]}" if (code := str(column).partition("/")[0]) in names else head
        for head, column in zip(heads, frame.columns, strict=True)
    ]


def _formats(workbook: Any) -> dict[str, Any]:
    look = {"valign": "top"}
    # So that a figure does not touch the text beside it.
    figure = look | {"align": "right", "indent": 1}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "label": workbook.add_format(look | {"bold": True, "text_wrap": True}),
        "heading": workbook.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "bottom": 1,
                "bg_color": "#E8EEF4",
            }
        ),
        "text": workbook.add_format(look | {"text_wrap": True}),
        "integer": workbook.add_format(look | {"num_format": "0", "align": "center"}),
        "number": workbook.add_format(figure | {"num_format": "0.00"}),
        "chance": workbook.add_format(figure | {"num_format": "0.0000"}),
        "link": workbook.add_format(look | {"font_color": "#1F4E9E", "underline": 1, "text_wrap": True}),
    }


def _fill(book: _Book, sheet: Any, name: str, frame: pd.DataFrame, shown: pd.DataFrame, *, is_whole: bool) -> None:
    kinds = [_kind(str(c), frame[c]) for c in frame.columns]
    rows = list(plain_rows(shown))
    columns = [
        column_layout(str(column), str(head), [row[place] for row in rows], is_text=kind == "text")
        for place, (column, head, kind) in enumerate(zip(frame.columns, shown.columns, kinds, strict=True))
    ]
    lines = _lay_out(sheet, columns, [str(head) for head in shown.columns], rows, book)
    links = 0
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell is None:
                continue
            column = str(frame.columns[place])
            target = _target(book, name, column, cell) if links < MOST_LINKS else None
            # It writes nothing at all where the address is longer than spreadsheets allow.
            if target is not None and not sheet.write_url(number, place, target, book.formats["link"], str(cell)):
                links += 1
            else:
                _write(book, sheet, number, place, cell, kinds[place])
    sheet.freeze_panes(1, 2 if name == "wide" else 0)
    for place, column in enumerate(map(str, frame.columns)):
        if len(frame) and _is_score(name, column):
            sheet.conditional_format(
                1,
                place,
                len(frame),
                place,
                {
                    "type": "2_color_scale",
                    "min_type": "num",
                    "max_type": "num",
                    "min_value": 50,
                    "max_value": 100,
                    "min_color": "#F4B183",
                    "max_color": "#FFFFFF",
                },
            )
    head_lines = lines_of_row(_wrapping(columns), map(str, shown.columns))
    printed = len(lines) if is_whole else printed_rows(columns, head_lines, lines)
    _set_page(book, sheet, len(columns), printed, len(lines))


def _lay_out(
    sheet: Any,
    columns: Sequence[ColumnLayout],
    heads: Sequence[str],
    rows: Sequence[tuple[PlainValue, ...]],
    book: _Book,
) -> list[int]:
    """Columns, headings, filter and the heights of very high rows; the lines of each row."""
    before = False
    for place, (column, head) in enumerate(zip(columns, heads, strict=True)):
        outline = {"level": 1, "hidden": True} if column.folded else {"collapsed": before}
        sheet.set_column(place, place, column.width, None, outline)
        sheet.write_string(0, place, head, book.formats["heading"])
        before = column.folded
    if before:
        sheet.set_column(len(columns), len(columns), None, None, {"collapsed": True})
    lines = [lines_of_row(columns, row) for row in rows]
    for number, count in enumerate([lines_of_row(_wrapping(columns), heads), *lines]):
        _set_height(sheet, number, count)
    if columns:
        last = max(len(rows), 1), len(columns) - 1
        sheet.autofilter(0, 0, *last)
        # Codes and ids are texts by intent.
        sheet.ignore_errors({"number_stored_as_text": _area(*last)})
    return lines


def _set_height(sheet: Any, number: int, lines: int) -> None:
    """Room for the lines of a row: not every program that opens the file makes it by itself."""
    if lines > 1:
        sheet.set_row(number, min(lines, sheet_layout.MOST_LINES) * sheet_layout.LINE_PT)


def _area(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(0, 0, row, column))


def _wrapping(columns: Iterable[ColumnLayout]) -> list[ColumnLayout]:
    return [ColumnLayout(column.width - sheet_layout.FILTER_ARROW, True, column.folded) for column in columns]


def _set_page(book: _Book, sheet: Any, n_columns: int, printed: int, n_rows: int) -> None:
    """Landscape A4, one page wide, the heading on each page, and what page of what it is."""
    sheet.set_landscape()
    sheet.set_paper(sheet_layout.PAPER_A4)
    sheet.set_margins(**sheet_layout.MARGINS_IN)
    sheet.fit_to_pages(1, 0)
    if n_columns:
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, max(printed, 1), n_columns - 1)
    part = ""
    if printed < n_rows:
        part = message("book_part", {"n": f"{printed:,}", "all": f"{n_rows:,}"}, book.language)
    left, right = _for_header(book.title), _for_header(sheet.get_name())
    page = message("book_page", {"page": "&P", "pages": "&N"}, book.language)
    sheet.set_header(f"&L&9 {left}&R&9 {right}")
    sheet.set_footer(f"&L&9 thai-ita {__version__}&C&9 {part}&R&9 {page}")


def _for_header(text: str) -> str:
    """A text as headers take it, where ``&`` begins a sign."""
    return " ".join(text.split())[:LONGEST_IN_HEADER].replace("&", "&&")


def _write(book: _Book, sheet: Any, row: int, place: int, cell: PlainValue, kind: str) -> None:
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
    return "text"


def _is_score(table: str, column: str) -> bool:
    """Whether a column holds scores of 0-100, to be shaded where they are low."""
    return column == "value" or (table == "wide" and bool(_CODE.fullmatch(column)))


def _target(book: _Book, table: str, column: str, cell: PlainValue) -> str | None:
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
    sheet = book.sheet(table_title(WORDS, book.headings))
    heads = ["table", "column", "English", "ไทย", "about (English)", "ความหมาย"]
    rows = dictionary_rows(frames)
    columns = [column_layout("", head, [row[place] for row in rows], is_text=True) for place, head in enumerate(heads)]
    lines = _lay_out(sheet, columns, heads, rows, book)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, book.formats["text"])
    sheet.freeze_panes(1, 0)
    _set_page(book, sheet, len(heads), printed_rows(columns, 1, lines), len(rows))


def _fill_summary(
    book: _Book,
    sheet: Any,
    lines: Sequence[tuple[str, str]],
    notes: Iterable[str],
    frames: Mapping[str, pd.DataFrame],
    sheets: Mapping[str, Any],
) -> None:
    """The answer in lines, then the notes, then what each sheet holds, with a link to it."""
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _LINE_WIDTH)
    line_layout = ColumnLayout(_LINE_WIDTH, True)
    sheet.write_string(0, 0, book.title, book.formats["title"])
    number = 1
    told = list(notes)
    if book.cut:
        told.append(message("book_cut", {"n": book.cut, "limit": f"{MOST_LETTERS:,}"}, book.language))
    labels = [message("book_notes", {}, book.language), *[""] * len(told)]
    for label, text in [*lines, *zip(labels, told, strict=False)]:
        sheet.write_string(number, 0, label, book.formats["label"])
        sheet.write_string(number, 1, text, book.formats["text"])
        _set_height(sheet, number, lines_of_row([line_layout], [text]))
        number += 1
    words = dictionary()
    for table, target in sheets.items():
        about = words["tables"].get(table, {}).get(f"about_{book.language}", "")
        rows = message("book_rows", {"n": f"{len(frames[table]):,}"}, book.language)
        sheet.write_url(number, 0, f"internal:'{target.get_name()}'!A1", book.formats["link"], target.get_name())
        sheet.write_string(number, 1, f"{about} ({rows})" if about else rows, book.formats["text"])
        number += 1
    _set_page(book, sheet, 2, number - 1, number - 1)
