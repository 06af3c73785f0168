"""Time: the result of a fiscal year is known from about July of that year, never earlier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from thai_ita.analyze.reconcile.rules import edition_of
from thai_ita.model import Check, CheckResult, Report, Severity, to_ce

# Results come out from July to October; no year's came earlier (announcements in the editions).
FIRST_MONTH = 7


def known_from(year: int) -> date:
    """The first day on which the result of a fiscal year (พ.ศ.) can be known.

    The first of the month of the announcement where the edition knows it and it came before July,
    else 1 July: agencies see their own result some weeks before the announcement.
    """
    edition = edition_of(year)
    month = edition.announcement.first_month if edition else None
    return date(to_ce(year) or 1, min(month or FIRST_MONTH, FIRST_MONTH), 1)


def time_checks(report: Report, years: Iterable[int]) -> list[Check]:
    """Whether the results that a report states could be known when it was decided on.

    ``years`` are the assessment years of the scores of the report's own agency. Nothing is changed
    where it fails: one of the two years is wrong, and arithmetic cannot tell which.
    """
    try:
        decided = date.fromisoformat(report.identity.decided_on)
    except ValueError:
        return []
    checks = []
    for year in sorted(set(years)):
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
            ),
        ))
    return checks
