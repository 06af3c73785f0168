"""One outside program, run on one file in a folder of its own, under bounds.

Whatever happens to it or to this process, nothing of it stays: neither processes nor files. Programs
in several workers know nothing of one another.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from thai_ita.ingest.outside import watch
from thai_ita.ingest.outside.watch import End

# What a converted file and the program's own files may take together.
MAX_OUTPUT_MB = 600
# How much longer than the program its watcher may take: to kill it and to say so.
GRACE_S = 20.0
# What Windows needs to start any program; nothing else of this process's environment is handed on.
_SYSTEM_VARIABLES = ("SYSTEMROOT", "WINDIR", "COMSPEC", "PROGRAMFILES", "PATHEXT")
# The port "discard", where nobody answers: what asks the environment for a way out finds none.
_NO_PROXY = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a program may take, and how many bytes its folder may hold."""

    seconds: float = 120.0
    most_bytes: int = MAX_OUTPUT_MB * 1_000_000


class OutsideProgramError(Exception):
    """A program did not do its work; ``end`` and ``code`` say how it ended."""

    def __init__(self, end: End, code: int = 0) -> None:
        super().__init__(f"{end} ({code})")
        self.end = end
        self.code = code


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for one run of a program, gone afterwards with all in it."""
    folder = Path(tempfile.mkdtemp(prefix="outside-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_program(names: Sequence[str], usual_places: Sequence[Path]) -> Path | None:
    """The first of these programs on the PATH, else at a place where its installer puts it."""
    for name in names:
        if found := shutil.which(name):
            return Path(found)
    return next((place for place in usual_places if place.is_file()), None)


def run(
    command: Sequence[str],
    folder: Path,
    bounds: Bounds,
    settings: Mapping[str, str] | None = None,
) -> int:
    """Run a command in ``folder``; its exit code. Raises OutsideProgramError where it was ended.

    It has no terminal, no network settings, no home but the folder, and its own session.
    ``settings`` are variables that it finds besides.
    """
    _mkdirs(folder)
    watcher = [
        sys.executable, "-I", "-S", watch.__file__, str(bounds.seconds), str(folder),
        str(bounds.most_bytes), *command,
    ]  # fmt: skip
    process = subprocess.Popen(
        watcher, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=clean_environment(folder) | dict(settings or {}), start_new_session=True,
    )  # fmt: skip
    try:
        said = _last_line(process, bounds.seconds + GRACE_S)
    finally:
        # Its input closes, and with that all ends; that is waited for also after Ctrl-C.
        if process.stdin is not None:
            process.stdin.close()
        _wait(process)
        if process.stdout is not None:
            process.stdout.close()
    word, _, code = said.partition(" ")
    if word not in list(End):
        raise OutsideProgramError(End.NOT_STARTED)
    if word != End.DONE:
        raise OutsideProgramError(End(word), int(code))
    return int(code)


def _last_line(process: subprocess.Popen[bytes], seconds: float) -> str:
    """What the watcher said; "" where it did not in time."""
    found: list[bytes] = []

    def read() -> None:
        if process.stdout is not None:
            found.append(process.stdout.readline())

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    thread.join(seconds)
    return found[0].decode("ascii", "replace").strip() if found else ""


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _mkdirs(folder: Path) -> None:
    for name in ("home", "tmp"):
        (folder / name).mkdir(exist_ok=True)


def clean_environment(folder: Path, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The whole environment of a program: UTF-8, the system's paths, a home in its folder."""
    environ = os.environ if environ is None else environ
    home, temporary = str(folder / "home"), str(folder / "tmp")
    kept = {name: environ[name] for name in _SYSTEM_VARIABLES if name in environ}
    return kept | {
        "PATH": environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
        "HOME": home, "USERPROFILE": home, "APPDATA": home, "LOCALAPPDATA": home,
        "TMPDIR": temporary, "TEMP": temporary, "TMP": temporary,
        "http_proxy": _NO_PROXY, "https_proxy": _NO_PROXY, "ftp_proxy": _NO_PROXY,
    }  # fmt: skip
