"""The inside of a worker process: its limits, its end when nobody waits for it, one task after the
other.

It is asked through a pipe and answers with one word a task; the answer itself lies in a file of the
scratch folder. Where it lacks the memory to say anything its exit code tells.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import pickle
import signal
import socket
import struct
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol, TextIO

from thai_ita.batch.at_hand import ScratchError
from thai_ita.batch.machine_faults import NothingReadableError, describe, read_sample
from thai_ita.batch.options import RunOptions
from thai_ita.batch.replies import plain_file, reply_bytes, stop_bytes
from thai_ita.batch.task import Task
from thai_ita.batch.worker import Work, attempt
from thai_ita.ingest.scan.pace import heard_by

MEGA = 1 << 20
READY, DONE, LAST, NO_SCRATCH = b"ready", b"done", b"last", b"no-scratch"
"""The words of a worker, each a line: it has started; the answer is there; the answer is there and the
process is not to be used again; the answer cannot be written (and the number of the error)."""
LONGEST_WORD = 64
"""Bytes of a word."""
HANG_TIMEOUT_TIMES, HANG_TIMEOUT_MORE_S = 1.5, 60.0
"""The worker ends itself some time after the deadline, should nobody be there to kill it."""
OUT_OF_MEMORY_EXIT, FAULT_EXIT = 86, 87
"""How a worker ends that could not even say that it lacks memory, or that failed in another way."""
_LENGTH = struct.Struct("!Q")


class Asked(Protocol):
    """What a worker is asked for: it has a number."""

    @property
    def number(self) -> int: ...


class Connection(Protocol):
    """The way to the process that asks."""

    def recv(self, size: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...


def request_bytes(request: object) -> bytes:
    """A request as it goes to a worker, which trusts the process that started it."""
    data = pickle.dumps(request, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: megabytes of address space, and seconds until the worker ends
    itself, should nobody be there to kill it."""

    memory_mb: int
    hang_timeout_s: float


def limits_of(options: RunOptions) -> Limits:
    return Limits(options.memory_mb, options.deadline_s * HANG_TIMEOUT_TIMES + HANG_TIMEOUT_MORE_S)


@dataclass(slots=True)
class Worker:
    """A worker process from within; ``answer`` makes the bytes that answer a request, within its
    ``limits``.

    ``answer`` may raise ``ScratchError``, and MemoryError at any point.
    """

    line: Connection
    answer: Callable[[Any], bytes]
    limits: Callable[[Any], Limits]
    scratch: Path
    prepare: Callable[[], None] = lambda: None
    words: TextIO | None = None

    def serve(self, watch_parent: Callable[[], None]) -> NoReturn:
        """Answer until nobody asks any more; ends the process, whatever happens."""
        code = 0
        try:
            self._initialize_worker(watch_parent)
            self.prepare()
            self.line.sendall(READY + b"\n")
            while (request := self._received()) is not None:
                self.line.sendall(self._run_task(request) + b"\n")
        except MemoryError:
            os._exit(OUT_OF_MEMORY_EXIT)
        except BaseException as error:  # noqa: BLE001
            code = FAULT_EXIT
            self._leave_word(error)
        # Threads and exit handlers of libraries could keep it from ending.
        os._exit(code)

    def _initialize_worker(self, watch_parent: Callable[[], None]) -> None:
        own_group()
        # Ctrl-C goes to every process of the terminal; the parent decides what it means.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Libraries that warn on every page would fill the terminal.
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        threading.Thread(target=watch_parent, daemon=True).start()
        tempfile.tempdir = str(self.scratch)
        self.words = _words_path(self.scratch, os.getpid()).open("w", encoding="utf-8")
        faulthandler.enable(self.words, all_threads=False)

    def _received(self) -> Any:
        head = self._read(_LENGTH.size)
        if head is None:
            return None
        body = self._read(_LENGTH.unpack(head)[0])
        return None if body is None else pickle.loads(body)

    def _read(self, size: int) -> bytes | None:
        """So many bytes; None where nobody asks any more."""
        data = bytearray()
        while len(data) < size:
            piece = self.line.recv(min(size - len(data), MEGA))
            if not piece:
                return None
            data += piece
        return bytes(data)

    def _run_task(self, request: Asked) -> bytes:
        """Leave the answer in the scratch folder; the word that says so."""
        pid, threads, limits = os.getpid(), threading.active_count(), self.limits(request)
        limit_memory(limits.memory_mb)
        pace = pace_path(self.scratch, request.number, pid)

        def wait_longer(page: int = 0, pages: int = 0) -> None:
            # A library may hang without letting any other thread run: this timer asks no one.
            assert self.words is not None
            faulthandler.dump_traceback_later(limits.hang_timeout_s, exit=True, file=self.words)
            if page:
                # Nobody waits for it: where the disk is full, the deadline is that of the whole file.
                with contextlib.suppress(OSError):
                    pace.write_text(f"{time.monotonic()} {page} {pages}", encoding="ascii")

        wait_longer()
        try:
            with heard_by(wait_longer):
                data = self.answer(request)
            _write(reply_path(self.scratch, request.number, pid), data)
        except ScratchError as error:
            return NO_SCRATCH + b" %d" % (error.errno or 0)
        finally:
            faulthandler.cancel_dump_traceback_later()
            with contextlib.suppress(OSError):
                pace.unlink(missing_ok=True)
        # What a file has started and left would go on beside the next ones.
        return LAST if threading.active_count() > threads or _has_children() else DONE

    def _leave_word(self, error: BaseException) -> None:
        with contextlib.suppress(Exception):
            assert self.words is not None
            self.words.write(describe(error) + "\n")
            self.words.flush()


def serve_tasks(line: socket.socket, work: Work, options: RunOptions, scratch: str) -> None:
    """The whole life of a worker of a run: does the tasks that come over the line."""

    def answer(task: Task) -> bytes:
        try:
            return reply_bytes(attempt(work, task, options))
        except NothingReadableError as stop:
            return stop_bytes(task, str(stop))

    def enter() -> None:
        # What ends the process here is a package that every file needs, and no file's fault.
        with contextlib.suppress(BaseException):
            read_sample()

    limits = limits_of(options)
    # A limit under which nothing starts shows before the first file.
    limit_memory(limits.memory_mb)
    worker = Worker(line, answer, lambda _: limits, Path(scratch), prepare=enter)
    worker.serve(_end_with_parent)


def _write(path: Path, data: bytes) -> None:
    try:
        path.unlink(missing_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise ScratchError(error.errno, error.strerror) from error


def _has_children() -> bool:
    """Whether a process that was started here still runs."""
    if not hasattr(os, "WNOHANG"):
        return False
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            continue
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Pace:
    """The last page of a file that was read from its picture, and when (seconds of ``time.monotonic``, one clock for all)."""

    moment: float
    page: int
    pages: int

    def begins_anew(self, since: float, now: float) -> float:
        """When a deadline begins that began at ``since``, for all that a worker says of its clock."""
        return max(since, min(now, self.moment))

    def __str__(self) -> str:
        return f"page {self.page}" + (f" of {self.pages}" if self.pages else "")


LONGEST_PACE, LONGEST_WORDS = 100, 200
"""Bytes read of a file that tells a pace, and of one with last words."""


def pace_of(scratch: Path, number: int, pid: int) -> Pace | None:
    """How far a worker is with a task; None where no page was read from a picture."""
    try:
        with plain_file(pace_path(scratch, number, pid)) as file:
            moment, page, pages = file.read(LONGEST_PACE).decode("ascii").split()
        return Pace(float(moment), int(page), int(pages))
    except (OSError, ValueError, TypeError):
        return None


def pace_path(scratch: Path, number: int, pid: int) -> Path:
    return scratch / f"{number}-{pid}.pace"


def reply_path(scratch: Path, number: int, pid: int) -> Path:
    return scratch / f"{number}-{pid}.reply"


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


def crash_message(scratch: Path, pid: int) -> str:
    """What the interpreter wrote when a worker crashed, such as "Segmentation fault"; else ""."""
    try:
        with plain_file(_words_path(scratch, pid)) as file:
            first = file.readline(LONGEST_WORDS).decode("utf-8", "replace").strip()
    except (OSError, ValueError):
        return ""
    return first.removeprefix("Fatal Python error: ")


def _words_path(scratch: Path, pid: int) -> Path:
    return scratch / f"{pid}.words"


def own_group() -> None:
    """Make this process the head of a group, which is ended with all that it starts."""
    if hasattr(os, "setsid"):
        with contextlib.suppress(OSError):  # It is one already.
            os.setsid()


def end_group() -> NoReturn:
    """End this process and all that it has started."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def kill_group(pid: int) -> None:
    """End the worker of this number, where it runs, and all that it has started."""
    kill = getattr(signal, "SIGKILL", signal.SIGTERM)
    for end in (getattr(os, "killpg", os.kill), os.kill):
        with contextlib.suppress(OSError):
            end(pid, kill)


def kill_left(pid: int) -> None:
    """End what a worker that has ended has left behind."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


def end_with_parent() -> None:
    """To be called in a new process of this run: it ends with the run, however that ends."""
    own_group()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the process that started the run, and end with it, however it came."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        end_group()
