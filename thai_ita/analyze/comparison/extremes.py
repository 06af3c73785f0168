"""The weakest and strongest indicators of an agency in a year, out of those that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import MIN_N
from thai_ita.model import ScoreKind

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "agency_id",
    "agency",
    "agency_type",
    "province",
    "fiscal_year",
    "side",
    "position",
    "code",
    "name",
    "value",
    "diff_to_median",
    "peer_n",
    "n_known",
)
DECIMALS = 2
"""Scores are published with so many: values that are equal so far are equal."""


def weakest_and_strongest(scores: pd.DataFrame, count: int = 3) -> pd.DataFrame:
    """The lowest and the highest indicators of every agency and year, none on both sides.

    At most ``count`` and at most half of the known indicators make a side; values equal to the
    last one come along, unless that value is the last of the other side too: then only what lies
    beyond it counts, so that equal indicators are neither weak nor strong. ``n_known`` says out of
    how many; below three known ones nothing is called weakest, and an indicator at 100 never is.
    """
    import pandas as pd

    key = ["agency_id", "fiscal_year"]
    own = scores[(scores["kind"] == ScoreKind.INDICATOR) & (scores["part"] == "")]
    if own.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    known = own.groupby(key)["value"].transform("count")
    own = own.assign(n_known=known.astype("Int64"), _value=own["value"].round(DECIMALS))
    own = own[known >= MIN_N]
    half = np.minimum(count, own["n_known"] // 2)
    by_agency = own.groupby(key)["_value"]
    sides = []
    cuts = {}
    for side, ascending in (("weakest", True), ("strongest", False)):
        order = by_agency.rank(method="first", ascending=ascending)
        last = own["_value"].where((order == half).astype(bool))
        cuts[side] = last.groupby([own[k] for k in key]).transform("max")
    shared = cuts["weakest"] >= cuts["strongest"]
    for side, sign in (("weakest", 1), ("strongest", -1)):
        beyond = sign * (own["_value"] - cuts[side])
        taken = (beyond < 0) | ((beyond == 0) & ~shared)
        if side == "weakest":
            taken &= own["value"] < CEILING
        place = by_agency.rank(method="min", ascending=side == "weakest")
        sides.append(own.assign(side=side, position=place.astype("Int64"))[taken])
    both = pd.concat(sides, ignore_index=True).astype({"side": "string"})
    both = both.sort_values(
        ["fiscal_year", "province", "agency", "side", "position"],
        ascending=[True, True, True, False, True],
        ignore_index=True,
        kind="stable",
    )
    return both.reindex(columns=list(COLUMNS))
