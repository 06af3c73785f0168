"""Picture files become Documents: each picture in them a page that is read by OCR."""

from __future__ import annotations

from pathlib import Path

from thai_ita.ingest.errors import NeedsOcrError, NotReadError
from thai_ita.ingest.formats import Format
from thai_ita.ingest.joining import join_tables, number_tables
from thai_ita.ingest.page_blocks import PageBlocks
from thai_ita.ingest.pdf.page_rotation import turn_of
from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.scan.aligning import align
from thai_ita.ingest.scan.ocr_engine import OcrEngineError
from thai_ita.ingest.scan.pace import page_is_read
from thai_ita.ingest.scan.page_assembly import POINTS_AN_INCH, read_picture
from thai_ita.ingest.scan.picture_files import frames
from thai_ita.ingest.scan.pictures_on_pages import is_blank
from thai_ita.ingest.scan.placing import Recognised, attach_figures, show_places
from thai_ita.ingest.scan.settings import OcrSettings, reader_for
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.model import Document, Media, Page, Problem, Severity


def read_image_document(data: bytes, doc_id: str, path: Path, *, ocr: OcrSettings, max_pages: int) -> Document:
    """The Document of a picture, each frame of it a page.

    Raises an IngestError where the picture is damaged or too large, or where nothing is installed
    that reads it.
    """
    name = str(path)
    if ocr.is_off:
        raise NotReadError(name, Format.PICTURE)
    reader = reader_for(ocr)
    if (engine := reader.engine) is None:
        raise NeedsOcrError(name, reader.why)
    document = Document(doc_id, name, Media.IMAGE)
    repairer = TextRepairer()
    blocks = PageBlocks(repairer)
    recognised: dict[int, list[Recognised]] = {}
    above: PageContent | None = None
    for number, frame in enumerate(frames(data, name), start=1):
        if number > max_pages:
            note = f"only {max_pages} pages of it were read; raise the limit to read more"
            document.problems.append(Problem("too-many-pages", note, page=max_pages))
            break
        try:
            read = read_picture(frame.picture, frame.dpi, engine, number=number)
        except OcrEngineError as failed:
            raise NeedsOcrError(name, str(failed)) from failed
        page_is_read(number)
        content = read.content
        unread = read.unsure or not (read.characters or is_blank(frame.picture))
        if unread:
            content.lines, content.tables = [], []
        height, width = (POINTS_AN_INCH * side / frame.dpi for side in frame.picture.shape[:2])
        page = Page(
            number,
            width,
            height,
            round(content.quality, 4),
            unread,
            content.n_chars,
            reader.name,
            turn_of(read.to_picture),
        )
        document.pages.append(page)
        document.problems.extend(content.problems)
        recognised[number] = [Recognised(read.figures, read.to_picture, doubts=read.doubts)]
        if above is not None:
            align(content, above, recognised[number][0])
        above = content
        blocks.add(content)
    document.blocks = join_tables(blocks.blocks())
    document.running_heads = blocks.running_heads()
    number_tables(document.blocks)
    items = [*document.blocks, *document.running_heads]
    attach_figures(items, recognised)
    show_places(items, recognised)
    document.repairs = dict(repairer.counts)
    _report_reading(document, reader.name)
    return document


def _report_reading(document: Document, by: str) -> None:
    """Adds what is to be said of how the picture was read."""
    unread = [page.number for page in document.pages if page.needs_ocr]
    if unread:
        note = f"nothing on page(s) {', '.join(map(str, unread))} of it can be read with certainty"
        document.problems.append(Problem("needs-ocr", note, page=unread[0]))
    note = f"its text was read from the picture by {by}"
    document.problems.append(Problem("read-by-ocr", note, Severity.INFO))
