"""The few properties of CSS that decide whether a text is read, as they stand for each element.

Rules of ``<style>`` and ``style`` attributes are weighed as browsers do it: the more exact selector
wins, then the later one. Files of styles that a page only links to are not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

# What is opened and not closed is taken to the end as well, so that it is looked at once.
_COMMENT = re.compile(r"/\*(?:[^*]++|\*(?!/))*+(?P<end>\*/)?|<!--|-->")
_MARK = re.compile(r"<!--|-->")
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
# Blocks of rules for other devices than a screen, and for narrow ones.
_BODY = r"(?:\{(?P<body>(?:[^{}]++|\{[^{}]*+\})*+)\})?"
_AT_BLOCK = re.compile(rf"@(?:media|supports|layer)(?P<device>[^{{]*+){_BODY}", re.I)
_AT_OTHER = re.compile(rf"@(?:font-face|page|keyframes|-webkit-keyframes)[^{{]*+{_BODY}", re.I)
_NOT_SCREEN = re.compile(r"\bprint\b|\bspeech\b|max-(?:device-)?width|prefers-", re.I)
_PROPERTIES = frozenset(
    {
        "display",
        "visibility",
        "text-decoration",
        "text-decoration-line",
        "font-size",
        "opacity",
        "mso-hide",
    }
)
_STATE = re.compile(r":(?!nth-|first-child|last-child|not\()")
_IMPORTANT = 1_000_000
_INLINE = 10_000
_NAMED = re.compile(r"[.#]([\w-]+)")
# Letters of style sheets that are looked at.
MAX_SHEET = 1_000_000
# A style sheet with more rules of interest is looked at no further: each is a search of the page.
MAX_RULES = 400
# A selector longer than this names more elements in one another than any page has, and takes for ever.
MAX_SELECTOR = 300


@dataclass(slots=True)
class Styles:
    """The properties that hold for the elements of a page, by element and name."""

    _values: dict[int, dict[str, tuple[int, str]]] = field(default_factory=dict)
    _nodes: dict[int, LexborNode] = field(default_factory=dict)

    def of(self, node: LexborNode, name: str) -> str:
        """The value of a property, in lower case; "" where nothing sets it."""
        return self._values.get(node.mem_id, {}).get(name, (0, ""))[1]

    def styled(self) -> Iterator[LexborNode]:
        """All elements that some property is set for."""
        return iter(list(self._nodes.values()))

    def put(self, node: LexborNode, declarations: list[tuple[str, str, bool]], weight: int) -> None:
        held = self._values.setdefault(node.mem_id, {})
        self._nodes[node.mem_id] = node
        for name, value, important in declarations:
            rank = weight + (_IMPORTANT if important else 0)
            if rank >= held.get(name, (-1, ""))[0]:
                held[name] = (rank, value)


def styles_of(page: LexborHTMLParser) -> Styles:
    """The styles of a parsed page."""
    styles = Styles()
    sheets = "\n".join(node.text() for node in page.css("style"))[:MAX_SHEET]
    parts = [
        (part, declarations)
        for selector, declarations in _rules(sheets)
        for part in map(str.strip, selector.split(","))
        if 0 < len(part) <= MAX_SELECTOR and not _STATE.search(part)
    ]
    used = _names_on(page) if parts else frozenset()
    # Most rules of a sheet are of classes that the page does not have.
    parts = [(part, said) for part, said in parts if used.issuperset(_NAMED.findall(part))]
    for part, declarations in parts[:MAX_RULES]:
        try:
            found = page.css(part)
        except SelectolaxError:
            continue
        for node in found:
            styles.put(node, declarations, _weight(part))
    for node in page.css("[style]"):
        declarations = _declarations(node.attributes.get("style") or "")
        if declarations:
            styles.put(node, declarations, _INLINE)
    return styles


def _names_on(page: LexborHTMLParser) -> frozenset[str]:
    """The classes and ids of a page."""
    names: set[str] = set()
    for node in page.css("[class], [id]"):
        names.update((node.attributes.get("class") or "").split())
        names.update((node.attributes.get("id") or "").split())
    return frozenset(names)


def _rules(sheets: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    text = _AT_OTHER.sub(lambda m: m[0] if m["body"] is None else "", _COMMENT.sub(_outside, sheets))
    text = _AT_BLOCK.sub(_on_screen, text)
    found = []
    for selector, body in _RULE.findall(text):
        declarations = _declarations(body)
        if declarations and "@" not in selector:
            found.append((selector, declarations))
    return found


def _outside(comment: re.Match[str]) -> str:
    """Nothing, or the text after a comment that is not closed."""
    if not comment[0].startswith("/*") or comment["end"]:
        return ""
    return _MARK.sub("", comment[0])


def _on_screen(block: re.Match[str]) -> str:
    """The rules of a block that holds for a screen; what has no rules stays as it is."""
    if block["body"] is None:
        return block[0]
    return "" if _NOT_SCREEN.search(block["device"]) else block["body"]


def _declarations(body: str) -> list[tuple[str, str, bool]]:
    """Names, values and whether they are important; those of no interest are left out."""
    found = []
    for declaration in body.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name in _PROPERTIES:
            value, bang, _ = value.strip().lower().partition("!")
            name = "text-decoration" if name == "text-decoration-line" else name
            found.append((name, value.strip(), bool(bang)))
    return found


def _weight(selector: str) -> int:
    """How exact a selector is: ids before classes before tags."""
    n_ids = selector.count("#")
    n_classes = len(re.findall(r"[.\[:]", selector))
    n_tags = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return min(n_ids * 400 + n_classes * 20 + n_tags, _INLINE - 1)
