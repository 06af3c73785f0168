"""Scores stated in sentences and in lists outside tables.

A line that is a name and a figure (``การปฏิบัติหน้าที่ ........ ๘๑.๖๔ คะแนน``) is read as a list entry.
Otherwise names, years and figures are taken in their order, and a figure belongs to the name before
it only when nothing but words that report a result stands between. Targets, examples, thresholds,
averages of others, ranks and counts are told by the words around them and never become scores.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from thai_ita.model import Change, EstablishedBy, Evidence, Line, Match, ScoreKind
from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number, find_numbers
from thai_ita.parse.scores.candidates import LIST, OVERALL, SENTENCE, Candidate
from thai_ita.parse.text.enumerations import Enumeration, find_enumerations
from thai_ita.parse.text.excerpts import excerpt
from thai_ita.parse.text.list_entries import MAX_WORDING, is_figure, list_entry, overall_first
from thai_ita.parse.text.name_mentions import Mention, find_mentions
from thai_ita.parse.text.passage import MAX_STRAY, Passage, stray
from thai_ita.parse.text.prose_patterns import (
    ATTRIBUTE,
    BECAME,
    CHANGE,
    CLAUSE,
    COMPARED_SCORE,
    CORRECTION,
    COUNTED,
    DISQUALIFYING_PREFIX,
    DISQUALIFYING_SUFFIX,
    DOWN,
    EXTREME_LABEL,
    FORMULA,
    HYPOTHETICAL,
    MEAN_OF_OTHERS,
    MISPRINTED,
    MOVED_FROM,
    MOVED_TO,
    NOT_A_RESULT,
    OUT_OF,
    OWN_UNIT,
    PREDICATE,
    RANGE_TO,
    RESULT_SUBJECT,
    SCORE_EQUALS,
    SCORE_WORD,
    SHARE_OF_COUNT,
    TELLS_RESULT,
    WITHDRAWN_FROM,
)
from thai_ita.parse.text.result_year import stated_years
from thai_ita.parse.text.topic_cues import about_other_scores, is_example, names_assessment

# Similarity (0-1) up from which another spelling is the same agency.
SAME_AGENCY = 0.75
# No result changes by more points in a year; such a figure is something else.
MAX_CHANGE = 60


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
    year_from: EstablishedBy = EstablishedBy.UNKNOWN


@dataclass(slots=True)
class ProseReading:
    candidates: list[Candidate] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    part: str = ""
    instrument: str = ""


class ProseReader:
    """Reads paragraphs one after the other; a list under one heading is read as a whole."""

    def __init__(self, context: ProseContext) -> None:
        self.context = context
        self.out = ProseReading(part=context.part, instrument=context.instrument)

    def read(self, lines: list[Line]) -> ProseReading:
        """The scores stated in a run of lines that belong together."""
        text = "\n".join(line.text for line in lines)
        if is_example(self.context.section) or about_other_scores(self.context.section):
            return self.out
        entries = self._entries(lines)
        rest = [line for line, entry in zip(lines, entries, strict=True) if not entry]
        if any(re.search(r"[\d๐-๙]", line.text) for line in rest) and not about_other_scores(text):
            self._sentences(rest)
        return self.out

    # -- lists -------------------------------------------------------------------------------

    def _entries(self, lines: list[Line]) -> list[bool]:
        matcher, context = self.context.matcher, self.context
        listed = Context(instrument=context.instrument, table=len(lines) >= 2)
        found = [
            list_entry(line.text, matcher, listed) or overall_first(line.text, matcher)
            for line in lines
        ]
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
        passage = Passage(lines, self.context.matcher)
        text = passage.text
        corrected = bool(CORRECTION.search(f"{self.context.section}\n{text}"))
        taken = deque(self._enumerations(passage))
        queue = deque(passage.mentions)
        current: Mention | None = None
        last_end = 0
        last_scored: tuple[Match, int | None] | None = None
        withdrawn: float | None = None
        for number in passage.numbers:
            while taken and taken[0].end <= number.start:
                taken.popleft()
            if taken and taken[0].start <= number.start:
                current, last_end, last_scored = None, number.end, None
                while queue and queue[0].start < number.start:
                    queue.popleft()
                continue
            current = self._name_before(number, current, queue, text)
            if passage.is_in_name(number):
                continue
            window = text[max(current.end if current else 0, last_end) : number.start]
            whole = text[last_end : number.start]
            line = passage.line_at(number.start)
            came_from = MOVED_FROM.search(whole[-60:]) and MOVED_TO.match(text, number.end)
            follows = passage.year_behind(number, last_end, comes_from=bool(came_from))
            year = follows.year if follows else passage.nearest_year(number.start)
            if came_from:
                # Where no year says of when it is, the other one of the two years spoken of.
                before = follows.year if follows else passage.other_year(year)
                if follows is not None:
                    passage.spend(follows)
                named = current if _is_plain_figure(number) else None
                if named and before and self._attaches(named, MOVED_FROM.sub("", window), number):
                    self._add(named.match or OVERALL, number, line, before, SENTENCE)
            elif last_scored and (compared := COMPARED_SCORE.search(whole)):
                if _is_plain_figure(number):
                    self._add(last_scored[0], number, line, int(compared.group(1)), SENTENCE)
            elif corrected and (WITHDRAWN_FROM.search(whole) or MISPRINTED.search(whole[-60:])):
                withdrawn = number.value
            elif self._is_change(whole, number):
                self._add_change(whole, number, last_scored, year, line)
            elif number.start < passage.example and self._is_score(
                window, whole, number, text, current
            ):
                match = self._scored(current, window, whole, number, text)
                points = self._points(match, number, text) if match is not None else None
                if match is not None and points is not None:
                    self._add(
                        match, number, line, year, SENTENCE, points=points, corrects=withdrawn
                    )
                    last_scored, withdrawn = (match, year), None
                current = current if year and passage.year_follows(number) else None
            last_end = follows.end if follows else number.end

    def _name_before(
        self, number: Number, current: Mention | None, queue: deque[Mention], text: str
    ) -> Mention | None:
        """The name that holds where a figure stands; the names before it leave the queue."""
        while queue and queue[0].start < number.start:
            mention = queue.popleft()
            if mention.kind is None:
                self.out.part = mention.part
            # A code or name inside the wording of a question does not displace its code.
            elif not (
                self._inside_wording(current, mention, text, number)
                or _is_attribute(current, mention, text)
                or _is_unit(current, mention, text)
            ):
                current = mention
        return current

    def _scored(
        self, current: Mention | None, window: str, whole: str, number: Number, text: str
    ) -> Match | None:
        """What a score is of: of the name before it, or of all."""
        if current is not None and self._attaches(current, window, number):
            return current.match or OVERALL
        return OVERALL if self._is_overall(whole, text, number) else None

    def _enumerations(self, passage: Passage) -> list[Enumeration]:
        """Reads names and scores that stand in two rows; gives the stretches so taken."""
        text = passage.text
        found = find_enumerations(text, passage.mentions, passage.numbers)
        for enumeration in found:
            first = min((m.start for m, _ in enumeration.pairs), default=enumeration.start)
            told = text[text.rfind("\n", 0, first) + 1 : enumeration.start]
            if passage.example <= enumeration.start or NOT_A_RESULT.search(told[-30:]):
                continue
            line = passage.line_at(enumeration.start)
            year = passage.nearest_year(enumeration.start)
            for mention, number in enumeration.pairs:
                if 0 <= number.value <= 100:
                    self._add(mention.match or OVERALL, number, line, year, SENTENCE)
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
        if "\n" in text[current.end : number.start]:
            return False
        # The wording goes on behind the name, too far for the figure to be the name's.
        return "คะแนน" in between[-30:] or len(stray(between)) > MAX_STRAY

    def _points(self, match: Match, number: Number, text: str) -> bool | None:
        """Whether a figure is points of the instrument's weight (27.10 of 30); None where it is
        out of something that is neither the weight nor 100."""
        full = OUT_OF.match(text, number.end)
        out_of = float(full.group(1)) if full is not None else 100.0
        if out_of == 100:
            return False
        weight = self.context.matcher.edition.weights.get(match.code)
        if match.kind is not ScoreKind.INSTRUMENT or weight is None:
            return None
        return True if number.value <= out_of == round(100 * weight) else None

    def _is_change(self, whole: str, number: Number) -> bool:
        tail = whole[-90:]
        if BECAME.search(tail) and not number.signed:
            return False
        return bool(CHANGE.search(tail)) or (number.signed and number.text[0] == "+")

    def _add_change(
        self,
        whole: str,
        number: Number,
        last: tuple[Match, int | None] | None,
        year: int | None,
        line: Line,
    ) -> None:
        said = CHANGE.search(whole[-90:])
        down = bool(said and DOWN.match(said.group(1))) or number.value < 0
        delta = -abs(number.value) if down else abs(number.value)
        match, scored_year = last or (OVERALL, year)
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
        if DISQUALIFYING_SUFFIX.match(behind) or (
            number.decimals == 0 and not number.percent and COUNTED.match(behind)
        ):
            return False
        near = window[-45:]
        before = text[max(0, number.start - 60) : number.start]
        sentence = text[text.rfind("\n", 0, number.start) + 1 : number.start]
        if HYPOTHETICAL.search(sentence[-200:]):
            return False
        if SHARE_OF_COUNT.search(before) or MISPRINTED.search(before):
            return False
        if NOT_A_RESULT.search(EXTREME_LABEL.sub("", near)):
            return False
        if MEAN_OF_OTHERS.search(whole[-120:]):
            return False
        if RANGE_TO.search(text[max(0, number.start - 12) : number.start]):
            return False
        if FORMULA.match(behind) or self._is_weight(current, number):
            return False
        if current is not None and DISQUALIFYING_PREFIX.search(text[max(0, current.start - 30) : current.start]):
            return False
        if DISQUALIFYING_PREFIX.search(near) or self._is_of_another(whole):
            return False
        beside = current is not None and number.decimals == 2 and not window.strip(" :=")
        told = bool(OWN_UNIT.match(behind)) or bool(SCORE_WORD.search(near)) or beside
        return told and (number.decimals > 0 or self._is_plain_result(text[max(0, number.start - 60) : number.start], text) or bool(OWN_UNIT.match(behind)) or number.percent
                         or bool(re.search(r"คะแนน\s*$", near)))  # fmt: skip

    def _is_plain_result(self, near: str, text: str) -> bool:
        """Whether a whole number is told to be a score: by the words before it, or by a sign after
        a name in a passage whose other scores have decimals."""
        if SCORE_EQUALS.search(near):
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
                r"คะแนน\s*(?:เพียง|แค่|อยู่ที่|เท่ากับ|ที่ได้|[:=])?\s*$|[:=(]\s*$|(?:ร้อยละ|ได้|คือ|เท่ากับ|อยู่ที่)\s*$", window
            )
            return len(window) <= MAX_WORDING and bool(closes or len(stray(window)) <= MAX_STRAY)
        if mention.kind is ScoreKind.INSTRUMENT and number.decimals and CLAUSE.fullmatch(window):
            return True
        # The agency's own name between the two: IIT เทศบาลตำบล... ได้ 83.79; others are refused.
        for named in find_agencies(window) if self.context.agency else ():
            window = window.replace(named.as_seen, " ")
        limit = MAX_STRAY * (3 if mention.kind is ScoreKind.OVERALL else 1)
        return len(stray(window)) <= limit and window.count("\n") <= 1

    def _is_overall(self, whole: str, text: str, number: Number) -> bool:
        """ "ได้รับคะแนน 91.23" speaks of the overall score where the passage speaks of the ITA."""
        sentence = text[text.rfind("\n", 0, number.start) + 1 : number.start]
        told = TELLS_RESULT.search(whole[-80:]) or (
            RESULT_SUBJECT.search(sentence[-200:]) and PREDICATE.search(whole[-30:])
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
        *,
        points: bool = False,
        corrects: float | None = None,
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
                points=points,
                corrects=corrects,
                strength=strength,
                year_from=EstablishedBy.CLAUSE if year else self.context.year_from,
            )
        )

    def _evidence(self, line: Line, number: Number) -> Evidence:
        place = max(0, line.text.find(number.text))
        text = excerpt(line.text, place, place + len(number.text))
        return Evidence(page=line.page, bbox=line.bbox, text=text, line=line.number)


def _is_plain_figure(number: Number) -> bool:
    return number.decimals > 0 and not number.signed and 0 <= number.value <= 100


def _is_attribute(current: Mention | None, mention: Mention, text: str) -> bool:
    """Whether an instrument is named only as an attribute of the indicator above it."""
    if current is None or mention.kind is not ScoreKind.INSTRUMENT:
        return False
    if current.kind not in (ScoreKind.INDICATOR, ScoreKind.SUBINDICATOR, ScoreKind.QUESTION):
        return False
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.start)
    return current.end <= start and bool(ATTRIBUTE.fullmatch(text[start : end if end >= 0 else None]))


def _is_unit(current: Mention | None, mention: Mention, text: str) -> bool:
    """Whether "คะแนน ITA" only says what the figure of the name right before it is."""
    if current is None or mention.kind is not ScoreKind.OVERALL:
        return False
    if current.kind not in (ScoreKind.INDICATOR, ScoreKind.SUBINDICATOR, ScoreKind.INSTRUMENT):
        return False
    between = text[current.end : mention.start]
    return "\n" not in between and not stray(between) and text[mention.start : mention.end].endswith("ITA")
