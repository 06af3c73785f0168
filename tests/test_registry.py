"""The registry of local governments: codes, periods, places."""

import doctest

import geothai
import pytest

from thai_ita.normalize import registry
from thai_ita.normalize.agency_types import AGENCY_TYPES, SUBDISTRICT, TAO, TOWN
from thai_ita.normalize.registry import Period, Registry, fiscal_year_of

LISTED = 7_852


@pytest.fixture(scope="module")
def known() -> Registry:
    return Registry.embedded()


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(registry).failed == 0


def test_every_code_stands_for_one_agency_in_its_own_province(known: Registry) -> None:
    codes = [e.code for e in known.entries if e.code]
    assert len(known.entries) == LISTED
    assert len(codes) == len(set(codes)) == LISTED - 1
    names = {p.code: p.name_th for p in geothai.provinces()}
    for entry in known.entries:
        assert entry.periods
        assert all(p.type in AGENCY_TYPES and p.name for p in entry.periods)
        if entry.code:
            assert names[entry.code[1:3]] == entry.province


def test_every_district_lies_in_its_province(known: Registry) -> None:
    homes = {(d.name_th, p.name_th) for p in geothai.provinces() for d in geothai.districts(p.code)}
    assert {(e.district, e.province) for e in known.entries if e.district} <= homes


def test_a_tao_that_became_a_municipality_keeps_its_code(known: Registry) -> None:
    entry = known.entry("dla-6120402")
    assert entry is not None
    assert [p.type for p in entry.periods] == [TAO, TOWN]
    assert entry.agency_id == "dla-6120402"
    assert entry.latest.full_name == "เทศบาลเมืองบางคูรัด"
    assert [e.code for e in known.find(TAO, "บางคูรัด", "นนทบุรี")] == [entry.code]
    assert known.find(TAO, "บางคูรัด", year=2563) == []
    assert known.find(TOWN, "บางคูรัด", year=2561) == []


def test_the_name_belongs_to_the_year(known: Registry) -> None:
    (entry,) = known.find(TOWN, "กุฉินารายณ์", "กาฬสินธุ์")
    borne = {year: known.name_in(entry.code, year) for year in (2561, 2562, 2563)}
    assert [p.name if p else "" for p in borne.values()] == ["บัวขาว", "กุฉินารายณ์", "กุฉินารายณ์"]
    assert [p.name for p in known.names_in(entry.code, 2562)] == ["บัวขาว", "กุฉินารายณ์"]
    assert known.name_in("dla-9999999", 2562) is None


def test_a_change_that_the_gazette_dates_twice_leaves_both_names_right() -> None:
    old, new = Period(TAO, "ก", until="2562-10-19"), Period(TOWN, "ก", since="2562-08-30")
    assert [old.covers(y) for y in (2562, 2563, 2564)] == [True, True, False]
    assert [new.covers(y) for y in (2561, 2562)] == [False, True]
    assert fiscal_year_of("2562-09-30") == 2562


def test_namesakes_need_their_place(known: Registry) -> None:
    assert len(known.find(TAO, "หนองบัว")) > 3
    assert [e.province for e in known.find(TAO, "หนองบัว", "กาญจนบุรี")] == ["กาญจนบุรี"]
    assert known.find(SUBDISTRICT, "ไม่มีชื่อนี้") == []
