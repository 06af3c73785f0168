"""What followed: scores after a measure that addresses the indicator, against agencies without.

An association at best. Agencies choose their measures, so nothing here shows that a measure caused
a change, and the texts never say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thai_ita.analyze.crosswalk import Comparability, add_comparability
from thai_ita.analyze.score_order import item_rank
from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import (
    MIN_N,
    Trial,
    adjusted_difference,
    false_discovery,
    matched_difference,
)
from thai_ita.model import ScoreKind

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "code",
    "name",
    "n",
    "n_controls",
    "n_agencies",
    "change_with",
    "change_without",
    "difference",
    "difference_low",
    "difference_high",
    "p",
    "q",
    "n_pairs",
    "matched_difference",
    "matched_low",
    "matched_high",
    "share_at_100",
    "reading",
)


def what_followed(
    measures: pd.DataFrame,
    addressed: pd.DataFrame,
    scores: pd.DataFrame,
    *,
    confidence: float = 0.95,
    rate: float = 0.05,
) -> pd.DataFrame:
    """A row per indicator: how agencies with a measure on it changed against those without.

    Only agencies with a plan in the data count on either side: who has no plan here may have one
    elsewhere. ``difference`` is the ANCOVA estimate at the same start and year, ``matched_*`` that
    of pairs with equal starts. Below eight agencies on a side both are missing and ``reading`` is
    ``refused``. Pairs of years over a break are not used.
    """
    import pandas as pd

    data = changes_with_treatment(measures, addressed, scores)
    rows = []
    for code, own in sorted(data.groupby("code"), key=lambda entry: item_rank(str(entry[0]))):
        before, after, others = (own[c].to_numpy(dtype=np.float64) for c in ("before", "after", "others"))
        treated = own["treated"].to_numpy(dtype=bool)
        agencies, years = own["agency_id"].tolist(), own["fiscal_year"].astype(int).tolist()
        trial = Trial(before, after, treated, others, agencies, years)
        adjusted = adjusted_difference(trial, confidence)
        matched = matched_difference(trial, confidence=confidence)
        change = after - before
        rows.append(
            {
                "code": code,
                "name": own["name"].dropna().iloc[-1] if own["name"].notna().any() else "",
                "n": adjusted.n,
                "n_controls": adjusted.n_controls,
                "n_agencies": len(set(agencies)),
                "change_with": _mean(change[treated]),
                "change_without": _mean(change[~treated]),
                "difference": adjusted.estimate,
                "difference_low": adjusted.low,
                "difference_high": adjusted.high,
                "p": adjusted.p,
                "n_pairs": matched.n,
                "matched_difference": matched.estimate,
                "matched_low": matched.low,
                "matched_high": matched.high,
                "share_at_100": 100 * float((after >= CEILING).mean()),
            }
        )
    table = pd.DataFrame(rows, columns=[c for c in COLUMNS if c not in ("q", "reading")])
    table["q"] = false_discovery(table["p"].to_numpy(dtype=np.float64))
    table["reading"] = pd.Series(
        np.select(
            [table["p"].isna(), (table["q"] <= rate) & (table["difference"] > 0), table["q"] <= rate],
            ["refused", "higher_after", "lower_after"],
            default="no_difference_seen",
        ).astype(str),
        dtype="string",
    )
    rounded = {c: 4 for c in COLUMNS if c.startswith(("change", "difference", "matched"))}
    return table[list(COLUMNS)].round(rounded)


def _mean(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    return float(values.mean()) if len(values) >= MIN_N else float("nan")


def changes_with_treatment(measures: pd.DataFrame, addressed: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """A row per agency, indicator and year after the one that a plan answers to, with both scores:
    ``before``, ``after``, ``others`` (the mean of its other indicators at the start) and whether a
    measure of the plan addresses it (``treated``)."""
    own = scores[(scores["kind"] == ScoreKind.INDICATOR) & (scores["part"] == "")]
    columns = ["agency_id", "agency_type", "fiscal_year", "kind", "code", "name", "value"]
    after = own[columns].rename(columns={"value": "after"})
    before = own[["agency_id", "fiscal_year", "code", "value"]].rename(columns={"value": "before"})
    before = before.assign(from_year=before["fiscal_year"], fiscal_year=before["fiscal_year"] + 1)
    data = after.merge(before, on=["agency_id", "fiscal_year", "code"])
    data = add_comparability(data, "from_year", "fiscal_year")
    data = data[data["comparability"] != Comparability.BREAK]
    # What a plan can have done shows in the assessment after the one that it answers to.
    made = measures.assign(fiscal_year=measures["responds_to"] + 1)
    plans = made[["agency_id", "fiscal_year"]].drop_duplicates()
    data = data.merge(plans, on=["agency_id", "fiscal_year"])
    linked = addressed.merge(made[["measure", "agency_id", "fiscal_year"]], on="measure")
    aimed = linked[["agency_id", "fiscal_year", "code"]].drop_duplicates().assign(treated=True)
    data = data.merge(aimed, on=["agency_id", "fiscal_year", "code"], how="left")
    # The mean of the agency's other indicators at the start; with one indicator known there is none.
    start = data.merge(
        before[["agency_id", "fiscal_year", "code", "before"]]
        .rename(columns={"before": "_start"})
        .groupby(["agency_id", "fiscal_year"])["_start"]
        .agg(["sum", "count"])
        .reset_index(),
        on=["agency_id", "fiscal_year"],
        how="left",
    )
    others = (start["sum"] - start["before"]) / (start["count"] - 1)
    data = start.assign(
        others=others.where(start["count"] > 1),
        treated=start["treated"].eq(True).fillna(False).astype(bool),
    )
    return data.dropna(subset=["others"]).reset_index(drop=True)
