"""The owners of a report by the registry: lists of a province, damage, what others' places leave open."""

from __future__ import annotations

import pytest

from tests.layouts.inline import report, tabs
from thai_ita.model import Report
from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.gazetteer import SUBDISTRICT, TAO
from thai_ita.normalize.registry import Registry

HEAD = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\n"
TOTAL = "คะแนนรวม 90.10 คะแนน\n"


def owners(read: Report) -> dict[str, str]:
    """The ids of the owners of scores by their names."""
    return {score.agency.name: score.agency.agency_id for score in read.scores if score.agency}


def listed(*names: str, head: str = HEAD) -> Report:
    rows = [f"{i}|{name}|{80 + i}.50" for i, name in enumerate(names, 1)]
    return report(head + tabs("ที่|หน่วยงาน|คะแนน ITA", *rows))


def told(read: Report, code: str) -> str:
    return "; ".join(t.message for t in read.problems if t.code == code)


def test_the_neighbours_in_a_list_tell_which_namesake_is_meant() -> None:
    # พร่อน lies in ยะลา and in นราธิวาส; the others in นราธิวาส alone.
    named = owners(listed("อบต.พร่อน", "อบต.ศาลาใหม่", "อบต.เกาะสะท้อน", "อบต.โฆษิต", "อบต.บางขุนทอง"))
    assert named[f"{TAO}พร่อน"] == "dla-6960203"
    assert len(set(named.values())) == 5
    assert all(code.startswith("dla-696") for code in named.values())


def test_a_list_of_several_provinces_leaves_a_namesake_open() -> None:
    named = owners(listed("อบต.พร่อน", "อบต.ศาลาใหม่", "อบต.บางคูรัด", "ทต.บางกระบือ", "อบต.นาหนัง"))
    assert named[f"{TAO}พร่อน"].startswith("tao-")
    assert named[f"{TAO}นาหนัง"] == "dla-6430506"


def test_damaged_names_of_a_list_of_one_province_come_out_right() -> None:
    read = listed("อบต.พรอน", "อบต.ศาลาใหม", "อบต.เกาะสะทอน", "อบต.โฆษิต", "อบต.บางขุนทอง", "อบต.นานาค",
                  head=HEAD + "ของหน่วยงานในจังหวัดนราธิวาส\n")  # fmt: skip
    named = owners(read)
    assert named[f"{TAO}พร่อน"] == "dla-6960203"
    assert f"{TAO}ศาลาใหม่" in named
    assert f"{TAO}เกาะสะท้อน" in named
    assert f"{TAO}พรอน is taken for {TAO}พร่อน (dla-6960203)" in told(read, "agency-mended")


def test_an_invented_name_stays_and_has_no_code() -> None:
    read = report(f"{HEAD}เทศบาลตำบลหาดโคมไฟ อำเภอปัว จังหวัดน่าน\n{TOTAL}")
    assert set(owners(read)) == {f"{SUBDISTRICT}หาดโคมไฟ"}
    assert owners(read)[f"{SUBDISTRICT}หาดโคมไฟ"].startswith("mun-")
    assert not told(read, "agency-mended")


def test_a_damaged_agency_of_a_document_is_mended_and_told() -> None:
    read = report(f"{HEAD}องค์การบริหารส่วนตำบลนาหนึ่ง\nอำเภอโพนพิสัย จังหวัดหนองคาย\n{TOTAL}")
    agency = read.identity.agency
    assert agency is not None
    assert (agency.agency_id, agency.name) == ("dla-6430506", f"{TAO}นาหนัง")
    assert read.identity.agency_as_seen == "องค์การบริหารส่วนตำบลนาหนึ่ง"
    assert "marks differ" in told(read, "agency-mended")
    assert owners(read) in ({}, {agency.name: agency.agency_id})


def test_namesakes_are_told_as_candidates_with_the_reason() -> None:
    read = report(f"{HEAD}องค์การบริหารส่วนตำบลพร่อน\n{TOTAL}")
    assert read.identity.agency_candidates == ["dla-6950114", "dla-6960203"]
    assert "may be dla-6950114, dla-6960203" in told(read, "agency-open")


@pytest.mark.parametrize("number", ["ที่ นธ ๗๗๒๐๑/๑๒", "ที่ นธ...๗๗๒๐๑/......"])
def test_the_number_of_its_letter_decides_between_namesakes(number: str) -> None:
    read = report(f"องค์การบริหารส่วนตำบลพร่อน\n{number}\n{HEAD}{TOTAL}")
    agency = read.identity.agency
    assert agency is not None
    assert (agency.agency_id, agency.district, agency.province) == ("dla-6960203", "ตากใบ", "นราธิวาส")


def test_an_agency_of_elsewhere_is_not_of_the_reporter_s_province() -> None:
    text = f"{HEAD}เทศบาลตำบลหาดโคมไฟ อำเภอปัว จังหวัดน่าน\n{TOTAL}เทศบาลนครปากเกร็ด ได้คะแนน 95.20 คะแนน\n"
    others = {s.agency for s in report(text).scores if s.agency and "ปากเกร็ด" in s.agency.name}
    assert {(a.agency_id, a.province) for a in others} == {("dla-3120601", "นนทบุรี")}


def test_what_is_doubtful_of_a_name_stays_so_under_the_mended_one() -> None:
    from thai_ita.normalize.gazetteer import Gazetteer
    from thai_ita.parse.owner_codes import settle_owners

    read = report(f"{HEAD}องค์การบริหารส่วนตำบลสมมติ\n{TOTAL}")
    damaged = f"{TAO}นาหนึ่ง"
    assert read.identity.agency is not None
    read.identity.agency = type(read.identity.agency)("tao-1", damaged, TAO, "โพนพิสัย", "หนองคาย")
    read.unsure_names, read.disputed_names = {damaged: "doubtful"}, {damaged}
    settle_owners(read, Gazetteer.embedded())
    assert read.unsure_names[f"{TAO}นาหนัง"] == "doubtful"
    assert f"{TAO}นาหนัง" in read.disputed_names


def test_a_name_that_a_space_breaks_is_whole_where_its_first_part_is_another_s() -> None:
    assert Registry.embedded().find(TAO, "ไพร")
    assert [m.name for m in find_agencies("อบต.ไพร พัฒนา อำเภอภูสิงห์")] == ["ไพรพัฒนา"]
    assert [m.name for m in find_agencies("อบต.ไพร พัฒนา")] == ["ไพรพัฒนา"]
    assert [m.name for m in find_agencies("อบต.ไพร พัฒนา คุณภาพชีวิตของประชาชน")] == ["ไพร"]


def test_in_a_list_of_a_province_no_name_is_taken_for_one_of_elsewhere() -> None:
    read = listed("อบต.นาหนัง", "อบต.ศาลาใหม่", "อบต.เกาะสะท้อน", "อบต.โฆษิต", "อบต.บางขุนทอง",
                  head=f"{HEAD}เทศบาลตำบลหาดโคมไฟ อำเภอตากใบ จังหวัดนราธิวาส\n")  # fmt: skip
    assert owners(read)[f"{TAO}นาหนัง"].startswith("tao-")


def test_among_neighbours_a_name_of_elsewhere_is_a_damaged_one_of_here() -> None:
    names = ("อบต.แวง", "อบต.ศาลาใหม่", "อบต.เกาะสะท้อน", "อบต.โฆษิต", "อบต.บางขุนทอง")
    assert owners(listed(*names))[f"{TAO}แว้ง"].startswith("dla-696")
    # Alone it is the one that bears it.
    assert owners(listed("อบต.แวง", "อบต.บางคูรัด", "ทต.บางกระบือ"))[f"{TAO}แวง"].startswith("dla-647")
