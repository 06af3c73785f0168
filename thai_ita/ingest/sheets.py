"""Excel and CSV files become a ``Document``: each sheet is cut into titles and tables.

Figures are read as they are shown (number formats applied), formulas by the value that was stored
with them. Hidden sheets are not read; a Problem names them. Hidden rows and columns and what is struck
out are not read either; a Problem counts them. Text boxes are lines before or behind the cells, page
headers and footers running heads.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.ingest.decode import decode
from thai_ita.ingest.drawn import ChartData, unread_charts
from thai_ita.ingest.errors import NOT_OF_THE_FILE, UnknownFormatError
from thai_ita.ingest.office import Package, as_transitional, damage_reported
from thai_ita.ingest.office_properties import office_properties
from thai_ita.ingest.sheet_document import SheetsBuilder, check_filled
from thai_ita.ingest.sheet_regions import SheetCell
from thai_ita.ingest.sheet_surroundings import sheet_parts, surroundings, without_drawings
from thai_ita.ingest.visible_cells import COMPUTED_ON_OPENING, visible_cells
from thai_ita.ingest.workbook_bounds import bounded_workbook
from thai_ita.model import Document, Media, Problem

if TYPE_CHECKING:
    from openpyxl import Workbook

# A field of a CSV file with more line breaks than this comes from a quote that is never closed.
MAX_FIELD_LINES = 50

_DELIMITERS = (",", ";", "\t", "|")
_DIRECTIVE = re.compile(r"sep=(.)\n", re.I)


def read_xlsx(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of an Excel file (.xlsx, .xlsm, .xltx, also Strict Open XML).

    Raises IngestErrors: encrypted, damaged, too-large, empty, unknown-format.
    """
    package = Package(data, str(path))
    if _is_strict(package):
        data = as_transitional(package)
        package = Package(data, str(path))
    workbook = _load(bounded_workbook(data, package), package)
    builder = SheetsBuilder(str(path))
    parts = sheet_parts(package)
    main = package.part(package.related("", "officeDocument") or "") or b""
    on_opening = COMPUTED_ON_OPENING.search(main) is not None
    heads: list[str] = []
    charts: list[ChartData] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            builder.hidden_sheet(sheet.title)
            continue
        part = parts.get(sheet.title, "")
        source = package.part(part) or b""
        found = visible_cells(sheet, source, computed_on_opening=on_opening)
        around = surroundings(package, part, found.cells[0].row if found.cells else 0)
        heads += around.heads
        charts += around.charts
        builder.visible_sheet(sheet.title, found, around.above, around.below)
    for chart_sheet in workbook.chartsheets:
        charts += surroundings(package, parts.get(chart_sheet.title, ""), 0).charts
    document = builder.document(doc_id, path, Media.XLSX, heads)
    document.properties = office_properties(package)
    document.problems += unread_charts(document, charts)
    return document


def read_csv(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of a table as text: separated by commas, semicolons, tabs or bars.

    Raises IngestErrors: empty, binary, mojibake, too-large, damaged.
    """
    text, encoding, problems = decode(data, str(path))
    directive = _DIRECTIVE.match(text)
    if directive:
        text = text[directive.end() :]
    rows, closed = _csv_rows(text, directive[1] if directive else _delimiter(text))
    if not closed:
        note = "a quotation mark is never closed; quotation marks were read as text"
        problems.append(Problem("damaged-csv", note))
    cells = [SheetCell(value, r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value.strip()]
    check_filled(len(cells), str(path))
    builder = SheetsBuilder(str(path))
    builder.problems += problems
    builder.sheet("", cells)
    document = builder.document(doc_id, path, Media.TEXT)
    document.encoding = encoding
    return document


# -- Excel ------------------------------------------------------------------------------------


def _is_strict(package: Package) -> bool:
    """Whether a workbook is saved as Strict Open XML; raises UnknownFormatError where it is none."""
    main = package.related("", "officeDocument")
    head = (package.part(main) or b"")[:4000] if main else b""
    if not re.search(rb"<(?:\w+:)?workbook\b", head):
        raise UnknownFormatError(package.name, "holds no Excel workbook, whatever its name says")
    return b"http://purl.oclc.org/ooxml/" in head


def _load(data: bytes, package: Package) -> Workbook:
    # openpyxl has no error of its own for a damaged file.
    try:
        return _opened(data)
    except NOT_OF_THE_FILE:
        raise
    except Exception:  # noqa: BLE001
        # Drawings that it does not know are no fault of the sheets; they are read by other means.
        data = without_drawings(Package(data, package.name))
    with damage_reported(package.name, "is no valid Excel workbook"):
        return _opened(data)


def _opened(data: bytes) -> Workbook:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # It warns of what it leaves out (validation, drawings): nothing that is read here.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=True, keep_links=False, rich_text=True)


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
