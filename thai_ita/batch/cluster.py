"""The same work on a Dask cluster: ``--scheduler tcp://host:port`` (extra ``thai-ita[dask]``).

Dask's nannies replace workers that die and its scheduler gives their files to others; a file that
takes too many workers with it comes back as a loss (``distributed.scheduler.allowed-failures``).
Nothing there ends a task that hangs, so each task carries its own timer, which ends the worker.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import queue
import re
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from thai_ita.batch.archives import MEMBER_MARK, ArchiveError
from thai_ita.batch.at_hand import ScratchError, at_hand, format_at
from thai_ita.batch.fingerprint import code_fingerprint
from thai_ita.batch.machine_faults import describe
from thai_ita.batch.options import RunOptions
from thai_ita.batch.replies import outcome_in, reply_bytes
from thai_ita.batch.task import EngineStoppedError, Loss, LossKind, Outcome, Task
from thai_ita.batch.wire import InvalidMessageError
from thai_ita.batch.worker import Work, attempt, machine_loss, read_task
from thai_ita.ingest.formats import Format
from thai_ita.regular_files import open_regular

CONNECT_LIMIT_S = 30
AHEAD = 3
"""Tasks in the cluster for each thread of it: enough that no worker waits for the network."""
_ADDRESS = re.compile(r"(tcp|tls|ucx|wss?)://[^/\s]+:\d+")
"""What Dask connects to. Anything else it tries for a minute, and then ends in a traceback."""


class NotSharedError(EngineStoppedError):
    """A worker does not see a file that the run sees."""


class ClusterExecutor:
    """Sends tasks to the workers of a Dask scheduler that runs already."""

    patient = True

    def __init__(self, options: RunOptions, work: Work = read_task) -> None:
        self._options = options
        self._work = work
        self._arrived: queue.SimpleQueue[tuple[Task, Any]] = queue.SimpleQueue()
        self._here: list[Outcome] = []
        self._flying: dict[int, Any] = {}
        self._client: Any = None
        self._threads = 1
        self._counted = 0.0

    def underway(self) -> list[tuple[Task, str]]:
        return []

    def __enter__(self) -> Self:
        try:
            import distributed
        except ImportError as error:
            from thai_ita.extras import install_hint

            raise EngineStoppedError(f"--scheduler needs Dask's distributed; {install_hint('dask')}") from error
        address = self._options.scheduler
        if not _ADDRESS.fullmatch(address or ""):
            raise EngineStoppedError(
                f"{address}: is no address of a Dask scheduler, which is such as "
                "tcp://10.0.0.1:8786; docs/batch.md says how to start one"
            )
        try:
            connect: Any = distributed.Client
            self._client = connect(address, timeout=CONNECT_LIMIT_S, set_as_default=False)
            self._client.wait_for_workers(1, timeout=CONNECT_LIMIT_S)
        except (OSError, TimeoutError, ValueError) as error:
            self.__exit__()
            raise EngineStoppedError(
                f"{address}: no Dask scheduler with workers answers there ({error}); "
                "docs/batch.md says how to start them"
            ) from error
        self._check_versions()
        return self

    def __exit__(self, *_: object) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):  # The scheduler may be gone; so are the tasks.
                client.cancel(list(self._flying.values()), force=True)
            client.close(timeout=5)
        self._flying.clear()

    def room(self) -> int:
        now = time.monotonic()
        if self._client is not None and now - self._counted > 1.0:
            # Workers come and go while the run goes on.
            self._counted = now
            self._threads = sum(self._client.nthreads().values()) or self._threads
        return self._threads * AHEAD - len(self._flying)

    def submit(self, task: Task) -> None:
        assert self._client is not None
        if task.look and self._options.send_content:
            # The workers do not see the files: who sends them looks at them.
            self._here.append(attempt(self._work, task, self._options))
            return
        sent = self._with_content(task) if self._options.send_content else task
        exists = all(map(os.path.exists, task.look or (task.file,)))
        with warnings.catch_warnings():
            # Dask warns of every large argument; that is what was asked for.
            warnings.simplefilter("ignore")
            future = self._client.submit(
                run_on_cluster,
                sent,
                self._work,
                _portable(self._options),
                exists,
                pure=False,
                key=f"thai-ita-{os.getpid()}-{task.number}-{time.monotonic_ns()}",
            )
        self._flying[task.number] = future
        future.add_done_callback(lambda done: self._arrived.put((task, done)))

    def wait(self, timeout_s: float) -> list[Outcome]:
        outcomes, self._here = self._here, []
        with contextlib.suppress(queue.Empty):
            if outcomes:
                timeout_s = 0.0
            outcomes.append(self._outcome(*self._arrived.get(timeout=timeout_s)))
            while True:
                outcomes.append(self._outcome(*self._arrived.get_nowait()))
        if not outcomes and self._client is not None and self._client.status not in ("running", "connecting"):
            raise EngineStoppedError(self._gone())
        return outcomes

    def _outcome(self, task: Task, future: Any) -> Outcome:
        from distributed import KilledWorker

        self._flying.pop(task.number, None)
        try:
            outcome = outcome_in(future.result(timeout=CONNECT_LIMIT_S), task)
        except KilledWorker as error:
            return Outcome(task, loss=Loss(LossKind.CRASHED, _killed(error)))
        except (CancelledError, OSError, TimeoutError) as error:
            if isinstance(error, ScratchError):
                raise EngineStoppedError(f"a worker cannot write: {error.strerror}") from error
            if self._answers() and (future.cancelled() or isinstance(error, TimeoutError)):
                # A result died with the worker that held it: the scheduler has forgotten it, or
                # has it made once more, which may take until a file that hangs is ended.
                return Outcome(task, loss=machine_loss("the worker that held its result has died"))
            raise EngineStoppedError(self._gone()) from error
        except EngineStoppedError:
            raise
        except InvalidMessageError as error:
            reason = f"made its worker answer what cannot be read ({describe(error)})"
            return Outcome(task, loss=Loss(LossKind.CRASHED, reason))
        except MemoryError:
            return Outcome(task, loss=Loss(LossKind.MEMORY, "needs more memory than a worker has"))
        except (ImportError, AttributeError) as error:
            raise EngineStoppedError(
                f"the cluster cannot do the work ({describe(error)}); install the same thai-ita on every machine"
            ) from error
        except Exception as error:  # noqa: BLE001
            # Of Dask, on the way: it says nothing of the file.
            return Outcome(task, loss=machine_loss(f"the cluster failed: {describe(error)}"))
        finally:
            future.release()
        if outcome.result is not None and outcome.result.rules != code_fingerprint():
            raise EngineStoppedError(_other_version("a worker"))
        return outcome

    def _with_content(self, task: Task) -> Task:
        """A task with the bytes of its file; without where they cannot be read, so that the worker
        says why. Of a zip archive the entry is sent, of others that hold files the whole."""
        try:
            if task.within and format_at(Path(task.file), task.file) is Format.ZIP:
                rest = len(task.within) - 1
                entry = replace(task, name=task.name.rsplit(MEMBER_MARK, rest)[0], within=task.within[:1])
                with at_hand(entry, self._options) as path:
                    return replace(task, content=path.read_bytes(), within=task.within[1:])
            with open_regular(task.file) as file:
                size = os.fstat(file.fileno()).st_size
                if size > self._options.max_file_mb * 1e6:
                    return task
                return replace(task, content=file.read(size))
        except (OSError, ArchiveError):
            return task

    def _check_versions(self) -> None:
        assert self._client is not None
        try:
            versions: dict[str, Any] = self._client.run(code_fingerprint, on_error="return")
        except OSError as error:
            raise EngineStoppedError(self._gone()) from error
        for worker, version in versions.items():
            if version != code_fingerprint():
                self.__exit__()
                raise EngineStoppedError(_other_version(f"the worker {worker}"))

    def _answers(self) -> bool:
        """Whether the scheduler can still be reached; a result that does not come is no sign of it."""
        if self._client is None or self._client.status != "running":
            return False
        try:
            self._client.sync(self._client.scheduler.identity, callback_timeout=CONNECT_LIMIT_S)
        except (OSError, TimeoutError):
            return False
        return True

    def _gone(self) -> str:
        return (
            f"{self._options.scheduler}: the Dask scheduler does not answer any more; "
            "what is done is kept, start it and run again"
        )


def run_on_cluster(task: Task, work: Work, options: RunOptions, exists: bool) -> bytes:
    """One task inside a Dask worker; its outcome as ``replies.reply_bytes`` writes it.

    Raises ``NotSharedError`` where it does not see the file, which ``exists``, or the list of agencies.
    """
    absent = [path for path in task.look or (task.file,) if not os.path.exists(path)]
    if task.content is None and exists and absent:
        raise NotSharedError(
            f"{absent[0]}: a worker of the cluster does not see this file; "
            "put the inputs on storage that all share, or use --send-content"
        )
    if options.agencies is not None and not options.agencies.exists():
        raise NotSharedError(
            f"{options.agencies}: a worker of the cluster does not see this list; put it on storage that all share"
        )
    with _deadline(options.deadline_s):
        return reply_bytes(attempt(work, task, options))


_timers = threading.Lock()


@contextlib.contextmanager
def _deadline(seconds: int) -> Iterator[None]:
    """End this process, whatever it does, if the block takes longer.

    A process has one such timer, so a Dask worker should have one thread (``--nthreads 1``); with
    more, tasks of one worker take turns.
    """
    with _timers:
        faulthandler.dump_traceback_later(seconds, exit=True)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _portable(options: RunOptions) -> RunOptions:
    if options.agencies is None:
        return options
    return replace(options, agencies=options.agencies.absolute())


def _killed(error: Any) -> str:
    allowed = getattr(error, "allowed_failures", None)
    times = f" {allowed + 1} times" if isinstance(allowed, int) else ""
    return f"ended its worker process{times} (crashed, too large or over the deadline)"


def _other_version(who: str) -> str:
    return f"{who} has another version of thai-ita or of its data; install the same on every machine"
