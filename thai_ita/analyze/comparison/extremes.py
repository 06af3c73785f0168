"""The weakest and strongest indicators of an agency in a year, out of those that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import MIN_N
from thai_ita.model import ScoreKind

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "agency_id", "agency", "agency_type", "province", "fiscal_year", "side", "position", "code",
    "name", "value", "diff_to_median", "peer_n", "n_known",
)


def weakest_and_strongest(scores: pd.DataFrame, count: int = 3) -> pd.DataFrame:
    """The lowest and the highest indicators of every agency and year.

    Values equal to the last one taken come along. ``n_known`` says out of how many indicators;
    below three known ones nothing is called weakest, and an indicator at 100 never is.
    """
    import pandas as pd

    key = ["agency_id", "fiscal_year"]
    own = scores[(scores["kind"] == ScoreKind.INDICATOR) & (scores["part"] == "")]
    if own.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    known = own.groupby(key)["value"].transform("count")
    own = own.assign(n_known=known.astype("Int64"))[known >= MIN_N]
    sides = []
    for side, ascending in (("weakest", True), ("strongest", False)):
        place = own.groupby(key)["value"].rank(method="min", ascending=ascending)
        taken = own.assign(side=side, position=place.astype("Int64"))[place <= count]
        if side == "weakest":
            taken = taken[taken["value"] < CEILING]
        sides.append(taken)
    both = pd.concat(sides, ignore_index=True).astype({"side": "string"})
    both = both.sort_values(
        ["fiscal_year", "province", "agency", "side", "position"],
        ascending=[True, True, True, False, True], ignore_index=True, kind="stable",
    )
    return both.reindex(columns=list(COLUMNS))
