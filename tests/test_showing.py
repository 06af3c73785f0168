"""Sources shown by workers: what comes back, what is done where a file takes its worker with it."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.make_pdfs import PdfMaker
from tests.review_inputs import report_pdf, report_text, zipped
from tests.review_work import WEBP, show_or_harm, with_deed
from thai_ita.batch import showing
from thai_ita.batch.executor import InProcessExecutor
from thai_ita.batch.options import RunOptions
from thai_ita.batch.pool import PoolExecutor
from thai_ita.batch.showing import show_task
from thai_ita.batch.source_view import Show, ShownPage, SourceView
from thai_ita.batch.task import Task
from thai_ita.review.received import is_expected, is_webp, mended
from thai_ita.review.source_requests import (
    LOST,
    MOST_LOSSES,
    NOT_TRIED,
    PAGES_AT_ONCE,
    Drawing,
    Job,
)
from thai_ita.review.stored import Source

OPTIONS = RunOptions(jobs=1, ocr="off", deadline_s=2)
PATIENCE_S = 60.0


def _show(path: Path, *pages: int, content: str = "", **options: Any) -> SourceView:
    content = content or hashlib.sha256(path.read_bytes()).hexdigest()
    task = Task(1, path.name, str(path), show=Show(content, pages, **options))
    return show_task(task, RunOptions(ocr="off"))


def _write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_pages_of_a_pdf_are_pictures_as_a_viewer_shows_them(tmp_path: Path) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    page.rect(0, 742, 595, 100, "f", "1 0 0 rg")
    turned = pdf.page()
    turned.rotate = 90
    turned.rect(0, 0, 100, 842, "f", "1 0 0 rg")
    shown = _show(_write(tmp_path / "a.pdf", pdf.save()), 1, 2)
    sizes = [(page.width, page.height) for page in shown.pages]
    assert [abs(w - x) < 2 and abs(h - y) < 2 for (w, h), (x, y) in zip(sizes, [(892, 1263), (1263, 892)], strict=True)]
    for page in shown.pages:
        picture = Image.open(io.BytesIO(page.webp)).convert("RGB")
        assert picture.size == (page.width, page.height)
        red, green, _ = picture.getpixel((page.width // 2, 20))  # type: ignore[misc]
        assert red > 200 > 100 > green


def test_a_page_whose_text_stands_sideways_is_turned_upright(tmp_path: Path) -> None:
    pdf = PdfMaker()
    # What stands at the right is above, where text reads downwards.
    pdf.page().rect(495, 0, 100, 842, "f", "1 0 0 rg")
    path = _write(tmp_path / "a.pdf", pdf.save())
    for turn, at in ((1, (600, 20)), (2, (20, 600)), (3, (600, 872))):
        (page,) = _show(path, 1, turns=((1, turn),)).pages
        picture = Image.open(io.BytesIO(page.webp)).convert("RGB")
        assert (picture.width > picture.height) == (turn != 2)
        assert picture.getpixel(at)[1] < 100  # type: ignore[index]


def test_pages_that_are_not_there_or_unfold_to_too_much_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _write(tmp_path / "a.pdf", report_pdf())
    assert [page.why for page in _show(path, 1, 2).pages] == ["", showing.NO_PAGE]
    monkeypatch.setattr("thai_ita.ingest.pdf.readers.weight.PageWeights.is_over", lambda *_: True)
    assert [page.why for page in _show(path, 1).pages] == [showing.TOO_HEAVY]


def test_a_page_of_any_size_has_a_picture_of_so_many_pixels(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.pdf", report_pdf(size=(14_000, 14_000)))
    (page,) = _show(path, 1).pages
    assert 0.9 < page.width * page.height / showing.MOST_PIXELS <= 1.01
    strip = _write(tmp_path / "b.pdf", report_pdf(size=(14_400, 3)))
    (page,) = _show(strip, 1).pages
    assert page.why or page.width * page.height <= showing.MOST_PIXELS * 1.01


def test_a_picture_is_shown_upright_in_the_size_of_a_page(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1754, 1240), "white")
    picture.paste((255, 0, 0), (0, 0, 1754, 100))
    turned = Image.Exif()
    turned[0x112] = 6  # to be turned clockwise, so that the red is at the right
    picture.save(tmp_path / "a.jpg", exif=turned)
    (page,) = _show(tmp_path / "a.jpg", 1).pages
    shown = Image.open(io.BytesIO(page.webp)).convert("RGB")
    assert page.height > page.width
    assert 800 < page.width < 1000
    assert shown.getpixel((page.width - 20, page.height // 2))[1] < 100  # type: ignore[index]


def test_a_text_is_its_lines_and_tables(tmp_path: Path) -> None:
    shown = _show(_write(tmp_path / "a.md", report_text()))
    assert [block.kind for block in shown.blocks] == ["heading", "line", "table", "line"]
    table = shown.blocks[2]
    assert [cell.text for cell in table.cells[:4]] == ["ตัวชี้วัด", "คะแนน", "การปฏิบัติหน้าที่", "95.12"]
    assert [cell.header for cell in table.cells[:3]] == [True, True, False]


def test_of_a_long_text_so_much_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "MOST_LETTERS", 100)
    shown = _show(_write(tmp_path / "a.txt", "\n\n".join(f"บรรทัดที่ {n} ของรายงาน" for n in range(50))))
    assert shown.cut
    assert 0 < len(shown.blocks) < 10
    monkeypatch.setattr(showing, "MOST_CELLS", 4)
    assert _show(_write(tmp_path / "b.txt", "ก\n\nข")).cut is False


def test_other_content_than_was_read_is_not_shown(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.pdf", report_pdf())
    assert _show(path, 1, content="0" * 64) == SourceView(showing.CHANGED)


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    shown = _show(_write(tmp_path / "a.pdf", b"%PDF-1.4 damaged"), 1)
    assert (shown.why, bool(shown.message)) == (showing.UNREADABLE, True)
    archive = _write(tmp_path / "a.zip", zipped({"a.md": b"a"}))
    task = Task(1, "a.zip!/b.md", str(archive), within=(7,), show=Show("0" * 64))
    assert show_task(task, RunOptions()).why == showing.UNREADABLE


class _Kept:
    """What a job keeps of pages."""

    def __init__(self) -> None:
        self.pages: dict[int, ShownPage] = {}
        self.messages: list[str] = []

    def __call__(self, page: ShownPage, message: str) -> None:
        assert page.number not in self.pages
        self.pages[page.number] = page
        self.messages.append(message)

    def whys(self) -> dict[int, str]:
        return {number: page.why for number, page in sorted(self.pages.items())}


def _job(path: Path, *pages: int) -> tuple[Job, _Kept]:
    kept = _Kept()
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return Job("0" * 16, content, [Source(path.name, path)], pages, kept), kept


def _draw(scratch: Path, *jobs: Job) -> None:
    with PoolExecutor(OPTIONS, scratch, show_or_harm) as executor:
        drawing = Drawing(executor)
        for job in jobs:
            drawing.start(job)
        done: list[Job] = []
        while drawing.is_busy:
            done += drawing.collect(PATIENCE_S)
    assert sorted(map(id, done)) == sorted(map(id, jobs))


@pytest.mark.parametrize("deed", ["hang", "segfault", "exit", "memory"])
def test_a_page_that_takes_its_worker_with_it_costs_itself(tmp_path: Path, deed: str) -> None:
    bad, kept = _job(_write(tmp_path / "a.pdf", with_deed(report_pdf(), f"{deed} page")), 1, 2, 3)
    good, shown = _job(_write(tmp_path / "b.pdf", report_pdf()), 1)
    _draw(tmp_path, bad, good)
    assert kept.whys() == {1: "", 2: LOST, 3: ""}
    assert any(kept.messages)
    assert shown.whys() == {1: ""}


def test_a_file_that_takes_every_worker_with_it_is_given_up(tmp_path: Path) -> None:
    pages = tuple(range(1, 3 * PAGES_AT_ONCE))
    bad, kept = _job(_write(tmp_path / "a.pdf", with_deed(report_pdf(), "exit")), *pages)
    good, shown = _job(_write(tmp_path / "b.pdf", report_pdf()), 1)
    _draw(tmp_path, bad, good)
    assert sorted(kept.pages) == list(pages)
    assert set(kept.whys().values()) <= {LOST, NOT_TRIED}
    assert bad.losses <= MOST_LOSSES + 3
    assert shown.whys() == {1: ""}


@pytest.mark.parametrize("deed", ["other", "html", "sizes", "table", "kind", "why"])
def test_an_answer_that_was_not_asked_for_is_none(tmp_path: Path, deed: str) -> None:
    job, kept = _job(_write(tmp_path / "a.pdf", with_deed(report_pdf(), deed)), 1)
    _draw(tmp_path, job)
    assert kept.whys() == {1: LOST}
    assert not job.blocks


def test_a_text_that_takes_its_worker_with_it_says_so(tmp_path: Path) -> None:
    job, _ = _job(_write(tmp_path / "a.md", f"# exit\n{report_text()}"))
    _draw(tmp_path, job)
    assert (job.why, bool(job.message), job.passing) == (LOST, True, False)


def test_of_several_files_any_that_has_the_content_does(tmp_path: Path) -> None:
    job, kept = _job(_write(tmp_path / "a.pdf", report_pdf(pages=2 * PAGES_AT_ONCE)), *range(1, 2 * PAGES_AT_ONCE + 1))
    changed = _write(tmp_path / "changed.pdf", report_pdf())
    job.sources.insert(0, Source(changed.name, changed))
    with InProcessExecutor(OPTIONS, show_task) as executor:
        drawing = Drawing(executor)
        drawing.start(job)
        while drawing.is_busy:
            drawing.collect(PATIENCE_S)
    assert set(kept.whys().values()) == {""}
    assert len(kept.pages) == 2 * PAGES_AT_ONCE
    assert job.why == ""


def test_a_header_tells_a_webp_from_all_else() -> None:
    assert is_webp(WEBP, 2, 2)
    assert not is_webp(WEBP, 2, 3)
    assert not is_webp(WEBP + b"<script>", 2, 2)
    assert not is_webp(b"GIF89a" + WEBP[6:], 2, 2)
    assert not is_webp(WEBP.replace(b"VP8 ", b"VP8X"), 2, 2)
    assert not is_webp(b"", 0, 0)


def test_a_text_where_pages_were_asked_is_taken_and_pages_twice_are_not() -> None:
    page = ShownPage(1, WEBP, 2, 2)
    assert is_expected(SourceView(pages=(page,)), [1])
    assert not is_expected(SourceView(pages=(page, page)), [1])
    assert not is_expected(SourceView(pages=(page,)), [])
    assert not is_expected(SourceView(pages=()), [1])


def test_halves_of_characters_are_mended() -> None:
    from thai_ita.batch.source_view import ShownBlock, ShownCell

    block = mended(ShownBlock("line", 1, (ShownCell("a\ud800\0b"),)))
    assert block.cells[0].text == "a?\ufffdb"
