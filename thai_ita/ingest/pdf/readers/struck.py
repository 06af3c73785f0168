"""Text that is struck through: by a drawn line, or by an annotation."""

from __future__ import annotations

from typing import Final

import numpy as np

from thai_ita.ingest.pdf.tables.ruling import Box, Edge
from thai_ita.ingest.pdf.text.glyphs import Bools, Floats, Glyphs, Ints

# How far above the baseline a line strikes letters through, in shares of the font size: an
# underline runs lower, the rule of a table and the bar of a fraction higher.
_THROUGH: Final = (0.1, 0.5)
# A strike ends with its text; the rule of a table runs on. In shares of the font size.
_BEYOND_EM: Final = 0.45
# Share of a strike that lies on letters and the spaces between them.
_ON_TEXT: Final = 0.8
# Pieces of one strike: apart in height, and along it.
_LEVEL_PT: Final = 0.4
_JOINED_PT: Final = 1.0
# A rule that ends at upright ones is the side of a cell.
_AT_RULE_PT: Final = 0.75


def find_struck(g: Glyphs, horizontal: list[Edge], vertical: list[Edge]) -> tuple[Bools, list[Edge]]:
    """Which glyphs are struck through, and the lines that do so, which are no rulings."""
    struck = np.zeros(len(g), dtype=bool)
    if not horizontal or not len(g):
        return struck, []
    near = _through_letters(g, horizontal)
    if not len(near):
        return struck, []
    rows = np.flatnonzero(g.turn == 0)
    order = rows[np.argsort(g.base_y[rows], kind="stable")]
    heights = g.base_y[order]
    lines: list[Edge] = []
    for pieces in _joined([horizontal[i] for i in near.tolist()]):
        start, end = pieces[0].start, max(edge.end for edge in pieces)
        hit = _hit(g, order, heights, pieces[0].at, start, end)
        if len(hit) and not _is_side(pieces[0].at, start, end, vertical):
            struck[hit] = True
            lines += pieces
    return struck, lines


def in_boxes(g: Glyphs, boxes: list[Box]) -> Bools:
    """Which glyphs have the middle of their letter in one of the boxes."""
    found = np.zeros(len(g), dtype=bool)
    x, y = (g.x0 + g.x1) / 2, g.base_y - 0.27 * g.size
    for x0, top, x1, bottom in boxes:
        found |= (x > x0) & (x < x1) & (y > top) & (y < bottom)
    return found


def _through_letters(g: Glyphs, horizontal: list[Edge]) -> Ints:
    """The lines at a height where they might strike letters; on most pages there are none."""
    at = np.array([edge.at for edge in horizontal])
    heights = np.sort(g.base_y)
    low, high = _THROUGH
    after = heights.searchsorted(at + low * g.size.min())
    before = heights.searchsorted(at + high * g.size.max(), side="right")
    return np.flatnonzero(before > after)


def _joined(edges: list[Edge]) -> list[list[Edge]]:
    """The edges in groups: those that follow one another on one height."""
    groups: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda e: (e.at, e.start)):
        last = groups[-1] if groups else None
        if (
            last
            and abs(edge.at - last[0].at) <= _LEVEL_PT
            and last[0].start <= edge.start <= max(e.end for e in last) + _JOINED_PT
        ):
            last.append(edge)
        else:
            groups.append([edge])
    return groups


def _hit(g: Glyphs, order: Ints, heights: Floats, at: float, start: float, end: float) -> Ints:
    """The glyphs that a line from ``start`` to ``end`` strikes; none where it is no strike."""
    largest = float(g.size.max())
    low, high = np.searchsorted(heights, (at, at + _THROUGH[1] * largest))
    some = order[low:high]
    size, middle = g.size[some], (g.x0[some] + g.x1[some]) / 2
    above = g.base_y[some] - at
    some = some[(above >= _THROUGH[0] * size) & (above <= _THROUGH[1] * size) & (middle > start) & (middle < end)]
    if not len(some):
        return some
    size_here = float(g.size[some].max())
    x0, x1 = np.maximum(g.x0[some], start), np.minimum(g.x1[some], end)
    beyond = max(float(g.x0[some].min()) - start, end - float(g.x1[some].max()))
    on_text = float((x1 - x0).sum())
    fits = beyond <= _BEYOND_EM * size_here and on_text >= _ON_TEXT * (end - start)
    return some if fits else some[:0]


def _is_side(at: float, start: float, end: float, vertical: list[Edge]) -> bool:
    """Whether both ends of a line meet upright rules, as the sides of a cell do."""
    meets = [
        any(
            abs(edge.at - x) <= _AT_RULE_PT and edge.start - _AT_RULE_PT <= at <= edge.end + _AT_RULE_PT
            for edge in vertical
        )
        for x in (start, end)
    ]
    return all(meets)
