"""Numbers of a recognised page that no arithmetic reaches and whose range is known.

A quarter is 1 to 4, a day 1 to 31, an indicator 1 to 10, an item one of its year. What a recogniser
read beyond is a misreading: it is not accepted, and a check says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from thai_ita.model import Cell, Check, CheckResult, Document, Line, Measure, Severity
from thai_ita.normalize.editions import known_codes
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.excerpts import excerpt

LAST_QUARTER, LAST_MONTH, LAST_DAY, LAST_INDICATOR = 4, 12, 31, 10
_MONTHS = r"(?:ม\.?\s?ค|ก\.?\s?พ|มี\.?\s?ค|เม\.?\s?ย|พ\.?\s?ค|มิ\.?\s?ย|ก\.?\s?ค|ส\.?\s?ค|ก\.?\s?ย|ต\.?\s?ค|พ\.?\s?ย|ธ\.?\s?ค)\.|(?:มกรา|มีนา|พฤษภา|กรกฎา|สิงหา|ตุลา|ธันวา)คม|กุมภาพันธ์|(?:เมษา|มิถุนา|กันยา|พฤศจิกา)ยน"

# Of a span of quarters the last.
_QUARTER = compile_tone_tolerant(
    r"ไตรมาส\s*+(?:ที่)?\s*(?:\d\s*(?:-|–|ถึง|และ|,)\s*(?:ไตรมาส\s*+(?:ที่)?\s*)?)?(\d{1,2})(?![\d.])"
)


@dataclass(frozen=True, slots=True)
class Range:
    """What a number counts and how far; ``pattern`` has it as its first group."""

    what: str
    pattern: re.Pattern[str]
    last: Callable[[re.Match[str]], int]

    def beyond(self, text: str) -> Iterator[re.Match[str]]:
        """The numbers of a text in Arabic digits that there cannot be."""
        for found in self.pattern.finditer(text):
            if not 1 <= int(found[1]) <= self.last(found):
                yield found


RANGES = (
    Range("quarter", _QUARTER, lambda _: LAST_QUARTER),
    Range("day", re.compile(rf"(?<![\d.])(\d{{1,2}})\s*(?:{_MONTHS})"), lambda _: LAST_DAY),
    Range("month", re.compile(r"(?<![\d/.])\d{1,2}/(\d{1,2})/25\d\d(?!\d)"), lambda _: LAST_MONTH),
    Range("indicator", compile_tone_tolerant(r"ตัวชี้วัด\s*ที่\s*(\d{1,2})(?![\d.])"), lambda _: LAST_INDICATOR),
    Range(
        "item", re.compile(r"(?<![A-Za-z\d])[ieo](\d{1,2})(?![\d.])", re.I),
        lambda found: known_codes().last.get(found[0][0].lower(), 0),
    ),
)  # fmt: skip


def range_checks(document: Document) -> list[Check]:
    """A check for each number of a recognised line or cell that is out of its range."""
    return [
        _check(name, found, text) for text in _recognised(document) for name, found in _beyond(to_arabic(text.text))
    ]


def drop_impossible_periods(measures: Iterable[Measure]) -> None:
    """Takes the dates from measures of a recognised document whose period there cannot be, in place."""
    for measure in measures:
        if any(_beyond(to_arabic(measure.timeframe))):
            measure.start_date = measure.end_date = ""


def _beyond(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for each in RANGES:
        for found in each.beyond(text):
            yield each.what, found


def _recognised(document: Document) -> Iterator[Line | Cell]:
    for block in document.blocks:
        if isinstance(block, Line):
            if block.figures:
                yield block
        else:
            yield from (cell for cell in block.cells() if cell.figures)


def _check(what: str, found: re.Match[str], text: Line | Cell) -> Check:
    start, end = found.span(1)
    seen = text.text[found.start() : found.end()]
    place = f" (page {text.page})" if text.page is not None else ""
    return Check(
        "out-of-range", CheckResult.FAILS, severity=Severity.WARNING, found=seen,
        message=(
            f"there is no {what} {text.text[start:end]}{place}; it was recognised in a picture and is "
            f"not accepted: {excerpt(text.text, start, end)}"
        ),
    )  # fmt: skip
