"""A text under its label becomes findings: cut at its labels and lists, with what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Levenshtein

from thai_ita.model import Evidence, Finding
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.findings.labels import NOTHING, Opening, labelled_pieces, read_opening
from thai_ita.parse.findings.subjects import IssueName, instrument_of_items, read_subjects
from thai_ita.parse.text.heading_lines import announces_list, is_sentence, without_number
from thai_ita.parse.text.paragraph_lists import split_paragraph
from thai_ita.parse.text.result_year import result_year

# A finding says something: shorter texts are remnants. An item of a list may be a short sentence.
MIN_TEXT = 15
MIN_LISTED = 10
# A finding printed again may differ in that share of its letters.
SAME_TEXT = 0.93
MAX_EVIDENCE = 300

# The end of a letter or a page, a field of a form, a source: no finding, and the list is over.
CLOSES = compile_tone_tolerant(
    r"\s*+(?:จึงเรียน|จึงขอ|จึงเสนอ|ขอแสดงความนับถือ|\(?ลงชื่อ|\(?ลงนาม|\(?(?:นาย|นาง|นางสาว|ว่าที่|ส\.?ต\.?|จ\.?ส\.?)\s*[ก-๙]+\s+[ก-๙]+|ตำแหน่ง|หมายเหตุ|ที่มา\s*[:：]|แหล่งที่มา|แหล่งข้อมูล|อ้างอิง|ข้อมูล\s*ณ|ณ\s*วันที่|วันที่\s*[\d๐-๙]|ผู้(?:รายงาน|จัดทำ|อนุมัติ|ตรวจ|เสนอ)"
    r"|(?:ชื่อ)?(?:มาตรการ|กิจกรรม|โครงการ|ขั้นตอน|ผู้รับผิดชอบ|หน่วยงาน(?:หลัก|ที่รับผิดชอบ|รับผิดชอบ|ผู้รับผิดชอบ)|ส่วนราชการ|ระยะเวลา|ห้วงเวลา|กำหนดเวลา|งบประมาณ|ผลผลิต|ผลลัพธ์|การติดตาม|เป้าหมาย)[^:：]{0,25}[:：]"
    r"|มติ(?:ที่)?|ที่ประชุม\s*(?:มีมติ|รับทราบ|เห็นชอบ)|ระเบียบวาระ|วาระที่|(?:ปิด|เลิก)(?:การ)?ประชุม|(?:โอกาส|ภาวะคุกคาม|ภัยคุกคาม|ความท้าทาย)\s*(?:[(:：]|$)|โทร|ผู้(?:เข้า|เยี่ยม)ชม|จำนวนผู้(?:เข้า|เยี่ยม)|(?:ปรับปรุง|อัปเดต|อัพเดท|แก้ไข)(?:ข้อมูล)?(?:ครั้ง)?ล่าสุด|สงวนลิขสิทธิ์|https?:|www\.|หน้า\s*[\d๐-๙]|ตาราง(?:ที่)?\s*[\d๐-๙]|(?:ภาพ|รูป|แผนภูมิ|กราฟ)(?:ที่)?\s*[\d๐-๙]|(?:[\d๐-๙\s.,/\-–()%|]+|(?<=\s))$)"
)
# What stands behind a label and is a title, no finding.
_TITLE = compile_tone_tolerant(r"(?:มาตรการส่งเสริมคุณธรรม|(?:ผล)?การวิเคราะห์|ผลการประเมิน|รายงานผล|แผนปฏิบัติการ)")


# A text that explains levels by their ranges: AA 95.00-100 A 85.00-94.99, ตั้งแต่ 85.00 ขึ้นไป = ผ่าน.
_RANGE = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d+)?\s*+(?:คะแนน|%)?\s*(?:-|–|—|ถึง|~)\s*(?:[4-9]\d|100)(?:\.\d+)?(?![\d/])"
)
_LEVEL = re.compile(r"(?<![A-Za-z])(?:AA|[A-F])(?![A-Za-z])|ผ่าน|ระดับ|เกณฑ์|ปรับปรุง|ดี(?:มาก|เยี่ยม)?|พอใช้")
_CRITERIA = compile_tone_tolerant(
    r"(?:หมายเหตุ\s*+[:：]?\s*)?(?:เกณฑ์|ระดับ(?:ผล)?(?:คะแนน|การประเมิน)|ช่วงคะแนน|การแปลผล|ความหมายของ(?:คะแนน|ระดับ))"
)


# Where to send or ask: ส่งข้อเสนอแนะได้ที่ ... โทร. 02 123 4567.
_CONTACT = compile_tone_tolerant(r"(?:ส่ง|แจ้ง|ติดต่อ|สอบถาม|สแกน|เสนอ|ร้องเรียน)[^.]{0,40}?(?:ได้)?(?:ที่|ทาง|ผ่าน)")
_ADDRESS = re.compile(r"โทร(?:ศัพท์)?\.?\s*[\d๐-๙]|https?:|www\.|\S@\S|[\d๐-๙]{2,3}[- ]?[\d๐-๙]{3,4}[- ]?[\d๐-๙]{3,4}")


@dataclass(slots=True)
class Place:
    """What governs a finding where it stands. ``codes`` are the questions and items that the issue
    above lists, ``row_codes`` and ``row_indicators`` what its own row of a table names. ``lost``
    tells that a heading of an issue must have stood there and does not."""

    issue: IssueName | None = None
    lost: bool = False
    instrument: str = ""
    indicator: str = ""
    year: int | None = None
    codes: list[str] = field(default_factory=list)
    row_codes: list[str] = field(default_factory=list)
    row_indicators: list[str] = field(default_factory=list)


def draft_findings(
    text: str, opening: Opening, place: Place, evidence: Evidence, matcher: NameMatcher, *, listed: bool = False
) -> Iterator[Finding]:
    """The findings of one paragraph or cell; none where it says nothing."""
    first = opening.kinds[0] if len(opening.kinds) == 1 else None
    for labelled, piece in labelled_pieces(text, first):
        under = Opening((labelled,), "") if labelled else opening
        lead, items = split_paragraph(piece)
        if items and _leads(lead):
            about = read_subjects(lead, matcher)
            here = replace(place, instrument="; ".join(about.instruments) or place.instrument)
            named = read_opening(lead)
            for item in items:
                yield from _draft(item, named or under, here, evidence, matcher, listed=True)
        else:
            yield from _draft(piece, under, place, evidence, matcher, listed=listed)


def _leads(lead: str) -> bool:
    """Whether the words before a list in a paragraph only lead over to it."""
    if not lead or announces_list(lead) or len(lead) < MIN_TEXT:
        return True
    opening = read_opening(lead)
    return opening is not None and (not opening.body or bool(re.search(r"(?:พบว่า|ว่า|คือ|ได้แก่)$", lead)))


def _draft(
    text: str, opening: Opening, place: Place, evidence: Evidence, matcher: NameMatcher, *, listed: bool
) -> Iterator[Finding]:
    clean = clean_text(text)
    if not says_something(clean, listed=listed):
        return
    kind = opening.kind_of(clean)
    if kind is None:
        return
    about = read_subjects(clean, matcher)
    own = about.items or about.indicators
    items = about.items or ([] if about.indicators and not place.row_codes else place.row_codes or place.codes)
    indicators = about.indicators or ([] if about.items else place.row_indicators)
    if not indicators and not own and place.indicator:
        indicators = [place.indicator]
    instruments = about.instruments
    if not instruments and place.instrument:
        instruments = place.instrument.split("; ")
    if not instruments:
        codes = {matcher.edition.instrument_of(c) for c in indicators} - {""}
        instruments = sorted(codes) or instrument_of_items(place.row_codes)
    yield Finding(
        kind,
        clean,
        place.issue.name if place.issue else "",
        "; ".join(instruments),
        list(indicators),
        evidence.page,
        list(items),
        place.issue.number if place.issue else None,
        result_year(clean) or place.year,
        evidence,
    )


def clean_text(text: str) -> str:
    """A finding as it is published: on one line, without its number, marks and bullets."""
    return without_number(" ".join(text.split()).strip(" *:-–;•▪")).strip(" *:-–;")


def says_something(text: str, *, listed: bool = False) -> bool:
    """Whether a text under a label is a finding, and no remnant, title, closing words or intro."""
    if len(text) < MIN_TEXT and not (listed and len(text) >= MIN_LISTED and is_sentence(text)):
        return False
    if NOTHING.fullmatch(text) or CLOSES.match(text) or is_legend(text):
        return False
    if _CONTACT.search(text) and _ADDRESS.search(text):
        return False
    return not (_TITLE.match(text) and not is_sentence(text))


def is_legend(text: str) -> bool:
    """Whether a text explains criteria and levels, and says nothing of anybody.

    >>> is_legend("เกณฑ์ระดับ AA 95.00-100 A 85.00-94.99"), is_legend("ข้อ e1-e3 ได้ 80.10 คะแนน")
    (True, False)
    """
    plain = to_arabic(text)
    ranges = _RANGE.findall(plain)
    if len(ranges) > 1 and _LEVEL.search(plain):
        return True
    return bool(_CRITERIA.match(plain)) and (bool(ranges) or "ขึ้นไป" in plain or "หมายถึง" in plain)


def distinct(findings: list[Finding]) -> list[Finding]:
    """Each finding once, where it stands first; the same words of another question or row are
    another finding."""
    kept: list[tuple[str, Finding]] = []
    for finding in findings:
        key = to_arabic("".join(finding.text.split()))
        if not any(_same(key, finding, *other) for other in kept):
            kept.append((key, finding))
    return [finding for _, finding in kept]


def _same(key: str, finding: Finding, other_key: str, other: Finding) -> bool:
    apart = finding.items and other.items and finding.items != other.items
    if apart and finding.evidence.table == other.evidence.table:
        return False
    if key == other_key:
        return True
    likely = abs(len(key) - len(other_key)) <= (1 - SAME_TEXT) * max(len(key), len(other_key))
    return likely and Levenshtein.normalized_similarity(key, other_key, score_cutoff=SAME_TEXT) > 0


def evidence_text(text: str) -> str:
    """The text as seen, cut to what a row of the table holds."""
    return " ".join(text.split())[:MAX_EVIDENCE]
