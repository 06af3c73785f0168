"""What stands in a cell: figures with their roles, levels, marks; and columns of such cells."""

from __future__ import annotations

import pytest

from tests.layouts.inline import analysis, facts, tabs, values
from thai_ita.model import Report
from thai_ita.parse.tables.cell_value import parse_cell

A, B = "การใช้อำนาจ", "การใช้งบประมาณ"


def column(form: str, head: str = "คะแนน") -> Report:
    return analysis(tabs(f"ตัวชี้วัด|{head}", f"{A}|{form.format('88.10')}", f"{B}|{form.format('84.20')}"))


@pytest.mark.parametrize(
    ("text", "figures", "level"),
    [
        ("91.10 (ผ่านดี)", ["91.10 score"], "ผ่านดี"),
        ("91.10 / A", ["91.10 score"], "A"),
        ("A (91.10)", ["91.10 score"], "A"),
        ("91.10 ▲ 2.10", ["91.10 score", "2.10 change"], ""),
        ("91.10 (+2.10)", ["91.10 score", "+2.10 change"], ""),
        ("91.10 (ลดลงจากปี 2566 = 1.05)", ["91.10 score", "1.05 change"], ""),
        ("80.10 -> 82.30", ["80.10 former", "82.30 score"], ""),
        ("82.30 (80.10)", ["82.30 score", "80.10 beside"], ""),
        ("27.32 จาก 30 คะแนน", ["27.32 score", "30 full"], ""),
        ("4.55/5", ["4.55 score", "5 full"], ""),
        ("91.10/100", ["91.10 score"], ""),
        ("๙๑.๑๐ %", ["๙๑.๑๐ score"], ""),
        ("91,10", ["91,10 score"], ""),
        ("77.84 ± 2.16", ["77.84 score", "2.16 spread"], ""),
        ("77.84 (S.D. = 0.31)", ["77.84 score", "0.31 spread"], ""),
        ("เกณฑ์ 85 / ได้ 82.30", ["85 target", "82.30 score"], ""),
        ("91.10 (เป้าหมาย 85) ผ่าน", ["91.10 score", "85 target"], "ผ่าน"),
        ("91.10 (อันดับ 3/25)", ["91.10 score", "3 rank"], ""),
        ("95.34 1/", ["95.34 score", "1 mark"], ""),
        ("(95.34)", ["95.34 score"], ""),
        ("ปี 2566: 85.25 / ปี 2567: 97.90", ["85.25 score", "97.90 score"], ""),
        ("91.10 ★", ["91.10 score"], ""),
        ("ต้องปรับปรุง", [], "ต้องปรับปรุง"),
    ],
)
def test_what_a_cell_states(text: str, figures: list[str], level: str) -> None:
    value = parse_cell(text)
    assert [f"{f.text} {f.role.value}" for f in value.figures] == figures
    assert (value.level, value.rest) == (level, "")


@pytest.mark.parametrize(
    "text",
    ["85-94.99", "85 - 94.99", "85 -94.99", "12/5/67", "1/2567", "3 โครงการ", "12 (คน)", "2567", "-", "91.10 บาท",
     "การใช้อำนาจ 91.10", "85 ผ่านเกณฑ์ดีขึ้นไป", "85 ควรปรับปรุงระบบ", "แก้เป็น 91.10 บาท"],
)  # fmt: skip
def test_what_is_no_figure_of_a_score(text: str) -> None:
    assert not parse_cell(text).is_figure


@pytest.mark.parametrize(
    "form",
    [
        "{} (ผ่านดี)", "{} / A", "{} [B]", "{} - ผ่าน", "A ({})", "คะแนน {} ระดับผ่านดี", "{} ▲ 2.10", "{} ↓1.05", "{} (+2.10)",
        "{} (เพิ่มขึ้น 1.45)", "{} จาก 100", "{} เต็ม 100 (A)", "{} ± 2.16", "{} (1)", "{} (ที่ 3)", "{} 1/", "{}²", "({})", "ปี 2567 = {}",
        "{} (ปี 2567)", "{} (ปีก่อน 80.00)", "{} (เป้าหมาย 85.00)", "{} (ค่าเฉลี่ยประเทศ 85.00)", "{} ✔ ผ่านเกณฑ์",
        "{} ผ่านเกณฑ์ดี", "{} ผ่านเกณฑ์ระดับดีเยี่ยม", "{} ควรปรับปรุง", "แก้เป็น {}", "แก้ไขเป็น {} คะแนน", "ที่ถูกต้องคือ {}",
    ],
)  # fmt: skip
def test_the_score_of_a_cell_that_holds_more(form: str) -> None:
    assert facts(column(form)) == {("3", 2567, ""): 88.1, ("2", 2567, ""): 84.2}


@pytest.mark.parametrize("head", ["ผล (ระดับ)", "คะแนน/ระดับ", "ค่าเฉลี่ย ± S.D."])
def test_the_head_names_both_halves(head: str) -> None:
    form = {"ผล (ระดับ)": "{} (A)", "คะแนน/ระดับ": "{} / A", "ค่าเฉลี่ย ± S.D.": "{} ± 3.20"}[head]
    assert values(column(form, head)) == {"3": 88.1, "2": 84.2}


def test_figures_before_and_after_an_arrow() -> None:
    read = analysis(tabs("ตัวชี้วัด|ผล (2566 -> 2567)", f"{A}|80.10 -> 88.10", f"{B}|81.00 -> 84.20"))
    assert facts(read) == {
        ("3", 2566, ""): 80.1, ("3", 2567, ""): 88.1, ("2", 2566, ""): 81.0, ("2", 2567, ""): 84.2,
    }  # fmt: skip
    # Without years in the head the last figure is the score, and of the first nothing is known.
    read = analysis(tabs("ตัวชี้วัด|คะแนน", f"{A}|80.10 → 88.10", f"{B}|81.00 → 84.20"))
    assert facts(read) == {("3", 2567, ""): 88.1, ("2", 2567, ""): 84.2}


@pytest.mark.parametrize("form", ["{}/{}", "{} จาก {}", "{} (เต็ม {})"])
def test_points_with_their_full_marks(form: str) -> None:
    rows = [("IIT", "26.43", "30"), ("EIT", "25.26", "30"), ("OIT", "36.00", "40"), ("รวม", "87.69", "100")]
    read = analysis(tabs("แบบวัด|คะแนนที่ได้", *(f"{n}|{form.format(v, m)}" for n, v, m in rows)))
    assert values(read) == {"IIT": 88.1, "EIT": 84.2, "OIT": 90.0, "ITA": 87.69}


def test_a_second_score_in_brackets_is_a_rival() -> None:
    read = column("{} (95.00)")
    assert read.scores == []
    assert "rivals-undecided" in {t.code for t in read.problems}


def test_ditto_marks_repeat_words_and_years_but_no_score() -> None:
    read = analysis(tabs("ปี|ตัวชี้วัด|คะแนน", f"2566|{A}|88.10", f"″|{B}|84.20", "″|คุณภาพการดำเนินงาน|″"))
    assert facts(read) == {("3", 2566, ""): 88.1, ("2", 2566, ""): 84.2}


def test_the_figures_beside_a_score_are_refused_by_what_they_are() -> None:
    read = column("{} ▲ 2.15")
    assert {(r.figure, r.rule) for r in read.refusals} == {("2.15", "in-cell-change")}


@pytest.mark.parametrize(
    "cell",
    ["1) การใช้อำนาจ 91.10 2) การใช้งบประมาณ 88.20", "การใช้อำนาจ 91.10, การใช้งบประมาณ 88.20",
     "การใช้อำนาจ (91.10)<br>การใช้งบประมาณ (88.20)"],
)  # fmt: skip
def test_names_and_scores_that_run_on_in_one_cell(cell: str) -> None:
    body = f"<table><tr><th>แบบวัด</th><th>รายละเอียด</th></tr><tr><td>IIT</td><td>{cell}</td></tr></table>\n"
    assert values(analysis(body)) == {"3": 91.1, "2": 88.2}


def test_entries_under_a_year_are_of_that_year_and_under_a_target_none() -> None:
    rows = "i1 ก้าวหน้า = 91.10<br>i2 ต่อเนื่อง = 92.10"
    head = "<table><tr><th>ประเด็น</th><th>{}</th><th>มาตรการ</th></tr><tr><td>บริการ</td><td>{}</td><td>อบรม</td></tr></table>\n"
    read = analysis(head.format("ข้อคำถามและคะแนน ปี 2566", rows))
    assert {(s.code, s.fiscal_year) for s in read.scores} == {("i1", 2566), ("i2", 2566)}
    assert analysis(head.format("เป้าหมาย", rows)).scores == []
