"""Who reports: owners of every kind, what in the document says so, and how it is printed."""

from __future__ import annotations

import pytest

from tests.layouts.inline import report, tabs
from thai_ita.model import EstablishedBy, Report
from thai_ita.normalize.gazetteer import TAO, Gazetteer, GazetteerRow
from thai_ita.parse import parse_document

HEAD = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567"
TOTAL = "\nคะแนนรวม 90.10 คะแนน\n"
OWN = "เทศบาลตำบลสมมุติธาร"


def named(read: Report) -> tuple[str, str] | None:
    agency = read.identity.agency
    return (agency.name, agency.type) if agency else None


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (f"{HEAD}\nโรงพยาบาลสมมุติธาร\nอำเภอปัว จังหวัดน่าน\n{TOTAL}", "โรงพยาบาลสมมุติธาร", "โรงพยาบาล"),
        (f"# {HEAD} ของมหาวิทยาลัยราชภัฏสมมุติ\n{TOTAL}", "มหาวิทยาลัยราชภัฏสมมุติ", "มหาวิทยาลัย"),
        (f"โรงเรียนบ้านสมมุติธาร {HEAD}{TOTAL}", "โรงเรียนบ้านสมมุติธาร", "โรงเรียน"),
        (f"{HEAD}\nสำนักงานสาธารณสุขจังหวัดน่าน{TOTAL}", "สำนักงานสาธารณสุขจังหวัดน่าน", "ส่วนราชการ"),
        (f"สถานีตำรวจภูธรสมมุติ\n{HEAD}{TOTAL}", "สถานีตำรวจภูธรสมมุติ", "อื่น ๆ"),
        (f"# {HEAD}\n\nวิทยาลัยเทคนิคสมมุติ\n{TOTAL}", "วิทยาลัยเทคนิคสมมุติ", "อื่น ๆ"),
        (f"{HEAD}\nจังหวัดน่าน{TOTAL}", "จังหวัดน่าน", "จังหวัด"),
        (f"{HEAD} ของจังหวัดน่าน (ส่วนราชการระดับจังหวัด){TOTAL}", "จังหวัดน่าน", "จังหวัด"),
        (f"ผลการประเมิน ITA จังหวัดน่าน ประจำปีงบประมาณ พ.ศ. 2567{TOTAL}", "จังหวัดน่าน", "จังหวัด"),
        (f"{HEAD}\nจังหวัดน่าน ได้คะแนน 91.20 คะแนน\n", "จังหวัดน่าน", "จังหวัด"),
        (f"# {HEAD}\n\nโรงเรียนเทศบาลบ้านสมมุติ\nเทศบาลเมืองตัวอย่างสุข\n{TOTAL}", "โรงเรียนเทศบาลบ้านสมมุติ", "โรงเรียน"),
        (f"{HEAD}\nส่วนราชการ โรงเรียนบ้านสมมุติ สังกัดเทศบาลเมืองตัวอย่างสุข\n\nโรงเรียนบ้านสมมุติ ได้คะแนน 91.20 คะแนน\n", "โรงเรียนบ้านสมมุติ", "โรงเรียน"),
    ],
)  # fmt: skip
def test_an_owner_of_another_kind_reports(text: str, name: str, kind: str) -> None:
    read = report(text)
    assert named(read) == (name, kind)
    assert [s.agency.name for s in read.scores if s.agency] == [name]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n{OWN}\nอำเภอปัว\nจังหวัดน่าน{TOTAL}",
        f"สำนักงานคณะกรรมการป้องกันและปราบปรามการทุจริตแห่งชาติ\n{HEAD}\n{OWN}{TOTAL}",
        f"{HEAD}\n{OWN}\n\nได้ลงพื้นที่โรงเรียนบ้านก และโรงพยาบาลบ้านสมมุติ มีผลการประเมินความพึงพอใจ 95.00 คะแนน\n",
        f"ตามที่สำนักงาน ป.ป.ช. แจ้ง{HEAD} นั้น {OWN} ได้คะแนน 90.10 คะแนน\n",
        f"{HEAD}\n{OWN}\n\nขณะที่โรงเรียนบ้านสมมุติ ได้ 95.00 คะแนน\n{TOTAL}",
        "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดน่าน\nศาลากลางจังหวัดน่าน\nเรื่อง แจ้ง"
        f"{HEAD}\nเรียน นายกเทศมนตรีตำบลสมมุติธาร\n\n{OWN} ได้คะแนน 90.10 คะแนน\n",
        f"ที่ว่าการอำเภอสมมุติ\nเรื่อง แจ้ง{HEAD}\n\n{OWN} ได้คะแนน 90.10 คะแนน\n",
        f"สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดน่าน\n{HEAD}\n\n{OWN} ได้คะแนน 90.10 คะแนน\n",
    ],
)
def test_a_municipality_stays_the_reporter_beside_others(text: str) -> None:
    assert named(report(text)) == (OWN, "เทศบาลตำบล")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n\nกรมพัฒนาสมมุติได้ 95.21 คะแนน ส่วนกรมตัวอย่างได้ 93.10 คะแนน\n",
        f"ผลการประเมิน ITA อปท. จังหวัดน่าน ประจำปีงบประมาณ พ.ศ. 2567{TOTAL}",
        f"{HEAD} ของ อปท.\nจังหวัดน่าน\n\n" + tabs("อปท.|คะแนน", "ทต.ตัวอย่างสุข|90.10", "ทม.สมมติใหญ่|91.20"),
        f"{HEAD}\n\n" + tabs("หน่วยงาน|คะแนน", "กรมสมมุติ|90.10", "โรงพยาบาลสมมุติ|91.20", "จังหวัดน่าน|92.20"),
        f"กระทรวงสมมุติการ\n{HEAD}\n\n" + tabs("หน่วยงาน|คะแนน", "กรมสมมุติ|90.10", "กรมตัวอย่าง|91.20"),
    ],
)  # fmt: skip
def test_a_list_of_owners_is_nobodys_report(text: str) -> None:
    read = report(text)
    assert named(read) is None
    assert read.identity.agency_from is EstablishedBy.UNKNOWN
    assert read.identity.agency_as_seen == ""


@pytest.mark.parametrize(
    ("text", "by", "seen"),
    [
        (f"{HEAD} ของ{OWN}{TOTAL}", EstablishedBy.TITLE, OWN),
        (f"{HEAD}\nทต.สมมุติธาร อ.ปัว จ.น่าน{TOTAL}", EstablishedBy.TITLE, "ทต.สมมุติธาร"),
        (f"{HEAD}\nเทศบาลตาํ บลสมมุติธาร{TOTAL}", EstablishedBy.TITLE, "เทศบาลตาํ บลสมมุติธาร"),
        (f"{HEAD}\n\nในปีนี้ {OWN} ได้รับการประเมินจากหน่วยงานภายนอก{TOTAL}", EstablishedBy.CLAUSE, OWN),
        (f"{HEAD}\n\n" + tabs("หน่วยงาน|คะแนน", f"{OWN}|90.10"), EstablishedBy.COLUMN, OWN),
        (f"{HEAD}\n\n" + f"งานนิติการ สำนักปลัด ของ {OWN} หน้า\n\nเนื้อความ\n\n" * 4 + TOTAL, EstablishedBy.RUNNING_HEAD, OWN),
    ],
)  # fmt: skip
def test_what_says_who_reports(text: str, by: EstablishedBy, seen: str) -> None:
    identity = report(text).identity
    assert identity.agency is not None
    assert identity.agency.name == OWN
    assert (identity.agency_from, identity.agency_as_seen) == (by, seen)


def test_the_name_of_the_file_speaks_where_the_document_is_silent() -> None:
    read = report(HEAD + TOTAL)
    assert named(read) is None
    read.document.path = "in/ITA_2567_เทศบาลตำบลสมมุติธาร.txt"
    again = parse_document(read.document)
    assert named(again) == (OWN, "เทศบาลตำบล")
    assert again.identity.agency_from is EstablishedBy.FILE_NAME


def test_of_several_official_places_the_candidates_are_listed() -> None:
    listed = Gazetteer(
        (GazetteerRow(TAO, "สมมุติธาร", "ปัว", "น่าน", "6001"),
         GazetteerRow(TAO, "สมมุติธาร", "เมืองเลย", "เลย", "6002"),
         GazetteerRow(TAO, "สมมุติธาร", "เมืองตาก", "ตาก")),
        complete=True,
    )  # fmt: skip
    text = f"{HEAD}\nองค์การบริหารส่วนตำบลสมมุติธาร{TOTAL}"
    unplaced = parse_document(report(text).document, gazetteer=listed).identity
    placed = parse_document(report(text + "อำเภอปัว จังหวัดน่าน\n").document, gazetteer=listed).identity
    assert unplaced.agency_candidates == ["dla-6001", "dla-6002", "องค์การบริหารส่วนตำบลสมมุติธาร อำเภอเมืองตาก จังหวัดตาก"]
    assert placed.agency_candidates == []
    assert placed.agency is not None
    assert placed.agency.agency_id == "dla-6001"


@pytest.mark.parametrize("broken", ["องค์การบริหารส่วน\nตำบลสมมุติธาร", "องค์การบริหารส่วนตำบล\nสมมุติธาร"])
def test_a_name_that_breaks_behind_its_type(broken: str) -> None:
    assert named(report(f"{HEAD}\n{broken}\nอำเภอปัว จังหวัดน่าน\n{TOTAL}")) == ("องค์การบริหารส่วนตำบลสมมุติธาร", TAO)
