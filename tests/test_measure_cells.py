"""One cell for several measures, several measures in one cell, lines below a title, lists in prose."""

from __future__ import annotations

import pytest

from tests.layouts.inline import plan, tabs
from thai_ita.model import Cell, Measure, Table
from thai_ita.parse.measures.assign_paragraphs import assign
from thai_ita.parse.measures.measure_tables import MeasureRow
from thai_ita.parse.measures.table_kind import table_kind
from thai_ita.parse.measures.themes import theme_of
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.list_items import read_items

HEAD = "<tr><th>มาตรการ</th><th>ขั้นตอน</th><th>ผู้รับผิดชอบ</th></tr>"


def web(*rows: str, head: str = HEAD) -> list[Measure]:
    body = "".join(
        row if row.startswith("<") else "<tr>" + "".join(f"<td>{c}</td>" for c in row.split("|")) + "</tr>"
        for row in rows
    )
    return plan(f"\n<table>{head}{body}</table>").measures


# -- several measures in one cell ------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        "1. ทำผัง<br>2. ตอบไลน์|ร่าง|1. กองช่าง<br>2. กองคลัง",
        "(1) ทำผัง<br>(2) ตอบไลน์|ร่าง|(1) กองช่าง<br>(2) กองคลัง",
        "ก. ทำผัง<br>ข. ตอบไลน์|ร่าง|ก. กองช่าง<br>ข. กองคลัง",
        "a) ทำผัง b) ตอบไลน์|ร่าง|a) กองช่าง b) กองคลัง",
        "มาตรการที่ 1 ทำผัง<br>มาตรการที่ 2 ตอบไลน์|ร่าง|มาตรการที่ 1 กองช่าง<br>มาตรการที่ 2 กองคลัง",
        "7. ทำผัง<br>8. ตอบไลน์|ร่าง|1. กองช่าง<br>2. กองคลัง",
    ],
)
def test_each_of_several_measures_in_a_row_has_its_own(row: str) -> None:
    assert [(m.title, m.steps, m.responsible) for m in web(row)] == [
        ("ทำผัง", ["ร่าง"], ["กองช่าง"]), ("ตอบไลน์", ["ร่าง"], ["กองคลัง"]),
    ]  # fmt: skip


def test_several_measures_may_be_counted_line_by_line() -> None:
    head = "<tr><th>ที่</th><th>มาตรการ</th><th>ผู้รับผิดชอบ</th></tr>"
    found = web("1<br>2|ทำผัง<br>ตอบไลน์|กองช่าง<br>กองคลัง", head=head)
    assert [(m.seq, m.title, m.responsible) for m in found] == [(1, "ทำผัง", ["กองช่าง"]), (2, "ตอบไลน์", ["กองคลัง"])]
    (found,) = web("1|ทำผังให้<br>ครบทุกจุด|กองช่าง<br>กองคลัง", head=head)
    assert (found.title, found.responsible) == ("ทำผังให้ ครบทุกจุด", ["กองช่าง", "กองคลัง"])


# -- lines below a title ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "1. ทำผัง<br>1.1 ร่างแบบ<br>1.2 ติดตั้ง",
        "1. ทำผัง 1.1 ร่างแบบ 1.2 ติดตั้ง",
        "๑. ทำผัง<br>(๑) ร่างแบบ<br>(๒) ติดตั้ง",
        "๑.ทำผัง<br>๑. ร่างแบบ<br>๒. ติดตั้ง",
        "1. ทำผัง<br>- ร่างแบบ<br>- ติดตั้ง",
        "ทำผัง<br>ก. ร่างแบบ<br>ข. ติดตั้ง",
        "ทำผัง<br>1) ร่างแบบ<br>2) ติดตั้ง",
    ],
)
def test_what_is_numbered_below_a_title_is_part_of_the_measure(title: str) -> None:
    (found,) = web(f"{title}|ประชุม|กองช่าง")
    assert (found.title, found.sub_measures, found.steps) == ("ทำผัง", ["ร่างแบบ", "ติดตั้ง"], ["ประชุม"])


def test_each_of_several_measures_keeps_the_lines_below_it() -> None:
    found = web("1. ทำผัง<br>1.1 ร่างแบบ<br>1.2 ติดตั้ง<br>2. ตอบไลน์<br>- ตั้งคน|ประชุม|กองช่าง")
    assert [(m.title, m.sub_measures) for m in found] == [("ทำผัง", ["ร่างแบบ", "ติดตั้ง"]), ("ตอบไลน์", ["ตั้งคน"])]


# -- one cell for several measures -----------------------------------------------------------

RESULTS = "<tr><th>ที่</th><th>มาตรการ</th><th>ผลการดำเนินการ</th><th>ผลลัพธ์</th></tr>"


def outcomes(cell: str) -> list[str]:
    rows = [f"<tr><td>1</td><td>ติดราคากลาง</td><td>ติดครบ</td><td rowspan=2>{cell}</td></tr>", "2|เปิดไลน์รับเรื่อง|มี 300 คน"]
    return [m.outcome for m in web(*rows, head=RESULTS)]


@pytest.mark.parametrize("mark", [("- ", "- "), ("• ", "• "), ("1. ", "2. "), ("ก. ", "ข. ")])
def test_a_mark_for_each_measure_parts_a_merged_cell(mark: tuple[str, str]) -> None:
    assert outcomes(f"{mark[0]}ผู้ค้าเห็นราคา<br>{mark[1]}ชาวบ้านแจ้งง่าย") == ["ผู้ค้าเห็นราคา", "ชาวบ้านแจ้งง่าย"]


def test_words_part_a_merged_cell_of_more_paragraphs_than_measures() -> None:
    cell = "- ผู้ค้าเห็นราคากลางก่อนยื่น<br>- การติดราคากลางครบทุกโครงการ<br>- ชาวบ้านแจ้งเรื่องทางไลน์ได้"
    assert outcomes(cell) == ["- ผู้ค้าเห็นราคากลางก่อนยื่น\n- การติดราคากลางครบทุกโครงการ", "- ชาวบ้านแจ้งเรื่องทางไลน์ได้"]


@pytest.mark.parametrize("cell", ["ประชาชนพอใจ", "ประชาชนพอใจ<br>งานเร็วขึ้น", "- ก้าวหน้า<br>- ดีขึ้น<br>- ทั่วถึง"])
def test_what_cannot_be_divided_holds_for_all(cell: str) -> None:
    assert len(set(outcomes(cell))) == 1


def test_bullets_in_the_own_cell_stay_together() -> None:
    found = web("1|ติดราคากลาง|ติดครบ|- ผู้ค้าเห็นราคา<br>- ร้องเรียนลดลง", "2|เปิดไลน์|มี 300 คน|- แจ้งง่าย", head=RESULTS)
    assert [m.outcome for m in found] == ["- ผู้ค้าเห็นราคา\n- ร้องเรียนลดลง", "- แจ้งง่าย"]


def test_bulleted_steps_merged_over_measures_are_steps_of_each() -> None:
    rows = ["<tr><td>1. ทำผัง</td><td rowspan=2>- ร่าง<br>- เสนอ</td><td>กองช่าง</td></tr>", "2. ตอบไลน์|กองคลัง"]
    assert [m.steps for m in web(*rows)] == [["ร่าง", "เสนอ"]] * 2


def test_a_page_may_cut_the_cell_that_measures_of_a_row_share() -> None:
    found = web(
        "7. เปิดเวทีรับฟังความคิดเห็นของชุมชน|ประชุมครบ 3 ครั้ง|ได้ข้อเสนอจากชุมชนไปไว้ในแผน",
        "8. จัดบัตรคิวให้ผู้มารับบริการ<br>9. เผยแพร่แผนจัดซื้อจัดจ้าง|- ตั้งบัตรคิว<br>- ลงแผนจัดซื้อบนเว็บ"
        "|พัฒนาตำบล<br>- ผู้มารับบริการรู้ลำดับบัตรคิว<br>- ผู้ค้าเห็นแผนจัดซื้อจัดจ้าง<br>- อบรมการยืมทรัพย์สินของราชการ",
        "10. อบรมการยืมทรัพย์สินของราชการ|อบรมแล้ว|ครบทุกกอง",
        head=RESULTS.replace("<th>ที่</th>", ""),
    )  # fmt: skip
    assert [m.outcome for m in found] == [
        "ได้ข้อเสนอจากชุมชนไปไว้ในแผน พัฒนาตำบล",
        "- ผู้มารับบริการรู้ลำดับบัตรคิว",
        "- ผู้ค้าเห็นแผนจัดซื้อจัดจ้าง",
        "- อบรมการยืมทรัพย์สินของราชการ ครบทุกกอง",
    ]


def test_paragraphs_go_in_order_and_each_measure_gets_one() -> None:
    items = read_items("- จัดบัตรคิวแล้ว\n- บัตรคิวสั้นลง\n- ลงแผนจัดซื้อ")
    assert assign(items, ["จัดบัตรคิว", "เผยแพร่แผนจัดซื้อ"]) == [0, 0, 1]
    assert assign(items, ["อื่น", "อีกเรื่อง"]) == []
    assert assign(items[:1], ["จัดบัตรคิว", "เผยแพร่แผนจัดซื้อ"]) == []


# -- pages -----------------------------------------------------------------------------------


def read(rows: list[list[str | tuple[str, int]]], starts: tuple[int, ...]) -> list[MeasureRow]:
    """The measures of a table over pages; (text, rows) is a merged cell, what it covers is left out."""
    grid: list[list[Cell | None]] = []
    covered: dict[int, int] = {}
    for r, row in enumerate(rows):
        cells = iter(row)
        line: list[Cell | None] = []
        for c in range(len(rows[0])):
            if covered.get(c, 0) > r:
                line.append(None)
                continue
            cell = next(cells)
            text, span = cell if isinstance(cell, tuple) else (cell, 1)
            covered[c] = r + span
            line.append(Cell(text, text, r, c, rowspan=span))
        grid.append(line)
    return table_kind(GridView(Table(grid, number=1, starts=starts)), []).records


def units(records: list[MeasureRow]) -> list[str]:
    return [r.texts["responsible"] for r in records]


TOP: list[str | tuple[str, int]] = ["ที่", "มาตรการ", "ผู้รับผิดชอบ"]


def test_a_merged_cell_goes_on_over_a_page() -> None:
    rows = [TOP, ["1", "ทำผัง", ("กองช่าง", 2)], ["2", "ตอบไลน์"], ["3", "ทำคู่มือ", ("", 2)], ["4", "อบรม"]]
    assert units(read(rows, (0, 3))) == ["กองช่าง"] * 4


def test_one_row_of_a_merged_cell_may_stand_on_each_side_of_a_page() -> None:
    rows = [TOP, ["1", "ทำผัง", ("กองช่าง", 2)], ["2", "ตอบไลน์"], ["3", "ทำคู่มือ", "กองคลัง"], ["4", "อบรม", ""]]
    assert units(read(rows, (0, 4))) == ["กองช่าง", "กองช่าง", "กองคลัง", "กองคลัง"]
    assert units(read(rows, (0,))) == ["กองช่าง", "กองช่าง", "กองคลัง", ""]


@pytest.mark.parametrize("starts", [(0, 2), (0,)])
def test_an_empty_cell_is_no_rest_of_a_merged_one(starts: tuple[int, ...]) -> None:
    rows = [TOP, ["1", "ทำผัง", "กองช่าง"], ["2", "ตอบไลน์", ("", 2)], ["3", "ทำคู่มือ"]]
    assert units(read(rows, starts)) == ["กองช่าง", "", ""]


def test_a_row_with_the_next_number_is_no_rest_of_the_one_before_the_page() -> None:
    rows = [TOP, ["1", "ทำผัง", "กองช่าง"], ["2", "ตอบไลน์", ("กองคลัง", 2)], ["3", "ทำคู่มือ"], ["", "ฉบับย่อ", ""]]
    assert [r.title for r in read(rows, (0, 3, 4))] == ["ทำผัง", "ตอบไลน์", "ทำคู่มือฉบับย่อ"]


# -- lists in prose --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "มาตรการที่ 1 ทำผัง\n1) ร่าง\n2) ติด\nผู้รับผิดชอบ : กองช่าง\n\nมาตรการที่ 2 ตอบไลน์\n1) ตั้งคน\nผู้รับผิดชอบ : กองคลัง\n",
        "มาตรการที่ 1 : ทำผัง\n- ร่าง\n- ติด\nผู้รับผิดชอบ : กองช่าง\nมาตรการที่ 2 : ตอบไลน์\n- ตั้งคน\nผู้รับผิดชอบ : กองคลัง\n",
        "มาตรการที่กำหนดมีดังนี้\n1. ทำผัง\n1.1 ร่าง\n1.2 ติด\nผู้รับผิดชอบ: กองช่าง\n2. ตอบไลน์\n2.1 ตั้งคน\nผู้รับผิดชอบ: กองคลัง\n",
        "มาตรการ 1 ทำผัง\nก. ร่าง\nข. ติด\nผู้รับผิดชอบ: กองช่าง\nมาตรการ 2 ตอบไลน์\nก. ตั้งคน\nผู้รับผิดชอบ: กองคลัง\n",
    ],
    ids=["numbers", "bullets", "decimals", "letters"],
)
def test_a_list_below_a_measure_is_its_steps(text: str) -> None:
    found = plan(text).measures
    assert [(m.seq, m.title, m.responsible) for m in found] == [(1, "ทำผัง", ["กองช่าง"]), (2, "ตอบไลน์", ["กองคลัง"])]
    assert found[0].steps == ["ร่าง", "ติด"]
    assert "ตั้งคน" in found[1].steps[0]


@pytest.mark.parametrize("mark", ["(1) ", "1.1 ", "- "])
def test_a_list_below_a_measure_that_is_only_named_is_its_steps(mark: str) -> None:
    found = plan(f"มาตรการมีดังนี้\n1. ทำผัง\n{mark}ร่าง\n2. ตอบไลน์\n{mark.replace('1.1', '2.1')}ตั้งคน\n").measures
    assert [(m.title, m.steps) for m in found] == [("ทำผัง", ["ร่าง"]), ("ตอบไลน์", ["ตั้งคน"])]


def test_measures_may_be_numbered_below_a_chapter() -> None:
    found = plan(
        "3.1 ทำผัง\nวิธีการ: 1) ร่าง 2) ติด\nผู้รับผิดชอบ: กองช่าง\n3.2 ตอบไลน์\nวิธีการ: ตั้งคน\nผู้รับผิดชอบ: กองคลัง\n"
    ).measures
    assert [(m.seq, m.title, m.steps) for m in found] == [(1, "ทำผัง", ["ร่าง", "ติด"]), (2, "ตอบไลน์", ["ตั้งคน"])]
    steps = "มาตรการที่ 1 ทำผัง\nขั้นตอน\n1.1 ร่าง\n1.2 ติด\nผู้รับผิดชอบ : กองช่าง\nมาตรการที่ 2 ตอบไลน์\nผู้รับผิดชอบ : กองคลัง\n"
    assert [(m.title, m.steps) for m in plan(steps).measures] == [("ทำผัง", ["ร่าง", "ติด"]), ("ตอบไลน์", [])]


def test_text_between_a_measure_and_a_list_parts_them() -> None:
    text = "มาตรการที่ 1 ทำผัง\nเหตุผลมีหลายประการตามที่ประชุมเสนอ\n1) คนมาก\n2) จุดบริการน้อย\nผู้รับผิดชอบ : กองช่าง\n"
    (found,) = plan(text).measures
    assert found.steps == []


def test_a_listed_measure_may_name_its_unit_and_time_in_its_line() -> None:
    found = plan(
        "มาตรการส่งเสริมความโปร่งใส ได้แก่\n1) ทำผัง ผู้รับผิดชอบ กองช่าง ระยะเวลา ตลอดปี\n"
        "2) ประชุมผู้รับผิดชอบ ให้ครบทุกกอง\n"
    ).measures  # fmt: skip
    assert [(m.title, m.responsible, m.timeframe) for m in found] == [
        ("ทำผัง", ["กองช่าง"], "ตลอดปี"), ("ประชุมผู้รับผิดชอบ ให้ครบทุกกอง", [], ""),
    ]  # fmt: skip


def test_the_title_of_the_document_is_no_group() -> None:
    found = plan("## มาตรการ 1 ทำผัง\n\nผู้รับผิดชอบ กองช่าง\n\n## มาตรการ 2 ตอบไลน์\n\nผู้รับผิดชอบ กองคลัง\n").measures
    assert [m.group for m in found] == ["", ""]


# -- the parts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("ก. ร่าง ข. แจก", [(1, "ร่าง", "ก"), (2, "แจก", "ก")]),
        ("ทำผัง\nก) ร่าง\nข) แจก", [(None, "ทำผัง", ""), (1, "ร่าง", "ก"), (2, "แจก", "ก")]),
        ("ก.พ. 2567 ถึง มี.ค. 2567", [(None, "ก.พ. 2567 ถึง มี.ค. 2567", "")]),
        ("ก. เดียว", [(None, "ก. เดียว", "")]),
        ("(1) ร่าง", [(1, "ร่าง", "()")]),
        ("1) ร่าง", [(1, "ร่าง", ")")]),
        ("1 ร่าง\n2 แจก", [(1, "ร่าง", "bare"), (2, "แจก", "bare")]),
        ("3 วันทำการ", [(None, "3 วันทำการ", "")]),
        ("ประเภทต่าง\nๆ ให้ครบ", [(None, "ประเภทต่าง ๆ ให้ครบ", "")]),
        ("1.5 ล้านบาท", [(None, "1.5 ล้านบาท", "")]),
    ],
)
def test_items_have_the_style_of_their_marks(text: str, items: list[tuple[int | None, str, str]]) -> None:
    assert [(i.number, i.text, i.style) for i in read_items(text)] == items


def test_items_below_an_item_are_told_apart() -> None:
    assert [(i.text, i.sub) for i in read_items("1. ทำผัง\n1.1 ร่าง\n1.2 แจก")] == [
        ("ทำผัง", False),
        ("ร่าง", True),
        ("แจก", True),
    ]
    assert not any(i.sub for i in read_items("ใช้เงิน 1.1 ล้านบาท และ 1.2 ล้านบาท\n2.50 คะแนน"))


def test_the_fiscal_year_is_no_budget() -> None:
    budget = theme_of("ชี้แจงการใช้งบประมาณ")
    assert budget
    assert theme_of("ทบทวนแผนประจำปีงบประมาณ พ.ศ. 2567 และปีงบ 2568") == ""
    assert theme_of("ประชุมชี้แจงงบประมาณ ประจำปีงบประมาณ 2567") == budget
    assert theme_of("ให้ประชาชนร่วมบริหารและร่วมตรวจสอบ") == "การมีส่วนร่วมของประชาชน"


def test_a_unit_keeps_one_spelling_in_every_table() -> None:
    rows = tabs("มาตรการ|ผู้รับผิดชอบ", "1. ทำผัง|กองการ เจ้าหน้าที่", "2. ตอบไลน์|กองการเจ้าหน้าที่")
    assert [m.responsible for m in plan(rows).measures] == [["กองการเจ้าหน้าที่"]] * 2
