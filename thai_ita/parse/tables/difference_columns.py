"""Columns that hold the differences of two others, whatever their headings say.

Differences of results obey the same sums as the results do, so nothing but this tells them apart.
"""

from __future__ import annotations

from itertools import permutations

from thai_ita.parse.tables.grid import GridView

# Rows in which a difference must come out right.
MIN_ROWS = 3
# Two figures are rounded, and so is their difference.
ROUNDED = 0.0101
# Every three columns are compared; a wider table is no comparison of years.
MAX_COLUMNS = 40


def difference_columns(view: GridView) -> set[int]:
    """The columns in which every figure is the difference of two others of its row.

    Of three columns of which one is the sum of the others, the one with the smallest figures.
    """
    figures: dict[int, dict[int, float]] = {}
    for column in range(view.n_columns):
        found = {
            r: abs(n.value) for r in range(view.first_row, view.n_rows) if (n := view.number(r, column)) is not None
        }
        if len(found) >= MIN_ROWS and len(set(found.values())) > 1:
            figures[column] = found
    if len(figures) > MAX_COLUMNS:
        return set()
    return {
        c for c, one, other in permutations(figures, 3)
        if one < other and _is_difference(figures[c], figures[one], figures[other])
    }  # fmt: skip


def _is_difference(column: dict[int, float], one: dict[int, float], other: dict[int, float]) -> bool:
    rows = [r for r in column if r in one and r in other]
    if len(rows) < max(MIN_ROWS, len(column)):
        return False
    smallest = sum(column.values()) < min(sum(one[r] for r in rows), sum(other[r] for r in rows))
    return smallest and all(abs(abs(one[r] - other[r]) - column[r]) <= ROUNDED for r in rows)
