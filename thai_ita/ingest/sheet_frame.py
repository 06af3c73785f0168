"""The letters over the columns and the numbers beside the rows of a sheet, as a web page of it or a
copy of the screen has them; they are no part of what the sheet says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thai_ita.ingest.counts import count_of
from thai_ita.ingest.sheet_regions import SheetCell
from thai_ita.model import Cell, Table

Grid = list[list[Cell | None]]

# A sheet shows so many columns at least.
MIN_LETTERS = 2
# So many letters are columns where some are hidden between them; fewer may be grades.
MIN_WITH_GAPS = 4
_GRADES = ["A", "B", "C", "D", "F"]
# A sheet whose columns have no letters: so many rows with figures below a heading of so many cells.
MIN_ROWS = 3
MIN_HEADS = 2
# Titles stand above so many rows of several cells; above fewer they may be rows themselves.
MIN_BELOW = 3

_FIGURE = re.compile(r"[\d๐-๙]")
_DECIMAL = re.compile(r"[\d๐-๙]{1,3}[.,][\d๐-๙]{1,3}")


def without_sheet_frame(grid: Grid) -> Grid:
    """The cells inside the frame of a sheet; [] where the table has no such frame."""
    texts = [[cell.text.strip() if cell else "" for cell in row] for row in grid]
    if len(texts) < 2 or not texts[0]:
        return []
    if _are_letters(texts[0]) and _are_row_numbers([row[0] if row else "" for row in texts[1:]]):
        return _inside(_without_bars(grid[1:]), 1)
    if _is_numbered_sheet(texts):
        return _inside(grid, 1)
    return []


def _without_bars(grid: Grid) -> Grid:
    """The rows without those that have neither a number nor a text: the bar under frozen rows is none
    of the sheet, whose blank rows have their numbers."""
    kept: Grid = []
    end = 0  # where the spans from above end
    for r, row in enumerate(grid):
        bar = r >= end and all(cell is None or not cell.text.strip() for cell in row)
        if not bar:
            kept.append(row)
        end = max([end, *(r + cell.rowspan for cell in row if cell is not None)])
    return kept


def cells_without_frame(cells: list[SheetCell]) -> list[SheetCell]:
    """The cells of a sheet into which another one was copied with its letters and numbers, without
    these; all cells of any other sheet."""
    top = min((cell.row for cell in cells), default=0)
    left = min((cell.column for cell in cells), default=0)
    width = max((cell.column for cell in cells), default=0) - left + 1
    letters = [""] * width
    for cell in cells:
        if cell.row == top:
            letters[cell.column - left] = cell.text.strip()
    numbers = [cell.text.strip() for cell in cells if cell.column == left and cell.row > top]
    if not _are_letters(letters) or not _are_row_numbers(numbers):
        return cells
    return [cell for cell in cells if cell.row > top and cell.column > left]


def take_titles(table: Table) -> list[str]:
    """Takes the titles of a sheet off its table: rows on top with a text in the first cell and
    empty cells beside it. A text that is merged over the columns stays in the table."""
    titles: list[str] = []
    n_taken = 0
    for row in table.grid:
        filled = [cell for cell in row if cell is not None and cell.text.strip()]
        alone = len(filled) == 1 and filled[0].column == 0 and filled[0].colspan == filled[0].rowspan == 1
        if filled and not (alone and sum(cell is not None for cell in row) > 1):
            break
        titles += [cell.text for cell in filled]
        n_taken += 1
    below = [row for row in table.grid[n_taken:] if sum(bool(c and c.text.strip()) for c in row) > 1]
    if not titles or len(below) < MIN_BELOW or table.header_rows:
        return []
    table.grid = _inside(table.grid[n_taken:], 0)
    return titles


def drop_columns(grid: Grid, columns: Sequence[int]) -> Grid:
    """The grid without some of its columns; cells that go over them get narrower."""
    dropped = set(columns)
    out: Grid = []
    for row in grid:
        kept: list[Cell | None] = [None] * sum(1 for c in range(len(row)) if c not in dropped)
        for cell in row:
            if cell is None:
                continue
            left = [c for c in range(cell.column, cell.column + cell.colspan) if c not in dropped]
            if left:
                cell.column = left[0] - sum(1 for d in dropped if d < left[0])
                cell.colspan = len(left)
                kept[cell.column] = cell
        out.append(kept)
    return out


def _column_of(letters: str) -> int:
    n = 0
    for letter in letters:
        n = n * 26 + ord(letter) - ord("A") + 1
    return n


def _are_letters(cells: list[str]) -> bool:
    """Whether a row is the names of columns in their order; hidden ones may be missing."""
    corner, names = cells[0], cells[1:]
    while names and not names[-1]:
        names = names[:-1]
    if len(names) < MIN_LETTERS or any(ch.isalnum() for ch in corner):
        return False
    if not all(re.fullmatch("[A-Z]{1,3}", name) for name in names):
        return False
    places = [_column_of(name) for name in names]
    if places == list(range(places[0], places[0] + len(places))):
        return True
    return places == sorted(set(places)) and len(places) >= MIN_WITH_GAPS and names != _GRADES


def _are_row_numbers(cells: list[str]) -> bool:
    numbers = [count_of(cell) for cell in cells if cell.isdecimal()]
    filled = [cell for cell in cells if cell]
    return bool(numbers) and len(numbers) == len(filled) and numbers == sorted(set(numbers))


def _is_numbered_sheet(texts: list[list[str]]) -> bool:
    """Whether numbers stand beside all rows from the first one, title and headings as well: a
    table numbers its rows below its heading."""
    numbers = [row[0] if row else "" for row in texts]
    if numbers[0] != "1" or not _are_row_numbers(numbers) or "" in numbers:
        return False
    for r, row in enumerate(texts):
        cells = [cell for cell in row[1:] if cell]
        if any(_DECIMAL.fullmatch(cell) for cell in cells):
            return False
        if len(cells) >= MIN_HEADS:
            below = [[c for c in other[1:] if c] for other in texts[r + 1 :]]
            filled = [cells for cells in below if cells]
            with_figures = [cells for cells in filled if any(_DECIMAL.fullmatch(c) for c in cells)]
            heads = not any(_FIGURE.search(cell) for cell in cells if len(cell) < 3)
            return heads and len(with_figures) >= MIN_ROWS and 2 * len(with_figures) > len(filled)
    return False


def _inside(grid: Grid, first: int) -> Grid:
    inner = [row[first:] for row in grid]
    for r, row in enumerate(inner):
        for cell in row:
            if cell is not None:
                cell.row, cell.column = r, cell.column - first
    return inner
