"""Which province or agency of the tables a page is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.analyze import named
from thai_ita.analyze.named import agency_named
from thai_ita.analyze.names_by_year import newest_names
from thai_ita.analyze.typed_tables import Tables
from thai_ita.normalize.areas import english_provinces

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["agency_named", "english_province", "people_of", "province_named"]


def province_named(text: str, tables: Tables) -> str:
    """The province that a text names (``analyze.named``), of all or of those that the tables have."""
    known = {str(p) for p in tables.documents["province"].dropna()} | {
        str(p) for p in tables.scores["province"].dropna()
    }
    return named.province_named(text, known)


def english_province(name: str) -> str:
    """The English name of a province, itself where it has none."""
    return english_provinces().get(name, name)


def people_of(tables: Tables) -> pd.DataFrame:
    """A row per agency of the tables: id, newest name and type, district, province (missing where not known)."""
    import pandas as pd

    columns = ["agency_id", "agency", "agency_type", "district", "province"]
    frames = [frame[[*columns, "fiscal_year"]] for frame in (tables.documents, tables.scores, tables.measures)]
    rows = pd.concat(frames, ignore_index=True)
    return newest_names(rows)[columns].reset_index(drop=True)
