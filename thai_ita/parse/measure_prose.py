"""Measures written as labelled paragraphs instead of tables.

มาตรการที่ ๑ จัดทำคู่มือการให้บริการ
ขั้นตอน: ...
ผู้รับผิดชอบ : สำนักปลัด
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thai_ita.model import Document, Evidence, Line, LineKind, Table
from thai_ita.normalize.numerals import to_arabic
from thai_ita.parse.grid import GridView
from thai_ita.parse.headings import Role, read_heading
from thai_ita.parse.items import strip_number
from thai_ita.parse.measure_tables import PLAN_ROLES, RESULT_ROLES, TEXT_ROLES, Record

_LABELLED = re.compile(
    r"^\s*(?:[-–•*▪]|\(?[\d๐-๙]{1,2}(?:\.[\d๐-๙])?[.)])?\s*([^:：]{3,60}?)\s*[:：]\s*(.*)$"
)
_MEASURE = re.compile(r"^\s*(?:มาตรการ|กิจกรรม|โครงการ)\s*(?:ที่)?\s*([\d๐-๙]{1,2})\s*[:.)]?\s*(.*)$")
_NUMBERED_MEASURE = re.compile(r"(?:มาตรการ|กิจกรรม|โครงการ)\s*(?:ที่)?\s*[\d๐-๙]{1,2}\s*[.:]?")
MAX_LABEL = 45
_TITLE_ROLES = frozenset({Role.MEASURE})
# What stands above a list of measures: a heading of that name, or a sentence that leads into it.
_ANNOUNCES = re.compile(
    r"(?:กำหนด|มี|จัดทำ|ดำเนิน|ร่วมกัน)[^\n]{0,80}มาตรการ[^\n]{0,120}(?:ดังนี้|ดังต่อไปนี้|ได้แก่)\s*[:：]?\s*$"
    r"|^\s*(?:[\d๐-๙]+[.)]\s*)?มาตรการ(?:ส่งเสริม|เพื่อ|ที่กำหนด|ใน)[^\n]{0,100}(?:ดังนี้|ดังต่อไปนี้|ได้แก่|[:：])\s*$"
)
_HEADS_LIST = re.compile(r"^\s*(?:[\d๐-๙]+[.)]\s*)?มาตรการ(?:ส่งเสริม|เพื่อ|ที่|ใน)?[^\n:]{0,90}$")
_CHAPTER = re.compile(
    r"วิเคราะห์|ผลการประเมิน|ความเป็นมา|วัตถุประสงค์|หลักการและเหตุผล|บทที่|ภาคผนวก|ตัวชี้วัด|แบบวัด"
)
TITLE_LINES = 4
# Labels of other fields end the field before them without being kept.
_IGNORED = frozenset({Role.KPI, Role.BUDGET, Role.NOTE, Role.OBSTACLES, Role.TARGET, Role.ISSUE,
                      Role.STATUS, Role.INDICATOR})  # fmt: skip


@dataclass(slots=True)
class _Open:
    """The measure being read and the field that following lines go to."""

    record: Record | None = None
    role: Role | None = None
    fields: int = 0
    records: list[Record] = field(default_factory=list)


def read_labelled_measures(document: Document) -> list[Record]:
    """Measures whose fields are labelled lines, or tables of one measure with labels at the side."""
    records: list[Record] = []
    for table in document.tables:
        records.extend(_side_labelled(table))
    if records:
        return records
    return _from_lines(document)


def _from_lines(document: Document) -> list[Record]:
    state = _Open()
    group = ""
    previous: Line | None = None
    lines = [line for line in document.lines if line.text.strip()]
    fields = [_labelled_field(line) for line in lines]
    for i, line in enumerate(lines):
        titled = _MEASURE.match(line.text)
        role, value = fields[i]
        below = fields[i + 1][0] if i + 1 < len(lines) else None
        opens_next = role is None and below in TEXT_ROLES and _counts_on(state, line, below)
        if titled:
            number, _ = strip_number(f"{titled.group(1)}.")
            _begin(state, line, titled.group(2) or "", number, group)
        elif role in _TITLE_ROLES:
            number, title = strip_number(value)
            _begin(state, line, title, number, group)
        elif role is not None:
            filled = state.record is not None and state.record.texts.get(role)
            if state.record is None or (filled and role in (Role.STEPS, Role.RESPONSIBLE)):
                _begin_from(state, previous, group)
            _field(state, role, value)
        elif opens_next:
            # A numbered line right above labelled ones is the title of the next measure.
            _begin_from(state, line, group)
        elif line.kind is LineKind.HEADING:
            group = line.text if not line.text.startswith("มาตรการที่") else group
            state.record = state.role = None
        elif state.record is not None:
            _more(state, line)
        previous = line
    return [r for r in state.records if any(r.texts.values()) and r.title]


def _counts_on(state: _Open, line: Line, below: Role | None) -> bool:
    """Whether a numbered line begins the next measure, and is no step of the one being read."""
    number = strip_number(line.text)[0]
    if number is None or state.record is None:
        return number is not None
    again = below is not None and bool(state.record.texts.get(below))
    return again and (state.record.number is None or number == state.record.number + 1)


def _labelled_field(line: Line) -> tuple[Role | None, str]:
    """The field that a line labels, and what follows the label."""
    labelled = _LABELLED.match(line.text)
    if labelled:
        return _role(labelled.group(1)), labelled.group(2)
    if len(line.text) <= MAX_LABEL:
        role = _role(strip_number(line.text)[1])
        return (None if role in _TITLE_ROLES else role), ""
    return None, ""


def read_listed_measures(document: Document) -> list[Record]:
    """Measures that are only named, in a numbered or bulleted list below a line that announces
    them; two at least."""
    records: list[Record] = []
    run: list[Record] = []
    announced: Line | None = None
    begun = False
    for i, line in enumerate(document.blocks):
        if isinstance(line, Table):
            begun, announced = True, None
            continue
        number, title = strip_number(line.text)
        listed = number is not None or line.kind is LineKind.BULLET
        if announced and listed and not _CHAPTER.search(title):
            evidence = Evidence(page=line.page, bbox=line.bbox, text=line.text[:300])
            run.append(Record(title, number, page=line.page, evidence=evidence, plan=False))
            continue
        records.extend(run if len(run) > 1 else [])
        run = []
        # The title of the whole report announces its chapters, not measures.
        heads = (begun or i >= TITLE_LINES) and bool(_HEADS_LIST.search(line.text))
        announced = line if heads or _ANNOUNCES.search(line.text) else None
    records.extend(run if len(run) > 1 else [])
    return records


def _role(label: str) -> Role | None:
    if _NUMBERED_MEASURE.fullmatch(label.strip()):
        return Role.MEASURE
    heading = read_heading(label)
    if heading.fit < 1.0:
        return None
    known = heading.role in (*TEXT_ROLES, *_TITLE_ROLES) or heading.role in _IGNORED
    return heading.role if known else None


def _begin(state: _Open, line: Line, title: str, number: int | None, group: str) -> None:
    state.record = Record(
        title=title.strip(" :*"),
        number=number,
        group=group,
        indicator_texts=[group] if group else [],
        page=line.page,
        evidence=Evidence(page=line.page, bbox=line.bbox, text=line.text[:300]),
        plan=False,
    )
    state.role = None if state.record.title else Role.MEASURE
    state.records.append(state.record)


def _begin_from(state: _Open, previous: Line | None, group: str) -> None:
    """A labelled line without an open measure: the line above it is the title."""
    if previous is None:
        state.record = None
        return
    number, title = strip_number(previous.text)
    _begin(state, previous, title, number, group if group != previous.text else "")


def _field(state: _Open, role: Role, text: str) -> None:
    record = state.record
    if record is None:
        return
    state.role = role
    if role in TEXT_ROLES:
        record.texts[role] = "\n".join(filter(None, (record.texts.get(role, ""), text.strip())))
    record.plan |= role in PLAN_ROLES
    record.results |= role in RESULT_ROLES


def _more(state: _Open, line: Line) -> None:
    """A line without a label goes to the field above it."""
    record = state.record
    assert record is not None
    text = f"- {line.text}" if line.kind is LineKind.BULLET else line.text
    if state.role is Role.MEASURE:
        record.title = f"{record.title} {line.text}".strip()
    elif state.role in TEXT_ROLES:
        record.texts[state.role] = "\n".join(filter(None, (record.texts.get(state.role, ""), text)))


def _side_labelled(table: Table) -> list[Record]:
    """A table of two columns, field and content, for one measure after the other."""
    view = GridView(table)
    if view.n_columns != 2:
        return []
    rows = [(view.text(r, 0), view.cells[r][1]) for r in range(view.n_rows)]
    roles = [_role(label.rstrip(" :")) for label, _ in rows]
    if len({r for r in roles if r in TEXT_ROLES}) < 2 or Role.MEASURE not in roles:
        return []
    records: list[Record] = []
    for (label, cell), role in zip(rows, roles, strict=True):
        text = cell.text.strip() if cell is not None else ""
        if role is Role.MEASURE:
            number, title = strip_number(text)
            counted = re.search(r"[\d๐-๙]{1,2}", label)
            number = int(to_arabic(counted.group())) if number is None and counted else number
            page = cell.page if cell is not None else table.page
            evidence = Evidence(page, table.number, (cell.row if cell else 0) + 1,
                                cell.bbox if cell else None, text[:300])  # fmt: skip
            records.append(Record(title, number, page=page, evidence=evidence, plan=False,
                                  table=table.number))  # fmt: skip
        elif records and role in TEXT_ROLES:
            records[-1].texts[role] = text
            records[-1].plan |= role in PLAN_ROLES
            records[-1].results |= role in RESULT_ROLES
    return records
