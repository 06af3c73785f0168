"""Ink that is no rule becomes lines of text and their pieces, inside cells and outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.pdf.tables.ruling import Box
from thai_ita.ingest.scan.ocr_engine import PixelBox
from thai_ita.ingest.scan.page_layout import TextLine
from thai_ita.ingest.scan.paper import Ink

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Owners = NDArray[np.int32]
"""For each pixel the number of its line, from 1, or 0."""

# A speck has fewer pixels than this at 200 dots an inch.
_SPECK: Final = 5
_AT_DPI: Final = 200.0
# A letter is this tall at least and at most (inches); what is larger is a drawing.
_LEAST_LETTER_IN: Final = 0.045
_MOST_LETTER_IN: Final = 0.55
_LONGEST_IN: Final = 3.0
_LOW_IN: Final = 0.35
# Letters of this share of the usual height stand on the line; lower ones are marks or points.
_BODY: Final = 0.72
# How far apart letters of one piece stand, in shares of their height, but this at least (inches).
_GAP: Final = 0.85
_LEAST_GAP_IN: Final = 0.05
# How far letters of one line stand off, up and down, in shares of their height.
_OFF: Final = 0.55
# How far marks stand above and below the letters of their line, in shares of their height.
_ABOVE: Final = 1.5
_BELOW: Final = 1.0
# Bands of a page without table are parted by blank rows of this share of a letter.
_BLANK: Final = 0.3
# A mark belongs to what stands nearer to it by so much, in shares of a letter's height.
_NEARER: Final = 0.15
_FAR: Final = 1e6
# A piece is this wide or tall at least (inches).
_LEAST_PIECE_IN: Final = 0.032
# A row of points: so many of them, none taller than this share of a letter.
_POINTS: Final = 4
_POINT: Final = 0.45
# Rows of marks are so much lower than the line that they belong to.
_MARKS_SHARE: Final = 0.72


@dataclass(slots=True)
class _Parts:
    """Pieces of ink: their frames, the region that each lies in, and their number in the picture."""

    x0: Ints
    y0: Ints
    x1: Ints
    y1: Ints
    area: Ints
    region: Ints
    label: Ints

    @property
    def height(self) -> Ints:
        return self.y1 - self.y0

    @property
    def width(self) -> Ints:
        return self.x1 - self.x0

    def take(self, rows: Any) -> _Parts:
        return _Parts(
            self.x0[rows], self.y0[rows], self.x1[rows], self.y1[rows],
            self.area[rows], self.region[rows], self.label[rows],
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.x0)


def find_lines(ink: Ink, cells: list[Box], dpi: float) -> tuple[list[TextLine], Owners]:
    """The lines of text, from top to bottom and left to right, those of a cell apart.

    Beside them stands for each pixel the number of the line that its ink belongs to, from 1; 0
    where there is no ink, or none of any line.
    """
    parts, labels = _parts(ink, cells, dpi)
    if not len(parts):
        return [], np.zeros(ink.shape, np.int32)
    usual = _usual_height(parts, dpi)
    found: list[tuple[TextLine, Ints]] = []
    order = np.argsort(parts.region, kind="stable")
    edges = np.flatnonzero(np.diff(parts.region[order])) + 1
    for rows in np.split(order, edges):
        some = parts.take(rows)
        if some.region[0] < 0:
            for band in _bands(some, usual):
                found += _lines_of(band, usual, dpi)
        else:
            found += _lines_of(some, usual, dpi)
    found.sort(key=lambda pair: (pair[0].base_y, pair[0].box[0]))
    number = np.zeros(int(labels.max()) + 1, np.int32)
    for i, (line, members) in enumerate(found, 1):
        line.number = i
        number[members] = i
    return [line for line, _ in found], number[labels]


def _parts(ink: Ink, cells: list[Box], dpi: float) -> tuple[_Parts, NDArray[np.int32]]:
    """The pieces of ink that may be letters, each with its cell or -1, and their numbers by pixel."""
    _n, labels, found, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    stats: Any = found[1:].astype(np.int64)
    keep = stats[:, 4] >= max(3, _SPECK * (dpi / _AT_DPI) ** 2)
    keep &= stats[:, 3] <= _MOST_LETTER_IN * dpi
    # Letters of a blurred line may be in one piece; other long things are drawings.
    keep &= (stats[:, 2] <= _LONGEST_IN * dpi) | (stats[:, 3] <= _LOW_IN * dpi)
    # Remains of rules: long and as thin as a hair.
    thin = 0.015 * dpi
    keep &= ~((stats[:, 2] <= thin) & (stats[:, 3] > 0.25 * dpi))
    keep &= ~((stats[:, 3] <= thin) & (stats[:, 2] > 0.25 * dpi))
    stats, label = stats[keep], np.flatnonzero(keep) + 1
    x0, y0 = stats[:, 0], stats[:, 1]
    x1, y1 = x0 + stats[:, 2], y0 + stats[:, 3]
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    region = np.full(len(stats), -1, np.int64)
    for i, (a, b, c, d) in enumerate(cells):
        region[(middle_x > a) & (middle_x < c) & (middle_y > b) & (middle_y < d)] = i
    return _Parts(x0, y0, x1, y1, stats[:, 4], region, label), np.asarray(labels, np.int32)


def _usual_height(parts: _Parts, dpi: float) -> float:
    """The height of a letter: the median over ink, so that marks do not count."""
    tall = parts.height >= _LEAST_LETTER_IN * dpi
    if not tall.any():
        return _LEAST_LETTER_IN * dpi * 2
    heights, widths = parts.height[tall], parts.width[tall]
    widths = np.minimum(widths, 4 * heights)
    order = np.argsort(heights)
    total = np.cumsum(widths[order])
    return float(heights[order][int(np.searchsorted(total, total[-1] / 2))])


def _bands(parts: _Parts, usual: float) -> list[_Parts]:
    """Parts outside tables between blank rows; a band of marks alone goes with the next."""
    order = np.argsort(parts.y0, kind="stable")
    bands: list[list[int]] = []
    bottom = -1e9
    for i in order.tolist():
        if parts.y0[i] > bottom + _BLANK * usual or not bands:
            bands.append([])
        bands[-1].append(i)
        bottom = max(bottom, float(parts.y1[i]))
    joined: list[list[int]] = []
    waiting: list[int] = []
    for band in bands:
        tallest = max(int(parts.height[i]) for i in band)
        if tallest < 0.6 * usual and len(bands) > 1:
            waiting += band
            continue
        joined.append(waiting + band)
        waiting = []
    if waiting:
        if joined:
            joined[-1] += waiting
        else:
            joined.append(waiting)
    return [parts.take(np.array(band)) for band in joined]


def _lines_of(parts: _Parts, usual: float, dpi: float) -> list[tuple[TextLine, Ints]]:
    """The lines of one region, each with the numbers of its pieces of ink."""
    own = _usual_height(parts, dpi)
    letter = own if 0.55 * usual <= own <= 3 * usual else usual
    body = np.flatnonzero((parts.height >= _BODY * letter) & (parts.height <= 3.2 * letter))
    if not len(body):
        body = np.flatnonzero(parts.height >= _LEAST_LETTER_IN * dpi)
        if not len(body):
            return []
        letter = float(np.median(parts.height[body]))
    rows = _rows(parts, body, letter)
    rows = _without_rows_of_marks(parts, rows, letter)
    found = [(row, _base(parts, row), letter) for row in rows]
    members = _with_marks(parts, found, letter)
    lines = []
    for (row, base, _), every in zip(found, members, strict=True):
        line = _line(parts, row, every, base, dpi)
        if line is not None:
            lines.append((line, parts.label[every]))
    return lines


def _rows(parts: _Parts, body: Ints, letter: float) -> list[Ints]:
    """Letters in rows: each stands level with those before it."""
    middle = (parts.y0 + np.minimum(parts.y1, parts.y0 + round(1.6 * letter))) / 2
    order = body[np.argsort(parts.x0[body], kind="stable")]
    rows: list[list[int]] = []
    ends: list[list[float]] = []
    for i in order.tolist():
        best, near = -1, _OFF * letter
        for k, row in enumerate(ends):
            recent = row[-5:]
            off = abs(float(middle[i]) - sum(recent) / len(recent))
            if off < near:
                best, near = k, off
        if best < 0:
            rows.append([i])
            ends.append([float(middle[i])])
        else:
            rows[best].append(i)
            ends[best].append(float(middle[i]))
    return _merged([np.array(row) for row in rows], parts, letter)


def _merged(rows: list[Ints], parts: _Parts, letter: float) -> list[Ints]:
    """Rows from top to bottom; those of one height are one."""
    placed = sorted(((float(np.median(parts.y1[r])), r) for r in rows), key=lambda p: p[0])
    result: list[tuple[float, Ints]] = []
    for base, row in placed:
        if result and base - result[-1][0] < _OFF * letter:
            both = np.concatenate([result[-1][1], row])
            result[-1] = (float(np.median(parts.y1[both])), both)
        else:
            result.append((base, row))
    return [row for _, row in result]


def _without_rows_of_marks(parts: _Parts, rows: list[Ints], letter: float) -> list[Ints]:
    """Rows without those of marks that are as tall as letters: they stand close to a longer row."""
    kept = []
    wide = [int(parts.width[row].sum()) for row in rows]
    for k, row in enumerate(rows):
        base = float(np.median(parts.y1[row]))
        near = [
            j
            for j in (k - 1, k + 1)
            if 0 <= j < len(rows)
            and abs(float(np.median(parts.y1[rows[j]])) - base) < 1.5 * letter
            and wide[j] > 2.5 * wide[k]
        ]
        low = float(np.median(parts.height[row])) < 1.05 * letter
        if near and low and _over(parts, row, rows[near[0]], letter):
            continue
        kept.append(row)
    return kept or rows


def _over(parts: _Parts, row: Ints, other: Ints, letter: float) -> bool:
    """Whether the parts of a row stand over or under those of the other, not beside them."""
    held = 0
    for i in row.tolist():
        over = (parts.x0[other] < parts.x1[i]) & (parts.x1[other] > parts.x0[i])
        close = np.maximum(parts.y0[other], parts.y0[i]) - np.minimum(parts.y1[other], parts.y1[i])
        held += bool((over & (close < 0.3 * letter)).any())
    return held >= 0.6 * len(row)


def _base(parts: _Parts, row: Ints) -> float:
    """The baseline: where most letters end."""
    bottoms = np.sort(parts.y1[row])
    return float(np.median(bottoms))


def _with_marks(parts: _Parts, found: list[tuple[Ints, float, float]], letter: float) -> list[Ints]:
    """The members of each line with the marks above and below its letters."""
    taken = np.zeros(len(parts), bool)
    for row, _, _ in found:
        taken[row] = True
    own = np.full(len(parts), -1, np.int64)
    for k, (row, _, _) in enumerate(found):
        own[row] = k
    if not found:
        return []
    bases = np.array([base for _, base, _ in found])
    tops = bases - letter
    spans = np.array([(parts.x0[r].min(), parts.x1[r].max()) for r, _, _ in found])
    for i in np.flatnonzero(~taken).tolist():
        middle = (parts.y0[i] + parts.y1[i]) / 2
        above, below = tops - middle, middle - bases
        off = np.where(above > 0, above, np.where(below > 0, below + 0.35 * letter, 0.0))
        ok = (above < (_ABOVE - 0.3) * letter) & (below < _BELOW * letter)
        # A point or dash far beside a line is no part of it.
        beside = np.maximum(spans[:, 0] - parts.x1[i], parts.x0[i] - spans[:, 1])
        ok &= (beside < 2.5 * letter) | (parts.height[i] > 0.5 * letter)
        if ok.any():
            own[i] = int(np.argmin(np.where(ok, off, np.inf)))
    _with_nearer(parts, own, taken, bases, letter)
    return [np.flatnonzero(own == k) for k in range(len(found))]


def _with_nearer(parts: _Parts, own: Ints, letters: Bools, bases: Floats, height: float) -> None:
    """Gives marks to the line of what stands nearest right over or under them, from below upwards.

    A tone mark over a vowel stands nearer to the line above than to the letters of its own. What
    stands between the heights of its line, like a point, stays.
    """
    for i in np.argsort(-parts.y1, kind="stable").tolist():
        if letters[i] or own[i] < 0:
            continue
        over = (parts.x0 < parts.x1[i]) & (parts.x1 > parts.x0[i]) & (own >= 0)
        over[i] = False
        down = np.where(over & (parts.y1 > parts.y1[i]), parts.y0 - parts.y1[i], _FAR)
        up = np.where(over & (parts.y0 < parts.y0[i]), parts.y0[i] - parts.y1, _FAR)
        below, above = int(np.argmin(down)), int(np.argmin(up))
        lead = float(up[above]) - float(down[below])
        base = float(bases[own[i]])
        if lead > _NEARER * height and parts.y0[i] > base:
            own[i] = own[below]
        elif -lead > _NEARER * height and parts.y1[i] < base - height:
            own[i] = own[above]


def _line(parts: _Parts, row: Ints, every: Ints, base: float, dpi: float) -> TextLine | None:
    """The line with its pieces; None for dirt."""
    body = float(np.median(parts.height[row]))
    gap = max(_LEAST_GAP_IN * dpi, _GAP * body)
    order = every[np.argsort(parts.x0[every], kind="stable")]
    pieces: list[PixelBox] = []
    start = 0
    right = float(parts.x1[order[0]])
    least = _LEAST_PIECE_IN * dpi
    for k in range(1, len(order) + 1):
        if k < len(order) and parts.x0[order[k]] - right <= gap:
            right = max(right, float(parts.x1[order[k]]))
            continue
        some = order[start:k]
        if not _dirt(parts, some, body, least):
            pieces.append(
                (
                    int(parts.x0[some].min()), int(parts.y0[some].min()),
                    int(parts.x1[some].max()), int(parts.y1[some].max()),
                )
            )  # fmt: skip
        if k < len(order):
            start, right = k, float(parts.x1[order[k]])
    if not pieces:
        return None
    box = (
        min(p[0] for p in pieces), min(p[1] for p in pieces),
        max(p[2] for p in pieces), max(p[3] for p in pieces),
    )  # fmt: skip
    return TextLine(box, pieces, base, body)


def _dirt(parts: _Parts, some: Ints, body: float, least: float) -> bool:
    """Whether a piece is specks or a row of points."""
    heights = parts.height[some]
    if len(some) >= _POINTS and int(heights.max()) < _POINT * body:
        return True
    width = int(parts.x1[some].max() - parts.x0[some].min())
    return int(heights.max()) < least and width < least
