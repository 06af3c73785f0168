"""Quarter turns of glyphs, to the direction in which their text reads.

``turn``, ``width`` and ``height`` are those of ``page_rotation``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from thai_ita.ingest.pdf.text.glyphs import Floats, Glyphs


def turn_glyphs(g: Glyphs, turn: int, width: float, height: float) -> Glyphs:
    """The glyphs after the turn.

    Glyphs that are not upright keep their advance box in ``x0, x1`` along x and in ``ink_*`` their
    drawn box, so only those of the direction ``turn`` are upright and exact afterwards.
    """
    if turn == 0 or not len(g):
        return g
    x, y = _turn_points(g.x, g.base_y, turn, width, height)
    a, b = _turn_points(g.x0, g.y0, turn, width, height)
    c, d = _turn_points(g.x1, g.y1, turn, width, height)
    e, f = _turn_points(g.ink_x0, g.ink_top, turn, width, height)
    i, j = _turn_points(g.ink_x1, g.ink_bottom, turn, width, height)
    direction = np.where(g.turn < 0, g.turn, (g.turn - turn) % 4)
    return replace(
        g,
        x=x,
        base_y=y,
        x0=np.minimum(a, c),
        x1=np.maximum(a, c),
        y0=np.minimum(b, d),
        y1=np.maximum(b, d),
        ink_x0=np.minimum(e, i),
        ink_x1=np.maximum(e, i),
        ink_top=np.minimum(f, j),
        ink_bottom=np.maximum(f, j),
        turn=direction,
    )


def _turn_points(x: Floats, y: Floats, turn: int, width: float, height: float) -> tuple[Floats, Floats]:
    if turn == 1:
        return y, width - x
    if turn == 2:
        return width - x, height - y
    return height - y, x
