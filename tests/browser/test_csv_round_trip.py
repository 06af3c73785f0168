"""``corrections.csv`` written and read by the pages is what the commands write and read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.review_pages import correction, write_review
from thai_ita.corrections.csv_file import parse_corrections, write_corrections
from thai_ita.corrections.record import CORRECTION_COLUMNS, Correction

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Opener = Callable[..., Page]

AWKWARD = (
    "", "86.50", "-5", "+1", "=1+1", "@x", "'", "'=1", "''=1", " =1", "' =1", "＝1", "－1", "\t x", 'a"b', '"', '""', "a,b", "a;b\tc", "a\nb", "\n", "a\n\n b",
    "ก\nข, \"ค\"", "ํ้า", "0e1", "12:30", "'12:30", "\ufeffx", "\u2028", "<b>&amp;", "x" * 3000, "😀", " ก ", "sep=;", "#N/A", "1.2E+15",
)  # fmt: skip
WRITE = "(rows) => window.thaiIta.csv.write(rows)"
READ = "(bytes) => window.thaiIta.csv.read(new Uint8Array(bytes))"


@pytest.fixture
def page(tmp_path: Path, opened: Opener) -> Page:
    return opened(write_review(tmp_path))


def corrections() -> list[Correction]:
    """One for each awkward text in each column that takes any text."""
    made = [correction(was=text, becomes=text, who=text, why=text, when=text, column="agency") for text in AWKWARD]
    named = [correction(fact=text) for text in ("1:123456", "1e5", "3:ab12cd", "-/overall/ITA", "2567/indicator/9@เทศบาล=x")]
    return [*made, *named, correction(doc_id="1234567890123456"), correction(doc_id="12345678901e1234")]


def rows(listed: list[Correction]) -> list[list[str]]:
    return [[getattr(one, name) for name in CORRECTION_COLUMNS] for one in listed]


def written(listed: list[Correction]) -> bytes:
    file = io.BytesIO()
    write_corrections(file, listed)
    return file.getvalue()


def test_the_page_writes_what_the_commands_write(page: Page) -> None:
    listed = corrections()
    assert page.evaluate(WRITE, rows(listed)).encode("utf-8") == written(listed)


def test_the_page_reads_what_the_commands_read(page: Page) -> None:
    raw = written(corrections())
    # What the commands leave out for its texts (too long a name, no who) is no matter here: forms alone.
    ours = page.evaluate(READ, list(raw))
    theirs = parse_corrections(raw, "x.csv").corrections
    assert not ours["missing"]
    assert not ours["wrong"]
    assert [row for row in rows(theirs) if row not in ours["rows"]] == []
    assert len(theirs) > len(AWKWARD) - 6


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ","), ("utf-8", ";"), ("utf-16", "\t"), ("cp874", ","), ("utf-8", "\t")],
)
def test_files_of_spreadsheets_are_read(page: Page, encoding: str, delimiter: str) -> None:
    lines = [
        ["table", "doc_id", "note", "fact", "column", "was", "becomes", "who"],
        ["Scores", "00FF11AA22BB33CC", "x", "2567/indicator/1", "value", "86.5", "87", "สมชาย"],
        ["documents", "00ff11aa22bb33cc", "", "ignored", "agency", "", "เทศบาลตำบลบ้านใหม่", ""],
        ["", "", "", "", "", "", "", ""],
        ["scores", "1.2E+15", "", "2567/indicator/1", "value", "86.5", "87", ""],
        ["checks", "00ff11aa22bb33cc", "", "x", "value", "86.5", "87", ""],
    ]
    raw = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    ours = page.evaluate(READ, list(raw))
    assert ours["rows"] == rows(parse_corrections(raw, "x.csv").corrections)
    assert len(ours["rows"]) == 2
    assert ours["wrong"] == [5, 6]


def test_a_file_that_is_none_is_told(page: Page, tmp_path: Path) -> None:
    other = tmp_path / "scores.csv"
    other.write_text("doc_id,value\nx,1\n", "utf-8")
    page.set_input_files("#file", other)
    page.wait_for_selector("#notice:has-text('table, fact, column, was, becomes')")
    page.set_input_files("#file", {"name": "empty.csv", "mimeType": "text/csv", "buffer": b""})
    page.wait_for_selector("#notice:has-text('doc_id')")


def test_a_file_is_taken_in_once(page: Page) -> None:
    buffer = written([correction(), correction(who="B")])
    for added, known in ((2, 0), (0, 2)):
        page.set_input_files("#file", {"name": "corrections.csv", "mimeType": "text/csv", "buffer": buffer})
        page.wait_for_selector(f"#notice:has-text('ใหม่ {added} มีอยู่แล้ว {known}')")
    with page.expect_download() as waiting:
        page.click("#download")
    assert Path(waiting.value.path()).read_bytes() == buffer
