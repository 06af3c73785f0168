"""Files beside the reports: whatever stands under the name costs one line, and no memory or time."""

from __future__ import annotations

import contextlib
import csv
import os
import resource
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.analyze_tables import score, tables
from thai_ita import side_files
from thai_ita.analyze.agencies_file import FILE_NAME, one_agency_each, read_corrections
from thai_ita.analyze.typed_tables import TableError
from thai_ita.batch import input_lists
from thai_ita.batch.config import MOST_DOTS, MOST_LINES, MOST_TEXTS, ConfigError, read_config
from thai_ita.batch.inputs import collect_inputs
from thai_ita.batch.lock import LOCK_NAME, NoLockFileError, holder, is_held, locked
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import RunRefusedError, run_batch
from thai_ita.cli import app
from thai_ita.command_group import LONGEST_MISTAKE
from thai_ita.exitcodes import ExitCode
from thai_ita.ingest import decode as decoding
from thai_ita.ingest.scan.cache import ReadingCache
from thai_ita.ingest.scan.endpoint_setting import KEY_VARIABLE, EndpointSettingError
from thai_ita.model import Problem
from thai_ita.normalize import gazetteer
from thai_ita.normalize.gazetteer import LONGEST_CELL, GazetteerError, load_gazetteer
from thai_ita.side_files import (
    LONGEST_ROW,
    LONGEST_SHOWN,
    MOST_COLUMNS,
    SideFileError,
    side_bytes,
    side_table,
)
from thai_ita.stored.seal import is_sealed, seal, seal_of

HEAD = "full_name,district,province,code\n"
AGENCY = "เทศบาลตำบลหนองตัวอย่าง"
ROW = f"{AGENCY},เมืองเลย,เลย,5420101\n"
CORRECTIONS = "agency_id,proposed_id,merged_id\n"
FLAGS = {"jobs": "jobs", "include": "include", "no-repair": "no_repair", "agencies": "agencies"}
LIMIT_S = 5.0


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THAI_ITA_JOBS", "0")
    os.mkfifo("pipe")
    os.symlink("/dev/zero", "endless")
    os.symlink("pipe", "piped.csv")
    # Whoever waits for a writer of the pipe would wait for ever: one comes to end the test.
    rescue = threading.Timer(LIMIT_S, lambda: os.close(os.open("pipe", os.O_RDWR)))
    rescue.daemon = True
    rescue.start()
    yield
    rescue.cancel()


@pytest.fixture(params=[131_072, 1 << 30], ids=["usual", "raised"])
def _limit_of_csv(request: pytest.FixtureRequest) -> Iterator[None]:
    """The limit of the module csv, which others in the process may have raised."""
    before = csv.field_size_limit(request.param)
    yield
    csv.field_size_limit(before)


@pytest.fixture
def _little_memory() -> Iterator[None]:
    """Whoever reads without end gets a MemoryError, not all the memory there is."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (2_000_000_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_DATA, before)


SPECIALS = ["pipe", "endless", "piped.csv", ".", "absent", "a\0b"]


@pytest.mark.usefixtures("_little_memory")
@pytest.mark.parametrize("name", SPECIALS)
def test_only_files_are_read(name: str) -> None:
    path = Path(name)
    with pytest.raises(GazetteerError, match="cannot be read"):
        load_gazetteer(path)
    with pytest.raises(TableError, match="cannot be read"):
        read_corrections(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(path, FLAGS)


def test_a_file_without_a_size_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system makes up some, such as /proc/self/pagemap."""
    made_up = contextlib.closing(Endless())
    monkeypatch.setattr(side_files, "open_regular", lambda _: made_up)
    with pytest.raises(SideFileError, match="over the limit of 1 MB"):
        side_bytes("f", 1)


class Endless:
    def __init__(self) -> None:
        self.left = 10

    def read(self, size: int) -> bytes:
        self.left -= 1
        assert self.left, "it is read without end"
        return b"x" * size

    def close(self) -> None:
        pass


def test_a_large_file_is_refused_and_one_at_the_limit_read() -> None:
    Path("f").write_bytes(b"x" * 1_000_000)
    assert len(side_bytes("f", 1)) == 1_000_000
    Path("f").write_bytes(b"x" * 1_000_001)
    with pytest.raises(SideFileError, match="f: is over the limit of 1 MB"):
        side_bytes("f", 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + '"' + "ก" * 200_000, "what follows line 1 cannot be read as CSV"),
        (HEAD + '"' + "ก" * 20_000, "line 2 has a cell of 20,000 letters"),
        ("," * (LONGEST_ROW + 1), "a row of over 1,000,000 letters"),
        (HEAD + '"\n",' * (LONGEST_ROW // 4 + 1), "a row of over 1,000,000 letters"),
        ("," * MOST_COLUMNS, "a row of 1,001 cells"),
        (HEAD + ROW.replace(",", "\0,"), "is not UTF-8 text"),
        ("c" * 5000 + ",d\n", r"found: c{300}… \(5,003 letters\)$"),
        (HEAD + "x" * (LONGEST_CELL + 1) + ",,,\n", "line 2 has a cell of 301 letters"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("_limit_of_csv")
def test_a_list_without_measure_is_refused(text: str, said: str) -> None:
    Path("list.csv").write_text(text, "utf-8")
    with pytest.raises(GazetteerError, match=said) as refused:
        load_gazetteer("list.csv")
    assert str(refused.value).startswith("list.csv: ")
    assert len(str(refused.value)) < LONGEST_SHOWN + 300


def test_a_list_of_more_agencies_than_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "MOST_LISTED", 3)
    Path("list.csv").write_text(HEAD + ROW * 3 + "โรงเรียนตัวอย่าง,,,\n" * 9, "utf-8")
    listed = load_gazetteer("list.csv")
    assert (len(listed.rows), listed.skipped) == (3, 9)
    Path("list.csv").write_text(HEAD + ROW * 4, "utf-8")
    with pytest.raises(GazetteerError, match="more than 3 local governments"):
        load_gazetteer("list.csv")


def test_controls_of_a_terminal_leave_a_list() -> None:
    Path("list.csv").write_text(HEAD + "เทศบาลตำบลหนอง\x1bตัวอย่าง,\u202eเมืองเลย,เลย,\x077\n", "utf-8")
    (row,) = load_gazetteer("list.csv").rows
    assert (row.full_name, row.district, row.code) == (AGENCY, "เมืองเลย", "7")


def test_rows_of_many_lines_and_long_cells_that_nobody_uses_are_fine() -> None:
    wide = ",".join(f"c{i}" for i in range(MOST_COLUMNS - 1))
    note = '"' + "long\n" * 20_000 + '"'
    Path("list.csv").write_text(f"full_name,{wide}\n{AGENCY},{note}\n" * 2, "utf-8")
    assert len(load_gazetteer("list.csv").rows) == 2
    Path("thai.csv").write_bytes((HEAD + ROW).encode("cp874"))
    assert [cells[0] for _, cells in side_table("thai.csv", 1)][1] == AGENCY


def test_a_list_that_changes_under_the_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("list.csv").write_text(HEAD + ROW, "utf-8")
    Path("a.txt").write_text("ITA", "utf-8")
    monkeypatch.setattr("thai_ita.batch.run.agencies_for", lambda options: options.agencies.unlink())
    with pytest.raises(RunRefusedError, match=r"list\.csv: cannot be read"):
        run_batch([Path("a.txt")], Path("out"), RunOptions(agencies=Path("list.csv"), jobs=0))


@pytest.mark.parametrize("command", [["run", "a.txt", "-o", "out"], ["show", "a.txt", "--in-process"]])
@pytest.mark.parametrize("name", ["pipe", "endless"])
@pytest.mark.usefixtures("_little_memory")
def test_the_command_says_it_in_one_line(command: list[str], name: str) -> None:
    Path("a.txt").write_text("ITA", "utf-8")
    said = CliRunner().invoke(app, [*command, "--agencies", name])
    assert said.exit_code == ExitCode.USAGE
    assert said.stderr.startswith(f"problem: {name}: cannot be read (a pipe, socket or device")
    assert said.stderr.count("\n") == 1


# --- corrections of merging ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CORRECTIONS + '"' + "a" * 200_000, "row 1 below the heading cannot be told"),
        (CORRECTIONS + "a,a,b\0\n", "line 2 has a NUL"),
        ("a" * 2_000_000, "lacks the columns agency_id"),
        ("", "is empty"),
    ],
)
def test_corrections_without_measure_are_refused(text: str, said: str) -> None:
    Path(FILE_NAME).write_text(text, "utf-8")
    with pytest.raises(TableError, match=said):
        read_corrections(Path(FILE_NAME))


def test_ragged_corrections_are_refused() -> None:
    Path(FILE_NAME).write_text(f"{CORRECTIONS}a,a,b\n\nc\n", "utf-8")
    with pytest.raises(TableError, match="row 3 below the heading has 1 cells"):
        read_corrections(Path(FILE_NAME))


def test_a_pipe_in_the_place_of_the_corrections_is_told() -> None:
    os.mkdir("out")
    for name, frame in tables([score(AGENCY, 2567, "ITA", 90.0)]).items():
        frame.to_csv(f"out/{name}.csv", index=False)
    os.symlink("../pipe", f"out/{FILE_NAME}")
    with pytest.raises(TableError, match=f"{FILE_NAME}: cannot be read"):
        one_agency_each("out", write=True)
    assert Path(f"out/{FILE_NAME}").is_symlink()


# --- settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("include = " + "[" * 5000, "nested too deep"),
        ("jobs = " + "{a=" * 5000, "nested too deep"),
        ("jobs = " + "9" * 6000, "a number out of bounds"),
        ("jobs = 0x" + "f" * 6000, "jobs needs one text or whole number"),
        ("jobs = 1e999", "jobs needs one text or whole number"),
        ("jobs = 1.9", "jobs needs one text or whole number"),
        ("jobs = true", "jobs needs one text or whole number"),
        ("jobs = [2]", "jobs needs one text or whole number"),
        ("jobs = 2020-01-01", "jobs needs one text or whole number"),
        ("jobs = 2020-02-31", "is no valid TOML"),
        ("no-repair = 'false'", "no-repair needs true or false"),
        ("include = 5", "include needs a text or a list"),
        ("include = ['a', 5]", "include needs a text or a list"),
        ("include = [" + "'a'," * (MOST_TEXTS + 1) + "]", "include needs a text or a list of at most 1,000"),
        ('agencies = "a\\u0000b"', "agencies holds a character NUL"),
        ('include = ["a\\u0000b"]', "include holds a character NUL"),
        ("a." * (MOST_DOTS + 1) + "b = 1", "line 1 has over 500 dots"),
        ("\n" * MOST_LINES, "over 10,000 lines"),
        ("#" * 1_000_001, "over the limit of 1 MB"),
        (f'"{"x" * 100_000}" = 1', r"x… \(100,000 letters\) is no option"),
    ],
)  # fmt: skip
def test_settings_without_measure_are_refused(text: str, said: str) -> None:
    Path("s.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=said) as refused:
        read_config(Path("s.toml"), FLAGS, switches=["no-repair"], repeatable=["include"])
    assert str(refused.value).startswith("s.toml: ")
    assert len(str(refused.value)) < LONGEST_SHOWN + 300


def test_settings_of_every_kind_are_taken() -> None:
    text = "\ufeffjobs = 2\r\ninclude = '*.pdf'\r\nno-repair = true\r\nagencies = 'list.csv'\r\n"
    Path("s.toml").write_text(text, "utf-8", newline="")
    read = read_config(Path("s.toml"), FLAGS, switches=["no-repair"], repeatable=["include"])
    assert read == {"jobs": 2, "include": ["*.pdf"], "no_repair": True, "agencies": "list.csv"}


@pytest.mark.parametrize("lead", ["pipe", "endless", "absent", "."])
def test_settings_that_cannot_be_read_are_not_passed_over(lead: str) -> None:
    Path("a.txt").write_text("ITA", "utf-8")
    os.symlink(lead, "thai-ita.toml")
    said = CliRunner().invoke(app, ["run", "a.txt", "-o", "out"])
    assert said.exit_code == ExitCode.USAGE
    assert said.stderr.startswith("problem: thai-ita.toml: cannot be read")


def test_one_pattern_in_the_settings_is_one_pattern() -> None:
    """click takes the letters of a text for a list of patterns."""
    for name in ("a.txt", "b.md"):
        Path(name).write_text("ITA", "utf-8")
    Path("thai-ita.toml").write_text("include = '*.md'\n", "utf-8")
    said = CliRunner().invoke(app, ["run", "a.txt", "b.md", "-o", "out", "--dry-run"])
    assert "b.md" in said.stdout
    assert "read\ta.txt" not in said.stdout


# --- lists of inputs -----------------------------------------------------------------------------


@pytest.mark.usefixtures("_limit_of_csv")
def test_a_list_that_breaks_off_says_from_where(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        Path(name).write_text("ITA", "utf-8")
    Path("l.csv").write_text('path\na.txt\nb.txt\n"' + "x" * 200_000, "utf-8")
    inputs = collect_inputs([Path("l.csv")])
    assert [file.name for file in inputs.files] == ["a.txt", "b.txt"]
    (problem,) = inputs.problems
    assert problem.startswith("l.csv: line 4: the list cannot be read from here on")
    monkeypatch.setattr(input_lists, "MOST_LISTED", 2)
    Path("l.csv").write_text("path\na.txt\nb.txt\n\nc.txt\n", "utf-8")
    inputs = collect_inputs([Path("l.csv")])
    assert not inputs.files
    assert "names over 2 files and is not read" in inputs.problems[0]


@pytest.mark.parametrize("name", ["x" * 300, "x" * 9000, "a/" * 3000 + "b"])
def test_a_path_that_no_system_could_have_is_one_input(name: str) -> None:
    Path("l.csv").write_text(f"path\n{name}\n", "utf-8")
    inputs = collect_inputs([Path("l.csv"), Path("lists", name)])
    assert [file.name for file in inputs.files] == [name, f"lists/{name}"]


def test_a_list_over_the_limit_is_told_and_a_table_of_results_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(input_lists, "LARGEST_LIST_MB", 0)
    Path("l.csv").write_text("path\na.txt\n", "utf-8")
    inputs = collect_inputs([Path("l.csv")])
    assert not inputs.files
    assert "over the limit of 0 MB" in inputs.problems[0]
    Path("l.csv").write_text("file,score\na.txt,90\n", "utf-8")
    assert [file.name for file in collect_inputs([Path("l.csv")]).files] == ["l.csv"]


def test_only_the_head_is_taken_apart_of_a_table_that_is_no_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[int] = []
    decode = decoding.decode

    def counted(data: bytes, name: str) -> tuple[str, str, list[Problem]]:
        taken.append(len(data))
        return decode(data, name)

    monkeypatch.setattr(decoding, "decode", counted)
    monkeypatch.setattr(input_lists, "HEAD_BYTES", 1000)
    Path("r.csv").write_text("indicator,score\n" + "a,90\n" * 1000, "utf-8")
    assert input_lists.list_rows(Path("r.csv")) is None
    assert taken == [996]
    Path("a.txt").write_text("ITA", "utf-8")
    Path("l.csv").write_text('"note\nof a list",path\n' + ",a.txt\n" * 1000, "utf-8")
    rows = input_lists.list_rows(Path("l.csv")) or []
    assert (len(rows), rows[0].line, rows[0].path) == (1000, 3, "a.txt")


# --- what lies in an output folder ---------------------------------------------------------------


def make_special(path: Path, what: str) -> None:
    path.unlink(missing_ok=True)
    if what == "folder":
        path.mkdir()
    else:
        path.symlink_to(Path(what).absolute())


@pytest.mark.parametrize("what", ["pipe", "endless", "mine.txt", "folder", "absent"])
def test_a_lock_that_is_no_file_of_its_own_is_refused_and_left_alone(what: str) -> None:
    Path("out").mkdir()
    Path("mine.txt").write_text("precious")
    make_special(Path("out", LOCK_NAME), what)
    with pytest.raises(NoLockFileError, match="is no lock file"), locked(Path("out")):
        pytest.fail("the folder was taken")
    assert not is_held(Path("out"))
    assert not Path("absent").exists()
    (os.rmdir if what == "folder" else os.remove)(Path("out", LOCK_NAME))
    os.link("mine.txt", Path("out", LOCK_NAME))
    with pytest.raises(NoLockFileError), locked(Path("out")):
        pytest.fail("the folder was taken")
    assert Path("mine.txt").read_text() == "precious"


@pytest.mark.parametrize("left", [b"", b"4711\n", b"\0\0\0\0\0"])
def test_what_a_run_that_was_killed_leaves_is_no_obstacle(left: bytes) -> None:
    Path("out").mkdir()
    Path("out", LOCK_NAME).write_bytes(left)
    with locked(Path("out")):
        assert is_held(Path("out"))
        assert holder(Path("out")) == str(os.getpid())


@pytest.mark.parametrize("what", ["pipe", "endless", "folder", "absent"])
def test_a_seal_that_is_no_file_is_none(what: str) -> None:
    Path("out").mkdir()
    store = Path("out", "s.sqlite")
    store.write_bytes(b"x")
    seal(store)
    assert is_sealed(store)
    make_special(seal_of(store), what)
    assert not is_sealed(store)


# --- the environment -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "model", "key", "said"),
    [
        ("http://[", "m", "", "must be an http address"),
        ("http://a b/v1", "m", "", "must be an http address"),
        ("https://host:99999/v1", "m", "", "must be an http address"),
        ("https://host/v1", "m", "secret\nX-More: 1", f"{KEY_VARIABLE} holds what no key has"),
        ("https://host/v1", "m", "secret\udc80", f"{KEY_VARIABLE} holds what no key has"),
        ("ftp://" + "x" * 9000, "m", "", r"… \(9,006 letters\)"),
    ],
)
def test_an_endpoint_is_refused_before_anything_is_read(
    address: str, model: str, key: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, key)
    with pytest.raises(EndpointSettingError, match=said) as refused:
        RunOptions(ocr="endpoint", ocr_endpoint=address, ocr_model=model)
    assert "secret" not in str(refused.value)


def test_a_mistake_quotes_no_more_than_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THAI_ITA_FORMAT", "x" * 100_000)
    said = CliRunner().invoke(app, ["run", ".", "-o", "out"])
    assert said.exit_code == ExitCode.USAGE
    assert said.stderr.count("x") <= LONGEST_MISTAKE
    assert "letters" in said.stderr


def test_readings_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ReadingCache(Path("kept"))
    kept.keep("a", [1, 2])
    assert kept.get("a") == [1, 2]
    monkeypatch.setattr("thai_ita.ingest.scan.cache.MOST_BYTES", 3)
    assert kept.get("a") is None
    os.symlink("../pipe", "kept/b.json.gz")
    assert kept.get("b") is None
    Path("kept/c.json.gz").write_bytes(Path("kept/a.json.gz").read_bytes()[:12] + b"\xff" * 9)
    assert kept.get("c") is None


@pytest.mark.parametrize("name", ["include", "exclude", "ocr_model", "libreoffice", "ocr_cache"])
def test_an_option_that_is_no_utf8_is_kept_as_it_can_be(name: str, tmp_path: Path) -> None:
    Path("r.txt").write_text("ITA", "utf-8")
    options = RunOptions.from_values({"jobs": 0, "ocr": "off", name: "\udcff*"})
    assert run_batch([Path("r.txt")], tmp_path / "out", options).documents in (0, 1)
