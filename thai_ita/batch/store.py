"""The store: one SQLite file in the output folder, journal and result at once.

Every result is written in one transaction with the inputs that it belongs to. SQLite's write-ahead
log with ``synchronous=FULL`` makes each transaction durable when it returns: a killed process or a
power cut costs the files in flight and no more. FULL costs one flush of the disk per transaction
over NORMAL, which could lose the transactions of the last seconds in a power cut; results that
arrive together share a transaction, so the flush is not felt.

One process at a time writes (``batch.lock``); others may read meanwhile.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from thai_ita.batch.archives import MEMBER_MARK
from thai_ita.batch.passing import PassedOver, Reason
from thai_ita.batch.reading import readdressed
from thai_ita.batch.rows import plain_text, stored_columns
from thai_ita.batch.schema import FACT_TABLES, schema_statements, schema_version, stored_name
from thai_ita.batch.task import (
    NOTHING_INSIDE,
    CellRow,
    FileResult,
    Held,
    Inside,
    LossKind,
)
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.output_folder import STORE_NAME, read_only_address, why_no_output

BUSY_TIMEOUT_S = 30.0


class StoreError(Exception):
    """The store cannot be used; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class KnownInput:
    """What the store knows of an input path. ``listed`` tells that the last run had it."""

    path: str
    fingerprint: str | None
    content: str | None
    listed: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An input and the result that it has now, or waits for (``result_id`` None)."""

    name: str
    place: int
    fingerprint: str | None
    content: str | None
    result_id: int | None


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What the engine must know of a result without its rows.

    ``passing`` tells that it says nothing of the file and is for this run only. ``inside`` are the
    files that it holds; a ``hidden`` one has no row of its own.
    """

    result_id: int
    status: str
    usable: bool
    has_record: bool
    read_as: str
    error: str
    passing: bool = False
    inside: Inside = NOTHING_INSIDE
    hidden: bool = False


class Store:
    """An open store. Use it as a context manager; ``open_store`` and ``read_store`` make one."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.db = connection
        self.run_id = 0
        self._inserts = {table: _insert(table) for table in TABLE_COLUMNS}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; raises ``StoreError`` where the disk is full or the file damaged."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")
        except sqlite3.Error as error:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise _explained(self.path, error) from error

    def known_inputs(self) -> dict[bytes, KnownInput]:
        """Every input path of this and earlier runs."""
        last = self.last_run_id()
        rows = self.db.execute(
            "SELECT key, path, fingerprint, content, run_id = ? FROM inputs", (last,)
        )
        return {row[0]: KnownInput(row[1], row[2], row[3], bool(row[4])) for row in rows}

    def results(self) -> dict[str, StoredResult]:
        """Every result by its key."""
        rows = self.db.execute(
            "SELECT key, result_id, status, usable, record IS NOT NULL, read_as, error, "
            "quarantine, inside, hidden FROM results"
        )
        return {
            row[0]: StoredResult(
                row[1], row[2], bool(row[3]), bool(row[4]), row[5], row[6], passes(row[7]),
                _inside(row[8]), bool(row[9]),
            )
            for row in rows
        }

    def last_run_id(self) -> int:
        return int(self.db.execute("SELECT coalesce(max(run_id), 0) FROM runs").fetchone()[0])

    def begin_run(
        self, version: str, rules: str, options: Mapping[str, object], inputs: Sequence[str]
    ) -> None:
        """Open a run; call it within the transaction that links its inputs."""
        self.db.execute(
            "UPDATE runs SET state = 'killed', ended = ? WHERE state = 'running'", (_now(),)
        )
        cursor = self.db.execute(
            "INSERT INTO runs (started, state, version, rules, options, inputs) "
            "VALUES (?, 'running', ?, ?, ?, ?)",
            (_now(), version, rules, _json(options), _json([plain_text(i) for i in inputs])),
        )
        self.run_id = cursor.lastrowid or 0

    def end_run(self, state: str, counts: Mapping[str, object]) -> None:
        self.db.execute(
            "UPDATE runs SET state = ?, ended = ?, counts = ? WHERE run_id = ?",
            (state, _now(), _json(counts), self.run_id),
        )

    def link(self, links: Iterable[tuple[Link, StoredResult | None]]) -> None:
        """Write inputs of this run with the results that they have."""
        self.db.executemany(
            "INSERT OR REPLACE INTO inputs "
            "(key, path, place, run_id, fingerprint, content, result_id, error) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    os.fsencode(link.name), plain_text(link.name), link.place, self.run_id,
                    link.fingerprint, link.content, link.result_id,
                    readdressed(result.error, result.read_as, plain_text(link.name))
                    if result else None,
                )
                for link, result in links
            ),
        )

    def save(
        self, key: str, content: str | None, hints: object, read_as: str, result: FileResult,
        *, rules: str, quarantine: str | None,
    ) -> StoredResult:
        """Write one result in place of an earlier one of the same key, made by these rules."""
        old = self.db.execute("SELECT result_id FROM results WHERE key = ?", (key,)).fetchone()
        if old is not None:
            self._forget([old[0]])
        read_as = plain_text(read_as)
        cursor = self.db.execute(
            "INSERT INTO results (key, content, doc_id, rules, hints, status, usable, quarantine, "
            "read_as, error, elapsed_s, run_id, record, inside, hidden, result_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key, content, result.doc_id, rules, _json(hints), str(result.status),
                result.usable, quarantine, read_as, result.error, result.elapsed_s, self.run_id,
                result.record, _json(asdict(result.inside)) if result.inside else None,
                result.hidden, old[0] if old else None,
            ),
        )
        result_id = cursor.lastrowid or 0
        self._insert_rows(result_id, "documents", [result.document])
        for table, rows in result.rows.items():
            self._insert_rows(result_id, table, rows)
        self.db.executemany(
            "INSERT INTO troubles_of VALUES (?, ?, ?, ?, ?, ?)",
            [
                (result_id, place, n.code, n.message, n.severity, n.page)
                for place, n in enumerate(result.notes)
            ],
        )
        return StoredResult(
            result_id, str(result.status), result.usable, result.record is not None, read_as,
            result.error, inside=result.inside, hidden=result.hidden,
        )

    def note_inputs(self, passed: Iterable[PassedOver], problems: Iterable[str]) -> None:
        """Write what this run passes over, and what is wrong with inputs that are no files, in
        place of what the last run said."""
        self.db.execute("DELETE FROM passed_over")
        self.db.execute("DELETE FROM input_problems")
        self.db.executemany(
            "INSERT INTO input_problems VALUES (?)", ((plain_text(line),) for line in problems)
        )
        self.db.executemany(
            "INSERT INTO passed_over VALUES (?, ?)",
            ((plain_text(each.path), str(each.reason)) for each in passed),
        )

    def passed_over(self) -> list[PassedOver]:
        """What the last run passed over, also inside of files that hold others."""
        rows = self.db.execute("SELECT path, reason FROM passed_over ORDER BY rowid").fetchall()
        passed = [PassedOver(path, Reason(reason)) for path, reason in rows]
        for path, inside in self._holding():
            passed += [
                PassedOver(f"{path}{MEMBER_MARK}{name}", Reason(reason))
                for name, reason in inside.passed
            ]
        return passed

    def input_problems(self) -> list[str]:
        """A line for each input of the last run that is no file to read."""
        rows = self.db.execute("SELECT line FROM input_problems ORDER BY rowid").fetchall()
        return [row[0] for row in rows]

    def _holding(self) -> Iterator[tuple[str, Inside]]:
        rows = self.db.execute(
            "SELECT i.path, r.inside FROM inputs i JOIN results r USING (result_id) "
            "WHERE i.run_id = ? AND r.inside IS NOT NULL ORDER BY i.place, i.path",
            (self.last_run_id(),),
        ).fetchall()
        for path, inside in rows:
            yield path, _inside(inside)

    def forget_superseded(self, rules: str) -> None:
        """Drop results of other rules that no input has any more."""
        rows = self.db.execute(
            "SELECT result_id FROM results WHERE rules <> ? "
            "AND result_id NOT IN (SELECT result_id FROM inputs WHERE result_id IS NOT NULL)",
            (rules,),
        )
        self._forget([row[0] for row in rows.fetchall()])

    def meta(self, name: str) -> str | None:
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, name: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _insert_rows(self, result_id: int, table: str, rows: Sequence[CellRow]) -> None:
        self.db.executemany(
            self._inserts[table], ((result_id, place, *row) for place, row in enumerate(rows))
        )

    def _forget(self, result_ids: Sequence[int]) -> None:
        ids = [(result_id,) for result_id in result_ids]
        for table in ("documents", *FACT_TABLES, "troubles"):
            self.db.executemany(f"DELETE FROM {stored_name(table)} WHERE result_id = ?", ids)
        self.db.executemany("DELETE FROM results WHERE result_id = ?", ids)


def open_store(folder: Path) -> Store:
    """The store of an output folder, made where there is none; hold the folder's lock.

    A store with other tables than this version has is emptied: all of it can be read again.
    """
    path = folder / STORE_NAME
    return _guarded(path, lambda: _opened(path))


def read_store(folder: Path) -> Store:
    """The store of an output folder, for reading only. Raises ``StoreError`` where there is none
    or it is of another version."""
    path = folder / STORE_NAME
    if not path.is_file():
        raise StoreError(why_no_output(folder, STORE_NAME))

    def opened() -> Store:
        db = sqlite3.connect(read_only_address(path), uri=True, isolation_level=None)
        db.execute("PRAGMA query_only = ON")
        store = Store(path, db)
        if not _has_tables(db) or store.meta("schema") != schema_version():
            raise StoreError(f"{path}: was written by another version of thai-ita; run it again")
        return store

    return _guarded(path, opened)


def _opened(path: Path) -> Store:
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    # Network file systems do not have what the write-ahead log needs; SQLite then keeps its own
    # rollback journal, which is as safe and slower.
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA wal_autocheckpoint = 8000")
    store = Store(path, db)
    current = store.meta("schema") if _has_tables(db) else None
    if current != schema_version():
        with store.transaction():
            for kind, name in db.execute(
                "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') "
                "AND name NOT LIKE 'sqlite_%' ORDER BY type DESC"
            ).fetchall():
                db.execute(f'DROP {kind} "{name}"')
            for part in schema_statements():
                for statement in filter(str.strip, part.split(";")):
                    db.execute(statement)
            store.set_meta("schema", schema_version())
    return store


def _has_tables(db: sqlite3.Connection) -> bool:
    row = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()
    return bool(row[0])


def _guarded(path: Path, opening: Callable[[], Store]) -> Store:
    try:
        return opening()
    except sqlite3.Error as error:
        raise _explained(path, error) from error


def _explained(path: Path, error: sqlite3.Error) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        what = (
            "cannot be written, the disk is full or fails; free space and run again, "
            "what is done is kept"
        )
    elif name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        what = "is damaged or no SQLite file; move it away and run again"
    elif name.startswith("SQLITE_BUSY"):
        what = "is locked by another program; close it and run again"
    else:
        what = f"cannot be used ({error})"
    return StoreError(f"{path}: {what}")


def passes(quarantine: str | None) -> bool:
    """Whether a quarantine, as ``kind: reason``, says nothing of the file and is for one run."""
    return bool(quarantine) and LossKind(str(quarantine).partition(":")[0]).passes


def _inside(text: str | None) -> Inside:
    if text is None:
        return NOTHING_INSIDE
    record = json.loads(text)
    return Inside(
        tuple(Held(**held) for held in record["held"]),
        tuple((name, reason) for name, reason in record["passed"]),
    )


def _insert(table: str) -> str:
    marks = ", ".join("?" for _ in range(2 + len(stored_columns(table))))
    return f"INSERT INTO {stored_name(table)} VALUES ({marks})"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


