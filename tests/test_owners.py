"""Owners of every kind in sentences and labels: who has a result, and who is only named."""

from __future__ import annotations

import pytest

from tests.layouts.inline import report, tabs
from thai_ita.normalize.agency_vote import agency_of
from thai_ita.normalize.owners import find_owners, read_owner
from thai_ita.normalize.repair import repair_text
from thai_ita.parse.scores.agency_cells import AgencyReader, is_of_all
from thai_ita.parse.tables.column_roles import ColumnRole

HEAD = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567"


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("จังหวัดน่าน ได้คะแนน 91.20 คะแนน", ["จังหวัดน่าน"]),
        (f"{HEAD} ของจังหวัดน่าน", ["จังหวัดน่าน"]),
        ("จังหวัดน่าน ได้ 92.10 คะแนน รองลงมาคือ จังหวัดพะเยา 89.20", ["จังหวัดน่าน", "จังหวัดพะเยา"]),
        ("ทต.ตัวอย่างสุข ได้ 80.10 สูงกว่าจังหวัดน่านที่ได้ 79.50", ["เทศบาลตำบลตัวอย่างสุข", "จังหวัดน่าน"]),
        ("กรมการปกครองมีคะแนนรวม 95.10 ส่วนกรมที่ดินได้ 93.20", ["กรมการปกครอง", "กรมที่ดิน"]),
        ("กรมควบคุมโรคและสวัสดิการได้รับคะแนน 91.10", ["กรมควบคุมโรคและสวัสดิการ"]),
        ("สำนักงานสาธารณสุขจังหวัดน่าน ได้คะแนน 90.20", ["สำนักงานสาธารณสุขจังหวัดน่าน"]),
        ("โรงพยาบาลสมมุติ จังหวัดน่าน ได้คะแนน 90.11", ["โรงพยาบาลสมมุติ"]),
        ("ได้แก่ โรงเรียนเทศบาล 1 ได้ 90.50 คะแนน", ["โรงเรียนเทศบาล 1"]),
        ("การไฟฟ้าส่วนภูมิภาค ได้ 95.20", ["การไฟฟ้าส่วนภูมิภาค"]),
        ("สภ.เวียงสมมุติ ได้คะแนน 89.10", ["สภ.เวียงสมมุติ"]),
        ("อำเภอปัว ได้คะแนน 91.20", ["อำเภอปัว"]),
        # A place, a part, an assessor, a word that looks like one, a mean: none of them.
        ("เทศบาลตำบลตัวอย่างสุข จังหวัดน่าน ได้คะแนน 85.20", ["เทศบาลตำบลตัวอย่างสุข"]),
        ("เทศบาลตำบลตัวอย่างสุข อำเภอปัว ได้คะแนน 85.20", ["เทศบาลตำบลตัวอย่างสุข"]),
        ("ประชาชนในจังหวัดน่านมีคะแนน 80.10", []),
        ("คะแนนเฉลี่ยของจังหวัดน่าน 88.50", []),
        ("ค่าเฉลี่ยระดับจังหวัดน่าน 88.50", []),
        ("สำนักงาน ป.ป.ช. ประกาศผลการประเมิน ได้คะแนน 85.20", []),
        ("ผลการประเมินตามแนวทางของสำนักงาน ป.ป.ช.", []),
        ("ผลการประเมิน ITA ของหน่วยงานในสังกัดกระทรวงสมมุติการ", []),
        ("โปรแกรมได้คะแนน 85.20", []),
        ("โรงเรียนในสังกัดได้คะแนน 85.20", []),
        ("กรมส่งเสริมการปกครองท้องถิ่น แจ้งผลการประเมิน ITA", []),
    ],
)
def test_owners_in_a_sentence(text: str, owners: list[str]) -> None:
    found = find_owners(text)
    assert [m.full_name for m in found] == owners
    plain = repair_text(text)
    assert all(plain[slice(*m.span)] == m.as_seen for m in found)


@pytest.mark.parametrize(
    ("label", "name", "kind"),
    [
        ("กรมพัฒนาการสมมุติ", "กรมพัฒนาการสมมุติ", "ส่วนราชการ"),
        ("กระทรวงสมมุติการ", "กระทรวงสมมุติการ", "ส่วนราชการ"),
        ("สำนักงาน ก.พ.", "สำนักงาน ก.พ.", "ส่วนราชการ"),
        ("สำนักงานคณะกรรมการสมมุติแห่งชาติ (สำนักงาน ส.ม.ต.)", "สำนักงานคณะกรรมการสมมุติแห่งชาติ", "ส่วนราชการ"),
        ("โรงเรียนบ้านสมมุติ อำเภอปัว จังหวัดน่าน", "โรงเรียนบ้านสมมุติ", "โรงเรียน"),
        ("รร.บ้านสมมุติ", "โรงเรียนบ้านสมมุติ", "โรงเรียน"),
        ("รพ.สต.บ้านสมมุติ", "โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านสมมุติ", "โรงพยาบาล"),
        ("มหาวิทยาลัยเทคโนโลยีสมมุติ", "มหาวิทยาลัยเทคโนโลยีสมมุติ", "มหาวิทยาลัย"),
        ("สถานีตำรวจภูธรเมืองสมมุติ", "สถานีตำรวจภูธรเมืองสมมุติ", "อื่น ๆ"),
        ("ที่ว่าการอำเภอสมมุติ", "ที่ว่าการอำเภอสมมุติ", "อื่น ๆ"),
        ("ธนาคารสมมุติ", "ธนาคารสมมุติ", "อื่น ๆ"),
        ("จังหวัดน่าน", "จังหวัดน่าน", "จังหวัด"),
    ],
)
def test_an_owner_in_a_label(label: str, name: str, kind: str) -> None:
    found = read_owner(label)
    assert found is not None
    agency = agency_of(found)
    assert (agency.name, agency.type) == (name, kind)
    assert agency.province == ("น่าน" if kind == "จังหวัด" else "")


@pytest.mark.parametrize(
    "label",
    ["สำนักงานปลัดเทศบาล", "สำนักปลัด", "กองคลัง", "จังหวัด", "โรงเรียน", "การใช้อำนาจ", "การประเมินผล", "รวม", "เฉลี่ย",
     "อำเภอปัว", "โรงเรียนและวัด", "กรมธรรม์ประกันภัย", "โรงเรียนบ้านสมมุติจัดกิจกรรมวันเด็ก ร่วมกับชุมชน"],
)  # fmt: skip
def test_what_is_no_owner(label: str) -> None:
    assert read_owner(label) is None


@pytest.mark.parametrize(
    ("label", "all_"),
    [("รวม", True), ("เฉลี่ย", True), ("ค่าเฉลี่ยรวม", True), ("คะแนนเฉลี่ยระดับจังหวัด", True), ("ภาพรวมทุกหน่วยงาน", True),
     ("รวมใจพัฒนา", False), ("เทศบาลตำบลตัวอย่างสุข", False), ("", False)],
)  # fmt: skip
def test_rows_of_all(label: str, all_: bool) -> None:
    assert is_of_all(label) is all_


def test_a_row_of_a_province_beside_municipalities_is_a_mean() -> None:
    beside = AgencyReader().of_table(["เทศบาลตำบลตัวอย่างสุข", "จังหวัดน่าน"])
    among = AgencyReader().of_table(["จังหวัดแพร่", "จังหวัดน่าน"])
    assert beside.read_cell("จังหวัดน่าน", ColumnRole.AGENCY) is None
    assert among.read_cell("จังหวัดน่าน", ColumnRole.AGENCY) is not None


def scores(text: str) -> set[tuple[str, float]]:
    return {(s.agency.name if s.agency else "", s.value) for s in report(text).scores}


@pytest.mark.parametrize("heading", ["จังหวัด", "ชื่อจังหวัด", "หน่วยงาน"])
def test_a_table_of_provinces(heading: str) -> None:
    name = "{}" if "จังหวัด" in heading else "จังหวัด{}"
    rows = [f"1|{name.format('น่าน')}|90.10", f"2|{name.format('พะเยา')}|91.20", "|เฉลี่ย|90.65"]
    found = scores(f"{HEAD} ระดับจังหวัด\n\n" + tabs(f"ที่|{heading}|คะแนน ITA", *rows))
    assert found == {("จังหวัดน่าน", 90.10), ("จังหวัดพะเยา", 91.20)}


@pytest.mark.parametrize(
    ("title", "table"),
    [
        (HEAD, tabs("จังหวัด|จำนวน อปท.|คะแนน ITA", "น่าน|100|92.10", "แพร่|84|91.20")),
        (f"{HEAD} เฉลี่ยขององค์กรปกครองส่วนท้องถิ่นรายจังหวัด", tabs("จังหวัด|คะแนน ITA", "น่าน|92.10", "แพร่|91.20")),
    ],
)
def test_means_by_province_are_nobodys(title: str, table: str) -> None:
    assert scores(f"{title}\n\n{table}") == set()


def test_a_table_of_owners_of_several_kinds_with_their_places() -> None:
    table = tabs("ที่|หน่วยงาน|จังหวัด|คะแนน", "1|โรงพยาบาลสมมุติ|น่าน|90.10", "2|โรงเรียนบ้านสมมุติ|แพร่|91.20",
                 "3|ทต.ตัวอย่างสุข|แพร่|88.20", "|รวม||89.83")  # fmt: skip
    read = report(f"{HEAD}\n\n{table}")
    assert {(s.agency.name, s.agency.province, s.value) for s in read.scores if s.agency} == {
        ("โรงพยาบาลสมมุติ", "น่าน", 90.10), ("โรงเรียนบ้านสมมุติ", "แพร่", 91.20), ("เทศบาลตำบลตัวอย่างสุข", "แพร่", 88.20),
    }  # fmt: skip
    assert len(read.scores) == 3


@pytest.mark.parametrize(
    ("kind", "rows"), [("โรงพยาบาล", ("ปัวสมมุติ", "เวียงสมมุติ")), ("กรม", ("ที่ดินสมมุติ", "การปกครองสมมุติ"))]
)
def test_names_below_a_heading_of_their_kind(kind: str, rows: tuple[str, str]) -> None:
    table = tabs(f"ที่|{kind}|คะแนน ITA", f"1|{rows[0]}|90.10", f"2|{rows[1]}|91.20")
    assert scores(f"{HEAD}\n\n{table}") == {(kind + rows[0], 90.10), (kind + rows[1], 91.20)}


def test_an_owner_of_no_known_kind_among_others() -> None:
    table = tabs("ที่|หน่วยงาน|คะแนน", "1|กรมสมมุติ|90.10", "2|หอภาพยนตร์สมมุติ (องค์การมหาชน)|91.20",
                 "3|โรงพยาบาลสมมุติ|90.00", "|รวม|90.43")  # fmt: skip
    assert scores(f"{HEAD}\n\n{table}") == {
        ("กรมสมมุติ", 90.10), ("หอภาพยนตร์สมมุติ (องค์การมหาชน)", 91.20), ("โรงพยาบาลสมมุติ", 90.00),
    }  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ("สำนักปลัดเทศบาล|90.10", "กองคลัง|91.20"),
        ("ทต.ตัวอย่างสุข|90.10", "ทม.สมมติใหญ่|91.20", "ประเทศไทย|88.20", "กลุ่มเทศบาล|80.10"),
    ],
)
def test_divisions_and_means_are_no_owners(rows: tuple[str, ...]) -> None:
    found = scores(f"{HEAD}\nทต.ตัวอย่างสุข\n\n" + tabs("หน่วยงาน|คะแนน", *rows))
    assert {name for name, _ in found} <= {"เทศบาลตำบลตัวอย่างสุข", "เทศบาลเมืองสมมติใหญ่"}
    assert not {88.20, 80.10} & {value for _, value in found}


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("องค์การบริหารส่วน\nตำบลดอนสมมุติ", "องค์การบริหารส่วนตำบลดอนสมมุติ"),
        ("เทศบาล\nตำบล\nแสงทราย", "เทศบาลตำบลแสงทราย"),
        ("เทศบาลตำบลหนอง\nแสงทราย", "เทศบาลตำบลหนองแสงทราย"),
        ("เทศบาลตำบลแสงทราย\nปัว", "เทศบาลตำบลแสงทราย"),
        ("เทศบาลตำบลแสงทราย\nอำเภอปัว", "เทศบาลตำบลแสงทราย"),
        ("โรงพยาบาลส่งเสริมสุขภาพ\nตำบลสมมุติ", "โรงพยาบาลส่งเสริมสุขภาพตำบลสมมุติ"),
        ("สำนักงานคณะกรรมการส่งเสริมสมมุติ วิจัยและนวัตกรรม", "สำนักงานคณะกรรมการส่งเสริมสมมุติ วิจัยและนวัตกรรม"),
    ],
)
def test_names_over_the_lines_of_a_cell(cell: str, name: str) -> None:
    agency = AgencyReader().read(cell)
    assert agency is not None
    assert agency.name == name


def test_a_row_of_totals_does_not_take_the_agency_above_it() -> None:
    table = tabs("ที่|หน่วยงาน|IIT|EIT|OIT|รวม", "1|กรมสมมุติ|80.84|88.09|99.00|90.28",
                 "2|กรมตัวอย่าง|83.14|82.16|97.50|88.59", "รวม||81.99|85.13|98.25|89.44")  # fmt: skip
    assert 89.44 not in {value for _, value in scores(f"{HEAD}\n\n{table}")}
