"""Programs of others: nothing of them stays, whatever they do, and what is missing is told.

A small program stands for LibreOffice, so that none is needed here; tests/test_libreoffice.py has
real conversions.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.conftest import ROOT
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import run_batch
from thai_ita.ingest import IngestOptions, read_document
from thai_ita.ingest.errors import NEEDS_INSTALLING, TooLargeError
from thai_ita.ingest.formats import Format
from thai_ita.ingest.office import LockedOfficeFileError
from thai_ita.ingest.outside import programs
from thai_ita.ingest.outside.libreoffice import (
    LibreOffice,
    NeedsLibreOfficeError,
    NotConvertedError,
)
from thai_ita.ingest.outside.programs import Bounds, OutsideProgramError, own_folder, run
from thai_ita.ingest.outside.watch import End

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the programs here are those of POSIX")
# A machine under load needs a while to end processes.
PATIENCE_S = 20.0
PLAN = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส เทศบาลตำบลตัวอย่างสุข"
# Leaves a child that left the group and is deaf to SIGTERM, and hangs as it does.
LEAVES_CHILDREN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
one = subprocess.Popen([sys.executable, "-c", child])
two = subprocess.Popen([sys.executable, "-c", child], start_new_session=True)
with open(sys.argv[1] + ".new", "w") as file:
    file.write(f"{os.getpid()} {one.pid} {two.pid}")
os.rename(sys.argv[1] + ".new", sys.argv[1])
time.sleep(600)
"""


def rtf(text: str) -> bytes:
    """A document in Rich Text Format of one paragraph."""
    return ("{\\rtf1 " + "".join(f"\\u{ord(ch)}?" for ch in text) + "}").encode()


def docx(text: str) -> bytes:
    made = BytesIO()
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", body)
    return made.getvalue()


def script(folder: Path, code: str, name: str = "soffice") -> Path:
    """A program with this body in Python."""
    path = folder / name
    path.write_text(f"#!{sys.executable} -IS\n{textwrap.dedent(code)}", encoding="utf-8")
    path.chmod(0o755)
    return path


def stand_in(folder: Path, made: bytes = b"", code: str = "") -> Path:
    """A program called as LibreOffice is, that writes ``made`` where that does, after ``code``."""
    (folder / "made").write_bytes(made)
    return script(
        folder,
        f"""
        import os, pathlib, shutil, sys
        source = sys.argv[-1]
        out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
        ending = sys.argv[sys.argv.index("--convert-to") + 1].partition(":")[0]
        made = out / (pathlib.Path(source).stem + "." + ending)
        out.mkdir(exist_ok=True)
        {textwrap.indent(textwrap.dedent(code), " " * 8).strip()}
        shutil.copy({str(folder / "made")!r}, made)
    """,
    )


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    # What nobody has waited for yet is dead all the same.
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def soon(holds: Callable[[], bool]) -> bool:
    limit = time.monotonic() + PATIENCE_S
    while not holds() and time.monotonic() < limit:
        time.sleep(0.05)
    return holds()


def pids_in(path: Path) -> list[int]:
    assert soon(path.exists)
    return [int(word) for word in path.read_text().split()]


# -- the seam -----------------------------------------------------------------------------------


def test_a_program_sees_a_clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setenv("HOME", str(tmp_path / "real"))
    code = "import json, os\njson.dump([dict(os.environ), os.getcwd()], open('seen', 'w'))\n"
    with own_folder() as folder:
        assert run([sys.executable, "-c", code], folder, Bounds(PATIENCE_S)) == 0
        seen = (folder / "seen").read_text()
        assert "SECRET" not in seen
        assert str(tmp_path / "real") not in seen
        assert f'"HOME": "{folder}/home"' in seen
        assert '"LC_ALL": "C.UTF-8"' in seen
        assert '"http_proxy": "http://127.0.0.1:9"' in seen
    assert not folder.exists()


def test_the_exit_code_comes_back() -> None:
    with own_folder() as folder:
        assert run([sys.executable, "-c", "raise SystemExit(7)"], folder, Bounds(PATIENCE_S)) == 7
        code = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
        assert run([sys.executable, "-c", code], folder, Bounds(PATIENCE_S)) == -signal.SIGSEGV


def test_a_program_that_cannot_start_is_told() -> None:
    with own_folder() as folder, pytest.raises(OutsideProgramError) as caught:
        run([str(folder / "none")], folder, Bounds(PATIENCE_S))
    assert caught.value.end is End.NOT_STARTED


def test_at_the_deadline_all_that_a_program_started_ends(tmp_path: Path) -> None:
    program = script(tmp_path, LEAVES_CHILDREN)
    pids = tmp_path / "pids"
    with own_folder() as folder, pytest.raises(OutsideProgramError) as caught:
        run([str(program), str(pids)], folder, Bounds(2.0))
    assert caught.value.end is End.DEADLINE
    assert not any(map(alive, pids_in(pids))), "the child that left the group ends too"


def test_children_end_with_a_program_that_ends_well(tmp_path: Path) -> None:
    code = LEAVES_CHILDREN.rpartition("time.sleep(600)")[0]
    program = script(tmp_path, code)
    with own_folder() as folder:
        assert run([str(program), str(tmp_path / "pids")], folder, Bounds(PATIENCE_S)) == 0
    assert not any(map(alive, pids_in(tmp_path / "pids")))


@pytest.mark.parametrize(
    "code",
    [
        "with open('big', 'wb') as file:\n    while True: file.write(bytes(100_000))",
        "import itertools, time\nfor n in itertools.count():\n"
        "    open(f'part{n}', 'wb').write(bytes(100_000)); time.sleep(0.01)",
    ],
    ids=["one file", "many files"],
)
def test_what_a_program_writes_is_bounded(code: str) -> None:
    with own_folder() as folder:
        with pytest.raises(OutsideProgramError) as caught:
            run([sys.executable, "-c", code], folder, Bounds(PATIENCE_S, 1_000_000))
        assert caught.value.end is End.TOO_LARGE
        assert sum(path.stat().st_size for path in folder.glob("*") if path.is_file()) < 2e8


CALLER = """
import signal, sys
# Whoever started the tests may have had it ignored, which is inherited.
signal.signal(signal.SIGINT, signal.default_int_handler)
from thai_ita.ingest.outside.programs import Bounds, own_folder, run
with own_folder() as folder:
    open(sys.argv[2], "w").write(str(folder))
    run(["{program}", sys.argv[1]], folder, Bounds(600))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_program_ends_with_whoever_asked_for_it(how: signal.Signals, tmp_path: Path) -> None:
    program = script(tmp_path, LEAVES_CHILDREN)
    pids, place = tmp_path / "pids", tmp_path / "place"
    caller = subprocess.Popen(
        [sys.executable, "-c", CALLER.format(program=program), str(pids), str(place)],
        cwd=ROOT, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    started = pids_in(pids)
    assert all(map(alive, started))
    caller.send_signal(how)
    caller.wait(PATIENCE_S)
    assert soon(lambda: not any(map(alive, started)))
    assert soon(lambda: not Path(place.read_text()).exists()), "its folder goes as well"


def test_the_memory_of_a_worker_is_no_bound_of_a_program() -> None:
    code = (
        "import resource; from thai_ita.batch.worker_process import limit_memory; limit_memory(512)\n"
        "from thai_ita.ingest.outside.programs import *\n"
        'say = \'import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0], file=open("as", "w"))\'\n'
        "with own_folder() as folder:\n"
        "    run([sys.executable, '-c', say], folder, Bounds(20)); print((folder / 'as').read_text())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert int(done.stdout) in (4096 << 20, -1), done.stderr


# -- LibreOffice ----------------------------------------------------------------------------------


def test_what_the_program_makes_is_read(tmp_path: Path) -> None:
    note = tmp_path / "arguments"
    code = f"pathlib.Path({str(note)!r}).write_text(chr(10).join(sys.argv))"
    program = stand_in(tmp_path, docx(PLAN), code)
    report = tmp_path / "plan.rtf"
    report.write_bytes(rtf(PLAN))
    document = read_document(report, IngestOptions(libreoffice=str(program)))
    assert [line.text for line in document.lines] == [PLAN]
    assert (document.path, document.pages) == (str(report), [])
    arguments = note.read_text().splitlines()
    assert "--headless" in arguments
    assert "docx:MS Word 2007 XML" in arguments
    assert any(a.startswith("-env:UserInstallation=file:///") for a in arguments)


def test_the_profile_says_no_macros_links_and_network(tmp_path: Path) -> None:
    note = tmp_path / "settings"
    code = f"""
        profile = next(a for a in sys.argv if a.startswith("-env:")).partition("file://")[2]
        shutil.copy(profile + "/user/registrymodifications.xcu", {str(note)!r})
    """
    LibreOffice(str(stand_in(tmp_path, b"x", code))).converted(b"{\\rtf1}", Format.RTF, "a.rtf")
    settings = note.read_text()
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "ooInetHTTPProxyName"):
        assert f'oor:name="{name}"' in settings


def test_several_at_once_have_profiles_of_their_own(tmp_path: Path) -> None:
    code = f"""
        import tempfile
        handle, name = tempfile.mkstemp(dir={str(tmp_path)!r}, prefix="seen-")
        os.write(handle, next(a for a in sys.argv if a.startswith("-env:")).encode())
    """
    office = LibreOffice(str(stand_in(tmp_path, b"made", code)))
    made: list[bytes] = []

    def convert() -> None:
        made.append(office.converted(b"{\\rtf1}", Format.RTF, "a.rtf")[1])

    threads = [threading.Thread(target=convert) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [b"made"] * 3
    assert len({path.read_text() for path in tmp_path.glob("seen-*")}) == 3


def test_a_file_that_only_it_cannot_be_converted_is_to_blame(tmp_path: Path) -> None:
    # The sample of our own is converted, this file is not.
    program = stand_in(tmp_path, b"x", "if b'ITA' not in open(source, 'rb').read(): sys.exit(1)")
    with pytest.raises(NotConvertedError, match=r"a\.rtf: LibreOffice cannot open it"):
        LibreOffice(str(program)).converted(b"{\\rtf1 x}", Format.RTF, "a.rtf")


def test_a_program_that_converts_nothing_is_to_blame_itself(tmp_path: Path) -> None:
    program = stand_in(tmp_path, b"x", "sys.exit(0)")
    with pytest.raises(NeedsLibreOfficeError, match=r"converts nothing here; install it .*writer"):
        LibreOffice(str(program)).converted(b"{\\rtf1 x}", Format.RTF, "a.rtf")
    with pytest.raises(NeedsLibreOfficeError, match="apt install libreoffice-impress"):
        LibreOffice(str(program)).converted(b"x", Format.OLD_SLIDES, "a.ppt")


def test_one_that_hangs_or_writes_without_end_is_told(tmp_path: Path) -> None:
    slow = LibreOffice(str(stand_in(tmp_path, b"x", "import time; time.sleep(600)")), Bounds(1.0))
    with pytest.raises(NotConvertedError, match="took longer than 1 s"):
        slow.converted(b"{\\rtf1}", Format.RTF, "a.rtf")
    big = stand_in(tmp_path, b"x", "made.write_bytes(bytes(3_000_000))")
    with pytest.raises(TooLargeError, match=r"a\.rtf"):
        LibreOffice(str(big), Bounds(PATIENCE_S, 1_000_000)).converted(b"{\\rtf1}", Format.RTF, "a.rtf")


def test_a_password_is_told_without_the_program() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<m:encryption-data/>")
    with pytest.raises(LockedOfficeFileError):
        LibreOffice("off").converted(made.getvalue(), Format.ODT, "a.odt")


@pytest.mark.parametrize(
    ("named", "words"),
    [("off", "switches off"), ("nowhere/soffice", "there is no nowhere"), ("", "not installed")],
)
def test_where_it_is_absent_the_message_says_how_to_get_it(
    named: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("THAI_ITA_LIBREOFFICE", raising=False)
    monkeypatch.setattr(programs.shutil, "which", lambda name: None)
    monkeypatch.setattr("thai_ita.ingest.outside.libreoffice.usual_places", list)
    with pytest.raises(NeedsLibreOfficeError, match=words) as caught:
        LibreOffice(named).converted(b"{\\rtf1}", Format.RTF, "a.rtf")
    assert caught.value.code in NEEDS_INSTALLING
    assert "apt install libreoffice-writer" in str(caught.value)
    assert "https://www.libreoffice.org/download" in str(caught.value)


def test_the_environment_names_it_and_the_option_has_the_last_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THAI_ITA_LIBREOFFICE", str(stand_in(tmp_path, b"made")))
    assert LibreOffice().converted(b"{\\rtf1}", Format.RTF, "a.rtf")[1] == b"made"
    with pytest.raises(NeedsLibreOfficeError):
        LibreOffice("off").converted(b"{\\rtf1}", Format.RTF, "a.rtf")


# -- in a run -------------------------------------------------------------------------------------


def test_a_file_that_waits_for_the_program_is_read_by_the_next_run(tmp_path: Path) -> None:
    report = tmp_path / "in" / "plan.rtf"
    report.parent.mkdir()
    report.write_bytes(rtf(PLAN))
    out = tmp_path / "out"
    first = run_batch([report], out, RunOptions(jobs=0, libreoffice="off"))
    assert (first.read, first.statuses["failed"]) == (1, 1)
    assert "apt install libreoffice-writer" in (out / "documents.csv").read_text("utf-8")
    text = f"{PLAN} คะแนน ITA ปี 2567 ร้อยละ 90.00"
    office = str(stand_in(tmp_path, docx(text)))
    second = run_batch([report], out, RunOptions(jobs=0, libreoffice=office))
    assert (second.read, second.statuses.get("failed", 0)) == (1, 0)
    third = run_batch([report], out, RunOptions(jobs=0, libreoffice="off"))
    assert (third.read, third.reused) == (0, 1)


def test_in_a_worker_the_program_ends_before_the_worker_is_killed(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    program = script(tmp_path, LEAVES_CHILDREN.replace("sys.argv[1]", repr(str(pids))))
    report = tmp_path / "plan.rtf"
    report.write_bytes(rtf(PLAN))
    options = RunOptions(jobs=1, deadline_s=6, libreoffice=str(program))
    summary = run_batch([report], tmp_path / "out", options)
    assert summary.statuses["failed"] == 1
    assert "took longer than 3 s" in (tmp_path / "out" / "documents.csv").read_text("utf-8")
    assert not any(map(alive, pids_in(pids)))
    assert not list((tmp_path / "out").glob(".*/outside-*"))
