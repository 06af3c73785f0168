"""Two years side by side: a line per agency from one score to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.analyze.crosswalk import Comparability, comparability
from thai_ita.analyze.typed_tables import TableError
from thai_ita.pictures.label_spacing import spread
from thai_ita.pictures.picture_words import labels_of, score_name, titled, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_AGENCIES = 30
_UP, _DOWN, _LEVEL = "#0072B2", "#D55E00", "#888888"


def slope_chart(scores: pd.DataFrame, years: tuple[int, ...], language: str = "th") -> Figure:
    """One score in two years (default the last two): rising lines blue, falling ones orange dashed.

    TableError where the two years do not compare, above ``MOST_AGENCIES`` agencies, or where no
    agency is known in both.
    """
    from matplotlib.figure import Figure

    kind, code = str(scores["kind"].iloc[0]), str(scores["code"].iloc[0])
    known = sorted({int(y) for y in scores["fiscal_year"].dropna()})
    pair = tuple(years) if len(years) == 2 else tuple(known[-2:])
    if len(pair) < 2:
        raise TableError(f"{code} is known in one year only; a slope chart needs two")
    first, last = pair
    joint = comparability(kind, code, first, last)
    if joint.grade is Comparability.BREAK:
        raise TableError(f"{code} of {first} and {last} does not compare: {joint.reason}")
    table = scores.pivot(index="agency_id", columns="fiscal_year", values="value")
    both = table.reindex(columns=[first, last]).dropna()
    if both.empty:
        raise TableError(f"no agency has {code} in both {first} and {last}")
    if len(both) > MOST_AGENCIES:
        raise TableError(f"{len(both)} agencies do not fit a page ({MOST_AGENCIES} do); choose a province or type")
    labels = labels_of(scores)
    figure = Figure(figsize=(7.2, max(3.6, 1.6 + 0.27 * len(both))))
    axes = figure.subplots()
    before = [float(v) for v in both[first]]
    after = [float(v) for v in both[last]]
    least = max((max(before + after) - min(before + after)) / max(len(both), 12), 0.05)
    left, right = spread(before, least), spread(after, least)
    for place, agency in enumerate(map(str, both.index)):
        change = after[place] - before[place]
        colour = _UP if change > 0 else _DOWN if change < 0 else _LEVEL
        axes.plot(
            [0, 1],
            [before[place], after[place]],
            color=colour,
            marker="o",
            markersize=4,
            linewidth=1.3,
            linestyle="--" if change < 0 else "-",
        )
        for edge, label, own in ((0, left[place], before[place]), (1, right[place], after[place])):
            # A thin line leads from a point to its label where the label had to move.
            reach = -0.1 if edge == 0 else 1.1
            axes.plot([edge, reach], [own, label], color="#BBBBBB", linewidth=0.6, zorder=0)
        axes.text(-0.12, left[place], f"{labels[agency]}  {before[place]:.2f}", ha="right", va="center", fontsize=8)
        axes.text(
            1.12, right[place], f"{after[place]:.2f}  ({change:+.2f})", ha="left", va="center", fontsize=8, color=colour
        )
    axes.set_xlim(-0.9, 1.5)
    axes.set_xticks([0, 1], [f"{first}", f"{last} (n={len(both)})"])
    axes.set_yticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    title = word("slope", language, name=score_name(scores), first=first, last=last)
    drawn = scores[scores["agency_id"].isin(list(both.index))]
    axes.set_title(titled(title, drawn, language))
    if joint.reason:
        from thai_ita.analyze.crosswalk import reasons_in

        figure.text(0.1, 0.0, reasons_in(joint.reason, language), fontsize=8, color="#444444")
    return figure
