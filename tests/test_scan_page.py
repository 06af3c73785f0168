"""What was read from a picture goes the way of a printed page, each figure with how sure it is."""

from __future__ import annotations

import numpy as np
import pytest

from tests.scan_pages import DPI, Sheet
from thai_ita.ingest.page_blocks import PageBlocks
from thai_ita.ingest.pdf.reader import PageContent, RawCell, RawTable
from thai_ita.ingest.scan.aligning import align
from thai_ita.ingest.scan.page_assembly import PlacedFigure, ReadPicture, page_of
from thai_ita.ingest.scan.placing import Recognised, attach_figures, show_places
from thai_ita.ingest.scan.text_layer_check import compared
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.model import BBox, Block, Cell, FigureReading, Line, Table

ROWS = [["ที่", "ตัวชี้วัด", "คะแนน"], ["๑", "การปฏิบัติหน้าที่", "๘๓.๓๓"], ["๒", "การใช้อำนาจ", "๙๑.๐๕"]]


def _read(sheet: Sheet) -> ReadPicture:
    return page_of(sheet.layout(), sheet.readings(), DPI)


def _blocks(read: ReadPicture) -> list[Block]:
    blocks = PageBlocks(TextRepairer())
    blocks.add(read.content)
    found = blocks.blocks()
    attach_figures(found, {1: [Recognised(read.figures, read.to_picture)]})
    return found


def test_a_ruled_table_has_its_cells_and_their_figures() -> None:
    sheet = Sheet()
    sheet.table(200, 400, [120, 600, 300], ROWS)
    (table,) = _blocks(_read(sheet))
    assert isinstance(table, Table)
    assert [[c.text for c in row if c] for row in table.grid] == ROWS
    figures = [[f.text for f in cell.figures] for cell in table.cells()]
    assert figures == [[], [], [], ["๑"], [], ["๘๓.๓๓"], ["๒"], [], ["๙๑.๐๕"]]


def test_letters_of_a_piece_are_one_word_and_a_space_that_was_read_parts_two() -> None:
    sheet = Sheet()
    sheet.write(200, 300, "เทศบาลตำบลบ้านธิ อำเภอบ้านธิ")
    read = _read(sheet)
    assert [line.text for line in read.content.lines] == ["เทศบาลตำบลบ้านธิ อำเภอบ้านธิ"]


def test_a_recogniser_that_is_unsure_where_letters_stand_makes_no_spaces() -> None:
    sheet = Sheet()
    sheet.write(200, 300, "คะแนน")
    box, reading = next(iter(sheet.texts.items()))
    narrow = tuple(type(c)(c.char, c.p, c.second, c.p2, c.x0 + 7, c.x0 + 9) for c in reading.characters)
    sheet.texts[box] = type(reading)(reading.text, narrow)
    assert [line.text for line in _read(sheet).content.lines] == ["คะแนน"]


def test_pieces_are_parted_by_the_white_between_them() -> None:
    sheet = Sheet()
    sheet.write(200, 300, "คะแนน", "๙๒.๔๖")
    sheet.write(200, 400, "คะแนน", "๙๒.๔๖", apart=200)
    assert [line.text for line in _read(sheet).content.lines] == ["คะแนน ๙๒.๔๖", "คะแนน\t๙๒.๔๖"]


def test_a_stroke_of_which_nothing_is_sure_is_no_text_but_a_doubtful_figure_stays() -> None:
    sheet = Sheet()
    sheet.write(200, 300, "บน")
    sheet.write(200, 500, "๘")
    for box, reading in list(sheet.texts.items()):
        unsure = tuple(type(c)(c.char, 0.3, x0=c.x0, x1=c.x1) for c in reading.characters)
        sheet.texts[box] = type(reading)(reading.text, unsure)
    assert [line.text for line in _read(sheet).content.lines] == ["๘"]


def test_lines_of_other_measured_heights_are_of_one_font() -> None:
    sheet = Sheet()
    for k, body in enumerate((20, 21, 17, 24)):
        sheet.write(200, 300 + 60 * k, "การปฏิบัติหน้าที่ราชการ")
        sheet.lines[-1].body = float(body)
    sheet.write(200, 800, "รายงาน")
    sheet.lines[-1].body = 40.0
    sizes = {line.text: line.size for line in _read(sheet).content.lines}
    assert sizes["รายงาน"] == pytest.approx(2 * sizes["การปฏิบัติหน้าที่ราชการ"], rel=0.1)
    assert len({line.size for line in _read(sheet).content.lines}) == 2


def test_figures_are_in_reading_order_with_their_own_sureness() -> None:
    sheet = Sheet()
    sheet.write(200, 300, "ปี", "๒๕๖๖", "ได้", "๘๘.๘๙")
    sheet.write(200, 340, "ปี", "๒๕๖๗", "ได้", "๘๘.๘๙", doubts="๙")
    (line,) = [b for b in _blocks(_read(sheet)) if isinstance(b, Line)][:1]
    joined = [f for b in _blocks(_read(sheet)) for f in b.figures if isinstance(b, Line)]
    assert [f.text for f in joined] == ["๒๕๖๖", "๘๘.๘๙", "๒๕๖๗", "๘๘.๘๙"]
    assert [f.p > 0.97 for f in joined] == [True, True, True, False]
    assert line.figures[0].text == "๒๕๖๖"


def test_a_number_that_no_reading_accounts_for_is_doubtful() -> None:
    line = Line("คะแนน 83.33", "คะแนน 83.33", page=1, bbox=BBox(0, 0, 100, 20))
    attach_figures([line], {1: [Recognised([])]})
    assert line.figures == (FigureReading("83.33", 0.0),)
    typed = Line("คะแนน 83.33", "คะแนน 83.33", page=2, bbox=BBox(0, 0, 100, 20))
    attach_figures([typed], {1: [Recognised([])]})
    assert typed.figures == ()


def test_a_number_read_in_two_parts_is_as_sure_as_the_worse() -> None:
    parts = [
        PlacedFigure(FigureReading("83.", 0.9), BBox(10, 5, 30, 15)),
        PlacedFigure(FigureReading("33", 0.99), BBox(30, 5, 50, 15)),
    ]
    cell = Cell("83.33", "83.33", page=1, bbox=BBox(0, 0, 100, 20))
    attach_figures([Table([[cell]], page=1)], {1: [Recognised(parts)]})
    assert cell.figures == (FigureReading("83.33", 0.9),)


def test_the_rest_of_a_cell_on_the_next_page_brings_its_figures() -> None:
    figures = {
        1: [Recognised([PlacedFigure(FigureReading("12", 0.98), BBox(10, 5, 30, 15))])],
        2: [Recognised([PlacedFigure(FigureReading("345", 0.99), BBox(10, 705, 30, 715))])],
    }
    cell = Cell("12\n345", "12 345", page=1, bbox=BBox(0, 0, 100, 20))
    attach_figures([Table([[cell]], page=1)], figures)
    assert [f.text for f in cell.figures] == ["12", "345"]


def test_boxes_lead_to_the_picture_as_it_was_given() -> None:
    # Read after a quarter turn: x of the straight picture runs down the picture as given.
    turned = np.array([[0.0, -1.0, 2339.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    sheet = Sheet(to_picture=turned)
    sheet.write(200, 300, "คะแนน")
    read = _read(sheet)
    blocks = _blocks(read)
    before = blocks[0].bbox
    show_places(blocks, {1: [Recognised(read.figures, read.to_picture)]})
    after = blocks[0].bbox
    assert before is not None
    assert after is not None
    width = 2339 * 72 / DPI
    assert (after.x0, after.x1) == pytest.approx((width - before.bottom, width - before.top))
    assert (after.top, after.bottom) == pytest.approx((before.x0, before.x1))


# -- layers ---------------------------------------------------------------------------------------


def _figures(*texts: str) -> list[PlacedFigure]:
    return [PlacedFigure(FigureReading(t, 0.999), BBox(0, 0, 1, 1)) for t in texts]


def _layer(*texts: str) -> PageContent:
    cells = [RawCell(t, k, 0, 1, 1, BBox(0, 0, 1, 1)) for k, t in enumerate(texts)]
    table = RawTable(cells, len(texts), 1, BBox(0, 0, 1, 1), (0, 1), tuple(range(len(texts) + 1)))
    return PageContent(1, 595, 842, tables=[table])


OURS = ("81.11", "82.22", "83.33", "84.44", "85.55", "86.66")


def test_a_layer_that_knows_the_figures_casts_doubt_where_it_differs() -> None:
    found = [f.reading for f in compared(_figures(*OURS), _layer(*OURS[:5], "88.66"))]
    assert [f.p for f in found[:5]] == [0.999] * 5
    assert found[5].p < 0.97
    assert found[5].others[0][0] == "88.66"


def test_a_layer_that_cannot_write_the_digits_says_nothing() -> None:
    layer = _layer("81.11", "22.22", "33.33", "44.44", "55.55", "66.66")
    assert compared(_figures(*OURS), layer) == _figures(*OURS)


# -- pages of other sizes --------------------------------------------------------------------------


def _page_with(*edges: float) -> PageContent:
    sheet = Sheet()
    widths = np.diff(np.array(edges)).astype(int).tolist()
    sheet.table(int(edges[0]), 300, widths, [["๑", "การใช้อำนาจ", "๙๑.๐๕"]] * 2)
    return _read(sheet).content


def test_a_table_of_a_photographed_page_is_put_below_the_one_before() -> None:
    above, page = _page_with(200, 320, 920, 1220), _page_with(150, 260, 810, 1085)
    place = page.tables[0].cells[0].bbox
    recognised = Recognised([])
    align(page, above, recognised)
    assert page.tables[0].column_edges == pytest.approx(above.tables[0].column_edges, abs=1.0)
    assert recognised.to_page is not None
    shown = Cell("", "", page=1, bbox=page.tables[0].cells[0].bbox)
    show_places([Table([[shown]], page=1)], {1: [recognised]})
    assert shown.bbox is not None
    assert (shown.bbox.x0, shown.bbox.x1) == pytest.approx((place.x0, place.x1))


def test_a_table_of_other_columns_stays_where_it_is() -> None:
    above, page = _page_with(200, 320, 920, 1220), _page_with(150, 500, 810, 1085)
    before = page.tables[0].column_edges
    align(page, above, Recognised([]))
    assert page.tables[0].column_edges == before
