"""Words of which there are only so many: what a text that was read with doubt is measured by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from thai_ita.normalize.editions import known_years, load_edition
from thai_ita.normalize.gazetteer import provinces
from thai_ita.normalize.months import month_words
from thai_ita.normalize.units import official_units

FIRST_ASSESSED_YEAR: Final = 2561
LAST_ASSESSED_YEAR: Final = 2575
# Offices that nearly all have, beside those of the official list.
_OFFICES: Final = ("กองคลัง", "กองช่าง", "สำนักปลัด", "ปลัดเทศบาล", "ปลัดองค์การบริหารส่วนตำบล")
# Years of dates: laws and orders that a report names are older than what it reports.
DATED_YEARS: Final = (2500, 2600)
# What stands behind figures and before them.
_COMMON: Final = ("ITA", "คะแนน", "ร้อยละ")


@dataclass(frozen=True, slots=True)
class NumberBehind:
    """Words behind which only some whole numbers stand: the end of a text as a pattern."""

    words: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClosedWords:
    """``words`` stand between spaces or numbers, ``lines`` alone but for their numbering."""

    words: tuple[str, ...]
    lines: tuple[str, ...]
    numbers: tuple[NumberBehind, ...]


@lru_cache(maxsize=1)
def closed_words() -> ClosedWords:
    """Instruments, months, provinces, indicators, offices, fiscal years and quarters."""
    editions = [load_edition(year) for year in known_years()]
    instruments = {i.code for edition in editions for i in edition.instruments}
    names = {i.name for edition in editions for i in edition.indicators}
    names |= {i.name for edition in editions for i in edition.subindicators}
    words = {*_COMMON, *instruments, *month_words(), *(f"จังหวัด{name}" for name in provinces())}
    years = range(FIRST_ASSESSED_YEAR, LAST_ASSESSED_YEAR + 1)
    return ClosedWords(
        tuple(sorted(words)),
        tuple(sorted({*names, *official_units(), *_OFFICES})),
        (
            NumberBehind(r"ปีงบประมาณ\s*(?:พ\.?\s?ศ\.?)?\s*", tuple(map(str, years))),
            NumberBehind(r"ไตรมาส\s*(?:ที่)?\s*", tuple("1234")),
            NumberBehind(_month_before(), tuple(map(str, range(*DATED_YEARS)))),
        ),
    )


def _month_before() -> str:
    months = "|".join(re.escape(month) for month in month_words())
    return rf"(?:{months})\s*(?:พ\.?\s?ศ\.?\s*)?"
