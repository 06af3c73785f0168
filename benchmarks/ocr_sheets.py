"""Sheets of values and of prose in a given font, with where each stands: what the readers are asked."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from ocr_damage import Picture
from ocr_fonts import Font
from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

Box = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels; x1 and y1 are outside."""
INCH_MM, POINTS = 25.4, 72.0
A4_MM = (210.0, 297.0)
MARGIN_MM = 18.0
COLUMNS, ROWS = 5, 22
ROW_MM = 11.0
SIZES = (14.0, 15.0, 16.0)
PROSE_LINES = 22
TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
WHITE, BLACK = 255, 0
HUNDREDTHS = 10_000
# How often a value is a round 100.00, as scores often are.
FULL_MARKS = 0.06


@dataclass(frozen=True, slots=True)
class Placed:
    """A text as printed and the box of its ink."""

    text: str
    box: Box


@dataclass(slots=True)
class Sheet:
    """A clean page with what stands on it."""

    picture: Picture
    placed: list[Placed]


def value(rng: random.Random) -> str:
    """A score as reports print it, ``dd.dd``."""
    if rng.random() < FULL_MARKS:
        return "100.00"
    return f"{rng.randrange(HUNDREDTHS) / 100:.2f}"


def values_sheet(font: Font, dpi: int, seed: int, count: int, head: str) -> Sheet:
    """A ruled table of scores, every second one in Thai digits, under a line of heading."""
    rng = random.Random(f"{font.family}/{seed}/values")
    image, draw = _blank(dpi)
    margin, row = _px(MARGIN_MM, dpi), _px(ROW_MM, dpi)
    heading = _font(font.regular, rng.choice(SIZES) * font.scale, dpi)
    _put(image, head, heading, (margin, margin // 2 + row // 2), None)
    letters = _font(rng.choice((font.regular, font.regular, font.bold)),
                    rng.choice(SIZES) * font.scale, dpi)  # fmt: skip
    column = (image.width - 2 * margin) // COLUMNS
    top = margin + 2 * row
    rule = max(1, round(dpi / 110))
    rows = min(ROWS, -(-count // COLUMNS))
    for r in range(rows + 1):
        y = top + r * row
        draw.line((margin, y, margin + COLUMNS * column, y), BLACK, rule)
    for c in range(COLUMNS + 1):
        x = margin + c * column
        draw.line((x, top, x, top + rows * row), BLACK, rule)
    placed = []
    for number in range(min(count, rows * COLUMNS)):
        r, c = divmod(number, COLUMNS)
        text = value(rng)
        # By pairs: a column's neighbour has the other digits.
        text = text.translate(TO_THAI) if number % 2 == 0 else text
        at = (margin + c * column + rng.randint(row // 5, row // 2), top + r * row + row // 2)
        placed.append(Placed(text, _put(image, text, letters, at, None)))
    return Sheet(np.asarray(image.convert("RGB")), placed)


def prose_sheet(font: Font, dpi: int, lines: list[str]) -> Sheet:
    """Lines of running text, each as wide as the page lets it be."""
    image, _ = _blank(dpi)
    margin, row = _px(MARGIN_MM, dpi), _px(ROW_MM, dpi)
    letters = _font(font.regular, SIZES[-1] * font.scale, dpi)
    widest = image.width - 2 * margin
    placed = []
    for number, line in enumerate(lines[:PROSE_LINES]):
        text = line
        while letters.getlength(text) > widest and " " in text:
            text = text.rpartition(" ")[0]
        at = (margin, margin + number * row + row // 2)
        placed.append(Placed(text, _put(image, text, letters, at, widest)))
    return Sheet(np.asarray(image.convert("RGB")), placed)


def _blank(dpi: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (_px(A4_MM[0], dpi), _px(A4_MM[1], dpi)), WHITE)
    return image, ImageDraw.Draw(image)


def _px(mm: float, dpi: int) -> int:
    return round(mm / INCH_MM * dpi)


def _font(path: object, points: float, dpi: int) -> FreeTypeFont:
    size = round(points * dpi / POINTS)
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def _put(image: Image.Image, text: str, font: FreeTypeFont, at: tuple[int, int], widest: int | None) -> Box:
    """Draw a text whose middle of digits is at this height; the box of its ink."""
    size = int(font.size)
    small = Image.new("L", (int(font.getlength(text)) + 4 * size, 4 * size), WHITE)
    # Its baseline at two thirds: marks above and below have room.
    base = round(4 * size * 2 / 3)
    ImageDraw.Draw(small).text((2 * size, base), text, font=font, fill=BLACK, anchor="ls")
    ink = np.asarray(small) < WHITE // 2
    ys, xs = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    x0, x1, y0, y1 = int(xs[0]), int(xs[-1]) + 1, int(ys[0]), int(ys[-1]) + 1
    pad = 2
    cut = small.crop((x0 - pad, y0 - pad, x1 + pad, y1 + pad))
    left, top = at[0], at[1] + size // 4 - (base - y0)
    image.paste(cut, (left - pad, top - pad))
    return (left, top, left + x1 - x0, top + y1 - y0)
