"""What an Office file says of itself: the core properties of its package (ECMA-376 part 2, 11)."""

from __future__ import annotations

import re
from html import unescape

from thai_ita.ingest.errors import IngestError
from thai_ita.ingest.office import Package
from thai_ita.model import Properties
from thai_ita.normalize.repair import repair_text

_ENTRY = r"<(?:\w+:)?{}\b[^<>]*>([^<]*)</"


def office_properties(package: Package) -> Properties:
    """Title, subject and keywords, repaired. Author and company are those of whoever made the template."""
    try:
        data = package.part(package.related("", "core-properties") or "docProps/core.xml") or b""
    except IngestError:  # the text is read without them
        data = b""
    core = data.decode("utf-8", "replace")
    found = (re.search(_ENTRY.format(name), core) for name in ("title", "subject", "keywords"))
    return Properties(*(repair_text(unescape(m[1])).strip() if m else "" for m in found))
