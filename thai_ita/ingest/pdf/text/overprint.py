"""Texts printed over one another on one line, told apart by the order of their drawing.

A program that prints a sheet without clipping lets a long name run under the figure of the next
cell. By their places alone the letters of both would be mixed: ``ของหน่วยง7า9น.2``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from thai_ita.ingest.pdf.text.glyphs import Bools, Glyphs, Ints

# Shares of the font size: how far one letter reaches over the next where texts are mixed; where a
# text ends (ahead, or back); how much of two texts lies over one another at least.
_OVER: Final = 0.4
_AHEAD: Final = 1.0
_BACK: Final = 0.5
_SHARED: Final = 1.0
_LEAST_LETTERS: Final = 2


def reading_order(g: Glyphs, line: Ints) -> tuple[Ints, Bools | None]:
    """The letters line by line, from left to right; and before which of them another text begins
    that lies over the one before it (None where there is none)."""
    order: Ints = np.lexsort((g.order, g.x, line))
    a, b = order[:-1], order[1:]
    mixed = (g.x1[a] - g.x0[b] > _OVER * g.size[b]) & (line[a] == line[b])
    if not mixed.any():
        return order, None
    begins = np.zeros(len(order), dtype=bool)
    for number in np.unique(line[a[mixed]]).tolist():
        place = np.flatnonzero(line[order] == number)
        texts = _texts(g, order[place])
        if _lie_over(g, texts):
            texts.sort(key=lambda rows: float(g.x0[rows].min()))
            order[place] = np.concatenate(texts)
            starts = np.cumsum([len(rows) for rows in texts])[:-1]
            begins[place[starts]] = True
    return order, begins if begins.any() else None


def _texts(g: Glyphs, rows: Ints) -> list[Ints]:
    """The letters of a line as texts that were drawn in one go."""
    drawn = rows[np.argsort(g.order[rows], kind="stable")]
    gap = g.x0[drawn[1:]] - g.x1[drawn[:-1]]
    size = g.size[drawn[1:]]
    return list(np.split(drawn, np.flatnonzero((gap > _AHEAD * size) | (gap < -_BACK * size)) + 1))


def _lie_over(g: Glyphs, texts: list[Ints]) -> bool:
    """Whether two of the texts lie over one another, by more than their edges."""
    spans = [(float(g.x0[rows].min()), float(g.x1[rows].max()), rows) for rows in texts]
    return any(
        min(one[1], two[1]) - max(one[0], two[0]) > _SHARED * float(g.size[one[2][0]])
        and min(len(one[2]), len(two[2])) >= _LEAST_LETTERS
        for i, one in enumerate(spans)
        for two in spans[i + 1 :]
    )
