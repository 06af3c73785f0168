"""Parts of a page that are read on their own: columns of running text, a table beside a picture.

Running text in columns is told from a table by its form: a blank strip parts lines that mostly fill
their column, and the gaps between paragraphs of one column do not stand beside those of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from thai_ita.ingest.pdf.reader import PageColumn
from thai_ita.ingest.pdf.tables.ruling import SNAP_PT, Edge
from thai_ita.ingest.pdf.text.line_assembly import AssembledLine, Segment

# The strip between columns of text: shares of the font size, and of the width of the text.
_STRIP: Final = 0.9
_OUTER: Final = 0.25
# Columns of text have this many lines, most of them this full, and this long on the whole.
_MIN_LINES: Final = 5
_FULL: Final = 0.75
_MOST: Final = 0.6
_MIN_LETTERS: Final = 14
# A step to the next line this much above the usual parts paragraphs or rows.
_WIDER: Final = 1.3
# Rules of one width that show a table, and how much of the text's width they leave free.
_MIN_RULES: Final = 3
_RULES_LEAVE: Final = 0.15
_MIN_RULE_PT: Final = 60.0
# Shares: of the width of all text, what is long enough to say where columns lie; of the lines, those without a gap
# that could part cells, which is so wide in shares of the font size.
_LONG_SEGMENT: Final = 0.2
_MOSTLY_WHOLE: Final = 0.9
_CELL_GAP_EM: Final = 2.5


@dataclass(slots=True)
class Part:
    """Lines that are read together; ``column`` is None for the rest of the page."""

    lines: list[AssembledLine]
    column: PageColumn | None = None


def parts_of(lines: list[AssembledLine], rules: Sequence[Edge]) -> list[Part]:
    """The parts of the lines of a page, sorted from top to bottom; most pages are one part."""
    found = _beside_ruled(lines, rules)
    if found is not None:
        return found
    columns = _text_columns(lines)
    return columns if columns is not None else [Part(lines)]


# -- running text in columns ---------------------------------------------------------------------


def _text_columns(lines: list[AssembledLine]) -> list[Part] | None:
    """The text above, left, right and below of a blank strip; None without columns of text."""
    if len(lines) < _MIN_LINES:
        return None
    low, high = min(s.x0 for s in lines), max(s.x1 for s in lines)
    width = high - low
    segments = [s for line in lines for s in line.segments if s.x1 - s.x0 > _LONG_SEGMENT * width]
    lefts = sum(s.x1 < high - _OUTER * width for s in segments)
    rights = sum(s.x0 > low + _OUTER * width for s in segments)
    if min(lefts, rights) < _MIN_LINES:
        return None
    start = 0
    while start < len(lines) - _MIN_LINES:
        end, strip = _longest_strip(lines, start, low + _OUTER * width, high - _OUTER * width)
        if strip is not None and (parts := _parted(lines, start, end, strip)):
            return parts
        start += 1
    return None


Strip = tuple[float, float]


def _longest_strip(lines: list[AssembledLine], start: int, low: float, high: float) -> tuple[int, Strip | None]:
    """How far from a line on a blank strip reaches down, and where it is widest."""
    free: list[Strip] = [(low, high)]
    end = start
    while end < len(lines):
        line = lines[end]
        narrower = _without(free, line.segments, _STRIP * line.size)
        if not narrower:
            break
        free, end = narrower, end + 1
    if end - start < _MIN_LINES:
        return end, None
    return end, max(free, key=lambda s: s[1] - s[0])


def _without(free: list[Strip], segments: Sequence[Segment], least: float) -> list[Strip]:
    """What a line leaves free of some strips, without pieces narrower than ``least``."""
    for segment in segments:
        cut: list[Strip] = []
        for a, b in free:
            if segment.x1 <= a or segment.x0 >= b:
                cut.append((a, b))
                continue
            cut += [(a, segment.x0), (segment.x1, b)]
        free = [(a, b) for a, b in cut if b - a >= least]
    return free


def _parted(lines: list[AssembledLine], start: int, end: int, strip: Strip) -> list[Part] | None:
    at = (strip[0] + strip[1]) / 2
    halves = [split_line(line, at) for line in lines[start:end]]
    left = [half for half, _ in halves if half is not None]
    right = [half for _, half in halves if half is not None]
    if min(len(left), len(right)) < _MIN_LINES:
        return None
    # What stands over or under both columns is no part of them.
    top = max(left[0].top, right[0].top) - 2 * _pitch(left)
    bottom = min(left[-1].bottom, right[-1].bottom)
    bottom = max(bottom, right[-1].bottom) + 0.5 * _pitch(left)
    above = [line for line in left + right if line.base_y < top]
    below = [line for line in left + right if line.top > bottom]
    aside = {id(line) for line in above + below}
    left = [line for line in left if id(line) not in aside]
    right = [line for line in right if id(line) not in aside]
    if not (_is_text(left) and _is_text(right)) or _share_rows(left, right):
        return None
    turn = min(left[0].top, right[0].top)
    columns = [
        Part(some, PageColumn(min(s.x0 for s in some), max(s.x1 for s in some), turn, 1)) for some in (left, right)
    ]
    rest = lines[:start] + above + below + lines[end:]
    return [Part(rest), *columns]


def _is_text(lines: list[AssembledLine]) -> bool:
    """Whether lines mostly fill their column, without gaps that could part cells."""
    if len(lines) < _MIN_LINES:
        return False
    low, high = min(s.x0 for s in lines), max(s.x1 for s in lines)
    full = sum(s.x1 - s.x0 >= _FULL * (high - low) for s in lines)
    whole = sum(all(b.x0 - a.x1 < _CELL_GAP_EM * s.size for a, b in pairwise(s.segments)) for s in lines)
    letters = median(sum(map(str.isalpha, s.text)) for s in lines)
    return full >= _MOST * len(lines) and whole >= _MOSTLY_WHOLE * len(lines) and letters >= _MIN_LETTERS


def _share_rows(left: list[AssembledLine], right: list[AssembledLine]) -> bool:
    """Whether what follows the wider steps begins at the same heights, as rows do."""
    ours, theirs = _begins(left), _begins(right)
    if not ours or not theirs:
        return bool(ours) == bool(theirs)
    near = 0.3 * left[0].size
    shared = sum(any(abs(a - b) <= near for b in theirs) for a in ours)
    return shared * 2 > min(len(ours), len(theirs))


def _begins(lines: list[AssembledLine]) -> list[float]:
    """The baselines of the lines that stand more than the usual step under the one above."""
    usual = _pitch(lines)
    return [b.base_y for a, b in pairwise(lines) if b.base_y - a.base_y > _WIDER * usual]


def _pitch(lines: list[AssembledLine]) -> float:
    steps = [b.base_y - a.base_y for a, b in pairwise(lines)]
    return median(steps) if steps else lines[0].size


# -- a table between rules beside something else ---------------------------------------------------


def _beside_ruled(lines: list[AssembledLine], rules: Sequence[Edge]) -> list[Part] | None:
    """The lines between rules of one width apart from what stands beside them; None if nothing."""
    if len(rules) < _MIN_RULES or not lines:
        return None
    low, high = min(s.x0 for s in lines), max(s.x1 for s in lines)
    for group in _same_width(rules):
        x0, x1 = min(e.start for e in group), max(e.end for e in group)
        if high - low - (x1 - x0) < _RULES_LEAVE * (high - low) or x1 - x0 < _MIN_RULE_PT:
            continue
        ys = sorted(e.at for e in group)
        pitch = median(b - a for a, b in pairwise(ys))
        top, bottom = ys[0] - pitch, ys[-1] + SNAP_PT
        inside: list[AssembledLine] = []
        rest: list[AssembledLine] = []
        beside = 0
        for line in lines:
            if not top < line.base_y < bottom or _crosses(line, x0, x1):
                rest.append(line)
                continue
            left, here = split_line(line, x0 - SNAP_PT)
            if here is not None:
                here, right = split_line(here, x1 + SNAP_PT)
                rest += [half for half in (left, right) if half is not None]
                beside += (left is not None) + (right is not None)
            elif left is not None:
                rest.append(left)
                beside += 1
            if here is not None:
                inside.append(here)
        if beside and len(inside) >= _MIN_RULES:
            column = PageColumn(x0, x1, min(line.top for line in inside))
            return [Part(rest), Part(inside, column)]
    return None


def _same_width(rules: Sequence[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for rule in rules:
        for group in groups:
            first = group[0]
            if abs(first.start - rule.start) <= SNAP_PT and abs(first.end - rule.end) <= SNAP_PT:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= _MIN_RULES]


def _crosses(line: AssembledLine, x0: float, x1: float) -> bool:
    """Whether a stretch of the line runs over one of two sides."""
    return any(s.x0 < x - SNAP_PT and s.x1 > x + SNAP_PT for s in line.segments for x in (x0, x1))


# -- lines ---------------------------------------------------------------------------------------


def split_line(line: AssembledLine, at: float) -> tuple[AssembledLine | None, AssembledLine | None]:
    """What stands left and right of a height that no stretch of the line crosses."""
    if line.x1 <= at:
        return line, None
    if line.x0 >= at:
        return None, line
    halves = []
    for right in (False, True):
        segments = [s for s in line.segments if ((s.x0 + s.x1) / 2 > at) is right]
        words = [s for s in line.words if ((s.x0 + s.x1) / 2 > at) is right]
        halves.append(
            replace(
                line, segments=segments, words=words,
                x0=segments[0].x0, x1=max(s.x1 for s in segments),
            )
            if segments
            else None
        )  # fmt: skip
    return halves[0], halves[1]
