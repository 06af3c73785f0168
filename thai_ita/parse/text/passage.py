"""A passage of lines with the names, numbers and years found in it, and what stands where.

Every look-up is by place in sorted lists: a passage may be thousands of lines long.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from thai_ita.model import Line
from thai_ita.normalize.dates import YearMention
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import Number, find_numbers, to_arabic
from thai_ita.parse.text.list_entries import unquoted
from thai_ita.parse.text.name_mentions import find_mentions
from thai_ita.parse.text.prose_patterns import AIMED_YEAR, FILLER_WORDS, IN_YEAR, NEXT_CLAUSE
from thai_ita.parse.text.result_year import stated_years
from thai_ita.parse.text.topic_cues import example_end

# The year of the next score stands within this many letters behind a score.
MAX_TO_YEAR = 70
# Letters other than reporting words that may stand between a name and its score.
MAX_STRAY = 8


class Passage:
    """``text`` has Arabic digits and one line end between lines; all places are offsets in it.

    ``example`` is where an announced example begins: nothing behind it is a result.
    """

    def __init__(self, lines: list[Line], matcher: NameMatcher) -> None:
        printed = unquoted("\n".join(line.text for line in lines))
        self.mentions = find_mentions(printed, matcher)
        self.numbers = find_numbers(printed)
        self.text = to_arabic(printed)
        self.years = [y for y in stated_years(self.text) if not AIMED_YEAR.search(self.before(y.start, 70))]
        self.example = example_end(self.text)
        self._spent: set[int] = set()
        self._lines = lines
        self._begins = [0]
        for line in lines[:-1]:
            self._begins.append(self._begins[-1] + len(line.text) + 1)
        self._places = [mention.start for mention in self.mentions]

    def before(self, place: int, letters: int) -> str:
        """So many letters before a place."""
        return self.text[max(0, place - letters) : place]

    def line_at(self, place: int) -> Line:
        """The line in which a place lies."""
        return self._lines[bisect_right(self._begins, place) - 1]

    def is_in_name(self, number: Number) -> bool:
        """Whether a number is part of a name: ตัวชี้วัดที่ 4."""
        at = bisect_right(self._places, number.start)
        return any(m.start <= number.start < m.end for m in self.mentions[max(0, at - 2) : at])

    def nearest_year(self, place: int) -> int | None:
        """The last year stated before a place that was not said of another figure."""
        at = bisect_right(self.years, place, key=lambda year: year.end)
        fresh = (y.year for y in reversed(self.years[:at]) if y.start not in self._spent)
        return next(fresh, None)

    def spend(self, year: YearMention) -> None:
        """Take a year for the figure before it: it is not that of a later one."""
        self._spent.add(year.start)

    def other_year(self, year: int | None) -> int | None:
        """The one other year that the passage speaks of, beside ``year`` and right before it."""
        others = {y.year for y in self.years} - {year}
        return others.pop() if year and others == {year - 1} else None

    def year_behind(
        self, number: Number, after: int, *, comes_from: bool = False
    ) -> YearMention | None:
        """The year of "85.49 คะแนน ในปี พ.ศ. 2567", where none stands before the figure and no
        other figure follows for which the year could be meant."""
        earlier = self._first_year(after)
        if earlier is not None and earlier.start < number.start:
            return None
        behind = self._first_year(number.end)
        if behind is None or not IN_YEAR.fullmatch(self.text[number.end : behind.start]):
            return None
        rest = self.text[behind.end : behind.end + 40]
        return None if NEXT_CLAUSE.match(rest) and not comes_from else behind

    def year_follows(self, number: Number) -> bool:
        """A name keeps its place for "ปี 2566 ได้ 80 ระดับ C ปี 2567 ได้ 85"."""
        behind = self._first_year(number.end)
        if behind is None or behind.start > number.end + MAX_TO_YEAR:
            return False
        return len(stray(self.text[number.end : behind.start])) <= MAX_STRAY

    def _first_year(self, place: int) -> YearMention | None:
        at = bisect_left(self.years, place, key=lambda year: year.start)
        return self.years[at] if at < len(self.years) else None


def stray(window: str) -> str:
    """What is left between a name and a figure when reporting words are taken away."""
    return FILLER_WORDS.sub("", window)
