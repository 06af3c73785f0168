"""The Dockerfile, as far as it can be read: docs/docker.md says what was run."""

from __future__ import annotations

import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import thai_ita
from tests.conftest import ROOT

DOCS = (ROOT / "docs" / "docker.md").read_text("utf-8")


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage, from its FROM on; what stands before the first is left out."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    found: list[list[tuple[str, str]]] = []
    for line in re.sub(r"\\\n", " ", text).splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            found.append([])
        if word and found:
            found[-1].append((word, " ".join(rest.split())))
    return found


def let_through(name: str) -> bool:
    """Whether .dockerignore lets a file or folder of the top through: the last line that fits decides."""
    taken = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.removeprefix("!")
        if line and not line.startswith("#") and fnmatch(name, pattern):
            taken = line.startswith("!")
    return taken


def test_it_is_made_of_slim_images_in_two_stages() -> None:
    build, last = stages()
    assert build[0] == ("FROM", "python:${PYTHON}-slim AS build")
    assert last[0] == ("FROM", "python:${PYTHON}-slim")
    python = re.search(r"^ARG PYTHON=(3\.\d+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert python is not None
    promised = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'"Programming Language :: Python :: {python[1]}"' in promised


def test_what_is_copied_is_there_and_let_through() -> None:
    copied = [name for word, rest in stages()[0] if word == "COPY" for name in rest.split()[:-1]]
    assert copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert let_through(name), name
    for name in (".git", "out", "tests", ".venv"):
        assert not let_through(name), name
    # What the build of the wheel reads.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    hook = project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    needed = {"pyproject.toml", *project["project"]["license-files"], *(part["path"] for part in hook["fragments"]),
              *project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]}  # fmt: skip
    assert needed == set(copied)


def test_the_wheel_is_installed_with_everything() -> None:
    runs = " ".join(rest for word, rest in stages()[0] if word == "RUN")
    assert "pip wheel --no-cache-dir --no-deps" in runs
    assert re.search(r'pip install --no-cache-dir "\$\(ls /wheels/thai_ita-\*\.whl\)\[all\]"', runs)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert "all" in extras
    assert ("COPY", "--from=build /opt/thai-ita /opt/thai-ita") in stages()[1]


def test_it_runs_as_nobody_with_no_home() -> None:
    last = stages()[1]
    # The last word on the user comes after all that must be root.
    place = max(place for place, (word, _) in enumerate(last) if word == "USER")
    user = last[place][1].partition(":")[0]
    assert user.isdigit()
    assert int(user) >= 1000
    assert not any(word in {"RUN", "COPY", "ADD"} for word, _ in last[place:])
    environment = dict(pair.split("=", 1) for word, rest in last if word == "ENV" for pair in shlex.split(rest))
    assert environment["HOME"] == "/nonexistent"
    assert environment["PYTHONDONTWRITEBYTECODE"] == "1"
    assert environment["PATH"].startswith("/opt/thai-ita/bin:")
    assert ("ENTRYPOINT", '["thai-ita"]') in last


def test_packages_of_the_system_are_asked_for() -> None:
    for stage in stages():
        for word, rest in stage:
            if word == "RUN" and "apt-get" in rest:
                assert rest.startswith('if [ "$LIBREOFFICE" = yes ]')
    assert ("ARG", "LIBREOFFICE=no") in stages()[1]


def test_labels() -> None:
    labels = dict(pair.split("=", 1) for word, rest in stages()[1] if word == "LABEL" for pair in shlex.split(rest))
    prefix = "org.opencontainers.image."
    assert labels[f"{prefix}version"] == thai_ita.__version__
    assert labels[f"{prefix}licenses"] == "Apache-2.0"
    assert labels[f"{prefix}source"] == "${SOURCE}"


def test_the_page_runs_it_with_nothing_it_does_not_need() -> None:
    command = DOCS.partition("docker run")[2].partition("\n\n")[0]
    for option in ("--network none", "--read-only", "--tmpfs /tmp", "--cap-drop ALL", ":/reports:ro", ":/out"):
        assert option in command
    for argument in re.findall(r"--build-arg (\w+)=", DOCS):
        assert re.search(rf"^ARG {argument}=", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert Path(ROOT / "Dockerfile").is_file()
