"""Lines that name a year above what is of that year.

Lines that name a year and nothing else, ``ปีงบประมาณ 2566`` above one table and ``ปีงบประมาณ 2567`` above the
next: each holds until the next one. One such line alone is the rest of a title as often, and counts only right
above a table and where the title names another year. In brackets may stand what the agency was called then, or
how the result came about.

Lines that say the same before their years, ``ผลย้อนหลัง ปี 2566 ระดับ A`` and ``ผลย้อนหลัง ปี 2567 ระดับ AA``, divide a
document whatever their words are, where results stand below each of them. So do headings of one rank that name
different years, in whatever words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from thai_ita.model import Block, EstablishedBy, Line, Table
from thai_ita.normalize.dates import find_years
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import strip_numbering, to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.name_mentions import find_mentions
from thai_ita.parse.text.result_year import PLAN_WORDS, YearTracker, years_of_results

# So many lines of different years divide a document by years.
MIN_YEARS = 2
# Among so many blocks below such a line stands a figure with decimals, if it heads results.
REACH = 4
LONGEST_HEAD = 80
"""Letters of a line that heads results beside its year."""
_FIGURE = re.compile(r"(?<![\d.])\d{1,3}\.\d{1,2}(?![\d.])")
_BARE = compile_tone_tolerant(
    r"[\s\-–•*:#(]*+(?:\d{1,2}(?:\.\d{1,2})*[.)]\s++)?(?:(?:(?:ใน|ของ)\s*)?(?:ประจำ)?ปี(?:งบประมาณ|งบ)?\s*+(?:พ\s*+\.?\s*ศ\s*+\.?)?|พ\s*+\.?\s*ศ\s*+\.?)\s*(25\d\d)"
    r"[\s:)\-–*]*+(?:\([^()\n]{1,80}\)[\s:*]*)?"
)


def bare_year(text: str) -> int | None:
    """The year (พ.ศ.) of a line that says nothing else.

    >>> bare_year("ปีงบประมาณ พ.ศ. ๒๕๖๖"), bare_year("ปี 2566 (เดิมเป็น อบต.)"), bare_year("แผนปี 2566")
    (2566, 2566, None)
    """
    found = _BARE.fullmatch(to_arabic(text))
    return int(found[1]) if found else None


_ALONE, _DIGITS = "", "0"
"""The wordings of a line of a year alone, with the word for year and without it."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _year_of(line: Line) -> tuple[int, int] | None:
    """The year that a line names, and where: the one outside of brackets, else the one inside. None for a line of no
    year or of several, and of a plan, a target or a comparison."""
    text = line.text
    if len(text) > LONGEST_HEAD or not (named := find_years(text)) or PLAN_WORDS.search(text):
        return None
    outside = _BRACKETS.sub(lambda within: " " * len(within[0]), text)
    if apart := find_years(outside):
        text, named = outside, apart
    return (named[0].year, named[0].start) if len(named) == 1 and years_of_results(text) else None


def _wordings(line: Line) -> dict[str, int]:
    """What a line that may head results says before its year, without digits and blanks, and of which rank it is
    where its format marks it as a heading; each with the year."""
    found = _year_of(line)
    alone = bare_year(line.text)
    if alone is not None:
        wordings = {_ALONE: alone}
    elif found is not None:
        year, start = found
        before = strip_numbering(line.text[:start])[1] or line.text[:start]
        wordings = {"".join(c for c in before if c.isalpha()) or _DIGITS: year}
    else:
        return {}
    if line.level and found is not None:
        wordings[f"#{line.level}"] = found[0]
    return wordings


def _heads_results(below: Sequence[Block], matcher: NameMatcher | None) -> bool:
    """Whether figures with decimals follow, in lines or in the first table; not a table of measures. With a matcher
    what is scored must be named down to the first of them."""
    named = False
    for block in below:
        named = named or matcher is None or any(find_mentions(text, matcher) for text in _texts(block))
        has_figures = _has_figures(block)
        if has_figures or isinstance(block, Table):
            return has_figures and named
    return False


def _has_figures(block: Block) -> bool:
    return any(_FIGURE.search(to_arabic(text)) for text in _texts(block))


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Line):
        yield block.text
    else:
        yield from (cell.text for cell in block.cells())


class YearHeads:
    """The lines of a document that name the year of what stands below them."""

    def __init__(self, blocks: Sequence[Block], fiscal_year: int | None, matcher: NameMatcher | None = None) -> None:
        """``matcher`` knows the names of what is scored."""
        heads = [_wordings(b) if isinstance(b, Line) else {} for b in blocks]
        first_table = next((i for i, b in enumerate(blocks) if isinstance(b, Table)), len(blocks))
        by_wording: dict[str, dict[int, int]] = defaultdict(dict)
        of_title: set[int] = set()
        of_tables: set[int] = set()
        for i, block in enumerate(blocks[:-1]):
            heads_table = isinstance(blocks[i + 1], Table)
            for wording, year in heads[i].items():
                # Years one below the other are the scale of a chart or a list.
                if wording in heads[i + 1] or (i and wording in heads[i - 1]):
                    continue
                alone = wording == _ALONE
                if not _heads_results(blocks[i + 1 : i + 1 + REACH], None if alone else matcher):
                    continue
                if alone and not by_wording[_ALONE] and i < first_table and year == fiscal_year and not heads_table:
                    # Of the title, unless another year has results of its own further down.
                    of_title.add(year)
                    continue
                by_wording[wording][id(block)] = year
                if heads_table:
                    of_tables.add(id(block))
        self._years: dict[int, int] = {}
        for wording, years in by_wording.items():
            more = of_title if wording == _ALONE else set()
            if len({*years.values(), *more}) >= MIN_YEARS:
                self._years |= years
            elif wording == _ALONE:
                self._years |= {key: y for key, y in years.items() if key in of_tables and y != fiscal_year}

    def __contains__(self, line: Line) -> bool:
        return id(line) in self._years

    def tell(self, tracker: YearTracker, run: list[Line]) -> None:
        """Tells a tracker the year that the first line of a run names for what follows."""
        year = self._years.get(id(run[0]))
        if year is not None:
            tracker.state(year, EstablishedBy.HEADING)
