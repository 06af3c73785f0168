"""Reading ratings of the schemes, refusing what only resembles one, and giving them from scores."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layouts.inline import analysis, report
from thai_ita.normalize.levels import (
    find_levels,
    level_bounds,
    level_of,
    level_schemes,
    possible_levels,
    read_level,
)
from thai_ita.parse.text.stated_levels import asks_whether_passed

VARIANTS = Path(__file__).parents[2] / "shared" / "variants.csv"


@pytest.mark.parametrize(
    ("text", "scheme", "word"),
    [
        ("AA", "letters", "AA"),
        ("ระดับ A", "letters", "A"),
        ("ระดับ A (ปีงบ 2567)", "letters", "A"),
        ("Grade B", "letters", "B"),
        ("A (85.00-94.99)", "letters", "A"),
        ("ผ่าน (Pass)", "pass_words", "ผ่าน"),
        ("“ผ่านดี”", "pass_words", "ผ่านดี"),
        ("อยู่ในระดับ ผ่าน ดี เยี่ยม", "pass_words", "ผ่านดีเยี่ยม"),
        ("ระดับผลการประเมิน : ต้องปรับปรุง", "pass_words", "ต้องปรับปรุง"),
        ("ต้องปรับปรุงโดยด่วน", "pass_words", "ต้องปรับปรุงโดยด่วน"),
        ("สูง มาก", "five_words", "สูงมาก"),
    ],
)
def test_a_stated_level_is_read(text: str, scheme: str, word: str) -> None:
    level = read_level(text)
    assert level is not None
    assert (level.scheme, level.word) == (scheme, word)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ผ่านเกณฑ์",
        "ผ่านเกณฑ์ระดับยอดเยี่ยม (A+)",
        "ระดับดีเด่น",
        "ปานกลาง (risk level)",
        "A+",
        "ไม่ผ่าน",
        "ระดับ",
        "85",
        "ผ่านการอบรม",
        "ระดับ A ขึ้นไป",
        "G",
    ],
)
def test_what_is_no_level_is_refused(text: str) -> None:
    assert read_level(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("มีผลคะแนน ๘๐.๐๐ คะแนน อยู่ในระดับ B ดังนี้", ["B"]),
        ("อยู่ในระดับการประเมิน “ผ่านดี”", ["ผ่านดี"]),
        ("และอยู่ในระดับ ผ่านดี โดยแบ่งคะแนน", ["ผ่านดี"]),
        ("ปี ๒๕๖๔ ได้ระดับ AA และปี ๒๕๖๖ ได้ระดับผ่าน", ["AA", "ผ่าน"]),
        ("ผลการประเมินผ่านเกณฑ์", []),
        ("เป้าหมายระดับ A ขึ้นไป และไม่ต่ำกว่าระดับ B", []),
        ("ความเสี่ยงอยู่ในระดับสูง", []),
        ("ระดับ Basic และระดับ C+", []),
        ("ต้องปรับปรุงระบบงาน", []),
    ],
)
def test_levels_in_prose(text: str, words: list[str]) -> None:
    assert [mention.level.word for mention in find_levels(text)] == words


def test_a_level_under_its_heading() -> None:
    assert [m.level.word for m in find_levels("ผลการประเมิน\nผ่าน\nอันดับ 3")] == ["ผ่าน"]
    assert [m.level.word for m in find_levels("ผลการประเมิน : ผ่านดี")] == ["ผ่านดี"]
    assert not find_levels("ผลการประเมินผ่านระบบออนไลน์")


def test_a_level_behind_its_year_or_alone_behind_its_label() -> None:
    for text in ("ระดับผลการประเมินปี 2567 : ผ่านดี", "ระดับ ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ : ผ่านดี", "ผลการประเมิน ผ่านดี"):
        assert [(m.level.word, m.cued) for m in find_levels(text)] == [("ผ่านดี", True)]
    assert [m.level.word for m in find_levels("ผลการประเมิน ผ่าน")] == ["ผ่าน"]
    assert not find_levels("ผลการประเมิน ผ่าน ไม่ผ่าน")
    assert not find_levels("ผลการประเมิน ผ่านการพิจารณาแล้ว")


def test_a_column_that_asks_whether_a_mark_is_passed() -> None:
    for head in ("ผ่าน 85 ?", "ผ่าน/ไม่ผ่าน", "ผ่านเกณฑ์ ร้อยละ 85", "ผ่านหรือไม่", "ผ่านเกณฑ์หรือไม่"):
        assert asks_whether_passed(head), head
    for head in ("ระดับ", "ผลการประเมิน", "ระดับ (ผ่าน)", "ผลการประเมิน 2567"):
        assert not asks_whether_passed(head), head
    assert not find_levels("ผลการประเมิน ผ่านเกณฑ์")


def test_the_words_of_2561_are_found_on_request_only() -> None:
    text = "คะแนนอยู่ในระดับสูงมาก"
    assert find_levels(text) == []
    assert [m.level.word for m in find_levels(text, ["five_words"])] == ["สูงมาก"]


@pytest.mark.parametrize(
    ("score", "instruments", "scheme", "word"),
    [
        (95.00, None, "letters", "AA"),
        (94.995, None, "letters", "AA"),
        (94.99, None, "letters", "A"),
        (49.99, None, "letters", "F"),
        (96.0, [96, 95, 97], "pass_words", "ผ่านดีเยี่ยม"),
        (95.30, {"IIT": 85.38, "EIT": 99.8, "OIT": 99.4}, "pass_words", "ผ่านดี"),
        (91.23, [80, 90, 100], "pass_words", "ผ่าน"),
        (84.99, [99, 99, 70], "pass_words", "ต้องปรับปรุง"),
        (69.99, None, "pass_words", "ต้องปรับปรุงโดยด่วน"),
    ],
)
def test_the_level_that_scores_give(
    score: float, instruments: list[float] | dict[str, float] | None, scheme: str, word: str
) -> None:
    level = level_of(score, instruments, scheme)
    assert level is not None
    assert level.word == word


def test_without_instruments_a_pass_is_not_told_apart() -> None:
    assert level_of(90, None, "pass_words") is None
    assert [x.word for x in possible_levels(90, None, "pass_words")] == ["ผ่านดี", "ผ่าน"]


@given(st.floats(0, 100), st.sampled_from(["letters", "five_words"]))
def test_every_score_has_one_level_within_its_bounds(score: float, scheme: str) -> None:
    level = level_of(score, None, scheme)
    assert level is not None
    low, high = level_bounds(scheme)[level.word]
    assert low - 0.005 <= score <= high


@given(st.sampled_from([x for levels in level_schemes().values() for x in levels]))
def test_a_level_reads_as_itself_in_quotes_and_with_a_cue(level: object) -> None:
    word = level.word  # type: ignore[attr-defined]
    assert read_level(f"ระดับ “{word}”") == read_level(word) == level


@pytest.mark.shared
@pytest.mark.skipif(not VARIANTS.exists(), reason="the shared evaluation material is not here")
def test_levels_as_seen_in_the_wild() -> None:
    with VARIANTS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    stated = [row for row in rows if row["kind"] == "level"]
    assert [(lv := read_level(r["as_seen"])) and lv.word for r in stated] == [r["canonical"] for r in stated]
    negatives = [row["as_seen"] for row in rows if row["kind"] == "negative"]
    assert [text for text in negatives if read_level(text) or find_levels(text)] == []


def test_a_row_of_the_level_alone_below_the_scores() -> None:
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td></tr>"
        for a, b in (("ตัวชี้วัด", "คะแนน"), ("การใช้อำนาจ", "90.25"), ("การใช้งบประมาณ", "91.50"))
    )
    read = analysis(f"<table>{rows}<tr><td colspan=2>ระดับ ผ่านดี</td></tr></table>")
    assert read.identity.level == "ผ่านดี"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ระดับผลการประเมินปี 2567 : ผ่าน", "ผ่าน"),
        ("ระดับผลคะแนน ITA ประจำปีงบประมาณ พ.ศ. 2567 = ผ่านดี", "ผ่านดี"),
        ("ระดับที่ได้รับ: A", "A"),
        ("ผลการประเมินผ่าน", "ผ่าน"),
        ("ผลการประเมินผ่านเกณฑ์", ""),
        ("ผลการประเมินผ่านระบบ ITAS", ""),
        ("ระดับผลการประเมินปี 2567", ""),
        ("ระดับเป้าหมายปี 2568 : A", ""),
    ],
)
def test_words_between_the_cue_and_the_level(text: str, word: str) -> None:
    assert [m.level.word for m in find_levels(text) if m.cued] == ([word] if word else [])


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        (("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|90.25", "ITA รวม|91.21 (ผ่านดี)"), "ผ่านดี"),
        (("ตัวชี้วัด|คะแนน|หมายเหตุ", "การใช้อำนาจ|90.25|", "คะแนนรวม|91.21|ระดับ ผ่านดี"), "ผ่านดี"),
        # Beside an indicator, among targets, a remark of another kind, an instrument.
        (("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|90.25 (ผ่านดี)", "ITA รวม|91.21"), ""),
        (("ตัวชี้วัด|คะแนน|เป้าหมาย ปี 2568", "การใช้อำนาจ|90.25|", "ITA รวม|91.21|95.00 (ผ่านดี)"), ""),
        (("ตัวชี้วัด|คะแนน|หมายเหตุ", "การใช้อำนาจ|90.25|", "คะแนนรวม|91.21|ผ่านเกณฑ์แล้ว"), ""),
    ],
)
def test_the_level_beside_the_overall_score(rows: tuple[str, ...], level: str) -> None:
    assert analysis("\n".join(rows).replace("|", "\t") + "\n").identity.level == level


def test_where_levels_are_letters_a_word_behind_the_score_is_a_verdict() -> None:
    head = "ผลการประเมิน ITA เทศบาลตำบลสมมุติธาร ปีงบประมาณ พ.ศ. 2564\n\n"
    read = report(head + "ตัวชี้วัด\tคะแนน\nการใช้อำนาจ\t88.10\nคะแนนรวม\t88.20 (ผ่าน)\n\nระดับผลการประเมิน : A\n")
    assert read.identity.level == "A"


def test_a_level_alone_below_its_label() -> None:
    text = "# ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\n\n# เทศบาลตำบลสมมุติธาร\n\nคะแนนรวม ITA\n\n# 94.13 คะแนน\n\n{}\n\n# ผ่านดี\n"
    assert report(text.format("ระดับ")).identity.level == "ผ่านดี"
    assert report(text.format("ที่")).identity.level == ""
