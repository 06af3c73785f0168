"""The levels that a table of scores states: beside the overall score, and in a row of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thai_ita.model import ScoreKind, Table
from thai_ita.normalize.levels import find_levels, read_level
from thai_ita.parse.scores.candidates import Candidate
from thai_ita.parse.tables.cell_value import parse_cell
from thai_ita.parse.tables.column_roles import ColumnRole, heading_by_phrase
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.stated_levels import StatedLevel, asks_whether_passed

# A row of the level and nothing else.
MAX_LEVEL_ROW = 40
# Columns that may state the level beside the overall score.
_MAY_STATE = frozenset({ColumnRole.LEVEL, ColumnRole.UNKNOWN, ColumnRole.SCORE})
# Columns that state it in passing, and figures with a word behind: 91.21 (ผ่านดี). Where levels are
# letters, such a word is a verdict.
_IN_PASSING = frozenset({ColumnRole.NOTE, ColumnRole.YEAR})


def levels_of_table(
    table: Table,
    shaped: Table,
    candidates: Sequence[Candidate],
    year: int | None,
    scheme: str | None,
) -> Iterator[StatedLevel]:
    """The levels of the document's own agency with their years, ``year`` being that which holds.

    ``shaped`` is the table in the shape in which the ``candidates`` were read; their places are those of
    ``table``. ``scheme`` is that of the edition.
    """
    view, rows = GridView(table), GridView(shaped)
    for r in range(rows.first_row, rows.n_rows):
        yield from _of_level_row(rows, r, year)
    own = [c for c in candidates if c.kind is ScoreKind.OVERALL and not c.agency]
    for column in view.columns:
        if column.role not in _MAY_STATE | _IN_PASSING or asks_whether_passed(column.heading):
            continue
        for r in range(view.first_row, view.n_rows):
            beside = [c for c in own if c.evidence.row == r + 1]
            text = view.text(r, column.index) if beside else ""
            level = read_level(text) or read_level(parse_cell(text).level)
            alone = read_level(text) is not None and column.role in _MAY_STATE
            if level is not None and (alone or level.scheme == scheme):
                yield column.year or beside[-1].year, level.word


def _of_level_row(view: GridView, r: int, year: int | None) -> Iterator[StatedLevel]:
    """A row "ระดับ" below the scores: one level, or one for each year."""
    texts = view.row_texts(r)
    if len(texts) == 1 and len(texts[0]) < MAX_LEVEL_ROW:
        # The word and its level in one cell that is merged over the row.
        yield from ((year, m.level.word) for m in find_levels(texts[0]) if m.cued)
        return
    label = next((view.text(r, c) for c in range(view.n_columns) if view.text(r, c)), "")
    heading = heading_by_phrase(label)
    if heading.role is not ColumnRole.LEVEL or heading.fit < 1.0:
        return
    for column in view.columns:
        cell = view.cells[r][column.index]
        level = read_level(view.text(r, column.index)) if cell and cell.row == r else None
        if level is not None:
            yield column.year or year, level.word
