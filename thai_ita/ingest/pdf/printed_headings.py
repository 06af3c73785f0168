"""The letters over the columns and the numbers beside the rows of a sheet, printed with it.

A spreadsheet prints them on each page if it is asked to. They are no part of what the sheet says,
and hide that the columns of one page go on with the rows of another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.page_builder import PageParts, SheetPlace
from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.pdf.text.glyphs import Glyphs, Ints, is_space

# So many numbered rows are a sheet; and the number is no wider than this, in font sizes.
_NUMBER_EM: Final = 2.5
_LEAST_NUMBERS: Final = 4
# Letters or digits of one name stand no further apart, and glyphs of one row no higher, in font
# sizes.
_NEXT_EM: Final = 0.3
_LEVEL_EM: Final = 0.3
# Part of the page at its top where running titles stand.
_MARGIN: Final = 0.1
_SAME_PT: Final = 1.5


def without_headings(parts: PageParts) -> PageParts:
    """The page without the headings of a printed sheet; as it is where it has none.

    The letters are the first row of the page, in the order of columns and nothing else; the numbers
    are what stands furthest left below them, row by row without a gap.
    """
    found = _letters_and_numbers(parts.glyphs, _MARGIN * parts.height)
    if found is None:
        return parts
    letters, numbers, sheet = found
    g = parts.glyphs
    left = float(g.x1[numbers].max())
    top = float(g.base_y[letters].max())
    x = min((e.at for e in parts.vertical if e.at > left - _SAME_PT), default=left)
    y = min((e.at for e in parts.horizontal if e.at > top), default=top)
    kept = np.ones(len(g), dtype=bool)
    kept[letters] = kept[numbers] = False
    return replace(
        parts,
        sheet=sheet,
        glyphs=g.take(kept),
        vertical=[_from(e, y) for e in parts.vertical if e.at > x - _SAME_PT and e.end > y + _SAME_PT],
        horizontal=[_from(e, x) for e in parts.horizontal if e.at > y - _SAME_PT and e.end > x + _SAME_PT],
        fills=[
            f._replace(x0=max(f.x0, x), top=max(f.top, y))
            for f in parts.fills
            if f.x1 > x + _SAME_PT and f.bottom > y + _SAME_PT
        ],
    )


def _from(edge: Edge, start: float) -> Edge:
    return Edge(edge.at, max(edge.start, start), edge.end)


def _letters_and_numbers(g: Glyphs, margin: float) -> tuple[Ints, Ints, SheetPlace] | None:
    """The rows of the glyphs of the letters and of the numbers, and what they say; None where there
    are none."""
    rows = np.flatnonzero((g.turn == 0) & ~is_space(g.code))
    capital = (g.code >= ord("A")) & (g.code <= ord("Z"))
    # On most pages no capital letter stands so high, and no more is asked.
    lower = g.base_y[rows][g.base_y[rows] > margin]
    highest = float(lower.min()) if len(lower) else margin
    if not capital[rows[g.base_y[rows] <= highest + _SAME_PT]].any():
        return None
    rows = rows[np.argsort(g.base_y[rows], kind="stable")]
    steps = np.diff(g.base_y[rows]) > _LEVEL_EM * g.size[rows][1:]
    for letters in np.split(rows, np.flatnonzero(steps) + 1):
        columns = [_column_of(text) for text, _ in _words(g, letters)]
        if capital[letters].all() and _count_on(columns):
            first = float(g.base_y[letters].max())
            below = rows[(g.x1[rows] < g.x0[letters].min()) & (g.base_y[rows] > first)]
            numbers = _numbers(g, below)
            if numbers is None:
                return None
            glyphs, rows_shown = numbers
            return letters, glyphs, SheetPlace(columns[0], columns[-1], *rows_shown)
        # Only running titles stand above the letters.
        if float(g.base_y[letters].max()) > margin:
            return None
    return None


def _count_on(columns: list[int]) -> bool:
    """Whether these are columns side by side; one alone is none of the first page."""
    first = columns[0]
    alone = len(columns) == first == 1
    return not alone and columns == list(range(first, first + len(columns)))


def _numbers(g: Glyphs, left: Ints) -> tuple[Ints, tuple[int, int]] | None:
    """The glyphs of the numbers of rows, and the first and last of them: those of the column of
    digits furthest left, counting."""
    digits = left[(g.code[left] >= ord("0")) & (g.code[left] <= ord("9"))]
    if not len(digits):
        return None
    digits = digits[g.x0[digits] < g.x0[digits].min() + _NUMBER_EM * g.size[digits]]
    # What begins left of where the column ends belongs to it, whatever it is.
    order = digits[np.lexsort((g.x0[digits], np.round(g.base_y[digits])))]
    lines = np.split(order, np.flatnonzero(np.diff(g.base_y[order]) > _LEVEL_EM * g.size[order][1:]) + 1)
    taken: list[Ints] = []
    counted: list[int] = []
    for line in lines:
        text, glyphs = _words(g, line)[0]
        number = int(text)
        if counted and number != counted[-1] + 1:
            break
        counted.append(number)
        taken.append(glyphs)
    if len(taken) < _LEAST_NUMBERS:
        return None
    numbers = np.concatenate(taken)
    edge, low = float(g.x1[numbers].max()), float(g.base_y[numbers].max())
    beside = left[(g.x0[left] < edge) & (g.base_y[left] <= low + _SAME_PT)]
    if not np.isin(beside, numbers).all():
        return None
    return numbers, (counted[0], counted[-1])


def _words(g: Glyphs, rows: Ints) -> list[tuple[str, Ints]]:
    """The words of one line from left to right, each with its glyphs."""
    order = rows[np.argsort(g.x0[rows], kind="stable")]
    gaps = g.x0[order][1:] - g.x1[order][:-1]
    parts = np.split(order, np.flatnonzero(gaps > _NEXT_EM * g.size[order][1:]) + 1)
    return [("".join(map(chr, g.code[part].tolist())), part) for part in parts]


def _column_of(letters: str) -> int:
    n = 0
    for letter in letters:
        n = n * 26 + ord(letter) - ord("A") + 1
    return n
