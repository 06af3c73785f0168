"""What keeps somebody out of a page, as axe finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

GRAVE = frozenset({"serious", "critical"})


def barriers(page: Page, impacts: frozenset[str] = GRAVE) -> list[str]:
    """A line on each rule of axe that a page breaks gravely, with the first elements that break it."""
    from axe_playwright_python.sync_playwright import Axe

    # Preloading asks for the style sheets once more, which the policy of the pages refuses.
    options = {"resultTypes": ["violations"], "preload": False}
    found: dict[str, Any] = Axe().run(page, options=options).response
    return [
        f"{one['impact']} {one['id']}: {one['help']}: "
        + "; ".join(f"{node['html'][:160]} ({_why(node)})" for node in one["nodes"][:3])
        for one in found["violations"]
        if one["impact"] in impacts
    ]


def _why(node: dict[str, Any]) -> str:
    return " ".join(each["message"] for kind in ("any", "all", "none") for each in node[kind])[:200]
