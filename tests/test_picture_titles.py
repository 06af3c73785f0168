"""Titles of pictures name the area that all drawn agencies share, and how many they are."""

from __future__ import annotations

import pandas as pd
import pytest

from thai_ita.pictures.picture_words import titled

TYPE = "เทศบาลตำบล"


@pytest.mark.parametrize(
    ("provinces", "area"),
    [
        (["เลย", "เลย"], "เทศบาลตำบล จังหวัดเลย (n=2)"),
        (["เลย", "น่าน"], "เทศบาลตำบล (n=2)"),
        (["เลย", None], "เทศบาลตำบล (n=2)"),
        ([None, None], "เทศบาลตำบล (n=2)"),
    ],
)
@pytest.mark.parametrize("dtype", ["string", "object"])
def test_the_area_is_what_all_share(provinces: list[str | None], area: str, dtype: str) -> None:
    rows = pd.DataFrame(
        {"agency_id": ["a", "b"], "agency_type": [TYPE, TYPE], "province": pd.Series(provinces, dtype=dtype)}
    )
    assert titled("คะแนน", rows, "th") == f"คะแนน\n{area}"
    mixed = rows.assign(agency_type=[TYPE, "เทศบาลเมือง"], province=None)
    assert titled("Scores", mixed, "en") == "Scores\nall agencies of the tables (n=2)"


def test_a_column_of_no_type_is_no_area() -> None:
    arrow = pytest.importorskip("pyarrow")
    rows = pd.DataFrame({"agency_id": ["a"], "agency_type": pd.Series([None], dtype=pd.ArrowDtype(arrow.null()))})
    assert titled("Scores", rows, "en").endswith("(n=1)")
