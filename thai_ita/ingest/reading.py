"""One file in, one Document out: the format is told by content first, by name second."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from thai_ita.ingest.errors import (
    EmptyDocument,
    IsAFolder,
    IsAnArchive,
    TooLarge,
    UnknownFormat,
    Unreadable,
)
from thai_ita.model import Document, Media

# Endings that a folder is searched for.
TEXT_ENDINGS = frozenset({".txt", ".md", ".markdown", ".tsv", ".text"})
HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
PDF_ENDINGS = frozenset({".pdf"})
OFFICE_ENDINGS = frozenset({".docx", ".xlsx", ".csv"})
KNOWN_ENDINGS = TEXT_ENDINGS | HTML_ENDINGS | PDF_ENDINGS | OFFICE_ENDINGS

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """Bounds of what is read: sizes in MB, a PDF's length in pages."""

    max_text_mb: float = 20.0
    max_file_mb: float = 300.0
    max_pages: int = 2000


def read_document(path: str | Path, options: IngestOptions | None = None) -> Document:
    """The document in a file. Raises an IngestError that names the file and says what to do."""
    from thai_ita.ingest.lost_letters import tell_lost_text

    document = _read(Path(path), options or IngestOptions())
    tell_lost_text(document)
    return document


def _read(path: Path, options: IngestOptions) -> Document:
    data = _read_bytes(path, options)
    doc_id = hashlib.sha256(data).hexdigest()[:16]
    ending = path.suffix.lower()
    head = data[:1024].lstrip()
    if head.startswith(b"%PDF") or ending in PDF_ENDINGS:
        from thai_ita.ingest.pdf_document import read_pdf_document

        return read_pdf_document(path, doc_id, options)
    if data.startswith(_ZIP):
        return _read_zipped(path, data, doc_id)
    if data.startswith(_OLE):
        from thai_ita.ingest.office import ole_refusal

        raise ole_refusal(data, str(path))
    if ending == ".csv":
        from thai_ita.ingest.sheets import read_csv

        return read_csv(data, doc_id, path)
    return _read_plain(path, data, doc_id, ending, options)


def _read_bytes(path: Path, options: IngestOptions) -> bytes:
    if path.is_dir():
        raise IsAFolder(path)
    try:
        size = path.stat().st_size
        if size > options.max_file_mb * 1e6:
            raise TooLarge(str(path), f"{size / 1e6:.0f} MB", f"{options.max_file_mb:.0f} MB")
        if size == 0:
            raise EmptyDocument(str(path))
        with path.open("rb") as file:
            return file.read()
    except OSError as error:
        raise Unreadable(str(path), error.strerror or str(error)) from error


def _read_zipped(path: Path, data: bytes, doc_id: str) -> Document:
    """Word and Excel files are zip archives; their first entries tell which."""
    if b"word/document.xml" in data or path.suffix.lower() == ".docx":
        from thai_ita.ingest.docx import read_docx

        return read_docx(data, doc_id, path)
    if b"xl/workbook.xml" in data or path.suffix.lower() == ".xlsx":
        from thai_ita.ingest.sheets import read_xlsx

        return read_xlsx(data, doc_id, path)
    if path.suffix.lower() == ".zip":
        raise IsAnArchive(str(path))
    raise UnknownFormat(str(path), "is a zip archive of an unknown kind")


def _read_plain(
    path: Path, data: bytes, doc_id: str, ending: str, options: IngestOptions
) -> Document:
    from thai_ita.ingest.decode import decode
    from thai_ita.ingest.text import read_text

    if len(data) > options.max_text_mb * 1e6:
        limit = f"{options.max_text_mb:.0f} MB for text"
        raise TooLarge(str(path), f"{len(data) / 1e6:.0f} MB", limit)
    text, encoding, troubles = decode(data, str(path))
    media = Media.HTML if ending in HTML_ENDINGS else None
    document = read_text(text, doc_id, path, media)
    document.encoding = encoding
    document.troubles[:0] = troubles
    return document
