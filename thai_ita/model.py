"""The vocabulary: what flows from a file to the five tables, and nothing else.

Everything here is plain data. A ``Document`` is what a file holds, with no idea of the
assessment; a ``Report`` is what the document says about it. Texts are kept twice: ``raw`` as read
and ``text`` after repair of damaged Thai. Page numbers are 1-based, boxes are in PDF points from
the top left corner of the page, scores are floats from 0 to 100, years are Buddhist era (พ.ศ.)
integers and their common-era twins are named ``_ce``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

BUDDHIST_ERA_OFFSET = 543


def to_ce(year: int | None) -> int | None:
    """The common-era year of a Buddhist-era year: 2568 gives 2025."""
    return None if year is None else year - BUDDHIST_ERA_OFFSET


class Media(StrEnum):
    """What kind of file a document came from."""

    PDF_TEXT = "pdf_text"
    PDF_SCAN = "pdf_scan"
    PDF_MIXED = "pdf_mixed"
    DOCX = "docx"
    TEXT = "text"
    HTML = "html"
    IMAGE = "image"
    XLSX = "xlsx"


class DocType(StrEnum):
    """What a report is; the definitions stand in docs/output.md under ``doc_type``."""

    MEASURES_PLAN = "measures_plan"
    IMPLEMENTATION_REPORT = "implementation_report"
    SCORE_ANALYSIS = "score_analysis"
    OTHER = "other"


class DocStatus(StrEnum):
    """How far the reading of one document got. It starts as FAILED and is set last."""

    OK = "ok"
    PARTIAL = "partial"
    NO_DATA = "no_data"
    FAILED = "failed"


class ScoreKind(StrEnum):
    OVERALL = "overall"
    INSTRUMENT = "instrument"
    INDICATOR = "indicator"
    SUBINDICATOR = "subindicator"
    QUESTION = "question"
    OIT_ITEM = "oit_item"


class Basis(StrEnum):
    """STATED: printed so. DERIVED: follows from stated values. REPAIRED: a printed value mended."""

    STATED = "stated"
    DERIVED = "derived"
    REPAIRED = "repaired"


class ScoreStatus(StrEnum):
    """What the arithmetic of the year says of a value (docs/reconcile.md)."""

    VERIFIED = "verified"
    CONSISTENT = "consistent"
    UNCHECKED = "unchecked"
    CONFLICT = "conflict"


class FindingKind(StrEnum):
    WEAKNESS = "weakness"
    IMPROVE = "improve"
    MAINTAIN = "maintain"
    RECOMMENDATION = "recommendation"
    LIMITATION = "limitation"


class CheckResult(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    REPAIRED = "repaired"


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LineKind(StrEnum):
    HEADING = "heading"
    BULLET = "bullet"
    PARAGRAPH = "paragraph"


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
class Trouble:
    """Something that went wrong or looks wrong: data, so that the rest can go on.

    ``code`` is a stable kebab-case word, ``message`` one plain sentence that says what is wrong
    and, where something can be done, what to do.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    page: int | None = None


@dataclass(slots=True)
class Line:
    """A line, heading, bullet or paragraph outside tables.

    ``level`` is 1-6 for a heading that its format marks as one, else 0. ``number`` is its 1-based
    place in the source (text line, or running line of the document).
    """

    raw: str
    text: str
    kind: LineKind = LineKind.PARAGRAPH
    level: int = 0
    page: int | None = None
    number: int = 0
    bbox: BBox | None = None


@dataclass(slots=True)
class Cell:
    """One cell of a table; its paragraphs are separated by newlines.

    ``row`` and ``column`` are 0-based in the grid of its table. ``alternates`` are second readings
    that the source offers for the same place (``๙๙.๘๓ <i>100.00</i>``), repaired like ``text``.
    ``lines`` are the lines as they stand on the page, repaired, where the source has such; they
    tell apart short entries that ``text`` may have joined.
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
    """A page of the source. ``quality`` is the share (0-1) of its text that is possible Thai."""

    number: int
    width: float | None = None
    height: float | None = None
    quality: float = 1.0
    needs_ocr: bool = False
    n_chars: int = 0


@dataclass(slots=True)
class Document:
    """What a file holds: blocks in reading order, tables joined over pages.

    ``doc_id`` is the first 16 hex digits of the SHA-256 of the content. ``repairs`` counts the
    characters mended by each rule of ``normalize.repair``.
    """

    doc_id: str
    path: str
    media: Media
    blocks: list[Block] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    repairs: dict[str, int] = field(default_factory=dict)
    encoding: str = ""
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [b for b in self.blocks if isinstance(b, Line)]

    @property
    def tables(self) -> list[Table]:
        return [b for b in self.blocks if isinstance(b, Table)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read. ``table`` and ``row`` are 1-based, as a person would count them."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    bbox: BBox | None = None
    text: str = ""


CODE_ALONE = "item-code-alone"
"""The rule of a match whose printed code is known and whose wording is no item of the year."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a name was recognised, or why it was refused.

    ``score`` and ``margin`` are 0-100: the similarity to the accepted alias, and its lead over the
    best alias of any other entry. ``rule`` names the rule that decided; ``reason`` says it plainly.
    """

    code: str
    name: str
    alias: str
    score: float
    margin: float
    rule: str
    accepted: bool
    reason: str = ""
    kind: ScoreKind | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """A local government. ``name`` is the full official form, never an abbreviation.

    ``agency_id`` is stable over documents: a code of the official list where the gazetteer knows
    one, else made from type, name, province and district.
    """

    agency_id: str
    name: str
    type: str = ""
    district: str = ""
    province: str = ""


@dataclass(slots=True)
class Identity:
    """Who reports, on which year, in what kind of report, with which stated rating."""

    agency: Agency | None = None
    fiscal_year: int | None = None
    doc_type: DocType = DocType.OTHER
    title: str = ""
    level: str = ""
    decided_on: str = ""
    agency_votes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Score:
    """One score of one agency in one assessment year.

    ``value`` is 0-100. ``value_as_seen`` keeps the digits as printed, weighted points included.
    ``alternates`` are the other readings of the same cell, as numbers.
    """

    agency: Agency | None
    fiscal_year: int | None
    kind: ScoreKind
    code: str
    value: float
    value_as_seen: str
    name_as_seen: str = ""
    name: str = ""
    part: str = ""
    match_score: float = 100.0
    basis: Basis = Basis.STATED
    status: ScoreStatus = ScoreStatus.UNCHECKED
    confidence: float = 0.5
    evidence: Evidence = field(default_factory=Evidence)
    alternates: tuple[float, ...] = ()
    decimals: int = 2
    match: Match | None = None
    restated: list[Evidence] = field(default_factory=list)

    @property
    def by_code_alone(self) -> bool:
        """An OIT item of another wording than the year's under this code: the code names no item
        of the edition, so no sum, no other document and no other agency speaks of the same thing.
        """
        return self.match is not None and self.match.rule == CODE_ALONE

    @property
    def key(self) -> tuple[str, int | None, ScoreKind, str, str]:
        """What makes two scores the same fact."""
        return (
            self.agency.agency_id if self.agency else "",
            self.fiscal_year,
            self.kind,
            self.code,
            self.part,
        )


@dataclass(slots=True)
class Change:
    """A stated change of a score against the year before ``year``; ``delta`` in points."""

    kind: ScoreKind
    code: str
    year: int | None
    delta: float
    as_seen: str
    evidence: Evidence


@dataclass(slots=True)
class Measure:
    """One measure of a plan or of a report on it. ``seq`` is its number in the document."""

    seq: int
    title: str
    group: str = ""
    steps: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    timeframe: str = ""
    start_date: str = ""
    end_date: str = ""
    monitoring: str = ""
    output: str = ""
    outcome: str = ""
    theme: str = ""
    indicators: list[str] = field(default_factory=list)
    page: int | None = None
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(slots=True)
class Finding:
    """A weakness, a point to improve or maintain, a recommendation or a limitation."""

    kind: FindingKind
    text: str
    group: str = ""
    instrument: str = ""
    indicators: list[str] = field(default_factory=list)
    page: int | None = None


@dataclass(slots=True)
class Check:
    """One test of the report against the arithmetic and the calendar of its year."""

    check: str
    result: CheckResult
    fiscal_year: int | None = None
    severity: Severity = Severity.INFO
    expected: str = ""
    found: str = ""
    scores: list[str] = field(default_factory=list)
    message: str = ""
    agency: Agency | None = None


@dataclass(slots=True)
class Report:
    """What one document says: the rows of the five tables, before they are written.

    ``impossible`` holds what stands where a score should and is above 100, such as ``8164``: a
    misreading that reconciling may mend, and no score before that.
    """

    document: Document
    identity: Identity = field(default_factory=Identity)
    scores: list[Score] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    impossible: list[Score] = field(default_factory=list)
    refused: list[Match] = field(default_factory=list)
    status: DocStatus = DocStatus.FAILED
    error: str = ""
    troubles: list[Trouble] = field(default_factory=list)
