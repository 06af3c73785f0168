"""No command touches the network: they all work where every call is refused, in workers too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.conftest import ROOT
from tests.test_bare_machine import EXPORT, make_office_files, script_of

COMMANDS = [
    ["run", "in", "-o", "out", "--jobs", "2"],
    ["show", "in/01_plan.txt"],
    ["compare", "out"],
    ["draw", "out", "picture.png"],
    EXPORT,
]
_HOOK = """
import os, sys

_log = os.open(os.environ["CALLS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
_FORBIDDEN = {
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect",
}
_seen = set()
_trying = False


def _hook(event, args):
    global _trying
    if event in _FORBIDDEN:
        # Processes of this machine may talk by files.
        if getattr(args[0], "family", None) is not None and args[0].family.name == "AF_UNIX":
            return
        os.write(_log, f"{'refused' if _trying else 'CALLED'} {os.getpid()} {event}\\n".encode())
        raise ConnectionRefusedError("no network in this test")
    if event == "open" and isinstance(args[0], str) and os.getpid() not in _seen and f"{os.sep}in{os.sep}" in os.path.abspath(args[0]):
        # A process that reads a report: does the hook refuse a call of it?
        _seen.add(os.getpid())
        import socket

        _trying = True
        try:
            socket.create_connection(("127.0.0.1", 9))
        except ConnectionRefusedError:
            pass
        _trying = False


sys.addaudithook(_hook)
"""


@pytest.fixture(scope="module")
def commands_without_network(
    tmp_path_factory: pytest.TempPathFactory, samples_dir: Path
) -> tuple[subprocess.CompletedProcess[str], Path, list[list[str]]]:
    """All commands in one process: how it ended, its folder, and the calls as [what, pid, event]."""
    folder = tmp_path_factory.mktemp("net")
    (folder / "in").mkdir()
    for name in ("01_plan.txt", "04_multi_year.md"):
        (folder / "in" / name).write_bytes((samples_dir / name).read_bytes())
    make_office_files(folder / "in")
    picture = Image.new("L", (400, 80), 255)
    ImageDraw.Draw(picture).text((20, 20), "ITA 2567 83.33", fill=0, font_size=30)
    picture.save(folder / "in" / "picture.png")
    (folder / "home").mkdir()
    (folder / "hooks").mkdir()
    (folder / "hooks" / "sitecustomize.py").write_text(_HOOK)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(folder / "hooks"), str(ROOT)]),
        "CALLS": str(folder / "calls"),
    }
    done = subprocess.run(
        [sys.executable, *script_of(COMMANDS, folder)], cwd=folder, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    return done, folder, [line.split() for line in (folder / "calls").read_text().splitlines()]


Finished = tuple[subprocess.CompletedProcess[str], Path, list[list[str]]]


def test_the_commands_work(commands_without_network: Finished) -> None:
    done, folder, _ = commands_without_network
    assert done.returncode == 0, done.stderr
    assert "exit" not in done.stdout
    assert "Traceback" not in done.stderr
    assert (folder / "picture.png").is_file()
    assert len((folder / "out" / "documents.csv").read_text("utf-8").splitlines()) == 1 + 6


def test_the_refusal_is_live_in_the_command_and_its_workers(
    commands_without_network: Finished,
) -> None:
    _, _, calls = commands_without_network
    refused = {pid for what, pid, _ in calls if what == "refused"}
    assert len(refused) > 1, "one process reads for show and hashes for run, another is a worker"


def test_nothing_is_left_at_home(commands_without_network: Finished) -> None:
    """A library in C may call where no hook of Python sees it; it keeps who it is in the home."""
    _, folder, _ = commands_without_network
    assert list((folder / "home").iterdir()) == []


def test_nobody_calls(commands_without_network: Finished) -> None:
    _, _, calls = commands_without_network
    assert [call for call in calls if call[0] == "CALLED"] == []
