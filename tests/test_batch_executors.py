"""One contract for every executor: this process, worker processes, a Dask cluster."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import batch_work
from thai_ita.batch.cluster import ClusterExecutor, NotSharedError, run_on_cluster
from thai_ita.batch.executor import Executor, InProcessExecutor
from thai_ita.batch.options import RunOptions
from thai_ita.batch.pool import PoolExecutor
from thai_ita.batch.task import EngineStoppedError, LossKind, Outcome, Task
from thai_ita.batch.worker import Work

PATIENCE_S = 60.0
Make = Callable[..., Executor]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a Dask scheduler with two workers of one thread, on this machine."""
    distributed = pytest.importorskip("distributed", reason="thai-ita[dask] is not installed")
    import dask

    quiet = {"distributed.scheduler.allowed-failures": 0, "distributed.worker.daemon": True}
    with (
        dask.config.set(quiet),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=50,
            host="127.0.0.1",
        ) as cluster,
    ):
        yield cluster.scheduler_address


@pytest.fixture(params=["in-process", "pool", "cluster"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes an executor of the kind under test."""
    address = request.getfixturevalue("scheduler") if request.param == "cluster" else None

    def build(work: Work, **options: Any) -> Executor:
        if request.param == "in-process":
            return InProcessExecutor(RunOptions(**options), work)
        if request.param == "pool":
            return PoolExecutor(RunOptions(jobs=2, **options), tmp_path, work)
        return ClusterExecutor(RunOptions(scheduler=address, **options), work)

    return build


@pytest.fixture(params=["pool", "cluster"])
def make_safe(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """The executors that work in other processes."""
    address = request.getfixturevalue("scheduler") if request.param == "cluster" else None

    def build(work: Work, **options: Any) -> Executor:
        if address is None:
            return PoolExecutor(RunOptions(jobs=2, **options), tmp_path, work)
        return ClusterExecutor(RunOptions(scheduler=address, **options), work)

    return build


def tasks_of(folder: Path, contents: list[str]) -> list[Task]:
    tasks = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.txt"
        path.write_text(content)
        tasks.append(Task(number, path.name, str(path)))
    return tasks


def finish(executor: Executor, tasks: list[Task]) -> dict[int, Outcome]:
    """Feed all tasks as the engine does, and collect one outcome of each."""
    waiting, outcomes = list(tasks), {}
    limit = time.monotonic() + PATIENCE_S
    while len(outcomes) < len(tasks):
        assert time.monotonic() < limit, f"no outcome of {len(tasks) - len(outcomes)} tasks"
        while waiting and executor.room() > 0:
            executor.submit(waiting.pop(0))
        for outcome in executor.wait(0.2):
            assert outcome.task.number not in outcomes, "came back twice"
            outcomes[outcome.task.number] = outcome
    return outcomes


def test_every_task_comes_back_once_with_its_result(make: Make, tmp_path: Path) -> None:
    tasks = tasks_of(tmp_path, [f"text {n}" for n in range(25)])
    options = RunOptions()
    expected = {task.number: batch_work.quick(task, options) for task in tasks}
    with make(batch_work.quick) as executor:
        outcomes = finish(executor, tasks)
        assert executor.wait(0.0) == []
    for number, outcome in outcomes.items():
        assert outcome.result is not None
        assert outcome.result.document == expected[number].document
        assert outcome.result.rows == expected[number].rows
        assert outcome.loss is None


@pytest.mark.parametrize("fault", ["unpicklable", "exit"])
def test_an_exception_that_escapes_costs_one_file(make: Make, tmp_path: Path, fault: str) -> None:
    tasks = tasks_of(tmp_path, ["a", "b", fault, "c", "d"])
    with make(batch_work.faulty) as executor:
        outcomes = finish(executor, tasks)
    losses = {number: outcome.loss for number, outcome in outcomes.items() if outcome.loss}
    assert list(losses) == [2]
    assert losses[2].kind is LossKind.CRASHED


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        ("hang", LossKind.DEADLINE, "--deadline"),
        ("segfault", LossKind.CRASHED, "Segmentation fault"),
        ("vanish", LossKind.CRASHED, "exit code 7"),
    ],
)
def test_a_worker_that_ends_costs_one_file(
    make_safe: Make, tmp_path: Path, fault: str, kind: LossKind, reason: str
) -> None:
    tasks = tasks_of(tmp_path, ["a", fault, "b", "c"])
    with make_safe(batch_work.faulty, deadline_s=1) as executor:
        outcomes = finish(executor, tasks)
        # On a cluster a neighbour of the culprit may be lost too: the engine reads it again.
        lost = [task for task in tasks if outcomes[task.number].loss]
        again = {n: o for task in lost for n, o in finish(executor, [task]).items()}
    assert [number for number, outcome in again.items() if outcome.loss] == [1]
    loss = again[1].loss
    assert loss is not None
    if isinstance(executor, PoolExecutor):
        assert len(lost) == 1
        assert loss.kind is kind
        assert reason in loss.reason


def test_pages_that_are_read_from_pictures_have_the_deadline_each(tmp_path: Path) -> None:
    tasks = tasks_of(tmp_path, ["long", "stuck"])
    options = RunOptions(jobs=2, deadline_s=4)
    underway: set[str] = set()
    outcomes: dict[int, Outcome] = {}
    with PoolExecutor(options, tmp_path, batch_work.by_page) as executor:
        for task in tasks:
            executor.submit(task)
        while len(outcomes) < len(tasks):
            outcomes |= {outcome.task.number: outcome for outcome in executor.wait(0.1)}
            underway |= {told for _, told in executor.underway()}
    assert outcomes[0].loss is None
    loss = outcomes[1].loss
    assert loss is not None
    assert loss.kind is LossKind.DEADLINE
    assert "page 2 of 10" in underway


def test_a_fault_of_the_machine_is_told_from_a_crash(make: Make, tmp_path: Path) -> None:
    with make(batch_work.faulty) as executor:
        outcomes = finish(executor, tasks_of(tmp_path, ["a", "full", "lacking"]))
    losses = {number: outcome.loss for number, outcome in outcomes.items() if outcome.loss}
    assert {number: loss.kind for number, loss in losses.items()} == {
        1: LossKind.ENVIRONMENT,
        2: LossKind.ENVIRONMENT,
    }


def test_where_nothing_can_be_read_the_run_stops(make: Make, tmp_path: Path) -> None:
    with (
        make(batch_work.faulty) as executor,
        pytest.raises(EngineStoppedError, match="no report can be read on this machine"),
    ):
        # One such answer may be the doing of a file.
        finish(executor, tasks_of(tmp_path, ["nothing", "nothing"]))


def test_too_much_memory_costs_one_file(tmp_path: Path) -> None:
    tasks = tasks_of(tmp_path, ["a", "memory", "b", "c"])
    with PoolExecutor(RunOptions(jobs=2, memory_mb=700), tmp_path, batch_work.faulty) as executor:
        outcomes = finish(executor, tasks)
    losses = {number: outcome.loss for number, outcome in outcomes.items() if outcome.loss}
    assert list(losses) == [1]
    assert losses[1].kind is LossKind.MEMORY


def test_no_thread_is_left_behind(tmp_path: Path) -> None:
    """One that ends while Python does may print a traceback after the last word of a run."""
    before = set(threading.enumerate())
    with PoolExecutor(RunOptions(jobs=2), tmp_path, batch_work.faulty) as executor:
        for task in tasks_of(tmp_path, ["hang", "hang"]):
            executor.submit(task)
        executor.wait(0.5)
    assert set(threading.enumerate()) == before


def test_workers_are_replaced_after_so_many_files(tmp_path: Path) -> None:
    tasks = tasks_of(tmp_path, [f"text {n}" for n in range(12)])
    with PoolExecutor(RunOptions(jobs=1, recycle=4), tmp_path, batch_work.quick) as executor:
        finish(executor, tasks)
    # Each worker process leaves a file for its last words.
    assert len(list(tmp_path.glob("*.words"))) in (3, 4)


def test_workers_that_cannot_start_end_the_run(tmp_path: Path) -> None:
    with (
        PoolExecutor(RunOptions(jobs=1), tmp_path / "absent", batch_work.quick) as executor,
        pytest.raises(EngineStoppedError, match="cannot start"),
    ):
        finish(executor, tasks_of(tmp_path, ["a"]))


@pytest.mark.parametrize(
    ("cancelled", "status", "answers", "stops"),
    [
        # The scheduler has forgotten it, or has it made once more for longer than one waits.
        (True, "running", True, False),
        (False, "running", True, False),
        (False, "running", False, True),
        (True, "running", False, True),
        (True, "connecting", True, True),
    ],
)
def test_a_result_that_died_with_its_worker_is_read_again(
    cancelled: bool, status: str, answers: bool, stops: bool
) -> None:
    class Future:
        def result(self, timeout: float) -> None:
            raise TimeoutError("timed out after 30 s.")

        def cancelled(self) -> bool:
            return cancelled

        def release(self) -> None: ...

    class Client:
        scheduler = SimpleNamespace(identity=None)

        def __init__(self) -> None:
            self.status = status

        def sync(self, _: object, *, callback_timeout: float) -> None:
            if not answers:
                raise TimeoutError(f"timed out after {callback_timeout} s.")

    executor = ClusterExecutor(RunOptions(scheduler="tcp://127.0.0.1:9"))
    executor._client = Client()
    task = Task(0, "a.txt", "a.txt")
    if stops:
        with pytest.raises(EngineStoppedError, match="does not answer any more"):
            executor._outcome(task, Future())
    else:
        loss = executor._outcome(task, Future()).loss
        assert loss is not None
        assert loss.kind is LossKind.ENVIRONMENT


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="thai-ita[dask] is not installed")
    monkeypatch.setattr("thai_ita.batch.cluster.CONNECT_LIMIT_S", 1)
    executor = ClusterExecutor(RunOptions(scheduler="tcp://127.0.0.1:9"))
    with pytest.raises(EngineStoppedError, match="no Dask scheduler"):
        executor.__enter__()


def test_a_worker_that_does_not_see_the_file_stops_the_run(tmp_path: Path) -> None:
    task = Task(0, "a.txt", str(tmp_path / "elsewhere.txt"))
    with pytest.raises(NotSharedError, match="--send-content"):
        run_on_cluster(task, batch_work.quick, RunOptions(), True)
    options = RunOptions(agencies=tmp_path / "list.csv")
    with pytest.raises(NotSharedError, match=r"list\.csv"):
        run_on_cluster(task, batch_work.quick, options, False)


def test_content_that_is_sent_needs_no_shared_storage(scheduler: str, tmp_path: Path) -> None:
    tasks = tasks_of(tmp_path, ["a", "b"])
    options = RunOptions(scheduler=scheduler, send_content=True)
    with ClusterExecutor(options, batch_work.quick) as executor:
        outcomes = finish(executor, tasks)
    for task in tasks:
        result = outcomes[task.number].result
        assert result is not None
        assert outcomes[task.number].task.content is None
        assert result.rows == batch_work.quick(task, options).rows
