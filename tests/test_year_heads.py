"""Lines that name a year and nothing else: the year of what stands below, or the end of a title."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.layouts.inline import AGENCY, facts, report, tabs
from thai_ita.ingest.text import read_text
from thai_ita.model import Report
from thai_ita.parse import parse_document
from thai_ita.parse.text.result_year import result_year
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
        ("ปีงบประมาณ พ.ศ. ๒๕๖๖ (ขณะยังเป็น อบต.บ้านนา)", 2566),
        ("(ปี 2566) (เดิม)", 2566),
        ("ปี 2566 (แผน) ฉบับแก้ไข", None),
        ("ปี 2566 (ก) (ข)", None),
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
    lists = [
        f"### พ.ศ. {year}\nการใช้อำนาจ {a}\nการใช้งบประมาณ {b}\n"
        for year, a, b in ((2566, 80.11, 81.11), (2567, 82.22, 83.22))
    ]
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


LIST = "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่  {}\nตัวชี้วัดที่ 2 การใช้งบประมาณ  {}\n"


@pytest.mark.parametrize("beside", ["", " (ขณะยังเป็นองค์การบริหารส่วนตำบล)"])
def test_years_above_lists_divide_a_document_whose_title_names_none(beside: str) -> None:
    """The first of them is taken for the end of the title; it heads what stands below it all the same."""
    found = facts(report(
        f"{AGENCY}\nเปรียบเทียบผลการประเมิน ITA\n\nปีงบประมาณ พ.ศ. 2561{beside}\n\nผลคะแนนรวม 79.46 คะแนน\n\n"
        f"ปีงบประมาณ พ.ศ. 2566{beside}\n\n{LIST.format('92.19', '98.18')}\nคะแนนรวม 91.03\n"
    ))  # fmt: skip
    assert found == {
        ("ITA", 2561, ""): 79.46, ("1", 2566, ""): 92.19, ("2", 2566, ""): 98.18, ("ITA", 2566, ""): 91.03,
    }  # fmt: skip


def test_a_year_of_the_title_alone_divides_nothing() -> None:
    found = facts(report(
        f"{AGENCY}\nผลการประเมิน ITA\n\nปีงบประมาณ พ.ศ. 2566\n\n{LIST.format('92.19', '98.18')}\nปี 2570\n\nคะแนนรวม ดีมาก\n"
    ))  # fmt: skip
    assert set(found) == {("1", 2566, ""), ("2", 2566, "")}


def years_apart(*heads: str, below: str = LIST) -> dict[tuple[str, int | None, str], float]:
    """What is read where each of these lines stands above the results of another year."""
    parts = (f"{head}\n{below.format(f'{80 + k}.11', f'{90 + k}.22')}" for k, head in enumerate(heads))
    return facts(report("\n".join([f"{AGENCY}\nรายงานผลการประเมิน ITA ปี 2567 และย้อนหลัง\n", *parts])))


@pytest.mark.parametrize(
    "head",
    ["รอบปีงบประมาณ {y}", "ผลปี {y}", "พ.ศ. {y} ระดับผ่านดี", "{letter}. รอบปี {y}", "ส่วนที่ {n} ข้อมูลปี {y} ดังนี้", "ปีที่ {n} (พ.ศ. {y})",
     "ปี {y} – ระดับ A", "FY{y}", "[ปี {y}]", "{y}", "== {y} ==", "{y} ผลงาน", "ปี {y} ได้ลำดับที่ {n}", "ปี {y} ระดับ{n}.50"],
)  # fmt: skip
def test_lines_that_say_the_same_before_their_years_divide_a_document(head: str) -> None:
    found = years_apart(*(head.format(y=2564 + n, n=n, letter="กขค"[n - 1]) for n in (1, 2, 3)))
    assert found == {(code, 2565 + k, ""): first + k for k in range(3) for code, first in (("1", 80.11), ("2", 90.22))}


SENTENCE = "ในช่วงของปี {} เทศบาลได้จัดให้ประชาชนในเขตพื้นที่มาร่วมพัฒนาชุมชนและคูคลองทุกสายในวันสำคัญของชาติ"


@pytest.mark.parametrize(
    ("heads", "below"),
    [
        # What is compared with, planned or aimed at, and sentences.
        (("เพิ่มขึ้นจากปี 2565", "เพิ่มขึ้นจากปี 2566"), LIST),
        (("ปฏิทินปี 2565", "ปฏิทินปี 2566"), LIST),
        (("ปี 2565 เป้าหมาย", "ปี 2566 เป้าหมาย"), LIST),
        ((SENTENCE.format(2565), SENTENCE.format(2566)), LIST),
        # Figures of something else, above the results of the title's year.
        (("อบรมเมื่อปี 2565", "อบรมเมื่อปี 2566"), "ผู้เข้าร่วมร้อยละ {}\nพอใจร้อยละ {}\n"),
        (("กิจกรรมของปี 2565 และ 2566", "กิจกรรมของปี 2566 และ 2567"), LIST),
        # One below the other, one line alone, and others that begin in other words.
        (("อบรมเมื่อปี 2565\nอบรมเมื่อปี 2566", "อบรมเมื่อปี 2564\nอบรมเมื่อปี 2563"), LIST),
        (("ดูข้อมูลปี 2565",), LIST),
        (("ดูข้อมูลปี 2565", "อ้างถึงปี 2566"), LIST),
    ],
)
def test_other_lines_with_years_divide_nothing(heads: tuple[str, ...], below: str) -> None:
    found = years_apart(*heads, "ผลทั้งหมด", below=below)
    assert {year for _, year, _ in found} <= {2567}
    last = years_apart(*heads, LIST.format("70.11", "70.22"), below=below)
    assert {year for _, year, _ in last} == {2567}


def test_the_year_of_a_title_is_none_of_those_that_divide() -> None:
    found = facts(report(
        f"{AGENCY}\nผลการประเมิน ITA\n\nปีงบประมาณ พ.ศ. 2567\n\n{LIST.format('92.19', '98.18')}\nดูข้อมูลปี 2565\n\nคะแนนรวม 91.03\n"
    ))  # fmt: skip
    assert set(found) == {("1", 2567, ""), ("2", 2567, ""), ("ITA", 2567, "")}


def test_digits_alone_above_one_table_are_no_year_of_it() -> None:
    text = f"สรุปผลการประเมิน ITA ประจำปี 2567\n{AGENCY}\n\n{{}}\n\n{table('85.11', '78.20')}"
    assert {year for _, year, _ in facts(report(text.format("2565")))} == {2567}
    assert {year for _, year, _ in facts(report(text.format("ปี 2565")))} == {2565}


def sections(*heads: str, path: str = "a.md", below: str = LIST) -> dict[tuple[str, int | None, str], float]:
    parts = (f"{head}\n\n{below.format(f'{80 + k}.11', f'{90 + k}.22')}" for k, head in enumerate(heads))
    text = "\n".join([f"# รายงานผลการประเมิน ITA {AGENCY}\n", *parts])
    return facts(parse_document(read_text(text, "0" * 16, Path(path))))


def test_headings_of_one_rank_divide_a_document_in_whatever_words() -> None:
    heads = ("## ทต.ของเรา ปี ๒๕๖๗ ได้ระดับดี", "## ก่อนหน้านั้น (ปีงบประมาณ 2566)", "## ย้อนหลัง พ.ศ. 2564 [รวมปี 2565 ไม่ได้]")
    assert {(code, year) for code, year, _ in sections(*heads)} == {(c, y) for c in "12" for y in (2564, 2566, 2567)}
    # Of other ranks they say nothing of one another, nor do lines that no format marks.
    apart = sections("## ก่อนหน้านั้น (ปีงบประมาณ 2566)", "### ย้อนหลัง พ.ศ. 2564")
    assert 2564 not in {year for _, year, _ in apart}
    plans = sections("## แผนปฏิบัติการ ปี 2566", "## มาตรการ ปี 2564")
    assert 2564 not in {year for _, year, _ in plans}


def test_a_name_may_stand_in_the_line_above_its_figure() -> None:
    below = "คะแนนรายตัวชี้วัด\n1. การปฏิบัติหน้าที่\n{}\n2. การใช้งบประมาณ\n{}\n"
    found = years_apart("รอบปี 2565", "รอบปี 2566", below=below)
    assert {(code, year) for code, year, _ in found} == {(code, year) for code in "12" for year in (2565, 2566)}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ผลคะแนน ปี 2563 (ปี 2564 ไม่ได้เผยแพร่)", 2563),
        ("ผลคะแนน ปี 2564 ยังไม่มีข้อมูล ปี 2563", 2563),
        ("ผลคะแนน ปี 2564 อยู่ระหว่างประเมิน", None),
        ("ผลคะแนน ปี 2564 ไม่ได้ลดลง", 2564),
    ],
)
def test_a_year_without_a_result_is_none_of_a_result(text: str, year: int | None) -> None:
    assert result_year(text) == year
