"""Letters and numbers of a printed sheet go, and tell which pages hold columns of the same rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker, read_pages, texts_of_table

NAMES = ["การใช้งบ 1", "การใช้อำนาจ 2", "การเปิดเผย 3", "การป้องกัน 4"]
YEARS = [
    ["ปี 2566", "88.12", "79.50", "95.50", "87.65"],
    ["ปี 2567", "81.12", "72.50", "93.50", "84.65"],
]


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def _sheet(page: Page, letters: str, columns: list[list[str]], first: int = 1, ruled: bool = True) -> None:
    """Columns below their letters, beside the numbers of their rows from ``first`` on."""
    numbers = ["", *(str(first + k) for k in range(len(columns[0])))]
    cells = [[letter, *column] for letter, column in zip(letters, columns, strict=True)]
    rows = [list(row) for row in zip(numbers, *cells, strict=True)]
    page.table(rows, top=800, ruled=ruled)


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("footer", [False, True])
def test_pages_whose_letters_go_on_are_one_sheet(pdf: PdfMaker, tmp_path: Path, ruled: bool, footer: bool) -> None:
    _sheet(pdf.page(), "AB", [["ตัวชี้วัด", *NAMES], YEARS[0]], ruled=ruled)
    _sheet(pdf.page(), "C", [YEARS[1]], ruled=ruled)
    if footer:
        for number, page in enumerate(pdf.pages, 1):
            page.text(250, 30, f"หน้า {number}")
    first, second = read_pages(pdf, tmp_path)
    assert texts_of_table(first) == [list(row) for row in zip(["ตัวชี้วัด", *NAMES], *YEARS, strict=True)]
    assert second.n_chars == 0


def test_pages_of_other_rows_stay_apart(pdf: PdfMaker, tmp_path: Path) -> None:
    _sheet(pdf.page(), "AB", [["ตัวชี้วัด", *NAMES], YEARS[0]])
    _sheet(pdf.page(), "AB", [["ก", *NAMES], YEARS[1]], first=6)
    first, second = read_pages(pdf, tmp_path)
    assert len(texts_of_table(first)[0]) == len(texts_of_table(second)[0]) == 2
    assert texts_of_table(second)[0] == ["ก", "ปี 2567"]


def test_grades_over_numbered_rows_below_a_title_stay(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "จำนวนหน่วยงานตามระดับ")
    page.table([["", "A", "B"], *([str(k), "3", "4"] for k in range(1, 6))], top=680)
    (content,) = read_pages(pdf, tmp_path)
    assert texts_of_table(content)[0] == ["", "A", "B"]


def test_a_head_over_the_numbers_makes_them_a_column(pdf: PdfMaker, tmp_path: Path) -> None:
    pdf.page().table([["No", "A", "B"], *([str(k), "3", "4"] for k in range(1, 6))], top=800)
    (content,) = read_pages(pdf, tmp_path)
    assert texts_of_table(content)[1] == ["1", "3", "4"]


@pytest.mark.parametrize("numbers", [["1", "2", "4", "5"], ["1", "2"], ["1", "2", "ก", "4"]])
def test_what_does_not_count_is_no_number_of_rows(pdf: PdfMaker, tmp_path: Path, numbers: list[str]) -> None:
    pdf.page().table([["", "A", "B"], *([k, "3", "4"] for k in numbers)], top=800)
    (content,) = read_pages(pdf, tmp_path)
    assert [row[0] for row in texts_of_table(content)[1:]] == numbers
