"""Long passages and long tables are read in a time that grows with their length, not its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.layouts.inline import ANALYSIS, document
from thai_ita.ingest.text import read_text
from thai_ita.parse import parse_document

LINES = {
    "figures": "ได้คะแนน 80.12 ในปี 2567 ตามแบบ IIT อีก 3 เรื่อง",
    "words": "ข้อความยาวที่ไม่มีตัวเลขเลยสักตัว",
    "fields": "1; 2; 3 ข้อความ",
    "cells": "1\tการใช้อำนาจ\t80.25",
}


def _seconds(line: str, n: int) -> float:
    read = document(ANALYSIS + "\n".join([line] * n))
    started = time.process_time()
    parse_document(read)
    return time.process_time() - started


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_four_times_the_lines_take_no_more_than_eight_times_as_long(line: str) -> None:
    _seconds(line, 10)
    # The best of some: other work on the machine can only make a run longer.
    short = min(_seconds(line, 300) for _ in range(3))
    long = min(_seconds(line, 1200) for _ in range(2))
    assert long < 8 * short + 0.1


# A text of so many pieces: long lines, wide tables, runs of blanks, headings numbered 1 again.
PUMPED = {
    "heading of blanks": lambda n: "# a" + " " * 40 * n + "b",
    "row of blanks": lambda n: "a | b\n" + " " * 40 * n + "\n",
    "bold and blanks": lambda n: "**a**" + " " * 40 * n,
    "marks not closed": lambda n: " **a" * 10 * n,
    "page tags not closed": lambda n: "<page_number>" * 5 * n,
    "types of agencies": lambda n: "เทศบาลตำบล" * n,
    "places": lambda n: "จังหวัดเชียงราย อำเภอเมือง " * n,
    "labels": lambda n: "ข้อเสนอแนะ" * 4 * n,
    "scores in a line": lambda n: "คะแนน 80.5 " * n,
    "instruments in a line": lambda n: "IIT " * 4 * n,
    "columns": lambda n: "\t".join(["ก"] * n) + "\n" + "\t".join(["80.1"] * n),
    "columns of bars": lambda n: "|".join(["80.1"] * n) + "\n" + "|".join(["--"] * n) + "\n",
    "headings numbered 1": lambda n: "1. มาตรการ\n" * n,
}


def _seconds_of_text(text: str) -> float:
    started = time.process_time()
    parse_document(read_text(ANALYSIS + text, "0" * 16, Path("pumped.txt")))
    return time.process_time() - started


@pytest.mark.parametrize("pumped", PUMPED.values(), ids=PUMPED)
def test_no_text_takes_more_than_eight_times_as_long_at_four_times_the_size(
    pumped: Callable[[int], str],
) -> None:
    _seconds_of_text(pumped(10))
    short = min(_seconds_of_text(pumped(60)) for _ in range(2))
    long = min(_seconds_of_text(pumped(240)) for _ in range(2))
    assert long < 8 * short + 0.1
