"""Straight runs of ink in the picture of a page, which may be rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.scan.fills import rect
from thai_ita.ingest.scan.paper import RuleInk

Floats = NDArray[np.float64]

# A rule is inked to this share; a broken or dotted one to less, if next to it there is no more ink
# than this share, as strokes of letters would leave.
INKED: Final = 0.93
_DOTTED: Final = 0.3
BESIDE: Final = 0.17
# Ink beside a rule is looked for so far from it (inches).
BESIDE_IN: Final = 0.022
# The shortest stretch of a rule, level and upright, and a short rule (inches).
_LEVEL_IN: Final = 0.22
_UPRIGHT_IN: Final = 0.14
_SHORT_IN: Final = 0.5
# Rules are no thicker (inches), but for this share of their length that they may wander.
_THICK_IN: Final = 0.06
_WANDER: Final = 0.03
_LEANING: Final = 0.09
# Breaks of a rule are closed up to this (inches).
_BREAK_IN: Final = 0.05
_SMOOTH: Final = 15
_LONGER: Final = 4
_MOST_RUNS: Final = 3000
# Rules of this length are taken at a lower share of ink.
_LONG_IN: Final = 1.5
_LONG_INKED: Final = 0.9
# Beside text on both sides of a rule there is ink to this share; a rule below more is thin (inches).
_CROWDED: Final = 0.35
_HAIR_IN: Final = 0.02
# On one side of a rule at least there is less ink than this share.
_BOTH_SIDES: Final = 0.25


@dataclass(slots=True)
class Run:
    """A ruled line: from ``start`` to ``end`` along, at ``slope * along + offset`` across.

    ``path`` is where it lies at each pixel from ``start`` on; ``solid`` is one without breaks,
    ``clear`` one with hardly any ink beside it.
    """

    start: float
    end: float
    slope: float
    offset: float
    thick: float = 1.0
    path: Floats | None = None
    solid: bool = True
    clear: bool = True
    inked: Any = None

    def at(self, along: float) -> float:
        return self.slope * along + self.offset

    @property
    def middle(self) -> float:
        return self.at((self.start + self.end) / 2)

    @property
    def length(self) -> float:
        return self.end - self.start


def find_runs(ink: RuleInk, dpi: float, least: float = 0.0) -> tuple[list[Run], list[Run]]:
    """Level and upright rules, of this length at least (pixels), with how they lean."""
    return _runs(ink, dpi, True, least), _runs(ink, dpi, False, least)


def _runs(ink: RuleInk, dpi: float, level: bool, least: float) -> list[Run]:
    evened = ink.level if level else ink.upright
    pale, dark = (ink.pale, ink.dark) if level else (ink.pale.T, ink.dark.T)
    length = dpi * (_LEVEL_IN if level else _UPRIGHT_IN)
    gap = max(5, dpi * _BREAK_IN)
    across = 3
    joined = cv2.morphologyEx(evened, cv2.MORPH_CLOSE, rect(gap, 1) if level else rect(1, gap))
    wide = cv2.dilate(joined, rect(1, across) if level else rect(across, 1))
    kept = cv2.morphologyEx(wide, cv2.MORPH_OPEN, rect(length, 1) if level else rect(1, length))
    runs: list[Run] = []
    for piece, x, y in pieces(kept, dpi, length, level, least):
        start, top = (x, y) if level else (y, x)
        along = piece if level else piece.T
        thick = max(1.0, float(along.sum()) / along.shape[1] - (across - 1))
        if thick > dpi * _THICK_IN:
            continue
        run = fitted(along, start, top, thick)
        if _is_rule(run, evened if level else evened.T, pale, dark, dpi):
            runs.append(run)
    return runs


def pieces(
    kept: Any, dpi: float, length: float, level: bool, least: float, again: bool = True
) -> Iterator[tuple[Any, int, int]]:
    """What may be a rule: its mask and its left upper corner.

    Strokes that hang on a rule (a stamp over it, a row of text that touches it) are taken off by
    asking for a longer stretch.
    """
    _n, labels, stats, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
    order = np.argsort(-stats[1:, cv2.CC_STAT_AREA])[:_MOST_RUNS] + 1
    wander = _LEANING if least else _WANDER
    for i in order:
        x, y, w, h, _area = (int(v) for v in stats[i])
        along, deep = (w, h) if level else (h, w)
        if along < max(length, least):
            continue
        piece = labels[y : y + h, x : x + w] == i
        slim = piece.sum() <= (dpi * _THICK_IN + 2) * along
        if slim and deep <= max(dpi * _THICK_IN + 2, wander * along):
            yield piece, x, y
        elif again and along > _LONGER * length:
            longer = rect(_LONGER * length, 1) if level else rect(1, _LONGER * length)
            clear = cv2.morphologyEx(piece.astype(np.uint8), cv2.MORPH_OPEN, longer)
            for part, a, b in pieces(clear, dpi, length, level, least, False):
                yield part, x + a, y + b


def fitted(piece: Any, start: int, top: int, thick: float) -> Run:
    """The line through the middle of a level piece of a picture."""
    counts = piece.sum(axis=0)
    along = np.flatnonzero(counts)
    heights = (np.arange(piece.shape[0])[:, None] * piece).sum(axis=0)[along] / counts[along]
    end = start + piece.shape[1]
    path = top + np.interp(np.arange(piece.shape[1]), along, heights)
    if len(path) > _SMOOTH:
        padded = np.pad(path, _SMOOTH // 2, mode="edge")
        path = np.convolve(padded, np.ones(_SMOOTH) / _SMOOTH, "valid")
    slope, offset = np.polyfit(along, heights, 1) if len(along) > 2 else (0.0, heights.mean())
    return Run(start, end, float(slope), float(top + offset - slope * start), thick, path)


def _is_rule(run: Run, evened: Any, pale: Any, dark: Any, dpi: float) -> bool:
    """Whether a level run is drawn as one: strokes of letters in a row leave gaps, and ink beside."""
    assert run.path is not None
    along = np.arange(len(run.path)) + int(run.start)
    across = np.rint(run.path).astype(np.int64)

    def inked(ink: Any, *offsets: int) -> float:
        rows = [np.clip(across + d, 0, ink.shape[0] - 1) for d in offsets]
        return float(np.any([ink[row, along] > 0 for row in rows], axis=0).mean())

    far = max(1, round(run.thick / 2)) + max(2, round(dpi * BESIDE_IN))
    share = inked(pale, -1, 0, 1)
    run.solid = share >= INKED
    rows = [np.clip(across + d, 0, pale.shape[0] - 1) for d in (-1, 0, 1)]
    run.inked = np.any([pale[row, along] > 0 for row in rows], axis=0)
    run.clear = max(inked(evened, -far), inked(evened, far)) < BESIDE
    if run.clear:
        return share >= _DOTTED if run.length > _SHORT_IN * dpi else run.solid
    sides = inked(dark, -far), inked(dark, far)
    share = inked(dark, -1, 0, 1)
    least = _LONG_INKED if run.length > _LONG_IN * dpi else INKED
    if share < least or min(sides) > _BOTH_SIDES:
        return False
    return max(sides) < _CROWDED or run.thick <= _HAIR_IN * dpi


def drawn(run: Run) -> NDArray[np.int32]:
    """The corners of a rule as it runs, a little past its ends."""
    if run.path is None:
        along = np.array([run.start, run.end])
        across = np.array([run.at(run.start), run.at(run.end)])
    else:
        steps = np.unique(np.append(np.arange(0, len(run.path), 10), len(run.path) - 1))
        along, across = run.start + steps, run.path[steps]
    along = along.astype(np.float64)
    along[0] -= 2
    along[-1] += 2
    return np.asarray(np.rint(np.column_stack([along, across])), np.int32)
