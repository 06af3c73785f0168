"""The watch over pages: each thing that a page may not do is seen, and a decent page is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import Watched, find_chromium, watched
from tests.browser.conftest import Opener
from thai_ita.web.environment import POLICY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = (
    '<!doctype html><html lang="th"><head><meta charset="utf-8"><title>หน้า</title>'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    '<link rel="stylesheet" href="assets/looks.css"><script src="assets/page.js" defer></script>'
    "</head><body><h1>หน้า</h1>{body}</body></html>"
)
BAD = {
    "an outside picture": ('<img src="http://example.org/a.png" alt="">', "example.org"),
    "a file above the folder": ('<img src="../secret.png" alt="">', "secret.png"),
    "a file that is absent": ('<img src="absent.png" alt="">', "absent.png"),
    "a script in the text": ("<script>attacked(1)</script>", "script-src"),
    "an event handler": ('<img src="assets/a.gif" alt="" onload="attacked(2)">', "script-src"),
    "a style attribute": ('<p style="color:red">x</p>', "style-src"),
    "an embedded page": ('<iframe src="data:text/html,x"></iframe>', "frame-src"),
}
GIF = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")


def write(folder: Path, body: str, script: str = "") -> Path:
    (folder / "assets").mkdir(parents=True)
    (folder / "assets" / "looks.css").write_text("h1 { color: rgb(1, 2, 3); }")
    (folder / "assets" / "page.js").write_text(script or "document.body.dataset.ready = 'yes';")
    (folder / "assets" / "a.gif").write_bytes(GIF)
    page = folder / "a#b ? 50% 'ชื่อ'.html"
    page.write_text(PAGE.replace("{body}", body), "utf-8")
    return page


def complaints(browser: Browser, path: Path, how: str) -> list[str]:
    with watched(browser, path.parent, how) as pages:
        page = pages.open(path)
        page.wait_for_load_state("networkidle")
        return pages.all_complaints()


def test_a_decent_page_is_left_alone(opened: Opener, how: str, tmp_path: Path) -> None:
    page = opened(write(tmp_path / "site", '<img src="assets/a.gif" alt="">'), how)
    assert page.title() == "หน้า"
    # The policy lets styles and scripts of the folder work, from the disk too.
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(1, 2, 3)"
    assert page.evaluate("document.body.dataset.ready") == "yes"


@pytest.mark.parametrize("what", BAD)
def test_what_no_page_may_do_is_seen(browser: Browser, how: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(GIF)
    body, sign = BAD[what]
    found = complaints(browser, write(tmp_path / "site", body), how)
    assert any(sign in each for each in found), found


@pytest.mark.parametrize(
    ("script", "sign"),
    [("alert('x')", "ran: alert(x)"), ("console.error('broken')", "broken"), ("no_such_thing()", "no_such_thing"),
     ("fetch('http://example.org/').catch(() => 0)", "connect-src"), ("window.open('http://example.org/')", "ran: open"),
     ("eval('1')", "unsafe-eval"), ("new Image().src = 'https://example.org/x.gif'", "example.org")],
)  # fmt: skip
def test_what_a_script_may_not_do_is_seen(browser: Browser, script: str, sign: str, tmp_path: Path) -> None:
    found = complaints(browser, write(tmp_path / "site", "", script), "server")
    assert any(sign in each for each in found), found


def test_pages_of_one_folder_share_their_storage(opened: Opener, how: str, tmp_path: Path) -> None:
    path = write(tmp_path / "site", "")
    opened(path, how).evaluate("localStorage.setItem('a', 'ก')")
    assert opened(path, how).evaluate("localStorage.getItem('a')") == "ก"
    assert opened(path, how, locale="en-US").evaluate("localStorage.getItem('a')") is None


def test_an_address_beside_the_folder_is_outside(browser: Browser, tmp_path: Path) -> None:
    with watched(browser, tmp_path, "disk") as pages:
        assert isinstance(pages, Watched)
        inside = tmp_path.resolve().as_uri()
        assert pages.is_inside(f"{inside}/d/a%20b.html")
        for address in (
            f"{inside}x/a.html",
            f"{inside}/../a.html",
            "file:///etc/passwd",
            "http://127.0.0.1:1/",
            "https://example.org/",
        ):
            assert not pages.is_inside(address), address


def test_a_chromium_that_is_named_is_the_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "my-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("THAI_ITA_CHROMIUM", str(program))
    assert find_chromium() == str(program)
    monkeypatch.setenv("THAI_ITA_CHROMIUM", str(tmp_path / "none"))
    assert find_chromium() is None
