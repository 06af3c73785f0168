"""Findings in tables: columns headed as findings, labelled cells, and rows of label and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from thai_ita.model import Cell, Evidence, Finding, FindingKind, Table
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.findings.drafting import Place, draft_findings, evidence_text
from thai_ita.parse.findings.governing_lines import NEAR, GoverningLines, read_governing
from thai_ita.parse.findings.labels import Opening, heads_findings, read_opening, says_lack
from thai_ita.parse.findings.subjects import (
    IssueName,
    known_issue,
    named_instruments,
    read_issue,
    row_code,
    topic_indicator,
    topic_instrument,
)
from thai_ita.parse.measures.measure_tables import Layout, measure_layout
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.heading_lines import is_sentence
from thai_ita.parse.text.list_items import read_items

# A cell that names the instrument of its row holds little else.
MAX_INSTRUMENT_CELL = 60
# A form has a label and a text a row; a column of labels has as many labels at least.
LABEL_AND_TEXT = 2
MIN_LABELS = 2
# Under these words whatever stands is a finding; under others (ประเด็นที่ควรพัฒนา) also bare topics stand.
_STRONG = compile_tone_tolerant(r"ข้อค้นพบ|จุด(?:อ่อน|แข็ง|เด่น|ด้อย)|ข้อบกพร่อง|ข้อเสนอแนะ|สาเหตุ|[ขช](?:ื|่|้)*อ้?จำกัด|ปัญหา|อุปสรรค")
# Under การวิเคราะห์ or ข้อสังเกต the words of a cell say its kind; where they do not, it recommends.
_ANALYSIS = Opening(
    (FindingKind.RECOMMENDATION, FindingKind.WEAKNESS, FindingKind.MAINTAIN), "", FindingKind.RECOMMENDATION
)


@dataclass(slots=True)
class _Reader:
    view: GridView
    place: Place
    matcher: NameMatcher
    layout: Layout | None
    columns: dict[int, Opening]
    labels_left: bool
    first_row: int
    lines: GoverningLines

    def findings(self) -> Iterator[Finding]:
        """Row by row; the place moves on with headings inside the table."""
        seen: set[int] = set()
        for r in range(self.view.n_rows):
            if self.view.n_columns == LABEL_AND_TEXT and self._governs(r):
                self._collect(r)
                continue
            single = self.view.is_single(r) or self.view.n_columns == 1
            if single:
                self._enter_row(r)
            produced = False
            for c in range(self.view.n_columns):
                cell = self.view.cells[r][c]
                if cell is None or id(cell) in seen or not cell.text.strip():
                    continue
                seen.add(id(cell))
                for finding in self._of_cell(r, c, cell, single=single):
                    produced = True
                    yield finding
            if not produced:
                self._collect(r)

    def _governs(self, r: int) -> bool:
        """Whether a row of a form only says what the labels below it speak of."""
        texts = self.view.row_texts(r)
        if len(texts) != LABEL_AND_TEXT or self.columns:
            return False
        below = self.view.row_texts(r + 1) if r + 1 < self.view.n_rows else []
        label_at = (r + 1) * NEAR if below and read_opening(below[0]) else None
        opening = read_opening(texts[0])
        if opening is not None:
            self.lines.opened(texts[0])
            return False
        line = " : ".join(texts) if read_governing(" : ".join(texts), self.matcher) else " ".join(texts)
        taken = self.lines.take(line, r * NEAR, r * NEAR, label_at=label_at, label_open=False)
        if not taken:
            self.lines.passed()
        return taken

    def _enter_row(self, r: int) -> None:
        """A row of one text may head those below; the name of an indicator is a row of its own
        where the table has a column of findings."""
        text = "".join(self.view.row_texts(r))
        if not (self.columns and topic_indicator(_without_figure(text), self.matcher)):
            enter(self.place, text, self.matcher)

    def _collect(self, r: int) -> None:
        """The questions and items that the table lists, for the findings on their issue."""
        for text in self.view.row_texts(r):
            if (code := row_code(text)) and code not in self.place.codes:
                self.place.codes.append(code)

    def _of_cell(self, r: int, c: int, cell: Cell, *, single: bool) -> Iterator[Finding]:
        joined = " ".join(cell.text.split())
        in_column = c in self.columns and r >= self.first_row and not single
        own = None if self._is_head(r, single=single) else read_opening(joined)
        if self.layout is not None and not in_column and not single:
            return
        if own is not None and own.body:
            place = self._row_place(r, c, cell) if in_column or self._names_subject(r, c, cell) else self._issue_place()
            place = speaking_of(place, joined.removesuffix(own.body))
            yield from self._drafted(cell, own, place, own.body)
        elif own is not None and (beside := self._beside(r, c)) is not None:
            place = self.lines.place(self._issue_place()) if not c else self._row_place(r, c, cell)
            yield from self._drafted(beside, own, place, beside.text)
        elif in_column and (self.layout is None or self._is_finding(c, joined)):
            opening = self._kind_beside(r, c) or self.columns[c]
            yield from self._drafted(cell, opening, self._row_place(r, c, cell), cell.text)

    def _is_head(self, r: int, *, single: bool) -> bool:
        return r < self.first_row and not single and not self.labels_left

    def _kind_beside(self, r: int, c: int) -> Opening | None:
        """The label that a cell left of a finding is: ประเภท จุดแข็ง."""
        for column in range(c):
            if column not in self.columns and (opening := read_opening(self.view.text(r, column))) and not opening.body:
                return opening
        return None

    def _beside(self, r: int, c: int) -> Cell | None:
        """The text to the right of a cell that holds a label and nothing else."""
        if c:
            return self._right_of(r, c)
        if len(self.view.row_texts(r)) != LABEL_AND_TEXT:
            return None
        first = self.view.cells[r][c]
        others = [x for x in self.view.cells[r] if x is not None and x is not first and x.text.strip()]
        return others[0] if others else None

    def _right_of(self, r: int, c: int) -> Cell | None:
        """The last cell of a row, right of one in a column of labels."""
        openings = [read_opening(self.view.text(row, c)) for row in range(self.view.n_rows)]
        labels = [o for o in openings if o is not None and not o.body]
        last = self.view.n_columns - 1
        if len(labels) < MIN_LABELS or c + 1 != last or self.columns:
            return None
        cell = self.view.cells[r][last]
        return cell if cell is not None and cell.text.strip() else None

    def _names_subject(self, r: int, c: int, cell: Cell) -> bool:
        """Whether the row left of a labelled text says what it is about."""
        if not c:
            return False
        place = self._row_place(r, c, cell)
        return bool(place.row_codes or place.row_indicators)

    def _is_finding(self, c: int, text: str) -> bool:
        """Whether a cell of a table of measures says something, and is no name of an issue."""
        if topic_indicator(text, self.matcher) or known_issue(text) is not None:
            return False
        return bool(_STRONG.search(self.view.columns[c].heading)) or says_lack(text)

    def _drafted(self, cell: Cell, opening: Opening, place: Place, text: str) -> Iterator[Finding]:
        evidence = Evidence(
            cell.page,
            self.view.table.number or None,
            cell.row + 1,
            cell.bbox,
            evidence_text(cell.text),
            column=cell.column + 1,
        )
        items = read_items(text)
        listed = sum(item.number is not None or item.bulleted for item in items) > 1
        texts = [item.text for item in items] if listed and "\n" in text else [" ".join(text.split())]
        for piece in texts:
            yield from draft_findings(piece, opening, place, evidence, self.matcher, listed=listed)

    def _issue_place(self) -> Place:
        """The place of a finding on a whole issue: with the questions listed above it."""
        return replace(self.place, codes=list(self.place.codes) if self.place.issue or self.place.lost else [])

    def _row_place(self, r: int, c: int, cell: Cell) -> Place:
        """The place of a finding that stands in a row: with what the row and the rows that it
        covers name."""
        rows = [r]
        for below in range(r + 1, self.view.n_rows):
            here = self.view.cells[below][c]
            free = here is None or not here.text.strip()
            if not (here is cell or free) or self._heads(below):
                break
            rows.append(below)
        codes: list[str] = []
        indicators: list[str] = []
        headed = [n[0] for part in self.view.columns[c].parts if len(n := named_instruments(part)) == 1]
        instrument = headed[-1] if headed else ""
        issue = self.place.issue
        for row in rows:
            for column, text in self._others(row, c):
                if code := row_code(text):
                    codes.append(code)
                elif indicator := topic_indicator(_without_figure(text), self.matcher):
                    indicators.append(indicator)
                    if self.layout is not None and self.view.columns[column].role is ColumnRole.ISSUE:
                        issue = issue or IssueName(None, " ".join(text.split()))
                elif len(text) <= MAX_INSTRUMENT_CELL and len(named := named_instruments(text)) == 1:
                    instrument = instrument or named[0]
                elif column < c and self.view.columns[column].role is ColumnRole.ISSUE:
                    issue = read_issue(text, heads_table=True) or issue
        return replace(
            self.place,
            issue=issue,
            instrument=instrument or self.place.instrument,
            codes=[],
            row_codes=list(dict.fromkeys(codes)),
            row_indicators=list(dict.fromkeys(indicators)),
        )

    def _heads(self, row: int) -> bool:
        """Whether a row is one text that heads those below it."""
        text = "".join(self.view.row_texts(row))
        names = row_code(text) or topic_indicator(_without_figure(text), self.matcher)
        return self.view.is_single(row) and not names

    def _others(self, row: int, c: int) -> Iterator[tuple[int, str]]:
        """The cells of a row that say what its finding is about: left of it, and of no finding."""
        for column in range(self.view.n_columns):
            if column != c and column not in self.columns and (text := self.view.text(row, column)):
                if self.layout is not None and column > c:
                    return
                yield column, text


def read_table_findings(table: Table, place: Place, matcher: NameMatcher) -> Iterator[Finding]:
    """The findings of a table; ``place`` moves on with the issues and items inside it."""
    view = GridView(table)
    layout = measure_layout(view)
    labels_left = layout is None and _has_labels_left(view)
    columns = {} if labels_left else _finding_columns(view, layout)
    first_row = view.first_row
    if not (columns or labels_left or first_row) and (columns := _heads_in_first_row(view)):
        first_row = 1
    yield from _Reader(
        view, place, matcher, layout, columns, labels_left, first_row, GoverningLines(matcher)
    ).findings()


def _heads_in_first_row(view: GridView) -> dict[int, Opening]:
    """The columns of findings of a table whose head no other word marks: two labels at least stand
    side by side in its first row, and no sentence."""
    texts = [view.text(0, c) for c in range(view.n_columns)] if view.n_rows > 1 else []
    if any(is_sentence(text) and heads_findings(text) is None for text in texts):
        return {}
    found = {c: head for c, text in enumerate(texts) if (head := heads_findings(text))}
    return found if len(found) > 1 else {}


def speaking_of(place: Place, label: str) -> Place:
    """The place of what stands behind or below a label that names one instrument: จุดอ่อน (IIT)."""
    named = named_instruments(label)
    return replace(place, instrument=named[0]) if len(named) == 1 else place


def _has_labels_left(view: GridView) -> bool:
    """Whether each row, the first too, is a label and what it says."""
    if view.n_columns != 2 or view.n_rows < 2:
        return False
    texts = [view.row_texts(r) for r in range(view.n_rows)]
    openings = [read_opening(row[0]) if len(row) == 2 else None for row in texts]
    return all(o is not None and not o.body for o in openings) and heads_findings(texts[0][1]) is None


def enter(place: Place, text: str, matcher: NameMatcher, *, heads_table: bool = False) -> None:
    """Move a place on with a heading: its issue, instrument or indicator."""
    text = " ".join(text.split())
    issue = read_issue(text, heads_table=heads_table)
    if issue is not None:
        place.issue, place.instrument, place.indicator, place.codes = issue, "", "", []
        place.lost = False
    if indicator := topic_indicator(_without_figure(text), matcher):
        place.indicator, place.instrument = indicator, matcher.edition.instrument_of(indicator)
    elif instrument := topic_instrument(text):
        place.instrument, place.indicator = instrument, ""


def lists_items(table: Table) -> bool:
    """Whether a table lists questions or items."""
    return any(row_code(cell.text) for cell in table.cells())


def _finding_columns(view: GridView, layout: Layout | None) -> dict[int, Opening]:
    """The columns of findings and what their heads call them."""
    found: dict[int, Opening] = {}
    for column in view.columns:
        if layout is not None and column.index == layout.title:
            continue
        heads = [h for part in reversed(column.parts) if (h := heads_findings(part))]
        if heads:
            found[column.index] = heads[0]
        elif column.role is ColumnRole.ANALYSIS and layout is None:
            found[column.index] = _ANALYSIS
    return found


# The number of ตัวชี้วัดที่ 4 is its name, no score.
_FIGURE_BEHIND = re.compile(
    rf"(?<!ที่)(?<!ที่ ){BLANKS_BEFORE}(?:[(:=]\s*)?" r"[\d๐-๙]{1,3}(?:[.,][\d๐-๙]+)?\s*+(?:คะแนน|%)?\s*+\)?\s*$"
)


def _without_figure(text: str) -> str:
    """A name without the score behind it: ๑. การปฏิบัติหน้าที่ ๘๑.๖๔ คะแนน."""
    return _FIGURE_BEHIND.sub("", text)
