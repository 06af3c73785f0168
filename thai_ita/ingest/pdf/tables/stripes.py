"""Rows of colour with rows of none between them are one table; low gaps between them are no rows."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from thai_ita.ingest.pdf.tables.painted import SAME_PT, Letters, Lines, n_places
from thai_ita.ingest.pdf.tables.ruling import JOIN_PT, SNAP_PT, Edge
from thai_ita.ingest.pdf.text.glyphs import Floats

# A row without colour is at most this many times as high as the coloured ones around it.
_TALLEST_GAP: Final = 5.0
# The next line of a cell is at most this many times the font size below.
_NEXT_LINE: Final = 1.9
# Room between the texts of two columns that no box parts, as a share of the font size.
_APART: Final = 0.6


class _Band(NamedTuple):
    """A row of boxes that touch side to side: its heights and the borders of its columns."""

    top: float
    bottom: float
    borders: tuple[float, ...]


def bridges(boxes: Floats, lines: Lines, letters: Letters) -> tuple[list[Edge], list[Edge]]:
    """The sides of rows without colour between, above and below rows of colour.

    Each holds one row of text that keeps to the columns of the coloured rows, and no drawn line.
    """
    vertical: list[Edge] = []
    horizontal: list[Edge] = []
    for group in _bands(boxes):
        borders = group[0].borders
        gaps = [(a.bottom, b.top) for a, b in pairwise(group) if b.top - a.bottom > JOIN_PT]
        heights = [band.bottom - band.top for band in group]
        rows = [
            gap
            for gap in gaps
            if gap[1] - gap[0] <= _TALLEST_GAP * max(heights)
            and not lines.cross(*gap, borders)
            and _is_row(*gap, borders, letters)
        ]
        if rows:
            # The first and the last row may have no colour either.
            spans = [*rows, *((band.top, band.bottom) for band in group)]
            heights = [bottom - top for top, bottom in spans]
            single = min(b - a - _text_height(a, b, borders, letters) for a, b in spans)
            top, bottom = group[0].top, group[-1].bottom
            first = (top - float(np.median(heights)), top)
            if not lines.cross(*first, borders) and _is_row(*first, borders, letters, _APART):
                rows.append(first)
            last = _end_of_row(bottom, single, borders, letters)
            if not lines.cross(bottom, last, borders) and _is_row(bottom, last, borders, letters, _APART):
                rows.append((bottom, last))
        for top, bottom in rows:
            vertical += [Edge(x, top, bottom) for x in borders]
            horizontal += [Edge(y, borders[0], borders[-1]) for y in (top, bottom)]
    return vertical, horizontal


def _text_height(top: float, bottom: float, borders: tuple[float, ...], letters: Letters) -> float:
    """From the first to the last baseline between two heights, within columns; 0 for one line."""
    some = letters.between(top, bottom)
    here = letters.ink[some] & (letters.x0[some] > borders[0]) & (letters.x1[some] < borders[-1])
    y = letters.y[some][here]
    return float(y[-1] - y[0]) if len(y) else 0.0


def _end_of_row(top: float, height: float, borders: tuple[float, ...], letters: Letters) -> float:
    """Where a row ends that begins at a height, ``height`` being that of a row of one line.

    A further line belongs to it if it goes on right below in columns that go on, the first aside.
    """
    some = letters.between(top, top + _TALLEST_GAP * height)
    middle = (letters.x0[some] + letters.x1[some]) / 2
    here = letters.ink[some] & (middle > borders[0]) & (middle < borders[-1])
    y, middle, size = letters.y[some][here], middle[here], letters.size[some][here]
    end, first, before = top + height, 0.0, 0.0
    going_on: set[int] = set()
    for line in np.split(np.arange(len(y)), np.flatnonzero(np.diff(y) > size[1:] / 2) + 1):
        if not len(line):
            continue
        columns = set(np.searchsorted(borders, middle[line]).tolist())
        if not going_on:
            if y[line[0]] > end:
                break
            first = float(y[line[0]])
        elif y[line[0]] - before > _NEXT_LINE * size[line[0]] or not columns <= going_on - {1}:
            break
        before, going_on = float(y[line[-1]]), columns
        end = max(end, top + height + before - first)
    return end


def without_slits(boxes: Floats, letters: Letters) -> Floats:
    """The boxes grown together over low gaps without text between rows of the same columns."""
    boxes = boxes.copy()
    for group in _bands(boxes):
        borders = group[0].borders
        lowest = min(band.bottom - band.top for band in group)
        within = (boxes[:, 0] >= borders[0] - SNAP_PT) & (boxes[:, 2] <= borders[-1] + SNAP_PT)
        for above, below in pairwise(group):
            top, bottom = above.bottom, below.top
            some = letters.between(top, bottom)
            inside = (letters.x1[some] > borders[0]) & (letters.x0[some] < borders[-1])
            if not JOIN_PT < bottom - top < lowest or (inside & letters.ink[some]).any():
                continue
            boxes[within & (np.abs(boxes[:, 3] - top) <= SNAP_PT), 3] = (top + bottom) / 2
            boxes[within & (np.abs(boxes[:, 1] - bottom) <= SNAP_PT), 1] = (top + bottom) / 2
    return boxes


def _bands(boxes: Floats) -> list[list[_Band]]:
    """Rows of touching boxes with the same columns, two or more from top to bottom."""
    rows: dict[tuple[int, int], list[list[float]]] = {}
    for box in sorted(boxes.tolist()):
        key = (round(box[1] / SNAP_PT), round(box[3] / SNAP_PT))
        rows.setdefault(key, []).append(box)
    groups: list[list[_Band]] = []
    for row in rows.values():
        borders = [row[0][0], *(box[2] for box in row)]
        touching = all(b[0] - a[2] <= SNAP_PT for a, b in pairwise(row))
        if len(row) < 2 or not touching:
            continue
        band = _Band(row[0][1], row[0][3], tuple(borders))
        for group in groups:
            if len(group[0].borders) == len(borders) and np.allclose(group[0].borders, borders, rtol=0, atol=SNAP_PT):
                group.append(band)
                break
        else:
            groups.append([band])
    return [sorted(group) for group in groups if len(group) > 1]


def _is_row(top: float, bottom: float, borders: tuple[float, ...], letters: Letters, apart: float = 0.0) -> bool:
    """Whether one row of text stands between two heights, in two columns and over no border.

    ``apart`` is the least room between the texts of two columns, as a share of the font size.
    """
    some = letters.between(top, bottom)
    ink = letters.ink[some]
    x0, x1, y = letters.x0[some][ink], letters.x1[some][ink], letters.y[some][ink]
    middle = (x0 + x1) / 2
    within = (middle > borders[0]) & (middle < borders[-1])
    x0, x1, y, middle = x0[within], x1[within], y[within], middle[within]
    if not len(y):
        return False
    edges = np.array(borders)
    if ((x0[:, None] < edges - SAME_PT) & (x1[:, None] > edges + SAME_PT)).any():
        return False
    size = float(letters.size[some][ink][within].max())
    column = np.searchsorted(edges, middle)
    if any(
        x0[column == b].min() - x1[column == a].max() < apart * size for a, b in pairwise(np.unique(column).tolist())
    ):
        return False
    counts = [n_places(y[column == c], size / 2) for c in np.unique(column)]
    return len(counts) > 1 and min(counts) == 1
