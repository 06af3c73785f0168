"""Rows of the tables as values that SQLite holds, and back to what the writers take.

A score of 86.50 must leave the store as 86.50, and sort and compare as a number inside it: a number
column is stored as a float, with the count of its decimals in a column beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from thai_ita.batch.task import StoredRow, StoredValue
from thai_ita.columns import TABLE_COLUMNS, ColumnKind, ColumnSpec
from thai_ita.export.tables import Row, Value

DECIMALS = "_decimals"
PER_INPUT = frozenset({"path", "error", "duplicate_of"})
"""Columns of ``documents`` that belong to the input, not to what its content gave."""

SQL_TYPES = {
    ColumnKind.TEXT: "TEXT",
    ColumnKind.DATE: "TEXT",
    ColumnKind.INTEGER: "INTEGER",
    ColumnKind.NUMBER: "REAL",
}


@cache
def result_columns(table: str) -> tuple[ColumnSpec, ...]:
    """The columns of a table that are stored with a result."""
    return tuple(c for c in TABLE_COLUMNS[table] if table != "documents" or c.name not in PER_INPUT)


def stored_columns(table: str) -> list[tuple[str, str]]:
    """Names and SQL types of the stored columns, in the order of the stored rows."""
    columns: list[tuple[str, str]] = []
    for column in result_columns(table):
        columns.append((column.name, SQL_TYPES[column.kind]))
        if column.kind is ColumnKind.NUMBER:
            columns.append((column.name + DECIMALS, "INTEGER"))
    return columns


def to_stored(table: str, row: Row) -> StoredRow:
    """One row of ``export.tables`` as storable values."""
    cells: list[StoredValue] = []
    for column in result_columns(table):
        value = row[column.name]
        if column.kind is ColumnKind.NUMBER:
            cells += _number(value)
        elif isinstance(value, str):
            cells.append(plain_text(value))
        else:
            cells.append(None if value is None else int(value))
    return tuple(cells)


def to_row(table: str, cells: Sequence[Any]) -> Row:
    """The row that ``to_stored`` was given, text that no UTF-8 can hold apart."""
    return {
        name: to_decimal(cells[at], cells[at + 1]) if is_number else cells[at] for name, at, is_number in _places(table)
    }


@cache
def _places(table: str) -> tuple[tuple[str, int, bool], ...]:
    """Each column with the place of its first cell, and whether its decimals stand behind it."""
    names = [name for name, _ in stored_columns(table)]
    return tuple(
        (column.name, names.index(column.name), column.kind is ColumnKind.NUMBER) for column in result_columns(table)
    )


def plain_text(text: str) -> str:
    """A text as every file can hold it: ``?`` for each lone surrogate, as the writers do, and U+FFFD
    for each zero byte, at which programs in C end a text.

    Members of enumerations become plain strings.
    """
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text if type(text) is str else str(text)


def _number(value: Value) -> tuple[StoredValue, StoredValue]:
    if value is None:
        return None, None
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    return float(number), -exponent if isinstance(exponent, int) else None


def to_decimal(value: StoredValue, decimals: StoredValue) -> Decimal | None:
    """A stored number with the decimals that it had."""
    return None if value is None else Decimal(f"{value:.{int(decimals or 0)}f}")
