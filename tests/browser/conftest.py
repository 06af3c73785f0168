"""What the tests in a browser need: Chromium, watched pages, and the commands as a user gives them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import HOWS, chromium, find_chromium, watched
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COMMAND_S = 300
Opener = Callable[..., "Page"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that stands in this folder needs a browser, named here once."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium for all tests. Where there is none they skip, which fails in CI (tests/skips.py)."""
    if find_chromium() is None:
        pytest.skip("no Chromium: apt install chromium, or name one in THAI_ITA_CHROMIUM")
    pytest.importorskip("playwright", reason="pip install 'thai-ita[browser]'")
    with chromium() as started:
        yield started


@pytest.fixture(params=HOWS)
def how(request: pytest.FixtureRequest) -> str:
    """Each of the ways in which pages are opened."""
    return str(request.param)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """``opened(path, how="disk", folder=None, rest="", **options)``: a page that is watched.

    ``folder`` is what the page may read from, that of the file where it is not given; ``rest`` such as
    ``#anchor`` follows the address; the others are options of Playwright's ``new_context``. Pages
    opened with the same folder, way and options share one storage, as in a browser. At the end of the
    test whatever the pages did that they may not (``Watched``) fails it.
    """
    with ExitStack() as stack:
        contexts: dict[str, Any] = {}

        def open_page(
            path: Path,
            how: str = "disk",
            *,
            folder: Path | None = None,
            rest: str = "",
            **options: Any,
        ) -> Page:
            folder = (folder or path.parent).resolve()
            key = repr((folder, how, sorted(options.items())))
            if key not in contexts:
                contexts[key] = stack.enter_context(watched(browser, folder, how, **options))
            page: Page = contexts[key].open(path.resolve(), rest)
            return page

        yield open_page
        complaints = [each for known in contexts.values() for each in known.all_complaints()]
        assert not complaints, "\n".join(complaints)


def thai_ita(
    *arguments: str | Path, code: int = 0, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A command of a user in a process of its own; it must end with this exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "thai_ita", *map(str, arguments)],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=COMMAND_S,
        capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == code, f"{arguments}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    return done
