"""The figures along the axis of a chart are one line, so that none of them is taken for a result."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from math import log10
from typing import Final

from thai_ita.ingest.pdf.reader import RawLine
from thai_ita.normalize.numerals import to_arabic

_FIGURE: Final = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?\s*%?")
_LEAST_MARKS: Final = 4
# The marks of a scale stand at one side and at even steps, but for this share of a step.
_SAME_PT: Final = 2.0
_UNEVEN: Final = 0.1
# A scale goes by 1, 2, 2.5 or 5 times a power of ten, and through multiples of its step.
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_EXACT: Final = 1e-6


def join_scales(lines: list[RawLine]) -> list[RawLine]:
    """The lines with the marks of each upright scale joined, where the first of them stands.

    Results go by such even steps only where they are marks: 95, 90, 85, 80 one below another.
    """
    marks = [line for line in lines if not line.rotated and _FIGURE.fullmatch(to_arabic(line.text))]
    if len(marks) < _LEAST_MARKS:
        return lines
    joined: dict[int, RawLine] = {}
    gone: set[int] = set()
    for scale in _scales(marks):
        box = scale[0].bbox
        for mark in scale[1:]:
            box = box.union(mark.bbox)
            gone.add(id(mark))
        text = ", ".join(mark.text for mark in scale)
        joined[id(scale[0])] = replace(scale[0], text=text, bbox=box)
    return [joined.get(id(line), line) for line in lines if id(line) not in gone]


def _scales(marks: list[RawLine]) -> Iterable[list[RawLine]]:
    """Marks with a common side at even steps, in height and in value."""
    left = sorted(marks, key=lambda mark: mark.bbox.top)
    while left:
        first = left.pop(0)
        for side in ("x1", "x0"):
            at = getattr(first.bbox, side)
            column = [first, *(m for m in left if abs(getattr(m.bbox, side) - at) <= _SAME_PT)]
            scale = _even(column)
            if len(scale) >= _LEAST_MARKS:
                yield scale
                taken = set(map(id, scale))
                left = [mark for mark in left if id(mark) not in taken]
                break


def _even(column: list[RawLine]) -> list[RawLine]:
    """The first marks of a column as long as they go on by the first step; [] if it is odd."""
    if len(column) < _LEAST_MARKS:
        return []
    values = [_value(mark.text) for mark in column]
    step, fall = values[1] - values[0], column[1].bbox.top - column[0].bbox.top
    if not _is_step(abs(step)) or abs(values[0] / step - round(values[0] / step)) > _EXACT:
        return []
    n = 1
    for (a, b), (x, y) in zip(pairwise(column), pairwise(values), strict=True):
        even = abs(b.bbox.top - a.bbox.top - fall) <= _UNEVEN * fall
        if not even or abs(y - x - step) > _EXACT:
            break
        n += 1
    return column[:n]


def _is_step(step: float) -> bool:
    if step <= 0:
        return False
    leading = step / 10 ** (log10(step) // 1)
    return any(abs(leading - nice) < _EXACT for nice in _STEPS)


def _value(text: str) -> float:
    return float(to_arabic(text).replace(",", "").rstrip("% "))
