"""Columns that hold the figures of two years: ``80.10 → 82.30``, ``82.30 (80.10)``.

The heading must say so in the same form: ``ปี 2566 → ปี 2567``, ``ปี 2567 (ในวงเล็บคือปี 2566)``.
Without such a heading a figure in brackets may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from thai_ita.model import Cell, Table
from thai_ita.normalize.numerals import read_score
from thai_ita.normalize.repair import squash
from thai_ita.parse.tables.grid import LAST_YEAR, GridView, short_years_of, without_year, years_of

_ARROW = re.compile(r"\s*(?:[→➜➔➝➞➡⇒⟶⟹▶►]\ufe0f?|-{1,2}>|=>)\s*")
_SLASH = re.compile(r"\s*/\s*")
_BRACKET = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\s*", re.S)
_IN_BRACKETS = re.compile(r"(?:ตัวเลข|คะแนน|ค่า)?\s*ใน(?:วงเล็บ|\(\s*\))\s*(?:คือ|เป็น|หมายถึง|แสดง)?\s*")
_NO_FIGURE = ("-", "–", "—", "")

Pair = tuple[str, str]


def split_pairs(table: Table) -> Table:
    """The table with each column of two years as two columns."""
    view = GridView(table)
    # From the right, so that the places of those to the left stay.
    for c in reversed(range(table.n_columns)):
        if pairs := _pairs_of(view, c):
            table = with_split(table, c, pairs)
    return table


def _pairs_of(view: GridView, c: int) -> dict[int, Pair]:
    """The two texts of every cell in a column of pairs, by row; empty for any other column."""
    texts = {r: view.text(r, c) for r in range(view.n_rows) if not view.is_single(r)}
    for read in (_by_arrow, _by_slash, _by_bracket):
        pairs = {r: pair for r, text in texts.items() if (pair := read(text))}
        figures = {r: pair for r, pair in pairs.items() if _are_figures(pair)}
        if not figures:
            continue
        first = min(figures)
        heads = {r: _in_full(pair) for r, pair in pairs.items() if r < first and _two_years(pair)}
        below = {r for r, text in texts.items() if r >= first and text not in _NO_FIGURE}
        if len(heads) == 1 and below == set(figures):
            return {**heads, **figures}
    return {}


def _are_figures(pair: Pair) -> bool:
    scores = [text for text in pair if read_score(text) is not None]
    return bool(scores) and all(text in scores or text in _NO_FIGURE for text in pair)


def _by_arrow(text: str) -> Pair | None:
    parts = _ARROW.split(text)
    return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else None


def _by_slash(text: str) -> Pair | None:
    parts = _SLASH.split(text)
    return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else None


def _by_bracket(text: str) -> Pair | None:
    match = _BRACKET.fullmatch(text)
    return (match.group(1).strip(), match.group(2).strip()) if match else None


def _two_years(pair: Pair) -> bool:
    """Whether two headings name two years; the second may say ``ปีก่อน``."""
    first, second = (years_of(text) or short_years_of(text) for text in pair)
    if len(first) == 1 and len(second) == 1:
        return first != second
    return len(first) <= 1 and not second and bool(LAST_YEAR.search(pair[1]))


def _in_full(pair: Pair) -> Pair:
    """Two headings, the second with the words that it shares with the first: IIT 2566 → 2567."""
    first, second = pair[0], _IN_BRACKETS.sub("", pair[1])
    shared = without_year(first)
    return (first, second if squash(shared) in squash(second) else f"{shared} {second}")


def with_split(table: Table, c: int, pieces: Mapping[int, Sequence[str]]) -> Table:
    """The table with column ``c`` as several; ``pieces`` holds its texts by row, all of one number.

    A cell of the column without pieces is merged over all of them.
    """
    more = len(next(iter(pieces.values()))) - 1
    width = table.n_columns + more
    grid: list[list[Cell | None]] = [[None] * width for _ in table.grid]
    for cell in table.cells():
        row, column = cell.row, cell.column
        if column > c:
            grid[row][column + more] = replace(cell, column=column + more)
        elif column == c and row in pieces and cell.colspan == 1:
            for k, text in enumerate(pieces[row]):
                grid[row][c + k] = replace(cell, column=c + k, raw=text, text=text, lines=())
        else:
            wider = more if column + cell.colspan > c else 0
            grid[row][column] = replace(cell, colspan=cell.colspan + wider)
    return replace(table, grid=grid)
