"""What a browser has kept since ids had no letter before them is read under the ids of today."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_judging import ROW, WHO, saved
from tests.review_pages import FIRST, correction, document, write_review
from thai_ita.review.render import KnownCorrection

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

UNMARKED = FIRST.removeprefix("d-")
KEEP = """([added, removed]) => localStorage.setItem(
    `thai-ita review ${self.thaiItaKnown.review}`,
    JSON.stringify({ added: added.map((row) => ({ row })), removed }),
)"""


@pytest.fixture
def page(tmp_path: Path, opened: Opener) -> Page:
    """A document with two corrections that were there before."""
    others = [correction(), correction(fact="2567/indicator/3", was="80.00", becomes="81.00")]
    write_review(tmp_path / "review", [document()], known=[KnownCorrection(one, "misfit") for one in others])
    return opened(tmp_path / "review" / "d" / f"{FIRST}.html", folder=tmp_path / "review")


def with_kept(page: Page, added: list[list[str]], removed: list[str]) -> None:
    """The page opens anew where the browser has kept these judgements."""
    page.evaluate(KEEP, [added, removed])
    page.reload()


def test_a_judgement_under_an_older_id_is_shown_and_saved(page: Page, tmp_path: Path) -> None:
    judged = correction(fact="2567/indicator/2", was="85.07", becomes="", who=WHO)
    with_kept(page, [list(astuple(replace(judged, doc_id=UNMARKED)))], [])
    page.wait_for_selector(f"{ROW.format(2)}.rejected")
    assert judged in saved(page, tmp_path)


def test_what_was_left_out_under_an_older_id_stays_out(page: Page, tmp_path: Path) -> None:
    left = correction(fact="2567/indicator/3", was="80.00", becomes="81.00", doc_id=UNMARKED)
    key = json.dumps(astuple(left), ensure_ascii=False, separators=(",", ":"))
    with_kept(page, [], [key, "no row"])
    page.wait_for_selector("#judgements-list li.left-out")
    assert [one.fact for one in saved(page, tmp_path)] == ["2567/indicator/1"]
