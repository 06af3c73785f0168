"""Figures that no report has, but damaged files: they cost themselves, never the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from thai_ita.analyze.reconcile import reconcile
from thai_ita.batch.options import RunOptions
from thai_ita.batch.worker import to_result
from thai_ita.ingest.sheet_surroundings import _row_of
from thai_ita.ingest.text import read_text
from thai_ita.normalize.dates import find_years
from thai_ita.normalize.numerals import LONGEST_FIGURE, find_numbers, read_number
from thai_ita.parse import parse_document
from thai_ita.parse.text.heading_lines import HeadingMark

HEAD = "ผลการประเมิน ITA เทศบาลตำบลตัวอย่างสุข ปีงบประมาณ พ.ศ. 2567\n\n"


@pytest.mark.parametrize("figure", ["9" * 400, "86." + "9" * 400, "88.1" + "0" * 40, "9" * 5000])
def test_a_figure_without_end_costs_itself(figure: str) -> None:
    text = f"{HEAD}IIT: 82.20\nEIT: {figure}\nOIT: 90.30\n\n| ตัวชี้วัด | คะแนน |\n|---|---|\n| การใช้อำนาจ | {figure} |\n| การใช้งบประมาณ | 80.20 |\n"
    report = parse_document(read_text(text, "0" * 16, Path("a.txt")))
    reconcile(report)
    result = to_result(report, RunOptions())
    assert len(result.rows["scores"]) >= 3


def test_how_long_a_figure_may_be() -> None:
    assert read_number("1" * LONGEST_FIGURE) is not None
    assert read_number("1" * (LONGEST_FIGURE + 1)) is None
    assert not find_numbers("คะแนน " + "9" * 400)


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\x85", "\u2003", "\x1f"])
def test_a_year_with_any_blank_between_its_digits(blank: str) -> None:
    (year,) = find_years(f"ปีงบประมาณ พ.ศ. 256{blank}7")
    assert year.year == 2567


def test_a_raised_figure_is_no_number() -> None:
    assert HeadingMark("1.1", "2.²", "ก").last is None
    assert HeadingMark("1.1", "2.๓", "ก").last == 3
    anchor = etree.fromstring("<a><from><row>²</row></from></a>")
    assert _row_of(anchor) == 0
