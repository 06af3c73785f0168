"""Characters that share one drawn shape: those of a replacement text (ActualText).

Chrome writes each Thai cluster with a replacement text, so that a copy of the text is right
whatever the glyphs are. PDFium gives every character of the cluster to the first text object of
its span and cuts the box of that object between them. The other objects of the span have no
characters of their own, or, where PDFium's sorting puts a letter between, the whole text again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.text.glyphs import Floats, Glyphs, Ints, find_codes_of_marks, steps

# What another shape of a cluster may stand off from its first one, as a share of the font size.
_APART_EM: Final = 0.6
_EQUAL_PT: Final = 0.02
_BEARING_EM: Final = 0.1


def find_groups(g: Glyphs) -> Ints:
    """Rows (first, end) of text objects that may be cut into pieces: all are of one size."""
    first = np.flatnonzero(steps(g.run))
    end = np.r_[first[1:], len(g)]
    several = end - first > 1
    if not several.any():
        return np.zeros((0, 2), dtype=np.int64)
    equal = several
    for low, high in ((g.x0, g.x1), (g.y0, g.y1)):
        side = high - low
        spread_ = np.maximum.reduceat(side, first) - np.minimum.reduceat(side, first)
        equal = equal & (spread_ < _EQUAL_PT)
    return np.column_stack((first[equal], end[equal]))


def spread(
    g: Glyphs,
    groups: Ints,
    own: Floats,
    spans: list[int],
    drawn: list[int],
    others: list[int],
    boxes: Floats,
) -> Glyphs:
    """The glyphs with each group's letters side by side over its whole box, repeats dropped.

    ``own`` are the boxes (x0, top, x1, bottom) of the groups; ``spans`` tells which groups are of one marked span, and so hold the same text; the one that
    was ``drawn`` first stays. ``boxes`` are those of further shapes, of the spans ``others``.
    """
    order = np.argsort(np.array(drawn), kind="stable")
    numbers = np.array(spans)[order]
    groups, own = groups[order], own[order]
    _, head, member = np.unique(numbers, return_index=True, return_inverse=True)
    kept = np.ones(len(g), dtype=bool)
    repeated = np.ones(len(groups), dtype=bool)
    repeated[head] = False
    for a, b in groups[repeated].tolist():
        kept[a:b] = False
    shapes, to = own[repeated], member[repeated]
    if others:
        known = np.unique(numbers)
        place = np.searchsorted(known, np.array(others))
        shapes, to = np.vstack((shapes, boxes)), np.r_[to, place]
    groups, whole = groups[head], own[head]
    _grow(whole, g.size[groups[:, 0]], shapes, to)
    _add_bearing(g, groups[:, 0], whole)
    moved = _spread(g, groups, whole)
    return moved if kept.all() else moved.take(kept)


def _add_bearing(g: Glyphs, first: Ints, whole: Floats) -> None:
    """Lengthens boxes of ink by the usual room between the ink of a letter and the next pen."""
    room = _BEARING_EM * g.size[first]
    turn = g.turn[first]
    whole[:, 2] += np.where((turn == 0) | (turn == -1), room, 0.0)
    whole[:, 3] += np.where(turn == 1, room, 0.0)
    whole[:, 0] -= np.where(turn == 2, room, 0.0)
    whole[:, 1] -= np.where(turn == 3, room, 0.0)


def _grow(whole: Floats, size: Floats, shapes: Floats, to: Ints) -> None:
    """Takes further shapes into the boxes that they belong ``to``, where they stand close."""
    if not len(shapes):
        return
    box = whole[to]
    aside = np.maximum.reduce(
        [
            shapes[:, 0] - box[:, 2],
            box[:, 0] - shapes[:, 2],
            shapes[:, 1] - box[:, 3],
            box[:, 1] - shapes[:, 3],
        ]
    )
    near = aside < _APART_EM * size[to]
    for k, pick in ((0, np.minimum), (1, np.minimum), (2, np.maximum), (3, np.maximum)):
        column = whole[:, k].copy()
        pick.at(column, to[near], shapes[near, k])
        whole[:, k] = column


def _spread(g: Glyphs, groups: Ints, whole: Floats) -> Glyphs:
    """The letters of each group over equal parts of its box; marks stand at their letter."""
    lengths = groups[:, 1] - groups[:, 0]
    offset = np.cumsum(lengths) - lengths
    rows = np.arange(lengths.sum()) - np.repeat(offset - groups[:, 0], lengths)
    group = np.repeat(np.arange(len(groups)), lengths)
    letter = ~find_codes_of_marks(g.code[rows])
    letter[offset] = True
    running = np.cumsum(letter)
    place = running - running[offset][group]
    count = np.add.reduceat(letter.astype(np.int64), offset)[group]
    turn = g.turn[rows]
    sideways = (turn == 1) | (turn == 3)
    backwards = turn >= 2
    low = np.where(sideways, whole[group, 1], whole[group, 0])
    high = np.where(sideways, whole[group, 3], whole[group, 2])
    step = (high - low) / count
    start = np.where(backwards, high - (place + 1) * step, low + place * step)
    stop = start + step
    pen = np.where(backwards, stop, start)
    columns = {name: getattr(g, name).copy() for name in _MOVED}
    level, upright = rows[~sideways], ~sideways
    for name, values in (
        ("x", pen), ("x0", start), ("x1", stop), ("y0", whole[group, 1]), ("y1", whole[group, 3])
    ):  # fmt: skip
        columns[name][level] = values[upright]
    columns["ink_x0"][level] = columns["ink_x1"][level] = ((start + stop) / 2)[upright]
    steep = rows[sideways]
    for name, values in (
        ("base_y", pen), ("y0", start), ("y1", stop), ("x0", whole[group, 0]), ("x1", whole[group, 2])
    ):  # fmt: skip
        columns[name][steep] = values[sideways]
    # The ink of sideways marks is looked for along the page's height, where their line runs.
    columns["ink_top"][steep] = columns["ink_bottom"][steep] = ((start + stop) / 2)[sideways]
    return replace(g, **columns)


_MOVED: Final = (
    "x", "x0", "x1", "y0", "y1", "base_y", "ink_x0", "ink_x1", "ink_top", "ink_bottom"
)  # fmt: skip
