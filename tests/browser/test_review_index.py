"""The index in a browser: filters, order, portions, and how long it takes to open."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.review_pages import document, index_rows, write_review
from thai_ita.review.judged_facts import MOST_AGENCIES
from thai_ita.review.page_content import IndexRow
from thai_ita.review.scripts import _row_array

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
    expected = [
        row.doc_id for row in rows if row.path.startswith("ใต้") and "12" in f"{row.agency} {row.path} {row.doc_id}"
    ]
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
    page.wait_for_url("**#*sort=year*")
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
    ids = [f"d-{n:016x}" for n in range(1, 5)]
    pages = [
        document(
            one,
            province="น่าน" if n % 2 else "แพร่",
            previous=ids[n - 1] if n else "",
            following=ids[n + 1] if n < 3 else "",
        )
        for n, one in enumerate(ids)
    ]
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


def named(agency: str, province: str = "น่าน", *, number: int = 0, **more: object) -> IndexRow:
    """A row of that agency, in a file whose name says nothing of it."""
    doc_id = f"{number:08x}{len(agency):08x}"
    row = replace(
        index_rows(1)[0], doc_id=doc_id, path=f"{number}.pdf", agency=agency, province=province, doubts=(), n_doubtful=0
    )
    return replace(row, **more)  # type: ignore[arg-type]


NAMED = [
    named("เทศบาลตำบลห้วยสายรุ้ง", number=1, district="ปัว"),
    named("เทศบาลตำบลภูเมฆา", "เลย", number=2),
    named("องค์การบริหารส่วนตำบลน้ำคำ", "เชียงใหม่", number=3),
    named("องค์การบริหารส่วนจังหวัดตาก", "ตาก", number=4),
    named("เทศบาลเมืองแพรกษา", "สมุทรปราการ", number=5),
    named("เทศบาลนครแม่นา", "แพร่", number=6),
    named("", "", number=7, provinces=("ตรัง", "พังงา"), agencies=("เทศบาลตำบลทุ่งดาวเรือง", "อบต.นาโยง")),
]
SEARCHES = {
    # Short forms, with points, blanks and without.
    "ทต.ภูเมฆา": {2}, "ทต. ภูเมฆา": {2}, "ท.ต.ภูเมฆา": {2}, "ทต ภูเมฆา": {2}, "เทศบาลตำบลภูเมฆา": {2}, "เทศบาลตำบล ภูเมฆา": {2}, "อบต.น้ำคำ": {3}, "อ.บ.ต. น้ำคำ": {3},
    "อบจ.ตาก": {4}, "ทม.แพรกษา": {5}, "ทน.แม่นา": {6}, "จ.เลย": {2}, "จังหวัดเลย": {2}, "อ.ปัว": {1}, "อำเภอปัว": {1}, "อบต.": {3, 7}, "องค์การบริหารส่วนตำบล": {3, 7},
    # Lost and damaged marks, zero-width spaces, sara am in two.
    "หวยสายรุง": {1}, "ห้วยสายรุ้ง\u200b": {1}, "ภู\u200bเมฆา": {2}, "นํ้าคํา": {3}, "นาคา": {3}, "เเม่นา": {6}, "หวัยสายรุ้ง": {1},
    # Where names fit as they are written nothing looser is shown.
    "แพร่": {6}, "แพร": {5, 6}, "เชียงไหม่": set(),
    # English names, digits of either kind, several words.
    "loei": {2}, "Chiang Mai": {3}, "๒.pdf": {2}, "ภูเมฆา เลย": {2}, "เลย ภูเมฆา": {2},
    # What stands in the tables of a document.
    "ทุ่งดาวเรือง": {7}, "พังงา": {7}, "phangnga": {7}, "อบต.นาโยง": {7},
    "a.b": set(), "[": set(), "\\": set(), "(": set(), "ั": {1, 2, 3, 4, 5, 6, 7},
}  # fmt: skip


def test_names_are_found_as_people_write_them(tmp_path: Path, opened: Opener) -> None:
    page = opened(write_review(tmp_path, more_rows=NAMED))
    found(page, len(NAMED))
    wrong = {}
    for text, expected in SEARCHES.items():
        ids = page.evaluate(
            "([rows, q]) => { const f = window.thaiIta.filter; return f.select(rows.map(f.row), {q}, new Map()).map((one) => one.path); }",
            [[_row_array(row) for row in NAMED], text],
        )
        if {int(path.removesuffix(".pdf")) for path in ids} != expected:
            wrong[text] = ids
    assert wrong == {}


def test_a_document_is_found_by_the_provinces_in_its_tables(tmp_path: Path, opened: Opener) -> None:
    page = opened(write_review(tmp_path, more_rows=NAMED))
    assert page.locator("#filter-province option[value='พังงา']").inner_text() == "พังงา (1)"
    page.select_option("#filter-province", "พังงา")
    found(page, 1)
    assert shown(page) == [NAMED[-1].doc_id]


def test_documents_with_many_agencies_open_at_once(tmp_path: Path, opened: Opener) -> None:
    agencies = tuple(f"องค์การบริหารส่วนตำบลสมมุติ{n}" for n in range(MOST_AGENCIES))
    rows = [replace(row, agencies=agencies) if n % 20 == 0 else row for n, row in enumerate(index_rows(MANY))]
    index = write_review(tmp_path, more_rows=rows)
    began = time.monotonic()
    page = opened(index)
    found(page, MANY)
    page.fill("#filter-q", f"อบต.สมมุติ{MOST_AGENCIES - 1}")
    found(page, MANY // 20)
    assert time.monotonic() - began < OPEN_S


def test_the_way_back_leads_to_the_list_as_it_was(tmp_path: Path, opened: Opener) -> None:
    ids = [f"d-{n:016x}" for n in range(1, 4)]
    folder = tmp_path
    page = opened(
        write_review(folder, [document(one, province="น่าน" if n < 2 else "แพร่") for n, one in enumerate(ids)])
    )
    page.select_option("#filter-province", "น่าน")
    page.fill("#filter-q", "สมมุติ")
    page.wait_for_url(re.compile("q=.*province="))
    found(page, 2)
    page.click("#rows a")
    page.wait_for_selector("#index-link")
    page.keyboard.press("n")
    page.wait_for_url(re.compile(f"{ids[1]}|{ids[0]}"))
    page.click("#index-link")
    found(page, 2)
    assert page.input_value("#filter-province") == "น่าน"
    assert page.input_value("#filter-q") == "สมมุติ"
    page.click("#clear")
    found(page, 3)
    page.click("#rows a")
    page.wait_for_selector("#index-link")
    assert page.get_attribute("#index-link", "href") == "../index.html"
