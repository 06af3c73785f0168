"""The inside of a worker process: its limits, its end when nobody waits for it, one task."""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from thai_ita.batch.at_hand import ScratchFailed
from thai_ita.batch.options import RunOptions
from thai_ita.batch.task import Task
from thai_ita.batch.worker import Work, attempt
from thai_ita.ingest.scan.pace import heard_by

MEGA = 1 << 20


@dataclass(slots=True)
class _Worker:
    work: Work
    options: RunOptions
    scratch: Path
    patience_s: float
    words: TextIO


_worker: _Worker | None = None


def enter(work: Work, options: RunOptions, scratch: str, patience_s: float) -> None:
    """Called once in a new worker process, before its first task."""
    global _worker
    # Ctrl-C goes to every process of the terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Libraries that warn on every page would fill the terminal.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    folder = Path(scratch)
    tempfile.tempdir = scratch
    words = _words_path(folder, os.getpid()).open("w")
    faulthandler.enable(words, all_threads=False)
    limit_memory(options.memory_mb)
    _worker = _Worker(work, options, folder, patience_s, words)


def run(task: Task) -> str:
    """Do one task and leave its outcome in the scratch folder; the name of that file."""
    assert _worker is not None, "enter() comes first"
    worker, pace = _worker, pace_path(_worker.scratch, task, os.getpid())

    def wait_longer(page: int = 0, pages: int = 0) -> None:
        # A library may hang without letting any other thread run: this timer asks no one.
        faulthandler.dump_traceback_later(worker.patience_s, exit=True, file=worker.words)
        if page:
            # Nobody waits for it: where the disk is full, the deadline is that of the whole file.
            with contextlib.suppress(OSError):
                pace.write_text(f"{time.time()} {page} {pages}", encoding="ascii")

    wait_longer()
    try:
        with heard_by(wait_longer):
            outcome = attempt(worker.work, task, worker.options)
    finally:
        faulthandler.cancel_dump_traceback_later()
        with contextlib.suppress(OSError):
            pace.unlink(missing_ok=True)
    path = worker.scratch / f"{task.number}-{os.getpid()}.result"
    try:
        with path.open("wb") as file:
            pickle.dump(outcome, file, pickle.HIGHEST_PROTOCOL)
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise ScratchFailed(error.errno, error.strerror) from error
    return path.name


@dataclass(frozen=True, slots=True)
class Pace:
    """The last page of a file that was read from its picture, and when (seconds of ``time.time``)."""

    moment: float
    page: int
    pages: int

    def __str__(self) -> str:
        return f"page {self.page}" + (f" of {self.pages}" if self.pages else "")


def pace_of(scratch: Path, task: Task, pid: int) -> Pace | None:
    """How far a worker is with a task; None where no page was read from a picture."""
    try:
        moment, page, pages = pace_path(scratch, task, pid).read_text("ascii").split()
        return Pace(float(moment), int(page), int(pages))
    except (OSError, ValueError):
        return None


def pace_path(scratch: Path, task: Task, pid: int) -> Path:
    return scratch / f"{task.number}-{pid}.pace"


def limit_memory(megabytes: int) -> None:
    """Let the address space of this process grow so far and no further, where the system can."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * MEGA
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    # Some systems know the limit and refuse to set it.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def last_words(scratch: Path, pid: int) -> str:
    """What the interpreter wrote when a worker crashed, such as "Segmentation fault"; else ""."""
    try:
        with _words_path(scratch, pid).open(encoding="utf-8", errors="replace") as file:
            first = file.readline(200).strip()
    except OSError:
        return ""
    return first.removeprefix("Fatal Python error: ")


def _words_path(scratch: Path, pid: int) -> Path:
    return scratch / f"{pid}.words"


def _end_with_parent() -> None:
    """Wait for the end of the process that started the run, and end with it, however it came."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
