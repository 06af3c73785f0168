"""One file in, one Report out: the whole path from reading to checked numbers.

``read_report`` raises; ``attempt_report`` is the per-file boundary of a run, which never does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from thai_ita.batch.hints import apply_hints
from thai_ita.batch.looking import document_id
from thai_ita.batch.machine_faults import (
    MachineFaultError,
    describe,
    fault_behind,
    lacks_memory,
    machine_fault,
    one_line,
)
from thai_ita.batch.task import NO_HINTS, OUT_OF_MEMORY, Hints
from thai_ita.corrections.fact_names import name_facts
from thai_ita.corrections.record import APPLIED, Correction
from thai_ita.model import DocStatus, Document, Line, Media, Problem, Report, Severity

if TYPE_CHECKING:
    from thai_ita.batch.options import RunOptions
    from thai_ita.normalize.gazetteer import Gazetteer

LONGEST_QUOTE = 60
"""Letters of a page that are quoted to tell which page it is."""
_MEDIA_BY_SUFFIX = {
    ".pdf": Media.PDF_TEXT,
    ".docx": Media.DOCX,
    ".xlsx": Media.XLSX,
    ".html": Media.HTML,
    ".htm": Media.HTML,
    ".jpg": Media.IMAGE,
    ".jpeg": Media.IMAGE,
    ".png": Media.IMAGE,
    ".tif": Media.IMAGE,
    ".tiff": Media.IMAGE,
}


def read_report(
    path: Path,
    *,
    options: RunOptions | None = None,
    gazetteer: Gazetteer | None = None,
    hints: Hints = NO_HINTS,
    name: str = "",
    corrections: Sequence[Correction] = (),
) -> Report:
    """What one published report says; ``hints`` fill what it does not. ``name`` is its path where
    ``path`` is that of a copy. Those of ``corrections`` that are of its content (``doc_id``) count more
    than what is read, where they fit it; ``Report.corrections`` says what came of each.

    Raises ``thai_ita.ingest.errors.IngestError`` for a file that gives nothing; its message names
    the file and says what to do. Without a ``gazetteer`` the names that come with the package are
    used.
    """
    from thai_ita.ingest import read_document

    bounds = options.for_ingest() if options is not None else None
    document = read_document(path, bounds)
    document.path = name or document.path
    # Imported after reading: a file that gives nothing does not wait for the parser to load.
    from thai_ita.parse import parse_document

    report = parse_document(document, gazetteer=gazetteer)
    # Before the hints: a list of them that is given later leaves the names as they are.
    name_facts(report)
    apply_hints(report, hints, gazetteer)
    finish = partial(finish_report, repair=options is None or not options.no_repair)
    if its := [each for each in corrections if each.doc_id == document.doc_id]:
        from thai_ita.corrections.apply import corrected

        report = corrected(report, its, finish, gazetteer)
    else:
        finish(report)
    taken_out = any(result.state == APPLIED for result in report.corrections)
    if report.status is DocStatus.NO_DATA and not taken_out:
        _refuse_misnamed(path, document)
    return report


def finish_report(report: Report, *, repair: bool) -> None:
    """Reconcile a parsed report, and name what follows from its facts."""
    if report.scores or report.withheld:
        from thai_ita.analyze.reconcile import reconcile

        reconcile(report, repair=repair)
        name_facts(report)


def _refuse_misnamed(path: Path, document: Document) -> None:
    """Raise where nothing is in a file that is not what its ending says: an error page, often."""
    from thai_ita.ingest.errors import NotWhatItsNameSaysError
    from thai_ita.ingest.formats import Format
    from thai_ita.ingest.read_document import misnamed

    kind = Format.HTML if document.media is Media.HTML else Format.TEXT
    told = any(problem.code == NotWhatItsNameSaysError.code for problem in document.problems)
    if told and (promised := misnamed(path.name, kind)) is not None:
        first = next((b.text for b in document.blocks if isinstance(b, Line) and b.text), "")
        raise NotWhatItsNameSaysError(str(path), promised, kind, first[:LONGEST_QUOTE].strip())


def attempt_report(
    path: Path,
    *,
    options: RunOptions,
    gazetteer: Gazetteer | None = None,
    hints: Hints = NO_HINTS,
    name: str = "",
    corrections: Sequence[Correction] = (),
) -> Report:
    """``read_report`` for one file of many: whatever is wrong with it becomes a failed Report.

    This is the one place that catches every exception, so that a document which breaks a reader
    does not take the others with it. Raises ``MachineFaultError`` where the file is not to blame.
    """
    from thai_ita.ingest.errors import DamagedError, IngestError, UnreadableError

    try:
        return read_report(
            path,
            options=options,
            gazetteer=gazetteer,
            hints=hints,
            name=name,
            corrections=corrections,
        )
    except UnreadableError as error:
        return failed_report(path, one_line(str(error)), code=error.code)
    except IngestError as error:
        if lacks_memory(error):
            return _too_large(path)
        if error.__cause__ is not None and (fault := machine_fault(error.__cause__)):
            raise fault from error
        if isinstance(error, DamagedError) and (fault := _fault_of_format(path, name, options)):
            raise fault from error
        return failed_report(path, one_line(str(error)), code=error.code)
    except MemoryError:
        return _too_large(path)
    except Exception as error:
        if lacks_memory(error):
            return _too_large(path)
        if fault := fault_behind(error) or _fault_of_format(path, name, options):
            raise fault from error
        return failed_report(
            path,
            f"{path}: could not be read because of a fault in thai-ita ({describe(error)}); "
            "please report it with the file",
            code="internal",
        )


def _fault_of_format(path: Path, name: str, options: RunOptions) -> MachineFaultError | None:
    from thai_ita.batch.format_samples import fault_of_format

    return fault_of_format(path, name, options.for_ingest())


def _too_large(path: Path) -> Report:
    message = f"{path}: needs more memory than a worker may use"
    return failed_report(path, message, code=OUT_OF_MEMORY)


def failed_report(path: Path, error: str, *, code: str, doc_id: str = "") -> Report:
    """The Report of a file that gave nothing: its id, its path and the reason.

    Without a ``doc_id`` the file is read again to make it.
    """
    document = Document(
        doc_id=doc_id or document_id(path),
        path=str(path),
        media=_MEDIA_BY_SUFFIX.get(path.suffix.lower(), Media.TEXT),
    )
    return Report(
        document=document,
        status=DocStatus.FAILED,
        error=error,
        problems=[Problem(code, error, Severity.ERROR)],
    )


def is_usable(report: Report) -> bool:
    """Whether a document gave something: fully read, or in part but with facts."""
    if report.status is DocStatus.PARTIAL:
        return bool(report.scores or report.measures or report.findings)
    return report.status is DocStatus.OK


def problem_of(report: Report) -> str | None:
    """One line on a document that gave nothing; None for one that gave something."""
    return None if is_usable(report) else problem_line(report.document.path, report.error)


def problem_line(name: str, error: str) -> str:
    """The line for a document that gave nothing, from its path and its error (may be empty)."""
    if not error:
        return f"{name}: no scores, measures or findings of an ITA report were found in it"
    # The readers name the file by its last part; where the same name stands in several folders,
    # only the whole path tells which one is meant.
    return error if one_line(name) in error else f"{name}: {error}"


def readdressed(error: str, read_as: str, name: str) -> str:
    """An error message of a file that was read under one path, for another path."""
    for before, after in ((read_as, name), (PurePath(read_as).name, PurePath(name).name)):
        said = one_line(before)
        if error.startswith(f"{said}: "):
            return one_line(after) + error[len(said) :]
    return error
