"""The comparison of all documents, in a process of its own.

It needs the arithmetic of every edition, which takes three times the memory of a run's main process.
"""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path

from thai_ita.batch.agreement import compare_documents, shared_documents
from thai_ita.batch.opening import read_store
from thai_ita.batch.options import RunOptions
from thai_ita.batch.pool import start_server, worker_context
from thai_ita.batch.store import Store
from thai_ita.batch.task import EngineStopped


def compare_apart(store: Store, scratch: Path, options: RunOptions) -> None:
    """``compare_documents`` in another process, with ``--jobs 0`` in this one.

    Raises ``EngineStopped`` where that process is ended from outside.
    """
    shared = shared_documents(store)
    if options.workers == 0 or not shared:
        compare_documents(store, scratch, shared)
        return
    start_server()
    with ProcessPoolExecutor(max_workers=1, mp_context=worker_context()) as process:
        try:
            process.submit(_compare, store.path.parent, scratch, shared).result()
        except BrokenExecutor as error:
            raise EngineStopped(
                "the process that compares the documents was ended, by the system for want of "
                "memory perhaps; what is read is kept, run the same command again"
            ) from error


def _compare(out: Path, scratch: Path, shared: list[str]) -> None:
    with read_store(out) as store:
        compare_documents(store, scratch, shared)
