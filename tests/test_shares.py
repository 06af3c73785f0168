"""Shares of people and totals of other things: figures between 0 and 100 that are no scores."""

from __future__ import annotations

import pytest

from tests.layouts.inline import analysis, facts, tabs, values

A, B = "การใช้อำนาจ", "การใช้งบประมาณ"


def test_per_cents_beside_counts_of_people_are_shares_of_answers() -> None:
    read = analysis(tabs(
        "เครื่องมือ|ผู้มีสิทธิตอบ (คน)|ตอบแล้ว (คน)|ร้อยละ", "IIT|60|51|85.00", "EIT|80|79|98.75",
    ))  # fmt: skip
    assert read.scores == []


def test_one_count_of_people_makes_the_per_cents_of_instruments_shares() -> None:
    assert analysis(tabs("แบบวัด|ผู้ตอบ (คน)|ร้อยละ", "IIT|51|85.00", "EIT|79|98.70")).scores == []


def test_a_share_is_known_by_its_division() -> None:
    read = analysis(tabs("เครื่องมือ|ทั้งหมด|ส่งแล้ว|%", "IIT|60|51|85.00", "EIT|80|79|98.75"))
    assert read.scores == []


def test_shares_in_a_table_on_its_side() -> None:
    read = analysis(tabs(
        "รายการ|IIT|EIT", "กลุ่มตัวอย่าง (คน)|60|80", "ผู้ตอบ (คน)|51|79", "ร้อยละ|85.00|98.75",
    ))  # fmt: skip
    assert read.scores == []


def test_scores_beside_the_share_of_answers_stay() -> None:
    read = analysis(tabs(
        "เครื่องมือ|เป้าหมาย (คน)|ตอบแล้ว (คน)|ร้อยละ|คะแนน",
        "IIT|60|51|85.00|88.10", "EIT|80|79|98.75|91.20",
    ))  # fmt: skip
    assert values(read) == {"IIT": 88.1, "EIT": 91.2}


def test_respondents_of_questions_do_not_make_their_per_cents_shares() -> None:
    read = analysis(tabs("ตัวชี้วัด|จำนวนผู้ตอบ (คน)|ร้อยละ", f"{A}|50|85.10", f"{B}|50|81.20"))
    assert values(read) == {"3": 85.1, "2": 81.2}


def test_scores_that_are_shares_of_points_or_items_stay() -> None:
    points = analysis(tabs("ตัวชี้วัด|คะแนนเต็ม|ทำได้|ร้อยละ", f"{A}|20|17|85.00", f"{B}|50|41|82.00"))
    assert values(points) == {"3": 85.0, "2": 82.0}
    items = analysis(tabs(
        "ตัวชี้วัด|จำนวนข้อ|ข้อที่ผ่าน|คะแนน", "การเปิดเผยข้อมูล|20|19|95.00", "การป้องกันการทุจริต|8|6|75.00",
    ))  # fmt: skip
    assert values(items) == {"9": 95.0, "10": 75.0}


def test_full_scores_in_all_years_are_no_shares() -> None:
    read = analysis(tabs(
        "ตัวชี้วัด|ปี 2565|ปี 2566|ปี 2567", "การเปิดเผยข้อมูล|100|100|100.00",
        "การป้องกันการทุจริต|100|100|100.00",
    ))  # fmt: skip
    assert len(facts(read)) == 6


@pytest.mark.parametrize("total", ["รวม", "เฉลี่ย", "รวมทั้งสิ้น", "คะแนนรวม"])
def test_the_total_of_other_things_is_no_overall_score(total: str) -> None:
    read = analysis(
        "ผลการดำเนินงานที่เผยแพร่ตามแบบ OIT\n\n"
        + tabs("เรื่อง|ผลที่ได้", "งานทะเบียน|92.50", "งานจัดเก็บรายได้|90.10", f"{total}|91.30")
    )
    assert read.scores == []


def test_a_total_of_indicators_or_of_years_is_the_overall_score() -> None:
    read = analysis(tabs("ตัวชี้วัด|คะแนน", f"{A}|92.50", f"{B}|90.10", "รวม|91.30"))
    assert values(read)["ITA"] == 91.3
    read = analysis("คะแนน ITA ย้อนหลัง\n\n" + tabs("รายการ|ปี 2566|ปี 2567", "คะแนนรวม|90.10|91.30"))
    assert facts(read) == {("ITA", 2566, ""): 90.1, ("ITA", 2567, ""): 91.3}
