"""The year, the level and the type of a document, and where its agency lies, as its words tell them."""

from __future__ import annotations

import pytest

from tests.layouts.inline import AGENCY, ANALYSIS, PLACE, report
from thai_ita.model import DocType, EstablishedBy
from thai_ita.normalize.levels import find_levels
from thai_ita.normalize.places import find_places
from thai_ita.parse.text.cut_numbers import mend_cut_numbers
from thai_ita.parse.text.stated_levels import stated_levels
from thai_ita.parse.text.topic_cues import head_of_other_report


@pytest.mark.parametrize(("text", "levels"), [
    ("คะแนน ITA ขยับจาก 82.21 (ปี 2564 ระดับ B) เป็น 91.12 (ปี 2565 ระดับ A)", [(2564, "B"), (2565, "A")]),
    ("ปีงบประมาณ พ.ศ. 2564 ได้ 78.02 คะแนน ระดับ B\nผลการประเมินปีงบประมาณ พ.ศ. 2565 ได้ 87.33 คะแนน ระดับ A", [(2564, "B"), (2565, "A")]),
    ("ลดลงจาก 92.21 ระดับ A ในปี 2564 เหลือ 81.12 ระดับ B ในปี 2565", [(2564, "A"), (2565, "B")]),
    ("ปี 2563 ระดับ C ปี 2564 ระดับ B ปี 2565 ระดับ A", [(2563, "C"), (2564, "B"), (2565, "A")]),
    ("ปี 2564 ได้ 91.12 คะแนน อยู่ในระดับ A", [(2564, "A")]),
    ("ได้ 91.12 คะแนน อยู่ในระดับ A", [(2567, "A")]),
    ("ได้ 91.12 คะแนน (A)", [(2567, "A")]),
    ("ระดับ A ระดับ B และระดับ C", []),
    ("เกณฑ์ระดับ AA 95.00-100 A 85.00-94.99", []),
])  # fmt: skip
def test_a_level_is_of_the_year_of_its_clause(text: str, levels: list[tuple[int | None, str]]) -> None:
    assert stated_levels(text, 2567, with_result=True) == levels


def test_the_five_words_are_levels_of_their_edition_alone() -> None:
    text = "มีค่าดัชนีรวมเท่ากับร้อยละ 78.47 อยู่ในระดับ สูง (ช่วง 60.00 - 79.99)"
    assert stated_levels(text, 2561, with_result=True, scheme="five_words") == [(2561, "สูง")]
    assert stated_levels(text, 2567, with_result=True, scheme="pass_words") == []


def test_a_level_below_its_label_in_two_languages() -> None:
    assert [m.level.word for m in find_levels("ระดับผลการประเมิน (Rating Score)\nC")] == ["C"]


@pytest.mark.parametrize(("title", "year"), [
    ("ย้อนดูผล ITA ห้าปี (ปีงบประมาณ พ.ศ. 2562 ถึง 2566)", 2566),
    ("สถิติผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๕ - ๒๕๖๗", 2567),
    ("ผลคะแนน ITA ระหว่างปี 2565 – 2567", 2567),
    ("รายงานผลการดำเนินการตามแผนปฏิบัติการป้องกันการทุจริต (พ.ศ. 2566 - 2570) ประจำปีงบประมาณ พ.ศ. 2567", 2567),
    ("รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566", 2566),
])  # fmt: skip
def test_a_report_of_several_years_is_of_the_last(title: str, year: int) -> None:
    assert report(f"{title}\n{PLACE}\n\nคะแนนรวม 88.42 คะแนน").identity.fiscal_year == year


def test_of_which_year_of_a_span_a_figure_is_the_head_does_not_say() -> None:
    read = report(f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565 - 2567\n{PLACE}\n\nคะแนนรวม 88.42 คะแนน")
    assert [(s.fiscal_year, s.year_from) for s in read.scores] == [(2567, EstablishedBy.INFERRED)]


def test_the_head_names_the_year_where_the_title_is_a_sentence() -> None:
    sentence = (
        "ดัชนีการรับรู้การทุจริต (CPI) ปี 2566 ประเทศไทยได้ 34 คะแนน ขณะที่แผนแม่บทฯ กำหนดให้หน่วยงานที่มีผลการประเมิน ITA "
        "ผ่านเกณฑ์ ต้องไม่น้อยกว่าร้อยละ 100 ในปี 2570 และให้ทุกส่วนราชการถือปฏิบัติ"
    )
    text = f"คำรับรองการปฏิบัติราชการ ประจำปีงบประมาณ พ.ศ. 2569\nระหว่าง นายก กับ ปลัด\n{PLACE}\nหลักการและเหตุผล\n{sentence}"
    assert report(text).identity.fiscal_year == 2569


@pytest.mark.parametrize(("title", "kind"), [
    ("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2567", DocType.IMPLEMENTATION_REPORT),
    ("รายงานการกำกับติดตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2567", DocType.IMPLEMENTATION_REPORT),
    ("มอบหมายผู้รับผิดชอบขับเคลื่อนมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2567", DocType.MEASURES_PLAN),
    ("รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567", DocType.SCORE_ANALYSIS),
    ("รายงานผลการดำเนินงาน ITA ประจำปีงบประมาณ พ.ศ. 2567", DocType.SCORE_ANALYSIS),
])  # fmt: skip
def test_the_title_tells_the_type_where_no_measure_was_read(title: str, kind: DocType) -> None:
    read = report(f"{title}\n{PLACE}\n\nผลการประเมิน ITA ปี 2566 เทศบาลได้คะแนนรวม 88.42 คะแนน")
    assert read.identity.doc_type is kind


@pytest.mark.parametrize(("text", "district"), [
    ("เทศบาลตำบลตัวอย่างสุข อำเภอปัวสมมติ จังหวัดน่าน", "ปัวสมมติ"),
    ("เทศบาลตำบลตัวอย่างสุข อำเภอปัวจังหวัดน่าน", "ปัว"),
    ("เทศบาลตำบลตัวอย่างสุข อำเภอปัวเป็นอำเภอหนึ่ง", "ปัว"),
    ("เทศบาลตำบลตัวอย่างสุข อำเภอปัว จังหวัดน่าน", "ปัว"),
])  # fmt: skip
def test_a_district_that_ends_at_its_province_is_no_shorter_one(text: str, district: str) -> None:
    assert next(p.name for p in find_places(text) if p.kind == "district") == district


@pytest.mark.parametrize(("above", "below", "mended"), [
    ("ได้ ๙๒.", "๔๗ คะแนน อยู่ในระดับผ่านดี", ["ได้ ๙๒.๔๗", " คะแนน อยู่ในระดับผ่านดี"]),
    ("ได้ร้อยละ 92.", "47 % ในภาพรวม", ["ได้ร้อยละ 92.47", " % ในภาพรวม"]),
    ("ดังข้อ 2.", "10 รายการ", ["ดังข้อ 2.", "10 รายการ"]),
    ("เวลา 09.30 น.", "47 คะแนน", ["เวลา 09.30 น.", "47 คะแนน"]),
    ("หน้า 1.2.", "47 คะแนน", ["หน้า 1.2.", "47 คะแนน"]),
])  # fmt: skip
def test_a_figure_cut_at_its_point_is_mended(above: str, below: str, mended: list[str]) -> None:
    lines = report(f"{ANALYSIS}{above}\n{below}").document.lines[-2:]
    assert [line.text for line in mend_cut_numbers(lines)] == mended


@pytest.mark.parametrize(("lines", "found"), [
    (["โครงการสำรวจความพึงพอใจของประชาชน", "ส่งในระบบ ITA"], True),
    (["รายงานการประเมินความเสี่ยงการทุจริต ประจำปี 2567", AGENCY], True),
    (["รายงานผลการประเมิน ITA", "รายงานผลการสำรวจความพึงพอใจ"], False),
    (["รายงานผลการประเมินคุณธรรมและความโปร่งใส และผลความพึงพอใจ"], False),
    ([AGENCY, "มาตรการเสริมสร้างความพึงพอใจ"], False),
])  # fmt: skip
def test_a_report_of_another_survey_is_told_by_its_head(lines: list[str], found: bool) -> None:
    assert bool(head_of_other_report(lines)) is found
