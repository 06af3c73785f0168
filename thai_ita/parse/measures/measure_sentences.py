"""Fields of a measure inside running text: unit, time, result and effect in one sentence.

``การสร้างวัฒนธรรมไม่รับของขวัญ ผู้รับผิดชอบ สำนักปลัดเทศบาล ดำเนินการเดือนธันวาคม ๒๕๖๖ ผลการดำเนินการ คือ ...``

Words that open a field count where a blank or a bracket stands before them and where what follows
is of that kind: a unit or a period in full. Steps and results, whose content may be anything, count
behind "คือ" or a colon, or beside a unit or a period told in that way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce

from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.dates import read_period
from thai_ita.normalize.units import is_unit, split_units
from thai_ita.parse.measures.column_contents import ANY_YEAR, MAX_PERIOD_TEXT, MAX_UNITS
from thai_ita.parse.measures.measure_tables import join_words
from thai_ita.parse.tables.column_roles import ColumnRole

_DOING = r"(?:การ)?(?:ดำเนินการ|ดำเนินงาน|ปฏิบัติงาน|ปฏิบัติ(?!หน้าที่))"
_WHEN = r"(?:ระยะเวลา|กำหนดเวลา|กำหนดการ|ห้วงเวลา|ช่วงเวลา)(?:ใน)?(?:การ|ที่)?(?:ดำเนินการ|ดำเนินงาน)?"
_CONNECTS = r"\s*(?:[:：]|คือ|ได้แก่|พบว่า|ปรากฏว่า|มีดังนี้|ดังนี้)\s*+[:：]?"
# What opens a field, by role. Those of units and periods need content of that kind.
_CUES: tuple[tuple[ColumnRole, str], ...] = (
    (
        ColumnRole.RESPONSIBLE,
        r"(?:โดย)?(?:มี)?(?:ผู้|(?:หน่วยงาน|ส่วนราชการ|กอง)(?:ที่|ผู้)?)รับผิดชอบ(?:หลัก)?(?:ได้แก่|คือ)?|หน่วยงานหลัก|(?:หน่วยงาน)?เจ้าของเรื่อง"
        r"|(?:หน่วยงาน)?เจ้าภาพ(?:หลัก)?|(?:โดย)?(?:ได้)?มอบหมาย(?:ให้)?|(?:รับผิดชอบ|ดำเนินการ)?โดย(?:มี)?",
    ),
    (
        ColumnRole.TIMEFRAME,
        rf"{_WHEN}|(?:กำหนด)?(?:ให้)?(?:ดำเนินการ)?(?:ให้)?แล้วเสร็จ|(?:จะ|ได้|โดย)?(?:เริ่ม)?ดำเนินการ(?:ใน(?!วัน))?|(?=(?:ภายใน|ระหว่าง|ตั้งแต่|ตลอด|ในช่วง|ช่วงเดือน|ไตรมาส)[ก-๙\s\d])",
    ),
    (ColumnRole.OUTCOME, r"(?:ซึ่ง|และ)?(?:ส่งผล|เป็นผล|ทำ)ให้|ผลลัพธ์(?:ที่ได้|ที่เกิดขึ้น)?|ผลสัมฤทธิ์|ผลสำเร็จ|ผลที่ได้รับ"),
    (ColumnRole.OUTPUT, rf"(?:โดย)?(?:มี)?(?:สรุป)?ผล{_DOING}(?:ที่ผ่านมา|ตามมาตรการ)?|ผลผลิต"),
    (
        ColumnRole.MONITORING,
        r"(?:โดย)?(?:แนวทาง|วิธี)?(?:การ)?(?:กำกับ)?\s?ติดตาม(?:ผล|และประเมินผล|และรายงานผล|ประเมินผล)?(?:โดย)?",
    ),
    (ColumnRole.STEPS, rf"(?:วิธีการ|วิธี|ขั้นตอน|แนวทาง)(?:{_DOING})?"),
)
_CUE = re.compile(
    r"(?:^|(?<=[\s(,;·|]))(?:"
    + "|".join(f"(?P<{role.value}>{words})" for role, words in _CUES)
    + rf")(?P<connects>{_CONNECTS})?"
)
_BEHIND_UNIT = re.compile(BLANKS_BEFORE + r"(?:เป็น)?(?:ผู้|หน่วยงาน)?(?:ที่)?(?:รับผิดชอบ|เจ้าภาพ|ดำเนินการ)(?:หลัก)?$")
_BRACKETS = re.compile(BLANKS_BEFORE + r"[(\[]([^()\[\]]{3,120})[)\]]\s*")
# กองคลัง เป็นผู้รับผิดชอบ.
_UNIT_BEFORE = re.compile(
    r"(?:^|(?<=[\s,;])|โดย(?:ให้)?|ให้)((?:ทุก)?(?:กอง|สำนัก|งาน|ฝ่าย|หน่วย|ส่วน)[ก-๎ ]{2,60}?)\s*+(?:เป็น)?(?:ผู้|หน่วยงาน)?(?:ที่)?รับผิดชอบ(?:หลัก)?(?=[\s,;]|$)"
)
_NO_TITLE = "ก"
# Effects are told by a verb and only behind a result.
_EFFECT = re.compile(r"(?:ซึ่ง|และ)?(?:ส่งผล|เป็นผล|ทำ)ให้")
_CHECKED = (ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME)
_TRIM = " \t\n,;:-–·|•"


@dataclass(frozen=True, slots=True)
class _Cut:
    role: ColumnRole
    start: int
    end: int
    connected: bool
    words: str


def is_content(role: ColumnRole, text: str) -> bool:
    """Whether a text is a unit or a period and nothing else."""
    if role is ColumnRole.RESPONSIBLE:
        return 0 < len(text) <= MAX_UNITS and all(map(is_unit, split_units(text)))
    if role is not ColumnRole.TIMEFRAME or not 0 < len(text) <= MAX_PERIOD_TEXT:
        return False
    return read_period(text, ANY_YEAR) is not None


def read_sentence(text: str) -> tuple[str, dict[ColumnRole, str]]:
    """What the text calls the measure, and the fields that it tells; no fields where none is sure.

    >>> read_sentence("การตรวจพัสดุ ผู้รับผิดชอบ กองคลัง ดำเนินการเดือนมกราคม 2567")[1].values()
    dict_values(['กองคลัง', 'เดือนมกราคม 2567'])
    """
    lines = [" ".join(line.replace("*", " ").split()) for line in text.split("\n")]
    text, fields = _from_brackets("\n".join(filter(None, lines)))
    cuts = _sure(text, [
        _Cut(ColumnRole(_role(m)), m.start(), m.end(), m["connects"] is not None, m[0])
        for m in _CUE.finditer(text)
    ], told=bool(fields))  # fmt: skip
    if not cuts:
        return joined(text), fields
    for cut, end in zip(cuts, [c.start for c in cuts[1:]] + [len(text)], strict=True):
        body = joined(text[cut.end : end])
        if cut.role is ColumnRole.RESPONSIBLE:
            body = _BEHIND_UNIT.sub("", body)
        fields[cut.role] = "\n".join(filter(None, (fields.get(cut.role, ""), body)))
    return joined(text[: cuts[0].start]), fields


def joined(text: str) -> str:
    """Wrapped lines as one text, without the signs that part fields at its ends."""
    return reduce(join_words, (line for line in text.split("\n") if line.strip()), "").strip(_TRIM)


def read_fields(text: str) -> dict[ColumnRole, str]:
    """The fields of a line that names several with their labels: ผู้รับผิดชอบ กองคลัง ระยะเวลา ทั้งปี."""
    return read_sentence(f"{_NO_TITLE} {text}")[1]


def read_paragraph(text: str) -> tuple[str, dict[ColumnRole, str]]:
    """The fields that a paragraph below a title tells, and the rest of it; it may begin with one."""
    rest, fields = read_sentence(f"{_NO_TITLE} {text}")
    return joined(rest.removeprefix(_NO_TITLE)), fields


def _role(match: re.Match[str]) -> str:
    return next(role.value for role, _ in _CUES if match[role.value] is not None)


def _from_brackets(text: str) -> tuple[str, dict[ColumnRole, str]]:
    """The text without brackets that hold a unit or a period, and these; a unit may stand before
    the word that makes it responsible, too."""
    fields: dict[ColumnRole, str] = {}
    before = _UNIT_BEFORE.search(text)
    if before and is_content(ColumnRole.RESPONSIBLE, joined(before[1])):
        fields[ColumnRole.RESPONSIBLE] = joined(before[1])
        text = f"{text[: before.start()]}\n{text[before.end() :]}".strip()
    for match in reversed(list(_BRACKETS.finditer(text))):
        inside = joined(match[1])
        role = next((r for r in _CHECKED if is_content(r, inside)), None)
        if role is not None and role not in fields and match.start():
            fields[role] = inside
            text = f"{text[: match.start()]} {text[match.end() :]}".strip()
    return text, fields


def _sure(text: str, cuts: list[_Cut], *, told: bool) -> list[_Cut]:
    """The cuts behind which something of their kind stands. A cut that is none leaves its words to
    the field before it, so that the others are judged again until all are sure."""
    kept = [
        # ระยะเวลา ตลอดปี: the period is the content of its label.
        c for i, c in enumerate(cuts)
        if c.words or not (i and cuts[i - 1].role is c.role and not text[cuts[i - 1].end : c.start].strip())
    ]  # fmt: skip
    while kept:
        ends = [c.start for c in kept[1:]] + [len(text)]
        bodies = [joined(text[c.end : end]) for c, end in zip(kept, ends, strict=True)]
        checked = [
            is_content(c.role, _BEHIND_UNIT.sub("", b) if c.role is ColumnRole.RESPONSIBLE else b)
            for c, b in zip(kept, bodies, strict=True)
        ]
        beside = told or any(checked)
        wrong = None
        for i, (cut, body, ok) in enumerate(zip(kept, bodies, checked, strict=True)):
            if cut.role in _CHECKED:
                good = ok
            elif _EFFECT.match(cut.words):
                good = bool(body) and any(c.role is ColumnRole.OUTPUT for c in kept[:i])
            else:
                told_beside = beside and cut.role in (ColumnRole.OUTPUT, ColumnRole.OUTCOME)
                good = bool(body) and (cut.connected or told_beside)
            if not good or not text[: cut.start].strip(_TRIM):
                wrong = i
        if wrong is None:
            break
        del kept[wrong]
    return kept
