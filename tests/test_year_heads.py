"""Lines that name a year and nothing else: the year of what stands below, or the end of a title."""

from __future__ import annotations

import pytest

from tests.layouts.inline import AGENCY, facts, report, tabs
from thai_ita.model import Report
from thai_ita.parse.text.year_heads import bare_year

TITLE = f"สรุปผลการประเมิน ITA ประจำปี 2567 เทียบกับปี 2566\n{AGENCY}\n\n"


def table(first: str, second: str) -> str:
    rows = (f"การปฏิบัติหน้าที่|{first}", f"การใช้งบประมาณ|{second}")
    return tabs("ตัวชี้วัด|คะแนน", *rows) + "\n"


def of_two_years(first: str, second: str) -> Report:
    return report(f"{TITLE}{first}\n\n{table('85.11', '78.20')}{second}\n\n{table('88.90', '82.75')}")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ปีงบประมาณ 2566", 2566),
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๖", 2566),
        ("(ปี 2566)", 2566),
        ("2. ปี 2566 :", 2566),
        ("พ.ศ. 2566", 2566),
        ("2566", None),
        ("แผนปี 2566", None),
        ("ปี 2566 - 2570", None),
        ("ปี 2566 ได้ 85.11", None),
    ],
)
def test_a_line_of_a_year_alone(text: str, year: int | None) -> None:
    assert bare_year(text) == year


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ปีงบประมาณ 2566", "ปีงบประมาณ 2567"),
        ("ปี ๒๕๖๖", "ปี ๒๕๖๗"),
        ("1. ปี 2566", "2. ปี 2567"),
        ("ปีงบประมาณ 2566", "ปีงบประมาณ 2567\n\nคะแนนรายตัวชี้วัด"),
    ],
)
def test_each_of_two_tables_is_of_the_year_above_it(first: str, second: str) -> None:
    assert facts(of_two_years(first, second)) == {
        ("1", 2566, ""): 85.11, ("2", 2566, ""): 78.20, ("1", 2567, ""): 88.90, ("2", 2567, ""): 82.75,
    }  # fmt: skip


def test_the_latest_year_may_stand_first() -> None:
    found = facts(of_two_years("ปีงบประมาณ 2567", "ปีงบประมาณ 2566"))
    assert found["1", 2567, ""] == 85.11
    assert found["1", 2566, ""] == 88.90


def test_the_year_of_another_table_alone() -> None:
    text = f"สรุปผลการประเมิน ITA ประจำปี 2567\n{AGENCY}\n\nปีงบประมาณ 2566\n\n"
    assert facts(report(text + table("85.11", "78.20"))) == {("1", 2566, ""): 85.11, ("2", 2566, ""): 78.20}


def test_the_last_line_of_a_plan_s_title_is_not_the_year_of_its_results() -> None:
    text = (
        f"มาตรการส่งเสริมคุณธรรมและความโปร่งใส\n{AGENCY}\n\nปีงบประมาณ พ.ศ. 2568\n\n"
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 เป็นดังนี้\n\n"
    )
    assert set(facts(report(text + table("85.11", "78.20")))) == {("1", 2567, ""), ("2", 2567, "")}


def test_the_years_of_a_chart_head_nothing() -> None:
    chart = "ปี 2564\nปี 2565\nปี 2566\n\n"
    text = f"สรุปผลการประเมิน ITA ประจำปี 2567\n{AGENCY}\n\n" + chart
    assert set(facts(report(text + table("85.11", "78.20")))) == {("1", 2567, ""), ("2", 2567, "")}


def test_lists_below_a_heading_of_their_year() -> None:
    lists = [f"### พ.ศ. {year}\nการใช้อำนาจ {a}\nการใช้งบประมาณ {b}\n" for year, a, b in ((2566, 80.11, 81.11), (2567, 82.22, 83.22))]
    found = facts(report(TITLE + "".join(lists)))
    assert found == {("3", 2566, ""): 80.11, ("2", 2566, ""): 81.11, ("3", 2567, ""): 82.22, ("2", 2567, ""): 83.22}


def test_the_year_of_a_plan_below_the_results_holds_for_no_result() -> None:
    plan = tabs("ที่|มาตรการ|ผู้รับผิดชอบ", "1|จัดทำคู่มือการยืมพัสดุ|กองคลัง", "2|ประชุมชี้แจงงบประมาณ|สำนักปลัด")
    title = f"รายงานผลการประเมิน ITA ประจำปี 2567 และมาตรการ\n{AGENCY}\n\n"
    text = f"{title}ปี 2567\n\n{table('85.11', '78.20')}ปี 2568\n\n{plan}\nสรุป ได้คะแนนรวม 86.40 คะแนน\n"
    assert {year for _, year, _ in facts(report(text))} == {2567}


def test_the_year_that_ends_a_title_establishes_nothing() -> None:
    title = f"มาตรการส่งเสริมคุณธรรมและความโปร่งใส\n{AGENCY}\n\nปีงบประมาณ 2568\n\nได้คะแนน ITA รวม 86.40 คะแนน\n\n"
    (overall,) = [s for s in report(f"{title}ปี 2567\n\n{table('85.11', '78.20')}").scores if s.code == "ITA"]
    assert not overall.year_from.is_established
