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

from thai_ita.model import Agency, Change, EstablishedBy, Evidence, Line, Match, ScoreKind
from thai_ita.normalize.agency_vote import agency_of
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number
from thai_ita.parse.figures import FigureLedger
from thai_ita.parse.rules import Rule, first_refusal
from thai_ita.parse.scores.candidates import LIST, OVERALL, SENTENCE, Candidate
from thai_ita.parse.scores.prose_rules import COUNTING, PROSE_RULES, FigureInText, is_misprint
from thai_ita.parse.scores.told_figures import is_plain_figure, is_points, is_told, only_got
from thai_ita.parse.text.cut_numbers import mend_cut_numbers
from thai_ita.parse.text.enumerations import Enumeration, find_enumerations
from thai_ita.parse.text.excerpts import excerpt
from thai_ita.parse.text.list_entries import MAX_WORDING, is_figure, list_entry, overall_first
from thai_ita.parse.text.name_mentions import Mention, find_mentions
from thai_ita.parse.text.names_in_passing import (
    is_attribute,
    is_unit,
    names_all_instruments,
    names_part,
    names_several_parts,
)
from thai_ita.parse.text.owner_scopes import ScopedOwner
from thai_ita.parse.text.passage import MAX_STRAY, Passage, stray
from thai_ita.parse.text.prose_patterns import (
    ANSWERED,
    ASKED,
    BECAME,
    CHANGE,
    CLAUSE,
    CORRECTION,
    DOWN,
    EARLIER,
    FOREIGN_SUBJECT,
    MEAN_SUBJECT,
    MISPRINTED,
    MOVED_FROM,
    MOVED_TO,
    NOT_A_RESULT,
    OVERALL_NAMED,
    OVERALL_WORD,
    SPECIFIC,
    SPECIFIC_SECTION,
    SUMMED_UP,
    WITHDRAWN_FROM,
)
from thai_ita.parse.text.result_words import reports_overall, tells_result
from thai_ita.parse.text.result_year import years_of_results
from thai_ita.parse.text.topic_cues import (
    about_other_scores,
    is_example,
    names_assessment,
    other_topic,
    surveys,
)
from thai_ita.parse.text.year_scopes import ScopedYear

# What stands farther before a figure in one line says nothing of it.
LONGEST_LINE = 1500
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
    # The year that held above, from which "last year" is counted.
    year_above: int | None = None
    year_is_firm: bool = True
    province: str = ""
    of_many: bool = False
    # The document reports another survey or assessment.
    of_other: bool = False


@dataclass(slots=True)
class ProseReading:
    candidates: list[Candidate] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    part: str = ""
    instrument: str = ""


class ProseReader:
    """Reads paragraphs one after the other; a list under one heading is read as a whole."""

    def __init__(self, context: ProseContext, ledger: FigureLedger | None = None) -> None:
        self.context = context
        self.ledger = ledger or FigureLedger()
        self.out = ProseReading(part=context.part, instrument=context.instrument)

    def read(self, lines: list[Line]) -> ProseReading:
        """The scores stated in a run of lines that belong together."""
        if is_example(self.context.section) or about_other_scores(self.context.section):
            return self.out
        lines = mend_cut_numbers(lines)
        if self.context.of_other and not names_assessment(self.context.section):
            lines = [line for line in lines if names_assessment(line.text)]
        rest = [line for line, done in zip(lines, self._entries(lines), strict=True) if not done]
        if any(re.search(r"[\d๐-๙]", line.text) for line in rest):
            self._sentences(rest)
        if names_several_parts(lines, self.context.matcher):
            self.out.part = self.context.part
        return self.out

    # -- lists -------------------------------------------------------------------------------

    def _entries(self, lines: list[Line]) -> list[bool]:
        matcher, context = self.context.matcher, self.context
        listed = Context(instrument=context.instrument, table=len(lines) >= 2)
        found = [list_entry(line.text, matcher, listed) or overall_first(line.text, matcher) for line in lines]
        done: list[bool] = []
        exact = any(entry is not None and entry[1].decimals for entry in found)
        for line, entry in zip(lines, found, strict=True):
            if entry is not None and not is_figure(line.text, entry[1], exact):
                entry = None
            if entry is None or (entry[0].kind is ScoreKind.OVERALL and not self._trusts_overall(line)):
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
        years = {found.year for found in years_of_results(text)}
        return years.pop() if len(years) == 1 else None

    # -- sentences ---------------------------------------------------------------------------

    def _sentences(self, lines: list[Line]) -> None:
        context = self.context
        passage = Passage(
            lines, context.matcher, base=context.year, firm=context.year_is_firm,
            own=context.agency, of_many=context.of_many, above=context.year_above,
        )  # fmt: skip
        text = passage.text
        corrected = bool(CORRECTION.search(f"{context.section}\n{text}"))
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
            figure = self._figure(passage, number, current, last_end)
            whole = figure.since_figure
            line = passage.line_at(number.start)
            owner = passage.owner_at(number.start)
            refused: Rule | None = None
            came_from = MOVED_FROM.search(whole[-60:]) and MOVED_TO.match(text, number.end)
            since = max(last_end, passage.clauses.line_start(number.start))
            follows = passage.year_behind(number, since, comes_from=bool(came_from))
            year = follows.year if follows else passage.year_at(number.start)
            if follows is not None:
                passage.spend(follows)
            if came_from:
                # Where no year says of when it is, the other one of the two years spoken of.
                before = follows.year if follows else passage.other_year(year or self.context.year)
                moved = self._moved(figure, passage)
                if moved and before:
                    self._add(moved, number, line, before, SENTENCE, owner=owner)
                    last_scored = (moved, before)
            elif corrected and (WITHDRAWN_FROM.search(whole) or MISPRINTED.search(whole[-60:])):
                withdrawn = number.value
                self.ledger.refuse(is_misprint.rule, number.text, self._evidence(line, number))
            elif self._is_change(whole, number):
                if not self._is_of_something_else(figure, owner):
                    main = passage.year_at(number.start, main=True)
                    self._add_change(whole, number, last_scored, main, line)
                if (reason := first_refusal(PROSE_RULES, figure)) is not None:
                    self.ledger.refuse(reason, number.text, self._evidence(line, number))
            elif number.start < passage.example:
                figure.match = self._scored(figure, passage, last_scored, owner, follows)
                refused = first_refusal(PROSE_RULES, figure)
                if refused is not None:
                    self.ledger.refuse(refused, number.text, self._evidence(line, number))
                elif figure.match is not None:
                    points = is_points(figure)
                    self._add(
                        figure.match, number, line, year, SENTENCE, points=points,
                        corrects=withdrawn, owner=owner,
                    )  # fmt: skip
                    if owner is None or owner.own or self.context.of_many:
                        last_scored = (figure.match, year)
                    withdrawn = None
                if refused is None and (is_told(figure) or number.decimals):
                    behind = follows.end if follows else number.end
                    again = passage.year_follows(behind) and (year or passage.got_in_year(behind))
                    current = current if again else None
            if refused is None or refused.id not in COUNTING or follows:
                last_end = follows.end if follows else number.end

    def _figure(self, passage: Passage, number: Number, current: Mention | None, last_end: int) -> FigureInText:
        text = passage.text
        clause = passage.clauses.at(number.start)
        line = passage.clauses.line_start(number.start)
        return FigureInText(
            number=number,
            text=text,
            name=current,
            match=None,
            since_name=text[max(current.end if current else 0, last_end) : number.start],
            since_figure=text[last_end : number.start],
            clause=text[max(clause.start, last_end) : number.start],
            line=text[max(line, number.start - LONGEST_LINE) : number.start],
            matcher=self.context.matcher,
            section=self.context.section,
            title=self.context.section if self.context.of_other else "",
            doubtful_owner=(owner := passage.owner_at(number.start)) is not None and owner.doubtful,
            owned=bool(passage.owners_between(max(clause.start, last_end), number.start)),
        )

    def _name_before(self, number: Number, current: Mention | None, queue: deque[Mention], text: str) -> Mention | None:
        """The name that holds where a figure stands; the names before it leave the queue."""
        while queue and queue[0].start < number.start:
            mention = queue.popleft()
            if mention.kind is None:
                if self._is_of_survey(mention, text):
                    self.out.part = mention.part
            # A code or name inside the wording of a question does not displace its code.
            elif not (
                self._inside_wording(current, mention, text, number)
                or is_attribute(current, mention, text)
                or is_unit(current, mention, text)
            ):
                current = mention
        return current

    def _scored(
        self, figure: FigureInText, passage: Passage, last: tuple[Match, int | None] | None,
        owner: ScopedOwner | None, follows: ScopedYear | None,
    ) -> Match | None:  # fmt: skip
        """What a figure would be a score of: of the name before it, or of all."""
        name = figure.name
        if name is not None and self._attaches(name, figure.since_name, figure.number, passage):
            if is_told(figure):
                return name.match or OVERALL
            if name.kind is not ScoreKind.OVERALL:
                return None
        if self._is_overall(figure, passage):
            return OVERALL
        beside = owner is not None and owner.beside
        year = follows or passage.scope_at(figure.number.start)
        # What an agency or a year got that is compared with is of what was told right before.
        brought_in = beside or bool(follows) or (year is not None and year.beside)
        told = is_told(figure) or (figure.number.decimals and EARLIER.search(figure.clause))
        if last and brought_in and told:
            return last[0] if only_got(figure, passage) else None
        return None

    def _moved(self, figure: FigureInText, passage: Passage) -> Match | None:
        """What the first figure of "เพิ่มขึ้นจาก 91.32 เป็น 91.85" is of."""
        if not is_plain_figure(figure.number):
            return None
        window = MOVED_FROM.sub("", figure.since_name)
        name = figure.name
        if name is not None and self._attaches(name, window, figure.number, passage):
            return name.match or OVERALL
        line = figure.line
        whole = names_assessment(line) and not SPECIFIC.search(line) and not other_topic(line)
        return OVERALL if whole else None

    def _enumerations(self, passage: Passage) -> list[Enumeration]:
        """Reads names and scores that stand in two rows; gives the stretches so taken."""
        text = passage.text
        found = find_enumerations(text, passage.mentions, passage.numbers)
        for enumeration in found:
            first = min((m.start for m, _ in enumeration.pairs), default=enumeration.start)
            told = text[text.rfind("\n", 0, first) + 1 : enumeration.start]
            if passage.example <= enumeration.start or NOT_A_RESULT.search(told[-30:]):
                continue
            if enumeration.years and not self._tells_years(told, enumeration, passage):
                continue
            line = passage.line_at(enumeration.start)
            year = passage.year_at(enumeration.start)
            years = enumeration.years or (year,) * len(enumeration.pairs)
            for (mention, number), of_year in zip(enumeration.pairs, years, strict=True):
                if 0 <= number.value <= 100:
                    self._add(mention.match or OVERALL, number, line, of_year, SENTENCE)
        return found

    def _tells_years(self, told: str, row: Enumeration, passage: Passage) -> bool:
        """Whether figures of several years are results of the agency that reports."""
        owner = passage.owner_at(row.start)
        if other_topic(told) or surveys(told) or (owner is not None and not owner.own):
            return False
        mention, number = row.pairs[0]
        figure = self._figure(passage, number, None, passage.line_start(number.start))
        figure.match = mention.match or OVERALL
        if first_refusal(PROSE_RULES, figure) is not None:
            return False
        whole = mention.kind is ScoreKind.OVERALL
        return not whole or (names_assessment(told) and not SPECIFIC.search(told))

    def _inside_wording(self, current: Mention | None, mention: Mention, text: str, number: Number) -> bool:
        """The name of an indicator within the wording of a question is part of that wording."""
        if current is None or current.kind not in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM):
            return False
        if mention.kind in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM):
            return False
        between = text[mention.end : number.start]
        if "\n" in text[current.end : number.start]:
            return False
        # It goes on behind the name, too far for the figure to be the name's.
        return "คะแนน" in between[-30:] or len(stray(between)) > MAX_STRAY

    def _is_change(self, whole: str, number: Number) -> bool:
        tail = whole[-90:]
        if BECAME.search(tail) and not number.signed:
            return False
        if number.value > MAX_CHANGE and tail.rstrip().endswith("("):
            # "ดีขึ้นกว่าปี 2566 (86.12)": in brackets stands what was before.
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
        if abs(delta) > MAX_CHANGE or number.decimals == 0 or not self.context.about_ita:
            return
        self.out.changes.append(
            Change(match.kind or ScoreKind.OVERALL, match.code, scored_year or year or self.context.year,
                   round(delta, 4), number.text, self._evidence(line, number))
        )  # fmt: skip

    def _is_of_something_else(self, figure: FigureInText, owner: ScopedOwner | None) -> bool:
        """Whether a change is that of something else than a score, or of other agencies."""
        if owner is not None and not owner.own and not self.context.of_many:
            return True
        said = CHANGE.search(figure.since_figure[-90:])
        before = figure.since_figure[: len(figure.since_figure[:-90]) + (said.start() if said else 0)]
        line = before.rpartition("\n")[2]
        return bool(FOREIGN_SUBJECT.search(line) or MEAN_SUBJECT.search(line))

    def _attaches(self, mention: Mention, window: str, number: Number, passage: Passage) -> bool:
        if mention.kind in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM):
            closes = re.search(
                r"คะแนน\s*+(?:เพียง|แค่|อยู่ที่|เท่ากับ|ที่ได้|[:=])?\s*$|[:=(]\s*$|(?:ร้อยละ|ได้|คือ|เท่ากับ|อยู่ที่)\s*$", window
            )
            return len(window) <= MAX_WORDING and bool(closes or len(stray(window)) <= MAX_STRAY)
        if mention.kind is ScoreKind.INSTRUMENT and number.decimals and CLAUSE.fullmatch(window):
            return True
        # An agency's name between the two: IIT เทศบาลตำบล... ได้ 83.79.
        for seen in passage.owners_between(number.start - len(window), number.start):
            window = window.replace(seen, " ")
        if ASKED.search(passage.text[max(0, mention.start - 30) : mention.start]):
            window = ANSWERED.sub(" ", window)
        overall = mention.kind is ScoreKind.OVERALL
        if overall and SPECIFIC.search(passage.text, mention.end, number.start):
            return False
        limit = MAX_STRAY * (3 if overall else 1)
        return len(stray(window)) <= limit and window.count("\n") <= 1

    def _is_overall(self, figure: FigureInText, passage: Passage) -> bool:
        """ "ได้รับคะแนน 91.23" speaks of the overall score where the passage speaks of the ITA."""
        number, text = figure.number, figure.text
        if not self.context.about_ita:
            return False
        named = OVERALL_NAMED.search(figure.clause)
        summed = SUMMED_UP.match(figure.clause) and names_all_instruments(figure.line, self.context.matcher)
        if not summed and SPECIFIC.search(figure.clause if named else figure.line[-120:]):
            return False
        if not named and not summed and names_part(figure.line[-120:], self.context.matcher):
            return False
        # Below a heading of an instrument or an indicator, "got" is said of that.
        section = self.context.section
        of_part = SPECIFIC_SECTION.search(section) or names_part(section, self.context.matcher)
        if of_part and not OVERALL_WORD.search(figure.line):
            return False
        start = number.start - len(figure.clause)
        owners = passage.owners_between(start, number.start)
        if not (
            reports_overall(figure.clause, number, figure.behind, owners)
            or (tells_result(figure.line, figure.since_figure, owners) and is_told(figure))
        ):
            return False
        spoken = text[max(0, number.start - 500) : number.start]
        return names_assessment(f"{self.context.title}\n{self.context.section}\n{spoken}")

    def _is_of_survey(self, mention: Mention, text: str) -> bool:
        """Whether ส่วนที่ 2 is a part of the EIT, and no chapter of the report."""
        if self.context.instrument == "EIT" or self.out.part:
            return True
        line = text[text.rfind("\n", 0, mention.start) + 1 :].partition("\n")[0]
        return "EIT" in text[: mention.end] and "EIT" in f"{line} {self.context.section}"

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
        owner: ScopedOwner | None = None,
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
                agency=self._agency(owner),
                agency_from=EstablishedBy.CLAUSE if owner and owner.mention else EstablishedBy.UNKNOWN,
            )
        )

    def _agency(self, owner: ScopedOwner | None) -> Agency | None:
        """The agency of a figure, None for the one that reports."""
        if owner is None or owner.mention is None or owner.doubtful:
            return None
        if owner.own and owner.mention.full_name != self.context.agency:
            return None
        return agency_of(owner.mention, "", self.context.province)

    def _evidence(self, line: Line, number: Number) -> Evidence:
        place = max(0, line.text.find(number.text))
        text = excerpt(line.text, place, place + len(number.text))
        return Evidence(page=line.page, bbox=line.bbox, text=text, line=line.number)
