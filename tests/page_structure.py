"""What an HTML page is made of, as a browser builds it: to see whether a text has become a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from thai_ita.web.environment import POLICY

ALLOWED_TAGS = frozenset(
    "a article aside b bdi body br button caption circle cite code col colgroup dd details dialog div dl dt em fieldset figcaption "
    "figure footer form g h1 h2 h3 h4 h5 h6 head header hr html i img input kbd label legend li line link main mark meta nav noscript "
    "ol optgroup option output p path polygon polyline pre q rect s section select small span strong style sub summary sup svg symbol "
    "table tbody td template text textarea tfoot th thead time title tr tspan u ul use var wbr"
    .replace(" style ", " ").split()
) | {"script", "defs", "ellipse", "desc"}  # fmt: skip
"""Tags that pages of ours may be made of; a script only with a file beside the page and nothing in it."""
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "srcset",
    "poster",
    "data",
    "xlink:href",
    "ping",
    "background",
    "cite",
)
_NAME = re.compile(r"[a-z][a-z0-9:-]*")


def nodes(html: str) -> Iterator[LexborNode]:
    root = LexborHTMLParser(html).root
    if root is not None:
        yield from root.traverse(include_text=False)


def skeleton(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """The tags of a page with the names of their attributes, in order."""
    return [(node.tag or "", tuple(sorted(node.attributes))) for node in nodes(html) if node.tag != "-comment"]


def text_of(html: str) -> str:
    """What stands in a page as text."""
    body = LexborHTMLParser(html).body
    return body.text() if body is not None else ""


def faults(html: str, *, policy: str = POLICY) -> Iterator[str]:
    """What in a page could run, load or send something, or hides it from its policy."""
    parser = LexborHTMLParser(html)
    first = [node for node in nodes(html) if node.tag == "meta"][:2]
    if [node.attributes.get("content") for node in first if "http-equiv" in node.attributes] != [policy]:
        yield "the policy is not the first thing of the page"
    if len(parser.css("meta[http-equiv]")) != 1:
        yield "another meta with http-equiv"
    for node in nodes(html):
        tag = node.tag or ""
        if tag.startswith("-"):
            if tag == "-comment":
                yield "a comment"
            continue
        if tag not in ALLOWED_TAGS:
            yield f"<{tag}>"
        if tag == "script" and node.attributes == {"type": "application/json", "id": "data"}:
            # Nothing runs it.
            continue
        if tag == "script" and (not node.attributes.get("src") or (node.text() or "").strip()):
            yield "a script in the page"
        for name, value in node.attributes.items():
            yield from _attribute_faults(tag, name, value or "")


def _attribute_faults(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or name in {
        "style",
        "srcdoc",
        "target",
        "http-equiv" if tag != "meta" else "",
    }:
        yield f"{tag} {name}={value}"
    if not _NAME.fullmatch(name.lower()):
        yield f"{tag} has the attribute {name!r}"
    if name in ADDRESSES:
        yield from (f"{tag} {name}={value}: {why}" for why in _address_faults(value))


def _address_faults(address: str) -> Iterator[str]:
    parts = urlsplit(address.strip())
    if parts.scheme or parts.netloc or address.startswith(("/", "\\")):
        yield "leads out"
    if unquote(parts.path).count("../") > 2 or "\\" in unquote(parts.path):
        yield "leads up"
