"""How a run went: the counts, and the lines that tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thai_ita import __version__
from thai_ita.batch.corrected import Corrections, open_elsewhere
from thai_ita.batch.correction_outcomes import correction_outcomes, counts_of, not_applied
from thai_ita.batch.passing import PassedOver
from thai_ita.batch.plan import Changes, telling_name
from thai_ita.batch.read_report import problem_line
from thai_ita.batch.schema import stored_name
from thai_ita.batch.times import Times
from thai_ita.exitcodes import ExitCode

if TYPE_CHECKING:
    from thai_ita.batch.engine import Engine
    from thai_ita.batch.store import Store

_COUNTED = ("read", "reused", "left", "quarantined", "recognised", "withheld")


@dataclass(slots=True)
class RunSummary:
    """How a run went: what was read, what came out, and where it was written.

    ``statuses`` counts documents by status, ``rows`` counts the rows of each table, ``problems``
    are one-line messages, each naming its input; ``notes`` tell what changed since the last run;
    ``passed_over`` are files of folders and archives that were not looked into, with the reason.
    ``read`` files were read in this run, ``reused`` were not read again, ``left`` are for the next
    run because of ``limit``. ``recognised`` pages hold a picture that was read, ``withheld`` figures of
    such were not sure enough for the tables. ``corrections`` counts those of OUT by what came of them
    (``corrections_told.Came``). ``times`` tells where the time went. ``files`` are the paths written.
    """

    documents: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    read: int = 0
    reused: int = 0
    left: int = 0
    quarantined: int = 0
    recognised: int = 0
    withheld: int = 0
    corrections: dict[str, int] = field(default_factory=dict)
    times: Times = field(default_factory=Times)
    files: list[Path] = field(default_factory=list)
    exit_code: ExitCode = ExitCode.NOTHING_USABLE

    def as_record(self) -> dict[str, Any]:
        """The summary as plain JSON values."""
        counts = {name: getattr(self, name) for name in _COUNTED}
        return {
            "version": __version__,
            "documents": self.documents,
            **counts,
            "corrections": self.corrections,
            "statuses": self.statuses,
            "rows": self.rows,
            "problems": self.problems,
            "notes": self.notes,
            "passed_over": [each.as_record() for each in self.passed_over],
            "seconds": self.times.as_record(),
            "files": [str(path) for path in self.files],
            "exit_code": int(self.exit_code),
        }


def summarise(store: Store, engine: Engine, changes: Changes, corrections: Corrections) -> RunSummary:
    """The summary of a run whose files are all read, before its tables are written."""
    recognised, withheld = store.db.execute(
        "SELECT coalesce(sum(f.n_recognised), 0), coalesce(sum(f.n_withheld), 0) "
        f"FROM first_shown s JOIN {stored_name('documents')} f USING (result_id)"
    ).fetchone()
    rows = store.db.execute(
        "SELECT s.path, s.error, r.usable FROM shown s JOIN results r USING (result_id) ORDER BY s.place, s.path"
    )
    problems = store.input_problems()
    documents, n_usable = 0, 0
    for path, error, usable in rows:
        documents += 1
        n_usable += bool(usable)
        if not usable:
            problems.append(problem_line(path, error))
    code = ExitCode.NOTHING_USABLE
    if n_usable:
        code = ExitCode.SOME_FAILED if problems else ExitCode.OK
    came = list(correction_outcomes(store, corrections))
    return RunSummary(
        documents=documents,
        statuses=dict(sorted(engine.counts.items())),
        problems=problems,
        notes=[*store.notes, *_notes(engine, changes), *_open(corrections), *not_applied(came)],
        corrections=counts_of(came),
        passed_over=store.passed_over(),
        read=engine.read,
        reused=documents - min(engine.read, documents),
        left=engine.left,
        quarantined=len(engine.quarantined),
        recognised=recognised,
        withheld=withheld,
        times=engine.times,
        exit_code=code,
    )


def _open(corrections: Corrections) -> list[str]:
    lock = open_elsewhere(corrections.path) if corrections.path else None
    what = "is open in a spreadsheet; what is not saved there was not applied"
    return [f"{corrections.path}: {what} ({lock.name})"] if lock else []


def _notes(engine: Engine, changes: Changes) -> list[str]:
    notes = [
        f"{new}: is {old} under another name" + ("; not read again" if telling_name(new) == telling_name(old) else "")
        for old, new in changes.renamed
    ]
    notes += [f"{name}: has changed; read again" for name in changes.changed]
    notes += [f"{name}: is gone; its rows left the tables" for name in changes.deleted]
    notes += [f"{name}: is no input of this run; its rows left the tables" for name in changes.left_out]
    if engine.left:
        notes.append(f"{engine.left} files are left for the next run, because of --limit")
    return notes
