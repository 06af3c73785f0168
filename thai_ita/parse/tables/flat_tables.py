"""The tables that flattened text is laid out as: rows of units become cells with their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thai_ita.model import Cell, Line, Table
from thai_ita.normalize.numerals import read_number
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.flat_heads import Slot
from thai_ita.parse.tables.line_units import Unit

_INDICATOR = "ตัวชี้วัด"


@dataclass(frozen=True, slots=True)
class FlatRow:
    """The units of each column of a row; a section has one unit and no kinds.

    A row with fewer columns than its table goes on in cells merged with those of the row above.
    """

    cells: tuple[tuple[Unit, ...], ...]
    kinds: str

    @property
    def is_section(self) -> bool:
        return not self.kinds

    def of(self, column: int) -> tuple[Unit, ...]:
        """The units of a column, none where its cell is merged with the one above."""
        return self.cells[column] if column < len(self.cells) else ()


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A head with its rows; ``upper`` are the slots above those columns, where a head has two tiers."""

    slots: list[Slot]
    rows: list[FlatRow]
    end: int
    upper: list[Slot] | None = None


def row_of(match: re.Match[str], units: Sequence[Unit]) -> FlatRow:
    cells = tuple(tuple(units[slice(*match.span(group))]) for group in range(1, (match.lastindex or 0) + 1))
    return FlatRow(cells, match.group())


def text_of(units: Sequence[Unit]) -> str:
    return " ".join(unit.text for unit in units)


def table_of_rows(found: FlatTable, first: Line) -> Table:
    heads = [[slot.units for slot in found.slots]]
    if found.upper is not None:
        heads.insert(0, [slot.units for slot in found.upper])
    texts = [*heads, *(row.cells for row in found.rows)]
    grid: list[list[Cell | None]] = []
    for r, cells in enumerate(texts):
        row: list[Cell | None] = []
        for c, units in enumerate(cells):
            row.append(None if r == 0 and c and _is_spanned(found, c) else _cell(units, r, c))
        if len(cells) == 1 and row[0] is not None:
            row[0].colspan = len(found.slots)
        elif len(cells) < len(found.slots):
            _merge_upwards(grid, row, len(found.slots))
        grid.append(row)
    if found.upper is not None:
        _span_upper(grid, found)
    _name_by_numbers(grid[len(heads) :], found)
    return Table(grid, header_rows=len(heads), page=first.page, line_number=first.number)


def _name_by_numbers(body: Sequence[Sequence[Cell | None]], found: FlatTable) -> None:
    """Numbers that count the indicators, alone below their heading, are read with it: ตัวชี้วัด 1."""
    for c, slot in enumerate(found.slots):
        if slot.role is not ColumnRole.INDICATOR or _INDICATOR not in slot.text:
            continue
        cells = [row[c] for row in body if len(row) > 1]
        numbers = [read_number(cell.text.strip("().")) if cell is not None else None for cell in cells]
        if [n and n.value for n in numbers] != list(range(1, len(cells) + 1)):
            continue
        for cell, number in zip(cells, numbers, strict=True):
            if cell is not None and number is not None:
                cell.text = f"{_INDICATOR} {int(number.value)}"


def _merge_upwards(grid: list[list[Cell | None]], row: list[Cell | None], width: int) -> None:
    """The places that a row lacks are covered by the cells above them."""
    for c in range(len(row), width):
        row.append(None)
        above = next((cells[c] for cells in reversed(grid) if cells[c:] and cells[c] is not None), None)
        if above is not None and above.row + above.rowspan == len(grid):
            above.rowspan += 1


def _is_spanned(found: FlatTable, c: int) -> bool:
    """Whether a heading of the upper tier also covers the column to its left."""
    return found.upper is not None and found.upper[c] is found.upper[c - 1]


def _span_upper(grid: list[list[Cell | None]], found: FlatTable) -> None:
    """Headings of the upper tier over their columns; one that is not parted stands over both tiers."""
    assert found.upper is not None
    for c, cell in enumerate(grid[0]):
        if cell is None:
            continue
        same = [k for k, slot in enumerate(found.upper) if slot is found.upper[c]]
        if len(same) > 1:
            cell.colspan = len(same)
        else:
            cell.rowspan = 2
            grid[1][c] = None


def _cell(units: Sequence[Unit], row: int, column: int) -> Cell:
    text = text_of(units)
    if not units:
        return Cell("", "", row, column)
    line = units[0].line
    return Cell(text, text, row, column, page=line.page, bbox=line.bbox, line=line.number)


def put_above(table: Table, line: Line) -> None:
    """An agency alone above the head owns the table: a row of its own over all columns."""
    for row in table.grid:
        for cell in row:
            if cell is not None:
                cell.row += 1
    cell = Cell(line.text, line.text, 0, 0, page=line.page, bbox=line.bbox, line=line.number)
    cell.colspan = table.n_columns
    table.grid.insert(0, [cell])
    table.header_rows += 1


def table_of(rows: Sequence[Sequence[Sequence[Unit]]], header_rows: int) -> Table:
    """A table of units; a row of one cell goes over all columns."""
    width = max(map(len, rows))
    grid: list[list[Cell | None]] = []
    for r, row in enumerate(rows):
        cells: list[Cell | None] = [_cell(units, r, c) for c, units in enumerate(row)]
        if len(row) == 1 and cells[0] is not None:
            cells[0].colspan = width
        grid.append(cells)
    first = min((unit.line for row in rows for units in row for unit in units), key=lambda line: line.number)
    return Table(grid, header_rows=header_rows, page=first.page, line_number=first.number)
