"""Columns of a table written one below the other: all names under their heading, then all scores.

Text taken out of a page column by column reads so. The two lists are one table where they are of
one length, each under its own heading, and every name is another one that is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from thai_ita.model import Block, Cell, Line, Table
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import read_number, read_score
from thai_ita.parse.grid import MAX_HEADING, year_of
from thai_ita.parse.headings import Role, read_heading

MIN_ENTRIES = 3


def lists_as_tables(blocks: Sequence[Block], matcher: NameMatcher) -> list[Block]:
    """The blocks with each list of names and the list of its scores as one table.

    Where the two are not of one length the figures are a table of their own, which says nothing:
    the first of them is no overall score because คะแนน stands above it.
    """
    out: list[Block] = []
    i = 0
    while i < len(blocks):
        names = _names_at(blocks, i, matcher)
        figures = _run(blocks, i + len(names), figures=True) if names else []
        if len(figures) < 2:
            out.append(blocks[i])
            i += 1
            continue
        i += len(names) + len(figures)
        # The heading of the scores ended the names.
        figures.insert(0, names.pop())
        if len(names) == len(figures) and all(_is_score(line) for line in figures[1:]):
            out.append(_table(list(zip(names, figures, strict=True))))
        else:
            out += [*names, _table([(line,) for line in figures])]
    return out


def _names_at(blocks: Sequence[Block], i: int, matcher: NameMatcher) -> list[Line]:
    """A heading, the names below it and the heading of scores below these; else nothing."""
    if not _heads(blocks[i], Role.INDICATOR):
        return []
    lines = _run(blocks, i, figures=False)
    if len(lines) < MIN_ENTRIES + 2 or not _heads(lines[-1], Role.SCORE):
        return []
    found = [matcher.match(line.text, Context(table=True)) for line in lines[1:-1]]
    known = all(m.accepted and m.kind is not None and m.rule != "average-words" for m in found)
    return lines if known and len({(m.kind, m.code) for m in found}) == len(found) else []


def _run(blocks: Sequence[Block], start: int, *, figures: bool) -> list[Line]:
    """The lines from a place on that are figures and nothing else, or of which none is."""
    out: list[Line] = []
    for i in range(start, len(blocks)):
        line = blocks[i]
        if not isinstance(line, Line) or (read_number(line.text) is not None) is not figures:
            break
        out.append(line)
    return out


def _is_score(line: Line) -> bool:
    return read_score(line.text) is not None and year_of(line.text) is None


def _heads(block: Block, role: Role) -> bool:
    """Whether a line is a heading of a column and nothing else."""
    if not isinstance(block, Line) or len(block.text) > MAX_HEADING:
        return False
    heading = read_heading(block.text)
    return heading.role is role and heading.fit >= 1.0


def _table(rows: Sequence[tuple[Line, ...]]) -> Table:
    grid: list[list[Cell | None]] = [
        [
            Cell(line.raw, line.text, r, c, page=line.page, bbox=line.bbox)
            for c, line in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]
    first = rows[0][0]
    return Table(grid, header_rows=1, page=first.page, line_number=first.number)
