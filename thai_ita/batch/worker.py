"""What happens to one file inside a worker: it is read, parsed, and comes back as stored rows.

Nothing that a file does may reach the engine as anything but an ``Outcome``.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.batch.machine_faults import MachineFault, NothingReadable, describe, fault_behind
from thai_ita.batch.options import RunOptions
from thai_ita.batch.reading import (
    attempt_report,
    failed_report,
    is_usable,
    readdressed,
)
from thai_ita.batch.rows import plain_text, to_stored
from thai_ita.batch.rules import rules_version
from thai_ita.batch.task import FileResult, Loss, LossKind, Note, Outcome, Task
from thai_ita.model import Report

if TYPE_CHECKING:
    from thai_ita.normalize.gazetteer import Gazetteer

Work = Callable[[Task, RunOptions], FileResult]
"""What a worker does with a task. ``read_task`` in every run; tests inject others."""

LONGEST_ENDING = 12


class ScratchFailed(OSError):
    """The scratch folder cannot be written to: no fault of the file."""


def read_task(task: Task, options: RunOptions) -> FileResult:
    """What one file gives. Raises ``ScratchFailed`` where a copy of it cannot be written."""
    start = time.perf_counter()
    gazetteer = _gazetteer(str(options.agencies)) if options.agencies is not None else None
    if task.member is None and task.content is None:
        report = attempt_report(
            Path(task.file), options=options, gazetteer=gazetteer, hints=task.hints, name=task.name
        )
        readdress(report, task.file, task.name)
    else:
        report = _read_copy(task, options, gazetteer)
    return to_result(report, options, time.perf_counter() - start)


def to_result(report: Report, options: RunOptions, elapsed_s: float = 0.0) -> FileResult:
    """A report as the rows that the store keeps."""
    from thai_ita.export.tables import build_tables

    rows = {
        table.name: [to_stored(table.name, row) for row in table.rows]
        for table in build_tables([report])
    }
    (document,) = rows.pop("documents")
    troubles = [*report.document.troubles, *report.troubles]
    distinct = dict.fromkeys(
        Note(t.code, plain_text(t.message), str(t.severity), t.page) for t in troubles
    )
    return FileResult(
        doc_id=report.document.doc_id,
        status=report.status,
        usable=is_usable(report),
        error=plain_text(report.error),
        document=document,
        rows=rows,
        notes=tuple(distinct),
        record=_record(report) if options.format.with_json else None,
        elapsed_s=elapsed_s,
        rules=rules_version(),
    )


def attempt(work: Work, task: Task, options: RunOptions) -> Outcome:
    """The outcome of a task, whatever the work raises but what stops the whole run.

    That is ``ScratchFailed``, ``NothingReadable`` and an interrupt.

    Another exception is not sent on: it may not pickle, or drag the whole document with it.
    """
    try:
        result = work(task, options)
    except (KeyboardInterrupt, ScratchFailed, NothingReadable):
        raise
    except MachineFault as fault:
        return Outcome(task, loss=machine_loss(str(fault)))
    except MemoryError:
        return Outcome(task, loss=memory_loss(options))
    except SystemExit as error:
        reason = f"made its reader end the process (exit {error.code!r:.40})"
        return Outcome(task, loss=Loss(LossKind.CRASHED, reason))
    except BaseException as error:
        behind = fault_behind(error)
        if isinstance(behind, NothingReadable):
            raise behind from error
        if behind is not None:
            return Outcome(task, loss=machine_loss(str(behind)))
        reason = f"raised {describe(error)} outside of its reader"
        return Outcome(task, loss=Loss(LossKind.CRASHED, reason))
    if result.out_of_memory:
        return Outcome(task, loss=memory_loss(options))
    return Outcome(task, result)


def memory_loss(options: RunOptions) -> Loss:
    return Loss(LossKind.MEMORY, f"needs more than the {options.memory_mb} MB of --memory")


def machine_loss(what: str) -> Loss:
    return Loss(LossKind.ENVIRONMENT, f"was not read, through no fault of its own ({what})")


def readdress(report: Report, read_as: str, name: str) -> None:
    """Give a report the path that the tables show instead of the one it was read from."""
    if read_as == name:
        return
    report.document.path = name
    if report.error:
        report.error = readdressed(report.error, read_as, name)


def _read_copy(task: Task, options: RunOptions, gazetteer: Gazetteer | None) -> Report:
    """Read an entry of an archive, or content that was sent, from a file made for it."""
    ending = Path(task.name).suffix[:LONGEST_ENDING]
    try:
        handle, name = tempfile.mkstemp(suffix=ending, prefix="input-")
    except OSError as error:
        raise ScratchFailed(error.errno, error.strerror) from error
    copy = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            if task.content is not None:
                _write(file.write, task.content)
            else:
                from thai_ita.batch.archives import ArchiveError, member_blocks

                try:
                    for block in member_blocks(task.file, task.member or 0, options):
                        _write(file.write, block)
                except ArchiveError as error:
                    return _failed_member(task, error.message)
        report = attempt_report(
            copy, options=options, gazetteer=gazetteer, hints=task.hints, name=task.name
        )
    finally:
        copy.unlink(missing_ok=True)
    readdress(report, name, task.name)
    return report


def _write(write: Callable[[bytes], int], block: bytes) -> None:
    try:
        write(block)
    except OSError as error:
        raise ScratchFailed(error.errno, error.strerror) from error


def _failed_member(task: Task, message: str) -> Report:
    return failed_report(Path(task.name), f"{task.name}: {message}", code="archive")


def _record(report: Report) -> bytes:
    from thai_ita.export.json_files import report_record

    text = json.dumps(report_record(report), ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "replace"), 1)


@lru_cache(maxsize=2)
def _gazetteer(path: str) -> Gazetteer:
    from thai_ita.normalize.gazetteer import GazetteerError, load_gazetteer

    try:
        return load_gazetteer(path)
    except GazetteerError as error:
        # It could be read when the run began.
        raise NothingReadable(str(error)) from error
