"""Sheets wider than their paper: the columns on the next page belong to the rows of this one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker, read_pages, texts_of_table
from thai_ita import read
from thai_ita.model import Document

TITLE = "ผลคะแนน"
NAMES = ["การใช้งบ", "การใช้อำนาจ", "การเปิดเผย", "การป้องกัน"]
VALUES = ["88.12", "79.50", "95.50", "87.65"]
TOP = 750


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def _sheet(page: Page, columns: list[list[str]], ruled: bool, top: float = TOP) -> None:
    rows = [list(row) for row in zip(*columns, strict=True)]
    page.table(rows, top=top, ruled=ruled)


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("running", [False, True])
def test_the_right_columns_are_read_with_their_rows(pdf: PdfMaker, tmp_path: Path, ruled: bool, running: bool) -> None:
    columns = (["ชื่อ", *NAMES], ["คะแนน", *VALUES], ["ระดับ", "ก", "ข", "ค", "ง"])
    for number, column in enumerate(columns, 1):
        page = pdf.page()
        if number == 1:
            page.text(50, 790, TITLE)
        if running:
            page.text(250, 820, "เทศบาล")
            page.text(250, 20, f"หน้า {number}")
        _sheet(page, [column], ruled)
    first, *others = read_pages(pdf, tmp_path)
    assert texts_of_table(first) == [list(row) for row in zip(*columns, strict=True)]
    assert [page.n_chars for page in others] == [0, 0]
    assert [line.text for line in first.lines].count("เทศบาล") == running


def test_a_cell_has_the_page_on_which_it_was_printed(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 790, TITLE)
    _sheet(page, [["ชื่อ", *NAMES]], True)
    _sheet(pdf.page(), [["คะแนน", *VALUES]], True)
    document: Document = _document(pdf, tmp_path)
    (table,) = document.tables
    name, value = table.grid[1]
    assert name is not None
    assert value is not None
    assert name.bbox is not None
    assert value.bbox is not None
    assert (name.page, value.page) == (1, 2)
    assert (round(name.bbox.x0), round(value.bbox.x0)) == (50, 50)
    assert len(document.pages) == 2


def _document(pdf: PdfMaker, tmp_path: Path) -> Document:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf.save())
    return read(path).document


@pytest.mark.parametrize(
    ("top", "column"),
    [
        (TOP, ["ชื่อ", "เรื่องอื่น", "อีกเรื่อง", "ต่อไป", "สุดท้าย"]),  # the head again
        (790, ["คะแนน", *VALUES]),  # from the top of the page on
        (TOP - 7, ["คะแนน", *VALUES]),  # other heights
        (TOP, ["คะแนน", "88.12"]),  # other rows
    ],
)
def test_pages_that_follow_downwards_stay_apart(pdf: PdfMaker, tmp_path: Path, top: float, column: list[str]) -> None:
    page = pdf.page()
    page.text(50, 790, TITLE)
    _sheet(page, [["ชื่อ", *NAMES]], True)
    _sheet(pdf.page(), [column], True, top)
    first, second = read_pages(pdf, tmp_path)
    assert first.right == []
    assert second.n_chars


def test_columns_printed_again_are_read_page_by_page(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 790, TITLE)
    _sheet(page, [["ชื่อ", *NAMES], ["ปี 2566", *VALUES]], True)
    _sheet(pdf.page(), [["ชื่อ", *NAMES], ["ปี 2567", *VALUES]], True)
    first, second = read_pages(pdf, tmp_path)
    assert first.right == []
    assert second.n_chars
