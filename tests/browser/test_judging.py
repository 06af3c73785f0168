"""A person judges values on a document's page, by keyboard and by mouse, and saves what was judged."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.review_pages import (
    AGENCY,
    FIRST,
    SECOND,
    correction,
    document,
    score,
    text_document,
    write_review,
)
from thai_ita.corrections.csv_file import read_corrections, write_corrections
from thai_ita.corrections.record import Correction
from thai_ita.review.page_content import Refused
from thai_ita.review.render import KnownCorrection

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

ROW = "#s-2567-indicator-{}"
WHO = "ผู้ตรวจ ก"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, one with pictures and one of text, and two corrections that were there before."""
    known = [
        KnownCorrection(correction(), "applied"),
        KnownCorrection(correction(fact="2567/indicator/3", was="80.00", becomes="81.00"), "misfit", "86.00 is read"),
    ]
    write_review(tmp_path / "review", [document(), text_document()], known=known)
    return tmp_path / "review"


@pytest.fixture
def page(folder: Path, opened: Opener) -> Page:
    return opened(folder / "d" / f"{FIRST}.html", folder=folder)


def name_oneself(page: Page) -> None:
    page.fill("#who-field", WHO)
    page.keyboard.press("Enter")
    page.wait_for_selector("#who-window:not([open])", state="attached")


def saved(page: Page, tmp_path: Path) -> list[Correction]:
    """The corrections of the file that the page saves, in which nothing may be wrong."""
    with page.expect_download() as waiting:
        page.click("#download")
    assert waiting.value.suggested_filename == "corrections.csv"
    waiting.value.save_as(tmp_path / "corrections.csv")
    read = read_corrections(tmp_path / "corrections.csv")
    assert not read.problems
    return read.corrections


def new(corrections: list[Correction]) -> list[tuple[str, str, str, str, str]]:
    return [(one.table, one.fact, one.column, one.was, one.becomes) for one in corrections if one.who == WHO]


def test_accept_correct_reject_and_undo_by_keyboard(page: Page, tmp_path: Path) -> None:
    page.keyboard.press("d")
    # The year is known from the name of the file alone: the first doubt of the page.
    assert page.locator(".fact.chosen").get_attribute("id") == "document-fiscal_year"
    page.keyboard.press("a")
    name_oneself(page)
    page.wait_for_selector("#document-fiscal_year.judged")
    page.keyboard.press("d")
    assert page.locator(".fact.chosen").get_attribute("id") == "s-2567-indicator-2"
    page.keyboard.press("e")
    page.keyboard.type("๘๕.๑๗")
    page.keyboard.press("Tab")
    page.keyboard.type("หน้า 1 พิมพ์ว่า 85.17")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{ROW.format(2)}.judged")
    assert page.locator(f"{ROW.format(2)} .line ins").inner_text() == "85.17"
    # The next value is chosen by itself. Going back and accepting what was corrected changes nothing.
    page.wait_for_selector(f"{ROW.format(3)}.chosen")
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.wait_for_selector("#live:has-text('แก้เป็น 85.17')", state="attached")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_selector(f"{ROW.format(3)}.rejected")
    page.keyboard.press("a")
    page.wait_for_selector(f"{ROW.format(4)}.judged")
    page.keyboard.press("u")
    page.wait_for_selector(f"{ROW.format(4)}.chosen:not(.judged)")
    page.wait_for_selector("#live:has-text('เอาคืนแล้ว')", state="attached")
    corrections = saved(page, tmp_path)
    assert new(corrections) == [
        ("documents", "", "fiscal_year", "2567", "2567"),
        ("scores", "2567/indicator/2", "value", "85.07", "85.17"),
        ("scores", "2567/indicator/3", "value", "88.90", ""),
    ]
    assert [one.why for one in corrections if one.becomes == "85.17"] == ["หน้า 1 พิมพ์ว่า 85.17"]
    # Those that were there before stand before them.
    assert [one.who for one in corrections] == ["สมชาย", "สมชาย", WHO, WHO, WHO]


def test_what_waits_for_the_name_goes_on_as_its_window_closes(page: Page) -> None:
    page.click(f"{ROW.format(1)} .line")
    page.keyboard.press("a")
    page.fill("#who-field", WHO)
    # No task of the browser lies between, in which a key could be pressed: only what was promised is done.
    closed = page.evaluate("""async () => {
      const asked = document.getElementById("who-window");
      asked.querySelector("form").requestSubmit();
      for (let n = 0; n < 50; n += 1) await null;
      return [asked.open, document.querySelectorAll("#judgements-list li").length];
    }""")
    assert closed == [False, 3]
    page.wait_for_selector(f"{ROW.format(2)}.chosen")


def test_without_a_name_nothing_is_judged_and_the_next_time_asks_again(page: Page) -> None:
    page.click(f"{ROW.format(1)} .line")
    for leave in ("Escape", "Enter"):
        page.keyboard.press("a")
        page.wait_for_selector("#who-window[open]")
        page.keyboard.press(leave)
        if leave == "Enter":
            page.wait_for_selector("#who-wrong:has-text('ใครตรวจ')")
            page.click('#who-window [value="cancel"]')
        page.wait_for_selector("#who-window:not([open])", state="attached")
    assert page.locator("#judgements-list li").count() == 2
    page.keyboard.press("a")
    name_oneself(page)
    assert page.locator("#judgements-list li").count() == 3


def test_letters_of_a_thai_keyboard_do_the_same(page: Page) -> None:
    # On a Thai keyboard the key j gives a tone mark.
    page.evaluate(
        """document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "่", code: "KeyJ", bubbles: true}))"""
    )
    assert page.locator(".fact.chosen").count() == 1


def test_the_same_by_mouse_and_every_column(page: Page, tmp_path: Path) -> None:
    page.click(f"{ROW.format(5)} .line")
    page.click("#accept")
    name_oneself(page)
    page.wait_for_selector(f"{ROW.format(5)}.judged")
    # The next value is chosen by itself.
    page.click("#m-1-ab12cd.chosen [data-column=steps] .edit")
    area = page.locator("#m-1-ab12cd textarea")
    area.fill("ประชุม\nจัดทำคู่มือ\nเผยแพร่")
    area.press("Control+Enter")
    page.wait_for_selector("#m-1-ab12cd.judged")
    page.click("#f-weakness-12345678 .line")
    page.click("#f-weakness-12345678 [data-column=kind] .edit")
    page.locator("#f-weakness-12345678 select").select_option("improve")
    page.click("#f-weakness-12345678 button[type=submit]")
    page.wait_for_selector("#f-weakness-12345678.judged")
    assert new(saved(page, tmp_path)) == [
        ("scores", "2567/indicator/5", "value", "79.40", "79.40"),
        ("measures", "1:ab12cd", "steps", "ประชุม\nเผยแพร่", "ประชุม\nจัดทำคู่มือ\nเผยแพร่"),
        ("findings", "weakness:12345678", "kind", "weakness", "improve"),
    ]


def test_a_wrong_value_is_told_and_not_taken(page: Page) -> None:
    page.click(f"{ROW.format(1)} .line")
    page.click("#correct")
    for wrong in ("101", "แปดสิบ", "", "8,5"):
        page.locator(f"{ROW.format(1)} .editor input").first.fill(wrong)
        page.keyboard.press("Enter")
        assert page.locator(f"{ROW.format(1)} .editor .wrong").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".editor:visible").count() == 0
    assert page.locator("#judgements-list li").count() == 2
    # What a run would refuse is none either.
    tried = [
        ["scores", "value", "86.12345"],
        ["scores", "fiscal_year", "2500"],
        ["measures", "title", "????"],
        ["measures", "indicators", "1; ก"],
        ["measures", "issue", "0"],
    ]
    assert all(page.evaluate("(all) => all.map((one) => window.thaiIta.editor.wrong(...one))", tried))
    assert not page.evaluate("window.thaiIta.editor.wrong('scores', 'fiscal_year', '2567')")
    # The keyboard is back where it was, and works.
    page.keyboard.press("j")
    assert page.locator(".fact.chosen").get_attribute("id") == "s-2567-indicator-2"


def test_keys_are_letters_while_a_person_types(page: Page) -> None:
    page.click(f"{ROW.format(1)} .line")
    page.keyboard.press("e")
    page.keyboard.press("Tab")
    page.keyboard.type("jkaernudf?")
    assert page.locator(f"{ROW.format(1)} .editor input").nth(1).input_value() == "jkaernudf?"
    assert page.locator("#help-window[open]").count() == 0
    assert page.locator(".fact.chosen").get_attribute("id") == "s-2567-indicator-1"


def test_keys_can_be_switched_off_and_help_lists_them(page: Page) -> None:
    page.keyboard.press("?")
    assert page.locator("#help-window[open]").count() == 1
    assert page.locator("#help-window kbd").count() > 10
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator(".fact.chosen").count() == 0


def test_a_value_shows_its_box_and_a_box_its_value(page: Page) -> None:
    page.click("#m-1-ab12cd .line")
    box = page.locator(".box.chosen")
    assert box.count() == 1
    assert "เผยแพร่" in (box.get_attribute("aria-label") or "")
    # The source has moved so that the box on the second page is seen.
    assert page.evaluate(
        "(() => { const a = document.querySelector('.box.chosen').getBoundingClientRect(), b = document.querySelector('#source').getBoundingClientRect(); return a.top >= b.top && a.bottom <= b.bottom; })()"
    )
    page.evaluate("document.querySelector('#source').scrollTop = 0")
    page.locator('.box[data-facts="s-2567-indicator-4"]').click()
    assert page.locator(".fact.chosen").get_attribute("id") == "s-2567-indicator-4"
    page.locator('.box[data-facts="s-2567-indicator-3"]').focus()
    page.keyboard.press("Enter")
    assert page.locator(".fact.chosen").get_attribute("id") == "s-2567-indicator-3"


def test_a_marked_text_shows_its_value(folder: Path, opened: Opener) -> None:
    page = opened(folder / "d" / f"{SECOND}.html", folder=folder)
    page.click("#t-1")
    assert page.locator(".fact.chosen").get_attribute("id") == "s-2567-indicator-1"
    assert page.locator("mark.chosen, .mark.chosen").count() == 1


def test_an_address_with_a_value_shows_it(folder: Path, opened: Opener) -> None:
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder, rest="#s-2567-indicator-4")
    assert page.locator(".fact.chosen").get_attribute("id") == "s-2567-indicator-4"
    assert page.locator(f"{ROW.format(4)} .detail").is_visible()


def test_misfits_and_disputes_are_shown(page: Page, tmp_path: Path) -> None:
    assert page.locator(f"{ROW.format(3)} .judgement-misfit").count() == 1
    assert "86.00 is read" in page.locator("#judgements-list").inner_text()
    assert page.locator(f"{ROW.format(1)} .judgement-applied").inner_text() == "สมชาย"
    other = tmp_path / "other.csv"
    with other.open("wb") as file:
        write_corrections(
            file,
            [
                correction(fact="2567/indicator/4", was="84.15", becomes=value, who=who)
                for value, who in (("84.16", "A"), ("84.17", "B"))
            ],
        )
    page.set_input_files("#file", other)
    page.wait_for_selector(f"{ROW.format(4)} .judgement-disputed")
    # One of the two is taken back: no dispute is left.
    page.locator("#judgements-list li", has_text="84.17").get_by_role("button").click()
    page.wait_for_selector(f"{ROW.format(4)} .judgement-disputed", state="detached")


def test_what_was_judged_is_there_on_other_pages_and_after_a_while(folder: Path, opened: Opener) -> None:
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    page.click(f"{ROW.format(2)} .line")
    page.click("#reject")
    name_oneself(page)
    page.wait_for_selector(f"{ROW.format(2)}.rejected")
    page.reload()
    page.wait_for_selector(f"{ROW.format(2)}.rejected")
    page.click("#index-link")
    page.wait_for_selector(f'tr[data-doc="{FIRST}"] .judged:has-text("2")')
    assert "1" in page.locator("#new-count").inner_text()
    page.close()
    again = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    again.wait_for_selector(f"{ROW.format(2)}.rejected")
    again.keyboard.press("u")
    again.wait_for_selector(f"{ROW.format(2)}:not(.rejected)")


def test_what_the_run_took_in_is_kept_no_longer(folder: Path, opened: Opener, tmp_path: Path) -> None:
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder)
    page.click(f"{ROW.format(5)} .line")
    page.click("#accept")
    name_oneself(page)
    page.wait_for_selector(f"{ROW.format(5)}.judged")
    corrections = saved(page, tmp_path)
    write_review(
        folder, [document(), text_document()], known=[KnownCorrection(one, "confirmed") for one in corrections]
    )
    page.reload()
    page.wait_for_selector(f"{ROW.format(5)} .judgement-applied")
    assert page.locator("#new-count").inner_text() == "ไม่มีการตัดสินใหม่"
    assert saved(page, tmp_path) == corrections


def test_a_correction_can_be_left_out_of_the_file(page: Page, tmp_path: Path) -> None:
    page.locator("#judgements-list li").nth(1).get_by_role("button").click()
    page.wait_for_selector("#judgements-list li.left-out")
    assert [one.fact for one in saved(page, tmp_path)] == ["2567/indicator/1"]
    page.locator("#judgements-list li.left-out").get_by_role("button").click()
    assert len(saved(page, tmp_path)) == 2


def test_a_missing_score_is_added(page: Page, tmp_path: Path) -> None:
    page.click("#add-score")
    page.fill("#add-code", "2")
    page.fill("#add-value", "88")
    page.keyboard.press("Enter")
    assert "อยู่แล้ว" in page.locator("#add-wrong").inner_text()
    page.fill("#add-code", "I12")
    page.fill("#add-value", "๘๘.๕")
    page.keyboard.press("Enter")
    name_oneself(page)
    page.wait_for_selector("#judgements-list li:nth-child(3)")
    page.click("#add-score")
    page.fill("#add-code", "7")
    page.fill("#add-value", "90")
    page.select_option("#add-part", "2")
    page.fill("#add-owner", "เทศบาลเมืองอื่น")
    page.keyboard.press("Enter")
    assert new(saved(page, tmp_path)) == [
        ("scores", "2567/question/i12", "value", "", "88.5"),
        ("scores", "2567/indicator/7/2@เทศบาลเมืองอื่น", "value", "", "90"),
    ]


def test_what_a_document_is_cannot_be_rejected(page: Page) -> None:
    page.click("#document-agency .line")
    page.click("#reject")
    page.wait_for_selector("#live:has-text('ตัดออกไม่ได้')", state="attached")
    assert page.locator("#judgements-list li").count() == 2


def test_the_next_document_follows(page: Page) -> None:
    page.keyboard.press("n")
    page.wait_for_url(re.compile(SECOND))
    page.keyboard.press("p")
    page.wait_for_url(re.compile(FIRST))


def test_only_what_needs_a_look(page: Page) -> None:
    page.keyboard.press("f")
    assert page.locator("#only-doubts").get_attribute("aria-pressed") == "true"
    assert page.locator(".fact:visible").count() == 2
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".fact.chosen").get_attribute("id") == "s-2567-indicator-2"


def test_another_page_of_the_same_review_is_heard(folder: Path, opened: Opener) -> None:
    one, other = (opened(folder / "d" / f"{FIRST}.html", folder=folder) for _ in range(2))
    one.click(f"{ROW.format(4)} .line")
    one.click("#accept")
    name_oneself(one)
    other.wait_for_selector(f"{ROW.format(4)}.judged")


def test_where_the_browser_keeps_nothing_the_page_says_so(folder: Path, opened: Opener) -> None:
    page = opened(folder / "index.html", folder=folder)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page.goto(page.url.replace("index.html", f"d/{FIRST}.html"))
    assert "ไม่ให้เก็บ" in page.locator("#notice").inner_text()
    page.click(f"{ROW.format(4)} .line")
    page.click("#accept")
    name_oneself(page)
    page.wait_for_selector(f"{ROW.format(4)}.judged")


def test_without_script_values_and_boxes_lead_to_one_another(folder: Path, opened: Opener) -> None:
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder, java_script_enabled=False)
    assert not page.locator("#judge").is_visible()
    page.locator(f"{ROW.format(2)} .pick").click()
    assert page.locator(f"{ROW.format(2)} .detail").is_visible()
    assert not page.locator(f"{ROW.format(3)} .detail").is_visible()
    page.locator(f"{ROW.format(2)} .place").first.click()
    page.locator('.box[href="#s-2567-indicator-5"]').click()
    assert page.locator(f"{ROW.format(5)} .detail").is_visible()


def test_two_facts_of_one_place_are_chosen_in_turn(tmp_path: Path, opened: Opener) -> None:
    place = document().scores[0].places
    made = document(scores=[score("1", "90", places=place), score("2", "80", places=place)])
    write_review(tmp_path, [made])
    page = opened(tmp_path / "d" / f"{FIRST}.html", folder=tmp_path)
    box = page.locator('.box[data-facts*="indicator-1"]')
    for expected in ("1", "2", "1"):
        box.click()
        assert page.locator(".fact.chosen").get_attribute("id") == f"s-2567-indicator-{expected}"


def test_hostile_cells_stay_texts_through_the_whole_way(tmp_path: Path, opened: Opener) -> None:
    evil = "</script><img src=x onerror=attacked()>\"'=1+1 {0} $& \u2028"
    made = document(scores=[score("1", "90", name=evil, name_as_seen=evil, agency=evil)], agency=evil, path=evil)
    write_review(tmp_path, [made], known=[KnownCorrection(correction(who=evil, why=evil, was="89"), "misfit", evil)])
    page = opened(tmp_path / "d" / f"{FIRST}.html", folder=tmp_path)
    page.click("#document-agency .line")
    page.click("#accept")
    page.fill("#who-field", evil)
    page.keyboard.press("Enter")
    page.wait_for_selector("#document-agency.judged")
    found = saved(page, tmp_path)
    assert found[-1].was == found[-1].becomes == evil.strip()
    assert found[-1].who == evil.strip()
    assert AGENCY not in found[-1].was
    page.goto(page.url.partition("#")[0].replace(f"d/{FIRST}.html", "index.html"))
    page.wait_for_selector("#rows tr")
    assert page.locator("img").count() == 0


def test_a_withheld_figure_is_published_as_a_person_reads_it(tmp_path: Path, opened: Opener) -> None:
    withheld = Refused(
        "w-1", "indicator 7: 81.2", "unsure-reading", "a digit is not sure", (), "2567/indicator/7", "81.2"
    )
    write_review(tmp_path / "review", [replace(document(), refused=(withheld,))])
    page = opened(tmp_path / "review" / "d" / f"{FIRST}.html", folder=tmp_path / "review")
    page.click("#w-1 .publish")
    page.locator("#w-1 .editor input").first.fill("81.25")
    page.keyboard.press("Enter")
    name_oneself(page)
    page.wait_for_selector("#judgements-list li")
    assert new(saved(page, tmp_path)) == [("scores", "2567/indicator/7", "value", "", "81.25")]


def test_no_key_judges_a_value_while_a_withheld_figure_is_looked_at(tmp_path: Path, opened: Opener) -> None:
    withheld = Refused(
        "w-1", "indicator 7: 81.2", "unsure-reading", "a digit is not sure", (), "2567/indicator/7", "81.2"
    )
    write_review(tmp_path / "review", [replace(document(), refused=(withheld,))])
    page = opened(tmp_path / "review" / "d" / f"{FIRST}.html", folder=tmp_path / "review")
    page.click(f"{ROW.format(1)} .line")
    page.click("#w-1 .publish")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.wait_for_selector("#live:has-text('ยังไม่ได้เลือกค่า')", state="attached")
    assert page.locator("#judgements-list li").count() == 0
    # The next value is that after the one which was chosen before.
    page.keyboard.press("j")
    page.wait_for_selector(f"{ROW.format(2)}.chosen")


def test_what_was_typed_is_kept_when_another_value_is_chosen(page: Page) -> None:
    page.click(f"{ROW.format(1)} .line")
    page.click("#correct")
    page.locator(f"{ROW.format(1)} .editor input").first.fill("91.99")
    page.click(f"{ROW.format(4)} .line")
    page.wait_for_selector("#live:has-text('ยังไม่ได้บันทึก')", state="attached")
    assert page.locator(".editor:visible").count() == 0
    page.click(f"{ROW.format(1)} .line")
    page.click("#correct")
    assert page.locator(f"{ROW.format(1)} .editor input").first.input_value() == "91.99"
    # Left on purpose it is gone.
    page.keyboard.press("Escape")
    page.click("#correct")
    assert page.locator(f"{ROW.format(1)} .editor input").first.input_value() == "92.11"
    page.keyboard.press("Escape")


def test_what_was_typed_is_kept_where_no_name_is_given(page: Page) -> None:
    page.click(f"{ROW.format(1)} .line")
    page.click("#correct")
    page.locator(f"{ROW.format(1)} .editor input").first.fill("91.99")
    page.keyboard.press("Enter")
    page.wait_for_selector("#who-window[open]")
    page.keyboard.press("Escape")
    field = page.locator(f"{ROW.format(1)} .editor input").first
    field.wait_for()
    assert field.input_value() == "91.99"
    page.keyboard.press("Enter")
    name_oneself(page)
    page.wait_for_selector(f"{ROW.format(1)}:has-text('91.99')")
    assert page.locator(".editor:visible").count() == 0


def test_leaving_the_page_with_something_typed_is_asked(page: Page) -> None:
    page.click(f"{ROW.format(1)} .line")
    page.click("#correct")
    leaving = "(() => { const event = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(event); return event.defaultPrevented; })()"
    assert page.evaluate(leaving) is False
    page.locator(f"{ROW.format(1)} .editor input").first.fill("91.99")
    assert page.evaluate(leaving) is True
    page.keyboard.press("Escape")
    assert page.evaluate(leaving) is False


def test_what_contradicts_a_value_is_told_where_it_is_looked_at(page: Page) -> None:
    page.click(f"{ROW.format(2)} .line")
    assert "ผลรวมไม่ตรง" in page.locator(f"{ROW.format(2)} .why-look").inner_text()
    page.click("#document-fiscal_year .line")
    assert "ผลรวมไม่ตรง" not in page.locator("#document-fiscal_year .why-look").inner_text()


def test_a_withheld_figure_is_the_next_that_needs_a_look(tmp_path: Path, opened: Opener) -> None:
    refused = [
        Refused(f"w-{n}", f"{n} (2567): 8{n}.00", "unsure-reading", "unsure", (), f"2567/indicator/{n}", f"8{n}.00")
        for n in (1, 2)
    ]
    made = replace(document(scores=[]), refused=tuple(refused), document=replace(document().document, doubts=()))
    write_review(tmp_path, [made])
    page = opened(tmp_path / "d" / f"{FIRST}.html", folder=tmp_path)
    for anchor in ("w-1", "w-2", "w-1"):
        page.keyboard.press("d")
        assert page.evaluate("document.activeElement.closest('tr').id") == anchor


def test_without_script_the_box_of_a_link_is_marked(folder: Path, opened: Opener) -> None:
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder, java_script_enabled=False)
    box = page.locator('.box[href="#s-2567-indicator-2"] rect')
    before = box.evaluate("rect => getComputedStyle(rect).fill")
    page.locator(f"{ROW.format(2)} .pick").click()
    page.locator(f"{ROW.format(2)} .place").first.click()
    assert box.evaluate("rect => getComputedStyle(rect).fill") != before


def test_on_a_phone_the_head_of_a_value_is_seen_after_its_box_was_touched(folder: Path, opened: Opener) -> None:
    page = opened(folder / "d" / f"{FIRST}.html", folder=folder, viewport={"width": 320, "height": 640})
    page.locator('.box[data-facts="s-2567-indicator-4"]').click()
    assert page.evaluate("""(() => {
        const line = document.querySelector('.fact.chosen .line').getBoundingClientRect(), source = document.querySelector('#source').getBoundingClientRect();
        return line.top >= source.bottom - 1 && line.bottom <= innerHeight;
    })()""")
