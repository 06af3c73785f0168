"""Cells on the grid of their table: rows, columns and spans, and which cell holds a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.reader import RawCell, RawTable
from thai_ita.ingest.pdf.tables.ruling import SNAP_PT, Box, Edge
from thai_ita.ingest.pdf.text.glyphs import (
    Bools,
    Floats,
    Glyphs,
    Ints,
    find_codes_of_marks,
    is_space,
)
from thai_ita.model import BBox

# Corners of cells closer than this are one edge of the grid.
_SAME_PT: Final = 0.5
# Shares of the font size: letters of one word; the room on either side of a border that no ruling
# draws, and of one inside a cell that rulings close.
_ABUTS: Final = 0.08
_CLEAR: Final = 0.3
_WELL_CLEAR: Final = 0.8
# What a figure is written with.
_FIGURE_CODES: Final = [ord(sign) for sign in "0123456789๐๑๒๓๔๕๖๗๘๙.,%-+"]


@dataclass(slots=True)
class Grid:
    """A table without its text: cells on the lines of a grid."""

    boxes: list[Box]
    places: list[tuple[int, int, int, int]]  # row, column, rowspan, colspan
    columns: list[float]
    rows: list[float]
    lookup: Ints  # the cell at each place, -1 where none is
    n_closed: int  # the cells after these have a side that no ruling closes

    @property
    def bbox(self) -> Box:
        return (self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


def make_grid(boxes: list[Box], vertical: Sequence[Edge] = (), horizontal: Sequence[Edge] = ()) -> Grid:
    """The grid of the cells of one table.

    Places that no cell covers, because a side is open, become cells as far as the rulings part
    them.
    """
    columns, at_column = _edges([b[0] for b in boxes] + [b[2] for b in boxes])
    rows, at_row = _edges([b[1] for b in boxes] + [b[3] for b in boxes])
    lookup = np.full((len(rows) - 1, len(columns) - 1), -1, dtype=np.int64)
    places: list[tuple[int, int, int, int]] = []
    kept: list[Box] = []
    taken: set[tuple[int, int]] = set()
    for box in sorted(boxes, key=itemgetter(1, 0)):
        c0, c1, r0, r1 = at_column[box[0]], at_column[box[2]], at_row[box[1]], at_row[box[3]]
        covered = [(r, c) for r in range(r0, r1) for c in range(c0, c1)]
        if not covered or not taken.isdisjoint(covered):
            continue
        taken.update(covered)
        if len(covered) == 1:
            lookup[r0, c0] = len(kept)
        else:
            lookup[r0:r1, c0:c1] = len(kept)
        kept.append(box)
        places.append((r0, c0, r1 - r0, c1 - c0))
    n_closed = len(kept)
    if len(taken) < lookup.size:
        for r0, c0, r1, c1 in _open_places(lookup, columns, rows, vertical, horizontal):
            lookup[r0:r1, c0:c1] = len(kept)
            kept.append((columns[c0], rows[r0], columns[c1], rows[r1]))
            places.append((r0, c0, r1 - r0, c1 - c0))
    return Grid(kept, places, columns, rows, lookup, n_closed)


def part_wide_cells(grids: list[Grid], g: Glyphs, owner: Ints) -> bool:
    """Parts cells over several columns at those borders where text stands clear on both sides.

    Every other row of a table may have no colour and so no sides of its cells. ``owner`` tells the
    cell of each glyph. Tells whether any cell was parted; ``owner`` is then out of date.
    """
    first, changed = 0, False
    for grid in grids:
        n = len(grid.boxes)
        changed = _part(grid, g, owner, first) or changed
        first += n
    return changed


def _part(grid: Grid, g: Glyphs, owner: Ints, first: int) -> bool:
    """``part_wide_cells`` of one grid, whose first cell has the number ``first``."""
    changed = False
    for i in range(len(grid.boxes)):
        row, column, rowspan, colspan = grid.places[i]
        if colspan < 2:
            continue
        here = g.take(np.flatnonzero(owner == first + i))
        room = _CLEAR if i >= grid.n_closed else _WELL_CLEAR
        cuts = _clear_borders(here, grid.columns[column + 1 : column + colspan], room)
        if not cuts:
            continue
        changed = True
        ends = [column, *(grid.columns.index(x) for x in cuts), column + colspan]
        _, top, _, bottom = grid.boxes[i]
        for k, (c0, c1) in enumerate(pairwise(ends)):
            box = (grid.columns[c0], top, grid.columns[c1], bottom)
            if k == 0:
                grid.boxes[i], grid.places[i] = box, (row, c0, rowspan, c1 - c0)
                continue
            grid.lookup[row : row + rowspan, c0:c1] = len(grid.boxes)
            grid.boxes.append(box)
            grid.places.append((row, c0, rowspan, c1 - c0))
    return changed


def _clear_borders(g: Glyphs, borders: list[float], share: float) -> list[float]:
    """The borders that no glyph comes near, and that have text before and behind them.

    ``share`` is the room on either side as a share of the font size.
    """
    inked = ~is_space(g.code)
    x0, x1, room = g.x0[inked], g.x1[inked], share * g.size[inked]
    middle = (x0 + x1) / 2
    cuts: list[float] = []
    low = -np.inf
    for border in borders:
        near = (x0 - room < border) & (x1 + room > border)
        if near.any() or not ((middle > low) & (middle < border)).any():
            continue
        if (middle > border).any():
            cuts.append(border)
            low = border
    return cuts


def _open_places(
    lookup: Ints,
    columns: list[float],
    rows: list[float],
    vertical: Sequence[Edge],
    horizontal: Sequence[Edge],
) -> list[tuple[int, int, int, int]]:
    """Uncovered places as (row, column, end row, end column), joined where no ruling parts them."""
    pieces: list[tuple[int, int, int, int]] = []
    for c in range(len(columns) - 1):
        middle = (columns[c] + columns[c + 1]) / 2
        r = 0
        while r < len(rows) - 1:
            if lookup[r, c] >= 0:
                r += 1
                continue
            end = r + 1
            while end < len(rows) - 1 and lookup[end, c] < 0 and not _ruled(horizontal, rows[end], middle):
                end += 1
            pieces.append((r, c, end, c + 1))
            for k, (r0, c0, r1, c1) in enumerate(pieces[:-1]):
                if (r0, r1, c1) == (r, end, c) and not _ruled(vertical, columns[c], (rows[r] + rows[end]) / 2):
                    pieces[k] = (r0, c0, r1, c + 1)
                    pieces.pop()
                    break
            r = end
    return pieces


def _ruled(edges: Sequence[Edge], at: float, where: float) -> bool:
    return any(abs(e.at - at) <= SNAP_PT and e.start - SNAP_PT <= where <= e.end + SNAP_PT for e in edges)


def _edges(values: list[float]) -> tuple[list[float], dict[float, int]]:
    """The lines of a grid, and on which of them each value lies."""
    edges: list[float] = []
    at: dict[float, int] = {}
    for value in sorted(set(values)):
        if not edges or value - edges[-1] > _SAME_PT:
            edges.append(value)
        at[value] = len(edges) - 1
    return edges, at


def owners(grids: list[Grid], x: Floats, y: Floats) -> Ints:
    """For each point the number of the cell that holds it, counted over all grids; -1 outside.

    A table inside a cell of another takes the points that it holds.
    """
    found = np.full(len(x), -1, dtype=np.int64)
    starts = np.cumsum([0, *(len(g.boxes) for g in grids)])
    by_area = sorted(range(len(grids)), key=lambda i: -_area(grids[i].bbox))
    for i in by_area:
        grid = grids[i]
        column = np.searchsorted(grid.columns, x, side="right") - 1
        row = np.searchsorted(grid.rows, y, side="right") - 1
        n_rows, n_columns = grid.lookup.shape
        inside = (column >= 0) & (column < n_columns) & (row >= 0) & (row < n_rows)
        found[inside] = grid.lookup[row[inside], column[inside]] + starts[i]
    return found


def keep_words_whole(g: Glyphs, owner: Ints) -> Ints:
    """The owners with words that run over the border of their cell given to one cell.

    Spreadsheets draw a text that is wider than its cell on over the next one. Where two texts were
    drawn apart, each as a whole, and touch at the border, they are a word of each cell: a number set to the
    right before a name set to the left.
    """
    letters = np.flatnonzero(~is_space(g.code) & ~find_codes_of_marks(g.code))
    if len(letters) < 2:
        return owner
    a, b = letters[:-1], letters[1:]
    size = g.size[b]
    linked = (
        (np.abs(g.x0[b] - g.x1[a]) < _ABUTS * size)
        & (np.abs(g.base_y[b] - g.base_y[a]) < _ABUTS * size)
        & (owner[a] >= 0)
        & (owner[b] >= 0)
    )
    if not (linked & (owner[a] != owner[b])).any():
        return owner
    owner = owner.copy()
    linked &= ~_meet_at_borders(g, a, b, linked, owner)
    word = np.cumsum(np.r_[True, ~linked])
    for crossing in np.unique(word[1:][linked & (owner[a] != owner[b])]).tolist():
        rows = letters[word == crossing]
        cells, counts = np.unique(owner[rows], return_counts=True)
        best = cells[counts == counts.max()]
        owner[rows] = owner[rows[0]] if owner[rows[0]] in best else best[0]
    return owner


def _meet_at_borders(g: Glyphs, a: Ints, b: Ints, linked: Bools, owner: Ints) -> Bools:
    """Which links join the last letter of a text of one cell with the first of a text of another.

    These are two texts if each was drawn as a whole, or if one is a figure: figures never run over
    (a spreadsheet prints ``###`` instead). A program that draws a word in pieces tells nothing by a
    new piece at the border.
    """
    apart = linked & (g.run[a] != g.run[b])
    crossing: Bools = apart & (owner[a] != owner[b])
    if not crossing.any():
        return crossing
    word = np.cumsum(np.r_[True, ~linked])
    in_pieces = np.isin(word[1:], np.unique(word[1:][apart & ~crossing]))
    # The parts of words that lie in one cell, and whether there is anything but a figure in them.
    part = np.cumsum(np.r_[True, ~linked | (owner[a] != owner[b])]) - 1
    letters = np.r_[a[:1], b]
    figure = np.bincount(part, ~np.isin(g.code[letters], _FIGURE_CODES)) == 0
    crossing &= ~in_pieces | figure[part[:-1]] | figure[part[1:]]
    return crossing


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def raw_table(grid: Grid, texts: list[tuple[tuple[str, ...], tuple[float, ...], bool]]) -> RawTable:
    """The table of a grid; ``texts`` gives each cell's lines, their widths and if it is rotated."""
    cells = [
        RawCell("\n".join(lines), r, c, rs, cs, BBox(*box), rotated, lines, widths)
        for box, (r, c, rs, cs), (lines, widths, rotated) in zip(grid.boxes, grid.places, texts, strict=True)
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return RawTable(
        cells,
        len(grid.rows) - 1,
        len(grid.columns) - 1,
        BBox(*grid.bbox),
        tuple(grid.columns),
        tuple(grid.rows),
    )
