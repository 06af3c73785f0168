"""What is the machine's fault is told from what is the file's, and nothing is blamed on a file."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from thai_ita.batch import machine_faults
from thai_ita.batch.machine_faults import MachineFault, NothingReadable, fault_behind
from thai_ita.batch.options import RunOptions
from thai_ita.batch.reading import attempt_report
from thai_ita.exitcodes import ExitCode
from thai_ita.ingest.errors import Damaged, Unreadable
from thai_ita.output_folder import STORE_NAME

# PyThaiNLP takes the two names of one variable for a mistake, and does not import.
BROKEN = {"PYTHAINLP_DATA": "a", "PYTHAINLP_DATA_DIR": "b"}


def system(code: int) -> OSError:
    return OSError(code, os.strerror(code))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (system(errno.ENOSPC), "No space left"), (system(errno.EROFS), "Read-only"),
        (system(errno.EMFILE), "Too many open files"), (PermissionError(errno.EACCES, "no"), "no"),
        (FileNotFoundError(errno.ENOENT, "gone"), "gone"), (ImportError("no lxml"), "no lxml"),
    ],
)
def test_faults_of_the_machine(error: Exception, words: str) -> None:
    fault = fault_behind(error)
    assert fault is not None
    assert words in str(fault)
    outer = ValueError("while reading")
    outer.__cause__ = error
    assert fault_behind(outer) is not None, "the cause counts"


@pytest.mark.parametrize(
    "error",
    [
        ValueError("odd"), ZeroDivisionError(), system(errno.EINVAL), OSError("truncated image"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"), MemoryError(),
    ],
)
def test_faults_of_a_file(error: Exception) -> None:
    assert fault_behind(error) is None


def test_where_nothing_can_be_read_no_file_is_to_blame(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError(errno.EROFS, "Read-only file system", "words.txt")

    monkeypatch.setattr(machine_faults, "read_sample", broken)
    fault = fault_behind(ValueError("whatever it was"))
    assert isinstance(fault, NothingReadable)
    assert "words.txt" in str(fault)

    def hungry() -> None:
        raise MemoryError

    monkeypatch.setattr(machine_faults, "read_sample", hungry)
    assert fault_behind(ValueError("odd")) is None, "a file that used up the memory is to blame"


@pytest.mark.parametrize(
    "error",
    [Unreadable("a.pdf", "Permission denied"), Damaged("a.pdf", "is cut"), ZeroDivisionError()],
)
def test_a_report_that_fails_is_blamed_where_it_is_to_blame(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path, **_: object) -> None:
        raise error

    monkeypatch.setattr("thai_ita.batch.reading.read_report", read)
    assert attempt_report(Path("a.pdf"), options=RunOptions()).error
    error.__cause__ = system(errno.EIO)
    if isinstance(error, Unreadable):
        # That a path does not open is said of it; the store keeps that under its path alone.
        assert attempt_report(Path("a.pdf"), options=RunOptions()).error
    else:
        with pytest.raises(MachineFault, match="Input/output error"):
            attempt_report(Path("a.pdf"), options=RunOptions())


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "thai_ita", *arguments], capture_output=True, text=True,
        encoding="utf-8", env={**os.environ, **environment},
    )


@pytest.mark.parametrize("jobs", ["0", "1"])
def test_a_run_where_nothing_can_be_read_stops_and_keeps_no_failure(
    jobs: str, tmp_path: Path, samples_dir: Path
) -> None:
    out = tmp_path / "out"
    run = ("run", str(samples_dir / "07_prose.txt"), "-o", str(out), "--jobs", jobs)
    done = command(*run, **BROKEN)
    assert done.returncode == ExitCode.USAGE
    (line,) = done.stderr.splitlines()
    assert line.startswith("problem: no report can be read on this machine (ValueError: Both ")
    with sqlite3.connect(out / STORE_NAME) as db:
        assert db.execute("SELECT count(*) FROM results").fetchone() == (0,)
    again = command(*run, "--json")
    assert again.returncode == ExitCode.OK
    assert '"ok": 1' in again.stdout


def test_show_says_so_too(samples_dir: Path) -> None:
    done = command("show", str(samples_dir / "07_prose.txt"), **BROKEN)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith("problem: no report can be read on this machine")
    assert len(done.stderr.splitlines()) == 1
