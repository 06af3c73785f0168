"""Pages of a PDF become a Document: paragraphs, running titles, tables joined over pages, OCR marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.ingest.joining import join_tables, number_tables
from thai_ita.ingest.page_blocks import PageBlocks
from thai_ita.ingest.pdf import PageContent, read_pdf
from thai_ita.ingest.pdf.page_rotation import displayed_box, turn_of
from thai_ita.ingest.pdf.properties import pdf_properties
from thai_ita.ingest.pdf.text.legible import PICTURE
from thai_ita.ingest.scan.pdf_pages import PdfScans
from thai_ita.ingest.scan.placing import attach_figures, show_places
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.model import (
    BBox,
    Cell,
    Document,
    Line,
    Media,
    Page,
    Problem,
    Severity,
    Table,
)
from thai_ita.normalize.repair import thai_quality

if TYPE_CHECKING:
    from thai_ita.ingest.ingest_options import IngestOptions

# A page with fewer characters under a picture of this share of the page is a scan.
MIN_TEXT_CHARS = 40
MIN_SCAN_COVERAGE = 0.4
# Share of possible Thai, after repair, below which a page is better read by OCR.
MIN_QUALITY = 0.75
_DAMAGED = "hold Thai that is damaged beyond repair"
# From this share of invisible characters on, the text of a page is a layer laid over a scan.
MIN_INVISIBLE = 0.5


def read_pdf_document(path: Path, doc_id: str, options: IngestOptions) -> Document:
    """The Document of a PDF. Raises an IngestError where the file gives nothing."""
    repairer = TextRepairer()
    document = Document(doc_id=doc_id, path=str(path), media=Media.PDF_TEXT)
    builder = PageBlocks(repairer)
    turned: dict[int, PageContent] = {}
    right: dict[int, list[tuple[int, float]]] = {}
    told = _PagesByFinding()
    with PdfScans(path, options.ocr) as scans:
        above: PageContent | None = None
        for content in read_pdf(path, max_pages=options.max_pages):
            page, content = _page(content, above, scans, told)
            above = content
            document.pages.append(page)
            if content.right:
                right[content.number] = content.right
            if content.turned:
                turned[content.number] = content
            document.problems.extend(content.problems)
            builder.add(content)
    document.blocks = join_tables(builder.blocks())
    document.running_heads = builder.running_heads()
    document.properties = pdf_properties(path)
    number_tables(document.blocks)
    if turned:
        _as_displayed(document, turned)
    if right:
        _on_own_pages(document, right)
    if scans.recognised:
        items = [*document.blocks, *document.running_heads]
        attach_figures(items, scans.recognised)
        show_places(items, scans.recognised)
    document.repairs = dict(repairer.counts)
    document.media = _media(len(document.pages), told.scans)
    _report_scans(document, told, scans)
    return document


def _as_displayed(document: Document, turned: dict[int, PageContent]) -> None:
    """Boxes of pages that were read sideways, as they stand on the page that a viewer shows."""
    for block in document.blocks:
        items: list[Line | Table | Cell] = [block]
        if isinstance(block, Table):
            items.extend(block.cells())
        for item in items:
            page = turned.get(item.page or 0)
            if page is not None:
                item.move(partial(displayed_box, page))


def _on_own_pages(document: Document, right: dict[int, list[tuple[int, float]]]) -> None:
    """Lines and cells that were printed on a page further on, as they stand there."""
    for block in document.blocks:
        items: list[Line | Table | Cell] = [block]
        if isinstance(block, Table):
            items.extend(block.cells())
        for item in items:
            box = item.bbox
            for page, step in reversed(right.get(item.page or 0, [])):
                if box is not None and box.x0 >= step:
                    item.page = page
                    item.move(partial(_to_the_left, step))
                    break


def _to_the_left(step: float, box: BBox) -> BBox:
    return BBox(box.x0 - step, box.top, box.x1 - step, box.bottom)


@dataclass(slots=True)
class _PagesByFinding:
    """Numbers of pages by what is to be said of them.

    ``unread`` are those that need OCR, by reason; ``layered`` have a text laid over their picture
    and nothing better; ``anew`` were read from their picture although they have such a text.
    ``scans`` are all that are pictures, read or not; ``read`` were read from their pictures, whole
    or in part.
    """

    unread: dict[str, list[int]] = field(default_factory=dict)
    layered: list[int] = field(default_factory=list)
    anew: list[int] = field(default_factory=list)
    scans: set[int] = field(default_factory=set)
    read: list[int] = field(default_factory=list)


def _page(
    content: PageContent, above: PageContent | None, scans: PdfScans, told: _PagesByFinding
) -> tuple[Page, PageContent]:
    """The page and what stands on it, read from its picture where its text does not do."""
    reason, quality = _why_ocr(content)
    layered = not content.illegible and content.invisible_chars >= MIN_INVISIBLE
    number, recognised = content.number, ""
    if (reason and reason != _DAMAGED) or layered:
        told.scans.add(number)
    width, height, turn = content.width, content.height, content.turned
    if (reason or layered) and (found := scans.page(content, above)) is not None:
        recognised, content, reason = scans.reader.name, found, ""
        quality = content.quality
        turn = _turn_of_scan(scans, number)
        if layered:
            told.anew.append(number)
    elif reason:
        told.unread.setdefault(reason, []).append(number)
    elif not layered and scans.pictures(content):
        recognised = scans.reader.name
    if layered and not recognised:
        told.layered.append(number)
    if recognised:
        told.read.append(number)
    page = Page(
        number=number,
        width=width,
        height=height,
        quality=round(quality, 4),
        needs_ocr=bool(reason),
        n_chars=content.n_chars,
        recognised=recognised,
        turn=turn,
    )
    return page, content


def _turn_of_scan(scans: PdfScans, number: int) -> int:
    to_page = scans.recognised[number][0].to_page
    return 0 if to_page is None else turn_of(to_page)


def _why_ocr(content: PageContent) -> tuple[str, float]:
    """Why a page needs OCR, empty where it can be read; and how much of its Thai is possible."""
    reason = content.illegible
    if content.n_chars < MIN_TEXT_CHARS and content.image_coverage >= MIN_SCAN_COVERAGE:
        reason = PICTURE
    quality = thai_quality(TextRepairer().repair(content.text)) if content.n_thai else content.quality
    if not reason and content.n_thai > MIN_TEXT_CHARS and quality < MIN_QUALITY:
        reason = _DAMAGED
    return reason, quality


def _media(n_pages: int, scans: set[int]) -> Media:
    if not scans:
        return Media.PDF_TEXT
    return Media.PDF_SCAN if len(scans) == n_pages else Media.PDF_MIXED


def _report_scans(document: Document, told: _PagesByFinding, scans: PdfScans) -> None:
    n = len(document.pages)
    for reason, numbers in told.unread.items():
        pages = _list_pages(numbers)
        if reason == _DAMAGED:
            note = f"{pages} of {n} {reason}; what was read from there is doubtful, and OCR does better"
        else:
            note = (
                f"{pages} of {n} {'holds' if len(numbers) == 1 else 'hold'} no readable text ({reason}) and must be read by OCR; "
                "nothing was read from there"
            )
            if scans.tried(numbers):
                note = (
                    f"{pages} of {n} {'holds' if len(numbers) == 1 else 'hold'} no readable text ({reason}), and by OCR nothing there "
                    "could be read with certainty; look at the picture"
                )
        if why := scans.why:
            note += f"; {why}"
        document.problems.append(Problem("needs-ocr", note, page=numbers[0]))
    if told.layered:
        note = (
            f"the text of {_list_pages(told.layered)} is an invisible layer over a picture, made "
            "by OCR; compare its figures with the picture"
        )
        document.problems.append(Problem("invisible-text", note, page=told.layered[0]))
    if told.read:
        note = f"{_list_pages(told.read)} of {n} {'was' if len(told.read) == 1 else 'were'} read by OCR, or a picture there was"
        if told.anew:
            note += f"; the text laid over {_list_pages(told.anew)} was compared and not taken"
        document.problems.append(Problem("read-by-ocr", note, Severity.INFO, told.read[0]))


def _list_pages(numbers: Sequence[int]) -> str:
    if len(numbers) > 6:
        return f"pages {numbers[0]}, {numbers[1]} ... {numbers[-1]} ({len(numbers)} pages)"
    return ("page " if len(numbers) == 1 else "pages ") + ", ".join(map(str, numbers))
