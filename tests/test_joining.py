"""Pieces of one table become one table, and different tables stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layouts.inline import document, tabs
from thai_ita.ingest.grids import table_from_rows
from thai_ita.ingest.joining import join_tables
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.model import Table
from thai_ita.normalize.numerals import read_number
from thai_ita.normalize.repair import squash

HEAD = "ที่|ตัวชี้วัด|แบบวัด|คะแนน"
FIRST = tabs(HEAD, "1|การปฏิบัติหน้าที่|IIT|80.11", "2|การใช้งบประมาณ|IIT|80.22")
REST = ("3|การใช้อำนาจ|IIT|80.33", "4|การใช้ทรัพย์สินของราชการ|IIT|80.44")


def column(table: Table, index: int = 1) -> list[str]:
    return [c.text for row in table.grid if len(row) > index and (c := row[index]) is not None]


NAMES = ["ตัวชี้วัด", "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ"]


@pytest.mark.parametrize("between", ["\n", "\f", "\n2\n\n", "\n- ๒ -\n\n", "\nหน้า 2/5\n\n", "\n(ต่อ)\n\n"])
@pytest.mark.parametrize("head", [HEAD, None], ids=["repeated head", "no head"])
def test_a_table_goes_on_over_a_break(between: str, head: str | None) -> None:
    read = document(FIRST + between + tabs(*([head] if head else []), *REST))
    (table,) = read.tables
    assert column(table) == NAMES
    assert table.starts == (0, 3)
    assert [c.row for row in table.grid for c in row if c is not None] == [r for r in range(5) for _ in range(4)]


def test_a_repeated_head_may_be_misread() -> None:
    (table,) = document(FIRST + "\n" + tabs("ที|ตัวชีวัด|แบบวด|คะแนน", *REST)).tables
    assert column(table) == NAMES


def test_a_running_title_with_a_repeated_head_is_another_table() -> None:
    """Words between two tables may name what the second is about."""
    text = FIRST + "\nตารางที่ 2 ผลปี 2566\n\n" + tabs(HEAD, *REST)
    first, second = document(text).tables
    assert second.caption == "ตารางที่ 2 ผลปี 2566"
    assert (first.number, second.number) == (1, 2)


def test_pieces_keep_their_pages() -> None:
    (table,) = document(FIRST + "\f" + tabs(*REST)).tables
    assert [row[0].page for row in table.grid if row[0]] == [1, 1, 1, 2, 2]


@pytest.mark.parametrize(
    "second",
    [
        tabs("ปีงบประมาณ|คะแนน|ระดับ|อันดับ", "2566|88.10|A|3"),
        tabs("มาตรการ|ผู้รับผิดชอบ|ระยะเวลา|ผล", "1. จัดทำคู่มือ|กองช่าง|ทั้งปี|-"),
        tabs("ข้อ|คะแนน", "i1|90.00", "i2|91.00"),
    ],
)
def test_a_table_with_its_own_head_stays_apart(second: str) -> None:
    assert len(document(FIRST + "\n" + second).tables) == 2


def test_a_wide_odd_row_does_not_part_a_table() -> None:
    head = "มาตรการ|ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา|การติดตาม"
    first = tabs(head, "1. จัดทำคู่มือ|ร่าง|กองช่าง|ทั้งปี|รายงาน")
    ragged = tabs("2. พัฒนาเว็บไซต์|จัดเมนู|ตรวจลิงก์|กองคลัง|ทั้งปี|รายงาน")
    (table,) = document(first + "\n" + ragged).tables
    assert [len(row) for row in table.grid] == [5, 5, 6]


def test_three_pieces_become_one() -> None:
    text = "\f".join([FIRST, tabs(HEAD, *REST), tabs("5|การแก้ไขปัญหาการทุจริต|IIT|80.55")])
    (table,) = document(text).tables
    assert table.starts == (0, 3, 5)


def test_a_row_of_figures_that_occurs_twice_is_data() -> None:
    (table,) = document(tabs("80.11|80.22|80.33") + "\n" + tabs("80.11|80.22|80.33")).tables
    assert table.n_rows == 2


def test_blank_rows_go_and_spans_close_over_them() -> None:
    text = (
        "<table><tr><td rowspan=3>IIT</td><td>ก</td></tr><tr><td>ข</td></tr><tr><td>ค</td></tr>"
        "<tr><td></td><td> </td></tr><tr><td>EIT</td><td>ง</td></tr></table>"
    )
    (table,) = document(text).tables
    assert table.n_rows == 4
    assert [[c.text for c in row if c] for row in table.covering()] == [
        ["IIT", "ก"], ["IIT", "ข"], ["IIT", "ค"], ["EIT", "ง"],
    ]  # fmt: skip


def test_the_caption_is_the_line_above_and_no_page_number() -> None:
    (table,) = document("ผลคะแนนรายตัวชี้วัด\n\n- 3 -\n\n" + FIRST).tables
    assert table.caption == "ผลคะแนนรายตัวชี้วัด"


def test_a_table_in_a_table_is_not_a_piece_of_it() -> None:
    text = (
        "<table><tr><td>ก<table><tr><td>ใน</td><td>80</td></tr></table></td>"
        "<td>ข<table><tr><td>ข้าง</td><td>90</td></tr></table></td></tr></table>"
    )
    assert [column(t, 0) for t in document(text).tables] == [["ใน"], ["ข้าง"]]


CELL = st.sampled_from(["", "ตัวชี้วัด", "คะแนน", "การใช้อำนาจ", "80.11", "2567", "1.", "1. จัดทำ", "IIT", "-", "ก", "๙๐"])
TABLES = st.lists(st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=4), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_joining_loses_no_text_but_repeated_heads(pieces: list[list[list[str]]]) -> None:
    given_tables = [table_from_rows(rows, TextRepairer()) for rows in pieces]
    before = [[c.text for row in t.grid for c in row if c is not None and c.text] for t in given_tables]
    heads = {
        squash(t.grid[r][c].text)  # type: ignore[union-attr]
        for t in given_tables[:1] + given_tables
        for r in range(min(3, t.n_rows))
        for c in range(len(t.grid[r]))
        if t.grid[r][c] is not None
    }
    after = [c.text for t in join_tables(given_tables) if isinstance(t, Table) for c in t.cells()]
    remaining = list(after)
    for text in (x for texts in before for x in texts):
        if text in remaining:
            remaining.remove(text)
        else:
            assert squash(text) in heads
            assert read_number(text) is None or 2500 <= float(text) <= 2600, "a figure was lost"
    assert all(text == "" for text in remaining), "text was made up"


def test_a_repeated_head_ends_where_its_tall_cells_end() -> None:
    head = (
        "<tr><td rowspan=3>ที่</td><td rowspan=3>มาตรการ</td><td colspan=3>แผนและผล</td></tr>"
        "<tr><td colspan=2>ไตรมาส</td><td rowspan=2>ผลการดำเนินงาน</td></tr>"
        "<tr><td>1</td><td>2</td></tr>"
    )
    rows = [f"<tr><td>{i}</td><td>จัดทำคู่มือ</td><td>✓</td><td></td><td>แล้ว</td></tr>" for i in (1, 2)]
    read = document("\n\n".join(f"<table>{head}{row}</table>" for row in rows))
    (table,) = read.tables
    assert [[c.text for c in row if c] for row in table.grid[3:]] == [
        [str(i), "จัดทำคู่มือ", "✓", "", "แล้ว"] for i in (1, 2)
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("9|เทศบาลเมือง|80.22",), ("|ดอนไผ่|", "10|เทศบาลตำบลดอนดี|80.33")),
        # The figure stands in the middle of the row.
        (("9|เทศบาลเมือง|",), ("|ดอนไผ่|80.22", "10|เทศบาลตำบลดอนดี|80.33")),
    ],
)
def test_a_row_of_figures_that_a_page_cuts_is_one(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    above = tabs("ที่|หน่วยงาน|คะแนน", "7|เทศบาลตำบลดอนขาว|80.00", "8|เทศบาลตำบลดอนคำ|80.11", *first)
    (table,) = document(above + "\f" + tabs(*second)).tables
    row = [c.text if c else "" for c in table.grid[3]]
    assert row == ["9", "เทศบาลเมืองดอนไผ่", "80.22"]
    assert [row[0].row for row in table.grid if row[0]] == list(range(table.n_rows))
    assert table.n_rows == 3 + len(second)


@pytest.mark.parametrize("second", [("0|ดอนไผ่|", "11|เทศบาลตำบลดอนดี|80.33"), ("0|ดอนไผ่|",)])
def test_a_number_that_a_page_cuts_is_one(second: tuple[str, ...]) -> None:
    above = tabs("ที่|หน่วยงาน|คะแนน", "8|ก|80.11", "9|ข|80.22", "1|เทศบาลเมือง|80.23")
    (table,) = document(above + "\f" + tabs(*second)).tables
    assert [c.text if c else "" for c in table.grid[3]] == ["10", "เทศบาลเมืองดอนไผ่", "80.23"]


@pytest.mark.parametrize(
    "second",
    [
        # A group between counted rows, a row without a number of its own, a count that starts anew.
        ("|แบบวัด EIT|", "1|คุณภาพ|80.33"),
        ("|เทศบาลตำบลดอนดี|80.33", "10|เทศบาลตำบลดอนใหม่|80.44"),
        ("1|เทศบาลตำบลดอนดี|80.33", "2|เทศบาลตำบลดอนใหม่|80.44"),
    ],
)
def test_a_row_of_its_own_is_no_rest(second: tuple[str, ...]) -> None:
    above = tabs("ที่|หน่วยงาน|คะแนน", "8|เทศบาลตำบลดอนคำ|80.11", "9|เทศบาลเมืองดอนไผ่|80.22")
    (table,) = document(above + "\f" + tabs(*second)).tables
    assert table.n_rows == 5
