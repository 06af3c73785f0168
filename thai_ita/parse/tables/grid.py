"""A table seen as labels and figures: which rows are its head, and what each column and row says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from thai_ita.model import Cell, Table
from thai_ita.normalize.dates import find_years, read_period
from thai_ita.normalize.levels import read_level
from thai_ita.normalize.months import FIRST_YEAR, plain_month
from thai_ita.normalize.numerals import Number, read_number, to_arabic
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading

# A heading is no longer than this; a longer text is content.
MAX_HEADING = 80
# So many months or quarters in a row are the heads of a calendar.
MIN_PERIODS = 3
# A head deeper than this is no head.
MAX_HEADER_ROWS = 4

_YEAR_WORDS = re.compile(r"(?:ผล(?:คะแนน|การประเมิน)?|คะแนน|ประจำ)?\s*+(?:ปี(?:งบประมาณ|งบ)?)?\s*+(?:พ\.?\s*ศ\.?)?\s*")
LAST_YEAR = re.compile(r"ปีที่แล้ว|ปีก่อน|ปีที่ผ่านมา|ครั้งก่อน|ครั้งที่แล้ว")
_THIS_YEAR = re.compile(r"ปีนี้|ปีปัจจุบัน|ครั้งนี้")
_SHORT_YEAR = re.compile(r"(?:คะแนน|ผล(?:คะแนน|การประเมิน)?)?\s*(?:ปี(?:งบ(?:ประมาณ|ฯ)?)?|พ\.?\s*ศ\.?)\s*([5-7]\d)")
_MAY_BE_PERIOD = re.compile(r"(?:[มกพสตธ]|เม|ไตรมาส|Q)")
# The heading of a column of a calendar is no longer than this.
MAX_PERIOD = 28
_COUNTED = re.compile(r"(?:ตัวชี้วัด|ตัวบ่งชี้|ตชว\.?)\s*(?:ที่|ข้อที่|ลำดับที่)?|indicators?(?: no\.?)?", re.I)
_COLUMN_NUMBERS = re.compile(r"\(?[\d๐-๙]{1,2}\)?")


@dataclass(slots=True)
class Column:
    """What the head of a column says. ``years`` are all that it names; ``parts`` its header texts
    from the top down, repeated ones once."""

    index: int
    heading: str = ""
    parts: list[str] = field(default_factory=list)
    role: ColumnRole = ColumnRole.UNKNOWN
    fit: float = 0.0
    years: list[int] = field(default_factory=list)
    relative_year: int = 0

    @property
    def year(self) -> int | None:
        return self.years[0] if len(self.years) == 1 else None


class GridView:
    """A table as a full rectangle of texts, with merged cells repeated over what they cover."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.cells: list[list[Cell | None]] = table.covering()
        self.n_rows, self.n_columns = table.n_rows, table.n_columns
        # Every reader asks for every text again and again.
        self._texts = [[_on_one_line(cell) for cell in row] for row in self.cells]
        self._row_texts: dict[int, tuple[str, ...]] = {}

    def text(self, row: int, column: int) -> str:
        """The repaired text at a place, on one line; "" where there is none."""
        return self._texts[row][column]

    def row_texts(self, row: int) -> list[str]:
        """The distinct cells of a row from left to right, as texts, empty ones left out."""
        if row not in self._row_texts:
            cells = {id(c): t for c, t in zip(self.cells[row], self._texts[row], strict=True) if t}
            self._row_texts[row] = tuple(cells.values())
        return list(self._row_texts[row])

    def number(self, row: int, column: int) -> Number | None:
        """The figure in a cell that holds one and nothing else; a year is no figure."""
        text = self.text(row, column)
        return None if not text or year_of(text) else read_number(text)

    def is_single(self, row: int) -> bool:
        """Whether one text alone stands in the row: a caption or a section inside the table."""
        texts = self.row_texts(row)
        return len(texts) == 1 and self.n_columns > 1 and read_number(texts[0]) is None

    @cached_property
    def first_row(self) -> int:
        """The first row of data."""
        if self.table.header_rows:
            row = self._subdivided_to(self.table.header_rows)
            while row < self.n_rows and (self._numbers_columns(row) or self._names_columns(row)):
                row += 1
            return row
        for row in range(min(self.n_rows, MAX_HEADER_ROWS + 2)):
            if self._has_figure(row) and not self._numbers_columns(row):
                return self._first_data_row(row)
        return self._head_of_words()

    def _subdivided_to(self, marked: int) -> int:
        """The end of a head that is marked as such but for the rows that subdivide it: a heading
        over several columns, beside others that reach down to the end of these rows."""
        heads = [c for r in range(marked) for c in self.table.grid[r] if c is not None and c.text]
        ends = {c.row + c.rowspan for c in heads if c.colspan == 1}
        split = any(c.colspan > 1 and c.row + c.rowspan == marked for c in heads)
        end = max(ends, default=marked)
        return end if split and len(ends) == 1 and marked < end <= MAX_HEADER_ROWS else marked

    def _first_data_row(self, first_figure: int) -> int:
        """Rows above the first figures are head, unless they are filled like data themselves."""
        row = first_figure
        while row > 0 and self._is_data_like(row - 1, first_figure):
            row -= 1
        return row

    def _is_data_like(self, row: int, model: int) -> bool:
        """A row of words above the figures may lack only its figure: a dash or nothing there."""
        texts = self.row_texts(row)
        starts = bool(texts) and bool(re.match(r"[\d๐-๙]{1,2}[.)]?\s*\S", texts[0]))
        return starts and not self.is_single(row) and row > 0 and self._has_dash(row, model)

    def _has_dash(self, row: int, model: int) -> bool:
        return any(
            self.number(model, c) is not None and self.text(row, c) in ("-", "–", "N/A") for c in range(self.n_columns)
        )

    def _has_figure(self, row: int) -> bool:
        texts = [self.text(row, c) for c in range(self.n_columns)]
        figures = [c for c in range(self.n_columns) if self.number(row, c) is not None]
        labels = [t for c, t in enumerate(texts) if t and c not in figures]
        return bool(figures) and (bool(labels) or len(figures) > 1)

    def _numbers_columns(self, row: int) -> bool:
        """A row (1) (2) (3) under the head, or ``ตัวชี้วัดที่ 1 2 3`` as the head."""
        texts = [t for t in self.row_texts(row) if t]
        if self._labels_numbers(row):
            texts = texts[1:]
        if len(texts) < 2 or not all(_COLUMN_NUMBERS.fullmatch(t) for t in texts):
            return False
        values = [int(to_arabic(t).strip("()")) for t in texts]
        return values == list(range(1, len(values) + 1))

    def counts_indicators(self, row: int) -> bool:
        """Whether a row is ``ตัวชี้วัดที่ 1 2 3``."""
        return self._labels_numbers(row) and self._numbers_columns(row)

    def _labels_numbers(self, row: int) -> bool:
        return _COUNTED.fullmatch(self.text(row, 0)) is not None

    def _names_columns(self, row: int) -> bool:
        """A row of words right under the head, over columns that hold figures from there on."""
        rest = range(row + 1, min(self.n_rows, MAX_HEADER_ROWS + row))
        columns = range(1, self.n_columns)
        if self.n_columns < 4 or not rest or self.is_single(row):
            return False
        return all(
            self.text(row, c) and self.number(row, c) is None and self.number(r, c) is not None
            for r in rest
            for c in columns
        )

    def _head_of_words(self) -> int:
        """Without figures: the first row is the head if it reads like headings."""
        row = 0
        while row < self.n_rows and self.is_single(row):
            row += 1
        if row >= self.n_rows:
            return 0
        filled = self.row_texts(row)
        periods = sum(map(is_period, filled))
        filled = [t for t in filled if not is_period(t)] if periods >= MIN_PERIODS else filled
        roles = [classify_heading(t).role for t in filled if len(t) <= MAX_HEADING]
        known = [role for role in roles if role is not ColumnRole.UNKNOWN]
        listed = any(re.match(r"\s*\(?[\d๐-๙]{1,2}[.)]", t) for t in filled)
        if len(set(known)) >= 2 and len(known) * 2 >= len(filled) and not listed:
            return row + self._second_head_row(row)
        return 0

    def _second_head_row(self, row: int) -> int:
        """1, or 2 where the row below only subdivides a heading."""
        if row + 1 >= self.n_rows:
            return 1
        below = [self.text(row + 1, c) for c in range(self.n_columns)]
        above = [self.text(row, c) for c in range(self.n_columns)]
        fresh = [b for a, b in zip(above, below, strict=True) if b and b != a]
        same = any(a is not None and a is b for a, b in zip(self.cells[row], self.cells[row + 1], strict=True))
        subdivides = same and all(len(t) < 40 for t in fresh)
        return 2 if fresh and subdivides else 1

    @cached_property
    def head_rows(self) -> list[int]:
        """The rows of the head, without captions that span the table."""
        rows = [r for r in range(self.first_row) if not self.is_single(r) or self._heads_figures(r)]
        # A row (1) (2) (3) only numbers the columns, unless it starts within headings above it.
        return [r for r in rows if not (self._numbers_columns(r) and self._numbers_all(r))]

    def _numbers_all(self, row: int) -> bool:
        """Whether every column is numbered, as under a head; indicators are not."""
        filled = sum(bool(self.text(row, c)) for c in range(self.n_columns))
        return not self._labels_numbers(row) and filled == self.n_columns

    @cached_property
    def captions(self) -> list[str]:
        """Texts that stand alone in a row above the data."""
        rows = (r for r in range(self.first_row) if self.is_single(r) and not self._heads_figures(r))
        return [t for r in rows for t in self.row_texts(r)]

    def _heads_figures(self, row: int) -> bool:
        """Whether the one text of the last row above the data stands over a column of figures, not
        over the names: the sheet of a chart has nothing above its names."""
        places = [c for c in range(self.n_columns) if self.text(row, c)]
        cell = self.cells[row][places[0]] if len(places) == 1 else None
        if row != self.first_row - 1 or cell is None or not places[0] or cell.colspan > 1:
            return False
        return all(self.number(r, places[0]) is not None for r in range(self.first_row, self.n_rows))

    @cached_property
    def columns(self) -> list[Column]:
        return [self._column(c) for c in range(self.n_columns)]

    @cached_property
    def blocks(self) -> list[range]:
        """Columns of tables that stand side by side under repeated headings; else all as one."""
        heads = [column.heading for column in self.columns]
        n = self.n_columns
        for width in range(2, n // 2 + 1):
            if n % width or not all(heads[:width]):
                continue
            if all(heads[c] == heads[c % width] for c in range(n)):
                return [range(start, start + width) for start in range(0, n, width)]
        if not self.head_rows and n > 2 and n % 2 == 0 and self._alternates():
            return [range(start, start + 2) for start in range(0, n, 2)]
        return [range(n)]

    def _alternates(self) -> bool:
        """Whether names and figures take turns in every row of a table without a head; a level may
        stand for a figure."""
        for r in range(self.n_rows):
            for c in range(self.n_columns):
                cell = self.cells[r][c]
                own = cell is not None and (cell.row, cell.column) == (r, c)
                text = self.text(r, c) if own else ""
                figure = self.number(r, c) is not None or (c % 2 == 1 and read_level(text) is not None)
                if text and figure != (c % 2 == 1):
                    return False
        return True

    def _head_text(self, r: int, c: int) -> str:
        """The heading over a column; where spans are lost, a heading also covers the empty places
        to its right that are subdivided below it."""
        text = self.text(r, c)
        if text or self.has_spans or r == self.head_rows[-1]:
            return text
        below = [q for q in self.head_rows if q > r]
        left = c
        while left > 0 and not text:
            if not any(self.text(q, left) for q in below):
                return ""
            left -= 1
            text = self.text(r, left)
        return text if any(self.text(q, left) for q in below) else ""

    @cached_property
    def has_spans(self) -> bool:
        """Whether the source tells of merged cells."""
        return any(cell.rowspan > 1 or cell.colspan > 1 for cell in self.table.cells())

    def _column(self, c: int) -> Column:
        column = Column(c)
        previous: Cell | None = None
        for r in self.head_rows:
            cell = self.cells[r][c]
            text = self._head_text(r, c)
            if text and (cell is not previous or cell is None or not cell.text):
                column.parts.append(text)
            previous = cell
        column.heading = " ".join(column.parts)
        # The lowest heading that says something is the most specific.
        for part in reversed(column.parts):
            years = years_of(part) or short_years_of(part)
            column.years = column.years or years
            heading = classify_heading(without_year(part) if years else part)
            if heading.fit > 0 and column.role in (ColumnRole.UNKNOWN, ColumnRole.YEAR):
                column.role, column.fit = heading.role, heading.fit
        if column.role is ColumnRole.UNKNOWN and len(column.parts) > 1:
            heading = classify_heading(without_year(column.heading))
            column.role, column.fit = heading.role, heading.fit
        if not column.years:
            column.relative_year = (
                -1 if LAST_YEAR.search(column.heading) else 1 if _THIS_YEAR.search(column.heading) else 0
            )
        return column


def is_period(text: str) -> bool:
    """Whether a text is the name of a month or a quarter and nothing else, but for a year."""
    name = text.strip().removeprefix("เดือน")
    if not _MAY_BE_PERIOD.match(name):
        return False
    name = plain_month(name)
    period = read_period(name, FIRST_YEAR) if 0 < len(name) <= MAX_PERIOD else None
    if period is None or period.rule not in ("month", "quarter", "month_range"):
        return False
    whole = len(period.as_seen) >= len(name.strip(" .")) - 2 and period.rule != "month_range"
    return whole or name.startswith("ไตรมาส")


def _on_one_line(cell: Cell | None) -> str:
    return " ".join(cell.text.split()) if cell is not None else ""


@lru_cache(maxsize=4096)
def year_of(text: str) -> int | None:
    """The year that a cell holds and nothing else: ``2567``, ``ปีงบประมาณ พ.ศ. ๒๕๖๗``."""
    years = years_of(text)
    if len(years) != 1:
        return None
    rest = _YEAR_WORDS.sub("", without_year(text), count=1).strip(" ().*:")
    return years[0] if not rest else None


def short_years_of(text: str) -> list[int]:
    """The year of a heading that gives two digits: ``ปี 66``."""
    match = _SHORT_YEAR.fullmatch(to_arabic(text).strip())
    return [2500 + int(match.group(1))] if match else []


def years_of(text: str) -> list[int]:
    """All distinct years that a text names, in order."""
    out: list[int] = []
    for found in find_years(text):
        if found.year not in out:
            out.append(found.year)
    return out


def without_year(text: str) -> str:
    """The text without its years and the words before them."""
    for found in reversed(find_years(text)):
        text = text[: found.start] + " " + text[found.end :]
    text = re.sub(r"(?:ประจำ)?ปี(?:งบประมาณ|งบ)?\s*(?:พ\.?\s*ศ\.?)?\s*(?=$|[\s)])", " ", text)
    return " ".join(re.sub(r"\(\s*\)", " ", text).split())
