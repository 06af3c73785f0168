"""Rows of text tables that lack their first cell, as totals have no number: ``IIT | 81.88 | 85.87`` below
``1 | การปฏิบัติหน้าที่ | 85.81 | 85.84``. Without it every figure would stand a column, and often a year, too early.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from thai_ita.model import Cell, Table
from thai_ita.normalize.numerals import to_arabic

LEAST_FIGURES = 2
"""Figures with decimals that make a column one of them."""
_DECIMAL = re.compile(r"\s{0,3}\d{1,3}\.\d{1,2}\s{0,3}")
_Row = list[Cell | None]


def give_first_cells(table: Table, like: Table | None = None) -> None:
    """Puts an empty first cell into rows that are one short, in place, where their figures then stand below the
    figures of full rows, and did not before.

    ``like`` is the table that this one goes on with, else its own full rows count. Rows that follow on one another
    without a full one between them are taken together.
    """
    whole = like or table
    width = whole.n_columns
    columns = _columns_of_figures([row for row in whole.grid if len(row) == width])
    if not columns:
        return
    for is_short, run in groupby(table.grid, lambda row: len(row) == width - 1 and None not in row):
        rows = list(run)
        if is_short and _lack_first(rows, columns):
            for row in rows:
                for cell in row:
                    if cell is not None:
                        cell.column += 1
                first = row[0]
                row.insert(0, Cell("", "", first.row if first is not None else 0, 0))


def _columns_of_figures(rows: Sequence[_Row]) -> set[int]:
    """The columns in which most cells are figures with decimals."""
    found: set[int] = set()
    for column, cells in enumerate(zip(*rows, strict=True)):
        figures = sum(map(_is_figure, cells))
        if figures >= LEAST_FIGURES and figures > len(cells) / 2:
            found.add(column)
    return found


def _lack_first(rows: Sequence[_Row], columns: set[int]) -> bool:
    figures = [{c for c, cell in enumerate(row) if _is_figure(cell)} for row in rows]
    told = [own for own in figures if own]
    return bool(told) and all({c + 1 for c in own} == columns for own in told)


def _is_figure(cell: Cell | None) -> bool:
    return cell is not None and bool(_DECIMAL.fullmatch(to_arabic(cell.text)))
