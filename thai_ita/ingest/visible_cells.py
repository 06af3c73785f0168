"""What a sheet of a workbook shows: its filled cells, and how many it hides or cannot show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.sheet_display import display
from thai_ita.ingest.sheet_document import MAX_COLUMNS, MAX_ROWS, VisibleCells
from thai_ita.ingest.sheet_regions import SheetCell

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as _AnyCell
    from openpyxl.styles import Font
    from openpyxl.styles.colors import Color
    from openpyxl.worksheet.worksheet import Worksheet

# A formula and its stored value, if empty or nought. With t="str" an empty value is the empty text that
# it gives; programs that write a nought for what they did not compute ask for it to be done on opening.
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*+"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*+(0?)\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
COMPUTED_ON_OPENING = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=\"(?:1|true)\"")
_REFERENCE = re.compile(rb"\br=\"([A-Z]+)(\d+)\"")
_GIVES_TEXT = re.compile(rb"\bt=\"str\"")
# Colours by number: the window's white, and the first eight of the palette once more.
_WHITE_INDEXES = (1, 9)
_PAPER_INDEX = 64


def visible_cells(sheet: Worksheet, source: bytes = b"", *, computed_on_opening: bool = False) -> VisibleCells:
    """The cells of a sheet; formatting far away from them costs nothing. ``source`` is its XML."""
    out = VisibleCells()
    unknown = uncomputed(source, noughts=computed_on_opening)
    rows, columns = _hidden_rows(sheet), _hidden_columns(sheet)
    out.hidden_rows = {row - 1 for row in rows}
    out.hidden_columns = {column - 1 for column in columns}
    spans = {
        (area.min_row, area.min_col): (area.size["rows"], area.size["columns"]) for area in sheet.merged_cells.ranges
    }
    fonts: dict[int, Font] = {}
    coloured = _Areas(sheet)
    # The stored cells: iterating over rows would make all cells up to the farthest one.
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is None or not str(cell.value).strip() or (row, column) in unknown:
            continue
        rowspan, colspan = spans.get((row, column), (1, 1))
        # A merged cell shows where any of its places does.
        hidden = rows.issuperset(range(row, row + rowspan))
        hidden = hidden or columns.issuperset(range(column, column + colspan))
        # A font is looked up once: each look makes a new object.
        font = fonts.get(cell._style.fontId) or fonts.setdefault(cell._style.fontId, cell.font)
        text = "" if hidden or _is_white(cell, font, coloured) else _shown(cell, font)
        if not text.strip():
            out.n_hidden += 1
            continue
        out.n_errors += cell.data_type == "e"
        out.n_hidden += isinstance(cell.value, list) and text != "".join(map(str, cell.value))
        out.cells.append(SheetCell(text, row - 1, column - 1, rowspan, colspan))
    out.n_uncomputed = sum(row not in rows and column not in columns for row, column in unknown)
    return out


def uncomputed(source: bytes, *, noughts: bool = False) -> set[tuple[int, int]]:
    """Row and column of the formulas in a sheet's XML that have no stored value, nor, where
    ``noughts`` stand for none, any but 0."""
    from openpyxl.utils import column_index_from_string

    found: set[tuple[int, int]] = set()
    for match in _FORMULA.finditer(source):
        place = _REFERENCE.search(match[1])
        if place is None or _GIVES_TEXT.search(match[1]) or (match[2] and not noughts):
            continue
        try:
            found.add((int(place[2]), column_index_from_string(place[1].decode())))
        except ValueError:  # no column has such a name
            continue
    return found


def _hidden_rows(sheet: Worksheet) -> set[int]:
    """Rows that are hidden by hand, by a filter or in a folded group, or have no height."""
    return {r for r, d in sheet.row_dimensions.items() if d.hidden or d.height == 0}


def _hidden_columns(sheet: Worksheet) -> set[int]:
    dimensions = [d for d in sheet.column_dimensions.values() if d.hidden or d.width == 0]
    spans = ((d.min or 0, min(d.max or 0, MAX_COLUMNS)) for d in dimensions)
    return {c for first, last in spans for c in range(max(first, 0), last + 1)}


def _shown(cell: _AnyCell, font: Font) -> str:
    """The text that a cell shows, without what is struck out."""
    value = cell.value
    if isinstance(value, list):  # pieces of text, each with its own font
        return "".join(str(p) for p in value if not getattr(getattr(p, "font", None), "strike", False))
    if font.strike:
        return ""
    if cell.data_type == "e":  # the nought of #DIV/0! is no figure
        return str(value).replace("0", "")
    return display(value, cell.number_format)


class _Areas:
    """Where rules and tables may colour what lies below the cells, asked of many cells."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._bounds: NDArray[np.int64] | None = None

    def hold(self, cell: _AnyCell) -> bool:
        if self._bounds is None:
            self._bounds = np.array(list(self._all()), dtype=np.int64).reshape(-1, 4)
        left, top, right, bottom = self._bounds.T
        row, column = cell.row, cell.column
        return bool(((top <= row) & (row <= bottom) & (left <= column) & (column <= right)).any())

    def _all(self) -> Iterator[tuple[int, int, int, int]]:
        from openpyxl.utils import range_boundaries

        for ruled in self._sheet.conditional_formatting:
            yield from (area.bounds for area in ruled.sqref.ranges)
        for table in self._sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            yield left or 1, top or 1, right or MAX_COLUMNS, bottom or MAX_ROWS


def _is_white(cell: _AnyCell, font: Font, coloured: _Areas) -> bool:
    """Whether a cell's text is white on white. Rules and tables may colour what lies below it."""
    color = font.color
    if color is None or not _white(color) or isinstance(cell.value, list):
        return False
    fill = cell.fill
    if (
        fill is not None
        and fill.fill_type is not None
        and not (fill.fill_type == "solid" and (_white(fill.fgColor) or _is_paper(fill.fgColor)))
    ):
        return False
    return not coloured.hold(cell)


def _white(color: Color) -> bool:
    if color.tint:
        return False
    if color.type == "rgb":
        return str(color.rgb)[-6:].upper() == "FFFFFF"
    if color.type == "theme":
        return bool(color.theme == 0)
    return bool(color.type == "indexed" and color.indexed in _WHITE_INDEXES)


def _is_paper(color: Color) -> bool:
    return bool(color.type == "indexed" and color.indexed == _PAPER_INDEX)
