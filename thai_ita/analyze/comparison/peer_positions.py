"""An agency's place among its peers of the year: distance to the median, rank, percentile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.analyze.score_order import item_ranks
from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import MIN_N

if TYPE_CHECKING:
    import pandas as pd

CELL = ["peer_group", "fiscal_year", "kind", "code", "part"]
_FRONT = [*CELL, "name", "n", "n_unknown"]
_VALUES = ["mean", "median", "sd", "q1", "q3", "minimum", "maximum", "share_at_100"]


def with_places(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores with ``peer_n``, ``peer_median``, ``diff_to_median``, ``rank`` to ``rank_last``
    (equal values share a band) and ``percentile``.

    ``percentile`` is the share of the group (0-100) that scores lower, equal values counted half.
    Below three agencies in a group only ``peer_n`` is given.
    """
    groups = scores.groupby(CELL, sort=False)["value"]
    n = groups.transform("count")
    enough = n >= MIN_N
    median = groups.transform("median").where(enough)
    first = groups.rank(method="min", ascending=False).where(enough)
    last = groups.rank(method="max", ascending=False).where(enough)
    middle = groups.rank(method="average", ascending=True).where(enough)
    return scores.assign(
        peer_n=n.fillna(0).astype("Int64"),
        peer_median=median,
        diff_to_median=(scores["value"] - median).round(4),
        rank=first.astype("Int64"),
        rank_last=last.astype("Int64"),
        percentile=(100 * (middle - 0.5) / n).round(1),
    )


def group_summary(scores: pd.DataFrame) -> pd.DataFrame:
    """Every peer group, year and code: n, mean, median, spread, share at 100, and for how many
    agencies of the group the score is not known. Below three agencies only the counts are given."""
    import pandas as pd

    if scores.empty:
        return pd.DataFrame(columns=[*_FRONT, *_VALUES])
    names = scores.dropna(subset=["name"]).groupby(CELL[1:], sort=False)["name"].first()
    grouped = scores.assign(at_ceiling=scores["value"] >= CEILING).groupby(CELL, sort=False)
    value = grouped["value"]
    table = pd.DataFrame(
        {
            "n": value.count(),
            "mean": value.mean(),
            "median": value.median(),
            "sd": value.std(),
            "q1": value.quantile(0.25),
            "q3": value.quantile(0.75),
            "minimum": value.min(),
            "maximum": value.max(),
            "share_at_100": 100 * grouped["at_ceiling"].mean(),
        }
    )
    refused = table["n"] < MIN_N
    table.loc[refused, table.columns != "n"] = float("nan")
    table = table.round(4).reset_index()
    table = table.merge(names.rename("name").reset_index(), on=CELL[1:], how="left")
    people = scores.groupby(["peer_group", "fiscal_year"])["agency_id"].nunique()
    table = table.merge(people.rename("_people").reset_index(), on=["peer_group", "fiscal_year"], how="left")
    table["n"] = table["n"].astype("Int64")
    table["n_unknown"] = table["_people"].astype("Int64") - table["n"]
    ranks = item_ranks(table["code"])
    table = table.assign(_rank=ranks).sort_values(["fiscal_year", "peer_group", "_rank", "part"], ignore_index=True)
    return table[[*_FRONT, *_VALUES]]
