"""What measures are about: themes by indicator and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.analyze.score_order import item_ranks
from thai_ita.normalize.editions import nearest_edition

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "plan_year",
    "code",
    "name",
    "theme",
    "addressed_by",
    "n_measures",
    "n_agencies",
    "n_plans",
    "share_agencies",
)
UNASSIGNED = "-"
"""The code of measures that name no indicator and whose words show no theme."""


def theme_counts(measures: pd.DataFrame, addressed: pd.DataFrame) -> pd.DataFrame:
    """A row per year, indicator and theme: measures, agencies, and the share of the agencies with
    a plan of that year (``n_plans``). A measure that addresses two indicators counts at both.
    """
    import pandas as pd

    if measures.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    about = measures[["measure", "agency_id", "plan_year", "responds_to", "theme"]]
    linked = about.merge(addressed, on="measure", how="left")
    linked = linked.assign(
        code=linked["code"].fillna(UNASSIGNED),
        theme=linked["theme"].fillna(""),
        addressed_by=linked["addressed_by"].fillna(""),
    )
    cell = ["plan_year", "responds_to", "code", "theme", "addressed_by"]
    table = (
        linked.groupby(cell, sort=False)
        .agg(n_measures=("measure", "nunique"), n_agencies=("agency_id", "nunique"))
        .reset_index()
    )
    plans = measures.groupby("plan_year")["agency_id"].nunique()
    table["n_plans"] = table["plan_year"].map(plans).astype("Int64")
    table["share_agencies"] = (100 * table["n_agencies"] / table["n_plans"]).round(1)
    table["name"] = pd.Series(
        [
            found.name if (found := nearest_edition(int(year)).indicator(str(code))) else ""
            for year, code in zip(table["responds_to"], table["code"], strict=True)
        ],
        index=table.index,
        dtype="string",
    )
    table["_rank"] = item_ranks(table["code"])
    return table.sort_values(["plan_year", "_rank", "n_measures"], ascending=[True, True, False], ignore_index=True)[
        list(COLUMNS)
    ]
