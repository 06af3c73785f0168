"""Whether the store can hold what a worker gave: the last look before a result is written.

SQLite takes 64-bit integers and UTF-8, and each table has its columns. One value that is none of
these would otherwise fail the transaction, and with it the results of other files.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable
from functools import cache

from thai_ita.batch.passing import Reason
from thai_ita.batch.row_codec import stored_columns
from thai_ita.batch.schema import FACT_TABLES
from thai_ita.batch.task import FileResult, Inside, Note, StoredRow
from thai_ita.model.document_id import DOC_ID

LARGEST_INTEGER = 2**63 - 1
MOST_RECORD_BYTES = 1 << 28
"""Of the JSON of one report."""
MOST_EVIDENCE_BYTES = 1 << 26
"""Of the JSON that says where its facts stand."""
_REASONS = frozenset(str(reason) for reason in Reason)
_TYPES: dict[str, frozenset[type]] = {
    "TEXT": frozenset({str, type(None)}),
    "INTEGER": frozenset({int, type(None)}),
    "REAL": frozenset({float, type(None)}),
}


class UnfitError(ValueError):
    """A result that the store cannot hold; the message ends the sentence "the file ..."."""


def check_storable(result: FileResult, corrections: int = 0) -> None:
    """Raises ``UnfitError`` where a row, a note or a listed file is none that the tables can hold, or
    something is said of other than the ``corrections`` that the file has."""
    if not DOC_ID.fullmatch(result.doc_id):
        raise UnfitError("gave a result without the id of its content")
    _check_rows("documents", [result.document])
    for table, rows in result.rows.items():
        if table not in FACT_TABLES:
            raise UnfitError("gave rows of no table")
        _check_rows(table, rows)
    _check_texts([result.error, result.rules])
    _check_number(result.elapsed_s)
    for note in result.notes:
        _check_note(note)
    _check_inside(result.inside)
    if result.record is not None:
        _check_record(result.record, MOST_RECORD_BYTES)
    if result.evidence is not None:
        _check_record(result.evidence, MOST_EVIDENCE_BYTES)
    if len(result.corrections) not in (0, corrections):
        raise UnfitError("told of other corrections than it was given")
    _check_texts([text for each in result.corrections for text in (each.state, each.message)])


def _check_rows(table: str, rows: Iterable[StoredRow]) -> None:
    types = _types(table)
    for row in rows:
        if len(row) != len(types):
            raise UnfitError(f"gave a row of {table} with {len(row)} values instead of {len(types)}")
        texts: list[str] = []
        for cell, allowed in zip(row, types, strict=True):
            if type(cell) not in allowed:
                raise UnfitError(f"gave a value of another kind than its column in {table}")
            if type(cell) is str:
                texts.append(cell)
            elif cell is not None:
                _check_number(cell)
        _check_texts(texts)


@cache
def _types(table: str) -> tuple[frozenset[type], ...]:
    return tuple(_TYPES[kind] for _, kind in stored_columns(table))


def _check_number(value: object) -> None:
    if isinstance(value, int) and not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise UnfitError("gave a number that is too large to be kept")
    if isinstance(value, float) and not math.isfinite(value):
        raise UnfitError("gave a value that is no number")


def _check_texts(texts: list[str]) -> None:
    whole = "".join(texts)
    try:
        whole.encode()
    except UnicodeEncodeError as error:
        raise UnfitError("gave text that no file can hold") from error
    if "\0" in whole:
        raise UnfitError("gave text with a zero byte")


def _check_note(note: Note) -> None:
    _check_texts([note.code, note.message, note.severity])
    _check_number(note.page)


def _check_inside(inside: Inside) -> None:
    for held in inside.held:
        _check_number(held.index)
        _check_number(held.size)
    for _, reason in inside.passed:
        if reason not in _REASONS:
            raise UnfitError("passed over a file for no reason that is known")


def _check_record(record: bytes, most_bytes: int) -> None:
    """It is read again when tables or pages are made, in the process that makes them."""
    inflating = zlib.decompressobj()
    try:
        text = inflating.decompress(record, most_bytes)
        whole = inflating.eof and isinstance(json.loads(text), dict)
    except (zlib.error, ValueError, RecursionError):
        whole = False
    if not whole:
        raise UnfitError("gave a record that cannot be read, or is too large")
