"""A page whose font makes ๕ look like ๔ doubts every ๔; another page does not."""

from __future__ import annotations

import pytest

from thai_ita.ingest.scan.like_digits import DOUBTED_P, doubted
from thai_ita.ingest.scan.ocr_engine import LineReading, ReadCharacter
from thai_ita.ingest.scan.recognised_numbers import figure_readings


def page(*texts: str) -> list[LineReading]:
    return [LineReading(text, tuple(ReadCharacter(c, 0.999) for c in text)) for text in texts]


def mended() -> LineReading:
    """A year that a closed list mended against what was seen."""
    year = [ReadCharacter("๕", 0.01, "๔", 0.98) if c == "๕" else ReadCharacter(c, 0.999) for c in "๒๕๖๗"]
    return LineReading("๒๕๖๗", tuple(year))


def least(readings: list[LineReading]) -> float:
    return min(c.p for reading in readings for c in reading.characters if c.char == "๔")


def test_a_year_of_another_century_doubts_the_digit_on_the_whole_page() -> None:
    readings = doubted(page("ปีงบประมาณ ๒๔๖๗", "๘๔.๓๐"))
    assert least(readings) == DOUBTED_P
    (figure,) = figure_readings(readings[1].characters)
    assert figure.p == DOUBTED_P
    assert figure.others[0][0] == "๘๕.๓๐"
    assert all(c.p > 0.99 for c in readings[1].characters if c.char != "๔")


def test_so_does_a_year_that_a_list_mended() -> None:
    assert least(doubted([mended(), *page("๘๔.๓๐")])) == DOUBTED_P


def test_so_do_many_numbers_without_the_digit_of_all_years() -> None:
    assert least(doubted(page(*["๘๔.๓๐", "๙๔.๑๒"] * 6))) == DOUBTED_P


@pytest.mark.parametrize(
    "texts",
    [
        ("๘๔.๓๐", "๙๔.๑๒", "๙๓.๑๒", "๘๓.๔๔"),  # too few to tell
        ("๘๓.๓๐", "๙๔.๑๒", "๙๙.๐๒") * 5,  # few of them
        ("ปีงบประมาณ ๒๕๖๗", *["๘๔.๓๐", "๙๔.๑๒"] * 6),
        ("พ.ศ. ๒๔๕๗", "๘๔.๓๐"),  # a law of that year
        ("๒๔๖๗.๕๐", "๘๔.๓๐", "๕๕"),  # money
        ("๒๕๖๖", "๒๕๖๗", "๒๔๖๗", "๘๔.๓๐"),  # once, among years that were read well
        ("2467", "84.30"),
    ],
)
def test_other_pages_doubt_nothing(texts: tuple[str, ...]) -> None:
    assert doubted(page(*texts)) == page(*texts)
