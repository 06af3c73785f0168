"""Many files: read each, write the tables, say how it went.

One file after the other in this process. A document that fails costs its own row and nothing else.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thai_ita import __version__
from thai_ita.batch.inputs import collect_inputs
from thai_ita.batch.options import RunOptions
from thai_ita.batch.reading import attempt_report
from thai_ita.exitcodes import ExitCode
from thai_ita.model import DocStatus, Report

if TYPE_CHECKING:
    from thai_ita.normalize.gazetteer import Gazetteer

RUN_RECORD = "run.json"

Progress = Callable[[int, int, Report], None]
"""Called after each document with its 1-based number, how many there are, and its report."""


class RunRefused(Exception):
    """The caller's mistake: an output folder or an option that cannot be used."""


@dataclass(slots=True)
class RunSummary:
    """How a run went: what was read, what came out, and where it was written.

    ``statuses`` counts documents by status, ``rows`` counts the rows of each table, ``problems``
    are one-line messages, each naming its input; ``files`` are the paths written.
    """

    documents: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    exit_code: ExitCode = ExitCode.NOTHING_USABLE

    def as_record(self) -> dict[str, Any]:
        """The summary as plain JSON values."""
        return {
            "version": __version__,
            "documents": self.documents,
            "statuses": self.statuses,
            "rows": self.rows,
            "problems": self.problems,
            "files": [str(path) for path in self.files],
            "exit_code": int(self.exit_code),
        }


def is_usable(report: Report) -> bool:
    """Whether a document gave something: fully read, or in part but with facts."""
    if report.status is DocStatus.PARTIAL:
        return bool(report.scores or report.measures or report.findings)
    return report.status is DocStatus.OK


def run_batch(
    paths: Sequence[Path],
    out: Path,
    options: RunOptions | None = None,
    *,
    progress: Progress | None = None,
) -> RunSummary:
    """Read the inputs (files, or folders with all that is under them) and write the tables to out.

    Raises ``RunRefused`` where the output folder or the list of agencies cannot be used, before
    anything is read. Nothing is written before all is read: an interrupted run leaves ``out`` as
    it was.
    """
    options = options or RunOptions()
    _prepare(out, paths)
    gazetteer = agencies_for(options)
    inputs = collect_inputs(paths, leave_out=out)
    reports: list[Report] = []
    for number, path in enumerate(inputs.files, 1):
        report = attempt_report(path, options=options, gazetteer=gazetteer)
        reports.append(report)
        if progress is not None:
            progress(number, len(inputs.files), report)
    summary = _summarise(reports, inputs.problems)
    try:
        _write(out, reports, options, summary, paths)
    except OSError as error:
        raise RunRefused(f"{out}: cannot be written ({error.strerror or error})") from error
    return summary


def problem_of(report: Report) -> str | None:
    """One line on a document that gave nothing; None for one that gave something."""
    if is_usable(report):
        return None
    name = report.document.path
    if not report.error:
        return f"{name}: no scores, measures or findings of an ITA report were found in it"
    # The readers name the file by its last part; where the same name stands in several folders,
    # only the whole path tells which one is meant.
    return report.error if name in report.error else f"{name}: {report.error}"


def _prepare(out: Path, paths: Sequence[Path]) -> None:
    if any(path.is_dir() and path.resolve() == out.resolve() for path in paths):
        raise RunRefused(f"{out}: is an input too; write the output to another folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise RunRefused(f"{out}: is a file; the output needs a folder") from None
    except OSError as error:
        raise RunRefused(f"{out}: cannot be made ({error.strerror})") from error
    if not os.access(out, os.W_OK | os.X_OK):
        raise RunRefused(f"{out}: cannot be written to; check its permissions")


def agencies_for(options: RunOptions) -> Gazetteer | None:
    """The official list of the options, loaded; None where they name none.

    Raises ``RunRefused`` for a list that cannot be read.
    """
    if options.agencies is None:
        return None
    from thai_ita.normalize.gazetteer import GazetteerError, load_gazetteer

    try:
        return load_gazetteer(options.agencies)
    except GazetteerError as error:
        raise RunRefused(str(error)) from error


def _summarise(reports: Sequence[Report], input_problems: Sequence[str]) -> RunSummary:
    problems = list(input_problems)
    problems += [line for line in map(problem_of, reports) if line is not None]
    if not any(map(is_usable, reports)):
        code = ExitCode.NOTHING_USABLE
    else:
        code = ExitCode.SOME_FAILED if problems else ExitCode.OK
    return RunSummary(
        documents=len(reports),
        statuses=dict(sorted(Counter(str(report.status) for report in reports).items())),
        problems=problems,
        exit_code=code,
    )


def _write(
    out: Path,
    reports: Sequence[Report],
    options: RunOptions,
    summary: RunSummary,
    paths: Sequence[Path],
) -> None:
    """Write every file of the run in one go and note in the summary what was written."""
    from thai_ita.export.atomic import AtomicFiles
    from thai_ita.export.csv_files import write_csv
    from thai_ita.export.json_files import write_json, write_reports
    from thai_ita.export.tables import build_tables

    tables = build_tables(reports)
    summary.rows = {table.name: len(table.rows) for table in tables}
    with AtomicFiles(out) as files:
        if options.format.with_csv:
            for table in tables:
                write_csv(files.stage(f"{table.name}.csv"), table)
        if options.format.with_json:
            write_reports(files.stage("reports.json"), reports, version=__version__)
        summary.files = [*files.paths, out / RUN_RECORD]
        record = summary.as_record() | {
            "inputs": [str(path) for path in paths],
            "options": options.as_record(),
        }
        write_json(files.stage(RUN_RECORD), record)
