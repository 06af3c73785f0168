"""The documents as the index needs them: read many at once, and of each no more than its line, and whether it changed."""

from __future__ import annotations

import hashlib
import json
import marshal
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from thai_ita.batch.agreement import Agreement
from thai_ita.batch.row_codec import stored_columns, to_row
from thai_ita.batch.schema import stored_name
from thai_ita.batch.store import Store
from thai_ita.export.evidence import unpacked
from thai_ita.export.tables import Row
from thai_ita.review.evidence_record import has_grave_problem, withheld_in
from thai_ita.review.judged_facts import INDEX_COLUMNS, Facts, facts_of
from thai_ita.review.stored import TABLES, Listed, Rows, document_row, misfits_in

AT_ONCE = 100
"""Documents whose rows are read together: few enough for memory where each of them has thousands."""
_ALL = ("documents", *TABLES)
_READ = {
    "scores": (
        *INDEX_COLUMNS["scores"], "fact", "basis", "corrected_by", "year_from", "agency_from", "confidence", "reading_p",
        "doc_id", "agency_id", "kind", "part", "match_rule",
    ),
    "measures": ("fact", *INDEX_COLUMNS["measures"]),
    "findings": ("fact", *INDEX_COLUMNS["findings"]),
    "checks": ("check", "result", "severity", "message", "scores", "fiscal_year"),
}  # fmt: skip
"""The columns that the index needs: for its words, for doubts, and for what other documents say of a score."""
_NOTHING: tuple[None, None] = (None, None)


@dataclass(slots=True)
class Kept:
    """What the store holds of one document, as it holds it: ``cells`` of its rows by table."""

    listed: Listed
    cells: dict[str, list[Sequence[Any]]]
    evidence: bytes | None
    corrections: str | None

    def line(self, agreement: Agreement) -> tuple[Rows, str]:
        """Its rows as far as the index needs them (``_READ`` of each), and the digest
        of all that its page shows of the store, what other documents say of its facts included."""
        listed = self.listed
        tables = {table: _few(table, self.cells[table]) for table in _READ}
        document = to_row("documents", self.cells["documents"][0]) if self.cells["documents"] else {}
        parts: list[object] = [listed.path, listed.error, self.corrections, self.cells]
        if agreement.concerns(listed.doc_id):
            tables["scores"] = [agreement.apply("scores", row) for row in tables["scores"]]
            document = agreement.apply("documents", document)
            more = list(agreement.checks_of(listed.doc_id))
            parts += [repr((document, tables["scores"], more))]
            tables["checks"] += more
        # Without references to what was there before (those of later forms), so that the same gives the same.
        digest = hashlib.sha256(marshal.dumps(parts, 2))
        digest.update(self.evidence or b"")
        rows = Rows(document_row(document, listed), tables, self.evidence, frozenset(misfits_in(self.corrections)))
        return rows, digest.hexdigest()

    def facts(self, rows: Rows) -> Facts:
        """The facts as far as ``index_row`` needs them."""
        record = unpacked(self.evidence) if isinstance(self.evidence, bytes) else {}
        withheld = filter(None, withheld_in(record))
        return facts_of(rows, troubled=has_grave_problem(record), withheld=withheld, columns=INDEX_COLUMNS)


def kept_of(store: Store, documents: Sequence[Listed]) -> Iterator[Kept]:
    """What the store holds of documents, in their order, ``AT_ONCE`` read together."""
    for at in range(0, len(documents), AT_ONCE):
        part = documents[at : at + AT_ONCE]
        wanted = json.dumps([listed.result_id for listed in part])
        cells = {table: _cells(store, table, wanted) for table in _ALL}
        more = {
            result_id: (evidence, corrections) for result_id, evidence, corrections in store.db.execute(
                "SELECT result_id, evidence, corrections FROM results WHERE result_id IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
        }  # fmt: skip
        for listed in part:
            own = {table: cells[table].pop(listed.result_id, []) for table in _ALL}
            yield Kept(listed, own, *more.get(listed.result_id, _NOTHING))


def _cells(store: Store, table: str, wanted: str) -> dict[int, list[Sequence[Any]]]:
    """The stored rows of a table by the result they belong to."""
    columns = ", ".join(f'"{name}"' for name, _ in stored_columns(table))
    rows = store.db.execute(
        f"SELECT {columns}, result_id FROM {stored_name(table)} "
        "WHERE result_id IN (SELECT value FROM json_each(?)) ORDER BY result_id, place",
        (wanted,),
    )
    found: dict[int, list[Sequence[Any]]] = defaultdict(list)
    for row in rows:
        found[row[-1]].append(row[:-1])
    return found


def _few(table: str, rows: list[Sequence[Any]]) -> list[Row]:
    """The columns of ``_READ`` of stored rows, numbers as they are stored."""
    places = _places(table)
    return [{name: cells[at] for name, at in places} for cells in rows]


@cache
def _places(table: str) -> tuple[tuple[str, int], ...]:
    """What the index reads of a row, and where it stands among its stored cells."""
    names = [name for name, _ in stored_columns(table)]
    return tuple((name, names.index(name)) for name in _READ[table] if name in names)
