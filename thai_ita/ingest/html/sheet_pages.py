"""Tables of web pages that are whole sheets: cut at blank rows into titles and tables, as a workbook is.

A page that a spreadsheet program publishes is one table however many the sheet has on it::

    1 | รายงานผลการดำเนินการ ...
    2 |
    3 | ผล ITA ปี 2566 | IIT | 89.36
    4 |
    5 | ข้อ | มาตรการ | ผู้รับผิดชอบ
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from thai_ita.ingest.sheet_regions import Region, SheetCell, TitleLine, sheet_blocks
from thai_ita.model import Cell, Table

# What Excel and Calc write on the cells of the pages that they save.
_MARKS = 'td[class^="xl"], td[sdval], td[sdnum]'


def is_saved_sheet(node: LexborNode) -> bool:
    """Whether a spreadsheet program saved the table."""
    return node.css_first(_MARKS) is not None


def parts_of_sheet(table: Table) -> Iterator[str | Table]:
    """The titles and tables of a sheet in reading order."""
    cells = {(cell.row, cell.column): cell for cell in table.cells()}
    bottom, right = table.n_rows, table.n_columns
    shown = [
        SheetCell(c.text, c.row, c.column, min(c.rowspan, bottom - c.row), min(c.colspan, right - c.column))
        for c in cells.values()
        if c.text.strip() or c.rowspan > 1 or c.colspan > 1
    ]
    for part in sheet_blocks(shown):
        if isinstance(part, TitleLine):
            yield part.text
        else:
            yield _table(part, cells)


def _table(region: Region, cells: dict[tuple[int, int], Cell]) -> Table:
    n_rows = region.bottom - region.top + 1
    grid: list[list[Cell | None]] = [[None] * region.width for _ in range(n_rows)]
    for (row, column), cell in cells.items():
        r, c = row - region.top, column - region.left
        if not (0 <= r < n_rows and 0 <= c < region.width):
            continue
        cell.row, cell.column = r, c
        cell.rowspan, cell.colspan = min(cell.rowspan, n_rows - r), min(cell.colspan, region.width - c)
        grid[r][c] = cell
    return Table(grid=grid)
