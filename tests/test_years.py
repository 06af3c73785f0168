"""Which year's result a passage speaks of."""

from __future__ import annotations

import pytest

from thai_ita.model import EstablishedBy
from thai_ita.parse.text.result_year import YearTracker, majority_year, result_year, stated_years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", 2567),
        ("ตารางที่ 1 ผลคะแนนปี 2566", 2566),
        ("ในปีงบประมาณ พ.ศ. 2566 ได้รับคะแนน 90.12", 2566),
        ("นำผลการประเมินไปสู่การปฏิบัติ", None),
        ("มาตรการส่งเสริมคุณธรรม ประจำปีงบประมาณ พ.ศ. 2568", None),
        ("ประกาศ ณ วันที่ 5 มกราคม 2568", None),
        ("แผนปฏิบัติการ พ.ศ. 2566 - 2570", None),
        ("ผลการประเมินเป็นไปตามแผนพัฒนาท้องถิ่น พ.ศ. 2566", None),
        ("การแต่งตั้งคณะทำงาน ปี 2568", None),
        ("", None),
    ],
)
def test_the_year_of_a_result(text: str, year: int | None) -> None:
    assert result_year(text) == year


def test_a_year_that_is_part_of_a_date_is_no_stated_year() -> None:
    assert stated_years("ณ วันที่ 5 มกราคม 2568") == []
    assert [y.year for y in stated_years("ปีงบประมาณ 2567 ณ วันที่ 5 มกราคม 2568")] == [2567]


def test_the_tracker_keeps_a_year_until_another_is_stated() -> None:
    tracker = YearTracker(2568)
    assert tracker.year == 2568
    tracker.see("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567")
    tracker.see("มาตรการสำหรับปี 2569")
    assert tracker.year == 2567
    tracker.see("ผลคะแนนปี 2566")
    assert tracker.year == 2566


@pytest.mark.parametrize(
    ("text", "year"),
    [("ผลการประเมิน ITA ในปีที่ผ่านมา", 2567), ("คะแนนเพิ่มขึ้นจากปีที่ผ่านมา", 2568), ("ปีที่ผ่านมามีฝนตกชุก", 2568)],
)
def test_last_year_in_words(text: str, year: int) -> None:
    tracker = YearTracker(2568)
    tracker.see(text)
    assert tracker.year == year


def test_no_year_is_none() -> None:
    assert YearTracker(None).year is None
    assert majority_year([]) is None
    assert majority_year([2566, 2567, 2567, 2566]) == 2566


def test_a_year_of_an_earlier_section_is_only_inferred() -> None:
    tracker = YearTracker(2568)
    tracker.see("ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567")
    assert tracker.year_from is EstablishedBy.HEADING
    tracker.enter_section()
    assert (tracker.year, tracker.year_from) == (2567, EstablishedBy.INFERRED)
    tracker.see("ตารางคะแนน ปี 2567", EstablishedBy.CAPTION)
    assert tracker.year_from is EstablishedBy.CAPTION


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2568", EstablishedBy.TITLE),
        ("มาตรการส่งเสริมคุณธรรม ประจำปีงบประมาณ พ.ศ. 2568", EstablishedBy.INFERRED),
    ],
)
def test_only_the_title_of_a_result_says_of_which_year_it_is(title: str, source: EstablishedBy) -> None:
    assert YearTracker(2568, title).year_from is source
