"""Statuses of scores, and the made-up reports that the other tests of reconciling build on."""

from __future__ import annotations

import random

import pytest

from thai_ita.analyze.reconcile import reconcile
from thai_ita.analyze.reconcile.edition_constraints import edition_rules
from thai_ita.analyze.reconcile.readings import make_reading, one_digit_changes
from thai_ita.model import (
    Agency,
    Basis,
    Check,
    CheckResult,
    Document,
    EstablishedBy,
    Evidence,
    Identity,
    Media,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
    Severity,
)

AGENCY = Agency("example-1", "เทศบาลตำบลตัวอย่างสุข", "เทศบาลตำบล", "สมมติสุข", "ตัวอย่าง")

# All sums of the year 2568 hold: rounded once, from questions to the overall score.
INDICATORS = {
    "1": "92.53", "2": "89.33", "3": "92.27", "4": "81.07", "5": "84.53",
    "6": "95.00", "7": "90.00", "8": "78.75", "9": "97.50", "10": "100.00",
}  # fmt: skip
QUESTIONS = {
    "i1": "91.20", "i2": "90.40", "i3": "96.00", "i4": "84.80", "i5": "92.00", "i6": "91.20",
    "i7": "88.00", "i8": "93.60", "i9": "95.20", "i10": "72.80", "i11": "90.40", "i12": "80.00",
    "i13": "87.20", "i14": "84.00", "i15": "82.40",
}  # fmt: skip
INSTRUMENTS = {"IIT": "87.95", "EIT": "87.92", "OIT": "98.75"}
SUMMARY = {"ITA": "92.26", **INDICATORS}
FULL = {**SUMMARY, **INSTRUMENTS, **QUESTIONS}


def kind_of(code: str) -> ScoreKind:
    if code == "ITA":
        return ScoreKind.OVERALL
    if code in ("IIT", "EIT", "OIT"):
        return ScoreKind.INSTRUMENT
    if code[0] == "o":
        return ScoreKind.OIT_ITEM
    if code[0] in "ie":
        return ScoreKind.QUESTION
    return ScoreKind.SUBINDICATOR if "." in code else ScoreKind.INDICATOR


def scores_of(values: dict[str, str], year: int = 2568, agency: Agency = AGENCY) -> list[Score]:
    """Scores printed as given, in rows of one table one below the other."""
    return [
        Score(agency, year, kind_of(code), code, float(text), text,
              decimals=len(text.partition(".")[2]), evidence=Evidence(1, 1, row, text=text),
              year_from=EstablishedBy.CAPTION, agency_from=EstablishedBy.TITLE)
        for row, (code, text) in enumerate(values.items(), start=2)
    ]  # fmt: skip


def report_of(
    values: dict[str, str], *, year: int = 2568, media: Media = Media.TEXT, level: str = "",
    decided_on: str = "", doc_id: str = "0" * 16,
) -> Report:  # fmt: skip
    return Report(
        Document(doc_id, f"{doc_id[:4]}.txt", media),
        Identity(AGENCY, year, level=level, decided_on=decided_on),
        scores_of(values, year),
    )


def score(report: Report, code: str) -> Score:
    return next(s for s in report.scores if s.code == code)


def checks(report: Report, name: str) -> list[Check]:
    return [check for check in report.checks if check.check == name]


def failing(report: Report) -> list[Check]:
    return [check for check in report.checks if check.result is CheckResult.FAILS]


def with_digit(values: dict[str, str], code: str, text: str) -> dict[str, str]:
    return {**values, code: text}


# -- statuses ----------------------------------------------------------------------------------


def test_clean_report_raises_no_doubt() -> None:
    report = report_of(FULL, level="ผ่านดี", decided_on="2025-12-08")
    reconcile(report)
    assert not failing(report)
    assert all(s.basis is Basis.STATED for s in report.scores)
    assert not any(s.status is ScoreStatus.CONFLICT for s in report.scores)


@pytest.mark.parametrize("code", ["ITA", "IIT", "EIT", "1", "4"])
def test_a_total_that_its_parts_give_to_the_last_digit_is_verified(code: str) -> None:
    report = report_of(FULL)
    reconcile(report)
    assert score(report, code).status is ScoreStatus.VERIFIED


def test_a_part_whose_last_digit_the_total_cannot_see_is_only_consistent() -> None:
    report = report_of(SUMMARY)
    reconcile(report)
    assert score(report, "1").status is ScoreStatus.CONSISTENT
    assert 0.95 < score(report, "1").confidence < 0.999


def test_verified_means_that_no_one_digit_change_passes() -> None:
    """The definition itself, tried on every verified score of a full report."""
    clean = report_of(FULL)
    reconcile(clean)
    verified = [s.code for s in clean.scores if s.status is ScoreStatus.VERIFIED]
    assert verified
    rng = random.Random(1)
    for code in verified:
        text = make_reading(score(clean, code)).digits
        for changed in rng.sample(one_digit_changes(text), 12):
            if float(changed) > 100:
                continue
            report = report_of(with_digit(FULL, code, changed))
            reconcile(report)
            wrong = score(report, code)
            assert wrong.basis is Basis.REPAIRED or wrong.status is not ScoreStatus.VERIFIED


def test_nothing_to_compare_with_is_unchecked() -> None:
    report = report_of({"i10": "63.22", "7": "81.40"})
    reconcile(report)
    assert {s.status for s in report.scores} == {ScoreStatus.UNCHECKED}


def test_a_restated_value_is_verified_and_a_rounded_echo_is_not() -> None:
    report = report_of({"7": "81.40", "8": "74.75"})
    score(report, "7").restated.append(Evidence(2, text="ตัวชี้วัดที่ 7 ได้ 81.40 คะแนน"))
    score(report, "8").restated.append(Evidence(2, text="ตัวชี้วัดที่ 8 ได้ 75 คะแนน"))
    reconcile(report)
    assert score(report, "7").status is ScoreStatus.VERIFIED
    assert score(report, "8").status is not ScoreStatus.VERIFIED


def test_the_same_cell_read_twice_is_no_second_witness() -> None:
    report = report_of({"7": "81.40"})
    score(report, "7").restated.append(score(report, "7").evidence)
    reconcile(report)
    assert score(report, "7").status is ScoreStatus.UNCHECKED


def test_fewer_decimals_than_published_prove_only_zeros() -> None:
    whole = report_of(with_digit(FULL, "8", "78.8"))
    reconcile(whole)
    assert score(whole, "8").status is not ScoreStatus.VERIFIED
    report = report_of({**with_digit(FULL, "6", "95.0"), "e1": "93.75", "e2": "92.50", "e3": "98.75"})
    reconcile(report)
    assert score(report, "6").status is ScoreStatus.VERIFIED


def test_weighted_points_are_compared_with_their_own_rounding() -> None:
    report = report_of({"ITA": "87.86", "IIT": "24.56", "EIT": "24.90", "OIT": "38.40"}, year=2565)
    for code, weight in (("IIT", 0.3), ("EIT", 0.3), ("OIT", 0.4)):
        s = score(report, code)
        s.value = round(float(s.value_as_seen) / weight, 4)
    reconcile(report)
    assert checks(report, "overall")[0].result is CheckResult.HOLDS
    assert score(report, "ITA").status is ScoreStatus.VERIFIED


def test_scores_of_eit_parts_take_part_in_no_arithmetic() -> None:
    report = report_of(SUMMARY)
    part = Score(AGENCY, 2568, ScoreKind.INDICATOR, "7", 20.0, "20.00", part="2")
    report.scores.append(part)
    reconcile(report)
    assert part.status is ScoreStatus.UNCHECKED
    assert not failing(report)


def test_a_rule_between_two_verified_years_may_refute_and_others_only_warn() -> None:
    rules = edition_rules(2566)
    assert rules[(2566, ScoreKind.OVERALL, "ITA")][2] == "bracketed"
    assert rules[(2566, ScoreKind.SUBINDICATOR, "9.1")][2] == "assumed"
    assert edition_rules(2569) == {}


def test_an_assumed_rule_that_fails_is_a_warning_and_contradicts_nothing() -> None:
    items = {f"o{n}": "100.00" for n in range(1, 5)}
    report = report_of({"9.1": "61.37", **items})
    reconcile(report)
    assert [c.severity for c in failing(report)] == [Severity.WARNING]
    assert {s.status for s in report.scores} == {ScoreStatus.UNCHECKED}


def test_an_assumed_rule_that_holds_elsewhere_in_the_document_refutes() -> None:
    """Six questions an indicator are assumed for 2565; four indicators of five show it."""
    values: dict[str, str] = {}
    for n in range(1, 6):
        marks = [80 + n + k for k in range(6)]
        values |= {f"i{6 * (n - 1) + k + 1}": f"{mark}.00" for k, mark in enumerate(marks)}
        values[str(n)] = f"{sum(marks) / 6:.2f}"
    values["3"] = "45.50"
    report = report_of(values, year=2565)
    reconcile(report, repair=False)
    assert [c.severity for c in failing(report)] == [Severity.ERROR]
    assert score(report, "3").status is ScoreStatus.CONFLICT
    assert score(report, "4").status is not ScoreStatus.CONFLICT


def test_each_agency_of_a_table_is_judged_by_itself() -> None:
    good = {"ITA": "90.15", "IIT": "82.86", "EIT": "88.17", "OIT": "97.10"}
    bad = {**good, "ITA": "70.15"}
    report = report_of(good)
    other = Agency("example-2", "เทศบาลตำบลสมมติพัฒนา", "เทศบาลตำบล")
    report.scores += scores_of(bad, agency=other)
    reconcile(report)
    assert [(c.agency, c.check) for c in failing(report)] == [(other, "overall")]
    assert score(report, "ITA").status is ScoreStatus.VERIFIED
    assert report.scores[4].status is ScoreStatus.CONFLICT
