"""The tests themselves: what skips is told, and fails in CI."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SKIPPING = {
    "in a test": "import pytest\ndef test_a(): pytest.skip('no such machine')\ndef test_b(): pass\n",
    "in a module": "import pytest\npytest.skip('no such machine', allow_module_level=True)\n",
}


def run(folder: Path, ci: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.skips",
        "-c",
        os.devnull,
        "--rootdir",
        str(folder),
        str(folder),
        "-p",
        "no:cacheprovider",
        *options,
    ]
    environment = {
        **os.environ,
        "CI": ci,
        "PYTHONPATH": str(ROOT),
        "PYTEST_ADDOPTS": "",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("options", [(), ("-p", "xdist", "-n", "2", "--dist", "loadfile")], ids=["alone", "spread"])
@pytest.mark.parametrize("where", SKIPPING)
def test_a_skip_fails_in_ci_only(where: str, options: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(SKIPPING[where])
    (tmp_path / "test_other.py").write_text("def test_c(): pass\n")
    done = run(tmp_path, "true", *options)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "skipped, which is a failure in CI" in done.stdout
    assert "no such machine" in done.stdout
    assert run(tmp_path, "", *options).returncode == pytest.ExitCode.OK


def test_what_may_skip_in_ci_is_named_by_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "test_it.py").write_text(SKIPPING["in a test"])
    monkeypatch.setenv("THAI_ITA_MAY_SKIP", "no such (?:material|machine)")
    assert run(tmp_path, "true").returncode == pytest.ExitCode.OK
    monkeypatch.setenv("THAI_ITA_MAY_SKIP", "no such material")
    assert run(tmp_path, "true").returncode == pytest.ExitCode.TESTS_FAILED


def test_the_whole_suite_that_is_spread_is_the_one_that_pytest_runs() -> None:
    quick = re.search(r'^QUICK = "(.+)"$', (ROOT / "dev.py").read_text("utf-8"), re.M)
    assert quick is not None
    assert f"-m '{quick[1]}'" in (ROOT / "pyproject.toml").read_text("utf-8")
