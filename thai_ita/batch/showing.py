"""A file as a person looks at it: its pages as pictures, or its text in blocks. Done where files are read.

A look takes as much trust as a reading: the same worker opens it, under the same limits, and what it
sends is checked by whoever asked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.batch.archives import ArchiveError
from thai_ita.batch.at_hand import at_hand, format_at
from thai_ita.batch.looking import content_of
from thai_ita.batch.machine_faults import lacks_memory, machine_fault, one_line
from thai_ita.batch.options import RunOptions
from thai_ita.batch.source_view import Show, ShownBlock, ShownCell, ShownPage, SourceView
from thai_ita.batch.task import Task
from thai_ita.ingest.errors import NEEDS_INSTALLING, IngestError
from thai_ita.ingest.formats import Format
from thai_ita.ingest.scan.settings import OFF, OcrSettings

if TYPE_CHECKING:
    from thai_ita.ingest.scan.page_layout import Rgb
    from thai_ita.model import Document

MOST_PIXELS = 4_000_000
"""Of one picture: an A4 page at 1.5 pixels a point has 1.1 million."""
LONGEST_SIDE = 16_000
"""Pixels of a side; WebP has at most 16,383."""
MOST_LETTERS = 300_000
MOST_CELLS = 10_000
"""Letters, lines and cells of a text that are shown."""
LONGEST_MESSAGE = 500
QUALITY = 60
METHOD = 0
"""Of WebP: 17 ms for a page of text, 50 KB; method 2 takes half as long again for a fifth less."""

CHANGED, UNREADABLE, NEEDS, NO_PAGE, TOO_HEAVY = "changed", "unreadable", "needs", "no-page", "too-heavy"
"""Why nothing is shown: the content is not the one that was read, it cannot be opened, something must
be installed for it; why a page is not: it is damaged or not there, it unfolds to more than can be drawn."""
WHYS = (CHANGED, UNREADABLE, NEEDS, NO_PAGE, TOO_HEAVY)


def show_task(task: Task, options: RunOptions) -> SourceView:
    """What can be shown of the file of a task. Raises as ``batch.worker.read_task`` does."""
    show = task.show or Show("")
    try:
        with at_hand(task, options) as path:
            if content_of(path, options) != show.content:
                return SourceView(CHANGED)
            shown = _shown(path, task.name, show, options)
            # Between the two it may have been written to.
            return shown if content_of(path, options) == show.content else SourceView(CHANGED)
    except ArchiveError as error:
        return SourceView(UNREADABLE, _short(error.message))
    except IngestError as error:
        if lacks_memory(error):
            raise MemoryError from error
        if error.__cause__ is not None and (fault := machine_fault(error.__cause__)):
            raise fault from error
        why = NEEDS if error.code in NEEDS_INSTALLING else UNREADABLE
        return SourceView(why, _short(error.message))


def _shown(path: Path, name: str, show: Show, options: RunOptions) -> SourceView:
    kind = format_at(path, name)
    if kind is Format.PDF:
        return SourceView(pages=tuple(_pdf_pages(path, show)))
    if kind is Format.PICTURE:
        return SourceView(pages=tuple(_frames(path, show)))
    from thai_ita.ingest import read_document

    bounds = replace(options.for_ingest(), ocr=OcrSettings(OFF))
    return _text_of(read_document(path, bounds))


def _pdf_pages(path: Path, show: Show) -> Iterator[ShownPage]:
    from thai_ita.ingest.pdf.readers.weight import PageWeights
    from thai_ita.ingest.scan.render_pages import open_pictures

    weights, turns = PageWeights(path.read_bytes()), dict(show.turns)
    with open_pictures(path) as pictures:
        for number in show.pages:
            if not 1 <= number <= pictures.n_pages:
                yield ShownPage(number, why=NO_PAGE)
            elif weights.is_over(number):
                yield ShownPage(number, why=TOO_HEAVY)
            else:
                picture = pictures.for_the_eye(number, show.pixels, MOST_PIXELS, LONGEST_SIDE)
                yield _page(number, picture, turns.get(number, 0))


def _frames(path: Path, show: Show) -> Iterator[ShownPage]:
    """The pages of a picture file as they were read, in the size that a PDF's would have."""
    import numpy as np
    from PIL import Image

    from thai_ita.ingest.scan.page_assembly import POINTS_AN_INCH
    from thai_ita.ingest.scan.picture_files import frames

    wanted = set(show.pages)
    seen = set()
    for number, frame in enumerate(islice(frames(path.read_bytes(), str(path)), max(wanted, default=0)), 1):
        if number not in wanted:
            continue
        picture = Image.fromarray(np.ascontiguousarray(frame.picture))
        area, side = picture.width * picture.height, max(picture.size)
        by = min(1.0, show.pixels * POINTS_AN_INCH / frame.dpi, (MOST_PIXELS / area) ** 0.5, LONGEST_SIDE / side)
        size = max(1, round(picture.width * by)), max(1, round(picture.height * by))
        seen.add(number)
        smaller = np.asarray(picture.resize(size, reducing_gap=2.0))
        yield _page(number, smaller, dict(show.turns).get(number, 0))
    for number in show.pages:
        if number not in seen:
            yield ShownPage(number, why=NO_PAGE)


def _page(number: int, picture: Rgb | None, turn: int) -> ShownPage:
    import numpy as np
    from PIL import Image

    if picture is None:
        return ShownPage(number, why=NO_PAGE)
    if turn:
        picture = np.ascontiguousarray(np.rot90(picture, turn))
    made = io.BytesIO()
    Image.fromarray(picture).save(made, "WEBP", quality=QUALITY, method=METHOD)
    height, width = picture.shape[:2]
    return ShownPage(number, made.getvalue(), width, height)


def _text_of(document: Document) -> SourceView:
    """The lines and tables of a document up to the bounds, running heads last."""
    blocks: list[ShownBlock] = []
    letters, cells = MOST_LETTERS, MOST_CELLS
    for block in _blocks(document):
        letters -= sum(len(cell.text) for cell in block.cells)
        cells -= len(block.cells)
        if letters < 0 or cells < 0:
            return SourceView(blocks=tuple(blocks), cut=True)
        blocks.append(block)
    return SourceView(blocks=tuple(blocks))


def _blocks(document: Document) -> Iterator[ShownBlock]:
    from thai_ita.model import Line, LineKind

    for block in [*document.blocks, *document.running_heads]:
        if isinstance(block, Line):
            if block.text.strip():
                kind = "heading" if block.kind is LineKind.HEADING else "line"
                yield ShownBlock(kind, block.number, (ShownCell(block.text),))
            continue
        cells = tuple(
            ShownCell(
                cell.text,
                cell.row,
                cell.column,
                max(1, cell.rowspan),
                max(1, cell.colspan),
                cell.header or cell.row < block.header_rows,
            )
            for cell in block.cells()
        )
        if cells:
            yield ShownBlock("table", block.number, cells)


def _short(message: str) -> str:
    return one_line(message)[:LONGEST_MESSAGE]
