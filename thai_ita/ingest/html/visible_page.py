"""A page is made to hold what it shows: hidden and struck parts go, fields of forms become their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from thai_ita.ingest.counts import count_of
from thai_ita.ingest.grids import HIDDEN_COLUMNS
from thai_ita.ingest.html.asides import find_asides, n_figures
from thai_ita.ingest.html.css_properties import Styles, styles_of
from thai_ita.ingest.html.tabs import Tabs, find_tabs

_NOTHING = re.compile(r"0(?:\.0*)?(?:px|pt|em|rem|%)?")
_MOVING = re.compile(r"\b(?:wow|aos|animat\w*|animate__\w+|elementor-invisible|fade-?in\w*|reveal\w*)\b", re.I)
_COUNTERS = (
    "data-to-value",
    "data-count",
    "data-target",
    "data-end",
    "data-value",
    "data-number",
    "data-to",
)
_NOUGHT = re.compile(r"[0๐](?:[.][0๐]+)?%?|")
_FIGURE = re.compile(r"\d{1,3}(?:\.\d+)?")
# Columns of a table that are asked whether they are hidden.
MAX_COLUMNS = 2_000
_FRAME = frozenset({"html", "body", "col", "colgroup"})
_CELLS = frozenset({"td", "th"})
_TEXT_INPUTS = frozenset({"", "text", "number", "search", "tel", "email", "date", "month"})
_ROLES = {"table": "table", "table-row": "row", "table-cell": "cell"}
_OWN_ROLE = frozenset({"table", "tr", "td", "th", "tbody", "thead", "caption"})
_APART = frozenset({"flex", "inline-flex", "grid", "inline-grid", "table-row"})


@dataclass(slots=True)
class Left:
    """How many figures were left out with hidden or struck parts, and with lists of other pages."""

    n_hidden: int = 0
    n_linked: int = 0


def keep_what_is_shown(page: LexborHTMLParser, *, hide: bool = True) -> Left:
    """Takes out of a parsed page what it does not show and what is of other pages.

    Without ``hide`` hidden parts stay: of a page that only a program brings to show.
    """
    styles = styles_of(page) if hide else Styles()
    _run_counters(page)
    tabs = find_tabs(page, styles)
    _fill_in_fields(page)
    _set_apart(page, styles)
    left = Left(n_hidden=_hide_columns(page, styles) + _take_out_hidden(page, styles, tabs))
    for aside in find_asides(page):
        left.n_linked += n_figures(aside)
        if aside.tag in _CELLS:
            _empty(aside)
        else:
            aside.decompose()
    return left


def _take_out_hidden(page: LexborHTMLParser, styles: Styles, tabs: Tabs) -> int:
    gone = set(tabs.controls)
    emptied: set[int] = set()
    for node in [*styles.styled(), *page.css("[hidden]")]:
        if node.mem_id in tabs.panels or node.tag in _FRAME:
            continue
        if _is_hidden(node, styles):
            keeps_its_place = node.tag in _CELLS and styles.of(node, "display") != "none"
            (emptied if keeps_its_place else gone).add(node.mem_id)
        elif "line-through" in styles.of(node, "text-decoration"):
            rows = node.tag in ("tr", "tbody", "table")
            emptied.update(part.mem_id for part in (node.css("td, th") if rows else [node]))
    return _take_out(page.body, gone, emptied) if page.body is not None else 0


def _take_out(body: LexborNode, gone: set[int], emptied: set[int]) -> int:
    """Removes some elements and the content of others; returns how many figures went with them."""
    n = 0
    waiting = [body] if gone or emptied else []
    while waiting:
        child = waiting.pop().child
        while child is not None:
            after = child.next
            if child.mem_id in gone:
                n += n_figures(child)
                child.decompose()
            elif child.mem_id in emptied:
                n += n_figures(child)
                _empty(child)
            elif child.child is not None:
                waiting.append(child)
            child = after
    return n


def _run_counters(page: LexborHTMLParser) -> None:
    """Figures that count up from nought when they come to sight show where they end."""
    for node in page.css(", ".join(f"[{name}]" for name in _COUNTERS)):
        if _NOUGHT.fullmatch(node.text().strip()):
            ends = (node.attributes.get(name) or "" for name in _COUNTERS)
            end = next((value.strip() for value in ends if _FIGURE.fullmatch(value.strip())), "")
            if end:
                _empty(node)
                node.insert_child(end)


def _is_hidden(node: LexborNode, styles: Styles) -> bool:
    if "hidden" in node.attributes and not styles.of(node, "display"):
        return True
    return (
        styles.of(node, "display") == "none"
        or (styles.of(node, "visibility") in ("hidden", "collapse") and not _comes_to_sight(node))
        or styles.of(node, "mso-hide") == "all"
        or (bool(_NOTHING.fullmatch(styles.of(node, "opacity"))) and not _comes_to_sight(node))
        # A size of nothing is also a trick of layout, undone further in.
        or (bool(_NOTHING.fullmatch(styles.of(node, "font-size"))) and not list(_elements(node)))
    )


def _comes_to_sight(node: LexborNode) -> bool:
    """Whether a part is hidden only until a reader gets there."""
    return bool(_MOVING.search(node.attributes.get("class") or "")) or "data-aos" in node.attributes


def _empty(node: LexborNode) -> None:
    child = node.child
    while child is not None:
        after = child.next
        child.decompose()
        child = after


def _hide_columns(page: LexborHTMLParser, styles: Styles) -> int:
    """Columns that ``<col>`` hides are marked on their table, which is laid out later; returns how
    many figures stand in them."""
    n = 0
    for table in page.css("table"):
        hidden, column = [], 0
        for col in table.css("col"):
            span = col.attributes.get("span") or "1"
            width = count_of(span) if 0 < count_of(span) <= 1000 else 1
            if column + width > MAX_COLUMNS:
                break
            if styles.of(col, "visibility") == "collapse" or styles.of(col, "display") == "none":
                hidden += [str(c) for c in range(column, column + width)]
            column += width
        if hidden:
            table.attrs[HIDDEN_COLUMNS] = " ".join(hidden)
            for row in table.css("tr"):
                cells = row.css("td, th")
                n += sum(n_figures(cells[int(c)]) for c in hidden if int(c) < len(cells))
    return n


def _set_apart(page: LexborHTMLParser, styles: Styles) -> None:
    """Children of a row laid out by CSS do not run into one another."""
    for node in styles.styled():
        display = styles.of(node, "display")
        if display in _ROLES and node.tag not in _OWN_ROLE and "role" not in node.attributes:
            node.attrs["role"] = _ROLES[display]
        if display in _APART:
            for child in list(_elements(node))[1:]:
                child.insert_before(" ")


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def _fill_in_fields(page: LexborHTMLParser) -> None:
    """Fields are read in place: what is filled in, and the choice that shows."""
    for node in page.css("input"):
        kind = (node.attributes.get("type") or "").lower()
        node.replace_with((node.attributes.get("value") or "") if kind in _TEXT_INPUTS else "")
    for node in page.css("select"):
        options = node.css("option")
        chosen = [o for o in options if "selected" in o.attributes]
        if not chosen and "multiple" not in node.attributes:
            chosen = options[:1]
        node.replace_with(" ".join(o.text().strip() for o in chosen))
    for node in page.css("datalist, object, iframe"):
        node.decompose()
