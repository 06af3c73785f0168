"""What a label says besides its name: codes, numbers and instruments.

``ข้อ i๑๐ ในหน่วยงานของท่าน ...`` carries the code i10, ``ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินฯ`` the
number 4, ``OIT 2: ...`` the second indicator of an instrument. Codes are misread in known ways: the
letter o as zero (``ข้อ ๐๑๐``, ``043``), zero as o, the letter i as l or 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from thai_ita.normalize.numerals import to_arabic

_ITEM_CODE = re.compile(
    r"^(?:ข้อ(?:ที่)?|ตัวชี้วัดที่|ประเด็นที่|หัวข้อ)?\s*[(\[]?\s*([ieoIEOlｉｅｏ|])\s*[-–.]?\s*(\d[\doO]?)\b\s*[)\]]?\s*[.:)\-–]*\s*"
)
# An o read as zero: two or three digits that begin with zero, where an OIT item may stand.
_ZERO_CODE = re.compile(r"^(ข้อ(?:ที่)?|หัวข้อ|OIT)?\s*[(\[]?0(\d{1,2})\b\s*[)\]]?\s*[.:)\-–]*\s*")
_OIT_CODE = re.compile(r"^OIT\s*[-.:]?\s*[oO]?(\d{1,2})\b\s*[.:)\-–]*\s*")
_NUMBERED = re.compile(
    r"^(?:ตัวชี้วัด(ย่อย)?|ตัวบ่งชี้|ดัชนี|องค์ประกอบ|ด้าน)\s*(?:ที่|ข้อที่|ลำดับที่)?\s*(\d{1,2}(?:\.\d{1,2})?)\s*[.:)\-–]*\s*"
)
_LEADING = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})?)(?:[.:)]|(?=\s)|(?=[ก-๛]))\)?\s*")
_INSTRUMENT = re.compile(r"(?<![A-Za-z])(IIT|EIT|OIT|EBIT)(?![A-Za-z])", re.I)
_ORDINAL = re.compile(r"(?<![A-Za-z])(IIT|EIT|OIT)\s*(\d)(?!\d)", re.I)
# Not the second of three pieces of a table.
_PART = re.compile(
    r"(?:ส่วนที่|ตอนที่|Part)\s*([12])(?!\d)(?!\s*(?:จาก|ของ|จากทั้งหมด|of|/)\s*\d)", re.I
)
_BULLET = re.compile(r"^(?:[-–•*▪●○■□➢✓✔☐☑☒✅\s]|\[[ xX✓✔]?\])+(?=\S)")
# The number of a list before the number of an indicator: 1) ตัวชี้วัดที่ 3.
_LISTED = re.compile(
    r"^\(?\d{1,2}[.)]\)?\s*(?=(?:ตัวชี้วัด(?:ย่อย)?|ตัวบ่งชี้|ข้อ|ประเด็น|หัวข้อ)\s*(?:ที่)?\s*[(\[]?\s*(?:[ieoIEO]\s?-?)?\d)"
)
_THAI = re.compile("[ก-๎]{4}")
_TRANSLATION = re.compile(r"\s*[/|(\-–]\s*[A-Za-z][A-Za-z ,.'&()-]{3,}$")
_BRACKETED = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart.

    ``code`` is an item code (i10, e9, o28), ``number`` the stated number of an indicator or
    sub-indicator, ``explicit`` whether the label calls it a number of an indicator, ``instrument``
    and ``ordinal`` what ``OIT 2`` says, ``part`` the part of the EIT, ``name`` what remains.
    ``zero_code`` is an OIT code read with a zero for its letter, to be believed only in context.
    """

    seen: str
    name: str
    code: str = ""
    zero_code: str = ""
    number: str = ""
    explicit: bool = False
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
    part = _only(m.group(1) for m in _PART.finditer(rest))
    code = zero_code = number = ""
    explicit = False
    if match := _ITEM_CODE.match(rest):
        letter = match.group(1).lower().translate(_LETTERS)
        code = letter + _digits(match.group(2))
        rest = rest[match.end() :]
    elif match := _ZERO_CODE.match(rest):
        zero_code = "o" + _digits(match.group(2))
        rest = rest[match.end() :]
    elif (match := _OIT_CODE.match(rest)) and int(match.group(1)) > 2:
        code = "o" + _digits(match.group(1))
        rest = rest[match.end() :]
    elif match := _NUMBERED.match(rest):
        number, explicit = match.group(2), True
        rest = rest[match.end() :]
    elif match := _LEADING.match(rest):
        number = match.group(1)
        rest = rest[match.end() :]
        if match := _NUMBERED.match(rest):
            # "1) ตัวชี้วัดที่ 3 ..." is the first of a list.
            number, explicit = match.group(2), True
            rest = rest[match.end() :]
    ordinal = ordinals.pop()[1] if len(ordinals) == 1 else 0
    return Label(
        seen=seen,
        name=_bare(rest),
        code="" if code[1:] == "0" else code,
        zero_code="" if zero_code[1:] == "0" else zero_code,
        number=number,
        explicit=explicit,
        instrument=instrument,
        ordinal=ordinal,
        part=part,
    )


_LETTERS = str.maketrans("lｉｅｏ|", "iieoi")


def _digits(text: str) -> str:
    return str(int(text.lower().replace("o", "0")))


def _only(found: object) -> str:
    values = set(found)  # type: ignore[call-overload]
    return values.pop() if len(values) == 1 else ""


def _bare(text: str) -> str:
    """The name itself: bracketed instrument tags and their bare mentions are no part of it."""
    text = _BRACKETED.sub(lambda m: " " if _INSTRUMENT.search(m.group(1)) else m.group(0), text)
    text = _PART.sub(" ", _ORDINAL.sub(" ", text))
    # A translation beside the Thai name is no part of it: การใช้อำนาจ / Use of power.
    if _THAI.search(text):
        text = _TRANSLATION.sub("", text)
    return " ".join(text.split()).strip(" .:-–—*")
