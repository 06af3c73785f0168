"""What a table with figures is, decided once: results, or something that only looks like them.

The captions and the heads of a table are asked in a written order; the first rule that holds refuses
every figure of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from thai_ita.parse.rules import Rule, first_refusal, rule
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import Column
from thai_ita.parse.text.topic_cues import about_other_scores, announces_criteria, is_example


class TableKind(StrEnum):
    """SCORES may hold results of the assessment; the others hold none."""

    SCORES = "scores"
    EXAMPLE = "example"
    OTHER_SCORES = "other_scores"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True)
class TableInDocument:
    """A table with the texts above it, the nearest last, and its columns."""

    captions: Sequence[str]
    columns: Sequence[Column]

    @property
    def around(self) -> str:
        return " ".join(self.captions)

    @property
    def heads(self) -> str:
        return " ".join(column.heading for column in self.columns)


@rule(
    "table-of-an-example",
    "the table shows an example or a blank form",
    refuses=(
        "ตัวอย่างการกรอกผลคะแนน\n\n| ตัวชี้วัด | คะแนน |\n|---|---|\n| การใช้อำนาจ | ⟦88.10⟧ |\n| การใช้งบประมาณ | 84.20 |\n"
    ),
    passes=("ตารางผลคะแนน\n\n| ตัวชี้วัด | คะแนน |\n|---|---|\n| การใช้อำนาจ | ⟦88.10⟧ |\n| การใช้งบประมาณ | 84.20 |\n"),
)
def is_of_an_example(table: TableInDocument) -> bool:
    return is_example(table.around) or is_example(table.heads)


@rule(
    "table-of-other-scores",
    "the table is of another assessment, of risks or of satisfaction",
    refuses=(
        "ตารางความพึงพอใจของผู้รับบริการ\n\n| ประเด็น | คะแนน |\n|---|---|\n"
        "| คุณภาพการดำเนินงาน | ⟦88.10⟧ |\n| ประสิทธิภาพการสื่อสาร | 84.20 |\n"
    ),
    passes=(
        "ตารางผลการประเมิน ITA\n\n| ประเด็น | คะแนน |\n|---|---|\n"
        "| คุณภาพการดำเนินงาน | ⟦88.10⟧ |\n| ประสิทธิภาพการสื่อสาร | 84.20 |\n"
    ),
)
def is_of_other_scores(table: TableInDocument) -> bool:
    return about_other_scores(table.around) or about_other_scores(table.heads)


@rule(
    "table-of-criteria",
    "the table gives the criteria or the targets",
    refuses=("ค่าเป้าหมายปีถัดไป\n\n| ตัวชี้วัด | คะแนน |\n|---|---|\n| การใช้อำนาจ | ⟦88.10⟧ |\n| การใช้งบประมาณ | 84.20 |\n"),
    passes=(
        "ค่าเป้าหมายปีถัดไป\n\n| ตัวชี้วัด | เป้าหมาย | ผลที่ได้ |\n|---|---|---|\n"
        "| การใช้อำนาจ | 90.00 | ⟦88.10⟧ |\n| การใช้งบประมาณ | 90.00 | 84.20 |\n"
    ),
)
def is_of_criteria(table: TableInDocument) -> bool:
    roles = {column.role for column in table.columns}
    if {ColumnRole.TARGET, ColumnRole.SCORE} <= roles:
        # The table itself tells its targets from its results.
        return False
    return any(announces_criteria(text) for text in table.captions)


RULES = (is_of_an_example, is_of_other_scores, is_of_criteria)
_KINDS = {
    is_of_an_example.rule.id: TableKind.EXAMPLE,
    is_of_other_scores.rule.id: TableKind.OTHER_SCORES,
    is_of_criteria.rule.id: TableKind.CRITERIA,
}


def table_kind(table: TableInDocument) -> tuple[TableKind, Rule | None]:
    """What a table is, and the rule that says that it holds no results."""
    refused = first_refusal(RULES, table)
    return (TableKind.SCORES, None) if refused is None else (_KINDS[refused.id], refused)
