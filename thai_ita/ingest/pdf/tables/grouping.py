"""Cells become tables and cards.

Cells that touch at corners are one table, as in pdfplumber. Beyond that, a cell that fills a gap of
a table belongs to it: a row of colour beside a tall cell of colour touches it along a side only.
Boxes of one height beside one another are cards; a card may have a head and a body, one above the
other. Boxes one below another around a table are the frame of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from thai_ita.ingest.pdf.tables.ruling import SNAP_PT, Box, in_order, touching

# A box smaller than this is a check box or a mark.
_LEAST_WIDTH = 40.0
_LEAST_HEIGHT = 16.0
# Boxes of one row stand no further apart.
_WIDEST_GAP = 60.0


def tables_and_cards(cells: list[Box], fields: Sequence[Box] = ()) -> tuple[list[list[Box]], list[list[Box]]]:
    """The cells of each table, and the boxes of each row of cards, from top to bottom.

    ``fields`` are the boxes of the fields of a form: one drawn around such a field is no card, for
    what is typed there goes on behind its label.
    """
    groups = _with_inner(touching(cells))
    single = [group for group in groups if _is_one_column(group)]
    if fields:
        single = [g for g in single if not any(_is_around(_hull(g), f) for f in fields)]
    cards = _rows([_hull(group) for group in single])
    taken = {box for row in cards for box in row}
    tables = [g for g in groups if len(g) > 1 and not (_is_one_column(g) and _hull(g) in taken)]
    return in_order([table for table in tables if not _is_frame(table, tables)]), cards


def _is_frame(table: list[Box], tables: list[list[Box]]) -> bool:
    """Whether boxes one below another are the frame of a page: a table stands inside one."""
    if not _is_one_column(table):
        return False
    others = [_hull(other) for other in tables if other is not table]
    return any(_contains(box, other) for box in table for other in others)


def _with_inner(groups: list[list[Box]]) -> list[list[Box]]:
    """Groups that fill a gap of another one are joined to it."""
    tables = [group for group in groups if len(group) > 1]
    if len(groups) < 2 or not tables:
        return groups
    hulls = [_hull(table) for table in tables]
    kept: list[list[Box]] = []
    for group in groups:
        hull = _hull(group)
        homes = [
            table
            for table, box in zip(tables, hulls, strict=True)
            if table is not group and _contains(box, hull) and _is_beside(table, hull)
        ]
        if len(homes) == 1 and not any(_overlap(a, b) for a in homes[0] for b in group):
            homes[0] += group
        else:
            kept.append(group)
    return kept


def _is_one_column(group: list[Box]) -> bool:
    return len({box[0] for box in group}) == 1 == len({box[2] for box in group})


def _rows(boxes: list[Box]) -> list[list[Box]]:
    """Two or more boxes of one height beside one another, from top to bottom."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        if box[2] - box[0] < _LEAST_WIDTH or box[3] - box[1] < _LEAST_HEIGHT:
            continue
        for row in rows:
            last = row[-1]
            level = abs(last[1] - box[1]) <= SNAP_PT and abs(last[3] - box[3]) <= SNAP_PT
            if level and 0 <= box[0] - last[2] <= _WIDEST_GAP:
                row.append(box)
                break
        else:
            rows.append([box])
    return [row for row in rows if len(row) > 1]


def _is_around(box: Box, field: Box) -> bool:
    return all(abs(a - b) <= SNAP_PT for a, b in zip(box, field, strict=True))


def _hull(boxes: list[Box]) -> Box:
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes),
        max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip


def _contains(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _is_beside(boxes: list[Box], box: Box) -> bool:
    """Whether one of the boxes has a side along the whole height of the box."""
    return any((b[2] == box[0] or b[0] == box[2]) and b[1] <= box[1] and b[3] >= box[3] for b in boxes)


def _overlap(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])
