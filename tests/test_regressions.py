"""Readings that once went wrong, each with the smallest text that shows it."""

from __future__ import annotations

import pytest

from tests.layouts.inline import AGENCY, analysis, facts, plan, tabs, values
from thai_ita.model import DocType

A, B = "การใช้อำนาจ", "การใช้งบประมาณ"


@pytest.mark.parametrize(
    "sentence",
    [
        "เป้าหมายคะแนนรวม 93.05 คะแนน",  # words BEFORE the name say target / weight / respondents / if
        "มีผู้ตอบแบบวัด IIT ร้อยละ 93.05",
        "น้ำหนักของ OIT ร้อยละ 40",
        "หากได้คะแนนรวม 93.05 คะแนน จะผ่านเกณฑ์",
        "ผลการประเมินประสิทธิภาพขององค์กรปกครองส่วนท้องถิ่น (LPA)\n\nคะแนนรวม 91.11 คะแนน",  # foreign heading forgotten: the line itself becomes the section
    ],
)
def test_no_score(sentence: str) -> None:
    assert analysis(sentence + "\n").scores == []


def test_year_compared_with_is_not_the_year() -> None:
    r = analysis(f"{AGENCY}ได้คะแนนรวม 90.20 คะแนน เพิ่มขึ้นจากปี 2566 จำนวน 5.10 คะแนน\n")
    assert {s.fiscal_year: s.value for s in r.scores} == {2567: 90.2, 2566: 85.1}


def test_change_of_named_year() -> None:
    r = analysis("ผลการประเมิน ITA ปี 2566 ได้คะแนนรวม 80.10 คะแนน\n\nปีงบประมาณ 2567 คะแนนเพิ่มขึ้น 5.10 คะแนน\n")
    assert {s.fiscal_year: s.value for s in r.scores} == {2566: 80.1, 2567: 85.2}


def test_suan_before_a_name() -> None:
    assert values(analysis(f"ตัวชี้วัดที่ได้คะแนนต่ำสุด คือ {A} 80.10 คะแนน ส่วน{B}มีผลคะแนน 80.20\n")) == {
        "3": 80.1,
        "2": 80.2,
    }


def test_hak_inside_panha() -> None:
    assert "5" in values(analysis("* การใช้อำนาจ – 82.95\n* การแก้ไขปัญหาการทุจริต – 73.04\n"))


@pytest.mark.parametrize(
    "body",
    [
        "การใช้อำนาจ = 93.41 ประสิทธิภาพการสื่อสาร = 88 การปรับปรุงระบบการทำงาน = 86.75",
        "การใช้อำนาจ (93.41) ประสิทธิภาพการสื่อสาร (88) การปรับปรุงระบบการทำงาน (86.75)",
        "ตัวชี้วัดที่ 3 การใช้อำนาจ ได้คะแนนเท่ากับ 97.50 ตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร ได้คะแนนเท่ากับ 88 และต่อไป",
    ],
)
def test_whole_numbers_in_prose(body: str) -> None:
    assert values(analysis(body + "\n")).get("7") == 88


def test_english_overall_line() -> None:
    r = analysis("Overall Score (คะแนนภาพรวม): 94 | Level (ระดับ): ผ่านดี\n")
    assert values(r) == {"ITA": 94.0}
    assert r.identity.level == "ผ่านดี"


def test_short_year_columns() -> None:
    r = analysis(tabs("ตัวชี้วัด|ปี 66|ปี 67", f"{A}|70.10|80.10", f"{B}|70.20|80.20"))
    assert values(r, 2566) == {"3": 70.1, "2": 70.2}


def test_plain_phon_heading() -> None:
    assert values(analysis(tabs("ตัวชี้วัด|ผล", f"{A}|80.25", f"{B}|81.50"))) == {"3": 80.25, "2": 81.5}


def test_notes_survive() -> None:
    r = analysis(tabs("ตัวชี้วัด|คะแนน|คะแนน", f"{A}|80.10|55.10", f"{B}|80.20|55.20"))
    assert "rivals-undecided" in {t.code for t in r.problems}


def test_report_table_merges() -> None:
    r = plan(
        tabs(
            "มาตรการ|วิธีปฏิบัติ|ผู้รับผิดชอบ|ระยะเวลา",
            "1. จัดทำคู่มือการยืมพัสดุ|(1) ร่าง (2) แจก|สำนักปลัด|ไตรมาส 2",
            "2. พัฒนาเว็บไซต์ให้ค้นง่าย|(1) จัดเมนู|กองช่าง|ทั้งปี",
        )
        + "\nส่วนที่ 2 ผลการดำเนินการตามมาตรการ\n\n"
        + tabs(
            "โครงการ/กิจกรรม/มาตรการ|ผลการดำเนินการ (Output)|ผลสัมฤทธิ์ที่เกิดขึ้น",
            "1. จัดทำคู่มือการยืมพัสดุ|แจกครบทุกกอง|ของคืนครบ",
            "2. พัฒนาเว็บไซต์ให้ค้นง่าย|ปรับเมนูแล้ว|ค้นเร็วขึ้น",
        )
    )
    assert [(m.output, m.outcome) for m in r.measures] == [
        ("แจกครบทุกกอง", "ของคืนครบ"),
        ("ปรับเมนูแล้ว", "ค้นเร็วขึ้น"),
    ]


def test_numbered_measure_line_ends_the_field() -> None:
    r = plan(
        "1. มาตรการจัดทำคู่มือ\n\nขั้นตอนการดำเนินงาน\n\n- ร่าง\n- แจก\n\nผู้รับผิดชอบ : กองช่าง\n\nการติดตามผล : รายงานทุกเดือน\n\n2. มาตรการพัฒนาเว็บไซต์\n\nขั้นตอนการดำเนินงาน\n\n- จัดเมนู\n\nผู้รับผิดชอบ : กองคลัง\n\nการติดตามผล : รายงานปลายปี\n"
    )
    assert [(m.title, m.monitoring) for m in r.measures] == [
        ("มาตรการจัดทำคู่มือ", "รายงานทุกเดือน"),
        ("มาตรการพัฒนาเว็บไซต์", "รายงานปลายปี"),
    ]


def test_ragged_row_merges_where_the_list_goes_on() -> None:
    r = plan(
        tabs(
            "มาตรการ|ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา|การติดตามผล",
            "1. จัดทำคู่มือ|1. ร่าง 2. แจก|สำนักปลัด|ไตรมาส 2|รายงาน",
            "2. พัฒนาเว็บไซต์|1. จัดเมนู|2. ตรวจลิงก์|กองช่าง|ไตรมาส 3|รายงานปลายปี",
        )
    )
    assert r.measures[1].steps == ["จัดเมนู", "ตรวจลิงก์"]


def test_short_labelled_list_below_scores_is_an_analysis() -> None:
    r = analysis(
        tabs("ตัวชี้วัด|คะแนน", f"{A}|80.10", f"{B}|80.20")
        + "\nมาตรการที่ 1 จัดทำคู่มือ\nผู้รับผิดชอบ : กองช่าง\n\nมาตรการที่ 2 พัฒนาเว็บไซต์\nผู้รับผิดชอบ : กองคลัง\n"
    )
    assert r.identity.doc_type == DocType.SCORE_ANALYSIS


def test_ragged_row_with_two_unit_cells() -> None:
    r = plan(
        tabs(
            "มาตรการ|ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา|การติดตามผล",
            "1. จัดทำคู่มือ|1. ร่าง 2. แจก|สำนักปลัด|ไตรมาส 2|รายงาน",
            "2. พัฒนาเว็บไซต์|จัดเมนู|กองช่าง|กองคลัง|ไตรมาส 3|รายงานปลายปี",
        )
    )
    assert (r.measures[1].title, r.measures[1].steps, r.measures[1].responsible) == (
        "พัฒนาเว็บไซต์",
        ["จัดเมนู"],
        ["กองช่าง", "กองคลัง"],
    )


def test_evidence_of_a_long_passage_holds_the_figure() -> None:
    r = analysis("จากการประเมินพบว่า " + "หน่วยงานได้ดำเนินการอย่างต่อเนื่อง " * 10 + f"ตัวชี้วัด{A} ได้คะแนนเท่ากับ 80.10 คะแนน\n")
    (s,) = r.scores
    assert s.value_as_seen in s.evidence.text


def test_another_agency_in_a_sentence_is_not_ours() -> None:
    r = analysis(f"{AGENCY} ได้คะแนน ITA 90.11 คะแนน ส่วนองค์การบริหารส่วนตำบลห้วยสมมติ ได้คะแนน 80.22 คะแนน\n")
    assert facts(r) == {("ITA", 2567, ""): 90.11}
    assert r.scores[0].status != "conflict"


def test_own_column_beside_averages_of_others() -> None:
    r = analysis(tabs("ตัวชี้วัด|ระดับประเทศ|ระดับจังหวัด|หน่วยงาน", f"{A}|70.10|75.10|80.10", f"{B}|70.20|75.20|80.20"))
    assert values(r) == {"3": 80.1, "2": 80.2}


def test_own_short_name_heads_the_column() -> None:
    r = analysis(tabs("ตัวชี้วัด|ทต.ตัวอย่างสุข|ค่าเฉลี่ยทั้งประเทศ", f"{A}|80.10|75.10", f"{B}|80.20|75.20"))
    assert values(r) == {"3": 80.1, "2": 80.2}


def test_quoted_figures() -> None:
    assert values(analysis(f'ตัวชี้วัด “{A}” ได้ “80.11” คะแนน ตัวชี้วัด "{B}" ได้คะแนน 80.22\n')) == {
        "3": 80.11,
        "2": 80.22,
    }


def test_head_of_long_headings() -> None:
    r = plan(
        tabs(
            "โครงการ/กิจกรรม/มาตรการ|ขั้นตอนหรือวิธีปฏิบัติ|สำนัก/กองที่รับผิดชอบ|ระยะเวลา",
            "1. จัดทำคู่มือ|1) ร่าง 2) แจก|กองช่าง|ทุกไตรมาส",
            "2. จัดอบรม|1) เชิญ|กองคลัง|ทั้งปี",
        )
    )
    assert [m.title for m in r.measures] == ["จัดทำคู่มือ", "จัดอบรม"]


def test_a_remark_row_is_no_group() -> None:
    r = plan(
        tabs(
            "มาตรการ|ขั้นตอน|ผู้รับผิดชอบ",
            "1. จัดทำคู่มือ|ร่าง|กองช่าง",
            "หมายเหตุ : อาจเปลี่ยนแปลง||",
            "2. จัดอบรม|เชิญ|กองคลัง",
        )
    )
    assert [m.group for m in r.measures] == ["", ""]


def test_whole_number_in_a_bullet() -> None:
    assert values(analysis("• การเปิดเผยข้อมูล 59\n• การป้องกันการทุจริต 67.50\n")) == {
        "9": 59.0,
        "10": 67.5,
    }
