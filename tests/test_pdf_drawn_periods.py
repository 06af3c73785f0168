"""Arrows, lines and bars over the months of a calendar become marks in their cells; rules do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker, read_page

MONTHS = ["ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค."]
QUARTERS = ["ไตรมาส 1", "ไตรมาส 2", "ไตรมาส 3", "ไตรมาส 4"]
XS = [50.0, 150.0, *(150.0 + 50 * k for k in range(1, 7)), 520.0]
YS = [780.0, 750.0, 710.0, 670.0, 630.0]
NAMES = ["อบรม", "ติดป้าย", "ประชุม"]
MARK = "↔"


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def _calendar(pdf: PdfMaker, heads: list[str] | None = None) -> Page:
    """Three measures over six columns, a unit behind them; rows from 750 to 630 points."""
    page = pdf.page()
    heads = heads or MONTHS
    page.grid([*XS[: len(heads) + 2], 520.0], YS)
    for x, text in zip(XS, ["มาตรการ", *heads], strict=False):
        page.text(x + 3, 762, text, 8)
    page.text(455, 762, "ผู้รับผิดชอบ", 8)
    for y, name in zip(YS[1:], NAMES, strict=False):
        page.text(53, y - 22, name)
        page.text(455, y - 22, "กองคลัง")
    return page


def _marks(pdf: PdfMaker, tmp_path: Path, reader: str = "fast") -> list[str]:
    """The months of each measure, one letter each: x where there is a mark."""
    (table,) = read_page(pdf, tmp_path, reader).tables
    rows = [[cell.text if cell else None for cell in row] for row in table.grid()]
    return ["".join({MARK: "x", "": "-"}.get(text or "", "?") for text in row[1:-1]) for row in rows[1:]]


def _arrow(page: Page, x0: float, x1: float, y: float) -> None:
    page.line(x0, y, x1, y)
    for x, step in ((x0, 4), (x1, -4)):
        page.ops.append(f"q 0 g {x} {y} m {x + step} {y + 2} l {x + step} {y - 2} l f Q")


def _pieces(page: Page, x0: float, x1: float, y: float) -> None:
    """A line in pieces from border to border, as a web page draws it cell by cell."""
    while x0 < x1:
        page.line(x0, y, min(x0 + 25, x1), y)
        x0 += 25


def _bar(page: Page, x0: float, x1: float, y: float) -> None:
    page.rect(x0, y - 4, x1 - x0, 8, "f", "0.2 0.4 0.8 rg")


def _block_arrow(page: Page, x0: float, x1: float, y: float) -> None:
    page.ops.append(
        f"q 0.2 0.6 0.2 rg {x0} {y - 3} m {x1 - 8} {y - 3} l {x1 - 8} {y - 6} l {x1} {y} l "
        f"{x1 - 8} {y + 6} l {x1 - 8} {y + 3} l {x0} {y + 3} l f Q"
    )


def _shade(page: Page, x0: float, x1: float, y: float) -> None:
    """The cells of a row of 40 points, each painted up to its sides."""
    for x in range(round(x0 / 50) * 50, round(x1 / 50) * 50, 50):
        page.rect(x, y - 20, 50, 40, "f", "0.6 0.8 1 rg")


@pytest.mark.parametrize("draw", [_arrow, _pieces, _bar, _block_arrow, _shade])
@pytest.mark.parametrize("inset", [0, 2, 6])
def test_what_is_drawn_over_months_marks_them(
    pdf: PdfMaker, tmp_path: Path, draw: Callable[[Page, float, float, float], None], inset: float
) -> None:
    page = _calendar(pdf)
    draw(page, 150 + inset, 300 - inset, 730)
    draw(page, 250 + inset, 300 - inset, 690)
    draw(page, 200 + inset, 450 - inset, 650)
    assert _marks(pdf, tmp_path) == ["xxx---", "--x---", "-xxxxx"]


def test_both_readers_read_an_arrow(pdf: PdfMaker, tmp_path: Path) -> None:
    page = _calendar(pdf)
    _arrow(page, 152, 298, 730)
    assert _marks(pdf, tmp_path, "pdfplumber") == ["xxx---", "------", "------"]


def test_two_periods_of_a_row_and_quarters(pdf: PdfMaker, tmp_path: Path) -> None:
    page = _calendar(pdf, QUARTERS)
    _arrow(page, 152, 198, 730)
    _arrow(page, 252, 348, 730)
    assert _marks(pdf, tmp_path)[0][:4] == "x-xx"


def test_an_arrow_that_ends_in_mid_month_marks_it_and_one_that_runs_over_a_little_does_not(
    pdf: PdfMaker, tmp_path: Path
) -> None:
    page = _calendar(pdf)
    _arrow(page, 152, 225, 730)
    _arrow(page, 152, 206, 690)
    assert _marks(pdf, tmp_path)[:2] == ["xx----", "x-----"]


def test_a_rule_through_every_row_is_no_period(pdf: PdfMaker, tmp_path: Path) -> None:
    page = _calendar(pdf)
    for y in (730, 690, 650):
        page.line(150, y, 450, y)
    (table,) = read_page(pdf, tmp_path).tables
    assert not any(cell.text == MARK for cell in table.cells)
    assert table.n_rows == 7


def test_striped_rows_and_a_coloured_column_are_no_periods(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.rect(50, 710, 470, 40, "f", "0.9 0.9 0.9 rg")
    for y in (750, 710, 670):
        page.rect(200, y - 40, 50, 40, "f", "1 0.9 0.7 rg")
    pdf.pages.pop()
    page.ops += _calendar(pdf).ops
    pdf.pages[-1] = page
    assert _marks(pdf, tmp_path) == ["------"] * 3


def test_lines_beside_text_are_rules(pdf: PdfMaker, tmp_path: Path) -> None:
    page = _calendar(pdf)
    page.line(150, 730, 300, 730)
    page.text(153, 735, "แผน", 8)
    page.text(153, 715, "ผล", 8)
    assert not any(MARK in cell.text for cell in read_page(pdf, tmp_path).tables[0].cells)


def test_columns_without_months_are_no_calendar(pdf: PdfMaker, tmp_path: Path) -> None:
    page = _calendar(pdf, ["ก", "ข", "ค", "ง", "จ", "ฉ"])
    _arrow(page, 152, 298, 730)
    assert not any(MARK in cell.text for cell in read_page(pdf, tmp_path).tables[0].cells)
