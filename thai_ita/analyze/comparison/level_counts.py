"""How many agencies reach which level, by the rule of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.model import ScoreKind
from thai_ita.normalize.editions import known_years, load_edition
from thai_ita.normalize.levels import level_schemes, level_words, possible_levels

if TYPE_CHECKING:
    import pandas as pd

UNDECIDED = "undecided"
"""The overall score alone allows several levels and the instruments' scores are not known."""


def count_levels(scores: pd.DataFrame) -> pd.DataFrame:
    """Agencies by year, type and level, as the rule of the year gives it from their scores.

    ``level`` is an ordered category, ``undecided`` first, then of each scheme the worst.
    ``n_rated`` is the number of agencies of that year and type with an overall score. Years whose
    scheme is not known have no rows.
    """
    import pandas as pd

    columns = ["fiscal_year", "agency_type", "level", "n", "n_rated", "share"]
    levels = agency_levels(scores)
    if levels.empty:
        return pd.DataFrame(columns=columns)
    cell = ["fiscal_year", "agency_type"]
    filled = levels.assign(agency_type=levels["agency_type"].fillna(""))
    table = filled.groupby([*cell, "level"]).size().rename("n").reset_index()
    table["n_rated"] = table.groupby(cell)["n"].transform("sum")
    table["share"] = (100 * table["n"] / table["n_rated"]).round(1)
    order = {level.word: place for scheme in level_schemes().values() for place, level in enumerate(scheme)}
    table = table.assign(_order=table["level"].map(order).fillna(99)).sort_values([*cell, "_order"], ignore_index=True)
    order_of = pd.CategoricalDtype([UNDECIDED, *level_words()], ordered=True)
    return table[columns].astype({"level": order_of})


def agency_levels(scores: pd.DataFrame) -> pd.DataFrame:
    """The level of every agency and year with an overall score; ``undecided`` where the scheme
    also asks for instruments that are not known."""
    import pandas as pd

    rows = []
    own = scores[scores["part"] == ""]
    parts: dict[tuple[str, int], list[float]] = {}
    instruments = own[own["kind"] == ScoreKind.INSTRUMENT]
    for agency_id, year, value in zip(
        instruments["agency_id"], instruments["fiscal_year"], instruments["value"], strict=True
    ):
        parts.setdefault((agency_id, int(year)), []).append(float(value))
    for row in own[own["kind"] == ScoreKind.OVERALL].itertuples():
        year = int(row.fiscal_year)  # type: ignore[arg-type]
        if year not in known_years():
            continue
        edition = load_edition(year)
        if edition.level_scheme is None:
            continue
        known = parts.get((str(row.agency_id), year), [])
        complete = len(known) >= len(edition.instruments)
        allowed = possible_levels(
            float(row.value),  # type: ignore[arg-type]
            known if complete else None,
            edition.level_scheme,
        )
        level = allowed[0].word if len(allowed) == 1 else UNDECIDED
        rows.append(
            {
                "agency_id": row.agency_id,
                "agency": row.agency,
                "agency_type": row.agency_type,
                "province": row.province,
                "fiscal_year": year,
                "level": level,
            }
        )
    return pd.DataFrame(rows, columns=["agency_id", "agency", "agency_type", "province", "fiscal_year", "level"])
