"""Glyphs and rulings of a page become its lines and tables; common to all readers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from thai_ita.ingest.pdf.page_rotation import (
    turn_back,
    turn_box,
    turn_edges,
    turn_fills,
)
from thai_ita.ingest.pdf.parts import Part, parts_of
from thai_ita.ingest.pdf.reader import PageColumn, PageContent, RawLine, RawTable
from thai_ita.ingest.pdf.shown_values import with_values
from thai_ita.ingest.pdf.tables.cell_grid import (
    Grid,
    keep_words_whole,
    make_grid,
    owners,
    part_wide_cells,
    raw_table,
)
from thai_ita.ingest.pdf.tables.coloured_heads import with_heads
from thai_ita.ingest.pdf.tables.drawn_periods import MARK, find_drawn_periods
from thai_ita.ingest.pdf.tables.grouping import tables_and_cards
from thai_ita.ingest.pdf.tables.kpi_cards import card_table
from thai_ita.ingest.pdf.tables.painted import Fill
from thai_ita.ingest.pdf.tables.painting import find_rules
from thai_ita.ingest.pdf.tables.refining import refine
from thai_ita.ingest.pdf.tables.ruling import (
    Box,
    Edge,
    TooManyRulingsError,
    close_open_sides,
    find_cells,
    merge_edges,
)
from thai_ita.ingest.pdf.tables.scales import join_scales
from thai_ita.ingest.pdf.tables.unruled import find_unruled
from thai_ita.ingest.pdf.text.glyph_rotation import turn_glyphs
from thai_ita.ingest.pdf.text.glyphs import UNMAPPED, Glyphs, Ints, without_doubles
from thai_ita.ingest.pdf.text.line_assembly import AssembledLine, assemble
from thai_ita.model import BBox, Problem
from thai_ita.normalize.quality import thai_quality

# Where a letter's middle stands above its baseline, as a share of the font size.
_MIDDLE = 0.27
_SMALLEST_PT = 0.5
# Middles of letters of one word lie no further apart, in shares of the font size.
_NEXT_LETTER = 1.6
_APART_AM = re.compile("ํ([่-๋]?)า|([่-๋])ํา")
# The colour of a shape is not asked for.
_NO_COLOUR: Final = -1
# The size of the mark that stands for a drawn period.
_MARK_PT: Final = 5.0
# The share of the text that reads in one direction where a page is turned.
_MAIN_DIRECTION: Final = 0.6
# Text of a hidden layer beyond this share is an OCR layer, not a stray label.
_HIDDEN_LAYER = 0.5

CellFinder = Callable[[list[Edge], list[Edge]], list[Box]]


class SheetPlace(NamedTuple):
    """Which columns and rows of a sheet a page shows, as printed over and beside them, from 1."""

    first_column: int
    last_column: int
    first_row: int
    last_row: int


@dataclass(slots=True)
class PageParts:
    """What a reader found on a page, displayed frame, nothing interpreted.

    ``vertical`` and ``horizontal`` are the drawn lines, ``fills`` the boxes of colour,
    ``fields`` those of the fields of a form, ``shapes`` those of filled shapes
    of other forms.
    ``pictures`` are the boxes of its images, ``sheet`` is the part of a sheet that the page is, where it says so.
    ``find_cells`` makes cells of merged rulings; a reader may bring its own.
    """

    number: int
    width: float
    height: float
    glyphs: Glyphs
    vertical: list[Edge] = field(default_factory=list)
    horizontal: list[Edge] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    fields: list[Box] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    find_cells: CellFinder = find_cells
    image_coverage: float = 0.0
    unmapped: int = 0
    mended: int = 0
    sheet: SheetPlace | None = None
    problems: list[Problem] = field(default_factory=list)


def build_page(parts: PageParts) -> PageContent:
    """The page with its lines, tables and figures."""
    g = without_doubles(_on_page(parts))
    page = PageContent(
        parts.number,
        parts.width,
        parts.height,
        n_chars=len(g),
        n_thai=g.n_thai,
        image_coverage=parts.image_coverage,
        pictures=parts.pictures,
        mended=parts.mended,
        unmapped=parts.unmapped + int((g.code == UNMAPPED).sum()),
        problems=parts.problems,
    )
    vertical, horizontal, fills = parts.vertical, parts.horizontal, parts.fills
    fields, shapes = parts.fields, parts.shapes
    if len(g):
        page.invisible_chars = float(g.invisible.mean())
        page.turned = _main_direction(g)
    if page.turned:
        vertical, horizontal = turn_edges(vertical, horizontal, page.turned, page.width, page.height)
        fills = turn_fills(fills, page.turned, page.width, page.height)
        fields = [turn_box(box, page.turned, page.width, page.height) for box in fields]
        shapes = [turn_box(box, page.turned, page.width, page.height) for box in shapes]
        g = turn_glyphs(g, page.turned, page.width, page.height)
        if page.turned != 2:
            page.width, page.height = page.height, page.width
    compose = partial(_compose, parts.find_cells, fields)
    compose(page, g, vertical, horizontal, fills)
    solid = [Fill(*box, _NO_COLOUR) for box in shapes]
    drawn = find_drawn_periods(page.tables, vertical, horizontal, fills + solid)
    if drawn.cells:
        page.tables, page.lines = [], []
        g = with_values(g, [(MARK, _middle(box), _MARK_PT) for box in drawn.cells])
        vertical = [edge for edge in vertical if edge not in drawn.vertical]
        horizontal = [edge for edge in horizontal if edge not in drawn.horizontal]
        fills = [fill for fill in fills if fill not in drawn.fills]
        compose(page, g, vertical, horizontal, fills)
    _judge(page)
    return page


def _compose(
    finder: CellFinder,
    fields: list[Box],
    page: PageContent,
    g: Glyphs,
    vertical: list[Edge],
    horizontal: list[Edge],
    fills: list[Fill],
) -> None:
    """Gives the page its tables and lines."""
    vertical, horizontal = find_rules(vertical, horizontal, fills, g)
    vertical, horizontal = merge_edges(vertical), merge_edges(horizontal)
    page.n_rulings = len(vertical) + len(horizontal)
    grids, cards = _grids(page, finder, vertical, horizontal, fields)
    _fill(page, g, grids, cards, horizontal)


def _middle(box: Box) -> Box:
    """A box of the size of a mark in the middle of a cell."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return (x - _MARK_PT / 2, y - _MARK_PT / 2, x + _MARK_PT / 2, y + _MARK_PT / 2)


def _on_page(parts: PageParts) -> Glyphs:
    """The glyphs inside the crop box and large enough to be meant for reading."""
    g = parts.glyphs
    inside = (g.x > -1) & (g.x < parts.width + 1) & (g.base_y > -1) & (g.base_y < parts.height + 1)
    inside &= g.size > _SMALLEST_PT
    return g if inside.all() else g.take(inside)


def _main_direction(g: Glyphs) -> int:
    """The direction that most of the text reads in; upright unless another clearly leads."""
    counts = np.bincount(g.turn[g.turn >= 0], minlength=4)
    best = int(counts.argmax())
    return best if counts[best] > _MAIN_DIRECTION * counts.sum() else 0


def _grids(
    page: PageContent,
    finder: CellFinder,
    vertical: list[Edge],
    horizontal: list[Edge],
    fields: list[Box],
) -> tuple[list[Grid], list[list[Box]]]:
    """The tables of a page without their text, and the boxes of each row of cards."""
    try:
        vertical, horizontal = close_open_sides(vertical, horizontal)
        cells = finder(vertical, horizontal)
    except TooManyRulingsError:
        page.problems.append(
            Problem(
                "too-many-rulings",
                "the page is a drawing of so many lines that no table was looked for",
                page=page.number,
            )
        )
        return [], []
    tables, cards = tables_and_cards(cells, fields)
    return [make_grid(boxes, vertical, horizontal) for boxes in tables], cards


def _fill(
    page: PageContent,
    g: Glyphs,
    grids: list[Grid],
    cards: list[list[Box]],
    horizontal: list[Edge],
) -> None:
    """Gives every glyph to a cell or to the lines outside."""
    upright = g.turn == 0
    page.n_rotated = int(len(g) - upright.sum())
    main = g if not page.n_rotated else g.take(upright)
    middle_x = (main.x0 + main.x1) / 2
    owner = owners(grids, middle_x, main.base_y - _MIDDLE * main.size)
    if part_wide_cells(grids, main, owner):
        owner = owners(grids, middle_x, main.base_y - _MIDDLE * main.size)
    if grids:
        owner = keep_words_whole(main, owner)
    if cards:
        owner = _in_cards(owner, main, cards)
    by_cell: dict[int, list[AssembledLine]] = {}
    for line in assemble(main, owner):
        by_cell.setdefault(line.owner, []).append(line)
    turned_cells: dict[int, list[AssembledLine]] = {}
    if page.n_rotated:
        turned_cells = _add_turned(page, g.take(~upright), grids)
    page.tables = _ruled(grids, by_cell, turned_cells)
    parts = parts_of(by_cell.get(-1, []), _free_rules(horizontal, grids))
    first = -2
    for boxes in cards:
        inside = [by_cell.get(first - i, []) for i in range(len(boxes))]
        first -= len(boxes)
        if (table := card_table(boxes, inside)) is not None:
            page.tables.append(table)
            continue
        parts += [
            Part(lines, PageColumn(box[0], box[2], boxes[0][1]))
            for box, lines in zip(boxes, inside, strict=True)
            if lines
        ]
    for part in parts:
        tables, loose = find_unruled(part.lines, horizontal)
        for table in tables:
            table.column = part.column
        page.tables += tables
        page.lines += [_raw_line(line, part.column) for line in loose]
    page.tables.sort(key=lambda t: (t.bbox.top, t.bbox.x0))
    page.tables = with_heads(page.tables)
    page.lines = join_scales([line for line in page.lines if line.text])


def _in_cards(owner: Ints, g: Glyphs, cards: list[list[Box]]) -> Ints:
    """The owners with the glyphs in cards numbered from -2 downwards, card by card."""
    x, y = (g.x0 + g.x1) / 2, g.base_y - _MIDDLE * g.size
    owner = owner.copy()
    number = -2
    for box in (box for row in cards for box in row):
        inside = (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])
        owner[inside & (owner == -1)] = number
        number -= 1
    return owner


def _free_rules(rules: list[Edge], grids: list[Grid]) -> list[Edge]:
    """The rules that are no part of a ruled table."""
    boxes = [grid.bbox for grid in grids]
    return [
        rule
        for rule in rules
        if not any(b[1] - 1 <= rule.at <= b[3] + 1 and rule.start < b[2] and rule.end > b[0] for b in boxes)
    ]


def _ruled(
    grids: list[Grid],
    by_cell: dict[int, list[AssembledLine]],
    turned_cells: dict[int, list[AssembledLine]],
) -> list[RawTable]:
    tables: list[RawTable] = []
    start = 0
    for grid in grids:
        texts = []
        any_text = False
        for i, box in enumerate(grid.boxes, start):
            lines = by_cell.get(i, [])
            sideways = turned_cells.get(i, [])
            room = box[2] - box[0]
            if sideways and not lines:
                room = box[3] - box[1]
            every = lines + sideways
            any_text = any_text or bool(every)
            texts.append(
                (
                    tuple(line.text for line in every),
                    tuple(min(1.0, (line.x1 - line.x0) / room) for line in every),
                    bool(sideways) and not lines,
                )
            )
        start += len(grid.boxes)
        if any_text:
            tables.append(refine(raw_table(grid, texts)))
    return tables


def _add_turned(page: PageContent, g: Glyphs, grids: list[Grid]) -> dict[int, list[AssembledLine]]:
    """Text drawn sideways: into its cells, or as lines of their own outside tables.

    Text at other angles (a watermark) is put together as it was drawn, and kept out of cells.
    """
    cells: dict[int, list[AssembledLine]] = {}
    for turn in (1, 2, 3):
        some = g.take(g.turn == turn)
        if not len(some):
            continue
        owner = owners(grids, (some.x0 + some.x1) / 2, (some.y0 + some.y1) / 2)
        upright = turn_glyphs(some, turn, page.width, page.height)
        for line in assemble(upright, owner):
            if line.owner >= 0:
                cells.setdefault(line.owner, []).append(line)
                continue
            raw = _raw_line(line)
            box = (raw.bbox.x0, raw.bbox.top, raw.bbox.x1, raw.bbox.bottom)
            raw.bbox = BBox(*turn_back(box, turn, page.width, page.height))
            raw.rotated = True
            page.lines.append(raw)
    slanted = g.take(g.turn < 0)
    if len(slanted):
        page.lines += [_slanted_line(slanted.take(part)) for part in _strings(slanted)]
    return cells


def _strings(g: Glyphs) -> list[Ints]:
    """The rows of each stretch of glyphs that were drawn one behind the other."""
    x, y = (g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2
    far = np.hypot(np.diff(x), np.diff(y)) > _NEXT_LETTER * g.size[1:]
    cuts = np.flatnonzero(far & (np.diff(g.run) != 0)) + 1
    return list(np.split(np.arange(len(g)), cuts))


def _slanted_line(some: Glyphs) -> RawLine:
    box: Box = (
        float(some.x0.min()), float(some.y0.min()), float(some.x1.max()), float(some.y1.max())
    )  # fmt: skip
    text = "".join(map(chr, some.code.tolist())).strip()
    return RawLine(text, BBox(*box), float(some.size[0]), bool(some.bold[0]), True)


def _raw_line(line: AssembledLine, column: PageColumn | None = None) -> RawLine:
    return RawLine(
        line.tabbed_text(),
        BBox(line.x0, line.top, line.x1, line.bottom),
        line.size,
        line.bold,
        column=column,
        extents=line.extents(),
    )


def _judge(page: PageContent) -> None:
    """The quality of the page's Thai, and what is to be said about its text."""
    if page.n_thai:
        # ํ and า that a font draws apart are ำ, which the repair composes without a guess.
        page.quality = thai_quality(_APART_AM.sub(r"\1\2ำ", page.text))
    if page.invisible_chars > _HIDDEN_LAYER:
        page.problems.append(
            Problem(
                "hidden-text",
                "the text is an invisible layer over an image, written by an OCR program; check it against the image",
                page=page.number,
            )
        )
