"""Tables of measures: which columns they have, and which rows make one measure.

A measure may take several rows (merged cells, steps in rows of their own), and a page break may cut
a row in two; several measures may stand in one row (``measure_rows``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thai_ita.model import Cell, Evidence
from thai_ita.normalize.dates import read_period
from thai_ita.normalize.units import is_unit, join_unit_lines, split_units
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.list_items import read_items, strip_number

PLAN_ROLES = frozenset({ColumnRole.STEPS, ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME, ColumnRole.MONITORING})
RESULT_ROLES = frozenset({ColumnRole.OUTPUT, ColumnRole.OUTCOME, ColumnRole.STATUS})
TEXT_ROLES = (
    ColumnRole.STEPS, ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME, ColumnRole.MONITORING, ColumnRole.OUTPUT, ColumnRole.OUTCOME,
)  # fmt: skip
# Fields that a cell over several measures may hold for all of them.
SHARED_ROLES = frozenset({ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME, ColumnRole.MONITORING})
# Rows that add up or comment.
_NOT_A_MEASURE = re.compile(r"รวม(?:ทั้งสิ้น|ทั้งหมด|เงิน|งบประมาณ|จำนวน)*.{0,25}|หมายเหตุ.*")
# What stands behind the title of a measure that another page goes on with.
CONTINUED = re.compile(r"\s*[(\[]\s*ต่อ\s*[)\]]\s*[.:]?\s*$")
# A cell that only counts.
NUMBER_ALONE = re.compile(r"(?:มาตรการ|ลำดับ|ข้อ)?\s*(?:ที่)?\s*\(?([\d๐-๙]{1,2})\s*[.)]?")
# A cell that says how far a measure has come. What only goes on or is to be done is planned too.
_PROGRESS = re.compile(
    r"อยู่ระหว่าง|ดำเนินการ(?:เสร็จ|แล้ว)|ยังไม่(?:ได้)?(?:ดำเนินการ|เริ่ม|แล้วเสร็จ)|เสร็จ(?:สิ้น|เรียบร้อย)แล้ว"
)
_GROUPS = (ColumnRole.ISSUE, ColumnRole.ANALYSIS, ColumnRole.INDICATOR, ColumnRole.INSTRUMENT, ColumnRole.QUESTION, ColumnRole.ITEM)


@dataclass(slots=True)
class Layout:
    """Where the parts of a measure stand. ``columns`` maps a role to its columns; ``progress`` says
    that columns without a role of their own (quarters) tell how far the measures have come."""

    title: int
    columns: dict[ColumnRole, list[int]]
    groups: list[int]
    seq: int | None
    progress: bool = False

    @property
    def is_plan(self) -> bool:
        """A table that plans and reports no results."""
        return bool(PLAN_ROLES & set(self.columns)) and not self.has_results

    @property
    def has_results(self) -> bool:
        return bool(RESULT_ROLES & set(self.columns)) or self.progress


@dataclass(slots=True)
class MeasureRow:
    """The cells of one row or joined rows: texts by role, the title with its number apart."""

    title: str
    number: int | None = None
    group: str = ""
    texts: dict[ColumnRole, str] = field(default_factory=dict)
    indicator_texts: list[str] = field(default_factory=list)
    page: int | None = None
    evidence: Evidence = field(default_factory=Evidence)
    plan: bool = True
    results: bool = False
    table: int = 0
    called_measure: bool = False
    continued: bool = False


def measure_layout(view: GridView) -> Layout | None:
    """The layout of a table of measures, None for any other table."""
    columns: dict[ColumnRole, list[int]] = {}
    for column in view.columns:
        counts = column.role is ColumnRole.MEASURE and _is_numbers(view, column.index)
        columns.setdefault(ColumnRole.SEQ if counts else column.role, []).append(column.index)
    fields = (PLAN_ROLES | RESULT_ROLES) & set(columns)
    title = _title_column(view, columns)
    if title is None or not fields:
        return None
    if len(fields) < 2 and ColumnRole.MEASURE not in columns:
        return None
    used = {c for role in (*TEXT_ROLES, ColumnRole.STATUS) for c in columns.get(role, []) if c != title}
    columns = {r: [c for c in cs if c != title] for r, cs in columns.items()}
    extra = columns.pop(ColumnRole.MEASURE, [])
    if extra and not columns.get(ColumnRole.STEPS):
        columns[ColumnRole.STEPS] = extra
        used |= set(extra)
    columns = {r: cs for r, cs in columns.items() if cs}
    groups = [c for role in _GROUPS for c in columns.get(role, []) if c not in used]
    groups += [c for c in extra if c not in used and c < title]
    seq = next((c for role in (ColumnRole.SEQ, ColumnRole.RANK) for c in columns.get(role, [])), None)
    progress = any(_tells_progress(view, c) for c in columns.get(ColumnRole.UNKNOWN, []))
    return Layout(title, columns, sorted(groups), seq, progress)


def _tells_progress(view: GridView, column: int) -> bool:
    """Whether most cells of a column, two at least, say how far something has come."""
    texts = [view.text(r, column) for r in range(view.first_row, view.n_rows)]
    told = sum(bool(_PROGRESS.match(t)) for t in texts)
    return told >= 2 and 2 * told > sum(map(bool, texts))


def _title_column(view: GridView, columns: dict[ColumnRole, list[int]]) -> int | None:
    measures = columns.get(ColumnRole.MEASURE, [])
    if measures:
        named = [c for c in measures if "มาตรการ" in view.columns[c].heading]
        return (named or measures)[0]
    issues = columns.get(ColumnRole.ISSUE, []) + columns.get(ColumnRole.ANALYSIS, [])
    if issues and len((PLAN_ROLES | RESULT_ROLES) & set(columns)) >= 2:
        # Without a column of measures, what is to be done is the measure.
        steps = columns.get(ColumnRole.STEPS, [])
        if len(steps) == 1 and not _is_lists(view, steps[0]):
            return steps[0]
        return issues[0]
    unknown = [c for c in columns.get(ColumnRole.UNKNOWN, []) if view.columns[c].heading]
    wide = len((PLAN_ROLES | RESULT_ROLES) & set(columns)) >= 3
    return unknown[0] if wide and unknown else None


def _is_numbers(view: GridView, column: int) -> bool:
    """Whether a column holds nothing but numbers (มาตรการที่ | ชื่อมาตรการ)."""
    texts = [view.text(r, column) for r in range(view.first_row, view.n_rows)]
    filled = [t for t in texts if t]
    return bool(filled) and all(NUMBER_ALONE.fullmatch(t) for t in filled)


def _is_lists(view: GridView, column: int) -> bool:
    """Whether most cells of a column are lists of items."""
    cells = [view.cells[r][column] for r in range(view.first_row, view.n_rows)]
    filled = [c for c in cells if c is not None and c.text.strip()]
    lists = sum(len(read_items(c.text)) > 1 for c in filled)
    return lists * 2 > len(filled)


def read_measure_table(view: GridView) -> list[MeasureRow]:
    """The records of a table of measures, [] for any other table."""
    layout = measure_layout(view)
    if layout is None:
        return []
    return _RowReader(view, layout).read()


def repeats_head(view: GridView, r: int) -> bool:
    """Whether a row holds nothing but headings: the head again on another page."""
    heads = [c.parts for c in view.columns]
    texts = [view.text(r, c) for c in range(view.n_columns)]
    filled = [(t, h) for t, h in zip(texts, heads, strict=True) if t]
    known = [t for t, h in filled if (t in h) or (classify_heading(t).fit >= 1.5 and len(t) < 40)]
    return len(filled) >= 2 and len(known) == len(filled)


class _RowReader:
    def __init__(self, view: GridView, layout: Layout) -> None:
        self.view, self.layout, self.table = view, layout, view.table
        self.records: list[MeasureRow] = []
        self.group = ""
        self.group_texts: list[str] = []
        self.section = ""
        self.last_title_cell: Cell | None = None
        rows = range(view.first_row, view.n_rows)
        titles = [self._text(r, layout.title) for r in rows]
        filled = [t for t in titles if t]
        numbered = sum(strip_number(t)[0] is not None for t in filled)
        self.numbered = bool(filled) and numbered >= 0.6 * len(filled)
        self.seq_filled = layout.seq is not None and (
            sum(bool(self._text(r, layout.seq)) for r in rows) >= 0.5 * max(1, len(filled))
        )

    def read(self) -> list[MeasureRow]:
        for r in range(self.view.first_row, self.view.n_rows):
            if repeats_head(self.view, r):
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

    # -- rows --------------------------------------------------------------------------------

    def _row(self, r: int) -> None:
        cells = self._aligned(r)
        title_cell = self.view.cells[r][self.layout.title]
        title = cells.get(self.layout.title, "")
        merged = title_cell is not None and title_cell.row < r and title_cell.text.strip()
        self._see_groups(r, cells)
        if self.records and (merged or self._continues(r, title, cells)):
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
            indicator_texts=list(self.group_texts) + ([self.section] if self.section else []),
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
            cell = self.view.cells[r][c] if c < self.view.n_columns else None
            # Units stand below one another; joined into running text they could not be told apart.
            listed = role is ColumnRole.RESPONSIBLE and cell is not None and cell.row == r and cell.lines
            texts.append(join_unit_lines(cell.lines) if listed and cell else cells.get(c, ""))
        return "\n".join(t for t in texts if t)

    def _shared_text(self, role: ColumnRole, r: int) -> str:
        """What a cell merged over several measures says of this one too.

        Where the source lost its spans, empty cells of a column that is often empty were merged;
        a single empty cell is just empty.
        """
        if role not in SHARED_ROLES:
            return ""
        for c in self.layout.columns.get(role, []):
            text = self._text(r, c)
            if not text and not self.view.has_spans and self._is_often_empty(c):
                text = next(
                    (
                        t
                        for q in range(r - 1, self.view.first_row - 1, -1)
                        if (t := self._text(q, c))
                    ),
                    "",
                )
            if text:
                return text
        return ""

    def _is_often_empty(self, c: int) -> bool:
        titled = [
            q
            for q in range(self.view.first_row, self.view.n_rows)
            if self._text(q, self.layout.title)
        ]
        return sum(not self._text(q, c) for q in titled) >= 2

    def _see_groups(self, r: int, cells: dict[int, str]) -> None:
        texts = [cells.get(c, "") or self._text(r, c) for c in self.layout.groups]
        filled = [CONTINUED.sub("", " ".join(t.split())) for t in texts if t]
        if filled:
            issues = [
                " ".join((cells.get(c, "") or self._text(r, c)).split())
                for c in self.layout.groups
                if self.view.columns[c].role in (ColumnRole.ISSUE, ColumnRole.INDICATOR, ColumnRole.MEASURE)
            ]
            self.group = CONTINUED.sub("", next((t for t in issues if t), filled[0]))
            self.group_texts = filled

    def _continues(self, r: int, title: str, cells: dict[int, str]) -> bool:
        """Whether the row goes on with the measure of the row before it."""
        if not title:
            return any(
                cells.get(c) for role in TEXT_ROLES for c in self.layout.columns.get(role, [])
            )
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
                record.texts[role] = (
                    join_cut(old, text) if cut else "\n".join(filter(None, (old, text)))
                )

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


def join_cut(before: str, after: str) -> str:
    """A text that a page break cut: the second half begins an item, or goes on in mid-sentence."""
    if not before or not after:
        return before or after
    items = read_items(after)
    if items and (items[0].number is not None or items[0].bulleted):
        return f"{before}\n{after}"
    return join_words(before, after)


def join_words(before: str, after: str) -> str:
    """Two halves of a text, without a space where Thai goes on and with one where Latin does."""
    left, right = before.rstrip(), after.lstrip()
    thai = "\u0e00" <= left[-1:] <= "\u0e7f" and "\u0e00" <= right[:1] <= "\u0e7f"
    return left + ("" if thai else " ") + right
