"""What a worker may do that a file has taken over: the first line of a file says what.

Each takes effect in the worker process itself, below everything that would keep an honest reader from
it. With ``once`` behind it only the first reading of that file does it.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from tests.batch_work import _happened, quick
from thai_ita.batch import worker_process
from thai_ita.batch.options import RunOptions
from thai_ita.batch.task import FileResult, LossKind, Outcome, Task

MARK = "ran-code"
Deed = Callable[[Task, RunOptions], "FileResult | None"]


class RunsCode:
    """Unpickled, it makes a file."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self._mark,))


def hostile(task: Task, options: RunOptions) -> FileResult:
    """``quick``, but for files that say otherwise."""
    words = Path(task.file).read_bytes().split(b"\n")[0].decode().split()
    if words and words[0] in DEEDS and not ("once" in words and _happened(task)):
        given = DEEDS[words[0]](task, options)
        if given is not None:
            return given
    return quick(task, options)


def _scratch() -> Path:
    import tempfile

    return Path(str(tempfile.tempdir))


def _line() -> socket.socket:
    """The socket to the parent, found as an intruder would."""
    import gc

    return next(o for o in gc.get_objects() if isinstance(o, socket.socket) and o.fileno() >= 0)


def _answers(data: bytes | None) -> Callable[[Task, RunOptions], None]:
    """Leaves these bytes as the answer, says so, and ends."""

    def deed(task: Task, _options: RunOptions) -> NoReturn:
        path = worker_process.reply_path(_scratch(), task.number, os.getpid())
        if data is not None:
            path.write_bytes(data)
        _line().sendall(worker_process.DONE + b"\n")
        time.sleep(3600)
        raise AssertionError

    return deed


def _with_path(make: Callable[[Path, Task], object]) -> Callable[[Task, RunOptions], None]:
    def deed(task: Task, options: RunOptions) -> None:
        make(worker_process.reply_path(_scratch(), task.number, os.getpid()), task)
        _answers(None)(task, options)

    return deed


def _pickle(path: Path, task: Task) -> None:
    path.write_bytes(pickle.dumps(RunsCode(Path(task.file).with_name(MARK))))


def _huge(path: Path, _task: Task) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def _deep(path: Path, _task: Task) -> None:
    path.write_bytes(b"[" * 1_000_000)


def _other_task(path: Path, task: Task) -> None:
    from thai_ita.batch.replies import reply_bytes

    other = replace(task, number=task.number + 1)
    path.write_bytes(reply_bytes(Outcome(other, quick(task, RunOptions()))))


def _says(words: bytes) -> Callable[[Task, RunOptions], None]:
    def deed(_task: Task, _options: RunOptions) -> None:
        _line().sendall(words)
        time.sleep(3600)

    return deed


def _strange_notes(task: Task, _options: RunOptions) -> None:
    """Its pace is a pipe and its last words are a folder, when it is asked how far it is."""
    os.mkfifo(worker_process.pace_path(_scratch(), task.number, os.getpid()))
    words = _scratch() / f"{os.getpid()}.words"
    words.unlink()
    words.mkdir()
    os.kill(os.getpid(), signal.SIGKILL)


def _closes(_task: Task, _options: RunOptions) -> None:
    _line().close()
    time.sleep(3600)


def _no_scratch(_task: Task, _options: RunOptions) -> None:
    shutil.rmtree(_scratch())


def _scratch_is_a_link(task: Task, _options: RunOptions) -> None:
    folder = _scratch()
    shutil.rmtree(folder)
    folder.symlink_to(Path(task.file).parent)


def _leaves_process(task: Task, _options: RunOptions) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(task.file).with_name("left").write_text(str(child.pid))


def _leaves_fork(task: Task, _options: RunOptions) -> None:
    """A copy of the worker, with all its open files, while the worker itself is gone."""
    if os.fork() == 0:
        time.sleep(60)
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)


def _leaves_thread(_task: Task, _options: RunOptions) -> None:
    threading.Thread(target=time.sleep, args=(3600,)).start()


def _lacks_memory(_task: Task, _options: RunOptions) -> None:
    raise MemoryError


def _lacks_memory_behind(_task: Task, _options: RunOptions) -> None:
    try:
        raise MemoryError
    except MemoryError as error:
        raise ValueError("is damaged") from error


def _recurs(_task: Task, _options: RunOptions) -> None:
    def deeper() -> None:
        deeper()

    deeper()


def _causes_itself(_task: Task, _options: RunOptions) -> None:
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    raise one


def _unfit(task: Task, options: RunOptions) -> FileResult:
    """A result that no honest reader gives, and no store holds."""
    return replace(quick(task, options), document=(2**70,))


def _signal(number: int) -> Callable[[Task, RunOptions], None]:
    def deed(_task: Task, _options: RunOptions) -> None:
        signal.signal(number, signal.SIG_DFL) if number != signal.SIGKILL else None
        os.kill(os.getpid(), number)
        time.sleep(3600)

    return deed


def _exits(code: int) -> Callable[[Task, RunOptions], None]:
    return lambda _task, _options: os._exit(code)


LOST: dict[str, Deed] = {
    "no-answer": _answers(None),
    "empty": _answers(b""),
    "cut": _answers(b'[[1,""],[["0123'),
    "no-json": _answers(b"\x80\x05K\x01."),
    "other-json": _answers(b'{"a": 1}'),
    "nan": _answers(b"NaN"),
    "number": _answers(b"9" * 100_000),
    "pickle": _with_path(_pickle),
    "huge": _with_path(_huge),
    "deep": _with_path(_deep),
    "other-task": _with_path(_other_task),
    "link": _with_path(lambda path, task: path.symlink_to("/dev/zero")),
    "pipe": _with_path(lambda path, task: os.mkfifo(path)),
    "folder": _with_path(lambda path, task: path.mkdir()),
    "nonsense": _says(b"hello\n"),
    "length": _says(struct.pack("!i", 0x7FFFFFFF) + b"x" * 200),
    "too-much": _says(b"done\n" * 3),
    "closes": _closes,
    "strange-notes": _strange_notes,
    "leaves-fork": _leaves_fork,
    "lacks-memory": _lacks_memory,
    "lacks-memory-behind": _lacks_memory_behind,
    "recurs": _recurs,
    "causes-itself": _causes_itself,
    "unfit": _unfit,
    "exit-0": _exits(0),
    "exit-1": _exits(1),
    "exit-255": _exits(255),
    "term": _signal(signal.SIGTERM),
    "abort": _signal(signal.SIGABRT),
    "kill": _signal(signal.SIGKILL),
    "bus": _signal(signal.SIGBUS),
    "alarm": _signal(signal.SIGALRM),
}
"""What costs the file that does it."""
KEPT: dict[str, Deed] = {
    "leaves-process": _leaves_process,
    "leaves-thread": _leaves_thread,
}
"""What harms nobody: the result is kept, and the process is not used again."""
DEEDS = LOST | KEPT | {"no-scratch": _no_scratch, "scratch-link": _scratch_is_a_link}
EXPECTED = {"lacks-memory": LossKind.MEMORY, "lacks-memory-behind": LossKind.MEMORY}
