"""Time: the result of a fiscal year is known from about July of that year, never earlier.

A report cannot state what was not known when it was decided on, and a plan answers to a result that
is known when its measures begin. Where that fails, the date or the year of the scores is wrong, and
no arithmetic tells which: nothing is rewritten, but the facts of that year are in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from thai_ita.analyze.reconcile.confidence import YEAR_IN_DOUBT
from thai_ita.analyze.reconcile.edition_constraints import edition_of
from thai_ita.model import (
    Check,
    CheckResult,
    DocStatus,
    DocType,
    EstablishedBy,
    Problem,
    Report,
    Score,
    ScoreStatus,
    Severity,
    to_ce,
)

# Results come out from July to October; no year's came earlier (announcements in the editions).
FIRST_MONTH = 7
# The date of one measure may be a slip; of several that all say the same it is none.
MIN_DATED_MEASURES = 2
CONTRADICTING = frozenset({"time", "timeframe"})


def known_from(year: int) -> date:
    """The first day on which the result of a fiscal year (พ.ศ.) can be known.

    The first of the month of the announcement where the edition knows it and it came before July,
    else 1 July: agencies see their own result some weeks before the announcement.
    """
    edition = edition_of(year)
    month = edition.announcement.first_month if edition else None
    return date(to_ce(year) or 1, min(month or FIRST_MONTH, FIRST_MONTH), 1)


def latest_known(day: date, year: int) -> int:
    """The latest fiscal year up to ``year`` whose result can be known on a day."""
    while known_from(year) > day:
        year -= 1
    return year


def calendar_checks(report: Report, years: Iterable[int]) -> list[Check]:
    """Whether the results of ``years`` could be known when the report was decided on (``time``) and
    when the measures of a plan begin (``timeframe``, only where it fails)."""
    listed = sorted(set(years))
    return _time_checks(report, listed) + _timeframe_checks(report, listed)


def _time_checks(report: Report, years: list[int]) -> list[Check]:
    decided = _day(report.identity.decided_on)
    if decided is None:
        return []
    checks = []
    for year in years:
        first = known_from(year)
        holds = decided >= first
        checks.append(Check(
            check="time",
            result=CheckResult.HOLDS if holds else CheckResult.FAILS,
            fiscal_year=year,
            severity=Severity.INFO if holds else Severity.WARNING,
            expected=f"{first.isoformat()} or later",
            found=decided.isoformat(),
            scores=["ITA"],
            message="" if holds else (
                f"the report is dated {decided.isoformat()}, but the result of {year} is known "
                f"from about {first.isoformat()}: the date or the year of the scores is wrong"
                f"{_likely(report, decided, year)}"
            ),
        ))  # fmt: skip
    return checks


def _timeframe_checks(report: Report, years: list[int]) -> list[Check]:
    if report.identity.doc_type is not DocType.MEASURES_PLAN:
        return []
    begins = [day for m in report.measures if (day := _day(m.start_date)) is not None]
    if len(begins) < MIN_DATED_MEASURES:
        return []
    last = max(begins)
    return [
        Check(
            check="timeframe", result=CheckResult.FAILS, fiscal_year=year,
            severity=Severity.WARNING, expected=f"{known_from(year).isoformat()} or later",
            found=last.isoformat(), scores=["ITA"],
            message=(
                f"all measures of the plan begin by {last.isoformat()}, but the result of {year} "
                f"is known from about {known_from(year).isoformat()}: the year of the scores or "
                f"of the measures is wrong{_likely(report, last, year)}"
            ),
        )
        for year in years
        if last < known_from(year)
    ]  # fmt: skip


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _likely(report: Report, day: date, year: int) -> str:
    """The year that the scores are likelier of, unless the report states scores of that as well."""
    likely = latest_known(day, year)
    if any(score.fiscal_year == likely for score in report.scores):
        return ""
    return f"; the scores are likelier those of {likely}"


def doubt_years(report: Report) -> None:
    """Takes ``verified`` from the facts of years that the calendar contradicts, and says so.

    The document is partial then: a problem names the year, the reason and the likelier year.
    """
    for year in sorted(contradicted_years(report)):
        scores = [s for s in report.scores if s.fiscal_year == year and not is_vouched(s)]
        if not scores:
            continue
        for score in scores:
            _doubt(score)
        reason = next(c.message for c in report.checks if _contradicts(c) and c.fiscal_year == year)
        page = next((s.evidence.page for s in scores if s.evidence.page is not None), None)
        note = (
            f"{len(scores)} scores are stated as of {year}, but {reason}. "
            "Compare the year with the original before the scores are used"
        )
        report.problems.append(Problem("year-contradicted", note, Severity.WARNING, page))
        if report.status is DocStatus.OK:
            report.status = DocStatus.PARTIAL


def contradicted_years(report: Report) -> set[int]:
    """The assessment years of a report that its date or its measures contradict."""
    return {c.fiscal_year for c in report.checks if _contradicts(c) and c.fiscal_year is not None}


def _contradicts(check: Check) -> bool:
    return check.check in CONTRADICTING and check.result is CheckResult.FAILS


def is_vouched(score: Score) -> bool:
    """Whether a person who has looked says that the score, or its year, is right."""
    return score.fixed or score.year_from is EstablishedBy.CORRECTION


def _doubt(score: Score) -> None:
    if score.status is ScoreStatus.VERIFIED:
        score.status = ScoreStatus.CONSISTENT
    score.confidence = min(score.confidence, YEAR_IN_DOUBT)
