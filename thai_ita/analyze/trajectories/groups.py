"""Groups over years: their means, their spread, and how firm their ranks are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from thai_ita.analyze.crosswalk import joint_reason
from thai_ita.analyze.score_order import item_ranks
from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import MIN_N, Floats, rank_correlation, spread_ratio
from thai_ita.analyze.trajectories.trend_lines import panels

if TYPE_CHECKING:
    import pandas as pd

TOP = 10
"""The first places whose staying ``rank_stability`` counts."""


def group_years(scores: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """A row per peer group, code and year: n, mean with t interval, median, spread, share at 100.

    Below three agencies only ``n`` is given.
    """
    import pandas as pd
    from scipy import stats

    cell = ["peer_group", "kind", "code", "part", "fiscal_year"]
    if scores.empty:
        return pd.DataFrame(columns=[*cell, "n", "mean", "mean_low", "mean_high", "median", "sd", "share_at_100"])
    grouped = scores.assign(_top=scores["value"] >= CEILING).groupby(cell, sort=False)
    value = grouped["value"]
    table = pd.DataFrame(
        {
            "n": value.count(),
            "mean": value.mean(),
            "median": value.median(),
            "sd": value.std(),
            "share_at_100": 100 * grouped["_top"].mean(),
        }
    )
    n = table["n"].to_numpy(dtype=np.float64)
    reach = stats.t.ppf(0.5 + confidence / 2, np.maximum(n - 1, 1)) * table["sd"] / np.sqrt(n)
    table.insert(2, "mean_low", table["mean"] - reach)
    table.insert(3, "mean_high", table["mean"] + reach)
    table.loc[table["n"] < MIN_N, table.columns != "n"] = float("nan")
    table = table.reset_index().round(4)
    table["_rank"] = item_ranks(table["code"])
    return table.sort_values(["peer_group", "_rank", "part", "fiscal_year"], ignore_index=True).drop(columns="_rank")


Pair = tuple[dict[str, object], Floats, Floats]


def _pairs(scores: pd.DataFrame, across_breaks: bool, *, ends: bool) -> Iterator[Pair]:
    """The scores of the same agencies in two years: neighbours, and with ``ends`` first and last.

    Agencies known in only one of the years are left out, so that nobody's coming or going looks
    like a change.
    """
    known = scores.dropna(subset=["peer_group"])
    for group, own in known.groupby("peer_group", sort=True):
        for panel in panels(own, across_breaks=across_breaks):
            spans = list(zip(panel.years, panel.years[1:], strict=False))
            if ends and len(panel.years) > 2:
                spans.append((panel.years[0], panel.years[-1]))
            for first, last in spans:
                before = panel.values[:, panel.years.index(first)]
                after = panel.values[:, panel.years.index(last)]
                both = ~np.isnan(before) & ~np.isnan(after)
                if not both.any():
                    continue
                about: dict[str, object] = {
                    "peer_group": str(group),
                    "kind": panel.kind,
                    "code": panel.code,
                    "part": panel.part,
                    "name": panel.name,
                    "from_year": first,
                    "to_year": last,
                    "n_pairs": int(both.sum()),
                    "break_note": joint_reason(panel.kind, panel.code, (first, last)),
                }
                yield about, before[both], after[both]


def dispersion_over_time(
    scores: pd.DataFrame,
    *,
    across_breaks: bool = False,
    confidence: float = 0.95,
    n_bootstrap: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Whether a group grew more alike: the ratio of its standard deviations in two years.

    A ratio below 1 with an interval below 1 is convergence. Near the ceiling of 100 a spread
    shrinks because scores cannot rise: ``share_at_100`` stands beside it.
    """
    import pandas as pd

    rows = []
    for about, before, after in _pairs(scores, across_breaks, ends=True):
        enough = len(before) >= MIN_N
        ratio, low, high = spread_ratio(before, after, confidence=confidence, n_bootstrap=n_bootstrap, seed=seed)
        rows.append(
            about
            | {
                "sd_before": before.std(ddof=1) if enough else np.nan,
                "sd_after": after.std(ddof=1) if enough else np.nan,
                "sd_ratio": ratio,
                "ratio_low": low,
                "ratio_high": high,
                "share_at_100": 100 * float((after >= CEILING).mean()) if enough else np.nan,
            }
        )
    columns = [*_ABOUT, "sd_before", "sd_after", "sd_ratio", "ratio_low", "ratio_high", "share_at_100", "break_note"]
    return pd.DataFrame(rows, columns=columns).round(4)


def rank_stability(scores: pd.DataFrame, *, across_breaks: bool = False, confidence: float = 0.95) -> pd.DataFrame:
    """How far the order of a group in one year is that of the next: Spearman's rho with its
    interval, Kendall's tau, and how many of the first ten stayed among them."""
    import pandas as pd

    rows = []
    for about, before, after in _pairs(scores, across_breaks, ends=False):
        rho, low, high, tau = rank_correlation(before, after, confidence)
        kept: object = pd.NA
        if len(before) >= 2 * TOP:
            kept = len(
                set(np.argsort(-before, kind="stable")[:TOP].tolist())
                & set(np.argsort(-after, kind="stable")[:TOP].tolist())
            )
        rows.append(
            about
            | {
                "spearman": rho,
                "spearman_low": low,
                "spearman_high": high,
                "kendall": tau,
                "top_ten_kept": kept,
            }
        )
    columns = [*_ABOUT, "spearman", "spearman_low", "spearman_high", "kendall", "top_ten_kept", "break_note"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"top_ten_kept": "Int64"}).round(4)


_ABOUT = ("peer_group", "kind", "code", "part", "name", "from_year", "to_year", "n_pairs")
