"""``thai-ita`` and ``python -m thai_ita``: the way in to the command line."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from thai_ita.streams import open_what_is_closed


def main() -> None:
    """The entry point of the ``thai-ita`` command; Ctrl-C is no traceback from the first moment, and
    SIGTERM is as Ctrl-C."""
    open_what_is_closed()
    try:
        try:
            signal.signal(signal.SIGTERM, _interrupt)
            command = _command()
            command()
        finally:
            _ignore_interrupts()
    except KeyboardInterrupt:
        from thai_ita.exitcodes import ExitCode

        sys.exit(ExitCode.INTERRUPTED)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _ignore_interrupts() -> None:
    """All is told by now: one more Ctrl-C, on the way out, would only change the exit code."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _command() -> Callable[[], None]:
    """The command line; ends the process where a package that it needs does not load."""
    try:
        from thai_ita.cli import main as command
    except (Exception, SystemExit) as error:  # noqa: BLE001 -- a package may raise anything
        from thai_ita.batch.machine_faults import describe
        from thai_ita.console import guard_streams, tell_problem
        from thai_ita.exitcodes import ExitCode

        guard_streams()
        tell_problem(f"thai-ita cannot start here ({describe(error)}); install it anew")
        sys.exit(ExitCode.USAGE)
    return command


if __name__ == "__main__":
    main()
