"""A page as pixels together with what is read from it, for checking by eye."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from thai_ita.ingest.scan.page_assembly import POINTS_AN_INCH, ReadPicture, read_picture
from thai_ita.ingest.scan.pdf_pages import PdfScans
from thai_ita.ingest.scan.picture_files import frames
from thai_ita.ingest.scan.render_pages import Rendered
from thai_ita.ingest.scan.settings import OcrSettings, reader_for
from thai_ita.model import Media

if TYPE_CHECKING:
    from PIL.Image import Image


def draw_and_read(
    path: str, media: Media, page: int, scale: float, settings: OcrSettings
) -> tuple[Image, list[ReadPicture]]:
    """The page at ``scale`` pixels a point, and what is read from its picture.

    ``to_picture`` of what was read leads to the points of the displayed page. Nothing is read with
    ``off``. Raises an ``IngestError`` where the file can no longer be read.
    """
    if media is not Media.IMAGE:
        return _of_pdf(Path(path), page, scale, settings)
    data = Path(path).read_bytes()
    frame = next(islice(frames(data, path), page - 1, None))
    engine = reader_for(settings).engine
    read = [read_picture(frame.picture, frame.dpi, engine, number=page)] if engine else []
    return _sized(frame, scale), read


def _of_pdf(path: Path, page: int, scale: float, settings: OcrSettings) -> tuple[Image, list[ReadPicture]]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        leaf = pdf[page - 1]
        picture: Image = leaf.render(scale=scale).to_pil().convert("RGBA")
        leaf.close()
    finally:
        pdf.close()
    with PdfScans(path, settings) as scans:
        return picture, scans.read_again(page)


def _sized(frame: Rendered, scale: float) -> Image:
    from PIL import Image as Images

    picture = Images.fromarray(np.ascontiguousarray(frame.picture))
    by = scale * POINTS_AN_INCH / frame.dpi
    size = max(1, round(picture.width * by)), max(1, round(picture.height * by))
    return picture.resize(size).convert("RGBA")
