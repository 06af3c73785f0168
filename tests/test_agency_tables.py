"""Tables of many agencies by year: what makes their figures overall scores, and what does not."""

from __future__ import annotations

import pytest

from tests.layouts.inline import report

A, B, C = "เทศบาลตำบลดอนงาม", "องค์การบริหารส่วนตำบลนาสูงงาม", "เทศบาลตำบลท่าสวนใหม่"
TITLE = "แจ้งผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567"
BOTH = {(A, 2566, 88.1), (A, 2567, 90.2), (B, 2566, 78.1), (B, 2567, 80.2)}


def overall(text: str) -> set[tuple[str, int | None, float]]:
    read = report(text)
    assert {s.code for s in read.scores} <= {"ITA"}
    return {(s.agency.name if s.agency else "", s.fiscal_year, s.value) for s in read.scores}


def listed(caption: str, head: str = "หน่วยงาน|ปี 2566|ปี 2567") -> str:
    lines = [head, "|".join(":-:" for _ in head.split("|"))]
    lines += ["ทต.ดอนงาม|88.10|90.20", "อบต.นาสูงงาม|78.10|80.20"]
    return f"# {TITLE}\n\n{caption}\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n"


# -- under a title of the results -----------------------------------------------------------------


@pytest.mark.parametrize(
    "caption",
    [
        "", "อ.เวียงสา", "ชีต: อ.เวียงสา ผู้รวบรวม: ท้องถิ่นจังหวัด ข้อมูล ณ 15 ก.ย. 67", "บัญชีแนบท้ายหนังสืออำเภอเวียงสา ที่ นน 0023.6/ว 18",
        "เปรียบเทียบผล ITA ย้อนหลัง", "รายชื่อเทศบาลและ อบต. ในเขตจังหวัดน่าน", "ตารางที่ 1 แยกรายอำเภอ",
    ],
)  # fmt: skip
def test_agency_and_year_alone_are_the_overall_score(caption: str) -> None:
    assert overall(listed(caption)) == BOTH


@pytest.mark.parametrize(
    "caption",
    [
        "ปริมาณขยะ (ตัน/วัน)", "ระดับความพร้อมรัฐบาลดิจิทัล", "ตารางร้อยละการจัดเก็บภาษี", "การเบิกจ่ายงบประมาณของหน่วยงาน",
        "ทั้งนี้ ขอให้ทุกหน่วยงานส่งบุคลากรเข้ารับการอบรมในหลักสูตรออนไลน์ โดยมีร้อยละของผู้เข้ารับการอบรมในแต่ละหน่วยงาน ดังนี้",
        "ผลการประเมินประสิทธิภาพ (LPA)", "น้ำประปาที่ผ่านเกณฑ์คุณภาพ", "อัตราการฉีดวัคซีน",
    ],
)  # fmt: skip
def test_below_a_caption_of_another_matter_they_are_none(caption: str) -> None:
    assert overall(listed(caption)) == set()


@pytest.mark.parametrize(
    "head",
    [
        "หน่วยงาน|ภาพรวมปี 2566|ภาพรวมปี 2567", "ชื่อ อปท.|คะแนนรวม ปี 2566|คะแนนรวม ปี 2567", "อปท.|ปีงบฯ 66|ปีงบฯ 67",
        "หน่วยงาน|ITA ปี 2566|ITA ปี 2567",
    ],
)  # fmt: skip
def test_headings_may_call_them_the_whole(head: str) -> None:
    assert overall(listed("", head)) == BOTH


@pytest.mark.parametrize(
    "head", ["คะแนนสอบหลังอบรม", "ร้อยละการเบิกจ่าย", "ร้อยละความสำเร็จ", "ร้อยละผู้เข้าร่วม", "คะแนน LPA", "คะแนนความพึงพอใจ"]
)  # fmt: skip
def test_other_figures_of_agencies_are_none(head: str) -> None:
    assert overall(listed("", f"หน่วยงาน|{head}|{head} สะสม")) == set()


@pytest.mark.parametrize("head", ["หน่วยงาน|ผู้ตอบ IIT (ร้อยละ)|อัตราการตอบ EIT", "หน่วยงาน|เป้าปี 2566|เป้าหมายปี 2567"])
def test_shares_of_those_who_answered_and_targets_are_none(head: str) -> None:
    assert overall(listed("", head)) == set()


def test_sections_of_districts_between_rows_set_with_blanks() -> None:
    text = (
        f"เรื่อง {TITLE}\nบัญชีแนบท้าย\nที่  อปท.  ปี 2566  ปี 2567  เพิ่ม/ลด\nอำเภอเวียงสา\n1  ทต.ดอนงาม  88.10  90.20  +2.10\n"
        "2  อบต.นาสูงงาม  78.10  80.20  +2.10\nอำเภอท่าวังผา\n3  ทต.ท่าสวนใหม่  -  84.25  -\n"
    )
    assert overall(text) == BOTH | {(C, 2567, 84.25)}
    read = report(text)
    assert {s.agency.name for s in read.scores if s.agency} == {A, B, C}


# -- whose they are ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head", ["เฉลี่ย ทม. ทั่วประเทศ ปี 2567", "ทต. ทั่วประเทศ ปี 2567", "ค่าเฉลี่ย อบจ. ปี 2567", "เทศบาลตำบลทั้งจังหวัด"]
)
def test_all_agencies_of_a_type_are_no_agency(head: str) -> None:
    table = f"| ตัวชี้วัด | ปี 2567 | {head} |\n|---|---|---|\n| การใช้อำนาจ | 88.10 | 90.20 |\n| การใช้งบประมาณ | 78.10 | 80.20 |\n"
    read = report(f"# ผลการประเมิน ITA ปีงบประมาณ 2567 {A}\n\n{table}")
    assert {(s.code, s.value) for s in read.scores} == {("3", 88.1), ("2", 78.1)}


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("ทต.ดอน งาม", A), ("3. ทต.ดอน งาม", A), ("อบต.นาสูง งาม", B), ("ทต.ดอนงาม เดิม", A), ("ทต.ดอนงาม เวียงสา", A),
        ("ทต.ดอนงาม (เวียงสา)", A), ("ทต.ดอนงาม ผ่านดี", A),
    ],
)  # fmt: skip
def test_a_name_parted_by_a_blank_is_whole_and_takes_no_other_word(cell: str, name: str) -> None:
    text = f"# {TITLE}\n\n| หน่วยงาน | คะแนน ITA |\n|---|---|\n| {cell} | 88.10 |\n| ทต.ท่าสวนใหม่ | 70.20 |\n"
    assert overall(text) == {(name, 2567, 88.1), (C, 2567, 70.2)}


def test_schools_by_their_abbreviation_and_the_name_in_brackets() -> None:
    text = (
        f"# {TITLE}\n\n| สถานศึกษา | คะแนน |\n|---|---|\n| ร.ร.วัดดอนงาม | 88.10 |\n| โรงเรียนไทยรัฐวิทยา ๑๙๙ (บ้านแม่จั๊วะ) | 80.20 |\n"
        "| โรงเรียนบ้านสวน (อ.ปัว) | 70.20 |\n"
    )
    assert {name for name, _, _ in overall(text)} == {
        "โรงเรียนวัดดอนงาม", "โรงเรียนไทยรัฐวิทยา ๑๙๙ (บ้านแม่จั๊วะ)", "โรงเรียนบ้านสวน",
    }  # fmt: skip


def test_a_province_among_owners_of_all_kinds_is_one() -> None:
    rows = ["กรมส่งเสริมสวนป่า", "โรงพยาบาลดอนแดง", "จังหวัดน่าน", "ทต.ดอนงาม"]
    table = "| หน่วยงาน | คะแนน |\n|---|---|\n" + "".join(f"| {r} | {80 + i}.25 |\n" for i, r in enumerate(rows))
    assert ("จังหวัดน่าน", 2567, 82.25) in overall(f"# {TITLE}\n\n{table}")
    fewer = "| หน่วยงาน | คะแนน |\n|---|---|\n| ทต.ดอนงาม | 83.25 |\n| ทต.ท่าสวนใหม่ | 81.25 |\n| จังหวัดน่าน | 82.25 |\n"
    assert {name for name, _, _ in overall(f"# {TITLE}\n\n{fewer}")} == {A, C}


# -- agencies in cells, and their parts in rows ------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        "| ระดับ | หน่วยงาน (คะแนน) |\n|---|---|\n| ผ่านดี | ทต.ดอนงาม (90.10), อบต.นาสูงงาม (88.20) |\n| ผ่าน | ทต.ท่าสวนใหม่ (85.33) |\n",
        "| อำเภอ | ผล |\n|---|---|\n| ปัว | 1. ทต.ดอนงาม 90.10 คะแนน<br>2. อบต.นาสูงงาม 88.20 คะแนน |\n| น่าน | ทต.ท่าสวนใหม่ 85.33 คะแนน |\n",
        "| อำเภอ | หน่วยงาน | คะแนน |\n|---|---|---|\n| ปัว | ทต.ดอนงาม<br>อบต.นาสูงงาม | 90.10<br>88.20 |\n| น่าน | ทต.ท่าสวนใหม่ | 85.33 |\n",
        "- อันดับ 1 ทต.ดอนงาม (90.10)\n- อันดับ 2 อบต.นาสูงงาม (88.20)\n- อันดับที่ 3 ทต.ท่าสวนใหม่ (85.33)\n",
    ],
)  # fmt: skip
def test_lists_of_agencies_with_their_figures(rows: str) -> None:
    assert overall(f"# {TITLE}\n\n{rows}") == {(A, 2567, 90.1), (B, 2567, 88.2), (C, 2567, 85.33)}


@pytest.mark.parametrize("head", ["เป้าหมาย", "อันดับ"])
def test_lists_below_other_headings_are_none(head: str) -> None:
    table = f"| ระดับ | {head} |\n|---|---|\n| ผ่านดี | ทต.ดอนงาม (90.10), อบต.นาสูงงาม (88.20) |\n"
    assert overall(f"# {TITLE}\n\n{table}") == set()


def test_names_alone_below_a_type_of_agency() -> None:
    table = "| ที่ | ชื่อ | คะแนน |\n|---|---|---|\n| 1 | ดอนงาม | 90.10 |\n| 2 | ท่าสวนใหม่ | 80.10 |\n"
    assert overall(f"# {TITLE}\n\n## เทศบาลตำบล\n\n{table}") == {(A, 2567, 90.1), (C, 2567, 80.1)}
    assert overall(f"# {TITLE}\n\n## รายชื่อ\n\n{table}") == set()


def test_a_total_below_the_instruments_of_an_agency_is_its_own_where_the_sums_say_so() -> None:
    rows = [
        "ทต.ดอนงาม|IIT|80.00", "|EIT|90.00", "|OIT|95.00", "|รวม|89.00", "อบต.นาสูงงาม|IIT|70.00", "|EIT|80.00", "|OIT|90.00",
        "|รวม|99.00", "|เฉลี่ย|84.00",
    ]  # fmt: skip
    table = "| หน่วยงาน | แบบวัด | คะแนน |\n|---|---|---|\n" + "".join(f"| {r.replace('|', ' | ')} |\n" for r in rows)
    read = report(f"# {TITLE}\n\n{table}")
    wholes = {(s.agency.name if s.agency else "", s.value) for s in read.scores if s.code == "ITA"}
    assert wholes == {(A, 89.0)}


# -- measures, and rows without a head ---------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        "กิจกรรม|แผน|ผล|ร้อยละความสำเร็จ\nการเปิดเผยข้อมูล|10|9|90.00\nการใช้งบประมาณ|20|19|95.00",
        "มาตรการ|ตัวชี้วัดความสำเร็จ|ร้อยละ\nการใช้อำนาจ|ผู้ตอบพอใจ|85.00\nการใช้งบประมาณ|เบิกจ่าย|92.00",
        "โครงการ/กิจกรรม|ได้\nการใช้อำนาจ|85.00\nการใช้งบประมาณ|92.00",
    ],
)  # fmt: skip
def test_how_far_measures_have_come_is_no_score(rows: str) -> None:
    assert not report(f"# {TITLE}\n{A}\n\n" + rows.replace("|", "\t") + "\n").scores


def test_the_same_columns_behind_indicators_are_scores() -> None:
    rows = "ตัวชี้วัด|ร้อยละ|มาตรการ\nการใช้อำนาจ|85.00|ประชุม\nการใช้งบประมาณ|92.00|อบรม"
    read = report(f"# {TITLE}\n{A}\n\n" + rows.replace("|", "\t") + "\n")
    assert {(s.code, s.value) for s in read.scores} == {("3", 85.0), ("2", 92.0)}


@pytest.mark.parametrize("tail", ["", " +1.10", " ผ่านดี"])
def test_of_several_figures_behind_names_without_a_head_none_is_taken(tail: str) -> None:
    text = f"{TITLE}\n{A}\nตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ 80.10 81.20{tail}\nตัวชี้วัดที่ 2 การใช้งบประมาณ 70.10 71.20{tail}\n"
    read = report(text)
    assert not read.scores
    assert "figures-of-no-head" in {r.rule for r in read.refusals}


def test_ones_own_column_beside_that_of_a_neighbour() -> None:
    rows = "ตัวชี้วัด|เรา|ทต.ข้างเคียงใหม่|ค่าเฉลี่ยจังหวัด\nการใช้อำนาจ|80.10|85.20|82.00\nการใช้งบประมาณ|79.10|83.20|81.00"
    read = report(f"# {A} ผลการประเมิน ITA ปี 2567\n\n" + rows.replace("|", "\t") + "\n")
    found = {(s.agency.name if s.agency else "", s.value) for s in read.scores}
    other = "เทศบาลตำบลข้างเคียงใหม่"
    assert found == {(A, 80.1), (A, 79.1), (other, 85.2), (other, 83.2)}
