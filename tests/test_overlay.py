"""The picture of a page with what was read from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import thai_ita
from tests.conftest import make_report
from tests.make_pdfs import PdfMaker
from thai_ita.export.overlay import SCALE, NoPictureError, draw_page
from thai_ita.model import BBox, Report, ScoreStatus

NAMES = ["การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ"]
Colour = tuple[int, int, int]


@pytest.fixture
def report(tmp_path: Path) -> Report:
    pdf = PdfMaker()
    page = pdf.page(size=(595, 500))
    page.text(60, 470, "รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567", 12)
    page.text(60, 445, "เทศบาลตำบลตัวอย่างสุข อำเภอเมือง จังหวัดขอนแก่น", 12)
    rows = [[str(i), name, f"8{i}.5{i}"] for i, name in enumerate(NAMES, 1)]
    page.table([["ที่", "ตัวชี้วัด", "คะแนน"], *rows], top=420, width=160)
    plan = pdf.page(size=(595, 500))
    plan.table([["ที่", "มาตรการ", "ผู้รับผิดชอบ"], ["1", "จัดทำคู่มือ", "กองคลัง"]], top=420, width=160)
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.save())
    return thai_ita.read(path, guarded=False)


def _picture(report: Report, page: int, tmp_path: Path) -> Image.Image:
    out = tmp_path / "out.png"
    draw_page(report, page, out)
    assert out.read_bytes().startswith(b"\x89PNG")
    with Image.open(out) as picture:
        return picture.convert("RGB")


def _colour_inside(picture: Image.Image, box: BBox) -> Colour:
    """The colour at the lower left corner of a box, clear of its outline and its text."""
    found = picture.getpixel((int(box.x0 * SCALE) + 4, int(box.bottom * SCALE) - 5))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def test_the_picture_has_the_size_of_the_page(report: Report, tmp_path: Path) -> None:
    assert _picture(report, 1, tmp_path).size == (595 * SCALE, 500 * SCALE)


def test_scores_are_green_and_those_in_conflict_red(report: Report, tmp_path: Path) -> None:
    assert len(report.scores) == 3
    report.scores[1].status = ScoreStatus.CONFLICT
    picture = _picture(report, 1, tmp_path)
    for number, score in enumerate(report.scores):
        box = score.evidence.bbox
        assert box is not None
        red, green, blue = _colour_inside(picture, box)
        if number == 1:
            assert red > max(green, blue) + 8
        else:
            assert green > max(red, blue) + 8


def test_measures_are_orange_on_their_page_only(report: Report, tmp_path: Path) -> None:
    (measure,) = report.measures
    box = measure.evidence.bbox
    assert box is not None
    red, green, blue = _colour_inside(_picture(report, 2, tmp_path), box)
    assert red > green > blue + 8
    assert _colour_inside(_picture(report, 1, tmp_path), box) != (red, green, blue)


def test_tables_are_outlined_in_blue(report: Report, tmp_path: Path) -> None:
    picture = _picture(report, 1, tmp_path)
    box = report.document.tables[0].bbox
    assert box is not None
    middle = int((box.x0 + box.x1) / 2 * SCALE)
    found = picture.getpixel((middle, int(box.bottom * SCALE)))
    assert isinstance(found, tuple)
    assert found[2] > found[0] + 50


@pytest.mark.parametrize("page", [0, 3, -1])
def test_a_page_out_of_range(report: Report, tmp_path: Path, page: int) -> None:
    out = tmp_path / "out.png"
    with pytest.raises(NoPictureError, match=rf"report\.pdf: has no page {page}; it has 2"):
        draw_page(report, page, out)
    assert not out.exists()


def test_text_has_no_pages_to_draw(tmp_path: Path) -> None:
    with pytest.raises(NoPictureError, match=r"plan\.txt: only pages of a PDF or a picture can be drawn"):
        draw_page(make_report(), 1, tmp_path / "out.png")
