"""Columns that are hard to tell, marks in turned text, and letters drawn in halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker, read_page
from thai_ita.ingest.pdf import PageContent, RawTable
from thai_ita.ingest.pdf.tables.contents import is_contents
from thai_ita.model import BBox
from thai_ita.normalize.repair import repair_text

NAMES = ["การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ"]
SCORES = ["88.89", "91.20", "90.00", "79.50"]


@pytest.fixture(params=["fast", "pdfplumber"])
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def _rows(page: PageContent) -> list[list[str]]:
    (table,) = page.tables
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def _narrow(page: Page, order: list[int]) -> list[list[str]]:
    """Rows whose longest name ends 3 points before its score."""
    # 20 letters of 6 points each.
    for r, i in enumerate(order):
        page.text(50, 700 - 20 * r, NAMES[i])
        page.text(50 + 20 * 6 + 3, 700 - 20 * r, SCORES[i])
        page.text(260, 700 - 20 * r, "70.00")
    return [[NAMES[i], SCORES[i], "70.00"] for i in order]


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [0, 3, 1, 2], [3, 0, 1, 2]])
def test_a_name_that_nearly_touches_its_score(pdf: PdfMaker, tmp_path: Path, reader: str, order: list[int]) -> None:
    want = _narrow(pdf.page(), order)
    assert _rows(read_page(pdf, tmp_path, reader)) == want


def test_a_sentence_below_columns_is_not_parted(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    want = _narrow(page, [0, 1, 2, 3])
    page.text(50, 600, "ผลคะแนนของปีนี้สูง กว่าปีก่อน และ เป้าหมาย")
    got = read_page(pdf, tmp_path, reader)
    assert _rows(got) == want
    assert len(got.lines) == 1


@pytest.mark.parametrize("titled", [True, False])
def test_contents_are_lines(pdf: PdfMaker, tmp_path: Path, reader: str, titled: bool) -> None:
    page = pdf.page()
    if titled:
        page.text(250, 740, "สารบัญ", 14)
    for r, name in enumerate(NAMES):
        page.text(50, 700 - 20 * r, name)
        page.text(500, 700 - 20 * r, str(3 + 4 * r))
    got = read_page(pdf, tmp_path, reader)
    assert got.tables == []
    assert [line.text for line in got.lines][-1] == "การใช้ทรัพย์สินของราชการ\t15"


def _table(last: list[str]) -> RawTable:
    from thai_ita.ingest.pdf import RawCell

    box = BBox(0, 0, 1, 1)
    cells = [RawCell(text, r, c, 1, 1, box) for r, row in enumerate(last) for c, text in enumerate(("ชื่อ", row))]
    return RawTable(cells, len(last), 2, box, (), (), False)


@pytest.mark.parametrize(
    ("last", "above", "want"),
    [
        (["1", "3", "3", "12"], [], True),
        (["๑", "๓", "๑๒"], [], True),
        (["หน้า", "14", "20", "31"], [], True),
        (["14", "20", "31"], ["สารบัญ"], True),
        (["14", "20", "31"], [], False),
        (["30", "30", "40"], [], False),
        (["100", "100", "100"], ["สารบัญ"], False),
        (["1", "3", "2"], ["สารบัญ"], False),
        (["1", "2.50", "3"], ["สารบัญ"], False),
        (["0", "1", "2"], [], False),
        (["คะแนน", "5", "6", "7"], [], False),
    ],
)
def test_what_are_contents(last: list[str], above: list[str], want: bool) -> None:
    assert is_contents(_table(last), above) is want


def test_a_head_of_two_lines_between_rules_is_one_row(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    page = pdf.page()
    for y in (720, 676, 646, 616, 586):
        page.line(50, y, 500, y)
    for x, text in ((60, "ลำดับ"), (160, "มาตรการหรือ"), (330, "ผู้รับผิดชอบ")):
        page.text(x, 706, text)
    page.text(170, 692, "กิจกรรม")
    page.text(345, 692, "หลัก")
    for r in range(3):
        for x, text in ((70, str(r + 1)), (130, "จัดทำคู่มือการใช้รถ"), (300, "กองคลังและพัสดุ")):
            page.text(x, 660 - 30 * r, text)
    rows = _rows(read_page(pdf, tmp_path, reader))
    assert rows[0] == ["ลำดับ", "มาตรการหรือ\nกิจกรรม", "ผู้รับผิดชอบ\nหลัก"]
    assert len(rows) == 4


def test_halves_of_sara_am_are_one_letter(pdf: PdfMaker, tmp_path: Path, reader: str) -> None:
    # The ring is called ำ by the character map, and า is drawn after it.
    pdf.called = {"ํ": "ำ"}
    pdf.page().text(50, 700, "ทํางานนํา")
    (line,) = read_page(pdf, tmp_path, reader).lines
    assert repair_text(line.text) == "ทำงานนำ"


@pytest.mark.parametrize("matrix", [(1, 0, 0, 1), (0, 1, -1, 0), (0, -1, 1, 0), (-1, 0, 0, -1)])
def test_marks_of_replacement_texts_stay_with_their_letters(
    pdf: PdfMaker, tmp_path: Path, matrix: tuple[float, float, float, float]
) -> None:
    page = pdf.page()
    clusters = ["ป", "ฏิ", "บั", "ติ", "ห", "น้", "า", "ที่"]
    # More upright text, so that the turned one is a part of the page only.
    page.text(50, 800, "ก" * 60)
    a, b = matrix[0], matrix[1]
    for k, cluster in enumerate(clusters):
        code = cluster.encode("utf-16-be").hex()
        page.ops.append(f"/Span <</ActualText <feff{code}>>> BDC")
        page.text(300 + 6 * k * a, 400 + 6 * k * b, cluster[0], 10, matrix)
        page.ops.append("EMC")
    assert "ปฏิบัติหน้าที่" in [line.text for line in read_page(pdf, tmp_path).lines]
