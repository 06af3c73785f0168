"""Memory that ends at any point of a task costs one file, whatever was going on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import memory_work
from tests.memory_work import IN_THE_WORK, PLACES, without_memory
from tests.test_batch_executors import finish, tasks_of
from thai_ita.batch.executor import InProcessExecutor
from thai_ita.batch.machine_faults import lacks_memory
from thai_ita.batch.options import RunOptions
from thai_ita.batch.pool import PoolExecutor
from thai_ita.batch.read_report import attempt_report
from thai_ita.batch.task import OUT_OF_MEMORY, LossKind, Task
from thai_ita.ingest.errors import DamagedError

REPORT = "รายงาน ITA ปี 2567 เทศบาลตำบลตัวอย่างสุข\nการปฏิบัติหน้าที่ ร้อยละ 90.00\n"
MAIL = "From: a@b.c\nSubject: x\nContent-Type: text/plain\n\nlisting\n"


def test_in_a_worker(tmp_path: Path) -> None:
    places = [place for place in PLACES if place != "listing"]
    tasks = tasks_of(tmp_path, [*(f"{place}\n{REPORT}" for place in places), REPORT, REPORT])
    with PoolExecutor(RunOptions(jobs=2), tmp_path, memory_work.work) as executor:
        outcomes = finish(executor, tasks)
    losses = {places[n]: outcome.loss for n, outcome in outcomes.items() if outcome.loss}
    assert set(losses) == set(places)
    assert {loss.kind for loss in losses.values()} == {LossKind.MEMORY}
    assert all("--memory" in loss.reason for loss in losses.values())


@pytest.mark.parametrize("place", IN_THE_WORK)
def test_in_this_process(tmp_path: Path, place: str) -> None:
    with InProcessExecutor(RunOptions(jobs=0), memory_work.read_task) as executor:
        (task,) = tasks_of(tmp_path, [REPORT])
        with without_memory(place):
            (outcome,) = finish(executor, [task]).values()
        assert outcome.loss is not None
        assert outcome.loss.kind is LossKind.MEMORY
        assert finish(executor, [task])[0].result is not None


def test_files_that_cannot_be_listed_for_want_of_memory_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(MAIL)
    task = Task(0, path.name, str(path))
    with InProcessExecutor(RunOptions(jobs=0)) as executor, without_memory("listing"):
        loss = finish(executor, [task])[0].loss
    assert loss is not None
    assert loss.kind is LossKind.MEMORY


def chained(error: Exception, behind: BaseException) -> Exception:
    error.__context__ = behind
    return error


@pytest.mark.parametrize(
    ("error", "lacks"),
    [
        (MemoryError(), True),
        (OSError(12, "Cannot allocate memory"), True),
        (chained(DamagedError("a.pdf", "is cut"), MemoryError()), True),
        (chained(ValueError("odd"), chained(KeyError("odd"), MemoryError())), True),
        (RuntimeError("std::bad_alloc"), True),
        (RuntimeError("can't start new thread"), True),
        (RuntimeError("odd"), False),
        (RecursionError("maximum recursion depth"), False),
        (DamagedError("out of memory.pdf", "is cut"), False),
        (ValueError("'out of memory'"), False),
    ],
)
def test_which_exceptions_tell_of_memory(
    error: Exception, lacks: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert lacks_memory(error) is lacks

    def read(*_: object, **__: object) -> None:
        raise error

    path = tmp_path / "a.txt"
    path.write_text(REPORT)
    monkeypatch.setattr("thai_ita.batch.read_report.read_report", read)
    report = attempt_report(path, options=RunOptions())
    assert (report.problems[0].code == OUT_OF_MEMORY) is lacks
