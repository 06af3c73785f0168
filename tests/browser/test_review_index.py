"""The index in a browser: filters, order, portions, and how long it takes to open."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.review_pages import document, index_rows, write_review
from thai_ita.review.model import IndexRow

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

MANY, ALL = 1_000, 60_000
OPEN_S = 2.0
"""A thousand documents are to be seen and filtered within."""


@pytest.fixture(scope="module")
def rows() -> list[IndexRow]:
    return index_rows(MANY)


@pytest.fixture(scope="module")
def index(rows: list[IndexRow], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_review(tmp_path_factory.mktemp("index"), more_rows=rows)


def shown(page: Page) -> list[str | None]:
    return page.eval_on_selector_all("#rows tr", "(rows) => rows.map((row) => row.dataset.doc)")


def found(page: Page, n: int) -> None:
    page.wait_for_selector(f"#found:has-text('จาก {n:,} เอกสาร')")


def test_a_thousand_documents_open_at_once(index: Path, opened: Opener, how: str) -> None:
    began = time.monotonic()
    page = opened(index, how)
    found(page, MANY)
    assert time.monotonic() - began < OPEN_S
    assert len(shown(page)) == 100


def test_every_filter_shows_what_it_says(index: Path, rows: list[IndexRow], opened: Opener) -> None:
    page = opened(index)
    found(page, MANY)
    tests: dict[str, tuple[str, Callable[[IndexRow], bool]]] = {
        "province": ("แพร่", lambda row: row.province == "แพร่"),
        "fiscal_year": ("2567", lambda row: row.fiscal_year == "2567"),
        "agency_type": ("เทศบาลตำบล", lambda row: row.agency_type == "เทศบาลตำบล"),
        "doc_type": ("measures_plan", lambda row: row.doc_type == "measures_plan"),
        "media": ("pdf_scan", lambda row: row.media == "pdf_scan"),
        "status": ("partial", lambda row: row.status == "partial"),
        "score_status": ("conflict", lambda row: row.statuses.get("conflict", 0) > 0),
        "doubt": ("year", lambda row: "year" in row.doubts),
        "progress": ("done", lambda row: row.n_doubtful == 0),
    }
    for name, (value, test) in tests.items():
        expected = [row.doc_id for row in rows if test(row)]
        page.select_option(f"#filter-{name}", value)
        found(page, len(expected))
        assert shown(page) == expected[:100], name
        page.click("#clear")
        found(page, MANY)


def test_words_are_found_in_names_and_paths(index: Path, rows: list[IndexRow], opened: Opener) -> None:
    page = opened(index)
    page.keyboard.press("/")
    page.keyboard.type("ใต้ สมมุติ ๑๒")
    expected = [row.doc_id for row in rows if row.path.startswith("ใต้") and "12" in f"{row.agency} {row.path} {row.doc_id}"]
    found(page, len(expected))
    assert shown(page) == expected[:100]
    page.fill("#filter-q", "ไม่มีชื่อนี้")
    page.wait_for_selector("#found:has-text('ไม่มีเอกสาร')")


def test_filters_stand_in_the_address_and_come_back(index: Path, rows: list[IndexRow], opened: Opener) -> None:
    page = opened(index)
    page.select_option("#filter-province", "ตรัง")
    page.select_option("#filter-sort", "year")
    expected = [row for row in rows if row.province == "ตรัง"]
    found(page, len(expected))
    page.reload()
    found(page, len(expected))
    first = page.locator("#rows tr .year").first.inner_text()
    assert first == max(row.fiscal_year for row in expected)


def test_more_are_shown_when_asked(index: Path, rows: list[IndexRow], opened: Opener) -> None:
    page = opened(index)
    found(page, MANY)
    page.click("#more")
    assert shown(page) == [row.doc_id for row in rows[:300]]
    # The keyboard goes on where the new ones begin.
    assert page.evaluate("document.activeElement.closest('tr').dataset.doc") == rows[100].doc_id


def test_sixty_thousand_documents_can_be_filtered(tmp_path: Path, opened: Opener) -> None:
    rows = index_rows(ALL)
    page = opened(write_review(tmp_path, more_rows=rows))
    page.wait_for_selector("#found:has-text('60,000'):not(:has-text('กำลังโหลด'))")
    expected = [row.doc_id for row in rows if "59999" in row.agency]
    began = time.monotonic()
    page.fill("#filter-q", "59999")
    found(page, len(expected))
    assert time.monotonic() - began < OPEN_S
    assert shown(page) == expected


def test_part_of_the_list_that_is_missing_is_told(tmp_path: Path, opened: Opener) -> None:
    index = write_review(tmp_path, more_rows=index_rows(10))
    (tmp_path / "assets" / "rows-0.js").write_text("// empty", "utf-8")
    page = opened(index)
    page.wait_for_selector("#found:has-text('โหลดรายการบางส่วนไม่ได้')")
    # Those that the page brought itself stay.
    assert len(shown(page)) == 10


def test_next_follows_what_the_index_showed(tmp_path: Path, opened: Opener) -> None:
    ids = [f"{n:016x}" for n in range(1, 5)]
    pages = [document(one, province="น่าน" if n % 2 else "แพร่", previous=ids[n - 1] if n else "", following=ids[n + 1] if n < 3 else "") for n, one in enumerate(ids)]
    page = opened(write_review(tmp_path, pages))
    page.select_option("#filter-province", "น่าน")
    found(page, 2)
    first, second = shown(page)
    page.click("#rows a")
    page.wait_for_url(re.compile(str(first)))
    page.keyboard.press("n")
    page.wait_for_url(re.compile(str(second)))
    assert not page.locator("#next-document").is_visible()
    page.keyboard.press("n")
    page.wait_for_selector("#live:has-text('ไม่มีเอกสารถัดไป')", state="attached")
