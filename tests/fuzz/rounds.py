"""A round: some dozens of damaged files read by the real command, and what was wrong with it."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.fuzz.alone import DEADLINE_S, MEMORY_MB
from tests.fuzz.kinds import Input
from tests.fuzz.verdicts import control_in, fault_of_row
from thai_ita.exitcodes import ExitCode

ENDS = {ExitCode.OK, ExitCode.SOME_FAILED, ExitCode.NOTHING_USABLE}
"""How a run over files may end, whatever is in them."""
SLOWEST_START_S = 60
REST_S = 15.0
"""How long processes of a command may take to end after it, on a machine with other work."""
_NUMBER = re.compile(r"-(\d{6})")
csv.field_size_limit(1 << 30)


@dataclass(slots=True)
class Round:
    """What was wrong with single files (by their number) and with the run as a whole."""

    files: dict[int, str] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.files or self.whole)


def number_of(path: str) -> int | None:
    """The number of the input that a path of the tables belongs to."""
    found = _NUMBER.search(path)
    return int(found[1]) if found else None


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "thai_ita", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code (None: it hung), its output, whether processes are left."""

    code: int | None
    text: str
    left: bool = False

    def fault(self, allowed: set[int] | set[ExitCode]) -> str:
        if self.code is None:
            return "hang: the command did not end"
        if "Traceback (most recent call last)" in self.text:
            last = [line for line in self.text.splitlines() if line.strip()][-1]
            return f"traceback: {last[:100]}"
        if self.code not in allowed:
            last = ([line for line in self.text.splitlines() if line.strip()] or [""])[-1]
            return f"died: exit code {self.code}, {last[:100]}"
        if self.left:
            return "left: processes of the command go on"
        return ""


def run_command(
    arguments: Sequence[str],
    limit_s: float,
    *,
    by: Sequence[str] = (),
    meanwhile: Callable[[int], None] | None = None,
) -> Ended:
    """Run ``thai-ita`` in a session of its own; whatever is left of it afterwards is ended.

    ``by`` is a command that starts it; ``meanwhile`` is called with its process once it runs.
    """
    process = subprocess.Popen(
        [*by, *command(*arguments)], cwd=ROOT, env=environment(), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    said: list[bytes] = []
    # A thread of its own: a process that is left would keep the pipe open.
    hearing = threading.Thread(target=lambda: said.extend(process.stdout or ()), daemon=True)
    hearing.start()
    if meanwhile is not None:
        meanwhile(process.pid)
    try:
        code: int | None = process.wait(limit_s)
    except subprocess.TimeoutExpired:
        code = None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    left = _end_rest(process.pid)
    hearing.join(REST_S)
    return Ended(code, b"".join(said).decode("utf-8", "surrogateescape"), left)


def _end_rest(group: int) -> bool:
    """Whether processes of a group outlive it for more than a moment; they are ended."""
    until = time.monotonic() + REST_S
    try:
        while time.monotonic() < until:
            os.killpg(group, 0)
            time.sleep(0.05)
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def read_round(
    inputs: Sequence[Input],
    folder: Path,
    jobs: int = 2,
    ocr: str = "off",
    asked: Sequence[str] = (),
) -> Round:
    """Write the files below ``folder``, read them by one run, look for faults.

    ``asked`` is another command that follows: ``OUT`` in it stands for the output, ``FILE`` for the
    first of the files, ``NEW`` for a place to write to.
    """
    source, out = folder / "in", folder / "out"
    for old in (source, out):
        shutil.rmtree(old, ignore_errors=True)
    source.mkdir(parents=True)
    for each in inputs:
        (source / each.name).write_bytes(each.data)
    start = time.monotonic()
    ended = run_command(
        ["run", str(source), "-o", str(out), "--jobs", str(jobs), "--deadline", str(DEADLINE_S), "--memory", str(MEMORY_MB), "--ocr", ocr,
         "--libreoffice", "off", "--format", "both"],
        SLOWEST_START_S + 2 * DEADLINE_S * len(inputs),
    )  # fmt: skip
    found = Round(seconds=time.monotonic() - start)
    if fault := ended.fault(ENDS):
        found.whole.append(fault)
    numbers = {number for each in inputs if (number := number_of(each.name)) is not None}
    _look_at_words(ended.text, numbers, found)
    if ended.code in ENDS:
        _look_at_tables(out, numbers, found)
        if asked:
            places = {"OUT": out, "FILE": source / inputs[0].name, "NEW": folder / "new"}
            shutil.rmtree(folder / "new", ignore_errors=True)
            words = [str(places.get(word, word)) for word in asked]
            answer = run_command(words, SLOWEST_START_S + 2 * DEADLINE_S)
            if fault := answer.fault({*ENDS, ExitCode.USAGE}) or control_in(answer.text):
                found.whole.append(f"{asked[0]}: {fault}")
    return found


def _look_at_words(text: str, numbers: set[int], found: Round) -> None:
    for line in text.split("\n"):
        if (sign := control_in(line)) and (number := number_of(line)) in numbers:
            found.files[number] = f"terminal: {sign}"
        elif sign:
            found.whole.append(f"terminal: {sign}")


def _look_at_tables(out: Path, numbers: set[int], found: Round) -> None:
    try:
        record = json.loads((out / "run.json").read_text("utf-8"))
        with (out / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        found.whole.append(f"tables: {type(error).__name__}")
        return
    seen = {number_of(each["path"]) for each in record["passed_over"]}
    # What lies too deep in files in files has no row: a problem tells of it.
    seen |= {number_of(problem) for problem in record["problems"]}
    for row in rows:
        number = number_of(row["path"] or "")
        seen.add(number)
        if None in row or None in row.values():
            found.whole.append("tables: a row of another length")
            continue
        counts = (int(row["n_scores"]), int(row["n_measures"]), int(row["n_findings"]))
        fault = fault_of_row(row["status"], row["error"], re.split(r"[^\w-]+", row["troubles"]), counts)
        if fault and number is not None:
            found.files.setdefault(number, fault)
    for number in numbers - seen:
        found.files[number] = "lost: neither in documents.csv nor passed over"
    left = [path.name for path in out.iterdir() if "scratch" in path.name or path.name.endswith((".part", "-wal"))]
    if left:
        found.whole.append(f"left: {left[0]:.30}")
