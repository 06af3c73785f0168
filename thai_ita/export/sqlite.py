"""Frames as one SQLite file that a person can query, or open in datasette.

Beside the tables stand ``dictionary`` (what each column means), ``labels`` (what coded values mean) and
``about``. Texts are searched by ``<table>_fts``: three letters and more, anywhere in a text, since Thai
has no spaces between words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Final

from thai_ita import __version__
from thai_ita.analyze.answer_words import column_entry, dictionary, message, table_title
from thai_ita.choices import Headings as H
from thai_ita.export.keys import Keys, keys_of, lost_keys, with_documents_once
from thai_ita.export.plain_values import plain_rows

if TYPE_CHECKING:
    import pandas as pd

INDEXED: Final = ("agency_id", "code", "fiscal_year", "plan_year", "province", "status", "doc_id")
"""Columns by which rows are looked for."""
SEARCHED: Final = {
    "documents": ("title", "agency", "path"),
    "duplicates": ("title", "agency", "path"),
    "scores": ("agency", "name", "name_as_seen", "evidence"),
    "measures": ("agency", "group", "title", "steps", "responsible", "monitoring", "output", "outcome", "sub_measures"),
    "findings": ("agency", "group", "text", "evidence"),
    "checks": ("agency", "message"),
    "agencies": ("agency", "district", "province", "merged_agency"),
    "long": ("agency", "name"),
    "copies": ("agency", "title", "shared_passage"),
}
"""Columns of which a full-text index is made."""
_TOKENIZER: Final = "trigram"


def sqlite_bytes(frames: Mapping[str, pd.DataFrame], notes: Sequence[str] = ()) -> bytes:
    """All frames as the tables of one SQLite file, with keys, indexes, full-text search and labels.

    Missing values are NULL. A key that does not hold is not declared; ``about`` says so, holds the
    ``notes``, and says where this computer's SQLite cannot make an index for Thai.
    """
    frames = with_documents_once(frames)
    keys = keys_of(frames)
    searchable = can_search()
    with closing(sqlite3.connect(":memory:")) as store:
        for name, frame in frames.items():
            _write(store, name, frame, keys[name])
            if searchable:
                _make_searchable(store, name, frame)
        _fill(store, "dictionary", "table column en th about_en about_th", dictionary_rows(frames))
        _fill(store, "labels", "column value en th", label_rows())
        _fill(store, "about", "about", [(line,) for line in _about(frames, notes, searchable)])
        store.commit()
        return store.serialize()


def can_search() -> bool:
    """Whether SQLite can find a word inside a Thai text (FTS5 with its trigram tokenizer, 3.34)."""
    with closing(sqlite3.connect(":memory:")) as store:
        try:
            store.execute(f"CREATE VIRTUAL TABLE t USING fts5(a, tokenize='{_TOKENIZER}')")
        except sqlite3.OperationalError:
            return False
    return True


def dictionary_rows(frames: Mapping[str, pd.DataFrame]) -> list[tuple[str, ...]]:
    """A row per table and column: both names of the heading and both descriptions."""
    rows: list[tuple[str, ...]] = []
    for name, frame in frames.items():
        rows.append((name, "", table_title(name, H.EN), table_title(name, H.TH), "", ""))
        for column in map(str, frame.columns):
            entry = column_entry(name, column)
            rows.append((name, column, *(entry[k] for k in ("en", "th", "about_en", "about_th"))))
    return rows


def label_rows() -> list[tuple[str, ...]]:
    """A row per coded value of a column: what it means in English and Thai."""
    return [
        (column, value, words["en"], words["th"])
        for column, labels in dictionary()["values"].items()
        for value, words in labels.items()
    ]


def _about(frames: Mapping[str, pd.DataFrame], notes: Sequence[str], searchable: bool) -> Iterator[str]:
    yield f"thai-ita {__version__}"
    yield message("sqlite_search" if searchable else "sqlite_no_search", {})
    yield from lost_keys(frames)
    yield from notes


def _fill(store: sqlite3.Connection, name: str, columns: str, rows: Sequence[Sequence[str]]) -> None:
    names = [_quoted(column) for column in columns.split()]
    store.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(f'{n} TEXT' for n in names)})")
    marks = ", ".join("?" for _ in names)
    store.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)


def _write(store: sqlite3.Connection, name: str, frame: pd.DataFrame, keys: Keys) -> None:
    columns = [f"{_quoted(str(c))} {_affinity(frame[c])}" for c in frame.columns]
    marks = ", ".join("?" for _ in columns)
    rules = [f"PRIMARY KEY ({', '.join(map(_quoted, keys.primary))})"] if keys.primary else []
    rules += [
        f"FOREIGN KEY ({_quoted(f.column)}) REFERENCES {_quoted(f.table)} ({_quoted(f.key)})" for f in keys.foreign
    ]
    store.execute(f"CREATE TABLE {_quoted(name)} ({', '.join([*columns, *rules])})")
    store.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", plain_rows(frame))
    led = [f.column for f in keys.foreign]
    for column in dict.fromkeys([*INDEXED, *led]):
        # The key itself is an index by its first column.
        if column in frame.columns and column not in keys.primary[:1]:
            index = _quoted(f"{name}_{column}")
            store.execute(f"CREATE INDEX {index} ON {_quoted(name)} ({_quoted(column)})")


def _make_searchable(store: sqlite3.Connection, name: str, frame: pd.DataFrame) -> None:
    columns = [_quoted(c) for c in SEARCHED.get(name, ()) if c in frame.columns]
    if not columns:
        return
    index = _quoted(f"{name}_fts")
    store.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5({', '.join(columns)}, "
        f"content={_quoted(name)}, tokenize='{_TOKENIZER}')"
    )
    store.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _affinity(series: pd.Series) -> str:
    import pandas as pd

    if pd.api.types.is_integer_dtype(series) or pd.api.types.is_bool_dtype(series):
        return "INTEGER"
    return "REAL" if pd.api.types.is_float_dtype(series) else "TEXT"
