"""Reports become the rows of the five tables. Every format is written from these rows.

Texts that run over several points have ``•`` where a hyphen stood as bullet; what is kept as printed
(``evidence``, ``*_as_seen``) has the hyphen still.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from thai_ita.columns import TABLE_COLUMNS, ColumnSpec
from thai_ita.model import (
    Agency,
    Check,
    Finding,
    Measure,
    Report,
    Score,
    ScoreStatus,
    to_ce,
)
from thai_ita.normalize.csv_injection import with_bullets

LIST_SEPARATOR = "; "
# Two would print .999 as 1.
CONFIDENCE_DECIMALS = 3
MOST_DECIMALS = 15
"""Decimals of a score that are shown: a float holds no more of a number up to 100."""

Value = str | int | Decimal | None
Row = dict[str, Value]


@dataclass(slots=True)
class RowTable:
    """One of the five tables: its columns in order, and rows that hold every column.

    Numbers are ``Decimal`` with the decimals that the source has, absent values are None.
    """

    name: str
    columns: tuple[ColumnSpec, ...]
    rows: list[Row] = field(default_factory=list)


def build_tables(reports: Iterable[Report]) -> list[RowTable]:
    """The five tables for any number of reports: documents, scores, measures, findings, checks.

    Two files with the same content are one document found twice: each has its row in
    ``documents``, the later one with the path of the first in ``duplicate_of``, and the facts
    stand in the other tables once.
    """
    tables = {name: RowTable(name, columns) for name, columns in TABLE_COLUMNS.items()}
    first_path: dict[str, str] = {}
    for report in reports:
        document = report.document
        original = first_path.setdefault(document.doc_id, document.path)
        repeated = original != document.path
        tables["documents"].rows.append(_document_row(report, original if repeated else None))
        if repeated:
            continue
        tables["scores"].rows.extend(_score_row(report, score) for score in report.scores)
        tables["measures"].rows.extend(_measure_row(report, m) for m in report.measures)
        tables["findings"].rows.extend(_finding_row(report, f) for f in report.findings)
        tables["checks"].rows.extend(check_row(report, check) for check in report.checks)
    return [_in_column_order(table) for table in tables.values()]


def decimal_score(value: float, decimals: int) -> Decimal:
    """A score with the decimals of its source, and with two where it was computed to more.

    86.5 printed as ``86.5`` stays 86.5, printed as ``86.50`` it is 86.50; 22.4 points of 30 are
    74.67. Half is rounded up, as in the published results.
    """
    decimals = min(decimals, MOST_DECIMALS)
    shown = _rounded(value, max(decimals, 2))
    for fewer in range(decimals, 2):
        if (shorter := _rounded(value, fewer)) == shown:
            return shorter
    return shown


def stated_confidence(value: float) -> Decimal:
    """A confidence as tables print it: .999 is not 1."""
    return _rounded(value, CONFIDENCE_DECIMALS)


def _rounded(value: float, decimals: int) -> Decimal:
    # repr() gives the shortest digits of a float, so that 0.285 rounds as it is printed.
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _in_column_order(table: RowTable) -> RowTable:
    table.rows = [{c.name: row[c.name] for c in table.columns} for row in table.rows]
    return table


def _joined(parts: Iterable[str]) -> str:
    return LIST_SEPARATOR.join(part for part in parts if part)


def _listed(text: str | None) -> str | None:
    return with_bullets(text) if text else text


def _unique(parts: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(parts)


def _agency_cells(agency: Agency | None) -> Row:
    return {
        "agency_id": agency.agency_id if agency else None,
        "agency": agency.name if agency else None,
        "agency_type": agency.type if agency else None,
        "district": agency.district if agency else None,
        "province": agency.province if agency else None,
    }


def _year_cells(year: int | None) -> Row:
    return {"fiscal_year": year, "fiscal_year_ce": to_ce(year)}


def _document_row(report: Report, duplicate_of: str | None) -> Row:
    document, identity = report.document, report.identity
    conflicts = sum(score.status is ScoreStatus.CONFLICT for score in report.scores)
    problems = _unique(t.code for t in [*document.problems, *report.problems])
    return {
        "doc_id": document.doc_id,
        "path": document.path,
        "media": document.media,
        "pages": len(document.pages) or None,
        "doc_type": identity.doc_type,
        "title": identity.title,
        **_agency_cells(identity.agency),
        **_year_cells(identity.fiscal_year),
        "level": identity.level,
        "n_scores": len(report.scores),
        "n_measures": len(report.measures),
        "n_findings": len(report.findings),
        "n_conflicts": conflicts,
        "status": report.status,
        "error": report.error,
        "decided_on": identity.decided_on,
        "troubles": _joined(problems),
        "duplicate_of": duplicate_of,
        "n_refused": len(report.refusals),
        "year_from": identity.year_from,
        "agency_from": identity.agency_from,
        "agency_as_seen": identity.agency_as_seen,
        "agency_candidates": _joined(identity.agency_candidates),
        "n_withheld": len(report.withheld),
        "n_recognised": sum(bool(page.recognised) for page in document.pages),
        "corrected_by": identity.corrected_by,
    }


def _score_row(report: Report, score: Score) -> Row:
    evidence = score.evidence
    return {
        "doc_id": report.document.doc_id,
        **_agency_cells(score.agency or report.identity.agency),
        **_year_cells(score.fiscal_year),
        "kind": score.kind,
        "code": score.code,
        "part": score.part,
        "name": score.name,
        "name_as_seen": score.name_as_seen,
        "match_score": _rounded(score.match_score, 1),
        "value": decimal_score(score.value, score.decimals),
        "value_as_seen": score.value_as_seen,
        "basis": score.basis,
        "status": score.status,
        "confidence": stated_confidence(score.confidence),
        "page": evidence.page,
        "table": evidence.table,
        "row": evidence.row,
        "bbox": str(evidence.bbox) if evidence.bbox else None,
        "evidence": evidence.text,
        "match_rule": score.match.rule if score.match else None,
        "match_margin": _rounded(score.match.margin, 1) if score.match else None,
        "year_from": score.year_from,
        "agency_from": score.agency_from,
        "issue": score.issue,
        "reading_p": None if score.reading_p is None else _rounded(score.reading_p, 4),
        "fact": score.fact,
        "corrected_by": score.corrected_by,
    }


def _measure_row(report: Report, measure: Measure) -> Row:
    agency = report.identity.agency
    return {
        "doc_id": report.document.doc_id,
        "agency_id": agency.agency_id if agency else None,
        "agency": agency.name if agency else None,
        **_year_cells(report.identity.fiscal_year),
        "seq": measure.seq,
        "group": _listed(measure.group),
        "title": _listed(measure.title),
        "steps": _listed("\n".join(measure.steps)),
        "responsible": _joined(measure.responsible),
        "timeframe": _listed(measure.timeframe),
        "start_date": measure.start_date or None,
        "end_date": measure.end_date or None,
        "monitoring": _listed(measure.monitoring),
        "output": _listed(measure.output),
        "outcome": _listed(measure.outcome),
        "theme": measure.theme,
        "indicators": _joined(measure.indicators),
        "page": measure.page,
        "table": measure.evidence.table,
        "row": measure.evidence.row,
        "sub_measures": _listed("\n".join(measure.sub_measures)),
        "issue": measure.issue,
        "items": _joined(measure.items),
        "fact": measure.fact,
        "corrected_by": measure.corrected_by,
    }


def _finding_row(report: Report, finding: Finding) -> Row:
    agency = report.identity.agency
    return {
        "doc_id": report.document.doc_id,
        "agency_id": agency.agency_id if agency else None,
        "agency": agency.name if agency else None,
        **_year_cells(report.identity.fiscal_year),
        "kind": finding.kind,
        "group": _listed(finding.group),
        "instrument": finding.instrument,
        "indicators": _joined(finding.indicators),
        "text": _listed(finding.text),
        "page": finding.page,
        "issue": finding.issue,
        "items": _joined(finding.items),
        "assessed_year": finding.assessed_year,
        "table": finding.evidence.table,
        "row": finding.evidence.row,
        "evidence": finding.evidence.text,
        "fact": finding.fact,
        "corrected_by": finding.corrected_by,
    }


def check_row(report: Report, check: Check) -> Row:
    agency = check.agency or report.identity.agency
    return {
        "doc_id": report.document.doc_id,
        "agency_id": agency.agency_id if agency else None,
        "agency": agency.name if agency else None,
        **_year_cells(check.fiscal_year),
        "check": check.check,
        "result": check.result,
        "severity": check.severity,
        "expected": check.expected,
        "found": check.found,
        "scores": _joined(check.scores),
        "message": check.message,
    }
