"""Which year a figure in running text is of: how far each year that a passage names reaches.

A year says of what follows it until the next year does. Three kinds of years do not: one that is of
no result (since when, a plan's, a law's, a target's), one that a clause brings in beside the matter
(``ลดลงจากปี 2566 ซึ่งได้ 92.30 คะแนน``), which ends with its clause, and one that stands behind its
figure (``85.49 (ปี 2566)``), which is that figure's alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from thai_ita.normalize.dates import YearMention
from thai_ita.normalize.numerals import Number
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.clauses import Clauses, Opener
from thai_ita.parse.text.result_year import BEFORE_YEAR, YEAR_WORDS, years_of_results

# Brought in beside the matter: what is compared with, what was before.
_BESIDE = compile_tone_tolerant(
    r"(?:(?:เพิ่ม|สูง|มาก|ดี|ลด|ต่ำ|น้อย|ตก|ขยับ|ต่าง)(?:ขึ้น|ลง)?จาก|กว่า|เทียบ(?:กับ)?|ขณะที่|ส่วน|ทั้งนี้|อนึ่ง|เดิม|(?<![ก-๙])แต่|ก่อนหน้านี้|ก่อนหน้า|เมื่อ|รองลงมา|\()\s*+,?\s*+"
    r"(?:ผล(?:การประเมิน|คะแนน)?|คะแนน(?:รวม|เฉลี่ย|ภาพรวม)?)?\s*+(?:ITA)?\s*+(?:ใน|ของ)?\s*+" + YEAR_WORDS
)
# Names of one passage that are told again of another year stand among so many before it.
NAMES_BEFORE = 24
_RELATIVE = compile_tone_tolerant(r"(?:ใน)?ป(?=ที่ผ่าน)ที่ผ่านมา|(?:ใน)?ปี(?:งบประมาณ)?\s*(?:ที่ผ่านมา|ก่อนหน้านี้|ก่อนหน้า|ก่อน|ที่แล้ว)")
_THIS_YEAR = compile_tone_tolerant(r"(?:ใน)?(?:ปี|รอบ|ครั้ง)(?:งบประมาณ)?(?:นี้|ปัจจุบัน)")
# A year before has a figure of its own where it says "had", not where it says "more than".
_OWN_RESULT = compile_tone_tolerant(
    r"\s*+(?:\(\s*+(?:ปี|พ\.ศ\.)?\s*\d{4}\s*\))?(?:\(|ซึ่ง|ที่|เทศบาล|หน่วยงาน|อบต\.?|องค์กร|[,\s])*(?:ได้|มี|อยู่ที่|เท่ากับ|คือ)(?:รับ)?\s*+(?:ผล)?(?:การประเมิน)?\s*(?:คะแนน)?"
)
# Of the figure that it brings in, not of the matter: เดิม 80.87 คะแนนในปี 2566; เทียบกับ 86.59 ของปี 2566.
_OF_FIGURE_BESIDE = compile_tone_tolerant(
    r"(?:เดิม|เทียบกับ|เคยได้|จากเดิม|กว่า(?:ที่|เดิม)?)\s*+(?:ที่|ได้|มี|คะแนน)*\s*[\d.]+\s*+(?:คะแนน|%)?\s*+" + YEAR_WORDS
)
# "(ปีก่อน 80.87)": in brackets the year and its figure stand side by side.
_BRACKETED_RESULT = compile_tone_tolerant(r"\s*+[:=]?\s*\d{1,3}\.\d")
_LEVEL_BEHIND = compile_tone_tolerant(
    r"\s*+\)?\s*+(?:หน่วยงาน|เทศบาล)?\s*+(?:ได้|อยู่)?(?:รับ|ใน)?(?:ผล)?\s*+(?:การประเมิน)?\s*(?:ใน)?ระดับ"
)
_INTRODUCES = compile_tone_tolerant(
    r"จำแนก|แยก(?:ตาม|ราย|เป็น)|พิจารณา(?:ราย|ตาม|เป็น)|ราย(?:แบบวัด|เครื่องมือ|ตัวชี้วัด)|แบ่งเป็น|ประกอบด้วย|ดังนี้"
)
_LEADS = compile_tone_tolerant(
    r"[\s\-–•*\d.)]*+(?:เมื่อ|ใน|สำหรับ|ส่วน|ทั้งนี้)?\s*+(?:ประจำ)?(?:ปี(?:งบประมาณ|งบ)?)?\s*+(?:พ\s*+\.?\s*ศ\s*+\.?)?\s*"
)


@dataclass(frozen=True, slots=True)
class ScopedYear:
    """A year that a passage names: it holds from ``start`` to ``until``. ``beside`` tells a year
    that is brought in for comparison and moves nothing behind its clause."""

    year: int
    start: int
    end: int
    until: int
    beside: bool = False


def scoped_years(
    text: str,
    clauses: Clauses,
    figures: Sequence[Number],
    names: Sequence[tuple[int, str]],
    base: int | None,
    *,
    firm: bool = True,
    above: int | None = None,
) -> list[ScopedYear]:
    """The years of a passage with their reach, in order.

    ``figures`` are its figures that may be results, ``names`` the places and names of what results
    are of (agencies, indicators), ``base`` the year that holds where the passage begins,
    ``firm`` whether the document says so: a plan's year is not that of the results it quotes.
    """  # fmt: skip
    found: list[ScopedYear] = []
    for year in years_of_results(text, compared=True):
        line = text.rfind("\n", 0, year.start) + 1
        before = text[max(line, year.start - BEFORE_YEAR) : year.start]
        end = _end_beside(text, clauses, figures, names, year.end)
        own = first_between(figures, year.end, end)
        earlier = bool(figures) and figures[0].end <= year.start
        other = base is not None and year.year != base
        told = bool(_BESIDE.search(before))
        beside = bool(own) and other and (told or (firm and (earlier or _turns(clauses, year))))
        if not told and _INTRODUCES.search(text[line : own.start] if own else ""):
            # "เมื่อพิจารณารายแบบวัดของปี 2567 พบว่า": all that follows is of it.
            beside = False
        # Nothing of its own: a level, a date. It moves nothing either where it is brought in so.
        idle = (
            not own
            and earlier
            and bool(_BESIDE.search(before) or _LEVEL_BEHIND.match(text, year.end) or _OF_FIGURE_BESIDE.search(before))
        )
        if beside and _LEADS.fullmatch(text, line, year.start):
            # It heads its line, and all of it.
            end = clauses.at(year.start).line_end
        until = end if beside or idle else len(text)
        found.append(ScopedYear(year.year, year.start, year.end, until, beside or idle))
    found += _relative_years(text, clauses, figures, names, above or base, firm=firm)
    if base is not None:
        # Behind a year that the passage looks back to, this year is the one that held above.
        this = max(base, above or base) if firm else base
        found += [ScopedYear(this, m.start(), m.end(), len(text)) for m in _THIS_YEAR.finditer(text)]
    return sorted(found, key=lambda y: y.start)


def first_between(figures: Sequence[Number], start: int, end: int) -> Number | None:
    """The first figure of a stretch."""
    at = bisect_left(figures, start, key=lambda figure: figure.start)
    return figures[at] if at < len(figures) and figures[at].start < end else None


def _is_told(names: Sequence[tuple[int, str]], name: str, place: int) -> bool:
    """Whether a name stands right before a place too, no further than a line or two."""
    at = bisect_left(names, (place, ""))
    return any(other == name for _, other in names[max(0, at - NAMES_BEFORE) : at])


def _turns(clauses: Clauses, year: YearMention) -> bool:
    clause = clauses.at(year.start)
    return clause.opener is Opener.TURN and clause.start > 0


def _relative_years(
    text: str, clauses: Clauses, figures: Sequence[Number], names: Sequence[tuple[int, str]],
    base: int | None, *, firm: bool,
) -> list[ScopedYear]:  # fmt: skip
    """``ปีที่ผ่านมาได้ 90.27 คะแนน``: the year before the one that the passage is of."""
    if base is None:
        return []
    found: list[ScopedYear] = []
    for match in _RELATIVE.finditer(text):
        end = _end_beside(text, clauses, figures, names, match.end())
        own = first_between(figures, match.end(), end)
        bracketed = text[: match.start()].rstrip().endswith("(")
        told = _OWN_RESULT.match(text, match.end()) or (bracketed and _BRACKETED_RESULT.match(text, match.end()))
        if own is None or not told:
            continue
        # A plan that begins with last year's result speaks of that year.
        beside = firm or figures[0].end <= match.start()
        until = end if beside else len(text)
        found.append(ScopedYear(base - 1, match.start(), match.end(), until, beside))
    return found


def _end_beside(
    text: str, clauses: Clauses, figures: Sequence[Number], names: Sequence[tuple[int, str]], place: int
) -> int:
    """Where what is brought in beside ends: behind its first figure, at the next turn or name."""
    line_end = clauses.at(place).line_end
    first = first_between(figures, place, line_end)
    if first is None:
        return clauses.next_turn(place)
    closing = text.find(")", place, first.start)
    if closing >= 0 and "(" not in text[place:closing] and text.rfind("(", 0, place) > text.rfind(")", 0, place):
        return closing
    turn = clauses.next_turn(first.end)
    # A name that was told before the year is told again of it.
    within = names[bisect_left(names, (first.end, "")) : bisect_left(names, (turn, ""))]
    name = next((s for s, n in within if not _is_told(names, n, place)), turn)
    bracket = text.find(")", first.end, turn)
    opened = text.rfind("(", 0, first.start)
    if 0 <= bracket < name and opened > text.rfind(")", 0, first.start):
        return bracket
    return name
