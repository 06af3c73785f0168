"""The closed lists of words: kinds, statuses and what decided, each an enumeration."""

from __future__ import annotations

from collections.abc import Iterable
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
    PPTX = "pptx"


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
    """What a score is of, from the total down; its code says which."""

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
    """What the arithmetic of the year says of a value (docs/reconcile.md); CORRECTED: a person gave it."""

    VERIFIED = "verified"
    CONSISTENT = "consistent"
    UNCHECKED = "unchecked"
    CONFLICT = "conflict"
    CORRECTED = "corrected"


class EstablishedBy(StrEnum):
    """What in a document says of which year a score is, or whose: the narrowest thing that does.

    CLAUSE: the clause, sentence or list entry itself. COLUMN: the head of the column, or a cell of
    the row. CAPTION: the caption of the table. HEADING: a heading above. TITLE: the title of the
    document. RUNNING_HEAD: a line that every page repeats. HINT: the user says it, for a file before it was
    read; CORRECTION: of what was read, after looking. PROPERTIES (the
    title in the file's properties) and FILE_NAME (or the name of its folder) are guesses: templates
    and copies carry wrong ones. INFERRED: nothing says it, it only follows from something else.
    UNKNOWN: it is not known.
    """

    CLAUSE = "clause"
    COLUMN = "column"
    CAPTION = "caption"
    HEADING = "heading"
    TITLE = "title"
    RUNNING_HEAD = "running_head"
    HINT = "hint"
    CORRECTION = "correction"
    PROPERTIES = "properties"
    FILE_NAME = "file_name"
    INFERRED = "inferred"
    UNKNOWN = ""

    @property
    def is_established(self) -> bool:
        """Whether something says it; a guess and nothing at all do not."""
        return self is not EstablishedBy.UNKNOWN and not self.is_guess

    @property
    def is_guess(self) -> bool:
        """Whether it is believed for want of better, and proves nothing."""
        return self in (EstablishedBy.PROPERTIES, EstablishedBy.FILE_NAME, EstablishedBy.INFERRED)

    @property
    def is_beside(self) -> bool:
        """Whether the place of the fact says it, apart from what the document says of all of it."""
        return self in (EstablishedBy.CLAUSE, EstablishedBy.COLUMN, EstablishedBy.CAPTION)

    @classmethod
    def best(cls, sources: Iterable[EstablishedBy]) -> EstablishedBy:
        """The narrowest of several that say the same."""
        return min(sources, key=list(cls).index, default=cls.UNKNOWN)

    @classmethod
    def weakest(cls, sources: Iterable[EstablishedBy]) -> EstablishedBy:
        """The widest of several that are all needed."""
        return max(sources, key=list(cls).index, default=cls.UNKNOWN)


class FindingKind(StrEnum):
    """What a finding says of the result: what was weak, what is to change or to stay, what stood in the way."""

    WEAKNESS = "weakness"
    IMPROVE = "improve"
    MAINTAIN = "maintain"
    RECOMMENDATION = "recommendation"
    LIMITATION = "limitation"


class CheckResult(StrEnum):
    """How one check of the arithmetic came out; REPAIRED: it holds with the value that was mended."""

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
    # A footnote or endnote; they stand behind the text, in the order of their marks.
    NOTE = "note"
