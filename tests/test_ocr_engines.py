"""One contract that every recogniser keeps, each with what it needs faked where it may be absent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.fake_readers import endpoint_stub, fake_tesseract
from thai_ita.ingest.scan.cache import CachedEngine, ReadingCache
from thai_ita.ingest.scan.combine import WithSecondReader
from thai_ita.ingest.scan.line_engine import line_engine
from thai_ita.ingest.scan.line_pictures import ink_box
from thai_ita.ingest.scan.ocr_engine import Grey, OcrEngine, PixelBox
from thai_ita.ingest.scan.tesseract import MARGIN, Tesseract
from thai_ita.ingest.scan.vision_endpoint import VisionEndpoint

BOXES: list[PixelBox] = [(20, 20, 200, 60), (20, 100, 200, 140), (220, 20, 400, 60)]
TEXTS = ("86.97", "12", "256789")
BLANK: PixelBox = (20, 160, 200, 190)


def page() -> Grey:
    """A page with three figures in boxes and nothing in the blank one."""
    picture = Image.new("L", (420, 200), 250)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(30)
    for text, (x0, y0, _, _) in zip(TEXTS, BOXES, strict=True):
        draw.text((x0 + 6, y0), text, font=font, fill=20)
    return np.asarray(picture).copy()


def widths(margin: int = 0) -> dict[int, str]:
    """The texts of the page by the width of their ink."""
    found = {}
    for box, text in zip(BOXES, TEXTS, strict=True):
        ink = ink_box(page(), box)
        assert ink is not None
        found[ink[0][2] - ink[0][0] + 2 * margin] = text
    return found


NAMES = ["own", "tesseract", "own+tesseract", "endpoint", "cached"]


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OcrEngine]:
    name = request.param
    if name == "endpoint":
        with endpoint_stub(widths()) as stub:
            yield VisionEndpoint(stub.address, "stub")
    elif name == "own":
        yield line_engine()
    elif name == "cached":
        yield CachedEngine(line_engine(), ReadingCache(tmp_path / "cache"))
    else:
        if os.name != "posix":
            pytest.skip("the program that stands for Tesseract is one of POSIX")
        second = Tesseract(fake_tesseract(tmp_path, widths(MARGIN)))
        yield second if name == "tesseract" else WithSecondReader(line_engine(), second)


def test_a_reading_for_each_box_in_order(engine: OcrEngine) -> None:
    texts = [reading.text for reading in engine.read(page(), BOXES)]
    assert texts == list(TEXTS)
    assert [r.text for r in engine.read(page(), BOXES[::-1])] == texts[::-1]


def test_no_boxes_give_no_readings(engine: OcrEngine) -> None:
    assert engine.read(page(), []) == []


def test_a_blank_box_gives_an_empty_reading(engine: OcrEngine) -> None:
    readings = engine.read(page(), [BLANK, BOXES[1]])
    assert readings[0].text == ""
    assert readings[0].characters == ()
    assert readings[1].text == "12"


def test_the_text_is_its_characters(engine: OcrEngine) -> None:
    for reading in engine.read(page(), BOXES):
        assert reading.text == "".join(c.char for c in reading.characters)
        assert all(0 <= c.p <= 1 and 0 <= c.p2 <= 1 for c in reading.characters)


def test_characters_stand_in_their_box_from_left_to_right(engine: OcrEngine) -> None:
    for box, reading in zip(BOXES, engine.read(page(), BOXES), strict=True):
        lefts = [c.x0 for c in reading.characters]
        assert lefts == sorted(lefts)
        assert all(box[0] <= c.x0 <= c.x1 <= box[2] for c in reading.characters)


def test_the_same_again_whatever_was_read_between(engine: OcrEngine) -> None:
    first = engine.read(page(), BOXES)
    engine.read(np.full((50, 90), 255, np.uint8), [(0, 0, 90, 50)])
    assert engine.read(page(), BOXES) == first


def test_boxes_beyond_the_picture(engine: OcrEngine) -> None:
    outside: list[PixelBox] = [
        (-30, -30, 5, 5),
        (900, 900, 950, 950),
        (30, 30, 30, 60),
        (390, 150, 500, 300),
    ]
    assert [r.text for r in engine.read(page(), outside)] == [""] * 4
    over = engine.read(page(), [(-20, 80, 200, 140)])[0]
    assert over.text == "12"
    assert all(c.x0 >= 0 for c in over.characters)


def test_it_has_a_name_and_a_version(engine: OcrEngine) -> None:
    assert engine.name
    assert engine.version
