"""Words that say what a passage is about: results of the assessment, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ITA = re.compile(
    r"(?<![A-Za-z])ITA(?![A-Za-z])|คุณธรรม(?:จริยธรรม)?\s*และ\s*ความโปร่งใส|Integrity and Transparency"
    r"|(?<![A-Za-z])(?:IIT|EIT|OIT)(?![A-Za-z])",
    re.I,
)
# At the start of a word only: places and agencies have such syllables in their names.
_EXAMPLE = re.compile(
    r"(?<![ตมนจ]\.)(?:^|[^ก-๙.]|(?<![ตมนจ])\.|ดัง|ยก|เป็น|ตาราง|ภาพ|แสดง|เช่น)(?:ตัวอย่าง|สมมติ|สมมุติ)(?!(?:ที่ดี|จำนวน))|กรณีสมม[ุ]?ติ|แบบฟอร์ม"
    r"|จำลอง(?:สถานการณ์|คะแนน)|(?:มิ|ไม่)ใช่ผล(?:การประเมิน|คะแนน)"
)
_CRITERIA = re.compile(r"เกณฑ์การ(?:ประเมิน|ให้คะแนน|พิจารณา|คำนวณ)|หลักเกณฑ์|ค่าเป้าหมาย|เป้าหมาย|ระดับเป้าหมาย")
_FOREIGN = re.compile(
    r"(?<![A-Za-z])(?:LPA|MOIT|KPI|PMQA|SAR)(?![A-Za-z])|ความพึงพอใจ|ความเสี่ยง|สมรรถนะ|การจัดซื้อจัดจ้าง(?:ร้อยละ)?วิธี"
    r"|ประสิทธิภาพขององค์กรปกครองส่วนท้องถิ่น|ธรรมาภิบาล(?:ดีเด่น)?"
)
_OTHER = re.compile(
    rf"{_FOREIGN.pattern}|(?<![A-Za-z])(?:CPI|O-?NET|RT|NT|ITAP|QR|GDP|BSC)(?![A-Za-z])|ดัชนี(?:การรับรู้|ภาพลักษณ์|ชี้วัด)|สำรวจ(?!ของ)(?:ทัศนคติ|ความเห็น|ความคิดเห็น|เยาวชน)"
    r"|ทัศนคติ|แบบทดสอบ|ทดสอบความรู้|ก่อนอบรม|หลังอบรม|คะแนนสอบ|การประกวด|เยาวชน|การปฏิบัติราชการ|สุขภาวะ|ความผาสุก|ความเชื่อมั่น"
)
_SURVEY = re.compile(
    r"สำรวจ\s*(?:ความ)?พึงพอใจ|(?:ผล|ประเมิน|คะแนน|ร้อยละ|ระดับ)ความพึงพอใจ|(?:คะแนน|ระดับ|ค่า|ประเมิน)ความเสี่ยง|ความพึงพอใจ[^\n]{0,60}(?:สำรวจ|มหาวิทยาลัย)|(?<![A-Za-z])LPA(?![A-Za-z])|ประสิทธิภาพของ(?:องค์กรปกครองส่วนท้องถิ่น|\s*อปท)"
)
_OTHER_REPORT = re.compile(
    r"(?:รายงาน|โครงการ|สรุปผล|บทสรุป|ผล|แบบ)\s*+(?:ผล)?(?:การ)?(?:วิจัย|สำรวจ|ประเมิน|วิเคราะห์)*\s*(?:ระดับ)?(?:ความพึงพอใจ|ความเสี่ยง|ประสิทธิภาพขององค์กร|ประสิทธิภาพของ\s*อปท)"
)
_ITA_OR_PART = re.compile(rf"{_ITA.pattern}|ตัวชี้วัด(?:ที่)?", re.I)
_RESULTS = re.compile(r"ผล(?:คะแนน|(?:การ)?ประเมิน|\s*ITA(?![A-Za-z]))|คะแนน(?:รวม|ภาพรวม|\s*ITA(?![A-Za-z]))|ย้อนหลัง")
_OWN_RESULT = re.compile(
    r"ผล(?:คะแนน|การประเมิน)|คะแนนที่ได้|ได้รับคะแนน|ได้คะแนน|เปรียบเทียบคะแนน|คะแนน[^\n]{0,20}ย้อนหลัง|คะแนนจริง"
)


def names_assessment(text: str) -> bool:
    """Whether the text speaks of the ITA by name or by one of its instruments."""
    return bool(_ITA.search(text))


# A caption announces; a longer sentence that mentions a target only speaks of one.
MAX_CAPTION = 90


# Words of a caption that say how a list is made, not of what: an annex, its places, its order.
_OF_THE_LIST = re.compile(
    r"(?:ตาราง(?:ที่)?|แผนภูมิ|บัญชี|รายชื่อ|รายละเอียด|เอกสาร|แนบท้าย|แนบ|สรุป|แสดง|เปรียบเทียบ|ข้อมูล|ภาพรวม|ระดับ|จำแนก|แยก|ราย|ตาม|กลุ่ม|ประเภท|ขนาด|ทั้งหมด|ทุกแห่ง"
    r"|บางส่วน|ต่อ|หน้า|ชีต|แผ่น|ส่วนที่|ปี(?:งบประมาณ)?|พ\.ศ\.|ประจำ|ระหว่าง|ถึง|และ|กับ|ของ|ใน|ที่|เขต|พื้นที่|สังกัด|ดังนี้|ดังตาราง|ปรากฏ|ผล|การประเมิน|จังหวัด|อำเภอ|ตำบล"
    r"|อ\.|จ\.|หน่วยงาน|ภาครัฐ|ส่วนราชการ|องค์กรปกครองส่วนท้องถิ่น|องค์การบริหารส่วน(?:ตำบล|จังหวัด)?|เทศบาล(?:ตำบล|เมือง|นคร)?|อปท\.?|อบต\.?|อบจ\.?|ท[นมต]\.|ย้อนหลัง|ลำดับ|อันดับ|เรียง)"
)
_REMARK = re.compile(
    r"ข้อมูล\s*ณ|ณ\s*วันที่|หมายเหตุ|ที่มา|จัดทำโดย|รวบรวม|เรียงตาม|แนบท้าย|สิ่งที่ส่งมา|[\d๐-๙]{1,2}\s*(?:ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค)\."
)
_PLACE = re.compile(
    r"(?:อำเภอ|อ\.|จังหวัด|จ\.|เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบต\.|ท[นมต]\.)\s?[ก-๎]+"
)
_LETTERS = re.compile(r"[ก-ฮA-Za-z]")
# So many letters beyond such words name a matter.
MIN_MATTER = 5


# What is counted or spent: then the title of the document says nothing of a table below it.
_COUNTED_OR_SPENT = re.compile(
    r"ร้อยละ|จำนวน|เบิกจ่าย|(?<!ปี)งบประมาณ|พึงพอใจ|ร้องเรียน|รายได้|รายจ่าย|ภาษี|ประชากร|ประชาชน|สัดส่วน|อัตรา"
)


def counts_or_spends(text: str) -> bool:
    """Whether a text speaks of what is counted or spent, or of people."""
    return bool(_COUNTED_OR_SPENT.search(text))


def is_of_other_matter(caption: str) -> bool:
    """Whether a caption names a matter of its own, which is not the assessment or its results.

    >>> is_of_other_matter("ปริมาณขยะ (ตัน/วัน)"), is_of_other_matter("บัญชีแนบท้าย อำเภอปัว")
    (True, False)
    """
    if names_assessment(caption) or "คะแนน" in caption or _OWN_RESULT.search(caption):
        return False
    if len(caption) > MAX_CAPTION:
        return counts_or_spends(caption)
    if _REMARK.search(caption):
        return False
    rest = _OF_THE_LIST.sub("", _PLACE.sub("", caption))
    return len(_LETTERS.findall(rest)) >= MIN_MATTER


def is_example(text: str) -> bool:
    """Whether the text announces an example or a blank form instead of a result."""
    return bool(_EXAMPLE.search(text))


def example_end(text: str) -> float:
    """Where the words end that announce an example: what follows is none of the results."""
    found = _EXAMPLE.search(text)
    return found.end() if found else float("inf")


def announces_criteria(text: str) -> bool:
    """Whether a caption announces criteria or targets instead of results."""
    return len(text) <= MAX_CAPTION and bool(_CRITERIA.search(text)) and not _OWN_RESULT.search(text)


def about_other_scores(text: str) -> bool:
    """Whether the text speaks of other scores: surveys, risks, other award schemes."""
    return bool(_FOREIGN.search(text)) and not _ITA.search(text)


def other_topic(text: str) -> bool:
    """Whether another survey, index or assessment is what a text names last: not the ITA."""
    others = [m.end() for m in _OTHER.finditer(text)]
    own = [m.end() for m in _ITA.finditer(text)]
    return bool(others) and (not own or others[-1] > own[-1])


def surveys(text: str) -> bool:
    """Whether a survey, or an assessment of the whole agency, other than the ITA is named last: its
    parts are called as indicators are."""
    others = [m.end() for m in _SURVEY.finditer(text)]
    own = [m.end() for m in _ITA_OR_PART.finditer(text)]
    return bool(others) and (not own or others[-1] > own[-1])


def head_of_other_report(texts: Iterable[str]) -> str:
    """The line at the head of a document that makes it a report of another survey or assessment;
    "" where none does, or where the ITA is named before it."""
    for text in texts:
        if _ITA.search(text):
            return ""
        if _OTHER_REPORT.search(text):
            return text
    return ""


def speaks_of_results(text: str) -> bool:
    """Whether a text speaks of results or scores at all."""
    return bool(_RESULTS.search(text))


_REPORTS = re.compile(
    r"(?:รายงาน|สรุป)\s*+(?:ผล)?\s*(?:การ)?(?:ดำเนินการ|ดำเนินงาน|ปฏิบัติ|ขับเคลื่อน)|ผลการ(?:ดำเนิน|ขับเคลื่อน)|การดำเนินการตามมาตรการ"
)


def reports_results(title: str) -> bool:
    """Whether a title announces what came of measures, and not only what is planned."""
    return bool(_REPORTS.search(title))
