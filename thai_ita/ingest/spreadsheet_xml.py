"""Excel workbooks in the XML of 2003 ("XML Spreadsheet", mostly named .xls) become a ``Document``.

Reference: Microsoft, "XML Spreadsheet Reference" (Office 2003). Many systems export it under the
ending .xls.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any, TypeAlias

from thai_ita.ingest.counts import count_of
from thai_ita.ingest.errors import UnknownFormatError
from thai_ita.ingest.office import DamagedOfficeFileError
from thai_ita.ingest.sheet_display import display
from thai_ita.ingest.sheet_document import (
    MAX_COLUMNS,
    MAX_ROWS,
    SheetsBuilder,
    VisibleCells,
    check_filled,
    check_merged,
    is_on_show,
)
from thai_ita.ingest.sheet_regions import SheetCell
from thai_ita.ingest.sheet_surroundings import plain_lines
from thai_ita.ingest.xml_bounds import BadXmlError, parsed_xml
from thai_ita.model import Document, Media

# An lxml element; lxml has no types of its own.
_Element: TypeAlias = Any

# Rows or columns that one mark of hiding covers at most.
MAX_SPANNED = 2_000
_FORMATS = {
    "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00", "General Number": "General", "Scientific": "0.00E+00",
    "General Date": "d/m/yyyy", "Long Date": "d mmmm yyyy", "Medium Date": "d mmm yyyy",
    "Short Date": "d/m/yyyy", "Long Time": "h:mm:ss", "Medium Time": "h:mm", "Short Time": "h:mm",
}  # fmt: skip
_TRUE = ("1", "true", "True")
_WHITE = "#ffffff"
# A date of Excel without a day is a time of day.
_NO_DAY = ("1899-12-31", "1899-12-30")


@dataclass(slots=True)
class _Style:
    parent: str = ""
    format: str = ""
    struck: bool = False
    white: bool = False
    filled: bool = False


def read_spreadsheet_xml(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of an Excel workbook in the XML of 2003.

    Raises IngestErrors: damaged, too-large, empty, unknown-format.
    """
    name = str(path)
    try:
        root = parsed_xml(data.lstrip(), name)
    except BadXmlError as error:
        raise DamagedOfficeFileError(name, "is no valid XML") from error
    if _local(root) != "Workbook":
        raise UnknownFormatError(name, "holds no Excel workbook, whatever its name says")
    styles = dict(_styles(root))
    builder = SheetsBuilder(name)
    for sheet in _children(root, "Worksheet"):
        title = _get(sheet, "Name")
        shown = next((e.text for e in sheet.iter() if _local(e) == "Visible"), None)
        if shown in ("SheetHidden", "SheetVeryHidden"):
            builder.hidden_sheet(title)
        else:
            builder.visible_sheet(title, _Sheet(sheet, styles, name).visible)
    heads = [_get(e, "Data") for e in root.iter() if _local(e) in ("Header", "Footer")]
    return builder.document(doc_id, path, Media.XLSX, [line for coded in heads for line in plain_lines(coded)])


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: _Element, *names: str) -> Iterator[_Element]:
    return (child for child in element if _local(child) in names)


def _get(element: _Element, name: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _number(element: _Element, name: str) -> int:
    return count_of(_get(element, name))


def _styles(root: _Element) -> Iterator[tuple[str, _Style]]:
    for element in (e for part in _children(root, "Styles") for e in _children(part, "Style")):
        style = _Style(_get(element, "Parent"))
        for part in element:
            if _local(part) == "NumberFormat":
                style.format = _get(part, "Format")
            elif _local(part) == "Font":
                style.struck = _get(part, "StrikeThrough") in _TRUE
                style.white = _get(part, "Color").lower() == _WHITE
            elif _local(part) == "Interior":
                style.filled = _get(part, "Color").lower() not in ("", _WHITE)
        yield _get(element, "ID"), style


class _Sheet:
    """What a worksheet shows, as ``visible``."""

    def __init__(self, sheet: _Element, styles: dict[str, _Style], name: str) -> None:
        self.visible = out = VisibleCells()
        self._styles = styles
        # Rules may colour what lies below white text.
        self._ruled = next(_children(sheet, "ConditionalFormatting"), None) is not None
        hidden_rows: set[int] = set()
        hidden_columns: set[int] = set()
        column_styles: dict[int, str] = {}
        found: list[SheetCell] = []
        n_merged = 0
        for table in _children(sheet, "Table"):
            for element, column, more in _placed(table, "Column"):
                here = range(column, min(column + 1 + min(more, MAX_SPANNED), MAX_COLUMNS))
                column_styles |= dict.fromkeys(here, _get(element, "StyleID"))
                if _is_hidden(element, "Width"):
                    hidden_columns.update(here)
            for element, row, more in _placed(table, "Row"):
                if _is_hidden(element, "Height"):
                    end = min(row + 1 + min(more, MAX_SPANNED), MAX_ROWS)
                    hidden_rows.update(range(row, end))
                for cell, column, _ in _placed(element, "Cell"):
                    style = _get(cell, "StyleID") or _get(element, "StyleID")
                    text = self._text(cell, style or column_styles.get(column, ""))
                    if text is not None:
                        spans = _number(cell, "MergeDown") + 1, _number(cell, "MergeAcross") + 1
                        n_merged += spans[0] * spans[1] * (spans != (1, 1))
                        found.append(SheetCell(text, row, column, *spans))
                check_filled(len(found), name)
                check_merged(n_merged, name)
        out.hidden_rows, out.hidden_columns = hidden_rows, hidden_columns
        for shown in found:
            if shown.text.strip() and is_on_show(shown, hidden_rows, hidden_columns):
                out.cells.append(shown)
            else:
                out.n_hidden += 1

    def _text(self, cell: _Element, style_id: str) -> str | None:
        """The text that a cell shows, "" where it hides all; None for an empty cell."""
        data = next(_children(cell, "Data"), None)
        if data is None:
            self.visible.n_uncomputed += bool(_get(cell, "Formula"))
            return None
        whole = "".join(data.itertext())
        if not whole.strip():
            return None
        shape, hidden = self._style(style_id)
        value = "" if hidden else "".join(_unstruck(data))
        if not value.strip():
            return ""
        self.visible.n_hidden += len(value.strip()) < len(whole.strip())
        kind = _get(data, "Type")
        if kind == "Error":  # the nought of #DIV/0! is no figure
            self.visible.n_errors += 1
            return value.replace("0", "")
        with contextlib.suppress(ValueError):
            if kind == "Number":
                return display(float(value), shape)
            if kind == "DateTime":
                return display(_moment(value.strip()), shape)
        return ("FALSE", "TRUE")[value.strip() in _TRUE] if kind == "Boolean" else value

    def _style(self, style_id: str) -> tuple[str, bool]:
        """The number format of a style, and whether it strikes out or writes white on white."""
        shape, seen = "", set()
        struck = white = filled = False
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            shape, struck = shape or style.format, struck or style.struck
            white, filled = white or style.white, filled or style.filled
            style_id = style.parent
        return _FORMATS.get(shape, shape), struck or (white and not filled and not self._ruled)


def _is_hidden(element: _Element, size: str) -> bool:
    return _get(element, "Hidden") in _TRUE or _get(element, size) in ("0", "0.0")


def _placed(parent: _Element, name: str) -> Iterator[tuple[_Element, int, int]]:
    """The rows, columns or cells below an element with their 0-based places, and over how many
    further places each goes on."""
    place = 0
    for element in _children(parent, name):
        place = max(place, _number(element, "Index") - 1)
        more = _number(element, "MergeAcross" if name == "Cell" else "Span")
        yield element, place, more
        place += 1 + more


def _unstruck(element: _Element) -> Iterator[str]:
    """The pieces of text of a cell but for those in ``<S>``."""
    if element.text:
        yield element.text
    for child in element:
        if _local(child) == "Br":
            yield "\n"
        elif _local(child) != "S":
            yield from _unstruck(child)
        if child.tail:
            yield child.tail


def _moment(text: str) -> datetime | time:
    moment = datetime.fromisoformat(text)
    return moment.time() if text.startswith(_NO_DAY) else moment
