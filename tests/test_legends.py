"""Letters over columns that a legend explains, and means over others than the agency."""

from __future__ import annotations

import pytest

from tests.layouts.inline import AGENCY, analysis, facts, tabs

A, B = "การใช้อำนาจ", "การใช้งบประมาณ"
TABLE = tabs("ตัวชี้วัด|(ก)|(ข)|(ค)", f"{A}|70.10|80.10|90.10", f"{B}|70.20|80.20|90.20")
BOTH = {("3", 2566, ""): 70.1, ("2", 2566, ""): 70.2, ("3", 2567, ""): 80.1, ("2", 2567, ""): 80.2}
MEAN = "ค่าเฉลี่ยขององค์กรปกครองส่วนท้องถิ่นในจังหวัดน่าน ปีงบประมาณ พ.ศ. 2567"


@pytest.mark.parametrize(
    "legend",
    [
        f"(ก) หมายถึง คะแนนของ{AGENCY} ปีงบประมาณ พ.ศ. 2566\n(ข) หมายถึง คะแนนของ{AGENCY} ปีงบประมาณ พ.ศ. 2567\n"
        f"(ค) หมายถึง {MEAN}",
        f"ก = คะแนนปี 2566, ข = คะแนนปี 2567, ค = {MEAN}",
        "- คอลัมน์ (ก) คือ ผลปี 2566\n- คอลัมน์ (ข) คือ ผลปี 2567\n- คอลัมน์ (ค) คือ เป้าหมาย",
    ],
)
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_a_legend_says_what_the_letters_over_columns_are(legend: str, above: bool) -> None:
    body = f"{legend}\n\n{TABLE}" if above else f"{TABLE}\nหมายเหตุ\n{legend}\n"
    assert facts(analysis(body)) == BOTH


@pytest.mark.parametrize(
    "legend",
    [
        "",
        "(ก) หมายถึง คะแนนปี 2566\n(ข) หมายถึง คะแนนปี 2567",
        "(ก) คือ คะแนนปี 2566 (ข) คือ คะแนนปี 2567 (ค) คือ หมู่บ้านริมน้ำ",
        "(ก) คือ คะแนนปี 2566 (ก) คือ คะแนนปี 2565 (ข) คือ คะแนนปี 2567 (ค) คือ เป้าหมาย",
    ],
)
def test_letters_that_are_not_all_explained_say_nothing(legend: str) -> None:
    assert analysis(f"{legend}\n\n{TABLE}").scores == []


def test_the_legend_of_a_later_table_is_its_own() -> None:
    first = "(ก) คือ คะแนนปี 2565\n(ข) คือ คะแนนปี 2564\n(ค) คือ เป้าหมาย"
    second = "(ก) คือ คะแนนปี 2566\n(ข) คือ คะแนนปี 2567\n(ค) คือ เป้าหมาย"
    other = tabs("ตัวชี้วัด|(ก)|(ข)|(ค)", "คุณภาพการดำเนินงาน|60.10|60.20|90", "การเปิดเผยข้อมูล|60.3|60.4|90")
    read = analysis(f"{first}\n\n{other}\n{second}\n\n{TABLE}")
    assert facts(read) == {
        **BOTH, ("6", 2565, ""): 60.1, ("6", 2564, ""): 60.2, ("9", 2565, ""): 60.3, ("9", 2564, ""): 60.4,
    }  # fmt: skip


def test_numbers_over_columns_only_count_them() -> None:
    body = tabs("ตัวชี้วัด|คะแนน|เต็ม", "(1)|(2)|(3)", f"{A}|80.10|100", f"{B}|80.20|100")
    read = analysis(f"(2) คือ คะแนนเต็ม\n(3) คือ คะแนนที่ได้\n\n{body}")
    assert facts(read) == {("3", 2567, ""): 80.1, ("2", 2567, ""): 80.2}


@pytest.mark.parametrize(
    "mean",
    [MEAN, "คะแนนเฉลี่ยของจังหวัด ปี 2567", "คะแนนเฉลี่ยระดับประเทศ ปี 2567", "เฉลี่ย อปท. ทั้งอำเภอ ปี 2567"],
)
def test_the_mean_over_others_is_no_score_of_its_year(mean: str) -> None:
    read = analysis(tabs(f"ตัวชี้วัด|คะแนนปี 2566|{mean}", f"{A}|70.10|90.10", f"{B}|70.20|90.20"))
    assert facts(read) == {("3", 2566, ""): 70.1, ("2", 2566, ""): 70.2}


def test_the_mean_of_a_group_of_those_asked_is_a_score() -> None:
    head = "ตัวชี้วัด|คะแนนเฉลี่ยผู้มีส่วนได้ส่วนเสียภายใน ปี 2567"
    read = analysis(tabs(head, f"{A}|80.10", f"{B}|80.20"))
    assert facts(read) == {("3", 2567, ""): 80.1, ("2", 2567, ""): 80.2}
