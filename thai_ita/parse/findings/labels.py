"""Words that head findings, and what kind of finding stands below or behind them.

``จุดอ่อน``, ``ประเด็นที่ต้องแก้ไขโดยเร่งด่วน``, ``ข้อเสนอแนะในการปรับปรุง : ...``. A label heads a section, opens a
line or cell, or stands in the sentence that leads over to a list. A heading that names several
kinds (จุดแข็งและจุดอ่อน) leaves it to the words of each finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thai_ita.model import FindingKind
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.heading_lines import announces_list, is_sentence, without_number

# The tail of a label up to its colon is no longer than this.
MAX_TAIL = 90
# A finding that names somebody and no lack is no shorter.
MIN_SAID = 25
# A word that makes a label's line a statement stands this near behind the label.
CUE_REACH = 60

_HOLDER = r"(?:ประเด็น(?:คำถาม)?|จุด|ข้อ(?:คำถาม)?|สิ่ง|เรื่อง|ส่วน|ด้าน|ตัวชี้วัด|หัวข้อ)(?:สำคัญ|หลัก)?"
_OUGHT = r"(?:ยัง|จะ|สม)?(?:ต้อง|ควร|จำเป็นต้อง|พึง|อยากให้)\s*+(?:จะ)?(?:ได้รับการ|มีการ|ทำการ|เร่ง|ให้มีการ)?\s*"
_THING = rf"(?:{_HOLDER}\s*ที่|จุด|ข้อ)\s*{_OUGHT}"
# The word alone, or before another label; ปัญหาการทุจริต is a subject, ปัญหาดังกล่าว part of a sentence.
_ALONE = r"(?=\s*(?:ของ(?:หน่วยงาน|เทศบาล)|$|[:：(/]|\*))"
# The first that fits is taken.
_LABELS: tuple[tuple[FindingKind, str], ...] = (
    (
        FindingKind.LIMITATION,
        r"[ขช](?:ื|่{1}|้{1})*+อ้?จำกัด(?!ความ)|(?:สภาพ|ประเด็น)?ปัญหา\s*+(?:/|,|และ)?\s*(?:อุปสรรค|ข้อจำกัด|ข้อขัดข้อง|(?:ข้อ)?ติดขัด)|อุปสรรค|ข้อขัดข้อง|ข้อติดขัด"
        rf"|{_HOLDER}\s*ที่\s*(?:เป็น|ถือเป็น|มี)\s*(?:อุปสรรค|ข้อจำกัด|ข้อขัดข้อง|ข้อติดขัด)"
        r"|ปัญหาที่เป็นอุปสรรค|ปัญหา(?:ใน)?การ(?:ดำเนิน(?:งาน|การ)|ประเมิน|ปฏิบัติงาน)(?!\S*(?:ทุจริต|เพื่อ))|Limitations?(?![A-Za-z])",
    ),
    (
        FindingKind.WEAKNESS,
        r"ข้อบกพร่อง(?:\s*/\s*ข้อปรับปรุง)?|จุดบกพร่อง|จุดอ่อน|จุดด้อย|ข้อด้อย|ข้อค้นพบ|ข้อตรวจพบ|สภาพปัญหา|ประเด็นปัญหา|ปัญหาที่(?:ค้น|ตรวจ)?พบ|ข้อผิดพลาด(?:ที่พบ)?"
        rf"|(?:สิ่ง|ประเด็น|เรื่อง)ที่\s*(?:ค้น|ตรวจ)พบ|{_HOLDER}\s*ที่\s*(?:เป็น|ถือเป็น)\s*(?:จุดอ่อน|ปัญหา|ข้อบกพร่อง)|ปัญหา{_ALONE}"
        rf"|{_HOLDER}\s*ที่\s*(?:หน่วยงาน|เทศบาล|เรา)?(?:บกพร่อง|ติดขัด|(?:ทำ|ดำเนินการ)(?:ได้)?ไม่(?:ได้)?ดี|ยัง\s*(?:คง)?(?:บกพร่อง|อ่อน|ด้อย|ขาด|ติดขัด|(?:เป็น|มี)(?:ปัญหา|จุดอ่อน|ข้อบกพร่อง)|(?:ทำ|ดำเนินการ)?(?:ได้)?ไม่(?:ได้)?(?:ดี|เรียบร้อย|สมบูรณ์)))(?:พอ|อยู่|เท่าที่ควร)*"
        rf"|สาเหตุ(?:ของปัญหา|ที่(?:ได้|ทำให้)คะแนน(?:ได้)?(?:ต่ำ|น้อย|ลดลง))?{_ALONE}|Weakness(?:es)?(?![A-Za-z])"
        rf"|{_THING}แก้(?:ไข)?(?:\s*(?:หรือ|และ|/)\s*(?:ปรับปรุง|พัฒนา))?(?:โดย|อย่าง)?(?:เร่ง|รีบ)?(?:ด่วน)?",
    ),
    (
        FindingKind.MAINTAIN,
        rf"(?:{_THING}|{_HOLDER}\s*ที่|ข้อดีที่\s*(?:ควร|ต้อง))?(?:การ)?รักษา(?:ระดับ|มาตรฐาน|ไว้)|จุดแข็ง|จุดเด่น|ข้อเด่น|ข้อดี|{_THING}(?:คง|ธำรง)(?:ไว้|ระดับ|รักษา)"
        rf"|{_HOLDER}\s*ที่\s*(?:หน่วยงาน|เทศบาล)?(?:(?:ทำ|ดำเนินการ|ปฏิบัติ)(?:ได้|ไว้)\s*ดี|ดี(?:อยู่แล้ว)?{_ALONE}|(?:เป็น|ถือเป็น)\s*(?:จุดแข็ง|จุดเด่น))"
        r"|Strengths?(?![A-Za-z])",
    ),
    (
        FindingKind.IMPROVE,
        rf"(?:{_THING})(?:ปรับปรุง|พัฒนา)(?:\s*(?:หรือ|และ|/)\s*(?:ปรับปรุง|พัฒนา))?|(?:การ)?พัฒนา|ข้อปรับปรุง|แนวทางการปรับปรุง|โอกาส(?:ใน|เพื่อ)?(?:การ)?(?:พัฒนา|ปรับปรุง)"
        r"|ประเด็นเพื่อการ(?:พัฒนา|ปรับปรุง)|(?:Areas?|Opportunit(?:y|ies)) for Improvement",
    ),
    (
        FindingKind.RECOMMENDATION,
        r"ข้อเสนอแนะ|ข้อแนะนำ|คำแนะนำ(?:ในการ|เพื่อ(?:การ)?)(?:ปรับปรุง|พัฒนา|แก้ไข)|คำแนะนำ(?:จาก|ของ)(?=คณะ|ผู้ตรวจ|ผู้ประเมิน|สำนักงาน)|คำแนะนำ|สิ่งที่ควร(?:ดำเนินการ|ทำ)(?:ต่อไป|เพิ่มเติม)?|ข้อเสนอ(?:เชิง|เพื่อ(?:การ)?(?:พัฒนา|ปรับปรุง))|ข้อเสนอ(?=\s*(?:ต่อ|ถึง|สำหรับ|แก่|จาก|ของ)\s*(?:คณะ|ผู้บริหาร|ปลัด|นายก|สภา|เทศบาล|หน่วยงาน|กอง|สำนัก|ปี|ที่ประชุม))|ข้อเสนอ"
        rf"{_ALONE}|Recommendations?(?![A-Za-z])|Suggestions?(?![A-Za-z])",
    ),
)  # fmt: skip
_ANY = "|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern) in enumerate(_LABELS))
_NAMED = "|".join(pattern for _, pattern in _LABELS)
_LABEL = compile_tone_tolerant(rf"(?:{_ANY})", re.I)
_BEFORE_LABEL = compile_tone_tolerant(
    r"(?:(?:บท|ราย|ตาราง|ข้อ)?(?:สรุป|งาน)|(?:ผล)?(?:การ)?วิเคราะห์|(?:ความ|ข้อ)(?:คิด)?เห็น|ข้อพิจารณา|เงื่อนไข|สาเหตุ(?:ของปัญหา)?|แนวทาง(?:การ)?แก้ไข(?:ปัญหา)?|ผล(?:การประเมิน)?|และ|/|ประเด็น|\s)+"
)
# Another label joined to the first: จุดแข็ง/จุดอ่อน, ปัญหา อุปสรรค และข้อเสนอแนะ.
_JOINED = compile_tone_tolerant(rf"(?:\s*(?:/|,|และ|หรือ|กับ|-)\s*+|\s++)(?:(?:และ|หรือ)\s*)?(?:{_ANY})", re.I)
_COLON = re.compile(BLANKS_BEFORE + r"(?:(?:พบว่า|ดังนี้|ได้แก่|คือ)\s*)?[:：]\s*+[\-–*]*\s*")
# Words behind a label that make the line a statement of its own.
_STATES = compile_tone_tolerant(
    r"คือ|ได้แก่|พบว่า|พบ|เห็นควร|ควร|เนื่องจาก|เป็นเพราะ|ได้(?:รับ)?|มี(?!ดังนี้|ดังต่อไปนี้)|ยัง|ไม่|ขาด|ทำให้|เกิดจาก|ส่วนใหญ่"
)
# With these a sentence tells what became of a recommendation: ข้อเสนอแนะของประชาชนยังไม่ได้รับการแก้ไข.
_OF_FATE = compile_tone_tolerant(r"ยัง|ไม่|ขาด|ได้(?:รับ)?|ทำให้|เกิดจาก")
# These alone say too little: การพัฒนาเว็บไซต์, รักษามาตรฐานงาน.
_WEAK = compile_tone_tolerant(r"(?:การ)?(?:พัฒนา|รักษา(?:ระดับ|มาตรฐาน|ไว้))|ข้อดี|คำแนะนำ|ปัญหาที่พบ")
_FOUND = compile_tone_tolerant(r"ปัญหาที่พบ")
_FOR = re.compile(r"(?:เพื่อ|ใน|สำหรับ)?\s*")
_INSIDE = compile_tone_tolerant(rf"(?:(?<=\s)|^|(?<=[*>]))\*?(?:{_ANY})\s*+\*{{0,2}}\s*[:：]\s*", re.I)
# A heading in plain words with its label in brackets behind: ติดขัดตรงไหน (ปัญหาอุปสรรค).
_LABEL_BEHIND = re.compile(r"(?P<said>[^():：]{2,60}?)\s*\((?P<label>[^()]{4,60})\)\s*(?:[:：]\s*+(?P<body>.*))?")
_ASKS = compile_tone_tolerant(r"(?:อย่างไร|ไหน|อะไร|ใด|ทำไม|บ้าง|หรือไม่|\?)\s*$")
# The result of a subject, said before its label: IIT ได้ 84.66 คะแนน จุดอ่อนที่สำคัญคือ ...
_SCORED = compile_tone_tolerant(
    rf"(?:(?:ได้|มี)\s*+|{BLANKS_BEFORE})(?:(?:ผล(?:คะแนน)?|คะแนน)\s*+)?(?:(?:เฉลี่ย|เท่ากับ|ร้อยละ)+\s*)?"
    r"[\d๐-๙]{1,3}(?:[.,][\d๐-๙]{1,2})?\s*(?:คะแนน|%)?"
)
# A sentence that begins with a subject and tells of it by a label:
# EIT จุดอ่อนอยู่ที่ข้อ e14 ...
_TELLS_OF = compile_tone_tolerant(
    rf"(?=ใน|จาก|สำหรับ|ตาม|ผล|ส่วน|ด้าน|แบบ(?:วัด|สำรวจ|ตรวจ)|เครื่องมือ|ตัวชี้วัด|ตชว|ประเด็น|ข้อ|การ|คุณภาพ|ประสิทธิภาพ|[IEO]IT|[ieo]\s?[\d๐-๙])(?P<about>[^:：]{{2,80}}?)\s*(?:(?:ยัง|จึง)?(?:มี|พบ)\s*|(?<![ก-๙]))(?P<label>{_ANY})(?P<tail>[^:：]{{0,40}}?)(?:คือ|อยู่ที่|ได้แก่|มี(?:เพียง|แค่|รายการ|ข้อ|เรื่อง)|เป็น(?:ข้อ|เรื่อง|ด้าน|ตัวชี้วัด))",
    re.I,
)
# What a word means: จุดอ่อน หมายถึง ...
_DEFINES = compile_tone_tolerant(r"\s*+[:：]?\s*(?:หมายถึง|หมายความ|แปลว่า)")
# What a label says of itself in brackets: จุดแข็ง (ควรรักษาไว้), ข้อเสนอแนะ (ถ้ามี).
_ASIDE = re.compile(rf"^\s*\([^()]*\)|{BLANKS_BEFORE}\([^()]*\)(?=\s*(?:$|[:：]))")
_SAID_INSIDE = compile_tone_tolerant(rf"(?<=\s)(?P<label>{_ANY})\s*(?:[:：]|คือ(?=\s*[ก-๙]))\s*", re.I)
# What is announced is no finding: measures, scores.
_OTHER_LIST = compile_tone_tolerant(
    r"กำหนด(?:เป็น|ให้มี)?\s*(?:มาตรการ|แนวทาง|แผน|กิจกรรม)|(?:มาตรการ|แนวทาง|แผน(?:งาน|ปฏิบัติ)|โครงการ|กิจกรรม|ขั้นตอน|ผลคะแนน|คะแนน|ตัวชี้วัด)[^:：]{0,30}$"
)
# A label that says there is nothing to say.
NOTHING = re.compile(
    r"\s*(?:-+|–+|—+|\.+|ไม่(?:มี|พบ)\s*+(?:ปัญหา|ข้อจำกัด|ข้อเสนอแนะ|ข้อบกพร่อง|จุดอ่อน)?\s*+(?:และ|/|หรือ)?\s*+(?:อุปสรรค)?(?:ใด\s*+ๆ?|แต่อย่างใด)?|N/?A)[.\s]*",
    re.I,
)  # fmt: skip
_NOTHING_TO_MEND = compile_tone_tolerant(
    r"(?:ไม่|มิ)(?:ได้)?(?:มี|พบ|ปรากฏ)(?:ว่ามี)?\s*(?:ตัวชี้วัด|ประเด็น|ข้อคำถาม|ข้อ(?!มูล)|จุด|เรื่อง|สิ่ง|ส่วน(?!ร่วม|ได้)|หัวข้อ|รายการ|ด้าน)\S{0,12}?(?:ที่)?\s*+(?:ต้อง|ควร|จำเป็นต้อง)?\s*+(?:เร่ง|ได้รับการ|มีการ)?\s*(?:แก้ไข|ปรับปรุง|บกพร่อง|พัฒนา)"
)
_TO_MEND = compile_tone_tolerant(
    r"(?:ตัวชี้วัด|ประเด็น|ข้อคำถาม|หัวข้อ(?:คำถาม)?|รายการ)\S{0,40}?(?:ที่)?(?:ต้อง|ควร|จำเป็นต้อง)(?:ได้รับการ|มีการ|เร่ง|ทำการ)*(?:แก้ไข|ปรับปรุง)"
    r"|(?:ต้อง|ควร|จำเป็นต้อง)(?:ได้รับการ|มีการ|ทำการ)*แก้ไข(?:ปรับปรุง)?(?:โดย|อย่าง)?(?:เร่ง|รีบ)?ด่วน"
)
_SAYS_RECOMMENDED = compile_tone_tolerant(r"ข้อเสนอแนะ(?:ว่า|ให้|คือ|ได้แก่|ที่สำคัญคือ)")
_SAYS_LIMITED = compile_tone_tolerant(
    r"(?:มี|พบ|ประสบ)(?:กับ)?(?:ข้อจำกัด|ปัญหา\s*+(?:และ|/)?\s*อุปสรรค|อุปสรรค)\S{0,30}?(?:คือ|ได้แก่|ว่า|เนื่องจาก)"
)
_BY_WORDS: tuple[tuple[FindingKind, re.Pattern[str]], ...] = (
    (FindingKind.MAINTAIN, compile_tone_tolerant(r"รักษา(?:ระดับ|มาตรฐาน|ไว้)|คง(?:ระดับ|ไว้|มาตรฐาน)|ต่อเนื่องต่อไป")),
    (FindingKind.RECOMMENDATION, compile_tone_tolerant(r"^(?:เห็น)?ควร|^(?:ขอ)?ให้|(?:หน่วยงาน|เทศบาล\S{0,25}|อบต\.?|องค์การ\S{0,40}?)\s*ควร|^(?:จัด|เพิ่ม|ส่งเสริม|สนับสนุน|กำหนด|เร่ง|พัฒนา|ปรับปรุง|ทบทวน|สร้าง)")),
    (FindingKind.LIMITATION, compile_tone_tolerant(r"ขาด|ไม่(?:เพียงพอ|ทราบ|เข้าใจ|มี|สะดวก|ทัน|ได้|ครบ|ชัดเจน|ทั่วถึง)|น้อย|ล่าช้า|จำกัด|ยัง(?:ไม่|ขาด)")),
)  # fmt: skip
# Words that say what is wrong; การไม่รับของขวัญ is a topic.
_LACKS = compile_tone_tolerant(
    r"(?<!การ)(?<!นโยบาย)ไม่|มิได้|ยัง(?!คง)|ขาด(?!ลำดับ)|น้อย|ต่ำ|ล่าช้า|จำกัด|เพียง|บางส่วน|เท่านั้น|ผิดพลาด|ซ้ำซ้อน|ยาก"
)
# Somebody who does, knows or thinks something.
_SOMEBODY = compile_tone_tolerant(r"(?:บุคลากร|เจ้าหน้าที่|พนักงาน|ประชาชน|ผู้(?:รับบริการ|มาติดต่อ|มีส่วนได้|บริหาร|ตอบ|บังคับบัญชา))")
_AS_WEAKNESS = {FindingKind.LIMITATION: FindingKind.WEAKNESS, FindingKind.RECOMMENDATION: FindingKind.IMPROVE}


@dataclass(frozen=True, slots=True)
class Opening:
    """A label that opens a text: the kinds that it names (one, but for headings of several), and
    the finding behind it, "" where it only heads what follows. ``otherwise`` is the kind of a
    finding whose words do not tell which of the kinds it is."""

    kinds: tuple[FindingKind, ...]
    body: str
    otherwise: FindingKind | None = None

    def kind_of(self, text: str) -> FindingKind | None:
        """The kind of a finding under it; None where the words of several kinds do not tell."""
        if is_nothing_to_mend(text):
            return FindingKind.MAINTAIN
        if len(self.kinds) == 1:
            return self.kinds[0]
        for kind, words in _BY_WORDS:
            named = kind if kind in self.kinds else _AS_WEAKNESS.get(kind, kind)
            if words.search(text) and named in self.kinds:
                return named
        return self.kinds[0] if len(self.kinds) == 2 else self.otherwise


def read_opening(text: str) -> Opening | None:
    """The label that opens a line or cell, with what follows it; None where none does.

    >>> read_opening("2. จุดอ่อน : บุคลากรยังไม่เข้าใจ")
    Opening(kinds=(<FindingKind.WEAKNESS: 'weakness'>,), body='บุคลากรยังไม่เข้าใจ')
    """
    plain = without_number(text).lstrip("*•▪■ ")
    match = _LABEL.match(plain)
    if match is None:
        # สรุปจุดที่ควรปรับปรุง is a heading, สรุปข้อเสนอแนะ ควร... none.
        prefix = _BEFORE_LABEL.match(plain)
        if prefix is None or is_sentence(_COLON.split(plain)[0]):
            return label_behind(plain)
        plain = plain[prefix.end() :]
        match = _LABEL.match(plain)
        if match is None:
            return label_behind(plain)
    kinds, end = _kinds(plain, match)
    weak = bool(_WEAK.fullmatch(match.group())) and len(kinds) == 1
    rest = plain[end:].lstrip("*_ ") if plain[end : end + 1] in "*_" else plain[end:]
    if _DEFINES.match(rest):
        return None
    rest = _ASIDE.sub("", rest)
    colon = _COLON.search(rest[:MAX_TAIL])
    if colon and weak and rest[: colon.start()].strip():
        # การพัฒนาเว็บไซต์ : ... is a subject.
        return None
    if colon and not is_sentence(rest[: colon.start()]):
        return Opening(kinds, rest[colon.end() :].strip())
    if not rest.strip():
        return Opening(kinds, "")
    if len(kinds) > 1:
        return Opening(kinds, "") if not is_sentence(rest) else None
    apart = plain[end : end + 1].isspace() or plain[end - 1 : end].isspace()
    if apart and not announces_list(rest) and not rest.lstrip().startswith("ของ"):
        return Opening(kinds, rest.strip())
    if weak:
        return None
    if announces_list(rest):
        return Opening(kinds, "")
    stated = _STATES.search(rest[:CUE_REACH])
    if stated and kinds == (FindingKind.RECOMMENDATION,) and _OF_FATE.fullmatch(stated.group()):
        return None
    if is_sentence(rest) or stated:
        return Opening(kinds, plain.strip()) if stated else None
    return Opening(kinds, "")


def label_behind(text: str) -> Opening | None:
    """The label in brackets behind a heading in plain words: ทำอย่างไรต่อ (ข้อเสนอแนะ)."""
    match = _LABEL_BEHIND.fullmatch(without_number(text).strip("* "))
    if match is None or (is_sentence(match["said"]) and not _ASKS.search(match["said"])):
        return None
    label = _LABEL.match(match["label"])
    if label is None or _WEAK.fullmatch(match["label"].strip()):
        return None
    kinds, end = _kinds(match["label"], label)
    return Opening(kinds, (match["body"] or "").strip()) if not match["label"][end:].strip() else None


def heads_findings(title: str) -> Opening | None:
    """The label of a heading; its tail (ของหน่วยงานในการดำเนินการ...) says nothing of the kind."""
    opening = read_opening(title)
    if opening is None:
        return None
    if (behind := label_behind(title)) is not None and not _LABEL.match(without_number(title).strip("* ")):
        return Opening(behind.kinds, "")
    plain = _ASIDE.sub("", without_number(title).strip("* "))
    label = _LABEL.match(plain)
    if is_sentence(plain[label.end() :] if label else plain):
        return None
    match = _LABEL.match(plain)
    if match and _WEAK.fullmatch(match.group()) and match.end() < len(plain.rstrip(" :*")):
        return None
    return Opening(opening.kinds, "")


def opened_by_intro(text: str) -> tuple[bool, Opening | None]:
    """Whether a line leads over to a list, and to a list of which findings: None for a list of
    something else (measures, scores), or where the line does not say."""
    if not announces_list(text):
        return False, None
    *_, before, last = (None, None, *_LABEL.finditer(text))
    if before and last and _WEAK.fullmatch(last.group()) and _FOR.fullmatch(text, before.end(), last.start()):
        # ข้อเสนอแนะเพื่อการพัฒนา
        last = before
    if last is None or (_WEAK.fullmatch(last.group()) and not _FOUND.fullmatch(last.group())):
        return True, None
    return True, Opening((_kind(last),), "")


def announces_others(text: str) -> bool:
    """Whether a line leads over to a list of measures, scores or the like."""
    return announces_list(text) and bool(_OTHER_LIST.search(text)) and not _LABEL.search(text)


def stated_kind(text: str) -> FindingKind | None:
    """The kind of a sentence that is a finding wherever it stands."""
    if is_nothing_to_mend(text):
        return FindingKind.MAINTAIN
    if _TO_MEND.search(text):
        return FindingKind.WEAKNESS
    if _SAYS_RECOMMENDED.search(text):
        return FindingKind.RECOMMENDATION
    if _SAYS_LIMITED.search(text):
        return FindingKind.LIMITATION
    return None


def tells_of(text: str) -> tuple[Opening, str] | None:
    """The label of a sentence that tells of something by it, and the words that
    name it: EIT จุดแข็งอยู่ที่ข้อ e4 ...; None where the words before the label say something."""
    match = _TELLS_OF.match(without_number(text))
    if match is None or is_sentence(_SCORED.sub(" ", match["about"])) or _WEAK.fullmatch(match["label"]):
        return None
    return Opening((_kind(match),), ""), match["about"]


def says_lack(text: str) -> bool:
    """Whether a text says what is wrong, with or without a predicate: ผู้ใช้บริการออนไลน์น้อย."""
    return is_sentence(text) or bool(_LACKS.search(text))


def speaks_behind_label(body: str) -> bool:
    """Whether what stands behind a label on its line says something, and is no tail of a heading."""
    return says_lack(body) or (len(body) >= MIN_SAID and bool(_SOMEBODY.match(body)))


def is_nothing_to_mend(text: str) -> bool:
    """Whether a text says that there is nothing to mend: what is there is to be kept."""
    return bool(_NOTHING_TO_MEND.search(text))


def labelled_pieces(text: str, kind: FindingKind | None) -> list[tuple[FindingKind | None, str]]:
    """A text cut at the labels inside it; the first piece is of the kind given."""
    pieces: list[tuple[FindingKind | None, str]] = []
    start = 0
    for match in _INSIDE.finditer(text):
        if text[start : match.start()].strip():
            pieces.append((kind, text[start : match.start()]))
        kind, start = _kind(match), match.end()
    pieces.append((kind, text[start:]))
    return pieces


def labels_inside(text: str) -> list[tuple[Opening, str]]:
    """The labels that stand inside a paragraph and what each says, the words before the first left
    out: ตัวชี้วัดที่ 1 ได้ 91.33 คะแนน จุดแข็ง คือ ... ข้อเสนอแนะ คือ ..."""
    found = [m for m in _SAID_INSIDE.finditer(text) if not _WEAK.fullmatch(m.group("label"))]
    ends = ([m.start() for m in found] + [len(text)])[1:]
    return [(Opening((_kind(m),), ""), text[m.end() : end].strip(" ,;")) for m, end in zip(found, ends, strict=True)]


def _kinds(plain: str, match: re.Match[str]) -> tuple[tuple[FindingKind, ...], int]:
    """The kinds of a label and of those joined to it, and where they end."""
    kinds, end = [_kind(match)], match.end()
    while joined := _JOINED.match(plain, end):
        kinds.append(_kind(joined))
        end = joined.end()
    return tuple(dict.fromkeys(kinds)), end


def _kind(match: re.Match[str]) -> FindingKind:
    index = next(i for i in range(len(_LABELS)) if match.group(f"k{i}"))
    return _LABELS[index][0]
