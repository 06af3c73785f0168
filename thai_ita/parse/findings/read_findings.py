"""Analyses, recommendations and limitations, each under the issue and instrument it speaks of.

The sections of a document are gone through in order. What heads a section says the kind of what
stands in it; a label at the start of a line, or the sentence that leads over to a list, says it
for what follows; a few sentences say it themselves. Contents are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from thai_ita.model import (
    Document,
    Evidence,
    Finding,
    FindingKind,
    Line,
    Table,
)
from thai_ita.normalize.names import NameMatcher
from thai_ita.parse.findings.drafting import (
    CLOSES,
    Place,
    distinct,
    draft_findings,
    evidence_text,
    says_something,
)
from thai_ita.parse.findings.finding_tables import enter, lists_items, read_table_findings
from thai_ita.parse.findings.governing_lines import Governing, GoverningLines
from thai_ita.parse.findings.labels import (
    NOTHING,
    Opening,
    announces_others,
    heads_findings,
    label_behind,
    labels_inside,
    opened_by_intro,
    read_opening,
    speaks_behind_label,
    stated_kind,
    tells_of,
)
from thai_ita.parse.findings.paragraphs import (
    FIELD,
    MAX_TOPIC_ITEM,
    NO_ANALYSIS,
    WRAPPED,
    Paragraph,
    heads_no_analysis,
    read_paragraphs,
    with_next,
)
from thai_ita.parse.findings.subjects import (
    IssueName,
    named_instruments,
    read_issue,
    read_subjects,
    row_code,
)
from thai_ita.parse.text.heading_lines import announces_list, is_sentence, read_mark, without_number
from thai_ita.parse.text.paragraph_lists import split_paragraph
from thai_ita.parse.text.result_year import result_year
from thai_ita.parse.text.sections import Section, SectionKind, Sections
from thai_ita.parse.text.topic_cues import names_assessment

# Paragraphs without a mark go on with a label while no more than one blank line parts them.
MAX_APART = 2
# A sentence that is a finding by its own words is no shorter.
MIN_STATEMENT = 40
# Lines at the head of a section that may say of which year's result it speaks.
LINES_OF_YEAR = 3
_NEEDS_SUBJECT = frozenset({FindingKind.WEAKNESS, FindingKind.MAINTAIN})


def read_findings(
    document: Document, matcher: NameMatcher, sections: Sections, *, of_assessment: bool = True
) -> list[Finding]:
    """The findings of a document, in order, none twice.

    ``of_assessment`` tells that the document is known to be about the assessment; else only what
    stands under a heading that says so is read.
    """
    reader = _Reader(document, matcher, sections)
    found: list[Finding] = []
    for section in reader.sections:
        if section.kind is SectionKind.CONTENTS:
            continue
        if of_assessment or any(names_assessment(heading) for heading in section.path):
            found.extend(reader.section(section))
    return distinct(found)


class _Reader:
    def __init__(self, document: Document, matcher: NameMatcher, sections: Sections) -> None:
        self.sections = sections
        self.order = {id(section): at for at, section in enumerate(sections.all)}
        self.matcher = matcher
        self.wrapped = document.media in WRAPPED
        self.years: dict[int, int | None] = {}
        self.place = Place()
        self.analysed = False
        self.handed_on: Governing | None = None
        self.issues = _issue_list(document, self.sections)

    def section(self, section: Section) -> Iterator[Finding]:
        """The findings of one section."""
        self._enter(section)
        opening = _heading_opening(section)
        walk = _Walk(self, opening, quiet=_reports_nothing(section))
        walk.next_label = self._next_label(section)
        yield from walk.read_heading(section)
        blocks = section.blocks
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if isinstance(block, Table):
                yield from self._table(block)
                walk.after_table()
                at += 1
                continue
            end = at
            while end < len(blocks) and isinstance(blocks[end], Line):
                end += 1
            for paragraph in with_next(read_paragraphs(blocks[at:end], self.matcher, wrapped=self.wrapped)):
                for finding in walk.read(*paragraph):
                    self.analysed = True
                    yield finding
            at = end
        self.handed_on = walk.lines.unused

    def _next_label(self, section: Section) -> int | None:
        """The number of the line that heads the section behind, where that is a label."""
        at = self.order[id(section)] + 1
        behind = self.sections.all[at] if at < len(self.sections.all) else None
        return behind.heading_lines[0].number if behind and read_opening(behind.heading) else None

    def _enter(self, section: Section) -> None:
        """What governs a section: the issue, instrument and year of the headings above."""
        before = self.place
        self.place = Place(year=self._year(section))
        for outer in reversed(list(section.outward)):
            if outer.heading:
                enter(self.place, outer.heading, self.matcher, heads_table=_holds_form(outer))
        self.place.row_codes = _item_above(section)
        if self.place.issue is not None and self.place.issue == before.issue:
            self.place.codes, self.place.lost = before.codes, before.lost
            if before.lost:
                self.place.issue = before.issue
        else:
            self.analysed = False

    def _table(self, table: Table) -> Iterator[Finding]:
        if lists_items(table) and self.analysed and self.place.issue is not None:
            self._lose_issue()
        for finding in read_table_findings(table, self.place, self.matcher):
            self.analysed = True
            yield finding

    def _lose_issue(self) -> None:
        """Items listed anew behind the analysis of an issue belong to another one, whose heading
        is lost: the next, where the document has it in a list and nowhere else."""
        issue = self.place.issue
        if issue is None or issue.number is None or issue.number + 1 in self.issues.headed:
            return
        name = self.issues.listed.get(issue.number + 1)
        self.place.issue = IssueName(issue.number + 1, name) if name else None
        self.place.codes, self.place.lost, self.place.instrument = [], True, ""
        self.analysed = False

    def _year(self, section: Section) -> int | None:
        """The year of the result that a section speaks of, by its headings and first lines."""
        key = id(section)
        if key not in self.years:
            texts = [section.heading, *(line.text for line in section.lines[:LINES_OF_YEAR])]
            own = next((year for text in texts if text and (year := result_year(text))), None)
            self.years[key] = own or (self._year(section.parent) if section.parent else None)
        return self.years[key]


class _Walk:
    """The lines of one section: which label is open, and what it has led to."""

    def __init__(self, reader: _Reader, opening: Opening | None, *, quiet: bool = False) -> None:
        self.reader, self.matcher = reader, reader.matcher
        self.heading, self.quiet = opening, quiet
        self.next_label: int | None = None
        self.open = opening
        self.number = 0
        self.on_its_line = False
        self.listing = False
        self.asks: Finding | None = None
        self.instrument = ""
        self.lines = GoverningLines(reader.matcher)

    def read_heading(self, section: Section) -> Iterator[Finding]:
        """The finding of a heading that is one, as where a whole label and text are bold."""
        opening = read_opening(section.heading) if section.heading else None
        if opening is not None:
            # A governing line that ends the section above speaks of the label that heads this one.
            self.lines.current = self.reader.handed_on
            self.lines.opened(section.title.removesuffix(opening.body))
        if opening is None and not self.quiet and section.heading and (told := self._told(section.heading)):
            line, last = section.heading_lines[0], section.heading_lines[-1].number
            yield from self._drafted(section.heading, told, Paragraph(line, section.heading, False, last))
        if opening is None or not opening.body or announces_list(opening.body):
            return
        if not (speaks_behind_label(opening.body) or re.search(r"[:：]", section.heading)):
            return
        line = section.heading_lines[0]
        last = section.heading_lines[-1].number
        yield from self._drafted(opening.body, opening, Paragraph(line, section.heading, False, last))

    def after_table(self) -> None:
        """A table ends a list; the heading still governs."""
        self.open, self.number, self.listing, self.asks = self.heading, 0, False, None
        self.instrument, self.lines = "", GoverningLines(self.matcher)

    def read(self, paragraph: Paragraph, following: Paragraph | None) -> Iterator[Finding]:
        """The findings of a paragraph."""
        text = paragraph.text
        code = row_code(text) or row_code(without_number(text))
        if self.asks is not None and code:
            if code not in self.asks.items:
                self.asks.items.append(code)
            return
        self.asks = None
        if self._governs(paragraph, following):
            return
        opening = read_opening(text)
        leads, announced = opened_by_intro(text)
        kind = stated_kind(text)
        if self.quiet and opening is None and self.open is None:
            self.lines.passed()
        elif leads and kind is not None and self._names_subject(text):
            yield from self._statement(paragraph, kind)
        elif self.open is None and opening is None and (inside := _list_inside(text)) is not None:
            yield from self._drafted(text, inside, paragraph)
        elif self.open is None and opening is None and (said := labels_inside(text)):
            yield from self._said(paragraph, said)
        elif opening is None and (told := self._told(text)) is not None:
            yield from self._drafted(text, told, paragraph)
        elif opening is not None and not self._continues_list(paragraph, opening, following):
            yield from self._opened(paragraph, opening)
        elif leads:
            if announced is not None:
                self._set(announced, paragraph)
                self.lines.opened(text)
            elif announces_others(text):
                self.open = None
            self.number = paragraph.last
            self._speaks_of(text)
        elif self.open is not None and self._continues(paragraph):
            yield from self._continued(paragraph, following)
        else:
            self.open = None if self.listing or heads_no_analysis(text) else self.open
            self.lines.passed()
            if issue := read_issue(text):
                self.reader.place = replace(self.reader.place, issue=issue, codes=[], instrument="")
            elif kind is not None and len(text) > MIN_STATEMENT and self._names_subject(text, kind):
                yield from self._statement(paragraph, kind)

    def _said(self, paragraph: Paragraph, said: list[tuple[Opening, str]]) -> Iterator[Finding]:
        """The findings that labels inside a paragraph tell of what its first words name."""
        about = read_subjects(paragraph.text.partition(said[0][1])[0], self.matcher)
        place = self.reader.place
        self.reader.place = replace(
            place, row_codes=about.items, row_indicators=about.indicators, instrument="; ".join(about.instruments)
        )
        for opening, text in said:
            yield from self._drafted(text, opening, paragraph)
        self.reader.place = place

    def _governs(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """Whether a paragraph only says what the label below it speaks of."""
        label_at = self.next_label
        if following is not None:
            label_at = following.first.number if read_opening(following.text) else None
        listing = self.open is not None and not self.on_its_line
        first = paragraph.first.number
        if not self.lines.take(paragraph.text, first, paragraph.last, label_at=label_at, label_open=listing):
            return False
        self.number = paragraph.last
        if self.on_its_line:
            self.open, self.on_its_line, self.instrument = self.heading, False, ""
        return True

    def _speaks_of(self, text: str) -> None:
        """The instrument that a label or the words before a list name holds for what follows."""
        named = named_instruments(text)
        self.instrument = named[0] if len(named) == 1 else ""

    def _set(self, opening: Opening, paragraph: Paragraph, *, on_its_line: bool = False) -> None:
        self.open, self.number, self.listing = opening, paragraph.last, False
        self.on_its_line = on_its_line

    def _told(self, text: str) -> Opening | None:
        """The label by which a sentence tells of a subject of the assessment."""
        if (told := tells_of(text)) is None:
            return None
        about = read_subjects(told[1], self.matcher)
        return told[0] if about.instruments or about.indicators or about.items else None

    def _continues_list(self, paragraph: Paragraph, opening: Opening, following: Paragraph | None) -> bool:
        """An item of an open list may begin with a word that is a label elsewhere, or end with one in
        brackets where nothing is listed below it."""
        if self.open is not None and paragraph.listed and not opening.body and label_behind(paragraph.text):
            return following is None or not (following.depth > paragraph.depth or read_mark(following.text).last == 1)
        statement = opening.body == without_number(paragraph.text).strip()
        return self.open is not None and paragraph.listed and statement

    def _opened(self, paragraph: Paragraph, opening: Opening) -> Iterator[Finding]:
        self.lines.opened(paragraph.text.removesuffix(opening.body))
        self._speaks_of(paragraph.text.removesuffix(opening.body))
        if not opening.body:
            about = read_subjects(paragraph.text, self.matcher)
            if announces_list(paragraph.text) and (about.indicators or about.items):
                # ด้านที่ควรพัฒนา ได้แก่ ตัวชี้วัดที่ 2 ... ดังนี้ says something itself.
                yield from self._drafted(paragraph.text, opening, paragraph)
            self._set(opening, paragraph)
            return
        if NOTHING.fullmatch(opening.body):
            self.open, self.instrument = self.heading, ""
            return
        yield from self._drafted(opening.body, opening, paragraph)
        lists = {FindingKind.LIMITATION, FindingKind.RECOMMENDATION} & set(opening.kinds)
        if lists or not says_something(opening.body):
            self._set(opening, paragraph, on_its_line=True)
        else:
            self.open, self.instrument = self.heading, ""

    def _continues(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph goes on with what its label opened; after a list only items do."""
        if CLOSES.match(paragraph.text):
            return False
        if heads_no_analysis(paragraph.text):
            return False
        if paragraph.listed:
            return True
        if self.on_its_line and FIELD.match(paragraph.text):
            return False
        near = not self.number or paragraph.first.number - self.number <= MAX_APART
        return near and not self.listing

    def _continued(self, paragraph: Paragraph, following: Paragraph | None) -> Iterator[Finding]:
        self.number = paragraph.last
        self.listing = self.listing or paragraph.listed
        if self._is_topic(paragraph, following):
            enter(self.reader.place, without_number(paragraph.text), self.matcher)
            return
        assert self.open is not None
        yield from self._drafted(paragraph.text, self.open, paragraph)

    def _is_topic(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """A short item without a predicate, with deeper items below it, is their heading."""
        text = without_number(paragraph.text)
        deeper = following is not None and following.listed and following.depth > paragraph.depth
        return paragraph.listed and deeper and len(text) <= MAX_TOPIC_ITEM and not is_sentence(text)

    def _statement(self, paragraph: Paragraph, kind: FindingKind) -> Iterator[Finding]:
        for finding in self._drafted(paragraph.text, Opening((kind,), ""), paragraph):
            yield finding
            self.asks = finding if announces_list(paragraph.text) else None
        self.open = self.heading if not announces_list(paragraph.text) else None

    def _names_subject(self, text: str, kind: FindingKind = FindingKind.WEAKNESS) -> bool:
        if kind not in _NEEDS_SUBJECT:
            return True
        about = read_subjects(text, self.matcher)
        return bool(about.instruments or about.indicators or about.items)

    def _drafted(self, text: str, opening: Opening, paragraph: Paragraph) -> Iterator[Finding]:
        line = paragraph.first
        evidence = Evidence(line.page, bbox=line.bbox, text=evidence_text(paragraph.text), line=line.number)
        place = self.reader.place
        if place.issue is None and not place.lost:
            place = replace(place, codes=[])
        place = self.lines.place(place)
        if self.instrument:
            place = replace(place, instrument=self.instrument)
        for finding in draft_findings(text, opening, place, evidence, self.matcher, listed=paragraph.listed):
            self.lines.drafted(finding, paragraph.last)
            yield finding


def _list_inside(text: str) -> Opening | None:
    """The label of a list that a paragraph leads over to and holds: มีข้อเสนอแนะดังนี้ (๑) ... (๒) ..."""
    lead, items = split_paragraph(text)
    return opened_by_intro(lead)[1] if items else None


def _heading_opening(section: Section) -> Opening | None:
    """The label that heads a section, its own or, over headings that only name a topic, an outer
    one."""
    for outer in section.outward:
        if not outer.heading:
            return None
        if (opening := heads_findings(outer.title)) is not None:
            return opening
        if is_sentence(outer.title) or not _is_topic_heading(outer):
            return None
    return None


_TOPIC = re.compile(r"(?:ด้าน|ประเด็น|มิติ|ตัวชี้วัด|แบบ|เครื่องมือ|(?:IIT|EIT|OIT)(?![A-Za-z]))")


def _reports_nothing(section: Section) -> bool:
    """Whether a section lies under a heading of what is no analysis."""
    return any(NO_ANALYSIS.match(outer.title) for outer in section.outward if outer.heading)


def _is_topic_heading(section: Section) -> bool:
    return bool(_TOPIC.match(section.title)) or section.style in {"ประเด็น", "ด้าน", "มิติ", "ตัวชี้วัด"}


def _item_above(section: Section) -> list[str]:
    """The question or item that a heading names right above the labels: ### i10 ท่านขอยืม..."""
    for outer in section.outward:
        if code := row_code(outer.heading):
            return [code]
        if heads_findings(outer.title) is None:
            break
    return []


def _holds_form(section: Section) -> bool:
    """Whether a section holds a table: a numbered heading right above one names its issue."""
    return bool(section.tables)


@dataclass(slots=True)
class _IssueList:
    """The issues of a document by number: those with a heading, and those that a table lists."""

    headed: set[int]
    listed: dict[int, str]


def _issue_list(document: Document, sections: Sections) -> _IssueList:
    headed: set[int] = set()
    listed: dict[int, str] = {}
    for section in sections:
        if (issue := read_issue(section.heading)) and issue.number:
            headed.add(issue.number)
    for table in document.tables:
        for cell in table.cells():
            if len(cell.text) < 200 and (issue := read_issue(cell.text)) and issue.number:
                listed.setdefault(issue.number, issue.name)
    return _IssueList(headed, listed)
