"""``plans``: what measures address, whether they were reported on, copied, and what followed."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from thai_ita.analyze.agencies_file import merged_tables
from thai_ita.analyze.answer import Answer, Note
from thai_ita.analyze.planning.addressing import addressed_indicators, planned_measures
from thai_ita.analyze.planning.copies import copy_groups, near_duplicates, template_limit
from thai_ita.analyze.planning.followed import what_followed
from thai_ita.analyze.planning.followthrough import (
    FollowThrough,
    follow_through,
    follow_through_summary,
)
from thai_ita.analyze.planning.theme_counts import theme_counts
from thai_ita.analyze.planning.weakness_coverage import plan_coverage, weak_indicators
from thai_ita.analyze.scope import Scope
from thai_ita.analyze.selection import select_scores
from thai_ita.analyze.statistics import MIN_N, mean_interval
from thai_ita.analyze.typed_tables import TableError, TableSource
from thai_ita.choices import PlanPart
from thai_ita.extras import need
from thai_ita.model import ScoreKind

if TYPE_CHECKING:
    import pandas as pd

PARTS = tuple(map(str, PlanPart))


def plans(
    tables: TableSource,
    *,
    parts: Collection[str] = PARTS,
    years: Collection[int | str] = (),
    agencies: Collection[str] = (),
    types: Collection[str] = (),
    provinces: Collection[str] = (),
    include: Collection[str] = (),
    weakest: int = 3,
    confidence: float = 0.95,
    false_discovery_rate: float = 0.05,
) -> Answer:
    """What the measures say: frames ``coverage``, ``weak_indicators``, ``themes``,
    ``follow_through``, ``followthrough_measures``, ``copies``, ``copy_groups``, ``followed``,
    ``left_out``.

    ``parts`` chooses among coverage, themes, followthrough, copies and followed; ``years`` are plan
    years. Copies and what followed are worked out over all agencies and then filtered. Raises
    TableError for names and options that do not exist, MissingExtraError without scipy, statsmodels or
    datasketch where a part needs them.
    """
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise TableError(f"no part {unknown[0]}; the parts are {', '.join(PARTS)}")
    merged = merged_tables(tables)
    selection = select_scores(merged, include=include, kinds=[ScoreKind.INDICATOR])
    measures = planned_measures(merged)
    addressed = addressed_indicators(measures)
    scope = Scope.of(agencies, types, provinces, years)
    of_plans = measures.assign(fiscal_year=measures["plan_year"])
    shown = measures[scope.rows(of_plans)]
    notes = [
        Note(
            "plans_seen",
            {
                "n": len(shown),
                "plans": len(shown[["agency_id", "plan_year"]].drop_duplicates()),
                "agencies": int(shown["agency_id"].nunique()),
            },
        )
    ]
    if shown.empty and len(measures):
        notes += scope.why_nothing(of_plans)
    frames: dict[str, pd.DataFrame] = {}

    def here(frame: pd.DataFrame) -> pd.DataFrame:
        keys = shown[["agency_id", "plan_year"]].drop_duplicates()
        return frame.merge(keys, on=["agency_id", "plan_year"]).reset_index(drop=True)

    if "coverage" in parts:
        weak = weak_indicators(measures, addressed, selection.scores, weakest=weakest)
        frames["coverage"] = here(plan_coverage(measures, addressed, selection.scores, weak))
        frames["weak_indicators"] = here(weak)
        notes += [*selection.notes(), *_coverage_notes(frames["coverage"], confidence)]
    else:
        notes.append(selection.publish_note())
    if "themes" in parts:
        frames["themes"] = theme_counts(shown, addressed)
    if "followthrough" in parts:
        rows = here(follow_through(merged))
        frames["follow_through"] = follow_through_summary(rows)
        frames["followthrough_measures"] = rows
        notes += _follow_through_notes(rows)
    if "copies" in parts:
        found = near_duplicates(measures)
        copies = here(found.twins)
        frames["copies"], frames["copy_groups"] = copies, copy_groups(copies)
        alike = int(shown["measure"].isin(found.alike).sum())
        notes += _copy_notes(alike, copies, shown, measures)
    if "followed" in parts:
        need("scipy", "stats")
        need("statsmodels", "stats")
        frames["followed"] = what_followed(
            measures, addressed, selection.scores, confidence=confidence, rate=false_discovery_rate
        )
        notes.append(_followed_note(frames["followed"], false_discovery_rate))
    frames["left_out"] = selection.left_out
    return Answer("plans", frames, tuple(notes))


def _followed_note(followed: pd.DataFrame, rate: float) -> Note:
    if followed.empty:
        return Note("followed_none")
    refused = int((followed["reading"] == "refused").sum())
    return Note("followed", {"n": len(followed) - refused, "refused": refused, "rate": f"{100 * rate:g}"})


def _coverage_notes(coverage: pd.DataFrame, confidence: float) -> list[Note]:
    notes = []
    unassigned = int(coverage["n_unassigned"].sum())
    if unassigned:
        notes.append(Note("unassigned", {"n": unassigned, "all": int(coverage["n_measures"].sum())}))
    blind = int(coverage["share_weak"].isna().sum())
    if blind:
        notes.append(Note("plans_without_scores", {"n": blind, "all": len(coverage)}))
    # One mean per agency: plans of one agency over the years are not independent.
    by_agency = coverage.dropna(subset=["share_weak"]).groupby("agency_id")[["share_weak", "share_other"]].mean()
    if len(by_agency) >= MIN_N:
        need("scipy", "stats")
        weak, other = (by_agency[c].to_numpy(dtype=np.float64) for c in ("share_weak", "share_other"))
        mean, low, high = mean_interval(weak, confidence)
        gap, gap_low, gap_high = mean_interval(weak - other, confidence)
        notes.append(
            Note(
                "coverage_mean",
                {
                    "n": len(by_agency),
                    "mean": f"{mean:.0f}",
                    "low": f"{low:.0f}",
                    "high": f"{high:.0f}",
                    "gap": f"{gap:+.0f}",
                    "gap_low": f"{gap_low:+.0f}",
                    "gap_high": f"{gap_high:+.0f}",
                },
            )
        )
    return notes


def _follow_through_notes(rows: pd.DataFrame) -> list[Note]:
    judged = rows[rows["follow_through"] != FollowThrough.NO_REPORT]
    without = len(rows) - len(judged)
    if judged.empty:
        return [Note("no_reports", {"without": without})] if without else []
    counts = judged["follow_through"].value_counts()
    return [
        Note(
            "follow_through",
            {
                "n": len(judged),
                "without": without,
                **{
                    s.value: int(counts.get(s.value, 0))
                    for s in (FollowThrough.FOUND, FollowThrough.PARTLY, FollowThrough.ABSENT)
                },
            },
        )
    ]


def _copy_notes(alike: int, copies: pd.DataFrame, shown: pd.DataFrame, measures: pd.DataFrame) -> list[Note]:
    agencies = int(measures["agency_id"].nunique())
    limit = template_limit(agencies)
    notes = [Note("copies", {"n": alike, "all": len(shown), "rows": len(copies), "limit": limit})]
    if agencies <= limit:
        notes.append(Note("templates_unknown", {"agencies": agencies, "limit": limit}))
    return notes
