"""Rules too pale to be ink: long straight lines a little darker than their paper."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import cv2
import numpy as np

from thai_ita.ingest.scan.fills import rect
from thai_ita.ingest.scan.ocr_engine import Grey
from thai_ita.ingest.scan.paper import Ink, letter_depth
from thai_ita.ingest.scan.runs import BESIDE, BESIDE_IN, INKED, Run, drawn, fitted, pieces

# A faint rule is at least so far below the paper, and so many times as the grain of blank squares
# of so many pixels (the peak of each, of the blanker ones).
_LEAST_DEPTH: Final = 14.0
_GRAINS: Final = 2.0
_SQUARE: Final = 24
_PEAK: Final = 98
_BLANK_SHARE: Final = 25
# It is evened along its way so far (inches); about letters nothing is faint, so far.
_REACH_IN: Final = 0.045
_ABOUT_IN: Final = 0.016
# It is this long and no thicker, with breaks up to this (inches), and free of letters to this share.
_LONG_IN: Final = 0.4
_THICK_IN: Final = 0.03
_BREAK_IN: Final = 0.1
_FREE: Final = 0.5
# What lies on known rules to this share, this near (inches), is known.
_KNOWN: Final = 0.8
_ON_LINE_IN: Final = 0.016
# No more than this share of what is faint on a page is none of a rule.
_OTHERS: Final = 0.15


class FaintInk(NamedTuple):
    """Faint ink evened along level and along upright lines, and what lies under or at letters."""

    level: Ink
    upright: Ink
    letters: Ink


def with_faint_rules(page: Grey, level: list[Run], upright: list[Run], dpi: float) -> tuple[list[Run], list[Run]]:
    """The level and upright rules of a clean page with its faint ones, if these are rules."""
    ink = _faint_ink(page, dpi)
    more_level = [*level, *_runs(ink, level, dpi, True)]
    more_upright = [*upright, *_runs(ink, upright, dpi, False)]
    if _are_all(ink, more_level, more_upright, dpi):
        return more_level, more_upright
    return level, upright


def _faint_ink(page: Grey, dpi: float) -> FaintInk:
    """What is fainter than the letters of a clean page and darker than its paper."""
    depth: Any = cv2.bitwise_not(page)
    about = 2 * max(1, round(dpi * _ABOUT_IN)) + 1
    dark = cv2.threshold(depth, letter_depth(depth), 255, cv2.THRESH_BINARY)[1]
    letters = cv2.dilate(dark, rect(about, about))
    pale = cv2.bitwise_and(depth, cv2.bitwise_not(letters))
    reach = max(3, round(dpi * _REACH_IN)) | 1
    inks = []
    for even in (cv2.blur(pale, (reach, 1)), cv2.blur(pale, (1, reach))):
        least = max(_LEAST_DEPTH, _GRAINS * _grain(even))
        inks.append(np.asarray(cv2.threshold(even, least, 255, cv2.THRESH_BINARY)[1], np.uint8))
    return FaintInk(inks[0], inks[1], np.asarray(letters, np.uint8))


def _grain(depth: Any) -> float:
    """How deep the grain is in the blanker squares of a page, however dense its text."""
    height, width = (n // _SQUARE * _SQUARE for n in depth.shape)
    squares = depth[:height, :width].reshape(height // _SQUARE, _SQUARE, width // _SQUARE, _SQUARE)
    some = squares.swapaxes(1, 2).reshape(-1, _SQUARE * _SQUARE)[::5]
    if not len(some):
        return 0.0
    return float(np.percentile(np.percentile(some, _PEAK, axis=1), _BLANK_SHARE))


def _runs(ink: FaintInk, known: list[Run], dpi: float, level: bool) -> list[Run]:
    """Faint rules beside the known ones: without breaks but at letters, and nothing near them."""
    faint, letters = (ink.level, ink.letters) if level else (ink.upright.T, ink.letters.T)
    length, gap = dpi * _LONG_IN, dpi * _BREAK_IN
    joined = cv2.morphologyEx(faint, cv2.MORPH_CLOSE, rect(gap, 1))
    kept = cv2.morphologyEx(cv2.dilate(joined, rect(1, 3)), cv2.MORPH_OPEN, rect(length, 1))
    far = 1 + max(2, round(dpi * BESIDE_IN))
    runs: list[Run] = []
    for piece, x, y in pieces(kept, dpi, length, True, 0.0):
        thick = max(1.0, float(piece.sum()) / piece.shape[1] - 2)
        if thick > dpi * _THICK_IN:
            continue
        run = fitted(piece, x, y, thick)
        assert run.path is not None
        along = np.arange(len(run.path)) + int(run.start)
        middle = np.rint(run.path).astype(np.int64)
        rows = [np.clip(middle + d, 0, faint.shape[0] - 1) for d in (0, -1, 1, -far, far)]
        at = [faint[row, along] > 0 for row in rows]
        free = letters[rows[0], along] == 0
        inked = (at[0] | at[1] | at[2])[free]
        if free.mean() < _FREE or inked.mean() < INKED:
            continue
        if max(at[3].mean(), at[4].mean()) >= BESIDE or _is_known(run, known, dpi):
            continue
        run.inked = at[0] | at[1] | at[2] | ~free
        runs.append(run)
    return runs


def _is_known(run: Run, known: list[Run], dpi: float) -> bool:
    """Whether most of a run lies on others."""
    middle = (run.start + run.end) / 2
    on = [k for k in known if abs(k.at(middle) - run.at(middle)) <= dpi * _ON_LINE_IN]
    covered = sum(max(0.0, min(k.end, run.end) - max(k.start, run.start)) for k in on)
    return covered >= _KNOWN * run.length


def _are_all(faint: FaintInk, level: list[Run], upright: list[Run], dpi: float) -> bool:
    """Whether rules are all that is faint on a page, as not where the back of a sheet shows."""
    mask: Any = np.zeros_like(faint.letters)
    width = 2 * max(1, round(dpi * _THICK_IN / 2)) + 3
    for run in level:
        cv2.polylines(mask, [drawn(run)], False, 255, width)
    for run in upright:
        cv2.polylines(mask, [drawn(run)[:, ::-1]], False, 255, width)
    inks = faint.level, faint.upright
    others = sum(cv2.countNonZero(cv2.subtract(ink, mask)) for ink in inks)
    return others <= _OTHERS * sum(map(cv2.countNonZero, inks))
