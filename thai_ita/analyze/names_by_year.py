"""Type and name of an agency belong to the year: an อบต. that became a เทศบาล was an อบต. before.

The registry of local governments tells what an agency with an official code bore in a fiscal year,
else the documents of that year, else those of the nearest year.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from thai_ita.analyze.typed_tables import Tables
from thai_ita.normalize.agency_types import split_type
from thai_ita.normalize.registry import Registry

if TYPE_CHECKING:
    import pandas as pd


class Borne(NamedTuple):
    """A full name and its type."""

    agency: str
    agency_type: str


NamesByYear = dict[tuple[str, int], Borne]
"""By id and fiscal year (พ.ศ.)."""


def names_by_year(tables: Tables, final: Mapping[str, str], registry: Registry) -> NamesByYear:
    """What each agency of more than one type or name bore in each year of the tables.

    ``final`` maps every id of the tables to the one that it is merged into. Agencies of one type and
    name, however damaged in places, have no entry.
    """
    years, stated = _stated(tables, final)
    found: NamesByYear = {}
    for agency_id, own_years in years.items():
        entry = registry.entry(agency_id)
        if entry is not None and len(entry.periods) > 1:
            listed = {year: entry.in_year(year) for year in own_years}
            for year, periods in listed.items():
                names = [Borne(p.full_name, p.type) for p in periods] or [
                    Borne(entry.latest.full_name, entry.latest.type)
                ]
                # In the year of a change both are right: the one that the documents of the year say.
                said = stated[agency_id].get(year, Counter())
                known = {period.type for period in entry.periods}
                if said and not any(name.agency_type in known for name in said):
                    # A change that the registry does not have yet.
                    names = [_nearest({year: said}, year)]
                found[agency_id, year] = max(reversed(names), key=lambda name: said[name])
        elif len({name.agency_type for names in stated[agency_id].values() for name in names}) > 1:
            for year in own_years:
                found[agency_id, year] = _nearest(stated[agency_id], year)
    return found


def _stated(
    tables: Tables, final: Mapping[str, str]
) -> tuple[dict[str, set[int]], dict[str, dict[int, Counter[Borne]]]]:
    """Of every agency the years of its rows, and how often its documents of a year call it what."""
    years: dict[str, set[int]] = defaultdict(set)
    stated: dict[str, dict[int, Counter[Borne]]] = defaultdict(lambda: defaultdict(Counter))
    for name in ("documents", "scores", "measures"):
        frame = tables.frame(name).dropna(subset=["agency_id", "fiscal_year"])
        pairs = frame[["agency_id", "fiscal_year"]].drop_duplicates()
        for own, year in zip(pairs["agency_id"], pairs["fiscal_year"], strict=True):
            years[final.get(str(own), str(own))].add(int(year))
    own_words = tables.documents.dropna(subset=["agency_id", "fiscal_year", "agency"])
    # A list of agencies is nobody's own document: its rows say what it calls them.
    listed = tables.scores.dropna(subset=["agency_id", "fiscal_year", "agency"])
    listed = listed[~listed["agency_id"].isin(own_words["agency_id"])]
    for frame in (own_words, listed):
        columns = (frame[c] for c in ("agency_id", "fiscal_year", "agency", "agency_type"))
        for own, year, agency, kind in zip(*columns, strict=True):
            borne = Borne(str(agency), kind if isinstance(kind, str) else split_type(str(agency))[0])
            stated[final.get(str(own), str(own))][int(year)][borne] += 1
    return years, stated


def _nearest(stated: Mapping[int, Counter[Borne]], year: int) -> Borne:
    """What the documents of a year, else of the nearest year, say most often; of two years equally
    near the earlier."""
    nearest = min(stated, key=lambda other: (abs(other - year), other))
    names = stated[nearest]
    return min(names, key=lambda name: (-names[name], name))


def spans_of(names: NamesByYear) -> dict[str, str]:
    """Of every agency of more than one name what it was called when: ``อบต.ก 2561; ทม.ก 2562-2566``."""
    by_agency: dict[str, dict[int, str]] = defaultdict(dict)
    for (agency_id, year), borne in names.items():
        by_agency[agency_id][year] = borne.agency
    spans: dict[str, str] = {}
    for agency_id, called in by_agency.items():
        if len(set(called.values())) < 2:
            continue
        parts = []
        for name in dict.fromkeys(called[year] for year in sorted(called)):
            own = sorted(year for year, other in called.items() if other == name)
            parts.append(f"{name} {own[0]}" + (f"-{own[-1]}" if len(own) > 1 else ""))
        spans[agency_id] = "; ".join(parts)
    return spans


def named_by_year(frame: pd.DataFrame, names: NamesByYear) -> pd.DataFrame:
    """A table with ``agency_id`` and ``fiscal_year`` in which each row bears the name of its year."""
    import pandas as pd

    if not names:
        return frame
    rows = pd.DataFrame(
        [(agency_id, year, *borne) for (agency_id, year), borne in names.items()],
        columns=["agency_id", "fiscal_year", "_agency", "_type"],
    ).astype({"agency_id": "string", "fiscal_year": "Int64", "_agency": "string", "_type": "string"})
    joined = frame.merge(rows, on=["agency_id", "fiscal_year"], how="left").set_axis(frame.index)
    changed = frame.copy()
    for column, of_year in (("agency", "_agency"), ("agency_type", "_type")):
        if column in frame.columns:
            changed[column] = joined[of_year].fillna(joined[column]).astype("string")
    return changed


def newest_names(frame: pd.DataFrame) -> pd.DataFrame:
    """A row per agency, the first of its newest year: what it is called now. In the order of the frame."""
    ordered = frame.dropna(subset=["agency_id"])
    if "fiscal_year" in frame.columns:
        ordered = ordered.sort_values("fiscal_year", ascending=False, kind="stable")
    return ordered.drop_duplicates("agency_id").sort_index(kind="stable")
