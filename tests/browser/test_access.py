"""Nobody is kept out: screen readers, keyboards, phones, paper, no script, no colour, both languages."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import barriers
from tests.browser.conftest import Opener
from tests.browser.output import Output

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"width": 320, "height": 640}
KINDS = ("index", "pdf", "scan", "docx", "xlsx", "html", "text", "province", "agency")
MOST_TABS = 40


def page_of_kind(output: Output, kind: str) -> Path:
    """A page of each kind; of documents the one with most to show."""
    if kind == "index":
        return output.index
    if kind in {"province", "agency"}:
        start = "province-" if kind == "province" else "agency-"
        return next(path for path in output.profiles if path.name.startswith(start))
    media = {"pdf": "pdf_text", "scan": "pdf_scan"}.get(kind, kind)
    rows = [row for row in output.table("documents") if row["media"] == media]
    most = max(rows, key=lambda row: int(row["n_scores"]) + int(row["n_measures"]))
    return output.page_of(most["doc_id"])


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_axe_sees_a_barrier(opened: Opener, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html lang="th"><title>x</title><body><img src="data:image/gif;base64,R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs="></body></html>'
    )
    assert any("image-alt" in each for each in barriers(opened(page)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_grave(
    profiled: Output, opened: Opener, kind: str, viewport: dict[str, int], scheme: str
) -> None:
    page = opened(page_of_kind(profiled, kind), folder=profiled.folder, viewport=viewport, color_scheme=scheme)
    assert not barriers(page)


@pytest.mark.parametrize("kind", ["index", "pdf", "text"])
def test_axe_finds_nothing_grave_in_english(made_in_english: Output, opened: Opener, kind: str) -> None:
    page = opened(page_of_kind(made_in_english, kind), folder=made_in_english.folder, locale="en-GB")
    assert page.locator("html").get_attribute("lang") == "en"
    assert not barriers(page)


@pytest.mark.parametrize("contrast", ["forced-colors", "reduced-motion"])
def test_other_settings_of_the_reader_are_no_barrier(
    profiled: Output, opened: Opener, kind: str, contrast: str
) -> None:
    options = {"forced_colors": "active"} if contrast == "forced-colors" else {"reduced_motion": "reduce"}
    page = opened(page_of_kind(profiled, kind), folder=profiled.folder, **options)
    assert not barriers(page)


def test_a_phone_shows_all_without_scrolling_sideways(profiled: Output, opened: Opener, kind: str) -> None:
    page = opened(
        page_of_kind(profiled, kind),
        folder=profiled.folder,
        viewport=PHONE,
        is_mobile=True,
        has_touch=True,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def focused(page: Page) -> tuple[str, str]:
    """What has the focus, and whether that is to be seen."""
    return tuple(page.evaluate("""() => {
      const e = document.activeElement, look = getComputedStyle(e), box = e.getBoundingClientRect();
      const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0 || look.boxShadow !== "none";
      const inside = e.querySelector && e.querySelector("rect");
      return [e.tagName + "#" + e.id + "." + (e.className.baseVal ?? e.className) + "|" + (e.textContent || "").trim().slice(0, 30),
              ring || inside ? "" : "no ring: " + look.outlineStyle + " " + look.outlineWidth];
    }"""))  # fmt: skip


def tabbed(page: Page) -> Iterator[tuple[str, str]]:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        yield focused(page)


def test_the_keyboard_reaches_all_and_shows_where_it_is(profiled: Output, opened: Opener, kind: str) -> None:
    page = opened(page_of_kind(profiled, kind), folder=profiled.folder)
    found = list(tabbed(page))
    reached = {name for name, _ in found}
    assert not [each for each in found if each[1] and not each[0].startswith("BODY")]
    links = page.locator(
        "main a:visible, main button:visible, main input:visible, main select:visible, main summary:visible"
    ).count()
    assert len(reached) >= min(MOST_TABS // 2, links), "the keyboard is caught"
    # The first stop leads past what is the same on every page.
    assert found[0][0].startswith("A#"), found[0]


def test_paper_has_all_and_no_buttons(profiled: Output, opened: Opener, kind: str) -> None:
    import pypdfium2

    page = opened(page_of_kind(profiled, kind), folder=profiled.folder)
    # Pictures that are loaded when they come into sight are printed too.
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
    assert len(text) > 200
    page.emulate_media(media="print")
    assert page.locator("button:visible, input:visible, select:visible, dialog:visible").count() == 0


def test_without_script_all_is_there_to_read(profiled: Output, opened: Opener, kind: str) -> None:
    path = page_of_kind(profiled, kind)
    page = opened(path, folder=profiled.folder, java_script_enabled=False)
    assert page.locator("h1:visible").count() == 1
    # Nothing is offered that would do nothing.
    assert page.locator("button:visible").count() == 0
    if kind == "index":
        assert page.locator("#rows tr:visible").count() == len(profiled.pages())
        page.locator("#rows a:visible").first.click()
        assert "/d/" in page.url
    elif kind not in {"province", "agency"}:
        places = page.locator("a.place:visible, a.box:visible, a.mark:visible")
        assert places.count() > 0
        places.first.click()
        assert "#" in page.url


def test_no_status_hangs_on_its_colour(profiled: Output, opened: Opener) -> None:
    """Each status has its word and its shape."""
    page = opened(page_of_kind(profiled, "pdf"), folder=profiled.folder)
    states = page.locator("td.state:visible .status")
    assert states.count() > 3
    for k in range(states.count()):
        assert states.nth(k).inner_text().strip()
    shapes = page.locator("td.state:visible .status").evaluate_all(
        "list => list.map(e => [e.className, e.querySelector('use')?.getAttribute('href') ?? ''])"
    )
    by_class = dict(map(tuple, shapes))
    assert all(by_class.values())
    assert len(set(by_class.values())) == len(by_class)


def test_titles_and_headings_tell_pages_apart(profiled: Output, opened: Opener) -> None:
    titles = set()
    for kind in KINDS:
        page = opened(page_of_kind(profiled, kind), folder=profiled.folder)
        titles.add(page.title())
        levels = page.locator("h1, h2, h3, h4").evaluate_all("list => list.map(e => +e.tagName[1])")
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels)), levels
        page.close()
    assert len(titles) == len(KINDS)
