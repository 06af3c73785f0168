"""A tiny file of each common format, read to tell a damaged file from a damaged installation.

Where a reader fails, the sample of the same format is read by the same way: where that fails too,
a package or its data is to blame, and not the file.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.batch.at_hand import format_at
from thai_ita.batch.machine_faults import MachineFaultError, describe, lacks_memory
from thai_ita.ingest.errors import IngestError, NeedsInstallingError, NotReadError
from thai_ita.ingest.formats import NAMES, Format, format_by_ending
from thai_ita.process_environment import TELLS_NOBODY, environment_variables

if TYPE_CHECKING:
    from thai_ita.batch.options import RunOptions
    from thai_ita.ingest.ingest_options import IngestOptions

_WORDS = "ITA 2567 90.20"
_OFFICE = "http://schemas.openxmlformats.org/"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DOCUMENT = f"{_OFFICE}officeDocument/2006/relationships/officeDocument"
_SIDE, _BLACK, _WHITE = 64, 0, 255

_PACKAGES = {
    Format.PDF: ("pypdfium2", "pdfplumber", "numpy", "PIL"),
    Format.WORD: ("docx", "lxml"),
    Format.EXCEL: ("openpyxl",),
    Format.SLIDES: ("pptx", "lxml"),
    Format.OLD_EXCEL: ("xlrd", "openpyxl"),
    Format.PICTURE: ("numpy", "PIL", "cv2", "onnxruntime", "pypdfium2"),
}
"""What may be loaded on the way through a file of a format, also where the sample does without."""

_NEED_NONE = frozenset({
    Format.TEXT, Format.CSV, Format.JSON, Format.XML, Format.MAIL, Format.MAILBOX,
    Format.WEB_ARCHIVE, Format.SPREADSHEET_XML, Format.WORD_XML,
})  # fmt: skip
"""Formats whose readers need no package that others do without."""

_proven: set[Format] = set()
"""The formats of which the sample was read well in this process."""


def fault_of_format(path: Path, name: str, options: IngestOptions | None) -> MachineFaultError | None:
    """What keeps this machine from reading any file of the format that a file has; None where it
    reads one, or where no sample of it is known."""
    return _fault_of(format_at(path, name or path.name), options)


def fault_of_ending(name: str, options: RunOptions) -> MachineFaultError | None:
    """What keeps this machine from reading a file of a few words of the formats that one of this name
    may have. The file itself is not opened.

    Where a package ends or hangs the process that loads it, this does not come back.
    """
    promised = format_by_ending(name)
    kinds = () if promised in _NEED_NONE else _SAMPLES
    for kind in (promised,) if promised in _SAMPLES else kinds:
        _load_packages(kind)
        if fault := _fault_of(kind, options.for_ingest()):
            return fault
    return None


def _load_packages(kind: Format) -> None:
    """Load what files of a format may need; a package that is not installed is not looked for."""
    for name in _PACKAGES.get(kind, ()):
        try:
            with environment_variables(**TELLS_NOBODY):
                import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise


def _fault_of(kind: Format, options: IngestOptions | None) -> MachineFaultError | None:
    sample = _SAMPLES.get(kind)
    if sample is None or kind in _proven:
        return None
    if kind is Format.PICTURE and options is not None and options.ocr.endpoint:
        # What fails there tells of itself, and a request may cost money.
        return None
    try:
        _read(kind, sample(), options)
    except Exception as error:  # noqa: BLE001
        # A file that has used up the memory says nothing of the machine.
        if isinstance(error, (NeedsInstallingError, NotReadError)) or lacks_memory(error):
            return None
        behind = error.__cause__ if isinstance(error, IngestError) and error.__cause__ else error
        return MachineFaultError(
            f"no file of its kind can be read on this machine, {NAMES[kind]} of a few words neither: "
            f"{describe(behind)}; install thai-ita anew"
        )
    _proven.add(kind)
    return None


def _read(kind: Format, data: bytes, options: IngestOptions | None) -> None:
    from thai_ita.ingest import read_document

    with tempfile.TemporaryDirectory(prefix="sample-") as folder:
        path = Path(folder, f"sample.{_ENDINGS[kind]}")
        path.write_bytes(data)
        read_document(path, options)


def _pdf() -> bytes:
    stream = f"BT /F 12 Tf 50 700 Td ({_WORDS}) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    text, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{each}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{text}xref\n0 {size}\n0000000000 65535 f \n{rows}"
        f"trailer<</Root 1 0 R/Size {size}>>\nstartxref\n{len(text)}\n%%EOF\n"
    ).encode("ascii")


def _zip(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def _office(main: str, kind: str, parts: dict[str, str]) -> bytes:
    """An Office file with these parts, of which ``main`` is the document."""
    head = (
        f'{_XML}<Types xmlns="{_OFFICE}package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    )
    return _zip({
        "[Content_Types].xml": head, "_rels/.rels": _relations(_DOCUMENT, main), **parts,
    })  # fmt: skip


def _relations(kind: str, target: str) -> str:
    return (
        f'{_XML}<Relationships xmlns="{_OFFICE}package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
    )


def _word() -> bytes:
    body = f"<w:p><w:r><w:t>{_WORDS}</w:t></w:r></w:p>"
    text = f'{_XML}<w:document xmlns:w="{_OFFICE}wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    return _office("word/document.xml", "wordprocessingml.document", {"word/document.xml": text})


def _excel() -> bytes:
    sheets = f'xmlns="{_OFFICE}spreadsheetml/2006/main"'
    book = (
        f'{_XML}<workbook {sheets} xmlns:r="{_OFFICE}officeDocument/2006/relationships">'
        '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    sheet = (
        f'{_XML}<worksheet {sheets}><sheetData><row r="1">'
        f'<c r="A1" t="inlineStr"><is><t>{_WORDS}</t></is></c></row></sheetData></worksheet>'
    )
    kind = f"{_OFFICE}officeDocument/2006/relationships/worksheet"
    return _office("xl/workbook.xml", "spreadsheetml.sheet", {
        "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet,
        "xl/_rels/workbook.xml.rels": _relations(kind, "worksheets/sheet1.xml"),
    })  # fmt: skip


def _slides() -> bytes:
    import pptx

    file = io.BytesIO()
    show = pptx.Presentation()
    show.slides.add_slide(show.slide_layouts[0]).shapes.title.text = _WORDS
    show.save(file)
    return file.getvalue()


def _page() -> bytes:
    return f"<html><body><h1>{_WORDS}</h1><table><tr><td>1</td></tr></table></body></html>".encode()


def _picture() -> bytes:
    """A picture of a black square on white."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    square = range(_SIDE // 4, _SIDE // 2)
    rows = (
        bytes([0, *(_BLACK if x in square and y in square else _WHITE for x in range(_SIDE))]) for y in range(_SIDE)
    )
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 0, 0, 0, 0)
    data = zlib.compress(b"".join(rows))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", data) + part(b"IEND", b"")


_SAMPLES: dict[Format, Callable[[], bytes]] = {
    Format.PDF: _pdf, Format.WORD: _word, Format.EXCEL: _excel, Format.SLIDES: _slides,
    Format.HTML: _page, Format.PICTURE: _picture,
}  # fmt: skip
_ENDINGS = {
    Format.PDF: "pdf", Format.WORD: "docx", Format.EXCEL: "xlsx", Format.SLIDES: "pptx",
    Format.HTML: "html", Format.PICTURE: "png",
}  # fmt: skip
