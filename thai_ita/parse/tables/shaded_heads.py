"""Heads of columns that stand as small tables of their own inside the empty cells of their table.

Word paints the shading of a cell line by line, and what is painted looks like ruled boxes: the cell
comes out empty, its lines as a table of one column that lies within it. The text goes back where
it was printed.
"""

from __future__ import annotations

from dataclasses import replace

from thai_ita.model import BBox, Block, Cell, Document, Table

# A shaded head has no more lines; a longer list in a cell is one of its own.
MAX_LINES = 8
# Boxes may overlap their cell by the width of a rule, in points.
RULE_PT = 2.0


def with_shaded_heads(document: Document) -> Document:
    """The document with such texts in their cells; the same document where there are none."""
    homes: dict[int, tuple[int, Cell]] = {}
    tables = document.tables
    for small in tables:
        if small.bbox is None or small.n_columns != 1 or small.n_rows > MAX_LINES:
            continue
        home = next(
            (
                (id(table), cell)
                for table in tables
                if table is not small and table.page == small.page and table.n_columns > 1
                for cell in table.cells()
                if not cell.text.strip() and cell.bbox is not None and _holds(cell.bbox, small.bbox)
            ),
            None,
        )
        if home is not None:
            homes[id(small)] = home
    if not homes:
        return document
    texts: dict[tuple[int, int, int], list[Table]] = {}
    for small in tables:
        if id(small) in homes:
            table, cell = homes[id(small)]
            texts.setdefault((table, cell.row, cell.column), []).append(small)
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table):
            if id(block) in homes:
                continue
            blocks.append(_filled(block, texts))
        else:
            blocks.append(block)
    return replace(document, blocks=blocks)


def _holds(cell: BBox, inside: BBox) -> bool:
    across = cell.x0 - RULE_PT <= inside.x0 and inside.x1 <= cell.x1 + RULE_PT
    return across and cell.top - RULE_PT <= inside.top and inside.bottom <= cell.bottom + RULE_PT


def _filled(table: Table, texts: dict[tuple[int, int, int], list[Table]]) -> Table:
    """The table with the texts that lie in its cells."""
    if not any(key[0] == id(table) for key in texts):
        return table
    grid: list[list[Cell | None]] = []
    for row in table.grid:
        cells: list[Cell | None] = []
        for cell in row:
            small = texts.get((id(table), cell.row, cell.column)) if cell is not None else None
            if cell is not None and small:
                lines = [c for t in small for c in t.cells() if c.text.strip()]
                cell = replace(
                    cell,
                    raw=" ".join(c.raw for c in lines),
                    text=" ".join(" ".join(c.text.split()) for c in lines),
                    lines=tuple(c.text for c in lines),
                )
            cells.append(cell)
        grid.append(cells)
    return replace(table, grid=grid)
