"""The five tables as typed pandas frames, from a folder of CSVs, a store or frames at hand.

Nothing here reads a report: analyses work from what ``thai-ita run`` wrote. Texts come back as they
were before the CSV was made safe for spreadsheets; absent values are missing, never zero.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thai_ita.analyze.csv_tables import BadTableError, csv_frame
from thai_ita.choices import FileFormat
from thai_ita.columns import PANDAS_TYPES, TABLE_COLUMNS, ColumnKind, column_kind
from thai_ita.normalize.csv_injection import restore_text
from thai_ita.output_folder import STORE_NAME, quoted, why_no_output
from thai_ita.regular_files import open_regular
from thai_ita.stored.checksums import damage_in, is_sound
from thai_ita.stored.file_identity import MAGIC, StoreFile, look_at, why_unusable
from thai_ita.stored.seal import is_sealed, reading_address

if TYPE_CHECKING:
    import pandas as pd

TABLE_NAMES = tuple(TABLE_COLUMNS)

REQUIRED: dict[str, tuple[str, ...]] = {
    "documents": ("doc_id", "agency_id", "agency", "fiscal_year", "doc_type"),
    "scores": ("agency_id", "agency", "fiscal_year", "kind", "code", "value"),
    "measures": ("doc_id", "agency_id", "agency", "fiscal_year", "seq", "title"),
    "findings": ("doc_id", "agency_id", "fiscal_year", "kind", "text"),
    "checks": ("doc_id", "agency_id", "fiscal_year", "check", "result"),
}
"""Columns without which a table cannot be used."""

OPTIONAL: dict[str, tuple[str, ...]] = {
    "documents": (
        "path",
        "media",
        "title",
        "agency_type",
        "district",
        "province",
        "level",
        "status",
    ),
    "scores": (
        "doc_id",
        "agency_type",
        "district",
        "province",
        "part",
        "name",
        "value_as_seen",
        "basis",
        "status",
        "confidence",
        "page",
        "table",
        "row",
        "evidence",
        "match_rule",
        "year_from",
        "agency_from",
        "corrected_by",
    ),
    "measures": (
        "group",
        "steps",
        "responsible",
        "timeframe",
        "start_date",
        "end_date",
        "monitoring",
        "output",
        "outcome",
        "theme",
        "indicators",
        "page",
    ),
    "findings": ("agency", "group", "instrument", "indicators", "page"),
    "checks": ("severity", "expected", "found", "scores", "message"),
}
"""Columns that analyses use where they are there; else they are added empty."""

_NOT_READ = (
    StoreFile.NO_FILE,
    StoreFile.NO_DATABASE,
    StoreFile.EMPTY,
    StoreFile.NEWER,
    StoreFile.DAMAGED,
)
_NUMERIC = {ColumnKind.INTEGER, ColumnKind.NUMBER}
_YEARS = {"fiscal_year": (2400, 2700), "fiscal_year_ce": (1857, 2157), "assessed_year": (2400, 2700)}
"""Between these a year is one: what stands outside is a slip, and a span of years has an end."""
_LARGEST = 2**53
"""Beyond it floats skip whole numbers; no page, row or number of ours comes near."""
_DAY = r"\s*\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?"
"""A date as tables have it, be it one that no calendar has."""
_SHOWN = 60
"""Letters of a wrong value that are shown: it may have a million."""


class TableError(ValueError):
    """Tables that cannot be used; the message names the file or table and what to do."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The five tables, typed. ``source`` says where they come from, ``folder`` where files
    about them may be written (None for frames at hand). ``merged`` tells that every agency already
    has one id."""

    documents: pd.DataFrame
    scores: pd.DataFrame
    measures: pd.DataFrame
    findings: pd.DataFrame
    checks: pd.DataFrame
    source: str = "frames"
    folder: Path | None = None
    merged: bool = False

    def frame(self, name: str) -> pd.DataFrame:
        """One table by its name."""
        if name not in TABLE_NAMES:
            raise TableError(f"no table {name}; the tables are {', '.join(TABLE_NAMES)}")
        frame: pd.DataFrame = getattr(self, name)
        return frame

    def items(self) -> list[tuple[str, pd.DataFrame]]:
        """Names and tables, in order."""
        return [(name, self.frame(name)) for name in TABLE_NAMES]

    def with_frames(self, **frames: pd.DataFrame) -> Tables:
        """The same tables with some of them replaced."""
        changed: dict[str, Any] = dict(frames)
        return replace(self, **changed)


TableSource = str | os.PathLike[str] | Mapping[str, "pd.DataFrame"] | Tables


def load_tables(source: TableSource) -> Tables:
    """The five tables of a folder with CSV files (or Parquet files, or a store), of a store file,
    or of a mapping from table names to frames such as ``thai_ita.frames`` gives.

    ``documents`` and ``scores`` must be there; the others may be absent and are then empty. Raises
    TableError, which names the file and the column or value that is wrong.
    """
    if isinstance(source, Tables):
        return source
    if isinstance(source, Mapping):
        frames = {name: source[name] for name in TABLE_NAMES if name in source}
        return _tables(frames, {name: f"frame {name}" for name in frames}, "frames", None)
    path = Path(source)
    if path.is_file() and (path.name == STORE_NAME or _is_sqlite(path)):
        return _from_store(path)
    for kind, read in _READERS.items():
        if os.path.lexists(path / f"scores.{kind}"):
            return _from_folder(path, kind, read)
    if (path / STORE_NAME).is_file():
        return _from_store(path / STORE_NAME)
    raise TableError(why_no_output(path, "scores.csv"))


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror})") from error


def _from_folder(folder: Path, kind: FileFormat, read: Callable[[Path], pd.DataFrame]) -> Tables:
    paths = {name: folder / f"{name}.{kind}" for name in TABLE_NAMES}
    frames = {name: read(path) for name, path in paths.items() if os.path.lexists(path)}
    return _tables(frames, {name: str(paths[name]) for name in frames}, str(folder), folder)


def _read_csv(path: Path) -> pd.DataFrame:
    try:
        frame = csv_frame(path, REQUIRED[path.stem])
    except BadTableError as error:
        again = f"to make it anew: thai-ita run INPUT -o {quoted(path.parent)}"
        raise TableError(f"{error}; {again}") from error
    for column in frame.columns:
        if column_kind(str(column)) in _NUMERIC:
            continue
        marked = frame[column].str.startswith("'", na=False)
        if marked.any():
            frame.loc[marked, column] = frame.loc[marked, column].map(restore_text)
    return frame


def _read_parquet(path: Path) -> pd.DataFrame:
    import pandas as pd

    from thai_ita.extras import need

    need("pyarrow", "parquet")
    try:
        with open_regular(path) as file:
            return pd.read_parquet(file)
    except (OSError, ValueError, TypeError, KeyError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise TableError(f"{path}: is no table in Parquet, or damaged ({why}); make it anew") from error
    except MemoryError as error:
        raise TableError(f"{path}: takes more memory than there is; make it anew") from error


_READERS: dict[FileFormat, Callable[[Path], pd.DataFrame]] = {
    FileFormat.CSV: _read_csv, FileFormat.PARQUET: _read_parquet,
}  # fmt: skip
"""The formats of which each table is a file, in the order in which a folder is asked for them."""


def _from_store(path: Path) -> Tables:
    import pandas as pd

    frames: dict[str, pd.DataFrame] = {}
    try:
        found = look_at(path.resolve())
        if found in _NOT_READ:
            raise TableError(why_unusable(path, found))
        sealed = found is StoreFile.OURS and is_sealed(path)
        with closing(sqlite3.connect(reading_address(path, sealed=sealed), uri=True)) as store:
            unproven = found is StoreFile.OURS and not sealed
            if unproven and (not is_sound(store) or damage_in(store)):
                raise TableError(why_unusable(path, StoreFile.DAMAGED))
            known = {row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type != 'index'")}
            for name in TABLE_NAMES:
                if name in known:
                    frames[name] = pd.read_sql_query(f'SELECT * FROM "{name}"', store)
    except (sqlite3.DatabaseError, pd.errors.DatabaseError) as error:
        raise TableError(f"{path}: is not a store of tables, or damaged ({error})") from error
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror or error})") from error
    return _tables(frames, {name: f"{path}, table {name}" for name in frames}, str(path), path.parent)


def _tables(frames: Mapping[str, pd.DataFrame], places: Mapping[str, str], source: str, folder: Path | None) -> Tables:
    for name in ("documents", "scores"):
        if name not in frames:
            raise TableError(f"{source}: the table {name} is missing")
    typed = {name: _typed(frames.get(name), name, places.get(name, name)) for name in TABLE_NAMES}
    return Tables(
        typed["documents"],
        typed["scores"],
        typed["measures"],
        typed["findings"],
        typed["checks"],
        source,
        folder,
    )


def _typed(frame: pd.DataFrame | None, name: str, place: str) -> pd.DataFrame:
    """A copy with every expected column in its type; TableError where that is not possible."""
    import pandas as pd

    wanted = [*REQUIRED[name], *OPTIONAL[name]]
    if frame is None:
        return pd.DataFrame({c: pd.Series([], dtype=_dtype(c)) for c in wanted})
    absent = [c for c in REQUIRED[name] if c not in frame.columns]
    if absent:
        raise TableError(
            f"{place}: lacks the column{'s' if len(absent) > 1 else ''} {', '.join(absent)}; "
            "docs/output.md lists what each table holds"
        )
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise TableError(f"{place}: has the column {twice[0]} twice; take one of them away")
    columns: dict[str, pd.Series[Any]] = {}
    for column in [*map(str, frame.columns), *(c for c in wanted if c not in frame.columns)]:
        if column in frame.columns:
            columns[column] = _checked_as_type(frame[column], column, place)
        else:
            columns[column] = pd.Series(None, index=frame.index, dtype=_dtype(column))
    return pd.DataFrame(columns).reset_index(drop=True)


def _dtype(column: str) -> Any:
    return PANDAS_TYPES[column_kind(column)]


def _checked_as_type(series: pd.Series[Any], column: str, place: str) -> pd.Series[Any]:
    try:
        return _as_type(series, column, place)
    except TableError:
        raise
    except (ValueError, TypeError, ArithmeticError) as error:
        # Bytes, lists and whatever else a database or a frame may hold.
        raise TableError(
            f"{place}: the column {column} holds what is neither text nor number ({' '.join(str(error).split())})"
        ) from error


def _as_type(series: pd.Series[Any], column: str, place: str) -> pd.Series[Any]:
    import pandas as pd

    kind = column_kind(column)
    if kind is ColumnKind.DATE:
        # A date that no calendar has is kept as read in the table; here it is missing.
        dates = pd.to_datetime(series.astype("string"), format="ISO8601", errors="coerce")
        text = series.astype("string").str.strip()
        odd = text.notna() & (text != "") & dates.isna() & ~text.str.fullmatch(_DAY, na=False)
        _refuse(series, odd, column, place, "a date such as 2025-01-31")
        return dates.astype("datetime64[ns]")
    if kind not in _NUMERIC:
        text = series.astype("string")
        return text.mask(text == "")
    numbers = pd.to_numeric(series, errors="coerce").astype("float64")
    given = series.notna() & (series.astype("string").str.strip() != "")
    bad = given & (numbers.isna() | (numbers.abs() > _LARGEST))
    expected = "a number"
    if kind is ColumnKind.INTEGER:
        bad |= given & (numbers % 1 != 0)
        expected = "a whole number"
    if column in _YEARS:
        first, last = _YEARS[column]
        bad |= given & ~numbers.between(first, last)
        expected = f"a whole number from {first} to {last}"
    if column == "value":
        bad |= numbers.notna() & ((numbers < 0) | (numbers > 100))
        expected = "a score from 0 to 100"
    _refuse(series, bad, column, place, expected)
    return numbers.astype(_dtype(column))


def _refuse(series: pd.Series[Any], bad: pd.Series[bool], column: str, place: str, expected: str) -> None:
    """Raise TableError for the first value that is not what a column holds."""
    if not bad.any():
        return
    position = int(bad.to_numpy().argmax())
    label = series.index[position]
    number = label if isinstance(label, int) else position
    value = series.iloc[position]
    if isinstance(value, str) and len(value) > _SHOWN:
        value = f"{value[:_SHOWN]}..."
    raise TableError(
        f"{place}: row {number + 1} below the heading has {value!r} in the column {column}; {expected} is needed there"
    )
