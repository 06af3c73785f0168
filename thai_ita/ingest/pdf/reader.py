"""What a page reader gives: the seam that every PDF reader implements.

Coordinates are PDF points of the page as it is displayed (after ``/Rotate``, crop box origin at 0),
``top`` counts from the upper edge. Texts are as read: the repair of damaged Thai comes later.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from thai_ita.model import BBox, Problem


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How much of one page is read before it is given up; a page over a limit is a Problem.

    A dense page of a report has 5,000 characters and 2,000 path segments.
    """

    max_chars: int = 100_000
    max_segments: int = 100_000
    max_objects: int = 200_000


@dataclass(slots=True)
class RawCell:
    """A cell: ``text`` is its ``lines`` joined by newlines, before the repair of damaged Thai.

    ``row`` and ``column`` are 0-based in the grid of its table. ``widths`` holds how much of the
    cell each line fills (0-1). ``rotated`` tells that its text was drawn turned by a quarter.
    """

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    bbox: BBox
    rotated: bool = False
    lines: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PageColumn:
    """A part of a page that is read on its own: a column of running text, a card, a table beside
    a picture.

    ``x0`` and ``x1`` are its sides, ``top`` is the height at which it takes its turn, from left to
    right. The text of columns with the same ``flow`` above 0 runs on from one to the next.
    """

    x0: float
    x1: float
    top: float
    flow: int = 0


@dataclass(slots=True)
class RawTable:
    """A table of one page. ``cells`` are in reading order, merged ones once.

    ``ruled`` is False where the table was found by the alignment of its text; ``extents`` then
    tells from where to where the text of each column reaches.
    """

    cells: list[RawCell]
    n_rows: int
    n_columns: int
    bbox: BBox
    column_edges: tuple[float, ...]
    row_edges: tuple[float, ...]
    ruled: bool = True
    extents: tuple[tuple[float, float], ...] = ()
    column: PageColumn | None = None

    def grid(self) -> list[list[RawCell | None]]:
        """Rows of cells; None where a merged cell covers the place."""
        rows: list[list[RawCell | None]] = [[None] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row][cell.column] = cell
        return rows


@dataclass(slots=True)
class RawLine:
    """A line outside tables. A single tab stands for a dot leader or a wide gap.

    ``extents`` tells from where to where each part between wide gaps reaches, where that is known.
    """

    text: str
    bbox: BBox
    size: float
    bold: bool = False
    rotated: bool = False
    column: PageColumn | None = None
    extents: tuple[tuple[float, float], ...] = ()

    @property
    def x0(self) -> float:
        return self.bbox.x0


Block = RawLine | RawTable


@dataclass(slots=True)
class PageContent:
    """One page as read.

    ``invisible_chars`` is the share (0-1) of characters drawn with render mode 3 (a hidden layer,
    as OCR programs write it), ``image_coverage`` the share of the page that images cover,
    ``unmapped`` the number of glyphs without a Unicode value,
    ``mended`` how many marks were known again by their shape, ``quality`` the share of the text
    that is possible Thai. ``turned`` is the direction of the text where most of it
    is drawn sideways (1 reads downwards, 2 upside down, 3 upwards; 0 elsewhere); lines and tables
    are then given upright, and ``turning.displayed_box`` leads back. ``by_sight`` tells that
    the page was read as viewers show it, hidden text left out and values of its form put in, ``letter_shapes`` that letters are drawn as shapes,
    ``pictures`` are the boxes of its images on the page as displayed,
    ``right`` names the pages that hold further columns of this one, read with it, and how far each
    was moved to the right; ``illegible`` tells why what stands on the page is no text; nothing of it is given then.
    """

    number: int
    width: float
    height: float
    lines: list[RawLine] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    n_chars: int = 0
    n_thai: int = 0
    n_rotated: int = 0
    n_rulings: int = 0
    invisible_chars: float = 0.0
    image_coverage: float = 0.0
    unmapped: int = 0
    mended: int = 0
    quality: float = 1.0
    turned: int = 0
    skipped: bool = False
    by_sight: bool = False
    letter_shapes: bool = False
    illegible: str = ""
    right: list[tuple[int, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """Lines and tables in reading order: from top to bottom, column by column."""
        found: list[Block] = [*self.lines, *self.tables]
        return sorted(found, key=_turn)

    @property
    def text(self) -> str:
        """All text, lines and cells in reading order."""
        out: list[str] = []
        for block in self.blocks:
            if isinstance(block, RawTable):
                out.extend(cell.text for cell in block.cells)
            else:
                out.append(block.text)
        return "\n".join(out)


def _turn(block: Block) -> tuple[float, float, float, float]:
    """When a line or a table has its turn."""
    column, box = block.column, block.bbox
    if column is None:
        return (box.top, box.x0, box.top, box.x0)
    return (column.top, column.x0, box.top, box.x0)


class OpenPdf(Protocol):
    """A PDF that is open. Pages are 1-based and closed before ``read_page`` returns."""

    @property
    def n_pages(self) -> int: ...

    def read_page(self, number: int) -> PageContent: ...


class PageReader(Protocol):
    """Opens PDFs; ``name`` goes into Problem records.

    ``open`` raises ``EncryptedError``, ``DamagedError``, ``EmptyDocumentError`` or ``UnreadableError``.
    """

    @property
    def name(self) -> str: ...

    def open(self, path: str | Path, limits: PageLimits = ...) -> AbstractContextManager[OpenPdf]: ...
