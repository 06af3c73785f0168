"""How a score is spread within each type of agency: every agency a dot, boxes where there are
enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thai_ita.analyze.scope import rows_of_year
from thai_ita.analyze.selection import CEILING
from thai_ita.pictures.picture_words import score_name, titled, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

LEAST_FOR_BOX = 5
"""Agencies from which quartiles say something; fewer are shown as dots alone."""


def by_type(scores: pd.DataFrame, year: int | None, language: str = "th") -> Figure:
    """One score of one year (default the newest), a row per type, with n and the share at 100."""
    from matplotlib.figure import Figure

    year = int(scores["fiscal_year"].max()) if year is None else year
    own = rows_of_year(scores, year)
    filled = own.assign(agency_type=own["agency_type"].fillna(word("unstated", language)))
    groups = sorted(filled.groupby("agency_type"), key=lambda entry: entry[1]["value"].median())
    figure = Figure(figsize=(7.2, 1.4 + 0.75 * len(groups)))
    axes = figure.subplots()
    jitter = np.random.default_rng(0)
    labels = []
    for place, (name, rows) in enumerate(groups):
        values = rows["value"].to_numpy(dtype=np.float64)
        axes.scatter(
            values,
            place + jitter.uniform(-0.16, 0.16, len(values)),
            s=12,
            color="#0072B2",
            alpha=0.45,
            linewidths=0,
            zorder=2,
        )
        if len(values) >= LEAST_FOR_BOX:
            axes.boxplot(
                values,
                positions=[place],
                orientation="horizontal",
                widths=0.5,
                showfliers=False,
                manage_ticks=False,
                medianprops={"color": "black", "linewidth": 1.6},
                boxprops={"color": "#444444"},
                whiskerprops={"color": "#444444"},
                capprops={"color": "#444444"},
            )
        full = 100 * float((values >= CEILING).mean())
        more = f", {word('full', language, share=full)}" if full else ""
        labels.append(f"{name}\n(n={len(values)}{more})")
    axes.set_yticks(range(len(groups)), labels)
    axes.set_ylim(-0.6, len(groups) - 0.4)
    axes.set_xlabel(word("score", language))
    axes.set_title(titled(word("distribution", language, name=score_name(own), year=year), own, language))
    return figure
