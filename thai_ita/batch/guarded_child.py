"""The process in which ``batch.guarded`` has files read: asked through its input, killed from outside."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
from pathlib import Path
from typing import NoReturn

from thai_ita.batch.guarded import IDLE_S, Answer, Raised, Wanted
from thai_ita.batch.machine_faults import MachineFaultError, describe, fault_behind, lacks_memory
from thai_ita.batch.one_file import attempt_here, gazetteer_of
from thai_ita.batch.read_report import read_report
from thai_ita.batch.task import OUT_OF_MEMORY
from thai_ita.batch.wire import to_bytes
from thai_ita.batch.worker_process import Limits, Worker, end_group, limits_of
from thai_ita.ingest.errors import IngestError
from thai_ita.model import Report
from thai_ita.normalize.gazetteer import GazetteerError

BLOCK = 1 << 16


class _Pipes:
    """The way to whoever asks: standard input and what was standard output.

    A thread takes what comes in, so that the end of whoever asks is noticed in the midst of a file.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._out = os.dup(1)
        self._came: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._left = b""

    def recv(self, size: int, /) -> bytes:
        if not self._left:
            try:
                self._left = self._came.get(timeout=IDLE_S)
            except queue.Empty:
                shutil.rmtree(self._scratch, ignore_errors=True)
                return b""
        data, self._left = self._left[:size], self._left[size:]
        return data

    def sendall(self, data: bytes, /) -> None:
        os.write(self._out, data)

    def listen(self) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(0, BLOCK):
                self._came.put(data)
        # Nobody is left to remove it.
        shutil.rmtree(self._scratch, ignore_errors=True)
        end_group()


def main(scratch: str) -> NoReturn:
    """Read files until nobody asks any more."""
    pipes = _Pipes(Path(scratch))
    Worker(pipes, answer, _limits, Path(scratch)).serve(pipes.listen)


def _limits(wanted: Wanted) -> Limits:
    return limits_of(wanted.options)


def answer(wanted: Wanted) -> bytes:
    """What came of one file, as bytes."""
    _go_to(wanted.folder)
    if dict(os.environ) != wanted.environment:
        os.environ.clear()
        os.environ.update(wanted.environment)
    try:
        report, not_drawn = _read(wanted)
    except MemoryError:
        raise
    except Exception as error:
        if lacks_memory(error):
            raise MemoryError from error
        return to_bytes(Answer, Answer(wanted.number, raised=_raised(_behind(error))))
    finally:
        # It waits for the next file, and should keep no folder from being removed.
        _go_to(os.sep)
    return to_bytes(Answer, Answer(wanted.number, report, not_drawn=not_drawn))


def _read(wanted: Wanted) -> tuple[Report, str]:
    if wanted.attempt:
        report, not_drawn = attempt_here(
            wanted.path, wanted.options, page=wanted.page, image=wanted.image,
            corrections=wanted.corrections,
        )  # fmt: skip
        if any(problem.code == OUT_OF_MEMORY for problem in report.problems):
            raise MemoryError
        report.document.blocks.clear()
        return report, not_drawn
    gazetteer = gazetteer_of(wanted.options)
    report = read_report(wanted.path, options=wanted.options, gazetteer=gazetteer, corrections=wanted.corrections)
    return report, ""


def _go_to(folder: str) -> None:
    with contextlib.suppress(OSError):
        os.chdir(folder)


def _behind(error: Exception) -> Exception:
    """The fault of the machine that an exception comes of, where it is one."""
    if isinstance(error, (IngestError, GazetteerError, MachineFaultError)):
        return error
    return fault_behind(error) or error


def _raised(error: Exception) -> Raised:
    kinds = tuple(kind.__name__ for kind in type(error).__mro__)
    if isinstance(error, IngestError):
        return Raised(kinds, error.message, error.name, error.code)
    ours = type(error).__module__.startswith("thai_ita.")
    return Raised(kinds, str(error) if ours else describe(error))
