"""All scores of a document: tables and prose read in order, then restatements made one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from thai_ita.model import (
    CODE_ALONE,
    Agency,
    Basis,
    Change,
    Document,
    Evidence,
    Identity,
    Line,
    LineKind,
    Match,
    Score,
    ScoreKind,
    ScoreStatus,
    Severity,
    Table,
    Trouble,
)
from thai_ita.normalize.labels import read_label
from thai_ita.normalize.levels import find_levels, read_level
from thai_ita.normalize.names import Context, NameMatcher, matcher_for, same_wording
from thai_ita.normalize.numerals import find_numbers, read_score, to_arabic
from thai_ita.parse.candidates import LIST, SENTENCE, Candidate
from thai_ita.parse.column_lists import lists_as_tables
from thai_ita.parse.grid import GridView, years_of
from thai_ita.parse.headings import Role, read_heading
from thai_ita.parse.prose import ProseContext, ProseReader, is_figure, list_entry
from thai_ita.parse.reading_order import captions_first
from thai_ita.parse.score_tables import HIGHEST, TableContext, TableReading, read_score_table
from thai_ita.parse.wording import is_example, is_foreign, names_assessment
from thai_ita.parse.years import YearTracker

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition

# Values of one fact that differ by less than this are the same, printed with fewer decimals.
SAME_VALUE = 0.0051
_LEADER = re.compile(r"[.…·]{3,}|\t")
# A level in brackets right behind the score: 87.04 คะแนน (A).
_LEVEL_BESIDE = re.compile(r"\d\s*(?:คะแนน|%)?\s*\(\s*([A-F]{1,2}|ผ่าน\S*|ต้องปรับปรุง\S*)\s*\)")
# Decimals kept of a score that was converted from points.
POINTS_DECIMALS = 4
# A passage this short heads what follows.
MAX_SECTION = 150
# A label that stands alone above its figure is short.
MAX_CARD_LABEL = 90
_ASSESSED = re.compile(r"(?:ผล)?(?:การ)?ประเมิน|คะแนน|ระดับ")


@dataclass(slots=True)
class ScoreReading:
    """Scores, refused names and stated levels of a document."""

    scores: list[Score] = field(default_factory=list)
    refused: list[Match] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    levels: list[tuple[int | None, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    impossible: list[Score] = field(default_factory=list)


def read_scores(document: Document, identity: Identity) -> ScoreReading:
    """Every score that a document states, each once, with last year's from stated changes."""
    return _Walk(document, identity).read()


class _Walk:
    """Goes down a document with what is known at each place."""

    def __init__(self, document: Document, identity: Identity) -> None:
        self.document = document
        self.identity = identity
        self.tracker = YearTracker(identity.fiscal_year)
        self.candidates: list[Candidate] = []
        self.changes: list[Change] = []
        self.out = ScoreReading()
        self.section = identity.title
        self.instrument = ""
        self.part = ""
        self.label: Line | None = None
        self.about_ita = any(names_assessment(b.text) for b in document.lines) or any(
            names_assessment(c.text) for t in document.tables for c in t.cells()
        )

    def read(self) -> ScoreReading:
        if self.about_ita:
            run: list[Line] = []
            blocks = lists_as_tables(self.document.blocks, self._matcher())
            for block in captions_first(blocks):
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
        self.out.scores = settle(self.candidates, self.identity, self.out)
        self.out.changes = self.changes
        self.out.scores += derive(self.changes, self.out.scores, self.identity)
        return self.out

    def _same_run(self, run: list[Line], line: Line) -> bool:
        """Lines directly below one another are one passage; a heading begins a new one."""
        if not run:
            return True
        if line.kind is LineKind.HEADING:
            return False
        return line.number <= run[-1].number + 1 or (
            line.kind is LineKind.BULLET and run[-1].kind is LineKind.BULLET
        )

    def _matcher(self) -> NameMatcher:
        return matcher_for(self.tracker.year)

    # -- prose -------------------------------------------------------------------------------

    def _prose(self, run: list[Line]) -> None:
        if not run:
            return
        run = self._with_card_label(run)
        text = " ".join(line.text for line in run)
        self._enter(run[0].text, is_heading=_is_heading(run[0], text))
        self.tracker.see(text)
        context = ProseContext(
            matcher=self._matcher(),
            year=self.tracker.year,
            instrument=self.instrument,
            part=self.part,
            about_ita=self.about_ita,
            section=self.section,
            title=self.identity.title,
            agency=self.identity.agency.name if self.identity.agency else "",
        )
        reading = ProseReader(context).read(run)
        self.part = reading.part
        for candidate in reading.candidates:
            candidate.order = len(self.candidates)
            self.candidates.append(candidate)
        self.changes.extend(reading.changes)
        if not is_example(text) and not is_foreign(text):
            self._levels(text, bool(reading.candidates or reading.changes))

    def _with_card_label(self, run: list[Line]) -> list[Line]:
        """A figure that stands alone belongs to the label that stands alone above it."""
        above, self.label = self.label, None
        joined: list[Line] = []
        for line in run:
            if above is not None and read_score(line.text) is not None:
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
        if (
            is_heading
            or re.match(r"\s*(?:[\d๐-๙]+[.)]\s*)?แบบ(?:วัด|ตรวจ)", text)
            or text.startswith("จากผล")
        ):
            if label.instrument:
                if label.instrument != self.instrument:
                    self.part = ""
                self.instrument = label.instrument
            elif is_heading and label.part:
                self.part = label.part
        if label.instrument == "EIT" and label.part:
            self.part = label.part

    def _levels(self, text: str, with_result: bool) -> None:
        if not with_result and not (
            _ASSESSED.search(text)
            and names_assessment(f"{self.identity.title} {self.section} {text}")
        ):
            return
        text = _LEADER.sub(" ", text)
        mentions = find_levels(text)
        if not mentions and with_result and (beside := _LEVEL_BESIDE.search(to_arabic(text))):
            level = read_level(beside.group(1))
            if level is not None:
                self.out.levels.append((self.tracker.year, level.word))
        # A passage that lists several levels explains the scheme.
        if len({m.level.word for m in mentions}) > 2:
            return
        years = years_of(text)
        for mention in mentions:
            if mention.cued or with_result:
                before = [y for y in years if y]
                year = before[0] if len(before) == 1 else self.tracker.year
                self.out.levels.append((year, mention.level.word))

    # -- tables ------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        if table.caption:
            self.tracker.see(table.caption)
        identity = self.identity
        agency = identity.agency
        context = TableContext(
            matcher=self._matcher(),
            year=self.tracker.year,
            heading=self.section,
            title=identity.title,
            instrument=self.instrument if self._is_near(table) else "",
            part=self.part if self._is_near(table) else "",
            about_ita=self.about_ita,
            province=agency.province if agency else "",
            district=agency.district if agency else "",
        )
        reading = read_score_table(table, context)
        if not reading.candidates:
            reading.candidates = self._entries_in_cells(table, context).candidates
        self.out.refused.extend(reading.refused)
        for note in reading.notes:
            where = f"table {table.number}: {note}; its values were not taken"
            self.out.troubles.append(Trouble("ambiguous-columns", where, page=table.page))
        for candidate in reading.candidates:
            candidate.order = len(self.candidates)
            self.candidates.append(candidate)
        if reading.candidates:
            self._level_cells(table, reading)
        else:
            self._sentences_in_cells(table)

    def _is_near(self, table: Table) -> bool:
        return not table.caption or table.caption == self.section or len(table.caption) < 150

    def _entries_in_cells(self, table: Table, context: TableContext) -> TableReading:
        """Name and score in one cell: ``๑. การปฏิบัติหน้าที่ ๘๑.๖๔ คะแนน``."""
        reading = TableReading()
        if is_example(f"{context.heading} {table.caption}") or is_foreign(table.caption):
            return reading
        instrument = ""
        for cell in table.cells():
            for text in cell.text.split("\n"):
                label = read_label(text)
                if label.instrument and len(text) < 90:
                    instrument = label.instrument
                entry = list_entry(
                    text, context.matcher, Context(instrument=instrument, table=True)
                )
                if entry is None or entry[0].kind is ScoreKind.OVERALL:
                    continue
                match, number = entry
                if not is_figure(text, number, exact=False):
                    continue
                evidence = Evidence(cell.page, table.number, cell.row + 1, cell.bbox, text[:300])
                reading.candidates.append(
                    Candidate(
                        kind=match.kind or ScoreKind.INDICATOR,
                        code=match.code,
                        number=number,
                        match=match,
                        evidence=evidence,
                        year=context.year,
                        strength=LIST,
                    )
                )
        if len({c.code for c in reading.candidates}) < 2:
            reading.candidates = []
        return reading

    def _sentences_in_cells(self, table: Table) -> None:
        """Long cells hold sentences of their own, in layout tables and in memos."""
        for cell in table.cells():
            if len(cell.text) < 40 or not names_assessment(cell.text):
                continue
            lines = [
                Line(text, text, page=cell.page, number=i, bbox=cell.bbox)
                for i, text in enumerate(cell.text.split("\n"))
            ]
            context = ProseContext(self._matcher(), self.tracker.year, about_ita=True)
            reading = ProseReader(context).read(lines)
            kept = [
                c
                for c in reading.candidates
                if c.kind is ScoreKind.OVERALL or c.strength > SENTENCE
            ]
            for candidate in kept:
                candidate.order = len(self.candidates)
                self.candidates.append(candidate)
            self.changes.extend(reading.changes)

    def _level_cells(self, table: Table, reading: TableReading) -> None:
        """The level beside the overall score of the document's own agency."""
        view = GridView(table)
        rows = {
            c.evidence.row: c
            for c in reading.candidates
            if c.kind is ScoreKind.OVERALL and not c.agency
        }
        shaped = GridView(reading.table or table)
        for r in range(shaped.first_row, shaped.n_rows):
            self._level_row(shaped, r)
        for column in view.columns:
            for r in range(view.first_row, view.n_rows):
                candidate = rows.get(r + 1)
                text = view.text(r, column.index)
                if (
                    candidate is None
                    or not text
                    or column.role not in (Role.LEVEL, Role.UNKNOWN, Role.SCORE)
                ):
                    continue
                level = read_level(text)
                if level is not None:
                    self.out.levels.append((candidate.year, level.word))

    def _level_row(self, view: GridView, r: int) -> None:
        """A row "ระดับ" below the scores: one level, or one for each year."""
        label = next((view.text(r, c) for c in range(view.n_columns) if view.text(r, c)), "")
        heading = read_heading(label)
        if heading.role is not Role.LEVEL or heading.fit < 1.0:
            return
        for column in view.columns:
            cell = view.cells[r][column.index]
            level = read_level(view.text(r, column.index)) if cell and cell.row == r else None
            if level is not None:
                self.out.levels.append((column.year or self.tracker.year, level.word))


def _is_heading(first: Line, passage: str) -> bool:
    """A heading by form, or a short passage that states no figure itself."""
    states = any(number.decimals for number in find_numbers(passage))
    return first.kind is LineKind.HEADING or (len(passage) < MAX_SECTION and not states)


# -- from proposals to scores ----------------------------------------------------------------


def settle(candidates: list[Candidate], identity: Identity, out: ScoreReading) -> list[Score]:
    """One score for each fact: restatements merged, contradictions marked, both values kept."""
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    wordings: dict[tuple[object, ...], list[str]] = {}
    for proposed in candidates:
        candidate = _as_of_its_year(proposed)
        key = _key(candidate, identity)
        if candidate.match.rule == CODE_ALONE:
            key = (*key, _wording_among(wordings.setdefault(key, []), candidate.match.name))
        groups.setdefault(key, []).append(candidate)
    scores: list[Score] = []
    for group in groups.values():
        group.sort(key=lambda c: (c.points, -c.strength, c.order))
        scores.append(_score(group, identity, out))
    out.impossible = [s for s in scores if s.value > HIGHEST]
    return [s for s in scores if s.value <= HIGHEST]


def _key(candidate: Candidate, identity: Identity) -> tuple[object, ...]:
    agency = _agency_of(candidate, identity)
    name = agency.name if agency else ""
    return name, candidate.year, candidate.kind, candidate.code, candidate.part


def _as_of_its_year(candidate: Candidate) -> Candidate:
    """An OIT item read once for a row of several years: what its wording is called in this year."""
    if candidate.kind is not ScoreKind.OIT_ITEM or candidate.match.rule == CODE_ALONE:
        return candidate
    matcher = matcher_for(candidate.year)
    if matcher.edition.canonical_name(candidate.kind, candidate.code) == candidate.match.name:
        return candidate
    found = matcher.match(candidate.match.seen, Context(instrument="OIT", table=True, items=True))
    if not found.accepted or found.kind is not ScoreKind.OIT_ITEM:
        return candidate
    return replace(candidate, code=found.code, match=found)


def _wording_among(known: list[str], name: str) -> str:
    """The wording of ``known`` that this one repeats, damage aside; else this one, then known."""
    for other in known:
        if same_wording(other, name):
            return other
    known.append(name)
    return name


def _agency_of(candidate: Candidate, identity: Identity) -> Agency | None:
    """The agency of a row; the document's own where the row names it again."""
    own = identity.agency
    if candidate.agency is None or (own and candidate.agency.name == own.name):
        return own
    return candidate.agency


def _score(group: list[Candidate], identity: Identity, out: ScoreReading) -> Score:
    first = group[0]
    edition = matcher_for(first.year).edition
    value = first.value
    if first.points:
        weight = edition.weights.get(first.code)
        value = first.value if not weight else round(first.value / weight, 4)
    score = Score(
        agency=_agency_of(first, identity),
        fiscal_year=first.year,
        kind=first.kind,
        code=first.code,
        value=value,
        value_as_seen=first.number.text,
        name_as_seen=first.match.seen,
        name=_name(first, edition),
        part=first.part,
        match_score=first.match.score,
        evidence=first.evidence,
        alternates=first.alternates,
        decimals=POINTS_DECIMALS if first.points else first.number.decimals,
        match=first.match,
    )
    for other in group[1:]:
        weight = edition.weights.get(other.code) if other.points else None
        stated = other.value / weight if weight else other.value
        score.restated.append(other.evidence)
        tolerance = SAME_VALUE if not weight else 0.02
        if other.number.decimals < first.number.decimals:
            tolerance = max(tolerance, 0.5 * 10**-other.number.decimals + 1e-9)
        if abs(stated - value) > tolerance:
            score.status = ScoreStatus.CONFLICT
            score.alternates = (*score.alternates, round(stated, 4))
            note = (
                f"{score.kind} {score.code} of {score.fiscal_year} is stated as {first.number.text} "
                f"and as {other.number.text}"
            )
            out.troubles.append(
                Trouble("restated-differently", note, Severity.WARNING, other.evidence.page)
            )
    return score


def _name(candidate: Candidate, edition: Edition) -> str:
    if candidate.match.rule == CODE_ALONE:
        return candidate.match.name
    return edition.canonical_name(candidate.kind, candidate.code) or candidate.match.name


def derive(changes: list[Change], scores: list[Score], identity: Identity) -> list[Score]:
    """Last year's score from this year's and the stated change, or this year's from last year's."""
    out: list[Score] = []
    known = {
        (s.fiscal_year, s.kind, s.code): s
        for s in scores
        if s.agency == identity.agency and not s.by_code_alone
    }
    for change in changes:
        if change.year is None:
            continue
        this = known.get((change.year, change.kind, change.code))
        last = known.get((change.year - 1, change.kind, change.code))
        if this is not None and last is None:
            new = _derived(this, change.year - 1, this.value - change.delta, change, "less")
        elif last is not None and this is None:
            new = _derived(last, change.year, last.value + change.delta, change, "plus")
        else:
            continue
        if new is not None:
            known[(new.fiscal_year, new.kind, new.code)] = new
            out.append(new)
    return out


def _derived(base: Score, year: int, value: float, change: Change, word: str) -> Score | None:
    value = round(value, 4)
    if not 0 <= value <= 100:
        return None
    edition = matcher_for(year).edition
    text = (
        f"{base.value_as_seen} of {base.fiscal_year} {word} the stated change {change.as_seen}: "
        f"{change.evidence.text}"
    )
    return Score(
        agency=base.agency,
        fiscal_year=year,
        kind=base.kind,
        code=base.code,
        value=value,
        value_as_seen=change.as_seen,
        name=edition.canonical_name(base.kind, base.code) or base.name,
        basis=Basis.DERIVED,
        evidence=Evidence(change.evidence.page, bbox=change.evidence.bbox, text=text[:400]),
    )
