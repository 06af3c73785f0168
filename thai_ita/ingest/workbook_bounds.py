"""A workbook is looked at, part by part, before openpyxl makes objects of all that it stores.

Which part is a sheet the relationships of a file decide, not its name: a part with rows or merged cells is one. Empty cells
and rows, of which a sheet with formats down to its end has a million, are left out where there are many.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from thai_ita.ingest.errors import TooLargeError
from thai_ita.ingest.office import Package
from thai_ita.ingest.sheet_document import check_filled, check_merged

# From so many on, empty cells and rows are left out.
MANY_EMPTY: Final = 100_000
# Cells and rows that openpyxl is given: each cell is 400 bytes to it, each row 1,500.
MOST_LOADED: Final = 600_000
MOST_ROWS: Final = 300_000
# Elements of any other part, and of a sheet around its cells: each becomes an object of some 1,000 bytes. Excel
# knows 65,000 formats of cells.
MOST_OBJECTS: Final = 400_000
# With so many elements around its cells what is not read of a sheet is left out.
MANY_AROUND: Final = 10_000
# Elements of texts that are shared by cells, and pieces of such texts with a font of their own.
MOST_TEXTS: Final = 2_000_000
MOST_PIECES: Final = 200_000

_SHEET: Final = re.compile(rb"<(?:\w+:)?(?:row|worksheet|sheetData|mergeCell)[\s>/]")
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s>/]")
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s>/]")
_PLACED: Final = re.compile(rb"<(?:\w+:)?(?:c|row)\s(?:[^<>]*\s)?r\s*=")
_EMPTY_CELL: Final = re.compile(rb"<((?:\w+:)?)c(?:\s[^<>]*)?(?:/>|></\1c>)")
# Hidden rows and those of no height stay: what lies on their two sides is side by side.
_EMPTY_ROW: Final = re.compile(
    rb"<((?:\w+:)?)row(?:\s(?:(?!\shidden=|\sht=[\"']0[\"'.]|\scollapsed=)[^<>])*)?(?:/>|>\s*</\1row>)"
)
_FILLED: Final = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_AREA: Final = rb"\s[^<>]*?\bref\s*=\s*[\"']\s*\$?([A-Za-z]+)\$?(\d+):\$?([A-Za-z]+)\$?(\d+)\s*[\"']"
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell" + _AREA)
_LINKED: Final = re.compile(rb"<(?:\w+:)?hyperlink" + _AREA)
# What is not read of a sheet: where links lead, what may be typed, what is no error. openpyxl makes a cell
# of each place that a link covers.
_UNREAD: Final = re.compile(
    rb"<((?:\w+:)?(?:hyperlinks|dataValidations|ignoredErrors|protectedRanges|scenarios|extLst))[\s>].*?</\1\s*>",
    re.S,
)
_TEXTS: Final = re.compile(rb"<(?:\w+:)?si[\s>/]")
_PIECE: Final = re.compile(rb"<(?:\w+:)?r[\s>/]")
_END_OF_CELLS: Final = b"sheetData>"


def bounded_workbook(data: bytes, package: Package) -> bytes:
    """The workbook as openpyxl may load it. Raises TooLargeError, DamagedOfficeFileError."""
    changed: dict[str, bytes] = {}
    n_filled = 0
    for name, part, xml in package.xml_parts():
        if _SHEET.search(xml):
            n_filled += _count(_FILLED, xml)
            check_filled(n_filled, package.name)
            check_merged(_n_places(_MERGED, xml), package.name)
            xml = _without_empty(xml)
            if _n_places(_LINKED, xml) > MANY_EMPTY or _n_elements(_around(xml)) > MANY_AROUND:
                xml = _UNREAD.sub(b"", xml)
            _check_sheet(xml, package.name)
        elif _TEXTS.search(xml):
            _check(_n_elements(xml), MOST_TEXTS, "elements of texts", package.name)
            _check(_count(_PIECE, xml), MOST_PIECES, "pieces of texts", package.name)
        else:
            _check(_n_elements(xml), MOST_OBJECTS, "elements in a part", package.name)
        if xml is not part and xml != part:
            changed[name] = xml
    return _rewritten(package, changed) if changed else data


def _rewritten(package: Package, changed: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(package.names):
            archive.writestr(name, changed.get(name) or package.part(name) or b"")
    return made.getvalue()


def _without_empty(xml: bytes) -> bytes:
    """A sheet without its empty cells and rows, where it has many and each tells its place."""
    cells, rows = _count(_CELL, xml), _count(_ROW, xml)
    if cells + rows < MANY_EMPTY or _count(_PLACED, xml) < cells + rows:
        return xml
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", xml))


def _check_sheet(xml: bytes, name: str) -> None:
    _check(_count(_CELL, xml), MOST_LOADED, "cells", name)
    _check(_count(_ROW, xml), MOST_ROWS, "rows", name)
    _check(_n_elements(_around(xml)), MOST_OBJECTS, "elements around its cells", name)


def _around(xml: bytes) -> bytes:
    """What stands behind the cells of a sheet; all where their end is not told."""
    return xml[max(0, xml.rfind(_END_OF_CELLS)) :]


def _n_places(areas: re.Pattern[bytes], xml: bytes) -> int:
    """How many places all areas of a kind cover."""
    from openpyxl.utils import column_index_from_string

    n_places = 0
    for left, top, right, bottom in (match.groups() for match in areas.finditer(xml)):
        try:
            first, last = (column_index_from_string(c.decode()) for c in (left, right))
            height = abs(int(bottom) - int(top)) + 1
        except ValueError:  # no such column or row; loading will say so
            continue
        n_places += (abs(last - first) + 1) * height
    return n_places


def _check(n: int, most: int, what: str, name: str) -> None:
    if n > most:
        raise TooLargeError(name, f"{n:,} {what}", f"{most:,} {what}")


def _count(pattern: re.Pattern[bytes], data: bytes) -> int:
    return sum(1 for _ in pattern.finditer(data))


def _n_elements(xml: bytes) -> int:
    return xml.count(b"<") - xml.count(b"</")
