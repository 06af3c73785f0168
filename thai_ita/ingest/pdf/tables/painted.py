"""What is painted on a page, as columns of numbers: boxes of colour, lines, and the letters on them."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from thai_ita.ingest.pdf.tables.ruling import SNAP_PT, Edge
from thai_ita.ingest.pdf.text.glyphs import Floats, Glyphs, find_codes_of_marks, is_space

# Sides this near are the same side.
SAME_PT: Final = 1.0


class Fill(NamedTuple):
    """A box of one colour (0xRRGGBB; below 0 where it is not opaque), in the order of painting."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: int


class Letters:
    """The upright letters of a page sorted by their baselines, without marks."""

    def __init__(self, g: Glyphs) -> None:
        rows = np.flatnonzero((g.turn == 0) & ~find_codes_of_marks(g.code))
        rows = rows[np.argsort(g.base_y[rows], kind="stable")]
        self.x0, self.x1, self.y = g.x0[rows], g.x1[rows], g.base_y[rows]
        self.size = g.size[rows]
        self.ink = ~is_space(g.code[rows])

    def between(self, top: float, bottom: float) -> slice:
        """Those whose baselines lie between two heights."""
        return slice(*np.searchsorted(self.y, (top, bottom)).tolist())


class Lines:
    """The drawn lines of a page as columns: position, start and end."""

    def __init__(self, vertical: list[Edge], horizontal: list[Edge]) -> None:
        self.v, self.h = vertical, horizontal
        self.vertical = np.array(vertical).reshape(-1, 3)
        self.horizontal = np.array(horizontal).reshape(-1, 3)

    def cross(self, top: float, bottom: float, borders: tuple[float, ...]) -> bool:
        """Whether an upright line runs between two heights and the outer borders of columns."""
        at, start, end = self.vertical.T
        within = (at >= borders[0] - SNAP_PT) & (at <= borders[-1] + SNAP_PT)
        return bool((within & (start < bottom - SAME_PT) & (end > top + SAME_PT)).any())


def n_places(ends: Floats, apart: float = SAME_PT) -> int:
    """At how many places these ends lie, further than ``apart`` from one another."""
    places: list[float] = sorted(ends.tolist())
    return len(places[:1]) + sum(b - a > apart for a, b in pairwise(places))
