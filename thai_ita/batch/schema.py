"""The tables of the store, made from the columns of ``columns``.

Five views carry the names and columns of the five tables and show what the CSV files hold: the
results of the inputs of the last run, each content once. Below them stand the results, which also
keep what no present input shows, so that a file that comes back is not read again. A result that is
``hidden`` is of a file that only holds others, such as an archive in an archive; ``inside`` says
which, ``corrections`` what came of each correction, ``evidence`` where the facts stand (``export.evidence``).
Results, inputs and runs have a sum, by which damage is found (``stored.checksums``).
``passed_over`` has the files of the last run that were not looked into, ``input_problems``
what was wrong with inputs that are no files to read.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from thai_ita.batch.row_codec import PER_INPUT, stored_columns
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.stored.file_identity import APPLICATION_ID, FORMAT

FACT_TABLES = tuple(name for name in TABLE_COLUMNS if name != "documents")

_BASE = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE runs (
  run_id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, state TEXT NOT NULL,
  version TEXT NOT NULL, rules TEXT NOT NULL, options TEXT NOT NULL, inputs TEXT NOT NULL,
  counts TEXT, checksum INTEGER NOT NULL
);
CREATE TABLE results (
  result_id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, content TEXT, doc_id TEXT NOT NULL,
  rules TEXT NOT NULL, hints TEXT NOT NULL, status TEXT NOT NULL, usable INTEGER NOT NULL,
  quarantine TEXT, read_as TEXT NOT NULL, error TEXT NOT NULL, elapsed_s REAL NOT NULL,
  run_id INTEGER NOT NULL, record BLOB, inside TEXT, hidden INTEGER NOT NULL,
  corrections TEXT, evidence BLOB, checksum TEXT NOT NULL
);
CREATE INDEX results_content ON results (content);
CREATE TABLE inputs (
  key BLOB PRIMARY KEY, path TEXT NOT NULL, place INTEGER NOT NULL, run_id INTEGER NOT NULL,
  fingerprint TEXT, content TEXT, result_id INTEGER, error TEXT,
  checksum INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX inputs_result ON inputs (result_id);
CREATE TABLE passed_over (path TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE input_problems (line TEXT NOT NULL);
CREATE TABLE troubles_of (
  result_id INTEGER NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
  severity TEXT NOT NULL, page INTEGER, PRIMARY KEY (result_id, place)
) WITHOUT ROWID;
CREATE VIEW shown AS
  SELECT i.path, i.place, i.error, i.result_id, r.doc_id,
    first_value(i.path) OVER (PARTITION BY r.doc_id ORDER BY i.place, i.path)
      AS first_path
  FROM inputs i JOIN results r USING (result_id)
  WHERE i.run_id = (SELECT max(run_id) FROM runs) AND NOT r.hidden;
CREATE VIEW first_shown AS SELECT * FROM shown WHERE path = first_path;
CREATE VIEW troubles AS
  SELECT s.doc_id, s.path, t.code, t.message, t.severity, t.page
  FROM first_shown s JOIN troubles_of t USING (result_id) ORDER BY s.place, s.path, t.place;
"""


def stored_name(table: str) -> str:
    """The table that holds the rows which the view ``table`` shows."""
    return f"{table}_of"


def schema_statements() -> Iterator[str]:
    """The SQL that makes an empty store."""
    yield _BASE
    for table in TABLE_COLUMNS:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in stored_columns(table))
        yield (
            f"CREATE TABLE {stored_name(table)} (result_id INTEGER NOT NULL, "
            f"place INTEGER NOT NULL, {columns}, PRIMARY KEY (result_id, place)) WITHOUT ROWID;"
        )
        yield f"CREATE VIEW {table} AS {_view(table)};"


def schema_version() -> str:
    """Changes with everything above and with the columns of the tables."""
    text = f"{FORMAT}\n" + "\n".join(schema_statements())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def make_tables(db: sqlite3.Connection) -> None:
    """Fill a database that has nothing in it with the empty tables of a store, in one transaction."""
    db.execute("BEGIN IMMEDIATE")
    for part in schema_statements():
        for statement in filter(str.strip, part.split(";")):
            db.execute(statement)
    db.execute("INSERT INTO meta VALUES ('schema', ?)", (schema_version(),))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {FORMAT}")
    db.execute("COMMIT")


def has_tables(db: sqlite3.Connection) -> bool:
    """Whether every table, index and view of a store is in a database as it should be, and nothing
    that changes rows by itself; further tables and views of others do no harm."""
    there = set(db.execute(_OBJECTS))
    return _expected() <= there and not any(kind == "trigger" for kind, *_ in there)


@cache
def _expected() -> frozenset[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        make_tables(db)
        return frozenset(db.execute(_OBJECTS))


_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def _view(table: str) -> str:
    names = [column.name for column in TABLE_COLUMNS[table]]
    if table == "documents":
        other = {
            "path": "s.path",
            "error": "s.error",
            "duplicate_of": "CASE WHEN s.path <> s.first_path THEN s.first_path END",
        }
        assert set(other) == PER_INPUT
        columns = ", ".join(f'{other.get(n, f"""f."{n}" """)} AS "{n}"' for n in names)
        source = "shown"
    else:
        columns = ", ".join(f'f."{name}"' for name in names)
        source = "first_shown"
    return (
        f"SELECT {columns} FROM {source} s JOIN {stored_name(table)} f USING (result_id) "
        "ORDER BY s.place, s.path, f.place"
    )
