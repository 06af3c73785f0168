"""Small texts written inside a test, read the whole way."""

from __future__ import annotations

from pathlib import Path

from thai_ita.ingest.text import read_text
from thai_ita.model import Document, Report, Score
from thai_ita.parse import parse_document

AGENCY = "เทศบาลตำบลตัวอย่างสุข"
PLACE = f"{AGENCY} อำเภอปัว จังหวัดน่าน"
# The head of a score analysis and of a plan, each of 2567.
ANALYSIS = f"รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\n{PLACE}\n\n"
PLAN = f"มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2567\n{PLACE}\n\n"

Facts = dict[tuple[str, int | None, str], float]


def document(text: str, name: str = "report.txt") -> Document:
    return read_text(text, "0" * 16, Path(name))


def report(text: str) -> Report:
    return parse_document(document(text))


def analysis(body: str) -> Report:
    """The report of a score analysis of 2567 with this body."""
    return report(ANALYSIS + body)


def plan(body: str) -> Report:
    """The report of a plan of measures for 2567 with this body."""
    return report(PLAN + body)


def tabs(*rows: str) -> str:
    """Rows written with ``|`` between cells as a table with tabs."""
    return "\n".join(row.replace("|", "\t") for row in rows) + "\n"


def facts(read: Report, agency: str = AGENCY) -> Facts:
    """Value by code, year and part of the scores of one agency."""
    mine = [s for s in read.scores if s.agency is None or s.agency.name == agency]
    return {(s.code, s.fiscal_year, s.part): s.value for s in mine}


def values(read: Report, year: int | None = 2567) -> dict[str, float]:
    """Value by code of one year; fails where a code stands twice."""
    mine: list[Score] = [s for s in read.scores if s.fiscal_year == year]
    assert len({s.code for s in mine}) == len(mine), [s.code for s in mine]
    return {s.code: s.value for s in mine}
