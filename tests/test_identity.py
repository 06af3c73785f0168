"""Who reports, where, and for which year."""

from __future__ import annotations

import pytest

from tests.layouts.inline import document, report, tabs
from thai_ita.model import Identity
from thai_ita.parse.identity import find_titles, read_identity, title_year

SCORES = "\n\n" + tabs("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|80.10", "การใช้งบประมาณ|80.20")
OBT = "องค์การบริหารส่วนตำบลห้วยสมมติ"


def identity(text: str) -> Identity:
    return read_identity(document(text))


def name(found: Identity) -> str:
    return found.agency.name if found.agency else ""


@pytest.mark.parametrize(
    "text",
    [
        f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\n{OBT} อำเภอปัว จังหวัดน่าน\n",
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\nอบต.ห้วยสมมติ อ.ปัว จ.น่าน\n",
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\nองคการบริหารสวนตําบลหวยสมมติ อําเภอปว จังหวัดนาน\n"
        f"{OBT}\n{OBT} อำเภอปัว จังหวัดน่าน\n",
        f"ผลการประเมิน ITA\nประจำปีงบประมาณ พ.ศ. ๒๕๖๗\nของ{OBT}\nอำเภอปัว\nจังหวัดน่าน\n",
    ],
)
def test_agency_place_and_year(text: str) -> None:
    found = identity(text)
    assert found.agency is not None
    assert (found.agency.name, found.agency.type) == (OBT, "องค์การบริหารส่วนตำบล")
    assert (found.agency.district, found.agency.province) == ("ปัว", "น่าน")
    assert found.fiscal_year == 2567


def test_one_misspelling_among_many_does_not_count() -> None:
    text = "\n".join(
        ["ผลการประเมิน ITA ปี 2567", OBT, f"นายก{OBT}", OBT.replace("สมมติ", "สมมต"), f"{OBT} อำเภอปัว จังหวัดน่าน"]
    )
    found = identity(text + "\n")
    assert name(found) == OBT
    assert found.agency_votes


def test_the_agency_spelled_three_ways_is_one() -> None:
    found = identity(f"ผลการประเมิน ITA ปี 2567 {OBT}\n\nอบต.ห้วยสมมติ และ องค์การบริหาร ส่วนตำบล ห้วยสมมติ อำเภอปัว จังหวัดน่าน\n")
    assert name(found) == OBT
    assert len(found.agency_votes) == 1


def test_an_agency_mentioned_in_passing_is_not_the_reporter() -> None:
    text = (
        f"ผลการประเมิน ITA ปี 2567\n{OBT} อำเภอปัว จังหวัดน่าน\n\n{OBT}ได้ไปศึกษาดูงานที่เทศบาลตำบลตัวอย่างสุข\n\n{OBT}จึงขอรายงาน\n"
    )
    assert name(identity(text)) == OBT


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2568\n\nจากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 พบว่า\n",
            2568,
        ),
        ("มาตรการส่งเสริมคุณธรรมและความโปร่งใส\nภายในหน่วยงาน\nประจำปีงบประมาณ\nพ.ศ. ๒๕๖๘\n\nผลการประเมิน ITA ปี 2567\n", 2568),
        ("บันทึกข้อความ\nวันที่ 5 มกราคม 2569\nเรื่อง รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2568\n", 2568),
        ("ตามที่สำนักงาน ป.ป.ช. ประเมิน ITA ปี 2566 แล้วนั้น\n\n# การวิเคราะห์ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\n", 2567),
        ("รายงานผลการประเมิน ITA\n\nไม่มีปี\n", None),
        ("เปรียบเทียบผลการประเมิน ITA ย้อนหลัง 3 ปี (พ.ศ. 2565 - 2567)\n", 2567),
        (
            "แนวทางส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. 2567\n\nผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566 ได้ 90.10 คะแนน\n",
            2567,
        ),
    ],
)
def test_the_year_of_the_report(text: str, year: int | None) -> None:
    assert identity(text).fiscal_year == year


def test_the_year_of_the_plan_is_not_the_year_of_its_scores() -> None:
    read = report(
        f"มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2568\n{OBT}\n\n"
        f"ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567{SCORES}"
    )
    assert read.identity.fiscal_year == 2568
    assert {s.fiscal_year for s in read.scores} == {2567}


def test_a_title_may_take_several_lines_and_sentences_are_none() -> None:
    text = (
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใส\nภายในหน่วยงาน\nประจำปีงบประมาณ พ.ศ. 2568\n\nตามที่มาตรการส่งเสริมคุณธรรมกำหนดไว้\n"
    )
    titles = find_titles(document(text))
    assert titles[0].text == "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2568"
    assert not any(t.text.startswith("ตามที่") for t in titles)


def test_the_subject_of_a_memo_is_its_title() -> None:
    found = identity(f"บันทึกข้อความ\nส่วนราชการ {OBT}\nเรื่อง รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\n")
    assert found.title == "รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567"


def test_the_date_of_the_decision() -> None:
    found = identity("รายงานผลการประเมิน ITA ปี 2567\n\nประกาศ ณ วันที่ 5 มกราคม พ.ศ. 2568\n")
    assert found.decided_on == "2025-01-05"


def test_nothing_known_is_said_so() -> None:
    found = identity("สวัสดี\n")
    assert (found.agency, found.fiscal_year, found.title) == (None, None, "")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("รายงานผลการดำเนินการ รอบหกเดือนแรก (ตุลาคม ๒๕๖๗ – มีนาคม ๒๕๖๘)", 2568),
        ("รายงานผลการดำเนินการ ต.ค. 2567 - มี.ค. 2568", 2568),
        ("รายงานผลการดำเนินการ (เมษายน 2568 - กันยายน 2568)", 2568),
        # A year of its own comes before months; one month dates the paper.
        ("รายงานผล ปีงบประมาณ 2567 (ตุลาคม 2567 - มีนาคม 2568)", 2567),
        ("รายงานผลการดำเนินการ พฤศจิกายน 2567", 2567),
        # Over the turn of a fiscal year no one year is meant: as printed.
        ("รายงานผลการดำเนินการ (มกราคม 2567 - ธันวาคม 2567)", 2567),
    ],
)
def test_the_months_of_a_title_give_its_fiscal_year(title: str, year: int) -> None:
    assert title_year(title) == year


def test_a_line_of_the_year_outweighs_a_sentence_with_a_result() -> None:
    head = "ยกระดับเทศบาลใส\nเทศบาลตำบลดอนงาม\nปีงบประมาณ พ.ศ. 2568\n\n"
    sentence = "ทำไมต้องทำ\nผล ITA ปี 2567 ของเทศบาล ได้ 84.62 คะแนน\n"
    assert identity(head + sentence).fiscal_year == 2568
    assert identity(head.replace("ปีงบประมาณ พ.ศ. 2568", "") + sentence).fiscal_year == 2567
