"""Tables of measures: which columns they have and what stands in each.

A column's heading says what it holds; where no phrase fits the heading, the cells do.
``measure_rows`` reads the measures from the layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thai_ita.model import Cell, Evidence
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.parse.measures.column_contents import (
    CalendarColumn,
    calendar,
    filled_cells,
    follows_up,
    is_lists,
    is_numbers,
    is_one_end,
    is_question,
    role_by_content,
    tells_done,
)
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.list_items import read_items

PLAN_ROLES = frozenset({ColumnRole.STEPS, ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME, ColumnRole.MONITORING})
RESULT_ROLES = frozenset({ColumnRole.OUTPUT, ColumnRole.OUTCOME, ColumnRole.STATUS})
TEXT_ROLES = (
    ColumnRole.STEPS, ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME, ColumnRole.MONITORING, ColumnRole.OUTPUT, ColumnRole.OUTCOME,
)  # fmt: skip
# With so many fields known by their headings, an unknown column of text names the measures.
MIN_HEADED = 3
# A heading that fits worse than this is only like a known one.
KNOWN_HEAD = 1.0
# Fields that a cell over several measures may hold for all of them.
SHARED_ROLES = frozenset({ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME, ColumnRole.MONITORING})
# What stands behind the title of a measure that another page goes on with.
CONTINUED = re.compile(BLANKS_BEFORE + r"[(\[]\s*ต่อ\s*[)\]]\s*+[.:]?\s*$")
# A cell that says how far a measure has come. What only goes on or is to be done is planned too.
_PROGRESS = re.compile(r"อยู่ระหว่าง|ดำเนินการ(?:เสร็จ|แล้ว)|ยังไม่(?:ได้)?(?:ดำเนินการ|เริ่ม|แล้วเสร็จ)|เสร็จ(?:สิ้น|เรียบร้อย)แล้ว")
# What stands in a column of these is no measure, whatever else is unknown.
_NO_TITLE = re.compile(
    r"ข้อค้นพบ|ปัญหา|อุปสรรค|ข้อบกพร่อง|จุดอ่อน|สาเหตุ|วัตถุประสงค์|เป้าหมาย|ตัวชี้วัด|หมายเหตุ|หลักฐาน|เอกสาร|งบประมาณ"
)
# Headings that steps and results have in common.
_EITHER = re.compile(
    r"(?:รายละเอียด\s*+(?:ของ)?\s*+)?(?:การ|กิจกรรมที่|สิ่งที่|สิ่งที่ได้)?\s*(?:ดำเนินการ|ดำเนินงาน|ปฏิบัติ(?:งาน)?)|(?:สิ่งที่|กิจกรรมที่|งานที่)(?:ได้)?ทำ(?:ไป)?(?:แล้ว)?|รายละเอียด(?:กิจกรรม|โครงการ)?|(?:การ)?รายงานผล|สรุปผล"
)
_MAY_BE_MEASURE = re.compile(r"\s*(?:กิจกรรม|แนวทาง|แนวปฏิบัติ)")
# What tells the columns of two rounds apart: ผลรอบ 6 เดือน, ผลรอบ 12 เดือน.
_WHICH = re.compile(r"[\d๐-๙]+|แรก|หลัง|\s")
_SCORED = re.compile(r"คะแนน|ร้อยละ|%|ประเมิน|score", re.I)
_GROUPS = (
    ColumnRole.ISSUE,
    ColumnRole.ANALYSIS,
    ColumnRole.INDICATOR,
    ColumnRole.INSTRUMENT,
    ColumnRole.QUESTION,
    ColumnRole.ITEM,
)


@dataclass(slots=True)
class Layout:
    """Where the parts of a measure stand. ``columns`` maps a role to its columns; ``progress`` says
    that columns without a role of their own (quarters) tell how far the measures have come.
    ``questions`` are the columns that name what a measure answers to, ``calendar`` those of months.
    ``reasons`` say why the table is one of measures."""

    title: int
    columns: dict[ColumnRole, list[int]]
    groups: list[int]
    seq: int | None
    progress: bool = False
    questions: list[int] = field(default_factory=list)
    calendar: list[CalendarColumn] = field(default_factory=list)
    reasons: tuple[str, ...] = ()

    def owner(self, cell: Cell) -> int | None:
        """The first column that a cell covers and that holds a part of a measure: a cell over
        several columns is read once."""
        fields = {c for role in (*TEXT_ROLES, ColumnRole.STATUS) for c in self.columns.get(role, [])}
        used = fields | {self.title, *self.groups, *self.questions} | {self.seq}
        covered = range(cell.column, cell.column + cell.colspan)
        return next((c for c in covered if c in used), None)

    @property
    def is_plan(self) -> bool:
        """A table that plans and reports no results."""
        planned = bool(PLAN_ROLES & set(self.columns)) or bool(self.calendar)
        return planned and not self.has_results

    @property
    def has_results(self) -> bool:
        return bool(RESULT_ROLES & set(self.columns)) or self.progress


@dataclass(slots=True)
class MeasureRow:
    """The cells of one row or joined rows: texts by role, the title with its number apart.

    ``merged`` names the fields whose cell is merged over several measures, with the cell's place.
    ``numbers`` are those of several measures that stand line by line in one row.
    ``questions`` are the texts of what the measure answers to, ``issue`` is the number of its issue.
    """

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
    merged: dict[ColumnRole, tuple[int, int]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    sub_measures: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    issue: int | None = None


def measure_layout(view: GridView, *, by_content: bool = False, reports: bool = False) -> Layout | None:
    """The layout of a table of measures, None for any other table.

    With ``by_content`` no heading need be known: a column of units beside one of periods is enough.
    ``reports`` says that the document is a report by its title: what was done stands in it.
    """
    columns: dict[ColumnRole, list[int]] = {}
    roles = _column_roles(view, by_content=by_content)
    _tell_steps_from_results(view, roles, reports=reports)
    for index, role in roles.items():
        columns.setdefault(role, []).append(index)
    months = calendar(view)
    for month in months:
        columns = {r: [c for c in cs if c != month.index] for r, cs in columns.items()}
    columns = {r: cs for r, cs in columns.items() if cs}
    fields = set(columns) & (PLAN_ROLES | RESULT_ROLES) | ({ColumnRole.TIMEFRAME} if months else set())
    if by_content and not fields >= {ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME}:
        return None
    title = _title_column(view, columns, len(fields), by_content=by_content)
    if title is None or not fields:
        return None
    if len(fields) < 2 and ColumnRole.MEASURE not in columns:
        return None
    questions = columns.pop(ColumnRole.QUESTION, []) + columns.pop(ColumnRole.ITEM, [])
    used = {c for role in (*TEXT_ROLES, ColumnRole.STATUS) for c in columns.get(role, []) if c != title}
    columns = {r: [c for c in cs if c != title] for r, cs in columns.items()}
    extra = columns.pop(ColumnRole.MEASURE, [])
    if extra and not columns.get(ColumnRole.STEPS):
        columns[ColumnRole.STEPS] = extra
        used |= set(extra)
    columns = {r: cs for r, cs in columns.items() if cs}
    groups = [c for role in _GROUPS for c in columns.get(role, []) if c not in used]
    groups += [c for c in extra if c not in used and c < title]
    if questions:
        # What was found on a question is no name of an issue.
        groups = [c for c in groups if c not in columns.get(ColumnRole.ANALYSIS, [])]
    seq = next((c for role in (ColumnRole.SEQ, ColumnRole.RANK) for c in columns.get(role, [])), None)
    progress = any(_tells_progress(view, c) for c in columns.get(ColumnRole.UNKNOWN, []))
    if ColumnRole.TIMEFRAME in columns:
        months = []
    asked = [c for c in questions if c not in used and c != title]
    return Layout(title, columns, sorted(groups), seq, progress, asked, months, _reasons(view, title, fields))


def _reasons(view: GridView, title: int, fields: set[ColumnRole]) -> tuple[str, ...]:
    heading = view.columns[title].heading
    return (
        f"column {title + 1} ({heading or 'without a heading'}) names the measures",
        f"there are columns of {', '.join(sorted(fields))}",
    )


def _column_roles(view: GridView, *, by_content: bool) -> dict[int, ColumnRole]:
    """The role of each column, by its heading and else by its content."""
    roles = {column.index: column.role for column in view.columns}
    for c, role in roles.items():
        if role is ColumnRole.MEASURE and is_numbers(view, c):
            roles[c] = ColumnRole.SEQ
        elif role in (ColumnRole.ISSUE, ColumnRole.INDICATOR, ColumnRole.ANALYSIS) and _asks(view, c):
            roles[c] = ColumnRole.QUESTION
    # A table of projects has months and units too; only one that plans or says measures counts.
    named = any("มาตรการ" in c.heading for c in view.columns if c.role is ColumnRole.MEASURE)
    if by_content or named or set(roles.values()) & (PLAN_ROLES | RESULT_ROLES):
        _roles_by_content(view, roles)
    outputs = [c for c, role in roles.items() if role is ColumnRole.OUTPUT]
    several = len(outputs) == 2 and ColumnRole.OUTCOME not in roles.values()
    if several and not _are_one(view, *outputs):
        # What was done, and then what came of it.
        roles[outputs[1]] = ColumnRole.OUTCOME
    return roles


def _tell_steps_from_results(view: GridView, roles: dict[int, ColumnRole], *, reports: bool) -> None:
    """Gives a column whose heading may mean steps or results (รายละเอียดการดำเนินงาน) its role: by the
    words of its cells, by the document, by the columns beside it."""
    either = [
        c for c, role in roles.items()
        if role in (ColumnRole.STEPS, ColumnRole.OUTPUT, ColumnRole.MONITORING, ColumnRole.UNKNOWN)
        and _EITHER.fullmatch(" ".join(view.columns[c].heading.split()))
    ]  # fmt: skip
    others = {role for c, role in roles.items() if c not in either}
    planned = bool(others & {ColumnRole.TIMEFRAME, ColumnRole.MONITORING}) or bool(calendar(view))
    if len(either) != 1 or not others & {*PLAN_ROLES, *RESULT_ROLES, ColumnRole.MEASURE}:
        return
    (column,) = either
    done = (reports or not planned) and tells_done(view, column, figures=reports)
    if roles[column] is ColumnRole.MONITORING and role_by_content(view, column) is ColumnRole.MONITORING:
        return
    silent = reports and not (planned and others & RESULT_ROLES)
    if ColumnRole.OUTPUT not in others and (done or silent):
        roles[column] = ColumnRole.OUTPUT
    elif roles[column] is ColumnRole.OUTPUT and ColumnRole.STEPS not in others:
        # What came out of it and what that was good for stand in columns of their own.
        told_apart = {ColumnRole.OUTPUT, ColumnRole.OUTCOME} <= others and not any(
            _are_one(view, column, c) for c, role in roles.items() if role is ColumnRole.OUTPUT and c != column
        )
        if told_apart or (planned and not reports):
            roles[column] = ColumnRole.STEPS


def _roles_by_content(view: GridView, roles: dict[int, ColumnRole]) -> None:
    """Gives columns whose heading is unknown the role that their cells tell."""
    headed = set(roles.values())
    for c, role in roles.items():
        if role in (ColumnRole.UNKNOWN, ColumnRole.AGENCY):
            told = role_by_content(view, c)
            again = told in (ColumnRole.QUESTION, ColumnRole.SCORE) or (
                # The first and the last day.
                told is ColumnRole.TIMEFRAME and told in (roles.get(c - 1), roles.get(c + 1)) and is_one_end(view, c)
            )
            if told is not ColumnRole.UNKNOWN and (again or told not in {*headed, *roles.values()}):
                roles[c] = told
        elif role is ColumnRole.STATUS and view.columns[c].fit < KNOWN_HEAD and ColumnRole.MONITORING not in headed:
            # Only like ความก้าวหน้า: what is done again and again looks at it, and is no state of it.
            cells = filled_cells(view, c)
            roles[c] = ColumnRole.MONITORING if cells and all(follows_up(cell.text) for cell in cells) else role
        elif role is ColumnRole.SCORE and not _SCORED.search(view.columns[c].heading):
            # ผลที่ได้ over words is no score.
            worded = role_by_content(view, c) is ColumnRole.UNKNOWN and filled_cells(view, c)
            roles[c] = ColumnRole.OUTPUT if worded else role


def _asks(view: GridView, column: int) -> bool:
    """Whether the cells of a column are questions of the assessment."""
    cells = filled_cells(view, column)
    return bool(cells) and all(is_question(c.text) for c in cells)


def _are_one(view: GridView, left: int, right: int) -> bool:
    """Whether two columns hold one thing: under one heading (the results of two halves of a year) or
    under two that differ in a number or a half alone, or with cells over both."""
    shared = set(view.columns[left].parts) & set(view.columns[right].parts)
    over = any(row[left] is not None and row[left] is row[right] for row in view.cells)
    heads = {_WHICH.sub("", view.columns[c].heading) for c in (left, right)}
    return bool(shared) or over or len(heads) == 1


def _tells_progress(view: GridView, column: int) -> bool:
    """Whether most cells of a column, two at least, say how far something has come."""
    texts = [view.text(r, column) for r in range(view.first_row, view.n_rows)]
    told = sum(bool(_PROGRESS.match(t)) for t in texts)
    return told >= 2 and 2 * told > sum(map(bool, texts))


def _title_column(
    view: GridView, columns: dict[ColumnRole, list[int]], n_fields: int, *, by_content: bool
) -> int | None:
    measures = columns.get(ColumnRole.MEASURE, [])
    if measures:
        named = [c for c in measures if "มาตรการ" in view.columns[c].heading]
        return (named or measures)[0]
    issues = columns.get(ColumnRole.ISSUE, []) + columns.get(ColumnRole.ANALYSIS, [])
    asked = columns.get(ColumnRole.QUESTION, [])
    steps = columns.get(ColumnRole.STEPS, [])
    if (issues or asked) and n_fields >= 2:
        # Without a column of measures, what is to be done is the measure, and how is its steps.
        way = _way(view, steps)
        if way is not None or (len(steps) == 1 and not is_lists(view, steps[0])):
            return steps[0] if way is None else way
        if issues:
            return issues[0]
    unknown = [
        c for c in columns.get(ColumnRole.UNKNOWN, [])
        if (view.columns[c].heading or by_content) and not _NO_TITLE.search(view.columns[c].heading)
    ]  # fmt: skip
    planned = [c for role in (*TEXT_ROLES,) for c in columns.get(role, [])]
    before = [c for c in unknown if c < min(planned, default=0)]
    if before and by_content:
        return before[-1]
    headed = {c.role for c in view.columns} & (PLAN_ROLES | RESULT_ROLES)
    if len(headed) >= MIN_HEADED and unknown:
        return unknown[0]
    if n_fields < 2:
        return None
    # What only one column says is to be done is the measure itself.
    alone = len(steps) == 1 and _MAY_BE_MEASURE.match(view.columns[steps[0]].heading)
    return steps[0] if alone else _way(view, steps)


def _way(view: GridView, steps: list[int]) -> int | None:
    """The one of several columns of steps that is the measure: วิธีการ beside ขั้นตอน."""
    if len(steps) < 2:
        return None
    ways = [c for c in steps if not re.search("ขั้น", view.columns[c].parts[-1])]
    return ways[0] if len(ways) == 1 or (ways and ways[0] == steps[0]) else None


def repeats_head(view: GridView, r: int) -> bool:
    """Whether a row holds nothing but headings: the head again on another page."""
    heads = [c.parts for c in view.columns]
    texts = [view.text(r, c) for c in range(view.n_columns)]
    filled = [(t, h) for t, h in zip(texts, heads, strict=True) if t]
    known = [t for t, h in filled if (t in h) or (classify_heading(t).fit >= 1.5 and len(t) < 40)]
    return len(filled) >= 2 and len(known) == len(filled)


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
