"""A passage of lines with the names, numbers and years found in it, and what stands where.

Every look-up is by place in sorted lists: a passage may be thousands of lines long.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from thai_ita.model import Line
from thai_ita.normalize.gazetteer import AGENCY_TYPES
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import Number, find_numbers, to_arabic
from thai_ita.parse.text.clauses import find_clauses
from thai_ita.parse.text.list_entries import unquoted
from thai_ita.parse.text.name_mentions import find_mentions
from thai_ita.parse.text.owner_scopes import ScopedOwner, owners_in, same_agency, scoped_owners
from thai_ita.parse.text.prose_patterns import FILLER_WORDS, IN_YEAR, NEXT_CLAUSE
from thai_ita.parse.text.topic_cues import example_end
from thai_ita.parse.text.year_scopes import ScopedYear, scoped_years

# The year of the next score stands within this many letters behind a score.
MAX_TO_YEAR = 70
# Letters other than reporting words that may stand between a name and its score.
MAX_STRAY = 8


class Passage:
    """``text`` has Arabic digits and one line end between lines; all places are offsets in it.

    ``base`` is the year that holds where the passage begins, ``firm`` whether the document says so.
    "Last year" is the one before ``above``. ``example`` is where an announced
    example begins: nothing behind it is a result.
    """

    def __init__(
        self, lines: list[Line], matcher: NameMatcher, *, base: int | None = None, firm: bool = True,
        own: str = "", of_many: bool = False, above: int | None = None,
    ) -> None:  # fmt: skip
        printed = unquoted("\n".join(line.text for line in lines))
        self.mentions = find_mentions(printed, matcher)
        self.numbers = find_numbers(printed)
        self.text = to_arabic(printed)
        self.example = example_end(self.text)
        self.clauses = find_clauses(self.text)
        self._spent: set[int] = set()
        self._lines = lines
        self._begins = [0]
        for line in lines[:-1]:
            self._begins.append(self._begins[-1] + len(line.text) + 1)
        self._places = [mention.start for mention in self.mentions]
        figures = [n for n in self.numbers if not self.is_in_name(n)]
        names = [(m.start, m.code) for m in self.mentions if m.kind is not None]
        named = [(start, f"{owner.full_name}@{start}") for start, _, owner in owners_in(self.text)]
        self.years = scoped_years(
            self.text, self.clauses, figures, sorted([*names, *named]), base, firm=firm, above=above or base
        )
        self.owners = scoped_owners(
            self.text, self.clauses, figures, [start for start, _ in names], own, of_many=of_many
        )

    @property
    def beside(self) -> list[int]:
        """The places of the years that are only brought in for comparison."""
        return [year.start for year in self.years if year.beside]

    def of_others(self, own: str) -> list[int]:
        """The places of the years that are told of another local government than ``own``: it is named
        before the year in what begins at a line or turns to another matter."""
        named = [(at, m) for at, _, m in owners_in(self.text) if m.type in AGENCY_TYPES]
        found: list[int] = []
        for year in self.years:
            start = self.clauses.matter_start(year.start)
            within = [m for at, m in named if start <= at < year.start]
            if within and not same_agency(within[-1].full_name, own):
                found.append(year.start)
        return found

    def before(self, place: int, letters: int) -> str:
        """So many letters before a place."""
        return self.text[max(0, place - letters) : place]

    def line_at(self, place: int) -> Line:
        """The line in which a place lies."""
        return self._lines[bisect_right(self._begins, place) - 1]

    def line_start(self, place: int) -> int:
        """Where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def is_in_name(self, number: Number) -> bool:
        """Whether a number is part of a name: ตัวชี้วัดที่ 4."""
        at = bisect_right(self._places, number.start)
        return any(m.start <= number.start < m.end for m in self.mentions[max(0, at - 2) : at])

    def year_at(self, place: int, *, main: bool = False) -> int | None:
        """The year that the passage says for a place, where it says one; with ``main`` none that
        it only compares with."""
        year = self.scope_at(place, main=main)
        return year.year if year else None

    def scope_at(self, place: int, *, main: bool = False) -> ScopedYear | None:
        """The year that holds at a place, with its reach."""
        at = bisect_right(self.years, place, key=lambda year: year.start)
        for year in reversed(self.years[:at]):
            if main and year.beside:
                continue
            if year.end <= place < year.until and year.start not in self._spent:
                return year
        return None

    def owner_at(self, place: int) -> ScopedOwner | None:
        """Whose a figure at a place is, where the passage says it."""
        at = bisect_right(self.owners, place, key=lambda owner: owner.start)
        for owner in reversed(self.owners[:at]):
            if owner.end <= place < owner.until:
                return owner
        return None

    def owners_between(self, start: int, end: int) -> list[str]:
        """The names of agencies in a stretch, as they stand in it."""
        at = bisect_left(self.owners, start, key=lambda owner: owner.start)
        upto = bisect_left(self.owners, end, key=lambda owner: owner.start)
        return [self.text[o.start : o.end] for o in self.owners[at:upto] if o.end <= end]

    def spend(self, year: ScopedYear) -> None:
        """Take a year for the figure before it: it is not that of a later one."""
        self._spent.add(year.start)

    def other_year(self, year: int | None) -> int | None:
        """The one other year that the passage speaks of, beside ``year`` and right before it."""
        others = {y.year for y in self.years} - {year}
        return others.pop() if year and others == {year - 1} else None

    def year_behind(self, number: Number, after: int, *, comes_from: bool = False) -> ScopedYear | None:
        """The year of "85.49 คะแนน ในปี พ.ศ. 2567", where none stands before the figure and no
        other figure follows for which the year could be meant."""
        behind = self._first_year(number.end)
        if behind is None or not IN_YEAR.fullmatch(self.text[number.end : behind.start]):
            return None
        if "\n" in self.text[number.end : behind.start] and self.year_at(number.start):
            return None
        rest = self.text[behind.end : behind.end + 40]
        bracketed = "(" in self.text[number.end : behind.start] and rest.lstrip().startswith(")")
        earlier = self._first_year(after)
        if not bracketed and earlier is not None and earlier.start < number.start:
            return None
        return None if NEXT_CLAUSE.match(rest) and not comes_from else behind

    def year_follows(self, place: int) -> bool:
        """A name keeps its place for "ปี 2566 ได้ 80 ระดับ C ปี 2567 ได้ 85"."""
        behind = self._first_year(place)
        if behind is None or behind.start > place + MAX_TO_YEAR:
            return False
        return len(stray(self.text[place : behind.start])) <= MAX_STRAY

    def got_in_year(self, place: int) -> bool:
        """Whether nothing but "got" or a figure stands behind the next year: no other subject."""
        behind = self._first_year(place)
        return behind is not None and bool(NEXT_CLAUSE.match(self.text[behind.end : behind.end + 40]))

    def _first_year(self, place: int) -> ScopedYear | None:
        at = bisect_left(self.years, place, key=lambda year: year.start)
        return self.years[at] if at < len(self.years) else None


def stray(window: str) -> str:
    """What is left between a name and a figure when reporting words are taken away."""
    return FILLER_WORDS.sub("", window)
