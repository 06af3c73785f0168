"""The contract of a page reader: one set of pages, read alike by every implementation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker
from thai_ita.ingest.pdf import PageContent, PageLimits, RawTable, get_reader
from thai_ita.ingest.pdf.page_rotation import displayed_box

Read = Callable[[PdfMaker], PageContent]

ROWS = [["ตัวชี้วัด", "คะแนน"], ["การปฏิบัติหน้าที่", "88.89"], ["การใช้อำนาจ", "93.2"]]
# Points; the readers know glyph boxes and baselines, not the same font heights.
PLACE_TOLERANCE = 1.0


@pytest.fixture(params=["fast", "pdfplumber"])
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Read:
    def read_first(pdf: PdfMaker) -> PageContent:
        path = tmp_path / "page.pdf"
        path.write_bytes(pdf.save())
        with get_reader(request.param).open(path) as document:
            return document.read_page(1)

    return read_first


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def texts(table: RawTable) -> list[list[str | None]]:
    return [[cell and cell.text for cell in row] for row in table.grid()]


def test_a_ruled_table_and_the_lines_around_it(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.text(50, 800, "ผลการประเมิน ITA ปี 2568", 14)
    page.table(ROWS)
    page.text(50, 600, "ท้ายหน้า")
    got = read(pdf)
    assert [line.text for line in got.lines] == ["ผลการประเมิน ITA ปี 2568", "ท้ายหน้า"]
    assert texts(got.tables[0]) == ROWS
    assert [type(block).__name__ for block in got.blocks] == ["RawLine", "RawTable", "RawLine"]
    table = got.tables[0]
    assert table.ruled
    assert table.column_edges == pytest.approx((50, 170, 290), abs=PLACE_TOLERANCE)
    assert table.bbox.top == pytest.approx(62, abs=PLACE_TOLERANCE)
    assert got.lines[0].size == pytest.approx(14, abs=0.1)
    assert (got.width, got.height) == (595, 842)
    assert not got.problems


def test_merged_cells_have_spans(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    for x in (50, 150, 350):
        page.line(x, 600, x, 700)
    page.line(250, 600, 250, 680)
    for y, start in ((700, 50), (680, 150), (640, 150), (600, 50)):
        page.line(start, y, 350, y)
    page.text(55, 685, "แบบวัด")
    page.text(200, 687, "คะแนน")
    page.text(155, 660, "ปี 2567")
    page.text(255, 660, "ปี 2568")
    page.text(155, 620, "90.1")
    page.text(255, 620, "91.2")
    (table,) = read(pdf).tables
    assert texts(table) == [
        ["แบบวัด", "คะแนน", None],
        [None, "ปี 2567", "ปี 2568"],
        [None, "90.1", "91.2"],
    ]
    assert [(c.rowspan, c.colspan) for c in table.cells][:2] == [(3, 1), (1, 2)]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_rotated_page_reads_as_it_is_displayed(read: Read, pdf: PdfMaker, rotate: int) -> None:
    page = pdf.page(rotate=rotate)
    _draw_turned(page, rotate)
    got = read(pdf)
    assert (got.width, got.height) == ((595, 842) if rotate % 180 == 0 else (842, 595))
    assert texts(got.tables[0]) == ROWS
    assert got.lines[0].text == "หัวเรื่อง"
    assert got.lines[0].bbox.x0 == pytest.approx(50, abs=PLACE_TOLERANCE)
    assert got.turned == 0


def _draw_turned(page: Page, rotate: int) -> None:
    """The same picture on the displayed page, whatever its rotation."""
    matrix = {
        0: "1 0 0 1 0 0", 90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"
    }[rotate]  # fmt: skip
    page.ops.append(f"q {matrix} cm")
    page.table(ROWS, top=500)
    page.text(50, 520, "หัวเรื่อง")
    page.ops.append("Q")


def test_a_page_drawn_sideways_is_turned_upright(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.ops.append("q 0 1 -1 0 595 0 cm")
    page.table(ROWS, top=500)
    page.ops.append("Q")
    got = read(pdf)
    assert got.turned == 3
    assert texts(got.tables[0]) == ROWS
    assert (got.width, got.height) == (842, 595)
    # The table's top left corner stands at the lower left of the displayed page.
    box = displayed_box(got, got.tables[0].bbox)
    assert (box.x0, box.bottom) == pytest.approx((595 - 500, 842 - 50), abs=PLACE_TOLERANCE)


def test_rotated_header_cells_read_in_order(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.grid([50, 100, 150, 250], [600, 620, 700])
    upwards = (0, 1, -1, 0)
    page.text(70, 630, "คุณธรรม", matrix=upwards)
    page.text(85, 630, "โปร่งใส", matrix=upwards)
    page.text(130, 690, "ทุจริต", matrix=(0, -1, 1, 0))
    for x, cell in ((55, "1"), (105, "2"), (155, "ข้อความในแนวปกติ")):
        page.text(x, 606, cell)
    (table,) = read(pdf).tables
    assert texts(table) == [["คุณธรรม\nโปร่งใส", "ทุจริต", ""], ["1", "2", "ข้อความในแนวปกติ"]]
    assert [c.rotated for c in table.cells[:3]] == [True, True, False]


def test_the_crop_box_is_the_page(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page(crop=(40, 400, 440, 800))
    page.table(ROWS, top=700)
    page.text(60, 750, "ในกรอบ")
    page.text(60, 820, "นอกกรอบ")
    got = read(pdf)
    assert (got.width, got.height) == (400, 400)
    assert [line.text for line in got.lines] == ["ในกรอบ"]
    assert got.lines[0].bbox.x0 == pytest.approx(20, abs=PLACE_TOLERANCE)
    assert got.tables[0].bbox.top == pytest.approx(100, abs=PLACE_TOLERANCE)


def test_form_xobjects_stand_where_their_matrices_put_them(read: Read, pdf: PdfMaker) -> None:
    inner = Page(pdf)
    inner.table(ROWS, x=10, top=200, width=100)
    page = pdf.page()
    page.form(inner.ops, matrix="1 0 0 1 15 0", at="1.5 0 0 1.5 20 300")
    got = read(pdf)
    assert texts(got.tables[0]) == ROWS
    assert got.tables[0].column_edges[0] == pytest.approx(20 + 1.5 * 25, abs=PLACE_TOLERANCE)
    assert got.tables[0].bbox.top == pytest.approx(842 - 600, abs=PLACE_TOLERANCE)


def test_thin_filled_boxes_are_rulings(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.table(ROWS, ruled=False)
    for x in (50, 170, 290):
        page.rect(x, 690, 0.7, 90, "f")
    for y in (690, 720, 750, 780):
        page.rect(50, y, 240, 0.7, "f")
    assert texts(read(pdf).tables[0]) == ROWS


def test_boxes_around_cells_are_rulings(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    for r in range(3):
        for c in range(2):
            page.rect(50 + 120 * c, 690 + 30 * r, 120, 30, "S" if r else "B", "0 G 0.8 g")
    page.table(ROWS, ruled=False)
    assert texts(read(pdf).tables[0]) == ROWS


def test_rulings_that_nobody_sees_are_none(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.rect(50, 690, 30, 90, "f", "1 g")
    page.rect(0, 0, 595, 842, "f", "0.95 g")
    page.line(110, 690, 110, 780, colour="1 G")
    page.rect(50, 690, 200, 90, "n")
    page.table(ROWS)
    (table,) = read(pdf).tables
    assert texts(table) == ROWS


def test_white_rulings_part_coloured_cells(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.rect(50, 690, 240, 90, "f", "0 0.4 0.8 rg")
    for x in (50, 170, 290):
        page.line(x, 690, x, 780, colour="1 1 1 RG")
    for y in (690, 720, 750, 780):
        page.line(50, y, 290, y, colour="1 1 1 RG")
    page.table(ROWS, ruled=False)
    assert texts(read(pdf).tables[0]) == ROWS


def test_a_border_of_many_pieces_is_one(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.table(ROWS, ruled=False)
    for x in (50, 170, 290):
        for y in range(690, 780, 9):
            page.line(x, y, x, y + 7)
    for y in (690, 720, 750, 780):
        for x in range(50, 290, 24):
            page.line(x, y, x + 22.5, y)
    assert texts(read(pdf).tables[0]) == ROWS


def test_a_row_cut_by_the_page_keeps_its_cells(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.table(ROWS, ruled=False)
    for x in (50, 170, 290):
        page.line(x, 690, x, 780)
    for y in (720, 750, 780):
        page.line(50, y, 290, y)
    assert texts(read(pdf).tables[0]) == ROWS


def test_a_table_without_outer_sides_keeps_its_outer_columns(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.table(ROWS, ruled=False)
    page.line(170, 690, 170, 780)
    for y in (690, 720, 750, 780):
        page.line(50, y, 290, y)
    # A table with all its sides at the same place of the page must not hide that they are open.
    page.table(ROWS, top=600)
    assert [texts(table) for table in read(pdf).tables] == [ROWS, ROWS]


def test_a_cell_over_an_open_side_is_one_cell(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    # The first column has no rule at the bottom, nor between its rows.
    page.grid([150, 250, 350], [600, 640, 680])
    page.line(50, 600, 50, 720)
    for x in (150, 250, 350):
        page.line(x, 680, x, 720)
    for y in (680, 720):
        page.line(50, y, 350, y)
    page.text(55, 700, "แบบ")
    page.text(55, 660, "IIT")
    for y, score in ((655, "90.1"), (615, "91.5")):
        page.text(155, y, "ข้อ")
        page.text(255, y, score)
    (table,) = read(pdf).tables
    iit = next(c for c in table.cells if c.text == "IIT")
    assert (iit.row, iit.rowspan) == (1, 2)


def test_nested_tables_keep_their_own_text(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.grid([50, 300, 400], [500, 700, 730])
    page.grid([60, 150, 240], [600, 630, 660])
    for x, y, cell in (
        (55, 710, "มาตรการ"), (305, 710, "ผล"), (60, 680, "ข้อความนอก"),
        (65, 640, "ใน 1"), (155, 640, "ใน 2"), (65, 610, "ใน 3"), (155, 610, "ใน 4"),
    ):  # fmt: skip
        page.text(x, y, cell)
    outer, inner = read(pdf).tables
    assert texts(outer) == [["มาตรการ", "ผล"], ["ข้อความนอก", ""]]
    assert texts(inner) == [["ใน 1", "ใน 2"], ["ใน 3", "ใน 4"]]


def test_fake_bold_is_read_once(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    for shift in (0, 0.3, 0.6):
        page.text(50 + shift, 700, "นนที่ 1001 ต่าง ๆ", 12)
    assert [line.text for line in read(pdf).lines] == ["นนที่ 1001 ต่าง ๆ"]


def test_marks_join_their_letter_wherever_they_are_drawn(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    word, advance = "ทีมดู", 6.0
    # Letters first, marks after them, each at its place.
    page.text(50, 700, "ทมด")
    page.text(50 + 1 * advance, 700, "ี")
    page.text(50 + 3 * advance, 700, "ู")
    # Marks before their letters.
    page.text(50 + 1 * advance, 650, "ี")
    page.text(50 + 3 * advance, 650, "ู")
    page.text(50, 650, "ทมด")
    assert [line.text for line in read(pdf).lines] == [word, word]


def test_vowels_stand_before_tones(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.text(50, 700, "ท")
    page.text(56, 700, "่")
    page.text(56, 700, "ี")
    page.text(56, 700, "นี้")
    assert [line.text for line in read(pdf).lines] == ["ที่นี้"]


def test_a_space_inside_a_word_is_none_where_no_room_is(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    # The pen goes back over the space before it draws the vowel.
    page.text(50, 700, "ประเม ")
    page.text(80, 700, "ิน งาน")
    assert [line.text for line in read(pdf).lines] == ["ประเมิน งาน"]


def test_stretched_thai_has_no_spaces_between_letters(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    x = 50.0
    for ch in "ความโปรงใสของหนวยงาน":
        page.text(x, 700, ch)
        x += 8
    assert [line.text for line in read(pdf).lines] == ["ความโปรงใสของหนวยงาน"]


def test_leaders_and_wide_gaps_are_one_tab(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.text(50, 700, "การใช้อำนาจ ............... 85.23")
    page.text(50, 650, "ลงชื่อ")
    page.text(300, 650, "ตำแหน่ง")
    assert [line.text for line in read(pdf).lines] == ["การใช้อำนาจ\t85.23", "ลงชื่อ\tตำแหน่ง"]


def test_glyphs_without_a_character_are_counted(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.text(50, 700, "ก☃ข")
    pdf.unmapped = {"☃"}
    got = read(pdf)
    assert got.unmapped == 1
    assert got.lines[0].text == "ก\ufffdข"


def test_a_word_over_the_border_of_its_cell_stays_whole(read: Read, pdf: PdfMaker) -> None:
    page = pdf.page()
    page.grid([50, 100, 160], [600, 630, 660])
    page.text(55, 640, "การแสดงผลข")
    page.text(130, 640, "สอง")
    page.text(55, 610, "1")
    page.text(105, 610, "2")
    (table,) = read(pdf).tables
    assert texts(table) == [["การแสดงผลข", "สอง"], ["1", "2"]]


def test_an_empty_page_is_empty(read: Read, pdf: PdfMaker) -> None:
    pdf.page()
    got = read(pdf)
    assert (got.lines, got.tables, got.n_chars, got.quality) == ([], [], 0, 1.0)


@pytest.mark.parametrize("reader", ["fast", "pdfplumber"])
def test_a_page_over_its_limits_is_left_out(tmp_path: Path, reader: str) -> None:
    pdf = PdfMaker()
    pdf.page().text(50, 700, "ก" * 300)
    page = pdf.page()
    for k in range(200):
        page.line(k, 0, k, 800)
    pdf.page().text(50, 700, "ข")
    path = tmp_path / "many.pdf"
    path.write_bytes(pdf.save())
    limits = PageLimits(max_chars=200, max_segments=300)
    with get_reader(reader).open(path, limits) as document:
        pages = [document.read_page(n) for n in (1, 2, 3)]
    assert [p.skipped for p in pages] == [True, True, False]
    assert [t.code for p in pages for t in p.problems] == ["page-over-limit"] * 2
    assert "300 path segments" in pages[1].problems[0].message


def test_short_leaders_around_what_is_filled_in(read: Read, pdf: PdfMaker) -> None:
    pdf.page().text(50, 700, "อำเภอ ....ปัว.... จังหวัด ....น่าน....")
    assert [line.text for line in read(pdf).lines] == ["อำเภอ\tปัว\tจังหวัด\tน่าน"]
