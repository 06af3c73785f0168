"""Labels are taken apart, names are recognised or refused, and each decision says why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thai_ita.model import CODE_ALONE, ScoreKind
from thai_ita.normalize.editions import load_edition
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.names import Context, matcher_for
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant

YEARS = (2564, 2565, 2566, 2567, 2568)
TABLE = Context(table=True)


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("i1", "i1", ""),
        ("ข้อ i๑๐ การใช้รถ", "i10", "การใช้รถ"),
        ("I-12", "i12", ""),
        ("[e3] ท่านเคย", "e3", "ท่านเคย"),
        ("ข้อที่ e๙ : ท่านเคย", "e9", "ท่านเคย"),
        ("O๗ แผน", "o7", "แผน"),
        ("o1O แผน", "o10", "แผน"),
        ("l5", "i5", ""),
        ("OIT 28 แผน", "o28", "แผน"),
        ("• o3. แผน", "o3", "แผน"),
        ("o0", "", ""),
    ],
)
def test_codes_of_questions_and_items(text: str, code: str, name: str) -> None:
    label = read_label(text)
    assert (label.code, label.name) == (code, name)


@pytest.mark.parametrize(("text", "code"), [("ข้อ ๐๑๐ แผน", "o10"), ("043", "o43"), ("ข้อ 01", "o1")])
def test_an_o_read_as_zero_is_kept_apart(text: str, code: str) -> None:
    label = read_label(text)
    assert (label.code, label.zero_code) == ("", code)


@pytest.mark.parametrize("text", ["อำนาจ", "1", "10.50", "ITA", "in general", "ประเด็นที่ 1"])
def test_what_is_no_code(text: str) -> None:
    label = read_label(text)
    assert (label.code, label.zero_code) == ("", "")


@pytest.mark.parametrize(
    ("text", "number", "explicit", "name"),
    [
        ("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สิน", "4", True, "การใช้ทรัพย์สิน"),
        ("ตัวชี้วัดย่อยที่ 9.2 การบริหารงาน", "9.2", True, "การบริหารงาน"),
        ("4. การใช้ทรัพย์สิน", "4", False, "การใช้ทรัพย์สิน"),
        ("๔) การใช้ทรัพย์สิน", "4", False, "การใช้ทรัพย์สิน"),
        ("(4) การใช้ทรัพย์สิน", "4", False, "การใช้ทรัพย์สิน"),
        ("4การใช้ทรัพย์สิน", "4", False, "การใช้ทรัพย์สิน"),
        ("ด้านที่ 3 การใช้อำนาจ", "3", True, "การใช้อำนาจ"),
        ("การใช้อำนาจ (ตัวชี้วัดที่ 3)", "3", True, "การใช้อำนาจ"),
        ("การใช้อำนาจ ตัวชี้วัดที่ 3", "3", True, "การใช้อำนาจ"),
        ("การใช้อำนาจตัวชี้วัดที่ 3", "3", True, "การใช้อำนาจ"),
        ("คะแนนเฉลี่ย ตัวชี้วัดที่ 1-5", "", False, "คะแนนเฉลี่ย ตัวชี้วัดที่ 1-5"),
    ],
)
def test_numbers_of_indicators(text: str, number: str, explicit: bool, name: str) -> None:
    label = read_label(text)
    assert (label.number, label.explicit, label.name) == (number, explicit, name)


def test_instruments_ordinals_and_parts() -> None:
    label = read_label("แบบวัด EIT ส่วนที่ ๒")
    assert (label.instrument, label.part) == ("EIT", "2")
    assert read_label("IIT และ EIT").instrument == ""
    label = read_label("OIT 2: การป้องกันการทุจริต")
    assert (label.instrument, label.ordinal, label.code) == ("OIT", 2, "")
    assert read_label("การใช้อำนาจ (IIT)").name == "การใช้อำนาจ"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ieoIEOlO0123456789๐๑๒ .()[]:-–|ข้อตัวชี้วัดที่การIITEOPartส่วน", max_size=40))
def test_any_label_is_taken_apart(text: str) -> None:
    label = read_label(text)
    assert label.code == "" or label.code[0] in "ieo"
    assert label.code == "" or int(label.code[1:]) > 0
    assert len(label.name) <= len(" ".join(text.split()))


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("form", ["{}", "{} ", "ด้าน{}", "ตัวชี้วัด{}", "ตัวชี้วัด {}"])
def test_every_official_name_is_known_in_its_year(year: int, form: str) -> None:
    for indicator in load_edition(year).indicators:
        found = matcher_for(year).match(form.format(indicator.name), TABLE)
        assert (found.accepted, found.kind, found.code) == (True, ScoreKind.INDICATOR, indicator.code)


@pytest.mark.parametrize("year", YEARS)
def test_every_item_is_known_by_its_code_and_by_its_wording(year: int) -> None:
    matcher = matcher_for(year)
    for item in load_edition(year).items:
        by_code = matcher.match(f"ข้อ {item.code} {item.wording}", TABLE)
        assert (by_code.accepted, by_code.code, by_code.kind) == (True, item.code, item.kind)
        if len(item.wording) >= 40 and item.code[0] != "o":
            found = matcher.match(item.wording, Context(table=True, items=True))
            assert (found.accepted, found.code) == (True, item.code), item.wording


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        ("ตัวชี้วัดที่ 1 การปฏบัตหนาท", "1"),
        ("การใชงบประมาณ", "2"),
        ("การใช้อํานาจ", "3"),
        ("ก า ร ใ ช้ อ ำ น า จ", "3"),
        ("การใช้ทรัพย์สินของราชกา", "4"),
        ("การแก้ไขปัญหาการทุจริค", "5"),
        ("ประสิทธิภาพ การสื่อสาร", "7"),
        ("การป้องกันการทุจริต*", "10"),
    ],
)
def test_damaged_names_are_known_where_scores_are_listed(seen: str, code: str) -> None:
    found = matcher_for(2567).match(seen, TABLE)
    assert (found.accepted, found.code) == (True, code)
    assert found.alias
    assert found.rule
    assert 0 < found.score <= 100


@pytest.mark.parametrize(
    "seen",
    [
        "การใช้",
        "การ",
        "การใช้จ่าย",
        "การใช้ยานพาหนะ",
        "การปฏิบัติหน้าที่ราชการแทน",
        "คุณภาพชีวิต",
        "ประสิทธิภาพการทำงาน",
        "การเปิดเผยข้อมูลส่วนบุคคลของผู้ร้องเรียนต่อสาธารณะ",
        "งบประมาณ",
        "12345",
        "",
    ],
)
def test_what_only_resembles_a_name_is_refused_with_a_reason(seen: str) -> None:
    for context in (Context(), TABLE):
        found = matcher_for(2567).match(seen, context)
        assert not found.accepted
        assert found.reason


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        ("ตัวชี้วัดที่ 1 การ…", "1"),
        ("ตัวชี้วัดที่ 2 การใ…", "2"),
        ("ตัวชี้วัดที่ 3 การใช้อำนาจของห…", "3"),
        ("4 การใช้ทรัพย์สินขอ", "4"),
        ("การแก้ไขปัญหาก…", "5"),
        ("คุณภาพการดำเนิ", "6"),
    ],
)
def test_names_that_are_cut_off_in_a_list_of_scores(seen: str, code: str) -> None:
    matcher = matcher_for(2567)
    found = matcher.match(seen, TABLE)
    assert (found.accepted, found.code) == (True, code)
    assert found.rule.startswith("cut-name")
    assert not matcher.match(seen).rule.startswith("cut-name")


@pytest.mark.parametrize(
    "seen",
    [
        "การใช้…",  # of several indicators
        "การเปิดเผย…",  # of an indicator and of something else
        "ตัวชี้วัดที่ 7 คุณภ…",  # the number disagrees
        "การแก้ไขปัญหา",  # not cut for all that can be seen
        "การใช้อำนาจที่ไม่เป็น…",  # goes on with something else
    ],
)
def test_beginnings_that_are_no_cut_name(seen: str) -> None:
    assert not matcher_for(2567).match(seen, TABLE).accepted


def test_a_stated_number_that_disagrees_refuses_the_name() -> None:
    found = matcher_for(2567).match("ตัวชี้วัดที่ 3 การใช้งบประมาณ", TABLE)
    assert (found.accepted, found.rule) == (False, "number-disagrees")


def test_a_less_close_name_needs_its_number() -> None:
    matcher = matcher_for(2567)
    seen = "การใช้ทรัพย์สินราชการ ฯ"
    assert not matcher.match("ทรัพย์สินราชการ", Context()).accepted
    assert matcher.match(seen, Context(number="4", table=True)).code == "4"


def test_codes_alone_and_numbers_alone() -> None:
    matcher = matcher_for(2568)
    assert matcher.match("ตัวชี้วัดที่ 4", TABLE).code == "4"
    assert not matcher.match("4", TABLE).accepted
    assert not matcher.match("i31", TABLE).accepted
    assert not matcher.match("o99", TABLE).accepted
    assert not matcher.match("ตัวชี้วัดที่ 11", TABLE).accepted


@pytest.mark.parametrize("code", ["IIT", "EIT", "OIT"])
@pytest.mark.parametrize("form", ["{}", "แบบวัด {}", "คะแนนเฉลี่ย {}", "เครื่องมือ {}", "คะแนนรวม {}"])
def test_instruments_by_their_letters(code: str, form: str) -> None:
    found = matcher_for(2567).match(form.format(code), TABLE)
    assert (found.accepted, found.kind, found.code) == (True, ScoreKind.INSTRUMENT, code)


@pytest.mark.parametrize(
    "seen",
    [
        "คะแนนรวม",
        "ผลการประเมินภาพรวม",
        "คะแนน ITA",
        "รวม",
        "คะแนนภาพรวมหน่วยงาน",
        "Overall Score",
        "รวมทุกตัวชี้วัด (ถ่วงน้ำหนัก)",
        "คะแนนรวม (แบบถ่วงน้ำหนัก)",
        "รวมทุกตัวชี้วัด (ถ่วง…",
        "คะแนนรวม (ร้อ…",
    ],
)
def test_words_of_the_overall_score(seen: str) -> None:
    found = matcher_for(2567).match(seen, TABLE)
    assert (found.accepted, found.kind) == (True, ScoreKind.OVERALL)


@pytest.mark.parametrize(
    "seen",
    [
        "ผลรวมการจัดซื้อ",
        "คะแนนรวม LPA",
        "รวมเงิน",
        "คะแนน",
        "ระดับ",
        "คะแนนถ่วงน้ำหนัก",
        "คะแนนรวม (เฉพาะ…",
        "คะแนนรวม (IIT…",
        "ร้อยละ (ถ่วง…",
    ],
)
def test_other_totals_are_not_the_overall_score(seen: str) -> None:
    found = matcher_for(2567).match(seen, TABLE)
    assert not (found.accepted and found.kind is ScoreKind.OVERALL)


def test_a_wording_outweighs_a_misread_code_of_an_item() -> None:
    edition = load_edition(2566)
    right = next(i for i in edition.items if i.code == "o12")
    found = matcher_for(2566).match(f"ข้อ o42 {right.wording}", TABLE)
    assert (found.accepted, found.code, found.rule) == (True, "o12", "wording-over-code")
    assert "o42" in found.reason


def test_a_wording_that_fits_better_outweighs_a_code_whose_own_wording_is_near() -> None:
    """ช่องทางแจ้งเรื่องร้องเรียน and ข้อมูลสถิติเรื่องร้องเรียน are 80 % alike."""
    items = {i.code: i.wording for i in load_edition(2568).items}
    found = matcher_for(2568).match(f"ข้อ ๐๑๙ {items['o18']}", Context("", "OIT", True, True))
    assert (found.code, found.rule, found.name) == ("o18", "wording-over-code", items["o18"])
    own = matcher_for(2568).match(f"ข้อ ๐๑๙ {items['o19']}", Context("", "OIT", True, True))
    assert (own.code, own.rule) == ("o19", "item-code")


def test_an_item_of_another_wording_keeps_its_printed_name() -> None:
    older = next(i.wording for i in load_edition(2567).items if i.code == "o16")
    found = matcher_for(2568).match(f"ข้อ ๐๑๖ {older}", Context("", "OIT", True, True))
    assert (found.accepted, found.code, found.rule) == (True, "o16", CODE_ALONE)
    assert found.name == older
    assert found.score < 50
    assert "differs" in found.reason


@pytest.mark.parametrize("cut", [slice(0, 20), slice(0, None)])
def test_a_wording_cut_short_or_with_a_remark_is_that_of_its_code(cut: slice) -> None:
    wording = next(i.wording for i in load_edition(2568).items if i.code == "o6")
    seen = f"ข้อ o6 {wording[cut]}" + ("" if cut.stop else " (รายไตรมาส หรือทุก 6 เดือน ตามที่ประกาศ)")
    found = matcher_for(2568).match(seen, Context("", "OIT", True, True))
    assert (found.code, found.rule, found.name) == ("o6", "item-code", wording)


def test_a_code_without_a_wording_is_that_item() -> None:
    found = matcher_for(2568).match("o16", Context("", "OIT", True, True))
    assert (found.code, found.rule, found.score) == ("o16", "item-code", 100.0)


def test_marks_and_list_numbers_before_a_label_are_no_part_of_it() -> None:
    assert read_label("[x] o2 ข้อมูลผู้บริหาร —").code == "o2"
    listed = read_label("3) ตัวชี้วัดที่ 10 การป้องกันการทุจริต")
    assert (listed.number, listed.explicit, listed.name) == ("10", True, "การป้องกันการทุจริต")
    assert read_label("2) ข้อ e5 แบบ").code == "e5"
    assert read_label("1) การใช้อำนาจ").number == "1"


def test_a_piece_of_a_table_is_no_part_of_the_eit() -> None:
    assert read_label("ตารางที่ 1 (ส่วนที่ 2 จาก 3) แบบ EIT").part == ""
    assert read_label("แบบวัด EIT ส่วนที่ 2").part == "2"


def test_zero_codes_count_only_where_items_are() -> None:
    matcher = matcher_for(2566)
    assert matcher.match("ข้อ 010", Context(instrument="OIT", table=True)).code == "o10"
    assert not matcher.match("010", Context(instrument="IIT", table=True)).accepted
    edition = load_edition(2566)
    wording = next(i.wording for i in edition.items if i.code == "o10")
    assert matcher.match(f"ข้อ ๐๑๐ {wording}").code == "o10"


def test_the_same_name_may_have_another_meaning_in_another_year() -> None:
    """Indicator 8 is called otherwise in 2564 and 2568; each year gives its own name."""
    for year in YEARS:
        eight = load_edition(year).indicator("8")
        assert eight is not None
        assert matcher_for(year).match(eight.name, TABLE).code == "8"


# -- lenient patterns ----------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["ได้รับ", "คะแนน", "ร้อยละ", "ค่าเฉลี่ย", "อยู่ที่", "ต่ำ"]), min_size=1, max_size=4))
def test_a_lenient_pattern_fits_with_and_without_tone_marks(words: list[str]) -> None:
    text = "".join(words)
    bare = text.translate({ord(mark): None for mark in "่้๊๋์็"})
    pattern = compile_tone_tolerant(text)
    assert pattern.fullmatch(text)
    assert pattern.fullmatch(bare)
    assert not pattern.fullmatch(text + "ก")


def test_the_number_of_an_indicator_is_not_that_of_its_place_in_a_list() -> None:
    label = read_label("1) ตัวชี้วัดที่ 3 การใช้อำนาจ")
    assert (label.number, label.explicit, label.name) == ("3", True, "การใช้อำนาจ")
    assert matcher_for(2567).match("3) ตัวชี้วัดที่ 10 การป้องกันการทุจริต").code == "10"


@pytest.mark.parametrize("text", ["9.4 การบริหารและพัฒนาทรัพยากรบุคคล", "การบริหารและพัฒนาทรัพยากรบุคคล"])
def test_a_subindicator_is_not_the_item_whose_wording_resembles_it(text: str) -> None:
    for context in (TABLE, Context(table=True, instrument="OIT"), Context(table=True, items=True)):
        found = matcher_for(2568).match(text, context)
        assert (found.kind, found.code) == (ScoreKind.SUBINDICATOR, "9.4")
    item = matcher_for(2568).match("แผนการบริหารและพัฒนาทรัพยากรบุคคล", TABLE)
    assert item.code == "o14"


@pytest.mark.parametrize(
    "tail",
    [
        " วัดจากแบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน",
        " (ประเมินจากแบบสำรวจของบุคลากร)",
        " ได้คะแนน",
        " ได้คะแนนเฉลี่ย",
        " มีคะแนนเท่ากับ",
        " คิดเป็นร้อยละ",
    ],
)
def test_a_remark_behind_a_name(tail: str) -> None:
    matcher = matcher_for(2567)
    for indicator in load_edition(2567).indicators:
        found = matcher.match(f"{indicator.code}. {indicator.name}{tail}", TABLE)
        assert (found.accepted, found.code) == (True, indicator.code)
    for other in ("คะแนนภาพรวม", "ความพึงพอใจ"):
        assert matcher.match(f"{other}{tail}", TABLE).kind is not ScoreKind.INDICATOR


@pytest.mark.parametrize(
    "text",
    [
        "i1-i3",
        "i1, i2, i3",
        "e4 ถึง e6",
        "ข้อ i1 และ i2",
        "i1 = 80.60 i2 = 95.98",
        "i1 80.60\ni2 95.98",
        "O1/O2",
        "i๑ ได้ ๘๐.๖๐ i๒ ได้ ๙๕.๙๘",
    ],
)
def test_several_codes_name_no_question(text: str) -> None:
    found = matcher_for(2567).match(text, Context(table=True))
    assert (found.accepted, found.rule) == (False, "several-codes")


@pytest.mark.parametrize("text", ["i1", "i1 80.60", "i1 เจ้าหน้าที่ปฏิบัติงานตาม i2", "e4 (e4)"])
def test_one_code_names_its_question(text: str) -> None:
    assert matcher_for(2567).match(text, Context(table=True)).accepted


@pytest.mark.parametrize(
    ("text", "overall"),
    [
        ("คะแนนรวม = (IIT x 30%) + (EIT x 30%) + (OIT x 40%)", True),
        ("ITA = 0.3IIT + 0.3EIT + 0.4OIT", True),
        ("คะแนนภาพรวม [IIT*30/100 + EIT*30/100 + OIT*40/100]", True),
        # Cut before its last factor, which is the figure behind.
        ("คะแนนรวม = (IIT x 30%) + (EIT x 30%) + (OIT x", False),
        ("คะแนนรวม = IIT 30% + EIT 30% + OIT", False),
        # Full marks; some instruments; other things.
        ("คะแนน ITA = 30(IIT) + 30(EIT) + 40(OIT)", False),
        ("คะแนนรวม = IIT x 50% + EIT x 50%", False),
        ("ผู้ตอบ = IIT + EIT + OIT", False),
    ],
)
def test_a_total_may_have_its_formula_behind_its_name(text: str, overall: bool) -> None:
    found = matcher_for(2567).match(text, Context(table=True))
    assert (found.accepted, found.code) == ((True, "ITA") if overall else (False, found.code))
    assert not (overall and matcher_for(2567).match(text).accepted), "in prose a figure of it may follow"
