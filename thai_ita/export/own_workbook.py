"""Whether a workbook is one that this program wrote, so that it may be written anew."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

SIGNATURE = "thai-ita"
"""How the comments of each workbook begin; Excel and LibreOffice keep them when they save it."""
_PROPERTIES = "docProps/core.xml"
_MOST_BYTES = 65_536
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError)


def is_own_workbook(path: Path) -> bool:
    """Whether the file is a workbook whose comments say that this program made it."""
    if not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as book, book.open(_PROPERTIES) as properties:
            said = properties.read(_MOST_BYTES).decode("utf-8", "replace")
    except _DAMAGES:
        return False
    return f"<dc:description>{SIGNATURE} " in said
