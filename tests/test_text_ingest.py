"""Text, Markdown, HTML and tab tables become blocks; the many shapes that tables have."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.layouts.inline import document, tabs
from thai_ita.ingest.grids import MAX_SPAN
from thai_ita.ingest.html_fragments import plain
from thai_ita.ingest.text import read_text
from thai_ita.model import Document, Line, LineKind, Media, Table
from thai_ita.parse import parse_document


def grid(table: Table) -> list[list[str | None]]:
    return [[None if c is None else c.text for c in row] for row in table.grid]


def only_table(text: str) -> Table:
    (table,) = document(text).tables
    return table


def lines(text: str) -> list[tuple[str, LineKind]]:
    return [(line.text, line.kind) for line in document(text).lines]


# -- lines -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "text", "kind"),
    [
        ("# ผลการประเมิน", "ผลการประเมิน", LineKind.HEADING),
        ("### ผลการประเมิน ##", "ผลการประเมิน", LineKind.HEADING),
        ("**ผลการประเมิน**", "ผลการประเมิน", LineKind.HEADING),
        ("__ผลการประเมิน__ :", "ผลการประเมิน", LineKind.HEADING),
        ("- ผลการประเมิน", "ผลการประเมิน", LineKind.BULLET),
        ("• ผลการประเมิน", "ผลการประเมิน", LineKind.BULLET),
        ("\\- ผลการประเมิน", "ผลการประเมิน", LineKind.BULLET),
        ("ได้ **ผ่าน** แล้ว", "ได้ ผ่าน แล้ว", LineKind.PARAGRAPH),
        ("<b>ได้</b> *ผ่าน*", "ได้ ผ่าน", LineKind.PARAGRAPH),
        ("-5.20 คะแนน", "-5.20 คะแนน", LineKind.PARAGRAPH),
        ("-๕.๒๐ คะแนน", "-๕.๒๐ คะแนน", LineKind.PARAGRAPH),
        ("ITA < 85 คะแนน", "ITA < 85 คะแนน", LineKind.PARAGRAPH),
        ("A &amp; B", "A & B", LineKind.PARAGRAPH),
    ],
)
def test_a_line_keeps_its_words_and_loses_its_markup(written: str, text: str, kind: LineKind) -> None:
    assert lines(written) == [(text, kind)]


def test_heading_levels_and_line_numbers() -> None:
    first, second = document("\n## ก\n\nข\n").lines
    assert (first.level, first.number, second.level, second.number) == (2, 2, 0, 4)


@pytest.mark.parametrize("rule", ["---", "***", "_____", "====", "- - -"])
def test_a_rule_is_no_text(rule: str) -> None:
    assert [t for t, _ in lines(f"ก\n\n{rule}\n\nข")] == ["ก", "ข"]


def test_lines_keep_the_raw_text_beside_the_repaired() -> None:
    (line,) = document("จํานวน\u200bเงิน").lines
    assert (line.raw, line.text) == ("จํานวน\u200bเงิน", "จำนวนเงิน")


# -- tables with tabs --------------------------------------------------------------------------


def test_tab_cells_with_html_become_lines() -> None:
    table = only_table("มาตรการ\tขั้นตอน\n<p>ก</p>\t<ol><li>ร่าง</li><li>แจก</li></ol>\n")
    assert grid(table)[1] == ["ก", "1. ร่าง\n2. แจก"]
    assert table.grid[1][1] is not None
    assert "<ol>" in table.grid[1][1].raw


def test_list_items_keep_the_numbers_that_are_typed() -> None:
    table = only_table("ก\t<ol><li>๑. ร่าง</li><li>๒. แจก</li></ol>\n")
    assert grid(table)[0][1] == "๑. ร่าง\n๒. แจก"
    table = only_table("ก\t<ul><li>ร่าง</li><li>- แจก</li></ul>\n")
    assert grid(table)[0][1] == "- ร่าง\n- แจก"


def test_blank_first_cells_stay_blank_cells() -> None:
    table = only_table("IIT\tการใช้อำนาจ\t80.00\n\tการใช้งบประมาณ\t81.00\n")
    assert grid(table)[1] == ["", "การใช้งบประมาณ", "81.00"]


def test_ragged_rows_are_kept_as_they_are() -> None:
    assert [len(r) for r in grid(only_table("ก\tข\tค\nง\tจ\nฉ\tช\tซ\tฌ\n"))] == [3, 2, 4]


@pytest.mark.parametrize("tag", ["i", "em", "mark", "sup"])
def test_a_second_reading_of_a_number_is_an_alternate(tag: str) -> None:
    cell = only_table(f"การใช้อำนาจ\t๙๙.๘๓ <{tag}>100.00</{tag}>\n").grid[0][1]
    assert cell is not None
    assert (cell.text, cell.alternates) == ("๙๙.๘๓", ("100.00",))


def test_emphasis_on_words_is_no_alternate() -> None:
    cell = only_table("การใช้ <i>อำนาจ</i>\t80\n").grid[0][0]
    assert cell is not None
    assert (cell.text, cell.alternates) == ("การใช้ อำนาจ", ())


# -- markdown ----------------------------------------------------------------------------------


def test_a_pipe_table_has_a_header_and_no_rule() -> None:
    table = only_table("| ตัวชี้วัด | คะแนน |\n| :--- | ---: |\n| การใช้อำนาจ | **80.00** |\n")
    assert (grid(table), table.header_rows) == (
        [["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", "80.00"]],
        1,
    )


def test_pipes_may_be_escaped_and_missing_at_the_edges() -> None:
    assert grid(only_table("ก | ข\n--- | ---\nA \\| B | 2\n"))[1] == ["A | B", "2"]
    assert grid(only_table("| ก | ข \\| |\n|---|---|\n| 1 | 2 |\n"))[0] == ["ก", "ข |"]


def test_a_pipe_in_a_sentence_is_no_table() -> None:
    assert document("คะแนนรวม 90.00 | ระดับ A\n").tables == []


def test_breaks_in_pipe_cells_are_lines() -> None:
    assert grid(only_table("| ก | ข |\n|---|---|\n| 1. ร่าง<br>2. แจก | ๒ |\n"))[1][0] == ("1. ร่าง\n2. แจก")


def test_columns_set_with_blanks_are_a_table() -> None:
    text = "ที่   ตัวชี้วัด         คะแนน\n 1   การใช้อำนาจ     80.00\n 2   การใช้งบประมาณ  81.00\n"
    assert grid(only_table(text))[2] == ["2", "การใช้งบประมาณ", "81.00"]


def test_two_rows_or_two_columns_of_blanks_are_lines() -> None:
    assert document("1   ก   80\n2   ข   81\n").tables == []
    assert document("ก   80\nข   81\nค   82\n").tables == []


# -- HTML tables -------------------------------------------------------------------------------


def test_spans_leave_none_where_they_cover() -> None:
    table = only_table(
        "<table><tr><th rowspan=2>ตัวชี้วัด</th><th colspan=2>คะแนน</th></tr>"
        "<tr><th>2566</th><th>2567</th></tr><tr><td>ก</td><td>1</td><td>2</td></tr></table>"
    )
    assert table.header_rows == 2
    assert grid(table) == [["ตัวชี้วัด", "คะแนน", None], [None, "2566", "2567"], ["ก", "1", "2"]]
    full = [[c.text if c else None for c in row] for row in table.covering()]
    assert full[1] == ["ตัวชี้วัด", "2566", "2567"]
    assert full[0] == ["ตัวชี้วัด", "คะแนน", "คะแนน"]


@pytest.mark.parametrize("span", ["100000", "99999999999999999999", "-3", "0", "x", "2.5", "๓"])
def test_a_hostile_span_stays_small(span: str) -> None:
    table = only_table(f'<table><tr><td colspan="{span}" rowspan="{span}">ก</td></tr><tr><td>ข</td></tr></table>')
    assert table.n_columns <= 2 * MAX_SPAN
    assert table.n_rows == 2
    assert [c.text for c in table.cells()] == ["ก", "ข"]


def test_many_hostile_spans_end_soon() -> None:
    row = "<tr>" + '<td colspan="200" rowspan="200">ก</td>' * 40 + "</tr>"
    table = only_table(f"<table>{row * 3}</table>")
    assert sum(1 for _ in table.cells()) == 120


def test_a_nested_table_follows_and_is_not_repeated() -> None:
    inner = "<table><tr><td>ใน</td><td>80</td></tr></table>"
    rows = "<tr><td>1</td><td>ข</td></tr><tr><td>2</td><td>ค</td></tr>"
    text = f"<table>{rows}<tr><td>3</td><td>กรอบ{inner}</td></tr></table>"
    outer, nested = document(text).tables
    assert grid(outer) == [["1", "ข"], ["2", "ค"], ["3", "กรอบ"]]
    assert grid(nested) == [["ใน", "80"]]


def test_a_frame_around_a_table_leaves_the_table() -> None:
    text = "<table><tr><td><table><tr><td>ใน</td><td>80</td></tr></table></td></tr></table>"
    assert grid(only_table(text)) == [["ใน", "80"]]


def test_a_table_that_is_never_closed_is_read() -> None:
    text = "<table><tr><td>ก</td><td>80</td></tr>\n\nต่อไป\n"
    assert grid(only_table(text)) == [["ก", "80"]]
    assert [line.text for line in document(text).lines] == ["ต่อไป"]


def test_whole_html_is_html_and_islands_are_text() -> None:
    page = "<!doctype html><html><head><title>ชื่อ</title></head><body><p>ก<br>ข</p></body></html>"
    assert document(page).media is Media.HTML
    assert [line.text for line in document(page).lines] == ["ก", "ข"]
    island = document("ก่อน\n<table><tr><td>ก</td><td>1</td></tr></table>\nหลัง\n")
    assert island.media is Media.TEXT
    assert [b.text if isinstance(b, Line) else "T" for b in island.blocks] == ["ก่อน", "T", "หลัง"]


def test_words_around_a_table_on_one_line_are_kept() -> None:
    read = document("<table><tr><td>ก</td><td>1</td></tr></table> ตามตาราง\n")
    assert [line.text for line in read.lines] == ["ตามตาราง"]


def test_inline_tags_in_html_do_not_lose_words() -> None:
    read = document("<div>ได้ <b></b><span>คะแนน</span> <i>๙๐</i></div>")
    assert [line.text for line in read.lines] == ["ได้ คะแนน ๙๐"]


# -- figures and pages -------------------------------------------------------------------------


def test_a_description_of_a_picture_is_not_text_but_is_told() -> None:
    read = document("ก\n<figure>\nกราฟแสดงคะแนน 92.50\n</figure>\nข\n")
    assert [line.text for line in read.lines] == ["ก", "ข"]
    assert [t.code for t in read.problems] == ["figure-not-read"]


def test_a_picture_without_numbers_is_passed_over() -> None:
    assert document("<figure>ตราเทศบาล</figure>\nข\n").problems == []


def test_a_table_in_a_figure_is_read() -> None:
    text = "<figure><table><tr><td>ก</td><td>80</td></tr></table></figure>"
    assert grid(only_table(text)) == [["ก", "80"]]


def pages_of(read: Document) -> list[tuple[str, int | None]]:
    return [(line.text, line.page) for line in read.lines]


def test_page_number_tags_at_the_foot() -> None:
    read = document("ก\n<page_number>๑</page_number>\nข\n<page_number>๒</page_number>\n")
    assert pages_of(read) == [("ก", 1), ("ข", 2)]
    assert [p.number for p in read.pages] == [1, 2]


def test_page_number_tags_at_the_head() -> None:
    read = document("<page_number>1</page_number>\nก\n<page_number>2</page_number>\nข\n")
    assert pages_of(read) == [("ก", 1), ("ข", 2)]
    assert [p.number for p in read.pages] == [1, 2]


def test_a_page_number_tag_beside_text() -> None:
    read = document("ก <page_number>1</page_number> ข\n")
    assert pages_of(read) == [("ก", 1), ("ข", 2)]
    assert "page_number" not in "".join(line.text for line in read.lines)


@pytest.mark.parametrize("text", ["<page_number>1\nก\n", "</page_number>\nก\n", "<page_number>", "<PAGE_NUMBER>2\n\nก"])
def test_a_broken_page_number_tag_ends(text: str) -> None:
    assert all("page_number" not in line.text.lower() for line in document(text).lines)


@pytest.mark.parametrize("marker", ["\f", "--- หน้า 2 ---", "<!-- page 2 -->", "[หน้าที่ ๒]", "== Page 2 of 9 =="])
def test_page_marks_turn_the_page(marker: str) -> None:
    assert pages_of(document(f"ก\n{marker}\nข\n")) == [("ก", 1), ("ข", 2)]


def test_text_without_page_marks_has_no_pages() -> None:
    read = document(tabs("ก|1", "ข|2") + "\nค\n")
    assert read.pages == []
    assert [b.page for b in read.blocks] == [None, None]
    assert all(c.page is None for t in read.tables for c in t.cells())


def test_a_year_in_a_sentence_is_no_page_mark() -> None:
    assert pages_of(document("ก\nหน้า 2 มีดังนี้\n")) == [("ก", None), ("หน้า 2 มีดังนี้", None)]


# -- anything at all ---------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["\t", "\n", "\n\n", "\f", "|", "|---|---|", "\\|", "  ", " ", "<table>", "</table>", "<tr>",
     "</tr>", "<td>", '<td rowspan="3">', '<td colspan="99999">', "</td>", "<th>", "<figure>",
     "</figure>", "<page_number>", "</page_number>", "<p>", "</p>", "<ul><li>", "</ul>", "<i>",
     "</i>", "<br>", "<", ">", "&nbsp;", "&#0;", "# ", "- ", "**", "ตัวชี้วัด", "คะแนน", "IIT",
     "การใช้อำนาจ", "การใช้งบประมาณ", "มาตรการ", "ผู้รับผิดชอบ", "ขั้นตอน", "ผลการประเมิน ITA",
     "ปีงบประมาณ พ.ศ. 2567", "เทศบาลตำบลตัวอย่างสุข", "ข้อ i1", "o10", "ร้อยละ", "เพิ่มขึ้น", "1.", "๒)",
     "85.50", "๙๙.๘๓", "100", "-3.2", "2566", "30", "ส่วนที่ 1", "รวม", "เป้าหมาย", "์", "ำ", "\u200b",
     "\ufffd", "\x00", "😀"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example("<table><tr><td rowspan=3>ก</td></tr></table>\t|\f<page_number>")
def test_any_text_is_read_and_parsed(text: str) -> None:
    read = read_text(text, "x" * 16, Path("any.txt"))
    for table in read.tables:
        for r, row in enumerate(table.grid):
            assert all(c is None or (c.row, table.grid[r][c.column]) == (r, c) for c in row)
    report = parse_document(read)
    for score in report.scores:
        assert 0 <= score.value <= 100
        # Evidence of a long passage is cut.
        assert len(text) > 280 or score.value_as_seen.strip("+-") in score.evidence.text
    again = parse_document(read_text(text, "x" * 16, Path("any.txt")))
    assert [(s.key, s.value) for s in again.scores] == [(s.key, s.value) for s in report.scores]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("กขคงจฉชซ"), min_size=1, max_size=12))
def test_blocks_keep_their_order(words: list[str]) -> None:
    """Every third word is a table of its own shape, the others are paragraphs."""
    pieces = [f"{w}{i}\n" if i % 3 else f"<table><tr><td>{w}{i}</td></tr></table>\n" for i, w in enumerate(words)]
    told = [b.text if isinstance(b, Line) else next(b.cells()).text for b in document("\n".join(pieces)).blocks]
    assert told == [f"{w}{i}" for i, w in enumerate(words)]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="กาิ่ำ <>&;/ibp*_|\\#123.", max_size=60))
def test_plain_text_never_gains_letters(text: str) -> None:
    letters = sum("ก" <= ch <= "ฮ" for ch in text)
    assert sum("ก" <= ch <= "ฮ" for line in plain(text).lines for ch in line) <= letters


# -- exports within a text -----------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{};{};{}", '"{}","{}","{}"', "{},{},{}", "{}; {}; {}", '"{}";"{}";"{}"'])
def test_fields_of_an_export_are_a_table(form: str) -> None:
    rows = [("ที่", "ตัวชี้วัด", "คะแนน"), ("1", "การใช้อำนาจ", "80.25"), ("", "การใช้งบประมาณ", "-"),
            ("3", "คุณภาพการดำเนินงาน", "82.00")]  # fmt: skip
    body = "\n".join(form.format(*row) for row in rows)
    (table,) = document(f"ผลคะแนน\n{body}\nสิ้นสุดรายงาน\n").tables
    assert [[c.text for c in row if c] for row in table.grid] == [list(row) for row in rows]


def test_decimal_commas_in_an_export_with_semicolons() -> None:
    body = "ตัวชี้วัด;คะแนน\nการใช้อำนาจ;80,25\nการใช้งบประมาณ;81,50\n"
    (table,) = document(body).tables
    assert table.n_columns == 2


@pytest.mark.parametrize(
    "lines",
    [
        ["ประชุม, ตรวจ, รายงาน", "อบรม, ติดตาม, สรุป", "ประกาศ, แจ้ง, เผยแพร่"],
        ["โครงการแรก 1,200", "โครงการสอง 2,300", "โครงการสาม 3,400"],
        ["รายได้ 1,200,500 บาท", "รายจ่าย 1,100,400 บาท", "คงเหลือ 2,100,100 บาท"],
        ["1,200,500", "1,100,400", "2,100,100"],
        ["การใช้อำนาจ; 80.25", "การใช้งบประมาณ; 81.50"],
    ],
)
def test_commas_in_sentences_and_numbers_make_no_table(lines: list[str]) -> None:
    assert document("\n".join(lines)).tables == []


# -- bars, tabs and data objects -----------------------------------------------------------------


def test_bars_between_cells_alone_part_a_table() -> None:
    rows = "หน่วยงาน | อำเภอ | คะแนน\nเทศบาล ก | ปัว | 91.20\nเทศบาล ข | เมือง | 88.45\n"
    assert grid(only_table(rows))[1] == ["เทศบาล ก", "ปัว", "91.20"]
    assert grid(only_table("ปี | คะแนน | ระดับ |\n๒๕๖๗ | ๙๑.๑๕ | ผ่าน |\n"))[0] == ["ปี", "คะแนน", "ระดับ"]


@pytest.mark.parametrize(
    "text",
    [
        # Two lines of two cells, a footer, lines of words, and a first row that is data.
        "เทศบาลตำบล | หน้า 3\nแผนปฏิบัติการ | 12.50\n",
        "ก | ข | ค\nง | จ | ฉ\n",
        "เทศบาล ก | 91.20\nเทศบาล ข | 88.45\nเทศบาล ค | 80.00\n",
    ],
)
def test_bars_that_part_no_table(text: str) -> None:
    assert not document(text).tables


def test_several_entries_between_bars_are_lines() -> None:
    entries = "ITA 2568|IIT 82.10|OIT 91.30\n"
    assert [text for text, _ in lines(entries)] == ["ITA 2568", "IIT 82.10", "OIT 91.30"]
    assert [line.number for line in document(entries).lines] == [1, 1, 1]
    # One figure alone may be anything.
    assert [text for text, _ in lines("แผน | หน้า 82.10\n")] == ["แผน | หน้า 82.10"]


def test_tabs_before_a_line_indent_it() -> None:
    text = "\tคะแนนภาพรวม 84.12\n\t\tIIT 82.10\n"
    assert [t for t, _ in lines(text)] == ["คะแนนภาพรวม 84.12", "IIT 82.10"]
    # Above rows it is a caption in their table.
    assert grid(only_table("\tคะแนน\nIIT\t82.10\n"))[0] == ["", "คะแนน"]


def test_a_ruling_below_the_head_ends_no_table() -> None:
    text = "ที่   ชื่อ   คะแนน\n-----------------\n1   ก   91.20\n2   ข   88.45\n"
    assert len(grid(only_table(text))) == 3


def test_data_objects_become_lines_and_rows() -> None:
    text = '{"agency": "เทศบาล ก", "scores": {"ITA": 87.00, "IIT": 88.50}}\n'
    assert [t for t, _ in lines(text)] == ["agency: เทศบาล ก", "ITA: 87.00", "IIT: 88.50"]
    rows = '{"scores": [\n {"ตัวชี้วัด": "การใช้อำนาจ", "คะแนน": 90.10},\n {"ตัวชี้วัด": "การใช้งบประมาณ", "คะแนน": 80.00}\n]}\n'
    assert grid(only_table(rows))[1:] == [["การใช้อำนาจ", "90.10"], ["การใช้งบประมาณ", "80.00"]]


@pytest.mark.parametrize("text", ['{"score": 91.2}', "{ ไม่ใช่ข้อมูล }", "[ภาพรวม]....91.77", "{" * 50])
def test_what_is_no_data_object_stays_text(text: str) -> None:
    assert [t for t, _ in lines(text + "\n")] == [text]


# -- rules, sections and frames ----------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["|:-:|:--|", "|-:|:-|", "|---|---|", "| :-: | - : |".replace("- :", "-:")])
def test_one_dash_beside_a_colon_is_a_rule(rule: str) -> None:
    table = only_table(f"| a | b |\n{rule}\n| c | 1.00 |\n")
    assert grid(table) == [["a", "b"], ["c", "1.00"]]
    assert table.header_rows == 1


def test_a_dash_alone_is_an_empty_cell() -> None:
    assert grid(only_table("| a | b |\n|---|---|\n| - | - |\n")) == [["a", "b"], ["-", "-"]]


def test_a_short_line_above_a_row_of_figures_is_a_section_of_a_table_set_with_blanks() -> None:
    rows = "ที่  ชื่อ  ผล\nอำเภอปัว\n1  ก  80.10\n2  ข  81.10\nอำเภอเวียงสา\n3  ค  82.10\n"
    table = only_table(rows + "หมายเหตุ\n")
    assert [row[0] for row in grid(table)] == ["ที่", "อำเภอปัว", "1", "2", "อำเภอเวียงสา", "3"]


def test_a_sentence_or_words_above_words_end_such_a_table() -> None:
    rows = "ที่  ชื่อ  ผล\n1  ก  80.10\n2  ข  81.10\n"
    assert len(only_table(rows + "อำเภอปัว\nที่  ชื่อ  ผล\n").grid) == 3
    assert len(only_table(rows + "ดังนั้น" + "จึงเรียนมาเพื่อทราบ" * 4 + "\n3  ค  82.10\n").grid) == 3


def test_the_letters_and_numbers_of_a_sheet_saved_as_a_web_page_are_no_cells() -> None:
    head = "<tr><th></th><th>A</th><th>B</th></tr>"
    body = "<tr><th>1</th><td>ตัวชี้วัด</td><td>คะแนน</td></tr><tr><th>2</th><td>การใช้อำนาจ</td><td>88.10</td></tr>"
    table = only_table(f"<table>{head}{body}</table>")
    assert grid(table) == [["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", "88.10"]]
    grades = "<tr><th></th><th>A</th><th>C</th></tr>"
    assert grid(only_table(f"<table>{grades}{body}</table>"))[0] == ["", "A", "C"]


@pytest.mark.parametrize(("corners", "bar", "rule"), [("┌┬┐├┼┤└┴┘", "│", "─"), ("╔╦╗╠╬╣╚╩╝", "║", "═")])
def test_a_table_drawn_with_lines(corners: str, bar: str, rule: str) -> None:
    def border(k: int) -> str:
        left, middle, right = corners[k : k + 3]
        return f"{left}{rule * 8}{middle}{rule * 7}{right}"

    rows = [
        border(0),
        f"{bar} แบบวัด {bar} คะแนน {bar}",
        border(3),
        f"{bar} IIT {bar} 80.00 {bar}",
        border(3),
        f"{bar} EIT {bar} 90.00 {bar}",
        border(6),
    ]
    table = only_table("\n".join(rows) + "\n")
    assert grid(table) == [["แบบวัด", "คะแนน"], ["IIT", "80.00"], ["EIT", "90.00"]]
    assert table.header_rows == 1


def test_a_line_drawn_alone_is_no_table() -> None:
    assert lines("ก\n────────\nข\n") == [("ก", LineKind.PARAGRAPH), ("ข", LineKind.PARAGRAPH)]
