"""Boxes of a picture become lines of one height, whatever their ground, their air and their length."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from thai_ita.ingest.scan import line_engine as engine_module
from thai_ita.ingest.scan.line_engine import _parts, line_engine
from thai_ita.ingest.scan.line_pictures import AIR_BESIDE, as_batches, cut_line, ink_box
from thai_ita.ingest.scan.ocr_engine import Grey

HEIGHT = 40


def written(text: str, size: int = 30, paper: int = 250, ink: int = 20, width: int = 600) -> Grey:
    picture = Image.new("L", (width, 100), paper)
    ImageDraw.Draw(picture).text((40, 30), text, font=ImageFont.load_default(size), fill=ink)
    return np.asarray(picture).copy()


def bounds(picture: Grey, dark: bool = False) -> tuple[int, int, int, int]:
    ink = picture > 128 if dark else picture < 128
    ys, xs = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    return int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1


def test_a_wide_box_gives_the_same_line_as_a_tight_one() -> None:
    picture = written("86.97")
    tight, wide = (
        cut_line(picture, bounds(picture), HEIGHT),
        cut_line(picture, (0, 0, 600, 100), HEIGHT),
    )
    assert tight is not None
    assert wide is not None
    assert tight.line.shape[0] == wide.line.shape[0] == HEIGHT
    assert abs(tight.line.shape[1] - wide.line.shape[1]) <= 4
    assert abs(tight.x0 - wide.x0) <= 2


def test_a_column_of_the_line_is_found_in_the_picture() -> None:
    picture = written("1")
    cut = cut_line(picture, (0, 0, 600, 100), HEIGHT)
    assert cut is not None
    x0, _, x1, _ = bounds(picture)
    columns = np.flatnonzero(cut.line.max(0) > 0.5)
    assert cut.picture_x(float(columns[0])) == pytest.approx(x0, abs=1.5)
    assert cut.picture_x(float(columns[-1]) + 1) == pytest.approx(x1, abs=1.5)
    assert cut.x0 < x0 - AIR_BESIDE


def test_white_on_dark_is_read_as_dark_on_white() -> None:
    picture = written("86.97")
    dark = 255 - picture
    found = ink_box(dark, (20, 10, 300, 90))
    assert found is not None
    assert found[1]
    a, b = cut_line(picture, (20, 10, 300, 90), HEIGHT), cut_line(dark, (20, 10, 300, 90), HEIGHT)
    assert a is not None
    assert b is not None
    assert np.abs(a.line - b.line).max() < 0.05
    assert line_engine().read(dark, [(20, 10, 300, 90)])[0].text == "86.97"


def test_bold_letters_that_fill_their_box_are_no_light_ones() -> None:
    picture = np.full((60, 200), 250, np.uint8)
    picture[10:50, 20:180] = 20
    picture[20:40, 60:70] = 250
    found = ink_box(picture, (20, 10, 180, 50))
    assert found is not None
    assert not found[1]


@pytest.mark.parametrize("noise", [0, 5])
def test_a_blank_box_has_no_line(noise: int) -> None:
    grain = np.random.default_rng(1).normal(0, noise, (100, 300)) if noise else np.zeros((100, 300))
    picture = np.clip(235 + grain, 0, 255).astype(np.uint8)
    assert cut_line(picture, (10, 10, 290, 90), HEIGHT) is None


def test_faint_text_has_one() -> None:
    picture = written("12", paper=245, ink=170)
    assert line_engine().read(picture, [(0, 0, 600, 100)])[0].text == "12"


def test_a_hairline_at_the_end_is_not_cut_off() -> None:
    picture = written("86")
    x1 = bounds(picture)[2]
    picture[30:60, x1 + 5] = 170
    found = ink_box(picture, (0, 0, 600, 100))
    assert found is not None
    assert found[0][2] >= x1 + 6


def test_a_dash_is_not_blown_up_to_the_height_of_a_line() -> None:
    picture = np.full((100, 100), 250, np.uint8)
    picture[50:53, 40:52] = 20
    cut = cut_line(picture, (30, 30, 70, 70), HEIGHT)
    assert cut is not None
    assert cut.line.shape[1] < 3 * HEIGHT
    assert (cut.line.max(1) > 0.5).sum() < HEIGHT / 2


def test_a_long_line_is_read_in_parts_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "ITA 2567 " * 9
    picture = written(text, width=1700)
    box = (0, 0, 1700, 100)
    whole = line_engine().read(picture, [box])[0]
    assert whole.text.replace(" ", "") == text.replace(" ", "")
    monkeypatch.setattr(engine_module, "LONGEST", 512)
    parts = line_engine().read(picture, [box])[0]
    assert parts.text == whole.text
    assert [c.x0 for c in parts.characters] == [c.x0 for c in whole.characters]
    assert [c.p for c in parts.characters] == pytest.approx([c.p for c in whole.characters], abs=1e-3)


@pytest.mark.parametrize("width", [8, 2048, 2049, 3000, 9999])
def test_parts_leave_no_column_out(width: int) -> None:
    parts = _parts(width)
    assert parts[0][0] == 0
    assert parts[-1][1] == width
    assert all(b > c for (_, b), (c, _) in pairwise(parts))


def test_lines_of_like_width_go_together_within_bounds() -> None:
    lines = [np.zeros((HEIGHT, w), np.float32) for w in (10, 100, 12, 2000, 31, 99)]
    batches = as_batches(lines, 32, 64)
    assert sorted(i for batch in batches for i in batch) == list(range(6))
    assert batches == [[0, 2], [4], [1], [5], [3]] or batches[0] == [0, 2]


def test_a_line_is_read_alike_whatever_it_is_read_with() -> None:
    picture = written("86.97")
    box = (20, 10, 300, 90)
    alone = line_engine().read(picture, [box])[0]
    many = line_engine().read(picture, [(0, 0, 600, 100), box, (20, 10, 290, 90), box])
    assert many[1] == many[3]
    assert [c.p for c in many[1].characters] == pytest.approx([c.p for c in alone.characters], abs=1e-4)
