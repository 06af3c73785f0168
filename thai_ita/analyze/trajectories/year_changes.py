"""Changes from one year to the next, beside what an agency's start alone lets expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thai_ita.analyze.crosswalk import Comparability, add_comparability
from thai_ita.analyze.score_order import item_ranks
from thai_ita.analyze.statistics import expected_change

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "agency_id",
    "agency",
    "agency_type",
    "district",
    "province",
    "peer_group",
    "kind",
    "code",
    "part",
    "name",
    "from_year",
    "to_year",
    "value_before",
    "value_after",
    "change",
    "expected_change",
    "change_beyond_expected",
    "n_pairs",
    "comparability",
    "break_note",
)


def consecutive_changes(scores: pd.DataFrame, *, across_breaks: bool = False) -> pd.DataFrame:
    """A row per agency, code and pair of its consecutive known years.

    ``expected_change`` is what agencies of the group that started alike changed on average (the
    low rise and the high fall by chance alone), ``change_beyond_expected`` the rest; both need
    eight pairs (``n_pairs``). Over a break the differences are missing unless ``across_breaks``.
    """
    import pandas as pd

    key = ["agency_id", "kind", "code", "part"]
    ordered = scores.sort_values([*key, "fiscal_year"], kind="stable", ignore_index=True)
    grouped = ordered.groupby(key, sort=False)
    table = ordered.assign(
        from_year=grouped["fiscal_year"].shift(1),
        value_before=grouped["value"].shift(1),
        to_year=ordered["fiscal_year"],
        value_after=ordered["value"],
    ).dropna(subset=["value_before"])
    table = add_comparability(table, "from_year", "to_year")
    broken = (table["comparability"] == Comparability.BREAK).fillna(False).astype(bool)
    change = table["value_after"] - table["value_before"]
    if not across_breaks:
        change = change.mask(broken)
    table = table.assign(change=change.round(4))
    expected = pd.Series(np.nan, index=table.index)
    pairs = pd.Series(0, index=table.index, dtype="Int64")
    usable = table[table["change"].notna() & table["peer_group"].notna()]
    cell = ["peer_group", "kind", "code", "part", "from_year", "to_year"]
    for index in usable.groupby(cell, sort=False).indices.values():
        rows = usable.index[index]
        before = table.loc[rows, "value_before"].to_numpy(dtype=np.float64)
        after = table.loc[rows, "value_after"].to_numpy(dtype=np.float64)
        expected.loc[rows] = expected_change(before, after)
        pairs.loc[rows] = len(rows)
    table = table.assign(
        expected_change=expected.round(4),
        change_beyond_expected=(table["change"] - expected).round(4),
        n_pairs=pairs,
        _rank=item_ranks(table["code"]),
    )
    table = table.sort_values(["to_year", "province", "agency", "agency_id", "_rank"], ignore_index=True)
    return table[list(COLUMNS)]
