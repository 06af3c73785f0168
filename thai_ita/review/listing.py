"""The documents as the index needs them: read many at once, and of each no more than its line, and whether it changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from thai_ita.batch.agreement import Agreement
from thai_ita.batch.rows import stored_columns, to_row
from thai_ita.batch.schema import stored_name
from thai_ita.batch.store import Store
from thai_ita.export.evidence import unpacked
from thai_ita.review.evidence import FACT_TABLES, has_grave_trouble, withheld_in
from thai_ita.review.facts import INDEX_COLUMNS, Facts, facts_of
from thai_ita.review.stored import TABLES, Listed, Rows, document_row, misfits_in

AT_ONCE = 100
"""Documents whose rows are read together: few enough for memory where each of them has thousands."""
_ALL = ("documents", *TABLES)
_NOTHING: tuple[None, None] = (None, None)


@dataclass(slots=True)
class Kept:
    """What the store holds of one document, as it holds it: ``cells`` of its rows by table."""

    listed: Listed
    cells: dict[str, list[Sequence[Any]]]
    evidence: bytes | None
    corrections: str | None

    def line(self, agreement: Agreement) -> tuple[Rows, str]:
        """Its rows as far as the index needs them (of measures and findings no more than names), and the digest
        of all that its page shows of the store, what other documents say of its facts included."""
        listed = self.listed
        scores = [to_row("scores", cells) for cells in self.cells["scores"]]
        checks = [to_row("checks", cells) for cells in self.cells["checks"]]
        document = to_row("documents", self.cells["documents"][0]) if self.cells["documents"] else {}
        parts: list[object] = [listed.path, listed.error, self.corrections, self.cells]
        if agreement.concerns(listed.doc_id):
            scores = [agreement.apply("scores", row) for row in scores]
            document = agreement.apply("documents", document)
            more = list(agreement.checks_of(listed.doc_id))
            parts += [document, scores, more]
            checks += more
        digest = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass"))
        digest.update(self.evidence or b"")
        tables = {"scores": scores, "checks": checks}
        for table in FACT_TABLES:
            if table != "scores":
                places = _places(table)
                tables[table] = [{name: cells[at] for name, at in places} for cells in self.cells[table]]
        rows = Rows(document_row(document, listed), tables, self.evidence, frozenset(misfits_in(self.corrections)))
        return rows, digest.hexdigest()

    def facts(self, rows: Rows) -> Facts:
        """The facts as far as ``index_row`` needs them."""
        record = unpacked(self.evidence) if isinstance(self.evidence, bytes) else {}
        withheld = filter(None, withheld_in(record))
        return facts_of(rows, troubled=has_grave_trouble(record), withheld=withheld, columns=INDEX_COLUMNS)


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


@cache
def _places(table: str) -> tuple[tuple[str, int], ...]:
    """What the index needs of a row that is no score, and where it stands among its stored cells."""
    names = [name for name, _ in stored_columns(table)]
    return tuple((name, names.index(name)) for name in ("fact", *INDEX_COLUMNS[table]) if name in names)
