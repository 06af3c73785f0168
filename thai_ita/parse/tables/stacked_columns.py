"""Columns of a table written one below the other: all names under their heading, then all scores.

Text taken out of a page column by column reads so. The two lists are one table where they are of
one length, each under its own heading, and every name is another one that is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from thai_ita.model import Block, Cell, Line, Table
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import read_number
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading
from thai_ita.parse.tables.grid import MAX_HEADING, year_of

MIN_ENTRIES, MAX_ENTRIES = 3, 100
_OF_FIGURES = (
    ColumnRole.SCORE, ColumnRole.TARGET, ColumnRole.FULL, ColumnRole.WEIGHT, ColumnRole.POINTS, ColumnRole.CHANGE, ColumnRole.AVERAGE,
    ColumnRole.COUNT, ColumnRole.RANK,
)  # fmt: skip


def stacked_columns_as_tables(blocks: Sequence[Block], matcher: NameMatcher) -> list[Block]:
    """The blocks with each list of names and the lists of its figures as one table.

    Where these are not of one length the figures are a table of their own, which says nothing: the
    first of them is no overall score because คะแนน stands above it.
    """
    out: list[Block] = []
    i = 0
    while i < len(blocks):
        names = _names_at(blocks, i, matcher)
        columns = _columns_at(blocks, i + len(names)) if names else []
        if not columns:
            out.append(blocks[i])
            i += 1
            continue
        i += len(names) + sum(map(len, columns))
        fitting = all(len(column) == len(names) for column in columns)
        if fitting and not any(year_of(line.text) for column in columns for line in column[1:]):
            out.append(_table(list(zip(names, *columns, strict=True))))
        else:
            out += [*names, *(_table([(line,) for line in column]) for column in columns)]
    return out


def _names_at(blocks: Sequence[Block], i: int, matcher: NameMatcher) -> list[Line]:
    """A heading and the known names below it, up to the heading of their figures; else nothing."""
    if not _heads(blocks[i], ColumnRole.INDICATOR):
        return []
    lines = _run(blocks, i, figures=False)
    if len(lines) < MIN_ENTRIES + 2:
        return []
    # The heading of the figures ended the run.
    names = lines[:-1]
    seen: set[tuple[str, str]] = set()
    for line in names[1:]:
        found = matcher.match(line.text, Context(table=True))
        if not found.accepted or found.kind is None or found.rule == "average-words":
            return []
        if (found.kind, found.code) in seen:
            return []
        seen.add((found.kind, found.code))
    return names


def _columns_at(blocks: Sequence[Block], i: int) -> list[list[Line]]:
    """Lists of two figures or more from a place on, one below the other, each with its heading."""
    out: list[list[Line]] = []
    while i < len(blocks) and isinstance(head := blocks[i], Line):
        figures = _run(blocks, i + 1, figures=True)
        if len(figures) < 2 or not (year_of(head.text) or _heads(head, *_OF_FIGURES)):
            break
        out.append([head, *figures])
        i += len(out[-1])
    return out


def _run(blocks: Sequence[Block], start: int, *, figures: bool) -> list[Line]:
    """The lines from a place on that are figures and nothing else, or of which none is."""
    out: list[Line] = []
    for line in blocks[start : start + MAX_ENTRIES]:
        if not isinstance(line, Line) or (read_number(line.text) is not None) is not figures:
            break
        out.append(line)
    return out


def _heads(block: Block, *roles: ColumnRole) -> bool:
    """Whether a line is a heading of a column and nothing else."""
    if not isinstance(block, Line) or len(block.text) > MAX_HEADING:
        return False
    heading = classify_heading(block.text)
    return heading.role in roles and heading.fit >= 1.0


def _table(rows: Sequence[tuple[Line, ...]]) -> Table:
    grid: list[list[Cell | None]] = [
        [
            Cell(line.raw, line.text, r, c, page=line.page, bbox=line.bbox, line=line.number)
            for c, line in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]
    first = rows[0][0]
    return Table(grid, header_rows=1, page=first.page, line_number=first.number)
