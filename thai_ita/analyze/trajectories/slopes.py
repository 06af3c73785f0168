"""Lines through the years of every agency and score, and who moved against its group."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from thai_ita.analyze.crosswalk import joint_reason, segments
from thai_ita.analyze.order import item_rank
from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import (
    MIN_N,
    Floats,
    fit_lines,
    mean_interval,
    relative_movements,
    theil_sen,
)

if TYPE_CHECKING:
    import pandas as pd

_SCORE = ["kind", "code", "part"]
_PLACE = ["agency", "agency_type", "district", "province", "peer_group"]


class Movement(StrEnum):
    """What the years of an agency say of it, against its peer group."""

    ROSE = "rose"
    FELL = "fell"
    NOISE = "within_noise"
    TOO_FEW = "too_few"


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
            found.append(Panel(
                kind, code, part, str(name.iloc[-1]) if len(name) else "", years,
                [str(a) for a in table.index], table.to_numpy(dtype=np.float64),
            ))
    return sorted(found, key=lambda p: (item_rank(p.code), p.part, p.years[0]))


def agency_slopes(
    scores: pd.DataFrame, *, across_breaks: bool = False, confidence: float = 0.95,
    rate: float = 0.05,
) -> pd.DataFrame:
    """A row per agency, code and run of comparable years with at least two known values.

    ``slope`` (points a year) with its t interval and ``theil_sen`` describe the agency's own line;
    ``relative_slope`` is what it moved against its peer group, with ``p``, ``q`` and the verdict
    ``movement``. Below three known years lines and verdict are missing.
    """
    import pandas as pd

    people = scores.drop_duplicates("agency_id", keep="last").set_index("agency_id")
    parts = [
        _slopes_of(panel, people, confidence)
        for panel in panels(scores, across_breaks=across_breaks)
    ]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(parts, ignore_index=True)
    verdict = np.select(
        [table["p"].isna(), (table["q"] <= rate) & (table["relative_slope"] > 0),
         table["q"] <= rate],
        [Movement.TOO_FEW, Movement.ROSE, Movement.FELL], default=Movement.NOISE,
    )
    table = table.assign(movement=pd.Series(verdict.astype(str), dtype="string"))
    return table[list(COLUMNS)].round({"slope": 4, "slope_low": 4, "slope_high": 4,
                                       "theil_sen": 4, "relative_slope": 4})


COLUMNS = (
    "agency_id", *_PLACE, *_SCORE, "name", "run", "first_year", "last_year", "n", "first_value",
    "last_value", "slope", "slope_low", "slope_high", "theil_sen", "n_peers", "relative_slope",
    "p", "q", "n_tests", "movement", "n_at_100", "break_note",
)


def _slopes_of(panel: Panel, people: pd.DataFrame, confidence: float) -> pd.DataFrame:
    import pandas as pd

    values, years = panel.values, np.array(panel.years, dtype=np.float64)
    known = ~np.isnan(values)
    lines = fit_lines(years, values, confidence)
    first = known.argmax(axis=1)
    last = values.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    rows = np.arange(len(values))
    place = people.loc[panel.agencies]
    relative = {name: np.full(len(values), np.nan) for name in ("relative_slope", "p", "q")}
    tests = np.zeros(len(values), dtype=np.int64)
    peers = np.zeros(len(values), dtype=np.int64)
    groups = place["peer_group"].to_numpy(dtype=object)
    for group in sorted({g for g in groups if isinstance(g, str)}):
        inside = np.flatnonzero(groups == group)
        peers[inside] = len(inside)
        if (lines.n[inside] >= MIN_N).sum() < MIN_N:
            continue
        moved = relative_movements(years, values[inside])
        relative["relative_slope"][inside] = moved.slope
        relative["p"][inside], relative["q"][inside] = moved.p, moved.q
        tests[inside] = moved.n_tests
    all_years = np.array(panel.years)
    notes = {
        span: joint_reason(panel.kind, panel.code, span)
        for span in {(int(a), int(b)) for a, b in zip(all_years[first], all_years[last],
                                                      strict=True)}
    }
    table = pd.DataFrame({
        "agency_id": pd.Series(panel.agencies, dtype="string"),
        **{c: place[c].reset_index(drop=True) for c in _PLACE},
        "kind": panel.kind, "code": panel.code, "part": panel.part, "name": panel.name,
        "run": f"{panel.years[0]}-{panel.years[-1]}", "first_year": all_years[first], "last_year": all_years[last], "n": lines.n,
        "first_value": values[rows, first], "last_value": values[rows, last],
        "slope": lines.slope, "slope_low": lines.low, "slope_high": lines.high,
        "theil_sen": theil_sen(years, values), "n_peers": peers, **relative, "n_tests": tests,
        "n_at_100": (values >= CEILING).sum(axis=1),
    })
    table["break_note"] = [
        notes[int(a), int(b)] for a, b in zip(table["first_year"], table["last_year"], strict=True)
    ]
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
    return pd.DataFrame(
        rows, columns=[*cell, "n_years", "n", "slope", "slope_low", "slope_high", "theil_sen"]
    ).round({"slope": 4, "slope_low": 4, "slope_high": 4, "theil_sen": 4})
