"""Lines through the years of every agency and score, and who is ahead of its group or behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from thai_ita.analyze.crosswalk import joint_reason, segments
from thai_ita.analyze.names_by_year import newest_names
from thai_ita.analyze.score_order import item_rank
from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import (
    Floats,
    false_discovery,
    fit_lines,
    mean_interval,
    theil_sen,
)
from thai_ita.analyze.trajectories.against_group import (
    Trends,
    against_group,
    strength_lent,
    trends_of,
)

if TYPE_CHECKING:
    import pandas as pd

_SCORE = ["kind", "code", "part"]
_PLACE = ["agency", "agency_type", "district", "province", "peer_group"]


class Movement(StrEnum):
    """What the years of an agency say of it, against its peer group."""

    ROSE = "rose"
    """Ahead of its group, and its own line rises: the interval of its slope lies above 0."""
    FELL = "fell"
    """Behind its group, and its own line falls."""
    AHEAD = "ahead"
    """Ahead of its group; its own line need not rise: the group may fall."""
    BEHIND = "behind"
    NOISE = "within_noise"
    CEILING = "ceiling"
    """What the ceiling of 100 cut off could undo what is seen."""
    TOO_FEW = "too_few"


FORWARD = (Movement.ROSE, Movement.AHEAD)
BACKWARD = (Movement.FELL, Movement.BEHIND)


@dataclass(frozen=True, slots=True)
class Panel:
    """The scores of one code in a run of comparable years: agencies by years."""

    kind: str
    code: str
    part: str
    name: str
    years: list[int]
    agencies: list[str]
    values: Floats


def panels(scores: pd.DataFrame, *, across_breaks: bool = False) -> list[Panel]:
    """The scores as arrays: one panel per code, part and run of comparable years."""
    found: list[Panel] = []
    for key, own in scores.groupby(_SCORE, sort=False):
        kind, code, part = (str(cell) for cell in key)
        name = own["name"].dropna()
        for years in segments(kind, code, own["fiscal_year"].astype(int), across=across_breaks):
            rows = own[own["fiscal_year"].isin(years)]
            table = rows.pivot(index="agency_id", columns="fiscal_year", values="value")
            found.append(
                Panel(
                    kind,
                    code,
                    part,
                    str(name.iloc[-1]) if len(name) else "",
                    years,
                    [str(a) for a in table.index],
                    table.to_numpy(dtype=np.float64),
                )
            )
    return sorted(found, key=lambda p: (item_rank(p.code), p.part, p.years[0]))


def agency_slopes(scores: pd.DataFrame, *, across_breaks: bool = False, confidence: float = 0.95) -> pd.DataFrame:
    """A row per agency, code and run of comparable years with at least two known values.

    ``slope`` (points a year) with its t interval and ``theil_sen`` describe the agency's own line;
    ``relative_slope`` is what it moved against its peer group, with ``p``. Below three known years
    lines are missing. Who is named of an answer is the work of ``judged``.
    """
    import pandas as pd

    people = newest_names(scores).set_index("agency_id")
    every = panels(scores, across_breaks=across_breaks)
    if not every:
        return pd.DataFrame(columns=list(_LINE_COLUMNS))
    numbers = {agency: i for i, agency in enumerate(people.index)}
    compared = [_compared(panel, people, numbers) for panel in every]
    # Noise is judged by all lines of the tables, whatever is shown of them.
    lent = strength_lent([c.trends for c in compared], [c.owners for c in compared])
    parts = [_slopes_of(panel, people, confidence, own, lent) for panel, own in zip(every, compared, strict=True)]
    table = pd.concat(parts, ignore_index=True)
    return table[list(_LINE_COLUMNS)].round(
        {"slope": 4, "slope_low": 4, "slope_high": 4, "theil_sen": 4, "relative_slope": 4}
    )


def judged(slopes: pd.DataFrame, rate: float = 0.05) -> pd.DataFrame:
    """The lines of one answer with ``q``, ``n_tests`` and the verdict ``movement``.

    ``q`` is Benjamini and Hochberg's over all lines given: of the named ones a share of ``rate`` or
    less is expected to be false in the whole answer, all groups and codes together.
    """
    import pandas as pd

    p = slopes["p"].to_numpy(dtype=np.float64)
    q, relative = false_discovery(p), slopes["relative_slope"].to_numpy(dtype=np.float64)
    named = q <= rate
    verdict = np.select(
        [
            named & (relative > 0) & (slopes["slope_low"] > 0),
            named & (relative > 0),
            named & (slopes["slope_high"] < 0),
            named,
            slopes["hidden"].to_numpy(dtype=bool),
            np.isnan(p),
        ],
        [Movement.ROSE, Movement.AHEAD, Movement.FELL, Movement.BEHIND, Movement.CEILING, Movement.TOO_FEW],
        default=Movement.NOISE,
    )
    table = slopes.assign(
        q=q,
        n_tests=int(np.isfinite(p).sum()),
        movement=pd.Series(verdict.astype(str), index=slopes.index, dtype="string"),
    )
    return table[list(COLUMNS)]


COLUMNS = (
    "agency_id",
    *_PLACE,
    *_SCORE,
    "name",
    "run",
    "first_year",
    "last_year",
    "n",
    "first_value",
    "last_value",
    "slope",
    "slope_low",
    "slope_high",
    "theil_sen",
    "n_peers",
    "relative_slope",
    "p",
    "q",
    "n_tests",
    "movement",
    "n_at_100",
    "break_note",
)
_JUDGED = ("q", "n_tests", "movement")
_LINE_COLUMNS = (*(c for c in COLUMNS if c not in _JUDGED), "hidden")


@dataclass(frozen=True, slots=True)
class _Compared:
    """The rows of a panel by peer group: ``places`` (rows of the panel) and ``owners`` (numbers of
    the agencies) are groups x agencies, -1 where a group has fewer."""

    trends: Trends
    places: NDArray[np.int64]
    owners: NDArray[np.int64]


def _compared(panel: Panel, people: pd.DataFrame, numbers: dict[str, int]) -> _Compared:
    groups = people.loc[panel.agencies, "peer_group"].to_numpy(dtype=object)
    names = sorted({g for g in groups if isinstance(g, str)})
    inside = [np.flatnonzero(groups == name) for name in names]
    widest = max((len(rows) for rows in inside), default=1)
    places = np.full((len(names), widest), -1)
    for group, rows in enumerate(inside):
        places[group, : len(rows)] = rows
    whose = np.array([numbers[agency] for agency in panel.agencies])
    values = np.where((places >= 0)[..., None], panel.values[places], np.nan)
    years = np.array(panel.years, dtype=np.float64)
    return _Compared(trends_of(years, values), places, np.where(places >= 0, whose[places], -1))


def _slopes_of(panel: Panel, people: pd.DataFrame, confidence: float, compared: _Compared, lent: float) -> pd.DataFrame:
    import pandas as pd

    values, years = panel.values, np.array(panel.years, dtype=np.float64)
    known = ~np.isnan(values)
    lines = fit_lines(years, values, confidence)
    first = known.argmax(axis=1)
    last = values.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    rows = np.arange(len(values))
    place = people.loc[panel.agencies]
    moved = against_group(compared.trends, lent)
    real = compared.places >= 0
    at = compared.places[real]
    relative = {name: np.full(len(values), np.nan) for name in ("relative_slope", "p")}
    relative["relative_slope"][at], relative["p"][at] = moved.slope[real], moved.p[real]
    hidden = np.zeros(len(values), dtype=bool)
    hidden[at] = moved.hidden[real]
    peers = np.zeros(len(values), dtype=np.int64)
    peers[at] = np.broadcast_to(real.sum(axis=1, keepdims=True), real.shape)[real]
    all_years = np.array(panel.years)
    notes = {
        span: joint_reason(panel.kind, panel.code, span)
        for span in {(int(a), int(b)) for a, b in zip(all_years[first], all_years[last], strict=True)}
    }
    table = pd.DataFrame(
        {
            "agency_id": pd.Series(panel.agencies, dtype="string"),
            **{c: place[c].reset_index(drop=True) for c in _PLACE},
            "kind": panel.kind,
            "code": panel.code,
            "part": panel.part,
            "name": panel.name,
            "run": f"{panel.years[0]}-{panel.years[-1]}",
            "first_year": all_years[first],
            "last_year": all_years[last],
            "n": lines.n,
            "first_value": values[rows, first],
            "last_value": values[rows, last],
            "slope": lines.slope,
            "slope_low": lines.low,
            "slope_high": lines.high,
            "theil_sen": theil_sen(years, values),
            "n_peers": peers,
            **relative,
            "hidden": hidden,
            "n_at_100": (values >= CEILING).sum(axis=1),
        }
    )
    table["break_note"] = [notes[int(a), int(b)] for a, b in zip(table["first_year"], table["last_year"], strict=True)]
    return table[table["n"] >= 2]


def group_slopes(slopes: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """The mean slope of a peer group over its agencies, with its t interval and ``n``.

    Agencies of one group share the conditions of a year, so the interval says how agencies differ,
    not what another set of years would have given.
    """
    import pandas as pd

    cell = ["peer_group", *_SCORE, "name", "run"]
    rows = []
    full = slopes.dropna(subset=["slope", "peer_group"])
    # Only agencies with every year of the run are averaged: others had other years.
    whole = full.groupby(["peer_group", *_SCORE, "run"])["n"].transform("max")
    full = full[full["n"] == whole]
    for key, own in full.groupby(cell, sort=False):
        mean, low, high = mean_interval(own["slope"].to_numpy(dtype=np.float64), confidence)
        rows.append([*key, own["n"].iloc[0], len(own), mean, low, high, own["theil_sen"].median()])
    return pd.DataFrame(rows, columns=[*cell, "n_years", "n", "slope", "slope_low", "slope_high", "theil_sen"]).round(
        {"slope": 4, "slope_low": 4, "slope_high": 4, "theil_sen": 4}
    )
