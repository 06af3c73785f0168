"""``corrections.csv`` written and read by the pages is what the commands write and read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.review_pages import correction, write_review
from thai_ita.corrections.csv_file import LONGEST, parse_corrections, write_corrections
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
    named = [
        correction(fact=text) for text in ("1:123456", "1e5", "3:ab12cd", "-/overall/ITA", "2567/indicator/9@เทศบาล=x")
    ]
    return [*made, *named, correction(doc_id="d-1234567890123456"), correction(doc_id="d-12345678901e1234")]


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
    ours = page.evaluate(READ, list(raw))
    theirs, problems = parse_corrections(raw, "x.csv")
    assert not ours["missing"]
    assert [one["line"] for one in ours["wrong"]] == [
        int(problem.split(":")[0].removeprefix("line ")) for problem in problems
    ]
    assert list(dict.fromkeys(map(tuple, ours["rows"]))) == list(map(tuple, rows(theirs)))
    assert len(theirs) > len(AWKWARD) - 6


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ","), ("utf-8", ";"), ("utf-16", "\t"), ("cp874", ","), ("utf-8", "\t")],
)
def test_files_of_spreadsheets_are_read(page: Page, encoding: str, delimiter: str) -> None:
    lines = [
        ["table", "doc_id", "note", "fact", "column", "was", "becomes", "who"],
        ["Scores", "00FF11AA22BB33CC", "x", "2567/indicator/1", "value", "86.5", "87", "สมชาย"],
        ["documents", "d-00ff11aa22bb33cc", "", "ignored", "agency", "", "เทศบาลตำบลบ้านใหม่", ""],
        ["", "", "", "", "", "", "", ""],
        ["scores", "1.2E+15", "", "2567/indicator/1", "value", "86.5", "87", ""],
        ["checks", "d-00ff11aa22bb33cc", "", "x", "value", "86.5", "87", ""],
    ]
    raw = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    ours = page.evaluate(READ, list(raw))
    assert ours["rows"] == rows(parse_corrections(raw, "x.csv").corrections)
    assert len(ours["rows"]) == 2
    assert [(one["line"], one["why"]) for one in ours["wrong"]] == [(5, "line.doc_id"), (6, "line.table")]


CELLS: dict[tuple[str, str], tuple[str, ...]] = {
    ("scores", "value"): (
        "174.82", "100", "100.00", "100.01", "0", "-5", "+5", "86.5", "๘๖.๕", "86,97", "8,697", "1,000", "86 97", "86 .97", "86.97 %", "ร้อยละ 86.97", "86.97 คะแนน",
        "85/100", "85/50", "85 จาก 100", "85 เต็ม คะแนนเต็ม 100", "86.12345", "86.1234", "8o.5", "l00", "o", "*86*", "'86'", "86⁽¹⁾", "abc", "๘๑,๔๔", ".5", "5.", "1e1", "ได้ 86", "= 86",
        "85-94.99", "85–90", "86.9 7", "86.97 5", "๑๐๑.๕", "86.97/", "𝟖𝟔", "50 points", "50 pts.",
    ),
    ("documents", "fiscal_year"): ("2567", "๒๕๖๗", "2024", "2567.0", "67", "2539", "2540", "2640", "2641", "25 67", "ปี 2567", "1996", "1997", "-2567"),
    ("findings", "assessed_year"): ("2567", "x"),
    ("measures", "start_date"): ("2024-10-01", "2024-13-01", "2567-10-01", "1/10/2567", "13/13/2567", "1 ต.ค. 2567", "1 ตุลาคม 2567", "ตุลาคม", "x", "2567", "10/1/2024"),
    ("measures", "issue"): ("1", "99", "100", "0", "1.5", "๓", "-3", "+3", "x"),
    ("measures", "indicators"): ("1; 2", "i1, O5", "IIT", "ก", "1 ; ; 2", "2561.3"),
    ("measures", "items"): ("o5; i3", "5", "O12"),
    ("measures", "title"): ("อะไรก็ได้", "????", "? ?", "?x"),
    ("scores", "code"): ("9", "o 12", "iit", "ITA", "", "99999", "1.10", "ก"),
    ("scores", "kind"): ("indicator", "Indicator", "", "x"),
    ("scores", "part"): ("1", "0", "๒", "", "10"),
    ("documents", "doc_type"): ("score_analysis", "SCORE_ANALYSIS", "x", ""),
    ("documents", "level"): ("ผ่าน", "x"),
    ("findings", "instrument"): ("iit", "EBIT", "x"),
}  # fmt: skip
UNSEEN_HERE = {("measures", "start_date"): {"ตุลาคม", "2567", "x"}}
"""Dates in words that only a run knows to be none."""


def test_the_page_leaves_out_what_a_run_would_refuse(page: Page) -> None:
    listed = [
        correction(table=table, column=column, fact="x" if table != "documents" else "", becomes=text)
        for (table, column), texts in CELLS.items()
        for text in texts
    ]
    long = {name: correction(**{name: "ก" * (most + 1)}) for name, most in LONGEST.items()}
    listed += long.values()
    ours = [tuple(row) for row in page.evaluate(READ, list(written(listed)))["rows"]]
    theirs = parse_corrections(written(listed), "x.csv").corrections
    assert len(theirs) > 40
    here, there = set(ours), {tuple(row) for row in rows(theirs)}
    assert sorted(there - here) == [], "a run takes them"
    left = {row for row in here - there if row[5] not in UNSEEN_HERE.get((row[1], row[3]), ())}
    assert sorted(left) == [], "a run refuses them"


def test_lines_that_are_left_out_are_told(page: Page) -> None:
    listed = [correction(becomes="174.82"), correction(), correction(column="fiscal_year", was="2567", becomes="67")]
    page.set_input_files("#file", {"name": "corrections.csv", "mimeType": "text/csv", "buffer": written(listed)})
    page.wait_for_selector("#notice:has-text('ใหม่ 1 มีอยู่แล้ว 0')")
    told = page.inner_text("#notice")
    assert "บรรทัด 2 “174.82” ไม่ใช่คะแนน" in told
    assert "บรรทัด 4 “67” ไม่ใช่ปี" in told
    assert page.evaluate("window.thaiIta.judgements.fileRows().length") == 1


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
