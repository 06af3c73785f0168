"""Which local government of the registry a name and a place stand for, and what is left alone."""

from __future__ import annotations

import doctest

import pytest

from thai_ita.model import Agency
from thai_ita.normalize import agency_codes
from thai_ita.normalize.agency_codes import identified, identify
from thai_ita.normalize.agency_types import SUBDISTRICT, TAO, TOWN
from thai_ita.normalize.gazetteer import Gazetteer, GazetteerRow
from thai_ita.normalize.places import Place

KNOWN = Gazetteer.embedded()


def who(agency_type: str, name: str, place: Place = Place(), year: int | None = None) -> str:  # noqa: B008
    row = identify(agency_type, name, place, KNOWN, year).row
    return row.code if row else ""


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(agency_codes).failed == 0


@pytest.mark.parametrize(
    ("agency_type", "name", "place", "code"),
    [
        (TAO, "พร่อน", Place(province="นราธิวาส"), "6960203"),
        (TAO, "พร่อน", Place(province="ยะลา"), "6950114"),
        (TAO, "พร่อน", Place("ตากใบ"), "6960203"),
        (TAO, "พร่อน", Place(sender="นราธิวาส"), "6960203"),
        (TAO, "พร่อน", Place(sender="เลย"), ""),
        # The number of a letter contradicts nothing.
        (SUBDISTRICT, "บางกระบือ", Place(sender="เลย"), "5750204"),
        (SUBDISTRICT, "บางกระบือ", Place(), "5750204"),
        # The type and the name before and after a change are one agency's.
        (TAO, "บางคูรัด", Place(province="นนทบุรี"), "6120402"),
        (TOWN, "บางคูรัด", Place(province="นนทบุรี"), "6120402"),
        (TOWN, "บัวขาว", Place(province="กาฬสินธุ์"), "4460502"),
        # โพนทอง was called so until 2553, before there was an assessment.
        (SUBDISTRICT, "แวง", Place("โพนทอง", "ร้อยเอ็ด"), "5450704"),
        # Several of one name in a province: the district, or the subdistrict.
        (TAO, "หนองบัว", Place("ศรีธาตุ", "อุดรธานี"), ""),
    ],
)
def test_a_place_decides_between_namesakes(agency_type: str, name: str, place: Place, code: str) -> None:
    assert who(agency_type, name, place) == code


def test_namesakes_without_a_place_are_candidates() -> None:
    found = identify(TAO, "พร่อน", Place(), KNOWN)
    assert (found.row, found.rule) == (None, "several")
    assert found.candidates == ("dla-6950114", "dla-6960203")
    assert "does not tell which" in found.reason


def test_a_subdistrict_decides_where_nothing_else_does() -> None:
    here = GazetteerRow(TAO, "สมมติ", "ตากใบ", "นราธิวาส", "1")
    there = GazetteerRow(TAO, "สมมติ", "เมืองยะลา", "ยะลา", "2")
    listed = Gazetteer((here, there), KNOWN.districts)
    assert identify(TAO, "สมมติ", Place(subdistrict="เจ๊ะเห"), listed).row == here
    assert identify(TAO, "สมมติ", Place(subdistrict="ไม่มีที่นี่"), listed).row is None


def test_the_year_decides_between_a_former_name_and_another_s() -> None:
    former = GazetteerRow(TOWN, "สมมติ", "เมืองเลย", "เลย", "1", until="2562-05-01")
    other = GazetteerRow(TOWN, "สมมติ", "เมืองเลย", "เลย", "2", since="2563-11-01")
    listed = Gazetteer((former, other), KNOWN.districts)
    assert identify(TOWN, "สมมติ", Place(), listed, 2561).row == former
    assert identify(TOWN, "สมมติ", Place(), listed, 2566).row == other
    assert identify(TOWN, "สมมติ", Place(), listed).row is None


@pytest.mark.parametrize(
    ("name", "place", "rule"),
    [
        ("นาหนึ่ง", Place("โพนพิสัย", "หนองคาย"), "marks"),
        ("นาหนัง", Place("โพธารมย์", "หนองคาย"), "exact"),  # no such district
        ("เซิน", Place("โพนพิสัย", "หนองคาย"), "none"),  # a short name is near to many
        ("เหล่าต่างคา", Place("โพนพิสัย", "หนองคาย"), "marks"),  # ำ without its circle
        ("เหล่าค่างคำ", Place("โพนพิสัย", "หนองคาย"), "look-alike"),
        ("เหล่าค่างคำ", Place(province="หนองคาย"), "none"),  # a letter needs the district
        ("เหล่าพ่างคำ", Place("โพนพิสัย", "หนองคาย"), "none"),  # another letter, another agency
        ("นาหนึ่ง", Place(), "none"),
        ("นาหนึ่ง", Place("เมืองเลย", "เลย"), "none"),
        ("นาหนัง", Place("เมืองเลย", "เลย"), "elsewhere"),
        ("แวง", Place("แว้ง", "นราธิวาส"), "marks"),  # แวง lies in another province
        ("นาหนัง", Place("ท่าบ่อ", "หนองคาย"), "elsewhere"),
    ],
)
def test_damage_is_mended_where_the_place_leaves_one(name: str, place: Place, rule: str) -> None:
    found = identify(TAO, name, place, KNOWN)
    assert found.rule == rule
    assert (found.row is None) == (rule in ("none", "elsewhere"))


def test_a_name_of_another_type_in_the_province_is_no_damaged_one() -> None:
    listed = Gazetteer(
        (GazetteerRow(TAO, "ดอนแก้ว", "ปัว", "น่าน", "1"), GazetteerRow(SUBDISTRICT, "ดอนแกว", "ปัว", "น่าน", "2")),
        KNOWN.districts,
    )  # fmt: skip
    found = identify(TAO, "ดอนแกว", Place("ปัว", "น่าน"), listed)
    assert (found.rule, found.candidates) == ("elsewhere", ("dla-2",))
    assert identify(TAO, "ดอนแกว", Place(province="น่าน"), listed).candidates == ()


def test_a_subdistrict_of_that_name_is_no_misread_one() -> None:
    listed = Gazetteer((GazetteerRow(TAO, "เจดีย์ชัน", "ปัว", "น่าน", "1"),), KNOWN.districts)
    assert identify(TAO, "เจตีย์ชัน", Place("ปัว", "น่าน"), listed).rule == "look-alike"
    assert identify(TAO, "เจดีย์ชัย", Place("ปัว", "น่าน"), listed).rule == "none"  # ต.เจดีย์ชัย lies there


def test_an_agency_takes_the_id_the_name_and_the_place_of_the_registry() -> None:
    read = Agency("tao-1", f"{TAO}นาหนึ่ง", TAO, "โพนพิสัย", "หนองคาย")
    assert identified(read, KNOWN) == Agency("dla-6430506", f"{TAO}นาหนัง", TAO, "โพนพิสัย", "หนองคาย")
    unplaced = Agency("mun-1", f"{SUBDISTRICT}บางกระบือ", SUBDISTRICT)
    assert identified(unplaced, KNOWN).district == "บางคนที"
    invented = Agency("mun-2", f"{SUBDISTRICT}หาดโคมไฟ", SUBDISTRICT, "", "น่าน")
    assert identified(invented, KNOWN) == invented


def test_what_a_person_says_is_not_mended() -> None:
    from thai_ita.batch.hints import hinted_agency

    said = hinted_agency("อบต.นาหนึ่ง อำเภอโพนพิสัย จังหวัดหนองคาย")
    right = hinted_agency("อบต.นาหนัง อำเภอโพนพิสัย จังหวัดหนองคาย")
    assert said is not None
    assert right is not None
    assert (said.name, said.agency_id[:4]) == (f"{TAO}นาหนึ่ง", "tao-")
    assert right.agency_id == "dla-6430506"
