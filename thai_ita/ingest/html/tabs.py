"""Panels of which a page shows one at a time: the sheets of a published workbook, tabs, accordions.

A panel that is hidden at first but has a tab on show belongs to what the page says, under the
words of its tab. A hidden part that nothing on show opens does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from thai_ita.ingest.html.css_properties import Styles

# The attribute that holds the words of a panel's tab.
LABEL = "data-tab-label"
_TARGETS = ("aria-controls", "data-target", "data-bs-target", "href")
_SHEET_BUTTON = "sheet-button-"
_SHEETS = "#sheets-viewport"
_CALLED = re.compile(r"\(\s*(?:event\s*,\s*)?(?:this\s*,\s*)?['\"]#?([\w-]+)['\"]")
# A tab has a few words; a longer text that leads to a place is no tab.
MAX_LABEL = 80


@dataclass(slots=True)
class Tabs:
    """The panels that a click shows, and the tabs that do it, by the ids of their nodes."""

    panels: set[int] = field(default_factory=set)
    controls: set[int] = field(default_factory=set)


def find_tabs(page: LexborHTMLParser, styles: Styles) -> Tabs:
    """The tabs of a page; each panel gets the words of its tab as an attribute."""
    panels = {node.attributes.get("id") or "": node for node in page.css("[id]")}
    opened: dict[str, LexborNode] = {}
    for control in page.css("a, button, li, [role=tab], [onclick], [aria-controls]"):
        target = _target(control, panels)
        label = " ".join(control.text(separator=" ").split())
        if target and target not in opened and 0 < len(label) <= MAX_LABEL:
            opened[target] = control
    tabs = Tabs()
    if page.css_first(f"[id^={_SHEET_BUTTON}]") is None:
        # The one sheet of a workbook has no tab.
        tabs.panels.update(node.mem_id for node in page.css(f"{_SHEETS} > div"))
    for target, control in opened.items():
        panel = panels[target]
        hidden = styles.of(panel, "display") == "none" or "hidden" in panel.attributes
        beside = any(_is_beside(panel, panels[other], styles) for other in opened if other != target)
        if not hidden and not beside:
            continue
        tabs.panels.add(panel.mem_id)
        tabs.controls.add(control.mem_id)
        panel.attrs[LABEL] = " ".join(control.text(separator=" ").split())
    return tabs


def _is_beside(panel: LexborNode, other: LexborNode, styles: Styles) -> bool:
    """Whether a panel on show shares its place with one that is hidden."""
    hidden = styles.of(other, "display") == "none" or "hidden" in other.attributes
    parent, of_other = panel.parent, other.parent
    return hidden and parent is not None and of_other is not None and parent.mem_id == of_other.mem_id


def _target(control: LexborNode, panels: dict[str, LexborNode]) -> str:
    """The id of the panel that an element opens; "" where it opens none."""
    own = control.attributes.get("id") or ""
    if own.startswith(_SHEET_BUTTON) and own[len(_SHEET_BUTTON) :] in panels:
        return own[len(_SHEET_BUTTON) :]
    for name in _TARGETS:
        value = control.attributes.get(name) or ""
        target = value[1:] if value.startswith("#") else value if name == "aria-controls" else ""
        if target in panels and target:
            return target
    called = _CALLED.search(control.attributes.get("onclick") or "")
    return called[1] if called and called[1] in panels else ""
