"""A row of coloured cells over rows without borders: head and body of one table.

The boxes of the head close cells of their own, while the body shows by the alignment of its text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from thai_ita.ingest.pdf.reader import RawCell, RawTable

# The body begins at most this many times the height of the head below it.
_NEAR: Final = 1.0


def with_heads(tables: list[RawTable]) -> list[RawTable]:
    """The tables from top to bottom, a head of one row joined with the body right below it."""
    out: list[RawTable] = []
    for table in tables:
        if out and _is_head_of(out[-1], table):
            out[-1] = _joined(out[-1], table)
        else:
            out.append(table)
    return out


def _is_head_of(head: RawTable, body: RawTable) -> bool:
    """Whether each column of an unruled table stands below one cell of a row of cells."""
    if not head.ruled or body.ruled or head.n_rows > 1 or len(head.cells) != body.n_columns:
        return False
    height = head.bbox.bottom - head.bbox.top
    if not 0 <= body.bbox.top - head.bbox.bottom + height / 2 <= (_NEAR + 0.5) * height:
        return False
    if head.column != body.column or not all(cell.text.strip() for cell in head.cells):
        return False
    return all(
        cell.bbox.x0 <= (x0 + x1) / 2 <= cell.bbox.x1 for cell, (x0, x1) in zip(head.cells, body.extents, strict=True)
    )


def _joined(head: RawTable, body: RawTable) -> RawTable:
    cells = [replace(cell, row=0, column=i, colspan=1) for i, cell in enumerate(head.cells)]
    cells += [_one_lower(cell) for cell in body.cells]
    box = head.bbox.union(body.bbox)
    rows = (head.bbox.top, *body.row_edges)
    return replace(body, cells=cells, n_rows=body.n_rows + 1, bbox=box, row_edges=rows)


def _one_lower(cell: RawCell) -> RawCell:
    return replace(cell, row=cell.row + 1)
