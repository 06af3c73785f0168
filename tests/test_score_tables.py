"""Scores out of tables of every shape, and the figures in them that are no scores."""

from __future__ import annotations

import pytest

from tests.layouts.inline import AGENCY, PLACE, analysis, facts, report, tabs, values
from thai_ita.model import Basis, Report, ScoreKind, ScoreStatus
from thai_ita.normalize.editions import load_edition

NAMES = {i.code: i.name for i in load_edition(2567).indicators}
A, B = "การใช้อำนาจ", "การใช้งบประมาณ"


def table(*rows: str) -> Report:
    return analysis(tabs(*rows))


# -- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    ["ตัวชี้วัด|คะแนน", "ประเด็นการประเมิน|ผลคะแนนที่ได้", "Indicator|Score", "รายการ|ร้อยละ", "ตัวชี้วัด|ผลการประเมิน"],
)
def test_a_list_of_names_and_scores(head: str) -> None:
    read = table(head, f"{A}|80.25", f"2. {B}|81", "ตัวชี้วัดที่ 5 การแก้ไขปัญหาการทุจริต|๘๒.๕")
    assert values(read) == {"3": 80.25, "2": 81.0, "5": 82.5}


def test_a_list_without_a_head() -> None:
    assert values(table(f"{A}|80.25", f"{B}|81.50")) == {"3": 80.25, "2": 81.5}


@pytest.mark.parametrize("form", ["{} คะแนน", "ร้อยละ {}", "{}%", "{} / 100", "ได้ {} คะแนน"])
def test_units_around_a_score(form: str) -> None:
    read = table("ตัวชี้วัด|ผลการประเมิน", f"{A}|{form.format('80.25')}", f"{B}|{form.format('81.50')}")
    assert values(read) == {"3": 80.25, "2": 81.5}


def test_a_score_keeps_where_it_was_read() -> None:
    score = table("ที่|ตัวชี้วัด|คะแนน", f"1|{A}|๘๐.๒๕", f"2|{B}|81.50").scores[0]
    assert (score.value_as_seen, score.basis, score.evidence.table, score.evidence.row) == (
        "๘๐.๒๕", Basis.STATED, 1, 2,
    )  # fmt: skip
    assert "๘๐.๒๕" in score.evidence.text
    assert A in score.name_as_seen
    assert score.match is not None
    assert score.match.rule


def test_a_second_reading_of_a_cell_is_kept_beside_it() -> None:
    score = table("ตัวชี้วัด|คะแนน", f"{A}|๙๙.๘๓ <i>100.00</i>", f"{B}|81.50").scores[0]
    assert (score.value, score.alternates) == (99.83, (100.0,))


@pytest.mark.parametrize("value", ["120.00", "-3.00", "", "-", "N/A", "ไม่ประเมิน", "2567", "8O.5x"])
def test_what_is_no_score_is_not_taken(value: str) -> None:
    read = table("ตัวชี้วัด|คะแนน", f"{A}|{value}", f"{B}|81.50", "คุณภาพการดำเนินงาน|82.00")
    assert values(read) == {"2": 81.5, "6": 82.0}


def test_one_name_alone_is_chance_unless_the_document_is_about_ita() -> None:
    text = f"รายงานการประชุม เทศบาลตำบลตัวอย่างสุข พ.ศ. 2567\n\n{tabs('เรื่อง|จำนวน', f'{A}|81.50')}"
    assert report(text).scores == []


def test_rank_numbers_are_not_numbers_of_indicators() -> None:
    read = table("อันดับที่|ตัวชี้วัด|คะแนน", f"1|{A}|95.00", f"2|{NAMES['9']}|94.00", f"3|{NAMES['1']}|93.00")
    assert values(read) == {"3": 95.0, "9": 94.0, "1": 93.0}


def test_numbers_beside_short_names_count_indicators() -> None:
    read = table(
        "ตัวชี้วัดที่|ด้าน|คะแนน", f"1|{NAMES['1']}|95.00", f"2|{B}|94.00", f"3|{A}|93.00",
        "4|ใช้ทรัพย์สินราชการ|92.00",
    )  # fmt: skip
    assert values(read)["4"] == 92.0


# -- matrices ------------------------------------------------------------------------------------


def test_indicators_by_years() -> None:
    read = table("ตัวชี้วัด|ปี 2566|ปี 2567", f"{A}|70.10|80.10", f"{B}|70.20|80.20", "รวม|70.30|80.30")
    assert values(read, 2566) == {"3": 70.1, "2": 70.2, "ITA": 70.3}
    assert values(read, 2567) == {"3": 80.1, "2": 80.2, "ITA": 80.3}


def test_averages_and_changes_between_years_are_no_scores() -> None:
    read = table("ตัวชี้วัด|ปี 2566|ปี 2567|ผลต่าง|เฉลี่ย 2 ปี", f"{A}|70.10|80.10|10.00|75.10", f"{B}|70.20|80.20|10.00|75.20")
    assert sorted(s.value for s in read.scores) == [70.1, 70.2, 80.1, 80.2]


def test_years_as_rows() -> None:
    read = table(f"ปีงบประมาณ|{A}|{B}|คะแนนรวม", "2566|70.10|70.20|70.30", "2567|80.10|80.20|80.30")
    assert values(read, 2566) == {"3": 70.1, "2": 70.2, "ITA": 70.3}
    assert values(read, 2567) == {"3": 80.1, "2": 80.2, "ITA": 80.3}


def test_a_year_spanning_its_rows() -> None:
    read = analysis(
        "<table><tr><th>ปี</th><th>ตัวชี้วัด</th><th>คะแนน</th></tr>"
        f"<tr><td rowspan=2>2566</td><td>{A}</td><td>70.10</td></tr><tr><td>{B}</td><td>70.20</td></tr>"
        f"<tr><td rowspan=2>2567</td><td>{A}</td><td>80.10</td></tr><tr><td>{B}</td><td>80.20</td></tr></table>"
    )
    assert values(read, 2566) == {"3": 70.1, "2": 70.2}
    assert values(read, 2567) == {"3": 80.1, "2": 80.2}


def test_this_year_and_last_year() -> None:
    read = table("ตัวชี้วัด|ปีที่แล้ว|ปีนี้", f"{A}|70.10|80.10", f"{B}|70.20|80.20")
    assert values(read, 2566) == {"3": 70.1, "2": 70.2}
    assert values(read, 2567) == {"3": 80.1, "2": 80.2}


def test_indicators_as_columns() -> None:
    read = table(f"รายการ|1. {NAMES['1']}|2. {B}|3. {A}", "คะแนน|80.10|80.20|80.30")
    assert values(read) == {"1": 80.1, "2": 80.2, "3": 80.3}


def test_the_year_of_a_caption_is_the_year_of_its_table() -> None:
    read = analysis(
        "ตารางที่ 1 ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565\n\n" + tabs("ตัวชี้วัด|คะแนน", f"{A}|80.10", f"{B}|80.20")
    )
    assert values(read, 2565) == {"3": 80.1, "2": 80.2}


# -- agencies ------------------------------------------------------------------------------------

MANY = "ผลการประเมิน ITA ขององค์กรปกครองส่วนท้องถิ่น จังหวัดน่าน ประจำปีงบประมาณ พ.ศ. 2567\n\n"
OTHER = "องค์การบริหารส่วนตำบลห้วยสมมติ"


def test_a_row_an_agency() -> None:
    read = report(MANY + tabs("ลำดับ|หน่วยงาน|IIT|EIT|OIT|คะแนนรวม|ระดับ", f"1|{AGENCY}|90.10|90.20|90.30|90.21|ผ่านดี",
                              "2|อบต.ห้วยสมมติ|80.10|80.20|80.30|80.21|ต้องปรับปรุง"))  # fmt: skip
    assert facts(read, OTHER) == {
        ("IIT", 2567, ""): 80.1, ("EIT", 2567, ""): 80.2, ("OIT", 2567, ""): 80.3, ("ITA", 2567, ""): 80.21,
    }  # fmt: skip
    assert facts(read)[("ITA", 2567, "")] == 90.21
    assert len(read.scores) == 8


def test_agencies_as_columns() -> None:
    read = report(MANY + tabs(f"รายการ|{AGENCY}|{OTHER}", f"{A}|90.10|80.10", f"{B}|90.20|80.20", "ระดับ|ผ่าน|ผ่านดี"))
    assert facts(read) == {("3", 2567, ""): 90.1, ("2", 2567, ""): 90.2}
    assert facts(read, OTHER) == {("3", 2567, ""): 80.1, ("2", 2567, ""): 80.2}


def test_agencies_over_two_rows_each() -> None:
    read = report(MANY + tabs(f"หน่วยงาน|ปี|{A}|{B}", f"{AGENCY}|2566|70.10|70.20", "|2567|90.10|90.20",
                              f"{OTHER}|2566|60.10|60.20", "|2567|80.10|80.20"))  # fmt: skip
    assert facts(read)[("3", 2567, "")] == 90.1
    assert facts(read, OTHER)[("2", 2566, "")] == 60.2
    assert len(read.scores) == 8


# -- points --------------------------------------------------------------------------------------


@pytest.mark.parametrize("total", ["รวม|100|90.00", None], ids=["total", "no total"])
def test_points_of_30_30_and_40_become_scores(total: str | None) -> None:
    rows = ["IIT|30|27.00", "EIT|30|25.50", "OIT|40|37.50"]
    read = table("แบบวัด|คะแนนเต็ม|คะแนนที่ได้", *rows, *([total] if total else []))
    got = {s.code: (s.value, s.value_as_seen) for s in read.scores}
    assert {k: v for k, v in got.items() if k != "ITA"} == {
        "IIT": (90.0, "27.00"), "EIT": (85.0, "25.50"), "OIT": (93.75, "37.50"),
    }  # fmt: skip
    assert ("ITA" in got) == (total is not None)


def test_points_beside_scores_add_nothing() -> None:
    read = table("แบบวัด|น้ำหนัก|คะแนน|คะแนนถ่วงน้ำหนัก", "IIT|30|90.00|27.00", "EIT|30|85.00|25.50", "OIT|40|93.75|37.50")
    assert values(read) == {"IIT": 90.0, "EIT": 85.0, "OIT": 93.75}


def test_low_scores_are_not_points() -> None:
    read = table("แบบวัด|คะแนน", "IIT|28.00", "EIT|72.00", "OIT|39.00")
    assert values(read) == {"IIT": 28.0, "EIT": 72.0, "OIT": 39.0}


# -- columns that hold something else --------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    ["เป้าหมาย", "ค่าเป้าหมาย", "น้ำหนัก", "คะแนนเต็ม", "อันดับ", "จำนวนผู้ตอบ", "ผลต่าง", "ค่าเฉลี่ยประเทศ",
     "คะแนนเฉลี่ยจังหวัด", "งบประมาณ (บาท)", "จำนวนข้อ", "เพิ่ม/ลด", "เป้าหมายปี 2568", "คะแนนคาดหวัง"],
)  # fmt: skip
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_columns_that_are_no_result(other: str, first: bool) -> None:
    heads = [other, "คะแนนที่ได้"] if first else ["คะแนนที่ได้", other]
    rows = [(A, "80.10", "55.10"), (B, "80.20", "55.20"), (NAMES["6"], "80.30", "55.30")]
    lines = ["|".join([n, o, v] if first else [n, v, o]) for n, v, o in rows]
    assert values(table("|".join(["ตัวชี้วัด", *heads]), *lines)) == {"3": 80.1, "2": 80.2, "6": 80.3}


def test_two_columns_that_say_the_same_are_both_refused() -> None:
    read = table("ตัวชี้วัด|คะแนน|คะแนน", f"{A}|80.10|55.10", f"{B}|80.20|55.20")
    assert read.scores == []


def test_blocks_side_by_side() -> None:
    read = table("ตัวชี้วัด|คะแนน|ตัวชี้วัด|คะแนน", f"{A}|80.10|{NAMES['6']}|80.60", f"{B}|80.20|{NAMES['7']}|80.70")
    assert values(read) == {"3": 80.1, "2": 80.2, "6": 80.6, "7": 80.7}


@pytest.mark.parametrize(
    "row", ["ระดับ|A|B", "คะแนนเต็ม|100|100", "เป้าหมาย|95.00|95.00", "น้ำหนัก|30|40", "ผลต่าง|1.00|2.00"]
)
def test_rows_that_are_no_result(row: str) -> None:
    read = table(f"รายการ|{A}|{B}", "คะแนน|80.10|80.20", row)
    assert values(read) == {"3": 80.1, "2": 80.2}


@pytest.mark.parametrize(
    "caption",
    ["ตัวอย่างการคำนวณคะแนน", "ค่าเป้าหมายการประเมิน ITA", "เกณฑ์การประเมิน", "ผลการประเมิน LPA", "ผลสำรวจความพึงพอใจ",
     "แบบฟอร์มสรุปคะแนน", "กรณีสมมติ"],
)  # fmt: skip
def test_tables_of_something_else(caption: str) -> None:
    assert analysis(f"{caption}\n\n" + tabs("ตัวชี้วัด|คะแนน", f"{A}|80.10", f"{B}|80.20")).scores == []


def test_the_rating_scale_is_no_result() -> None:
    read = table("คะแนน|ระดับ", "95.00 - 100|ผ่านดีเยี่ยม", "85.00 - 94.99|ผ่านดี", "ต่ำกว่า 70.00|ต้องปรับปรุงโดยด่วน")
    assert (read.scores, read.identity.level) == ([], "")


# -- the EIT, questions and items ------------------------------------------------------------------


def test_the_two_parts_of_the_eit_as_columns() -> None:
    read = table("ข้อ|ผลคะแนน EIT ส่วนที่ 1|ผลคะแนน EIT ส่วนที่ 2", "e1|80.10|70.10", "e2|80.20|70.20")
    assert facts(read) == {
        ("e1", 2567, "1"): 80.1, ("e1", 2567, "2"): 70.1, ("e2", 2567, "1"): 80.2, ("e2", 2567, "2"): 70.2,
    }  # fmt: skip


def test_the_two_parts_of_the_eit_in_tables_of_their_own() -> None:
    rows = "e1|{}.10", "e2|{}.20"
    read = analysis("".join(f"แบบวัด EIT ส่วนที่ {part}\n\n" + tabs("ข้อ|คะแนน", *(r.format(v) for r in rows)) + "\n"
                            for part, v in ((1, 80), (2, 70))))  # fmt: skip
    assert facts(read)[("e1", 2567, "1")] == 80.1
    assert facts(read)[("e2", 2567, "2")] == 70.2
    assert len(read.scores) == 4


def test_items_whose_o_was_read_as_zero() -> None:
    read = table("ข้อ|ข้อมูล|คะแนน", "01|โครงสร้าง|100", "02|ข้อมูลผู้บริหาร|0", "010|แผนดำเนินงาน|100")
    assert values(read) == {"o1": 100.0, "o2": 0.0, "o10": 100.0}
    assert {s.kind for s in read.scores} == {ScoreKind.OIT_ITEM}


def _items(year: int) -> dict[str, str]:
    return {i.code: i.wording for i in load_edition(year).items if i.kind is ScoreKind.OIT_ITEM}


def test_two_items_under_one_code_stay_two() -> None:
    """A report that numbers its items as another year did: its o15 is none of this year's."""
    this, last = _items(2568), _items(2567)
    head = f"รายงานผลการวิเคราะห์ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2568\n{AGENCY}\n\n"
    read = report(head + tabs(
        "ข้อ|คะแนน", f"ข้อ o15 {last['o15']}|40.00", f"ข้อ o19 {this['o15']}|70.00", f"ข้อ o15 {last['o15']}|40.00",
    ))  # fmt: skip
    found = sorted((s.code, s.name, s.value, s.by_code_alone) for s in read.scores)
    assert found == sorted([("o15", last["o15"], 40.0, True), ("o15", this["o15"], 70.0, False)])
    assert not [t for t in read.problems if t.code == "restated-differently"]
    assert all(s.status is not ScoreStatus.CONFLICT for s in read.scores)


def test_an_item_in_a_table_of_years_has_the_code_of_each_year() -> None:
    this, last = _items(2568), _items(2567)
    moved = next(w for code, w in this.items() if w in last.values() and last[code] != w)
    read = table("ข้อ OIT|ปี 2567|ปี 2568", f"ข้อ o3 {moved}|60.00|80.00", f"ข้อ o22 {this['o22']}|50.00|90.00")
    codes = {s.fiscal_year: s.code for s in read.scores if s.name == moved}
    assert codes == {
        year: next(c for c, w in items.items() if w == moved) for year, items in ((2567, last), (2568, this))
    }


def test_an_instrument_beside_its_rows_is_no_row_of_its_own() -> None:
    read = table("แบบวัด|ตัวชี้วัด|คะแนน", f"IIT|{A}|80.10", f"|{B}|80.20", f"EIT|{NAMES['6']}|80.60")
    assert values(read) == {"3": 80.1, "2": 80.2, "6": 80.6}


def test_the_score_of_the_instrument_in_a_column_of_its_own() -> None:
    read = table(
        "แบบวัด|ตัวชี้วัด|คะแนน|คะแนนเฉลี่ยรายเครื่องมือ", f"IIT|{A}|80.10|80.15", f"|{B}|80.20|", f"EIT|{NAMES['6']}|80.60|80.60"
    )
    assert values(read) == {"3": 80.1, "2": 80.2, "6": 80.6, "IIT": 80.15, "EIT": 80.6}


# -- one fact, one row -----------------------------------------------------------------------------


def test_a_fact_stated_again_is_one_row() -> None:
    read = analysis(
        f"{PLACE} ได้คะแนนรวม 90.12 คะแนน\n\n"
        + tabs("แบบวัด|คะแนน", "IIT|90.00", "รวม|90.12")
        + "\nสรุป คะแนนรวม 90.1 คะแนน\n"
    )
    (overall,) = [s for s in read.scores if s.kind is ScoreKind.OVERALL]
    assert (overall.value, len(overall.restated)) == (90.12, 2)
    assert overall.status is not ScoreStatus.CONFLICT


def test_a_fact_stated_otherwise_is_a_conflict_with_both_values() -> None:
    read = analysis("ผลการประเมิน ITA ได้คะแนนรวม 90.12 คะแนน\n\n" + tabs("แบบวัด|คะแนน", "IIT|90.00", "รวม|91.12"))
    (overall,) = [s for s in read.scores if s.kind is ScoreKind.OVERALL]
    assert (overall.status, overall.value, overall.alternates) == (ScoreStatus.CONFLICT, 91.12, (90.12,))
    assert "restated-differently" in {t.code for t in read.problems}


def test_scores_of_questions_and_of_indicators_in_columns_that_take_turns() -> None:
    read = table(
        "รหัส|รายการ|คะแนนรายข้อ|คะแนนตัวชี้วัด",
        f"ตัวชี้วัดที่ 2|{B}||81.50",
        "i4|การใช้จ่ายงบประมาณ|80.00|",
        "i5|การเบิกจ่ายเงิน|83.00|",
        f"ตัวชี้วัดที่ 3|{A}||80.25",
        "i7|การสั่งการ|80.25|",
    )
    assert values(read) == {"2": 81.5, "i4": 80.0, "i5": 83.0, "3": 80.25, "i7": 80.25}


def test_a_place_among_others_under_a_year_is_no_score() -> None:
    read = table(
        "รายการประเมิน|ผลการประเมินย้อนหลัง||||",
        "|ปี 2566||ปี 2567||",
        "|คะแนน|ลำดับที่ในจังหวัด|คะแนน|ลำดับที่ในจังหวัด|",
        f"1. {A}|80.25|31|82.25|12|",
        f"2. {B}|81.50|7|83.50|9|",
    )
    assert values(read, 2566) == {"3": 80.25, "2": 81.5}
    assert values(read) == {"3": 82.25, "2": 83.5}


# -- several questions in a cell; instruments by their letters; how far measures have come --------


@pytest.mark.parametrize(
    "form",
    ["i1 = {} i2 = {} i3 = {}", "i1={},i2={},i3={}", "i1 : {} / i2 : {} / i3 : {}", "i1 ({}) i2 ({}) i3 ({})"],
)
def test_questions_in_one_cell_beside_the_score_of_their_indicator(form: str) -> None:
    rows = [
        f"1. การปฏิบัติหน้าที่|{form.format('80.60', '95.98', '80.72')}|85.77",
        f"2. {B}|{form.format('76.22', '95.01', '87.11').replace('i1', 'i4').replace('i2', 'i5').replace('i3', 'i6')}|86.11",
    ]
    assert values(table("ตัวชี้วัด|คะแนนรายข้อ|คะแนนตัวชี้วัด", *rows)) == {
        "i1": 80.60, "i2": 95.98, "i3": 80.72, "1": 85.77, "i4": 76.22, "i5": 95.01, "i6": 87.11, "2": 86.11,
    }  # fmt: skip


def test_a_figure_beside_the_range_of_its_questions_is_none_of_theirs() -> None:
    read = table("ตัวชี้วัด|ข้อคำถาม|คะแนน", "6. คุณภาพการดำเนินงาน|e1-e3|90.77", f"3. {A}|i7, i8, i9|91.11")
    assert values(read) == {"6": 90.77, "3": 91.11}


def test_lines_of_questions_say_nothing_of_the_figure_beside() -> None:
    cells = "".join(
        f"<tr><td>{name}</td><td>{first} เจ้าหน้าที่ทำงาน<br>{second} เจ้าหน้าที่บริการ</td><td>{score}</td></tr>"
        for name, first, second, score in ((A, "i7", "i8", "85.77"), (B, "i4", "i5", "86.11"))
    )
    assert values(analysis(f"<table><tr><th>ตัวชี้วัด</th><th>ข้อ</th><th>คะแนน</th></tr>{cells}</table>\n")) == {
        "3": 85.77,
        "2": 86.11,
    }


TAGGED = ("บุคลากรภายใน (IIT)|78.35", "ประชาชน (EIT)|80.12", "การเปิดเผยข้อมูล (OIT)|75.00")


def test_labels_with_letters_of_their_own_are_the_instruments_where_their_column_says_so() -> None:
    assert values(table("เครื่องมือ|คะแนน", *TAGGED)) == {"IIT": 78.35, "EIT": 80.12, "OIT": 75.0}


def test_or_where_the_total_is_their_sum() -> None:
    read = table("กลุ่ม|คะแนน", *TAGGED, "คะแนนรวม|77.54")
    assert values(read) == {"IIT": 78.35, "EIT": 80.12, "OIT": 75.0, "ITA": 77.54}
    assert all(s.status is not ScoreStatus.VERIFIED for s in read.scores)


@pytest.mark.parametrize(
    "rows",
    [
        # Of each instrument its lowest indicator; both indicators of the OIT; a total of others.
        ("การใช้ทรัพย์สินของราชการ (IIT)|78.35", "การปรับปรุงการทำงาน (EIT)|80.12", "การเปิดเผยข้อมูล (OIT)|75.00"),
        (*TAGGED, "การป้องกันการทุจริต (OIT)|77.54"),
        (*TAGGED, "คะแนนรวม|88.88"),
    ],
)
def test_indicators_with_their_instrument_behind_stay_indicators(rows: tuple[str, ...]) -> None:
    assert "9" in values(table("รายการ|คะแนน", *rows))


@pytest.mark.parametrize(
    ("head", "read"),
    [
        ("ประเด็น|มาตรการ|ผู้รับผิดชอบ|ความสำเร็จ", False),
        ("ประเด็น|มาตรการ|ผลการดำเนินงาน|ร้อยละ", False),
        ("ประเด็น|มาตรการ|ผู้รับผิดชอบ|ผลลัพธ์", False),
        ("ประเด็น|มาตรการ|ผู้รับผิดชอบ|คะแนนที่ได้", True),
        ("ประเด็น|มาตรการ|ผู้รับผิดชอบ|ปี 2567", True),
        ("ประเด็น|ข้อสังเกต|ผู้รับผิดชอบ|ผลที่ได้", True),
    ],
)
def test_how_far_a_measure_has_come_is_no_score_of_its_issue(head: str, read: bool) -> None:
    rows = (f"{A}|จัดประชุมชี้แจง|กองคลัง|75.50", f"{B}|ประกาศหลักเกณฑ์|กองช่าง|88.46")
    assert values(table(head, *rows)) == ({"3": 75.5, "2": 88.46} if read else {})
