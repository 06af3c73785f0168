"""The results of one year in an area: levels, places among the agencies of the area and of the type."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from typing import TYPE_CHECKING

from thai_ita.analyze.answer_words import message
from thai_ita.analyze.comparison.compare import with_changes
from thai_ita.analyze.comparison.level_counts import UNDECIDED, agency_levels
from thai_ita.analyze.comparison.peer_positions import group_summary, with_places
from thai_ita.analyze.crosswalk import reasons_in
from thai_ita.analyze.scope import with_peer_group
from thai_ita.analyze.statistics import MIN_N
from thai_ita.analyze.trajectories.groups import rank_stability
from thai_ita.choices import Peers
from thai_ita.extras import MissingExtraError, need
from thai_ita.normalize.editions import known_years, nearest_edition
from thai_ita.normalize.levels import level_bounds, level_schemes
from thai_ita.pictures.picture_words import labels_of
from thai_ita.profiles import profile_charts
from thai_ita.profiles.material import Subject, SubjectRow, by_score, rows_of
from thai_ita.profiles.mixing import Statements, marked, mixed_note
from thai_ita.profiles.profile_charts import Group
from thai_ita.profiles.profile_content import (
    EMPTY,
    Block,
    ProfileCell,
    ProfileColumn,
    ProfileTable,
    Section,
    said,
)
from thai_ita.profiles.profile_words import Words, difference, figure, span

if TYPE_CHECKING:
    import pandas as pd

OVERALL = "ITA"
REVISED = "†"
"""Before a change over a revision of the items."""


def results(subject: Subject) -> Section:
    """The ranking of the area with levels, instruments, places by type and changes; the picture above it."""
    words, year = subject.words, subject.year
    now = subject.of_year(subject.material.scores)
    placed = with_places(with_peer_group(subject.own(now), Peers.ALL))
    ranked = rows_of(
        placed[placed["item"] == OVERALL].sort_values(["value", "agency", "agency_id"], ascending=[False, True, True])
    )
    title = words("results", year=words.year(year) if year else "–")
    if not ranked:
        return Section("results", title, (said(words("no_overall"), "warning"),))
    labels = labels_of(subject.own(now))
    levels = levels_by_agency(subject, now)
    blocks: list[Block] = [
        said(_level_counts(subject, [levels[str(r["agency_id"])] for r in ranked if str(r["agency_id"]) in levels]))
    ]
    others = now[(now["item"] == OVERALL) & ~now["agency_id"].isin(list(subject.ids))]
    blocks.append(
        profile_charts.standing(
            [(labels[str(row["agency_id"])], float(row["value"])) for row in ranked],
            summary_of(others),
            _limits(words, year),
            words,
        )
    )
    blocks.append(_ranking(subject, ranked, labels, levels, now))
    changes = changes_of_year(subject)
    blocks += change_notes(
        subject, (changes[key] for r in ranked if (key := (str(r["agency_id"]), OVERALL)) in changes)
    )
    blocks += _firmness(subject)
    return Section("results", title, tuple(blocks), _in_short(subject, ranked, others))


def _in_short(subject: Subject, ranked: list[SubjectRow], others: pd.DataFrame) -> str:
    """The median of the area beside that of the others; below three agencies each score by itself."""
    words = subject.words
    values = sorted(float(row["value"]) for row in ranked)
    if len(values) < MIN_N:
        return words("gist_few", n=len(values), values=words.list(map(figure, values)))
    beside = summary_of(others)
    text = words(
        "gist_results",
        n=len(values),
        median=figure(statistics.median(values)),
        low=figure(values[0]),
        high=figure(values[-1]),
    )
    return text + (words("gist_others", n=beside.n, median=figure(beside.median)) if beside.median is not None else "")


def _ranking(
    subject: Subject,
    ranked: list[SubjectRow],
    labels: dict[str, str],
    levels: dict[str, ProfileCell],
    now: pd.DataFrame,
) -> ProfileTable:
    words, year = subject.words, subject.year
    parts = [i.code for i in nearest_edition(year).instruments]
    scores = by_score(subject.own(now))
    by_type = by_score(subject.own(with_places(with_peer_group(now, Peers.TYPE))))
    changes = changes_of_year(subject)
    statements = Statements.of(subject)
    rows = []
    for row in ranked:
        own = str(row["agency_id"])
        stated = [row, *(scores.get((own, part)) for part in parts)]
        overall, *instruments = marked(map(subject.links.score, stated), statements.from_others(stated), words)
        rows.append(
            (
                ProfileCell(place_in(row)),
                ProfileCell(labels[own]),
                overall,
                levels.get(own, EMPTY),
                *instruments,
                place_cell(by_type.get((own, OVERALL)), words),
                change_cell(subject, changes.get((own, OVERALL))),
            )
        )
    columns = (
        ProfileColumn(words("rank"), True),
        ProfileColumn(words("agency")),
        ProfileColumn(words("overall_short"), True),
        ProfileColumn(words("level")),
        *(ProfileColumn(part, True, words.score_name("instrument", part, year)) for part in parts),
        ProfileColumn(words("place_by_type"), True),
        ProfileColumn(words("change_from", year=(year or 1) - 1), True),
    )
    return ProfileTable(
        words("ranking_caption", n=len(rows)),
        columns,
        tuple(rows),
        words("ranking_method", n=len(rows), least=MIN_N) + mixed_note(rows, words),
        "ranking",
        header=1,
        wide=True,
    )


def place_in(row: SubjectRow) -> str:
    """The place of a row of ``with_places``: 3, or 3–5 where values are equal; "–" in a group too small."""
    return span(row["rank"], row["rank_last"]) if row.get("rank") is not None else "–"


def place_cell(row: SubjectRow | None, words: Words) -> ProfileCell:
    """The place in a group and out of how many."""
    if row is None:
        return EMPTY
    if row.get("rank") is None:
        return ProfileCell("–", mark="none", note=words("n_is", n=row["peer_n"] or 0))
    return ProfileCell(words("place_of", place=place_in(row), n=row["peer_n"]))


def changes_of_year(subject: Subject) -> dict[tuple[str, str], SubjectRow]:
    """The scores of the year with their change from the year before, by agency and item."""
    own = subject.own(subject.material.scores)
    if own.empty:
        return {}
    return by_score(subject.of_year(with_changes(own)))


def change_cell(subject: Subject, row: SubjectRow | None) -> ProfileCell:
    """The change from the year before; where the assessment broke, that it is not given and why."""
    if row is None or row.get("previous_year") is None:
        return EMPTY
    reason = reasons_in(str(row.get("break_note") or ""), subject.words.language)
    if row.get("change") is None:
        return ProfileCell(subject.words("not_compared"), mark="none", sign_means=reason)
    revised = row.get("comparability") == "revised"
    text, note = difference(row["value"], row["value"] - row["change"])
    return ProfileCell(text, note=note, sign=REVISED if revised else "", sign_means=reason if revised else "")


def change_notes(subject: Subject, rows: Iterable[SubjectRow]) -> list[Block]:
    """What the signs of changes mean: which items were revised, why years do not compare."""
    reasons = {str(r["break_note"]): str(r["comparability"]) for r in rows if r.get("break_note")}
    signs = {"revised": REVISED, "break": subject.words("not_compared")}
    language = subject.words.language
    return [
        said(f"{signs[grade]}: {reasons_in(why, language)}", "note") for why, grade in reasons.items() if grade in signs
    ]


def levels_by_agency(subject: Subject, now: pd.DataFrame) -> dict[str, ProfileCell]:
    """The level of each agency by the rule of the year, from its usable scores."""
    scheme = level_scheme_of(subject.year)
    return {
        str(row["agency_id"]): ProfileCell(
            subject.words("level_undecided")
            if row["level"] == UNDECIDED
            else subject.words.level(row["level"], scheme),
            mark="none" if row["level"] == UNDECIDED else "",
        )
        for row in rows_of(agency_levels(subject.own(now)))
    }


def level_scheme_of(year: int | None) -> str | None:
    """The scheme of levels of a year, None where it is not known."""
    return nearest_edition(year).level_scheme if year in known_years() else None


def _limits(words: Words, year: int | None) -> dict[str, float]:
    scheme = level_scheme_of(year)
    if scheme is None:
        return {}
    by_bound: dict[float, list[str]] = {}
    for word, (low, _) in level_bounds(scheme).items():
        by_bound.setdefault(low, []).append(word)
    # Several levels may begin at one score and differ by the instruments; the line has room for one name.
    return {f"{words.level(names[-1], scheme)} {low:g}": low for low, names in by_bound.items()}


def _level_counts(subject: Subject, levels: list[ProfileCell]) -> str:
    words, scheme = subject.words, level_scheme_of(subject.year)
    if scheme is None or not levels:
        return words("levels_unknown")
    known = [words.level(level.word, scheme) for level in level_schemes()[scheme]]
    texts = [cell.text for cell in levels]
    parts = [words("level_count", level=name, n=texts.count(name)) for name in known if name in texts]
    undecided = texts.count(words("level_undecided"))
    if undecided:
        parts.append(words("level_count", level=words("level_undecided"), n=undecided))
    return words("levels_are", n=len(levels), levels=words.list(parts))


def summary_of(scores: pd.DataFrame) -> Group:
    """The spread of scores of one code: ``group_summary`` of them as one group."""
    if scores.empty:
        return Group(0)
    row = rows_of(group_summary(scores.assign(peer_group="all", part="", name="-")))[0]
    return Group(int(row["n"]), *(row[c] for c in ("median", "q1", "q3", "minimum", "maximum")))


def _firmness(subject: Subject) -> list[Block]:
    """How far the order of the area was that of the year before: how much a rank may be trusted."""
    words, year = subject.words, subject.year
    own = subject.own(subject.material.scores)
    own = own[(own["item"] == OVERALL) & own["fiscal_year"].isin([year, (year or 1) - 1])]
    blocks: list[Block] = []
    try:
        need("scipy", "stats")
        found = rows_of(rank_stability(with_peer_group(own, Peers.ALL))) if len(own) else []
    except MissingExtraError:
        return [said(words("needs_stats", what=words("what_firmness")), "warning")]
    for row in found:
        if row["spearman"] is not None and row["spearman_low"] is not None:
            blocks.append(
                said(
                    words(
                        "firmness",
                        n=row["n_pairs"],
                        rho=figure(row["spearman"]),
                        low=figure(row["spearman_low"]),
                        high=figure(row["spearman_high"]),
                        first=row["from_year"],
                        last=row["to_year"],
                    )
                )
            )
    if not blocks:
        blocks.append(said(words("firmness_unknown"), "note"))
    if any(r.get("change") is not None for r in changes_of_year(subject).values()):
        blocks.append(said(message("regression_to_mean", {}, words.language), "note"))
    return blocks
