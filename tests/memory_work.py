"""Work for workers that lack memory: where, says the first line of a file.

Each place raises MemoryError once it has been named, as often as it is passed in that file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn
from unittest import mock

from thai_ita.batch.options import RunOptions
from thai_ita.batch.task import FileResult, Task
from thai_ita.batch.worker import read_task

PLACES: dict[str, tuple[str, ...]] = {
    "reading": ("thai_ita.batch.read_report.read_report",),
    "handling": ("thai_ita.batch.read_report.read_report", "thai_ita.batch.read_report.failed_report"),
    "sample": ("thai_ita.parse.parse_document",),
    "listing": ("thai_ita.batch.worker.look_inside",),
    "rows": ("thai_ita.export.tables.build_tables",),
    "losing": ("thai_ita.batch.read_report.read_report", "thai_ita.batch.worker.memory_loss"),
    "answering": ("thai_ita.batch.replies.to_bytes",),
    "writing": ("thai_ita.batch.worker_process._write",),
    "ending": ("thai_ita.batch.worker_process._has_children",),
    "everywhere": (
        "thai_ita.batch.read_report.read_report", "thai_ita.batch.read_report.failed_report",
        "thai_ita.batch.machine_faults.read_sample", "thai_ita.batch.machine_faults.describe",
        "thai_ita.batch.worker.memory_loss", "thai_ita.batch.worker._loss_by",
        "thai_ita.batch.replies.to_bytes", "thai_ita.batch.worker_process._write",
    ),
}  # fmt: skip
"""The functions that fail."""
IN_THE_WORK = ("reading", "handling", "sample", "rows")
"""Those that fail in a process without workers as well."""


def _no_memory(*_: object, **__: object) -> NoReturn:
    raise MemoryError


@contextmanager
def without_memory(place: str) -> Iterator[None]:
    """Within it the functions of this place raise MemoryError."""
    with ExitStack() as stack:
        for name in PLACES[place]:
            stack.enter_context(mock.patch(name, _no_memory))
        yield


_stack = ExitStack()


def work(task: Task, options: RunOptions) -> FileResult:
    """``read_task``, in want of memory from here to the end of the task or of the process."""
    _stack.close()
    words = Path(task.file).read_text(encoding="utf-8").split()
    if words and words[0] in PLACES:
        _stack.enter_context(without_memory(words[0]))
    return read_task(task, options)
