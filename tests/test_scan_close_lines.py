"""Lines that are set so close that the box of one holds marks of the next."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from tests.test_scan_layout import BLACK, DPI, blank, write
from thai_ita.ingest.scan.apart import set_apart
from thai_ita.ingest.scan.page_layout import PictureLayout
from thai_ita.ingest.scan.text_lines import find_lines

UPPER, LOWER = 300, 360
INKED = 128


def close_lines(gap: int = LOWER - UPPER) -> Any:
    """Two lines; the upper has a tail, the lower a mark over a mark."""
    page = blank()
    write(page, 200, UPPER, 40, marks=False)
    cv2.rectangle(page, (203, UPPER + 2), (206, UPPER + 16), BLACK, -1)
    base = UPPER + gap
    write(page, 200, base, 40, marks=False)
    for i in range(4, 40, 5):
        left = 200 + i * 17
        cv2.rectangle(page, (left, base - 41), (left + 10, base - 27), BLACK, -1)
        cv2.rectangle(page, (left + 2, base - 51), (left + 9, base - 44), BLACK, -1)
    return page


def laid_out(page: Any) -> PictureLayout:
    """The layout of a page that stands upright and straight."""
    image = np.ascontiguousarray(page[:, :, 0])
    lines, owners = find_lines(np.asarray((image < INKED) * 255, np.uint8), [], DPI)
    return PictureLayout(image, DPI, np.eye(3), lines=lines, owners=owners)


def ink_of(layout: PictureLayout) -> list[int]:
    """How many dark pixels each piece has as it is read."""
    picture, boxes = set_apart(layout)
    return [int((picture[y0:y1, x0:x1] < INKED).sum()) for x0, y0, x1, y1 in boxes]


def test_a_mark_over_a_mark_belongs_to_its_own_line() -> None:
    ink = np.asarray((close_lines()[:, :, 0] < INKED) * 255, np.uint8)
    lines, owners = find_lines(ink, [], DPI)
    assert len(lines) == 2
    mark = owners[LOWER - 51 : LOWER - 43, 270:278]
    assert set(np.unique(mark[mark > 0])) == {lines[1].number}


def test_a_tail_belongs_to_the_letter_above_it() -> None:
    ink = np.asarray((close_lines()[:, :, 0] < INKED) * 255, np.uint8)
    lines, owners = find_lines(ink, [], DPI)
    assert owners[UPPER + 6, 204] == lines[0].number


def test_a_point_on_the_line_stays_though_a_mark_stands_below() -> None:
    page = close_lines()
    cv2.rectangle(page, (888, UPPER - 4), (892, UPPER), BLACK, -1)
    write(page, 880, LOWER, 1, marks=False)
    cv2.rectangle(page, (884, LOWER - 30), (894, LOWER - 26), BLACK, -1)
    ink = np.asarray((page[:, :, 0] < INKED) * 255, np.uint8)
    lines, owners = find_lines(ink, [], DPI)
    assert owners[UPPER - 2, 890] == lines[0].number


def test_close_lines_are_read_without_the_ink_of_one_another() -> None:
    layout = laid_out(close_lines())
    upper = layout.lines[0]
    as_it_stands = layout.image[upper.box[1] : upper.box[3], upper.box[0] : upper.box[2]]
    alone = ink_of(layout)
    assert alone[0] < int((as_it_stands < INKED).sum())
    far = ink_of(laid_out(close_lines(120)))
    assert abs(alone[0] - far[0]) < 0.02 * far[0], "the line itself is whole"


def test_lines_apart_are_read_where_they_stand() -> None:
    layout = laid_out(close_lines(120))
    picture, boxes = set_apart(layout)
    assert picture is layout.image
    assert boxes == [piece for line in layout.lines for piece in line.pieces]
