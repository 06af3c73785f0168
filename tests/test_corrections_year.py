"""Which scores follow when a person corrects the year of their document, and what is said of those that stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_corrections import of_document, put
from tests.test_reconcile_basics import AGENCY, INDICATORS, report_of, scores_of
from thai_ita.ingest.text import read_text
from thai_ita.model import Basis, EstablishedBy, Report
from thai_ita.parse import parse_document

TITLE = f"รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) {AGENCY.name} ประจำปีงบประมาณ พ.ศ. 2568"
TABLE = "\n".join([
    "| ตัวชี้วัด | คะแนน |", "|---|---|",
    *(f"| {number} | {value} |" for number, value in INDICATORS.items()),
])  # fmt: skip
OF_TITLE = [
    # A title right above the table is its caption too.
    f"{TITLE}\n\n{TABLE}",
    f"# {TITLE}\n\n{TABLE}",
    # Its last line alone is.
    f"รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA)\n{AGENCY.name}\nประจำปีงบประมาณ พ.ศ. 2568\n\n{TABLE}",
    f"# รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA)\n\n# {AGENCY.name} ประจำปีงบประมาณ พ.ศ. 2568\n\n{TABLE}",
    f"{TITLE}\n\nตารางที่ 1 คะแนนรายตัวชี้วัด\n\n{TABLE}",
    # What stands below it in its passage has its year from it.
    f"{TITLE}\nตัวชี้วัดที่ 1 ได้ 97.50 คะแนน\nตัวชี้วัดที่ 2 ได้ 90.00 คะแนน\n",
    f"{TITLE} ตัวชี้วัดที่ 1 ได้ 97.50 คะแนน\n",
]
OF_ITS_OWN = [
    f"{TITLE}\n\nตารางที่ 1 ผลคะแนน ITA ปีงบประมาณ พ.ศ. 2568\n\n{TABLE}",
    f"{TITLE}\n\n{TABLE.replace('คะแนน |', 'คะแนนปี 2568 |', 1)}",
    f"{TITLE}\n\nในปีงบประมาณ พ.ศ. 2568 ตัวชี้วัดที่ 1 ได้ 97.50 คะแนน\n",
]


def parsed(text: str) -> Report:
    return parse_document(read_text(text, "0" * 16, Path("a.md")))


@pytest.mark.parametrize("text", OF_TITLE)
def test_what_has_its_year_from_the_title_follows(text: str) -> None:
    report = parsed(text)
    assert {score.fiscal_year for score in report.scores} == {2568}
    made = put(report, of_document("fiscal_year", "2568", "2566"))
    assert {score.fiscal_year for score in made.scores} == {2566}
    assert {score.year_from for score in made.scores} == {EstablishedBy.CORRECTION}
    assert "stay" not in made.corrections[0].message


@pytest.mark.parametrize("text", OF_ITS_OWN)
def test_what_another_line_says_stays_and_is_told(text: str) -> None:
    report = parsed(text)
    n = len(report.scores)
    assert n
    made = put(report, of_document("fiscal_year", "2568", "2566"))
    assert {score.fiscal_year for score in made.scores if score.basis is Basis.STATED} == {2568}
    noun = "score stays" if n == 1 else "scores stay"
    assert f"{n} {noun} under 2568" in made.corrections[0].message


def test_a_confirmed_year_moves_nothing_and_says_nothing_of_it() -> None:
    made = put(parsed(OF_ITS_OWN[0]), of_document("fiscal_year", "2568", "2568"))
    assert "stay" not in made.corrections[0].message


def test_what_the_document_derives_for_the_year_beside_moves_along() -> None:
    report = report_of({"9": "90.00"})
    report.scores[0].year_from = EstablishedBy.TITLE
    before = scores_of({"9": "88.00"}, 2567)[0]
    before.basis, before.value_as_seen, before.year_from = Basis.DERIVED, "+2.00", EstablishedBy.TITLE
    report.scores.append(before)
    for becomes in ("2567", "2569"):
        made = put(report, of_document("fiscal_year", "2568", becomes))
        assert [score.fiscal_year for score in made.scores] == [int(becomes), int(becomes) - 1]
        assert "2 scores follow" in made.corrections[0].message


def test_a_district_that_another_province_takes_out_is_told() -> None:
    made = put(report_of({"9": "90.00"}), of_document("province", AGENCY.province, "น่าน"))
    agency = made.identity.agency
    assert agency is not None
    told = f"the district {AGENCY.district}, which is not of it, is taken out"
    assert (told in made.corrections[0].message) == (agency.district != AGENCY.district)
