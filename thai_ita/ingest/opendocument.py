"""OpenDocument spreadsheets (.ods, and flat .fods) become a ``Document``.

The file itself holds the text that every cell shows, so that is read: figures with their decimals,
percent signs and Thai digits. Hidden rows, columns and sheets, merged cells and what is struck out
stand beside it. (A reader of values alone, python-calamine for one, knows none of these.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from thai_ita.ingest.errors import TooLarge, UnknownFormat
from thai_ita.ingest.office import DamagedOfficeFile, LockedOfficeFile, Package
from thai_ita.ingest.sheet_display import display
from thai_ita.ingest.sheet_document import (
    MAX_CELLS,
    MAX_MERGED_CELLS,
    MAX_STORED_CELLS,
    SheetsBuilder,
    is_on_show,
    within,
)
from thai_ita.ingest.sheet_regions import SheetCell
from thai_ita.model import Document, Media

# An lxml element; lxml has no types of its own.
_Element: TypeAlias = Any

# Rows or columns repeated more often than this fill the sheet up to its end; nothing is merged there.
MAX_REPEATED = 2_000
# Styles that inherit from one another more often than this go in a circle.
MAX_INHERITED = 20

_STORED = re.compile(rb"<table:(?:covered-)?table-cell\b")
_ENCRYPTED = b"encryption-data"
# What stands in a cell without being its text.
_APART = frozenset({"annotation", "annotation-end", "note", "frame", "shapes", "forms", "detective"})
_NOT_SHOWN = ("collapse", "filter")
# Parts of a date's format and the letters they have in Excel's.
_DATE_PARTS = {"day": "d", "day-of-week": "", "month": "m", "year": "y", "era": "y", "hours": "h"}


def read_ods(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of an OpenDocument spreadsheet, packed (.ods, .ots) or flat XML (.fods).

    Raises IngestErrors: encrypted, damaged, too-large, empty, unknown-format.
    """
    name = str(path)
    content, styles = (data, b"") if _is_flat(data) else _parts(data, name)
    stored = len(_STORED.findall(content))
    if stored > MAX_STORED_CELLS:
        raise TooLarge(name, f"{stored:,} cells", f"{MAX_STORED_CELLS:,} cells")
    root = _parsed(content, name)
    body = next((e for e in _below(root, "body") for e in _children(e, "spreadsheet")), None)
    if body is None:
        raise UnknownFormat(name, "holds no OpenDocument spreadsheet, whatever its name says")
    known = Styles([root] if not styles else [_parsed(styles, name), root])
    builder = SheetsBuilder(name)
    n_uncomputed = 0
    for table in _children(body, "table"):
        title = _get(table, "name") or ""
        if known.hides_table(_get(table, "style-name")):
            builder.hidden_sheet(title)
            continue
        sheet = _Sheet(table, known, name)
        n_uncomputed += sheet.n_uncomputed
        builder.workbook_sheet(title, within(sheet.cells), sheet.n_hidden)
    builder.uncomputed(n_uncomputed)
    return builder.document(doc_id, path, Media.XLSX)


def _is_flat(data: bytes) -> bool:
    return not data.startswith(b"PK")


def _parts(data: bytes, name: str) -> tuple[bytes, bytes]:
    package = Package(data, name)
    if _ENCRYPTED in (package.part("META-INF/manifest.xml") or b""):
        raise LockedOfficeFile(name)
    content = package.part("content.xml")
    if content is None:
        raise DamagedOfficeFile(name, "has no content part")
    return content, package.part("styles.xml") or b""


def _parsed(data: bytes, name: str) -> _Element:
    from lxml import etree  # type: ignore[import-untyped,unused-ignore]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        if b"<!DOCTYPE" in data[:10_000]:
            raise ValueError("document type declared")
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedOfficeFile(name, "is no valid OpenDocument file") from error


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: _Element, *names: str) -> Iterator[_Element]:
    return (child for child in element if _local(child) in names)


def _below(element: _Element, name: str) -> Iterator[_Element]:
    return (found for found in element.iter() if _local(found) == name)


def _get(element: _Element, name: str) -> str | None:
    """An attribute by its name without the namespace: no element here has two of one name."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)


def _times(element: _Element, name: str) -> int:
    text = _get(element, name) or ""
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


@dataclass(slots=True)
class _Style:
    parent: str = ""
    struck: bool | None = None
    displayed: bool = True
    data_style: str = ""


class Styles:
    """What styles say of cells, pieces of text and sheets."""

    def __init__(self, roots: list[_Element]) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._dates: dict[str, str] = {}
        for root in roots:
            for element in _below(root, "style"):
                key = (_get(element, "family") or "", _get(element, "name") or "")
                self._styles[key] = _style(element)
            for element in _below(root, "default-style"):
                self._styles[(_get(element, "family") or "", "")] = _style(element)
            for element in _below(root, "date-style"):
                letters = "".join(_DATE_PARTS.get(_local(part), "") for part in element)
                self._dates[_get(element, "name") or ""] = letters

    def hides_table(self, name: str | None) -> bool:
        """Whether a sheet of this style is hidden."""
        style = self._styles.get(("table", name or ""))
        return style is not None and not style.displayed

    def is_struck(self, family: str, name: str | None) -> bool | None:
        """Whether a style strikes its text out; None where it does not say."""
        for style in self._inherited(family, name):
            if style.struck is not None:
                return style.struck
        return None

    def date_format(self, name: str | None) -> str:
        """The parts of a date that a cell of this style shows, in letters of Excel's formats."""
        for style in self._inherited("table-cell", name):
            if style.data_style:
                return self._dates.get(style.data_style, "")
        return ""

    def _inherited(self, family: str, name: str | None) -> Iterator[_Style]:
        for _ in range(MAX_INHERITED):
            style = self._styles.get((family, name or ""))
            if style is None:
                return
            yield style
            if not name:
                return
            name = style.parent


def _style(element: _Element) -> _Style:
    found = _Style(_get(element, "parent-style-name") or "")
    found.data_style = _get(element, "data-style-name") or ""
    for properties in _children(element, "text-properties"):
        kinds = [_get(properties, f"text-line-through-{word}") for word in ("style", "type")]
        if any(kinds):
            found.struck = not all(kind in (None, "none") for kind in kinds)
    for properties in _children(element, "table-properties"):
        found.displayed = _get(properties, "display") != "false"
    return found


@dataclass(slots=True)
class _Column:
    style: str = ""
    hidden: bool = False


@dataclass(slots=True)
class _Walk:
    """What is known of the columns and of the rows passed so far."""

    columns: list[_Column] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    n_merged: int = 0


class _Sheet:
    """The filled ``cells`` of a table by rows, and counts of what does not show."""

    def __init__(self, table: _Element, styles: Styles, name: str) -> None:
        self.cells: list[SheetCell] = []
        self.n_hidden = self.n_uncomputed = 0
        self._styles, self._name = styles, name
        self._walk = walk = _Walk()
        for column in _lines(table, "table-column"):
            self._column(column)
        row = 0
        found: list[tuple[SheetCell, bool]] = []
        for element in _lines(table, "table-row"):
            times = _times(element, "number-rows-repeated")
            here = self._row(element, row)
            if here or times <= MAX_REPEATED:
                if _get(element, "visibility") in _NOT_SHOWN:
                    walk.hidden_rows.update(range(row, row + times))
                for down in range(times if here else 0):
                    found += [(_moved(cell, down), struck) for cell, struck in here]
                    self._check(len(found))
            row += times
        for cell, struck in found:
            if struck or not is_on_show(cell, walk.hidden_rows, walk.hidden_columns):
                self.n_hidden += 1
            else:
                self.cells.append(cell)

    def _check(self, n_cells: int) -> None:
        if n_cells > MAX_CELLS:
            raise TooLarge(self._name, f"{n_cells:,} cells", f"{MAX_CELLS:,} cells")
        if self._walk.n_merged > MAX_MERGED_CELLS:
            limit = f"{MAX_MERGED_CELLS:,} merged cells"
            raise TooLarge(self._name, f"a merged cell over {self._walk.n_merged:,} places", limit)

    def _column(self, element: _Element) -> None:
        columns = self._walk.columns
        times = min(_times(element, "number-columns-repeated"), MAX_REPEATED)
        hidden = _get(element, "visibility") in _NOT_SHOWN
        if hidden:
            self._walk.hidden_columns.update(range(len(columns), len(columns) + times))
        style = _get(element, "default-cell-style-name") or ""
        columns += [_Column(style, hidden)] * times

    def _row(self, element: _Element, row: int) -> list[tuple[SheetCell, bool]]:
        """The filled cells of a row, and whether all of their text is struck out."""
        found: list[tuple[SheetCell, bool]] = []
        column = 0
        row_style = _get(element, "default-cell-style-name")
        for cell in _children(element, "table-cell", "covered-table-cell"):
            times = _times(cell, "number-columns-repeated")
            if _local(cell) == "table-cell" and (len(cell) or len(cell.attrib)):
                style = _get(cell, "style-name") or row_style or self._column_style(column)
                text, struck = self._text(cell, style)
                if text.strip() or struck:
                    self._check(len(found) + times)
                    spans = (
                        _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
                    )
                    self._walk.n_merged += spans[0] * spans[1] * (spans != (1, 1))
                    self._check(0)
                    found += [
                        (SheetCell(text, row, column + right, *spans), not text.strip())
                        for right in range(times)
                    ]
            column += times
        return found

    def _column_style(self, column: int) -> str:
        columns = self._walk.columns
        return columns[column].style if column < len(columns) else ""

    def _text(self, cell: _Element, style: str) -> tuple[str, bool]:
        """The text that a cell shows, and whether something of it is struck out."""
        kind, value = _get(cell, "value-type"), _get(cell, "value")
        struck = bool(self._styles.is_struck("table-cell", style))
        pieces = list(self._pieces(cell, struck))
        text = "".join(piece for piece, gone in pieces if not gone).strip("\n")
        all_text = "".join(piece for piece, _ in pieces)
        if not all_text.strip():
            if _get(cell, "formula") is not None and kind is None and value is None:
                self.n_uncomputed += 1
            text = "" if struck else _of_value(kind, value)
            all_text = text
        moment = _moment(_get(cell, "date-value"))
        if moment is not None:
            text = display(moment, self._styles.date_format(style)) if not struck else ""
            all_text = all_text or "x"
        return text, bool(all_text.strip()) and not text.strip()

    def _pieces(self, element: _Element, struck: bool) -> Iterator[tuple[str, bool]]:
        """The pieces of text at and below an element, and whether each is struck out."""
        for child in element:
            name = _local(child)
            if name in _APART or not name:
                pass
            elif name == "s":
                yield " " * _times(child, "c"), struck
            elif name in ("tab", "line-break"):
                yield "\t" if name == "tab" else "\n", struck
            else:
                own = self._styles.is_struck("text", _get(child, "style-name"))
                inner = struck if own is None or name == "p" else own
                if child.text:
                    yield child.text, inner
                yield from self._pieces(child, inner)
                if name == "p":
                    yield "\n", False
            # Between the paragraphs of a cell stand line ends of the file alone.
            if child.tail and _local(element) not in ("table-cell", "list", "list-item"):
                yield child.tail, struck


def _lines(table: _Element, name: str) -> Iterator[_Element]:
    """The rows or columns of a table, those in groups and among its heads too."""
    for child in table:
        local = _local(child)
        if local == name:
            yield child
        elif local in (
            f"{name}-group", f"{name}s", f"table-header-{name.removeprefix('table-')}s",
        ):  # fmt: skip
            yield from _lines(child, name)


def _moved(cell: SheetCell, down: int) -> SheetCell:
    return SheetCell(cell.text, cell.row + down, cell.column, cell.rowspan, cell.colspan)


def _of_value(kind: str | None, value: str | None) -> str:
    """A cell's value where its text is not in the file."""
    if value is None or kind not in ("float", "percentage", "currency"):
        return ""
    try:
        return display(float(value), "0.00%" if kind == "percentage" else "General")
    except ValueError:
        return ""


def _moment(text: str | None) -> date | datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None
