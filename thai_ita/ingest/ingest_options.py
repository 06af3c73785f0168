"""How much is read of a file, and by what."""

from __future__ import annotations

from dataclasses import dataclass, field

from thai_ita.ingest.scan.settings import OcrSettings


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """Bounds of what is read: sizes in MB, a PDF's length in pages.

    ``libreoffice`` is the program's path, ``off``, or "" to look for it; ``outside_s`` the seconds
    that it may take for a file. ``ocr`` says what reads pictures of text.
    """

    max_text_mb: float = 20.0
    max_file_mb: float = 300.0
    max_pages: int = 2000
    libreoffice: str = ""
    outside_s: float = 120.0
    ocr: OcrSettings = field(default_factory=OcrSettings)
