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

from thai_ita.model import Document, Evidence, Line, LineKind, Media
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.repair import squash
from thai_ita.parse.measures.label_contents import labels_by_content, lone_labels
from thai_ita.parse.measures.measure_forms import NAMED_MEASURE, label_role
from thai_ita.parse.measures.measure_lists import (
    CLOSES,
    FULL_TITLE_SHARE,
    goes_on,
    is_marked,
    mark_of,
    number_of,
)
from thai_ita.parse.measures.measure_sentences import is_content, read_fields, read_paragraph
from thai_ita.parse.measures.measure_tables import PLAN_ROLES, RESULT_ROLES, TEXT_ROLES, MeasureRow
from thai_ita.parse.measures.title_lines import behind_steps, lettered_groups
from thai_ita.parse.tables.column_roles import ColumnRole, exact_role, known_role
from thai_ita.parse.tables.heading_words import field_by_words
from thai_ita.parse.text.list_items import strip_decimal, strip_number
from thai_ita.parse.text.topic_cues import reports_results

_LABELLED = re.compile(
    r"^\s*+(?:[-–•*▪]|\(?[\d๐-๙]{1,2}(?:\.[\d๐-๙])?[.)])?\s*+([^:：]{3,60}?)\s*+([:：]|=|\.{3,}|…+)[\s.]*+(.*)$"
)
# มาตรการ before a title that needs no such word.
_CALLED = re.compile(r"^มาตรการ\s+(?=[ก-๎])")
# What measures answer to, over them.
_SUBJECT = re.compile(
    r"\s*(?:(?:ตัวชี้วัด|ประเด็น|หมวด|ส่วน)\s*+(?:ที่)?\s*[\d๐-๙]|ด้าน|แบบวัด|(?:ตัวชี้วัด|ประเด็น(?:ปัญหา)?|หัวข้อ)(?:\s*[:：]\s*|\s+)[ก-๎])"
)
# A sign between a label and its content.
_LEADS_IN = re.compile(r"^(?:[-–=]|คือ|ได้แก่)\s+")
# A further label on a labelled line.
_INNER_LABEL = re.compile(r"(?:^|(?<=[\s·|;,]))([ก-๎][ก-๎/]{2,40})\s*[:：]\s*")
MAX_LABEL = 45
# The field that a line begins, and what stands behind the label.
_Field: TypeAlias = tuple[ColumnRole | None, str]
MAX_LABEL_WORDS = 3
_TITLE_ROLES = frozenset({ColumnRole.MEASURE})
# What a form asks before it names its measure.
_ASKS = re.compile(r"ข้อคำถาม|คำถาม|ประเด็น(?:คำถาม)?")
# A paragraph below a title that says why, and not how.
_GROUNDS = re.compile(
    r"\s*(?:หลักการ|เหตุผล|เนื่อง(?:จาก|ด้วย)|ด้วย(?!การ)|ตามที่|สืบเนื่อง|เพื่อ|วัตถุประสงค์|ปัญหา|สาเหตุ|จากผล|ผลการประเมิน|ข้อค้นพบ|ปัจจุบัน|ที่ผ่านมา)"
)
# What is told of an indicator or a question with its score is no title.
_TELLS_SCORE = re.compile(
    r"\s*(?:ตัวชี้วัด|คะแนน|ข้อ|แบบวัด|เครื่องมือ|ด้าน|[IEO]IT|[ieo][\d๐-๙])[^\n]*?(?<![\d๐-๙])[\d๐-๙]{2,3}\.[\d๐-๙]{2}(?![\d๐-๙])"
)
# The count of sheets, the head of the next form.
_SHEET = re.compile(r"^\s*(?:แผ่น|หน้า|ชุด|ใบ|ฉบับ|แบบฟอร์ม|แบบ|รหัสเอกสาร|เลขที่เอกสาร)\s*+(?:ที่|หมายเลข|เลขที่)?\s*[\d๐-๙]")


@dataclass(slots=True)
class _Open:
    """The measure being read and the field that following lines go to.

    ``guessed`` are records whose title is only the line above a label; ``before_break`` holds what
    the fields of a record had before the first paragraph that no label and no mark begins.
    ``unit`` is the responsible unit named over the measures that follow, ``units`` that of each.
    ``title_line`` is the line that ends the title of the measure being read. ``questions`` are what
    the next measure answers to; ``group`` is the last heading, ``outer`` that before it; ``told`` are
    measures with a paragraph below that no label opens; ``chapters`` has the last number of each kind
    outside the measures.
    """

    record: MeasureRow | None = None
    role: ColumnRole | None = None
    records: list[MeasureRow] = field(default_factory=list)
    guessed: list[MeasureRow] = field(default_factory=list)
    before_break: dict[tuple[int, ColumnRole], str] = field(default_factory=dict)
    unit: str = ""
    units: dict[int, str] = field(default_factory=dict)
    title_line: Line | None = None
    questions: list[str] = field(default_factory=list)
    group: str = ""
    outer: str = ""
    told: list[MeasureRow] = field(default_factory=list)
    chapters: dict[str, int] = field(default_factory=dict)


def read_labelled_measures(document: Document, title: str = "") -> list[MeasureRow]:
    """Measures whose fields are labelled lines. ``title`` is the document's, which is no group."""
    state = _Open()
    previous: Line | None = None
    lines = [line for line in document.lines if line.text.strip()]
    fields, bare, ends = _labels(lines)
    sure = _are_labels(lines, bare)
    labels = [f[0] or b[0] for f, b in zip(fields, bare, strict=True)]
    groups = lettered_groups(lines, labels)
    for i, line in enumerate(lines):
        titled = NAMED_MEASURE.match(line.text)
        headed = (
            sure and previous is not None and (previous.kind is LineKind.HEADING or bool(_CALLED.match(previous.text)))
        )
        role, value = bare[i] if not fields[i][0] and (state.record or headed) else fields[i]
        below = None
        k = behind_steps(lines, labels, i)
        if k < len(lines):
            below = fields[k][0] or (bare[k][0] if sure else None)
        opens_next = role is None and below in TEXT_ROLES and _counts_on(state, line, below)
        if titled:
            number, _ = strip_number(f"{titled.group(1)}.")
            _begin(state, line, titled.group(2) or "", number, state.group)
        elif role in _TITLE_ROLES:
            number, name = strip_number(value)
            _begin(state, line, name, number, state.group)
        elif _names_it(state, line):
            pass
        elif (
            role is None
            and _SUBJECT.match(strip_number(line.text)[1])
            and i + 1 < len(lines)
            and _is_title(lines[i + 1], fields[i + 1])
        ):
            state.group = line.text
            state.record = state.role = None
        elif role in (ColumnRole.ISSUE, ColumnRole.INDICATOR) and value and below in _TITLE_ROLES:
            state.group = value
            state.record = state.role = None
        elif i in groups:
            state.outer, state.group = state.group, line.text
            state.record = state.role = None
        elif i in ends:
            asked = _LABELLED.match(line.text)
            if asked and _ASKS.match(asked.group(1)):
                state.questions.append(asked.group(3).strip())
            state.role = None
        elif role is ColumnRole.RESPONSIBLE and _heads_measures(state, lines, fields, i):
            state.unit = value
            state.record = state.role = None
        elif role is not None:
            filled = state.record is not None and state.record.texts.get(role)
            if state.record is None or (filled and role in (ColumnRole.STEPS, ColumnRole.RESPONSIBLE)):
                if previous is not None and previous.kind is LineKind.HEADING and previous.text == state.group:
                    # The heading was a title: the group is that before it.
                    state.group = state.outer
                _begin_from(state, previous, state.group)
                state.guessed.extend(state.records[-1:])
            for own, text in _fields_of(role, value, line).items():
                _field(state, own, text)
        elif _counts_chapters_on(state, line):
            state.record = state.role = None
        elif opens_next:
            # A numbered line right above labelled ones is the title of the next measure.
            _begin_from(state, line, state.group)
        elif line.kind is LineKind.HEADING:
            _open_group(state, line, title)
        elif state.record is not None:
            if state.role is None and previous is state.title_line:
                _below_title(state, document, line)
            _more(state, line, paragraph=_is_paragraph(document, previous, line))
        else:
            _see_chapter(state, line)
        previous = line
    _cut_tail(state)
    for record in state.told:
        _read_told(record, reports=reports_results(title))
    return _with_units(state, [r for r in state.records if r.title and _is_measure(r, state)])


def _open_group(state: _Open, line: Line, title: str) -> None:
    """A heading ends what is open; it names a group unless it is the title or says only that measures follow."""
    titles_all = bool(title) and squash(line.text) in squash(title)
    if not titles_all and not NAMED_MEASURE.match(line.text):
        only_says_measures = field_by_words(strip_number(line.text)[1]) == ColumnRole.MEASURE
        state.outer, state.group = state.group, "" if only_says_measures else line.text
    state.record = state.role = None
    _see_chapter(state, line)


def _labels(lines: list[Line]) -> tuple[list[_Field], list[_Field], set[int]]:
    """The field that each line labels, with a colon and without one, and the lines that end a field."""
    fields = [_labelled_field(line) for line in lines]
    bare = _bare_labels(lines, fields)
    for i, (own, text, coloned) in labels_by_content(lines, fields, bare).items():
        (fields if coloned else bare)[i] = (own, text)
    unnamed = lone_labels(lines, fields, bare)
    fields = [(unnamed.get(i) or f[0], f[1]) for i, f in enumerate(fields)]
    chapters = _chapters(lines, fields)
    fields = [(None, "") if i in chapters else f for i, f in enumerate(fields)]
    unread = {i for i, role in unnamed.items() if role is None}
    return fields, bare, _ends_of_forms(lines, fields) | chapters | unread


def _with_units(state: _Open, measures: list[MeasureRow]) -> list[MeasureRow]:
    """The measures; those that name no unit with the one named over them."""
    for record in measures:
        if not record.texts.get(ColumnRole.RESPONSIBLE):
            record.texts[ColumnRole.RESPONSIBLE] = state.units.get(id(record), "")
    return measures


def _fields_of(role: ColumnRole, value: str, line: Line) -> dict[ColumnRole, str]:
    """The fields of a labelled line: more labels may follow on it, with colons, and behind a unit or
    a period without."""
    cuts = [(m, r) for m in _INNER_LABEL.finditer(value) if (r := exact_role(m[1])) in TEXT_ROLES]
    if cuts:
        found = {role: value[: cuts[0][0].start()]}
        for (m, own), end in zip(cuts, [c.start() for c, _ in cuts[1:]] + [len(value)], strict=True):
            found.setdefault(own, value[m.end() : end])
        return {own: text.strip(" ·|;,*") for own, text in found.items()}
    if role in (ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME):
        several = read_fields(strip_number(line.text)[1])
        if len(several) > 1 and role in several:
            return several
    return {role: value}


def _below_title(state: _Open, document: Document, line: Line) -> None:
    """What a line without a label is that stands right below a title: the rest of the title, or how
    the measure is carried out."""
    record = state.record
    assert record is not None
    assert state.title_line is not None
    if is_marked(line):
        state.role, record.plan = ColumnRole.STEPS, True
    elif not _GROUNDS.match(line.text) and goes_on(document, state.title_line, line, FULL_TITLE_SHARE):
        record.title = f"{record.title} {line.text}".strip()
        state.title_line = line
    elif not _GROUNDS.match(line.text):
        state.role = ColumnRole.STEPS
        state.told.append(record)


def _is_title(line: Line, labelled: _Field) -> bool:
    named = NAMED_MEASURE.match(line.text) or _CALLED.match(line.text)
    return bool(named) or labelled[0] in _TITLE_ROLES


def _names_it(state: _Open, line: Line) -> bool:
    """Gives a measure of which only the number is known its name: ชื่อ : จัดทำคู่มือ."""
    named = _LABELLED.match(line.text)
    waits = state.record is not None and state.role is ColumnRole.MEASURE and not state.record.title
    if not waits or named is None or not named.group(1).startswith(("ชื่อ", "เรื่อง")):
        return False
    assert state.record is not None
    state.record.title, state.title_line, state.role = named.group(3).strip(), line, None
    return True


def _read_told(record: MeasureRow, *, reports: bool) -> None:
    """Reads the paragraphs below a title: the fields that they tell, and the rest as steps; in a
    report as what was done."""
    steps: list[str] = []
    for line in record.texts.get(ColumnRole.STEPS, "").split("\n"):
        rest, told = read_paragraph(line)
        told = {role: text for role, text in told.items() if not record.texts.get(role) or role is ColumnRole.STEPS}
        # Without a field of its own a line stays as it is, with its mark.
        steps += [part for part in (rest if told else line, told.pop(ColumnRole.STEPS, "")) if part]
        record.texts.update(told)
        record.results |= bool(RESULT_ROLES & set(told))
    done = reports and not record.texts.get(ColumnRole.OUTPUT)
    record.texts[ColumnRole.STEPS] = "" if done else "\n".join(steps)
    if done and steps:
        record.texts[ColumnRole.OUTPUT], record.results = "\n".join(steps), True
    record.plan |= bool(PLAN_ROLES & {role for role, text in record.texts.items() if text})


def _chapters(lines: list[Line], fields: list[_Field]) -> set[int]:
    """The lines that head a chapter of results in the words of a label: ผลการดำเนินการตามมาตรการ alone on
    its line, once in the document."""
    heads = [i for i, f in enumerate(fields) if f[0] in RESULT_ROLES and not f[1] and "มาตรการ" in lines[i].text]
    count = Counter(squash(lines[i].text) for i in heads)
    return {i for i in heads if count[squash(lines[i].text)] == 1}


def _ends_of_forms(lines: list[Line], fields: list[_Field]) -> set[int]:
    """The lines that stand in every form between its fields and the next title: signatures, counts
    of sheets, and labels that name no field but come again with another content."""
    labels = [m.group(1) if (m := _LABELLED.match(line.text)) else "" for line in lines]
    count = Counter(squash(label) for label in labels if label)
    titles = sum(
        bool(NAMED_MEASURE.match(line.text)) or f[0] in _TITLE_ROLES for line, f in zip(lines, fields, strict=True)
    )
    out = set()
    for i, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if fields[i][0] is not None or NAMED_MEASURE.match(line.text):
            continue
        again = label and count[squash(label)] >= 2 and 2 * count[squash(label)] >= titles and not is_marked(line)
        if again or CLOSES.match(line.text) or _SHEET.match(line.text):
            out.add(i)
    return out


def _see_chapter(state: _Open, line: Line) -> None:
    mark, number = mark_of(line), strip_number(line.text)[0]
    if mark is not None and number is not None:
        state.chapters[mark] = number


def _counts_chapters_on(state: _Open, line: Line) -> bool:
    """Whether a line below a measure counts on with the chapters over it, which have other marks than
    the titles: ๒. over (๑) to (๔), and then ๓."""
    mark, number = mark_of(line), strip_number(line.text)[0]
    if state.record is None or state.title_line is None or mark is None or number is None:
        return False
    counts_on = state.chapters.get(mark) == number - 1 and mark_of(state.title_line) not in (None, mark)
    if counts_on:
        state.chapters[mark] = number
    return counts_on


def _are_labels(lines: list[Line], bare: list[_Field]) -> bool:
    """Whether labels without a colon count: where units or periods stand behind them.

    What is analysed under the name of an indicator begins with the same words again and again too.
    """
    telling = [
        (role, _fields_of(role, text, line)[role])
        for line, (role, text) in zip(lines, bare, strict=True)
        if role in (ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME)
    ]  # fmt: skip
    return bool(telling) and all(is_content(role, text) for role, text in telling)


def _is_measure(record: MeasureRow, state: _Open) -> bool:
    """Whether something is said of the measure; of a guessed one, two things. What has a score is none."""
    filled = sum(bool(text) for text in record.texts.values())
    if _TELLS_SCORE.match(record.title):
        return False
    guessed = any(record is g for g in state.guessed)
    return filled >= (2 if guessed else 1)


def _heads_measures(state: _Open, lines: list[Line], fields: list[_Field], i: int) -> bool:
    """Whether a labelled unit stands over measures: the first one is named before any measure."""
    if state.records and not state.unit:
        return False
    opens = i + 1 < len(lines) and (bool(NAMED_MEASURE.match(lines[i + 1].text)) or fields[i + 1][0] in _TITLE_ROLES)
    return opens and bool(fields[i][1])


def _bare_labels(lines: list[Line], fields: list[_Field]) -> list[_Field]:
    """Fields whose label has no colon behind it: ``ผู้รับผิดชอบ กองคลัง``.

    A line of running text may begin so too. What most measures have under the same word is a label;
    where there is one measure at most, its content must be of that kind.
    """
    found = [_bare_label(line) for line in lines]
    count = Counter(squash(f[1]) for f in found if f is not None)
    titles = sum(
        bool(NAMED_MEASURE.match(line.text)) or f[0] in _TITLE_ROLES for line, f in zip(lines, fields, strict=True)
    )
    out: list[_Field] = []
    for bare in found:
        times = count[squash(bare[1])] if bare is not None else 0
        repeated = times >= 2 and 2 * times >= titles
        kept = bare if bare and (repeated or (titles < 2 and is_content(bare[0], bare[2]))) else None
        out.append((kept[0], kept[2]) if kept else (None, ""))
    return out


def _bare_label(line: Line) -> tuple[ColumnRole, str, str] | None:
    """ColumnRole, label and content of a line that begins with a known label."""
    if line.kind is LineKind.HEADING:
        return None
    words = line.text.split()
    for n in range(min(MAX_LABEL_WORDS, len(words) - 1), 0, -1):
        label = " ".join(words[:n])
        # Of several words, the second may be content made of the same words: การติดตาม รายงานผล.
        role = known_role(label) if n > 1 else exact_role(label)
        if role in TEXT_ROLES:
            return role, label, _LEADS_IN.sub("", " ".join(words[n:]))
    return None


def _is_paragraph(document: Document, previous: Line | None, line: Line) -> bool:
    """Whether an unmarked line is a paragraph of its own, and no wrapped rest of the line above."""
    if line.kind is not LineKind.PARAGRAPH or strip_number(line.text)[0] is not None:
        return False
    if document.media in (Media.HTML, Media.DOCX, Media.PPTX):
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
    """Whether a line begins the next measure, and is no step or rest of the one being read: it is
    numbered and counts on, or the labels begin anew below it."""
    number = _numbered(line.text)[0]
    if state.record is None:
        return number is not None
    again = below is not None and bool(state.record.texts.get(below))
    if number is None:
        return again and below is next(iter(state.record.texts)) and state.role is not below
    return again and (state.record.number is None or number == state.record.number + 1)


def _labelled_field(line: Line) -> _Field:
    """The field that a line labels, and what follows the label."""
    labelled = _LABELLED.match(line.text)
    if labelled:
        role = label_role(labelled.group(1))
        if labelled.group(2) in (":", "：") or role in (*TEXT_ROLES, *_TITLE_ROLES):
            return role, labelled.group(3)
        return None, ""
    if len(line.text) <= MAX_LABEL:
        text = strip_number(line.text)[1]
        # An item of a list, or several words, may be content made of the words of labels.
        marked = is_marked(line)
        role = label_role(text, by_words=not marked and " " not in text)
        role = role if not marked or known_role(text) is role else None
        return (None if role in _TITLE_ROLES else role), ""
    return None, ""


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
    state.record.questions, state.questions = state.questions, []
    state.units[id(state.record)] = state.unit
    state.title_line = line
    state.role = None if state.record.title else ColumnRole.MEASURE
    state.records.append(state.record)


def _numbered(text: str) -> tuple[int | None, str]:
    """The number that opens a line and the rest; of 3.1 and 3.2 the last figure."""
    below = strip_decimal(text)
    if below is None:
        number, rest = number_of(text)
        return number, _CALLED.sub("", rest)
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
