"""What can be seen on a page is read, what cannot is not: clips, strikes, covers, white text."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker, read_page
from thai_ita.ingest.pdf import PageContent
from thai_ita.ingest.pdf.read_pages import read_pdf
from thai_ita.ingest.pdf.readers.optional_content import has_layer_off


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def _texts(content: PageContent) -> list[str]:
    return [line.text for line in content.lines]


def _codes(content: PageContent) -> list[str]:
    return [problem.code for problem in content.problems]


def _cells(content: PageContent) -> list[list[str]]:
    (table,) = content.tables
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


# -- clips ---------------------------------------------------------------------------------------


def test_text_outside_its_clip_is_not_read(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    for row, value in enumerate(("79.21", "80.22", "81.23")):
        y = 700 - 20 * row
        page.clipped((48, 600, 100, 200), 50, y, "ตวชวดท การใชอำนาจหนวยงาน")
        page.text(150, y, value)
    assert _cells(read_page(pdf, tmp_path)) == [["ตวชวดท การใชอำนาจ…", value] for value in ("79.21", "80.22", "81.23")]


def test_a_text_inside_its_clip_stays_as_it_is(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.clipped((48, 690, 60, 20), 50, 700, "การใช 89.15")
    page.clipped((148, 690, 200, 20), 150, 700, "91.20")
    content = read_page(pdf, tmp_path)
    assert _texts(content) == ["การใช 89.15\t91.20"]
    assert not content.by_sight


@pytest.mark.parametrize("left", [120, 133])
def test_a_figure_that_is_cut_is_no_figure(pdf: PdfMaker, tmp_path: Path, left: float) -> None:
    page = pdf.page()
    page.text(50, 700, "การใชอำนาจ")
    # Of 89.15 the left side is cut, or the right side.
    page.clipped((130, 690, 20, 20), left, 700, "89.15")
    content = read_page(pdf, tmp_path)
    assert not any(digit in _texts(content)[0] for digit in "8915")
    (problem,) = content.problems
    assert problem.code == "figure-not-read"
    assert "page 1" in problem.message


def test_a_number_whose_last_digit_is_hidden_is_no_code(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.clipped((48, 690, 47, 20), 50, 700, "ตวชวดท 10 การ")
    assert _texts(read_page(pdf, tmp_path)) == ["ตวชวดท…"]


def test_a_row_too_low_for_its_text_shows_the_lines_in_it(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.clipped((48, 695, 300, 14), 50, 713, "ที่ถูกบัง")
    page.clipped((48, 695, 300, 14), 50, 699, "ที่เห็น")
    assert _texts(read_page(pdf, tmp_path)) == ["ที่เห็น"]


def test_the_clip_of_a_form_holds_for_its_text(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.ops.append("q 40 690 60 20 re W n")
    inner = Page(pdf)
    inner.text(50, 700, "เหน")
    inner.text(150, 700, "ไมเหน")
    page.form(inner.ops)
    page.ops.append("Q")
    assert _texts(read_page(pdf, tmp_path)) == ["เหน"]


def test_crosses_for_figures_are_told(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "การใชอำนาจ")
    page.text(200, 700, "###")
    page.text(50, 680, "เลข # 5")
    content = read_page(pdf, tmp_path)
    (problem,) = content.problems
    assert problem.code == "figure-not-read"
    assert problem.message.startswith("1 figure(s) on page 1 are printed as ###")
    assert "200, 139" in problem.message


# -- strikes -------------------------------------------------------------------------------------


def test_a_struck_value_is_not_read(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "คะแนน 85.10 91.20")
    page.line(82.5, 703, 109, 703)
    content = read_page(pdf, tmp_path)
    assert _texts(content) == ["คะแนน\t91.20"]
    assert _codes(content) == ["hidden-cells"]


def test_a_strike_may_be_a_thin_box_in_pieces(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "เดม 85.10")
    page.rect(70.5, 702.6, 12, 0.6, "f")
    page.rect(82.5, 702.6, 14.5, 0.6, "f")
    assert _texts(read_page(pdf, tmp_path)) == ["เดม"]


@pytest.mark.parametrize(
    "line",
    [
        (50, 698.5, 110, 698.5),  # an underline
        (50, 711, 110, 711),  # the rule above a row
        (20, 703, 300, 703),  # a rule that runs on on both sides
        (50, 703, 115, 703),  # one that runs on on one side
    ],
)
def test_lines_that_strike_nothing(pdf: PdfMaker, tmp_path: Path, line: tuple[float, float, float, float]) -> None:
    page = pdf.page()
    page.text(50, 700, "คะแนน91.20")
    page.line(*line)
    content = read_page(pdf, tmp_path)
    assert _texts(content) == ["คะแนน91.20"]
    assert content.problems == []


def test_the_side_of_a_cell_strikes_nothing(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(52, 700, "คะแนน91.20")
    page.rect(50, 680, 60, 23)
    assert "91.20" in read_page(pdf, tmp_path).text


# -- covers and white text -----------------------------------------------------------------------


@pytest.mark.parametrize("colour", ["1 g", "0.8 g"])
def test_a_covered_value_is_not_read(pdf: PdfMaker, tmp_path: Path, colour: str) -> None:
    page = pdf.page()
    page.text(50, 700, "คะแนน")
    page.text(100, 700, "85.10")
    page.rect(98, 695, 40, 15, "f", colour)
    page.text(105, 700, "91.20")
    content = read_page(pdf, tmp_path)
    assert "85.10" not in content.text
    assert "91.20" in content.text
    assert _codes(content) == ["hidden-cells"]


def test_a_fill_below_the_text_covers_nothing(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.rect(48, 695, 80, 15, "f", "0.8 g")
    page.text(50, 700, "คะแนน91.20")
    assert read_page(pdf, tmp_path).text == "คะแนน91.20"


def test_a_value_under_a_picture_is_not_read(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "คะแนน")
    page.text(100, 700, "85.10")
    page.picture(98, 690, 40, 20)
    assert read_page(pdf, tmp_path).text == "คะแนน"


def test_the_text_below_a_scan_is_its_layer(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "ขอความของหนาน")
    page.picture(0, 0, 595, 842)
    content = read_page(pdf, tmp_path)
    assert content.text == "ขอความของหนาน"
    assert content.invisible_chars == 1.0


def test_white_text_on_white_is_not_read(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "คะแนน 91.20")
    page.ops.append("1 g")
    page.text(50, 680, "คะแนน 85.10")
    page.ops.append("0 g")
    content = read_page(pdf, tmp_path)
    assert content.text == "คะแนน 91.20"
    assert _codes(content) == ["hidden-cells"]


def test_white_text_on_colour_is_read(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.rect(48, 695, 80, 15, "f", "0 0 0.6 rg")
    page.ops.append("1 g")
    page.text(50, 700, "คะแนน 91.20")
    # A shape that is no box, and a picture, are grounds as well.
    page.ops.append("0 g 48 650 m 200 650 l 190 690 l 60 690 l f 1 g")
    page.text(70, 665, "การใช")
    page.ops.append("0 g")
    page.picture(48, 600, 100, 30)
    page.ops.append("1 g")
    page.text(50, 610, "ภาพ")
    content = read_page(pdf, tmp_path)
    assert content.text == "คะแนน 91.20\nการใช\nภาพ"
    assert content.problems == []


def test_invisible_text_without_a_picture_is_not_read(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "คะแนน 91.20")
    page.text(150, 700, "85.10", mode=3)
    assert read_page(pdf, tmp_path).text == "คะแนน 91.20"


def test_the_second_reader_does_not_bring_hidden_text_back(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    # Letters without a Unicode value: a page that the second reader would be asked about.
    page.text(50, 700, "ก☃ข☄ค☁ง★จ☆ฉ☎ช" + "กขค" * 4)
    pdf.unmapped = set("☃☄☁★☆☎")
    page.text(50, 660, "85.10")
    page.line(50, 663, 76.5, 663)
    path = tmp_path / "struck.pdf"
    path.write_bytes(pdf.save())
    (content,) = read_pdf(path)
    assert "85.10" not in content.text
    assert "readers-differ" not in _codes(content)


def test_single_letters_are_asked_one_in_five(pdf: PdfMaker, tmp_path: Path) -> None:
    """Some producers draw each letter by itself: a value of five letters is found all the same."""
    page = pdf.page()
    for shift in range(7):
        y = 700 - 20 * shift
        for i, letter in enumerate("กขคงจฉชซ"[shift:] + "85.10"):
            white = i >= 8 - shift
            page.ops.append("1 g" if white else "0 g")
            page.text(50 + 12 * i, y, letter)
    assert not any(ch in read_page(pdf, tmp_path).text for ch in "8510")


def test_a_value_over_the_covered_one_is_whole(pdf: PdfMaker, tmp_path: Path) -> None:
    """The digits that both have stand at one place; PDFium would give those below alone."""
    page = pdf.page()
    page.table([["คะแนน", "ผล"]])
    page.text(100, 680, "88.25")
    page.rect(98, 677, 40, 12, "f", "1 1 0.8 rg")
    page.text(100, 680, "91.25")
    content = read_page(pdf, tmp_path)
    assert _texts(content) == ["91.25"]
    assert _codes(content) == ["hidden-cells"]


def test_text_of_a_layer_that_is_off_is_not_read(pdf: PdfMaker, tmp_path: Path) -> None:
    pdf.layer("Old")
    pdf.layer("New")
    page = pdf.page()
    page.text(50, 700, "คะแนน.")
    for name, y, value in (("Old", 680, "85.10"), ("New", 660, "91.25")):
        page.ops.append(f"/OC /{name} BDC")
        page.text(50, y, value)
        page.ops.append("EMC")
    content = read_page(pdf, tmp_path)
    assert content.text == "คะแนน.\n91.25"
    assert _codes(content) == ["hidden-cells"]


def test_layers_are_found_in_packed_objects() -> None:
    packed = zlib.compress(b"1 0 << /Type /Catalog /OCProperties << /D << /OFF [ 5 0 R ] >> >> >>")
    assert has_layer_off(b"7 0 obj << /Type /ObjStm /N 1 /First 4 >> stream\n" + packed + b"\nendstream")
    assert not has_layer_off(b"<< /OCProperties << /D << /ON [5 0 R] /OFF [] >> >> >>")


def test_tiny_text_beside_text_to_be_read_is_not_read(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "คะแนน 91.25")
    page.text(150, 700, "85.10", size=1)
    pdf.page().text(50, 700, "คะแนน 91.25", size=1.5)
    path = tmp_path / "tiny.pdf"
    path.write_bytes(pdf.save())
    assert [page.text for page in read_pdf(path)] == ["คะแนน 91.25"] * 2


def test_texts_printed_over_one_another_are_told_apart(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "การใช้งบประมาณของหน่วยงาน")
    page.text(97, 700, "88.12")
    page.text(50, 680, "การใช้อำนาจ")
    page.text(200, 680, "79.50")
    assert _texts(read_page(pdf, tmp_path)) == [
        "การใช้งบประมาณของหน่วยงาน\t88.12",
        "การใช้อำนาจ\t79.50",
    ]


def test_letters_drawn_in_any_order_stay_one_text(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    for i, letter in reversed(list(enumerate("กขคงจฉช"))):
        page.text(50 + 2.5 * i, 700, letter)
    assert _texts(read_page(pdf, tmp_path)) == ["กขคงจฉช"]
