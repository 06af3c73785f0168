"""A store that is damaged, of another version or of another program.

Damage costs the rows that it hit, and no bit of it reaches a table; what is not ours is not touched.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests import batch_work
from thai_ita.analyze.typed_tables import TableError, load_tables
from thai_ita.batch import salvage as salvaging
from thai_ita.batch.executor import Executor, InProcessExecutor
from thai_ita.batch.opening import open_store, read_store
from thai_ita.batch.options import OutputFormat, RunOptions
from thai_ita.batch.plan import SETTLED_S
from thai_ita.batch.run import RunRefusedError, RunSummary, plan_run, run_batch
from thai_ita.batch.run_status import read_status
from thai_ita.batch.salvage import stored_widths
from thai_ita.batch.schema import schema_version
from thai_ita.batch.store import STORE_NAME, StoreError
from thai_ita.batch.task import FileResult, Note, Task
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode
from thai_ita.stored.checksums import damage_in
from thai_ita.stored.database_pages import Pages
from thai_ita.stored.file_identity import APPLICATION_ID, FORMAT
from thai_ita.stored.seal import has_seal, is_sealed, seal_of

N_FILES = 12
PAGE = 4096
TRIES = 30
VERSION_AT = (60, 64)
Damage = Callable[[Path], None]


def work(task: Task, options: RunOptions) -> FileResult:
    """A report with something in every column of a result, now and then longer than a page."""
    result = batch_work.quick(task, options)
    notes = tuple(Note("made-up", f"{task.name} {n}", "warning", n) for n in range(3))
    row = result.rows["scores"][0]
    long = tuple("ก" * 3000 if value == "1" else value for value in row)
    rows = {**result.rows, "scores": [*result.rows["scores"], long]}
    return replace(result, notes=notes, rows=rows, elapsed_s=1.25)


class Runs:
    """Runs over made-up files, into ``out`` or a copy of what a first run left."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "in"
        self.source.mkdir()
        for number in range(N_FILES):
            path = self.source / f"{number}.txt"
            path.write_text(f"text {number}")
            # Old enough to be taken as unchanged.
            old = time.time() - 2 * SETTLED_S
            os.utime(path, (old, old))
        self.calm = folder / "calm"
        self.read: list[str] = []
        self.run(self.calm)

    def run(self, out: Path, **options: object) -> RunSummary:
        self.read = []

        def noted(task: Task, given: RunOptions) -> FileResult:
            self.read.append(task.name)
            return work(task, given)

        def make(given: RunOptions, _scratch: Path) -> Executor:
            return InProcessExecutor(given, noted)

        values = {"format": OutputFormat.BOTH, "jobs": 0} | options
        return run_batch([self.source], out, RunOptions.from_values(values), executor=make)

    def damaged(self, out: Path, damage: Damage) -> Path:
        shutil.copytree(self.calm, out)
        damage(out / STORE_NAME)
        return out


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return Runs(tmp_path_factory.mktemp("store"))


def tables(out: Path) -> dict[str, bytes]:
    names = [p for p in out.iterdir() if p.suffix in (".csv", ".json") and p.name != "run.json"]
    return {path.name: path.read_bytes() for path in sorted(names)}


def statement(sql: str, *values: object) -> Damage:
    def damage(store: Path) -> None:
        with closing(sqlite3.connect(store, isolation_level=None)) as db:
            db.execute(sql, values)

    return damage


def written(content: bytes) -> Damage:
    def damage(store: Path) -> None:
        store.write_bytes(content)

    return damage


def cut(length: int) -> Damage:
    return lambda store: os.truncate(store, length)


def flipped(at: int, bit: int = 0) -> Damage:
    def damage(store: Path) -> None:
        content = bytearray(store.read_bytes())
        content[at] ^= 1 << bit
        store.write_bytes(content)

    return damage


def zeroed(page: int) -> Damage:
    def damage(store: Path) -> None:
        with store.open("rb+") as file:
            file.seek(page * PAGE)
            file.write(bytes(PAGE))

    return damage


def find(store: Path, text: bytes) -> int:
    return store.read_bytes().index(text)


# Sums and seals.


def test_a_run_leaves_a_store_that_proves_itself(runs: Runs, tmp_path: Path) -> None:
    assert is_sealed(runs.calm / STORE_NAME)
    with read_store(runs.calm) as store:
        assert not damage_in(store.db)
        assert store.db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert store.db.execute("PRAGMA user_version").fetchone() == (FORMAT,)
    out = runs.damaged(tmp_path / "out", lambda store: None)
    assert runs.run(out).notes == []
    assert runs.read == []
    assert is_sealed(out / STORE_NAME)


def test_what_a_sum_covers(runs: Runs, tmp_path: Path) -> None:
    """One value in each column, a row that is gone, one that is strange: all are found."""
    store = tmp_path / STORE_NAME
    with closing(sqlite3.connect(runs.calm / STORE_NAME)) as db:
        changes = [
            f'UPDATE "{table}" SET "{column}" = \'odd\' WHERE rowid = (SELECT min(rowid) FROM "{table}")'
            for table in ("results",)
            for _, column, *_ in db.execute(f"PRAGMA table_info({table})")
            if column != "result_id"
        ]
        for table in stored_widths(db):
            if table in ("results", "runs", "inputs", "documents_of"):
                continue
            changes += [
                f'UPDATE "{table}" SET "{column}" = 77 WHERE result_id = 3 AND place = 0'
                for _, column, *_ in db.execute(f"PRAGMA table_info({table})")
                if db.execute(f'SELECT 1 FROM "{table}" WHERE result_id = 3').fetchone()
            ]
    changes += [
        "UPDATE documents_of SET n_scores = n_scores + 1 WHERE result_id = 3",
        "DELETE FROM scores_of WHERE result_id = 3 AND place = 5",
        "DELETE FROM troubles_of WHERE result_id = 3 AND place = 2",
        "UPDATE scores_of SET result_id = 4, place = 50 WHERE result_id = 3 AND place = 5",
        "UPDATE scores_of SET result_id = 999 WHERE result_id = 3",
        "UPDATE inputs SET result_id = result_id + 1",
        "UPDATE inputs SET path = path || 'x'",
        "UPDATE inputs SET content = NULL",
        "UPDATE inputs SET run_id = 7",
        "UPDATE runs SET version = '9'",
        "UPDATE results SET record = substr(record, 2)",
    ]
    assert len(changes) > 80
    for sql in changes:
        shutil.copyfile(runs.calm / STORE_NAME, store)
        with closing(sqlite3.connect(store)) as db:
            assert not damage_in(db)
            assert db.execute(sql).rowcount, sql
            assert damage_in(db), sql


def test_a_seal_is_taken_away_before_a_run_writes(runs: Runs, tmp_path: Path) -> None:
    out = runs.damaged(tmp_path / "out", lambda store: None)
    with open_store(out) as store:
        assert not has_seal(store.path)
    assert is_sealed(out / STORE_NAME)
    with pytest.raises(StoreError), open_store(out) as store:
        raise StoreError("the disk is full")
    assert not has_seal(store.path), "nobody knows what is in it"


def test_an_unsealed_store_loses_nothing(runs: Runs, tmp_path: Path) -> None:
    """What a killed run leaves, or a copy without the hidden files."""
    out = runs.damaged(tmp_path / "out", lambda store: seal_of(store).unlink())
    assert runs.run(out).notes == []
    assert runs.read == []
    assert is_sealed(out / STORE_NAME)


# Damage.


def whole_rows(out: Path) -> set[tuple[object, ...]]:
    """Every row that the tables may be made of."""
    rows: set[tuple[object, ...]] = set()
    with closing(sqlite3.connect(out / STORE_NAME)) as db:
        for table in stored_widths(db):
            rows |= {(table, *row) for row in db.execute(f"SELECT * FROM {table}")}
    return rows


def test_flipped_bits_leave_the_store(runs: Runs, tmp_path: Path) -> None:
    before = whole_rows(runs.calm)
    rng = random.Random(13)
    length = (runs.calm / STORE_NAME).stat().st_size
    told = 0
    for number in range(TRIES):
        at = rng.randrange(64, length)
        out = runs.damaged(tmp_path / str(number), flipped(at, rng.randrange(8)))
        with open_store(out) as store:
            told += bool(store.notes)
        left = whole_rows(out)
        assert left <= before, f"byte {at}"
        assert len({row for row in left if row[0] == "results"}) >= N_FILES - 1
        assert (left == before) >= (not store.notes)
        shutil.rmtree(out)
    assert told > TRIES // 3


@pytest.mark.slow
def test_flipped_bits_reach_no_table(runs: Runs, tmp_path: Path) -> None:
    before = tables(runs.calm)
    rng = random.Random(13)
    length = (runs.calm / STORE_NAME).stat().st_size
    lost = []
    for number in range(10 * TRIES):
        at, bit = rng.randrange(length), rng.randrange(8)
        if at in range(*VERSION_AT):
            # Another version, for all that can be known.
            continue
        out = runs.damaged(tmp_path / str(number), flipped(at, bit))
        summary = runs.run(out)
        assert tables(out) == before, f"bit {bit} of byte {at}"
        assert is_sealed(out / STORE_NAME)
        assert not runs.read or "damaged" in summary.notes[0]
        lost.append(len(runs.read))
        shutil.rmtree(out)
    assert max(lost) <= 2, "one bit costs what it hit"
    assert any(lost)


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.01, 0.5, 0.9], ids=str)
def test_a_truncated_store_is_read_again(runs: Runs, tmp_path: Path, share: float) -> None:
    length = (runs.calm / STORE_NAME).stat().st_size
    out = runs.damaged(tmp_path / "out", cut(int(length * share)))
    summary = runs.run(out)
    assert tables(out) == tables(runs.calm)
    assert runs.read
    assert str(out / STORE_NAME) in summary.notes[0]
    if share > 0.7:
        assert len(runs.read) < N_FILES
    runs.run(out)
    assert runs.read == []


def test_a_page_costs_what_stands_on_it_and_the_file_is_kept(runs: Runs, tmp_path: Path) -> None:
    """Also pages that SQLite needs to find others: of the schema, the first, roots of tables."""
    pages = (runs.calm / STORE_NAME).stat().st_size // PAGE
    reread = []
    for page in (0, 1, 2, 3, pages // 2, pages - 2):
        out = runs.damaged(tmp_path / str(page), zeroed(page))
        content = (out / STORE_NAME).read_bytes()
        summary = runs.run(out)
        assert tables(out) == tables(runs.calm), page
        reread.append(len(runs.read))
        kept = out / "thai-ita.damaged-1.sqlite"
        if kept.exists():
            assert kept.read_bytes() == content
            assert kept.name in summary.notes[0]
        shutil.rmtree(out)
    assert sorted(reread)[len(reread) // 2] <= N_FILES // 2, reread


def test_damage_in_rows_alone_is_mended_in_place(runs: Runs, tmp_path: Path) -> None:
    out = runs.damaged(tmp_path / "out", statement("UPDATE scores_of SET value = 99 WHERE result_id = 3"))
    summary = runs.run(out)
    assert (len(runs.read), tables(out)) == (1, tables(runs.calm))
    assert "was damaged; 1 results in it are read again" in summary.notes[0]
    assert not list(out.glob("*damaged*"))


@pytest.mark.parametrize("sql", [
    "UPDATE sqlite_master SET sql = replace(sql, 'NOT r.hidden', 'r.hidden')",
    "UPDATE sqlite_master SET rootpage = 3 WHERE name = 'scores_of'",
    "DELETE FROM sqlite_master WHERE name = 'results_content'",
    "DELETE FROM sqlite_master",
    "CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END",
    "CREATE TRIGGER t AFTER UPDATE ON inputs BEGIN UPDATE scores_of SET value = 0; END",
])  # fmt: skip
def test_a_damaged_schema_costs_no_result(runs: Runs, tmp_path: Path, sql: str) -> None:
    def damage(store: Path) -> None:
        with closing(sqlite3.connect(store, isolation_level=None)) as db:
            db.execute("PRAGMA writable_schema = ON")
            db.execute(sql)

    out = runs.damaged(tmp_path / "out", damage)
    runs.run(out)
    assert tables(out) == tables(runs.calm)
    assert runs.read == []


def test_an_index_that_hides_a_row_is_found(runs: Runs, tmp_path: Path) -> None:
    def damage(store: Path) -> None:
        with closing(sqlite3.connect(store, isolation_level=None)) as db:
            index = db.execute("SELECT * FROM sqlite_master WHERE name = 'inputs_result'").fetchone()
            row = db.execute("SELECT * FROM inputs WHERE result_id = 3").fetchone()
            db.execute("DELETE FROM inputs WHERE result_id = 3")
            db.execute("PRAGMA writable_schema = ON")
            db.execute("DELETE FROM sqlite_master WHERE name = 'inputs_result'")
        with closing(sqlite3.connect(store, isolation_level=None)) as db:
            marks = ", ".join("?" * len(row))
            db.execute(f"INSERT INTO inputs VALUES ({marks})", row)
            db.execute("PRAGMA writable_schema = ON")
            db.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", index)

    out = runs.damaged(tmp_path / "out", damage)
    with closing(sqlite3.connect(out / STORE_NAME)) as db:
        assert not damage_in(db), "every row has its sum"
        hidden = "SELECT count(*) FROM inputs INDEXED BY inputs_result WHERE result_id = 3"
        assert db.execute(hidden).fetchone() == (0,)
    summary = runs.run(out)
    assert "was damaged" in summary.notes[0]
    assert (runs.read, tables(out)) == ([], tables(runs.calm))


def test_a_run_that_was_lost_gives_its_number_to_no_other(runs: Runs, tmp_path: Path) -> None:
    """Else inputs of the lost run that are gone would pass for inputs of the next one."""
    out = runs.damaged(tmp_path / "out", lambda store: None)
    for number in range(3):
        (runs.source / "more.txt").write_text(f"more {number}")
        runs.run(out)
    (runs.source / "more.txt").unlink()
    statement("DELETE FROM runs WHERE run_id = (SELECT max(run_id) FROM runs)")(out / STORE_NAME)
    runs.run(out)
    assert tables(out) == tables(runs.calm)


# Logs beside the store.


def killed(runs: Runs, out: Path, sql: str = "DELETE FROM results WHERE result_id > 6") -> bytes:
    """Leave an output folder as a killed run does that wrote a part: with a log. Gives the log."""
    shutil.copytree(runs.calm, out)
    store = open_store(out)
    with store.transaction():
        store.begin_run("0", "0", {}, ["x"])
        store.db.execute(sql)
    # Another connection keeps the log where it is.
    log = Path(f"{store.path}-wal").read_bytes()
    main = store.path.read_bytes()
    store.db.close()
    store.path.write_bytes(main)
    Path(f"{store.path}-wal").write_bytes(log)
    return log


@pytest.mark.parametrize("harm", ["none", "deleted", "cut", "flipped", "shm", "first page"])
def test_a_killed_run_with_harm_to_its_log(runs: Runs, tmp_path: Path, harm: str) -> None:
    out = tmp_path / "out"
    log = killed(runs, out)
    path = out / f"{STORE_NAME}-wal"
    if harm == "deleted":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(log[: len(log) // 2])
    elif harm == "flipped":
        path.write_bytes(log[:50] + bytes([log[50] ^ 4]) + log[51:])
    elif harm == "shm":
        (out / f"{STORE_NAME}-shm").write_bytes(random.Random(1).randbytes(32768))
    elif harm == "first page":
        zeroed(0)(out / STORE_NAME)
    runs.run(out)
    assert tables(out) == tables(runs.calm)
    assert not path.exists()


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("log", ["-wal", "-journal"])
def test_the_log_of_another_store_is_not_played_in(runs: Runs, tmp_path: Path, log: str, sealed: bool) -> None:
    other = Runs(tmp_path)
    for number in range(N_FILES):
        (other.source / f"{number}.txt").write_text(f"other {number}")
    foreign = killed(other, tmp_path / "other")
    out = runs.damaged(tmp_path / "out", lambda store: None)
    if not sealed:
        seal_of(out / STORE_NAME).unlink()
    (out / f"{STORE_NAME}{log}").write_bytes(foreign)
    if sealed:
        assert read_status(out).statuses == {"ok": N_FILES}
    summary = runs.run(out)
    assert tables(out) == tables(runs.calm)
    if sealed:
        assert runs.read == []
        assert "is not of this store" in summary.notes[0]
        assert (out / f"thai-ita.stray.sqlite{log}").read_bytes() == foreign


# What is not ours.


def of_another_program(store: Path) -> None:
    store.unlink()
    with closing(sqlite3.connect(store)) as db:
        db.execute("CREATE TABLE customers (name TEXT)")
        db.execute("INSERT INTO customers VALUES ('a')")
        db.commit()


def without_tables(store: Path) -> None:
    store.unlink()
    with closing(sqlite3.connect(store)) as db:
        db.execute("PRAGMA user_version = 1")
        db.execute("VACUUM")


def as_folder(store: Path) -> None:
    store.unlink()
    store.mkdir()
    (store / "x").write_text("x")


def as_link(store: Path) -> None:
    store.replace(store.with_name("elsewhere"))
    store.symlink_to("elsewhere")


def as_pipe(store: Path) -> None:
    store.unlink()
    os.mkfifo(store)


def with_pipe_for_log(store: Path) -> None:
    os.mkfifo(f"{store}-wal")


def state(out: Path) -> dict[str, object]:
    return {
        path.name: (path.lstat().st_mtime_ns, path.lstat().st_size, path.is_symlink())
        for path in out.iterdir()
        # SQLite makes these to read, and may not remove them.
        if not path.name.endswith(("-shm", "-wal"))
    }


NOT_OURS: dict[str, tuple[Damage, str]] = {
    "newer": (statement(f"PRAGMA user_version = {FORMAT + 1}"), "newer version of thai-ita"),
    "much newer": (statement("PRAGMA user_version = 99"), "newer version of thai-ita"),
    "other tables": (of_another_program, "database of another program"),
    "no tables": (without_tables, "database of another program"),
    "other id": (statement("PRAGMA application_id = 252006673"), "database of another program"),
    "text": (written(b"no database" * 1000), "is no store of thai-ita"),
    "short text": (written(b"hello"), "is no store of thai-ita"),
    "folder": (as_folder, "is a folder"),
    "link": (as_link, "is a link"),
    "pipe": (as_pipe, "is a pipe"),
    "log is a pipe": (with_pipe_for_log, "has a pipe beside it"),
}


@pytest.mark.parametrize("case", NOT_OURS)
def test_what_is_not_ours_is_refused_untouched(runs: Runs, tmp_path: Path, case: str) -> None:
    damage, words = NOT_OURS[case]
    out = runs.damaged(tmp_path / "out", damage)
    (out / ".thai-ita.lock").unlink()
    before = state(out)
    with pytest.raises(RunRefusedError, match=words) as refused:
        runs.run(out)
    assert str(refused.value).startswith(str(out / STORE_NAME))
    assert len(str(refused.value).splitlines()) == 1
    with pytest.raises(RunRefusedError, match=words):
        plan_run([runs.source], out, RunOptions())
    with pytest.raises(StoreError):
        read_status(out)
    assert state(out) == before
    assert runs.read == []


def test_a_newer_version_that_was_killed_is_told_by_its_log(runs: Runs, tmp_path: Path) -> None:
    out = tmp_path / "out"
    killed(runs, out, "PRAGMA user_version = 99")
    with pytest.raises(RunRefusedError, match="newer version of thai-ita"):
        runs.run(out)


OLDER: dict[str, Damage] = {
    "older": statement(f"PRAGMA user_version = {FORMAT - 1}"),
    "other columns": statement("UPDATE meta SET value = 'older' WHERE name = 'schema'"),
}


@pytest.mark.parametrize("case", [*OLDER, "without an id"])
def test_an_older_store_is_read_again_and_kept(runs: Runs, tmp_path: Path, case: str) -> None:
    def without_id(store: Path) -> None:
        statement("PRAGMA application_id = 0")(store)
        statement("PRAGMA user_version = 0")(store)

    out = runs.damaged(tmp_path / "out", OLDER.get(case, without_id))
    content = (out / STORE_NAME).read_bytes()
    summary = runs.run(out)
    assert (len(runs.read), tables(out)) == (N_FILES, tables(runs.calm))
    assert "was written by another version of thai-ita" in summary.notes[0]
    assert (out / "thai-ita.older-1.sqlite").read_bytes() == content


def test_a_killed_start_begins_anew(runs: Runs, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / STORE_NAME).touch()
    assert runs.run(out).notes == []
    assert tables(out) == tables(runs.calm)


def test_the_layout_has_a_number_of_its_own() -> None:
    """Count FORMAT up with every change of a stored column, then write the new value here."""
    assert (FORMAT, schema_version()) == (5, "3ea65fa8600cc920")


def test_rows_can_be_told_by_the_number_of_their_columns(runs: Runs) -> None:
    with closing(sqlite3.connect(runs.calm / STORE_NAME)) as db:
        widths = stored_widths(db)
        of_tables = {widths.pop("results"), widths.pop("runs")}
        assert len(of_tables) == 2
        assert len(set(widths.values())) == len(widths), widths
    with Pages(runs.calm / STORE_NAME) as pages:
        assert sum(len(row) in of_tables for has_row_id, row in pages.rows() if has_row_id) > N_FILES


# Where it cannot be written.


def test_a_full_disk_while_salvaging_leaves_the_damaged_store(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = runs.damaged(tmp_path / "out", zeroed(1))
    content = (out / STORE_NAME).read_bytes()

    def full(store: Path, db: sqlite3.Connection) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(salvaging, "_copy_rows", full)
    with pytest.raises(RunRefusedError, match="No space left") as refused:
        runs.run(out)
    assert len(str(refused.value).splitlines()) == 1
    assert (out / STORE_NAME).read_bytes() == content
    assert not list(out.glob(".*.part"))
    monkeypatch.undo()
    runs.run(out)
    assert tables(out) == tables(runs.calm)


def test_a_store_that_another_program_holds_is_not_taken_for_damaged(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thai_ita.batch.opening.BUSY_TIMEOUT_S", 0.1)
    out = runs.damaged(tmp_path / "out", lambda store: seal_of(store).unlink())
    with closing(sqlite3.connect(out / STORE_NAME, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("INSERT INTO input_problems VALUES ('x')")
        with pytest.raises(RunRefusedError, match="locked by another program"):
            runs.run(out)
        other.execute("ROLLBACK")
    assert not list(out.glob("*damaged*"))
    runs.run(out)
    assert runs.read == []


# Those who only read.


@pytest.mark.parametrize("page", [0, 2, 12])
def test_who_reads_a_damaged_store_says_so_in_one_line(runs: Runs, tmp_path: Path, page: int) -> None:
    out = runs.damaged(tmp_path / "out", zeroed(page))
    for path in (*out.glob("*.csv"), out / "reports.json"):
        path.unlink()
    before = state(out)
    for arguments in (
        ["status", str(out)],
        ["status", "--json", str(out)],
        ["check", str(out)],
        ["compare", str(out)],
        ["compare", str(out / STORE_NAME)],
        ["export", str(out), "-o", str(tmp_path / "answer")],
    ):
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code != ExitCode.OK, arguments
        assert isinstance(result.exception, SystemExit), (arguments, result.exception)
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"problem: {out}")
    assert {what for what, _ in plan_run([runs.source], out, RunOptions())} <= {"read", "reuse"}
    assert state(out) == before


def test_a_flipped_figure_is_not_compared(runs: Runs, tmp_path: Path) -> None:
    out = runs.damaged(tmp_path / "out", statement("UPDATE scores_of SET value = 99 WHERE result_id = 3"))
    with pytest.raises(TableError, match="is damaged"):
        load_tables(out / STORE_NAME)
    with pytest.raises(StoreError, match="is damaged"):
        read_status(out)


def test_rows_longer_than_a_page_and_those_in_the_log_are_read(tmp_path: Path) -> None:
    path = tmp_path / STORE_NAME
    kept = [(n, "ก" * (n * 37), n / 3) for n in range(1, 200)]
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE a (i INTEGER PRIMARY KEY, t TEXT, x REAL)")
        db.executemany("INSERT INTO a VALUES (?, ?, ?)", kept)
        db.commit()
        with Pages(path) as pages:
            found = [row for has_row_id, row in pages.rows() if has_row_id and len(row) == 3]
    assert sorted(found) == kept
