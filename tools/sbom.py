"""Writes ``out/sbom``: what is installed with the package as CycloneDX (JSON), and its licences as CSV.

    python3 dev.py sbom

The exit code is 1 where a licence is not allowed (tools/licences.py).
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tools.licences import ROOT, Installed, NotInstalledError, installed, refused, roots, write_list
from tools.release_notes import package_version

OUT = ROOT / "out" / "sbom"


def sbom(packages: Sequence[Installed], direct: Sequence[str]) -> str:
    """The packages as CycloneDX 1.6 in JSON; ``direct`` are the names that we ask for ourselves."""
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    licences = LicenseFactory()
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    bom = Bom()
    bom.metadata.component = root = Component(
        name=about["name"], type=ComponentType.APPLICATION, bom_ref=about["name"], version=package_version(), licenses=[licences.make_from_string(about["license"])],
        purl=PackageURL("pypi", name=about["name"], version=package_version()),
    )  # fmt: skip
    parts = {}
    for each in packages:
        parts[each.name] = Component(
            name=each.name, version=each.version, type=ComponentType.LIBRARY, bom_ref=each.name, purl=PackageURL("pypi", name=each.name, version=each.version),
            licenses=[licences.make_from_string(each.licence)] if each.licence else [],
            external_references=[ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(each.home))] if each.home else [],
        )  # fmt: skip
        bom.components.add(parts[each.name])
    bom.register_dependency(root, [parts[name] for name in direct])
    for each in packages:
        bom.register_dependency(parts[each.name], [parts[name] for name in each.needs])
    return JsonV1Dot6(bom).output_as_string(indent=1)


def main(out: Path = OUT) -> int:
    from packaging.utils import canonicalize_name

    asked = roots()
    try:
        packages = installed(asked)
    except NotInstalledError as error:
        print(f"sbom: {error}", file=sys.stderr)
        return 1
    there = {each.name for each in packages}
    direct = sorted({canonicalize_name(each.name) for each in asked} & there)
    out.mkdir(parents=True, exist_ok=True)
    (out / "thai-ita.cdx.json").write_text(sbom(packages, direct) + "\n", "utf-8")
    write_list(packages, out / "licences.csv")
    problems = list(refused(packages))
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(packages)} packages, {len(problems)} with a licence that is not allowed: {out}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
