"""The tables written from the store, a piece at a time: memory does not grow with their length."""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from thai_ita import __version__
from thai_ita.atomic_files import AtomicFiles
from thai_ita.batch.agreement import Agreement
from thai_ita.batch.options import OutputFormat
from thai_ita.batch.row_codec import stored_columns, to_row
from thai_ita.batch.schema import stored_name
from thai_ita.batch.store import Store
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.export.csv_files import write_csv
from thai_ita.export.tables import Row, RowTable
from thai_ita.visible import json_text

PIECE = 500
"""Rows written at a time."""
REPORTS_FILE = "reports.json"
RUN_RECORD = "run.json"
_WRITTEN = "written"
_HASHES = "tables"
_COMPARED = "checks_between_documents"
_LATE = "changes_between_documents"
MOST_CHANGES = 100_000
"""Of what documents change in one another, so much is kept for when a table was edited."""


class _Hashed:
    """A file that is written, and the hash of what is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self.digest.update(data)


def write_tables(store: Store, files: AtomicFiles, format: OutputFormat, agreement: Agreement) -> None:
    """Stage every table of a format, as ``export`` writes them for the same reports; the store then knows
    their hashes beside those of the files that they are to replace."""
    made: dict[str, _Hashed] = {}

    def staged(name: str) -> _Hashed:
        made[name] = _Hashed(files.stage(name))
        return made[name]

    if format.with_csv:
        with store.transaction():
            store.set_meta(_COMPARED, str(agreement.n_checks))
            changes = list(islice(agreement.changes(), MOST_CHANGES + 1))
            if changes or store.meta(_LATE) is not None:
                store.set_meta(_LATE, json.dumps(changes if len(changes) <= MOST_CHANGES else None))
        for table in TABLE_COLUMNS:
            rows = table_rows(store, table, agreement)
            _write_csv(staged(f"{table}.csv"), table, rows)
    if format.with_json:
        _write_reports(staged(REPORTS_FILE), store)
    before = known_hashes(store)
    hashes = {name: [each.digest.hexdigest(), *before.get(name, ())] for name, each in made.items()}
    with store.transaction():
        store.set_meta(_HASHES, json.dumps(before | hashes))


def table_names(format: OutputFormat) -> list[str]:
    """The names of the files that ``write_tables`` stages."""
    names = [f"{table}.csv" for table in TABLE_COLUMNS] if format.with_csv else []
    return names + ([REPORTS_FILE] if format.with_json else [])


def row_counts(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    counts: dict[str, int] = {}
    for table in TABLE_COLUMNS:
        if table == "documents":
            query = "SELECT count(*) FROM shown"
        else:
            query = f"SELECT count(*) FROM first_shown JOIN {stored_name(table)} USING (result_id)"
        counts[table] = int(store.db.execute(query).fetchone()[0])
    counts["checks"] += int(store.meta(_COMPARED) or 0)
    return counts


def table_rows(store: Store, table: str, agreement: Agreement) -> Iterator[Row]:
    """The rows of one table in their order, as ``export.tables.build_tables`` makes them, with what
    the documents say of one another.
    """
    columns = ", ".join(f'f."{name}"' for name, _ in stored_columns(table))
    shown = "shown" if table == "documents" else "first_shown"
    cursor = store.db.execute(
        f"SELECT s.path, s.error, nullif(s.first_path, s.path), {columns} "
        f"FROM {shown} s JOIN {stored_name(table)} f USING (result_id) ORDER BY s.place, s.path, f.place"
    )
    names = [column.name for column in TABLE_COLUMNS[table]]
    told: set[str] = set()
    before = ""
    for path, error, original, *cells in cursor:
        row = agreement.apply(table, to_row(table, cells))
        if table == "checks" and row["doc_id"] != before:
            yield from agreement.checks_of(before)
            before = str(row["doc_id"])
            told.add(before)
        if table == "documents":
            row |= {"path": path, "error": error, "duplicate_of": original}
            row = {name: row[name] for name in names}
        yield row
    if table == "checks":
        yield from agreement.checks_of(before)
        yield from agreement.checks_but_of(told)


def late_changes(store: Store) -> dict[tuple[str, ...], tuple[str, ...]] | None:
    """What the tables of the last run tell of a fact or document because of others (``Agreement.changes``): status and
    confidence by fact, number of conflicts by document. None where that is not known, or of other rows."""
    # Nothing is noted where the documents change nothing in one another.
    nothing = "null" if store.meta(_COMPARED) is None else "[]"
    kept = json.loads(store.meta(_LATE) or nothing)
    if kept is None or not is_as_written(store):
        return None
    length = {8: 6, 2: 1}
    return {tuple(each[: length[len(each)]]): tuple(each[length[len(each)] :]) for each in kept}


def is_written(store: Store, folder: Path, format: OutputFormat) -> bool:
    """Whether the files of a format stand in the folder as they were written from these rows."""
    state = _written_state(store, folder, format)
    return state is not None and store.meta(_WRITTEN) == state


def note_written(store: Store, folder: Path, format: OutputFormat) -> None:
    """Note that the staged tables stand in the folder now."""
    with store.transaction():
        store.set_meta(_WRITTEN, _written_state(store, folder, format) or "")
        newest = {name: hashes[:1] for name, hashes in known_hashes(store).items()}
        store.set_meta(_HASHES, json.dumps(newest))


def known_hashes(store: Store) -> dict[str, list[str]]:
    """The SHA-256 of each file that runs wrote, the newest first: several where a run ended before it
    could say whether its file had taken the place of the one before."""
    hashes: dict[str, list[str]] = json.loads(store.meta(_HASHES) or "{}")
    return hashes


def is_untouched(store: Store, folder: Path, name: str) -> bool:
    """Whether a file has the size and time with which the last run left it."""
    written = json.loads(store.meta(_WRITTEN) or "{}")
    try:
        status = (folder / name).stat()
    except OSError:
        return False
    return bool(written.get(name) == [status.st_size, status.st_mtime_ns])


def is_as_written(store: Store) -> bool:
    """Whether the store shows what it showed when the tables were written last."""
    written = store.meta(_WRITTEN)
    return bool(written) and json.loads(str(written))["rows"] == _rows_digest(store)


def _rows_digest(store: Store) -> str:
    digest = hashlib.sha256()
    rows = store.db.execute(
        "SELECT s.path, s.error, s.result_id, r.run_id, r.key FROM shown s "
        "JOIN results r USING (result_id) ORDER BY s.place, s.path"
    )
    for row in rows:
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _written_state(store: Store, folder: Path, format: OutputFormat) -> str | None:
    state: dict[str, object] = {"format": str(format), "rows": _rows_digest(store)}
    for name in table_names(format):
        try:
            status = (folder / name).stat()
        except OSError:
            return None
        state[name] = [status.st_size, status.st_mtime_ns]
    return json.dumps(state)


def _write_csv(file: _Hashed, table: str, rows: Iterator[Row]) -> None:
    columns = TABLE_COLUMNS[table]
    head = io.BytesIO()
    write_csv(head, RowTable(table, columns))
    file.write(head.getvalue())
    for piece in _pieces(rows):
        # Each piece is a whole CSV file; its byte order mark and header are not repeated.
        text = io.BytesIO()
        write_csv(text, RowTable(table, columns, piece))
        file.write(text.getbuffer()[head.tell() :])


def _pieces(rows: Iterator[Row]) -> Iterator[list[Row]]:
    piece: list[Row] = []
    for row in rows:
        piece.append(row)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _write_reports(file: _Hashed, store: Store) -> None:
    """What ``export.json_files.write_reports`` writes, one report after the other."""
    cursor = store.db.execute(
        "SELECT s.path, s.error, r.record FROM shown s JOIN results r USING (result_id) ORDER BY s.place, s.path"
    )
    file.write(b'{\n "version": ' + json.dumps(__version__).encode() + b',\n "reports": [')
    separator = b"\n  "
    for path, error, record in cursor:
        report = json.loads(zlib.decompress(record))
        report |= {"path": path, "error": error}
        text = json_text(report, indent=1).replace("\n", "\n  ")
        file.write(separator + text.encode())
        separator = b",\n  "
    file.write(b"]\n}\n" if separator == b"\n  " else b"\n ]\n}\n")
