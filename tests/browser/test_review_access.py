"""Evidence pages for everyone: rules of accessibility, keyboard alone, phones, print, without colour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.review_pages import (
    FIRST,
    SECOND,
    correction,
    document,
    index_rows,
    text_document,
    write_review,
)
from thai_ita.review.render import KnownCorrection
from thai_ita.web.words import LANGUAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

PHONE = {"width": 320, "height": 640}
PAGES = ("index.html", f"d/{FIRST}.html", f"d/{SECOND}.html")


@pytest.fixture
def review(tmp_path: Path) -> Callable[[str], Path]:
    def write(lang: str) -> Path:
        known = [KnownCorrection(correction(), "applied"), KnownCorrection(correction(was="1"), "misfit", "not read")]
        index = write_review(
            tmp_path / lang, [document(), text_document()], more_rows=index_rows(20), known=known, lang=lang
        )
        return index.parent

    return write


def broken_rules(page: Page) -> list[str]:
    """The rules of accessibility that a page breaks, with the elements that do."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'thai-ita[browser]'")
    found: list[dict[str, Any]] = axe.Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_rule_of_accessibility_is_broken(
    review: Callable[[str], Path], opened: Opener, lang: str, scheme: str
) -> None:
    folder = review(lang)
    # axe is a script from elsewhere, which the policy would stop, and reads the looks as a server gives them.
    for name in PAGES:
        page = opened(folder / name, "server", folder=folder, color_scheme=scheme, bypass_csp=True)
        assert broken_rules(page) == [], name
        if name.startswith("d/"):
            page.keyboard.press("j")
            page.keyboard.press("d")
            page.keyboard.press("e")
            page.click("#add-score")
            assert broken_rules(page) == [], f"{name}, a value chosen"
        page.keyboard.press("Escape")
        page.click("#help")
        assert broken_rules(page) == [], f"{name}, help"
        page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_it_without_scrolling_sideways(review: Callable[[str], Path], opened: Opener, name: str) -> None:
    folder = review("th")
    page = opened(folder / name, folder=folder, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if name.startswith("d/"):
        page.click("#next-value")
        page.click("#correct")
        page.wait_for_selector(".editor input:visible, .editor textarea:visible")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        # The field can be seen between the source and the bar.
        assert page.evaluate(
            "(() => { const field = document.activeElement.getBoundingClientRect(); return field.top >= document.querySelector('#source').getBoundingClientRect().bottom - 1 && field.bottom <= document.querySelector('#judge').getBoundingClientRect().top + 1; })()"
        )


def test_paper_shows_pictures_and_tables_and_no_controls(review: Callable[[str], Path], opened: Opener) -> None:
    folder = review("th")
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    page.keyboard.press("j")
    page.emulate_media(media="print")
    assert page.locator(".sheet img").first.is_visible()
    assert page.locator("table.scores").is_visible()
    assert page.locator("button:visible, input:visible, #judge:visible, .work:visible").count() == 0
    # All of the source is there, not what a window shows of it.
    assert page.evaluate(
        "(() => { const pane = document.querySelector('#source'); return pane.scrollHeight <= pane.clientHeight + 1; })()"
    )


def test_focus_is_seen_and_goes_round_without_a_trap(review: Callable[[str], Path], opened: Opener) -> None:
    folder = review("th")
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    # Past the boxes of the source at once.
    assert page.evaluate("document.querySelector('#facts').contains(document.activeElement)")
    seen = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
            )
        )
        if page.evaluate("document.activeElement === document.body"):
            break
    assert {"accept", "correct", "reject", "download", "help"} <= seen


def test_states_are_told_by_words_and_shapes(review: Callable[[str], Path], opened: Opener) -> None:
    folder = review("en")
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    statuses = page.locator(".scores .status")
    for n in range(statuses.count()):
        assert statuses.nth(n).inner_text().strip()
        assert statuses.nth(n).locator("svg use").count() == 1
    dashes = page.eval_on_selector_all(
        ".box rect", "(boxes) => boxes.map((box) => getComputedStyle(box).strokeDasharray)"
    )
    assert len(set(dashes)) >= 4


def test_with_less_motion_nothing_moves(review: Callable[[str], Path], opened: Opener) -> None:
    folder = review("th")
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder, reduced_motion="reduce")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0 || getComputedStyle(one).scrollBehavior === 'smooth').length"
    )
    assert moving == 0
