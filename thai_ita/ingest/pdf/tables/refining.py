"""Ruled tables as they are meant: slivers between double rules go, rows without a rule are parted.

Rules that stand apart by more than the finder of cells joins (a double border, a framed paragraph
in its cell) leave columns and rows too thin for text. Tables with rules between their columns alone
hold all their rows in one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from thai_ita.ingest.pdf.reader import RawCell, RawTable
from thai_ita.ingest.pdf.text.wrapping import join_wrapped
from thai_ita.model import BBox

# No text fits into less.
_SLIVER_PT: Final = 6.0
_LEAST_ROWS: Final = 3
_FIGURE: Final = re.compile(r"[\d๐-๙]{1,3}(?:[.,][\d๐-๙]+)?[.%]?")


def refine(table: RawTable) -> RawTable:
    """The table without slivers, with a row for each line of rows that no rule parts."""
    return _with_parted_rows(_without_slivers(table))


# -- slivers ---------------------------------------------------------------------------------------


def _without_slivers(table: RawTable) -> RawTable:
    columns = _slivers(table.column_edges)
    rows = _slivers(table.row_edges)
    if not columns and not rows:
        return table
    for cell in table.cells:
        if cell.text:
            # What holds text is no sliver, whatever its width.
            across = set(range(cell.column, cell.column + cell.colspan))
            down = set(range(cell.row, cell.row + cell.rowspan))
            columns -= across if across <= columns else set()
            rows -= down if down <= rows else set()
    columns = columns if len(columns) < table.n_columns else set()
    rows = rows if len(rows) < table.n_rows else set()
    if not columns and not rows:
        return table
    cells: list[RawCell] = []
    for cell in table.cells:
        row, rowspan = _kept(cell.row, cell.rowspan, rows)
        column, colspan = _kept(cell.column, cell.colspan, columns)
        if rowspan and colspan:
            cells.append(replace(cell, row=row, rowspan=rowspan, column=column, colspan=colspan))
    return replace(
        table,
        cells=cells,
        n_rows=table.n_rows - len(rows),
        n_columns=table.n_columns - len(columns),
        column_edges=_edges_without(table.column_edges, columns),
        row_edges=_edges_without(table.row_edges, rows),
    )


def _slivers(edges: Sequence[float]) -> set[int]:
    return {i for i, (a, b) in enumerate(pairwise(edges)) if b - a < _SLIVER_PT}


def _kept(first: int, span: int, gone: set[int]) -> tuple[int, int]:
    """Where a cell stands, and over how many places it goes, without some of them."""
    before = sum(place < first for place in gone)
    return first - before, span - sum(first <= place < first + span for place in gone)


def _edges_without(edges: tuple[float, ...], gone: set[int]) -> tuple[float, ...]:
    """The edges without the right or lower one of each sliver; without the first at the start."""
    kept = [i for i in range(len(edges)) if i - 1 not in gone]
    last = len(edges) - 1
    if last - 1 in gone:
        kept[-1:] = [last] if len(kept) > 1 else [*kept, last]
    return tuple(edges[i] for i in kept)


# -- rows without rules ----------------------------------------------------------------------------


def _with_parted_rows(table: RawTable) -> RawTable:
    stacked = {cell.row for cell in table.cells if len(cell.lines) >= _LEAST_ROWS and _is_figures(cell)}
    cuts = {row: n for row in stacked if (n := _n_rows_within(table, row)) > 1}
    if not cuts:
        return table
    new_row, edges, at = {}, [table.row_edges[0]], 0
    for row, (top, bottom) in enumerate(pairwise(table.row_edges)):
        new_row[row] = at
        n = cuts.get(row, 1)
        edges += [top + (bottom - top) * i / n for i in range(1, n)] + [bottom]
        at += n
    cells: list[RawCell] = []
    for cell in table.cells:
        if cell.row in cuts:
            cells += _lines_as_cells(cell, new_row[cell.row], cuts[cell.row])
            continue
        end = cell.row + cell.rowspan
        rowspan = new_row.get(end, at) - new_row[cell.row]
        cells.append(replace(cell, row=new_row[cell.row], rowspan=rowspan))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=cells, n_rows=at, row_edges=tuple(edges))


def _n_rows_within(table: RawTable, row: int) -> int:
    """How many rows stand in one, by lines that are figures; 1 for a row as it should be.

    All its cells have as many lines. Those of words are items of a list, or a column counts them.
    """
    cells = [cell for cell in table.cells if cell.row <= row < cell.row + cell.rowspan]
    filled = [cell for cell in cells if cell.text]
    n = len(filled[0].lines) if filled else 0
    if n < _LEAST_ROWS or len(filled) < 2:
        return 1
    if any(cell.rowspan > 1 or cell.rotated for cell in cells):
        return 1
    if any(len(cell.lines) != n for cell in filled):
        return 1
    figures = [cell for cell in filled if _is_figures(cell)]
    words = [cell for cell in filled if cell not in figures]
    listed = all(join_wrapped(cell.lines, cell.widths).count("\n") == n - 1 for cell in words)
    return n if listed or any(map(_counts, figures)) else 1


def _is_figures(cell: RawCell) -> bool:
    return all(map(_FIGURE.fullmatch, cell.lines))


def _counts(cell: RawCell) -> bool:
    numbers = [line.strip(" .") for line in cell.lines]
    if not all(number.isdecimal() for number in numbers):
        return False
    return all(int(b) == int(a) + 1 for a, b in pairwise(numbers))


def _lines_as_cells(cell: RawCell, row: int, n: int) -> list[RawCell]:
    box, height = cell.bbox, (cell.bbox.bottom - cell.bbox.top) / n
    lines = cell.lines or ("",) * n
    widths = cell.widths or (0.0,) * n
    return [
        replace(
            cell,
            text=line,
            row=row + i,
            rowspan=1,
            bbox=BBox(box.x0, box.top + i * height, box.x1, box.top + (i + 1) * height),
            lines=(line,) if line else (),
            widths=(width,) if line else (),
        )
        for i, (line, width) in enumerate(zip(lines, widths, strict=True))
    ]
