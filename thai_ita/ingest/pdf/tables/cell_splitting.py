"""Lines parted at narrow gaps, where the columns above them show that two cells stand there.

The longest name of a column may end a space before the figure of its row. Alone, such a line looks
like running text; under lines that have a wide gap there, its words stand in columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from thai_ita.ingest.pdf.text.line_assembly import AssembledLine, Segment

Columns = list[tuple[float, float]]

FIGURE = re.compile(r"[\d๐-๙OoIl.,%+\-–()/]{1,10}")
# Shares of the font size: the least gap of two cells, and how well a cell must be aligned.
NARROW: Final = 0.2
_ALIGNED: Final = 0.25
# Words show a column from this many lines on, figures from one.
_MIN_WORDY: Final = 2


def part_line(line: AssembledLine, others: Sequence[AssembledLine], columns: Columns) -> list[Segment] | None:
    """The line's words as one segment a column, or None where they do not stand in columns.

    ``others`` are the lines that the columns were found from.
    """
    if len(line.words) < 2 or len(columns) < 2:
        return None
    borders = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    groups: list[list[Segment]] = [[] for _ in columns]
    for word in line.words:
        groups[sum((word.x0 + word.x1) / 2 > border for border in borders)].append(word)
    parts = [
        Segment(" ".join(w.text for w in group), group[0].x0, max(w.x1 for w in group)) for group in groups if group
    ]
    if len(parts) <= len(line.segments):
        return None
    for left, right in pairwise(parts):
        if right.x0 - left.x1 < NARROW * line.size:
            return None
    filled = [number for number, group in enumerate(groups) if group]
    cut = {s.x0 for s in parts} - {s.x0 for s in line.segments}
    for number, part in zip(filled, parts, strict=True):
        if part.x0 in cut and not _fits(part, _column(others, columns, number), line.size):
            return None
    return parts


def _column(lines: Sequence[AssembledLine], columns: Columns, number: int) -> list[Segment]:
    """What stands in a column."""
    x0, x1 = columns[number]
    return [s for line in lines for s in line.segments if x0 <= (s.x0 + s.x1) / 2 <= x1]


def _fits(part: Segment, column: list[Segment], size: float) -> bool:
    """Whether a stretch of a line is aligned with a column, and of its kind."""
    if not column:
        return False
    figures = sum(bool(FIGURE.fullmatch(s.text)) for s in column)
    if figures * 2 > len(column):
        if not FIGURE.fullmatch(part.text):
            return False
    elif len(column) < _MIN_WORDY:
        return False
    away = (
        abs(part.x0 - median(s.x0 for s in column)),
        abs(part.x1 - median(s.x1 for s in column)),
        abs(part.x0 + part.x1 - median(s.x0 + s.x1 for s in column)) / 2,
    )
    return min(away) <= _ALIGNED * size
