"""Worker processes with a deadline, a memory limit and recycling.

Each slot is a ``ProcessPoolExecutor`` of one process. With one pool of many processes a single
dead worker breaks the pool and every file in it, and no public interface tells which process has
which file; with one process a pool, the file at the head of its queue is the one that was at work.
docs/batch.md compares the alternatives.

Results go through a file of the scratch folder and only a number through the pipe: a process that
is killed while it writes a large result into a pipe leaves the reader waiting for ever.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Self

from thai_ita.batch import inside
from thai_ita.batch.executor import scratch_message
from thai_ita.batch.options import RunOptions
from thai_ita.batch.task import EngineStopped, Loss, LossKind, Outcome, Task
from thai_ita.batch.worker import Work, read_task

AHEAD = 2
"""Tasks given to a worker at a time: the second is there when the first is done."""
START_LIMIT_S = 120.0
DEATH_LIMIT_S = 30.0
END_LIMIT_S = 5.0
STARTS_THAT_FAIL = 3
"""Workers in a row that end before their first file: then it is not the files' fault."""


@dataclass(slots=True, eq=False)
class _Slot:
    """One worker process with its queue.

    ``since`` is when the task at the head began, or when a condemned process was killed. ``broken``
    tells that the process is known to be dead while the news of its tasks are still on the way.
    """

    pool: ProcessPoolExecutor
    hello: Future[int]
    tasks: deque[Task] = field(default_factory=deque)
    since: float = 0.0
    taken: int = 0
    condemned: Loss | None = None
    broken: bool = False

    @property
    def pid(self) -> int | None:
        """The process, once it has said so."""
        if self.hello.done() and not self.hello.cancelled() and self.hello.exception() is None:
            return self.hello.result()
        return None


_Event = tuple[_Slot, Task | None, "Future[Any]", float]


class PoolExecutor:
    """The executor of an ordinary run: ``options.workers`` processes on this machine."""

    patient = True

    def __init__(self, options: RunOptions, scratch: Path, work: Work = read_task) -> None:
        self._options = options
        self._scratch = scratch
        self._work = work
        self._context = worker_context()
        self._slots: list[_Slot] = []
        self._events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        self._again: deque[Task] = deque()
        self._failed_starts = 0

    def __enter__(self) -> Self:
        start_server()
        self._slots = [self._started() for _ in range(max(1, self._options.workers))]
        return self

    def __exit__(self, *_: object) -> None:
        # A pool whose thread still ends while Python does may find its pipe closed, which Python
        # prints as a traceback; so they are waited for, but not for one stuck in the system.
        ends = [
            threading.Thread(target=self._end, args=(slot,), kwargs={"wait": True}, daemon=True)
            for slot in self._slots
        ]
        self._slots = []
        limit = time.monotonic() + END_LIMIT_S
        for end in ends:
            end.start()
        for end in ends:
            end.join(max(0.0, limit - time.monotonic()))

    def room(self) -> int:
        places = sum(self._places(slot) for slot in self._slots)
        return places - len(self._again)

    def submit(self, task: Task) -> None:
        self._again.append(task)
        self._deal()

    def wait(self, timeout_s: float) -> list[Outcome]:
        outcomes: list[Outcome] = []
        limit = time.monotonic() + timeout_s
        while not outcomes:
            now = time.monotonic()
            pause = min(limit, self._next_deadline()) - now
            with contextlib.suppress(queue.Empty):
                self._take(self._events.get(timeout=max(pause, 0.0)), outcomes)
            while not self._events.empty():
                self._take(self._events.get(), outcomes)
            self._enforce_deadlines(outcomes)
            self._deal()
            if time.monotonic() >= limit:
                break
        return outcomes

    def underway(self) -> list[tuple[Task, str]]:
        found: list[tuple[Task, str]] = []
        for slot in self._slots:
            if slot.tasks and slot.pid is not None:
                pace = inside.pace_of(self._scratch, slot.tasks[0], slot.pid)
                if pace is not None:
                    found.append((slot.tasks[0], str(pace)))
        return found

    def _started(self) -> _Slot:
        pool = ProcessPoolExecutor(
            max_workers=1, mp_context=self._context, initializer=inside.enter,
            initargs=(self._work, self._options, str(self._scratch), self._patience_s()),
        )
        slot = _Slot(pool, pool.submit(os.getpid))
        slot.since = time.monotonic()
        slot.hello.add_done_callback(self._noting(slot, None))
        return slot

    def _patience_s(self) -> float:
        # The worker ends itself some time after the deadline, should nobody be there to kill it.
        return self._options.deadline_s * 1.5 + 60

    def _noting(self, slot: _Slot, task: Task | None) -> Callable[[Future[Any]], None]:
        def note(future: Future[Any]) -> None:
            self._events.put((slot, task, future, time.monotonic()))

        return note

    def _places(self, slot: _Slot) -> int:
        left = self._options.recycle - slot.taken
        return 0 if slot.condemned or slot.broken else max(0, min(AHEAD - len(slot.tasks), left))

    def _deal(self) -> None:
        """Give the tasks that wait to the workers with the shortest queues."""
        while self._again:
            slot = min(
                (s for s in self._slots if self._places(s)), key=lambda s: len(s.tasks),
                default=None,
            )
            if slot is None:
                return
            task = self._again[0]
            try:
                future = slot.pool.submit(inside.run, task)
            except BrokenExecutor:
                # With tasks its end is an event on the way; an idle worker dies unheard.
                slot.broken = True
                if slot.hello.done() and not slot.tasks:
                    self._replace(slot)
                continue
            self._again.popleft()
            if not slot.tasks:
                slot.since = time.monotonic()
            slot.tasks.append(task)
            slot.taken += 1
            future.add_done_callback(self._noting(slot, task))

    def _take(self, event: _Event, outcomes: list[Outcome]) -> None:
        slot, task, future, moment = event
        if slot not in self._slots:
            return
        slot.since = moment
        try:
            answer = future.result()
        except (BrokenExecutor, CancelledError):
            self._bury(slot, outcomes)
            return
        except OSError as error:
            raise EngineStopped(scratch_message(error.strerror)) from error
        if task is None:
            return
        self._failed_starts = 0
        slot.tasks.popleft()
        outcome = self._fetched(answer)
        outcomes.append(outcome)
        if outcome.loss is not None or slot.condemned is not None:
            # What is left of a process after an escape or a lack of memory is not to be trusted.
            self._give_back(slot)
            self._replace(slot)
        elif slot.taken >= self._options.recycle and not slot.tasks:
            self._replace(slot)

    def _bury(self, slot: _Slot, outcomes: list[Outcome]) -> None:
        """A worker is dead: the file it was reading is lost, those behind it go to another."""
        if slot.pid is None:
            self._failed_starts += 1
            if self._failed_starts >= STARTS_THAT_FAIL:
                raise EngineStopped(
                    "worker processes cannot start; a script must call run() below "
                    'if __name__ == "__main__":, and --memory (now '
                    f"{self._options.memory_mb}) may be too low; --jobs 0 needs no workers"
                )
        elif slot.tasks:
            task = slot.tasks.popleft()
            outcomes.append(Outcome(task, loss=slot.condemned or _death(self._scratch, slot.pid)))
        slot.broken = True
        self._give_back(slot)
        self._replace(slot)

    def _give_back(self, slot: _Slot) -> None:
        self._again.extendleft(reversed(slot.tasks))
        slot.tasks.clear()

    def _replace(self, slot: _Slot) -> None:
        self._end(slot)
        self._slots[self._slots.index(slot)] = self._started()

    def _end(self, slot: _Slot, *, wait: bool = False) -> None:
        # The number of a dead process may be another's by now.
        if slot.pid is not None and not slot.broken:
            _kill(slot.pid)
        slot.pool.shutdown(wait=wait, cancel_futures=True)

    def _fetched(self, name: str) -> Outcome:
        path = self._scratch / name
        with path.open("rb") as file:
            outcome: Outcome = pickle.load(file)
        path.unlink()
        return outcome

    def _next_deadline(self) -> float:
        return min((self._deadline(slot) for slot in self._slots), default=float("inf"))

    def _deadline(self, slot: _Slot) -> float:
        if slot.condemned:
            return slot.since + DEATH_LIMIT_S
        if not slot.hello.done():
            return slot.since + START_LIMIT_S
        return slot.since + self._options.deadline_s if slot.tasks else float("inf")

    def _enforce_deadlines(self, outcomes: list[Outcome]) -> None:
        now = time.monotonic()
        for slot in list(self._slots):
            if self._deadline(slot) > now:
                continue
            if slot.pid is None:
                raise EngineStopped(f"a worker process did not start in {START_LIMIT_S:.0f} s")
            if slot.condemned:
                # Stuck in the system, on a dead network disk for one: it is left behind.
                self._bury(slot, outcomes)
                continue
            if self._gets_on(slot, now):
                continue
            limit = f"the {self._options.deadline_s} s of --deadline"
            slot.condemned = Loss(LossKind.DEADLINE, f"took longer than {limit}")
            slot.since = now
            _kill(slot.pid)


    def _gets_on(self, slot: _Slot, now: float) -> bool:
        """Whether a page was read from its picture lately; the deadline then counts from there."""
        if not slot.tasks or slot.pid is None:
            return False
        pace = inside.pace_of(self._scratch, slot.tasks[0], slot.pid)
        if pace is not None:
            slot.since = max(slot.since, now - max(0.0, time.time() - pace.moment))
        return self._deadline(slot) > now


def worker_context() -> BaseContext:
    """Processes forked from a server that has everything loaded; fresh ones where there is none.

    Never forked from this process: it has threads, and a fork copies their locks as they stand.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["thai_ita.batch.warm"])
    return context


def start_server() -> None:
    """Start the server that workers are forked from, deaf to Ctrl-C, as all it forks will be.

    Ctrl-C goes to every process of the terminal; this process alone decides what it means. What a
    thread blocks its new processes inherit, and what arrives meanwhile is delivered afterwards.
    Nothing where there is no such server.
    """
    if worker_context().get_start_method() != "forkserver":
        return
    from multiprocessing import forkserver, resource_tracker  # not on Windows

    # First, since its start would end the blocking.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _death(scratch: Path, pid: int | None) -> Loss:
    """Why a worker died, as far as it could still say."""
    note = inside.last_words(scratch, pid) if pid is not None else ""
    if "memory" in note.lower():
        return Loss(LossKind.MEMORY, f"ended its worker process ({note})")
    what = note or "killed from outside, or by the system for want of memory"
    return Loss(LossKind.CRASHED, f"ended its worker process ({what})")

