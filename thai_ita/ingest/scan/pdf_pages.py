"""Pages of a PDF that are read from their pictures, and pictures with a table on other pages."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.scan.aligning import align
from thai_ita.ingest.scan.moving import moved_line, moved_table
from thai_ita.ingest.scan.ocr_engine import OcrEngine, OcrEngineError
from thai_ita.ingest.scan.pace import page_is_read
from thai_ita.ingest.scan.page_assembly import (
    POINTS_AN_INCH,
    Keep,
    Matrix,
    PlacedDoubt,
    PlacedFigure,
    ReadPicture,
    mapped,
    read_picture,
)
from thai_ita.ingest.scan.pictures_on_pages import (
    MIN_SURENESS,
    is_blank,
    may_hold_text,
    says_something,
    without_scraps,
    without_typed,
    worth_a_look,
)
from thai_ita.ingest.scan.placing import Recognised
from thai_ita.ingest.scan.render_pages import PagePictures, Rendered, open_pictures
from thai_ita.ingest.scan.settings import OcrSettings, Reader, reader_for
from thai_ita.ingest.scan.text_layer_check import compared
from thai_ita.model import BBox

# A text laid over a picture is kept where less than this share of its characters can be read there.
_LEAST_OF_LAYER: Final = 0.5


class PdfScans:
    """Reads what a PDF shows only as pictures. Nothing is opened until there is such a page.

    ``recognised`` tells page by page what was read so, for the readings of the figures.
    """

    def __init__(self, path: Path, settings: OcrSettings) -> None:
        self._path, self._settings = path, settings
        self._stack = ExitStack()
        self._pictures: PagePictures | None = None
        self._failed = ""
        self._unsure: set[int] = set()
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

    def tried(self, pages: Iterable[int]) -> bool:
        """Whether all these pages were read in vain."""
        return self._unsure.issuperset(pages)

    def page(self, content: PageContent, above: PageContent | None = None) -> PageContent | None:
        """The page as read from its picture; None where it cannot be read so.

        Its frame is the picture made straight; ``recognised`` leads back to the page. What its own
        text says, hidden or damaged, is compared; ``above`` is the page before it.
        """
        engine = self.reader.engine
        if engine is None or (rendered := self._open().page(content.number)) is None:
            return None
        read = self._read(rendered, content.number, engine)
        if read is None:
            return None
        if read.unsure or not (read.characters or is_blank(rendered.picture)):
            self._unsure.add(content.number)
            return None
        if read.content.n_chars < _LEAST_OF_LAYER * content.n_chars and not content.illegible:
            return None
        to_page = _on_page(rendered) @ read.to_picture
        recognised = Recognised(compared(read.figures, content), to_page, doubts=read.doubts)
        self.recognised[content.number] = [recognised]
        found = read.content
        if above is not None:
            align(found, above, recognised)
        found.image_coverage = content.image_coverage
        found.problems = content.problems + found.problems
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
        if read is None or read.sureness < MIN_SURENESS:
            return False
        without_scraps(read.content)
        if not says_something(read.content):
            return False
        matrix = to_page @ read.to_picture
        content.lines += [moved_line(line, matrix) for line in read.content.lines]
        content.tables += [moved_table(table, matrix) for table in read.content.tables]
        figures = [PlacedFigure(f.reading, mapped(f.box, matrix)) for f in read.figures]
        height, width = rendered.picture.shape[:2]
        region = mapped(
            BBox(0, 0, width * POINTS_AN_INCH / rendered.dpi, height * POINTS_AN_INCH / rendered.dpi),
            to_page,
        )
        doubts = [PlacedDoubt(d.doubt, mapped(d.box, matrix)) for d in read.doubts]
        found = Recognised(figures, None, region, doubts=doubts)
        self.recognised.setdefault(content.number, []).append(found)
        return True

    def _read(self, rendered: Rendered, number: int, engine: OcrEngine, keep: Keep | None = None) -> ReadPicture | None:
        """What stands in a picture; None where another program or machine failed to read it."""
        try:
            return read_picture(rendered.picture, rendered.dpi, engine, number=number, keep=keep)
        except OcrEngineError as failed:
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
