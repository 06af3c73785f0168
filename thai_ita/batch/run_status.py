"""What is done on an output folder, what failed, and why: read from the store."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thai_ita.batch.corrected import corrections_in
from thai_ita.batch.correction_outcomes import correction_outcomes, counts_of, in_words
from thai_ita.batch.lock import holder, is_held
from thai_ita.batch.machine_faults import one_line
from thai_ita.batch.opening import read_store
from thai_ita.batch.passing import PassedOver, summary_lines
from thai_ita.batch.store import STORE_NAME, StoreError, legible, passes
from thai_ita.output_folder import quoted
from thai_ita.side_files import SideFileError


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that gave nothing; ``quarantine`` is empty but for one that was given up."""

    path: str
    status: str
    error: str
    quarantine: str

    @property
    def passes(self) -> bool:
        """Whether the next run reads it again unasked."""
        return passes(self.quarantine)


@dataclass(slots=True)
class Status:
    """The state of an output folder after its last run, or in the middle of it.

    ``state`` is running, finished, interrupted, killed or stopped (by a fault of disk or cluster);
    ``waiting`` inputs have no result yet, ``opened`` ones only hold others. ``corrections`` are counted
    by what came of them.
    """

    out: Path
    state: str
    started: str
    ended: str | None
    version: str
    runs: int
    inputs: int
    waiting: int
    opened: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    bad: list[BadFile] = field(default_factory=list)
    slowest: list[tuple[str, float]] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    pid: str = ""
    problems: list[str] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    corrections: dict[str, int] = field(default_factory=dict)

    def as_record(self) -> dict[str, Any]:
        """The status as plain JSON values."""
        return {
            **{
                name: getattr(self, name)
                for name in (
                    "state",
                    "started",
                    "ended",
                    "version",
                    "runs",
                    "inputs",
                    "waiting",
                    "opened",
                    "statuses",
                    "options",
                    "problems",
                    "corrections",
                )
            },
            "out": str(self.out),
            "bad": [{name: getattr(b, name) for name in ("path", "status", "error", "quarantine")} for b in self.bad],
            "slowest": [{"path": path, "seconds": seconds} for path, seconds in self.slowest],
            "passed_over": [each.as_record() for each in self.passed_over],
        }

    def lines(self) -> list[str]:
        """The status for a person, one fact a line."""
        state = f"running, process {self.pid}" if self.state == "running" else self.state
        lines = [f"{self.out}: last run {state}, started {self.started}"]
        if self.ended:
            lines[0] += f", ended {self.ended}"
        counts = ", ".join(f"{n} {status}" for status, n in self.statuses.items()) or "none read"
        opened = f", {self.opened} opened for the files in them" if self.opened else ""
        lines.append(f"{self.inputs} inputs: {counts}{opened}, {self.waiting} to read")
        if self.waiting and self.state != "running":
            lines.append("run the same command again to read the rest")
        for bad in self.bad:
            error = bad.error or "no facts of the ITA in it"
            named = error if error.startswith(f"{one_line(bad.path)}: ") else f"{bad.path}: {error}"
            lines.append(f"{bad.status}: {named}")
        lines += [f"problem: {problem}" for problem in self.problems]
        if corrected := in_words(self.corrections):
            lines.append(f"{corrected}; thai-ita corrections {quoted(self.out)} lists them")
        lines += summary_lines(self.passed_over)
        if any(bad.status in ("failed", "quarantined") and not bad.passes for bad in self.bad):
            lines.append("run again with --retry-failed to try these again")
        if self.slowest:
            slow = ", ".join(f"{path} {seconds:.1f} s" for path, seconds in self.slowest)
            lines.append(f"slowest: {slow}")
        return lines


def read_status(out: Path) -> Status:
    """The status of an output folder. Raises ``StoreError`` where there is none or it is damaged."""
    with legible(out / STORE_NAME):
        return _read_status(out)


def _read_status(out: Path) -> Status:
    held = is_held(out)
    with read_store(out) as store:
        run = store.db.execute(
            "SELECT state, started, ended, version, options, run_id FROM runs ORDER BY run_id DESC LIMIT 1"
        ).fetchone()
        if run is None:
            raise StoreError(f"{out}: no run has begun here")
        state, started, ended, version, options, run_id = run
        if state == "running" and not held:
            state = "killed"
        inputs, waiting, opened = store.db.execute(
            "SELECT count(*), sum(result_id IS NULL), sum(r.hidden) FROM inputs i "
            "LEFT JOIN results r USING (result_id) WHERE i.run_id = ?",
            (run_id,),
        ).fetchone()
        status = Status(
            out,
            state,
            started,
            ended,
            version,
            run_id,
            inputs,
            int(waiting or 0),
            opened=int(opened or 0),
            options=json.loads(options),
            pid=holder(out) if held else "",
        )
        rows = store.db.execute(
            "SELECT s.path, CASE WHEN r.quarantine IS NULL THEN r.status ELSE 'quarantined' END, "
            "s.error, coalesce(r.quarantine, ''), r.usable, r.elapsed_s "
            "FROM shown s JOIN results r USING (result_id) ORDER BY s.place, s.path"
        ).fetchall()
        status.problems, status.passed_over = store.input_problems(), store.passed_over()
        try:
            status.corrections = counts_of(correction_outcomes(store, corrections_in(out)))
        except SideFileError as unreadable:
            status.problems.append(str(unreadable))
    for path, word, error, quarantine, usable, _ in rows:
        status.statuses[word] = status.statuses.get(word, 0) + 1
        if not usable:
            status.bad.append(BadFile(path, word, error, quarantine))
    status.statuses = dict(sorted(status.statuses.items()))
    slow = sorted(((row[5], row[0]) for row in rows), reverse=True)[:3]
    status.slowest = [(path, seconds) for seconds, path in slow if seconds > 1.0]
    return status
