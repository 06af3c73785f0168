"""The rows of a table as the store has them, document by document, as texts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from thai_ita.batch.rows import stored_columns, to_row
from thai_ita.batch.schema import stored_name
from thai_ita.batch.store import Store

COMPARED = "checks_between_documents"
"""Under which the store knows how many checks come of comparing documents."""
MOST_KEPT = 64
"""Documents whose rows are kept at hand."""


class StoredTexts:
    """What the tables of the last run show, but for what documents say of one another.

    Cells are as CSV has them, without the guard against formulas; rows stand in the order of the
    table, in ``documents`` one for each path of the content.
    """

    def __init__(self, store: Store, table: str) -> None:
        self._store = store
        self._db = store.db
        self._table = table
        columns = ", ".join(f'"{name}"' for name, _ in stored_columns(table))
        self._select = (
            f"SELECT {columns} FROM {stored_name(table)} WHERE result_id = ? ORDER BY place"
        )
        self._results: dict[str, list[tuple[int, str, str, str]]] = {}
        shown = "shown" if table == "documents" else "first_shown"
        paths = "s.path, s.error, CASE WHEN s.path <> s.first_path THEN s.first_path END"
        wanted = paths if table == "documents" else "'', '', ''"
        for doc_id, result_id, *rest in self._db.execute(
            f"SELECT s.doc_id, s.result_id, {wanted} FROM {shown} s ORDER BY s.place, s.path"
        ):
            path, error, original = (text or "" for text in rest)
            self._results.setdefault(doc_id, []).append((result_id, path, error, original))
        self._with_rows: set[int] | None = None
        self._at_hand: OrderedDict[str, list[dict[str, str]]] = OrderedDict()

    @property
    def is_compared(self) -> bool:
        """Whether some documents say something of the scores of others."""
        return bool(int(self._store.meta(COMPARED) or 0))

    def doc_ids(self) -> Iterable[str]:
        return self._results

    def has_rows(self, doc_id: str) -> bool:
        """Whether a document has any row in the table."""
        if self._with_rows is None:
            found = self._db.execute(f"SELECT DISTINCT result_id FROM {stored_name(self._table)}")
            self._with_rows = {result_id for (result_id,) in found}
        return any(result_id in self._with_rows for result_id, *_ in self._results.get(doc_id, ()))

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
                row = {
                    name: "" if value is None else str(value)
                    for name, value in to_row(self._table, cells).items()
                }
                if self._table == "documents":
                    row |= {"path": path, "error": error, "duplicate_of": original}
                found.append(row)
        self._at_hand[doc_id] = found
        if len(self._at_hand) > MOST_KEPT:
            self._at_hand.popitem(last=False)
        return found
