"""Pages whose elements stand in one another without end are read, as deep as can be walked through.

Browsers do the like: they nest 512 elements and lay what is deeper side by side. Two things are
bounded: the tags in the source, as a parser takes the square of their depth and makes all letters that
are never closed anew in each paragraph; and the parsed page, which is walked through level by level.
"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Pages of site builders nest some fifty elements, old ones with tags that are never closed a hundred.
MOST_NESTED: Final = 200
# Tags that are open at once in a source; beginnings of more are left out before it is parsed.
MOST_OPEN: Final = 1_000
# Letters that a parser would make anew: more than so many, and all tags of letters are left out.
MOST_REOPENED: Final = 500_000
TOO_DEEP: Final = "nested-too-deep"

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID: Final = frozenset({"area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"})  # fmt: skip
# Closed by the next one of their kind, or with what is around them.
_CLOSED_BY_NEXT: Final = frozenset({"p", "li", "dt", "dd", "option", "optgroup", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "rp", "rt"})  # fmt: skip
# Open until they are closed, over the ends of paragraphs and cells (HTML standard, 13.2.4.3).
_LETTERS: Final = frozenset({"b", "big", "code", "em", "font", "i", "nobr", "small", "strong", "tt", "u"})  # fmt: skip
_WITHOUT_TEXT: Final = frozenset({"script", "style", "head", "template", "noscript", "nav", "del", "s", "strike"})  # fmt: skip
_IN_A_LINE: Final = _LETTERS | {"a", "abbr", "span", "sup", "sub", "mark", "ins", "label"}
_HIDES: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|line-through", re.I)


def parsed(source: str) -> tuple[LexborHTMLParser, bool]:
    """The parsed page, and whether tags were left out because they nest too deep."""
    bounded = _bounded(source) if source.count("<") > MOST_NESTED else source
    page = LexborHTMLParser(bounded)
    return page, flatten(page) > 0 or bounded != source


def flatten(page: LexborHTMLParser) -> int:
    """Takes the tags off what is nested too deep in a page; how many elements that were.

    What hides itself there goes, for nothing is left to hide it.
    """
    if page.body is None:
        return 0
    n = 0
    waiting: list[tuple[LexborNode, int]] = [(page.body, 0)]
    while waiting:
        node, depth = waiting.pop()
        child = node.child
        while child is not None:
            if child.child is None or child.tag in _WITHOUT_TEXT:
                child = child.next
            elif depth < MOST_NESTED:
                waiting.append((child, depth + 1))
                child = child.next
            else:
                n += 1
                child = _without_tags(child)
    return n


def hides_itself(node: LexborNode) -> bool:
    """Whether an element is hidden or struck through by its own attributes."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDES.search(attributes.get("style") or ""))


def _without_tags(node: LexborNode) -> LexborNode | None:
    """Puts what an element holds in its place, or takes it out; gives what stands there then."""
    after = node.child
    if hides_itself(node):
        after = node.next
        node.decompose()
        return after
    if node.tag not in _IN_A_LINE:
        # Figures of two cells do not run into one another.
        node.insert_before(" ")
        node.insert_after(" ")
    node.unwrap()
    return after


def _bounded(source: str) -> str:
    """The source without the tags that a parser would drown in."""
    n_open = n_letters = n_reopened = 0
    beyond: list[re.Match[str]] = []
    for tag in _TAG.finditer(source):
        name = tag[2].lower()
        if name in _VOID:
            continue
        letters = name in _LETTERS
        if not letters:
            n_reopened += n_letters
        if name in _CLOSED_BY_NEXT:
            continue
        if tag[1]:
            n_open = max(0, n_open - 1)
            n_letters = max(0, n_letters - letters)
        elif n_open < MOST_OPEN or (n_open < 2 * MOST_OPEN and _hides(source, tag)):
            n_open += 1
            n_letters += letters
        else:
            beyond.append(tag)
    if beyond:
        source = _without(source, beyond)
    if n_reopened > MOST_REOPENED:
        tags = [tag for tag in _TAG.finditer(source) if tag[2].lower() in _LETTERS]
        source = _without(source, tags)
    return source


def _hides(source: str, tag: re.Match[str]) -> bool:
    """Whether an element hides itself: what it holds would show without its tag."""
    attributes = source[tag.end() : source.find(">", tag.end())]
    return "hidden" in attributes or bool(_HIDES.search(attributes))


def _without(source: str, tags: list[re.Match[str]]) -> str:
    """The source without these tags; a blank stands for those that end a line."""
    pieces: list[str] = []
    done = 0
    for tag in tags:
        if tag.start() < done:
            continue
        end = source.find(">", tag.end())
        if end < 0:
            break
        pieces.append(source[done : tag.start()])
        if tag[2].lower() not in _IN_A_LINE:
            pieces.append(" ")
        done = end + 1
    pieces.append(source[done:])
    return "".join(pieces)
