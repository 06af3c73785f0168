"""Marks that a font's character map hides, known again by their shape.

Old Thai fonts have several glyphs for one mark (a tone mark stands lower, or further left, over
some letters), and producers leave the odd ones out of the character map, or map them to a space or
to another mark: so ``ํ`` is lost from every ``ำ``, and ``ุ`` from words. The ink is still there,
and it has about the width and height of the same mark in its usual place.
"""

from __future__ import annotations

from math import log
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.text.glyph_rotation import turn_glyphs
from thai_ita.ingest.pdf.text.glyphs import (
    UNMAPPED,
    Floats,
    Glyphs,
    Ints,
    is_space,
    is_thai_mark,
)

NIKHAHIT: Final = 0x0E4D
SARA_AA: Final = 0x0E32
SARA_AM: Final = 0x0E33
SARA_U: Final = 0x0E38
SARA_UU: Final = 0x0E39
MAI_EK: Final = 0x0E48
# The marks that fonts draw in several places: the tones, thanthakhat and nikhahit.
_SHIFTED: Final = frozenset(range(0x0E48, 0x0E4E))
_TONES: Final = (0x0E48, 0x0E49, 0x0E4A, 0x0E4B)
_BELOW: Final = frozenset((SARA_U, SARA_UU, 0x0E3A))
# Shares of the font size: the least and the most ink of a mark.
_LEAST: Final = 0.02
_LARGEST: Final = 0.5
_ABOVE: Final = 0.3
# How far the logarithms of width and height of one mark's glyphs lie apart, at most; and how much
# further those of the next best mark must be.
_ALIKE: Final = 0.3
_CLEARLY: Final = 1.4
_DIFFERENT: Final = 0.2
_EQUAL: Final = 0.05
_MAX_SHAPES: Final = 12
# So many pages are remembered before their marks are looked at.
_MAX_SEEN: Final = 32
# Shares: how far below the baseline a mark under it begins, how round a ring is; width by height of the two vowels below
# a letter, of the ring of ำ, and of ่; how unlike shapes are that are both kept; where the า of ำ may begin.
_UNDER: Final = 0.03
_ROUND: Final = 0.25
_UPRIGHT_RATIO: Final = 0.85
_WIDE_RATIO: Final = 1.1
_RING_RATIOS: Final = (0.7, 1.4)
_MAI_EK_RATIO: Final = 0.45
_ANOTHER_SHAPE: Final = 0.02
_AA_LEVEL: Final = 0.2
_AA_APART: Final = 0.3

Shape = tuple[float, float]


class MarkShapes:
    """The width and height of each mark in each font of a document, as far as it was read."""

    def __init__(self) -> None:
        self._known: dict[int, dict[int, list[Shape]]] = {}
        # What was seen and not yet looked at: most documents hide no mark.
        self._seen: list[tuple[Ints, Ints, Floats, Floats]] = []

    def mend(self, g: Glyphs, font: Ints) -> int:
        """Gives hidden marks their codes, in place; the number that were found.

        ``font`` tells the font of each glyph.
        """
        inked = ~np.isnan(g.ink_x0)
        if not (g.turn > 0).any():
            return self._mend_upright(g, np.flatnonzero((g.turn == 0) & inked), font)
        count = 0
        for turn in range(4):
            here = np.flatnonzero(g.turn == turn)
            # Only distances count, so that the size of the page does not matter.
            some = turn_glyphs(g.take(here), turn, 0.0, 0.0)
            count += self._mend_upright(some, np.flatnonzero(inked[here]), font[here])
            g.code[here] = some.code
        return count

    def _mend_upright(self, g: Glyphs, rows: Ints, font: Ints) -> int:
        """Mends text of one direction, given upright; ``rows`` are those whose ink is known."""
        if not len(rows):
            return 0
        size = g.size[rows]
        width = (g.ink_x1[rows] - g.ink_x0[rows]) / size
        height = (g.ink_bottom[rows] - g.ink_top[rows]) / size
        code = g.code[rows]
        drawn = (width > _LEAST) & (height > _LEAST) & (width < _LARGEST) & (height < _LARGEST)
        above = (g.base_y[rows] - g.ink_bottom[rows]) > _ABOVE * size
        below = g.ink_top[rows] > g.base_y[rows] - _UNDER * size
        hidden = drawn & (above | below) & (is_space(code) | (code == UNMAPPED))
        # A ring over a letter before า that is called a tone mark may be the lost half of ำ.
        ring = drawn & above & (np.abs(width - height) < _ROUND * height)
        before_aa = np.append(g.code[1:], 0)[rows] == SARA_AA
        doubtful = ring & before_aa & np.isin(code, _TONES)
        known = drawn & ~doubtful & is_thai_mark(code)
        self._seen.append((font[rows][known], code[known], width[known], height[known]))
        asked = np.flatnonzero(hidden | doubtful).tolist()
        if asked or len(self._seen) >= _MAX_SEEN:
            self._learn(*(np.concatenate(column) for column in zip(*self._seen, strict=True)))
            self._seen.clear()
        count = 0
        for i in asked:
            row, shape = int(rows[i]), (float(width[i]), float(height[i]))
            if hidden[i]:
                found = self._recognise(g, row, int(font[row]), shape, bool(above[i]))
            else:
                found = NIKHAHIT if self._unlike(int(code[i]), int(font[row]), shape) else None
            if found is not None:
                g.code[row] = found
                count += 1
        return count

    def _learn(self, font: Ints, code: Ints, width: Floats, height: Floats) -> None:
        if not len(code):
            return
        key = (font % (1 << 40)) * 0x10000 + code
        # One sample of each mark and size is enough.
        _, at = np.unique(key + 1j * np.round(width, 2), return_index=True)
        for f, c, w, h in zip(
            font[at].tolist(), code[at].tolist(), width[at].tolist(), height[at].tolist(),
            strict=True,
        ):  # fmt: skip
            shapes = self._known.setdefault(f, {}).setdefault(c, [])
            if len(shapes) < _MAX_SHAPES and all(_away((w, h), s) > _ANOTHER_SHAPE for s in shapes):
                shapes.append((w, h))

    def _recognise(self, g: Glyphs, row: int, font: int, shape: Shape, above: bool) -> int | None:
        """The mark that a hidden glyph is, by its shape and by what stands beside it."""
        ratio = shape[0] / shape[1]
        if not above:
            found = self._match(font, shape, _BELOW)
            if found is None and (ratio < _UPRIGHT_RATIO or ratio > _WIDE_RATIO):
                found = SARA_U if ratio < _UPRIGHT_RATIO else SARA_UU
            return found
        aa = _sara_aa_after(g, row) if _RING_RATIOS[0] < ratio < _RING_RATIOS[1] else None
        if aa is not None:
            if g.code[aa] == SARA_AM:
                # Its ring is drawn apart, so that what is called ำ is only the letter า.
                g.code[aa] = SARA_AA
            same = {c for c in _TONES if self._has(font, c, shape)}
            return same.pop() if len(same) == 1 else NIKHAHIT
        found = self._match(font, shape, _SHIFTED)
        return MAI_EK if found is None and ratio < _MAI_EK_RATIO else found

    def _match(self, font: int, shape: Shape, marks: frozenset[int]) -> int | None:
        """The mark with the most alike glyph in this font, else in any font of the document."""
        known = self._known.get(font, {})
        found = _best({c: known[c] for c in marks & known.keys()}, shape)
        if found is not None:
            return found
        every: dict[int, list[Shape]] = {}
        for shapes in self._known.values():
            for code in marks & shapes.keys():
                every.setdefault(code, []).extend(shapes[code])
        return _best(every, shape)

    def _has(self, font: int, code: int, shape: Shape) -> bool:
        """Whether the font draws the mark in exactly this shape."""
        shapes = self._known.get(font, {}).get(code, ())
        return any(_away(shape, s) < _EQUAL for s in shapes)

    def _unlike(self, code: int, font: int, shape: Shape) -> bool:
        """Whether a glyph differs from all others of its code.

        A bold font draws the mark wider than others do, but as high.
        """
        own = self._known.get(font, {}).get(code)
        if own:
            return min(_away(shape, s) for s in own) > _DIFFERENT
        others = [s for shapes in self._known.values() for s in shapes.get(code, ())]
        return bool(others) and min(abs(log(shape[1] / s[1])) for s in others) > _DIFFERENT


def _away(a: Shape, b: Shape) -> float:
    return max(abs(log(a[0] / b[0])), abs(log(a[1] / b[1])))


def _best(known: dict[int, list[Shape]], shape: Shape) -> int | None:
    """The code with the nearest shape, unless another is nearly as near."""
    away = sorted((min(_away(shape, s) for s in shapes), code) for code, shapes in known.items())
    if not away or away[0][0] > _ALIKE:
        return None
    if len(away) > 1 and away[1][0] < _CLEARLY * away[0][0]:
        return None
    return away[0][1]


def _sara_aa_after(g: Glyphs, row: int) -> int | None:
    """The า that begins where the letter under a mark ends; it may be drawn before the mark."""
    low, high = max(0, row - 3), min(len(g), row + 4)
    size = g.size[row]
    near = (
        ((g.code[low:high] == SARA_AA) | (g.code[low:high] == SARA_AM))
        & (np.abs(g.base_y[low:high] - g.base_y[row]) < _AA_LEVEL * size)
        & (np.abs(g.x[low:high] - g.ink_x1[row]) < _AA_APART * size)
    )
    found = np.flatnonzero(near)
    return low + int(found[0]) if len(found) else None
