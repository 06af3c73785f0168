"""Sheets wider than their paper: the right columns of a table are printed on the next page.

Rows then stand at the same heights on both pages, and the title above them on the first alone. A
table that goes on downwards begins at the top of the next page, or with its head again.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.page_builder import PageParts, SheetPlace
from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.pdf.text.glyphs import Floats, Glyphs, Ints, is_space, is_thai_mark

# Rows of both pages stand on one height up to so many points.
_LEVEL_PT: Final = 0.75
_LEAST_ROWS: Final = 4
# Share of the rows from the head on that the right part has text in, and of its rows that the left
# part has.
_SHARED: Final = 0.8
# Share of the rows that may begin alike: columns that are printed again on each page do.
_REPEATED: Final = 0.3
_MARGIN_PT: Final = 4.0
# What parts the text of the two pages where no rules do, in font sizes.
_GAP_EM: Final = 2.0
_BEGINNING: Final = 3
# Part of the page at its top and foot where running titles stand.
_MARGIN: Final = 0.1
_DIGITS = re.compile(r"[\d๐-๙]+")


def goes_on_to_the_right(left: PageParts, right: PageParts) -> bool:
    """Whether the second page holds the right columns of the rows of the first.

    Where both pages show the letters of their columns and the numbers of their rows, these tell.
    """
    if left.sheet is not None and right.sheet is not None:
        a, b = left.sheet, right.sheet
        rows_alike = (a.first_row, a.last_row) == (b.first_row, b.last_row)
        return rows_alike and b.first_column == a.last_column + 1
    if abs(left.width - right.width) > 1 or abs(left.height - right.height) > 1:
        return False
    if not _on_one_level(left.glyphs, right.glyphs) or not _begins_lower(left, right):
        return False
    rows, others = _rows(left.glyphs), _rows(right.glyphs)
    running = _running(rows, others, left.height)
    rows = [row for row in rows if row[0] not in running]
    others = [row for row in others if row[0] not in running]
    if len(others) < _LEAST_ROWS or len(rows) <= len(others):
        return False
    ys, right_ys = (np.array([y for y, _ in r]) for r in (rows, others))
    # The title stands above the rows of both, on the first page alone.
    if right_ys[0] - ys[0] < 2 * _LEVEL_PT or abs(_left_side(left) - _left_side(right)) > _MARGIN_PT:
        return False
    below = ys >= right_ys[0] - _LEVEL_PT
    twin = [int(np.argmin(np.abs(ys - y))) for y in right_ys.tolist()]
    level = np.abs(ys[twin] - right_ys) <= _LEVEL_PT
    if not level[0] or level.mean() < _SHARED or level.sum() < _SHARED * below.sum():
        return False
    alike = [rows[at][1][:_BEGINNING] == text[:_BEGINNING] for at, (_, text) in zip(twin, others, strict=True)]
    return not alike[0] and sum(alike) <= _REPEATED * len(alike)


def join_right(left: PageParts, right: PageParts) -> tuple[PageParts, float]:
    """Both pages as one, and how far the second was moved to the right."""
    start, end = _left_side(right), _right_side(left)
    gap = 0.0
    if not (left.vertical and right.vertical):
        gap = _GAP_EM * float(np.median(left.glyphs.size))
    step = end + gap - start
    g, other = left.glyphs, right.glyphs
    running = _running(_rows(g), _rows(other), left.height)
    for y in running:
        other = other.take(np.abs(other.base_y - y) > _LEVEL_PT)
    moved = replace(
        other,
        run=other.run + int(g.run.max()) + 1,
        order=other.order + int(g.order.max()) + 1,
        **{n: getattr(other, n) + step for n in ("x", "x0", "x1", "ink_x0", "ink_x1")},
    )
    joined = Glyphs(*(np.r_[getattr(g, f.name), getattr(moved, f.name)] for f in fields(Glyphs)))
    parts = replace(
        left,
        width=right.width + step,
        glyphs=joined,
        vertical=left.vertical + [Edge(e.at + step, e.start, e.end) for e in right.vertical],
        horizontal=left.horizontal + [Edge(e.at, e.start + step, e.end + step) for e in right.horizontal],
        fills=left.fills + [f._replace(x0=f.x0 + step, x1=f.x1 + step) for f in right.fills],
        sheet=_both(left.sheet, right.sheet),
        image_coverage=(left.image_coverage + right.image_coverage) / 2,
        mended=left.mended + right.mended,
        problems=left.problems + right.problems,
    )
    return parts, step


def _both(left: SheetPlace | None, right: SheetPlace | None) -> SheetPlace | None:
    if left is None or right is None:
        return None
    return left._replace(last_column=right.last_column)


def _on_one_level(left: Glyphs, right: Glyphs) -> bool:
    """Whether most text of the second page stands at heights of text of the first: on most pages
    it does not, and no more is asked."""
    if not len(left) or not len(right):
        return False
    ys = np.sort(left.base_y)
    low = ys.searchsorted(right.base_y - _LEVEL_PT)
    high = ys.searchsorted(right.base_y + _LEVEL_PT)
    return bool((high > low).mean() >= _SHARED)


def _begins_lower(left: PageParts, right: PageParts) -> bool:
    """Whether the second page may begin below the title of the first, lines in the margins that stand
    at one height on both aside. Most tables of many pages do not, and are not read line by line."""
    firsts: list[float] = []
    margins = (_MARGIN * left.height, (1 - _MARGIN) * left.height)
    for g, other in ((left.glyphs, right.glyphs), (right.glyphs, left.glyphs)):
        y = g.base_y[(g.turn == 0) & ~is_space(g.code)]
        there = np.sort(other.base_y)
        shared = there.searchsorted(y + _LEVEL_PT) > there.searchsorted(y - _LEVEL_PT)
        own = y[~(shared & ((y <= margins[0]) | (y >= margins[1])))]
        if not len(own):
            return True
        firsts.append(float(own.min()))
    return firsts[1] - firsts[0] >= _LEVEL_PT


def _running(rows: list[tuple[float, str]], others: list[tuple[float, str]], height: float) -> set[float]:
    """The heights of lines in the margins that stand on both pages, figures aside."""
    known = {(round(y), _DIGITS.sub("#", text)) for y, text in rows}
    both = {
        y
        for y, text in rows + others
        if not _MARGIN * height < y < (1 - _MARGIN) * height
        and any((round(y) + d, _DIGITS.sub("#", text)) in known for d in (-1, 0, 1))
    }
    return {y for y in both if any(abs(y - other) <= _LEVEL_PT for other, _ in others)}


def _rows(g: Glyphs) -> list[tuple[float, str]]:
    """The baselines of upright text from top to bottom, each with its text from left to right."""
    some = np.flatnonzero((g.turn == 0) & ~is_space(g.code) & ~is_thai_mark(g.code))
    if not len(some):
        return []
    order: Ints = some[np.lexsort((g.x0[some], g.base_y[some]))]
    y: Floats = g.base_y[order]
    parts = np.split(order, np.flatnonzero(np.diff(y) > _LEVEL_PT) + 1)
    rows = []
    for part in parts:
        along = part[np.argsort(g.x0[part], kind="stable")]
        text = "".join(map(chr, g.code[along].tolist()))
        rows.append((float(g.base_y[part[0]]), text))
    return rows


def _left_side(parts: PageParts) -> float:
    return min([e.at for e in parts.vertical] or [float(parts.glyphs.x0.min())])


def _right_side(parts: PageParts) -> float:
    return max([e.at for e in parts.vertical] or [float(parts.glyphs.x1.max())])
