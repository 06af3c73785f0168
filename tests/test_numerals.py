"""Numbers as reports write them: what is read, what is refused, and the way back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai_ita.normalize.numerals import (
    find_numbers,
    read_number,
    read_score,
    strip_numbering,
    to_arabic,
)

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@pytest.mark.parametrize(
    ("seen", "exact"),
    [
        ("๘๖.9๗", "86.97"),
        ("๘๖ .๙๗", "86.97"),
        ("๘ ๖.๙๗", "86.97"),
        ("๘๖. ๙๗", "86.97"),
        ("1,234.50", "1234.50"),
        ("๑,๒๓๔,๕๐๐", "1234500"),
        ("86,97", "86.97"),
        ("1OO", "100"),
        ("๑๐o.οo", "100.00"),
        ("l00", "100"),
        ("**๙๙.๘๓**", "99.83"),
        ("ร้อยละ ๘๖.๙๗", "86.97"),
        ("86.97 คะเเนน", "86.97"),
        ("คะแนน 86.97 คะแนน", "86.97"),
        ("+๒.๖๒", "2.62"),
        ("–1.5", "-1.5"),
        ("−1.5", "-1.5"),
        ("100", "100"),
    ],
)
def test_reads_a_damaged_number(seen: str, exact: str) -> None:
    number = read_number(seen)
    assert number is not None
    assert number.exact == Decimal(exact)
    assert seen[number.start : number.end] == number.text


@pytest.mark.parametrize(
    "seen",
    [
        "",
        "-",
        "–",
        "N/A",
        "ไม่มี",
        "O",
        "l",
        "86 97",
        "86.9.7",
        "๘๖..๙๗",
        "12,34,56",
        "1.",
        "86.97 95.10",
        "1/10/2564",
        "๘ ธ.ค. ๖๔",
        "ข้อ 1",
        "85-94.99",
        "o12",
    ],
)
def test_refuses_what_is_not_one_number(seen: str) -> None:
    assert read_number(seen) is None


def test_sign_percent_and_decimals_are_told() -> None:
    change, share = read_number("+๒.๖๒"), read_number("๕๐%")
    assert change is not None
    assert (change.signed, change.decimals, change.percent) == (True, 2, False)
    assert share is not None
    assert (share.signed, share.decimals, share.percent) == (False, 0, True)


@pytest.mark.parametrize(
    ("seen", "value"),
    [
        ("82/100", 82.0),
        ("๘๖.๙๗ / ๑๐๐", 86.97),
        ("86.97 จาก 100 คะแนน", 86.97),
        ("0.67", 0.67),
        ("๑๐๐.๐๐", 100.0),
        ("0", 0.0),
        ("95.2958", 95.2958),
    ],
)
def test_reads_a_score(seen: str, value: float) -> None:
    score = read_score(seen)
    assert score is not None
    assert score.value == value


@pytest.mark.parametrize(
    "seen",
    [
        "100.01",
        "101",
        "2567",
        "๒๕๖๘",
        "-5",
        "+2.62",
        "99.99999",
        "82/120",
        "27.5/30",
        "85 - 94.99",
        "85–94.99",
        "1,234.50",
        "ไม่มี",
        "N/A",
        "-",
        "–",
        "",
        "1/10/2564",
        "A",
    ],
)
def test_refuses_what_is_not_a_score(seen: str) -> None:
    assert read_score(seen) is None


@given(st.decimals(0, 100, places=2), st.data())
def test_any_score_comes_back_exact(score: Decimal, data: st.DataObject) -> None:
    mixed = "".join(c.translate(THAI_DIGITS) if data.draw(st.booleans()) else c for c in f"{score:.2f}")
    spaces = data.draw(st.sampled_from(["{}.{}", "{} .{}", "{}. {}", "{} . {}", "{},{}"]))
    dressed = data.draw(st.sampled_from(["{}", " {} ", "**{}**", "{} คะแนน", "ร้อยละ {}", "{}%"]))
    read = read_score(dressed.format(spaces.format(*mixed.split("."))))
    assert read is not None
    assert read.exact == score
    assert read.decimals == 2


@given(st.decimals("100.01", 9999, places=2) | st.decimals(-999, "-0.01", places=2))
def test_no_number_out_of_bounds_is_a_score(number: Decimal) -> None:
    assert read_score(f"{number:.2f}") is None
    assert read_score(f"{number:,.2f}".translate(THAI_DIGITS)) is None


@given(st.text(alphabet="๐๑๙0159.,oOl +-–/% คะแนนร้อยละก", max_size=15))
def test_spans_are_those_of_the_source(text: str) -> None:
    for number in find_numbers(text):
        assert text[number.start : number.end] == number.text
        assert number.exact == Decimal(repr(number.value)) or number.decimals > 10
    score = read_score(text)
    assert score is None or 0 <= score.value <= 100


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("๑. ได้ ๘๖.๙๗ คะแนน ในปี ๒๕๖๗ เพิ่มขึ้น +2.5", [86.97, 2.5]),
        ("วันที่ 1 ตุลาคม 2567 ข้อ o12 ใช้ 1,234,500.75 บาท", [1234500.75]),
        ("1) ร้อยละ ๙๐\n2) ลดลง 50%", [90, 50]),
        ("85, 90 และ 86,97", [85, 90, 86.97]),
        ("95.00, 86.50", [95, 86.5]),
        ("8/12/2564 และ ๘ ธ.ค. ๖๔ พ.ศ. ๒๕๖๕ ปีงบประมาณ 2568", []),
        ("86.97 คะแนน", [86.97]),
        ("MOIT14 EB1 x2y", []),
        ("", []),
    ],
)
def test_finds_numbers_but_no_dates_codes_or_numbering(text: str, values: list[float]) -> None:
    assert [n.value for n in find_numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("๑. การ", "๑.", "การ"),
        ("1) การ", "1)", "การ"),
        ("(1) การ", "(1)", "การ"),
        ("1.1 การ", "1.1", "การ"),
        ("๑.๒.๓ การ", "๑.๒.๓", "การ"),
        ("1.การ", "1.", "การ"),
        ("ข้อ ๑ การ", "ข้อ ๑", "การ"),
        ("• การ", "•", "การ"),
        ("- การ", "-", "การ"),
        ("ก. การ", "ก.", "การ"),
        ("การ", None, "การ"),
        ("86.97", None, "86.97"),
        ("86.97 คะแนน", None, "86.97 คะแนน"),
        ("10.25 คะแนน", None, "10.25 คะแนน"),
        ("2567 การ", None, "2567 การ"),
        ("ก.พ. ๒๕๖๗", None, "ก.พ. ๒๕๖๗"),
        ("ป.ป.ช. กำหนด", None, "ป.ป.ช. กำหนด"),
        ("-5", None, "-5"),
        ("", None, ""),
    ],
)
def test_strips_numbering(text: str, number: str | None, rest: str) -> None:
    assert strip_numbering(text) == (number, rest)


@given(st.text(max_size=30))
def test_to_arabic_keeps_places(text: str) -> None:
    arabic = to_arabic(text)
    assert len(arabic) == len(text)
    assert not set(arabic) & set("๐๑๒๓๔๕๖๗๘๙")
