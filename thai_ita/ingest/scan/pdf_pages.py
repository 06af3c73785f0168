"""Pages of a PDF that are read from their pictures, and pictures with a table on other pages."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from thai_ita.ingest.pdf.reader import PageContent, RawCell, RawLine, RawTable
from thai_ita.ingest.scan.engine import EngineFailed, OcrEngine
from thai_ita.ingest.scan.layers import compared
from thai_ita.ingest.scan.pace import page_is_read
from thai_ita.ingest.scan.page import (
    POINTS_AN_INCH,
    Keep,
    Matrix,
    PlacedFigure,
    ReadPicture,
    mapped,
    read_picture,
)
from thai_ita.ingest.scan.pictures import may_hold_text, says_something, without_typed, worth_a_look
from thai_ita.ingest.scan.placing import Recognised
from thai_ita.ingest.scan.render import PagePictures, Rendered, open_pictures
from thai_ita.ingest.scan.settings import OcrSettings, Reader, reader_for
from thai_ita.model import BBox


class PdfScans:
    """Reads what a PDF shows only as pictures. Nothing is opened until there is such a page.

    ``recognised`` tells page by page what was read so, for the readings of the figures.
    """

    def __init__(self, path: Path, settings: OcrSettings) -> None:
        self._path, self._settings = path, settings
        self._stack = ExitStack()
        self._pictures: PagePictures | None = None
        self._failed = ""
        self.recognised: dict[int, list[Recognised]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def reader(self) -> Reader:
        """The recogniser, looked for when the first picture is met."""
        return reader_for(self._settings)

    @property
    def why(self) -> str:
        """Why pictures could not be read, and what to do; "" where they could or were not to be."""
        return self._failed or self.reader.why

    def page(self, content: PageContent) -> PageContent | None:
        """The page as read from its picture; None where it cannot be read so.

        Its frame is the picture made straight; ``recognised`` leads back to the page. What its own
        text says, hidden or damaged, is compared.
        """
        engine = self.reader.engine
        if engine is None or (rendered := self._open().page(content.number)) is None:
            return None
        read = self._read(rendered, content.number, engine)
        if read is None or read.unsure:
            return None
        to_page = _on_page(rendered) @ read.to_picture
        figures = compared(read.figures, content)
        self.recognised[content.number] = [Recognised(figures, to_page)]
        found = read.content
        found.image_coverage = content.image_coverage
        found.troubles = content.troubles + found.troubles
        return found

    def pictures(self, content: PageContent) -> bool:
        """Adds to a page of text what its pictures say; tells whether there was anything.

        The lines and tables of a picture stand where it stands on the page.
        """
        boxes = worth_a_look(content)
        if not boxes or (engine := self.reader.engine) is None:
            return False
        any_read = False
        for box in boxes:
            rendered = self._open().part(content.number, box)
            if rendered is None or not may_hold_text(rendered.picture):
                continue
            any_read = self._add(content, rendered, engine) or any_read
        return any_read

    def read_again(self, number: int) -> list[ReadPicture]:
        """The picture of a whole page as it is read, its ``to_picture`` leading to the page."""
        engine = self.reader.engine
        if engine is None or (rendered := self._open().page(number)) is None:
            return []
        if (read := self._read(rendered, number, engine)) is None:
            return []
        read.to_picture = _on_page(rendered) @ read.to_picture
        return [read]

    def _add(self, content: PageContent, rendered: Rendered, engine: OcrEngine) -> bool:
        to_page = _on_page(rendered)
        keep = without_typed(content, to_page, rendered.dpi)
        read = self._read(rendered, content.number, engine, keep)
        if read is None or read.unsure or not says_something(read.content):
            return False
        matrix = to_page @ read.to_picture
        content.lines += [_moved_line(line, matrix) for line in read.content.lines]
        content.tables += [_moved_table(table, matrix) for table in read.content.tables]
        figures = [PlacedFigure(f.reading, mapped(f.box, matrix)) for f in read.figures]
        height, width = rendered.picture.shape[:2]
        region = mapped(
            BBox(0, 0, width * POINTS_AN_INCH / rendered.dpi, height * POINTS_AN_INCH / rendered.dpi),
            to_page,
        )
        found = Recognised(figures, None, region)
        self.recognised.setdefault(content.number, []).append(found)
        return True

    def _read(
        self, rendered: Rendered, number: int, engine: OcrEngine, keep: Keep | None = None
    ) -> ReadPicture | None:
        """What stands in a picture; None where another program or machine failed to read it."""
        try:
            return read_picture(rendered.picture, rendered.dpi, engine, number=number, keep=keep)
        except EngineFailed as failed:
            self._failed = str(failed)
            return None
        finally:
            page_is_read(number, self._open().n_pages)

    def _open(self) -> PagePictures:
        if self._pictures is None:
            self._pictures = self._stack.enter_context(open_pictures(self._path))
        return self._pictures


def _on_page(rendered: Rendered) -> Matrix:
    """From points of a rendered picture to points of the page that it was rendered from."""
    scale = rendered.dpi / POINTS_AN_INCH / rendered.pixels
    return np.array([[scale, 0.0, rendered.x0], [0.0, scale, rendered.top], [0.0, 0.0, 1.0]])


def _moved_line(line: RawLine, matrix: Matrix) -> RawLine:
    box = mapped(line.bbox, matrix)
    extents = tuple(_moved_x(a, line.bbox.top, matrix, b) for a, b in line.extents)
    return replace(line, bbox=box, extents=extents, column=None)


def _moved_table(table: RawTable, matrix: Matrix) -> RawTable:
    top, left = table.bbox.top, table.bbox.x0
    return replace(
        table,
        cells=[_moved_cell(cell, matrix) for cell in table.cells],
        bbox=mapped(table.bbox, matrix),
        column_edges=tuple(_moved_x(x, top, matrix)[0] for x in table.column_edges),
        row_edges=tuple(mapped(BBox(left, y, left, y), matrix).top for y in table.row_edges),
        extents=tuple(_moved_x(a, top, matrix, b) for a, b in table.extents),
        column=None,
    )


def _moved_cell(cell: RawCell, matrix: Matrix) -> RawCell:
    return replace(cell, bbox=mapped(cell.bbox, matrix))


def _moved_x(x: float, y: float, matrix: Matrix, x1: float | None = None) -> tuple[float, float]:
    box = mapped(BBox(x, y, x if x1 is None else x1, y), matrix)
    return box.x0, box.x1
