"""Rows of strings and HTML tables become ``Table`` objects; shared by every text-like format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from thai_ita.ingest.counts import count_of
from thai_ita.ingest.html_fragments import Fragment, clean_line, node_fragment, plain
from thai_ita.ingest.sheet_frame import drop_columns, without_sheet_frame
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.model import Cell, Table

# A hostile colspan="100000" must not become a hundred thousand columns.
MAX_SPAN = 200
# Nor must many of them: beyond this column a cell spans only itself.
MAX_SPANNED_COLUMNS = 400
# Nor many rows of them: beyond so many places of a table no cell spans any more.
MAX_PLACES = 1_000_000
# The attribute in which a table of a web page notes the columns that it does not show.
HIDDEN_COLUMNS = "data-hidden-columns"


def table_from_rows(rows: Sequence[Sequence[str]], repairer: TextRepairer, *, header_rows: int = 0) -> Table:
    """A table of rows of raw cell texts, ragged rows allowed."""
    grid: list[list[Cell | None]] = []
    for r, row in enumerate(rows):
        cells: list[Cell | None] = []
        for c, raw in enumerate(row):
            cells.append(make_cell(raw, plain(raw), repairer, r, c))
        grid.append(cells)
    if inner := without_sheet_frame(grid):
        return Table(grid=inner)
    return Table(grid=grid, header_rows=header_rows)


def make_cell(raw: str, fragment: Fragment, repairer: TextRepairer, row: int, column: int) -> Cell:
    """A cell with its text mended. Raises ``TooManyCellsError``."""
    repairer.count_cell()
    return Cell(
        raw=raw,
        text=repairer.repair(fragment.text),
        row=row,
        column=column,
        alternates=tuple(repairer.repair(a) for a in fragment.alternates),
    )


def table_from_html(node: LexborNode, repairer: TextRepairer) -> tuple[Table, list[LexborNode], bool]:
    """The table at ``node`` with its spans, the tables nested in its cells, outermost first, and
    whether it is a sheet in its frame, which the table is without.

    The text of a nested table is not repeated in the cell that holds it.
    """
    grid: list[list[Cell | None]] = []
    nested: list[LexborNode] = []
    # The first row in which each column is free again of what reaches down from above.
    free_from: dict[int, int] = {}
    n_places = header_rows = 0
    rows = list(rows_of(node))
    for r, (row, in_head) in enumerate(rows):
        grid.append([])
        column = 0
        all_header = True
        for td in children_of(row, ("td", "th")):
            while free_from.get(column, 0) > r:
                column += 1
            cell = _html_cell(td, repairer, r, column)
            cell.rowspan = min(cell.rowspan, len(rows) - r)
            cell.colspan = max(1, min(cell.colspan, MAX_SPANNED_COLUMNS - column))
            if n_places > MAX_PLACES:
                cell.rowspan = cell.colspan = 1
            nested.extend(_nested_tables(td))
            all_header &= cell.header
            for c in range(column, column + cell.colspan):
                free_from[c] = max(free_from.get(c, 0), r + cell.rowspan)
            _place(grid[r], cell)
            column += cell.colspan
        n_places += column
        if (in_head or all_header) and grid[r] and header_rows == r:
            header_rows = r + 1
    _clip_spans(grid)
    hidden = (node.attributes.get(HIDDEN_COLUMNS) or "").split()
    if hidden:
        grid = drop_columns(grid, [int(c) for c in hidden])
    if inner := without_sheet_frame(grid):
        return Table(grid=inner), nested, True
    return Table(grid=grid, header_rows=header_rows if header_rows < len(grid) else 0), nested, False


def _html_cell(td: LexborNode, repairer: TextRepairer, row: int, column: int) -> Cell:
    fragment = _clean(node_fragment(td, skip=frozenset({"table"})))
    cell = make_cell(fragment.text, fragment, repairer, row, column)
    rowspan = (td.attributes.get("rowspan") or "").strip()
    # Nought means down to the end of the table.
    cell.rowspan = MAX_SPAN if rowspan == "0" else _span(rowspan)
    cell.colspan = _span(td.attributes.get("colspan"))
    cell.header = td.tag == "th"
    return cell


def _clean(fragment: Fragment) -> Fragment:
    lines = [line for line in map(clean_line, fragment.lines) if line]
    return Fragment(lines, fragment.alternates)


def _place(row: list[Cell | None], cell: Cell) -> None:
    while len(row) < cell.column:
        row.append(None)
    row.append(cell)


def _clip_spans(grid: list[list[Cell | None]]) -> None:
    """No span reaches past the last row; every row is as long as its cells reach."""
    for row in grid:
        for cell in row:
            if cell is not None:
                cell.rowspan = min(cell.rowspan, len(grid) - cell.row)
        last = next((c for c in reversed(row) if c is not None), None)
        if last is not None:
            row.extend([None] * (last.column + last.colspan - len(row)))


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    # A number of any length is as large as can be.
    return max(1, min(count_of(digits, MAX_SPAN), MAX_SPAN)) if digits.isdecimal() else 1


def rows_of(table: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """The rows of a table, and whether each stands in its head."""
    child = table.child
    while child is not None:
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in children_of(child, ("tr",)):
                yield row, child.tag == "thead"
        child = child.next


def children_of(node: LexborNode, tags: Sequence[str]) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if child.tag in tags:
            yield child
        child = child.next


def _nested_tables(node: LexborNode) -> list[LexborNode]:
    """The outermost tables below a node."""
    found: list[LexborNode] = []
    child = node.child
    while child is not None:
        if child.tag == "table":
            found.append(child)
        else:
            found.extend(_nested_tables(child))
        child = child.next
    return found
