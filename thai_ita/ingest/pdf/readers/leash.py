"""Code of others on a leash: it ends when it has used so much time or memory, wherever it is.

pdfminer is Python, and does what a file says: a range of four thousand million characters in a font is
counted to its end. What is bounded is the time of the processor, so a busy machine cuts nothing off.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

# A dense page takes pdfminer two seconds.
MOST_CPU_S: Final = 20.0
# How much the process may grow at it.
MOST_MB: Final = 300
_LOOK_EVERY_S: Final = 0.05

_Result = TypeVar("_Result")


class CutOffError(BaseException):
    """What is raised inside the code on the leash; no ``except Exception`` there keeps it."""


class TooMuchError(Exception):
    """The code had to be ended; the message says what it had too much of."""


def on_leash(call: Callable[[], _Result], *, cpu_s: float = MOST_CPU_S, most_mb: float = MOST_MB) -> _Result:
    """What ``call`` gives. Raises ``TooMuchError`` where that took more than it may."""
    watch = _Watch(cpu_s, most_mb)
    try:
        watch.start()
        result = call()
    except CutOffError:
        watch.let_go()
        raise TooMuchError(watch.too_much) from None
    except BaseException:
        watch.let_go()
        raise
    watch.let_go()
    if watch.too_much:
        raise TooMuchError(watch.too_much)
    return result


class _Watch(threading.Thread):
    """Looks at the time and the memory of the process, and ends what the thread that made it does."""

    def __init__(self, cpu_s: float, most_mb: float) -> None:
        super().__init__(daemon=True)
        self.too_much = ""
        self._thread = ctypes.c_ulong(threading.get_ident())
        self._cpu_s, self._most_mb = cpu_s, most_mb
        self._until = time.process_time() + cpu_s
        self._up_to = _peak_mb() + most_mb
        self._lock = threading.Lock()
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(_LOOK_EVERY_S):
            if time.process_time() > self._until:
                what = f"more than {self._cpu_s:.0f} s"
            elif _peak_mb() > self._up_to:
                what = f"more than {self._most_mb:.0f} MB"
            else:
                continue
            with self._lock:
                if not self._done.is_set():
                    self.too_much = what
                    _raise_in(self._thread, CutOffError)

    def let_go(self) -> None:
        """From here on nothing is raised any more."""
        while True:
            try:
                with self._lock:
                    self._done.set()
                    _raise_in(self._thread, None)
                return
            except CutOffError:  # it was on its way
                continue


def _raise_in(thread: ctypes.c_ulong, kind: type[BaseException] | None) -> None:
    raised = ctypes.py_object(kind) if kind is not None else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, raised)


def _peak_mb() -> float:
    """The most memory that the process had so far; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)
