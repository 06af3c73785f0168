"""Cells of responsible units become lists of units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai_ita.normalize.units import split_units

UNITS = [
    "สำนักปลัด",
    "สำนักปลัดเทศบาล",
    "กองคลัง",
    "กองช่าง",
    "กองการศึกษา",
    "กองสวัสดิการสังคม",
    "กองสาธารณสุขและสิ่งแวดล้อม",
    "กองยุทธศาสตร์และงบประมาณ",
    "หน่วยตรวจสอบภายใน",
    "กองการเจ้าหน้าที่",
    "ทุกส่วนราชการ",
    "งานนิติการ",
    "หัวหน้าสำนักปลัด",
    "ผู้อำนวยการกองคลัง",
]
RUN_TOGETHER = [unit for unit in UNITS if unit.startswith(("สำนัก", "กอง", "หน่วย"))]
SEPARATORS = ["\n", ", ", "; ", " / ", "\n- ", " - ", "\n• "]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", []),
        ("-", []),
        ("๑. กองคลัง ๒. กองช่าง", ["กองคลัง", "กองช่าง"]),
        ("1.สำนักปลัด\n2.กองคลัง", ["สำนักปลัด", "กองคลัง"]),
        ("สำนักปลัด, กองคลัง และกองช่าง", ["สำนักปลัด", "กองคลัง", "กองช่าง"]),
        ("กองสาธารณสุข\nและสิ่งแวดล้อม\nกองคลัง", ["กองสาธารณสุขและสิ่งแวดล้อม", "กองคลัง"]),
        ("สำนัก\nปลัด", ["สำนักปลัด"]),
        ("หน่วยตรวจสอบ\nภายใน", ["หน่วยตรวจสอบภายใน"]),
        ("กองการศึกษา ศาสนาและวัฒนธรรม", ["กองการศึกษา ศาสนาและวัฒนธรรม"]),
        ("กองสาธารณสุขฯ กองช่าง", ["กองสาธารณสุขฯ", "กองช่าง"]),
        ("สำนักปลัด (งานการเจ้าหน้าที่)", ["สำนักปลัด (งานการเจ้าหน้าที่)"]),
        ("ทุกสำนัก/กอง", ["ทุกสำนัก/กอง"]),
        ("ทุกสำนัก/กอง\nกองช่าง", ["ทุกสำนัก/กอง", "กองช่าง"]),
        ("ทุกสำนักกอง", ["ทุกสำนักกอง"]),
        ("ทุกสำนัก กอง", ["ทุกสำนัก กอง"]),
        ("สำนักปลัดและทุกสำนักกอง", ["สำนักปลัด", "ทุกสำนักกอง"]),
        ("สำนัก/กองทุกแห่ง", ["สำนัก/กองทุกแห่ง"]),
        ("สำนัก/กอง/ฝ่ายที่เกี่ยวข้อง, กองคลัง", ["สำนัก/กอง/ฝ่ายที่เกี่ยวข้อง", "กองคลัง"]),
        ("ทุกกอง/ฝ่าย", ["ทุกกอง/ฝ่าย"]),
        ("ปลัดเทศบาล, ผู้อำนวยการกองทุกกอง", ["ปลัดเทศบาล", "ผู้อำนวยการกองทุกกอง"]),
        ("ผอ.กองทุกกอง", ["ผอ.กองทุกกอง"]),
        ("สำนักปลัดทุกกอง", ["สำนักปลัด", "ทุกกอง"]),
        ("สำนักปลัด/กองคลัง/กองช่าง", ["สำนักปลัด", "กองคลัง", "กองช่าง"]),
        # A blank in a name makes no second unit and no second spelling.
        ("งานนิติการ สำนัก ปลัดเทศบาล", ["งานนิติการ", "สำนักปลัดเทศบาล"]),
        ("กองยุทธศาสตร์ และ งบประมาณ\nกองการ เจ้าหน้าที่", ["กองยุทธศาสตร์และงบประมาณ", "กองการเจ้าหน้าที่"]),
        ("กองการศึกษา ศาสนา และวัฒนธรรม", ["กองการศึกษา ศาสนาและวัฒนธรรม"]),
        ("สำนักปลัด กองคลัง และ กองช่าง", ["สำนักปลัด", "กองคลัง", "กองช่าง"]),
        ("ปลัดเทศบาล/รองปลัดเทศบาล", ["ปลัดเทศบาล", "รองปลัดเทศบาล"]),
        ("นายก อบต.", ["นายก อบต."]),
        ("กองคลัง\nกองคลัง", ["กองคลัง"]),
    ],
)
def test_units_of_a_cell(text: str, units: list[str]) -> None:
    assert split_units(text) == units


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=6, unique=True), st.sampled_from(SEPARATORS))
def test_any_separator_gives_the_same_units(units: list[str], separator: str) -> None:
    assert split_units(separator.join(units)) == units


@given(st.lists(st.sampled_from(RUN_TOGETHER), min_size=1, max_size=5, unique=True))
def test_units_that_run_together_are_told_apart(units: list[str]) -> None:
    assert split_units("".join(units)) == units


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=6))
def test_splitting_the_joined_units_again_changes_nothing(units: list[str]) -> None:
    once = split_units("\n".join(units))
    assert split_units("; ".join(once)) == once
