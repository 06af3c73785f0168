"""Slivers of double rules, rows that no rule parts, scales of charts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker, read_page
from thai_ita.ingest.pdf import PageContent
from thai_ita.ingest.pdf.reader import RawLine
from thai_ita.ingest.pdf.tables.scales import join_scales
from thai_ita.model import BBox

ROWS = [["ที่", "ตัวชี้วัด", "คะแนน"], ["1", "การใช้งบ", "81.13"], ["2", "การใช้อำนาจ", "82.50"],
        ["3", "ทรัพย์สิน", "83.87"]]  # fmt: skip
XS = [50.0, 100.0, 240.0, 320.0]
TOP, HEIGHT = 700.0, 22.0


@pytest.fixture
def page() -> Page:
    return PdfMaker().page()


def _rows(content: PageContent) -> list[list[list[str]]]:
    return [[[c.text if c else "·" for c in row] for row in t.grid()] for t in content.tables]


def _texts(page: Page) -> None:
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            page.text(XS[c] + 8, TOP - r * HEIGHT - 14, text, 10)


def _edges(content: PageContent) -> tuple[int, int]:
    (table,) = content.tables
    return len(table.column_edges) - 1, len(table.row_edges) - 1


@pytest.mark.parametrize("apart", [4.5, 5.5])
def test_double_rules_leave_no_columns(page: Page, tmp_path: Path, apart: float) -> None:
    low = TOP - HEIGHT * len(ROWS)
    for x in XS:
        for side in (0, apart):
            page.line(x + side, TOP, x + side, low)
    for r in range(len(ROWS) + 1):
        for side in (0, apart):
            page.line(XS[0], TOP - r * HEIGHT - side, XS[-1] + apart, TOP - r * HEIGHT - side)
    _texts(page)
    content = read_page(page.pdf, tmp_path)
    assert _rows(content) == [ROWS]
    assert _edges(content) == (3, 4)


def test_a_narrow_column_with_text_stays(page: Page, tmp_path: Path) -> None:
    page.grid([50, 55, 150], [700, 680, 660])
    for y in (688, 668):
        page.text(50.5, y, "1", 6)
        page.text(60, y, "การใช้งบ", 10)
    assert _rows(read_page(page.pdf, tmp_path)) == [[["1", "การใช้งบ"]] * 2]


def test_rows_without_rules_between_them_are_parted(page: Page, tmp_path: Path) -> None:
    page.grid(XS, [TOP, TOP - HEIGHT, TOP - HEIGHT * len(ROWS)])
    _texts(page)
    content = read_page(page.pdf, tmp_path)
    assert _rows(content) == [ROWS]
    assert _edges(content) == (3, 4)


@pytest.mark.parametrize(
    "columns",
    [
        # One name of three lines beside three years; a unit for all; figures of two measures alone.
        [["การแก้ไขปัญหา", "การทุจริตในหน่วยงา", "นของรัฐ"], ["81.13", "82.50", "83.87"]],
        [["1", "2", "3"], ["จัดทำ", "อบรม", "แจ้ง"], ["กองคลัง"]],
        [["จัดทำ", "อบรม"], ["81.13", "82.50"]],
    ],
)
def test_lines_of_one_row_stay_in_it(page: Page, tmp_path: Path, columns: list[list[str]]) -> None:
    xs = [50.0 + 110 * i for i in range(len(columns) + 1)]
    page.grid(xs, [TOP, TOP - 20, TOP - 80])
    for x, lines in zip(xs, columns, strict=False):
        page.text(x + 4, TOP - 14, "ก", 10)
        for i, line in enumerate(lines):
            page.text(x + 4, TOP - 34 - 16 * i, line, 10)
    (table,) = read_page(page.pdf, tmp_path).tables
    assert table.n_rows == 2


def _mark(text: str, top: float, right: float = 100.0) -> RawLine:
    return RawLine(text, BBox(right - 6 * len(text), top, right, top + 8), 8)


def _joined(texts: list[str], tops: list[float]) -> list[str]:
    marks = [_mark(text, top) for text, top in zip(texts, tops, strict=True)]
    return [line.text for line in join_scales(marks)]


def test_the_marks_of_a_scale_are_one_line() -> None:
    name = RawLine("คะแนน", BBox(10, 130, 50, 138), 8)
    marks = [_mark(f"{95 - 5 * i}.00", 100 + 20 * i) for i in range(6)]
    lines = join_scales([*marks[:2], name, *marks[2:]])
    assert [line.text for line in lines] == ["95.00, 90.00, 85.00, 80.00, 75.00, 70.00", "คะแนน"]
    assert lines[0].bbox == BBox(70, 100, 100, 208)
    assert _joined(["100", "80", "60", "40", "20", "0"], [0, 20, 40, 60, 80, 100]) == ["100, 80, 60, 40, 20, 0"]


@pytest.mark.parametrize(
    ("texts", "tops"),
    [
        # Results at even steps, uneven steps in height, too few, a step that no scale has.
        (["79.21", "80.22", "81.23", "82.24"], [0, 20, 40, 60]),
        (["95", "90", "85", "80"], [0, 20, 50, 70]),
        (["95", "90", "85"], [0, 20, 40]),
        (["93", "90", "87", "84"], [0, 20, 40, 60]),
        (["91", "86", "81", "76"], [0, 20, 40, 60]),
    ],
)
def test_figures_below_one_another_are_no_scale(texts: list[str], tops: list[float]) -> None:
    assert _joined(texts, tops) == texts
