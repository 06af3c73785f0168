"""What is the machine's fault is told from what is the file's, and nothing is blamed on a file."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
import threading
import xml.etree.ElementTree
from pathlib import Path

import lxml.etree
import pytest

from tests.conftest import ROOT
from tests.make_pdfs import PdfMaker
from thai_ita.batch import format_samples, machine_faults
from thai_ita.batch.at_hand import format_at
from thai_ita.batch.machine_faults import MachineFaultError, NothingReadableError, fault_behind
from thai_ita.batch.options import RunOptions
from thai_ita.batch.read_report import attempt_report
from thai_ita.exitcodes import ExitCode
from thai_ita.ingest import read_document
from thai_ita.ingest.errors import DamagedError, UnreadableError
from thai_ita.ingest.formats import Format
from thai_ita.ingest.read_document import READERS, Source
from thai_ita.model import Document
from thai_ita.output_folder import STORE_NAME
from thai_ita.process_environment import environment_variables

# PyThaiNLP takes the two names of one variable for a mistake, and does not import.
BROKEN = {"PYTHAINLP_DATA": "a", "PYTHAINLP_DATA_DIR": "b"}


def system(code: int) -> OSError:
    return OSError(code, os.strerror(code))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (system(errno.ENOSPC), "No space left"),
        (system(errno.EROFS), "Read-only"),
        (system(errno.EMFILE), "Too many open files"),
        (PermissionError(errno.EACCES, "no"), "no"),
        (FileNotFoundError(errno.ENOENT, "gone"), "gone"),
        (ImportError("no lxml"), "no lxml"),
        (system(errno.EFBIG), "File too large"),
        (system(errno.EAGAIN), "temporarily unavailable"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), "reset"),
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
        ValueError("odd"),
        ZeroDivisionError(),
        system(errno.EINVAL),
        system(errno.EPIPE),
        lxml.etree.XMLSyntaxError("bad", 1, 1, 1),
        xml.etree.ElementTree.ParseError("bad"),
        OSError("truncated image"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"),
        MemoryError(),
    ],
)
def test_faults_of_a_file(error: Exception) -> None:
    assert fault_behind(error) is None


def test_where_nothing_can_be_read_no_file_is_to_blame(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError(errno.EROFS, "Read-only file system", "words.txt")

    monkeypatch.setattr(machine_faults, "read_sample", broken)
    fault = fault_behind(ValueError("whatever it was"))
    assert isinstance(fault, NothingReadableError)
    assert "words.txt" in str(fault)

    def hungry() -> None:
        raise MemoryError

    monkeypatch.setattr(machine_faults, "read_sample", hungry)
    assert fault_behind(ValueError("odd")) is None, "a file that used up the memory is to blame"


@pytest.mark.parametrize(
    "error",
    [UnreadableError("a.pdf", "Permission denied"), DamagedError("a.pdf", "is cut"), ZeroDivisionError()],
)
def test_a_report_that_fails_is_blamed_where_it_is_to_blame(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path, **_: object) -> None:
        raise error

    monkeypatch.setattr("thai_ita.batch.read_report.read_report", read)
    assert attempt_report(Path("a.pdf"), options=RunOptions()).error
    error.__cause__ = system(errno.EIO)
    if isinstance(error, UnreadableError):
        # That a path does not open is said of it; the store keeps that under its path alone.
        assert attempt_report(Path("a.pdf"), options=RunOptions()).error
    else:
        with pytest.raises(MachineFaultError, match="Input/output error"):
            attempt_report(Path("a.pdf"), options=RunOptions())


def damaged(folder: Path, **packages: str) -> dict[str, str]:
    """An environment in which these packages are found first, with this code in them."""
    place = folder / "damaged"
    for name, code in packages.items():
        (place / name).mkdir(parents=True)
        (place / name / "__init__.py").write_text(code, "utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(place), str(ROOT)])}


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "thai_ita", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("jobs", ["0", "1"])
def test_a_run_where_nothing_can_be_read_stops_and_keeps_no_failure(
    jobs: str, tmp_path: Path, samples_dir: Path
) -> None:
    out = tmp_path / "out"
    run = ("run", str(samples_dir / "07_prose.txt"), "-o", str(out), "--jobs", jobs)
    done = command(*run, **damaged(tmp_path, pythainlp='raise ValueError("no words")'))
    assert done.returncode == ExitCode.USAGE
    (line,) = done.stderr.splitlines()
    assert line.startswith("problem: no report can be read on this machine (ValueError: no words")
    with sqlite3.connect(out / STORE_NAME) as db:
        assert db.execute("SELECT count(*) FROM results").fetchone() == (0,)
    again = command(*run, "--json")
    assert again.returncode == ExitCode.OK
    assert '"ok": 1' in again.stdout


def test_show_says_so_too(tmp_path: Path, samples_dir: Path) -> None:
    done = command(
        "show", str(samples_dir / "07_prose.txt"), **damaged(tmp_path, pythainlp='raise ValueError("no words")')
    )
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith("problem: no report can be read on this machine")
    assert len(done.stderr.splitlines()) == 1


def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str | bytes) -> BaseException:
    """What the loading of a module with this code raises."""
    name = f"damaged_{len(sys.modules)}"
    path = tmp_path / f"{name}.py"
    path.write_bytes(code if isinstance(code, bytes) else code.encode())
    monkeypatch.syspath_prepend(tmp_path)
    try:
        __import__(name)
    except BaseException as error:  # noqa: BLE001
        return error
    finally:
        sys.modules.pop(name, None)
    raise AssertionError("it loads")


@pytest.mark.parametrize(
    ("code", "machine"),
    [
        ("import no_such_package", True),
        ("raise OSError('libx.so: cannot open shared object file')", True),
        ("raise AttributeError('of another version')", True),
        ("def f(:", True), (b"x = '\xff'", True), (b"\0\0", True),
        ("import os\nos.no_such_name", True),
        ("raise MemoryError", False), ("raise RecursionError", False),
    ],
)  # fmt: skip
def test_a_package_that_does_not_load_is_no_fault_of_a_file(
    code: str | bytes, machine: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (fault_behind(load(tmp_path, monkeypatch, code)) is not None) is machine


def test_code_made_of_a_text_is_no_package() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        exec("1/0", {"__name__": "made"})
    assert fault_behind(raised.value) is None


@pytest.mark.parametrize("kind", list(format_samples._SAMPLES))
def test_a_sample_is_of_its_format_and_is_read(kind: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(format_samples, "_proven", set())
    path = tmp_path / f"x.{format_samples._ENDINGS[kind]}"
    path.write_bytes(format_samples._SAMPLES[kind]())
    options = RunOptions().for_ingest()
    assert format_at(path, path.name) is kind
    assert format_samples.fault_of_format(path, "", options) is None
    assert format_samples._proven == {kind}
    words = [getattr(block, "text", "") for block in read_document(path, options).blocks]
    assert kind is Format.PICTURE or "ITA 2567 90.20" in words


@pytest.mark.parametrize("error", [AttributeError("other version"), DamagedError("x", "is cut")])
@pytest.mark.parametrize("all_fail", [True, False])
def test_a_file_is_to_blame_only_where_others_of_its_kind_are_read(
    error: Exception, all_fail: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(format_samples._word())
    right = READERS[Format.WORD]

    def read(source: Source) -> Document:
        if all_fail or source.path == path:
            raise error
        return right(source)

    monkeypatch.setattr(format_samples, "_proven", set())
    monkeypatch.setitem(READERS, Format.WORD, read)
    if all_fail:
        with pytest.raises(MachineFaultError, match="a Word document of a few words neither"):
            attempt_report(path, options=RunOptions())
    else:
        assert attempt_report(path, options=RunOptions()).error
        assert {Format.WORD} == format_samples._proven


def test_a_file_that_uses_up_the_memory_is_to_blame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(format_samples._word())
    steps = iter([AttributeError("x"), MemoryError()])

    def read(source: Source) -> Document:
        raise next(steps)

    monkeypatch.setattr(format_samples, "_proven", set())
    monkeypatch.setitem(READERS, Format.WORD, read)
    assert attempt_report(path, options=RunOptions()).error


def test_files_that_a_damaged_package_kept_from_being_read_are_read_by_the_next_run(
    tmp_path: Path, samples_dir: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_bytes((samples_dir / "07_prose.txt").read_bytes())
    words = "ผลการประเมิน ITA เทศบาลตำบลตัวอย่างสุข ปีงบประมาณ พ.ศ. 2567"
    pdf = PdfMaker()
    page = pdf.page()
    page.text(50, 780, words)
    page.text(50, 740, "คะแนนรวม 90.20 คะแนน")
    (folder / "b.pdf").write_bytes(pdf.save())
    (folder / "c.xlsx").write_bytes(format_samples._excel())
    run = ("run", str(folder), "-o", str(out), "--jobs", "0", "--json")
    broken = damaged(
        tmp_path,
        pypdfium2="raise OSError('libpdfium.so: cannot open shared object file')",
        openpyxl="def cut(",
    )
    first = command(*run, **broken)
    assert first.returncode == ExitCode.SOME_FAILED, first.stderr
    record = json.loads(first.stdout)
    assert record["statuses"] == {"failed": 2, "ok": 1}
    told = [line for line in record["problems"] if "through no fault of its own" in line]
    assert len(told) == 2
    assert all("the next run reads it again" in line for line in told)
    again = json.loads(command(*run, PYTHONPATH=str(ROOT)).stdout)
    assert "failed" not in again["statuses"]
    assert again["read"] == 2


@pytest.mark.parametrize("names", [("PYTHAINLP_DATA", "PYTHAINLP_DATA_DIR"), ("PYTHAINLP_DATA_DIR",)])
def test_what_is_set_for_other_uses_of_pythainlp_does_no_harm(names: tuple[str, ...], tmp_path: Path) -> None:
    values = {name: str(tmp_path / "no" / name.lower()) for name in names}
    code = (
        "import os, warnings; warnings.simplefilter('error', DeprecationWarning)\n"
        "from thai_ita.normalize.thai_corpus import listed_words\n"
        "assert len(listed_words()) > 1000\n"
        f"assert {values!r}.items() <= os.environ.items()\n"
        "assert 'PYTHAINLP_READ_ONLY' not in os.environ"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **values, "PYTHAINLP_READ_MODE": "0"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert not (tmp_path / "no").exists()


def test_variables_are_set_by_one_thread_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THAI_ITA_TRIED", raising=False)
    inside, done = threading.Event(), threading.Event()

    def first() -> None:
        with environment_variables(THAI_ITA_TRIED="1"):
            inside.set()
            done.wait(0.2)

    def second() -> None:
        inside.wait()
        with environment_variables(THAI_ITA_TRIED="2"):
            done.set()

    threads = [threading.Thread(target=each) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "THAI_ITA_TRIED" not in os.environ


def test_a_clock_that_is_put_right_makes_no_file_look_late() -> None:
    """Durations are told by the clock that no one sets; the other is for the times of files."""
    of_files = {"plan.py", "looking.py"}
    for path in sorted((ROOT / "thai_ita").rglob("*.py")):
        if path.name not in of_files:
            assert "time.time()" not in path.read_text("utf-8"), f"{path.name}: use time.monotonic()"
