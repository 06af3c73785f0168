"""Ruled lines in the picture of a page become the edges of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import cv2
import numpy as np

from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.scan.faint_rules import with_faint_rules
from thai_ita.ingest.scan.fills import rect
from thai_ita.ingest.scan.ocr_engine import Grey
from thai_ita.ingest.scan.paper import Ink, rule_ink
from thai_ita.ingest.scan.runs import Run, drawn, find_runs
from thai_ita.ingest.scan.upright_rules import cross, true_uprights

# Level rules of tables are no shorter (inches).
_LEAST_LEVEL_IN: Final = 0.3
# How near a rule ends to another that it reaches (inches).
_REACH_IN: Final = 0.06
# Rules nearer than this are one (inches).
_SAME_IN: Final = 0.08
# A stretch between two crossings is ruled where this share of it is.
_RULED: Final = 0.5
# Ink of a solid rule counts so much: three quarters of a stretch must be inked.
_SOLID_WEIGHT: Final = 0.66
_PERHAPS: Final = 0.15
# Rules run past the last one across by this (inches), this many and this share of them.
_CUT_IN: Final = 0.12
_CUT_SHARE: Final = 0.6
# A side is open where so many level rules end together at least.
_LEAST_OPEN: Final = 3
# A rule outside tables is this long (inches).
_FREE_IN: Final = 0.5


@dataclass(slots=True)
class Rules:
    """The rules of a page as they are drawn, and the edges of its tables."""

    level: list[Run]
    upright: list[Run]
    horizontal: list[Edge]
    vertical: list[Edge]


def find_rules(page: Grey, dpi: float) -> Rules:
    """The rules of a clean and straight page."""
    ink = rule_ink(page, dpi)
    level, upright = find_runs(ink, dpi)
    level, upright = with_faint_rules(page, level, upright, dpi)
    reach = dpi * _REACH_IN
    long_level = [r for r in level if r.length >= _LEAST_LEVEL_IN * dpi]
    upright = true_uprights(upright, long_level, ink, dpi, reach)
    crossing = [h for h in long_level if sum(cross(h, v, reach) for v in upright) >= 2]
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


def _tables(level: list[Run], upright: list[Run], reach: float) -> list[tuple[list[Run], list[Run]]]:
    """Rules that meet, directly or by others, in groups."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(level):
        for j, v in enumerate(upright, len(level)):
            if root(i) != root(j) and cross(h, v, reach):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Run], list[Run]]] = {}
    for i, h in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(upright, len(level)):
        if root(j) in groups:
            groups[root(j)][1].append(v)
    return [g for g in groups.values() if len(g[0]) >= 1 and len(g[1]) >= 2]


def _edges(level: list[Run], upright: list[Run], dpi: float) -> tuple[list[Edge], list[Edge]] | None:
    """The edges of a table, vertical and horizontal: straight, and meeting where rules meet."""
    xs = _places(upright, dpi)
    ys = _places(level, dpi)
    sides = _open_sides(level, xs, ys, dpi)
    xs = sorted([*xs, *sides])
    level, ys = _closed(level, upright, xs, ys, dpi)
    upright = upright + [Run(ys[0], ys[-1], 0.0, x) for x in sides]
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
        if len(past) >= max(2, _CUT_SHARE * len(_places(upright, dpi))):
            y = max(past) if last else min(past)
            level = [*level, Run(xs[0], xs[-1], 0.0, y)]
            ys = [*ys, y] if last else [y, *ys]
    return level, ys


def _open_sides(level: list[Run], xs: list[float], ys: list[float], dpi: float) -> list[float]:
    """Where a table has no rule at its left or right: most of its level rules go on past the last
    upright one, to the same place."""
    sides: list[float] = []
    for last in (False, True):
        if not xs or len(ys) < _LEAST_OPEN:
            break
        limit = xs[-1] if last else xs[0]
        past = [h.end - limit if last else limit - h.start for h in level]
        past = [d for d in past if d > _CUT_IN * dpi]
        middle = float(np.median(past)) if past else 0.0
        alike = [d for d in past if abs(d - middle) <= _SAME_IN * dpi]
        if len(alike) >= max(_LEAST_OPEN, _CUT_SHARE * len(ys)):
            sides.append(limit + middle if last else limit - middle)
    return sides


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


def without_rules(ink: Ink, rules: Rules, dpi: float) -> tuple[Ink, Ink]:
    """The ink without its rules, and what was taken; letters that touch or cross them stay."""
    level: Any = np.zeros_like(ink)
    upright: Any = np.zeros_like(ink)
    most = 1.0
    for runs, mask, flat in ((rules.level, level, True), (rules.upright, upright, False)):
        for r in runs:
            most = max(most, r.thick)
            points = drawn(r)
            width = max(3, round(r.thick) + 2 * max(1, round(dpi / 100)))
            cv2.polylines(mask, [points if flat else points[:, ::-1]], False, 255, width)
    deep = round(most) + max(3, round(dpi / 45))
    tall: Any = cv2.morphologyEx(ink, cv2.MORPH_OPEN, rect(1, deep))
    wide: Any = cv2.morphologyEx(ink, cv2.MORPH_OPEN, rect(deep, 1))
    gone: Any = cv2.subtract(level, tall) | cv2.subtract(upright, wide) | (level & upright)
    return np.asarray(cv2.subtract(ink, gone), np.uint8), np.asarray(gone, np.uint8)
