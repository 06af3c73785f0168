"""Columns headed by a letter that a legend beside the table explains.

``(ก) หมายถึง คะแนนปี 2566`` above or below a table, and ``(ก)`` over a column of it: the column is
read as if the explanation headed it. Numbers are not taken for such letters, for ``(1) (2) (3)``
only count the columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from thai_ita.model import Block, Document, Line, Table
from thai_ita.parse.tables.column_roles import ColumnRole, role_of
from thai_ita.parse.tables.grid import MAX_HEADER_ROWS, GridView, years_of

# A head with one letter may be anything.
MIN_LETTERS = 2
# A longer line is no legend.
MAX_LINE = 400

_LETTER = re.compile(r"[(\[]?\s*([ก-ฮA-Z])\s*[)\]]?")
_IS = r"(?<![ก-๎A-Za-z])(?:คอลัมน์|ช่อง|สดมภ์)?\s*+[(\[\"“']?\s*([ก-ฮA-Z])\s*+[)\]\"”']?\s*(?:หมายถึง|คือ|แทน|=|:)\s*"
_ENTRY = re.compile(rf"{_IS}(\S.+?)(?=[\s,;]*{_IS.replace('([ก-ฮA-Z])', '[ก-ฮA-Z]')}|[\s,;]*$)")

Legend = dict[str, str]


def with_legends(document: Document) -> Document:
    """The document with the letters in the heads of its tables replaced by what they stand for."""
    if not any(_letters(block) for block in document.blocks if isinstance(block, Table)):
        return document
    blocks: list[Block] = []
    above: Legend = {}
    for i, block in enumerate(document.blocks):
        if isinstance(block, Line):
            found = _entries([block])
            # A letter that is explained anew begins another legend.
            above = found if above.keys() & found.keys() else {**above, **found}
            blocks.append(block)
        else:
            explained = _explained(block, above)
            if explained is None:
                explained = _explained(block, _entries(_lines_from(document.blocks, i + 1)))
            blocks.append(explained or block)
    return replace(document, blocks=blocks)


def _lines_from(blocks: Sequence[Block], start: int) -> list[Line]:
    """The lines up to the next table."""
    out = []
    for block in blocks[start:]:
        if not isinstance(block, Line):
            break
        out.append(block)
    return out


def _entries(lines: Sequence[Line]) -> Legend:
    """What the letters of a legend stand for; one that is explained twice stands for nothing."""
    texts = [line.text for line in lines if len(line.text) <= MAX_LINE]
    found = [(m.group(1), m.group(2)) for text in texts for m in _ENTRY.finditer(text)]
    return {
        letter: meaning for letter, meaning in found if len({other for same, other in found if same == letter}) == 1
    }


def _letters(table: Table) -> dict[tuple[int, int], str]:
    """The letters in the first rows of a table by place, of the row that holds most of them."""
    rows = [
        {
            (cell.row, cell.column): match.group(1)
            for cell in row
            if cell is not None and (match := _LETTER.fullmatch(cell.text.strip()))
        }
        for row in table.grid[:MAX_HEADER_ROWS]
    ]
    best = max(rows, key=len, default={})
    return best if len(set(best.values())) == len(best) >= MIN_LETTERS else {}


def _explained(table: Table, legend: Legend) -> Table | None:
    """The table with the letters of its head explained; None where the legend is not its own."""
    letters = _letters(table)
    meanings = {place: legend.get(letter, "") for place, letter in letters.items()}
    if not meanings or not all(_heads_figures(text) for text in meanings.values()):
        return None
    if any(row >= GridView(table).first_row for row, _ in meanings):
        return None
    grid = [
        [
            replace(cell, text=text, raw=text, lines=())
            if cell is not None and (text := meanings.get((cell.row, cell.column)))
            else cell
            for cell in row
        ]
        for row in table.grid
    ]
    # The last line of a legend is no caption of the table below it.
    caption = "" if _ENTRY.search(table.caption[:MAX_LINE]) else table.caption
    return replace(table, grid=grid, caption=caption)


def _heads_figures(text: str) -> bool:
    return bool(text) and (bool(years_of(text)) or role_of(text) is not ColumnRole.UNKNOWN)
