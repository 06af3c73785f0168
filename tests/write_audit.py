"""Runs a piece of Python and lists what it and all its children wrote, and whom they called.

Python tells of every file it opens, makes or renames, and of every address it connects to, to an
audit hook. The hook stands in a ``sitecustomize``, which every Python process of the run imports.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

_HOOK = """
import os, sys

_log = os.open(os.environ["WRITE_AUDIT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Where in the arguments of an event a path stands, and the folder it is relative to (-1: none).
_PLACES = {
    "os.mkdir": [(0, 2)], "os.remove": [(0, 1)], "os.rmdir": [(0, 1)], "os.truncate": [(0, None)],
    "os.chmod": [(0, 2)], "os.utime": [(0, 3)], "os.rename": [(0, 2), (1, 3)],
    "os.link": [(0, 2), (1, 3)], "os.symlink": [(1, 2)],
}


def _hook(event, args):
    found = []
    if event == "open" and isinstance(args[2], int) and args[2] & _WRITES:
        found = [("write", args[0])]
    elif event == "os.mkdir" and os.path.isdir(args[0]):
        pass
    elif event in _PLACES:
        # What is relative to an open folder lies in one that an event before has named.
        found = [("write", args[path]) for path, folder in _PLACES[event]
                 if folder is None or args[folder] in (-1, None)]
    elif event == "socket.connect" and isinstance(args[1], tuple):
        found = [("call", args[1][0])]
    elif event == "socket.getaddrinfo":
        found = [("call", args[0])]
    for what, where in found:
        if not isinstance(where, int):
            if what == "write":
                where = os.path.abspath(os.fsdecode(where))
            os.write(_log, f"{what} {where}\\n".encode("utf-8", "surrogateescape"))


sys.addaudithook(_hook)
"""


@dataclass(frozen=True)
class Audited:
    """A finished run: its exit code and output, the files written and the hosts called."""

    code: int
    stdout: str
    stderr: str
    writes: frozenset[Path]
    calls: frozenset[str]

    def outside(self, *folders: Path) -> list[Path]:
        """What was written outside these folders."""
        allowed = [*(folder.resolve() for folder in folders), Path(os.devnull)]
        return sorted(
            path for path in self.writes if not any(path == folder or folder in path.parents for folder in allowed)
        )


def run_audited(arguments: list[str], folder: Path, environment: dict[str, str]) -> Audited:
    """Run Python with arguments in an environment of just these variables, in ``folder``."""
    hooks = folder / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(_HOOK)
    log = folder / "writes.log"
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        # Python's own cache of compiled modules is none of the program's doing.
        # The package is the one of this checkout, also where another is installed.
        env={
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": f"{hooks}{os.pathsep}{ROOT}",
            "WRITE_AUDIT": str(log),
            **environment,
        },
    )
    lines = [line.partition(" ") for line in log.read_text("utf-8", "surrogateescape").splitlines()]
    return Audited(
        done.returncode,
        done.stdout,
        done.stderr,
        frozenset(Path(where) for what, _, where in lines if what == "write"),
        frozenset(where for what, _, where in lines if what == "call"),
    )
