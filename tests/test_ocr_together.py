"""A line with a doubtful figure is cut out in several ways and read by all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.test_ocr_decoding import CHARSET, Seen, frames
from tests.test_ocr_engines import page
from thai_ita.ingest.scan import line_engine as engine_module
from thai_ita.ingest.scan.decoding import Frames
from thai_ita.ingest.scan.line_engine import _before, line_engine
from thai_ita.ingest.scan.line_pictures import (
    OTHERS,
    USUAL,
    cut_ink,
    cut_line,
    ink_box,
    usual_height,
)
from thai_ita.ingest.scan.ocr_engine import LineReading, ReadCharacter
from thai_ita.ingest.scan.together import has_doubtful_figure, read_together

BOUNDS = (0.0, 1000.0)


def ways(*many: list[Seen]) -> list[Frames]:
    return [frames(seen) for seen in many]


def test_what_most_ways_show_is_read_with_the_mean_probability() -> None:
    doubt: Seen = {"๔": 0.55, "๕": 0.45}
    sure: Seen = {"๕": 0.95, "๔": 0.05}
    reading = read_together(ways(["๘", doubt], ["๘", sure], ["๘", sure]), CHARSET, BOUNDS)
    assert reading.text == "๘๕"
    assert reading.characters[1].p == pytest.approx((0.45 + 0.95 + 0.95) / 3, abs=0.01)
    assert reading.characters[1].second == "๔"


def test_a_digit_that_one_way_misses_is_kept_and_doubted() -> None:
    lost: Seen = {"": 0.8, "๐": 0.2}
    whole: list[Seen] = ["๑", "๐", "๐"]
    reading = read_together(ways(["๑", lost, "๐"], whole, whole), CHARSET, BOUNDS)
    assert reading.text == "๑๐๐"
    assert 0.6 < min(c.p for c in reading.characters) < 0.97


def test_a_way_that_is_too_short_for_the_text_has_no_say() -> None:
    reading = read_together(ways(["๑", "๐", "๐"], ["๑", "๐", "๐"], ["๑"]), CHARSET, BOUNDS)
    assert reading.text == "๑๐๐"


def test_a_blank_line_stays_blank() -> None:
    assert read_together(ways([""], [""]), CHARSET, BOUNDS) == LineReading("")


def test_only_a_doubtful_figure_is_looked_at_again() -> None:
    sure, doubtful = ReadCharacter("๘", 0.99), ReadCharacter("๘", 0.6)
    assert has_doubtful_figure(LineReading("๘๘", (sure, doubtful)))
    assert not has_doubtful_figure(LineReading("๘๘", (sure, sure)))
    assert not has_doubtful_figure(LineReading("ก", (ReadCharacter("ก", 0.3),)))


def test_the_engine_cuts_doubtful_lines_again(monkeypatch: pytest.MonkeyPatch) -> None:
    trims = []

    def noted(image, ink, height, trim, lowest):  # type: ignore[no-untyped-def]
        trims.append(trim)
        return cut_ink(image, ink, height, trim, lowest)

    monkeypatch.setattr(engine_module, "cut_ink", noted)
    monkeypatch.setattr(engine_module, "has_doubtful_figure", lambda reading: reading.text == "12")
    texts = [r.text for r in line_engine().read(page(), [(20, 20, 200, 60), (20, 100, 200, 140)])]
    assert texts == ["86.97", "12"]
    assert trims == [USUAL, USUAL, *OTHERS]


def test_ways_differ_in_air_and_width() -> None:
    cuts = [cut_line(page(), (20, 20, 200, 60), 40, trim) for trim in (USUAL, *OTHERS)]
    assert len({cut.line.shape for cut in cuts if cut is not None}) >= 3


def test_the_words_before_a_piece_tell_what_number_it_is() -> None:
    year: list[Seen] = ["๒", {"๔": 0.7, "๕": 0.3}, "๖", "๗"]
    assert read_together(ways(year), CHARSET, BOUNDS, "ปีงบประมาณ พ.ศ.").text == "๒๕๖๗"
    assert read_together(ways(year), CHARSET, BOUNDS, "ข้อ").text == "๒๔๖๗"
    assert read_together(ways(year), CHARSET, BOUNDS).text == "๒๔๖๗"


def test_only_the_piece_right_before_in_the_line_counts() -> None:
    readings = [LineReading("ปีงบประมาณ"), LineReading("")]
    first = (100, 50, 200, 80)
    assert _before([first, (220, 52, 260, 78)], readings, 1) == "ปีงบประมาณ"
    assert _before([first, (220, 90, 260, 118)], readings, 1) == ""
    assert _before([first, (400, 52, 440, 78)], readings, 1) == ""
    assert _before([first, (20, 52, 60, 78)], readings, 1) == ""
    assert _before([first], readings, 0) == ""


def test_a_dash_among_figures_keeps_the_paper_of_its_line() -> None:
    picture = page()
    picture[170:173, 30:42] = 20
    dash = (25, 165, 50, 180)
    boxes = [(20, 20, 200, 60), (20, 100, 200, 140), (220, 20, 400, 60), dash]
    lowest = usual_height(ink_box(picture, box) for box in boxes)
    assert 10 <= lowest <= 16
    low, high = cut_line(picture, dash, 40, lowest=3), cut_line(picture, dash, 40, lowest=lowest)
    assert low is not None
    assert high is not None
    assert high.line.shape[1] < low.line.shape[1]
    assert (high.line.max(1) > 0.5).sum() < 20


def test_frames_keep_their_shares() -> None:
    one = frames(["๘"])
    before = one.shares.copy()
    read_together([one, replace(one)], CHARSET, BOUNDS)
    assert np.array_equal(one.shares, before)
