"""Where clauses of running text begin: at a line's end, and at the words that turn to another matter.

Thai parts no sentences by marks. What holds for a figure (its year, whose it is, what it is of) is
said in its own clause, or carried on from the one before; a clause that turns away (``ขณะที่``,
``เทียบกับ``, ``ทั้งนี้``) says of other years and of others, and what it says ends with it.

>>> text = "ได้คะแนนรวม 83.85 คะแนน ขณะที่เทศบาลเมืองได้ 90.71 คะแนน"
>>> [text[c.start : c.end] for c in find_clauses(text).all]
['ได้คะแนนรวม 83.85 คะแนน ', 'ขณะที่เทศบาลเมืองได้ 90.71 คะแนน']
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from thai_ita.normalize.tone_tolerant import compile_tone_tolerant

# A line this much shorter than the longest one (0-1) ends where its writer ended it.
FULL_LINE = 0.72
# Narrower text is a list or a poster, and no line of it goes on in the next.
MIN_WIDTH = 60
# No page is wider; a longer line is a whole paragraph.
MAX_WIDTH = 170

# Words that turn to another year, another agency or another matter.
_TURN = compile_tone_tolerant(
    r"(?:ใน)?ขณะที่|ขณะเดียวกัน|(?<!บริหาร)ส่วน(?=\s|ค่า|คะแนน|ผล|แบบ|ตัวชี้|เทศบาล|องค์การ|อบต|ทต|ปี|หน่วย|ด้าน|การ|จังหวัด|[IEO]IT|เครื่องมือ|ใน)"
    r"|(?<![ก-๙])แต่(?!ละ|งตั้ง)|ทั้งนี้|อนึ่ง|รองลงมา|(?:เมื่อ|หาก)?(?:เปรียบ)?เทียบ(?:กับ|เท่า)|สำหรับ|ต่างจาก"
    r"|(?:เพิ่ม|สูง|มาก|ดี|ลด|ต่ำ|น้อย|ตก|ขยับ)(?:ขึ้น|ลง)?\s*(?:จาก|กว่า)|(?:ลำดับ|อันดับ)(?:ที่)?\s*\d{1,3}(?![\d.])"
    r"|เดิม(?=\s|ปี|ได้)|เมื่อ(?=\s*(?:ใน)?ปี|\s*จำแนก|\s*แยก|\s*พิจารณา)"
)
# Words with which what was said is carried on.
_GOES_ON = compile_tone_tolerant(
    r"โดย(?!รวม|เฉลี่ย|ตรง|ทั่วไป)|ซึ่ง|จึง|และ(?=\s*(?:มี|ได้|เทศบาล|องค์การ|อบต|ทต|ทม|ทน|แบบ|[IEO]IT|ตัวชี้|ด้าน|การ|ปี|ใน|อยู่))|พบว่า|(?:กล่าว|แจ้ง|รายงาน|ชี้แจง)ว่า|ปรากฏว่า|นั้น\s"
)
_SIGNS = re.compile(r"[;|{}]|,\s*(?=\D)|\((?=\s*+(?:ใน)?\s*(?:ปี|พ\.ศ\.))")
# A line that opens so begins something of its own; one that ends so announces it.
_OPENS = re.compile(
    r"\s*(?:[\d๐-๙]{1,2}(?:\.[\d๐-๙]{1,2})*\s*[.)]\s|[-–•*●▪○✓]|\(\s*[\d๐-๙ก-ฮ]{1,2}\s*\)|ตัวชี้วัด|แบบวัด|หมายเหตุ|ตาราง|[\d๐-๙.,]+\s*+(?:คะแนน|%)?\s*$)"
)
_ANNOUNCES = compile_tone_tolerant(r"(?:ดังนี้|ต่อไปนี้|:)\s*$")


class Opener(StrEnum):
    """What a clause begins with."""

    LINE = "line"
    TURN = "turn"
    GOES_ON = "goes_on"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of text from ``start`` to ``end``; ``line_end`` where the writer ended the line."""

    start: int
    end: int
    opener: Opener
    line_end: int


class Clauses:
    """The clauses of a passage, in order, none missing between them."""

    def __init__(self, found: list[Clause]) -> None:
        self.all = found
        self._starts = [clause.start for clause in found]
        self._lines = [c.start for c in found if c.opener is Opener.LINE]
        self._turns = [c.start for c in found if c.opener is Opener.TURN]

    def at(self, place: int) -> Clause:
        """The clause in which a place lies."""
        return self.all[max(0, bisect_right(self._starts, place) - 1)]

    def line_start(self, place: int) -> int:
        """Where the line of a place begins, wrapped lines taken together."""
        return self._lines[max(0, bisect_right(self._lines, place) - 1)]

    def matter_start(self, place: int) -> int:
        """Where the line of a place begins, or the last clause in it that turns to another matter."""
        at = bisect_right(self._turns, place)
        return max(self.line_start(place), self._turns[at - 1] if at else 0)

    def next_turn(self, place: int) -> int:
        """Where the first clause begins behind a place that turns to another matter; else the
        end of the line, as its writer ended it."""
        end = self.at(place).line_end
        at = bisect_right(self._turns, place)
        return min(self._turns[at], end) if at < len(self._turns) else end


def find_clauses(text: str) -> Clauses:
    """The clauses of a text, which may have several lines; wrapped lines are taken together."""
    ends = _line_ends(text)
    openers: dict[int, Opener] = {}
    for pattern, opener in ((_SIGNS, Opener.SIGN), (_GOES_ON, Opener.GOES_ON), (_TURN, Opener.TURN)):
        for match in pattern.finditer(text):
            openers[match.end() if opener is Opener.SIGN and match[0] != "(" else match.start()] = opener
    openers[0] = Opener.LINE
    for end in ends:
        openers[end + 1] = Opener.LINE
    starts = sorted(s for s in openers if s < max(1, len(text)))
    found: list[Clause] = []
    line_ends = [*ends, len(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line_end = line_ends[bisect_left(line_ends, start)]
        found.append(Clause(start, end, openers[start], line_end))
    return Clauses(found)


def _line_ends(text: str) -> list[int]:
    """Where lines end because what they say ends, not because the paper was full."""
    lines = text.split("\n")
    width = max((len(line) for line in lines if len(line) <= MAX_WIDTH), default=0)
    ends: list[int] = []
    place = 0
    for line, below in pairwise(lines):
        place += len(line)
        goes_on = (
            width >= MIN_WIDTH and FULL_LINE * width <= len(line) <= MAX_WIDTH
            and not _OPENS.match(below) and not _ANNOUNCES.search(line)
        )  # fmt: skip
        if not goes_on:
            ends.append(place)
        place += 1
    return ends
