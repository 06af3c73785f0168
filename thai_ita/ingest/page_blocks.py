"""Pages become the blocks of a document: paragraphs, running titles, tables with their heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from thai_ita.ingest.joining import is_page_number
from thai_ita.ingest.pdf import PageContent, RawCell, RawLine, RawTable
from thai_ita.ingest.pdf.tables.continued_columns import fit_columns
from thai_ita.ingest.pdf.tables.head_lines import head_cells, is_over_columns
from thai_ita.ingest.pdf.text.line_spacing import PARAGRAPH_GAP, SAME_GAP_PT, line_pitch
from thai_ita.ingest.pdf.text.running_titles import goes_below, joined_below, margin_key
from thai_ita.ingest.pdf.text.wrapping import is_list_item, join_wrapped
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.model import BBox, Block, Cell, Line, LineKind, Table
from thai_ita.normalize.numerals import read_score
from thai_ita.normalize.repair import squash

# Parts of the page height at top and bottom where running titles and page numbers stand.
MARGIN = 0.1
# A text in the margin of this share of the pages, and of this many, is a running title.
RUNNING_SHARE = 0.6
MIN_RUNNING = 3
# Two lines of one paragraph in a page that is set wide, in line heights.
WIDE_GAP = 3.2
# A line that starts this much further right than the one above is indented, in font sizes.
INDENT = 1.2
# The head of a table stands no further above it than this, in line heights.
HEAD_GAP = 1.5
# A heading is this much larger than the body text.
LARGER = 1.12
MAX_HEADING = 160
# Bullets of Symbol and Wingdings; within words old Thai fonts have letters at the same places.
_FONT_BULLET = re.compile(r"^[\uf076\uf0a7\uf0b7\uf0d8\uf0fc]\s+")
# A line that begins with the name of what follows.
_FIELD = re.compile(r"[ก-๛a-zA-Z ()/]{2,40}:(?=\s)")


@dataclass(slots=True)
class _Piece:
    """A line or table on its page."""

    page: int
    height: float
    item: RawLine | RawTable


class PageBlocks:
    """Collects pages and gives their blocks once running titles are known."""

    def __init__(self, repairer: TextRepairer) -> None:
        self.repairer = repairer
        self.pieces: list[_Piece] = []
        self.widths: dict[int, tuple[float, float]] = {}
        self.sizes: Counter[float] = Counter()
        self.aside: list[_Piece] = []
        self.at_edges: set[tuple[str, int, int]] = set()
        # Pieces with the words of the page before at the same place: said once is enough.
        self.said: set[int] = set()
        self.n_pages = 0
        # The distances (points) in which the lines of each page are set, the commonest of it.
        self.pitches: dict[int, float] = {}

    def add(self, content: PageContent) -> None:
        self.n_pages += 1
        level = [line for line in content.lines if not line.rotated]
        for line in level:
            self.sizes[round(line.size, 1)] += len(line.text)
        edges = [(line.bbox.x0, line.bbox.x1) for line in level]
        edges += [(table.bbox.x0, table.bbox.x1) for table in content.tables]
        if edges:
            self.widths[content.number] = (min(e[0] for e in edges), max(e[1] for e in edges))
        self.pitches[content.number] = line_pitch(level)
        edges_before, self.at_edges = self.at_edges, set()
        for item in content.blocks:
            piece = _Piece(content.number, content.height, item)
            if isinstance(item, RawLine) and item.rotated:
                self.aside.append(piece)
                continue
            if isinstance(item, RawLine) and self._in_margin(piece):
                place = (item.text, round(item.bbox.x0), round(item.bbox.top))
                self.at_edges.add(place)
                if place in edges_before:
                    self.said.add(id(piece))
            self.pieces.append(piece)

    def blocks(self) -> list[Block]:
        """Everything in reading order, without running titles (see ``running_heads``) and page numbers.

        Text that stands turned beside or across the page (a note in the margin, a watermark) comes
        last: it is no part of what it crosses.
        """
        running = self._running_titles()
        body = self.sizes.most_common(1)[0][0] if self.sizes else 0.0
        out: list[Block] = []
        run: list[_Piece] = []
        number = 0
        above: _Piece | None = None
        for piece in self.pieces:
            if isinstance(piece.item, RawLine):
                if self._in_margin(piece) and margin_key(piece.item.text) in running:
                    continue
                if id(piece) in self.said:
                    continue
                if run and not self._same_paragraph(run[-1], piece):
                    number = self._flush(run, out, number, body)
                    run = []
                run.append(piece)
                continue
            head = None
            if self._head_of(piece, run):
                line = run.pop().item
                assert isinstance(line, RawLine)
                head = self._line([line], piece.page, number, body)
            number = self._flush(run, out, number, body)
            run = []
            if above is not None and head is None and _only_numbers_since_table(out):
                self._restore_columns(piece, above)
            above = piece
            out.append(self._table(piece, head))
            number += 2
        number = self._flush(run, out, number, body)
        for piece in self._aside():
            assert isinstance(piece.item, RawLine)
            number += 2
            out.append(self._line([piece.item], piece.page, number, body))
        return out

    def running_heads(self) -> list[Line]:
        """The running titles, each as it stands where it is met first; page numbers are none."""
        running = self._running_titles()
        first: dict[str, Line] = {}
        for piece in self.pieces:
            line = piece.item
            if not isinstance(line, RawLine) or not self._in_margin(piece):
                continue
            key = margin_key(line.text)
            if key not in running or key in first or is_page_number(line.text):
                continue
            text = self.repairer.repair(line.text)
            above = next(reversed(first.values()), None)
            if above is not None and above.page == piece.page and goes_below(above, text, line.bbox):
                above.text = joined_below(above.text, text)
                text = ""
            first[key] = Line(line.text, text, page=piece.page, bbox=line.bbox)
        return [line for line in first.values() if line.text]

    def _aside(self) -> list[_Piece]:
        """The turned texts that are not repeated from page to page."""
        texts = [squash(p.item.text) for p in self.aside if isinstance(p.item, RawLine)]
        counts = Counter(texts)
        return [piece for piece, text in zip(self.aside, texts, strict=True) if text and counts[text] < MIN_RUNNING]

    def _restore_columns(self, piece: _Piece, above: _Piece) -> None:
        """Puts back columns that are empty on this page and not on the one before."""
        table, other = piece.item, above.item
        assert isinstance(table, RawTable)
        assert isinstance(other, RawTable)
        if piece.page == above.page + 1:
            piece.item = fit_columns(table, other) or table

    # -- running titles ----------------------------------------------------------------------

    def _in_margin(self, piece: _Piece) -> bool:
        box = piece.item.bbox
        return box.bottom < MARGIN * piece.height or box.top > (1 - MARGIN) * piece.height

    def _running_titles(self) -> set[str]:
        counts: Counter[str] = Counter()
        for piece in self.pieces:
            if isinstance(piece.item, RawLine) and self._in_margin(piece):
                counts[margin_key(piece.item.text)] += 1
        least = max(MIN_RUNNING, RUNNING_SHARE * self.n_pages)
        # A line of digits alone in the margin is a page number, however many pages there are.
        numbers = {key for key in counts if key and not key.strip("#-–/() ")}
        return {key for key, n in counts.items() if n >= least} | numbers | self._said_in_feet()

    def _said_in_feet(self) -> set[str]:
        """What two pages and no more say at the same place of their feet: no title stands there."""
        if self.n_pages >= MIN_RUNNING:
            return set()
        said = (piece for piece in self.pieces if id(piece) in self.said)
        return {
            margin_key(piece.item.text)
            for piece in said
            if isinstance(piece.item, RawLine) and piece.item.bbox.top > piece.height / 2
        }

    # -- paragraphs --------------------------------------------------------------------------

    def _same_paragraph(self, above: _Piece, below: _Piece) -> bool:
        a, b = above.item, below.item
        if not isinstance(a, RawLine) or not isinstance(b, RawLine) or above.page != below.page:
            return False
        if a.column != b.column:
            flows = [line.column.flow if line.column is not None else 0 for line in (a, b)]
            return flows[0] == flows[1] > 0 and abs(a.size - b.size) < 1.0
        height = max(1.0, min(a.bbox.bottom - a.bbox.top, b.bbox.bottom - b.bbox.top))
        if abs(a.size - b.size) >= 1.0:
            return False
        gap = b.bbox.top - a.bbox.top
        wide = abs(gap - self.pitches[above.page]) <= SAME_GAP_PT
        return gap <= (WIDE_GAP if wide else PARAGRAPH_GAP) * height

    def _flush(self, run: list[_Piece], out: list[Block], number: int, body: float) -> int:
        """Adds the lines of a run of close lines, wrapped ones joined; gives the last number."""
        group: list[RawLine] = []
        page = run[0].page if run else 0
        for piece in run:
            line = piece.item
            assert isinstance(line, RawLine)
            if group and not self._goes_on(group, line, page):
                number += 1
                out.append(self._line(group, page, number, body))
                group = []
            group.append(line)
        if group:
            number += 1
            out.append(self._line(group, page, number, body))
        # A gap in the numbers parts this run from the next.
        return number + 1 if run else number

    def _goes_on(self, group: list[RawLine], line: RawLine, page: int) -> bool:
        """Whether a line is the rest of the wrapped line above it."""
        above = group[-1]
        if "\t" in line.text or "\t" in above.text or is_list_item(line.text):
            return False
        if above.bold != line.bold or _is_field(line.text, group[0].text):
            return False
        sides = [self._sides(item, page) for item in (above, line)]
        shares = [
            (item.bbox.x1 - left) / max(1.0, right - left)
            for item, (left, right) in zip((above, line), sides, strict=True)
        ]
        if _is_centred(above, *sides[0]):
            return False
        # An indented line begins a paragraph; the last line of a centred title is no such.
        insets = [item.bbox.x0 - self._sides(item, page)[0] for item in (above, group[0], line)]
        indented = insets[2] - min(insets[:2]) > INDENT * line.size
        if indented and not _is_centred(line, *sides[1]):
            return False
        return "\n" not in join_wrapped([above.text, line.text], shares)

    def _sides(self, line: RawLine, page: int) -> tuple[float, float]:
        """Where the text of a line's column begins and ends."""
        column = line.column
        return self.widths[page] if column is None else (column.x0, column.x1)

    def _line(self, group: list[RawLine], page: int, number: int, body: float) -> Line:
        raw = "\n".join(line.text for line in group)
        joined = join_wrapped([line.text for line in group]).replace("\n", " ")
        joined = _FONT_BULLET.sub("• ", joined)
        text = self.repairer.repair(joined)
        size = median(line.size for line in group)
        large = size >= LARGER * body or all(line.bold for line in group)
        heading = large and len(text) <= MAX_HEADING
        box = _union(line.bbox for line in group)
        kind = LineKind.HEADING if heading else LineKind.PARAGRAPH
        printed = tuple(line.bbox for line in group) if len(group) > 1 else ()
        return Line(raw, text, kind, 0, page, number, box, printed=printed)

    # -- tables ------------------------------------------------------------------------------

    def _table(self, piece: _Piece, head: Line | None) -> Table:
        raw = piece.item
        assert isinstance(raw, RawTable)
        grid: list[list[Cell | None]] = [
            [None if cell is None else self._cell(cell, piece) for cell in row] for row in raw.grid()
        ]
        if head is not None:
            for row in grid:
                for cell in row:
                    if cell is not None:
                        cell.row += 1
            grid.insert(0, head_cells(head, grid[0]))
        return Table(grid=grid, page=piece.page, bbox=raw.bbox)

    def _head_of(self, table: _Piece, run: list[_Piece]) -> bool:
        """Whether the line right above a table is its head, left out where no rule stands below."""
        if not run or not isinstance(run[-1].item, RawLine):
            return False
        line, raw = run[-1].item, table.item
        assert isinstance(raw, RawTable)
        parts = line.text.split("\t")
        height = max(1.0, line.bbox.bottom - line.bbox.top)
        near = 0 <= raw.bbox.top - line.bbox.bottom <= HEAD_GAP * height
        if not near or not len(parts) == raw.n_columns >= 2 or any(map(read_score, parts)):
            return False
        return is_over_columns(line, raw)

    def _cell(self, raw: RawCell, piece: _Piece) -> Cell:
        lines = list(raw.lines)
        # A page number that stands in the last, open row of a page is no part of its cell.
        while lines and raw.bbox.bottom > (1 - MARGIN) * piece.height and is_page_number(lines[-1]):
            lines.pop()
        text = join_wrapped(lines, raw.widths[: len(lines)] or None) if raw.lines else raw.text
        page = piece.page
        return Cell(
            raw=raw.text,
            lines=tuple(self.repairer.repair(line) for line in lines) if len(lines) > 1 else (),
            text=self.repairer.repair(text),
            row=raw.row,
            column=raw.column,
            rowspan=raw.rowspan,
            colspan=raw.colspan,
            page=page,
            bbox=raw.bbox,
        )


def _is_field(text: str, first: str) -> bool:
    """Whether a line is an entry of its own in a group that begins with an item or an entry."""
    return bool(_FIELD.match(text)) and bool(is_list_item(first) or _FIELD.match(first))


def _only_numbers_since_table(out: Sequence[Block]) -> bool:
    for block in reversed(out):
        if isinstance(block, Table):
            return True
        if not is_page_number(block.text):
            return False
    return False


def _is_centred(line: RawLine, left: float, right: float) -> bool:
    """Whether a line stands clear of both edges by about the same."""
    before, behind = line.bbox.x0 - left, right - line.bbox.x1
    room = right - left
    return before > 0.06 * room and behind > 0.06 * room and abs(before - behind) < 0.08 * room


def _union(boxes: Iterable[BBox]) -> BBox:
    whole: BBox | None = None
    for box in boxes:
        whole = box if whole is None else whole.union(box)
    assert whole is not None
    return whole
