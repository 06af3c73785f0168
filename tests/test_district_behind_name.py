"""The district right behind an agency's name is its own, however often the paper names another."""

from __future__ import annotations

from pathlib import Path

import pytest

import thai_ita
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.parse.reporting_agency import districts_behind

NAME = "องค์การบริหารส่วนตำบลสถาน"
LETTER = (
    "ที่ นน ๐๖๑๘/ว ๗๗๑    ที่ว่าการอำเภอปัว\nถนนวรนคร นน ๕๕๑๒๐\nเรื่อง  ส่งรายงานผลการประเมิน ITA\nเรียน  นายก อบต. ทุกแห่งในอำเภอปัว\n"
    f"อำเภอปัวขอส่งรายงานของ{NAME} อำเภอนาน้อย\n(ลงชื่อ) นายอำเภอปัว\n\n"
)
REPORT = "รายงานคะแนน ITA ปีงบประมาณ ๒๕๖๘\n{who}\n\nคะแนนรวม ๙๓.๙๕ คะแนน\n"


def read(tmp_path: Path, text: str) -> tuple[str, str]:
    path = tmp_path / "letter.txt"
    path.write_text(text, "utf-8")
    agency = thai_ita.read(path, guarded=False).identity.agency
    return agency.agency_id, agency.district


def test_the_senders_district_is_not_the_reporters(tmp_path: Path) -> None:
    # Two agencies of the province bear the name, one in the sender's district.
    assert read(tmp_path, LETTER + REPORT.format(who=f"{NAME} อ.นาน้อย")) == ("dla-6550407", "นาน้อย")


def test_two_districts_behind_the_name_leave_it_to_the_votes(tmp_path: Path) -> None:
    both = LETTER + f"{NAME} อำเภอปัว\n{NAME} อำเภอปัว\n" + REPORT.format(who=f"{NAME} อำเภอปัว")
    assert read(tmp_path, both)[1] == "ปัว"


@pytest.mark.parametrize(
    ("line", "districts"),
    [
        (f"{NAME} อ.นาน้อย จังหวัดน่าน", {"นาน้อย"}),
        (f"{NAME} ตำบลสถาน อำเภอนาน้อย", {"นาน้อย"}),
        (f"{NAME} (อำเภอปัว)", {"ปัว"}),
        (f"{NAME} จังหวัดน่าน ส่งถึงอำเภอปัว", set()),
        (f"{NAME} รายงานต่ออำเภอปัว", set()),
        ("องค์การบริหารส่วนตำบลศิลาเพชร อำเภอปัว", set()),
    ],
)
def test_only_what_stands_right_behind_counts(line: str, districts: set[str]) -> None:
    assert districts_behind([line], NAME, Gazetteer.embedded()) == districts
