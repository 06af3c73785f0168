"""A total that contradicts its parts: what is in doubt, and where the total stands."""

from __future__ import annotations

from pathlib import Path

import pytest

import thai_ita
from thai_ita.model import CheckResult, Report

INDICATORS = (
    ("การปฏิบัติหน้าที่", "91.20"),
    ("การใช้งบประมาณ", "85.30"),
    ("การใช้อำนาจ", "88.40"),
    ("การใช้ทรัพย์สินของราชการ", "84.10"),
    ("การแก้ไขปัญหาการทุจริต", "86.00"),
    ("คุณภาพการดำเนินงาน", "90.00"),
    ("ประสิทธิภาพการสื่อสาร", "87.00"),
    ("การปรับปรุงระบบการทำงาน", "85.00"),
    ("การเปิดเผยข้อมูล", "95.00"),
    ("การป้องกันการทุจริต", "100.00"),
)
INSTRUMENTS = "IIT\t87.00\nEIT\t87.33\nOIT\t97.50\n"
UNDECIDED = "nothing else in the document tells whether this one or one of the others is wrong"


def read(tmp_path: Path, more: str) -> Report:
    rows = "".join(f"{n}. {name}\t{value}\n" for n, (name, value) in enumerate(INDICATORS, start=1))
    path = tmp_path / "report.txt"
    path.write_text(
        "รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. 2567\n"
        f"เทศบาลตำบลตัวอย่างงาม อำเภอเมืองเลย จังหวัดเลย\n\nตัวชี้วัด\tคะแนน\n{rows}{more}",
        "utf-8",
    )
    return thai_ita.read(path, guarded=False)


def failed(report: Report) -> list[str]:
    return [c.message for c in report.checks if c.result is CheckResult.FAILS and c.check != "search"]


def test_a_total_in_a_sentence_is_named_with_its_line_and_words(tmp_path: Path) -> None:
    report = read(tmp_path, "\nผลคะแนนภาพรวมของหน่วยงานได้ 80.00 คะแนน\n")
    (message,) = failed(report)
    assert 'is stated as 80.00 (line 16: "ผลคะแนนภาพรวมของหน่วยงานได้ 80.00 คะแนน")' in message
    assert "(table 1) gives 91.30" in message, "where the parts stand"
    assert message.endswith(UNDECIDED)
    assert {str(s.status) for s in report.scores} == {"conflict"}


def test_where_instruments_bear_the_parts_out_only_the_total_is_in_conflict(tmp_path: Path) -> None:
    report = read(tmp_path, INSTRUMENTS + "คะแนนภาพรวม\t80.00\n")
    (message,) = failed(report)
    assert "is stated as 80.00 (table 1, row 15)" in message
    assert UNDECIDED not in message
    statuses = {str(s.kind): {str(o.status) for o in report.scores if o.kind == s.kind} for s in report.scores}
    assert statuses == {"indicator": {"consistent"}, "instrument": {"verified"}, "overall": {"conflict"}}


def test_a_long_line_is_quoted_in_part(tmp_path: Path) -> None:
    report = read(tmp_path, f"\nผลคะแนนภาพรวมของหน่วยงานได้ 80.00 คะแนน {'ซึ่งหน่วยงานจะนำไปพัฒนา ' * 12}\n")
    (message,) = failed(report)
    assert '…")' in message
    assert len(message) < 400


@pytest.mark.parametrize("more", ["", INSTRUMENTS, INSTRUMENTS + "คะแนนภาพรวม\t91.30\n"])
def test_what_agrees_is_not_disputed(tmp_path: Path, more: str) -> None:
    report = read(tmp_path, more)
    assert failed(report) == []
    assert "conflict" not in {str(s.status) for s in report.scores}


def test_indicators_alone_make_nothing_surer_than_themselves(tmp_path: Path) -> None:
    report = read(tmp_path, "")
    assert {(str(s.basis), str(s.status)) for s in report.scores} == {("stated", "unchecked"), ("derived", "unchecked")}
