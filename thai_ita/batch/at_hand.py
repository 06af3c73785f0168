"""The file of a task, also where it lies inside of others: copied out, and removed afterwards.

What holds others stays open from one task to the next, so that an archive of 20,000 files is opened
once in a worker's life and not 20,000 times. Copies of such are without a name as soon as they are
open, where the system allows that: however a worker ends, it leaves nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from thai_ita.batch.archives import MEMBER_MARK, ArchiveError
from thai_ita.batch.containers import Container
from thai_ita.batch.options import RunOptions
from thai_ita.batch.task import Task
from thai_ita.ingest.formats import Format
from thai_ita.ingest.sniffing import sniff_file
from thai_ita.regular_files import open_regular

LONGEST_ENDING = 12
MOST_KEPT = 6
"""Files that hold others, kept open: one input as deep as is opened, and some."""
LARGEST_MAIL = 20_000_000
"""Bytes of a mail that is kept; a larger one, which stands in memory, is opened for each task."""

_Key = tuple[object, ...]
_kept: OrderedDict[_Key, Container] = OrderedDict()


class ScratchError(OSError):
    """The scratch folder cannot be written to: no fault of the file."""


@contextmanager
def at_hand(task: Task, options: RunOptions) -> Iterator[Path]:
    """The file of a task, copied out of what it lies in; the copy is removed afterwards.

    Raises ``ArchiveError`` where it cannot be had.
    """
    if not task.within and task.content is None:
        yield Path(task.file)
        return
    if task.within:
        with _holding(task, options) as container:
            made = _copied(task.name, container.blocks(task.within[-1]))
    else:
        made = _copied(task.name, iter((task.content or b"",)))
    try:
        yield made
    finally:
        made.unlink(missing_ok=True)


def format_at(path: Path, name: str) -> Format:
    """The format of a file that lies at ``path`` and is called ``name``; ``UNKNOWN`` for one that
    cannot be opened."""
    try:
        with open_regular(path) as file:
            return sniff_file(file, PurePosixPath(name).name)
    except (OSError, ValueError):
        return Format.UNKNOWN


def let_go() -> None:
    """Close what is kept open."""
    while _kept:
        _kept.popitem()[1].close()


@contextmanager
def _holding(task: Task, options: RunOptions) -> Iterator[Container]:
    """The file that holds the file of a task, open."""
    # The names of the files on the way, the outermost first.
    names = task.name.rsplit(MEMBER_MARK, len(task.within))[:-1]
    outermost = _identity(task, options)
    keys: list[_Key] = [(*outermost, task.within[:depth]) for depth in range(len(names))]
    container: Container | None = None
    for depth in reversed(range(len(names))):
        if (container := _kept.get(keys[depth])) is not None:
            _kept.move_to_end(keys[depth])
            break
    else:
        depth = -1
    for below in range(depth + 1, len(names)):
        name = names[below]
        container = Container(_opened(task, name, container, below), name, options)
        _kept[keys[below]] = container
    assert container is not None
    try:
        yield container
    finally:
        _keep_no_more_than(MOST_KEPT)


def _opened(task: Task, name: str, above: Container | None, depth: int) -> BinaryIO:
    """A file that holds others, at a depth of the way to that of a task."""
    if above is not None:
        return _nameless(_copied(name, above.blocks(task.within[depth - 1])))
    if task.content is not None:
        return io.BytesIO(task.content)
    try:
        return open_regular(task.file)
    except OSError as error:
        raise ArchiveError(f"cannot be opened ({error.strerror or error})") from error


def _keep_no_more_than(most: int) -> None:
    for key, container in list(_kept.items()):
        heavy = container.kind is Format.MAIL and container.size > LARGEST_MAIL
        if heavy or len(_kept) > most:
            del _kept[key]
            container.close()


def _identity(task: Task, options: RunOptions) -> _Key:
    """What tells the outermost file from any other, and from itself after a change."""
    bounds = (options.max_file_mb, options.max_zip_mb)
    if task.content is not None:
        return (hashlib.sha256(task.content).digest(), bounds)
    try:
        status = os.stat(task.file)
    except OSError as error:
        raise ArchiveError(f"cannot be opened ({error.strerror or error})") from error
    return (task.file, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns, bounds)


def _copied(name: str, blocks: Iterator[bytes]) -> Path:
    """A new file with this content and the ending of this name."""
    with _scratch_errors():
        handle, made = tempfile.mkstemp(suffix=PurePosixPath(name).suffix[:LONGEST_ENDING], prefix="input-")
    copy = Path(made)
    try:
        with os.fdopen(handle, "wb") as file:
            for block in blocks:
                with _scratch_errors():
                    file.write(block)
            with _scratch_errors():
                file.flush()
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


@contextmanager
def _scratch_errors() -> Iterator[None]:
    """What fails within the block is told of the scratch folder, not of what is read."""
    try:
        yield
    except OSError as error:
        raise ScratchError(error.errno, error.strerror) from error


def _nameless(copy: Path) -> BinaryIO:
    """A copy, open and gone from its folder, or gone when it is closed."""
    file = copy.open("rb")
    try:
        copy.unlink()
    except OSError:
        return _Removed(copy, file)
    return file


class _Removed(io.BufferedReader):
    """An open file that is removed when it is closed, where it could not be before."""

    def __init__(self, copy: Path, file: BinaryIO) -> None:
        file.close()
        super().__init__(io.FileIO(copy))
        self._copy = copy

    def close(self) -> None:
        super().close()
        with contextlib.suppress(OSError):
            self._copy.unlink(missing_ok=True)
