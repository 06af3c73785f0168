"""Repairs: the one explanation or none, never silently, never where digits were typed."""

from __future__ import annotations

import time

import pytest

from tests.test_reconcile_basics import (
    FULL,
    INSTRUMENTS,
    SUMMARY,
    checks,
    failing,
    report_of,
    score,
    with_digit,
)
from thai_ita.analyze.reconcile import Policy, SearchBounds, reconcile
from thai_ita.analyze.reconcile.digit_confusions import Slip, candidates, confusable
from thai_ita.analyze.reconcile.readings import make_reading
from thai_ita.model import Basis, CheckResult, Evidence, Media, Report, Score, ScoreStatus, Severity


@pytest.mark.parametrize(
    ("code", "seen", "slip"),
    [
        ("4", "31.07", Slip.DIGIT),
        ("IIT", "57.95", Slip.DIGIT),
        ("2", "8933", Slip.POINT),
        ("2", "8.933", Slip.POINT),
        ("5", "4.53", Slip.LOST_DIGIT),
    ],
)
def test_a_misreading_that_two_sums_point_to_is_repaired(code: str, seen: str, slip: Slip) -> None:
    report = report_of(with_digit(FULL, code, seen))
    reconcile(report)
    mended = score(report, code)
    assert mended.value == float(FULL[code])
    assert mended.basis is Basis.REPAIRED
    assert mended.value_as_seen == seen
    assert f"repaired from {seen} to " in mended.evidence.text
    assert slip in mended.evidence.text
    repaired = checks(report, "repair")
    assert [c.result for c in repaired] == [CheckResult.REPAIRED]
    assert not failing(report)


def test_neighbouring_rows_swapped_between_instruments_are_swapped_back() -> None:
    swapped = {**FULL, "5": FULL["6"], "6": FULL["5"]}
    report = report_of(swapped)
    reconcile(report)
    assert (score(report, "5").value, score(report, "6").value) == (84.53, 95.0)
    assert score(report, "5").basis is score(report, "6").basis is Basis.REPAIRED


def test_without_repair_values_stay_and_the_suspect_is_named() -> None:
    report = report_of(with_digit(FULL, "4", "31.07"))
    reconcile(report, repair=False)
    assert score(report, "4").value == 31.07
    assert score(report, "4").basis is Basis.STATED
    in_conflict = [s.code for s in report.scores if s.status is ScoreStatus.CONFLICT]
    assert in_conflict == ["4"]


@pytest.mark.parametrize("media", [Media.DOCX, Media.PDF_TEXT, Media.HTML])
def test_typed_digits_are_never_repaired(media: Media) -> None:
    """The agency's own error is a finding: the value stays, the check fails."""
    report = report_of(with_digit(FULL, "4", "31.07"), media=media)
    reconcile(report)
    assert score(report, "4").value == 31.07
    assert score(report, "4").status is ScoreStatus.CONFLICT
    assert {c.severity for c in failing(report)} == {Severity.ERROR}


def test_doubt_can_be_set() -> None:
    report = report_of(with_digit(FULL, "4", "31.07"), media=Media.DOCX)
    reconcile(report, policy=Policy(doubt=True))
    assert score(report, "4").value == 81.07


def test_one_failing_sum_does_not_tell_which_score_is_wrong() -> None:
    report = report_of(with_digit(SUMMARY, "4", "31.07"))
    reconcile(report)
    assert not any(s.basis is Basis.REPAIRED for s in report.scores)
    assert score(report, "4").status is ScoreStatus.CONFLICT
    assert checks(report, "overall")[0].result is CheckResult.FAILS


def test_a_restated_value_is_not_suspected() -> None:
    report = report_of(with_digit(SUMMARY, "4", "31.07"))
    for code in ("1", "2", "3", "5", "ITA"):
        text = f"{SUMMARY[code]} คะแนน"
        score(report, code).restated.append(Evidence(2, text=text))
    reconcile(report)
    assert score(report, "1").status is ScoreStatus.VERIFIED
    assert score(report, "4").status is ScoreStatus.CONFLICT


def test_the_agencys_wrong_total_stays_as_stated() -> None:
    wrong = with_digit(FULL, "ITA", "93.47")
    report = report_of(wrong, media=Media.DOCX)
    reconcile(report)
    assert [s.code for s in report.scores if s.status is ScoreStatus.CONFLICT] == ["ITA"]
    assert score(report, "ITA").value == 93.47
    assert score(report, "IIT").status is ScoreStatus.VERIFIED


# -- readings that the source offers -----------------------------------------------------------


# With its questions an indicator of EIT takes part in two sums, of which one misread digit of
# another score can explain only one.
EIT_QUESTIONS = {
    "e1": "95.00", "e2": "94.00", "e3": "96.00", "e4": "88.00", "e5": "92.00", "e6": "90.00",
    "e7": "78.25", "e8": "79.25", "e9": "78.75",
}  # fmt: skip


def offered(values: dict[str, str], first: str, second: float) -> Score:
    report = report_of(with_digit(values, "7", first), media=Media.DOCX)
    score(report, "7").alternates = (second,)
    reconcile(report)
    return score(report, "7")


def test_the_first_of_two_readings_stays_where_the_sums_hold_with_it() -> None:
    kept = offered(SUMMARY, "90.00", 100.0)
    assert (kept.value, kept.basis) == (90.0, Basis.STATED)
    assert "also printed as 100.00" in kept.evidence.text


def test_the_other_reading_counts_where_no_misread_digit_would_explain_the_sums() -> None:
    mended = offered({**FULL, **EIT_QUESTIONS}, "100.00", 90.0)
    assert (mended.value, mended.basis) == (90.0, Basis.REPAIRED)
    assert "repaired from 100.00" in mended.evidence.text


def test_what_stands_beside_a_figure_is_no_closed_choice() -> None:
    """Another digit of another score would explain the one failing sum as well."""
    kept = offered(SUMMARY, "100.00", 90.0)
    assert (kept.value, kept.status) == (100.0, ScoreStatus.CONFLICT)


def test_one_altered_digit_elsewhere_does_not_make_the_wrong_reading_right() -> None:
    """The total fits the other readings by chance, since indicator 9 was misread."""
    report = report_of(with_digit(SUMMARY, "9", "96.50"))
    score(report, "7").alternates, score(report, "8").alternates = (92.0,), (80.0,)
    reconcile(report)
    assert (score(report, "7").value, score(report, "8").value) == (90.0, 78.75)
    verified = [s.code for s in report.scores if s.status is ScoreStatus.VERIFIED]
    assert not verified


def test_values_that_rest_on_a_chosen_reading_are_not_verified() -> None:
    report = report_of({**SUMMARY, **INSTRUMENTS})
    assert _statuses(report)["EIT"] is ScoreStatus.VERIFIED
    report = report_of({**SUMMARY, **INSTRUMENTS})
    score(report, "7").alternates = (91.0,)
    statuses = _statuses(report)
    assert statuses["EIT"] is statuses["7"] is ScoreStatus.CONSISTENT
    assert statuses["IIT"] is ScoreStatus.VERIFIED


def _statuses(report: Report) -> dict[str, ScoreStatus]:
    reconcile(report)
    return {s.code: s.status for s in report.scores}


def test_two_cells_with_two_readings_are_decided_together() -> None:
    report = report_of({**FULL, "7": "100.00", "8": "100.00"})
    score(report, "7").alternates, score(report, "8").alternates = (90.0,), (78.75,)
    reconcile(report)
    assert (score(report, "7").value, score(report, "8").value) == (90.0, 78.75)


def test_many_cells_with_two_readings_are_decided_by_column() -> None:
    """Ten indicators with another figure beside each are two columns, not 1024 choices."""
    report = report_of(FULL)
    for code in SUMMARY:
        if code != "ITA":
            score(report, code).alternates = (round(score(report, code).value - 5.5, 2),)
    reconcile(report)
    assert not [s for s in report.scores if s.status is ScoreStatus.CONFLICT]
    assert score(report, "4").value == 81.07


def test_readings_that_nothing_decides_are_in_conflict_and_both_kept() -> None:
    report = report_of({"7": "99.83"})
    score(report, "7").alternates = (100.0,)
    reconcile(report)
    assert score(report, "7").value == 99.83
    assert score(report, "7").alternates == (100.0,)
    assert score(report, "7").status is ScoreStatus.CONFLICT
    assert checks(report, "alternates")[0].result is CheckResult.FAILS


def test_a_score_stated_twice_differently_is_decided_or_in_conflict() -> None:
    decided = report_of(with_digit(SUMMARY, "9", "79.50"))
    score(decided, "9").alternates = (97.5,)
    score(decided, "9").status = ScoreStatus.CONFLICT
    reconcile(decided)
    assert score(decided, "9").value == 97.5
    assert checks(decided, "restated")[0].result is CheckResult.REPAIRED
    open_case = report_of({"9": "79.50"})
    score(open_case, "9").alternates = (97.5,)
    score(open_case, "9").status = ScoreStatus.CONFLICT
    reconcile(open_case)
    assert score(open_case, "9").status is ScoreStatus.CONFLICT


# -- the search --------------------------------------------------------------------------------


def test_candidates_know_thai_and_arabic_shapes() -> None:
    thai = report_of({"1": "๘๑.๖๔".translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))})
    score(thai, "1").value_as_seen = "๘๑.๖๔"
    found = {c.value: c.slip for c in candidates(make_reading(score(thai, "1")))}
    assert found[91.64] is Slip.DIGIT
    assert found[81.65] is Slip.DIGIT
    assert found[8.164] is Slip.POINT
    assert found[31.64] is Slip.OTHER_DIGIT
    arabic = report_of({"1": "81.64"})
    found = {c.value: c.slip for c in candidates(make_reading(score(arabic, "1")))}
    assert found[31.64] is Slip.DIGIT
    assert max(found) <= 100


@pytest.mark.parametrize("thai", [True, False])
def test_confusion_goes_both_ways(thai: bool) -> None:
    table = confusable(thai)
    assert all(a in table[b] and a != b for a in table for b in table[a])


def test_sixty_scores_with_eight_bad_ones_answer_or_give_up_in_time() -> None:
    values = {**FULL, **{f"e{n}": "90.00" for n in range(1, 10)},
              **{f"o{n}": "100.00" for n in range(1, 29)}}  # fmt: skip
    for code, text in (
        ("1", "12.53"),
        ("3", "32.27"),
        ("7", "10.00"),
        ("i1", "31.20"),
        ("i5", "52.00"),
        ("i11", "60.40"),
        ("IIT", "37.95"),
        ("ITA", "12.26"),
    ):
        values[code] = text  # fmt: skip
    assert len(values) > 60
    reconcile(report_of(FULL))  # loads the editions
    report = report_of(values)
    started = time.process_time()
    reconcile(report)
    assert time.process_time() - started < 0.2  # 0.1 s on an idle machine
    wrong = [s for s in report.scores if s.basis is Basis.REPAIRED
             and s.value != float(FULL.get(s.code, "0"))]  # fmt: skip
    assert not wrong


def test_a_search_cut_short_says_so_and_repairs_nothing() -> None:
    bad = {**FULL, "1": "12.53", "2": "29.33", "ITA": "12.26", "IIT": "17.95"}
    report = report_of(bad)
    reconcile(report, policy=Policy(bounds=SearchBounds(max_slips=3, max_trials=50)))
    assert "gave up" in checks(report, "search")[0].message
    assert not any(s.basis is Basis.REPAIRED for s in report.scores)
