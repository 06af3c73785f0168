"""What viewers show over a page: form fields, typed notes, strikes; not comments, not hidden ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker, pdf_text, read_page


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


ROWS = [["ตัวชี้วัด", "คะแนน"], ["การใช้งบ", ""], ["การใช้อำนาจ", ""]]
# The boxes of the empty cells of the table.
CELLS = [(172.0, 722.0, 116.0, 26.0), (172.0, 692.0, 116.0, 26.0)]


def _cells(pdf: PdfMaker, tmp_path: Path) -> list[list[str]]:
    (table,) = read_page(pdf, tmp_path).tables
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def test_values_of_a_form_stand_in_their_cells(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.table(ROWS)
    page.field(CELLS[0], "a", "91.25")
    page.field(CELLS[1], "b", "๘๘.๑๒")
    assert _cells(pdf, tmp_path) == [ROWS[0], ["การใช้งบ", "91.25"], ["การใช้อำนาจ", "๘๘.๑๒"]]


def test_a_value_is_part_of_the_line_that_it_is_typed_into(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "หน่วยงาน ..........................")
    page.field((95, 691, 200, 18), "agency", "เทศบาลตำบลบ้านทดสอบ")
    assert [line.text for line in read_page(pdf, tmp_path).lines] == ["หน่วยงาน เทศบาลตำบลบ้านทดสอบ"]


def test_the_value_of_a_field_may_stand_at_its_parent(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.table(ROWS)
    widget = page.annotation("Widget", CELLS[0])
    pdf.objects.append(f"<< /FT /Tx /T (p) /V {pdf_text('79.50')} /Kids [{widget} 0 R] >>".encode())
    parent = len(pdf.objects)
    pdf.objects[widget - 1] = pdf.objects[widget - 1][:-2] + f"/Parent {parent} 0 R >>".encode()
    pdf.fields.append(parent)
    assert _cells(pdf, tmp_path)[1] == ["การใช้งบ", "79.50"]


@pytest.mark.parametrize("flags", [2, 32])
def test_hidden_fields_and_notes_are_not_read(pdf: PdfMaker, tmp_path: Path, flags: int) -> None:
    page = pdf.page()
    page.table(ROWS)
    page.field(CELLS[0], "a", "85.10", flags)
    page.annotation("FreeText", CELLS[1], f"/Contents {pdf_text('85.10')}", flags)
    assert "85.10" not in read_page(pdf, tmp_path).text


def test_buttons_and_passwords_are_not_read(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "แบบรายงาน")
    page.field((50, 600, 100, 20), "button", "ส่ง", kind="/FT /Btn /Ff 65536")
    page.field((50, 500, 100, 20), "word", "1234", kind="/FT /Tx /Ff 8192")
    assert read_page(pdf, tmp_path).text == "แบบรายงาน"


def test_typed_notes_are_read_and_comments_are_not(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.table(ROWS)
    page.annotation("FreeText", CELLS[0], f"/Contents {pdf_text('91.25')} /DA (/Helv 10 Tf)")
    page.annotation("Text", CELLS[1], f"/Contents {pdf_text('แก้ 85.10')}")
    page.annotation("Highlight", CELLS[1], f"/Contents {pdf_text('99.99')}")
    text = read_page(pdf, tmp_path).text
    assert "91.25" in text
    assert "85.10" not in text
    assert "99.99" not in text


def test_a_long_note_is_wrapped_in_its_box(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    words = "ข้อความ ยาวมาก กว่ากล่อง หลายเท่า"
    page.annotation("FreeText", (50, 600, 60, 100), f"/Contents {pdf_text(words)} /DA (/H 10 Tf)")
    lines = [line.text for line in read_page(pdf, tmp_path).lines]
    assert len(lines) > 1
    assert " ".join(lines) == words


def _quads(x: float, y: float, w: float, h: float) -> str:
    return f"/QuadPoints [{x} {y + h} {x + w} {y + h} {x} {y} {x + w} {y}]"


def test_text_that_an_annotation_strikes_out_is_not_read(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "85.10")
    page.text(100, 700, "91.25")
    page.annotation("StrikeOut", (48, 697, 32, 12), _quads(48, 697, 32, 12))
    content = read_page(pdf, tmp_path)
    assert content.text == "91.25"
    assert [t.code for t in content.problems] == ["hidden-cells"]


def _white_note(page: Page, box: tuple[float, float, float, float], text: str) -> None:
    """A typed note with a ground of its own."""
    w, h = box[2:]
    number = page.pdf.stream(
        f"1 1 1 rg 0 0 {w} {h} re f".encode(), f"/Type /XObject /Subtype /Form /BBox [0 0 {w} {h}]"
    )
    page.annotation("FreeText", box, f"/Contents {pdf_text(text)} /AP << /N {number} 0 R >>")


def test_a_value_typed_over_another_takes_its_place(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "คะแนน")
    page.text(100, 700, "85.10")
    _white_note(page, (98, 695, 40, 15), "91.25")
    # A note without a ground hides nothing.
    page.text(50, 650, "ร้อยละ")
    page.text(100, 650, "77.70")
    page.annotation("FreeText", (98, 610, 40, 55), f"/Contents {pdf_text('ใหม่')} /DA (/H 9 Tf)")
    text = read_page(pdf, tmp_path).text
    assert "85.10" not in text
    assert "91.25" in text
    assert "77.70" in text


def test_a_field_on_a_turned_page_stands_where_it_is_shown(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page(rotate=90)
    page.annotation("FreeText", (100, 50, 14, 80), f"/Contents {pdf_text('91.25')} /DA (/H 10 Tf)")
    (line,) = read_page(pdf, tmp_path).lines
    assert line.text == "91.25"
    assert 49 < line.bbox.x0 < 60
    assert 100 < (line.bbox.top + line.bbox.bottom) / 2 < 114


# -- notes that correct a figure -----------------------------------------------------------------

SCORES = [["ตัวชี้วัด", "คะแนน"], ["การใช้งบ", "83.18"], ["การใช้อำนาจ", "๘๙.๐๖"]]


def _struck(pdf: PdfMaker, figures: list[tuple[float, str]]) -> Page:
    """The table of scores with strikes through figures, each at its height."""
    page = pdf.page()
    page.table(SCORES)
    for y, text in figures:
        page.line(174, y + 3, 174 + 6 * len(text) - 3.5, y + 3)
    return page


BOTH = [(731.67, "83.18"), (701.67, "89.06")]


def _note(page: Page, y: float, text: str, x: float = 320) -> None:
    page.annotation("FreeText", (x, y - 8, 120, 22), f"/Contents {pdf_text(text)} /DA (/Helv 9 Tf)")


@pytest.mark.parametrize("form", ["{}", "แก้เป็น {}", "ที่ถูกต้องคือ {}", "แก้ไขเป็น {} คะแนน"])
def test_a_note_beside_a_struck_figure_stands_in_its_cell(pdf: PdfMaker, tmp_path: Path, form: str) -> None:
    page = _struck(pdf, BOTH)
    _note(page, 731, form.format("87.58"))
    _note(page, 701, form.format("๙๐.๕๘"))
    cells = _cells(pdf, tmp_path)
    assert [row[1] for row in cells[1:]] == [form.format("87.58"), form.format("๙๐.๕๘")]


@pytest.mark.parametrize("text", ["เดิม 83.20", "83.18", "ครั้งที่ 2", "83.18 เป็น 87.58", "ดูหนังสือแจ้ง", "เป้าหมาย 90.00"])
def test_a_note_that_does_not_correct_stays_beside(pdf: PdfMaker, tmp_path: Path, text: str) -> None:
    page = _struck(pdf, BOTH)
    _note(page, 731, text)
    content = read_page(pdf, tmp_path)
    assert content.tables[0].grid()[1][1].text == ""  # type: ignore[union-attr]
    assert [line.text for line in content.lines] == [text]


def test_a_note_beside_a_figure_that_is_not_struck_stays_beside(pdf: PdfMaker, tmp_path: Path) -> None:
    page = _struck(pdf, BOTH[:1])
    _note(page, 701, "แก้เป็น 87.58")
    content = read_page(pdf, tmp_path)
    assert [line.text for line in content.lines] == ["แก้เป็น 87.58"]
    assert [row[1].text for row in content.tables[0].grid()[1:] if row[1]] == ["", "๘๙.๐๖"]


def test_two_notes_on_one_height_correct_nothing(pdf: PdfMaker, tmp_path: Path) -> None:
    page = _struck(pdf, BOTH)
    _note(page, 731, "87.58")
    _note(page, 731, "88.58", 450)
    assert _cells(pdf, tmp_path)[1][1] == ""


# -- boxes around fields -------------------------------------------------------------------------


def test_fields_with_boxes_drawn_around_them_go_on_behind_their_labels(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    for x, label, value in ((50, "หน่วยงาน", "เทศบาลตำบลบ้านทดสอบ"), (254, "อำเภอ", "เมือง")):
        page.text(x, 700, label)
        page.rect(x + 50, 695, 150, 18)
        page.field((x + 50, 695, 150, 18), label, value)
    (line,) = read_page(pdf, tmp_path).lines
    assert line.text.split() == ["หน่วยงาน", "เทศบาลตำบลบ้านทดสอบ", "อำเภอ", "เมือง"]


def test_a_value_right_behind_its_label_is_a_word_of_its_own(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "ผลการประเมิน")
    page.field((114.5, 695, 100, 18), "level", "ผ่าน")
    assert [line.text for line in read_page(pdf, tmp_path).lines] == ["ผลการประเมิน ผ่าน"]
