"""What the columns of a table hold, told by their headings, and where its head ends."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from tests.layouts.inline import document, tabs
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading, role_of
from thai_ita.parse.tables.grid import GridView, year_of, years_of


def view(text: str) -> GridView:
    (table,) = document(text).tables
    return GridView(table)


HEADINGS = {
    ColumnRole.SEQ: ["ที่", "ลำดับ", "ลำดับที่", "No."],
    ColumnRole.RANK: ["อันดับ", "อันดับที่"],
    ColumnRole.INSTRUMENT: ["เครื่องมือ", "แบบวัด", "เครื่องมือการประเมิน"],
    ColumnRole.INDICATOR: ["ตัวชี้วัด", "ตัวชี้วัดที่", "ชื่อตัวชี้วัด", "Indicator"],
    ColumnRole.SCORE: ["คะแนน", "ผลคะแนน", "คะแนนที่ได้", "คะแนนที่ได้รับ", "ร้อยละ", "Score"],
    ColumnRole.POINTS: ["คะแนนถ่วงน้ำหนัก", "คะแนนหลังถ่วงน้ำหนัก"],
    ColumnRole.WEIGHT: ["น้ำหนัก", "ค่าน้ำหนัก", "น้ำหนัก (ร้อยละ)", "Weight"],
    ColumnRole.FULL: ["คะแนนเต็ม"],
    ColumnRole.TARGET: ["เป้าหมาย", "ค่าเป้าหมาย", "คะแนนเป้าหมาย"],
    ColumnRole.CHANGE: ["ผลต่าง", "เพิ่ม/ลด", "การเปลี่ยนแปลง", "ส่วนต่าง", "+/-"],
    ColumnRole.COUNT: ["จำนวนข้อ", "จำนวนผู้ตอบ", "จำนวนผู้ตอบ (คน)"],
    ColumnRole.LEVEL: ["ระดับ", "ระดับผลการประเมิน", "เกรด"],
    ColumnRole.AGENCY: ["หน่วยงาน", "ชื่อหน่วยงาน", "อปท."],
    ColumnRole.YEAR: ["ปีงบประมาณ", "ปี พ.ศ."],
    ColumnRole.MEASURE: ["มาตรการ", "มาตรการ/กิจกรรม", "โครงการ/กิจกรรม", "ชื่อมาตรการ"],
    ColumnRole.STEPS: ["ขั้นตอน", "วิธีการดำเนินการ", "ขั้นตอน/วิธีการปฏิบัติ", "แนวทางปฏิบัติ"],
    ColumnRole.RESPONSIBLE: ["ผู้รับผิดชอบ", "หน่วยงานที่รับผิดชอบ", "ส่วนราชการผู้รับผิดชอบ"],
    ColumnRole.TIMEFRAME: ["ระยะเวลา", "ระยะเวลาดำเนินการ", "กำหนดแล้วเสร็จ", "ห้วงเวลา"],
    ColumnRole.MONITORING: ["การติดตามผล", "การกำกับติดตาม", "วิธีการติดตามและรายงานผล"],
    ColumnRole.OUTPUT: ["ผลการดำเนินการ", "ผลการดำเนินงาน", "ผลผลิต"],
    ColumnRole.OUTCOME: ["ผลลัพธ์", "ผลสัมฤทธิ์", "ผลลัพธ์ (Outcome)"],
    ColumnRole.BUDGET: ["งบประมาณ", "งบประมาณ (บาท)"],
    ColumnRole.NOTE: ["หมายเหตุ"],
}


@pytest.mark.parametrize(("text", "role"), [(text, role) for role, texts in HEADINGS.items() for text in texts])
def test_headings_say_what_their_columns_hold(text: str, role: ColumnRole) -> None:
    assert role_of(text) is role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("ผูรับผิดชอบ", ColumnRole.RESPONSIBLE),
        ("ผ้รู ับผดิ ชอบ", ColumnRole.RESPONSIBLE),
        ("ระยะ เวลา ดำเนิน การ", ColumnRole.TIMEFRAME),
        ("ตวัชวี้ดั", ColumnRole.INDICATOR),
        ("มาตร\nการ", ColumnRole.MEASURE),
        ("คะแนนที่ได\nรับ", ColumnRole.SCORE),
        ("ขนั้ ตอน/วธิกี ารดา เนนิ การ", ColumnRole.STEPS),
        ("การติดตามผ", ColumnRole.MONITORING),
    ],
)
def test_damaged_headings_are_still_read(text: str, role: ColumnRole) -> None:
    # As it comes in, text is repaired before a heading is read.
    (table,) = document("<table><tr><td>" + text + "</td></tr></table>").tables
    cell = table.grid[0][0]
    assert cell is not None
    assert role_of(cell.text) is role


@pytest.mark.parametrize("text", ["", "   ", "เรียน นายกเทศมนตรี", "กขค", "80.55", "ถนนสายหลัก"])
def test_other_words_have_no_role(text: str) -> None:
    assert classify_heading(text).role is ColumnRole.UNKNOWN


def test_no_phrase_stands_under_two_roles() -> None:
    """Two roles with one phrase would be decided by the order of the file."""
    data = json.loads(files("thai_ita.data").joinpath("headings.json").read_text(encoding="utf-8"))
    seen: dict[str, str] = {}
    for role, phrases in data["roles"].items():
        for phrase in phrases:
            assert seen.setdefault(phrase, role) == role, phrase
            assert classify_heading(phrase).role == ColumnRole(role), phrase


# -- the head ------------------------------------------------------------------------------------


def test_the_head_ends_where_figures_begin() -> None:
    grid = view(tabs("ที่|ตัวชี้วัด|คะแนน", "1|การใช้อำนาจ|80.00", "2|การใช้งบประมาณ|81.00"))
    assert (grid.first_row, grid.head_rows) == (1, [0])
    assert [c.role for c in grid.columns] == [ColumnRole.SEQ, ColumnRole.INDICATOR, ColumnRole.SCORE]


def test_a_row_that_numbers_the_columns_is_neither_head_nor_data() -> None:
    grid = view(tabs("ที่|ตัวชี้วัด|คะแนน", "(1)|(2)|(3)", "1|การใช้อำนาจ|80.00"))
    assert (grid.first_row, grid.head_rows) == (2, [0])


def test_a_caption_over_the_table_is_no_heading() -> None:
    grid = view(
        "<table><tr><td colspan=2>ผลการประเมิน ปี 2566</td></tr><tr><td>ตัวชี้วัด</td><td>คะแนน</td></tr>"
        "<tr><td>การใช้อำนาจ</td><td>80.00</td></tr></table>"
    )
    assert grid.captions == ["ผลการประเมิน ปี 2566"]
    assert [c.heading for c in grid.columns] == ["ตัวชี้วัด", "คะแนน"]


def test_two_head_rows_with_and_without_spans() -> None:
    spanned = view(
        "<table><tr><th rowspan=2>ตัวชี้วัด</th><th colspan=2>คะแนน</th></tr><tr><th>2566</th>"
        "<th>2567</th></tr><tr><td>การใช้อำนาจ</td><td>80.00</td><td>81.00</td></tr></table>"
    )
    flat = view(tabs("ตัวชี้วัด|คะแนน|", "|2566|2567", "การใช้อำนาจ|80.00|81.00"))
    for grid in (spanned, flat):
        assert [c.year for c in grid.columns] == [None, 2566, 2567]
        assert [c.role for c in grid.columns][1:] == [ColumnRole.SCORE, ColumnRole.SCORE]


def test_words_alone_have_a_head_if_it_reads_like_one() -> None:
    grid = view(tabs("มาตรการ|ผู้รับผิดชอบ", "จัดทำคู่มือ|กองช่าง"))
    assert grid.first_row == 1
    assert view(tabs("จัดทำคู่มือ|กองช่าง", "พัฒนาเว็บไซต์|กองคลัง")).first_row == 0


def test_a_dash_is_a_missing_figure_not_a_heading() -> None:
    grid = view(tabs("ตัวชี้วัด|คะแนน", "1. การใช้อำนาจ|-", "2. การใช้งบประมาณ|81.00"))
    assert grid.first_row == 1


def test_tables_side_by_side_are_told_by_their_repeated_heads() -> None:
    grid = view(tabs("ตัวชี้วัด|คะแนน|ตัวชี้วัด|คะแนน", "ก|80.00|ข|81.00"))
    assert grid.blocks == [range(2), range(2, 4)]
    assert view(tabs("ตัวชี้วัด|คะแนน|ระดับ|คะแนน", "ก|80.00|A|81.00")).blocks == [range(4)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2567", 2567), ("ปีงบประมาณ พ.ศ. ๒๕๖๗", 2567), ("ผลคะแนนปี 2567", 2567),
        ("การใช้อำนาจ 2567", None), ("2566 - 2567", None), ("85.67", None), ("", None),
    ],
)  # fmt: skip
def test_a_cell_that_holds_a_year_and_nothing_else(text: str, year: int | None) -> None:
    assert year_of(text) == year


def test_all_years_of_a_heading_in_their_order() -> None:
    assert years_of("เปรียบเทียบปี 2567 กับปี 2566 และ 2567") == [2567, 2566]


@pytest.mark.parametrize(("text", "sign"), [("ปีที่แล้ว", -1), ("คะแนนปีก่อน", -1), ("ปีนี้", 1), ("คะแนน", 0)])
def test_years_named_from_the_report(text: str, sign: int) -> None:
    grid = view(tabs(f"ตัวชี้วัด|{text}", "การใช้อำนาจ|80.00", "การใช้งบประมาณ|81.00"))
    assert grid.columns[1].relative_year == sign


def test_a_lone_text_over_the_figures_heads_them() -> None:
    chart = view(tabs("|คะแนน ITA", "ปี 2566|84.97", "ปี 2567|88.60"))
    assert chart.columns[1].heading == "คะแนน ITA"
    assert not chart.captions
    # Over the names, or over words, it is a caption.
    assert view(tabs("คะแนน ITA|", "ปี 2566|84.97", "ปี 2567|88.60")).captions == ["คะแนน ITA"]
    assert view(tabs("|คะแนน ITA", "ปี 2566|84.97", "ปี 2567|รอผล")).captions == ["คะแนน ITA"]
