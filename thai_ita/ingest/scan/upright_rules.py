"""Which upright runs of ink are rules: letters and the streaks of scanners look like them."""

from __future__ import annotations

from typing import Final

import numpy as np

from thai_ita.ingest.scan.paper import Ink, RuleInk
from thai_ita.ingest.scan.runs import Run

# How near a rule ends to another that it reaches if it is short (inches).
_SHORT_REACH_IN: Final = 0.042
# Strokes of letters one above another may be so long (inches).
_STROKE_IN: Final = 0.75
# Of a short rule no more than this is blank (inches).
_SHORT_BREAK_IN: Final = 0.008
# A line that goes on for this past all level rules of a page is none of a table (inches) where
# less than this share of those beside it do, nor is what lies on it, this near (inches).
_STREAK_IN: Final = 0.5
_ALIKE: Final = 0.5
_ON_LINE_IN: Final = 0.016
# So far from a level rule letters stand (inches); of an upright rule this share is inked there,
# told where it meets so many.
_STAND_OFF_IN: Final = 0.02
_JOINED: Final = 0.35
_LEAST_MET: Final = 2


def true_uprights(upright: list[Run], level: list[Run], ink: RuleInk, dpi: float, reach: float) -> list[Run]:
    """The upright runs that are rules of tables with these level ones."""
    streaks = _streaks(upright, level, dpi, reach)
    return [
        v
        for v in upright
        if not any(_same_line(v, streak, dpi) for streak in streaks)
        and _ends_at_rules(v, level, ink.dark, dpi, reach)
        and _joins_rules(v, level, ink.pale, dpi)
    ]


def _streaks(upright: list[Run], level: list[Run], dpi: float, reach: float) -> list[Run]:
    """Upright lines that the glass of a scanner draws: they pass all rules of a page alone.

    Rules that a cut of the page leaves open go on too, but most of a table do.
    """
    met = [[h for h in level if cross(h, v, reach)] for v in upright]
    loose = [v for v, rules in zip(upright, met, strict=True) if not rules]
    wide = [_with_parts(v, loose, dpi) for v in upright]
    top = min((h.middle for h in level), default=0.0) - dpi * _STREAK_IN
    bottom = max((h.middle for h in level), default=0.0) + dpi * _STREAK_IN
    found: list[Run] = []
    for v, rules, (start, end) in zip(upright, met, wide, strict=True):
        ys = sorted((h.at(v.at(h.middle)), id(h)) for h in rules)
        for last in (False, True):
            if not ys:
                break
            _y, h = ys[-1] if last else ys[0]
            if (end <= bottom) if last else (start >= top):
                continue
            beside = [w for w, some in zip(wide, met, strict=True) if h in map(id, some)]
            alike = sum(w[1] > bottom if last else w[0] < top for w in beside)
            if alike < _ALIKE * len(beside):
                found.append(v)
    return found


def _with_parts(v: Run, loose: list[Run], dpi: float) -> tuple[float, float]:
    """The ends of an upright run with those that lie on its line and meet no level rule."""
    line = [v, *(w for w in loose if _same_line(w, v, dpi))]
    return min(w.start for w in line), max(w.end for w in line)


def _same_line(v: Run, w: Run, dpi: float) -> bool:
    """Whether two runs lie on one line."""
    along = (v.start + v.end) / 2
    return abs(v.at(along) - w.at(along)) <= dpi * _ON_LINE_IN


def _joins_rules(v: Run, level: list[Run], ink: Ink, dpi: float) -> bool:
    """Whether an upright run goes into the level rules that it meets: letters stand off them."""
    if v.solid:
        return True
    near, far = max(2, round(dpi * _STAND_OFF_IN)), round(dpi * _STAND_OFF_IN * 2)
    steps = np.concatenate([np.arange(-far, -near + 1), np.arange(near, far + 1)])
    places = [h.at(v.at(h.middle)) for h in level if cross(h, v, 0)]
    if len(places) < _LEAST_MET:
        return True
    ys = np.clip(np.rint(np.add.outer(places, steps)).astype(np.int64), 0, ink.shape[0] - 1)
    ys = ys[(ys >= v.start) & (ys <= v.end)]
    xs = np.rint(v.slope * ys + v.offset).astype(np.int64)
    last = ink.shape[1] - 1
    hit = np.any([ink[ys, np.clip(xs + d, 0, last)] > 0 for d in (-1, 0, 1)], axis=0)
    return bool(hit.mean() >= _JOINED) if len(hit) else True


def _ends_at_rules(v: Run, level: list[Run], ink: Ink, dpi: float, reach: float) -> bool:
    """Whether an upright run is a rule: short ones, which may be strokes, join level rules."""
    if v.length >= _STROKE_IN * dpi:
        return any(cross(h, v, reach) for h in level)
    near = dpi * _SHORT_REACH_IN
    ends = []
    for end in (v.start, v.end):
        x = v.at(end)
        gaps = [(abs(h.at(x) - end), h.at(x)) for h in level if h.start - reach <= x <= h.end + reach]
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


def cross(h: Run, v: Run, reach: float) -> bool:
    """Whether a level and an upright rule meet."""
    x = v.at(h.middle)
    y = h.at(x)
    return h.start - reach <= x <= h.end + reach and v.start - reach <= y <= v.end + reach
