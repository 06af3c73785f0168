"""Ranks, extremes, levels, changes, dates, rating scales, missing and derived scores."""

from __future__ import annotations

import pytest

from tests.test_reconcile_basics import (
    AGENCY,
    FULL,
    SUMMARY,
    checks,
    failing,
    report_of,
    score,
    with_digit,
)
from thai_ita.analyze.reconcile import reconcile
from thai_ita.analyze.reconcile.scale import rating_scale_checks, read_range
from thai_ita.model import (
    Basis,
    Cell,
    Change,
    CheckResult,
    Document,
    Evidence,
    Line,
    Media,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
    Severity,
    Table,
)


def table_of(*rows: tuple[str, ...], number: int = 1) -> Table:
    return Table(
        [[Cell(text, text, r, c) for c, text in enumerate(row)] for r, row in enumerate(rows)],
        header_rows=1, number=number,
    )  # fmt: skip


def ranked_report(values: dict[str, str]) -> Report:
    """A rank table of the indicators, the first row rank 1, and no total."""
    report = report_of(values)
    rows = [(str(rank), text) for rank, text in enumerate(values.values(), start=1)]
    report.document.blocks = [table_of(("อันดับ", "คะแนน"), *rows)]
    return report


# -- ranks, highest, lowest --------------------------------------------------------------------


def test_ranks_must_follow_the_scores() -> None:
    sound = ranked_report({"10": "100.00", "9": "97.50", "7": "82.02"})
    reconcile(sound)
    assert [c.result for c in checks(sound, "order")] == [CheckResult.HOLDS]
    assert score(sound, "9").status is ScoreStatus.CONSISTENT
    turned = ranked_report({"10": "100.00", "9": "27.50", "7": "82.02"})
    reconcile(turned)
    assert checks(turned, "order")[0].result is CheckResult.FAILS
    assert score(turned, "9").status is ScoreStatus.CONFLICT
    assert score(turned, "9").value == 27.5


def test_a_table_without_ranks_orders_nothing() -> None:
    report = report_of({"1": "70.00", "2": "80.00", "3": "75.00"})
    report.document.blocks = [table_of(("ลำดับ", "คะแนน"), ("1", "70"), ("2", "80"), ("3", "75"))]
    reconcile(report)
    assert not checks(report, "order")


@pytest.mark.parametrize(("stated", "holds"), [("๗๘.๗๕", True), ("๗๙.๗๕", False)])
def test_the_stated_lowest_score_is_compared(stated: str, holds: bool) -> None:
    report = report_of(SUMMARY)
    text = f"คะแนนสูงสุด: ๑๐๐.๐๐ คะแนน คะแนนต่ำสุด: {stated} คะแนน"
    report.document.blocks = [Line(text, text)]
    reconcile(report)
    found = checks(report, "highest-lowest")
    assert [c.result is CheckResult.HOLDS for c in found] == [True, holds]


def test_a_sentence_that_names_the_lowest_indicator_is_a_doubt_at_most() -> None:
    text = "ตัวชี้วัดที่มีคะแนนต่ำสุด คือ การใช้งบประมาณ"
    report = report_of(SUMMARY)
    report.document.blocks = [Line(text, text)]
    reconcile(report)
    assert {c.severity for c in failing(report)} == {Severity.WARNING}
    assert not any(s.status is ScoreStatus.CONFLICT for s in report.scores)


# -- levels ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "year", "level", "holds"),
    [
        (SUMMARY, 2568, "ผ่านดี", True),
        (SUMMARY, 2568, "ผ่านดีเยี่ยม", False),
        # IIT below 85: the new scheme asks for each instrument.
        ({"ITA": "92.06", "IIT": "84.19", "EIT": "90.16", "OIT": "99.38"}, 2567, "ผ่าน", True),
        ({"ITA": "92.06", "IIT": "84.19", "EIT": "90.16", "OIT": "99.38"}, 2567, "ผ่านดี", False),
        ({"ITA": "86.50"}, 2565, "A", True),
        ({"ITA": "86.50"}, 2565, "B", False),
    ],
)
def test_the_level_must_fit_the_scores(values: dict[str, str], year: int, level: str, holds: bool) -> None:
    report = report_of(values, year=year, level=level)
    reconcile(report)
    assert [c.result is CheckResult.HOLDS for c in checks(report, "level")] == [holds]


def test_a_level_of_another_scheme_is_not_compared() -> None:
    report = report_of(SUMMARY, level="A")
    reconcile(report)
    assert not checks(report, "level")


def test_a_level_alone_contradicts_but_repairs_nothing() -> None:
    report = report_of({"ITA": "36.50"}, year=2565, level="A")
    reconcile(report)
    assert score(report, "ITA").value == 36.5
    assert score(report, "ITA").status is ScoreStatus.CONFLICT


def test_a_proven_score_is_not_contradicted_by_a_level() -> None:
    report = report_of(FULL, level="ต้องปรับปรุง")
    reconcile(report)
    assert checks(report, "level")[0].severity is Severity.WARNING
    assert score(report, "ITA").status is ScoreStatus.VERIFIED


# -- changes and dates -------------------------------------------------------------------------


def two_years(last: str) -> Report:
    report = report_of(SUMMARY)
    report.scores.append(Score(AGENCY, 2567, ScoreKind.OVERALL, "ITA", float(last), last))
    return report


@pytest.mark.parametrize(("last", "holds"), [("89.14", True), ("89.13", True), ("86.14", False)])
def test_a_stated_change_ties_two_years(last: str, holds: bool) -> None:
    report = two_years(last)
    change = Change(ScoreKind.OVERALL, "ITA", 2568, 3.12, "+3.12", Evidence())
    reconcile(report, changes=[change])
    assert [c.result is CheckResult.HOLDS for c in checks(report, "change")] == [holds]
    before = next(s for s in report.scores if s.fiscal_year == 2567)
    assert (before.status is ScoreStatus.CONFLICT) != holds


def test_a_derived_score_follows_its_repaired_base() -> None:
    report = report_of(with_digit(FULL, "ITA", "922.6"))
    last = Score(AGENCY, 2567, ScoreKind.OVERALL, "ITA", 919.48, "+3.12", basis=Basis.DERIVED)
    report.scores.append(last)
    reconcile(report)
    assert score(report, "ITA").value == 92.26
    assert last.value == pytest.approx(89.14)


def test_a_derived_score_is_never_more_than_consistent() -> None:
    report = report_of(FULL)
    last = Score(AGENCY, 2567, ScoreKind.OVERALL, "ITA", 89.14, "+3.12", basis=Basis.DERIVED)
    report.scores.append(last)
    reconcile(report)
    assert last.status in (ScoreStatus.CONSISTENT, ScoreStatus.UNCHECKED)


@pytest.mark.parametrize(
    ("decided_on", "result"),
    [("2024-12-08", CheckResult.FAILS), ("2025-08-20", CheckResult.HOLDS),
     ("2025-06-30", CheckResult.FAILS), ("2025-07-01", CheckResult.HOLDS)],
)  # fmt: skip
def test_a_result_is_not_known_before_july_of_its_year(decided_on: str, result: CheckResult) -> None:
    report = report_of(SUMMARY, decided_on=decided_on)
    reconcile(report)
    assert [c.result for c in checks(report, "time")] == [result]
    assert {s.fiscal_year for s in report.scores} == {2568}
    assert not any(s.status is ScoreStatus.CONFLICT for s in report.scores)


def test_a_date_that_is_none_is_not_compared() -> None:
    report = report_of(SUMMARY, decided_on="ธันวาคม")
    reconcile(report)
    assert not checks(report, "time")


# -- missing scores ----------------------------------------------------------------------------


def derived(report: Report, code: str) -> Score:
    return next(s for s in report.scores if s.code == code and s.basis is Basis.DERIVED)


def test_a_derived_value_has_the_decimals_that_are_known() -> None:
    """Indicators give their instrument to two decimals; what a total leaves is less sure."""
    whole = {code: text for code, text in SUMMARY.items() if code != "IIT"}
    report = report_of(whole)
    reconcile(report)
    assert derived(report, "IIT").decimals == 2
    report = report_of({code: text for code, text in SUMMARY.items() if code != "3"})
    reconcile(report)
    made = derived(report, "3")
    assert made.decimals == 1
    assert made.value == round(made.value, 1)


@pytest.mark.parametrize("gone", ["3", "7", "10"])
def test_the_one_missing_indicator_follows_from_the_total(gone: str) -> None:
    left = {code: text for code, text in SUMMARY.items() if code != gone}
    report = report_of(left)
    reconcile(report)
    made = derived(report, gone)
    lo, hi = map(float, made.evidence.text.rpartition(": ")[2].split(" to "))
    assert lo <= float(SUMMARY[gone]) <= hi
    assert lo <= made.value <= hi
    assert made.status is ScoreStatus.UNCHECKED  # as what it comes from: no sum is left to hold
    assert checks(report, "missing")


def test_instruments_follow_from_their_indicators_and_the_total_from_nothing() -> None:
    report = report_of({k: v for k, v in SUMMARY.items() if k != "ITA"})
    reconcile(report)
    assert derived(report, "EIT").value == 87.92
    assert "ITA" not in {s.code for s in report.scores}


def test_two_missing_indicators_follow_from_nothing() -> None:
    report = report_of({k: v for k, v in SUMMARY.items() if k not in ("3", "7")})
    reconcile(report)
    assert {"3", "7"}.isdisjoint(s.code for s in report.scores)


def test_nothing_follows_from_a_contradicted_value() -> None:
    values = {**SUMMARY, "ITA": "12.26"}
    del values["3"]
    report = report_of(values, media=Media.DOCX)
    reconcile(report)
    assert "3" not in {s.code for s in report.scores}


def test_an_indicator_of_unknown_rules_is_not_derived() -> None:
    report = report_of({k: v for k, v in SUMMARY.items() if k != "3"}, year=2569)
    reconcile(report)
    assert "3" not in {s.code for s in report.scores}


# -- rating scales -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("75-84.99", (75.0, 84.99)),
        ("๗๕.๐๐ – ๘๔.๙๙ คะแนน", (75.0, 84.99)),
        ("> 85", (85.0, 100.0)),
        ("0 - 44.99", (0.0, 44.99)),
        ("ตั้งแต่ ๙๕ คะแนนขึ้นไป", (95.0, 100.0)),
        ("ต่ำกว่า 50 คะแนน", (0.0, 49.99)),
        ("ไม่ต่ำกว่า 85", (85.0, 100.0)),
        ("70 ถึง 84.99", (70.0, 84.99)),
        ("ปี 2567-2568", None),
        ("คะแนน", None),
        ("75-84.99 หรือ 85-90", None),
    ],
)
def test_ranges(text: str, bounds: tuple[float, float] | None) -> None:
    found = read_range(text)
    assert found == (pytest.approx(bounds) if bounds else None)


LETTERS = [("AA", "95-100"), ("A", "85-94.99"), ("B", "75-84.99"), ("C", "65-74.99"),
           ("D", "55-64.99"), ("E", "50-54.99"), ("F", "0-49.99")]  # fmt: skip


def scale_of(rows: list[tuple[str, str]]) -> Document:
    table = table_of(("ระดับ", "คะแนน"), *rows, number=2)
    return Document("0" * 16, "scale.txt", Media.TEXT, blocks=[table])


def test_a_sound_rating_scale_holds() -> None:
    assert [c.result for c in rating_scale_checks(scale_of(LETTERS))] == [CheckResult.HOLDS]


@pytest.mark.parametrize(
    ("row", "bounds", "fault"),
    [(6, "0-44.99", "gap"), (2, "70-84.99", "overlap"), (0, "96-100", "begins at 96")],
)
def test_a_rating_scale_with_a_fault_is_reported(row: int, bounds: str, fault: str) -> None:
    rows = list(LETTERS)
    rows[row] = (rows[row][0], bounds)
    (check,) = rating_scale_checks(scale_of(rows))
    assert (check.result, check.severity) == (CheckResult.FAILS, Severity.INFO)
    assert fault in check.message
    assert "table 2" in check.message


def test_levels_that_share_a_range_are_no_overlap() -> None:
    rows = [("ผ่านดีเยี่ยม", "95-100"), ("ผ่านดี / ผ่าน", "85-94.99"),
            ("ต้องปรับปรุง", "70-84.99"), ("ต้องปรับปรุงโดยด่วน", "0-69.99")]  # fmt: skip
    assert [c.result for c in rating_scale_checks(scale_of(rows))] == [CheckResult.HOLDS]


def test_results_are_no_rating_scale() -> None:
    rows = [("การปฏิบัติหน้าที่", "81.64"), ("การใช้งบประมาณ", "77.05"), ("ระดับ A", "86.50")]
    assert not rating_scale_checks(scale_of(rows))
