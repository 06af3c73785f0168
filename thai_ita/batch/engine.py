"""The loop of a run: feeds an executor, writes what comes back, gives lost files one more chance.

Knows nothing of processes or clusters, and nothing of formats.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from thai_ita.batch.executor import Executor
from thai_ita.batch.machine_faults import describe, one_line
from thai_ita.batch.options import RunOptions
from thai_ita.batch.plan import Plan, Planned
from thai_ita.batch.progress_events import EventKind, Progress, ProgressEvent
from thai_ita.batch.read_report import failed_report
from thai_ita.batch.row_codec import plain_text
from thai_ita.batch.storable import UnfitError, check_storable
from thai_ita.batch.store import Link, Store, StoredResult
from thai_ita.batch.task import FileResult, Loss, LossKind, Outcome, Task
from thai_ita.batch.times import Times
from thai_ita.batch.worker import machine_loss, to_result
from thai_ita.ingest.errors import NEEDS_INSTALLING, UnreadableError
from thai_ita.ingest.formats import format_by_ending
from thai_ita.model.document_id import doc_id_of_hash

POLL_S = 0.2
"""How long a request to stop may wait."""
TOGETHER_S = 0.1
"""How long a result may wait for others to share its transaction."""
PAGES_S = 5.0
"""How often it is told how far files are that are read page by page from pictures."""
TAKEN_AT_A_TIME = 64
"""Inputs of known content that are taken up between two looks at the workers."""
LOOK_FILES = 64
LOOK_BYTES = 64_000_000
"""What a worker looks at together, one file at least: so much is read from a disk in a moment."""
MOST_LOOKS = 2
LINKED_TOGETHER = 1000
"""Inputs that are written to the store at a time."""
READY = 64
"""Inputs whose content is known while the workers read others: below this the next are looked at."""
MOST_REPLANS = 3
LONGEST_REASON = 500
"""Letters of what is said of a loss."""
_DOUBTFUL = frozenset({LossKind.CRASHED, LossKind.DEADLINE})
"""Losses that a package may bring about that ends or hangs whoever loads it."""
_NOT_KEPT = (
    OverflowError, ValueError, TypeError, sqlite3.DataError, sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)  # fmt: skip
"""What SQLite raises for values that it cannot hold, and for no other reason."""


class Engine:
    """One run over a plan. ``run`` may be called once.

    ``stop`` is asked between steps and raises to end the run; ``counts`` are the statuses so far
    and ``read`` how many files were read.
    """

    def __init__(
        self,
        store: Store,
        plan: Plan,
        options: RunOptions,
        *,
        progress: Progress | None = None,
        stop: Callable[[], None] = lambda: None,
        times: Times | None = None,
    ) -> None:
        self.store = store
        self.plan = plan
        self.options = options
        self.counts: Counter[str] = Counter()
        self.read = 0
        self.left = 0
        self.quarantined: list[str] = []
        self.times = times or Times()
        self._progress = progress
        self._stop = stop
        self._waiting: dict[str, list[Planned]] = {}
        self._in_flight: dict[int, Planned] = {}
        self._retries: deque[Planned] = deque()
        # What was found inside of files, and has still to be taken up.
        self._found: deque[Planned] = deque()
        # Inputs on the way from the list to a reading: to be looked at alone, looked at now, known.
        self._alone: deque[Planned] = deque()
        self._looking: dict[int, list[Planned]] = {}
        self._ready: deque[Planned] = deque()
        self._looks = 0
        self._done = 0
        self._arrived: list[tuple[Planned, Outcome]] = []
        self._save_at = 0.0
        self._pages_at = time.monotonic() + PAGES_S

    def link_all(self) -> list[Planned]:
        """Write every input to the store with the result that it has, and give those that need
        more: a reading, or at least a look. Call it in the transaction that begins the run."""
        pending: list[Planned] = []
        links: list[tuple[Link, StoredResult | None]] = []
        # Grows on the way by what known files hold.
        for planned in self.plan.planned:
            result = self.plan.result_of(planned)
            links.append((planned.link(result), result))
            if result is None:
                pending.append(planned)
            else:
                self.plan.settle(planned)
                self._count(result)
                self.plan.held_by(planned, result)
                planned.let_go()
            if len(links) >= LINKED_TOGETHER:
                self.store.link(links)
                links.clear()
        self.store.link(links)
        return pending

    def run(self, executor: Executor, pending: list[Planned]) -> None:
        """Read what has to be read. Raises what ``stop`` raises, ``EngineStoppedError`` and
        ``StoreError``; everything that had arrived by then is in the store."""
        self._emit(EventKind.REUSED)
        try:
            self._read_all(executor, iter(pending))
            while self._retries:
                self._submit(executor, self._retries.popleft())
                self._read_all(executor, iter(()))
        finally:
            self._save()

    def _read_all(self, executor: Executor, source: Iterator[Planned]) -> None:
        """Read a number of inputs, and whatever is found inside of them."""
        ended = False
        while not ended or self._is_busy():
            self._stop()
            self._take_up(executor)
            ended = self._look_ahead(executor, source)
            if self._in_flight or self._looking:
                more = bool(self._ready or self._found) and executor.room() > 0
                self._collect(executor, 0.0 if more else POLL_S)
            if ended and not self._in_flight:
                self._save()
            self._emit_pages(executor)

    def _is_busy(self) -> bool:
        return any((self._in_flight, self._looking, self._ready, self._alone, self._found))

    def _take_up(self, executor: Executor) -> None:
        """Submit as much of what is known as there is room for."""
        reused: list[tuple[Link, StoredResult | None]] = []
        for _ in range(TAKEN_AT_A_TIME):
            queue = self._ready or self._found
            if not queue or executor.room() <= 0:
                break
            planned = queue.popleft()
            if not planned.replans:
                self.plan.settle(planned)
            result = self.plan.result_of(planned)
            if result is not None:
                self._count(result)
                reused.append((planned.link(result), result))
                self._found.extend(self.plan.held_by(planned, result))
                planned.let_go()
            elif planned.key in self._waiting:
                self._waiting[planned.key].append(planned)
            elif self._is_over_limit() and not planned.replans:
                self.left += 1
                reused.append((planned.link(None), None))
            else:
                self.read += not planned.replans
                self._waiting[planned.key] = [planned]
                self._submit(executor, planned)
        if reused:
            with self.store.transaction():
                self.store.link(reused)
            self._emit(EventKind.REUSED)

    def _is_over_limit(self) -> bool:
        return self.options.limit is not None and self.read >= self.options.limit

    def _look_ahead(self, executor: Executor, source: Iterator[Planned]) -> bool:
        """Have the next inputs looked at before the workers want them; whether there are no more."""
        while self._alone:
            self._look(executor, [self._alone.popleft()])
        while len(self._looking) < MOST_LOOKS and len(self._ready) < READY:
            batch, ended = self._next_batch(source)
            if batch:
                self._look(executor, batch)
            if ended:
                return True
        return False

    def _next_batch(self, source: Iterator[Planned]) -> tuple[list[Planned], bool]:
        """Inputs to be looked at together, those on the way that are known made ready; whether there
        are no more."""
        batch: list[Planned] = []
        size = 0
        while len(batch) < LOOK_FILES and size < LOOK_BYTES and len(self._ready) < READY:
            planned = next(source, None)
            if planned is None:
                return batch, True
            if planned.is_known:
                self._ready.append(planned)
            else:
                batch.append(planned)
                size += self.plan.looking(planned)
        return batch, False

    def _look(self, executor: Executor, batch: list[Planned]) -> None:
        self._looks += 1
        paths = tuple(planned.whole_path() for planned in batch)
        self._looking[-self._looks] = batch
        executor.submit(Task(-self._looks, "", "", look=paths))

    def _looked(self, outcome: Outcome) -> None:
        """Take what was seen of some inputs; where the look was lost each is looked at alone, once."""
        batch = self._looking.pop(outcome.task.number)
        loss = outcome.loss
        if loss is None and len(outcome.seen) != len(batch):
            loss = Loss(LossKind.CRASHED, "made its worker answer something else")
        if loss is None:
            for planned, seen in zip(batch, outcome.seen, strict=True):
                planned.losses = 0
                self.plan.saw(planned, seen.content)
                self._ready.append(planned)
            return
        for planned in batch:
            planned.losses += 1
            if planned.losses == 1:
                self._alone.append(planned)
            else:
                # As if it had been read and lost.
                planned.losses = 1
                self.plan.saw(planned, None)
                self._waiting[planned.key] = [planned]
                self._arrived.append((planned, Outcome(outcome.task, loss=loss)))

    def _submit(self, executor: Executor, planned: Planned) -> None:
        self._in_flight[planned.number] = planned
        executor.submit(self.plan.task(planned))

    def _collect(self, executor: Executor, timeout_s: float) -> None:
        """Wait for outcomes, and save those that arrive within a moment together."""
        if self._arrived:
            timeout_s = min(timeout_s, max(0.0, self._save_at - time.monotonic()))
        for outcome in executor.wait(timeout_s):
            if outcome.task.look:
                self._looked(outcome)
                continue
            planned = self._in_flight.pop(outcome.task.number)
            if not self._arrived:
                self._save_at = time.monotonic() + TOGETHER_S
            self._arrived.append((planned, outcome))
        if time.monotonic() >= self._save_at:
            self._save()

    def _save(self) -> None:
        """Write all outcomes that have arrived in one transaction, then tell of them."""
        events: list[ProgressEvent] = []
        if not self._arrived:
            return
        arrived, self._arrived = self._arrived, []
        with self.store.transaction():
            for planned, outcome in arrived:
                events += self._handle_outcome(planned, outcome)
        if self._progress is not None:
            for event in events:
                self._progress(event)

    def _handle_outcome(self, planned: Planned, outcome: Outcome) -> list[ProgressEvent]:
        """Keep what came of an input, or give it one more chance."""
        if planned.doubt is not None:
            return self._judge(planned, planned.doubt, outcome)
        result = outcome.result
        corrected = len(self.plan.corrections.of(planned.content))
        loss = outcome.loss or self._unopened(planned, result) or _unfit(result, corrected)
        if loss is not None or result is None:
            loss = loss or Loss(LossKind.CRASHED, "came back without a result")
            # What a worker says of it may be anything.
            reason = plain_text(one_line(loss.reason))[:LONGEST_REASON]
            return self._handle_loss(planned, Loss(loss.kind, reason))
        if self._changed(planned, result):
            return self._replan(planned)
        try:
            return self._store_result(planned, result, quarantine=_wanting(result))
        except _NOT_KEPT as error:
            return self._handle_loss(planned, Loss(LossKind.CRASHED, f"cannot be kept ({describe(error)})"))

    def _unopened(self, planned: Planned, result: FileResult | None) -> Loss | None:
        """A loss where the worker could not open what could be opened to hash it."""
        if result is None or planned.content is None:
            return None
        refused = next((n for n in result.notes if n.code == UnreadableError.code), None)
        return machine_loss(refused.message) if refused else None

    def _changed(self, planned: Planned, result: FileResult) -> bool:
        """Whether the worker read other content than was hashed."""
        return planned.content is not None and result.doc_id != doc_id_of_hash(planned.content)

    def _replan(self, planned: Planned) -> list[ProgressEvent]:
        """Look at a file again, and read it again, that changed between the two."""
        if planned.replans == MOST_REPLANS or planned.input.within:
            # A file inside another is known by what that held when it was read.
            return self._quarantine(planned, Loss(LossKind.CHANGED, "changes while it is read"))
        others = self._waiting.pop(planned.key)
        others.remove(planned)
        if others:
            self._waiting[others[0].key] = others
            self._retries.append(others[0])
        planned.replans += 1
        planned.looked, planned.content = False, None
        self._alone.append(planned)
        return []

    def _handle_loss(self, planned: Planned, loss: Loss) -> list[ProgressEvent]:
        planned.losses += 1
        if planned.losses > 1:
            if loss.kind not in _DOUBTFUL:
                return self._quarantine(planned, loss)
            planned.doubt = loss
            self._retries.append(planned)
            return []
        self._retries.append(planned)
        message = f"it {loss.reason}; it is read once more, alone, at the end"
        return [self._event(EventKind.RETRY, planned, message=message)]

    def _judge(self, planned: Planned, doubt: Loss, outcome: Outcome) -> list[ProgressEvent]:
        """Whose fault it was that a file took its workers with it, now that a harmless one of its
        format was read by the same way, or was not."""
        planned.doubt = None
        loss = outcome.loss
        if loss is not None and loss.kind in _DOUBTFUL:
            loss = machine_loss(
                f"a file of a few words of its format {loss.reason} too; mend that, or install thai-ita anew"
            )
        if loss is None or loss.kind is not LossKind.ENVIRONMENT:
            loss = doubt
        return self._quarantine(planned, loss)

    def _quarantine(self, planned: Planned, loss: Loss) -> list[ProgressEvent]:
        name = planned.input.name
        again = ", also when read again alone" if planned.losses > 1 else ""
        message = f"{name}: quarantined: it {loss.reason}{again}"
        if loss.kind.passes:
            message += "; the next run reads it again"
        doc_id = doc_id_of_hash(planned.content) if planned.content else ""
        report = failed_report(Path(name), message, code=f"quarantined-{loss.kind}", doc_id=doc_id)
        self.quarantined.append(message)
        result = to_result(report, self.options)
        return self._store_result(planned, result, quarantine=f"{loss.kind}: {loss.reason}")

    def _store_result(self, planned: Planned, result: FileResult, quarantine: str | None = None) -> list[ProgressEvent]:
        """Write a result and every input that waits for it."""
        hints = asdict(planned.input.hints) if planned.input.hints else {}
        with _all_or_nothing(self.store.db):
            stored = self.store.save(
                planned.key,
                planned.content,
                hints,
                planned.input.name,
                result,
                rules=self.plan.versions[0],
                quarantine=quarantine,
                corrections=self.plan.corrections.of(planned.content),
            )
        self.plan.was_made(planned.key)
        self.times.spent(str(format_by_ending(planned.input.name)), result.elapsed_s)
        waiting = self._waiting.pop(planned.key)
        self.store.link([(each.link(stored), stored) for each in waiting])
        kind = EventKind.QUARANTINED if quarantine else EventKind.READ
        events: list[ProgressEvent] = []
        for each in waiting:
            self._count(stored)
            self._found.extend(self.plan.held_by(each, stored))
            events.append(self._event(kind, each, result))
            each.let_go()
        return events

    def _count(self, result: StoredResult) -> None:
        self._done += 1
        if not result.hidden:
            self.counts[result.status] += 1

    def _event(
        self,
        kind: EventKind,
        planned: Planned | None = None,
        result: FileResult | None = None,
        message: str = "",
    ) -> ProgressEvent:
        rows = result.rows if result else {}
        return ProgressEvent(
            kind,
            self._done,
            self.plan.total,
            path=planned.input.name if planned else "",
            status="opened" if result and result.hidden else str(result.status) if result else "",
            scores=len(rows.get("scores", ())),
            measures=len(rows.get("measures", ())),
            findings=len(rows.get("findings", ())),
            elapsed_s=result.elapsed_s if result else 0.0,
            message=message or (result.error if result else ""),
            counts=Counter(self.counts),
        )

    def _emit_pages(self, executor: Executor) -> None:
        """Tells how far the files are that take long, now and then."""
        if self._progress is None or time.monotonic() < self._pages_at:
            return
        self._pages_at = time.monotonic() + PAGES_S
        for task, how_far in executor.underway():
            if (planned := self._in_flight.get(task.number)) is not None:
                self._progress(self._event(EventKind.PAGE, planned, message=how_far))

    def _emit(self, kind: EventKind) -> None:
        if self._progress is not None:
            self._progress(self._event(kind))


@contextmanager
def _all_or_nothing(db: sqlite3.Connection) -> Iterator[None]:
    """Within a transaction: a result that cannot be written costs itself, not those beside it."""
    db.execute("SAVEPOINT one_result")
    try:
        yield
    except _NOT_KEPT:
        db.execute("ROLLBACK TO one_result")
        raise
    finally:
        # Where the whole transaction is gone, with a full disk, the savepoint is too.
        if db.in_transaction:
            db.execute("RELEASE one_result")


def _unfit(result: FileResult | None, corrections: int) -> Loss | None:
    """A loss where the store could not hold the result of a file with so many corrections."""
    if result is None:
        return None
    try:
        check_storable(result, corrections)
    except UnfitError as unfit:
        return Loss(LossKind.CRASHED, str(unfit))
    return None


def _wanting(result: FileResult) -> str | None:
    """What keeps a result for this run only: the file waits for something to be installed."""
    needed = next((n.message for n in result.notes if n.code in NEEDS_INSTALLING), None)
    return needed and f"{LossKind.ENVIRONMENT}: {needed}"
