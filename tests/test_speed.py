"""Long passages and long tables are read in a time that grows with their length, not its square."""

from __future__ import annotations

import time

import pytest

from tests.layouts.inline import ANALYSIS, document
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
