"""Tables without rulings, found by the alignment of their text.

A table shows as three or more lines whose wide gaps stand over one another, so that blank rivers
run between its columns. Rows are told by rules between them, or by a column that has one line a
row (a number, a score), or by the lines that have text in several columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import Final

from thai_ita.ingest.pdf.reader import RawCell, RawTable
from thai_ita.ingest.pdf.tables.cell_splitting import NARROW, part_line
from thai_ita.ingest.pdf.tables.contents import is_contents
from thai_ita.ingest.pdf.tables.row_bounds import MIN_LINES, RowText, row_cuts, rules_between
from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.pdf.tables.unruled_headers import HeadRow, head_row
from thai_ita.ingest.pdf.text.line_assembly import AssembledLine, Segment, tab_leaders
from thai_ita.model import BBox

# Shares of the font size.
_RIVER: Final = 0.5
_ALIGNED: Final = 0.5
_NEXT_LINE: Final = 3.2
# A title of contents stands at most this many lines above them.
_TITLE_LINES: Final = 3
_MOST_HEAD_ROWS: Final = 3
# Shares of the font size: how much larger or smaller a heading is, and how close a line stands under its row.
_OTHER_SIZE: Final = 0.08
_SAME_ROW: Final = 1.7

_LISTED = re.compile(r"\(?[\d๐-๙ก-ฮa-zA-Z]{1,2}(?:[.][\d๐-๙]{1,2}){0,3}[.)]?|[-–•●○▪·*oO➢✓]|\W")


def find_unruled(lines: list[AssembledLine], rules: list[Edge]) -> tuple[list[RawTable], list[AssembledLine]]:
    """The tables among lines sorted from top to bottom, and the lines that are in none."""
    tables: list[RawTable] = []
    rest: list[AssembledLine] = []
    at = 0
    while at < len(lines):
        end, columns = _run(lines, at)
        table = None
        if columns:
            table = _table(lines[at:end], columns, rules)
        if table is None or columns is None:
            rest.append(lines[at])
            at += 1
        else:
            taken = lines[at:end]
            at = end
            _take_above(rest, taken, table, columns, rules)
            if is_contents(table, [line.text for line in rest[-_TITLE_LINES:]]):
                rest += taken
            else:
                tables.append(table)
    return tables, rest


def _take_above(
    rest: list[AssembledLine],
    taken: list[AssembledLine],
    table: RawTable,
    columns: list[tuple[float, float]],
    rules: list[Edge],
) -> None:
    """Moves rows with narrow gaps and the header from the lines right above a table into it."""
    while rest and _is_next(rest[-1], taken[0]) and not _has_leader(rest[-1]):
        parts = part_line(rest[-1], taken, columns)
        if parts is None or len(parts) < len(columns):
            break
        rest[-1].segments = parts
        taken.insert(0, rest.pop())
        _put_on_top(table, taken[0], columns)
    if rest and _is_header(rest[-1], taken[0], columns):
        taken.insert(0, rest.pop())
        _put_on_top(table, taken[0], columns)
        ys = [line.base_y for line in taken]
        within = rules_between(rules, ys[1], ys[-1], columns)
        # Where rules part the rows, lines without one between them are one row.
        if len(within) >= MIN_LINES - 1 and not rules_between(rules, ys[0], ys[1], columns):
            _join_first_rows(table)
    for _ in range(_MOST_HEAD_ROWS):
        row = head_row(rest, taken[0], columns, rules)
        if row is None:
            break
        taken[:0] = rest[len(rest) - row.n_lines :]
        del rest[len(rest) - row.n_lines :]
        _put_head_on_top(table, row)


def _is_next(line: AssembledLine, below: AssembledLine) -> bool:
    return below.base_y - line.base_y <= _NEXT_LINE * line.size


def _spans(segments: Sequence[Segment]) -> list[tuple[float, float]]:
    return [(s.x0, s.x1) for s in segments]


def _run(lines: list[AssembledLine], start: int) -> tuple[int, list[tuple[float, float]] | None]:
    """Where the run of aligned lines from ``start`` ends, and its columns if it is a table."""
    first = lines[start]
    if len(first.segments) < 2 or _has_leader(first):
        return start, None
    columns = _spans(first.segments)
    end, several, river = start + 1, 1, _RIVER
    while end < len(lines):
        line = lines[end]
        last = lines[end - 1]
        if line.base_y - last.base_y > _NEXT_LINE * line.size or _has_leader(line):
            break
        if len(line.segments) < 2 and _is_heading(line, last):
            break
        if several == 1 and len(line.segments) > len(columns):
            # The first line may be the one whose cells nearly touch.
            under = _spans(line.segments)
            if parts := part_line(first, [line], under):
                first.segments, columns, river = parts, _spans(parts), NARROW
        wider = _merge(columns, _spans(line.segments), river * line.size)
        if len(wider) < len(columns) and (parts := part_line(line, lines[start:end], columns)):
            line.segments, river = parts, NARROW
            wider = _merge(columns, _spans(parts), river * line.size)
        # A line that closes a river ends the run, unless the run has hardly begun.
        if len(wider) < 2 or (len(wider) < len(columns) and several >= MIN_LINES):
            break
        columns = wider
        several += len(line.segments) > 1
        end += 1
    while end > start + 1 and len(lines[end - 1].segments) < 2 and not _inside_row(lines, end - 1):
        end -= 1
    run = lines[start:end]
    if several < MIN_LINES or not _is_table(run, columns):
        return start, None
    return end, columns


def _is_header(line: AssembledLine, first: AssembledLine, columns: list[tuple[float, float]]) -> bool:
    """Whether the line right above a table has a heading for each column.

    Headings that are centred over columns set to one side need not stand over their text.
    """
    if len(line.segments) != len(columns) or _has_leader(line):
        return False
    if not _is_next(line, first):
        return False
    for i, segment in enumerate(line.segments):
        left = columns[i - 1][1] if i else float("-inf")
        right = columns[i + 1][0] if i + 1 < len(columns) else float("inf")
        if not left - _RIVER * line.size < (segment.x0 + segment.x1) / 2 < right:
            return False
    return True


def _put_on_top(table: RawTable, line: AssembledLine, columns: list[tuple[float, float]]) -> None:
    """Adds a line as the first row of a table."""
    spans = [(min(s.x0, x0), max(s.x1, x1)) for s, (x0, x1) in zip(line.segments, columns, strict=True)]
    edges = tuple(_edges([s[0] for s in spans], [s[1] for s in spans]))
    top, below = line.top, max(line.bottom, table.row_edges[0])
    for cell in table.cells:
        cell.row += 1
        box = cell.bbox
        upper = below if cell.row == 1 else box.top
        cell.bbox = BBox(edges[cell.column], upper, edges[cell.column + 1], box.bottom)
    header: list[RawCell] = []
    for c, s in enumerate(line.segments):
        box = BBox(edges[c], top, edges[c + 1], below)
        width = (s.x1 - s.x0) / max(box.x1 - box.x0, 1.0)
        header.append(RawCell(s.text, 0, c, 1, 1, box, lines=(s.text,), widths=(width,)))
    table.cells[:0] = header
    table.n_rows += 1
    table.row_edges = (top, below, *table.row_edges[1:])
    table.column_edges = edges
    table.bbox = BBox(edges[0], top, edges[-1], table.bbox.bottom)


def _put_head_on_top(table: RawTable, row: HeadRow) -> None:
    """Adds a row of headings, each over its columns, as the first row of a table."""
    edges = table.column_edges
    top, below = row.top, max(row.bottom, table.row_edges[0])
    for cell in table.cells:
        cell.row += 1
    head = []
    for heading in row.headings:
        box = BBox(edges[heading.first], top, edges[heading.last + 1], below)
        texts = tuple(s.text for s in heading.lines)
        room = max(box.x1 - box.x0, 1.0)
        widths = tuple(min(1.0, (s.x1 - s.x0) / room) for s in heading.lines)
        span = heading.last - heading.first + 1
        head.append(RawCell("\n".join(texts), 0, heading.first, 1, span, box, lines=texts, widths=widths))
    table.cells[:0] = head
    table.n_rows += 1
    table.row_edges = (top, below, *table.row_edges[1:])
    table.bbox = BBox(table.bbox.x0, top, table.bbox.x1, table.bbox.bottom)


def _join_first_rows(table: RawTable) -> None:
    """Makes the first two rows of a table one."""
    top = [cell for cell in table.cells if cell.row == 0]
    for cell, above in zip(table.cells[len(top) :], top, strict=False):
        cell.lines = above.lines + cell.lines
        cell.widths = above.widths + cell.widths
        cell.text = "\n".join(cell.lines)
        box = cell.bbox
        cell.bbox = BBox(box.x0, above.bbox.top, box.x1, box.bottom)
    del table.cells[: len(top)]
    for cell in table.cells:
        cell.row -= 1
    table.n_rows -= 1
    table.row_edges = (table.row_edges[0], *table.row_edges[2:])


def _is_heading(line: AssembledLine, last: AssembledLine) -> bool:
    """Whether a line stands out from the one above as the cells of a table do not."""
    return (line.bold and not last.bold) or abs(line.size - last.size) > _OTHER_SIZE * last.size


def _inside_row(lines: list[AssembledLine], i: int) -> bool:
    """Whether a line of one segment at the end of a run stands close under the row above it."""
    return lines[i].base_y - lines[i - 1].base_y < _SAME_ROW * lines[i].size


def _has_leader(line: AssembledLine) -> bool:
    return "\t" in tab_leaders(line.text)


def _merge(
    columns: list[tuple[float, float]], segments: list[tuple[float, float]], river: float
) -> list[tuple[float, float]]:
    """Columns after more text came under them: ones whose river closes become one."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(columns + segments):
        if merged and x0 - merged[-1][1] < river:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _is_table(run: Sequence[AssembledLine], columns: list[tuple[float, float]]) -> bool:
    """Whether the texts of the columns line up, and are not a numbered list."""
    by_column: list[list[tuple[float, float, str]]] = [[] for _ in columns]
    for line in run:
        for segment in line.segments:
            at = _column_of(columns, segment.x0, segment.x1)
            by_column[at].append((segment.x0, segment.x1, segment.text))
    if len(columns) == 2 and all(_LISTED.fullmatch(text) for _, _, text in by_column[0]):
        return False
    size = median(line.size for line in run)
    for entries in by_column[1:]:
        if len(entries) < 2:
            return False
        spreads = (
            _spread([x0 for x0, _, _ in entries]),
            _spread([x1 for _, x1, _ in entries]),
            _spread([(x0 + x1) / 2 for x0, x1, _ in entries]),
        )
        if min(spreads) > _ALIGNED * size:
            return False
    several = sum(len(line.segments) > 1 for line in run)
    return several * 3 >= len(run)


def _spread(values: list[float]) -> float:
    """How far three quarters of the values lie from their median, at most."""
    middle = median(values)
    away = sorted(abs(v - middle) for v in values)
    return away[(3 * len(away) - 1) // 4]


def _column_of(columns: list[tuple[float, float]], x0: float, x1: float) -> int:
    middle = (x0 + x1) / 2
    for i, (_, right) in enumerate(columns):
        if middle <= right:
            return i
    return len(columns) - 1


def _table(run: Sequence[AssembledLine], columns: list[tuple[float, float]], rules: list[Edge]) -> RawTable | None:
    entries = [
        RowText(
            s.text,
            _column_of(columns, s.x0, s.x1),
            line.base_y,
            (s.x0, line.top, s.x1, line.bottom),
        )
        for line in run
        for s in line.segments
    ]
    size = median(line.size for line in run)
    cuts = row_cuts(entries, columns, rules, size)
    rows: list[list[RowText]] = [[] for _ in range(len(cuts) + 1)]
    for entry, at in zip(entries, _rows_of(entries, cuts), strict=True):
        rows[at].append(entry)
    rows = [row for row in rows if row]
    if len(rows) < 2:
        return None
    x_edges = _edges([c[0] for c in columns], [c[1] for c in columns])
    tops = [min(e.box[1] for e in row) for row in rows]
    bottoms = [max(e.box[3] for e in row) for row in rows]
    y_edges = _edges(tops, bottoms)
    cells = []
    for r, row in enumerate(rows):
        for c in range(len(columns)):
            here = _column_lines([e for e in row if e.column == c])
            room = x_edges[c + 1] - x_edges[c]
            box = BBox(x_edges[c], y_edges[r], x_edges[c + 1], y_edges[r + 1])
            texts = tuple(" ".join(e.text for e in line) for line in here)
            widths = tuple((line[-1].box[2] - line[0].box[0]) / room for line in here)
            cells.append(RawCell("\n".join(texts), r, c, 1, 1, box, lines=texts, widths=widths))
    box = BBox(x_edges[0], y_edges[0], x_edges[-1], y_edges[-1])
    return RawTable(cells, len(rows), len(columns), box, tuple(x_edges), tuple(y_edges), False, tuple(columns))


def _column_lines(entries: list[RowText]) -> list[list[RowText]]:
    """The entries of a cell by line, from top to bottom and left to right."""
    lines: dict[float, list[RowText]] = {}
    for entry in sorted(entries, key=lambda e: (e.y, e.box[0])):
        lines.setdefault(entry.y, []).append(entry)
    return list(lines.values())


def _edges(starts: list[float], ends: list[float]) -> list[float]:
    """Edges of a grid: the outer ones, and the middles of the gaps between neighbours."""
    between = [(end + start) / 2 for end, start in zip(ends, starts[1:], strict=False)]
    edges = [starts[0], *between, ends[-1]]
    return [max(edges[: i + 1]) for i in range(len(edges))]


def _rows_of(entries: list[RowText], cuts: list[float]) -> list[int]:
    return [sum(entry.y > cut for cut in cuts) for entry in entries]
