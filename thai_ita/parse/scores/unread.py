"""What a table of results says and was not read: nothing of it is lost in silence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from thai_ita.model import Problem, ScoreKind, Severity
from thai_ita.normalize.numerals import find_numbers
from thai_ita.parse.scores.candidates import Candidate
from thai_ita.parse.scores.column_rules import UNCLAIMED
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import GridView

if TYPE_CHECKING:
    from thai_ita.parse.scores.score_columns import ScoreColumns
    from thai_ita.parse.scores.score_rows import Row

# One name may be chance; so many are a table of the assessment.
MIN_NAMES = 2
# A longer cell holds a sentence, and is read as one.
MAX_FIGURE_CELL = 40
NOT_READ = "scores-not-read"
EMPTY_COLUMN = "empty-result-column"
WITHOUT_PARTS = "total-without-parts"
# Problems that leave a document partly read.
INCOMPLETE = frozenset({
    NOT_READ, EMPTY_COLUMN, WITHOUT_PARTS, "rivals-undecided", "lost-text",
    "figure-not-read", "formula-without-value", "part-not-read",
})  # fmt: skip


def unread(
    columns: ScoreColumns,
    rows: Sequence[Row],
    taken: Sequence[Candidate],
    explained: Collection[tuple[int, int]],
) -> list[Problem]:
    """What should have been read of a table and was not.

    ``explained`` are the places (row, column) of figures that a rule refused for what they are.
    """
    view = columns.view
    named = [r for r in rows if r.match is not None and not r.skip]
    by_column = [c for c in view.columns if columns.match(c) is not None]
    matches = [*(r.match for r in named), *(columns.match(c) for c in by_column)]
    names = {(m.kind, m.code) for m in matches if m is not None and m.kind is not ScoreKind.OVERALL}
    place = f"table {view.table.number}"
    page = view.table.page
    out: list[Problem] = []

    def tell(code: str, note: str) -> None:
        out.append(Problem(code, f"{place}: {note}: look there", Severity.WARNING, page))

    left = _left_figures(view, columns, rows, explained)
    if len(names) >= MIN_NAMES and not taken and left:
        tell(NOT_READ, f"{len(names)} names of the assessment stand beside figures, and no score was taken")
    if len({r.match.code for r in named if r.match}) >= MIN_NAMES:
        for column in _empty_results(view):
            tell(EMPTY_COLUMN, f'column {column + 1} "{view.columns[column].heading}" holds no figure')
    if taken and all(c.kind is ScoreKind.OVERALL and c.agency is None for c in taken):
        parts = [r for r in rows if r.match is None and not r.skip and r.agency is None and r.year is None]
        if len([r for r in parts if any(place[0] == r.index for place in left)]) >= MIN_NAMES:
            tell(WITHOUT_PARTS, "the total was taken, and none of the figures above it")
    return out


def _left_figures(
    view: GridView, columns: ScoreColumns, rows: Sequence[Row], explained: Collection[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The places of figures with decimals that nothing explains."""
    open_columns = [m.column.index for m in columns.meanings if m.refused is None or m.refused is UNCLAIMED]
    return [
        (row.index, c)
        for row in rows
        if not row.skip
        for c in open_columns
        if (row.index, c) not in explained
        and _begins_with_figure(view.text(row.index, c))
        and (cell := view.cells[row.index][c]) is not None
        and (cell.row, cell.column) == (row.index, c)
    ]


def _begins_with_figure(text: str) -> bool:
    """Whether a short cell holds a figure with decimals, whatever else."""
    return len(text) <= MAX_FIGURE_CELL and any(n.decimals for n in find_numbers(text))


def _empty_results(view: GridView) -> list[int]:
    """The columns that a heading calls the scores, and that hold nothing at all."""
    body = range(view.first_row, view.n_rows)
    return [
        c.index
        for c in view.columns
        if c.role is ColumnRole.SCORE and c.fit >= 1.0 and not any(view.text(r, c.index) for r in body)
    ]
