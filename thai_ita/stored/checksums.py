"""Sums over the rows of a store, and the check of all of them.

A result has one sum over its own row and every row that belongs to it; an input and a run have one
over their own row. A flipped bit anywhere in them, a row that is missing, is there twice or belongs
to nothing is found; so is a result that stands under another's key.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Values = Sequence[object]

_BELONG = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\\_of' ESCAPE '\\' ORDER BY name"
PACKED = ("record", "evidence")
"""Columns of a result that hold what is compressed, in the order in which its sum takes them."""
_RUN_COLUMNS = "run_id, started, version, rules, options, inputs"
"""What does not change when a run ends."""
_UNDECODED = "Could not decode"
"""How the message begins of a text whose bytes are no UTF-8 any more."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What does not have its sum: ids of results and runs, keys of inputs, and whether there are
    rows that belong to no result."""

    results: tuple[int, ...] = ()
    inputs: tuple[bytes, ...] = ()
    runs: tuple[int, ...] = ()
    strays: bool = False

    def __bool__(self) -> bool:
        return bool(self.results or self.inputs or self.runs or self.strays)


def result_sum(fields: Values, packed: Sequence[bytes | None], rows: Mapping[str, Sequence[Values]]) -> str:
    """The sum of a result: of its own fields, what is packed in the columns ``PACKED``, and its rows by
    stored table, each with its place first. Values count as their text, since SQLite returns 5 for
    "5" in some columns."""
    digest = hashlib.sha256(_text([fields]))
    for each in packed:
        digest.update(f"\n{-1 if each is None else len(each)}\n".encode())
        digest.update(each or b"")
    for table in sorted(rows):
        if rows[table]:
            digest.update(f"\n{table}\n".encode())
            digest.update(_text(rows[table]))
    return digest.hexdigest()[:32]


def row_sum(values: Values) -> int:
    """The sum of one row by itself."""
    return zlib.crc32(_text([values]))


def is_sound(db: sqlite3.Connection) -> bool:
    """Whether the pages and indexes of a database hang together, so that no row is hidden. Raises
    ``sqlite3.Error`` where not even that can be told."""
    return bool(db.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))


def damage_in(db: sqlite3.Connection) -> Damage:
    """What in a store does not have its sum. Raises ``sqlite3.Error`` where it cannot be read."""
    tables = [name for (name,) in db.execute(_BELONG).fetchall()]
    strays = any(
        db.execute(f'SELECT 1 FROM "{table}" WHERE result_id NOT IN (SELECT result_id FROM results) LIMIT 1').fetchone()
        for table in tables
    )
    return Damage(tuple(_bad_results(db, tables)), tuple(_bad_inputs(db)), tuple(_bad_runs(db)), strays)


def drop(db: sqlite3.Connection, damage: Damage) -> None:
    """Take out of a store what does not have its sum; call it within a transaction."""
    ids = [(result_id,) for result_id in damage.results]
    db.executemany("DELETE FROM results WHERE result_id = ?", ids)
    for (table,) in db.execute(_BELONG).fetchall():
        db.execute(f'DELETE FROM "{table}" WHERE result_id NOT IN (SELECT result_id FROM results)')
    db.executemany("DELETE FROM inputs WHERE key = ?", [(key,) for key in damage.inputs])
    db.executemany("DELETE FROM runs WHERE run_id = ?", [(run_id,) for run_id in damage.runs])


def sum_of_run(db: sqlite3.Connection, run_id: object) -> int:
    """The sum that the row of a run should have."""
    row = db.execute(f"SELECT {_RUN_COLUMNS} FROM runs WHERE run_id = ?", (run_id,)).fetchone()
    return row_sum(row)


def _bad_results(db: sqlite3.Connection, tables: Sequence[str]) -> Iterator[int]:
    columns = [row[1] for row in db.execute("PRAGMA table_info(results)")]
    fields = [name for name in columns if name not in ("checksum", *PACKED)]
    wanted = ", ".join(f'"{name}"' for name in ("checksum", *PACKED, *fields))
    own = f"SELECT {wanted} FROM results WHERE result_id = ?"
    selects = {t: f'SELECT * FROM "{t}" WHERE result_id = ? ORDER BY place' for t in tables}

    def is_whole(result_id: object) -> bool:
        checksum, *both = db.execute(own, (result_id,)).fetchone()
        packed, values = both[: len(PACKED)], both[len(PACKED) :]
        rows = {table: [row[1:] for row in db.execute(select, (result_id,))] for table, select in selects.items()}
        are_bytes = all(isinstance(each, bytes | None) for each in packed)
        return are_bytes and checksum == result_sum(values, packed, rows)

    for (result_id,) in db.execute("SELECT result_id FROM results"):
        if not _decoded(is_whole, result_id):
            yield result_id


def _bad_inputs(db: sqlite3.Connection) -> Iterator[bytes]:
    own = "SELECT key, path, place, run_id, fingerprint, content, result_id, error, checksum FROM inputs WHERE key = ?"

    def is_whole(key: object) -> bool:
        *values, checksum = db.execute(own, (key,)).fetchone()
        return bool(checksum == row_sum(values))

    for (key,) in db.execute("SELECT key FROM inputs"):
        if not _decoded(is_whole, key):
            yield key


def _bad_runs(db: sqlite3.Connection) -> Iterator[int]:
    def is_whole(run_id: object) -> bool:
        row = db.execute("SELECT checksum FROM runs WHERE run_id = ?", (run_id,)).fetchone()
        return bool(row[0] == sum_of_run(db, run_id))

    for (run_id,) in db.execute("SELECT run_id FROM runs"):
        if not _decoded(is_whole, run_id):
            yield run_id


def _decoded(is_whole: Callable[[object], bool], key: object) -> bool:
    """Whether a row is whole; it is not where one of its texts is none."""
    try:
        return is_whole(key)
    except sqlite3.OperationalError as error:
        if str(error).startswith(_UNDECODED):
            return False
        raise


def _text(rows: Iterable[Values]) -> bytes:
    text = "\x1e".join(["\x1f".join(map(str, row)) for row in rows])
    return text.encode("utf-8", "surrogatepass")
