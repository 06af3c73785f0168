"""Scores over years: a grey line per agency, the group's median, and chosen agencies in colour."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from thai_ita.analyze.crosswalk import Comparability, comparability, segments
from thai_ita.analyze.statistics import MIN_N
from thai_ita.analyze.typed_tables import TableError
from thai_ita.pictures.label_spacing import spread
from thai_ita.pictures.picture_words import labels_of, score_name, titled, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A5195", "#444444")
"""Okabe and Ito's colours, told apart also by readers who see few colours."""
MARKERS = "os^DvPX*"


def trend_lines(scores: pd.DataFrame, highlight: tuple[str, ...] = (), language: str = "th") -> Figure:
    """One score of many agencies over the years; ``highlight`` are at most eight agency ids.

    Without ``highlight`` up to eight agencies are all in colour. Lines stop at years that do not
    compare; a dotted line marks where the assessment changed.
    """
    from matplotlib.figure import Figure

    kind, code = str(scores["kind"].iloc[0]), str(scores["code"].iloc[0])
    years = sorted({int(y) for y in scores["fiscal_year"].dropna()})
    if len(years) < 2:
        raise TableError(f"{code} is known in one year only; lines need two")
    table = scores.pivot(index="agency_id", columns="fiscal_year", values="value")
    ids = [str(a) for a in table.index]
    chosen = [a for a in (highlight or (ids if len(ids) <= len(COLOURS) else ())) if a in ids]
    runs = segments(kind, code, years)
    figure = Figure(figsize=(7.2, 4.6))
    axes = figure.subplots()
    labels = labels_of(scores)
    ends: list[tuple[float, str, str]] = []
    for agency in [*(a for a in ids if a not in chosen), *chosen[: len(COLOURS)]]:
        place = chosen.index(agency) if agency in chosen else None
        colour = "#C8C8C8" if place is None else COLOURS[place]
        for run in runs:
            axes.plot(
                run,
                table.loc[agency, run].to_numpy(dtype=np.float64),
                color=colour,
                linewidth=0.8 if place is None else 1.9,
                zorder=1 if place is None else 3,
                marker="." if place is None else MARKERS[place],
                markersize=3 if place is None else 5,
            )
        last = [float(v) for v in table.loc[agency].to_numpy(dtype=np.float64) if not np.isnan(v)]
        if place is not None and last:
            ends.append((last[-1], labels[agency], colour))
    median, count = table.median(), table.count()
    if len(ids) >= MIN_N:
        for run in runs:
            axes.plot(
                run,
                [median[y] if count[y] >= MIN_N else np.nan for y in run],
                color="black",
                linewidth=2.2,
                linestyle="--",
                zorder=4,
            )
        known = median[count >= MIN_N]
        if len(known):
            ends.append((float(known.iloc[-1]), word("median", language), "black"))
    _mark_breaks(axes, kind, code, years)
    low, high = axes.get_ylim()
    heights = spread([end[0] for end in ends], (high - low) * 0.05)
    for height, (value, label, colour) in zip(heights, ends, strict=True):
        axes.annotate(
            label,
            (years[-1], value),
            xytext=(years[-1] + 0.06, height),
            color=colour,
            va="center",
            fontsize=8.5,
            annotation_clip=False,
        )
    axes.set_ylim(low, high)
    axes.set_xticks(years, [f"{y}\n(n={int(count[y])})" for y in years])
    axes.set_xlabel(word("year", language))
    axes.set_ylabel(word("score", language))
    title = word("trend", language, name=score_name(scores), first=years[0], last=years[-1])
    axes.set_title(titled(title, scores, language))
    notes = [word("others" if chosen else "each", language)] if len(ids) > len(chosen) else []
    if any(comparability(kind, code, a, b).grade is not Comparability.SAME for a, b in pairwise(years)):
        notes.append(word("break", language))
    if notes:
        figure.text(0.12, -0.09, "; ".join(notes), fontsize=8, color="#444444")
    return figure


def _mark_breaks(axes: Any, kind: str, code: str, years: list[int]) -> None:
    for first, second in pairwise(years):
        if comparability(kind, code, first, second).grade is not Comparability.SAME:
            axes.axvline((first + second) / 2, color="#888888", linestyle=":", linewidth=1.2, zorder=0)
