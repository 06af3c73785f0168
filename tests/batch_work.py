"""Work for the engine under test: quick made-up reports, and files that harm their worker.

What a file does stands in its first line: ``hang``, ``segfault``, ``exit``, ``vanish``, ``memory``,
``unpicklable``, or what is no fault of the file: ``full`` (the disk is), ``lacking`` (a package is),
``unopened``; ``nothing``: no file can be read here. With ``once`` behind it only the first reading of that file does it.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import sys
import time
from pathlib import Path
from typing import NoReturn

from tests.conftest import make_report
from thai_ita.batch.machine_faults import NothingReadableError
from thai_ita.batch.options import RunOptions
from thai_ita.batch.read_report import failed_report
from thai_ita.batch.task import FileResult, Task
from thai_ita.batch.worker import to_result
from thai_ita.ingest.errors import UnreadableError
from thai_ita.ingest.scan.pace import page_is_read
from thai_ita.model import Score, ScoreKind

FAULTS = ("hang", "segfault", "exit", "vanish", "memory", "unpicklable")
MACHINE_FAULTS = ("full", "lacking", "unopened")


class UnpicklableError(Exception):
    """Neither pickles nor says what it is."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("no")

    def __str__(self) -> str:
        raise ValueError("no words either")


def quick(task: Task, options: RunOptions) -> FileResult:
    """A report that follows from the content alone, in a millisecond."""
    content = task.content if task.content is not None else Path(task.file).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    report = make_report(task.name, doc_id=f"d-{digest[:16]}")
    for code in range(1, 6):
        value = int(digest[code * 2 : code * 2 + 2], 16) / 2.56
        report.scores.append(Score(None, 2567, ScoreKind.INDICATOR, str(code), value, f"{value:.2f}"))
    return to_result(report, options)


def slow(task: Task, options: RunOptions) -> FileResult:
    """``quick``, in long enough to be interrupted."""
    time.sleep(0.03)
    return quick(task, options)


def faulty(task: Task, options: RunOptions) -> FileResult:
    """``quick``, but for files that say otherwise."""
    words = (task.content or Path(task.file).read_bytes()).split(b"\n")[0].decode().split()
    if words and words[0] in _FAULTS and not ("once" in words and _happened(task)):
        if words[0] == "unopened":
            refused = UnreadableError(task.name, "Too many open files")
            report = failed_report(Path(task.name), str(refused), code=refused.code)
            return to_result(report, options)
        _FAULTS[words[0]]()
    return quick(task, options)


def by_page(task: Task, options: RunOptions) -> FileResult:
    """``quick`` after ten pages that were read from pictures, half a second each; in the file ``stuck``
    the third has no end."""
    stuck = Path(task.file).read_bytes().startswith(b"stuck")
    for page in range(1, 11):
        time.sleep(3600 if stuck and page == 3 else 0.5)
        page_is_read(page, 10)
    return quick(task, options)


def _happened(task: Task) -> bool:
    mark = Path(task.file + ".happened")
    if mark.exists():
        return True
    mark.touch()
    return False


def _hang() -> None:
    while True:
        time.sleep(3600)


def _segfault() -> None:
    ctypes.string_at(0)


def _exit() -> None:
    sys.exit(3)


def _vanish() -> None:
    os._exit(7)


def _memory() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))


def _unpicklable() -> None:
    raise UnpicklableError


def _nothing() -> None:
    raise NothingReadableError("no report can be read on this machine (made up)")


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _lacking() -> None:
    import no_such_package_at_all  # type: ignore[import-not-found]  # noqa: F401


_FAULTS = {
    "hang": _hang,
    "segfault": _segfault,
    "exit": _exit,
    "vanish": _vanish,
    "memory": _memory,
    "unpicklable": _unpicklable,
    "full": _full,
    "lacking": _lacking,
    "unopened": print,
    "nothing": _nothing,
}
