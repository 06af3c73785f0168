"""What a file is, told by its content; what is said of files whose names say something else."""

from __future__ import annotations

import io
import pickle
import zipfile
from pathlib import Path

import pytest

import thai_ita
from tests.layouts.inline import ANALYSIS, tabs
from thai_ita.ingest.errors import NOT_READ, NotReadError, NotWhatItsNameSaysError
from thai_ita.ingest.formats import NAMES, Format, format_by_ending
from thai_ita.ingest.read_document import READERS, misnamed
from thai_ita.ingest.sniffing import sniff

REPORT = ANALYSIS + tabs("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|80.10", "การใช้งบประมาณ|80.20")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, b"<x/>")
    return out.getvalue()


def compound(*streams: str) -> bytes:
    return OLE + b"".join((s + "\0").encode("utf-16-le").ljust(128, b"\0") for s in streams)


MAIL = b"Received: from x\r\nFrom: a@example.go.th\r\nTo: b@example.go.th\r\nSubject: ITA\r\nMIME-Version: 1.0\r\n\r\nHello\r\n"
PAGE_AS_MAIL = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<html></html>\r\n--x--\r\n"
WORD, EXCEL = ("[Content_Types].xml", "word/document.xml"), ("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        # A name that is right, wrong, absent.
        ("a.pdf", b"%PDF-1.4\n", Format.PDF),
        ("a.txt", b"\n%PDF-1.4\n", Format.PDF),
        ("a.pdf", b"<!DOCTYPE html><html><title>404</title></html>", Format.HTML),
        ("a.pdf", b"1 0 obj <<>> endobj %%EOF", Format.PDF),
        ("a.pdf", b"not found", Format.TEXT),
        ("a.pdf", bytes(range(256)), Format.PDF),
        ("a.PDF.crdownload", b"%PDF-1.4\n", Format.UNFINISHED),
        ("a", zipped(*WORD), Format.WORD),
        ("a.docm", zipped(*WORD), Format.WORD),
        ("a.doc", zipped(*WORD), Format.WORD),
        pytest.param("a.docx", zipped(*WORD)[:60], Format.WORD, id="cut"),  # The archive has the time in it.
        ("a.xlsm", zipped(*EXCEL), Format.EXCEL),
        ("a.zip", zipped("xl/workbook.bin"), Format.BINARY_EXCEL),
        ("a.pptx", zipped("ppt/presentation.xml"), Format.SLIDES),
        ("a.odt", zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), Format.ODT),
        ("a.x", zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), Format.ODS),
        ("a.pages", zipped("Index/Document.iwa"), Format.FOREIGN),
        ("a.docx", zipped("report.pdf"), Format.ZIP),
        # A report stored in an archive does not make a Word file of it.
        ("a.zip", zipped("word/document.xml.pdf.txt", "b.txt").replace(b"word/d", b"sord/d"), Format.ZIP),
        ("a.docx", compound("WordDocument"), Format.OLD_WORD),
        ("a.doc", compound("Workbook", "WordDocument"), Format.OLD_WORD),
        ("a.bin", compound("Workbook", "WordDocument"), Format.OLD_EXCEL),
        ("a.xlsx", compound("EncryptedPackage"), Format.LOCKED_OFFICE),
        ("a.msg", compound("__properties_version1.0"), Format.OUTLOOK),
        ("a.ppt", compound("PowerPoint Document"), Format.OLD_SLIDES),
        ("a.hwp", compound("HwpSummaryInformation"), Format.FOREIGN),
        ("a.doc", b"{\\rtf1 x}", Format.RTF),
        ("a.doc", PAGE_AS_MAIL, Format.WEB_ARCHIVE),
        ("a.mht", b"From: <Saved by Blink>\r\n" + PAGE_AS_MAIL, Format.WEB_ARCHIVE),
        ("a.doc", b"<html><p>x</p></html>", Format.HTML),
        ("a.xls", b"<table><tr><td>x</table>", Format.HTML),
        ("a.xls", "ก,ข\n1,2\n".encode(), Format.CSV),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', Format.SPREADSHEET_XML),
        ("a.xls", b'<html xmlns:x="urn:schemas-microsoft-com:office:spreadsheet">', Format.HTML),
        ("a.xml", b'<?xml version="1.0"?><data/>', Format.XML),
        ("a.txt", b'<?xml version="1.0"?><html/>', Format.HTML),
        ("a.eml", MAIL, Format.MAIL),
        ("a.txt", MAIL, Format.MAIL),
        ("a", b"From a@b Thu Nov 26 18:00:00 2026\n" + MAIL, Format.MAIL),
        ("a", (b"From a@b Thu Nov 26 18:00:00 2026\n" + MAIL + b"\n") * 2, Format.MAILBOX),
        ("a.emlx", b"1234\n" + MAIL, Format.MAILBOX),
        ("memo.txt", "From: กองคลัง\nTo: นายก\nSubject: ITA\n\n...".encode(), Format.TEXT),
        ("a.jpg", b"\xff\xd8\xff\xe0", Format.PICTURE),
        ("a.jpg", b"%PDF-1.4\n", Format.PDF),
        ("a.heic", b"\0\0\0\x18ftypheic", Format.PICTURE),
        ("a.mp4", b"\0\0\0\x18ftypisom", Format.MEDIA),
        ("a.rar", b"Rar!\x1a\x07\x01", Format.PACKED),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", Format.PACKED),
        ("a.url", b"[InternetShortcut]\r\nURL=https://x", Format.LINK),
        ("a.gdoc", b'{"doc_id": "x"}', Format.LINK),
        ("a.exe", b"MZ\x90\x00", Format.PROGRAM),
        ("a.txt", "คะแนน".encode("utf-16"), Format.TEXT),
        ("a.txt", "คะแนน".encode("cp874"), Format.TEXT),
        ("a.txt", b" \r\n", Format.EMPTY),
        ("a.xyz", bytes(range(256)), Format.UNKNOWN),
    ],
)  # fmt: skip
def test_content_tells_the_format(name: str, data: bytes, kind: Format) -> None:
    assert sniff(data, name) is kind


def test_every_format_has_a_name_and_is_read_or_refused_with_advice() -> None:
    assert set(NAMES) == set(Format)
    for kind in Format:
        if kind not in READERS:
            error = NotReadError("a.x", kind)
            assert NAMES[kind] in str(error)
            assert error.code == pickle.loads(pickle.dumps(error)).code
    assert set(NOT_READ) | set(READERS) | {Format.FOREIGN} >= set(Format) - {
        Format.MAIL,
        Format.WEB_ARCHIVE,
        Format.TAR,
        Format.GZIP,
    }


def test_endings_are_read_in_any_case_and_with_dots_behind() -> None:
    assert format_by_ending("แผน.PDF") is format_by_ending("a.pdf.pdf") is Format.PDF
    assert format_by_ending("README") is Format.UNKNOWN


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.xls", "a.docx", "a.jpg"])
def test_a_page_in_place_of_the_file_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("<!doctype html><html><body><h1>404 Not Found</h1><p>nginx</p></body></html>")
    with pytest.raises(
        NotWhatItsNameSaysError, match=r"web page \(it begins “404 Not Found”\), not a.*download it again"
    ):
        thai_ita.read(path, guarded=False)


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.jpg", "a.xlsx", "noending"])
def test_a_report_under_a_wrong_ending_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(REPORT, "utf-8")
    report = thai_ita.read(path, guarded=False)
    assert [s.value for s in report.scores] == [80.1, 80.2]
    told = [t.code for t in report.document.problems]
    assert ("wrong-ending" in told) is (name != "noending")


def test_text_pages_and_tables_are_easily_one_another() -> None:
    assert misnamed("a.txt", Format.HTML) is None
    assert misnamed("a.csv", Format.TEXT) is None
    assert misnamed("a.xls", Format.HTML) is Format.OLD_EXCEL
    assert misnamed("a.dat", Format.PDF) is None
