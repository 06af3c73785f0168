"""Boxes of a picture become lines of one height, paper 0 and ink 1, as the recogniser takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.scan.ocr_engine import Grey, PixelBox

LinePicture = NDArray[np.float32]
"""A line, rows by columns; paper 0, ink 1."""
Ink = tuple[PixelBox, bool]
"""The box of the ink within a box, and whether it is light on dark."""

# Air beside the ink of a line, in heights of it: what the recogniser was trained with.
AIR_BESIDE = 0.15
# Ink is so many grey levels darker than its paper, after the noise was smoothed.
LEAST_CONTRAST = 24.0
# Shares of a line's pixels: its darkest are ink, its lightest paper.
INK_PERCENT, PAPER_PERCENT = 2.0, 90.0
LEAST_SPAN = 30.0
# A pixel belongs to the text from this share of the way from paper to ink on: hairlines that are
# blurred are grey.
INK_SHARE = 0.25
NARROWEST = 8
# Ink that is lower than this share of the usual height, or than so many pixels, is a dash or dots:
# it keeps the paper of its line above and below.
LOW_SHARE = 0.7
LOWEST_LINE = 8
# Fewer boxes say nothing of what is usual.
LEAST_BOXES = 3
# No text is usually higher, in pixels.
HIGHEST_USUAL = 48


@dataclass(frozen=True, slots=True)
class Cut:
    """A line as the recogniser takes it.

    Column ``c`` of ``line`` shows the picture's x at ``x0 + c / scale``.
    """

    line: LinePicture
    x0: float
    scale: float

    def picture_x(self, column: float) -> float:
        return self.x0 + column / self.scale


@dataclass(frozen=True, slots=True)
class Trim:
    """How a line is cut out: its air above and below in heights of its ink, and how far it is drawn
    out in width."""

    above: float = 0.06
    below: float = 0.06
    stretch: float = 1.0


USUAL = Trim()
# Other ways to cut the same line, within what the recogniser was trained with.
OTHERS = (Trim(0.1, 0.02, 1.06), Trim(0.02, 0.1, 0.94), Trim(0.09, 0.09, 1.0))


def cut_line(image: Grey, box: PixelBox, height: int, trim: Trim = USUAL, lowest: int = LOWEST_LINE) -> Cut | None:
    """The line in a box, as high as the recogniser takes it; None where there is no ink.

    Ink lower than ``lowest`` pixels keeps paper above and below.
    """
    found = ink_box(image, box)
    return cut_ink(image, found, height, trim, lowest) if found else None


def cut_ink(image: Grey, found: Ink, height: int, trim: Trim = USUAL, lowest: int = LOWEST_LINE) -> Cut:
    """``cut_line`` where the ink of the box is known."""
    (x0, y0, x1, y1), dark = found
    tall = y1 - y0
    if tall < lowest:
        y0 -= (lowest - tall) // 2
        y1 = y0 + lowest
        tall = lowest
    top, bottom = round(y0 - trim.above * tall), round(y1 + trim.below * tall)
    left, right = round(x0 - AIR_BESIDE * tall), round(x1 + AIR_BESIDE * tall)
    grey = _with_air(image, (left, top, right, bottom), image[max(0, y0) : y1, max(0, x0) : x1], dark)
    return Cut(*_scaled(grey, left, height, trim.stretch))


def usual_height(inks: Iterable[Ink | None]) -> int:
    """The height in pixels below which the ink of a box is lower than that of most others."""
    heights = [ink[0][3] - ink[0][1] for ink in inks if ink is not None]
    if len(heights) < LEAST_BOXES:
        return LOWEST_LINE
    return max(LOWEST_LINE, round(LOW_SHARE * min(float(np.median(heights)), HIGHEST_USUAL)))


def framed_line(image: Grey, box: PixelBox, margin: int) -> Grey | None:
    """The ink in a box, dark on light, with so many pixels of paper around; None where all is blank."""
    found = ink_box(image, box)
    if found is None:
        return None
    (x0, y0, x1, y1), dark = found
    part = image[y0:y1, x0:x1]
    part = 255 - part if dark else part
    paper = int(np.percentile(part, PAPER_PERCENT))
    return np.pad(part, margin, constant_values=paper)


def _scaled(grey: NDArray[np.float32], left: float, height: int, stretch: float) -> tuple[LinePicture, float, float]:
    import cv2

    scale = height / grey.shape[0]
    width = max(NARROWEST, round(grey.shape[1] * scale * stretch))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    line: LinePicture = cv2.resize(grey, (width, height), interpolation=how).astype(np.float32)
    return _normal(line), left, width / grey.shape[1]


def _normal(line: NDArray[np.float32]) -> LinePicture:
    """Paper to 0 and ink to 1, whatever their greys."""
    ink, paper = float(np.percentile(line, INK_PERCENT)), float(np.percentile(line, PAPER_PERCENT))
    normal: LinePicture = np.clip((paper - line) / max(paper - ink, LEAST_SPAN), -0.3, 1.3)
    return normal.astype(np.float32)


def _with_air(image: Grey, box: PixelBox, inner: Grey, dark: bool) -> NDArray[np.float32]:
    """What stands in a box that may reach over the picture's edge, where it is paper.

    White on a dark ground becomes dark on white; beyond its ground there is none of it.
    """
    x0, y0, x1, y1 = box
    height, width = image.shape
    paper = float(np.percentile(inner, 100 - PAPER_PERCENT if dark else PAPER_PERCENT))
    grey = np.full((y1 - y0, x1 - x0), paper, np.float32)
    a, b, c, d = max(0, x0), max(0, y0), min(width, x1), min(height, y1)
    grey[b - y0 : d - y0, a - x0 : c - x0] = image[b:d, a:c]
    return 255.0 - grey if dark else grey


def ink_box(image: Grey, box: PixelBox) -> Ink | None:
    """The ink within a box; None where all is blank."""
    import cv2

    height, width = image.shape
    x0, y0, x1, y1 = max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])
    if x1 - x0 < 1 or y1 - y0 < 1:
        return None
    sharp = image[y0:y1, x0:x1].astype(np.float32)
    part: NDArray[np.float32] = cv2.blur(sharp, (3, 3)).astype(np.float32)
    darkest, lightest = float(part.min()), float(part.max())
    if lightest - darkest < LEAST_CONTRAST:
        return None
    shares = (INK_PERCENT, 100 - PAPER_PERCENT, 50, PAPER_PERCENT, 100 - INK_PERCENT)
    low, tenth, middle, ninetieth, high = np.percentile(part, shares).tolist()
    dark = middle <= (low + high) / 2 and _is_dark_around(image, (x0, y0, x1, y1), (low + high) / 2)
    if dark:
        part, sharp = 255.0 - part, 255.0 - sharp
        darkest, ninetieth, low = 255.0 - lightest, 255.0 - tenth, 255.0 - high
    paper = max(ninetieth, darkest + LEAST_CONTRAST)
    ink = min(low, paper - LEAST_CONTRAST)
    # Smoothing tells ink from grain, and makes it wider than it is.
    least = paper - INK_SHARE * (paper - ink)
    mask = (part < least) & (sharp < least)
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return None
    inside = (
        x0 + int(columns[0]), y0 + int(rows[0]), x0 + int(columns[-1]) + 1, y0 + int(rows[-1]) + 1
    )  # fmt: skip
    return inside, dark


def _is_dark_around(image: Grey, box: PixelBox, middle: float) -> bool:
    """Whether most of what stands right around a box is darker than ``middle``."""
    x0, y0, x1, y1 = box
    ring = np.concatenate([
        image[max(0, y0 - 1), x0:x1], image[min(image.shape[0] - 1, y1), x0:x1],
        image[y0:y1, max(0, x0 - 1)], image[y0:y1, min(image.shape[1] - 1, x1)],
    ])  # fmt: skip
    return float(np.median(ring)) < middle


def as_batches(lines: Sequence[LinePicture], step: int, most_columns: int) -> list[list[int]]:
    """Places of lines of like width, as many together as may be in ``most_columns`` columns."""
    by_width: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        by_width.setdefault(padded_width(line.shape[1], step), []).append(i)
    batches = []
    for width, places in sorted(by_width.items()):
        many = max(1, most_columns // width)
        batches += [places[a : a + many] for a in range(0, len(places), many)]
    return batches


def padded_width(width: int, step: int) -> int:
    """The next multiple of ``step``; a line is padded alike whatever lines it goes with."""
    return -(-width // step) * step
