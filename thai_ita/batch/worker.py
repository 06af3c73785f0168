"""What happens to one file inside a worker: it is read, parsed, and comes back as stored rows.

Nothing that a file does may reach the engine as anything but an ``Outcome``.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.batch.archives import ArchiveError
from thai_ita.batch.at_hand import ScratchError, at_hand, format_at
from thai_ita.batch.containers import look_inside
from thai_ita.batch.fingerprint import code_fingerprint
from thai_ita.batch.looking import document_id, look_at
from thai_ita.batch.machine_faults import (
    MachineFaultError,
    NothingReadableError,
    describe,
    fault_behind,
    lacks_memory,
    machine_fault,
    one_line,
)
from thai_ita.batch.options import RunOptions
from thai_ita.batch.read_report import (
    attempt_report,
    failed_report,
    is_usable,
    readdressed,
)
from thai_ita.batch.row_codec import plain_text, to_stored
from thai_ita.batch.source_view import SourceView
from thai_ita.batch.task import (
    NOTHING_INSIDE,
    FileResult,
    Inside,
    Loss,
    LossKind,
    Note,
    Outcome,
    Task,
)
from thai_ita.ingest.formats import CARRIERS, CONTAINERS, Format
from thai_ita.model import CorrectionResult, DocStatus, Document, Media, Problem, Report

if TYPE_CHECKING:
    from thai_ita.normalize.gazetteer import Gazetteer

Work = Callable[[Task, RunOptions], FileResult | SourceView]
"""What a worker does with a task. ``read_task`` in every run, ``showing.show_task`` where files are to be looked at; tests
inject others."""

_UNREAD = "-not-read"
"""How the codes end of problems with something that stands in a document."""
MOST_COVER_PAGES = 2
"""Pages of a PDF that only says where the files in it are."""


def read_task(task: Task, options: RunOptions) -> FileResult:
    """What one file gives. Raises ``ScratchError`` where a copy of it cannot be written."""
    start = time.perf_counter()
    gazetteer = _gazetteer(str(options.agencies)) if options.agencies is not None else None
    try:
        with at_hand(task, options) as path:
            report, inside = read_with_inside(path, task, options, gazetteer)
    except ArchiveError as error:
        report, inside = _failed_member(task, error.message), NOTHING_INSIDE
    result = to_result(report, options, time.perf_counter() - start)
    return replace(result, inside=inside, hidden=bool(inside.held) and only_holds(report))


def to_result(report: Report, options: RunOptions, elapsed_s: float = 0.0) -> FileResult:
    """A report as the rows that the store keeps."""
    from thai_ita.export.evidence import evidence_record, packed
    from thai_ita.export.tables import build_tables

    rows = {table.name: [to_stored(table.name, row) for row in table.rows] for table in build_tables([report])}
    (document,) = rows.pop("documents")
    problems = [*report.document.problems, *report.problems]
    distinct = dict.fromkeys(Note(t.code, plain_text(t.message), str(t.severity), t.page) for t in problems)
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
        rules=code_fingerprint(),
        evidence=packed(evidence_record(report)),
        corrections=tuple(CorrectionResult(str(each.state), plain_text(each.message)) for each in report.corrections),
    )


def attempt(work: Work, task: Task, options: RunOptions) -> Outcome:
    """The outcome of a task, whatever the work raises but what stops the whole run.

    That is ``ScratchError``, ``NothingReadableError`` and an interrupt.

    Another exception is not sent on: it may not pickle, or drag the whole document with it.
    """
    try:
        if task.look:
            return Outcome(task, seen=look_at(task.look, options))
        if task.doubted:
            from thai_ita.batch.format_samples import fault_of_ending

            if fault := fault_of_ending(task.name, options):
                return Outcome(task, loss=machine_loss(str(fault)))
            return Outcome(task)
        result = work(task, options)
        if isinstance(result, SourceView):
            return Outcome(task, shown=result)
        if not result.out_of_memory:
            return Outcome(task, result)
    except (KeyboardInterrupt, ScratchError, NothingReadableError):
        raise
    except MemoryError:
        pass
    except BaseException as error:  # noqa: BLE001
        try:
            loss = _loss_by(error, options)
        except MemoryError:
            pass
        else:
            return Outcome(task, loss=loss)
    # Here at last nothing holds what was read any more, so there is memory to say so.
    return Outcome(task, loss=memory_loss(options))


def _loss_by(error: BaseException, options: RunOptions) -> Loss:
    """What an exception that came out of the work makes of its file. Raises ``NothingReadableError``."""
    if isinstance(error, MachineFaultError):
        return machine_loss(str(error))
    if isinstance(error, SystemExit) and machine_fault(error) is None:
        what = one_line(f"{error.code!s:.40}") if isinstance(error.code, (int, str)) else ""
        return Loss(LossKind.CRASHED, f"made its reader end the process (exit {what})")
    if lacks_memory(error):
        return memory_loss(options)
    behind = fault_behind(error)
    if isinstance(behind, NothingReadableError):
        raise behind from error
    if behind is not None:
        return machine_loss(str(behind))
    return Loss(LossKind.CRASHED, f"raised {describe(error)} outside of its reader")


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


def read_with_inside(path: Path, task: Task, options: RunOptions, gazetteer: Gazetteer | None) -> tuple[Report, Inside]:
    """What the file at ``path`` says, and which files it holds."""
    kind = format_at(path, task.name)
    if kind in CONTAINERS:
        return _opened(path, kind, task, options)
    report = attempt_report(
        path,
        options=options,
        gazetteer=gazetteer,
        hints=task.hints,
        name=task.name,
        corrections=task.corrections,
    )
    readdress(report, str(path), task.name)
    if kind not in CARRIERS:
        return report, NOTHING_INSIDE
    try:
        return report, look_inside(path, kind, task.name, options)
    except ArchiveError as error:
        note = f"the files in it could not be listed: {error.message}"
    except MemoryError:
        raise
    except Exception as error:
        if lacks_memory(error):
            raise MemoryError from error
        if fault := fault_behind(error):
            raise fault from error
        note = f"the files in it could not be listed ({describe(error)})"
    report.document.problems.append(Problem("carries-files", note))
    return report, NOTHING_INSIDE


def _opened(path: Path, kind: Format, task: Task, options: RunOptions) -> tuple[Report, Inside]:
    """The empty report of an archive and what it holds; a failed one where that is nothing."""
    try:
        inside = look_inside(path, kind, task.name, options)
    except ArchiveError as error:
        return _failed_member(task, error.message, document_id(path)), NOTHING_INSIDE
    name = task.name
    document = Document(document_id(path), name, Media.TEXT)
    report = Report(document=document, status=DocStatus.NO_DATA)
    if not inside.held:
        report = _failed_member(task, "holds no file that could be a report", document.doc_id)
    return report, inside


def only_holds(report: Report) -> bool:
    """Whether a file that holds others says nothing itself: an archive, a letter to the files with
    it, the cover of a portfolio."""
    pages = report.document.pages
    problems = [*report.document.problems, *report.problems]
    return (
        report.status is DocStatus.NO_DATA
        and not any(problem.code.endswith(_UNREAD) for problem in problems)
        and len(pages) <= MOST_COVER_PAGES
        and not any(page.needs_ocr for page in pages)
    )


def _failed_member(task: Task, message: str, doc_id: str = "") -> Report:
    name = f"{task.name}: {message}"
    return failed_report(Path(task.name), name, code="archive", doc_id=doc_id)


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
        raise NothingReadableError(str(error)) from error
