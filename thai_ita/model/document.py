"""What a file holds: pages, lines and tables, with no idea of the assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from thai_ita.model.terms import LineKind, Media, Severity


@dataclass(frozen=True, slots=True)
class BBox:
    """A box on a page in PDF points; ``top`` and ``bottom`` count from the upper edge."""

    x0: float
    top: float
    x1: float
    bottom: float

    def __str__(self) -> str:
        return f"{self.x0:.1f},{self.top:.1f},{self.x1:.1f},{self.bottom:.1f}"

    def union(self, other: BBox) -> BBox:
        """The smallest box that holds both."""
        return BBox(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong or looks wrong: data, so that the rest can go on.

    ``code`` is a stable kebab-case word, ``message`` one plain sentence that says what is wrong
    and, where something can be done, what to do.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    page: int | None = None


@dataclass(frozen=True, slots=True)
class FigureReading:
    """A number as a recogniser read it from a picture.

    ``text`` is the number as read (``๘๓.๓๓``), ``p`` the least probability (0-1) of any of its
    characters. ``others`` are other readings of the same place, likeliest first, each with its
    probability.
    """

    text: str
    p: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class LetterDoubt:
    """A letter or mark of a word that a recogniser read with doubt.

    ``word`` is what stands around it without a space, a few letters to either side; ``at`` is its
    place there. ``p`` is its probability (0-1), ``other`` what else it may be, "" for nothing.
    """

    word: str
    at: int
    p: float
    other: str = ""


@dataclass(slots=True)
class Line:
    """A line, heading, bullet or paragraph outside tables.

    ``level`` is 1-6 for a heading that its format marks as one, else 0. ``number`` is its 1-based
    place in the source (text line, or running line of the document). ``figures`` are its numbers in
    reading order where they were recognised in a picture, ``doubts`` its Thai letters that were read
    there with doubt. ``printed`` are the boxes of the printed lines of a paragraph that has several,
    one for each line of ``raw``; empty where they are not known.
    """

    raw: str
    text: str
    kind: LineKind = LineKind.PARAGRAPH
    level: int = 0
    page: int | None = None
    number: int = 0
    bbox: BBox | None = None
    figures: tuple[FigureReading, ...] = ()
    doubts: tuple[LetterDoubt, ...] = ()
    printed: tuple[BBox, ...] = ()

    def move(self, to: Callable[[BBox], BBox]) -> None:
        """Gives its boxes, where it has any, another place."""
        if self.bbox is not None:
            self.bbox = to(self.bbox)
        self.printed = tuple(map(to, self.printed))


@dataclass(slots=True)
class Cell:
    """One cell of a table; its paragraphs are separated by newlines.

    ``row`` and ``column`` are 0-based in the grid of its table. ``alternates`` are second readings
    that the source offers for the same place (``๙๙.๘๓ <i>100.00</i>``), repaired like ``text``.
    ``lines`` are the lines as they stand on the page, repaired, where the source has such; they
    tell apart short entries that ``text`` may have joined. ``line`` is the number of the line that
    it was made from, where the table was laid out as running text. ``figures`` are its numbers in
    reading order where they were recognised in a picture, ``doubts`` its Thai letters that were read
    there with doubt.
    """

    raw: str
    text: str
    row: int = 0
    column: int = 0
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    bbox: BBox | None = None
    header: bool = False
    alternates: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    line: int | None = None
    figures: tuple[FigureReading, ...] = ()
    doubts: tuple[LetterDoubt, ...] = ()

    def move(self, to: Callable[[BBox], BBox]) -> None:
        """Gives its box, where it has one, another place."""
        if self.bbox is not None:
            self.bbox = to(self.bbox)


@dataclass(slots=True)
class Table:
    """A table already joined over its pages.

    ``grid[r][c]`` is the cell that *starts* there; None where a merged cell covers the place or
    the row has no such cell. An empty cell is a Cell with text "". The first ``header_rows`` rows
    are its header as far as form alone shows it (0 where it does not). ``caption`` is the text of
    the line right above, where there is one. ``starts`` holds the 0-based row at which each page's
    piece begins, so that a row can be told from a continuation of the row before it.
    """

    grid: list[list[Cell | None]]
    header_rows: int = 0
    number: int = 0
    page: int | None = None
    bbox: BBox | None = None
    caption: str = ""
    line_number: int = 0
    starts: tuple[int, ...] = (0,)

    @property
    def n_rows(self) -> int:
        return len(self.grid)

    @property
    def n_columns(self) -> int:
        return max((len(row) for row in self.grid), default=0)

    def move(self, to: Callable[[BBox], BBox]) -> None:
        """Gives its own box, not those of its cells, another place."""
        if self.bbox is not None:
            self.bbox = to(self.bbox)

    def cells(self) -> Iterator[Cell]:
        """Every cell once, in reading order."""
        for row in self.grid:
            for cell in row:
                if cell is not None:
                    yield cell

    def covering(self) -> list[list[Cell | None]]:
        """The grid with every merged cell repeated over the places that it covers."""
        n_rows, n_columns = self.n_rows, self.n_columns
        full: list[list[Cell | None]] = [[None] * n_columns for _ in range(n_rows)]
        for cell in self.cells():
            for r in range(cell.row, min(cell.row + cell.rowspan, n_rows)):
                for c in range(cell.column, min(cell.column + cell.colspan, n_columns)):
                    full[r][c] = cell
        return full


Block = Line | Table


@dataclass(slots=True)
class Page:
    """A page of the source. ``quality`` is the share (0-1) of its text that is possible Thai.

    ``needs_ocr`` tells that it holds text which was not read; ``recognised`` names the recogniser
    that read it, or a picture on it, and is "" where all its text was typed. ``turn`` is the direction
    of its text as a viewer shows the page, in quarters: 1 reads downwards, 2 upside down, 3 upwards.
    """

    number: int
    width: float | None = None
    height: float | None = None
    quality: float = 1.0
    needs_ocr: bool = False
    n_chars: int = 0
    recognised: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself where no reader of its pages sees it, repaired; "" where it is silent.

    Templates and programs fill these in and nobody corrects them: hints, no evidence.
    """

    title: str = ""
    subject: str = ""
    keywords: str = ""


@dataclass(slots=True)
class Document:
    """What a file holds: blocks in reading order, tables joined over pages.

    ``doc_id`` tells the content (``document_id``). ``repairs`` counts the
    characters mended by each rule of ``normalize.repair``. ``running_heads`` are the lines that
    stand above or below the text of every page (page headers and footers), each once; they are no
    blocks.
    """

    doc_id: str
    path: str
    media: Media
    blocks: list[Block] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    repairs: dict[str, int] = field(default_factory=dict)
    encoding: str = ""
    problems: list[Problem] = field(default_factory=list)
    running_heads: list[Line] = field(default_factory=list)
    properties: Properties = Properties()

    @property
    def lines(self) -> list[Line]:
        return [b for b in self.blocks if isinstance(b, Line)]

    @property
    def tables(self) -> list[Table]:
        return [b for b in self.blocks if isinstance(b, Table)]
