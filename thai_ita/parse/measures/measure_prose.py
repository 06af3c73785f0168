"""Measures written as labelled paragraphs instead of tables.

มาตรการที่ ๑ จัดทำคู่มือการให้บริการ
ขั้นตอน: ...
ผู้รับผิดชอบ : สำนักปลัด
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from thai_ita.model import Document, Evidence, Line, LineKind, Media, Table
from thai_ita.normalize.dates import read_period
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.repair import squash
from thai_ita.normalize.units import is_unit, split_units
from thai_ita.parse.measures.column_contents import ANY_YEAR
from thai_ita.parse.measures.measure_forms import NAMED_MEASURE, label_role
from thai_ita.parse.measures.measure_tables import PLAN_ROLES, RESULT_ROLES, TEXT_ROLES, MeasureRow
from thai_ita.parse.tables.column_roles import ColumnRole, exact_role
from thai_ita.parse.text.list_items import read_items, strip_decimal, strip_number

_LABELLED = re.compile(
    r"^\s*(?:[-–•*▪]|\(?[\d๐-๙]{1,2}(?:\.[\d๐-๙])?[.)])?\s*([^:：]{3,60}?)\s*[:：]\s*(.*)$"
)
MAX_LABEL = 45
# The field that a line begins, and what stands behind the label.
_Field: TypeAlias = tuple[ColumnRole | None, str]
MAX_LABEL_WORDS = 3
_TITLE_ROLES = frozenset({ColumnRole.MEASURE})
# What stands above a list of measures: a heading of that name, or a sentence that leads into it.
_ANNOUNCES = re.compile(
    r"(?:กำหนด|มี|จัดทำ|ดำเนิน|ร่วมกัน)[^\n]{0,80}มาตรการ[^\n]{0,120}(?:ดังนี้|ดังต่อไปนี้|ได้แก่)\s*[:：]?\s*$"
    r"|^\s*(?:[\d๐-๙]+[.)]\s*)?มาตรการ(?:ส่งเสริม|เพื่อ|ที่กำหนด|ใน|มี)[^\n]{0,100}(?:ดังนี้|ดังต่อไปนี้|ได้แก่|[:：])\s*$"
)
_HEADS_LIST = re.compile(r"^\s*(?:[\d๐-๙]+[.)]\s*)?มาตรการ(?:ส่งเสริม|เพื่อ|ที่|ใน)?[^\n:]{0,90}$")
_CHAPTER = re.compile(
    r"วิเคราะห์|ผลการประเมิน|ความเป็นมา|วัตถุประสงค์|หลักการและเหตุผล|บทที่|ภาคผนวก|ตัวชี้วัด|แบบวัด"
)
TITLE_LINES = 4
_LETTERED = re.compile(r"\s*\(?[กขคงจฉชซ][.)]\s+[ก-๙]")
# A label inside the line of a listed measure: จัดทำคู่มือ ผู้รับผิดชอบ กองคลัง ระยะเวลา ตลอดปี.
_INLINE = re.compile(r"(?:^|(?<=[\s(,;]))([ก-๎]{6,30})\s*(?:[:：]|(?=\s))")
_INLINE_ROLES = frozenset({ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME})


@dataclass(slots=True)
class _Open:
    """The measure being read and the field that following lines go to.

    ``guessed`` are records whose title is only the line above a label; ``before_break`` holds what
    the fields of a record had before the first paragraph that no label and no mark begins.
    ``unit`` is the responsible unit named over the measures that follow, ``units`` that of each.
    ``title_line`` is the line that holds the title of the measure being read.
    """

    record: MeasureRow | None = None
    role: ColumnRole | None = None
    records: list[MeasureRow] = field(default_factory=list)
    guessed: list[MeasureRow] = field(default_factory=list)
    before_break: dict[tuple[int, ColumnRole], str] = field(default_factory=dict)
    unit: str = ""
    units: dict[int, str] = field(default_factory=dict)
    title_line: Line | None = None


def read_labelled_measures(document: Document, title: str = "") -> list[MeasureRow]:
    """Measures whose fields are labelled lines. ``title`` is the document's, which is no group."""
    state = _Open()
    group = ""
    previous: Line | None = None
    lines = [line for line in document.lines if line.text.strip()]
    fields = [_labelled_field(line) for line in lines]
    bare = _bare_labels(lines, fields)
    sure = _are_labels(bare)
    for i, line in enumerate(lines):
        titled = NAMED_MEASURE.match(line.text)
        role, value = fields[i] if fields[i][0] or state.record is None else bare[i]
        below = None
        k = _behind_steps(lines, [f[0] or b[0] for f, b in zip(fields, bare, strict=True)], i)
        if k < len(lines):
            below = fields[k][0] or (bare[k][0] if sure else None)
        opens_next = role is None and below in TEXT_ROLES and _counts_on(state, line, below)
        if titled:
            number, _ = strip_number(f"{titled.group(1)}.")
            _begin(state, line, titled.group(2) or "", number, group)
        elif role in _TITLE_ROLES:
            number, title = strip_number(value)
            _begin(state, line, title, number, group)
        elif role is ColumnRole.RESPONSIBLE and _heads_measures(state, lines, fields, i):
            state.unit = value
            state.record = state.role = None
        elif role is not None:
            filled = state.record is not None and state.record.texts.get(role)
            if state.record is None or (filled and role in (ColumnRole.STEPS, ColumnRole.RESPONSIBLE)):
                _begin_from(state, previous, group)
                state.guessed.extend(state.records[-1:])
            _field(state, role, value)
        elif opens_next:
            # A numbered line right above labelled ones is the title of the next measure.
            _begin_from(state, line, group)
        elif line.kind is LineKind.HEADING:
            titles_all = bool(title) and squash(line.text) in squash(title)
            group = group if titles_all or line.text.startswith("มาตรการที่") else line.text
            state.record = state.role = None
        elif state.record is not None:
            if state.role is None and previous is state.title_line and is_marked(line):
                # A list right below a title says how.
                state.role = ColumnRole.STEPS
                state.record.plan = True
            _more(state, line, paragraph=_is_paragraph(document, previous, line))
        previous = line
    _cut_tail(state)
    measures = [r for r in state.records if r.title and _is_measure(r, state)]
    for record in measures:
        if not record.texts.get(ColumnRole.RESPONSIBLE):
            record.texts[ColumnRole.RESPONSIBLE] = state.units.get(id(record), "")
    return measures


def is_marked(line: Line) -> bool:
    """Whether a line is an item of a list: bulleted, numbered, or numbered below a number (1.1)."""
    return _mark(line) is not None


def _behind_steps(lines: list[Line], labels: list[ColumnRole | None], i: int) -> int:
    """The place of the first line behind a numbered one and the list below it, whose marks are
    others than its own (1.1 or bullets below 1); a labelled line is in no such list."""
    own, k = _mark(lines[i]), i + 1
    if own is None or strip_number(lines[i].text)[0] is None:
        return k
    while k < len(lines) and lines[k].kind is not LineKind.HEADING and is_marked(lines[k]):
        if labels[k] is not None or _mark(lines[k]) == own:
            break
        k += 1
    return k


def _are_labels(bare: list[_Field]) -> bool:
    """Whether labels without a colon count: where units or periods stand behind them.

    What is analysed under the name of an indicator begins with the same words again and again too.
    """
    telling = [(role, text) for role, text in bare if role in (ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME)]
    return bool(telling) and all(_is_content(role, text) for role, text in telling if role)


def _is_measure(record: MeasureRow, state: _Open) -> bool:
    """Whether something is said of the measure; of a guessed one, two things."""
    filled = sum(bool(text) for text in record.texts.values())
    guessed = any(record is g for g in state.guessed)
    return filled >= (2 if guessed else 1)


def _heads_measures(state: _Open, lines: list[Line], fields: list[_Field], i: int) -> bool:
    """Whether a labelled unit stands over measures: the first one is named before any measure."""
    if state.records and not state.unit:
        return False
    opens = i + 1 < len(lines) and (
        bool(NAMED_MEASURE.match(lines[i + 1].text)) or fields[i + 1][0] in _TITLE_ROLES
    )
    return opens and bool(fields[i][1])


def _bare_labels(lines: list[Line], fields: list[_Field]) -> list[_Field]:
    """Fields whose label has no colon behind it: ``ผู้รับผิดชอบ กองคลัง``.

    A line of running text may begin so too. What most measures have under the same word is a label;
    where there is one measure at most, its content must be of that kind.
    """
    found = [_bare_label(line) for line in lines]
    count = Counter(squash(f[1]) for f in found if f is not None)
    titles = sum(
        bool(NAMED_MEASURE.match(line.text)) or f[0] in _TITLE_ROLES
        for line, f in zip(lines, fields, strict=True)
    )
    out: list[_Field] = []
    for bare in found:
        times = count[squash(bare[1])] if bare is not None else 0
        repeated = times >= 2 and 2 * times >= titles
        kept = (
            bare if bare and (repeated or (titles < 2 and _is_content(bare[0], bare[2]))) else None
        )
        out.append((kept[0], kept[2]) if kept else (None, ""))
    return out


def _bare_label(line: Line) -> tuple[ColumnRole, str, str] | None:
    """ColumnRole, label and content of a line that begins with a known label."""
    if line.kind is LineKind.HEADING:
        return None
    words = line.text.split()
    for n in range(min(MAX_LABEL_WORDS, len(words) - 1), 0, -1):
        label = " ".join(words[:n])
        role = exact_role(label)
        if role in TEXT_ROLES:
            return role, label, " ".join(words[n:])
    return None


def _is_content(role: ColumnRole, text: str) -> bool:
    if role is ColumnRole.RESPONSIBLE:
        return all(map(is_unit, split_units(text)))
    return role is ColumnRole.TIMEFRAME and read_period(text, ANY_YEAR) is not None


def _is_paragraph(document: Document, previous: Line | None, line: Line) -> bool:
    """Whether an unmarked line is a paragraph of its own, and no wrapped rest of the line above."""
    if line.kind is not LineKind.PARAGRAPH or strip_number(line.text)[0] is not None:
        return False
    if document.media in (Media.HTML, Media.DOCX):
        return True
    apart = previous is not None and line.number - previous.number > 1
    return document.media is Media.TEXT and apart


def _cut_tail(state: _Open) -> None:
    """Takes paragraphs behind the last measure out of its last field (a signature, a footer).

    They are told by the other measures, two at least, none of which has a second paragraph there.
    """
    if not state.records:
        return
    last = state.records[-1]
    for (record_id, role), text in state.before_break.items():
        others = [r for r in state.records[:-1] if r.texts.get(role)]
        alike = not any((id(r), role) in state.before_break for r in others)
        if record_id == id(last) and len(others) >= 2 and alike:
            last.texts[role] = text


def _counts_on(state: _Open, line: Line, below: ColumnRole | None) -> bool:
    """Whether a numbered line begins the next measure, and is no step of the one being read."""
    number = _numbered(line.text)[0]
    if number is None or state.record is None:
        return number is not None
    again = below is not None and bool(state.record.texts.get(below))
    return again and (state.record.number is None or number == state.record.number + 1)


def _labelled_field(line: Line) -> _Field:
    """The field that a line labels, and what follows the label."""
    labelled = _LABELLED.match(line.text)
    if labelled:
        return label_role(labelled.group(1)), labelled.group(2)
    if len(line.text) <= MAX_LABEL:
        role = label_role(strip_number(line.text)[1])
        return (None if role in _TITLE_ROLES else role), ""
    return None, ""


def read_listed_measures(document: Document) -> list[MeasureRow]:
    """Measures that are only named, in a numbered or bulleted list below a line that announces
    them; two at least. What is listed below one of them with other marks are its steps."""
    records: list[MeasureRow] = []
    run: list[MeasureRow] = []
    announced: Line | None = None
    style: str | None = None
    begun = False
    for i, line in enumerate(document.blocks):
        if isinstance(line, Table):
            begun, announced = True, None
            continue
        number, title = strip_number(line.text)
        own = _mark(line)
        if announced and run and own is not None and own != style:
            steps = run[-1].texts.get(ColumnRole.STEPS, "")
            run[-1].texts[ColumnRole.STEPS] = "\n".join(filter(None, (steps, f"- {_unmarked(line)}")))
            continue
        listed = number is not None or line.kind is LineKind.BULLET
        if announced and listed and not _CHAPTER.search(title):
            style = own if not run else style
            run.append(_listed(line, title, number))
            continue
        records.extend(run if len(run) > 1 else [])
        run = []
        # The title of the whole report announces its chapters, not measures.
        heads = (begun or i >= TITLE_LINES) and bool(_HEADS_LIST.search(line.text))
        announced = line if heads or _ANNOUNCES.search(line.text) else None
    records.extend(run if len(run) > 1 else [])
    return records


def _mark(line: Line) -> str | None:
    """The kind of mark that opens a line, None for a line without one."""
    if line.kind is LineKind.BULLET:
        return "-"
    if strip_decimal(line.text) is not None:
        return "1.1"
    if _LETTERED.match(line.text):
        return "ก"
    items = read_items(line.text)
    if not items or not items[0].marked:
        return None
    return "-" if items[0].bulleted else items[0].style


def _unmarked(line: Line) -> str:
    below = strip_decimal(line.text)
    if below is not None:
        return below
    return " ".join(item.text for item in read_items(line.text))


def _listed(line: Line, title: str, number: int | None) -> MeasureRow:
    """A measure named in a list, with the unit and the time that its line may end with."""
    evidence = Evidence(page=line.page, bbox=line.bbox, text=line.text[:300])
    record = MeasureRow(title, number, page=line.page, evidence=evidence, plan=False)
    cuts = [m for m in _INLINE.finditer(title) if exact_role(m[1]) in _INLINE_ROLES]
    for m, end in zip(cuts, [m.start() for m in cuts[1:]] + [len(title)], strict=False):
        role, text = exact_role(m[1]), title[m.end() : end].strip(" ,;()")
        if not text or not _is_content(role, text):
            return record
        record.texts[role] = text
    if cuts and title[: cuts[0].start()].strip():
        record.title = title[: cuts[0].start()].strip(" ,;(-–")
        record.plan = True
    else:
        record.texts = {}
    return record


def _begin(state: _Open, line: Line, title: str, number: int | None, group: str) -> None:
    state.record = MeasureRow(
        title=title.strip(" :*"),
        number=number,
        group=group,
        indicator_texts=[group] if group else [],
        page=line.page,
        evidence=Evidence(page=line.page, bbox=line.bbox, text=line.text[:300]),
        plan=False,
    )
    state.units[id(state.record)] = state.unit
    state.title_line = line
    state.role = None if state.record.title else ColumnRole.MEASURE
    state.records.append(state.record)


def _numbered(text: str) -> tuple[int | None, str]:
    """The number that opens a line and the rest; of 3.1 and 3.2 the last figure."""
    below = strip_decimal(text)
    if below is None:
        return strip_number(text)
    figures = re.findall(r"\d{1,2}", to_arabic(text))
    return int(figures[1]), below


def _begin_from(state: _Open, previous: Line | None, group: str) -> None:
    """A labelled line without an open measure: the line above it is the title."""
    if previous is None:
        state.record = None
        return
    number, title = _numbered(previous.text)
    _begin(state, previous, title, number, group if group != previous.text else "")


def _field(state: _Open, role: ColumnRole, text: str) -> None:
    record = state.record
    if record is None:
        return
    state.role = role
    if role in TEXT_ROLES:
        record.texts[role] = "\n".join(filter(None, (record.texts.get(role, ""), text.strip())))
    record.plan |= role in PLAN_ROLES
    record.results |= role in RESULT_ROLES


def _more(state: _Open, line: Line, *, paragraph: bool) -> None:
    """A line without a label goes to the field above it."""
    record = state.record
    assert record is not None
    text = f"- {line.text}" if line.kind is LineKind.BULLET else line.text
    if state.role is ColumnRole.MEASURE:
        record.title = f"{record.title} {line.text}".strip()
    elif state.role in TEXT_ROLES:
        before = record.texts.get(state.role, "")
        if paragraph and before:
            state.before_break.setdefault((id(record), state.role), before)
        record.texts[state.role] = "\n".join(filter(None, (before, text)))
