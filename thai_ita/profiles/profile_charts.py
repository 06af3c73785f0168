"""The pictures of profiles: where agencies stand, indicators against others, years, moves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thai_ita.pictures.label_spacing import spread
from thai_ita.profiles.profile_content import Picture, Shape
from thai_ita.profiles.profile_words import Words, figure
from thai_ita.profiles.svg_pieces import (
    WIDTH,
    Scale,
    box,
    cut,
    label,
    line,
    mark,
    number,
    polyline,
    score_axis,
    score_scale,
)

LEFT, RIGHT, TOP = 210, 700, 14
"""Where the scale begins and ends, and what stands free above."""
ROW = 30
PILE_STEP, HIGHEST_PILE = 10.0, 260.0
"""From dot to dot of a pile, and how high a pile may be."""
LIMIT_NAME = 105
"""Room for the name of a level beside its line."""
FORMS = ("circle", "square", "triangle", "diamond")
"""One for each line of a picture of years: legible without colour."""


@dataclass(frozen=True, slots=True)
class Group:
    """The scores of a group of agencies: their number, quartiles and ends; None below three agencies."""

    n: int
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    minimum: float | None = None
    maximum: float | None = None

    def values(self) -> list[float]:
        return [v for v in (self.minimum, self.q1, self.median, self.q3, self.maximum) if v is not None]


def standing(
    own: Sequence[tuple[str, float]],
    others: Group,
    levels: Mapping[str, float],
    words: Words,
    anchor: str = "standing-picture",
) -> Picture:
    """Each agency of an area as a dot on the scale of scores, above the spread of all others.

    ``own`` are names with scores, ``levels`` the least overall score of each level.
    """
    scale = score_scale([v for _, v in own] + others.values(), LEFT, RIGHT)
    piles: dict[int, int] = {}
    dots: list[tuple[float, int, str]] = []
    for name, value in sorted(own, key=lambda pair: pair[1]):
        place = round((scale.at(value) - LEFT) / 9)
        dots.append((LEFT + place * 9, piles.setdefault(place, 0), f"{name}: {figure(value)}"))
        piles[place] += 1
    # Where very many are equal their dots overlap, so that the picture stays on a page.
    highest = max(piles.values(), default=1)
    step = min(PILE_STEP, HIGHEST_PILE / highest)
    height_own = max(ROW, step * highest + 12)
    base, lower = TOP + 20 + height_own, TOP + 20 + height_own + ROW
    shapes = score_axis(scale, TOP + 20, lower + 14)
    for name, least in levels.items():
        if scale.low < least < scale.high:
            x = scale.at(least)
            # At the right end there is room before the line only.
            before = x > RIGHT - LIMIT_NAME
            shapes.append(line(x, TOP + 6, x, lower + 14, "limit"))
            shapes.append(
                label(x - 4 if before else x + 4, TOP + 10, cut(name, LIMIT_NAME), "tick", "end" if before else "start")
            )
    shapes.append(label(LEFT - 10, base - 4, cut(words("here_n", n=len(own)), LEFT - 16), "label", "end"))
    shapes += [mark("circle", x, base - 8 - step * pile, 4.5, "dot", title) for x, pile, title in dots]
    shapes += _spread(others, scale, lower, words("others_n", n=others.n))
    return Picture(
        anchor,
        words("standing_caption"),
        words("standing_describes", n=len(own), others=others.n),
        WIDTH,
        int(lower + 40),
        tuple(shapes),
        words("standing_method"),
    )


def _spread(group: Group, scale: Scale, y: float, name: str) -> list[Shape]:
    """A line from the least to the highest, a box around the middle half, a bar at the median."""
    shapes = [label(LEFT - 10, y + 4, cut(name, LEFT - 16), "label", "end")]
    if group.q1 is None or group.q3 is None or group.median is None:
        return shapes
    if group.minimum is not None and group.maximum is not None:
        shapes.append(line(scale.at(group.minimum), y, scale.at(group.maximum), y, "whisker"))
    x = scale.at(group.q1)
    shapes.append(box(x, y - 8, scale.at(group.q3) - x, 16, "band"))
    middle = scale.at(group.median)
    shapes.append(line(middle, y - 10, middle, y + 10, "median"))
    return shapes


def indicators(
    rows: Sequence[tuple[str, Group, Group, Sequence[float]]],
    words: Words,
    *,
    one_agency: bool = False,
    anchor: str = "indicators-picture",
) -> Picture:
    """Each indicator as a row: the middle half of the others as a box with its median, and the area's median as a
    dot with its own middle half as a line; where fewer than three are known, each value as a ring.

    ``rows`` are name, own group, group of the others, own values.
    """
    values = [v for _, own, others, each in rows for v in (*own.values(), *others.values(), *each)]
    scale = score_scale(values, LEFT + 60, RIGHT)
    bottom = TOP + ROW * len(rows)
    shapes = score_axis(scale, TOP, bottom)
    for place, (name, own, others, each) in enumerate(rows):
        y = TOP + ROW * place + ROW / 2
        shapes.append(label(LEFT + 50, y + 4, cut(name, LEFT + 44), "label", "end"))
        if others.q1 is not None and others.q3 is not None and others.median is not None:
            x, middle = scale.at(others.q1), scale.at(others.median)
            shapes += [
                box(x, y - 8, scale.at(others.q3) - x, 16, "band"),
                line(middle, y - 10, middle, y + 10, "median"),
            ]
        if own.median is not None and own.q1 is not None and own.q3 is not None and not one_agency:
            shapes.append(line(scale.at(own.q1), y, scale.at(own.q3), y, "reach"))
            shapes.append(mark("circle", scale.at(own.median), y, 5.5, "dot", f"{name}: {figure(own.median)}"))
        else:
            kind = "dot" if one_agency else "ring"
            shapes += [mark("circle", scale.at(v), y, 5.5, kind, f"{name}: {figure(v)}") for v in each]
    which = "one" if one_agency else "area"
    return Picture(
        anchor,
        words(f"indicators_caption_{which}"),
        words(f"indicators_describes_{which}", n=len(rows)),
        WIDTH,
        int(bottom + 26),
        tuple(shapes),
        words(f"indicators_method_{which}"),
    )


@dataclass(frozen=True, slots=True)
class Series:
    """The scores of one code by year, and its runs of years that compare."""

    name: str
    values: dict[int, float]
    runs: list[list[int]]


def years(series: Sequence[Series], broken: Mapping[int, str], words: Words, anchor: str = "years-picture") -> Picture:
    """Lines over years, one form of mark and of line each, named at their ends; none runs over a break.

    ``broken`` are the years that begin behind a break.
    """
    known = sorted({year for s in series for year in s.values})
    first, last = known[0], known[-1]
    left, right, height, bottom = 50.0, 560.0, 210, 236
    scale = score_scale([v for s in series for v in s.values.values()], bottom, bottom - height)

    def x_of(year: float) -> float:
        return left + 20 + (right - left - 40) * ((year - first) / (last - first) if last > first else 0.5)

    shapes: list[Shape] = []
    for tick in scale.ticks():
        y = scale.at(tick)
        shapes += [line(left, y, right, y, "grid"), label(left - 8, y + 4, str(tick), "tick", "end")]
    shapes += [label(x_of(year), bottom + 18, str(year), "tick", "middle") for year in range(first, last + 1)]
    for year in broken:
        x = x_of(year - 0.5)
        shapes.append(line(x, bottom - height, x, bottom, "limit"))
    ends: list[tuple[float, str]] = []
    for place, one in enumerate(series):
        form = FORMS[place % len(FORMS)]
        for run in one.runs:
            points = [(x_of(y), scale.at(one.values[y])) for y in run if y in one.values]
            if len(points) > 1:
                shapes.append(polyline(points, f"line line-{place % len(FORMS)}"))
        shapes += [
            mark(
                form,
                x_of(year),
                scale.at(value),
                5,
                f"mark mark-{place % len(FORMS)}",
                f"{one.name} {year}: {figure(value)}",
            )
            for year, value in sorted(one.values.items())
        ]
        final = max(one.values)
        ends.append((scale.at(one.values[final]), f"{one.name} {figure(one.values[final])}"))
    for (own, text), y, form in zip(ends, spread([-y for y, _ in ends], 17), FORMS * len(ends), strict=False):
        shapes.append(line(right - 12, own, right + 6, -y, "lead"))
        shapes.append(mark(form, right + 14, -y, 4, f"mark mark-{FORMS.index(form)}"))
        shapes.append(label(right + 24, -y + 4, cut(text, WIDTH - right - 26), "label"))
    return Picture(
        anchor,
        words("years_caption"),
        words("years_describes", first=first, last=last, n=len(series)),
        WIDTH,
        bottom + 30,
        tuple(shapes),
        words("years_method") + (f" {words('years_break')}" if broken else ""),
    )


def moves(rows: Sequence[tuple[str, float, float]], words: Words, anchor: str = "moves-picture") -> Picture:
    """An arrow from the first to the last known score of each line that moved away from its group beyond noise."""
    scale = score_scale([v for _, a, b in rows for v in (a, b)], LEFT + 60, RIGHT)
    bottom = TOP + ROW * len(rows)
    shapes = score_axis(scale, TOP, bottom)
    for place, (name, before, after) in enumerate(rows):
        y = TOP + ROW * place + ROW / 2
        start, end = scale.at(before), scale.at(after)
        shapes.append(label(LEFT + 50, y + 4, cut(name, LEFT + 44), "label", "end"))
        shapes.append(line(start, y, end, y, "reach"))
        shapes.append(mark("circle", start, y, 4, "ring", figure(before)))
        turn = math.copysign(1, end - start)
        points = [(end + 2 * turn, y), (end - 9 * turn, y - 6), (end - 9 * turn, y + 6)]
        head = " ".join(f"{number(x)},{number(v)}" for x, v in points)
        shapes.append(Shape("polygon", {"points": head, "class": "dot"}, title=figure(after)))
    return Picture(
        anchor,
        words("moves_caption"),
        words("moves_describes", n=len(rows)),
        WIDTH,
        int(bottom + 26),
        tuple(shapes),
        words("moves_method"),
    )
