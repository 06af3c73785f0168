"""Whose results a text gives: local governments, and owners of every other kind.

Provinces, departments, schools, hospitals and universities are assessed as local governments are.
Their names also stand in sentences about something else (who announced the results, where an
agency lies, who visited whom), so that such a name counts only where the text gives it a result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from thai_ita.normalize.agencies import AgencyMention, find_agencies
from thai_ita.normalize.gazetteer import BANGKOK, Gazetteer, provinces
from thai_ita.normalize.owner_kinds import (
    DEPARTMENT,
    HOSPITAL,
    OTHER,
    PROVINCE,
    SCHOOL,
    UNIVERSITY,
)
from thai_ita.normalize.repair import repair_text
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant

# A name begins where no word runs into it, or behind a word that links (ของ, และ, คือ, ส่วน).
_FRESH = r"(?:(?<![ก-๎.])|(?<=ของ)|(?<=และ)|(?<=คือ)|(?<=กับ)|(?<=แก่)|(?<=ที่)|(?<=หรือ)|(?<=ส่วน)|(?<=เช่น)|(?<=ให้)|(?<=โดย)|(?<=กว่า))"
# How each kind begins its names; the first that fits decides. An abbreviation is written out.
_HEADS: tuple[tuple[str, str, str], ...] = (
    (HOSPITAL, r"โรงพยาบาลส่งเสริมสุขภาพตำบล|รพ\. ?สต\.", "โรงพยาบาลส่งเสริมสุขภาพตำบล"),
    (HOSPITAL, r"โรงพยาบาล|รพ\.|ร\.พ\.", "โรงพยาบาล"),
    (SCHOOL, r"โรงเรียน|รร\.|ร\.ร\.", "โรงเรียน"),
    (UNIVERSITY, r"มรภ\.", "มหาวิทยาลัยราชภัฏ"),
    (UNIVERSITY, r"มทร\.", "มหาวิทยาลัยเทคโนโลยีราชมงคล"),
    (UNIVERSITY, r"มหาวิทยาลัย|สถาบันเทคโนโลยี|สถาบันบัณฑิต", ""),
    (
        DEPARTMENT,
        r"กระทรวง|กรม(?!ธรรม์)|สำนักงาน(?!ปลัด(?:เทศบาล|อบต|องค์การ)|เทศบาล|องค์การบริหารส่วน|อบต|เขต)"
        r"|สำนักข่าวกรอง",
        "",
    ),
    (
        OTHER,
        r"(?:ราช)?วิทยาลัย|สถาบัน|สถานีตำรวจ|(?:สภ|สน)\.|ที่ว่าการอำเภอ|ที่ทำการปกครอง|สำนักงานเขต|ศูนย์(?!พัฒนาเด็ก|ข้อมูล|บริการ|ปฏิบัติ|รับเรื่อง|คะแนน)|ศาล(?!า)|เรือนจำ|ทัณฑสถาน"
        r"|การ(?:ไฟฟ้า|ประปา|รถไฟ|ท่าเรือ|ทางพิเศษ|เคหะ|ยางแห่ง|กีฬาแห่ง|ท่องเที่ยวแห่ง|นิคมอุตสาหกรรม)"
        r"|ธนาคาร|บริษัท|องค์การ(?!บริหารส่วน)|กองทัพ|กองทุน|สภากาชาด|แขวงทางหลวง|สหกรณ์|คณะ(?=[ก-๎]+ศาสตร์)",
        "",
    ),
)
# Names that are no kind with a name behind it.
_WHOLE = {
    "จุฬาลงกรณ์มหาวิทยาลัย": UNIVERSITY, "สำนักงบประมาณ": DEPARTMENT, "สำนักนายกรัฐมนตรี": DEPARTMENT, BANGKOK: OTHER,
}  # fmt: skip
_HEAD = re.compile(
    "(?=[กคจทธบมรวศสอเแโ])"
    + _FRESH
    + "(?:"
    + f"(?P<whole>{'|'.join(_WHOLE)})|"
    + "|".join(f"(?P<h{i}>{p})" for i, (_, p, _) in enumerate(_HEADS))
    + ")"
)
# One of these stands in every line that names such an owner; asking for them is quick.
_SIGNS = (
    "โรง", "รพ.", "รร.", "ร.พ.", "ร.ร.", "วิทยาลัย", "สถาบัน", "กระทรวง", "กรม", "สำนัก", "สถานี", "สภ.", "สน.", "ที่ว่าการ", "ศาล",
    "เรือนจำ", "ทัณฑ", "การไฟ", "การป", "การร", "การท", "การเคหะ", "การย", "การก", "การนิคม", "ธนาคาร", "บริษัท", "องค์การ",
    "กองท", "สภากาชาด", "แขวงทาง", "สหกรณ์", "ศาสตร์", "มรภ.", "มทร.", "ที่ทำการ",
    "ศูนย์", BANGKOK,
)  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
# A name whose place stands behind it begins no farther before the place.
BEFORE_PLACE = 400
_PLACE_SIGNS = ("จังหวัด", "จ.", "อำเภอ", "อ.")
_PROVINCE_HEAD = re.compile(_FRESH + r"(?:จังหวัด|จ\.)[ \t]{0,2}")
_DISTRICT_HEAD = re.compile(_FRESH + r"(?:อำเภอ|อ\.)[ \t]{0,2}")
# A name may hold hyphens and full stops (สำนักงาน ป.ป.ช.), and a number (โรงเรียนเทศบาล 1).
_RUN = re.compile(
    r"[ \t]{0,2}((?:[ก-๎]\.){2,}|[ก-ฮ]{2,6}\.(?![ก-๎\d])|[ก-๎](?:[ก-๎-]*[ก-๎])?(?: [\d๐-๙]{1,3}(?![\d๐-๙.,])(?! ?(?:คะแนน|แห่ง|ปี))(?=[ \t]*(?:\(|$|ได้|ผล|อำเภอ)))?)"
)
_NO_NAME = re.compile(
    r"(?:ใน|ที่(?:มี|ได้|เกี่ยว|ดี|สูง|ต่ำ|ไม่|จะ|เป็น|ผ่าน|อยู่|ให้|ถูก|เข้า)|ของ|และ|หรือ|ทุก|ต่าง|สังกัด|ดังกล่าว|นี้|นั้น|ได้|มี(?!น)|จะ|ต้อง|โดย|เพื่อ(?!การ)|ให้|เป็น|ไม่|ซึ่ง|อื่น|ควร|สามารถ|จำนวน|ขนาด|แห่ง(?!ประเทศ|ชาติ)|ตาม|ผล|คะแนน)"
)

# What gives a name its result stands behind it ...
_PLACE = r"(?:(?:ตำบล|อำเภอ|อ\.)[ \t]*[ก-๎]{1,40}[ \t]*+){0,2}(?:(?:จังหวัด|จ\.)[ \t]*[ก-๎]{1,40}?[ \t]*+)?"
_RESULT = compile_tone_tolerant(
    rf"[ \t]*+(?:\([^()\n]{{1,60}}\)[ \t]*+)?{_PLACE}(?:ซึ่ง|ที่|ก็|จึง|กลับ|นั้น|สามารถ|[:：=|\-–—]|[ \t])*"
    r"(?:(?:ได้(?:รับ)?|มี)(?:ผล|การประเมิน|คุณธรรมและความโปร่งใส|ITA|ภาพรวม|ค่า|รวม|เฉลี่ย|ที่|อยู่|เท่ากับ|[ \t(),])*(?:คะแนน|ร้อยละ|[\d๐-๙])"
    r"|มีผลการประเมิน|ผลการประเมิน|ผลคะแนน|คะแนน|รายตัวชี้วัด|[\d๐-๙]{1,3}[.,][\d๐-๙]|อยู่(?:ใน|ที่)ระดับ)"
)
# ... or before it: ผลการประเมิน ITA ประจำปี 2567 ของ...
_RESULT_OF = compile_tone_tolerant(
    r"(?:ผลการประเมิน|ผลคะแนน|คะแนน|รายตัวชี้วัด|มาตรการ|แผน|รายงาน|วิเคราะห์ผล)(?P<between>[^\n]{0,110}?)ของ[ \t]*$"
)
_NOT_ITS_OWN = compile_tone_tolerant(r"เฉลี่ย|ตามแนว|หลักเกณฑ์|ตามที่|ประกาศ|คู่มือ|สูงสุด|ต่ำสุด|เครื่องมือการ")
# Words before a place that give a mean, or something else that is not its own result.
_MEAN_OF = compile_tone_tolerant(r"(?:เฉลี่ย|สูงสุด|ต่ำสุด|ทั้งหมด|อปท\.?|ท้องถิ่น|หน่วยงาน)[^\n]{0,24}$")
# Who assesses and announces is named beside every result and owns none of them.
_ASSESSOR = re.compile(r"ป\.ป\.ช|ป้องกันและปราบปรามการทุจริตแห่งชาติ")
# Where the name of such an owner ends: no name holds these.
_ENDS = compile_tone_tolerant(
    r"ได้(?:รับ|คะแนน|จัด|ดำเนิน|มี|ประกาศ|$)|มีคะแนน|มีผล|มีค่า|คะแนน|ผลการประเมิน|ผลคะแนน|พบว่า|ประจำปี|ปีงบประมาณ"
    r"|ที่ได้|ที่มี|จึง|ซึ่ง|ประกาศ(?!ณียบัตร)|ในปี|เมื่อ(?!ง)|ร้อยละ|ตามลำดับ|ขณะที่|อยู่ใน|รองลงมา|กลุ่มงาน|ส่วน(?=กรม|โรง|มหา|เทศ|องค์|จังหวัด|สำนัก)"
    r"|และ(?=กรม(?!ธ)|โรงเรียน|โรงพยาบาล|มหาวิทยาลัย|เทศบาล|องค์การบริหาร|จังหวัด|สำนักงาน)"
)
_PLACE_BEHIND = re.compile(r"อำเภอ|จังหวัด")
# Names that hold their district or province: สำนักงานคลังจังหวัด..., เรือนจำจังหวัด...
_OFFICE_OF_PLACE = re.compile(r"สำนักงาน|ที่ว่าการ|ศาล|เรือนจำ|ทัณฑสถาน|สถานีตำรวจ|สภ\.|แขวง")
_LOCAL_BEFORE = re.compile(
    r"(?:เทศบาล|องค์การบริหารส่วน|อบต|อบจ|(?<![ก-๎])ท[ตมน]\.|อำเภอ|(?<![ก-๎])อ\.|ตำบล|(?<![ก-๎])ต\.|ท้องถิ่น)[^\n\d๐-๙]{0,60}$"
)
_REST = re.compile(rf"[ \t,]*+(?:\([^()]{{1,80}}\))?[ \t]*+{_PLACE}")
# Kinds whose names hold spaces, and the further words of one: no sentence, no place.
_LONG_NAMED = frozenset({DEPARTMENT, UNIVERSITY, OTHER})
_MORE_WORDS = re.compile(
    r"(?: (?!จัด|ร่วม|ได้|ให้|มี|ดำเนิน|ผล|คะแนน|ระดับ|ประจำ|ปี|อำเภอ|จังหวัด|ตำบล|แจ้ง|ประกาศ|เรื่อง|รายงาน|สังกัด|โดย|พบ|ขอ|เป็น|อยู่|ใน|ที่|ไม่|ครั้ง|และ|หรือ|กับ|กระทรวง|กรม)"
    r"[ก-๎]{3,40}(?![ก-๎])){1,3}(?: ?\((?:องค์การ)?มหาชน\))?| ?\((?:องค์การ)?มหาชน\)"
)
# A school of many names alike is told from the others behind its name: (บ้าน...), (วัด...).
_TOLD_APART = re.compile(r" ?\((?!ต\.|อ\.|จ\.|ตำบล|อำเภอ|จังหวัด|สังกัด|เดิม|ขยายโอกาส|ประถม|มัธยม)[ก-๎][ก-๎ .-]{2,50}\)")
# Between these and the name a space is part of the name: สำนักงาน ก.พ., บริษัท ... จำกัด
_APART = re.compile(r"บริษัท|[ก-๎]+ [ก-๎]{1,6}\.")
MAX_OWNER = 90
MIN_BARE = 2


def find_owners(text: str, gazetteer: Gazetteer | None = None) -> list[AgencyMention]:
    """The owners that a text names, in order: every local government, and every other owner to
    which the text gives a result.

    ``type`` tells the kind: one of ``AGENCY_TYPES`` or of ``OTHER_OWNERS``; ``full_name`` is the
    whole name in both cases, ``span`` are offsets in the repaired text. A province that is only
    where an agency lies is none, nor is the one who assesses.
    """
    plain = repair_text(text)
    local = find_agencies(plain, gazetteer)
    others = [m for m in other_owners(plain) if bears_result(plain, m)]
    return _merged(local, others) if others else local


def other_owners(plain: str) -> list[AgencyMention]:
    """The names of owners of other kinds in a repaired text, whether it gives them a result."""
    named = _institutions(plain)
    places = _places(plain) if any(sign in plain for sign in _PLACE_SIGNS) else []
    return _merged(named, places) if places else named


def read_owner(text: str, *, province: bool = True) -> AgencyMention | None:
    """The owner of another kind that a label names and nothing else but its place, or None.

    ``province`` tells whether จังหวัด... may be one: in a list of owners it is, as the head of a
    section it is where the owners below lie.
    """
    plain = repair_text(text).strip()
    for mention in other_owners(plain):
        allowed = mention.type != PROVINCE or province
        if mention.span[0] != 0 or not allowed or mention.full_name.startswith("อำเภอ"):
            continue
        long_named = mention.type in _LONG_NAMED
        more = _MORE_WORDS.match(plain, mention.span[1]) if long_named else None
        if more and _REST.fullmatch(plain[more.end() :]):
            # สำนักงานคณะกรรมการ... วิจัยและนวัตกรรม, บริษัท ... จำกัด
            seen = plain[: more.end()]
            return replace(mention, name=mention.name + more[0], span=(0, more.end()), as_seen=seen)
        told = _TOLD_APART.match(plain, mention.span[1]) if mention.type == SCHOOL else None
        if told and _REST.fullmatch(plain[told.end() :]):
            seen, full = plain[: told.end()], mention.full_name + " " + told[0].strip()
            return replace(mention, name=full, span=(0, told.end()), as_seen=seen)
        if _REST.fullmatch(plain[mention.span[1] :]):
            return mention
    return None


def bears_result(plain: str, mention: AgencyMention) -> bool:
    """Whether the text gives the named owner a result."""
    start, end = mention.span
    before = plain[:start]
    if _RESULT.match(plain, end):
        return not (is_place(mention) and _MEAN_OF.search(before))
    if mention.full_name.startswith("อำเภอ") or _ASSESSOR.search(mention.full_name):
        return False
    found = _RESULT_OF.search(before)
    return found is not None and not _NOT_ITS_OWN.search(found[0])


def is_place(mention: AgencyMention) -> bool:
    """Whether the name is one of a place too, that agencies lie in."""
    return mention.type == PROVINCE or mention.full_name.startswith(("อำเภอ", BANGKOK))


def _merged(first: list[AgencyMention], second: Iterable[AgencyMention]) -> list[AgencyMention]:
    """Both lists in order; of two names over the same text the one of the first list."""
    taken = [m.span for m in first]
    more = [m for m in second if not any(m.span[0] < end and start < m.span[1] for start, end in taken)]
    return sorted([*first, *more], key=lambda mention: mention.span)


def _institutions(plain: str) -> list[AgencyMention]:
    mentions: list[AgencyMention] = []
    if not _SIGN.search(plain):
        return mentions
    end = 0
    for head in _HEAD.finditer(plain):
        if head.start() < end:
            continue
        if head["whole"]:
            if head[0] == BANGKOK and _LOCAL_BEFORE.search(_before(plain, head)):
                continue
            end = head.end()
            mentions.append(AgencyMention(_WHOLE[head[0]], head[0], head.span(), head[0], head[0], True))
            continue
        kind, _, written = _HEADS[int((head.lastgroup or "h0")[1:])]
        run = _RUN.match(plain, head.end())
        if not run or _NO_NAME.match(run[1]):
            continue
        name = _cut(run[1], head[0])
        full = (written or head[0]) + (" " if _APART.match(f"{head[0]} {name}") else "") + name
        if len(name) < MIN_BARE or len(full) > MAX_OWNER:
            continue
        end = run.start(1) + len(name)
        closed = name == run[1]
        mentions.append(AgencyMention(kind, full, (head.start(), end), plain[head.start() : end], run[1], closed))
    return mentions


def _cut(run: str, head: str) -> str:
    """The name at the start of a run of text behind the first word of its kind."""
    ends = _ENDS.search(run, MIN_BARE)
    name = run[: ends.start()] if ends else run
    if not _OFFICE_OF_PLACE.match(head):
        place = _PLACE_BEHIND.search(name, MIN_BARE)
        name = name[: place.start()] if place else name
    return name.removesuffix("ได้") if len(name) > len(head) else name


def _places(plain: str) -> list[AgencyMention]:
    """Provinces, and districts with a result right behind them, that are no one else's place."""
    mentions = []
    for head in _PROVINCE_HEAD.finditer(plain):
        name = next((p for p in _province_names() if plain.startswith(p, head.end())), "")
        if not name or _lies_there(_before(plain, head)):
            continue
        span = (head.start(), head.end() + len(name))
        mentions.append(AgencyMention(PROVINCE, PROVINCE + name, span, plain[span[0] : span[1]], name, True, True))
    for head in _DISTRICT_HEAD.finditer(plain):
        run = _RUN.match(plain, head.end())
        if not run or _lies_there(_before(plain, head)):
            continue
        name = _cut(run[1], "")
        span = (head.start(), run.start(1) + len(name))
        if len(name) >= MIN_BARE and _RESULT.match(plain, span[1]):
            seen = plain[span[0] : span[1]]
            mentions.append(AgencyMention(OTHER, f"อำเภอ{name}", span, seen, run[1], name == run[1]))
    return mentions


def _before(plain: str, place: re.Match[str]) -> str:
    """The text before a place in which the name may begin that lies there."""
    return plain[max(0, place.start() - BEFORE_PLACE) : place.start()]


def _lies_there(before: str) -> bool:
    """Whether a text ends with a name whose place follows."""
    if _LOCAL_BEFORE.search(before):
        return True
    named = _institutions(before)
    return bool(named) and not before[named[-1].span[1] :].strip(" \t,(")


@lru_cache(maxsize=1)
def _province_names() -> tuple[str, ...]:
    return tuple(sorted((p for p in provinces() if p != BANGKOK), key=len, reverse=True))
