"""Whatever a worker sends or does, the run goes on: each deed costs one file at most."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile_workers import EXPECTED, KEPT, LOST, MARK, hostile
from tests.processes import wait_until_gone
from tests.test_batch_executors import finish, tasks_of
from thai_ita.batch.executor import Executor
from thai_ita.batch.options import RunOptions
from thai_ita.batch.pool import PoolExecutor
from thai_ita.batch.run import run_batch
from thai_ita.batch.run_status import read_status
from thai_ita.batch.task import LossKind

GONE_S = 10.0


def run(source: Path, out: Path, **options: object) -> object:
    def make(given: RunOptions, scratch: Path) -> Executor:
        return PoolExecutor(given, scratch, hostile)

    values = {"jobs": 2, "deadline_s": 60} | options
    return run_batch([source], out, RunOptions.from_values(values), executor=make)


def write(folder: Path, contents: dict[str, str]) -> Path:
    source = folder / "in"
    source.mkdir()
    for name, content in contents.items():
        (source / f"{name}.txt").write_text(content + "\n")
    return source


def test_no_deed_costs_more_than_its_file(tmp_path: Path) -> None:
    """Of those that a worker can do by itself; what it says of its file is looked at below."""
    deeds = [*LOST, *KEPT]
    tasks = tasks_of(tmp_path, [*deeds, "text", "other text"])
    with PoolExecutor(RunOptions(jobs=3), tmp_path, hostile) as executor:
        outcomes = finish(executor, tasks)
    losses = {deeds[n]: outcome.loss for n, outcome in outcomes.items() if outcome.loss}
    assert set(losses) == set(LOST) - {"unfit"}
    assert {name: loss.kind for name, loss in losses.items()} == {
        name: EXPECTED.get(name, LossKind.CRASHED) for name in losses
    }
    assert not (tmp_path / MARK).exists(), "code of a worker ran in the parent"


def test_what_a_worker_has_started_ends_with_it(tmp_path: Path) -> None:
    with PoolExecutor(RunOptions(jobs=1), tmp_path, hostile) as executor:
        finish(executor, tasks_of(tmp_path, ["leaves-process"]))
        wait_until_gone(int((tmp_path / "left").read_text()), within_s=GONE_S)


def test_a_result_that_no_store_holds_costs_its_file(tmp_path: Path) -> None:
    source = write(tmp_path, {f"{n}": f"text {n}" for n in range(4)} | {"4": "unfit"})
    run(source, tmp_path / "out", jobs=1)
    (bad,) = read_status(tmp_path / "out").bad
    assert (Path(bad.path).name, bad.status) == ("4.txt", "quarantined")
    assert "documents" in bad.quarantine


@pytest.mark.parametrize("deed", ["no-scratch once", "scratch-link once"])
def test_a_worker_that_takes_the_scratch_folder_away(tmp_path: Path, deed: str) -> None:
    source = write(tmp_path, {f"{n}": f"text {n}" for n in range(8)} | {"4": deed})
    run(source, tmp_path / "out", jobs=1)
    assert not read_status(tmp_path / "out").bad
