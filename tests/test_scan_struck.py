"""Figures that are struck out in a picture count for nothing."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from tests.scan_pages import Sheet
from thai_ita.ingest.scan.page_assembly import page_of
from thai_ita.ingest.scan.struck_figures import is_struck

WHITE, INK = 255, 20
BASE, BODY = 100, 22
SIDES = (100, 212)


def digits(struck_at: int | None = None, lean: int = 0, until: int = 216) -> Any:
    """Boxes with a bar in their middle, as eights have, and room between them."""
    image = np.full((150, 300), WHITE, np.uint8)
    for x in range(100, 216, 24):
        cv2.rectangle(image, (x, BASE - BODY), (x + 15, BASE - 1), INK, 3)
        cv2.line(image, (x, BASE - BODY // 2), (x + 15, BASE - BODY // 2), INK, 3)
    if struck_at is not None:
        cv2.line(image, (96, struck_at), (until, struck_at + lean), INK, 2)
    return image


def test_a_line_from_end_to_end_strikes_a_figure() -> None:
    assert is_struck(digits(BASE - BODY // 2), SIDES, BASE, BODY)
    assert is_struck(digits(BASE - BODY // 2, lean=5), SIDES, BASE, BODY)


def test_bars_of_digits_strike_nothing() -> None:
    assert not is_struck(digits(), SIDES, BASE, BODY)


def test_an_underline_strikes_nothing() -> None:
    assert not is_struck(digits(BASE + 3), SIDES, BASE, BODY)


def test_a_stroke_that_ends_midway_strikes_nothing() -> None:
    assert not is_struck(digits(BASE - BODY // 2, until=150), SIDES, BASE, BODY)


def test_a_struck_figure_is_left_out_and_told() -> None:
    sheet = Sheet()
    sheet.write(200, 400, "คะแนนรวม", "89.06", "90.58")
    layout = sheet.layout()
    boxes = layout.lines[0].pieces
    x0, _, x1, _ = boxes[1]
    image = layout.image.copy()
    cv2.line(image, (x0 - 4, 400 - 10), (x1 + 4, 400 - 10), INK, 2)
    layout.image = image
    read = page_of(layout, [sheet.texts[box] for box in boxes], layout.dpi)
    assert "89.06" not in read.content.text
    assert "90.58" in read.content.text
    assert [(t.code, "89.06" in t.message) for t in read.content.problems] == [("figure-not-read", True)]
