"""Local governments named in text: their type, and where a name ends that no space ends.

Thai is written without spaces, so "เทศบาลตำบล...ได้รับคะแนน" must be cut behind the name. Three
things tell where: a place or a word that follows names, a name of the gazetteer, and the other
mentions of the same document (``agency_vote``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from thai_ita.normalize.agency_names import (
    NameCut,
    cut_name,
    ends_name,
    follows_name,
    never_alone,
    opens_name,
    spelled_names,
)
from thai_ita.normalize.gazetteer import (
    AGENCY_TYPES,
    CITY,
    PAO,
    PATTAYA,
    SUBDISTRICT,
    TAO,
    TOWN,
    Gazetteer,
    key_of,
    provinces,
)
from thai_ita.normalize.repair import KNOWN_TEXTS, repair_text
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """A local government, or with ``find_owners`` an owner of another kind, named in a text.

    ``name`` is the bare name of a local government, or the whole name of another owner, as cut from
    ``run``, the whole unbroken text behind the type. ``closed`` tells that a space, a mark, a place or a gazetteer name ended it, so that the cut is
    sure. ``known`` tells that the gazetteer has this type and name. ``span`` are offsets in the
    repaired text, ``weight`` counts in votes.
    """

    type: str
    name: str
    span: tuple[int, int]
    as_seen: str
    run: str
    closed: bool
    known: bool = False
    weight: float = 1.0

    @property
    def full_name(self) -> str:
        """The full official form: องค์การบริหารส่วนตำบล..., never อบต."""
        return self.type + self.name if self.is_local and self.type != PATTAYA else self.name

    @property
    def is_local(self) -> bool:
        """Whether it is a local government, not an owner of another kind (see ``owners``)."""
        return self.type in AGENCY_TYPES


_S = r"[ \t]{0,2}"
# Heads as printed and as damaged: a lost or added tone or thanthakhat, ำ without its circle.
_ORGANISATION = rf"อง{_S}ค[่-์]{{0,2}}{_S}กา?ร{_S}บร[ิ]?หาร{_S}ส[่-๋]?วน{_S}"
_TAMBON = r"ต[้่]?[ำํา]{0,2} ?บล"
_HEADS: tuple[tuple[str, str], ...] = (
    (TAO, rf"{_ORGANISATION}{_TAMBON}"),
    (PAO, rf"{_ORGANISATION}จัง?หวั?ด"),
    (CITY, rf"(?:เทศบาล|นายกเทศมนตรี|ปลัดเทศบาล){_S}นคร"),
    (TOWN, rf"(?:เทศบาล|นายกเทศมนตรี|ปลัดเทศบาล){_S}เม(?:ือ|อื)ง"),
    (SUBDISTRICT, rf"(?:เทศบาล|นายกเทศมนตรี|ปลัดเทศบาล){_S}(?:{_TAMBON}|ต\.)"),
    (TAO, r"อ\.?บ\.?ต ?\.|(?<![ก-๎])อบต(?=[ ก-๎])"),
    (PAO, r"อ\.?บ\.?จ\.|(?<![ก-๎])อบจ(?=[ ก-๎])"),
    (SUBDISTRICT, r"(?<![ก-๎.])ทต\.|(?<=ของ)ทต\.|(?<=นายก)ทต\.|(?<=ปลัด)ทต\."),
    (TOWN, r"(?<![ก-๎.])ทม\.|(?<=ของ)ทม\.|(?<=นายก)ทม\.|(?<=ปลัด)ทม\."),
    (CITY, r"(?<![ก-๎.])ทน\.|(?<=ของ)ทน\.|(?<=นายก)ทน\.|(?<=ปลัด)ทน\."),
)
_HEAD = re.compile("(?=[ทนปอเ])(?:" + "|".join(f"(?P<h{i}>{p})" for i, (_, p) in enumerate(_HEADS)) + ")")
# One of these stands in every line that names a local government; asking for them is quick.
_SIGNS = ("เทศ", "หาร", "อบ", "อ.บ", "ทต.", "ทม.", "ทน.", "พัทยา")
_TYPE_AT_END = re.compile(rf"(?:{_ORGANISATION}(?:{_TAMBON}|จัง?หวั?ด)?|เทศบาล{_S}(?:{_TAMBON}|เม(?:ือ|อื)ง|นคร))[ \t]*$")
_RUN = re.compile(r"[ \t]{0,3}([ก-๎]+)")
_HYPHENED = re.compile(r"(?:[-‐‑–]| [-‐‑–] )([ก-๎]+)")
_SPACED = re.compile(r" ([ก-๎]+)")
# What may follow a name behind a hyphen or space and is no part of it.
_OTHER_MATTER = compile_tone_tolerant(
    r"ตำบล|อำเภอ|จังหวัด|เขต|แขวง|หมู่|ถนน|ปี|ผล|คะแนน|ระดับ|ผ่าน|ไม่|ได้|มี|อยู่|ซึ่ง|ที่|ใน|ของ|และ|หรือ|โดย|จาก|ตาม|กับ|คือ|เป็น"
    r"|ตัวชี้วัด|ไตรมาส|ครั้ง|ลำดับ|รวม|เฉลี่ย|นาย|นาง|โทร|รหัส|ประกาศ|รายงาน|แผน|มาตรการ|สำนัก|กอง|งาน|พ\.?ศ|ว่าง|สรุป|เรื่อง"
)
_PATTAYA = re.compile(r"(?:(?<![ก-๎])|(?<=ของ)|(?<=ที่)|(?<=และ))เมือง ?พัทยา")


@lru_cache(maxsize=1)
def _province_names() -> tuple[str, ...]:
    return tuple(sorted(provinces(), key=len, reverse=True))


def find_agencies(text: str, gazetteer: Gazetteer | None = None) -> list[AgencyMention]:
    """The local governments that a text names, in order.

    Full forms, abbreviations with and without spaces, damaged forms and offices (นายกเทศมนตรี
    ตำบล...) count; a type without a name (เทศบาลฯ, อบต.) does not.
    """
    plain = repair_text(text)
    if not any(sign in plain for sign in _SIGNS):
        return []
    return list(_mentions_in(plain, gazetteer or Gazetteer.embedded()))


@lru_cache(maxsize=KNOWN_TEXTS)
def _mentions_in(plain: str, gazetteer: Gazetteer) -> tuple[AgencyMention, ...]:
    mentions: list[AgencyMention] = []
    for head in _HEAD.finditer(plain):
        agency_type = _HEADS[int((head.lastgroup or "h0")[1:])][0]
        named = _name_behind(agency_type, plain, head.end(), gazetteer)
        if named is None:
            continue
        cut, run, end = named
        span = (head.start(), end)
        mentions.append(
            AgencyMention(
                agency_type,
                cut.name,
                span,
                plain[span[0] : span[1]],
                run,
                cut.closed,
                bool(gazetteer.find(agency_type, cut.name)),
            )
        )
    for match in _PATTAYA.finditer(plain):
        mentions.append(AgencyMention(PATTAYA, PATTAYA, match.span(), match[0], PATTAYA, True, True))
    return tuple(sorted(mentions, key=lambda mention: mention.span))


def awaits_name(line: str) -> bool:
    """Whether a line ends with a type whose name the next line must hold: องค์การบริหารส่วน / ตำบล..."""
    return bool(_TYPE_AT_END.search(repair_text(line)))


def _name_behind(agency_type: str, plain: str, start: int, gazetteer: Gazetteer) -> tuple[NameCut, str, int] | None:
    """The name behind a type, the unbroken text that it was cut from, and where it ends."""
    spelled = _spelled_name(plain, start)
    if spelled:
        name, end = spelled
        return NameCut(name, len(name), True), name, end
    run_match = _RUN.match(plain, start)
    if not run_match:
        return None
    parts = _parted_name(agency_type, run_match, gazetteer)
    if parts:
        first, sign, second = parts
        # The name ends in its second part, which the text may run on behind.
        joined = first + sign + second[1]
        cut = cut_name(agency_type, joined, gazetteer, plain[second.end(1) :])
        if cut and cut.used > len(first) + len(sign):
            used = cut.used - len(first) - len(sign)
            return cut, joined, second.start(1) + used
    run = _without_doubled(agency_type, run_match[1])
    if agency_type == PAO:
        for province in _province_names():
            if run.startswith(province):
                end = run_match.end(1) - len(run) + len(province)
                return NameCut(province, len(province), True), run, end
    cut = cut_name(agency_type, run, gazetteer, plain[run_match.end(1) :])
    return (cut, run, run_match.end(1) - len(run) + cut.used) if cut else None


def _spelled_name(plain: str, start: int) -> tuple[str, int] | None:
    """An official name with signs between its letters (กม.5, ต้นตาล - พระยาทด) and its end."""
    for name, pattern in _spelled_patterns():
        if found := pattern.match(plain, start):
            return name, found.end()
    return None


@lru_cache(maxsize=1)
def _spelled_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _spelled_pattern(name)) for name in spelled_names())


def _spelled_pattern(name: str) -> re.Pattern[str]:
    """A name as written with other hyphens and with Thai digits; กม.5 is not the start of กม.50."""
    spelled = re.escape(name).replace(r"\-", " ?[-‐‑–] ?")
    spelled = re.sub(r"\d", lambda digit: f"[{digit[0]}{chr(ord('๐') + int(digit[0]))}]", spelled)
    return re.compile(r"[ \t]{0,3}" + spelled + (r"(?![\d๐-๙])" if name[-1].isdigit() else ""))


def _parted_name(agency_type: str, run: re.Match[str], gazetteer: Gazetteer) -> tuple[str, str, re.Match[str]] | None:
    """The two parts of a name that a hyphen or one space parts, and what the name has there."""
    if hyphened := _HYPHENED.match(run.string, run.end(1)):
        listed = gazetteer.find(agency_type, f"{run[1]}-{hyphened[1]}")
        if listed or _goes_on(hyphened, gazetteer, tight=hyphened[0][:1] != " "):
            return run[1], "-", hyphened
    if spaced := _SPACED.match(run.string, run.end(1)):
        # หนอง ใหญ่: the first part is no name, or not the one that is listed; where it is one too (ไพร พัฒนา),
        # what stands behind both must follow names.
        whole = gazetteer.find(agency_type, run[1] + spaced[1])
        if whole and (not gazetteer.find(agency_type, run[1]) or follows_name(run.string, spaced.end())):
            return run[1], "", spaced
        if run[1] in never_alone() and _goes_on(spaced, gazetteer, tight=True):
            return run[1], "", spaced
    return None


def _goes_on(part: re.Match[str], gazetteer: Gazetteer, *, tight: bool) -> bool:
    """Whether a word behind a hyphen or space is the rest of a name: no place by itself and no
    beginning of a sentence; with spaces about a hyphen it must begin as names do."""
    word = part[1]
    if ends_name(word) or _OTHER_MATTER.match(word) or _HEAD.match(part.string, part.start(1)):
        return False
    if word in gazetteer.districts or word in provinces():
        return False
    return tight or opens_name(word)


def _without_doubled(agency_type: str, run: str) -> str:
    """The text behind a type without the type's last word written again: ตำบลตำบล..."""
    word = {TAO: "ตำบล", SUBDISTRICT: "ตำบล", PAO: "จังหวัด"}.get(agency_type, "")
    return run[len(word) :] if word and run.startswith(word) and len(run) > len(word) else run


def canonical_agency(text: str, gazetteer: Gazetteer | None = None) -> str:
    """The full official form of the first agency in a short text (a table cell), else ""."""
    mentions = find_agencies(text, gazetteer)
    if not mentions:
        # A name that a space breaks: องค์การบริหารส่วนตำบล หนอง น้ำใส
        mentions = find_agencies(key_of(repair_text(text)), gazetteer)
    return mentions[0].full_name if mentions else ""
