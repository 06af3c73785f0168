"""Names of the assessment found inside running text, with their places.

In running text a name counts only as a whole: ``การปรับปรุงการทำงานของเว็บไซต์`` is not indicator 8.
What may stand directly before and behind a name is a closed list of words that introduce names and
of words that report results.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.label_parts import is_eit_part
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant

_BEFORE = "คะแนน|ตัวชี้วัดที่|ตัวชี้วัด|ตัวชี้วัดย่อย|ด้าน|มิติ|ส่วน|คือ|ได้แก่|และ|รวมถึง|รวมทั้ง|ตลอดจน|ถึง|เกี่ยวกับ|แม้ว่า|แม้|แต่|ขณะที่|สำหรับ|หรือ|เรื่อง|ประเด็น|ว่า|ใน|กับ|ของ|เป็น|โดย|หัวข้อ|รองลงมา"
_BEHIND = r"ขยับ|ทำได้|ทำคะแนน|เคย|กลับ|ตก|ให้(?=\s*(?:คะแนน|มา|น้อย|มาก|ต่ำ|สูง|\d))|ได้|จะ|มี|คะแนน|อยู่|เท่ากับ|คิดเป็น|ร้อยละ|พบ|และ|ซึ่ง|ลดลง|เพิ่ม|สูง|ต่ำ|เป็น|ที่|ผล|ของหน่วยงาน|ขององค์กร|ค่า|ระดับ|ควร|ยัง|โดย|จำนวน|ในระดับ|ปี"
_MARKS = frozenset("ัิีึืฺุู็่้๊๋์")
_LOOSE = {"ำ": "(?:ำ|ํ?า)"}
_LETTERS = "ก-ฮะ-ฺเ-๎"
_LEFT = compile_tone_tolerant(rf"(?:^|[^{_LETTERS}]|(?:{_BEFORE}))$")
_RIGHT = compile_tone_tolerant(rf"\s*(?:$|[^{_LETTERS}\s]|(?:{_BEHIND}))|\s*$|\s+")
# Whose the measured thing is belongs to the name: คุณภาพการดำเนินงานของหน่วยงาน ได้ 88.20.
_TAIL = compile_tone_tolerant(rf"\s?ของ(?:หน่วยงาน(?:ภาครัฐ|ของรัฐ)?|องค์กร)(?=\s|$|[^{_LETTERS}]|(?:{_BEHIND}))")
_CODE = re.compile(
    r"(?:ข้อ(?:ที่)?\s*|ตัวชี้วัดที่\s*|คำถาม\s*|\(\s*|(?<![A-Za-z0-9.]))([iIeEoO])\s?-?([\d]{1,2})(?!\d|\.\d|[A-Za-z])"
)
_ITEM_OF = re.compile(
    rf"(?:(?:แบบ(?:วัด|ตรวจ)?|เครื่องมือ)\s*|{BLANKS_BEFORE})(?<![A-Za-z])"
    r"(?:IIT|EIT|OIT)\s*+[:,]?\s*(?:ข้อ(?:คำถาม)?|คำถาม)\s*+(?:ที่)?\s*\d{1,2}"
    r"(?![.\d]|\s*(?:[-–]|ถึง)\s*\d)"
)
_ZERO_CODE = re.compile(r"ข้อ(?:ที่)?\s*0([\d]{1,2})(?!\d|\.)")
_NUMBERED = re.compile(
    r"(?:ตัวชี้วัด(?:ย่อย)?ฯ?\s*(?:ที่|ลำดับที่)|(?<![ก-๎])ตชว\.?\s*+(?:ที่)?)"
    r"\s*(\d{1,2}(?:\.\d)?)(?!\d)\s*+[.:)]?\s*+(?:ด้าน)?\s*"
)
_INSTRUMENT = re.compile(
    r"(?:แบบ(?:วัด|ตรวจ|สำรวจ)?\s*|เครื่องมือ\s*)?(?<![A-Za-z])(IIT|EIT|OIT|EBIT)(?![A-Za-z])\s*\)?", re.I
)
_OVERALL = re.compile(
    r"คะแนน\s*+(?:เฉลี่ย)?\s*(?:ภาพ)?รวม(?!ถึง|ทั้ง(?!สิ้น|หมด)|กับ)(?:ทุกตัวชี้วัด|ทุกเครื่องมือ|ทั้งสิ้น)?|(?:ITA|Overall)\s*[Ss]core|(?:ใน|โดย|ผล|การประเมิน|ITA|คะแนน)\s*ภาพรวม|(?<![ก-๎])(?:(?:(?<!\s)|(?<=[ก-๎]\s))\s++)?ภาพรวม|ผลคะแนนรวม|คะแนน(?:ผลการประเมิน)?\s*ITA(?![A-Za-z])|คะแนนประเมิน\s*ITA"
)
_PART = compile_tone_tolerant(
    r"(?:ส่วนที่|(?<![A-Za-z])Part)\s*([12])"
    r"(?!\d|\s*(?:/|จาก|ของ|of)\s*\d)",
    re.I,
)


# The next number in a row of them: ตัวชี้วัดที่ 1 90.42, ที่ 2 82.18 และที่ 3 ได้ 86.75.
_NUMBERED_ON = compile_tone_tolerant(
    r"[^\d\n]{0,14}?\(?\s*\d{1,3}\.\d{1,2}\s*+(?:คะแนน|%)?\s*+\)?\s*+[,;/]?\s*+(?:และ|ส่วน)?\s*(?:ตัวชี้วัด)?(?P<on>ที่\s*(?P<number>\d{1,2}(?:\.\d)?))(?=\s*(?:\(|[:=]|ได้|มี|คะแนน|เท่ากับ|ร้อยละ|\d{1,3}\.\d))"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text, from ``start`` to ``end``. ``part`` marks a mere change of EIT part."""

    start: int
    end: int
    kind: ScoreKind | None
    code: str
    match: Match | None = None
    part: str = ""


@lru_cache(maxsize=16)
def _name_pattern(matcher: NameMatcher) -> re.Pattern[str]:
    """Every indicator name and instrument name of an edition, spaces allowed anywhere in it."""
    edition = matcher.edition
    names = {
        name: entry
        for entries in (edition.subindicators, edition.indicators, edition.instruments)
        for entry in entries
        for name in (entry.name, *entry.aliases)
    }
    ordered = sorted(names, key=len, reverse=True)
    return re.compile("|".join(f"(?:{_loose(name)})" for name in ordered))


def _loose(name: str) -> str:
    """The name with spaces allowed anywhere and its marks allowed to be lost; the matcher judges."""
    letters = [ch for ch in name if not ch.isspace()]
    return r"\s?".join(_LOOSE.get(ch, re.escape(ch) + ("?" if ch in _MARKS else "")) for ch in letters)


def find_mentions(text: str, matcher: NameMatcher) -> list[Mention]:
    """The names in a text, left to right, without overlaps; earlier and longer ones win."""
    plain = to_arabic(text)
    found: list[Mention] = []
    found.extend(_codes(plain, matcher))
    found.extend(_numbered(plain, matcher))
    found.extend(_names(plain, matcher))
    found.extend(_instruments(plain, matcher))
    found.extend(_english(plain, matcher))
    for match in _OVERALL.finditer(plain):
        found.append(Mention(match.start(), match.end(), ScoreKind.OVERALL, "ITA"))
    for match in _PART.finditer(plain):
        if not is_eit_part(plain, match.start(), match.end()):
            continue
        found.append(Mention(match.start(), match.end(), None, "", part=match.group(1)))
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end or mention.kind is None:
            kept.append(mention)
    return kept


def _codes(plain: str, matcher: NameMatcher) -> list[Mention]:
    out = []
    for match in _CODE.finditer(plain):
        code = match.group(1).lower() + str(int(match.group(2)))
        found = matcher.match(code)
        if found.accepted and found.kind is not None:
            out.append(Mention(match.start(), match.end(), found.kind, code, found))
    for match in _ITEM_OF.finditer(plain):
        found = matcher.match(match.group(0))
        if found.accepted and found.kind is not None:
            out.append(Mention(match.start(), match.end(), found.kind, found.code, found))
    for match in _ZERO_CODE.finditer(plain):
        code = f"o{int(match.group(1))}"
        found = matcher.match(code)
        if found.accepted and found.kind is not None:
            out.append(Mention(match.start(), match.end(), found.kind, code, found))
    return out


def _numbered(plain: str, matcher: NameMatcher) -> list[Mention]:
    """``ตัวชี้วัดที่ 4 ...``: the number must agree with the name that follows, if one does."""
    out = []
    names = _name_pattern(matcher)
    for match in _NUMBERED.finditer(plain):
        name = names.match(plain, match.end())
        label = plain[match.start() : name.end()] if name else f"ตัวชี้วัดที่ {match.group(1)}"
        found = matcher.match(label)
        if not found.accepted or found.kind not in (ScoreKind.INDICATOR, ScoreKind.SUBINDICATOR):
            continue
        end = _end_with_tail(plain, name.end()) if name else match.end()
        another = name is None and re.match(rf"[{_LETTERS}]", plain[end : end + 1])
        if another and not _NUMBERED.match(plain, end):
            # Another name follows: a damaged one, or one that is not this indicator's.
            rest = re.split(
                r"[\d(:=…]|\.{2,}|ลดลง|เพิ่มขึ้น|ขยับ|สูงขึ้น|ทำได้|ได้|มี(?:ผล|คะแนน|ค่า)|คะแนน|ร้อยละ|เท่ากับ|อยู่|\s{2,}|$",
                plain[end : end + 80],
            )[0]
            found = matcher.match(f"ตัวชี้วัดที่ {match.group(1)} {rest}")
            if not found.accepted:
                continue
            end += len(rest.rstrip())
        out.append(Mention(match.start(), end, found.kind, found.code, found))
        out.extend(_numbered_on(plain, out[-1], matcher))
    return out


def _numbered_on(plain: str, first: Mention, matcher: NameMatcher) -> list[Mention]:
    """The indicators that follow one by number alone, each behind the score of the one before."""
    out: list[Mention] = []
    while on := _NUMBERED_ON.match(plain, (out[-1] if out else first).end):
        found = matcher.match(f"ตัวชี้วัดที่ {on['number']}")
        if not found.accepted or found.kind is not first.kind:
            break
        out.append(Mention(on.start("on"), on.end("on"), found.kind, found.code, found))
    return out


def _names(plain: str, matcher: NameMatcher) -> list[Mention]:
    out = []
    for match in _name_pattern(matcher).finditer(plain):
        before, behind = plain[max(0, match.start() - 20) : match.start()], plain[match.end() :]
        if not _LEFT.search(before) or not _RIGHT.match(behind):
            continue
        found = matcher.match(match.group(0))
        if found.accepted and found.kind is not None:
            end = _end_with_tail(plain, match.end())
            out.append(Mention(match.start(), end, found.kind, found.code, found))
    return out


def _end_with_tail(plain: str, end: int) -> int:
    tail = _TAIL.match(plain, end)
    return tail.end() if tail else end


def _english(plain: str, matcher: NameMatcher) -> list[Mention]:
    out = []
    for mention in matcher.english.find(plain):
        found = matcher.match(plain[mention.start : mention.end])
        if found.accepted and found.kind is not None:
            out.append(Mention(mention.start, mention.end, found.kind, found.code, found))
    return out


def _instruments(plain: str, matcher: NameMatcher) -> list[Mention]:
    out = []
    for match in _INSTRUMENT.finditer(plain):
        found = matcher.match(match.group(1))
        if found.accepted and found.kind is ScoreKind.INSTRUMENT:
            out.append(Mention(match.start(), match.end(), found.kind, found.code, found))
    return out
