"""Scores stated in sentences and in lists outside tables.

A line that is a name and a figure (``การปฏิบัติหน้าที่ ........ ๘๑.๖๔ คะแนน``) is read as a list entry.
Otherwise names, years and figures are taken in their order, and a figure belongs to the name before
it only when nothing but words that report a result stands between. Targets, examples, thresholds,
averages of others, ranks and counts are told by the words around them and never become scores.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from thai_ita.model import Change, Evidence, Line, Match, ScoreKind
from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.dates import YearMention
from thai_ita.normalize.lenient import lenient
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number, find_numbers, to_arabic
from thai_ita.parse.candidates import LIST, SENTENCE, Candidate, excerpt
from thai_ita.parse.mentions import Mention, find_mentions
from thai_ita.parse.respectively import Enumeration, find_enumerations
from thai_ita.parse.wording import is_example, is_foreign, names_assessment
from thai_ita.parse.years import stated_years

# Longest stretch of text between the code of a question and its score.
MAX_WORDING = 420
# Letters other than reporting words that may stand between a name and its score.
MAX_STRAY = 8
# Similarity (0-1) up from which another spelling is the same agency.
SAME_AGENCY = 0.75
# The year of the next score stands within this many letters behind a score.
MAX_TO_YEAR = 70
# No result changes by more points in a year; such a figure is something else.
MAX_CHANGE = 60

_CHANGE = lenient(
    r"(เพิ่ม(?:ขึ้น)?|สูง(?:ขึ้น|กว่า)|มากขึ้น|ดีขึ้น|ลด(?:ลง)?|ต่ำ(?:ลง|กว่า)|น้อยลง|เปลี่ยนแปลง|ผลต่าง)"
    r"(?:จาก|กว่า)?(?:ผลการประเมิน|คะแนน|ใน)?\s*(?:ของ)?(?:ปี|ปีงบประมาณ)?(?:\s*พ\.ศ\.\s*)?(?:\s*25\d\d)?"
    r"(?:ที่ผ่านมา|ก่อน(?:หน้า)?|ที่แล้ว|เดิม)?(?:มา)?\s*(?:จำนวน|อยู่|ถึง|เท่ากับ|คิดเป็น|ร้อยละ|คะแนน|\(|:)*\s*$"
)
_BECAME = lenient(r"(?:เป็น|อยู่ที่|มาอยู่ที่|เหลือ)\s*(?:ร้อยละ|คะแนน)?\s*$")
_DOWN = lenient(r"^(?:ลด|ต่ำ|น้อย)")
_NOT_A_RESULT = lenient(
    r"เป้าหมาย|ไม่น้อยกว่า|ไม่ต่ำกว่า|อย่างน้อย|มากกว่า|สูงกว่า|ต่ำกว่า|น้อยกว่า|เกิน|ระหว่าง|ตั้งแต่|เกณฑ์|(?:คะแนน)?เต็ม|จาก\s*$|น้ำหนัก(?!แล้ว)"
    r"|เฉลี่ย(?:รวม)?(?:ของ|ใน)?(?:ทั้ง|ระดับ|ภาพรวม)?(?:ประเทศ|จังหวัด|อปท|องค์กรปกครอง|ทุกหน่วยงาน|หน่วยงานทั้ง)|ระดับ(?:ประเทศ|จังหวัด)|ทั้งประเทศ|คะแนนสูงสุด\s*[:=]?\s*$|คะแนนต่ำสุด\s*[:=]?\s*$"
    r"|ลำดับที่|อันดับที่|อันดับ|ผู้ตอบ|กลุ่มตัวอย่าง|คาดหวัง|คาดว่า|ขั้นต่ำ|[><≥≤]|หน้า\s*$|ข้อ\s*$|(?<![ก-๙])(?:ถ้า|หาก)(?!ม)|ผลต่าง|ส่วนต่าง|ช่วง"
)
_OTHERS = lenient(
    r"(?:ทั่ว|ทั้ง|ระดับ|ของ)\s*ประเทศ(?!ไทย\s*ได้)|เฉลี่ย(?:ของ|ระดับ)?(?:จังหวัด|ประเทศ)|ระดับจังหวัด|ภาพรวมจังหวัด|ทุกหน่วยงาน"
)
_COUNTED = lenient(
    r"\s*(?:คน|ข้อ|ตัวชี้วัด|ครั้ง|โครงการ|แห่ง|ปี|เดือน|วัน|ชุด|ราย|เรื่อง|ส่วน|ประเด็น|มาตรการ|งาน|เครื่องมือ|ด้าน|ชั่วโมง|นาที|หน่วย|ท่าน|ระดับ\s*$)"
)
_BEHIND_NOT = lenient(
    r"\s*(?:บาท|คน|ล้าน)|\s*(?:คะแนน|%)?\s*(?:ขึ้นไป|เป็นต้นไป|[-–]\s*\d|ถึง\s*\d|ลงมา|ลงไป|หรือ(?:มาก|สูง)กว่า)"
)
_OWN_UNIT = lenient(r"\s*(?:คะแนน|คะเเนน|%|เปอร์เซ็นต์)")
_SCORE_WORD = lenient(r"(?:เพียง|แค่|คะแนน|ร้อยละ|เท่ากับ|อยู่ที่|ได้|เป็น|[:=(…]|\.{3,})\s*$")
_TELLS_RESULT = lenient(
    r"(?:(?:ได้|มี|ได้รับ|ผล|รับ)\s*(?:ผล)?\s*(?:การประเมิน)?\s*คะแนน|ผลการประเมิน|คะแนน(?:ที่ได้)?|ผลประเมิน)\s*"
    r"(?:การประเมิน|ประเมิน|เฉลี่ย|รวม|ในปี(?:งบประมาณ)?|พ\.ศ\.|25\d\d|ที่ได้รับ|ที่ได้|ทั้งสิ้น|ทั้งหมด|อยู่|ที่|ใน|ระดับ|คิดเป็น|เท่ากับ|ร้อยละ|ได้|รับ|คือ|เป็น|จำนวน|โดย|มี|คะแนน|ค่า|[:=\s(“\"])*$"
)
_RESULT_SUBJECT = lenient(r"ผล(?:คะแนน|การประเมิน)")
_PREDICATE = lenient(r"(?:[:=]|ได้|เท่ากับ|อยู่ที่|คิดเป็น|คือ|มี|เป็น)\s*(?:รับ)?\s*(?:คะแนน|ร้อยละ)?\s*$")
_GLUE = lenient(
    r"ได้รับ|ได้|รับ|เมื่อ|ถ่วงน้ำหนัก|น้ำหนัก|แล้ว|ทุก|เพียง|แค่|คะแนน|คะเเนน|ร้อยละ|เท่ากับ|อยู่ที่|อยู่|ใน|มี|ค่า|เป็น|คิดเป็น|คิด|ผลการประเมิน|การประเมิน|ผล|โดย|ซึ่ง|ที่|เฉลี่ย|รวม|คือ"
    r"|ระดับ(?:การประเมิน)?|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ของหน่วยงาน|หน่วยงาน|ประจำ|ปีงบประมาณ|ปี|พ\.?ศ\.?|25\d\d|ITA|IIT|EIT|OIT|พบว่า|สูงสุด|ต่ำสุด|มากที่สุด|น้อยที่สุด"
    r"|ตัวชี้วัด|ด้าน|ภาพรวม|ประเมิน|และ|จาก|ทั้ง|นี้|(?<![A-Za-z])[A-F]{1,2}(?![A-Za-z])|[\W_]|[\d]"
)
# A figure that is multiplied or added is on its way to a result.
_FORMULA = re.compile(r"\s*(?:คะแนน)?\s*[×xX*+]\s*[\d(]")
# The upper end of a range: 75 - 84.99.
_RANGE_TO = re.compile(r"[\d๐-๙]\s*(?:คะแนน|%)?\s*(?:[-–—]|ถึง)\s*$")
_IN_YEAR = lenient(r"\s*(?:คะแนน|%)?\s*\(?(?:ใน)?\s*(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?\s*ศ\.?)?\s*")
_GOES_ON = lenient(r"\s*(?:ได้|มี|เท่ากับ|คะแนน|เป็น|คิดเป็น|[:=])")
_SCORE_EQUALS = lenient(
    r"คะแนน\s*(?:ที่ได้|ได้|รวม|เฉลี่ย|ภาพรวม)?\s*\)?\s*(?:เท่ากับ|อยู่ที่|คือ|เป็น|[:=])\s*(?:ร้อยละ)?\s*$"
)
_HIGHEST = lenient(r"(?:มี)?คะแนน\s*(?:ที่)?\s*(?:สูง|ต่ำ)(?:ที่)?สุด|(?:สูง|ต่ำ)สุด")
_QUOTED_FIGURE = re.compile(r"[\"“”'‘’](?=\s*[\d๐-๙])|(?<=[\d๐-๙])\s?[\"“”'‘’]")
# Said right before a name, these words make its figure something else.
_LEADS_ELSEWHERE = lenient(
    r"(?:เป้าหมาย|ผู้ตอบ(?:แบบ)?(?:วัด|สอบถาม)?|น้ำหนัก|เกณฑ์|คาดหวัง|(?<![ก-๙])(?:หาก|ถ้า)(?:ได้|มี)?)(?:ของ|ใน|ที่|คือ)?\s*$"
)
_LEADER = lenient(r"[.…_·]{3,}|\t+")
_END_OF_ENTRY = lenient(
    r"^\s*[)\]]?\s*(?:คะแนน|คะเเนน|%|เปอร์เซ็นต์)?\s*[)\]]?\s*(?:\(?\s*(?:อยู่ใน)?(?:ระดับ|เกรด)[^\d]{0,25}\)?)?\s*[;,.*]*\s*$"
)
_LABEL_TAIL = lenient(
    r"(?:(?:มี|ได้|ได้รับ|รับ)?\s*(?:ผล)?(?:คะแนน|คะเเนน|เฉลี่ย|ร้อยละ|เท่ากับ|คิดเป็น|อยู่ที่|ได้|ค่า|[:=(\[–\-])\s*)+$"
)


_OVERALL = Match(
    "ITA", "ผลการประเมินภาพรวม", "", 100.0, 100.0, "reported-result", True, "", ScoreKind.OVERALL
)


@dataclass(slots=True)
class ProseContext:
    """What is known where a passage stands."""

    matcher: NameMatcher
    year: int | None
    instrument: str = ""
    part: str = ""
    about_ita: bool = True
    section: str = ""
    title: str = ""
    agency: str = ""


@dataclass(slots=True)
class ProseReading:
    candidates: list[Candidate] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    part: str = ""
    instrument: str = ""


def list_entry(text: str, matcher: NameMatcher, context: Context) -> tuple[Match, Number] | None:
    """The name and the score of a line that holds these two and nothing else.

    Whether a whole number is a score, ``is_figure`` tells from the lines around it.
    """
    text = unquoted(text)
    numbers = find_numbers(text)
    if not numbers or numbers[-1].signed or not 0 <= numbers[-1].value <= 100:
        return None
    number = numbers[-1]
    if _RANGE_TO.search(text[: number.start]):
        return None
    if not _END_OF_ENTRY.match(text[number.end :]):
        return None
    label = _LEADER.sub(" ", text[: number.start])
    if any(n.decimals for n in find_numbers(label)) or _NOT_A_RESULT.search(label[-16:]):
        return None
    tail = _LABEL_TAIL.search(label.rstrip())
    label = label.rstrip()[: tail.start()] if tail else label.rstrip()
    label = re.sub(r"\((?:ร้อยละ|คะแนนเต็ม|เต็ม)?\s*[\d๐-๙]+\s*(?:คะแนน|%)?\)", " ", label).strip(
        " .:*-–|"
    )
    if not label or len(label) > MAX_WORDING:
        return None
    found = matcher.match(label, context)
    if not found.accepted or found.rule == "average-words":
        return None
    return found, number


def is_figure(text: str, number: Number, exact: bool) -> bool:
    """Whether the number at the end of a line is a score; ``exact`` where others beside it have
    decimals. A whole number without a unit may be a page number, as in a table of contents."""
    return bool(
        number.decimals or exact or number.value == 100 or _OWN_UNIT.match(text[number.end :])
    )


def unquoted(text: str) -> str:
    """The text with blanks for quotation marks around figures: ได้ “80.11” คะแนน."""
    return _QUOTED_FIGURE.sub(" ", text)


class ProseReader:
    """Reads paragraphs one after the other; a list under one heading is read as a whole."""

    def __init__(self, context: ProseContext) -> None:
        self.context = context
        self.out = ProseReading(part=context.part, instrument=context.instrument)

    def read(self, lines: list[Line]) -> ProseReading:
        """The scores stated in a run of lines that belong together."""
        text = "\n".join(line.text for line in lines)
        if is_example(self.context.section) or is_foreign(self.context.section):
            return self.out
        entries = self._entries(lines)
        rest = [line for line, entry in zip(lines, entries, strict=True) if not entry]
        if any(re.search(r"[\d๐-๙]", line.text) for line in rest) and not is_foreign(text):
            self._sentences(rest)
        return self.out

    # -- lists -------------------------------------------------------------------------------

    def _entries(self, lines: list[Line]) -> list[bool]:
        matcher, context = self.context.matcher, self.context
        listed = Context(instrument=context.instrument, table=len(lines) >= 2)
        found = [list_entry(line.text, matcher, listed) for line in lines]
        done: list[bool] = []
        exact = any(entry is not None and entry[1].decimals for entry in found)
        for line, entry in zip(lines, found, strict=True):
            if entry is not None and not is_figure(line.text, entry[1], exact):
                entry = None
            if entry is None or (
                entry[0].kind is ScoreKind.OVERALL and not self._trusts_overall(line)
            ):
                done.append(False)
                continue
            match, number = entry
            mention_part = next((m.part for m in find_mentions(line.text, matcher) if m.part), "")
            self._add(match, number, line, self._year_in(line.text), LIST, mention_part)
            done.append(True)
        return done

    def _trusts_overall(self, line: Line) -> bool:
        text = f"{self.context.title} {self.context.section} {line.text}"
        return self.context.about_ita and names_assessment(text) and not is_example(line.text)

    def _year_in(self, text: str) -> int | None:
        years = {found.year for found in stated_years(text)}
        return years.pop() if len(years) == 1 else None

    # -- sentences ---------------------------------------------------------------------------

    def _sentences(self, lines: list[Line]) -> None:
        text = unquoted("\n".join(line.text for line in lines))
        starts: list[tuple[int, Line]] = []
        offset = 0
        for line in lines:
            starts.append((offset, line))
            offset += len(line.text) + 1
        mentions = find_mentions(text, self.context.matcher)
        numbers = find_numbers(text)
        years = stated_years(text)
        text = to_arabic(text)
        current: Mention | None = None
        last_end, last_scored = 0, None
        queue = list(mentions)
        taken = self._enumerations(text, mentions, numbers, years, starts)
        for number in numbers:
            if any(e.start <= number.start < e.end for e in taken):
                current, last_end, last_scored = None, number.end, None
                while queue and queue[0].start < number.start:
                    queue.pop(0)
                continue
            while queue and queue[0].start < number.start:
                mention = queue.pop(0)
                if mention.kind is None:
                    self.out.part = mention.part
                    continue
                # A code or name inside the wording of a question does not displace its code.
                if not self._inside_wording(current, mention, text, number):
                    current = mention
            if any(m.start <= number.start < m.end for m in mentions):
                continue
            start = max(current.end if current else 0, last_end)
            window = text[start : number.start]
            whole = text[last_end : number.start]
            line = next(line for begin, line in reversed(starts) if begin <= number.start)
            year = self._nearest_year(years, number.start, last_end)
            follows = self._year_behind(years, number, text, last_end)
            year = follows.year if follows else year
            if self._is_change(whole, number):
                self._add_change(whole, number, last_scored, year, line)
            elif self._is_score(window, whole, number, text, current):
                if current is not None and self._attaches(current, window, number):
                    match = current.match or _OVERALL
                    self._add(match, number, line, year, SENTENCE)
                    last_scored = (match, year)
                elif self._is_overall(whole, text, number):
                    match = _OVERALL
                    self._add(match, number, line, year, SENTENCE)
                    last_scored = (match, year)
                current = current if year and self._year_follows(years, number, text) else None
            last_end = follows.end if follows else number.end

    def _enumerations(
        self,
        text: str,
        mentions: list[Mention],
        numbers: list[Number],
        years: list[YearMention],
        starts: list[tuple[int, Line]],
    ) -> list[Enumeration]:
        """Reads names and scores that stand in two rows; gives the stretches so taken."""
        found = find_enumerations(text, mentions, numbers)
        for enumeration in found:
            first = min((m.start for m, _ in enumeration.pairs), default=enumeration.start)
            passage = text[text.rfind("\n", 0, first) + 1 : enumeration.start]
            if is_example(text[: enumeration.start]) or _NOT_A_RESULT.search(passage[-30:]):
                continue
            line = next(line for begin, line in reversed(starts) if begin <= enumeration.start)
            year = self._nearest_year(years, enumeration.start, 0)
            for mention, number in enumeration.pairs:
                if 0 <= number.value <= 100:
                    self._add(mention.match or _OVERALL, number, line, year, SENTENCE)
        return found

    def _inside_wording(
        self, current: Mention | None, mention: Mention, text: str, number: Number
    ) -> bool:
        """The name of an indicator within the wording of a question is part of that wording."""
        if current is None or current.kind not in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM):
            return False
        if mention.kind in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM):
            return False
        between = text[mention.end : number.start]
        return "\n" not in text[current.end : number.start] and "คะแนน" in between[-30:]

    def _year_follows(self, years: list[YearMention], number: Number, text: str) -> bool:
        """A name keeps its place for "ปี 2566 ได้ 80 ระดับ C ปี 2567 ได้ 85"."""
        behind = next((y for y in years if y.start >= number.end), None)
        if behind is None or behind.start > number.end + MAX_TO_YEAR:
            return False
        return len(_stray(text[number.end : behind.start])) <= MAX_STRAY

    def _year_behind(
        self, years: list[YearMention], number: Number, text: str, after: int
    ) -> YearMention | None:
        """The year of "85.49 คะแนน ในปี พ.ศ. 2567", where none stands before the figure and no
        other figure follows for which the year could be meant."""
        if any(after <= y.start < number.start for y in years):
            return None
        behind = next((y for y in years if y.start >= number.end), None)
        if behind is None:
            return None
        between = text[number.end : behind.start]
        if not _IN_YEAR.fullmatch(between):
            return None
        rest = text[behind.end : behind.end + 40]
        return None if _GOES_ON.match(rest) else behind

    def _nearest_year(self, years: list[YearMention], before: int, after: int) -> int | None:
        """The last year stated before a figure, fiscal years before years of dates."""
        near = [y for y in years if y.end <= before]
        fresh = [y for y in near if y.start >= after] or near
        return fresh[-1].year if fresh else None

    def _is_change(self, whole: str, number: Number) -> bool:
        tail = whole[-90:]
        if _BECAME.search(tail) and not number.signed:
            return False
        return bool(_CHANGE.search(tail)) or (number.signed and number.text[0] == "+")

    def _add_change(
        self, whole: str, number: Number, last: object, year: int | None, line: Line
    ) -> None:
        said = _CHANGE.search(whole[-90:])
        down = bool(said and _DOWN.match(said.group(1))) or number.value < 0
        delta = -abs(number.value) if down else abs(number.value)
        match, scored_year = last if isinstance(last, tuple) else (_OVERALL, year)
        if match.kind is not ScoreKind.OVERALL and not isinstance(last, tuple):
            return
        if abs(delta) > MAX_CHANGE or number.decimals == 0:
            return
        if not self.context.about_ita:
            return
        self.out.changes.append(
            Change(match.kind or ScoreKind.OVERALL, match.code, scored_year or year or self.context.year,
                   round(delta, 4), number.text, self._evidence(line, number))
        )  # fmt: skip

    def _is_score(
        self, window: str, whole: str, number: Number, text: str, current: Mention | None
    ) -> bool:
        if number.signed or not 0 <= number.value <= 100:
            return False
        behind = text[number.end : number.end + 40]
        if _BEHIND_NOT.match(behind) or (
            number.decimals == 0 and not number.percent and _COUNTED.match(behind)
        ):
            return False
        near = window[-45:]
        if _NOT_A_RESULT.search(_HIGHEST.sub("", near)):
            return False
        if is_example(text[: number.start]) or _OTHERS.search(whole[-120:]):
            return False
        if _RANGE_TO.search(text[: number.start][-12:]):
            return False
        if _FORMULA.match(behind) or self._is_weight(current, number):
            return False
        if current is not None and _LEADS_ELSEWHERE.search(text[: current.start][-30:]):
            return False
        if _LEADS_ELSEWHERE.search(near) or self._is_of_another(whole):
            return False
        beside = current is not None and number.decimals == 2 and not window.strip(" :=")
        told = bool(_OWN_UNIT.match(behind)) or bool(_SCORE_WORD.search(near)) or beside
        return told and (number.decimals > 0 or self._is_plain_result(text[: number.start][-60:], text) or bool(_OWN_UNIT.match(behind)) or number.percent
                         or bool(re.search(r"คะแนน\s*$", near)))  # fmt: skip

    def _is_plain_result(self, near: str, text: str) -> bool:
        """Whether a whole number is told to be a score: by the words before it, or by a sign after
        a name in a passage whose other scores have decimals."""
        if _SCORE_EQUALS.search(near):
            return True
        exact = any(n.decimals == 2 for n in find_numbers(text))
        return exact and bool(re.search(r"[=(:]\s*$", near))

    def _is_of_another(self, whole: str) -> bool:
        """Whether the agency named last before a figure is not the one that reports."""
        if not self.context.agency:
            return False
        named = find_agencies(whole[-120:])
        if not named:
            return False
        own = self.context.agency
        name = named[-1].full_name
        near = Levenshtein.normalized_similarity(name, own) >= SAME_AGENCY
        return not (near or name.startswith(own) or own.startswith(name))

    def _is_weight(self, current: Mention | None, number: Number) -> bool:
        """``IIT ร้อยละ 30`` tells the weight of an instrument."""
        if current is None or current.kind is not ScoreKind.INSTRUMENT or number.decimals:
            return False
        weight = self.context.matcher.edition.weights.get(current.code)
        return weight is not None and number.value == round(100 * weight)

    def _attaches(self, mention: Mention, window: str, number: Number) -> bool:
        if mention.kind in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM):
            closes = re.search(
                r"คะแนน\s*(?:เพียง|แค่|อยู่ที่|เท่ากับ|ที่ได้|[:=])?\s*$|[:=(]\s*$|ร้อยละ\s*$|ได้\s*$", window
            )
            return len(window) <= MAX_WORDING and bool(closes or len(_stray(window)) <= MAX_STRAY)
        limit = MAX_STRAY * (3 if mention.kind is ScoreKind.OVERALL else 1)
        return len(_stray(window)) <= limit and window.count("\n") <= 1

    def _is_overall(self, whole: str, text: str, number: Number) -> bool:
        """ "ได้รับคะแนน 91.23" speaks of the overall score where the passage speaks of the ITA."""
        sentence = text[text.rfind("\n", 0, number.start) + 1 : number.start]
        told = _TELLS_RESULT.search(whole[-80:]) or (
            _RESULT_SUBJECT.search(sentence[-200:]) and _PREDICATE.search(whole[-30:])
        )
        if not self.context.about_ita or not told:
            return False
        passage = text[max(0, number.start - 500) : number.start]
        if not names_assessment(f"{self.context.title}\n{self.context.section}\n{passage}"):
            return False
        specific = re.search(
            r"ตัวชี้วัด|แบบวัด|(?<![A-Za-z])(?:IIT|EIT|OIT)(?![A-Za-z])|เครื่องมือ|ข้อ\s*[ieo\d]",
            sentence[-120:],
        )
        return not specific

    # -- proposals ---------------------------------------------------------------------------

    def _add(
        self,
        match: Match,
        number: Number,
        line: Line,
        year: int | None,
        strength: int,
        part: str = "",
    ) -> None:
        kind = match.kind or ScoreKind.OVERALL
        eit = self.context.matcher.edition.instrument_of(match.code) == "EIT"
        self.out.candidates.append(
            Candidate(
                kind=kind,
                code=match.code,
                number=number,
                match=match,
                evidence=self._evidence(line, number),
                year=year or self.context.year,
                part=(part or self.out.part) if eit else "",
                strength=strength,
            )
        )

    def _evidence(self, line: Line, number: Number) -> Evidence:
        place = max(0, line.text.find(number.text))
        text = excerpt(line.text, place, place + len(number.text))
        return Evidence(page=line.page, bbox=line.bbox, text=text)


def _stray(window: str) -> str:
    """What is left between a name and a figure when reporting words are taken away."""
    return _GLUE.sub("", window)
