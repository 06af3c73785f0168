"""Only what is a file is opened; folders that lead back to themselves end; looks are tasks."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import batch_work
from thai_ita import regular_files
from thai_ita.batch import engine
from thai_ita.batch.executor import Executor, InProcessExecutor
from thai_ita.batch.inputs import collect_inputs
from thai_ita.batch.looking import content_of, document_id
from thai_ita.batch.options import RunOptions
from thai_ita.batch.passing import Reason
from thai_ita.batch.pool import PoolExecutor
from thai_ita.batch.run import RunSummary, plan_run, run_batch
from thai_ita.batch.task import FileResult, Loss, LossKind, Outcome, Task
from thai_ita.ingest import read_document
from thai_ita.ingest.errors import EmptyDocumentError, NotAFileError
from thai_ita.regular_files import NotRegularError, open_regular

TEXT = "รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\nคะแนนภาพรวม 90.12\n"
OUT = Path("out")
LIMIT_S = 20.0


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/r.txt").write_text(TEXT, "utf-8")
    # Whoever waits for a writer of a pipe would wait for ever: one comes to end the test.
    rescue = threading.Timer(LIMIT_S, _write_to_pipes)
    rescue.daemon = True
    rescue.start()
    yield
    rescue.cancel()


def _write_to_pipes() -> None:
    for path in Path().rglob("*"):
        if path.is_fifo():
            os.close(os.open(path, os.O_RDWR))


def specials() -> list[str]:
    """Names of what is no file, in this folder."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo("in/pipe.pdf")
    made = socket.socket(socket.AF_UNIX)
    made.bind("in/s.txt")
    made.close()
    Path("in/zero.csv").symlink_to("/dev/zero")
    Path("in/to-pipe.zip").symlink_to("pipe.pdf")
    return ["in/pipe.pdf", "in/s.txt", "in/to-pipe.zip", "in/zero.csv"]


def run(*paths: str, **options: object) -> RunSummary:
    given = RunOptions.from_values({"jobs": 0, **options})
    return run_batch([Path(path) for path in paths], OUT, given)


def test_in_a_folder_they_are_passed_over() -> None:
    names = specials()
    summary = run("in")
    assert summary.documents == 1
    assert sorted((p.path, p.reason) for p in summary.passed_over) == [(name, Reason.SPECIAL) for name in names]


def test_named_they_have_a_row_that_says_so() -> None:
    names = specials()
    summary = run("in/r.txt", *names)
    # A link to one of them is that one.
    assert summary.statuses == {"failed": 3, "partial": 1}
    said = [problem for problem in summary.problems if "a pipe, socket or device" in problem]
    assert sorted(problem.split(":")[0] for problem in said) == ["in/pipe.pdf", "in/s.txt", "in/zero.csv"]
    steps = plan_run([Path(name) for name in names], OUT, RunOptions())
    assert steps.count(("read", "in/pipe.pdf")) == 0


def test_what_becomes_a_pipe_after_it_was_found_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A race: the name leads to a file when it is looked at, to a pipe when it is opened."""
    (pipe, *_) = specials()
    real = os.stat
    file = real("in/r.txt")
    monkeypatch.setattr(regular_files.os, "stat", lambda path: file)
    with pytest.raises(NotRegularError):
        open_regular(pipe)


def test_a_reader_alone_refuses_them() -> None:
    for name in specials():
        with pytest.raises(NotAFileError, match="or use - for standard input"):
            read_document(name)
    assert content_of("in/zero.csv", RunOptions()) is None
    assert len(document_id(Path("in/pipe.pdf"))) == 18


def test_a_file_that_the_system_makes_up_is_read_to_its_size_alone() -> None:
    made_up = Path("/proc/self/status")
    if not made_up.exists():
        pytest.skip("this system has no such files")
    assert content_of(made_up, RunOptions()) == content_of(_empty(), RunOptions())
    with pytest.raises(EmptyDocumentError):
        read_document(made_up)


def _empty() -> Path:
    Path("empty").touch()
    return Path("empty")


def test_a_file_over_the_limit_is_not_hashed() -> None:
    with open("in/huge.pdf", "wb") as file:
        file.truncate(10**12)
    with open("in/huge.tar", "wb") as file:
        file.truncate(10**12)
    summary = run("in/huge.pdf", "in/huge.tar")
    assert summary.statuses == {"failed": 2}
    assert all("over the limit" in problem for problem in summary.problems)


def test_folders_that_lead_back_to_themselves_end() -> None:
    Path("in/a").mkdir()
    Path("in/a/b.txt").write_text(TEXT)
    for name in ("again", "once-more"):
        Path("in/a", name).symlink_to("..")
    Path("in/file.txt").symlink_to("r.txt")
    expected = ["in/a/b.txt", "in/r.txt"]
    for given in ("in", "in/**/*.txt"):
        inputs = collect_inputs([Path(given)])
        # A link to a file that is taken already is that file.
        assert sorted(os.path.realpath(file.path) for file in inputs.files) == [
            os.path.realpath(path) for path in expected
        ]
        assert {p.path: p.reason for p in inputs.passed} == {
            "in/a/again/": Reason.FOLDER_LINK,
            "in/a/once-more/": Reason.FOLDER_LINK,
            "in/r.txt": Reason.SAME_FILE,
        }


def test_folders_may_be_as_deep_as_the_system_allows() -> None:
    deep = 1500
    for _ in range(deep):
        os.mkdir("d")
        os.chdir("d")
    Path("r.txt").write_text(TEXT)
    try:
        _up(deep)
        os.rename("d", "in/d")
        inputs = collect_inputs([Path("in")])
        assert len(inputs.files) + len(inputs.problems) == 2
    finally:
        # What removes temporary folders later may not get so deep.
        os.chdir("in")
        for _ in range(deep):
            os.chdir("d")
        os.remove("r.txt")
        for _ in range(deep):
            os.chdir("..")
            os.rmdir("d")
        os.chdir("..")


def test_a_folder_whose_path_is_too_long_is_told_and_costs_no_other() -> None:
    name, here = "d" * 200, os.open(".", os.O_RDONLY)
    made = 0
    try:
        for _ in range(30):
            os.mkdir(name)
            os.chdir(name)
            made += 1
        os.fchdir(here)
        os.rename(name, f"in/{name}")
        inputs = collect_inputs([Path("in").resolve()])
        assert [Path(file.name).name for file in inputs.files] == ["r.txt"]
        (problem,) = inputs.problems
        assert "cannot open this folder" in problem
    finally:
        os.fchdir(here)
        os.chdir("in")
        for _ in range(made):
            os.chdir(name)
        for _ in range(made):
            os.chdir("..")
            os.rmdir(name)
        os.fchdir(here)
        os.close(here)


def test_other_names_of_a_file_are_told_and_the_same_name_is_not() -> None:
    for name in ("in/a.txt", "in/z.txt"):
        os.symlink("r.txt", name)
    inputs = collect_inputs([Path("in"), Path("in/r.txt"), Path("in/a.txt")])
    assert [file.name for file in inputs.files] == ["in/a.txt"]
    told = [(each.path, each.reason) for each in inputs.passed]
    assert told == [("in/r.txt", Reason.SAME_FILE), ("in/z.txt", Reason.SAME_FILE)]


def test_the_output_folder_is_known_under_any_name() -> None:
    os.mkdir("in/out")
    Path("in/out/x.txt").write_text(TEXT)
    os.symlink("in/out", "elsewhere")
    for name in ("in/out", "elsewhere"):
        inputs = collect_inputs([Path("in")], leave_out=Path(name))
        assert [file.name for file in inputs.files] == ["in/r.txt"]
        assert [(each.path, each.reason) for each in inputs.passed] == [("in/out/", Reason.OUTPUT)]


def _up(levels: int) -> None:
    for _ in range(levels):
        os.chdir("..")


def test_patterns_fit_what_they_did() -> None:
    for name in ("in/a/x.txt", "in/a/.h/y.txt", "in/.h.txt", "in/a/z.md"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TEXT)

    def fitting(pattern: str) -> list[str]:
        return [file.name for file in collect_inputs([Path(pattern)]).files]

    assert fitting("in/*.txt") == ["in/r.txt"]
    assert fitting("in/.*.txt") == ["in/.h.txt"]
    assert fitting("**/[xz].*") == ["in/a/x.txt", "in/a/z.md"]
    assert fitting("i?/a/*.txt") == ["in/a/x.txt"]
    assert fitting(str(Path("in").resolve() / "*.txt")) == [str(Path("in/r.txt").resolve())]
    assert fitting("no/*.txt") == ["no/*.txt"]


# -- looks ----------------------------------------------------------------------------------------


class Counting(InProcessExecutor):
    """Counts the looks and what they look at; loses those at a file called ``bad``."""

    def __init__(self, options: RunOptions, kind: LossKind = LossKind.DEADLINE) -> None:
        super().__init__(options, batch_work.quick)
        self.kind = kind
        self.looks: list[int] = []

    def wait(self, timeout_s: float) -> list[Outcome]:
        if self._tasks and (look := self._tasks[0].look):
            self.looks.append(len(look))
            if any("bad" in path for path in look):
                return [Outcome(self._tasks.popleft(), loss=Loss(self.kind, "took too long"))]
        return super().wait(timeout_s)


def counted(kind: LossKind = LossKind.DEADLINE) -> tuple[RunSummary, Counting]:
    made: list[Counting] = []

    def make(options: RunOptions, _scratch: Path) -> Executor:
        made.append(Counting(options, kind))
        return made[-1]

    return run_batch([Path("in")], OUT, RunOptions(), executor=make), made[-1]


def test_files_are_looked_at_together_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        Path(f"in/{number}.txt").write_text(f"{number:100}")
    monkeypatch.setattr(engine, "LOOK_FILES", 4)
    assert counted()[1].looks == [4, 4, 2]
    monkeypatch.setattr(engine, "LOOK_BYTES", 150)
    for path in Path("in").iterdir():
        path.write_text(path.read_text() + "x")
    assert counted()[1].looks == [2] * 5


def test_a_look_that_is_lost_costs_the_one_file_that_lost_it() -> None:
    for number in range(5):
        Path(f"in/{number}.txt").write_text(str(number))
    Path("in/bad.txt").write_text("bad")
    summary, executor = counted()
    assert executor.looks == [7, *[1] * 7]
    assert summary.statuses == {"failed": 1, "ok": 6}
    assert "quarantined: it took too long" in summary.problems[0]
    # The disk may answer again: a run after that reads it, unasked.
    assert run_batch([Path("in")], OUT, RunOptions(jobs=0)).read == 1


def test_a_look_that_the_machine_failed_is_no_result() -> None:
    Path("in/bad.txt").write_text("bad")
    assert counted(LossKind.ENVIRONMENT)[0].quarantined == 1
    assert run_batch([Path("in")], OUT, RunOptions(jobs=0)).read == 1


def test_workers_look(tmp_path: Path) -> None:
    (pipe, *_) = specials()
    task = Task(-1, "", "", look=(os.path.abspath("in/r.txt"), os.path.abspath(pipe)))
    outcomes: list[Outcome] = []
    with PoolExecutor(RunOptions(jobs=1), tmp_path, batch_work.quick) as executor:
        executor.submit(task)
        while not outcomes:
            outcomes += executor.wait(0.5)
    assert [seen.content is None for seen in outcomes[0].seen] == [False, True]


def test_the_parent_opens_no_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """With workers, not one byte of what is handed in is read by the process that was started."""
    opened: list[str] = []

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and watching and str(arguments[0]).startswith(str(Path("in").resolve())):
            opened.append(str(arguments[0]))

    watching = True
    sys.addaudithook(note)
    Path("in/a.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    try:
        run(str(Path("in").resolve()), jobs=1)
    finally:
        watching = False
    assert opened == []


def test_a_result_of_a_look_is_not_mistaken(tmp_path: Path) -> None:
    def work(task: Task, options: RunOptions) -> FileResult:
        assert not task.look
        return batch_work.quick(task, options)

    with InProcessExecutor(RunOptions(), work) as executor:
        executor.submit(Task(-3, "", "", look=(str(tmp_path / "absent"), os.path.abspath("in/r.txt"))))
        (outcome,) = executor.wait(0)
    assert (outcome.result, outcome.loss, len(outcome.seen)) == (None, None, 2)
    assert outcome.seen[0].content is None


def test_a_path_that_no_system_has_is_told_and_costs_no_other() -> None:
    Path("list.csv").write_text("path\nin/r.txt\nfile:%00\n")
    summary = run("list.csv", "a\0b.txt")
    assert summary.documents == 1
    assert sum("no path has a NUL" in problem for problem in summary.problems) == 2
