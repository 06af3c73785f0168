"""What stands where in the picture of a page: the seam between finding text and reading it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.pdf.ruling import Edge
from thai_ita.ingest.scan.engine import Grey, PixelBox

Rgb = NDArray[np.uint8]
"""A picture, rows by columns by red, green, blue."""


@dataclass(slots=True)
class TextLine:
    """A line of text. ``pieces`` are its parts between wide gaps or rules, from left to right.

    ``base_y`` is its baseline and ``body`` the height of a letter without marks, in pixels.
    """

    box: PixelBox
    pieces: list[PixelBox]
    base_y: float
    body: float


@dataclass(slots=True)
class PictureLayout:
    """A picture made straight, with its rules and text lines; pixels of the straight picture.

    ``to_picture`` is the 3x3 matrix from straight pixels to those of the picture as given.
    ``turned`` is by how many quarter turns clockwise it was turned to be read.
    """

    image: Grey
    dpi: float
    to_picture: NDArray[np.float64]
    turned: int = 0
    vertical: list[Edge] = field(default_factory=list)
    horizontal: list[Edge] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)


def lay_out(picture: Rgb, dpi: float) -> PictureLayout:
    """The straight picture with its rules and lines; ``dpi`` is the resolution of ``picture``."""
    raise NotImplementedError
