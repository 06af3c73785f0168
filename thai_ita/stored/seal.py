"""The seal of a store: the hash of its file, kept beside it from the end of one run to the next.

Where the seal holds, no bit of the store has changed since a run left it, and nothing has to be
checked row by row. A run takes the seal away before it writes. A store without one was left by a
run that was killed, was copied without it or is written now: then its rows are checked each by its
own sum (``checksums``).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from thai_ita.atomic_files import AtomicFiles, sync_folder
from thai_ita.output_folder import read_only_address
from thai_ita.side_files import SideFileError, side_bytes
from thai_ita.stored.file_identity import LOGS, log_of

_ENDING = ".seal"


def seal_of(store: Path) -> Path:
    """Where the seal of a store stands."""
    return store.with_name(f".{store.name}{_ENDING}")


def is_sealed(store: Path) -> bool:
    """Whether the file of a store is, bit by bit, what the last run left. Logs beside it are not
    looked at: none of them is ours while a seal holds."""
    try:
        said = side_bytes(seal_of(store), 1).decode("ascii", "replace").strip()
        return bool(said) and said == _digest(store)
    except (OSError, SideFileError):
        return False


def has_seal(store: Path) -> bool:
    """Whether there is a seal, broken or not: no run writes to the store."""
    return seal_of(store).is_file()


def seal(store: Path) -> None:
    """Seal a store that nobody writes to. Leaves it without a seal where a log holds a part of it.

    Raises OSError.
    """
    if any(has_bytes(log_of(store, beside)) for beside in LOGS):
        return
    with AtomicFiles(store.parent) as files:
        files.stage(seal_of(store).name).write(_digest(store).encode())


def unseal(store: Path) -> None:
    """Take the seal away, for good also after a power cut. Raises OSError."""
    if has_seal(store):
        seal_of(store).unlink(missing_ok=True)
        sync_folder(store.parent)


def reading_address(store: Path, *, sealed: bool) -> str:
    """The URI under which SQLite opens a store for reading. While the seal holds no log beside it is
    ours, and SQLite would read it all the same; so it is told that the file alone counts."""
    address = read_only_address(store)
    stray = sealed and any(has_bytes(log_of(store, beside)) for beside in LOGS)
    return f"{address}&immutable=1" if stray and "immutable" not in address else address


def has_bytes(path: Path) -> bool:
    """Whether there is a file of this name that is not empty."""
    try:
        return os.lstat(path).st_size > 0
    except FileNotFoundError:
        return False


def _digest(store: Path) -> str:
    with store.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
