"""Web pages: what is on show, what is of other pages, tables that lay out, sheets, panels."""

from __future__ import annotations

import re

import pytest

from tests.layouts.inline import document
from thai_ita.model import Document, Table


def page(body: str, style: str = "") -> Document:
    head = f"<style>{style}</style>" if style else ""
    return document(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")


def texts(shown: Document) -> list[str]:
    return [line.text for line in shown.lines]


def grid(table: Table) -> list[list[str | None]]:
    return [[None if c is None else c.text for c in row] for row in table.grid]


def codes(shown: Document) -> list[str]:
    return [t.code for t in shown.problems]


# -- hidden and struck -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "style"),
    [
        ('<span style="display:none">80.11</span>', ""),
        ('<span style="display : none !important">80.11</span>', ".a{color:red}"),
        ("<span hidden>80.11</span>", ""),
        ('<span style="visibility:hidden">80.11</span>', ""),
        ('<span style="text-decoration: line-through">80.11</span>', ""),
        ('<span class="old x">80.11</span>', "/* a */ b.old, span.old { text-decoration : red line-through }"),
        ('<b id="h">80.11</b>', "<!-- #h{display:none} -->"),
        ("<span style='mso-hide:all'>80.11</span>", ""),
        ('<i class="a">80.11</i>', "@media screen { .a { display: none } }"),
        ('<input type="hidden" value="80.11">', ""),
        ("<s>80.11</s>", ""),
    ],
)  # fmt: skip
def test_what_is_hidden_or_struck_is_not_read(old: str, style: str) -> None:
    shown = page(f"<p>คะแนน {old} 90.20</p>", style)
    assert texts(shown) == ["คะแนน 90.20"]


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ('<p class="a">80.11</p>', "@media print { .a { display: none } }"),
        ('<p class="a">80.11</p>', "@media (max-width: 600px) { .a { display: none } }"),
        ('<p class="a b">80.11</p>', ".a{display:none} .a.b{display:block}"),
        ('<p class="a" style="display:block">80.11</p>', "p.a{display:none}"),
        ('<p class="a">80.11</p>', ".a:hover{display:none} .a::after{display:none}"),
        ("<p aria-hidden=true>80.11</p>", ""),
        ("<details><summary></summary>80.11</details>", ""),
        ("<p><ins>80.11</ins></p>", ""),
        ("<p style='text-decoration:underline'>80.11</p>", ""),
    ],
)
def test_what_is_on_show_is_read(body: str, style: str) -> None:
    shown = page(body, style)
    assert (texts(shown), codes(shown)) == (["80.11"], [])


def test_figures_that_were_hidden_are_counted() -> None:
    shown = page('<p>90.20</p><div style="display:none"><p>80.11</p><p>ก 70.11 <b hidden>60.11</b></p></div>')
    (problem,) = shown.problems
    assert (problem.code, problem.message[:9]) == ("hidden-parts", "3 figure(")


def test_hidden_cells_rows_and_columns() -> None:
    head = "<tr><th>ชื่อ</th><th style='display:none'>เดิม</th><th>ใหม่</th></tr>"
    row = "<tr><td>ก</td><td style='display:none'>80.11</td><td>90.20</td></tr>"
    gone = "<tr hidden><td>ข</td><td>1</td><td>2</td></tr>"
    (table,) = page(f"<table>{head}{row}{gone}</table>").tables
    assert grid(table) == [["ชื่อ", "ใหม่"], ["ก", "90.20"]]


def test_a_struck_cell_keeps_its_place() -> None:
    struck = "<td style='text-decoration:line-through'>80.11</td>"
    (table,) = page(
        f"<table><tr><td>ก</td>{struck}<td>90.20</td></tr><tr><td>ข</td><td>1</td><td>2</td></tr></table>"
    ).tables
    assert grid(table)[0] == ["ก", "", "90.20"]


def test_columns_that_their_col_hides() -> None:
    cols = "<col><col style='visibility:collapse' span=2><col>"
    rows = "<tr><th>ชื่อ</th><th colspan=3>คะแนน</th></tr><tr><td>ก</td><td>70.11</td><td>80.11</td><td>90.20</td></tr>"
    shown = page(f"<table>{cols}{rows}</table>")
    assert [grid(t) for t in shown.tables] == [[["ชื่อ", "คะแนน"], ["ก", "90.20"]]]
    assert codes(shown) == ["hidden-parts"]


def test_fields_are_read_in_place() -> None:
    body = (
        "<p>ปี <select><option>2566<option selected>2567</select> ได้ <input value=90.20> จาก "
        "<select><option>100<option>5</select><input type=checkbox value=3><textarea>ครบ</textarea></p>"
    )
    assert texts(page(body)) == ["ปี 2567 ได้ 90.20 จาก 100ครบ"]


def test_cells_of_other_texts_hide_by_their_own_attributes() -> None:
    (table,) = document(
        "| ก | <span style='text-decoration:line-through'>80.11</span> 90.20 |\n|---|---|\n| ข | <b hidden>1</b>2 |\n"
    ).tables
    assert grid(table) == [["ก", "90.20"], ["ข", "2"]]


# -- other pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "aside",
    [
        "<ul><li><a href=/1>ITA ปี 2566 ได้ 80.11</a></li><li><a href=/2>ข่าวปี 2565</a></li></ul>",
        "<div class='post related'><p>เทศบาลได้ <a href=/1>คะแนนปี 2566 80.11 คะแนน</a></p><a href=/2>อ่านข่าวทั้งหมดของปีงบประมาณ</a></div>",
        "<section><h4>ข่าวที่เกี่ยวข้อง</h4><a href=/1>ได้ 80.11 คะแนนในปีงบประมาณ พ.ศ. 2566</a></section>",
        "<div id=cookie-bar>คุกกี้ของเรา 80.11</div>",
        "<div>หน้าแรก<br>ITA 2566<br>ติดต่อ</div>",
        "<table><tr><td><a href=/1>ผล ITA 2566</a></td></tr><tr><td><a href=/2>ข่าว</a></td></tr></table>",
        "<table><tr><td><a href=/1>ผล ITA 2566</a></td><td><a href=/2>ข่าว</a></td></tr></table>",
        "<nav>ITA 2566</nav>",
    ],
)
def test_what_is_of_other_pages_is_not_read(aside: str) -> None:
    assert texts(page(f"<p>ก่อน</p>{aside}<p>หลัง</p>")) == ["ก่อน", "หลัง"]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li><a href=/1>IIT</a> 80.11</li><li><a href=/2>EIT</a> 81.11</li></ul>",
        "<ul><li><a href=/1>IIT 80.11</a></li><li><a href=/2>EIT 81.11</a></li></ul>",
        "<div class=side-menu><h3>ผล</h3><p>ได้ 80.11 คะแนน</p><a href=/1>ก</a><a href=/2>ข</a></div>",
        "<div><a class=card href=/1><p>80.11</p></a><a class=card href=/2><p>2566</p></a></div>",
        "<div><a href='#1'>ผลปี 2566 80.11</a> <a href='#2'>ผลปี 2567</a></div>",
        "<footer>เทศบาลตำบลดอนงาม 80.11</footer>",
        "<table><tr><td><a href=/1>ก</a></td><td><a href=/1>80.11</a></td></tr>"
        "<tr><td><a href=/2>ข</a></td><td><a href=/2>81.11</a></td></tr></table>",
        "<div>หน้าแรก<br>ได้ 80.11 คะแนน<br>ติดต่อ</div>",
    ],
)
def test_what_the_page_says_itself_is_read(body: str) -> None:
    shown = page(body)
    cells = [c.text for table in shown.tables for c in table.cells()]
    assert any("80.11" in text for text in [*texts(shown), *cells])


def test_figures_in_links_that_were_left_out_are_told() -> None:
    body = "<ul><li><a href=/1>ITA ปี 2566 ได้ 80.11</a></li><li><a href=/2>ข่าวปี 2565</a></li></ul>"
    assert codes(page(f"<p>ก</p>{body}")) == ["links-not-read"]


# -- tables that lay out ---------------------------------------------------------------------------

INNER = "<table><tr><td>การใช้อำนาจ</td><td>80.11</td></tr><tr><td>การใช้งบประมาณ</td><td>81.11</td></tr></table>"


def test_the_cells_of_a_table_that_lays_out_are_parts_of_the_page() -> None:
    shown = page(
        f"<table><tr><td colspan=2><h1>เทศบาลตำบลดอนงาม</h1></td></tr><tr><td>เมนู</td><td><b>ปี 2566</b>{INNER}</td></tr>"
        f"<tr><td></td><td><b>ปี 2567</b>{INNER}</td></tr></table>"
    )
    assert texts(shown) == ["เทศบาลตำบลดอนงาม", "เมนู", "ปี 2566", "ปี 2567"]
    assert [table.caption for table in shown.tables] == ["ปี 2566", "ปี 2567"]


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def test_rows_that_are_drawn_as_tables_are_one_table() -> None:
    drawn = [f"<table>{row(name, f)}</table>" for name, f in (("การใช้อำนาจ", "80.11"), ("การใช้งบประมาณ", "81.11"))]
    year = "<table>" + "".join(map(row, ("ปี {}", *drawn))) + "</table>"
    shown = page(f"<table>{row(year.format(2566), year.format(2567))}</table>")
    assert [table.caption for table in shown.tables] == ["ปี 2566", "ปี 2567"]
    assert [grid(table) for table in shown.tables] == [[["การใช้อำนาจ", "80.11"], ["การใช้งบประมาณ", "81.11"]]] * 2


def test_heads_in_a_row_of_their_own_stand_above_their_columns() -> None:
    shown = page(f"<table>{row('<b>ปี 2567</b>', '<b>ปี 2566</b>')}{row(INNER, INNER)}</table>")
    assert [table.caption for table in shown.tables] == ["ปี 2567", "ปี 2566"]
    # Words over words are lines one after the other.
    words = page(f"<table>{row('<b>ก</b>', '<b>ข</b>')}{row('ค', 'ง')}{row(INNER, 'จ')}</table>")
    assert [table.caption for table in words.tables] != ["ก"]


def test_tables_that_differ_or_have_words_between_stay_apart() -> None:
    one, two = f"<table>{row('ก', '80.11')}</table>", f"<table>{row('ก', '80.11', '81.22')}</table>"
    for cells in ((one, two), (one, f"<b>ปี 2566</b>{one}"), (one, "ปี 2566", one)):
        shown = page("<table>" + "".join(map(row, cells)) + "</table>")
        assert len(shown.tables) == 2


def test_texts_beside_pictures_are_lines() -> None:
    bullet = "<img src=dot.gif>"
    shown = page(f"<table>{row(bullet, 'ควรเผยแพร่')}{row(bullet, 'ควรตรวจ')}</table>")
    assert texts(shown) == ["ควรเผยแพร่", "ควรตรวจ"]
    assert not shown.tables
    # A picture may be the mark of a row of things.
    assert page(f"<table>{row(bullet, 'ก', '80.11')}{row(bullet, 'ข', '81.11')}</table>").tables


def test_a_cell_with_headings_and_paragraphs_is_a_page() -> None:
    body = "<table><tr><td>เมนู</td><td><h2>ผล ITA</h2><p>ได้ 80.11 คะแนน</p></td></tr></table>"
    assert texts(page(body)) == ["เมนู", "ผล ITA", "ได้ 80.11 คะแนน"]


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>ที่</td><td>มาตรการ</td><td>ขั้นตอน</td></tr><tr><td>1</td><td>ก</td><td><p>ก</p><ul><li>ข</li></ul></td></tr>",
        "<tr><th>มาตรการ</th><th>ขั้นตอน</th></tr><tr><td>ก</td><td><h4>ก</h4><p>ข</p></td></tr>",
        f"<tr><td>1</td><td>ก</td></tr><tr><td>2</td><td>ข</td></tr><tr><td>3</td><td>{INNER}</td></tr>",
        "<tr><td>ก</td><td>80.11</td></tr>",
    ],
)
def test_a_table_of_things_stays_one(rows: str) -> None:
    assert page(f"<table>{rows}</table>").tables[0].n_columns > 1


def test_boxes_of_one_cell_are_text() -> None:
    row = "<tr><td>{}</td><td><table><tbody><tr><td>{}</td></tr></tbody></table></td></tr>"
    body = "<table>" + row.format("ก", "80.11") + row.format("ข", "81.11") + row.format("ค", "82.11") + "</table>"
    assert [grid(t) for t in page(body).tables] == [[["ก", "80.11"], ["ข", "81.11"], ["ค", "82.11"]]]


@pytest.mark.parametrize(
    "cells",
    [
        "<div role=table><div role=row><span role=columnheader>ก</span><span role=columnheader>2566</span></div>"
        "<div role=row><span role=cell>ข</span><span role=cell>80.11</span></div></div>",
        "<div class=t><p class=r><i>ก</i><i>2566</i></p><p class=r><i>ข</i><i>80.11</i></p></div>",
    ],
)
def test_tables_by_role_or_style(cells: str) -> None:
    style = ".t{display:table} .r{display:table-row} .r i{display:table-cell}"
    (table,) = page(cells, style).tables
    assert grid(table) == [["ก", "2566"], ["ข", "80.11"]]


def test_figures_of_neighbours_do_not_run_into_one() -> None:
    body = "<div><span>การใช้อำนาจ</span><span>79.36</span><span>80.36</span></div><p><b>8</b><b>5.30</b></p>"
    assert texts(page(body)) == ["การใช้อำนาจ 79.36 80.36", "85.30"]


def test_a_table_of_one_column_in_a_cell_is_its_lines() -> None:
    steps = "<table><tr><td>1. สำรวจ</td></tr><tr><td>2. จัดทำ</td></tr></table>"
    rows = f"<tr><td>ที่</td><td>มาตรการ</td><td>ขั้นตอน</td></tr><tr><td>1</td><td>ก</td><td>{steps}</td></tr>"
    (table,) = page(f"<table>{rows}</table>").tables
    assert grid(table)[1] == ["1", "ก", "1. สำรวจ\n2. จัดทำ"]


def test_boxes_with_the_figure_first_are_turned() -> None:
    box = "<div><b>{}</b><p>{}</p></div>"
    boxes = "<h3>ผล</h3>" + box.format("80.11", "ปี 2566") + box.format("81.11", "ปี 2567")
    assert texts(page(f"<div>{boxes}</div>")) == ["ผล", "ปี 2566", "80.11", "ปี 2567", "81.11"]


@pytest.mark.parametrize(
    "boxes",
    [
        "<div><b>80.11</b><p>คะแนน</p></div><div><b>81.11</b><p>คะแนน</p></div>",
        "<h3>ก</h3><div><b>80.11</b><p>ดีมาก</p></div><h3>ข</h3><div><b>81.11</b><p>ดี</p></div>",
        "ก<div><b>80.11</b><p>ดีมาก</p></div><div><b>81.11</b><p>ดี</p></div>",
        "<div><p>ก</p><b>80.11</b></div><div><b>81.11</b><p>ข</p></div>",
    ],
)
def test_other_boxes_keep_their_order(boxes: str) -> None:
    order = re.findall(r"[ก-ฮ][ก-๎]*|[\d.]+", re.sub("<[^>]*>", " ", boxes))
    assert texts(page(f"<div>{boxes}</div>")) == order


def test_rowspan_nought_reaches_the_end() -> None:
    rows = "<tr><td rowspan=0>IIT</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr>"
    (table,) = page(f"<table>{rows}</table>").tables
    assert [[c.text for c in row if c] for row in table.covering()] == [
        ["IIT", "1"],
        ["IIT", "2"],
        ["IIT", "3"],
    ]


def test_elements_that_xml_closes() -> None:
    xml = (
        '<?xml version="1.0"?><html xmlns="x"><head><script src="a"/></head><body><p/><div>ก<br/>ข</div></body></html>'
    )
    assert texts(document(xml)) == ["ก", "ข"]


# -- sheets and panels -------------------------------------------------------------------------------


def sheet(rows: list[list[str]], letters: str = "ABC", first: int = 1) -> str:
    head = "".join(f"<th>{letter}</th>" for letter in letters)
    body = "".join(
        f"<tr><th>{r}</th>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for r, row in enumerate(rows, first)
    )
    return f"<table class=waffle><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"


ROWS = [["ที่", "ตัวชี้วัด", "คะแนน"], ["1", "ก", "80.11"], ["2", "ข", "81.11"], ["3", "ค", "82.11"]]


def test_letters_and_numbers_go_and_titles_stand_above() -> None:
    shown = page(sheet([["ผล ITA ปี 2567", "", ""], ["", "", ""], *ROWS], "BCD", 4))
    assert texts(shown) == ["ผล ITA ปี 2567"]
    assert [grid(t) for t in shown.tables] == [ROWS]


FIGURES = ["ผล ITA ปี 2566", "IIT", "89.36"]
PLAN = [["ที่", "มาตรการ", "ผู้รับผิดชอบ"], ["1", "ก", "กองคลัง"], ["2", "ข", "กองช่าง"]]
BLANK = ["", "", ""]


def test_a_published_sheet_is_cut_at_its_blank_rows() -> None:
    title = ["แผนของเทศบาล", "", ""]
    shown = page(sheet([title, BLANK, FIGURES, BLANK, *PLAN]))
    assert texts(shown) == ["แผนของเทศบาล"]
    assert [grid(t) for t in shown.tables] == [[FIGURES], PLAN]


def test_blank_rows_between_the_rows_of_one_table_do_not_cut_it() -> None:
    shown = page(sheet([*PLAN[:2], BLANK, PLAN[2]]))
    assert [grid(t) for t in shown.tables] == [PLAN]


def test_the_bar_under_frozen_rows_is_no_blank_row() -> None:
    bar = "<tr><th></th><td></td><td></td><td></td></tr>"
    whole = sheet([FIGURES, BLANK, *PLAN])
    frozen = whole.replace("<tr><th>4<", f"{bar}<tr><th>4<")
    assert frozen != whole
    assert [grid(t) for t in page(frozen).tables] == [[FIGURES], PLAN]


@pytest.mark.parametrize("mark", ["class=xl65", 'sdval="1"', 'sdnum="1033;"'])
def test_a_sheet_that_a_program_saved_is_cut_too(mark: str) -> None:
    rows = [FIGURES, BLANK, *PLAN]
    body = "".join("<tr>" + "".join(f"<td {mark}>{t}</td>" for t in row) + "</tr>" for row in rows)
    assert [grid(t) for t in page(f"<table>{body}</table>").tables] == [[FIGURES], PLAN]
    other = page(f"<table>{body.replace(mark, '')}</table>")
    assert [grid(t) for t in other.tables] == [[FIGURES, *PLAN]]


def test_numbers_beside_title_and_head_are_those_of_a_sheet() -> None:
    numbered = "".join(
        f"<tr><td>{r}</td>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>"
        for r, row in enumerate([["ผล ITA ปี 2567", "", ""], *ROWS], 1)
    )
    assert [grid(t) for t in page(f"<table>{numbered}</table>").tables] == [ROWS]


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "ก", "80.11"], ["2", "ข", "81.11"], ["3", "ค", "82.11"], ["4", "ง", "83.11"]],
        [["1", "ก", ""], ["2", "ข", "81.11"], ["3", "ค", "82.11"], ["4", "ง", "83.11"]],
        [["", "A", "B"], ["1", "95 ขึ้นไป", "85"], ["3", "95", "85"], ["2", "95", "85"]],
        [
            ["", "A", "B", "C", "D", "F"],
            ["1", "95", "85", "75", "65", "0"],
            ["2", "9", "8", "7", "6", "0"],
        ],
    ],
)
def test_numbered_rows_and_grades_are_no_frame(rows: list[list[str]]) -> None:
    body = "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in rows)
    assert [grid(t) for t in page(f"<table>{body}</table>").tables] == [rows]


def test_sheets_of_a_published_workbook_stand_under_their_tabs() -> None:
    shown = page(
        '<ul><li id="sheet-button-0"><a href="#">ปี 2566</a></li><li id="sheet-button-7"><a href="#">ปี 2567</a></li></ul>'
        f'<div id="0">{sheet(ROWS)}</div><div id="7" style="display:none">{sheet(ROWS)}</div>'
        f'<div id="9" style="display:none">{sheet(ROWS)}</div>'
    )
    assert texts(shown) == ["ปี 2566", "ปี 2567"]
    assert [grid(t) for t in shown.tables] == [ROWS, ROWS]
    assert codes(shown) == ["hidden-parts"]


def test_sheets_of_different_years_are_not_joined() -> None:
    titles = [
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566",
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567",
    ]
    body = "".join(
        f"<table><tr><td colspan=3>{title}</td></tr>"
        + "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in ROWS)
        + "</table>"
        for title in titles
    )
    assert [t.grid[0][0].text for t in page(body).tables if t.grid[0][0]] == titles


def test_links_to_a_place_on_show_are_no_tabs() -> None:
    shown = page("<p><a href='#a'>สารบัญ</a></p><div id=a><p>ผล 80.11</p></div>")
    assert texts(shown) == ["สารบัญ", "ผล 80.11"]


def test_a_hostile_page_is_read() -> None:
    deep = "<div style='display:none'>" * 300 + "ลึก" + "</div>" * 300
    assert texts(page(f"<style>}}{{ a{{ ::x{{</style>{deep}<p>จบ</p>")) == ["จบ"]


def test_figures_that_count_up_show_where_they_end() -> None:
    body = "<p><b data-to-value='85.20'>0</b> <b data-count='5'>7</b> <b data-target='#x'>0</b></p>"
    assert texts(page(body)) == ["85.20 7 0"]


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ("<p class='elementor-invisible'>80.11</p>", ".elementor-invisible{visibility:hidden}"),
        ("<p data-aos=up>80.11</p>", "[data-aos]{opacity:0}"),
        ("<p>80.11</p>", "body > p{display:none}"),
        ("<div id=sheets-viewport><div style='display:none'><p>80.11</p></div></div><p>.</p>", ""),
    ],
)
def test_what_a_program_brings_to_show_is_read(body: str, style: str) -> None:
    assert texts(page(body, style))[0] == "80.11"


def test_a_page_of_frames_says_what_it_shows() -> None:
    html = "<html><frameset><frame src='sheet001.htm'></frameset></html>"
    (problem,) = document(html).problems
    assert problem.code == "frames-not-read"
    assert "sheet001.htm" in problem.message
