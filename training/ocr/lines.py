"""Training lines: text rendered in a font, damaged, cut out and normalised as the reader does."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from training.ocr.damage import (
    Box,
    Grey,
    Noise,
    ink_box,
    redrawn,
    remains,
    scanned,
    thickened_or_thinned,
    turned,
)
from training.ocr.fonts import HAND, Font
from training.ocr.text import CHARSET, CHECKS, LEADER, LONGEST, Sources, line

HEIGHT = 40
"""Rows of a line as the network sees it."""
WIDEST = 1100
AIR_ABOVE, AIR_BESIDE = 0.06, 0.15
"""Paper around the ink, in heights of the box."""
LOWEST_BOX = 0.45
"""A box is at least so many em high, so that a dash does not fill it."""
SIZES = (24, 27, 30, 33, 36, 40, 44, 50, 58)
"""Pixels an em: 14 to 16 points at 120 to 270 dpi."""
DRAWN_FIVES = 0.3
"""Share of the lines with a ๕ in which it is drawn on a ๔."""
KEPT = 1500
"""Rendered lines at hand for another damage, and as neighbours."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Black on white with a margin of an em; ``em`` in pixels."""

    text: str
    picture: Grey
    em: int


@lru_cache(maxsize=1200)
def opened(path: str, em: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, em, layout_engine=ImageFont.Layout.RAQM)


def rendered(text: str, path: str, em: int, random: Random | None = None) -> Rendered:
    """The text in one font. ``random`` widens spaces and tracking now and then."""
    font = opened(path, em)
    shown = text
    leader = random.randint(4, 30) if random else 12
    shown = shown.replace(LEADER, "." * leader if random is None or random.random() < 0.8 else "…" * (leader // 3))
    if random and " " in shown and random.random() < 0.12:
        shown = " ".join(part + " " * random.randint(0, 7) for part in shown.split(" "))
    if any(c in CHECKS for c in shown) or (random and random.random() < 0.03 and len(shown) > 1):
        return Rendered(text, _in_parts(shown, font, em, random), em)
    redraw = random is not None and "๕" in shown and random.random() < DRAWN_FIVES
    drawn = shown.replace("๕", "๔") if redraw else shown
    left, top, right, bottom = font.getbbox(drawn)
    image = Image.new("L", (int(right - left) + 2 * em, int(bottom - top) + 2 * em), 255)
    draw = ImageDraw.Draw(image)
    draw.text((em - left, em - top), drawn, font=font, fill=0)
    if redraw and random is not None:
        places = [em - left + font.getlength(drawn[:i]) for i, c in enumerate(shown) if c == "๕"]
        _draw_fives(draw, places, em - top, opened_top(path, em), random)
    return Rendered(text, np.asarray(image), em)


@lru_cache(maxsize=1200)
def opened_top(path: str, em: int) -> tuple[float, float, tuple[float, ...]]:
    """Of ๔: its left edge, its height, and the highest ink of every column, from the origin."""
    font = opened(path, em)
    left, top, right, bottom = (int(edge) for edge in font.getbbox("๔"))
    image = Image.new("L", (max(1, right - left), max(1, bottom - top)), 255)
    ImageDraw.Draw(image).text((-left, -top), "๔", font=font, fill=0)
    dark = np.asarray(image) < 128
    return left, bottom - top, tuple(float(top + row) for row in dark.argmax(0))


def _draw_fives(
    draw: ImageDraw.ImageDraw,
    places: Sequence[float],
    down: float,
    four: tuple[float, float, tuple[float, ...]],
    random: Random,
) -> None:
    """Makes a ๔ at each place a ๕ in another hand: a flag or a ring on its upper stroke.

    Fonts differ most in this figure, and one that is new must not pass for ๔.
    """
    left, height, tops = four
    thick = max(2, round(height * random.uniform(0.09, 0.2)))
    flag = random.random() < 0.7
    start, end = random.uniform(0.08, 0.35), random.uniform(0.42, 0.65)
    rise, radius = random.uniform(0.05, 0.16) * height, random.uniform(0.08, 0.17) * height
    for place in places:
        joint = min(len(tops) - 1, round(end * len(tops)))
        x, y = place + left + joint, down + tops[joint] + thick / 2
        if flag:
            first = min(len(tops) - 1, round(start * len(tops)))
            x0, y0 = place + left + first, down + min(tops[first], tops[joint]) - rise
            middle = ((x0 + x) / 2, y0 + (y - y0) * random.uniform(0.5, 0.9))
            draw.line([(x0, y0), middle, (x, y)], fill=0, width=thick, joint="curve")
        else:
            y -= radius * random.uniform(0.5, 1.1)
            full = 0 if random.random() < 0.25 else None
            draw.ellipse(
                (x - radius, y - radius, x + radius, y + radius), fill=full, outline=0, width=max(1, thick * 2 // 3)
            )


def _in_parts(text: str, font: ImageFont.FreeTypeFont, em: int, random: Random | None) -> Grey:
    """Letter by letter with more space between, check marks drawn."""
    space = random.uniform(0, 0.35) * em if random else 0.1 * em
    clusters: list[str] = []
    for c in text:
        if clusters and ("\u0e31" <= c <= "\u0e3a" or "\u0e47" <= c <= "\u0e4e") and c not in "าเแโใไ":
            clusters[-1] += c
        else:
            clusters.append(c)
    widths = [em * 0.8 if c in CHECKS else font.getlength(c) for c in clusters]
    image = Image.new("L", (int(sum(widths) + space * len(clusters)) + 2 * em, 4 * em), 255)
    draw, x = ImageDraw.Draw(image), float(em)
    for cluster, width in zip(clusters, widths, strict=True):
        if cluster in CHECKS:
            _draw_check(draw, cluster, x, 2.0 * em, em, random)
        else:
            draw.text((x, 2.6 * em), cluster, font=font, fill=0, anchor="ls")
        x += width + space
    return np.asarray(image)


def _draw_check(draw: ImageDraw.ImageDraw, sign: str, x: float, y: float, em: int, random: Random | None) -> None:
    """A tick, a cross or a box at x, y (its upper left), about 0.6 em wide."""
    thick = max(2, round(em * (random.uniform(0.05, 0.12) if random else 0.08)))
    size = em * (random.uniform(0.5, 0.65) if random else 0.6)
    if sign in "☐☑":
        draw.rectangle((x, y, x + size, y + size), outline=0, width=max(1, thick * 2 // 3))
    if sign in "✓☑":
        knee = random.uniform(0.3, 0.45) if random else 0.38
        rise = random.uniform(-0.15, 0.1) * size if random and sign == "✓" else 0.12 * size
        points = [(x + 0.1 * size, y + 0.55 * size), (x + knee * size, y + 0.9 * size), (x + 0.92 * size, y + rise)]
        draw.line(points, fill=0, width=thick, joint="curve")
    if sign == "✗":
        draw.line((x + 0.1 * size, y + 0.1 * size, x + 0.9 * size, y + 0.92 * size), fill=0, width=thick)
        draw.line((x + 0.12 * size, y + 0.9 * size, x + 0.9 * size, y + 0.1 * size), fill=0, width=thick)


def cropped(picture: Grey, box: Box, random: Random | None = None, em: float = 0) -> Grey:
    """The box with some air, HEIGHT rows high; ``random`` moves its edges as page layout does."""
    x0, y0, x1, y1 = box
    lacking = max(0.0, LOWEST_BOX * em - (y1 - y0))
    high = y1 - y0 + lacking
    top, bottom = y0 - lacking / 2 - AIR_ABOVE * high, y1 + lacking / 2 + AIR_ABOVE * high
    left, right = x0 - AIR_BESIDE * high, x1 + AIR_BESIDE * high
    if random is not None:
        top, bottom = top + random.gauss(0, 0.035) * high, bottom + random.gauss(0, 0.035) * high
        left, right = left + random.gauss(0, 0.07) * high, right + random.gauss(0, 0.07) * high
        kind = random.random()
        if kind < 0.12:  # The box of a whole line around a piece without marks.
            top -= random.uniform(0, 0.55) * em
            bottom += random.uniform(0, 0.3) * em
        elif kind < 0.16:  # An edge that cuts.
            top += random.uniform(0, 0.09) * high
            bottom -= random.uniform(0, 0.09) * high
    part = picture[max(0, round(top)) : max(1, round(bottom)), max(0, round(left)) : max(1, round(right))]
    if part.size == 0:
        part = picture
    scale = HEIGHT / part.shape[0]
    stretch = random.uniform(0.8, 1.25) if random is not None and random.random() < 0.5 else 1.0
    width = max(8, round(part.shape[1] * scale * stretch))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, (width, HEIGHT), interpolation=way), np.uint8)


def normalised(crop: Grey) -> NDArray[np.float32]:
    """Paper 0 and ink 1, whatever the contrast."""
    values = crop.astype(np.float32)
    ink, paper = np.percentile(crop, (2, 90))
    return np.asarray(np.clip((paper - values) / max(paper - ink, 30.0), -0.3, 1.3), np.float32)


class Lines:
    """Endless training lines of a seed, in the fonts of role train and latin."""

    def __init__(self, fonts: Sequence[tuple[Font, Path]], sources: Sources, seed: int) -> None:
        self.random = Random(seed)
        self.noise = Noise(seed)
        self.sources = sources
        self.kept: deque[Rendered] = deque(maxlen=KEPT)
        families: dict[str, list[str]] = {}
        latin: dict[str, list[str]] = {}
        for font, path in fonts:
            if font.role == "train":
                families.setdefault(font.family, []).append(str(path))
            elif font.role == "latin":
                latin.setdefault(font.family, []).append(str(path))
        # Most reports are set in Sarabun; hand-like families are rare.
        self.families = list(families.values())
        self.shares = [_SHARES.get(name, 0.35 if name in HAND else 1.0) for name in families]
        self.latin = list(latin.values())

    def one(self, longest: int = LONGEST) -> tuple[NDArray[np.float32], str]:
        """A normalised line (HEIGHT rows) and its text."""
        while True:
            source = self._source(longest)
            made = self._damaged(source)
            if made is not None and made.shape[1] <= WIDEST:
                return normalised(made), source.text

    def _source(self, longest: int) -> Rendered:
        random = self.random
        if len(self.kept) > KEPT // 2 and random.random() < 0.5:
            return random.choice(self.kept)
        text = line(self.sources, random, longest)
        group = self.latin if set(text) <= _LATIN and random.random() < 0.3 else None
        paths = random.choice(group) if group else random.choices(self.families, self.shares)[0]
        source = rendered(text, random.choice(paths), random.choice(SIZES), random)
        self.kept.append(source)
        return source

    def _damaged(self, source: Rendered) -> Grey | None:
        random, em, picture = self.random, source.em, source.picture
        if random.random() < 0.5:
            picture = turned(picture, random)
        if random.random() < 0.4:
            picture = redrawn(picture, random, self.noise, em)
        box = ink_box(picture)
        if box is None:
            return None
        # Only what a moved box can reach is damaged.
        x0, y0, x1, y1 = box
        reach = round(0.8 * em)
        left, top = max(0, x0 - reach), max(0, y0 - reach)
        picture = picture[top : y1 + reach, left : x1 + reach]
        box = (x0 - left, y0 - top, x1 - left, y1 - top)
        if random.random() < 0.2:
            other = random.choice(self.kept).picture if self.kept else None
            picture = remains(picture, box, random, em, other)
        if random.random() < 0.22:
            picture = thickened_or_thinned(picture, random, em)
        return cropped(scanned(picture, random, self.noise, em), box, random, em)


_SHARES = {
    "TH Sarabun New": 4.0,
    "Sarabun": 3.0,
    "Tlwg Mono": 0.2,
    "Tlwg Typewriter": 0.3,
    "Tlwg Typist": 0.5,
    "Tlwg Typo": 0.5,
    "Noto Sans Thai": 1.5,
    "IBM Plex Sans Thai": 1.5,
    "Anuphan": 1.5,
    "Prompt": 1.5,
    "Kinnari": 1.5,
    "Taviraj": 1.5,
}
_LATIN = frozenset(c for c in CHARSET if c < "\u0e00")
