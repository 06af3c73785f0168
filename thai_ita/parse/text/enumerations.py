"""Names in a row and their scores in a row: ``IIT EIT และ OIT เท่ากับ 87 83 และ 91 ตามลำดับ``.

The same without "respectively", where both rows are plain: ``IIT/EIT/OIT = 84.05/84.11/96.89``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from thai_ita.model import ScoreKind
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.numerals import Number
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.name_mentions import Mention

_RESPECTIVELY = compile_tone_tolerant("ตามลำดับ")
# What may stand between two figures of one enumeration.
_BETWEEN = re.compile(r"[\s,;/]*+(?:(?:คะแนน|%)[\s,;/]*+)?(?:(?:และ|กับ)[\s,;/]*+)?(?:ร้อยละ)?\s*")


# What may stand between two names of one row, and between the rows.
_BETWEEN_NAMES = re.compile(r"\s*(?:[/,;]|และ|กับ)\s*+(?:และ)?\s*|\s*[/,;]\s*และ\s*")
_TO_FIGURES = compile_tone_tolerant(r"(?:\s|[:=(]|ได้รับ|ได้|มี|ผล|คะแนน|เท่ากับ|อยู่ที่|คือ|เป็น|ร้อยละ|คิดเป็น|เฉลี่ย)*")


_YEAR = r"(?:ปี(?:งบประมาณ)?)?\s*+(?:พ\.?\s*ศ\.?)?\s*25\d\d"
_YEAR_ROW = re.compile(
    rf"(?:ปี(?:งบประมาณ)?\s*+|{BLANKS_BEFORE})(?:พ\.?\s*ศ\.?\s*)?25\d\d(?:\s*+(?:,|และ|กับ|/|-|–|ถึง)?\s*+{_YEAR})+"
)
_YEAR_SPAN = re.compile(r"-|–|ถึง")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Figures in a row, from ``start`` to ``end``, with the names that they belong to.

    ``pairs`` is empty where there are not as many names as figures: then nothing is known of any.
    ``years`` has one for each figure where the figures are of one thing in several years; without
    a name they are of the whole.
    """

    start: int
    end: int
    pairs: tuple[tuple[Mention, Number], ...]
    years: tuple[int, ...] = ()


def find_enumerations(text: str, mentions: list[Mention], numbers: list[Number]) -> list[Enumeration]:
    """The enumerations of a passage, in the order of their figures."""
    told = _respectively(text, mentions, numbers)
    plain = [
        e for e in _in_rows(text, mentions, numbers)
        if not any(t.start < e.end and e.start < t.end for t in told)
    ]  # fmt: skip
    return sorted([*told, *plain], key=lambda e: e.start)


def _in_rows(text: str, mentions: list[Mention], numbers: list[Number]) -> list[Enumeration]:
    """Two names or more with nothing but signs between them, then figures in the same way."""
    found: list[Enumeration] = []
    names = [m for m in mentions if m.kind is not None]
    rows: list[list[Mention]] = []
    for name in names:
        last = rows[-1][-1] if rows else None
        if last is not None and _BETWEEN_NAMES.fullmatch(text[last.end : name.start]):
            rows[-1].append(name)
        else:
            rows.append([name])
    for row in rows:
        if len(row) < 2:
            continue
        at = bisect_left(numbers, row[-1].end, key=lambda number: number.start)
        figures = numbers[at : at + 1]
        if not figures or not _TO_FIGURES.fullmatch(text[row[-1].end : figures[0].start]):
            continue
        while (at := at + 1) < len(numbers):
            if not _BETWEEN.fullmatch(text[figures[-1].end : numbers[at].start]):
                break
            figures.append(numbers[at])
        if len(figures) < 2:
            continue
        fits = len(row) == len(figures) and len({m.kind for m in row}) == 1
        pairs = tuple(zip(row, figures, strict=True)) if fits else ()
        found.append(Enumeration(figures[0].start, figures[-1].end, pairs))
    return found


def _respectively(text: str, mentions: list[Mention], numbers: list[Number]) -> list[Enumeration]:
    """The enumerations that end in "respectively"."""
    found: list[Enumeration] = []
    for match in _RESPECTIVELY.finditer(text):
        figures = _figures_before(text, numbers, match.start())
        if len(figures) < 2:
            continue
        start = max([text.rfind("\n", 0, figures[0].start) + 1, *(e.end for e in found)])
        before = [n.end for n in numbers if start <= n.start and n.end <= figures[0].start]
        names = [
            m
            for m in mentions
            if m.kind is not None and m.start >= max([start, *_outside(before, mentions)]) and m.end <= figures[0].start
        ]
        named = names[-len(figures) :]
        # More names than figures: an instrument that heads its indicators may come first.
        pairs = tuple(zip(named, figures, strict=True)) if len(named) == len(figures) else ()
        if pairs and len({m.kind for m, _ in pairs}) > 1:
            pairs = ()
        years = _years_in_row(text[start : figures[0].start])
        if len(years) == len(figures) and len(names) <= 1:
            name = names[0] if names else Mention(start, start, ScoreKind.OVERALL, "ITA")
            pairs = tuple((name, figure) for figure in figures)
        else:
            years = ()
        found.append(Enumeration(figures[0].start, figures[-1].end, pairs, years))
    return found


def _years_in_row(text: str) -> tuple[int, ...]:
    """The years in a row that a text ends on, the words of a result aside: ปี 2564 2565 และ 2566 ได้."""
    rows = list(_YEAR_ROW.finditer(text))
    if not rows or re.search(r"\d", text[rows[-1].end() :]):
        return ()
    years = [int(year) for year in re.findall(r"25\d\d", rows[-1][0])]
    if len(years) == 2 and _YEAR_SPAN.search(rows[-1][0]):
        years = list(range(years[0], years[1] + 1))
    return tuple(years)


def _outside(ends: list[int], mentions: list[Mention]) -> list[int]:
    """Ends of figures that are no part of a name (ตัวชี้วัดที่ 4)."""
    return [e for e in ends if not any(m.start < e <= m.end for m in mentions)]


def _figures_before(text: str, numbers: list[Number], end: int) -> list[Number]:
    """The figures that stand directly one after the other up to a place."""
    figures: list[Number] = []
    for number in reversed([n for n in numbers if n.end <= end]):
        gap = text[number.end : figures[-1].start if figures else end]
        if not _BETWEEN.fullmatch(gap):
            break
        figures.append(number)
    return figures[::-1]
