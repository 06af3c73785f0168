"""A wheel in an environment of its own: installed with nothing but what it asks for, and tried.

The commands run in an empty folder with an empty home. The home must be empty at the end, every command
must end as it should, and the tables of the sample reports must be those of the checkout, byte for byte.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from thai_ita.columns import TABLE_COLUMNS
from tools.release_notes import ROOT

SAMPLES = ROOT / "data" / "samples"
TABLES = tuple(TABLE_COLUMNS)
KEPT = ("PATH", "SYSTEMROOT", "COMSPEC", "TEMP", "TMP", "TMPDIR")
"""What the commands know of the environment."""
DEVELOPMENT = ("pytest", "hypothesis", "mypy", "ruff", "build", "hatchling", "pip")
WINDOWS = os.name == "nt"


class RefusedError(Exception):
    """It could not be built, installed or looked at; the message says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command and what its standard output must hold; ``holds`` judges it further."""

    arguments: tuple[str, ...]
    says: str = ""
    holds: Callable[[str], object] = lambda _: True

    def problem(self, code: int, out: str, err: str) -> str | None:
        """What is wrong with how the command ended, or None."""
        named = f"thai-ita {' '.join(self.arguments)}"
        if code != 0 or "Traceback" in err:
            return f"{named}: exit code {code}: {(err or out).strip()[-1000:]}"
        if self.says not in out:
            return f"{named}: {self.says!r} is not in what it says: {out.strip()[-1000:]}"
        return None if self.holds(out) else f"{named}: not as it should be: {out.strip()[-1000:]}"


def _shown(text: str) -> bool:
    return bool(json.loads(text)["scores"])


READ = Step(("run", "reports", "-o", "out"), "9 documents: 9 ok")
AFTER = (
    Step(("--help",), "editions"),
    Step(("check", "out")),
    Step(("status", "out"), "9"),
    Step(("show", "reports/01_plan.txt", "--json"), "เทศบาลตำบลตัวอย่างสุข", _shown),
    Step(("compare", "out"), "2567"),
    Step(("agencies", "find", "บ้านใหม่"), "บ้านใหม่"),
    Step(("editions", "2568"), "2568"),
    Step(("review", "out")),
)


def try_wheel(wheel: Path, version: str, folder: Path) -> list[str]:
    """What is wrong with the wheel when it is installed and used. Raises ``RefusedError``.

    All happens in ``folder``, in which ``wheels`` holds what the project asks for.
    """
    for name in ("work", "home", "checkout"):
        (folder / name).mkdir()
    for name in ("work", "checkout"):
        shutil.copytree(SAMPLES, folder / name / "reports")
    # The checkout reads the samples while the wheel is installed.
    reading = subprocess.Popen(
        [sys.executable, "-P", "-m", "thai_ita", *READ.arguments],
        cwd=folder / "checkout",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        python = install(wheel, folder / "wheels", folder / "environment")
    finally:
        _, err = reading.communicate()
    if reading.returncode != 0:
        raise RefusedError(f"the checkout does not read its samples: {err}")
    problems = list(installed_problems(python, version))
    problems += used_problems(python, folder)
    problems += different_tables(folder / "checkout" / "out", folder / "work" / "out")
    left = sorted(path.name for path in (folder / "home").iterdir())
    return [*problems, *(f"{name} was written to the home" for name in left)]


def fetch(wheels: Path) -> None:
    """The wheels of all that the project asks for, laid into a folder. Raises ``RefusedError``.

    They are what takes long, and can be fetched while the package is built.
    """
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    _pip("wheel", "--wheel-dir", str(wheels), *about["dependencies"])


def install(wheel: Path, wheels: Path, environment: Path) -> Path:
    """The Python of a new environment with the wheel and what it asks for, not even pip. Raises ``RefusedError``.

    What it asks for comes from the folder ``wheels``: more than the project says is not there.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / ("Scripts/python.exe" if WINDOWS else "bin/python")
    # Only what is imported is compiled, when it is.
    _pip("--python", str(python), "install", "--no-compile", "--no-index", "--find-links", str(wheels), str(wheel))
    return python


def _pip(*arguments: str) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, *arguments]).returncode != 0:
        raise RefusedError("pip failed; the lines above say why")


def installed_problems(python: Path, version: str) -> Iterator[str]:
    """Whether it is the wheel that is imported, in its version, without what only developers need."""
    look = (
        "import json, thai_ita, importlib.metadata as m\n"
        "print(json.dumps([thai_ita.__file__, m.version('thai-ita'), [d.name.lower() for d in m.distributions()]]))"
    )
    said = subprocess.run([str(python), "-I", "-c", look], check=True, capture_output=True, text=True)
    place, stated, names = json.loads(said.stdout)
    if python.parent.parent.resolve() not in Path(place).resolve().parents:
        yield f"{place} is imported, not the wheel"
    if stated != version:
        yield f"version {stated} is installed, and not {version}"
    yield from (f"{name} is installed with the wheel" for name in DEVELOPMENT if name in names)


def used_problems(python: Path, folder: Path) -> list[str]:
    """What goes wrong when the commands are used in ``folder / "work"`` with the home ``folder / "home"``."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"HOME": str(folder / "home"), "USERPROFILE": str(folder / "home"), "PYTHONUTF8": "1"}
    command = str(python.with_name("thai-ita.exe" if WINDOWS else "thai-ita"))

    def problem(step: Step, *start: str) -> str | None:
        done = subprocess.run(
            [*start, *step.arguments],
            cwd=folder / "work",
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return step.problem(done.returncode, done.stdout, done.stderr)

    named = Step(("--version",), "thai-ita ")
    found = [problem(named, command), problem(READ, command)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found += pool.map(lambda step: problem(step, command), AFTER)
    found.append(problem(named, str(python), "-m", "thai_ita"))
    pages = folder / "work" / "out" / "review"
    if not (pages / "index.html").is_file():
        found.append("review writes no pages")
    return [each for each in found if each]


def different_tables(expected: Path, made: Path) -> Iterator[str]:
    """Which of the five tables are not the same, byte for byte."""
    for name in TABLES:
        texts = [
            (folder / f"{name}.csv").read_bytes() if (folder / f"{name}.csv").is_file() else None
            for folder in (expected, made)
        ]
        if texts[0] is None or texts[0] != texts[1]:
            yield f"{name}.csv is not what the checkout writes"
