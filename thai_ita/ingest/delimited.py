"""Tables that stand in a text as an export leaves them: fields parted by semicolons or commas."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from thai_ita.normalize.numerals import read_number

MIN_ROWS = 3
# Fields that a row must have. A comma also parts thousands and clauses, so it must part more.
_MIN_FIELDS = {";": 2, ",": 3}
MAX_LINE = 2_000
_THOUSANDS = re.compile(r"[\d๐-๙],[\d๐-๙]{3}(?![\d๐-๙])")
_NO_FIGURE = ("", "-", "–")


def delimited_rows(lines: Sequence[str], i: int) -> list[list[str]]:
    """The rows of a delimited table that begins at line ``i``; empty where none does.

    At least three lines with as many fields, one column of words, and one that holds only figures
    below its first row: clauses of sentences never look so.
    """
    for delimiter, fields in _MIN_FIELDS.items():
        if lines[i].count(delimiter) < fields - 1:
            continue
        rows: list[list[str]] = []
        for line in lines[i:]:
            row = _fields(line, delimiter)
            if len(row) < fields or (rows and len(row) != len(rows[0])):
                break
            rows.append(row)
        if len(rows) >= MIN_ROWS and _has_words_and_figures(rows):
            return rows
    return []


def _fields(line: str, delimiter: str) -> list[str]:
    if delimiter not in line or len(line) > MAX_LINE or any(sign in line for sign in "\t\f\r\0|<"):
        return []
    if delimiter == "," and _THOUSANDS.search(line):
        return []
    read = list(csv.reader([line.strip()], delimiter=delimiter, skipinitialspace=True))
    return [field.strip() for field in read[0]] if len(read) == 1 else []


def _has_words_and_figures(rows: list[list[str]]) -> bool:
    columns = list(zip(*rows[1:], strict=True))
    figures = [_holds_figures(column) for column in columns]
    words = [any(text and read_number(text) is None for text in column) for column in columns]
    return any(figures) and any(words)


def _holds_figures(column: tuple[str, ...]) -> bool:
    filled = [text for text in column if text not in _NO_FIGURE]
    return len(filled) >= MIN_ROWS - 1 and all(read_number(text) is not None for text in filled)
