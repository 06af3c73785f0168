"""What stands where in the picture of a page: the seam between finding text and reading it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.scan.ocr_engine import Grey, PixelBox

LEAST_SIDE = 32
"""Pixels of a side below which nothing is left of a picture when it is made smaller."""
PAPER = 255

Rgb = NDArray[np.uint8]
"""A picture, rows by columns by red, green, blue."""


Judge = Callable[[Grey, list[PixelBox]], float]
"""How well the boxes of a grey picture can be read, from 0 to 1."""


@dataclass(slots=True)
class TextLine:
    """A line of text. ``pieces`` are its parts between wide gaps or rules, from left to right.

    ``number`` is its own in ``PictureLayout.owners``. ``base_y`` is its baseline and ``body`` the height of a letter without marks, in pixels.
    """

    box: PixelBox
    pieces: list[PixelBox]
    base_y: float
    body: float
    number: int = 0


@dataclass(slots=True)
class PictureLayout:
    """A picture made straight, with its rules and text lines; pixels of the straight picture.

    ``to_picture`` is the 3x3 matrix from straight pixels to those of the picture as given.
    ``owners`` holds for each pixel the number of the line that its ink belongs to, from 1, or 0.
    ``turned`` is by how many quarter turns clockwise it was turned to be read.
    """

    image: Grey
    dpi: float
    to_picture: NDArray[np.float64]
    turned: int = 0
    vertical: list[Edge] = field(default_factory=list)
    horizontal: list[Edge] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    owners: NDArray[np.int32] | None = None


def lay_out(picture: Rgb, dpi: float, judge: Judge | None = None) -> PictureLayout:
    """The straight picture with its rules and lines; ``dpi`` is the resolution of ``picture``.

    The picture is made smaller where it is finer than reading needs. ``judge`` tells how well boxes
    of a picture can be read (0-1): asked only where the ink does not tell which way is up.
    """
    from thai_ita.ingest.scan.finding import find_layout

    return find_layout(_with_paper(picture), dpi, judge)


def _with_paper(picture: Rgb) -> Rgb:
    """A picture with paper beside it, where it is too narrow to be made smaller."""
    height, width = picture.shape[:2]
    beside = ((0, max(0, LEAST_SIDE - height)), (0, max(0, LEAST_SIDE - width)), (0, 0))
    return np.pad(picture, beside, constant_values=PAPER) if any(map(any, beside)) else picture
