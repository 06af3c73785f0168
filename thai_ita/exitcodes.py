"""What the command's exit code tells the caller; docs/cli.md lists the same."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of ``thai-ita``. They do not change between versions."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    NOTHING_USABLE = 3
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """One sentence for the documentation."""
        return _MEANING[self]


_MEANING = {
    ExitCode.OK: "Every input was read and gave facts.",
    ExitCode.SOME_FAILED: "Some inputs failed or gave nothing, or some rows of corrections cannot be "
    "used, or some pages could not be made; the others are in the output.",
    ExitCode.USAGE: "The command line is wrong, the tables or the store cannot be used, the output "
    "cannot be written, or this machine lacks what is needed.",
    ExitCode.NOTHING_USABLE: "No input gave anything usable; of `compare`, `trends` and `plans`: no "
    "row of the tables is left to answer with (a line on stderr says so).",
    ExitCode.INTERRUPTED: "Stopped by Ctrl-C or SIGTERM; what was read is kept, and the same command goes on.",
}
