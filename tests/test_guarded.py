"""``thai_ita.read`` and ``show`` read in a process of its own, and nothing that a file does harms the caller."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import thai_ita
from tests import guarded_work
from tests.conftest import ROOT
from tests.processes import GONE_S, wait_until_gone
from thai_ita.batch import guarded
from thai_ita.batch.guarded import CannotGuardError, GivenUpError, ReadingFailedError
from thai_ita.batch.options import RunOptions
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode
from thai_ita.ingest.errors import (
    DamagedError,
    IngestError,
    IsAFolderError,
    NotReadError,
    UnreadableError,
)
from thai_ita.normalize.gazetteer import GazetteerError

MEMORY_MB = 700


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files are read by ``tests.guarded_work``, in a new process."""
    guarded._end_idle()
    monkeypatch.setattr(guarded, "_BEGIN", guarded_work.BEGIN)
    yield
    guarded._end_idle()


def write(folder: Path, word: str) -> Path:
    path = folder / f"{word}.txt"
    path.write_text(f"{word}\n")
    return path


def test_the_report_is_the_same_and_errors_are_themselves(
    tmp_path: Path, samples_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(samples_dir)
    sample = Path("07_prose.txt")
    guarded._end_idle()
    first = thai_ita.read(sample)
    assert first == thai_ita.read(sample, guarded=False)
    assert first.document.path == str(sample)
    (child,) = guarded._idle
    for path, kind in (
        (tmp_path, IsAFolderError),
        (tmp_path / "absent.pdf", UnreadableError),
        (_film(tmp_path), NotReadError),
    ):
        with pytest.raises(kind) as ours:
            thai_ita.read(path)
        with pytest.raises(kind) as direct:
            thai_ita.read(path, guarded=False)
        assert (str(ours.value), ours.value.code) == (str(direct.value), direct.value.code)
    with pytest.raises(GazetteerError, match=r"07_prose\.txt"):
        thai_ita.read(sample, agencies=sample)
    assert guarded._idle == [child], "one process reads them all"
    assert child.number == 5


def _film(folder: Path) -> Path:
    path = folder / "film.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 100)
    return path


@pytest.mark.usefixtures("made_up")
def test_a_file_that_takes_its_reader_with_it(tmp_path: Path) -> None:
    codes = {
        "hang": "quarantined-deadline", "memory": "quarantined-out-of-memory",
        "segfault": "quarantined-crashed", "vanish": "quarantined-crashed",
    }  # fmt: skip
    for word, code in codes.items():
        deadline_s = 1 if word == "hang" else 60
        with pytest.raises(GivenUpError, match=f"{word}.txt: given up: it ") as given_up:
            thai_ita.read(write(tmp_path, word), deadline_s=deadline_s, memory_mb=MEMORY_MB)
        assert given_up.value.code == code
        assert isinstance(given_up.value, IngestError)
        assert "guarded=False" in str(given_up.value)
        assert guarded._idle == [], "what is left of a process is not used again"


@pytest.mark.usefixtures("made_up")
def test_what_a_reader_raises(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match="is cut; download it again"):
        thai_ita.read(write(tmp_path, "damaged"))
    with pytest.raises(ReadingFailedError, match=r"a fault in thai-ita .ZeroDivisionError: odd"):
        thai_ita.read(write(tmp_path, "fault"))


@pytest.mark.usefixtures("made_up")
def test_pages_that_are_read_from_pictures_have_the_deadline_each(tmp_path: Path) -> None:
    report = thai_ita.read(write(tmp_path, "pages"), deadline_s=2)
    assert report.document.path.endswith("pages.txt")


@pytest.mark.usefixtures("made_up")
def test_threads_and_forks_have_processes_of_their_own(tmp_path: Path) -> None:
    path = write(tmp_path, "text")
    first = thai_ita.read(path).identity.title
    titles: list[str] = []
    threads = [threading.Thread(target=lambda: titles.append(thai_ita.read(path).identity.title)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(titles) == 2
    assert len(guarded._idle) == 1
    if "fork" in multiprocessing.get_all_start_methods():
        # One that may have no children of multiprocessing; what waits is its parent's.
        context = multiprocessing.get_context("fork")
        told = context.SimpleQueue()
        child = context.Process(target=lambda: told.put(thai_ita.read(path).identity.title), daemon=True)
        child.start()
        assert told.get() not in (first, *titles)
        child.join()
    assert thai_ita.read(path).identity.title in (first, *titles)


@pytest.mark.usefixtures("made_up")
def test_what_a_file_has_started_ends_with_its_reader(tmp_path: Path) -> None:
    thai_ita.read(write(tmp_path, "leaves"))
    assert guarded._idle == []
    wait_until_gone(int((tmp_path / "left").read_text()))


def test_a_script_needs_no_guard_and_leaves_nothing(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys, time, thai_ita\n"
        "from thai_ita.batch import guarded\n"
        "from tests import guarded_work\n"
        "guarded._BEGIN = guarded_work.BEGIN\n"
        "thai_ita.read(sys.argv[1])\n"
        "(child,) = guarded._idle\n"
        "print(child.process.pid, child.scratch, flush=True)\n"
        "time.sleep(float(sys.argv[2]))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), str(write(tmp_path, "text"))]
    calm = subprocess.run([*command, "0"], env=environment, capture_output=True, text=True)
    assert calm.stderr == ""
    (line,) = calm.stdout.splitlines()
    assert not Path(line.split()[1]).exists()
    wait_until_gone(int(line.split()[0]))
    with subprocess.Popen([*command, "60"], env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        pid, scratch = child.stdout.readline().split()
        assert Path(scratch).exists()
        child.send_signal(signal.SIGKILL)
    wait_until_gone(int(pid))
    assert not Path(scratch).exists()


@pytest.mark.usefixtures("made_up")
def test_a_process_that_went_meanwhile_is_replaced(tmp_path: Path) -> None:
    path = write(tmp_path, "text")
    first = thai_ita.read(path).identity.title
    # As one that has waited long enough.
    (child,) = guarded._idle
    assert child.process.stdin is not None
    child.process.stdin.close()
    child.process.wait(GONE_S)
    assert thai_ita.read(path).identity.title != first


def test_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    guarded._end_idle()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "absent"))
    with pytest.raises(CannotGuardError, match="guarded=False"):
        thai_ita.read(write(tmp_path, "text"))
    monkeypatch.undo()
    guarded._end_idle()
    monkeypatch.setattr(guarded, "_BEGIN", "import sys; {path}; sys.exit(3)")
    with pytest.raises(CannotGuardError, match="ends at once"):
        thai_ita.read(write(tmp_path, "text"))


@pytest.mark.usefixtures("made_up")
def test_show_is_guarded_too(tmp_path: Path) -> None:
    hanging = write(tmp_path, "hang")
    done = CliRunner().invoke(app, ["show", str(hanging), "--deadline", "1"])
    assert done.exit_code == ExitCode.NOTHING_USABLE
    assert "hang.txt: given up: it took longer than 1 s; --deadline and --memory" in done.output
    done = CliRunner().invoke(app, ["show", str(write(tmp_path, "memory")), "--memory", str(MEMORY_MB)])
    assert f"needs more than {MEMORY_MB} MB" in done.output
    assert CliRunner().invoke(app, ["show", str(write(tmp_path, "text"))]).exit_code == 0


def test_a_picture_is_drawn_in_the_process_too(tmp_path: Path, samples_dir: Path) -> None:
    report, why = guarded.attempt_guarded(samples_dir / "07_prose.txt", RunOptions(), image=tmp_path / "page.png")
    assert not report.error
    assert "only pages of a PDF or a picture can be drawn" in why
