"""Figures that a note corrects: struck in the text, and written anew in a note beside it."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.readers.struck import in_boxes
from thai_ita.ingest.pdf.shown_values import Value
from thai_ita.ingest.pdf.tables.ruling import Box
from thai_ita.ingest.pdf.text.glyphs import Bools, Glyphs
from thai_ita.normalize.numerals import to_arabic

_FIGURE = re.compile(r"[\d๐-๙]+(?:\.[\d๐-๙]+)?")
# Such a note repeats the old figure or tells of another.
_OLD = re.compile("เดิม|ก่อนหน้า|ปีที่แล้ว|เป้าหมาย|เกณฑ์")
# A struck figure and the note on it stand on one height: their middles differ by no more than
# this share of the height of the note.
_LEVEL: Final = 0.5
# Room that the box of a figure leaves above and below its baseline, in font sizes.
_ABOVE_EM, _BELOW_EM = 0.8, 0.25

# A figure that was struck, with its box.
Struck = tuple[str, Box]


def struck_figures(g: Glyphs, struck: Bools) -> list[Struck]:
    """The figures that were struck whole, each with its box."""
    found: list[Struck] = []
    text = "".join(chr(code) if hit else " " for code, hit in zip(g.code, struck, strict=True))
    for match in _FIGURE.finditer(text):
        some = g.take(np.arange(*match.span()))
        base, size = float(some.base_y[0]), float(some.size.max())
        box = (
            float(some.x0.min()),
            base - _ABOVE_EM * size,
            float(some.x1.max()),
            base + _BELOW_EM * size,
        )
        found.append((match[0], box))
    return found


def put_in_place(notes: list[Value], struck: list[Struck], g: Glyphs) -> list[Value]:
    """The notes, those that correct a struck figure with its place instead of their own.

    Such a note holds one figure with as many decimals, and neither another note nor another
    struck figure stands on its height. A note over text stays where it is: it marks that.
    """
    placed: list[Value] = []
    for note in notes:
        text, box, size = note
        level = [item for item in struck if _on_level(item[1], box)]
        beside = [other for other in notes if _on_level(other[1], box)]
        figures = _FIGURE.findall(text)
        alone = len(level) == len(beside) == len(figures) == 1 and not _OLD.search(text)
        if alone and _corrects(figures[0], level[0][0]) and not in_boxes(g, [box]).any():
            note = (text, level[0][1], size)
        placed.append(note)
    return placed


def _on_level(one: Box, other: Box) -> bool:
    apart = abs(one[1] + one[3] - other[1] - other[3]) / 2
    return apart <= _LEVEL * (other[3] - other[1])


def _corrects(figure: str, old: str) -> bool:
    return to_arabic(figure) != to_arabic(old) and _decimals(figure) == _decimals(old)


def _decimals(figure: str) -> int:
    return len(figure.partition(".")[2])
