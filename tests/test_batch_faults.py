"""Runs that are harmed: hostile files, a full disk, SIGKILL and Ctrl-C at any moment.

After each, the next run completes and the tables are those of a run that nothing disturbed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import batch_work
from tests.conftest import ROOT
from tests.processes import wait_until_gone
from thai_ita.batch.executor import Executor
from thai_ita.batch.options import RunOptions
from thai_ita.batch.pool import PoolExecutor
from thai_ita.batch.run import RunRefusedError, RunSummary, run_batch
from thai_ita.batch.run_status import read_status
from thai_ita.batch.store import STORE_NAME
from thai_ita.batch.worker import Work
from thai_ita.exitcodes import ExitCode

N_FILES = 60
DEADLINE_S = 1
"""For the file that hangs; the others have all the time that a busy machine may take."""
MEMORY_MB = 700


def finish(source: Path, out: Path, work: Work = batch_work.quick, **options: object) -> RunSummary:
    def make(given: RunOptions, scratch: Path) -> Executor:
        return PoolExecutor(given, scratch, work)

    values = {"jobs": 2, "deadline_s": 60, "memory_mb": MEMORY_MB} | options
    return run_batch([source], out, RunOptions.from_values(values), executor=make)


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def check_whole(out: Path) -> None:
    """The store is sound, and nothing temporary is left."""
    db = sqlite3.connect(out / STORE_NAME)
    try:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        db.close()
    names = {path.name for path in out.iterdir()}
    assert not [n for n in names if "scratch" in n or n.endswith((".part", "-wal"))], names


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    for number in range(N_FILES):
        (folder / f"{number:03}.txt").write_text(f"text {number // 2 * 2}")
    return folder


@pytest.fixture(scope="module")
def undisturbed(many: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    finish(many, out)
    return tables(out)


@pytest.mark.parametrize("fault", batch_work.FAULTS)
def test_a_hostile_file_costs_itself(tmp_path: Path, fault: str) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number in range(6):
        (source / f"{number}.txt").write_text(f"text {number}")
    (source / "2.txt").write_text(f"{fault}\n")
    out, calm = tmp_path / "out", tmp_path / "calm"
    deadline = DEADLINE_S if fault == "hang" else 60
    summary = finish(source, out, batch_work.faulty, deadline_s=deadline)
    assert summary.statuses == {"failed": 1, "ok": 5}
    assert summary.quarantined == 1
    assert summary.exit_code is ExitCode.SOME_FAILED
    (bad,) = read_status(out).bad
    assert (Path(bad.path).name, bad.status) == ("2.txt", "quarantined")
    expected = {"hang": "deadline", "memory": "out-of-memory"}.get(fault, "crashed")
    assert bad.quarantine.startswith(expected)
    # It is not tried again unasked.
    assert finish(source, out, batch_work.faulty, deadline_s=deadline).read == 0
    assert finish(source, out, retry_failed=True).read == 1
    finish(source, calm)
    assert tables(out) == tables(calm)
    check_whole(out)


def test_a_fault_of_the_machine_is_never_kept_as_one_of_the_file(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name in ("a", "b", *batch_work.MACHINE_FAULTS):
        (source / f"{name}.txt").write_text(f"{name}\n")
    out, calm = tmp_path / "out", tmp_path / "calm"
    summary = finish(source, out, batch_work.faulty)
    assert summary.statuses == {"failed": 3, "ok": 2}
    for name, problem in zip(sorted(batch_work.MACHINE_FAULTS), summary.problems, strict=True):
        assert f"{name}.txt" in problem
        assert "through no fault of its own" in problem
        assert problem.endswith("the next run reads it again")
    status = read_status(out)
    assert all(bad.quarantine.startswith("environment: ") for bad in status.bad)
    assert not any("--retry-failed" in line for line in status.lines())
    # The machine is mended: those files are read again unasked, the others are not.
    mended = finish(source, out)
    assert (mended.read, mended.statuses) == (3, {"ok": 5})
    finish(source, calm)
    assert tables(out) == tables(calm)


def test_a_file_that_fails_once_is_read_on_the_second_try(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number, fault in enumerate(("vanish once", "text", "segfault once", "text 3")):
        (source / f"{number}.txt").write_text(f"{fault}\n")
    summary = finish(source, tmp_path / "out", batch_work.faulty)
    assert summary.statuses == {"ok": 4}
    assert summary.quarantined == 0


def start(many: Path, out: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.batch_child", str(many), str(out), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def workers_of(out: Path) -> Iterator[int]:
    for words in out.glob(".thai-ita-scratch-*/*.words"):
        yield int(words.stem)


def kill_at(moment: float | int, many: Path, out: Path) -> None:
    """Kill a run after so many seconds, or, given a whole number, when it has told of so many files."""
    child = start(many, out)
    if isinstance(moment, int):
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) >= moment:
                break
    else:
        time.sleep(moment)
    child.kill()
    child.communicate()
    wait_until_gone(*workers_of(out))


def check_killed_anywhere(many: Path, undisturbed: dict[str, bytes], tmp_path: Path, moments: list[float]) -> None:
    reread = []

    def check(moment: float | int) -> None:
        out = tmp_path / str(len(reread))
        kill_at(moment, many, out)
        reread.append(finish(many, out).read)
        assert tables(out) == undisturbed, f"killed after {moment}"
        check_whole(out)
        shutil.rmtree(out)

    for moment in moments:
        check(moment)
    # One kill at least must fall into the work: some of it kept, some still to do. How long the start
    # takes differs from run to run.
    if not any(0 < count < N_FILES // 2 for count in reread):
        check(N_FILES // 3)
    assert any(0 < count < N_FILES // 2 for count in reread), reread


def whole_time(many: Path, out: Path) -> float:
    begin = time.monotonic()
    child = start(many, out)
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 0, errors
    return time.monotonic() - begin


def test_sigkill_in_the_work(many: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    length = whole_time(many, tmp_path / "whole")
    moments = [length * share for share in (0.45, 0.7, 0.8, 0.9)]
    check_killed_anywhere(many, undisturbed, tmp_path, moments)


@pytest.mark.slow
def test_sigkill_at_twenty_moments(many: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    length = whole_time(many, tmp_path / "whole")
    dice = random.Random(5)
    moments = [length * dice.uniform(0.2, 1.0) for _ in range(20)]
    check_killed_anywhere(many, undisturbed, tmp_path, moments)


def test_a_run_killed_twice_goes_on(many: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    for enough in (12, 32):
        child = start(many, out)
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) >= enough:
                break
        child.kill()
        child.communicate()
    assert read_status(out).state == "killed"
    # Two files of one content each: 32 are 16 contents, give or take those in flight.
    assert finish(many, out).read <= N_FILES // 2 - 16
    assert tables(out) == undisturbed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_says_how_to_go_on(tmp_path: Path, number: signal.Signals) -> None:
    """The command itself, on real reports, with real workers."""
    source = tmp_path / "in"
    source.mkdir()
    sample = (ROOT / "data" / "samples" / "01_plan.txt").read_text("utf-8")
    for n in range(300):
        (source / f"{n}.txt").write_text(f"{sample}\n{n}\n", "utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "thai_ita.cli", "run", str(source), "-o", str(out), "-j", "2"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert child.stderr is not None
    first = child.stderr.readline()
    # As a terminal does it: to every process of the group.
    os.killpg(child.pid, number) if number is signal.SIGINT else child.send_signal(number)
    _, errors = child.communicate(timeout=60)
    assert "[1/300]" in first
    assert child.returncode == ExitCode.INTERRUPTED, errors
    assert "run the same command again to go on" in errors.splitlines()[-1]
    assert "Traceback" not in errors
    assert not list(out.glob("*.csv"))
    assert read_status(out).state == "interrupted"
    check_whole(out)


@pytest.mark.parametrize("after_s", [0.0, 0.3, 0.6])
def test_ctrl_c_at_the_start_is_no_traceback(tmp_path: Path, after_s: float) -> None:
    """Before anything is read, while the server of workers loads, while workers start."""
    source = tmp_path / "in"
    source.mkdir()
    for n in range(40):
        (source / f"{n}.txt").write_text(f"text {n}")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "thai_ita", "run", str(source), "-o", str(out), "-j", "2"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not out.exists() and child.poll() is None:
        time.sleep(0.01)
    time.sleep(after_s)
    os.killpg(child.pid, signal.SIGINT)
    _, errors = child.communicate(timeout=60)
    assert "Traceback" not in errors
    # Where the machine was quick, all was read by then: nothing of it is a report.
    assert child.returncode in (ExitCode.INTERRUPTED, ExitCode.NOTHING_USABLE)


def test_a_full_disk_stops_the_run_and_keeps_what_is_done(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    pytest.importorskip("resource", reason="this system has no limit on the size of files")
    out = tmp_path / "out"
    child = start(many, out, "quick", "150000")
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 1
    assert "RunRefusedError" in errors
    assert "free space and run again" in errors
    assert not list(out.glob("*.csv"))
    finish(many, out)
    assert tables(out) == undisturbed
    check_whole(out)


@pytest.mark.slow
def test_a_small_disk_of_its_own(many: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a file system can be mounted by root only")
    try:
        with pytest.raises(RunRefusedError, match=r"free space|cannot be written|No space"):
            finish(many, disk / "out")
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        finish(many, disk / "out")
        assert tables(disk / "out") == undisturbed
        check_whole(disk / "out")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no rights of this kind")
def test_a_umask_that_locks_the_owner_out_is_told(tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        with pytest.raises(RunRefusedError, match="umask 777 takes the rights"):
            run_batch([tmp_path], tmp_path / "out", RunOptions(jobs=0))
    finally:
        os.umask(before)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system blocks no signals")
def test_a_run_ends_where_all_signals_are_blocked(tmp_path: Path, samples_dir: Path) -> None:
    """By SIGCHLD the server of the workers learns that one has ended."""
    done = subprocess.run(
        [sys.executable, "-m", "thai_ita", "run", str(samples_dir / "01_plan.txt"),
         str(samples_dir / "07_prose.txt"), "-o", str(tmp_path / "out"), "--jobs", "1"],
        preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, set(range(1, 32))),
        timeout=120, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
