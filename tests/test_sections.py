"""Which heading governs which line: numbers, titles over lines, contents, annexes, lists."""

from __future__ import annotations

import pytest

from tests.layouts.inline import document, tabs
from thai_ita.model import Line
from thai_ita.parse.text.heading_lines import announces_list, is_heading, is_sentence, read_mark
from thai_ita.parse.text.sections import Section, SectionKind, Sections, find_sections


def sections(*lines: str) -> Sections:
    return find_sections(document("\n".join(lines) + "\n"))


def outline(*lines: str) -> list[tuple[int, str]]:
    return [(s.level, s.heading) for s in sections(*lines) if s.heading]


def section_of(text: str, *lines: str) -> Section:
    read = document("\n".join(lines) + "\n")
    (line,) = [b for b in read.lines if b.text == text]
    return find_sections(read).of(line)


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("๒. ผลการประเมิน", ".", "2"),
        ("2) ผลการประเมิน", ")", "2"),
        ("(๓) ผลการประเมิน", "()", "3"),
        ("๒.๑ ผลการประเมิน", "2.", "2.1"),
        ("ข้อ 5 ข้อจำกัด", "ข้อ", "5"),
        ("ก. ผลการประเมิน", "ก.", "ก"),
        ("บทที่ ๓ ผลการประเมิน", "chapter", "3"),
        ("ประเด็นที่ ๒ การให้บริการ", "ประเด็น", "2"),
        ("ตัวชี้วัดย่อยที่ ๙.๑ ข้อมูลพื้นฐาน", "ตัวชี้วัดย่อย", "9.1"),
        ("**4. ข้อเสนอแนะ**", ".", "4"),
        ("2567 ผลการประเมิน", "", ""),
        ("85.20 คะแนน", "", ""),
    ],
)
def test_the_number_of_a_line(text: str, style: str, number: str) -> None:
    mark = read_mark(text)
    assert (mark.style, mark.number) == (style, number)


@pytest.mark.parametrize(
    "text",
    [
        "ข้อเสนอแนะ", "๓. ข้อจำกัดในการดำเนินการ", "ข้อ 5 ขอ้จำกัด", "๓.ชื่อจำกัด/ปัญหาอุปสรรคของหน่วยงาน",
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566", "รายงานการวิเคราะห์ผลการประเมิน ITA", "บทสรุป",
        "๔. วิธีการนำผลการวิเคราะห์แต่ละประเด็นไปสู่การปฏิบัติ", "จุดที่ควรพัฒนา", "สารบัญ", "ภาคผนวก ก", "บทที่ 3",
        "ประเด็นที่ 4 ความโปร่งใสของงานพัสดุ", "2) การให้บริการและระบบ E-Service",
    ],
)  # fmt: skip
def test_headings(text: str) -> None:
    assert is_heading(Line(text, text))


@pytest.mark.parametrize(
    "text",
    [
        "จากการวิเคราะห์ข้างต้น มีข้อเสนอแนะดังนี้", "1. ควรจัดอบรมเจ้าหน้าที่", "ผลการประเมิน ITA พบว่ามีผลคะแนน 86.50 คะแนน",
        "แบบวัด IIT 80.33 คะแนน", "ตัวชี้วัด คะแนน", "2. การประเมินในปีนี้ใช้ระบบใหม่ที่บุคลากรยังไม่คุ้นเคย", "เทศบาลตำบลตัวอย่างสุข",
        "ข้อเสนอแนะ ควรจัดทำคู่มือการให้บริการฉบับย่อ", "ภาคผนวกได้รับการปรับปรุงแล้ว", "บทที่ 3 ผลการประเมิน......12",
    ],
)  # fmt: skip
def test_lines_that_are_no_headings(text: str) -> None:
    assert not is_heading(Line(text, text))


def test_numbers_go_on_and_nest() -> None:
    assert outline(
        "1. ผลการประเมิน", "ก", "1.1 ผลการประเมินรายเครื่องมือ", "ข", "1.2 ผลการประเมินรายตัวชี้วัด", "ค",
        "2. ข้อเสนอแนะ", "ง",
    ) == [(0, "1. ผลการประเมิน"), (1, "1.1 ผลการประเมินรายเครื่องมือ"), (1, "1.2 ผลการประเมินรายตัวชี้วัด"),
          (0, "2. ข้อเสนอแนะ")]  # fmt: skip


def test_a_series_inside_a_series_of_the_same_form() -> None:
    levels = outline(
        "1. แบบวัด IIT", "ก", "1. การวิเคราะห์ด้านงบประมาณ", "ข", "2. การวิเคราะห์ด้านอำนาจ", "ค", "2. แบบวัด EIT", "ง"
    )
    assert [level for level, _ in levels] == [0, 1, 1, 0]


def test_a_heading_over_two_lines_is_one() -> None:
    assert outline(
        "๒. ข้อจำกัดของหน่วยงานในการดำเนินการประเมินคุณธรรม", "ในการดำเนินงานของหน่วยงานภาครัฐ",
        "ในการดำเนินการที่ผ่านมา หน่วยงานมีข้อจำกัดดังนี้", "๑. บุคลากรมีน้อย",
    ) == [(0, "๒. ข้อจำกัดของหน่วยงานในการดำเนินการประเมินคุณธรรม ในการดำเนินงานของหน่วยงานภาครัฐ")]  # fmt: skip


def test_a_heading_that_asks_for_more_goes_on() -> None:
    assert outline("ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ.", "๒๕๖๖", "คะแนน 82.15 คะแนน") == [
        (0, "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๖")
    ]


def test_a_colon_in_brackets_makes_no_field() -> None:
    text = "ผลการประเมินคุณธรรมและความโปร่งใส (Integrity and Transparency Assessment : ITA)"
    assert outline(text) == [(0, text)]


def test_what_goes_on_in_another_paragraph_is_no_part_of_the_heading() -> None:
    assert outline("ข้อเสนอแนะ", "", "ของขวัญทุกชนิดงดรับ") == [(0, "ข้อเสนอแนะ")]


def test_items_of_a_list_are_no_headings() -> None:
    assert outline("ข้อเสนอแนะ", "1. พัฒนาเว็บไซต์", "2. ปรับปรุงคู่มือ", "3. กำกับดูแลพัสดุ") == [(0, "ข้อเสนอแนะ")]


def test_one_below_each_part_stays_in_its_part() -> None:
    lines = ("1. แบบวัด IIT", "ก", "ข้อเสนอแนะ", "ข", "2. แบบวัด EIT", "ค", "ข้อเสนอแนะ", "ง")
    assert section_of("ง", *lines).path == ["2. แบบวัด EIT", "ข้อเสนอแนะ"]


def test_one_at_the_end_is_beside_the_numbered() -> None:
    lines = ("รายงานผลการประเมิน ITA", "ก", "1. แบบวัด IIT", "ข", "2. แบบวัด OIT", "ค", "ข้อจำกัดของหน่วยงาน", "ง")
    assert section_of("ง", *lines).path == ["รายงานผลการประเมิน ITA", "ข้อจำกัดของหน่วยงาน"]


@pytest.mark.parametrize(
    "entries",
    [
        ("บทที่ 1 บทนำ......1", "บทที่ 2 มาตรการ ปี 2568......9"),
        ("บทที่ 1 บทนำ\t1", "บทที่ 2 มาตรการ ปี 2568\t9"),
        ("1. บทนำ", "2. มาตรการ ปี 2568"),
        ("เรื่อง หน้า", "ผลการประเมิน ITA 3", "มาตรการ ปี 2568 9"),
    ],
)
def test_contents_end_where_the_report_begins(entries: tuple[str, ...]) -> None:
    found = sections(
        "รายงานผลการประเมิน ITA", "", "สารบัญ", *entries, "", "บทที่ 1", "ผลการประเมิน ITA", "คะแนน 82.15 คะแนน"
    )
    kinds = {s.heading: (s.kind, len(s.lines) + sum(t.n_rows for t in s.tables)) for s in found}
    assert kinds["สารบัญ"] == (SectionKind.CONTENTS, len(entries))
    assert kinds["บทที่ 1 ผลการประเมิน ITA"] == (SectionKind.BODY, 1)


def test_an_annex_holds_what_follows_and_ends_with_a_chapter() -> None:
    found = {
        s.heading: s.kind
        for s in sections("บทที่ 1 ผลการประเมิน", "ก", "ภาคผนวก ก", "ข", "1. ผลการประเมินปีก่อน", "ค", "บทที่ 2 ข้อเสนอแนะ", "ง")
    }
    assert found["1. ผลการประเมินปีก่อน"] is SectionKind.ANNEX
    assert found["บทที่ 2 ข้อเสนอแนะ"] is SectionKind.BODY


def test_tables_stand_in_their_section() -> None:
    read = document("1. ผลการประเมิน\n" + tabs("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|80.10") + "2. ข้อเสนอแนะ\nก\n")
    assert find_sections(read).of(read.tables[0]).heading == "1. ผลการประเมิน"


def test_every_block_is_in_one_section() -> None:
    read = document("ก\n\n1. ผลการประเมิน\nข\n\nสารบัญ\n1. ค\n\nภาคผนวก\nง\n")
    found = find_sections(read)
    blocks = [id(b) for s in found for b in (*s.heading_lines, *s.blocks)]
    assert sorted(blocks) == sorted(id(b) for b in read.blocks)


@pytest.mark.parametrize("text", ["มีข้อจำกัดดังนี้", "ข้อเสนอแนะต่อไปนี้", "รายละเอียด :", "ประเด็นที่ต้องแก้ไข ได้แก่"])
def test_sentences_that_lead_over_to_a_list(text: str) -> None:
    assert announces_list(text)


def test_a_thing_that_ought_to_be_is_no_sentence() -> None:
    assert is_sentence("ควรพัฒนาเว็บไซต์")
    assert not is_sentence("จุดที่ควรพัฒนา")


LONG = "ควรจัดทำคู่มือการยืมทรัพย์สินของราชการให้เข้าใจง่ายและเผยแพร่ในทุก"


@pytest.mark.parametrize("tail", ["ช่องทางของเทศบาล", "กระบวนการจัดซื้อ", "แผนการประชาสัมพันธ์", "พัฒนาเว็บไซต์", "ปัญหาการทุจริต"])
def test_a_broken_line_goes_on_with_a_word_of_headings(tail: str) -> None:
    assert outline("ข้อเสนอแนะ", LONG, tail) == [(0, "ข้อเสนอแนะ")]
    # Below a short line, a blank one or with a number it heads.
    assert len(outline("ข้อเสนอแนะ", "ควรจัดทำคู่มือ", tail)) == 2
    assert len(outline("ข้อเสนอแนะ", LONG, "", tail)) == 2
    assert len(outline("ข้อเสนอแนะ", LONG, f"๒. {tail}")) == 2


@pytest.mark.parametrize("heading", ["ข้อจำกัด", "ปัญหาและอุปสรรค", "จุดอ่อน", "บทสรุป", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส"])
def test_headings_right_below_a_long_line(heading: str) -> None:
    assert outline("ข้อเสนอแนะ", LONG, heading)[-1][1] == heading


def test_one_instrument_after_the_other_stands_below_the_same_heading() -> None:
    lines = ("จุดอ่อน", "IIT", "- ก", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)", "- ข")
    assert [level for level, _ in outline(*lines)] == [0, 1, 1]


@pytest.mark.parametrize("heading", ["ประโยชน์ที่คาดว่าจะได้รับ", "ข้อกฎหมาย", "ระเบียบที่เกี่ยวข้อง"])
def test_headings_of_what_is_no_analysis(heading: str) -> None:
    (line,) = document(heading + "\n").lines
    assert is_heading(line)
