"""Scores told in sentences and lists, and the numbers in them that are no scores."""

from __future__ import annotations

import pytest

from tests.layouts.inline import AGENCY, ANALYSIS, PLACE, analysis, facts, report, values
from thai_ita.model import Basis, ScoreKind, ScoreStatus

A, B = "การใช้อำนาจ", "การใช้งบประมาณ"


# -- the overall score ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        f"{AGENCY}มีผลคะแนนในภาพรวม 90.12 คะแนน",
        f"{AGENCY} ได้รับคะแนน 90.12 คะแนน จากคะแนนเต็ม 100 คะแนน อยู่ในระดับผ่านดี",
        "ผลการประเมินระดับหน่วยงาน ได้คะแนนรวม 90.12 คะแนน",
        "คะแนนรวมของหน่วยงานในปี พ.ศ. 2567 เท่ากับ ๙๐.๑๒ คะแนน (ระดับ ผ่านดี)",
        "ผลการประเมิน ITA มีค่าคะแนนรวมร้อยละ 90.12",
        "คะแนนภาพรวม : 90.12",
        "คะแนนภาพรวม .......... 90.12 คะแนน",
        "คะแนน ITA = 90.12",
        "ไดรับคะแนนรวม 90.12 คะแนน",
    ],
)
def test_the_overall_score_in_words(sentence: str) -> None:
    assert values(analysis(sentence + "\n")) == {"ITA": 90.12}


@pytest.mark.parametrize(
    "sentence",
    [
        "ค่าเฉลี่ยของหน่วยงานภาครัฐทั่วประเทศอยู่ที่ 93.05 คะแนน",
        "คะแนนเฉลี่ยระดับประเทศ 93.05 คะแนน",
        "ตั้งเป้าหมายว่าจะได้คะแนน ITA ไม่ต่ำกว่า 93.05 คะแนน",
        "ต้องได้คะแนนมากกว่า 93.05 คะแนนขึ้นไป",
        "ตัวอย่างเช่น หน่วยงาน ก ได้คะแนนรวม 93.05 คะแนน",
        "ผลการประเมิน LPA ได้คะแนนร้อยละ 93.05",
        "ความพึงพอใจในภาพรวมคิดเป็นร้อยละ 93.05",
        "เกณฑ์ผ่านดี 85.00 คะแนน",
        "จัดสรรงบประมาณ 93.05 ล้านบาท",
        "อยู่ในลำดับที่ 93 ของจังหวัด",
        "คะแนนเฉลี่ยของจังหวัดน่าน 93.05 คะแนน",
    ],
)
def test_numbers_of_others_and_of_wishes_are_no_score(sentence: str) -> None:
    read = analysis(sentence + "\n")
    assert read.scores == [], [(s.code, s.value) for s in read.scores]


# -- indicators and instruments --------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        f"{A} ได้คะแนนเท่ากับ 80.10 {B} ได้คะแนนเท่ากับ 80.20",
        f"{A} (80.10) {B} (80.20)",
        f"{A} = 80.10 {B} = 80.20",
        f"ตัวชี้วัดที่ 3 {A} มีคะแนนร้อยละ 80.10 และตัวชี้วัดที่ 2 {B} มีคะแนนร้อยละ 80.20",
        f"ด้าน{A} ได้ 80.10 คะแนน รองลงมาคือ ด้าน{B} ได้ 80.20 คะแนน",
        f"การใช้ อํานาจ ได้คะแนน ๘๐.๑๐ คะแนน การใชงบประมาณ ได้คะแนน ๘๐.๒๐ คะแนน",  # noqa: F541
    ],
)
def test_indicators_in_a_sentence(sentence: str) -> None:
    assert values(analysis(sentence + "\n")) == {"3": 80.1, "2": 80.2}


@pytest.mark.parametrize(
    "form", ["- {} : {}", "* {} – {}", "{} ........ {} คะแนน", "• {} ได้ {}", "1) {} {}", "{}\t{}", "{} = {}"]
)
def test_lists_of_names_and_scores(form: str) -> None:
    body = "\n".join(form.format(n, v) for n, v in ((A, "80.10"), (B, "๘๐.๒๐"), ("คุณภาพการดำเนินงาน", "81.00")))
    assert values(analysis(body + "\n")) == {"3": 80.1, "2": 80.2, "6": 81.0}


def test_a_name_above_its_score_is_a_card() -> None:
    assert values(analysis(f"{A}\n80.10\n\n{B}\n80.20\n")) == {"3": 80.1, "2": 80.2}


def test_instruments_in_a_sentence() -> None:
    read = analysis("แบบวัด IIT ได้คะแนน 90.10 คะแนน แบบวัด EIT ได้คะแนน 90.20 คะแนน และแบบวัด OIT ได้คะแนน 90.30 คะแนน\n")
    assert values(read) == {"IIT": 90.1, "EIT": 90.2, "OIT": 90.3}


def test_questions_in_sentences() -> None:
    read = analysis(
        "ข้อ i4 ท่านรู้เกี่ยวกับแผนการใช้จ่ายงบประมาณประจำปีของหน่วยงานของท่าน มากน้อยเพียงใด ได้คะแนน 71.40 คะแนน\n"
        "ข้อ e๗ หน่วยงานที่ท่านติดต่อมีช่องทางรับฟังคำติชม ได้คะแนน ๗๒.๕๐\n"
    )
    assert values(read) == {"i4": 71.4, "e7": 72.5}


def test_the_part_of_the_eit_holds_until_the_next() -> None:
    read = analysis("แบบวัด EIT ส่วนที่ 1\n\nข้อ e1 ได้คะแนน 80.10 คะแนน\n\nแบบวัด EIT ส่วนที่ 2\n\nข้อ e1 ได้คะแนน 70.10 คะแนน\n")
    assert facts(read) == {("e1", 2567, "1"): 80.1, ("e1", 2567, "2"): 70.1}


@pytest.mark.parametrize(
    "sentence",
    [
        f"{A} มีจำนวน 6 ข้อ",
        f"ตัวชี้วัด{A} มีเป้าหมาย 95.00 คะแนน",
        f"จัดอบรม{A}จำนวน 30 คน",
        f"{A} คะแนนเต็ม 100 คะแนน",
        f"{A}เพื่อประโยชน์ส่วนตนของผู้บริหารหน่วยงานในพื้นที่ ดำเนินการแล้ว 80.10",
    ],
)
def test_numbers_near_a_name_that_are_no_score(sentence: str) -> None:
    assert analysis(sentence + "\n").scores == []


# -- years and changes -----------------------------------------------------------------------------


def test_two_years_in_a_sentence() -> None:
    read = analysis("คะแนนรวม ปี 2566 ได้ 80.10 คะแนน ปี 2567 ได้ 85.20 คะแนน\n")
    assert facts(read) == {("ITA", 2566, ""): 80.1, ("ITA", 2567, ""): 85.2}


@pytest.mark.parametrize(
    ("change", "before"),
    [
        ("เพิ่มขึ้นจากปีที่ผ่านมา 5.10 คะแนน", 85.1),
        ("สูงกว่าปีก่อน 5.10 คะแนน", 85.1),
        ("ลดลงจากปีที่ผ่านมา 5.10 คะแนน", 95.3),
        ("ต่ำกว่าปีที่แล้ว ๕.๑๐ คะแนน", 95.3),
    ],
)
def test_last_year_follows_from_a_stated_change(change: str, before: float) -> None:
    read = analysis(f"{AGENCY}ได้คะแนนรวม 90.20 คะแนน {change}\n")
    stated, derived = read.scores
    assert (stated.fiscal_year, stated.value, stated.basis) == (2567, 90.2, Basis.STATED)
    assert (derived.fiscal_year, derived.value, derived.basis) == (2566, before, Basis.DERIVED)
    assert "90.20" in derived.evidence.text


def test_a_change_beside_both_years_derives_nothing() -> None:
    read = analysis("คะแนนรวม ปี 2566 ได้ 80.10 คะแนน ปี 2567 ได้ 85.20 คะแนน เพิ่มขึ้น 5.10 คะแนน\n")
    assert [s.basis for s in read.scores] == [Basis.STATED, Basis.STATED]


def test_no_derived_score_beyond_a_hundred() -> None:
    read = analysis(f"{AGENCY}ได้คะแนนรวม 98.20 คะแนน ลดลงจากปีที่ผ่านมา 5.10 คะแนน\n")
    assert [s.fiscal_year for s in read.scores] == [2567]


# -- levels ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน"])
def test_the_level_of_the_year(level: str) -> None:
    assert analysis(f"{AGENCY}ได้คะแนนรวม 90.20 คะแนน อยู่ในระดับ {level}\n").identity.level == level


def test_a_scheme_of_levels_is_no_level() -> None:
    read = analysis("ระดับผลการประเมิน ได้แก่ ผ่านดีเยี่ยม ผ่านดี ผ่าน ต้องปรับปรุง\n\nคะแนนรวม 90.20 คะแนน\n")
    assert read.identity.level == ""


def test_a_report_that_names_no_assessment_gives_nothing() -> None:
    read = report(f"รายงานการประชุม ปี 2567\n{AGENCY}\n\nได้รับคะแนน 90.20 คะแนน {A} 80.10 คะแนน\n")
    assert read.scores == []


def test_the_kind_of_a_score_is_that_of_its_name() -> None:
    read = report(ANALYSIS + f"คะแนนรวม 90.20 คะแนน แบบวัด IIT ได้คะแนน 91.20 คะแนน {A} ได้คะแนน 92.20 คะแนน\n")
    assert [s.kind for s in read.scores] == [ScoreKind.OVERALL, ScoreKind.INSTRUMENT, ScoreKind.INDICATOR]
    assert all(s.value_as_seen in s.evidence.text for s in read.scores)


# -- years, changes and rows of figures ---------------------------------------------------------


def test_points_in_sentences_become_scores() -> None:
    read = analysis("ได้คะแนนแบบวัด IIT 27.10 คะแนน จากคะแนนเต็ม 30 คะแนน แบบวัด EIT 26.40/30 และได้คะแนนแบบวัด OIT "
                    "36.80 คะแนน จาก 40 คะแนน รวมเป็นคะแนนทั้งสิ้น 90.30 คะแนน จากคะแนนเต็ม 100 คะแนน")  # fmt: skip
    assert values(read) == pytest.approx({"IIT": 90.3333, "EIT": 88.0, "OIT": 92.0, "ITA": 90.3})


def test_a_figure_out_of_another_full_mark_is_no_score() -> None:
    assert values(analysis("แบบวัด IIT ได้ 4.21 คะแนน จากคะแนนเต็ม 5 คะแนน")) == {}


@pytest.mark.parametrize("tail", ["ในปี 2567 (ระดับ ผ่าน)", ""])
def test_a_score_that_moved_has_its_two_years(tail: str) -> None:
    read = analysis(f"คะแนนภาพรวมเพิ่มขึ้นจาก 91.32 คะแนน ในปี 2566 เป็น 91.85 คะแนน {tail}")
    assert facts(read) == {("ITA", 2566, ""): 91.32, ("ITA", 2567, ""): 91.85}


def test_a_list_of_moves_under_its_two_years() -> None:
    head = "รายการที่วิเคราะห์ จากปี 2566 ไปปี 2567 มีดังนี้\n"
    read = analysis(head + "1. การปฏิบัติหน้าที่ ลดลงจาก 98.19 คะแนน เป็น 90.33 คะแนน\n"
                    "2. คุณภาพการดำเนินงาน เพิ่มขึ้นจาก 45.20 คะแนน เป็น 96.06 คะแนน\n")  # fmt: skip
    assert facts(read) == {("1", 2566, ""): 98.19, ("1", 2567, ""): 90.33,
                           ("6", 2566, ""): 45.2, ("6", 2567, ""): 96.06}  # fmt: skip


def test_the_first_figure_of_a_move_without_a_year_is_neither_score_nor_change() -> None:
    read = analysis("การใช้อำนาจ เพิ่มขึ้นจาก 45.20 คะแนน เป็น 80.10 คะแนน")
    assert facts(read) == {("3", 2567, ""): 80.1}


def test_the_score_of_the_year_that_is_compared_with() -> None:
    read = analysis("คะแนน ITA ภาพรวมปีงบประมาณ พ.ศ. 2567 เท่ากับ 88.20 คะแนน ลดลงจากปีงบประมาณ พ.ศ. 2566 ซึ่งได้ 90.24 คะแนน")
    assert facts(read) == {("ITA", 2567, ""): 88.2, ("ITA", 2566, ""): 90.24}


def test_years_of_two_digits() -> None:
    read = analysis("ภาพรวม ปี 65 ได้ 89.07 คะแนน ปี 66 ได้ 90.38 คะแนน ปี 67 ได้ 87.98 คะแนน\n\n"
                    "- IIT : ปี 65 ได้ 79.69 / ปี 66 ได้ 87.22 / ปี 67 ได้ 89.30")  # fmt: skip
    assert facts(read) == {("ITA", 2565, ""): 89.07, ("ITA", 2566, ""): 90.38, ("ITA", 2567, ""): 87.98,
                           ("IIT", 2565, ""): 79.69, ("IIT", 2566, ""): 87.22, ("IIT", 2567, ""): 89.3}  # fmt: skip


@pytest.mark.parametrize(
    "row", ["IIT/EIT/OIT = 84.05/84.11/96.89", "IIT, EIT และ OIT ได้คะแนน 84.05, 84.11 และ 96.89 คะแนน"]
)
def test_names_in_a_row_and_figures_in_a_row(row: str) -> None:
    assert values(analysis(f"คะแนน {row}")) == {"IIT": 84.05, "EIT": 84.11, "OIT": 96.89}


def test_rows_of_unequal_length_give_nothing() -> None:
    assert values(analysis("คะแนน IIT/EIT/OIT = 84.05/84.11")) == {}


def test_a_name_behind_a_conjunction_is_no_total() -> None:
    read = analysis("พบว่าคุณภาพการดำเนินงานได้ 76.84 คะแนน รวมถึงประสิทธิภาพการสื่อสารที่ได้ 72.43 คะแนน")
    assert values(read) == {"6": 76.84, "7": 72.43}


# -- blocks and posters --------------------------------------------------------------------------


def test_an_instrument_as_an_attribute_does_not_take_the_score() -> None:
    block = "ตัวชี้วัดที่ {}\nชื่อตัวชี้วัด : {}\nแบบวัด : {}\nคะแนนเต็ม : 100\nคะแนนที่ได้ : {}\nข้อสังเกต : ผู้ตอบร้อยละ 12.30 ไม่แน่ใจ\n\n"
    read = analysis(
        block.format(1, "การปฏิบัติหน้าที่", "IIT", "97.14") + block.format(6, "คุณภาพการดำเนินงาน", "EIT", "91.40")
    )
    assert values(read) == {"1": 97.14, "6": 91.4}


def test_the_figure_may_stand_before_the_total() -> None:
    read = analysis("90.99 คะแนนภาพรวม ระดับ ผ่านดี\n1. การปฏิบัติหน้าที่\n94.70\n2. การใช้งบประมาณ\n78.57\n")
    assert values(read) == {"ITA": 90.99, "1": 94.7, "2": 78.57}


@pytest.mark.parametrize(
    "card", ["เราโปร่งใส\n90.39 คะแนน\nระดับ ผ่านดี", "คะแนนของเรา\n90.39\nคะแนน (เต็ม 100)\nระดับ ผ่านดี"]
)
def test_a_figure_alone_with_its_level_is_the_overall_score(card: str) -> None:
    assert values(analysis(card)) == {"ITA": 90.39}


@pytest.mark.parametrize("card", [
    "90.39 คะแนน", "90.39 คะแนน\nระดับ ดีมาก", "70.39 คะแนน\nระดับ ผ่านดีเยี่ยม", "ความพึงพอใจ\n90.39 คะแนน\nระดับ ผ่านดี",
    "เป้าหมาย\n90.39 คะแนน\nระดับ ผ่านดี", "90.39 คะแนน\nระดับ ผ่านดี\n\n91.40 คะแนน\nระดับ ผ่านดี",
])  # fmt: skip
def test_other_figures_that_stand_alone_are_not(card: str) -> None:
    assert values(analysis(card)) == {}


def test_links_to_other_years_do_not_set_the_year() -> None:
    page = ("<html><body><nav><a href='/'>หน้าแรก</a> <a href='/x'>ITA 2566</a></nav><h2>ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567</h2>"
            f"<h3>{PLACE}</h3><p><b>90.99</b> คะแนนภาพรวม</p></body></html>")  # fmt: skip
    assert facts(report(page)) == {("ITA", 2567, ""): 90.99}


def test_the_name_of_an_indicator_inside_the_wording_of_a_question() -> None:
    read = analysis(
        "เมื่อถามตามข้อ i13 ว่า “ผู้บริหาร ให้ความสำคัญกับการแก้ไขปัญหาการทุจริตและประพฤติมิชอบ มากน้อยเพียงใด” ผลที่ได้คือ 78.17 คะแนน"
    )
    assert values(read) == {"i13": 78.17}


def test_a_name_before_a_future_and_a_particle() -> None:
    assert values(analysis("แม้ว่าการปรับปรุงระบบการทำงานจะได้เพียง ๘๔.๙๐ คะแนนก็ตาม")) == {"8": 84.9}


# -- what is beside a result ---------------------------------------------------------------------


def test_the_year_of_a_target_is_not_that_of_the_results() -> None:
    read = analysis("ในปีงบประมาณ พ.ศ. 2567 ได้คะแนนภาพรวม 90.69 คะแนน และตั้งเป้าหมายปีงบประมาณ พ.ศ. 2568 ไว้ที่ 97.00 คะแนน "
                    "เมื่อจำแนกตามแบบวัด พบว่า IIT ได้ 83.02 คะแนน")  # fmt: skip
    assert facts(read) == {("ITA", 2567, ""): 90.69, ("IIT", 2567, ""): 83.02}


def test_a_share_of_people_beside_a_score() -> None:
    read = analysis("แบบวัด IIT มีผู้ตอบ 128 คน จากเป้าหมาย 140 คน คิดเป็นร้อยละ 91.43 ผลคะแนนแบบวัด IIT เท่ากับ 89.06 คะแนน")
    assert values(read) == {"IIT": 89.06}


def test_the_overview_of_something_else_is_not_the_overall_score() -> None:
    assert values(analysis("การใช้งบประมาณภาพรวมร้อยละ 70.75")) == {}
    assert values(analysis("คะแนน ITA ภาพรวม 90.75 คะแนน")) == {"ITA": 90.75}


def test_a_unit_that_names_the_assessment_keeps_the_name_before_it() -> None:
    read = analysis("ด้านการใช้งบประมาณ (ตัวชี้วัดที่ 2) ได้คะแนน ITA 75.20 คะแนน แม้การเบิกจ่ายจะทำได้ร้อยละ 92.39 ของงบประมาณ")
    assert values(read) == {"2": 75.2}


def test_the_own_agency_between_an_instrument_and_its_score() -> None:
    read = analysis(
        "แบบวัด IIT ทต.ตัวอย่างสุขได้ 83.79 คะแนน เทียบกับค่าเฉลี่ยของ อปท. ในอำเภอปัว 90.72 คะแนน และจังหวัด 84.27 คะแนน"
    )
    assert values(read) == {"IIT": 83.79}


TABLE_WITH_AN_ERROR = "\nตารางที่ 1\n\n| ตัวชี้วัด | คะแนน |\n|---|---|\n| การปฏิบัติหน้าที่ | 86.85 |\n| การใช้งบประมาณ | 97.76 |\n"


@pytest.mark.parametrize("line", [
    "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ จาก 86.85 คะแนน เป็น 86.58 คะแนน",
    "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ แก้คำผิดจาก 86.85 เป็น 86.58",
    "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ พิมพ์ผิดเป็น 86.85 คะแนน ที่ถูกต้องคือ 86.58 คะแนน",
])  # fmt: skip
def test_a_corrected_value_takes_the_place_of_the_misprint(line: str) -> None:
    read = analysis(f"แก้คำผิดในรายงาน\n{line}\n{TABLE_WITH_AN_ERROR}")
    assert values(read) == {"1": 86.58, "2": 97.76}
    assert all(score.status is not ScoreStatus.CONFLICT for score in read.scores)
    assert values(analysis(f"แก้คำผิดในรายงาน\n{line}\n")) == {"1": 86.58}


@pytest.mark.parametrize("form", ["<del>86.85</del> <ins>86.58</ins>", "~~86.85~~ **86.58**", "<s>86.85</s> 86.58"])
def test_what_is_struck_out_is_not_in_the_document(form: str) -> None:
    read = analysis(f"| ตัวชี้วัด | คะแนน |\n|---|---|\n| การปฏิบัติหน้าที่ | {form} |\n| การใช้งบประมาณ | 97.76 |\n")
    assert values(read) == {"1": 86.58, "2": 97.76}
    assert not any(score.alternates for score in read.scores)


@pytest.mark.parametrize("supposed", [
    "การจำลองสถานการณ์ (ไม่ใช่ผลการประเมิน)\n\nแบบวัด EIT เป็น 95.00 คะแนน คะแนนรวมเป็น 89.61 คะแนน",
    "หากเพิ่มคะแนนแบบวัด EIT เป็น 95.00 คะแนน คะแนนรวมจะเพิ่มเป็น 89.61 คะแนน",
    "ถ้าได้คะแนน EIT 95.00 คะแนน คะแนนรวมจะเป็น 89.61 คะแนน",
])  # fmt: skip
def test_what_would_be_is_no_result(supposed: str) -> None:
    read = analysis(
        f"ได้คะแนนรวม 85.57 คะแนน โดย IIT ได้ 81.20 คะแนน EIT ได้ 81.55 คะแนน OIT ได้ 91.88 คะแนน\n\n{supposed}\n"
    )
    assert values(read) == {"ITA": 85.57, "IIT": 81.2, "EIT": 81.55, "OIT": 91.88}
    assert not any(score.alternates for score in read.scores)


def test_a_condition_of_speech_is_none_of_the_result() -> None:
    assert values(analysis("หากพิจารณารายแบบวัด พบว่า IIT ได้ 81.20 คะแนน")) == {"IIT": 81.2}


def test_the_announced_result_beside_what_was_expected() -> None:
    read = analysis("ก่อนเปิดระบบ คาดว่าจะได้ 89.31 คะแนน ผลที่สำนักงาน ป.ป.ช. ประกาศอย่างเป็นทางการคือ 92.83 คะแนน")
    assert values(read) == {"ITA": 92.83}
