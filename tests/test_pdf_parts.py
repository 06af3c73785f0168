"""Pages that are not read straight from top to bottom: bands, cards, columns, pictures beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker, read_page
from thai_ita.ingest.ingest_options import IngestOptions
from thai_ita.ingest.pdf import PageContent
from thai_ita.ingest.pdf_document import read_pdf_document

NAMES = ["การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "คุณภาพงาน", "การสื่อสาร"]
SCORES = ["91.20", "82.30", "73.40", "94.50", "85.60"]
BLUE = "0.8 0.9 1 rg"


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def _rows(page: PageContent) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for table in page.tables for row in table.grid()]


def _texts(pdf: PdfMaker, tmp_path: Path) -> list[str]:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf.save())
    return [line.text for line in read_pdf_document(path, "0" * 16, IngestOptions()).lines]


def _round_box(page: Page, x: float, y: float, w: float, h: float, r: float = 6) -> None:
    k = 0.45 * r
    page.ops.append(
        f"q 0.5 w {x + r} {y} m {x + w - r} {y} l {x + w - k} {y} {x + w} {y + k} {x + w} {y + r} c "
        f"{x + w} {y + h - r} l {x + w} {y + h - k} {x + w - k} {y + h} {x + w - r} {y + h} c "
        f"{x + r} {y + h} l {x + k} {y + h} {x} {y + h - k} {x} {y + h - r} c "
        f"{x} {y + r} l {x} {y + k} {x + k} {y} {x + r} {y} c h S Q"
    )


@pytest.mark.parametrize("reader", ["fast", "pdfplumber"])
def test_rows_of_colour_without_lines(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    page.rect(50, 720, 100, 30, "f", "0.2 0.3 0.6 rg")
    page.rect(150, 720, 250, 30, "f", "0.2 0.3 0.6 rg")
    page.rect(400, 720, 100, 30, "f", "0.2 0.3 0.6 rg")
    for x, text in ((55, "เครื่องมือ"), (155, "ตัวชี้วัด"), (405, "คะแนน")):
        page.text(x, 730, text)
    page.rect(50, 570, 100, 150, "f", "1 0.9 0.7 rg")
    page.text(55, 640, "IIT")
    for r, (name, score) in enumerate(zip(NAMES, SCORES, strict=True)):
        if r % 2 == 0:
            page.rect(150, 690 - 30 * r, 250, 30, "f", BLUE)
            page.rect(400, 690 - 30 * r, 100, 30, "f", BLUE)
        page.text(155, 700 - 30 * r, name)
        page.text(440, 700 - 30 * r, score)
    rows = _rows(read_page(pdf, tmp_path, reader))
    assert [row[-2:] for row in rows[1:]] == [list(p) for p in zip(NAMES, SCORES, strict=True)]
    assert rows[1][0] == "IIT"


@pytest.mark.parametrize("reader", ["fast", "pdfplumber"])
def test_a_cell_over_two_columns_with_text_in_each(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    for y in range(600, 721, 30):
        page.line(50, y, 450, y)
    for x in (50, 450):
        page.line(x, 600, x, 720)
    for y in (690, 630):
        page.line(350, y, 350, y + 30)
    for r, (name, score) in enumerate(zip(NAMES[:4], SCORES[:4], strict=True)):
        page.text(55, 700 - 30 * r, name)
        page.text(380, 700 - 30 * r, score)
    assert _rows(read_page(pdf, tmp_path, reader)) == [list(p) for p in zip(NAMES[:4], SCORES[:4], strict=True)]


@pytest.mark.parametrize("under", [False, True])
@pytest.mark.parametrize("rounded", [False, True])
def test_cards_with_a_name_and_a_figure(pdf: PdfMaker, tmp_path: Path, under: bool, rounded: bool) -> None:
    page = pdf.page()
    page.text(50, 750, "ผลคะแนนของหน่วยงานในปีนี้")
    for i, (name, score) in enumerate(zip(NAMES, SCORES, strict=True)):
        x, y = 40 + 175 * (i % 3), 650 - 80 * (i // 3)
        if rounded:
            _round_box(page, x, y, 160, 60)
        else:
            page.rect(x, y, 160, 60)
        high, low = (score, name) if under else (name, score)
        page.text(x + 10, y + 40, high)
        page.text(x + 10, y + 15, low)
    assert _rows(read_page(pdf, tmp_path)) == [list(p) for p in zip(NAMES, SCORES, strict=True)]


def test_cards_of_text_are_read_one_after_the_other(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    for i in range(4):
        x, y = 40 + 260 * (i % 2), 600 - 120 * (i // 2)
        page.rect(x, y, 240, 100)
        page.rect(x, y + 70, 240, 30, "f", BLUE)
        page.text(x + 5, y + 80, f"{i + 1}. จัดทำคู่มือการให้บริการ")
        page.text(x + 5, y + 50, "ผลการดำเนินการ : จัดทำแล้วเสร็จ")
        page.text(x + 5, y + 35, "ผู้รับผิดชอบ : กองช่าง")
    found = _texts(pdf, tmp_path)
    one = ["จัดทำคู่มือการให้บริการ", "ผลการดำเนินการ : จัดทำแล้วเสร็จ", "ผู้รับผิดชอบ : กองช่าง"]
    assert found == [f"{i}. {text}" if n == 0 else text for i in (1, 2, 3, 4) for n, text in enumerate(one)]


LEFT = [
    "ผลการประเมินของหน่วยงานในปีนี้เป็นไปตาม",
    "เป้าหมายที่กำหนดไว้ในแผนพัฒนาท้องถิ่น",
    "และสูงกว่าปีก่อน",
    "",
    "เครื่องมือนี้วัดการรับรู้ของบุคลากรภายใน",
    "หน่วยงานซึ่งได้คะแนนสูงขึ้นจากปีที่ผ่านมา",
    "โดยเฉพาะด้านการใช้งบประมาณซึ่งได้คะแนน",
]
RIGHT = [
    "สูงที่สุดในบรรดาตัวชี้วัดทั้งหมดของปีนี้",
    "",
    "เครื่องมือถัดไปวัดการเปิดเผยข้อมูลสาธารณะ",
    "บนเว็บไซต์ของหน่วยงานซึ่งเผยแพร่ข้อมูลแล้ว",
    "ครบถ้วนตามรายการที่สำนักงานกำหนดไว้",
    "และเป็นปัจจุบันทุกรายการตลอดปีงบประมาณ",
    "จึงได้คะแนนเต็มในด้านดังกล่าวนี้ทั้งหมด",
]


def test_text_in_two_columns_runs_on_from_one_to_the_next(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 780, "รายงานผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐประจำปี")
    for x, dy, column in ((50, 0, LEFT), (310, 3, RIGHT)):
        for r, text in enumerate(column):
            page.text(x, 740 + dy - 16 * r, text)
    page.text(50, 560, "ลงชื่อ ผู้รายงานผลการประเมินคุณธรรมและความโปร่งใสของหน่วยงานในปีงบประมาณนี้")
    found = _texts(pdf, tmp_path)
    assert found[1:-1] == [
        "".join(LEFT[:3]), "".join([*LEFT[4:], RIGHT[0]]), "".join(RIGHT[2:])
    ]  # fmt: skip


def test_a_table_of_two_columns_of_text_is_no_text_in_columns(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    for row in range(4):
        for x, column in ((50, LEFT[4:6]), (310, RIGHT[2:4])):
            for r, text in enumerate(column):
                page.text(x, 740 - 16 * r - 45 * row, text)
    (table,) = read_page(pdf, tmp_path).tables
    assert table.n_columns == 2


def test_a_table_beside_a_chart(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(60, 745, "คะแนนย้อนหลัง")
    for i, (year, value) in enumerate((("2565", "91.66"), ("2566", "80.96"), ("2567", "70.52"))):
        page.rect(60 + 40 * i, 620, 25, 60 + 12 * i, "f", "0 0.6 0.3 rg")
        page.text(60 + 40 * i, 686 + 12 * i, value, 8)
        page.text(60 + 40 * i, 608, year, 8)
    for r in range(6):
        page.line(220, 735 - 30 * r, 540, 735 - 30 * r)
    for r, row in enumerate([("ตัวชี้วัด", "คะแนน"), *zip(NAMES, SCORES, strict=True)]):
        for x, text in zip((230, 470), row, strict=True):
            page.text(x, 745 - 30 * r, text)
    rows = [["ตัวชี้วัด", "คะแนน"], *map(list, zip(NAMES, SCORES, strict=True))]
    assert _rows(read_page(pdf, tmp_path)) == rows
