"""Texts that touch or cross the border between two cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import PdfMaker, read_page

LETTER = 6.0  # points, of the test font at size 10
BORDER = 200.0


def _cells(tmp_path: Path, pdf: PdfMaker) -> list[str]:
    (table,) = read_page(pdf, tmp_path).tables
    return [cell.text for cell in table.cells][-2:]


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        (["20"], ["รวม"], ["20", "รวม"]),  # each drawn as a whole
        (["กอง"], ["คลัง"], ["กอง", "คลัง"]),
        (["20"], ["ร", "ว", "ม"], ["20", "รวม"]),  # figures do not run over
        (["86.50"], ["9", "0"], ["86.50", "90"]),
        (["ก", "อง"], ["ค", "ลัง"], ["กองคลัง", ""]),  # a word in pieces: nothing says that it ends
    ],
)
def test_texts_that_touch_at_a_border(tmp_path: Path, left: list[str], right: list[str], wanted: list[str]) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    page.grid([100, BORDER, 300], [700, 670, 640])
    page.text(104, 680, "หัว")
    page.text(204, 680, "คะแนน")
    marks = sum(ch == "ั" for piece in left for ch in piece)
    x = BORDER - LETTER * (sum(map(len, left)) - marks)
    for piece in [*left, *right]:
        page.text(x, 650, piece)
        x += LETTER * (len(piece) - piece.count("ั"))
    assert _cells(tmp_path, pdf) == wanted


def test_a_text_that_runs_over_its_cell_stays_whole(tmp_path: Path) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    page.grid([100, BORDER, 300], [700, 670, 640])
    page.text(104, 680, "หัว")
    page.text(204, 680, "คะแนน")
    page.text(170, 650, "กองการศกษา")
    assert _cells(tmp_path, pdf) == ["กองการศกษา", ""]
