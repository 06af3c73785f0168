"""One small file of each kind that docs/batch.md tells of, made here."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from tests.layouts.inline import ANALYSIS, tabs
from tests.make_pdfs import PdfMaker
from tests.test_docx import docx_bytes, p
from tests.test_old_workbooks import flat as flat_sheets
from tests.test_old_workbooks import row as open_row
from tests.test_old_workbooks import ss as cell_2003
from tests.test_old_workbooks import td as open_cell
from tests.test_old_workbooks import workbook_2003
from tests.test_slides import box, slide
from tests.xls_files import Sheet, xls

SCORES = [["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", "80.10"], ["การใช้งบประมาณ", "80.20"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
NOT_FOUND = "<!doctype html><html><body><h1>404 Not Found</h1></body></html>"


def text() -> str:
    return ANALYSIS + tabs(*("|".join(row) for row in SCORES))


def page() -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in SCORES)
    lines = "".join(f"<p>{line}</p>" for line in ANALYSIS.splitlines())
    return f"<!doctype html><html><body>{lines}<table>{rows}</table></body></html>"


def pdf(rows: list[list[str]] | None = None, lines: str = ANALYSIS) -> bytes:
    maker = PdfMaker()
    sheet = maker.page()
    for number, line in enumerate(lines.splitlines()):
        sheet.text(72, 800 - 16 * number, line)
    if rows is None or rows:
        sheet.table(rows or SCORES, top=700, width=160)
    return maker.save()


def pdf_with(carrier: bytes, files: dict[str, bytes]) -> bytes:
    """A PDF with files attached to it."""
    document = pypdfium2.PdfDocument(carrier)
    for name, data in files.items():
        document.new_attachment(name).set_data(data)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word() -> bytes:
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{p(c)}</w:tc>' for c in row)}</w:tr>" for row in SCORES)
    return docx_bytes("".join(map(p, ANALYSIS.splitlines())) + f"<w:tbl>{cells}</w:tbl>")


def workbook() -> bytes:
    book = Workbook()
    for row in [[line] for line in ANALYSIS.splitlines() if line] + SCORES:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(files: dict[str, bytes], mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def locked_zip() -> bytes:
    data = bytearray(zipped({"report.txt": b"x"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def mail(body: str, files: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "a@example.go.th", "b@example.go.th"
    message["Subject"], message["Message-ID"] = "ส่งรายงาน", "<1@example.go.th>"
    message.set_content(body)
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def web_archive() -> bytes:
    part = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    part += "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return f"{part}{page()}\r\n--x--\r\n".encode()


def compound(*streams: str) -> bytes:
    """The look of an OLE file with these streams."""
    return OLE + b"".join((s + "\0").encode("utf-16-le").ljust(128, b"\0") for s in streams)


def scan() -> bytes:
    maker = PdfMaker()
    pixels = maker.stream(
        bytes(64),
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray",
    )
    sheet = maker.page()
    sheet.forms["I1"] = pixels
    sheet.ops.append("q 595 0 0 842 0 0 cm /I1 Do Q")
    return maker.save()


def _readable() -> Iterator[tuple[str, bytes]]:
    yield "report.txt", text().encode()
    yield "report.log", text().encode("cp874")
    yield "report.md", text().encode("utf-16")
    yield "report.html", page().encode()
    yield "page.mht", web_archive()
    yield (
        "table.csv",
        "\n".join(",".join(row) for row in [[ANALYSIS.splitlines()[0]], [ANALYSIS.splitlines()[1]], *SCORES]).encode(),
    )
    yield "report.PDF", pdf()
    yield "report.pdf.pdf", pdf()
    yield "report.docx", word()
    yield "template.dotx", word()
    yield "macros.docm", word()
    yield "book.xlsx", workbook()
    yield "macros.xlsm", workbook()
    yield "รายงาน", pdf()
    yield "page.doc", page().encode()
    yield "archive.doc", web_archive()
    yield "new.doc", word()
    yield "page.xls", page().encode()
    yield (
        "commas.xls",
        "\n".join(",".join(row) for row in [[ANALYSIS.splitlines()[0]], [ANALYSIS.splitlines()[1]], *SCORES]).encode(),
    )
    yield "pdf.txt", pdf()
    yield "pdf.jpg", pdf()
    yield "wrong.zip", page().encode()


def _readable_by_libraries() -> Iterator[tuple[str, bytes]]:
    lines = [line for line in ANALYSIS.splitlines() if line]
    rows = [[line] for line in lines] + SCORES
    sheet = Sheet()
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.text(r, c, cell)
    yield "old.xls", xls(sheet)
    cells = "".join(open_row(*map(open_cell, row)) for row in rows)
    content = flat_sheets(f"<table:table>{cells}</table:table>")
    yield "flat.fods", content
    sheets = "application/vnd.oasis.opendocument.spreadsheet"
    yield "open.ods", zipped({"content.xml": content}, sheets)
    yield "sheet2003.xml", workbook_2003("".join(f"<Row>{''.join(map(cell_2003, row))}</Row>" for row in rows))
    deck = Presentation()
    for shape, text in enumerate(lines):
        box(slide(deck).shapes if shape == 0 else deck.slides[0].shapes, 1, shape, text)
    table = deck.slides[0].shapes.add_table(len(SCORES), 2, Inches(1), Inches(5), Inches(6), Inches(2))
    for r, row in enumerate(SCORES):
        for c, cell in enumerate(row):
            table.table.cell(r, c).text = cell
    out = io.BytesIO()
    deck.save(out)
    yield "slides.pptx", out.getvalue()


def _holding() -> Iterator[tuple[str, bytes]]:
    yield "archive.zip", zipped({"inner.zip": zipped({"deep.txt": text().encode()})})
    yield "archive.tar.gz", gzip.compress(tarred({"packed.txt": text().encode()}))
    yield "mail.eml", mail("ส่งรายงานตามแนบ", {"แนบ.pdf": pdf()})
    yield "told.eml", mail(text(), {})
    yield "portfolio.pdf", pdf_with(pdf([], "Open in Acrobat"), {"inside.txt": text().encode()})
    yield "both.pdf", pdf_with(pdf(), {"source.docx": word()})


def _failing() -> Iterator[tuple[str, bytes]]:
    yield "old.doc", compound("WordDocument")
    yield "old.ppt", compound("PowerPoint Document")
    yield "open.odt", zipped({"content.xml": b"<x/>"}, "application/vnd.oasis.opendocument.text")
    yield "rich.rtf", b"{\\rtf1 x}"
    yield "binary.xlsb", zipped({"xl/workbook.bin": b"x"})
    yield "photo.jpg", b"\xff\xd8\xff\xe0 a photo"
    yield "scan.PNG", b"\x89PNG\r\n\x1a\n a scan"
    yield "fax.tif", b"II*\0 a fax"
    yield "phone.heic", b"\0\0\0\x18ftypheic"
    yield "drawing.svg", b'<?xml version="1.0"?><svg></svg>'
    yield "packed.rar", b"Rar!\x1a\x07\x01\0"
    yield "packed.7z", b"7z\xbc\xaf\x27\x1c\0"
    yield "outlook.msg", compound("__properties_version1.0")
    yield "winmail.dat", b"\x78\x9f\x3e\x22 x"
    yield "korean.hwp", compound("HwpSummaryInformation")
    yield "apple.pages", zipped({"Index/Document.iwa": b"x"})
    yield "cloud.gdoc", b'{"doc_id": "x"}'
    yield "cloud.gsheet", b'{"url": "https://example.org"}'
    yield "site.url", b"[InternetShortcut]\r\nURL=https://example.org"
    yield "short.lnk", b"\x4c\0\0\0\x01\x14\x02\0"
    yield "locked.docx", compound("EncryptedPackage")
    yield "locked.zip", locked_zip()
    yield "data.xml", b'<?xml version="1.0"?><data/>'
    yield "data.mdb", b"\0\x01\0\0Standard Jet DB"
    yield "empty.pdf", b""
    yield "report.pdf.crdownload", pdf()[:300]
    yield "report.docx.part", word()[:300]
    yield "error.pdf", NOT_FOUND.encode()
    yield "cut.pdf", pdf()[:300]
    yield "cut.docx", word()[:300]
    yield "cut.zip", zipped({"a.txt": b"x" * 900})[:50]
    yield "cut.jpg", bytes(range(256))
    yield "unknown.xyz", bytes(range(256))
    yield "scanned.pdf", scan()
    yield "poem.txt", "ดอกไม้บาน\n".encode()
    yield "notes.json", b'{"name": "x", "size": 3}'


def _passed_over() -> Iterator[tuple[str, bytes]]:
    yield "Thumbs.db", compound("Catalog")
    yield "desktop.ini", b"[.ShellClassInfo]"
    yield ".DS_Store", b"\0\0\0\x01Bud1"
    yield "~$report.docx", b"x"
    yield ".hidden.pdf", pdf()
    yield ".git/", b""
    yield "README.md", b"# What is here"
    yield "film.mp4", b"\0\0\0\x18ftypisom"
    yield "setup.exe", b"MZ\x90\0"
    yield "page_files/logo.png", b"\x89PNG\r\n\x1a\n"


def every_kind() -> dict[str, bytes]:
    """The content of each file by its path in the folder; a name with ``/`` at the end is a folder."""
    kinds = [*_readable(), *_readable_by_libraries(), *_holding(), *_failing(), *_passed_over()]
    return dict(kinds) | {"page.html": NOT_FOUND.encode()}


def write_every_kind(folder: Path) -> None:
    for name, data in every_kind().items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True)
            (path / "config").write_bytes(b"x")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
