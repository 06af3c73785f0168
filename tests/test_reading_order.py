"""Captions above and below their tables, and pieces of one table."""

from __future__ import annotations

from tests.layouts.inline import analysis, facts, tabs
from thai_ita.normalize.label_parts import read_label

A, B = "การใช้อำนาจ", "การใช้งบประมาณ"
OLD = tabs("ตัวชี้วัด|คะแนน", f"{A}|80.10", f"{B}|81.20")
NEW = tabs("ตัวชี้วัด|คะแนน", f"{A}|90.30", f"{B}|91.40")
C66, C67 = "ตารางที่ 1 ผลคะแนนปีงบประมาณ พ.ศ. 2566\n", "ตารางที่ ๒ ผลคะแนนปีงบประมาณ พ.ศ. 2567\n"
BY_YEAR = {
    ("3", 2566, ""): 80.1, ("2", 2566, ""): 81.2, ("3", 2567, ""): 90.3, ("2", 2567, ""): 91.4,
}  # fmt: skip


def test_captions_above() -> None:
    assert facts(analysis(f"{C66}\n{OLD}\n{C67}\n{NEW}")) == BY_YEAR


def test_captions_below() -> None:
    assert facts(analysis(f"{OLD}{C66}\n{NEW}{C67}")) == BY_YEAR


def test_captions_below_with_a_source_and_a_list_of_tables_in_front() -> None:
    body = f"สารบัญตาราง\n{C66}{C67}\n{OLD}{C66}ที่มา : ระบบประเมิน\n\n{NEW}{C67}ที่มา : ระบบประเมิน\n"
    assert facts(analysis(body)) == BY_YEAR


def test_captions_below_in_front_of_other_tables() -> None:
    plan = tabs("มาตรการ|วิธีการ|ผู้รับผิดชอบ", "อบรมพนักงาน|จัดอบรม|สำนักปลัด")
    for heading in ("3. มาตรการ\n\n", "\nมาตรการส่งเสริม\n\n", "## มาตรการ\n"):
        assert facts(analysis(f"{OLD}{C66}\n{NEW}{C67}{heading}{plan}")) == BY_YEAR


def test_captions_above_behind_a_table_without_one() -> None:
    plan = tabs("หัวข้อ|รายละเอียด", "ผู้ประเมิน|สำนักงาน ป.ป.ช.")
    for unit in ("", "หน่วย : ร้อยละ\n", "(คะแนนเต็ม 100)\n"):
        assert facts(analysis(f"{plan}{C66}{unit}{OLD}{C67}{unit}{NEW}")) == BY_YEAR


def test_a_sentence_about_each_table_moves_no_caption() -> None:
    words = "แสดงว่าคะแนนอยู่ในเกณฑ์ดี\n"
    body = f"{C66}\n{OLD}\nตารางที่ 1 {words}\n{C67}\n{NEW}\nตารางที่ 2 {words}"
    assert facts(analysis(body)) == BY_YEAR


def test_a_piece_of_a_table_is_no_part_of_the_eit() -> None:
    assert read_label("ตารางที่ 3 (ส่วนที่ 2 จาก 3) แบบ EIT").part == ""
    assert read_label("แบบวัด EIT (ส่วนที่ 2/4)").part == ""
    assert read_label("แบบวัด EIT ส่วนที่ 2").part == "2"
    piece = tabs("ตัวชี้วัด|คะแนน", "คุณภาพการดำเนินงาน|83.10", "ประสิทธิภาพการสื่อสาร|84.20")
    read = analysis(f"ตารางที่ 3 (ส่วนที่ 2 จาก 3) แบบ EIT\n\n{piece}")
    assert facts(read) == {("6", 2567, ""): 83.1, ("7", 2567, ""): 84.2}
