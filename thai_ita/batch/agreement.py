"""What several documents of a run state of the same fact, compared when the tables are written.

A plan for 2568 and a report for 2567 both state the result of 2567. Which documents stand beside one
another is known only when all are read, so this is no part of a stored result: the rows leave the
store with it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thai_ita.batch.rows import DECIMALS
from thai_ita.batch.schema import stored_name
from thai_ita.export.tables import Row, check_row, stated_confidence
from thai_ita.model import (
    CODE_ALONE,
    Agency,
    Basis,
    Check,
    CheckResult,
    Document,
    EstablishedBy,
    Identity,
    Match,
    Media,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
)

if TYPE_CHECKING:
    from thai_ita.batch.store import Store

Fact = tuple[str, str, int, str, str, str]
"""doc_id, agency_id, fiscal year, kind, code, part"""

_SHARED = """
SELECT DISTINCT s.doc_id FROM first_shown s JOIN {scores} f USING (result_id)
JOIN (
  SELECT f.agency_id AS a, f.fiscal_year AS y, f.kind AS k, f.code AS c, f.part AS p
  FROM first_shown s JOIN {scores} f USING (result_id)
  WHERE f.agency_id IS NOT NULL AND f.fiscal_year IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5 HAVING count(DISTINCT s.doc_id) > 1
) ON f.agency_id = a AND f.fiscal_year = y AND f.kind = k AND f.code = c AND f.part = p
"""


_NEEDED = (
    "agency_id", "agency", "agency_type", "fiscal_year", "kind", "code", "part", "value",
    "value" + DECIMALS, "value_as_seen", "basis", "status", "confidence", "match_rule",
    "year_from", "agency_from", "reading_p",
)
"""The stored columns of a score that the comparison needs, in the order in which it takes them."""

_DOUBTED = """
SELECT DISTINCT s.doc_id, f."check", f.fiscal_year
FROM first_shown s JOIN {checks} f USING (result_id)
WHERE f.result = ? AND f."check" IN (SELECT value FROM json_each(?))
"""

_BY_CODE_ALONE = Match("", "", "", 0.0, 0.0, CODE_ALONE, True)


@dataclass(slots=True)
class Agreement:
    """What the other documents change: status and confidence of scores, and further checks."""

    scores: dict[Fact, tuple[ScoreStatus, float]] = field(default_factory=dict)
    checks: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    conflicts: dict[str, int] = field(default_factory=dict)

    def apply(self, table: str, row: Row) -> Row:
        """The row of a table with what the comparison found."""
        if table == "scores":
            found = None if row["match_rule"] == CODE_ALONE else self.scores.get(_fact(row))
            if found is not None:
                row |= {"status": found[0], "confidence": stated_confidence(found[1])}
        elif table == "documents":
            count = self.conflicts.get(str(row["doc_id"]))
            if count is not None:
                row["n_conflicts"] = count
        return row


def compare_documents(store: Store) -> Agreement:
    """The agreement of all documents that the store shows; quick where none share a fact."""
    agreement = Agreement()
    scores = stored_name("scores")
    shared = [doc_id for (doc_id,) in store.db.execute(_SHARED.format(scores=scores))]
    if not shared:
        return agreement
    from thai_ita.analyze.reconcile import reconcile_across
    from thai_ita.analyze.reconcile.calendar import CONTRADICTING

    reports = _light_reports(store, shared)
    _note_doubted_years(store, reports, CONTRADICTING)
    before = {id(score): (score.status, score.confidence) for r in reports for score in r.scores}
    reconcile_across(reports)
    for report in reports:
        doc_id = report.document.doc_id
        for score in report.scores:
            now = (score.status, score.confidence)
            if now != before[id(score)] and not score.by_code_alone:
                agreement.scores[_fact_of(report, score)] = now
        in_conflict = sum(score.status is ScoreStatus.CONFLICT for score in report.scores)
        agreement.conflicts[doc_id] = in_conflict
        made = [check for check in report.checks if check.check not in CONTRADICTING]
        agreement.checks[doc_id] = [check_row(report, check) for check in made]
    return agreement


def _light_reports(store: Store, doc_ids: list[str]) -> list[Report]:
    """Reports with no more than the comparison needs, from the stored rows."""
    columns = ", ".join(f'f."{name}"' for name in _NEEDED)
    cursor = store.db.execute(
        f"SELECT s.doc_id, s.path, {columns} FROM first_shown s "
        f"JOIN {stored_name('scores')} f USING (result_id) "
        "WHERE s.doc_id IN (SELECT value FROM json_each(?)) ORDER BY s.place, s.path, f.place",
        (json.dumps(doc_ids),),
    )
    reports: dict[str, Report] = {}
    agencies: dict[tuple[str, str, str], Agency] = {}
    for (
        doc_id, path, agency_id, agency, agency_type, year, kind, code, part, value, decimals,
        as_seen, basis, status, confidence, rule, year_from, agency_from,
        reading_p,
    ) in cursor:  # fmt: skip
        report = reports.get(doc_id)
        if report is None:
            report = reports[doc_id] = Report(Document(doc_id, path, Media.TEXT), Identity())
        who = (agency_id or "", agency or "", agency_type or "")
        if who not in agencies:
            agencies[who] = Agency(*who)
        report.scores.append(Score(
            agency=agencies[who] if agency_id else None,
            fiscal_year=year,
            kind=ScoreKind(kind),
            code=code,
            value=value or 0.0,
            value_as_seen=as_seen or "",
            part=part or "",
            basis=Basis(basis),
            status=ScoreStatus(status),
            confidence=confidence or 0.0,
            decimals=decimals if decimals is not None else 2,
            match=_BY_CODE_ALONE if rule == CODE_ALONE else None,
            year_from=EstablishedBy(year_from or ""),
            agency_from=EstablishedBy(agency_from or ""),
            reading_p=reading_p,
        ))
    return list(reports.values())


def _note_doubted_years(store: Store, reports: list[Report], names: Iterable[str]) -> None:
    """Gives the reports their failed checks of the calendar: no other document proves such years."""
    by_id = {report.document.doc_id: report for report in reports}
    sql = _DOUBTED.format(checks=stored_name("checks"))
    for doc_id, name, year in store.db.execute(sql, (CheckResult.FAILS, json.dumps(sorted(names)))):
        if doc_id in by_id:
            by_id[doc_id].checks.append(Check(name, CheckResult.FAILS, year))


def _fact(row: Row) -> Fact:
    year = row["fiscal_year"]
    return (
        str(row["doc_id"]),
        str(row["agency_id"] or ""),
        int(year) if isinstance(year, int) else 0,
        str(row["kind"]),
        str(row["code"]),
        str(row["part"] or ""),
    )


def _fact_of(report: Report, score: Score) -> Fact:
    agency = score.agency.agency_id if score.agency else ""
    year = score.fiscal_year or 0
    return (report.document.doc_id, agency, year, str(score.kind), score.code, score.part)
