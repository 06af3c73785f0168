"""Lists without a head, of which each line says its part: figures above or below their names.

``91.27`` over ``การปฏิบัติหน้าที่``, again and again; ``คะแนน ITA ปี 2568`` over ``99.06``; a heading
with a line for each year below it (``ปี 2567 90.20``). They become a table whose head are the names,
or the heading: so a figure finds its name as in every other table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from thai_ita.model import Line, ScoreKind, Table
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import HIGHEST_LIST_NUMBER, read_number
from thai_ita.parse.tables.flat_tables import table_of
from thai_ita.parse.tables.grid import year_of, years_of
from thai_ita.parse.tables.line_units import (
    AGENCY,
    FIGURE,
    INSTRUMENT,
    WHOLE,
    WORD,
    YEAR,
    Unit,
    kinds_of,
    line_unit,
    words_of,
)

# Pairs that prove that figures stand above their names, and years of a series.
MIN_PAIRS, MIN_YEARS = 2, 2
MAX_PAIRS = 100
# A heading of a series is no longer.
MAX_HEADING, MAX_HEADING_WORDS = 150, 12

Cells = Callable[[int], Unit | None]
_YEAR_AND_FIGURE = re.compile(f"{YEAR}{FIGURE}(?:l|wl)?")
_NAME_TOOL_FIGURE = re.compile(f"{WHOLE}?({WORD}+){INSTRUMENT}{FIGURE}")
_BEGINS_WITH_FIGURE = re.compile(r"[\d๐-๙]{1,3}[.,][\d๐-๙]{1,2}\s+[ก-๎]{3}")
_ENDS_WITH_FIGURE = re.compile(r"[A-Z]\s+[\d๐-๙]{1,3}[.,][\d๐-๙]{1,2}\s*$")
_SEPARATORS = frozenset({":", "=", "-", "–"})


@dataclass(frozen=True, slots=True)
class BareList:
    """A table and the place behind its last line."""

    table: Table
    end: int


def read_bare_list(i: int, cells: Cells, above: Line | None, matcher: NameMatcher) -> BareList | None:
    """The list that begins at a line; ``above`` is the line before it, ``cells`` gives each line as
    one cell, None where no line stands."""
    first = cells(i)
    if first is None:
        return None
    if first.kind == FIGURE:
        return _figures_above_names(i, cells, above, matcher)
    if beside := _figures_before_names(i, cells, matcher) or _names_with_instruments(i, cells, matcher):
        return beside
    if first.kind == YEAR or first.text[:2] == "ปี" or first.kind == WORD:
        return _years_below_heading(i, cells, above, matcher) or _dated_names(i, cells, matcher)
    return None


def _name_of(unit: Unit | None, matcher: NameMatcher) -> tuple[ScoreKind, str] | None:
    """What a line names that is scored, if it says nothing else."""
    if unit is None or unit.kind not in (WORD, INSTRUMENT) or len(unit.text) > MAX_HEADING:
        return None
    found = matcher.match(unit.text, Context(table=True))
    if not found.accepted or found.kind is None or found.rule == "average-words":
        return None
    return found.kind, found.code


def _is_score(unit: Unit) -> bool:
    """A figure that is no number of a chapter: 5.1 การใช้อำนาจ."""
    number = read_number(unit.text) if unit.kind == FIGURE else None
    return number is not None and number.value > HIGHEST_LIST_NUMBER


def _figures_above_names(i: int, cells: Cells, above: Line | None, matcher: NameMatcher) -> BareList | None:
    """Figures each above its name. A name above the first figure, or a figure below the last name,
    would tell that the names stand above."""
    if above is not None and not years_of(above.text) and _name_of(line_unit(above), matcher):
        return None
    pairs: list[tuple[Unit, Unit]] = []
    seen: set[tuple[ScoreKind, str]] = set()
    at = i
    while len(pairs) < MAX_PAIRS:
        figure, label = cells(at), cells(at + 1)
        name = _name_of(label, matcher)
        if figure is None or not _is_score(figure) or label is None or name is None or name in seen:
            break
        seen.add(name)
        pairs.append((label, figure))
        at += 2
    below = cells(at)
    if len(pairs) < MIN_PAIRS or (below is not None and below.kind == FIGURE):
        return None
    return BareList(_side_by_side(pairs), at)


def _figures_before_names(i: int, cells: Cells, matcher: NameMatcher) -> BareList | None:
    """Lines of a figure and then its name."""
    pairs: list[tuple[Unit, Unit]] = []
    seen: set[tuple[ScoreKind, str]] = set()
    while len(pairs) < MAX_PAIRS and (line := cells(i + len(pairs))) is not None:
        words = words_of(line.line) if _BEGINS_WITH_FIGURE.match(line.text) else []
        label = Unit(" ".join(unit.text for unit in words[1:]), WORD, line.line)
        name = _name_of(label, matcher) if words and _is_score(words[0]) else None
        if name is None or name in seen:
            break
        seen.add(name)
        pairs.append((label, words[0]))
    return BareList(_side_by_side(pairs), i + len(pairs)) if len(pairs) >= MIN_PAIRS else None


def _names_with_instruments(i: int, cells: Cells, matcher: NameMatcher) -> BareList | None:
    """Lines of a name, its instrument and its figure: the figure is not that of the instrument."""
    rows: list[list[list[Unit]]] = []
    while len(rows) < MAX_PAIRS and (line := cells(i + len(rows))) is not None:
        words = words_of(line.line) if _ENDS_WITH_FIGURE.search(line.text) else []
        match = _NAME_TOOL_FIGURE.fullmatch(kinds_of(words))
        if match is None:
            break
        label = words[match.start(1) : match.end(1)]
        if _name_of(Unit(" ".join(unit.text for unit in label), WORD, line.line), matcher) is None:
            break
        rows.append([label, [words[-2]], [words[-1]]])
    return BareList(table_of(rows, 0), i + len(rows)) if len(rows) >= MIN_PAIRS else None


def _dated_names(i: int, cells: Cells, matcher: NameMatcher) -> BareList | None:
    """Names with the year of their figure, each above it: the year is that of the figure alone."""
    pairs: list[tuple[Unit, Unit]] = []
    at = i
    while len(pairs) < MAX_PAIRS:
        label, figure = cells(at), cells(at + 1)
        if label is None or figure is None or figure.kind != FIGURE:
            break
        kinds = kinds_of(words_of(label.line))
        if kinds.count(YEAR) != 1 or kinds == YEAR or _name_of(label, matcher) is None:
            break
        pairs.append((label, figure))
        at += 2
    below = cells(at)
    if not pairs or (below is not None and below.kind == FIGURE):
        return None
    rows = []
    for label, figure in pairs:
        words = words_of(label.line)
        rows.append([[unit for unit in words if unit.kind == YEAR]])
        rows.append([[unit for unit in words if unit.kind != YEAR], [figure]])
    return BareList(table_of(rows, 0), at)


def _years_below_heading(i: int, cells: Cells, above: Line | None, matcher: NameMatcher) -> BareList | None:
    """A line for each year, or a year and its figure in turn, below a heading of what they are."""
    if above is None or len(above.text) > MAX_HEADING:
        return None
    rows: list[tuple[Unit, Unit]] = []
    at = i
    while len(rows) < MAX_PAIRS:
        found = _year_and_figure(cells(at), cells(at + 1))
        if found is None:
            break
        rows.append((found[0], found[1]))
        at += found[2]
    years = [year_of(year.text) for year, _ in rows]
    if len(rows) < MIN_YEARS or len(set(years)) < len(years):
        return None
    heading = _name_within(words_of(above), matcher)
    if not heading:
        return None
    owner = [[[unit]] for unit in words_of(above) if unit.kind == AGENCY][:1]
    table = [*owner, [[], *([year] for year, _ in rows)], [heading, *([figure] for _, figure in rows)]]
    return BareList(table_of(table, len(owner) + 1), at)


def _name_within(words: Sequence[Unit], matcher: NameMatcher) -> list[Unit]:
    """The longest run of words of a heading that names what is scored; none where it names several
    things, or holds a figure."""
    if len(words) > MAX_HEADING_WORDS or any(unit.kind == FIGURE for unit in words):
        return []
    found: dict[tuple[ScoreKind, str], list[Unit]] = {}
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            run = list(words[start:end])
            text = " ".join(unit.text for unit in run)
            if any(unit.kind not in (WORD, INSTRUMENT, WHOLE) for unit in run):
                break
            match = matcher.match(text, Context(table=True))
            if match.accepted and match.kind is not None and match.rule != "average-words":
                name = (match.kind, match.code)
                found[name] = max(found.get(name, []), run, key=len)
    narrow = [name for name in found if name[0] is not ScoreKind.OVERALL]
    if len(narrow) > 1:
        return []
    return found[narrow[0]] if narrow else next(iter(found.values()), [])


def _year_and_figure(line: Unit | None, below: Unit | None) -> tuple[Unit, Unit, int] | None:
    """A year with its figure in one line, or in two, and how many lines that is."""
    if line is None:
        return None
    if line.kind == YEAR:
        return (line, below, 2) if below is not None and below.kind == FIGURE else None
    words = [unit for unit in words_of(line.line) if unit.text not in _SEPARATORS]
    if not _YEAR_AND_FIGURE.fullmatch("".join(unit.kind for unit in words)):
        return None
    return words[0], words[1], 1


def _side_by_side(pairs: Sequence[tuple[Unit, Unit]]) -> Table:
    """Names as the head and their figures as the one row; a first column without words."""
    head = [[], *([label] for label, _ in pairs)]
    return table_of([head, [[], *([figure] for _, figure in pairs)]], 1)
