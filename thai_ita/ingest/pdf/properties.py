"""What a PDF says of itself: the entries of its Info dictionary, else of its XMP packet."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from thai_ita.ingest.errors import IngestError
from thai_ita.model import Properties
from thai_ita.normalize.repair import repair_text

# Only the beginnings and the ends of larger files are searched for a packet.
_SEARCHED_BYTES = 2_000_000
_PACKET = re.compile(rb"<x:xmpmeta(?:[^<]++|<(?!/?x:xmpmeta))*+</x:xmpmeta>")
# Pictures bring packets of their own; that of a document tells of PDF.
_OF_PDF = re.compile(r"http://ns\.adobe\.com/pdf/1\.3/|<pdf:")
_LATIN = re.compile(r"[\u00a1-\u00fb]{3}")
_THAI = re.compile(r"[ก-๛]")


def pdf_properties(path: Path) -> Properties:
    """Title, subject and keywords of a PDF, repaired."""
    from thai_ita.ingest.pdf.readers.pdfium import open_document

    try:
        with open_document(path) as handle:
            told = [_meta(handle, name) for name in ("Title", "Subject", "Keywords")]
    except IngestError:  # read by another way; hints are no reason to refuse it
        told = [""] * 3
    if not any(told):
        told = _from_packet(path)
    return Properties(*(repair_text(_as_thai(text)).strip() for text in told))


def _meta(handle: int, name: str) -> str:
    import ctypes

    import pypdfium2.raw as raw

    document = ctypes.cast(handle, raw.FPDF_DOCUMENT)
    size = raw.FPDF_GetMetaText(document, name.encode(), None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, name.encode(), buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _from_packet(path: Path) -> list[str]:
    """The same of a packet that stands unpacked in the file, as PDF/A wants it."""
    with path.open("rb") as file:
        data = file.read(_SEARCHED_BYTES)
        size = path.stat().st_size
        if size > _SEARCHED_BYTES:
            file.seek(max(_SEARCHED_BYTES, size - _SEARCHED_BYTES))
            data += file.read()
    for packet in _PACKET.findall(data):
        text = packet.decode("utf-8", "replace")
        if _OF_PDF.search(text):
            return [_entry(text, name) for name in ("dc:title", "dc:description", "pdf:Keywords")]
    return [""] * 3


def _entry(packet: str, name: str) -> str:
    found = re.search(rf"<{name}\b[^<>]*>((?:[^<]++|<(?!/?{name}\b))*+)</{name}>", packet)
    found = found or re.search(rf'\b{name}="([^"]*)"', packet)
    return unescape(re.sub(r"<[^<>]+>", " ", found[1])).strip() if found else ""


def _as_thai(text: str) -> str:
    """Thai that a program of before Unicode wrote letter by letter as if it were Latin."""
    if _THAI.search(text) or not _LATIN.search(text):
        return text
    try:
        return text.encode("latin-1").decode("cp874")
    except UnicodeError:
        return text
