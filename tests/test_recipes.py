"""The recipes of docs/recipes, followed word for word in a copy of the project.

A fenced block with a ``title`` is a file: written where there is none, else put at its end. Of a ``diff`` the
lines with ``-`` give way to those with ``+``. Of a ``console`` the lines with ``$`` are run, and the lines below
must stand in what they print, blanks aside; ``...`` stands for any lines.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

RECIPES = sorted((ROOT / "docs" / "recipes").glob("*.md"))
COPIED = ("thai_ita", "tests", "docs", "data", "tools", "training", "benchmarks", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
          "CITATION.cff", "LICENSE", "pyproject.toml", "requirements-dev.lock", "dev.py", ".ci", "zensical.toml")  # fmt: skip
_BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A fenced block: its language, the file that it names, its text."""

    language: str
    file: str
    text: str


def steps(recipe: Path) -> Iterator[Step]:
    for language, file, text in _BLOCK.findall(recipe.read_text("utf-8")):
        yield Step(language, file, text)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with the lines that it is said to print."""
    for part in text.removeprefix("$ ").split("\n$ "):
        command, *printed = part.strip("\n").split("\n")
        yield command, [line for line in printed if line != "..."]


def changed(before: str, diff: str) -> str:
    """A text with the change of a diff; what is replaced must stand in it once."""
    old = "\n".join(line[1:] for line in diff.splitlines() if not line.startswith("+"))
    new = "\n".join(line[1:] for line in diff.splitlines() if not line.startswith("-"))
    assert before.count(old) == 1, f"stands {before.count(old)} times in the file:\n{old}"
    return before.replace(old, new)


def run(command: str, project: Path) -> str:
    """What a command prints; its tools are those of this environment."""
    words = shlex.split(command)
    python = [sys.executable, "-P"]
    if words[:3] == ["python3", "dev.py", "test"]:
        told = [[*python, "-m", "pytest", "-p", "no:cacheprovider", *words[3:]]]
    elif words[:3] == ["python3", "dev.py", "docs"]:
        told = [[*python, f"docs/make_{name}.py"] for name in ("cli", "rules")]
    elif words[0] == ".venv/bin/thai-ita":
        told = [[*python, "-m", "thai_ita", *(name for word in words[1:] for name in _files(word, project))]]
    elif words[0] == ".venv/bin/python":
        told = [[*python, *words[1:]]]
    else:
        assert words[0] == "rm", f"a recipe may not run {command}"
        (project / words[1]).unlink()
        return ""
    environment = os.environ | {
        "PYTHONPATH": str(project),
        "COLUMNS": "200",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }
    done = [
        subprocess.run(each, cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8")
        for each in told
    ]
    return "".join(each.stdout + each.stderr for each in done)


def _files(word: str, project: Path) -> list[str]:
    """The files that a pattern means, as a shell gives them; another word alone."""
    found = sorted(str(path.relative_to(project)) for path in project.glob(word)) if "*" in word else []
    return found or [word]


def _plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_followed_word_for_word_does_what_it_says(recipe: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, project / name)
    for step in steps(recipe):
        file = project / step.file
        if step.language == "diff":
            file.write_text(changed(file.read_text("utf-8"), step.text), encoding="utf-8")
        elif step.language == "console":
            for command, printed in commands(step.text):
                told = _plain(run(command, project))
                for line in printed:
                    assert _plain(line) in told, f"{command}\n{told}"
        else:
            assert step.file, f"a block of {step.language} without a file"
            with file.open("a", encoding="utf-8") as opened:
                opened.write(step.text)


def test_there_are_recipes_and_each_says_what_it_took() -> None:
    assert {path.stem for path in RECIPES} == {"add-a-layout", "add-a-year", "add-a-format"}
    for path in RECIPES:
        took = path.read_text("utf-8").partition("\n## What it took\n")[2]
        assert re.search(r"Followed on \d{4}-\d\d-\d\d .*\d+ minutes?.*\d+ files", _plain(took)), path.name


@pytest.mark.parametrize("diff", ["-b\n+c\n", "-a\n+c\n"])
def test_a_change_that_fits_no_longer_is_told(diff: str) -> None:
    with pytest.raises(AssertionError, match="times in the file"):
        changed("a\na\n", diff)
