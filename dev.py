#!/usr/bin/env python3
"""Everything a fresh machine with Python 3.11 or newer needs, in one command each.

    python3 dev.py demo    install thai-ita and run it on data/samples
    python3 dev.py test    install what the tests need and run them (options go on to pytest)
    python3 dev.py lint    ruff and mypy
    python3 dev.py check   lint, then test: run this before a change is proposed
    python3 dev.py rules   remove each rule of parse in turn; fails where no test would notice
    python3 dev.py fuzz    damage files and stores at random for ten minutes (docs/robustness.md)
    python3 dev.py sbom    write out/sbom: what the package installs, and check its licences
    python3 dev.py package write out/dist: sdist and wheel; try the wheel in a fresh environment
    python3 dev.py docs    write docs/cli.md, problems.md, tour.md, the rules in parse.md and the catalogue of messages anew
    python3 dev.py site    build the documentation site in out/site, and follow its links
    python3 dev.py install PURPOSE...   install what commands of these names need
    python3 dev.py lock    write requirements-dev.lock: the versions in use now
    python3 dev.py train   train the recogniser of scans anew (over an hour; docs/ocr.md)

Everything goes into .venv; nothing outside this folder is touched, but for what pip keeps of its
downloads where there is a home. Only the standard library is used here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = VENV / "thai-ita-stamps"
LOCK = ROOT / "requirements-dev.lock"
CHECKS = "lint,release,site,test"
"""What checks the project needs at once, so that it is installed once."""
EXTRAS = {
    "demo": "",
    "test": "test",
    "lint": CHECKS,
    "docs": "test",
    "rules": "test",
    "train": "train",
    "fuzz": "test",
    "sbom": "test",
    "browser": "browser",
    "site": CHECKS,
    "package": CHECKS,
}
QUICK = "not slow and not libreoffice and not browser"
MOST_WORKERS = 4
"""Processes of the whole suite; each takes up to 1 GB."""
NO_VENV = """\
Python cannot make a virtual environment here. One of these helps:
  Debian, Ubuntu:  sudo apt install python3-venv
  Fedora:          sudo dnf install python3-pip
  anywhere:        python3 -m pip install --user virtualenv   (or install uv)
Then run the same command again."""


class FailedError(Exception):
    """A step failed; the message says which and what to do."""


def main(arguments: list[str]) -> int:
    commands = {
        "demo": demo,
        "test": test,
        "lint": lint,
        "check": check,
        "docs": docs,
        "lock": lock,
        "rules": rules,
        "train": train,
        "fuzz": fuzz,
        "sbom": sbom,
        "site": site,
        "package": package,
        "install": install_all,
    }
    if sys.version_info < (3, 11):  # noqa: UP036
        print(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    try:
        return commands[arguments[0]](arguments[1:])
    except FailedError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1


def demo(options: list[str]) -> int:
    install("demo")
    out = Path("out", "samples")
    code = run("-m", "thai_ita", "run", str(Path("data", "samples")), "-o", str(out), *options)
    if code == 0:
        print(f"\nThe tables are in {out}. To see one report with the place of every fact:")
        print(f"  {PYTHON.with_name('thai-ita').relative_to(ROOT)} show data/samples/01_plan.txt")
    return code


def test(options: list[str]) -> int:
    # Playwright is of use where there is a Chromium, so it comes with the tests that need it.
    install("browser" if any("browser" in option for option in options) else "test")
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    if options or workers == 1:
        return run("-m", "pytest", *options)
    # The whole suite is spread over the cores, a file's tests in one process; what measures time comes after, alone.
    spread = ("-n", str(workers), "--dist", "loadfile")
    return max(
        run("-m", "pytest", *spread, "-m", f"{QUICK} and not timed"),
        run("-m", "pytest", "-m", f"{QUICK} and timed"),
    )


def lint(options: list[str]) -> int:
    install("lint")
    what = options or ["."]
    codes = [run("-m", "ruff", "check", *what), run("-m", "ruff", "format", "--check", *what), run("-m", "mypy")]
    return max(codes)


def rules(options: list[str]) -> int:
    install("rules")
    return run("-m", "tests.rule_examples", *options)


def fuzz(options: list[str]) -> int:
    install("fuzz")
    return run("-m", "tests.fuzz", *options)


def sbom(options: list[str]) -> int:
    install("sbom")
    return run("-m", "tools.sbom", *options)


def package(options: list[str]) -> int:
    install("package")
    return run("-m", "tools.package_check", *options)


def check(options: list[str]) -> int:
    return lint([]) or test(options)


def docs(options: list[str]) -> int:
    install("docs")
    codes = [run(str(Path("docs", name)), *options) for name in ("make_cli.py", "make_rules.py", "make_tour.py")]
    return max(*codes, run("-m", "tools.messages"))


def site(options: list[str]) -> int:
    install("site")
    settings = str(Path("out", "zensical.toml"))
    return (
        run("-m", "tools.site_pages")
        or run("-m", "zensical", "build", "--strict", "--config-file", settings, *options)
        or run("-m", "tools.site_links", str(Path("out", "site")))
    )


def install_all(options: list[str]) -> int:
    unknown = [purpose for purpose in options if purpose not in EXTRAS]
    if unknown:
        raise FailedError(f"nothing is known of {unknown[0]}; there are: {', '.join(EXTRAS)}")
    install(*options)
    return 0


def lock(options: list[str]) -> int:
    install("lint", "browser", "site")
    frozen = subprocess.run(
        [str(PYTHON), "-m", "pip", "list", "--format=freeze", "--exclude-editable"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    # The tools that install are not what is installed for.
    kept = [n for n in frozen.splitlines() if n.split("==")[0] not in {"pip", "setuptools"}]
    LOCK.write_text("\n".join(["# python3 dev.py lock", *kept, ""]), encoding="utf-8")
    print(f"{LOCK.name}: {len(kept)} packages")
    return 0


def train(options: list[str]) -> int:
    install("train")
    return run("-m", "training.ocr.train", *options)


def run(*arguments: str) -> int:
    """Run the environment's Python in the project folder; its exit code."""
    environment = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=environment).returncode


def install(*purposes: str) -> None:
    """Install the package with what purposes need, in one go, unless that was done for this pyproject."""
    make_environment()
    asked = [EXTRAS[purpose] for purpose in purposes]
    project = (ROOT / "pyproject.toml").read_bytes()
    stamps = {STAMPS / (each.replace(",", "-") or "package"): hashlib.sha256(project + each.encode()) for each in asked}
    if all(stamp.exists() and stamp.read_text() == wanted.hexdigest() for stamp, wanted in stamps.items()):
        return
    extras = ",".join(dict.fromkeys(",".join(filter(None, asked)).split(",")))
    print(f"Installing thai-ita{f' with [{extras}]' if extras else ''} into .venv ...", flush=True)
    target = f".[{extras}]" if extras else "."
    if has_pip():
        command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    elif uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        raise FailedError(f".venv has no pip. Remove the folder .venv, then:\n{NO_VENV}")
    if subprocess.run([*command, "--editable", target], cwd=ROOT).returncode != 0:
        raise FailedError(
            "the installation failed; the lines above say why. Without a network connection the "
            "dependencies in pyproject.toml cannot be fetched."
        )
    STAMPS.mkdir(exist_ok=True)
    for stamp, wanted in stamps.items():
        stamp.write_text(wanted.hexdigest())


def has_pip() -> bool:
    command = [str(PYTHON), "-m", "pip", "--version"]
    return subprocess.run(command, capture_output=True).returncode == 0


def make_environment() -> None:
    """Make .venv in the first way that works here; keep one that runs."""
    if PYTHON.exists() and run("-c", "import sys; sys.exit(sys.version_info < (3, 11))") == 0:
        return
    uv = shutil.which("uv")
    ways = [
        [sys.executable, "-m", "venv", str(VENV)],
        [sys.executable, "-m", "virtualenv", "--quiet", str(VENV)],
        *([[uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(VENV)]] if uv else []),
    ]
    for way in ways:
        # A way that failed half way leaves a folder that the next one would trip over.
        shutil.rmtree(VENV, ignore_errors=True)
        done = subprocess.run(way, cwd=ROOT, capture_output=True).returncode == 0
        if done and PYTHON.exists():
            return
    shutil.rmtree(VENV, ignore_errors=True)
    if bootstrap_with_pip():
        return
    raise FailedError(NO_VENV)


def bootstrap_with_pip() -> bool:
    """Where there is pip but no way to make an environment: fetch virtualenv just for this."""
    tool = ROOT / "build" / "virtualenv"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(tool), "virtualenv"]
    if subprocess.run(pip, cwd=ROOT, capture_output=True).returncode != 0:
        return False
    environment = os.environ | {"PYTHONPATH": str(tool)}
    make = [sys.executable, "-m", "virtualenv", "--quiet", str(VENV)]
    made = subprocess.run(make, cwd=ROOT, env=environment, capture_output=True).returncode == 0
    return made and PYTHON.exists()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
