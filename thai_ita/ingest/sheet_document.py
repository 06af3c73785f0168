"""The sheets of a workbook become a ``Document``: what every format of spreadsheets shares.

A reader of a format gives each sheet as cells with the text that they show; hidden things it gives
as counts, for the document to say so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from thai_ita.ingest.errors import EmptyDocumentError, TooLargeError
from thai_ita.ingest.grids import MAX_SPAN, make_cell
from thai_ita.ingest.html_fragments import Fragment, clean_line
from thai_ita.ingest.joining import join_tables, number_tables
from thai_ita.ingest.sheet_frame import cells_without_frame
from thai_ita.ingest.sheet_regions import Region, SheetCell, TitleLine, sheet_blocks
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.model import Block, Cell, Document, Line, LineKind, Media, Problem, Severity, Table

# Filled cells of a file, all sheets together.
MAX_CELLS = 200_000
# Cells of a sheet with or without content: each costs memory before it can be told empty.
MAX_STORED_CELLS = 2_000_000
# Places that all merged cells of a sheet cover.
MAX_MERGED_CELLS = 1_000_000
# What a sheet of Excel may have; LibreOffice 7.4 on has as many.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384

_GIVEN_NAME = re.compile(r"\s*(?:sheet|worksheet|แผ่นงาน|แผ่น|ชีต|ชีท)\s*+\d*\s*+(?:\(\d+\))?\s*", re.I)


@dataclass(slots=True)
class VisibleCells:
    """``cells`` are filled and shown, by rows; ``n_hidden`` others have content that no reader sees,
    ``n_errors`` show an error in place of a figure, ``n_uncomputed`` a formula that nobody computed.
    ``hidden_rows`` and ``hidden_columns`` (0-based) lie between those on show."""

    cells: list[SheetCell] = field(default_factory=list)
    n_hidden: int = 0
    n_errors: int = 0
    n_uncomputed: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def is_on_show(cell: SheetCell, hidden_rows: Container[int], hidden_columns: Container[int]) -> bool:
    """Whether a cell shows: a merged one does where any of its places does."""
    rows = range(cell.row, cell.row + cell.rowspan)
    columns = range(cell.column, cell.column + cell.colspan)
    return any(r not in hidden_rows for r in rows) and any(c not in hidden_columns for c in columns)


def check_merged(n_places: int, name: str) -> None:
    """Raises TooLargeError where the merged cells of a sheet cover too many places."""
    if n_places > MAX_MERGED_CELLS:
        limit = f"{MAX_MERGED_CELLS:,} merged cells"
        raise TooLargeError(name, f"a merged cell over {n_places:,} places", limit)


def check_filled(n_cells: int, name: str) -> None:
    """Raises TooLargeError where a file has too many filled cells."""
    if n_cells > MAX_CELLS:
        raise TooLargeError(name, f"{n_cells:,} cells", f"{MAX_CELLS:,} cells")


def check_places(cells: Sequence[SheetCell], name: str) -> None:
    """Raises TooLargeError where a cell lies beyond the end of any sheet."""
    for cell in cells:
        if cell.row >= MAX_ROWS or cell.column >= MAX_COLUMNS:
            limit = f"{MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns"
            raise TooLargeError(name, f"a cell at row {cell.row + 1:,}, column {cell.column + 1:,}", limit)


def check_stored(n_cells: int, name: str) -> None:
    """Raises TooLargeError where a sheet stores too many cells, filled or not."""
    if n_cells > MAX_STORED_CELLS:
        raise TooLargeError(name, f"{n_cells:,} cells", f"{MAX_STORED_CELLS:,} cells")


class SheetsBuilder:
    """Collects the blocks of all sheets of the file ``name``."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._n_cells = self._n_uncomputed = self._n_errors = 0
        self.blocks: list[Block] = []
        self.repairer = TextRepairer()
        self.problems: list[Problem] = []
        self._number = 0

    def hidden_sheet(self, title: str) -> None:
        """Says that a hidden sheet was not read."""
        note = f"the hidden sheet {title!r} was not read"
        self.problems.append(Problem("hidden-sheet", note, Severity.INFO))

    def visible_sheet(
        self, title: str, found: VisibleCells, above: Sequence[str] = (), below: Sequence[str] = ()
    ) -> None:
        """Adds a sheet, with the texts of boxes ``above`` and ``below`` its cells, and says what it
        hides. A title that the program gave by itself is none. Raises TooLargeError."""
        self._n_uncomputed += found.n_uncomputed
        self._n_errors += found.n_errors
        if found.n_hidden:
            note = f"{found.n_hidden} hidden or struck out cell(s) of the sheet {title!r} were not read"
            self.problems.append(Problem("hidden-cells", note, Severity.INFO))
        self._n_cells += len(found.cells)
        check_filled(self._n_cells, self._name)
        check_places(found.cells, self._name)
        _close_gaps(found)
        title = "" if _GIVEN_NAME.fullmatch(title) else title
        self.boxes(title, above)
        self.sheet("" if above else title, _within(found.cells))
        self.boxes("", below)

    def boxes(self, title: str, texts: Sequence[str]) -> None:
        """Adds the texts of boxes on a sheet, a line each, under its title."""
        for text in texts:
            self.sheet(title, [SheetCell(text, 0, 0)])
            title = ""

    def sheet(self, title: str, cells: list[SheetCell]) -> None:
        """Adds a sheet under its title; ``cells`` by rows, filled ones only."""
        blocks: list[Block] = []
        if title and cells:
            blocks += self._lines(title, LineKind.HEADING)
        last_row = -1
        for part in sheet_blocks(cells_without_frame(cells)):
            if isinstance(part, TitleLine):
                # A gap in the numbers where rows between are blank.
                self._number += part.row > last_row + 1
                last_row = part.row
                blocks += self._lines(part.text, LineKind.PARAGRAPH)
            else:
                if part.top <= last_row:  # stands beside the one before
                    self._join(blocks)
                    blocks = []
                self._number += 1
                blocks.append(self._table(part))
                last_row = part.bottom
        self._number += 1
        self._join(blocks)

    def _join(self, blocks: list[Block]) -> None:
        """Pieces between blank rows that go on with the columns above are one table."""
        self.blocks += join_tables(blocks)

    def _lines(self, raw: str, kind: LineKind) -> list[Block]:
        lines: list[Block] = []
        for text in filter(None, map(clean_line, raw.split("\n"))):
            self._number += 1
            lines.append(Line(raw, self.repairer.repair(text), kind, number=self._number))
        return lines

    def _table(self, region: Region) -> Table:
        n_rows = region.bottom - region.top + 1
        check_stored(n_rows * region.width, self._name)
        grid: list[list[Cell | None]] = [[None] * region.width for _ in range(n_rows)]
        covered: set[tuple[int, int]] = set()
        for found in region.cells:
            row, column = found.row - region.top, found.column - region.left
            lines = [line for line in map(clean_line, found.text.split("\n")) if line]
            cell = make_cell(found.text, Fragment(lines), self.repairer, row, column)
            cell.rowspan, cell.colspan = found.rowspan, found.colspan
            grid[row][column] = cell
            for r in range(row, row + cell.rowspan):
                covered.update((r, c) for c in range(column, column + cell.colspan))
        for r, cells in enumerate(grid):
            for c, there in enumerate(cells):
                if there is None and (r, c) not in covered:
                    cells[c] = Cell("", "", r, c)
        return Table(grid=grid, line_number=self._number)

    def document(self, doc_id: str, path: Path, media: Media, running_heads: Sequence[str] = ()) -> Document:
        """The finished document; raises EmptyDocumentError where no sheet holds anything."""
        if not self.blocks:
            raise EmptyDocumentError(str(path), "its sheets hold no text")
        self.problems += _unread_figures(self._n_uncomputed, self._n_errors)
        number_tables(self.blocks)
        heads = [Line(text, self.repairer.repair(text)) for text in dict.fromkeys(running_heads)]
        return Document(
            doc_id=doc_id,
            path=str(path),
            media=media,
            blocks=self.blocks,
            repairs=dict(self.repairer.counts),
            problems=self.problems,
            running_heads=heads,
        )


def _unread_figures(n_uncomputed: int, n_errors: int) -> list[Problem]:
    """Problems for the formulas on show that have no value, and those whose value is an error."""
    problems = []
    if n_uncomputed:
        note = (
            f"{n_uncomputed} formula(s) have no stored value and were read as empty; "
            "open the file in Excel or LibreOffice and save it again"
        )
        problems.append(Problem("formula-without-value", note))
    if n_errors:
        note = f"{n_errors} cell(s) show an error such as #REF! in place of a figure; mend their formulas"
        problems.append(Problem("figure-not-read", note))
    return problems


def _close_gaps(found: VisibleCells) -> None:
    """What stands on both sides of a hidden row or column stands side by side for a reader: a gap
    there is no blank row that parts two tables."""
    rows, columns = sorted(found.hidden_rows), sorted(found.hidden_columns)
    if not rows and not columns:
        return
    for cell in found.cells:
        cell.row, cell.rowspan = _shown_span(cell.row, cell.rowspan, rows)
        cell.column, cell.colspan = _shown_span(cell.column, cell.colspan, columns)


def _shown_span(start: int, span: int, hidden: list[int]) -> tuple[int, int]:
    """The start and length of a span when what is hidden is left out; ``hidden`` is in order."""
    before, within = bisect_left(hidden, start), bisect_left(hidden, start + span)
    return start - before, span - (within - before)


def _within(cells: list[SheetCell]) -> list[SheetCell]:
    """Spans end where the sheet's content ends: whole rows and columns may be merged."""
    bottom = max((c.row for c in cells), default=0)
    right = max((c.column for c in cells), default=0)
    for cell in cells:
        cell.rowspan = min(cell.rowspan, bottom - cell.row + 1)
        cell.colspan = min(cell.colspan, right - cell.column + 1, MAX_SPAN)
    return cells
