"""Tables that became text: each run of lines that was a table is laid out as one again.

Rows stand one a line with single spaces between their cells, or one cell a line. Two things tell
that lines were a table: a head of which every piece is a known heading, and rows below it that have
what the head asks for, in its order, figures counted. A sentence with two figures is no row, and a
head without such rows stays text. The cells keep the numbers of their lines, so that what is read
from them is told with its true place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from thai_ita.ingest.joining import is_page_number
from thai_ita.model import Block, Line, Table
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number, read_number
from thai_ita.parse.figures import FigureLedger, line_place
from thai_ita.parse.rules import Rule, is_removed, register
from thai_ita.parse.tables.bare_lists import read_bare_list
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.flat_heads import (
    Slot,
    below_corner,
    first_figure_pattern,
    may_head_rows,
    n_names,
    read_heads,
    read_heads_from,
    row_pattern,
    two_tiers,
)
from thai_ita.parse.tables.flat_tables import (
    FlatRow,
    FlatTable,
    put_above,
    row_of,
    table_of,
    table_of_rows,
    text_of,
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
from thai_ita.parse.tables.loose_rows import loose_rows
from thai_ita.parse.tables.run_columns import columns_by_sums, is_layout
from thai_ita.parse.text.topic_cues import names_assessment

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
# Lines that a head torn apart may leave above its rows.
MAX_TORN_HEAD = 24

_DECIMALS = re.compile(r"[\d๐-๙][.,][\d๐-๙]")
_ROW_START = re.compile(r"\s*(?:\(?[\d๐-๙]{1,3}[.)]?\s|[ieoIEO][\d๐-๙]{1,2}\b|เทศบาล|องค์การ|อบ[ตจ]|ท[ตมน]\.)")
_MEAN_OF_OTHERS = re.compile(r"เฉลี่ย\S{0,16}\s*+(?:ของ|ใน|ระดับ|ทั้ง|ทุก|ราย)*\s*(?:ประเทศ|จังหวัด|อำเภอ|ภาค|อปท|หน่วยงานอื่น)")
_CONTINUED = re.compile(r"\W*\(?(?:ต่อ|continued)\)?\W*", re.I)
_SECTION = re.compile(r"\s*(?:[\d๐-๙]+[.)]\s*)?(?:อำเภอ|อ\.|จังหวัด|ประเภท|แบบวัด|แบบตรวจ)\s*\S")


TORN_APART = register(
    Rule(
        "torn-apart",
        "it stands below names of another count, and nothing tells which is its own",
        refuses="IIT EIT OIT\n⟦85.10⟧ 90.20",
        passes="การปฏิบัติหน้าที่ การใช้งบประมาณ\n85.10 ⟦90.20⟧",
    )
)


def flattened_as_tables(
    blocks: Sequence[Block], matcher: NameMatcher, ledger: FigureLedger | None = None
) -> list[Block]:
    """The blocks with every run of lines that was a table laid out as one.

    Figures that nothing gives a name are refused in the ledger, and are a table that says nothing.
    """
    return _Layout(blocks, matcher, ledger).read()


class _Layout:
    """Goes down the blocks once; a head is looked for where rows may begin, and above them."""

    def __init__(self, blocks: Sequence[Block], matcher: NameMatcher, ledger: FigureLedger | None) -> None:
        self.blocks = blocks
        self.matcher = matcher
        self.ledger = ledger
        self.out: list[Block] = []
        self._words: dict[int, list[Unit]] = {}
        self._cells: dict[int, Unit] = {}

    def read(self) -> list[Block]:
        i = 0
        while i < len(self.blocks):
            block = self.blocks[i]
            end = i
            if isinstance(block, Line) and len(block.text) <= MAX_LINE:
                end = (
                    self._rows_of_words(i)
                    or self._rows_of_lines(i)
                    or self._rows_by_sums(i)
                    or self._bare_list(i)
                    or self._figures_of_no_name(i)
                    or i
                )
                if end == i and _DECIMALS.search(block.text):
                    loose = loose_rows(self._units, i, self.matcher, self.ledger)
                    self.out += loose
                    end += len(loose)
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
        return 0

    def _figures_of_no_name(self, i: int) -> int:
        """Figures below names of another count, in a line each or in rows: nothing tells which is
        whose, so they are a table of their own, which says nothing."""
        above = [block for block in self.out[-2:] if isinstance(block, Line)]
        alone = len(self._units(i)) == 1
        shape = FIGURE if alone else _LOOSE_ROW
        if not above or not re.fullmatch(shape, kinds_of(self._units(i))):
            return 0
        if alone:
            named = len(above) > 1 and n_names(list(map(line_unit, above)), self.matcher) == len(above)
        else:
            named = n_names(words_of(above[-1]), self.matcher) > 1
        rows: list[list[list[Unit]]] = []
        while named and re.fullmatch(shape, kinds_of(self._units(i + len(rows)))):
            rows.append([[unit] for unit in self._units(i + len(rows))])
        figures = [unit for row in rows for cell in row for unit in cell if unit.kind == FIGURE]
        if len(figures) < MIN_FIGURES_OF_ONE_ROW or is_removed(TORN_APART):
            return 0
        if self.ledger is not None:
            for unit in figures:
                self.ledger.refuse(TORN_APART, unit.text, line_place(unit.line))
        self._put(table_of(rows, 0))
        return i + len(rows)

    def _may_be_head(self, n_lines: int) -> bool:
        if len(self.out) < n_lines:
            return False
        line = self.out[-n_lines]
        return isinstance(line, Line) and len(line.text) <= MAX_LINE and not _DECIMALS.search(line.text)

    def _below_head(self, i: int, n_lines: int) -> FlatTable | None:
        tiers = [words_of(b) for b in self.out[-n_lines:] if isinstance(b, Line)]
        for slots in read_heads([unit for tier in tiers for unit in tier], self.matcher):
            if found := self._fitting(slots, i):
                return found
            cornered = below_corner(slots)
            if cornered is not None and (found := self._fitting(cornered, i)):
                return found
        if n_lines == 2:
            for upper, slots in two_tiers(tiers, self.matcher):
                if found := self._fitting(slots, i, upper):
                    return found
        return None

    def _fitting(self, slots: list[Slot], i: int, upper: list[Slot] | None = None) -> FlatTable | None:
        if not may_head_rows(slots):
            return None
        patterns = [re.compile(row_pattern(slots, whole_lines=False))]
        if self._row(i, patterns[0]) is None:
            return None
        if sum(slot.holds_figures for slot in slots) > 1 and any(slot.holds_labels for slot in slots):
            patterns.append(re.compile(first_figure_pattern(slots)))
        if not any(slot.holds_labels for slot in slots) and self._is_of_others(i):
            return None
        rows, end = self._rows(i, patterns)
        return FlatTable(slots, rows, end, upper) if self._is_table(slots, rows) else None

    def _is_of_others(self, i: int) -> bool:
        """Whether the line above a head without labels says that the figures are means of others."""
        above = self._line(i - 2) if i > 1 else None
        return above is not None and bool(_MEAN_OF_OTHERS.search(above.text))

    def _rows(self, i: int, patterns: Sequence[re.Pattern[str]]) -> tuple[list[FlatRow], int]:
        """The rows from a place on and the place behind them; sections between them are rows."""
        rows: list[FlatRow] = []
        between: list[FlatRow] = []
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
                between.append(FlatRow(((self._cell(at),),), ""))
                at += 1
            elif _stands_between(line, heads):
                at += 1
            else:
                break
        return rows, end

    def _heads_next(self, found: tuple[FlatRow, int], at: int, rows: Sequence[FlatRow], heads: set[str]) -> bool:
        """Whether a line is the title of another table with the same head: it stands right above
        that head, and does not begin as the rows do."""
        row, n_lines = found
        below = self._line(at + n_lines)
        begins = {other.kinds[0] for other in rows if not other.is_section}
        return below is not None and below.text in heads and bool(begins) and row.kinds[0] not in begins

    def _row(self, at: int, pattern: re.Pattern[str]) -> tuple[FlatRow, int] | None:
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
        best: FlatTable | None = None
        alone = not self.out or not self._is_name(self.out[-1])
        rows_begin = range(i + 2, i + len(head) + MAX_ROW_LINES)
        if not head or not any(self._is_figure(k) for k in rows_begin):
            return 0
        for n_cells, readings in enumerate(read_heads_from(head, self.matcher)):
            for slots in readings if n_cells > 1 else ():
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
        return unit.kind != YEAR and any(slot.named for slots in read_heads([unit], self.matcher) for slot in slots)

    def _is_figure(self, i: int) -> bool:
        return self._line(i) is not None and self._cell(i).kind == FIGURE

    def _fitting_lines(self, slots: list[Slot], i: int, start: int) -> FlatTable | None:
        if not may_head_rows(slots):
            return None
        pattern = re.compile(row_pattern(slots, whole_lines=True))
        heads = {self._cell(k).text for k in range(i, start)}
        rows: list[FlatRow] = []
        at = end = start
        while True:
            places = self._places(at, heads, len(slots) + MAX_ROW_LINES)
            kinds = "".join(self._cell(place).kind for place in places)
            match = pattern.match(kinds)
            if match is None or not match.end():
                break
            units = [self._cell(place) for place in places]
            rows.append(row_of(match, units))
            at = end = places[match.end() - 1] + 1
        return FlatTable(slots, rows, end) if self._is_table(slots, rows) else None

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

    def _rows_by_sums(self, i: int) -> int:
        """Rows of an agency, a year or nothing with all indicators and their total, whatever their
        head is; and the same figures one a line."""
        edition = self.matcher.edition
        first = kinds_of(self._units(i))
        n_figures = first.count(FIGURE)
        if first == FIGURE:
            return self._column_by_sums(i)
        if n_figures <= len(edition.indicators):
            return 0
        shape = re.compile(_RUN_ROW.format(n_figures))
        rows: list[list[list[Unit]]] = []
        while match := shape.fullmatch(kinds_of(self._units(i + len(rows)))):
            units, (start, end) = self._units(i + len(rows)), match.span(2)
            label = [unit for unit in units[:start] if unit.kind != WHOLE]
            rows.append([label, *([unit] for unit in units[start:end]), units[end:]])
        figures = [[_number(cell[0]) if cell else None for cell in row[1:-1]] for row in rows]
        caption = self._caption_of_sums()
        if not columns_by_sums(figures, edition, {}, near=names_assessment(caption)):
            return 0
        self._put(table_of(rows, 0), caption)
        return i + len(rows)

    def _column_by_sums(self, i: int) -> int:
        edition = self.matcher.edition
        end = i
        while self._is_figure(end):
            end += 1
        figures = [n for k in range(i, end) if (n := _number(self._cell(k))) is not None]
        caption = self._caption_of_sums()
        if not names_assessment(caption) or not is_layout(figures, edition):
            return 0
        self._put(table_of([[[], *([self._cell(k)] for k in range(i, end))]], 0), caption)
        return end

    def _caption_of_sums(self) -> str:
        """The nearest line above that speaks of the assessment, passed over what is left of a head."""
        above = [block.text for block in self.out[-MAX_TORN_HEAD:] if isinstance(block, Line)]
        return next((text for text in reversed(above) if names_assessment(text)), above[-1] if above else "")

    # -- is it a table? ----------------------------------------------------------------------

    def _is_table(self, slots: Sequence[Slot], rows: Sequence[FlatRow]) -> bool:
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

    def _is_known(self, slots: Sequence[Slot], row: FlatRow, labels: Sequence[int]) -> bool:
        for k in labels:
            kinds = kinds_of(row.of(k))
            role = slots[k].role
            if any(kind in kinds for kind in (AGENCY, CODE, YEAR, INSTRUMENT)):
                return True
            if (role is ColumnRole.AGENCY and kinds) or (role is not ColumnRole.AGENCY and kinds == WHOLE):
                return True
            text = text_of(row.of(k))
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

    def _append(self, found: FlatTable, first: Line) -> None:
        self._put(table_of_rows(found, first))

    def _put(self, table: Table, caption: str = "") -> None:
        above = self.out[-1] if self.out else None
        if isinstance(above, Line) and not is_page_number(above.text):
            table.caption = caption or above.text
            if line_unit(above).kind == AGENCY and len(table.grid[0]) > 1:
                put_above(table, above)
        self.out.append(table)


def _stands_between(line: Line, heads: set[str]) -> bool:
    """A mark of a page, a repeated head."""
    text = " ".join(line.text.split())
    page = is_page_number(text) or is_page_number(line.raw)
    return page or bool(_CONTINUED.fullmatch(text)) or line.text in heads


# A row with figures that no column claims.
_LOOSE_ROW = f"{WHOLE}?A?w{{0,4}}{FIGURE}{{2,}}[lw]{{0,2}}"
# A row with so many figures: the number of the row, whose they are, and the level behind them.
_RUN_ROW = f"({WHOLE}?[AyIw]{{{{0,5}}}})({FIGURE}{{{{{{0}}}}}})[ldw]{{{{0,3}}}}"
# Every heading of a single row is word for word a known one, or nearly.
_SURE = 0.8


def _number(unit: Unit) -> Number | None:
    return read_number(unit.text)


def _match(pattern: re.Pattern[str], units: Sequence[Unit]) -> FlatRow | None:
    match = pattern.fullmatch(kinds_of(units))
    return row_of(match, units) if match is not None else None
