"""Bars between cells without outer bars: rows of a table, and one line of several entries.

``หน่วยงาน | คะแนน`` over ``เทศบาลตำบล... | 91.20`` has no bar at the beginning of its lines and may
have one at their end. A footer (``เทศบาล... | หน้า 3``) has bars as well; figures below one another
tell a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from thai_ita.normalize.numerals import find_numbers, read_number

# A line with one bar may be a footer or a title; with two it is more.
MIN_ROWS_OF_TWO_CELLS, MIN_ROWS = 3, 2
MAX_LINE = 2_000
# Entries of one line that end in a figure; one alone may be a footer with a page number.
MIN_ENTRIES = 2
_BAR = re.compile(r"(?<!\\)\|")
_NO_FIGURE = ("", "-", "–", "—")


def split_bars(line: str) -> list[str]:
    """The cells between the bars of a line; outer bars part nothing."""
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _BAR.split(inner)]


def n_barred_rows(lines: Sequence[str], i: int) -> int:
    """How many lines from ``i`` on are a table whose lines begin without a bar; 0 where none does.

    All have as many cells, and below the first row one column holds figures and another words.
    """
    width = _width(lines[i])
    if width < 2:
        return 0
    end = i + 1
    while end < len(lines) and _width(lines[end]) == width:
        end += 1
    rows = [split_bars(line) for line in lines[i:end]]
    if len(rows) < (MIN_ROWS_OF_TWO_CELLS if width == 2 else MIN_ROWS):
        return 0
    columns = list(zip(*rows[1:], strict=True))
    figures = any(_holds_figures(column) for column in columns)
    return len(rows) if figures and not any(map(_is_figure, rows[0])) else 0


def barred_entries(line: str) -> list[str]:
    """The parts of a line of several names with their figures: ``ITA 91.20 | IIT 88.10``; else []."""
    if len(line) > MAX_LINE or line.lstrip().startswith("|"):
        return []
    parts = [part for part in split_bars(line) if part]
    entries = [part for part in parts if _ends_in_figure(part)]
    return parts if len(entries) >= MIN_ENTRIES else []


def _width(line: str) -> int:
    if "|" not in line or len(line) > MAX_LINE or any(sign in line for sign in "\t\f<"):
        return 0
    return len(split_bars(line))


def _is_figure(text: str) -> bool:
    number = read_number(text)
    return number is not None and number.decimals > 0


def _holds_figures(column: tuple[str, ...]) -> bool:
    filled = [text for text in column if text not in _NO_FIGURE]
    return bool(filled) and all(map(_is_figure, filled))


def _ends_in_figure(part: str) -> bool:
    """Whether a part is words and then one figure with decimals."""
    numbers = find_numbers(part)
    return (
        bool(numbers) and numbers[-1].decimals > 0 and numbers[-1].end == len(part.rstrip()) and numbers[-1].start > 0
    )
