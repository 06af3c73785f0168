"""The seam between the engine and whatever does the work, and its simplest implementation.

Three executors keep one contract (one test set runs over all): this process, worker processes
(``batch.pool``) and a Dask cluster (``batch.cluster``).
"""

from __future__ import annotations

from collections import deque
from types import TracebackType
from typing import Protocol, Self

from thai_ita.batch.at_hand import ScratchError, let_go
from thai_ita.batch.options import RunOptions
from thai_ita.batch.task import EngineStoppedError, Outcome, Task
from thai_ita.batch.worker import Work, attempt, read_task


class Executor(Protocol):
    """Does tasks. Used as a context manager; leaving it ends all work, finished or not.

    Every task that was submitted comes back from ``wait`` in exactly one ``Outcome``, in any order.
    A task whose worker hangs, dies or grows too large comes back as a loss, and costs no other task
    its result. ``EngineStoppedError`` is raised for what is no file's fault.
    """

    @property
    def patient(self) -> bool:
        """Whether ``wait`` returns in time for a stop to be noticed, also while work hangs."""

    def room(self) -> int:
        """How many more tasks to submit now, so that no worker waits for one."""

    def submit(self, task: Task) -> None: ...

    def wait(self, timeout_s: float) -> list[Outcome]:
        """The outcomes that have arrived, after waiting for one at most so long."""

    def underway(self) -> list[tuple[Task, str]]:
        """The tasks at work that tell how far they are, such as ``page 12 of 300``."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class InProcessExecutor:
    """Reads in this process, one file at a time, without deadline or memory limit (``--jobs 0``).

    For debugging, and for machines that allow no other processes.
    """

    patient = False

    def __init__(self, options: RunOptions, work: Work = read_task) -> None:
        self._options = options
        self._work = work
        self._tasks: deque[Task] = deque()

    def room(self) -> int:
        return 1 - len(self._tasks)

    def submit(self, task: Task) -> None:
        self._tasks.append(task)

    def wait(self, timeout_s: float) -> list[Outcome]:
        if not self._tasks:
            return []
        try:
            return [attempt(self._work, self._tasks.popleft(), self._options)]
        except ScratchError as error:
            raise EngineStoppedError(scratch_message(error.strerror)) from error

    def underway(self) -> list[tuple[Task, str]]:
        return []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tasks.clear()
        let_go()


def scratch_message(reason: str | None) -> str:
    """What a run says whose temporary files cannot be written."""
    return f"temporary files cannot be written ({reason}); free space and run again, what is done is kept"
