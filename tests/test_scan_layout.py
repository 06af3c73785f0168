"""What stands where in the picture of a page: each rule of the layout on a page drawn here."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from thai_ita.ingest.scan.finding import table_cells
from thai_ita.ingest.scan.page_layout import PictureLayout, lay_out
from thai_ita.ingest.scan.paper import RuleInk
from thai_ita.ingest.scan.ruled_lines import Rules
from thai_ita.ingest.scan.runs import Run, find_runs
from thai_ita.ingest.scan.upright_rules import true_uprights

DPI = 200.0
NEAR = 4.0
XS, YS = (200, 500, 900, 1300), (300, 400, 520, 640)
BLACK, RED, BLUE, NAVY, WHITE = (20,) * 3, (205, 45, 55), (45, 55, 190), (25, 45, 100), (255,) * 3


def blank(width: int = 1500, height: int = 1000) -> Any:
    return np.full((height, width, 3), 248, np.uint8)


def write(page: Any, x: int, base: int, n: int = 8, ink: Any = BLACK, marks: bool = True) -> int:
    """Letters of 22 pixels on a baseline, the second and every third with a mark above; the right end."""
    for i in range(n):
        left = x + i * 17
        cv2.rectangle(page, (left, base - 21), (left + 11, base - 1), ink, 3)
        if marks and i % 3 == 1:
            cv2.rectangle(page, (left, base - 32), (left + 10, base - 29), ink, -1)
    return x + (n - 1) * 17 + 13


def rule(page: Any, table_xs: Any = XS, table_ys: Any = YS, ink: Any = BLACK, thick: int = 2) -> None:
    for x in table_xs:
        cv2.line(page, (x, table_ys[0]), (x, table_ys[-1]), ink, thick)
    for y in table_ys:
        cv2.line(page, (table_xs[0], y), (table_xs[-1], y), ink, thick)


def table(ink: Any = BLACK, thick: int = 2) -> Any:
    page = blank()
    rule(page, ink=ink, thick=thick)
    for x in XS[:-1]:
        for y in YS[1:]:
            write(page, x + 30, y - 30)
    for base in (120, 180, 240):
        write(page, 200, base, 40)
    return page


def cells(layout: PictureLayout) -> list[Any]:
    return table_cells(Rules([], [], layout.horizontal, layout.vertical), layout.dpi)


def carried(layout: PictureLayout, x: float, y: float) -> tuple[float, float]:
    """Where a pixel of the picture as given lies in the straight one."""
    at = np.linalg.inv(layout.to_picture) @ np.array([x, y, 1.0])
    return float(at[0] / at[2]), float(at[1] / at[2])


def is_whole_table(layout: PictureLayout) -> bool:
    """Whether the nine cells of ``table`` stand where they were drawn."""
    found = cells(layout)
    if len(found) != 9:
        return False
    corners = {tuple(carried(layout, x, y)) for x in XS for y in YS}
    return all(any(abs(cell[0] - x) < NEAR and abs(cell[1] - y) < NEAR for x, y in corners) for cell in found)


def damaged_skew(page: Any, degrees: float) -> Any:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(page, matrix, (width, height), borderValue=(248,) * 3)


# Rules


def test_cells_and_lines_of_a_ruled_table() -> None:
    layout = lay_out(table(), DPI)
    assert is_whole_table(layout)
    assert len(layout.lines) == 9 + 3
    assert layout.turned == 0


@pytest.mark.parametrize("ink", [(150,) * 3, BLUE])
def test_thin_grey_and_coloured_rules_count(ink: Any) -> None:
    assert is_whole_table(lay_out(table(ink, 1), DPI))


def test_rules_with_breaks_and_points_count() -> None:
    page = table()
    page[:, 640:646] = np.where(page[:, 640:646] < 100, 248, page[:, 640:646])
    assert is_whole_table(lay_out(page, DPI))
    dotted = blank()
    rule(dotted)
    dotted[:, ::6] = 248
    dotted[:, 1::6] = 248
    dotted[::6] = 248
    assert len(cells(lay_out(dotted, DPI))) == 9


def test_a_double_rule_is_one() -> None:
    page = table()
    cv2.line(page, (XS[0], YS[1] + 7), (XS[-1], YS[1] + 7), BLACK, 2)
    assert len(cells(lay_out(page, DPI))) == 9


def test_a_merged_cell_stays_whole() -> None:
    page = blank()
    rule(page)
    page[YS[1] + 3 : YS[2] - 2, XS[1] - 2 : XS[1] + 3] = 248
    found = cells(lay_out(page, DPI))
    assert len(found) == 8
    assert any(abs(c[0] - XS[0]) < NEAR and abs(c[2] - XS[2]) < NEAR for c in found)


def test_strokes_of_letters_are_no_rules() -> None:
    """An upright stroke as tall as its row, that does not reach the rules; and rows of letters."""
    page = table()
    cv2.line(page, (700, YS[0] + 6), (700, YS[1] - 6), BLACK, 3)
    for base in (760, 800, 840):
        write(page, 200, base, 60, marks=False)
    layout = lay_out(page, DPI)
    assert len(cells(layout)) == 9
    assert all(e.at < YS[-1] + NEAR for e in layout.horizontal)


def test_open_sides_are_columns_where_level_rules_end_together() -> None:
    page = blank()
    rule(page, XS[1:3])
    for y in YS:
        cv2.line(page, (XS[0], y), (XS[-1], y), BLACK, 2)
    assert is_whole_table(lay_out(page, DPI))
    alone = blank()
    rule(alone, XS[1:3])
    cv2.line(alone, (XS[0], YS[1]), (XS[-1], YS[1]), BLACK, 2)
    assert all(XS[1] - NEAR < e.at < XS[2] + NEAR for e in lay_out(alone, DPI).vertical)


def test_faint_rules_count_where_nothing_else_is_faint() -> None:
    faint = (231,) * 3
    page = blank()
    for x in XS[:-1]:
        for y in YS[1:]:
            write(page, x + 30, y - 30)
    shown = page.copy()
    rule(page, ink=faint)
    assert is_whole_table(lay_out(page, DPI))
    rule(shown, ink=faint)
    for base in range(700, 980, 40):
        write(shown, 200, base, 60, ink=faint)
    assert not cells(lay_out(shown, DPI))


@pytest.mark.parametrize("ruled", [True, False])
def test_rows_of_text_that_touch_a_rule_leave_it_one(ruled: bool) -> None:
    ink: Any = np.zeros((200, 1500), np.uint8)
    for x in range(210, 1200, 116):
        cv2.rectangle(ink, (x, 80), (x + 100, 98), 255, -1)
    if ruled:
        cv2.rectangle(ink, (200, 99), (1300, 101), 255, -1)
    level, _ = find_runs(RuleInk(ink, ink, ink, ink), DPI)
    assert [round(run.length / 100) for run in level] == ([11] if ruled else [])


@pytest.mark.parametrize("parts", [[(0, 999)], [(0, 110), (YS[1], YS[2])]])
def test_a_streak_through_a_page_is_no_rule(parts: list[tuple[int, int]]) -> None:
    page = table()
    for top, bottom in parts:
        cv2.line(page, (1110, top), (1110, bottom), (150,) * 3, 1)
    assert is_whole_table(lay_out(page, DPI))


def test_rules_that_all_pass_the_last_level_one_are_no_streaks() -> None:
    page = blank()
    rule(page)
    for x in XS:
        cv2.line(page, (x, YS[-1]), (x, YS[-1] + 150), BLACK, 2)
    assert len(cells(lay_out(page, DPI))) == 12


@pytest.mark.parametrize(("off", "is_rule"), [(9, False), (2, True)])
def test_an_upright_with_breaks_goes_into_the_rules_it_meets(off: int, is_rule: bool) -> None:
    ink: Any = np.zeros((800, 800), np.uint8)
    level = [Run(100, 700, 0.0, y) for y in range(200, 600, 45)]
    for h in level[:-1]:
        ink[round(h.offset) + off : round(h.offset) + 45 - off, 400] = 255
    upright = [Run(200, 560, 0.0, 400, solid=False)]
    found = true_uprights(upright, level, RuleInk(ink, ink, ink, ink), DPI, 12)
    assert bool(found) is is_rule


def test_a_table_that_the_page_cuts_gets_its_last_rule() -> None:
    page = table()
    page[YS[-1] - 3 : YS[-1] + 4] = 248
    for x in XS:
        cv2.line(page, (x, YS[-1] - 10), (x, YS[-1]), BLACK, 2)
    assert len(cells(lay_out(page, DPI))) == 9


def test_a_rule_under_a_stamp_stays() -> None:
    page = table()
    cv2.circle(page, (700, YS[1]), 80, (120,) * 3, 3)
    cv2.putText(page, "SEAL", (640, YS[1] + 8), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (120,) * 3, 4)
    assert len(cells(lay_out(page, DPI))) == 9


# Paper


def test_coloured_stamps_and_signatures_go_and_dark_letters_below_stay() -> None:
    clean = table()
    page = clean.astype(np.float32)
    sheet = np.full_like(clean, 255)
    cv2.circle(sheet, (700, 460), 110, RED, 4, cv2.LINE_AA)
    points = np.array([[950 + 40 * i, 560 + 40 * (-1) ** i] for i in range(8)], np.int32)
    cv2.polylines(sheet, [points], False, BLUE, 3, cv2.LINE_AA)
    stamped = (page * sheet / 255).astype(np.uint8)
    plain, layout = lay_out(clean, DPI), lay_out(stamped, DPI)
    assert len(layout.lines) == len(plain.lines)
    far = cv2.erode(plain.image, np.ones((5, 5), np.uint8)) > 200
    assert (layout.image[far] > 150).all()
    dark = plain.image < 60
    assert (layout.image[dark] < 140).mean() > 0.95


def test_coloured_letters_stay() -> None:
    page = table()
    write(page, 200, 800, 20, RED)
    write(page, 200, 860, 20, BLUE)
    assert len(lay_out(page, DPI).lines) == 9 + 3 + 2


@pytest.mark.parametrize("fill", [NAVY, (200, 215, 235)])
def test_letters_on_a_fill_are_read_and_the_fill_is_a_cell(fill: Any) -> None:
    page = table()
    page[YS[0] : YS[1], XS[0] : XS[-1]] = fill
    for x in XS[:-1]:
        write(page, x + 30, YS[1] - 30, ink=WHITE if fill == NAVY else BLACK)
    for x in XS:
        cv2.line(page, (x, YS[0]), (x, YS[1]), WHITE if fill == NAVY else BLACK, 2)
    layout = lay_out(page, DPI)
    assert len(layout.lines) == 9 + 3
    assert len(cells(layout)) == 9
    box = min(layout.lines[3:6], key=lambda line: line.box[0]).box
    assert np.percentile(layout.image[box[1] : box[3], box[0] : box[2]], 5) < 90


RED_FILL, BLUE_FILL, GREEN_FILL, GOLD_FILL = (
    (172, 65, 56),
    (45, 105, 150),
    (45, 135, 85),
    (176, 125, 35),
)


def bands(fills: list[Any], ink: Any = WHITE) -> Any:
    """A table of rows of 56 pixels; the first rows are bands of colour with letters in ``ink``."""
    page = blank()
    ys = tuple(300 + 56 * i for i in range(9))
    rule(page, (200, 500, 900, 1300), ys, (150,) * 3, 2)
    for i, y in enumerate(ys[:-1]):
        band = i < len(fills)
        if band:
            page[y : y + 56, 200:1300] = fills[i]
        for x in (200, 500, 900):
            write(page, x + 30, y + 42, 12, ink if band else BLACK)
    for base in (120, 180, 240):
        write(page, 200, base, 40)
    return page


def inks(layout: PictureLayout) -> list[float]:
    """How dark the letters of each line are, and its paper: 0 where one is not."""
    found = []
    for line in layout.lines:
        x0, y0, x1, y1 = line.box
        part = layout.image[y0:y1, x0:x1]
        found.append(float(np.percentile(part, 75)) - float(np.percentile(part, 5)))
    return found


@pytest.mark.parametrize("fill", [RED_FILL, BLUE_FILL, GREEN_FILL, GOLD_FILL])
@pytest.mark.parametrize("degrees", [0.0, 1.5])
def test_white_letters_on_a_band_turn_dark_all_along(fill: Any, degrees: float) -> None:
    layout = lay_out(damaged_skew(bands([fill]), degrees), DPI)
    assert sum(len(line.pieces) for line in layout.lines) == 8 * 3 + 3
    assert min(inks(layout)) > 150


def test_dark_letters_on_a_coloured_band_stay() -> None:
    layout = lay_out(bands([(120, 175, 225)], BLACK), DPI)
    assert sum(len(line.pieces) for line in layout.lines) == 8 * 3 + 3
    assert min(inks(layout)) > 150


def test_a_rule_parts_bands_of_two_colours() -> None:
    layout = lay_out(bands([RED_FILL, BLUE_FILL]), DPI)
    assert sum(len(line.pieces) for line in layout.lines) == 8 * 3 + 3
    assert min(inks(layout)) > 150
    tops = sorted({round(e.at) for e in layout.horizontal if e.end - e.start > 600})
    assert len(tops) == 9


def test_light_rules_of_a_band_are_its_columns() -> None:
    page = bands([BLUE_FILL])
    for x in (500, 900):
        cv2.line(page, (x, 296), (x, 359), WHITE, 3)
    assert len(cells(lay_out(page, DPI))) == 8 * 3


def test_letters_as_thick_as_fills_are_no_fill() -> None:
    page = table()
    for x, text in ((300, "91"), (500, "36")):
        cv2.putText(page, text, (x, 860), cv2.FONT_HERSHEY_SIMPLEX, 4, GREEN_FILL, 28)
    layout = lay_out(page, DPI)
    assert layout.image[700:880, 290:700].min() < 60
    dark = (layout.image[700:880, 250:760] < 128).sum()
    drawn = (page[700:880, 250:760].min(axis=2) < 128).sum()
    assert 0.8 * drawn < dark < 1.2 * drawn


def test_a_photograph_is_no_fill_with_letters() -> None:
    page = table()
    rng = np.random.default_rng(5)
    coarse = rng.integers(20, 160, (14, 20, 3), dtype=np.uint8)
    page[700:960, 300:700] = cv2.resize(coarse, (400, 260), interpolation=cv2.INTER_CUBIC)
    layout = lay_out(page, DPI)

    assert len(layout.lines) == 9 + 3


def test_black_edges_of_the_scanner_and_punch_holes_go() -> None:
    page = table()
    page[:, :60] = 15
    page[960:] = 10
    cv2.circle(page, (110, 500), 25, (15,) * 3, -1)
    layout = lay_out(page, DPI)
    assert len(layout.lines) == 9 + 3
    assert (layout.image[:, :50] > 200).all()


def test_shade_and_pale_ink_are_evened() -> None:
    page = 170 + (table().astype(np.float32) - 20) * 0.33
    light = np.linspace(0.6, 1.0, page.shape[1])[None, :, None]
    layout = lay_out((page * light).astype(np.uint8), DPI)
    assert is_whole_table(layout)
    assert len(layout.lines) == 9 + 3


def test_grain_is_no_ink() -> None:
    grain = np.random.default_rng(1).normal(0, 22, (1000, 1500, 1))
    layout = lay_out(np.clip(table() + grain, 0, 255).astype(np.uint8), DPI)
    assert is_whole_table(layout)
    assert len(layout.lines) == 9 + 3


# Straight


@pytest.mark.parametrize("degrees", [-4.0, 1.3, 3.0])
def test_skew_is_taken_away(degrees: float) -> None:
    page = table()
    layout = lay_out(damaged_skew(page, degrees), DPI)
    assert len(cells(layout)) == 9
    assert all(abs(line.box[3] - line.base_y) < 4 for line in layout.lines)


def test_perspective_is_taken_away() -> None:
    page = table()
    height, width = page.shape[:2]
    square = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    bent = square + np.array([[60, 10], [-20, 35], [-5, -30], [15, -5]], np.float32)
    matrix = cv2.getPerspectiveTransform(square, bent)
    photo = cv2.warpPerspective(page, matrix, (width, height), borderValue=(200,) * 3)
    layout = lay_out(photo, DPI)
    found = cells(layout)
    assert len(found) == 9
    corner = layout.to_picture @ np.array([found[0][0], found[0][1], 1])
    there = matrix @ np.array([XS[0], YS[0], 1])
    assert np.hypot(*(corner[:2] / corner[2] - there[:2] / there[2])) < 6


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_pages_on_their_side_and_head_are_turned(turns: int) -> None:
    layout = lay_out(np.ascontiguousarray(np.rot90(table(), -turns)), DPI)
    assert layout.turned == -turns % 4
    assert len(cells(layout)) == 9
    marks = [line for line in layout.lines if line.base_y - line.box[1] > line.body * 1.2]
    assert len(marks) == 9 + 3


def test_the_judge_tells_which_way_is_up_where_ink_does_not() -> None:
    page = blank()
    for base in range(100, 700, 60):
        write(page, 200, base, 40, marks=False)
    page[:, 1400:] = 248
    asked: list[int] = []

    def judge(image: Any, boxes: Any) -> float:
        asked.append(len(boxes))
        return float(len(asked) == 1)

    assert lay_out(page, DPI).turned == 0
    assert lay_out(page, DPI, judge).turned == 2
    assert len(asked) == 2


@pytest.mark.parametrize(("zoom", "dpi"), [(2, 400.0), (3, 72.0)])
def test_fine_pictures_are_made_smaller(zoom: int, dpi: float) -> None:
    """Whatever resolution they say that they have."""
    page = cv2.resize(table(), None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC)
    layout = lay_out(page, dpi)
    assert max(layout.image.shape) < 2500
    assert len(cells(layout)) == 9
    there = layout.to_picture @ np.array([cells(layout)[0][0], cells(layout)[0][1], 1])
    assert np.allclose(there[:2], (XS[0] * zoom, YS[0] * zoom), atol=NEAR * zoom)


def test_an_empty_page_has_nothing() -> None:
    layout = lay_out(blank(), DPI)
    assert (layout.lines, layout.vertical, layout.horizontal, layout.turned) == ([], [], [], 0)


# Lines


def test_marks_join_their_line_and_its_base_is_that_of_letters() -> None:
    page = blank()
    for base in (200, 245, 290):
        write(page, 200, base, 30)
    lines = lay_out(page, DPI).lines
    assert [round(line.base_y / 5) * 5 for line in lines] == [200, 245, 290]
    assert all(line.box[1] < line.base_y - 28 and 20 <= line.body <= 26 for line in lines)


def test_pieces_end_at_wide_gaps() -> None:
    page = blank()
    for base in (200, 260, 320):
        end = write(page, 200, base, 10)
        write(page, end + 60, base, 10)
    for line in lay_out(page, DPI).lines:
        assert len(line.pieces) == 2
        assert line.pieces[0][2] < line.pieces[1][0]


def test_text_on_both_sides_of_a_rule_is_two_pieces() -> None:
    page = table()
    write(page, XS[1] - 145, YS[2] - 30)
    write(page, XS[1] + 8, YS[2] - 30)
    layout = lay_out(page, DPI)
    boxes = [piece for line in layout.lines for piece in line.pieces]
    assert not any(box[0] < XS[1] - 3 and box[2] > XS[1] + 3 for box in boxes if box[1] > YS[0])


def test_specks_and_rows_of_points_are_no_lines_but_dashes_are_pieces() -> None:
    page = blank()
    for base in (200, 260, 320):
        write(page, 300, base, 20)
    for x in range(300, 700, 12):
        cv2.rectangle(page, (x, 440), (x + 2, 442), BLACK, -1)
    for x, y in ((900, 100), (950, 700), (1200, 444)):
        cv2.rectangle(page, (x, y), (x + 2, y + 2), BLACK, -1)
    cv2.rectangle(page, (230, 308), (242, 310), BLACK, -1)
    lines = lay_out(page, DPI).lines
    assert len(lines) == 3
    assert len(lines[2].pieces) == 2
    assert lines[2].pieces[0][0] == pytest.approx(230, abs=3)


def test_a_letter_on_the_end_of_a_rule_does_not_part_a_merged_cell() -> None:
    page = blank()
    rule(page, table_ys=(300, 350, 520, 640))
    page[303:348, XS[1] - 2 : XS[1] + 3] = 248
    cv2.line(page, (XS[1], 318), (XS[1], 340), BLACK, 3)
    assert len(cells(lay_out(page, DPI))) == 8


@pytest.mark.parametrize("shape", [(1, 6000), (6000, 1), (1, 1), (20, 3)])
def test_a_picture_of_next_to_nothing_is_looked_at(shape: tuple[int, int]) -> None:
    """Made smaller it has no pixel left."""
    assert not lay_out(np.full((*shape, 3), 255, np.uint8), 300).lines
    lay_out(np.full((*shape, 3), 0, np.uint8), 300)
