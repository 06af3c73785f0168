"""Text that its clip cuts: what is outside goes, and the cut is marked by an ellipsis."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.text.glyphs import Bools, Floats, Glyphs, Ints, find_marks, is_space

# How high a letter stands above its baseline, in font sizes.
HEIGHT: Final = 0.62
CUT: Final = 0x2026
# Shares of a letter's width and height that must be inside its clip.
_SHOWN_WIDE: Final = 0.8
_SHOWN_HIGH: Final = 0.6
# A cut text ends so far before the edge of its cell, in font sizes: that is where the next begins.
_CLEAR: Final = 0.65
_LEAST_WIDTH: Final = 0.05
# Letters of one stretch stand no further apart, in font sizes.
_NEXT: Final = 0.5
_SAME_LINE: Final = 0.1


def outside(g: Glyphs, clip: Floats) -> tuple[Bools, Bools]:
    """Which glyphs cannot be seen for their ``clip`` (a box for each); and those cut at a side."""
    level = (g.turn == 0) | (g.turn == 2)
    top = np.where(level, g.base_y - HEIGHT * g.size, g.y0)
    bottom = np.where(level, g.base_y, g.y1)
    aside = _share(g.x0, g.x1, clip[:, 0], clip[:, 2]) < _SHOWN_WIDE
    below = _share(top, bottom, clip[:, 1], clip[:, 3]) < _SHOWN_HIGH
    marks = find_marks(g)
    if marks.any():
        # A mark goes with the letter that it was drawn behind.
        letter = np.maximum.accumulate(np.where(marks, 0, np.arange(len(g))))
        near = np.abs(g.base_y[letter] - g.base_y) < HEIGHT * g.size
        near &= np.abs(g.x1[letter] - g.x) < g.size
        aside = np.where(marks & near, aside[letter], aside)
        below = np.where(marks & near, below[letter], below)
    return aside | below, aside & ~below & ~marks & (g.turn == 0)


def mark_cuts(g: Glyphs, clip: Floats, gone: Bools, cut: Bools, figures: Bools) -> tuple[Glyphs, Bools]:
    """The glyphs with an ellipsis where the seen part of a text ends; and what is gone still.

    ``cut`` are those of the glyphs that are ``gone`` at the side of a cell, ``figures`` the
    remains of figures, gone too. The seen part is drawn in to end clear of that side, and so are
    other texts that end there.
    """
    cut = cut | figures
    letters = np.flatnonzero(~find_marks(g) & ~is_space(g.code))
    if len(letters) < 2 or not cut.any():
        return g, gone
    g = replace(g, code=g.code.copy(), x=g.x.copy(), x0=g.x0.copy(), x1=g.x1.copy())
    gone = gone.copy()
    before, after = letters[:-1], letters[1:]
    size = g.size[after]
    beside = np.abs(g.base_y[before] - g.base_y[after]) < _SAME_LINE * size
    beside &= np.abs(g.x0[after] - g.x1[before]) < _NEXT * size
    at_right = beside & ~gone[before] & cut[after] & (g.x0[before] >= clip[after, 0] - 1)
    at_left = beside & ~gone[after] & cut[before] & (g.x1[after] <= clip[before, 2] + 1)
    sides = np.unique(np.round(clip[after[at_right], 2]))
    ends = np.r_[before[~beside], letters[-1:]]
    for side in sides.tolist():
        near = ends[(g.x1[ends] > side - _CLEAR * g.size[ends]) & (g.x1[ends] < side + 1)]
        room = np.maximum(side - _CLEAR * g.size[near], g.x0[near] + _LEAST_WIDTH * g.size[near])
        g.x1[near] = np.minimum(g.x1[near], room)
    for kept, lost in _pairs(before, after, at_right):
        end = clip[lost, 2] - _CLEAR * g.size[lost]
        end = max(end, g.x0[kept] + _LEAST_WIDTH * g.size[lost])
        g.x1[kept] = min(g.x1[kept], end)
        _put_cut(g, gone, lost, float(g.x1[kept]), end)
    for lost, kept in _pairs(before, after, at_left):
        start = max(clip[lost, 0], g.x0[kept] - _NEXT * g.size[lost])
        _put_cut(g, gone, lost, start, float(g.x0[kept]))
    rows = np.flatnonzero(figures)
    for part in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
        # A figure that stood alone in its cell leaves its place.
        if len(part) and gone[part].all() and g.code[part[0] - 1] != CUT:
            start = max(clip[part[0], 0], g.x0[part[0]])
            _put_cut(g, gone, int(part[0]), start, start + _NEXT * g.size[part[0]])
    return g, gone


def _put_cut(g: Glyphs, gone: Bools, row: int, x0: float, x1: float) -> None:
    g.code[row], gone[row] = CUT, False
    g.x[row] = g.x0[row] = x0
    g.x1[row] = x1


def _pairs(before: Ints, after: Ints, where: Bools) -> list[tuple[int, int]]:
    return list(zip(before[where].tolist(), after[where].tolist(), strict=True))


def _share(low: Floats, high: Floats, first: Floats, last: Floats) -> Floats:
    """How much of each stretch lies between ``first`` and ``last``; points count as a hair."""
    length = np.maximum(high - low, 0.01)
    inside: Floats = (np.minimum(low + length, last) - np.maximum(low, first)) / length
    return np.maximum(inside, 0.0)
