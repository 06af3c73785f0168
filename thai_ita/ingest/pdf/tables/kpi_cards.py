"""Boxes beside one another that hold a name and a figure each: a dashboard read as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thai_ita.ingest.pdf.reader import RawCell, RawTable
from thai_ita.ingest.pdf.tables.ruling import Box
from thai_ita.ingest.pdf.text.line_assembly import AssembledLine
from thai_ita.model import BBox

_FIGURE = re.compile(r"[\d๐-๙]{1,3}(?:[.,][\d๐-๙]+)?\s*(?:%|คะแนน)?")
_MOST_LINES = 4


def card_table(boxes: Sequence[Box], lines: Sequence[Sequence[AssembledLine]]) -> RawTable | None:
    """A row a card, its words in the first column and its figure in the second.

    None unless every card is a short name with one figure on a line of its own, over or under it.
    """
    cells: list[RawCell] = []
    left, right = boxes[0][0], boxes[-1][2]
    for row, (box, inside) in enumerate(zip(boxes, lines, strict=True)):
        figures = [line for line in inside if _FIGURE.fullmatch(line.text)]
        words = [line for line in inside if not _FIGURE.fullmatch(line.text)]
        if len(figures) != 1 or not words or len(words) > _MOST_LINES:
            return None
        if inside.index(figures[0]) not in (0, len(inside) - 1):
            return None
        cells += [_cell(row, 0, box, words), _cell(row, 1, box, figures)]
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    middle = (left + right) / 2
    heights = tuple(top + (bottom - top) * i / len(boxes) for i in range(len(boxes) + 1))
    bounds = BBox(left, top, right, bottom)
    return RawTable(cells, len(boxes), 2, bounds, (left, middle, right), heights)


def _cell(row: int, column: int, box: Box, lines: Sequence[AssembledLine]) -> RawCell:
    texts = tuple(line.text for line in lines)
    room = max(1.0, box[2] - box[0])
    widths = tuple(min(1.0, (line.x1 - line.x0) / room) for line in lines)
    bounds = BBox(
        min(line.x0 for line in lines), min(line.top for line in lines),
        max(line.x1 for line in lines), max(line.bottom for line in lines),
    )  # fmt: skip
    return RawCell("\n".join(texts), row, column, 1, 1, bounds, lines=texts, widths=widths)
