"""Two values that persons bring under one owner, year and code: none is taken for right, and it is told."""

from __future__ import annotations

from dataclasses import replace

from tests.test_corrections import AGENCY, cell, fact, of_document, put, report_of, row, states
from tests.test_reconcile_basics import scores_of
from thai_ita.model import Agency, EstablishedBy, ScoreStatus


def test_two_added_under_two_names_are_in_conflict() -> None:
    made = put(
        report_of({}),
        cell("2024/indicator/3", "", "70.00"),
        cell("2567/indicator/3", "", "71.00", who="ข"),
    )
    assert states(made) == ["applied", "applied"]
    assert {score.status for score in made.scores} == {ScoreStatus.CONFLICT}
    assert "70" in made.checks[-1].message
    assert "71" in made.checks[-1].message
    assert row(made, "documents")["n_conflicts"] == 2


def test_a_year_of_the_document_brings_one_to_another_that_is_added() -> None:
    report = report_of({})
    report.identity.fiscal_year = None
    (read,) = scores_of({"1": "91.20"})
    report.scores = [replace(read, fiscal_year=None, year_from=EstablishedBy.UNKNOWN)]
    made = put(report, cell("2567/indicator/1", "", "95.00"), of_document("fiscal_year", "", "2567"))
    twins = [score for score in made.scores if (score.code, score.fiscal_year) == ("1", 2567)]
    assert len(twins) == 2
    assert {score.status for score in twins} == {ScoreStatus.CONFLICT}
    assert any("none of them is taken for right" in problem.message for problem in made.problems)


def test_a_value_that_a_person_confirmed_keeps_its_word_beside_one_of_the_same_name() -> None:
    report = report_of({"9": "85.00"})
    report.scores.append(replace(report.scores[0], value=87.0, value_as_seen="87.00"))
    made = put(report, cell("2568/indicator/9", "85.00", "85.00"))
    assert fact(made, "2568/indicator/9").status is not ScoreStatus.CONFLICT


def test_an_abbreviation_without_a_place_means_the_one_that_the_document_names() -> None:
    report = report_of({})
    other = Agency("x", "องค์การบริหารส่วนตำบลบ้านนา", "องค์การบริหารส่วนตำบล", "เมืองน่าน", "น่าน")
    report.scores = scores_of({"1": "90.00"}, agency=other)
    made = put(report, cell("2568/indicator/2@อบต.บ้านนา", "", "80.00"))
    assert fact(made, "2568/indicator/2@อบต.บ้านนา").agency == other
    assert AGENCY not in {score.agency for score in made.scores if score.code == "2"}
