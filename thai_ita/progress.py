"""How far a run is, on stderr: a bar on a terminal, plain lines elsewhere, JSON where asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from thai_ita.batch.progress_events import EventKind, ProgressEvent
from thai_ita.console import console, tell, tell_json
from thai_ita.messages import marked, translated
from thai_ita.visible import visible

if TYPE_CHECKING:
    from thai_ita.batch.progress_events import Progress


_WORDS = marked("left", "pages", "looking")
LOOKED_AT = 5_000
"""Documents after which a line says how many are looked at, where there is no bar."""


@contextmanager
def shown_progress(quiet: bool, log_json: bool = False) -> Iterator[Progress | None]:
    """A callback for ``run_batch`` that shows each step on stderr; None when quiet."""
    if log_json:
        yield _log_step
    elif quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _print_line


@contextmanager
def shown_making(
    quiet: bool,
) -> Iterator[tuple[Callable[[int, int, str], None] | None, Callable[[int, int], None] | None]]:
    """Two callbacks: one shows how many pages are made, of how many, and the document of the last; the other how many
    documents are looked at before, of how many. None of both when quiet."""
    if quiet:
        yield None, None
        return
    if not sys.stderr.isatty():
        yield (
            lambda done, total, path: tell(f"[{done}/{total}] {path}", err=True) if path else None,
            lambda done, total: (
                tell(f"{done} of {total} documents looked at", err=True) if done % LOOKED_AT == 0 else None
            ),
        )
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console(err=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield (
            lambda done, total, _: bar.update(task, description=translated("pages"), completed=done, total=total),
            lambda done, total: bar.update(task, description=translated("looking"), completed=done, total=total),
        )


def in_words(step: ProgressEvent) -> str:
    """A step on one line: ``plan.txt: ok, 11 scores, 5 measures, 0 findings``."""
    if step.kind in (EventKind.RETRY, EventKind.PAGE):
        return f"{step.path}: {step.message}"
    if step.kind is EventKind.QUARANTINED:
        return step.message
    counts = f"{step.scores} scores, {step.measures} measures, {step.findings} findings"
    return f"{step.path}: {step.status}, {counts}"


def log_event(event: str, **values: Any) -> None:
    """One JSON object on one line of stderr, with the time and the kind of event."""
    record = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event}
    tell_json(record | values, err=True)


def _log_step(step: ProgressEvent) -> None:
    if step.kind is EventKind.REUSED:
        log_event(step.kind, done=step.done, total=step.total)
        return
    log_event(
        step.kind,
        path=step.path,
        status=step.status,
        done=step.done,
        total=step.total,
        scores=step.scores,
        measures=step.measures,
        findings=step.findings,
        seconds=round(step.elapsed_s, 3),
        message=step.message,
    )


def _print_line(step: ProgressEvent) -> None:
    if step.kind is not EventKind.REUSED:
        text = in_words(step)
    elif step.done:
        text = "read before and unchanged"
    else:
        return
    tell(f"[{step.done}/{step.total}] {text}", err=True)


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    from thai_ita.visible_console import line_of

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn(translated("left")),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}", markup=False),
    )
    terminal = console(err=True)
    with Bar(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("", total=None, rate="", counts="")
        reused = 0

        def advance(step: ProgressEvent) -> None:
            nonlocal reused
            if step.kind is EventKind.REUSED and reused == 0:
                # What was done before says nothing of how fast this run is.
                reused = step.done
                bar.reset(task, total=step.total, completed=step.done)
            if step.kind in (EventKind.RETRY, EventKind.QUARANTINED):
                terminal.print(line_of(translated(in_words(step))))
            seconds = bar.tasks[0].elapsed or 0.0
            rate = (step.done - reused) / seconds if seconds else 0.0
            counts = translated(", ".join(f"{n} {status}" for status, n in sorted(step.counts.items())))
            if step.kind is EventKind.PAGE:
                counts += visible(f"; {PurePath(step.path).name}: {translated(step.message)}")
            bar.update(task, completed=step.done, total=step.total, rate=f"{rate:.1f}/s", counts=counts)

        yield advance
