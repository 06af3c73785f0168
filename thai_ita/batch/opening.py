"""Opening a store: whose file it is, whether it is whole, and what is done where it is not.

Nothing is written before it is known that the file is ours. Then: a store whose seal holds is as
the last run left it. Of any other the pages, the schema and every row are checked. Rows that do not
have their sum leave it and are read again; where SQLite cannot be trusted with the file, what is
whole in it goes into a new one (``salvage``).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from thai_ita.batch.lock import is_held
from thai_ita.batch.salvage import salvage, set_aside, set_log_aside
from thai_ita.batch.schema import has_tables, make_tables, schema_version
from thai_ita.batch.store import Store, StoreError, explained, is_damage, legible
from thai_ita.output_folder import STORE_NAME, can_be_written, why_no_output
from thai_ita.stored.checksums import Damage, damage_in, drop, is_sound
from thai_ita.stored.file_identity import (
    DAMAGED,
    FORMAT,
    LOGS,
    StoreFile,
    log_of,
    look_at,
    why_unusable,
)
from thai_ita.stored.seal import has_bytes, has_seal, is_sealed, reading_address, unseal

BUSY_TIMEOUT_S = 30.0
CACHE_KB = 500
"""What SQLite keeps of the store in memory, and of each thing that it sorts."""
_REFUSED = (StoreFile.NO_FILE, StoreFile.NO_DATABASE, StoreFile.FOREIGN, StoreFile.NEWER)


class ForeignStoreError(StoreError):
    """What stands under the name of the store is not one that this version may write to."""


def refuse_what_is_not_ours(folder: Path) -> None:
    """Raise ``ForeignStoreError`` where a run may not write to the store of a folder; writes nothing."""
    _found(folder / STORE_NAME)


def open_store(folder: Path) -> Store:
    """The store of an output folder, made where there is none; hold the folder's lock.

    Its ``notes`` tell of what was lost. Raises ``StoreError`` where it cannot be used, ``ForeignStoreError``
    before anything is written.
    """
    path = folder / STORE_NAME
    try:
        return _opened(path)
    except sqlite3.Error as error:
        raise explained(path, error) from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be used ({error.strerror or error})") from error


def read_store(folder: Path) -> Store:
    """The store of an output folder, for reading only. Raises ``StoreError`` where there is none,
    it is of another version, or not what the last run left."""
    path = folder / STORE_NAME
    if folder.exists() and not folder.is_dir():
        raise StoreError(why_no_output(folder, STORE_NAME))
    with legible(path):
        try:
            found = _found(path)
            if found is StoreFile.ABSENT:
                raise StoreError(why_no_output(folder, STORE_NAME))
            if found is not StoreFile.OURS:
                raise StoreError(why_unusable(path, found))
            return _reading(path)
        except OSError as error:
            raise StoreError(f"{path}: cannot be read ({error.strerror or error})") from error


def _found(path: Path) -> StoreFile:
    try:
        found = look_at(path)
    except OSError as error:
        raise ForeignStoreError(f"{path}: cannot be read ({error.strerror or error})") from error
    if found in _REFUSED:
        raise ForeignStoreError(why_unusable(path, found))
    return found


def _reading(path: Path) -> Store:
    sealed = is_sealed(path)
    address = reading_address(path, sealed=sealed)
    db = sqlite3.connect(address, uri=True, isolation_level=None)
    try:
        db.execute("PRAGMA query_only = ON")
        store = Store(path, db)
        if store.meta("schema") != schema_version():
            raise StoreError(why_unusable(path, StoreFile.OLDER))
        if not sealed and has_seal(path) and not is_held(path.parent) and _damage(db) != Damage():
            raise StoreError(f"{path}: {DAMAGED}")
    except BaseException:
        db.close()
        raise
    return store


def _opened(path: Path) -> Store:
    notes: list[str] = []
    found = _found(path)
    had_seal = has_seal(path)
    sealed = found is StoreFile.OURS and is_sealed(path)
    if sealed or found is StoreFile.ABSENT:
        _refuse_logs(path, notes)
    unseal(path)
    if found is StoreFile.EMPTY and has_bytes(log_of(path, LOGS[0])):
        found = StoreFile.DAMAGED
    if found in (StoreFile.ABSENT, StoreFile.EMPTY) and had_seal:
        notes.append(f"{path}: is gone or empty; everything is read again")
    if found is StoreFile.OLDER:
        _begin_anew(path, notes)
    elif found is StoreFile.DAMAGED or (found is StoreFile.OURS and not _is_usable(path, sealed, notes)):
        kept, aside = salvage(path)
        notes.append(
            f"{path}: was damaged; {kept} results are whole and kept, the others are read again; "
            f"the damaged file is now {aside.name}"
        )
    store = Store(path, _connection(path), seals=True)
    store.notes = notes
    return store


def _refuse_logs(path: Path, notes: list[str]) -> None:
    """Move away logs beside a store that is whole without them: they are of another one."""
    for beside in LOGS:
        if has_bytes(log_of(path, beside)):
            aside = path.with_name(f"{path.stem}.stray{path.suffix}")
            set_log_aside(path, beside, aside)
            notes.append(f"{log_of(path, beside)}: is not of this store; it is now {aside.name}{beside}")


def _begin_anew(path: Path, notes: list[str]) -> None:
    aside = set_aside(path, "older")
    notes.append(
        f"{path}: was written by another version of thai-ita; everything is read again; "
        f"the old file is now {aside.name}"
    )


def _is_usable(path: Path, sealed: bool, notes: list[str]) -> bool:
    """Whether a store can be used where it is, with what is damaged taken out; one of other columns
    makes way."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)) as db:
            # Waits for others first: an error from here on is none of theirs.
            db.execute("BEGIN IMMEDIATE")
            (number,) = db.execute("PRAGMA user_version").fetchone()
            if number > FORMAT:
                # The log says so; the header in the file is the one before.
                raise ForeignStoreError(why_unusable(path, StoreFile.NEWER))
            row = db.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
            other = bool(row) and row[0] != schema_version()
            if not other and not sealed:
                damage = _damage(db)
                if damage is None:
                    return False
                drop(db, damage)
                # What was noted of the tables in the folder was not checked.
                db.execute("DELETE FROM meta WHERE name <> 'schema'")
                if damage:
                    notes.append(f"{path}: was damaged; {len(damage.results)} results in it are read again")
            db.execute("COMMIT")
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if is_damage(error) or (name == "SQLITE_READONLY" and can_be_written(path.parent)):
            return False
        raise
    if other:
        _begin_anew(path, notes)
    return True


def _damage(db: sqlite3.Connection) -> Damage | None:
    """The rows that are damaged; None where more is. Raises ``sqlite3.Error``."""
    return damage_in(db) if is_sound(db) and has_tables(db) else None


def _connection(path: Path) -> sqlite3.Connection:
    """A connection for writing, to a store that is whole or yet to be made."""
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous = FULL")
        if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            make_tables(db)
        # Network file systems do not have what the write-ahead log needs; SQLite then keeps its
        # own rollback journal, which is as safe and slower.
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA wal_autocheckpoint = 8000")
        db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    except BaseException:
        db.close()
        raise
    return db
