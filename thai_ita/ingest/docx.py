"""Word files become a ``Document``: paragraphs, list numbers, tables, text boxes and SmartArt in order.

Page headers and footers become running heads, but for tables of figures in them; footnotes and
endnotes come last. Comments are left out, and so are tables of contents, which repeat headings, and
what is struck out, hidden or deleted, which a Problem counts. A paragraph is one Line, or several
where soft breaks divide it. Pages are known only as far as the file notes where they turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from thai_ita.ingest.drawn import ChartData, charts_of, drawn_texts, unread_charts
from thai_ita.ingest.errors import EmptyDocumentError, UnknownFormatError
from thai_ita.ingest.grids import make_cell, table_from_rows
from thai_ita.ingest.html_fragments import BULLET, Fragment, clean_line
from thai_ita.ingest.joining import forget_pages, join_tables, number_tables
from thai_ita.ingest.office import DamagedOfficeFileError, Package
from thai_ita.ingest.office_properties import office_properties
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.ingest.word.list_numbers import Lists, Mark
from thai_ita.ingest.word.merged_cells import Layout, Place, is_gone, table_layout, unwrapped
from thai_ita.ingest.word.page_heads import notes_of, page_heads
from thai_ita.ingest.word.paragraph_text import PageCounter, ParagraphReader, ParagraphText
from thai_ita.ingest.word.word_styles import Styles
from thai_ita.ingest.word.xml import Element, child, local, parse_part, value, w
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

# A bold paragraph up to this many characters is a heading.
MAX_HEADING_CHARS = 150
# Where more than this share of the text outside tables is bold, bold marks no heading.
MAX_BOLD_SHARE = 0.6
# Tables nested deeper than this are not read.
MAX_DEPTH = 8
# With less text than this, pictures may be what the report consists of.
LITTLE_TEXT_CHARS = 500
# A table in a page header with so many rows of figures is one of results, no letterhead.
MIN_FIGURE_ROWS = 2
# Programs whose objects hold sheets or texts; others draw formulas and pictures.
_DOCUMENTS = ("Excel.", "Word.", "PowerPoint.", "AcroExch.", "Package")
_FIGURE = re.compile(r"(?<![\d.])\d{1,3}\.\d{1,2}(?![\d.])")


def read_docx(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of a Word file (.docx, .docm, also Strict Open XML).

    Raises IngestErrors: encrypted, damaged, too-large, empty, unknown-format.
    """
    package = Package(data, str(path))
    main = package.related("", "officeDocument") or "word/document.xml"
    root = parse_part(package, main)
    if root is None:
        raise DamagedOfficeFileError(str(path), "has no text part")
    body = child(root, "body")
    if local(root) != "document" or body is None:
        raise UnknownFormatError(str(path), "holds no Word document, whatever its name says")
    styles = Styles(parse_part(package, package.related(main, "styles")))
    lists = Lists(parse_part(package, package.related(main, "numbering")), styles)
    reader = _Reader(body, styles, lists, package, main)
    reader.read(body)
    for note in notes_of(package, main, body):
        reader.read_note(note)
    document = Document(
        doc_id=doc_id,
        path=str(path),
        media=Media.DOCX,
        blocks=reader.joined(),
        properties=office_properties(package),
    )
    readers = [reader]
    for part, root in page_heads(package, main, body):
        readers.append(_Reader(root, styles, lists, package, part, reader.repairer))
        readers[-1].read(root)
        _add_page_head(document, readers[-1].joined(), at_foot=local(root) == "ftr")
    document.repairs = dict(reader.repairer.counts)
    _note_unread(document, body, readers)
    if reader.pages.seen:
        document.pages = [Page(number=n) for n in range(1, reader.pages.number + 1)]
    else:
        forget_pages(document.blocks)
    number_tables(document.blocks)
    return document


def _add_page_head(document: Document, blocks: list[Block], *, at_foot: bool) -> None:
    """Takes in what stands above or below every page: its texts are said once, and a table that holds
    figures is one of the document."""
    known = {line.text for line in document.running_heads}
    tables: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and _holds_figures(block):
            tables.append(block)
            continue
        lines = [block] if isinstance(block, Line) else _lines_of_cells(block)
        document.running_heads += [line for line in lines if line.text not in known]
        known.update(line.text for line in lines)
    if at_foot:
        document.blocks += tables
    else:
        document.blocks[:0] = tables


def _holds_figures(table: Table) -> bool:
    """Whether rows of a table hold figures with decimals, as those of a letterhead do not."""
    rows = (any(c and _FIGURE.search(c.text) for c in row) for row in table.grid)
    return sum(rows) >= MIN_FIGURE_ROWS


def _lines_of_cells(table: Table) -> list[Line]:
    return [Line(cell.raw, text, page=cell.page) for cell in table.cells() for text in cell.text.split("\n") if text]


def _note_unread(document: Document, body: Element, readers: list[_Reader]) -> None:
    """Says what was not read; a document of nothing but pictures is refused."""
    names = [local(element) for element in body.iter()]
    pictures = names.count("blip") + names.count("imagedata")
    unseen = sum(reader.n_unseen for reader in readers)
    if not document.blocks:
        what = "it holds pictures and no text" if pictures else "it holds no text"
        what = f"all its text is hidden, struck out or deleted ({unseen} pieces)" if unseen else what
        if left_out := next((t.message for reader in readers for t in reader.problems), ""):
            what = f"it holds no text that could be read: {left_out}"
        raise EmptyDocumentError(document.path, what)
    for reader in readers:
        document.problems += reader.problems
    if unseen:
        note = f"{unseen} piece(s) of text that are struck out, hidden or deleted were not read"
        document.problems.append(Problem("hidden-text", note, Severity.INFO))
    document.problems += unread_charts(document, [c for r in readers for c in r.charts])
    objects = [e.get("ProgID") or "" for e in body.iter() if local(e) == "OLEObject"]
    if embedded := sum(name.startswith(_DOCUMENTS) for name in objects):
        note = f"{embedded} embedded sheet(s) or document(s) were not read; open them and save them apart"
        document.problems.append(Problem("part-not-read", note))
    chars = sum(len(b.text) for b in document.lines)
    chars += sum(len(c.text) for t in document.tables for c in t.cells())
    if pictures and chars < LITTLE_TEXT_CHARS:
        note = f"{pictures} picture(s) were not read; where they show pages, read those as PDF"
        document.problems.append(Problem("figure-not-read", note))


@dataclass(slots=True)
class _TableReading:
    """A table, and the tables inside its cells in reading order."""

    table: Table
    nested: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class _CellContent:
    """What stands in a cell; ``marks`` are the list numbers of its empty paragraphs."""

    nested: list[Table]
    lines: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    page: int | None = None


class _Reader:
    """Walks the body once and collects its blocks."""

    def __init__(
        self, body: Element, styles: Styles, lists: Lists, package: Package, part: str,
        repairer: TextRepairer | None = None,
    ) -> None:  # fmt: skip
        self.blocks: list[Block] = []
        self.nested: dict[int, list[Table]] = {}
        self.repairer = repairer or TextRepairer()
        self.charts: list[ChartData] = []
        self.problems: list[Problem] = []
        self.pages = PageCounter()
        self.number = 0
        self._styles, self._lists = styles, lists
        self._package, self._part = package, part
        self._rows_gone = 0
        self._paragraphs = ParagraphReader(styles, self.pages)
        self._sections = _section_starts(body)
        self._bold: list[Line] = []
        self._chars = self._bold_chars = 0

    @property
    def n_unseen(self) -> int:
        """Pieces of text and rows that are struck out, hidden or deleted."""
        return self._paragraphs.n_unseen + self._rows_gone

    def read(self, container: Element, depth: int = 0) -> None:
        """All blocks of a body or a text box."""
        for block in unwrapped(container, "p", "tbl", "altChunk"):
            name = local(block)
            if name == "p":
                self._paragraph(block, depth)
            elif name == "tbl":
                self._table(block, depth)
            else:
                note = "a document embedded in it was not read; open it in Word and save it anew"
                self.problems.append(Problem("part-not-read", note))

    def read_note(self, note: Element) -> None:
        """The lines of a footnote or endnote, behind a gap in the numbers."""
        self.number += 1
        before = len(self.blocks)
        self.read(note)
        for block in self.blocks[before:]:
            if isinstance(block, Line):
                block.kind = LineKind.NOTE
        self._bold = [line for line in self._bold if line.kind is not LineKind.NOTE]

    def joined(self) -> list[Block]:
        """The blocks with pieces of tables joined and nested tables after the one around them."""
        if self._bold_chars <= MAX_BOLD_SHARE * self._chars:
            for line in self._bold:
                line.kind = LineKind.HEADING
        pieces = list(self.blocks)
        kept = join_tables(self.blocks)
        inside: dict[int, list[Table]] = {}
        places = {id(block) for block in kept}
        around = 0
        for block in pieces:
            if isinstance(block, Table):
                around = id(block) if id(block) in places else around
                inside.setdefault(around, []).extend(self.nested.get(id(block), ()))
        out: list[Block] = []
        for block in kept:
            out.append(block)
            out.extend(inside.get(id(block), ()))
        return out

    # -- paragraphs ----------------------------------------------------------------------------

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        style = self._style_of(paragraph)
        if self._styles.is_contents(style):
            return
        mark, text = self._read_paragraph(paragraph, style)
        if text.is_blank:
            # A gap in the numbers: what an empty paragraph divides is no one run of lines.
            self.number += not text.boxes and not text.drawings
        else:
            self._add_lines(paragraph, style, mark, text)
        if depth < MAX_DEPTH:
            for box in text.boxes:
                self.read(box, depth + 1)
        for drawing in text.drawings:
            self._drawing(drawing)
        self._end_section(paragraph)

    def _drawing(self, drawing: Element) -> None:
        """The texts of SmartArt, a line each, and the charts that print their figures, as tables."""
        for text in drawn_texts(drawing, self._package, self._part):
            self.number += 1
            line = self._line(text, clean_line(text), LineKind.PARAGRAPH, 0, self.pages.number)
            self.blocks.append(line)
        for chart in charts_of(drawing, self._package, self._part):
            self.number += 1
            if not chart.shown:
                self.charts.append(chart)
                continue
            if chart.title:
                line = self._line(chart.title, chart.title, LineKind.PARAGRAPH, 0, self.pages.number)
                self.blocks.append(line)
            table = table_from_rows([chart.head, *chart.rows], self.repairer, header_rows=1)
            table.page, table.line_number = self.pages.number, self.number
            for cell in table.cells():
                cell.page = self.pages.number
            self.blocks.append(table)

    def _style_of(self, paragraph: Element) -> str:
        return value(child(paragraph, "pPr"), "pStyle") or self._styles.default

    def _read_paragraph(self, paragraph: Element, style: str) -> tuple[Mark | None, ParagraphText]:
        properties = child(paragraph, "pPr")
        text = self._paragraphs.read(paragraph, style)
        gone = text.is_blank and child(child(properties, "rPr"), "del") is not None
        # Word counts an empty list paragraph, but not a deleted one.
        return None if gone else self._lists.mark(properties, style), text

    def _add_lines(self, paragraph: Element, style: str, mark: Mark | None, text: ParagraphText) -> None:
        level = self._styles.heading_level(child(paragraph, "pPr"), style)
        kind = LineKind.HEADING if level else LineKind.PARAGRAPH
        if kind is LineKind.PARAGRAPH and mark is not None and mark.bullet:
            kind = LineKind.BULLET
        self._chars += text.chars
        self._bold_chars += text.bold_chars
        bold = text.is_bold and text.chars <= MAX_HEADING_CHARS
        for raw, page in _marked(mark, text):
            self.number += 1
            content = _with_tabs(raw)
            if not content:
                continue
            if kind is LineKind.PARAGRAPH and (typed := BULLET.match(content)):
                line = self._line(raw, content[typed.end() :], LineKind.BULLET, 0, page)
            else:
                line = self._line(raw, content, kind, level, page)
                if bold and kind is LineKind.PARAGRAPH:
                    self._bold.append(line)
            self.blocks.append(line)
            # Only the first line of a bulleted paragraph begins an item.
            kind = LineKind.PARAGRAPH if kind is LineKind.BULLET else kind

    def _line(self, raw: str, content: str, kind: LineKind, level: int, page: int) -> Line:
        return Line(raw, self.repairer.repair(content), kind, level, page, self.number)

    def _end_section(self, paragraph: Element) -> None:
        if child(child(paragraph, "pPr"), "sectPr") is not None and next(self._sections, False):
            self.pages.turn()

    # -- tables --------------------------------------------------------------------------------

    def _table(self, element: Element, depth: int) -> None:
        layout = table_layout(element)
        self._rows_gone += sum(is_gone(row) for row in unwrapped(element, "tr"))
        cells = [place for row in layout.rows for place in row]
        if len(cells) == 1 and depth < MAX_DEPTH:  # a frame around text, no table
            self.read(cells[0].element, depth + 1)
            return
        self.number += 1
        reading = self._read_table(layout, depth)
        tables = reading.nested
        if any(cell.text for cell in reading.table.cells()):
            self.nested[id(reading.table)] = reading.nested
            tables = [reading.table]
        for table in tables:
            table.line_number = self.number
        self.blocks.extend(tables)

    def _read_table(self, layout: Layout, depth: int) -> _TableReading:
        grid: list[list[Cell | None]] = []
        nested: list[Table] = []
        first_page = 0
        covered = _widths_covered(layout)
        for r, places in enumerate(layout.rows):
            start, end = self.pages.number, self.pages.number
            row: list[Cell | None] = []
            for place in places:
                self.pages.number = start
                cell = self._cell(place, nested, depth)
                cell.header = r < layout.header_rows
                # A break at the head of one cell moves the whole row.
                start = max(start, cell.page or start) if cell.text else start
                end = max(end, self.pages.number)
                row.extend([None] * (place.column - len(row)))
                row.append(cell)
                row.extend([None] * (place.colspan - 1))
            row.extend([None] * (covered[r] - len(row)))
            for cell in filter(None, row):
                cell.page = max(start, cell.page or start)
            self.pages.number = end
            first_page = first_page or start
            grid.append(row)
        table = Table(grid=grid, header_rows=layout.header_rows, page=first_page or None)
        return _TableReading(table, nested)

    def _cell(self, place: Place, nested: list[Table], depth: int) -> Cell:
        found = _CellContent(nested)
        self._fill(found, place.element, depth)
        if not found.lines and len(found.marks) == 1:
            # A column of numbers is often a list of empty paragraphs.
            found.lines = found.marks
        content = Fragment([line for line in map(_without_tabs, found.lines) if line])
        raw = "\n".join(found.lines)
        cell = make_cell(raw, content, self.repairer, place.row, place.column)
        cell.rowspan, cell.colspan, cell.page = place.rowspan, place.colspan, found.page
        return cell

    def _fill(self, found: _CellContent, container: Element, depth: int) -> None:
        """Adds the paragraphs, text boxes and tables in a cell to its content."""
        for block in unwrapped(container, "p", "tbl"):
            if local(block) == "p":
                mark, text = self._read_paragraph(block, self._style_of(block))
                if text.is_blank and mark is not None and mark.text:
                    found.marks.append(mark.text)
                for raw, page in () if text.is_blank else _marked(mark, text, bullet="- "):
                    if raw.strip():
                        found.lines.append(raw)
                        found.page = found.page or page
                for box in text.boxes if depth < MAX_DEPTH else ():
                    self._fill(found, box, depth + 1)
                for drawing in text.drawings:
                    found.lines += drawn_texts(drawing, self._package, self._part)
                    self.charts += charts_of(drawing, self._package, self._part)
            elif depth < MAX_DEPTH:
                self._rows_gone += sum(is_gone(row) for row in unwrapped(block, "tr"))
                inner = self._read_table(table_layout(block), depth + 1)
                if any(cell.text for cell in inner.table.cells()):
                    above = found.lines[-1] if found.lines else ""
                    inner.table.caption = self.repairer.repair(_without_tabs(above))
                    found.nested.append(inner.table)
                found.nested.extend(inner.nested)
            else:
                note = f"tables nested more than {MAX_DEPTH} deep were not read"
                self.problems.append(Problem("part-not-read", note))


def _marked(mark: Mark | None, text: ParagraphText, bullet: str = "") -> Iterator[tuple[str, int]]:
    """The lines of a paragraph, the number or the bullet of its list before the first."""
    prefix = "" if mark is None else bullet if mark.bullet else f"{mark.text} "
    for raw, page in zip(text.lines, text.pages, strict=True):
        if raw.strip():
            yield prefix + (raw.lstrip() if prefix else raw), page
            prefix = ""
        else:
            yield "", page


def _with_tabs(raw: str) -> str:
    """A line with single blanks; tabs stay, for they may be dot leaders before a figure."""
    pieces = [clean_line(piece) for piece in raw.strip().split("\t")]
    # The tab between a number and its text is no leader.
    if len(pieces) > 1 and len(pieces[0]) <= 6 and pieces[0].endswith((".", ")")):
        pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
    if len(pieces) > 1 and BULLET.match(f"{pieces[0]} x") and len(pieces[0]) <= 2:
        pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
    return "\t".join(pieces).strip()


def _without_tabs(raw: str) -> str:
    return clean_line(raw.replace("\t", " "))


def _widths_covered(layout: Layout) -> list[int]:
    """For each row, how far the cells merged from above reach in it."""
    widths = [0] * len(layout.rows)
    for place in (place for row in layout.rows for place in row):
        for r in range(place.row + 1, place.row + place.rowspan):
            widths[r] = max(widths[r], place.column + place.colspan)
    return widths


def _section_starts(body: Element) -> Iterator[bool]:
    """For each section after the first: whether it begins on a new page."""
    sections = [e for e in body.iter(w("sectPr")) if local(e.getparent()) in ("pPr", "body")]
    return iter([(value(s, "type") or "nextPage") != "continuous" for s in sections[1:]])
