"""The picture of a page: whether text makes any difference to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.pdf.readers import pdfium
from thai_ita.ingest.pdf.text.glyphs import Bools, Glyphs

_INVISIBLE: Final = 3
_BGR: Final = 2
_WITH_ANNOTATIONS: Final = 1
_WHITE: Final = 0xFFFFFFFF
# Pixels a point, and the most pixels of a picture.
_SCALE: Final = 2.0
_MOST_PIXELS: Final = 4_000_000
# A pixel differs by this much of 255; a letter that can be seen has this share of its box so.
_DIFFERENT: Final = 24
_LEAST_INK: Final = 0.02


def leave_a_mark(page: int, g: Glyphs, objects: Sequence[int], width: float, height: float) -> Bools:
    """Which glyphs can be seen: those where the page looks different without these text objects.

    All of ``g`` belongs to ``objects``; ``width`` and ``height`` are those of the displayed page.
    It draws the page twice, some tens of milliseconds.
    """
    lib = pdfium.library()
    scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    shown = _draw(lib, page, width * scale, height * scale)
    modes = list(map(lib.FPDFTextObj_GetTextRenderMode, objects))
    try:
        for obj in objects:
            lib.FPDFTextObj_SetTextRenderMode(obj, _INVISIBLE)
        without = _draw(lib, page, width * scale, height * scale)
    finally:
        for obj, mode in zip(objects, modes, strict=True):
            lib.FPDFTextObj_SetTextRenderMode(obj, mode)
    change = np.abs(shown.astype(np.int16) - without).max(axis=2) > _DIFFERENT
    sums = np.zeros((change.shape[0] + 1, change.shape[1] + 1), dtype=np.int64)
    sums[1:, 1:] = change.cumsum(axis=0).cumsum(axis=1)
    x0, y0, x1, y1 = (np.nan_to_num(side) for side in _letter_boxes(g))
    limit = np.array(change.shape[::-1])
    left, right = (np.clip(np.round(v * scale), 0, limit[0]).astype(int) for v in (x0, x1))
    top, bottom = (np.clip(np.round(v * scale), 0, limit[1]).astype(int) for v in (y0, y1))
    ink = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    area = np.maximum((right - left) * (bottom - top), 1)
    seen: Bools = ink >= np.maximum(_LEAST_INK * area, 1.0)
    return seen


def _letter_boxes(g: Glyphs) -> tuple[NDArray[np.float64], ...]:
    """Boxes that hold the letters, marks with their place over the letter before."""
    level = (g.turn == 0) | (g.turn == 2)
    top = np.where(level, np.minimum(g.base_y - 0.75 * g.size, g.y1), g.y0)
    bottom = np.where(level, np.maximum(g.base_y + 0.1 * g.size, g.y0), g.y1)
    narrow = np.maximum(0.3 * g.size - (g.x1 - g.x0), 0.0)
    return g.x0 - narrow, top, g.x1, bottom


def _draw(lib: Any, page: int, width: float, height: float) -> NDArray[np.uint8]:
    """The page as rows of pixels of three bytes."""
    columns, rows = max(1, round(width)), max(1, round(height))
    pixels = np.empty((rows, columns, 3), dtype=np.uint8)
    bitmap = lib.FPDFBitmap_CreateEx(columns, rows, _BGR, pixels.ctypes.data, columns * 3)
    lib.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, _WHITE)
    lib.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, _WITH_ANNOTATIONS)
    lib.FPDFBitmap_Destroy(bitmap)
    return pixels
