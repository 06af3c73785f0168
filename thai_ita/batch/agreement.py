"""What several documents of a run state of the same fact, compared when the tables are written.

A plan for 2568 and a report for 2567 both state the result of 2567. Which documents stand beside one
another is known only when all are read, so this is no part of a stored result: the rows leave the
store with it. It is found one agency at a time and kept in a file, so that memory does not grow with
the number of documents.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from thai_ita.batch.row_codec import DECIMALS, to_row, to_stored
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

FILE_NAME = "agreement.sqlite"

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
    "agency_id",
    "agency",
    "agency_type",
    "fiscal_year",
    "kind",
    "code",
    "part",
    "value",
    "value" + DECIMALS,
    "value_as_seen",
    "basis",
    "status",
    "confidence",
    "match_rule",
    "year_from",
    "agency_from",
    "reading_p",
    "corrected_by",
)
"""The stored columns of a score that the comparison needs, in the order in which it takes them."""

_STATED = """
SELECT f.agency_id AS "by", s.doc_id, s.path, s.place, f.place, {columns}
FROM first_shown s JOIN {scores} f USING (result_id)
WHERE s.doc_id IN (SELECT value FROM json_each(?)) AND f.agency_id IS NOT NULL
ORDER BY "by", s.place, s.path, f.place
"""

_IN_CONFLICT = """
SELECT s.doc_id, sum(f.status = 'conflict') FROM first_shown s JOIN {scores} f USING (result_id)
WHERE s.doc_id IN (SELECT value FROM json_each(?)) GROUP BY s.doc_id ORDER BY s.place, s.path
"""

_DOUBTED = """
SELECT DISTINCT s.doc_id, f."check", f.fiscal_year
FROM first_shown s JOIN {checks} f USING (result_id)
WHERE f.result = ? AND f."check" IN (SELECT value FROM json_each(?))
"""

_TABLES = """
CREATE TABLE scores (
  doc_id, agency_id, fiscal_year, kind, code, part, status, confidence,
  PRIMARY KEY (doc_id, agency_id, fiscal_year, kind, code, part)
) WITHOUT ROWID;
CREATE TABLE conflicts (rank INTEGER PRIMARY KEY, doc_id UNIQUE, number);
CREATE TABLE checks (
  doc_id, place, path, at, number, cells, PRIMARY KEY (doc_id, place, path, at, number)
) WITHOUT ROWID;
"""

_BY_CODE_ALONE = Match("", "", "", 0.0, 0.0, CODE_ALONE, True)


class Agreement:
    """What the other documents change: status and confidence of scores, and further checks.

    Use it as a context manager; ``agreement_in`` opens one that ``compare_documents`` has written.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.n_checks = int(db.execute("SELECT count(*) FROM checks").fetchone()[0])
        row = db.execute("SELECT EXISTS (SELECT 1 FROM conflicts)").fetchone()
        self._is_empty = not row[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def concerns(self, doc_id: str) -> bool:
        """Whether other documents may change anything of a document."""
        if self._is_empty:
            return False
        found = self._db.execute("SELECT EXISTS (SELECT 1 FROM conflicts WHERE doc_id = ?)", (doc_id,))
        return bool(found.fetchone()[0])

    def apply(self, table: str, row: Row) -> Row:
        """The row of a table with what the comparison found."""
        if self._is_empty:
            return row
        if table == "scores" and row["match_rule"] != CODE_ALONE:
            found = self._db.execute(
                "SELECT status, confidence FROM scores WHERE doc_id = ? AND agency_id = ? "
                "AND fiscal_year = ? AND kind = ? AND code = ? AND part = ?",
                _fact(row),
            ).fetchone()
            if found is not None:
                row |= {"status": found[0], "confidence": stated_confidence(found[1])}
        elif table == "documents":
            found = self._db.execute("SELECT number FROM conflicts WHERE doc_id = ?", (row["doc_id"],)).fetchone()
            if found is not None:
                row["n_conflicts"] = found[0]
        return row

    def changes(self) -> Iterator[tuple[str, ...]]:
        """What ``apply`` changes: of each score doc_id, agency_id, year, kind, code, part, status and confidence,
        of each document doc_id and its number of conflicts; all as the tables have them."""
        for *fact, status, confidence in self._db.execute("SELECT * FROM scores"):
            yield (*map(str, fact), status, str(stated_confidence(confidence)))
        for doc_id, number in self._db.execute("SELECT doc_id, number FROM conflicts"):
            yield doc_id, str(number)

    def checks_of(self, doc_id: str) -> Iterator[Row]:
        """The further checks of a document, in the order in which it states the facts."""
        if self.n_checks:
            ordered = "SELECT cells FROM checks WHERE doc_id = ? ORDER BY place, path, at, number"
            for (cells,) in self._db.execute(ordered, (doc_id,)):
                yield to_row("checks", json.loads(cells))

    def checks_but_of(self, told: set[str]) -> Iterator[Row]:
        """The further checks of all documents but those that were told."""
        if self.n_checks == 0:
            return
        for (doc_id,) in self._db.execute("SELECT doc_id FROM conflicts ORDER BY rank"):
            if doc_id not in told:
                yield from self.checks_of(doc_id)


def agreement_in(folder: Path) -> Agreement:
    """The agreement that was found last in a folder."""
    return Agreement(sqlite3.connect(folder / FILE_NAME, isolation_level=None))


def shared_documents(store: Store) -> list[str]:
    """The documents, by ``doc_id``, that state a fact which another states too."""
    rows = store.db.execute(_SHARED.format(scores=stored_name("scores")))
    return [doc_id for (doc_id,) in rows]


def compare_documents(store: Store, folder: Path, shared: Sequence[str]) -> None:
    """Find the agreement of these documents and keep it in a file of ``folder``.

    Raises ``StoreError`` where that cannot be written.
    """
    from thai_ita.batch.store import explained

    path = folder / FILE_NAME
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            # Of no use to anyone after this run.
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            db.executescript(_TABLES)
            if shared:
                db.execute("BEGIN")
                _compare(store, db, json.dumps(shared))
                db.execute("COMMIT")
    except sqlite3.Error as error:
        raise explained(path, error) from error


def _compare(store: Store, db: sqlite3.Connection, shared: str) -> None:
    from thai_ita.analyze.reconcile.across_documents import compare_facts
    from thai_ita.analyze.reconcile.calendar import CONTRADICTING

    scores = stored_name("scores")
    conflicts = Counter(dict(store.db.execute(_IN_CONFLICT.format(scores=scores), (shared,))))
    doubted = _doubted_years(store, CONTRADICTING)
    numbers = count()
    for reports, stated in _by_agency(store, shared):
        for report in reports:
            # No other document proves such years.
            report.checks += [
                Check(name, CheckResult.FAILS, year) for name, year in doubted.get(report.document.doc_id, ())
            ]
        before = {id(score): (score.status, score.confidence) for r in reports for score in r.scores}
        for fact, stating in compare_facts(reports):
            place, name, at = stated[fact]
            for report in {id(r): r for r in stating}.values():
                made = [check for check in report.checks if check.check not in CONTRADICTING]
                report.checks = [c for c in report.checks if c.check in CONTRADICTING]
                db.executemany(
                    "INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?)",
                    (
                        (report.document.doc_id, place, name, at, next(numbers),
                         json.dumps(to_stored("checks", check_row(report, check))))
                        for check in made
                    ),
                )  # fmt: skip
        for report in reports:
            _keep_changes(db, report, before, conflicts)
    db.executemany("INSERT INTO conflicts (doc_id, number) VALUES (?, ?)", conflicts.items())


def _keep_changes(
    db: sqlite3.Connection, report: Report, before: dict[int, tuple[ScoreStatus, float]],
    conflicts: Counter[str],
) -> None:  # fmt: skip
    doc_id = report.document.doc_id
    for score in report.scores:
        was, now = before[id(score)], (score.status, score.confidence)
        if now == was or score.by_code_alone:
            continue
        db.execute(
            "INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*_fact_of(report, score), str(score.status), score.confidence),
        )
        conflicts[doc_id] += (now[0] is ScoreStatus.CONFLICT) - (was[0] is ScoreStatus.CONFLICT)


Stated = dict[tuple[str, int, ScoreKind, str, str], tuple[int, str, int]]
"""Where a fact is first stated: the place of its document, its path, the place of its score."""


def _by_agency(store: Store, shared: str) -> Iterator[tuple[list[Report], Stated]]:
    """Reports with no more than the comparison needs, from the stored rows: of each agency those
    that speak of it, with what they say of it."""
    columns = ", ".join(f'f."{name}"' for name in _NEEDED)
    sql = _STATED.format(columns=columns, scores=stored_name("scores"))
    reports: dict[str, Report] = {}
    stated: Stated = {}
    agencies: dict[tuple[str, str, str], Agency] = {}
    current = None
    for by, doc_id, path, place, at, *cells in store.db.execute(sql, (shared,)):
        if by != current and reports:
            yield list(reports.values()), stated
            reports, stated, agencies = {}, {}, {}
        current = by
        score = _light_score(cells, agencies)
        report = reports.get(doc_id)
        if report is None:
            report = reports[doc_id] = Report(Document(doc_id, path, Media.TEXT), Identity())
        report.scores.append(score)
        fact = (by, score.fiscal_year or 0, score.kind, score.code, score.part)
        stated.setdefault(fact, (place, path, at))
    if reports:
        yield list(reports.values()), stated


def _light_score(cells: list[Any], agencies: dict[tuple[str, str, str], Agency]) -> Score:
    (
        agency_id, agency, agency_type, year, kind, code, part, value, decimals, as_seen, basis,
        status, confidence, rule, year_from, agency_from, reading_p, corrected_by,
    ) = cells  # fmt: skip
    who = (agency_id or "", agency or "", agency_type or "")
    if who not in agencies:
        agencies[who] = Agency(*who)
    return Score(
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
        corrected_by=corrected_by or "",
        fixed=status == ScoreStatus.CORRECTED or (bool(corrected_by) and status == ScoreStatus.VERIFIED),
    )


def _doubted_years(store: Store, names: Iterable[str]) -> dict[str, list[tuple[str, int | None]]]:
    """The failed checks of the calendar, as (check, year), by document."""
    doubted: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    sql = _DOUBTED.format(checks=stored_name("checks"))
    for doc_id, name, year in store.db.execute(sql, (CheckResult.FAILS, json.dumps(sorted(names)))):
        doubted[doc_id].append((name, year))
    return doubted


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
