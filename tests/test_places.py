"""Districts and provinces: their names, where they end, and which of them a document means."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai_ita.normalize.gazetteer import (
    PAO,
    PATTAYA,
    SUBDISTRICT,
    TAO,
    Gazetteer,
    GazetteerError,
    capital_district,
    load_gazetteer,
    provinces,
    split_type,
)
from thai_ita.normalize.places import (
    address,
    find_places,
    match_district,
    match_province,
    province_of_letter,
    vote_place,
)

VARIANTS = Path(__file__).parents[2] / "shared" / "variants.csv"
KNOWN_SHARE = 0.9


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("จังหวัดหนองคาย", "หนองคาย"),
        ("จ.อุดรธานี", "อุดรธานี"),
        ("จ. อด.", "อุดรธานี"),
        ("กทม.", "กรุงเทพมหานคร"),
        ("กรุงเทพฯ", "กรุงเทพมหานคร"),
        ("เชียงไหม่", "เชียงใหม่"),
    ],
)
def test_a_province_is_recognised(text: str, province: str) -> None:
    match = match_province(text)
    assert match is not None
    assert match.name == province


@pytest.mark.parametrize("text", ["", "หนองใหญ่เหนือ", "ราชการ", "สมุทร"])
def test_what_is_no_province_is_refused(text: str) -> None:
    assert match_province(text) is None


@given(st.sampled_from(sorted(provinces())))
def test_every_province_reads_as_itself(name: str) -> None:
    for text in (name, f"จังหวัด{name}", f"จ.{name}", f"จังหวัด {name}"):
        match = match_province(text)
        assert match is not None
        assert (match.name, match.score) == (name, 100)


def test_the_capital_district_needs_its_province() -> None:
    match = match_district("เมืองฯ", "อุดรธานี")
    assert match is not None
    assert match.name == "เมืองอุดรธานี"
    assert match_district("อ.เมือง") is None
    assert capital_district("พระนครศรีอยุธยา") == "พระนครศรีอยุธยา"


def test_a_damaged_district_is_mended_only_if_it_is_close() -> None:
    close = match_district("โพนพิสัญ")
    assert close is not None
    assert (close.name, close.rule) == ("โพนพิสัย", "similar")
    assert close.margin >= 8
    assert match_district("โพธารมย์", "หนองคาย") is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("อำเภอบางคนทีจังหวัดสมุทรสงครามพบว่า", ["บางคนที", "สมุทรสงคราม"]),
        ("อ.เมืองเลย จ.เลย", ["เมืองเลย", "เลย"]),
        ("อำเภอเมือง จังหวัดเลย", ["เมืองเลย", "เลย"]),
        ("ที่ว่าการอำเภอ นายอำเภอและผู้ว่าราชการจังหวัด", []),
        ("องค์การบริหารส่วนจังหวัดสตูล", []),
        ("เทศบาลตำบลตัวอย่างสุข", []),
        ("อำเภอสุไหงโก-ลก จังหวัดนราธิวาส", ["สุไหงโก-ลก", "นราธิวาส"]),
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ เดือน ต.ค.", []),
    ],
)
def test_places_in_text(text: str, places: list[str]) -> None:
    assert [mention.name for mention in find_places(text)] == places


def test_an_unknown_district_is_reported_as_such() -> None:
    (district, province) = find_places("อำเภอตัวอย่างดอน จังหวัดเลย")
    assert (district.name, district.known) == ("ตัวอย่างดอน", False)
    assert (province.name, province.known) == ("เลย", True)


def test_the_full_form_of_an_address() -> None:
    assert address("อ.เมืองฯ จ.อุดรธานี") == "อำเภอเมืองอุดรธานี จังหวัดอุดรธานี"
    assert address("วาปี ปทุม") == "วาปีปทุม"
    assert address("ตามระเบียบ") == "ตามระเบียบ"


def test_a_real_district_beats_a_spelling_that_is_none() -> None:
    lines = ["เทศบาลตำบลตัวอย่างสุข อำเภอโพธารมย์ จังหวัดหนองคาย", "อำเภอโพนพิสัย จังหวัดหนองคาย"]
    place = vote_place(lines, near=[0])
    assert (place.district, place.province) == ("โพนพิสัย", "หนองคาย")


def test_the_place_beside_the_agency_beats_places_further_on() -> None:
    lines = [
        "เทศบาลตำบลตัวอย่างสุข",
        "อำเภอบางคนที จังหวัดสมุทรสงคราม",
        *["เนื้อความ"] * 30,
        "ศึกษาดูงาน ณ อำเภอโพนพิสัย จังหวัดหนองคาย",
    ]
    place = vote_place(lines, near=[0])
    assert (place.district, place.province) == ("บางคนที", "สมุทรสงคราม")


@pytest.mark.parametrize("lines", [
    ["ทต.ตัวอย่างสุข", "โพนพิสัย > หนองคาย"], ["ทต.ตัวอย่างสุข", "หนองคาย / โพนพิสัย"],
    ["ทต.ตัวอย่างสุข", "อำเภอ: โพนพิสัย", "จังหวัด: หนองคาย"],
    ["ทต.ตัวอย่างสุข", *["เนื้อความ"] * 30, "ติดต่อ งานนิติการ สำนักปลัด อำเภอโพนพิสัย จังหวัดหนองคาย"],
])  # fmt: skip
def test_places_without_their_usual_form(lines: list[str]) -> None:
    place = vote_place(lines, near=[0])
    assert (place.district, place.province) == ("โพนพิสัย", "หนองคาย")


@pytest.mark.parametrize("line", ["เมืองกระบี่ > หนองคาย", "กองคลัง / กองช่าง", "โพนพิสัย - หนองคาย - เลย"])
def test_two_words_are_no_place(line: str) -> None:
    assert vote_place(["ทต.ตัวอย่างสุข", line], near=[0]).district == ""


def test_one_passing_mention_places_nothing() -> None:
    place = vote_place([*["เนื้อความ"] * 30, "ศึกษาดูงาน ณ อำเภอโพนพิสัย จังหวัดหนองคาย"])
    assert (place.district, place.province) == ("", "")


def test_a_district_known_to_lie_elsewhere_loses() -> None:
    lines = ["อำเภอเมืองเลย อำเภอโพนพิสัย จังหวัดหนองคาย", "จังหวัดหนองคาย"]
    assert vote_place(lines).district == "โพนพิสัย"


def test_the_embedded_gazetteer_knows_places_and_codes_but_is_not_complete() -> None:
    gazetteer = Gazetteer.embedded()
    assert not gazetteer.complete
    assert len(provinces()) == 77
    assert len(gazetteer.districts) == 923
    assert sum(row.type == PAO for row in gazetteer.rows) == 76
    assert all(row.agency_id.startswith("dla-") for row in gazetteer.rows if row.type != PATTAYA)


@pytest.mark.parametrize(
    ("line", "province"),
    [
        ("ที่ นธ ๗๗๒๐๑/๑๒๓", "นราธิวาส"),
        ("ที่ นธ...๗๗๒๐๑/.....วันที่ ๔ เมษายน ๒๕๖๖", "นราธิวาส"),
        ("ที่ กจ 52301/ว 7", "กาญจนบุรี"),
        ("ที่ มท ๐๘๑๖.๓/ว ๑", ""),  # a ministry
        ("ที่ นธ ๐๐๒๓.๖/ว ๑", ""),  # the province's own office writes to all that lie in it
        ("อ้างถึง หนังสือที่ นธ ๗๗๒๐๑/๑๒๓", ""),  # another's letter
        ("ที่ นธ ๗๗๒๐๑๙", ""),
    ],
)
def test_the_number_of_a_letter_tells_the_province_of_its_sender(line: str, province: str) -> None:
    assert province_of_letter(line) == province
    place = vote_place([line, "องค์การบริหารส่วนตำบลสมมติ"])
    assert (place.province, place.sender) == ("", province)


def test_a_letter_contradicts_no_province_that_is_named() -> None:
    lines = ["ที่ นธ ๗๗๒๐๑/๑๒๓", "จังหวัดยะลา", "จังหวัดยะลา"]
    assert (vote_place(lines).province, vote_place(lines).sender) == ("ยะลา", "")
    assert vote_place(["ที่ นธ ๗๗๒๐๑/๑๒๓", "ที่ ยล ๗๗๒๐๑/๑๒๓"]).sender == ""


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("เทศบาลนครนครศรีธรรมราช", ("เทศบาลนคร", "นครศรีธรรมราช")),
        ("องค์การบริหารส่วนตำบลตัวอย่าง", (TAO, "ตัวอย่าง")),
        ("เมืองพัทยา", (PATTAYA, PATTAYA)),
        ("เทศบาลตำบล", ("", "เทศบาลตำบล")),
    ],
)
def test_an_official_name_is_type_and_name(full: str, parts: tuple[str, str]) -> None:
    assert split_type(full) == parts


def test_a_list_with_thai_headings_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "รหัส,ประเภท,ชื่อ,อำเภอ,จังหวัด\n5001,อบต.,ตัวอย่างสุข,อ.โพนพิสัย,จ.หนองคาย\n"
        "5002,ทต.,ตัวอย่างดี,บางคนที,สมุทรสงคราม\n,กระทรวง,มหาดไทย,,\n",
        encoding="utf-8-sig",
    )
    gazetteer = load_gazetteer(path)
    assert gazetteer.complete
    assert gazetteer.skipped == 1
    (row,) = gazetteer.find(TAO, "ตัวอย่างสุข")
    assert (row.code, row.district, row.province) == ("5001", "โพนพิสัย", "หนองคาย")
    assert gazetteer.find(SUBDISTRICT, "ตัวอย่างดี", province="หนองคาย") == []
    assert gazetteer.districts["โพนพิสัย"] == {"หนองคาย"}


def test_a_list_of_full_names_in_tis620_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("ชื่อหน่วยงาน,จังหวัด\nเทศบาลตำบลตัวอย่างดี,เลย\n".encode("cp874"))
    (row,) = load_gazetteer(path).rows
    assert (row.type, row.name, row.province) == (SUBDISTRICT, "ตัวอย่างดี", "เลย")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no column with full names"),
        (b"name,type\nx,y\n", "no row is a local government; column 'type'"),
        (b"full_name\na,b\n", "line 2 has 2 cells"),
        (b"\xff\xfe\x00\x81", "is not UTF-8 text, nor TIS-620"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=message) as error:
        load_gazetteer(path)
    assert str(path) in str(error.value)


def test_a_missing_list_says_so(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be read"):
        load_gazetteer(tmp_path / "none.csv")


@pytest.mark.shared
@pytest.mark.skipif(not VARIANTS.exists(), reason="the shared evaluation material is not here")
def test_places_as_seen_in_the_wild() -> None:
    with VARIANTS.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "place"]
    wrong = [row for row in rows if address(row["as_seen"]) != row["canonical"]]
    assert len(wrong) <= (1 - KNOWN_SHARE) * len(rows), wrong
