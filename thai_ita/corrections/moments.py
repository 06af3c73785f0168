"""When a person said something, as a text that can be put in order.

Pages write ISO times; a spreadsheet that has saved them makes 9/1/2026 or 9 ม.ค. 2569 of some.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from thai_ita.corrections.values import BadValueError, is_ambiguous_date, only_month_first, parsed

if TYPE_CHECKING:
    from thai_ita.corrections.record import Correction

LONGEST = 60
_TIME = re.compile(
    r"(?:(?<!\s) |[T,])\s*+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d++)?\s*+([AaPp])?\.?(?:[Mm]\.?)?\s*+(?:น\.)?$"
)
NOON = 12


def now() -> str:
    """This moment as corrections hold it: UTC, so that words of several machines are in order."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def moment(when: str, *, month_first: bool = False) -> str:
    """A date or time as ISO text (UTC where it names a zone), "" for what is none. A date alone comes
    before all times of its day."""
    text = " ".join(when.split())
    if not text or len(text) > LONGEST:
        return ""
    try:
        # Of 2569 too, which is a year like any other here.
        exact = datetime.fromisoformat(text)
    except ValueError:
        return _of_spreadsheet(text, month_first)
    if exact.year > _FIRST_THAI:
        return _of_spreadsheet(text, month_first)
    if exact.tzinfo is not None:
        try:
            exact = exact.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:
            return ""
    return exact.date().isoformat() if len(text) <= len("2026-01-05") else exact.isoformat()


def moments(whens: Iterable[str]) -> list[str]:
    """The same of several, among which one with a day above 12 tells that the month stands first."""
    listed = list(whens)
    month_first = any(map(puts_month_first, listed))
    return [moment(when, month_first=month_first) for when in listed]


def times_read(corrections: list[Correction]) -> list[Correction]:
    """Those of a file, with ISO times where one of its dates tells that all have the month first."""
    if not any(puts_month_first(each.when) for each in corrections):
        return corrections
    return [replace(each, when=moment(each.when, month_first=True) or each.when) for each in corrections]


def puts_month_first(when: str) -> bool:
    """Whether a date can only be one with the month first."""
    return len(when) <= LONGEST and only_month_first(_TIME.sub("", when.strip()))


_FIRST_THAI = 2400
"""From here on years are Buddhist."""


def _of_spreadsheet(text: str, month_first: bool) -> str:
    time = _TIME.search(text)
    date = text[: time.start()] if time else text
    try:
        day = parsed("measures", "start_date", date, month_first=month_first and is_ambiguous_date(date))
    except BadValueError:
        return ""
    if time is None or not isinstance(day, str):
        return str(day or "")
    hour = int(time[1])
    if time[4]:
        hour = hour % NOON + (NOON if time[4] in "Pp" else 0)
    return f"{day}T{hour:02d}:{time[2]}:{time[3] or '00'}"
