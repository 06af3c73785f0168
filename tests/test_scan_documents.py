"""PDFs and picture files that are read from their pictures, and what is said where they are not."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.make_pdfs import PdfMaker
from tests.scan_pages import KnowingEngine, Sheet
from thai_ita.batch.fingerprint import options_fingerprint
from thai_ita.batch.options import RunOptions
from thai_ita.export.overlay import SCALE, draw_page
from thai_ita.ingest import read_document
from thai_ita.ingest.errors import (
    DamagedPictureError,
    IngestError,
    NeedsInstallingError,
    NotReadError,
    TooLargeError,
)
from thai_ita.ingest.ingest_options import IngestOptions
from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.scan import settings
from thai_ita.ingest.scan.pace import heard_by
from thai_ita.ingest.scan.picture_files import MOST_MEGAPIXELS, frames
from thai_ita.ingest.scan.pictures_on_pages import may_hold_text, worth_a_look
from thai_ita.ingest.scan.settings import OcrSettings, Reader
from thai_ita.model import BBox, Document, Line, Media, Report, Table

HEAD = ["ที่", "ตัวชี้วัด", "คะแนน"]
ROWS = [["๑", "การปฏิบัติหน้าที่", "๘๓.๓๓"], ["๒", "การใช้อำนาจ", "๙๑.๐๕"]]
SENTENCE = "รายงานผลการประเมินคุณธรรมและความโปร่งใสของหน่วยงาน ประจำปี"
WIDTHS = [120, 600, 300]

Shown = Callable[..., None]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Takes the sheets that the pictures of a file are read as, one after the other."""

    def show(*sheets: Sheet) -> None:
        engine = KnowingEngine(list(sheets))
        monkeypatch.setattr("thai_ita.ingest.scan.page_layout.lay_out", engine.lay_out)
        reader = Reader(engine)
        for user in ("pdf_pages", "again"):
            monkeypatch.setattr(f"thai_ita.ingest.scan.{user}.reader_for", lambda _: reader)
        monkeypatch.setattr("thai_ita.ingest.image_document.reader_for", lambda _: reader)

    return show


def _table(*rows: list[str]) -> Sheet:
    sheet = Sheet()
    sheet.table(300, 300, WIDTHS, rows)
    return sheet


def _scan(pdf: PdfMaker, tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf.save())
    return path


def _texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row if cell is not None] for row in table.grid]


# -- PDFs -----------------------------------------------------------------------------------------


def test_a_scanned_page_stands_in_its_place_and_its_table_goes_on(shown: Shown, tmp_path: Path) -> None:
    pdf = PdfMaker()
    pdf.page().text(50, 700, SENTENCE)
    for _ in range(2):
        page = pdf.page()
        page.picture(0, 0, *page.size)
    pdf.page().text(50, 700, SENTENCE + "ต่อไป")
    shown(_table(HEAD, ROWS[0]), _table(ROWS[1], ["๓", "การใช้งบประมาณ", "๘๘.๘๙"]))
    document = read_document(_scan(pdf, tmp_path))
    first, table, last = document.blocks
    assert isinstance(table, Table)
    assert _texts(table) == [HEAD, *ROWS, ["๓", "การใช้งบประมาณ", "๘๘.๘๙"]]
    assert [cell.figures[0].text for cell in table.cells() if cell.figures][-1] == "๘๘.๘๙"
    assert isinstance(first, Line)
    assert isinstance(last, Line)
    assert (first.page, last.page) == (1, 4)
    assert first.figures == ()
    assert [page.recognised for page in document.pages] == ["", "knowing 1", "knowing 1", ""]
    assert not any(page.needs_ocr for page in document.pages)
    assert document.media is Media.PDF_MIXED
    assert [t.code for t in document.problems] == ["read-by-ocr"]


def test_boxes_stand_where_a_viewer_shows_them(shown: Shown, tmp_path: Path) -> None:
    pdf = PdfMaker()
    # A page that is shown turned, and cropped: 400 wide and 500 high after both.
    page = pdf.page(size=(600, 600), rotate=90, crop=(50, 100, 550, 500))
    page.picture(0, 0, 600, 600)
    sheet = Sheet(size=(1389, 1111))
    sheet.write(200, 500, "คะแนนรวมของหน่วยงาน")
    shown(sheet)
    document = read_document(_scan(pdf, tmp_path))
    (line,) = document.lines
    assert (document.pages[0].width, document.pages[0].height) == (400, 500)
    assert line.bbox is not None
    assert line.bbox.x0 == pytest.approx(200 * 72 / 200, abs=1)
    assert line.bbox.top < 500 * 72 / 200 < line.bbox.bottom


def test_a_layer_is_compared_and_the_picture_read_anew(shown: Shown, tmp_path: Path) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    page.picture(0, 0, *page.size)
    rows = [[str(k), "การใช้อำนาจ", f"8{k}.{k}5"] for k in range(1, 8)]
    for k, row in enumerate(rows):
        page.text(50, 700 - 20 * k, " ".join(row).replace("87.75", "81.75"), mode=3)
    shown(_table(HEAD, *rows))
    document = read_document(_scan(pdf, tmp_path))
    (table,) = document.tables
    sure = {f.text: f.p for cell in table.cells() for f in cell.figures}
    assert sure["86.65"] > 0.97
    assert sure["87.75"] < 0.97
    assert document.media is Media.PDF_SCAN
    assert "invisible-text" not in [t.code for t in document.problems]


def test_a_layer_that_says_more_than_can_be_read_is_kept(shown: Shown, tmp_path: Path) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    page.picture(0, 0, *page.size)
    page.text(50, 700, SENTENCE, mode=3)
    sheet = Sheet()
    sheet.write(200, 300, "คะแนน")
    shown(sheet)
    document = read_document(_scan(pdf, tmp_path))
    assert [line.text for line in document.lines] == [SENTENCE]
    assert document.pages[0].recognised == ""
    assert "invisible-text" in [t.code for t in document.problems]


def test_a_picture_with_a_table_stands_at_its_place_in_the_text(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    page.text(50, 780, SENTENCE)
    page.picture(60, 400, 460, 300)
    page.text(50, 300, SENTENCE + " ต่อไป")
    page.picture(60, 100, 60, 60)
    shown(_table(HEAD, *ROWS))
    document = read_document(_scan(pdf, tmp_path))
    first, table, last = document.blocks
    assert isinstance(table, Table)
    assert _texts(table) == [HEAD, *ROWS]
    assert table.bbox is not None
    assert table.bbox.x0 >= 60
    assert table.bbox.top >= 142
    assert [f.text for cell in table.cells() for f in cell.figures] == ["๑", "๘๓.๓๓", "๒", "๙๑.๐๕"]
    assert first.figures == last.figures == ()  # type: ignore[union-attr]
    assert document.media is Media.PDF_TEXT
    assert document.pages[0].recognised == "knowing 1"


def test_a_picture_that_says_little_gives_nothing(shown: Shown, tmp_path: Path) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    page.text(50, 780, SENTENCE)
    page.picture(60, 400, 460, 300)
    banner = Sheet()
    banner.write(200, 300, "สำนักงานของเรา", "2567")
    shown(banner)
    document = read_document(_scan(pdf, tmp_path))
    assert [line.text for line in document.lines] == [SENTENCE]
    assert document.pages[0].recognised == ""


def test_small_pictures_and_grounds_of_text_are_not_looked_at() -> None:
    page = PageContent(1, 595, 842, pictures=[(60, 100, 120, 160), (60, 200, 500, 230)])
    assert worth_a_look(page) == []
    page.pictures = [(0, 0, 595, 421), (0, 421, 595, 842)]
    # Strips of one picture.
    assert worth_a_look(page) == [(0, 0, 595, 842)]
    from thai_ita.ingest.pdf.reader import RawLine

    page.lines = [RawLine("ก" * 90, BBox(50, 100 + 20 * k, 500, 114 + 20 * k), 12) for k in range(3)]
    assert worth_a_look(page) == []


def test_writing_has_few_shades_and_a_photograph_many() -> None:
    writing = np.full((400, 600, 3), 245, np.uint8)
    writing[100:110, 50:500] = 20
    photograph = np.tile(np.linspace(0, 255, 600).astype(np.uint8)[None, :, None], (400, 1, 3))
    assert may_hold_text(writing)
    assert not may_hold_text(photograph)


# -- where nothing reads them ---------------------------------------------------------------------


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without the packages of the extra."""
    settings._reader.cache_clear()
    monkeypatch.setattr(settings, "missing_packages", lambda: ["onnxruntime"])
    yield
    settings._reader.cache_clear()


@pytest.mark.usefixtures("bare")
def test_without_the_extra_the_line_that_installs_it_is_told(tmp_path: Path) -> None:
    pdf = PdfMaker()
    for _ in range(3):
        page = pdf.page()
        page.picture(0, 0, *page.size)
    document = read_document(_scan(pdf, tmp_path))
    (problem,) = document.problems
    assert problem.code == "needs-ocr"
    assert "pages 1, 2, 3 of 3" in problem.message
    assert "onnxruntime; install it" in problem.message
    assert "[ocr]" in problem.message
    picture = tmp_path / "scan.png"
    Image.new("RGB", (500, 700), "white").save(picture)
    with pytest.raises(NeedsInstallingError, match=r"scan\.png: is a picture.*\[ocr\]"):
        read_document(picture)


def test_off_reads_no_picture_and_asks_for_nothing_to_be_installed(tmp_path: Path) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    page.picture(0, 0, *page.size)
    off = IngestOptions(ocr=OcrSettings("off"))
    document = read_document(_scan(pdf, tmp_path), off)
    assert document.pages[0].needs_ocr
    assert "install" not in document.problems[0].message
    picture = tmp_path / "scan.png"
    Image.new("RGB", (500, 700), "white").save(picture)
    with pytest.raises(NotReadError, match="--ocr auto"):
        read_document(picture, off)


def test_what_reads_pictures_is_part_of_what_a_result_depends_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = options_fingerprint(RunOptions())
    assert options_fingerprint(RunOptions(ocr="off")) != before
    monkeypatch.setattr(settings, "missing_packages", lambda: ["onnxruntime"])
    assert options_fingerprint(RunOptions()) != before
    with pytest.raises(ValueError, match="ocr is 'nobody'"):
        RunOptions(ocr="nobody")


# -- picture files --------------------------------------------------------------------------------


def _png(size: tuple[int, int] = (1654, 2339), **kept: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, "PNG", **kept)
    return out.getvalue()


def _read_picture(tmp_path: Path, data: bytes, name: str = "scan.png") -> Document:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


def test_a_picture_is_a_page(shown: Shown, tmp_path: Path) -> None:
    shown(_table(HEAD, *ROWS))
    document = _read_picture(tmp_path, _png())
    (table,) = document.tables
    assert _texts(table) == [HEAD, *ROWS]
    assert document.media is Media.IMAGE
    (page,) = document.pages
    assert (page.width, page.height) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))
    assert page.recognised == "knowing 1"


def test_the_frames_of_a_tiff_are_pages_and_their_tables_go_on(shown: Shown, tmp_path: Path) -> None:
    out = io.BytesIO()
    frame = Image.new("1", (1654, 2339), 1)
    frame.save(out, "TIFF", save_all=True, append_images=[frame], dpi=(200, 200))
    shown(_table(HEAD, ROWS[0]), _table(ROWS[1], ["๓", "การใช้งบประมาณ", "๘๘.๘๙"]))
    heard: list[int] = []
    with heard_by(lambda page, _: heard.append(page)):
        document = _read_picture(tmp_path, out.getvalue(), "scan.tif")
    assert [_texts(table) for table in document.tables] == [[HEAD, *ROWS, ["๓", "การใช้งบประมาณ", "๘๘.๘๙"]]]
    assert [page.number for page in document.pages] == heard == [1, 2]


def _first(data: bytes) -> tuple[tuple[int, int], float]:
    frame = next(frames(data, "scan.png"))
    height, width = frame.picture.shape[:2]
    return (width, height), frame.dpi


def test_a_picture_without_resolution_is_a_page_of_a4() -> None:
    page = pytest.approx((1654, 2338), abs=2)
    assert _first(_png((827, 1169))) == (page, pytest.approx(200, abs=1))
    assert _first(_png((3307, 4677))) == (page, pytest.approx(200, abs=1))
    # What a phone writes of itself gives a page of a metre and a half.
    assert _first(_png((3307, 4677), dpi=(72, 72)))[0] == page


def test_a_stated_resolution_is_believed_where_a_page_follows() -> None:
    assert _first(_png((1240, 877), dpi=(300, 300)))[0] == (827, 585)


def test_pictures_of_every_mode_are_ink_on_paper() -> None:
    ink = np.full((100, 100), 255, np.uint8)
    ink[20:40, 20:80] = 0
    modes = {mode: Image.fromarray(ink).convert(mode) for mode in ("1", "L", "P", "RGB", "RGBA", "I;16", "CMYK")}
    clear = np.dstack([np.zeros_like(ink)] * 3 + [255 - ink])
    modes["clear"] = Image.fromarray(clear)
    modes["I;16"] = Image.fromarray(ink.astype(np.uint16) * 257)
    for mode, image in modes.items():
        out = io.BytesIO()
        image.save(out, "TIFF" if mode == "CMYK" else "PNG", dpi=(20, 20))
        picture = next(frames(out.getvalue(), "a.png")).picture
        height, width = picture.shape[:2]
        assert picture[height * 3 // 10, width // 2].max() < 60, mode
        assert picture[height * 8 // 10, width // 2].min() > 200, mode


def test_a_picture_is_read_as_a_viewer_turns_it() -> None:
    exif = Image.Exif()
    exif[0x112] = 6
    out = io.BytesIO()
    Image.new("L", (2339, 1654), 255).save(out, "JPEG", exif=exif)
    assert _first(out.getvalue())[0] == pytest.approx((1654, 2339), abs=2)


@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_truncated_picture_is_told_as_such(kept: float, tmp_path: Path) -> None:
    out = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (400, 300), np.uint8)
    Image.fromarray(noise).save(out, "PNG")
    data = out.getvalue()
    with pytest.raises(DamagedPictureError, match="truncated"):
        list(frames(data[: int(kept * len(data))], "a.png"))


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    with pytest.raises(TooLargeError, match=f"{MOST_MEGAPIXELS} million"):
        list(frames(data, "a.png"))


def test_what_pillow_cannot_open_is_refused_by_its_name() -> None:
    with pytest.raises(IngestError, match=r"phone\.heic: is a picture"):
        list(frames(b"\0\0\0\x18ftypheic" + bytes(40), "phone.heic"))


# -- the picture of what was read -----------------------------------------------------------------


def test_beside_a_scan_stands_its_text_and_doubts_are_red(shown: Shown, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(300, 500, "คะแนน", "๙๒.๔๖", doubts="๔")
    path = tmp_path / "scan.png"
    path.write_bytes(_png())
    shown(sheet, sheet)
    document = read_document(path)
    out = tmp_path / "out.png"
    draw_page(Report(document=document), 1, out)
    with Image.open(out) as picture:
        assert picture.width >= 2 * 595 * SCALE - 4
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    red = (pixels[..., 0] > 150) & (pixels[..., 1] < 80) & (pixels[..., 2] < 80)
    half = pixels.shape[1] // 2
    assert red[:, :half].any()
    assert red[:, half:].any()
