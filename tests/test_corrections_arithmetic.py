"""What the arithmetic makes of values, years and owners that are a person's word."""

from __future__ import annotations

import pytest

from tests.test_reconcile_basics import (
    AGENCY,
    FULL,
    INDICATORS,
    SUMMARY,
    report_of,
    score,
    scores_of,
)
from thai_ita.analyze.reconcile import reconcile, reconcile_across
from thai_ita.analyze.reconcile.confidence import YEAR_IN_DOUBT
from thai_ita.analyze.reconcile.digit_confusions import candidates, swaps
from thai_ita.analyze.reconcile.readings import make_reading, read_variables
from thai_ita.analyze.reconcile.withhold import Withholding
from thai_ita.batch.agreement import _NEEDED, _light_score
from thai_ita.model import Basis, EstablishedBy, Media, Report, ScoreStatus


def given(report: Report, *codes: str) -> Report:
    for one in report.scores:
        if one.code in codes:
            one.fixed, one.corrected_by = True, "ก"
    return report


def test_a_given_value_stands_for_nothing_else() -> None:
    report = report_of(INDICATORS)
    readings = read_variables(report)[AGENCY.agency_id]
    before = len(swaps(readings))
    assert candidates(readings[score(report, "4").key[1:4]])
    readings = read_variables(given(report, "4"))[AGENCY.agency_id]
    assert not candidates(readings[score(report, "4").key[1:4]])
    assert len(swaps(readings)) == before - 2


def test_a_given_figure_is_no_reading_of_a_recogniser() -> None:
    one = report_of({"9": "97.50"}).scores[0]
    one.reading_p, one.readings = 0.5, ((91.5, 0.4),)
    assert make_reading(one).recognised
    one.fixed = True
    reading = make_reading(one)
    assert (reading.recognised, reading.p, reading.read_as) == (False, 1.0, ())


def test_of_two_figures_under_one_name_the_given_one_is_in_the_sums() -> None:
    def twice() -> Report:
        report = report_of(SUMMARY, media=Media.DOCX)
        report.scores[:0] = scores_of({"9": "50.00"})
        return report

    plain = twice()
    reconcile(plain)
    assert score(plain, "ITA").status is not ScoreStatus.VERIFIED
    report = twice()
    report.scores[-2].fixed = True
    assert report.scores[-2].code == "9"
    reconcile(report)
    assert score(report, "ITA").status is ScoreStatus.VERIFIED


def test_what_follows_from_given_values_is_consistent() -> None:
    report = given(report_of({code: INDICATORS[code] for code in "12345"}), *"12345")
    reconcile(report)
    instrument = score(report, "IIT")
    assert (instrument.basis, instrument.status) == (Basis.DERIVED, ScoreStatus.CONSISTENT)


@pytest.mark.parametrize("fixed", [False, True])
def test_a_persons_word_on_owner_and_year_is_no_recognisers_doubt(fixed: bool) -> None:
    def total(**change: object) -> ScoreStatus:
        report = report_of(FULL)
        report.unsure_names, report.unsure_years = {AGENCY.name: "x"}, {2568: 0.5}
        for one in report.scores:
            for name, value in change.items():
                setattr(one, name, value)
        reconcile(report)
        return score(report, "ITA").status

    assert total() is ScoreStatus.UNCHECKED
    if fixed:
        assert total(fixed=True, status=ScoreStatus.VERIFIED) is ScoreStatus.VERIFIED
    else:
        assert total(year_from=EstablishedBy.CORRECTION) is ScoreStatus.CONSISTENT
        said = {"year_from": EstablishedBy.CORRECTION, "agency_from": EstablishedBy.CORRECTION}
        assert total(**said) is ScoreStatus.VERIFIED


def test_a_recognised_figure_of_a_year_that_a_person_gives_is_not_withheld_for_the_year() -> None:
    one = report_of({"9": "97.50"}).scores[0]
    one.reading_p = 0.999
    assert "its year" in Withholding([one], {2568: 0.5}).reason(one)
    one.year_from = EstablishedBy.CORRECTION
    assert Withholding([one], {2568: 0.5}).reason(one) == ""


def test_a_date_against_a_given_value_lowers_nothing_beside_other_documents() -> None:
    reports = [
        given(report_of({"9": "97.50"}, decided_on=day, doc_id=day[-2:] * 8), *codes)
        for day, codes in (("2024-12-01", "9"), ("2024-12-02", ""))
    ]
    for report in reports:
        reconcile(report)
    reconcile_across(reports)
    assert score(reports[0], "9").confidence > YEAR_IN_DOUBT
    assert score(reports[1], "9").confidence == YEAR_IN_DOUBT


@pytest.mark.parametrize(
    ("status", "who", "fixed"),
    [("corrected", "ก", True), ("verified", "ก", True), ("verified", "", False), ("unchecked", "ก", False)],
)  # fmt: skip
def test_stored_rows_say_whether_a_person_stands_for_them(status: str, who: str, fixed: bool) -> None:
    row: dict[str, object] = dict.fromkeys(_NEEDED)
    row |= {"kind": "indicator", "code": "9", "basis": "stated", "value": 97.5}
    row |= {"status": status, "corrected_by": who}
    assert _light_score(list(row.values()), {}).fixed is fixed
