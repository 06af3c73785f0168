"""How the sheet of a table is laid out: widths that fit Thai text, folded columns, the printed rows.

Widths are in spreadsheet units, digits of the font: a vowel or tone mark above or below a letter
takes none. Heights are left to the spreadsheet, but for rows that would fill the screen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

FONT: Final = "Tahoma"
"""On every Windows and Mac, with Thai letters."""
FONT_SIZE_PT: Final = 10
PER_LETTER: Final = 1.07
"""Width of a Thai letter of the font, in digits."""
PADDING: Final = 1.5
EDGE: Final = 0.5
"""Of the padding, what no letter comes into."""
FILTER_ARROW: Final = 2.5
NARROWEST: Final = 7.0
WIDEST_SHORT: Final = 34.0
WIDEST_LONG: Final = 48.0
WIDEST_HEAD: Final = 15.0
"""A heading is no wider for itself; it wraps."""
LONG_TEXT: Final = 45
"""Letters from which a text is read as lines, not as a name."""
MOST_LINES: Final = 12
"""Lines of a row that are shown; the cell holds them all."""
LINE_PT: Final = 13.5
MEASURED_ROWS: Final = 5_000
"""Rows from which widths are taken: those of longer tables are alike."""

PAPER_A4: Final = 9
MARGINS_IN: Final = {"left": 0.4, "right": 0.4, "top": 0.7, "bottom": 0.6}
PAGE_WIDTH_PT: Final = 842 - 72 * (MARGINS_IN["left"] + MARGINS_IN["right"])
PAGE_HEIGHT_PT: Final = 595 - 72 * (MARGINS_IN["top"] + MARGINS_IN["bottom"])
WHOLE_PAGES: Final = 2
"""A sheet that takes more is one to search and filter: its first page is printed, and says so."""
_UNIT_PT: Final = 5.25
_EDGE_PT: Final = 3.75

FOLDED: Final = frozenset(
    {
        "agency_id",
        "fiscal_year_ce",
        "match_score",
        "match_margin",
        "match_rule",
        "bbox",
        "reading_p",
        "fact",
        "year_from",
        "agency_from",
        "table",
        "row",
        "n_sources",
        "proposed_id",
        "corrected_by",
        "agency_as_seen",
        "agency_candidates",
        "name_as_seen",
        "media",
        "duplicate_of",
        "n_refused",
        "n_withheld",
        "n_recognised",
    }
)
"""Columns that say how a value was read, or repeat another; they are there, folded."""

_MARKS: Final = dict.fromkeys(
    code
    for code in (*range(0x300, 0x370), *range(0xE00, 0xE80), *range(0x200B, 0x2010))
    if unicodedata.category(chr(code)) in {"Mn", "Cf"}
)


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """One column: its width, whether its texts wrap, and whether it is folded."""

    width: float
    wraps: bool
    folded: bool = False


def text_width(text: str) -> float:
    """The width of the widest line of a text."""
    return max(map(_line_width, text.split("\n")), default=0.0)


def _line_width(line: str) -> float:
    letters = len(line.translate(_MARKS))
    return letters if line.isascii() else letters * PER_LETTER


def column_layout(name: str, head: str, cells: Sequence[str | int | float | None], *, is_text: bool) -> ColumnLayout:
    """The layout of a column ``name`` under its heading, by the cells as they are shown.

    A column without any cell is folded, unless the table has no rows at all.
    """
    shown = [cell for cell in cells[:MEASURED_ROWS] if cell is not None and cell != ""]
    folded = name in FOLDED or (bool(cells) and not any(c is not None and c != "" for c in cells))
    widths = [text_width(str(cell)) for cell in shown] if is_text else [len(_number(cell)) for cell in shown]
    widest = max(widths, default=0.0)
    limit = WIDEST_LONG if widest > LONG_TEXT else WIDEST_SHORT
    needed = max(widest + PADDING, min(text_width(head) + FILTER_ARROW, WIDEST_HEAD), NARROWEST)
    return ColumnLayout(round(min(needed, limit), 1), is_text, folded)


def _number(cell: str | int | float | None) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def lines_of_row(columns: Sequence[ColumnLayout], cells: Iterable[object]) -> int:
    """Lines that a row takes when its texts wrap in their columns."""
    most = 1
    for column, cell in zip(columns, cells, strict=True):
        # Most cells are short.
        if (
            column.wraps
            and not column.folded
            and isinstance(cell, str)
            and (len(cell) > column.width / PER_LETTER or "\n" in cell)
        ):
            inside = column.width - EDGE
            lines = sum(max(1, ceil(_line_width(line) / inside)) for line in cell.split("\n"))
            most = max(most, lines)
    return most


def printed_rows(columns: Sequence[ColumnLayout], head_lines: int, lines: Sequence[int]) -> int:
    """How many of a sheet's rows, with these ``lines`` each, are printed: all where they fit on
    ``WHOLE_PAGES`` pages of their width, else those of the first page."""
    width = sum(c.width * _UNIT_PT + _EDGE_PT for c in columns if not c.folded)
    page = PAGE_HEIGHT_PT / min(1.0, PAGE_WIDTH_PT / max(width, 1.0))
    room = page - head_lines * LINE_PT
    first = pages = 0
    used = 0.0
    for place, count in enumerate(lines):
        height = min(count, MOST_LINES) * LINE_PT
        if used + height > room:
            pages, used = pages + 1, 0.0
            first = first or place
            if pages == WHOLE_PAGES:
                return max(first, 1)
        used += height
    return len(lines)
