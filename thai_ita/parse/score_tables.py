"""Scores from tables of any shape, by one mechanism.

Every figure of a table stands under what its column says, beside what its row says, and below what
its section and caption say. Each of these may name an indicator, a year, an agency, a part, or what
is measured. A figure is a score when together they name exactly one thing that the assessment
scores, and nothing says that it is something else (a weight, a target, a rank, a difference). That
reads lists, indicator x year matrices, transposed tables and tables of many agencies alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from thai_ita.model import Agency, Cell, Evidence, Match, ScoreKind, Table
from thai_ita.normalize.labels import read_label
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number, read_number, read_score, to_arabic
from thai_ita.parse.agency_cells import AgencyReader
from thai_ita.parse.candidates import Candidate
from thai_ita.parse.grid import Column, GridView, year_of, years_of
from thai_ita.parse.headings import Role, read_heading
from thai_ita.parse.wording import announces_criteria, is_example, is_foreign, names_assessment

# Columns whose figures are never scores.
NOT_SCORES = frozenset(
    {
        Role.SEQ, Role.RANK, Role.WEIGHT, Role.FULL, Role.TARGET, Role.CHANGE, Role.COUNT,
        Role.BUDGET, Role.CODE, Role.STATUS, Role.KPI, Role.TIMEFRAME, Role.LEVEL, Role.NOTE,
        Role.AVERAGE, Role.YEAR,
    }
)  # fmt: skip
# Columns whose words name what a row is about.
LABELS = frozenset(
    {
        Role.INDICATOR, Role.QUESTION, Role.ITEM, Role.CODE, Role.INSTRUMENT, Role.ISSUE,
        Role.UNKNOWN, Role.AGENCY, Role.MEASURE, Role.SEQ, Role.YEAR, Role.LEVEL, Role.SCORE,
    }
)  # fmt: skip
# Rows that are no result even where their label would be known.
_NOT_ROWS = frozenset(
    {Role.WEIGHT, Role.FULL, Role.TARGET, Role.CHANGE, Role.COUNT, Role.RANK, Role.LEVEL, Role.BUDGET}
)
# An instrument's cell holds its name, not a sentence about it.
MAX_INSTRUMENT_LABEL = 120
_PER_INSTRUMENT = re.compile(r"(?:ราย|แต่ละ|ระดับ|ของ)\s*(?:เครื่องมือ|แบบวัด|แบบ(?!สอบ))")
_SPECIFIC = {
    ScoreKind.QUESTION: 5,
    ScoreKind.OIT_ITEM: 5,
    ScoreKind.SUBINDICATOR: 4,
    ScoreKind.INDICATOR: 3,
    ScoreKind.INSTRUMENT: 2,
    ScoreKind.OVERALL: 1,
}
_OUT_OF = re.compile(r"\(?\s*(?:คะแนนเต็ม|เต็ม|ร้อยละ|น้ำหนัก)?\s*(\d{1,3})(?:\.0+)?\s*(?:คะแนน|%)?\s*\)?")


@dataclass(slots=True)
class TableContext:
    """What stands around a table: the document's year and agency, the lines above it."""

    matcher: NameMatcher
    year: int | None
    heading: str = ""
    section: str = ""
    instrument: str = ""
    part: str = ""
    about_ita: bool = True
    agency: Agency | None = None
    province: str = ""
    district: str = ""


@dataclass(slots=True)
class _Row:
    index: int
    match: Match | None = None
    label: str = ""
    year: int | None = None
    agency: Agency | None = None
    part: str = ""
    instrument: str = ""
    skip: bool = False
    relative_year: int = 0


@dataclass(slots=True)
class TableReading:
    """The proposals of one table, and the labels that were refused."""

    candidates: list[Candidate] = field(default_factory=list)
    refused: list[Match] = field(default_factory=list)
    levels: list[tuple[Agency | None, int | None, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_score_table(table: Table, context: TableContext) -> TableReading:
    """The scores that a table states; an empty reading for any other table."""
    view = GridView(table)
    if len(view.blocks) == 1:
        return _TableReader(view, context).read()
    whole = TableReading()
    for block in view.blocks:
        part = _TableReader(GridView(_columns_of(table, block)), context).read()
        whole.candidates += part.candidates
        whole.refused += part.refused
        whole.notes += part.notes
    return whole


def _columns_of(table: Table, columns: range) -> Table:
    """A table of some columns of a table, at the same rows."""
    grid: list[list[Cell | None]] = []
    for row in table.grid:
        cells = [c for c in row if c is not None and c.column in columns]
        out: list[Cell | None] = [None] * len(columns)
        for cell in cells:
            out[cell.column - columns.start] = replace(cell, column=cell.column - columns.start)
        grid.append(out)
    return replace(table, grid=grid)


class _TableReader:
    def __init__(self, view: GridView, context: TableContext) -> None:
        self.table = view.table
        self.view = view
        self.context = context
        self.matcher = context.matcher
        self.out = TableReading()
        self.agencies = AgencyReader(context.province, context.district)
        self.column_matches: list[Match | None] = []
        self.column_agencies: list[Agency | None] = []
        self.numbered = False

    def read(self) -> TableReading:
        view = self.view
        if view.n_columns < 2 or not self._may_hold_scores():
            return self.out
        self.column_matches = [self._column_match(column) for column in view.columns]
        self.column_agencies = [self._column_agency(column) for column in view.columns]
        rows = self._rows()
        candidates = self._unambiguous(list(self._candidates(rows)))
        if not self._convincing(candidates):
            return self.out
        self.out.candidates = self._settle_points(candidates)
        return self.out

    # -- is this a table of results? ---------------------------------------------------------

    def _may_hold_scores(self) -> bool:
        around = " ".join([self.context.heading, self.table.caption, *self.view.captions])
        if is_example(around) or is_foreign(around):
            return False
        captions = [self.context.heading, self.table.caption, *self.view.captions]
        if any(announces_criteria(text) for text in captions):
            return False
        heads = " ".join(column.heading for column in self.view.columns)
        return not is_foreign(heads)

    def _convincing(self, candidates: list[Candidate]) -> bool:
        """One known name may be chance; two are a table of the assessment."""
        named = {(c.kind, c.code) for c in candidates}
        if not named:
            return False
        strong = {key for key in named if key[0] is not ScoreKind.OVERALL}
        if len(strong) >= 2 or (strong and len(named) >= 2):
            return True
        around = " ".join(
            [self.context.heading, self.table.caption, *self.view.captions]
            + [column.heading for column in self.view.columns]
        )
        if not strong and not names_assessment(around):
            return False
        return self.context.about_ita and (
            bool(strong) or len(candidates) >= 1 and names_assessment(around)
        )

    # -- columns -----------------------------------------------------------------------------

    def _column_match(self, column: Column) -> Match | None:
        """What the head of a column names, the lowest part of the head first."""
        if numbered := self._indicator_by_number(column):
            return numbered
        for text in [*reversed(column.parts), column.heading]:
            bare = _without_points(text)
            found = self.matcher.match(bare, Context(table=True))
            if not found.accepted or (found.rule == "average-words"):
                continue
            if found.kind is ScoreKind.OVERALL and not _says_overall(bare):
                continue
            if years_of(text) and found.kind is ScoreKind.OVERALL and not names_assessment(text):
                continue
            return found
        return None

    def _is_per_instrument(self, column: Column) -> bool:
        """A column of the scores of the instruments, each beside the rows of its indicators."""
        return bool(_PER_INSTRUMENT.search(column.heading))

    def _column_agency(self, column: Column) -> Agency | None:
        return next((a for t in reversed(column.parts) if (a := self.agencies.read(t))), None)

    def _indicator_by_number(self, column: Column) -> Match | None:
        """``(4)`` below ``IIT`` is indicator 4, if the instrument has it."""
        if len(column.parts) < 2:
            return None
        number = read_number(column.parts[-1].strip("()"))
        instrument = self.matcher.edition.instrument(read_label(column.parts[-2]).instrument)
        if number is None or instrument is None or number.decimals:
            return None
        code = str(int(number.value))
        return self.matcher.match(f"ตัวชี้วัดที่ {code}") if code in instrument.indicators else None

    def _score_columns(self) -> list[Column]:
        """The columns that may hold scores, after those that say they hold something else."""
        columns = [
            c
            for c in self.view.columns
            if self.column_matches[c.index] is not None or c.role not in NOT_SCORES or c.year
            or self._is_per_instrument(c)
        ]
        columns = [
            c
            for c in columns
            if not (c.role in (Role.CHANGE, Role.TARGET, Role.RANK, Role.WEIGHT, Role.FULL, Role.COUNT))
            and not (c.role is Role.AVERAGE and c.fit >= 1.0 and not self._is_per_instrument(c))
            and not _is_level_column(c)
        ]
        named = [
            c
            for c in columns
            if c.role in (Role.SCORE, Role.POINTS) or c.years or c.relative_year
            or self.column_matches[c.index] is not None or self.column_agencies[c.index] is not None
            or self._is_per_instrument(c)
        ]
        named = self._best_of_equals(named)
        return named or [c for c in columns if c.role is Role.UNKNOWN and not c.heading]

    def _best_of_equals(self, columns: list[Column]) -> list[Column]:
        """Of several columns that are all just "scores", the one whose heading says it plainest."""
        plain = [
            c
            for c in columns
            if c.role is Role.SCORE and not c.years and not c.relative_year
            and self.column_matches[c.index] is None and self.column_agencies[c.index] is None
            and not read_label(c.heading).part and not self._is_per_instrument(c)
        ]
        if len(plain) < 2:
            return columns
        best = max(c.fit for c in plain)
        return [c for c in columns if c not in plain or c.fit == best]

    # -- rows --------------------------------------------------------------------------------

    def _rows(self) -> list[_Row]:
        section = _Row(-1, part=self.context.part, instrument=self.context.instrument)
        for caption in self.view.captions:
            self._enter_section(section, caption)
        rows: list[_Row] = []
        for r in range(self.view.first_row, self.view.n_rows):
            if self.view.is_single(r):
                self._enter_section(section, self.view.row_texts(r)[0])
                continue
            if self._repeats_head(r):
                continue
            row = self._row(r, section)
            if row.agency is None and rows and self._lacks_agency(r):
                row.agency = rows[-1].agency
            rows.append(row)
        self.numbered = self._numbering_counts_indicators(rows)
        if self.numbered:
            rows = [self._row(row.index, row) if not row.match else row for row in rows]
        return rows

    def _lacks_agency(self, r: int) -> bool:
        """Whether the cell of the agency is empty, as a span over several years leaves it."""
        columns = [c for c in self.view.columns if c.role is Role.AGENCY]
        return bool(columns) and not any(self.view.text(r, c.index) for c in columns)

    def _repeats_head(self, r: int) -> bool:
        head = [c.heading for c in self.view.columns]
        row = [self.view.text(r, c) for c in range(self.view.n_columns)]
        return bool(self.view.head_rows) and row == head

    def _enter_section(self, section: _Row, text: str) -> None:
        """A row of one text over the whole table says what follows is about."""
        label = read_label(text)
        if label.instrument:
            section.instrument = label.instrument
        elif found := self.matcher.match(text, Context(table=True)):
            if found.accepted and found.kind is ScoreKind.INSTRUMENT:
                section.instrument = found.code
        section.part = label.part or ("" if label.instrument else section.part)
        years = years_of(text)
        if len(years) == 1:
            section.year = years[0]
        if agency := self.agencies.read(text):
            section.agency = agency

    def _row(self, r: int, section: _Row) -> _Row:
        row = _Row(r, part=section.part, year=section.year, agency=section.agency,
                   instrument=self._instrument_of(r) or section.instrument)  # fmt: skip
        best = 0
        refused: list[Match] = []
        code = self._zero_code(r)
        for column in self.view.columns:
            text = self.view.text(r, column.index)
            if not text or column.role not in LABELS:
                continue
            if (year := year_of(text)) is not None:
                row.year = year
                continue
            if read_number(text) is not None:
                continue
            if column.index != self.code_column and code:
                text = f"{code} {text}"
            if agency := self.agencies.read_cell(text, column.role):
                row.agency = self.agencies.placed(agency, self._place_cells(r))
            heading = read_heading(text)
            if heading.role in _NOT_ROWS and heading.fit >= 1.0 and column.index <= 2:
                row.skip = True
            label = read_label(text)
            row.part = label.part or row.part
            found = self.matcher.match(text, self._label_context(r, row, column))
            if found.accepted and _SPECIFIC[found.kind or ScoreKind.OVERALL] > best:
                best = _SPECIFIC[found.kind or ScoreKind.OVERALL]
                row.match, row.label = found, text
            elif not found.accepted and column.role is not Role.INSTRUMENT:
                refused.append(found)
        self._weigh_refusals(row, refused)
        return row

    def _weigh_refusals(self, row: _Row, refused: list[Match]) -> None:
        """A row that names an instrument only in passing is not the row of the instrument."""
        telling = [m for m in refused if m.rule not in ("empty", "no-name") and len(m.seen) > 3]
        if row.match and row.match.kind is ScoreKind.INSTRUMENT and telling and not row.agency:
            self.out.refused.extend(telling)
            row.match = None
        elif row.match is None:
            self.out.refused.extend(telling)

    def _label_context(self, r: int, row: _Row, column: Column) -> Context:
        number = self._number_of(r) if self.numbered else ""
        items = column.role in (Role.ITEM, Role.QUESTION) and row.instrument in ("OIT", "")
        items = items or self.code_column is not None
        return Context(number=number, instrument=row.instrument, table=True, items=items)

    def _instrument_of(self, r: int) -> str:
        """The instrument in a column of its own, carried down over empty cells."""
        for column in self.view.columns:
            if column.role not in (Role.INSTRUMENT, Role.UNKNOWN, Role.SEQ, Role.ISSUE):
                continue
            for above in range(r, self.view.first_row - 1, -1):
                text = self.view.text(above, column.index)
                if not text or self.view.is_single(above):
                    if column.role is Role.INSTRUMENT and not self.view.is_single(above):
                        continue
                    break
                found = read_label(text).instrument
                if found and len(text) < MAX_INSTRUMENT_LABEL:
                    return found
                break
        return ""

    @cached_property
    def code_column(self) -> int | None:
        """A column of item codes whose letter o was read as zero: 01, 02 ... 010."""
        for column in self.view.columns:
            texts = [self.view.text(r, column.index) for r in range(self.view.first_row, self.view.n_rows)]
            filled = [to_arabic(t) for t in texts if t]
            zeros = [t for t in filled if re.fullmatch(r"0\d{1,2}", t)]
            if len(zeros) >= 2 and len(zeros) >= 0.6 * len(filled):
                return column.index
        return None

    def _zero_code(self, r: int) -> str:
        return "" if self.code_column is None else f"ข้อ {self.view.text(r, self.code_column)}"

    def _number_of(self, r: int) -> str:
        for column in self.view.columns:
            if column.role in (Role.SEQ, Role.RANK, Role.UNKNOWN, Role.INDICATOR, Role.CODE):
                number = read_number(self.view.text(r, column.index))
                if number is not None and number.decimals == 0 and 1 <= number.value <= 10:
                    return str(int(number.value))
                if number is not None:
                    return ""
        return ""

    def _numbering_counts_indicators(self, rows: list[_Row]) -> bool:
        """Whether the numbers beside the names are those of the indicators, not ranks."""
        pairs = [
            (self._number_of(row.index), row.match.code)
            for row in rows
            if row.match is not None and row.match.kind is ScoreKind.INDICATOR
        ]
        pairs = [(n, code) for n, code in pairs if n]
        return len(pairs) >= 2 and sum(n == code for n, code in pairs) > 0.7 * len(pairs)

    def _place_cells(self, r: int) -> dict[Role, str]:
        return {
            column.role: self.view.text(r, column.index)
            for column in self.view.columns
            if column.role in (Role.DISTRICT, Role.PROVINCE)
        }

    # -- figures -----------------------------------------------------------------------------

    def _unambiguous(self, candidates: list[Candidate]) -> list[Candidate]:
        """Without the values of columns that say the same of themselves and hold other figures.

        One of such columns is something else; as nothing tells which, none is believed.
        """
        seen: dict[tuple[object, ...], Candidate] = {}
        doubtful: set[tuple[object, ...]] = set()
        for c in candidates:
            key = (c.kind, c.code, c.year, c.part, c.agency and c.agency.agency_id, c.points,
                   c.evidence.row)  # fmt: skip
            other = seen.setdefault(key, c)
            if other is not c and other.value != c.value:
                doubtful.add(key)
        if not doubtful:
            return candidates
        self.out.notes.append("columns of different figures have headings that say the same")
        return [
            c
            for c in candidates
            if (c.kind, c.code, c.year, c.part, c.agency and c.agency.agency_id, c.points,
                c.evidence.row) not in doubtful
        ]  # fmt: skip

    def _candidates(self, rows: list[_Row]) -> Iterator[Candidate]:
        columns = self._score_columns()
        generic = [
            c for c in columns if self.column_matches[c.index] is None and c.role is not Role.POINTS
        ]
        for row in rows:
            if row.skip:
                continue
            for column in columns:
                if candidate := self._candidate(row, column, generic):
                    yield candidate

    def _candidate(self, row: _Row, column: Column, generic: list[Column]) -> Candidate | None:
        cell = self.view.cells[row.index][column.index]
        if cell is None or cell.row != row.index or cell.column != column.index:
            return None
        number = read_score(cell.text)
        if number is None or year_of(cell.text):
            return None
        match = self._combine(row, column, generic)
        if match is None or match.kind is None:
            return None
        alternates = tuple(a.value for t in cell.alternates if (a := read_score(t)) is not None)
        evidence = Evidence(
            page=cell.page or self.table.page,
            table=self.table.number,
            row=row.index + 1,
            bbox=cell.bbox,
            text=" | ".join(self.view.row_texts(row.index))[:300],
        )
        year = column.year or row.year or self._relative(column) or self.context.year
        return Candidate(
            kind=match.kind,
            code=match.code,
            number=number,
            match=match,
            evidence=evidence,
            year=year,
            agency=row.agency or self.column_agencies[column.index],
            part=self._part(row, column, match),
            points=column.role is Role.POINTS,
            strength=3,
            alternates=alternates,
        )

    def _combine(self, row: _Row, column: Column, generic: list[Column]) -> Match | None:
        """The one thing that row and column name together."""
        by_column, by_row = self.column_matches[column.index], row.match
        totals = by_row is not None and by_row.kind in (ScoreKind.OVERALL, ScoreKind.INSTRUMENT)
        if by_column is None and self._is_per_instrument(column) and not totals:
            found = self.matcher.match(row.instrument) if row.instrument else None
            return found if found is not None and found.accepted else None
        if by_column is None:
            return self._by_row(row, column)
        if by_row is None:
            # A row that names nothing scored must name an agency, a year or nothing at all.
            return by_column if row.agency or row.year or self._is_unlabelled(row) else None
        if by_row.kind is ScoreKind.OVERALL and by_column.kind is not ScoreKind.OVERALL:
            return by_column
        if by_column.kind is ScoreKind.OVERALL:
            # "คะแนน ITA" heads a column of scores; "รวม" beside other scores adds them up.
            total = bool(generic) or "ita" not in by_column.alias.lower()
            return None if total and len(self._score_columns()) > 1 else by_row
        if by_column.kind is ScoreKind.INSTRUMENT:
            fits = by_row.kind is not ScoreKind.INSTRUMENT or by_row.code == by_column.code
            return by_row if fits else None
        return by_row if by_row.code == by_column.code else None

    def _by_row(self, row: _Row, column: Column) -> Match | None:
        if row.match is not None:
            return None if row.match.rule == "average-words" else row.match
        if row.agency is not None and column.role is Role.SCORE:
            return replace(_OVERALL, seen=column.heading)
        if row.year is not None and column.role is Role.SCORE and self._is_unlabelled(row):
            return replace(_OVERALL, seen=column.heading)
        return None

    def _is_unlabelled(self, row: _Row) -> bool:
        """Whether the row has no words of its own besides what was understood."""
        for column in self.view.columns:
            text = self.view.text(row.index, column.index)
            if not text or column.role in NOT_SCORES or year_of(text) or read_number(text):
                continue
            if self.column_matches[column.index] is None and not self.agencies.read(text):
                heading = read_heading(text)
                if heading.role not in (Role.SCORE, Role.YEAR, Role.LEVEL):
                    return False
        return True

    def _relative(self, column: Column) -> int | None:
        if not column.relative_year or self.context.year is None:
            return None
        return self.context.year - 1 if column.relative_year < 0 else self.context.year

    def _part(self, row: _Row, column: Column, match: Match) -> str:
        if match.kind not in (ScoreKind.QUESTION, ScoreKind.INDICATOR, ScoreKind.INSTRUMENT):
            return ""
        instrument = self.matcher.edition.instrument_of(match.code)
        if instrument and instrument != "EIT":
            return ""
        return read_label(column.heading).part or row.part

    # -- points of 30, 30 and 40 -------------------------------------------------------------

    def _settle_points(self, candidates: list[Candidate]) -> list[Candidate]:
        """Parts of 30, 30 and 40 points are told from scores; a stated score makes them needless."""
        weights = self.matcher.edition.weights
        groups: dict[tuple[object, ...], dict[str, Candidate]] = {}
        for c in candidates:
            if c.kind is ScoreKind.INSTRUMENT and not c.points and c.code in weights:
                key = (c.agency and c.agency.agency_id, c.year, c.part, c.evidence.bbox and 0)
                groups.setdefault(key, {}).setdefault(c.code, c)
        for group in groups.values():
            overall = [
                c.value
                for c in candidates
                if c.kind is ScoreKind.OVERALL and c.year == next(iter(group.values())).year
                and c.agency == next(iter(group.values())).agency
            ]
            if _are_points(group, weights, overall):
                for c in group.values():
                    c.points = True
        stated = {(c.kind, c.code, c.year, c.agency and c.agency.agency_id) for c in candidates if not c.points}
        return [
            c
            for c in candidates
            if not c.points
            or (c.kind, c.code, c.year, c.agency and c.agency.agency_id) not in stated
        ]


_OVERALL = Match(
    "ITA", "ผลการประเมินภาพรวม", "", 100.0, 100.0, "column-of-scores", True, "", ScoreKind.OVERALL
)


def _are_points(
    group: dict[str, Candidate], weights: dict[str, float], overall: list[float]
) -> bool:
    """Three instruments none of which exceeds its part of 100, and which add up to the total."""
    if set(group) != set(weights) or any(c.value > 100 * weights[k] + 0.005 for k, c in group.items()):
        return False
    total = sum(c.value for c in group.values())
    if overall:
        return any(abs(total - value) <= 0.02 for value in overall)
    # No total is stated: results this low do not occur with all three at once.
    return total >= 40


def _without_points(text: str) -> str:
    """A heading without what it says of the points to be had: ``IIT (30 คะแนน)``."""
    return re.sub(r"\(\s*(?:คะแนนเต็ม|เต็ม|ร้อยละ|น้ำหนัก)?\s*[\d๐-๙]{1,3}(?:\.\d+)?\s*(?:คะแนน|%)?\s*\)", " ", text)


def _says_overall(text: str) -> bool:
    return bool(re.search(r"รวม|ITA|ita|overall|total|สุทธิ", text))


def _is_level_column(column: Column) -> bool:
    return column.role is Role.LEVEL and not column.years


def is_number_cell(text: str) -> Number | None:
    """The figure in a cell, if it holds nothing else."""
    return read_number(text)
