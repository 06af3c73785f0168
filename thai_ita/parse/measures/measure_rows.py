"""The rows of a table of measures: which of them make one measure.

A measure may take several rows (merged cells, steps in rows of their own), and a page break may cut
a row in two; several measures may stand in one row (``split_rows``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from thai_ita.model import Evidence
from thai_ita.normalize.dates import read_period
from thai_ita.normalize.repair import squash
from thai_ita.normalize.units import is_unit, join_unit_lines, split_units
from thai_ita.parse.measures.column_contents import names_one_end, ticked
from thai_ita.parse.measures.measure_tables import (
    CONTINUED,
    SHARED_ROLES,
    TEXT_ROLES,
    Layout,
    MeasureRow,
    join_cut,
    repeats_head,
)
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.list_items import read_items, strip_number

# Rows that add up or comment.
_NOT_A_MEASURE = re.compile(
    r"(?:ยอด)?รวม(?:(?:ทั้งสิ้น|ทั้งหมด|เงิน|งบประมาณ|จำนวน|มาตรการ|โครงการ|กิจกรรม|เป็น|[\s:\d๐-๙(]).{0,25})?|หมายเหตุ.*"
)
# What adds up or averages a column, in a row that has nothing else than figures.
_ADDS_UP = re.compile(
    r"(?:ยอด|ผล|สรุป)?รวม.{0,40}|(?:ค่า|คะแนน|ร้อยละ)?เฉลี่ย.{0,40}|.{2,40}(?:เฉลี่ย|รวม|โดยรวม|ในภาพรวม|สะสม)(?:\s*\(.{1,20}\))?|คิดเป็นร้อยละ.{0,30}|(?:ผล)?(?:รวม)?ทั้งสิ้น.{0,20}"
)
_FIGURE_ONLY = re.compile(r"[\s\d๐-๙.,%\-–—*]*+(?:บาท|ร้อยละ|คะแนน|คน|ครั้ง|มาตรการ|โครงการ)?[\s*]*")

# How the name of a group begins, and no rest of one.
_BEGINS_GROUP = re.compile(r"(?:ด้าน|ตัวชี้วัด|ประเด็น|หมวด|มิติ|ยุทธศาสตร์|ข้อ)|[(\[]?[\d๐-๙]|[-–•*]|[A-Za-z]")
# The numbers of indicators, there being ten.
_INDICATOR_NUMBERS = re.compile(r"(?:(?:^|\s*(?:,|/|;|และ|กับ)\s*+|\s++)(?:ที่\s*)?(?:[1-9๑-๙]|10|๑๐)(?![\d๐-๙.]))+")


def _plain(text: str) -> str:
    return CONTINUED.sub("", " ".join(text.split()))


def indicators_of(text: str) -> str:
    """Numbers alone in a column of indicators, with the word that says what they count.

    >>> indicators_of("๒, ๔")
    'ตัวชี้วัดที่ ๒ ตัวชี้วัดที่ ๔'
    """
    if not _INDICATOR_NUMBERS.fullmatch(text):
        return text
    return " ".join(f"ตัวชี้วัดที่ {n}" for n in re.findall(r"[\d๐-๙]+", text))


def read_measure_table(view: GridView, layout: Layout) -> list[MeasureRow]:
    """The records of a table of measures with that layout."""
    return _RowReader(view, layout).read()


class _RowReader:
    def __init__(self, view: GridView, layout: Layout) -> None:
        self.view, self.layout, self.table = view, layout, view.table
        self.records: list[MeasureRow] = []
        self.group = ""
        self.group_texts: list[str] = []
        self.section = ""
        self.questions: list[str] = []
        # By the id of a cell: the whole name of a group of which it holds the second half.
        self.cut_groups: dict[int, str] = {}
        rows = range(view.first_row, view.n_rows)
        titles = [self._text(r, layout.title) for r in rows]
        filled = [t for t in titles if t]
        numbered = sum(strip_number(t)[0] is not None for t in filled)
        self.numbered = bool(filled) and numbered >= 0.6 * len(filled)
        self.seq_filled = layout.seq is not None and (
            sum(bool(self._text(r, layout.seq)) for r in rows) >= 0.5 * max(1, len(filled))
        )

    def read(self) -> list[MeasureRow]:
        self._see_band_below_head()
        for r in range(self.view.first_row, self.view.n_rows):
            if repeats_head(self.view, r) or self._adds_up(r):
                continue
            if self.view.is_single(r) and not self._fits_column(r):
                self._single(r)
                continue
            self._row(r)
        return [record for record in self.records if record.title]

    # -- cells -------------------------------------------------------------------------------

    def _text(self, r: int, c: int) -> str:
        cell = self.view.cells[r][c]
        return cell.text.strip() if cell is not None else ""

    def _own_text(self, r: int, c: int) -> str:
        """The text of a cell that begins in this row; a merged cell speaks once."""
        cell = self.view.cells[r][c]
        return cell.text.strip() if cell is not None and cell.row == r else ""

    def _fits_column(self, r: int) -> bool:
        """A lone cell under a column of its own, at a page break, is the rest of that column."""
        cell = next((c for c in self.view.cells[r] if c is not None and c.text.strip()), None)
        if cell is None or cell.colspan > 1:
            return False
        if cell.column == self.layout.title and not self.records:
            return False
        if self.section and CONTINUED.sub("", " ".join(cell.text.split())) == self.section:
            return False  # the group again, on its next page
        return (
            cell.column not in self.layout.groups
            and cell.column != self.layout.seq
            and (cell.column != 0 or r in self.table.starts)
        )

    def _see_band_below_head(self) -> None:
        """A band between the head and the first measure is the group of what follows, as the bands
        further down are; above the head it would be a caption."""
        below = range(max(self.view.head_rows, default=self.view.first_row) + 1, self.view.first_row)
        for r in below:
            cell = self.view.cells[r][0]
            if cell is not None and cell.text.strip() and self.view.is_single(r):
                self._single(r)

    def _single(self, r: int) -> None:
        """A text over the whole width names the group of what follows."""
        text = self.view.row_texts(r)[0]
        if _NOT_A_MEASURE.fullmatch(text):
            return
        cell = next(c for c in self.view.cells[r] if c is not None and c.text.strip())
        if cell.column == self.layout.title and cell.colspan == 1 and self.layout.groups:
            self._row(r)
            return
        self.section = CONTINUED.sub("", text)
        self.group, self.group_texts = "", []

    def _adds_up(self, r: int) -> bool:
        """Whether a row only adds up or averages: it says so, and the rest of it are figures."""
        texts = [" ".join(t.replace("*", " ").split()) for t in self.view.row_texts(r)]
        words = [t for t in texts if not _FIGURE_ONLY.fullmatch(t)]
        if len(words) != 1:
            return False
        alone = len(texts) == 1 and r not in self.table.starts and _NOT_A_MEASURE.fullmatch(words[0])
        return bool(alone or (len(texts) > 1 and _ADDS_UP.fullmatch(words[0])))

    # -- rows --------------------------------------------------------------------------------

    def _row(self, r: int) -> None:
        cells = self._aligned(r)
        title_cell = self.view.cells[r][self.layout.title]
        title = cells.get(self.layout.title, "")
        merged = title_cell is not None and title_cell.row < r and title_cell.text.strip()
        own = self._number_of_rest(r, title)
        goes_on = bool(self.records) and bool(merged or own or self._continues(r, title, cells))
        if goes_on and (self.numbered or self.seq_filled) and r in self.table.starts:
            self._join_group(r, cells)
        self._see_groups(r, cells)
        if goes_on:
            self.records[-1].number = own or self.records[-1].number
            self._continue(r, cells, "" if merged else title)
            return
        if not title or _NOT_A_MEASURE.fullmatch(" ".join(title.split())):
            return
        number, rest = strip_number(title)
        seq = self._text(r, self.layout.seq) if self.layout.seq is not None else ""
        if number is None and seq:
            number, _ = strip_number(CONTINUED.sub("", seq).rstrip(".") + ".")
        record = MeasureRow(
            title=title if number is not None and rest != title else rest,
            number=number,
            group=self.group or self.section,
            indicator_texts=[*self.group_texts, *self.questions, *filter(None, [self.section])],
            page=(title_cell.page if title_cell else None) or self.table.page,
            plan=self.layout.is_plan,
            results=self.layout.has_results,
            called_measure="มาตรการ" in self.view.columns[self.layout.title].heading,
            table=self.table.number,
            continued=bool(CONTINUED.search(seq)),
        )
        record.title = title
        for role in TEXT_ROLES:
            record.texts[role] = self._role_text(role, cells, r) or self._shared_text(role, r)
            record.merged.update(self._merged(role, r))
        if self.layout.calendar:
            record.texts[ColumnRole.TIMEFRAME] = ticked(self.view, self.layout.calendar, r)
        record.questions = list(self.questions)
        counted = [n for line in seq.split("\n") if (n := strip_number(line.rstrip(".") + ".")[0])]
        record.numbers = counted if len(counted) > 1 else []
        record.evidence = Evidence(
            page=record.page,
            table=self.table.number,
            row=r + 1,
            bbox=title_cell.bbox if title_cell else None,
            text=" ".join(title.split())[:300],
        )
        self.records.append(record)

    def _role_text(self, role: ColumnRole, cells: dict[int, str], r: int) -> str:
        texts = []
        for c in self.layout.columns.get(role, []):
            cell = self.view.cells[r][c]
            if cell is not None and cell.colspan > 1 and self.layout.owner(cell) != c:
                continue
            # Units stand below one another; joined into running text they could not be told apart.
            listed = role is ColumnRole.RESPONSIBLE and cell is not None and cell.row == r and cell.lines
            texts.append(join_unit_lines(cell.lines) if listed and cell else cells.get(c, ""))
        texts = [t for t in texts if t]
        ends = len(texts) == 2 and role is ColumnRole.TIMEFRAME and all(map(names_one_end, texts))
        # The columns of the first and the last day.
        return (" - " if ends else "\n").join(texts)

    def _merged(self, role: ColumnRole, r: int) -> dict[ColumnRole, tuple[int, int]]:
        """The place of the cell of a field that is merged over further rows, by the field."""
        for c in self.layout.columns.get(role, []):
            cell = self.view.cells[r][c]
            if cell is not None and cell.rowspan > 1 and cell.text.strip():
                return {role: (cell.row, cell.column)}
        return {}

    def _shared_text(self, role: ColumnRole, r: int) -> str:
        """What a cell merged over several measures says of this one too.

        Where the source lost its spans, empty cells of a column that is often empty were merged;
        a single empty cell is just empty.
        """
        if role not in SHARED_ROLES:
            return ""
        for c in self.layout.columns.get(role, []):
            cell = self.view.cells[r][c]
            if cell is not None and cell.colspan > 1 and self.layout.owner(cell) != c:
                continue  # a cell over two columns, which the first of them has said
            text = self._text(r, c) or self._text_before_page(r, c)
            if not text and not self.view.has_spans and self._is_often_empty(c):
                text = next(
                    (t for q in range(r - 1, self.view.first_row - 1, -1) if (t := self._text(q, c))),
                    "",
                )
            if text:
                return text
        return ""

    def _text_before_page(self, r: int, c: int) -> str:
        """The text of a merged cell that the page before began, "" for any other empty cell.

        Only in a column that has merged cells is an empty one at the top of a page the rest of one.
        """
        cells = [row[c] for row in self.view.cells[self.view.first_row :]]
        if not any(cell is not None and cell.rowspan > 1 and cell.text.strip() for cell in cells):
            return ""
        cell = self.view.cells[r][c]
        while cell is not None and not cell.text.strip() and cell.row in self.table.starts[1:]:
            above = self.view.cells[cell.row - 1][c]
            if above is None or above.row < self.view.first_row:
                return ""
            cell = above
        return cell.text.strip() if cell is not None and cell.row < r else ""

    def _is_often_empty(self, c: int) -> bool:
        titled = [q for q in range(self.view.first_row, self.view.n_rows) if self._text(q, self.layout.title)]
        return sum(not self._text(q, c) for q in titled) >= 2

    def _see_groups(self, r: int, cells: dict[int, str]) -> None:
        asked = [" ".join((cells.get(c, "") or self._text(r, c)).split()) for c in self.layout.questions]
        if any(asked):
            self.questions = [t for t in asked if t]
        texts = [
            self.cut_groups.get(id(self.view.cells[r][c])) or cells.get(c, "") or self._text(r, c)
            for c in self.layout.groups
        ]
        filled = [_plain(t) for t in texts if t]
        if filled:
            issues = [
                text
                for c, text in zip(self.layout.groups, map(_plain, texts), strict=True)
                if self.view.columns[c].role in (ColumnRole.ISSUE, ColumnRole.INDICATOR, ColumnRole.MEASURE)
            ]
            self.group = CONTINUED.sub("", next((t for t in issues if t), filled[0]))
            self.group_texts = [
                indicators_of(t) if self.view.columns[c].role is ColumnRole.INDICATOR else t
                for c, t in zip(self.layout.groups, map(_plain, texts), strict=True)
                if t
            ]

    def _continues(self, r: int, title: str, cells: dict[int, str]) -> bool:
        """Whether the row goes on with the measure of the row before it."""
        if title and self._counts_on(r):
            return False
        if not title:
            return any(cells.get(c) for role in TEXT_ROLES for c in self.layout.columns.get(role, []))
        if CONTINUED.search(title):
            return False
        seq = self.layout.seq
        unnumbered = seq is not None and not self._text(r, seq)
        if self.seq_filled and unnumbered and not self._starts_numbered(title):
            return r in self.table.starts or self._mostly_empty(cells)
        if r in self.table.starts and r > self.view.first_row:
            if self.numbered and not self._starts_numbered(title):
                return True
            return not self.numbered and self._mostly_empty(cells)
        return False

    def _number_of_rest(self, r: int, title: str) -> int | None:
        """The number of the measure that a page break cut, where it stands in the second half alone:
        the half above has none, and the measure before that half has the number before it."""
        if not title or not self.seq_filled or r not in self.table.starts[1:] or len(self.records) < 2:
            return None
        number = self._row_number(r)
        before, cut = self.records[-2], self.records[-1]
        last = before.number is not None and cut.number is None and before.number + 1 == number
        return number if last else None

    def _row_number(self, r: int) -> int | None:
        """The number that the column of numbers gives a row."""
        if self.layout.seq is None:
            return None
        return strip_number(self._own_text(r, self.layout.seq).rstrip(".") + ".")[0]

    def _join_group(self, r: int, cells: dict[int, str]) -> None:
        """Joins the name of a group that a page break cut with the measure: its second half stands
        beside that of the measure, and names no group of its own."""
        column = next((c for c in self.layout.groups if cells.get(c)), None)
        rest = _plain(cells[column]) if column is not None else ""
        old = self.group if self.records[-1].group == self.group else ""
        repeated = squash(rest) in squash(old) or squash(old) in squash(rest)
        if column is None or not rest or not old or repeated or _BEGINS_GROUP.match(rest):
            return
        whole = join_cut(old, rest)
        for record in self.records:
            if record.group == old:
                record.group = whole
                record.indicator_texts = [whole if t == old else t for t in record.indicator_texts]
        self.cut_groups[id(self.view.cells[r][column])] = whole

    def _counts_on(self, r: int) -> bool:
        """Whether a column of numbers gives this row the number after that of the last measure."""
        if not self.records:
            return False
        number, before = self._row_number(r), self.records[-1].number
        return number is not None and before is not None and number == before + 1

    def _starts_numbered(self, title: str) -> bool:
        return strip_number(title)[0] is not None

    def _mostly_empty(self, cells: dict[int, str]) -> bool:
        """Whether fields that other rows fill are empty here."""
        columns = [c for role in TEXT_ROLES for c in self.layout.columns.get(role, [])]
        norm = [
            c
            for c in columns
            if sum(bool(self._text(q, c)) for q in range(self.view.first_row, self.view.n_rows))
            >= 0.7 * (self.view.n_rows - self.view.first_row)
        ]
        return bool(norm) and sum(not cells.get(c) for c in norm) * 2 >= len(norm)

    def _continue(self, r: int, cells: dict[int, str], title: str) -> None:
        record = self.records[-1]
        cut = r in self.table.starts
        if title:
            record.title = join_cut(record.title, title) if cut else f"{record.title}\n{title}"
        for role in TEXT_ROLES:
            text = self._role_text(role, cells, r)
            if text:
                old = record.texts.get(role, "")
                record.texts[role] = join_cut(old, text) if cut else "\n".join(filter(None, (old, text)))

    # -- ragged rows -------------------------------------------------------------------------

    def _aligned(self, r: int) -> dict[int, str]:
        """The texts of a row by column; a row with too many cells is fitted to the columns."""
        row = self.table.grid[r]
        width = len(self.view.columns)
        head = max((len(self.table.grid[h]) for h in self.view.head_rows), default=width)
        if len(row) > head and head < width and all(c is None or c.colspan == 1 for c in row):
            texts = [c.text.strip() if c is not None else "" for c in row]
            return self._fit(texts, head)
        return {c: self._own_text(r, c) for c in range(width)}

    def _fit(self, texts: Sequence[str], head: int) -> dict[int, str]:
        """The merging of neighbouring cells that gives each column what it should hold."""
        best: tuple[float, dict[int, str]] | None = None
        for k in range(len(texts) - 1):
            merged = [*texts[:k], "\n".join(filter(None, texts[k : k + 2])), *texts[k + 2 :]]
            if len(merged) > head:
                merged = [*merged[: head - 1], "\n".join(filter(None, merged[head - 1 :]))]
            fitted = dict(enumerate(merged))
            score = self._plausibility(fitted) + self._belongs(texts[k], texts[k + 1], k)
            if best is None or score > best[0]:
                best = (score, fitted)
        return best[1] if best else dict(enumerate(texts[:head]))

    def _belongs(self, left: str, right: str, column: int) -> float:
        """How likely two neighbouring cells are one: a list that goes on, units beside units."""
        if column == self.layout.title:
            return -0.5
        numbers = [i.number for i in read_items(left) if i.number is not None]
        first = strip_number(right)[0]
        if numbers and first == numbers[-1] + 1:
            return 1.0
        return 1.0 if is_unit(left) and is_unit(right) else 0.0

    def _plausibility(self, cells: dict[int, str]) -> float:
        score = -1.0 if is_unit(cells.get(self.layout.title, "")) else 0.0
        for role, columns in self.layout.columns.items():
            for c in columns:
                text = cells.get(c, "")
                if not text:
                    continue
                if role is ColumnRole.TIMEFRAME:
                    score += 2.0 if read_period(text) else -1.0
                elif role is ColumnRole.RESPONSIBLE:
                    units = split_units(text)
                    score += 1.0 if units and all(map(is_unit, units)) else -1.0
                elif role is ColumnRole.STEPS:
                    score += 1.0 if any(i.number for i in read_items(text)) else 0.0
        return score
