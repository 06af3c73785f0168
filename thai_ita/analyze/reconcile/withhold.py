"""Scores that a recogniser read from a picture and that are not sure enough to be published.

Such a score is published where its year's arithmetic proves it, or where its number has the form of a
result, every digit was read with ``PUBLISHED`` at least, and nothing contradicts it. Any other is
withheld: it is in no table of results, and a check says where it stands, what was read and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from thai_ita.analyze.reconcile.check_wording import evidence_place, score_named
from thai_ita.analyze.reconcile.readings import Key, ScoreReading
from thai_ita.model import (
    Basis,
    Check,
    CheckResult,
    DocStatus,
    EstablishedBy,
    Problem,
    Report,
    Score,
    ScoreStatus,
    Severity,
)
from thai_ita.normalize.recognised import (
    FIRST_YEAR,
    LAST_YEAR,
    PUBLISHED,
    UNREAD,
    is_score_form,
    plain_digits,
)

UNSURE = "unsure-reading"
READING_CHECKS = frozenset({UNSURE, "unsure-year", "code-order", "code-collision", "out-of-range"})
"""Checks of what a recogniser read, which parsing may have made."""
WITHHELD = "readings-withheld"
# Fewer numbers of one table do not tell with how many decimals it prints.
MIN_OF_TABLE = 3
# Other readings that a check names.
NAMED = 3
# The year stands beside the figure itself, whatever other years a document names.
_SAID_BY_PERSON = (EstablishedBy.HINT, EstablishedBy.CORRECTION)
_SAID_BESIDE = (EstablishedBy.CLAUSE, EstablishedBy.COLUMN, EstablishedBy.CAPTION, *_SAID_BY_PERSON)
_PROVEN = (ScoreStatus.VERIFIED, ScoreStatus.CONSISTENT)
# Printed without decimals whatever the others have.
_WHOLE = ("100", "0")


class Withholding:
    """Decides of each recognised score whether it is published; filled agency by agency."""

    def __init__(self, scores: Iterable[Score], unsure_years: Mapping[int, float]) -> None:
        """``unsure_years`` are years with the probability with which they were read."""
        self._years = {year for year, p in unsure_years.items() if p < PUBLISHED}
        self._unread = UNREAD in unsure_years
        recognised = [s for s in scores if s.reading_p is not None]
        self._usual = _usual_decimals(recognised)
        self._reasons: dict[int, str] = {}
        self._seen: set[int] = set()

    def judge(self, readings: dict[Key, ScoreReading], bases: dict[Key, tuple[Key, float]]) -> set[Key]:
        """The keys of the scores of one agency that are withheld."""
        for reading in readings.values():
            self._judge(reading.score, reading.proven)
        for key, (base, _) in bases.items():
            if id(readings[base].score) in self._reasons:
                reason = "what it follows from is withheld"
                self._reasons.setdefault(id(readings[key].score), reason)
        return {key for key, r in readings.items() if id(r.score) in self._reasons}

    def reason(self, score: Score) -> str:
        """Why a score is withheld, "" where it is published."""
        if id(score) not in self._seen:
            self._judge(score, proven=False)
        return self._reasons.get(id(score), "")

    def _judge(self, score: Score, proven: bool) -> None:
        self._seen.add(id(score))
        is_read = score.reading_p is not None and not score.fixed
        reason = self._why(score, proven) if is_read else ""
        if reason:
            self._reasons[id(score)] = reason

    def _why(self, score: Score, proven: bool) -> str:
        if score.status is ScoreStatus.CONFLICT:
            return "something else that the document says contradicts it"
        if score.fiscal_year in self._years and score.year_from not in _SAID_BY_PERSON:
            return f"its year was read with less than {PUBLISHED}"
        if score.fiscal_year is not None and not FIRST_YEAR <= score.fiscal_year <= LAST_YEAR:
            return f"its year is not of {FIRST_YEAR} to {LAST_YEAR}"
        if self._unread and score.year_from not in _SAID_BESIDE:
            return "a year in the document could not be read, and it may be of that"
        if proven or score.status is ScoreStatus.VERIFIED:
            return ""
        digits = plain_digits(score.value_as_seen)
        if score.basis is Basis.REPAIRED:
            read = any(abs(value - score.value) < 1e-6 for value, _ in score.readings)
            return "" if read else "what it was repaired to is none of its readings"
        if score.basis is not Basis.DERIVED and not is_score_form(digits):
            return "it has not the form of a result"
        if score.basis is not Basis.DERIVED and digits not in _WHOLE:
            usual = self._usual.get(score.evidence.table, self._usual.get(None))
            if usual is not None and len(digits.partition(".")[2]) < usual:
                return f"it has fewer decimals than the {usual} of the figures around it"
        if (score.reading_p or 0.0) < PUBLISHED:
            return f"a digit was read with less than {PUBLISHED}"
        return ""


def _usual_decimals(scores: list[Score]) -> dict[int | None, int]:
    """The decimals that most numbers of a table have, and of the document under None."""
    counts: dict[int | None, Counter[int]] = {None: Counter()}
    for score in scores:
        digits = plain_digits(score.value_as_seen)
        if score.basis is Basis.DERIVED or digits in _WHOLE or not is_score_form(digits):
            continue
        for group in {None, score.evidence.table}:
            counts.setdefault(group, Counter())[len(digits.partition(".")[2])] += 1
    return {
        group: max(counted, key=lambda d: (counted[d], d))
        for group, counted in counts.items()
        if counted and (group is None or counted.total() >= MIN_OF_TABLE)
    }


def withhold(report: Report, withholding: Withholding) -> None:
    """Takes the scores that are not sure enough out of the report, in place, with a check each.

    A document of which something was withheld is partial, and its problem counts them.
    """
    kept: list[Score] = []
    for score in report.scores:
        reason = withholding.reason(score)
        if not reason:
            kept.append(score)
            continue
        report.withheld.append(score)
        report.checks.append(_check(report, score, reason))
    report.scores = kept
    if report.withheld:
        _report_withheld(report)


def _check(report: Report, score: Score, reason: str) -> Check:
    printed = score.value_as_seen or f"{score.value:.2f}"
    others = ", ".join(f"{value:g} ({p:.2f})" for value, p in score.readings[:NAMED])
    place = evidence_place(score.evidence)
    return Check(
        check=UNSURE, result=CheckResult.FAILS, fiscal_year=score.fiscal_year,
        severity=Severity.WARNING, expected=others, found=printed, scores=[score.code],
        message=(
            f"{score_named(score.kind, score.code, score.fiscal_year)} was recognised as {printed} "
            f"with probability {score.reading_p or 0.0:.3f} ({place or 'in the text'})"
            f"{f'; other readings: {others}' if others else ''}; left out because {reason}"
        ),
        agency=score.agency or report.identity.agency,
    )  # fmt: skip


def _report_withheld(report: Report) -> None:
    count = len(report.withheld)
    page = min((s.evidence.page for s in report.withheld if s.evidence.page), default=None)
    note = (
        f"{count} {'figure was' if count == 1 else 'figures were'} recognised in pictures and not "
        "surely enough; left out of scores, and checks say where each stands: read them in the "
        "original"
    )
    report.problems.append(Problem(WITHHELD, note, Severity.WARNING, page))
    if report.status is DocStatus.OK:
        report.status = DocStatus.PARTIAL
    if not (report.scores or report.measures or report.findings) and not report.error:
        report.error = note


def doubt_recognised_names(report: Report) -> None:
    """Takes what is proven from the facts of an agency whose name was recognised with doubt: nothing
    is verified, and nothing proven of a name that two mentions spell differently."""
    for score in report.scores:
        agency = score.agency or report.identity.agency
        if agency is None or score.agency_from in _SAID_BY_PERSON or score.fixed:
            continue
        if agency.name in report.disputed_names and score.status in _PROVEN:
            score.status = ScoreStatus.UNCHECKED
        elif agency.name in report.unsure_names and score.status is ScoreStatus.VERIFIED:
            score.status = ScoreStatus.CONSISTENT


def doubt_recognised_years(report: Report) -> None:
    """Takes what is proven from the facts of a year that was recognised with doubt: which year it is
    no arithmetic tells."""
    for score in report.scores:
        doubted = score.fiscal_year in report.unsure_years
        said = score.year_from in _SAID_BY_PERSON or score.fixed
        if doubted and not said and score.status in _PROVEN:
            score.status = ScoreStatus.UNCHECKED
