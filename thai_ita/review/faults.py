"""Documents whose page could not be made: one costs its own page, never those of others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from thai_ita.batch.store import StoreError
from thai_ita.batch.task import EngineStoppedError
from thai_ita.review.page_content import IndexRow
from thai_ita.review.stored import Listed
from thai_ita.visible import visible

FAULT = "fault"
"""The doubt of such a document (``model.DOUBTS``)."""
LONGEST = 300
_OF_ALL = (StoreError, EngineStoppedError, sqlite3.Error, OSError)
"""What no document is to blame for, such as a full disk: it ends the making."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A document by the path of its file, and why its page could not be made, in one line."""

    path: str
    message: str

    def line(self) -> str:
        return f"{self.path}: its page could not be made because of a fault in thai-ita ({self.message}); please report it with the file"


@dataclass(slots=True)
class Faults:
    """The faults of a making, by doc_id."""

    known: dict[str, Fault] = field(default_factory=dict)

    def note(self, listed: Listed, error: Exception) -> None:
        """Remember the fault of a document. Raises the error again where no document is to blame."""
        if isinstance(error, _OF_ALL):
            raise error
        message = visible(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
        self.known[listed.doc_id] = Fault(listed.path, message[:LONGEST])

    def row_without_facts(self, listed: Listed, href: str) -> IndexRow:
        """The line of a document of which nothing more than its file is known."""
        return IndexRow(listed.doc_id, href, listed.path, "", "", "", "", "", "", "", 0, 0)

    def marked_in(self, rows: Iterable[IndexRow]) -> list[IndexRow]:
        """The lines of the index, those of faulty documents with that doubt."""
        return [
            replace(row, doubts=(FAULT, *row.doubts), n_facts=max(row.n_facts, 1), n_doubtful=max(row.n_doubtful, 1))
            if row.doc_id in self.known else row
            for row in rows
        ]  # fmt: skip
