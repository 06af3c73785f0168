"""The columns of an aligned table on the next page: those that are empty there are put back.

A column without rulings shows only where it has text, so that a page on which all its cells are
empty gives one column less.
"""

from __future__ import annotations

from thai_ita.ingest.pdf.reader import RawCell, RawTable
from thai_ita.model import BBox


def fit_columns(table: RawTable, above: RawTable) -> RawTable | None:
    """The table with the columns of the one above; None unless each stands below just one."""
    if table.ruled or above.ruled or not 2 <= table.n_columns < above.n_columns:
        return None
    places: list[int] = []
    for x0, x1 in table.extents:
        under = [i for i, (a, b) in enumerate(above.extents) if min(x1, b) > max(x0, a)]
        if len(under) != 1:
            return None
        places += under
    if len(set(places)) < len(places) or len(places) != table.n_columns:
        return None
    edges = above.column_edges
    cells = [_placed(cell, places[cell.column], edges) for cell in table.cells]
    for row in range(table.n_rows):
        top, bottom = table.row_edges[row], table.row_edges[row + 1]
        for column in set(range(above.n_columns)) - set(places):
            box = BBox(edges[column], top, edges[column + 1], bottom)
            cells.append(RawCell("", row, column, 1, 1, box))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    box = BBox(edges[0], table.bbox.top, edges[-1], table.bbox.bottom)
    return RawTable(cells, table.n_rows, above.n_columns, box, edges, table.row_edges, False, above.extents)


def _placed(cell: RawCell, column: int, edges: tuple[float, ...]) -> RawCell:
    box = BBox(edges[column], cell.bbox.top, edges[column + 1], cell.bbox.bottom)
    return RawCell(cell.text, cell.row, column, 1, 1, box, lines=cell.lines, widths=cell.widths)
