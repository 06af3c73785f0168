"""Documents as a recogniser gives them, made by hand: every number has its probability."""

from __future__ import annotations

import re
from collections.abc import Mapping

from thai_ita.analyze.reconcile import reconcile
from thai_ita.model import BBox, Cell, Document, FigureReading, Line, Media, Page, Report, Table
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.parse import parse_document

NUMBER = re.compile(r"[0-9๐-๙]+(?:\.[0-9๐-๙]+)?")
SURELY = 0.9999
Doubts = Mapping[str, FigureReading]
"""By the number as it stands in the text: how it was read."""

TITLE = "รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
AGENCY = "เทศบาลตำบลตัวอย่างสุข"
NAMES = (
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต", "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงระบบการทำงาน",
    "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
)  # fmt: skip
# All sums of the year 2568 hold.
VALUES = (
    "๙๒.๕๓", "๘๙.๓๓", "๙๒.๒๗", "๘๑.๐๗", "๘๔.๕๓", "๙๕.๐๐", "๙๐.๐๐", "๗๘.๗๕", "๙๗.๕๐", "๑๐๐.๐๐",
)  # fmt: skip
INSTRUMENTS = (("IIT", "๘๗.๙๕"), ("EIT", "๘๗.๙๒"), ("OIT", "๙๘.๗๕"))
TOTAL = "๙๒.๒๖"


def figures_of(text: str, doubts: Doubts) -> tuple[FigureReading, ...]:
    """The numbers of a text as recognised, sure ones but for those in ``doubts``."""
    found = NUMBER.findall(text)
    return tuple(doubts.get(number, FigureReading(number, SURELY)) for number in found)


def line(text: str, number: int, doubts: Doubts) -> Line:
    return Line(text, text, page=1, number=number, figures=figures_of(text, doubts))


def table(rows: list[tuple[str, ...]], number: int, doubts: Doubts) -> Table:
    """A table of plain cells; the first row is its head."""
    grid: list[list[Cell | None]] = [
        [
            Cell(text, text, r, c, page=1, bbox=BBox(c, 100 * number + r, c + 1, 100 * number + r + 1),
                 figures=figures_of(text, doubts))
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]  # fmt: skip
    return Table(grid, header_rows=1, number=number, page=1)


def indicators(values: tuple[str, ...] = VALUES) -> list[tuple[str, ...]]:
    """A table of the ten indicators with their values."""
    rows = [(str(i), name, value) for i, (name, value) in enumerate(zip(NAMES, values, strict=True), 1)]
    return [("ที่", "ตัวชี้วัด", "คะแนน"), *rows]


def summary(total: str = TOTAL) -> list[tuple[str, ...]]:
    return [("เครื่องมือ", "คะแนน"), *INSTRUMENTS, ("คะแนนรวม", total)]


def document(
    *blocks: str | list[tuple[str, ...]], doubts: Doubts | None = None, typed: bool = False,
    media: Media = Media.PDF_SCAN,
) -> Document:  # fmt: skip
    """A page with lines and tables, below the title and the agency's name."""
    doubts = doubts or {}
    found: list[Line | Table] = []
    for number, block in enumerate((TITLE, AGENCY, *blocks), 1):
        if isinstance(block, str):
            found.append(line(block, number, doubts))
        else:
            found.append(table(block, number, doubts))
            found[-1].line_number = number
    for at, each in enumerate(b for b in found if isinstance(b, Table)):
        each.number = at + 1
    made = Document("0" * 16, "scan.pdf", media, found, [Page(1, recognised="" if typed else "test")])
    if typed:
        for each in found:
            for cell in [each] if isinstance(each, Line) else each.cells():
                cell.figures = ()
    return made


def read(made: Document, gazetteer: Gazetteer | None = None) -> Report:
    report = parse_document(made, gazetteer=gazetteer)
    reconcile(report)
    return report


def values(report: Report) -> dict[str, float]:
    return {score.code: score.value for score in report.scores if score.value_as_seen}


def checks(report: Report, name: str) -> list[str]:
    """The messages of the checks of a name."""
    return [check.message for check in report.checks if check.check == name]
