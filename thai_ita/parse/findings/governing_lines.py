"""Lines that say what the label below them speaks of: an item, an indicator, an instrument.

``ข้อคำถามที่เกี่ยวข้อง : ข้อ i10`` above ``ข้อค้นพบ : ...``, a question, an indicator or an instrument with
its score above ``จุดอ่อน : ...``. A list of such lines (the scores of all items) governs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from thai_ita.model import Finding
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.findings.drafting import Place
from thai_ita.parse.findings.labels import read_opening
from thai_ita.parse.findings.subjects import (
    MAX_TOPIC,
    Subjects,
    instrument_of_items,
    item_codes,
    named_instruments,
    read_subjects,
    row_code,
    topic_indicator,
    without_codes,
)
from thai_ita.parse.text.heading_lines import is_sentence, without_number

# Lines so near to each other (in line numbers) are neighbours.
NEAR = 2
# No more other lines than these stand between a governing line and its label: its score, its level.
MAX_BETWEEN = 3
# The field of a form that says what its sheet, row or paragraph is about.
_FIELD = compile_tone_tolerant(
    r"(?:(?:รหัส|เลขที่|ลำดับ)?(?:ประเด็น)?(?:ข้อ|คำถาม|ข้อคำถาม|รายการ|หัวข้อ)(?:ย่อย)?|(?:ประเด็น|แบบ)?ตัวชี้วัด(?:ย่อย)?|เครื่องมือ|แบบวัด|ประเด็นการประเมิน)"
    r"\s*+(?:การประเมิน|\(?ITA\)?|ITA)?\s*+(?:ที่)?\s*+(?:เกี่ยวข้อง|อ้างอิง|อ้างถึง|สอดคล้อง|ได้คะแนนต่ำ(?:สุด|ที่สุด)?|วิเคราะห์|พิจารณา)?\s*[:：]\s*",
    re.I,
)
# What may stand beside codes in a line that says nothing else.
_BESIDE_CODES = compile_tone_tolerant(
    r"(?:ข้อ|คำถาม|ที่|ของ|ใน|และ|แบบ|วัด|สำรวจ|ตรวจ|ได้|คะแนน|ร้อยละ|เท่ากับ|IIT|EIT|OIT|[\d.,:;()\[\]/%=\s*|–-])*", re.I
)
_SCORE = r"(?:(?:ได้|มี|ผล){1,6}\s*+)?(?:(?:คะแนน|ร้อยละ)\s*+)?(?:(?:เฉลี่ย|เท่ากับ|ที่ได้|[:=]){1,6}\s*+)?(?:ร้อยละ\s*+)?(?:[(\[]\s*)?\d{1,3}(?:[.,]\d{1,3})?\s*+(?:คะแนน|%)?\s*+[)\]]?"
_SCORE_BEHIND = compile_tone_tolerant(rf"{BLANKS_BEFORE}{_SCORE}\s*$")
_INSTRUMENT_LINE = compile_tone_tolerant(
    r"(?:ผล)?(?:คะแนน)?(?:จาก|ของ)?\s*(?:แบบ(?:วัด|สำรวจ|ตรวจ)|เครื่องมือ|(?:IIT|EIT|OIT)(?![A-Za-z]))", re.I
)


@dataclass(frozen=True, slots=True)
class Governing:
    """What a line says of the labels below: ``kind`` is ``item``, ``indicator`` or ``instrument``;
    ``only`` tells that the line says nothing else and so is no finding itself."""

    kind: str
    about: Subjects
    only: bool = False


def read_governing(text: str, matcher: NameMatcher) -> Governing | None:
    """What a line governs by, None where it is no such line."""
    text = " ".join(text.split()).strip(" *#•▪-")
    if not text or len(text) > MAX_TOPIC * 2 or read_opening(text) is not None:
        return None
    if field := _FIELD.match(text):
        return _of_field(text[field.end() :], matcher)
    codes = item_codes(text)
    if codes and _BESIDE_CODES.fullmatch(to_arabic(without_codes(text))):
        return Governing("item", Subjects(items=codes), only=True)
    code = row_code(text) or row_code(without_number(text))
    name = _SCORE_BEHIND.sub("", to_arabic(text))
    if code:
        return None if is_sentence(name) and "?" not in name else Governing("item", Subjects(items=[code]))
    if indicator := topic_indicator(name, matcher):
        return Governing("indicator", Subjects(indicators=[indicator]))
    instruments = named_instruments(name)
    if (
        len(instruments) == 1
        and _INSTRUMENT_LINE.match(without_number(name))
        and not is_sentence(name)
        and len(name) <= MAX_TOPIC
    ):
        return Governing("instrument", Subjects(instruments=instruments))
    return None


def _of_field(value: str, matcher: NameMatcher) -> Governing | None:
    """What the value of a field names; a sentence there is something else."""
    if is_sentence(_SCORE_BEHIND.sub("", to_arabic(value))):
        return None
    about = read_subjects(value, matcher)
    if about.items:
        return Governing("item", Subjects(items=about.items), only=True)
    indicators = about.indicators or [code for code in [topic_indicator(value, matcher)] if code]
    if indicators:
        return Governing("indicator", Subjects(indicators=indicators), only=True)
    if len(about.instruments) == 1:
        return Governing("instrument", about, only=True)
    return None


@dataclass(slots=True)
class GoverningLines:
    """Which governing line holds for a label, as the lines of a section are gone through."""

    matcher: NameMatcher
    current: Governing | None = None
    _labels: set[str] = field(default_factory=set)
    _lately: tuple[str, int] = ("", 0)
    _passed: int = 0
    _unowned: list[Finding] = field(default_factory=list)
    _unowned_at: int = 0

    def take(self, text: str, first: int, last: int, *, label_at: int | None, label_open: bool) -> bool:
        """Whether a line is a governing line, which then holds. ``label_at`` is the number of the
        next line where that is a label; ``label_open`` that a list of findings stands open."""
        found = read_governing(text, self.matcher)
        kind, at = self._lately
        self._lately = (found.kind, last) if found else ("", 0)
        if found is None or (not found.only and (label_open or label_at is None)):
            return False
        if found.kind == kind and first - at <= NEAR:
            # One of a list.
            self.current = None
            return found.only
        if found.only and self._unowned and first - self._unowned_at == 1:
            self._hold_behind(found, alone=label_at is None or label_at - last > 1)
            return True
        self.current, self._labels, self._passed = found, set(), 0
        return True

    def _hold_behind(self, found: Governing, *, alone: bool) -> None:
        """A line right behind a finding speaks of that one, unless a label follows as near."""
        for finding in self._unowned if alone else []:
            finding.items = finding.items or list(found.about.items)
            finding.indicators = finding.indicators or list(found.about.indicators)
            finding.instrument = finding.instrument or "; ".join(self._instruments(found))
        self.current, self._unowned = None, []

    def opened(self, label: str) -> None:
        """A label opens; one that had its turn below the line speaks of something else."""
        label = "".join(without_number(label).strip(" *:：").split())
        if label in self._labels:
            self.current = None
        self._labels.add(label)

    def drafted(self, finding: Finding, last: int) -> None:
        """A finding below a label, which a line right behind it may speak of."""
        if last - self._unowned_at > 1:
            self._unowned = []
        if self.current is None:
            self._unowned.append(finding)
            self._unowned_at = last

    def passed(self) -> None:
        """Another text: behind a finding it ends what the line holds for."""
        self._passed += 1
        if self._labels or self._passed > MAX_BETWEEN:
            self.current = None

    @property
    def unused(self) -> Governing | None:
        """A governing line that no label has followed yet."""
        return None if self._labels else self.current

    def place(self, place: Place) -> Place:
        """The place of a finding here."""
        if self.current is None:
            return place
        about = self.current.about
        instrument = "; ".join(self._instruments(self.current)) or place.instrument
        return replace(place, row_codes=about.items, row_indicators=about.indicators, instrument=instrument)

    def _instruments(self, governing: Governing) -> list[str]:
        about = governing.about
        of_indicators = {self.matcher.edition.instrument_of(code) for code in about.indicators} - {""}
        return about.instruments or sorted(of_indicators) or instrument_of_items(about.items)
