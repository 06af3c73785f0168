"""What printing, copying and scanning do to a line of text. Pictures are grey, 0 is black."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels; x1 and y1 are outside."""


class Noise:
    """Random numbers of a seed; normal ones are cut from a tile, as they are what takes the time."""

    _TILE = 1 << 18

    def __init__(self, seed: int) -> None:
        self.generator = np.random.default_rng(seed)
        self._tile = self.generator.standard_normal(self._TILE, dtype=np.float32)

    def normal(self, height: int, width: int) -> NDArray[np.float32]:
        """Deviation 1, mean 0."""
        size = height * width
        if size > self._TILE:
            return self.generator.standard_normal((height, width), dtype=np.float32)
        start = int(self.generator.integers(0, self._TILE - size + 1))
        return self._tile[start : start + size].reshape(height, width)

    def even(self, height: int, width: int) -> NDArray[np.float32]:
        """Evenly spread from 0 to 1."""
        return self.generator.random((height, width), dtype=np.float32)


def ink_box(picture: Grey, darker_than: int = 128) -> Box | None:
    """The box of everything dark; None for white paper."""
    dark = picture < darker_than
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def turned(picture: Grey, random: Random) -> Grey:
    """Slightly rotated and sheared, as deskewing leaves a page. Long lines are turned less."""
    height, width = picture.shape
    angle = random.gauss(0, min(0.6, 60 / width))
    shear = random.gauss(0, 0.035)
    if random.random() < 0.12:  # Slanted by a program that has no slanted cut. Rows count downwards.
        shear -= random.uniform(0.1, 0.28)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    matrix[0, 1] += shear
    matrix[0, 2] -= shear * height / 2
    return _grey(cv2.warpAffine(picture, matrix, (width, height), borderValue=255))


def redrawn(picture: Grey, random: Random, noise: Noise, em: float) -> Grey:
    """Letters bent a little, as another font would draw them: smooth shifts of a few hundredths em."""
    height, width = picture.shape
    cell = em * random.uniform(0.25, 0.7)
    strength = em * random.uniform(0.008, 0.035)
    grid = (max(2, round(width / cell)), max(2, round(height / cell)))
    across, down = (
        cv2.resize(
            strength * noise.normal(grid[1], grid[0]),
            (width, height),
            interpolation=cv2.INTER_CUBIC,
        )
        for _ in range(2)
    )
    across = across + np.arange(width, dtype=np.float32)[None, :]
    down = down + np.arange(height, dtype=np.float32)[:, None]
    return _grey(cv2.remap(picture, across, down, cv2.INTER_LINEAR, borderValue=255))


def thickened_or_thinned(picture: Grey, random: Random, em: float) -> Grey:
    """Ink that has spread, or a print that breaks."""
    kernel = np.ones(random.choice(((2, 2), (2, 1), (1, 2))), np.uint8)
    # A thin print of small letters would vanish.
    if em < 28 or random.random() < 0.6:
        return _grey(cv2.erode(picture, kernel))
    thin = _grey(cv2.dilate(picture, kernel))
    return _grey(cv2.addWeighted(picture, 0.4, thin, 0.6, 0))


def remains(picture: Grey, box: Box, random: Random, em: float, other: Grey | None) -> Grey:
    """What a box holds besides its line: rules, underlines, marks of the line above or below."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    kind = random.random()
    picture = picture.copy()
    ink, thick = random.randint(0, 120), random.randint(1, max(1, round(em / 16)))
    gap = random.randint(1, max(2, round(em / 4)))
    if kind < 0.35:
        side = random.choice("lrbt")
        if side == "l":
            picture[:, max(0, x0 - gap - thick) : max(0, x0 - gap)] = ink
        elif side == "r":
            picture[:, x1 + gap : x1 + gap + thick] = ink
        elif side == "b":
            picture[y1 + gap : y1 + gap + thick] = ink
        else:
            picture[max(0, y0 - gap - thick) : max(0, y0 - gap)] = ink
    elif kind < 0.6:
        at = min(picture.shape[0] - 1, y1 + random.randint(-round(height * 0.12), round(em / 8)))
        picture[at : at + thick, x0:x1] = np.minimum(picture[at : at + thick, x0:x1], ink)
    elif kind < 0.7:
        for _ in range(random.randint(1, 4)):
            centre = random.randint(x0, x1), random.randint(max(0, y0 - 3), y1 + 3)
            cv2.circle(picture, centre, random.randint(0, max(1, round(em / 26))), ink, -1)
    elif other is not None:
        strip = _strip(other, random, height)
        rows, columns = min(strip.shape[0], height // 4), min(strip.shape[1], x1 - x0)
        if rows > 0 and columns > 0:
            if random.random() < 0.5:
                low = max(0, y0 - random.randint(0, 3))
                area = picture[max(0, low - rows) : low, x0 : x0 + columns]
                source = strip[strip.shape[0] - area.shape[0] :, :columns]
            else:
                high = y1 + random.randint(0, 3)
                area = picture[high : high + rows, x0 : x0 + columns]
                source = strip[: area.shape[0], :columns]
            np.minimum(area, source, out=area)
    return picture


def _strip(other: Grey, random: Random, height: int) -> Grey:
    """The upper or the lower edge of another line, mostly a few marks of it."""
    box = ink_box(other)
    if box is None:
        return other[:0]
    x0, y0, x1, y1 = box
    rows = max(2, round(height * random.uniform(0.05, 0.2)))
    return other[y0 : y0 + rows, x0:x1] if random.random() < 0.5 else other[y1 - rows : y1, x0:x1]


def stamped(picture: NDArray[np.float32], random: Random, em: float) -> NDArray[np.float32]:
    """A stroke or an arc of a stamp or a pen across the line, in any shade."""
    height, width = picture.shape
    over = picture.copy()
    shade = float(random.uniform(60, 215))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        point = random.randint(0, width), random.randint(0, height)
        thick = random.randint(1, max(1, round(em / 9)))
        if random.random() < 0.6:
            radius = random.randint(round(em * 0.4), round(em * 4))
            axes = (radius, round(radius * random.uniform(0.6, 1)))
            cv2.ellipse(
                over, point, axes, random.randint(0, 90), 0, random.choice((360, 180)), shade, thick, cv2.LINE_AA
            )
        else:
            end = point[0] + random.randint(-6, 6) * round(em), random.randint(0, height)
            cv2.line(over, point, end, shade, thick, cv2.LINE_AA)
    return np.minimum(picture, over)


def scanned(picture: Grey, random: Random, noise: Noise, em: float) -> Grey:
    """Contrast, blur, resolution, noise, shade, stamps, threshold and JPEG of a scan."""
    height, width = picture.shape
    ink = random.uniform(0, 130) if random.random() < 0.5 else random.uniform(0, 40)
    paper = random.uniform(max(200.0, ink + 55), 255)
    if random.random() < 0.06:  # Faint, or light letters on a shaded cell turned dark on light.
        ink = random.uniform(140, 185)
        paper = random.uniform(ink + 40, 250)
    result = (ink + (paper - ink) / 255 * picture.astype(np.float32)).astype(np.float32)
    if random.random() < 0.09:
        result = stamped(result, random, em)
    if random.random() < 0.75:
        strongest = 0.03 * em if random.random() < 0.85 else 0.055 * em
        width_of_blur = max(0.3, random.uniform(0.005 * em, strongest))
        result = np.asarray(cv2.GaussianBlur(result, (0, 0), width_of_blur), np.float32)
    if random.random() < 0.2:
        result = _copied(result, ink, paper, random, em)
    if random.random() < 0.35:
        result = _resampled(result, random, em)
    if random.random() < 0.65:
        strength = random.uniform(1, 9) if random.random() < 0.75 else random.uniform(9, 24)
        result += strength * noise.normal(height, width)
    if random.random() < 0.04:
        salt = noise.even(height, width)
        share = random.uniform(0.001, 0.005)
        result[salt < share] = ink
        result[salt > 1 - share] = 255
    if random.random() < 0.15:
        slope = random.uniform(-45, 45)
        result += np.linspace(0, slope, width, dtype=np.float32)[None, :]
    if random.random() < 0.1:
        low, high = (0.35, 0.75) if random.random() < 0.8 else (0.25, 0.85)
        limit = ink + (paper - ink) * random.uniform(low, high)
        result = np.where(result < limit, np.float32(0), np.float32(255))
        if random.random() < 0.4:
            result = _resampled(result, random, em)
    grey = np.clip(result, 0, 255).astype(np.uint8)
    if random.random() < 0.35:
        quality = random.randint(25, 90)
        grey = _grey(cv2.imdecode(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0))
    return grey


def _copied(picture: NDArray[np.float32], ink: float, paper: float, random: Random, em: float) -> NDArray[np.float32]:
    """What a copier or the contrast of a scanner makes: soft edges cut at a level, thin or thick."""
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), max(0.5, random.uniform(0.012, 0.03) * em)), np.float32)
    share = (blurred - ink) / max(1.0, paper - ink)
    steep, level = random.uniform(2, 8), random.uniform(0.38, 0.78)
    return np.asarray(ink + (paper - ink) * np.clip((share - level) * steep + 0.5, 0, 1), np.float32)


def _resampled(picture: NDArray[np.float32], random: Random, em: float) -> NDArray[np.float32]:
    """Through a lower resolution and back; letters keep at least 16 pixels an em."""
    height, width = picture.shape
    factor = random.uniform(max(0.4, min(0.9, 16 / em)), 0.95)
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    way = random.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST))
    return np.asarray(cv2.resize(small, (width, height), interpolation=way), np.float32)


def _grey(picture: object) -> Grey:
    return np.asarray(picture, np.uint8)
