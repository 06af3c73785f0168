"""Ruled lines in the picture of a page become the edges of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.pdf.ruling import Edge
from thai_ita.ingest.scan.engine import Grey
from thai_ita.ingest.scan.fills import rect
from thai_ita.ingest.scan.paper import Ink, RuleInk, rule_ink

Floats = NDArray[np.float64]

# The shortest stretch of a rule, level and upright (inches).
_LEVEL_IN: Final = 0.22
_UPRIGHT_IN: Final = 0.14
# Rules are no thicker (inches), but for this share of their length that they may wander.
_THICK_IN: Final = 0.06
_WANDER: Final = 0.03
_LEANING: Final = 0.09
# Breaks of a rule are closed up to this (inches).
_BREAK_IN: Final = 0.05
# Level rules of tables are no shorter (inches).
_LEAST_LEVEL_IN: Final = 0.3
# How near a rule ends to another that it reaches (inches), and how near if it is short.
_REACH_IN: Final = 0.06
_SHORT_REACH_IN: Final = 0.042
_SHORT_IN: Final = 0.5
# Strokes of letters one above another may be so long (inches).
_STROKE_IN: Final = 0.75
# Of a short rule no more than this is blank (inches).
_SHORT_BREAK_IN: Final = 0.008
# Rules nearer than this are one (inches).
_SAME_IN: Final = 0.08
# A stretch between two crossings is ruled where this share of it is.
_RULED: Final = 0.5
# Ink of a solid rule counts so much: three quarters of a stretch must be inked.
_SOLID_WEIGHT: Final = 0.66
_PERHAPS: Final = 0.15
# Upright rules run past the last level one by this (inches), this many and this share of them.
_CUT_IN: Final = 0.12
_CUT_SHARE: Final = 0.6
# A rule outside tables is this long (inches).
_FREE_IN: Final = 0.5
_SMOOTH: Final = 15
_LONGER: Final = 4
_MOST_RUNS: Final = 3000
# A rule is inked to this share; a broken or dotted one to less, if next to it there is no more ink
# than this share, as strokes of letters would leave.
_INKED: Final = 0.93
_DOTTED: Final = 0.3
_BESIDE: Final = 0.17
# Ink beside a rule is looked for so far from it (inches).
_BESIDE_IN: Final = 0.022
# Rules of this length are taken at a lower share of ink.
_LONG_IN: Final = 1.5
_LONG_INKED: Final = 0.9
# Beside text on both sides of a rule there is ink to this share; a rule below more is thin (inches).
_CROWDED: Final = 0.35
_HAIR_IN: Final = 0.02
# On one side of a rule at least there is less ink than this share.
_BOTH_SIDES: Final = 0.25


@dataclass(slots=True)
class Run:
    """A ruled line: from ``start`` to ``end`` along, at ``slope * along + offset`` across.

    ``path`` is where it lies at each pixel from ``start`` on; ``solid`` is one without breaks,
    ``clear`` one with hardly any ink beside it.
    """

    start: float
    end: float
    slope: float
    offset: float
    thick: float = 1.0
    path: Floats | None = None
    solid: bool = True
    clear: bool = True
    inked: Any = None

    def at(self, along: float) -> float:
        return self.slope * along + self.offset

    @property
    def middle(self) -> float:
        return self.at((self.start + self.end) / 2)

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(slots=True)
class Rules:
    """The rules of a page as they are drawn, and the edges of its tables."""

    level: list[Run]
    upright: list[Run]
    horizontal: list[Edge]
    vertical: list[Edge]


def find_runs(ink: RuleInk, dpi: float, least: float = 0.0) -> tuple[list[Run], list[Run]]:
    """Level and upright rules, of this length at least (pixels), with how they lean."""
    return _runs(ink, dpi, True, least), _runs(ink, dpi, False, least)


def _runs(ink: RuleInk, dpi: float, level: bool, least: float) -> list[Run]:
    evened = ink.level if level else ink.upright
    pale, dark = (ink.pale, ink.dark) if level else (ink.pale.T, ink.dark.T)
    length = dpi * (_LEVEL_IN if level else _UPRIGHT_IN)
    gap = max(5, dpi * _BREAK_IN)
    across = 3
    joined = cv2.morphologyEx(evened, cv2.MORPH_CLOSE, rect(gap, 1) if level else rect(1, gap))
    wide = cv2.dilate(joined, rect(1, across) if level else rect(across, 1))
    kept = cv2.morphologyEx(wide, cv2.MORPH_OPEN, rect(length, 1) if level else rect(1, length))
    runs: list[Run] = []
    for piece, x, y in _pieces(kept, dpi, length, level, least):
        start, top = (x, y) if level else (y, x)
        along = piece if level else piece.T
        thick = max(1.0, float(along.sum()) / along.shape[1] - (across - 1))
        if thick > dpi * _THICK_IN:
            continue
        run = _fitted(along, start, top, thick)
        if _is_rule(run, evened if level else evened.T, pale, dark, dpi):
            runs.append(run)
    return runs


def _pieces(
    kept: Any, dpi: float, length: float, level: bool, least: float, again: bool = True
) -> Iterator[tuple[Any, int, int]]:
    """What may be a rule: its mask and its left upper corner.

    Strokes that hang on a rule (a stamp over it) are taken off by asking for a longer stretch.
    """
    _n, labels, stats, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
    order = np.argsort(-stats[1:, cv2.CC_STAT_AREA])[:_MOST_RUNS] + 1
    wander = _LEANING if least else _WANDER
    for i in order:
        x, y, w, h, _area = (int(v) for v in stats[i])
        along, deep = (w, h) if level else (h, w)
        if along < max(length, least):
            continue
        piece = labels[y : y + h, x : x + w] == i
        if deep <= max(dpi * _THICK_IN + 2, wander * along):
            yield piece, x, y
        elif again and along > _LONGER * length:
            longer = rect(_LONGER * length, 1) if level else rect(1, _LONGER * length)
            clear = cv2.morphologyEx(piece.astype(np.uint8), cv2.MORPH_OPEN, longer)
            for part, a, b in _pieces(clear, dpi, length, level, least, False):
                yield part, x + a, y + b


def _fitted(piece: Any, start: int, top: int, thick: float) -> Run:
    """The line through the middle of a level piece of a picture."""
    counts = piece.sum(axis=0)
    along = np.flatnonzero(counts)
    heights = (np.arange(piece.shape[0])[:, None] * piece).sum(axis=0)[along] / counts[along]
    end = start + piece.shape[1]
    path = top + np.interp(np.arange(piece.shape[1]), along, heights)
    if len(path) > _SMOOTH:
        padded = np.pad(path, _SMOOTH // 2, mode="edge")
        path = np.convolve(padded, np.ones(_SMOOTH) / _SMOOTH, "valid")
    slope, offset = np.polyfit(along, heights, 1) if len(along) > 2 else (0.0, heights.mean())
    return Run(start, end, float(slope), float(top + offset - slope * start), thick, path)


def _is_rule(run: Run, evened: Any, pale: Any, dark: Any, dpi: float) -> bool:
    """Whether a level run is drawn as one: strokes of letters in a row leave gaps, and ink beside."""
    assert run.path is not None
    along = np.arange(len(run.path)) + int(run.start)
    across = np.rint(run.path).astype(np.int64)

    def inked(ink: Any, *offsets: int) -> float:
        rows = [np.clip(across + d, 0, ink.shape[0] - 1) for d in offsets]
        return float(np.any([ink[row, along] > 0 for row in rows], axis=0).mean())

    far = max(1, round(run.thick / 2)) + max(2, round(dpi * _BESIDE_IN))
    share = inked(pale, -1, 0, 1)
    run.solid = share >= _INKED
    rows = [np.clip(across + d, 0, pale.shape[0] - 1) for d in (-1, 0, 1)]
    run.inked = np.any([pale[row, along] > 0 for row in rows], axis=0)
    run.clear = max(inked(evened, -far), inked(evened, far)) < _BESIDE
    if run.clear:
        return share >= _DOTTED if run.length > _SHORT_IN * dpi else run.solid
    sides = inked(dark, -far), inked(dark, far)
    share = inked(dark, -1, 0, 1)
    least = _LONG_INKED if run.length > _LONG_IN * dpi else _INKED
    if share < least or min(sides) > _BOTH_SIDES:
        return False
    return max(sides) < _CROWDED or run.thick <= _HAIR_IN * dpi


def find_rules(page: Grey, dpi: float) -> Rules:
    """The rules of a clean and straight page."""
    ink = rule_ink(page, dpi)
    level, upright = find_runs(ink, dpi)
    reach = dpi * _REACH_IN
    long_level = [r for r in level if r.length >= _LEAST_LEVEL_IN * dpi]
    upright = [v for v in upright if _ends_at_rules(v, long_level, ink.dark, dpi, reach)]
    crossing = [h for h in long_level if sum(_cross(h, v, reach) for v in upright) >= 2]
    horizontal: list[Edge] = []
    vertical: list[Edge] = []
    in_tables: set[int] = set()
    for some_level, some_upright in _tables(crossing, upright, reach):
        edges = _edges(some_level, some_upright, dpi)
        if edges is not None:
            in_tables.update(map(id, some_level))
            vertical += edges[0]
            horizontal += edges[1]
    free = [r for r in level if id(r) not in in_tables and r.solid and r.length >= _FREE_IN * dpi]
    horizontal += [Edge(r.middle, r.start, r.end) for r in free]
    drawn = free + [r for r in level if id(r) in in_tables]
    return Rules(drawn, upright, horizontal, vertical)


def _ends_at_rules(v: Run, level: list[Run], ink: Ink, dpi: float, reach: float) -> bool:
    """Whether an upright run is a rule: short ones, which may be strokes, join level rules."""
    if v.length >= _STROKE_IN * dpi:
        return any(_cross(h, v, reach) for h in level)
    near = dpi * _SHORT_REACH_IN
    ends = []
    for end in (v.start, v.end):
        x = v.at(end)
        gaps = [
            (abs(h.at(x) - end), h.at(x)) for h in level if h.start - reach <= x <= h.end + reach
        ]
        gap, y = min(gaps, default=(near + 1, 0.0))
        if gap > near:
            return False
        ends.append(y)
    return _unbroken(v, ends[0], ends[1], ink, dpi)


def _unbroken(v: Run, top: float, bottom: float, ink: Ink, dpi: float) -> bool:
    """Whether an upright rule goes all the way from a level rule to the next, as letters do not."""
    ys = np.arange(max(0, round(top)), min(ink.shape[0], round(bottom)))
    xs = np.rint(v.slope * ys + v.offset).astype(np.int64)
    last = ink.shape[1] - 1
    blank = ~np.any([ink[ys, np.clip(xs + d, 0, last)] > 0 for d in (-1, 0, 1)], axis=0)
    return int(blank.sum()) <= max(1, round(dpi * _SHORT_BREAK_IN))


def _cross(h: Run, v: Run, reach: float) -> bool:
    """Whether a level and an upright rule meet."""
    x = v.at(h.middle)
    y = h.at(x)
    return h.start - reach <= x <= h.end + reach and v.start - reach <= y <= v.end + reach


def _tables(
    level: list[Run], upright: list[Run], reach: float
) -> list[tuple[list[Run], list[Run]]]:
    """Rules that meet, directly or by others, in groups."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(level):
        for j, v in enumerate(upright, len(level)):
            if root(i) != root(j) and _cross(h, v, reach):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Run], list[Run]]] = {}
    for i, h in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(upright, len(level)):
        if root(j) in groups:
            groups[root(j)][1].append(v)
    return [g for g in groups.values() if len(g[0]) >= 1 and len(g[1]) >= 2]


def _edges(
    level: list[Run], upright: list[Run], dpi: float
) -> tuple[list[Edge], list[Edge]] | None:
    """The edges of a table, vertical and horizontal: straight, and meeting where rules meet."""
    xs = _places(upright, dpi)
    ys = _places(level, dpi)
    level, ys = _closed(level, upright, xs, ys, dpi)
    if len(xs) < 2 or len(ys) < 2:
        return None
    ruled_level = np.array([[_share(level, y, a, b, dpi) for a, b in _pairs(xs)] for y in ys])
    ruled_upright = np.array([[_share(upright, x, a, b, dpi) for a, b in _pairs(ys)] for x in xs])
    on_level, on_upright = ruled_level >= _RULED, ruled_upright >= _RULED
    _mend_corners(on_level, on_upright, ruled_level, ruled_upright)
    horizontal = [e for i, y in enumerate(ys) for e in _stretches(y, xs, on_level[i])]
    vertical = [e for i, x in enumerate(xs) for e in _stretches(x, ys, on_upright[i])]
    return vertical, horizontal


def _pairs(places: list[float]) -> list[tuple[float, float]]:
    return list(pairwise(places))


def _places(runs: list[Run], dpi: float) -> list[float]:
    """Where rules lie, near ones as one, the longer counting more."""
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.middle):
        if groups and run.middle - _mean(groups[-1]) <= dpi * _SAME_IN:
            groups[-1].append(run)
        else:
            groups.append([run])
    return [_mean(group) for group in groups]


def _mean(runs: list[Run]) -> float:
    return sum(r.middle * r.length for r in runs) / sum(r.length for r in runs)


def _closed(
    level: list[Run], upright: list[Run], xs: list[float], ys: list[float], dpi: float
) -> tuple[list[Run], list[float]]:
    """The level rules with those added that the cut of a page took from a table."""
    for last, end in ((False, 0), (True, 1)):
        if not ys:
            break
        limit = ys[-1] if last else ys[0]
        ends = [(v.start, v.end)[end] for v in upright]
        past = [e for e in ends if (e - limit if last else limit - e) > _CUT_IN * dpi]
        if len(past) >= max(2, _CUT_SHARE * len(xs)):
            y = max(past) if last else min(past)
            level = [*level, Run(xs[0], xs[-1], 0.0, y)]
            ys = [*ys, y] if last else [y, *ys]
    return level, ys


def _share(runs: list[Run], place: float, low: float, high: float, dpi: float) -> float:
    """Which share of a stretch between two crossings is ruled."""
    near = dpi * _REACH_IN * 1.2
    margin = min(dpi * 0.03, (high - low) / 4)
    low, high = low + margin, high - margin
    spans = []
    for run in runs:
        a, b = max(low, run.start), min(high, run.end)
        if b > a and abs(run.at((a + b) / 2) - place) <= near:
            spans.append((a, b))
            # A letter that hangs on a rule makes it longer than it is.
            if run.solid and run.inked is not None:
                first = int(a - run.start)
                b = a + _SOLID_WEIGHT * float(run.inked[first : first + int(b - a)].sum())
                spans[-1] = (a, b)
    covered, reached = 0.0, low
    for a, b in sorted(spans):
        covered += max(0.0, b - max(a, reached))
        reached = max(reached, b)
    return covered / max(1.0, high - low)


def _mend_corners(on_level: Any, on_upright: Any, level: Any, upright: Any) -> None:
    """Cells that are no rectangles get back the stretches that may be ruled inside them."""
    rows, columns = len(on_level) - 1, len(on_upright) - 1
    for _ in range(rows + columns):
        region = _regions(on_level, on_upright, rows, columns)
        mended = False
        for number in np.unique(region):
            r, c = np.nonzero(region == number)
            r0, r1, c0, c1 = r.min(), r.max(), c.min(), c.max()
            if (r1 - r0 + 1) * (c1 - c0 + 1) == len(r):
                continue
            mended |= _part(on_level, on_upright, level, upright, region == number)
        if not mended:
            return


def _regions(on_level: Any, on_upright: Any, rows: int, columns: int) -> Any:
    """Which stretch of a grid belongs to which cell."""
    region = np.arange(rows * columns).reshape(rows, columns)
    changed = True
    while changed:
        before = region.copy()
        for r in range(rows):
            for c in range(columns):
                if c + 1 < columns and not on_upright[c + 1][r]:
                    region[r, c] = region[r, c + 1] = min(region[r, c], region[r, c + 1])
                if r + 1 < rows and not on_level[r + 1][c]:
                    region[r, c] = region[r + 1, c] = min(region[r, c], region[r + 1, c])
        changed = bool((before != region).any())
    return region


def _part(on_level: Any, on_upright: Any, level: Any, upright: Any, inside: Any) -> bool:
    """Rules inside a region whatever may be ruled; everything if nothing may be."""
    pairs_down = inside[:-1] & inside[1:]
    pairs_along = (inside[:, :-1] & inside[:, 1:]).T
    for least in (_PERHAPS, -1.0):
        more_level = pairs_down & ~on_level[1:-1] & (level[1:-1] > least)
        more_upright = pairs_along & ~on_upright[1:-1] & (upright[1:-1] > least)
        if more_level.any() or more_upright.any():
            on_level[1:-1] |= more_level
            on_upright[1:-1] |= more_upright
            return True
    return False


def _stretches(at: float, places: list[float], ruled: Any) -> list[Edge]:
    """Edges along the ruled stretches between crossings."""
    edges: list[Edge] = []
    for (low, high), on in zip(_pairs(places), ruled, strict=True):
        if not on:
            continue
        if edges and edges[-1].end == low:
            edges[-1] = Edge(at, edges[-1].start, high)
        else:
            edges.append(Edge(at, low, high))
    return edges


def _drawn(run: Run) -> NDArray[np.int32]:
    """The corners of a rule as it runs, a little past its ends."""
    if run.path is None:
        along = np.array([run.start, run.end])
        across = np.array([run.at(run.start), run.at(run.end)])
    else:
        steps = np.unique(np.append(np.arange(0, len(run.path), 10), len(run.path) - 1))
        along, across = run.start + steps, run.path[steps]
    along = along.astype(np.float64)
    along[0] -= 2
    along[-1] += 2
    return np.asarray(np.rint(np.column_stack([along, across])), np.int32)


def without_rules(ink: Ink, rules: Rules, dpi: float) -> tuple[Ink, Ink]:
    """The ink without its rules, and what was taken; letters that touch or cross them stay."""
    level: Any = np.zeros_like(ink)
    upright: Any = np.zeros_like(ink)
    most = 1.0
    for runs, mask, flat in ((rules.level, level, True), (rules.upright, upright, False)):
        for r in runs:
            most = max(most, r.thick)
            points = _drawn(r)
            width = max(3, round(r.thick) + 2 * max(1, round(dpi / 100)))
            cv2.polylines(mask, [points if flat else points[:, ::-1]], False, 255, width)
    deep = round(most) + max(3, round(dpi / 45))
    tall: Any = cv2.morphologyEx(ink, cv2.MORPH_OPEN, rect(1, deep))
    wide: Any = cv2.morphologyEx(ink, cv2.MORPH_OPEN, rect(deep, 1))
    gone: Any = cv2.subtract(level, tall) | cv2.subtract(upright, wide) | (level & upright)
    return np.asarray(cv2.subtract(ink, gone), np.uint8), np.asarray(gone, np.uint8)
