"""The licences of what the package and its extras install: a list, and a check against those allowed.

    python3 dev.py sbom

Roots are the dependencies of pyproject.toml with the extra ``all``; what these need is taken from the
metadata of what is installed here.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = frozenset((
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC-BY-4.0", "CC0-1.0", "ISC", "LicenseRef-matplotlib", "LicenseRef-xlrd-Giffin", "MIT", "MIT-0", "MIT-CMU", "OFL-1.1", "PSF-2.0",
    "Python-2.0", "Unlicense", "Zlib",
))  # fmt: skip
"""Licences that ask no more than to be named (SPDX); OFL is that of fonts, CC-BY that of data. No GPL, LGPL, AGPL or MPL.

It is the licence of a package that counts. What its wheel carries of others stands in its own notices:
that of opencv-python-headless has FFmpeg (LGPL), which is not used here. Tools of the tests are not
asked: Playwright is Apache-2.0, the axe-core that axe-playwright-python carries is MPL-2.0, and no part
of either is in the package or in the pages that it makes.
"""
JUDGED = {
    "contourpy": "BSD-3-Clause", "cycler": "BSD-3-Clause", "jinja2": "BSD-3-Clause", "kiwisolver": "BSD-3-Clause", "matplotlib": "LicenseRef-matplotlib",
    "partd": "BSD-3-Clause", "pypdfium2": "(Apache-2.0 OR BSD-3-Clause) AND BSD-3-Clause", "scipy": "BSD-3-Clause", "xlrd": "BSD-3-Clause AND LicenseRef-xlrd-Giffin", "zict": "BSD-3-Clause",
    "protobuf": "BSD-3-Clause", "patsy": "BSD-2-Clause",
}  # fmt: skip
"""Read by hand in the licence files of packages whose metadata name no licence of SPDX."""
SPELLINGS = {
    "mit": "MIT", "mit license": "MIT", "the mit license": "MIT", "apache 2.0": "Apache-2.0", "apache-2.0": "Apache-2.0", "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0", "apache software license": "Apache-2.0", "isc license": "ISC", "isc license (iscl)": "ISC", "isc": "ISC",
    "bsd-2-clause": "BSD-2-Clause", "bsd-3-clause": "BSD-3-Clause", "bsd 3-clause": "BSD-3-Clause", "2-clause bsd": "BSD-2-Clause", "3-clause bsd license": "BSD-3-Clause",
    "psf-2.0": "PSF-2.0", "psfl": "PSF-2.0", "zlib": "Zlib", "unlicense": "Unlicense",
}  # fmt: skip
HOME_LABELS = ("homepage", "home", "source", "source code", "repository", "github", "code")
_WORDS = re.compile(r"[()]|[\w.+-]+")


@dataclass(frozen=True, slots=True)
class Installed:
    """A package with its licence as an SPDX expression ("" where none is known) and what it needs."""

    name: str
    version: str
    licence: str
    home: str = ""
    needs: tuple[str, ...] = ()


class NotInstalledError(Exception):
    """A dependency is not there; the message names it."""


def roots(extra: str = "all", project: Path = ROOT / "pyproject.toml") -> list[Requirement]:
    """What the package and one of its extras ask for; extras of itself are followed."""
    about = tomllib.loads(project.read_text("utf-8"))["project"]
    found = [Requirement(text) for text in about["dependencies"]]
    todo = [extra]
    for name in todo:
        for requirement in map(Requirement, about["optional-dependencies"][name]):
            if requirement.name == about["name"]:
                todo += [each for each in sorted(requirement.extras) if each not in todo]
            else:
                found.append(requirement)
    return found


def installed(asked: Iterable[Requirement]) -> list[Installed]:
    """What the requirements bring here, by name. Raises ``NotInstalledError``."""
    found: dict[str, metadata.Distribution] = {}
    needs: dict[str, set[str]] = {}
    todo = [(requirement, "") for requirement in asked if _holds(requirement, ())]
    seen = set()
    while todo:
        requirement, by = todo.pop()
        name = canonicalize_name(requirement.name)
        if by:
            needs.setdefault(by, set()).add(name)
        extras = tuple(sorted(requirement.extras))
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = metadata.distribution(requirement.name)
        except metadata.PackageNotFoundError:
            raise NotInstalledError(f"{requirement.name} is not installed; {by or 'the package'} needs it") from None
        for text in found[name].requires or ():
            if _holds(needed := Requirement(text), extras):
                todo.append((needed, name))
    return [
        Installed(name, found[name].version, licence_of(name, found[name].metadata), _home(found[name].metadata), tuple(sorted(needs.get(name, ()))))
        for name in sorted(found)
    ]  # fmt: skip


def _holds(requirement: Requirement, extras: Iterable[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def licence_of(name: str, about: metadata.PackageMetadata) -> str:
    """The licence that a package states, as SPDX; "" where that is none or several."""
    if expression := about.get("License-Expression"):
        return str(expression)
    if name in JUDGED:
        return JUDGED[name]
    stated = SPELLINGS.get((about.get("License") or "").strip().lower().removesuffix("."), "")
    classified = {
        SPELLINGS.get(line.rpartition("::")[2].strip().lower(), "")
        for line in about.get_all("Classifier") or () if line.startswith("License ::")
    }  # fmt: skip
    if stated:
        # A second word of another licence is to be looked at by a person.
        return stated if classified <= {stated, ""} else ""
    return classified.pop() if len(classified) == 1 else ""


def _home(about: metadata.PackageMetadata) -> str:
    links = dict(line.partition(",")[::2] for line in about.get_all("Project-URL") or ())
    named = {label.strip().lower(): url.strip() for label, url in links.items()}
    first = next((named[label] for label in HOME_LABELS if label in named), next(iter(named.values()), ""))
    return str(about.get("Home-page") or first).strip()


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met with allowed licences alone."""
    words: list[str] = _WORDS.findall(expression)
    if not words:
        return False
    try:
        value, rest = _any(words)
    except IndexError:
        return False
    return value and not rest


def _any(words: list[str]) -> tuple[bool, list[str]]:
    value, words = _all(words)
    while words[:1] == ["OR"]:
        other, words = _all(words[1:])
        value = value or other
    return value, words


def _all(words: list[str]) -> tuple[bool, list[str]]:
    value, words = _one(words)
    while words[:1] == ["AND"]:
        other, words = _one(words[1:])
        value = value and other
    return value, words


def _one(words: list[str]) -> tuple[bool, list[str]]:
    if words[0] == "(":
        value, words = _any(words[1:])
        return value and words[0] == ")", words[1:]
    value, words = words[0] in ALLOWED, words[1:]
    if words[:1] == ["WITH"]:
        words = words[2:]
    return value, words


def refused(packages: Iterable[Installed]) -> Iterator[str]:
    """A sentence on each package whose licence is not allowed or not known."""
    for each in packages:
        if not each.licence:
            yield f"{each.name} {each.version}: states no licence of SPDX; read it and name it in JUDGED of tools/licences.py, or do without"
        elif not is_allowed(each.licence):
            yield f"{each.name} {each.version}: {each.licence} is not allowed; do without"


def write_list(packages: Iterable[Installed], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["name", "version", "licence", "home"])
        out.writerows([each.name, each.version, each.licence, each.home] for each in packages)
