"""Agencies by indicators as a grid of colours with the scores in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thai_ita.analyze.scope import rows_of_year
from thai_ita.analyze.score_order import in_order
from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.typed_tables import TableError
from thai_ita.normalize.editions import nearest_edition
from thai_ita.pictures.picture_words import labels_of, titled, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_AGENCIES = 60
"""Rows that a page can show; more have to be filtered."""
_ABOUT = ("agency_id", "agency", "agency_type", "district", "province", "fiscal_year")
_DARK_FROM = 0.62


def heat_map(wide: pd.DataFrame, year: int | None, language: str = "th") -> Figure:
    """The scores of one year (default the newest): agencies down, best overall first, codes across.

    Cells that are not known are hatched. TableError above ``MOST_AGENCIES`` agencies.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    if wide.empty:
        raise TableError("no scores to draw")
    year = int(wide["fiscal_year"].max()) if year is None else year
    own = rows_of_year(wide, year)
    if len(own) > MOST_AGENCIES:
        raise TableError(f"{len(own)} agencies do not fit a page ({MOST_AGENCIES} do); choose a province or type")
    codes = [c for c in in_order(str(c) for c in own.columns if c not in _ABOUT) if own[c].notna().any()]
    own = own.sort_values([codes[0], "agency"], ascending=[False, True], na_position="last")
    values = own[codes].to_numpy(dtype=np.float64)
    low = max(0.0, float(np.floor(np.nanmin(values) / 10) * 10))
    figure = Figure(figsize=(2.6 + 0.52 * len(codes), 1.5 + 0.27 * len(own)))
    axes = figure.subplots()
    floor = min(low, 90.0)
    image = axes.imshow(values, cmap="YlGnBu", vmin=floor, vmax=100, aspect="auto")
    for row, column in np.ndindex(*values.shape):
        value = values[row, column]
        if np.isnan(value):
            axes.add_patch(
                Rectangle(
                    (column - 0.5, row - 0.5), 1, 1, facecolor="white", edgecolor="#999999", hatch="////", linewidth=0
                )
            )
            continue
        share = (value - floor) / (100 - floor)
        axes.text(
            column,
            row,
            f"{value:.1f}" if value < CEILING else "100",
            ha="center",
            va="center",
            fontsize=7.5,
            color="white" if share > _DARK_FROM else "#222222",
        )
    labels = labels_of(own)
    axes.set_yticks(range(len(own)), [labels[str(a)] for a in own["agency_id"]])
    axes.set_xticks(range(len(codes)), _names(codes, year), rotation=48, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xticks(np.arange(len(codes) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(own) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=1)
    axes.tick_params(which="minor", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_title(titled(word("heatmap", language, year=year), own, language), pad=12)
    if np.isnan(values).any():
        axes.set_xlabel(word("missing", language), fontsize=8)
    bar = figure.colorbar(image, ax=axes, fraction=0.03, pad=0.02)
    bar.set_label(word("score", language))
    return figure


def _names(codes: list[str], year: int) -> list[str]:
    edition = nearest_edition(year)
    names = []
    for code in codes:
        indicator = edition.indicator(code)
        names.append(f"{code} {indicator.name}" if indicator else code)
    return names
