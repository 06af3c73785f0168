"""Unit, time, result and effect told in running text."""

from __future__ import annotations

import pytest

from tests.layouts.inline import PLACE, plan, report, tabs
from thai_ita.model import DocType
from thai_ita.parse.measures.measure_sentences import read_paragraph, read_sentence
from thai_ita.parse.tables.column_roles import ColumnRole

REPORT = f"รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2567\n{PLACE}\n\n"


def told(text: str) -> tuple[str, dict[str, str]]:
    title, fields = read_sentence(text)
    return title, {role.value: words for role, words in fields.items()}


@pytest.mark.parametrize(
    ("text", "title", "fields"),
    [
        ("การตรวจพัสดุ ผู้รับผิดชอบ กองคลัง ดำเนินการเดือนมกราคม ถึงเมษายน ๒๕๖๗ ผลการดำเนินการ คือ ตรวจ ๔ ครั้ง ส่งผลให้ทะเบียนถูกต้อง",
         "การตรวจพัสดุ",
         {"responsible": "กองคลัง", "timeframe": "เดือนมกราคม ถึงเมษายน ๒๕๖๗", "output": "ตรวจ ๔ ครั้ง", "outcome": "ทะเบียนถูกต้อง"}),
        ("จัดทำคู่มือ (กองช่าง) (ภายในเดือนมีนาคม 2567)", "จัดทำคู่มือ",
         {"responsible": "กองช่าง", "timeframe": "ภายในเดือนมีนาคม 2567"}),
        ("จัดทำคู่มือ โดยกองคลังเป็นผู้รับผิดชอบ ภายในเดือนมีนาคม 2567", "จัดทำคู่มือ",
         {"responsible": "กองคลัง", "timeframe": "ภายในเดือนมีนาคม 2567"}),
        ("จัดทำคู่มือ มอบหมายกองช่าง ให้แล้วเสร็จภายในเดือนเมษายน 2567", "จัดทำคู่มือ",
         {"responsible": "กองช่าง", "timeframe": "ภายในเดือนเมษายน 2567"}),
        ("จัดทำคู่มือ วิธีการ: รวบรวมข้อมูล ผู้รับผิดชอบ: กองช่าง การติดตาม: รายงานทุกเดือน", "จัดทำคู่มือ",
         {"steps": "รวบรวมข้อมูล", "responsible": "กองช่าง", "monitoring": "รายงานทุกเดือน"}),
        ("จัดทำคู่มือ หน่วยงานเจ้าของเรื่อง งานนิติการ มีผลการดำเนินงาน พบว่า แจก 12 เล่ม ทำให้เข้าใจ", "จัดทำคู่มือ",
         {"responsible": "งานนิติการ", "output": "แจก 12 เล่ม", "outcome": "เข้าใจ"}),
        ("จัดทำคู่มือ มอบหมายกองช่างเป็นผู้รับผิดชอบ", "จัดทำคู่มือ", {"responsible": "กองช่าง"}),
        # An effect is one of a result.
        ("จัดทำคู่มือ ทำให้ประชาชนสะดวก (กองช่าง)", "จัดทำคู่มือ ทำให้ประชาชนสะดวก", {"responsible": "กองช่าง"}),
        # Wrapped lines, also within a field.
        ("ปรับปรุง\nเว็บไซต์ ผู้รับผิดชอบ กองช่าง\nระยะเวลา ไตรมาส 3", "ปรับปรุงเว็บไซต์", {"responsible": "กองช่าง", "timeframe": "ไตรมาส 3"}),
    ],
)  # fmt: skip
def test_fields_in_a_sentence(text: str, title: str, fields: dict[str, str]) -> None:
    assert told(text) == (title, fields)


@pytest.mark.parametrize(
    "text",
    [
        "ลดขั้นตอน และทำให้ประชาชนสะดวก",
        "กำหนดให้ทุกกองจัดส่งข้อมูลที่ต้องเผยแพร่ภายในวันที่ ๕ ของเดือน",
        "แจ้งผลการดำเนินการแก่ผู้ร้องภายใน ๓๐ วัน",
        "อบรมเจ้าหน้าที่ โดยเชิญวิทยากรจากภายนอก",
        "ปรับปรุง วิธีการ ให้บริการ",
        "รายงาน ผลการดำเนินการ ต่อผู้บริหาร",
        "เผยแพร่ (ผ่านเว็บไซต์)",
    ],
)
def test_words_of_a_title_are_no_fields(text: str) -> None:
    assert told(text) == (text, {})


def test_a_paragraph_may_begin_with_a_field() -> None:
    rest, fields = read_paragraph("กองคลัง รับผิดชอบ ภายในเดือนมีนาคม 2567")
    assert (rest, set(fields)) == ("", {ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME})
    assert read_paragraph("ร่างคู่มือ") == ("ร่างคู่มือ", {})


WRAPPED = """สรุปผลการดำเนินงานตามมาตรการ ดังนี้
(1) จัดทำคู่มือการยืมพัสดุ รับผิดชอบโดยกองคลัง ดำเนินการระหว่างเดือนตุลาคม 2566 ถึงธันวาคม 2566
มีผลการดำเนินงาน คือ แจกคู่มือ 12 กอง ทำให้พนักงานเข้าใจมากขึ้น
(2) พัฒนาเว็บไซต์ รับผิดชอบโดยกองช่าง ดำเนินการในไตรมาส 3 มีผลการดำเนินงาน คือ ปรับเมนู 5 รายการ
ทำให้ค้นง่ายขึ้น
"""
HEADED = """ผลการดำเนินการตามมาตรการ

1. จัดทำคู่มือการยืมพัสดุ (กองคลัง) ผลการดำเนินการ: แจกคู่มือ 12 กอง ผลลัพธ์: พนักงานเข้าใจมากขึ้น
2. พัฒนาเว็บไซต์ (กองช่าง) ผลการดำเนินการ: ปรับเมนู 5 รายการ ผลลัพธ์: ค้นง่ายขึ้น
"""


@pytest.mark.parametrize("body", [WRAPPED, HEADED], ids=["wrapped", "headed"])
def test_a_report_in_sentences(body: str) -> None:
    read = report(REPORT + body)
    assert [(m.title, m.responsible, m.output, m.outcome) for m in read.measures] == [
        ("จัดทำคู่มือการยืมพัสดุ", ["กองคลัง"], "แจกคู่มือ 12 กอง", "พนักงานเข้าใจมากขึ้น"),
        ("พัฒนาเว็บไซต์", ["กองช่าง"], "ปรับเมนู 5 รายการ", "ค้นง่ายขึ้น"),
    ]
    assert read.identity.doc_type is DocType.IMPLEMENTATION_REPORT


def test_one_measure_without_its_result_makes_no_plan() -> None:
    body = "มาตรการที่ 1 จัดทำคู่มือ\nผลการดำเนินงาน : แจกคู่มือ\nผลลัพธ์ : เข้าใจ\nมาตรการที่ 2 พัฒนาเว็บไซต์\nผู้รับผิดชอบ : กองช่าง\n"
    assert report(REPORT + body).identity.doc_type is DocType.IMPLEMENTATION_REPORT


# -- steps or results --------------------------------------------------------------------------

DETAIL = tabs("มาตรการ|รายละเอียดการดำเนินงาน|ผู้รับผิดชอบ", "จัดทำคู่มือ|จัดพิมพ์และแจก|กองคลัง", "พัฒนาเว็บไซต์|จัดเมนู|กองช่าง")
DONE = tabs(
    "มาตรการ|รายละเอียดการดำเนินงาน|ผู้รับผิดชอบ", "จัดทำคู่มือ|ได้จัดพิมพ์และแจกแล้ว|กองคลัง", "พัฒนาเว็บไซต์|ปรับเมนูเรียบร้อย|กองช่าง"
)
ACTION = tabs(
    "มาตรการ|การดำเนินการ|ผู้รับผิดชอบ|ระยะเวลา", "จัดทำคู่มือ|จัดพิมพ์|กองคลัง|ไตรมาส 2", "พัฒนาเว็บไซต์|จัดเมนู|กองช่าง|ไตรมาส 3"
)
FIGURES = tabs(
    "มาตรการ|รายละเอียดการดำเนินงาน|ผลลัพธ์|ระยะเวลา",
    "จัดทำคู่มือ|แจก 12 เล่ม|เข้าใจ|ไตรมาส 2",
    "พัฒนาเว็บไซต์|ปรับ 5 รายการ|ง่าย|ไตรมาส 3",
)


@pytest.mark.parametrize(
    ("reports", "body", "field"),
    [
        (False, DETAIL, "steps"), (True, DETAIL, "output"), (False, DONE, "output"), (False, ACTION, "steps"),
        (True, ACTION, "output"), (True, FIGURES, "output"), (False, FIGURES, "steps"),
    ],
)  # fmt: skip
def test_a_heading_that_steps_and_results_have(reports: bool, body: str, field: str) -> None:
    read = report(REPORT + body) if reports else plan(body)
    assert [bool(m.steps) for m in read.measures] == [field == "steps"] * 2
    assert [bool(m.output) for m in read.measures] == [field == "output"] * 2


@pytest.mark.parametrize("head", ["สรุปผล", "รายงานผล", "การปฏิบัติ", "รายละเอียด"])
def test_short_heads_of_results(head: str) -> None:
    body = tabs(f"มาตรการ|{head}|ผู้รับผิดชอบ", "จัดทำคู่มือ|แจก 12 เล่ม|กองคลัง", "พัฒนาเว็บไซต์|ปรับเมนูแล้ว|กองช่าง")
    assert [m.output for m in report(REPORT + body).measures] == ["แจก 12 เล่ม", "ปรับเมนูแล้ว"]


def test_what_follows_up_is_no_result_in_a_report() -> None:
    body = tabs("มาตรการ|ขั้นตอน|การรายงานผล", "จัดทำคู่มือ|ร่าง|รายงานทุกเดือน", "พัฒนาเว็บไซต์|จัดเมนู|รายงานทุกไตรมาส")
    assert [m.monitoring for m in report(REPORT + body).measures] == ["รายงานทุกเดือน", "รายงานทุกไตรมาส"]
