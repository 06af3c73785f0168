"""A status covers the whole fact: the value, the year and the owner."""

from __future__ import annotations

import pytest

from tests.test_reconcile_basics import (
    AGENCY,
    FULL,
    INDICATORS,
    INSTRUMENTS,
    SUMMARY,
    checks,
    report_of,
    score,
)
from thai_ita.analyze.reconcile import reconcile, reconcile_across
from thai_ita.batch.hints import apply_hints
from thai_ita.batch.task import Hints
from thai_ita.model import (
    CheckResult,
    DocStatus,
    DocType,
    EstablishedBy,
    Measure,
    Report,
    ScoreStatus,
)

SOURCES = list(EstablishedBy)
GUESSES = (EstablishedBy.PROPERTIES, EstablishedBy.FILE_NAME, EstablishedBy.INFERRED)


def statuses(report: Report) -> set[ScoreStatus]:
    return {s.status for s in report.scores}


def full(year_from: EstablishedBy, agency_from: EstablishedBy, doc_id: str = "a" * 16) -> Report:
    report = report_of(FULL, doc_id=doc_id)
    for s in report.scores:
        s.year_from, s.agency_from = year_from, agency_from
    return report


# -- year and owner ----------------------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES)
def test_verified_needs_a_year_that_something_says(source: EstablishedBy) -> None:
    report = full(source, EstablishedBy.TITLE)
    reconcile(report)
    says = source not in (*GUESSES, EstablishedBy.UNKNOWN)
    assert (ScoreStatus.VERIFIED in statuses(report)) is says
    assert (max(s.confidence for s in report.scores) > 0.99) is (source not in GUESSES)


@pytest.mark.parametrize("source", SOURCES)
def test_verified_needs_an_owner_that_something_says(source: EstablishedBy) -> None:
    report = full(EstablishedBy.CLAUSE, source)
    reconcile(report)
    says = source not in (*GUESSES, EstablishedBy.UNKNOWN)
    assert (ScoreStatus.VERIFIED in statuses(report)) is says


def test_values_with_an_inferred_year_stay_consistent_and_are_no_conflict() -> None:
    report = full(EstablishedBy.INFERRED, EstablishedBy.TITLE)
    reconcile(report)
    assert score(report, "ITA").status is ScoreStatus.CONSISTENT


def test_a_hint_establishes_the_owner() -> None:
    report = full(EstablishedBy.CLAUSE, EstablishedBy.UNKNOWN)
    report.identity.agency = None
    for s in report.scores:
        s.agency = None
    apply_hints(report, Hints(agency=AGENCY.name))
    reconcile(report)
    assert score(report, "ITA").agency_from is EstablishedBy.HINT
    assert score(report, "ITA").status is ScoreStatus.VERIFIED


def test_another_document_that_says_the_year_proves_the_fact_of_both() -> None:
    guessed = full(EstablishedBy.INFERRED, EstablishedBy.TITLE)
    stated = full(EstablishedBy.CLAUSE, EstablishedBy.TITLE, "b" * 16)
    for report in (guessed, stated):
        reconcile(report)
    reconcile_across([guessed, stated])
    assert score(guessed, "ITA").status is ScoreStatus.VERIFIED


def test_two_documents_that_both_guess_prove_nothing() -> None:
    reports = [full(EstablishedBy.INFERRED, EstablishedBy.TITLE, c * 16) for c in "ab"]
    for report in reports:
        reconcile(report)
    reconcile_across(reports)
    assert ScoreStatus.VERIFIED not in statuses(reports[0]) | statuses(reports[1])


@pytest.mark.parametrize("source", [EstablishedBy.FILE_NAME, EstablishedBy.PROPERTIES])
def test_a_guess_from_a_name_speaks_against_no_document(source: EstablishedBy) -> None:
    printed = full(EstablishedBy.CLAUSE, EstablishedBy.TITLE)
    other = full(EstablishedBy.CLAUSE, EstablishedBy.CLAUSE, "b" * 16)
    guessed = full(EstablishedBy.CLAUSE, source, "c" * 16)
    total = score(guessed, "ITA")
    total.value, total.value_as_seen = total.value - 20, f"{total.value - 20:.2f}"
    for report in (printed, other):
        reconcile(report)
    reconcile_across([printed, guessed, other])
    assert [score(r, "ITA").status for r in (printed, other, guessed)] == [
        ScoreStatus.VERIFIED, ScoreStatus.VERIFIED, ScoreStatus.CONFLICT,
    ]  # fmt: skip
    assert [c.scores for c in guessed.checks if c.result == "fails"] == [["ITA"]]
    assert not [c for c in printed.checks if c.result == "fails"]


# -- the calendar ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decided_on", "holds"),
    [
        ("2024-12-08", False),  # in the fiscal year itself, before any result of it
        ("2025-03-01", False),
        ("2025-07-15", True),  # agencies see their own result in July
        ("2025-09-30", True),
        ("2025-10-02", True),
        ("2026-12-08", True),
    ],
)
def test_results_of_a_year_are_known_from_its_july(decided_on: str, holds: bool) -> None:
    report = report_of(FULL, decided_on=decided_on)
    report.status = DocStatus.OK
    reconcile(report)
    assert (ScoreStatus.VERIFIED in statuses(report)) is holds
    assert report.status is (DocStatus.OK if holds else DocStatus.PARTIAL)
    assert {s.fiscal_year for s in report.scores} == {2568}


def test_the_problem_names_the_likelier_year_and_the_place() -> None:
    report = report_of(FULL, decided_on="2024-12-08")
    reconcile(report)
    (problem,) = [t for t in report.problems if t.code == "year-contradicted"]
    assert "likelier those of 2567" in problem.message
    assert problem.page == 1
    assert "Compare" in problem.message


def test_only_the_facts_of_the_contradicted_year_are_in_doubt() -> None:
    report = report_of(FULL, decided_on="2024-12-08")
    report.scores += report_of(FULL, year=2564).scores
    reconcile(report)
    by_year = {y: {s.status for s in report.scores if s.fiscal_year == y} for y in (2564, 2568)}
    assert ScoreStatus.VERIFIED in by_year[2564]
    assert ScoreStatus.VERIFIED not in by_year[2568]


def plan_of(*begins: str, doc_type: DocType = DocType.MEASURES_PLAN) -> Report:
    report = report_of(FULL)
    report.status, report.identity.doc_type = DocStatus.OK, doc_type
    report.measures = [Measure(i, "x", start_date=day) for i, day in enumerate(begins, start=1)]
    reconcile(report)
    return report


def test_a_plan_whose_measures_begin_before_the_result_was_known_is_in_doubt() -> None:
    report = plan_of("2024-10-01", "2025-01-01")
    assert [c.result for c in checks(report, "timeframe")] == [CheckResult.FAILS]
    assert report.status is DocStatus.PARTIAL
    assert ScoreStatus.VERIFIED not in statuses(report)
    assert "2567" in report.problems[-1].message


@pytest.mark.parametrize(
    "report",
    [
        plan_of("2025-10-01", "2026-01-01"),  # the year after the result
        plan_of("2024-10-01", "2025-10-01"),  # one goes on from the year before
        plan_of("2024-10-01"),  # one date may be a slip
        plan_of("2024-10-01", "2025-01-01", doc_type=DocType.IMPLEMENTATION_REPORT),
    ],
)
def test_other_timeframes_contradict_nothing(report: Report) -> None:
    assert not checks(report, "timeframe")
    assert report.status is DocStatus.OK


def test_agreement_does_not_verify_a_year_that_the_calendar_contradicts() -> None:
    early = report_of(FULL, decided_on="2024-12-08", doc_id="a" * 16)
    other = report_of(FULL, decided_on="2024-12-09", doc_id="b" * 16)
    for report in (early, other):
        reconcile(report)
    reconcile_across([early, other])
    assert ScoreStatus.VERIFIED not in statuses(early) | statuses(other)


# -- derived values ----------------------------------------------------------------------------

SHORT = {**INDICATORS, "9": "95", "10": "90", "6": "82.3", "7": "85.6", "8": "87.2"}


def test_a_mean_is_not_rounded_to_the_coarsest_of_its_parts() -> None:
    report = report_of(SHORT)
    reconcile(report)
    assert (score(report, "OIT").value, score(report, "EIT").value) == (92.5, 85.03)
    assert score(report, "OIT").evidence.text.endswith("92.000 to 93.000")


def test_a_derived_value_is_no_better_than_what_it_comes_from() -> None:
    report = report_of({c: SUMMARY[c] for c in ("9", "10")})  # nothing proves them
    score(report, "9").year_from = EstablishedBy.INFERRED
    reconcile(report)
    made = score(report, "OIT")
    assert made.status is ScoreStatus.UNCHECKED
    assert made.confidence <= score(report, "9").confidence
    assert (made.year_from, made.agency_from) == (EstablishedBy.INFERRED, EstablishedBy.TITLE)


def test_nothing_is_derived_more_than_consistent() -> None:
    report = report_of({**SUMMARY, **{c: v for c, v in INSTRUMENTS.items() if c != "OIT"}})
    reconcile(report)
    assert score(report, "9").status in (ScoreStatus.VERIFIED, ScoreStatus.CONSISTENT)
    assert score(report, "OIT").status is ScoreStatus.CONSISTENT
