"""Rules of tables are told from decoration, however Word, LibreOffice, Excel or Chrome paint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.make_pdfs import Page, PdfMaker, read_page
from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.pdf.tables.painted import Fill
from thai_ita.ingest.pdf.tables.painting import find_rules
from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.pdf.text.glyphs import Glyphs

ROWS = [["ที่", "ตัวชี้วัด", "คะแนน"], ["1", "การใช้งบ", "81.13"], ["2", "การใช้อำนาจ", "82.50"],
        ["3", "ทรัพย์สิน", "83.87"], ["4", "การทุจริต", "85.24"]]  # fmt: skip
XS = [50.0, 100.0, 240.0, 320.0]
TOP, HEIGHT, SIZE = 700.0, 22.0, 10.0
GREY, BLUE = "0.9 g", "0.8 0.85 0.95 rg"
MARGIN = 5.4
LETTER = 0.6

Decorate = Callable[[Page, float, float, str], None]


@pytest.fixture(params=["fast", "pdfplumber"])
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page() -> Page:
    return PdfMaker().page()


def _tables(page: Page, tmp_path: Path, reader: str = "fast") -> list[list[list[str]]]:
    return _rows(read_page(page.pdf, tmp_path, reader))


def _rows(content: PageContent) -> list[list[list[str]]]:
    """The texts of each table, row by row; a place that a merged cell covers is ``·``."""
    return [[["·" if cell is None else cell.text for cell in row] for row in table.grid()] for table in content.tables]


def _width(text: str) -> float:
    """As ``make_pdfs.glyph`` draws the texts of these tests."""
    marks = sum(text.count(mark) for mark in "่้ี์ั็ิุ")
    return (len(text) - marks - text.count(".") * (1 - 25 / 60)) * LETTER * SIZE


def _fill(page: Page, x0: float, top: float, x1: float, low: float, colour: str) -> None:
    page.rect(x0, low, x1 - x0, top - low, "f", colour)


# -- the four ways of painting ---------------------------------------------------------------------


def _word(page: Page, x0: float, top: float, x1: float, shade: str | None) -> None:
    low = top - HEIGHT
    if shade:
        _fill(page, x0 + 0.3, top - 0.3, x1 - 0.3, low + 0.3, shade)
        _fill(page, x0 + MARGIN, top - 1, x1 - MARGIN, top - 16, shade)
    for a, b, c, d in ((x0, top, x1, top), (x0, low, x1, low), (x0, low, x0, top), (x1, low, x1, top)):
        page.rect(a - 0.24, b - 0.24, c - a + 0.48, d - b + 0.48, "f")


def _libreoffice(page: Page, x0: float, top: float, x1: float, shade: str | None) -> None:
    low = top - HEIGHT
    if shade:
        _fill(page, x0, top, x1, low, shade)
    for ends in ((x0, top, x1, top), (x0, low, x1, low), (x0, low, x0, top), (x1, low, x1, top)):
        page.line(*ends)


def _excel(page: Page, x0: float, top: float, x1: float, shade: str | None) -> None:
    _fill(page, x0, top, x1 + 0.6, top - HEIGHT, shade or "1 g")
    if shade is None:
        _word(page, x0, top, x1, None)


def _chrome(page: Page, x0: float, top: float, x1: float, shade: str | None) -> None:
    low, w = top - HEIGHT, 0.75
    if shade:
        _fill(page, x0, top, x1, low, shade)
    for corners in (
        (x0, top, x1, top, x1 - w, top - w, x0 + w, top - w),
        (x0, low, x1, low, x1 - w, low + w, x0 + w, low + w),
        (x0, top, x0, low, x0 + w, low + w, x0 + w, top - w),
        (x1, top, x1, low, x1 - w, low + w, x1 - w, top - w),
    ):
        a, b, c, d, e, f, g, h = corners
        page.ops.append(f"q 0 g {a} {b} m {c} {d} l {e} {f} l {g} {h} l h f Q")


def _no_borders(page: Page, x0: float, top: float, x1: float, shade: str | None) -> None:
    if shade:
        _fill(page, x0 + 0.3, top - 0.3, x1 - 0.3, top - HEIGHT + 0.3, shade)
        _fill(page, x0 + MARGIN, top - 1, x1 - MARGIN, top - 16, shade)


PAINTERS = {"word": _word, "libreoffice": _libreoffice, "excel": _excel, "chrome": _chrome}
Paint = Callable[[Page, float, float, float, str | None], None]


def _draw(
    page: Page,
    paint: Paint,
    shades: list[str | None],
    decorate: Decorate | None = None,
    inset: float = MARGIN,
) -> None:
    """The table of ``ROWS``; ``decorate`` gets the start and baseline of each text."""
    for r, row in enumerate(ROWS):
        top = TOP - r * HEIGHT
        for c in range(len(row)):
            paint(page, XS[c], top, XS[c + 1], shades[r])
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            x, y = XS[c] + inset, TOP - r * HEIGHT - 12
            if decorate is not None:
                decorate(page, x, y, text)
            page.text(x, y, text, SIZE)


def _highlight(page: Page, x: float, y: float, text: str) -> None:
    _fill(page, x, y + 9, x + _width(text), y - 4, "1 1 0 rg")


def _underline(page: Page, x: float, y: float, text: str) -> None:
    page.rect(x, y - 2.2, _width(text), 0.7, "f")


def _strike(page: Page, x: float, y: float, text: str) -> None:
    page.line(x, y + 3, x + _width(text), y + 3)


def _shaded_paragraph(page: Page, x: float, y: float, text: str) -> None:
    column = next(c for c in range(3) if XS[c] < x < XS[c + 1])
    _fill(page, XS[column] + MARGIN, y + 11, XS[column + 1] - MARGIN, y - 9, GREY)


SHADES: dict[str, list[str | None]] = {
    "plain": [None] * 5,
    "head": [BLUE, None, None, None, None],
    "all": [BLUE, GREY, GREY, GREY, GREY],
    "stripes": [BLUE, None, GREY, None, GREY],
}


@pytest.mark.parametrize("shades", SHADES)
@pytest.mark.parametrize("program", PAINTERS)
def test_a_table_as_each_program_paints_it(page: Page, tmp_path: Path, reader: str, program: str, shades: str) -> None:
    _draw(page, PAINTERS[program], SHADES[shades])
    assert _tables(page, tmp_path, reader) == [ROWS]


@pytest.mark.parametrize("decorate", [_highlight, _underline, _strike, _shaded_paragraph])
@pytest.mark.parametrize("program", PAINTERS)
def test_what_follows_the_text_of_cells_is_no_rule(
    page: Page, tmp_path: Path, reader: str, program: str, decorate: Decorate
) -> None:
    _draw(page, PAINTERS[program], SHADES["plain"], decorate)
    # What the fast reader sees struck it does not read.
    struck = decorate is _strike and reader == "fast"
    assert _tables(page, tmp_path, reader) == ([] if struck else [ROWS])


def test_an_underline_from_border_to_border_parts_no_row(page: Page, tmp_path: Path) -> None:
    def all_the_way(page: Page, x: float, y: float, text: str) -> None:
        if text.startswith("8"):
            page.rect(XS[2], y - 2.2, XS[3] - XS[2], 0.7, "f")

    _draw(page, _libreoffice, SHADES["plain"], all_the_way)
    assert len(_tables(page, tmp_path)[0]) > len(ROWS)
    narrow = PdfMaker().page()
    width = _width("81.13")
    narrow.grid([50, 120, 120 + width], [700, 678, 656])
    for y in (688.0, 666.0):
        narrow.text(55, y, "การ", SIZE)
        narrow.text(120, y, "81.13", SIZE)
        _underline(narrow, 120, y, "81.13")
    assert _tables(narrow, tmp_path) == [[["การ", "81.13"]] * 2]


# -- rows of colour --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shades",
    [
        [BLUE, None, GREY, None, GREY],
        [None, GREY, None, GREY, None],
        [BLUE, None, GREY, None, GREY, None],
    ],
)
def test_rows_without_colour_stand_between_rows_of_colour(
    page: Page, tmp_path: Path, reader: str, shades: list[str | None]
) -> None:
    _draw(page, _no_borders, shades)
    assert _tables(page, tmp_path, reader) == [ROWS]


def test_a_last_row_without_colour_may_have_two_lines(page: Page, tmp_path: Path) -> None:
    _draw(page, _no_borders, [None, GREY, None, GREY, None])
    low = TOP - len(ROWS) * HEIGHT
    page.text(XS[1] + MARGIN, low - 5, "ของรัฐ", SIZE)
    page.text(XS[0], low - 20, "หมายเหตุ", SIZE)
    (table,) = _tables(page, tmp_path)
    assert table == [*ROWS[:-1], ["4", "การทุจริต\nของรัฐ", "85.24"]]


def test_a_merged_cell_above_rows_of_colour_stays_merged(page: Page, tmp_path: Path) -> None:
    for r, shade in enumerate((None, None, GREY, None, GREY)):
        for c, text in enumerate((str(r), "ก", f"8{r}.5")):
            if c == 1 and r < 2:
                continue
            _libreoffice(page, XS[c], TOP - r * HEIGHT, XS[c + 1], shade)
            page.text(XS[c] + MARGIN, TOP - r * HEIGHT - 14, text, SIZE)
    page.grid(XS[1:3], [TOP, TOP - 2 * HEIGHT])
    page.text(XS[1] + MARGIN, TOP - 14, "ข", SIZE)
    rows = [["0", "ข", "80.5"], ["1", "·", "81.5"], *([str(r), "ก", f"8{r}.5"] for r in (2, 3, 4))]
    assert _tables(page, tmp_path) == [rows]


def test_a_shaded_line_apart_from_a_table_is_no_row_of_it(page: Page, tmp_path: Path, reader: str) -> None:
    _fill(page, XS[0], TOP + 60, XS[-1], TOP + 40, GREY)
    page.text(XS[0] + 60, TOP + 46, "ผลการประเมิน", SIZE)
    page.text(XS[1] + 80, TOP + 20, "ข้อมูล ณ วันที่ 1", 8)
    _draw(page, _libreoffice, SHADES["plain"])
    assert _tables(page, tmp_path, reader) == [ROWS]


def test_a_thin_box_in_its_own_colour_is_no_line(page: Page, tmp_path: Path, reader: str) -> None:
    """Word's fill behind a line of text between margins that leave no room."""
    _draw(page, _libreoffice, [GREY] * 5)
    for r in range(5):
        _fill(page, XS[1] + 60, TOP - r * HEIGHT, XS[1] + 62, TOP - r * HEIGHT - HEIGHT, GREY)
    assert _tables(page, tmp_path, reader) == [ROWS]


def test_a_sentence_above_rows_of_colour_is_no_row(page: Page, tmp_path: Path) -> None:
    page.text(XS[0] + 5, TOP + 10, "ก" * 7 + " " + "ข" * 20, SIZE)
    _draw(page, _no_borders, [BLUE, None, GREY, None, GREY])
    assert _tables(page, tmp_path) == [ROWS]


def test_rows_of_colour_with_space_between_them(page: Page, tmp_path: Path, reader: str) -> None:
    def low(page: Page, x0: float, top: float, x1: float, shade: str | None) -> None:
        _fill(page, x0, top - 2.5, x1, top - HEIGHT + 2.5, shade or "1 g")

    _draw(page, low, SHADES["all"])
    assert _tables(page, tmp_path, reader) == [ROWS]


def test_a_head_of_colour_belongs_to_the_rows_below_it(page: Page, tmp_path: Path, reader: str) -> None:
    _draw(page, _no_borders, SHADES["head"])
    assert _tables(page, tmp_path, reader) == [ROWS]


def test_a_row_of_colour_far_above_a_table_is_no_head_of_it(page: Page, tmp_path: Path) -> None:
    for c, text in enumerate(ROWS[0]):
        _no_borders(page, XS[c], TOP + 60, XS[c + 1], BLUE)
        page.text(XS[c] + MARGIN, TOP + 48, text, SIZE)
    _draw(page, lambda *_: None, SHADES["plain"])
    assert _tables(page, tmp_path) == [ROWS[:1], ROWS]


def test_two_rows_without_colour_are_not_made_one(page: Page, tmp_path: Path) -> None:
    _draw(page, _no_borders, [BLUE, None, None, GREY, GREY])
    rows = [row for table in _tables(page, tmp_path) for row in table]
    assert [row for row in rows if "\n" in "".join(row)] == []


@pytest.mark.parametrize("colours", [[GREY, BLUE], [GREY, "1 g"]])
def test_rows_filled_as_a_whole_have_the_columns_of_their_text(
    page: Page, tmp_path: Path, reader: str, colours: list[str]
) -> None:
    for r in range(len(ROWS)):
        top = TOP - r * HEIGHT
        _fill(page, XS[0], top, XS[-1], top - HEIGHT, colours[r % 2])
    _draw(page, lambda *_: None, SHADES["plain"])
    assert _tables(page, tmp_path, reader) == [ROWS]


def test_white_cells_on_a_coloured_ground(page: Page, tmp_path: Path, reader: str) -> None:
    _fill(page, XS[0] - 1, TOP + 1, XS[-1] + 1, TOP - 5 * HEIGHT - 1, "0 g")

    def white(page: Page, x0: float, top: float, x1: float, shade: str | None) -> None:
        _fill(page, x0 + 0.5, top - 0.5, x1 - 0.5, top - HEIGHT + 0.5, "1 g")

    _draw(page, white, SHADES["plain"])
    content = read_page(page.pdf, tmp_path, reader)
    assert _rows(content) == [ROWS]
    assert content.tables[0].ruled


# -- decoration outside cells ----------------------------------------------------------------------


def _marked_lines(page: Page) -> None:
    for i, n in enumerate((40, 40, 23)):
        _highlight(page, 50, 760 - i * 13, "ก" * n)
        page.text(50, 760 - i * 13, "ก" * n, SIZE)


def _shaded_lines(page: Page) -> None:
    for i, n in enumerate((40, 38, 23)):
        _fill(page, 48, 770 - i * 14, 540, 756 - i * 14, GREY)
        page.text(50, 760 - i * 14, "ก" * n, SIZE)


def _columns(page: Page) -> None:
    """A chart of upright bars with its grid lines and figures."""
    for y in range(740, 801, 15):
        page.line(50, y, 400, y, 0.3)
    for x in (50, 400):
        page.line(x, 740, x, 800, 0.3)
    for i in range(6):
        _fill(page, 60 + i * 50, 760 + i * 5, 85 + i * 50, 740, BLUE)
        page.text(60 + i * 50, 765 + i * 5, f"8{i}.13", 7)


def _frame(page: Page) -> None:
    page.rect(30, 30, 535, 782)
    page.rect(33, 33, 529, 776)


def _frame_with_bands(page: Page) -> None:
    """The title stands in a band of the frame, the table in the next."""
    page.rect(30, 30, 535, 782)
    page.line(30, 760, 565, 760)
    page.line(30, 60, 565, 60)
    page.text(50, 780, "ผลการประเมิน", SIZE)


@pytest.mark.parametrize("decorate", [_marked_lines, _shaded_lines, _columns, _frame, _frame_with_bands])
@pytest.mark.parametrize("program", PAINTERS)
def test_decoration_makes_no_table(
    page: Page, tmp_path: Path, reader: str, program: str, decorate: Callable[[Page], None]
) -> None:
    decorate(page)
    _draw(page, PAINTERS[program], SHADES["head"])
    assert _tables(page, tmp_path, reader) == [ROWS]


def test_bars_in_cells_part_no_columns(page: Page, tmp_path: Path, reader: str) -> None:
    def bar(page: Page, x: float, y: float, text: str) -> None:
        if text.startswith("8"):
            width = (float(text) - 75) * 5
            _fill(page, x - MARGIN + 1, y + 10, x - MARGIN + 1 + width, y - 8, "0.4 0.8 0.5 rg")

    _draw(page, _excel, SHADES["plain"], bar)
    assert _tables(page, tmp_path, reader) == [ROWS]


# -- what must stay --------------------------------------------------------------------------------


def _letters(*lines: tuple[str, float, float]) -> Glyphs:
    """Letters of ten points, six wide, from x at a baseline."""
    spots = [(ord(c), x + 6 * i, y) for text, x, y in lines for i, c in enumerate(text)]
    code, x, y = (np.array(column, dtype=np.float64) for column in zip(*spots, strict=True))
    n = len(code)
    nan, zero = np.full(n, np.nan), np.zeros(n, dtype=np.int64)
    return replace(
        Glyphs.empty(), code=code.astype(np.int64), x=x, x0=x, x1=x + 6, y0=y - 8, y1=y + 2, base_y=y,
        ink_x0=nan, ink_x1=nan, ink_top=nan, ink_bottom=nan, size=np.full(n, 10.0), turn=zero,
        run=zero, bold=zero > 0, invisible=zero > 0, order=np.arange(n),
    )  # fmt: skip


def _sides(fills: list[Fill], g: Glyphs | None = None, lines: list[Edge] | None = None) -> set[float]:
    """Where the upright rules lie that boxes of colour leave."""
    text = g if g is not None else _letters(("ก", 500.0, 500.0))
    return {edge.at for edge in find_rules(lines or [], [], fills, text)[0]}


GROUND = Fill(40, 95, 190, 152, 0xEEEEEE)


def test_the_shade_behind_each_line_of_a_shaded_cell_is_no_rule() -> None:
    beside = Fill(190, 95, 280, 152, 0xDDDDDD)
    lines = [Fill(45, 97, 185, 112, 0xEEEEEE), Fill(195, 97, 275, 112, 0xDDDDDD),
             Fill(195, 112, 275, 127, 0xDDDDDD)]  # fmt: skip
    assert _sides([GROUND, beside, *lines]) == {40, 190, 280}
    # With wide margins, and with a list that is indented in its cell.
    lines = [Fill(65, 97, 165, 112, 0xEEEEEE), Fill(77, 112, 165, 127, 0xEEEEEE)]
    assert _sides([GROUND, beside, *lines]) == {40, 190, 280}
    other = [line._replace(colour=0x112233) for line in lines]
    assert _sides([GROUND, beside, *other]) > {40, 190, 280}


@pytest.mark.parametrize(
    "inner",
    [
        # Cells beside one another, stripes as wide as the ground, a large box of another colour.
        [(50, 97, 110, 112, 0xEEEEEE), (115, 97, 185, 112, 0xEEEEEE)],
        [(40, 97, 120, 112, 0xCCCCCC), (40, 127, 120, 142, 0xCCCCCC)],
        [(45, 97, 185, 150, 0xCCCCCC)],
        # Which colour shines through is not known.
        [(60, 97, 170, 150, -1)],
    ],
)
def test_boxes_on_a_coloured_ground_are_rules(inner: list[tuple[float, float, float, float, int]]) -> None:
    assert _sides([GROUND, *(Fill(*box) for box in inner)]) > {40, 190}


def test_cells_as_wide_as_their_text_are_cells() -> None:
    g = _letters(("กขค", 50, 110), ("กข", 50, 130), ("12", 68, 110), ("13", 68, 130))
    cells = [Fill(x0, top, x1, top + 20, 0xEEEEEE) for top in (97, 117) for x0, x1 in ((50, 68), (68, 80))]
    assert _sides(cells, g) == {50, 68, 80}
    assert _sides(cells[:1], g) == set()


def test_bars_end_where_nothing_else_does() -> None:
    bars = [Fill(50, y, 100 + y, y + 10, 0x112233) for y in (20, 40, 60)]
    assert _sides(bars) == set()
    # Merged cells of a column end where others do.
    head = [Fill(x0, 10, x1, 20, 0x445566) for x0, x1 in ((50, 120), (120, 140), (140, 160))]
    assert _sides([*head, *bars]) >= {120, 140, 160}
    wider = [cell._replace(x0=cell.x0 + 5, x1=cell.x1 + 5) for cell in head]
    assert _sides([*wider, *bars]) == {55, 125, 145, 165}


def test_cards_keep_their_heads() -> None:
    cards = [Fill(x, top, x + 100, top + 20, c) for x in (50, 170) for top, c in ((20, 1), (40, 2))]
    assert _sides(cards) == {50, 150, 170, 270}
    assert _sides(cards[:2]) == set()
