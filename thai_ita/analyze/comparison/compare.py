"""``compare``: agencies side by side in one or several years."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from thai_ita.analyze.agencies_file import merged_tables
from thai_ita.analyze.answer import Answer, Note
from thai_ita.analyze.comparison.area_summaries import by_area
from thai_ita.analyze.comparison.extremes import weakest_and_strongest
from thai_ita.analyze.comparison.level_counts import count_levels
from thai_ita.analyze.comparison.peer_positions import group_summary, with_places
from thai_ita.analyze.comparison.unused import unused_note, without_used_scores
from thai_ita.analyze.crosswalk import Comparability, add_comparability, distinct_reasons
from thai_ita.analyze.named import years_named
from thai_ita.analyze.scope import Scope, find_agency, peers_of, with_peer_group
from thai_ita.analyze.score_order import in_order, item_ranks
from thai_ita.analyze.selection import MAIN_KINDS, select_scores
from thai_ita.analyze.statistics import MIN_N
from thai_ita.analyze.typed_tables import TableSource
from thai_ita.choices import AreaKind, Peers

if TYPE_CHECKING:
    import pandas as pd

LONG_COLUMNS = (
    "agency_id",
    "agency",
    "agency_type",
    "district",
    "province",
    "fiscal_year",
    "kind",
    "code",
    "part",
    "name",
    "value",
    "peer_group",
    "peer_n",
    "peer_median",
    "diff_to_median",
    "rank",
    "rank_last",
    "percentile",
    "previous_year",
    "change",
    "comparability",
    "break_note",
    "status",
    "n_sources",
    "doc_id",
    "page",
    "table",
    "row",
    "value_as_seen",
    "evidence",
    "basis",
    "confidence",
    "year_from",
    "agency_from",
    "corrected_by",
    "path",
)


def compare(
    tables: TableSource,
    *,
    years: Collection[int | str] = (),
    kinds: Iterable[str] = MAIN_KINDS,
    agencies: Collection[str] = (),
    types: Collection[str] = (),
    provinces: Collection[str] = (),
    peers: Peers | str = Peers.TYPE,
    by: AreaKind | str | None = None,
    like: str | None = None,
    include: Collection[str] = (),
    across_breaks: bool = False,
    extremes: int = 3,
) -> Answer:
    """Agencies side by side: frames ``wide``, ``long``, ``indicators``, ``extremes``, ``levels``,
    ``not_used``, ``left_out``; with ``by`` first ``areas``.

    ``wide`` has a row per agency and year and a column per code; ``long`` adds the peer group's
    size and median, rank (1 is best), percentile, the change from the year before, and where each
    value stands (file, page, table, row, as printed). ``areas`` has the median, spread and share
    below the pass mark of every area that ``by`` says (province, district, type), the weakest
    first. ``not_used`` names agencies that state scores of which none is used. Filters
    choose the rows shown, peers come from all agencies of the tables. ``like`` shows one agency
    with its peers. Changes over a break of the assessment are left empty unless
    ``across_breaks``; the break is named either way. ``include`` adds score statuses. Raises
    TableError for names and options that do not exist.
    """
    merged = merged_tables(tables)
    kinds = list(kinds)
    selection = select_scores(merged, include=include, kinds=kinds)
    scores = _with_path(selection.scores, merged.documents)
    notes = [*selection.notes()]
    peers = Peers(peers)
    names = tuple(agencies)
    if like is not None:
        chosen = find_agency(scores, like)
        asked = scores[scores["fiscal_year"].isin(years_named(years))] if years else scores
        own = asked if (asked["agency_id"] == chosen).any() else scores
        group, peers = peers_of(own, chosen)
        notes.append(Note("like", {"agency": like, "n": len(group) - 1, "peers": peers.value}))
        # Naming the peers themselves keeps the other filters at work.
        names = (*names, *group)
    long = with_places(with_peer_group(scores, peers))
    long = with_changes(long, across_breaks=across_breaks)
    scope = Scope.of(names, types, provinces, years)
    shown = long[scope.rows(long)]
    unused = without_used_scores(merged.scores, scores, kinds)
    unused = unused[scope.rows_there(unused)].reset_index(drop=True)
    notes += unused_note(unused, include)
    notes += _notes(shown, across_breaks) if len(shown) else scope.why_nothing(long)
    areas: dict[str, pd.DataFrame] = {}
    if by is not None:
        areas["areas"], unplaced = by_area(shown, AreaKind(by))
        if unplaced:
            notes.append(Note("areas_unplaced", {"n": unplaced, "by": str(AreaKind(by))}))
    frames = areas | {
        "wide": wide_scores(shown),
        "long": _in_order(shown),
        "indicators": group_summary(long[long["fiscal_year"].isin(shown["fiscal_year"].unique())]),
        "extremes": weakest_and_strongest(shown, extremes),
        "levels": count_levels(shown),
        "not_used": unused,
        "left_out": selection.left_out,
    }
    return Answer("compare", frames, tuple(notes))


def _with_path(scores: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Scores with the ``path`` of the file that each was read from."""
    paths = documents.drop_duplicates("doc_id").set_index("doc_id")["path"]
    return scores.assign(path=scores["doc_id"].map(paths).astype("string"))


def with_changes(scores: pd.DataFrame, *, across_breaks: bool = False) -> pd.DataFrame:
    """Scores with the change from the year before, and how far the two years compare."""
    key = ["agency_id", "kind", "code", "part"]
    before = scores[[*key, "fiscal_year", "value"]].rename(columns={"value": "_before"})
    before = before.assign(previous_year=before["fiscal_year"], fiscal_year=before["fiscal_year"] + 1)
    joined = scores.merge(before, on=[*key, "fiscal_year"], how="left")
    joined = add_comparability(joined, "previous_year", "fiscal_year")
    change = joined["value"] - joined["_before"]
    if not across_breaks:
        change = change.mask((joined["comparability"] == Comparability.BREAK).fillna(False))
    return joined.assign(change=change.round(4)).drop(columns="_before")


def wide_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """A row per agency and year, a column per code; what is not known is missing."""
    index = ["agency_id", "agency", "agency_type", "district", "province", "fiscal_year"]
    filled = scores.assign(**{c: scores[c].fillna("") for c in index[1:5]})
    table = filled.pivot_table(index=index, columns="item", values="value", aggfunc="first")
    table = table[in_order(map(str, table.columns))].reset_index()
    table.columns.name = None
    return table.sort_values(["fiscal_year", "province", "agency"], ignore_index=True)


def _in_order(long: pd.DataFrame) -> pd.DataFrame:
    rank = item_ranks(long["item"])
    ordered = long.assign(_rank=rank).sort_values(
        ["fiscal_year", "province", "agency", "agency_id", "_rank"], ignore_index=True
    )
    return ordered[list(LONG_COLUMNS)]


def _notes(shown: pd.DataFrame, across_breaks: bool) -> list[Note]:
    notes: list[Note] = []
    broken = shown[(shown["comparability"] == Comparability.BREAK).fillna(False)]
    if len(broken):
        code = "breaks_crossed" if across_breaks else "breaks_refused"
        notes.append(Note(code, {"n": len(broken), "why": distinct_reasons(broken["break_note"])}))
    revised = shown[(shown["comparability"] == Comparability.REVISED).fillna(False)]
    if len(revised):
        notes.append(Note("revised", {"n": len(revised), "why": distinct_reasons(revised["break_note"])}))
    small = int((shown["peer_n"] < MIN_N).sum())
    if small:
        notes.append(Note("small_groups", {"n": small}))
    if shown["change"].notna().any():
        notes.append(Note("regression_to_mean"))
    return notes
