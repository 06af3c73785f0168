"""The indicators of an area: weakest and strongest, with n and spread against all others of the tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from thai_ita.analyze.comparison.extremes import weakest_and_strongest
from thai_ita.analyze.score_order import in_order
from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import MIN_N
from thai_ita.model import ScoreKind
from thai_ita.pictures.picture_words import labels_of
from thai_ita.profiles import profile_charts
from thai_ita.profiles.links import SIGNS
from thai_ita.profiles.material import Subject, SubjectRow, by_score, rows_of, unused_scores
from thai_ita.profiles.mixing import Statements, marked, mixed_note
from thai_ita.profiles.profile_charts import Group
from thai_ita.profiles.profile_content import (
    Block,
    Paragraph,
    ProfileCell,
    ProfileColumn,
    ProfileTable,
    Section,
    said,
)
from thai_ita.profiles.profile_words import Words, count, difference, figure
from thai_ita.profiles.results import summary_of

if TYPE_CHECKING:
    import pandas as pd

WEAKEST = 3
"""How many indicators are called weakest or strongest; those equal to the last come along."""
MOST_UNUSED_NAMED = 20
"""Scores that a sentence names as lower or higher than what is marked."""


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
    blocks.append(
        profile_charts.indicators(
            [(names[c], *groups[c], [float(v) for v in own[own["code"] == c]["value"]]) for c in codes],
            words,
        )
    )
    if any(group.median is not None for pair in groups.values() for group in pair):
        blocks.append(_beside_others(subject, groups, names, weak_counts(own)))
    blocks += [_values(subject, own, codes), *beyond_the_marked(subject, own)]
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
    sides = sides_of(own)
    return Counter(code for (_, code), side in sides.items() if side == "weakest"), len({agency for agency, _ in sides})


def sides_of(own: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Which indicators of a year are among the weakest or the strongest of their agency, by agency and code."""
    found = rows_of(weakest_and_strongest(own, WEAKEST))
    return {(str(r["agency_id"]), str(r["code"])): str(r["side"]) for r in found}


def beyond_the_marked(subject: Subject, own: pd.DataFrame) -> list[Block]:
    """A sentence that names the indicators that no figure uses and that are lower than one marked as weak, or higher
    than one marked as strong; none where there are none."""
    words = subject.words
    sides, values = sides_of(own), by_score(own)
    marked_values: dict[tuple[str, str], list[float]] = {}
    for (agency, code), side in sides.items():
        marked_values.setdefault((agency, side), []).append(float(values[agency, code]["value"]))

    def beyond(row: SubjectRow) -> bool:
        low, high = (marked_values.get((str(row["agency_id"]), side)) for side in ("weakest", "strongest"))
        return bool(low and row["value"] < max(low)) or bool(high and row["value"] > min(high))

    found = [
        row for row in unused_scores(subject) if row["kind"] == ScoreKind.INDICATOR and not row["part"] and beyond(row)
    ]
    if not found:
        return []
    labels = labels_of(own) if len(subject.ids) > 1 else {}
    found.sort(key=lambda r: (labels.get(str(r["agency_id"]), ""), float(r["value"])))
    pieces = [ProfileCell(words("beyond_marked", n=len(found)))]
    for place, row in enumerate(found[:MOST_UNUSED_NAMED]):
        agency = labels.get(str(row["agency_id"]), "")
        name = words.score("indicator", str(row["code"]), subject.year)
        why = words.value("reason", row["why"])
        text = f"{agency} {name} {figure(row['value'])} ({why})".strip()
        pieces += [ProfileCell("; " if place else ""), replace(subject.links.score(row), text=text)]
    rest = len(found) - MOST_UNUSED_NAMED
    return [Paragraph((*pieces, ProfileCell(words("and_more_short", n=rest) if rest > 0 else "")), "note")]


def _beside_others(
    subject: Subject, groups: dict[str, tuple[Group, Group]], names: dict[str, str], weak: tuple[Counter[str], int]
) -> ProfileTable:
    words = subject.words
    rows = []
    for code, (own, others) in groups.items():
        gap, how = (
            difference(own.median, others.median) if own.median is not None and others.median is not None else ("–", "")
        )
        rows.append(
            (
                ProfileCell(names[code]),
                ProfileCell(count(own.n)),
                ProfileCell(figure(own.median), "#values" if own.median is not None else ""),
                ProfileCell(_range(own.q1, own.q3)),
                ProfileCell(_range(own.minimum, own.maximum)),
                ProfileCell(count(others.n)),
                ProfileCell(figure(others.median)),
                ProfileCell(_range(others.q1, others.q3)),
                ProfileCell(gap, note=how),
                ProfileCell(words("of", n=weak[0][code], all=weak[1]) if weak[1] else "–"),
            )
        )
    columns = (
        ProfileColumn(words("indicator")),
        ProfileColumn(words("n_here"), True),
        ProfileColumn(words("median_here"), True),
        ProfileColumn(words("middle_half"), True),
        ProfileColumn(words("ends"), True),
        ProfileColumn(words("n_others"), True),
        ProfileColumn(words("median_others"), True),
        ProfileColumn(words("middle_half"), True),
        ProfileColumn(words("gap"), True),
        ProfileColumn(words("weak_for", n=WEAKEST), True),
    )
    return ProfileTable(
        words("beside_caption"), columns, tuple(rows), words("beside_method", least=MIN_N), "beside", wide=True
    )


def _values(subject: Subject, own: pd.DataFrame, codes: list[str]) -> ProfileTable:
    """Every agency's indicators, its weakest and strongest marked."""
    words = subject.words
    labels = labels_of(own)
    values = by_score(own)
    sides, statements = sides_of(own), Statements.of(subject)
    signs = {"weakest": ("▼", words("weak")), "strongest": ("▲", words("strong"))}
    rows = []
    for agency in sorted(labels, key=lambda a: labels[a]):
        cells = [ProfileCell(labels[agency])]
        stated = [values.get((agency, code)) for code in codes]
        # A verified score needs no sign of its own in so wide a table.
        plain = [
            replace(cell, sign="", sign_means="") if cell.sign == SIGNS["verified"] else cell
            for cell in map(subject.links.score, stated)
        ]
        for code, cell in zip(codes, marked(plain, statements.from_others(stated), words), strict=True):
            sign, means = signs.get(sides.get((agency, code), ""), ("", ""))
            told = [pair for pair in [(sign, means), (cell.sign, cell.sign_means)] if pair[0]]
            cells.append(
                replace(
                    cell,
                    mark=sides.get((agency, code), cell.mark),
                    sign="".join(s for s, _ in told),
                    sign_means=words.list(m for _, m in told),
                )
            )
        rows.append(tuple(cells))
    columns = (
        ProfileColumn(words("agency")),
        *(ProfileColumn(words.code(c), True, words.score_name("indicator", c, subject.year)) for c in codes),
    )
    return ProfileTable(
        words("values_caption", n=len(rows)),
        columns,
        tuple(rows),
        words("values_method", n=WEAKEST, least=MIN_N) + mixed_note(rows, words),
        "values",
        wide=True,
    )


def _range(low: float | None, high: float | None) -> str:
    return f"{figure(low)}–{figure(high)}" if low is not None and high is not None else "–"
