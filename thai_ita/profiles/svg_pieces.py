"""Pieces of SVG: scales, axes, marks. Text stays text; nothing depends on colour; no style is written.

Lengths are user units, about a pixel on a screen and 0.75 pt on paper.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from thai_ita.profiles.profile_content import Shape

WIDTH = 720
_LETTER = 7.2
"""Width of a letter of 13 pixels on average; marks above and below take none."""
_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "triangle": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
}
"""Corners of marks around their middle, for a size of one."""
_MARKS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps scores onto user units: ``low`` at ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def ticks(self) -> list[int]:
        """Round scores from low to high."""
        step = next(s for s in (1, 2, 5, 10, 20) if (self.high - self.low) / s <= 8)
        first = math.ceil(self.low / step) * step
        return list(range(first, int(self.high) + 1, step))


def score_scale(values: list[float], start: float, end: float) -> Scale:
    """A scale that holds the values and ends at 100, or at the next ten."""
    low = math.floor((min(values, default=0.0) - 1) / 5) * 5
    high = math.ceil(max(values, default=100.0) / 10) * 10
    return Scale(max(0.0, min(low, high - 10)), max(high, 10), start, end)


def number(value: float) -> str:
    """A coordinate with one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Shape:
    places = zip(("x1", "y1", "x2", "y2"), map(number, (x1, y1, x2, y2)), strict=True)
    return Shape("line", {**dict(places), "class": kind})


def box(x: float, y: float, width: float, height: float, kind: str, title: str = "") -> Shape:
    places = zip(("x", "y", "width", "height"), map(number, (x, y, max(width, 1), height)), strict=True)
    return Shape("rect", {**dict(places), "class": kind}, title=title)


def label(x: float, y: float, text: str, kind: str = "label", anchor: str = "start") -> Shape:
    return Shape("text", {"x": number(x), "y": number(y), "text-anchor": anchor, "class": kind}, text)


def mark(form: str, x: float, y: float, size: float, kind: str, title: str = "") -> Shape:
    """A mark at a point: circle, square, triangle or diamond."""
    if form == "circle":
        return Shape("circle", {"cx": number(x), "cy": number(y), "r": number(size), "class": kind}, title=title)
    points = " ".join(f"{number(x + dx * size)},{number(y + dy * size)}" for dx, dy in _CORNERS[form])
    return Shape("polygon", {"points": points, "class": kind}, title=title)


def polyline(points: list[tuple[float, float]], kind: str) -> Shape:
    path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return Shape("polyline", {"points": path, "class": kind})


@cache
def width_of(text: str) -> float:
    """About how wide a text is."""
    return _LETTER * sum(sign not in _MARKS for sign in text)


def cut(text: str, most: float) -> str:
    """A text that fits a width, its end cut where it does not."""
    if width_of(text) <= most:
        return text
    kept = text
    while kept and (width_of(kept) > most - _LETTER or kept[-1] in "เแโใไ "):
        kept = kept[:-1]
    return kept + "…"


def score_axis(scale: Scale, top: float, bottom: float) -> list[Shape]:
    """Thin lines and figures of a horizontal scale."""
    shapes = []
    for tick in scale.ticks():
        x = scale.at(tick)
        shapes += [line(x, top, x, bottom, "grid"), label(x, bottom + 16, str(tick), "tick", "middle")]
    return shapes
