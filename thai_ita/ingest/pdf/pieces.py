"""Characters that share one drawn shape: replacement texts (ActualText) and ligatures.

Chrome writes each Thai cluster with a replacement text, so that a copy of the text is right
whatever the glyphs are. PDFium then reports every character of the cluster at one pen position,
and cuts the box of the first glyph between them. A mark that is drawn later, past the next letter,
carries the replacement text of its whole cluster a second time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.glyphs import Bools, Floats, Glyphs, Ints, find_codes_of_marks
from thai_ita.ingest.pdf.ruling import Box

# What one of the other glyphs of a cluster may stand off from its first.
_APART_EM: Final = 0.6
_EQUAL_PT: Final = 0.02


def find_groups(g: Glyphs) -> Ints:
    """Rows (first, end) of neighbours that may be pieces of one shape.

    They share pen position and text object and cut one box into equal parts.
    """
    if len(g) < 2:
        return np.zeros((0, 2), dtype=np.int64)
    same = (g.x[1:] == g.x[:-1]) & (g.base_y[1:] == g.base_y[:-1]) & (g.run[1:] == g.run[:-1])
    if not same.any():
        return np.zeros((0, 2), dtype=np.int64)
    # A mark that is drawn back over the letter before has the pen position of the next letter.
    wide, high = g.x1 - g.x0, g.y1 - g.y0
    same &= (np.abs(wide[1:] - wide[:-1]) < _EQUAL_PT) & (np.abs(high[1:] - high[:-1]) < _EQUAL_PT)
    same &= (np.abs(g.x0[1:] - g.x1[:-1]) < _EQUAL_PT) | (np.abs(g.y0[1:] - g.y1[:-1]) < _EQUAL_PT)
    edges = np.flatnonzero(np.diff(np.r_[False, same, False].astype(np.int8)))
    return np.column_stack((edges[0::2], edges[1::2] + 1))


def spread(
    g: Glyphs, groups: Ints, spans: list[int], drawn: list[int], boxes: dict[int, Floats]
) -> Glyphs:
    """The glyphs with each group's letters side by side over its whole box, repeats dropped.

    ``spans`` tells which groups are of one marked span, and so hold the same text; the one that
    was ``drawn`` first stays. ``boxes`` are boxes (x0, top, x1, bottom) of further shapes of a
    span.
    """
    columns = {name: getattr(g, name).copy() for name in _MOVED}
    marks = find_codes_of_marks(g.code)
    kept = np.ones(len(g), dtype=bool)
    members: dict[int, list[int]] = {}
    for k in sorted(range(len(groups)), key=drawn.__getitem__):
        members.setdefault(spans[k], []).append(k)
    rows = groups.tolist()
    for span, same in members.items():
        a, b = rows[same[0]]
        shapes = [_box(g, *rows[k]) for k in same]
        more = boxes.get(span)
        if more is not None and not np.isnan(more[0]):
            shapes.append(tuple(more.tolist()))
        for k in same[1:]:
            kept[rows[k][0] : rows[k][1]] = False
        _spread_one(g, columns, marks, a, b, _whole_box(shapes, float(g.size[a])))
    moved = replace(g, **columns)
    return moved if kept.all() else moved.take(kept)


_MOVED: Final = ("x", "x0", "x1", "y0", "y1", "base_y", "ink_x0", "ink_x1")


def _spread_one(
    g: Glyphs, columns: dict[str, Floats], marks: Bools, a: int, b: int, box: Box
) -> None:
    turn = int(g.turn[a])
    upright = turn in (0, 2, -1)
    start, end = (box[0], box[2]) if upright else (box[1], box[3])
    if turn in (2, 3):
        start, end = end, start
    letters = [i for i in range(a, b) if not marks[i]] or [a]
    step = (end - start) / len(letters)
    place = 0
    for i in range(a, b):
        if i in letters[1:]:
            place += 1
        one, two = start + place * step, start + (place + 1) * step
        low, high = min(one, two), max(one, two)
        if upright:
            columns["x"][i] = one
            columns["x0"][i], columns["x1"][i] = low, high
            columns["ink_x0"][i] = columns["ink_x1"][i] = (low + high) / 2
        else:
            columns["base_y"][i] = one
            columns["y0"][i], columns["y1"][i] = low, high
            columns["ink_x0"][i] = columns["ink_x1"][i] = np.nan


def _box(g: Glyphs, a: int, b: int) -> Box:
    return (
        float(g.x0[a:b].min()), float(g.y0[a:b].min()),
        float(g.x1[a:b].max()), float(g.y1[a:b].max()),
    )  # fmt: skip


def _whole_box(shapes: list[Box], size: float) -> Box:
    """The first box with those of further shapes that stand close to it."""
    box = shapes[0]
    reach = _APART_EM * size
    for x0, y0, x1, y1 in shapes[1:]:
        aside = max(x0 - box[2], box[0] - x1, y0 - box[3], box[1] - y1)
        if aside < reach:
            box = (min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1))
    return box
