"""PDF pages become lines and tables: two readers behind one seam.

``read_pdf`` gives the pages of a file; ``reader.PageReader`` is the seam. Character level work is
in ``glyphs``, ``mark_shapes`` and ``actual_text``, lines in ``line_assembly``, tables in ``ruling``,
``cell_grid`` and ``unruled``.
"""

from thai_ita.ingest.pdf.read_pages import get_reader, read_pdf
from thai_ita.ingest.pdf.reader import (
    PageContent,
    PageLimits,
    PageReader,
    RawCell,
    RawLine,
    RawTable,
)
from thai_ita.ingest.pdf.text.wrapping import join_wrapped

__all__ = [
    "PageContent",
    "PageLimits",
    "PageReader",
    "RawCell",
    "RawLine",
    "RawTable",
    "get_reader",
    "join_wrapped",
    "read_pdf",
]
