"""PowerPoint files become a ``Document``: a slide is a page, its title a heading.

Texts, tables, SmartArt and charts that print their figures are read in the order in which they lie
on the slide. Hidden slides and shapes, notes and what is struck out are not read. A slide of which
only pictures say something is marked as a scan.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thai_ita.ingest.drawn import ChartData, charts_of, drawn_texts, unread_charts
from thai_ita.ingest.errors import (
    EmptyDocumentError,
    NeedsPackageError,
    TooLargeError,
    UnknownFormatError,
)
from thai_ita.ingest.grids import make_cell, table_from_rows
from thai_ita.ingest.html_fragments import BULLET, Fragment, clean_line
from thai_ita.ingest.joining import join_tables, number_tables
from thai_ita.ingest.office import Package, as_transitional, damage_reported
from thai_ita.ingest.office_properties import office_properties
from thai_ita.ingest.slides.shapes import Kind, Shape, inherited_marks, placed_shapes
from thai_ita.ingest.slides.slide_order import Placed, in_order
from thai_ita.ingest.slides.slide_paragraphs import Paragraph, paragraphs_of
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.model import (
    Block,
    Cell,
    Document,
    Line,
    LineKind,
    Media,
    Page,
    Problem,
    Severity,
    Table,
)

# Slides of a file; a report has some dozens.
MAX_SLIDES = 2_000
# Places of a table.
MAX_CELLS = 200_000
# A bold paragraph of a text box up to this many characters is a heading.
MAX_HEADING_CHARS = 150
# Where more than this share of the text outside tables is bold, bold marks no heading.
MAX_BOLD_SHARE = 0.6
# A slide with less text than this and pictures over this share of it is a picture of a page; with
# more text the picture may hold figures, and is told.
MIN_TEXT_CHARS = 40
MIN_PICTURE_SHARE = 0.3

# The end of a title that goes on: (ต่อ), (2), (2/3), - ต่อ.
_CONTINUED = re.compile(
    r"(?:(?:(?<!\s)\s++)?[(\[]\s*(?:ต่อ\s*)?(?:[\d๐-๙]{1,2}(?:\s*/\s*[\d๐-๙]{1,2})?|ต่อ|cont(?:inued|\.)?)\s*[)\]]"
    r"|(?<![\s–-])[\s–-]++ต่อ)\s*$",
    re.I,
)


def read_pptx(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of a PowerPoint file (.pptx, .ppsx, .potx, .pptm, also Strict Open XML).

    Raises IngestErrors: needs-package, encrypted, damaged, too-large, empty, unknown-format.
    """
    package = Package(data, str(path))
    main = package.related("", "officeDocument") or ""
    root = (package.part(main) or b"")[:4000]
    if b"presentation" not in root:
        raise UnknownFormatError(str(path), "holds no presentation, whatever its name says")
    if b"http://purl.oclc.org/ooxml/" in root:
        data = as_transitional(package)
        package = Package(data, str(path))
    package.check_trees()
    reader = _read(data, package, str(path))
    document = Document(
        doc_id=doc_id, path=str(path), media=Media.PPTX, blocks=reader.joined(), pages=reader.pages,
        repairs=dict(reader.repairer.counts), problems=reader.problems,
        running_heads=reader.running_heads, properties=office_properties(package),
    )  # fmt: skip
    reader.report_unread(document)
    number_tables(document.blocks)
    return document


def _read(data: bytes, package: Package, name: str) -> _Reader:
    """What python-pptx opens, gone through."""
    try:
        from pptx.package import Package as Parts
    except ImportError as error:
        raise NeedsPackageError(name, ".pptx", "python-pptx") from error
    with damage_reported(name, "is no valid presentation"):
        # pptx.Presentation() refuses slide shows and templates, which are the same inside.
        presentation = Parts.open(io.BytesIO(data)).main_document_part.presentation
        reader = _Reader(presentation, package, name)
        reader.read()
        return reader


class _Reader:
    """Goes through the slides once and collects their blocks."""

    def __init__(self, presentation: Any, package: Package, name: str) -> None:
        self.blocks: list[Block] = []
        self.pages: list[Page] = []
        self.running_heads: list[Line] = []
        self.problems: list[Problem] = []
        self.repairer = TextRepairer()
        self._presentation, self._package, self._name = presentation, package, name
        self._charts: list[ChartData] = []
        self._part = ""
        self._page = self._number = self._n_struck = 0
        self._bold: list[Line] = []
        self._chars = self._bold_chars = 0
        self._title = ""

    def read(self) -> None:
        """All slides; raises TooLargeError, EmptyDocumentError where none is on show."""
        slides = list(self._presentation.slides)
        if len(slides) > MAX_SLIDES:
            raise TooLargeError(self._name, f"{len(slides):,} slides", f"{MAX_SLIDES:,} slides")
        hidden: list[int] = []
        for number, slide in enumerate(slides, start=1):
            if slide._element.get("show") in ("0", "false"):
                hidden.append(number)
            else:
                self._slide(slide, number)
        if hidden:
            note = f"hidden slide(s) {', '.join(map(str, hidden))} were not read"
            self.problems.append(Problem("hidden-slide", note, Severity.INFO, hidden[0]))
        if not self.blocks and not any(page.needs_ocr for page in self.pages):
            raise EmptyDocumentError(self._name, "its slides hold no text")

    def joined(self) -> list[Block]:
        """The blocks with pieces of tables joined."""
        if self._bold_chars <= MAX_BOLD_SHARE * self._chars:
            for line in self._bold:
                line.kind = LineKind.HEADING
        return join_tables(self.blocks)

    def report_unread(self, document: Document) -> None:
        """Adds a Problem for each kind of what was not read."""
        scans = [page.number for page in self.pages if page.needs_ocr]
        if scans:
            which = ", ".join(map(str, scans))
            note = (
                f"slide(s) {which} ({len(scans)} of {len(self.pages)} on show) hold pictures and no "
                "readable text and need OCR; nothing was read from there"
            )
            self.problems.append(Problem("needs-ocr", note, page=scans[0]))
        if self._n_struck:
            note = f"{self._n_struck} piece(s) of text that are struck out were not read"
            self.problems.append(Problem("hidden-text", note, Severity.INFO))
        self.problems += unread_charts(document, self._charts)

    # -- a slide ----------------------------------------------------------------------------------

    def _slide(self, slide: Any, number: int) -> None:
        self._page = number
        self._part = str(slide.part.partname).lstrip("/")
        before = len(self.blocks)
        placed = placed_shapes(slide.shapes)
        self._running_heads(slide, placed)
        titles = [p for p in placed if _shape(p).is_title and p.text]
        rest = [p for p in placed if not _shape(p).is_title and not _shape(p).is_footer]
        for title in titles:
            self._heading(_shape(title))
        for group in in_order(rest):
            self._group(group)
        blocks = self.blocks[before:]
        chars = sum(len(b.text) if isinstance(b, Line) else _chars(b) for b in blocks)
        share = self._share_of_pictures(placed)
        scanned = share >= MIN_PICTURE_SHARE and chars < MIN_TEXT_CHARS
        self.pages.append(Page(number, n_chars=chars, needs_ocr=scanned))
        if share >= MIN_PICTURE_SHARE and not scanned and not any(isinstance(b, Table) for b in blocks):
            note = "a large picture on the slide was not read; see the slide itself"
            self.problems.append(Problem("figure-not-read", note, page=number))

    def _running_heads(self, slide: Any, placed: list[Placed]) -> None:
        """Footers, and what the layout and the master write on every slide: each once."""
        layout = slide.slide_layout
        found = [p for p in placed if _shape(p).is_footer]
        for owner in (layout, layout.slide_master):
            found += [p for p in placed_shapes(owner.shapes) if _shape(p).role is None]
        known = {line.text for line in self.running_heads}
        for shape in (_shape(p) for p in found if _shape(p).kind is Kind.TEXT):
            for paragraph in paragraphs_of(shape.shape.text_frame._txBody):
                for raw in paragraph.lines:
                    text = self.repairer.repair(clean_line(raw))
                    if text and text not in known:
                        known.add(text)
                        self.running_heads.append(Line(raw, text, page=self._page))

    def _share_of_pictures(self, placed: list[Placed]) -> float:
        """The share of the slide (0-1) that its largest picture covers."""
        width, height = self._presentation.slide_width, self._presentation.slide_height
        areas = [
            max(0.0, min(p.x1, width) - max(p.x0, 0)) * max(0.0, min(p.y1, height) - max(p.y0, 0))
            for p in _flat(placed) if _shape(p).kind is Kind.PICTURE
        ]  # fmt: skip
        return max(areas, default=0.0) / (width * height) if width and height else 0.0

    def _heading(self, shape: Shape) -> None:
        lines = [" ".join(p.lines) for p in self._paragraphs(shape) if p.chars]
        text = clean_line(" ".join(lines))
        # A title that goes on over several slides is said once, so that a table can go on below it.
        title = _CONTINUED.sub("", text)
        if text and title != self._title:
            self._number += 2
            self._add(text, text, LineKind.HEADING, level=1)
        self._title = title

    def _group(self, group: list[Placed]) -> None:
        shapes = [_shape(placed) for placed in group]
        self._number += 1
        if len(group) > 1 and all(shape.kind is Kind.TEXT for shape in shapes):
            raw = " ".join(placed.text for placed in group)
            self._number += 1
            self._add(raw, clean_line(raw), LineKind.PARAGRAPH)
            return
        for placed, shape in zip(group, shapes, strict=True):
            if placed.within:
                for inner in in_order(placed.within):
                    self._group(inner)
            elif shape.kind is Kind.TEXT:
                self._text(shape)
            elif shape.kind is Kind.TABLE:
                self._table(shape)
            elif shape.kind is Kind.DRAWING:
                self._drawing(shape)

    def _paragraphs(self, shape: Shape) -> Iterator[Paragraph]:
        for paragraph in paragraphs_of(shape.shape.text_frame._txBody, inherited_marks(shape)):
            self._n_struck += paragraph.n_struck
            yield paragraph

    def _text(self, shape: Shape) -> None:
        for paragraph in self._paragraphs(shape):
            self._chars += paragraph.chars
            self._bold_chars += paragraph.bold_chars
            bold = paragraph.is_bold and paragraph.chars <= MAX_HEADING_CHARS
            kind = LineKind.BULLET if paragraph.bullet else LineKind.PARAGRAPH
            self._number += not paragraph.chars
            prefix = f"{paragraph.mark} " if paragraph.mark else ""
            for raw in paragraph.lines:
                text = clean_line(prefix + raw)
                if not clean_line(raw):
                    continue
                prefix = ""
                self._number += 1
                if kind is LineKind.PARAGRAPH and (typed := BULLET.match(text)):
                    self._add(raw, text[typed.end() :], LineKind.BULLET)
                else:
                    line = self._add(raw, text, kind)
                    if bold and kind is LineKind.PARAGRAPH:
                        self._bold.append(line)
                kind = LineKind.PARAGRAPH if kind is LineKind.BULLET else kind

    def _add(self, raw: str, text: str, kind: LineKind, level: int = 0) -> Line:
        line = Line(raw, self.repairer.repair(text), kind, level, self._page, self._number)
        self.blocks.append(line)
        return line

    # -- tables, SmartArt, charts -----------------------------------------------------------------

    def _table(self, shape: Shape) -> None:
        table = shape.shape.table
        n_rows, n_columns = len(table.rows), len(table.columns)
        if n_rows * n_columns > MAX_CELLS:
            raise TooLargeError(self._name, f"{n_rows * n_columns:,} cells", f"{MAX_CELLS:,} cells")
        self._number += 1
        grid: list[list[Cell | None]] = []
        for r, row in enumerate(table.rows):
            grid.append([None] * n_columns)
            for c, found in enumerate(row.cells):
                if not found.is_spanned:
                    cell = grid[r][c] = self._cell(found, r, c)
                    if found.is_merge_origin:
                        cell.rowspan = min(found.span_height, n_rows - r)
                        cell.colspan = min(found.span_width, n_columns - c)
        self._add_table(Table(grid=grid))

    def _cell(self, found: Any, row: int, column: int) -> Cell:
        lines: list[str] = []
        for paragraph in paragraphs_of(found._tc.txBody):
            self._n_struck += paragraph.n_struck
            prefix = f"{paragraph.mark} " if paragraph.mark else "- " if paragraph.bullet else ""
            for raw in paragraph.lines:
                if raw.strip():
                    lines.append(prefix + raw)
                    prefix = ""
        content = Fragment([line for line in map(clean_line, lines) if line])
        return make_cell("\n".join(lines), content, self.repairer, row, column)

    def _add_table(self, table: Table) -> None:
        if not any(cell.text for cell in table.cells()):
            return
        table.page, table.line_number = self._page, self._number
        for cell in table.cells():
            cell.page = self._page
        self.blocks.append(table)

    def _drawing(self, shape: Shape) -> None:
        for text in drawn_texts(shape.element, self._package, self._part):
            self._number += 1
            self._add(text, clean_line(text), LineKind.PARAGRAPH)
        for chart in charts_of(shape.element, self._package, self._part):
            self._number += 1
            if not chart.shown:
                self._charts.append(chart)
                continue
            if chart.title:
                self._add(chart.title, clean_line(chart.title), LineKind.PARAGRAPH)
            self._add_table(table_from_rows([chart.head, *chart.rows], self.repairer, header_rows=1))


def _shape(placed: Placed) -> Shape:
    assert isinstance(placed.item, Shape)
    return placed.item


def _flat(placed: list[Placed]) -> Iterator[Placed]:
    for one in placed:
        yield one
        yield from _flat(one.within)


def _chars(table: Table) -> int:
    return sum(len(cell.text) for cell in table.cells())
