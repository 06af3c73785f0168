"""What a finding is about: instruments, indicators, questions and items, and the issue above it.

A name counts only where the text uses it as a name: ``ด้านการใช้ทรัพย์สินของราชการ`` is indicator 4,
``ให้บุคลากรในการปฏิบัติหน้าที่`` is none. An instrument is said by its letters, by its Thai name or by
those who answer it, or follows from an indicator or item that is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from thai_ita.model import ScoreKind
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.heading_lines import is_sentence, read_mark
from thai_ita.parse.text.issue_headings import known_issues
from thai_ita.parse.text.name_mentions import Mention, find_mentions

# A heading that says the instrument of what follows is shorter; a longer text only mentions it.
MAX_TOPIC = 160
# Similarity (0-1) from which a heading is the name of an issue of the assessment.
SAME_ISSUE = 0.85
# Letters before a name in which the word that introduces it stands.
INTRODUCED_WITHIN = 14

_CODE = re.compile(
    r"(?<![A-Za-z0-9.])([ieoIEO])\s?-?(\d{1,2})(?![\d.]|[A-Za-z])(?:\s*(?:-|–|ถึง)\s*(?:ข้อ\s*)?\1?\s?(\d{1,2})(?![\d.]))?"
)
# A number and the instrument that it counts in: ข้อคำถามที่ 10 ของ IIT, IIT ข้อ 3 - 5.
_ASKED = r"(?:ข้อ(?:คำถาม)?|คำถาม|ประเด็นคำถาม|รายการ)\s*+(?:ที่)?\s*"
_SPAN = r"(\d{1,2})(?![\d.])(?:\s*(?:-|–|ถึง)\s*(?:ข้อ\s*)?(\d{1,2})(?![\d.]))?"
_NUMBER_OF = compile_tone_tolerant(
    rf"{_ASKED}{_SPAN}\s*(?:ของ|ใน|จาก|ตาม)\s*+(?:แบบ\s*+(?:วัด|ตรวจ|สำรวจ)?|เครื่องมือ)?\s*+[(\[]?\s*(IIT|EIT|OIT)(?![A-Za-z])|"
    rf"(?<![A-Za-z])(IIT|EIT|OIT)\s*+[):,]?\s*{_ASKED}{_SPAN}",
    re.I,
)
_MORE_NUMBERS = re.compile(r"(?:\s*(?:,|และ)\s*(?:ข้อ\s*+(?:ที่)?\s*)?\d{1,2}(?![\d.]))+")
# Indicators by number, no name behind: ตัวชี้วัดที่ 4 เจ้าหน้าที่ไม่ทราบ..., ตัวชี้วัดที่ 2, 4 และ 5. Those of a plan or project count otherwise.
_AND_NUMBER = r"(?:\s*(?:,|และ|กับ|/)\s*(?:(?:ตัวชี้วัด)?ที่\s*)?\d{1,2}(?!\d|[.,]\d|\s*(?:คะแนน|%)))*"
_BY_NUMBER = compile_tone_tolerant(
    rf"(?:ตัวชี้วัด(?:ลำดับ|ข้อ)?\s*ที่|(?<![ก-๎])ตชว\.?\s*+(?:ที่)?)\s*(?P<numbers>\d{{1,2}}(?!\d|[.,]\d|\s*(?:คะแนน|%)){_AND_NUMBER})"
)
_OF_PLAN = compile_tone_tolerant(r"\s*(?:ของ|ใน|ตาม|ภายใต้)\s*(?:แผน|โครงการ|กิจกรรม|ยุทธศาสตร์|มาตรการ)")
_INDICATORS = frozenset({ScoreKind.INDICATOR, ScoreKind.SUBINDICATOR})
_LETTER = {"i": "IIT", "e": "EIT", "o": "OIT"}
_BY_NAME: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("IIT", compile_tone_tolerant(r"(?<![A-Za-z])IIT(?![A-Za-z])|ผู้มีส่วนได้(?:ส่วน)?เสีย\s*ภายใน(?!และ)|(?<![A-Za-z])Internal", re.I)),
    ("EIT", compile_tone_tolerant(r"(?<![A-Za-z])EIT(?![A-Za-z])|ผู้มีส่วนได้(?:ส่วน)?เสีย\s*(?:ภายในและ\s*)?ภายนอก|(?<![A-Za-z])External", re.I)),
    ("OIT", compile_tone_tolerant(r"(?<![A-Za-z])OIT(?![A-Za-z])|แบบ(?:วัด|ตรวจ)(?:ระดับ)?(?:การ)?เปิดเผยข้อมูล", re.I)),
)  # fmt: skip
_INTRODUCES = compile_tone_tolerant(r"(?:ตัวชี้วัด|ด้าน|หัวข้อ|ประเด็น|ดัชนี|คือ|ได้แก่|[\"“‘(:])\s*$")
_JUDGED = compile_tone_tolerant(
    r"\s*+[\"”’)]?\s*+(?:มี|ได้|ที่ได้|ยัง|อยู่|ซึ่งได้|ต่ำ|สูง)?\s*(?:ผล)?(?:คะแนน|ร้อยละ|ระดับ|ต่ำ|น้อย|เกณฑ์|ต้อง(?:แก้ไข|ปรับปรุง)|\d)"
)
_AND = compile_tone_tolerant(
    r"\s*+(?:\(?[\d.]+(?:\s*คะแนน|%)?\)?)?\s*+(?:,|/|;|และ|กับ|รวมถึง|หรือ|ตลอดจน)*\s*+(?:ด้าน|ตัวชี้วัด(?:ด้าน)?)?\s*"
)
_ISSUE_WORD = compile_tone_tolerant(r"ประเด็น(?:การประเมิน)?\s*ที่\s*\d")
# Names that issues of the assessment begin with, whatever their year.
_ISSUE_OPENS = compile_tone_tolerant(r"กระบวนการ|กลไก(?:และ)?|ช่องทาง(?:และ)?|การให้บริการและ")
_NO_ISSUE = compile_tone_tolerant(
    r"(?:การ)?(?:วิเคราะห์|ประเมิน|สรุป)|ผล|คะแนน|บท|มาตรการ|แนวทาง|แผน|วิธี|ข้อ|จุด|ปัญหา|อุปสรรค|ตัวชี้วัด|แบบ|เครื่องมือ|รายละเอียด|ตาราง|ภาพ|(?:IIT|EIT|OIT|ITA)"
)


@dataclass(slots=True)
class Subjects:
    """What a text names: ``instruments`` in their order, ``indicators`` and ``items`` as printed."""

    instruments: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IssueName:
    """An issue: its number, None where it has none, and its name."""

    number: int | None
    name: str


def read_subjects(text: str, matcher: NameMatcher) -> Subjects:
    """What a text is about, by what it names."""
    items = item_codes(text)
    plain = to_arabic(text)
    indicators: list[str] = []
    named: Mention | None = None
    for mention in find_mentions(text, matcher):
        if mention.kind not in _INDICATORS:
            continue
        beside = named and _AND.fullmatch(plain, named.end, mention.start)
        if beside or _is_named(plain, mention):
            named = mention
            if mention.code not in indicators:
                indicators.append(mention.code)
    indicators += [code for code in numbered_indicators(plain, matcher) if code not in indicators]
    instruments = named_instruments(text)
    if not instruments:
        codes = [matcher.edition.instrument_of(code) for code in indicators]
        instruments = _ordered({*codes, *(_LETTER[code[0]] for code in items)} - {""})
    return Subjects(instruments, indicators, items)


def numbered_indicators(plain: str, matcher: NameMatcher) -> list[str]:
    """The indicators that a text with Arabic figures names by number alone; none where a name
    stands behind the number, which then agrees with it or says another."""
    found: list[str] = []
    for match in _BY_NUMBER.finditer(plain):
        behind = plain[match.end() :].lstrip(" .:)-–")
        if _OF_PLAN.match(behind) or any(m.kind in _INDICATORS and not m.start for m in find_mentions(behind, matcher)):
            continue
        for number in re.findall(r"\d+", match.group("numbers")):
            known = matcher.match(f"ตัวชี้วัดที่ {number}")
            if known.accepted and known.kind is ScoreKind.INDICATOR:
                found.append(known.code)
    return list(dict.fromkeys(found))


def named_instruments(text: str) -> list[str]:
    """The instruments that a text names by letters, by name or by those who answer."""
    return [code for code, words in _BY_NAME if words.search(text)]


def instrument_of_items(items: list[str]) -> list[str]:
    """The instruments that codes of questions and items belong to."""
    return _ordered({_LETTER[code[0]] for code in items})


def item_codes(text: str) -> list[str]:
    """The codes of questions and items in a text, ranges (e7-e9) written out.

    >>> item_codes("ข้อ e๗ - e๙ และ i10")
    ['e7', 'e8', 'e9', 'i10']
    >>> item_codes("ข้อคำถามที่ ๑๐ ของแบบวัด IIT")
    ['i10']
    """
    found: list[str] = []
    for match in _CODE.finditer(to_arabic(text)):
        first, last = int(match.group(2)), int(match.group(3) or match.group(2))
        for number in range(first, max(first, last) + 1):
            found.append(f"{match.group(1).lower()}{number}")
    for match in _NUMBER_OF.finditer(to_arabic(text)):
        before, behind = match.groups()[:3], match.groups()[3:]
        lowest, highest, instrument = before if before[0] else (*behind[1:], behind[0])
        letter = instrument[0].lower()
        found += [f"{letter}{n}" for n in range(int(lowest), max(int(lowest), int(highest or lowest)) + 1)]
        more = _MORE_NUMBERS.match(to_arabic(text), match.end())
        found += [f"{letter}{n}" for n in re.findall(r"\d+", more.group())] if more and not before[0] else []
    return [code for code in dict.fromkeys(found) if code[1:] != "0"]


def without_codes(text: str) -> str:
    """A text without the codes of questions and items in it."""
    return _CODE.sub(" ", _NUMBER_OF.sub(" ", to_arabic(text)))


def row_code(text: str) -> str:
    """The code that a cell or line begins with, "" for none; one read with a zero for its letter
    tells too little here."""
    code = read_label(text).code
    if not code and _NUMBER_OF.match(to_arabic(text)):
        return item_codes(text)[0]
    return code if code[:1] in _LETTER else ""


def topic_instrument(text: str) -> str:
    """The one instrument that a heading says, "" for none or several."""
    if len(text) > MAX_TOPIC:
        return ""
    found = named_instruments(text)
    return found[0] if len(found) == 1 else ""


def topic_indicator(text: str, matcher: NameMatcher) -> str:
    """The indicator that a heading is the name of, "" where it is none."""
    if len(text) > MAX_TOPIC or is_sentence(text):
        return ""
    found = matcher.match(text)
    named = found.accepted and found.kind in _INDICATORS
    return found.code if named else ""


def read_issue(text: str, *, heads_table: bool = False) -> IssueName | None:
    """The issue that a heading names, None where it names none.

    ``ประเด็นที่ ๒ ...``, a number and the name of an issue of the assessment; right above a table of
    findings (``heads_table``) any numbered heading that is not one of another kind.
    """
    text = " ".join(text.split()).strip(" *#:-")
    if not text or len(text) > MAX_TOPIC or is_sentence(text):
        return None
    mark = read_mark(text)
    name = text[-len(mark.text) :] if mark.text else ""
    number = mark.last
    if not name:
        return None
    if _ISSUE_WORD.match(to_arabic(text)):
        return IssueName(number, name)
    known = known_issue(name)
    if known is not None:
        return IssueName(number or known, name)
    numbered = bool(mark.style) and number is not None and "." not in mark.number
    if numbered and (_ISSUE_OPENS.match(name) or (heads_table and not _NO_ISSUE.match(name))):
        return IssueName(number, name)
    return None


def known_issue(name: str) -> int | None:
    """The number of the issue of the assessment that a name is, of whichever year."""
    key = "".join(name.split())
    for number, issue in _issues():
        if Levenshtein.normalized_similarity(key, issue) >= SAME_ISSUE:
            return number
    return None


@lru_cache(maxsize=1)
def _issues() -> tuple[tuple[int, str], ...]:
    found = {"".join(name.split()): number for number, name in known_issues()}
    return tuple((number, name) for name, number in found.items())


def _is_named(plain: str, mention: Mention) -> bool:
    """Whether a text uses a name as the name of an indicator."""
    seen = plain[mention.start : mention.end]
    if seen.startswith(("ตัวชี้วัด", "ตัวบ่งชี้")):
        return True
    before = plain[max(0, mention.start - INTRODUCED_WITHIN) : mention.start]
    at_start = not re.search(r"[ก-๙A-Za-z]", plain[: mention.start])
    return at_start or bool(_INTRODUCES.search(before) or _JUDGED.match(plain, mention.end))


def _ordered(instruments: set[str]) -> list[str]:
    return [code for code in ("IIT", "EIT", "OIT") if code in instruments]
