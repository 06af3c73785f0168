"""The levels that a passage states, each with its year: ``82.21 (ปี 2564 ระดับ B) เป็น 91.12 (ปี 2565 ระดับ A)``."""

from __future__ import annotations

import re

from thai_ita.normalize.levels import PROSE_SCHEMES, LevelMention, find_levels, read_level
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.repair import repair_text
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.result_year import years_of_results

_LEADER = re.compile(r"[.…·]{3,}|\t")
# A level in brackets right behind the score: 87.04 คะแนน (A).
_BESIDE = re.compile(r"\d\s*+(?:คะแนน|%)?\s*\(\s*([A-F]{1,2}|ผ่าน\S*|ต้องปรับปรุง\S*)\s*\)")
# The year of a level, where it stands behind it: ระดับ B ในปี 2566.
_YEAR_BEHIND = compile_tone_tolerant(
    r"\s*+[)\"”']?\s*+\(?(?:ใน|ของ|เมื่อ)?\s*ปี(?:งบประมาณ)?\s*+(?:พ\s*+\.?\s*ศ\s*+\.?)?\s*(25\d\d)(?!\s*(?:ได้|มี|อยู่|เท่ากับ|คะแนน|ระดับ|เกรด|=|:|\d))"
)
# A column that says of each row whether it passes a mark: ผ่าน 85 ?, ผ่าน/ไม่ผ่าน.
_WHETHER = compile_tone_tolerant(
    r"\s*(?:≥\s*[\d๐-๙.]+\s*)?ผ่าน(?:เกณฑ์|หรือไม่)?\s*+(?:\(?\s*+(?:ร้อยละ|≥|>=?)?\s*[\d๐-๙]|\?|/\s*ไม่ผ่าน|หรือไม่)"
)
# More levels than these, of no years of their own, explain a scheme.
MAX_LEVELS = 2

StatedLevel = tuple[int | None, str]


def stated_levels(text: str, year: int | None, *, with_result: bool, scheme: str | None = None) -> list[StatedLevel]:
    """The levels of a passage with their years, ``year`` being that which holds there.

    ``with_result`` tells that the passage states a score; then a level needs no word before it.
    ``scheme`` is that of the edition.
    """
    text = to_arabic(repair_text(_LEADER.sub(" ", text)))
    schemes = PROSE_SCHEMES if scheme in (None, *PROSE_SCHEMES) else (*PROSE_SCHEMES, str(scheme))
    mentions = [m for m in find_levels(text, schemes) if m.cued or with_result]
    if not mentions and with_result and (beside := _BESIDE.search(text)):
        level = read_level(beside.group(1))
        return [(year, level.word)] if level is not None else []
    found = [(_year_of(mention, text, year), mention.level.word) for mention in mentions]
    words = {word for _, word in found}
    if len(words) > MAX_LEVELS and len({y for y, _ in found}) < len(words):
        return []
    return found


def asks_whether_passed(heading: str) -> bool:
    """Whether a column tells if a mark is passed: ``ผ่าน`` there is the answer, and no level."""
    return bool(_WHETHER.match(heading))


def _year_of(mention: LevelMention, text: str, year: int | None) -> int | None:
    years = years_of_results(text)
    if len({y.year for y in years}) == 1:
        return years[0].year
    if behind := _YEAR_BEHIND.match(text, mention.span[1]):
        return int(behind.group(1))
    before = [y for y in years if y.end <= mention.span[0]]
    return before[-1].year if before else year
