"""What one types first: --version, --help, -h, nothing, a command that lacks its argument."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib

import pytest
from typer.testing import CliRunner

import thai_ita
from tests.conftest import ROOT
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode

VERSION = f"thai-ita {thai_ita.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--version"], {0}, VERSION),
        (["--version", "run"], {0}, VERSION),
        (["--version", "show", "plan.txt"], {0}, VERSION),
        (["--version", "--help"], {0}, VERSION),
        (["--help"], {0}, "Usage: thai-ita"),
        (["-h"], {0}, "Usage: thai-ita"),
        # Click tells the help of nothing with 0 before its version 8.2, with 2 from then on.
        ([], {0, ExitCode.USAGE}, "Usage: thai-ita"),
        (["status", "--help"], {0}, "Usage: thai-ita status"),
        (["status", "-h"], {0}, "Usage: thai-ita status"),
        (["editions"], {0}, "2568 (2025)"),
        (["show"], {ExitCode.USAGE}, "Missing argument 'FILE'"),
        (["run", "in"], {ExitCode.USAGE}, "Missing option '--out'"),
        (["run", "--version"], {ExitCode.USAGE}, "No such option"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_first_words(arguments: list[str], code: set[int], words: str) -> None:
    done = CliRunner().invoke(app, arguments, prog_name="thai-ita")
    assert done.exit_code in code, done.exception
    assert words in done.output
    assert words != VERSION or done.output == VERSION


def test_typer_is_one_that_works_with_every_click() -> None:
    """The oldest typer that did all of the above with click 8.0, 8.1, 8.2, 8.3, 8.4 and 8.5."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (bound,) = (d for d in project["dependencies"] if d.startswith("typer"))
    found = re.fullmatch(r"typer>=(\d+)\.(\d+)", bound)
    assert found is not None
    assert (int(found[1]), int(found[2])) >= (0, 18)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM that a program can catch")
def test_sigterm_before_a_command_has_begun_is_as_ctrl_c() -> None:
    early = (
        "import os, signal, thai_ita.__main__ as entry\n"
        "entry._command = lambda: (lambda: os.kill(os.getpid(), signal.SIGTERM))\n"
        "entry.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", early], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.INTERRUPTED, "", "")
