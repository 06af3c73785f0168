"""Dates, years and periods: read as printed, refused where nothing states a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai_ita.normalize.dates import find_dates, find_years, fiscal_year_span, read_period

NAMES = """
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.
"""
FULL, SHORT = NAMES.split()[:12], NAMES.split()[12:]
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
DAYS = st.dates(date(2012, 1, 1), date(2050, 12, 31))


@st.composite
def written(draw: st.DrawFn, day: date) -> str:
    """One of the ways in which reports write a date."""
    be = day.year + 543
    name = draw(st.sampled_from([FULL, SHORT, [s.replace(".", "") for s in SHORT], [s[:-1] for s in SHORT]]))[
        day.month - 1
    ]
    year = draw(st.sampled_from([f"{be}", f"พ.ศ.{be}", f"พ.ศ. {be}", f"{be % 100:02}", f"{day.year}"]))
    gap = draw(st.sampled_from(["", " "]))
    slashed = f"{day.day}/{day.month}/{be}"
    text = draw(st.sampled_from([f"{day.day} {name}{gap}{year}", slashed]))
    return text.translate(THAI_DIGITS) if draw(st.booleans()) else text


@given(DAYS, st.data())
def test_any_date_comes_back(day: date, data: st.DataObject) -> None:
    text = "ลงวันที่ " + data.draw(written(day)) + " เรื่อง"
    (found,) = find_dates(text)
    assert found.value == day
    assert text[found.start : found.end] == found.as_seen


@given(DAYS, st.integers(0, 700), st.data())
def test_any_range_of_dates_comes_back(start: date, days: int, data: st.DataObject) -> None:
    end = min(start + timedelta(days), date(2050, 12, 31))
    dash = data.draw(st.sampled_from([" - ", "-", " – ", " ถึง ", " ถึงวันที่ "]))
    period = read_period(data.draw(written(start)) + dash + data.draw(written(end)))
    assert period is not None
    assert (period.start, period.end) == (start, end)


@given(st.integers(2550, 2600))
def test_a_fiscal_year_is_twelve_months_to_september(year: int) -> None:
    start, end = fiscal_year_span(year)
    assert (start.month, start.day, end.month, end.day) == (10, 1, 9, 30)
    assert end.year == year - 543
    assert fiscal_year_span(year + 1)[0] - end == timedelta(1)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("๘ ธ.ค. ๖๔", "2021-12-08"),
        ("1 ตค. 67", "2024-10-01"),
        ("๓๐ กันยยน ๒๕๖๘", "2025-09-30"),
        ("๓๐ กันยาน ๒๕๖๘", "2025-09-30"),
        ("5 มีนาคม 2024", "2024-03-05"),
        ("29 กุมภาพันธ์ 2567", "2024-02-29"),
    ],
)
def test_reads_a_date(text: str, iso: str) -> None:
    assert [d.value.isoformat() for d in find_dates(text)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "29 กุมภาพันธ์ 2568",
        "31 เม.ย. 2567",
        "0 มกราคม 2567",
        "32/1/2567",
        "1/13/2567",
        "1 ตุลาคม",
        "1/10",
        "8 ธันวาคม 1999",
        "12 ดาวเคราะห์ 2567",
        "",
    ],
)
def test_no_date_where_the_calendar_has_none(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ปีงบ ๖๘", [(2568, True)]),
        ("๒๕๖ ๓", [(2563, False)]),
        ("๒๕๖6", [(2566, False)]),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๘ เทียบกับปี 2567", [(2568, True), (2567, False)]),
        ("FY2024", [(2567, True)]),
        ("ค.ศ. 2025", [(2568, False)]),
        ("ปี ๖๘", [(2568, False)]),
        ("3 ปี 60 โครงการ", []),
        ("ปี 85 อายุ 65 ปี", []),
        ("ปี 67.50", []),
        ("2,567.50 บาท 25.67 2567.5 12567", []),
        ("จำนวน 2567 บาท", []),
        ("2449 และ 2700", []),
    ],
)
def test_finds_years(text: str, years: list[tuple[int, bool]]) -> None:
    assert [(year, fiscal) for year, _, _, fiscal in find_years(text)] == years


@pytest.mark.parametrize(
    ("text", "fiscal_year", "start", "end", "rule"),
    [
        ("๑ - ๓๑ มกราคม ๒๕๖๘", None, "2025-01-01", "2025-01-31", "days_of_month"),
        ("ต.ค.๖๗ - ก.ย.๖๘", None, "2024-10-01", "2025-09-30", "month_range"),
        ("ตุลาคม ๒๕๖๗ ถึง กันยายน ๒๕๖๘", None, "2024-10-01", "2025-09-30", "month_range"),
        ("เดือนตุลาคม - ธันวาคม ๒๕๖๗", None, "2024-10-01", "2024-12-31", "month_range"),
        ("ตุลาคม – มีนาคม ๒๕๖๘", None, "2024-10-01", "2025-03-31", "month_range"),
        ("ตุลาคม - กันยายน", 2568, "2024-10-01", "2025-09-30", "month_range"),
        ("๑ ตุลาคม - ๓๑ ธันวาคม ๒๕๖๗", None, "2024-10-01", "2024-12-31", "date_range"),
        ("มีนาคม ๒๕๖๘", None, "2025-03-01", "2025-03-31", "month"),
        ("เม.ย.", 2568, "2025-04-01", "2025-04-30", "month"),
        ("มกราคม ๒๕๖๘, มีนาคม ๒๕๖๘", None, "2025-01-01", "2025-03-31", "month"),
        ("ไตรมาสที่ ๓/๒๕๖๘", None, "2025-04-01", "2025-06-30", "quarter"),
        ("ไตรมาสที่ 1", 2568, "2024-10-01", "2024-12-31", "quarter"),
        ("ไตรมาส 1 - 2 ปีงบประมาณ 2568", None, "2024-10-01", "2025-03-31", "quarter"),
        ("ไตรมาส ๔ ปีงบประมาณ ๒๕๖๘", 2560, "2025-07-01", "2025-09-30", "quarter"),
        ("ตลอดปีงบประมาณ ๒๕๖๕", None, "2021-10-01", "2022-09-30", "fiscal_year"),
        (
            "ปีงบประมาณ พ.ศ. ๒๕๖๘ (๑ ตุลาคม ๒๕๖๗ - ๓๐ กันยายน ๒๕๖๘)",
            None,
            "2024-10-01",
            "2025-09-30",
            "date_range",
        ),
        ("ตลอดทั้งปี", 2568, "2024-10-01", "2025-09-30", "whole_year"),
        ("รอบ ๖ เดือนแรก", 2568, "2024-10-01", "2025-03-31", "half"),
        ("รอบ 6 เดือนหลัง ปีงบประมาณ 2568", None, "2025-04-01", "2025-09-30", "half"),
        ("ภายในเดือนมีนาคม ๒๕๖๘", None, "2024-10-01", "2025-03-31", "until"),
        ("ภายใน 30 พ.ย. 2567", None, "2024-10-01", "2024-11-30", "until"),
        ("๑๕ มีนาคม ๒๕๖๘", None, "2025-03-15", "2025-03-15", "date"),
        ("2568", None, "2024-10-01", "2025-09-30", "fiscal_year"),
        # An end that is a month, or has a day where the start has none.
        ("1 ตุลาคม 2566 ถึงมีนาคม 2567", 2567, "2023-10-01", "2024-03-31", "date_range"),
        ("๑ ต.ค. ๖๖ - มี.ค. ๖๗", None, "2023-10-01", "2024-03-31", "date_range"),
        ("1 ต.ค. 2567 ถึงสิ้นเดือนมีนาคม 2568", None, "2024-10-01", "2025-03-31", "date_range"),
        ("ตุลาคม 2566 - 31 มีนาคม 2567", None, "2023-10-01", "2024-03-31", "date_range"),
        # Nothing between the two, or no year.
        ("1 มีนาคม 30 กันยายน 2568", None, "2025-03-01", "2025-09-30", "date_range"),
        ("1 ต.ค. - 31 มี.ค.", 2568, "2024-10-01", "2025-03-31", "date_range"),
        ("ภายใน 31 มีนาคม", 2568, "2024-10-01", "2025-03-31", "until"),
        # Dates as a spreadsheet or a database writes them.
        ("17-มิ.ย.-68", None, "2025-06-17", "2025-06-17", "date"),
        ("17-06-2568", None, "2025-06-17", "2025-06-17", "date"),
        ("17-06-68", None, "2025-06-17", "2025-06-17", "date"),
        ("๑๗.๐๖.๒๕๖๘", None, "2025-06-17", "2025-06-17", "date"),
        ("2025-06-17", None, "2025-06-17", "2025-06-17", "date"),
        ("1-ต.ค.-67 - 30-ก.ย.-68", None, "2024-10-01", "2025-09-30", "date_range"),
        ("2024-10-01 ถึง 2025-09-30", None, "2024-10-01", "2025-09-30", "date_range"),
        ("ไตรมาสที่ 1 - ไตรมาสที่ 3", 2568, "2024-10-01", "2025-06-30", "quarter"),
        ("ไตรมาส 1, 2, 3", 2568, "2024-10-01", "2025-06-30", "quarter"),
        ("ไตรมาส 1 3 ครั้ง", 2568, "2024-10-01", "2024-12-31", "quarter"),
        ("Q1-Q2/2568", None, "2024-10-01", "2025-03-31", "quarter"),
        ("ไตรมาสสุดท้าย", 2568, "2025-07-01", "2025-09-30", "quarter"),
        ("ครึ่งปีหลัง", 2568, "2025-04-01", "2025-09-30", "half"),
    ],
)
def test_reads_a_period(text: str, fiscal_year: int | None, start: str, end: str, rule: str) -> None:
    period = read_period(text, fiscal_year)
    assert period is not None
    assert period.end is not None
    assert (period.start.isoformat(), period.end.isoformat(), period.rule) == (start, end, rule)
    assert period.as_seen in text


@pytest.mark.parametrize(
    "text",
    [
        "ตลอดปี",
        "ตลอดทั้งปี",
        "มีนาคม",
        "ตุลาคม - กันยายน",
        "ไตรมาส ๒",
        "รอบ ๖ เดือนแรก",
        "1 ตุลาคม",
        "ต.ค. - ธ.ค.",
    ],
)
def test_no_year_is_guessed(text: str) -> None:
    assert read_period(text) is None
    assert text == "1 ตุลาคม" or read_period(text, 2568) is not None


@pytest.mark.parametrize(
    "text", ["", "-", "ทุกเดือน", "ประมาณ ๓ เดือน", "ไม่ระบุ", "31 กุมภาพันธ์ 2568", "ภายในวันที่ 15 ของทุกเดือน", "3 ครั้ง/ปี"]
)
def test_no_period_where_none_is_stated(text: str) -> None:
    assert read_period(text, None) is None


@given(st.text(alphabet="๑๒๕๖7 0-/.ตคกยมีนาคมปีงบประมาณไตรมาสที่ถึงพศ", max_size=40))
def test_a_period_never_ends_before_it_starts(text: str) -> None:
    period = read_period(text, 2568)
    assert period is None or period.end is None or period.start <= period.end


@pytest.mark.parametrize("text", ["ตั้งแต่ 1 มกราคม 2567 เป็นต้นไป", "เดือนมกราคม 2567 เป็นต้นไป"])
def test_from_a_date_on_has_no_end(text: str) -> None:
    period = read_period(text, 2567)
    assert period is not None
    assert (period.start.isoformat(), period.end) == ("2024-01-01", None)
    closed = read_period("1 มกราคม 2567 ถึง 31 มีนาคม 2567 เป็นต้นไป")
    assert closed is not None
    assert closed.end is not None


def test_a_number_with_hyphens_is_no_date_in_running_text() -> None:
    assert find_dates("เลขที่ 12-10-67, 02-123-4567, 1-17-2568, 12-10-2567-3") == []
    assert [d.as_seen for d in find_dates("เมื่อ 17-มิ.ย.-68 และ 17-06-2568")] == ["17-มิ.ย.-68", "17-06-2568"]


def test_a_figure_behind_a_year_is_no_part_of_it() -> None:
    for text in ("ประจำปีงบประมาณ พ.ศ. 2567 88.20 คะแนน", "ปี ๒๕๖๗ ๘๘.๒๐", "ปีงบประมาณ 2567 5 โครงการ"):
        assert [y.year for y in find_years(text)] == [2567], text
    assert find_years("โทร 0 2528 4800") == []


@pytest.mark.parametrize("text", ["ต.ค. 2566 - ก.ย…", "1 ตุลาคม 2566 ถึง 30…"])
def test_a_range_that_is_cut_off_has_no_end(text: str) -> None:
    period = read_period(text, 2567)
    assert period is not None
    assert (period.start.isoformat(), period.end) == ("2023-10-01", None)
    whole = read_period("ต.ค. 2566 - ก.ย. 2567…")
    assert whole is not None
    assert whole.end is not None
