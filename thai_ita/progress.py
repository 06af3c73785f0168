"""How far a run is, on stderr: a bar on a terminal, one plain line a document elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from thai_ita.model import Report

if TYPE_CHECKING:
    from thai_ita.batch.run import Progress


@contextmanager
def shown_progress(quiet: bool) -> Iterator[Progress | None]:
    """A callback for ``run_batch`` that shows each document on stderr; None when quiet."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _print_line


def in_words(report: Report) -> str:
    """One document's result on one line: ``plan.txt: ok, 11 scores, 5 measures, 0 findings``."""
    counts = (
        f"{len(report.scores)} scores, {len(report.measures)} measures, "
        f"{len(report.findings)} findings"
    )
    return f"{report.document.path}: {report.status}, {counts}"


def _print_line(number: int, total: int, report: Report) -> None:
    print(f"[{number}/{total}] {in_words(report)}", file=sys.stderr, flush=True)


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, name="")

        def advance(number: int, total: int, report: Report) -> None:
            bar.update(task, completed=number, total=total, name=in_words(report))

        yield advance
