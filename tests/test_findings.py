"""Weaknesses, points to improve or maintain, recommendations and limitations."""

from __future__ import annotations

import pytest

from tests.layouts.inline import analysis, tabs
from thai_ita.model import Finding, FindingKind

SCORES = tabs("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|80.10", "การใช้งบประมาณ|80.20") + "\n"
TEXT = "การสื่อสารกับผู้รับบริการยังไม่ทั่วถึงทุกหมู่บ้าน"


def findings(body: str) -> list[Finding]:
    return analysis(SCORES + body).findings


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("ข้อบกพร่อง", FindingKind.WEAKNESS),
        ("จุดอ่อน", FindingKind.WEAKNESS),
        ("ประเด็นที่ต้องแก้ไขโดยเร่งด่วน", FindingKind.WEAKNESS),
        ("ข้อที่ควรพัฒนา", FindingKind.IMPROVE),
        ("ประเด็นที่ต้องพัฒนา", FindingKind.IMPROVE),
        ("แนวทางการปรับปรุง", FindingKind.IMPROVE),
        ("จุดแข็ง", FindingKind.MAINTAIN),
        ("ประเด็นที่ต้องรักษาระดับ", FindingKind.MAINTAIN),
        ("ข้อเสนอแนะ", FindingKind.RECOMMENDATION),
        ("ข้อเสนอแนะในการพัฒนา", FindingKind.RECOMMENDATION),
        ("ข้อจำกัด", FindingKind.LIMITATION),
        ("ปัญหา/อุปสรรค", FindingKind.LIMITATION),
    ],
)
@pytest.mark.parametrize("form", ["{} : {}\n", "- {}: {}\n", "**{}**\n\n{}\n", "1. {} : {}\n"])
def test_labels_open_findings(label: str, kind: FindingKind, form: str) -> None:
    found = [(f.kind, f.text) for f in findings(form.format(label, TEXT))]
    assert found == [(kind, TEXT)]


def test_a_finding_knows_the_indicators_and_instrument_it_speaks_of() -> None:
    (found,) = findings("จุดอ่อน : การใช้ทรัพย์สินของราชการ มีคะแนนต่ำ และบุคลากรยังไม่ทราบขั้นตอน\n")
    assert (found.indicators, found.instrument) == (["4"], "IIT")


def test_the_issue_above_is_the_group() -> None:
    (found,) = findings(f"ประเด็นที่ 2 การให้บริการ\n\nจุดอ่อน : {TEXT}\n")
    assert (found.group, found.issue) == ("การให้บริการ", 2)


def test_bullets_under_a_label_are_findings_each() -> None:
    other = "บุคลากรบางส่วนยังไม่เข้าใจแบบวัดการรับรู้"
    found = findings(f"ข้อจำกัด\n\n- {TEXT}\n- {other}\n\n# บทสรุป\n\n- {other} ไม่นับ\n")
    assert [(f.kind, f.text) for f in found] == [(FindingKind.LIMITATION, TEXT), (FindingKind.LIMITATION, other)]


def test_labels_inside_one_cell_part_it() -> None:
    found = findings(tabs("ประเด็น|ผลการวิเคราะห์", f"การใช้อำนาจ|จุดแข็ง: {TEXT} ข้อเสนอแนะ: ควรจัดประชุมชี้แจงเป็นประจำทุกเดือน"))
    assert [f.kind for f in found] == [FindingKind.MAINTAIN, FindingKind.RECOMMENDATION]


def test_the_same_finding_twice_is_one() -> None:
    assert len(findings(f"จุดอ่อน : {TEXT}\n\nจุดอ่อน : {TEXT}\n")) == 1


@pytest.mark.parametrize("line", ["การพัฒนาเว็บไซต์ของหน่วยงานเป็นไปตามแผน", "จุดอ่อน", "จุดอ่อน : น้อย", "พัฒนา"])
def test_what_is_no_finding(line: str) -> None:
    assert findings(line + "\n") == []


def test_the_next_field_of_a_form_is_no_finding() -> None:
    form = "มาตรการที่ {} จัดทำคู่มือการยืมพัสดุ\nปัญหาอุปสรรค : {}\nผู้รายงาน : นายตัวอย่าง สุขใจดี\n\n"
    found = findings(form.format(1, "ไม่มี") + form.format(2, TEXT))
    assert [(f.kind, f.text) for f in found] == [(FindingKind.LIMITATION, TEXT)]


def test_an_obstacle_stands_under_the_issue_of_its_measure() -> None:
    table = tabs(
        "ประเด็น|มาตรการ|ผู้รับผิดชอบ|ผลการดำเนินงาน|ปัญหาอุปสรรค",
        "ด้านการใช้อำนาจ|ประกาศหลักเกณฑ์|สำนักปลัด|ประกาศแล้ว|ผู้บริหารติดราชการจึงประกาศล่าช้า",
        "ด้านการใช้งบประมาณ|จัดเวทีชี้แจง|กองคลัง|จัดแล้ว|บางหมู่บ้านไม่มีสัญญาณอินเทอร์เน็ต",
    )
    found = [(f.group, f.indicators, f.kind) for f in findings(table)]
    assert found == [
        ("ด้านการใช้อำนาจ", ["3"], FindingKind.LIMITATION),
        ("ด้านการใช้งบประมาณ", ["2"], FindingKind.LIMITATION),
    ]
