"""Text, Markdown, HTML and tab tables become a ``Document``.

One scanner reads them all, because published OCR text mixes them: tab-separated tables with HTML in
their cells, Markdown headings and pipe tables, whole HTML tables, ``<figure>`` and
``<page_number>`` as vision models write them.
"""

from __future__ import annotations

import re
from pathlib import Path

from thai_ita.ingest.barred import barred_entries, n_barred_rows, split_bars
from thai_ita.ingest.counts import count_of
from thai_ita.ingest.delimited import delimited_rows
from thai_ita.ingest.grids import table_from_rows
from thai_ita.ingest.html.blocks import HtmlBlocks
from thai_ita.ingest.html_fragments import BULLET, plain
from thai_ita.ingest.html_head import html_properties
from thai_ita.ingest.joining import forget_pages, join_tables, number_tables
from thai_ita.ingest.json_lines import entries_of, read_json
from thai_ita.ingest.wrapped_columns import wrapped_rows
from thai_ita.model import Document, Line, LineKind, Media, Page, Properties

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s++(.*+)\s*$")
_ALL_BOLD = re.compile(r"\s*(\*\*|__)([^*_]+)\1\s*+:?\s*$")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,}|={3,}|(?:-\s){2,}-)\s*$")
# Tables drawn with lines: their bars, corners and rules as a table of bars has them.
_DRAWN = str.maketrans({**dict.fromkeys("│┃║┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛┏┳┓┣╋┫┗┻┛", "|"), **dict.fromkeys("─━═", "-")})
# A dash is enough beside a colon; alone it is an empty cell.
_DASHES = r"(?::-+:?|-+:|-{2,})"
_PIPE_RULE = re.compile(rf"\s*+\|?\s*{_DASHES}\s*+(\|\s*{_DASHES}\s*+)*\|?\s*$")
_TAB_RULE = re.compile(rf"\s*{_DASHES}(?:[^\S\t]*+\t\s*+{_DASHES})+\s*$")
_HTML_START = re.compile(r"\s*<(table|figure|div|html|body|section|ul|ol|h[1-6]|header|footer)\b", re.I)
_PAGE_TAG = re.compile(r"<page_number>", re.I)
_END_OF_PAGE_TAG = re.compile(r"</page_number>", re.I)
_PAGE_LINE = re.compile(
    r"\s*(?:<!--\s*(?:page|หน้า)[\s:]*([\d๐-๙]+)\s*-->|[-=\[({*]{1,5}\s*(?:page|หน้า)(?:ที่)?[\s:]*([\d๐-๙]+)"
    r"\s*(?:(?:/|of|จาก)\s*[\d๐-๙]+\s*)?[-=\])}*]{1,5})\s*$",
    re.I,
)
_WHOLE_HTML = re.compile(r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<html)", re.I)
_GAP = re.compile(r" {2,}")
# The first cell of a row and the gap behind it; where its row begins to the left of the second cells.
_FIRST_CELL = re.compile(r" ?\S++(?: \S++)*+ {2,}")
_DECIMAL = re.compile(r"[\d๐-๙]{1,3}[.,][\d๐-๙]{1,3}")
# A line within a table of blanks is no longer than this; a longer one is a sentence.
MAX_SECTION = 50
MIN_ALIGNED_COLUMNS = 3
MIN_ALIGNED_ROWS = 3


def read_text(text: str, doc_id: str, path: Path, media: Media | None = None) -> Document:
    """The document of a decoded text. ``media`` is guessed from the content where not given."""
    html = media is Media.HTML or bool(_WHOLE_HTML.match(text))
    scanner = _Scanner()
    if html:
        scanner.html(text)
    else:
        scanner.scan(text)
    blocks = join_tables(scanner.blocks, scanner.apart)
    document = Document(
        doc_id=doc_id,
        path=str(path),
        media=Media.HTML if html else Media.TEXT,
        blocks=blocks,
        repairs=dict(scanner.repairer.counts),
        problems=scanner.problems,
        properties=html_properties(text) if html else Properties(),
    )
    # Text has pages only where it marks them.
    if scanner.paged:
        document.pages = [Page(number=n) for n in range(1, scanner.page + 1)]
    else:
        forget_pages(blocks)
    number_tables(blocks)
    return document


class _Scanner(HtmlBlocks):
    """Walks a text once and collects its blocks."""

    def __init__(self) -> None:
        super().__init__()
        # The end of the lines that are known to be indented by tabs.
        self._indented_to = 0

    # -- plain text and Markdown -------------------------------------------------------------

    def scan(self, text: str) -> None:
        lines = [line.translate(_DRAWN) for line in text.split("\n")]
        i = 0
        while i < len(lines):
            self.number = i + 1
            i = self._step(lines, i)

    def _step(self, lines: list[str], i: int) -> int:
        line = lines[i]
        if "\f" in line:
            head, _, tail = line.partition("\f")
            self._plain_line(head)
            self._turn_page()
            lines[i] = tail
            return i
        if not line.strip():
            return i + 1
        marked = _PAGE_LINE.match(line)
        if marked:
            self._set_page(count_of(marked.group(1) or marked.group(2)))
            return i + 1
        if "<page_number>" in line.lower():
            return self._page_tag(lines, i)
        if _HTML_START.match(line):
            return self._html_island(lines, i)
        if "\t" in line and not self._is_indented(lines, i):
            return self._tab_table(lines, i)
        if self._starts_pipe_table(lines, i):
            return self._pipe_table(lines, i)
        if n_barred := n_barred_rows(lines, i):
            barred = [split_bars(row) for row in lines[i : i + n_barred]]
            self._add_rows(barred, i + 1, header_rows=0)
            return i + n_barred
        if parts := barred_entries(line):
            for part in parts:
                self._plain_line(part)
            return i + 1
        if found := read_json(lines, i):
            value, n_lines = found
            self._add_json(value)
            return i + n_lines
        if rows := delimited_rows(lines, i):
            self._add_rows(rows, i + 1, header_rows=0)
            return i + len(rows)
        rows, n_rows = wrapped_rows(lines, i)
        if not rows:
            rows, n_rows = _aligned_rows(lines, i)
        if rows:
            self._add_rows(rows, i + 1, header_rows=0)
            return i + n_rows
        if not _RULE.match(line):
            self._plain_line(line)
        return i + 1

    def _turn_page(self) -> None:
        if self.blocks or self.paged:
            self.page += 1
        self.paged = True

    def _set_page(self, number: int) -> None:
        if 0 < number < 100_000:
            self.page = max(number, self.page)
            self.paged = True

    def _page_tag(self, lines: list[str], i: int) -> int:
        """``<page_number>`` is no text. It ends its page, or begins it where the file starts so."""
        opened = _PAGE_TAG.search(lines[i])
        closed = opened and _END_OF_PAGE_TAG.search(lines[i], opened.end())
        if opened is None or closed is None:  # the tag is closed on a later line or not at all
            lines[i] = re.sub(r"</?page_number>", " ", lines[i], flags=re.I)
            return i
        before, after = lines[i][: opened.start()], lines[i][closed.end() :]
        if before.strip():
            self._scan_inline(before)
        if self.tag_on_top is None:
            self.tag_on_top = not self.blocks
        self.paged = True
        if self.tag_on_top:
            if self.blocks:
                self.page += 1
        elif after.strip() or any(lines[j].strip() for j in range(i + 1, len(lines))):
            self.page += 1
        lines[i] = after
        return i if after.strip() else i + 1

    def _scan_inline(self, text: str) -> None:
        if _HTML_START.match(text):
            self.html(text)
        else:
            self._plain_line(text)

    def _plain_line(self, line: str) -> None:
        if not line.strip():
            return
        heading = _HEADING.match(line)
        if heading:
            text = heading.group(2).rstrip().rstrip("#")
            self._add(text, line, LineKind.HEADING, len(heading.group(1)))
            return
        bold = _ALL_BOLD.match(line)
        if bold:
            self._add(bold.group(2), line, LineKind.HEADING, 0)
            return
        bullet = BULLET.match(line)
        if bullet and not line.lstrip().startswith("**"):
            self._add(line[bullet.end() :], line, LineKind.BULLET, 0)
            return
        self._add(line, line, LineKind.PARAGRAPH, 0)

    def _add(self, content: str, raw: str, kind: LineKind, level: int) -> None:
        for text in plain(content).lines:
            self.blocks.append(Line(raw, self.repairer.repair(text), kind, level, self.page, self.number))

    def _is_indented(self, lines: list[str], i: int) -> bool:
        """Whether tabs stand before the text of a line and part nothing, as in all lines with tabs
        around it: a caption may be indented above the rows of its table."""
        if i >= self._indented_to:
            end = i
            while end < len(lines) and "\t" in lines[end] and lines[end].strip():
                if "\t" in lines[end].strip():
                    return False
                end += 1
            self._indented_to = end
        return True

    # -- tables ------------------------------------------------------------------------------

    def _tab_table(self, lines: list[str], i: int) -> int:
        rows: list[list[str]] = []
        first = i
        while i < len(lines) and "\t" in lines[i] and lines[i].strip() and "\f" not in lines[i]:
            if not _TAB_RULE.match(lines[i]):
                rows.append(lines[i].strip("\n").split("\t"))
            i += 1
        self._add_rows(rows, first + 1, header_rows=0)
        return i

    def _starts_pipe_table(self, lines: list[str], i: int) -> bool:
        if "|" not in lines[i]:
            return False
        if lines[i].strip().startswith("|") and lines[i].count("|") >= 2:
            return True
        return i + 1 < len(lines) and "|" in lines[i + 1] and bool(_PIPE_RULE.match(lines[i + 1]))

    def _pipe_table(self, lines: list[str], i: int) -> int:
        rows: list[list[str]] = []
        first, header_rows = i, 0
        while i < len(lines) and "|" in lines[i] and "\f" not in lines[i]:
            if _PIPE_RULE.match(lines[i]) and "-" in lines[i]:
                header_rows = header_rows if header_rows else len(rows)
            else:
                rows.append(split_bars(lines[i]))
            i += 1
        self._add_rows(rows, first + 1, header_rows=header_rows if header_rows < len(rows) else 0)
        return i

    def _add_rows(self, rows: list[list[str]], number: int, *, header_rows: int) -> None:
        if not rows:
            return
        table = table_from_rows(rows, self.repairer, header_rows=header_rows)
        table.line_number = number
        self.append_table(table)

    def _add_json(self, value: object) -> None:
        for entry in entries_of(value):
            if isinstance(entry, str):
                self._plain_line(entry)
            else:
                self._add_rows(entry, self.number, header_rows=1)

    # -- HTML --------------------------------------------------------------------------------

    def _html_island(self, lines: list[str], i: int) -> int:
        """A block element that starts a line, up to the line that closes it."""
        start = _HTML_START.match(lines[i])
        assert start is not None
        tag = start.group(1).lower()
        opened, j = 0, i
        pattern = re.compile(rf"<(/?){tag}\b", re.I)
        while j < len(lines):
            for match in pattern.finditer(lines[j]):
                opened += -1 if match.group(1) else 1
            j += 1
            if opened <= 0:
                break
        else:  # never closed: only its own paragraph belongs to it
            j = i + 1
            while j < len(lines) and lines[j].strip():
                j += 1
        self.html("\n".join(lines[i:j]))
        return j


def _aligned_rows(lines: list[str], i: int) -> tuple[list[list[str]], int]:
    """Rows of a table set with blanks, and over how many lines they go: three rows or more, all
    with as many columns, with or without a ruling below the head.

    Columns are told by gaps of two blanks or more; two columns may be a list as well and are left
    to be read as lines. A short line right between them, above a row of figures, is a section of
    the table. A row that lacks one cell, and begins where the second one of the others does, lacks the
    first: totals have no number.
    """
    rows: list[list[str]] = []
    second = 0
    end = at = i
    while at < len(lines) and "\t" not in lines[at] and "\f" not in lines[at]:
        if len(rows) == 1 and end == at and _RULE.match(lines[at]):
            at += 1
            continue
        cells = _GAP.split(lines[at].strip())
        if rows and _is_section(cells, lines[at + 1 : at + 2], len(rows[0])):
            cells += [""] * (len(rows[0]) - 1)
        indent = len(lines[at]) - len(lines[at].lstrip())
        if rows and len(cells) == len(rows[0]) - 1 and 0 < second <= indent:
            cells.insert(0, "")
        if len(cells) < MIN_ALIGNED_COLUMNS or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
        if first := _FIRST_CELL.match(lines[at]):
            second = min(second or first.end(), first.end())
        at += 1
        end = at
    full = sum(1 for row in rows if any(row[1:]))
    return (rows, end - i) if full >= MIN_ALIGNED_ROWS else ([], 0)


def _is_section(cells: list[str], following: list[str], n_columns: int) -> bool:
    """Whether a line of one short text stands above a row of as many cells as the rows before it,
    with figures among them: the district of the agencies that follow."""
    if len(cells) > 1 or not 0 < len(cells[0]) <= MAX_SECTION or not following:
        return False
    below = _GAP.split(following[0].strip())
    return len(below) == n_columns and any(_DECIMAL.fullmatch(cell) for cell in below)
