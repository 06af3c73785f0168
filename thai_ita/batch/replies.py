"""What a worker answers: the outcome of a task as bytes, through a file, and no pickle.

The process that wrote it has read a file of anybody's. So the file is opened as one that may be
anything (a link, a pipe, endless), its size is bounded, and its content becomes an outcome only where
every field fits (``batch.wire``).
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, get_type_hints

from thai_ita.batch.machine_faults import NothingReadableError, describe
from thai_ita.batch.task import Loss, LossKind, Outcome, Task
from thai_ita.batch.wire import InvalidMessageError, from_bytes, to_bytes

MOST_REPLY_BYTES = 1 << 27
"""Of the answer of one task. A report of 2,000 full pages takes a tenth of it."""


@dataclass(frozen=True, slots=True)
class _Head:
    """Which task an answer is of. ``stops`` is why no file at all can be read, "" where one can."""

    number: int
    stops: str = ""


def reply_bytes(outcome: Outcome) -> bytes:
    """An outcome as bytes; a loss that says why where it cannot be written as such.

    Raises MemoryError.
    """
    try:
        data = to_bytes(_parts(), _packed(outcome))
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        reason = f"gave a result that cannot be sent ({describe(error)})"
    else:
        if len(data) <= MOST_REPLY_BYTES:
            return data
        reason = f"gave more than {MOST_REPLY_BYTES >> 20} MB of results"
    return reply_bytes(Outcome(outcome.task, loss=Loss(LossKind.CRASHED, reason)))


def stop_bytes(task: Task, message: str) -> bytes:
    """The answer that no file can be read on this machine."""
    _, *nothing = _packed(Outcome(task))
    return to_bytes(_parts(), (_Head(task.number, message), *nothing))


def outcome_in(data: bytes, task: Task) -> Outcome:
    """The outcome of a task that ``reply_bytes`` wrote.

    Raises ``InvalidMessageError`` for anything else, ``NothingReadableError`` where that is the answer.
    """
    head, *parts = from_bytes(_parts(), data)
    if head.number != task.number:
        raise InvalidMessageError("is of another task")
    if head.stops:
        raise NothingReadableError(head.stops)
    return Outcome(task, *parts)


def read_reply(path: Path, most_bytes: int = MOST_REPLY_BYTES) -> bytes:
    """The bytes of an answer, whose file is then gone.

    Raises ``InvalidMessageError`` for what is no file of a sensible size, OSError where it cannot be read.
    """
    with plain_file(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most_bytes:
            raise InvalidMessageError(f"is larger than {most_bytes >> 20} MB")
        # It may grow meanwhile, which is not looked at.
        data = file.read(size)
    with contextlib.suppress(OSError):
        path.unlink()
    return data


@contextmanager
def plain_file(path: Path) -> Iterator[BinaryIO]:
    """A file that a worker has written, to be read. Raises ``InvalidMessageError`` where it is no plain file."""
    # A pipe would be waited for, a link would lead elsewhere.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise InvalidMessageError("is no file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            yield file
    finally:
        os.close(handle)


@cache
def _parts() -> Any:
    """The type of an answer: its head, then every field of an outcome but the task."""
    hints = get_type_hints(Outcome)
    kinds = [hints[field.name] for field in fields(Outcome)[1:]]
    return tuple.__class_getitem__((_Head, *kinds))


def _packed(outcome: Outcome) -> tuple[Any, ...]:
    values = [getattr(outcome, field.name) for field in fields(Outcome)[1:]]
    return (_Head(outcome.task.number), *values)
