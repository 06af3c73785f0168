"""One file in, one Document out: the format is told by content first, by name second."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from thai_ita.ingest.errors import (
    EmptyDocumentError,
    IsAFolderError,
    IsAnArchiveError,
    NotAFileError,
    NotOfItsEndingError,
    NotReadError,
    OwnOutputError,
    TooDeepError,
    TooLargeError,
    TooManyCellsError,
    UnknownFormatError,
    UnreadableError,
)
from thai_ita.ingest.formats import NAMES, NO_DOCUMENTS, Format, format_by_ending
from thai_ita.ingest.ingest_options import IngestOptions
from thai_ita.ingest.sniffing import sniff
from thai_ita.model import Document, Media, Problem, Severity
from thai_ita.model.document_id import doc_id_of
from thai_ita.regular_files import NotRegularError, open_regular

_OWN_REPORTS = re.compile(rb'\{\s*"version":\s*"[^"]{1,40}",\s*"(?:reports|documents)":')
WRONG_ENDING = "wrong-ending"
# Endings that promise something else than text: where text or a page stands in such a file, its
# name is wrong. Plain text, CSV and pages are easily one another.
_LOOSE = frozenset({Format.TEXT, Format.CSV, Format.HTML, Format.JSON, Format.XML, Format.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Source:
    """A file on its way to the reader of its format."""

    path: Path
    data: bytes
    doc_id: str
    format: Format
    options: IngestOptions

    @property
    def ending(self) -> str:
        return self.path.suffix.lower()


def read_document(path: str | Path, options: IngestOptions | None = None) -> Document:
    """The document in a file. Raises an IngestError that names the file and says what to do."""
    from thai_ita.ingest.lost_letters import report_lost_text
    from thai_ita.ingest.text_repair import MAX_CELLS

    try:
        document = _read(Path(path), options or IngestOptions())
    except RecursionError as error:
        raise TooDeepError(str(path)) from error
    except TooManyCellsError as error:
        what = f"more than {MAX_CELLS:,} cells"
        raise TooLargeError(str(path), what, f"{MAX_CELLS:,} cells") from error
    report_lost_text(document)
    return document


def _read(path: Path, options: IngestOptions) -> Document:
    data = _read_bytes(path, options)
    doc_id = doc_id_of(data)
    kind = sniff(data, path.name)
    reader = READERS.get(kind)
    if reader is None:
        raise NotReadError(str(path), kind)
    document = reader(Source(path, data, doc_id, kind, options))
    if (promised := misnamed(path.name, kind)) is not None:
        note = f"its ending says {NAMES[promised]}, its content is {NAMES[kind]} and read as such"
        document.problems.insert(0, Problem(WRONG_ENDING, note, Severity.INFO))
    return document


def misnamed(name: str, kind: Format) -> Format | None:
    """The format that an ending promises, where the content is clearly of another."""
    promised = format_by_ending(name)
    if promised is kind or promised is Format.UNKNOWN or promised in NO_DOCUMENTS:
        return None
    in_xml = promised is Format.XML and kind in (Format.WORD_XML, Format.SPREADSHEET_XML)
    return None if in_xml or (promised in _LOOSE and kind in _LOOSE) else promised


def _read_bytes(path: Path, options: IngestOptions) -> bytes:
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > options.max_file_mb * 1e6:
                raise TooLargeError(str(path), f"{size / 1e6:.0f} MB", f"{options.max_file_mb:.0f} MB")
            if size == 0:
                raise EmptyDocumentError(str(path))
            # Not to its end, which some files that the system makes up do not have.
            return file.read(size)
    except IsADirectoryError as error:
        raise IsAFolderError(path) from error
    except NotRegularError as error:
        raise NotAFileError(str(path)) from error
    except (OSError, ValueError) as error:
        # No system has a path with a NUL.
        raise UnreadableError(str(path), getattr(error, "strerror", None) or str(error)) from error


def _pdf(source: Source) -> Document:
    from thai_ita.ingest.pdf_document import read_pdf_document

    return read_pdf_document(source.path, source.doc_id, source.options)


def _word(source: Source) -> Document:
    from thai_ita.ingest.docx import read_docx

    return read_docx(source.data, source.doc_id, source.path)


def _excel(source: Source) -> Document:
    from thai_ita.ingest.sheets import read_xlsx

    return read_xlsx(source.data, source.doc_id, source.path)


def _old_excel(source: Source) -> Document:
    from thai_ita.ingest.xls import read_xls

    return read_xls(source.data, source.doc_id, source.path)


def _open_sheets(source: Source) -> Document:
    from thai_ita.ingest.opendocument import read_ods

    return read_ods(source.data, source.doc_id, source.path)


def _spreadsheet_xml(source: Source) -> Document:
    from thai_ita.ingest.spreadsheet_xml import read_spreadsheet_xml

    return read_spreadsheet_xml(source.data, source.doc_id, source.path)


def _slides(source: Source) -> Document:
    from thai_ita.ingest.slides.read_slides import read_pptx

    return read_pptx(source.data, source.doc_id, source.path)


def _picture(source: Source) -> Document:
    from thai_ita.ingest.image_document import read_image_document

    options = source.options
    return read_image_document(source.data, source.doc_id, source.path, ocr=options.ocr, max_pages=options.max_pages)


def _converted(source: Source) -> Document:
    """What LibreOffice makes of a file, by the reader of that."""
    from thai_ita.ingest.outside.libreoffice import LibreOffice
    from thai_ita.ingest.outside.programs import Bounds

    office = LibreOffice(source.options.libreoffice, Bounds(source.options.outside_s))
    kind, data = office.converted(source.data, source.format, str(source.path))
    return READERS[kind](replace(source, data=data, format=kind))


def _csv(source: Source) -> Document:
    from thai_ita.columns import CORRECTIONS_HEADING, TABLE_COLUMNS
    from thai_ita.ingest.sheets import read_csv

    head = source.data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].strip()
    ours = [",".join(column.name for column in columns) for columns in TABLE_COLUMNS.values()]
    if head in [names.encode() for names in (*ours, CORRECTIONS_HEADING)]:
        raise OwnOutputError(str(source.path))
    return read_csv(source.data, source.doc_id, source.path)


def _locked(source: Source) -> Document:
    from thai_ita.ingest.office import ole_refusal

    raise ole_refusal(source.data, str(source.path))


def _archive(source: Source) -> Document:
    if source.format is Format.ZIP and not zipfile.is_zipfile(source.path):
        raise UnknownFormatError(str(source.path), "is a zip archive of an unknown kind")
    raise IsAnArchiveError(str(source.path), source.format)


def _mail(source: Source) -> Document:
    from thai_ita.ingest.mail import read_mail

    return read_mail(source.data, source.doc_id, source.path)


def _web_archive(source: Source) -> Document:
    from thai_ita.ingest.mail import read_web_archive

    return read_web_archive(source.data, source.doc_id, source.path)


def _empty(source: Source) -> Document:
    raise EmptyDocumentError(str(source.path))


def _unknown(source: Source) -> Document:
    promised = format_by_ending(source.path.name)
    if promised in _LOOSE or promised in NO_DOCUMENTS:
        return _plain(source)
    raise NotOfItsEndingError(str(source.path), promised)


def _plain(source: Source) -> Document:
    from thai_ita.ingest.decode import decode
    from thai_ita.ingest.text import read_text

    if _OWN_REPORTS.match(source.data):
        raise OwnOutputError(str(source.path))
    size = len(source.data) / 1e6
    if size > source.options.max_text_mb:
        limit = f"{source.options.max_text_mb:.0f} MB for text"
        raise TooLargeError(str(source.path), f"{size:.0f} MB", limit)
    text, encoding, problems = decode(source.data, str(source.path))
    media = Media.HTML if source.format is Format.HTML else None
    document = read_text(text, source.doc_id, source.path, media)
    document.encoding = encoding
    document.problems[:0] = problems
    return document


Reader = Callable[[Source], Document]
READERS: dict[Format, Reader] = {
    Format.PDF: _pdf,
    Format.WORD: _word,
    Format.EXCEL: _excel,
    Format.SLIDES: _slides,
    Format.OLD_EXCEL: _old_excel,
    Format.ODS: _open_sheets,
    Format.SPREADSHEET_XML: _spreadsheet_xml,
    Format.OLD_WORD: _converted,
    Format.ODT: _converted,
    Format.RTF: _converted,
    Format.WORD_XML: _converted,
    Format.OLD_SLIDES: _converted,
    Format.ODP: _converted,
    Format.BINARY_EXCEL: _converted,
    Format.PICTURE: _picture,
    Format.CSV: _csv,
    Format.HTML: _plain,
    Format.TEXT: _plain,
    Format.JSON: _plain,
    Format.PROGRAM: _plain,
    Format.MAIL: _mail,
    Format.WEB_ARCHIVE: _web_archive,
    Format.ZIP: _archive,
    Format.TAR: _archive,
    Format.GZIP: _archive,
    Format.LOCKED_OFFICE: _locked,
    Format.EMPTY: _empty,
    Format.UNKNOWN: _unknown,
}
"""The reader of each format; a format without one is refused by its name (``errors.NOT_READ``).

A reader raises an IngestError where the file gives nothing. What it needs is imported inside it.
"""
