"""Heads of tables without rulings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker
from thai_ita.ingest.pdf import PageContent, get_reader
from thai_ita.ingest.pdf.reader import RawCell

NAMES = ["การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การเปิดเผยข้อมูล"]


@pytest.fixture
def page() -> Page:
    return PdfMaker().page()


@pytest.fixture(params=["fast", "pdfplumber"])
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _cells(page: Page, tmp_path: Path, reader: str) -> list[list[RawCell | None]]:
    path = tmp_path / "page.pdf"
    path.write_bytes(page.pdf.save())
    with get_reader(reader).open(path) as document:  # type: ignore[arg-type]
        content: PageContent = document.read_page(1)
    (table,) = content.tables
    assert not content.lines or content.lines[-1].bbox.top < table.bbox.top
    return table.grid()


def _body(page: Page, xs: tuple[int, ...], top: int = 700) -> None:
    for r, name in enumerate(NAMES):
        for x, text in zip(xs, (name, *(f"{80 + 3 * i + r}.25" for i in range(9))), strict=False):
            page.text(x, top - 20 * r, text)


def test_a_head_whose_headings_nearly_touch(page: Page, tmp_path: Path, reader: str) -> None:
    page.text(50, 740, "ผลการประเมินของหน่วยงาน")
    _body(page, (50, 250, 288))
    for x, text in ((50, "ตัวชี้วัด"), (250, "ปี 66"), (284, "ปี 67")):
        page.text(x, 720, text)
    head, *body = _cells(page, tmp_path, reader)
    assert [c.text for c in head if c] == ["ตัวชี้วัด", "ปี 66", "ปี 67"]
    assert len(body) == len(NAMES)


def test_a_head_of_two_lines_between_rules(page: Page, tmp_path: Path, reader: str) -> None:
    for y in (750, 712, *(692 - 20 * r for r in range(4))):
        page.line(50, y, 450, y)
    _body(page, (55, 250, 380))
    for x, y, text in (
        (95, 735, "ตัวชี้วัด"), (240, 735, "คะแนนปี"), (240, 719, "ที่แล้ว"), (375, 735, "คะแนน")
    ):  # fmt: skip
        page.text(x, y, text)
    head, *_ = _cells(page, tmp_path, reader)
    assert [c.text for c in head if c] == ["ตัวชี้วัด", "คะแนนปี\nที่แล้ว", "คะแนน"]


def test_headings_over_several_columns(page: Page, tmp_path: Path, reader: str) -> None:
    _body(page, (50, 200, 260, 320, 380))
    for x, text in ((200, "คะแนน"), (260, "อันดับ"), (320, "คะแนน"), (380, "อันดับ")):
        page.text(x, 720, text)
    for x, text in ((227, "ปี 2566"), (347, "ปี 2567")):
        page.text(x, 740, text)
    for x, text in ((50, "รายการ"), (270, "ผลการประเมิน")):
        page.text(x, 760, text)
    top, years, names, *_ = _cells(page, tmp_path, reader)
    assert [(c.text, c.column, c.colspan) for c in top if c] == [
        ("รายการ", 0, 1), ("ผลการประเมิน", 1, 4)
    ]  # fmt: skip
    assert [(c.text, c.column, c.colspan) for c in years if c and c.text] == [
        ("ปี 2566", 1, 2), ("ปี 2567", 3, 2)
    ]  # fmt: skip
    assert [c.text for c in names if c and c.text] == ["คะแนน", "อันดับ"] * 2


def test_a_row_in_the_middle_of_which_the_score_stands_begins_at_its_number(
    page: Page, tmp_path: Path, reader: str
) -> None:
    for r, name in enumerate(NAMES):
        y = 700 - 60 * r
        page.text(50, y, str(r + 1))
        for i, text in enumerate((name, "ซึ่งวัดการรับรู้ของ", "บุคลากรภายใน")):
            page.text(80, y - 14 * i, text)
        page.text(300, y - 14, f"8{r}.25")
    rows = _cells(page, tmp_path, reader)
    assert [row[2].text for row in rows if row[2]] == ["80.25", "81.25", "82.25", "83.25"]
    assert [row[0].text for row in rows if row[0]] == ["1", "2", "3", "4"]


def test_contents_with_drawn_leaders_are_no_table(page: Page, tmp_path: Path, reader: str) -> None:
    page.text(50, 760, "สารบัญ")
    titles = ["บทนำ", "ผลการประเมินในภาพรวม", *NAMES, "ข้อเสนอแนะ", "ภาคผนวก"]
    for i, title in enumerate(titles):
        y = 730 - 18 * i
        page.text(50, y, title)
        page.line(60 + 6.5 * len(title), y, 480, y)
        page.text(500, y, str(1 + i // 2))
    path = tmp_path / "page.pdf"
    path.write_bytes(page.pdf.save())
    with get_reader(reader).open(path) as document:  # type: ignore[arg-type]
        content = document.read_page(1)
    assert not content.tables
    assert [line.text.split("\t")[0] for line in content.lines] == ["สารบัญ", *titles]
