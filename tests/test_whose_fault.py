"""A package that ends or hangs every process which loads it is the machine's fault, not a file's."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections import deque
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.batch_work import quick
from tests.conftest import ROOT
from tests.test_machine_faults import command, damaged
from thai_ita.batch import format_samples, machine_faults, pool
from thai_ita.batch.engine import TOGETHER_S
from thai_ita.batch.executor import Executor, InProcessExecutor
from thai_ita.batch.format_samples import fault_of_ending
from thai_ita.batch.machine_faults import NothingReadableError, fault_behind
from thai_ita.batch.options import RunOptions
from thai_ita.batch.pool import STALL_S, PoolExecutor, start_process
from thai_ita.batch.run import RunRefusedError, run_batch
from thai_ita.batch.run_status import read_status
from thai_ita.batch.task import FileResult, Loss, LossKind, Outcome, Task
from thai_ita.batch.worker import attempt
from thai_ita.exitcodes import ExitCode
from thai_ita.ingest.formats import Format

HARMFUL = Loss(LossKind.CRASHED, "ended its worker process (exit code 0)")


class Scripted:
    """Loses every file, and answers for the harmless one of its format what it was told."""

    patient = True

    def __init__(self, loss: Loss, doubted: Loss | None) -> None:
        self._loss, self._doubted = loss, doubted
        self._tasks: deque[Task] = deque()
        self.asked: list[bool] = []

    def room(self) -> int:
        return 1 - len(self._tasks)

    def submit(self, task: Task) -> None:
        self._tasks.append(task)

    def wait(self, _timeout_s: float) -> list[Outcome]:
        if not self._tasks:
            return []
        task = self._tasks.popleft()
        if task.look:
            return [attempt(quick, task, RunOptions())]
        self.asked.append(task.doubted)
        return [Outcome(task, loss=self._doubted if task.doubted else self._loss)]

    def underway(self) -> list[tuple[Task, str]]:
        return []

    def __enter__(self) -> Scripted:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    ("loss", "doubted", "kind"),
    [
        (HARMFUL, None, "crashed"),
        (HARMFUL, HARMFUL, "environment"),
        (Loss(LossKind.DEADLINE, "took longer"), HARMFUL, "environment"),
        (HARMFUL, Loss(LossKind.ENVIRONMENT, "was not read"), "environment"),
        # One that lacks memory for a few words says nothing of the package.
        (HARMFUL, Loss(LossKind.MEMORY, "needs more"), "crashed"),
        (Loss(LossKind.MEMORY, "needs more"), HARMFUL, "out-of-memory"),
    ],
)
def test_a_file_is_to_blame_where_a_harmless_one_is_read(
    loss: Loss, doubted: Loss | None, kind: str, tmp_path: Path
) -> None:
    source, out = tmp_path / "x.pdf", tmp_path / "out"
    source.write_bytes(b"%PDF-1.4\n")
    executor = Scripted(loss, doubted)
    run_batch([source], out, RunOptions(jobs=0), executor=lambda *_: executor)
    (bad,) = read_status(out).bad
    assert bad.quarantine.startswith(f"{kind}: ")
    assert executor.asked == ([False, False] if loss.kind is LossKind.MEMORY else [False, False, True])
    # What is the machine's is read again by the next run, what is the file's is not.
    again = Scripted(loss, None)
    run_batch([source], out, RunOptions(jobs=0), executor=lambda *_: again)
    assert bool(again.asked) is (kind == "environment")


def test_the_file_itself_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Format] = []
    monkeypatch.setattr(format_samples, "_fault_of", lambda kind, _: read.append(kind))
    monkeypatch.setattr(format_samples, "_load_packages", lambda _: None)

    def never(_task: Task, _options: RunOptions) -> Any:
        raise AssertionError("is read")

    for name in ("x.pdf", "letter.docx", "x.txt", "mail.eml", "noending"):
        task = Task(1, name, str(tmp_path / "absent" / name), doubted=True)
        assert attempt(never, task, RunOptions()) == Outcome(task)
    assert read == [Format.PDF, Format.WORD, *format_samples._SAMPLES]


def test_a_package_that_raises_or_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "damaged_format.py").write_text("raise SystemExit(7)", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(format_samples, "_proven", {Format.PDF})
    monkeypatch.setitem(format_samples._PACKAGES, Format.PDF, ("no_such_package_here",))
    assert fault_of_ending("x.pdf", RunOptions()) is None
    monkeypatch.setitem(format_samples._PACKAGES, Format.PDF, ("damaged_format",))
    task = Task(1, "x.pdf", "x.pdf", doubted=True)
    outcome = attempt(quick, task, RunOptions())
    assert outcome.loss is not None
    assert outcome.loss.kind is LossKind.ENVIRONMENT


def test_whatever_a_package_raises_that_all_need(monkeypatch: pytest.MonkeyPatch) -> None:
    class OddError(BaseException):
        pass

    for error in (SystemExit(7), OddError("x")):

        def broken(error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr(machine_faults, "read_sample", broken)
        assert isinstance(fault_behind(ValueError("x")), NothingReadableError)


def test_a_server_that_loading_ends_is_started_without(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[list[str]] = []
    context = SimpleNamespace(set_forkserver_preload=loaded.append)
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: context)
    fails: list[type[Exception]] = [EOFError]

    def start() -> None:
        if fails:
            raise fails.pop()

    start_process(SimpleNamespace(start=start))  # type: ignore[arg-type]
    assert loaded == [[]]
    fails += [ConnectionResetError, EOFError]
    with pytest.raises(ConnectionResetError):
        start_process(SimpleNamespace(start=start))  # type: ignore[arg-type]


def test_time_in_which_nobody_looked_is_given_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    monkeypatch.setattr(pool.worker_process, "kill_group", killed.append)
    executor = PoolExecutor(RunOptions(jobs=1, deadline_s=60), tmp_path)
    process: Any = SimpleNamespace(pid=1, is_alive=lambda: True)
    line: Any = None
    now = time.monotonic()
    slot = pool._Slot(process, line, now - 100.0, ready=True)
    slot.tasks.append(Task(1, "x", "x"))
    executor._slots.append(slot)
    executor._looked_at = now - 90.0
    executor._enforce_deadlines([])
    assert not killed, "it had ten seconds of its own"
    executor._looked_at = time.monotonic() - 90.0
    slot.since -= 90.0
    executor._enforce_deadlines([])
    assert killed == [1], "not for ever"
    executor._slots.clear()
    assert STALL_S > 10 * 0.2, "the engine looks every POLL_S seconds"


def test_a_run_with_a_package_that_ends_its_process(tmp_path: Path, samples_dir: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_bytes((samples_dir / "07_prose.txt").read_bytes())
    (folder / "b.xlsx").write_bytes(format_samples._excel())
    run = ("run", str(folder), "-o", str(out), "--jobs", "1", "--json")
    first = command(*run, **damaged(tmp_path, openpyxl="import os; os._exit(0)"))
    assert first.returncode == ExitCode.SOME_FAILED, first.stderr
    record = json.loads(first.stdout)
    assert record["statuses"] == {"failed": 1, "ok": 1}
    assert any("the next run reads it again" in line for line in record["problems"])
    again = json.loads(command(*run, PYTHONPATH=str(ROOT)).stdout)
    assert "failed" not in again["statuses"]
    assert again["read"] == 1


def test_a_run_where_no_process_can_read_anything(tmp_path: Path, samples_dir: Path) -> None:
    run = ("run", str(samples_dir / "07_prose.txt"), "-o", str(tmp_path / "out"), "--jobs", "1")
    done = command(*run, **damaged(tmp_path, pythainlp="import os; os._exit(0)"))
    assert done.returncode == ExitCode.USAGE
    (line,) = done.stderr.splitlines()
    assert line.startswith("problem: worker processes cannot start (exit code 0)")


def test_a_store_that_is_taken_away_is_told_at_once(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(40):
        (source / f"{number}.txt").write_text(f"text {number}", "utf-8")
    read: list[str] = []

    def taken(task: Task, options: RunOptions) -> FileResult:
        read.append(task.name)
        if len(read) == 1:
            out.rename(tmp_path / "elsewhere")
        time.sleep(TOGETHER_S)
        return quick(task, options)

    def make(options: RunOptions, _scratch: Path) -> Executor:
        return InProcessExecutor(options, taken)

    with pytest.raises(RunRefusedError, match="removed or moved away while the run went on"):
        run_batch([source], out, RunOptions(jobs=0), executor=make)
    assert len(read) < 10, "the rest was not read for nothing"
    run_batch([source], out, RunOptions(jobs=0), executor=make)


def test_packages_are_loaded_where_they_tell_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """onnxruntime keeps a log in the home where it is loaded without."""
    seen: dict[str, str | None] = {}
    monkeypatch.setattr(
        format_samples,
        "import_module",
        lambda name: seen.update({name: os.environ.get("ORT_DISABLE_TELEMETRY")}),
    )
    format_samples._load_packages(Format.PICTURE)
    assert seen["onnxruntime"] == "1"
    for path in (ROOT / "thai_ita").rglob("*.py"):
        text = path.read_text("utf-8")
        assert "import onnxruntime" not in text or "TELLS_NOBODY" in text, path
