"""Worker processes with a deadline, a memory limit and recycling.

A worker may do anything: it has read a file of anybody's. So nothing that it sends is trusted. One
word a task comes over a socket, the answer through a file of the scratch folder, and neither is a
pickle (``batch.replies``); whatever else arrives, or does not, costs the file that was at work.
docs/batch.md compares the alternatives.
"""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import os
import signal
import socket
import stat
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import wait as wait_for_any
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self

from thai_ita.batch import worker_process
from thai_ita.batch.executor import scratch_message
from thai_ita.batch.machine_faults import NothingReadableError, describe, fault_behind
from thai_ita.batch.options import RunOptions
from thai_ita.batch.replies import outcome_in, read_reply
from thai_ita.batch.task import EngineStoppedError, Loss, LossKind, Outcome, Task
from thai_ita.batch.wire import InvalidMessageError
from thai_ita.batch.worker import Work, machine_loss, memory_loss, read_task

AHEAD = 2
"""Tasks given to a worker at a time: the second is there when the first is done."""
START_LIMIT_S = 120.0
DEATH_LIMIT_S = 30.0
END_LIMIT_S = 5.0
DYING_LIMIT_S = 1.0
"""From the end of a worker's line to that of its process, where they are one."""
STARTS_THAT_FAIL = 3
"""Workers in a row that end before their first file: then it is not the files' fault."""
START_PAUSE_S = 0.5
"""Between two tries to start a process that the system refuses."""
COMPLAINTS_THAT_STOP = 2
"""Answers in a row that say that nothing can be read or written here. One may be a file's doing."""
STALL_S = 5.0
"""The workers are looked at many times as often. Where they were not for so long, this process stood
still or the machine did, and the workers perhaps with it."""
UNSENT_PAUSE_S = 0.05
"""Between two tries to send what a worker does not take."""


@dataclass(slots=True, eq=False)
class _Slot:
    """One worker process with its queue.

    ``since`` is when the task at the head began, or when a condemned process was killed. ``unsent``
    is what it has not taken yet of its requests, ``heard`` what it has said of a word. ``patience``
    is how often its deadline may still be put off for the pages that it tells; it was ``excused``
    where the task at the head was given the time in which nobody looked.
    """

    process: BaseProcess
    line: socket.socket
    since: float
    tasks: deque[Task] = field(default_factory=deque)
    taken: int = 0
    ready: bool = False
    condemned: Loss | None = None
    patience: int = 0
    excused: bool = False
    unsent: bytearray = field(default_factory=bytearray)
    heard: bytearray = field(default_factory=bytearray)

    @property
    def pid(self) -> int:
        return self.process.pid or 0


class PoolExecutor:
    """The executor of an ordinary run: ``options.workers`` processes on this machine."""

    patient = True

    def __init__(self, options: RunOptions, scratch: Path, work: Work = read_task) -> None:
        self._options = options
        self._scratch = scratch
        self._work = work
        self._context: Any = worker_context()
        self._slots: list[_Slot] = []
        self._again: deque[Task] = deque()
        self._failed_starts = 0
        self._complaints = 0
        self._had_scratch = False
        self._looked_at = time.monotonic()

    def __enter__(self) -> Self:
        self._had_scratch = self._scratch.is_dir()
        start_server()
        for _ in range(max(1, self._options.workers)):
            self._slots.append(self._started())
        return self

    def __exit__(self, *_: object) -> None:
        slots, self._slots = self._slots, []
        for slot in slots:
            self._end(slot)
        # They are waited for, but not for one stuck in the system.
        limit = time.monotonic() + END_LIMIT_S
        for slot in slots:
            slot.process.join(max(0.0, limit - time.monotonic()))

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
            for slot in self._stirring(max(pause, 0.0)):
                self._hear(slot, outcomes)
            self._enforce_deadlines(outcomes)
            self._deal()
            if time.monotonic() >= limit:
                break
        return outcomes

    def underway(self) -> list[tuple[Task, str]]:
        found: list[tuple[Task, str]] = []
        for slot in self._slots:
            if slot.tasks:
                pace = worker_process.pace_of(self._scratch, slot.tasks[0].number, slot.pid)
                if pace is not None:
                    found.append((slot.tasks[0], str(pace)))
        return found

    def _started(self) -> _Slot:
        """A new worker. Raises ``EngineStoppedError`` where the system lets none start."""
        self._mend_scratch()
        for left in reversed(range(STARTS_THAT_FAIL)):
            try:
                return self._start()
            except (OSError, EOFError, MemoryError) as error:
                if not left:
                    raise EngineStoppedError(self._no_start(describe(error))) from error
            except (RuntimeError, AssertionError) as error:
                # From within the start of another process, or in one that may have no children.
                raise EngineStoppedError(self._no_start(describe(error))) from error
            time.sleep(START_PAUSE_S)
        raise AssertionError("the last try returns or raises")

    def _start(self) -> _Slot:
        ours, theirs = socket.socketpair()
        try:
            process: BaseProcess = self._context.Process(
                target=worker_process.serve_tasks, daemon=True,
                args=(theirs, self._work, self._options, str(self._scratch)),
            )  # fmt: skip
            start_process(process)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        return _Slot(process, ours, time.monotonic(), patience=self._options.max_pages)

    def _no_start(self, why: str = "") -> str:
        return (
            f"worker processes cannot start{f' ({why})' if why else ''}; a script must call run() "
            'below if __name__ == "__main__":, --memory (now '
            f"{self._options.memory_mb}) may be too low, or a package is damaged that every file "
            "needs; --jobs 0 needs no workers"
        )

    def _mend_scratch(self) -> None:
        """Make the scratch folder again where a worker has removed it, or put another thing there."""
        with contextlib.suppress(OSError):
            if self._had_scratch and not _is_folder(self._scratch):
                self._scratch.unlink(missing_ok=True)
                self._scratch.mkdir(mode=0o700)

    def _places(self, slot: _Slot) -> int:
        left = self._options.recycle - slot.taken
        return 0 if slot.condemned else max(0, min(AHEAD - len(slot.tasks), left))

    def _deal(self) -> None:
        """Give the tasks that wait to the workers with the shortest queues."""
        while self._again:
            slot = min(
                (s for s in self._slots if self._places(s)),
                key=lambda s: len(s.tasks),
                default=None,
            )
            if slot is None:
                break
            task = self._again.popleft()
            if not slot.tasks:
                slot.since = time.monotonic()
            slot.tasks.append(task)
            slot.taken += 1
            slot.unsent += worker_process.request_bytes(task)
        for slot in self._slots:
            _send(slot)

    def _stirring(self, pause_s: float) -> Iterator[_Slot]:
        """The workers that have said something or have ended, after waiting for one so long."""
        owners: dict[Any, _Slot] = {}
        for slot in self._slots:
            owners[slot.line] = owners[slot.process.sentinel] = slot
            if slot.unsent:
                _send(slot)
                pause_s = min(pause_s, UNSENT_PAUSE_S) if slot.unsent else pause_s
        for slot in dict.fromkeys(owners[each] for each in wait_for_any(list(owners), pause_s)):
            if slot in self._slots:
                yield slot

    def _hear(self, slot: _Slot, outcomes: list[Outcome]) -> None:
        try:
            said: bytes | None = slot.line.recv(worker_process.LONGEST_WORD)
        except BlockingIOError:
            said = None
        except OSError:
            said = b""
        if not said:
            if said is not None or not slot.process.is_alive():
                self._bury(slot, outcomes)
            return
        slot.heard += said
        *words, rest = bytes(slot.heard).split(b"\n")
        slot.heard[:] = rest
        for word in words:
            if slot in self._slots:
                self._take(slot, word, outcomes)
        if len(rest) > worker_process.LONGEST_WORD and slot in self._slots:
            self._distrust(slot, outcomes)

    def _take(self, slot: _Slot, word: bytes, outcomes: list[Outcome]) -> None:
        """Do what a word of a worker asks for."""
        name, _, number = word.partition(b" ")
        if name == worker_process.READY and not slot.ready:
            slot.ready, slot.since = True, time.monotonic()
            return
        if not slot.ready or not slot.tasks:
            self._distrust(slot, outcomes)
            return
        if name in (worker_process.DONE, worker_process.LAST):
            self._failed_starts = 0
            outcome = self._fetched(slot, slot.tasks[0])
        elif name == worker_process.NO_SCRATCH:
            outcome = self._without_scratch(slot.tasks[0], number)
        else:
            self._distrust(slot, outcomes)
            return
        slot.since = time.monotonic()
        slot.patience = self._options.max_pages
        slot.excused = False
        slot.tasks.popleft()
        outcomes.append(outcome)
        if outcome.loss is not None or slot.condemned is not None or name == worker_process.LAST:
            # What is left of a process after an escape or a lack of memory is not to be trusted.
            self._give_back(slot)
            self._replace(slot)
        elif slot.taken >= self._options.recycle and not slot.tasks:
            self._replace(slot)

    def _distrust(self, slot: _Slot, outcomes: list[Outcome]) -> None:
        """A worker says what none of ours would say: it ends, and the file it was reading is lost."""
        slot.condemned = Loss(LossKind.CRASHED, "made its worker process say what makes no sense")
        self._bury(slot, outcomes)

    def _bury(self, slot: _Slot, outcomes: list[Outcome]) -> None:
        """A worker is dead: the file it was reading is lost, those behind it go to another."""
        if not slot.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS_THAT_FAIL:
                raise EngineStoppedError(self._no_start(self._ending(slot)))
        elif slot.tasks:
            task = slot.tasks.popleft()
            outcomes.append(Outcome(task, loss=slot.condemned or self._death(slot)))
        self._give_back(slot)
        self._replace(slot)

    def _give_back(self, slot: _Slot) -> None:
        self._again.extendleft(reversed(slot.tasks))
        slot.tasks.clear()

    def _replace(self, slot: _Slot) -> None:
        self._end(slot)
        place = self._slots.index(slot)
        # Where none can start the run stops, and there is one less to end.
        del self._slots[place]
        self._slots.insert(place, self._started())

    def _end(self, slot: _Slot) -> None:
        # The number of a dead process may be another's by now, that of its group hardly.
        end = worker_process.kill_group if slot.process.is_alive() else worker_process.kill_left
        end(slot.pid)
        slot.line.close()

    def _fetched(self, slot: _Slot, task: Task) -> Outcome:
        """The answer to a task, or why there is none that can be understood."""
        path = worker_process.reply_path(self._scratch, task.number, slot.pid)
        try:
            outcome = outcome_in(read_reply(path), task)
        except NothingReadableError as stop:
            if isinstance(fault_behind(stop), NothingReadableError):
                raise  # Nor can this process.
            return self._complaint(task, stop, "no file can be read")
        except (InvalidMessageError, MemoryError) as error:
            reason = f"made its worker process answer what cannot be read ({describe(error)})"
            return Outcome(task, loss=Loss(LossKind.CRASHED, reason))
        except OSError as error:
            if error.errno in _MISSING:
                return Outcome(task, loss=Loss(LossKind.CRASHED, "left no answer behind"))
            return Outcome(task, loss=machine_loss(describe(error)))
        self._complaints = 0
        return outcome

    def _without_scratch(self, task: Task, number: bytes) -> Outcome:
        reason = os.strerror(int(number)) if number.isdigit() and len(number) < 4 else ""
        self._mend_scratch()
        return self._complaint(task, EngineStoppedError(scratch_message(reason)), "temporary files cannot be written")

    def _complaint(self, task: Task, stop: EngineStoppedError, what: str) -> Outcome:
        self._complaints += 1
        if self._complaints >= COMPLAINTS_THAT_STOP:
            raise stop
        return Outcome(task, loss=machine_loss(what))

    def _death(self, slot: _Slot) -> Loss:
        """Why a worker died, as far as it could still say."""
        note = self._ending(slot)
        if slot.process.exitcode == worker_process.OUT_OF_MEMORY_EXIT:
            return memory_loss(self._options)
        if "memory" in note.lower():
            return Loss(LossKind.MEMORY, f"ended its worker process ({note})")
        what = note or "killed from outside, or by the system for want of memory"
        return Loss(LossKind.CRASHED, f"ended its worker process ({what})")

    def _ending(self, slot: _Slot) -> str:
        """How a worker ended, where anything tells."""
        slot.process.join(DYING_LIMIT_S)
        code = slot.process.exitcode
        note = worker_process.crash_message(self._scratch, slot.pid)
        if not note and code is not None and code >= 0:
            return f"exit code {code}"
        return note

    def _next_deadline(self) -> float:
        return min((self._deadline(slot) for slot in self._slots), default=float("inf"))

    def _deadline(self, slot: _Slot) -> float:
        if slot.condemned:
            return slot.since + DEATH_LIMIT_S
        if not slot.ready:
            return slot.since + START_LIMIT_S
        return slot.since + self._options.deadline_s if slot.tasks else float("inf")

    def _enforce_deadlines(self, outcomes: list[Outcome]) -> None:
        now = time.monotonic()
        self._excuse(now - self._looked_at)
        self._looked_at = now
        for slot in list(self._slots):
            if self._deadline(slot) > now:
                continue
            if slot.condemned:
                # Stuck in the system, on a dead network disk for one: it is left behind.
                self._bury(slot, outcomes)
                continue
            if not slot.ready:
                raise EngineStoppedError(f"a worker process did not start in {START_LIMIT_S:.0f} s")
            if self._gets_on(slot, now):
                continue
            limit = f"the {self._options.deadline_s} s of --deadline"
            slot.condemned = Loss(LossKind.DEADLINE, f"took longer than {limit}")
            slot.since = now
            if slot.process.is_alive():
                worker_process.kill_group(slot.pid)

    def _excuse(self, unseen_s: float) -> None:
        """Give each task the time in which nobody looked at the workers, once; a stopped process, a
        paused machine is no fault of a file."""
        if unseen_s < STALL_S:
            return
        for slot in self._slots:
            if not slot.excused:
                slot.excused = True
                slot.since = min(slot.since + unseen_s, time.monotonic())

    def _gets_on(self, slot: _Slot, now: float) -> bool:
        """Whether a page was read from its picture lately; the deadline then counts from there."""
        pace = worker_process.pace_of(self._scratch, slot.tasks[0].number, slot.pid)
        if pace is not None and slot.patience > 0:
            # Not for ever, whatever a worker tells of its pages.
            slot.patience -= 1
            slot.since = pace.begins_anew(slot.since, now)
        return self._deadline(slot) > now


_MISSING = (errno.ENOENT, errno.ELOOP, errno.ENXIO)
"""What the system says of an answer that is not there, or is a link or a socket."""


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _send(slot: _Slot) -> None:
    """Hand on as much of its requests as a worker takes. One that has ended is heard of elsewhere."""
    with contextlib.suppress(OSError):
        while slot.unsent:
            del slot.unsent[: slot.line.send(slot.unsent)]


def worker_context() -> BaseContext:
    """Processes forked from a server that has everything loaded; fresh ones where there is none.

    Never forked from this process: it has threads, and a fork copies their locks as they stand.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["thai_ita.batch.preload"])
    return context


def start_process(process: BaseProcess) -> None:
    """Start a process of ``worker_context``. Where loading has ended the server, as a damaged package
    does, it loads nothing from now on: each process then says of itself what ends it."""
    try:
        process.start()
    except (OSError, EOFError):
        multiprocessing.get_context("forkserver").set_forkserver_preload([])
        process.start()


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
    # By this one the server learns that a process has ended; whoever started us may have blocked it.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
