"""docs/parse.md walks through a sample: each decision that it tells is the one that is made."""

from __future__ import annotations

from tests.conftest import ROOT
from thai_ita.batch.read_report import read_report
from thai_ita.model import EstablishedBy, ScoreStatus

SAMPLE = ROOT / "data" / "samples" / "01_plan.txt"


def test_the_walk_through_the_sample() -> None:
    report = read_report(SAMPLE)
    overall, *others = report.scores
    assert (overall.value, overall.fiscal_year, overall.evidence.line) == (89.81, 2567, 9)
    assert (overall.year_from, overall.agency_from) == (EstablishedBy.CLAUSE, EstablishedBy.CLAUSE)
    assert overall.status is ScoreStatus.VERIFIED
    stated = [s for s in others if s.evidence.table == 1]
    assert [s.code for s in stated] == [str(n) for n in range(1, 11)]
    assert {(s.year_from, s.agency_from) for s in stated} == {(EstablishedBy.CAPTION, EstablishedBy.TITLE)}
    assert {s.code: [e.line for e in s.restated] for s in stated if s.restated} == {
        "4": [23], "9": [23],
    }  # fmt: skip
    refused = {(r.place.table, r.place.column, r.rule) for r in report.refusals if r.place.table}
    assert (1, 2, "column-unnamed") in refused
    assert (2, 4, "column-of-other-things") in refused
    assert [(r.figure, r.rule) for r in report.refusals if r.place.line == 25] == [("๙๒.๐๐", "threshold")]
    assert report.identity.year_from is EstablishedBy.TITLE
