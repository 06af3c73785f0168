"""The rows of a list of items in their order, and which item each is by those around it.

A row whose code could not be read (a stamp lies on it) is a row all the same: between e7 and e9 stands
one more, and e9 is no e8. A row that states a score counts as one row; of another text, a heading
between groups or the rest of a wording, nobody knows, so it counts as none or one. So does the place
where a page ends, at which a row may have gone missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from thai_ita.model import Cell, Document, Line, ScoreKind
from thai_ita.normalize.numerals import find_numbers, read_score
from thai_ita.normalize.recognised import is_score_form, plain_digits
from thai_ita.parse.scores.candidates import TABLE, Candidate

ITEMS = frozenset({ScoreKind.QUESTION, ScoreKind.OIT_ITEM})
_CODE = re.compile(r"([a-z]?)(\d{1,2})")
_LETTER = re.compile(r"[ก-ฮA-Za-z\d๐-๙]")
# Printed without decimals.
_WHOLE = ("100", "0")

Row = tuple[int, int]
"""The table and the row in it; 0 and the line of a row that was laid out as text."""


def row_of(candidate: Candidate) -> Row | None:
    """The row that a candidate stands in, None in running text."""
    at = candidate.evidence
    if at.table is not None and at.row is not None:
        return at.table, at.row
    return (0, at.line) if at.line is not None and candidate.strength == TABLE else None


def rows_with_text(document: Document) -> dict[Row, bool]:
    """The rows in which a text begins, and whether it states a score."""
    found: dict[Row, bool] = {}
    for row, text in _texts(document):
        if _LETTER.search(text):
            found[row] = found.get(row, False) or _states_score(text, of_line=not row[0])
    return found


def _texts(document: Document) -> Iterator[tuple[Row, str]]:
    for block in document.blocks:
        if isinstance(block, Line):
            yield (0, block.number), block.text
            continue
        for cell in block.cells():
            yield _row_of_cell(cell, block.number), cell.text


def _row_of_cell(cell: Cell, table: int) -> Row:
    return (0, cell.line) if cell.line is not None else (table, cell.row + 1)


def _states_score(text: str, *, of_line: bool) -> bool:
    """Whether a cell is a score, or has one among marks of a stamp; a line has its figure in a text."""
    if read_score(text) is not None and plain_digits(text) in _WHOLE:
        return True
    numbers = [n for n in find_numbers(text) if n.decimals]
    in_form = any(is_score_form(plain_digits(n.text)) for n in numbers)
    return in_form or (not of_line and bool(numbers))


@dataclass(frozen=True, slots=True)
class _Gap:
    """How many rows further on the next coded row is, at least and at most."""

    least: int
    most: int


class ItemRows:
    """Which code a row has by its neighbours."""

    def __init__(self, candidates: Iterable[Candidate], texts: Mapping[Row, bool]) -> None:
        """``texts`` are the rows of the document in which a text begins."""
        codes: dict[Row, set[str]] = {}
        pages: dict[Row, int | None] = {}
        others: set[Row] = set()
        for candidate in candidates:
            row = row_of(candidate)
            if row is None:
                continue
            if candidate.kind in ITEMS:
                codes.setdefault(row, set()).add(candidate.code)
                pages[row] = candidate.evidence.page
            else:
                others.add(row)
        coded = sorted((row, found.pop()) for row, found in codes.items() if len(found) == 1)
        self._rows = [row for row, _ in coded]
        self._codes = [code for _, code in coded]
        self._at = {row: i for i, row in enumerate(self._rows)}
        # The row of an indicator may head those of its questions.
        uncoded = {row: scored and row not in others for row, scored in texts.items()}
        between = sorted((r, s) for r, s in uncoded.items() if r not in self._at)
        self._gaps = list(self._gaps_between(between, pages))

    def _gaps_between(self, between: list[tuple[Row, bool]], pages: Mapping[Row, int | None]) -> Iterator[_Gap]:
        """The gap below each coded row but the last."""
        at = 0
        for above, below in pairwise(self._rows):
            sure = doubtful = 0
            while at < len(between) and between[at][0] < below:
                if between[at][0] > above:
                    sure += between[at][1]
                    doubtful += not between[at][1]
                at += 1
            doubtful += pages[above] != pages[below]
            yield _Gap(1 + sure, 1 + sure + doubtful)

    def expected(self, candidate: Candidate) -> str:
        """The one code that the rows above and below leave for a row, "" where they leave none or
        several.

        At an end of a list the next row says it, where it fits the one after.
        """
        at = self._place(candidate)
        if at is None:
            return ""
        steps = [step for step in (-1, 1) if self._gap(at, step) is not None]
        allowed = [self._allowed(at, step) for step in steps]
        both = set.intersection(*allowed) if allowed else set()
        at_end = len(steps) == 1 and not self._count_on(at + steps[0], steps[0])
        return both.pop() if len(both) == 1 and not at_end else ""

    def counts_exactly(self, candidate: Candidate, code: str) -> bool:
        """Whether a row is ``code`` by the row above and by the one below, without doubtful rows."""
        at = self._place(candidate)
        return at is not None and all(self._runs(at, step, code, 1) for step in (-1, 1))

    def is_run(self, candidate: Candidate, code: str) -> bool:
        """Whether three rows around a row count on as if it were ``code``; of two it may be chance."""
        at = self._place(candidate)
        if at is None or not self.counts_exactly(candidate, code):
            return False
        return any(self._runs(at, step, code, 2) for step in (-1, 1))

    def is_run_on_both_sides(self, candidate: Candidate, code: str) -> bool:
        """Whether two rows above and two below count on as if a row were ``code``."""
        at = self._place(candidate)
        return at is not None and all(self._runs(at, step, code, 2) for step in (-1, 1))

    def is_used(self, code: str) -> bool:
        return code in self._codes

    def _place(self, candidate: Candidate) -> int | None:
        row = row_of(candidate)
        return None if row is None else self._at.get(row)

    def _gap(self, at: int, step: int) -> _Gap | None:
        """How far the next coded row of the same table is; None beyond its ends."""
        other = at + step
        if not 0 <= other < len(self._rows) or self._rows[other][0] != self._rows[at][0]:
            return None
        return self._gaps[min(at, other)]

    def _allowed(self, at: int, step: int) -> set[str]:
        """The codes that the row above (-1) or below (1) leaves for a row."""
        gap = self._gap(at, step)
        if gap is None:
            return set()
        counted = (moved(self._codes[at + step], -step * n) for n in range(gap.least, gap.most + 1))
        return set(filter(None, counted))

    def _count_on(self, at: int, step: int) -> bool:
        """Whether a row fits the next one in a direction."""
        return self._codes[at] in self._allowed(at, step)

    def _runs(self, at: int, step: int, code: str, rows: int) -> bool:
        """Whether so many rows in a direction count on from ``code``, each gap sure of its rows."""
        for _ in range(rows):
            gap = self._gap(at, step)
            if gap is None or gap.least != gap.most:
                return False
            code = moved(code, step * gap.least)
            at += step
            if not code or self._codes[at] != code:
                return False
        return True


def moved(code: str, step: int) -> str:
    """The code so many places further on, "" where there is none.

    >>> moved("e7", 2), moved("e1", -1)
    ('e9', '')
    """
    found = _CODE.fullmatch(code)
    if found is None or int(found[2]) + step < 1:
        return ""
    return f"{found[1]}{int(found[2]) + step}"
