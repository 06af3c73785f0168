"""Whose results a text gives: local governments, and owners of every other kind.

Provinces, departments, schools, hospitals and universities are assessed as local governments are.
Their names also stand in sentences about something else (who announced the results, where the
agency lies, who visited whom), so that such a name counts only where the text gives it a result.
"""

from __future__ import annotations

import re
from functools import lru_cache

from thai_ita.normalize.agencies import AgencyMention, find_agencies
from thai_ita.normalize.gazetteer import BANGKOK, Gazetteer, provinces
from thai_ita.normalize.lenient import lenient
from thai_ita.normalize.owner_kinds import (
    DEPARTMENT,
    HOSPITAL,
    OTHER,
    PROVINCE,
    SCHOOL,
    UNIVERSITY,
)
from thai_ita.normalize.repair import repair_text

# How each kind begins its names; the first that fits decides. An abbreviation is written out.
_HEADS: tuple[tuple[str, str, str], ...] = (
    (HOSPITAL, r"โรงพยาบาลส่งเสริมสุขภาพตำบล|รพ\. ?สต\.", "โรงพยาบาลส่งเสริมสุขภาพตำบล"),
    (HOSPITAL, r"โรงพยาบาล|(?<![ก-๎.])รพ\.", "โรงพยาบาล"),
    (SCHOOL, r"โรงเรียน|(?<![ก-๎.])รร\.", "โรงเรียน"),
    (UNIVERSITY, r"(?:จุฬาลงกรณ์)?มหาวิทยาลัย|สถาบันเทคโนโลยี|สถาบันบัณฑิต", ""),
    (
        DEPARTMENT,
        r"กระทรวง|กรม(?!ธรรม์)|สำนักงาน(?!ปลัด(?:เทศบาล|อบต|องค์การ)|เทศบาล|องค์การบริหารส่วน|อบต)"
        r"|สำนักงบประมาณ|สำนักนายกรัฐมนตรี|สำนักข่าวกรอง",
        "",
    ),
    (
        OTHER,
        r"(?:ราช)?วิทยาลัย|สถาบัน|สถานีตำรวจ|(?<![ก-๎.])(?:สภ|สน)\.|ที่ว่าการอำเภอ|ศาล(?!า)|เรือนจำ|ทัณฑสถาน"
        r"|การ(?:ไฟฟ้า|ประปา|รถไฟ|รถไฟฟ้า|ท่าเรือ|ทางพิเศษ|เคหะ|ยางแห่ง|กีฬาแห่ง|ท่องเที่ยวแห่ง|นิคมอุตสาหกรรม)"
        r"|ธนาคาร|บริษัท|องค์การ(?!บริหารส่วน)|กองทัพ|กองทุน|สภากาชาด|แขวงทางหลวง|สหกรณ์",
        "",
    ),
)
_HEAD = re.compile("|".join(f"(?P<h{i}>{pattern})" for i, (_, pattern, _) in enumerate(_HEADS)))
_PLACE_HEAD = re.compile(r"(?P<province>จังหวัด|(?<![ก-๎])จ\.)|(?P<district>อำเภอ|(?<![ก-๎])อ\.)")
_WORDS = r"[ก-๎](?:[ก-๎.\-]*[ก-๎])?"
_RUN = re.compile(rf"[ \t]{{0,2}}({_WORDS})")

# What gives a name its result: it stands behind the name ...
_RESULT = lenient(
    r"[ \t]*(?:\([^()\n]{1,60}\)[ \t]*)?(?:(?:อำเภอ|อ\.)[ \t]*[ก-๎]+[ \t]*)?(?:(?:จังหวัด|จ\.)[ \t]*[ก-๎]+?[ \t]*)?"
    r"(?:ซึ่ง|ที่|ก็|จึง|กลับ|นั้น|[:：=\-–—]|[ \t])*"
    r"(?:ได้(?:รับ)?(?:ผล)?(?:การประเมิน)?(?:ที่)?[ \t]*(?:คะแนน|ร้อยละ|[\d๐-๙])|มี(?:ผล)?(?:การประเมิน)?(?:รวม)?คะแนน"
    r"|มีผลการประเมิน|ผลการประเมิน|ผลคะแนน|คะแนน|[\d๐-๙]{1,3}[.,][\d๐-๙])"
)
# ... or before it.
_RESULT_OF = lenient(r"(?:ผล|คะแนน|ประเมิน|ITA|รายตัวชี้วัด|[\d๐-๙]|\))[^\n]{0,80}?ของ[ \t]*$")
_LIST_OF = re.compile(r"(?:^|\n)[ \t]*(?:[\d๐-๙]{1,3}[ \t]*[.)]?|[-–•*])?[ \t]*$")
# Where the name of such an owner ends: no name holds these.
_ENDS = lenient(
    r"ได้(?:รับ|คะแนน|จัด|ดำเนิน|มี|ประกาศ|[ \t]*[\d๐-๙]|$)|มีคะแนน|มีผล|มีค่า|คะแนน|ผลการประเมิน|ผลคะแนน|พบว่า|ประจำปี|ปีงบประมาณ"
    r"|ที่ได้|ที่มี|จึง|ซึ่ง|ประกาศ(?!ณียบัตร)|ในปี|เมื่อ|ร้อยละ|ตามลำดับ|ขณะที่|อยู่ในระดับ"
)
_PLACE_BEHIND = re.compile(r"อำเภอ|จังหวัด")
_OFFICE_OF_PLACE = re.compile(r"สำนักงาน|ที่ว่าการ|ศาล|เรือนจำ|ทัณฑสถาน|สถานีตำรวจ|สภ|วิทยาลัย")
# A word before จังหวัด that makes the province a place, or a part of another name.
_PLACE_BEFORE = re.compile(r"(?:[ก-๎](?<!ของ)(?<!และ)(?<!คือ)(?<!ได้แก่)(?<!ขณะที่)(?<!ประเมิน)(?<!หรือ))[ \t]*$")
MAX_OWNER = 90
MIN_BARE = 2


def find_owners(text: str, gazetteer: Gazetteer | None = None) -> list[AgencyMention]:
    """The owners that a text names, in order: every local government, and every other owner to
    which the text gives a result.

    ``type`` tells the kind: one of ``AGENCY_TYPES`` or of ``OTHER_OWNERS``; ``full_name`` is the
    whole name in both cases, ``span`` are offsets in the repaired text.
    """
    plain = repair_text(text)
    local = find_agencies(plain, gazetteer)
    taken = [m.span for m in local]
    found = [
        m for m in _others(plain) + _provinces(plain, taken)
        if not any(m.span[0] < end and start < m.span[1] for start, end in taken)
        and _bears_result(plain, m)
    ]
    return sorted([*local, *found], key=lambda mention: mention.span)


def read_owner(text: str) -> AgencyMention | None:
    """The owner of another kind that a label names and nothing else, or None."""
    plain = repair_text(text).strip()
    for mention in _others(plain) + _provinces(plain, []):
        if mention.span[0] == 0 and _REST.fullmatch(plain[mention.span[1]:]):
            return mention
    return None


_REST = re.compile(
    r"[ \t,]*(?:\([^()]{1,60}\))?[ \t]*(?:(?:อำเภอ|อ\.)[ \t]*[ก-๎]+)?[ \t]*(?:(?:จังหวัด|จ\.)[ \t]*[ก-๎]+)?[ \t]*"
)


def _others(plain: str) -> list[AgencyMention]:
    mentions: list[AgencyMention] = []
    end = 0
    for head in _HEAD.finditer(plain):
        if head.start() < end:
            continue
        kind, _, written = _HEADS[int((head.lastgroup or "h0")[1:])]
        run = _RUN.match(plain, head.end())
        name, used = (_cut(run[1], head[0]), 0) if run else ("", 0)
        if not run or len(name) < MIN_BARE:
            continue
        used = run.start(1) + len(name)
        end = used
        full = (written or head[0]) + name
        if len(full) > MAX_OWNER:
            continue
        span = (head.start(), used)
        mentions.append(AgencyMention(kind, full, span, plain[span[0]:span[1]], run[1], True))
    return mentions


def _cut(run: str, head: str) -> str:
    """The name at the start of a run of text behind the first word of its kind."""
    ends = _ENDS.search(run, MIN_BARE)
    name = run[: ends.start()] if ends else run
    if not _OFFICE_OF_PLACE.match(head):
        place = _PLACE_BEHIND.search(name, MIN_BARE)
        name = name[: place.start()] if place else name
    return name.rstrip(".-")


def _provinces(plain: str, taken: list[tuple[int, int]]) -> list[AgencyMention]:
    mentions = []
    for head in _PLACE_HEAD.finditer(plain):
        run = _RUN.match(plain, head.end())
        if not run or _PLACE_BEFORE.search(plain[: head.start()]):
            continue
        if any(start <= head.start() < end for start, end in taken):
            continue
        name = next((p for p in _province_names() if run[1].startswith(p)), "")
        if head["district"] or not name:
            continue
        span = (head.start(), run.start(1) + len(name))
        mentions.append(
            AgencyMention(PROVINCE, PROVINCE + name, span, plain[span[0]:span[1]], run[1], True, True)
        )
    return mentions


@lru_cache(maxsize=1)
def _province_names() -> tuple[str, ...]:
    return tuple(sorted((p for p in provinces() if p != BANGKOK), key=len, reverse=True))


_LOCAL_BEFORE = re.compile(r"(?:เทศบาล|องค์การบริหารส่วน|อบต\.?|ทต\.|ทม\.|ทน\.|อำเภอ|อ\.|ตำบล|ต\.)[^\n\d๐-๙]{0,60}$")


def _bears_result(plain: str, mention: AgencyMention) -> bool:
    """Whether the text gives the named owner a result."""
    start, end = mention.span
    if mention.type == PROVINCE and _LOCAL_BEFORE.search(plain[:start]):
        return False
    behind = bool(_RESULT.match(plain, end))
    return behind or bool(_RESULT_OF.search(plain[:start]))
