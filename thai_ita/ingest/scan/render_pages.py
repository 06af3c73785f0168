"""Pages of a PDF as pictures, at the resolution that text is read at; bounded, whatever its size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from thai_ita.ingest.pdf.readers import pdfium
from thai_ita.ingest.pdf.tables.ruling import Box
from thai_ita.ingest.scan.page_layout import Rgb

DPI: Final = 200.0
_POINTS_AN_INCH: Final = 72.0
# A page of A3 at 200 dpi has 7.7 million pixels.
MOST_PIXELS: Final = 12_000_000
# A page whose longer side is outside of these (points; A5 has 595, A3 1191) tells its pixels and
# not its size: it is taken to be a page of A4.
_PAGE_SIDES: Final = (400.0, 1300.0)
A4_LONG_INCH: Final = 11.69
_RGB_ORDER: Final = 0x10
_WITH_ANNOTATIONS: Final = 0x01
_BGR: Final = 2
_WHITE: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page or a part of it as pixels.

    ``dpi`` is the resolution for the letters on it; ``pixels`` are those of one point of the page,
    ``x0`` and ``top`` where the picture begins on the page in points.
    """

    picture: Rgb
    dpi: float
    pixels: float
    x0: float = 0.0
    top: float = 0.0


class PagePictures:
    """The pages of an open PDF as pictures; pages are 1-based. Valid inside ``open_pictures``."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._lib: Any = pdfium.library()
        self.n_pages: int = self._lib.FPDF_GetPageCount(handle)

    def page(self, number: int) -> Rendered | None:
        """The whole page as a viewer shows it; None where it is damaged or has no area."""
        with self._opened(number) as page:
            if page is None or (size := self._area(page)) is None:
                return None
            return self._drawn(page, (0.0, 0.0, *size), _dpi_of_page(*size))

    def part(self, number: int, box: Box) -> Rendered | None:
        """The part of a page inside a box (points of the displayed page)."""
        with self._opened(number) as page:
            if page is None:
                return None
            width, height = self._size(page)
            box = (max(0.0, box[0]), max(0.0, box[1]), min(width, box[2]), min(height, box[3]))
            if box[2] - box[0] < 1 or box[3] - box[1] < 1:
                return None
            return self._drawn(page, box, DPI)

    def for_the_eye(self, number: int, pixels: float, most_pixels: int, longest: int) -> Rgb | None:
        """The whole page at so many pixels a point, fewer where those would be too many or a side too long; None as
        in ``page``."""
        with self._opened(number) as page:
            if page is None or (size := self._area(page)) is None:
                return None
            pixels = min(pixels, (most_pixels / (size[0] * size[1])) ** 0.5, longest / max(size))
            return self._pixels(page, (0.0, 0.0, *size), pixels)

    def _area(self, page: int) -> tuple[float, float] | None:
        """Width and height of a page in points, None where it has no area to draw."""
        width, height = self._size(page)
        return None if width < 1 or height < 1 else (width, height)

    @contextmanager
    def _opened(self, number: int) -> Iterator[int | None]:
        page = self._lib.FPDF_LoadPage(self._handle, number - 1)
        try:
            yield page or None
        finally:
            if page:
                self._lib.FPDF_ClosePage(page)

    def _size(self, page: int) -> tuple[float, float]:
        return float(self._lib.FPDF_GetPageWidthF(page)), float(self._lib.FPDF_GetPageHeightF(page))

    def _drawn(self, page: int, box: Box, dpi: float) -> Rendered:
        """The box at so many dots an inch of the page, fewer where the picture would be too large."""
        area = (box[2] - box[0]) * (box[3] - box[1])
        pixels = min(dpi / _POINTS_AN_INCH, (MOST_PIXELS / area) ** 0.5)
        letters = DPI * pixels * _POINTS_AN_INCH / dpi
        return Rendered(self._pixels(page, box, pixels), letters, pixels, box[0], box[1])

    def _pixels(self, page: int, box: Box, pixels: float) -> Rgb:
        """The box at so many pixels a point."""
        lib = self._lib
        width, height = self._size(page)
        columns = max(1, round((box[2] - box[0]) * pixels))
        rows = max(1, round((box[3] - box[1]) * pixels))
        picture = np.empty((rows, columns, 3), dtype=np.uint8)
        bitmap = lib.FPDFBitmap_CreateEx(columns, rows, _BGR, picture.ctypes.data, columns * 3)
        try:
            lib.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, _WHITE)
            lib.FPDF_RenderPageBitmap(
                bitmap, page, round(-box[0] * pixels), round(-box[1] * pixels),
                round(width * pixels), round(height * pixels), 0, _WITH_ANNOTATIONS | _RGB_ORDER,
            )  # fmt: skip
        finally:
            lib.FPDFBitmap_Destroy(bitmap)
        return picture


@contextmanager
def open_pictures(path: Path) -> Iterator[PagePictures]:
    """The pages of a PDF as pictures. Raises an ``IngestError`` as its reader does."""
    with pdfium.open_document(path) as handle:
        yield PagePictures(handle)


def _dpi_of_page(width: float, height: float) -> float:
    """How many dots an inch of the page give letters the size that they have on paper at 200."""
    longer = max(width, height)
    if _PAGE_SIDES[0] <= longer <= _PAGE_SIDES[1]:
        return DPI
    return DPI * A4_LONG_INCH * _POINTS_AN_INCH / longer
