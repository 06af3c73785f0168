"""Tables that were changed after a run had written them: noticed, compared, and kept beside.

The hash of every file that a run writes stands in the store and in ``run.json``, so that a change is
seen also where one of the two is gone. What a person changed is found out when the next run begins,
while the store is still as the tables were written from it, and kept by the hash of the edited file:
``thai-ita corrections from`` finds it there, also after that run.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, astuple, fields
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thai_ita.atomic_files import AtomicFiles
from thai_ita.batch.corrected import Corrections
from thai_ita.batch.store import Store, StoreError
from thai_ita.batch.stored_texts import StoredTexts
from thai_ita.batch.write_tables import RUN_RECORD, is_as_written, is_untouched, known_hashes
from thai_ita.corrections.record import CORRECTABLE, Correction
from thai_ita.output_folder import quoted
from thai_ita.regular_files import open_regular
from thai_ita.side_files import SideFileError

if TYPE_CHECKING:
    from thai_ita.corrections.differences import TableDifferences

COMPARED_MB = 10
"""Up to which an edited table is compared by the run itself, in memory; ``corrections from`` takes larger
ones."""
MOST_NOTED = 30
MOST_NOTED_LETTERS = 5_000_000
"""Of what is kept of one edited table in the store."""
NEWER_S = 2.0
"""So much later than the record of a run a table was written by something else."""
HEAD_BYTES = 65_536
_BLOCK = 1 << 20
_NOTED = "edited:"
_TABLES_FIRST = re.compile(r'\s*+\{\s*+"tables":\s*+')


Hashes = Mapping[str, Iterable[str]]
"""The SHA-256 of each file of a folder as runs have written it."""


def hashes_in(store: Store, out: Path) -> Hashes:
    """The hashes of the files that runs have written to a folder, from the store or the record of a run."""
    return known_hashes(store) or _hashes_of_record(out / RUN_RECORD)


def note_edited(store: Store, out: Path, names: Iterable[str]) -> None:
    """Find out what was changed in the tables of a folder and keep it in the store; call it before
    anything of the store changes."""
    for name, digest in _edited(store, out, names, hashes_in(store, out)):
        table = Path(name).stem
        if table not in CORRECTABLE or noted(store, digest) is not None:
            continue
        path = out / name
        if not is_as_written(store) or path.stat().st_size > COMPARED_MB * 1_000_000:
            continue
        try:
            found = compared(store, table, path)
        except SideFileError:
            continue
        _note(store, digest, found)


def keep_edited(
    store: Store,
    out: Path,
    files: AtomicFiles,
    names: Iterable[str],
    corrections: Corrections,
    ours: Hashes,
) -> list[str]:
    """Stage a copy of every table that was changed, under a name that says so; a line on each.

    ``ours`` are the hashes from before the new tables were staged.
    One whose changes all stand in ``corrections.csv`` already is neither kept nor told.
    """
    notes: list[str] = []
    now = f"{datetime.now():%Y%m%d-%H%M}"
    for name, digest in _edited(store, out, names, ours):
        found = noted(store, digest)
        if found is not None and _is_taken(found, corrections):
            continue
        path = Path(name)
        tries = (f"{path.stem}.edited-{now}{n}{path.suffix}" for n in _suffixes())
        kept = next(each for each in tries if not os.path.lexists(out / each))
        with _readable(out / name), open_regular(out / name) as file:
            # Before the table is written over, also where the run is killed in between.
            shutil.copyfileobj(file, files.stage(kept, first=True), _BLOCK)
        notes.append(_report_edit(out / name, out / kept, found))
    return notes


def compared(store: Store, table: str, path: Path, most_mb: int = COMPARED_MB) -> TableDifferences:
    """What a table says otherwise than the store; raises SideFileError for what is none."""
    from thai_ita.corrections.differences import find_differences
    from thai_ita.corrections.spreadsheet import spreadsheet_rows

    rows = spreadsheet_rows(path, most_mb)
    return find_differences(table, rows, str(path), StoredTexts(store, table))


def noted(store: Store, digest: str) -> TableDifferences | None:
    """What was found changed in the file of this hash when a run began; None where none has seen it."""
    from thai_ita.corrections.differences import TableDifferences

    text = store.meta(_NOTED + digest)
    if text is None:
        return None
    record = json.loads(text)
    made = {name: [Correction(*each) for each in record[name]] for name in ("changed", "removed")}
    kept = {field.name: record[field.name] for field in fields(TableDifferences) if field.name in record}
    return TableDifferences(**kept | made)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file in hex; raises OSError."""
    digest = hashlib.sha256()
    with open_regular(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _edited(store: Store, out: Path, names: Iterable[str], ours: Hashes) -> Iterator[tuple[str, str]]:
    """The tables that are not what a run wrote, with their hashes."""
    staged = known_hashes(store)
    for name in names:
        path = out / name
        if not os.path.exists(path) or is_untouched(store, out, name):
            continue
        with _readable(path):
            digest = hash_of(path)
        known = {*ours.get(name, ()), *staged.get(name, ())}
        if digest not in known and (name in ours or _is_newer(path, out / RUN_RECORD)):
            yield name, digest


def _is_newer(path: Path, record: Path) -> bool:
    """Whether a file whose hash nobody knows may be other than a run's: one from before hashes were
    kept is as old as the record of that run."""
    try:
        return path.stat().st_mtime - record.stat().st_mtime > NEWER_S
    except OSError:
        return True


def _hashes_of_record(record: Path) -> Hashes:
    """The hashes at the beginning of the record of a run, none where it has none."""
    try:
        with open_regular(record) as file:
            head = file.read(HEAD_BYTES).decode("utf-8", "replace")
        match = _TABLES_FIRST.match(head)
        tables = json.JSONDecoder().raw_decode(head, match.end())[0] if match else {}
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(tables, dict):
        return {}
    return {str(name): (str(digest),) for name, digest in tables.items()}


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turns what hinders reading a table into a reason to stop: it may be what a person has edited."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be read ({error.strerror or error}), so that nothing tells whether it was "
            "edited; move it away and run again"
        ) from error


def _suffixes() -> Iterator[str]:
    yield ""
    for n in count(2):
        yield f"-{n}"


def _note(store: Store, digest: str, found: TableDifferences) -> None:
    record: dict[str, Any] = asdict(found) | {
        "changed": [astuple(each) for each in found.changed],
        "removed": [astuple(each) for each in found.removed],
        "at": datetime.now().isoformat(),
    }
    text = json.dumps(record, ensure_ascii=False)
    if len(text) > MOST_NOTED_LETTERS:
        return
    with store.transaction():
        store.set_meta(_NOTED + digest, text)
        store.db.execute(
            "DELETE FROM meta WHERE name LIKE ? AND name NOT IN (SELECT name FROM meta "
            "WHERE name LIKE ? ORDER BY json_extract(value, '$.at') DESC LIMIT ?)",
            (f"{_NOTED}%", f"{_NOTED}%", MOST_NOTED),
        )


def _is_taken(found: TableDifferences, corrections: Corrections) -> bool:
    """Whether all that was changed in a table stands in the corrections."""
    changed = [*found.changed, *found.removed]
    if found.told or not changed:
        return False
    return all(
        any(
            (c.table, c.fact, c.column, c.becomes) == (each.table, each.fact, each.column, each.becomes)
            for c in corrections.of(each.doc_id)
        )
        for each in changed
    )


def _report_edit(path: Path, kept: Path, found: TableDifferences | None) -> str:
    begins = f"{path}: was changed after a run had written it"
    now = f"it is now {kept.name}"
    if path.stem not in CORRECTABLE:
        return f"{begins}; {now}; of {path.name} no corrections can be made"
    make = f"to make corrections of it: thai-ita corrections from {quoted(kept)} --who NAME"
    if found is None:
        return f"{begins}; {now}; {make}"
    if found.is_same:
        return f"{path}: was saved anew after a run had written it, and says nothing else; {now}"
    changed, gone = len(found.changed), len(found.removed)
    parts = ["1 cell differs" if changed == 1 else f"{changed} cells differ"] if changed else []
    parts += ["1 row is gone" if gone == 1 else f"{gone} rows are gone"] if gone else []
    if n := found.elsewhere:
        parts.append(
            f"of {n} document{'s' if n > 1 else ''} it has no row any more (nothing of them is taken as removed)"
        )
    parts += found.told[:1]
    if more := len(found.told) - 1 if found.told else 0:
        parts.append(f"and {more} more that cannot be corrected")
    return f"{begins}: {', '.join(parts)}; {now}" + (f"; {make}" if changed or gone else "")
