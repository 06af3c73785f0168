"""Rows of strings and HTML tables become ``Table`` objects; shared by every text-like format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from thai_ita.ingest.fragments import Fragment, clean_line, node_fragment, plain
from thai_ita.ingest.mend import Mender
from thai_ita.model import Cell, Table

# A hostile colspan="100000" must not become a hundred thousand columns.
MAX_SPAN = 200
# A sheet shows so many columns at least.
MIN_FRAMED = 2
# Nor must many of them: beyond this column a cell spans only itself.
MAX_SPANNED_COLUMNS = 400


def table_from_rows(
    rows: Sequence[Sequence[str]], mender: Mender, *, header_rows: int = 0
) -> Table:
    """A table of rows of raw cell texts, ragged rows allowed."""
    grid: list[list[Cell | None]] = []
    for r, row in enumerate(rows):
        cells: list[Cell | None] = []
        for c, raw in enumerate(row):
            cells.append(make_cell(raw, plain(raw), mender, r, c))
        grid.append(cells)
    return Table(grid=grid, header_rows=header_rows)


def make_cell(raw: str, fragment: Fragment, mender: Mender, row: int, column: int) -> Cell:
    return Cell(
        raw=raw,
        text=mender.mend(fragment.text),
        row=row,
        column=column,
        alternates=tuple(mender.mend(a) for a in fragment.alternates),
    )


def table_from_html(node: LexborNode, mender: Mender) -> tuple[Table, list[LexborNode]]:
    """The table at ``node`` with its spans, and the tables nested in its cells, outermost first.

    The text of a nested table is not repeated in the cell that holds it.
    """
    grid: list[list[Cell | None]] = []
    nested: list[LexborNode] = []
    taken: set[tuple[int, int]] = set()
    header_rows = 0
    rows = list(_rows(node))
    for r, (row, in_head) in enumerate(rows):
        grid.append([])
        column = 0
        all_header = True
        for td in _children(row, ("td", "th")):
            while (r, column) in taken:
                column += 1
            cell = _html_cell(td, mender, r, column)
            cell.rowspan = min(cell.rowspan, len(rows) - r)
            cell.colspan = max(1, min(cell.colspan, MAX_SPANNED_COLUMNS - column))
            nested.extend(_nested_tables(td))
            all_header &= cell.header
            for dr in range(cell.rowspan):
                for dc in range(cell.colspan):
                    taken.add((r + dr, column + dc))
            _place(grid[r], cell)
            column += cell.colspan
        if (in_head or all_header) and grid[r] and header_rows == r:
            header_rows = r + 1
    _clip_spans(grid)
    if inner := _without_frame(grid):
        return Table(grid=inner), nested
    return Table(grid=grid, header_rows=header_rows if header_rows < len(grid) else 0), nested


def _without_frame(grid: list[list[Cell | None]]) -> list[list[Cell | None]]:
    """The cells of a sheet saved as a web page without the letters over its columns and the numbers
    beside its rows; [] for any other table."""
    letters = [cell.text if cell else "" for cell in grid[0]] if grid else []
    if len(letters) <= MIN_FRAMED or letters != ["", *(_letter(c) for c in range(len(letters) - 1))]:
        return []
    numbers = [row[0].text if row and row[0] else "" for row in grid[1:]]
    filled = [int(number) for number in numbers if number.isdecimal()]
    if not filled or len(filled) < len([n for n in numbers if n]) or filled != sorted(set(filled)):
        return []
    inner = [row[1:] for row in grid[1:]]
    for r, row in enumerate(inner):
        for cell in row:
            if cell is not None:
                cell.row, cell.column = r, cell.column - 1
    return inner


def _letter(column: int) -> str:
    """The name of a column of a sheet: A to Z, AA ..."""
    before, last = divmod(column, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _html_cell(td: LexborNode, mender: Mender, row: int, column: int) -> Cell:
    fragment = _clean(node_fragment(td, skip=frozenset({"table"})))
    cell = make_cell(fragment.text, fragment, mender, row, column)
    cell.rowspan = _span(td.attributes.get("rowspan"))
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
    return max(1, min(int(digits), MAX_SPAN)) if digits.isdecimal() else 1


def _rows(table: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    child = table.child
    while child is not None:
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in _children(child, ("tr",)):
                yield row, child.tag == "thead"
        child = child.next


def _children(node: LexborNode, tags: Sequence[str]) -> Iterator[LexborNode]:
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
