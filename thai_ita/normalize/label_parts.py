"""What a label says besides its name: codes, numbers and instruments.

``ข้อ i๑๐ ในหน่วยงานของท่าน ...`` carries the code i10, ``ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินฯ`` the
number 4, ``OIT 2: ...`` the second indicator of an instrument. Codes are misread in known ways: the
letter o as zero (``ข้อ ๐๑๐``, ``043``), zero as o, the letter i as l or 1.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import lru_cache

from thai_ita.normalize.editions import known_codes
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant

_ITEM_CODE = re.compile(
    r"^[(\[]?\s*+(?:(?:ข้อ(?:คำถาม|ย่อย)?|คำถาม|ประเด็น(?:คำถาม)?|รายการ|หัวข้อ|ตัวชี้วัด)(?:ที่)?|Item|Question)?"
    r"\s*+[(\[]?\s*([ieoIEOlｉｅｏ|])\s*+[-–.]?\s*(\d[\doO]?)\b\s*+[)\]]?\s*+[.:)\-–]*\s*"
)
# Its number alone behind its instrument: IIT ข้อ 3, แบบวัด OIT ข้อที่ 12. Not a range of items.
_ITEM_OF = re.compile(
    r"^(?:แบบ(?:วัด|ตรวจ)?|เครื่องมือ)?\s*(IIT|EIT|OIT)\s*+[:,]?\s*(?:ข้อ(?:คำถาม)?|คำถาม)\s*+(?:ที่)?\s*(\d{1,2})(?![.\d]|\s*(?:[-–]|ถึง)\s*\d)\s*+[):]*\s*",
    re.I,
)
# An o read as zero: two or three digits that begin with zero, where an OIT item may stand.
_ZERO_CODE = re.compile(r"^(ข้อ(?:ที่)?|หัวข้อ|OIT)?\s*[(\[]?0(\d{1,2})\b\s*+[)\]]?\s*+[.:)\-–]*\s*")
_OIT_CODE = re.compile(r"^OIT\s*+[-.:]?\s*[oO]?(\d{1,2})\b\s*+[.:)\-–]*\s*")
_NUMBERED = compile_tone_tolerant(
    r"^(?:(?P<own>ตัวชี้วัด(?:ย่อย)?ฯ?|ตัวบ่งชี้|ดัชนี|องค์ประกอบ|ด้าน|ตชว)"
    r"|(?P<shared>มิติ|ตช|ตวช|KPI|Indicator|Ind))\.?\s*+(?:ที่|ข้อที่|ลำดับที่|No\.?|#)?\s*"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})?)(?!\d)\s*+[.:)\-–]*\s*",
    re.IGNORECASE,
)
# The number behind the name: การใช้อำนาจ (ตัวชี้วัดที่ 3); below it in a card, and without brackets.
_NUMBER_BEHIND = compile_tone_tolerant(
    r"(?<=\S)\s*[(\[]\s*(?:ตัวชี้วัด(?:ย่อย)?ฯ?|ตชว|(?P<shared>KPI|Indicator))\.?\s*+(?:ที่)?\s*"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})?)\s*[)\]]\s*$",
    re.IGNORECASE,
)
_NUMBER_BELOW = compile_tone_tolerant(r"(?<=[ก-๎]{6})\s*ตัวชี้วัดที่\s*(?P<number>\d{1,2}(?:\.\d{1,2})?)\s*$")
_LEADING = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})?)(?:[.:)]|(?=\s)|(?=[ก-๛]))\)?\s*")
_INSTRUMENT = re.compile(r"(?<![A-Za-z])(IIT|EIT|OIT|EBIT)(?![A-Za-z])", re.I)
_ORDINAL = re.compile(r"(?<![A-Za-z])(IIT|EIT|OIT)\s*(\d)(?!\d)", re.I)
# Not the second of three pieces of a table.
_PART = re.compile(r"(?:ส่วนที่|ตอนที่|Part)\s*([12])(?!\d)(?!\s*(?:จาก|ของ|จากทั้งหมด|of|/)\s*\d)", re.I)
_PART_OF = re.compile(rf"{_PART.pattern}(?:\s*(?:ของ|of)\b(?:\s*the\b)?)?", re.I)
# A chapter is called a part too: ส่วนที่ ๒ ผลคะแนน, ส่วนที่ ๒ แบบวัด EIT.
_FORM = re.compile(r"(?<![A-Za-z])(?:IIT|(EIT)|OIT|EBIT)(?![A-Za-z])|ภายใน|(ภายนอก)", re.I)
_FORM_WORD = compile_tone_tolerant(r"(?:แบบ(?:วัด|สำรวจ)|การประเมิน)\s*+[(\[]?\s*$")
_OF_EIT = re.compile(r"\s*(?:ของ|of)\s*(?:the\s*)?(?:แบบ(?:วัด|สำรวจ)?\s*)?(?:EIT(?![A-Za-z])|\S*ภายนอก|External)", re.I)
_PIECE_OF = compile_tone_tolerant(r"ตาราง|บทที่|เอกสาร|หมวด|ผนวก|รายงาน|แผน|ไฟล์|หน้า")
_NOTHING_MORE = compile_tone_tolerant(r"(?:[\s\d.,:%()\[\]/–-]|คะแนน|ร้อยละ|ได้รับ|ได้|เฉลี่ย)*")
_BULLET = re.compile(r"^(?:[-–•*▪●○■□➢✓✔☐☑☒✅\s]|\[[ xX✓✔]?\])+(?=\S)")
# The number of a list before the number of an indicator: 1) ตัวชี้วัดที่ 3.
_LISTED = re.compile(
    r"^\(?\d{1,2}[.)]\)?\s*(?=(?:ตัวชี้วัด(?:ย่อย)?|ตชว\.?|ตัวบ่งชี้|ข้อ|ประเด็น|หัวข้อ)\s*+(?:ที่)?\s*+[(\[]?\s*(?:[ieoIEO]\s?-?)?\d)"
)
# The instrument before or behind a name. Not OIT: its own name is nearly that of indicator 9.
_TAG = r"(?:แบบ(?:วัด|ตรวจ)?|เครื่องมือ)?\s*(?:IIT|EIT)"
_TAG_BEFORE = compile_tone_tolerant(rf"\s*+{_TAG}\s*[:/–-]\s*+(?=.*[ก-๎])(.*+)\s*")
_TAG_BEHIND = compile_tone_tolerant(rf"[:/–-]\s*+{_TAG}\s*$")
_THAI_LETTER = re.compile("[ก-๎]")
_THAI = re.compile("[ก-๎]{4}")
_LATIN = string.ascii_letters + " ,.'&()-"
_TRANSLATION = re.compile(r"[/|(\-–]\s*[A-Za-z](?=...)", re.S)
_TRANSLATED = re.compile(r"^[A-Za-z][A-Za-z ,.'&-]{3,}[/|(–]\s*([ก-๎].*?)\)?$")
_BRACKETED = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart.

    ``code`` is an item code (i10, e9, o28), ``number`` the stated number of an indicator or
    sub-indicator, ``explicit`` whether the label calls it a number of an indicator, ``shared``
    whether it does so by a word that other lists use as well (KPI 1, ตช. 1), ``instrument`` and ``ordinal`` what ``OIT 2`` says, ``part`` the part of the EIT, ``name`` what remains.
    ``zero_code`` is an OIT code read with a zero for its letter, to be believed only in context.
    """

    seen: str
    name: str
    code: str = ""
    zero_code: str = ""
    number: str = ""
    explicit: bool = False
    shared: bool = False
    instrument: str = ""
    ordinal: int = 0
    part: str = ""


@lru_cache(maxsize=16384)
def read_label(text: str) -> Label:
    """The parts of a label; what is not there stays empty."""
    seen = " ".join(text.split())
    rest = _LISTED.sub("", _BULLET.sub("", to_arabic(seen)))
    instrument = _only(m.group(1).upper() for m in _INSTRUMENT.finditer(rest))
    ordinals = {(m.group(1).upper(), int(m.group(2))) for m in _ORDINAL.finditer(rest)}
    part = _only(m.group(1) for m in _PART.finditer(rest) if _is_part(rest, m.start(), m.end()))
    code = zero_code = number = ""
    explicit = shared = False
    if match := _ITEM_CODE.match(rest):
        letter = match.group(1).lower().translate(_LETTERS)
        code = letter + _digits(match.group(2))
        rest = rest[match.end() :]
    elif match := _ITEM_OF.match(rest):
        code = known_codes().letters[match[1].upper()] + _digits(match[2])
        rest = rest[match.end() :]
    elif match := _ZERO_CODE.match(rest):
        zero_code = "o" + _digits(match.group(2))
        rest = rest[match.end() :]
    elif (match := _OIT_CODE.match(rest)) and int(match.group(1)) > 2:
        code = "o" + _digits(match.group(1))
        rest = rest[match.end() :]
    elif match := _NUMBERED.match(rest):
        number, explicit, shared = match["number"], True, bool(match["shared"])
        rest = rest[match.end() :]
    elif match := _LEADING.match(rest):
        number = match.group(1)
        rest = rest[match.end() :]
        if match := _NUMBERED.match(rest):
            # "1) ตัวชี้วัดที่ 3 ..." is the first of a list.
            number, explicit, shared = match["number"], True, bool(match["shared"])
            rest = rest[match.end() :]
    if not code and not explicit and (match := _NUMBER_BEHIND.search(rest) or _NUMBER_BELOW.search(rest)):
        number, explicit, shared = match["number"], True, bool(match.groupdict().get("shared"))
        rest = rest[: match.start()]
    ordinal = ordinals.pop()[1] if len(ordinals) == 1 else 0
    return Label(
        seen=seen,
        name=_bare(rest),
        code="" if code[1:] == "0" else code,
        zero_code="" if zero_code[1:] == "0" else zero_code,
        number=number,
        explicit=explicit,
        shared=shared,
        instrument=instrument,
        ordinal=ordinal,
        part=part,
    )


def is_eit_part(text: str, start: int, end: int) -> bool:
    """Whether ``ส่วนที่ 2`` at this place of a text is part of the EIT, and no chapter.

    It is where the form spoken of last before it is the EIT, or where ``of the EIT`` stands right
    behind it.
    """
    forms = list(_FORM.finditer(text, 0, start))
    if forms:
        return bool(forms[-1][1] or forms[-1][2])
    return bool(_FORM_WORD.search(text[:start]) or _OF_EIT.match(text, end))


def _is_part(text: str, start: int, end: int) -> bool:
    """The same for a label, which may also be no more than the part: ``ส่วนที่ 2`` over a column."""
    if is_eit_part(text, start, end):
        return True
    other_form = _FORM.search(text, 0, start) or _PIECE_OF.search(text, 0, start)
    return not other_form and bool(_NOTHING_MORE.fullmatch(text, end))


_LETTERS = str.maketrans("lｉｅｏ|", "iieoi")


def _digits(text: str) -> str:
    return str(int(text.lower().replace("o", "0")))


def _only(found: object) -> str:
    values = set(found)  # type: ignore[call-overload]
    return values.pop() if len(values) == 1 else ""


def _bare(text: str) -> str:
    """The name itself: bracketed instrument tags and their bare mentions are no part of it."""
    text = _BRACKETED.sub(lambda m: " " if _INSTRUMENT.search(m.group(1)) else m.group(0), text)
    text = _PART_OF.sub(" ", _ORDINAL.sub(" ", text))
    text = _without_tag(text)
    # A translation beside the Thai name is no part of it: การใช้อำนาจ / Use of power.
    if _THAI.search(text):
        text = _TRANSLATED.sub(r"\1", _without_translation(text))
    return " ".join(text.split()).strip(" .:-–—*")


def _without_tag(text: str) -> str:
    if before := _TAG_BEFORE.fullmatch(text):
        return before[1]
    if behind := _TAG_BEHIND.search(text):
        name = text[: behind.start()].strip()
        if _THAI_LETTER.search(name) and "\n" not in name:
            return name
    return text


def _without_translation(text: str) -> str:
    # The Latin letters at the end are passed from there: a sign among them begins no other run.
    begin = len(text[: len(text.rstrip(_LATIN))].rstrip())
    found = _TRANSLATION.search(text, max(0, begin - 1))
    return text[: found.start()].rstrip() if found else text
