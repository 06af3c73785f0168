"""The format of a file by its content; by its name only where contents look alike."""

from __future__ import annotations

import io
import re
from typing import IO

from thai_ita.ingest.compound_file import BEGINNING
from thai_ita.ingest.formats import Format, format_by_ending
from thai_ita.ingest.zip_directory import open_zip

# How much of a file tells what it is.
HEAD = 4096
# How much of a damaged archive is searched for the names of parts.
SEARCHED = 64_000_000
# Where tar says what it is.
_TAR_MARK = slice(257, 262)
# Bytes that no text holds, as a share of the head, from which on it is none.
MAX_CONTROL_SHARE = 0.05

_SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"{\\rtf", Format.RTF),
    (b"\xff\xd8\xff", Format.PICTURE),
    (b"\x89PNG\r\n\x1a\n", Format.PICTURE),
    (b"GIF87a", Format.PICTURE),
    (b"GIF89a", Format.PICTURE),
    (b"II*\x00", Format.PICTURE),
    (b"MM\x00*", Format.PICTURE),
    (b"\x00\x00\x00\x0cjP  ", Format.PICTURE),
    (b"8BPS", Format.DRAWING),
    (b"%!PS", Format.DRAWING),
    (b"\xd7\xcd\xc6\x9a", Format.DRAWING),
    (b"\x1f\x8b", Format.GZIP),
    (b"Rar!\x1a\x07", Format.PACKED),
    (b"7z\xbc\xaf\x27\x1c", Format.PACKED),
    (b"BZh", Format.PACKED),
    (b"\xfd7zXZ\x00", Format.PACKED),
    (b"\x28\xb5\x2f\xfd", Format.PACKED),
    (b"MSCF", Format.PACKED),
    (b"!BDN", Format.OUTLOOK),
    (b"\x78\x9f\x3e\x22", Format.OUTLOOK),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", Format.LINK),
    (b"[InternetShortcut]", Format.LINK),
    (b"HWP Document File", Format.FOREIGN),
    (b"AT&TFORM", Format.FOREIGN),
    (b"SQLite format 3\x00", Format.DATABASE),
    (b"\x00\x01\x00\x00Standard", Format.DATABASE),
    (b"PAR1", Format.DATABASE),
    (b"MZ\x90\x00", Format.PROGRAM),
    (b"\x7fELF", Format.PROGRAM),
    (b"\x1aE\xdf\xa3", Format.MEDIA),
    (b"OggS", Format.MEDIA),
    (b"ID3", Format.MEDIA),
    (b"FLV\x01", Format.MEDIA),
    (b"\x00\x00\x01\xba", Format.MEDIA),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Format.MEDIA),
    (b"OTTO", Format.FONT),
    (b"wOFF", Format.FONT),
    (b"wOF2", Format.FONT),
    (b"ttcf", Format.FONT),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF_HEAD = re.compile(rb"(?:\A|[\r\n\x00-\x20])%PDF-\d")
_PDF_PARTS = re.compile(rb"(?<!\d)\d++ \d++ obj\b|%%EOF|\bstartxref\b")

# The streams of a compound file that tell whose it is.
_STREAMS = (
    ("EncryptedPackage", Format.LOCKED_OFFICE),
    ("WordDocument", Format.OLD_WORD),
    ("Workbook", Format.OLD_EXCEL),
    ("Book", Format.OLD_EXCEL),
    ("PowerPoint Document", Format.OLD_SLIDES),
    ("__properties_version1.0", Format.OUTLOOK),
    ("HwpSummaryInformation", Format.FOREIGN),
    ("Quill", Format.FOREIGN),
    ("VisioDocument", Format.DRAWING),
)
# The parts of a zip archive that tell whose it is, and what the file "mimetype" says.
_PARTS = (
    ("word/document", Format.WORD),
    ("xl/workbook.bin", Format.BINARY_EXCEL),
    ("xl/workbook", Format.EXCEL),
    ("ppt/presentation", Format.SLIDES),
    ("visio/document", Format.DRAWING),
    ("Index/Document.iwa", Format.FOREIGN),
    ("index.xml.gz", Format.FOREIGN),
    ("FixedDocSeq.fdseq", Format.FOREIGN),
    ("FixedDocumentSequence.fdseq", Format.FOREIGN),
)
_MIMETYPES = (
    ("application/vnd.oasis.opendocument.text", Format.ODT),
    ("application/vnd.oasis.opendocument.spreadsheet", Format.ODS),
    ("application/vnd.oasis.opendocument.presentation", Format.ODP),
    ("application/vnd.oasis.opendocument.graphics", Format.DRAWING),
    ("application/epub+zip", Format.FOREIGN),
    ("application/hwp+zip", Format.FOREIGN),
)
_OFFICE = (Format.WORD, Format.EXCEL, Format.SLIDES, Format.BINARY_EXCEL)
_SHEETS = (Format.EXCEL, Format.OLD_EXCEL)
_ISO_MEDIA_PICTURES = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"avif", b"hevc")

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table)\b",
    re.I | re.S,
)
_XML = re.compile(rb"\s*<\?xml\b|\s*<(?:Workbook|w:wordDocument|pkg:package|office:document)\b")
_HEADER = re.compile(rb"(?im)^([a-z][a-z0-9-]{1,40}):[ \t]*\S")
# Headers that every mail has on its way; a memo that is typed has only From, To and Subject.
_MAIL_HEADERS = frozenset({b"received", b"message-id", b"mime-version", b"return-path", b"dkim-signature"})  # fmt: skip
_FROM_PEOPLE = frozenset({b"received", b"message-id", b"return-path", b"to"})
_SECOND_MAIL = re.compile(rb"\n\r?\nFrom \S+ [^\n]*\d{4}\r?\n[A-Za-z-]+: ")
_RELATED = re.compile(rb"(?i)^content-type:\s*multipart/related|^x-snapshot-content-location:", re.M)


def sniff(data: bytes, name: str) -> Format:
    """The format of a file with this content and this name. Never raises."""
    return _sniffed(data, name, io.BytesIO(data))


def sniff_file(file: IO[bytes], name: str) -> Format:
    """The format of an open file by its beginning; of zip archives the directory tells, which stands
    at the end and alone is read besides."""
    return _sniffed(file.read(HEAD), name, file)


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so may hold others: a zip, gzip or tar archive."""
    return head.startswith((*_ZIP, b"\x1f\x8b")) or head[_TAR_MARK] == b"ustar"


def _sniffed(data: bytes, name: str, file: IO[bytes]) -> Format:
    if not data[:HEAD].strip() and not data.strip():
        return Format.EMPTY
    promised = format_by_ending(name)
    if promised is Format.UNFINISHED:
        return promised
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf")
    start = head.lstrip()
    if _PDF_HEAD.search(data[:1024]) and not _is_mail(start):
        return Format.PDF
    if data.startswith(_ZIP):
        return _zipped(file, promised)
    if data.startswith(BEGINNING):
        return _compound(data, promised)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if (framed := _framed(data)) is not None:
        return framed
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = data[: 2 * HEAD].decode("utf-16", "replace").encode()
    if _is_binary(start):
        # The reader of a format says best what is wrong with a damaged file of it.
        return promised if promised in (Format.PDF, *_OFFICE) else Format.UNKNOWN
    return _textual(data, start, promised)


def _framed(data: bytes) -> Format | None:
    """Formats that tell themselves behind a length or further in."""
    if data[4:8] == b"ftyp":
        return Format.PICTURE if data[8:12] in _ISO_MEDIA_PICTURES else Format.MEDIA
    if data.startswith(b"RIFF"):
        return Format.PICTURE if data[8:12] == b"WEBP" else Format.MEDIA
    if data[_TAR_MARK] == b"ustar":
        return Format.TAR
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return Format.PICTURE
    if data.startswith(b"\xff") and data[1:2] in (b"\xfb", b"\xf3", b"\xf2"):
        return Format.MEDIA
    return None


def _textual(data: bytes, start: bytes, promised: Format) -> Format:
    if promised is Format.MAILBOX or (start.startswith(b"From ") and _SECOND_MAIL.search(data)):
        return Format.MAILBOX
    if _is_mail(start) or promised in (Format.MAIL, Format.WEB_ARCHIVE):
        return _mail_or_page(start, promised)
    if promised is Format.LINK:
        return Format.LINK
    if _XML.match(start):
        data_format = _xml(data[: 4 * HEAD])
        if data_format is not None:
            return data_format
    if _HTML.match(start):
        return Format.HTML
    if promised is Format.PDF and _PDF_PARTS.search(data):
        return Format.PDF
    if promised is Format.CSV or (promised in _SHEETS and _has_commas(start)):
        return Format.CSV
    return promised if promised in (Format.HTML, Format.JSON, Format.PROGRAM) else Format.TEXT


def _has_commas(start: bytes) -> bool:
    """Whether commas or semicolons part the cells; text with tabs the reader of text reads."""
    return start.count(b",") + start.count(b";") > start.count(b"\t")


_CONTROLS = bytes(b for b in range(32) if b not in (9, 10, 11, 12, 13, 27))


def _is_binary(start: bytes) -> bool:
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return b"\x00" in start or controls > MAX_CONTROL_SHARE * max(len(start), 1)


def _zipped(file: IO[bytes], promised: Format) -> Format:
    """Whose zip archive it is; a damaged one is what its ending says."""
    try:
        with open_zip(file) as archive:
            names = archive.namelist()
            mimetype = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < HEAD:
                mimetype = archive.read("mimetype").decode("ascii", "replace").strip()
    except Exception:  # noqa: BLE001 -- a damaged archive raises whatever its damage brings about
        if promised not in (*_OFFICE, Format.ODT, Format.ODS, Format.ODP, Format.FOREIGN):
            file.seek(0)
            data = file.read(SEARCHED)
            promised = next((k for part, k in _PARTS if part.encode() in data), Format.ZIP)
        return promised
    for said, kind in _MIMETYPES:
        if mimetype.startswith(said):
            return kind
    # Some writers begin the names of parts with a slash, some use backslashes.
    parts = [name.replace("\\", "/").lstrip("/") for name in names]
    for part, kind in _PARTS:
        if any(name.startswith(part) for name in parts):
            return kind
    if "[Content_Types].xml" in parts:
        return promised if promised in _OFFICE else Format.FOREIGN
    return Format.ZIP if names or promised not in _OFFICE else promised


def _compound(data: bytes, promised: Format) -> Format:
    """Whose compound file (OLE) it is: that of the first stream known, unless the ending is right."""
    found: dict[Format, int] = {}
    for stream, kind in _STREAMS:
        # Names stand in the directory in UTF-16, closed by a zero.
        place = data.find((stream + "\0").encode("utf-16-le"))
        if place >= 0:
            found[kind] = min(place, found.get(kind, place))
    if Format.LOCKED_OFFICE in found:
        return Format.LOCKED_OFFICE
    if promised in found:
        return promised
    return min(found, key=lambda kind: found[kind]) if found else Format.UNKNOWN


def _xml(head: bytes) -> Format | None:
    for mark, kind in (
        (b"urn:schemas-microsoft-com:office:spreadsheet", Format.SPREADSHEET_XML),
        (b"schemas.microsoft.com/office/word/2003/wordml", Format.WORD_XML),
        (b"schemas.microsoft.com/office/2006/xmlPackage", Format.WORD_XML),
        (b"application/vnd.oasis.opendocument.text", Format.ODT),
        (b"application/vnd.oasis.opendocument.spreadsheet", Format.ODS),
        (b"application/vnd.oasis.opendocument.presentation", Format.ODP),
        (b"urn:oasis:names:tc:opendocument", Format.FOREIGN),
        (b"<svg", Format.DRAWING),
    ):
        # A page that Excel saved names the first of these too, and is a page.
        if mark in head and not re.search(rb"<html\b|<!doctype\s+html", head, re.I):
            return kind
    if re.search(rb"<html\b|<!doctype\s+html", head, re.I):
        return None
    return Format.XML


def _is_mail(start: bytes) -> bool:
    """Whether a text begins with the headers of a mail that has been on its way or was saved."""
    first = start.split(b"\n", 1)[0]
    if not (_HEADER.match(first) or first.startswith(b"From ")):
        return False
    names = {m[1].lower() for m in _HEADER.finditer(re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0])}
    return len(names) > 1 and bool(names & _MAIL_HEADERS)


def _mail_or_page(start: bytes, promised: Format) -> Format:
    """A page saved in one file has the form of a mail that nobody sent."""
    headers = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    names = {m[1].lower() for m in _HEADER.finditer(headers)}
    if promised is not Format.MAIL and _RELATED.search(headers) and not names & _FROM_PEOPLE:
        return Format.WEB_ARCHIVE
    if not names and _HTML.match(start):
        return Format.HTML
    return promised if promised is Format.WEB_ARCHIVE else Format.MAIL
