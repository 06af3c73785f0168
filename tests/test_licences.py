"""What the package installs has licences that may be used, and is told in an SBOM."""

from __future__ import annotations

import json
from email.message import Message
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT
from tools import sbom as sbom_command
from tools.licences import (
    JUDGED,
    Installed,
    NotInstalledError,
    installed,
    is_allowed,
    licence_of,
    refused,
    roots,
)
from tools.sbom import sbom


@pytest.fixture(scope="module")
def packages() -> list[Installed]:
    return installed(roots())


def test_what_is_installed_may_be_used(packages: list[Installed]) -> None:
    assert list(refused(packages)) == []
    names = {each.name for each in packages}
    # Of the package itself, of an extra, and of what these need.
    assert {"lxml", "pandas", "onnxruntime", "pyarrow", "et-xmlfile", "numpy"} <= names
    assert not names & {"pytest", "mypy", "hypothesis", "playwright", "axe-playwright-python"}


def test_every_extra_is_looked_at() -> None:
    asked = {requirement.name for requirement in roots()}
    assert {"xlrd", "distributed", "fontpkg", "scipy", "xlsxwriter", "pythainlp"} <= asked


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [("MIT", True), ("BSD-3-Clause AND (MIT OR GPL-3.0-only)", True), ("GPL-2.0-only OR Apache-2.0", True), ("Apache-2.0 WITH LLVM-exception", True),
     ("GPL-3.0-or-later", False), ("MIT AND GPL-3.0-only", False), ("AGPL-3.0-only", False), ("MPL-2.0", False), ("", False), ("MIT AND", False), ("(MIT", False), ("MIT MIT", False)],
)  # fmt: skip
def test_allowed_licences(licence: str, allowed: bool) -> None:
    assert is_allowed(licence) is allowed
    assert (not list(refused([Installed("a", "1", licence)]))) is allowed


@pytest.mark.parametrize(
    ("fields", "licence"),
    [([("License-Expression", "GPL-3.0-only"), ("License", "MIT")], "GPL-3.0-only"), ([("License", "MIT License")], "MIT"), ([("License", "The GPL")], ""),
     ([("License", "MIT"), ("Classifier", "License :: OSI Approved :: Apache Software License")], ""), ([], ""),
     ([("Classifier", "License :: OSI Approved :: MIT License")], "MIT"), ([("Classifier", "License :: OSI Approved :: BSD License")], ""),
     ([("Classifier", "License :: OSI Approved :: MIT License"), ("Classifier", "License :: OSI Approved :: GNU General Public License (GPL)")], "")],
)  # fmt: skip
def test_the_licence_that_a_package_states(fields: list[tuple[str, str]], licence: str) -> None:
    about = Message()
    for name, value in fields:
        about[name] = value
    assert licence_of("a", about) == licence  # type: ignore[arg-type]


def test_a_package_that_is_absent_is_named() -> None:
    with pytest.raises(NotInstalledError, match="no-such-thing is not installed"):
        installed([Requirement("no-such-thing>=1")])
    assert installed([Requirement('no-such-thing; python_version < "3"')]) == []


def test_what_was_judged_by_hand_is_still_used(packages: list[Installed]) -> None:
    # Of another system or version a package may be absent; most are there.
    assert len(set(JUDGED) - {each.name for each in packages}) <= 3


def test_the_sbom_has_every_package_once_and_what_needs_it(packages: list[Installed]) -> None:
    pytest.importorskip("cyclonedx")
    direct = sorted({r.name.lower() for r in roots()} & {each.name for each in packages})
    record = json.loads(sbom(packages, direct))
    assert (record["bomFormat"], record["specVersion"]) == ("CycloneDX", "1.6")
    assert record["metadata"]["component"]["name"] == "thai-ita"
    parts = {part["bom-ref"]: part for part in record["components"]}
    assert sorted(parts) == [each.name for each in packages]
    for each in packages:
        assert parts[each.name]["purl"] == f"pkg:pypi/{each.name}@{each.version}"
        assert parts[each.name]["licenses"]
    needs = {each["ref"]: set(each.get("dependsOn", ())) for each in record["dependencies"]}
    assert "lxml" in needs["thai-ita"]
    assert "et-xmlfile" in needs["openpyxl"]


def test_the_command_writes_both_and_fails_for_a_licence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("cyclonedx")
    assert sbom_command.main(tmp_path) == 0
    assert (tmp_path / "licences.csv").read_text("utf-8").startswith("name,version,licence,home\n")
    assert json.loads((tmp_path / "thai-ita.cdx.json").read_text("utf-8"))["components"]
    monkeypatch.setattr(sbom_command, "installed", lambda _: [Installed("evil", "1", "AGPL-3.0-only")])
    assert sbom_command.main(tmp_path) == 1
    assert "evil 1: AGPL-3.0-only is not allowed" in capsys.readouterr().err


def test_ci_checks_it() -> None:
    assert "for check in lint sbom" in (ROOT / ".ci" / "run").read_text("utf-8")
