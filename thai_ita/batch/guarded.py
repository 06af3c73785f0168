"""One file read in a process of its own, with a deadline and a memory limit: ``thai_ita.read``, ``show``.

The process is a fresh Python that is started by its name. So nothing of the caller's is imported
again, a script needs no ``if __name__ == "__main__":``, and threads, notebooks and processes that
may have no children of ``multiprocessing`` can read too. It waits a while for the next file, since its
start costs more than reading.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thai_ita.batch import worker_process
from thai_ita.batch.machine_faults import MachineFaultError, NothingReadableError, describe
from thai_ita.batch.options import RunOptions
from thai_ita.batch.replies import read_reply
from thai_ita.batch.task import Loss, LossKind
from thai_ita.batch.wire import InvalidMessageError, from_bytes
from thai_ita.corrections.record import Correction
from thai_ita.ingest import errors
from thai_ita.ingest.errors import IngestError
from thai_ita.model import Report
from thai_ita.model.document_id import doc_id_of
from thai_ita.normalize.gazetteer import GazetteerError

START_LIMIT_S = 120.0
LOOK_S = 0.5
"""Between two looks at whether the process still lives."""
RECYCLE = 200
"""Files that one process reads."""
REPORT_SHARE = 4
"""A report takes at most this part of the memory limit as bytes: the process that wrote them held it
in three other forms besides."""
IDLE_S = 60.0
"""How long a process waits for another file."""


class GivenUpError(IngestError):
    """A file that hung, grew too large or ended its reader; the message says which, and what to do."""

    def __init__(self, name: str, loss: Loss, advice: str) -> None:
        super().__init__(name, f"given up: it {loss.reason}; {advice}")
        self.code = f"quarantined-{loss.kind}"


class ReadingFailedError(IngestError):
    """A fault in thai-ita, which reading met with."""

    code = "internal"


class CannotGuardError(RuntimeError):
    """No process of its own can be started for a file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a process is asked: to read ``path`` with these options, and to draw ``page`` to ``image``.

    ``attempt``: a file that gives nothing comes back as a failed report, not as what was raised.
    """

    number: int
    path: Path
    options: RunOptions
    attempt: bool
    page: int
    image: Path | None
    folder: str
    environment: dict[str, str]
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception: the names of its class and of those above it, and what it says."""

    kinds: tuple[str, ...]
    message: str
    name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. ``not_drawn`` is why there is no picture of the page, "" where there is one."""

    number: int
    report: Report | None = None
    raised: Raised | None = None
    not_drawn: str = ""


def read_guarded(path: Path, options: RunOptions, *, corrections: Sequence[Correction] = ()) -> Report:
    """``batch.read_report.read_report`` in a process of its own, bounded by the options.

    Raises what that raises: IngestErrors as themselves, ``GivenUpError`` among them, and GazetteerError
    for the list of agencies of the options. ``CannotGuardError`` where no process can be started.
    """
    answer = _asked(path, options, corrections=corrections)
    if isinstance(answer, Loss):
        raise GivenUpError(str(path), answer, "read(..., guarded=False) reads it without limits")
    if answer.raised is not None:
        raise _rebuilt(answer.raised, path)
    assert answer.report is not None
    return answer.report


def attempt_guarded(
    path: Path,
    options: RunOptions,
    *,
    page: int = 1,
    image: Path | None = None,
    corrections: Sequence[Correction] = (),
) -> tuple[Report, str]:
    """The report of a file, also of one that fails, and why its page was not drawn to ``image``. Its
    document comes without its blocks, which may be many.

    Raises MachineFaultError and GazetteerError where it is not the file's fault, and ``CannotGuardError``.
    """
    from thai_ita.batch.read_report import failed_report

    answer = _asked(path, options, attempt=True, page=page, image=image, corrections=corrections)
    if isinstance(answer, Loss):
        error = GivenUpError(str(path), answer, "--deadline and --memory set the limits")
        # It may be of a kind that nobody should open here: its id is made from its path alone.
        doc_id = doc_id_of(os.fsencode(path))
        return failed_report(path, str(error), code=error.code, doc_id=doc_id), ""
    if answer.raised is not None:
        raise _rebuilt(answer.raised, path)
    assert answer.report is not None
    return answer.report, answer.not_drawn


def _rebuilt(raised: Raised, path: Path) -> Exception:
    """The exception that was raised, of a class of ours; ``ReadingFailedError`` for others."""
    ours = {
        "GazetteerError": GazetteerError,
        "NothingReadableError": NothingReadableError,
        "MachineFaultError": MachineFaultError,
    }
    for kind in raised.kinds:
        if kind in ours:
            return ours[kind](raised.message)
        found = getattr(errors, kind, None)
        if isinstance(found, type) and issubclass(found, IngestError):
            error = found.__new__(found)
            IngestError.__init__(error, raised.name, raised.message)
            error.code = raised.code
            return error
    return ReadingFailedError(
        str(path),
        f"could not be read because of a fault in thai-ita ({raised.message}); please report it with the file",
    )


def _asked(
    path: Path,
    options: RunOptions,
    *,
    attempt: bool = False,
    page: int = 1,
    image: Path | None = None,
    corrections: Sequence[Correction] = (),
) -> Answer | Loss:
    """What a process answers; how it was lost, where it did not."""
    while True:
        child, used = _taken()
        child.number += 1
        wanted = Wanted(
            child.number, path, options, attempt, page, image, _here(), dict(os.environ),
            tuple(corrections),
        )  # fmt: skip
        try:
            answer = child.ask(wanted)
        except _LeftError:
            child.end()
            if used:
                # It had waited long enough, and went as this came.
                continue
            raise CannotGuardError(_cannot("it ends at once")) from None
        except BaseException:
            child.end()
            raise
        if isinstance(answer, Loss) or child.spent or child.number >= RECYCLE:
            child.end()
        else:
            _kept(child)
        return answer


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


class _LeftError(Exception):
    """The process had ended by itself before it was asked."""


@dataclass(slots=True, eq=False)
class _Child:
    """A process that reads files, as whoever asks sees it."""

    scratch: Path
    process: subprocess.Popen[bytes]
    said: queue.SimpleQueue[bytes] = field(default_factory=queue.SimpleQueue)
    number: int = 0
    spent: bool = False
    ready: bool = False
    listener: threading.Thread | None = None

    def ask(self, wanted: Wanted) -> Answer | Loss:
        options = wanted.options
        if not self.ready:
            if self._word(START_LIMIT_S) != worker_process.READY:
                raise _LeftError
            self.ready = True
        try:
            assert self.process.stdin is not None
            self.process.stdin.write(worker_process.request_bytes(wanted))
            self.process.stdin.flush()
        except OSError:
            raise _LeftError from None
        word = self._word(options.deadline_s, wanted)
        if word is None:
            return Loss(LossKind.DEADLINE, f"took longer than {options.deadline_s} s")
        if not word:
            return self._death(options)
        if word.startswith(worker_process.NO_SCRATCH):
            raise MachineFaultError(f"{self.scratch}: temporary files cannot be written; free space")
        self.spent = word != worker_process.DONE
        try:
            reply = worker_process.reply_path(self.scratch, wanted.number, self.process.pid)
            answer: Answer = from_bytes(
                Answer, read_reply(reply, options.memory_mb * worker_process.MEGA // REPORT_SHARE)
            )
            if answer.number != wanted.number or (answer.report is None) == (answer.raised is None):
                raise InvalidMessageError("is no answer")
        except (InvalidMessageError, OSError, MemoryError) as error:
            what = f"made its reader answer what cannot be read ({describe(error)})"
            return Loss(LossKind.CRASHED, what)
        return answer

    def _word(self, limit_s: float, wanted: Wanted | None = None) -> bytes | None:
        """The next word of the process: "" where it has ended, None where it says none in time.

        Each page that it reads from a picture has the whole time.
        """
        since, patience = time.monotonic(), wanted.options.max_pages if wanted else 0
        while True:
            try:
                return self.said.get(timeout=max(0.0, min(LOOK_S, since + limit_s - time.monotonic())))
            except queue.Empty:
                pass
            if self.process.poll() is not None and self.said.empty():
                return b""
            now = time.monotonic()
            if now < since + limit_s:
                continue
            if wanted is None or patience <= 0:
                return None
            patience -= 1
            pace = worker_process.pace_of(self.scratch, wanted.number, self.process.pid)
            if pace is not None:
                since = pace.begins_anew(since, now)
            if now >= since + limit_s:
                return None

    def _death(self, options: RunOptions) -> Loss:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(LOOK_S)
        code = self.process.returncode
        if code == 0 and self.number > 1:
            raise _LeftError
        words = worker_process.crash_message(self.scratch, self.process.pid)
        if code == worker_process.OUT_OF_MEMORY_EXIT or "memory" in words.lower():
            return Loss(LossKind.MEMORY, f"needs more than {options.memory_mb} MB of memory")
        what = words or (f"exit code {code}" if code is not None and code >= 0 else "killed")
        return Loss(LossKind.CRASHED, f"ended its reader ({what})")

    def listen(self) -> None:
        """Take what the process says, in a thread, until it ends or makes no sense."""
        assert self.process.stdout is not None
        rest = b""
        with contextlib.suppress(OSError, ValueError):
            while len(rest) <= worker_process.LONGEST_WORD and (
                said := os.read(self.process.stdout.fileno(), worker_process.LONGEST_WORD)
            ):
                *words, rest = (rest + said).split(b"\n")
                for word in words:
                    self.said.put(word)
        self.said.put(b"")

    def end(self) -> None:
        """End the process and all that it has started, and remove its folder."""
        end = worker_process.kill_group if self.process.poll() is None else worker_process.kill_left
        end(self.process.pid)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(LOOK_S)
        if self.listener is not None:
            self.listener.join(LOOK_S)
        with contextlib.suppress(OSError):
            assert self.process.stdin is not None
            self.process.stdin.close()
        if self.process.stdout is not None and self.listener and not self.listener.is_alive():
            # Never under a thread that reads: the number may be another file's by then.
            self.process.stdout.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


def _started() -> _Child:
    if getattr(sys, "frozen", False) or not sys.executable:
        raise CannotGuardError(_cannot("this program has no Python to start"))
    try:
        scratch = Path(tempfile.mkdtemp(prefix="thai-ita-")).absolute()
    except OSError as error:
        raise CannotGuardError(_cannot(describe(error))) from error
    try:
        process = subprocess.Popen(
            [sys.executable, *_flags(), "-c", _BEGIN.format(path=ascii(_search_path())), str(scratch)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        shutil.rmtree(scratch, ignore_errors=True)
        raise CannotGuardError(_cannot(describe(error))) from error
    child = _Child(scratch, process)
    child.listener = threading.Thread(target=child.listen, daemon=True)
    child.listener.start()
    return child


_BEGIN = "import sys; sys.path[:] = {path}; from thai_ita.batch.guarded_child import main; main(sys.argv[1])"
"""What the process runs. Modules come from where this process has them."""


def _search_path() -> list[str]:
    places = [place for place in sys.path if isinstance(place, str)]
    with contextlib.suppress(OSError):  # The current folder may be gone.
        return [os.path.abspath(place) for place in places]
    return places


def _flags() -> list[str]:
    """The switches of this Python that a process of it should have too."""
    given: Any = sys.flags
    switches = {
        "-P": True, "-B": sys.dont_write_bytecode, "-I": given.isolated, "-s": given.no_user_site,
        "-E": given.ignore_environment, "-S": given.no_site,
    }  # fmt: skip
    return [switch for switch, is_on in switches.items() if is_on]


def _cannot(why: str) -> str:
    return (
        f"no process of its own can be started to read a file in ({why}); "
        "read(..., guarded=False), or show --in-process, reads in this one, without limits"
    )


_idle: list[_Child] = []
"""At most one process that waits for the next file."""
_idle_lock = threading.Lock()


def _taken() -> tuple[_Child, bool]:
    """A process to ask, and whether it has read before."""
    with _idle_lock:
        child = _idle.pop() if _idle else None
    if child is not None:
        if child.process.poll() is None:
            return child, True
        child.end()
    return _started(), False


def _kept(child: _Child) -> None:
    with _idle_lock:
        if not _idle:
            _idle.append(child)
            return
    child.end()


def _end_idle() -> None:
    with _idle_lock:
        children, _idle[:] = list(_idle), []
    for child in children:
        child.end()


_of_the_parent: list[_Child] = []


def _begin_anew() -> None:
    """In a fork of this process: what waits belongs to the other, and the lock may be held there."""
    global _idle_lock
    _idle_lock = threading.Lock()
    _of_the_parent.extend(_idle)
    _idle.clear()


atexit.register(_end_idle)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
