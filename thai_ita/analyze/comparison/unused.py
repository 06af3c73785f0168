"""Agencies that state scores of which an answer uses none: they must not vanish without a word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from thai_ita.analyze.answer import Note
from thai_ita.model import ScoreStatus

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "agency_id",
    "agency",
    "agency_type",
    "district",
    "province",
    "fiscal_year",
    "n_scores",
    "n_unchecked",
    "n_conflict",
)
MOST_NAMED = 5
"""Agencies that the note names; the frame has all."""


def without_used_scores(stated: pd.DataFrame, used: pd.DataFrame, kinds: Iterable[str]) -> pd.DataFrame:
    """A row per agency and year with stated scores (of ``kinds``) of which none is among ``used``.

    ``n_scores`` counts what it states, ``n_unchecked`` and ``n_conflict`` why.
    """
    import pandas as pd

    key = ["agency_id", "fiscal_year"]
    own = stated[stated["kind"].isin([str(k) for k in kinds]) & stated["value"].notna()]
    own = own.dropna(subset=key)
    if own.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    seen = pd.MultiIndex.from_frame(used[key].drop_duplicates())
    own = own[~pd.MultiIndex.from_frame(own[key]).isin(seen)]
    status = own["status"].fillna(str(ScoreStatus.UNCHECKED))
    counted = own.assign(n_unchecked=status == ScoreStatus.UNCHECKED, n_conflict=status == ScoreStatus.CONFLICT)
    about = ["agency", "agency_type", "district", "province"]
    table = (
        counted.groupby(key, sort=False)
        .agg(
            **{c: (c, "first") for c in about},
            n_scores=("value", "size"),
            n_unchecked=("n_unchecked", "sum"),
            n_conflict=("n_conflict", "sum"),
        )
        .reset_index()
    )
    counts = ["n_scores", "n_unchecked", "n_conflict"]
    table = table.astype(dict.fromkeys(counts, "Int64"))
    return table.sort_values(["fiscal_year", "province", "agency", "agency_id"], ignore_index=True)[list(COLUMNS)]


def unused_note(table: pd.DataFrame, included: Collection[str]) -> list[Note]:
    """The note that names the first of them, and what shows them; none where there are none."""
    if table.empty:
        return []
    names = [
        f"{agency} {int(year)}" for agency, year in zip(table["agency"].fillna("?"), table["fiscal_year"], strict=True)
    ]
    shown = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown += f" +{len(names) - MOST_NAMED}"
    code = "agencies_unused" if included else "agencies_unused_include"
    return [Note(code, {"n": len(names), "who": shown})]
