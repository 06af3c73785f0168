"""The way of a user from reports to a corrected table: run, look, click, correct, save, run again."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.commands import thai_ita
from tests.browser.conftest import Opener
from tests.browser.output import Output, Row, rows_of
from tests.review_corpus import Made, corpus
from thai_ita.corrections.record import CORRECTION_COLUMNS, FILE_NAME

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

WHO = 'สมหญิง "ผู้ตรวจ", กองแผน'
WHY = "ดูต้นฉบับหน้า 1; =พิมพ์ผิด"
NEAR_PERCENT = 1.5
"""Of a page: how far a box on its picture may be from where the value was read."""
TWO_AGENCIES = 10
REPORTS, OUT = "รายงาน ของ #เรา 100%", "ผล"


@pytest.fixture(scope="session")
def few() -> list[Made]:
    """A PDF with a contradiction, a document of another kind, and others of two agencies."""
    return [made for made in corpus(TWO_AGENCIES) if len(made.data) < 55_000]


@pytest.fixture(scope="session")
def ready(few: list[Made], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports, one of them in an archive, and beside it what was read, with pages."""
    folder = tmp_path_factory.mktemp("ready")
    reports = folder / REPORTS
    reports.mkdir()
    for made in few[:-1]:
        (reports / made.name).write_bytes(made.data)
    with zipfile.ZipFile(reports / "อื่น.zip", "w") as archive:
        archive.writestr(few[-1].name, few[-1].data)
    Output(folder / OUT).run(reports).make_pages()
    return folder


@pytest.fixture
def desk(ready: Path, tmp_path: Path) -> Output:
    """The same for one test, to do with as it likes."""
    shutil.copytree(ready, tmp_path / "desk")
    return Output(tmp_path / "desk" / OUT)


def reports_of(output: Output) -> Path:
    return output.folder.parent / REPORTS


def stated_score(output: Output) -> Row:
    """A score of an indicator that stands at a place of a PDF."""
    return next(
        row for row in output.table("scores")
        if row["kind"] == "indicator" and row["basis"] == "stated" and row["bbox"] and row["part"] == ""
    )  # fmt: skip


def fact(page: Page, row: Row, table: str = "scores") -> Locator:
    return page.locator(f'tbody.fact[data-table="{table}"][data-fact="{row["fact"]}"]')


def save(page: Page, to: Path) -> list[Row]:
    """Take what the page saves as a download; its rows."""
    with page.expect_download() as download:
        page.locator("#download").click()
    assert download.value.suggested_filename == FILE_NAME
    download.value.save_as(to)
    return rows_of(to)


def correct_by_keyboard(page: Page, value: str, why: str = "") -> None:
    """Correct the value that is chosen, and say who one is where the page asks."""
    page.keyboard.press("e")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(value)
    if why:
        page.keyboard.press("Tab")
        page.keyboard.type(why)
    page.keyboard.press("Enter")
    # Saved, or asked for one's name: either way the field is gone.
    page.locator("form.editor:not(#add-form)").wait_for(state="detached")
    asked = page.locator("#who-window")
    if asked.is_visible():
        page.keyboard.type(WHO)
        page.keyboard.press("Enter")
        asked.wait_for(state="hidden")


def test_from_reports_to_a_corrected_table(desk: Output, opened: Opener, how: str, tmp_path: Path) -> None:
    before = stated_score(desk)
    document = next(row for row in desk.table("documents") if row["doc_id"] == before["doc_id"])
    # Opened, filtered, and led to the document.
    index = opened(desk.index, how)
    index.locator("#filter-q").fill(before["agency"].removeprefix("เทศบาล"))
    index.wait_for_function("n => document.querySelectorAll('#rows tr').length < n", arg=len(desk.pages()))
    row = index.locator(f'tr[data-doc="{before["doc_id"]}"]')
    assert before["agency"] in row.inner_text()
    row.locator("a").click()
    index.wait_for_url("**/d/*.html*")
    page = index
    assert before["agency"] in page.title()
    assert Path(document["path"]).name in page.locator("body").inner_text()
    # A click on the value shows where it stands; a click there shows the value.
    value = fact(page, before)
    value.locator(".pick").click()
    box = page.locator("#pages .box.chosen").first
    assert_at(box, page, before)
    page.locator("#pages .box:not(.chosen)").first.click()
    assert "chosen" not in (value.get_attribute("class") or "").split()
    box_of = page.locator(f'#pages .box[data-facts~="{value.get_attribute("id")}"]').first
    box_of.click()
    assert "chosen" in (value.get_attribute("class") or "").split()
    # Corrected by keyboard, saved, and laid beside the tables.
    correct_by_keyboard(page, "77.77", WHY)
    assert "77.77" in value.inner_text()
    (saved,) = save(page, desk.folder / FILE_NAME)
    assert {name: saved[name] for name in ("doc_id", "table", "column")} == {
        "doc_id": before["doc_id"],
        "table": "scores",
        "column": "value",
    }
    assert (saved["fact"], float(saved["was"]), saved["becomes"]) == (
        before["fact"],
        float(before["value"]),
        "77.77",
    )
    assert (saved["who"], saved["why"].lstrip("'")) == (WHO, WHY)
    assert re.match(r"20\d\d-\d\d-\d\dT", saved["when"])
    # Run again: the table holds it, and says whose it is.
    others = {row["fact"] + row["doc_id"] for row in desk.table("scores") if row["doc_id"] != before["doc_id"]}
    done = thai_ita("run", reports_of(desk), "-o", desk.folder, "--jobs", "1")
    assert "1" in done.stdout + done.stderr
    after = next(
        row for row in desk.table("scores") if row["doc_id"] == before["doc_id"] and row["fact"] == before["fact"]
    )
    assert (float(after["value"]), after["status"], after["corrected_by"]) == (
        77.77,
        "corrected",
        WHO,
    )
    assert after["value_as_seen"] == before["value_as_seen"]
    assert (after["page"], after["bbox"]) == (before["page"], before["bbox"])
    assert {row["fact"] + row["doc_id"] for row in desk.table("scores") if row["doc_id"] != before["doc_id"]} == others
    assert any(row["check"] == "correction" and row["result"] == "repaired" for row in desk.table("checks"))
    # The pages show it, and of the others none was made anew.
    times = {path: path.stat().st_mtime_ns for path in desk.pages()}
    desk.make_pages()
    changed = [path.stem for path in desk.pages() if times[path] != path.stat().st_mtime_ns]
    assert before["doc_id"] in changed
    again = opened(desk.page_of(before["doc_id"]), how, folder=desk.review)
    shown = fact(again, before).inner_text()
    assert "77.77" in shown
    assert WHO in again.locator("#judgements-list").inner_text()
    # What was saved is in the tables now: nothing waits in the browser, the file is as it was.
    assert save(again, tmp_path / "again.csv") == rows_of(desk.folder / FILE_NAME)


def assert_at(box: Locator, page: Page, row: Row) -> None:
    """The box is in sight, and as far down the picture as the value is down its page."""
    from playwright.sync_api import expect

    expect(box).to_be_in_viewport()
    sheet = page.locator(f"#p{row['page']} img").bounding_box()
    place = box.bounding_box()
    assert sheet
    assert place
    x0, top, x1, bottom = (float(each) for each in re.findall(r"[\d.]+", row["bbox"]))
    width, height = 595, 842
    for shown, told in (
        ((place["x"] - sheet["x"]) / sheet["width"], x0 / width),
        ((place["y"] - sheet["y"]) / sheet["height"], top / height),
        ((place["x"] + place["width"] - sheet["x"]) / sheet["width"], x1 / width),
        ((place["y"] + place["height"] - sheet["y"]) / sheet["height"], bottom / height),
    ):
        assert abs(100 * (shown - told)) < NEAR_PERCENT, (row["bbox"], place, sheet)


def test_accepted_rejected_added_and_undone(desk: Output, opened: Opener, tmp_path: Path) -> None:
    scores = [
        row
        for row in desk.table("scores")
        if row["doc_id"] == stated_score(desk)["doc_id"] and row["basis"] == "stated"
    ]
    page = opened(desk.page_of(scores[0]["doc_id"]), folder=desk.review)
    first, second, third = scores[0], scores[1], scores[2]
    fact(page, first).locator(".pick").click()
    page.keyboard.press("a")
    page.locator("#who-field").fill(WHO)
    page.keyboard.press("Enter")
    fact(page, second).locator(".pick").click()
    page.keyboard.press("r")
    fact(page, third).locator(".pick").click()
    page.keyboard.press("r")
    page.keyboard.press("u")
    rows = save(page, desk.folder / FILE_NAME)
    assert [(row["fact"], row["was"], row["becomes"]) for row in rows] == [
        (first["fact"], first["value"], first["value"]), (second["fact"], second["value"], ""),
    ]  # fmt: skip
    thai_ita("run", reports_of(desk), "-o", desk.folder, "--jobs", "1")
    after = {row["fact"]: row for row in desk.table("scores") if row["doc_id"] == first["doc_id"]}
    assert after[first["fact"]]["corrected_by"] == WHO
    assert after[first["fact"]]["status"] in {"verified", "corrected"}
    assert second["fact"] not in after
    assert third["fact"] in after
    told = [row["message"] for row in desk.table("checks") if row["check"] == "correction"]
    assert len(told) == 2
    assert all(WHO in message for message in told)
    desk.make_pages()
    again = opened(desk.page_of(first["doc_id"]), folder=desk.review)
    assert fact(again, second).count() == 0
    assert save(again, tmp_path / "again.csv") == rows


def test_it_goes_on_in_another_browser_with_the_file(desk: Output, opened: Opener, how: str, tmp_path: Path) -> None:
    score = stated_score(desk)
    page = opened(desk.page_of(score["doc_id"]), how, folder=desk.review)
    fact(page, score).locator(".pick").click()
    correct_by_keyboard(page, "70.5", WHY)
    rows = save(page, tmp_path / FILE_NAME)
    # A context with other options is another browser, with a storage of its own.
    other = opened(desk.page_of(score["doc_id"]), how, folder=desk.review, locale="en-US")
    assert "70.5" not in fact(other, score).inner_text()
    other.locator("#file").set_input_files(tmp_path / FILE_NAME)
    from playwright.sync_api import expect

    expect(fact(other, score)).to_contain_text("70.5")
    assert save(other, tmp_path / "other.csv") == rows
    index = opened(desk.index, how, folder=desk.review, locale="en-US")
    assert save(index, tmp_path / "index.csv") == rows


def test_the_agency_and_the_year_of_a_document(desk: Output, opened: Opener) -> None:
    document = next(row for row in desk.table("documents") if row["year_from"] == "title" and int(row["n_scores"]) > 5)
    page = opened(desk.page_of(document["doc_id"]), folder=desk.review)
    for column, becomes in (("fiscal_year", "๒๕๖๕"), ("agency", "เทศบาลตำบลทดลองใหม่")):
        page.locator(f'tbody.fact[data-table="documents"][data-main="{column}"] .pick').click()
        correct_by_keyboard(page, becomes)
    save(page, desk.folder / FILE_NAME)
    thai_ita("run", reports_of(desk), "-o", desk.folder, "--jobs", "1")
    after = next(row for row in desk.table("documents") if row["doc_id"] == document["doc_id"])
    assert (after["fiscal_year"], after["year_from"]) == ("2565", "correction")
    assert (after["agency"], after["agency_from"]) == ("เทศบาลตำบลทดลองใหม่", "correction")
    assert after["corrected_by"] == WHO
    assert {row["agency"] for row in desk.table("scores") if row["doc_id"] == document["doc_id"]} == {after["agency"]}


def test_a_correction_that_no_longer_fits_is_told(desk: Output, opened: Opener) -> None:
    score = stated_score(desk)
    values = (
        score["doc_id"],
        "scores",
        score["fact"],
        "value",
        "12.34",
        "56.78",
        WHO,
        "2025-01-06",
        WHY,
    )
    with (desk.folder / FILE_NAME).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([CORRECTION_COLUMNS, values])
    thai_ita("run", reports_of(desk), "-o", desk.folder, "--jobs", "1")
    after = next(
        row for row in desk.table("scores") if row["doc_id"] == score["doc_id"] and row["fact"] == score["fact"]
    )
    assert after["value"] == score["value"]
    assert "12.34" in thai_ita("corrections", desk.folder).stdout
    desk.make_pages()
    page = opened(desk.page_of(score["doc_id"]), folder=desk.review)
    assert "12.34" in page.locator("#judgements-list").inner_text()
    assert fact(page, score).locator(".judgement-misfit").count() == 1
    index = opened(desk.index, folder=desk.review)
    assert index.locator(f'tr[data-doc="{score["doc_id"]}"] .doubt-misfit').count() == 1


def test_an_edited_table_becomes_corrections(desk: Output, opened: Opener) -> None:
    score = stated_score(desk)
    table = desk.folder / "scores.csv"
    text = table.read_text("utf-8-sig")
    line = next(line for line in text.split("\r\n") if score["doc_id"] in line and score["fact"] in line.split(","))
    assert f",{score['value']}," in line
    table.write_text(
        text.replace(line, line.replace(f",{score['value']},", ",66.66,", 1)),
        "utf-8-sig",
        newline="",
    )
    done = thai_ita("run", reports_of(desk), "-o", desk.folder, "--jobs", "1")
    (kept,) = desk.folder.glob("scores.edited-*.csv")
    assert kept.name in done.stderr + done.stdout
    thai_ita("corrections", "from", kept, "--who", WHO)
    (row,) = rows_of(desk.folder / FILE_NAME)
    assert (row["fact"], row["becomes"], row["who"]) == (score["fact"], "66.66", WHO)
    thai_ita("run", reports_of(desk), "-o", desk.folder, "--jobs", "1")
    desk.make_pages()
    page = opened(desk.page_of(score["doc_id"]), folder=desk.review)
    assert "66.66" in fact(page, score).inner_text()
    assert WHO in page.locator("#judgements-list").inner_text()


def test_corrections_of_two_people_are_merged(desk: Output, opened: Opener, tmp_path: Path) -> None:
    scores = [
        row
        for row in desk.table("scores")
        if row["doc_id"] == stated_score(desk)["doc_id"] and row["basis"] == "stated"
    ][:2]
    files = []
    for score, locale in zip(scores, ("th-TH", "en-US"), strict=True):
        page = opened(desk.page_of(score["doc_id"]), folder=desk.review, locale=locale)
        fact(page, score).locator(".pick").click()
        correct_by_keyboard(page, "55.55")
        files.append(tmp_path / f"{locale}.csv")
        save(page, files[-1])
    for file in files:
        thai_ita("corrections", "add", file, desk.folder)
    thai_ita("run", reports_of(desk), "-o", desk.folder, "--jobs", "1")
    corrected = {row["fact"] for row in desk.table("scores") if row["status"] == "corrected"}
    assert corrected >= {score["fact"] for score in scores}


@pytest.mark.parametrize("media", ["text", "docx", "xlsx", "html"])
def test_text_documents_are_shown_with_marks(made: Output, opened: Opener, media: str) -> None:
    of_kind = {row["doc_id"] for row in made.table("documents") if row["media"] == media}
    score = next(
        row for row in made.table("scores")
        if row["doc_id"] in of_kind and row["basis"] == "stated" and row["kind"] == "indicator"
    )  # fmt: skip
    page = opened(made.page_of(score["doc_id"]), folder=made.review)
    fact(page, score).locator(".pick").click()
    mark = page.locator("#pages .chosen").first
    assert score["value_as_seen"].strip().rstrip("0").rstrip(".") in mark.inner_text()
    mark.click()
    assert "chosen" in (fact(page, score).get_attribute("class") or "")


def test_filters_narrow_the_index(made: Output, opened: Opener, how: str) -> None:
    documents = made.table("documents")
    page = opened(made.index, how)
    for name, column in (
        ("province", "province"),
        ("fiscal_year", "fiscal_year"),
        ("agency_type", "agency_type"),
        ("media", "media"),
        ("doc_type", "doc_type"),
    ):
        value = documents[0][column]
        page.locator(f"#filter-{name}").select_option(value)
        want = {row["doc_id"] for row in documents if row[column] == value}
        page.wait_for_function("n => document.querySelectorAll('#rows tr').length === n", arg=len(want))
        assert set(page.locator("#rows tr").evaluate_all("list => list.map(e => e.dataset.doc)")) == want
        page.locator("#clear").click()
        page.wait_for_function("n => document.querySelectorAll('#rows tr').length === n", arg=len(made.pages()))
    page.locator("#filter-doubt").select_option("conflict")
    want = {row["doc_id"] for row in documents if int(row["n_conflicts"])}
    page.wait_for_function("n => document.querySelectorAll('#rows tr').length === n", arg=len(want))


def test_a_source_that_is_gone_is_told(desk: Output, opened: Opener) -> None:
    score = stated_score(desk)
    desk.run(reports_of(desk))
    for path in reports_of(desk).glob("*.pdf"):
        path.unlink()
    shutil.rmtree(desk.review)
    desk.make_pages()
    page = opened(desk.page_of(score["doc_id"]), folder=desk.review)
    assert page.locator("#source .notice").is_visible()
    assert fact(page, score).count() == 1
