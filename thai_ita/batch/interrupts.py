"""Ctrl-C, SIGTERM and a terminal that is closed: the first asks a run to stop at the next safe point, the second insists."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class StopRequest:
    """Whether somebody asked to stop. ``patient`` tells that the run looks here often enough."""

    def __init__(self) -> None:
        self.requested = False
        self.patient = False

    def check(self) -> None:
        """Raise ``KeyboardInterrupt`` where a stop was asked for."""
        if self.requested:
            raise KeyboardInterrupt

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self.requested or not self.patient:
            raise KeyboardInterrupt
        self.requested = True


@contextmanager
def stop_requests() -> Iterator[StopRequest]:
    """These signals become a ``StopRequest`` while the block runs.

    In a thread other than the main one, where Python allows no signal handler, nothing changes.
    """
    request = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield request
        return
    numbers = [signal.SIGINT, signal.SIGTERM]
    hangup = getattr(signal, "SIGHUP", None)
    # Who has it ignored, as nohup does, wants the run to go on without the terminal.
    if hangup is not None and signal.getsignal(hangup) is signal.SIG_DFL:
        numbers.append(hangup)
    before = [signal.signal(number, request._on_signal) for number in numbers]
    try:
        yield request
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
