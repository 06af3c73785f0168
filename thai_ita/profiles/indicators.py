"""The indicators of an area: weakest and strongest, with n and spread against all others of the tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from thai_ita.analyze.comparison.extremes import weakest_and_strongest
from thai_ita.analyze.order import in_order
from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import MIN_N
from thai_ita.model import ScoreKind
from thai_ita.pictures.words import labels_of
from thai_ita.profiles import pictures
from thai_ita.profiles.links import SIGNS
from thai_ita.profiles.material import Subject, by_score, rows_of
from thai_ita.profiles.model import Block, Cell, Column, Section, Table, said
from thai_ita.profiles.pictures import Group
from thai_ita.profiles.results import summary_of
from thai_ita.profiles.words import Words, count, figure

if TYPE_CHECKING:
    import pandas as pd

WEAKEST = 3
"""How many indicators are called weakest or strongest; those equal to the last come along."""


def own_indicators(scores: pd.DataFrame) -> pd.DataFrame:
    """The rows that are whole indicators."""
    return scores[(scores["kind"] == ScoreKind.INDICATOR) & (scores["part"] == "")]


def area_indicators(subject: Subject) -> Section:
    """Each indicator of the area beside all other agencies, and the values of each agency."""
    words, year = subject.words, subject.year
    now = own_indicators(subject.of_year(subject.material.scores))
    own = subject.own(now)
    title = words("indicators", year=words.year(year) if year else "–")
    if own.empty:
        return Section("indicators", title, (said(words("no_indicators"), "warning"),))
    others = now[~now["agency_id"].isin(list(subject.ids))]
    codes = in_order(map(str, own["code"]))
    groups = {c: (summary_of(own[own["code"] == c]), summary_of(others[others["code"] == c])) for c in codes}
    blocks: list[Block] = [said(_extremes(words, year, {c: g[0] for c, g in groups.items()}))]
    names = {c: words.score("indicator", c, year) for c in codes}
    blocks.append(pictures.indicators(
        [(names[c], *groups[c], [float(v) for v in own[own["code"] == c]["value"]]) for c in codes], words,
    ))
    if any(group.median is not None for pair in groups.values() for group in pair):
        blocks.append(_beside_others(subject, groups, names, weak_counts(own)))
    blocks.append(_values(subject, own, codes))
    return Section("indicators", title, tuple(blocks))


def lowest_and_highest(groups: dict[str, Group]) -> tuple[list[str], list[str]]:
    """The codes with the lowest and the highest medians; nothing below three indicators with a median, and none
    at the ceiling is called low."""
    known = {c: g.median for c, g in groups.items() if g.median is not None}
    if len(known) < MIN_N:
        return [], []
    take = min(WEAKEST, len(known) // 2)
    ordered = sorted(known.values())
    low = [c for c, v in known.items() if v <= ordered[take - 1] and v < CEILING]
    high = [c for c, v in known.items() if v >= ordered[-take] and c not in low]
    return sorted(low, key=lambda c: known[c]), sorted(high, key=lambda c: -known[c])


def _extremes(words: Words, year: int | None, groups: dict[str, Group]) -> str:
    low, high = lowest_and_highest(groups)
    if not low and not high:
        return words("extremes_none", least=MIN_N)

    def listed(codes: list[str]) -> str:
        return "; ".join(
            words("median_of", name=words.score("indicator", c, year), median=figure(groups[c].median), n=groups[c].n)
            for c in codes
        )

    return words("extremes", low=listed(low) or "–", high=listed(high) or "–")


def weak_counts(own: pd.DataFrame) -> tuple[Counter[str], int]:
    """For how many agencies each indicator is among their weakest, and of how many agencies that can be said."""
    found = weakest_and_strongest(own, WEAKEST)
    weak = found[found["side"] == "weakest"]
    return Counter(map(str, weak["code"])), int(found["agency_id"].nunique())


def _beside_others(
    subject: Subject, groups: dict[str, tuple[Group, Group]], names: dict[str, str], weak: tuple[Counter[str], int]
) -> Table:
    words = subject.words
    rows = []
    for code, (own, others) in groups.items():
        gap = own.median - others.median if own.median is not None and others.median is not None else None
        rows.append((
            Cell(names[code]), Cell(count(own.n)), Cell(figure(own.median), "#values" if own.median is not None else ""),
            Cell(_range(own.q1, own.q3)), Cell(_range(own.minimum, own.maximum)), Cell(count(others.n)),
            Cell(figure(others.median)), Cell(_range(others.q1, others.q3)), Cell(figure(gap, signed=True)),
            Cell(words("of", n=weak[0][code], all=weak[1]) if weak[1] else "–"),
        ))
    columns = (
        Column(words("indicator")), Column(words("n_here"), True), Column(words("median_here"), True),
        Column(words("middle_half"), True), Column(words("ends"), True), Column(words("n_others"), True),
        Column(words("median_others"), True), Column(words("middle_half"), True), Column(words("gap"), True),
        Column(words("weak_for", n=WEAKEST), True),
    )
    return Table(
        words("beside_caption"), columns, tuple(rows), words("beside_method", least=MIN_N), "beside", wide=True
    )


def _values(subject: Subject, own: pd.DataFrame, codes: list[str]) -> Table:
    """Every agency's indicators, its weakest and strongest marked."""
    words = subject.words
    labels = labels_of(own)
    values = by_score(own)
    sides = {
        (str(r["agency_id"]), str(r["code"])): str(r["side"]) for r in rows_of(weakest_and_strongest(own, WEAKEST))
    }
    signs = {"weakest": ("▼", words("weak")), "strongest": ("▲", words("strong"))}
    rows = []
    for agency in sorted(labels, key=lambda a: labels[a]):
        cells = [Cell(labels[agency])]
        for code in codes:
            cell = subject.links.score(values.get((agency, code)))
            sign, means = signs.get(sides.get((agency, code), ""), ("", ""))
            told = [(cell.sign, cell.sign_means)] if cell.sign != SIGNS["verified"] else []
            told = [pair for pair in [(sign, means), *told] if pair[0]]
            cells.append(replace(
                cell, mark=sides.get((agency, code), cell.mark), sign="".join(s for s, _ in told),
                sign_means=words.list(m for _, m in told),
            ))
        rows.append(tuple(cells))
    columns = (
        Column(words("agency")),
        *(Column(words.code(c), True, words.score_name("indicator", c, subject.year)) for c in codes),
    )
    return Table(
        words("values_caption", n=len(rows)), columns, tuple(rows), words("values_method", n=WEAKEST, least=MIN_N),
        "values", wide=True,
    )


def _range(low: float | None, high: float | None) -> str:
    return f"{figure(low)}–{figure(high)}" if low is not None and high is not None else "–"
