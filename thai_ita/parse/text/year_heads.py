"""Lines that name a year and nothing else, above what is of that year.

``ปีงบประมาณ 2566`` above one table and ``ปีงบประมาณ 2567`` above the next: each holds until the next
one. One such line alone is the rest of a title as often, and counts only right above a table and
where the title names another year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from thai_ita.model import Block, EstablishedBy, Line, Table
from thai_ita.normalize.lenient import lenient
from thai_ita.normalize.numerals import to_arabic
from thai_ita.parse.text.result_year import YearTracker

# So many lines of different years divide a document by years.
MIN_YEARS = 2
# Among so many blocks below such a line stands a figure with decimals, if it heads results.
REACH = 4
_FIGURE = re.compile(r"(?<![\d.])\d{1,3}\.\d{1,2}(?![\d.])")
_BARE = lenient(
    r"[\s\-–•*:#(]*+(?:\d{1,2}(?:\.\d{1,2})*[.)]\s++)?(?:(?:(?:ใน|ของ)\s*)?(?:ประจำ)?ปี(?:งบประมาณ|งบ)?\s*+(?:พ\s*+\.?\s*ศ\s*+\.?)?|พ\s*+\.?\s*ศ\s*+\.?)\s*(25\d\d)[\s:)\-–*]*"
)


def bare_year(text: str) -> int | None:
    """The year (พ.ศ.) of a line that says nothing else.

    >>> bare_year("ปีงบประมาณ พ.ศ. ๒๕๖๖"), bare_year("แผนปี 2566"), bare_year("2566")
    (2566, None, None)
    """
    found = _BARE.fullmatch(to_arabic(text))
    return int(found[1]) if found else None


def _heads_results(below: Sequence[Block]) -> bool:
    """Whether figures with decimals follow, in lines or in the first table; not a table of measures."""
    for block in below:
        if isinstance(block, Table) or _has_figures(block):
            return _has_figures(block)
    return False


def _has_figures(block: Block) -> bool:
    texts = (block.text,) if isinstance(block, Line) else (cell.text for cell in block.cells())
    return any(_FIGURE.search(to_arabic(text)) for text in texts)


class YearHeads:
    """The lines of a document that name the year of what stands below them."""

    def __init__(self, blocks: Sequence[Block], fiscal_year: int | None) -> None:
        self._years: dict[int, int] = {}
        of_tables: set[int] = set()
        years = [bare_year(b.text) if isinstance(b, Line) else None for b in blocks]
        first_table = next((i for i, b in enumerate(blocks) if isinstance(b, Table)), len(blocks))
        for (i, year), below in pairwise([*enumerate(years), (-1, None)]):
            beside = i > 0 and years[i - 1] is not None
            # Years one below the other are the scale of a chart or a list.
            if year is None or beside or below[1] is not None or below[0] < 0:
                continue
            heads_table = isinstance(blocks[below[0]], Table)
            if not self._years and i < first_table and year == fiscal_year and not heads_table:
                continue  # of the title
            if not _heads_results(blocks[i + 1 : i + 1 + REACH]):
                continue
            self._years[id(blocks[i])] = year
            if heads_table:
                of_tables.add(id(blocks[i]))
        if len(set(self._years.values())) < MIN_YEARS:
            kept = self._years.items()
            self._years = {key: y for key, y in kept if key in of_tables and y != fiscal_year}

    def __contains__(self, line: Line) -> bool:
        return id(line) in self._years

    def tell(self, tracker: YearTracker, run: list[Line]) -> None:
        """Tells a tracker the year that the first line of a run names for what follows."""
        year = self._years.get(id(run[0]))
        if year is not None:
            tracker.state(year, EstablishedBy.HEADING)
