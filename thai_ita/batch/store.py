"""The store: one SQLite file in the output folder, journal and result at once.

Every result is written in one transaction with the inputs that it belongs to. SQLite's write-ahead
log with ``synchronous=FULL`` makes each transaction durable when it returns: a killed process or a
power cut costs the files in flight and no more. FULL costs one flush of the disk per transaction
over NORMAL, which could lose the transactions of the last seconds in a power cut; results that
arrive together share a transaction, so the flush is not felt.

One process at a time writes (``batch.lock``); others may read meanwhile. What a file of this name
must be to be opened at all, and what is done with a damaged one, stands in ``opening``.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from thai_ita.batch.archives import MEMBER_MARK
from thai_ita.batch.passing import PassedOver, Reason
from thai_ita.batch.read_report import readdressed
from thai_ita.batch.row_codec import plain_text, stored_columns
from thai_ita.batch.schema import FACT_TABLES, stored_name
from thai_ita.batch.task import (
    NOTHING_INSIDE,
    FileResult,
    Held,
    Inside,
    LossKind,
    StoredRow,
)
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.corrections.record import Correction
from thai_ita.output_folder import STORE_NAME
from thai_ita.stored.checksums import result_sum, row_sum, sum_of_run
from thai_ita.stored.file_identity import DAMAGED
from thai_ita.stored.seal import seal

__all__ = ["STORE_NAME", "KnownInput", "Link", "Store", "StoreError", "StoredResult", "explained", "legible"]

_ENVIRONMENT = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_PERM",
    "SQLITE_READONLY",
    "SQLITE_PROTOCOL",
    "SQLITE_INTERRUPT",
    "SQLITE_AUTH",
)
"""How the names of errors begin that say nothing of what stands in the file."""
_GARBLED = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What values raise that are none of those which were written."""


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
    """An open store. Use it as a context manager; ``opening`` makes one.

    ``notes`` say what was found and done when it was opened, one line each. One that ``seals`` is
    sealed when it is closed (``stored.seal``).
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, seals: bool = False) -> None:
        self.path = path
        self.db = connection
        self.run_id = 0
        self.notes: list[str] = []
        self._seals = seals
        self._inserts = {stored_name(table): _insert(table, len(stored_columns(table))) for table in TABLE_COLUMNS} | {
            stored_name("troubles"): _insert("troubles", 4)
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.db.close()
        failed = kind is not None and issubclass(kind, StoreError | sqlite3.Error | MemoryError)
        if self._seals and not failed:
            # Without a seal the next run checks every row, which is slower and as good.
            with suppress(OSError):
                seal(self.path)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; raises ``StoreError`` where the disk is full or the file damaged or gone."""
        self._refuse_gone()
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
            raise explained(self.path, error) from error

    def _refuse_gone(self) -> None:
        """Raise where the file was taken away: SQLite would write on to what no name leads to."""
        try:
            os.lstat(self.path)
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(
                f"{self.path}: was removed or moved away while the run went on, with what it had "
                "read; run the same command again"
            ) from None
        except OSError:
            return

    def known_inputs(self) -> Iterator[tuple[bytes, KnownInput]]:
        """Every input path of this and earlier runs, by its bytes."""
        last = self.last_run_id()
        rows = self.db.execute("SELECT key, path, fingerprint, content, run_id = ? FROM inputs", (last,))
        for key, path, fingerprint, content, listed in rows:
            yield key, KnownInput(path, fingerprint, content, bool(listed))

    def result(self, key: str) -> StoredResult | None:
        """The result of this key."""
        row = self.db.execute(
            "SELECT result_id, status, usable, record IS NOT NULL, read_as, error, "
            "quarantine, inside, hidden FROM results WHERE key = ?",
            (key,),
        ).fetchone()
        if row is None:
            return None
        return StoredResult(
            row[0],
            row[1],
            bool(row[2]),
            bool(row[3]),
            row[4],
            row[5],
            passes(row[6]),
            _inside(row[7]),
            bool(row[8]),
        )

    def last_run_id(self) -> int:
        return int(self.db.execute("SELECT coalesce(max(run_id), 0) FROM runs").fetchone()[0])

    def begin_run(self, version: str, rules: str, options: Mapping[str, object], inputs: Sequence[str]) -> None:
        """Open a run; call it within the transaction that links its inputs."""
        self.db.execute("UPDATE runs SET state = 'killed', ended = ? WHERE state = 'running'", (_now(),))
        # Where the row of a run was lost, what it linked must not pass for inputs of this one.
        (last,) = self.db.execute("SELECT coalesce(max(run_id), 0) FROM inputs").fetchone()
        self.run_id = max(int(last), self.last_run_id()) + 1
        self.db.execute(
            "INSERT INTO runs (run_id, started, state, version, rules, options, inputs, checksum) "
            "VALUES (?, ?, 'running', ?, ?, ?, ?, 0)",
            (
                self.run_id,
                _now(),
                version,
                rules,
                _json(options),
                _json([plain_text(i) for i in inputs]),
            ),
        )
        self.db.execute(
            "UPDATE runs SET checksum = ? WHERE run_id = ?",
            (sum_of_run(self.db, self.run_id), self.run_id),
        )

    def end_run(self, state: str, counts: Mapping[str, object]) -> None:
        self.db.execute(
            "UPDATE runs SET state = ?, ended = ?, counts = ? WHERE run_id = ?",
            (state, _now(), _json(counts), self.run_id),
        )

    def link(self, links: Iterable[tuple[Link, StoredResult | None]]) -> None:
        """Write inputs of this run with the results that they have."""
        rows = (
            (
                os.fsencode(link.name),
                plain_text(link.name),
                link.place,
                self.run_id,
                link.fingerprint,
                link.content,
                link.result_id,
                readdressed(result.error, result.read_as, plain_text(link.name)) if result else None,
            )
            for link, result in links
        )
        self.db.executemany(
            "INSERT OR REPLACE INTO inputs (key, path, place, run_id, fingerprint, content, "
            "result_id, error, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((*row, row_sum(row)) for row in rows),
        )

    def save(
        self,
        key: str,
        content: str | None,
        hints: object,
        read_as: str,
        result: FileResult,
        *,
        rules: str,
        quarantine: str | None,
        corrections: Sequence[Correction] = (),
    ) -> StoredResult:
        """Write one result in place of an earlier one of the same key, made by these rules and with
        these corrections."""
        old = self.db.execute("SELECT result_id FROM results WHERE key = ?", (key,)).fetchone()
        if old is not None:
            self._forget([old[0]])
        result_id = old[0] if old else self._next_result_id()
        read_as = plain_text(read_as)
        fields = (
            result_id,
            key,
            content,
            result.doc_id,
            rules,
            _json(hints),
            str(result.status),
            int(result.usable),
            quarantine,
            read_as,
            result.error,
            float(result.elapsed_s),
            self.run_id,
            _json(asdict(result.inside)) if result.inside else None,
            int(result.hidden),
            _corrected(corrections, result),
        )
        packed = (result.record, result.evidence)
        rows: dict[str, list[StoredRow]] = {
            stored_name(table): [(place, *row) for place, row in enumerate(its)]
            for table, its in {"documents": [result.document], **result.rows}.items()
        }
        rows[stored_name("troubles")] = [
            (place, n.code, n.message, n.severity, n.page) for place, n in enumerate(result.notes)
        ]
        self.db.execute(
            "INSERT INTO results (result_id, key, content, doc_id, rules, hints, status, usable, "
            "quarantine, read_as, error, elapsed_s, run_id, inside, hidden, corrections, record, "
            "evidence, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*fields, *packed, result_sum(fields, packed, rows)),
        )
        for name, its in rows.items():
            self.db.executemany(self._inserts[name], ((result_id, *row) for row in its))
        return StoredResult(
            result_id,
            str(result.status),
            result.usable,
            result.record is not None,
            read_as,
            result.error,
            inside=result.inside,
            hidden=result.hidden,
        )

    def note_inputs(self, passed: Iterable[PassedOver], problems: Iterable[str]) -> None:
        """Write what this run passes over, and what is wrong with inputs that are no files, in
        place of what the last run said."""
        self.db.execute("DELETE FROM passed_over")
        self.db.execute("DELETE FROM input_problems")
        self.db.executemany("INSERT INTO input_problems VALUES (?)", ((plain_text(line),) for line in problems))
        self.db.executemany(
            "INSERT INTO passed_over VALUES (?, ?)",
            ((plain_text(each.path), str(each.reason)) for each in passed),
        )

    def passed_over(self) -> list[PassedOver]:
        """What the last run passed over, also inside of files that hold others."""
        rows = self.db.execute("SELECT path, reason FROM passed_over ORDER BY rowid").fetchall()
        passed = [PassedOver(path, Reason(reason)) for path, reason in rows]
        for path, inside in self._holding():
            passed += [PassedOver(f"{path}{MEMBER_MARK}{name}", Reason(reason)) for name, reason in inside.passed]
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

    def _next_result_id(self) -> int:
        row = self.db.execute("SELECT coalesce(max(result_id), 0) + 1 FROM results").fetchone()
        return int(row[0])

    def _forget(self, result_ids: Sequence[int]) -> None:
        ids = [(result_id,) for result_id in result_ids]
        for table in ("documents", *FACT_TABLES, "troubles"):
            self.db.executemany(f"DELETE FROM {stored_name(table)} WHERE result_id = ?", ids)
        self.db.executemany("DELETE FROM results WHERE result_id = ?", ids)


@contextmanager
def legible(path: Path) -> Iterator[None]:
    """Raises ``StoreError`` where what is read from a store within the block cannot be."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(path, error) from error
    except _GARBLED as error:
        raise StoreError(f"{path}: {DAMAGED}") from error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that the file is damaged, and not that it cannot be used now."""
    return not getattr(error, "sqlite_errorname", "").startswith(_ENVIRONMENT)


def explained(path: Path, error: sqlite3.Error) -> StoreError:
    """One line on an error of SQLite: what is wrong with the store and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        what = "cannot be written, the disk is full or fails; free space and run again, what is done is kept"
    elif name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        what = "is locked by another program; close it and run again"
    elif name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        what = f"cannot be opened ({error}); check the permissions of it and of its folder"
    elif is_damage(error):
        what = DAMAGED
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


def _corrected(corrections: Sequence[Correction], result: FileResult) -> str | None:
    """What the store keeps of the corrections of a result: each with what came of it."""
    if not result.corrections:
        return None
    pairs = zip(corrections, result.corrections, strict=True)
    return _json([[*astuple(correction), came.state, came.message] for correction, came in pairs])


def _insert(table: str, n_columns: int) -> str:
    marks = ", ".join("?" for _ in range(2 + n_columns))
    return f"INSERT INTO {stored_name(table)} VALUES ({marks})"


def _json(value: object) -> str:
    # A path or pattern of the command line need not be UTF-8.
    return plain_text(json.dumps(value, ensure_ascii=False, default=str))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
