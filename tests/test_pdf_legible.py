"""PDFs whose text is no text are told as scans, page by page, and nothing is read from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_pdfs import Page, PdfMaker
from thai_ita import read
from thai_ita.ingest.pdf.read_pages import read_pdf
from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.pdf.text.letter_pairs import looks_english
from thai_ita.model import DocStatus, Media, Report

# What an English OCR program makes of a Thai page: two programs, two pages.
GARBAGE = [
    "nan1lJWil1lU ITA t.h::iilUUlJUTh::mru w.fl. 2567",
    "fn'ltJ~llJJ'i'llth~ 91.25",
    "n1'ilihl.JtJ'i::mru 88.12",
    "n1'iHeJl'Ul\"l 79.50",
    "n1'iHm'v'lri~'Ilem'il'll\"lll 83.41",
    "m'iumJlltywun1'i'YJ\"lih\"l 90.04",
    "fltul'l1'vm1rhLilUlllU 86.77",
]
WORDLIKE = [
    "wanlsusnilu ITA us:ciiUouus:uiru w.fi. 2567",
    "1 mlUi:llnihs 91.25",
    "2 nldouUsnmm 88.12",
    "3 nlsldoulno 79.50",
    "4 nlslansniouvosnuns 83.41",
    "5 nlsuiivlnmismsnosd 90.04",
    "6 nauniwnlsrilciuoiu 86.77",
]
ENGLISH = [
    "Integrity and Transparency Assessment 2567",
    "Phitsanulok City Municipality",
    "1 Performance of duties 91.25",
    "2 Use of budget 88.12",
    "3 Exercise of power 79.50",
    "4 Use of government property 83.41",
]
THAI = ["ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567", "เทศบาลตำบลบ้านทดสอบ", "1 การปฏิบัติหน้าที่ 91.25"]


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def _write(page: Page, lines: list[str], mode: int = 0) -> None:
    for row, line in enumerate(lines):
        page.text(50, 760 - 20 * row, line, mode=mode)


def _pages(pdf: PdfMaker, tmp_path: Path) -> list[PageContent]:
    path = tmp_path / "file.pdf"
    path.write_bytes(pdf.save())
    return list(read_pdf(path))


def _report(pdf: PdfMaker, tmp_path: Path) -> Report:
    path = tmp_path / "file.pdf"
    path.write_bytes(pdf.save())
    return read(path)


@pytest.mark.parametrize("lines", [GARBAGE, WORDLIKE])
@pytest.mark.parametrize("under", [False, True])
def test_a_layer_of_garbage_is_no_text(pdf: PdfMaker, tmp_path: Path, lines: list[str], under: bool) -> None:
    page = pdf.page()
    if under:
        _write(page, lines)
    page.picture(0, 0, 595, 842)
    if not under:
        _write(page, lines, mode=3)
    report = _report(pdf, tmp_path)
    assert (report.status, report.document.media) == (DocStatus.NO_DATA, Media.PDF_SCAN)
    assert report.document.blocks == []
    codes = [problem.code for problem in report.problems]
    assert codes == ["needs-ocr", "no-data"]
    assert "no text of any language" in report.error


@pytest.mark.parametrize("lines", [ENGLISH, THAI])
def test_a_layer_of_words_is_text(pdf: PdfMaker, tmp_path: Path, lines: list[str]) -> None:
    page = pdf.page()
    page.picture(0, 0, 595, 842)
    _write(page, lines, mode=3)
    (content,) = _pages(pdf, tmp_path)
    assert not content.illegible
    assert "91.25" in content.text


def test_digits_alone_over_a_picture_are_no_text(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.picture(0, 0, 595, 842)
    _write(page, ["1 91.25", "2 88.12", "3 : 79.50", "4 . 83.41 90.04", "86.77 82.36 95.50"], mode=3)
    (content,) = _pages(pdf, tmp_path)
    assert content.illegible
    assert content.blocks == []


def test_english_print_is_text_and_garbage_is_none(pdf: PdfMaker, tmp_path: Path) -> None:
    _write(pdf.page(), ENGLISH)
    _write(pdf.page(), GARBAGE)
    _write(pdf.page(), ["i1 91.25", "i2 88.12", "o3 100 PDF http://www.x.go.th/ita", "EIT 88.5"] * 3)
    english, garbage, codes = _pages(pdf, tmp_path)
    assert not english.illegible
    assert garbage.illegible
    assert not codes.illegible


def test_the_pages_are_named_with_the_reason(pdf: PdfMaker, tmp_path: Path) -> None:
    _write(pdf.page(), THAI)
    for _ in range(2):
        _write(pdf.page(), GARBAGE)
    report = _report(pdf, tmp_path)
    assert report.document.media is Media.PDF_MIXED
    (problem,) = [t for t in report.problems if t.code == "needs-ocr"]
    assert problem.page == 2
    assert problem.message.startswith("pages 2, 3 of 3 hold no readable text (its fonts give Latin")


def test_fonts_without_unicode_are_told(pdf: PdfMaker, tmp_path: Path) -> None:
    _write(pdf.page(), THAI)
    pdf.unmapped.update("".join(THAI[1:]))
    (content,) = _pages(pdf, tmp_path)
    assert content.illegible == "its fonts do not tell which letters they draw"
    assert content.blocks == []


def test_private_codes_are_no_letters_and_those_of_thai_marks_are(pdf: PdfMaker, tmp_path: Path) -> None:
    _write(pdf.page(), ["กขคงจฉชซ ฌญฎฏฐ 91.25 กขคงจฉชซ ฌญฎฏฐ 88.12 กขคงจฉชซ"])
    for i, ch in enumerate("กขคงจฉชซฌญฎฏฐ"):
        pdf.called[ch] = chr(0xE100 + i)
    (content,) = _pages(pdf, tmp_path)
    assert content.illegible
    other = PdfMaker()
    _write(other.page(), ["ที่นี้ใช้คำว่าไม่ใช่ที่นั่น " * 3])
    other.called["่"] = "\uf70a"
    (content,) = _pages(other, tmp_path)
    assert not content.illegible


def _letters(page: Page, rows: int, per_row: int) -> None:
    """Letters as shapes, not boxes, in rows."""
    for row in range(rows):
        for i in range(per_row):
            x, y = 50 + 9 * i, 700 - 20 * row
            page.ops.append(f"{x} {y} m {x + 3} {y + 8} l {x + 6} {y} l f")


def test_letters_drawn_as_shapes_are_told(pdf: PdfMaker, tmp_path: Path) -> None:
    _letters(pdf.page(), 4, 12)
    _letters(pdf.page(), 1, 12)  # an ornament
    shapes, ornament = _pages(pdf, tmp_path)
    assert shapes.illegible == "its letters are drawn as shapes"
    assert not ornament.illegible


def test_a_page_of_too_many_shapes_is_told_as_one(pdf: PdfMaker, tmp_path: Path) -> None:
    from thai_ita.ingest.pdf.reader import PageLimits

    _letters(pdf.page(), 4, 12)
    path = tmp_path / "shapes.pdf"
    path.write_bytes(pdf.save())
    (content,) = read_pdf(path, limits=PageLimits(max_segments=150))
    assert content.illegible
    assert [t.code for t in content.problems] == []


def test_thai_called_by_its_bytes_is_thai(pdf: PdfMaker, tmp_path: Path) -> None:
    _write(pdf.page(), THAI)
    for ch in set("".join(THAI)):
        if "ก" <= ch <= "๛":
            pdf.called[ch] = chr(ord(ch) - 0x0E01 + 0xA1)
    (content,) = _pages(pdf, tmp_path)
    assert [line.text for line in content.lines] == THAI


@pytest.mark.parametrize(
    "text",
    [
        "Évaluation générale à Genève: été où déjà, mère, père, élève, préféré, dégâts, réélu",
        "àéàèöéöê àéàèöéöê àéàèöéöê",
    ],
)
def test_accented_letters_are_no_bytes_of_thai(pdf: PdfMaker, tmp_path: Path, text: str) -> None:
    _write(pdf.page(), [text])
    (content,) = _pages(pdf, tmp_path)
    assert content.text == text


@pytest.mark.parametrize("word", ["municipality", "Transparency", "Phitsanulok", "Ratchasima", "the"])
def test_words_and_names_look_english(word: str) -> None:
    assert looks_english(word)


@pytest.mark.parametrize("word", ["nldouUsnmm", "nlsldoulno", "mlUi", "rhLilUlllU", "wanlsusnilu"])
def test_strings_of_letters_do_not(word: str) -> None:
    assert not looks_english(word)
