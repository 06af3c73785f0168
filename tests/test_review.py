"""``thai-ita review``: what is made, what is made anew, what is told of a source that cannot be shown."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.make_pdfs import PdfMaker
from tests.review_inputs import (
    IN_PROCESS,
    PLACE,
    ROWS,
    read_into,
    report_pdf,
    report_text,
    zipped,
)
from thai_ita.batch.lock import locked
from thai_ita.batch.run import run_batch
from thai_ita.corrections.csv_file import write_corrections
from thai_ita.corrections.record import Correction
from thai_ita.review import document_pages, make, render
from thai_ita.review.document_pages import MakeOptions
from thai_ita.review.make import ReviewRefusedError, ReviewSummary, make_review
from thai_ita.review.page_content import DocumentPage

PATIENCE_S = 60.0
ENGLISH = MakeOptions("en", run=IN_PROCESS)


def _made(out: Path, **options: object) -> ReviewSummary:
    return make_review(out, MakeOptions(**({"language": "en", "run": IN_PROCESS} | options)))  # type: ignore[arg-type]


def _pages(out: Path) -> dict[str, str]:
    """The pages of documents by doc_id."""
    return {page.stem: page.read_text("utf-8") for page in (out / "review" / "d").glob("*.html")}


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, DocumentPage]:
    """What each page shows, by the name of its file, as it is made."""
    found: dict[str, DocumentPage] = {}
    before = render.render_document

    def kept(page: DocumentPage, lang: str = "th") -> str:
        found[Path(page.document.cells["path"]).name] = page
        return before(page, lang)

    monkeypatch.setattr(render, "render_document", kept)
    return found


def test_a_pdf_has_pictures_with_a_box_at_every_score(tmp_path: Path, pages: dict[str, DocumentPage]) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.pdf": report_pdf(pages=2)})
    summary = _made(out)
    assert (summary.documents, summary.made, summary.kept, summary.without_source) == (1, 1, 0, 0)
    page = pages["a.pdf"]
    assert [picture.file for picture in page.pictures] == [f"{page.doc_id}/1.webp", f"{page.doc_id}/2.webp"]
    for picture in page.pictures:
        data = (out / "review" / "d" / picture.file).read_bytes()
        assert data.startswith(b"RIFF")
        assert abs(picture.width / picture.height - 595 / 842) < 0.01
    scores = [fact for fact in page.scores if fact.cells["kind"] == "indicator"]
    assert {fact.cells["value"] for fact in scores} == {"95.12", "88.40", "91.05"}
    for fact in scores:
        place = fact.places[0]
        assert place.page == 2
        assert place.box is not None
        left, top, width, height = place.box
        # The table stands in points from 50 to 290 and from 742 to 622, 842 being the upper edge.
        assert 50 / 595 * 100 - 1 < left < left + width < 290 / 595 * 100 + 1
        assert 100 / 842 * 100 - 1 < top < top + height < 220 / 842 * 100 + 1


def test_pages_with_text_in_any_direction_are_shown_upright(tmp_path: Path, pages: dict[str, DocumentPage]) -> None:
    pdf = PdfMaker()
    for rotate in (0, 90, 180, 270):
        page = pdf.page()
        page.rotate = rotate
        page.text(60, 800, f"รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 {PLACE}", 12)
        page.table(ROWS, top=742)
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.pdf": pdf.save()})
    _made(out)
    page_made = pages["a.pdf"]
    assert all(picture.height > picture.width for picture in page_made.pictures)
    scores = [fact for fact in page_made.scores if fact.cells["kind"] == "indicator"]
    for fact in scores:
        boxes = {place.page: place.box for place in fact.places}
        assert set(boxes) == {1, 2, 3, 4}
        assert all(box == pytest.approx(boxes[1], abs=0.3) for box in boxes.values())


def test_a_text_is_shown_with_marks_where_facts_were_read(tmp_path: Path, pages: dict[str, DocumentPage]) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.md": report_text()})
    _made(out)
    page = pages["a.md"]
    marks = {cell.mark: cell.text for block in page.text for row in block.rows for cell in row if cell.mark}
    scores = {fact.cells["value"]: fact.places[0].mark for fact in page.scores}
    assert marks[scores["95.12"]] == "95.12"
    assert marks[scores["88.40"]] == "88.40"
    assert PLACE in marks[page.identity_places["agency"][0].mark]
    html = _pages(out)[page.doc_id]
    assert f'id="{scores["95.12"]}"' in html
    # Each id once, or links lead elsewhere.
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_only_what_changed_is_made_anew(tmp_path: Path) -> None:
    source = tmp_path / "in"
    out = read_into(tmp_path / "out", source, {"a.pdf": report_pdf(), "b.md": report_text("เทศบาลตำบลอื่น")})
    assert _made(out).made == 2
    before = {path: path.stat().st_mtime_ns for path in (out / "review").rglob("*") if path.is_file()}
    assert (_made(out).made, _made(out).kept) == (0, 2)
    for path, when in before.items():
        assert path.name == ".made.jsonl" or path.stat().st_mtime_ns == when, path
    read_into(out, source, {"c.md": report_text("เทศบาลตำบลที่สาม")})
    summary = _made(out)
    # Its neighbours lead to it.
    assert 1 <= summary.made <= 3
    assert summary.documents == 3
    assert _made(out, language="th").made == 3


def test_pictures_are_not_drawn_again_for_other_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.pdf": report_pdf()})
    _made(out)
    picture = next((out / "review" / "d").glob("*/1.webp"))
    when = picture.stat().st_mtime_ns
    summary = _made(out, language="th")
    assert (summary.made, summary.pictures) == (1, 0)
    assert picture.stat().st_mtime_ns == when
    # One that was taken away is drawn again.
    picture.unlink()
    assert _made(out, language="th").pictures == 1
    assert picture.is_file()


def test_pages_of_documents_that_are_no_more_are_removed_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "in"
    out = read_into(tmp_path / "out", source, {"a.pdf": report_pdf(), "b.md": report_text("เทศบาลตำบลอื่น")})
    _made(out)
    folder = out / "review" / "d"
    (old,) = [path for path in folder.iterdir() if path.is_dir()]
    foreign = [folder / "notes.html", old / "note.txt", folder / "d-0123456789abcdef.html"]
    for path in foreign:
        path.write_text("mine")
    (source / "a.pdf").unlink()
    run_batch([source], out, IN_PROCESS)
    assert _made(out).removed == 1
    assert not (folder / f"{old.name}.html").exists()
    assert not (old / "1.webp").exists()
    assert all(path.read_text() == "mine" for path in foreign)


def test_a_file_that_is_gone_is_told_and_what_was_drawn_stays(tmp_path: Path, pages: dict[str, DocumentPage]) -> None:
    source = tmp_path / "in"
    out = read_into(tmp_path / "out", source, {"a.pdf": report_pdf(), "b.pdf": report_pdf("เทศบาลตำบลอื่น")})
    (source / "a.pdf").rename(tmp_path / "elsewhere.pdf")
    assert _made(out).without_source == 1
    assert "not where it was" in pages["a.pdf"].why_no_source
    assert pages["a.pdf"].scores
    assert pages["b.pdf"].why_no_source == ""
    # It is looked for again each time.
    (tmp_path / "elsewhere.pdf").rename(source / "a.pdf")
    assert (_made(out).made, pages["a.pdf"].why_no_source) == (1, "")
    shutil.rmtree(source)
    assert _made(out).made == 0
    assert _made(out, language="th").pictures == 0
    assert pages["a.pdf"].pictures[0].file
    assert pages["a.pdf"].why_no_source == ""


def test_a_file_that_changed_since_is_told_and_not_shown(tmp_path: Path, pages: dict[str, DocumentPage]) -> None:
    source = tmp_path / "in"
    out = read_into(tmp_path / "out", source, {"a.pdf": report_pdf(), "b.md": report_text()})
    (source / "a.pdf").write_bytes(report_pdf("เทศบาลตำบลอื่น"))
    (source / "b.md").write_text(report_text("เทศบาลตำบลอื่น"), "utf-8")
    assert _made(out).without_source == 2
    for name in ("a.pdf", "b.md"):
        assert "has changed" in pages[name].why_no_source
        assert not pages[name].pictures
        assert not pages[name].text
        assert pages[name].scores


def test_files_in_archives_are_shown(tmp_path: Path, pages: dict[str, DocumentPage]) -> None:
    inner = zipped({"ชั้นใน/b.pdf": report_pdf("เทศบาลตำบลอื่น")})
    files = {"a.zip": zipped({"x!y/a.md": report_text().encode(), "in.zip": inner})}
    out = read_into(tmp_path / "out", tmp_path / "in", files)
    assert _made(out).without_source == 0
    assert pages["a.md"].text
    assert pages["b.pdf"].pictures[0].file
    assert pages["b.pdf"].document.cells["path"].endswith("a.zip!/in.zip!/ชั้นใน/b.pdf")


def test_a_document_found_twice_has_one_page_and_any_of_its_files_does(
    tmp_path: Path, pages: dict[str, DocumentPage]
) -> None:
    source = tmp_path / "in"
    out = read_into(tmp_path / "out", source, {"a.pdf": report_pdf(), "b.pdf": report_pdf()})
    (source / "a.pdf").write_bytes(b"%PDF-1.4 another")
    summary = _made(out)
    assert (summary.documents, summary.without_source) == (1, 0)
    assert pages["a.pdf"].pictures[0].file


def test_of_long_documents_pages_with_facts_are_shown_first(tmp_path: Path, pages: dict[str, DocumentPage]) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.pdf": report_pdf(pages=6)})
    _made(out, pages=2)
    page = pages["a.pdf"]
    assert [picture.number for picture in page.pictures] == [1, 6]
    assert "2 of 6 pages" in page.left_out
    _made(out, pages=3)
    assert [picture.number for picture in pages["a.pdf"].pictures] == [1, 2, 6]
    assert _made(out, pages=2).made == 1
    folder = out / "review" / "d" / page.doc_id
    assert sorted(path.name for path in folder.iterdir()) == ["1.webp", "6.webp"]
    assert _made(out, pages=6).pictures == 6
    assert pages["a.pdf"].left_out == ""


def test_without_pictures_no_file_is_opened(
    tmp_path: Path, pages: dict[str, DocumentPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.pdf": report_pdf(), "b.md": report_text()})
    _made(out)
    monkeypatch.setattr(make, "_executor_for", lambda *_: pytest.fail("a file is opened"))
    assert _made(out, pictures=False).made == 2
    assert "--no-pictures" in pages["a.pdf"].why_no_source
    assert not list((out / "review" / "d").glob("*/*.webp"))


def test_names_of_files_may_be_anything(tmp_path: Path, pages: dict[str, DocumentPage]) -> None:
    files = {"<b>'\"& \u202e.md": report_text(), "a\nb.pdf": report_pdf()}
    out = read_into(tmp_path / "out", tmp_path / "in", files)
    name = os.fsencode(tmp_path / "in") + b"/\xff\xfe.md"
    Path(os.fsdecode(name)).write_text(report_text("เทศบาลตำบลที่สาม"), "utf-8")
    run_batch([tmp_path / "in"], out, IN_PROCESS)
    summary = _made(out)
    assert (summary.documents, summary.without_source) == (3, 0)
    for html in [*_pages(out).values(), (out / "review" / "index.html").read_text("utf-8")]:
        assert "<b>'" not in html


def test_an_interrupted_making_goes_on(tmp_path: Path) -> None:
    files = {f"{n}.md": report_text(f"เทศบาลตำบลที่{'หนองบึงนาดอน'[n:]}") for n in range(6)}
    out = read_into(tmp_path / "out", tmp_path / "in", files)

    def stops(done: int, _total: int, _path: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(make.Interrupted, match="2 of 6"):
        make_review(out, ENGLISH, progress=stops)
    summary = _made(out)
    assert (summary.made, summary.kept) == (4, 2)
    assert not list((out / "review").rglob("*.part"))


def test_what_a_killed_making_left_is_cleared_away(tmp_path: Path) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.pdf": report_pdf()})
    _made(out)
    folder = next(path for path in (out / "review" / "d").iterdir() if path.is_dir())
    half = [folder / ".1.webp.x.part", folder.parent / ".a.html.y.part", out / "review" / ".index.html.z.part"]
    for path in half:
        path.write_bytes(b"half")
    with (out / "review" / ".made.jsonl").open("ab") as file:
        file.write(b'["' + folder.name.encode() + b'","0","0","","",9,[[1,1,1,1,"')
    (folder / "1.webp").write_bytes(b"half")
    assert _made(out).made == 1
    assert not any(path.exists() for path in half)
    assert (folder / "1.webp").read_bytes().startswith(b"RIFF")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed so here")
@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM"])
def test_a_making_that_is_ended_from_outside_goes_on(tmp_path: Path, number: str) -> None:
    files: dict[str, str | bytes] = {f"{n}.md": f"{report_text()}\n{n}" for n in range(40)}
    files |= {"a.pdf": report_pdf(pages=2), "b.pdf": report_pdf(pages=3)}
    out = read_into(tmp_path / "out", tmp_path / "in", files)
    command = [sys.executable, "-m", "thai_ita", "review", str(out), "--jobs", "1", "--lang", "en"]
    making = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert making.stderr is not None
    # The first page stands.
    assert making.stderr.readline().startswith("[1/42]")
    making.send_signal(getattr(signal, number))
    said = making.stderr.read()
    assert making.wait(PATIENCE_S) == (-signal.SIGKILL if number == "SIGKILL" else 130), said
    stand = _pages(out)
    assert 1 <= len(stand) < 42
    assert all(html.rstrip().endswith("</html>") for html in stand.values())
    summary = _made(out)
    assert summary.documents == 42
    assert summary.kept >= 1
    assert summary.without_source == 0
    assert len(list((out / "review" / "d").glob("*/*.webp"))) == 5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 99,
        b"[]\n",
        b'{"made-by":"thai-ita review","form":1}\n[[[[\n{"a":1}\n["../../../x","a","b","","",0,[]]\n',
    ],
)
def test_what_is_remembered_may_be_anything(tmp_path: Path, content: bytes) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.md": report_text()})
    _made(out)
    (out / "x.html").write_text("mine")
    (out / "review" / ".made.jsonl").write_bytes(content)
    if content.startswith(b"{"):
        assert _made(out).made == 1
    else:
        with pytest.raises(ReviewRefusedError, match="has not made"):
            _made(out)
    assert (out / "x.html").read_text() == "mine"


def test_a_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.md": report_text()})
    (out / "review").mkdir()
    (out / "review" / "index.html").write_text("mine")
    with pytest.raises(ReviewRefusedError, match="move them away"):
        _made(out)
    assert (out / "review" / "index.html").read_text() == "mine"
    shutil.rmtree(out / "review")
    (out / "review").write_text("mine")
    with pytest.raises(ReviewRefusedError, match="is no folder"):
        _made(out)


def test_an_id_that_a_worker_made_up_leads_nowhere(tmp_path: Path) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.md": report_text(), "b.pdf": report_pdf("เทศบาลตำบลอื่น")})
    with closing(sqlite3.connect(out / "thai-ita.sqlite")) as db, db:
        db.execute("UPDATE results SET doc_id = '../../x' WHERE read_as LIKE '%a.md'")
    (out / ".thai-ita.sqlite.seal").unlink()
    assert _made(out).documents == 2
    assert len(_pages(out)) == 2
    assert not list(tmp_path.rglob("x.html"))


def test_corrections_that_cannot_be_read_are_told_before_anything_is_made(tmp_path: Path) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.md": report_text()})
    (out / "corrections.csv").mkdir()
    with pytest.raises(ReviewRefusedError, match=r"corrections\.csv"):
        _made(out)
    assert not _pages(out)


def test_a_correction_is_known_to_the_pages_and_makes_its_page_anew(
    tmp_path: Path, pages: dict[str, DocumentPage]
) -> None:
    source = tmp_path / "in"
    out = read_into(tmp_path / "out", source, {"a.md": report_text(), "b.md": report_text("เทศบาลตำบลอื่น")})
    _made(out)
    page = pages["a.md"]
    score = next(fact for fact in page.scores if fact.cells["value"] == "95.12")
    with (out / "corrections.csv").open("wb") as file:
        write_corrections(file, [
            Correction(page.doc_id, "scores", score.fact, "value", "95.12", "59.12", "ผู้ตรวจ", "2026-01-01", "ดูแล้ว"),
            Correction(page.doc_id, "scores", score.fact, "code", "99", "2", "ผู้ตรวจ"),
        ])  # fmt: skip
    run_batch([source], out, IN_PROCESS)
    pages.clear()
    _made(out)
    corrected = next(fact for fact in pages["a.md"].scores if fact.fact == score.fact)
    assert (corrected.cells["value"], corrected.cells["status"]) == ("59.12", "corrected")
    assert corrected.cells["corrected_by"] == "ผู้ตรวจ"
    assert corrected.doubts == ("misfit",)
    assert corrected.places[0].mark == score.places[0].mark
    known = (out / "review" / "assets" / "corrections.js").read_text("utf-8")
    assert "59.12" in known


def test_links_lead_nothing_elsewhere(tmp_path: Path) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.pdf": report_pdf()})
    _made(out)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = next(path for path in (out / "review" / "d").iterdir() if path.is_dir())
    shutil.rmtree(folder)
    folder.symlink_to(elsewhere)
    page = folder.with_suffix(".html")
    page.unlink()
    page.symlink_to(elsewhere / "page.html")
    assert _made(out).pictures == 1
    assert not folder.is_symlink()
    assert not page.is_symlink()
    for linked in (out / "review" / "d", out / "review"):
        shutil.rmtree(linked)
        linked.symlink_to(elsewhere)
        with pytest.raises(ReviewRefusedError, match="is a link"):
            _made(out)
        linked.unlink()
        linked.mkdir()
    assert not list(elsewhere.iterdir())


def test_a_full_disk_is_told_and_what_is_made_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.md": report_text(), "b.md": report_text("เทศบาลตำบลอื่น")})
    with monkeypatch.context() as patch:
        patch.setattr("thai_ita.review.page_folder.ReviewFolder.write_index", _full)
        with pytest.raises(ReviewRefusedError, match="No space left"):
            _made(out)
    assert (_made(out).kept, (out / "review" / "index.html").exists()) == (2, True)


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_one_at_a_time_writes_to_an_output_folder(tmp_path: Path) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.md": report_text()})
    with locked(out), pytest.raises(ReviewRefusedError, match="another run"):
        _made(out)


def test_what_is_no_output_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewRefusedError, match="no such folder"):
        _made(tmp_path / "nothing")


def test_a_file_that_gave_nothing_has_a_page_that_says_why(tmp_path: Path, pages: dict[str, DocumentPage]) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.pdf": b"%PDF-1.4 damaged", "b.md": report_text()})
    summary = _made(out)
    assert summary.documents == 2
    assert "failed" in pages["a.pdf"].doubts
    assert "damaged" in pages["a.pdf"].why_no_source
    # It is not tried again as long as nothing changes.
    assert _made(out).made == 0


def test_the_index_has_a_row_for_each_and_what_needs_a_look_first(tmp_path: Path) -> None:
    out = read_into(tmp_path / "out", tmp_path / "in", {"a.md": report_text(), "z.pdf": b"%PDF-1.4 damaged"})
    _made(out)
    rows = (out / "review" / "assets" / "rows-0.js").read_text("utf-8")
    assert "a.md" in rows
    assert "z.pdf" in rows
    index = (out / "review" / "index.html").read_text("utf-8")
    assert all(f'href="d/{doc_id}.html' in index for doc_id in _pages(out))


def test_the_command_says_how_it_went(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from typer.testing import CliRunner

    from thai_ita.cli import app

    out = read_into(tmp_path / "out", tmp_path / "in", {"a.md": report_text()})
    run = CliRunner().invoke(app, ["review", str(out), "--jobs", "0", "--lang", "en", "--json"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert (told["documents"], told["made"]) == (1, 1)
    run = CliRunner().invoke(app, ["review", str(out), "--jobs", "0", "--lang", "en"])
    assert "1 page: 0 made, 1 unchanged" in run.stdout
    run = CliRunner().invoke(app, ["review", str(tmp_path / "no")])
    assert run.exit_code == 2


def test_the_language_of_the_options_has_words_for_all_that_is_said() -> None:
    from thai_ita.web.words import LANGUAGES, words

    texts = {lang: words("making", lang).texts for lang in LANGUAGES}
    assert set(texts["th"]) == set(texts["en"])
    blanks = {lang: {k: sorted(re.findall(r"\{\w+\}", t)) for k, t in its.items()} for lang, its in texts.items()}
    assert all(blanks["th"][k] == blanks["en"][k] for k in words("making", "en").texts if not k.startswith("_"))
    assert document_pages.MOST_PAGES == 40
