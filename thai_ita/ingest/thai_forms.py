"""How Office programs write numbers and dates in Thai."""

from __future__ import annotations

from datetime import date
from typing import Final

_THAI_DIGITS: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_MONTHS: Final = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_BUDDHIST_ERA: Final = 543
# A date typed with its Buddhist year into a program set to another calendar keeps that year.
_FIRST_BUDDHIST_YEAR: Final = 2400


def thai_digits(text: str) -> str:
    """The text with ๐-๙ for 0-9."""
    return text.translate(_THAI_DIGITS)


def thai_date(day: date, *, with_day: bool = True) -> str:
    """``1 ตุลาคม 2567``, or ``ตุลาคม 2567`` without the day."""
    typed = day.year >= _FIRST_BUDDHIST_YEAR
    year = day.year if typed else day.year + _BUDDHIST_ERA
    month = f"{_MONTHS[day.month - 1]} {year}"
    return f"{day.day} {month}" if with_day else month
