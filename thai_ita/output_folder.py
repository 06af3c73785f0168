"""The folder that ``thai-ita run`` writes, and what to say of a path that is none."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from thai_ita.visible import has_control

STORE_NAME = "thai-ita.sqlite"
"""The journal and results of a run, in its output folder."""

READINGS_NAME = ".readings"
"""The folder of an output folder in which readings of pictures are kept."""

_MARKS = (STORE_NAME, "run.json", "documents.csv", "documents.parquet", "reports.json")


def is_output(folder: Path) -> bool:
    """Whether a folder looks like one that ``thai-ita run`` has written."""
    return any((folder / name).is_file() for name in _MARKS)


def why_no_output(path: Path, needed: str) -> str:
    """One line on a path where an output folder with the file ``needed`` was expected.

    It says what the path is, what was expected, and the command that helps.
    """
    expected = "this takes the folder that thai-ita run has written"
    given = quoted(path)
    make = f"to make it: thai-ita run INPUT -o {given}"
    if not path.exists():
        return f"{path}: there is no such folder; {expected}; {make}"
    if not path.is_dir():
        if is_output(path.parent):
            return f"{path}: is a file; {expected}: {quoted(path.parent)}"
        archive = path.suffix.lower() == ".zip"
        show = "" if archive else f"to read one report: thai-ita show {given}; "
        return f"{path}: is a file; {expected}; {show}to make tables of it: thai-ita run {given} -o OUT"
    if is_output(path):
        csv = " --format csv" if needed.endswith(".csv") else ""
        return f"{path}: holds no {needed}; {make}{csv}; what is done: thai-ita status {given}"
    if any(path.iterdir()):
        return f"{path}: holds no tables; {expected}; to make one: thai-ita run {given} -o OUT"
    return f"{path}: is empty; {expected}; {make}"


def quoted(path: Path | str) -> str:
    """A path as it is typed in a command, also one with spaces or control characters."""
    text = str(path)
    if has_control(text) and os.name != "nt":
        # The form in which bash, zsh and others (POSIX 2024) take the codes of characters.
        return "$'" + "".join(map(_typed, text)) + "'"
    if os.name == "nt":
        return f'"{text}"' if " " in text else text
    # Thai letters stand for themselves in a shell; shlex knows those of English only.
    safe = re.sub(r"[ก-๛]", "a", text)
    return text if shlex.quote(safe) == safe else shlex.quote(text)


def _typed(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    if not has_control(character):
        return character
    # In octal: what follows may be a digit, and a code in octal has three digits at most.
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(character))


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
