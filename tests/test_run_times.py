"""What a run costs its main process, and what it tells of its time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_agreement import HEAD
from thai_ita.batch import comparison_process
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import RunRefusedError, run_batch
from thai_ita.batch.times import Times

_LEAN = """
import sys
from pathlib import Path
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import run_batch

if __name__ == "__main__":
    summary = run_batch([Path(sys.argv[1])], Path(sys.argv[2]), RunOptions(jobs=1))
    assert summary.rows["checks"], summary
    heavy = ("thai_ita.parse", "thai_ita.ingest.text", "pythainlp", "pandas", "numpy", "pdfplumber")
    print([name for name in heavy if name in sys.modules])
"""


@pytest.fixture
def two_alike(tmp_path: Path) -> Path:
    """A result and the plan of the year after, which state the same scores."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, title, year in (("a.txt", "รายงานผลการประเมิน ITA", "๒๕๖๗"), ("b.txt", "มาตรการ", "๒๕๖๘")):
        text = HEAD.format(title=title, year=year, first="๙๐.๑๒")
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_main_process_loads_nothing_that_reads_or_compares(two_alike: Path, tmp_path: Path) -> None:
    script = tmp_path / "lean.py"
    script.write_text(_LEAN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(two_alike), str(tmp_path / "out")],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr


def _ended(*_: object) -> None:
    os._exit(9)


def test_a_comparison_that_is_ended_stops_the_run_and_the_next_goes_on(
    two_alike: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(comparison_process, "_compare", _ended)
        with pytest.raises(RunRefusedError, match="run the same command again"):
            run_batch([two_alike], out, RunOptions(jobs=1))
    assert not (out / "scores.csv").exists()
    again = run_batch([two_alike], out, RunOptions(jobs=1))
    assert (again.read, again.reused) == (0, 2)
    assert (out / "scores.csv").exists()


def test_the_summary_counts_the_checks_that_the_comparison_made(two_alike: Path, tmp_path: Path) -> None:
    summary = run_batch([two_alike], tmp_path / "out", RunOptions(jobs=0))
    lines = (tmp_path / "out" / "checks.csv").read_text("utf-8-sig").splitlines()
    assert summary.rows["checks"] == len(lines) - 1


def test_a_run_says_where_its_time_went(two_alike: Path, tmp_path: Path) -> None:
    summary = run_batch([two_alike], tmp_path / "out", RunOptions(jobs=0))
    told = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["seconds"]
    assert list(told["parts"]) == ["listing", "reading", "comparing", "tables"]
    assert set(told["workers"]) == {"text"}
    assert told["files_per_second"] == pytest.approx(2 / told["total"], rel=0.1)
    assert summary.times.files == 2


def test_times_in_words() -> None:
    times = Times({"listing": 0.01, "reading": 1.5, "tables": 0.49})
    for format, seconds in (("text", 1.0), ("pdf", 1.5), ("text", 0.2)):
        times.spent(format, seconds)
    assert times.in_words() == (
        "3 files read in 2.0 s, 2 a second; reading 1.5 s, tables 0.5 s; workers: pdf 1.5 s, text 1.2 s"
    )
