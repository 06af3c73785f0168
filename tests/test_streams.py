"""What the caller has closed or filled: a run goes on, and data that cannot be written is told."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from thai_ita import __main__, cli, console, streams
from thai_ita.batch.interrupts import stop_requests
from thai_ita.exitcodes import ExitCode
from thai_ita.machine import came_of_an_import

REPORT = "ITA 2567 เทศบาลตำบลตัวอย่างสุข อำเภอเมือง จังหวัดเลย\nตัวชี้วัด\tคะแนน\nการปฏิบัติหน้าที่\t90.00\n"
FULL = Path("/dev/full")


def command(*arguments: str, cwd: Path, closed: tuple[int, ...] = (), **options: object) -> int:
    def close() -> None:
        for number in closed:
            os.close(number)

    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "thai_ita", *arguments],
        cwd=cwd,
        env=environment,
        preexec_fn=close if closed else None,
        stdin=subprocess.DEVNULL,
        **options,  # type: ignore[call-overload]
    )
    return int(done.returncode)


def test_closed_streams_cost_nothing_and_land_in_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    run = ("run", "a.txt", "-o", "out", "--jobs", "0")
    assert command(*run, cwd=tmp_path, closed=(0, 1, 2)) == ExitCode.OK
    heads = {path.name: path.read_bytes()[:16] for path in (tmp_path / "out").iterdir()}
    assert heads["thai-ita.sqlite"].startswith(b"SQLite")
    assert heads[".thai-ita.lock"] == b""
    assert heads["scores.csv"].startswith(b"\xef\xbb\xbf")


@pytest.mark.skipif(not FULL.exists(), reason="/dev/full is of Linux")
def test_data_that_cannot_be_written_is_told_and_messages_are_not_needed(tmp_path: Path) -> None:
    with FULL.open("wb") as full:
        told = subprocess.run(
            [sys.executable, "-m", "thai_ita", "--version"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert told.returncode == ExitCode.USAGE
        (line,) = told.stderr.splitlines()
        assert line.startswith("problem: ")
        assert "No space left" in line
        assert command("status", "no-such", cwd=tmp_path, stderr=full) == ExitCode.USAGE


class Gone(io.FileIO):
    """A terminal that is there no more, until it is ``back``."""

    back = False

    def write(self, data: Any, /) -> int:
        if self.back:
            return len(data)
        raise OSError(5, "Input/output error")


def test_a_terminal_that_goes_away_takes_no_run_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Gone(tmp_path / "tty", "w") as gone:
        monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BufferedWriter(gone)))
        with pytest.raises(OSError, match="output error"):
            print("x", file=sys.stderr, flush=True)
        streams.messages_may_be_lost()
        console.tell("ก", err=True)
        console.console(err=True).print("ข")
        gone.back = True


def test_what_is_told_still_arrives_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Short(io.FileIO):
        def write(self, data: bytes, /) -> int:  # type: ignore[override]
            return super().write(data[:3])

    with Short(tmp_path / "tty", "w") as short:
        monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BufferedWriter(short)))
        streams.messages_may_be_lost()
        console.tell("เทศบาล \x1b", err=True)
    assert (tmp_path / "tty").read_text("utf-8") == "เทศบาล \\x1b\n"


def test_what_cannot_be_written_is_dropped_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pointed: list[int] = []
    monkeypatch.setattr(streams, "_point_to_nothing", lambda number, _: pointed.append(number))
    with Gone(tmp_path / "tty", "w") as gone:
        wrapper = io.TextIOWrapper(io.BufferedWriter(gone))
        monkeypatch.setattr(sys, "stdout", wrapper)
        assert streams.give_up_output() == ""
        wrapper.write("x")
        assert streams.give_up_output() == "Input/output error"
        gone.back = True
    assert pointed == [streams.STDOUT]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="SIGHUP is of POSIX")
def test_a_closed_terminal_stops_a_run_as_ctrl_c_does(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        with stop_requests() as stop:
            stop.patient = True
            os.kill(os.getpid(), signal.SIGHUP)
            with pytest.raises(KeyboardInterrupt):
                stop.check()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_DFL
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with stop_requests() as stop:
            os.kill(os.getpid(), signal.SIGHUP)
            stop.check()
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("code", ["raise SystemExit(7)", "raise RuntimeError('broken\\x1b[31m')", "import absent_one"])
def test_a_package_of_the_command_line_that_does_not_load(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "damaged_here.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    def load() -> None:
        __import__("damaged_here")

    monkeypatch.setattr(cli, "app", lambda **_: load())
    monkeypatch.setattr(cli, "guard_streams", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == ExitCode.USAGE
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("problem: a package that this command needs does not load (")
    assert "\x1b" not in line
    assert not came_of_an_import(SystemExit(0)), "how every command ends"


def test_a_command_line_that_does_not_load(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "thai_ita.cli", None)
    monkeypatch.setattr(console, "guard_streams", lambda: None)
    ignored: list[bool] = []
    monkeypatch.setattr(__main__, "_ignore_interrupts", lambda: ignored.append(True))
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ignored
    assert ended.value.code == ExitCode.USAGE
    assert capfd.readouterr().err.startswith("problem: thai-ita cannot start here (")
