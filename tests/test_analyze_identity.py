"""Agencies are one across documents, and no two are made one by guessing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyze_tables import score, tables
from thai_ita.analyze.agencies_file import (
    merged_tables,
    one_agency_each,
    read_corrections,
    write_listing,
)
from thai_ita.analyze.agency_identity import _lost_marks, merge_agencies
from thai_ita.analyze.typed_tables import TableError, load_tables

WHOLE, DAMAGED = "ตัวอย่างน้ำใส", "ตัวอยางนำใส"


def merged_ids(*rows: dict[str, object], known: bool = False) -> dict[str, str]:
    _, listing = merge_agencies(load_tables(tables(rows)), known=lambda *_: known)
    return dict(zip(listing["agency_id"], listing["merged_id"], strict=True))


def seen(
    id_: str, name: str, district: str | None, province: str | None, value: float = 80.0, year: int = 2566
) -> dict[str, object]:
    return score(name, year, "ITA", value, province=province, district=district, id_=id_)


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        # the same place, or a part of it that only one of them states
        (("ดอนทราย", "ท่าลี่", "เลย"), ("ดอนทราย", "ท่าลี่", "เลย"), True),
        (("ดอนทราย", "ท่าลี่", "เลย"), ("ดอนทราย", None, "เลย"), True),
        (("ดอนทราย", "ท่าลี่", "เลย"), ("ดอนทราย", "ท่าลี่", None), True),
        (("ดอน ทราย", "ท่าลี่", "เลย"), ("ดอนทราย", "ท่าลี่", "เลย"), True),
        # namesakes
        (("ดอนทราย", None, "เลย"), ("ดอนทราย", None, "น่าน"), False),
        (("ดอนทราย", "ท่าลี่", "เลย"), ("ดอนทราย", "ภูเรือ", "เลย"), False),
        (("ดอนทราย", "ท่าลี่", "เลย"), ("ดอนทราย", "ท่าลี่", "น่าน"), False),
        # damage: marks lost in the same place
        ((WHOLE, "ท่าลี่", "เลย"), (DAMAGED, "ท่าลี่", "เลย"), True),
        ((WHOLE, "ท่าลี่", "เลย"), (DAMAGED, None, "เลย"), True),
        ((WHOLE, "ท่าลี่", "เลย"), (DAMAGED, "ภูเรือ", "เลย"), False),
        ((WHOLE, "ท่าลี่", "เลย"), (DAMAGED, None, None), False),
        # another vowel or consonant is another name
        (("โนนคูน", "ท่าลี่", "เลย"), ("โนนคีน", "ท่าลี่", "เลย"), False),
        (("บ้านใหม่", "ท่าลี่", "เลย"), ("บ้านใหญ่", "ท่าลี่", "เลย"), False),
        (("หนองบัว", "ท่าลี่", "เลย"), ("หนองบัวใต้", "ท่าลี่", "เลย"), False),
    ],
)
def test_place_and_name_decide(
    a: tuple[str, str | None, str | None], b: tuple[str, str | None, str | None], one: bool
) -> None:
    ids = merged_ids(seen("x1", *a), seen("x2", *b, year=2567))
    assert (ids["x1"] == ids["x2"]) is one


def test_an_id_of_one_agency_takes_name_and_place_from_its_better_spelling() -> None:
    frames = tables([seen("x1", WHOLE, "ท่าลี่", "เลย"), seen("x2", DAMAGED, None, "เลย", year=2567)])
    merged = merged_tables(frames)
    assert set(merged.scores["agency_id"]) == {"x1"}
    assert set(merged.scores["agency"]) == {"เทศบาลตำบล" + WHOLE}
    assert set(merged.scores["district"]) == {"ท่าลี่"}


def test_other_values_of_the_same_score_keep_spellings_apart() -> None:
    ids = merged_ids(seen("x1", WHOLE, "ท่าลี่", "เลย", 80), seen("x2", DAMAGED, "ท่าลี่", "เลย", 91))
    assert ids["x1"] != ids["x2"]


def test_two_names_that_a_list_knows_are_two_agencies() -> None:
    rows = (seen("x1", WHOLE, "ท่าลี่", "เลย"), seen("x2", DAMAGED, "ท่าลี่", "เลย", year=2567))
    assert merged_ids(*rows, known=True)["x2"] == "x2"


def test_a_name_without_place_joins_only_the_namesake_with_its_scores() -> None:
    here = seen("x1", "ดอนทราย", "ท่าลี่", "เลย", 80.17)
    other = seen("x2", "ดอนทราย", "ภูเรือ", "เลย", 75.5)
    nowhere = seen("x3", "ดอนทราย", None, None, 80.17)
    assert merged_ids(here, other, nowhere)["x3"] == "x1"
    assert merged_ids(here, other, nowhere | {"value": 60.0})["x3"] == "x3"
    full_marks = [row | {"value": 100.0} for row in (here, nowhere)]
    assert merged_ids(*full_marks)["x3"] == "x3", "full marks prove nothing"


def test_two_homes_for_one_name_are_left_to_a_person() -> None:
    rows = [
        seen("x1", "ดอนทราย", "ท่าลี่", "เลย"),
        seen("x2", "ดอนทราย", "ภูเรือ", "เลย"),
        seen("x3", "ดอนทราย", None, "เลย", year=2567),
    ]
    _, listing = merge_agencies(load_tables(tables(rows)))
    row = listing.set_index("agency_id").loc["x3"]
    assert row["merged_id"] == "x3"
    assert "x1" in row["note"]
    assert "x2" in row["note"]


def test_corrections_win_and_stay(tmp_path: Path) -> None:
    frames = tables(
        [
            seen("x1", WHOLE, "ท่าลี่", "เลย"),
            seen("x2", DAMAGED, "ท่าลี่", "เลย", year=2567),
            seen("x3", "ริมห้วย", "ท่าลี่", "เลย", year=2567),
        ]
    )
    path = tmp_path / "agencies.csv"
    _, listing = one_agency_each(frames)
    write_listing(path, listing)
    assert path.read_bytes().startswith("\ufeff".encode())
    assert read_corrections(path) == {}
    edited = path.read_text("utf-8-sig").splitlines()
    changed = [line.replace(",x2,x1,", ",x2,x2,") if line.startswith("x2,") else line for line in edited]
    changed = [
        line.replace(",x1,x1,", ",x1,x2,")
        if line.startswith("x2,")
        else line.replace(",x3,x3,", ",x3,x1,")
        if line.startswith("x3,")
        else line
        for line in changed
    ]
    # A Thai spreadsheet may save it in the old code page.
    path.write_bytes("\r\n".join(changed).encode("cp874"))
    for _ in range(2):
        tables_, listing = one_agency_each(frames, merging=path, write=True)
        ids = dict(zip(listing["agency_id"], listing["merged_id"], strict=True))
        assert ids == {"x1": "x1", "x2": "x2", "x3": "x1"}
        assert set(tables_.scores["agency_id"]) == {"x1", "x2"}


def test_a_circle_of_corrections_ends() -> None:
    frames = tables([seen("x1", "ก้าวหน้า", "ท่าลี่", "เลย"), seen("x2", "ริมห้วย", "ท่าลี่", "เลย")])
    merged, _ = merge_agencies(load_tables(frames), {"x1": "x2", "x2": "x1"})
    assert len(merged.scores) == 2


def test_a_broken_correction_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(TableError, match=r"agencies\.csv.*merged_id"):
        read_corrections(path)


@given(st.text("กขคงนมยรลวสหาเแโ", min_size=1, max_size=8), st.data())
def test_only_losing_marks_is_damage(base: str, data: st.DataObject) -> None:
    marked = "".join(sign + data.draw(st.sampled_from(["", "่", "้", "ี", "ุ", "็"])) for sign in base)
    assert _lost_marks(marked, base)
    assert _lost_marks(base, marked) == (marked == base)
    assert not _lost_marks(marked, base + "ก")
