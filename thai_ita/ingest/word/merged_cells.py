"""Rows and merged cells of a Word table: where each ``w:tc`` starts and how far it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from thai_ita.ingest.grids import MAX_PLACES, MAX_SPAN, MAX_SPANNED_COLUMNS
from thai_ita.ingest.word.paragraph_text import is_placeholder
from thai_ita.ingest.word.xml import Element, alternatives, child, local, number, switch, value

# Wrappers that may stand around rows and cells.
_WRAPPERS = frozenset({"customXml", "ins", "moveTo", "smartTag"})


@dataclass(slots=True)
class Place:
    """A cell that starts in the grid; spans in rows and columns."""

    element: Element
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Layout:
    """The cells of a table row by row, and how many rows on top are marked as its header."""

    rows: list[list[Place]]
    header_rows: int


def table_layout(table: Element) -> Layout:
    """The layout of a ``w:tbl``. Deleted and hidden rows are left out."""
    rows: list[list[Place]] = []
    open_cells: dict[int, Place] = {}
    n_places = header_rows = 0
    for r, row in enumerate(_rows(table)):
        properties = child(row, "trPr")
        places: list[Place] = []
        still_open: dict[int, Place] = {}
        column = max(0, min(number(properties, "gridBefore") or 0, MAX_SPAN))
        for tc, colspan in _cells(row):
            colspan = max(1, min(colspan, MAX_SPANNED_COLUMNS - column))
            if n_places > MAX_PLACES:
                colspan = 1
            merge = child(child(tc, "tcPr"), "vMerge")
            goes_on = merge is not None and value(child(tc, "tcPr"), "vMerge") != "restart"
            above = open_cells.get(column)
            if goes_on and above is not None and above.colspan == colspan:
                above.rowspan += 1
                still_open[column] = above
            else:
                place = Place(tc, r, column, colspan=colspan)
                places.append(place)
                if merge is not None:
                    still_open[column] = place
            column += colspan
        open_cells = still_open
        rows.append(places)
        n_places += column
        if switch(properties, "tblHeader") and header_rows == r:
            header_rows = r + 1
    return Layout(rows, _whole_header(rows, header_rows))


def _whole_header(rows: list[list[Place]], marked: int) -> int:
    """A heading merged downwards takes the row below into the header; never the whole table."""
    if not marked:
        return 0
    reach = max((p.row + p.rowspan for row in rows[:marked] for p in row), default=marked)
    # A first column merged down over all rows is no heading.
    reach = reach if reach <= marked + 2 else marked
    return reach if reach < len(rows) else marked if marked < len(rows) else 0


def is_gone(row: Element) -> bool:
    """Whether a row was deleted or is hidden."""
    properties = child(row, "trPr")
    return child(properties, "del") is not None or bool(switch(properties, "hidden"))


def _rows(table: Element) -> Iterator[Element]:
    return (row for row in unwrapped(table, "tr") if not is_gone(row))


def _cells(row: Element) -> Iterator[tuple[Element, int]]:
    """The cells of a row with their spans; cells merged in the old way (``w:hMerge``) as one."""
    waiting: tuple[Element, int] | None = None
    for tc in unwrapped(row, "tc"):
        properties = child(tc, "tcPr")
        colspan = max(1, min(number(properties, "gridSpan") or 1, MAX_SPAN))
        merge = child(properties, "hMerge")
        if merge is not None and value(properties, "hMerge") != "restart" and waiting is not None:
            waiting = (waiting[0], min(waiting[1] + colspan, MAX_SPAN))
            continue
        if waiting is not None:
            yield waiting
        waiting = (tc, colspan)
    if waiting is not None:
        yield waiting


def unwrapped(parent: Element, *names: str) -> Iterator[Element]:
    """The children with one of these names, also inside content controls and the like."""
    for inner in parent:
        name = local(inner)
        if name in names:
            yield inner
        elif name == "sdt":
            content = child(inner, "sdtContent")
            if content is not None and not _is_left_out(inner):
                yield from unwrapped(content, *names)
        elif name in _WRAPPERS:
            yield from unwrapped(inner, *names)
        elif name == "AlternateContent":
            for branch in alternatives(inner):
                found = list(unwrapped(branch, *names))
                if found:
                    yield from found
                    break


def _is_left_out(control: Element) -> bool:
    """A prompt, or a table of contents, whose lines repeat headings with page numbers."""
    part = child(child(control, "sdtPr"), "docPartObj")
    return is_placeholder(control) or value(part, "docPartGallery") == "Table of Contents"
