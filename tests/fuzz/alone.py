"""One file read in a fork of this process, as a worker reads it: quick enough to ask hundreds of times."""

from __future__ import annotations

import os
import select
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.verdicts import fault_of_row
from thai_ita.batch.options import RunOptions
from thai_ita.batch.task import Outcome, Task
from thai_ita.batch.worker import attempt, read_task
from thai_ita.batch.worker_process import limit_memory

MEMORY_MB = 1024
DEADLINE_S: float = 20
MOST_INSIDE = 30
"""Files in a file that are read; one with more is told by the run, not here."""


def fault_alone(data: bytes, name: str) -> str:
    """The fault that a file brings about when it is read alone; "" for none."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder, f"x{Path(name).suffix}")
        path.write_bytes(data)
        reading, writing = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _say(path, writing)
        os.close(writing)
        return _heard(child, reading)


def _say(path: Path, writing: int) -> None:
    """The life of the fork: it never returns."""
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        tempfile.tempdir = str(path.parent)
        limit_memory(MEMORY_MB)
        words = _read(path).encode("utf-8", "replace") or b"-"
        os.write(writing, words[:200])
        os._exit(0)
    except BaseException as error:  # noqa: BLE001
        os.write(writing, f"escaped: {type(error).__name__}".encode())
    finally:
        os._exit(1)


def _read(path: Path) -> str:
    options = RunOptions(memory_mb=MEMORY_MB, deadline_s=max(1, round(DEADLINE_S)), ocr="off", libreoffice="off")
    tasks = [Task(0, path.name, str(path))]
    for task in tasks:
        outcome = attempt(read_task, task, options)
        if fault := _fault_of(outcome):
            return fault
        held = outcome.result.inside.held if outcome.result else ()
        for each in held[: MOST_INSIDE - len(tasks)]:
            name = f"{task.name}!/{each.name}"
            tasks.append(Task(0, name, str(path), within=(*task.within, each.index)))
    return ""


def _fault_of(outcome: Outcome) -> str:
    result, loss = outcome.result, outcome.loss
    if loss is not None:
        return fault_of_row("failed", loss.reason, [f"quarantined-{loss.kind}"], (0, 0, 0))
    if result is None:
        return "status: neither a result nor a loss"
    if result.hidden:
        return ""
    counts = tuple(len(result.rows.get(n, ())) for n in ("scores", "measures", "findings"))
    codes = [note.code for note in result.notes]
    return fault_of_row(str(result.status), result.error, codes, counts)  # type: ignore[arg-type]


def _heard(child: int, reading: int) -> str:
    """What the fork said before its deadline, or how it ended."""
    words, until = b"", time.monotonic() + DEADLINE_S
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while left := max(0.0, until - time.monotonic()):
            if not select.select([pipe], [], [], left)[0]:
                break
            block = pipe.read(200)
            if not block:
                break
            words += block
        if time.monotonic() >= until and not words:
            words = b"quarantined-deadline"
    os.kill(child, signal.SIGKILL)
    _, end = os.waitpid(child, 0)
    if not words:
        return f"quarantined-crashed: {os.waitstatus_to_exitcode(end)}"
    said = words.decode("utf-8", "replace")
    return "" if said == "-" else said
