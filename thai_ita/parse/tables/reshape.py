"""Tables of odd shapes made plain: one name and one figure a row, one year a column.

A reshaped table holds the cells of the source; only their places change. Each shape is taken for
what it is where every cell fits it, and left as it is otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from thai_ita.model import Cell, Match, ScoreKind, Table
from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.levels import read_level
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import read_number, strip_numbering
from thai_ita.parse.tables.cell_columns import Beside, plain_cells
from thai_ita.parse.tables.cell_value import NO_FIGURE
from thai_ita.parse.tables.column_roles import ColumnRole, role_of
from thai_ita.parse.tables.grid import year_of
from thai_ita.parse.tables.score_bands import merge_bands

# A lead that says nothing but that results follow, and of which year: no mean of others, no other
# agency, no target, no full marks.
_OF_RESULTS = re.compile(
    r"(?:ผล|คะแนน|การประเมิน|ประเมิน|คุณธรรม|ความโปร่งใส|และ|ภาพรวม|ที่ได้(?:รับ)?|ประจำ|ปี|งบประมาณ|พ\.?\s?ศ\.?|ITA|[\s:.()]|25\d\d|๒๕[๐-๙]{2})+"
)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A table and, for each of its rows, the 0-based row of the source; ``beside`` are the figures
    that stood in cells of scores and are none."""

    table: Table
    rows: tuple[int, ...]
    beside: tuple[Beside, ...] = ()


def reshape(table: Table, matcher: NameMatcher) -> Shaped:
    """The table with lists in its cells unfolded, stacked rows side by side, one figure in each cell,
    and the bands of scores in one column."""
    shaped = _unfold_lists(table, matcher) or _unstack(table, matcher) or _unpair(table, matcher)
    shaped = shaped or Shaped(table, tuple(range(table.n_rows)))
    plain = plain_cells(shaped.table)
    return replace(shaped, table=merge_bands(plain.table), beside=tuple(plain.beside))


def _named(text: str, matcher: NameMatcher) -> Match | None:
    """What a name names; words of a sum or mean alone name nothing."""
    found = matcher.match(text, Context(table=True))
    return found if found.accepted and found.rule != "average-words" else None


def _all_differ(found: Sequence[Match]) -> bool:
    return len({(m.kind, m.code) for m in found}) == len(found)


def _is_figure(text: str) -> bool:
    return read_number(text) is not None and year_of(text) is None


# -- k names in one cell, k figures in the other --------------------------------------------------


def _unfold_lists(table: Table, matcher: NameMatcher) -> Shaped | None:
    """Rows whose cells are lists of equal length, one row for each entry."""
    lists = [_lists_of(row, matcher) for row in table.grid]
    if not any(lists):
        return None
    counts = [max((len(entries) for entries in found.values()), default=1) for found in lists]
    starts = [sum(counts[:r]) for r in range(len(counts))]
    width = table.n_columns
    grid: list[list[Cell | None]] = [[None] * width for _ in range(sum(counts))]
    for cell in table.cells():
        top = starts[cell.row]
        entries = lists[cell.row].get(cell.column)
        if entries is None:
            height = sum(counts[cell.row : cell.row + cell.rowspan])
            grid[top][cell.column] = replace(cell, row=top, rowspan=height)
            continue
        for k, text in enumerate(entries):
            grid[top + k][cell.column] = replace(cell, row=top + k, text=text, raw=text, lines=())
    rows = tuple(r for r, count in enumerate(counts) for _ in range(count))
    return Shaped(replace(table, grid=grid), rows)


def _lists_of(row: Sequence[Cell | None], matcher: NameMatcher) -> dict[int, list[str]]:
    """The entries of the cells of a row that are lists, by column; all of one length.

    There must be figures, and beside them a cell in which every line is another known name: a name
    broken over two lines would shift those below it.
    """
    entries = {
        cell.column: found
        for cell in row
        if cell is not None and cell.rowspan == 1 and len(found := _entries(cell)) > 1
    }
    figures = {c: found for c, found in entries.items() if _are_figures(found)}
    lengths = {len(found) for found in figures.values()}
    if len(lengths) != 1:
        return {}
    length = lengths.pop()
    names: dict[int, list[str]] = {}
    for column, found in entries.items():
        if column in figures or len(found) != length:
            continue
        matches = [m for text in found if (m := _named(text, matcher))]
        if (len(matches) == length and _all_differ(matches)) or _are_agencies(found):
            names[column] = found
    return {**figures, **names} if names else {}


def _are_agencies(entries: Sequence[str]) -> bool:
    """Whether every line is another agency and nothing else: no name broken over two lines."""
    found = [find_agencies(strip_numbering(text)[1] or text) for text in entries]
    named = {mentions[0].full_name for mentions in found if len(mentions) == 1}
    return len(named) == len(entries)


def _entries(cell: Cell) -> list[str]:
    lines = [line.strip() for line in cell.text.split("\n") if line.strip()]
    return lines if len(lines) > 1 else [line for line in cell.lines if line.strip()]


def _are_figures(entries: Sequence[str]) -> bool:
    figures = [text for text in entries if _is_figure(text)]
    empty = [text for text in entries if text in NO_FIGURE]
    return len(figures) > len(empty) and len(figures) + len(empty) == len(entries)


# -- a row of names, a row of figures, again and again --------------------------------------------


def _unstack(table: Table, matcher: NameMatcher) -> Shaped | None:
    """Rows of names over rows of figures as one list of names and figures."""
    first = 0
    while first < table.n_rows and len(_filled(table, first)) == 1:
        first += 1
    body = range(first, table.n_rows)
    spans = any(c.rowspan > 1 or c.colspan > 1 for c in table.cells() if c.row >= first)
    if len(body) < 4 or len(body) % 2 or spans:
        return None
    pairs: list[tuple[Cell, Cell]] = []
    for r in body[::2]:
        names, figures = _filled(table, r), _filled(table, r + 1)
        if set(names) != set(figures):
            return None
        below = [(names[c], figures[c]) for c in sorted(names)]
        if below and role_of(below[0][1].text) is ColumnRole.SCORE and not _is_figure(below[0][1].text):
            # The label of the row of figures.
            below = below[1:]
        if not _is_stacked(below, matcher):
            return None
        pairs += below
    known = [m for name, _ in pairs if (m := _named(name.text, matcher))]
    if not _all_differ([m for m in known if m.kind is not ScoreKind.OVERALL]):
        return None
    grid: list[list[Cell | None]] = []
    rows = list(range(first))
    for r in range(first):
        grid.append(list(table.grid[r][:2]) + [None] * max(0, 2 - len(table.grid[r])))
    for name, figure in pairs:
        rows.append(figure.row)
        r = len(grid)
        grid.append([replace(name, row=r, column=0), replace(figure, row=r, column=1)])
    return Shaped(replace(table, grid=grid, header_rows=0, starts=(0,)), tuple(rows))


def _filled(table: Table, r: int) -> dict[int, Cell]:
    return {c.column: c for c in table.grid[r] if c is not None and c.text.strip()}


def _is_stacked(pairs: Sequence[tuple[Cell, Cell]], matcher: NameMatcher) -> bool:
    """Whether names stand over figures: half of them known, none a figure itself."""
    known = sum(_named(name.text, matcher) is not None for name, _ in pairs)
    figures = sum(_is_figure(figure.text) for _, figure in pairs)
    fitting = all(
        not _is_figure(name.text) and (_is_figure(f.text) or f.text in NO_FIGURE or read_level(f.text) is not None)
        for name, f in pairs
    )
    return fitting and figures > 0 and known * 2 >= len(pairs)


# -- a word on what it is of, then names and figures by turns --------------------------------------


def _unpair(table: Table, matcher: NameMatcher) -> Shaped | None:
    """Rows of a lead and of names with their figures beside them, as one row for each name below
    the lead::

        ผล ITA ปี 2566 | IIT  | 89.36 | EIT   | 91.08
                       | รวม | 92.63 | ระดับ | ผ่านดี
    """
    if any(c.rowspan > 1 or c.colspan > 1 for c in table.cells()):
        return None
    found: list[tuple[Cell | None, list[tuple[Cell, Cell]]]] = []
    for r in range(table.n_rows):
        filled = [cell for _, cell in sorted(_filled(table, r).items())]
        lead = filled.pop(0) if len(filled) % 2 and filled[0].column == 0 else None
        pairs = list(zip(filled[::2], filled[1::2], strict=False))
        if not pairs or len(filled) % 2 or not _is_stacked(pairs, matcher):
            return None
        found.append((lead, pairs))
    # Without a lead, or with one pair a row, the columns say by themselves what they are.
    several = max((len(pairs) for _, pairs in found), default=0) > 1
    leads = [lead.text for lead, _ in found if lead is not None]
    if not several or found[0][0] is None or not all(_OF_RESULTS.fullmatch(text) for text in leads):
        return None
    grid: list[list[Cell | None]] = []
    rows: list[int] = []
    for lead, pairs in found:
        if lead is not None:
            grid.append([replace(lead, row=len(grid), column=0, colspan=2), None])
            rows.append(lead.row)
        for name, figure in pairs:
            r = len(grid)
            grid.append([replace(name, row=r, column=0), replace(figure, row=r, column=1)])
            rows.append(figure.row)
    return Shaped(replace(table, grid=grid, header_rows=0, starts=(0,)), tuple(rows))
