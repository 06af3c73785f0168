"""Local governments named in text: their type, and where a name ends that no space ends.

Thai is written without spaces, so "เทศบาลตำบล...ได้รับคะแนน" must be cut behind the name. Three
things tell where: a place or a word that follows names, a name of the gazetteer, and the other
mentions of the same document (``agency_vote``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

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
from thai_ita.normalize.repair import repair_text


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
_ORGANISATION = (
    rf"อง{_S}ค[่-์]{{0,2}}{_S}การ{_S}บร[ิ]?หาร{_S}ส[่-๋]?วน{_S}"
)
_TAMBON = r"ต[ำํา]{0,2}บล"
_HEADS: tuple[tuple[str, str], ...] = (
    (TAO, rf"{_ORGANISATION}{_TAMBON}"),
    (PAO, rf"{_ORGANISATION}จัง?หวั?ด"),
    (CITY, rf"(?:เทศบาล|นายกเทศมนตรี|ปลัดเทศบาล){_S}นคร"),
    (TOWN, rf"(?:เทศบาล|นายกเทศมนตรี|ปลัดเทศบาล){_S}เมือง"),
    (SUBDISTRICT, rf"(?:เทศบาล|นายกเทศมนตรี|ปลัดเทศบาล){_S}{_TAMBON}"),
    (TAO, r"อ\.?บ\.?ต\.|(?<![ก-๎])อบต(?=[ ก-๎])"),
    (PAO, r"อ\.?บ\.?จ\.|(?<![ก-๎])อบจ(?=[ ก-๎])"),
    (SUBDISTRICT, r"(?<![ก-๎.])ทต\.|(?<=ของ)ทต\.|(?<=นายก)ทต\.|(?<=ปลัด)ทต\."),
    (TOWN, r"(?<![ก-๎.])ทม\.|(?<=ของ)ทม\.|(?<=นายก)ทม\.|(?<=ปลัด)ทม\."),
    (CITY, r"(?<![ก-๎.])ทน\.|(?<=ของ)ทน\.|(?<=นายก)ทน\.|(?<=ปลัด)ทน\."),
)
_HEAD = re.compile("|".join(f"(?P<h{i}>{pattern})" for i, (_, pattern) in enumerate(_HEADS)))
_RUN = re.compile(r"[ \t]{0,3}([ก-๎]+)")
_HYPHENED = re.compile(r"[ \t]{0,3}([ก-๎]+ ?- ?[ก-๎]+)")
_SPACED = re.compile(r"([ก-๎]+) ([ก-๎]+)")
_PATTAYA = re.compile(r"(?<![ก-๎])(?:ของ)?เมือง ?พัทยา")

# A word ends a name only between whole letters: กระแจะ has no จะ, สมบูรณ์ no ณ.
_WHOLE = r"(?<![เแโใไ])(?:{})(?![ะ-ฺ็-๎])"
_PLACE_AFTER = re.compile(_WHOLE.format(r"อำเภอ|จังหวัด|หมู่ที่|ประจำปี|ปีงบประมาณ"))
# Words that hardly ever stand inside a place's name: they end it wherever they come.
_ENDS_NAME = re.compile(_WHOLE.format(
    r"ได้รับ|ได้จัด|ได้ดำเนิน|ได้มี|ได้กำหนด|พบว่า|เรื่อง|เมื่อ|ในการ|ในปี|ในเรื่อง|ในด้าน|ประกาศ|จัดทำ|จัดให้|จัดตั้ง"
    r"|ดำเนิน|สามารถ|กำหนด|รายงาน|มากขึ้น|มีการ|มีผล|มีตัว|มีหน้า|มีคะแนน|มีความ|มีระดับ|ไม่มี|ไม่ได้|ไม่พบ"
    r"|เพื่อ|โดย|จึง|ซึ่ง|และ|หรือ|ต่อไป|ต่อประชาชน|ตาม|ทราบ|ทั้ง|ทุก|พร้อม|ให้ความ|ให้เป็น|ให้ประชา|ให้เจ้า|เป็นหน่วย"
    r"|เป็นองค์|เป็นไป|เข้ารับ|เข้าร่วม|อยู่ใน|นำผล|ขอ(?:เรียน|แจ้ง|ประกาศ|รายงาน|แสดง)|เพิ่มขึ้น|ลดลง|ครั้งที่|ผ่าน"
    r"|ส่งเสริม|เผยแพร่|ควร|ต้อง|ที่ได้|ที่มี|ในฐานะ|ทางเว็บ|ผลการ|สำหรับ|จาก|ยังมี|ยังคง|สู่|ไปสู่|(?<!ตัว)อย่าง"
    r"|หลังจาก|ทำให้|ทำการ|ร่วมกับ|ร่วมกัน|เปิดเผย|เปิดโอกาส|ปฏิบัติ|บริหาร|ช่วย|แสดง|ว่าด้วย|ตลอด|ปรับปรุง"
    r"|วิเคราะห์|ประเมิน|ประชาสัมพันธ์|คณะ|ผู้บริหาร|พนักงาน|เจ้าหน้าที่|บุคลากร|สำนักงาน|สำนักปลัด|เว็บไซต์|จำนวน"
    r"|คะแนน|ระดับ|อันดับ|กอง(?:คลัง|ช่าง|การ|สวัสดิ|สาธารณ|ยุทธ)|ประชาชน|สมาชิก|ผู้"
))
# Words that also stand inside names (นาดี, บ้านใหม่): they end one only if much text follows.
_MAY_END_NAME = re.compile(_WHOLE.format(
    r"ได้|(?<!ห)มี(?!ย)|ใน|ที่|ให้|เป็น|ไม่|จะ(?!เ)|นำ|ต่อ|(?<!ส)ว่า(?!น)|กับ|แล้ว|เข้า|ขอ(?!ง|น)|ผล|ปี(?!บ)|ยัง|คือ|นั้น|นี้"
    r"|ทำ(?!เนียบ|นบ)|หลัง|ร่วม|ด้าน|ถือ|ไป"
))
# Words that need another behind them: at the end of a run they belong to the name.
_NEVER_LAST = frozenset({"จาก", "ต้อง", "ควร", "ตาม", "สามารถ", "ทุก"})
# Of the doubtful ones, those that cannot stand before a verb: there they are the end of the name.
_BEFORE_NOUNS = frozenset({"ใน", "มี", "เป็น", "ปี", "ผล", "หลัง"})
_GOT = "ได้"
_RUNS_ON = 7
"""From this length on, in letters, text behind such a word is taken for a sentence."""
# What stands behind a type without naming anyone: เทศบาลตำบลของเรา, อบต.ได้ดำเนินการ.
_NO_NAME = re.compile(
    r"(?:ได้|มี(?!ชัย)|ที่|ในการ|ในพื้นที่|ในเขต|ในปี|ในเรื่อง|ในด้าน|ในฐานะ|ในสังกัด|ในส่วน|ในช่วง|ในระ|ในรอบ|ในอำเภอ|ในจังหวัด"
    r"|ในประเทศ|ของ|และ|หรือ|ให้|เป็น|ซึ่ง|โดย|ต่าง|ทุก|อื่น|จะ(?:ต้อง|ได้|มี|ดำ|จัด|เป็น|ให้|นำ|ไม่|ทำ|สา|ขอ|กำ)|ต้อง|ควร|จึง|ตาม"
    r"|เพื่อ|เช่น|นั้น|นี้|อำเภอ|จังหวัด|ประจำ|ขนาด|ไม่|ดังกล่าว|ทั้ง|สามารถ|จัดทำ|ดำเนิน|ประกาศ|เรื่อง|กำหนด|นำ|ผู้|ต่อ"
    r"|สมาชิก|พนักงาน|ว่า|กับ|เมื่อ|ผล|พบว่า|รายงาน|ด้าน|เรา|ทราบ|แล้ว|ละ$|สังกัด|จำนวน|รวม(?=\s|$|ทั้ง|ถึง)|แห่ง|ทางการ|ทางเว็บ|เอง|ขอ(?!น)"
    r"|ปฏิบัติ|บริหาร|เจ้าหน้าที่|บุคลากร|คณะ|พร้อม)"
)
_DEPENDENT = re.compile("[ะ-ฺ็-๎]")
MAX_NAME = 28
"""The longest official names have 24 letters and marks."""


@lru_cache(maxsize=1)
def _province_names() -> tuple[str, ...]:
    return tuple(sorted(provinces(), key=len, reverse=True))


def find_agencies(text: str, gazetteer: Gazetteer | None = None) -> list[AgencyMention]:
    """The local governments that a text names, in order.

    Full forms, abbreviations with and without spaces, damaged forms and offices (นายกเทศมนตรี
    ตำบล...) count; a type without a name (เทศบาลฯ, อบต.) does not.
    """
    gazetteer = gazetteer or Gazetteer.embedded()
    plain = repair_text(text)
    mentions = []
    for head in _HEAD.finditer(plain):
        group = head.lastgroup or "h0"
        agency_type = _HEADS[int(group[1:])][0]
        run_match = _RUN.match(plain, head.end())
        if not run_match:
            continue
        broken = _broken_name(agency_type, run_match, gazetteer)
        if broken:
            # One character more than the name: the space within it.
            span = (head.start(), run_match.start(1) + len(broken) + 1)
            mentions.append(AgencyMention(
                agency_type, broken, span, plain[span[0]:span[1]], broken, True, True
            ))
            continue
        run_match = _with_hyphen(agency_type, run_match, gazetteer)
        run = _without_doubled(agency_type, run_match[1])
        start = run_match.end(1) - len(run)
        following = plain[run_match.end(1):run_match.end(1) + 1]
        mention = _cut(agency_type, run, gazetteer, following)
        if mention is None:
            continue
        name, used, closed = mention
        span = (head.start(), start + used)
        mentions.append(AgencyMention(
            agency_type, name, span, plain[span[0]:span[1]], run, closed,
            bool(gazetteer.find(agency_type, name)),
        ))
    for match in _PATTAYA.finditer(plain):
        mentions.append(
            AgencyMention(PATTAYA, PATTAYA, match.span(), match[0], PATTAYA, True, True)
        )
    return sorted(mentions, key=lambda mention: mention.span)


def _broken_name(agency_type: str, run: re.Match[str], gazetteer: Gazetteer) -> str:
    """A listed name that one space breaks (หนอง ใหญ่), "" if its beginning is listed too."""
    pair = _SPACED.match(run.string, run.start(1))
    if not pair or _longest_known(agency_type, pair[1], gazetteer):
        return ""
    if not gazetteer.find(agency_type, pair[1] + pair[2]):
        return ""
    return pair[1] + pair[2]


def _with_hyphen(
    agency_type: str, run: re.Match[str], gazetteer: Gazetteer
) -> re.Match[str]:
    """A run that goes on over a hyphen where the list has such a name, else the run itself."""
    wider = _HYPHENED.match(run.string, run.start())
    return wider if wider and gazetteer.find(agency_type, wider[1]) else run


def _without_doubled(agency_type: str, run: str) -> str:
    """The text behind a type without the type's last word written again: ตำบลตำบล..."""
    word = {TAO: "ตำบล", SUBDISTRICT: "ตำบล", PAO: "จังหวัด"}.get(agency_type, "")
    return run[len(word):] if word and run.startswith(word) and len(run) > len(word) else run


def _cut(
    agency_type: str, run: str, gazetteer: Gazetteer, following: str
) -> tuple[str, int, bool] | None:
    """The name at the start of a run, its length in the run, and whether its end is sure."""
    if agency_type == PAO:
        for province in _province_names():
            if run.startswith(province):
                return province, len(province), True
    if gazetteer.find(agency_type, run):
        return run, len(run), True
    known = _longest_known(agency_type, run, gazetteer)
    if known:
        return known, len(known), True
    if _NO_NAME.match(run):
        return None
    place = _first_at(_PLACE_AFTER, run, 2)
    end = _end_of_name(run, gazetteer)
    cut = min(x for x in (place, end, len(run)) if x is not None)
    closed = cut in (len(run), place)
    doubtful = _MAY_END_NAME.search(run, 2)
    while doubtful and doubtful.end() == end == cut and doubtful[0] in _BEFORE_NOUNS:
        doubtful = _MAY_END_NAME.search(run, doubtful.end())
    weak = doubtful.start() if doubtful and doubtful.end() <= cut else None
    if weak is not None and len(run) - weak >= _RUNS_ON:
        borne = _borne_elsewhere(run, weak, cut, gazetteer)
        cut, closed = (borne, True) if borne else (weak, False)
    if run[:cut].endswith(_GOT):
        # ทต.ตัวอย่างได้ 83.79: no listed name ends in this word.
        cut, closed = cut - len(_GOT), False
    name = run[:cut].removesuffix("ฯ")
    if following == "ฯ" or not 2 <= len(name) <= MAX_NAME:
        return None
    return name, cut, closed


def _end_of_name(run: str, gazetteer: Gazetteer) -> int | None:
    """Where a word that follows names begins, passing over those that a listed name contains."""
    for match in _ENDS_NAME.finditer(run, 2):
        if match.end() == len(run) and match[0] in _NEVER_LAST:
            continue
        if not _borne_elsewhere(run, match.start(), len(run), gazetteer):
            return match.start()
    return None


def _borne_elsewhere(run: str, weak: int, cut: int, gazetteer: Gazetteer) -> int:
    """The end of a name of any list that stretches over a word that may end names, else 0."""
    for stop in range(cut, weak + 1, -1):
        if run[:stop] in gazetteer.local_names and _may_follow(run[stop:]):
            return stop
    return 0


def _longest_known(agency_type: str, run: str, gazetteer: Gazetteer) -> str:
    """The longest start of a run that is a listed name of this type and can end there.

    An official list is complete, so any longer text behind its name is a sentence; the embedded
    names are not, so that there the text must begin with a word that follows names.
    """
    for stop in range(min(len(run), MAX_NAME), 1, -1):
        rest = run[stop:]
        if not gazetteer.find(agency_type, run[:stop]):
            continue
        sentence = gazetteer.official and len(rest) >= _RUNS_ON and not _DEPENDENT.match(rest)
        if sentence or _may_follow(rest):
            return run[:stop]
    return ""


def _may_follow(rest: str) -> bool:
    """Whether a text can stand right behind a name, so that the name is not part of a longer."""
    return not rest or any(
        pattern.match(rest) for pattern in (_PLACE_AFTER, _ENDS_NAME, _MAY_END_NAME)
    )


def _first_at(pattern: re.Pattern[str], run: str, least: int) -> int | None:
    match = pattern.search(run, least)
    return match.start() if match else None


def canonical_agency(text: str, gazetteer: Gazetteer | None = None) -> str:
    """The full official form of the first agency in a short text (a table cell), else ""."""
    mentions = find_agencies(text, gazetteer)
    if not mentions:
        # A name that a space breaks: องค์การบริหารส่วนตำบล หนอง น้ำใส
        mentions = find_agencies(key_of(repair_text(text)), gazetteer)
    return mentions[0].full_name if mentions else ""
