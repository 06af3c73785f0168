"""Tables in which the score of a row stands in the column of its band: 95 and more, 85 to 94.99."""

from __future__ import annotations

import re
from dataclasses import replace

from thai_ita.model import Cell, Table
from thai_ita.normalize.numerals import to_arabic
from thai_ita.parse.tables.grid import GridView

_N = r"(?<![\d.])(\d{1,3}(?:\.\d+)?)(?![\d.])"
_UNIT = r"\s*+(?:คะแนน|%)?\s*"
_RANGE = re.compile(rf"{_N}{_UNIT}(?:-|–|—|ถึง|to){_UNIT}{_N}")
_FROM = re.compile(rf"{_N}{_UNIT}(?:ขึ้นไป|เป็นต้นไป|\+)|(?:≥|>=?|มากกว่า|สูงกว่า|เกิน|ตั้งแต่)\s*{_N}")
_BELOW = re.compile(rf"{_N}{_UNIT}(?:ลงมา|ลงไป)|(?:≤|<=?|ต่ำกว่า|น้อยกว่า|ไม่ถึง|ไม่เกิน)\s*{_N}")
_NO_FIGURE = ("-", "–", "—", "")
MIN_BANDS, MIN_FIGURES = 2, 2
HIGHEST = 100.0
HEADING = "คะแนน"

Band = tuple[float, float]


def merge_bands(table: Table) -> Table:
    """The table with the figures of its band columns in the first of them.

    Only where each row has one figure at the most in all of them, and that lies in its band.
    """
    view = GridView(table)
    bands = {c.index: band for c in view.columns if (band := _band(c.parts[-1] if c.parts else ""))}
    if len(bands) < MIN_BANDS or not view.head_rows:
        return table
    figures: list[Cell] = []
    for r in range(view.first_row, view.n_rows):
        found = []
        for c, (low, high) in bands.items():
            cell, text, number = view.cells[r][c], view.text(r, c), view.number(r, c)
            if number is not None and cell is not None and low <= number.value <= high:
                found.append(cell)
            elif text not in _NO_FIGURE and not view.is_single(r):
                return table
        if len(found) > 1 or any(cell.rowspan > 1 or cell.colspan > 1 for cell in found):
            return table
        figures += found
    return _merged(table, view, min(bands), figures) if len(figures) >= MIN_FIGURES else table


def _band(heading: str) -> Band | None:
    """The lowest and highest score that a heading allows, if it names one band."""
    text = to_arabic(heading)
    if found := _RANGE.findall(text):
        return (float(found[0][0]), float(found[0][1])) if len(found) == 1 else None
    # "ไม่เกิน" ends with a word of the other kind.
    if below := _BELOW.search(text):
        return (0.0, float(below.group(1) or below.group(2)))
    if least := _FROM.search(text):
        return (float(least.group(1) or least.group(2)), HIGHEST)
    return None


def _merged(table: Table, view: GridView, first: int, figures: list[Cell]) -> Table:
    width = table.n_columns
    grid = [list(row) + [None] * (width - len(row)) for row in table.grid]
    for cell in figures:
        old = grid[cell.row][first]
        grid[cell.row][cell.column] = replace(old, column=cell.column) if old is not None and old is not cell else None
        grid[cell.row][first] = replace(cell, column=first)
    head = grid[view.head_rows[-1]][first]
    if head is None:
        return table
    grid[head.row][first] = replace(head, text=HEADING, raw=HEADING)
    return replace(table, grid=grid)
