"""The blocks of a web page: its lines and tables in reading order."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from thai_ita.ingest.grids import children_of, rows_of, table_from_html, table_from_rows
from thai_ita.ingest.html.layout_tables import (
    TABLE_ROLES,
    boxes_with_figure_first,
    headed_columns,
    lays_out,
    n_in_row,
    rows_by_role,
    texts_beside_pictures,
    unwrap_boxes,
)
from thai_ita.ingest.html.sheet_pages import is_saved_sheet, parts_of_sheet
from thai_ita.ingest.html.tabs import LABEL
from thai_ita.ingest.html.visible_page import Left, keep_what_is_shown
from thai_ita.ingest.html_fragments import BULLET, NO_CONTENT, beside, clean_line, node_fragment
from thai_ita.ingest.html_nesting import MOST_NESTED, TOO_DEEP, parsed
from thai_ita.ingest.sheet_frame import take_titles
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.model import Block, Line, LineKind, Problem, Severity, Table

_INLINE = frozenset(["a", "abbr", "b", "strong", "i", "em", "u", "s", "span", "font", "small", "sup", "sub", "mark", "code", "big", "tt"])  # fmt: skip
# Without these a piece of HTML shows all that it has.
_NEEDS_A_LOOK = re.compile(
    r"<(?:html|body|style|input|select|datalist|object|iframe|a)\b|\s(?:style|hidden|class|id|onclick|role)\b",
    re.I,
)
# XML closes elements that HTML does not.
_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)([a-zA-Z][\w:-]*)((?:\s[^<>]*?)?)/>"
)


def _has_text(page: LexborHTMLParser) -> bool:
    return page.body is not None and bool(page.body.text().strip())


class HtmlBlocks:
    """Collects the blocks of HTML and of what stands around it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        # Tables nested in others, which no table goes on with; by their ids.
        self.apart: set[int] = set()
        self.repairer = TextRepairer()
        self.problems: list[Problem] = []
        self.page = 1
        self.paged = False
        self.number = 0
        # Whether <page_number> stands at the top of its page; known from the first one.
        self.tag_on_top: bool | None = None

    def append_table(self, table: Table) -> None:
        table.page = self.page
        for cell in table.cells():
            cell.page = self.page
        self.blocks.append(table)

    def html(self, source: str) -> None:
        """All blocks of a piece of HTML."""
        if source.lstrip().startswith("<?xml"):
            source = _CLOSED.sub(r"<\1\2></\1>", source)
        page = self._parsed(source)
        if _NEEDS_A_LOOK.search(source):
            left = keep_what_is_shown(page)
            if left.n_hidden and not _has_text(page):
                page = self._parsed(source)
                left = keep_what_is_shown(page, hide=False)
            self._report_left(left)
        self._report_frames(page)
        if page.body is not None:
            unwrap_boxes(page)
            self._blocks_of(page.body)

    def _parsed(self, source: str) -> LexborHTMLParser:
        page, too_deep = parsed(source)
        if too_deep and not any(problem.code == TOO_DEEP for problem in self.problems):
            note = (
                f"elements nested more than {MOST_NESTED} deep were read as plain text; tables in "
                "them were not told apart"
            )
            self.problems.append(Problem(TOO_DEEP, note))
        return page

    def _report_frames(self, page: LexborHTMLParser) -> None:
        named = [node.attributes.get("src") or "" for node in page.css("frame")]
        if named:
            note = f"the page shows other files in its frames, which were not read: {', '.join(named)}; read these"
            self.problems.append(Problem("frames-not-read", note))

    def _report_left(self, left: Left) -> None:
        if left.n_hidden:
            note = f"{left.n_hidden} figure(s) that the page hides or strikes out were not read"
            self.problems.append(Problem("hidden-parts", note, Severity.INFO))
        if left.n_linked:
            note = f"{left.n_linked} figure(s) in menus and lists of links to other pages were not read"
            self.problems.append(Problem("links-not-read", note, Severity.INFO))

    def _blocks_of(self, node: LexborNode) -> None:
        label = node.attributes.get(LABEL)
        if label:
            self._flush([label], LineKind.HEADING)
        if boxes := boxes_with_figure_first(node):
            self._add_boxes(node, boxes)
            return
        run: list[str] = [""]
        child = node.child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                run[-1] += (child.text_content or "").replace("\n", " ")
            elif tag == "br":
                run.append("")
            elif tag in _INLINE:
                inner = node_fragment(child).lines
                run[-1] = beside(run[-1], inner[0])
                run.extend(inner[1:])
            elif not tag.startswith(("-", "!")) and tag not in NO_CONTENT:
                run = self._flush(run)
                self._block(child, tag)
            child = child.next
        self._flush(run)

    def _block(self, node: LexborNode, tag: str) -> None:
        if tag == "table":
            self._html_table(node)
        elif node.attributes.get("role") in TABLE_ROLES and (rows := rows_by_role(node)):
            self._add_by_role(rows)
        elif node.attributes.get(LABEL):
            self._part(node)
        elif tag == "page_number":
            self._html_page_tag()
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._lines_of(node, LineKind.HEADING, int(tag[1]))
        elif tag == "li" and node.css_first("table") is None:
            self._lines_of(node, LineKind.BULLET, 0)
        elif tag == "figure":
            self._figure(node)
        elif tag == "p" and node.css_first("table") is None:
            self._lines_of(node, LineKind.PARAGRAPH, 0)
        else:
            self._blocks_of(node)

    def _add_boxes(self, node: LexborNode, boxes: list[list[str]]) -> None:
        """Figures behind what they are of, as lines are read."""
        first = node.css_first("h1, h2, h3, h4, h5, h6")
        if first is not None and first.parent is not None and first.parent.mem_id == node.mem_id:
            heading = node_fragment(first).lines
            if [line.strip() for line in heading if line.strip()] not in boxes:
                self._flush(heading, LineKind.HEADING, int((first.tag or "h1")[1]))
        for figure, name, *rest in boxes:
            self._flush([name, figure, *rest])

    def _html_table(self, node: LexborNode) -> None:
        if lays_out(node):
            self._laid_out(node)
            return
        if beside_pictures := texts_beside_pictures(node):
            listed = LineKind.BULLET if len(beside_pictures) > 1 else LineKind.PARAGRAPH
            for text in beside_pictures:
                self._lines_of(text, listed, 0)
            return
        table, nested, framed = table_from_html(node, self.repairer)
        caption = node.css_first("caption")
        if caption is not None:
            self._lines_of(caption, LineKind.PARAGRAPH, 0)
        if framed or is_saved_sheet(node):
            self._sheet(table)
        else:
            self._titled(table)
        for inner in nested:
            before = len(self.blocks)
            self._html_table(inner)
            self.apart.update(id(b) for b in self.blocks[before:])

    def _titled(self, table: Table) -> None:
        for title in take_titles(table):
            self._flush(title.split("\n"))
        if any(cell.text for cell in table.cells()):
            self.append_table(table)
            table.line_number = self.number

    def _sheet(self, table: Table) -> None:
        """The titles and tables of a sheet."""
        for part in parts_of_sheet(table):
            if isinstance(part, str):
                self._flush(part.split("\n"))
            else:
                self.append_table(part)
                part.line_number = self.number

    def _laid_out(self, node: LexborNode) -> None:
        """The cells of a table that lays out the page, each as a part of the page of its own."""
        width = 0
        rows = [list(children_of(row, ("td", "th"))) for row, _ in rows_of(node)]
        for cells in headed_columns(rows):
            before, width = width, n_in_row(cells[0]) if len(cells) == 1 else 0
            for cell in cells:
                self._part(cell, goes_on=width == before > 0)

    def _part(self, node: LexborNode, *, goes_on: bool = False) -> None:
        """A part of the page whose tables go on with none before it, unless it is the next row of a
        table each of whose rows is drawn as a table of its own."""
        before = len(self.blocks)
        self._blocks_of(node)
        if goes_on:
            return
        first = next((b for b in self.blocks[before:] if isinstance(b, Table)), None)
        if first is not None:
            self.apart.add(id(first))

    def _add_by_role(self, rows: list[tuple[list[str], bool]]) -> None:
        header_rows = 1 if rows[0][1] else 0
        table = table_from_rows([cells for cells, _ in rows], self.repairer, header_rows=header_rows)
        table.line_number = self.number
        self.append_table(table)

    def _html_page_tag(self) -> None:
        if self.tag_on_top is None:
            self.tag_on_top = not self.blocks
        if self.blocks or not self.tag_on_top:
            self.page += 1
        self.paged = True

    def _figure(self, node: LexborNode) -> None:
        """Tables inside a figure are read; a description of a picture is not the report's text."""
        if node.css_first("table") is not None:
            self._blocks_of(node)
            return
        if re.search(r"[\d๐-๙]{2}[.,][\d๐-๙]", node.text()):
            note = "numbers in the description of a picture were not read; see the picture itself"
            self.problems.append(Problem("figure-not-read", note, page=self.page))

    def _lines_of(self, node: LexborNode, kind: LineKind, level: int) -> None:
        self._flush(node_fragment(node).lines, kind, level)

    def _flush(self, run: list[str], kind: LineKind = LineKind.PARAGRAPH, level: int = 0) -> list[str]:
        for raw in run:
            text = clean_line(raw)
            if text:
                self.number += 1
                line_kind = kind
                if kind is LineKind.PARAGRAPH and (bullet := BULLET.match(text)):
                    text, line_kind = text[bullet.end() :], LineKind.BULLET
                self.blocks.append(Line(raw, self.repairer.repair(text), line_kind, level, self.page, self.number))
        return [""]
