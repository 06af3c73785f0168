"""The comparison of all documents, in a process of its own.

It needs the arithmetic of every edition and sorts all facts, which takes three times the memory of a
run's main process.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from thai_ita.batch.agreement import compare_documents, shared_documents
from thai_ita.batch.machine_faults import describe
from thai_ita.batch.opening import read_store
from thai_ita.batch.options import RunOptions
from thai_ita.batch.pool import start_process, start_server, worker_context
from thai_ita.batch.store import Store, StoreError
from thai_ita.batch.task import EngineStoppedError
from thai_ita.batch.worker_process import end_with_parent

_REFUSED = "comparison.refused"
"""The file with the words of a process that could not use the store."""
_NO_ROOM = 74
"""The exit code of one that could not even write these."""


def compare_apart(store: Store, scratch: Path, documents: int, options: RunOptions) -> None:
    """``compare_documents`` of a store with so many documents in another process; in this one with
    ``--jobs 0``, and where there is nothing to compare.

    Raises ``EngineStoppedError`` where that process is ended from outside.
    """
    if options.workers == 0 or documents < 2:
        shared = shared_documents(store) if documents > 1 else []
        compare_documents(store, scratch, shared)
        return
    start_server()
    context: Any = worker_context()
    process = context.Process(target=_compare, args=(store.path.parent, scratch), daemon=True)
    try:
        start_process(process)
    except (OSError, EOFError, MemoryError) as error:
        raise EngineStoppedError(
            f"the process that compares the documents cannot start ({describe(error)}); what is "
            "read is kept, run the same command again; --jobs 0 needs no other process"
        ) from error
    try:
        process.join()
    finally:
        process.kill()
    if process.exitcode == _NO_ROOM:
        raise EngineStoppedError(
            f"{scratch.parent}: cannot be written, the disk is full or fails; free space and run again, "
            "what is done is kept"
        )
    refused = scratch / _REFUSED
    if refused.exists():
        raise StoreError(refused.read_text("utf-8"))
    if process.exitcode != 0:
        raise EngineStoppedError(
            "the process that compares the documents was ended, by the system for want of memory "
            "perhaps; what is read is kept, run the same command again"
        )


def _compare(out: Path, scratch: Path) -> None:
    end_with_parent()
    try:
        with read_store(out) as store:
            compare_documents(store, scratch, shared_documents(store))
    except StoreError as error:
        try:
            (scratch / _REFUSED).write_text(str(error), "utf-8")
        except OSError:
            sys.exit(_NO_ROOM)
