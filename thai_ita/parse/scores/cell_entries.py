"""Names and scores that stand in one cell: ``๑. การปฏิบัติหน้าที่ ๘๑.๖๔ คะแนน``, one or many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from thai_ita.model import Cell, EstablishedBy, Evidence, Match, ScoreKind, Table
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number, find_numbers, read_number, read_score
from thai_ita.parse.scores.candidates import LIST, Candidate
from thai_ita.parse.scores.merged_columns import ROUNDED
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.list_entries import is_figure, list_entry

# One name may be chance.
MIN_ENTRIES = 2
# A longer text only mentions an instrument.
MAX_HEADING = 90
# Where a figure ends and the next entry begins: a list number, a code, a bullet or a new name.
_NEXT = re.compile(
    r"(?<=[\d๐-๙%)])(?:\s*[,;•▪]\s+|\s+)(?=[(]?[\d๐-๙]{1,2}[.)]\s*[ก-ฮเ-ไ])"
    r"|(?<=[\d๐-๙%)])(?:\s*[,;/|•▪]\s*|\s+)(?=[ieoIEO][\d๐-๙]{1,2}(?![\d๐-๙]))"
    r"|(?<=[\d๐-๙%)])\s*[,;•▪]\s*(?=[ก-ฮเ-ไ])"
    r"|(?<=คะแนน)(?:\s*[,;•▪]\s+|\s+)(?=[(]?[\d๐-๙]{1,2}[.)]\s*[ก-ฮเ-ไ]|[ieoIEO][\d๐-๙]{1,2}(?![\d๐-๙]))"
)


# What stands under such a heading is no result, named or not.
_NO_RESULTS = frozenset({ColumnRole.TARGET, ColumnRole.CHANGE, ColumnRole.WEIGHT, ColumnRole.FULL, ColumnRole.KPI})


@dataclass(frozen=True, slots=True)
class EntryContext:
    """What stands around the table: names of its year, the year of its results."""

    matcher: NameMatcher
    year: int | None
    year_from: EstablishedBy = EstablishedBy.UNKNOWN


def read_cell_entries(table: Table, context: EntryContext, beside: Sequence[Candidate] = ()) -> list[Candidate]:
    """The scores of a table whose cells hold entries of a list; none where only one is found.

    ``beside`` is what the table was read to state otherwise: then only rows count whose entries are
    the questions or items of the indicator that the row names.
    """
    view = GridView(table)
    beside_of = [_instruments(view, r) for r in range(view.n_rows)]
    found = [c for cell in table.cells() for c in _of_cell(cell, view, context, beside_of[cell.row])]
    if len({c.code for c in found}) < MIN_ENTRIES:
        return []
    named = {c.evidence.row: m for m, entries in _of_indicators(found, view, context) for c in entries}
    if beside:
        return [c for c in found if c.evidence.row in named]
    return [*found, *_means_beside(found, view, context)]


def _of_indicators(
    found: list[Candidate], view: GridView, context: EntryContext
) -> Iterator[tuple[Match, list[Candidate]]]:
    """The indicators that rows name, each with the entries of its row, where these are its parts."""
    edition = context.matcher.edition
    for r in range(view.n_rows):
        entries = [c for c in found if c.evidence.row == r + 1]
        items = [edition.item(c.code) for c in entries]
        parents = {item.indicator if item else "" for item in items}
        if len(entries) < MIN_ENTRIES or len(parents) != 1 or not (code := parents.pop()):
            continue
        texts = [text for text in view.row_texts(r) if read_number(text) is None]
        named = [context.matcher.match(text, Context(table=True)) for text in texts]
        if match := next((m for m in named if m.accepted and m.code == code), None):
            yield match, entries


def _means_beside(found: list[Candidate], view: GridView, context: EntryContext) -> Iterator[Candidate]:
    """The scores of indicators: a figure beside the entries of their parts that is their mean."""
    for match, entries in _of_indicators(found, view, context):
        r = (entries[0].evidence.row or 1) - 1
        mean = sum(c.number.value for c in entries) / len(entries)
        for c in range(view.n_columns):
            cell, number = view.cells[r][c], view.number(r, c)
            if cell is None or number is None or (cell.row, cell.column) != (r, c):
                continue
            if abs(number.value - mean) <= ROUNDED:
                yield _candidate(match, number, cell, view, entries[0].year, entries[0].year_from)


def _of_cell(cell: Cell, view: GridView, context: EntryContext, instrument: str) -> Iterator[Candidate]:
    year, year_from = context.year, context.year_from
    if view.columns[cell.column].role in _NO_RESULTS:
        return
    if cell.row >= view.first_row and (of_column := view.columns[cell.column].year):
        year, year_from = of_column, EstablishedBy.COLUMN
    for text in entries_of(cell.text):
        label = read_label(text)
        if label.instrument and len(text) < MAX_HEADING:
            instrument = label.instrument
        entry = list_entry(text, context.matcher, Context(instrument=instrument, table=True))
        if entry is None or entry[0].kind is ScoreKind.OVERALL:
            continue
        match, number = entry
        if not is_figure(text, number, exact=False):
            continue
        yield _candidate(match, number, cell, view, year, year_from, text)


def _candidate(
    match: Match,
    number: Number,
    cell: Cell,
    view: GridView,
    year: int | None,
    year_from: EstablishedBy,
    text: str = "",
) -> Candidate:
    seen = (text or " | ".join(view.row_texts(cell.row)))[:300]
    return Candidate(
        kind=match.kind or ScoreKind.INDICATOR,
        code=match.code,
        number=number,
        match=match,
        evidence=Evidence(cell.page, view.table.number, cell.row + 1, cell.bbox, seen),
        year=year,
        year_from=year_from,
        strength=LIST,
    )


def _instruments(view: GridView, row: int) -> str:
    """The instrument that a cell of the row names."""
    found = {read_label(t).instrument for t in view.row_texts(row) if len(t) < MAX_HEADING}
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def entries_of(text: str) -> list[str]:
    """The lines of a cell, and the entries that run on in one line.

    >>> entries_of("1) การใช้อำนาจ 91.10 2) การใช้งบประมาณ 88.20")
    ['1) การใช้อำนาจ 91.10', '2) การใช้งบประมาณ 88.20']
    """
    out: list[str] = []
    for line in text.split("\n"):
        for entry in _NEXT.split(line):
            # A name and its figure on the line below it.
            if out and read_score(entry) is not None and not find_numbers(out[-1]):
                out[-1] = f"{out[-1]} {entry.strip()}"
            else:
                out.append(entry.strip())
    return out
