"""Tables without rulings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker, read_page
from thai_ita.ingest.pdf import PageContent

SCORES = [
    ("ที่", "ตัวชี้วัด", "คะแนน"),
    ("1", "การปฏิบัติหน้าที่", "88.89"),
    ("2", "การใช้งบประมาณ", "91.20"),
    ("3", "การใช้อำนาจ", "100.00"),
    ("4", "การเปิดเผยข้อมูล", "79.5"),
]
X = (50, 80, 300)


@pytest.fixture(params=["fast", "pdfplumber"])
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def _rows(page: PageContent) -> list[tuple[str, ...]]:
    (table,) = page.tables
    assert not table.ruled
    return [tuple(cell.text if cell else "" for cell in row) for row in table.grid()]


def _draw(page: Page, pitch: float = 20) -> None:
    for r, row in enumerate(SCORES):
        for x, cell in zip(X, row, strict=True):
            page.text(x, 700 - r * pitch, cell)


def test_aligned_columns(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    page.text(50, 760, "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงาน")
    _draw(page)
    page.text(50, 500, "ข้อเสนอแนะในการปรับปรุงการดำเนินงานของหน่วยงานในปีต่อไป")
    got = read_page(pdf, tmp_path, reader)
    assert _rows(got) == SCORES
    assert len(got.lines) == 2


def test_rules_between_rows_only(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    _draw(page, 30)
    # The second line of a cell stands in the same band.
    page.text(80, 700 - 30 - 12, "ของเจ้าหน้าที่")
    for r in range(6):
        page.line(45, 713 - r * 30, 360, 713 - r * 30)
    rows = _rows(read_page(pdf, tmp_path, reader))
    assert rows[1] == ("1", "การปฏิบัติหน้าที่\nของเจ้าหน้าที่", "88.89")
    assert rows[2:] == SCORES[2:]


def test_a_wrapped_cell_at_the_top_of_its_row(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    y = 700
    for row in SCORES:
        for x, cell in zip(X, row, strict=True):
            page.text(x, y, cell)
        if row[0] == "2":
            y -= 14
            page.text(80, y, "และการจัดซื้อ")
        y -= 20
    rows = _rows(read_page(pdf, tmp_path, reader))
    assert rows[2] == ("2", "การใช้งบประมาณ\nและการจัดซื้อ", "91.20")
    assert rows[3:] == SCORES[3:]


def test_a_wrapped_cell_around_the_middle_of_its_row(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    y = 700.0
    for row in SCORES:
        if row[0] == "2":
            y -= 6
            page.text(50, y, "2")
            page.text(300, y, row[2])
            page.text(80, y + 7, row[1])
            page.text(80, y - 7, "และการจัดซื้อ")
            y -= 6
        else:
            for x, cell in zip(X, row, strict=True):
                page.text(x, y, cell)
        y -= 24
    rows = _rows(read_page(pdf, tmp_path, reader))
    assert rows[2] == ("2", "การใช้งบประมาณ\nและการจัดซื้อ", "91.20")
    assert rows[3:] == SCORES[3:]


def test_headings_centred_over_columns_set_left(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    for x, cell in zip((60, 190, 420), SCORES[0], strict=True):
        page.text(x, 700, cell)
    for r, row in enumerate(SCORES[1:], 1):
        for x, cell in zip((50, 90, 350), row, strict=True):
            page.text(x, 700 - r * 20, cell)
    assert _rows(read_page(pdf, tmp_path, reader)) == SCORES


def test_a_numbered_list_is_no_table(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    for i in range(5):
        page.text(50, 700 - 20 * i, f"{i + 1}.")
        page.text(75, 700 - 20 * i, "ประชุมชี้แจงบุคลากร")
    got = read_page(pdf, tmp_path, reader)
    assert got.tables == []
    assert got.lines[0].text == "1. ประชุมชี้แจงบุคลากร"


def test_leader_dots_make_lines(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    for i, (_, name, score) in enumerate(SCORES[1:]):
        page.text(50, 700 - 20 * i, name + " " + "." * (60 - len(name)) + " " + score)
    got = read_page(pdf, tmp_path, reader)
    assert [line.text for line in got.lines] == [f"{n}\t{s}" for _, n, s in SCORES[1:]]


def test_stretched_prose_is_no_table(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    words = ["การดำเนินงาน", "ของเทศบาล", "ในปี", "งบประมาณ", "มีความ", "โปร่งใส", "และเป็นธรรม"]
    for i in range(6):
        x = 50.0
        for k in range(5):
            word = words[(i * 3 + k * (i + 2)) % len(words)]
            page.text(x, 700 - 18 * i, word)
            x += 6 * sum(ch not in "ำ" and ch not in "ัิีึืฺุู็่้๊๋์ํ" for ch in word) + 9
    got = read_page(pdf, tmp_path, reader)
    assert got.tables == []
    assert len(got.lines) == 6
