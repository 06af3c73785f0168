"""Periods drawn over the months of a calendar: arrows, lines and bars become marks in their cells.

::

    | measure  | ต.ค. | พ.ย. | ธ.ค. | ม.ค. |        | ต.ค. | พ.ย. | ธ.ค. | ม.ค. |
    | a        |   <----------->   |       |   ->   |      |  ↔   |  ↔   |      |

What is drawn is known by its place: inside one row of the table, over cells of months without any
text. A line there is no rule, for it parts nothing. A line through all months of every row, and a
colour that all rows share, tell nothing of one row and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from thai_ita.ingest.pdf.reader import RawCell, RawTable
from thai_ita.ingest.pdf.tables.painted import Fill
from thai_ita.ingest.pdf.tables.ruling import Box, Edge
from thai_ita.normalize.months import LEAST_INITIALS, month_of, months_by_initials

# What stands for a drawn period in each cell that it covers.
MARK: Final = "↔"
# Fewer columns of months in a row are no calendar; nor are quarters, unless all four are there.
_LEAST_MONTHS: Final = 3
_LEAST_QUARTERS: Final = 4
# The heads are among so many rows from the top.
_HEAD_ROWS: Final = 5
_QUARTER = re.compile(r"(?:ไตรมาส|ไตรมาศ)(?:\s*ที่)?\s*[1-4๑-๔].{0,10}")
# A drawn line stands at least so far from the sides of its row.
_INSIDE_PT: Final = 2.5
# Pieces of one line lie no further apart, and its end may lie beyond the calendar by so much.
_JOINED_PT: Final = 3.0
# Share of a column's width that a period covers where its month belongs to it.
_COVERED: Final = 0.35
# A side of a fill on the side of its cell.
_SIDE_PT: Final = 2.5
_WHITE: Final = 0xF8F8F8
# Rows that all show the same colour show a column, not a period.
_ALIKE: Final = 3

Span = tuple[float, float]


@dataclass(slots=True)
class DrawnPeriods:
    """The boxes of the cells that drawn periods cover, and what is drawn, which is no rule."""

    cells: list[Box] = field(default_factory=list)
    horizontal: set[Edge] = field(default_factory=set)
    vertical: set[Edge] = field(default_factory=set)
    fills: set[Fill] = field(default_factory=set)


@dataclass(slots=True)
class _Row:
    """A row of a calendar: its heights and what is drawn over its months."""

    top: float
    bottom: float
    lines: list[Edge] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)

    def spans(self) -> list[Span]:
        pieces = [(e.start, e.end) for e in self.lines] + [(f.x0, f.x1) for f in self.fills]
        return _joined(pieces)


def find_drawn_periods(
    tables: Sequence[RawTable],
    vertical: Sequence[Edge],
    horizontal: Sequence[Edge],
    fills: Sequence[Fill],
) -> DrawnPeriods:
    """The periods drawn over the calendars of a page; empty on pages without a calendar."""
    found = DrawnPeriods()
    for table in tables:
        months = _months(table) if table.ruled else []
        if not months:
            continue
        sides = [*(cell.bbox.x0 for cell in months), months[-1].bbox.x1]
        below = [cell for cell in table.cells if cell.row > months[0].row]
        rows = [_drawn(row, sides, horizontal, fills) for row in _rows(below, sides)]
        _leave_common(rows, sides)
        for row in rows:
            _add(found, row, sides, vertical)
    return found


def _months(table: RawTable) -> list[RawCell]:
    """The heads of a calendar side by side: months, their first letters, or quarters; else []."""
    rows: dict[int, list[RawCell]] = {}
    for cell in table.cells:
        if cell.row >= _HEAD_ROWS:
            break
        rows.setdefault(cell.row, []).append(cell)
    for row in rows.values():
        if len(row) <= _LEAST_MONTHS:
            continue
        texts = [" ".join(cell.text.split()) for cell in row]
        quarters = [k for k, text in enumerate(texts) if _QUARTER.fullmatch(text)]
        months = [k for k, text in enumerate(texts) if text and month_of(text) is not None]
        if len(months) < LEAST_INITIALS:
            months = max(months, sorted(months_by_initials(texts)), key=len)
        if len(months) < _LEAST_MONTHS:
            months = quarters if len(quarters) >= _LEAST_QUARTERS else []
        # A head that could not be read stands between two others.
        if months and months[-1] - months[0] <= len(months):
            return row[months[0] : months[-1] + 1]
    return []


def _rows(below: Sequence[RawCell], sides: Sequence[float]) -> Iterator[_Row]:
    """The rows below the months whose cells there hold no text.

    Lines drawn over the months cut the cells of these; the column beside them with the most texts
    tells where rows begin and end.
    """
    beside: dict[int, list[RawCell]] = {}
    written: list[float] = []
    for cell in below:
        if not cell.text.strip():
            continue
        if sides[0] < (cell.bbox.x0 + cell.bbox.x1) / 2 < sides[-1]:
            written.append((cell.bbox.top + cell.bbox.bottom) / 2)
        else:
            beside.setdefault(cell.column, []).append(cell)
    for cell in max(beside.values(), key=len, default=[]):
        top, bottom = cell.bbox.top, cell.bbox.bottom
        if not any(top < y < bottom for y in written):
            yield _Row(top, bottom)


def _drawn(
    row: _Row,
    sides: Sequence[float],
    horizontal: Sequence[Edge],
    fills: Sequence[Fill],
) -> _Row:
    """The row with what is drawn over its months."""
    left, right = sides[0] - _JOINED_PT, sides[-1] + _JOINED_PT
    row.lines = [
        edge
        for edge in horizontal
        if row.top + _INSIDE_PT < edge.at < row.bottom - _INSIDE_PT and left <= edge.start < edge.end <= right
    ]
    middle = (row.top + row.bottom) / 2
    over = [
        fill
        for fill in fills
        if fill.top < middle < fill.bottom
        and fill.top >= row.top - _SIDE_PT
        and fill.bottom <= row.bottom + _SIDE_PT
        and not _is_white(fill.colour)
    ]
    # The colour of the whole row is none of a period.
    ground = {f.colour for f in over if f.x0 < left or f.x1 > right}
    row.fills = [f for f in over if left <= f.x0 < f.x1 <= right and f.colour not in ground]
    return row


def _is_white(colour: int) -> bool:
    return colour >= 0 and all((colour >> shift) & 0xFF >= (_WHITE >> shift) & 0xFF for shift in (16, 8, 0))


def _leave_common(rows: Sequence[_Row], sides: Sequence[float]) -> None:
    """Leaves out what all rows share: a rule through their middle, the colour of a column."""
    if len(rows) > 1 and all(row.lines for row in rows):
        ends = [_joined([(e.start, e.end) for e in row.lines]) for row in rows]
        if all(len(s) == 1 and s[0][0] <= sides[0] + _SIDE_PT and s[0][1] >= sides[-1] - _SIDE_PT for s in ends):
            for row in rows:
                row.lines = []
    if len(rows) >= _ALIKE and all(row.fills for row in rows):
        shown = {tuple(sorted((round(f.x0), round(f.x1)) for f in row.fills)) for row in rows}
        if len(shown) == 1:
            for row in rows:
                row.fills = []


def _add(found: DrawnPeriods, row: _Row, sides: Sequence[float], vertical: Sequence[Edge]) -> None:
    spans = row.spans()
    if not spans:
        return
    found.horizontal.update(row.lines)
    found.fills.update(row.fills)
    # The heads of arrows, and the ends of bars.
    found.vertical.update(
        edge
        for edge in vertical
        if sides[0] - _JOINED_PT < edge.at < sides[-1] + _JOINED_PT
        and edge.start > row.top + _INSIDE_PT
        and edge.end < row.bottom - _INSIDE_PT
    )
    for x0, x1 in pairwise(sides):
        covered = sum(max(0.0, min(x1, end) - max(x0, start)) for start, end in spans)
        if covered >= _COVERED * (x1 - x0):
            found.cells.append((x0, row.top, x1, row.bottom))


def _joined(pieces: Sequence[Span]) -> list[Span]:
    """Stretches made of pieces that touch."""
    joined: list[Span] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1] + _JOINED_PT:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
