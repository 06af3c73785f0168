"""What the tests in a browser need: Chromium, watched pages, and the commands as a user gives them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import HOWS, chromium, find_chromium, watched
from tests.browser.commands import thai_ita
from tests.browser.output import Output
from tests.review_corpus import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPORTS = 26
"""Of them a test makes pages; they have every kind of file and of fault."""
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


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of invented reports of every kind."""
    folder = tmp_path_factory.mktemp("reports")
    write(folder, REPORTS)
    return folder


@pytest.fixture(scope="session")
def made(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Output:
    """These reports read, with their pages in Thai. Tests only look at it."""
    return Output(tmp_path_factory.mktemp("made") / "ผล #1").run(reports).make_pages()


@pytest.fixture(scope="session")
def profiled(made: Output) -> Output:
    """With a profile of a province and of an agency."""
    thai_ita("report", made.folder, "--province", "น่าน")
    thai_ita("report", made.folder, "--agency", made.document("ผลคะแนน")["agency"])
    return made


@pytest.fixture(scope="session")
def made_in_english(made: Output, tmp_path_factory: pytest.TempPathFactory) -> Output:
    """The same with pages in English."""
    folder = tmp_path_factory.mktemp("english") / "out"
    shutil.copytree(made.folder, folder, ignore=shutil.ignore_patterns("review"))
    return Output(folder).make_pages("--lang", "en")
