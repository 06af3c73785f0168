"""Which lines are headings, how they are numbered, and where a heading goes on in the next line.

A format that marks its headings is believed. Plain text marks none: there a line is a heading when
it is short, opens with a word that headings open with, says nothing of anybody (no predicate, no
figure) and is no item of a list. Numbers alone tell nothing, lists have them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from thai_ita.model import Line, LineKind
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant

# A heading over one line is shorter; one over two lines may have twice as many letters.
MAX_HEADING = 150
# Without number or mark, a heading is shorter still.
MAX_PLAIN_HEADING = 100

_CHAPTER = compile_tone_tolerant(r"(?:บทที่|ส่วนที่|ตอนที่|หมวด(?:ที่)?)\s*(?P<number>\d{1,2}|[ก-ฮ](?![ก-๙]))\s*+[.:)]?\s*")
_ANNEX = compile_tone_tolerant(
    r"(?:ภาคผนวก|ผนวก|เอกสารแนบ(?:ท้าย)?|สิ่งที่ส่งมาด้วย|appendix|annex)\s*+(?P<number>\d{1,2}|[ก-ฮ](?![ก-๙])|[A-Z](?![a-z]))?\s*+[.:)]?\s*",
    re.I,
)
_CONTENTS = compile_tone_tolerant(r"สารบัญ(?!ญ)(?:ตาราง|ภาพ|เรื่อง|\s*\(ต่อ\))?|(?:table of )?contents", re.I)
_ISSUE = compile_tone_tolerant(
    r"(?P<word>ประเด็น|มิติ|ด้าน|ตัวชี้วัดย่อย|ตัวชี้วัด|เครื่องมือ|แบบวัด)\s*+(?:การประเมิน)?\s*ที่\s*(?P<number>\d{1,2}(?:\.\d{1,2})?)\s*+[.:)]?\s*"
)
_NUMBERED = compile_tone_tolerant(
    r"(?P<open>\(|ข้อ(?:ที่)?\s*)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<mark>[.)])?\)?(?![\d%/]|\s*(?:คะแนน|%))\s*+[-:]?\s*(?=\S)"
)
_LETTERED = re.compile(r"\(?(?P<number>[ก-ฮ])(?P<mark>[.)])\)?\s+(?=\S)")
_MARKS = re.compile(r"^[\s*#•▪■◆❖➢>_-]+|(?<![\s*#_])[\s*#_]++$")
# What headings of such reports open with.
OPENS_HEADING = compile_tone_tolerant(
    r"(?:(?:การ|วิธีการ|ขั้นตอนการ|รายงาน|ข้อมูล|รายละเอียด|ตาราง)\s*)*(?:วิเคราะห์|ผล(?:การ)?(?:ประเมิน|คะแนน|วิเคราะห์|ดำเนิน)|ผล\s*ITA|ผลคะแนน|คะแนน(?:ผล|ราย|ภาพรวม|เฉลี่ย)|สรุป|ประเมิน(?:คุณธรรม|ผล|ความโปร่งใส|ในภาพรวม|ITA|\s*ITA))"
    r"|บท(?:นำ|สรุป|วิเคราะห์)|คำนำ|หลักการและเหตุผล|ความเป็นมา|ที่มา|วัตถุประสงค์|ขอบเขต|นิยาม|ภาพรวม|เกณฑ์|ประโยชน์ที่คาดว่า|ข้อกฎหมาย|(?:กฎหมาย|ระเบียบ)ที่เกี่ยวข้อง"
    r"|ข้อเสนอ(?:แนะ)?|[ขช](?:ื|่|้)*อ้?จำกัด|ปัญหา|อุปสรรค|จุด(?:แข็ง|อ่อน|เด่น|ด้อย|ที่(?:ควร|ต้อง))|ข้อ(?:ค้นพบ|สังเกต|บกพร่อง|ดี|ที่(?:ควร|ต้อง))|ประเด็น|สิ่งที่(?:ควร|ต้อง)"
    r"|(?:(?:วิธี)?การ)?(?:กำหนด|ขับเคลื่อน|ปรับปรุง|พัฒนา|รักษา|นำผล|กำกับ|ติดตาม|ให้บริการ|ดำเนินการตาม)|มาตรการ|แนวทาง|แผน|กลไก|กระบวนการ|ช่องทาง"
    r"|แบบ(?:วัด|สำรวจ|ตรวจ|ประเมิน)|เครื่องมือ|ตัวชี้วัด|ด้าน|มิติ|ดัชนี|(?:IIT|EIT|OIT|ITA)(?![A-Za-z])|เอกสาร|ภาคผนวก"
)
# Of these, the words that a broken sentence goes on with as often.
_TAIL_OPENS = compile_tone_tolerant(
    r"(?:การ)?(?:กำหนด|ขับเคลื่อน|ปรับปรุง|พัฒนา|รักษา|กำกับ|ติดตาม|ให้บริการ)|แผน|กลไก|กระบวนการ|ช่องทาง|เอกสาร|ด้าน|ข้อมูล"
    r"|มาตรการ(?!ส่งเสริม)|แนวทาง|แบบ(?:สำรวจ|ประเมิน)|ขอบเขต|ปัญหา(?!\s*(?:และ|/|,|อุปสรรค|ข้อ|ที่|$))|เกณฑ์"
)
# Alone, without a number, these head a column: ตัวชี้วัด คะแนน.
_COLUMN_WORDS = compile_tone_tolerant(r"(?:ตัวชี้วัด|ประเด็น(?!ที่)|ด้าน|มิติ|เครื่องมือ|ดัชนี)")
# A line that says something of somebody is a sentence.
_PREDICATE = compile_tone_tolerant(
    r"พบ(?:ว่า)?(?![ก-๎]*สุด)|ได้(?:รับ|แก่|คะแนน|มี|ดำเนิน|กำหนด|จัด|ทำ|ร่วม|วิเคราะห์)|มีผล|มีคะแนน|เท่ากับ|อยู่(?:ที่|ใน(?:ระดับ|เกณฑ์))|คิดเป็น|(?:ยัง|ก็)?ไม่(?:มี|ได้|เป็น|ทราบ|เข้าใจ|ทั่วถึง|ชัดเจน|เพียงพอ|ครบ|ต่อเนื่อง|พบ|รู้|สะดวก|ทัน|สนใจ|พอ|เสถียร|สามารถ|กล้า|ตรง|ครอบคลุม|หลากหลาย|ถูกต้อง|เคย|ค่อย|ตอบ|ให้)"
    r"|ยัง(?:ไม่|คง|มี|ขาด)|ทำให้|ส่งผล(?:ให้|ต่อ)|ควร(?!แก่)|จำเป็นต้อง|จะต้อง|(?:ดัง|ต่อไป)นี้|มีความจำเป็น|จึง"
)
# จุดที่ควรพัฒนา is a thing, ควรพัฒนา says something.
_RELATIVE = compile_tone_tolerant(
    r"(?:ที่|ข้อ|จุด|ประเด็น|สิ่ง|เรื่อง|ด้าน)\s*(?:ควร|ต้อง|ได้|ไม่)|(?:ข้อ|ที่|สิ่งที่)\s*ค?้?น?พบ|\(ถ้ามี\)|คาดว่าจะ\s*ได้(?:รับ)?"
)
_FIGURE = re.compile(r"\d[.,]\d\d(?!\d)|\d\s*(?:คะแนน|%)|\.{4,}|…{2,}")
# A heading goes on in the next line with such words, or where it ends with one that asks for more.
_GOES_ON = compile_tone_tolerant(
    r"(?:ของ|ใน|และ|หรือ|เพื่อ|ตาม(?!ลำดับ)|ต่อ|โดย|ที่|กับ|แก่|สู่|ไปสู่|ภายใน|สำหรับ|ประจำ|ปี(?:งบ|\s*พ|\s*\d)|พ\.?\s*ศ|25\d\d|ภาครัฐ|หน่วยงานภาครัฐ|ด้าน|แยก(?:เป็น|ตาม)|\()"
)
_ASKS_FOR_MORE = compile_tone_tolerant(
    r"(?:ของ|ใน|และ|หรือ|เพื่อ|ตาม|ต่อ|โดย|ที่|กับ|การ|ความ|ประจำปี|งบประมาณ|พ\.?\s*ศ\.?|ภายใน|ภาย|ด้าน|/|,|[(])\s*$"
)
# A label and what it says: จุดอ่อน : ...
_FIELD = re.compile(r"[:：]\s*\S")
_BRACKETED = re.compile(r"\([^()]*\)")
# Said before a list; the list says the rest.
ANNOUNCES = compile_tone_tolerant(
    r"(?:ดัง(?:ต่อไป)?นี้|ต่อไปนี้|ดังกล่าวข้างล่าง|มีรายละเอียดดัง\S{0,80}+|ได้แก่|คือ|ประกอบด้วย)\s*+[:：\-–]*\s*$|[:：]\s*$"
)

# Numbers of these styles are part of a name: ประเด็นที่ 2 การให้บริการ.
_NAMED_STYLES = frozenset({"chapter", "ประเด็น", "มิติ", "ด้าน", "ตัวชี้วัด", "ตัวชี้วัดย่อย", "เครื่องมือ", "แบบวัด"})


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """How a heading is marked: ``style`` tells headings of one rank from those of others,
    ``number`` is as printed in Arabic figures ("" for none), ``text`` what follows the number."""

    style: str
    number: str
    text: str

    @property
    def last(self) -> int | None:
        """The last figure of the number: 3 of 2.3; None where it is no figure."""
        tail = self.number.rpartition(".")[2]
        return int(tail) if tail.isdecimal() else None


@lru_cache(maxsize=4096)
def read_mark(text: str) -> HeadingMark:
    """The number that a line begins with, whether it is a heading or an item of a list.

    >>> read_mark("๒.๑ ผลการประเมิน")
    HeadingMark(style='2.', number='2.1', text='ผลการประเมิน')
    """
    plain = to_arabic(_MARKS.sub("", text))
    if match := _CHAPTER.match(plain):
        return HeadingMark("chapter", match.group("number"), plain[match.end() :].strip())
    if match := _ISSUE.match(plain):
        return HeadingMark(match.group("word"), match.group("number"), plain[match.end() :].strip())
    if match := _NUMBERED.match(plain):
        number = match.group("number")
        shape = f"{match.group('open') or ''}{match.group('mark') or ''}".strip()
        depth = number.count(".") + 1
        if shape or depth > 1:
            style = f"{depth}." if depth > 1 else shape
            return HeadingMark(style, number, plain[match.end() :].strip())
    if match := _LETTERED.match(plain):
        return HeadingMark("ก" + match.group("mark"), match.group("number"), plain[match.end() :].strip())
    return HeadingMark("", "", plain.strip())


def without_number(text: str) -> str:
    """The line as printed, its number and its marks in front taken away.

    >>> without_number("๑) ควรจัดอบรมปีละ ๒ ครั้ง")
    'ควรจัดอบรมปีละ ๒ ครั้ง'
    """
    mark = read_mark(text)
    bare = text.strip()
    if mark.style in _NAMED_STYLES or not mark.text:
        return bare
    plain = to_arabic(bare)
    return bare[plain.index(mark.text) :] if mark.text in plain else bare


def opens_annex(text: str) -> bool:
    """Whether a line is the heading of an annex: ภาคผนวก ก, and no sentence that mentions one."""
    plain = to_arabic(_MARKS.sub("", text))
    match = _ANNEX.match(plain)
    return match is not None and len(plain) <= MAX_HEADING and not is_sentence(plain[match.end() :])


def opens_contents(text: str) -> bool:
    """Whether a line is the heading of a table of contents."""
    return bool(_CONTENTS.fullmatch(_MARKS.sub("", text).strip()))


def is_sentence(text: str) -> bool:
    """Whether a line says something of somebody, or gives a figure."""
    return bool(_PREDICATE.search(_RELATIVE.sub(" ", text)) or _FIGURE.search(to_arabic(text)))


def announces_list(text: str) -> bool:
    """Whether a line only leads over to a list below: ... มีข้อจำกัดดังนี้."""
    return bool(ANNOUNCES.search(text.strip()))


def is_heading(line: Line) -> bool:
    """Whether a line is a heading by itself; what stands around it is ``find_sections``' business."""
    if line.kind is LineKind.HEADING:
        return True
    if line.kind in (LineKind.BULLET, LineKind.NOTE):
        return False
    text = line.text.strip()
    if not text or len(text) > MAX_HEADING:
        return False
    if opens_contents(text) or opens_annex(text):
        return True
    mark = read_mark(text)
    if _FIELD.search(_BRACKETED.sub(" ", mark.text)):
        return False
    if mark.style == "chapter":
        return not _FIGURE.search(to_arabic(text))
    if is_sentence(mark.text) or not OPENS_HEADING.match(mark.text):
        return mark.style in _NAMED_STYLES and not is_sentence(mark.text) and bool(mark.text)
    if mark.style:
        return True
    return len(text) <= MAX_PLAIN_HEADING and not _COLUMN_WORDS.match(mark.text)


def may_be_tail(text: str) -> bool:
    """Whether a line opens with a word that stands in the middle of sentences as well."""
    return bool(_TAIL_OPENS.match(text.strip())) and not read_mark(text).style


def goes_on(heading: str, line: Line) -> bool:
    """Whether a heading goes on in the line right below it."""
    text = line.text.strip()
    if line.kind is LineKind.BULLET or not text or len(text) > MAX_HEADING:
        return False
    if is_sentence(text) or announces_list(text) or read_mark(text).style:
        return False
    return bool(_ASKS_FOR_MORE.search(heading) or _GOES_ON.match(text))
