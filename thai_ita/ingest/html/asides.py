"""What on a page speaks of other pages: menus, lists of news, notices of cookies.

They are told by what they are made of, links, and by what the page calls them; a table or list in
which something stands beside its links is content. ``<nav>`` is never read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from thai_ita.ingest.grids import children_of, rows_of
from thai_ita.ingest.html_fragments import BLOCK_TAGS, node_fragment

_CALLED = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|(?:main|top|side|sub|left|right)?menu|breadcrumbs?|pagination|pager"
    r"|side-?bar|related|recent|latest|share|social)(?:$|[\s_-])",
    re.I,
)
_COOKIE = re.compile(r"cookies?|consent|gdpr", re.I)
_HEADED = re.compile(
    r"ที่เกี่ยวข้อง|(?:ข่าว|บทความ|เรื่อง|ประกาศ)(?:ล่าสุด|อื่น|ยอดนิยม|แนะนำ)|ข่าว(?:ประชาสัมพันธ์|กิจกรรม|สาร)"
    r"|อ่าน(?:ต่อ|เพิ่ม)|related|latest|recent|see also|you may",
    re.I,
)
_FIGURE = re.compile(r"(?<![\d๐-๙.,])[\d๐-๙]{1,3}[.,][\d๐-๙]{1,3}(?![\d๐-๙])")
_YEAR = re.compile(r"(?:25|๒๕)[\d๐-๙]{2}")
# Share of the letters that are links in a part that the page calls a menu, and in one that it does not.
MIN_LINKED_MENU = 0.5
MIN_LINKED = 0.9
MIN_LINKS = 2
# A menu without links: so many entries, none longer than this, all together no longer than that.
MIN_ENTRIES = 3
MAX_ENTRY = 40
MAX_MENU = 600
_FIRST_PAGE = re.compile(r"หน้า(?:แรก|หลัก)|เมนู(?:หลัก)?|home|main menu", re.I)
_BULLET = re.compile(r"^\s*(?:[-–•»>]|\d{1,2}[.)])\s*")
# A notice is no longer than this; what is longer is the page.
MAX_NOTICE = 1500
_PARTS = frozenset({"ul", "ol", "div", "aside", "section", "td", "p", "table"})
_LISTS = frozenset({"ul", "ol", "div", "aside", "section", "td", "table"})


@dataclass(slots=True)
class _Part:
    """How much of an element is text, how much of it links to other pages, and how many these are."""

    n_letters: int = 0
    n_linked: int = 0
    n_links: int = 0

    def add(self, other: _Part) -> None:
        self.n_letters += other.n_letters
        self.n_linked += other.n_linked
        self.n_links += other.n_links

    def linked(self, least: float) -> bool:
        return self.n_links >= MIN_LINKS and self.n_linked >= least * self.n_letters


def find_asides(page: LexborHTMLParser) -> list[LexborNode]:
    """The outermost parts of a page that are of other pages."""
    body = page.body
    if body is None:
        return []
    parts = _measure(body)
    found: list[LexborNode] = []
    waiting = [body]
    while waiting:
        child = waiting.pop().child
        while child is not None:
            if child.is_element_node:
                if child.tag in _PARTS and _is_aside(child, parts[child.mem_id]):
                    found.append(child)
                elif child.child is not None:
                    waiting.append(child)
            child = child.next
    return found


def n_figures(node: LexborNode) -> int:
    """How many figures with decimals stand in an element."""
    return len(_FIGURE.findall(node.text(separator=" ")))


def _is_aside(node: LexborNode, part: _Part) -> bool:
    called = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    if _COOKIE.search(called):
        return part.n_letters <= MAX_NOTICE and node.css_first("table") is None
    if _is_plain_menu(node, part):
        return True
    if not part.n_links:
        return False
    if _HEADED.search(_heading_of(node)):
        return part.n_linked >= MIN_LINKED_MENU * part.n_letters
    if _CALLED.search(called) or node.attributes.get("role") == "navigation" or node.tag == "aside":
        return part.linked(MIN_LINKED_MENU)
    return node.tag in _LISTS and part.linked(MIN_LINKED) and _speaks_of_others(node)


def _is_plain_menu(node: LexborNode, part: _Part) -> bool:
    """Whether a part is the entries of a menu, linked or not: short lines, the first page among them."""
    if part.n_letters > MAX_MENU or node.css_first("table, h1, h2, input") is not None:
        return False
    if not _FIRST_PAGE.search(node.text()):
        return False
    lines = [line.strip() for line in node_fragment(node).lines if line.strip()]
    entries = [_BULLET.sub("", line) for line in lines]
    return (
        len(entries) >= MIN_ENTRIES
        and all(len(line) <= MAX_ENTRY and not _FIGURE.search(line) for line in entries)
        and any(_FIRST_PAGE.fullmatch(line) for line in entries)
    )


def _heading_of(node: LexborNode) -> str:
    """The heading within a part, or right above a list."""
    inner = node.css_first("h1, h2, h3, h4, h5, h6, b, strong")
    if inner is not None and node.tag not in ("ul", "ol"):
        return inner.text() if _is_first(node, inner) else ""
    above = node.prev
    while above is not None and not above.is_element_node:
        above = above.prev
    if above is not None and above.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return above.text()
    return ""


def _is_first(node: LexborNode, inner: LexborNode) -> bool:
    words = inner.text().strip()
    return bool(words) and node.text().lstrip().startswith(words)


def _speaks_of_others(node: LexborNode) -> bool:
    """Whether a list of links has years or figures that would be taken for this page's; not a list
    of which every entry has its figure, nor one of cards."""
    if any(_has_columns(table) for table in node.css("table")):
        return False
    links = [link for link in node.css("a") if _leads_away(link)]
    if any(child.tag in BLOCK_TAGS for link in links for child in link.css("*")):
        return False
    with_figure = sum(1 for link in links if _FIGURE.search(link.text()))
    return with_figure < len(links) and any(_YEAR.search(a.text()) or _FIGURE.search(a.text()) for a in links)


def _has_columns(table: LexborNode) -> bool:
    """Whether a table has rows and columns; a menu has the one or the other."""
    rows = [len(list(children_of(row, ("td", "th")))) for row, _ in rows_of(table)]
    return sum(1 for n in rows if n > 1) > 1


def _leads_away(link: LexborNode) -> bool:
    target = link.attributes.get("href")
    return target is not None and (not target.startswith("#") or target == "#")


def _measure(body: LexborNode) -> dict[int, _Part]:
    """The measures of every element, each from its children."""
    parts: dict[int, _Part] = {}
    stack: list[tuple[LexborNode, bool, bool]] = [(body, False, False)]
    while stack:
        node, in_link, done = stack.pop()
        if done:
            part = _Part(n_links=1 if node.tag == "a" and _leads_away(node) else 0)
            child = node.child
            while child is not None:
                if child.is_element_node:
                    part.add(parts[child.mem_id])
                elif child.tag == "-text":
                    n = len("".join((child.text_content or "").split()))
                    part.n_letters += n
                    part.n_linked += n if in_link else 0
                child = child.next
            parts[node.mem_id] = part
            continue
        in_link = in_link or (node.tag == "a" and _leads_away(node))
        stack.append((node, in_link, True))
        child = node.child
        while child is not None:
            if child.is_element_node:
                stack.append((child, in_link, False))
            child = child.next
    return parts
