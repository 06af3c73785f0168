"""Which painted lines and boxes of a page are rules of tables, and which are decoration.

``find_rules`` is the one step that decides it. It knows how programs paint:

- Word draws borders as thin boxes, fills a shaded cell, and fills each line of its text once more
  inside the margins; shaded paragraphs are a box a line, highlights and underlines a box a run.
- LibreOffice strokes every side of every cell, fills cells or whole rows once, and paints
  highlights as boxes behind the letters.
- Excel's printer fills each cell up to its sides, often without borders, and draws data bars.
- Chrome fills borders as polygons and cells as boxes, and puts boxes behind ``<mark>`` and in bars.

A fill whose sides nobody sees, because what lies beneath has its colour, is no rule. What follows
the letters (a highlight, an underline, a stroke through them) or begins at one side and ends
anywhere (a bar) is decoration; what follows the cells is a rule. Rows of colour with rows of none
between them are one table. Coordinates are points, ``top`` counts downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.tables.painted import SAME_PT, Fill, Letters, Lines, n_places
from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.pdf.tables.stripes import bridges, without_slits
from thai_ita.ingest.pdf.text.glyphs import Bools, Floats, Glyphs

# Word leaves half a point between the boxes of two cells.
_TOUCH_PT: Final = 0.6
# More fills than that are a picture, and comparing each with each takes long.
_MOST_FILLS: Final = 1500
# How far Word's fill behind a line of text stands from the sides of its cell, and how high it is.
_MARGIN_PT: Final = (1.5, 15.0)
_LINE_HEIGHT_PT: Final = 30.0
# Shares of the font size: a box or a line as wide as its letters, a line below or through them.
_HUGS: Final = 0.1
_UNDER: Final = (0.02, 0.28)
_THROUGH: Final = (-0.5, -0.15)
# So many bars, of so many lengths, are a chart.
_LEAST_BARS: Final = 3
# A side that bars share may differ by this much.
_BAR_PT: Final = 0.7


def find_rules(
    vertical: list[Edge], horizontal: list[Edge], fills: list[Fill], g: Glyphs
) -> tuple[list[Edge], list[Edge]]:
    """The rules of tables among painted lines and boxes of colour, vertical and horizontal.

    The sides of boxes become edges. ``g`` is the text of the page in the same frame.
    """
    if not (horizontal or fills) or not len(g):
        return _with_sides(vertical, horizontal, fills)
    letters = Letters(g)
    horizontal = _without_text_lines(horizontal, letters)
    if not fills or len(fills) > _MOST_FILLS:
        return _with_sides(vertical, horizontal, fills)
    drawn = np.array(fills, dtype=np.float64)
    boxes, colours = drawn[:, :4], drawn[:, 4]
    lines = Lines(vertical, horizontal)
    seen = ~(_painted_over(boxes, colours) | _in_margins(boxes, lines.vertical))
    boxes, colours = boxes[seen], colours[seen]
    shown = ~_behind_text(boxes, letters)
    boxes, colours = boxes[shown], colours[shown]
    bars, crossed = _bars(boxes, lines)
    if bars.any():
        vertical = [e for e in vertical if e not in crossed]
        horizontal = [e for e in horizontal if e not in crossed]
        boxes, colours = boxes[~bars], colours[~bars]
    paragraphs, rows = _stacks(boxes, colours)
    level = boxes[rows]
    boxes = without_slits(boxes[~(paragraphs | rows)], letters)
    vertical, horizontal = _with_sides(vertical, horizontal, boxes.tolist())
    horizontal += [Edge(y, x0, x1) for x0, top, x1, low in level.tolist() for y in (top, low)]
    upright, level_edges = bridges(boxes, lines, letters)
    return vertical + upright, horizontal + level_edges


def _with_sides(
    vertical: list[Edge], horizontal: list[Edge], boxes: Sequence[Sequence[float]]
) -> tuple[list[Edge], list[Edge]]:
    """The lines and the four sides of each box."""
    if not len(boxes):
        return vertical, horizontal
    vertical, horizontal = vertical.copy(), horizontal.copy()
    for x0, top, x1, bottom, *_ in boxes:
        horizontal += [Edge(top, x0, x1), Edge(bottom, x0, x1)]
        vertical += [Edge(x0, top, bottom), Edge(x1, top, bottom)]
    return vertical, horizontal


# -- lines that follow the letters ---------------------------------------------------------------


def _without_text_lines(horizontal: list[Edge], letters: Letters) -> list[Edge]:
    """The lines without those as wide as the letters that they stand under or run through."""
    if not horizontal or not len(letters.y):
        return horizontal
    usual = float(letters.size.mean())
    at = np.array([e.at for e in horizontal])
    low = np.searchsorted(letters.y, at - _UNDER[1] * usual)
    high = np.searchsorted(letters.y, at - _THROUGH[0] * usual)
    decoration: set[int] = set()
    # Lines of one length at one place are rules of rows, or all decoration: one is asked for all.
    asked: dict[tuple[int, int], bool] = {}
    for i in np.flatnonzero(high > low).tolist():
        _, start, end = line = horizontal[i]
        place = (int(start), int(end))
        if asked.get(place, True) and _follows_letters(line, letters, low[i], high[i]):
            decoration.add(i)
        asked.setdefault(place, i in decoration)
    if not decoration:
        return horizontal
    return [e for i, e in enumerate(horizontal) if i not in decoration]


def _follows_letters(line: Edge, letters: Letters, low: int, high: int) -> bool:
    some = slice(low, high)
    x0, x1, size = letters.x0[some], letters.x1[some], letters.size[some]
    if x0.max() < line.start or x1.min() > line.end:
        return False
    below = (line.at - letters.y[some]) / np.maximum(size, 1.0)
    under = (below >= _UNDER[0]) & (below <= _UNDER[1])
    through = (below >= _THROUGH[0]) & (below <= _THROUGH[1])
    middle = (x0 + x1) / 2
    here = (under | through) & (middle > line.start) & (middle < line.end) & letters.ink[some]
    if not here.any():
        return False
    near = max(SAME_PT, _HUGS * float(size[here].max()))
    return bool(abs(x0[here].min() - line.start) <= near and abs(x1[here].max() - line.end) <= near)


# -- boxes that are no cells ---------------------------------------------------------------------


def _painted_over(boxes: Floats, colours: Floats) -> Bools:
    """Boxes on a box of their own colour, and lines of text inside the margins of a shaded cell.

    They stand one below the other; boxes beside one another on one ground are its cells.
    """
    n = len(boxes)
    none = np.zeros(n, dtype=bool)
    if n < 2:
        return none
    x0, top, x1, bottom = boxes.T
    held = (top[:, None] >= top - SAME_PT) & (bottom[:, None] <= bottom + SAME_PT)
    held &= (x0[:, None] >= x0 - SAME_PT) & (x1[:, None] <= x1 + SAME_PT)
    held &= np.tri(n, k=-1, dtype=bool)
    inner = np.flatnonzero(held.any(axis=1))
    if not len(inner):
        return none
    # The ground is what was painted last below the box.
    ground = n - 1 - np.argmax(held[inner, ::-1], axis=1)
    left, right = x0[inner] - x0[ground], x1[ground] - x1[inner]
    low, high = _MARGIN_PT
    inset = (np.minimum(left, right) >= low) & (np.maximum(left, right) <= high)
    inset &= bottom[inner] - top[inner] <= _LINE_HEIGHT_PT
    same = (colours[inner] == colours[ground]) & (colours[inner] >= 0)
    some = boxes[inner]
    beside = _beside(some) & (ground[:, None] == ground)
    none[inner] = (inset | same) & ~beside.any(axis=1)
    return none


def _beside(boxes: Floats) -> Bools:
    """Which boxes stand at one height, apart from side to side."""
    x0, top, x1, bottom = boxes.T
    level = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top) > SAME_PT
    apart = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0) <= SAME_PT
    return np.asarray(level & apart)


def _in_margins(boxes: Floats, lines: Floats) -> Bools:
    """Boxes alone between the margins of a cell that lines close: shaded paragraphs in it."""
    if not len(lines):
        return np.zeros(len(boxes), dtype=bool)
    x0, top, x1, bottom = (side[:, None] for side in boxes.T)
    at, start, end = lines.T
    along = (start <= top + SAME_PT) & (end >= bottom - SAME_PT)
    far = np.inf
    left = np.where(along & (at <= x0 + SAME_PT), x0 - at, far).min(axis=1)
    right = np.where(along & (at >= x1 - SAME_PT), at - x1, far).min(axis=1)
    low, high = _MARGIN_PT
    return np.asarray((np.minimum(left, right) >= low) & (np.maximum(left, right) <= high))


def _behind_text(boxes: Floats, letters: Letters) -> Bools:
    """Boxes as wide as the one line of letters before them, as highlights are.

    Where boxes touch side to side, or one below another of the same width, all must be: a cell may
    happen to be as wide as its text.
    """
    hugs = np.array([_hugs_letters(box, letters) for box in boxes.tolist()], dtype=bool)
    if not hugs.any() or hugs.all():
        return hugs
    touches = _touching(boxes)
    while (spoilt := hugs & touches[:, ~hugs].any(axis=1)).any():
        hugs &= ~spoilt
    return hugs


def _hugs_letters(box: list[float], letters: Letters) -> bool:
    x0, top, x1, bottom = box
    if bottom - top > _LINE_HEIGHT_PT:
        return False
    some = letters.between(top, bottom)
    a, b = letters.x0[some], letters.x1[some]
    if not len(a) or np.abs(a - x0).min() > _HUGS * _LINE_HEIGHT_PT:
        return False
    middle = (a + b) / 2
    here = (middle > x0) & (middle < x1)
    if not here.any():
        return False
    size = float(letters.size[some][here].max())
    if np.ptp(letters.y[some][here]) > size / 2:
        return False
    near = max(SAME_PT, _HUGS * size)
    # A highlight ends with its last letter or with the space behind it.
    ink = here & letters.ink[some]
    lasts = [b[part].max() for part in (here, ink) if part.any()]
    firsts = [a[part].min() for part in (here, ink) if part.any()]
    apart = max(min(abs(x - x0) for x in firsts), min(abs(x - x1) for x in lasts))
    return bool(apart <= near)


def _touching(boxes: Floats) -> Bools:
    """Which boxes of one height touch side to side, or of one width one below another."""
    x0, top, x1, bottom = boxes.T
    level = (np.abs(top[:, None] - top) <= SAME_PT) & (np.abs(bottom[:, None] - bottom) <= SAME_PT)
    side = level & (np.abs(x1[:, None] - x0) <= _TOUCH_PT)
    return np.asarray(side | side.T | _stacked(boxes) | _stacked(boxes).T)


def _stacked(boxes: Floats) -> Bools:
    """Whether the second of two boxes stands right below the first and is as wide."""
    x0, top, x1, bottom = boxes.T
    wide = (np.abs(x0[:, None] - x0) <= SAME_PT) & (np.abs(x1[:, None] - x1) <= SAME_PT)
    return np.asarray(wide & (np.abs(bottom[:, None] - top) <= SAME_PT))


# -- bars ----------------------------------------------------------------------------------------


def _bars(boxes: Floats, lines: Lines) -> tuple[Bools, set[Edge]]:
    """Boxes that begin at one side and end anywhere, and the grid lines of their chart."""
    found = np.zeros(len(boxes), dtype=bool)
    crossed: set[Edge] = set()
    if len(boxes) < _LEAST_BARS:
        return found, crossed
    for near, far in ((0, 2), (3, 1), (2, 0), (1, 3)):
        across = lines.vertical if near % 2 == 0 else lines.horizontal
        bars = _bars_from(boxes, near, far, across[:, 0])
        if not bars.any():
            continue
        found |= bars
        crossed |= _grid_lines(boxes[bars], lines.v if near % 2 == 0 else lines.h, near % 2)
    return found, crossed


def _bars_from(boxes: Floats, near: int, far: int, lines: Floats) -> Bools:
    """Bars that share the side ``near``; ``lines`` are drawn where others may end."""
    found = np.zeros(len(boxes), dtype=bool)
    order = np.argsort(boxes[:, near])
    start, stops = 0, np.flatnonzero(np.diff(boxes[order, near]) > _BAR_PT) + 1
    for stop in [*stops.tolist(), len(boxes)]:
        group, start = order[start:stop], stop
        if len(group) < _LEAST_BARS or n_places(boxes[group, far]) < _LEAST_BARS:
            continue
        thick = boxes[group, 3 - far % 2] - boxes[group, 1 - far % 2]
        ends = boxes[group, far]
        others = np.delete(boxes, group, axis=0)
        taken = np.r_[others[:, near], others[:, far], lines, boxes[group[:1], near]]
        free = (np.abs(ends[:, None] - taken) > SAME_PT).all(axis=1)
        free &= np.abs(thick - np.median(thick)) <= SAME_PT
        if n_places(ends[free]) >= _LEAST_BARS:
            found[group[free]] = True
    return found


def _grid_lines(bars: Floats, lines: list[Edge], axis: int) -> set[Edge]:
    """The lines that run through a bar, and those that begin and end with them.

    ``axis`` is 0 for upright lines, 1 for level ones.
    """
    low, high = bars[:, axis] + SAME_PT, bars[:, axis + 2] - SAME_PT
    first, last = bars[:, 1 - axis], bars[:, 3 - axis]
    through = [e for e in lines if ((low < e.at) & (e.at < high) & (e.start <= first) & (e.end >= last)).any()]
    ends = {(round(e.start), round(e.end)) for e in through}
    return {e for e in lines if (round(e.start), round(e.end)) in ends}


# -- rows of colour ------------------------------------------------------------------------------


def _stacks(boxes: Floats, colours: Floats) -> tuple[Bools, Bools]:
    """Shaded paragraphs of several lines, and the rows of a table that are filled as a whole.

    Both are boxes of one width one below another with nothing beside them. Of one colour they are
    a paragraph; else their upper and lower sides part rows, and the columns are those of the text.
    """
    none = np.zeros(len(boxes), dtype=bool)
    if len(boxes) < 2:
        return none, none
    below = _stacked(boxes)
    alone = ~_level_neighbours(boxes)
    linked = (below | below.T) & alone & alone[:, None]
    paragraphs, rows = none.copy(), none.copy()
    for chain in _chains(linked):
        (paragraphs if np.ptp(colours[chain]) == 0 else rows)[chain] = True
    return paragraphs, rows


def _level_neighbours(boxes: Floats) -> Bools:
    """Boxes with another box beside them: cells of a row, cards."""
    return np.asarray(_beside(boxes).any(axis=1))


def _chains(linked: Bools) -> list[list[int]]:
    """The groups of two or more that links hold together."""
    chains: list[list[int]] = []
    left = set(np.flatnonzero(linked.any(axis=1)).tolist())
    while left:
        todo, chain = [left.pop()], []
        while todo:
            one = todo.pop()
            chain.append(one)
            new = set(np.flatnonzero(linked[one]).tolist()) & left
            left -= new
            todo += new
        chains.append(sorted(chain))
    return chains
