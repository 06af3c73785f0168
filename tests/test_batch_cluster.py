"""A run on real Dask processes over the loopback interface, as docs/batch.md starts them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import batch_work
from tests.conftest import ROOT
from thai_ita.batch.cluster import ClusterExecutor
from thai_ita.batch.executor import Executor, InProcessExecutor
from thai_ita.batch.options import RunOptions
from thai_ita.batch.progress_events import EventKind, ProgressEvent
from thai_ita.batch.run import RunRefusedError, RunSummary, run_batch
from thai_ita.batch.worker import Work

pytestmark = pytest.mark.slow
distributed = pytest.importorskip("distributed", reason="thai-ita[dask] is not installed")

START_LIMIT_S = 60
DEADLINE_S = 3


class Cluster:
    """A scheduler and workers, each a process of the ``dask`` command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[str]] = []
        self.address = self._scheduler()
        self.workers = [self.add_worker(), self.add_worker()]

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def _scheduler(self) -> str:
        process = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"Scheduler at:\s+(tcp://\S+)", line):
                return found.group(1)
        raise AssertionError("the scheduler did not start")

    def add_worker(self) -> subprocess.Popen[str]:
        return self._start(
            "worker",
            self.address,
            "--nthreads",
            "1",
            "--memory-limit",
            "1GiB",
            "--host",
            "127.0.0.1",
            "--no-dashboard",
            "--local-directory",
            str(self.folder),
        )

    def close(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    started = Cluster(tmp_path)
    try:
        with distributed.Client(started.address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=START_LIMIT_S)
        yield started
    finally:
        started.close()


def make_inputs(tmp_path: Path, number: int) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    for n in range(number):
        (source / f"{n:03}.txt").write_text(f"text {n}")
    return source


def run(source: Path, out: Path, address: str, work: Work, **more: Any) -> RunSummary:
    def make(options: RunOptions, _scratch: Path) -> Executor:
        return ClusterExecutor(options, work)

    progress = more.pop("progress", None)
    options = RunOptions(scheduler=address, deadline_s=DEADLINE_S, **more)
    return run_batch([source], out, options, progress=progress, executor=make)


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def undisturbed(source: Path, out: Path) -> dict[str, bytes]:
    run_batch([source], out, executor=lambda o, _: InProcessExecutor(o, batch_work.quick))
    return tables(out)


def test_a_worker_killed_in_the_middle_costs_nothing(cluster: Cluster, tmp_path: Path) -> None:
    source, out = make_inputs(tmp_path, 80), tmp_path / "out"
    killed = []

    def kill_one(step: ProgressEvent) -> None:
        if step.kind is EventKind.READ and step.done > 20 and not killed:
            killed.append(cluster.workers[0].pid)
            os.killpg(cluster.workers[0].pid, signal.SIGKILL)

    summary = run(source, out, cluster.address, batch_work.slow, progress=kill_one)
    assert killed
    assert summary.statuses == {"ok": 80}
    assert tables(out) == undisturbed(source, tmp_path / "calm")


def test_hostile_files_are_quarantined(cluster: Cluster, tmp_path: Path) -> None:
    source, out = make_inputs(tmp_path, 12), tmp_path / "out"
    for name, fault in (("003.txt", "segfault"), ("007.txt", "hang"), ("009.txt", "unpicklable")):
        (source / name).write_text(f"{fault}\n")
    summary = run(source, out, cluster.address, batch_work.faulty)
    assert summary.statuses == {"failed": 3, "ok": 9}
    assert summary.quarantined == 3
    again = run(source, out, cluster.address, batch_work.quick, retry_failed=True)
    assert (again.read, again.statuses) == (3, {"ok": 12})
    assert tables(out) == undisturbed(source, tmp_path / "calm")


def test_a_scheduler_that_dies_stops_the_run_and_the_next_goes_on(cluster: Cluster, tmp_path: Path) -> None:
    source, out = make_inputs(tmp_path, 60), tmp_path / "out"

    def kill_scheduler(step: ProgressEvent) -> None:
        if step.done > 20:
            cluster.processes[0].kill()

    with pytest.raises(RunRefusedError, match="what is done is kept"):
        run(source, out, cluster.address, batch_work.slow, progress=kill_scheduler)
    begin = time.monotonic()
    rest = run_batch([source], out, executor=lambda o, _: InProcessExecutor(o, batch_work.quick))
    assert time.monotonic() - begin < DEADLINE_S
    assert rest.read < 40
    assert tables(out) == undisturbed(source, tmp_path / "calm")


def test_the_command_on_a_cluster(cluster: Cluster, tmp_path: Path) -> None:
    """Real reports, one by path and once more by content, from a folder that workers do not see."""
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "thai_ita.cli",
        "run",
        "data/samples",
        "-o",
        str(out),
        "--scheduler",
        cluster.address,
    ]
    for extra in ([], ["--send-content", "--force"]):
        done = subprocess.run([*command, *extra], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "9 documents: 9 ok" in done.stdout
