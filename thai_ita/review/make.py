"""``thai-ita review``: the evidence pages of an output folder, of which only those that changed are made anew."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.batch.executor import Executor, InProcessExecutor
from thai_ita.batch.interrupts import StopRequest, stop_requests
from thai_ita.batch.lock import LockedError, locked
from thai_ita.batch.opening import read_store
from thai_ita.batch.options import RunOptions
from thai_ita.batch.scratch import scratch_folder
from thai_ita.batch.showing import show_task
from thai_ita.batch.store import Store, StoreError, explained
from thai_ita.batch.task import EngineStoppedError
from thai_ita.output_folder import STORE_NAME, can_be_written
from thai_ita.review.arranging import index_order
from thai_ita.review.document_pages import MakeOptions, Maker
from thai_ita.review.faults import Fault
from thai_ita.review.made import MadeBefore
from thai_ita.review.page_content import PAGES
from thai_ita.review.page_folder import ForeignFolderError, ReviewFolder
from thai_ita.review.source_requests import Drawing, Job
from thai_ita.side_files import SideFileError

if TYPE_CHECKING:
    from thai_ita.batch.agreement import Agreement
    from thai_ita.review.page_content import IndexRow
    from thai_ita.review.stored import Listed

POLL_S = 0.2
"""How long a request to stop may wait."""

MakeExecutor = Callable[[RunOptions, Path], Executor]
Looking = Callable[[int, int], None]
"""Told of the documents that are looked at for the index before any page is made: how many are, of how many."""
Progress = Callable[[int, int, str], None]
"""Told of each document that is done: how many are, of how many, and its path, "" for several at once."""


class ReviewRefusedError(Exception):
    """The pages cannot be made or not be finished; the message says what to do."""


class Interrupted(KeyboardInterrupt):
    """Stopped by Ctrl-C or SIGTERM; the message says what is kept and how to go on."""


@dataclass(slots=True)
class ReviewSummary:
    """How it went: ``documents`` have a page, ``made`` of them were made now, ``kept`` were as they should be,
    ``removed`` pages are of documents that are no more; ``without_source`` show nothing of their source; of ``faults``
    the page tells no more than why it could not be made."""

    index: Path
    documents: int = 0
    made: int = 0
    kept: int = 0
    removed: int = 0
    pictures: int = 0
    without_source: int = 0
    doubtful: int = 0
    faults: list[Fault] = field(default_factory=list)

    def lines(self) -> list[str]:
        """How it went, for a person."""
        pages = "page" if self.documents == 1 else "pages"
        removed = f", {self.removed} removed" if self.removed else ""
        lines = [
            f"{self.documents} {pages}: {self.made} made, {self.kept} unchanged{removed}; "
            f"{self.doubtful} of them with something that needs a look"
        ]
        if self.faults:
            lines.append(f"{len(self.faults)} could not be made")
        if self.without_source:
            lines.append(f"{self.without_source} of them show nothing of their source; each says why")
        return [*lines, f"open {self.index}"]


def make_review(
    out: Path,
    options: MakeOptions | None = None,
    *,
    progress: Progress | None = None,
    looking: Looking | None = None,
    executor: MakeExecutor | None = None,
) -> ReviewSummary:
    """Make the evidence pages of an output folder in ``OUT/review``.

    Raises ``ReviewRefusedError`` where there is no output, its store cannot be used or the folder cannot be written,
    ``Interrupted`` when it is stopped. In all cases what is made stands, and the same call goes on.
    """
    options = options or MakeOptions()
    folder = ReviewFolder(out)
    try:
        # Before the lock, which says that the store may be in the midst of a change.
        with read_store(out):
            pass
        if not can_be_written(out):
            raise ReviewRefusedError(f"{out}: cannot be written to; check its permissions")
        with locked(out), read_store(out) as store, scratch_folder(out) as scratch:
            folder.prepare()
            with MadeBefore(folder.path) as before, _agreement(store, scratch, options.run) as agreement:
                maker = Maker(store, agreement, folder, before, options)
                return _make(maker, scratch, progress, looking, executor or _executor_for)
    except (LockedError, StoreError, EngineStoppedError, ForeignFolderError, SideFileError) as error:
        raise ReviewRefusedError(str(error)) from error
    except sqlite3.Error as error:
        raise ReviewRefusedError(str(explained(out / STORE_NAME, error))) from error
    except OSError as error:
        where = error.filename2 or error.filename or folder.path
        raise ReviewRefusedError(
            f"{where}: cannot be written ({error.strerror or error}); what is made is kept, the same command goes on"
        ) from error


@contextmanager
def _agreement(store: Store, scratch: Path, options: RunOptions) -> Iterator[Agreement]:
    """What the documents say of one another, as the tables have it."""
    from thai_ita.batch.agreement import agreement_in
    from thai_ita.batch.comparison_process import compare_apart

    (documents,) = store.db.execute("SELECT count(*) FROM shown").fetchone()
    compare_apart(store, scratch, documents, options)
    with agreement_in(scratch) as agreement:
        yield agreement


def _executor_for(options: RunOptions, scratch: Path) -> Executor:
    if options.workers == 0:
        return InProcessExecutor(options, show_task)
    from thai_ita.batch.pool import PoolExecutor

    return PoolExecutor(options, scratch, show_task)


def _make(
    maker: Maker, scratch: Path, progress: Progress | None, looking: Looking | None, make: MakeExecutor
) -> ReviewSummary:
    with stop_requests() as stop:
        summary = ReviewSummary(maker.folder.path / "index.html")
        try:
            rows, pending = _listed(maker, summary, stop, looking)
            _work(maker, pending, summary, scratch, make, stop, progress)
        except KeyboardInterrupt:
            done = summary.made + summary.kept
            raise Interrupted(
                f"interrupted; {done} of {summary.documents} pages are made and kept; the same command goes on"
            ) from None
        summary.removed = maker.remove_others(row.doc_id for row in rows)
        summary.without_source = maker.without_source()
        if maker.faults.known:
            rows = index_order(maker.faults.marked_in(rows))
            summary.faults = list(maker.faults.known.values())
            summary.made -= len(summary.faults)
        summary.doubtful = sum(bool(row.n_doubtful or row.doubts) for row in rows)
        maker.write_index(rows)
        maker.before.finish()
    return summary


def _listed(
    maker: Maker, summary: ReviewSummary, stop: StopRequest, looking: Looking | None
) -> tuple[list[IndexRow], deque[Listed]]:
    """The rows of the index in its order, and the documents in that order."""
    documents = {listed.doc_id: listed for listed in maker.documents()}
    rows = []
    for kept in maker.kept(list(documents.values())):
        stop.check()
        rows.append(maker.index_row(kept, f"{PAGES}/{kept.listed.doc_id}.html"))
        if looking is not None:
            looking(len(rows), len(documents))
    rows = index_order(rows)
    maker.set_order([row.doc_id for row in rows])
    summary.documents = len(rows)
    return rows, deque(documents[row.doc_id] for row in rows)


def _work(
    maker: Maker, pending: deque[Listed], summary: ReviewSummary, scratch: Path, make: MakeExecutor,
    stop: StopRequest, progress: Progress | None,
) -> None:  # fmt: skip
    """Make every page that is not as it should be; workers are started for the first source that needs one."""
    total = len(pending)

    def done(path: str, *, made: bool) -> None:
        summary.made += made
        summary.kept += not made
        if progress is not None:
            progress(summary.made + summary.kept, total, path if made else "")

    def next_job() -> Job | None:
        """The next source to be shown, what needs none made on the way; None at the end."""
        while pending:
            stop.check()
            listed = pending.popleft()
            job, is_made = maker.job_of(listed)
            if job is not None:
                return job
            done(listed.path, made=is_made)
        return None

    first = next_job()
    if first is None:
        return
    with make(maker.options.run, scratch) as executor:
        stop.patient = executor.patient
        try:
            drawing = Drawing(executor)
            drawing.start(first)
            while True:
                stop.check()
                while drawing.has_room and (job := next_job()) is not None:
                    drawing.start(job)
                if not drawing.is_busy:
                    break
                for job in drawing.collect(POLL_S):
                    summary.pictures += len(job.pages)
                    done(maker.finish(job), made=True)
        finally:
            stop.patient = False
