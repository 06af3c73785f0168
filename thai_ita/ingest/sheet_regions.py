"""A sheet of cells is cut into title lines and tables, as a reader sees them on it.

Tables on a sheet are set apart by blank rows and blank columns; titles stand above them in a row of
their own. Shared by Excel and CSV files.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from thai_ita.normalize.numerals import read_number

# A merged cell that covers this share of the columns of its block is a title.
TITLE_WIDTH = 0.6
# A sheet that is cut more often than this in depth is no layout of tables.
MAX_CUTS = 12


@dataclass(slots=True)
class SheetCell:
    """A filled or merged cell: its text as shown, its 0-based place, its spans."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Region:
    """Cells between rows ``top`` to ``bottom`` and columns ``left`` to ``right``, ends included."""

    top: int
    left: int
    bottom: int
    right: int
    cells: list[SheetCell] = field(default_factory=list)

    @property
    def width(self) -> int:
        return self.right - self.left + 1


@dataclass(slots=True)
class TitleLine:
    """A text that has its row for itself."""

    text: str
    row: int


def sheet_blocks(cells: list[SheetCell]) -> Iterator[TitleLine | Region]:
    """The titles and tables of a sheet in reading order: down, then to the right.

    ``cells`` are those with text and those merged; empty single cells do not count.
    """
    filled = [cell for cell in cells if cell.text.strip()]
    if filled:
        yield from _cut(_around(filled), 0)


def _around(cells: list[SheetCell]) -> Region:
    return Region(
        min(c.row for c in cells),
        min(c.column for c in cells),
        max(c.row + c.rowspan - 1 for c in cells),
        max(c.column + c.colspan - 1 for c in cells),
        cells,
    )


def _cut(region: Region, depth: int) -> Iterator[TitleLine | Region]:
    titles, rest = _without_titles(region)
    yield from titles
    if not rest:
        return
    region = _around(rest)
    pieces = _cut_rows(region)
    if len(pieces) == 1:
        pieces = _cut_columns(region)
    if len(pieces) == 1 or depth >= MAX_CUTS:
        yield region
        return
    for piece in pieces:
        yield from _cut(piece, depth + 1)


def _without_titles(region: Region) -> tuple[list[TitleLine], list[SheetCell]]:
    """The rows on top that hold one text each, and the cells below them."""
    rows: dict[int, list[SheetCell]] = {}
    for cell in region.cells:
        rows.setdefault(cell.row, []).append(cell)
    titles: list[TitleLine] = []
    for row in sorted(rows):
        if len(rows[row]) > 1 or not _is_title(rows[row][0], region):
            break
        titles.append(TitleLine(rows[row][0].text, row))
        del rows[row]
    rest = [cell for row in sorted(rows) for cell in rows[row]]
    return titles, rest


def _is_title(cell: SheetCell, region: Region) -> bool:
    """Not a heading over some columns, which is merged over these and stands to the right."""
    if region.width == 1:
        return True
    if read_number(cell.text) is not None:
        return False
    starts_left = cell.column == region.left
    return starts_left or cell.colspan == 1 or cell.colspan >= TITLE_WIDTH * region.width


def _cut_rows(region: Region) -> list[Region]:
    """The region cut at blank rows."""
    covered = {r for c in region.cells for r in range(c.row, c.row + c.rowspan)}
    return _cut_at(region, covered, lambda cell: cell.row)


def _cut_columns(region: Region) -> list[Region]:
    """The region cut at blank columns, where each piece can stand alone."""
    covered = {k for c in region.cells for k in range(c.column, c.column + c.colspan)}
    pieces = _cut_at(region, covered, lambda cell: cell.column)
    if len(pieces) > 1 and all(_is_table(piece) for piece in pieces):
        return pieces
    return [region]


def _cut_at(region: Region, covered: set[int], place: Callable[[SheetCell], int]) -> list[Region]:
    groups: list[list[SheetCell]] = []
    last: int | None = None
    starts: list[int] = []
    for index in sorted(covered):
        if last is None or index > last + 1:
            starts.append(index)
            groups.append([])
        last = index
    for cell in region.cells:
        groups[bisect_right(starts, place(cell)) - 1].append(cell)
    return [_around(group) for group in groups]


def _is_table(region: Region) -> bool:
    """Whether a piece has labels of its own: figures alone belong to the labels beside them."""
    if region.width < 2:
        return False
    rows = region.bottom - region.top + 1
    labels: dict[int, int] = {}
    for cell in region.cells:
        if read_number(cell.text) is None:
            labels[cell.column] = labels.get(cell.column, 0) + cell.rowspan
    return any(count * 2 >= rows and count > 1 for count in labels.values())
