"""Several documents of one agency and year, and what is told about a document."""

from __future__ import annotations

import pytest

from tests.test_reconcile_basics import (
    AGENCY,
    FULL,
    SUMMARY,
    checks,
    report_of,
    score,
    with_digit,
)
from thai_ita.analyze.reconcile import explain, explain_rows, reconcile, reconcile_across
from thai_ita.export.tables import build_tables
from thai_ita.model import (
    Agency,
    Basis,
    CheckResult,
    Media,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
    Severity,
)


def pair(first: dict[str, str], second: dict[str, str], year: int = 2568) -> tuple[Report, Report]:
    reports = (report_of(first, doc_id="a" * 16), report_of(second, year=year, doc_id="b" * 16))
    for report in reports:
        reconcile(report)
    reconcile_across(reports)
    return reports


def test_another_document_proves_a_value() -> None:
    one, two = pair({"7": "81.40"}, {"7": "81.40"})
    for report in (one, two):
        assert score(report, "7").status is ScoreStatus.VERIFIED
        assert checks(report, "agreement")[0].result is CheckResult.HOLDS


def test_another_document_with_fewer_decimals_supports_it() -> None:
    one, two = pair({"7": "81.40"}, {"7": "81.4"})
    assert score(one, "7").status is ScoreStatus.CONSISTENT
    assert score(two, "7").status is ScoreStatus.CONSISTENT


def test_different_values_are_in_conflict_in_both() -> None:
    for report in pair({"7": "81.40"}, {"7": "84.10"}):
        assert score(report, "7").status is ScoreStatus.CONFLICT
        check = checks(report, "agreement")[0]
        assert (check.result, check.severity) == (CheckResult.FAILS, Severity.ERROR)
        assert "84.10" in check.message
        assert "81.40" in check.message


def test_other_years_and_agencies_are_other_facts() -> None:
    one, two = pair({"7": "81.40"}, {"7": "84.10"}, year=2567)
    assert not checks(one, "agreement")
    other = report_of({"7": "11.11"}, doc_id="c" * 16)
    elsewhere = Agency("example-2", "เทศบาลตำบลสมมติพัฒนา", "เทศบาลตำบล")
    other.identity.agency = other.scores[0].agency = elsewhere
    reconcile_across([one, other])
    assert not checks(one, "agreement")
    assert not checks(two, "agreement")


def test_the_same_content_twice_proves_nothing() -> None:
    one, two = report_of({"7": "81.40"}), report_of({"7": "81.40"})
    reconcile_across([one, two])
    assert score(one, "7").status is ScoreStatus.UNCHECKED
    assert not one.checks


def test_values_of_a_neighbouring_year_give_a_hint() -> None:
    true_year = report_of({"7": "81.40"}, year=2567, doc_id="a" * 16)
    shifted = report_of({"7": "81.40"}, year=2568, doc_id="b" * 16)
    other = report_of({"7": "90.20"}, year=2568, doc_id="c" * 16)
    reconcile_across([true_year, shifted, other])
    assert "result of 2567" in checks(shifted, "agreement")[0].message


def test_a_derived_value_agrees_within_its_interval() -> None:
    one = report_of({"7": "81.40"}, doc_id="a" * 16)
    two = report_of({"8": "70.00"}, doc_id="b" * 16)
    change = Score(AGENCY, 2568, ScoreKind.INDICATOR, "7", 81.41, "+2.01", basis=Basis.DERIVED)
    two.scores.append(change)
    reconcile_across([one, two])
    assert checks(two, "agreement")[0].result is CheckResult.HOLDS
    assert change.status is ScoreStatus.CONSISTENT
    assert score(one, "7").status is ScoreStatus.CONSISTENT


# -- explanations ------------------------------------------------------------------------------


def test_a_contradiction_is_told_with_its_place() -> None:
    report = report_of(with_digit(FULL, "4", "31.07"), media=Media.DOCX)
    reconcile(report)
    told = "\n".join(explain(report))
    assert "Contradiction: indicator 4 of 2568 is stated as 31.07" in told
    assert "4 in page 1, table 1, row 6" in told
    assert "Not to be used before someone has looked: indicator 4 of 2568 = 31.07" in told


def test_a_repair_is_told_with_both_values() -> None:
    report = report_of(with_digit(FULL, "4", "31.07"))
    reconcile(report)
    (told,) = [line for line in explain(report) if line.startswith("Repaired")]
    assert "31.07" in told
    assert "81.07" in told


def test_a_sound_report_tells_only_what_holds() -> None:
    report = report_of(FULL)
    reconcile(report)
    first, *rest = explain(report)
    assert first.startswith("29 scores: ")
    assert len(rest) == 1
    assert rest[0].startswith("What holds: ")


def test_a_report_without_scores_says_so() -> None:
    assert explain(report_of({})) == ["No scores were read, so there is nothing to check."]


@pytest.mark.parametrize("values", [SUMMARY, with_digit(FULL, "4", "31.07"), {"7": "81.40"}])
def test_written_tables_tell_the_same(values: dict[str, str]) -> None:
    """From rows as a CSV reader gives them: everything is text, absent is empty."""
    report = report_of(values)
    reconcile(report)
    tables = {
        table.name: [{k: "" if v is None else str(v) for k, v in row.items()} for row in table.rows]
        for table in build_tables([report])
    }
    path, *lines = explain_rows(tables["documents"], tables["scores"], tables["checks"])
    assert path == report.document.path
    assert [line.strip() for line in lines] == explain(report)
