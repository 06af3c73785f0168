"""Columns of what came before the result, rows of other assessments, figures with labels."""

from __future__ import annotations

import pytest

from tests.layouts.inline import analysis, facts, tabs, values
from thai_ita.model import Report
from thai_ita.parse.tables.cell_value import read_labelled

A, B, C = "การใช้อำนาจ", "การใช้งบประมาณ", "คุณภาพการดำเนินงาน"


def table(*rows: str) -> Report:
    return analysis(tabs(*rows))


# -- the result and what came before it ----------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "result"),
    [
        ("ผลเบื้องต้น (ยกเลิก)", "ผลหลังการอุทธรณ์ (เป็นทางการ)"),
        ("คะแนนเบื้องต้น", "คะแนนสุดท้าย"),
        ("คะแนน (ร่าง)", "คะแนน (ประกาศ)"),
        ("คะแนนก่อนอุทธรณ์", "คะแนนหลังอุทธรณ์"),
        ("คะแนนประเมินตนเอง", "คะแนนที่ ป.ป.ช. ประกาศ"),
        ("คะแนนประเมินตนเองก่อนประกาศผล", "ผลจริง"),
        ("ซ้อมครั้งที่ 1", "ผลการประเมินจริง"),
        ("คะแนนปี 2567 (ไม่เป็นทางการ)", "คะแนนปี 2567 (เป็นทางการ)"),
        ("Score (เดิม)", "Final score"),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_the_result_counts_and_not_what_came_before_it(before: str, result: str, first: bool) -> None:
    heads = [before, result] if first else [result, before]
    rows = [(A, "55.10", "80.10"), (B, "90.20", "80.20"), (C, "80.30", "80.30")]
    lines = ["|".join([n, o, v] if first else [n, v, o]) for n, o, v in rows]
    read = table("|".join(["ตัวชี้วัด", *heads]), *lines)
    assert values(read) == {"3": 80.1, "2": 80.2, "6": 80.3}


def test_a_provisional_result_of_another_year_stays() -> None:
    read = table("ตัวชี้วัด|คะแนนปี 2566 (ประกาศ)|คะแนนปี 2567 (เบื้องต้น)", f"{A}|70.10|80.10", f"{B}|70.20|80.20")
    assert (values(read, 2566), values(read, 2567)) == (
        {"3": 70.1, "2": 70.2}, {"3": 80.1, "2": 80.2},
    )  # fmt: skip


def test_a_target_that_was_announced_is_no_result() -> None:
    read = table("ตัวชี้วัด|เป้าหมายที่ประกาศ|คะแนนเบื้องต้น", f"{A}|95.10|80.10", f"{B}|95.20|80.20")
    assert 95.1 not in facts(read).values()


def test_two_results_that_are_both_called_so_are_both_refused() -> None:
    read = table("ตัวชี้วัด|ร่าง|คะแนนที่ประกาศ|คะแนนที่ประกาศ", f"{A}|60.1|70.1|80.1", f"{B}|60.2|70.2|80.2")
    assert read.scores == []


# -- codes of another year -----------------------------------------------------------------------

ITEMS = {"o13": 100.0, "o19": 0.0, "o24": 50.0}
ROWS = [
    ("o12", "o13", "รายงานผลการดำเนินงานประจำปี", "100"),
    ("o21", "o19", "แผนการจัดซื้อจัดจ้างหรือแผนการจัดหาพัสดุ", "0"),
    ("-", "o24", "การดำเนินการตามนโยบายหรือแผนการบริหารทรัพยากรบุคคล", "50"),
]


@pytest.mark.parametrize(
    ("old", "new", "score"),
    [
        ("รหัสข้อ ปี 2565", "รหัสข้อ ปี 2566", "คะแนนปี 2566"),
        ("รหัสเดิม", "รหัส", "คะแนนปี 2566"),
        ("รหัส (เก่า)", "ข้อ", "คะแนน ปี 2566"),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_codes_of_another_year_are_not_those_of_the_rows(old: str, new: str, score: str, first: bool) -> None:
    rows = [(old, new, "รายการข้อมูล", score), *ROWS]
    read = table(*("|".join(r if first else (r[1], r[0], *r[2:])) for r in rows))
    assert values(read, 2566) == ITEMS


def test_the_codes_of_last_year_are_those_of_last_years_scores() -> None:
    rows = [("รหัส ปี 2566", "รหัส ปี 2567", "รายการข้อมูล", "คะแนนปี 2566")]
    rows += [(new, f"o{30 + i}", name, score) for i, (_, new, name, score) in enumerate(ROWS)]
    assert values(table(*map("|".join, rows)), 2566) == ITEMS


def test_plain_numbers_of_last_year_are_no_scores() -> None:
    rows = [("รหัส ปี 2566", "ตัวชี้วัด", "คะแนนปี 2567"), ("12", A, "80.10"), ("13", B, "80.20")]
    assert facts(table(*map("|".join, rows))) == {("3", 2567, ""): 80.1, ("2", 2567, ""): 80.2}


def test_names_stay_where_no_others_are() -> None:
    read = table("ตัวชี้วัด (เดิม)|คะแนน", f"{A}|80.10", f"{B}|80.20")
    assert values(read) == {"3": 80.1, "2": 80.2}


# -- several assessments -------------------------------------------------------------------------


def assessments(ita: str, head: str = "การประเมิน|คะแนน", more: str = "") -> Report:
    return table(head, f"LPA|84.10{more}", f"{ita}|85.20{more}", f"PMQA|86.30{more}")


@pytest.mark.parametrize(
    "ita",
    [
        "การประเมินคุณธรรมและความโปร่งใส (ITA)",
        "2. การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)",
        "คุณธรรมและความโปร่งใส",
        "ITA",
    ],
)
def test_of_several_assessments_the_row_of_ita_is_the_overall_score(ita: str) -> None:
    assert values(assessments(ita)) == {"ITA": 85.2}


@pytest.mark.parametrize("ita", ["ร้อยละของหน่วยงานที่ผ่าน ITA", "เป้าหมาย ITA", "ความโปร่งใส"])
def test_a_row_that_only_mentions_ita_is_not_its_result(ita: str) -> None:
    assert assessments(ita).scores == []


def test_ita_out_of_other_than_100_is_no_score() -> None:
    assert assessments("ITA", "การประเมิน|คะแนน|คะแนนเต็ม", "|500").scores == []


def test_another_assessment_is_no_indicator() -> None:
    read = table("การประเมิน|คะแนน", "LPA|84.10", "ITA|85.20", "การเปิดเผยข้อมูล|70.00")
    assert values(read) == {"ITA": 85.2}


# -- figures with labels of their own ------------------------------------------------------------

BOTH = {("3", 2566, ""): 80.1, ("3", 2567, ""): 82.3, ("2", 2566, ""): 85.0, ("2", 2567, ""): 81.5}


@pytest.mark.parametrize(
    "form",
    [
        "ปี 2566 : {} / ปี 2567 : {}",
        "2566 = {}; 2567 = {}",
        "ปี 2566 ได้ {} คะแนน ปี 2567 ได้ {} คะแนน",
        "ปี 66: {}, ปี 67: {}",
        "พ.ศ. ๒๕๖๖ {} / พ.ศ. ๒๕๖๗ {}",
    ],
)
def test_every_figure_of_a_cell_has_its_own_year(form: str) -> None:
    read = table(
        "ที่|ตัวชี้วัด|คะแนนย้อนหลัง|หมายเหตุ",
        f"3|{A}|{form.format('80.10', '82.30')}|-",
        f"2|{B}|{form.format('๘๕.๐๐', '๘๑.๕๐')}|-",
    )
    assert facts(read) == BOTH


def test_years_on_lines_of_their_own() -> None:
    read = analysis(
        "| ตัวชี้วัด | ผลคะแนน 2 ปี |\n|---|---|\n"
        f"| {A} | ปี 2566 : 80.10<br>ปี 2567 : 82.30 |\n| {B} | ปี 2566 : 85<br>ปี 2567 : 81.5 |\n"
        f"| {C} | ปี 2567 : 90.00 |\n"
    )
    assert facts(read) == {**BOTH, ("6", 2567, ""): 90.0}


def test_targets_with_years_are_no_scores() -> None:
    cells = ["ปี 2567 : 90.00 / ปี 2568 : 95.00"] * 2
    assert table("ตัวชี้วัด|เป้าหมายรายปี", f"{A}|{cells[0]}", f"{B}|{cells[1]}").scores == []


@pytest.mark.parametrize(
    "form",
    [
        "เกณฑ์ 85.00 / ได้ {} ✓",
        "ได้ {} (เกณฑ์ 85.00)",
        "คะแนนที่ได้: {} เป้าหมาย: 85.00",
        "คะแนนเต็ม 100 คะแนน, คะแนนที่ได้ {} คะแนน",
    ],
)
def test_the_threshold_in_the_cell_is_no_score(form: str) -> None:
    read = table("ตัวชี้วัด|ผลเทียบเกณฑ์", f"{A}|{form.format('80.10')}", f"{B}|{form.format('90.20')}")
    assert values(read) == {"3": 80.1, "2": 90.2}


def test_the_year_of_the_heading_holds_for_labelled_figures() -> None:
    read = table("ตัวชี้วัด|ผลปี 2566", f"{A}|เกณฑ์ 85 / ได้ 80.10", f"{B}|เกณฑ์ 85 / ได้ 90.20")
    assert values(read, 2566) == {"3": 80.1, "2": 90.2}


@pytest.mark.parametrize(
    "text",
    [
        "80.10", "80.10 / 90.20", "ปี 2566 80.10 90.20", "ปี 2566 : 80.10 / ปี 2566 : 90.20",
        "ดำเนินการ 80 ครั้ง ได้ 90", "ปี 2566 มีผู้ตอบ 80 คน", "ได้ 80.10 (อันดับ 5)", "ได้ 85-90",
        "ปี 2566 : 80.10 / ปี 2567 : 90.20 เพิ่มขึ้นเป็นลำดับ", "ได้ 120",
    ],
)  # fmt: skip
def test_a_cell_with_anything_else_is_left(text: str) -> None:
    assert read_labelled(text) == {}


# -- deviations ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [" ± ", "±", " +/- "])
@pytest.mark.parametrize("head", ["คะแนนที่ได้ ± S.D.", "คะแนน"])
def test_the_deviation_behind_a_score_is_left_out(head: str, sign: str) -> None:
    read = table(
        f"ตัวชี้วัด|{head}|ช่วงความเชื่อมั่น 95%",
        f"{A}|77.84{sign}2.16|75.68 – 80.00",
        f"{B}|80.60{sign}4.84|75.76 – 85.44",
    )
    assert values(read) == {"3": 77.84, "2": 80.6}


def test_means_of_a_scale_of_five_are_no_scores() -> None:
    assert table("ตัวชี้วัด|คะแนน", f"{A}|4.21 ± 0.61", f"{B}|4.10 ± 0.55").scores == []


# -- full marks and points got -------------------------------------------------------------------


def test_columns_of_full_marks_and_points_got_with_sections_between() -> None:
    read = table(
        "รายการ|เต็ม|ได้", "แบบวัด IIT (น้ำหนักร้อยละ 30)||", f"{A}|100|80.10", f"{B}|100|80.20",
        "แบบวัด EIT (น้ำหนักร้อยละ 30)||", f"{C}|100|80.30", "คะแนน ITA|100|81.00",
    )  # fmt: skip
    assert values(read) == {"3": 80.1, "2": 80.2, "6": 80.3, "ITA": 81.0}


@pytest.mark.parametrize("head", ["เต็ม|ได้", "คะแนนเต็ม|คะแนนที่ได้"])
@pytest.mark.parametrize("full", ["5", "20", "500"])
def test_points_out_of_something_else_are_no_scores(head: str, full: str) -> None:
    assert table(f"ตัวชี้วัด|{head}", f"{A}|{full}|4.20", f"{B}|{full}|4.10").scores == []


def test_points_out_of_the_part_of_an_instrument_are_scores() -> None:
    read = table("เครื่องมือ|เต็ม|ได้", "IIT|30|25.20", "EIT|30|24.60", "OIT|40|36.00", "รวม|100|85.80")
    assert values(read) == {"IIT": 84.0, "EIT": 82.0, "OIT": 90.0, "ITA": 85.8}


def test_a_figure_above_the_mark_beside_it_is_not_out_of_it() -> None:
    read = table("ตัวชี้วัด|คะแนนเต็มของแบบวัด|คะแนนที่ได้", f"{A}|30|84.20", f"{B}|30|84.10")
    assert values(read) == {"3": 84.2, "2": 84.1}


def test_people_who_answered_are_no_scores() -> None:
    assert table("แบบวัด|เป้าหมาย|ได้", "IIT|80|70", "EIT|90|85").scores == []
