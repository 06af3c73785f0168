"""A row of a counted table of figures that a page break cut in two becomes one row again.

::

    | 9  | เทศบาลเมือง | 97.08 |
    |    | ดอนไผ่แดง   |       |      on the next page
    | 10 | ...         | 75.09 |

Only a table that counts its rows and has figures in each shows that its numbers and figures are
missing in a row because they stand in the one before. A row between groups has no figures either,
but then not every row is counted. Where the break cuts the number too (1 and 0 between 9 and 11),
the count alone shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from thai_ita.ingest.pdf.text.wrapping import join_wrapped
from thai_ita.model import Cell, Table
from thai_ita.normalize.numerals import read_number

GridRow = Sequence[Cell | None]


def is_rest_of_row(table: Table, piece: Table, row: int) -> bool:
    """Whether a row of a piece is the rest of the last row of a table."""
    if row >= piece.n_rows or table.n_rows < 2 or piece.n_columns != table.n_columns:
        return False
    above, rest = table.grid[-1], piece.grid[row]
    if not all(c is not None and c.rowspan == c.colspan == 1 for c in (*above, *rest)):
        return False
    before = table.grid[-2]
    after = piece.grid[row + 1] if row + 1 < piece.n_rows else None
    columns = range(table.n_columns)
    counter = next((k for k in columns if _counts(k, before, above, rest, after)), None)
    if counter is None:
        return False
    if _text(rest, counter):
        return True
    others = [r for r in (before, after) if r is not None]
    figures = [k for k in columns if k != counter and all(_number(r, k) is not None for r in others)]
    words = [k for k in columns if k != counter and k not in figures]
    return (
        bool(figures)
        and any(_text(rest, k) for k in words)
        and all(bool(_text(above, k)) != bool(_text(rest, k)) for k in figures)
    )


def _counts(column: int, before: GridRow, above: GridRow, rest: GridRow, after: GridRow | None) -> bool:
    """Whether a column counts the rows around a cut, the cut one by both of its parts together."""
    number = _read(_text(above, column) + _text(rest, column))
    if number is None or not _text(above, column):
        return False
    follows = after is None or _number(after, column) == number + 1
    return follows and _number(before, column) == number - 1


def join_rest(table: Table, rest: GridRow) -> None:
    """Puts what the rest of a cut row holds into the last row of a table."""
    for cell, other in zip(table.grid[-1], rest, strict=True):
        if cell is None or other is None or not other.text.strip():
            continue
        if not cell.text.strip():
            cell.page, cell.bbox = other.page, other.bbox
        cell.lines = tuple(line for c in (cell, other) for line in c.lines or (c.text,) if line)
        cell.raw = "\n".join(filter(None, (cell.raw, other.raw)))
        digits = cell.text.strip().isdecimal() and other.text.strip(" .").isdecimal()
        texts = [cell.text, other.text]
        cell.text = "".join(map(str.strip, texts)) if digits else join_wrapped(texts)


def _text(row: GridRow, column: int) -> str:
    cell = row[column] if column < len(row) else None
    return cell.text.strip() if cell is not None else ""


def _number(row: GridRow, column: int) -> float | None:
    return _read(_text(row, column))


def _read(text: str) -> float | None:
    number = read_number(text.rstrip("."))
    return None if number is None else float(number.value)
