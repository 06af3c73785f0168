"""All scores of a document: tables and prose read in order, then restatements made one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from thai_ita.model import (
    Change,
    Document,
    EstablishedBy,
    Evidence,
    Identity,
    Line,
    LineKind,
    Problem,
    ScoreKind,
    Severity,
    Table,
)
from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.dates import find_years
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.levels import read_level
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import find_numbers, read_score
from thai_ita.parse.figures import FigureLedger, line_place
from thai_ita.parse.outside_text import is_for_others, running_lines
from thai_ita.parse.rules import Rule, is_removed, register
from thai_ita.parse.scores.agency_lists import AgencyListReader
from thai_ita.parse.scores.candidates import SENTENCE, Candidate
from thai_ita.parse.scores.caption_owners import CaptionOwners
from thai_ita.parse.scores.cell_entries import EntryContext, read_cell_entries
from thai_ita.parse.scores.figure_readings import FigureReadings, mark_readings
from thai_ita.parse.scores.headline_score import find_headline_score
from thai_ita.parse.scores.item_rows import rows_with_text
from thai_ita.parse.scores.level_cells import levels_of_table
from thai_ita.parse.scores.misplaced_instruments import MISPLACED, misplaced_instruments
from thai_ita.parse.scores.resolve import ScoreReading, derive, is_of_many, resolve_candidates
from thai_ita.parse.scores.score_prose import ProseContext, ProseReader
from thai_ita.parse.scores.score_tables import TableContext, read_score_table
from thai_ita.parse.scores.table_rules import RIVAL
from thai_ita.parse.scores.table_sentences import table_sentences
from thai_ita.parse.scores.told_outside import told_outside
from thai_ita.parse.scores.unread import NOT_READ
from thai_ita.parse.tables.captions import captions_first
from thai_ita.parse.tables.column_roles import ColumnRole, heading_by_phrase
from thai_ita.parse.tables.flattened import flattened_as_tables
from thai_ita.parse.tables.stacked_columns import stacked_columns_as_tables
from thai_ita.parse.tables.table_kind import TableKind
from thai_ita.parse.text.issue_headings import issue_number
from thai_ita.parse.text.owner_scopes import same_agency
from thai_ita.parse.text.passage import Passage
from thai_ita.parse.text.result_year import YearTracker, years_of_results
from thai_ita.parse.text.sections import Section, SectionKind, Sections
from thai_ita.parse.text.stated_levels import stated_levels
from thai_ita.parse.text.topic_cues import (
    about_other_scores,
    head_of_other_report,
    is_example,
    names_assessment,
)
from thai_ita.parse.text.year_heads import YearHeads

_PERCENT_FIRST = re.compile(r"^\s*ร้อยละ\s*(?=[\d๐-๙])")
# A passage this short heads what follows.
MAX_SECTION = 150
# A label that stands alone above its figure is short.
MAX_CARD_LABEL = 90
# What stands between a heading and its table without heading it: whence it is, how it is ordered.
_REMARK = re.compile(r"\W*(?:ข้อมูล\s*ณ|ณ\s*วันที่|หมายเหตุ|ที่มา|จัดทำโดย|รวบรวมโดย|เรียงตาม|หน่วย\s*:)")
CONTENTS = register(
    Rule(
        "contents",
        "it stands in the table of contents",
        refuses="สารบัญ\nบทที่ 1 บทนำ ..... 1\nบทที่ 2 คะแนนภาพรวม ⟦85.20⟧ คะแนน ..... 3\n\nบทที่ 1\nบทนำ",
        passes="บทที่ 1 คะแนนภาพรวม ⟦85.20⟧ คะแนน",
    )
)
CLAUSE = EstablishedBy.CLAUSE
# The agency of a report is named in its first lines.
HEAD_LINES = 12
_ASSESSED = re.compile(r"(?:ผล)?(?:การ)?ประเมิน|คะแนน|ระดับ")


def read_scores(
    document: Document,
    identity: Identity,
    sections: Sections,
    ledger: FigureLedger | None = None,
    matchers: Matchers | None = None,
) -> ScoreReading:
    """Every score that a document states, each once, with last year's from stated changes.

    A document that lists many agencies turns out to be nobody's own report: its identity loses the
    agency that its names were voted for. The ledger takes note of every figure read or refused.
    """
    ledger, matchers = ledger or FigureLedger(), matchers or Matchers()
    return ScoreDocumentReader(document, identity, sections, ledger, matchers).read()


class ScoreDocumentReader:
    """Goes down a document with what is known at each place."""

    def __init__(
        self, document: Document, identity: Identity, sections: Sections, ledger: FigureLedger,
        matchers: Matchers,
    ) -> None:  # fmt: skip
        self.document = document
        self.ledger = ledger
        self.matchers = matchers
        self.identity = identity
        self.tracker = YearTracker.of(identity)
        self.year_heads = YearHeads((), None)
        self.candidates: list[Candidate] = []
        self.changes: list[Change] = []
        self.silent: list[tuple[list[Line], int | None, EstablishedBy]] = []
        self.out = ScoreReading()
        # Of a survey of satisfaction and the like, which only mentions the ITA.
        other = head_of_other_report(line.text for line in document.lines[:HEAD_LINES])
        self.of_other = bool(other)
        self.section = other or identity.title
        self.instrument = ""
        self.part = ""
        self.issue: int | None = None
        self.label: Line | None = None
        province = identity.agency.province if identity.agency else ""
        self.agencies = AgencyListReader(province)
        self.owners = CaptionOwners(document, province)
        self.sections = sections.by_line_number()
        self.contents = set() if is_removed(CONTENTS) else _contents_lines(self.sections)
        self.of_many = _is_of_many(document, identity)
        texts = [line.text for line in (*document.lines, *document.running_heads)]
        texts += [c.text for t in document.tables for c in t.cells()]
        self.about_ita = any(map(names_assessment, texts)) or told_outside(document, texts, matchers)

    def read(self) -> ScoreReading:
        self.out.about_ita = self.about_ita
        if self.about_ita:
            run: list[Line] = []
            blocks = stacked_columns_as_tables(self.document.blocks, self._matcher())
            blocks = flattened_as_tables(blocks, self._matcher(), self.ledger)
            blocks = captions_first(blocks)
            self.year_heads = YearHeads(blocks, self.identity.fiscal_year, self._matcher())
            for block in blocks:
                if isinstance(block, Line) and block.number in self.contents:
                    self._refuse_contents(block)
                    continue
                if isinstance(block, Line) and self._same_run(run, block):
                    run.append(block)
                    continue
                self._prose(run)
                run = []
                if isinstance(block, Line):
                    run = [block]
                else:
                    self._table(block)
            self._prose(run)
            self._running_heads()
            self._lone_result()
        if is_of_many(self.candidates, self.identity):
            self.identity.agency = None
        self._own_again()
        self._leave_out_misplaced()
        readings = FigureReadings(self.document)
        mark_readings(self.candidates, self.changes, readings)
        texts = rows_with_text(self.document) if readings.any else {}
        self.out.scores = resolve_candidates(self.candidates, self.identity, self.out, self.matchers, texts)
        self._note_rivals()
        self.out.changes = self.changes
        self.out.scores += derive(self.changes, self.out.scores, self.identity, self.matchers)
        return self.out

    def _own_again(self) -> None:
        """A clause that names the reporting agency says no other owner than a table without one:
        the figures of both are weighed together."""
        own = self.identity.agency
        for candidate in self.candidates:
            if own is not None and candidate.agency is not None and candidate.agency.name == own.name:
                candidate.agency = None

    def _same_run(self, run: list[Line], line: Line) -> bool:
        """Lines directly below one another are one passage; a heading begins a new one."""
        if not run:
            return True
        if line.kind is LineKind.HEADING or line in self.year_heads:
            return False
        return line.number <= run[-1].number + 1 or (line.kind is LineKind.BULLET and run[-1].kind is LineKind.BULLET)

    def _matcher(self) -> NameMatcher:
        return self.matchers.of(self.tracker.year)

    # -- prose -------------------------------------------------------------------------------

    def _prose(self, run: list[Line]) -> None:
        if not run:
            return
        run = self._with_card_label(run)
        self.owners.enter(run[0])
        text = "\n".join(line.text for line in run)
        self._enter_issue(run)
        self._enter(run[0].text, is_heading=_is_heading(run[0], text))
        above = self.tracker.year
        if _is_heading(run[0], text) and not read_label(text).instrument:
            self.tracker.enter_section(self.sections.get(run[0].number))
        self.tracker.see_passage(text, self._beside(run))
        self.year_heads.tell(self.tracker, run)
        own = self.identity.agency
        context = ProseContext(
            matcher=self._matcher(),
            year=self.tracker.year,
            instrument=self.instrument,
            part=self.part,
            about_ita=self.about_ita,
            section=self.section,
            title=self.identity.title,
            agency=own.name if own else "",
            year_from=self.tracker.year_from,
            year_above=above,
            year_is_firm=self.tracker.is_firm,
            province=own.province if own else "",
            of_many=self.of_many,
            of_other=self.of_other,
        )
        listed, run = self.agencies.read(
            run, self._matcher(), self.tracker.year, title=context.title, section=context.section
        )
        for candidate in listed:
            candidate.year_from = context.year_from
        reading = ProseReader(context, self.ledger).read(run)
        reading.candidates[:0] = listed
        if not reading.candidates:
            self.silent.append((run, self.tracker.year, self.tracker.year_from))
        if listed:
            # Levels and totals of others are in their own lines.
            text = "\n".join(line.text for line in run)
        self.part = reading.part
        in_clauses = {c.year for c in reading.candidates if c.year_from is CLAUSE}
        titled = {year for year in in_clauses if self.tracker.title_says(text, year)}
        for candidate in reading.candidates:
            self._propose(candidate, titled)
        self._note_changes(reading.changes)
        if not is_example(text) and not about_other_scores(text):
            self._levels(text, bool(reading.candidates or reading.changes))

    def _beside(self, run: list[Line]) -> list[int]:
        """The places of years in a passage that are only brought in for comparison."""
        if not any("ปี" in line.text or find_years(line.text) for line in run):
            return []
        firm = self.tracker.is_firm
        passage = Passage(run, self._matcher(), base=self.tracker.year, firm=firm)
        own = self.identity.agency
        others = passage.of_others(own.name) if own and not self.of_many else []
        return [*passage.beside, *others]

    def _refuse_contents(self, line: Line) -> None:
        """Nothing in a table of contents is a result, nor the year of one."""
        for number in find_numbers(line.text):
            self.ledger.refuse(CONTENTS, number.text, line_place(line, number))

    def _lone_result(self) -> None:
        """The overall score of a poster or slide, where the document states none in words."""
        if any(c.kind is ScoreKind.OVERALL for c in self.candidates):
            return
        found = find_headline_score([run for run, _, _ in self.silent], self._matcher())
        if found is None:
            return
        year, by = next((year, by) for run, year, by in self.silent if found.line in run)
        candidate = Candidate.of_all(found.number, found.line, year, year_from=by)
        self._propose(candidate)

    def _running_heads(self) -> None:
        """The overall result that the heads of the pages give with its year: ``ผล ITA ปี 2567 = 90.96``."""
        if self.identity.agency is None or self.of_many:
            return
        for line in running_lines(self.document):
            if not years_of_results(line.text) or is_for_others(line.text):
                continue
            context = ProseContext(self._matcher(), self.tracker.year, about_ita=True)
            found = ProseReader(context).read([line]).candidates
            kept = [c for c in found if c.kind is ScoreKind.OVERALL and c.year_from is CLAUSE]
            for candidate in kept:
                self._propose(candidate)
            if kept:
                self._levels(line.text, True)

    def _propose(self, candidate: Candidate, titled: Collection[int | None] = ()) -> None:
        """``titled`` are the years of its passage that the title says there."""
        self.owners.give([candidate])
        year, by = candidate.year, candidate.year_from
        candidate.year_of_title = year in titled if by is CLAUSE else self.tracker.is_of_title(year, by)
        candidate.order = len(self.candidates)
        self.candidates.append(candidate)
        if is_removed(RIVAL):
            candidate.choice = ""
        if not candidate.choice:
            self.ledger.take(candidate.number.text, candidate.evidence)

    def _leave_out_misplaced(self) -> None:
        """Without figures of instruments that the stated total refutes; a problem says so."""
        for candidate in misplaced_instruments(self.candidates, self.matchers):
            self.candidates.remove(candidate)
            place = candidate.evidence
            self.ledger.give_back(candidate.number.text, place)
            self.ledger.refuse(MISPLACED, candidate.number.text, place)
            note = (
                f"table {place.table}: {candidate.number.text} stands where the score of "
                f"{candidate.code} does, but {MISPLACED.means}; it was not taken"
            )
            self.out.problems.append(Problem(MISPLACED.id, note, Severity.WARNING, place.page))

    def _note_rivals(self) -> None:
        """Which figures of columns that contradict each other were taken in the end."""
        chosen = set(map(id, self.out.chosen))
        for candidate in self.candidates:
            if candidate.choice and id(candidate) in chosen:
                self.ledger.take(candidate.number.text, candidate.evidence)
            elif candidate.choice:
                self.ledger.refuse(RIVAL, candidate.number.text, candidate.evidence)

    def _note_changes(self, changes: list[Change]) -> None:
        self.changes.extend(changes)
        for change in changes:
            self.ledger.take(change.as_seen, change.evidence)

    def _with_card_label(self, run: list[Line]) -> list[Line]:
        """A figure that stands alone belongs to the label that stands alone above it; so does a level."""
        above, self.label = self.label, None
        joined: list[Line] = []
        for line in run:
            if above is not None and _fills_in(line.text, above.text):
                line = replace(line, text=f"{above.text.rstrip(' :')} {line.text}")
                if joined and joined[-1] is above:
                    joined.pop()
            joined.append(line)
            short = len(line.text) <= MAX_CARD_LABEL and not re.search(r"[\d๐-๙]\s*$", line.text)
            above = line if short else None
        self.label = above
        return joined

    def _enter(self, text: str, *, is_heading: bool) -> None:
        """A heading sets the section, the instrument and the part for what follows."""
        label = read_label(text)
        if is_heading:
            self.section = text
        if is_heading or re.match(r"\s*(?:[\d๐-๙]+[.)]\s*)?แบบ(?:วัด|ตรวจ)", text) or text.startswith("จากผล"):
            if label.instrument:
                if label.instrument != self.instrument:
                    self.part = ""
                self.instrument = label.instrument
            elif is_heading and label.part and self.instrument == "EIT":
                # Chapters of a report have numbers too; only those of the survey are parts.
                self.part = label.part
        if label.instrument == "EIT" and label.part:
            self.part = label.part

    def _enter_issue(self, run: list[Line]) -> None:
        """The issue that what follows stands under; another heading, not that of a table, ends it."""
        for line in run:
            if (number := issue_number(line.text)) is not None:
                self.issue = number
            elif line.kind is LineKind.HEADING and not line.text.startswith("ตาราง"):
                self.issue = None

    def _levels(self, text: str, with_result: bool) -> None:
        if not with_result and not (
            _ASSESSED.search(text) and names_assessment(f"{self.identity.title} {self.section} {text}")
        ):
            return
        scheme = self._matcher().edition.level_scheme
        year = self.tracker.year
        self.out.levels += stated_levels(text, year, with_result=with_result, scheme=scheme)

    # -- tables ------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        if table.caption:
            above = [Line(table.caption, table.caption)]
            self.tracker.see_passage(table.caption, self._beside(above), EstablishedBy.CAPTION)
        agency = self.identity.agency
        context = TableContext(
            matcher=self._matcher(),
            year=self.tracker.year,
            heading=self.section,
            title=self.identity.title,
            instrument=self.instrument if self._is_near(table) else "",
            part=self.part if self._is_near(table) else "",
            about_ita=self.about_ita,
            province=agency.province if agency else "",
            district=agency.district if agency else "",
            year_from=self.tracker.year_from,
            issue=issue_number(table.caption) or self.issue,
        )
        reading = read_score_table(table, context)
        if not reading.candidates and reading.kind is TableKind.SCORES:
            reading.candidates = self.agencies.read_cells(
                table, context.matcher, context.year, title=context.title, section=context.heading
            )
        if reading.kind is TableKind.SCORES or (reading.kind is TableKind.CRITERIA and not reading.candidates):
            entries = EntryContext(context.matcher, context.year, context.year_from)
            reading.candidates += read_cell_entries(table, entries, reading.candidates)
        self.out.refused.extend(reading.refused)
        for figure in reading.figures:
            place = Evidence(page=table.page, table=table.number or None, row=figure.row)
            if figure.line is not None:
                place = Evidence(page=table.page, line=figure.line)
            self.ledger.refuse(figure.rule, figure.text, place)
        self.owners.give(reading.candidates, table.caption)
        for candidate in reading.candidates:
            self._propose(candidate)
        if reading.candidates:
            shaped = reading.table or table
            scheme = context.matcher.edition.level_scheme
            self.out.levels += levels_of_table(table, shaped, reading.candidates, self.tracker.year, scheme)
        else:
            self._sentences_in_cells(table)
        # What the cells' own entries gave is read after all.
        self.out.problems += [t for t in reading.problems if not (t.code == NOT_READ and reading.candidates)]

    def _is_near(self, table: Table) -> bool:
        return not table.caption or table.caption == self.section or len(table.caption) < 150

    def _sentences_in_cells(self, table: Table) -> None:
        """Long cells hold sentences of their own, in layout tables and in memos."""
        for lines in table_sentences(table):
            context = ProseContext(self._matcher(), self.tracker.year, about_ita=True, year_from=self.tracker.year_from)
            reading = ProseReader(context).read(lines)
            kept = [c for c in reading.candidates if c.kind is ScoreKind.OVERALL or c.strength > SENTENCE]
            for candidate in kept:
                self._propose(candidate)
            self._note_changes(reading.changes)


def _contents_lines(sections: Mapping[int, Section]) -> set[int]:
    """The numbers of the lines of the table of contents."""
    return {number for number, s in sections.items() if s.kind is SectionKind.CONTENTS}


def _is_of_many(document: Document, identity: Identity) -> bool:
    """Whether a document may be the report of none of its agencies: the one that was taken for the
    reporting one is named no more often than another, and heads nothing by itself."""
    own = identity.agency.name if identity.agency else ""
    votes = identity.agency_votes
    most = max((n for name, n in votes.items() if name != own), default=0)
    if not own or votes.get(own, 0) > most:
        return False
    heads = (line.text for line in document.lines[:HEAD_LINES])
    return not any(_names_alone(text, own) for text in heads)


def _names_alone(text: str, own: str) -> bool:
    """Whether a line names an agency, no other one and no figure."""
    if len(text) > MAX_SECTION or any(n.decimals for n in find_numbers(text)):
        return False
    names = {mention.full_name for mention in find_agencies(text)}
    return bool(names) and all(same_agency(name, own) for name in names)


def _fills_in(text: str, label: str) -> bool:
    """Whether a text is a score, or the level below a label that asks for one."""
    if read_score(_PERCENT_FIRST.sub("", text)) is not None:
        return True
    heading = heading_by_phrase(label)
    return read_level(text) is not None and heading.role is ColumnRole.LEVEL and heading.fit >= 1.0


def _is_heading(first: Line, passage: str) -> bool:
    """A heading by form, or a short passage that states no figure itself and is no remark."""
    if _REMARK.match(passage):
        return False
    states = any(number.decimals for number in find_numbers(passage))
    return first.kind is LineKind.HEADING or (len(passage) < MAX_SECTION and not states)
