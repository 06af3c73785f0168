"""Which of several columns holds the result that counts.

A report prints the result beside what came before it: a draft, a rehearsal, the agency's own
estimate, the figure before an appeal; or the codes of items beside those of another year. Each says
so in its heading. It is left out where another column beside it stands for the result itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading
from thai_ita.parse.tables.grid import Column

_CHANGE = r"(?:การ)?(?:พิจารณา)?(?:คำ)?(?:อุทธรณ์|แก้ไข|ทบทวน|ทักท้วง|โต้แย้ง|ปรับ(?!ปรุง))"
_FORMER = re.compile(r"เดิม|เก่า|ยกเลิก")
_PROVISIONAL = re.compile(
    rf"เดิม|เก่า|ยกเลิก|เบื้องต้น|ชั่วคราว|(?:^|[\s(/]|ผล|คะแนน|ฉบับ|เป็น)ร่าง|ทดลอง|ทดสอบ|ซ้อม|จำลอง"
    rf"|ประเมิน(?:ตนเอง|ตัวเอง|เอง)|คาดการณ์|คาดว่า|คาดหมาย|ประมาณการ|ไม่(?:เป็น)?ทางการ|ก่อน\s*{_CHANGE}"
)
_OFFICIAL = re.compile(
    rf"ทางการ|(?:ผล|คะแนน)(?:จาก|ของ|โดย|\s|สำนักงาน){{0,3}}ป\.\s?ป\.\s?ช|(?:ผล|คะแนน)\S{{0,12}}จริง|ประกาศ|สุดท้าย|สิ้นสุด|หลัง\s*{_CHANGE}|แก้ไขแล้ว|ยืนยัน"
    r"|(?<![a-z])(?:final|official)(?![a-z])",
    re.I,
)
# Columns that say which item or indicator a row is of.
_NAMING = frozenset({ColumnRole.CODE, ColumnRole.ITEM, ColumnRole.QUESTION, ColumnRole.INDICATOR, ColumnRole.SEQ})
_NUMBERING = frozenset({ColumnRole.CODE, ColumnRole.SEQ})


def is_provisional(heading: str) -> bool:
    """Whether a heading says that its figures are not, or no longer, the result."""
    return bool(_PROVISIONAL.search(heading))


def is_official(heading: str) -> bool:
    """Whether a heading says that its figures are the result that counts."""
    return bool(_OFFICIAL.search(heading)) and not is_provisional(heading)


def former_labels(columns: Sequence[Column], year: int | None) -> set[int]:
    """The columns of codes and names that are not those of the results, but of another year.

    ``year`` is that of the results where no column of figures names one. Where these name several,
    codes of one year are those of no row, and the wording decides. A column is left out only
    where another stays that says what its rows are.
    """
    roles = {c.index: role for c in columns if (role := _names_rows(c))}
    years = {c.year for c in columns if c.index not in roles} - {None} or {year}
    several = {role for role, n in Counter(roles.values()).items() if n > 1}
    found = {
        c.index: roles[c.index]
        for c in columns
        if c.index in roles
        and (_FORMER.search(c.heading) or (roles[c.index] in several and c.year is not None and years != {c.year}))
    }
    kept = {role for index, role in roles.items() if index not in found} - {ColumnRole.SEQ}
    return {i for i, role in found.items() if role in kept or (kept and role in _NUMBERING)}


def _names_rows(column: Column) -> ColumnRole | None:
    """The role of a column that says what its rows are, also where it is called former."""
    role = column.role
    if role is ColumnRole.UNKNOWN and _FORMER.search(column.heading):
        role = classify_heading(_FORMER.sub("", column.heading)).role
    return role if role in _NAMING else None


def superseded(provisional: Column, others: Iterable[Column]) -> bool:
    """Whether a provisional column stands beside one of the same year that holds the result."""
    return is_provisional(provisional.heading) and any(
        is_official(c.heading) and c.years == provisional.years for c in others
    )
