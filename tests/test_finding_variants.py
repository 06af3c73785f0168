"""Findings as municipalities write them: damaged headings, intros, lists in paragraphs, columns."""

from __future__ import annotations

import pytest

from tests.layouts.inline import AGENCY, PLACE, analysis, plan, report, tabs
from thai_ita.model import Finding, FindingKind, Report

SCORE = "คะแนนรวม 84.31 คะแนน\n\n"
A = "บุคลากรมีน้อยและต้องดูแลหลายภารกิจในเวลาเดียวกัน"
B = "ผู้รับบริการจำนวนหนึ่งไม่สะดวกตอบแบบสอบถามทางออนไลน์"
C = "ควรประชาสัมพันธ์คู่มือประชาชนให้ทั่วถึงทุกหมู่บ้าน"
D = "ควรรายงานผลเรื่องร้องเรียนทุกไตรมาส"
LIM, REC, WEAK, IMP, KEEP = (
    FindingKind.LIMITATION, FindingKind.RECOMMENDATION, FindingKind.WEAKNESS, FindingKind.IMPROVE,
    FindingKind.MAINTAIN,
)  # fmt: skip


def findings(body: str) -> list[Finding]:
    return analysis(SCORE + body).findings


def told(body: str) -> list[tuple[FindingKind, str]]:
    return [(f.kind, f.text) for f in findings(body)]


@pytest.mark.parametrize(
    "heading",
    [
        "ข้อจำกัด", "**๓.ชื่อจำกัด/ปัญหาอุปสรรคของหน่วยงานในการดำเนินการประเมิน**", "5. ขอจำกัดของหน่วยงาน", "ขอ้จำกัดในการดำเนินงาน",
        "๒) ปัญหาและอุปสรรคในการดำเนินงาน", "## ปัญหา / อุปสรรค", "ปัญหา อุปสรรค", "ข้อ 5 อุปสรรคในการประเมิน (ถ้ามี)",
        "ข้อจำกัดของหน่วยงานในการดำเนินการประเมินคุณธรรมและความโปร่งใส\nในการดำเนินงานของหน่วยงานภาครัฐ", "ส่วนที่ 4\nข้อจำกัด",
        "4. สรุปปัญหาอุปสรรค", "ข้อจํากัดและอุปสรรค", "ก. ข้อจำกัด",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "intro",
    [
        "", "ในการดำเนินการที่ผ่านมา หน่วยงานมีข้อจำกัดดังนี้\n", "การประเมินในปีนี้พบอุปสรรค ดังนี้\n\n",
        "ทั้งนี้ หน่วยงานมีประเด็นหลัก ๆ ดังต่อไปนี้\n\n", "จากการประชุมคณะทำงาน สรุปได้ดังนี้ :\n",
    ],
)  # fmt: skip
def test_limitations_below_their_heading(heading: str, intro: str) -> None:
    assert told(f"{heading}\n{intro}๑. {A}\n๒. {B}\n") == [(LIM, A), (LIM, B)]


@pytest.mark.parametrize(
    "form",
    ["- {}\n- {}\n", "(1) {}\n(2) {}\n", "1) {}\n\n2) {}\n", "๑.๑ {}\n๑.๒ {}\n", "ก. {}\nข. {}\n", "• {}\n• {}\n"],
)
def test_lists_of_every_mark(form: str) -> None:
    assert told("ข้อเสนอแนะ\n" + form.format(C, D)) == [(REC, C), (REC, D)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "ข้อเสนอแนะ\n๑) {} ๒) {}", "ข้อเสนอแนะเพื่อการพัฒนา (1) {} (2) {}", "ข้อเสนอแนะ : ๑. {} ๒. {}",
        "ข้อเสนอแนะจากผู้มีส่วนได้ส่วนเสีย พบว่า ๑) {} ๒) {}", "จากผลข้างต้น มีข้อเสนอแนะดังนี้ (๑) {} (๒) {}",
        "ข้อเสนอแนะ ประการแรก {} ประการที่สอง {}", "ข้อเสนอแนะ ได้แก่ ก) {} ข) {}", "ข้อเสนอแนะในการปรับปรุง ① {} ② {}",
        "ข้อเสนอแนะ\nประการที่ 1 {} ประการที่ 2 {}", "ข้อเสนอแนะเพิ่มเติม - {} - {}",
    ],
)  # fmt: skip
def test_recommendations_in_a_paragraph(paragraph: str) -> None:
    assert told(paragraph.format(C, D) + "\n") == [(REC, C), (REC, D)]


def test_numbers_inside_one_recommendation_do_not_part_it() -> None:
    text = "ควรปรับปรุงช่องทางสื่อสารให้ครบ 1) เว็บไซต์ 2) เสียงตามสาย"
    assert told(f"ข้อเสนอแนะ\n{text}\n") == [(REC, text)]


@pytest.mark.parametrize(
    "intro",
    [
        "จากการวิเคราะห์ข้างต้น เทศบาลมีข้อเสนอแนะดังนี้", "ข้อเสนอแนะจากการประเมินมีดังต่อไปนี้", "เพื่อยกระดับผลการประเมิน เห็นควรดำเนินการ ดังนี้",
        "คณะทำงานได้ร่วมกันพิจารณาแล้วมีความเห็นดังนี้ :", "โดยมีรายละเอียดดังนี้",
    ],
)  # fmt: skip
def test_an_intro_is_no_finding(intro: str) -> None:
    assert told(f"## ข้อเสนอแนะ\n\n{intro}\n\n1. {C}\n2. {D}\n") == [(REC, C), (REC, D)]


def test_an_intro_says_the_kind_of_its_list() -> None:
    assert told(f"## บทสรุป\n\nจากผลการประเมินพบข้อจำกัด ดังนี้\n\n1. {A}\n2. {B}\n") == [(LIM, A), (LIM, B)]


def test_a_list_of_measures_under_recommendations_is_none_of_findings() -> None:
    body = "## ข้อเสนอแนะ\n\n" + C + "\n\nจึงกำหนดมาตรการดังนี้\n\n1. จัดอบรมเจ้าหน้าที่ทุกกองปีละหนึ่งครั้ง\n"
    assert told(body) == [(REC, C)]


def test_a_limitation_may_begin_like_an_intro() -> None:
    first = "ในการดำเนินงานช่วงอุทกภัย เจ้าหน้าที่ต้องไปช่วยผู้ประสบภัยจนเก็บข้อมูลไม่ทัน"
    second = "ข้อจำกัดด้านบุคลากร ได้แก่ บุคลากรโอนย้ายบ่อย"
    assert told(f"ข้อจำกัด\n1. {first}\n2. {second}\n") == [(LIM, first), (LIM, second)]


@pytest.mark.parametrize(
    "again",
    [f"## สรุปข้อเสนอแนะ\n\n1. {C}\n", f"## บทสรุปและข้อเสนอแนะ\n\n- {C}\n", f"ข้อเสนอแนะ : {C.replace('ทั่วถึง', 'ทั่วถึ')}\n"],
)
def test_printed_again_it_counts_once(again: str) -> None:
    assert told(f"## ข้อเสนอแนะ\n\n1. {C}\n2. {D}\n\n{again}") == [(REC, C), (REC, D)]


def test_the_same_words_on_two_questions_are_two_findings() -> None:
    rows = tabs("ข้อคำถาม|คะแนน|ข้อค้นพบ", f"e4 ช่องทางเผยแพร่ข่าวสาร|70.10|{A}", f"e6 การตอบข้อซักถาม|71.20|{A}")
    assert [f.items for f in findings(rows)] == [["e4"], ["e6"]]


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("จากผลแบบวัด EIT ควรเพิ่มช่องทางแจ้งข่าวให้ชุมชน", "EIT"), ("ผลแบบวัด IIT ชี้ว่าควรอธิบายแผนการใช้เงินให้พนักงานฟัง", "IIT"),
        ("ผู้มีส่วนได้ส่วนเสียภายนอกเห็นว่าควรมีที่จอดรถเพิ่มขึ้น", "EIT"), ("แบบวัดการเปิดเผยข้อมูลสาธารณะควรแนบลิงก์ให้ครบ", "OIT"),
        ("ผู้มีส่วนได้ส่วนเสียภายในเห็นว่าควรชี้แจงเกณฑ์เลื่อนขั้น", "IIT"), ("ควรจัดอบรมจริยธรรมให้พนักงานจ้างทุกคน", ""),
        ("ควรให้บุคลากรในการปฏิบัติหน้าที่ทุกคนติดป้ายชื่อ", ""), ("ควรเปิดเผยแผนการใช้งบประมาณประจำปีที่หน้าสำนักงาน", ""),
        ("ควรเร่งยกระดับทั้งแบบวัด IIT และ EIT ให้สูงกว่าเดิม", "IIT; EIT"),
    ],
)  # fmt: skip
def test_the_instrument_where_it_is_named(text: str, instrument: str) -> None:
    assert [f.instrument for f in findings(f"ข้อเสนอแนะ\n1. {text}\n")] == [instrument]


def test_a_heading_gives_the_instrument_to_its_section_only() -> None:
    body = f"## แบบวัด IIT\n\nจุดอ่อน : {A}\n\n## แบบวัด EIT\n\nจุดอ่อน : {B}\n\n## ข้อเสนอแนะ\n\n1. {C}\n"
    assert [f.instrument for f in findings(body)] == ["IIT", "EIT", ""]


def test_numbered_instruments_and_a_common_conclusion() -> None:
    body = f"1. แบบวัด IIT\nคะแนน 80.10 คะแนน\n2. แบบวัด OIT\nคะแนน 90.10 คะแนน\nข้อจำกัดของหน่วยงาน\n๑) {A}\n"
    assert [(f.kind, f.instrument) for f in findings(body)] == [(LIM, "")]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("ข้อ i10 บุคลากรส่วนหนึ่งยังไม่รู้ขั้นตอนขอยืมทรัพย์สิน", ["i10"]), ("ควรแก้ไขข้อ e๗ และข้อ e๘ โดยเปิดให้ประชาชนร่วมออกแบบ", ["e7", "e8"]),
        ("ควรปรับปรุงข้อคำถาม i13-i15 โดยให้ผู้บริหารสื่อสาร", ["i13", "i14", "i15"]), ("หัวข้อ o26 ยังไม่แนบประกาศฉบับล่าสุด", ["o26"]),
        ("การให้บริการแบบ E-Service 24 ชั่วโมงยังไม่ครบทุกงาน", []),
    ],
)  # fmt: skip
def test_items_named_in_the_finding(text: str, items: list[str]) -> None:
    assert [f.items for f in findings(f"จุดที่ควรปรับปรุง\n- {text}\n")] == [items]


def test_items_below_a_sentence_that_announces_them() -> None:
    body = (
        "จากผลตามแบบวัด EIT มีตัวชี้วัดที่ต้องแก้ไขโดยเร่งด่วน 1 ตัวชี้วัด คือ ตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร มีดังนี้\n\n"
        "๑.๑ ข้อ e๔ ช่องทางเผยแพร่ คะแนน ๗๖.๐๐\n\n๑.๒ ข้อ e๕ การประชาสัมพันธ์ คะแนน ๗๕.๐๐\n"
    )
    (found,) = findings(body)
    assert (found.kind, found.instrument, found.indicators, found.items) == (WEAK, "EIT", ["7"], ["e4", "e5"])


@pytest.mark.parametrize(
    "text",
    [
        "แบบวัด OIT ไม่มีตัวชี้วัดที่ต้องแก้ไข เทศบาลจึงควรรักษามาตรฐานเดิมไว้", "ผลตามแบบวัด IIT ไม่พบประเด็นที่ต้องปรับปรุง ให้คงระดับเดิมไว้",
        "ตามแบบวัด EIT ไม่พบข้อที่ควรแก้ไข จึงให้รักษาระดับต่อไป",
    ],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["ผลการวิเคราะห์", "จุดที่ควรปรับปรุง"])
def test_nothing_to_mend_is_to_be_kept(text: str, heading: str) -> None:
    assert told(f"## {heading}\n\n{text}\n") == [(KEEP, text)]


@pytest.mark.parametrize("text", ["ไม่มี", "-", "ไม่มีปัญหาและอุปสรรค", "ไม่พบปัญหาอุปสรรคแต่อย่างใด"])
def test_nothing_is_no_finding(text: str) -> None:
    assert told(f"## ปัญหาและอุปสรรค\n\n{text}\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "ผลคะแนนอยู่ในระดับ ต้องปรับปรุงโดยด่วน ตามเกณฑ์ของสำนักงาน ป.ป.ช.", "การประเมินช่วยให้หน่วยงานทราบประเด็นที่ต้องปรับปรุงของตนเองทุกปี",
        "การพัฒนาเว็บไซต์ของหน่วยงานเป็นไปตามแผนงานที่กำหนดไว้", "เทศบาลได้นำข้อเสนอแนะของปีก่อนไปปฏิบัติครบทุกข้อแล้ว",
    ],
)  # fmt: skip
def test_sentences_that_are_no_findings(line: str) -> None:
    assert told(line + "\n") == []


def test_the_end_of_a_letter_is_no_finding() -> None:
    closing = "\nจึงเรียนมาเพื่อโปรดทราบและพิจารณา\n\n(นายสมมติ ใจดีมาก)\nปลัดเทศบาลตำบลตัวอย่างสุข\n"
    assert told(f"ข้อเสนอแนะ\n1. {C}\n2. {D}\n{closing}") == [(REC, C), (REC, D)]


def test_contents_hold_no_findings() -> None:
    body = f"สารบัญ\nข้อเสนอแนะ ควรปรับปรุงการให้บริการของหน่วยงาน......4\nข้อจำกัด......5\n\n## ข้อเสนอแนะ\n\n1. {C}\n"
    assert told(body) == [(REC, C)]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("ข้อค้นพบ", WEAK), ("จุดอ่อน", WEAK), ("ประเด็นที่ควรพัฒนา", IMP), ("ข้อเสนอแนะ", REC), ("ปัญหา/อุปสรรค", LIM),
        ("จุดแข็ง", KEEP), ("ข้อบกพร่องที่พบ", WEAK),
    ],
)  # fmt: skip
def test_columns_of_findings(head: str, kind: FindingKind) -> None:
    (found,) = findings(tabs(f"ตัวชี้วัด|คะแนน|{head}", f"การใช้อำนาจ|80.10|{A}", "การใช้งบประมาณ|80.20|-"))
    assert (found.kind, found.text, found.indicators, found.instrument) == (kind, A, ["3"], "IIT")
    assert (found.evidence.table, found.evidence.row) == (1, 2)


def test_a_finding_in_a_table_of_measures_and_its_measure() -> None:
    form = tabs(
        "ประเด็น (ข้อคำถาม)|คะแนน|ข้อค้นพบ|วิธีการนำผลการวิเคราะห์ไปสู่การปฏิบัติ|ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา",
        f"i10 การขอยืมทรัพย์สิน|70.10|{A}|จัดทำผังขั้นตอนขอยืม|ออกแบบผัง|กองคลัง|ม.ค. 2568",
    )
    (found,) = plan(f"3) กระบวนการกำกับดูแลงานพัสดุ\n{form}").findings
    assert (found.text, found.items, found.group, found.issue) == (A, ["i10"], "กระบวนการกำกับดูแลงานพัสดุ", 3)


def test_the_name_of_an_issue_in_a_column_is_no_finding() -> None:
    form = tabs(
        "ประเด็นที่ต้องพัฒนา|มาตรการ|ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา",
        "การใช้ทรัพย์สินของราชการ|จัดทำคู่มือยืมพัสดุ|ยกร่าง|กองคลัง|ม.ค. 2568",
        "กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ|ทำทะเบียนยืมคืน|จัดพิมพ์|กองคลัง|ม.ค. 2568",
    )
    assert plan(form).findings == []


def test_a_cell_over_several_indicators_is_about_all_of_them() -> None:
    rows = tabs("ตัวชี้วัด|ข้อเสนอแนะ", f"๙. การเปิดเผยข้อมูล ๙๗.๕๐ คะแนน|{C}", "๑๐. การป้องกันการทุจริต ๑๐๐ คะแนน|")
    (found,) = findings(rows)
    assert (found.indicators, found.instrument) == (["9", "10"], "OIT")


def test_rows_of_label_and_text() -> None:
    rows = tabs(f"จุดแข็ง|{C}", f"จุดอ่อน|{A}", f"ข้อจำกัด|{B}")
    assert told(rows) == [(KEEP, C), (WEAK, A), (LIM, B)]


def test_items_in_a_cell_are_findings_each() -> None:
    html = f"<table><tr><th>ตัวชี้วัด</th><th>คะแนน</th><th>ข้อเสนอแนะ</th></tr><tr><td>การใช้อำนาจ</td><td>80.10</td><td>1. {C}<br>2. {D}</td></tr></table>"
    assert told(html) == [(REC, C), (REC, D)]


def test_questions_of_the_issue_above() -> None:
    table = tabs(
        "เครื่องมือ|ข้อคำถาม|คะแนน", "IIT|ข้อ i10 การขอยืม|70.67", "|ข้อ i11 การนำไปใช้ส่วนตัว|100.00", "OIT|ข้อ 05 แผน|100.00"
    )
    body = f"ประเด็นที่ ๔ กระบวนการกำกับดูแลงานพัสดุ\n\n{table}\n**การพัฒนา :** {C}\n"
    (found,) = findings(body)
    assert (found.kind, found.items, found.instrument, found.issue) == (IMP, ["i10", "i11"], "", 4)


def test_a_lost_heading_of_an_issue_is_not_the_issue_before() -> None:
    def part(heading: str, code: str, text: str) -> str:
        return (
            f"{heading}\n\n"
            + tabs("เครื่องมือ|ข้อคำถาม|คะแนน", f"IIT|ข้อ {code} ความเห็น|70.67", f"|ข้อ {code}1 ความเห็นอื่น|80.10")
            + f"\n**การพัฒนา :** {text}\n\n"
        )

    lost = findings(part("ประเด็นที่ 1 กระบวนการปฏิบัติงาน", "i1", C) + part("", "i2", D))
    assert [(f.issue, f.group) for f in lost] == [(1, "กระบวนการปฏิบัติงาน"), (None, "")]
    listed = tabs(
        "ประเด็นการวิเคราะห์|มาตรการ|ผู้รับผิดชอบ|ระยะเวลา",
        "1. กระบวนการปฏิบัติงาน|จัดทำคู่มือ|กองช่าง|ทั้งปี",
        "2. กลไกป้องกันการทุจริต|จัดอบรม|กองคลัง|ทั้งปี",
    )
    told_by_plan = findings(part("ประเด็นที่ 1 กระบวนการปฏิบัติงาน", "i1", C) + part("", "i2", D) + listed)
    assert [(f.issue, f.group) for f in told_by_plan] == [(1, "กระบวนการปฏิบัติงาน"), (2, "กลไกป้องกันการทุจริต")]


def test_the_year_of_the_result_that_a_finding_speaks_of() -> None:
    body = f"## วิเคราะห์ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566\n\nจุดอ่อน : {A}\n"
    assert [f.assessed_year for f in plan(SCORE + body).findings] == [2566]


def test_several_kinds_in_one_heading_are_told_by_the_words() -> None:
    assert told(f"ปัญหา อุปสรรค และข้อเสนอแนะ\n\n- {A}\n- {C}\n") == [(LIM, A), (REC, C)]


def test_a_paper_of_findings_alone() -> None:
    read: Report = report(f"การวิเคราะห์ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\n{PLACE}\n\n## ข้อเสนอแนะ\n\n1. {C}\n2. {D}\n")
    assert [f.text for f in read.findings] == [C, D]


def test_recommendations_of_another_paper_are_no_findings() -> None:
    assert report(f"รายงานการประชุมสภาเทศบาล\n{AGENCY}\n\n## ข้อเสนอแนะ\n\n1. {C}\n2. {D}\n").findings == []


@pytest.mark.parametrize(
    "heading",
    [
        "ข้อเสนอแนะ/แนวทางในการจัดการกับข้อจำกัด (ถ้ามี)",
        "ข้อเสนอแนะ ในการพัฒนาคุณธรรมและความโปร่งใส",
        "5) บทสรุปและข้อเสนอแนะ",
        "สรุปข้อเสนอแนะจากผู้ตอบแบบวัด",
    ],
)
def test_headings_of_recommendations(heading: str) -> None:
    assert told(f"{heading}\n\n1. {C}\n2. {D}\n") == [(REC, C), (REC, D)]


def test_the_topic_of_a_heading_below_keeps_the_kind() -> None:
    body = (
        f"3. ข้อเสนอแนะ\n3.1 ด้านการสื่อสาร\n- {C}\n3.2 ด้านการร้องเรียน\n- {D}\n4. มาตรการ\n- จัดอบรมเจ้าหน้าที่ทุกกองปีละหนึ่งครั้ง\n"
    )
    assert told(body) == [(REC, C), (REC, D)]


def test_topics_in_a_list_head_what_lies_below() -> None:
    assert told(f"ข้อเสนอแนะ\n1. งานสารบรรณและธุรการ\n- {C}\n2. งานรับเรื่องร้องทุกข์\n- {D}\n") == [(REC, C), (REC, D)]


def test_work_that_is_called_development_heads_no_findings() -> None:
    assert told("การพัฒนาเว็บไซต์ของหน่วยงาน\n\n1. ติดตั้งระบบใหม่แล้วเสร็จในเดือนมีนาคม\n2. อบรมผู้ดูแลระบบจำนวนสองคน\n") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ในการประชุม คณะกรรมการมีข้อเสนอแนะว่า ให้เร่งปรับปรุงเว็บไซต์ของเทศบาล", REC),
        ("ระหว่างปี หน่วยงานประสบปัญหาและอุปสรรคคือ เจ้าหน้าที่โอนย้ายหลายตำแหน่ง", LIM),
        ("แบบวัด EIT พบว่าตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร ยังต้องแก้ไขโดยเร่งด่วน", WEAK),
    ],
)  # fmt: skip
def test_sentences_that_are_findings_by_their_words(text: str, kind: FindingKind) -> None:
    assert told(f"{text}\n") == [(kind, text)]


def test_a_title_behind_a_label_is_no_finding() -> None:
    assert told("ข้อเสนอแนะในการเปิดเผยข้อมูล : มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\n") == []


def test_a_field_behind_a_limitation_is_no_finding() -> None:
    assert told(f"ปัญหาอุปสรรค : {A}\nสถานที่ดำเนินการ : ห้องประชุมใหญ่ของเทศบาล\n") == [(LIM, A)]


def test_columns_of_what_is_done_are_none_of_findings() -> None:
    assert (
        told(
            tabs(
                "ตัวชี้วัด|คะแนน|การนำผลการวิเคราะห์ไปสู่การปฏิบัติ",
                "การใช้อำนาจ|80.10|จัดประชุมชี้แจงเกณฑ์เลื่อนขั้น",
                "การใช้งบประมาณ|80.20|เผยแพร่แผนการใช้จ่ายเงิน",
            )
        )
        == []
    )


def test_a_labelled_indicator_is_what_follows_is_about() -> None:
    body = f"ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ\nคะแนน: 74.10\nข้อค้นพบ: {A}\n\nตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร\nคะแนน: 82.02\nข้อเสนอแนะ: {C}\n"
    assert [(f.kind, f.indicators, f.instrument) for f in findings(body)] == [(WEAK, ["4"], "IIT"), (REC, ["7"], "EIT")]


def test_a_broken_line_goes_on() -> None:
    lines = "บุคลากรของหน่วยงานมีจำนวนจำกัดและต้องปฏิบัติงานหลายหน้าที่ จึงไม่สามารถ", "ดำเนินการเก็บข้อมูลได้ครบถ้วนตามเวลา"
    assert told(f"ข้อจำกัด\n๑. {lines[0]}\n{lines[1]}\n๒. {B}\n") == [(LIM, " ".join(lines)), (LIM, B)]


def test_a_bold_label_with_its_text() -> None:
    assert told(f"**จุดอ่อน : {B}**\n\n**ข้อเสนอแนะ : {C}**\n") == [(WEAK, B), (REC, C)]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("ควรพัฒนาตัวชี้วัดด้านการใช้ทรัพย์สินของราชการโดยเร่งชี้แจง", ["4"]), ("จากผลพบว่า การใช้งบประมาณ ได้คะแนนต่ำที่สุดในปีนี้", ["2"]),
        ("ควรพัฒนาด้านการใช้งบประมาณ การใช้อำนาจ และการใช้ทรัพย์สินของราชการ", ["2", "3", "4"]), ("ควรเปิดเผยแผนดำเนินงานและการใช้งบประมาณประจำปี", []),
        ("ตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร ยังต้องเพิ่มช่องทาง", ["7"]),
    ],
)  # fmt: skip
def test_indicators_where_they_are_named(text: str, indicators: list[str]) -> None:
    assert [f.indicators for f in findings(f"ข้อเสนอแนะ\n- {text}\n")] == [indicators]
