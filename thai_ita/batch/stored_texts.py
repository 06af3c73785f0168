"""The rows of a table as the store has them, document by document, as texts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from thai_ita.batch.row_codec import stored_columns, to_row
from thai_ita.batch.schema import stored_name
from thai_ita.batch.store import Store
from thai_ita.batch.write_tables import late_changes
from thai_ita.model import CODE_ALONE

FACT_COLUMNS = ("doc_id", "agency_id", "fiscal_year", "kind", "code", "part")
"""What documents are compared by."""
MOST_KEPT = 64
"""Documents whose rows are kept at hand."""


class StoredTexts:
    """What the tables of the last run show.

    What documents say of one another is in it where the store ``knows_late`` of it. Cells are as CSV has them, without the guard against formulas; rows stand in the order of the
    table, in ``documents`` one for each path of the content.
    """

    def __init__(self, store: Store, table: str) -> None:
        self._db = store.db
        self._table = table
        columns = ", ".join(f'"{name}"' for name, _ in stored_columns(table))
        self._select = f"SELECT {columns} FROM {stored_name(table)} WHERE result_id = ? ORDER BY place"
        self._results: dict[str, list[tuple[int, str, str, str]]] = {}
        shown = "shown" if table == "documents" else "first_shown"
        original = "CASE WHEN s.path <> s.first_path THEN s.first_path END"
        wanted = f"s.path, s.error, {original}" if table == "documents" else "s.path, '', ''"
        for doc_id, result_id, *rest in self._db.execute(
            f"SELECT s.doc_id, s.result_id, {wanted} FROM {shown} s ORDER BY s.place, s.path"
        ):
            path, error, original = (text or "" for text in rest)
            self._results.setdefault(doc_id, []).append((result_id, path, error, original))
        self._at_hand: OrderedDict[str, list[dict[str, str]]] = OrderedDict()

        self._late = late_changes(store)

    @property
    def knows_late(self) -> bool:
        return self._late is not None

    def path(self, doc_id: str) -> str:
        """The first path of a document, "" where the last run does not have it."""
        return self._results[doc_id][0][1] if doc_id in self._results else ""

    def has_rows(self, doc_id: str) -> bool:
        """Whether a document has any row in the table."""
        there = f"SELECT EXISTS (SELECT 1 FROM {stored_name(self._table)} WHERE result_id = ?)"
        return any(
            self._db.execute(there, (result_id,)).fetchone()[0] for result_id, *_ in self._results.get(doc_id, ())
        )

    def doc_ids(self) -> Iterable[str]:
        return self._results

    def rows(self, doc_id: str) -> Sequence[dict[str, str]]:
        """The rows of a document, none where the last run does not have it."""
        if doc_id not in self._results:
            return ()
        if (kept := self._at_hand.get(doc_id)) is not None:
            self._at_hand.move_to_end(doc_id)
            return kept
        found: list[dict[str, str]] = []
        for result_id, path, error, original in self._results[doc_id]:
            for cells in self._db.execute(self._select, (result_id,)):
                row = {name: "" if value is None else str(value) for name, value in to_row(self._table, cells).items()}
                if self._table == "documents":
                    row |= {"path": path, "error": error, "duplicate_of": original}
                found.append(self._with_others(row))
        self._at_hand[doc_id] = found
        if len(self._at_hand) > MOST_KEPT:
            self._at_hand.popitem(last=False)
        return found

    def _with_others(self, row: dict[str, str]) -> dict[str, str]:
        """A row with what other documents change in it."""
        if not self._late:
            return row
        if self._table == "scores" and row["match_rule"] != CODE_ALONE:
            changed = self._late.get(tuple(row[name] for name in FACT_COLUMNS))
            return row | dict(zip(("status", "confidence"), changed, strict=True)) if changed else row
        changed = self._late.get((row["doc_id"],)) if self._table == "documents" else None
        return row | {"n_conflicts": changed[0]} if changed else row
