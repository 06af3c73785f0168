"""Files that give little or nothing, the second reader, and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.make_pdfs import PdfMaker
from thai_ita.ingest.errors import (
    DamagedError,
    EmptyDocumentError,
    EncryptedError,
    IngestError,
    UnreadableError,
)
from thai_ita.ingest.pdf import PageContent, RawLine, get_reader, read_pdf
from thai_ita.ingest.pdf.readers.reader_diff import better, compare
from thai_ita.model import BBox

READERS = ["fast", "pdfplumber"]
MEMORY_LIMIT_MB = 200


def _pdf(pages: int = 1) -> PdfMaker:
    pdf = PdfMaker()
    for number in range(1, pages + 1):
        pdf.page().text(50, 700, f"หน้า {number} คะแนน")
    return pdf


def _write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "เอกสาร.pdf"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (_pdf().save("secret"), EncryptedError, "qpdf"),
        (b"", EmptyDocumentError, "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), DamagedError, "not a PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, DamagedError, "damaged"),
        (PdfMaker().save(), EmptyDocumentError, "without pages"),
    ],
)
def test_a_file_that_gives_nothing(
    tmp_path: Path, reader: str, data: bytes, error: type[IngestError], says: str
) -> None:
    path = _write(tmp_path, data)
    with pytest.raises(error, match=says) as caught:
        list(read_pdf(path, reader=reader))  # type: ignore[arg-type]
    assert "เอกสาร.pdf" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        list(read_pdf(tmp_path / "none.pdf"))


@pytest.mark.parametrize("reader", READERS)
def test_an_empty_password_opens(tmp_path: Path, reader: str) -> None:
    path = _write(tmp_path, _pdf().save(""))
    (page,) = read_pdf(path, reader=reader)  # type: ignore[arg-type]
    assert page.lines[0].text == "หน้า 1 คะแนน"


def test_a_truncated_file_gives_an_error_or_its_whole_pages(tmp_path: Path) -> None:
    whole = _pdf(20).save()
    for share in (0.2, 0.5, 0.8, 0.99):
        path = _write(tmp_path, whole[: int(len(whole) * share)])
        try:
            pages = list(read_pdf(path))
        except IngestError:
            continue
        for page in pages:
            assert page.skipped or page.n_chars == 0 or page.lines[0].text.endswith("คะแนน")


def test_pages_come_in_any_order(tmp_path: Path) -> None:
    path = _write(tmp_path, _pdf(5).save())
    for reader in READERS:
        with get_reader(reader).open(path) as document:  # type: ignore[arg-type]
            assert document.n_pages == 5
            got = [document.read_page(n).lines[0].text[:6] for n in (5, 2, 2, 4, 1)]
        assert got == ["หน้า 5", "หน้า 2", "หน้า 2", "หน้า 4", "หน้า 1"]


def test_pages_over_the_limit_are_named(tmp_path: Path) -> None:
    path = _write(tmp_path, _pdf(5).save())
    pages = list(read_pdf(path, max_pages=2))
    assert [p.number for p in pages] == [1, 2]
    assert [t.code for p in pages for t in p.problems] == ["too-many-pages"]
    assert "5 pages" in pages[-1].problems[0].message


def test_no_reader_of_that_name() -> None:
    with pytest.raises(ValueError, match="choose"):
        get_reader("slow")  # type: ignore[arg-type]


def test_a_suspicious_page_is_read_twice(tmp_path: Path) -> None:
    pdf = PdfMaker()
    pdf.page().text(50, 700, "ก☃ข☄ค☁ง★จ☆ฉ☎ช")
    pdf.unmapped = set("☃☄☁★☆☎")
    path = _write(tmp_path, pdf.save())
    (page,) = read_pdf(path)
    assert page.unmapped == 6
    (never,) = read_pdf(path, verify="never")
    assert never.problems == []


def test_what_readers_disagree_on_is_a_problem(tmp_path: Path) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    # pdfplumber knows no replacement texts.
    page.replaced(50, 700, "ดี", "ก")
    page.text(56, 700, "มาก")
    (got,) = read_pdf(_write(tmp_path, pdf.save()), verify="always")
    assert got.lines[0].text == "ดีมาก"
    (problem,) = got.problems
    assert (problem.code, problem.page) == ("readers-differ", 1)
    assert "กมาก" in problem.message


def _page(text: str, quality: float = 1.0, unmapped: int = 0) -> PageContent:
    line = RawLine(text, BBox(0, 0, 10, 10), 10)
    return PageContent(1, 100, 100, [line], n_chars=len(text), quality=quality, unmapped=unmapped)


def test_comparing_ignores_white_space() -> None:
    assert compare(_page("การ ทำงาน"), _page("การทำ งาน")) == []
    (difference,) = compare(_page("การทำงาน"), _page("การทํางาน"))
    assert difference.what == "text"


def test_the_reading_with_better_thai_is_kept_unless_text_is_missing() -> None:
    assert better(_page("กขค", 0.5), _page("กขค", 0.9))
    assert not better(_page("กขค", 0.9), _page("กขค", 0.9))
    assert not better(_page("กขค", 0.9), _page("ก", 1.0))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_memory_stays_flat(tmp_path: Path) -> None:
    pdf = PdfMaker()
    for _ in range(300):
        pdf.page().table([["ตัวชี้วัด", "คะแนน", "ผล"]] * 20)
    path = _write(tmp_path, pdf.save())
    program = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from thai_ita.ingest.pdf import read_pdf\n"
        # ru_maxrss would count what the test process held when it started this one.
        "status = Path('/proc/self/status')\n"
        "peak = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', status.read_text())[1]) / 1024\n"
        "pages = read_pdf(sys.argv[1], verify='never')\n"
        "for _ in range(20): next(pages)\n"
        "early = peak()\n"
        "assert sum(len(p.tables) for p in pages) == 280\n"
        "print(early, peak())\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    early, late = map(float, done.stdout.split())
    assert late < MEMORY_LIMIT_MB
    assert late - early < 20


def test_the_limit_of_open_files_is_not_reached(tmp_path: Path) -> None:
    path = _write(tmp_path, _pdf().save())
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    for reader in READERS:
        for _ in range(30):
            list(read_pdf(path, reader=reader))  # type: ignore[arg-type]
    if before:
        assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2 < soft
