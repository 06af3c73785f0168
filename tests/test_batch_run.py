"""What a run reads again and what not, what stands in the store, and what comes out of it."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from tests import batch_work
from tests.conftest import ROOT
from thai_ita.batch.executor import Executor, InProcessExecutor
from thai_ita.batch.lock import locked
from thai_ita.batch.options import OutputFormat, RunOptions
from thai_ita.batch.plan import NAMES_ASKED
from thai_ita.batch.read_report import attempt_report
from thai_ita.batch.run import RunRefusedError, RunSummary, plan_run, run_batch
from thai_ita.batch.run_status import read_status
from thai_ita.batch.store import STORE_NAME
from thai_ita.batch.task import FileResult, Task
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.exitcodes import ExitCode
from thai_ita.export.csv_files import write_csv
from thai_ita.export.json_files import write_reports
from thai_ita.export.tables import build_tables
from thai_ita.parse.outside_text import FOLDERS

OUT = Path("out")


class Reader:
    """Runs with made-up reports, and notes which files were read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def run(self, *paths: str, **options: Any) -> RunSummary:
        self.read = []

        def work(task: Task, given: RunOptions) -> FileResult:
            self.read.append(task.name)
            return batch_work.quick(task, given)

        def make(given: RunOptions, _scratch: Path) -> Executor:
            return InProcessExecutor(given, work)

        inputs = [Path(path) for path in paths or ("in",)]
        return run_batch(inputs, OUT, RunOptions(**options), executor=make)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b", "c"):
        write(f"in/{name}.txt", f"text {name}")
    return Reader()


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    # As if written an hour ago: a fresh file is hashed again, to be sure.
    before = time.time() - 3600
    os.utime(path, (before, before))


def tables(folder: Path = OUT) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def paths_in(table: str = "documents") -> list[str]:
    db = sqlite3.connect(OUT / STORE_NAME)
    try:
        return [row[0] for row in db.execute(f"SELECT path FROM {table}")]
    finally:
        db.close()


def test_the_tables_are_those_of_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    samples = [*sorted(Path("data/samples").glob("0*"))[:4], tmp_path / "copy.txt"]
    samples[-1].write_bytes(samples[0].read_bytes())
    out, options = tmp_path / "out", RunOptions(jobs=0, format=OutputFormat.BOTH)
    run_batch(samples, out, options)
    reports = [attempt_report(path, options=options) for path in samples]
    for table in build_tables(reports):
        expected = io.BytesIO()
        write_csv(expected, table)
        assert (out / f"{table.name}.csv").read_bytes() == expected.getvalue()
    expected = io.BytesIO()
    write_reports(expected, reports, version=json.loads((out / "reports.json").read_text("utf-8"))["version"])
    assert (out / "reports.json").read_bytes() == expected.getvalue()


def test_the_store_can_be_asked_in_sql(reader: Reader) -> None:
    reader.run()
    with sqlite3.connect(OUT / STORE_NAME) as db:
        for name, columns in TABLE_COLUMNS.items():
            cursor = db.execute(f"SELECT * FROM {name}")
            assert [c[0] for c in cursor.description] == [column.name for column in columns]
        (high,) = db.execute("SELECT count(*) FROM scores WHERE value > 100").fetchone()
        assert high == 0
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_only_what_is_new_or_changed_is_read(reader: Reader) -> None:
    assert len(reader.run().files) == 6
    assert len(reader.read) == 3
    before = tables()
    summary = reader.run()
    assert (reader.read, summary.read, summary.reused) == ([], 0, 3)
    assert tables() == before
    write("in/b.txt", "other")
    write("in/d.txt", "text d")
    assert [note for note in reader.run().notes if "b.txt: has changed" in note]
    assert sorted(reader.read) == ["in/b.txt", "in/d.txt"]
    assert paths_in() == ["in/a.txt", "in/b.txt", "in/c.txt", "in/d.txt"]


def test_a_file_that_is_touched_is_hashed_and_not_read(reader: Reader) -> None:
    reader.run()
    os.utime("in/a.txt")
    assert reader.run().notes == []
    assert reader.read == []


def test_a_change_that_keeps_size_and_time_is_seen(reader: Reader) -> None:
    reader.run()
    status = os.stat("in/a.txt")
    Path("in/a.txt").write_text("TEXT a")
    os.utime("in/a.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    reader.run()
    assert reader.read == ["in/a.txt"]


def test_the_same_content_is_read_once_and_recorded_twice(reader: Reader) -> None:
    write("in/z.txt", "text a")
    summary = reader.run()
    assert reader.read == ["in/a.txt", "in/b.txt", "in/c.txt"]
    assert summary.documents == 4
    with sqlite3.connect(OUT / STORE_NAME) as db:
        rows = dict(db.execute("SELECT path, duplicate_of FROM documents"))
        assert rows["in/z.txt"] == "in/a.txt"
        assert db.execute("SELECT count(*) FROM measures").fetchone() == (3,)


def test_renamed_and_deleted_inputs_are_noticed(reader: Reader) -> None:
    reader.run()
    Path("in/a.txt").rename("in/x.txt")
    Path("in/b.txt").unlink()
    summary = reader.run()
    assert reader.read == []
    assert summary.notes == [
        "in/x.txt: is in/a.txt under another name; not read again",
        "in/b.txt: is gone; its rows left the tables",
    ]
    assert paths_in() == ["in/c.txt", "in/x.txt"]
    write("in/b.txt", "text b")
    assert reader.run().documents == 3
    assert reader.read == [], "a file that comes back is not read again"


def test_a_name_that_may_say_whose_a_report_is_has_a_result_of_its_own(reader: Reader) -> None:
    write("in/z ITA 2567.txt", "text a")
    reader.run()
    assert reader.read == ["in/a.txt", "in/b.txt", "in/c.txt", "in/z ITA 2567.txt"]
    Path("in/z ITA 2567.txt").rename("in/z ITA 2566.txt")
    summary = reader.run()
    assert reader.read == ["in/z ITA 2566.txt"]
    assert "in/z ITA 2566.txt: is in/z ITA 2567.txt under another name" in summary.notes


def test_the_names_that_tell_are_those_that_are_asked() -> None:
    assert NAMES_ASKED == 1 + FOLDERS


def test_inputs_of_another_run_leave_the_tables(reader: Reader) -> None:
    reader.run()
    summary = reader.run("in/a.txt")
    assert (reader.read, summary.documents) == ([], 1)
    assert "in/c.txt: is no input of this run; its rows left the tables" in summary.notes


def test_force_limit_and_changed_options(reader: Reader) -> None:
    assert reader.run(limit=2).left == 1
    assert reader.read == ["in/a.txt", "in/b.txt"]
    reader.run(limit=2)
    assert reader.read == ["in/c.txt"]
    reader.run(force=True)
    assert len(reader.read) == 3
    reader.run(max_pages=7)
    assert len(reader.read) == 3, "a result depends on the limits"
    reader.run(jobs=1, deadline_s=9)
    assert reader.read == [], "and not on the workers"


def test_other_rules_read_everything_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.run()
    monkeypatch.setattr("thai_ita.batch.run.code_fingerprint", lambda: "new rules")
    reader.run()
    assert len(reader.read) == 3
    with sqlite3.connect(OUT / STORE_NAME) as db:
        assert db.execute("SELECT DISTINCT rules FROM results").fetchall() == [("new rules",)]


def test_json_reads_again_what_has_no_record(reader: Reader) -> None:
    reader.run()
    reader.run(format=OutputFormat.BOTH)
    assert len(reader.read) == 3
    assert len(json.loads((OUT / "reports.json").read_text("utf-8"))["reports"]) == 3
    reader.run()
    assert reader.read == []


def test_a_missing_table_is_written_again(reader: Reader) -> None:
    reader.run()
    before = tables()
    (OUT / "scores.csv").unlink()
    (OUT / "measures.csv").write_text("edited")
    reader.run()
    for kept in OUT.glob("measures.edited-*.csv"):
        kept.unlink()
    assert (reader.read, tables()) == ([], before)


def test_a_store_of_other_columns_is_made_anew(reader: Reader) -> None:
    reader.run()
    with sqlite3.connect(OUT / STORE_NAME) as db:
        db.execute("UPDATE meta SET value = 'older' WHERE name = 'schema'")
    db.close()
    assert reader.run().exit_code is ExitCode.OK
    assert len(reader.read) == 3


def test_a_damaged_store_is_refused_with_a_way_out(reader: Reader) -> None:
    OUT.mkdir()
    (OUT / STORE_NAME).write_bytes(b"no database" * 1000)
    with pytest.raises(RunRefusedError, match="move it away and run again"):
        reader.run()


def test_two_runs_exclude_each_other(reader: Reader) -> None:
    OUT.mkdir()
    with locked(OUT), pytest.raises(RunRefusedError, match=f"process {os.getpid()}"):
        reader.run()
    assert reader.run().documents == 3


def test_dry_run_says_what_would_be_read(reader: Reader) -> None:
    inputs = [Path("in")]
    assert [what for what, _ in plan_run(inputs, OUT, RunOptions())] == ["read"] * 3
    assert not OUT.exists()
    reader.run()
    write("in/a.txt", "other")
    Path("in/b.txt").unlink()
    write("in/d.txt", "text c")
    assert plan_run(inputs, OUT, RunOptions()) == [
        ("read", "in/a.txt"),
        ("reuse", "in/c.txt"),
        ("reuse", "in/d.txt"),
        ("gone", "in/b.txt"),
    ]


def test_status_tells_what_is_done_and_what_waits(reader: Reader) -> None:
    Path("in/b.txt").unlink()
    reader.run("in/a.txt", "in/b.txt", "in/c.txt", limit=1)
    status = read_status(OUT)
    assert (status.state, status.inputs, status.waiting) == ("finished", 3, 2)
    assert status.statuses == {"ok": 1}
    assert any("run the same command again" in line for line in status.lines())


def test_a_file_that_changes_while_it_is_read_is_read_again(reader: Reader) -> None:
    changes = iter(["second", "third"])

    def work(task: Task, options: RunOptions) -> FileResult:
        if task.name == "in/a.txt" and (text := next(changes, None)):
            Path("in/a.txt").write_text(text)
        return batch_work.quick(task, options)

    run_batch([Path("in")], OUT, executor=lambda given, _: InProcessExecutor(given, work))
    assert read_status(OUT).statuses == {"ok": 3}
    reader.run()
    assert reader.read == []


def test_a_file_that_changes_at_every_reading_is_given_up_for_one_run(reader: Reader) -> None:
    changes = (f"text {number}" for number in range(99))

    def work(task: Task, options: RunOptions) -> FileResult:
        if task.name == "in/a.txt":
            Path("in/a.txt").write_text(next(changes))
        return batch_work.quick(task, options)

    run_batch([Path("in")], OUT, executor=lambda given, _: InProcessExecutor(given, work))
    (bad,) = read_status(OUT).bad
    assert (bad.path, bad.quarantine) == ("in/a.txt", "changed: changes while it is read")
    assert bad.error.endswith("the next run reads it again")
    reader.run()
    assert reader.read == ["in/a.txt"]


def test_names_that_are_no_utf8_are_read_and_kept(reader: Reader) -> None:
    name = os.fsencode("in/") + b"\xe1\xe2.txt"
    try:
        Path(os.fsdecode(name)).write_text("odd")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert reader.run().documents == 4
    reader.run()
    assert "in/??.txt" in paths_in()


def test_results_of_one_name_can_be_told_from_another_ending(reader: Reader) -> None:
    # The ending has a say in how content is read.
    write("in/a.html", "text a")
    reader.run()
    assert len(reader.read) == 4
