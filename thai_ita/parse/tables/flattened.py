"""Tables that became text: each run of lines that was a table is laid out as one again.

Rows stand one a line with single spaces between their cells, or one cell a line. Two things tell
that lines were a table: a head of which every piece is a known heading, and rows below it that have
what the head asks for, in its order, figures counted. A sentence with two figures is no row, and a
head without such rows stays text. The cells keep the numbers of their lines, so that what is read
from them is told with its true place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from thai_ita.ingest.joining import is_page_number
from thai_ita.model import Block, Cell, Line, Table
from thai_ita.normalize.labels import read_label
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import read_number
from thai_ita.parse.tables.bare_lists import read_bare_list, table_of
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.flat_heads import (
    Slot,
    first_figure_pattern,
    read_heads,
    row_pattern,
)
from thai_ita.parse.tables.line_units import (
    AGENCY,
    CODE,
    DASH,
    FIGURE,
    INSTRUMENT,
    MAX_LINE,
    WHOLE,
    YEAR,
    Unit,
    kinds_of,
    line_unit,
    words_of,
)

# A head stretches over no more lines of words, or lines of one cell each.
MAX_HEAD_LINES, MAX_HEAD_CELLS = 3, 24
# A label is broken over no more lines than this: the wording of a question.
MAX_ROW_LINES = 6
# Page marks, repeated heads and sections between two rows.
MAX_BETWEEN = 30
MAX_SECTION = 60
# So many rows prove a head that is not word for word a known one.
MIN_ROWS = 2
# Figures that prove a single row below a head of names.
MIN_FIGURES_OF_ONE_ROW, MIN_NAMED_LINES = 2, 3
# Share of the rows whose label must be known, and of the figures that must have decimals.
KNOWN_ROWS, WITH_DECIMALS = 0.5, 0.5
# Units that are looked at to see whether rows begin: two rows of the widest table.
_LOOK_AHEAD = 100

_DECIMALS = re.compile(r"[\d๐-๙][.,][\d๐-๙]")
_ROW_START = re.compile(r"\s*(?:\(?[\d๐-๙]{1,3}[.)]?\s|[ieoIEO][\d๐-๙]{1,2}\b|เทศบาล|องค์การ|อบ[ตจ]|ท[ตมน]\.)")
_INDICATOR = "ตัวชี้วัด"
_CONTINUED = re.compile(r"\W*\(?(?:ต่อ|continued)\)?\W*", re.I)
_SECTION = re.compile(r"\s*(?:[\d๐-๙]+[.)]\s*)?(?:อำเภอ|อ\.|จังหวัด|ประเภท|แบบวัด|แบบตรวจ)\s*\S")


@dataclass(frozen=True, slots=True)
class _Row:
    """The units of each column of a row; a section has one unit and no kinds.

    A row with fewer columns than its table goes on in cells merged with those of the row above.
    """

    cells: tuple[tuple[Unit, ...], ...]
    kinds: str

    @property
    def is_section(self) -> bool:
        return not self.kinds

    def of(self, column: int) -> tuple[Unit, ...]:
        """The units of a column, none where its cell is merged with the one above."""
        return self.cells[column] if column < len(self.cells) else ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A head with its rows; ``upper`` are the slots above those columns, where a head has two tiers."""

    slots: list[Slot]
    rows: list[_Row]
    end: int
    upper: list[Slot] | None = None


def flattened_as_tables(blocks: Sequence[Block], matcher: NameMatcher) -> list[Block]:
    """The blocks with every run of lines that was a table laid out as one."""
    return _Layout(blocks, matcher).read()


class _Layout:
    """Goes down the blocks once; a head is looked for where rows may begin, and above them."""

    def __init__(self, blocks: Sequence[Block], matcher: NameMatcher) -> None:
        self.blocks = blocks
        self.matcher = matcher
        self.out: list[Block] = []
        self._words: dict[int, list[Unit]] = {}
        self._cells: dict[int, Unit] = {}

    def read(self) -> list[Block]:
        i = 0
        while i < len(self.blocks):
            block = self.blocks[i]
            end = i
            if isinstance(block, Line) and len(block.text) <= MAX_LINE:
                end = self._rows_of_words(i) or self._rows_of_lines(i) or self._bare_list(i) or i
            if end == i:
                self.out.append(block)
                end += 1
            i = end
        return self.out

    # -- one row a line ----------------------------------------------------------------------

    def _rows_of_words(self, i: int) -> int:
        """The place behind the table whose first row begins at ``i``; 0 where none does."""
        line = self._line(i)
        if line is None or not (_DECIMALS.search(line.text) or _ROW_START.match(line.text)):
            return 0
        for n_lines in range(1, MAX_HEAD_LINES + 1):
            if not self._may_be_head(n_lines):
                break
            found = self._below_head(i, n_lines)
            if found is not None:
                lines = [block for block in self.out[-n_lines:] if isinstance(block, Line)]
                del self.out[-n_lines:]
                self._append(found, lines[0])
                return found.end
        return self._figures_of_no_name(i)

    def _figures_of_no_name(self, i: int) -> int:
        """Figures below names of another count, in a line each or in rows: nothing tells which is
        whose, so they are a table of their own, which says nothing."""
        above = [block for block in self.out[-2:] if isinstance(block, Line)]
        if len(self._units(i)) == 1:
            named = len(above) > 1 and _n_names(list(map(line_unit, above)), self.matcher) == len(above)
            shape = FIGURE
        else:
            named = bool(above) and _n_names(words_of(above[-1]), self.matcher) > 1
            shape = _LOOSE_ROW
        rows: list[list[list[Unit]]] = []
        while named and re.fullmatch(shape, kinds_of(self._units(i + len(rows)))):
            rows.append([[unit] for unit in self._units(i + len(rows))])
        figures = [unit for row in rows for cell in row for unit in cell if unit.kind == FIGURE]
        if len(figures) < MIN_FIGURES_OF_ONE_ROW:
            return 0
        self._put(table_of(rows, 0))
        return i + len(rows)

    def _may_be_head(self, n_lines: int) -> bool:
        if len(self.out) < n_lines:
            return False
        line = self.out[-n_lines]
        return isinstance(line, Line) and len(line.text) <= MAX_LINE and not _DECIMALS.search(line.text)

    def _below_head(self, i: int, n_lines: int) -> _Found | None:
        tiers = [words_of(b) for b in self.out[-n_lines:] if isinstance(b, Line)]
        for slots in read_heads([unit for tier in tiers for unit in tier], self.matcher):
            if found := self._fitting(slots, i):
                return found
        if n_lines == 2:
            for upper, slots in _two_tiers(tiers, self.matcher):
                if found := self._fitting(slots, i, upper):
                    return found
        return None

    def _fitting(self, slots: list[Slot], i: int, upper: list[Slot] | None = None) -> _Found | None:
        if not _may_head_rows(slots):
            return None
        patterns = [re.compile(row_pattern(slots, whole_lines=False))]
        if self._row(i, patterns[0]) is None:
            return None
        if sum(slot.holds_figures for slot in slots) > 1 and any(slot.holds_labels for slot in slots):
            patterns.append(re.compile(first_figure_pattern(slots)))
        rows, end = self._rows(i, patterns)
        return _Found(slots, rows, end, upper) if self._is_table(slots, rows) else None

    def _rows(self, i: int, patterns: Sequence[re.Pattern[str]]) -> tuple[list[_Row], int]:
        """The rows from a place on and the place behind them; sections between them are rows."""
        rows: list[_Row] = []
        between: list[_Row] = []
        heads = {block.text for block in self.out[-MAX_HEAD_LINES:] if isinstance(block, Line)}
        end = at = i
        while (line := self._line(at)) is not None and at - end <= MAX_BETWEEN:
            found = next((row for p in patterns if (row := self._row(at, p)) is not None), None)
            if found is not None and self._heads_next(found, at, rows, heads):
                break
            if found is not None:
                rows += [*between, found[0]]
                end = at = at + found[1]
                between = []
            elif self._is_section(line):
                between.append(_Row(((self._cell(at),),), ""))
                at += 1
            elif _stands_between(line, heads):
                at += 1
            else:
                break
        return rows, end

    def _heads_next(
        self, found: tuple[_Row, int], at: int, rows: Sequence[_Row], heads: set[str]
    ) -> bool:
        """Whether a line is the title of another table with the same head: it stands right above
        that head, and does not begin as the rows do."""
        row, n_lines = found
        below = self._line(at + n_lines)
        begins = {other.kinds[0] for other in rows if not other.is_section}
        return below is not None and below.text in heads and bool(begins) and row.kinds[0] not in begins

    def _row(self, at: int, pattern: re.Pattern[str]) -> tuple[_Row, int] | None:
        """The row that begins at a line, and over how many lines its label is broken."""
        units: list[Unit] = []
        for n in range(MAX_ROW_LINES):
            line = self._line(at + n)
            if line is None or len(line.text) > MAX_LINE:
                return None
            if n and (_ROW_START.match(line.text) or self._is_section(line)):
                return None
            units = [*units, *self._units(at + n)]
            if row := _match(pattern, units):
                return row, n + 1
            begins = units and units[0].kind in (WHOLE, CODE, AGENCY)
            if not begins or any(unit.kind == FIGURE for unit in units):
                return None
        return None

    # -- one cell a line ---------------------------------------------------------------------

    def _rows_of_lines(self, i: int) -> int:
        """The place behind the table whose head begins at ``i``, each cell in a line of its own."""
        head = self._head_cells(i)
        best: _Found | None = None
        alone = not self.out or not self._is_name(self.out[-1])
        for n_cells in range(2, len(head) + 1):
            for slots in read_heads(head[:n_cells], self.matcher):
                found = self._fitting_lines(slots, i, i + n_cells)
                if found is None or (best is not None and found.end <= best.end):
                    continue
                if any(slot.holds_labels for slot in slots) or (alone and not self._is_figure(found.end)):
                    best = found
        if best is None:
            return 0
        self._append(best, head[0].line)
        return best.end

    def _head_cells(self, i: int) -> list[Unit]:
        """The lines from a place on that may be headings, if the first is one."""
        out: list[Unit] = []
        while (line := self._line(i + len(out))) is not None and len(out) < MAX_HEAD_CELLS:
            if len(line.text) > MAX_SECTION or _DECIMALS.search(line.text):
                break
            unit = self._cell(i + len(out))
            if unit.kind in (WHOLE, DASH) or (not out and not read_heads([unit], self.matcher)):
                break
            out.append(unit)
        return out if len(out) > 1 else []

    def _is_name(self, block: Block) -> bool:
        """Whether a line is one more name above others: the figures below may be its own."""
        if not isinstance(block, Line) or len(block.text) > MAX_SECTION:
            return False
        unit = line_unit(block)
        return unit.kind != YEAR and any(
            slot.named for slots in read_heads([unit], self.matcher) for slot in slots
        )

    def _is_figure(self, i: int) -> bool:
        return self._line(i) is not None and self._cell(i).kind == FIGURE

    def _fitting_lines(self, slots: list[Slot], i: int, start: int) -> _Found | None:
        if not _may_head_rows(slots):
            return None
        pattern = re.compile(row_pattern(slots, whole_lines=True))
        heads = {self._cell(k).text for k in range(i, start)}
        rows: list[_Row] = []
        at = end = start
        while True:
            places = self._places(at, heads, len(slots) + MAX_ROW_LINES)
            kinds = "".join(self._cell(place).kind for place in places)
            match = pattern.match(kinds)
            if match is None or not match.end():
                break
            units = [self._cell(place) for place in places]
            rows.append(_row_of(match, units))
            at = end = places[match.end() - 1] + 1
        return _Found(slots, rows, end) if self._is_table(slots, rows) else None

    def _places(self, at: int, heads: set[str], n: int) -> list[int]:
        """The next lines of cells, page marks and repeated heads passed over."""
        out: list[int] = []
        passed = 0
        while (line := self._line(at)) is not None and len(out) < n and passed <= MAX_BETWEEN:
            if len(line.text) > MAX_LINE:
                break
            if self._cell(at).text in heads or _stands_between(line, heads):
                passed += 1
            else:
                out.append(at)
            at += 1
        return out

    # -- without a head ----------------------------------------------------------------------

    def _bare_list(self, i: int) -> int:
        above = self.out[-1] if self.out else None
        found = read_bare_list(i, self._cell_at, above if isinstance(above, Line) else None, self.matcher)
        if found is None:
            return 0
        self._put(found.table)
        return found.end

    def _cell_at(self, i: int) -> Unit | None:
        line = self._line(i)
        return self._cell(i) if line is not None and len(line.text) <= MAX_LINE else None

    # -- is it a table? ----------------------------------------------------------------------

    def _is_table(self, slots: Sequence[Slot], rows: Sequence[_Row]) -> bool:
        """Whether rows prove the head above them: their labels are known, or the columns are."""
        body = [row for row in rows if not row.is_section]
        columns = [k for k, slot in enumerate(slots) if slot.holds_figures]
        kinds = [unit.kind for row in body for k in columns for unit in row.of(k)]
        figures = kinds.count(FIGURE)
        if not body or figures < WITH_DECIMALS * (figures + kinds.count(WHOLE)) or not figures:
            return False
        labels = [k for k, slot in enumerate(slots) if slot.holds_labels]
        if not labels:
            # One row below its names; what a second one would be, nothing tells.
            named = all(slots[k].named for k in columns)
            return named and len(body) == 1 and figures >= MIN_FIGURES_OF_ONE_ROW
        known = sum(self._is_known(slots, row, labels) for row in body)
        if known < KNOWN_ROWS * len(body):
            return False
        return len(body) >= MIN_ROWS or all(slot.sureness >= _SURE for slot in slots)

    def _is_known(self, slots: Sequence[Slot], row: _Row, labels: Sequence[int]) -> bool:
        for k in labels:
            kinds = kinds_of(row.of(k))
            role = slots[k].role
            if any(kind in kinds for kind in (AGENCY, CODE, YEAR, INSTRUMENT)):
                return True
            if (role is ColumnRole.AGENCY and kinds) or (role is not ColumnRole.AGENCY and kinds == WHOLE):
                return True
            text = _text(row.of(k))
            if text and self.matcher.match(text, Context(table=True)).accepted:
                return True
        return False

    # -- lines and what they are made of -----------------------------------------------------

    def _line(self, i: int) -> Line | None:
        block = self.blocks[i] if i < len(self.blocks) else None
        return block if isinstance(block, Line) else None

    def _units(self, i: int) -> list[Unit]:
        if i not in self._words:
            line = self._line(i)
            self._words[i] = words_of(line) if line is not None else []
        return self._words[i]

    def _cell(self, i: int) -> Unit:
        if i not in self._cells:
            line = self._line(i)
            assert line is not None
            self._cells[i] = line_unit(line)
        return self._cells[i]

    def _is_section(self, line: Line) -> bool:
        """A district or instrument alone in its line, which heads the rows below it."""
        if len(line.text) > MAX_SECTION or _DECIMALS.search(line.text):
            return False
        return bool(_SECTION.match(line.text)) or bool(read_label(line.text).instrument)

    # -- the table ---------------------------------------------------------------------------

    def _append(self, found: _Found, first: Line) -> None:
        self._put(_table(found, first))

    def _put(self, table: Table) -> None:
        above = self.out[-1] if self.out else None
        if isinstance(above, Line) and not is_page_number(above.text):
            table.caption = above.text
            if line_unit(above).kind == AGENCY and len(table.grid[0]) > 1:
                _put_above(table, above)
        self.out.append(table)


def _stands_between(line: Line, heads: set[str]) -> bool:
    """A mark of a page, a repeated head."""
    text = " ".join(line.text.split())
    page = is_page_number(text) or is_page_number(line.raw)
    return page or bool(_CONTINUED.fullmatch(text)) or line.text in heads


# A row with figures that no column claims.
_LOOSE_ROW = f"{WHOLE}?A?w{{0,4}}{FIGURE}{{2,}}[lw]{{0,2}}"
# Every heading of a single row is word for word a known one, or nearly.
_SURE = 0.8


def _n_names(units: Sequence[Unit], matcher: NameMatcher) -> int:
    """How many columns of a head name what is scored; 0 where it is no head."""
    readings = read_heads(units, matcher)
    return sum(slot.named for slot in readings[0]) if readings else 0


def _may_head_rows(slots: Sequence[Slot]) -> bool:
    """Whether columns can be a table: figures, and beside them labels or names over each."""
    figures = [slot for slot in slots if slot.holds_figures]
    labelled = any(slot.holds_labels for slot in slots)
    return bool(figures) and (labelled or (len(figures) > 1 and all(slot.named for slot in figures)))


def _two_tiers(
    tiers: Sequence[Sequence[Unit]], matcher: NameMatcher
) -> Iterator[tuple[list[Slot], list[Slot]]]:
    """Heads of which the lower line parts one column of figures of the upper: (upper, columns)."""
    for lower in read_heads(tiers[1], matcher):
        if len(lower) < 2 or not all(slot.holds_figures for slot in lower):
            continue
        for upper in read_heads(tiers[0], matcher):
            places = [k for k, slot in enumerate(upper) if slot.holds_figures]
            for k in places:
                columns = [*upper[:k], *lower, *upper[k + 1 :]]
                above = [*upper[:k], *([upper[k]] * len(lower)), *upper[k + 1 :]]
                yield above, columns


def _match(pattern: re.Pattern[str], units: Sequence[Unit]) -> _Row | None:
    match = pattern.fullmatch(kinds_of(units))
    return _row_of(match, units) if match is not None else None


def _row_of(match: re.Match[str], units: Sequence[Unit]) -> _Row:
    cells = tuple(
        tuple(units[slice(*match.span(group))]) for group in range(1, (match.lastindex or 0) + 1)
    )
    return _Row(cells, match.group())


def _text(units: Sequence[Unit]) -> str:
    return " ".join(unit.text for unit in units)


def _table(found: _Found, first: Line) -> Table:
    heads = [[slot.units for slot in found.slots]]
    if found.upper is not None:
        heads.insert(0, [slot.units for slot in found.upper])
    texts = [*heads, *(row.cells for row in found.rows)]
    grid: list[list[Cell | None]] = []
    for r, cells in enumerate(texts):
        row: list[Cell | None] = []
        for c, units in enumerate(cells):
            row.append(None if r == 0 and c and _is_spanned(found, c) else _cell(units, r, c))
        if len(cells) == 1 and row[0] is not None:
            row[0].colspan = len(found.slots)
        elif len(cells) < len(found.slots):
            _merge_upwards(grid, row, len(found.slots))
        grid.append(row)
    if found.upper is not None:
        _span_upper(grid, found)
    _name_by_numbers(grid[len(heads) :], found)
    return Table(grid, header_rows=len(heads), page=first.page, line_number=first.number)


def _name_by_numbers(body: Sequence[Sequence[Cell | None]], found: _Found) -> None:
    """Numbers that count the indicators, alone below their heading, are read with it: ตัวชี้วัด 1."""
    for c, slot in enumerate(found.slots):
        if slot.role is not ColumnRole.INDICATOR or _INDICATOR not in slot.text:
            continue
        cells = [row[c] for row in body if len(row) > 1]
        numbers = [read_number(cell.text.strip("().")) if cell is not None else None for cell in cells]
        if [n and n.value for n in numbers] != list(range(1, len(cells) + 1)):
            continue
        for cell, number in zip(cells, numbers, strict=True):
            if cell is not None and number is not None:
                cell.text = f"{_INDICATOR} {int(number.value)}"


def _merge_upwards(grid: list[list[Cell | None]], row: list[Cell | None], width: int) -> None:
    """The places that a row lacks are covered by the cells above them."""
    for c in range(len(row), width):
        row.append(None)
        above = next((cells[c] for cells in reversed(grid) if cells[c:] and cells[c] is not None), None)
        if above is not None and above.row + above.rowspan == len(grid):
            above.rowspan += 1


def _is_spanned(found: _Found, c: int) -> bool:
    """Whether a heading of the upper tier also covers the column to its left."""
    return found.upper is not None and found.upper[c] is found.upper[c - 1]


def _span_upper(grid: list[list[Cell | None]], found: _Found) -> None:
    """Headings of the upper tier over their columns; one that is not parted stands over both tiers."""
    assert found.upper is not None
    for c, cell in enumerate(grid[0]):
        if cell is None:
            continue
        same = [k for k, slot in enumerate(found.upper) if slot is found.upper[c]]
        if len(same) > 1:
            cell.colspan = len(same)
        else:
            cell.rowspan = 2
            grid[1][c] = None


def _cell(units: Sequence[Unit], row: int, column: int) -> Cell:
    text = _text(units)
    if not units:
        return Cell("", "", row, column)
    line = units[0].line
    return Cell(
        text, text, row, column, page=line.page, bbox=line.bbox, line=line.number
    )


def _put_above(table: Table, line: Line) -> None:
    """An agency alone above the head owns the table: a row of its own over all columns."""
    for row in table.grid:
        for cell in row:
            if cell is not None:
                cell.row += 1
    cell = Cell(line.text, line.text, 0, 0, page=line.page, bbox=line.bbox, line=line.number)
    cell.colspan = table.n_columns
    table.grid.insert(0, [cell])
    table.header_rows += 1
