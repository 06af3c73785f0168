"""Follows the links of a built site on the disk; no network is asked.

    python -m tools.site_links out/site

Every link, picture, script and style leads to a file of the site, and every anchor to an element that
bears it. Links to other hosts may stand in a page; that it loads anything from one may not, so the
site works without a network and tells nobody who reads it. The exit code is 1 where something is wrong.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

FOLLOWED_TAGS = frozenset({"a", "area"})
FOLLOWED_RELATIONS = frozenset({"canonical", "prev", "next", "alternate", "author", "license"})
"""What a reader follows; all else that has an address is loaded with the page."""
ADDRESSES = ("href", "src", "data", "poster", "action", "{http://www.w3.org/1999/xlink}href", "xlink:href")
_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)|@import\s+['\"]([^'\"]+)['\"]")


@dataclass(frozen=True, slots=True)
class Reference:
    """An address in a page or style sheet, and whether it is loaded or only followed."""

    address: str
    loaded: bool


def problems(site: Path) -> list[str]:
    """What is wrong with the links of a site, one line each: ``page: address, reason``; sorted."""
    found = set()
    for path in sorted(site.rglob("*")):
        if path.suffix not in {".html", ".css", ".svg"}:
            continue
        for reference in references(path):
            if reason := _wrong(site, path, reference):
                found.add(f"{path.relative_to(site).as_posix()}: {reference.address}, {reason}")
    return sorted(found)


def references(path: Path) -> Iterator[Reference]:
    """All addresses of a page, a picture or a style sheet."""
    if path.suffix == ".css":
        yield from _of_style(path.read_text("utf-8"))
        return
    for element in _elements(path):
        relations = set((element.get("rel") or "").lower().split())
        followed = element.tag in FOLLOWED_TAGS or (
            element.tag == "link" and bool(relations) and relations <= FOLLOWED_RELATIONS
        )
        for name in ADDRESSES:
            if address := element.get(name):
                yield Reference(address.strip(), loaded=not followed)
        for part in (element.get("srcset") or "").split(","):
            if part.strip():
                yield Reference(part.split()[0], loaded=True)
        yield from _of_style(element.get("style") or "")
        if element.tag == "style":
            yield from _of_style(element.text or "")


def _of_style(text: str) -> Iterator[Reference]:
    for match in _STYLE.finditer(text):
        yield Reference((match[1] or match[2]).strip(), loaded=True)


def _wrong(site: Path, page: Path, reference: Reference) -> str:
    parts = urlsplit(reference.address)
    if parts.scheme == "data":
        return ""
    if parts.scheme or parts.netloc:
        return "is loaded from outside of the site" if reference.loaded else ""
    target = page
    if path := unquote(parts.path):
        target = site / path.lstrip("/") if path.startswith("/") else page.parent / path
        target = target / "index.html" if target.is_dir() else target
        if not target.is_file() or not target.resolve().is_relative_to(site.resolve()):
            return "leads to no file of the site"
    anchor = unquote(parts.fragment)
    if anchor and target.suffix in {".html", ".svg"} and anchor not in _anchors(target.resolve()):
        return "leads to an anchor that is not there"
    return ""


@cache
def _anchors(path: Path) -> frozenset[str]:
    elements = list(_elements(path))
    return frozenset(v for e in elements for v in (e.get("id"), e.get("name")) if v)


def _elements(path: Path) -> Iterator[html.HtmlElement]:
    tree = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    return (element for element in tree.iter() if isinstance(element.tag, str))


def main(arguments: list[str]) -> int:
    site = Path(arguments[0])
    pages = len(list(site.rglob("*.html")))
    if not pages:
        print(f"{site} has no pages", file=sys.stderr)
        return 1
    wrong = problems(site)
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{site.as_posix()}: {pages} pages, {len(wrong)} broken links")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
