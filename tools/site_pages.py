"""Lays out what the documentation site is built from: ``out/site-source`` and ``out/zensical.toml``.

Pages of ``docs/`` link to files all over the repository, as a code host shows them. A site has its pages
alone. So whatever a page links to comes along, and what it links to itself: files of ``docs/`` keep their
places, others lie under ``repository/`` with their paths. Links are written anew for these places, and
nothing else of a page changes.
"""

from __future__ import annotations

import os.path
import re
import shutil
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out"
SOURCE = "site-source"
SITE = "site"
SETTINGS = "zensical.toml"
PAGES = "docs"
ELSEWHERE = "repository"
_LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(?=[)\s#])")
_CODE = re.compile(r"^(?:```.*?^```|(?: {4}|\t)[^\n]*)|`[^`\n]*`", flags=re.MULTILINE | re.DOTALL)


class BrokenLinksError(Exception):
    """Links of pages that lead to no file of the repository; the message has one a line."""


def anchors() -> Callable[[str, str], str]:
    """What names the anchors of headings, as the settings ask for it."""
    return anchor


def anchor(heading: str, separator: str = "-") -> str:
    """The anchor of a heading, as code hosts name it: ``Of what, by whom?`` is ``of-what-by-whom``.

    Thai vowels and tone marks stay, which Python's ``\\w`` does not hold for letters.
    """
    kept = "".join(
        letter for letter in unicodedata.normalize("NFC", heading).strip().lower()
        if letter in "-_ " or unicodedata.category(letter)[0] in "LMN"
    )  # fmt: skip
    return kept.replace(" ", separator)


def lay_out(root: Path = ROOT, out: Path = OUT) -> list[str]:
    """Write the settings and the pages of the site to ``out``; the pages and the site that were there go.

    Returns the repository's paths of all files that came along. Raises ``BrokenLinksError``.
    """
    for old in (SOURCE, SITE):
        shutil.rmtree(out / old, ignore_errors=True)
    waiting = sorted({*_pages(root), *_in_navigation(root / SETTINGS)})
    taken, broken = set(waiting), []
    while waiting:
        name = waiting.pop()
        target = out / SOURCE / place(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not name.endswith(".md"):
            shutil.copyfile(root / name, target)
            continue
        text = (root / name).read_text("utf-8")
        for link in links(text):
            wanted = _path(name, link)
            if not (root / wanted).is_file() or wanted.startswith("../"):
                broken.append(f"{name}: {link} is no file of the repository")
            elif wanted not in taken:
                taken.add(wanted)
                waiting.append(wanted)
        target.write_text(relinked(text, name), encoding="utf-8")
    if broken:
        raise BrokenLinksError("\n".join(sorted(broken)))
    shutil.copyfile(root / SETTINGS, out / SETTINGS)
    return sorted(taken)


def _pages(root: Path) -> Iterator[str]:
    for path in (root / PAGES).rglob("*"):
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            yield path.relative_to(root).as_posix()


def _in_navigation(settings: Path) -> Iterator[str]:
    """What the navigation has from outside of ``docs/``, as paths of the repository."""
    waiting: list[Any] = [tomllib.loads(settings.read_text("utf-8"))["project"]["nav"]]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, str):
            if entry.startswith(f"{ELSEWHERE}/"):
                yield entry.removeprefix(f"{ELSEWHERE}/")
        else:
            waiting.extend(entry.values() if isinstance(entry, dict) else entry)


def place(name: str) -> str:
    """Where a file of the repository lies among the pages of the site."""
    inside = name.removeprefix(f"{PAGES}/")
    return inside if inside != name else f"{ELSEWHERE}/{name}"


def links(text: str) -> Iterator[str]:
    """The relative links and pictures of a page, without their anchors; not what stands in code."""
    for match in _LINK.finditer(_CODE.sub("", text)):
        yield match[0]


def relinked(text: str, name: str) -> str:
    """A page of the repository with its links as they lead between the places of the site."""
    here = Path(place(name)).parent.as_posix()

    def moved(link: re.Match[str]) -> str:
        return os.path.relpath(place(_path(name, link[0])), here)

    parts, end = [], 0
    for code in _CODE.finditer(text):
        parts += [_LINK.sub(moved, text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, _LINK.sub(moved, text[end:])])


def _path(name: str, link: str) -> str:
    return os.path.normpath(os.path.join(os.path.dirname(name), unquote(link)))


def main() -> int:
    try:
        files = lay_out()
    except BrokenLinksError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{OUT.name}/{SOURCE}: {len(files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
