"""What of a measure stands elsewhere: a row that another page goes on with, columns in a second
table, the unit over a table of its measures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

from thai_ita.model import Document, Line
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.repair import squash
from thai_ita.normalize.units import is_unit, split_units
from thai_ita.parse.measures.column_contents import NUMBER_ALONE
from thai_ita.parse.measures.measure_tables import (
    CONTINUED,
    PLAN_ROLES,
    RESULT_ROLES,
    SHARED_ROLES,
    TEXT_ROLES,
    MeasureRow,
    join_cut,
    repeats_head,
)
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.list_items import read_items, strip_number

# Similarity (0-1) from which two titles name one measure.
SAME_TITLE = 0.85
# A title cut short names the measure before it from so many letters on.
MIN_OPENING = 10
_KEYS = frozenset({ColumnRole.SEQ, ColumnRole.RANK, ColumnRole.CODE, ColumnRole.MEASURE})
_LABEL = re.compile(r"^\s*+([^:：]{3,45}?)\s*+[:：]\s*(\S.*)$", re.S)
# The name of an office, and nothing that only begins like one.
_OFFICE = re.compile(r"(?:สำนัก|กอง(?!ทุน)|ฝ่าย|หน่วย(?!งาน))[ก-๎ฯ. ]{1,50}")
_AGENCY = re.compile(r"เทศบาล(?:นคร|เมือง|ตำบล)|องค์การบริหาร|อบต|อบจ|ทต\.|ทม\.")


# -- rows ------------------------------------------------------------------------------------


def join_continued(records: list[MeasureRow]) -> list[MeasureRow]:
    """One record for a measure that is named again where another page goes on with it.

    ``(ต่อ)`` behind the title says so; else the steps do, which count on from those before.
    """
    out: list[MeasureRow] = []
    for record in records:
        title = CONTINUED.sub("", record.title)
        said = record.continued or title != record.title
        earlier = reversed(out) if said else out[-1:]
        begun = next((r for r in earlier if _names_again(r, record, title, said=said)), None)
        if begun is None:
            out.append(replace(record, title=title or record.title))
        else:
            _take(begun, record)
    return out


def _names_again(begun: MeasureRow, record: MeasureRow, title: str, *, said: bool) -> bool:
    """Whether a record goes on with one before it."""
    numbers = {n for n in (begun.number, record.number) if n is not None}
    if len(numbers) > 1:
        return False
    left, right = (squash(strip_number(t)[1]) for t in (begun.title, title))
    if not said:
        steps = (r.texts.get(ColumnRole.STEPS, "") for r in (begun, record))
        return left == right and squash(begun.group) == squash(record.group) and _counts_on(*steps)
    if not right or (len(right) >= MIN_OPENING and left.startswith(right)):
        return True
    return Levenshtein.normalized_similarity(left, right) >= SAME_TITLE


def _counts_on(before: str, after: str) -> bool:
    last = [i.number for i in read_items(before) if i.number is not None][-1:]
    first = [i.number for i in read_items(after)][:1]
    return bool(last) and first == [(last[0] or 0) + 1]


def _take(begun: MeasureRow, record: MeasureRow) -> None:
    """The fields of the second part go behind those of the first; what is only repeated does not."""
    for role in TEXT_ROLES:
        old, new = begun.texts.get(role, ""), record.texts.get(role, "")
        repeated = squash(new) in squash(old) if role in SHARED_ROLES else squash(new) == squash(old)
        if new.strip() and not repeated:
            unit = role is ColumnRole.RESPONSIBLE and is_unit(new)
            begun.texts[role] = f"{old}\n{new}" if unit and old else join_cut(old, new)


# -- columns ---------------------------------------------------------------------------------


def fill_from_columns(view: GridView, records: list[MeasureRow]) -> bool:
    """Whether a table holds further columns of the measures above it, which are then filled.

    It has a column of their numbers instead of titles, and but for that only fields that they do
    not have yet. The numbers are those of all measures without these fields, in order, or of the
    first half or more of them, where pages cut the table.
    """
    if not records:
        return False
    columns = {c.index: c.role for c in view.columns}
    keys = [c for c, role in columns.items() if role in _KEYS]
    fields = {c: role for c, role in columns.items() if role in TEXT_ROLES}
    if len(keys) != 1 or not fields:
        return False
    others = {role for c, role in columns.items() if c != keys[0] and c not in fields}
    rows = _numbered_rows(view, keys[0])
    if rows is None or others & {ColumnRole.ISSUE, ColumnRole.UNKNOWN, ColumnRole.INDICATOR}:
        return False
    lacking = [r for r in _counted(records) if not any(r.texts.get(role) for role in fields.values())]
    if [r.number for r in lacking[: len(rows)]] != list(rows) or 2 * len(rows) < len(lacking):
        return False
    for record, row in zip(lacking, rows.values(), strict=False):
        for c, role in fields.items():
            cell = view.cells[row][c]
            text = cell.text.strip() if cell is not None else ""
            record.texts[role] = "\n".join(filter(None, (record.texts.get(role, ""), text)))
            # Results in a table of their own report on the plan before it, which stays a plan.
            record.plan |= role in PLAN_ROLES and not record.results
            record.results |= role in RESULT_ROLES and not record.plan
    return True


def _counted(records: list[MeasureRow]) -> list[MeasureRow]:
    """The records that a number tells apart: all, or those of the last table; [] if none are."""
    last = [r for r in records if r.table == records[-1].table]
    for some in (records, last):
        numbers = {r.number for r in some}
        if None not in numbers and len(numbers) == len(some):
            return some
    return []


def _numbered_rows(view: GridView, key: int) -> dict[int, int] | None:
    """The row of each number of a column that holds only numbers, two at least; else None."""
    rows: dict[int, int] = {}
    for r in range(view.first_row, view.n_rows):
        if repeats_head(view, r):
            continue
        match = NUMBER_ALONE.fullmatch(view.text(r, key))
        if match is None or (number := int(to_arabic(match.group(1)))) in rows:
            return None
        rows[number] = r
    return rows if len(rows) > 1 else None


# -- units -----------------------------------------------------------------------------------


def give_units(document: Document, records: list[MeasureRow]) -> None:
    """Makes the unit over a table, or over rows of it, responsible where no field of theirs is.

    A heading says so (``หน่วยงานที่รับผิดชอบ : กองช่าง``), or is the name of an office, as the
    headings of other measures are those of other offices.
    """
    if any(r.texts.get(ColumnRole.RESPONSIBLE) for r in records):
        return
    if groups := _units({r.group: r.group for r in records if r.group}):
        for record in records:
            if record.group:
                record.texts[ColumnRole.RESPONSIBLE] = groups[record.group]
                record.group = ""
    numbers = {r.table for r in records if r.table}
    headings = {n: text for n, text in _headings(document).items() if n in numbers}
    # A unit that stands below its table would go to the next one: the first table has one above.
    if headings and min(numbers) in headings and (units := _units(headings)):
        for record in records:
            if not record.texts.get(ColumnRole.RESPONSIBLE):
                record.texts[ColumnRole.RESPONSIBLE] = units.get(record.table, "")


_Key = TypeVar("_Key", int, str)


def _units(headings: dict[_Key, str]) -> dict[_Key, str]:
    """The responsible units that headings name, {} unless all do."""
    said = {key: _said_unit(text) for key, text in headings.items()}
    units = {key: said[key] or _office(text) for key, text in headings.items()}
    several = len(set(units.values())) > 1
    return units if all(units.values()) and (several or all(said.values())) else {}


def _said_unit(text: str) -> str:
    """The units behind a label that makes them responsible."""
    labelled = _LABEL.match(" ".join(text.split()))
    if labelled is None:
        return ""
    heading = classify_heading(strip_number(labelled.group(1))[1])
    units = split_units(labelled.group(2))
    responsible = heading.role is ColumnRole.RESPONSIBLE and heading.fit >= 1.0
    return labelled.group(2) if responsible and units and all(map(is_unit, units)) else ""


def _office(text: str) -> str:
    """The name of one office, "" for any other text."""
    name = strip_number(" ".join(text.split()))[1]
    alone = _OFFICE.fullmatch(name) and not _AGENCY.search(name)
    return name if alone and len(split_units(name)) == 1 else ""


def _headings(document: Document) -> dict[int, str]:
    """The unit named over each table, by the table's number: since the table before it, or, if it
    does not say what the unit is, right above."""
    found: dict[int, str] = {}
    said = above = ""
    for block in document.blocks:
        if isinstance(block, Line):
            said = block.text if _said_unit(block.text) else said
            above = block.text
            continue
        for text in GridView(block).captions:
            said = text if _said_unit(text) else said
            above = text
        if said or _office(above):
            found[block.number] = said or above
        said = above = ""
    return found
