"""What a reader of the document proposes as a score, before proposals are weighed together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from thai_ita.model import Agency, EstablishedBy, Evidence, Line, Match, ScoreKind
from thai_ita.normalize.numerals import Number
from thai_ita.parse.text.excerpts import excerpt

# How plainly a place says what its figure is; restatements are ordered by it.
TABLE, LIST, SENTENCE = 3, 2, 1
# Values of one fact that differ by less are the same, printed with fewer decimals.
SAME_VALUE = 0.0051


class Standing(IntEnum):
    """Whether a figure counts, as its heading says: of rivals, those of the highest standing do.

    PROVISIONAL: a draft, an estimate, the figure before an appeal. STATED: nothing is said.
    FINAL: the announced result, the figure after an appeal.
    """

    PROVISIONAL = 0
    STATED = 1
    FINAL = 2


NAMED_BY_SUMS = "sums-of-the-year"
"""The rule of a match whose column or row the sums of the year named: they do not prove it too."""

OVERALL = Match("ITA", "ผลการประเมินภาพรวม", "", 100.0, 100.0, "reported-result", True, "", ScoreKind.OVERALL)
"""What a passage speaks of that reports a result and names nothing else."""


@dataclass(slots=True)
class Candidate:
    """A value with what its surroundings say of it.

    ``agency`` is None where the document's own agency is meant. ``year`` is None where nothing near
    states one. ``points`` marks a part of 30, 30 or 40 points instead of a score. ``strength``
    orders restatements: a labelled cell of a table before a list before a sentence. ``corrects`` is
    the value that the document takes back with this one.

    ``year_from`` and ``agency_from`` tell what says of which year it is and whose; UNKNOWN leaves
    it to ``resolve``: inferred where a year is given, and what the identity says of its own agency.

    ``choice`` names a question of which only one answer counts (``t3:c4|c5``: which column of table
    3 holds the scores), ``option`` the answer under which this is a score (``c4``). All candidates
    of one option stand or fall together: ``rivals`` decides by standing and by the year's sums.
    ``option_name`` says to a reader what the option is; ``chosen_by_sums`` is set by ``rivals``.
    ``issue`` is the number of the issue that a question or item stands under. ``reading_p`` and
    ``readings`` are those of ``Score`` and so is ``year_of_title``, ``code_p`` is that of the number in its code.
    """

    kind: ScoreKind
    code: str
    number: Number
    match: Match
    evidence: Evidence
    year: int | None = None
    agency: Agency | None = None
    part: str = ""
    points: bool = False
    strength: int = SENTENCE
    alternates: tuple[float, ...] = ()
    order: int = 0
    corrects: float | None = None
    year_from: EstablishedBy = EstablishedBy.UNKNOWN
    agency_from: EstablishedBy = EstablishedBy.UNKNOWN
    choice: str = ""
    option: str = ""
    option_name: str = ""
    standing: Standing = Standing.STATED
    chosen_by_sums: bool = False
    issue: int | None = None
    reading_p: float | None = None
    readings: tuple[tuple[float, float], ...] = ()
    code_p: float | None = None
    year_of_title: bool = False

    @property
    def value(self) -> float:
        return self.number.value

    @classmethod
    def of_all(
        cls, number: Number, line: Line, year: int | None, *, agency: Agency | None = None,
        strength: int = SENTENCE, year_from: EstablishedBy = EstablishedBy.UNKNOWN,
        agency_from: EstablishedBy = EstablishedBy.UNKNOWN,
    ) -> Candidate:  # fmt: skip
        """An overall score that a line states without naming it."""
        evidence = Evidence(page=line.page, bbox=line.bbox, text=excerpt(line.text), line=line.number)
        return cls(
            ScoreKind.OVERALL, OVERALL.code, number, OVERALL, evidence, year, agency,
            strength=strength, year_from=year_from, agency_from=agency_from,
        )  # fmt: skip

    @property
    def agency_key(self) -> str:
        """The agency's id, "" for the document's own."""
        return self.agency.agency_id if self.agency else ""

    @property
    def place_key(self) -> tuple[object, ...]:
        """What the value says it is, within its row."""
        return (
            self.agency_key, self.year, self.kind, self.code, self.part, self.points,
            self.evidence.row,
        )  # fmt: skip
