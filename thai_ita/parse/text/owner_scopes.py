"""Whose a figure in running text is: how far each agency that a passage names reaches.

``เทศบาล ก ได้ 83.85 คะแนน ขณะที่เทศบาล ข ได้ 90.71 คะแนน``: an agency that is compared with keeps the
figure of its own clause, and takes none of those that follow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from thai_ita.normalize.agencies import AgencyMention
from thai_ita.normalize.gazetteer import AGENCY_TYPES
from thai_ita.normalize.numerals import Number, to_arabic
from thai_ita.normalize.owners import find_owners
from thai_ita.normalize.repair import repair_text
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.clauses import Clauses, Opener
from thai_ita.parse.text.year_scopes import first_between

# Similarity (0-1) up from which another spelling is the same agency.
SAME_AGENCY = 0.75
# Letters before a name in which stands that it is compared with.
BEFORE_NAME = 30

_COMPARED = compile_tone_tolerant(
    r"(?:จาก|กว่า|กับ|เทียบเท่า|ขณะที่|รองลงมา|ลำดับ(?:ที่)?\s*\d+|อันดับ(?:ที่)?\s*\d+|สูงสุด|ต่ำสุด|ได้แก่|เช่น)\s*+(?:คือ|ได้แก่|ของ|ที่)?\s*$"
)
# What gives a named agency its figure: it stands behind the name.
_BEARS = compile_tone_tolerant(
    r"\s*+(?:\([^()\d\n]{1,40}\)\s*+)?(?:(?:อำเภอ|อ\.)\s*[ก-๎]{1,40}\s*+)?(?:(?:จังหวัด|จ\.)\s*[ก-๎]{1,40}?\s*+)?"
    r"(?:ซึ่ง|ที่|ก็|นั้น|กลับ|จึง|(?:ตั้ง)?อยู่ใน(?:อำเภอ|จังหวัด|พื้นที่)(?:เดียวกัน|ใกล้เคียง)|[\s:=(\-–])*"
    r"(?:ได้|มี|คะแนน|ผล|ทำ|คว้า|ผ่าน|ITA|อยู่ที่|(?:ใน)?ปี|[IEO]IT|\d)"
)
# An owner of another kind announces results and asks for them: only what it "got" is its.
_GOT = compile_tone_tolerant(
    r"\s*+(?:ซึ่ง|ที่|[\s:=(])*(?:(?:ได้|มี)(?:รับ)?\s*+(?:ผล)?(?:การประเมิน)?\s*(?:คะแนน|\d|ร้อยละ)|คะแนน|\d)"
)
# Before the name of a place that one went to, or of somebody spoken to.
# Another clause about the agency, and then "they got": ซึ่งงบน้อยกว่าเรา เขาได้.
_THEY_GOT = compile_tone_tolerant(r"[^\d]{0,60}?(?:เขา|ที่นั่น|ทางนั้น)\s*+(?:ก็|กลับ|ยัง)?\s*(?:ทำ)?(?:คะแนน)?(?:ได้|มี)")
_PLACE_BEFORE = compile_tone_tolerant(r"(?:ณ|ที่|กับ|จาก|ร่วมกับ|ของ|ถึง|เรียน|ใน|โดย|ให้|แก่|ต่อ|และ|นายก|ปลัด|ผ่าน|สู่|ทาง)\s*$")
_LISTED_ON = compile_tone_tolerant(r"(?:และ|กับ|,|รวมทั้ง)\s*$")
# The reporting agency, as it calls itself: เทศบาลได้ 93.57 คะแนน.
_ITSELF = compile_tone_tolerant(
    r"(?:เทศบาล(?!ตำบล|เมือง|นคร|ต\.)|(?<![ก-๙])หน่วยงาน(?!ที่|อื่น|ทั้ง|ภาครัฐ|ใน|ซึ่ง)|(?<![ก-๙])อบต\.?(?=ได้|มี|เรา)|องค์การบริหารส่วนตำบล(?=ได้|มี|เรา|ของเรา))(?:ของเรา|แห่งนี้|เรา|ฯ)?\s*(?=ได้|มี)"
)


@dataclass(frozen=True, slots=True)
class ScopedOwner:
    """An agency that a passage names, and from where to where it holds. ``mention`` is None where
    the reporting agency is meant without its name; ``own`` where it is the one that reports,
    ``beside`` where it is compared with. ``doubtful`` is one that stands before figures without
    being given any: they may be its, so that nobody has them."""

    start: int
    end: int
    until: int
    own: bool
    mention: AgencyMention | None = None
    beside: bool = False
    doubtful: bool = False


def same_agency(name: str, own: str) -> bool:
    """Whether two names are of one agency, damage and a cut tail aside."""
    if not own:
        return False
    near = Levenshtein.normalized_similarity(name, own) >= SAME_AGENCY
    return near or name.startswith(own) or own.startswith(name)


def owners_in(text: str) -> list[tuple[int, int, AgencyMention]]:
    """The owners that a text names, with their places in the text as it stands."""
    repaired = repair_text(text)
    kept = to_arabic(repaired) == text or len(repaired) == len(text)
    found: list[tuple[int, int, AgencyMention]] = []
    place = 0
    for mention in find_owners(text):
        start = mention.span[0] if kept else text.find(mention.as_seen, place)
        if start < 0:
            continue
        place = start + len(mention.as_seen)
        found.append((start, place, mention))
    return found


def scoped_owners(
    text: str,
    clauses: Clauses,
    figures: Sequence[Number],
    names: Sequence[int],
    own: str,
    *,
    of_many: bool,
) -> list[ScopedOwner]:
    """The owners of a passage with their reach, in order.

    ``own`` is the agency that reports, "" where none is known; in a document ``of_many`` a named
    agency holds until the next one, in a report another one holds in its line.
    """  # fmt: skip
    named = owners_in(text)
    found: list[ScopedOwner] = []
    for start, end, mention in named:
        if text[start:end].endswith("ฯ") or text[end : end + 1] == "ฯ":
            # A short form of the name told before: สำนักงานเขตฯ.
            found.append(ScopedOwner(start, end, len(text), True))
            continue
        is_own = same_agency(mention.full_name, own) and not of_many
        before = text[max(text.rfind("\n", 0, start) + 1, start - BEFORE_NAME) : start]
        other = bool(own) and not of_many and not is_own
        local = mention.type in AGENCY_TYPES
        they = other and local and bool(_THEY_GOT.match(text, end))
        bears = _BEARS.match(text, end) if local else _GOT.match(text, end)
        if other and not they and not bears:
            # Named, but given no result: where one went to see; or a clause stands between.
            if local and not _PLACE_BEFORE.search(before):
                doubt = clauses.at(start).line_end
                found.append(ScopedOwner(start, end, doubt, False, mention, doubtful=True))
            continue
        turned = clauses.at(start).opener is Opener.TURN and clauses.at(start).start > 0
        listed = bool(found) and found[-1].beside and bool(_LISTED_ON.search(before))
        beside = bool(own) and not is_own and not of_many
        beside = beside and (bool(_COMPARED.search(before)) or turned or listed or they)
        if beside:
            until = _end_beside(text, clauses, figures, names, end)
        elif is_own or of_many or not own:
            until = len(text)
        else:
            until = clauses.at(start).line_end
        found.append(ScopedOwner(start, end, until, is_own, mention, beside))
    for match in _ITSELF.finditer(text):
        at = bisect_left(named, match.start(), key=lambda owner: owner[1])
        if at >= len(named) or named[at][0] > match.start():
            found.append(ScopedOwner(match.start(), match.end(), len(text), True))
    return sorted(found, key=lambda owner: owner.start)


def _end_beside(text: str, clauses: Clauses, figures: Sequence[Number], names: Sequence[int], place: int) -> int:
    """Behind the first figure of an agency that is compared with, at the next turn or name."""
    line_end = clauses.at(place).line_end
    first = first_between(figures, place, line_end)
    if first is None:
        return line_end
    turn = clauses.next_turn(first.end)
    at = bisect_left(names, first.end)
    return min(names[at], turn) if at < len(names) else turn
