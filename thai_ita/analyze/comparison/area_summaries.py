"""Provinces, districts or types as wholes: which scores are weakest there, and how far they spread."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from thai_ita.analyze.comparison.peer_positions import CELL, group_summary
from thai_ita.analyze.score_order import item_ranks
from thai_ita.analyze.statistics import MIN_N
from thai_ita.choices import AreaKind
from thai_ita.model import ScoreKind
from thai_ita.normalize.editions import known_years, load_edition
from thai_ita.normalize.levels import level_schemes

if TYPE_CHECKING:
    import pandas as pd


COLUMNS = (
    "area",
    "province",
    "fiscal_year",
    "kind",
    "code",
    "part",
    "name",
    "place",
    "n",
    "n_unknown",
    "median",
    "q1",
    "q3",
    "mean",
    "minimum",
    "maximum",
    "pass_mark",
    "share_below_pass",
)
_JOINED = "\u241f"
"""Between a province and its district where they stand as one name: no name has it."""


def by_area(scores: pd.DataFrame, kind: AreaKind) -> tuple[pd.DataFrame, int]:
    """A row per area, year and code, and how many agencies state no such area.

    ``median``, quartiles ``q1`` and ``q3``, mean and extremes are over the area's agencies; below
    three only ``n`` is given. ``place`` orders the codes of one kind by their median, 1 is the
    weakest, equal medians share one. ``share_below_pass`` is the share (0-100) of the agencies
    below the pass mark of the year's rating, which is meant for overall scores and instruments and
    serves as a measure for the others. ``n_unknown`` are agencies of the area of which another
    score of the year is known but not this one.
    """
    import pandas as pd

    area = _areas(scores, kind)
    unplaced = int(scores[area.isna()]["agency_id"].nunique())
    known = scores.assign(peer_group=area)[area.notna()]
    if known.empty:
        return pd.DataFrame(columns=list(COLUMNS)), unplaced
    table = group_summary(known)
    marks = {int(year): pass_mark(int(year)) for year in table["fiscal_year"].unique()}
    table["pass_mark"] = table["fiscal_year"].map(marks).astype("float64")
    below = known.assign(_below=known["value"] < known["fiscal_year"].map(marks).astype("float64"))
    share = (100 * below.groupby(CELL)["_below"].mean()).round(1).rename("share_below_pass")
    table = table.merge(share.reset_index(), on=CELL, how="left")
    unsaid = (table["n"] < MIN_N) | table["pass_mark"].isna()
    table["share_below_pass"] = table["share_below_pass"].mask(unsaid)
    ranked = table.groupby(["peer_group", "fiscal_year", "kind"])["median"].rank(method="min")
    table["place"] = ranked.astype("Int64")
    split = table["peer_group"].astype("string").str.split(_JOINED)
    table["area"] = split.str[-1].astype("string")
    home = split.str[0] if kind is not AreaKind.TYPE else pd.Series(pd.NA, index=table.index)
    table["province"] = home.astype("string")
    kinds = {str(k): place for place, k in enumerate(ScoreKind)}
    table = table.assign(_kind=table["kind"].map(kinds), _rank=item_ranks(table["code"]))
    table = table.sort_values(
        ["fiscal_year", "peer_group", "_kind", "place", "_rank", "part"],
        ignore_index=True,
        na_position="last",
    )
    return table[list(COLUMNS)], unplaced


def _areas(scores: pd.DataFrame, kind: AreaKind) -> pd.Series[str]:
    """The area of each row, missing where it is not stated; a district with its province, since
    districts of one name lie in several."""
    if kind is AreaKind.TYPE:
        return scores["agency_type"].astype("string")
    province = scores["province"].astype("string")
    if kind is AreaKind.PROVINCE:
        return province
    return province + _JOINED + scores["district"].astype("string")


@lru_cache(maxsize=64)
def pass_mark(year: int) -> float:
    """The overall score (0-100) from which the rating of a fiscal year passes (``data/editions``),
    NaN where the year's rating is not known."""
    if year not in known_years():
        return np.nan
    scheme = load_edition(year).level_scheme
    passing = [level.overall_min for level in level_schemes().get(scheme or "", ()) if level.passed]
    return min(passing, default=np.nan)
