"""thai-ita reads the ITA reports of Thai local governments into checked, tidy tables.

>>> import thai_ita
>>> report = thai_ita.read("plan.txt")         # doctest: +SKIP
>>> thai_ita.frames(report)["scores"]          # doctest: +SKIP
>>> thai_ita.compare("out", by="province")     # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    import pandas as pd

    from thai_ita.analyze import compare, plans, trends
    from thai_ita.analyze.typed_tables import TableError
    from thai_ita.batch.guarded import GivenUpError
    from thai_ita.batch.run import RunRefusedError, RunSummary
    from thai_ita.corrections.record import Correction
    from thai_ita.extras import MissingExtraError
    from thai_ita.ingest.errors import IngestError
    from thai_ita.model import Report
    from thai_ita.normalize.gazetteer import GazetteerError
    from thai_ita.side_files import SideFileError

__version__ = "0.2.0"
__all__ = [
    "GazetteerError",
    "GivenUpError",
    "IngestError",
    "MissingExtraError",
    "RunRefusedError",
    "SideFileError",
    "TableError",
    "__version__",
    "compare",
    "frames",
    "plans",
    "read",
    "run",
    "trends",
]

# The rooms are imported inside the functions: importing the package must cost nothing.


def read(
    path: str | os.PathLike[str],
    *,
    agencies: str | os.PathLike[str] | None = None,
    corrections: str | os.PathLike[str] | Iterable[Correction] = (),
    guarded: bool = True,
    deadline_s: int = 300,
    memory_mb: int = 2048,
) -> Report:
    """What one published report says: identity, scores, measures, findings, with evidence.

    ``corrections`` are what persons say of it, or the path of a ``corrections.csv``; those of other files
    may stand among them. ``Report.corrections`` says what came of each. A row that makes no correction
    is a warning, a file that cannot be used raises ``SideFileError``.

    ``agencies`` is an official list of local governments (CSV) to check names and codes against.
    Raises ``IngestError`` for a file that gives nothing, and
    ``GazetteerError`` for a list that cannot be used; the messages
    name the file and say what to do.

    The file is read in a process of its own, since it may hang or ask for all the memory there is:
    after ``deadline_s`` seconds (a page that is read from its picture has them each), or where it
    needs more than ``memory_mb`` megabytes of address space, ``GivenUpError`` is
    raised, an IngestError. ``guarded=False`` reads in this process, without limits.
    """
    from pathlib import Path

    given = _corrections(corrections)
    if guarded:
        from thai_ita.batch.guarded import read_guarded
        from thai_ita.batch.options import RunOptions

        listed = Path(agencies) if agencies is not None else None
        options = RunOptions(agencies=listed, deadline_s=deadline_s, memory_mb=memory_mb)
        return read_guarded(Path(path), options, corrections=given)
    from thai_ita.batch.read_report import read_report

    gazetteer = None
    if agencies is not None:
        from thai_ita.normalize.gazetteer import load_gazetteer

        gazetteer = load_gazetteer(Path(agencies))
    return read_report(Path(path), gazetteer=gazetteer, corrections=given)


def _corrections(
    given: str | os.PathLike[str] | Iterable[Correction],
) -> tuple[Correction, ...]:
    import os

    if not isinstance(given, (str, os.PathLike)):
        return tuple(given)
    import warnings

    from thai_ita.corrections.csv_file import read_corrections

    read, problems = read_corrections(os.fspath(given))
    for problem in problems:
        warnings.warn(f"{os.fspath(given)}: {problem}", stacklevel=3)
    return tuple(read)


def run(inputs: Iterable[str | os.PathLike[str]], out: str | os.PathLike[str], **options: object) -> RunSummary:
    """Read files and folders and write the five tables to the folder ``out``.

    A script that calls this must do so below ``if __name__ == "__main__":``, since files are read
    in worker processes, which import the script; ``jobs=0`` reads them in this process instead.
    ``options`` are the fields of ``thai_ita.batch.options.RunOptions``; its ``agencies`` and
    ``format`` may be given as text. Raises ``ValueError`` for an option out of bounds and
    ``thai_ita.batch.run.RunRefusedError`` for an output folder that cannot be used.
    """
    from pathlib import Path

    from thai_ita.batch.options import RunOptions
    from thai_ita.batch.run import run_batch

    paths = [Path(path) for path in inputs]
    return run_batch(paths, Path(out), RunOptions.from_values(options))


def frames(reports: Report | Iterable[Report]) -> dict[str, pd.DataFrame]:
    """The five tables of one report or of many, as pandas frames by name.

    The names are ``documents``, ``scores``, ``measures``, ``findings`` and ``checks``; the columns
    are those of docs/output.md.
    """
    from thai_ita.export.frames import frames as build

    return build(reports)


_HOMES = {
    "compare": "analyze", "plans": "analyze", "trends": "analyze",
    "IngestError": "ingest.errors", "GivenUpError": "batch.guarded", "RunRefusedError": "batch.run",
    "SideFileError": "side_files", "GazetteerError": "normalize.gazetteer",
    "TableError": "analyze.typed_tables", "MissingExtraError": "extras",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
