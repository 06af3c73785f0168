"""Bad and huge PDFs from end to end: a report with its problems, or one line that says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import thai_ita
from tests.make_pdfs import PdfMaker
from thai_ita.ingest.errors import DamagedError, EmptyDocumentError, EncryptedError, IngestError
from thai_ita.ingest.ingest_options import IngestOptions
from thai_ita.ingest.read_document import read_document
from thai_ita.model import DocStatus

MEMORY_LIMIT_MB = 200
TITLE = "รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลตัวอย่างสุข"


def _report(pages: int = 1) -> PdfMaker:
    pdf = PdfMaker()
    for _ in range(pages):
        page = pdf.page()
        page.text(50, 800, TITLE)
        rows = [["1", "การปฏิบัติหน้าที่", "81.51"], ["2", "การใช้งบประมาณ", "82.52"]]
        page.table([["ที่", "ตัวชี้วัด", "คะแนน"], *rows], top=760, width=160)
    return pdf


def _write(folder: Path, data: bytes) -> Path:
    path = folder / "รายงาน.pdf"
    path.write_bytes(data)
    return path


def test_an_empty_user_password_opens(tmp_path: Path) -> None:
    report = thai_ita.read(_write(tmp_path, _report().save("")), guarded=False)
    assert [score.value for score in report.scores] == [81.51, 82.52]


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (_report().save("secret"), EncryptedError, "qpdf --password=PASSWORD --decrypt"),
        (_report().save()[:400], DamagedError, "damaged or truncated"),
        (b"\x00\x01\x02" + bytes(100), DamagedError, "not a PDF"),
        (PdfMaker().save(), EmptyDocumentError, "without pages"),
        (b"", EmptyDocumentError, "รายงาน.pdf"),
    ],
)
def test_a_file_that_gives_nothing_says_what_to_do(
    tmp_path: Path, data: bytes, error: type[IngestError], says: str
) -> None:
    path = _write(tmp_path, data)
    with pytest.raises(error) as caught:
        thai_ita.read(path, guarded=False)
    message = str(caught.value)
    assert says in message
    assert "รายงาน.pdf" in message
    assert "\n" not in message


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.98])
def test_a_truncated_file_never_gives_false_scores(tmp_path: Path, share: float) -> None:
    whole = _report(10).save()
    path = _write(tmp_path, whole[: int(len(whole) * share)])
    try:
        report = thai_ita.read(path, guarded=False)
    except DamagedError:
        return
    assert {score.value for score in report.scores} <= {81.51, 82.52}


def test_of_10_000_pages_the_first_are_read_and_the_rest_is_told(tmp_path: Path) -> None:
    pdf = _report()
    for _ in range(9_999):
        pdf.page().ops.append("n")
    path = _write(tmp_path, pdf.save())
    document = read_document(path, IngestOptions(max_pages=300))
    assert len(document.pages) == 300
    (problem,) = (t for t in document.problems if t.code == "too-many-pages")
    assert "10000 pages, of which 300" in problem.message
    assert len(document.tables) == 1


def test_a_page_of_200_000_characters_is_left_out_and_told(tmp_path: Path) -> None:
    pdf = _report()
    page = pdf.page()
    for row in range(200):
        page.text(50, 800 - row, "กขคง" * 250, 1)
    path = _write(tmp_path, pdf.save())
    report = thai_ita.read(path, guarded=False)
    (problem,) = (t for t in report.document.problems if t.code == "page-over-limit")
    assert problem.page == 2
    assert "100,000 characters" in problem.message
    assert [score.value for score in report.scores] == [81.51, 82.52]
    assert report.status is not DocStatus.FAILED


def test_a_page_of_200_000_path_segments_is_left_out_and_told(tmp_path: Path) -> None:
    pdf = _report()
    page = pdf.page()
    zigzag = " ".join(f"{i % 500} {i % 700} l" for i in range(200_000))
    page.ops.append(f"0 0 m {zigzag} S")
    report = thai_ita.read(_write(tmp_path, pdf.save()), guarded=False)
    (problem,) = (t for t in report.document.problems if t.code == "page-over-limit")
    assert problem.page == 2
    assert "path segments" in problem.message
    assert len(report.scores) == 2


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc"
)

PROGRAM = """
import re, sys
from pathlib import Path
from thai_ita.ingest.read_document import read_document
def peak():
    # ru_maxrss would count what the test process held when it started this one.
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
document = read_document(Path(sys.argv[1]))
print(len(document.pages), sum(t.n_rows for t in document.tables), peak())
"""


def _peak_of(tmp_path: Path, pages: int) -> float:
    pdf = PdfMaker()
    for number in range(pages):
        rows = [[str(r), "การใช้งบประมาณของหน่วยงาน", f"8{r % 10}.{number % 100:02d}"] for r in range(20)]
        pdf.page().table(rows, width=160)
    path = _write(tmp_path, pdf.save())
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True)
    n_pages, n_rows, peak = done.stdout.split()
    assert int(n_pages) == pages
    assert int(n_rows) == 20 * pages
    return float(peak)


@needs_proc
def test_memory_of_300_pages_is_bounded(tmp_path: Path) -> None:
    assert _peak_of(tmp_path, 300) < MEMORY_LIMIT_MB


@needs_proc
@pytest.mark.slow
def test_1000_pages_stay_under_the_limit(tmp_path: Path) -> None:
    assert _peak_of(tmp_path, 1000) < MEMORY_LIMIT_MB
