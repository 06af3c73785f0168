"""Many files: which of them to read, read them, write the tables, say how it went."""

from __future__ import annotations

import sqlite3
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita import __version__
from thai_ita.atomic_files import umask
from thai_ita.batch.archives import BLOCK
from thai_ita.batch.corrected import Corrections, corrections_in
from thai_ita.batch.correction_outcomes import gone_with_file
from thai_ita.batch.engine import Engine
from thai_ita.batch.executor import Executor, InProcessExecutor
from thai_ita.batch.fingerprint import code_fingerprint, options_fingerprint
from thai_ita.batch.inputs import STDIN, Inputs, collect_inputs
from thai_ita.batch.interrupts import StopRequest, stop_requests
from thai_ita.batch.lock import LockedError, locked
from thai_ita.batch.looking import content_of
from thai_ita.batch.opening import (
    ForeignStoreError,
    open_store,
    read_store,
    refuse_what_is_not_ours,
)
from thai_ita.batch.options import RunOptions
from thai_ita.batch.plan import Plan, Planned
from thai_ita.batch.progress_events import Progress
from thai_ita.batch.scratch import scratch_folder
from thai_ita.batch.store import Store, StoreError, explained, legible
from thai_ita.batch.summary import RunSummary, summarise
from thai_ita.batch.task import EngineStoppedError
from thai_ita.batch.times import Times
from thai_ita.ingest.formats import CONTAINERS, Format, format_by_ending
from thai_ita.output_folder import READINGS_NAME, STORE_NAME, can_be_written, is_output
from thai_ita.side_files import SideFileError

if TYPE_CHECKING:
    from thai_ita.normalize.gazetteer import Gazetteer

MOST_NAMED = 3
"""Inputs named in a message on all of them."""

LISTING, READING, COMPARING, TABLES = "listing", "reading", "comparing", "tables"
"""The parts of a run whose time is told."""

MakeExecutor = Callable[[RunOptions, Path], Executor]

__all__ = [
    "Interrupted",
    "RunRefusedError",
    "RunSummary",
    "agencies_for",
    "plan_run",
    "run_batch",
]


class RunRefusedError(Exception):
    """The caller's mistake, or a disk or cluster that fails: the run cannot begin or go on."""


class Interrupted(KeyboardInterrupt):
    """Stopped by Ctrl-C or SIGTERM; the message says what is kept and how to go on."""


def run_batch(
    paths: Sequence[Path],
    out: Path,
    options: RunOptions | None = None,
    *,
    progress: Progress | None = None,
    executor: MakeExecutor | None = None,
) -> RunSummary:
    """Read the inputs (``collect_inputs`` says what they may be) and write the tables to ``out``.

    Only what is new or changed since the last run on ``out`` is read. Raises ``RunRefusedError`` where
    the output folder or the list of agencies cannot be used, before anything is read, and where
    the disk or the cluster fails on the way; ``Interrupted`` when it is stopped. In both cases the
    results so far are in the store, the tables are as they were, and the same call goes on.
    ``executor`` is the seam for other ways to do the work.
    """
    options = options or RunOptions()
    _prepare(out, paths)
    corrections = _corrections(out)
    versions = _versions(options)
    times = Times()
    with _standard_input(paths, options) as stdin:
        with times.part(LISTING):
            inputs = collect_inputs(paths, leave_out=out, options=options, stdin=stdin)
        _refuse_nothing(inputs, paths, out)
        try:
            with locked(out), open_store(out) as store, scratch_folder(out) as scratch:
                make = executor or _executor_for
                return _run(
                    store,
                    inputs,
                    out,
                    options,
                    versions,
                    corrections,
                    progress,
                    make,
                    scratch,
                    paths,
                    times,
                )
        except (LockedError, StoreError, EngineStoppedError) as error:
            raise RunRefusedError(str(error)) from error
        except sqlite3.Error as error:
            raise RunRefusedError(str(explained(out / STORE_NAME, error))) from error
        except OSError as error:
            # Of a rename the second name is the one that stands in the way.
            where = getattr(error, "filename2", None) or out
            raise RunRefusedError(f"{where}: cannot be written ({error.strerror or error})") from error


def _refuse_nothing(inputs: Inputs, paths: Sequence[Path], out: Path) -> None:
    """Raise where no input is a file that is there, through a slip of the caller's."""
    if inputs.addresses and not inputs.files:
        raise RunRefusedError("; ".join(inputs.problems[:MOST_NAMED]))
    if is_output(out) and not any(file.file.exists() for file in inputs.files):
        asked = ", ".join(str(path) for path in paths[:MOST_NAMED])
        raise RunRefusedError(f"{asked}: no file to read is there; the tables in {out} stay as they are")


def plan_run(paths: Sequence[Path], out: Path, options: RunOptions) -> list[tuple[str, str]]:
    """What ``run_batch`` would do, as (what, path): ``read``, ``reuse``, ``gone`` or ``pass``.

    Writes nothing. Files that are not known to be unchanged are hashed.
    """
    with _standard_input(paths, options) as stdin:
        inputs = collect_inputs(paths, leave_out=out, options=options, stdin=stdin)
        return _steps(inputs, out, options)


def _steps(inputs: Inputs, out: Path, options: RunOptions) -> list[tuple[str, str]]:
    versions = _versions(options)
    corrections = _corrections(out)
    try:
        with legible(out / STORE_NAME), read_store(out) as store:
            known = store.known_inputs()
            plan = Plan(inputs.files, known, store.result, options, versions, corrections)
            return _steps_of(plan, inputs, options)
    except ForeignStoreError as error:
        raise RunRefusedError(str(error)) from error
    except StoreError:
        plan = Plan(inputs.files, (), lambda _: None, options, versions, corrections)
        return _steps_of(plan, inputs, options)


def _steps_of(plan: Plan, inputs: Inputs, options: RunOptions) -> list[tuple[str, str]]:
    steps: list[tuple[str, str]] = []
    keys: set[str] = set()
    # Grows on the way: what a known file holds is planned when the file is reached.
    for planned in plan.planned:
        if not planned.is_known:
            plan.looking(planned)
            plan.saw(planned, content_of(planned.input.path, options))
        plan.settle(planned)
        result = plan.result_of(planned)
        if result is not None:
            plan.held_by(planned, result)
        stands = result is not None or planned.key in keys
        keys.add(planned.key)
        steps.append(("reuse" if stands else "read", planned.input.name))
    plan.finish()
    steps += [("gone", name) for name in plan.changes.deleted]
    return steps + [("pass", f"{each.path}\t{each.reason.meaning}") for each in inputs.passed]


def _run(
    store: Store,
    inputs: Inputs,
    out: Path,
    options: RunOptions,
    versions: tuple[str, str],
    corrections: Corrections,
    progress: Progress | None,
    make: MakeExecutor,
    scratch: Path,
    paths: Sequence[Path],
    times: Times,
) -> RunSummary:
    from thai_ita.batch.edited import note_edited
    from thai_ita.batch.write_tables import table_names

    with times.part(LISTING):
        note_edited(store, out, table_names(options.format))
        known = store.known_inputs()
        plan = Plan(inputs.files, known, store.result, options, versions, corrections)
        taken_back = gone_with_file(store, corrections, out)
    problems = [*inputs.problems, *corrections.problems]
    with stop_requests() as stop:
        engine = Engine(store, plan, options, progress=progress, stop=stop.check, times=times)
        with store.transaction():
            names = [str(path) for path in paths]
            store.begin_run(__version__, versions[0], options.as_record(), names)
            store.note_inputs(inputs.passed, problems)
            pending = engine.link_all()
        try:
            with times.part(READING):
                _work(engine, pending, make, options, scratch, stop=stop)
            plan.finish()
            if plan.passed or plan.problems:
                with store.transaction():
                    store.note_inputs([*inputs.passed, *plan.passed], [*problems, *plan.problems])
            plan.let_go()
            summary = summarise(store, engine, plan.changes, corrections)
            summary.notes[:0] = taken_back
            _write(store, out, options, summary, paths, versions[0], scratch, corrections)
        except (EngineStoppedError, StoreError):
            # Where the disk is full even this may fail; the next run then finds it killed.
            with suppress(StoreError), store.transaction():
                store.end_run("stopped", {"read": engine.read})
            raise
        except KeyboardInterrupt:
            with store.transaction():
                store.end_run("interrupted", {"read": engine.read})
            done = sum(engine.counts.values())
            raise Interrupted(
                f"interrupted; {done} of {plan.total} files are done and kept; run the same command again to go on"
            ) from None
    return summary


def _work(
    engine: Engine,
    pending: list[Planned],
    make: MakeExecutor,
    options: RunOptions,
    scratch: Path,
    *,
    stop: StopRequest,
) -> None:
    if not pending:
        engine.run(InProcessExecutor(options), pending)
        return
    if len(pending) < options.workers and not any(map(_may_hold, pending)):
        options = replace(options, jobs=len(pending))
    if options.ocr_cache is None:
        options = replace(options, ocr_cache=scratch.parent / READINGS_NAME)
    with make(options, scratch) as executor:
        stop.patient = executor.patient
        try:
            engine.run(executor, pending)
        finally:
            stop.patient = False


def _may_hold(planned: Planned) -> bool:
    """Whether an input may bring others: then there is work for all workers."""
    return format_by_ending(planned.input.name) in CONTAINERS | {Format.MAIL}


def _executor_for(options: RunOptions, scratch: Path) -> Executor:
    if options.scheduler is not None:
        from thai_ita.batch.cluster import ClusterExecutor

        return ClusterExecutor(options)
    if options.workers == 0:
        return InProcessExecutor(options)
    from thai_ita.batch.pool import PoolExecutor

    return PoolExecutor(options, scratch)


def _prepare(out: Path, paths: Sequence[Path]) -> None:
    if umask() & stat.S_IRWXU:
        raise RunRefusedError(
            f"{out}: the umask {umask():03o} takes the rights to new files from their owner; "
            "set another, such as umask 022"
        )
    if any(path.is_dir() and path.resolve() == out.resolve() for path in paths):
        raise RunRefusedError(f"{out}: is an input too; write the output to another folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise RunRefusedError(f"{out}: is a file; the output needs a folder") from None
    except OSError as error:
        raise RunRefusedError(f"{out}: cannot be made ({error.strerror})") from error
    if not can_be_written(out):
        raise RunRefusedError(f"{out}: cannot be written to; check its permissions")
    try:
        refuse_what_is_not_ours(out)
    except StoreError as error:
        raise RunRefusedError(str(error)) from error


@contextmanager
def _standard_input(paths: Sequence[Path], options: RunOptions) -> Iterator[Path | None]:
    """A file with what standard input holds, where ``-`` is an input; removed afterwards.

    What is over the limit of a file is left out but for one byte, so that its reader refuses it.
    """
    if not any(str(path) == STDIN for path in paths):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="thai-ita-") as folder:
        kept = Path(folder, "stdin")
        try:
            with kept.open("wb") as file:
                left = options.max_file_mb * 1_000_000 + 1
                while left > 0 and (block := sys.stdin.buffer.read(min(BLOCK, left))):
                    file.write(block)
                    left -= len(block)
        except OSError as error:
            raise RunRefusedError(f"standard input cannot be read ({error.strerror or error})") from error
        yield kept


def agencies_for(options: RunOptions) -> Gazetteer | None:
    """The official list of the options, loaded; None where they name none.

    Raises ``RunRefusedError`` for a list that cannot be read.
    """
    if options.agencies is None:
        return None
    from thai_ita.normalize.gazetteer import GazetteerError, load_gazetteer

    try:
        return load_gazetteer(options.agencies)
    except GazetteerError as error:
        raise RunRefusedError(str(error)) from error


def _versions(options: RunOptions) -> tuple[str, str]:
    """The versions of the rules and of the options that results depend on."""
    # Loaded here only to refuse a bad list before it stops every worker.
    agencies_for(options)
    try:
        return code_fingerprint(), options_fingerprint(options)
    except SideFileError as error:
        raise RunRefusedError(str(error)) from error


def _corrections(out: Path) -> Corrections:
    """What persons have corrected. Tables without it would publish what somebody knows to be wrong, so
    a file that cannot be read stops the run."""
    try:
        return corrections_in(out)
    except SideFileError as error:
        raise RunRefusedError(str(error)) from error


def _write(
    store: Store,
    out: Path,
    options: RunOptions,
    summary: RunSummary,
    paths: Sequence[Path],
    rules: str,
    scratch: Path,
    corrections: Corrections,
) -> None:
    """Write every file of the run in one go and note in the summary what was written."""
    from thai_ita.atomic_files import AtomicFiles
    from thai_ita.batch.agreement import agreement_in
    from thai_ita.batch.comparison_process import compare_apart
    from thai_ita.batch.edited import hashes_in, keep_edited
    from thai_ita.batch.write_tables import (
        RUN_RECORD,
        is_written,
        known_hashes,
        note_written,
        row_counts,
        table_names,
        write_tables,
    )
    from thai_ita.export.json_files import write_json

    names = table_names(options.format)
    summary.files = [out / name for name in [*names, RUN_RECORD]]
    with AtomicFiles(out) as files:
        if not is_written(store, out, options.format):
            before = hashes_in(store, out)
            with summary.times.part(COMPARING):
                compare_apart(store, scratch, summary.documents, options)
            with summary.times.part(TABLES), agreement_in(scratch) as agreement:
                write_tables(store, files, options.format, agreement)
            # At last: writing may take minutes, in which somebody saves a table.
            summary.notes[:0] = keep_edited(store, out, files, names, corrections, before)
        summary.rows = row_counts(store)
        # The hashes come first, where they are found without reading what follows (``batch.edited``).
        hashes = {name: its[0] for name, its in known_hashes(store).items()}
        record: Mapping[str, object] = (
            {"tables": hashes}
            | summary.as_record()
            | {
                "inputs": [str(path) for path in paths],
                "options": options.as_record(),
            }
        )
        write_json(files.stage(RUN_RECORD), record)
    note_written(store, out, options.format)
    with store.transaction():
        store.end_run("finished", {"read": summary.read, "statuses": summary.statuses})
        store.forget_superseded(rules)
