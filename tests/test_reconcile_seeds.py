"""Real published reports, read in place: what their arithmetic proves."""

from __future__ import annotations

from pathlib import Path

import pytest

from thai_ita.analyze.reconcile import explain, reconcile
from thai_ita.ingest import read_document
from thai_ita.model import Check, CheckResult, DocStatus, Report, Score, ScoreStatus, Severity
from thai_ita.parse import parse_document

pytestmark = pytest.mark.shared


def reconciled(shared_dir: Path, prefix: str) -> Report:
    (path,) = (shared_dir / "seeds").glob(f"{prefix}_*.txt")
    report = parse_document(read_document(path))
    reconcile(report)
    return report


def score(report: Report, code: str) -> Score:
    return next(s for s in report.scores if s.code == code and not s.part)


def of(report: Report, name: str) -> list[Check]:
    return [check for check in report.checks if check.check == name]


@pytest.mark.parametrize(("prefix", "value", "year"), [("001", 86.5, 2565), ("004", 95.3, 2568)])
def test_the_overall_score_reconciles(shared_dir: Path, prefix: str, value: float, year: int) -> None:
    """It is not verified: the year of 001 is in doubt, two readings of 004 are chosen by the sum."""
    report = reconciled(shared_dir, prefix)
    overall = score(report, "ITA")
    assert (overall.value, overall.fiscal_year) == (value, year)
    assert overall.status is ScoreStatus.CONSISTENT
    assert [c.result for c in of(report, "overall")] == [CheckResult.HOLDS]
    assert [c.result for c in of(report, "level")] == [CheckResult.HOLDS]
    assert not any(s.status is ScoreStatus.CONFLICT for s in report.scores)


def test_the_arithmetic_decides_between_the_two_readings(shared_dir: Path) -> None:
    report = reconciled(shared_dir, "004")
    assert (score(report, "7").value, score(report, "8").value) == (99.83, 99.5)
    decided = of(report, "alternates")
    assert [(c.scores, c.result) for c in decided] == [
        (["7"], CheckResult.HOLDS), (["8"], CheckResult.HOLDS),
    ]  # fmt: skip


def test_an_altered_digit_in_another_row_does_not_decide_for_the_wrong_reading(
    shared_dir: Path,
) -> None:
    """With ๙๘.๔๕ in row 9 the sums fit what stands beside the right figures."""
    (path,) = (shared_dir / "seeds").glob("004_*.txt")
    report = parse_document(read_document(path))
    score(report, "9").value = 98.45
    reconcile(report)
    assert (score(report, "7").value, score(report, "8").value) == (99.83, 99.5)
    assert {score(report, c).status for c in ("7", "8", "9")} == {ScoreStatus.CONFLICT}


def test_questions_that_do_not_average_are_a_doubt_and_leave_the_indicator(
    shared_dir: Path,
) -> None:
    report = reconciled(shared_dir, "004")
    doubts = [c for c in of(report, "indicator") if c.result is CheckResult.FAILS]
    assert {c.scores[0] for c in doubts} == {"7", "8", "9"}
    assert {c.severity for c in doubts} == {Severity.WARNING}
    assert score(report, "7").status is ScoreStatus.CONSISTENT
    assert score(report, "9").status is ScoreStatus.CONSISTENT
    assert score(report, "e4").status is ScoreStatus.UNCHECKED


def test_indicators_that_their_questions_give_are_verified(shared_dir: Path) -> None:
    """But for the year: the measures of the plan begin before the result of 2568 was known."""
    report = reconciled(shared_dir, "004")
    assert report.status is DocStatus.PARTIAL
    assert [c.fiscal_year for c in of(report, "timeframe")] == [2568]
    assert not [s for s in report.scores if s.status is ScoreStatus.VERIFIED]
    (path,) = (shared_dir / "seeds").glob("004_*.txt")
    undated = parse_document(read_document(path))
    undated.measures = []
    reconcile(undated)
    for code in ("1", "2", "4", "5"):
        assert score(undated, code).status is ScoreStatus.VERIFIED


def test_a_date_before_the_result_takes_verified_away_and_changes_nothing(shared_dir: Path) -> None:
    report = reconciled(shared_dir, "001")
    (check,) = of(report, "time")
    assert (check.result, check.severity) == (CheckResult.FAILS, Severity.WARNING)
    assert check.found == "2021-12-08"
    assert {s.fiscal_year for s in report.scores} == {2565}
    assert not [s for s in report.scores if s.status is ScoreStatus.VERIFIED]
    assert max(s.confidence for s in report.scores) <= 0.5
    assert report.status is DocStatus.PARTIAL
    (problem,) = [t for t in report.problems if t.code == "year-contradicted"]
    assert "2564" in problem.message


def test_the_rating_table_with_a_gap_is_reported(shared_dir: Path) -> None:
    report = reconciled(shared_dir, "002")
    faults = [c for c in of(report, "rating-scale") if c.result is CheckResult.FAILS]
    assert len(faults) == 1
    assert "44.99 to 50" in faults[0].message
    assert any("44.99 to 50" in line for line in explain(report))


@pytest.mark.parametrize("prefix", ["000", "003"])
def test_reports_without_scores_have_nothing_to_check(shared_dir: Path, prefix: str) -> None:
    report = reconciled(shared_dir, prefix)
    assert not report.scores
    assert not [c for c in report.checks if c.result is CheckResult.FAILS]
