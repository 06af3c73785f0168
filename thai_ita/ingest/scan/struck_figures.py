"""Figures that were struck out: a line of ink runs through them from end to end."""

from __future__ import annotations

from typing import Final

import numpy as np

from thai_ita.ingest.scan.ocr_engine import Grey

# From where to where above the baseline a line strikes a figure, in heights of its letters.
_LOW: Final = 0.2
_HIGH: Final = 0.8
# It leaves no more of the figure's width free, and may lean over so many rows.
_COVERED: Final = 0.97
_ROWS: Final = 3
_INK: Final = 160


def is_struck(image: Grey, sides: tuple[int, int], base_y: float, body: float) -> bool:
    """Whether a line runs through a number of several digits.

    ``sides`` are where it begins and ends; ``base_y`` is its baseline and ``body`` the height of its letters, in
    pixels. Digits leave room between them at any height, a stroke through them does not.
    """
    top, bottom = round(base_y - _HIGH * body), round(base_y - _LOW * body)
    ink = image[max(0, top) : bottom, sides[0] : sides[1]] < _INK
    if ink.shape[0] < _ROWS or not ink.shape[1]:
        return False
    bands = np.lib.stride_tricks.sliding_window_view(ink, _ROWS, axis=0).any(axis=-1)
    return bool(bands.mean(axis=1).max() >= _COVERED)
