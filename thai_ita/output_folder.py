"""The folder that ``thai-ita run`` writes, and what to say of a path that is none."""

from __future__ import annotations

import os
from pathlib import Path

STORE_NAME = "thai-ita.sqlite"
"""The journal and results of a run, in its output folder."""

_MARKS = (STORE_NAME, "run.json", "documents.csv", "documents.parquet", "reports.json")


def is_output(folder: Path) -> bool:
    """Whether a folder looks like one that ``thai-ita run`` has written."""
    return any((folder / name).is_file() for name in _MARKS)


def why_no_output(path: Path, needed: str) -> str:
    """One line on a path where an output folder with the file ``needed`` was expected.

    It says what the path is, what was expected, and the command that helps.
    """
    expected = "this takes the folder that thai-ita run has written"
    if not path.exists():
        return f"{path}: there is no such folder; {expected}; to make it: thai-ita run INPUT -o {path}"
    if not path.is_dir():
        if is_output(path.parent):
            return f"{path}: is a file; {expected}: {path.parent}"
        return (
            f"{path}: is a file; {expected}; to read one report: thai-ita show {path}; "
            f"to make tables of it: thai-ita run {path} -o OUT"
        )
    if is_output(path):
        csv = " --format csv" if needed.endswith(".csv") else ""
        return f"{path}: holds no {needed}; to make it: thai-ita run INPUT -o {path}{csv}"
    if any(path.iterdir()):
        return f"{path}: holds no tables; {expected}; to make one: thai-ita run {path} -o OUT"
    return f"{path}: is empty; {expected}; to make it: thai-ita run INPUT -o {path}"


def can_be_written(folder: Path) -> bool:
    """Whether this user may make files in a folder: it may be another user's."""
    return os.access(folder, os.W_OK | os.X_OK)


def read_only_address(store: Path) -> str:
    """The URI under which SQLite opens a store for reading, also in a folder of another user.

    Where SQLite may not make the files of its write-ahead log it refuses to read, unless it is told
    that nobody writes; that is so where no log is there (https://sqlite.org/wal.html#readonly).
    """
    log = store.with_name(f"{store.name}-wal")
    alone = "" if can_be_written(store.parent) or log.exists() else "&immutable=1"
    return f"{store.resolve().as_uri()}?mode=ro{alone}"
