"""Rulings become cells, cells tables: pdfplumber's table finder without its quadratic steps.

The meaning is that of ``pdfplumber.table`` with its default settings, and the cells come out
equal: edges within 3 points of one another are snapped to their mean, pieces of one line joined,
crossings found, and each crossing is the corner of the smallest rectangle that rulings close. What
differs is the cost. pdfplumber tests every pair of edges and, for each corner, all the others; here
an edge looks up the lines that it can cross, and a corner the corners along its own two rulings.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

SNAP_PT: Final = 3.0
JOIN_PT: Final = 3.0
CROSS_PT: Final = 3.0
MIN_PIECE_PT: Final = 1.0
MIN_EDGE_PT: Final = 3.0
# So many rulings must end together to show an open side.
MIN_OPEN_ENDS: Final = 3
# Looking for the cells of a drawing that is no table ends here.
MAX_STEPS: Final = 3_000_000

Box = tuple[float, float, float, float]


class Edge(NamedTuple):
    """A ruling: at ``at`` across, from ``start`` to ``end`` along."""

    at: float
    start: float
    end: float


class TooManyRulingsError(Exception):
    """The rulings of a page cross too often to be a table."""


def merge_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Parallel edges with near ones snapped to their mean and pieces of one line joined."""
    usable = [e for e in edges if e.end - e.start >= MIN_PIECE_PT]
    merged: list[Edge] = []
    for at, pieces in _snapped(usable):
        pieces.sort(key=itemgetter(1))
        start, end = pieces[0][1], pieces[0][2]
        for piece in pieces[1:]:
            if piece[1] <= end + JOIN_PT:
                end = max(end, piece[2])
            else:
                merged.append(Edge(at, start, end))
                start, end = piece[1], piece[2]
        merged.append(Edge(at, start, end))
    return [e for e in merged if e.end - e.start >= MIN_EDGE_PT]


def _snapped(edges: list[Edge], side: int = 0) -> list[tuple[float, list[Edge]]]:
    """Edges grouped where each lies within the tolerance of the next, with the mean position.

    ``side`` tells what is grouped: where edges lie (0), begin (1) or end (2).
    """
    groups: list[list[Edge]] = []
    previous = float("-inf")
    for edge in sorted(edges, key=itemgetter(side)):
        if edge[side] > previous + SNAP_PT:
            groups.append([])
        groups[-1].append(edge)
        previous = edge[side]
    return [(sum(e[side] for e in group) / len(group), group) for group in groups]


def find_cells(vertical: list[Edge], horizontal: list[Edge]) -> list[Box]:
    """The cells that merged rulings close, as (x0, top, x1, bottom).

    Raises ``TooManyRulingsError`` for drawings that would take too long.
    """
    if _all_cross(vertical, horizontal):
        xs, ys = sorted(v.at for v in vertical), sorted(h.at for h in horizontal)
        return [(x, y, right, low) for x, right in pairwise(xs) for y, low in pairwise(ys)]
    crossings = _crossings(vertical, horizontal)
    by_x: dict[float, list[float]] = {}
    by_y: dict[float, list[float]] = {}
    for x, y in sorted(crossings):
        by_x.setdefault(x, []).append(y)
        by_y.setdefault(y, []).append(x)
    after = {y: {x: i + 1 for i, x in enumerate(xs)} for y, xs in by_y.items()}
    steps = 0
    cells: list[Box] = []
    for x, ys in by_x.items():
        for i, y in enumerate(ys):
            cell, taken = _smallest(crossings, x, y, ys, i + 1, by_y[y], after[y][x])
            steps += taken
            if cell is not None:
                cells.append(cell)
            if steps > MAX_STEPS:
                raise TooManyRulingsError
    return cells


def _all_cross(vertical: list[Edge], horizontal: list[Edge]) -> bool:
    """Whether every ruling crosses all others, as in a single table without merged cells."""
    if len(vertical) < 2 or len(horizontal) < 2:
        return False
    for rulings, across in ((vertical, horizontal), (horizontal, vertical)):
        ends = [edge.at for edge in across]
        low, high = min(ends) + CROSS_PT, max(ends) - CROSS_PT
        if any(edge.start > low or edge.end < high for edge in rulings):
            return False
        if len({edge.at for edge in rulings}) < len(rulings):
            return False
    return True


# At each crossing, which pieces of the vertical and of the horizontal line meet: one bit a piece.
Crossings = dict[tuple[float, float], tuple[int, int]]


def _crossings(vertical: Iterable[Edge], horizontal: Iterable[Edge]) -> Crossings:
    """Where rulings meet. Only pieces of the same line are ever compared."""
    rows: dict[float, list[Edge]] = {}
    for h in sorted(horizontal):
        rows.setdefault(h.at, []).append(h)
    tops = sorted(rows)
    starts = {top: [piece.start for piece in row] for top, row in rows.items()}
    found: Crossings = {}
    x_before, piece = None, 0
    for x, v_start, v_end in sorted(vertical):
        piece = piece + 1 if x == x_before else 0
        x_before = x
        low = bisect_left(tops, v_start - CROSS_PT)
        high = bisect_right(tops, v_end + CROSS_PT)
        for top in tops[low:high]:
            # Pieces of one line lie apart, so that only the last two to start before x can hold it.
            last = bisect_right(starts[top], x + CROSS_PT)
            bits = 0
            for k in range(max(0, last - 2), last):
                if rows[top][k].end >= x - CROSS_PT:
                    bits |= 1 << k
            if bits:
                v_bits, h_bits = found.get((x, top), (0, 0))
                found[x, top] = (v_bits | 1 << piece, h_bits | bits)
    return found


def _smallest(
    crossings: Crossings,
    x: float,
    y: float,
    ys: list[float],
    below_from: int,
    xs: list[float],
    right_from: int,
) -> tuple[Box | None, int]:
    """The smallest rectangle with its upper left corner here, and how many steps it took."""
    steps = 1
    v_here, h_here = crossings[x, y]
    rights: list[tuple[float, int]] | None = None
    for bottom in ys[below_from:]:
        steps += 1
        v_below, h_below = crossings[x, bottom]
        if not v_here & v_below:
            continue
        if rights is None:
            steps += len(xs) - right_from
            rights = [(right, crossings[right, y][0]) for right in xs[right_from:] if h_here & crossings[right, y][1]]
        for right, v_right in rights:
            steps += 1
            corner = crossings.get((right, bottom))
            if corner is not None and corner[0] & v_right and corner[1] & h_below:
                return (x, y, right, bottom), steps
    return None, steps


def in_order(tables: list[list[Box]]) -> list[list[Box]]:
    """Tables from top to bottom, then left to right, as are the cells in them."""
    ordered = [sorted(table, key=itemgetter(1, 0)) for table in tables]
    return sorted(ordered, key=lambda table: min((c[1], c[0]) for c in table))


def touching(cells: list[Box]) -> list[list[Box]]:
    """The cells in groups that touch at corners."""
    parent = list(range(len(cells)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[tuple[float, float], int] = {}
    for i, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            other = seen.setdefault(corner, i)
            # Most neighbours are known to be of one group: the parents tell at once.
            if parent[other] != parent[i]:
                parent[root(i)] = root(other)
    groups: dict[int, list[Box]] = {}
    for i, cell in enumerate(cells):
        groups.setdefault(root(i), []).append(cell)
    return list(groups.values())


def close_open_sides(vertical: list[Edge], horizontal: list[Edge]) -> tuple[list[Edge], list[Edge]]:
    """The rulings with the sides added that a table leaves open.

    A table that a page break cuts often has no rule at the cut, and some tables have no rules at
    their left and right. Where three or more parallel rulings end at the same place and none
    crosses there, a ruling is drawn through their ends.
    """
    v = vertical + _missing(horizontal, vertical)
    h = horizontal + _missing(vertical, horizontal)
    return v, h


def _missing(rulings: list[Edge], across: list[Edge]) -> list[Edge]:
    """Edges through the common ends of ``rulings`` that no edge of ``across`` covers."""
    new: list[Edge] = []
    for side in (1, 2):
        for at, group in _common_ends(rulings, side):
            ends = sorted(r.at for r in group)
            sides = [e for e in across if abs(e.at - at) <= 2 * SNAP_PT]
            open_ends = [end for end in ends if not any(e.start - CROSS_PT <= end <= e.end + CROSS_PT for e in sides)]
            if len(open_ends) >= MIN_OPEN_ENDS:
                low, high = min(r.start for r in group), max(r.end for r in group)
                crossing = [e for e in across if low - CROSS_PT <= e.at <= high + CROSS_PT]
                new += [Edge(at, first, last) for first, last in _joined(open_ends, crossing)]
    return new


def _common_ends(rulings: list[Edge], side: int) -> list[tuple[float, list[Edge]]]:
    """Where three or more rulings begin (side 1) or end (side 2), with the rulings."""
    return [(at, group) for at, group in _snapped(rulings, side) if len(group) >= MIN_OPEN_ENDS]


def _joined(ends: list[float], across: list[Edge]) -> list[tuple[float, float]]:
    """Stretches of sorted ``ends`` whose rulings belong together: one ruling crosses them all."""
    spans: set[tuple[float, float]] = set()
    for edge in across:
        low = bisect_left(ends, edge.start - CROSS_PT)
        high = bisect_right(ends, edge.end + CROSS_PT)
        if high - low >= MIN_OPEN_ENDS:
            spans.add((ends[low], ends[high - 1]))
    return sorted(spans)
