"""A table that goes on over pages which were photographed or scanned in other sizes and places.

Pieces of a table are told by their columns, which stand alike on printed pages. Of a picture the
columns tell how it has to be stretched to stand below the page before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.reader import PageContent, RawTable
from thai_ita.ingest.scan.moving import moved_line, moved_table
from thai_ita.ingest.scan.page_assembly import Matrix, PlacedFigure, mapped
from thai_ita.ingest.scan.placing import Recognised

# Columns are alike whose borders differ by no more than this share of the table's width.
_ALIKE: Final = 0.015
# Pages differ in size by no more than this: an A4 page photographed from near and far.
_STRETCH: Final = (0.6, 1.6)


def align(content: PageContent, above: PageContent, recognised: Recognised) -> None:
    """Moves what was read from a picture sideways so that its table stands below the one above.

    Nothing changes where the last table above and the first one of the page have other columns.
    ``recognised`` still leads to the place on the page.
    """
    if not content.tables or not above.tables:
        return
    first, last = content.tables[0], above.tables[-1]
    stretch = _stretch(first, last)
    if stretch is None:
        return
    by, aside = stretch
    matrix = np.array([[by, 0.0, aside], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    content.lines = [moved_line(line, matrix) for line in content.lines]
    content.tables = [moved_table(table, matrix) for table in content.tables]
    recognised.figures = [_moved_figure(figure, matrix) for figure in recognised.figures]
    recognised.doubts = [replace(d, box=mapped(d.box, matrix)) for d in recognised.doubts]
    back = np.linalg.inv(matrix)
    recognised.to_page = back if recognised.to_page is None else recognised.to_page @ back


def _stretch(table: RawTable, above: RawTable) -> tuple[float, float] | None:
    """By how much, and how far aside; None where the columns are not alike."""
    if not (table.ruled and above.ruled) or not 2 <= table.n_columns == above.n_columns:
        return None
    a, b = np.array(table.column_edges), np.array(above.column_edges)
    if len(a) != len(b) or a[-1] <= a[0] or b[-1] <= b[0]:
        return None
    by = float((b[-1] - b[0]) / (a[-1] - a[0]))
    shares = [(edges - edges[0]) / (edges[-1] - edges[0]) for edges in (a, b)]
    if np.abs(shares[0] - shares[1]).max() > _ALIKE or not _STRETCH[0] <= by <= _STRETCH[1]:
        return None
    return by, float(b[0] - by * a[0])


def _moved_figure(figure: PlacedFigure, matrix: Matrix) -> PlacedFigure:
    return replace(figure, box=mapped(figure.box, matrix))
