"""Documents that give the scores of many agencies: whose they are, and that nobody reports them."""

from __future__ import annotations

import pytest

from tests.layouts.inline import report, tabs
from thai_ita.model import DocStatus, DocType

HEAD = "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดน่าน\nเรื่อง แจ้งผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\n\nขอแจ้ง{what}ของหน่วยงาน ดังนี้\n\n"
LIST = (
    "อำเภอปัว\n๑. อบต.ตัวอย่างดี ได้ 89.26 คะแนน ระดับผ่าน\n๒. ทต.ตัวอย่างสุข ได้ 88.21 คะแนน ระดับผ่าน\n\n"
    "อำเภอเวียงสา\n๓. ทม.สมมติใหญ่ ได้ 93.28 คะแนน ระดับผ่านดี\n๔. เทศบาลตำบลจำลอง : 87.97 คะแนน\n\n"
    "ทั้งนี้ ค่าเฉลี่ยของจังหวัดเท่ากับ 90.11 คะแนน\n"
)


def test_a_letter_that_lists_agencies() -> None:
    read = report(HEAD.format(what="ผลคะแนนภาพรวม") + LIST)
    found = {(s.agency.name, s.agency.district, s.value) for s in read.scores if s.agency}
    assert found == {
        ("องค์การบริหารส่วนตำบลตัวอย่างดี", "ปัว", 89.26), ("เทศบาลตำบลตัวอย่างสุข", "ปัว", 88.21),
        ("เทศบาลเมืองสมมติใหญ่", "เวียงสา", 93.28), ("เทศบาลตำบลจำลอง", "เวียงสา", 87.97),
    }  # fmt: skip
    assert len(read.scores) == 4
    assert read.identity.agency is None
    assert read.identity.level == ""
    assert (read.identity.doc_type, read.status) == (DocType.SCORE_ANALYSIS, DocStatus.OK)


@pytest.mark.parametrize("what", ["ผลคะแนน IIT ", "ผลคะแนนการใช้อำนาจ", " (ตัวอย่าง) ผลคะแนน", "ผลคะแนน LPA "])
def test_a_list_of_something_else_is_not_the_overall_score(what: str) -> None:
    assert not [s for s in report(HEAD.format(what=what) + LIST).scores if s.code == "ITA"]


def test_one_agency_in_a_sentence_keeps_its_score() -> None:
    text = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\nทต.ตัวอย่างสุข อำเภอปัว จังหวัดน่าน\n\nอบต.ตัวอย่างดี ได้ 89.26 คะแนน\n"
    read = report(text)
    assert [(s.agency.name, s.value) for s in read.scores if s.agency] == [("องค์การบริหารส่วนตำบลตัวอย่างดี", 89.26)]
    assert read.identity.agency is not None
    assert read.identity.agency.name == "เทศบาลตำบลตัวอย่างสุข"


TABLE = tabs("ที่|หน่วยงาน|IIT|EIT|OIT|รวม", "1|อบต.ตัวอย่างดี|80.84|88.09|99.00|90.28",
             "2|ทต.ตัวอย่างสุข|83.14|82.16|97.50|88.59", "|ค่าเฉลี่ย|81.99|85.13|98.25|89.44")  # fmt: skip


def test_the_mean_of_a_table_of_agencies_is_nobodys() -> None:
    read = report("ผลการประเมิน ITA อปท. จังหวัดน่าน ปีงบประมาณ พ.ศ. 2567\n\n" + TABLE)
    assert read.identity.agency is None
    assert len(read.scores) == 8
    assert all(score.agency for score in read.scores)
    assert 89.44 not in {score.value for score in read.scores}


def test_an_agency_that_reports_others_beside_itself_stays_the_reporting_one() -> None:
    head = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\nเทศบาลตำบลตัวอย่างสุข อำเภอปัว จังหวัดน่าน\n\n"
    read = report(head + TABLE)
    assert read.identity.agency is not None
    assert read.identity.agency.name == "เทศบาลตำบลตัวอย่างสุข"
