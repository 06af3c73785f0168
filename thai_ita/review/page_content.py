"""What evidence pages show: plain data, made from the output folder, turned into HTML by templates."""

from __future__ import annotations

from dataclasses import dataclass, field

PAGES, ASSETS = "d", "assets"
"""Folders beside index.html: a page and a folder of pictures for each document; styles and scripts."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact was read. ``box`` is left, top, width, height in per cent of the page's picture, None where
    there is none; ``mark`` the id of a marked text in a text document. ``words`` say it in the language of the page."""

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    mark: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of scores, measures or findings, or the row of documents.

    ``anchor`` is its id on the page. ``cells`` are the columns of its table as text ("" for none), as the table
    holds them. The first of ``places`` is where it was read,
    the others state it again. ``doubts`` are words of ``DOUBTS`` for which it needs a look.
    """

    anchor: str
    table: str
    fact: str
    cells: dict[str, str]
    places: tuple[Place, ...] = ()
    doubts: tuple[str, ...] = ()


DOUBTS = (
    "fault", "conflict", "misfit", "repaired", "withheld", "agency", "year", "level", "check", "unchecked", "low_confidence", "scan",
    "failed", "trouble",
)  # fmt: skip
"""Why something needs a look, the gravest first. ``fault``: its page could not be made; ``misfit``: a correction that no longer fits; ``agency`` and ``year``:
doubtful or missing ones; ``level``: scores contradict the level that is stated; ``check``: another check fails that no value
tells; ``low_confidence``: below ``LOW_CONFIDENCE``; ``scan``: recognised in a picture."""
LOW_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Refused:
    """A figure or name that was read and is no fact: the rule that says so, and what the rule means."""

    anchor: str
    text: str
    rule: str
    means: str
    places: tuple[Place, ...] = ()
    fact: str = ""
    figure: str = ""
    """The name of a score that was withheld, and the number as read: a person who sees it may publish it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of the source. ``file`` is its WebP relative to the page, "" where ``why_none`` says why not."""

    number: int
    file: str = ""
    width: int = 0
    height: int = 0
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of text: ``mark`` is an id where a fact was read from it, else "". A cell of a table may be a head, and
    cover several rows and columns; what it covers has no piece."""

    text: str
    mark: str = ""
    header: bool = False
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A line (``rows`` holds one row with one cell) or a table of a text document. ``kind``: heading, line, table."""

    kind: str
    rows: tuple[tuple[TextPiece, ...], ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A row of checks: ``result`` and ``severity`` as there, ``message`` its sentence, ``facts`` anchors it speaks of."""

    check: str
    result: str
    severity: str
    message: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """All that the page of one document shows. ``document`` is its row of documents as a Fact without a name."""

    doc_id: str
    document: Fact
    identity_places: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    """Where the document says what it is: places by column of documents (agency, fiscal_year, title)."""
    scores: tuple[Fact, ...] = ()
    measures: tuple[Fact, ...] = ()
    findings: tuple[Fact, ...] = ()
    checks: tuple[CheckLine, ...] = ()
    explanations: tuple[str, ...] = ()
    """What the arithmetic says of it, a sentence each, as ``thai-ita check`` prints them."""
    refused: tuple[Refused, ...] = ()
    problems: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    text: tuple[TextBlock, ...] = ()
    why_no_source: str = ""
    """Why neither pictures nor text of the source are shown, "" where they are."""
    left_out: str = ""
    """What of the source is not shown beside that which is, such as pages beyond the bound; "" for nothing."""
    doubts: tuple[str, ...] = ()
    previous: str = ""
    next: str = ""
    """The doc_id of the page before and after it in the order of the index, "" at its ends."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One document on the index; ``href`` leads to its page. ``n_doubtful`` of the ``n_facts`` things that can be judged
    (``items``) need a look; ``keys`` are their keys (``items.packed_keys``)."""

    doc_id: str
    href: str
    path: str
    agency: str
    agency_type: str
    province: str
    fiscal_year: str
    doc_type: str
    media: str
    status: str
    n_facts: int
    n_doubtful: int
    statuses: dict[str, int] = field(default_factory=dict)
    """How many scores have each status."""
    doubts: tuple[str, ...] = ()
    keys: bytes = b""
    district: str = ""
    provinces: tuple[str, ...] = ()
    """The provinces that it is found by: its own and those of agencies in its tables."""
    agencies: tuple[str, ...] = ()
    """Agencies in its tables besides its own, at most ``facts.MOST_AGENCIES``."""
