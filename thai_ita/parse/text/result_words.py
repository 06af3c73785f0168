"""The words that report a result of the assessment: what makes a figure the overall score.

That the ITA is spoken of somewhere is not enough. The clause itself must say that a score was got,
of the assessment or of the agency, and nothing else may stand between.
"""

from __future__ import annotations

import re

from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.numerals import Number, find_numbers
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.prose_patterns import (
    ABOUT_AGENCY,
    OWN_UNIT,
    PREDICATE,
    RESULT_SUBJECT,
    TELLS_RESULT,
)

# Letters that may be left when the words of a report of a result are taken away.
MAX_LEFT = 2
_ASSESSMENT = compile_tone_tolerant(
    r"(?:การ)?(?:ประเมิน)?(?:ระดับ)?คุณธรรม(?:\s*จริยธรรม)?\s*และ\s*ความโปร่งใส\s*+(?:ในการ(?:ดำเนินงาน|ปฏิบัติงาน))?\s*+(?:ของ)?\s*(?:หน่วยงาน(?:ภาครัฐ|ของรัฐ)?|องค์กรปกครองส่วนท้องถิ่น|อปท\.?)?"
    r"|\(?(?<![A-Za-z])ITA(?![A-Za-z])\)?(?:\s*Online)?|\(?Integrity\s*(?:and|&)\s*Transparency\s*Assessment\s*:?\)?"
)
_YEAR = compile_tone_tolerant(
    rf"(?:\(\s*+|{BLANKS_BEFORE})(?:(?:ใน|ของ|เมื่อ)\s*+)?(?:ประจำ\s*)?ปี(?:งบประมาณ|งบ)?\s*+(?:นี้|ที่ผ่านมา|ก่อน(?:หน้า)?|ที่แล้ว)?\s*+(?:พ\s*+\.?\s*ศ\s*+\.?)?\s*+(?:25\d\d|20\d\d|\d\d(?!\d))?\s*\)?"
    r"|พ\s*+\.?\s*ศ\s*+\.?\s*25\d\d|(?<!\d)25\d\d(?!\d)"
)
_ITSELF = compile_tone_tolerant(
    r"บ้านเรา|เรา(?=ได้|มี|ทำ|สอบ)|เทศบาล(?:ของเรา|แห่งนี้|เรา|ฯ)?(?!ตำบล|เมือง|นคร)|หน่วยงาน(?:ของเรา|ภาครัฐ|ของรัฐ)?|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบต\.?|อบจ\.?|องค์กร|สถานศึกษา|โรงเรียน|จังหวัด"
)
# Where an agency lies: อำเภอเมืองร้อยเอ็ด จังหวัดร้อยเอ็ด ได้.
_PLACE = compile_tone_tolerant(
    r"(?:(?:ตำบล|อำเภอ|อ\.|จังหวัด|จ\.)\s?[ก-๎]{2,30}?\s*+){1,4}(?=(?:ได้|มี|ทำ)(?:รับ)?\s*+(?:ผล)?(?:การประเมิน)?(?:คะแนน|ค่า|ผล|\s*$|ร้อยละ))"
)
_SCORE_NOUN = compile_tone_tolerant(
    r"คะแนน|คะเเนน|ผล(?:คะแนน|การประเมิน|ประเมิน|ที่ได้|รวม)|ได้ผล|ดัชนีรวม|ได้รวม(?:ทั้งสิ้น|ทั้งหมด)?|ผ่านการประเมิน|ค่าเฉลี่ย|ภาพรวม|ผล(?=\s|$)"
)
_WORDS = compile_tone_tolerant(
    r"ตามที่|โดยที่|สามารถ|(?:กล่าว|แจ้ง|รายงาน|ชี้แจง)ว่า|ค่าดัชนีรวม|ดัชนีรวม|รั้งท้าย|ตารางด้วย|ครอง|คว้า|ตามด้วย|ตามมาด้วย|ผ่านเกณฑ์|ผลการประเมิน|ผลประเมิน|การประเมิน|ประเมิน|ผลคะแนน|คะแนน|คะเเนน|ผล|ผ่าน(?:ดีเยี่ยม|ดี)?|ร้อยละ|รวมทั้งสิ้น|รวม|เฉลี่ย|ภาพรวม|โดยรวม|โดย|ทั้งสิ้น|ทั้งหมด|เท่ากับ|อยู่ใน|อยู่ที่|อยู่|คิดเป็น"
    r"|ได้รับ|ได้มา|ได้|รับ|มี|(?<=\d)\s*แห่ง|(?:ทั้ง(?:สาม|หมด|\s*3)|ทุก)\s*(?:เครื่องมือ|แบบวัด|แบบ)|ทำ|สอบ|คว้า|เคย|ยัง|ตั้ง|เขา|ย้อนไป|ย้อนหลังไป|คือ|เป็น|ที่|ค่า|จำนวน|ระดับ|เกรด|สูงสุด|สูงถึง|สูง|ถึง|เพียง|แค่|ด้วย|ซึ่ง|และ|นั้น|นี้|ของ|ใน|จาก|ว่า|พบว่า|พบ|ปรากฏ|ประกาศ|อย่างเป็นทางการ|ถ่วงน้ำหนัก|สรุป|สอบ|ล่าสุด|ครั้งแรก|ครั้งที่"
    r"|แล้ว|ตาม|ทุกตัวชี้วัด|สุทธิ|ลำดับ|อันดับ|เรียบร้อย|จึง|ทั้งนี้|ขณะ|ส่วน|แต่|เดิม|เมื่อ|รองลงมา|(?<![A-Za-z])[A-F]{1,2}(?![A-Za-z])|ฯ|[\W_]|\d"
)
_VERB = compile_tone_tolerant(r"(?:ได้(?:รับ)?|รวมเป็น|มี|คือ|อยู่ที่|เท่ากับ|ที่)\s*+(?:เพียง|สูงถึง|ถึง)?\s*$")
_JOINS = re.compile(rf"(?:\)\s*|{BLANKS_BEFORE})(?:และ|กับ)\s*")
_SIGN_OR_BLANK = re.compile(r"[\s:=\"'(\-–—.…]*$")
_WITH_NOUN = re.compile(r"คะแนน\s*$")
# What only a result has behind it: a level, or the 100 that it is out of.
_RESULT_BEHIND = compile_tone_tolerant(
    r"\s*+(?:\(?\s*(?:อยู่ใน)?(?:ระดับ|เกรด)\s*[A-F]{1,2}(?![A-Za-z])|\(?\s*จาก\s*(?:คะแนน)?เต็ม\s*+(?:คะแนน)?\s*100(?!\d))"
)
SCORE_EQUALS = compile_tone_tolerant(
    r"คะแนน\s*+(?:ที่ได้|ได้|รวม|เฉลี่ย|ภาพรวม)?\s*+\)?\s*(?:เท่ากับ|อยู่ที่|คือ|เป็น|[:=])\s*+(?:ร้อยละ)?\s*$"
)


def reports_overall(clause: str, number: Number, behind: str, owners: list[str]) -> bool:
    """Whether a clause, up to its figure, says that the assessment as a whole gave it.

    ``owners`` are the names of agencies in the clause, as they stand in it.
    """
    tail = clause.rpartition(owners[-1])[2] if owners else ""
    for owner in owners:
        clause = clause.replace(owner, " ")
        tail = ABOUT_AGENCY.sub(" ", _PLACE.sub(" ", tail))
    bare = _YEAR.sub(" ", ABOUT_AGENCY.sub(" ", _PLACE.sub(" ", clause)) if owners else clause)
    named = bool(_ASSESSMENT.search(bare))
    plain = _ITSELF.sub(" ", _ASSESSMENT.sub(" ", bare))
    left = len(_WORDS.sub("", plain))
    noun = bool(_SCORE_NOUN.search(plain))
    unit = bool(OWN_UNIT.match(behind) or _RESULT_BEHIND.match(behind))
    if noun and left <= MAX_LEFT and (number.decimals or unit or _WITH_NOUN.search(plain)):
        return True
    if owners and unit and not _WORDS.sub("", _ASSESSMENT.sub("", _YEAR.sub("", tail))):
        return True
    if left:
        return False
    if _VERB.search(plain) and (unit or number.percent):
        return True
    return named and number.decimals > 0 and bool(_SIGN_OR_BLANK.fullmatch(plain))


def is_bare(window: str) -> bool:
    """Whether nothing but a year, the assessment's name and a sign stands in a window."""
    return not _JOINS.sub("", _ASSESSMENT.sub("", _YEAR.sub("", window))).strip(" :=(),")


def tells_result(line: str, since_figure: str, owners: list[str]) -> bool:
    """Whether what stands since the subject of a result says that the figure is it: in words that
    lie apart, "ผลที่ ป.ป.ช. ประกาศอย่างเป็นทางการคือ 92.83"."""
    since_figure = since_figure[max(0, len(since_figure) - len(line)) :]
    told = TELLS_RESULT.search(since_figure[-80:])
    subject = RESULT_SUBJECT.search(line[-200:])
    if not subject or not (told or PREDICATE.search(since_figure[-30:])):
        return False
    between = line[-200:][subject.end() :]
    for owner in owners:
        between = between.replace(owner, " ")
    between = _ITSELF.sub(" ", _ASSESSMENT.sub(" ", _YEAR.sub(" ", between)))
    return len(_WORDS.sub("", between)) <= MAX_LEFT


def says_whole_number(text: str, number: Number, near: str) -> bool:
    """Whether a whole number is told to be a score: by the words before it, or by a sign after
    a name in a passage whose other scores have decimals."""
    near = near.rpartition("\n")[2]
    if _WITH_NOUN.search(near) or SCORE_EQUALS.search(text[max(0, number.start - 60) : number.start]):
        return True
    exact = any(n.decimals == 2 for n in find_numbers(text))
    return exact and bool(re.search(r"[=(:]\s*$", near))
