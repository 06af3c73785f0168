"""Pages of a PDF as a document: lines, headings, running titles, joined tables, scans, places."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import thai_ita
from tests.make_pdfs import MARKS, Page, PdfMaker
from thai_ita.ingest.pdf.text.wrapping import is_list_item
from thai_ita.ingest.read_document import read_document
from thai_ita.model import DocStatus, Document, Line, LineKind, Media, Table
from thai_ita.normalize.numerals import read_score

SENTENCE = "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"
HEAD = ["ที่", "ตัวชี้วัด", "คะแนน"]
ROWS = [
    ["1", "การปฏิบัติหน้าที่", "88.89"],
    ["2", "การใช้งบประมาณ", "91.20"],
    ["3", "การใช้อำนาจ", "90.00"],
    ["4", "การใช้ทรัพย์สิน", "79.50"],
    ["5", "การแก้ไขปัญหา", "85.25"],
]


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def _read(pdf: PdfMaker, tmp_path: Path) -> Document:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.save())
    return read_document(path)


def _texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def _grid(table: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in table.grid]


def _width(text: str, size: float = 10) -> float:
    """The width of a text in the font of ``PdfMaker``."""
    units = sum(0 if c in MARKS else 250 if c in " ." else 600 for c in text)
    return units * size / 1000


def _frame(page: Page) -> None:
    """A line from edge to edge, far above: it tells how wide the page's text is."""
    page.text(50, 810, "ก" * 80)


# -- running titles ------------------------------------------------------------------------------


def test_running_titles_and_page_numbers_are_dropped(pdf: PdfMaker, tmp_path: Path) -> None:
    for number in range(1, 5):
        page = pdf.page()
        page.text(200, 820, f"รายงานประจำปี หน้าที่ {number}")
        page.text(50, 500 + number, f"เนื้อหาตอนที่ {'กขคง'[number - 1]}")
        page.text(290, 20, f"- {number} -")
    assert _texts(_read(pdf, tmp_path)) == [f"เนื้อหาตอนที่ {c}" for c in "กขคง"]


def test_a_title_that_is_not_repeated_stays(pdf: PdfMaker, tmp_path: Path) -> None:
    for number in range(4):
        page = pdf.page()
        page.text(200, 820, ("ภาพรวม", "ผลการประเมิน", "ข้อเสนอแนะ", "ภาคผนวก")[number])
        page.text(50, 500, "เนื้อหา" + "กขคง"[number])
    assert "ภาคผนวก" in _texts(_read(pdf, tmp_path))


def test_what_two_pages_say_at_their_foot_is_no_text(pdf: PdfMaker, tmp_path: Path) -> None:
    for part in ("ก", "ข"):
        page = pdf.page()
        page.text(50, 820, "มาตรการส่งเสริมคุณธรรม")
        page.text(50, 500, f"เนื้อหาตอน{part}")
        page.text(50, 30, "รายงานปี 2567 โทร 0 5500 0000")
    document = _read(pdf, tmp_path)
    # What stands above may be a title, and is said once.
    assert _texts(document) == ["มาตรการส่งเสริมคุณธรรม", "เนื้อหาตอนก", "เนื้อหาตอนข"]
    assert [line.text for line in document.running_heads] == ["รายงานปี 2567 โทร 0 5500 0000"]


def test_parts_of_a_foot_that_take_two_lines_are_whole(pdf: PdfMaker, tmp_path: Path) -> None:
    for part in "กขค":
        page = pdf.page()
        page.text(50, 500, f"เนื้อหาตอน{part}")
        page.text(50, 40, "เทศบาลตำบลดอนงาม จังหวัด")
        page.text(400, 40, "แผนประจำปีงบประมาณ พ.ศ.")
        page.text(50, 26, "เชียงราย")
        page.text(400, 26, "๒๕๖๙")
    heads = _read(pdf, tmp_path).running_heads
    assert [line.text for line in heads] == ["เทศบาลตำบลดอนงาม จังหวัด เชียงราย\tแผนประจำปีงบประมาณ พ.ศ. ๒๕๖๙"]


# -- paragraphs ----------------------------------------------------------------------------------


def test_wrapped_lines_are_one_paragraph(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    _frame(page)
    page.text(50, 700, "ก" * 78)
    page.text(50, 684, "ข" * 79)
    page.text(50, 668, "ค" * 10)
    page.text(50, 600, "ง" * 10)
    document = _read(pdf, tmp_path)
    assert _texts(document)[1:] == ["ก" * 78 + "ข" * 79 + "ค" * 10, "ง" * 10]
    joined = document.lines[1]
    assert joined.raw.count("\n") == 2
    assert joined.bbox is not None
    assert joined.bbox.bottom - joined.bbox.top > 40


def test_lines_that_are_set_wide_are_one_paragraph(pdf: PdfMaker, tmp_path: Path) -> None:
    def paragraphs(step: int, n: int) -> list[str]:
        made = PdfMaker()
        page = made.page()
        _frame(page)
        for i in range(n):
            page.text(50, 700 - step * i, "กขคงจฉ"[i] * 78)
        page.text(50, 700 - step * (n - 1) - 40, "ฮ" * 10)
        return _texts(_read(made, tmp_path))[1:]

    wide = paragraphs(26, 5)
    assert wide == ["".join(c * 78 for c in "กขคงจ"), "ฮ" * 10]
    # So far apart are lines of a list or a form, and two lines prove no setting.
    assert len(paragraphs(40, 5)) == 6
    assert len(paragraphs(26, 2)) == 3


def test_bullets_of_a_font_of_symbols_begin_lines() -> None:
    assert is_list_item("\uf0b7 สุ่มตรวจการให้บริการ")
    # An old Thai font has a letter there.
    assert not is_list_item("\uf0b7ดสอบ")


def test_lists_and_indents_begin_paragraphs(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    _frame(page)
    page.text(50, 700, "ก" * 79)
    page.text(50, 684, "1. " + "ข" * 70)
    page.text(50, 668, "2. " + "ค" * 70)
    page.text(50, 652, "ค" * 20)
    page.text(50, 620, "ง" * 79)
    page.text(80, 604, "จ" * 75)
    texts = _texts(_read(pdf, tmp_path))[1:]
    assert texts == [
        "ก" * 79, "1. " + "ข" * 70, "2. " + "ค" * 70 + "ค" * 20, "ง" * 79, "จ" * 75
    ]  # fmt: skip


def test_a_short_line_ends_its_paragraph(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    _frame(page)
    page.text(50, 700, "ก" * 30)
    page.text(50, 684, "ข" * 79)
    assert _texts(_read(pdf, tmp_path))[1:] == ["ก" * 30, "ข" * 79]


def test_larger_text_is_a_heading(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    _frame(page)
    page.text(50, 700, "ผลการวิเคราะห์", 14)
    page.text(50, 660, "ก" * 78)
    kinds = {line.text: line.kind for line in _read(pdf, tmp_path).lines}
    assert kinds["ผลการวิเคราะห์"] is LineKind.HEADING
    assert kinds["ก" * 78] is LineKind.PARAGRAPH


def test_what_stands_turned_or_slanted_comes_last(pdf: PdfMaker, tmp_path: Path) -> None:
    for number in range(3):
        page = pdf.page()
        _frame(page)
        page.text(50, 700, "ก" * 79)
        page.text(150, 690, "สำเนา", 40, (0.7, 0.7, -0.7, 0.7))
        page.text(50, 684, "ข" * 20)
        if number == 1:
            page.text(20, 300, "บันทึกข้าง", 10, (0, 1, -1, 0))
    texts = _texts(_read(pdf, tmp_path))
    assert texts == ["ก" * 79 + "ข" * 20] * 3 + ["บันทึกข้าง"]


def test_slanted_text_of_many_objects_is_one_line(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    _frame(page)
    for i, letter in enumerate("เอกสารลับ"):
        page.text(100 + 17 * i, 300 + 17 * i, letter, 40, (0.7, 0.7, -0.7, 0.7))
    assert _texts(_read(pdf, tmp_path))[-1] == "เอกสารลับ"


def test_mirrored_text_keeps_its_order(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    _frame(page)
    page.text(300, 500, "กขคงจ", 10, (-1, 0, 0, 1))
    page.text(300, 480, "ฉชซ", 10, (-1, 0, 0, 1))
    assert _texts(_read(pdf, tmp_path))[1:] == ["กขคงจ", "ฉชซ"]


# -- tables --------------------------------------------------------------------------------------


def test_the_line_above_a_table_ruled_between_its_rows_is_its_head(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.table(ROWS, top=700)
    for x, text in zip((54, 174, 294), HEAD, strict=True):
        page.text(x, 705, text)
    (table,) = _read(pdf, tmp_path).tables
    assert _grid(table) == [HEAD, *ROWS]
    assert table.grid[1][0] is not None
    assert table.grid[1][0].row == 1


def test_a_line_whose_parts_stand_over_other_columns_is_no_head(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.table(ROWS, top=700)
    # Two parts over the first column; the last two are too close to be told apart.
    for x, text in ((54, "ที่"), (110, "ประเด็น"), (300, "คะแนน"), (342, "เกณฑ์")):
        page.text(x, 705, text)
    document = _read(pdf, tmp_path)
    assert _grid(document.tables[0]) == ROWS
    assert _texts(document) == ["ที่\tประเด็น\tคะแนน เกณฑ์"]


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize("ruled", [True, False])
def test_tables_are_joined_over_pages(pdf: PdfMaker, tmp_path: Path, repeated: bool, ruled: bool) -> None:
    first = pdf.page()
    first.table([HEAD, *ROWS], top=240, ruled=ruled)
    first.text(290, 20, "- 1 -")
    more = [[str(i), name, f"8{i}.00"] for i, (_, name, _) in enumerate(ROWS, 6) if i < 10]
    second = pdf.page()
    second.table([HEAD, *more] if repeated else more, top=780, ruled=ruled)
    second.text(290, 20, "- 2 -")
    (table,) = _read(pdf, tmp_path).tables
    assert _grid(table) == [HEAD, *ROWS, *more]
    assert table.starts == (0, 6)
    assert [cell.page for cell in table.cells() if cell.column == 0] == [1] * 6 + [2] * 4
    assert [cell.row for cell in table.cells() if cell.column == 0] == list(range(10))


def test_a_counted_row_that_a_page_break_cuts_is_one_row(pdf: PdfMaker, tmp_path: Path) -> None:
    pdf.page().table([HEAD, *ROWS], top=240)
    pdf.page().table([["", "การทุจริต", ""], ["6", "คุณภาพ", "80.00"]], top=780)
    (table,) = _read(pdf, tmp_path).tables
    assert table.starts == (0, 6)
    whole = ["5", f"{ROWS[4][1]}การทุจริต", ROWS[4][2]]
    assert _grid(table)[5:] == [whole, ["6", "คุณภาพ", "80.00"]]


def test_a_column_that_is_empty_on_a_page_is_put_back(pdf: PdfMaker, tmp_path: Path) -> None:
    first, second = pdf.page(), pdf.page()
    head = ["ตัวชี้วัด", "คะแนน", "ปีก่อน", "หมายเหตุ"]
    rows = [[name, score, "70.00", "ดี"] for _, name, score in ROWS]
    first.table([head, *rows], top=240, ruled=False)
    for r, (_, name, score) in enumerate(ROWS):
        second.text(54, 700 - 30 * r, name)
        second.text(174, 700 - 30 * r, score)
        second.text(414, 700 - 30 * r, "ดี")
    (table,) = _read(pdf, tmp_path).tables
    assert _grid(table)[6:] == [[name, score, "", "ดี"] for _, name, score in ROWS]


def test_another_table_below_text_is_not_joined(pdf: PdfMaker, tmp_path: Path) -> None:
    pdf.page().table([HEAD, *ROWS], top=240)
    page = pdf.page()
    page.text(50, 720, SENTENCE)
    page.table([HEAD, *ROWS], top=700)
    assert len(_read(pdf, tmp_path).tables) == 2


def test_merged_cells_cover_their_places(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    for y in (700, 670, 640):
        page.line(50, y, 350, y)
    page.line(50, 610, 350, 610)
    for x in (50, 350):
        page.line(x, 610, x, 700)
    page.line(150, 610, 150, 670)
    page.line(250, 610, 250, 670)
    page.text(150, 680, "คะแนน")
    for c in range(3):
        page.text(60 + 100 * c, 650, "กขค"[c])
        page.text(60 + 100 * c, 620, f"9{c}.00")
    (table,) = _read(pdf, tmp_path).tables
    assert _grid(table) == [["คะแนน", None, None], ["ก", "ข", "ค"], ["90.00", "91.00", "92.00"]]
    assert table.grid[0][0] is not None
    assert table.grid[0][0].colspan == 3


def test_a_page_number_in_the_last_open_row_is_no_part_of_its_cell(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.grid([50, 250, 450], [20, 100, 200])
    page.text(60, 150, "มาตรการ")
    page.text(260, 150, "ผู้รับผิดชอบ")
    page.text(60, 60, "จัดทำคู่มือ")
    page.text(260, 60, "กองคลัง")
    page.text(260, 30, "- 7 -")
    (table,) = _read(pdf, tmp_path).tables
    assert _grid(table)[1] == ["จัดทำคู่มือ", "กองคลัง"]


def test_lines_of_a_cell_are_joined_and_kept(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.grid([50, 120, 300], [560, 640, 700])
    page.text(54, 680, "มาตรการ")
    page.text(124, 680, "ผู้รับผิดชอบ")
    page.text(54, 620, "จัดทำคู่มือ")
    page.text(54, 606, "การใช้รถ")
    page.text(124, 620, "กองคลัง")
    (table,) = _read(pdf, tmp_path).tables
    cell = table.grid[1][0]
    assert cell is not None
    assert cell.text == "จัดทำคู่มือการใช้รถ"
    assert cell.lines == ("จัดทำคู่มือ", "การใช้รถ")
    assert cell.raw == "จัดทำคู่มือ\nการใช้รถ"


# -- scans ---------------------------------------------------------------------------------------


def _picture(page: Page) -> None:
    """An image over the whole page."""
    page.picture(0, 0, *page.size)


def test_a_scan_needs_ocr_and_gives_nothing(pdf: PdfMaker, tmp_path: Path) -> None:
    _picture(pdf.page())
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf.save())
    report = thai_ita.read(path, guarded=False)
    document = report.document
    assert document.media is Media.PDF_SCAN
    assert [page.needs_ocr for page in document.pages] == [True]
    assert [t.code for t in document.problems] == ["needs-ocr"]
    assert report.status in (DocStatus.NO_DATA, DocStatus.PARTIAL)
    assert document.blocks == report.scores == report.measures == report.findings == []


def test_a_scanned_page_among_others_is_named(pdf: PdfMaker, tmp_path: Path) -> None:
    pdf.page().text(50, 700, SENTENCE)
    _picture(pdf.page())
    document = _read(pdf, tmp_path)
    assert document.media is Media.PDF_MIXED
    assert [page.needs_ocr for page in document.pages] == [False, True]
    (problem,) = document.problems
    assert (problem.code, problem.page) == ("needs-ocr", 2)
    assert _texts(document) == [SENTENCE]


def test_an_invisible_layer_over_a_scan_is_labelled(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    _picture(page)
    page.text(50, 700, SENTENCE, mode=3)
    document = _read(pdf, tmp_path)
    assert document.media is Media.PDF_SCAN
    assert "invisible-text" in [t.code for t in document.problems]
    assert _texts(document) == [SENTENCE]


def test_an_empty_page_is_no_scan(pdf: PdfMaker, tmp_path: Path) -> None:
    pdf.page()
    document = _read(pdf, tmp_path)
    assert document.media is Media.PDF_TEXT
    assert not document.pages[0].needs_ocr
    assert document.blocks == []


# -- places --------------------------------------------------------------------------------------


def _turned_rows(page: Page) -> None:
    """A ruled table whose text reads upwards."""
    page.grid([200, 230, 260], [100, 300, 500])
    for x, row in zip((218, 248), (("ตัวชี้วัด", "คะแนน"), ("การใช้อำนาจ", "๙๐.๐๐")), strict=True):
        for y, text in zip((110, 310), row, strict=True):
            page.text(x, y, text, 10, (0, 1, -1, 0))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_stand_on_the_page_as_it_is_displayed(pdf: PdfMaker, tmp_path: Path, rotate: int) -> None:
    _turned_rows(pdf.page(rotate=rotate))
    document = _read(pdf, tmp_path)
    (table,) = document.tables
    assert _grid(table) == [["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", "๙๐.๐๐"]]
    cell = table.grid[1][1]
    assert cell is not None
    assert cell.bbox is not None
    # The cell is x 230-260, y 300-500 from the lower left corner of a page of 595 by 842.
    want = {
        0: (230, 342, 260, 542),
        90: (300, 230, 500, 260),
        180: (335, 300, 365, 500),
        270: (342, 335, 542, 365),
    }[rotate]
    box = (cell.bbox.x0, cell.bbox.top, cell.bbox.x1, cell.bbox.bottom)
    assert box == pytest.approx(want, abs=1)


def _report(pdf: PdfMaker) -> None:
    page = pdf.page()
    page.text(100, 800, "รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567", 12)
    page.text(100, 765, "เทศบาลตำบลตัวอย่างสุข อำเภอเมือง จังหวัดขอนแก่น", 12)
    names = ["การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ"]
    rows = [[str(i), name, f"8{i}.5{i}"] for i, name in enumerate(names, 1)]
    page.table([HEAD, *rows], top=740, width=160)
    plan = pdf.page()
    plan.text(100, 800, "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปี 2568", 12)
    plan.table(
        [
            ["ที่", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["1", "จัดทำคู่มือ", "กองคลัง", "ต.ค. 67"],
            ["2", "อบรมเจ้าหน้าที่", "สำนักปลัด", "ม.ค. 68"],
        ],
        top=760,
    )


def test_every_score_and_measure_has_a_page_and_a_box(pdf: PdfMaker, tmp_path: Path) -> None:
    _report(pdf)
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.save())
    report = thai_ita.read(path, guarded=False)
    assert [score.value for score in report.scores] == [81.51, 82.52, 83.53, 84.54]
    assert len(report.measures) == 2
    tops = []
    for score in report.scores:
        box = score.evidence.bbox
        assert score.evidence.page == 1
        assert box is not None
        assert 50 <= box.x0 < box.x1 <= 530
        tops.append(box.top)
    assert all(b - a == pytest.approx(30, abs=1) for a, b in pairwise(tops))
    for measure in report.measures:
        assert (measure.page, measure.evidence.page) == (2, 2)
        assert measure.evidence.bbox is not None


def test_blocks_of_a_page_have_their_place(pdf: PdfMaker, tmp_path: Path) -> None:
    _report(pdf)
    document = _read(pdf, tmp_path)
    for block in document.blocks:
        assert block.page in (1, 2)
        assert block.bbox is not None
        if isinstance(block, Line):
            assert block.text
    numbers = [block.number for block in document.lines]
    assert numbers == sorted(numbers)
    box = document.lines[0].bbox
    assert box is not None
    assert box.x1 - box.x0 == pytest.approx(_width(document.lines[0].text, 12), rel=0.05)


def test_the_last_row_alone_on_its_page_stands_under_its_columns(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    _frame(page)
    page.table([HEAD, *ROWS], top=200, height=25)
    page = pdf.page()
    page.grid([50, 290, 410], [780, 755])
    page.text(60, 765, "คะแนนรวม")
    page.text(300, 765, "86.94")
    (table,) = _read(pdf, tmp_path).tables
    assert _grid(table)[-1] == ["คะแนนรวม", None, "86.94"]
    assert [c.colspan for c in table.grid[-1] if c] == [2, 1]


def test_words_at_the_same_place_of_two_pages_are_said_once(pdf: PdfMaker, tmp_path: Path) -> None:
    for rows in (ROWS[:3], ROWS[3:]):
        page = pdf.page()
        page.text(50, 820, "มาตรการส่งเสริมคุณธรรม")
        page.table(rows, top=780)
    document = _read(pdf, tmp_path)
    assert _texts(document) == ["มาตรการส่งเสริมคุณธรรม"]
    (table,) = document.tables
    assert _grid(table) == ROWS


def test_the_mark_of_a_footnote_is_no_digit_of_its_figure(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.table([HEAD, *ROWS])
    text = ROWS[-1][2]
    x = 50 + 2 * 120 + 4 + _width(text)
    page.text(x, 780 - 5 * 30 - 15 - 10 / 3 + 4, "1)", 6)
    (table,) = _read(pdf, tmp_path).tables
    assert _grid(table)[-1] == [*ROWS[-1][:2], "85.25¹⁾"]
    number = read_score("85.25¹⁾")
    assert number is not None
    assert number.value == 85.25
