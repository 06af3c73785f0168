"""What a release is made of: sdist, wheel, what they say of themselves, and the notes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import thai_ita
from tests.conftest import ROOT
from tools import release_notes
from tools.package_check import (
    BESIDE,
    metadata_problems,
    sdist_problems,
    tracked_files,
    wheel_problems,
)
from tools.package_trial import TABLES, RefusedError, Step, different_tables
from tools.release_notes import NotReadyError, notes, package_version, section

TRACKED = {"README.md", "tests/test_a.py", "thai_ita/__init__.py", "thai_ita/data/a.json"}
INFO = {f"thai_ita-1.0.dist-info/{name}" for name in BESIDE}
WHEEL = {"thai_ita/__init__.py", "thai_ita/data/a.json", *INFO}
SDIST = {f"thai_ita-1.0/{name}" for name in (*TRACKED, "PKG-INFO")}
CHANGES = """# Changes

## 2.0.0 (2026-01-02)

### Added

- Two.

## 1.0.0 (never released)

- One.

## 0.9.0 (2025-01-02)

## 0.8.0 (2024-01-02)

- Eight.
"""


def test_a_wheel_holds_the_package_and_nothing_else() -> None:
    assert not list(wheel_problems(WHEEL, TRACKED, "1.0"))
    assert list(wheel_problems(WHEEL - {"thai_ita/data/a.json"}, TRACKED, "1.0")) == [
        "the wheel lacks thai_ita/data/a.json"
    ]
    for other in ("tests/test_a.py", "thai_ita/__pycache__/a.pyc", "thai_ita/left.json"):
        assert list(wheel_problems(WHEEL | {other}, TRACKED, "1.0")) == [f"the wheel holds {other}, which is not of it"]
    # Of another version all that is beside the package is wrong.
    assert len(list(wheel_problems(WHEEL, TRACKED, "1.1"))) == 2 * len(BESIDE)


def test_an_sdist_holds_the_project_and_nothing_else() -> None:
    assert not list(sdist_problems(SDIST, TRACKED, "1.0"))
    assert list(sdist_problems(SDIST - {"thai_ita-1.0/README.md"}, TRACKED, "1.0")) == [
        "the sdist lacks thai_ita-1.0/README.md"
    ]
    assert list(sdist_problems(SDIST | {"thai_ita-1.0/notes.txt"}, TRACKED, "1.0")) == [
        "the sdist holds thai_ita-1.0/notes.txt, which is not of it"
    ]


def test_git_knows_the_data_of_the_package() -> None:
    try:
        tracked = tracked_files()
    except RefusedError as error:
        pytest.skip(f"only git knows: {error}")
    assert {
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "pyproject.toml",
        "thai_ita/py.typed",
        "thai_ita/data/ocr/thai_lines.onnx",
    } <= tracked
    for path in (ROOT / "thai_ita").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in tracked, f"git add {path.name}"


def metadata(**changes: str) -> bytes:
    fields = {"Metadata-Version": "2.4", "Name": "thai-ita", "Version": "1.0", "License-Expression": "Apache-2.0",
              "Requires-Dist": "numpy>=1.26", "Description-Content-Type": "text/markdown"}  # fmt: skip
    body = changes.pop("body", "Reads [reports](https://example.org/a).")
    fields |= {name.replace("_", "-"): value for name, value in changes.items()}
    return "\n".join([*(f"{name}: {value}" for name, value in fields.items()), "", body]).encode()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({}, ""), ({"Version": "1.1"}, "version 1.1, and the package says 1.0"), ({"Version": "one"}, "version"), ({"License_Expression": "Apache 2"}, "license"),
     ({"Requires_Dist": "numpy >> 1"}, "requires-dist"), ({"Description_Content_Type": "text/plain"}, "no description in Markdown"), ({"body": " "}, "no description"),
     ({"body": "See [how](docs/a.md)."}, "links to docs/a.md"), ({"body": "![](docs/a.png)"}, "links to docs/a.png")],
)  # fmt: skip
def test_what_a_package_says_of_itself(changes: dict[str, str], problem: str) -> None:
    found = list(metadata_problems(metadata(**changes), "1.0"))
    assert len(found) == bool(problem), found
    assert not problem or problem in found[0]


def test_the_description_on_an_index_has_no_links_into_the_clone() -> None:
    hook = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["metadata"]["hooks"][
        "fancy-pypi-readme"
    ]
    text = "".join((ROOT / part["path"]).read_text("utf-8") for part in hook["fragments"])
    assert "](docs/" in text
    for change in hook["substitutions"]:
        text = re.sub(change["pattern"], change["replacement"], text)
    assert not list(metadata_problems(metadata(body=text), "1.0"))
    assert "docs/output.md describes every column" in text


@pytest.mark.parametrize(
    ("code", "out", "err", "problem"),
    [(0, '{"scores": [1]}', "", None), (1, '{"scores": [1]}', "problem: gone", "exit code 1: problem: gone"), (0, '{"scores": [1]}', "Traceback (most", "exit code 0"),
     (0, "{}", "", "'scores' is not in what it says"), (0, '{"scores": []}', "", "not as it should be")],
)  # fmt: skip
def test_how_a_command_ended(code: int, out: str, err: str, problem: str | None) -> None:
    found = Step(("show", "a.txt"), "scores", lambda text: "[1]" in text).problem(code, out, err)
    if problem is None:
        assert found is None
    else:
        assert found is not None
        assert found.startswith("thai-ita show a.txt: ")
        assert problem in found


def test_tables_that_are_not_the_same(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        for name in TABLES:
            (tmp_path / folder / f"{name}.csv").write_text("1")
    assert not list(different_tables(tmp_path / "a", tmp_path / "b"))
    (tmp_path / "b" / "scores.csv").write_text("2")
    for folder in ("a", "b"):
        (tmp_path / folder / "checks.csv").unlink()
    assert [found.partition(".")[0] for found in different_tables(tmp_path / "a", tmp_path / "b")] == [
        "scores",
        "checks",
    ]


def test_the_notes_of_a_release_are_its_section() -> None:
    assert section(CHANGES, "2.0.0") == "### Added\n\n- Two.\n"
    assert section(CHANGES, "0.8.0") == "- Eight.\n"
    for version, why in (
        ("1.0.0", "has no date"),
        ("0.9.0", "is empty"),
        ("2.0", "has no section 2.0"),
        ("2.0.1", "has no section"),
    ):
        with pytest.raises(NotReadyError, match=why):
            section(CHANGES, version)


def test_a_tag_is_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "thai_ita").mkdir()
    (tmp_path / "thai_ita" / "__init__.py").write_text('__version__ = "2.0.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGES)
    assert notes("v2.0.0", tmp_path).endswith("- Two.\n")
    for tag in ("2.0.0", "v2.0.1", "v2", ""):
        with pytest.raises(NotReadyError, match=r"is not v2\.0\.0"):
            notes(tag, tmp_path)
    monkeypatch.setattr(release_notes, "notes", lambda tag: notes(tag, tmp_path))
    assert (release_notes.main(["v2.0.0"]), release_notes.main(["v1"]), release_notes.main([])) == (0, 1, 2)
    assert capfdbinary.readouterr().out == b"### Added\n\n- Two.\n"


def test_this_version_can_be_released() -> None:
    assert package_version() == thai_ita.__version__
    text = notes(f"v{thai_ita.__version__}")
    # A change is one line.
    for line in text.splitlines():
        assert line.startswith(("- ", "### ")) or not line or line[-1] in ":.", line


def test_ci_makes_it() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "for check in lint sbom site package; do" in script
