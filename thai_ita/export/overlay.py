"""What was read, drawn over the picture of its page, for checking by eye.

Beside a page that was read by OCR stands its text as read; characters that are not sure are red,
there and on the page.

Tables and their cells are outlined, the cells from which a score was taken are filled and labelled
with its code and value, titles of measures carry their number. Colours: blue tables, grey lines,
green scores, orange measures, red scores in conflict.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.export.read_beside import beside, draw_doubts
from thai_ita.ingest.scan.settings import OFF, OcrSettings
from thai_ita.model import BBox, Line, Media, Report, ScoreStatus

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

    from thai_ita.ingest.scan.page_assembly import ReadPicture

# Pixels for one PDF point: 144 dots per inch.
SCALE = 2.0
_TABLE, _CELL, _LINE = (30, 90, 200, 255), (30, 90, 200, 90), (120, 120, 120, 110)
_SCORE, _CONFLICT, _MEASURE = (20, 150, 60), (200, 30, 30), (230, 130, 20)


class NoPictureError(ValueError):
    """The page cannot be drawn; the message says why and what to do."""


def draw_page(report: Report, page: int, out: Path, *, settings: OcrSettings | None = None) -> None:
    """Writes a PNG of one page (1-based) of the report's PDF or picture with what was read from it.

    ``settings`` say what read it. Raises NoPictureError where the source has no pages to draw
    or no such page.
    """
    from PIL import Image, ImageDraw

    picture, read = _render(report, page, settings or OcrSettings())

    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    _draw_blocks(draw, report, page)
    _draw_facts(draw, report, page)
    whole = Image.alpha_composite(picture, layer)
    if read:
        for one in read:
            draw_doubts(ImageDraw.Draw(whole), one, SCALE)
        whole = beside(whole, read, SCALE)
    whole.convert("RGB").save(out, format="PNG")


def _render(report: Report, page: int, settings: OcrSettings) -> tuple[Image, list[ReadPicture]]:
    """The page as pixels, and what was read from its picture or from pictures on it."""
    document = report.document
    if document.media not in (Media.PDF_TEXT, Media.PDF_SCAN, Media.PDF_MIXED, Media.IMAGE):
        raise NoPictureError(
            f"{document.path}: only pages of a PDF or a picture can be drawn; this is {document.media}"
        )
    if not 1 <= page <= len(document.pages):
        raise NoPictureError(f"{document.path}: has no page {page}; it has {len(document.pages)}")
    from thai_ita.ingest.errors import IngestError
    from thai_ita.ingest.scan.again import draw_and_read

    recognised = document.pages[page - 1].recognised
    if not recognised:
        settings = replace(settings, engine=OFF)
    try:
        return draw_and_read(document.path, document.media, page, SCALE, settings)
    except IngestError as error:
        raise NoPictureError(str(error)) from error


def _draw_blocks(draw: ImageDraw, report: Report, page: int) -> None:
    for block in report.document.blocks:
        if isinstance(block, Line):
            if block.page == page and block.bbox is not None:
                draw.rectangle(_box(block.bbox), outline=_LINE)
            continue
        boxes = [c.bbox for c in block.cells() if c.page == page and c.bbox is not None]
        for box in boxes:
            draw.rectangle(_box(box), outline=_CELL)
        if boxes:
            whole = boxes[0]
            for box in boxes[1:]:
                whole = whole.union(box)
            draw.rectangle(_box(whole), outline=_TABLE, width=3)
            draw.text((whole.x0 * SCALE, whole.top * SCALE - 24), f"table {block.number}",
                      fill=_TABLE, font_size=20)  # fmt: skip


def _draw_facts(draw: ImageDraw, report: Report, page: int) -> None:
    for score in report.scores:
        box = score.evidence.bbox
        if score.evidence.page == page and box is not None:
            colour = _CONFLICT if score.status is ScoreStatus.CONFLICT else _SCORE
            year = "" if score.fiscal_year is None else f" {score.fiscal_year}"
            _mark(draw, box, colour, f"{score.code}{year}: {score.value:g}")
    for measure in report.measures:
        box = measure.evidence.bbox
        if measure.evidence.page == page and box is not None:
            _mark(draw, box, _MEASURE, f"measure {measure.seq}")


def _mark(draw: ImageDraw, box: BBox, colour: tuple[int, int, int], label: str) -> None:
    draw.rectangle(_box(box), outline=(*colour, 255), fill=(*colour, 45), width=2)
    draw.text((box.x1 * SCALE + 2, box.top * SCALE), label, fill=(*colour, 255), font_size=16)


def _box(box: BBox) -> tuple[float, float, float, float]:
    return box.x0 * SCALE, box.top * SCALE, box.x1 * SCALE, box.bottom * SCALE
