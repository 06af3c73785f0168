"""Frames as one SQLite file that a person can query, or open in datasette."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from thai_ita.analyze.dictionary import Headings as H
from thai_ita.analyze.dictionary import column_entry, table_title
from thai_ita.export.frame_files import plain_rows

if TYPE_CHECKING:
    import pandas as pd

_INDEXED = ("doc_id", "agency_id", "code", "fiscal_year", "plan_year")


def sqlite_bytes(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """All frames as the tables of one SQLite file, with a table ``dictionary`` beside them.

    Missing values are NULL. Columns that join the tables are indexed.
    """
    with closing(sqlite3.connect(":memory:")) as store:
        for name, frame in frames.items():
            _write(store, name, frame)
        store.execute(
            'CREATE TABLE "dictionary" ("table" TEXT, "column" TEXT, "en" TEXT, "th" TEXT, '
            '"about_en" TEXT, "about_th" TEXT)'
        )
        store.executemany('INSERT INTO "dictionary" VALUES (?, ?, ?, ?, ?, ?)',
                          dictionary_rows(frames))
        store.commit()
        return store.serialize()


def dictionary_rows(frames: Mapping[str, pd.DataFrame]) -> list[tuple[str, ...]]:
    """A row per table and column: both names of the heading and both descriptions."""
    rows: list[tuple[str, ...]] = []
    for name, frame in frames.items():
        rows.append((name, "", table_title(name, H.EN), table_title(name, H.TH), "", ""))
        for column in map(str, frame.columns):
            entry = column_entry(name, column)
            rows.append((name, column, *(entry[k] for k in ("en", "th", "about_en", "about_th"))))
    return rows


def _write(store: sqlite3.Connection, name: str, frame: pd.DataFrame) -> None:
    columns = [f"{_quoted(str(c))} {_affinity(frame[c])}" for c in frame.columns]
    store.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(columns)})")
    marks = ", ".join("?" for _ in columns)
    store.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", plain_rows(frame))
    for column in _INDEXED:
        if column in frame.columns:
            index = _quoted(f"{name}_{column}")
            store.execute(f"CREATE INDEX {index} ON {_quoted(name)} ({_quoted(column)})")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _affinity(series: pd.Series) -> str:
    import pandas as pd

    if pd.api.types.is_integer_dtype(series) or pd.api.types.is_bool_dtype(series):
        return "INTEGER"
    return "REAL" if pd.api.types.is_float_dtype(series) else "TEXT"
