"""The one place that prints: everything for a person or a pipe leaves through here.

What is told may hold names and texts of others; nothing of these reaches a terminal that it would
obey (``thai_ita.visible``). Data goes to stdout, progress and messages to stderr.
"""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, TextIO

from thai_ita.exitcodes import ExitCode
from thai_ita.messages import marked, translated
from thai_ita.streams import messages_may_be_lost
from thai_ita.visible import json_text, visible, visible_lines

if TYPE_CHECKING:
    from rich.console import Console


def tell(*fields: object, err: bool = False) -> None:
    """Print one line of data as it is; of several fields a tab stands between. Messages, on stderr,
    are in the language of the user."""
    _print("\t".join(visible(_said(field) if err else field) for field in fields), err)


def say(line: str) -> None:
    """Print one line for a person on stdout, in the language of the user."""
    _print(visible(translated(line)), err=False)


def _said(field: object) -> object:
    return translated(field) if isinstance(field, str) else field


def tell_text(text: str, *, err: bool = False) -> None:
    """Print a text of several lines."""
    _print(visible_lines(text), err)


def tell_json(record: object, *, indent: int | None = None, err: bool = False) -> None:
    """Print a value as JSON, on one line where there is no ``indent``."""
    _print(json_text(record, indent=indent), err)


_LEADS = marked("problem", "note")
"""What stands before a message."""


def tell_problem(message: str) -> None:
    """Print what is wrong, on one line of stderr."""
    tell(f"problem: {message}", err=True)


def stop(message: str, code: ExitCode = ExitCode.USAGE) -> NoReturn:
    """Tell a problem and end the command."""
    import typer

    tell_problem(message)
    raise typer.Exit(code)


def console(*, err: bool = False, pipe_width: int | None = None) -> Console:
    """A console for tables and bars, whose texts are made visible.

    ``pipe_width`` are its columns where it does not go to a terminal.
    """
    from thai_ita.visible_console import VisibleConsole

    # In a file or a pipe there is no width; the default of 80 would cut the tables.
    stream = sys.stderr if err else sys.stdout
    width = None if stream is not None and stream.isatty() else pipe_width
    return VisibleConsole(stderr=err, width=width, markup=False, emoji=False)


def guard_streams() -> None:
    """Make what others print in this process visible too: tracebacks, warnings, logs of libraries.
    A message that nobody can take is lost, and nothing else.

    Thai comes out right also where the terminal's locale says ASCII or cp1252.
    """
    messages_may_be_lost()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.excepthook = _tell_uncaught
    warnings.showwarning = _tell_warning
    last_resort = logging.StreamHandler()
    last_resort.setLevel(logging.WARNING)
    last_resort.setFormatter(_VisibleFormatter())
    logging.lastResort = last_resort


class _VisibleFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return visible_lines(super().format(record))


def tell_traceback(error: BaseException) -> None:
    """Print where an exception comes from, for those who mend it."""
    tell_text("".join(traceback.format_exception(error)).rstrip("\n"), err=True)


def _tell_uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    tell_traceback(error)


def _tell_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    tell(f"note: {category.__name__}: {message}", err=True)


def _print(text: str, err: bool) -> None:
    print(text, file=sys.stderr if err else sys.stdout, flush=True)
