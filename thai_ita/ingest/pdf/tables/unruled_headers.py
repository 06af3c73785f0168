"""Heads of tables without rulings: lines over the columns that the finder of columns left out.

A head may stand closer than its columns, run over two lines between rules, or have a heading over
several columns, which is known by its place over their middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from thai_ita.ingest.pdf.tables.cell_splitting import FIGURE, NARROW
from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.pdf.text.line_assembly import AssembledLine, Segment, tab_leaders

Columns = list[tuple[float, float]]

# Shares of the font size: how well a heading stands over its column, or over several.
_ALIGNED: Final = 0.5
_OVER: Final = 1.2
_NEXT_LINE: Final = 3.2
_LONGEST: Final = 60
_MOST_LINES: Final = 4
# The share of a table that a rule goes over; how far above a line, in font sizes, the rule over it may lie.
_OVER_TABLE: Final = 0.6
_RULE_ABOVE: Final = 2.5


@dataclass(frozen=True, slots=True)
class ColumnHeader:
    """A heading over the columns from ``first`` to ``last``, line by line."""

    first: int
    last: int
    lines: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A row of headings and the ``n_lines`` lines that it was made of."""

    headings: list[ColumnHeader]
    n_lines: int
    top: float
    bottom: float


def head_row(
    above: Sequence[AssembledLine], first: AssembledLine, columns: Columns, rules: Sequence[Edge]
) -> HeadRow | None:
    """The row of headings at the end of the lines above a table, if there is one.

    ``first`` is the first line of the table. Leaders and lines further off are no heads.
    """
    if not above or len(columns) < 2 or not _is_next(above[-1], first):
        return None
    enclosed = _between_rules(above, first, columns, rules)
    if enclosed and (row := _over_columns(above[-enclosed:], columns, ruled=True)):
        return row
    line = above[-1]
    if "\t" in tab_leaders(line.text):
        return None
    return _over_columns([line], columns, ruled=False) or _over_groups(line, columns)


def _is_next(line: AssembledLine, below: AssembledLine) -> bool:
    return below.base_y - line.base_y <= _NEXT_LINE * line.size


def _between_rules(
    above: Sequence[AssembledLine], first: AssembledLine, columns: Columns, rules: Sequence[Edge]
) -> int:
    """How many of the last lines stand between two rules, the lower one right over the table."""
    left, right = columns[0][0], columns[-1][1]
    wide = [r.at for r in rules if min(r.end, right) - max(r.start, left) > _OVER_TABLE * (right - left)]
    if not any(above[-1].base_y < at < first.base_y for at in wide):
        return 0
    for n in range(1, min(_MOST_LINES, len(above)) + 1):
        line = above[-n]
        high = above[-n - 1].base_y if n < len(above) else line.base_y - 2 * line.size
        if any(max(high, line.base_y - _RULE_ABOVE * line.size) < at < line.base_y for at in wide):
            return n
        if n < len(above) and not _is_next(above[-n - 1], line):
            return 0
    return 0


def _over_columns(lines: Sequence[AssembledLine], columns: Columns, *, ruled: bool) -> HeadRow | None:
    """A heading for each column, each in its place.

    Between rules (``ruled``) a heading may stand beside its column's text: in the middle of a cell
    over text that is set to one side.
    """
    found: list[list[Segment]] = [[] for _ in columns]
    for line in lines:
        parts = _by_column(line, columns)
        if parts is None:
            return None
        for heading, part in zip(found, parts, strict=True):
            if part is not None:
                heading.append(part)
    if not all(found):
        return None
    size = lines[0].size
    for c, (heading, (x0, x1)) in enumerate(zip(found, columns, strict=True)):
        low, high = min(s.x0 for s in heading), max(s.x1 for s in heading)
        away = (abs(low - x0), abs(high - x1), abs(low + high - x0 - x1) / 2)
        inside = x0 - size * NARROW <= low and high <= x1 + size * NARROW
        if ruled:
            left = columns[c - 1][1] if c else float("-inf")
            right = columns[c + 1][0] if c + 1 < len(columns) else float("inf")
            inside = left < low + size * NARROW and high - size * NARROW < right
        if min(away) > _ALIGNED * size and not inside:
            return None
        if sum(len(s.text) for s in heading) > _LONGEST:
            return None
    headings = [ColumnHeader(c, c, tuple(lines_)) for c, lines_ in enumerate(found)]
    return HeadRow(headings, len(lines), lines[0].top, lines[-1].bottom)


def _by_column(line: AssembledLine, columns: Columns) -> list[Segment | None] | None:
    """The words of a line by column; None where words of two columns hang together."""
    borders = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    groups: list[list[Segment]] = [[] for _ in columns]
    before: Segment | None = None
    place = 0
    for word in line.words:
        at = sum((word.x0 + word.x1) / 2 > border for border in borders)
        if before is not None and at != place and word.x0 - before.x1 < NARROW * line.size:
            return None
        groups[at].append(word)
        before, place = word, at
    return [
        Segment(" ".join(w.text for w in group), group[0].x0, max(w.x1 for w in group)) if group else None
        for group in groups
    ]


def _over_groups(line: AssembledLine, columns: Columns) -> HeadRow | None:
    """Headings in the middle over several columns; only columns at the left may have none."""
    segments = line.segments
    if len(segments) < 2 or any(FIGURE.fullmatch(s.text) for s in segments):
        return None
    headings: list[ColumnHeader] = []
    last = len(columns) - 1
    # From the right: the last heading reaches to the last column, the next one up to its side.
    for segment in reversed(segments):
        first = _begin_of_group(segment, columns, last, _OVER * line.size)
        if first is None or len(segment.text) > _LONGEST:
            return None
        headings.insert(0, ColumnHeader(first, last, (segment,)))
        last = first - 1
        if last < 0 and segment is not segments[0]:
            return None
    if all(h.first == h.last for h in headings) or last > len(columns) // 2:
        return None
    headings[:0] = [ColumnHeader(c, c, ()) for c in range(last + 1)]
    return HeadRow(headings, 1, line.top, line.bottom)


def _begin_of_group(segment: Segment, columns: Columns, last: int, near: float) -> int | None:
    """The first of the columns up to ``last`` over whose middle a heading stands best."""
    middle = (segment.x0 + segment.x1) / 2
    best: tuple[float, int] | None = None
    for first in range(last + 1):
        x0, x1 = columns[first][0], columns[last][1]
        holds = segment.x0 > x0 - near and segment.x1 < x1 + near
        # Text of a single column may also begin or end with it.
        away = abs(middle - (x0 + x1) / 2)
        if first == last:
            away = min(away, abs(segment.x0 - x0), abs(segment.x1 - x1))
        if holds and away <= near and (best is None or away < best[0]):
            best = (away, first)
    return None if best is None else best[1]
