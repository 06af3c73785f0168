"""Lines and tables of a page in another frame: stretched, or put where their picture stands."""

from __future__ import annotations

from dataclasses import replace

from thai_ita.ingest.pdf.reader import RawCell, RawLine, RawTable
from thai_ita.ingest.scan.page_assembly import Matrix, mapped
from thai_ita.model import BBox


def moved_line(line: RawLine, matrix: Matrix) -> RawLine:
    """The line where a transformation puts it; whatever column it was part of is forgotten."""
    box = mapped(line.bbox, matrix)
    extents = tuple(_moved_x(a, line.bbox.top, matrix, b) for a, b in line.extents)
    return replace(line, bbox=box, extents=extents, column=None)


def moved_table(table: RawTable, matrix: Matrix) -> RawTable:
    """The table where a transformation puts it."""
    top, left = table.bbox.top, table.bbox.x0
    return replace(
        table,
        cells=[_moved_cell(cell, matrix) for cell in table.cells],
        bbox=mapped(table.bbox, matrix),
        column_edges=tuple(_moved_x(x, top, matrix)[0] for x in table.column_edges),
        row_edges=tuple(mapped(BBox(left, y, left, y), matrix).top for y in table.row_edges),
        extents=tuple(_moved_x(a, top, matrix, b) for a, b in table.extents),
        column=None,
    )


def _moved_cell(cell: RawCell, matrix: Matrix) -> RawCell:
    return replace(cell, bbox=mapped(cell.bbox, matrix))


def _moved_x(x: float, y: float, matrix: Matrix, x1: float | None = None) -> tuple[float, float]:
    box = mapped(BBox(x, y, x if x1 is None else x1, y), matrix)
    return box.x0, box.x1
