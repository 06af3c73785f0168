"""Lines that were wrapped become running text."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai_ita.ingest.pdf.text import wrapping
from thai_ita.ingest.pdf.text.wrapping import join_wrapped


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["การใช้ทรัพย์สิน", "ของราชการ"], "การใช้ทรัพย์สินของราชการ"),
        (["ตลอดปีงบประมา", "ณ ๒๕๖๖"], "ตลอดปีงบประมาณ ๒๕๖๖"),
        (["๑ ตุลาคม ๒๕๖๕ -", "๓๐", "กันยายน", "๒๕๖๖"], "๑ ตุลาคม ๒๕๖๕ - ๓๐ กันยายน ๒๕๖๖"),
        (["๑ ตุลาคม ๒๕๖๕", "- ๓๐ กันยายน", "๒๕๖๖"], "๑ ตุลาคม ๒๕๖๕ - ๓๐ กันยายน ๒๕๖๖"),
        (["ไตรมาสที่", "๓/๒๕๖๖"], "ไตรมาสที่ ๓/๒๕๖๖"),
        (["๑. รับฟัง", "ข้อสังเกต", "๒. เผยแพร่"], "๑. รับฟังข้อสังเกต\n๒. เผยแพร่"),
        (["- กองคลัง", "- กองช่าง"], "- กองคลัง\n- กองช่าง"),
        (["• โปร่งใส", "ตรวจสอบได้"], "• โปร่งใสตรวจสอบได้"),
        (["1.1 แผน", "1.2 ผล"], "1.1 แผน\n1.2 ผล"),
        (["ได้คะแนน", "93.33 คะแนน"], "ได้คะแนน 93.33 คะแนน"),
        (["(outcome/", "result)"], "(outcome/result)"),
        (["Internal", "Integrity"], "Internal Integrity"),
        (["ต่าง", "ๆ เช่น"], "ต่างๆ เช่น"),
        (["ตัวชี้วัดที่ 1 ก", "ได้ 81.13", "ตัวชี้วัดที่ 2 ข"], "ตัวชี้วัดที่ 1 กได้ 81.13\nตัวชี้วัดที่ 2 ข"),
        # No count: another word, another number, a sentence that only mentions it.
        (["ตัวชี้วัดที่ 1 และ", "ข้อที่ 2"], "ตัวชี้วัดที่ 1 และข้อที่ 2"),
        (["ข้อ 2 และ", "ข้อ 7 ของ"], "ข้อ 2 และข้อ 7 ของ"),
        (["ตามระเบียบ", "ข้อ 2 และ", "ข้อ 3"], "ตามระเบียบข้อ 2 และข้อ 3"),
        (["", " "], ""),
    ],
)
def test_join(lines: list[str], joined: str) -> None:
    assert join_wrapped(lines) == joined


def test_a_line_with_room_left_ends_a_paragraph() -> None:
    assert join_wrapped(["กองคลัง", "กองช่าง"], [0.3, 0.3]) == "กองคลัง\nกองช่าง"
    assert join_wrapped(["กองสวัสดิการ", "สังคม"], [0.9, 0.4]) == "กองสวัสดิการสังคม"


def test_a_break_inside_a_word_ends_no_paragraph() -> None:
    assert join_wrapped(["ปีงบประมา", "ณ"], [0.5, 0.1]) == "ปีงบประมาณ"


@given(st.lists(st.text("กาที่ 12.-()abc", max_size=8), max_size=6))
def test_joining_changes_white_space_only(lines: list[str]) -> None:
    squash = str.maketrans("", "", " \n")
    assert join_wrapped(lines).translate(squash) == "".join(lines).translate(squash)


def test_the_example_in_the_documentation() -> None:
    assert doctest.testmod(wrapping).failed == 0
