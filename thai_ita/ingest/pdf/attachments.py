"""The files inside a PDF: attached to it as a whole, as in portfolios, or to a place on a page."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MOST_FILES = 2000
_ON_A_PAGE = b"/FileAttachment"


class NoAttachment(ValueError):
    """A file inside a PDF that cannot be had; the message says why, without a path."""


def attached_names(path: Path) -> list[str]:
    """The names of the files in a PDF, in order; none for a PDF that cannot be opened."""
    import pypdfium2

    try:
        with _attachments(path) as found:
            return [attachment.get_name() for attachment in found]
    except pypdfium2.PdfiumError:
        return []


def attached_data(path: Path, index: int) -> bytes:
    """The bytes of one of them. Raises ``NoAttachment``."""
    import pypdfium2

    try:
        with _attachments(path) as found:
            for at, attachment in enumerate(found):
                if at == index:
                    return bytes(attachment.get_data())
    except pypdfium2.PdfiumError as error:
        raise NoAttachment(f"cannot be taken out of the PDF ({error})") from error
    raise NoAttachment("is not in the PDF any more; run again")


@contextmanager
def _attachments(path: Path) -> Iterator[Generator[Any]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    found = _each(document, path)
    try:
        yield found
    finally:
        # In this order: what PDFium has opened last is closed first.
        found.close()
        document.close()


def _each(document: Any, path: Path) -> Generator[Any]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    for index in range(min(document.count_attachments(), MOST_FILES)):
        yield document.get_attachment(index)
    taken = getattr(pdfium, "FPDFAnnot_GetFileAttachment", None)
    if taken is None or _ON_A_PAGE not in path.read_bytes():
        return
    for number in range(len(document)):
        page = document[number]
        try:
            yield from _on_page(page, taken, pypdfium2.PdfAttachment)
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
