"""Pieces of one table become one table: over page breaks, blank lines and repeated headers.

Published tables break wherever a page ends: with the header repeated, without it, in the middle of
a row, with a page number or a running title between the pieces. Two neighbouring tables are pieces
of one when nothing but such matter stands between them and either the second repeats the header of
the first, or it has no header of its own and the same columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from rapidfuzz.distance import Levenshtein

from thai_ita.ingest.cut_rows import is_rest_of_row, join_rest
from thai_ita.ingest.short_rows import give_first_cells
from thai_ita.model import Block, Cell, Line, Table
from thai_ita.normalize.numerals import read_number, to_arabic
from thai_ita.normalize.repair import squash

# Similarity (0-1) of two header cells that count as the same heading, one of them misread.
SAME_HEADING = 0.8
# Share of the heading cells that must agree before a header counts as repeated.
SAME_HEADER = 0.75
# Horizontal distance in points within which two column edges are the same edge.
SAME_EDGE_PT = 6.0
# From this many columns on a broken row is likelier than another table.
WIDE_TABLE = 4

_PAGE_NUMBER = re.compile(r"\W*+(?:หน้า(?:ที่)?|page)?\W*+[\d๐-๙]{1,4}(?:\s*(?:/|จาก|of)\s*[\d๐-๙]{1,4})?\W*", re.I)
_YEAR = re.compile(r"25\d\d")
_CONTINUED = re.compile(r"\W*\(?(?:ต่อ|continued|cont\.?)\)?\W*", re.I)


def join_tables(blocks: Iterable[Block], apart: Collection[int] = ()) -> list[Block]:
    """The blocks with pieces of one table joined and captions noted; lines keep their order.

    Tables whose ``id`` is in ``apart`` are never pieces of the table before them.
    """
    out: list[Block] = []
    last: Table | None = None
    between: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            out.append(block)
            between.append(block)
            continue
        alone = id(block) in apart
        block = _without_blank_rows(block)
        if not block.grid:
            continue
        if block.bbox is None:
            give_first_cells(block)
        alone = alone or (last is not None and _of_another_year(last, block))
        if last is not None and not alone and all(_ignorable(line) for line in between):
            repeated = _repeated_header(last, block)
            if repeated or _continues(last, block):
                del out[len(out) - len(between) :]
                _append(last, block, repeated)
                between = []
                continue
        block.caption = _caption(between)
        out.append(block)
        last, between = block, []
    return out


def _of_another_year(first: Table, second: Table) -> bool:
    """Whether both tables have a title of their own as first row, of different years."""
    titles = [[c.text for c in t.grid[0] if c is not None and c.text.strip()] for t in (first, second)]
    if any(len(title) != 1 for title in titles):
        return False
    years = [set(_YEAR.findall(to_arabic(title[0]))) for title in titles]
    return bool(years[0] and years[1]) and not years[0] & years[1]


def forget_pages(blocks: Iterable[Block]) -> None:
    """Takes the pages off blocks and cells of a file that does not mark them."""
    for block in blocks:
        block.page = None
        if isinstance(block, Table):
            for cell in block.cells():
                cell.page = None


def number_tables(blocks: Iterable[Block]) -> None:
    """Numbers the tables from 1 in their order; call it when no more will be joined or added."""
    tables = (block for block in blocks if isinstance(block, Table))
    for number, table in enumerate(tables, start=1):
        table.number = number


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page and says so: ``- 3 -``, ``หน้า ๓/๗``; not 3 or 3/7."""
    says_so = re.match(r"\W*(?:หน้า|page)|\s*[-–—(]", text, re.I)
    return bool(says_so) and bool(_PAGE_NUMBER.fullmatch(text.strip()))


def _ignorable(line: Line) -> bool:
    text = line.text.strip()
    return bool(_PAGE_NUMBER.fullmatch(text) or _CONTINUED.fullmatch(text)) or not text


def _caption(between: list[Line]) -> str:
    for line in reversed(between):
        if not _ignorable(line):
            return line.text
    return ""


def _without_blank_rows(table: Table) -> Table:
    """Rows without any text go, unless a cell of theirs spans on into other rows."""
    keep = [
        r
        for r, row in enumerate(table.grid)
        if any(c is not None and (c.text.strip() or c.rowspan > 1) for c in row) or _is_covered(table, r)
    ]
    if len(keep) == len(table.grid):
        return table
    place = {old: new for new, old in enumerate(keep)}
    for r in keep:
        for cell in table.grid[r]:
            if cell is not None:
                covered = [q for q in range(r, r + cell.rowspan) if q in place]
                cell.row, cell.rowspan = place[r], max(1, len(covered))
    table.header_rows = sum(1 for r in keep if r < table.header_rows)
    table.grid = [table.grid[r] for r in keep]
    return table


def _is_covered(table: Table, row: int) -> bool:
    return any(
        cell is not None and cell.row + cell.rowspan > row and cell.text.strip()
        for r in range(row)
        for cell in table.grid[r]
    )


def _header_texts(table: Table, row: int) -> list[str]:
    return [squash(c.text) if c is not None else "" for c in table.grid[row]]


def _repeated_header(first: Table, second: Table) -> int:
    """How many rows of the second table repeat the head of the first; 0 where none do.

    Only a row of words counts: a row of figures that occurs twice is data. So is, below the first,
    a row of items or one with a text at its start alone: a row or a group that another page goes
    on with and names again.
    """
    limit = min(first.n_rows, second.n_rows, max(first.header_rows, 3))
    rows = 0
    while rows < limit and _is_wordy(second, rows) and _same_row(first, second, rows):
        rows += 1
    return _end_of_spans(first, second, rows)


def _end_of_spans(first: Table, second: Table, rows: int) -> int:
    """The rows of a repeated head with those that its tall cells reach down to, figures or not."""
    ends = [
        max((c.row + c.rowspan for row in table.grid[:rows] for c in row if c is not None), default=0)
        for table in (first, second)
    ]
    return ends[0] if rows < ends[0] == ends[1] < second.n_rows else rows


def _same_row(first: Table, second: Table, row: int) -> bool:
    a, b = _header_texts(first, row), _header_texts(second, row)
    filled = [(x, y) for x, y in zip(a, b, strict=False) if x or y]
    if abs(len(a) - len(b)) > 0 or not filled:
        return False
    same = sum(Levenshtein.normalized_similarity(x, y) >= SAME_HEADING for x, y in filled)
    return same >= SAME_HEADER * len(filled) and same >= min(2, len(filled))


def _is_wordy(table: Table, row: int) -> bool:
    texts = [c.text for c in table.grid[row] if c is not None and c.text.strip()]
    first = table.grid[row][0] if table.grid[row] else None
    alone = len(texts) == 1 and first is not None and bool(first.text.strip())
    if row > 0 and (alone or any(_starts_item(t) for t in texts)):
        return False
    return bool(texts) and not any(_is_figure(t) for t in texts)


def _is_figure(text: str) -> bool:
    number = read_number(text)
    # A year heads a column as often as it stands in one.
    return number is not None and not 2500 <= number.value <= 2600


def _continues(first: Table, second: Table) -> bool:
    """Whether a headless second table goes on with the columns of the first."""
    if second.header_rows:
        return False
    if first.bbox is not None and second.bbox is not None:
        same = _same_edges(first, second) or _columns_overlap(first, second)
        return same and not _looks_like_header(first, second)
    if second.n_columns < 2:
        return False
    # Text has no column edges: the count must agree. Of a wide table an odd row may have come out
    # with a cell too many or too few.
    width = Counter(len(row) for row in first.grid).most_common(1)[0][0]
    slack = 1 if width >= WIDE_TABLE and _reads_like_data(second) else 0
    near = sum(abs(len(row) - width) <= slack for row in second.grid)
    return near * 2 >= len(second.grid) and not _looks_like_header(first, second)


def _words_for_figures(first: Table, second: Table) -> bool:
    """Whether every column of figures of the first table holds only words in the second."""
    columns = [c for c in range(first.n_columns) if _holds_figures(first, c)]
    if not columns or second.n_rows < 2:
        return False
    below = [[row[c] for row in second.grid if len(row) > c] for c in columns]
    return not any(c is not None and _is_figure(c.text) for cells in below for c in cells)


def _holds_figures(table: Table, column: int) -> bool:
    """Whether a column holds figures below its heading, two at the least."""
    texts = [c.text for row in table.grid if len(row) > column and (c := row[column]) is not None]
    filled = [text for text in texts[max(1, table.header_rows) :] if text.strip()]
    figures = sum(_is_figure(text) for text in filled)
    return figures >= 2 and figures >= 0.8 * len(filled)


def _reads_like_data(table: Table) -> bool:
    """Whether the first row holds items or long texts, as no header does."""
    texts = [c.text for c in table.grid[0] if c is not None]
    return any(_starts_item(text) or len(text) > 60 for text in texts)


def _same_edges(first: Table, second: Table) -> bool:
    a, b = _edges(first), _edges(second)
    if not a or not b or abs(a[0] - b[0]) > SAME_EDGE_PT or abs(a[-1] - b[-1]) > SAME_EDGE_PT:
        return False
    hits = sum(any(abs(x - y) <= SAME_EDGE_PT for y in a) for x in b)
    return hits == len(b)


def _columns_overlap(first: Table, second: Table) -> bool:
    """Whether two tables on successive pages have as many columns, one below the other.

    Tables without rulings have no edges of their own; their columns are as wide as their texts.
    """
    successive = (
        first.page is not None
        and second.page is not None
        and (_last_page(first) < second.page <= _last_page(first) + 1)
    )
    a, b = _spans(first), _spans(second)
    if not successive or len(a) != len(b) or len(a) < 2:
        return False
    return all(min(x[1], y[1]) - max(x[0], y[0]) > 0 for x, y in zip(a, b, strict=True))


def _last_page(table: Table) -> int:
    return max((c.page for c in _end_pieces(table) if c.page is not None), default=table.page or 0)


def _end_pieces(table: Table) -> Iterator[Cell]:
    """The cells of the first and the last piece of a table.

    What is between is left out: a table of a thousand pages would be walked a thousand times.
    """
    last = table.starts[-1]
    second = table.starts[1] if len(table.starts) > 1 else last
    for row in (*table.grid[:second], *table.grid[last:]):
        yield from (cell for cell in row if cell is not None)


def _spans(table: Table) -> list[tuple[float, float]]:
    """The horizontal extent of each column, from cells that cover one column."""
    spans: dict[int, tuple[float, float]] = {}
    for cell in _end_pieces(table):
        if cell.bbox is not None and cell.colspan == 1 and cell.text.strip():
            x0, x1 = spans.get(cell.column, (cell.bbox.x0, cell.bbox.x1))
            spans[cell.column] = (min(x0, cell.bbox.x0), max(x1, cell.bbox.x1))
    return [spans[c] for c in sorted(spans)] if len(spans) == table.n_columns else []


def _edges(table: Table) -> list[float]:
    found: list[float] = []
    for cell in _end_pieces(table):
        if cell.bbox is not None:
            for x in (cell.bbox.x0, cell.bbox.x1):
                if not any(abs(x - y) <= SAME_EDGE_PT / 2 for y in found):
                    found.append(x)
    return sorted(found)


def _looks_like_header(first: Table, second: Table) -> bool:
    """Whether the first row of the second table heads its columns anew."""
    row = [c.text.strip() for c in second.grid[0] if c is not None]
    if len(row) < 2 or not all(row) or not _is_wordy(second, 0):
        return False
    if any(cell is not None and cell.header for cell in second.grid[0]):
        return True
    if any(_starts_item(text) for text in row) or any(len(text) > 60 for text in row):
        return False
    # Words over columns that hold figures from the next row on.
    below = second.grid[1:]
    figures = [
        c
        for c in range(len(row))
        if any(len(r) > c and (cell := r[c]) is not None and _is_figure(cell.text) for r in below)
    ]
    head = [squash(c.text) for c in first.grid[0] if c is not None]
    alike = sum(max((Levenshtein.normalized_similarity(squash(t), h) for h in head), default=0) >= 0.6 for t in row)
    return bool(figures) or alike * 2 >= len(row) or _words_for_figures(first, second)


_ITEM = re.compile(r"\s*(?:\(?[\d๐-๙]{1,3}[.)]|[-•▪])")


def _starts_item(text: str) -> bool:
    return bool(_ITEM.match(text))


def _append(table: Table, piece: Table, header: int) -> None:
    """Adds the rows of a piece after its repeated header; spans that cross the cut are clipped."""
    _place_in_columns(table, piece)
    base, first = table.n_rows, header
    if is_rest_of_row(table, piece, first):
        join_rest(table, piece.grid[first])
        first += 1
    if first < piece.n_rows:
        table.starts = (*table.starts, base)
    for r in range(first, piece.n_rows):
        for cell in piece.grid[r]:
            if cell is not None:
                cell.row = base + r - first
        table.grid.append(piece.grid[r])
    if header and not table.header_rows:
        table.header_rows = header


def _place_in_columns(table: Table, piece: Table) -> None:
    """Spreads the cells of a piece with fewer columns over those that they stand under."""
    if piece.n_columns >= table.n_columns:
        return
    if table.bbox is None or piece.bbox is None:
        give_first_cells(piece, like=table)
        return
    edges = _edges(table)
    if len(edges) != table.n_columns + 1:
        return
    places: list[tuple[Cell, int, int]] = []
    for cell in piece.cells():
        if cell.bbox is None:
            return
        ends = [_nearest(edges, x) for x in (cell.bbox.x0, cell.bbox.x1)]
        if None in ends or ends[0] == ends[1]:
            return
        places.append((cell, ends[0] or 0, ends[1] or 0))
    grid: list[list[Cell | None]] = [[None] * table.n_columns for _ in piece.grid]
    for cell, start, end in places:
        cell.column, cell.colspan = start, end - start
        grid[cell.row][start] = cell
    piece.grid = grid


def _nearest(edges: list[float], x: float) -> int | None:
    near = [i for i, edge in enumerate(edges) if abs(edge - x) <= SAME_EDGE_PT]
    return near[0] if len(near) == 1 else None
