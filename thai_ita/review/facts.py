"""The rows of a document as facts to be judged: their cells as text, and why each needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from thai_ita.columns import TABLE_COLUMNS
from thai_ita.export.tables import LIST_SEPARATOR, Row, Value
from thai_ita.model import Basis, DocStatus, EstablishedBy, ScoreStatus
from thai_ita.review.anchors import anchor_of
from thai_ita.review.evidence import FACT_TABLES
from thai_ita.review.model import DOUBTS, LOW_CONFIDENCE, CheckLine, Fact, IndexRow
from thai_ita.review.stored import Rows

_OF_INDEX = ("path", "agency", "agency_type", "province", "fiscal_year", "doc_type", "media", "status")


@dataclass(slots=True)
class Facts:
    """The facts of a document, without their places; ``troubled`` where something went wrong in it."""

    document: Fact
    tables: dict[str, list[Fact]]
    checks: list[CheckLine]
    doubts: tuple[str, ...]

    def all(self) -> Iterator[Fact]:
        yield self.document
        for facts in self.tables.values():
            yield from facts


def facts_of(rows: Rows, *, troubled: bool) -> Facts:
    """The facts of a document from its rows; ``troubled`` says that reading it met with a trouble."""
    tables = {
        table: _distinct([_fact(table, row, _row_doubts(table, row, rows)) for row in rows.tables[table]])
        for table in FACT_TABLES
    }
    document = _fact("documents", rows.document, _document_doubts(rows, troubled))
    there = {doubt for fact in chain([document], *tables.values()) for doubt in fact.doubts}
    checks = [_check_line(row, tables["scores"]) for row in rows.tables["checks"]]
    return Facts(document, tables, checks, tuple(doubt for doubt in DOUBTS if doubt in there))


def index_row(rows: Rows, doc_id: str, href: str, *, troubled: bool) -> IndexRow:
    """The line of a document on the index. Of the rows of measures and findings it needs no more than their names."""
    everything = [set(_document_doubts(rows, troubled))]
    everything += [set(_row_doubts(table, row, rows)) for table in FACT_TABLES for row in rows.tables[table]]
    cells = {name: cell_text(rows.document.get(name)) for name in _OF_INDEX}
    there = set().union(*everything)
    return IndexRow(
        doc_id, href, **cells,
        n_facts=len(everything), n_doubtful=sum(map(bool, everything)),
        statuses=dict(sorted(Counter(cell_text(row["status"]) for row in rows.tables["scores"]).items())),
        doubts=tuple(doubt for doubt in DOUBTS if doubt in there),
    )


def cell_text(value: Value) -> str:
    """A value as the tables print it; texts as they are, without the guard against formulas."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _fact(table: str, row: Row, doubts: Iterable[str]) -> Fact:
    cells = {column.name: cell_text(row.get(column.name)) for column in TABLE_COLUMNS[table]}
    fact = cells.get("fact", "")
    found = set(doubts)
    return Fact(anchor_of(table, fact), table, fact, cells, doubts=tuple(d for d in DOUBTS if d in found))


def _distinct(facts: list[Fact]) -> list[Fact]:
    """Facts with an anchor each: without a key several have the same."""
    seen: Counter[str] = Counter()
    out: list[Fact] = []
    for fact in facts:
        seen[fact.anchor] += 1
        again = seen[fact.anchor]
        if again > 1:
            fact = Fact(f"{fact.anchor}--{again}", fact.table, fact.fact, fact.cells, doubts=fact.doubts)
        out.append(fact)
    return out


def _row_doubts(table: str, row: Row, rows: Rows) -> Iterator[str]:
    if (table, row["fact"]) in rows.misfits:
        yield "misfit"
    if table == "scores":
        yield from _score_doubts(row)


def _score_doubts(row: Row) -> Iterator[str]:
    if row["corrected_by"]:
        # A person has looked at it; what contradicts it is told by the checks.
        return
    if row["status"] == ScoreStatus.CONFLICT:
        yield "conflict"
    if row["status"] == ScoreStatus.UNCHECKED:
        yield "unchecked"
    if row["basis"] == Basis.REPAIRED:
        yield "repaired"
    if row["fiscal_year"] is None or _is_doubtful(row["year_from"]):
        yield "year"
    if not row["agency"] or _is_doubtful(row["agency_from"]):
        yield "agency"
    if row["confidence"] is not None and float(row["confidence"]) < LOW_CONFIDENCE:
        yield "low_confidence"
    if row["reading_p"] is not None:
        yield "scan"


def _document_doubts(rows: Rows, troubled: bool) -> Iterator[str]:
    row = rows.document
    there = {(table, cell_text(fact["fact"])) for table in FACT_TABLES for fact in rows.tables[table]}
    if rows.misfits - there:
        # A correction of what is not there is told at the document.
        yield "misfit"
    if row.get("n_withheld"):
        yield "withheld"
    if row.get("status") == DocStatus.FAILED:
        yield "failed"
    elif any(rows.tables[table] for table in FACT_TABLES):
        if not row["agency"] or row["agency_candidates"] or _is_doubtful(row["agency_from"]):
            yield "agency"
        if row["fiscal_year"] is None or _is_doubtful(row["year_from"]):
            yield "year"
    if row.get("n_recognised"):
        yield "scan"
    if troubled:
        yield "trouble"


def _is_doubtful(established: Value) -> bool:
    """Whether a guess says it, or nothing."""
    try:
        return not EstablishedBy(str(established or "")).is_established
    except ValueError:
        return True


def _check_line(row: Row, scores: list[Fact]) -> CheckLine:
    codes = set(filter(None, cell_text(row["scores"]).split(LIST_SEPARATOR)))
    year = cell_text(row["fiscal_year"])
    about = tuple(
        fact.anchor for fact in scores
        if fact.cells["code"] in codes and (not year or fact.cells["fiscal_year"] == year)
    )
    return CheckLine(
        cell_text(row["check"]), cell_text(row["result"]), cell_text(row["severity"]),
        cell_text(row["message"]), about,
    )
