"""``trends``: agencies and groups over years."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from thai_ita.analyze.agencies_file import merged_tables
from thai_ita.analyze.answer import Answer, Note
from thai_ita.analyze.crosswalk import Comparability, distinct_reasons
from thai_ita.analyze.named import years_named
from thai_ita.analyze.scope import Scope, with_peer_group
from thai_ita.analyze.selection import MAIN_KINDS, select_scores
from thai_ita.analyze.trajectories.groups import (
    dispersion_over_time,
    group_years,
    rank_stability,
)
from thai_ita.analyze.trajectories.trend_lines import (
    BACKWARD,
    FORWARD,
    agency_slopes,
    group_slopes,
    judged,
)
from thai_ita.analyze.trajectories.year_changes import consecutive_changes
from thai_ita.analyze.typed_tables import TableSource
from thai_ita.choices import Peers
from thai_ita.extras import need

if TYPE_CHECKING:
    import pandas as pd


def trends(
    tables: TableSource,
    *,
    years: Collection[int | str] = (),
    kinds: Iterable[str] = MAIN_KINDS,
    agencies: Collection[str] = (),
    types: Collection[str] = (),
    provinces: Collection[str] = (),
    peers: Peers | str = Peers.TYPE,
    include: Collection[str] = (),
    across_breaks: bool = False,
    confidence: float = 0.95,
    false_discovery_rate: float = 0.05,
    n_bootstrap: int = 1000,
    seed: int = 0,
) -> Answer:
    """Scores over years: frames ``movers``, ``slopes``, ``group_slopes``, ``groups``,
    ``changes``, ``dispersion``, ``ranks``, ``left_out``.

    Lines and differences stay within runs of years that the crosswalk holds comparable; with
    ``across_breaks`` they run over breaks too, each named in ``break_note``. ``movers`` are the
    agencies ahead of their peer group (``peers``) or behind it beyond noise, at
    ``false_discovery_rate`` over all that the answer shows. Filters choose the rows shown; groups are made of all agencies.
    Raises TableError for names and options that do not exist, MissingExtraError without scipy.
    """
    need("scipy", "stats")
    merged = merged_tables(tables)
    selection = select_scores(merged, include=include, kinds=kinds, years=years_named(years) or None)
    scores = with_peer_group(selection.scores, Peers(peers))
    scope = Scope.of(agencies, types, provinces)
    slopes = agency_slopes(scores, across_breaks=across_breaks, confidence=confidence)
    changes = consecutive_changes(scores, across_breaks=across_breaks)
    shown_slopes = judged(slopes[scope.rows(slopes)], false_discovery_rate)
    shown_changes = changes[scope.rows(changes)]
    groups = sorted(set(scores.loc[scope.rows(scores), "peer_group"].dropna()))

    def of_groups(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["peer_group"].isin(groups)].reset_index(drop=True)

    frames = {
        "movers": movers(shown_slopes),
        "slopes": shown_slopes.reset_index(drop=True),
        "group_slopes": of_groups(group_slopes(slopes, confidence=confidence)),
        "groups": of_groups(group_years(scores, confidence=confidence)),
        "changes": shown_changes.reset_index(drop=True),
        "dispersion": dispersion_over_time(
            scores[scores["peer_group"].isin(groups)],
            across_breaks=across_breaks,
            confidence=confidence,
            n_bootstrap=n_bootstrap,
            seed=seed,
        ),
        "ranks": rank_stability(
            scores[scores["peer_group"].isin(groups)],
            across_breaks=across_breaks,
            confidence=confidence,
        ),
        "left_out": selection.left_out,
    }
    nothing = [] if scope.rows(scores).any() or scores.empty else scope.why_nothing(scores)
    kinds_of = scores[scope.rows(scores)].groupby("agency_id")["agency_type"].nunique()
    renamed = int((kinds_of > 1).sum())
    notes = (
        *selection.notes(),
        *nothing,
        *([Note("types_changed", {"n": renamed})] if renamed else []),
        *_notes(changes, shown_slopes, false_discovery_rate, across_breaks),
    )
    return Answer("trends", frames, notes)


def movers(slopes: pd.DataFrame) -> pd.DataFrame:
    """Of ``judged`` lines those of agencies that moved beyond noise, the surest first."""
    moved = slopes[slopes["movement"].isin([*FORWARD, *BACKWARD])]
    return moved.sort_values(["q", "agency_id"], ignore_index=True)


def _notes(changes: pd.DataFrame, shown: pd.DataFrame, rate: float, across: bool) -> list[Note]:
    notes: list[Note] = []
    tested = int(shown["p"].notna().sum())
    notes.append(Note("tests", {"n": tested, "rate": f"{100 * rate:g}"}) if tested else Note("too_few_years"))
    broken = changes[(changes["comparability"] == Comparability.BREAK).fillna(False)]
    if len(broken):
        why = distinct_reasons(broken["break_note"])
        notes.append(Note("breaks_crossed" if across else "breaks_refused", {"n": len(broken), "why": why}))
    revised = shown[shown["break_note"].fillna("") != ""]
    if len(revised) and not across:
        why = distinct_reasons(revised["break_note"])
        notes.append(Note("revised_lines", {"n": len(revised), "why": why}))
    ceiling = int((shown["n_at_100"] > 0).sum())
    if ceiling:
        notes.append(Note("ceiling_lines", {"n": ceiling, "all": len(shown)}))
    if changes["change"].notna().any():
        notes.append(Note("regression_to_mean"))
    return notes
