"""Tables set with blanks whose cells go on in the next line."""

from __future__ import annotations

import pytest

from tests.layouts.inline import plan
from thai_ita.ingest.wrapped_columns import wrapped_rows

HEAD = "ที่    มาตรการ                     ผู้รับมอบหมาย        กำหนดเวลา       การติดตาม"


@pytest.mark.parametrize(
    "body",
    [
        "๑.   จัดทำสัญญาคุณธรรม            สำนักปลัด           ต.ค. ๖๖        เก็บสำเนา\n     ระหว่างหัวหน้างาน                                            ทุกฉบับ\n\n"
        "๒.   ทบทวนคำสั่ง                 กองคลัง            พ.ย. ๖๖        แจ้งเวียน\n     มอบอำนาจ",
        "1    จัดทำสัญญาคุณธรรม            สำนักปลัด           ต.ค. 66        เก็บสำเนา\n     ระหว่างหัวหน้างาน                                            ทุกฉบับ\n"
        "2    ทบทวนคำสั่ง                 กองคลัง            พ.ย. 66        แจ้งเวียน\n     มอบอำนาจ",
        "(1)  จัดทำสัญญา                  สำนักปลัด           ต.ค. 66        เก็บสำเนา\n     คุณธรรม                                                   ทุก\n     ระหว่างหัวหน้างาน                                            ฉบับ\n"
        "(2)  ทบทวนคำสั่ง                 กองคลัง            พ.ย. 66        แจ้งเวียน\n     มอบอำนาจ",
        "๑)   จัดทำสัญญาคุณธรรม            สำนักปลัด           ต.ค. ๖๖        เก็บสำเนา\n                                                             ทุกฉบับ\n     ระหว่างหัวหน้างาน\n\n"
        "๒)   ทบทวนคำสั่งมอบอำนาจ         กองคลัง            พ.ย. ๖๖        แจ้งเวียน",
    ],
)  # fmt: skip
def test_cells_go_on_where_they_begin(body: str) -> None:
    found = plan(f"{HEAD}\n\n{body}\n\nจึงประกาศให้ทราบโดยทั่วกัน\n").measures
    assert [(m.title, m.responsible, m.start_date, m.monitoring) for m in found] == [
        ("จัดทำสัญญาคุณธรรมระหว่างหัวหน้างาน", ["สำนักปลัด"], "2023-10-01", "เก็บสำเนาทุกฉบับ"),
        ("ทบทวนคำสั่งมอบอำนาจ", ["กองคลัง"], "2023-11-01", "แจ้งเวียน"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "1    ก้อง    ข    ค    ง",
        "1    ก้อง    ข    ค    ง\n2    แก้ว    ข    ค",
        "1    ก้อง    ข    ค    ง\n3    แก้ว    ข    ค    ง\n     ต่อ",
        "1    ก้อง    ข    ค    ง\n               ระหว่างช่อง\n2    แก้ว    ข    ค    ง",
        "1    ก้อง    ข    ค    ง\n\n     ย่อหน้าอื่น\n2    แก้ว    ข    ค    ง",
    ],
)
def test_other_lines_are_no_such_table(body: str) -> None:
    assert wrapped_rows(["ที่   ชื่อ   หนึ่ง   สอง   สาม", *body.split("\n")], 0) == ([], 0)
