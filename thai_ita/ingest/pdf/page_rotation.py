"""Quarter turns of a page: boxes and rulings seen from the direction in which their text reads.

A ``turn`` is the direction of text as in ``Glyphs.turn``: 1 reads downwards, 2 upside down, 3
upwards. Turning by it brings such text upright. ``width`` and ``height`` are those of the page
before the turn.
"""

from __future__ import annotations

from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.pdf.tables.painted import Fill
from thai_ita.ingest.pdf.tables.ruling import Box, Edge
from thai_ita.ingest.pdf.text.glyphs import Floats
from thai_ita.model import BBox


def turn_box(box: Box, turn: int, width: float, height: float) -> Box:
    """The box after the turn that brings text of this direction upright."""
    x0, top, x1, bottom = box
    if turn == 1:
        return (top, width - x1, bottom, width - x0)
    if turn == 2:
        return (width - x1, height - bottom, width - x0, height - top)
    if turn == 3:
        return (height - bottom, x0, height - top, x1)
    return box


def turn_back(box: Box, turn: int, width: float, height: float) -> Box:
    """The box on the page as it was before ``turn_box``, whose page size is given."""
    if turn in (1, 3):
        return turn_box(box, 4 - turn, height, width)
    return turn_box(box, turn, width, height)


def turn_edges(
    vertical: list[Edge], horizontal: list[Edge], turn: int, width: float, height: float
) -> tuple[list[Edge], list[Edge]]:
    """Rulings after the turn: vertical ones become horizontal at a quarter turn."""
    new: tuple[list[Edge], list[Edge]] = ([], [])
    boxes = [(0, (e.at, e.start, e.at, e.end)) for e in vertical]
    boxes += [(1, (e.start, e.at, e.end, e.at)) for e in horizontal]
    for kind, box in boxes:
        x0, top, x1, bottom = turn_box(box, turn, width, height)
        if kind ^ (turn & 1):
            new[1].append(Edge(top, x0, x1))
        else:
            new[0].append(Edge(x0, top, bottom))
    return new


def turn_fills(fills: list[Fill], turn: int, width: float, height: float) -> list[Fill]:
    """Boxes of colour after the turn."""
    return [Fill(*turn_box(f[:4], turn, width, height), f.colour) for f in fills]


def turn_of(to_page: Floats) -> int:
    """The direction on a page of what stands upright in a frame, from the matrix that leads to the page."""
    along, down = float(to_page[0, 0]), float(to_page[1, 0])
    if abs(along) >= abs(down):
        return 0 if along >= 0 else 2
    return 1 if down > 0 else 3


def displayed_box(page: PageContent, box: BBox) -> BBox:
    """Where a box of a line, table or cell stands on the page as it is displayed.

    The same box, except on pages whose text is drawn sideways and given upright.
    """
    if not page.turned:
        return box
    width, height = page.width, page.height
    if page.turned != 2:
        width, height = height, width
    return BBox(*turn_back((box.x0, box.top, box.x1, box.bottom), page.turned, width, height))
