"""Months and years in Thai text: the patterns that dates and periods are read with.

A month is a name, a name with one letter wrong, or an abbreviation with or without its stops.
Years are of either era: พ.ศ. = CE + 543.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

from .blanks import BLANKS_BEFORE
from .numerals import to_arabic

BE_OFFSET: Final = 543
FIRST_YEAR: Final = 2550
LAST_YEAR: Final = 2600
_NAMES: Final = """
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน
กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
"""
_MONTHS: Final = _NAMES.split()
_ABBREVIATIONS: Final = ["มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค"]


_DOTTED: Final = [f"{letters[:-1]}.{letters[-1]}." for letters in _ABBREVIATIONS]
# A month in a narrow column: two or three letters with stops and breaks anywhere, and its year.
_NARROW: Final = re.compile(
    r"(?=[\sก-์.]{2,10}[\d๐-๙\s]*$)([ก-ฮเิี\s.]+)(?:พ\.?\s?ศ\.?)?\s*((?:[\d๐-๙]\s*){2}|(?:[\d๐-๙]\s*){4})?"
)
_VOWELS: Final = re.compile("[ิี]")
_YEAR_BEHIND: Final = re.compile(BLANKS_BEFORE + r"(?:พ\.?\s?ศ\.?\s*)?[\d๐-๙]{2,4}\s*$")
_BREAKS: Final = re.compile(r"[\s.]+")
# First letters of the months are told from one another by their order: so many in a row.
LEAST_INITIALS: Final = 6
_INITIALS: Final = [letters[:-1] for letters in _ABBREVIATIONS]


def plain_month(text: str) -> str:
    """The month, with its year, that a narrow column broke into pieces; else the text as it is.

    A vowel may have come to stand with the letter of the next line.

    >>> plain_month("ต .ค."), plain_month("ม .คี."), plain_month("ธ.ค. 6 6"), plain_month("กก.")
    ('ต.ค.', 'มี.ค.', 'ธ.ค. 66', 'กก.')
    """
    found = _NARROW.fullmatch(text.strip())
    if not found:
        return text
    letters = _BREAKS.sub("", found[1])
    shape = (_VOWELS.sub("", letters), _VOWELS.findall(letters))
    for abbreviation, dotted in zip(_ABBREVIATIONS, _DOTTED, strict=True):
        if shape == (_VOWELS.sub("", abbreviation), _VOWELS.findall(abbreviation)):
            year = _BREAKS.sub("", found[2] or "")
            return f"{dotted} {year}" if year else dotted
    return text


def months_by_initials(heads: Sequence[str]) -> dict[int, str]:
    """The months that a row of first letters means, by place: ``ต พ ธ ม ก มี`` from October on."""
    letters = [_BREAKS.sub("", head) for head in heads]
    found: dict[int, str] = {}
    start = 0
    while start <= len(letters) - LEAST_INITIALS:
        runs = [_run_of_initials(letters[start:], month) for month in range(12)]
        length = max(runs)
        if length < LEAST_INITIALS or runs.count(length) > 1:
            start += 1
            continue
        first = runs.index(length)
        found |= {start + i: _DOTTED[(first + i) % 12] for i in range(length)}
        start += length
    return found


def month_words() -> tuple[str, ...]:
    """The names of the months and their abbreviations with stops, from January on."""
    return (*_MONTHS, *_DOTTED)


def month_of(text: str) -> int | None:
    """The month (1-12) that a text names and nothing else, but for a year.

    >>> month_of("มี.ค. 67"), month_of("ธันวาคม"), month_of("ไตรมาส 1")
    (3, 12, None)
    """
    name = _YEAR_BEHIND.sub("", plain_month(text))
    letters = _BREAKS.sub("", name).removeprefix("เดือน")
    for names in (_ABBREVIATIONS, _MONTHS):
        if letters in names:
            return names.index(letters) + 1
    return None


def months_between(known: dict[int, str], heads: Sequence[str]) -> dict[int, str]:
    """The months of places whose heads cannot be read: as many as are missing between two months,
    and before or behind all others where the head holds the name that is due there.

    >>> months_between({3: "ต.ค.", 5: "ธ.ค.", 7: "มี.ค."}, [""] * 8)
    {4: 'พ.ย.'}
    """
    known = dict(known)
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        nearest = min(known, key=lambda other: abs(other - place))
        month = month_of(known[nearest])
        if place in known or month is None:
            continue
        number = (month - 1 + place - nearest) % 12
        if _MONTHS[number] in _BREAKS.sub("", head):
            known[place] = found[place] = _DOTTED[number]
    for (a, first), (b, second) in pairwise(sorted(known.items())):
        month, then = month_of(first), month_of(second)
        if month is None or then is None or b - a < 2 or (then - month) % 12 != b - a:
            continue
        years = [_YEAR_BEHIND.search(head) for head in (first, second)]
        for i in range(1, b - a):
            year = years[0] if month + i <= 12 else years[1]
            found[a + i] = _DOTTED[(month - 1 + i) % 12] + (year[0] if year else "")
    return found


def _run_of_initials(letters: Sequence[str], month: int) -> int:
    """How many of the first texts are the initials of months from this one (0-11) on."""
    n = 0
    while n < min(12, len(letters)) and letters[n] == _INITIALS[(month + n) % 12]:
        n += 1
    return n


def _abbreviation(letters: str) -> str:
    """A pattern for ต.ค., ต.ค, ตค. and ต. ค.; bare letters need a stop, a space or a digit."""
    cut = len(letters) - 1
    head, tail = letters[:cut], letters[cut:]
    # สำนักงาน ก.พ. and ป.ป.ช. are no months: no letter or stop before, save the words that lead.
    apart = r"(?:(?<![ก-๎.])|(?<=เดือน)|(?<=ถึง)|(?<=ใน))"
    return rf"{apart}{head}\.?\s?{tail}(?:\.|(?=\s*\d|\s*[-–พค]|\s|$|\)))"


_MONTH: Final = (
    "(?:"
    + "|".join(
        f"(?P<m{{tag}}{i}>{name}|{_abbreviation(abbr)}|@{i}@)"
        for i, (name, abbr) in enumerate(zip(_MONTHS, _ABBREVIATIONS, strict=True), 1)
    )
    + ")"
)


def _variants(name: str) -> list[str]:
    """Patterns for the name with one letter lost, changed or added; the first letter stays."""
    found = []
    for i in range(1, len(name)):
        found += [
            f"{name[:i]}[ก-๎]{name[i + 1 :]}",
            name[:i] + name[i + 1 :],
            f"{name[:i]}[ก-๎]{name[i:]}",
        ]
    return found


def _month(tag: str) -> str:
    """The pattern of any month; group m<tag><number> tells which."""
    pattern = _MONTH.replace("{tag}", tag)
    for i, name in enumerate(_MONTHS, 1):
        pattern = pattern.replace(f"@{i}@", "|".join(_variants(name)))
    return pattern


def _year(tag: str) -> str:
    era = r"(?:(?:[พค]\s?\.?\s?ศ\s?\.?|ปี)\s*)?"
    return rf"{era}(?P<y{tag}>\d{{4}}|\d{{2}})(?![\d.,]*\d)"


TO: Final = r"\s*(?:-|–|—|−|~|ไปจนถึง|จนถึง|ถึง)\s*+(?:วันที่|เดือน|สิ้นเดือน)?\s*"
_DAY: Final = r"(?<!\d)(?P<d{tag}>\d{{1,2}})"


def _day(tag: str) -> str:
    return _DAY.format(tag=tag)


def month_number(match: re.Match[str], tag: str) -> int:
    """The month (1-12) that the group m<tag>... of a match names."""
    return next(i for i in range(1, 13) if match.group(f"m{tag}{i}"))


def be_year(digits: str) -> int | None:
    """The Buddhist year of 2 or 4 digits: 64 is 2564, 2021 is 2564; None out of bounds."""
    year = int(digits)
    if len(digits) == 2:
        year += 2500
    elif 2000 <= year < 2100:
        year += BE_OFFSET
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def make_date(digits: str | int | None, month: int, day: int | None) -> date | None:
    """The date, or with ``day`` None the last of the month; None where no calendar has it."""
    if digits is None:
        return None
    be = be_year(digits) if isinstance(digits, str) else digits
    if be is None or not 1 <= month <= 12:
        return None
    year = be - BE_OFFSET
    last = monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return date(year, month, last if day is None else day)


@lru_cache(maxsize=1)
def patterns() -> dict[str, re.Pattern[str]]:
    """Dates, ranges and months by name; compiled at first use, for the slips make them long.

    Groups end in a for the first or only date, b for the last, c for a first day alone.
    """
    a, b = _month("a"), _month("b")
    full_a = rf"{_day('a')}\s*(?:เดือน\s*)?{a}\s*{_year('a')}"
    full_b = rf"{_day('b')}\s*(?:เดือน\s*)?{b}\s*{_year('b')}"
    optional_year = rf"(?:\s*{_year('a')})?"
    optional_year_b = rf"(?:\s*{_year('b')})?"
    slash = r"(?<![\d/])(?P<da>\d{1,2})\s?/\s?(?P<mo>\d{1,2})\s?/\s?(?P<ya>\d{4}|\d{2})(?![\d/])"
    iso = r"(?<![\d/-])(?P<ya>\d{4})-(?P<mo>\d{1,2})-(?P<da>\d{1,2})(?![\d/-])"
    day_a = rf"{_day('a')}\s*(?:เดือน\s*)?{a}"
    day_b = rf"{_day('b')}\s*(?:เดือน\s*)?{b}"
    return {
        "full": re.compile(full_a),
        "slash": re.compile(slash),
        "iso": re.compile(iso),
        "day_month": re.compile(rf"{day_a}{optional_year}"),
        # Two dates with nothing but a space between them are the ends of a period too.
        "date_range": re.compile(rf"{day_a}{optional_year}(?:{TO}|\s+){day_b}{optional_year_b}"),
        "date_to_month": re.compile(rf"{day_a}{optional_year}{TO}{b}{optional_year_b}"),
        "month_to_date": re.compile(rf"(?<!\d)(?<!\d\s){a}{optional_year}{TO}{day_b}{optional_year_b}"),
        "days_of_month": re.compile(rf"{_day('c')}{TO}{full_b}"),
        "month_range": re.compile(rf"(?<!\d)(?<!\d\s){a}{optional_year}{TO}{b}(?:\s*{_year('b')})?"),
        "month": re.compile(rf"(?<!\d)(?<!\d\s){a}{optional_year}"),
    }


# 17-มิ.ย.-68 as a spreadsheet writes it, 17-06-2568 and 17.06.2568.
_HYPHENED: Final = re.compile(r"(?<![\d/-])(\d{1,2})[-/](?=[ก-ฮ])([ก-๎.]{3,12}?)[-/](?=(?:\d{4}|\d{2})(?![\d/-]))")
_PARTED: Final = re.compile(r"(?<![\d/.-])(\d{1,2})([-.])(\d{1,2})\2(\d{4})(?![\d/-]|\.\d)")
_PARTED_SHORT: Final = re.compile(r"(?<![\d/.-])(\d{1,2})-(\d{1,2})-(\d{2})(?![\d/-])")


def same_length(text: str) -> str:
    """Arabic digits, plain spaces, and one way to part a date; places in the text stay.

    >>> same_length("๑๗-มิ.ย.-๖๘"), same_length("17-06-2568")
    ('17 มิ.ย. 68', '17/06/2568')
    """
    plain = to_arabic(text).replace("\u00a0", " ").replace("\t", " ").replace("\n", " ")
    plain = _HYPHENED.sub(r"\1 \2 ", plain)
    return _PARTED.sub(r"\1/\3/\4", plain)


def with_short_years(plain: str) -> str:
    """What ``same_length`` gave, with 17-06-68 as a date too: where a text can be nothing else."""
    return _PARTED_SHORT.sub(r"\1/\2/\3", plain)
