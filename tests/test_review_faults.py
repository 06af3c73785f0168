"""A fault in one document costs its page alone, and is told there, on the index and by the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.review_inputs import IN_PROCESS, read_into, report_pdf, report_text
from thai_ita.cli import app
from thai_ita.review import document_pages, listing, make, render
from thai_ita.review.document_pages import MakeOptions
from thai_ita.review.judged_facts import Facts, facts_of, index_row
from thai_ita.review.make import ReviewSummary, make_review
from thai_ita.review.page_content import DocumentPage, IndexRow

FAULTY = "b.md"
OTHER = "เทศบาลตำบลอื่น"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Three documents, of which b.md will make trouble."""
    files = {"a.md": report_text(), FAULTY: report_text(OTHER), "c.pdf": report_pdf("เทศบาลตำบลที่สาม")}
    return read_into(tmp_path / "out", tmp_path / "in", files)


def _made(out: Path) -> ReviewSummary:
    return make_review(out, MakeOptions("en", run=IN_PROCESS))


def _in_rendering(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    before = render.render_document

    def faulty(page: DocumentPage, lang: str = "th") -> str:
        if page.document.cells["path"].endswith(FAULTY):
            raise error
        return before(page, lang)

    monkeypatch.setattr(render, "render_document", faulty)


def _in_collecting(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    before = document_pages.document_page

    def faulty(doc_id: str, facts: Any, *given: Any, **named: Any) -> DocumentPage:
        if facts.document.cells["path"].endswith(FAULTY):
            raise error
        return before(doc_id, facts, *given, **named)

    monkeypatch.setattr(document_pages, "document_page", faulty)


def _in_listing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    before = listing.Kept.line

    def faulty(kept: listing.Kept, agreement: Any) -> Any:
        if kept.listed.path.endswith(FAULTY):
            raise error
        return before(kept, agreement)

    monkeypatch.setattr(listing.Kept, "line", faulty)


def _in_finding_its_source(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    before = document_pages.Maker._why_none

    def faulty(maker: Any, listed: Any) -> Any:
        if listed.path.endswith(FAULTY):
            raise error
        return before(maker, listed)

    monkeypatch.setattr(document_pages.Maker, "_why_none", faulty)


def _index_rows(out: Path) -> list[list[Any]]:
    text = (out / "review" / "assets" / "rows-0.js").read_text("utf-8")
    rows: list[list[Any]] = json.loads(text.partition("] = ")[2].rstrip(";\n"))
    return rows


@pytest.mark.parametrize("error", [KeyError("<b>\x1bvalue"), MemoryError(), RecursionError("too deep")])
@pytest.mark.parametrize("inject", [_in_rendering, _in_collecting, _in_listing, _in_finding_its_source])
def test_a_fault_costs_the_page_of_its_document_alone(
    out: Path, monkeypatch: pytest.MonkeyPatch, inject: Callable[..., None], error: BaseException
) -> None:
    with monkeypatch.context() as patch:
        inject(patch, error)
        summary = _made(out)
    assert (summary.documents, summary.made, len(summary.faults)) == (3, 2, 1)
    assert type(error).__name__ in summary.faults[0].message
    assert "\x1b" not in summary.faults[0].line()
    pages = {path.stem: path.read_text("utf-8") for path in (out / "review" / "d").glob("*.html")}
    told = {doc_id for doc_id, html in pages.items() if "could not be made" in html}
    rows = {row[2].rpartition("/")[2]: row for row in _index_rows(out)}
    assert told == {rows[FAULTY][0]}
    (page,) = (pages[doc_id] for doc_id in told)
    assert type(error).__name__ in page
    assert "<b>" not in page
    # The gravest thing that there is to look at.
    assert _index_rows(out)[0] == rows[FAULTY]
    assert 0 in rows[FAULTY][13]
    assert all(0 not in row[13] for name, row in rows.items() if name != FAULTY)
    assert "page not made" in (out / "review" / "index.html").read_text("utf-8")
    # It is tried again, and the others are as they should be; their neighbours may have others now.
    again = _made(out)
    assert again.faults == []
    assert again.made >= 1
    assert not any("could not be made" in path.read_text("utf-8") for path in (out / "review" / "d").glob("*.html"))


def test_what_no_document_is_to_blame_for_ends_the_making(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_rendering(monkeypatch, OSError(28, "No space left on device"))
    with pytest.raises(make.ReviewRefusedError, match="No space left"):
        _made(out)
    _in_rendering(monkeypatch, KeyboardInterrupt())
    with pytest.raises(make.Interrupted):
        _made(out)


def test_the_command_names_it_and_exits_1(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_rendering(monkeypatch, KeyError("value"))
    run = CliRunner().invoke(app, ["review", str(out), "--jobs", "0", "--lang", "en", "--quiet"])
    assert run.exit_code == 1
    assert f"{FAULTY}: its page could not be made" in run.stderr
    assert "KeyError" in run.stderr
    assert run.stdout == ""
    run = CliRunner().invoke(app, ["review", str(out), "--jobs", "0", "--lang", "en", "--json"])
    assert run.exit_code == 1
    assert [fault["path"].rpartition("/")[2] for fault in json.loads(run.stdout)["faults"]] == [FAULTY]


# The rows of the index


def test_documents_are_read_together_and_told_one_by_one(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    make_review(out, MakeOptions("en", run=IN_PROCESS), looking=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    rows = _index_rows(out)
    assert sorted(row[2].rpartition("/")[2] for row in rows) == ["a.md", "b.md", "c.pdf"]
    assert all(row[10] > 3 for row in rows)


def test_a_line_of_the_index_says_what_the_page_says(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: dict[str, IndexRow] = {}
    pages: dict[str, Facts] = {}

    def kept_line(facts: Facts, doc_id: str, href: str) -> IndexRow:
        lines[doc_id] = index_row(facts, doc_id, href)
        return lines[doc_id]

    def kept_facts(rows: Any, **given: Any) -> Facts:
        facts = facts_of(rows, **given)
        pages[facts.document.cells["doc_id"]] = facts
        return facts

    monkeypatch.setattr(document_pages, "index_row", kept_line)
    monkeypatch.setattr(document_pages, "facts_of", kept_facts)
    _made(out)
    assert len(pages) == 3
    # Few of the cells are read for it.
    assert lines == {doc_id: index_row(facts, doc_id, lines[doc_id].href) for doc_id, facts in pages.items()}
