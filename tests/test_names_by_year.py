"""Type and name of an agency belong to the year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyze_tables import score, tables
from thai_ita.analyze import compare, one_agency_each, trends
from thai_ita.analyze.agencies_file import merged_tables
from thai_ita.analyze.agency_identity import merge_agencies
from thai_ita.analyze.typed_tables import TableError, load_tables
from thai_ita.normalize.registry import Period, Registry, registry_text

# อบต. until 2 January 2562, then เทศบาลเมือง, by the Royal Gazette.
CODE, NAME = "dla-6120402", "บางคูรัด"
TAO, TOWN = "องค์การบริหารส่วนตำบล", "เทศบาลเมือง"


def row(
    year: int,
    type_: str,
    *,
    id_: str = CODE,
    name: str = NAME,
    value: float = 80.0,
    code: str = "ITA",
    district: str | None = "บางบัวทอง",
    province: str | None = "นนทบุรี",
    doc: str = "",
) -> dict[str, object]:
    return score(name, year, code, value, type_=type_, id_=id_, district=district, province=province, doc=doc)


def borne(frames: dict[str, pd.DataFrame]) -> dict[int, str]:
    scores = merged_tables(frames).scores
    return dict(zip(scores["fiscal_year"], scores["agency"], strict=True))


def test_a_town_of_today_was_an_abt_before() -> None:
    frames = tables([row(2560, TOWN, doc="new"), row(2561, TAO, doc="old"), row(2563, TOWN, doc="new")])
    assert borne(frames) == {2560: TAO + NAME, 2561: TAO + NAME, 2563: TOWN + NAME}
    merged, listing = one_agency_each(frames)
    assert merged.scores["agency_type"].tolist() == [TAO, TAO, TOWN]
    assert listing["names"].tolist() == [f"{TAO}{NAME} 2560-2561; {TOWN}{NAME} 2563"]


def test_in_the_year_of_the_change_the_documents_decide() -> None:
    year = next(y for y in range(2560, 2566) if len(Registry.embedded().names_in(CODE, y)) == 2)
    for said in (TAO, TOWN):
        assert borne(tables([row(year, said)])) == {year: said + NAME}


def test_it_is_ranked_among_its_type_of_the_year() -> None:
    others = [
        score(f"{type_[0]}{n}", year, "ITA", 70.0 + n, type_=type_)
        for year in (2561, 2563)
        for type_ in (TAO, TOWN)
        for n in range(3 if type_ == TAO else 5)
    ]
    long = compare(tables([*others, row(2561, TOWN), row(2563, TOWN)]))["long"]
    own = long[long["agency_id"] == CODE].set_index("fiscal_year")
    assert own["peer_group"].tolist() == [TAO, TOWN]
    assert own["peer_n"].tolist() == [4, 6]
    beside = compare(tables([*others, row(2561, TOWN), row(2563, TOWN)]), like=CODE, years=[2561])["long"]
    assert set(beside["agency_type"]) == {TAO}


def test_lines_stand_in_the_newest_group_and_a_note_says_so() -> None:
    pytest.importorskip("scipy")
    rows = [row(year, TAO if year < 2562 else TOWN, code="4") for year in (2561, 2562, 2563)]
    answer = trends(tables(rows), across_breaks=True)
    assert answer["slopes"]["peer_group"].unique().tolist() == [TOWN]
    assert {"n": 1} in [note.values for note in answer.notes if note.code == "types_changed"]


def test_a_change_that_the_registry_does_not_have_is_what_the_documents_say() -> None:
    city = "เทศบาลนคร"
    assert borne(tables([row(2561, TAO), row(2563, TOWN), row(2566, city)])) == {
        2561: TAO + NAME,
        2563: TOWN + NAME,
        2566: city + NAME,
    }


def test_without_the_registry_the_nearest_years_documents_decide() -> None:
    plain = "tao-0000000001"
    rows = [
        row(2561, TAO, id_=plain, name="ตัวอย่างน้ำใส", doc="a"),
        row(2564, TOWN, id_=plain, name="ตัวอย่างน้ำใส", doc="b"),
    ]
    older = row(2562, TOWN, id_=plain, name="ตัวอย่างน้ำใส", doc="b")
    frames = tables([*rows, older])
    frames["documents"] = frames["documents"].drop_duplicates("doc_id")
    assert borne(frames) == {2561: TAO + "ตัวอย่างน้ำใส", 2562: TAO + "ตัวอย่างน้ำใส", 2564: TOWN + "ตัวอย่างน้ำใส"}


def test_an_id_without_a_code_joins_the_one_that_bore_the_name() -> None:
    ids = {
        place: one_agency_each(
            tables(
                [
                    row(2563, TOWN),
                    row(2561, TAO, id_="tao-0000000002", district=None, province=place),
                ]
            )
        )[1]
        .set_index("agency_id")
        .loc["tao-0000000002", "merged_id"]
        for place in ("นนทบุรี", "เลย")
    }
    assert ids == {"นนทบุรี": CODE, "เลย": "tao-0000000002"}


def test_two_codes_are_never_one_by_a_rule() -> None:
    rows = [row(2566, TAO, id_="dla-6000001"), row(2566, TAO, id_="dla-6000002"), row(2566, TAO, id_="tao-1")]
    _, listing = one_agency_each(tables(rows))
    merged = listing.set_index("agency_id")["merged_id"]
    assert merged["dla-6000001"] != merged["dla-6000002"]
    assert "alike in name and place" in listing.set_index("agency_id").loc["dla-6000001", "note"]


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["dla-6120402", "dla-6000001", "dla-6000002", "tao-1", "tao-2", "mun-3"]),
        st.sampled_from([TAO, TOWN]),
        st.sampled_from([NAME, "หนองบัว"]),
        st.sampled_from([None, "บางบัวทอง", "ไทรน้อย"]),
        st.sampled_from([None, "นนทบุรี"]),
        st.sampled_from([2560, 2562, 2565]),
    ),
    min_size=1,
    max_size=8,
)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_merging_joins_no_two_codes_and_minds_no_order(people: list[tuple], random: object) -> None:
    rows = [
        row(y, t, id_=i, name=n, district=d, province=p, doc=f"d{k}") for k, (i, t, n, d, p, y) in enumerate(people)
    ]

    def merged(given: list[dict[str, object]]) -> dict[str, str]:
        _, listing = merge_agencies(load_tables(tables(given)))
        return dict(zip(listing["agency_id"], listing["merged_id"], strict=True))

    ids = merged(rows)
    coded = [own for own in ids if own.startswith("dla-")]
    assert all(ids[own] == own for own in coded)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merged(shuffled) == ids


def test_a_former_name_finds_the_agency() -> None:
    frames = tables([row(2561, TAO), row(2563, TOWN)])
    for name in ("อบต.บางคูรัด", "ทม.บางคูรัด", CODE):
        assert len(compare(frames, agencies=[name])["long"]) == 2


def test_an_updated_registry_tells_the_names_of_the_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one user reads with is what the rows are named and merged by."""
    entries = tuple(
        entry._replace(
            periods=(entry.periods[-1]._replace(until="2565-01-01"), Period("เทศบาลนคร", NAME, "2565-01-01", ""))
        )
        if CODE.endswith(entry.code) and entry.code
        else entry
        for entry in Registry.embedded().entries
    )
    place = tmp_path / "local_governments.csv"
    place.write_text(registry_text(Registry(entries)), "utf-8")
    frames = tables([row(2563, TOWN), row(2568, TOWN), row(2568, "เทศบาลนคร", id_="city-1")])
    monkeypatch.setenv("THAI_ITA_REGISTRY", str(tmp_path / "absent.csv"))
    assert len(set(merged_tables(frames).scores["agency_id"])) == 2
    monkeypatch.setenv("THAI_ITA_REGISTRY", str(place))
    merged = merged_tables(frames)
    assert set(merged.scores["agency_id"]) == {CODE}
    assert merged.scores["agency_type"].tolist()[0] == TOWN
    # A list that is none is told, and nothing is named by another one in its place.
    place.write_text("code\n1\n", "utf-8")
    with pytest.raises(TableError, match="is no registry as thai-ita agencies update writes it"):
        merged_tables(frames)
