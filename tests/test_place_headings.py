"""A place that heads rows of a list of agencies is where those below it lie, and no others."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import thai_ita
from thai_ita.model import Agency, Report
from thai_ita.parse.scores.agency_cells import place_alone
from thai_ita.parse.tables.column_roles import ColumnRole

P, D = ColumnRole.PROVINCE, ColumnRole.DISTRICT
ROWS = [
    ["ผลคะแนน ITA ขององค์กรปกครองส่วนท้องถิ่น ปีงบประมาณ 2567", None, None],
    ["หน่วยงาน", "IIT", "คะแนนรวม"],
    ["จังหวัดเลย", None, None],
    ["อบต.ดอนตัวอย่าง", 85.11, 86.12],
    ["อบต.ทุ่งตัวอย่าง", 84.11, 85.12],
    ["จังหวัดชุมพร", None, None],
    ["อบต.หนองตัวอย่าง", 83.11, 84.12],
    ["อำเภอท่าแซะ", None, None],
    ["อบต.ป่าตัวอย่าง", 82.11, 83.12],
    ["จังหวัดน่าน", None, None],
    ["อบต.เขาตัวอย่าง", 81.11, 82.12],
]
PLACES = {
    "ดอนตัวอย่าง": ("", "เลย"),
    "ทุ่งตัวอย่าง": ("", "เลย"),
    "หนองตัวอย่าง": ("", "ชุมพร"),
    "ป่าตัวอย่าง": ("ท่าแซะ", "ชุมพร"),
    "เขาตัวอย่าง": ("", "น่าน"),
}


def places(report: Report) -> dict[str, tuple[str, str]]:
    owners = {s.agency for s in report.scores if isinstance(s.agency, Agency)}
    return {a.name.removeprefix("องค์การบริหารส่วนตำบล"): (a.district, a.province) for a in owners}


def test_headings_of_places_in_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    assert places(thai_ita.read(tmp_path / "list.xlsx", guarded=False)) == PLACES


def test_headings_of_places_in_a_table_of_text(tmp_path: Path) -> None:
    lines = [f"| {' | '.join('' if c is None else str(c) for c in row)} |" for row in ROWS[1:]]
    lines.insert(1, "|---|---|---|")
    path = tmp_path / "list.md"
    path.write_text("\n".join([ROWS[0][0], "", *lines]), "utf-8")
    assert places(thai_ita.read(path, guarded=False)) == PLACES


def test_headings_of_places_between_lines(tmp_path: Path) -> None:
    lines = [row[0] if row[1] is None else f"- {row[0]} ได้ {row[2]} คะแนน" for row in ROWS[2:]]
    path = tmp_path / "list.txt"
    path.write_text("\n".join([ROWS[0][0], "", *lines]), "utf-8")
    assert places(thai_ita.read(path, guarded=False)) == PLACES


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("จังหวัดชุมพร", {P: "ชุมพร", D: ""}),
        ("2. จ.ชุมพร :", {P: "ชุมพร", D: ""}),
        ("อำเภอท่าแซะ จังหวัดชุมพร", {P: "ชุมพร", D: "ท่าแซะ"}),
        ("อำเภอท่าแซะ", {D: "ท่าแซะ"}),
        ("องค์การบริหารส่วนจังหวัดชุมพร", None),
        ("ค่าเฉลี่ยจังหวัดชุมพร", None),
        ("จังหวัดชุมพร 85.12 คะแนน", None),
        ("อบต.ท่าแซะ อำเภอท่าแซะ", None),
        ("จังหวัดไม่มีจริง", None),
        ("2567", None),
    ],
)
def test_only_a_place_and_nothing_else_is_a_heading(text: str, place: dict[ColumnRole, str] | None) -> None:
    assert place_alone(text) == place
