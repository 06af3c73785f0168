"""Output folders of another user: read like one's own, and nothing is written there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import thai_ita
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import plan_run
from thai_ita.batch.run_status import read_status
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode
from thai_ita.output_folder import STORE_NAME, read_only_address


@pytest.fixture
def foreign(tmp_path: Path, samples_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An output folder that this user may not write to. Root may always, so it is made believe."""
    out = tmp_path / "out"
    thai_ita.run([samples_dir / "04_multi_year.md"], out, jobs=0)
    out.chmod(0o555)
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode & os.W_OK == 0 and may(path, mode))
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    yield out
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir()} == before
    out.chmod(0o755)


def test_what_is_done_is_known(foreign: Path, samples_dir: Path) -> None:
    assert read_status(foreign).statuses == {"ok": 1}
    ((what, _),) = plan_run([samples_dir / "04_multi_year.md"], foreign, RunOptions())
    assert what == "reuse"


def test_answers_are_given_and_not_written_there(foreign: Path, tmp_path: Path) -> None:
    for arguments in (
        ["compare", str(foreign)],
        ["compare", str(foreign / STORE_NAME)],
        ["draw", str(foreign), str(tmp_path / "p.png")],
    ):
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == ExitCode.OK, result.output
        (note,) = result.stderr.splitlines()
        assert note.startswith(f"note: {foreign} is not yours to write to")
    own = tmp_path / "own"
    result = CliRunner().invoke(app, ["export", str(foreign), "-o", str(own)])
    assert result.exit_code == ExitCode.OK
    assert (own / "agencies.csv").is_file()


def test_a_store_that_is_being_written_is_not_taken_for_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / STORE_NAME
    writer = sqlite3.connect(store, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.close()
    assert read_only_address(store).endswith("?mode=ro")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert read_only_address(store).endswith("?mode=ro&immutable=1")
    writer = sqlite3.connect(store, isolation_level=None)
    writer.execute("CREATE TABLE more (x)")
    assert read_only_address(store).endswith("?mode=ro"), "there is a log to be read"
    writer.close()
