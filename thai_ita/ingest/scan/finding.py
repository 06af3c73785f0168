"""The steps from the picture of a page to its rules and lines of text."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np

from thai_ita.ingest.pdf.tables.ruling import TooManyRulingsError, find_cells, merge_edges
from thai_ita.ingest.scan.ocr_engine import Grey
from thai_ita.ingest.scan.page_layout import Judge, PictureLayout, Rgb, TextLine
from thai_ita.ingest.scan.paper import Ink, binarise, clean_page
from thai_ita.ingest.scan.ruled_lines import Rules, find_rules, without_rules
from thai_ita.ingest.scan.straighten import (
    Matrix,
    find_perspective,
    find_skew,
    lies_sideways,
    quarter_turned,
    skew_matrix,
    turn_matrix,
    warped,
)
from thai_ita.ingest.scan.text_lines import Owners, find_lines

# Pictures finer than this are made as coarse as that (dots an inch).
_FINE_DPI: Final = 240.0
_WORK_DPI: Final = 200.0
# No page is longer than this (inches); a picture that says so has the size of A4.
_LONGEST_IN: Final = 24.0
_A4_IN: Final = 11.69
# The least skew worth a turn (degrees).
_LEAST_SKEW: Final = 0.03
# Marks above letters against those below: so many times as many say which way is up.
_CLEAR: Final = 1.5
_LEAST_MARKS: Final = 12
_JUDGED_LINES: Final = 12
_PT_IN: Final = 72.0


def find_layout(picture: Rgb, dpi: float, judge: Judge | None = None) -> PictureLayout:
    """What ``layout.lay_out`` promises."""
    cv2.setNumThreads(1)
    small, dpi, shrink = _workable(picture, dpi)
    page = clean_page(small, dpi)
    turned = 0
    ink = binarise(page)
    if lies_sideways(ink, dpi):
        turned = 1
        page, ink = quarter_turned(page, turned), quarter_turned(ink, turned)
    height, width = page.shape
    straight, matrix = _straightened(page, ink, dpi)
    ink = binarise(straight)
    rules = find_rules(straight, dpi)
    lines, owners, image = _lines(straight, ink, rules, dpi)
    if _upside_down(image, lines, judge):
        turned = (turned + 2) % 4
        matrix = turn_matrix(2, width, height) @ matrix
        straight, ink = quarter_turned(straight, 2), quarter_turned(ink, 2)
        rules = find_rules(straight, dpi)
        lines, owners, image = _lines(straight, ink, rules, dpi)
    first = 1 if turned % 2 else 0
    before = matrix @ turn_matrix(first, small.shape[1], small.shape[0]) @ shrink
    return PictureLayout(
        image,
        dpi,
        np.asarray(np.linalg.inv(before), np.float64),
        turned,
        rules.vertical,
        rules.horizontal,
        lines,
        owners,
    )


def _workable(picture: Rgb, dpi: float) -> tuple[Rgb, float, Matrix]:
    """The picture at a resolution to work with, that, and the matrix to it."""
    height, width = picture.shape[:2]
    if picture.ndim == 2:
        picture = np.repeat(picture[:, :, None], 3, axis=2)
    if max(height, width) / dpi > _LONGEST_IN:
        dpi = max(height, width) / _A4_IN
    if dpi <= _FINE_DPI:
        return picture, dpi, np.eye(3)
    size = (max(1, round(width * _WORK_DPI / dpi)), max(1, round(height * _WORK_DPI / dpi)))
    matrix = np.diag([size[0] / width, size[1] / height, 1.0])
    small = cv2.resize(np.ascontiguousarray(picture), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), _WORK_DPI, matrix


def _straightened(page: Grey, ink: Ink, dpi: float) -> tuple[Grey, Matrix]:
    """The page without skew and perspective, and the matrix to it."""
    height, width = page.shape
    angle = find_skew(ink, dpi)
    matrix = np.eye(3)
    level = ink
    if abs(angle) > _LEAST_SKEW:
        matrix = skew_matrix(angle, width, height)
        level = cv2.bitwise_not(warped(cv2.bitwise_not(ink), matrix, (width, height), False))
        level = np.asarray(cv2.threshold(level, 127, 255, cv2.THRESH_BINARY)[1], np.uint8)
    leaning = find_perspective(level, dpi)
    if leaning is not None:
        matrix = leaning @ matrix
    if np.allclose(matrix, np.eye(3)):
        return page, matrix
    return np.asarray(warped(page, matrix, (width, height)), np.uint8), matrix


def _lines(page: Grey, ink: Ink, rules: Rules, dpi: float) -> tuple[list[TextLine], Owners, Grey]:
    """The lines of text, whose ink is whose, and the page without its rules."""
    text, gone = without_rules(ink, rules, dpi)
    image = page.copy()
    image[cv2.dilate(gone, np.ones((3, 3), np.uint8)) > 0] = 255
    cv2.min(image, cv2.bitwise_not(cv2.bitwise_and(text, cv2.bitwise_not(page))), image)
    return *find_lines(text, table_cells(rules, dpi), dpi), image


def table_cells(rules: Rules, dpi: float) -> list[Any]:
    """The cells that the rules close, in pixels, as the builder of pages finds them."""
    points = _PT_IN / dpi
    vertical = merge_edges([e._replace(at=e.at * points, start=e.start * points, end=e.end * points)
                            for e in rules.vertical])  # fmt: skip
    horizontal = merge_edges([e._replace(at=e.at * points, start=e.start * points, end=e.end * points)
                              for e in rules.horizontal])  # fmt: skip
    try:
        cells = find_cells(vertical, horizontal)
    except TooManyRulingsError:
        return []
    return [tuple(v / points for v in cell) for cell in cells]


def _upside_down(image: Grey, lines: list[TextLine], judge: Judge | None) -> bool:
    """Whether the page stands on its head: Thai has far more marks above its letters than below."""
    above = below = 0
    ink = binarise(image)
    for line in lines:
        top = line.base_y - line.body
        reach = 0.7 * line.body
        x0, x1 = line.box[0], line.box[2]
        over = ink[max(0, round(top - reach)) : max(0, round(top - 0.1 * line.body)), x0:x1]
        under = ink[round(line.base_y + 0.1 * line.body) : round(line.base_y + reach), x0:x1]
        above += int((over > 0).any(axis=0).sum())
        below += int((under > 0).any(axis=0).sum())
    if max(above, below) >= _LEAST_MARKS and max(above, below) > _CLEAR * min(above, below):
        return below > above
    if judge is None or not lines:
        return False
    some = sorted(lines, key=lambda line: line.box[0] - line.box[2])[:_JUDGED_LINES]
    boxes = [line.box for line in some]
    height, width = image.shape
    back = [(width - x1, height - y1, width - x0, height - y0) for x0, y0, x1, y1 in boxes]
    return judge(quarter_turned(image, 2), back) > judge(image, boxes)
