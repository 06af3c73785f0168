"""Items, indicators and instruments that a line above a label, the label or its heading names."""

from __future__ import annotations

import pytest

from tests.layouts.inline import analysis
from thai_ita.parse.findings.subjects import item_codes

SCORE = "คะแนนรวม 84.31 คะแนน\n\n"
A = "บุคลากรบางส่วนยืมทรัพย์สินโดยไม่ได้ลงทะเบียนยืม"
B = "ประชาชนเห็นว่ามีโอกาสเข้ามามีส่วนร่วมพัฒนางานน้อย"
C = "ควรจัดทำคู่มือการยืมทรัพย์สินให้เข้าใจง่าย"
D = "ควรออกหน่วยรับฟังความเห็นทุกชุมชนปีละสองครั้ง"

Row = tuple[str, str, str, str]


def told(body: str) -> list[Row]:
    """Text, instrument, indicators and items of each finding."""
    return [(f.text, f.instrument, ",".join(f.indicators), ",".join(f.items)) for f in analysis(SCORE + body).findings]


I10: Row = (A, "IIT", "", "i10")
E7: Row = (B, "EIT", "", "e7")


@pytest.mark.parametrize(
    "line",
    [
        "ข้อคำถามที่เกี่ยวข้อง : ข้อ {}", "ข้อ {}", "{}", "รหัสข้อคำถาม: {}", "ข้อคำถาม : {} ได้ 68.57 คะแนน", "({})", "หัวข้อที่เกี่ยวข้อง : {} การยืมทรัพย์สิน", "- ข้อ {} = 68.57",
    ],
)  # fmt: skip
@pytest.mark.parametrize("label", ["ข้อค้นพบ : {}", "จุดอ่อน {}", "ข้อค้นพบ\n{}"])
def test_an_item_above_its_finding(line: str, label: str) -> None:
    sheet = f"{line}\n{label}\nมาตรการ : จัดทำคู่มือประชาชน\n\n"
    assert told(sheet.format("i10", A) + sheet.format("E๗", B)) == [I10, E7]


@pytest.mark.parametrize("label", ["ข้อค้นพบ : {}", "จุดอ่อน {}"])
def test_a_question_above_its_finding(label: str) -> None:
    sheet = f"{{}} ท่านขอยืมทรัพย์สินของราชการหรือไม่ 68.57 คะแนน\n{label}\nมาตรการ : จัดทำคู่มือประชาชน\n\n"
    assert told(sheet.format("i10", A) + sheet.format("E๗", B)) == [I10, E7]


@pytest.mark.parametrize(
    ("first", "second"), [("ข้อคำถามที่ 10 ของ IIT", "ข้อคำถามที่ 7 ของแบบวัด EIT"), ("IIT ข้อ 10", "EIT ข้อ ๗")]
)
def test_an_item_by_its_number(first: str, second: str) -> None:
    assert told(f"{first}\nจุดอ่อน : {A}\n\n{second}\nจุดอ่อน : {B}\n") == [I10, E7]


def test_an_item_right_behind_its_finding() -> None:
    sheet = "ข้อค้นพบ : {}\nข้อคำถามที่เกี่ยวข้อง : {}\n\n"
    assert told(sheet.format(A, "i10") + sheet.format(B, "e7")) == [I10, E7]


def test_an_item_holds_for_each_label_once() -> None:
    sheet = f"ข้อ : i10\nคะแนน : 68.57\nปัญหาที่พบ : {A}\nข้อเสนอแนะ : {C}\n\nปัญหาที่พบ : {B}\n"
    assert told(sheet) == [I10, (C, "IIT", "", "i10"), (B, "", "", "")]


def test_an_item_holds_no_further_than_its_sheet() -> None:
    sheet = f"ข้อคำถาม : i10\nข้อค้นพบ : {A}\nชื่อมาตรการ : จัดทำคู่มือ\nผู้รับผิดชอบ : กองคลัง\n\nข้อเสนอแนะ : {D}\n"
    assert told(sheet) == [I10, (D, "", "", "")]


@pytest.mark.parametrize(
    "scores",
    [
        "i10 การยืม 68.57\ni11 การขอ 70.10\ni12 การตรวจ 75.25\n",
        "ข้อคำถาม : i10\nข้อคำถาม : i11\n",
        "i10 การยืม 68.57\nระดับ B\nลดลงจากเดิม\nเทศบาลสรุปไว้\nดังรายงาน\n",
    ],
)
def test_a_list_of_items_governs_nothing(scores: str) -> None:
    assert told(f"{scores}ข้อเสนอแนะ : {C}\n") == [(C, "", "", "")]


def form(*rows: str) -> str:
    return f"| {rows[0]} |\n|---|---|\n" + "".join(f"| {row} |\n" for row in rows[1:]) + "\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ข้อคำถามที่เกี่ยวข้อง | ข้อ i10", "ข้อคำถามที่เกี่ยวข้อง | ข้อ e7"),
        ("ข้อคำถาม | i10 ท่านขอยืมทรัพย์สิน", "ข้อคำถาม | E๗"),
        ("i10 | 68.57", "e7 | 70.10"),
    ],
)
def test_an_item_in_a_form(first: str, second: str) -> None:
    text = form(first, "ระดับ | C", f"ข้อค้นพบ | {A}", "ผู้รับผิดชอบ | กองคลัง") + form(
        second, f"ข้อค้นพบ | {B}", "ผู้รับผิดชอบ | กองคลัง", f"ข้อเสนอแนะ | {C}"
    )
    assert told(text) == [I10, E7, (C, "", "", "")]


def test_items_of_a_table_govern_nothing() -> None:
    assert told(form("i10 | 68.57", "i11 | 70.10", f"ข้อเสนอแนะ | {C}")) == [(C, "", "", "")]


def test_items_of_a_table_are_of_its_issue() -> None:
    text = "ประเด็นที่ 2 การให้บริการและระบบ E-Service\n\n" + form(
        "ข้อ | คะแนน", "e4 | 68.57", "e5 | 70.10", f"ข้อเสนอแนะ | {C}"
    )
    assert told(text) == [(C, "", "", "e4,e5")]


def test_a_form_of_an_indicator() -> None:
    text = form(
        "ตัวชี้วัด | ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ",
        "คะแนน | 72.45",
        f"จุดอ่อน | {A}",
        "ตัวชี้วัดที่ 8 การปรับปรุงการทำงาน | 82.45",
        f"จุดอ่อน | {B}",
    )
    assert told(text) == [(A, "IIT", "4", ""), (B, "EIT", "8", "")]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (f"| ด้าน | รายการ | รายละเอียด |\n|---|---|---|\n| IIT | จุดอ่อน | {A} |\n| EIT | จุดอ่อน | {B} |\n", [(A, "IIT", "", ""), (B, "EIT", "", "")]),
        (f"| ข้อ | ข้อค้นพบ |\n|---|---|\n| ข้อคำถามที่ 10 ของ IIT | {A} |\n| EIT ข้อ 7 | {B} |\n", [I10, E7]),
        (f"| ตัวชี้วัด | ผลการวิเคราะห์ |\n|---|---|\n| การใช้ทรัพย์สินของราชการ | จุดอ่อน: {A}<br>ข้อเสนอแนะ: {C} |\n", [(A, "IIT", "4", ""), (C, "IIT", "4", "")]),
    ],
)  # fmt: skip
def test_labels_beside_what_they_speak_of(table: str, rows: list[Row]) -> None:
    assert told(table) == rows


def test_an_item_in_a_heading() -> None:
    text = f"### i10 การยืมทรัพย์สิน (68.57)\n**ข้อค้นพบ** {A}\n\n### e7 การมีส่วนร่วม (70.10)\n**ข้อค้นพบ** {B}\n"
    assert told(text) == [I10, E7]


@pytest.mark.parametrize(
    "lines",
    [
        ("ตัวชี้วัดที่เกี่ยวข้อง : ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ", "ตัวชี้วัดที่เกี่ยวข้อง : ตัวชี้วัดที่ 8 การปรับปรุงการทำงาน"),
        ("ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ 60.85 คะแนน", "ตัวชี้วัดที่ 8 การปรับปรุงการทำงาน 69.05 คะแนน"),
    ],
)
def test_an_indicator_above_its_finding(lines: tuple[str, str]) -> None:
    text = f"{lines[0]}\nจุดอ่อน : {A}\n{lines[1]}\nจุดอ่อน : {B}\n"
    assert told(text) == [(A, "IIT", "4", ""), (B, "EIT", "8", "")]


@pytest.mark.parametrize(
    ("iit", "eit"),
    [
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน   ได้คะแนนเท่ากับร้อยละ 69.55\nข้อเสนอแนะ : {}", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก   ได้คะแนนเท่ากับร้อยละ 73.94\nข้อเสนอแนะ : {}"),
        ("IIT ได้ 69.55 คะแนน\nข้อเสนอแนะ : {}", "EIT ได้ 73.94 คะแนน\nข้อเสนอแนะ : {}"), ("3.1 IIT (69.55 คะแนน)\nข้อเสนอแนะ : {}", "3.2 EIT (73.94 คะแนน)\nข้อเสนอแนะ : {}"), ("ข้อเสนอแนะ (IIT) : {}", "ข้อเสนอแนะ (EIT) : {}"), ("ข้อเสนอแนะ (จากแบบวัด IIT) {}", "ข้อเสนอแนะ (จากแบบวัด EIT) {}"),
        ("1. ข้อเสนอแนะจากแบบวัด IIT\n- {}", "2. ข้อเสนอแนะจากแบบวัด EIT\n- {}"), ("ข้อเสนอแนะ\nIIT\n- {}", "EIT\n- {}"), ("จากแบบวัด IIT มีข้อเสนอแนะ ดังนี้\n1. {}", "จากแบบวัด EIT มีข้อเสนอแนะ ดังนี้\n1. {}"),
        ("| ที่ | ข้อเสนอแนะ (IIT) | ข้อเสนอแนะ (EIT) |\n|---|---|---|\n| 1 | {} |", " {} |"),
    ],
)  # fmt: skip
def test_an_instrument_by_what_governs(iit: str, eit: str) -> None:
    between = "" if "|" in iit else "\n"
    assert told(iit.format(C) + between + eit.format(D) + "\n") == [(C, "IIT", "", ""), (D, "EIT", "", "")]


def test_the_instrument_of_a_label_ends_with_it() -> None:
    assert told(f"จุดอ่อน (IIT) : {A}\nข้อเสนอแนะ : {C}\n") == [(A, "IIT", "", ""), (C, "", "", "")]


@pytest.mark.parametrize("says", [" คือ ", " : "])
def test_labels_inside_a_paragraph_speak_of_its_first_words(says: str) -> None:
    text = f"ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ ได้ 72.45 คะแนน จุดอ่อน{says}{A} ข้อเสนอแนะ{says}{C}\n"
    assert told(text) == [(A, "IIT", "4", ""), (C, "IIT", "4", "")]
    assert told(f"เทศบาลได้ประชุมเพื่อพิจารณาแนวทางการพัฒนา{says}{A}\n") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ข้อคำถามที่ ๑๐ ของแบบวัด IIT", ["i10"]), ("EIT ข้อ 7 และข้อ 8", ["e7", "e8"]), ("IIT ข้อ 3 - 5", ["i3", "i4", "i5"]), ("ข้อ 2 ของ OIT", ["o2"]),
        ("แบบวัด IIT จำนวน 15 ข้อ", []), ("ข้อ 3 บุคลากรตอบแบบวัด IIT น้อย", []), ("IIT ข้อ 10.5 คะแนน", []),
    ],
)  # fmt: skip
def test_codes_by_number_and_instrument(text: str, codes: list[str]) -> None:
    assert item_codes(text) == codes
