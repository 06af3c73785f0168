"""Dates in figures of an edited table: whether its days or its months stand first.

A spreadsheet writes 2024-10-01 as 1/10/2567, 10/1/2024 or 10/01/24, a column one way. What a person
changed in it is read as the cells that nobody changed are written; where these do not tell, and the
date may be two, it is nobody's to guess.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from thai_ita.normalize.numerals import to_arabic

DATE_COLUMNS = frozenset({"start_date", "end_date", "decided_on"})
DAY_FIRST, MONTH_FIRST = "day", "month"
MOST_KEPT = 50_000
"""Cells of a column that are looked at once more when its order is known."""
BE_OFFSET = 543
FIRST_YEAR_BE = 2400
"""From here on a year is one of the Buddhist era."""
CENTURY, CENTURY_BE = 2000, 2500
FIRST_SHORT_YEAR_BE = 58
"""From here on a year of two digits is one of the Buddhist era: 2558 is nearer than 2058."""
_FIGURES = re.compile(
    r"(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)"
    r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?)?"
)


@dataclass(frozen=True, slots=True)
class DateCell:
    """A cell that holds a date in figures, the day or month first.

    ``shown`` is the date that the table held, ISO or "". ``day_first`` and ``month_first`` are what the cell
    says read either way, ISO, or "" where there is no such day. ``is_buddhist`` where the year is of that era.
    """

    line: int
    doc_id: str
    fact: str
    column: str
    shown: str
    cell: str
    day_first: str
    month_first: str
    is_buddhist: bool

    def read(self, order: str) -> str:
        return self.day_first if order == DAY_FIRST else self.month_first

    @property
    def is_one_date(self) -> bool:
        return self.day_first == self.month_first or not (self.day_first and self.month_first)

    @property
    def orders(self) -> tuple[str, ...]:
        """The ways in which the cell can be read."""
        return tuple(order for order in (DAY_FIRST, MONTH_FIRST) if self.read(order))


def date_cell(line: int, doc_id: str, fact: str, column: str, *, shown: str, cell: str) -> DateCell | None:
    """The cell as a date in figures; None where it is none, or says itself which figure is what."""
    match = _FIGURES.fullmatch(to_arabic(cell).strip())
    if match is None:
        return None
    year, is_buddhist = _year(match["year"])
    a, b = int(match["a"]), int(match["b"])
    first, second = _iso(year, b, a), _iso(year, a, b)
    if not (first or second):
        return None
    return DateCell(line, doc_id, fact, column, shown, cell, first, second, is_buddhist)


class DateOrders:
    """The dates of a table, gathered cell by cell; ``told`` then says what each changed one means."""

    def __init__(self) -> None:
        self._unchanged: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._sure: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._kept: list[DateCell] = []
        self._changed: list[DateCell] = []

    def note(self, cell: DateCell) -> None:
        if cell.shown in (cell.day_first, cell.month_first):
            if cell.day_first == cell.month_first:
                return
            order = DAY_FIRST if cell.shown == cell.day_first else MONTH_FIRST
            self._unchanged[cell.column][order] += 1
            if not cell.is_one_date and len(self._kept) < MOST_KEPT:
                self._kept.append(cell)
            return
        if cell.is_one_date and cell.day_first != cell.month_first:
            self._sure[cell.column][cell.orders[0]] += 1
        if len(self._changed) < MOST_KEPT:
            self._changed.append(cell)

    def told(self) -> Iterator[tuple[DateCell, str]]:
        """Each cell that says another date than the table did, with that date (ISO), or "" where it may be two.

        A cell that is what the table held only when read otherwise than the others of its column is
        one of these too.
        """
        for cell in self._kept:
            votes = self._votes(cell.column)
            own = DAY_FIRST if cell.shown == cell.day_first else MONTH_FIRST
            other = MONTH_FIRST if own == DAY_FIRST else DAY_FIRST
            if votes[other] >= votes[own]:
                yield cell, ""
        for cell in self._changed:
            yield cell, self._meant(cell)

    def _meant(self, cell: DateCell) -> str:
        if cell.is_one_date:
            return cell.read(cell.orders[0])
        orders = list(self._votes(cell.column))
        if not orders and cell.is_buddhist:
            # No spreadsheet that puts the month first has years of this era.
            orders = [DAY_FIRST]
        return cell.read(orders[0]) if len(orders) == 1 else ""

    def _votes(self, column: str) -> Counter[str]:
        """How many cells say that the day or the month is first: those of the column that nobody changed,
        else those of the other columns, else changed ones that can be read in one way only."""
        for counts in (self._unchanged, self._sure):
            for votes in (counts[column], sum(counts.values(), Counter())):
                if votes:
                    return votes
        return Counter()


def _year(digits: str) -> tuple[int, bool]:
    """The year (CE), and whether it was written in the Buddhist era."""
    year = int(digits)
    if len(digits) == 2:
        year += CENTURY_BE if year >= FIRST_SHORT_YEAR_BE else CENTURY
    is_buddhist = year >= FIRST_YEAR_BE
    return (year - BE_OFFSET if is_buddhist else year), is_buddhist


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
