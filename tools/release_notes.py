"""The section of CHANGELOG.md that belongs to a tag, as the notes of its release.

    python3 -m tools.release_notes v0.2.0

prints it. The exit code is 1 where the tag is not the version of the package, or where the changelog has
no dated section of that version, or an empty one. Only the standard library is used here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_HEADING = re.compile(r"^## (?P<version>\S+)(?: \((?P<when>[^)]*)\))?[^\n]*$", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotReadyError(Exception):
    """The tag cannot be released; the message says why."""


def package_version(root: Path = ROOT) -> str:
    """The version that ``thai_ita/__init__.py`` states, without importing it."""
    text = (root / "thai_ita" / "__init__.py").read_text("utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


def section(changelog: str, version: str) -> str:
    """What stands below the heading ``## VERSION (YYYY-MM-DD)``. Raises ``NotReadyError``."""
    headings = list(_HEADING.finditer(changelog))
    for heading, after in zip(headings, [*headings[1:], None], strict=True):
        if heading["version"] != version:
            continue
        if not _DATE.fullmatch(heading["when"] or ""):
            raise NotReadyError(f"the section {version} of the changelog has no date (YYYY-MM-DD)")
        text = changelog[heading.end() : after.start() if after else None].strip()
        if not text:
            raise NotReadyError(f"the section {version} of the changelog is empty")
        return text + "\n"
    raise NotReadyError(f"the changelog has no section {version}")


def notes(tag: str, root: Path = ROOT) -> str:
    """The notes of the release of a tag like ``v0.2.0``. Raises ``NotReadyError``."""
    version = package_version(root)
    if tag != f"v{version}":
        raise NotReadyError(f"the tag {tag} is not v{version}, the version of the package")
    return section((root / "CHANGELOG.md").read_text("utf-8"), version)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        sys.stdout.buffer.write(notes(arguments[0]).encode())
    except NotReadyError as error:
        print(f"release_notes: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
