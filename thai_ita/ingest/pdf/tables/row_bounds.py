"""Where the rows of a table without rulings begin and end.

Rules between the rows tell it, or a column that has one line a row (a number, a score), or the
lines that have text in several columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from thai_ita.ingest.pdf.tables.cell_splitting import FIGURE
from thai_ita.ingest.pdf.tables.ruling import Edge

_NUMBER = re.compile(r"\(?[a-zA-Z]?[\d๐-๙]{1,3}(?:\.[\d๐-๙]{1,2})?[.)]?")
# A table has this many lines at the least.
MIN_LINES: Final = 3
# Lines nearer than this share of the font size are at one level.
_LEVEL: Final = 0.35
# How many times the other gaps the widest one is where rows are parted by it; the share of a table that a rule goes over.
_CLEARLY_WIDER: Final = 1.15
_OVER_TABLE: Final = 0.6


@dataclass(slots=True)
class RowText:
    """A piece of text in a column, on one line."""

    text: str
    column: int
    y: float
    box: tuple[float, float, float, float]


def row_cuts(
    entries: list[RowText],
    columns: list[tuple[float, float]],
    rules: list[Edge],
    size: float,
) -> list[float]:
    """The heights (of baselines) that part the rows."""
    ys = sorted({e.y for e in entries})
    ruled = rules_between(rules, ys[0], ys[-1], columns)
    anchors = _anchors(entries, len(columns), size)
    if len(ruled) >= MIN_LINES - 1 and len(ruled) * 2 >= len(anchors):
        return ruled
    return _cuts_at_anchors(entries, anchors, size)


def _anchors(entries: list[RowText], n_columns: int, size: float) -> list[float]:
    """The baseline of the line that marks each row."""
    best: list[float] = []
    for column in range(n_columns):
        numbers = [e for e in entries if e.column == column and FIGURE.fullmatch(e.text)]
        texts = [e for e in entries if e.column == column and not FIGURE.fullmatch(e.text)]
        # Its heading may be text; a column of sentences with some numbers marks no rows.
        if len(numbers) >= MIN_LINES and len(texts) <= max(2, len(numbers) // 3):
            best = max(best, [e.y for e in numbers], key=len)
    if best:
        return best
    by_line: dict[float, set[int]] = {}
    for entry in entries:
        by_line.setdefault(entry.y, set()).add(entry.column)
    firsts = [y for y, cols in by_line.items() if 0 in cols and len(cols) > 1]
    return firsts or [y for y, cols in by_line.items() if len(cols) > 1]


def _cuts_at_anchors(entries: list[RowText], anchors: list[float], size: float) -> list[float]:
    """Cuts between the rows of the anchors; what stands above the first one is the header.

    Lines next to an anchor go with the nearer one where rows are set apart by wider gaps (text in
    the middle of its row), else with the anchor above (text at the top of its row).
    """
    ys = sorted({e.y for e in entries})
    gaps = [b - a for a, b in pairwise(ys) if b - a > _LEVEL * size]
    if not gaps:
        return []
    level = _LEVEL * size
    cuts = [y - level for y in anchors]
    middle = _centred_cuts(entries, anchors, size)
    return middle if middle is not None else sorted(cuts)


def _centred_cuts(entries: list[RowText], anchors: list[float], size: float) -> list[float] | None:
    """Cuts in the widest gap between anchors, where the text of a row stands around its anchor."""
    level = _LEVEL * size
    ys = sorted({e.y for e in entries})
    # Text that has an anchor at its height everywhere it begins a row is set at the top.
    between = [y for y in ys if all(abs(y - a) > level for a in anchors)]
    if not between:
        return None
    marks = sorted(anchors)
    cuts: list[float] = []
    centred = False
    for above, below in pairwise(marks):
        inner = [above, *(y for y in between if above < y < below), below]
        steps = [(b - a, (a + b) / 2) for a, b in pairwise(inner)]
        widest = max(steps)
        cuts.append(widest[1])
        if len(steps) > 1 and widest[1] < below - level and widest != steps[-1]:
            # The lines nearer to the anchor below belong to it only if they stand clear of those
            # of the row above.
            others = [s for s, _ in steps if s != widest[0]]
            centred |= bool(others) and widest[0] > _CLEARLY_WIDER * max(others)
    if not centred:
        return None
    # A number above the first anchor is that of its row: the row begins there.
    begins = min((e.y for e in entries if _NUMBER.fullmatch(e.text)), default=marks[0])
    begins = min(begins, marks[0])
    head = [y for y in ys if y < begins - level]
    if head:
        inner = [*head, begins]
        steps = [(b - a, (a + b) / 2) for a, b in pairwise(inner)]
        cuts.insert(0, max(steps)[1] if len(head) > 1 else begins - level)
    return cuts


def rules_between(rules: list[Edge], top: float, bottom: float, columns: list[tuple[float, float]]) -> list[float]:
    """Where rules go over most of a table's width between two heights."""
    left, right = columns[0][0], columns[-1][1]
    return sorted(
        rule.at
        for rule in rules
        if top < rule.at < bottom and min(rule.end, right) - max(rule.start, left) > _OVER_TABLE * (right - left)
    )
