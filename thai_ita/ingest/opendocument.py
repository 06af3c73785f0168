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

from thai_ita.ingest.counts import count_of
from thai_ita.ingest.errors import UnknownFormatError
from thai_ita.ingest.office import DamagedOfficeFileError, LockedOfficeFileError, Package
from thai_ita.ingest.sheet_display import display
from thai_ita.ingest.sheet_document import (
    MAX_COLUMNS,
    MAX_ROWS,
    SheetsBuilder,
    VisibleCells,
    check_filled,
    check_merged,
    check_stored,
    is_on_show,
)
from thai_ita.ingest.sheet_regions import SheetCell
from thai_ita.ingest.xml_bounds import BadXmlError, parsed_xml
from thai_ita.model import Document, Media

# An lxml element; lxml has no types of its own.
_Element: TypeAlias = Any

# Rows or columns repeated more often than this fill the sheet up to its end; nothing is merged there.
MAX_REPEATED = 2_000
# Styles that inherit from one another more often than this go in a circle.
MAX_INHERITED = 20

_STORED = re.compile(rb"<(?:[\w.-]+:)?(?:covered-)?table-cell\b")
_ENCRYPTED = b"encryption-data"
# What stands in a cell without being its text.
_APART = frozenset({"annotation", "annotation-end", "note", "shapes", "forms", "detective"})
_NOT_SHOWN = ("collapse", "filter")
_WHITE = "#ffffff"
_DRAWN = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
# Parts of a date's format and the letters they have in Excel's.
_DATE_PARTS = {"day": "d", "day-of-week": "", "month": "m", "year": "y", "era": "y", "hours": "h"}


def read_ods(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of an OpenDocument spreadsheet, packed (.ods, .ots) or flat XML (.fods).

    Raises IngestErrors: encrypted, damaged, too-large, empty, unknown-format.
    """
    name = str(path)
    content, styles = (data, b"") if _is_flat(data) else _parts(data, name)
    check_stored(len(_STORED.findall(content)), name)
    root = _parsed(content, name)
    body = next((e for e in _below(root, "body") for e in _children(e, "spreadsheet")), None)
    if body is None:
        raise UnknownFormatError(name, "holds no OpenDocument spreadsheet, whatever its name says")
    known = Styles([root] if not styles else [_parsed(styles, name), root])
    builder = SheetsBuilder(name)
    for table in _children(body, "table"):
        title = _get(table, "name") or ""
        if known.hides_table(_get(table, "style-name")):
            builder.hidden_sheet(title)
        else:
            sheet = _Sheet(table, known, name)
            builder.visible_sheet(title, sheet.visible, sheet.above, sheet.below)
    roots = [root] if not styles else [_parsed(styles, name)]
    return builder.document(doc_id, path, Media.XLSX, [*_page_heads(roots[0])])


def _page_heads(root: _Element) -> Iterator[str]:
    """The lines of page headers and footers, without fields such as the page's number."""
    for page in _below(root, "master-page"):
        for head in _children(page, "header", "footer"):
            if _get(head, "display") != "false":
                yield from _paragraph_texts(head)


def _paragraph_texts(element: _Element) -> Iterator[str]:
    """The text of each paragraph below an element, without fields."""
    for paragraph in _below(element, "p"):
        pieces = [paragraph.text or ""]
        for inner in paragraph.iterdescendants():
            field = _local(inner) not in ("span", "a", "s", "tab", "line-break")
            pieces += [" " if field else inner.text or " ", inner.tail or ""]
        if text := " ".join("".join(pieces).split()):
            yield text


def _is_flat(data: bytes) -> bool:
    return not data.startswith(b"PK")


def _parts(data: bytes, name: str) -> tuple[bytes, bytes]:
    package = Package(data, name)
    if _ENCRYPTED in (package.part("META-INF/manifest.xml") or b""):
        raise LockedOfficeFileError(name)
    content = package.part("content.xml")
    if content is None:
        raise DamagedOfficeFileError(name, "has no content part")
    return content, package.part("styles.xml") or b""


def _parsed(data: bytes, name: str) -> _Element:
    try:
        return parsed_xml(data, name)
    except BadXmlError as error:
        raise DamagedOfficeFileError(name, "is no valid OpenDocument file") from error


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
    return max(1, count_of(_get(element, name), 1))


@dataclass(slots=True)
class _Style:
    parent: str = ""
    struck: bool | None = None
    color: str = ""
    fill: str = ""
    ruled: bool = False
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

    def is_white(self, name: str | None) -> bool:
        """Whether a style of a cell writes white on white; rules may colour what lies below it."""
        styles = list(self._inherited("table-cell", name))
        color = next((style.color for style in styles if style.color), "")
        fill = next((style.fill for style in styles if style.fill), "transparent")
        ruled = any(style.ruled for style in styles)
        return color == _WHITE and fill in (_WHITE, "transparent") and not ruled

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
        found.color = (_get(properties, "color") or "").lower()
    for properties in _children(element, "table-cell-properties"):
        found.fill = (_get(properties, "background-color") or "").lower()
    found.ruled = next(_children(element, "map"), None) is not None
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
    """What a table shows: its cells as ``visible``, the texts of boxes ``above`` its first filled row
    and ``below`` that."""

    def __init__(self, table: _Element, styles: Styles, name: str) -> None:
        self.visible = out = VisibleCells()
        self.above = [t for shapes in _children(table, "shapes") for t in _paragraph_texts(shapes)]
        self.below: list[str] = []
        self._styles, self._name = styles, name
        self._walk = walk = _Walk()
        for column in _lines(table, "table-column"):
            self._column(column)
        row = 0
        found: list[SheetCell] = []
        for element in _lines(table, "table-row"):
            times = _times(element, "number-rows-repeated")
            here = self._row(element, row)
            for cell in _children(element, "table-cell"):
                for box in (e for e in cell if _is_drawn(e)):
                    (self.below if found else self.above).extend(_paragraph_texts(box))
            if here or times <= MAX_REPEATED:
                check_filled(len(found) + times * len(here), name)
                if row < MAX_ROWS and _get(element, "visibility") in _NOT_SHOWN:
                    walk.hidden_rows.update(range(row, row + times))
                for down in range(times if here else 0):
                    found += [_moved(cell, down) for cell in here]
            row += times
        out.hidden_rows, out.hidden_columns = walk.hidden_rows, walk.hidden_columns
        for cell in found:
            if cell.text.strip() and is_on_show(cell, walk.hidden_rows, walk.hidden_columns):
                out.cells.append(cell)
            else:
                out.n_hidden += 1

    def _column(self, element: _Element) -> None:
        columns = self._walk.columns
        times = min(_times(element, "number-columns-repeated"), MAX_REPEATED)
        hidden = _get(element, "visibility") in _NOT_SHOWN
        if hidden and len(columns) < MAX_COLUMNS:
            self._walk.hidden_columns.update(range(len(columns), len(columns) + times))
        style = _get(element, "default-cell-style-name") or ""
        columns += [_Column(style, hidden)] * min(times, MAX_COLUMNS - len(columns))

    def _row(self, element: _Element, row: int) -> list[SheetCell]:
        """The filled cells of a row; those that show nothing of their text have an empty one."""
        found: list[SheetCell] = []
        column = 0
        row_style = _get(element, "default-cell-style-name")
        for cell in _children(element, "table-cell", "covered-table-cell"):
            times = _times(cell, "number-columns-repeated")
            if _local(cell) == "table-cell" and len(cell.attrib) + len(cell):
                style = _get(cell, "style-name") or row_style or self._column_style(column)
                text = self._text(cell, style)
                if text is not None:
                    spans = (
                        _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
                    )  # fmt: skip
                    self._walk.n_merged += spans[0] * spans[1] * (spans != (1, 1))
                    check_merged(self._walk.n_merged, self._name)
                    check_filled(len(found) + times, self._name)
                    found += [SheetCell(text, row, column + k, *spans) for k in range(times)]
            column += times
        return found

    def _column_style(self, column: int) -> str:
        columns = self._walk.columns
        return columns[column].style if column < len(columns) else ""

    def _text(self, cell: _Element, style: str) -> str | None:
        """The text that a cell shows, "" where it hides all; None for an empty cell."""
        kind = _get(cell, "value-type")
        struck = bool(self._styles.is_struck("table-cell", style))
        pieces = list(self._pieces(cell, struck))
        text = "".join(piece for piece, gone in pieces if not gone).strip("\n")
        gone = any(gone and piece.strip() for piece, gone in pieces)
        if not text.strip() and not gone:
            text = "" if struck else _of_value(kind, _get(cell, "value"))
            if not text:
                empty = kind is None and _get(cell, "formula") is not None
                self.visible.n_uncomputed += empty
                return None
        moment = _moment(_get(cell, "date-value"))
        if moment is not None and not struck:
            text = display(moment, self._styles.date_format(style))
        if self._styles.is_white(style):
            return ""
        if _shows_error(cell):  # the nought of #DIV/0! is no figure
            self.visible.n_errors += 1
            return text.replace("0", "")
        self.visible.n_hidden += gone and bool(text.strip())
        return text

    def _pieces(self, element: _Element, struck: bool) -> Iterator[tuple[str, bool]]:
        """The pieces of text at and below an element, and whether each is struck out."""
        for child in element:
            name = _local(child)
            if name in _APART or not name or _is_drawn(child):
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


def _is_drawn(element: _Element) -> bool:
    return isinstance(element.tag, str) and element.tag.startswith(_DRAWN)


def _shows_error(cell: _Element) -> bool:
    """LibreOffice says so in a name space of its own; the value type of the standard is a text."""
    return any(k.rpartition("}")[2] == "value-type" and v == "error" for k, v in cell.attrib.items())


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
