"""What the store says of each document: its rows as the tables hold them, and where its source lies."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from thai_ita.batch.agreement import Agreement
from thai_ita.batch.archives import MEMBER_MARK
from thai_ita.batch.correction_outcomes import Came
from thai_ita.batch.row_codec import stored_columns, to_row
from thai_ita.batch.schema import stored_name
from thai_ita.batch.store import Store
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.corrections.record import Correction
from thai_ita.export.tables import Row
from thai_ita.model.document_id import DOC_ID, doc_id_of

TABLES = tuple(name for name in TABLE_COLUMNS if name != "documents")
_NOT_APPLIED = (Came.MISFIT, Came.DISPUTED)
CONTAINERS_KEPT = 64
"""Files that hold others whose lists are kept at hand: their files follow one another."""

_INPUTS = """
SELECT r.doc_id, i.key, i.path, coalesce(i.error, ''), i.content, i.result_id, r.quarantine
FROM inputs i JOIN results r USING (result_id)
WHERE i.run_id = (SELECT max(run_id) FROM runs) AND NOT r.hidden
ORDER BY i.place, i.path
"""


@dataclass(slots=True)
class Listed:
    """A document of the last run. ``names`` are the inputs with this content, the first of which its rows name,
    as they were given; ``content`` is its SHA-256 in hex, "" where it could not be had. ``given_up``: reading it
    took its workers with it."""

    doc_id: str
    path: str
    error: str
    content: str
    result_id: int
    given_up: bool
    names: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class Rows:
    """The rows of one document; ``evidence`` is the column of the results of that name, ``misfits`` are
    (table, fact) of corrections that were not applied."""

    document: Row
    tables: dict[str, list[Row]]
    evidence: object
    misfits: frozenset[tuple[str, str]] = frozenset()


def documents(store: Store) -> list[Listed]:
    """The documents of the last run, each content once, in the order of its inputs."""
    listed: dict[str, Listed] = {}
    for doc_id, key, path, error, content, result_id, quarantine in store.db.execute(_INPUTS):
        if not DOC_ID.fullmatch(doc_id):
            # A worker gave it, and it is to be the name of a file.
            doc_id = doc_id_of(doc_id.encode("utf-8", "surrogatepass"))
        found = listed.get(doc_id)
        if found is None:
            found = Listed(doc_id, path, error, content or "", result_id, bool(quarantine))
            listed[doc_id] = found
        found.names.append(bytes(key))
    return list(listed.values())


def rows_of(store: Store, listed: Listed, agreement: Agreement) -> Rows:
    """The rows of one document, with what the other documents say of its facts."""
    document = document_row(next(_rows(store, "documents", listed, agreement), {}), listed)
    tables = {table: list(_rows(store, table, listed, agreement)) for table in TABLES}
    tables["checks"] += agreement.checks_of(listed.doc_id)
    evidence, corrections = store.db.execute(
        "SELECT evidence, corrections FROM results WHERE result_id = ?", (listed.result_id,)
    ).fetchone()
    return Rows(document, tables, evidence, frozenset(misfits_in(corrections)))


def document_row(stored: Row, listed: Listed) -> Row:
    """The row of documents, with the columns that belong to the input."""
    return stored | {"path": listed.path, "error": listed.error, "duplicate_of": None}


def misfits_in(kept: str | None) -> Iterator[tuple[str, str]]:
    """(table, fact) of the corrections of a result that were not applied, from its column ``corrections``."""
    for *given, state, _ in json.loads(kept) if kept else ():
        if state in _NOT_APPLIED:
            correction = Correction(*given)
            yield correction.table, correction.fact


def _rows(store: Store, table: str, listed: Listed, agreement: Agreement) -> Iterator[Row]:
    cursor = store.db.execute(_select(table), (listed.result_id,))
    for cells in cursor.fetchall():
        yield agreement.apply(table, to_row(table, cells))


@lru_cache
def _select(table: str) -> str:
    columns = ", ".join(f'"{name}"' for name, _ in stored_columns(table))
    return f"SELECT {columns} FROM {stored_name(table)} WHERE result_id = ? ORDER BY place"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document can be opened: the file, and the indices that lead to it inside that."""

    name: str
    file: Path
    within: tuple[int, ...] = ()


class Sources:
    """Finds the files of documents; relative names are looked for in each of these folders."""

    def __init__(self, store: Store, folders: list[Path]) -> None:
        self._store = store
        self._folders = folders
        self._held: dict[bytes, dict[str, int]] = {}

    def of(self, listed: Listed) -> list[Source]:
        """The places where a document may be opened now; none where all its files are gone."""
        return [source for name in listed.names if (source := self._source(name)) is not None]

    def _source(self, key: bytes) -> Source | None:
        name = os.fsdecode(key)
        outer, *inner = name.split(MEMBER_MARK)
        # A file of the file system may have the mark in its name too.
        for cut in range(len(inner) + 1):
            path = MEMBER_MARK.join([outer, *inner[:cut]])
            if (file := self._file(path)) is not None:
                within = self._within(path, inner[cut:])
                return None if within is None else Source(name, file, within)
        return None

    def _file(self, path: str) -> Path | None:
        try:
            return next((p for f in self._folders if (p := Path(os.path.abspath(f / path))).is_file()), None)
        except (OSError, ValueError):
            return None

    def _within(self, holder: str, inner: list[str]) -> tuple[int, ...] | None:
        """The indices that lead from a file along these names; None where they lead nowhere."""
        places: list[int] = []
        while inner:
            held = self._names_in(os.fsencode(holder))
            # The name of an entry may have the mark in it.
            for cut in range(1, len(inner) + 1):
                entry = MEMBER_MARK.join(inner[:cut])
                if entry in held:
                    places.append(held[entry])
                    holder, inner = f"{holder}{MEMBER_MARK}{entry}", inner[cut:]
                    break
            else:
                return None
        return tuple(places)

    def _names_in(self, key: bytes) -> dict[str, int]:
        """The files that a file holds, with their indices there."""
        if key not in self._held:
            while len(self._held) >= CONTAINERS_KEPT:
                del self._held[next(iter(self._held))]
            row = self._store.db.execute(
                "SELECT r.inside FROM inputs i JOIN results r USING (result_id) WHERE i.key = ?", (key,)
            ).fetchone()
            record = json.loads(row[0]) if row and row[0] else {"held": []}
            self._held[key] = {held["name"]: held["index"] for held in record["held"]}
        return self._held[key]
