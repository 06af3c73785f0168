"""The index and the page of a document say the same of what is judged and what is left."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.review_pages import FIRST, SECOND, correction, document, text_document, write_review
from thai_ita.corrections.csv_file import write_corrections
from thai_ita.corrections.record import Correction
from thai_ita.review.page_content import Refused
from thai_ita.review.render import KnownCorrection

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

ALL, DOUBTFUL = 8 + 5 + 1 + 1 + 1, 3
"""Things to judge in the first document: columns, scores, a measure, a finding, a figure that was withheld; the year,
the second score and that figure are in doubt."""
WITHHELD = Refused("w-1", "IIT (2567): 88.88", "unsure-reading", "unsure", (), "2567/instrument/IIT", "88.88")


def made(folder: Path, known: Iterable[KnownCorrection] = ()) -> Path:
    first = document()
    write_review(folder, [replace(first, refused=(*first.refused, WITHHELD)), text_document()], known=known)
    return folder


def on_page(folder: Path, opened: Opener) -> tuple[int, int, int]:
    """Judged, of how many, and how many in doubt are left."""
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    judged, everything, *left = map(int, re.findall(r"\d+", page.inner_text("#progress")))
    page.close()
    return judged, everything, left[0] if left else 0


def on_index(folder: Path, opened: Opener) -> tuple[int, int, int]:
    page = opened(folder / "index.html", folder=folder)
    page.wait_for_selector("#found:has-text('2'):not(:has-text('กำลังโหลด'))")
    row = f"#rows tr[data-doc='{FIRST}']"
    other = page.evaluate("document.querySelector(`#rows tr[data-doc='" + SECOND + "'] .judged`).textContent")
    assert not other
    numbers = [int(n) for n in re.findall(r"\d+", page.inner_text(f"{row} .judged"))] or [0, ALL]
    left, judged = int(page.inner_text("#number-doubtful")), int(page.inner_text("#number-judged"))
    state = "done" if not left else "begun" if judged else "open"
    assert judged == numbers[0]
    page.select_option("#filter-progress", state)
    page.wait_for_selector(row)
    page.close()
    return numbers[0], numbers[1], left


def opening(folder: Path, opened: Opener, *corrections: Correction) -> None:
    """Opens a file of corrections on the index."""
    file = io.BytesIO()
    write_corrections(file, corrections)
    page = opened(folder / "index.html", folder=folder)
    page.set_input_files("#file", {"name": "c.csv", "mimeType": "text/csv", "buffer": file.getvalue()})
    page.wait_for_selector("#notice:not([hidden])")
    page.close()


YEAR = correction(table="documents", fact="", column="fiscal_year", was="2567", becomes="2567")
DOUBTED = correction(fact="2567/indicator/2", was="85.07", becomes="85.17")
CASES: dict[str, tuple[list[tuple[Correction, str]], list[Correction], tuple[int, int]]] = {
    "nothing": ([], [], (0, DOUBTFUL)),
    "accepted": ([], [correction(becomes="92.11")], (1, DOUBTFUL)),
    "in doubt": ([], [DOUBTED], (1, DOUBTFUL - 1)),
    "a column of the document": ([], [YEAR], (1, DOUBTFUL - 1)),
    "two columns of it": ([], [YEAR, replace(YEAR, column="title", was="", becomes="ก")], (2, DOUBTFUL - 1)),
    "two columns of a score": ([], [DOUBTED, replace(DOUBTED, column="part", was="", becomes="1")], (1, DOUBTFUL - 1)),
    "added scores are none of them": ([], [correction(fact=f"2567/indicator/{n}", was="", becomes="90.00") for n in (6, 7, 8)], (0, DOUBTFUL)),
    "published": ([], [correction(fact="2567/instrument/IIT", was="", becomes="88.88")], (1, DOUBTFUL - 1)),
    "no such fact": ([], [correction(fact="2566/indicator/1")], (0, DOUBTFUL)),
    "differed on": ([], [DOUBTED, replace(DOUBTED, who="ข", becomes="85.71")], (0, DOUBTFUL)),
    "applied": ([(DOUBTED, "applied")], [], (1, DOUBTFUL - 1)),
    "confirmed": ([(replace(DOUBTED, becomes="85.07"), "confirmed")], [], (1, DOUBTFUL - 1)),
    "waits for a run": ([(DOUBTED, "pending"), (YEAR, "")], [], (2, DOUBTFUL - 2)),
    "of no use": ([(DOUBTED, "misfit"), (YEAR, "disputed"), (correction(), "unread"), (correction(fact="2567/indicator/3"), "superseded")], [], (0, DOUBTFUL)),
    "against what is applied": ([(DOUBTED, "applied")], [replace(DOUBTED, who="ข", becomes="85.71")], (0, DOUBTFUL)),
    "all": ([(DOUBTED, "applied")], [YEAR, correction(fact="2567/instrument/IIT", was="", becomes="")], (3, 0)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_index_and_page_count_alike(case: str, tmp_path: Path, opened: Opener) -> None:
    known, new, (judged, left) = CASES[case]
    folder = made(tmp_path, [KnownCorrection(one, state) for one, state in known])
    if new:
        opening(folder, opened, *new)
    expected = (judged, ALL, left)
    assert on_page(folder, opened) == expected
    assert on_index(folder, opened) == expected


def test_what_a_person_adds_is_no_more_than_there_is(tmp_path: Path, opened: Opener) -> None:
    folder = made(tmp_path)
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    page.click("#add-score")
    page.fill("#add-code", "OIT")
    page.fill("#add-value", "91.64")
    page.click("#add-form [type=submit]")
    page.fill("#who-field", "ก")
    page.keyboard.press("Enter")
    page.wait_for_selector("#judgements-list li")
    page.close()
    assert on_page(folder, opened) == on_index(folder, opened) == (0, ALL, DOUBTFUL)


def test_a_word_against_an_applied_one_is_told_before_it_is_saved(tmp_path: Path, opened: Opener) -> None:
    applied = correction(fact="2567/indicator/3", was="88.80", becomes="88.90", who="ก")
    folder = made(tmp_path, [KnownCorrection(applied, "applied")])
    # A judgement of what the table shows now follows on the earlier one.
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder, rest="#s-2567-indicator-3")
    page.keyboard.press("e")
    page.keyboard.type("88.95")
    page.keyboard.press("Enter")
    page.fill("#who-field", "ข")
    page.keyboard.press("Enter")
    page.wait_for_selector("#s-2567-indicator-3.judged")
    assert not page.locator("#s-2567-indicator-3 .judgement-disputed").count()
    rows = page.evaluate("window.thaiIta.judgements.fileRows()")
    assert [row[4:7] for row in rows] == [["88.80", "88.90", "ก"], ["88.90", "88.95", "ข"]]
    page.keyboard.press("u")
    # One of the same state of the table as the applied one stands against it: a run would apply neither.
    opening(folder, opened, replace(applied, who="ข", was="88.8", becomes="88.95"))
    page.wait_for_selector("#s-2567-indicator-3 .judgement-disputed")
    page.wait_for_selector("#judgements-list .state-disputed")
    with page.expect_download():
        page.click("#download")
    page.wait_for_selector("#notice:has-text('1 ช่องที่แต่ละคนเห็นไม่ตรงกัน')")
    page.click("#judgements-list li:not(.state-disputed) button")
    page.wait_for_selector("#s-2567-indicator-3 .judgement-disputed", state="detached")


def test_the_same_person_may_say_otherwise_later(tmp_path: Path, opened: Opener) -> None:
    applied = correction(fact="2567/indicator/3", was="88.80", becomes="88.90", who="ก")
    folder = made(tmp_path, [KnownCorrection(applied, "applied")])
    opening(folder, opened, replace(applied, becomes="88.95"))
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    assert not page.locator(".judgement-disputed").count()


def test_of_a_dispute_one_word_is_left(tmp_path: Path, opened: Opener) -> None:
    one, other = DOUBTED, replace(DOUBTED, who="ข", becomes="85.71")
    folder = made(tmp_path, [KnownCorrection(one, "disputed"), KnownCorrection(other, "disputed")])
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    assert page.locator("#judgements-list .state-disputed").count() == 2
    page.locator("#judgements-list li", has_text="85.71").get_by_role("button").click()
    page.wait_for_selector("#judgements-list .state-pending")
    page.close()
    assert on_page(folder, opened) == on_index(folder, opened) == (1, ALL, DOUBTFUL - 1)
