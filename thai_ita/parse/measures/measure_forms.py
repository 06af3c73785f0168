"""Tables in which a measure is no row: its fields are labelled at the side, or it has a title row.

Labels at the side (forms, and tables with one column a measure)::

    หัวข้อ        | มาตรการที่ 1 | มาตรการที่ 2
    ชื่อมาตรการ   | จัดทำคู่มือ   | พัฒนาเว็บไซต์
    ผู้รับผิดชอบ   | สำนักปลัด    | กองช่าง

A title row over the fields below it::

    ผลการดำเนินการ | ผลลัพธ์ | ผู้รับผิดชอบ
    มาตรการที่ 1 จัดทำคู่มือ
    แจกเวียนแล้ว    | ...    | สำนักปลัด
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from thai_ita.model import Cell, Evidence, Table
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.repair import squash
from thai_ita.parse.measures.column_contents import NUMBER_ALONE, names_one_end
from thai_ita.parse.measures.measure_tables import (
    CONTINUED,
    PLAN_ROLES,
    RESULT_ROLES,
    TEXT_ROLES,
    MeasureRow,
    measure_layout,
    repeats_head,
)
from thai_ita.parse.tables.column_roles import (
    ColumnRole,
    classify_heading,
    exact_role,
    heading_by_phrase,
)
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.list_items import strip_number

# "มาตรการที่ 1" and what stands behind it.
NAMED_MEASURE = re.compile(r"^\s*(?:มาตรการ|กิจกรรม|โครงการ)\s*+(?:ที่)?\s*([\d๐-๙]{1,2})\s*+[:.)]?\s*+(.*)$", re.S)
_NUMBERED_MEASURE = re.compile(r"(?:มาตรการ|กิจกรรม|โครงการ)\s*+(?:ที่)?\s*[\d๐-๙]{1,2}\s*[.:]?")
# Labels of other fields end the field before them without being kept.
_IGNORED = frozenset({ColumnRole.KPI, ColumnRole.BUDGET, ColumnRole.NOTE, ColumnRole.OBSTACLES, ColumnRole.TARGET, ColumnRole.ISSUE,
                      ColumnRole.STATUS, ColumnRole.INDICATOR})  # fmt: skip
# ขั้นตอนที่ 2 is a label of steps.
_COUNTED_LABEL = re.compile(r"(?<=[ก-๎])\s*ที่\s*[\d๐-๙]{1,2}\s*$")
# A corner over the labels.
_NO_LABEL = re.compile(r"\s*+(?:รายการ|รายละเอียด|หัวข้อ|ประเด็น|ข้อมูล|ที่|ลำดับ|หัวเรื่อง|เรื่อง)?\s*")
MIN_LABELS = 3
# A label is no longer than this; a longer text is content.
MAX_LABEL = 60
# So many rows of a form begin with a label; in other tables only the head does.
LABELLED_SHARE = 0.6


def label_role(label: str, *, by_words: bool = True) -> ColumnRole | None:
    """The field of a measure that a label names, MEASURE for its title; None for other texts.

    Without ``by_words`` only by a known phrase.
    """
    if _NUMBERED_MEASURE.fullmatch(label.strip()):
        return ColumnRole.MEASURE
    label = _COUNTED_LABEL.sub("", label)
    if len(label) > MAX_LABEL:
        return None
    heading = classify_heading(label) if by_words else heading_by_phrase(label)
    if heading.fit < 1.0:
        return None
    known = heading.role in (*TEXT_ROLES, ColumnRole.MEASURE) or heading.role in _IGNORED
    return heading.role if known else None


@dataclass(slots=True)
class _Line:
    """A label with the cells that it labels, one for each measure."""

    label: str
    role: ColumnRole | None
    values: list[Cell | None]


def read_form_table(view: GridView) -> list[MeasureRow]:
    """The measures of a table with labels at its side, in columns; [] for any other table."""
    sides = [c for c in range(min(2, view.n_columns - 1)) if _has_label(view, c)]
    if not sides:
        return []
    ways = [_paired(view)] if _has_pairs(view) else [_lines(view, c) for c in sides]
    for lines in ways:
        labelled = [line for line in lines if line.role is not None]
        fields = {line.role for line in labelled if line.role in TEXT_ROLES}
        if len(fields) > 1 and len(labelled) >= max(MIN_LABELS, LABELLED_SHARE * len(lines)):
            return _Columns(view.table).read(lines) or _Columns(view.table).read(_with_titles(lines))
    return []


def _with_titles(lines: list[_Line]) -> list[_Line]:
    """The lines with the first one as that of the titles, where its label says nothing else and
    each measure has a name of its own there."""
    head = lines[0]
    texts = [cell.text.strip() if cell is not None else "" for cell in head.values]
    named = len(texts) > 1 and all(re.search(r"[ก-๎]{3}", t) for t in texts) and len(set(texts)) == len(texts)
    if head.role in TEXT_ROLES or not named or not _NO_LABEL.fullmatch(head.label):
        return []
    return [_Line(head.label, ColumnRole.MEASURE, head.values), *lines[1:]]


def _has_label(view: GridView, column: int) -> bool:
    """Whether a column holds the label of a field, word for word; a quick look before others."""
    texts = (view.text(r, column).rstrip(" :") for r in range(view.n_rows))
    return any(len(t) <= MAX_LABEL and exact_role(t) in TEXT_ROLES for t in texts)


def _role_at(view: GridView, r: int, c: int) -> ColumnRole | None:
    return label_role(view.text(r, c).rstrip(" :"))


def _has_pairs(view: GridView) -> bool:
    """Whether label and value alternate along the rows: ``label | value | label | value``."""
    if view.n_columns != 4:
        return False
    rows = [r for r in range(view.n_rows) if len({id(c) for c in view.cells[r]}) == 4]
    both = [r for r in rows if _role_at(view, r, 0) and _role_at(view, r, 2)]
    values = [r for r in both if _role_at(view, r, 1) is None and _role_at(view, r, 3) is None]
    return bool(values) and 2 * len(values) >= len(rows)


def _lines(view: GridView, column: int) -> list[_Line]:
    """The rows as lines whose labels stand in the first column, or in that behind the numbers."""
    out = []
    for r in range(view.n_rows):
        named = _title_row(view, r)
        if named is not None:
            out.append(_Line(named.text, ColumnRole.MEASURE, [named]))
            continue
        label = view.text(r, column).rstrip(" :")
        if view.is_single(r) and label_role(label) is None:
            continue
        if column and (title := _title_beside(view, r)) is not None:
            out.append(_Line("", ColumnRole.MEASURE, [title]))
        out.append(_Line(label, label_role(label), view.cells[r][column + 1 :]))
    return out


def _paired(view: GridView) -> list[_Line]:
    out = []
    for r in range(view.n_rows):
        cells = list({id(c): c for c in view.cells[r]}.values())
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            text = " ".join(label.text.split()).rstrip(" :") if label is not None else ""
            out.append(_Line(text, label_role(text), [value]))
    return out


def _title_row(view: GridView, r: int) -> Cell | None:
    """The cell of a row that holds nothing but "มาตรการที่ n" and a title."""
    if not view.is_single(r):
        return None
    cell = next(c for c in view.cells[r] if c is not None and c.text.strip())
    match = NAMED_MEASURE.match(cell.text)
    return cell if match and match.group(2).strip() else None


def _title_beside(view: GridView, r: int) -> Cell | None:
    """The cell left of the labels where a measure begins in this row: its title, merged over them."""
    cell = view.cells[r][0]
    begins = cell is not None and cell.row == r and cell.text.strip()
    text = view.text(r, 0)
    return cell if begins and not NUMBER_ALONE.fullmatch(text) and not label_role(text) else None


class _Columns:
    """Reads labelled lines, one measure a column, from one line of titles to the next."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.records: list[MeasureRow] = []
        self.open: dict[int, MeasureRow] = {}
        self.numbers: dict[int, int] = {}
        self.twins = False

    def read(self, lines: list[_Line]) -> list[MeasureRow]:
        for line in lines:
            if line.role in TEXT_ROLES:
                self._fields(line.role, line)
                continue
            named = [NAMED_MEASURE.match(c.text) for c in line.values if c is not None]
            titled = [m for m in named if m is not None and m.group(2).strip()]
            if named and all(named) and not titled:
                self._count(line)
            elif line.role is ColumnRole.MEASURE or len(named) == len(titled) > 1 or self._names(line):
                self._titles(line)
        most = max((_filled(r) for r in self.records), default=0)
        # A column of remarks has only a word here and there.
        found = [r for r in self.records if 2 * _filled(r) >= most > 0]
        # The same title in two columns: they are something else than measures.
        return [] if self.twins else found

    def _names(self, line: _Line) -> bool:
        """Whether a line right below the numbers of the measures gives their names."""
        texts = [line.values[c] for c in self.numbers if c < len(line.values)]
        filled = all(cell is not None and cell.text.strip() for cell in texts)
        return bool(self.numbers) and not self.records and filled and line.label.startswith(("ชื่อ", "เรื่อง"))

    def _count(self, line: _Line) -> None:
        for column, cell in enumerate(line.values):
            if cell is not None and (match := NAMED_MEASURE.match(cell.text)):
                self.numbers[column] = int(to_arabic(match.group(1)))

    def _titles(self, line: _Line) -> None:
        self.open = {}
        for column, cell in enumerate(line.values):
            if cell is None or not cell.text.strip() or any(cell is c for c in line.values[:column]):
                continue
            named = NAMED_MEASURE.match(cell.text)
            counted = re.search(r"[\d๐-๙]{1,2}", line.label)
            number, title = strip_number(cell.text.strip())
            if named and named.group(2).strip():
                number, title = int(to_arabic(named.group(1))), named.group(2).strip()
            elif number is None:
                number = self.numbers.get(column)
                number = int(to_arabic(counted.group())) if number is None and counted else number
            record = _record(self.table, cell, title, number)
            record.called_measure |= "มาตรการ" in line.label
            self.open[column] = record
            self.records.append(record)
        titles = [squash(r.title) for r in self.open.values()]
        self.twins |= len(set(titles)) < len(titles)

    def _fields(self, role: ColumnRole, line: _Line) -> None:
        for column, record in self.open.items():
            cell = line.values[column] if column < len(line.values) else None
            _add(record, role, cell.text.strip() if cell is not None else "")


def _filled(record: MeasureRow) -> int:
    return sum(map(bool, record.texts.values()))


def read_titled_rows(view: GridView) -> list[MeasureRow]:
    """The measures of a table that gives each a row for its title over the rows of its fields.

    The titles are numbered and count on. Where a column of measures stands beside them, or several
    rows with a name of their own below, they are the issues of these and [] is returned, as for
    any other table.
    """
    roles = {c.index: c.role for c in view.columns if c.role in TEXT_ROLES}
    if len(set(roles.values())) < 2 or any(c.role is ColumnRole.MEASURE for c in view.columns):
        return []
    # A plain number may count issues over measures; only where no column holds these it is theirs.
    layout = measure_layout(view)
    plain = layout is None
    rows = range(view.n_rows)
    titles = {r: t for r in rows if (t := _numbered_title(view, r, plain=plain)) is not None}
    found = list(titles.values())
    counted = all(b[0] == a[0] + 1 or (b[0] == a[0] and CONTINUED.search(b[1])) for a, b in itertools.pairwise(found))
    alone = len(found) == 1 and NAMED_MEASURE.match(found[0][2].text)
    if not counted or not (len(found) > 1 or alone):
        return []
    records: list[MeasureRow] = []
    below = 0
    for r in range(min(titles), view.n_rows):
        if r in titles:
            number, title, cell = titles[r]
            records.append(_record(view.table, cell, title, number))
            below = 0
        elif not view.is_single(r) and not repeats_head(view, r):
            below += 1
            if below > 1 and layout is not None and layout.title not in roles:
                return []
            for column, role in roles.items():
                place = view.cells[r][column]
                begins = place is not None and place.row == r and place.column == column
                _add(records[-1], role, place.text.strip() if place is not None and begins else "")
    return records if all(any(r.texts.values()) for r in records) else []


def _numbered_title(view: GridView, r: int, *, plain: bool) -> tuple[int, str, Cell] | None:
    if not view.is_single(r):
        return None
    cell = next(c for c in view.cells[r] if c is not None and c.text.strip())
    if match := NAMED_MEASURE.match(cell.text):
        title = match.group(2).strip()
        return (int(to_arabic(match.group(1))), title, cell) if title else None
    number, title = strip_number(cell.text.strip())
    return (number, title, cell) if plain and number is not None and title else None


def _record(table: Table, cell: Cell, title: str, number: int | None) -> MeasureRow:
    evidence = Evidence(cell.page, table.number, cell.row + 1, cell.bbox, cell.text.strip()[:300])
    return MeasureRow(
        title,
        number,
        page=cell.page,
        evidence=evidence,
        plan=False,
        table=table.number,
        called_measure="มาตรการ" in cell.text,
    )


def _add(record: MeasureRow, role: ColumnRole, text: str) -> None:
    """A field of a measure; where it has several cells, one below the other."""
    before = record.texts.get(role, "")
    first_and_last = role is ColumnRole.TIMEFRAME and text and names_one_end(before) and names_one_end(text)
    record.texts[role] = (" - " if first_and_last else "\n").join(filter(None, (before, text)))
    record.plan |= role in PLAN_ROLES
    record.results |= role in RESULT_ROLES
