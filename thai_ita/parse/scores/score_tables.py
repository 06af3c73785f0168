"""Scores from tables of any shape, by one mechanism.

Every figure of a table stands under what its column says, beside what its row says, and below what
its section and caption say. Each of these may name an indicator, a year, an agency, a part, or what
is measured. A figure is a score when together they name exactly one thing that the assessment
scores, and nothing says that it is something else (a weight, a target, a rank, a difference). That
reads lists, indicator x year matrices, transposed tables and tables of many agencies alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from thai_ita.model import Cell, EstablishedBy, Evidence, Match, Problem, ScoreKind, Table
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number, read_number, read_score
from thai_ita.normalize.repair import squash
from thai_ita.parse.figures import figures_of_cell
from thai_ita.parse.rules import Rule, first_refusal, is_removed
from thai_ita.parse.scores.agency_cells import AgencyReader
from thai_ita.parse.scores.candidates import TABLE, Candidate, Standing
from thai_ita.parse.scores.column_meaning import ColumnMeaning, ColumnStanding
from thai_ita.parse.scores.instrument_rows import OVERALL
from thai_ita.parse.scores.misplaced_instruments import BY_PLACE
from thai_ita.parse.scores.rival_columns import mark_rivals
from thai_ita.parse.scores.score_columns import ScoreColumns
from thai_ita.parse.scores.score_rows import Row, ScoreRows
from thai_ita.parse.scores.table_rules import (
    BESIDE_RULES,
    CELL_RULES,
    WITHOUT_EVIDENCE,
    FigureInTable,
)
from thai_ita.parse.scores.unread import unread
from thai_ita.parse.scores.weighted_points import mark_weighted_points
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import Column, GridView, year_of
from thai_ita.parse.tables.reshape import reshape
from thai_ita.parse.tables.table_kind import TableInDocument, TableKind, table_kind
from thai_ita.parse.text.excerpts import excerpt
from thai_ita.parse.text.topic_cues import (
    counts_or_spends,
    is_of_other_matter,
    names_assessment,
    speaks_of_results,
)


@dataclass(slots=True)
class TableContext:
    """What stands around a table: the year of its results, the lines above it, the place."""

    matcher: NameMatcher
    year: int | None
    heading: str = ""
    title: str = ""
    instrument: str = ""
    part: str = ""
    about_ita: bool = True
    province: str = ""
    district: str = ""
    year_from: EstablishedBy = EstablishedBy.UNKNOWN
    issue: int | None = None


@dataclass(frozen=True, slots=True)
class RefusedFigure:
    """A figure of a table as printed, the 1-based row that it stands in, and the rule; ``line`` where
    the table was laid out as running text."""

    rule: Rule
    text: str
    row: int
    line: int | None = None


@dataclass(slots=True)
class TableReading:
    """The proposals of one table, the labels and the figures that were refused, and what was not
    read of it.

    ``table`` is the table in the shape in which it was read.
    """

    candidates: list[Candidate] = field(default_factory=list)
    refused: list[Match] = field(default_factory=list)
    figures: list[RefusedFigure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kind: TableKind = TableKind.SCORES
    table: Table | None = None


HIGHEST = 100
_STANDINGS = {
    ColumnStanding.FINAL: Standing.FINAL,
    ColumnStanding.PROVISIONAL: Standing.PROVISIONAL,
}
# What stands under an issue: its questions and items.
OF_ISSUES = (ScoreKind.QUESTION, ScoreKind.OIT_ITEM)
# 100.00 without its point is 10000; longer figures are no scores at all.
MAX_WITHOUT_POINT = 10_001
# A sum or mean of whatever stands above it.
# Letters for which a program had no sign.
_LOST_NAME = re.compile("(?=[?\ufffd\\s.]*?[?\ufffd]{3})[?\ufffd\\s.]*")
_PLAIN_TOTAL = re.compile(r"(?:คะแนน|รวม|ทั้งหมด|ทั้งสิ้น|เฉลี่ย|ค่า|ผล|ร้อยละ|total|average|mean)+")


def _impossible(text: str, *, recognised: bool = False) -> Number | None:
    """A whole number above 100 where a score should stand: one that lost its decimal point. Where it
    was recognised in a picture, any number above 100: a digit was misread."""
    number = read_number(text)
    if number is None or (number.decimals and not recognised) or number.signed:
        return None
    return number if HIGHEST < number.value < MAX_WITHOUT_POINT else None


def read_score_table(table: Table, context: TableContext) -> TableReading:
    """The scores that a table states; an empty reading for any other table."""
    shaped = reshape(table, context.matcher)
    reading = _read(shaped.table, context)
    for candidate in reading.candidates:
        place = candidate.evidence
        if place.row is not None:
            candidate.evidence = replace(place, row=shaped.rows[place.row - 1] + 1)
    beside = [RefusedFigure(BESIDE_RULES[role], text, row + 1) for row, text, role in shaped.beside]
    reading.figures = [replace(figure, row=shaped.rows[figure.row - 1] + 1) for figure in [*beside, *reading.figures]]
    reading.table = shaped.table
    return reading


def _read(table: Table, context: TableContext) -> TableReading:
    view = GridView(table)
    if len(view.blocks) == 1:
        return TableReader(view, context).read()
    whole = TableReading()
    wide = [cell for cell in table.cells() if cell.colspan > 1]
    for block in view.blocks:
        part = TableReader(GridView(_columns_of(table, block, wide)), context).read()
        whole.candidates += part.candidates
        whole.refused += part.refused
        whole.figures += part.figures
        whole.problems += part.problems
        whole.kind = part.kind
    return whole


def _columns_of(table: Table, columns: range, wide: Sequence[Cell]) -> Table:
    """A table of some columns of a table, at the same rows; ``wide`` are its cells over several."""
    grid: list[list[Cell | None]] = [[None] * len(columns) for _ in table.grid]
    inside = (row[columns.start : columns.stop] for row in table.grid)
    for cell in (*wide, *(cell for row in inside for cell in row if cell is not None)):
        first = max(cell.column, columns.start)
        end = min(cell.column + cell.colspan, columns.stop)
        if first < end:
            place = first - columns.start
            grid[cell.row][place] = replace(cell, column=place, colspan=end - first)
    return replace(table, grid=grid)


class TableReader:
    def __init__(self, view: GridView, context: TableContext) -> None:
        self.view = view
        self.context = context
        self.matcher = context.matcher
        self.out = TableReading()
        about = (context.heading, context.title)
        self.agencies = AgencyReader(context.province, context.district, about)
        # The places of figures that a rule refused for what they are.
        self.explained: set[tuple[int, int]] = set()

    def read(self) -> TableReading:
        if self.view.n_columns < 2:
            return self.out
        self.out.kind, refused = table_kind(TableInDocument(self._captions(), self.view.columns))
        if refused is not None:
            self._refuse_all(refused)
            return self.out
        self.columns = ScoreColumns(self.view, self.matcher, self.agencies, self.context.year)
        self.rows = ScoreRows(
            self.columns,
            self.agencies,
            part=self.context.part,
            instrument=self.context.instrument,
            issue=self.context.issue,
        )
        rows = self.rows.read()
        self.named = self._names_something(rows)
        owners = [*(r.agency for r in rows), *(self.columns.agency(c) for c in self.columns.scores)]
        named = {a.name for a in owners if a is not None}
        self.names_owners = any(row.agency is not None for row in rows)
        self.of_many = len(named) > 1 or self.rows.lists_agencies()
        self.by_place = self._instruments_by_place(rows)
        self.out.refused = self.rows.refused
        self._refuse_columns()
        found = list(self._candidates(rows))
        if self._enough_evidence([c for c, _ in found]):
            plain = [c for c in self.columns.scores if self.columns.is_plain(c)]
            table = self.view.table
            # Tables laid out from text have no number.
            key = f"t{table.number}" if table.number else f"l{table.line_number}"
            mark_rivals(found, plain, key)
            weights = self.matcher.edition.weights
            self.out.candidates = mark_weighted_points([c for c, _ in found], weights)
        elif found:
            self._refuse_all(WITHOUT_EVIDENCE)
        self.out.problems = unread(self.columns, rows, self.out.candidates, self.explained)
        return self.out

    # -- figures that are no scores ----------------------------------------------------------

    def _refuse(self, rule: Rule, cell: Cell) -> None:
        for text in figures_of_cell(cell):
            self.out.figures.append(RefusedFigure(rule, text, cell.row + 1, cell.line))

    def _refuse_all(self, rule: Rule) -> None:
        for cell in self.view.table.cells():
            self._refuse(rule, cell)

    def _refuse_columns(self) -> None:
        refused = {m.column.index: m.refused for m in self.columns.meanings if m.refused is not None}
        for cell in self.view.table.cells():
            if cell.row >= self.view.first_row and (rule := refused.get(cell.column)):
                self._refuse(rule, cell)

    # -- is this a table of results? ---------------------------------------------------------

    def _captions(self) -> list[str]:
        return [self.context.heading, self.view.table.caption, *self.view.captions]

    def _enough_evidence(self, candidates: list[Candidate]) -> bool:
        """One known name may be chance; two are a table of the assessment."""
        if is_removed(WITHOUT_EVIDENCE):
            return True
        named = {(c.kind, c.code) for c in candidates if c.value <= HIGHEST}
        strong = {key for key in named if key[0] is not ScoreKind.OVERALL}
        if strong and len(named) >= 2:
            return True
        # A caption of another matter stands between the table and what is above it.
        around = " ".join([*self._own_captions(), *(c.heading for c in self.view.columns)])
        around = " ".join([around, *(c.match.seen for c in candidates)])
        # Scores of agencies under a title of the assessment, whatever line stands between.
        listed = any(c.agency for c in candidates) and ("คะแนน" in around or speaks_of_results(self._said_of_table()))
        if listed or speaks_of_results(around):
            around = f"{around} {self.context.title}"
        return bool(named) and self.context.about_ita and (bool(strong) or names_assessment(around))

    # -- figures -----------------------------------------------------------------------------

    def _candidates(self, rows: list[Row]) -> Iterator[tuple[Candidate, Column]]:
        for row in rows:
            for column in self.columns.scores:
                cell = self.view.cells[row.index][column.index]
                if cell is None or cell.row != row.index or cell.column != column.index:
                    continue
                if candidate := self._candidate(row, column, cell):
                    yield candidate, column

    def _candidate(self, row: Row, column: Column, cell: Cell) -> Candidate | None:
        number = read_score(cell.text) or _impossible(cell.text, recognised=bool(cell.figures))
        if number is None or year_of(cell.text):
            return None
        match = self._resolve_row_and_column(row, column)
        figure = FigureInTable(self, row, column, cell, number, match)
        if refused := first_refusal(CELL_RULES, figure):
            self._refuse(refused, cell)
            self.explained.add((row.index, column.index))
            return None
        if match is None or match.kind is None:
            return None
        table = self.view.table
        meaning = self.columns.meanings[column.index]
        beside = meaning.year or row.year or self._relative(column)
        agency = row.agency or meaning.agency
        return Candidate(
            kind=match.kind,
            code=match.code,
            number=number,
            match=match,
            evidence=Evidence(
                page=cell.page or table.page,
                # A table laid out from text has its places in the lines of the text.
                table=(table.number or None) if cell.line is None else None,
                row=row.index + 1 if cell.line is None else None,
                bbox=cell.bbox,
                text=self._row_text(row, cell.text),
                line=cell.line,
            ),
            year=beside or self.context.year,
            agency=agency,
            part=self._part(row, meaning, match),
            # The parts of 30, 30 and 40 add up to the overall score itself.
            points=self._is_points(row, column, match),
            strength=TABLE,
            alternates=tuple(a.value for t in cell.alternates if (a := read_score(t)) is not None),
            year_from=EstablishedBy.COLUMN if beside else self.context.year_from,
            agency_from=EstablishedBy.COLUMN if agency else EstablishedBy.UNKNOWN,
            standing=_STANDINGS.get(meaning.standing, Standing.STATED),
            issue=row.issue if match.kind in OF_ISSUES else None,
        )

    def full_marks(self, row: Row) -> list[float]:
        """The full marks beside the figures of a row."""
        found = (self.view.number(row.index, c) for c in self.columns.full_marks)
        return [n.value for n in found if n is not None]

    def full_of(self, match: Match) -> float:
        """The part of 100 points that an instrument has; 0 for anything else."""
        return round(HIGHEST * self.matcher.edition.weights.get(match.code, 0.0), 2)

    def _is_points(self, row: Row, column: Column, match: Match) -> bool:
        if match.kind is ScoreKind.OVERALL:
            return False
        of_weight = match.kind is ScoreKind.INSTRUMENT and self.full_of(match) in self.full_marks(row)
        return column.role is ColumnRole.POINTS or (of_weight and self.full_of(match) != HIGHEST)

    def is_of_several_rows(self, cell: Cell, column: Column) -> bool:
        """Whether a figure is merged over rows of which none is its own."""
        if cell.rowspan < 2 or self.columns.owner(column) is not None:
            return False
        if self.by_place.get(column.index):
            return False
        beside = [c for c in self.view.cells[cell.row] if c is not None and c is not cell]
        words = [c for c in beside if c.text.strip() and read_number(c.text) is None]
        return any(c.rowspan < cell.rowspan for c in words)

    def _instruments_by_place(self, rows: list[Row]) -> dict[int, dict[int, str]]:
        """The instruments of the figures in columns that have one for the indicators of each."""
        codes = {
            r.index: r.match.code
            for r in rows
            if r.match is not None and r.match.kind is ScoreKind.INDICATOR and not r.skip
        }
        return {
            c.index: found
            for c in self.columns.scores
            if self.columns.match(c) is None and (found := self.columns.merged.instruments_by_place(c, codes))
        }

    def _row_text(self, row: Row, figure: str) -> str:
        """The cells of a row; of a long row the part with the figure."""
        text = " | ".join(self.view.row_texts(row.index))
        place = text.find(" ".join(figure.split()))
        return excerpt(text, max(0, place), max(0, place) + len(figure))

    def _names_something(self, rows: list[Row]) -> bool:
        """Whether anything but a row of totals says that the table is of the assessment; also where
        no other rows are there that the total could be of."""
        columns = self.view.columns
        if any(self.columns.match(c) or self.columns.agency(c) for c in columns):
            return True
        others = [r for r in rows if not r.match or not _PLAIN_TOTAL.fullmatch(squash(r.match.seen))]
        return not others or any(r.agency or r.match or r.year for r in others)

    def is_nobodys(self, row: Row, column: Column) -> bool:
        """Whether a row is the total or mean of other things, or of many agencies."""
        if row.is_mean_of_others:
            return True
        if self.of_many and row.agency is None and self.columns.agency(column) is None:
            return True
        return not self.named and row.match is not None and row.match.kind is ScoreKind.OVERALL

    def has_lost_its_owner(self, row: Row) -> bool:
        """Whether a row has question marks for a name, while other rows name their owner."""
        if not self.names_owners or row.agency is not None:
            return False
        cells = (cell for cell in self.view.table.grid[row.index] if cell is not None)
        return any(_LOST_NAME.fullmatch(cell.text) for cell in cells)

    def _resolve_row_and_column(self, row: Row, column: Column) -> Match | None:
        """The one thing that row and column name together."""
        by_column, by_row = self.columns.match(column), row.match
        if code := self.by_place.get(column.index, {}).get(row.index):
            found = self._named(code)
            return replace(found, rule=BY_PLACE) if found is not None else None
        totals = by_row is not None and by_row.kind in (ScoreKind.OVERALL, ScoreKind.INSTRUMENT)
        if by_column is None and self.columns.is_per_instrument(column) and not totals:
            return self._named(row.instrument) if row.instrument else None
        owner = self.columns.owner(column)
        if by_column is None and owner is not None and not totals:
            return self._by_owner(row, owner)
        if by_column is None:
            return self._by_row(row, column)
        if by_row is None:
            # A row that names nothing scored must name an agency, a year or nothing at all.
            known = row.agency or row.year or self.rows.is_unlabelled(row)
            return by_column if known else None
        if by_row.kind is ScoreKind.OVERALL and by_column.kind is not ScoreKind.OVERALL:
            return by_column
        if by_column.kind is ScoreKind.OVERALL:
            # "คะแนน ITA" heads a column of scores; "รวม" beside other scores adds them up.
            others = len(self.columns.scores) > 1
            plain = any(self.columns.match(c) is None for c in self.columns.scores)
            adds_up = others and (plain or "ita" not in by_column.alias.lower())
            return None if adds_up else by_row
        if by_column.kind is ScoreKind.INSTRUMENT:
            fits = by_row.kind is not ScoreKind.INSTRUMENT or by_row.code == by_column.code
            return by_row if fits else None
        return by_row if by_row.code == by_column.code else None

    def _named(self, code: str) -> Match | None:
        found = self.matcher.match(code)
        return found if found.accepted else None

    def _by_owner(self, row: Row, owner: Column) -> Match | None:
        """What the merged cell beside a merged figure names."""
        context = Context(instrument=row.instrument, table=True)
        found = self.matcher.match(self.view.text(row.index, owner.index), context)
        return found if found.accepted else None

    def _by_row(self, row: Row, column: Column) -> Match | None:
        if row.match is not None:
            return None if row.match.rule == "average-words" else row.match
        # Beside an agency or a year alone, a score is the overall score.
        whole = replace(OVERALL, seen=column.heading)
        if column.role is ColumnRole.SCORE:
            beside = row.agency is not None or (row.year is not None and self.rows.is_unlabelled(row))
            return whole if beside else None
        found = self._is_overall_by_place(row, column) or self._is_of_years_alone(row, column)
        return whole if found else None

    def _is_overall_by_place(self, row: Row, column: Column) -> bool:
        """Whether an agency and a year alone meet in a table of results of the assessment."""
        if column.role not in (ColumnRole.YEAR, ColumnRole.AGENCY, ColumnRole.UNKNOWN):
            return False
        agency = row.agency or self.columns.agency(column)
        if agency is None or not (column.year or row.year):
            return False
        around = self._said_of_table()
        says_scores = speaks_of_results(around) or "คะแนน" in around
        return says_scores and names_assessment(around) and self.columns.has_decimals(column)

    def _is_of_years_alone(self, row: Row, column: Column) -> bool:
        """Whether one row of figures stands below years and nothing else, under a caption that speaks
        of the results of the assessment."""
        said = " ".join(self._own_captions())
        if not (speaks_of_results(said) and names_assessment(said)) or counts_or_spends(said):
            return False
        one_row = self.view.n_rows == self.view.first_row + 1 and self.rows.is_unlabelled(row)
        years = all(c.year and c.role in (ColumnRole.YEAR, ColumnRole.UNKNOWN) for c in self.columns.scores)
        return one_row and years and len(self.columns.scores) > 1 and self.columns.has_decimals(column)

    def _said_of_table(self) -> str:
        """The captions of the table, and the title of the document where they say nothing else."""
        around = " ".join(self._own_captions())
        other = counts_or_spends(around) or is_of_other_matter(self.view.table.caption)
        return around if other else f"{around} {self.context.title}"

    def _own_captions(self) -> list[str]:
        """The captions without the heading above one that is of another matter."""
        other = is_of_other_matter(self.view.table.caption)
        return self._captions()[1:] if other else self._captions()

    def _relative(self, column: Column) -> int | None:
        if not column.relative_year or self.context.year is None:
            return None
        return self.context.year - 1 if column.relative_year < 0 else self.context.year

    def _part(self, row: Row, meaning: ColumnMeaning, match: Match) -> str:
        if match.kind is ScoreKind.OVERALL or self.matcher.edition.instrument_of(match.code) != "EIT":
            return ""
        return meaning.part or row.part
