"""What a worker gave of a source, held against what was asked: it has opened a file of anybody's."""

from __future__ import annotations

from collections.abc import Sequence

from thai_ita.batch.machine_faults import one_line
from thai_ita.batch.row_codec import plain_text
from thai_ita.batch.showing import LONGEST_MESSAGE, MOST_CELLS, MOST_LETTERS, MOST_PIXELS, WHYS
from thai_ita.batch.source_view import ShownBlock, ShownCell, SourceView

KINDS = ("line", "heading", "table")
MOST_PICTURE_BYTES = 8_000_000
MOST_AREA = 4 * MOST_CELLS
"""Places in the grid of a table, those that cells cover among them."""
HIGHEST_NUMBER = 10_000_000
_HEADER = 30
"""Bytes of a WebP up to the size of its picture."""


def is_expected(shown: SourceView, pages: Sequence[int]) -> bool:
    """Whether it is what a worker of ours gives of these pages, or of a text where there are none."""
    if shown.why:
        return shown.why in WHYS and not shown.pages and not shown.blocks
    if not pages:
        # A file of which pictures were not asked may have turned out to be one of pages.
        return not shown.pages and _is_text(shown.blocks)
    if shown.blocks:
        return _is_text(shown.blocks)
    return sorted(page.number for page in shown.pages) == sorted(pages) and all(
        page.why in WHYS if page.why else is_webp(page.webp, page.width, page.height) for page in shown.pages
    )


def is_webp(data: bytes, width: int, height: int) -> bool:
    """Whether the header of these bytes is that of a lossy WebP of this size, and of nothing else."""
    if not _HEADER <= len(data) <= MOST_PICTURE_BYTES or not 0 < width * height <= 2 * MOST_PIXELS:
        return False
    sides = [int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28)]
    return (
        data[:4] == b"RIFF"
        and int.from_bytes(data[4:8], "little") + 8 == len(data)
        and data[8:16] == b"WEBPVP8 "
        and data[23:26] == b"\x9d\x01\x2a"
        and sides == [width, height]
    )


def mended(block: ShownBlock) -> ShownBlock:
    """A block with texts that every file can hold."""
    cells = tuple(ShownCell(plain_text(c.text), c.row, c.column, c.rowspan, c.colspan, c.header) for c in block.cells)
    return ShownBlock(block.kind, block.number, cells)


def message_of(text: str) -> str:
    """What is said of a loss or a file, as one line that every file can hold."""
    return plain_text(one_line(text))[:LONGEST_MESSAGE]


def _is_text(blocks: Sequence[ShownBlock]) -> bool:
    letters = cells = area = 0
    for block in blocks:
        if block.kind not in KINDS or not block.cells or not 0 <= block.number <= HIGHEST_NUMBER:
            return False
        if block.kind != "table" and len(block.cells) != 1:
            return False
        rows = columns = 0
        for cell in block.cells:
            if min(cell.row, cell.column) < 0 or min(cell.rowspan, cell.colspan) < 1:
                return False
            letters += len(cell.text)
            rows = max(rows, cell.row + cell.rowspan)
            columns = max(columns, cell.column + cell.colspan)
            area += cell.rowspan * cell.colspan
        cells += len(block.cells)
        if rows > MOST_AREA or columns > MOST_AREA:
            return False
    return letters <= MOST_LETTERS and cells <= MOST_CELLS and area <= MOST_AREA
