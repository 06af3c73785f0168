"""What a user meets first: each mistake gives one line, with what was expected and what helps."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import thai_ita
from tests.conftest import ROOT
from thai_ita import extras
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode
from thai_ita.extras import MissingExtraError, damaged_package, install_hint, need, source_folder
from thai_ita.output_folder import quoted

TAKES_OUT = {
    "status": ["status", "PATH"],
    "check": ["check", "PATH"],
    "compare": ["compare", "PATH"],
    "trends": ["trends", "PATH"],
    "plans": ["plans", "PATH"],
    "draw": ["draw", "PATH", "p.png"],
    "export": ["export", "PATH", "-o", "x"],
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> Path:
    """A folder as a user has it: a report, a folder of reports, an archive, and an output."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(samples_dir / "07_prose.txt", folder / "plan.txt")
    (folder / "reports").mkdir()
    shutil.copy(samples_dir / "07_prose.txt", folder / "reports")
    (folder / "empty").mkdir()
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.write(folder / "plan.txt", "plan.txt")
    thai_ita.run([folder / "plan.txt"], folder / "out", jobs=0)
    thai_ita.run([folder / "plan.txt"], folder / "json", jobs=0, format="json")
    return folder


@pytest.fixture(autouse=True)
def _at_the_desk(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(desk)
    before = sorted(desk.iterdir())
    yield
    assert sorted(desk.iterdir()) == before, "a mistake leaves nothing behind"


def command(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def problem_of(*arguments: str) -> str:
    result = command(*arguments)
    assert result.exit_code in (ExitCode.USAGE, ExitCode.NOTHING_USABLE), result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("problem: ")
    return line


@pytest.mark.parametrize("arguments", TAKES_OUT.values(), ids=TAKES_OUT)
@pytest.mark.parametrize(
    ("path", "words", "helps"),
    [
        ("nowhere", "there is no such folder", "thai-ita run INPUT -o nowhere"),
        ("plan.txt", "is a file", "thai-ita show plan.txt"),
        ("reports", "holds no tables", "thai-ita run reports -o OUT"),
        ("empty", "is empty", "thai-ita run INPUT -o empty"),
        ("out/scores.csv", "is a file", "the folder that thai-ita run has written: out"),
    ],
)
def test_what_is_no_output_folder(arguments: list[str], path: str, words: str, helps: str) -> None:
    line = problem_of(*(path if a == "PATH" else a for a in arguments))
    assert line.startswith(f"problem: {path}: {words}; this takes the folder that thai-ita run")
    assert helps in line


def test_an_output_folder_that_lacks_what_a_command_needs() -> None:
    line = problem_of("check", "json")
    assert "json: holds no documents.csv; to make it: thai-ita run INPUT -o json --format csv" in line
    assert line.endswith("what is done: thai-ita status json")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda text: text.encode("cp874", "replace"), "is not UTF-8 text"),
        (lambda text: b"a,b\r\n1,2\r\n", "lacks the columns doc_id, n_conflicts"),
        (lambda text: b"", "is empty"),
    ],
)
def test_check_of_damaged_tables(damage: Callable[[str], bytes], words: str, desk: Path, tmp_path: Path) -> None:
    shutil.copytree(desk / "out", tmp_path / "out")
    path = tmp_path / "out" / "documents.csv"
    path.write_bytes(damage(path.read_text("utf-8-sig")))
    line = problem_of("check", str(path.parent))
    assert f"{path}: {words}; " in line
    assert line.endswith(f"; to make it anew: thai-ita run INPUT -o {path.parent}")


@pytest.mark.parametrize("command_name", ["compare", "trends", "plans"])
def test_answers_do_not_go_among_the_tables(command_name: str) -> None:
    assert "give another folder than the tables'" in problem_of(command_name, "out", "-o", "out")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "out", "-o", "plan.txt"], "plan.txt: is a file, and a folder is needed there"),
        (["draw", "out", "plan.txt/p.png"], "plan.txt: is a file, and a folder is needed there"),
        (["draw", "out", "p.png", "--font", "plan.txt"], "plan.txt: is no font that can be read"),
        (["compare", "out", "--merging", "out/scores.csv"], "give the agencies.csv that thai-ita"),
        (["run", "plan.txt", "-o", "out", "--force", "--scheduler", "nonsense"], "tcp://10.0.0.1"),
        (["run", "plam.txt", "-o", "out"], "no file to read is there; the tables in out stay"),
        (["run", "empty", "-o", "out"], "no file to read is there; the tables in out stay"),
    ],
)
def test_other_mistakes(arguments: list[str], words: str, desk: Path) -> None:
    before = (desk / "out" / "scores.csv").read_bytes()
    assert words in problem_of(*arguments)
    assert (desk / "out" / "scores.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("plan.txt", "plan.txt"),
        ("รายงาน/แผน ๒.txt", "'รายงาน/แผน ๒.txt'"),
        ("แผนน้ำ.pdf", "แผนน้ำ.pdf"),
        ("a'b", "'a'\"'\"'b'"),
        ("x;y", "'x;y'"),
    ],
)
def test_paths_in_commands_can_be_typed(path: str, expected: str) -> None:
    assert quoted(path) == expected
    assert shlex.split(quoted(path)) == [path]
    assert f"thai-ita run INPUT -o {expected}" in problem_of("status", path) or path == "plan.txt"


def test_a_file_that_may_not_be_read_costs_a_line_and_not_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shut.txt").write_text("")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # as for another user
    result = command("show", str(tmp_path / "shut.txt"))
    assert result.exit_code == ExitCode.NOTHING_USABLE
    assert len(result.stderr.splitlines()) == 1


def test_help_has_a_short_name() -> None:
    assert command("run", "-h").stdout == command("run", "--help").stdout


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("reports", "is a folder; this takes one report; to read all in it: thai-ita run reports"),
        ("more.zip", "is a zip archive; this takes one report; to read all in it: thai-ita run more"),
        ("out", "was written by thai-ita run; what is in it: thai-ita status out"),
        ("nowhere", "cannot be opened (No such file or directory); check its path"),
    ],
)
def test_what_is_no_report(path: str, words: str) -> None:
    assert problem_of("show", path).startswith(f"problem: {path}: {words}")


def test_a_path_in_the_place_of_a_command() -> None:
    line = problem_of("plan.txt")
    assert "thai-ita show plan.txt, or thai-ita run plan.txt -o OUT" in line
    assert "show" not in problem_of("reports")
    assert "No such command" in command("nonsense").stderr


@pytest.mark.parametrize("how", [["-m", "thai_ita"], ["-m", "thai_ita.cli"]])
def test_the_version_and_the_module(how: list[str]) -> None:
    done = subprocess.run([sys.executable, *how, "--version"], capture_output=True, text=True)
    assert done.stdout == f"thai-ita {thai_ita.__version__}\n"
    usage = subprocess.run([sys.executable, *how, "show"], capture_output=True, text=True)
    assert usage.stderr.startswith("Usage: thai-ita show")


def complete(words: str, shell: str = "bash") -> str:
    environment = {
        **os.environ,
        "_THAI_ITA_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
        "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    return subprocess.run([sys.executable, "-m", "thai_ita"], capture_output=True, text=True, env=environment).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_and_options(shell: str) -> None:
    assert "compare" in complete("thai-ita co", shell)
    assert "--deadline" in complete("thai-ita run --de", shell)
    assert "heatmap" in complete("thai-ita draw out p.png --picture hea", shell)


def test_completion_that_cannot_be_installed_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "thai_ita", "--install-completion", "bash"],
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(tmp_path / "file" / "home")},
    )
    assert done.returncode == ExitCode.USAGE
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"problem: {tmp_path}")


NEEDS_EXTRAS = {
    "trends": (["trends", "out"], "stats"),
    "plans": (["plans", "out"], "stats"),
    "draw": (["draw", "out", "p.png"], "pictures"),
    "xlsx": (["export", "out", "-o", "x", "--format", "xlsx"], "xlsx"),
    "parquet": (["compare", "out", "-o", "x", "--format", "parquet"], "parquet"),
    "cluster": (["run", "plan.txt", "-o", "out", "--force", "--scheduler", "tcp://x:1"], "dask"),
}
BLOCKED = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name in {absent!r} else found(name, *rest)
from thai_ita.cli import main
main()
"""
OPTIONAL = {
    "distributed",
    "pyarrow",
    "matplotlib",
    "fontpkg",
    "fontpkg_sarabun",
    "datasketch",
    "scipy",
    "statsmodels",
    "xlsxwriter",
}


@pytest.mark.parametrize(("arguments", "extra"), NEEDS_EXTRAS.values(), ids=NEEDS_EXTRAS)
def test_a_plain_installation_names_the_extra(arguments: list[str], extra: str) -> None:
    """As after ``pip install .``: none of the optional packages is there."""
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED.format(absent=OPTIONAL), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == ExitCode.USAGE, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("problem: ")
    assert line.endswith(f"pip install '.[{extra}]'")
    assert f"in the folder {ROOT}" in line


def test_the_install_line_fits_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingExtraError, match=r"this needs the package no_such; install it in the fo"):
        need("no_such", "stats")
    assert source_folder() == ROOT
    monkeypatch.setattr(extras, "source_folder", lambda: None)
    assert install_hint("stats").endswith(" 'thai-ita[stats]'")
    monkeypatch.setattr(shutil, "which", lambda name: str(Path(sys.executable).with_name(name)))
    assert install_hint("stats") == "install it with: pip install 'thai-ita[stats]'"
    monkeypatch.setattr(shutil, "which", lambda name: f"elsewhere/{name}")
    assert f"{sys.executable} -m pip install" in install_hint("stats"), "not the first of the PATH"
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    assert f"uv pip install --python {sys.executable}" in install_hint("stats")
    with monkeypatch.context() as windows:
        windows.setattr(extras.os, "name", "nt")
        hint = install_hint("stats")
    assert hint.endswith(' "thai-ita[stats]"'), "cmd knows no single quotes"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"url": ROOT.as_uri(), "dir_info": {"editable": True}}, ROOT),
        ({"url": ROOT.as_uri(), "dir_info": {}}, ROOT),
        ({"url": (ROOT / "gone").as_uri(), "dir_info": {}}, None),
        ({"url": (ROOT / "thai_ita.whl").as_uri(), "archive_info": {}}, None),
        (None, None),
    ],
)
def test_where_this_was_installed_from(record: object, expected: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Distribution:
        def read_text(self, name: str) -> str | None:
            return json.dumps(record) if record else None

    monkeypatch.setattr(extras, "distribution", lambda name: Distribution())
    assert source_folder() == expected


def test_a_damaged_package_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ImportError("DLL load failed", name="PIL._imaging")

    monkeypatch.setattr("thai_ita.analyze.compare", broken)
    line = problem_of("compare", "out")
    assert "pillow cannot be used (DLL load failed); install it anew:" in line
    assert line.endswith("--force-reinstall pillow")
    assert "install thai-ita anew" in damaged_package(ImportError("odd"))
