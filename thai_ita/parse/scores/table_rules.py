"""Rules by which a figure in a column of scores is none, in the order in which they are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thai_ita.model import Cell, Match
from thai_ita.normalize.numerals import Number
from thai_ita.parse.rules import Rule, register, rule
from thai_ita.parse.scores.score_rows import Row
from thai_ita.parse.tables.cell_columns import BESIDE_RULES
from thai_ita.parse.tables.grid import Column

if TYPE_CHECKING:
    from thai_ita.parse.scores.score_tables import TableReader

HIGHEST = 100
_HEAD = "| ตัวชี้วัด | คะแนน |\n|---|---|\n"
_ROWS = "| การใช้อำนาจ | ⟦88.10⟧ |\n| การใช้งบประมาณ | 84.20 |\n"


@dataclass(frozen=True, slots=True)
class FigureInTable:
    """A figure with its row and column, and what the two name together."""

    reader: TableReader
    row: Row
    column: Column
    cell: Cell
    number: Number
    match: Match | None


@rule(
    "row-of-something-else",
    "its row holds targets, weights, ranks, changes or the like",
    refuses=(
        "| ปี | รายการ | การใช้อำนาจ | การใช้งบประมาณ |\n|---|---|---|---|\n"
        "| 2566 | เป้าหมาย | ⟦95.00⟧ | 94.00 |\n| 2566 | คะแนน | 88.10 | 84.20 |\n"
    ),
    passes=(
        "| ปี | รายการ | การใช้อำนาจ | การใช้งบประมาณ |\n|---|---|---|---|\n"
        "| 2566 | เป้าหมาย | 95.00 | 94.00 |\n| 2566 | คะแนน | ⟦88.10⟧ | 84.20 |\n"
    ),
)
def is_in_row_of_something_else(figure: FigureInTable) -> bool:
    return figure.row.skip


@rule(
    "row-of-mean",
    "its row is the mean or the total of several agencies, or of other things",
    refuses=(
        "| หน่วยงาน | คะแนน ITA | IIT |\n|---|---|---|\n| เทศบาลตำบลดอนงาม | 88.10 | 84.20 |\n"
        "| เทศบาลตำบลดอนสูง | 80.10 | 82.20 |\n| เฉลี่ย | ⟦84.10⟧ | 83.20 |\n"
    ),
    passes=(
        "| ตัวชี้วัด | คะแนน |\n|---|---|\n| การใช้อำนาจ | 84.20 |\n| การใช้งบประมาณ | 82.20 |\n| คะแนนเฉลี่ยรวม | ⟦84.10⟧ |\n"
    ),
)
def is_mean_of_many(figure: FigureInTable) -> bool:
    return figure.reader.is_nobodys(figure.row, figure.column)


@rule(
    "row-of-lost-name",
    "the name of whose it is went lost to question marks, and other rows have an owner",
    refuses=(
        "| ?????? | ???????? | คะแนน ITA | IIT |\n|---|---|---|---|\n"
        "| 2567 | ??????????????? | ⟦80.10⟧ | 82.20 |\n| 2567 | เทศบาลตำบลดอนงาม | 88.10 | 84.20 |\n"
    ),
    passes=(
        "| ?????? | ???????? | คะแนน ITA | IIT |\n|---|---|---|---|\n"
        "| 2567 | ??????????????? | 80.10 | 82.20 |\n| 2567 | เทศบาลตำบลดอนงาม | ⟦88.10⟧ | 84.20 |\n"
    ),
)
def has_lost_its_owner(figure: FigureInTable) -> bool:
    return figure.reader.has_lost_its_owner(figure.row)


@rule(
    "cell-of-several-rows",
    "its cell is merged over rows of which none is its own",
    refuses=(
        "<table><tr><th>ตัวชี้วัด</th><th>คะแนน</th></tr>"
        "<tr><td>การใช้อำนาจ</td><td rowspan=3>⟦88.10⟧</td></tr><tr><td>การใช้งบประมาณ</td></tr>"
        "<tr><td>การปฏิบัติหน้าที่</td></tr>"
        "<tr><td>คุณภาพการดำเนินงาน</td><td>82.20</td></tr></table>\n"
    ),
    passes=(
        "<table><tr><th>ตัวชี้วัด</th><th>คะแนน</th></tr>"
        "<tr><td rowspan=2>การใช้อำนาจ</td><td rowspan=2>⟦88.10⟧</td></tr><tr></tr>"
        "<tr><td>คุณภาพการดำเนินงาน</td><td>82.20</td></tr></table>\n"
    ),
)
def is_of_several_rows(figure: FigureInTable) -> bool:
    return figure.reader.is_of_several_rows(figure.cell, figure.column)


@rule(
    "out-of-other-marks",
    "it is out of other full marks than 100 or the instrument's part of 100",
    refuses=(
        "| ตัวชี้วัด | คะแนนเต็ม | คะแนนที่ได้ |\n|---|---|---|\n"
        "| การใช้อำนาจ | 20 | ⟦18.10⟧ |\n| การใช้งบประมาณ | 20 | 14.20 |\n"
    ),
    passes=(
        "| ตัวชี้วัด | คะแนนเต็ม | คะแนนที่ได้ |\n|---|---|---|\n"
        "| การใช้อำนาจ | 100 | ⟦88.10⟧ |\n| การใช้งบประมาณ | 100 | 84.20 |\n"
    ),
)
def is_out_of_other_marks(figure: FigureInTable) -> bool:
    """A figure above the mark is not out of it."""
    marks = figure.reader.full_marks(figure.row)
    if not marks or figure.match is None or figure.number.value > max(marks):
        return False
    return not {float(HIGHEST), figure.reader.full_of(figure.match)}.intersection(marks)


CELL_RULES = (
    is_in_row_of_something_else, is_mean_of_many, has_lost_its_owner, is_of_several_rows,
    is_out_of_other_marks,
)  # fmt: skip

WITHOUT_EVIDENCE = register(
    Rule(
        "table-without-evidence",
        "its table names too little of the assessment to be one of its results",
        refuses="การประชุมประจำเดือน\n\n| เรื่อง | คะแนน |\n|---|---|\n| ผลรวมคะแนน | ⟦88.10⟧ |\n",
        passes=_HEAD + _ROWS,
    )
)

RIVAL = register(
    Rule(
        "rival-column",
        "another column says the same of itself, and this one was not chosen",
        refuses=(
            "คะแนนภาพรวม 86.16 คะแนน\n\n| แบบวัด | คะแนน | คะแนน |\n|---|---|---|\n"
            "| IIT | ⟦76.33⟧ | 86.33 |\n| EIT | 76.24 | 86.24 |\n| OIT | 75.98 | 85.98 |\n"
        ),
        passes=(
            "คะแนนภาพรวม 86.16 คะแนน\n\n| แบบวัด | คะแนน | คะแนน |\n|---|---|---|\n"
            "| IIT | ⟦86.33⟧ | 76.33 |\n| EIT | 86.24 | 76.24 |\n| OIT | 85.98 | 75.98 |\n"
        ),
    )
)

__all__ = ["BESIDE_RULES", "CELL_RULES", "RIVAL", "WITHOUT_EVIDENCE", "FigureInTable"]
