"""The line above a table that is its head, its parts set over the columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from thai_ita.ingest.pdf.reader import RawLine, RawTable
from thai_ita.model import BBox, Cell, Line


def is_over_columns(line: RawLine, table: RawTable) -> bool:
    """Whether each part of a line has its middle over a column of its own, as far as is known.

    Where two parts stand over one column, a part further on belongs to another than its number says.
    """
    if len(line.extents) != table.n_columns:
        return True
    return all(
        left <= (x0 + x1) / 2 <= right
        for (x0, x1), (left, right) in zip(line.extents, pairwise(table.column_edges), strict=True)
    )


def head_cells(head: Line, below: Sequence[Cell | None]) -> list[Cell | None]:
    """The parts of a line as the head over the columns of a table."""
    cells: list[Cell | None] = []
    for column, part in enumerate(head.text.split("\t")):
        under = below[column] if column < len(below) else None
        box = head.bbox
        if under is not None and under.bbox is not None and head.bbox is not None:
            box = BBox(under.bbox.x0, head.bbox.top, under.bbox.x1, head.bbox.bottom)
        cells.append(Cell(part, part.strip(), 0, column, page=head.page, bbox=box))
    return cells
