"""Where the name of a local government ends in text that runs on without a space.

Names hold ordinary words (ดำเนินสะดวก, เขามีเกียรติ, ห้วยตามอญ), so that a word alone ends no name. Three
things do: a place or year behind it, a phrase that no name holds, and an ordinary word that
another word of administration follows (ตาม+มาตรการ, มี+ผล). The few official names that these
rules would still cut stand in ``data/whole_names.json`` (made by ``tools/whole_names.py``).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from thai_ita.normalize.gazetteer import Gazetteer

MAX_NAME = 28
"""The longest official names have 24 letters and marks."""
LONGEST_OFFICIAL = 24
_RUNS_ON = 7
"""From this length on, in letters, text behind a name of a complete list is a sentence."""
_LEAST = 2

# A word ends a name only between whole letters: กระแจะ has no จะ, สมบูรณ์ no ณ.
_WHOLE = r"(?<![เแโใไ])(?:{})(?![ะ-ฺ็-๎])"
_DEPENDENT = re.compile("[ะ-ฺ็-๎]")
PLACE_AFTER = re.compile(_WHOLE.format(r"อำเภอ|จังหวัด|หมู่ที่|ประจำปี|ปีงบประมาณ"))

# Phrases that no place's name holds: they end it wherever they come.
_PHRASES = (
    r"ได้รับ|ได้จัด|ได้ดำเนิน|ได้มี|ได้กำหนด|ได้คะแนน|พบว่า|ในการ|ในปี|ในเรื่อง|ในด้าน|ในฐานะ|จัดทำ|จัดให้|จัดตั้ง"
    r"|ดำเนินการ|ดำเนินงาน|รายงาน|มากขึ้น|มากยิ่ง|เพื่อ|โดย|จึง|ซึ่ง|และ|หรือ|ต่อไป|ให้ความ|เป็นไป|เข้ารับ|เข้าร่วม|อยู่ใน|นำผล"
    r"|ขอ(?:เรียน|แจ้ง|ประกาศ|รายงาน|แสดง)|เพิ่มขึ้น|ลดลง|ครั้งที่|ส่งเสริม|เผยแพร่|ทางเว็บ|ผลการ|ผลคะแนน|สำหรับ|ยังมี|ยังคง|ไปสู่"
    r"|หลังจาก|ทำให้|ทำการ|ร่วมกับ|ร่วมกัน|เปิดเผย|เปิดโอกาส|ปฏิบัติ|ว่าด้วย|ปรับปรุง|วิเคราะห์|ประเมิน|ประชาสัมพันธ์|ขณะที่"
    r"|ผู้บริหาร|พนักงาน|เจ้าหน้าที่|บุคลากร|สำนักงาน|สำนักปลัด|เว็บไซต์|คะแนน|อันดับ|ประชาชน|สมาชิก"
    r"|กอง(?:คลัง|ช่าง|การ|สวัสดิ|สาธารณ|ยุทธ)|รองลงมา|ดังกล่าว|ดังนี้|เกี่ยวกับ|เกี่ยวข้อง|เดียวกัน"
    r"|ยิ่งขึ้น|ทุจริต|คุณธรรม|ราชการ|สนับสนุน|สังกัด|บริการ|ประสิทธิภาพ|ตนเอง|ชี้แจง|สาธารณสุข|เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหาร"
)
# Ordinary words that names hold too.
_WORDS = (
    r"ได้|(?<!^ห)(?<![^เแโใไ]ห)มี(?!ย)|ใน|ที่|ให้|เป็น|ไม่|จะ(?!เ)|นำ|ต่อ|(?<!ส)ว่า(?!น)|กับ|แล้ว|เข้า|ขอ(?!ง|น)|ผล|ปี(?!บ)|ยัง|คือ|นั้น|นี้"
    r"|ทำ(?!เนียบ|นบ)|หลัง|ร่วม|ด้าน|ถือ|ไป|ตาม|จาก|ทั้ง|ทุก|พร้อม|ควร|ต้อง|สามารถ|ดำเนิน|ผ่าน|ช่วย|แสดง|ตลอด|(?<!ตัว)อย่าง"
    r"|ผู้|คณะ|สู่|บริหาร|กำหนด|ประกาศ|ทราบ|ถูก|เคย|กว่า|ของ|เรื่อง|เมื่อ|ระดับ|จำนวน"
)
# Such a word with what may follow it in a sentence alone.
_PAIRS = (
    r"ให้(?:ความ|เจ้า|แก่|เกิด|มี|ได้|เป็น|ทราบ|ดี(?:ขึ้น|ยิ่ง)|สูง|ครบ|กับ|ถูก)|เข้า(?:ร่วม|รับ|ใจ|ถึง|สู่|มา)|นำ(?:ผล|ไป|มา|เสนอ|เข้า)"
    r"|เป็น(?:ไป|ที่|ราย|ส่วน|ระ|ต้น|อย่าง)|มี(?:ส่วน|ช่อง|ผู้|ภูมิ|พัฒนา|บทบาท|อาคาร|ถนน|วัด|โรงเรียน)|ไม่(?:น้อย|ต่ำ|พบ|ผ่าน|เป็น|มี|ได้)"
    r"|จะ(?:ดำ|มี|เป็น|จัด|ให้|นำ|ไม่|ทำ|สา|ขอ|กำ|เห็น|ปรับ|พัฒ|ส่ง|แจ้ง|ใช้|เผย|เปิด|ต้อง|ได้)|ที่(?:มี|ได้|เกี่ยว|เกิด|ดี(?:ที่|ขึ้น)|สูง|ต่ำ|ผ่าน|เป็น|ให้|ต้อง|จะ|ไม่|ชัด|เข้า|ถูก|ไป)"
    r"|กับ(?:การ|ประชา|หน่วย|ผู้)|ต่อ(?:ไป|ประชา|การ|เนื่อง|สาธารณ|หน่วย|ผู้|เจ้า)|ในภาพ|ในขณะ|ในปัจจุบัน|ในวันที่|ในทุก"
    r"|ทุก(?:คน|ราย|ปี|ด้าน|ตัว|ส่วน|ฝ่าย|กอง|เดือน|ครั้ง|ประ|ท่าน|ข้อ)|ทั้ง(?:หมด|สิ้น|นี้|ภาย|ใน|ด้าน|ปี|สอง(?:แห่ง|ปี)|สาม(?:แบบ|เครื่อง))"
    r"|ตาม(?:ที่|ลำดับ|ขั้น|มาตร|แผน|กฎ|หลัก(?:การ|เกณฑ์))|(?<!ตัว)อย่าง(?:ต่อ|เป็น|เคร่ง|โปร่ง|มี|ชัด|เท่า|ทั่ว|น้อย|มาก|เต็ม|สม่ำ|ครบ|ถูก)|ยัง(?:ไม่|มี|คง|ต้อง)"
    r"|ควร(?:มี|จะ|ให้|จัด|เพิ่ม|ปรับ|พัฒนา)|ต้อง(?:มี|ไม่|จัด|ทำ|ได้|ปรับ)|ได้(?:รับ|จัด|นำ|มี|ทำ|ที่|ถูก|เข้า|ให้)|ผล(?:การ|คะแนน|ประเมิน|สัมฤทธิ์)"
)
# What follows such a word in a sentence, and no word of a place's name.
_ADMINISTRATION = (
    r"การ|ความ|ผล(?!ไม้)|คะแนน|ตัวชี้วัด|ระดับ|อันดับ|ลำดับ|จำนวน|ร้อยละ|ค่า(?:เฉลี่ย|คะแนน)|ข้อ|แผน|มาตรการ|มาตรฐาน|แนว|ระเบียบ"
    r"|กฎ|หลัก(?:เกณฑ์|การ|ธรรม|สูตร)|เกณฑ์|นโยบาย|ประกาศ|คำสั่ง|หนังสือ|มติ|ขั้น|กระบวน|ระบบ|ระยะ|ระหว่าง|รอบ|ช่อง(?:ทาง)|ช่วง"
    r"|โครงการ|กิจกรรม|งบ|บริการ|ประชา|ประสิทธิ|ประเมิน|ประเด็น|ประโยชน์|ประจำ|ประเทศ|ประกอบ|ประสาน|สาธารณ|ข้อมูล|ข่าว|เจ้าหน้าที่"
    r"|บุคลากร|พนักงาน|ผู้|คณะ|หน่วย|หน้าที่|อำนาจ|องค์กร|องค์การ|ราชการ|ส่วน(?:ราชการ|ร่วม|ได้|ต่าง|งาน|ใหญ่)|สำนัก|กอง(?:คลัง|ช่าง|การ)"
    r"|ฝ่าย|งาน|นายก|ปลัด|สภา|ชุมชน|พื้นที่|เขต|ท้องถิ่น|เทศบาล|อบต|คุณธรรม|คุณภาพ|จริยธรรม|โปร่งใส|ทุจริต|ดำเนิน(?:การ|งาน)"
    r"|ปฏิบัติ|พัฒนา|ปรับ|เพิ่ม|ลด(?:ลง|ขั้น|ความ)|รักษามาตร|ยก(?:ระดับ)|ส่งเสริม|สนับสนุน|เสริม(?:สร้าง)|ตรวจ(?:สอบ|ราชการ)|ติดตาม|กำกับ"
    r"|กำหนด|ควบคุม|ป้องกัน|ปราบปราม|แก้(?:ไข|ปัญหา)|เปิด(?:เผย|โอกาส|ให้)|เผยแพร่|ชี้แจง|แจ้ง|รายงาน|เสนอ|พิจารณา|วิเคราะห์|สรุป|สื่อสาร"
    r"|จัด(?:ทำ|การ|ให้|ตั้ง|ซื้อ|จ้าง|สรร|กิจ|เก็บ)|ทำ(?:ให้|การ|หน้าที่|แผน|งาน)|ใช้(?:จ่าย|งบ|อำนาจ|ทรัพย์|ระบบ|เป็น|ใน|บริการ|คู่มือ)"
    r"|รับ(?:รู้|ทราบ|การ|ผล|เรื่อง|ฟัง|ผิด|บริการ|คะแนน|มอบ|รอง)|ได้|และ|หรือ|เพื่อ|โดย|ของ(?!ใหญ่)|ทราบ|ตนเอง|ดังกล่าว|ดังนี้"
    r"|เดิม|ปี(?:งบ|ที่|ก่อน|ล่า|นี้|ละ)|เดือน|วันที่|ครั้ง|ไตรมาส|เกิน|กว่า|สูง(?:กว่า|สุด|ขึ้น)|ต่ำ(?:กว่า|สุด)|มาก(?:ขึ้น|กว่า|ที่สุด|ยิ่ง)|น้อย(?:กว่า|ที่สุด)|ดี(?:ขึ้น|เยี่ยม)"
    r"|ถึง|อยู่|ไว้|แล้ว|ด้าน|เรื่อง|วิธี|สิ่ง|เครื่องมือ|แบบ(?:วัด|สอบ|สำรวจ|ประเมิน|ตรวจ)|เว็บ|ภารกิจ|ภาพ(?:รวม|ลักษณ์)|ภาย|ก่อน|ขณะ|ทรัพย์สิน|ภาครัฐ|รัฐบาล"
    r"|สัดส่วน|สังกัด|สูตร|ท่าน|หมู่บ้าน|ประชากร|รายได้|สมควร|ยื่น|ยืม|บท|บรรลุ|สำเร็จ|สามารถ|ควร|ต้อง|เกี่ยว|ร้องเรียน|จำเป็น"
    rf"|{_PAIRS}"
)
# Before the name of a place these alone belong to the sentence: ในอำเภอ, จากจังหวัด.
_BEFORE_PLACE = r"(?:ใน|จาก|ของ|กับ|ที่|ไป)(?=อำเภอ|จังหวัด|ประเทศ|เขต|พื้นที่)"
# At the very end of a run these are a verb or a preposition, for no name ends in them.
_LAST = r"(?:ได้|ประกาศ|ผ่าน|ทั้ง|คือ|ของ|ถูก|แสดง|ว่า|นั้น|ทราบ|เรื่อง|เมื่อ|ระดับ|จำนวน|มีจำนวน)$"
_END = re.compile(
    _WHOLE.format(_PHRASES)
    + f"|{_BEFORE_PLACE}"
    + "|"
    + _WHOLE.format(_PAIRS)
    + "|"
    + _WHOLE.format(f"(?:{_WORDS})(?=(?:{_ADMINISTRATION}))")
    + "|"
    + _WHOLE.format(f"{_LAST}")
)
ORDINARY = re.compile(_WHOLE.format(_WORDS))

# What stands behind a type without naming anyone: เทศบาลตำบลของเรา, อบต.ได้ดำเนินการ.
_NO_NAME = re.compile(
    r"(?:(?:ดี|สูง|มาก|เพิ่ม)ขึ้น|(?:ลด|ต่ำ)ลง|ของ|และ|หรือ|ซึ่ง|ต่าง|อื่น|จึง|เช่น|นั้น|นี้|อำเภอ|จังหวัด|ประจำ|ขนาด|ดังกล่าว|แล้ว|ละ$|สังกัด|รวม(?=\s|$|ทั้ง|ถึง)|แห่ง(?:นี้|$|ใด|หนึ่ง|อื่น)"
    r"|(?:ทั่ว|ทั้ง|ทุก)(?:ประเทศ|จังหวัด|อำเภอ|เขต|ภาค|แห่ง|หมด|สิ้น|ระดับ|ขนาด)"
    r"|ทางการ|ทางเว็บ|เอง|เรา|ทราบ|ด้าน(?:การ|ที่|ใน)|ใน(?:เขต|พื้นที่|สังกัด|ส่วน|ช่วง|ระ|รอบ|อำเภอ|จังหวัด|ประเทศ|การ)|สามารถ|เมื่อ|พร้อม$|พร้อม(?:ด้วย|ทั้ง|กับ))"
)
_SAID_OF_SHORTER = re.compile(r"ผลคะแนน|คะแนน")
# What stands behind a name, and not behind a type that a sentence goes on from.
_OF_A_NAME = re.compile(
    r"[ \t]*(?:$|\n|อำเภอ|จังหวัด|ประจำปี|ได้(?:รับ)?คะแนน|ได้[ \t]*[\d๐-๙]|[\d๐-๙]|มี(?:ผล)?คะแนน|ผลการประเมิน|ผลคะแนน)"
)


@dataclass(frozen=True, slots=True)
class NameCut:
    """A name at the start of a run, its length there, and whether its end is sure."""

    name: str
    used: int
    closed: bool


def cut_name(agency_type: str, run: str, gazetteer: Gazetteer, behind: str) -> NameCut | None:
    """The name at the start of a run of text behind a type; None where it names nobody.

    ``behind`` is the text that follows the run.
    """
    known = _listed_name(agency_type, run, gazetteer, behind)
    if known:
        return NameCut(known, len(known), True)
    if _NO_NAME.match(run) or behind.startswith("ฯ"):
        return None
    place = PLACE_AFTER.search(run, _LEAST)
    end = _end_of_name(run)
    if end == 0:
        return None
    cut = min(x for x in (place.start() if place else None, end, len(run)) if x is not None)
    closed = cut == len(run) or (place is not None and cut == place.start())
    if cut > LONGEST_OFFICIAL and (word := ORDINARY.search(run, _LEAST)) and word.start() < cut:
        # Longer than any name: the first ordinary word is the likeliest end.
        cut, closed = word.start(), False
    name = run[:cut].removesuffix("ฯ")
    return NameCut(name, cut, closed) if _LEAST <= len(name) <= MAX_NAME else None


def ends_name(text: str) -> bool:
    """Whether a text begins with what ends a name before it."""
    return bool(PLACE_AFTER.match(text) or _END.match(text))


def follows_name(text: str, at: int) -> bool:
    """Whether a text goes on from a place as it does behind a name: with its place, a result, a year, or not."""
    return bool(_OF_A_NAME.match(text, at))


def _end_of_name(run: str) -> int | None:
    """Where a phrase or word that follows names begins; an opener of names alone is none."""
    for match in _END.finditer(run):
        before = run[: match.start()]
        if before not in never_alone():
            return match.start()
    return None


def _listed_name(agency_type: str, run: str, gazetteer: Gazetteer, behind: str) -> str:
    """The longest start of a run that is a listed name and can end there."""
    for stop in range(min(len(run), MAX_NAME), 1, -1):
        name, rest = run[:stop], run[stop:]
        if name in whole_names():
            if _ends_whole_name(name, rest, behind):
                return name
        elif gazetteer.find(agency_type, name):
            # Besides a complete list there is nobody, so any longer text behind its name is a sentence.
            sentence = gazetteer.complete and len(rest) >= _RUNS_ON and not _DEPENDENT.match(rest)
            if not rest or sentence or ends_name(rest):
                return name
    return ""


def _ends_whole_name(name: str, rest: str, behind: str) -> bool:
    """Whether a name that holds what would end another one ends before a text.

    A name that is such a word itself (และ) is one only where a result, a place or a year follows,
    and แม่คำมี is แม่คำ where มีคะแนน is meant.
    """
    if _NO_NAME.fullmatch(name) or ORDINARY.fullmatch(name) or _END.fullmatch(name):
        return bool(_OF_A_NAME.match(rest + behind))
    shorter = _table().shorter.get(name)
    if shorter and _SAID_OF_SHORTER.match(rest):
        return False
    return not rest or ends_name(rest)


@dataclass(frozen=True, slots=True)
class _Table:
    whole: frozenset[str]
    shorter: dict[str, str]
    spelled: tuple[str, ...]
    openers: tuple[str, ...]
    alone: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    raw = json.loads(files("thai_ita.data").joinpath("whole_names.json").read_text(encoding="utf-8"))
    return _Table(
        frozenset(raw["whole"]),
        raw["shorter"],
        tuple(sorted(raw["spelled"], key=len, reverse=True)),
        tuple(raw["openers"]),
        frozenset(raw["never_alone"]),
    )


def whole_names() -> frozenset[str]:
    """Official names that hold what would end another name."""
    return _table().whole


def spelled_names() -> tuple[str, ...]:
    """Official names with signs between their letters (กม.5), the longest first."""
    return _table().spelled


def never_alone() -> frozenset[str]:
    """Words that begin official names and are none by themselves: บ้าน, หนอง, เขา."""
    return _table().alone


def opens_name(text: str) -> bool:
    """Whether a text begins as many official names do."""
    return text.startswith(_table().openers)
