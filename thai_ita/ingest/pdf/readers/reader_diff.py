"""What two readers disagree on, page by page, and which of them to believe."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from thai_ita.ingest.pdf.reader import PageContent, RawTable
from thai_ita.ingest.pdf.text.glyphs import UNMAPPED

_BLANK = re.compile(r"\s+")
# Texts shorter than this in all count as one kind of difference only.
_SHOWN: Final = 40
# The share of the fast reader's text that the other must have; how much worse its Thai may be where it has more cells,
# and how much better it must be where it has not.
_AS_MUCH_TEXT: Final = 0.98
_HARDLY_WORSE: Final = 0.02
_BETTER: Final = 0.005


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between two readings: where it is, and both texts or shapes."""

    what: str
    where: str
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.where}: {self.first[:_SHOWN]!r} / {self.second[:_SHOWN]!r}"


def compare(a: PageContent, b: PageContent) -> list[Difference]:
    """The differences of two readings of a page; white space is not looked at."""
    found: list[Difference] = []
    ruled = [t for t in a.tables if t.ruled], [t for t in b.tables if t.ruled]
    if len(ruled[0]) != len(ruled[1]):
        found.append(Difference("tables", "page", str(len(ruled[0])), str(len(ruled[1]))))
    for number, (one, two) in enumerate(zip(*ruled, strict=False), 1):
        found += _compare_tables(number, one, two)
    # Which lines make an unruled table is a matter of taste: only their text is compared.
    mine, yours = Counter(_loose_text(a)), Counter(_loose_text(b))
    if Counter("".join(mine.elements())) != Counter("".join(yours.elements())):
        first, second = (mine - yours).elements(), (yours - mine).elements()
        found.append(Difference("text", "lines", " ".join(first), " ".join(second)))
    return found


def _compare_tables(number: int, one: RawTable, two: RawTable) -> list[Difference]:
    shapes = [f"{t.n_rows}x{t.n_columns}" for t in (one, two)]
    if shapes[0] != shapes[1]:
        return [Difference("shape", f"table {number}", *shapes)]
    found: list[Difference] = []
    for x, y in zip_longest(one.cells, two.cells):
        if x is None or y is None:
            found.append(Difference("shape", f"table {number}", *map(str, shapes)))
            break
        first, second = _BLANK.sub("", x.text), _BLANK.sub("", y.text)
        if first != second:
            where = f"table {number} row {x.row + 1} column {x.column + 1}"
            found.append(Difference("cell", where, first, second))
    return found


def _loose_text(page: PageContent) -> list[str]:
    """The words outside ruled tables."""
    texts = [block.text for block in page.lines]
    texts += [cell.text for table in page.tables if not table.ruled for cell in table.cells]
    return " ".join(texts).split()


def _n_marked(page: PageContent) -> int:
    """How many cells hold glyphs without a character and nothing else."""
    return sum(set(cell.text) == {chr(UNMAPPED)} for table in page.tables for cell in table.cells)


def better(fast: PageContent, reference: PageContent) -> bool:
    """Whether the reference's reading is the better one.

    It must hold at least as much readable text and give better Thai, or find a table where the
    other found none.
    """
    if reference.skipped:
        return False
    if fast.skipped:
        return True
    if reference.n_chars - reference.unmapped < _AS_MUCH_TEXT * (fast.n_chars - fast.unmapped):
        return False
    # A glyph without a character that fills a cell is a mark: the tick of a symbol font.
    if _n_marked(reference) < _n_marked(fast):
        return False
    cells = [sum(len(t.cells) for t in p.tables if t.ruled) for p in (fast, reference)]
    if cells[1] > cells[0] and reference.quality >= fast.quality - _HARDLY_WORSE:
        return True
    return cells[1] >= cells[0] and reference.quality > fast.quality + _BETTER
