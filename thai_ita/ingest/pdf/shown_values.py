"""Values shown over a page become glyphs at their place, on the line of the text beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

import numpy as np

from thai_ita.ingest.pdf.tables.ruling import Box
from thai_ita.ingest.pdf.text.glyphs import Glyphs, Ints, find_codes_of_marks

# A field that leaves the size of its letters open gives them this size, or as its height allows.
_USUAL_PT: Final = 12.0
_OF_HEIGHT: Final = 0.7
_LINE_HEIGHT: Final = 1.2
# Shares of the font size: the width of a letter, its middle above the baseline, the margin of a
# field, and how far a value may be moved to the line of the text beside it.
_LETTER_EM: Final = 0.5
_MIDDLE_EM: Final = 0.27
_MARGIN_PT: Final = 2.0
_MARGIN_EM: Final = 0.3
_MOVED_EM: Final = 0.7
# Dots and lines to write on.
_LEADERS: Final = [ord(ch) for ch in "._…·‥-–"]
# What a text may be longer than its field and still be set on one line; how far below a field its line may run.
_SQUEEZED: Final = 1.3
_BELOW_EM: Final = 0.3

# A text with its box and font size.
Value = tuple[str, Box, float]


def with_values(g: Glyphs, values: list[Value]) -> Glyphs:
    """The glyphs of a page and those of the values shown over it, without the dots that a value
    was typed over."""
    rows: list[tuple[float, ...]] = []
    run = int(g.run.max()) + 1 if len(g) else 0
    leaders = np.isin(g.code, _LEADERS)
    under = np.zeros(len(g), dtype=bool)
    for text, box, said in values:
        for line, base, size in _lines(text, box, said, g):
            rows += _row(line, box, base, size, run)
            run += 1
            middle = (g.x0 + g.x1) / 2
            level = np.abs(g.base_y - base) < _MOVED_EM * size
            under |= leaders & level & (middle > box[0]) & (middle < box[2])
    if not rows:
        return g
    g = g.take(~under)
    t = np.array(rows, dtype=np.float64).T
    n = len(rows)
    own: dict[str, Any] = {f.name: np.zeros(n) for f in fields(Glyphs)}
    own |= dict(zip(("code", "x0", "x1", "base_y", "size", "run"), t, strict=True))
    own["x"] = own["x0"]
    own["y0"], own["y1"] = own["base_y"] - 0.8 * own["size"], own["base_y"] + 0.25 * own["size"]
    own["ink_x0"] = own["ink_x1"] = (own["x0"] + own["x1"]) / 2
    own["ink_top"], own["ink_bottom"] = own["y0"], own["base_y"] - 0.6 * own["size"]
    last = int(g.order.max()) + 1 if len(g) else 0
    own["order"] = last + np.arange(n)
    joined = {}
    for f in fields(Glyphs):
        before = getattr(g, f.name)
        joined[f.name] = np.r_[before, own[f.name].astype(before.dtype)]
    return Glyphs(**joined)


def _lines(text: str, box: Box, said: float, g: Glyphs) -> Iterator[tuple[str, float, float]]:
    """The lines of a value with their baselines and font size."""
    width, height = box[2] - box[0], box[3] - box[1]
    size = said or min(_USUAL_PT, _OF_HEIGHT * height)
    lines = [line for part in re.split(r"[\r\n]+", text) for line in _wrapped(part, width, height, size)]
    lines = [line.strip() for line in lines if line.strip()]
    if len(lines) == 1:
        yield lines[0], _beside(g, box, (box[1] + box[3]) / 2 + _MIDDLE_EM * size, size), size
        return
    step = min(_LINE_HEIGHT * size, height / max(1, len(lines)))
    size = min(size, step)
    for number, line in enumerate(lines):
        yield line, box[1] + (number + 0.8) * step, size


def _wrapped(text: str, width: float, height: float, size: float) -> list[str]:
    """The text in lines that fit the field, where it has room for several."""
    room = max(1, int(width / (_LETTER_EM * size)))
    if len(text) <= room * _SQUEEZED or height < 2 * _LINE_HEIGHT * size:
        return [text]
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _beside(g: Glyphs, box: Box, base: float, size: float) -> float:
    """The baseline of the text beside a field, where one runs through it; else ``base``."""
    here = (g.base_y > box[1]) & (g.base_y < box[3] + _BELOW_EM * size) & (g.turn == 0)
    here &= np.abs(g.base_y - base) < _MOVED_EM * size
    if not here.any():
        return base
    near = g.base_y[here]
    return float(near[np.argmin(np.abs(near - base))])


def _row(line: str, box: Box, base: float, size: float, run: int) -> list[tuple[float, ...]]:
    """Code, left, right, baseline, size and run of each letter; marks stand at their letter."""
    codes: Ints = np.array([ord(ch) for ch in line], dtype=np.int64)
    letters = ~find_codes_of_marks(codes)
    letters[0] = True
    margin = max(_MARGIN_PT, _MARGIN_EM * size)
    step = min(_LETTER_EM * size, (box[2] - box[0] - margin) / max(1, int(letters.sum())))
    place = np.cumsum(letters) - 1
    left = box[0] + margin
    return [
        (code, left + p * step, left + (p + 1) * step, base, size, run)
        for code, p in zip(codes.tolist(), place.tolist(), strict=True)
    ]
