"""Runs one outside program and ends it, with everything that it started, when its time is up.

A process of its own, started by ``programs.run``: a worker that is killed can end nothing any more,
but its end closes the pipe that this process reads. Only the standard library is used, and nothing
of thai-ita, so that it starts in a few hundredths of a second:

    python watch.py SECONDS FOLDER BYTES COMMAND...

FOLDER is where the program works and writes; it may grow to BYTES. The last line written to
standard output is how it ended, an ``End``, and the program's exit code.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

MEGA = 1 << 20
# Address space of the program: what a worker may have says nothing of what the program needs.
MEMORY_MB = 4096
# How often the size of the folder is looked at.
LOOK_S = 0.25
# Rounds of killing what a killed process leaves behind; each reaches one generation.
GENERATIONS = 50

# Of Linux, sys/prctl.h.
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


class End(StrEnum):
    """How a program ended. NOT_STARTED: it could not be started at all."""

    DONE = "done"
    DEADLINE = "deadline"
    TOO_LARGE = "too-large"
    ORPHANED = "orphaned"
    NOT_STARTED = "not-started"


def main(arguments: list[str]) -> int:
    seconds, folder, most, *command = arguments
    _prctl(_PR_SET_CHILD_SUBREAPER)
    try:
        program = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=_enter(int(most)) if os.name == "posix" else None,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        return _say(End.NOT_STARTED, getattr(error, "errno", None) or 0)
    try:
        end = _watched(program, float(seconds), Path(folder), int(most))
    finally:
        _kill_all(program)
    if end is End.ORPHANED:
        # Nobody else is left to do it.
        shutil.rmtree(folder, ignore_errors=True)
    return _say(end, program.returncode or 0)


def _say(end: End, code: int) -> int:
    # Whoever started this may be gone.
    with contextlib.suppress(OSError):
        print(end.value, code, flush=True)
    return 0


def _watched(program: subprocess.Popen[bytes], seconds: float, folder: Path, most: int) -> End:
    """Wait for the first of: its end, the end of whoever asked for it, the deadline, the bound."""
    something = threading.Event()
    gone = threading.Event()

    def wait_for_parent() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1):
                pass
        gone.set()
        something.set()

    def wait_for_program() -> None:
        program.wait()
        something.set()

    for wait in (wait_for_parent, wait_for_program):
        threading.Thread(target=wait, daemon=True).start()
    limit = time.monotonic() + seconds
    while True:
        something.wait(max(0.0, min(LOOK_S, limit - time.monotonic())))
        if gone.is_set():
            return End.ORPHANED
        if _size(folder) > most:
            return End.TOO_LARGE
        if something.is_set():
            return End.DONE
        if time.monotonic() >= limit:
            return End.DEADLINE


def _size(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(root, name)).st_size
    return total


def _enter(most: int) -> Callable[[], None]:
    """What the program's process does before it becomes the program."""
    import resource

    def limit(kind: int, wanted: int) -> None:
        _, hard = resource.getrlimit(kind)
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        # Some systems know a limit and refuse to set it.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))

    def enter() -> None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        limit(resource.RLIMIT_AS, MEMORY_MB * MEGA)
        # One byte more than allowed, so that a file at the bound is told from one beyond it.
        limit(resource.RLIMIT_FSIZE, most + 1)
        limit(resource.RLIMIT_CORE, 0)

    return enter


def _prctl(option: int, value: int = 1) -> None:
    """Ask Linux for something; elsewhere there is no such thing."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _kill_all(program: subprocess.Popen[bytes]) -> None:
    """End the program, its process group, and on Linux also what left the group."""
    if os.name != "posix":
        command = ["taskkill", "/F", "/T", "/PID", str(program.pid)]
        with contextlib.suppress(OSError):
            subprocess.run(command, capture_output=True)
        program.wait()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()
    # What loses its parent becomes a child of this process (a "subreaper").
    for _ in range(GENERATIONS):
        children = _children()
        if not children:
            return
        for pid in children:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        for pid in children:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _children() -> list[int]:
    """The processes whose parent this one is; [] where the system does not say."""
    found = []
    own = str(os.getpid()).encode()
    for entry in os.scandir("/proc") if os.path.isdir("/proc/self") else ():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, IndexError):
                state = Path("/proc", entry.name, "stat").read_bytes()
                # The name in brackets before may hold anything.
                if state.rpartition(b")")[2].split()[1] == own:
                    found.append(int(entry.name))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
