"""Codes, years, ranges and names of recognised pages: figures that no arithmetic reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recognised_documents import (
    AGENCY,
    TITLE,
    VALUES,
    checks,
    document,
    indicators,
    line,
    read,
    summary,
    values,
)
from thai_ita.model import Cell, Document, EstablishedBy, FigureReading, Media, Report
from thai_ita.normalize.editions import load_edition
from thai_ita.normalize.gazetteer import load_gazetteer
from thai_ita.parse.recognised_years import settle_years

HEAD = ("ข้อ", "ประเด็นคำถาม", "คะแนน")
WORDINGS = ("ถามข้อหนึ่ง", "ถามข้อสอง", "ถามข้อสาม", "ถามข้อสี่", "ถามข้อห้า")


def questions(*codes: str) -> list[tuple[str, ...]]:
    """A table of questions with these codes and values of their own."""
    rows = [(code, WORDINGS[i], f"๘{i}.๒๕") for i, code in enumerate(codes)]
    return [HEAD, *rows]


# -- codes ---------------------------------------------------------------------------------------


def test_a_code_that_collides_is_an_error_of_the_code_and_no_second_reading() -> None:
    report = read(document(questions("i๑", "i๒", "e๓", "i๔"), [HEAD, ("e๓", "ถามอีก", "๗๑.๒๕")]))
    assert values(report) == {"i1": 80.25, "i2": 81.25, "i3": 82.25, "i4": 83.25, "e3": 71.25}
    assert "stands between its neighbours as i3" in checks(report, "code-order")[0]
    assert not any(score.alternates for score in report.scores)


def test_three_rows_that_count_on_say_the_code_of_the_fourth() -> None:
    report = read(document(questions("i๑", "i๒", "e๓", "i๔")))
    assert set(values(report)) == {"i1", "i2", "i3", "i4"}
    # Two may stand beside it by chance; where another row bears the code, it is in doubt.
    rows = questions("i๑", "e๓", "i๓")
    assert set(values(read(document(rows)))) == {"i1", "e3", "i3"}
    report = read(document(rows, [HEAD, ("e๓", "ถามอีก", "๗๑.๒๕")]))
    assert values(report) == {"i1": 80.25, "i3": 82.25, "e3": 71.25}
    assert [score.value for score in report.withheld] == [81.25]


def test_a_row_of_a_run_keeps_a_code_that_its_wording_says() -> None:
    rows = questions("i๑", "i๒", "i๗", "i๔")
    wording = next(i.wording for i in load_edition(2568).items if i.code == "i7")
    rows[3] = ("i๗", wording, "๘๒.๒๕")
    assert set(values(read(document(rows)))) == {"i1", "i2", "i7", "i4"}


def test_a_code_that_another_row_bears_is_given_to_none() -> None:
    report = read(document(questions("i๑", "i๒", "e๓", "i๔"), [HEAD, ("i๓", "ถามอีก", "๗๑.๒๕")]))
    assert values(report) == {"i1": 80.25, "i2": 81.25, "i4": 83.25, "i3": 71.25}
    assert [score.value for score in report.withheld] == [82.25]


def test_where_nothing_tells_the_rows_apart_both_are_withheld() -> None:
    report = read(document([HEAD, ("e๓", "ถาม", "๘๒.๒๕"), ("e๓", "ถามอีก", "๗๑.๒๕")]))
    assert values(report) == {}
    assert len(checks(report, "code-collision")) == 2
    assert {score.value for score in report.withheld} == {82.25, 71.25}


def test_the_row_whose_place_says_its_code_keeps_it() -> None:
    report = read(document(questions("i๑", "i๒", "i๓"), [HEAD, ("i๒", "ถาม", "๗๑.๒๕")]))
    assert values(report) == {"i1": 80.25, "i2": 81.25, "i3": 82.25}
    assert [score.value for score in report.withheld] == [71.25]


def test_the_same_value_in_two_rows_is_a_restatement() -> None:
    report = read(document([HEAD, ("e๓", "ถาม", "๘๒.๒๕"), ("e๔", "ถามอีก", "๗๑.๒๕"), ("e๓", "ถาม", "๘๒.๒๕")]))
    assert values(report) == {"e3": 82.25, "e4": 71.25}


def test_typed_rows_of_one_code_stay_a_contradiction_in_the_document() -> None:
    rows = [HEAD, ("e๓", "ถาม", "๘๒.๒๕"), ("e๓", "ถามอีก", "๗๑.๒๕")]
    report = read(document(rows, typed=True, media=Media.PDF_TEXT))
    assert len(values(report)) == 1
    assert not report.withheld


def test_rows_in_an_order_of_their_own_keep_their_codes() -> None:
    report = read(document(questions("i๙", "i๑", "i๕", "i๓", "i๗")))
    assert set(values(report)) == {"i9", "i1", "i5", "i3", "i7"}


@pytest.mark.parametrize(("codes", "published"), [(("i๑", "i๒", "i๓"), True), (("i๙", "i๒", "i๕"), False)])
def test_a_doubtful_code_needs_its_neighbours_or_its_wording(codes: tuple[str, ...], published: bool) -> None:
    doubts = {"๒": FigureReading("๒", 0.6, (("๓", 0.4),))}
    report = read(document(questions(*codes), doubts=doubts))
    assert ("i2" in values(report)) is published
    assert bool(checks(report, "code-order")) is not published


def test_the_wording_says_a_doubtful_code() -> None:
    doubts = {"๒": FigureReading("๒", 0.6, (("๓", 0.4),))}
    wording = next(i.wording for i in load_edition(2568).items if i.code == "i2")
    found = [read(document([HEAD, ("i๒", text, "๘๑.๒๕")], doubts=doubts)) for text in (wording, "ถามข้ออื่น")]
    assert [values(report) for report in found] == [{"i2": 81.25}, {}]


# -- years ---------------------------------------------------------------------------------------


def retitled(made: Document, title: str, doubts: dict[str, FigureReading]) -> Document:
    made.blocks[0] = line(title, 1, doubts)
    return made


def of_years(first: str, doubts: dict[str, FigureReading], *more: str) -> Report:
    title = TITLE.replace("๒๕๖๘", first)
    return read(retitled(document(indicators(), summary(), *more), title, doubts))


MENTION = "เทศบาลตำบลตัวอย่างสุข ได้รับการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"


def test_a_year_that_there_cannot_be_is_put_right_by_the_other_mentions() -> None:
    report = of_years("๒๕๒๘", {}, MENTION)
    assert {score.fiscal_year for score in report.scores} == {2568}
    assert report.identity.fiscal_year == 2568
    assert "is 2568 by the other mentions" in checks(report, "unsure-year")[0]


def test_without_another_mention_it_is_withheld_and_nothing_made_up() -> None:
    report = of_years("๒๕๒๘", {})
    assert values(report) == {}
    assert "no other mention says" in checks(report, "unsure-year")[0]


def test_a_year_beyond_those_of_the_assessment_is_unread() -> None:
    made = "เทศบาลตำบลตัวอย่างสุข มีผลการประเมิน ITA ปี ๒๕๘๗ ได้คะแนนภาพรวม ๘๙.๕๔ คะแนน"
    assert values(read(document(made))) == {}
    assert values(read(document(made.replace("๒๕๘๗", "๒๕๖๘")))) == {"ITA": 89.54}
    plan = "ยุทธศาสตร์ชาติ ๒๐ ปี ภายในปี ๒๕๘๐"
    assert values(read(document(plan, made.replace("๒๕๘๗", "๒๕๖๘")))) == {"ITA": 89.54}


def test_a_code_with_a_zero_for_its_letter_is_doubtful_too() -> None:
    doubts = {"๐๒": FigureReading("๐๒", 0.6, (("๐๓", 0.4),))}
    head = ("ข้อ OIT", "ประเด็น", "คะแนน")
    rows = [head, ("๐๒", "เรื่องที่ไม่มีในรายการ", "๘๑.๒๕"), ("๐๗", "เรื่องอื่นที่ไม่มี", "๗๑.๒๕")]
    assert "o2" in values(read(document(rows)))
    assert "o2" not in values(read(document(rows, doubts=doubts)))


def test_old_years_are_left_alone() -> None:
    made = document("ตามพระราชบัญญัติประกอบรัฐธรรมนูญ พ.ศ. ๒๕๑๑ และปีงบประมาณ ๒๕๕๙", indicators())
    assert settle_years(made).document is made


@pytest.mark.parametrize(("p", "published"), [(0.96, False), (0.9999, True)])
def test_the_scores_of_a_year_read_with_doubt_are_withheld(p: float, published: bool) -> None:
    report = of_years("๒๕๖๘", {"๒๕๖๘": FigureReading("๒๕๖๘", p, (("๒๕๖๕", 1 - p),))})
    assert bool(values(report)) is published
    if not published:
        assert report.identity.year_from is EstablishedBy.INFERRED
        assert "its year was read with less than 0.97" in checks(report, "unsure-reading")[0]


def test_one_mention_below_the_surest_is_an_inferred_year_and_two_establish_it() -> None:
    doubts = {"๒๕๖๘": FigureReading("๒๕๖๘", 0.98)}
    one = of_years("๒๕๖๘", doubts)
    assert {str(s.status) for s in one.scores} == {"unchecked"}
    assert one.identity.year_from is EstablishedBy.INFERRED
    both = of_years("๒๕๖๘", doubts, MENTION)
    assert both.identity.year_from is EstablishedBy.TITLE


def test_a_doubtful_year_is_what_it_says_where_another_place_says_so() -> None:
    doubts = {"๒๕๖๘": FigureReading("๒๕๖๘", 0.6, (("๒๕๖๕", 0.4),))}
    report = of_years("๒๕๖๘", doubts, MENTION)
    assert {score.fiscal_year for score in report.scores} == {2568}
    assert not checks(report, "unsure-year")


def test_a_doubtful_year_is_the_one_year_that_the_document_names() -> None:
    doubts = {"๒๕๖๕": FigureReading("๒๕๖๕", 0.6, (("๒๕๖๘", 0.4),))}
    report = of_years("๒๕๖๕", doubts, MENTION, f"{MENTION} อีกครั้ง")
    assert report.identity.fiscal_year == 2568
    # Its neighbour is the year of the plan as likely.
    doubts = {"๒๕๖๙": FigureReading("๒๕๖๙", 0.6, (("๒๕๖๘", 0.4),))}
    report = of_years("๒๕๖๙", doubts, MENTION, f"{MENTION} อีกครั้ง")
    assert report.identity.fiscal_year == 2569
    assert checks(report, "unsure-year")


def test_years_beside_one_another_in_a_head_are_never_made_one() -> None:
    head = ("ที่", "ตัวชี้วัด", "ปี ๒๕๖๕", "ปี ๒๕๖๘")
    rows = [(*row, "๙๐.๒๕") for row in indicators()[1:]]
    doubts = {"๒๕๖๕": FigureReading("๒๕๖๕", 0.6, (("๒๕๖๘", 0.4),))}
    made = document([head, *rows], doubts=doubts)
    settled = settle_years(made).document
    assert [c.text for c in settled.tables[0].grid[0] if c] == list(head)
    assert {s.fiscal_year for s in read(made).scores} == {2568}


def test_typed_years_need_no_vote() -> None:
    made = document(indicators(), typed=True, media=Media.PDF_TEXT)
    assert settle_years(made).document is made
    assert {s.fiscal_year for s in read(made).scores} == {2568}


# -- ranges and names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ดำเนินการในไตรมาสที่ ๗", "quarter"), ("ไตรมาส ๑ - ๗ ของปี", "quarter"),
        ("เมื่อวันที่ ๔๑ มกราคม ๒๕๖๘", "day"), ("วันที่ ๑/๑๗/๒๕๖๘", "month"),
        ("ตัวชี้วัดที่ ๑๗ ด้านอื่น", "indicator"), ("ข้อ i๘๓ ได้คะแนนน้อย", "item"),
    ],
)  # fmt: skip
def test_a_number_beyond_its_range_is_named(text: str, what: str) -> None:
    found = checks(read(document(text, indicators())), "out-of-range")
    assert len(found) == 1
    assert f"there is no {what} " in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "ดำเนินการในไตรมาสที่ ๔", "เมื่อวันที่ ๓๑ มกราคม ๒๕๖๘", "วันที่ ๑/๑๒/๒๕๖๘", "ตัวชี้วัดที่ ๑๐",
        "ข้อ i๑๓ ได้คะแนนน้อย", "ตัวชี้วัดที่ ๑.๑๒", "ภายใน ๔๕ วัน",
    ],
)  # fmt: skip
def test_numbers_within_their_range_are_not(text: str) -> None:
    assert not checks(read(document(text, indicators())), "out-of-range")


def test_typed_numbers_are_the_agency_s() -> None:
    made = document("ดำเนินการในไตรมาสที่ ๗", indicators(), typed=True, media=Media.PDF_TEXT)
    assert not checks(read(made), "out-of-range")


def test_a_period_that_there_cannot_be_dates_no_measure() -> None:
    head = ("มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา")
    rows = [
        ("๑. เผยแพร่คู่มือ", "จัดทำคู่มือ", "กองคลัง", "ไตรมาส ๑ - ๗"),
        ("๒. งดรับของขวัญ", "ประกาศ", "สำนักปลัด", "ไตรมาส ๑ - ๒"),
    ]
    report = read(document(indicators(), [head, *rows]))
    assert [bool(m.start_date) for m in report.measures] == [False, True]


def test_a_recognised_name_asks_for_the_official_list(tmp_path: Path) -> None:
    def problems(made: Document, listed: bool = False) -> set[str]:
        path = tmp_path / "list.csv"
        path.write_text(f"code,full_name,district,province\n1,{AGENCY},สมมติ,เลย\n", "utf-8")
        return {t.code for t in read(made, load_gazetteer(path) if listed else None).problems}

    assert "name-recognised" in problems(document(indicators(VALUES)))
    assert "name-recognised" not in problems(document(indicators(VALUES)), listed=True)
    assert "name-recognised" not in problems(document(indicators(VALUES), typed=True))


def test_scores_of_a_year_without_the_assessment_are_withheld() -> None:
    text = "เทศบาลตำบลตัวอย่างสุข มีผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๕๘ ได้คะแนนภาพรวม ๘๙.๕๔ คะแนน"
    assert values(read(document(text.replace("๒๕๕๘", "๒๕๖๘")))) == {"ITA": 89.54}
    report = read(document(text))
    assert values(report) == {}
    assert "its year is not of 2561 to 2575" in checks(report, "unsure-reading")[0]


# -- cells over two columns ----------------------------------------------------------------------

PERIOD = "ต.ค. ๖๗ - ก.ย. ๖๘"


def wide(text: str, row: int, column: int) -> Cell:
    return Cell(text, text, row, column, colspan=2, page=1)


def test_a_cell_over_two_columns_is_read_once() -> None:
    head = ("ที่", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา", "", "การติดตาม")
    rows = [(str(i), f"เผยแพร่คู่มือเล่มที่ {i}", "จัดทำคู่มือ", "", "", "", "รายงานผล") for i in (1, 2, 3)]
    made = document(indicators(), [head, *rows])
    grid = made.tables[1].grid
    grid[0][4], grid[0][5] = wide("ระยะเวลา", 0, 4), None
    # Shifted by one, as where a skewed page made a narrow column, so that it reaches the next one.
    for r, row in enumerate(grid[1:], 1):
        row[3], row[4] = wide("กองคลัง", r, 3), None
        row[5], row[6] = wide(PERIOD, r, 5), None
    found = read(made).measures
    assert [(m.timeframe, m.monitoring) for m in found] == [(PERIOD, "")] * 3
    assert [m.responsible for m in found] == [["กองคลัง"]] * 3


def test_a_cell_over_its_own_two_columns_is_read_once() -> None:
    head = ("ที่", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา", "", "การติดตาม")
    rows = [(str(i), f"เผยแพร่คู่มือเล่มที่ {i}", "จัดทำคู่มือ", "กองคลัง", "", "", "รายงานผล") for i in (1, 2, 3)]
    made = document(indicators(), [head, *rows])
    grid = made.tables[1].grid
    grid[0][4], grid[0][5] = wide("ระยะเวลา", 0, 4), None
    for r, row in enumerate(grid[1:], 1):
        row[4], row[5] = wide(PERIOD, r, 4), None
    found = read(made).measures
    assert [(m.timeframe, m.monitoring) for m in found] == [(PERIOD, "รายงานผล")] * 3
