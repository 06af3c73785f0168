"""The rows of a document as facts to be judged: their cells as text, and why each needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice

from thai_ita.columns import TABLE_COLUMNS
from thai_ita.export.tables import LIST_SEPARATOR, Row, Value
from thai_ita.model import Basis, DocStatus, EstablishedBy, ScoreStatus
from thai_ita.review.anchors import anchor_of
from thai_ita.review.evidence_record import FACT_TABLES, is_grave
from thai_ita.review.items import MOST_REFUSED, items_of, packed_keys
from thai_ita.review.page_content import DOUBTS, LOW_CONFIDENCE, CheckLine, Fact, IndexRow
from thai_ita.review.stored import Rows

ALL_COLUMNS = {table: tuple(column.name for column in columns) for table, columns in TABLE_COLUMNS.items()}
INDEX_COLUMNS = {
    "documents": (
        "path",
        "agency",
        "agency_type",
        "province",
        "district",
        "fiscal_year",
        "doc_type",
        "media",
        "status",
    ),
    "scores": ("code", "fiscal_year", "status", "agency", "province"),
    "measures": ("agency", "province"),
    "findings": ("agency", "province"),
}
"""The columns of which ``index_row`` needs the cells."""
MOST_AGENCIES = 500
"""Agencies in the tables of a document by which the index finds it; a list of a whole country names thousands. Its
provinces, which are few, are all kept."""
_TOLD_CHECKS = frozenset({"unsure-reading", "correction"})
"""Checks that fail where something was withheld or a correction does not fit, which have their own doubts."""


@dataclass(slots=True)
class Facts:
    """The facts of a document, without their places; ``troubled`` where something went wrong in it."""

    document: Fact
    tables: dict[str, list[Fact]]
    checks: list[CheckLine]
    doubts: tuple[str, ...]
    withheld: tuple[str, ...] = ()
    """Facts of scores that were read and not published; a person may."""

    def all(self) -> Iterator[Fact]:
        yield self.document
        for facts in self.tables.values():
            yield from facts


def facts_of(
    rows: Rows, *, troubled: bool, withheld: Iterable[str] = (), columns: Mapping[str, Sequence[str]] = ALL_COLUMNS
) -> Facts:
    """The facts of a document from its rows; ``troubled`` says that reading it met with a problem, ``withheld`` which
    scores were read and not published. ``columns`` are those that their cells are wanted of."""
    tables = {
        table: _distinct(
            [_fact(table, row, _row_doubts(table, row, rows), columns[table]) for row in rows.tables[table]]
        )
        for table in FACT_TABLES
    }
    lost = bool(rows.misfits - {(table, fact.fact) for table in tables for fact in tables[table]})
    checks = [_check_line(row, tables["scores"]) for row in rows.tables["checks"]]
    doubts = chain(_document_doubts(rows, troubled, misfit=lost), _check_doubts(rows, checks, tables["scores"]))
    document = _fact("documents", rows.document, doubts, columns["documents"])
    there = {doubt for fact in chain([document], *tables.values()) for doubt in fact.doubts}
    return Facts(document, tables, checks, tuple(doubt for doubt in DOUBTS if doubt in there), tuple(withheld))


def index_row(facts: Facts, doc_id: str, href: str) -> IndexRow:
    """The line of a document on the index."""
    cells = facts.document.cells
    items = items_of(facts.document, facts.tables, facts.withheld[:MOST_REFUSED])
    provinces, agencies = _named(facts)
    return IndexRow(
        doc_id,
        href,
        cells["path"],
        cells["agency"],
        cells["agency_type"],
        cells["province"],
        cells["fiscal_year"],
        cells["doc_type"],
        cells["media"],
        cells["status"],
        n_facts=len(items),
        n_doubtful=sum(item.doubtful for item in items),
        statuses=dict(sorted(Counter(f.cells["status"] for f in facts.tables["scores"]).items())),
        doubts=facts.doubts,
        keys=packed_keys(items),
        district=cells["district"],
        provinces=provinces,
        agencies=agencies,
    )


def _named(facts: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The provinces that a document names, its own first, and the agencies besides its own."""
    own = facts.document.cells
    everything = list(facts.all())
    provinces = dict.fromkeys(fact.cells.get("province", "") for fact in everything)
    agencies = dict.fromkeys(fact.cells.get("agency", "") for fact in everything)
    others = (name for name in agencies if name and name != own["agency"])
    return tuple(filter(None, provinces)), tuple(islice(others, MOST_AGENCIES))


def cell_text(value: Value) -> str:
    """A value as the tables print it; texts as they are, without the guard against formulas."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _fact(table: str, row: Row, doubts: Iterable[str], columns: Sequence[str]) -> Fact:
    cells = {name: cell_text(row.get(name)) for name in columns}
    fact = cell_text(row.get("fact"))
    found = set(doubts)
    return Fact(
        anchor_of(table, fact), table, fact, cells, doubts=tuple(d for d in DOUBTS if d in found) if found else ()
    )


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


def _document_doubts(rows: Rows, troubled: bool, *, misfit: bool) -> Iterator[str]:
    row = rows.document
    if misfit:
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


def _check_doubts(rows: Rows, checks: list[CheckLine], scores: list[Fact]) -> Iterator[str]:
    """What a check says that no value tells: the level of the document, or a sum of which all values are sound."""
    doubtful = {fact.anchor for fact in scores if fact.doubts}
    for row, line in zip(rows.tables["checks"], checks, strict=True):
        if line.result != "fails" or not is_grave(line.severity) or line.check in _TOLD_CHECKS:
            continue
        if line.check == "level" and rows.document["level"] and row["fiscal_year"] == rows.document["fiscal_year"]:
            yield "level"
        elif doubtful.isdisjoint(line.facts):
            yield "check"


def _is_doubtful(established: Value) -> bool:
    """Whether a guess says it, or nothing."""
    return _is_guess(str(established or ""))


@lru_cache
def _is_guess(established: str) -> bool:
    try:
        return not EstablishedBy(established).is_established
    except ValueError:
        return True


def _check_line(row: Row, scores: list[Fact]) -> CheckLine:
    codes = set(filter(None, cell_text(row["scores"]).split(LIST_SEPARATOR)))
    year = cell_text(row["fiscal_year"])
    about = tuple(
        fact.anchor
        for fact in scores
        if fact.cells["code"] in codes and (not year or fact.cells["fiscal_year"] == year)
    )
    return CheckLine(
        cell_text(row["check"]),
        cell_text(row["result"]),
        cell_text(row["severity"]),
        cell_text(row["message"]),
        about,
    )
