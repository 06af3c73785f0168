"""Chromium, and pages in it that are watched: what they load, say and break is kept as complaints."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
VARIABLE = "THAI_ITA_CHROMIUM"
HOWS = ("disk", "server")
"""The two ways in which a folder of pages is opened."""
NO_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Whatever a page asks for is asked for in vain, and told."""
DISK_MS = 10_000
# Counts what runs though no page of ours has it: an attack calls these.
_TRAPS = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open", "attacked"])
  window[name] = (...given) => { window.ran.push(name + "(" + given.join() + ")"); };
document.addEventListener("securitypolicyviolation", (event) => {
  window.ran.push("policy: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample);
});
"""


def find_chromium() -> str | None:
    """The program that ``THAI_ITA_CHROMIUM`` names, else the first of ``NAMES`` on the path."""
    if named := os.environ.get(VARIABLE):
        return shutil.which(named)
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium without a window, for as long as it is needed. Raises FileNotFoundError."""
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    if program is None:
        raise FileNotFoundError(f"no Chromium; install one, or name it in {VARIABLE}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[NO_NAMES])
        try:
            yield browser
        finally:
            browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            # Asked for by the browser, not by the page.
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A web server for a folder on this machine; its address, ending in a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Watched:
    """Pages of one folder in a context of their own: no cookies, no storage but what they make.

    ``complaints`` is what none of them may do: ask for anything outside the folder, lack a file, write an
    error to the console, break the policy, open a dialog, or call what ``_TRAPS`` lays out.
    """

    context: BrowserContext
    folder: Path
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(_TRAPS)
        self.context.on("request", lambda request: self._asked(request.url))
        self.context.on("requestfailed", lambda r: self._failed(r.url, r.failure or ""))
        self.context.on("response", lambda r: r.status >= 400 and self._tell(f"{r.status} {r.url}"))
        self.context.on(
            "console",
            lambda m: m.type in {"error", "warning"} and self._tell(f"{m.type}: {m.text}"),
        )
        self.context.on("weberror", lambda error: self._tell(f"exception: {error.error}"))
        self.context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.set_default_timeout(DISK_MS)
        page.on("dialog", lambda dialog: (self._tell(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _tell(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def _asked(self, url: str) -> None:
        self.requests.append(url)
        if not self.is_inside(url):
            self._tell(f"asked for {url}")

    def _failed(self, url: str, why: str) -> None:
        # A click that leads on ends what the page was still loading; a download is no page.
        if "ERR_ABORTED" not in why:
            self._tell(f"not loaded: {url} {why}")

    def is_inside(self, url: str) -> bool:
        """Whether an address is a file of the folder, as it is opened, or of the page itself."""
        parts = urlsplit(url)
        if parts.scheme in {"data", "blob"}:
            return True
        place = f"{parts.scheme}://{parts.netloc}{unquote(parts.path)}"
        return place.startswith(unquote(self.address)) and "/../" not in place

    def address_of(self, path: Path, rest: str = "") -> str:
        """The address of a file of the folder; ``rest`` is what follows, such as #anchor."""
        return self.address + quote(path.relative_to(self.folder).as_posix()) + rest

    def open(self, path: Path, rest: str = "") -> Page:
        """A new page that shows a file of the folder."""
        page = self.context.new_page()
        page.goto(self.address_of(path, rest))
        return page

    def all_complaints(self) -> list[str]:
        """The complaints, and what ran or broke the policy in the pages that are open."""
        found = list(self.complaints)
        for page in self.context.pages:
            found += [f"ran: {each}" for each in page.evaluate("window.ran || []")]
        return found


@contextmanager
def watched(browser: Browser, folder: Path, how: str, **options: Any) -> Iterator[Watched]:
    """Pages of a folder, opened from the disk or from a server; options of Playwright's context.

    The folder is that of the pages: a file beside it is outside.
    """
    folder = folder.resolve()
    options = {"locale": "th-TH", "accept_downloads": True} | options
    context = browser.new_context(**options)
    try:
        if how == "disk":
            yield Watched(context, folder, folder.as_uri() + "/")
        else:
            with served(folder) as address:
                yield Watched(context, folder, address)
    finally:
        context.close()
