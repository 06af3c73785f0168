"""What is whole in a damaged store, in a new one that takes its place.

The rows are read from the pages themselves (``stored.database_pages``), so that a damaged page costs what
stands on it; then every one is checked by its sum. The damaged file is kept beside the new one.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from thai_ita.atomic_files import sync_folder
from thai_ita.batch.schema import make_tables, stored_name
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.stored.checksums import damage_in, drop
from thai_ita.stored.database_pages import Pages, Value
from thai_ita.stored.file_identity import LOGS, log_of

_WITH_ROW_ID = ("results", "runs")
"""Tables whose first column is the row id; the others are kept like indexes."""


def salvage(store: Path) -> tuple[int, Path]:
    """Put a store with the whole rows of a damaged one in its place; hold the folder's lock.

    Gives the number of results that it has, and where the damaged file is now. Raises OSError and
    ``sqlite3.Error`` where the new one cannot be written; the damaged one then stays as it is.
    """
    handle, made = tempfile.mkstemp(dir=store.parent, prefix=f".{store.name}.", suffix=".part")
    os.close(handle)
    new = Path(made)
    try:
        with closing(sqlite3.connect(new, isolation_level=None)) as db:
            # It has no name yet: what a power cut leaves of it is thrown away.
            db.execute("PRAGMA journal_mode = MEMORY")
            db.execute("PRAGMA synchronous = OFF")
            make_tables(db)
            db.execute("BEGIN")
            _copy_rows(store, db)
            drop(db, damage_in(db))
            db.execute("COMMIT")
            (kept,) = db.execute("SELECT count(*) FROM results").fetchone()
        _flush(new)
        aside = set_aside(store, "damaged")
        new.replace(store)
        sync_folder(store.parent)
    finally:
        new.unlink(missing_ok=True)
    return int(kept), aside


def set_aside(store: Path, word: str) -> Path:
    """Give a store, with its logs, another name beside, in which ``word`` says what it is."""
    names = (store.with_name(f"{store.stem}.{word}-{n}{store.suffix}") for n in count(1))
    aside = next(name for name in names if not os.path.lexists(name))
    store.replace(aside)
    # A log must not be played into the store that comes to this place.
    for beside in LOGS:
        set_log_aside(store, beside, aside)
    log_of(store, "-shm").unlink(missing_ok=True)
    return aside


def set_log_aside(store: Path, beside: str, aside: Path) -> None:
    """Move one of the logs beside a store, where there is one, to that of another name."""
    with suppress(FileNotFoundError):
        log_of(store, beside).replace(f"{aside}{beside}")


def _copy_rows(store: Path, db: sqlite3.Connection) -> None:
    """Every row that may be one of the tables. They are told by the number of their columns; sums
    are asked later."""
    inserts: dict[tuple[bool, int], str] = {}
    for table, n_columns in stored_widths(db).items():
        marks = ", ".join("?" * n_columns)
        inserts[table in _WITH_ROW_ID, n_columns] = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"
    with Pages(store) as pages:
        for has_row_id, values in pages.rows():
            insert = inserts.get((has_row_id, len(values)))
            if insert is not None:
                _insert(db, insert, values)


def stored_widths(db: sqlite3.Connection) -> dict[str, int]:
    """How many columns each table has whose rows have a sum, no two of one kind the same."""
    tables = ["results", "runs", "inputs", *map(stored_name, [*TABLE_COLUMNS, "troubles"])]
    return {name: len(db.execute(f"PRAGMA table_info({name})").fetchall()) for name in tables}


def _insert(db: sqlite3.Connection, insert: str, values: tuple[Value, ...]) -> None:
    try:
        db.execute(insert, values)
    except (sqlite3.IntegrityError, sqlite3.DataError):
        # A row id that is none, a value that is too long: no row that was written.
        return


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
