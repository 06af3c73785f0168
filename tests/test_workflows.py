"""The workflows and forms: they are valid, run what there is, ask for what is needed, and may do little."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from thai_ita.cli import app

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = [GITHUB / "ISSUE_TEMPLATE" / name for name in ("bug.yml", "wrong-reading.yml")]
PERMISSIONS = {
    ("release", "build"): {"contents": "read", "id-token": "write", "attestations": "write"},
    ("release", "release"): {"contents": "write"},
    ("release", "publish"): {"id-token": "write"},
}
"""What a job may do beyond reading the project."""
THAI = re.compile("[ก-๙]")


def read(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(found, dict), path.name
    return found


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for name, job in read(path)["jobs"].items():
            yield path.stem, name, job


def steps() -> Iterator[dict[str, Any]]:
    for _, _, job in jobs():
        yield from job["steps"]


def dev_commands() -> set[str]:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    dev = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dev)
    named = set(re.findall(r"python3 dev\.py (\w+)", dev.__doc__ or ""))
    assert all(callable(getattr(dev, name)) for name in named)
    return named


def test_there_are_a_check_and_a_release() -> None:
    assert [path.stem for path in WORKFLOWS] == ["ci", "release"]
    # YAML takes the word "on" for a truth value.
    assert read(WORKFLOWS[1])[True] == {"push": {"tags": ["v*"]}}


def test_workflows_run_what_there_is() -> None:
    known = dev_commands()
    assert {"demo", "package", "sbom"} <= known
    called = set()
    for step in steps():
        for name in re.findall(r"dev\.py (\S+)", step.get("run", "")):
            assert name in known, f"dev.py {name}"
            called.add(name)
        for name in re.findall(r"-m (tools\S+)", step.get("run", "")):
            assert ROOT.joinpath(*name.split(".")).with_suffix(".py").is_file()
        for name in re.findall(r"^\.ci/\w+", step.get("run", "")):
            assert (ROOT / name).stat().st_mode & 0o100, f"{name} cannot be run"
    assert called == {"demo", "test", "lint", "package", "sbom"}


def test_workflows_may_do_no_more_than_they_must() -> None:
    for path in WORKFLOWS:
        assert read(path)["permissions"] == {"contents": "read"}
    for workflow, name, job in jobs():
        assert job.get("permissions") == PERMISSIONS.get((workflow, name)), name
        assert job["timeout-minutes"] <= 90
    for step in steps():
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@(?:v\d+|release/v1|[0-9a-f]{40})", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        # What a stranger may choose (titles, names of branches) is never made part of a script.
        assert "${{" not in step.get("run", "")


def test_a_release_is_checked_before_it_is_built_and_attested_before_it_is_published() -> None:
    release = read(GITHUB / "workflows" / "release.yml")["jobs"]
    done = [step.get("run", step.get("uses", "")).partition("@")[0].strip() for step in release["build"]["steps"]]
    order = [
        "tools.release_notes",
        "dev.py package",
        "dev.py sbom",
        "attest-build-provenance",
        "actions/attest",
        "upload-artifact",
    ]
    places = [next(place for place, text in enumerate(done) if re.search(rf"{word}(?![\w-])", text)) for word in order]
    assert places == sorted(places)
    assert release["release"]["needs"] == "build"
    assert "release" in release["publish"]["needs"]
    assert release["publish"]["if"] == "vars.PUBLISH == 'true'"
    assert release["publish"]["environment"]


def test_every_version_of_python_that_is_promised_is_tried() -> None:
    promised = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert read(WORKFLOWS[0])["jobs"]["pythons"]["strategy"]["matrix"]["python"] == promised


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_are_forms_in_both_languages(path: Path) -> None:
    form = read(path)
    assert THAI.search(form["name"])
    assert THAI.search(form["description"])
    asked = {part["id"]: part for part in form["body"] if part["type"] != "markdown"}
    assert len(asked) == len(form["body"]) - 1
    warning = form["body"][0]["attributes"]["value"]
    assert "No personal data" in warning
    assert "ข้อมูลส่วนบุคคล" in warning
    assert {"report", "expected", "run", "version", "system"} <= set(asked)
    for name, part in asked.items():
        label = part["attributes"]["label"]
        assert THAI.search(label) or "thai-ita" in label, name
    assert re.search(r"thai-ita run .*--json$", asked["run"]["attributes"]["label"])
    known = {command.callback.__name__ for command in app.registered_commands if command.callback}
    for name in re.findall(r": thai-ita (\w+)", path.read_text("utf-8")):
        assert name in known


def test_a_wrong_reading_comes_with_its_report() -> None:
    asked = {part.get("id"): part for part in read(FORMS[1])["body"]}
    for name in ("report", "expected", "run", "version", "system"):
        assert asked[name]["validations"]["required"] is True
    assert asked["private"]["attributes"]["options"][0]["required"] is True
    assert "page" in asked["expected"]["attributes"]["label"]


def test_weaknesses_have_a_private_way() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "Report a vulnerability" in text
    assert "SECURITY.md" in FORMS[0].read_text("utf-8")
    assert read(GITHUB / "ISSUE_TEMPLATE" / "config.yml") == {"blank_issues_enabled": True}
    assert read(GITHUB / "dependabot.yml")["version"] == 2
