"""What a document says of the assessment: facts with their evidence, and what was refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from thai_ita.model.document import BBox, Document, Problem
from thai_ita.model.terms import (
    Basis,
    CheckResult,
    DocStatus,
    DocType,
    EstablishedBy,
    FindingKind,
    ScoreKind,
    ScoreStatus,
    Severity,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read. ``table``, ``row``, ``column`` and ``line`` are 1-based, as a person
    would count them; ``line`` is ``Line.number`` of a fact outside tables."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    bbox: BBox | None = None
    text: str = ""
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A figure that is no score: the rule that says so, what the rule means, and the place.

    ``figure`` is as printed. ``place`` holds the page, line or cell, and the text around it.
    """

    rule: str
    means: str
    figure: str
    place: Evidence


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

    ``agency_id`` is stable over documents and renames: ``dla-`` and the official code where the registry has
    one, else made from type, name, province and district.
    """

    agency_id: str
    name: str
    type: str = ""
    district: str = ""
    province: str = ""


@dataclass(slots=True)
class Identity:
    """Who reports, on which year, in what kind of report, with which stated rating.

    ``agency_as_seen`` is the name as printed, ``year_as_seen`` the title, running head, property or
    name of a file that names the year. ``agency_candidates`` are the ids of the local governments of the
    registry that the name may mean, where the document does not tell which, ``subdistrict`` is where it
    says that the agency lies, ``sender`` the province that the number of a letter of it names. ``corrected_by``
    are the persons who corrected any of it, "; " between.
    """

    agency: Agency | None = None
    fiscal_year: int | None = None
    doc_type: DocType = DocType.OTHER
    title: str = ""
    level: str = ""
    decided_on: str = ""
    agency_votes: dict[str, int] = field(default_factory=dict)
    year_from: EstablishedBy = EstablishedBy.UNKNOWN
    agency_from: EstablishedBy = EstablishedBy.UNKNOWN
    agency_as_seen: str = ""
    year_as_seen: str = ""
    agency_candidates: list[str] = field(default_factory=list)
    subdistrict: str = ""
    sender: str = ""
    corrected_by: str = ""


ScoreKey = tuple[str, int | None, ScoreKind, str, str]
"""What makes two scores the same fact: agency_id ("" for none), year, kind, code, part."""


@dataclass(slots=True)
class Score:
    """One score of one agency in one assessment year.

    ``value`` is 0-100. ``value_as_seen`` keeps the digits as printed, weighted points included.
    ``alternates`` are the other readings of the same cell or fact, as numbers; ``restated`` are the
    other places that state the same value. ``year_from`` and
    ``agency_from`` tell what says of which year it is and whose. ``issue`` is the number (1-7) of
    the issue that a question or item stands under. ``chosen_by_sums`` tells that the sums of the
    year chose it among rival readings, so that they are no further proof of it.

    ``reading_p`` is the least probability (0-1) of a digit of ``value_as_seen`` as a recogniser read
    it from a picture, 0 where nothing tells; None where it was typed. ``readings`` are the other
    numbers that the picture may show, likeliest first, each with its probability.

    ``fact`` is its name among the facts of the document as read (``corrections.fact_names``), which stays
    when it is corrected. ``year_of_title`` tells that the line beside it that names its year is the title of the
    document, so that a person who corrects the year of that means this one. ``corrected_by`` is the person who says so, "" where nobody does; ``fixed``
    tells that this person gave or confirmed the value, so that nothing may change it.
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
    year_from: EstablishedBy = EstablishedBy.UNKNOWN
    agency_from: EstablishedBy = EstablishedBy.UNKNOWN
    issue: int | None = None
    chosen_by_sums: bool = False
    reading_p: float | None = None
    readings: tuple[tuple[float, float], ...] = ()
    fact: str = ""
    year_of_title: bool = False
    corrected_by: str = ""
    fixed: bool = False

    @property
    def by_code_alone(self) -> bool:
        """An OIT item of another wording than the year's under this code: the code names no item
        of the edition, so no sum, no other document and no other agency speaks of the same thing.
        """
        return self.match is not None and self.match.rule == CODE_ALONE

    @property
    def key(self) -> ScoreKey:
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
    """A stated change of a score against the year before ``year``; ``delta`` in points, ``reading_p`` as
    in ``Score``."""

    kind: ScoreKind
    code: str
    year: int | None
    delta: float
    as_seen: str
    evidence: Evidence
    reading_p: float | None = None


@dataclass(slots=True)
class Measure:
    """One measure of a plan or of a report on it. ``seq`` is its number in the document.

    ``sub_measures`` are numbered lines below its title, ``items`` the questions and items that it
    answers to (i10, e4, o26), ``issue`` the number of the issue that it stands under. ``fact`` and
    ``corrected_by`` are as in ``Score``.
    """

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
    sub_measures: list[str] = field(default_factory=list)
    issue: int | None = None
    items: list[str] = field(default_factory=list)
    fact: str = ""
    corrected_by: str = ""


@dataclass(slots=True)
class Finding:
    """A weakness, a point to improve or maintain, a recommendation or a limitation.

    ``items`` are codes of questions and items (i10, e4). ``assessed_year`` is the fiscal year of
    the result that it speaks of. ``fact`` and ``corrected_by`` are as in ``Score``.
    """

    kind: FindingKind
    text: str
    group: str = ""
    instrument: str = ""
    indicators: list[str] = field(default_factory=list)
    page: int | None = None
    items: list[str] = field(default_factory=list)
    issue: int | None = None
    assessed_year: int | None = None
    evidence: Evidence = field(default_factory=Evidence)
    fact: str = ""
    corrected_by: str = ""


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


@dataclass(frozen=True, slots=True)
class CorrectionResult:
    """What came of a correction: ``state`` is applied, confirmed, duplicate, superseded, disputed or
    misfit; ``message`` says in one line what it did, or why it did nothing."""

    state: str
    message: str


@dataclass(slots=True)
class Report:
    """What one document says: the rows of the five tables, before they are written.

    ``impossible`` holds what stands where a score should and is above 100, such as ``8164``: a
    misreading that reconciling may mend, and no score before that. ``refused`` are names that are
    none of the assessment, ``refusals`` figures that are no score.

    ``withheld`` are scores recognised in a picture that are not sure enough to be published: they
    are in no table, and each has a check that says where it stands and why. ``unsure_years`` are
    years that were recognised and are not sure, each with the probability of its surest mention; 0
    stands for one that could not be read. ``unsure_names`` says of full names of agencies which of
    their letters are doubtful; ``disputed_names`` are those that two mentions spell differently.

    ``corrections`` says what came of each correction that was handed in with the document, in order.
    ``rejected`` are scores that a person says are none: nothing derives them.
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
    refusals: list[Refusal] = field(default_factory=list)
    withheld: list[Score] = field(default_factory=list)
    unsure_years: dict[int, float] = field(default_factory=dict)
    unsure_names: dict[str, str] = field(default_factory=dict)
    disputed_names: set[str] = field(default_factory=set)
    corrections: list[CorrectionResult] = field(default_factory=list)
    rejected: set[ScoreKey] = field(default_factory=set)
    status: DocStatus = DocStatus.FAILED
    error: str = ""
    problems: list[Problem] = field(default_factory=list)

    def _repr_html_(self) -> str:
        """What notebooks show of it."""
        from thai_ita.model.report_html import report_html

        return report_html(self)
