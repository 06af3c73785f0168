"""A picture of a page becomes dark letters on white: without shade, fills, stamps and signatures."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.scan.fills import rect, turn_fills
from thai_ita.ingest.scan.ocr_engine import Grey

Ink = NDArray[np.uint8]
"""What is ink on a page: 255, else 0."""
Rgb = NDArray[np.uint8]

# Paper is what stays when strokes narrower than this are closed (inches).
_STROKE_IN: Final = 0.11
# The scale at which shade is looked at, in dots an inch.
_SHADE_DPI: Final = 50.0
# The least difference of the channels of coloured ink, on whitened paper.
_COLOUR: Final = 40
_HINT_OF_COLOUR: Final = 18
# A page with less coloured ink than this share has none.
_LEAST_COLOURED: Final = 0.0002
# Coloured ink in one piece beyond this height is a stamp or a signature (inches).
_STAMP_IN: Final = 0.32
# Letters of headings are no taller than this, and have strokes of this share of their height.
_HEADING_IN: Final = 0.75
_HEADING_STROKE: Final = 0.085
# Straight coloured lines of this length are rules (inches).
_COLOURED_RULE_IN: Final = 0.4
# Ink under a stamp is darker than this share of the stamp's lightest channel.
_UNDER_STAMP: Final = 0.6
# What the strokes of a readable page look like; paler ones are deepened at most so many times.
_DEEP: Final = 110
_MOST_DEEPER: Final = 3.5
# Thresholds of ink below the paper: share of Otsu's, least and most.
_OTSU_SHARE: Final = 0.75
_LEAST_DEPTH: Final = 26
_MOST_DEPTH: Final = 70
# Grain of this strength is smoothed before the threshold.
_GRAINY: Final = 9.0
_SMOOTHING: Final = 0.9
# Rules may be this much paler than letters; they are evened so far along (inches).
_RULE_SHARE: Final = 0.5
# Ink lies this many times the roughness of the paper below it; grain counts no further than this.
_ROUGHS: Final = 4.5
_MOST_GRAIN: Final = 110.0
_LEAST_RULE_DEPTH: Final = 20
_REACH_IN: Final = 0.035
_GRAINY_REACH_IN: Final = 0.06


def clean_page(picture: Rgb, dpi: float) -> Grey:
    """The picture in grey on white paper: shade evened, light letters on dark fills turned dark,
    coloured stamps and signatures gone."""
    picture = np.ascontiguousarray(picture)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, _SHADE_DPI / dpi)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small_grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    coloured = _coloured(small)
    size = (picture.shape[1], picture.shape[0])
    if coloured:
        white = cv2.divide(picture, _enlarged(_paper(small, dpi * scale), size), scale=255)
        page = cv2.cvtColor(white, cv2.COLOR_RGB2GRAY)
    else:
        page = cv2.divide(grey, _enlarged(_paper(small_grey, dpi * scale), size), scale=255)
    turned = turn_fills(page, picture, dpi)
    if coloured:
        white[turned > 0] = 255
        _without_stamps(page, white, dpi)
    return _deepened(page)


def _paper(small: Any, dpi: float) -> Any:
    """The colour of the paper at each pixel of a small picture."""
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, rect(dpi * _STROKE_IN, dpi * _STROKE_IN))
    return np.maximum(cv2.blur(closed, (5, 5)), 24)


def _enlarged(small: Any, size: tuple[int, int]) -> Any:
    return cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)


def _coloured(small: Any) -> bool:
    """Whether a page holds coloured ink, its paper's tint aside."""
    paper = np.percentile(small.reshape(-1, 3), 90, axis=0)
    even = np.minimum(255, small * (255 / np.maximum(paper, 1)))
    spread = even.max(axis=2) - even.min(axis=2)
    return bool((spread > _COLOUR).mean() > _LEAST_COLOURED)


def _without_stamps(page: Any, white: Any, dpi: float) -> None:
    """Takes coloured stamps and signatures off a page; dark letters below them stay."""
    most = white.max(axis=2)
    spread = cv2.subtract(most, white.min(axis=2))
    half = cv2.resize(spread, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = ((half > _COLOUR) * 255).astype(np.uint8)
    lines = _straight(ink, dpi / 2)
    joined = cv2.morphologyEx(cv2.subtract(ink, lines), cv2.MORPH_CLOSE, rect(3, 3))
    n, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    tall = dpi / 2 * _STAMP_IN
    chosen = np.zeros(n, bool)
    for i in np.flatnonzero((stats[:, 3] > tall) | (stats[:, 2] > 4 * tall)):
        if i == 0:
            continue
        chosen[i] = not _heading(labels, stats[i], int(i), dpi / 2)
    if not chosen.any():
        return
    for i in np.flatnonzero(chosen):
        x, y, w, h = (int(v) for v in stats[i, :4])
        inside = (
            (stats[:, 0] >= x)
            & (stats[:, 1] >= y)
            & (stats[:, 0] + stats[:, 2] <= x + w)
            & (stats[:, 1] + stats[:, 3] <= y + h)
        )
        if min(w, h) > tall:
            chosen |= inside
    chosen[0] = False
    region: Any = (chosen[labels] * 255).astype(np.uint8)
    region = cv2.dilate(region, rect(5, 5))
    region = cv2.resize(region, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_NEAREST)
    half_most = cv2.resize(most, (ink.shape[1], ink.shape[0]), interpolation=cv2.INTER_AREA)
    pixels = np.bincount(labels.ravel(), minlength=n)
    light = np.bincount(labels.ravel(), half_most.ravel(), n) / np.maximum(pixels, 1)
    dark: Any = cv2.dilate((light * chosen * _UNDER_STAMP)[labels].astype(np.uint8), rect(5, 5))
    dark = cv2.resize(dark, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_NEAREST)
    page[(region > 0) & (spread > _HINT_OF_COLOUR) & (most > dark)] = 255


def _straight(ink: Any, dpi: float) -> Any:
    """Straight runs of ink, which are rules and frames."""
    long = dpi * _COLOURED_RULE_IN
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, rect(long, 1))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, rect(1, long))
    return cv2.dilate(level | upright, rect(3, 3))


def _heading(labels: Any, stat: Any, i: int, dpi: float) -> bool:
    """Whether a piece of ink is a large letter: its strokes are thick for its height."""
    x, y, w, h = (int(v) for v in stat[:4])
    if h > dpi * _HEADING_IN or w > 6 * h:
        return False
    shape = (labels[y : y + h, x : x + w] == i).astype(np.uint8)
    depth = cv2.distanceTransform(cv2.copyMakeBorder(shape, 1, 1, 1, 1, 0, value=0), cv2.DIST_L2, 3)
    return bool(2 * float(np.percentile(depth[depth > 0], 75)) > _HEADING_STROKE * h + 1)


def _deepened(page: Any) -> Grey:
    """The page with pale strokes made dark."""
    sample = page[::3, ::3]
    strokes = sample[sample < 220]
    if strokes.size < 50:
        return np.asarray(page, np.uint8)
    level = float(np.percentile(strokes, 20))
    if level <= _DEEP:
        return np.asarray(page, np.uint8)
    factor = min(_MOST_DEEPER, (255 - _DEEP) / max(1.0, 255 - level))
    steps = np.arange(256)
    table = np.clip(255 - (255 - steps) * factor, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(page, table), np.uint8)


def binarise(page: Grey) -> Ink:
    """What is ink on a clean page."""
    depth = cv2.bitwise_not(page)
    if _grain(page) > _GRAINY:
        depth = cv2.GaussianBlur(depth, (0, 0), _SMOOTHING)
    return np.asarray(cv2.threshold(depth, letter_depth(depth), 255, cv2.THRESH_BINARY)[1], np.uint8)


class RuleInk(NamedTuple):
    """Ink of a page as rules are looked for: pale ink evened along level and upright lines, pale
    ink as it lies, and the ink of letters."""

    level: Ink
    upright: Ink
    pale: Ink
    dark: Ink


def rule_ink(page: Grey, dpi: float) -> RuleInk:
    """The ink of a clean page in which rules are found, thin and pale ones too."""
    depth = cv2.bitwise_not(page)
    grainy = _grain(page) > _GRAINY
    level = max(_LEAST_RULE_DEPTH, letter_depth(depth) * _RULE_SHARE)
    reach = max(3, round(dpi * (_GRAINY_REACH_IN if grainy else _REACH_IN))) | 1
    if grainy:
        depth = cv2.GaussianBlur(depth, (0, 0), _SMOOTHING)
    inks: list[Any] = []
    for even in (cv2.blur(depth, (reach, 1)), cv2.blur(depth, (1, reach)), depth):
        low = max(level, _above_grain(even))
        inks.append(np.asarray(cv2.threshold(even, low, 255, cv2.THRESH_BINARY)[1], np.uint8))
    dark = cv2.threshold(depth, letter_depth(depth), 255, cv2.THRESH_BINARY)[1]
    return RuleInk(inks[0], inks[1], inks[2], np.asarray(dark, np.uint8))


def letter_depth(depth: Any) -> float:
    """How far below the paper ink begins."""
    otsu, _ = cv2.threshold(depth[::2, ::2], 0, 255, cv2.THRESH_OTSU)
    level = float(min(max(otsu * _OTSU_SHARE, _LEAST_DEPTH), _MOST_DEPTH))
    return max(level, _above_grain(depth))


def _above_grain(depth: Any) -> float:
    """What the grain of the paper does not reach; 0 where there is little of it."""
    sample = depth[::5, ::5]
    usual = float(np.median(sample))
    rough = float(np.percentile(sample[sample <= max(usual * 3, 40)], 84)) - usual
    return min(usual + _ROUGHS * rough, _MOST_GRAIN) if rough > 1 else 0.0


def _grain(page: Grey) -> float:
    """How rough the paper is: the usual step between neighbours."""
    rows = page[::7].astype(np.int16)
    steps = np.abs(rows[:, 1:] - rows[:, :-1])
    return float(steps[rows[:, 1:] > 180].mean()) if (rows[:, 1:] > 180).any() else 0.0
