"""The table finder gives what pdfplumber's gives, and in bounded time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)
from pdfplumber.utils import filter_edges

from thai_ita.ingest.pdf.tables.ruling import (
    Edge,
    TooManyRulingsError,
    close_open_sides,
    find_cells,
    in_order,
    touching,
)
from thai_ita.ingest.pdf.tables.ruling import merge_edges as our_merge

Box = tuple[float, float, float, float]

# Whole points: pdfplumber moves an edge by adding a difference, which loses equality in fractions.
_at = st.integers(0, 12).map(lambda n: n * 10)
_jitter = st.sampled_from([0, 0, 0, 1, 2])


@st.composite
def _edges(draw: st.DrawFn) -> list[Edge]:
    found = []
    for _ in range(draw(st.integers(2, 14))):
        start, end = sorted((draw(_at), draw(_at)))
        found.append(Edge(draw(_at), start + draw(_jitter), end - draw(_jitter)))
    return [e for e in found if e.end >= e.start]


def _theirs(vertical: Iterable[Edge], horizontal: Iterable[Edge]) -> set[frozenset[Box]]:
    edges: list[dict[str, Any]] = [
        {
            "orientation": "v", "object_type": "line", "x0": e.at, "x1": e.at, "top": e.start,
            "bottom": e.end, "doctop": e.start, "height": e.end - e.start, "width": 0,
        }
        for e in vertical
    ]  # fmt: skip
    edges += [
        {
            "orientation": "h", "object_type": "line", "x0": e.start, "x1": e.end, "top": e.at,
            "bottom": e.at, "doctop": e.at, "width": e.end - e.start, "height": 0,
        }
        for e in horizontal
    ]  # fmt: skip
    merged = merge_edges(filter_edges(edges, min_length=1), 3, 3, 3, 3)
    crossings = edges_to_intersections(filter_edges(merged, min_length=3), 3, 3)
    cells = intersections_to_cells(crossings)
    return {frozenset(table) for table in cells_to_tables(cells)}


def our_groups(cells: list[Box]) -> list[list[Box]]:
    """Cells that touch at corners are one table; pdfplumber drops tables of one cell."""
    return in_order([group for group in touching(cells) if len(group) > 1])


@settings(max_examples=300, deadline=None)
@given(_edges(), _edges())
def test_cells_are_those_of_pdfplumber(vertical: list[Edge], horizontal: list[Edge]) -> None:
    ours = our_groups(find_cells(our_merge(vertical), our_merge(horizontal)))
    assert {frozenset(table) for table in ours} == _theirs(vertical, horizontal)


def _full_grid(n: int) -> tuple[list[Edge], list[Edge]]:
    lines = [Edge(i * 5.0, 0.0, n * 5.0) for i in range(n + 1)]
    return lines, lines


def test_a_grid_of_ten_thousand_cells_is_quick() -> None:
    started = time.process_time()
    cells = find_cells(*_full_grid(100))
    (table,) = our_groups(cells)
    # pdfplumber takes 2 s for this; a loaded machine may take several times the usual 0.1 s.
    assert time.process_time() - started < 1.0
    assert len(table) == 10_000


def test_a_drawing_that_closes_no_cells_ends() -> None:
    # Combs: each tooth crosses a long rule, no two teeth are joined below.
    vertical = [Edge(i * 4.0, 0.0, 3000.0) for i in range(700)]
    horizontal = [Edge(j * 4.0, i * 4.0 - 1, i * 4.0 + 1) for i in range(700) for j in range(700)]
    started = time.process_time()
    with pytest.raises(TooManyRulingsError):
        find_cells(vertical, horizontal)
    assert time.process_time() - started < 20


def test_a_side_is_closed_only_where_rulings_end_together() -> None:
    vertical = [Edge(x, 0.0, 50.0) for x in (0.0, 40.0, 80.0)]
    horizontal = [Edge(y, 0.0, 80.0) for y in (0.0, 20.0)]
    v, h = close_open_sides(vertical, horizontal)
    assert v == vertical
    assert h[2:] == [Edge(50.0, 0.0, 80.0)]
    ragged = [Edge(0.0, 0.0, 50.0), Edge(40.0, 0.0, 70.0), Edge(80.0, 0.0, 90.0)]
    assert close_open_sides(ragged, horizontal)[1] == horizontal
