"""Measures that are announced and listed: clauses, groups, lines below, and lists of other things."""

from __future__ import annotations

import pytest

from tests.layouts.inline import plan, report
from thai_ita.model import DocType, Measure

ANNOUNCED = """ประกาศเทศบาลตำบลตัวอย่างสุข
เรื่อง มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2567
อำเภอปัว จังหวัดน่าน

"""
WEB, BOOK, LINE = "เผยแพร่ผลจัดซื้อจัดจ้าง", "เปิดเผยคู่มือประชาชน", "รับเรื่องผ่านไลน์"
OPEN, COMPLAIN = "ด้านการเปิดเผยข้อมูล", "ด้านการร้องเรียน"


def listed(body: str) -> list[tuple[str, str]]:
    """The measures of an announcement with their groups."""
    return [(m.title, m.group) for m in report(ANNOUNCED + body).measures]


CLAUSES = f"""พระราชบัญญัติเทศบาล พ.ศ. 2496 จึงประกาศมาตรการไว้ ดังต่อไปนี้
{OPEN}
ข้อ ๑ {WEB}
ข้อ ๒ {BOOK}
{COMPLAIN}
ข้อ ๓ {LINE}
ให้สำนักปลัดเทศบาลติดตามและรายงาน
ประกาศ ณ วันที่ 1 ตุลาคม พ.ศ. 2566
"""
ANEW = f"เทศบาลจึงกำหนดมาตรการ ดังนี้\n{OPEN}\n1. {WEB}\n2. {BOOK}\n{COMPLAIN}\n1. {LINE}\n"
BELOW = f"จึงกำหนดมาตรการให้ถือปฏิบัติ ดังนี้\n1. {OPEN}\n   - {WEB}\n   - {BOOK}\n2. {COMPLAIN}\n   - {LINE}\n"
LETTERS = f"จึงประกาศใช้มาตรการดังต่อไปนี้\nก. {OPEN}\n1) {WEB}\n2) {BOOK}\nข. {COMPLAIN}\n1) {LINE}\n"
PLAIN_RESOLUTION = CLAUSES.replace("จึงประกาศมาตรการไว้", "จึงออกประกาศไว้")


@pytest.mark.parametrize(
    "body", [CLAUSES, ANEW, BELOW, LETTERS, PLAIN_RESOLUTION], ids=["clauses", "anew", "below", "letters", "resolution"]
)
def test_groups_over_listed_measures(body: str) -> None:
    assert listed(body) == [(WEB, OPEN), (BOOK, OPEN), (LINE, COMPLAIN)]
    assert report(ANNOUNCED + body).identity.doc_type is DocType.MEASURES_PLAN


def test_clauses_about_the_announcement_are_no_measures() -> None:
    body = f"จึงออกประกาศไว้ดังต่อไปนี้\nข้อ 1 ประกาศนี้เรียกว่า มาตรการส่งเสริม\nข้อ 2 ประกาศนี้ให้ใช้บังคับตั้งแต่วันถัดไป\nข้อ 3 {WEB}\nข้อ 4 {BOOK}\nข้อ 5 ให้ปลัดรักษาการตามประกาศนี้\n"
    assert [title for title, _ in listed(body)] == [WEB, BOOK]


def test_letters_below_a_clause_are_sub_measures_and_below_a_number_steps() -> None:
    body = f"จึงประกาศมาตรการไว้ ดังนี้\nข้อ ๑ {WEB}\n(ก) ส่งทุกเดือน\n(ข) ตรวจก่อนส่ง\nข้อ ๒ {BOOK}\n"
    found = report(ANNOUNCED + body).measures
    assert [m.sub_measures for m in found] == [["ส่งทุกเดือน", "ตรวจก่อนส่ง"], []]
    numbered = report(ANNOUNCED + body.replace("ข้อ ๑", "๑.").replace("ข้อ ๒", "๒.")).measures
    assert [m.sub_measures for m in numbered] == [[], []]
    assert numbered[0].steps == ["ส่งทุกเดือน", "ตรวจก่อนส่ง"]


def test_a_wrapped_item_goes_on_and_a_short_line_ends_the_list() -> None:
    body = f"จึงกำหนดมาตรการ ดังนี้\n1. {WEB}ทุกเดือนผ่านเว็บไซต์ของเทศบาลและป้ายประชาสัมพันธ์\nในชุมชน\n2. {BOOK}\nจึงประกาศให้ทราบ\n"
    assert [t for t, _ in listed(body)] == [f"{WEB}ทุกเดือนผ่านเว็บไซต์ของเทศบาลและป้ายประชาสัมพันธ์ในชุมชน", BOOK]


@pytest.mark.parametrize("head", ["ผลการดำเนินการตามมาตรการ", "แนวทาง/มาตรการยกระดับ", "2. มาตรการที่กำหนด"])
def test_a_list_below_a_heading(head: str) -> None:
    assert [t for t, _ in listed(f"เทศบาลดำเนินงานด้วยความโปร่งใส\n{head}\n1. {WEB}\n2. {BOOK}\n")] == [WEB, BOOK]
    # Also behind the number of another list.
    before = f"1. ความเป็นมา\n{head}\n1. {WEB}\n2. {BOOK}\n"
    assert [t for t, _ in listed(before)] == [WEB, BOOK]
    # What names the chapters of a report is no list of measures.
    assert listed(f"เทศบาลดำเนินงานด้วยความโปร่งใส\n{head}\n1. ผลการประเมินรายตัวชี้วัด\n2. วิเคราะห์ผล\n") == []


def test_a_remark_is_no_rest_of_the_last_item() -> None:
    body = f"จึงกำหนดมาตรการ ดังนี้\n1. {WEB}\n2. {BOOK}ที่สำนักงานและศูนย์บริการทุกแห่งในเขตเทศบาลทุกวันทำการ\nทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป\n"
    assert listed(body)[1][0] == f"{BOOK}ที่สำนักงานและศูนย์บริการทุกแห่งในเขตเทศบาลทุกวันทำการ"


@pytest.mark.parametrize(
    "body",
    [
        "จึงประกาศเจตนารมณ์ ดังนี้\nข้อ 1 จะซื่อสัตย์\nข้อ 2 จะไม่รับของขวัญ\n",
        "มีหน้าที่กำหนดมาตรการและรายงานผล ดังนี้\n1. ติดตามผล\n2. รายงานต่อนายก\n",
        "จึงแต่งตั้งคณะทำงานกำหนดมาตรการ ดังนี้\n1. นายกเทศมนตรี\n2. ปลัดเทศบาล\n",
        "ความเป็นมา\n1. เทศบาลเข้ารับการประเมิน ระหว่างเดือนมกราคม ถึงมิถุนายน 2567\n2. รัฐบาลกำหนดให้มีแผน\n",
        "ประกอบด้วย\n1. จัดทำคู่มือ\n2. พัฒนาเว็บไซต์\n",
    ],
    ids=["pledge", "duties", "members", "history", "not announced"],
)
def test_lists_of_something_else(body: str) -> None:
    assert listed(body) == []


def test_paragraphs_between_announced_items_say_how() -> None:
    found = report(
        ANNOUNCED
        + f"จึงกำหนดมาตรการ ดังนี้\n1. {WEB}\nให้กองคลังส่งทุกเดือน\n2. {BOOK}\nให้ทุกกองติดประกาศ\nประกาศ ณ วันที่ 1 ตุลาคม 2566\n"
    ).measures
    assert [(m.title, m.steps) for m in found] == [(WEB, ["ให้กองคลังส่งทุกเดือน"]), (BOOK, ["ให้ทุกกองติดประกาศ"])]


def check(found: list[Measure]) -> None:
    assert [(m.title, m.responsible, m.start_date[:7]) for m in found] == [
        ("จัดทำคู่มือ", ["กองคลัง"], "2024-01"),
        ("พัฒนาเว็บไซต์", ["กองช่าง"], "2024-04"),
    ]


def test_a_list_that_tells_units_and_times_needs_no_announcement() -> None:
    check(plan("1. จัดทำคู่มือ (กองคลัง) ไตรมาส 2\n2. พัฒนาเว็บไซต์ (กองช่าง) ไตรมาส 3\n").measures)
    # In a document about something else it does.
    other = "การประชุมเรื่อง ITA ปี 2567\nเทศบาลตำบลตัวอย่างสุข\n\n"
    assert report(other + "1. จัดทำคู่มือ (กองคลัง) ไตรมาส 2\n2. พัฒนาเว็บไซต์ (กองช่าง) ไตรมาส 3\n").measures == []
    # Numbers that do not count from 1 belong to some other list.
    assert plan("3. จัดทำคู่มือ (กองคลัง) ไตรมาส 2\n5. พัฒนาเว็บไซต์ (กองช่าง) ไตรมาส 3\n").measures == []
