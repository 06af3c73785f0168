"""Figures of which only a part can be seen, and those that a program printed as ###."""

from __future__ import annotations

from typing import Final

import numpy as np

from thai_ita.ingest.pdf.text.glyphs import Bools, Glyphs, Ints

Place = tuple[float, float]

_CROSS: Final = ord("#")
# Digits of one figure stand no further apart, in font sizes.
_NEXT_DIGIT: Final = 0.3
_SAME_HEIGHT: Final = 0.1
_MIDDLE: Final = 0.3
# Fewer than two crosses are a number sign.
_LEAST_CROSSES: Final = 2


def cut_figures(g: Glyphs, gone: Bools, struck: Bools) -> tuple[Bools, list[Place]]:
    """What is left of figures that lost a part, and where they stand.

    ``gone`` are the glyphs that cannot be seen; where ``struck`` ones are among them, a strike
    that ends a little short was meant for the whole figure.
    """
    left = np.zeros(len(g), dtype=bool)
    places: list[Place] = []
    rows = np.flatnonzero(_of_figures(g.code))
    for part in _stretches(g, rows):
        lost = gone[part]
        if not lost.any() or lost.all():
            continue
        digits = part[~lost & _is_digit(g.code[part])]
        left[part[~lost]] = True
        if len(digits) and not struck[part].any():
            places.append(_place(g, digits))
    return left, places


def find_crosshatch(g: Glyphs) -> list[Place]:
    """Where crosses stand for figures."""
    rows = np.flatnonzero(g.code == _CROSS)
    if len(rows) < _LEAST_CROSSES:
        return []
    return [_place(g, part) for part in _stretches(g, rows) if len(part) >= _LEAST_CROSSES]


def _place(g: Glyphs, part: Ints) -> Place:
    row = int(part[0])
    return float(g.x0[row]), float(g.base_y[row] - _MIDDLE * g.size[row])


def _stretches(g: Glyphs, rows: Ints) -> list[Ints]:
    """The rows in stretches of glyphs that were drawn one behind the other, side by side."""
    if not len(rows):
        return []
    a, b = rows[:-1], rows[1:]
    size = g.size[b]
    apart = (b - a) > 1
    apart |= np.abs(g.base_y[b] - g.base_y[a]) > _SAME_HEIGHT * size
    apart |= np.abs(g.x0[b] - g.x1[a]) > _NEXT_DIGIT * size
    return list(np.split(rows, np.flatnonzero(apart) + 1))


def _is_digit(code: Ints) -> Bools:
    found: Bools = ((code >= 0x30) & (code <= 0x39)) | ((code >= 0x0E50) & (code <= 0x0E59))
    return found


def _of_figures(code: Ints) -> Bools:
    found: Bools = _is_digit(code) | (code == ord(".")) | (code == ord(","))
    return found
