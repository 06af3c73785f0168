"""Do the measures of a plan address the weakest indicators of the year they respond to?"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from thai_ita.analyze.comparison.extremes import weakest_and_strongest
from thai_ita.analyze.statistics import MIN_N
from thai_ita.model import ScoreKind

if TYPE_CHECKING:
    import pandas as pd

WEAK_COLUMNS = (
    "agency_id",
    "agency",
    "agency_type",
    "province",
    "plan_year",
    "responds_to",
    "position",
    "code",
    "name",
    "value",
    "n_known",
    "addressed",
    "n_measures",
    "addressed_by",
    "measures",
)
PLAN_COLUMNS = (
    "agency_id",
    "agency",
    "agency_type",
    "province",
    "plan_year",
    "responds_to",
    "n_measures",
    "n_unassigned",
    "n_known",
    "n_weak",
    "n_weak_addressed",
    "share_weak",
    "n_other",
    "n_other_addressed",
    "share_other",
)
_TITLES = 3


def weak_indicators(
    measures: pd.DataFrame, addressed: pd.DataFrame, scores: pd.DataFrame, *, weakest: int = 3
) -> pd.DataFrame:
    """A row per plan and weak indicator: whether and by which measures it is addressed.

    Weak are the ``weakest`` lowest indicators of the year answered to, out of ``n_known`` (at least
    three); one at 100 is not weak. Plans without such scores have no row.
    """
    import pandas as pd

    weak = weakest_and_strongest(scores, weakest)
    weak = weak[weak["side"] == "weakest"].rename(columns={"fiscal_year": "responds_to"})
    plans = measures[["agency_id", "plan_year", "responds_to"]].drop_duplicates()
    table = weak.merge(plans, on=["agency_id", "responds_to"], how="inner")
    linked = addressed.merge(measures[["measure", "agency_id", "plan_year", "title"]], on="measure")
    cell = ["agency_id", "plan_year", "code"]
    # Only cells with a weak indicator are wanted; most are not.
    linked = linked.merge(table[cell].drop_duplicates(), on=cell).sort_values("measure")
    titles: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for agency_id, year, code, title in zip(*(linked[c] for c in cell), linked["title"].fillna(""), strict=True):
        titles[agency_id, int(year), code].append(str(title))
    found = (
        linked.groupby(cell).agg(n_measures=("measure", "nunique"), addressed_by=("addressed_by", "min")).reset_index()
    )
    table = table.merge(found, on=cell, how="left")
    table["measures"] = pd.Series(
        [_first_titles(titles.get((a, int(y), c), [])) for a, y, c in zip(*(table[k] for k in cell), strict=True)],
        index=table.index,
        dtype="string",
    )
    count = table["n_measures"].fillna(0).astype("Int64")
    table = table.assign(n_measures=count, addressed=(count > 0).map({True: "yes", False: "no"}).astype("string"))
    return table.sort_values(["plan_year", "province", "agency", "position"], ignore_index=True)[list(WEAK_COLUMNS)]


def _first_titles(titles: list[str]) -> str | None:
    more = f"; +{len(titles) - _TITLES}" if len(titles) > _TITLES else ""
    return ("; ".join(titles[:_TITLES]) + more) or None


def plan_coverage(
    measures: pd.DataFrame, addressed: pd.DataFrame, scores: pd.DataFrame, weak: pd.DataFrame
) -> pd.DataFrame:
    """A row per plan: the share of its weak indicators that have a measure, beside the share of
    the others. A plan that covers both alike is not aimed at its weaknesses.

    Shares are missing below one weak (or other) known indicator; plans without known scores stand
    here with their measures counted and the shares missing.
    """
    import pandas as pd

    key = ["agency_id", "plan_year"]
    about = ["agency", "agency_type", "province", "responds_to"]
    table = (
        measures.groupby(key, sort=False)
        .agg(**{c: (c, "first") for c in about}, n_measures=("measure", "nunique"))
        .reset_index()
    )
    none = measures[~measures["measure"].isin(addressed["measure"])].groupby(key).size()
    table["n_unassigned"] = _counts(table, key, none)
    own = scores[(scores["kind"] == ScoreKind.INDICATOR) & (scores["part"] == "")]
    known = own[["agency_id", "fiscal_year", "code"]].rename(columns={"fiscal_year": "responds_to"})
    known = known.merge(table[["agency_id", "plan_year", "responds_to"]], on=["agency_id", "responds_to"])
    linked = addressed.merge(measures[["measure", *key]], on="measure")
    covered = linked[[*key, "code"]].drop_duplicates().assign(_covered=True)
    marked = known.merge(covered, on=[*key, "code"], how="left").merge(
        weak[[*key, "code"]].assign(_weak=True), on=[*key, "code"], how="left"
    )
    is_weak = marked["_weak"].eq(True).fillna(False).astype(bool)
    is_covered = marked["_covered"].eq(True).fillna(False).astype(bool)
    table["n_known"] = _counts(table, key, marked.groupby(key).size())
    for name, side in (("weak", is_weak), ("other", ~is_weak)):
        table[f"n_{name}"] = _counts(table, key, marked[side].groupby(key).size())
        table[f"n_{name}_addressed"] = _counts(table, key, marked[side & is_covered].groupby(key).size())
        # Without a single weak one known (few scores) nothing is weak and nothing is other.
        n = table[f"n_{name}"].where((table["n_known"] >= MIN_N) & (table[f"n_{name}"] > 0))
        table[f"share_{name}"] = (100 * table[f"n_{name}_addressed"] / n).astype("Float64").round(1)
    few = table["n_known"] < MIN_N
    for name in ("n_weak", "n_weak_addressed", "n_other", "n_other_addressed"):
        table[name] = table[name].mask(few, pd.NA)
    return table.sort_values(["plan_year", "province", "agency"], ignore_index=True)[list(PLAN_COLUMNS)]


def _counts(table: pd.DataFrame, key: list[str], sizes: pd.Series[int]) -> pd.Series[int]:
    """The sizes for the rows of a table, 0 where a group has none."""
    named = sizes.rename("_n").reset_index() if len(sizes) else None
    if named is None:
        return (table[key[0]].isna() & False).astype("Int64")
    joined = table[key].merge(named, on=key, how="left")["_n"].fillna(0).astype("Int64")
    return joined.set_axis(table.index)
