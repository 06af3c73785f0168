"""Thai dates, years and periods as calendar dates.

Years are Buddhist (พ.ศ. = CE + 543); fiscal year n runs from 1 October n-1 to 30 September n
(พ.ร.บ. วิธีการงบประมาณ พ.ศ. 2561, มาตรา 4). No year is assumed that neither the text nor the
caller states, and a date that no calendar has is not returned.
"""

from __future__ import annotations

import itertools
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Final, NamedTuple

from .blanks import BLANKS_BEFORE
from .months import (
    BE_OFFSET,
    TO,
    be_year,
    make_date,
    month_number,
    patterns,
    same_length,
    with_short_years,
)


@dataclass(frozen=True, slots=True)
class ThaiDate:
    """A calendar date (CE) and the words ``source[start:end]`` that state it."""

    value: date
    as_seen: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """Two dates (CE), both included; ``rule`` names the reading that gave them.

    ``end`` is None where the text says that it goes on (``เป็นต้นไป``), or is cut off behind the
    first date of a range.

    Rules: date_range, days_of_month, month_range, month, date, quarter, half, until, fiscal_year,
    whole_year, from_on.
    """

    start: date
    end: date | None
    as_seen: str
    rule: str


Span = tuple[int, int]


def fiscal_year_span(n: int) -> tuple[date, date]:
    """First and last day of fiscal year ``n`` (พ.ศ.).

    >>> fiscal_year_span(2568)[0].isoformat()
    '2024-10-01'
    """
    year = n - BE_OFFSET
    return date(year - 1, 10, 1), date(year, 9, 30)


def find_dates(text: str) -> list[ThaiDate]:
    """Every full date in the text, in order of place.

    Day, month (name, abbreviation, or name with one letter wrong) and year of 2 or 4 digits in
    either era; day/month/year with strokes, hyphens or stops; year-month-day. Impossible dates are
    left out.

    >>> find_dates("๘ ธ.ค. ๖๔")[0].value.isoformat()
    '2021-12-08'
    """
    plain = same_length(text)
    found: list[ThaiDate] = []
    for match in patterns()["full"].finditer(plain):
        value = make_date(match["ya"], month_number(match, "a"), int(match["da"]))
        if value:
            found.append(ThaiDate(value, text[slice(*match.span())], *match.span()))
    for value, span in _numeric_dates(plain):
        found.append(ThaiDate(value, text[slice(*span)], *span))
    return sorted(found, key=lambda d: d.start)


def _numeric_dates(plain: str) -> list[tuple[date, Span]]:
    """The dates written in figures alone, in order of place."""
    matches = [m for name in ("slash", "iso") for m in patterns()[name].finditer(plain)]
    values = [(make_date(m["ya"], int(m["mo"]), int(m["da"])), m.span()) for m in matches]
    return sorted(((v, span) for v, span in values if v is not None), key=lambda found: found[1])


# The fiscal year begins in October of the calendar year before.
FIRST_MONTH: Final = 10
_FISCAL: Final = r"ปี\s?งบ(?:\s?ประมาณ)?(?:\s*แผ่นดิน)?\s*+(?:พ\s?\.?\s?ศ\s?\.?)?\s*|(?i:\bFY)\s*"
# A figure with a unit is an amount, unless ปี or พ.ศ. makes it a year: ปี 2567 คะแนน 85.
_UNIT: Final = re.compile(r"\s*(?:บาท|คน|ราย(?!ตัว|ข้อ|เครื่อง|แบบ|ด้าน)|ครั้ง|แห่ง|คะแนน)")
_YEAR_LED: Final = re.compile(r"(?:ปี(?:\s?งบ(?:\s?ประมาณ)?)?|พ\s?\.?\s?ศ\s?\.?)\s*$")
_BROKEN_YEAR: Final = (
    r"(?<![\d,/])(?<!\d\.)2[^\S\n]?5[^\S\n]?\d[^\S\n]?\d(?![^\S\n]?\d|[.,]\d)"
    r"|(?<![\d,/])(?<!\d\.)20\d\d(?!\d|[.,]\d)"
    # Behind ปี or พ.ศ. a year is whole, whatever figure follows it: ปี 2567 88.20 คะแนน.
    r"|(?:(?<=ปี)|(?<=ปี )|(?<=มาณ)|(?<=มาณ )|(?<=ศ\.)|(?<=ศ\. ))25\d\d(?= \d)"
)
_YEAR: Final = re.compile(rf"(?P<fiscal>{_FISCAL})?(?P<year>{_BROKEN_YEAR})")
_SHORT_YEAR: Final = re.compile(rf"(?:{_FISCAL})(?P<year>[5-9]\d)(?![\d.,]*\d)")
# ปี 67: years of the assessment only, and no count behind another (3 ปี 60 โครงการ).
_PLAIN_SHORT_YEAR: Final = re.compile(
    r"(?<!\d)(?<!\d\s)ปี\s?(?:พ\s?\.?\s?ศ\s?\.?\s?)?['’]?(?P<year>5[6-9]|6\d|7[0-5])(?![\d.,]*\d)"
    r"(?!\s*(?:ปี|โครงการ|บาท|คน|ราย|ครั้ง|แห่ง|วัน|เดือน|ข้อ|เรื่อง|%))"
)


class YearMention(NamedTuple):
    """A year (พ.ศ.) and the span of its digits; ``fiscal`` where ปีงบประมาณ leads."""

    year: int
    start: int
    end: int
    fiscal: bool


def find_years(text: str) -> list[YearMention]:
    """The years that a text names, in order of place.

    2550 to 2600, broken (๒๕๖ ๓) and mixed digits, CE years (2007 to 2057) converted, two digits
    behind ปีงบประมาณ, and behind ปี where they are a year of the assessment. The span is that of the digits.

    >>> find_years("ปีงบ ๖๘")
    [YearMention(year=2568, start=5, end=7, fiscal=True)]
    """
    return list(_years(text))


# The same cell is asked for its years by every reader of a table.
@lru_cache(maxsize=16384)
def _years(text: str) -> tuple[YearMention, ...]:
    plain = same_length(text)
    found: dict[int, YearMention] = {}
    for pattern in (_YEAR, _SHORT_YEAR, _PLAIN_SHORT_YEAR):
        for match in pattern.finditer(plain):
            year = be_year("".join(match["year"].split()))
            start, end = match.span("year")
            amount = _UNIT.match(plain, end) and not _YEAR_LED.search(plain[max(0, start - 20) : start])
            if year is not None and start not in found and not amount:
                fiscal = pattern is _SHORT_YEAR or bool(match.groupdict().get("fiscal"))
                found[start] = YearMention(year, start, end, fiscal)
    return tuple(found[start] for start in sorted(found))


def years_of_months(text: str) -> list[YearMention]:
    """The fiscal years of months with their years, in order of place; the span is that of the digits.

    >>> [y.year for y in years_of_months("ตุลาคม ๒๕๖๗ – มีนาคม ๒๕๖๘")]
    [2568, 2568]
    """
    found: list[YearMention] = []
    for match in patterns()["month"].finditer(same_length(text)):
        year = be_year(match["ya"]) if match["ya"] else None
        if year is not None:
            later = month_number(match, "a") >= FIRST_MONTH
            found.append(YearMention(year + later, *match.span("ya"), True))
    return found


Candidate = tuple[date, date, Span, str]


def _fiscal_of(year: int, month: int) -> int:
    """The calendar year (พ.ศ.) of ``month`` in fiscal year ``year``."""
    return year - 1 if month >= FIRST_MONTH else year


def _explicit_ranges(plain: str, fiscal_year: int | None) -> Iterator[Candidate]:
    """Ranges that name their ends. A year stated once counts for both; an end that is a month is
    its last day."""
    month_patterns = patterns()
    for (start, one), (end, two) in itertools.pairwise(_numeric_dates(plain)):
        if re.fullmatch(TO, plain[one[1] : two[0]]):
            yield start, end, (one[0], two[1]), "date_range"
    for name in ("date_range", "date_to_month", "month_to_date"):
        for match in month_patterns[name].finditer(plain):
            yield from _range(match, fiscal_year, "date_range")
    for match in month_patterns["days_of_month"].finditer(plain):
        month = month_number(match, "b")
        first = make_date(match["yb"], month, int(match["dc"]))
        last = make_date(match["yb"], month, int(match["db"]))
        if first and last:
            yield first, last, match.span(), "days_of_month"
    for match in month_patterns["month_range"].finditer(plain):
        yield from _range(match, fiscal_year, "month_range")


def _year_before(digits: str | None, start_month: int, end_month: int) -> int | None:
    """The year of a start that has none: the end's, or the one before where months wrap."""
    year = be_year(digits) if digits else None
    if year is None:
        return None
    return year - 1 if start_month > end_month else year


def _range(match: re.Match[str], fiscal_year: int | None, rule: str) -> Iterator[Candidate]:
    """The period between two dates or months, years filled in from each other or the fiscal year."""
    days = match.groupdict()
    start_month, end_month = month_number(match, "a"), month_number(match, "b")
    first: str | int | None = match["ya"]
    last: str | int | None = match["yb"]
    if last is None and first is not None:
        year = be_year(str(first))
        last = year + (end_month < start_month) if year else None
    elif first is None and last is not None:
        first = _year_before(str(last), start_month, end_month)
    elif fiscal_year is not None and first is None:
        first, last = _fiscal_of(fiscal_year, start_month), _fiscal_of(fiscal_year, end_month)
    start = make_date(first, start_month, int(days.get("da") or 1))
    end = make_date(last, end_month, int(days["db"]) if days.get("db") else None)
    if start and end:
        yield start, end, match.span(), rule


# "From then on" names no end.
_ON: Final = re.compile(r"\s*เป็นต้นไป")
# A range of which a cell shows the beginning alone: ต.ค. 2566 - ก.ย…
_CUT_RANGE: Final = re.compile(r"\s*(?:[-–—~]|ถึง)[^\n]*…\s*$")
_UNTIL: Final = re.compile(r"(?:ภายใน|ไม่เกิน|ก่อน)\s*+(?:สิ้น)?\s*+(?:วันที่|เดือน)?\s*$")


def _single_dates(plain: str, fiscal_year: int | None) -> Iterator[Candidate]:
    """One date or month. Behind ภายใน it ends a period that starts with its fiscal year."""
    month_patterns = patterns()
    for match in month_patterns["day_month"].finditer(plain):
        month, year = month_number(match, "a"), match["ya"]
        stated = _fiscal_of(fiscal_year, month) if year is None and fiscal_year is not None else year
        value = make_date(stated, month, int(match["da"]))
        if value:
            yield _until_or(plain, value, value, match.span(), "date")
    for value, span in _numeric_dates(plain):
        yield _until_or(plain, value, value, span, "date")
    for match in month_patterns["month"].finditer(plain):
        month, year = month_number(match, "a"), match["ya"]
        stated = _fiscal_of(fiscal_year, month) if year is None and fiscal_year is not None else year
        start, end = make_date(stated, month, 1), make_date(stated, month, None)
        if start and end:
            yield _until_or(plain, start, end, match.span(), "month")


def _until_or(plain: str, start: date, end: date, span: Span, rule: str) -> Candidate:
    limit = _UNTIL.search(plain[: span[0]])
    if not limit:
        return start, end, span, rule
    fiscal = end.year + BE_OFFSET + (end.month >= 10)
    return fiscal_year_span(fiscal)[0], end, (limit.start(), span[1]), "until"


_QUARTERS: Final = re.compile(
    r"(?:ไตรมาส\s*+(?:ที่)?|(?<![A-Za-z])Q)\s*(?P<a>[1-4])(?!\d)"
    r"(?:(?:\s*(?:-|–|ถึง|และ|,)\s*(?:(?:ไตรมาส\s*+(?:ที่)?|Q)\s*)?|\s*(?:ไตรมาส\s*+(?:ที่)?|Q)\s*)(?P<b>[1-4])(?![\d.]))*"
    r"(?:\s*/\s*(?P<year>\d{4}|\d{2})(?!\d))?"
)
_WORD_QUARTER: Final = re.compile(r"ไตรมาส(?P<which>แรก|สุดท้าย)")
_HALF: Final = re.compile(rf"(?:(?:(?:รอบ|ช่วง|ระยะ)\s*|{BLANKS_BEFORE})(?:6|หก)\s*เดือน|ครึ่งปี)\s*(?P<which>แรก|หลัง)")
_WHOLE_YEAR: Final = re.compile(
    rf"ตลอด(?:ทั้ง)?\s?ปี|ทั้งปี|(?:(?:รอบ|ระยะเวลา)\s*|{BLANKS_BEFORE})(?:12|สิบสอง)\s*เดือน|ตลอดระยะเวลา"
)


def _months_later(first: date, months: int) -> date:
    """The last day of the month ``months`` - 1 after that of ``first``."""
    index = first.month - 1 + months - 1
    year, month = first.year + index // 12, index % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _parts_of_year(plain: str, stated: int | None) -> Iterator[Candidate]:
    """Quarters and halves of the fiscal year that the text or the caller states."""
    if stated is not None:
        for match in _WORD_QUARTER.finditer(plain):
            first, last = fiscal_year_span(stated)
            if match["which"] == "แรก":
                yield first, _months_later(first, 3), match.span(), "quarter"
            else:
                yield date(last.year, 7, 1), last, match.span(), "quarter"
    for match in _QUARTERS.finditer(plain):
        year = be_year(match["year"]) if match["year"] else stated
        one, two = int(match["a"]), int(match["b"] or match["a"])
        if year is None or two < one:
            continue
        first = fiscal_year_span(year)[0]
        start_index = first.month - 1 + 3 * (one - 1)
        start = date(first.year + start_index // 12, start_index % 12 + 1, 1)
        yield start, _months_later(first, 3 * two), match.span(), "quarter"
    for match in _HALF.finditer(plain):
        if stated is not None:
            first, last = fiscal_year_span(stated)
            middle = _months_later(first, 6)
            if match["which"] == "แรก":
                yield first, middle, match.span(), "half"
            else:
                yield date(middle.year, middle.month + 1, 1), last, match.span(), "half"


def _whole_years(text: str, plain: str, fiscal_year: int | None) -> Iterator[Candidate]:
    fiscal = [y for y in find_years(text) if y[3]]
    if fiscal:
        start, end = fiscal_year_span(fiscal[0][0])[0], fiscal_year_span(fiscal[-1][0])[1]
        lead = re.search(rf"(?:ตลอด\s*)?(?:{_FISCAL})$", plain[: fiscal[0][1]])
        span = (lead.start() if lead else fiscal[0][1], fiscal[-1][2])
        if start < end:
            yield start, end, span, "fiscal_year"
    match = _WHOLE_YEAR.search(plain)
    if match:
        years = find_years(text)
        year = years[0][0] if len(years) == 1 else None if years else fiscal_year
        if year is not None:
            yield *fiscal_year_span(year), match.span(), "whole_year"
    bare = re.fullmatch(rf"\s*(?:ปี\s*)?(?:พ\.?\s?ศ\.?\s*)?(?:{_BROKEN_YEAR})\s*", plain)
    if bare and not fiscal:
        yield *fiscal_year_span(find_years(text)[0][0]), bare.span(), "fiscal_year"


def _months_beside(plain: str, fiscal_year: int | None, ranges: list[Candidate]) -> list[Candidate]:
    """Single months in a list with ranges of months: ต.ค. - ธ.ค. 2566, มี.ค. 2567."""
    singles = [c for c in _single_dates(plain, fiscal_year) if c[3] == "month"]
    return [
        single
        for single in singles
        for other in ranges
        if _LISTED.fullmatch(plain[other[2][1] : single[2][0]]) or _LISTED.fullmatch(plain[single[2][1] : other[2][0]])
    ]


_LISTED: Final = re.compile(r"(?:\s*(?:,|และ)\s*+|\s++)(?:เดือน\s*)?")


# A plan says the same few periods over and over.
@lru_cache(maxsize=4096)
def read_period(text: str, fiscal_year: int | None = None) -> Period | None:
    """The period that a time-frame cell states, or None.

    The most explicit wording wins: ranges of dates or months, then quarters and halves, single
    dates and months, then a whole fiscal year. Several ranges or months give the time from the
    first to the last. ``fiscal_year`` (พ.ศ.) stands in only where the text names no year:
    ตลอดปี, a month alone, a day and month. ภายใน with a date or month means from the start of its fiscal year.

    >>> read_period("ต.ค.๖๗ - ก.ย.๖๘").end.isoformat()
    '2025-09-30'
    """
    plain = with_short_years(same_length(text))
    fiscal = [y for y in find_years(text) if y[3]]
    years = fiscal or find_years(text)
    stated = years[0][0] if years else fiscal_year
    assumed = fiscal_year if not years else stated if fiscal else None
    readings: tuple[Callable[[], Iterator[Candidate]], ...] = (
        partial(_explicit_ranges, plain, assumed),
        partial(_parts_of_year, plain, stated),
        partial(_single_dates, plain, assumed),
        partial(_whole_years, text, plain, fiscal_year),
    )
    for reading in readings:
        found = [c for c in reading() if c[0] <= c[1]]
        if found:
            rule = found[0][3]
            same = [c for c in found if c[3] == rule]
            if rule == "month_range":
                same += _months_beside(plain, assumed, same)
            start, end = min(c[0] for c in same), max(c[1] for c in same)
            left, right = min(c[2][0] for c in same), max(c[2][1] for c in same)
            goes_on = _ON.match(plain, right) or _CUT_RANGE.match(text, right)
            if len(same) == 1 and rule in ("date", "month") and goes_on:
                return Period(start, None, text[left:].strip(), "from_on")
            return Period(start, end, text[left:right].strip(), rule)
    return None
