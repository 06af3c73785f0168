"""Coloured and dark areas of a page, and the letters in them turned dark on white."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import cv2
import numpy as np

# The scale at which fills are looked for, in dots an inch.
_FILL_DPI: Final = 100.0
# The palest channel of a fill is darker than this share of the paper, or its grey is.
_FILL_SHARE: Final = 0.62
# A fill is so wide, high and large at least (inches).
_FILL_IN: Final = 0.1
_LEAST_FILL_IN2: Final = 0.015
# The strips of a fill above and below its letters are so long and high (inches).
_STRIP_IN: Final = (0.3, 0.02)
# Strokes of letters in a fill are no wider than this, and stand so near to its ground (inches).
_LETTER_STROKE_IN: Final = 0.2
_NEAR_IN: Final = 0.08
# Where neighbours differ by so much in a channel of whitened paper two colours meet.
_TWO_COLOURS: Final = 36
# The border of two fills is straight over this length (inches).
_BORDER_IN: Final = 0.4
# Letters hide a border over this length at most (inches).
_LETTERS_IN: Final = 1.2
# Light rules between the columns of a band are no wider (inches).
_COLUMN_RULE_IN: Final = 0.05
# Along its way a fill may change (glare, shade); its colour is that of this surrounding (inches).
_GROUND_IN: Final = 0.3
# Less than this share of a letter lies apart from the fill.
_MOST_LETTERS: Final = 0.5
# Letters are as light as one another: where more of a fill than this share lies between its
# ground and its letters (shares of their contrast) it is a picture.
_SHADES: Final = (0.25, 0.75)
_MOST_SHADES: Final = 0.5
# A fill that covers its frame to this share is a cell.
_FULL: Final = 0.88
# A cell is longer than a hole of a punch (inches).
_CELL_IN: Final = 0.3
# Letters as thick as fills are so tall (inches), and their strokes no thicker.
_BIG_IN: Final = (0.3, 1.3)
_BIG_STROKE_IN: Final = 0.3
# Letters stand so near to one another (inches).
_NEXT_IN: Final = 0.2
# The least contrast of a fill and the letters in it.
_FILL_CONTRAST: Final = 45
# What differs by less than this share of the letters is the grain of the fill.
_GRAIN_SHARE: Final = 0.12
# Letters are made so much deeper, for the paler rules beside them.
_DEEPER: Final = 1.3


class Fill(NamedTuple):
    """A dark area of a page: its mask, its ground without letters, what is dark (0, 1), and its frame (x, y, width,
    height) in a small picture; ``edge`` for what lies at the border of the scan."""

    mask: Any
    ground: Any
    dark: Any
    frame: tuple[int, int, int, int]
    edge: bool


def rect(width: float, height: float) -> Any:
    """A kernel of at least one pixel each way."""
    return cv2.getStructuringElement(cv2.MORPH_RECT, (max(1, round(width)), max(1, round(height))))


def turn_fills(page: Any, picture: Any, dpi: float) -> Any:
    """Turns the letters in the fills of ``page`` (grey, whitened) dark on white.

    ``picture`` is the page in colour as scanned. Returns where fills were turned (255), else 0.
    """
    scale = min(1.0, _FILL_DPI / dpi)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    turned = np.zeros(page.shape, np.uint8)
    frames = []
    found = _fills(small, dpi * scale)
    big = _big_letters(found, dpi * scale)
    for i, fill in enumerate(found):
        if i in big:
            _write_big(page, picture, fill, scale, turned)
        elif _turn(page, picture, small, fill, scale, dpi * scale, turned):
            outline = _outline(fill, dpi * scale)
            if outline is not None:
                frames.append(np.rint((outline + 0.5) / scale - 0.5).astype(np.int32))
    cv2.polylines(page, frames, True, 0, 2)
    return turned


def _dark(small: Any, dpi: float) -> tuple[Any, Any]:
    """What is darker or more coloured than paper, and where two colours meet in it (255, else 0)."""
    paper = np.percentile(small.reshape(-1, 3)[::3], 85, axis=0)
    even = cv2.LUT(
        small,
        np.clip(np.arange(256)[:, None] * (255 / np.maximum(paper, 1)), 0, 255).astype(np.uint8).reshape(256, 1, 3),
    )
    low = even.min(axis=2)
    grey = cv2.cvtColor(even, cv2.COLOR_RGB2GRAY)
    wide = int(dpi * 2) | 1
    around = cv2.blur(grey, (wide, wide)).astype(np.float32)
    local = np.minimum(255, np.maximum(around * 1.25, 255 * 0.45)) * _FILL_SHARE
    dark = np.where((grey < local) | (low < local), 255, 0).astype(np.uint8)
    calm = cv2.medianBlur(even, 3)
    steps = cv2.morphologyEx(calm, cv2.MORPH_GRADIENT, rect(3, 3)).max(axis=2)
    return dark, np.where(steps > _TWO_COLOURS, 255, 0).astype(np.uint8)


def _fills(small: Any, dpi: float) -> list[Fill]:
    """The fills of a small picture."""
    dark, meets = _dark(small, dpi)
    # Outlines of light letters are no border between two fills.
    borders = cv2.subtract(meets, cv2.dilate(cv2.bitwise_not(dark), rect(5, 5)))
    ground = cv2.subtract(dark, borders)
    # Even kernels move what they open by a pixel.
    side = int(dpi * _FILL_IN - 1) | 1
    square = rect(side, side)
    wide, high = _STRIP_IN[0] * dpi, _STRIP_IN[1] * dpi
    solid = cv2.morphologyEx(ground, cv2.MORPH_OPEN, square)
    if not solid.any():
        return []
    seeds = solid | cv2.morphologyEx(ground, cv2.MORPH_OPEN, rect(wide, high))
    seeds |= cv2.morphologyEx(ground, cv2.MORPH_OPEN, rect(high, wide))
    seeds &= ground
    near = cv2.dilate(seeds, rect(2 * dpi * _NEAR_IN, 2 * dpi * _NEAR_IN))
    holes = _letters(cv2.bitwise_not(ground), near, dpi)
    borders = _between(borders, meets, dpi)
    whole = cv2.subtract(seeds | holes | (ground & near), borders)
    whole = cv2.morphologyEx(whole, cv2.MORPH_OPEN, square)
    # Light rules between columns part no band.
    gap = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, rect(int(dpi * _COLUMN_RULE_IN) | 1, 1))
    whole |= cv2.subtract(gap, borders)
    whole |= cv2.subtract(_enclosed(cv2.bitwise_not(whole), dpi), borders)
    height, width = dark.shape
    n, labels, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=4)
    held = np.bincount(labels[solid > 0], minlength=n) > 0
    inner = cv2.subtract(ground, meets)
    # The border of a fill was taken for a step between two colours; it is given back.
    grown = cv2.dilate(labels.astype(np.float32), rect(3, 3)).astype(np.int32)
    labels = np.where((labels == 0) & (dark > 0), grown, labels)
    found = []
    for i in np.flatnonzero(held[1:]) + 1:
        x, y, w, h, area = (int(v) for v in stats[i])
        x, y, w, h = max(0, x - 1), max(0, y - 1), w + 2, h + 2
        edge = x <= 1 or y <= 1 or x + w >= width - 1 or y + h >= height - 1
        if area < _LEAST_FILL_IN2 * dpi * dpi and not edge:
            continue
        w, h = min(w, width - x), min(h, height - y)
        cut = slice(y, y + h), slice(x, x + w)
        mask = labels[cut] == i
        found.append(Fill(mask, mask & (inner[cut] > 0), dark[cut] // 255, (x, y, w, h), edge))
    return found


def _between(borders: Any, meets: Any, dpi: float) -> Any:
    """What of the steps between colours is straight, and the steps in its way beside letters."""
    long, letters = _BORDER_IN * dpi, _LETTERS_IN * dpi
    found = np.zeros_like(borders)
    for size, way in (((long, 1), (letters, 3)), ((1, long), (3, letters))):
        sure = cv2.morphologyEx(borders, cv2.MORPH_OPEN, rect(*size))
        sure = cv2.dilate(sure, rect(3, 3)) & meets
        found |= sure | (cv2.morphologyEx(sure, cv2.MORPH_CLOSE, rect(*way)) & meets)
    return found


def _thin(shape: Any, dpi: float) -> tuple[Any, Any, Any]:
    """The pieces of a shape: their numbers by pixel, boxes, and whether they may be letters."""
    n, labels, stats, _ = cv2.connectedComponentsWithStats(shape, connectivity=4)
    depth = cv2.distanceTransform(shape, cv2.DIST_L2, 3)
    thin = np.ones(n, bool)
    thin[np.unique(labels[depth > dpi * _LETTER_STROKE_IN / 2])] = False
    thin[0] = False
    return labels, stats, thin


def _letters(light: Any, near: Any, dpi: float) -> Any:
    """What of the light (and of the outlines of what is darker) may be letters in a fill."""
    labels, stats, thin = _thin(light, dpi)
    apart = np.bincount(labels[near == 0].ravel(), minlength=len(thin)) / stats[:, 4]
    return np.asarray((thin & (apart < _MOST_LETTERS))[labels] * 255, np.uint8)


def _enclosed(left: Any, dpi: float) -> Any:
    """What fills enclose of letters that were not taken as such."""
    labels, stats, thin = _thin(left, dpi)
    height, width = left.shape
    inside = (stats[:, 0] > 0) & (stats[:, 1] > 0)
    inside &= (stats[:, 0] + stats[:, 2] < width) & (stats[:, 1] + stats[:, 3] < height)
    return np.asarray((thin & inside)[labels] * 255, np.uint8)


def _ground(small: Any, fill: Fill, dpi: float) -> Any:
    """The colour of a fill's ground at each of its pixels."""
    x, y, w, h = fill.frame
    weight = fill.ground.astype(np.float32)
    size = int(dpi * _GROUND_IN) | 1
    part = small[y : y + h, x : x + w].astype(np.float32) * weight[..., None]
    border = cv2.BORDER_CONSTANT
    share = cv2.boxFilter(weight, -1, (size, size), normalize=True, borderType=border)
    total = cv2.boxFilter(part, -1, (size, size), normalize=True, borderType=border)
    usual = np.median(small[y : y + h, x : x + w][fill.ground], axis=0)
    # Where there is little ground around the whole fill's colour counts.
    prior = 0.01
    return ((total + usual * prior) / (share + prior)[..., None]).astype(np.uint8)


def _turn(page: Any, picture: Any, small: Any, fill: Fill, scale: float, dpi: float, turned: Any) -> bool:
    """Letters in a fill become dark on white; whether it is a fill and no picture."""
    x, y, w, h = fill.frame
    height, width = page.shape
    x0, y0 = round(x / scale), round(y / scale)
    x1, y1 = min(width, round((x + w) / scale)), min(height, round((y + h) / scale))
    if x1 <= x0 or y1 <= y0 or not fill.ground.any():
        return False
    size = (x1 - x0, y1 - y0)
    mask = cv2.resize(fill.mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    margin = max(2, round(1 / scale))
    wide = margin + max(2, round(1 / scale))
    padded = cv2.copyMakeBorder(mask, wide, wide, wide, wide, cv2.BORDER_CONSTANT, value=0)
    core = cv2.erode(padded, rect(2 * margin + 1, 2 * margin + 1))
    outside = cv2.dilate(padded, rect(2 * wide + 1, 2 * wide + 1))
    a, b = max(0, x0 - wide), max(0, y0 - wide)
    c, d = min(width, x1 + wide), min(height, y1 + wide)
    cut = (slice(b - y0 + wide, d - y0 + wide), slice(a - x0 + wide, c - x0 + wide))
    inner, outer = core[cut] > 0, outside[cut] > 0
    if inner.any():
        ground = cv2.resize(_ground(small, fill, dpi), size, interpolation=cv2.INTER_LINEAR)
        ground = cv2.copyMakeBorder(ground, wide, wide, wide, wide, cv2.BORDER_REPLICATE)[cut]
        spread = cv2.absdiff(picture[b:d, a:c], ground).max(axis=2)
        values = spread[inner]
        most = float(np.percentile(values, 99))
        if most >= _FILL_CONTRAST:
            between = (values > most * _SHADES[0]) & (values < most * _SHADES[1])
            if not fill.edge and between.mean() > _MOST_SHADES:
                page[b:d, a:c][outer] = 255
                return False
            ink = (spread.astype(np.float32) - most * _GRAIN_SHARE) * (_DEEPER * 255 / most)
            page[b:d, a:c][inner] = (255 - np.clip(ink, 0, 255)).astype(np.uint8)[inner]
        else:
            page[b:d, a:c][inner] = 255
    page[b:d, a:c][outer & ~inner] = 255
    turned[b:d, a:c][outer] = 255
    return True


def _big_letters(fills: list[Fill], dpi: float) -> set[int]:
    """Which fills are letters of a large heading: two or more beside one another, as tall, with
    strokes; and the points between them."""
    low, high = _BIG_IN[0] * dpi, _BIG_IN[1] * dpi
    tall = [i for i, fill in enumerate(fills) if low <= fill.frame[3] <= high and not fill.edge]
    tall = [i for i in tall if _strokes(fills[i], dpi)]
    chosen: set[int] = set()
    for i in tall:
        beside = [j for j in tall if j != i and _beside(fills[i], fills[j], dpi)]
        if any(fills[j].mask.mean() < _FULL for j in (i, *beside)) and beside:
            chosen |= {i, *beside}
    for i, fill in enumerate(fills):
        if max(fill.frame[2:]) < low and sum(_beside(fills[j], fill, dpi) for j in chosen) > 1:
            chosen.add(i)
    return chosen


def _strokes(fill: Fill, dpi: float) -> bool:
    """Whether a fill has the form of a letter: narrow, of strokes."""
    if fill.frame[2] > _BIG_IN[1] * dpi:
        return False
    shape = cv2.copyMakeBorder(fill.mask & fill.dark, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    depth = cv2.distanceTransform(shape, cv2.DIST_L2, 3)
    return bool(2 * depth.max() < _BIG_STROKE_IN * dpi)


def _beside(one: Fill, other: Fill, dpi: float) -> bool:
    """Whether a fill stands within the line of another, close to it."""
    x, y, w, h = one.frame
    a, b, c, d = other.frame
    gap = max(a - x - w, x - a - c)
    return gap < _NEXT_IN * dpi and y - h / 4 < b and b + d < y + h * 5 / 4


def _write_big(page: Any, picture: Any, fill: Fill, scale: float, turned: Any) -> None:
    """Writes a letter as thick as a fill anew, dark on white."""
    x, y, w, h = (round(v / scale) for v in fill.frame)
    margin = max(2, round(2 / scale))
    cut = slice(max(0, y - margin), y + h + margin), slice(max(0, x - margin), x + w + margin)
    pale = picture[cut].min(axis=2).astype(np.float32)
    paper, ink = np.percentile(pale, (90, 10))
    page[cut] = np.clip((pale - ink) * (255 / max(1.0, paper - ink)), 0, 255).astype(np.uint8)
    turned[cut] = 255


def _outline(fill: Fill, dpi: float) -> Any:
    """The corners of a fill that is a cell, in pixels of the small picture; None for another."""
    x, y, w, h = fill.frame
    if fill.edge or min(w, h) <= 8 or max(w, h) < _CELL_IN * dpi:
        return None
    shape = fill.mask.astype(np.uint8)
    contours, _ = cv2.findContours(shape, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea)
    a, b, c, d = cv2.boundingRect(contour)
    box: Any = np.array([[a, b], [a + c - 1, b], [a + c - 1, b + d - 1], [a, b + d - 1]], np.float32)
    # A corner more or less leans the least frame around a level one.
    if c * d - shape.sum() > c + d:
        box = cv2.boxPoints(cv2.minAreaRect(contour))
    if shape.sum() < _FULL * max(1.0, cv2.contourArea(box)):
        return None
    return box + np.array([x, y], np.float32)
