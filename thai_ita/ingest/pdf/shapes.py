"""Marks that a font's character map hides, known again by their shape.

Old Thai fonts have several glyphs for one mark (a tone mark stands lower, or further left, over
some letters), and producers leave the odd ones out of the character map or map them to a space:
so ``ํ`` is lost from every ``ำ``, and ``ุ`` from words. The ink is still there. It has the width
and height of the same mark in its usual place.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from thai_ita.ingest.pdf.glyphs import (
    UNMAPPED,
    Bools,
    Floats,
    Glyphs,
    Ints,
    is_space,
    is_thai_mark,
)

NIKHAHIT: Final = 0x0E4D
SARA_AA: Final = 0x0E32
# Shares of the font size: how far sizes of the same shape differ, and the least ink of a mark.
_SAME: Final = 0.012
_LEAST: Final = 0.03
_LARGEST: Final = 0.45
_ABOVE: Final = 0.3
_MAX_SHAPES: Final = 60


class MarkShapes:
    """The width and height of each mark in each font of a document, as far as it was read."""

    def __init__(self) -> None:
        self._known: dict[int, dict[int, list[tuple[float, float]]]] = {}

    def mend(self, g: Glyphs, font: Ints) -> int:
        """Gives hidden marks their codes, in place; the number that were found.

        ``font`` tells the font of each glyph.
        """
        inked = np.flatnonzero((g.turn == 0) & ~np.isnan(g.ink_x0))
        if not len(inked):
            return 0
        size = g.size[inked]
        width = (g.ink_x1[inked] - g.ink_x0[inked]) / size
        height = (g.ink_bottom[inked] - g.ink_top[inked]) / size
        code = g.code[inked]
        drawn = (width > _LEAST) & (height > _LEAST) & (width < _LARGEST) & (height < _LARGEST)
        above = (g.base_y[inked] - g.ink_bottom[inked]) > _ABOVE * size
        below = g.ink_top[inked] > g.base_y[inked] - 0.03 * size
        known = drawn & is_thai_mark(code)
        hidden = drawn & (above | below) & (is_space(code) | (code == UNMAPPED))
        self._learn(font[inked], code, width, height, known)
        if not hidden.any():
            return 0
        return self._mend(g, font, inked[hidden], width[hidden], height[hidden], above[hidden])

    def _learn(
        self, font: Ints, code: Ints, width: Floats, height: Floats, known: Bools
    ) -> None:
        rows = np.column_stack((font, code, width.round(3), height.round(3)))[known]
        for f, c, w, h in np.unique(rows, axis=0).tolist():
            shapes = self._known.setdefault(int(f), {}).setdefault(int(c), [])
            if len(shapes) < _MAX_SHAPES and (w, h) not in shapes:
                shapes.append((w, h))

    def _mend(
        self, g: Glyphs, font: Ints, rows: Ints, width: Floats, height: Floats, above: Bools
    ) -> int:
        count = 0
        for row, w, h, high in zip(
            rows.tolist(), width.tolist(), height.tolist(), above.tolist(), strict=True
        ):
            code = self._match(int(font[row]), w, h, high)
            if code is None and high and row + 1 < len(g) and g.code[row + 1] == SARA_AA:
                code = NIKHAHIT
            if code is not None:
                g.code[row] = code
                count += 1
        return count

    def _match(self, font: int, width: float, height: float, above: bool) -> int | None:
        """The mark of this shape, unless two are as like it."""
        best: list[tuple[float, int]] = []
        for code, shapes in self._known.get(font, {}).items():
            if (code in _BELOW) == above:
                continue
            away = min(max(abs(w - width), abs(h - height)) for w, h in shapes)
            best.append((away, code))
        best.sort()
        if not best or best[0][0] > _SAME:
            return None
        if len(best) > 1 and best[1][0] < 1.5 * best[0][0] + 0.002:
            return None
        return best[0][1]


_BELOW: Final = frozenset((0x0E38, 0x0E39, 0x0E3A))
