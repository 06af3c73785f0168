"""Excel and CSV files become a ``Document``: each sheet is cut into titles and tables.

Figures are read as they are shown (number formats applied), formulas by the value that was stored
with them. Hidden sheets are not read; a Trouble names them. Hidden rows and columns and what is struck
out are not read either; a Trouble counts them. Text boxes are lines before or behind the cells, page
headers and footers running heads.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.ingest.decode import decode
from thai_ita.ingest.drawn import ChartData, unread_charts
from thai_ita.ingest.errors import EmptyDocument, TooLarge, UnknownFormat
from thai_ita.ingest.fragments import Fragment, clean_line
from thai_ita.ingest.grids import MAX_SPAN, make_cell
from thai_ita.ingest.joining import join_tables, number_tables
from thai_ita.ingest.mend import Mender
from thai_ita.ingest.office import DamagedOfficeFile, Package
from thai_ita.ingest.office_properties import office_properties
from thai_ita.ingest.sheet_frame import cells_without_frame
from thai_ita.ingest.sheet_regions import Region, SheetCell, TitleLine, sheet_blocks
from thai_ita.ingest.sheet_surroundings import sheet_parts, surroundings, without_drawings
from thai_ita.ingest.visible_cells import COMPUTED_ON_OPENING, visible_cells
from thai_ita.model import Block, Cell, Document, Line, LineKind, Media, Severity, Table, Trouble

if TYPE_CHECKING:
    from openpyxl import Workbook

# Filled cells of a file, all sheets together.
MAX_CELLS = 200_000
# Cells of a sheet with or without content: each costs memory before it can be told empty.
MAX_STORED_CELLS = 2_000_000
# Places that all merged cells of a sheet cover.
MAX_MERGED_CELLS = 1_000_000
# A field of a CSV file with more line breaks than this comes from a quote that is never closed.
MAX_FIELD_LINES = 50

_DELIMITERS = (",", ";", "\t", "|")
_DIRECTIVE = re.compile(r"sep=(.)\n", re.I)
_GIVEN_NAME = re.compile(r"\s*(?:sheet|worksheet|แผ่นงาน|แผ่น|ชีต|ชีท)\s*\d*\s*(?:\(\d+\))?\s*", re.I)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=\"([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)\"")
_STORED = re.compile(rb"<(?:\w+:)?c[\s>]")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)>")


def read_xlsx(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of an Excel file (.xlsx, .xlsm).

    Raises IngestErrors: encrypted, damaged, too-large, empty, unknown-format.
    """
    package = Package(data, str(path))
    _check_workbook(package)
    _check_sheets(package)
    workbook = _load(data, package)
    builder = _Builder()
    parts = sheet_parts(package)
    main = package.part(package.related("", "officeDocument") or "") or b""
    on_opening = COMPUTED_ON_OPENING.search(main) is not None
    heads: list[str] = []
    charts: list[ChartData] = []
    n_cells = n_uncomputed = n_errors = 0
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            note = f"the hidden sheet {sheet.title!r} was not read"
            builder.troubles.append(Trouble("hidden-sheet", note, Severity.INFO))
            continue
        part = parts.get(sheet.title, "")
        source = package.part(part) or b""
        found = visible_cells(sheet, source, computed_on_opening=on_opening)
        cells = _within(found.cells)
        around = surroundings(package, part, cells[0].row if cells else 0)
        heads += around.heads
        charts += around.charts
        n_uncomputed, n_errors = n_uncomputed + found.n_uncomputed, n_errors + found.n_errors
        if found.n_hidden:
            note = f"{found.n_hidden} hidden or struck out cell(s) of the sheet {sheet.title!r} were not read"
            builder.troubles.append(Trouble("hidden-cells", note, Severity.INFO))
        n_cells += len(cells)
        if n_cells > MAX_CELLS:
            raise TooLarge(str(path), f"{n_cells:,} cells", f"{MAX_CELLS:,} cells")
        title = "" if _GIVEN_NAME.fullmatch(sheet.title) else sheet.title
        builder.boxes(title, around.above)
        builder.sheet("" if around.above else title, cells)
        builder.boxes("", around.below)
    builder.troubles += unread_figures(n_uncomputed, n_errors)
    for chart_sheet in workbook.chartsheets:
        charts += surroundings(package, parts.get(chart_sheet.title, ""), 0).charts
    document = builder.document(doc_id, path, Media.XLSX)
    document.running_heads = [Line(t, builder.mender.mend(t)) for t in dict.fromkeys(heads)]
    document.repairs = dict(builder.mender.counts)
    document.properties = office_properties(package)
    document.troubles += unread_charts(document, charts)
    return document


def unread_figures(n_uncomputed: int, n_errors: int) -> list[Trouble]:
    """Troubles for the formulas on show that have no value, and those whose value is an error."""
    troubles = []
    if n_uncomputed:
        note = (
            f"{n_uncomputed} formula(s) have no stored value and were read as empty; "
            "open the file in Excel or LibreOffice and save it again"
        )
        troubles.append(Trouble("formula-without-value", note))
    if n_errors:
        note = f"{n_errors} cell(s) show an error such as #REF! in place of a figure; mend their formulas"
        troubles.append(Trouble("figure-not-read", note))
    return troubles


def read_csv(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of a table as text: separated by commas, semicolons, tabs or bars.

    Raises IngestErrors: empty, binary, mojibake, too-large, damaged.
    """
    text, encoding, troubles = decode(data, str(path))
    directive = _DIRECTIVE.match(text)
    if directive:
        text = text[directive.end() :]
    rows, closed = _csv_rows(text, directive[1] if directive else _delimiter(text))
    if not closed:
        note = "a quotation mark is never closed; quotation marks were read as text"
        troubles.append(Trouble("damaged-csv", note))
    cells = [
        SheetCell(value, r, c)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value.strip()
    ]
    if len(cells) > MAX_CELLS:
        raise TooLarge(str(path), f"{len(cells):,} cells", f"{MAX_CELLS:,} cells")
    builder = _Builder()
    builder.troubles += troubles
    builder.sheet("", cells)
    document = builder.document(doc_id, path, Media.TEXT)
    document.encoding = encoding
    return document


# -- Excel ------------------------------------------------------------------------------------


def _check_workbook(package: Package) -> None:
    main = package.related("", "officeDocument")
    head = (package.part(main) or b"")[:4000] if main else b""
    if not re.search(rb"<(?:\w+:)?workbook\b", head):
        raise UnknownFormat(package.name, "holds no Excel workbook, whatever its name says")
    if b"http://purl.oclc.org/ooxml/" in head:
        what = "is saved as Strict Open XML; save it as an ordinary Excel workbook (.xlsx)"
        raise UnknownFormat(package.name, what)


def _check_sheets(package: Package) -> None:
    """Refuses sheets too large to load."""
    from openpyxl.utils import column_index_from_string

    filled = 0
    for name in package.names:
        if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
            continue
        data = package.part(name) or b""
        filled += len(_FILLED.findall(data))
        stored = len(_STORED.findall(data))
        if filled > MAX_CELLS or stored > MAX_STORED_CELLS:
            bound = MAX_CELLS if filled > MAX_CELLS else MAX_STORED_CELLS
            raise TooLarge(package.name, f"{max(filled, stored):,} cells", f"{bound:,} cells")
        merged = 0
        for left, top, right, bottom in _MERGED.findall(data):
            try:
                first, last = (column_index_from_string(c.decode()) for c in (left, right))
            except ValueError:  # no column has such a name; loading will say so
                continue
            merged += (abs(last - first) + 1) * (abs(int(bottom) - int(top)) + 1)
        if merged > MAX_MERGED_CELLS:
            limit = f"{MAX_MERGED_CELLS:,} merged cells"
            raise TooLarge(package.name, f"a merged cell over {merged:,} places", limit)


def _load(data: bytes, package: Package) -> Workbook:
    faults = (
        ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
        TypeError, ValueError, zipfile.BadZipFile, zlib.error,
    )  # fmt: skip
    try:
        return _opened(data)
    except faults:
        pass
    try:
        # Drawings that it does not know are no fault of the sheets; they are read by other means.
        return _opened(without_drawings(package))
    except faults as error:
        # openpyxl has no error of its own for a damaged file; lxml's is a SyntaxError.
        raise DamagedOfficeFile(package.name, "is no valid Excel workbook") from error


def _opened(data: bytes) -> Workbook:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # It warns of what it leaves out (validation, drawings): nothing that is read here.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=True, keep_links=False, rich_text=True)


def _within(cells: list[SheetCell]) -> list[SheetCell]:
    """Spans end where the sheet's content ends: whole rows and columns may be merged."""
    bottom = max((c.row for c in cells), default=0)
    right = max((c.column for c in cells), default=0)
    for cell in cells:
        cell.rowspan = min(cell.rowspan, bottom - cell.row + 1)
        cell.colspan = min(cell.colspan, right - cell.column + 1, MAX_SPAN)
    return cells


# -- CSV --------------------------------------------------------------------------------------


def _delimiter(text: str) -> str:
    """The delimiter that gives most rows the same number of columns, two at least."""
    sample = text[:50_000]

    def fit(delimiter: str) -> tuple[int, int]:
        rows, _ = _csv_rows(sample, delimiter)
        lengths = Counter(len(row) for row in rows if len(row) > 1)
        columns, n_rows = lengths.most_common(1)[0] if lengths else (0, 0)
        return n_rows, columns

    return max(_DELIMITERS, key=fit)


def _csv_rows(text: str, delimiter: str) -> tuple[list[list[str]], bool]:
    """The rows, and whether every quotation mark is closed (if not, they are read as text)."""
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        if not any(field.count("\n") > MAX_FIELD_LINES for row in rows for field in row):
            return rows, True
    except csv.Error:  # a field beyond the limit of the module
        pass
    return [line.split(delimiter) for line in text.split("\n")], False


# -- both -------------------------------------------------------------------------------------


class _Builder:
    """Collects the blocks of all sheets."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.mender = Mender()
        self.troubles: list[Trouble] = []
        self._number = 0

    def boxes(self, title: str, texts: list[str]) -> None:
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
            lines.append(Line(raw, self.mender.mend(text), kind, number=self._number))
        return lines

    def _table(self, region: Region) -> Table:
        n_rows = region.bottom - region.top + 1
        grid: list[list[Cell | None]] = [[None] * region.width for _ in range(n_rows)]
        covered: set[tuple[int, int]] = set()
        for found in region.cells:
            row, column = found.row - region.top, found.column - region.left
            lines = [line for line in map(clean_line, found.text.split("\n")) if line]
            cell = make_cell(found.text, Fragment(lines), self.mender, row, column)
            cell.rowspan, cell.colspan = found.rowspan, found.colspan
            grid[row][column] = cell
            for r in range(row, row + cell.rowspan):
                covered.update((r, c) for c in range(column, column + cell.colspan))
        for r, cells in enumerate(grid):
            for c, there in enumerate(cells):
                if there is None and (r, c) not in covered:
                    cells[c] = Cell("", "", r, c)
        return Table(grid=grid, line_number=self._number)

    def document(self, doc_id: str, path: Path, media: Media) -> Document:
        """The finished document; raises EmptyDocument where no sheet holds anything."""
        if not self.blocks:
            raise EmptyDocument(str(path), "its sheets hold no text")
        number_tables(self.blocks)
        return Document(
            doc_id=doc_id,
            path=str(path),
            media=media,
            blocks=self.blocks,
            repairs=dict(self.mender.counts),
            troubles=self.troubles,
        )
