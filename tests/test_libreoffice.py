"""Real conversions by LibreOffice: run with ``-m libreoffice`` where it is installed."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.test_outside import rtf
from thai_ita.ingest import read_document
from thai_ita.ingest.outside import libreoffice
from thai_ita.ingest.outside.libreoffice import Family, usual_places
from thai_ita.ingest.outside.programs import Bounds, find_program
from thai_ita.model import Document, Media

PROGRAM = find_program(("soffice", "libreoffice"), usual_places())
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed"),
]
TEXT = "รายงานผลการประเมิน ITA ปี ๒๕๖๗ เทศบาลตำบลตัวอย่างสุข"
CELLS = [["ตัวชี้วัด", "คะแนน"], ["การปฏิบัติหน้าที่", "๘๖.๕๐"]]
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("svg", "svg-compatible"), ("style", "style"),
    )
)  # fmt: skip


def flat(kind: str, body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMES} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:automatic-styles>'
        '<style:style style:name="gone" style:family="text"><style:text-properties '
        'style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>'
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document>"
    ).encode()


def text_body() -> str:
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        + "</table:table-row>"
        for row in CELLS
    )
    return (
        f"<text:p>{TEXT}</text:p><text:p>คะแนน <text:span text:style-name='gone'>80.00</text:span> "
        f"90.00</text:p><table:table><table:table-column table:number-columns-repeated='2'/>{rows}"
        "</table:table><text:p>จบ</text:p>"
    )


def read(tmp_path: Path, name: str, data: bytes) -> Document:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


def old_word(data: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What the program makes of a flat text in the format of Word before 2007."""
    part = replace(libreoffice._PARTS[Family.TEXT], export="MS Word 97")
    monkeypatch.setitem(libreoffice._PARTS, Family.TEXT, part)
    assert PROGRAM is not None
    return libreoffice._convert(PROGRAM, data, ".fodt", Family.TEXT, Bounds())


def check_text(document: Document) -> None:
    assert document.media is Media.DOCX
    assert [line.text for line in document.lines] == [TEXT, "คะแนน 90.00", "จบ"]
    (table,) = document.tables
    assert [[cell and cell.text for cell in row] for row in table.grid] == CELLS
    assert not document.pages


def test_rich_text(tmp_path: Path) -> None:
    document = read(tmp_path, "รายงาน.rtf", rtf(TEXT))
    assert [line.text for line in document.lines] == [TEXT]


def test_flat_and_packed_opendocument(tmp_path: Path) -> None:
    content = flat("text", text_body())
    check_text(read(tmp_path, "a.fodt", content))
    packed = tmp_path / "b.odt"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
            'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
        for form in (b"office:document ", b"office:document>"):
            content = content.replace(form, form.replace(b"document", b"document-content"))
        archive.writestr("content.xml", content)
    check_text(read_document(packed))


def test_old_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        data = old_word(flat("text", text_body()), patched)
    assert data.startswith(b"\xd0\xcf\x11\xe0")
    check_text(read(tmp_path, "a.doc", data))


def test_slides(tmp_path: Path) -> None:
    frame = (
        '<draw:page draw:name="1"><draw:frame svg:x="1cm" svg:y="1cm" svg:width="20cm" '
        f'svg:height="2cm"><draw:text-box><text:p>{TEXT}</text:p></draw:text-box></draw:frame></draw:page>'
    )
    document = read(tmp_path, "a.fodp", flat("presentation", frame))
    assert document.media is Media.PPTX
    assert [(line.page, line.text) for line in document.lines] == [(1, TEXT)]


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(libreoffice.NotConvertedError):
        read(tmp_path, "a.fodt", flat("text", text_body())[:-200])
