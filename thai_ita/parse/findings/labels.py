"""Words that head findings, and what kind of finding stands below or behind them.

``จุดอ่อน``, ``ประเด็นที่ต้องแก้ไขโดยเร่งด่วน``, ``ข้อเสนอแนะในการปรับปรุง : ...``. A label heads a section, opens a
line or cell, or stands in the sentence that leads over to a list. A heading that names several
kinds (จุดแข็งและจุดอ่อน) leaves it to the words of each finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thai_ita.model import FindingKind
from thai_ita.normalize.lenient import lenient
from thai_ita.parse.text.heading_lines import announces_list, is_sentence, without_number

# The tail of a label up to its colon is no longer than this.
MAX_TAIL = 90
# A word that makes a label's line a statement stands this near behind the label.
CUE_REACH = 60

_THING = r"(?:ประเด็น|จุด|ข้อ|สิ่ง|เรื่อง|ส่วน|ด้าน|ตัวชี้วัด|หัวข้อ|ข้อคำถาม)(?:สำคัญ)?\s*ที่\s*(?:ต้อง|ควร|จำเป็นต้อง|พึง|ยังต้อง)\s*(?:ได้รับการ|มีการ|ทำการ|เร่ง)?\s*"
# The first that fits is taken.
_LABELS: tuple[tuple[FindingKind, str], ...] = (
    (
        FindingKind.LIMITATION,
        r"[ขช](?:ื|่|้)*อ้?จำกัด(?!ความ)|ปัญหา\s*(?:/|,|และ)?\s*อุปสรรค|อุปสรรค|ข้อขัดข้อง",
    ),
    (
        FindingKind.WEAKNESS,
        r"ข้อบกพร่อง(?:\s*/\s*ข้อปรับปรุง)?|จุดอ่อน|จุดด้อย|ข้อด้อย|ข้อค้นพบ|ประเด็นปัญหา|ปัญหาที่พบ|ข้อผิดพลาดที่พบ"
        rf"|{_THING}แก้ไข(?:\s*(?:หรือ|และ|/)\s*(?:ปรับปรุง|พัฒนา))?(?:โดย|อย่าง)?(?:เร่ง|รีบ)?(?:ด่วน)?|จุดที่ควรปรับปรุง",
    ),
    (
        FindingKind.MAINTAIN,
        rf"(?:{_THING})?(?:การ)?รักษา(?:ระดับ|มาตรฐาน|ไว้)|จุดแข็ง|จุดเด่น|ข้อดี|{_THING}(?:คง|ธำรง)(?:ไว้|ระดับ|รักษา)",
    ),
    (
        FindingKind.IMPROVE,
        rf"(?:{_THING})(?:ปรับปรุง|พัฒนา)(?:\s*(?:หรือ|และ|/)\s*(?:ปรับปรุง|พัฒนา))?|(?:การ)?พัฒนา|ข้อปรับปรุง|แนวทางการปรับปรุง|โอกาส(?:ใน)?(?:การ)?(?:พัฒนา|ปรับปรุง)",
    ),
    (
        FindingKind.RECOMMENDATION,
        r"ข้อเสนอแนะ|ข้อแนะนำ|คำแนะนำ",
    ),
)  # fmt: skip
_ANY = "|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern) in enumerate(_LABELS))
_NAMED = "|".join(pattern for _, pattern in _LABELS)
_LABEL = lenient(rf"(?:{_ANY})")
_BEFORE_LABEL = lenient(
    r"(?:(?:บท|ราย|ตาราง|ข้อ)?(?:สรุป|งาน)|(?:ผล)?(?:การ)?วิเคราะห์|ความ(?:คิด)?เห็น|ผล(?:การประเมิน)?|และ|/|ประเด็น|\s)+"
)
# Another label joined to the first: จุดแข็ง/จุดอ่อน, ปัญหา อุปสรรค และข้อเสนอแนะ.
_JOINED = lenient(rf"\s*(?:/|,|และ|หรือ|กับ|-|\s)\s*(?:และ|หรือ)?\s*(?:{_ANY})")
_COLON = re.compile(r"\s*(?:พบว่า|ดังนี้|ได้แก่|คือ)?\s*[:：]\s*[\-–*]*\s*")
# Words behind a label that make the line a statement of its own.
_STATES = lenient(r"คือ|ได้แก่|พบว่า|พบ|เห็นควร|ควร|เนื่องจาก|เป็นเพราะ|ได้(?:รับ)?|มี(?!ดังนี้|ดังต่อไปนี้)|ยัง|ไม่|ขาด|ทำให้|เกิดจาก|ส่วนใหญ่")
# These alone say too little: การพัฒนาเว็บไซต์, รักษามาตรฐานงาน.
_WEAK = lenient(r"(?:การ)?(?:พัฒนา|รักษา(?:ระดับ|มาตรฐาน|ไว้))|ข้อดี|คำแนะนำ|ปัญหาที่พบ")
_INSIDE = lenient(rf"(?:(?<=\s)|^|(?<=[*>]))\*?(?:{_ANY})\s*\*{{0,2}}\s*[:：]\s*")
# What is announced is no finding: measures, scores.
_OTHER_LIST = lenient(
    r"กำหนด(?:เป็น|ให้มี)?\s*(?:มาตรการ|แนวทาง|แผน|กิจกรรม)|(?:มาตรการ|แนวทาง|แผน(?:งาน|ปฏิบัติ)|โครงการ|กิจกรรม|ขั้นตอน|ผลคะแนน|คะแนน|ตัวชี้วัด)[^:：]{0,30}$"
)
# A label that says there is nothing to say.
NOTHING = re.compile(
    r"\s*(?:-+|–+|—+|\.+|ไม่(?:มี|พบ)\s*(?:ปัญหา|ข้อจำกัด|ข้อเสนอแนะ|ข้อบกพร่อง|จุดอ่อน)?\s*(?:และ|/|หรือ)?\s*(?:อุปสรรค)?(?:ใด\s*ๆ?|แต่อย่างใด)?|N/?A)[.\s]*",
    re.I,
)  # fmt: skip
_NOTHING_TO_MEND = lenient(
    r"(?:ไม่|มิ)(?:ได้)?(?:มี|พบ|ปรากฏ)(?:ว่ามี)?\s*(?:ตัวชี้วัด|ประเด็น|ข้อคำถาม|ข้อ|จุด|เรื่อง|สิ่ง|ส่วน|หัวข้อ|รายการ|ด้าน)\S{0,12}?(?:ที่)?\s*(?:ต้อง|ควร|จำเป็นต้อง)?\s*(?:เร่ง|ได้รับการ|มีการ)?\s*(?:แก้ไข|ปรับปรุง|บกพร่อง|พัฒนา)"
)
_TO_MEND = lenient(
    r"(?:ตัวชี้วัด|ประเด็น|ข้อคำถาม|หัวข้อ(?:คำถาม)?|รายการ)\S{0,40}?(?:ที่)?(?:ต้อง|ควร|จำเป็นต้อง)(?:ได้รับการ|มีการ|เร่ง|ทำการ)*(?:แก้ไข|ปรับปรุง)"
    r"|(?:ต้อง|ควร|จำเป็นต้อง)(?:ได้รับการ|มีการ|ทำการ)*แก้ไข(?:ปรับปรุง)?(?:โดย|อย่าง)?(?:เร่ง|รีบ)?ด่วน"
)
_SAYS_RECOMMENDED = lenient(r"ข้อเสนอแนะ(?:ว่า|ให้|คือ|ได้แก่|ที่สำคัญคือ)")
_SAYS_LIMITED = lenient(r"(?:มี|พบ|ประสบ)(?:กับ)?(?:ข้อจำกัด|ปัญหา\s*(?:และ|/)?\s*อุปสรรค|อุปสรรค)\S{0,30}?(?:คือ|ได้แก่|ว่า|เนื่องจาก)")
_BY_WORDS: tuple[tuple[FindingKind, re.Pattern[str]], ...] = (
    (FindingKind.MAINTAIN, lenient(r"รักษา(?:ระดับ|มาตรฐาน|ไว้)|คง(?:ระดับ|ไว้|มาตรฐาน)|ต่อเนื่องต่อไป")),
    (FindingKind.RECOMMENDATION, lenient(r"^(?:เห็น)?ควร|^(?:ขอ)?ให้|(?:หน่วยงาน|เทศบาล\S{0,25}|อบต\.?|องค์การ\S{0,40}?)\s*ควร|^(?:จัด|เพิ่ม|ส่งเสริม|สนับสนุน|กำหนด|เร่ง|พัฒนา|ปรับปรุง|ทบทวน|สร้าง)")),
    (FindingKind.LIMITATION, lenient(r"ขาด|ไม่(?:เพียงพอ|ทราบ|เข้าใจ|มี|สะดวก|ทัน|ได้|ครบ|ชัดเจน|ทั่วถึง)|น้อย|ล่าช้า|จำกัด|ยัง(?:ไม่|ขาด)")),
)  # fmt: skip
_AS_WEAKNESS = {FindingKind.LIMITATION: FindingKind.WEAKNESS, FindingKind.RECOMMENDATION: FindingKind.IMPROVE}


@dataclass(frozen=True, slots=True)
class Opening:
    """A label that opens a text: the kinds that it names (one, but for headings of several), and
    the finding behind it, "" where it only heads what follows."""

    kinds: tuple[FindingKind, ...]
    body: str

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
        return self.kinds[0] if len(self.kinds) == 2 else None


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
        if prefix is None or is_sentence(plain):
            return None
        plain = plain[prefix.end() :]
        match = _LABEL.match(plain)
        if match is None:
            return None
    kinds, end = _kinds(plain, match)
    rest = plain[end:].lstrip("*_ ") if plain[end : end + 1] in "*_" else plain[end:]
    colon = _COLON.search(rest[:MAX_TAIL])
    if colon and not is_sentence(rest[: colon.start()]):
        return Opening(kinds, rest[colon.end() :].strip())
    if not rest.strip():
        return Opening(kinds, "")
    if len(kinds) > 1:
        return Opening(kinds, "") if not is_sentence(rest) else None
    weak = bool(_WEAK.fullmatch(match.group()))
    apart = plain[end : end + 1].isspace() or plain[end - 1 : end].isspace()
    if apart and not announces_list(rest):
        return Opening(kinds, rest.strip())
    if weak:
        return None
    if announces_list(rest):
        return Opening(kinds, "")
    if is_sentence(rest) or _STATES.search(rest[:CUE_REACH]):
        return Opening(kinds, plain.strip()) if _STATES.search(rest[:CUE_REACH]) else None
    return Opening(kinds, "")


def heads_findings(title: str) -> Opening | None:
    """The label of a heading; its tail (ของหน่วยงานในการดำเนินการ...) says nothing of the kind."""
    opening = read_opening(title)
    if opening is None or is_sentence(title):
        return None
    plain = without_number(title).strip("* ")
    match = _LABEL.match(plain)
    if match and _WEAK.fullmatch(match.group()) and match.end() < len(plain.rstrip(" :*")):
        return None
    return Opening(opening.kinds, "")


def opened_by_intro(text: str) -> tuple[bool, Opening | None]:
    """Whether a line leads over to a list, and to a list of which findings: None for a list of
    something else (measures, scores), or where the line does not say."""
    if not announces_list(text):
        return False, None
    *_, last = (None, *_LABEL.finditer(text))
    if last is None or _WEAK.fullmatch(last.group()):
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
