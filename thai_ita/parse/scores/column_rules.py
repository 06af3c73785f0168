"""Rules by which the figures of a column are no scores, in the order in which they are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thai_ita.model import ScoreKind
from thai_ita.parse.rules import RefusingRule, Rule, first_refusal, register, rule
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import Column
from thai_ita.parse.tables.provisional_columns import superseded

if TYPE_CHECKING:
    from thai_ita.parse.scores.score_columns import ScoreColumns

# A heading of points beside full marks, and of anything that was reached.
_GOT = "ได้"
# A mean over others than the agency, which no year in its heading makes a score of it.
_MEAN_OF_OTHERS = re.compile(
    r"(?:เฉลี่ย|mean|average)\S{0,12}?\s*+(?:ของ|ใน|ระดับ|ทั้ง|ทุก|ราย)*\s*"
    r"(?:ประเทศ|จังหวัด|อำเภอ|ภาค(?!รัฐ|ประชา|เอกชน|ี)|เขต|หน่วยงาน(?:อื่น|ทั้ง)|แห่ง|เครือข่าย|กลุ่ม"
    r"|อปท|องค์กรปกครอง|เทศบาล|อบต|อบจ|ท[นมต]\.|national|province)",
    re.I,
)

# All agencies of a type in a country or province: their mean, whatever it is called.
_ALL_OF_A_KIND = re.compile(
    r"(?:ท[นมต]\.|อบ[ตจ]\.?|อปท\.?|เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|หน่วยงาน)\s*"
    r"(?:ทั่ว|ทั้ง|ทุก)(?:ประเทศ|จังหวัด|อำเภอ|ภาค(?!รัฐ)|แห่ง)"
)
_OTHER_THINGS = frozenset(
    {ColumnRole.BUDGET, ColumnRole.STATUS, ColumnRole.KPI, ColumnRole.TIMEFRAME, ColumnRole.NOTE, ColumnRole.YEAR}
)


# So many agencies of a list do not have one and the same result, unless all or nothing.
LEAST_AGENCIES = 4
_ENDS_OF_SCALE = (0, 100)

# What stands before a figure that says how far a measure has come, and before a result.
_OF_MEASURES = frozenset({ColumnRole.MEASURE, ColumnRole.KPI, ColumnRole.STEPS})
# What is told of a measure behind its name; a figure right behind is of it.
_TOLD_OF_MEASURES = frozenset(
    {
        ColumnRole.KPI, ColumnRole.STEPS, ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME, ColumnRole.BUDGET, ColumnRole.OUTPUT,
        ColumnRole.OUTCOME, ColumnRole.STATUS, ColumnRole.MONITORING, ColumnRole.OBSTACLES,
    }
)  # fmt: skip
OUTCOMES = frozenset({ColumnRole.OUTPUT, ColumnRole.OUTCOME})
_OF_RESULTS = frozenset(
    {
        ColumnRole.INDICATOR,
        ColumnRole.INSTRUMENT,
        ColumnRole.QUESTION,
        ColumnRole.ITEM,
        ColumnRole.ISSUE,
        ColumnRole.AGENCY,
        ColumnRole.CODE,
    }
)


# What is done, spent or learnt by so many per cent.
_IN_PROGRESS = re.compile(
    r"เบิกจ่าย|(?:ความ|ผล|ที่)สำเร็จ|แล้วเสร็จ|ก้าวหน้า|ก่อหนี้|จัดเก็บ|อบรม|(?<!ตรวจ)สอบ(?!ถาม)|เข้า(?:ร่วม|เรียน|รับการ(?!ประเมิน))|ดำเนินการแล้ว"
)


def is_mean_of_others(text: str) -> bool:
    """Whether a text calls a figure the mean of a country, a province or of other agencies."""
    return bool(_MEAN_OF_OTHERS.search(text) or _ALL_OF_A_KIND.search(text))


@dataclass(frozen=True, slots=True)
class ColumnInTable:
    """A column among the others of its table."""

    columns: ScoreColumns
    column: Column

    @property
    def role(self) -> ColumnRole:
        return self.column.role

    @property
    def is_named(self) -> bool:
        return self.columns.match(self.column) is not None


def _table(heads: str, *rows: str) -> str:
    lines = [heads, "|".join("---" for _ in heads.split("|")), *rows]
    return "\n".join(f"| {line.replace('|', ' | ')} |" for line in lines) + "\n"


_A, _B, _C = "การใช้อำนาจ", "การใช้งบประมาณ", "การปฏิบัติหน้าที่"
_SCORES = _table("ตัวชี้วัด|คะแนน ปี 2567", f"{_A}|⟦88.10⟧", f"{_B}|84.20")


def _of_role(
    role: ColumnRole, id: str, means: str, heading: str, first: str, second: str
) -> RefusingRule[ColumnInTable]:
    """The rule of a role that is never that of scores, with a heading and two figures of its kind."""
    refuses = _table(f"ตัวชี้วัด|{heading} ปี 2567", f"{_A}|⟦{first}⟧", f"{_B}|{second}")

    @rule(id, means, refuses=refuses, passes=_SCORES)
    def has_role(it: ColumnInTable) -> bool:
        return it.role is role

    return has_role


@rule(
    "column-of-shares",
    "its column holds the shares of those who answered",
    refuses=_table("แบบวัด|ผู้มีสิทธิ (คน)|ผู้ตอบ (คน)|ร้อยละ", "IIT|200|175|⟦87.50⟧", "EIT|400|330|82.50"),
    passes=_table("แบบวัด|ร้อยละ", "IIT|⟦87.50⟧", "EIT|82.50"),
)
def holds_shares(it: ColumnInTable) -> bool:
    return it.column.index in it.columns.shares


@rule(
    "column-of-former-numbers",
    "its column numbers the items of another year",
    refuses=_table("ตัวชี้วัดเดิม ปี 2566|ตัวชี้วัด|คะแนน", f"⟦12⟧|{_A}|88.10", f"14|{_B}|84.20"),
    passes=_SCORES,
)
def holds_former_numbers(it: ColumnInTable) -> bool:
    return it.column.index in it.columns.former


@rule(
    "column-of-respondents",
    "its column counts people or things",
    refuses=_table("ตัวชี้วัด|จำนวนผู้ตอบ ปี 2567", f"{_A}|⟦88⟧", f"{_B}|84"),
    passes=_SCORES,
)
def counts_something(it: ColumnInTable) -> bool:
    if it.role is ColumnRole.COUNT:
        return True
    # People asked and people who answered are "เป้าหมาย" and "ได้" too.
    return it.column.parts[-1:] == [_GOT] and not it.columns.full_marks and it.columns.all_whole(it.column)


@rule(
    "mean-of-others",
    "it is the mean of a country, a province or of other agencies",
    refuses=_table("ตัวชี้วัด|คะแนนเฉลี่ยระดับจังหวัด ปี 2567", f"{_A}|⟦88.10⟧", f"{_B}|84.20"),
    passes=_SCORES,
)
def is_of_others(it: ColumnInTable) -> bool:
    return it.columns.agency(it.column) is None and is_mean_of_others(it.column.heading)


_AGENCIES = [
    ("เทศบาลตำบลดอนงาม", "91.10"),
    ("เทศบาลตำบลดอนสูง", "84.20"),
    ("เทศบาลตำบลดอนใต้", "79.50"),
    ("เทศบาลตำบลดอนยาว", "88.00"),
]


@rule(
    "column-of-one-value",
    "it is the same for every agency of a list: of the province, or what all are held against",
    refuses=_table(
        "หน่วยงาน|คะแนน ITA|คะแนนปี 2565 ของอำเภอ",
        *(f"{a}|{v}|{'82.31' if i else '⟦๘๒.๓๑⟧'}" for i, (a, v) in enumerate(_AGENCIES)),
    ),
    passes=_table("หน่วยงาน|คะแนน ITA", *(f"{a}|{v if i else f'⟦{v}⟧'}" for i, (a, v) in enumerate(_AGENCIES))),
)
def is_the_same_for_all(it: ColumnInTable) -> bool:
    match = it.columns.match(it.column)
    # Indicators 9 and 10 have few values, and instruments are their means.
    if match is not None and match.kind is not ScoreKind.OVERALL:
        return False
    if ColumnRole.AGENCY not in it.columns.roles:
        return False
    values = [n.value for n in it.columns.figures(it.column)]
    return len(values) >= LEAST_AGENCIES and len(set(values)) == 1 and values[0] not in _ENDS_OF_SCALE


holds_changes = _of_role(ColumnRole.CHANGE, "column-of-changes", "its column holds changes", "ผลต่าง", "8.10", "4.20")


@rule(
    "column-of-differences",
    "every figure of its column is the difference of two others of its row",
    refuses=_table(
        "ตัวชี้วัด|ปี 2566|ปี 2567|ปี 2565", f"{_A}|80.10|88.20|⟦8.10⟧", f"{_B}|80.00|84.20|4.20", f"{_C}|70.00|79.50|9.50"
    ),
    passes=_table(
        "ตัวชี้วัด|ปี 2566|ปี 2567|ปี 2565", f"{_A}|80.10|88.20|⟦78.10⟧", f"{_B}|80.00|84.20|74.20", f"{_C}|70.00|79.50|69.50"
    ),
)
def holds_differences(it: ColumnInTable) -> bool:
    return it.column.index in it.columns.differences


holds_targets = _of_role(
    ColumnRole.TARGET, "column-of-targets", "its column holds targets", "ค่าเป้าหมาย", "88.10", "84.20"
)


holds_ranks = _of_role(ColumnRole.RANK, "column-of-ranks", "its column holds ranks", "อันดับ", "12", "15")


holds_weights = _of_role(ColumnRole.WEIGHT, "column-of-weights", "its column holds weights", "น้ำหนัก", "12.50", "15.50")


holds_full_marks = _of_role(
    ColumnRole.FULL,
    "column-of-full-marks",
    "its column holds full marks, or the highest and lowest results",
    "คะแนนสูงสุด",
    "98.10",
    "94.20",
)


holds_codes = _of_role(ColumnRole.CODE, "column-of-codes", "its column holds codes", "รหัส", "12", "15")


@rule(
    "column-of-levels",
    "its column holds levels",
    refuses=_table("ตัวชี้วัด|ระดับปีก่อน", f"{_A}|⟦4⟧", f"{_B}|5"),
    passes=_SCORES,
)
def holds_levels(it: ColumnInTable) -> bool:
    return it.role is ColumnRole.LEVEL and not it.column.years


@rule(
    "column-of-row-numbers",
    "its column numbers the rows",
    refuses=_table("ตัวชี้วัด|ลำดับ ปี 2567", f"{_A}|⟦12⟧", f"{_B}|15"),
    passes=_SCORES,
)
def numbers_rows(it: ColumnInTable) -> bool:
    # Under a year a number is the place of the agency among others.
    return it.role is ColumnRole.SEQ and not it.is_named


@rule(
    "column-of-means",
    "its column holds means, and nothing says that these are the scores",
    refuses=_table("ตัวชี้วัด|คะแนน|เฉลี่ยรวมทุกปี", "IIT||⟦84.10⟧", "EIT|84.20|"),
    passes=_table("ตัวชี้วัด|ค่าเฉลี่ย", "IIT|⟦84.10⟧", "EIT|83.20"),
)
def holds_means(it: ColumnInTable) -> bool:
    return it.role is ColumnRole.AVERAGE and it.column.fit >= 1.0 and not it.columns.means_count(it.column)


@rule(
    "column-of-other-things",
    "its column holds money, dates, notes or the like",
    refuses=_table("ตัวชี้วัด|งบประมาณปีก่อน", "IIT|⟦12.50⟧", "EIT|15.50"),
    passes=_SCORES,
)
def holds_other_things(it: ColumnInTable) -> bool:
    per_instrument = it.columns.is_per_instrument(it.column)
    if it.is_named or it.column.year is not None or per_instrument:
        return False
    return it.role in _OTHER_THINGS or (it.role is ColumnRole.AVERAGE and it.column.fit < 1.0)


@rule(
    "column-of-progress",
    "it says how far measures have come, beside the measures or in words",
    refuses=_table("มาตรการ|ตัวชี้วัดความสำเร็จ|ร้อยละ", f"{_A}|ผู้ตอบพอใจ|⟦85.00⟧", f"{_B}|เบิกจ่าย|92.00"),
    passes=_table("ตัวชี้วัด|ร้อยละ|มาตรการ", f"{_A}|⟦85.00⟧|ประชุม", f"{_B}|92.00|ประชุม"),
)
def holds_progress(it: ColumnInTable) -> bool:
    if it.is_named or not (it.role is ColumnRole.SCORE or it.role in OUTCOMES):
        return False
    if _IN_PROGRESS.search(it.column.heading):
        return True
    if "คะแนน" in it.column.heading or it.column.years:
        return False
    before = [c.role for c in it.columns.view.columns[: it.column.index]]
    if ColumnRole.MEASURE in before and (it.role in OUTCOMES or before[-1] in _TOLD_OF_MEASURES):
        return True
    return bool(_OF_MEASURES.intersection(before)) and not _OF_RESULTS.intersection(before)


RULES = (
    holds_shares, holds_former_numbers, counts_something, is_of_others, is_the_same_for_all, holds_changes, holds_differences, holds_targets, holds_ranks, holds_weights,
    holds_full_marks, holds_codes, holds_levels, numbers_rows, holds_means, holds_progress, holds_other_things,
)  # fmt: skip

UNCLAIMED = register(
    Rule(
        "column-unnamed",
        "nothing in the head of its column says that scores stand in it, and other columns say so",
        refuses=_table("ตัวชี้วัด|คะแนน|ข้อมูล ก", f"{_A}||⟦88.10⟧", f"{_B}|84.20|"),
        passes=_SCORES,
    )
)
SUPERSEDED = register(
    Rule(
        "column-superseded",
        "its column holds a draft, a rehearsal or a withdrawn result, and the result stands beside it",
        refuses=_table("ตัวชี้วัด|คะแนนเบื้องต้น|คะแนนที่ประกาศ", f"{_A}|⟦88.10⟧|", f"{_B}||83.20"),
        passes=_SCORES,
    )
)


def refusal_of(columns: ScoreColumns, column: Column) -> Rule | None:
    """The rule by which a column, looked at by itself, holds no scores."""
    return first_refusal(RULES, ColumnInTable(columns, column))


__all__ = ["SUPERSEDED", "UNCLAIMED", "is_mean_of_others", "refusal_of", "superseded"]
