"""Reports, names, lists and corrections full of attacks: their pages show text, and do nothing."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest

from tests.browser.commands import thai_ita
from tests.browser.conftest import Opener
from tests.browser.output import Output, rows_of
from tests.hostile_texts import (
    ESCAPED,
    FORMULA_STARTS,
    PAYLOADS,
    Hostile,
    hostile_corrections,
    write_hostile,
)
from tests.page_structure import faults
from thai_ita.corrections.csv_file import read_corrections
from thai_ita.corrections.record import CORRECTION_COLUMNS, FILE_NAME
from thai_ita.visible import without_control

TABLES = ("documents", "scores", "measures", "findings", "checks")


def everything(folder: Path) -> set[str]:
    return {os.path.relpath(path, folder) for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def attacked(desk: Path) -> tuple[Hostile, Output]:
    """Everything done that a user does: run, review, correct, run and review again, profiles."""
    hostile = write_hostile(desk / "hostile")
    output = Output(desk / "out")

    def read() -> None:
        # Archives hold names that lead out, which are told and not read.
        thai_ita("run", hostile.hints, "-o", output.folder, "--agencies", hostile.agencies, "--jobs", "1", code=1)

    read()
    output.make_pages()
    rows = list(hostile_corrections(output.table("documents")[:12], output.table("scores")[:8]))
    with (output.folder / FILE_NAME).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CORRECTION_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    read()
    output.make_pages()
    thai_ita("report", output.folder, "--province", "น่าน")
    thai_ita("report", output.folder, "--agency", output.table("scores")[0]["agency"])
    return hostile, output


def pages_of(output: Output) -> list[Path]:
    return [output.index, *output.pages(), *output.profiles]


def test_pages_are_there_for_every_document(attacked: tuple[Hostile, Output]) -> None:
    _, output = attacked
    documents = {row["doc_id"] for row in output.table("documents") if row["doc_id"]}
    assert {page.stem for page in output.pages()} >= {d for d in documents if output.page_of(d).exists()}
    assert len(output.pages()) >= 20
    assert len(output.profiles) >= 2


def test_no_page_holds_what_runs_or_loads(attacked: tuple[Hostile, Output]) -> None:
    _, output = attacked
    for page in pages_of(output):
        found = list(faults(page.read_text("utf-8")))
        assert not found, f"{page.name}: {found}"


def test_nothing_is_written_outside_the_output(attacked: tuple[Hostile, Output], desk: Path) -> None:
    names = everything(desk)
    assert {name.partition(os.sep)[0] for name in names} == {"hostile", "out"}
    assert not [name for name in names if ESCAPED in name and not name.startswith("hostile")]
    made = {name for name in names if name.startswith((f"out{os.sep}review", f"out{os.sep}profiles"))}
    for name in made:
        last = name.rpartition(os.sep)[2]
        assert not set(last) & set("<>\"'&#?%\\\n\u202e\u2028"), name


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_of_a_table_is_a_formula(attacked: tuple[Hostile, Output], name: str) -> None:
    from thai_ita.columns import TABLE_COLUMNS, ColumnKind

    texts = [c.name for c in TABLE_COLUMNS[name] if c.kind is ColumnKind.TEXT]
    rows = attacked[1].table(name)
    assert rows
    for row in rows:
        for column in texts:
            assert not row[column].startswith(FORMULA_STARTS), (column, row[column])


def test_every_page_opens_and_does_nothing(attacked: tuple[Hostile, Output], opened: Opener, how: str) -> None:
    _, output = attacked
    shown = ""
    for path in pages_of(output):
        page = opened(path, how, folder=output.folder)
        shown += page.locator("body").inner_text()
        assert page.title()
        # The policy of the page is in force: what is put in now does not run.
        page.close()
    for payload in PAYLOADS[:10]:
        assert without_control(payload).strip()[:40] in shown, payload
    # What turns the order of letters round is not shown as it is.
    assert not set(shown) & set("\u202e\u2066\u202d")


def test_the_index_filters_attacks_as_text(attacked: tuple[Hostile, Output], opened: Opener, how: str) -> None:
    _, output = attacked
    page = opened(output.index, how, folder=output.folder)
    for text in ("<img", "\"'>", "attacked(", "\u202e", "((((a+)+)+)$", "\\"):
        page.locator("#filter-q").fill(text)
        page.wait_for_timeout(150)
        body = page.locator("#rows").inner_text()
        assert not set(body) & set("\u202e\u2066\u202d")
    assert page.locator("#rows script, #rows img, #rows iframe, #rows style, #rows link").count() == 0


def test_corrections_saved_by_a_page_are_text(
    attacked: tuple[Hostile, Output], opened: Opener, how: str, tmp_path: Path
) -> None:
    _, output = attacked
    known = read_corrections(output.folder / FILE_NAME).corrections
    document = output.table("documents")[0]
    page = opened(output.page_of(document["doc_id"]), how, folder=output.folder)
    with page.expect_download() as download:
        page.locator("#download").click()
    saved = tmp_path / FILE_NAME
    download.value.save_as(saved)
    for row in rows_of(saved):
        for column in CORRECTION_COLUMNS:
            assert not row[column].startswith(FORMULA_STARTS), (column, row[column])
    read = read_corrections(saved)
    assert not read.problems
    assert set(read.corrections) == set(known)
    shutil.copy(saved, output.folder / FILE_NAME)
