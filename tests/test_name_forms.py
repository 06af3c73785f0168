"""Names in English, shortened, with words before and behind them, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.layouts.inline import report, tabs, values
from thai_ita.analyze.reconcile import reconcile
from thai_ita.model import Match, ScoreKind, ScoreStatus
from thai_ita.normalize.editions import load_edition
from thai_ita.normalize.indicator_names import is_abridged
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.names import Context, matcher_for
from thai_ita.parse.text.name_mentions import find_mentions

TABLE = Context(table=True)


def match(text: str, context: Context = TABLE, year: int = 2567) -> Match:
    return matcher_for(year).match(text, context)


def code_of(text: str, context: Context = TABLE, year: int = 2567) -> str:
    found = match(text, context, year)
    return found.code if found.accepted else ""


# -- English -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Performance of Duties", "1"),
        ("Duty Performance", "1"),
        ("PERFORMANCE OF DUTIES", "1"),
        ("Budget Utilization", "2"),
        ("Use of the Budget", "2"),
        ("Exercise of Power", "3"),
        ("Use of Authority", "3"),
        ("Use of State Property", "4"),
        ("Utilisation of Government Assets", "4"),
        ("Solving Corruption Problems", "5"),
        ("Corruption Resolution", "5"),
        ("Quality of Operations", "6"),
        ("QUALlTY OF OPERATIONS", "6"),
        ("Operational Quality of the Agency", "6"),
        ("Communication Efficiency", "7"),
        ("Effectiveness of Communication", "7"),
        ("Work System Improvement", "8"),
        ("Improvement of Work Processes", "8"),
        ("Information Disclosure", "9"),
        ("Open Data", "9"),
        ("Anti-Corruption Practices", "10"),
        ("Prevention of Corruption", "10"),
        ("4. Use of State Property", "4"),
        ("Indicator 3: Exercise of Power", "3"),
        ("Exercise of Power (IIT)", "3"),
        ("Internal Integrity and Transparency Assessment (IIT)", "IIT"),
        ("External Integrity and Transparency Assessment", "EIT"),
        ("Open Data Integrity and Transparency Assessment", "OIT"),
        ("Open Data (OIT)", "OIT"),
        ("External Stakeholders (EIT)", "EIT"),
        ("Internal (IIT)", "IIT"),
        ("Internal Integrity and Transparency Assessment : IIT", "IIT"),
        ("Budget Expenditure", "2"),
        ("การใช้อำนาจ (Use of Power)", "3"),
        ("Use of Power (การใช้อำนาจ)", "3"),
    ],
)
def test_english_names(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Budget Utilization Plan",
        "Budget",
        "Use of Library",
        "Performance",
        "Corruption Prevention Training",
        "Corruption Perception Index",
        "Quality of Life",
        "Open Government",
        "Integrity and Transparency",
        "Indicator 4: Exercise of Power",
        "Exercise of Power (OIT)",
        "Internal Audit",
        "External Integrity and Transparency Assessment (IIT)",
    ],
)
def test_other_english_names_are_refused(text: str) -> None:
    found = match(text)
    assert not (found.accepted and found.kind in (ScoreKind.INDICATOR, ScoreKind.INSTRUMENT))


def test_english_names_of_the_indices_of_2561() -> None:
    assert code_of("Accountability Index", year=2561) == "2561.2"
    assert code_of("Accountability Index", year=2562) == ""
    assert code_of("Performance of Duties", year=2561) == ""


def test_english_names_in_a_sentence() -> None:
    matcher = matcher_for(2567)
    text = "The score of Performance of Duties was 81.10. Budget Utilization scored 82.20."
    assert [(m.code, text[m.start : m.end]) for m in find_mentions(text, matcher)] == [
        ("1", "Performance of Duties"),
        ("2", "Budget Utilization"),
    ]
    for other in ("The Budget Utilization Plan scored 82.20", "Our Use of Power Tools was 3.00"):
        assert find_mentions(other, matcher) == []


def test_an_english_table() -> None:
    text = "Integrity and Transparency Assessment (ITA), Fiscal Year 2024 (B.E. 2567)\nเทศบาลตำบลตัวอย่างสุข\n\n"
    read = report(text + tabs("No.|Indicator|Score", "1|Duty Performance|81.10", "2|Budget Usage|82.20"))
    assert values(read) == {"1": 81.1, "2": 82.2}


# -- short words and names -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ตชว. 1 ปฏิบัติหน้าที่", "1"),
        ("ตชว.๒ งบประมาณ", "2"),
        ("ตชว. ที่ 3 การใช้อำนาจ", "3"),
        ("ตชว.6 คุณภาพงาน", "6"),
        ("ตชว.7", "7"),
        ("ตช.8", "8"),
        ("KPI 9 เปิดเผยข้อมูล", "9"),
        ("KPI 10", "10"),
        ("ตัวชี้วัดฯ ที่ 4 ทรัพย์สินราชการ", "4"),
        ("ตัวชี้วัดที่ 5 แก้ทุจริต", ""),
        ("ตัวชี้วัดที่ 10 ทุจริต", "10"),
        ("มิติที่ 3 การใช้อำนาจ", "3"),
        ("3) ตชว.10 การป้องกันการทุจริต", "10"),
        ("การใช้อำนาจ (ตัวชี้วัดที่ 3)", "3"),
        ("ปรับปรุงงาน (ตชว.8)", "8"),
        ("การใช้อำนาจ (ตัวชี้วัดที่ 4)", ""),
    ],
)
def test_short_words_for_an_indicator_and_its_number(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize("text", ["KPI 1", "ตช. 1", "มิติที่ 1", "Indicator 1"])
def test_words_of_other_lists_need_a_table_of_scores(text: str) -> None:
    assert code_of(text) == "1"
    assert code_of(text, Context()) == ""
    assert read_label(text).shared


@pytest.mark.parametrize(
    "text",
    ["KPI 1 ร้อยละของโครงการ", "ตชว. 2 การจัดเก็บภาษี", "ตชว. 3 การใช้งบประมาณ", "ตชว. 11", "ตชว.5 คุณภาพ"],
)
def test_a_short_word_and_a_number_before_another_name(text: str) -> None:
    assert code_of(text) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ปฏิบัติหน้าที่", "1"),
        ("ใช้งบประมาณ", "2"),
        ("ใช้อำนาจ", "3"),
        ("ใช้ทรัพย์สินราชการ", "4"),
        ("แก้ไขปัญหาทุจริต", "5"),
        ("คุณภาพดำเนินงาน", "6"),
        ("ประสิทธิภาพสื่อสาร", "7"),
        ("ปรับปรุงระบบทำงาน", "8"),
        ("เปิดเผยข้อมูล", "9"),
        ("ป้องกันทุจริต", "10"),
        ("เปดเผยขอมูล", "9"),
    ],
)
def test_names_without_their_particles_where_scores_are_listed(text: str, code: str) -> None:
    assert code_of(text) == code
    assert match(text).rule == "short-name"
    assert code_of(text, Context()) == ""


@pytest.mark.parametrize(
    "text",
    ["งบประมาณ", "อำนาจ", "ทรัพย์สิน", "ทุจริต", "ข้อมูล", "ปรับปรุงเว็บไซต์", "ปราบปรามทุจริต", "ปฏิบัติงาน", "คุณภาพ", "บริหารงาน"],
)
def test_a_word_of_a_name_is_not_the_name(text: str) -> None:
    assert code_of(text) == ""


def test_an_abridged_name_is_made_of_pieces_of_the_name() -> None:
    assert is_abridged("คุณภาพงาน", "คุณภาพการดำเนินงาน")
    assert is_abridged("งบประมาณ", "การใช้งบประมาณ")
    assert not is_abridged("งานคุณภาพ", "คุณภาพการดำเนินงาน")
    assert not is_abridged("การจัดงบ", "การใช้งบประมาณ")
    assert not is_abridged("งบ", "การใช้งบประมาณ")
    assert not is_abridged("การใช้งบประมาณ", "การใช้งบประมาณ")


def test_short_words_in_sentences_and_heads() -> None:
    text = "ตชว.1 ได้ 81.10 คะแนน และ ตชว. ที่ 4 การใช้ทรัพย์สินของราชการ ได้ 82.20 คะแนน"
    assert [m.code for m in find_mentions(text, matcher_for(2567))] == ["1", "4"]
    heads = "หน่วยงาน ตชว.1 ตชว.2 ตชว.10 ITA"
    assert [m.code for m in find_mentions(heads, matcher_for(2567))] == ["1", "2", "10"]
    assert find_mentions("ตชว.2 จัดเก็บภาษี ได้ 80.00", matcher_for(2567)) == []


# -- words before and behind a name --------------------------------------------------------------


@pytest.mark.parametrize(
    "tail",
    [
        "ของหน่วยงาน",
        " ของหน่วยงานภาครัฐ",
        "ของ อปท.",
        "ขององค์กรปกครองส่วนท้องถิ่น",
        "ในหน่วยงาน",
        "ภายในหน่วยงาน",
        "ขององค์กร",
        "ของเทศบาล",
        "ของเทศบาลตำบลบึงนกเขา",
        "ของ อบต.",
        "ของเจ้าหน้าที่",
        "ต่อสาธารณะ",
    ],
)
def test_whose_the_measured_thing_is_belongs_to_no_name(tail: str) -> None:
    for indicator in load_edition(2567).indicators:
        assert code_of(indicator.name + tail) == indicator.code
        assert code_of(f"ด้าน{indicator.name}{tail}") == indicator.code
    for other in ("การใช้", "การเสริมสร้างวัฒนธรรม", "ร้องเรียนการปฏิบัติหน้าที่", "แผนป้องกันการทุจริต"):
        assert code_of(other + tail) == ""


@pytest.mark.parametrize("tail", ["ของเว็บไซต์", "ของโครงการ", "ของประชาชน", "ในโรงเรียน", "ที่เกี่ยวข้อง"])
def test_what_else_is_measured_does(tail: str) -> None:
    assert code_of(f"การปรับปรุงการทำงาน{tail}") == ""


def test_the_owner_belongs_to_the_mention_in_a_sentence() -> None:
    text = "คุณภาพการดำเนินงานของหน่วยงานได้ 81.10 คะแนน ประสิทธิภาพการสื่อสารขององค์กร 82.20"
    found = find_mentions(text, matcher_for(2567))
    assert [text[m.start : m.end] for m in found] == ["คุณภาพการดำเนินงานของหน่วยงาน", "ประสิทธิภาพการสื่อสารขององค์กร"]


@pytest.mark.parametrize("before", ["มิติ", "ด้าน", "คะแนนด้าน", "คะแนนตัวชี้วัดด้าน", "หัวข้อ", "ประเด็น"])
def test_words_before_a_name(before: str) -> None:
    assert code_of(f"{before}การใช้อำนาจ") == "3"
    assert code_of(f"{before}การใช้") == ""


@pytest.mark.parametrize("form", ["IIT : {}", "{} - IIT", "แบบวัด IIT / {}", "{} (IIT)"])
def test_the_instrument_beside_a_name(form: str) -> None:
    assert code_of(form.format("การใช้อำนาจ")) == "3"
    assert code_of(form.format("การใช้")) == ""
    assert code_of(form.format("คะแนนเฉลี่ย")) == "IIT"


def test_the_disclosure_form_is_not_the_indicator_whose_name_it_bears() -> None:
    assert code_of("OIT : การเปิดเผยข้อมูลสาธารณะ") != "9"


# -- codes of questions and items ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("คำถามที่ i1", "i1"),
        ("ข้อคำถาม i1", "i1"),
        ("(ข้อ i3)", "i3"),
        ("ประเด็น e5", "e5"),
        ("รายการ o12", "o12"),
        ("Question i3", "i3"),
        ("IIT ข้อ 3", "i3"),
        ("แบบวัด EIT ข้อที่ 2", "e2"),
        ("OIT ข้อ 12", "o12"),
    ],
)
def test_codes_of_items_and_their_words(text: str, code: str) -> None:
    assert code_of(text, year=2568) == code
    found = find_mentions(f"{text} ได้ 90.10 คะแนน", matcher_for(2568))
    assert [m.code for m in found] == [code]


@pytest.mark.parametrize("text", ["IIT ข้อ 1-15", "OIT ข้อ 9.1", "IIT 30 ข้อ", "EIT ข้อ 1 ถึง 5"])
def test_ranges_and_numbers_of_items_are_no_item(text: str) -> None:
    assert match(text, year=2568).kind is not ScoreKind.QUESTION
    assert all(m.kind is ScoreKind.INSTRUMENT for m in find_mentions(text, matcher_for(2568)))


# -- the five indices of 2561 --------------------------------------------------------------------


@pytest.mark.parametrize("text", ["ดัชนีความโปร่งใส", "1. ดัชนีความโปร่งใส", "ดัชนีที่ 1 ความโปร่งใส", "ความโปร่งใส"])
def test_an_index_of_2561_has_a_code_of_its_own(text: str) -> None:
    found = match(text, year=2561)
    assert (found.code, found.kind) == ("2561.1", ScoreKind.INDICATOR)
    assert not match("ดัชนีที่ 2 ความโปร่งใส", year=2561).accepted
    assert not match("ดัชนีที่ 1", year=2561).accepted


# -- chapters and parts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("แบบวัด EIT ส่วนที่ ๒", "2"),
        ("EIT (ส่วนที่ 1)", "1"),
        ("Part 2 of EIT", "2"),
        ("ส่วนที่ 2 ของแบบวัด EIT", "2"),
        ("ผู้มีส่วนได้ส่วนเสียภายนอก ส่วนที่ 1", "1"),
        ("แบบวัด ส่วนที่ 2", "2"),
        ("ส่วนที่ 2", "2"),
        ("คุณภาพการดำเนินงาน (ส่วนที่ 1)", "1"),
        ("ส่วนที่ ๒ ผลคะแนนรายตัวชี้วัด", ""),
        ("ส่วนที่ ๒ แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)", ""),
        ("ส่วนที่ 2 ผลการประเมิน EIT", ""),
        ("Part 2 Results", ""),
        ("แบบวัด IIT ส่วนที่ 2", ""),
        ("ตารางที่ 3 (ส่วนที่ 2)", ""),
        ("รายงานฉบับสมบูรณ์ ส่วนที่ 1", ""),
    ],
)
def test_a_chapter_is_no_part_of_the_eit(text: str, part: str) -> None:
    assert read_label(text).part == part


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("แบบวัด EIT ส่วนที่ 1 ได้ 81.10 คะแนน", ["1"]),
        ("EIT ได้ 80.10 คะแนน โดยส่วนที่ 1 ได้ 79.00 คะแนน ส่วนที่ 2 ได้ 81.20 คะแนน", ["1", "2"]),
        ("ส่วนที่ 2 ของ EIT ได้ 81.10 คะแนน", ["2"]),
        ("ส่วนที่ ๒ ผลคะแนน ตัวชี้วัดที่ 6 ได้ 81.10 คะแนน", []),
        ("ส่วนที่ 2", []),
        ("IIT ส่วนที่ 2", []),
    ],
)
def test_parts_in_a_sentence(text: str, parts: list[str]) -> None:
    found = find_mentions(text.replace("๒", "2"), matcher_for(2567))
    assert [m.part for m in found if m.part] == parts


@pytest.mark.parametrize("head", ["ส่วนที่ 2", "ส่วนที่ ๒ ผลคะแนน", "ตอนที่ 2 ผลการประเมิน ITA", "Part 2"])
def test_indicators_below_a_chapter_are_of_no_part(head: str) -> None:
    rows = tabs("ตัวชี้วัด|คะแนน", "6. คุณภาพการดำเนินงาน|81.10", "7. ประสิทธิภาพการสื่อสาร|82.20")
    read = report(f"# รายงาน ITA ปีงบประมาณ พ.ศ. 2567\n\nเทศบาลตำบลตัวอย่างสุข\n\n## {head}\n\n{rows}")
    assert {(s.code, s.part) for s in read.scores} == {("6", ""), ("7", "")}


def test_the_sum_of_2561_is_that_of_its_own_indices() -> None:
    rows = (
        "ความโปร่งใส|80.10",
        "ความพร้อมรับผิด|81.20",
        "ความปลอดจากการทุจริตในการปฏิบัติงาน|90.30",
        "วัฒนธรรมคุณธรรมในองค์กร|70.40",
        "คุณธรรมการทำงานในหน่วยงาน|75.50",
        "คะแนน ITA|80.16",
    )
    read = report("# ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2561\n\nเทศบาลตำบลตัวอย่างสุข\n\n" + tabs("ดัชนี|คะแนน", *rows))
    reconcile(read)
    status = {s.code: s.status for s in read.scores}
    assert set(status) == {"ITA", *(f"2561.{n}" for n in range(1, 6))}
    assert status["ITA"] is ScoreStatus.VERIFIED
