"""The files inside a PDF: attached to it as a whole, as in portfolios, or to a place on a page."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import Any, BinaryIO

from thai_ita.ingest.pdf.readers.weight import PageWeights

MOST_FILES = 2000
_ON_A_PAGE = b"/FileAttachment"


class NoAttachmentError(ValueError):
    """A file inside a PDF that cannot be had; the message says why, without a path."""


def attached_names(file: BinaryIO) -> list[str]:
    """The names of the files in an open PDF, in order; none for one that cannot be read."""
    import pypdfium2

    try:
        # What PDFium has opened last is closed first.
        with _opened(file) as document, closing(_each(document, file)) as found:
            return [attachment.get_name() for attachment in found]
    except pypdfium2.PdfiumError:
        return []


def attached_data(file: BinaryIO, index: int) -> bytes:
    """The bytes of one of them. Raises ``NoAttachmentError``."""
    import pypdfium2

    try:
        with _opened(file) as document, closing(_each(document, file, index)) as found:
            for attachment in found:
                return bytes(attachment.get_data())
    except pypdfium2.PdfiumError as error:
        raise NoAttachmentError(f"cannot be taken out of the PDF ({error})") from error
    raise NoAttachmentError("is not in the PDF any more; run again")


@contextmanager
def _opened(file: BinaryIO) -> Iterator[Any]:
    import pypdfium2

    file.seek(0)
    document = pypdfium2.PdfDocument(file)
    try:
        yield document
    finally:
        document.close()


def _each(document: Any, file: BinaryIO, start: int = 0) -> Generator[Any]:
    """The attachments from the one at ``start`` on."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    of_all = min(document.count_attachments(), MOST_FILES)
    for index in range(start, of_all):
        yield document.get_attachment(index)
    taken = getattr(pdfium, "FPDFAnnot_GetFileAttachment", None)
    if taken is None:
        return
    file.seek(0)
    data = file.read()
    if _ON_A_PAGE not in data:
        return
    weights = PageWeights(data)
    del data
    at = of_all
    for number in range(len(document)):
        if weights.is_over(number + 1):
            continue
        page = document[number]
        try:
            for attachment in _on_page(page, taken, pypdfium2.PdfAttachment):
                if at >= start:
                    yield attachment
                at += 1
                if at >= MOST_FILES:
                    return
        finally:
            page.close()


def _on_page(page: Any, taken: Any, made: Any) -> Generator[Any]:
    import pypdfium2.raw as pdfium

    for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, at)
        try:
            if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                handle = taken(note)
                if handle:
                    yield made(handle, page.pdf)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
