"""The texts above and below the pages: what tells them apart, and where one takes two lines."""

from __future__ import annotations

import re

from thai_ita.ingest.pdf.text.line_spacing import PARAGRAPH_GAP
from thai_ita.model import BBox, Line
from thai_ita.normalize.repair import squash

_YEAR = re.compile(r"[2๒][5๕][\d๐-๙]{2}")


def margin_key(text: str) -> str:
    """A running line with its figures made one, so that page numbers do not tell it apart; a year alone
    is the end of the title above it and no page number."""
    if _YEAR.fullmatch(text.strip()):
        return text.strip()
    return "".join("#" if ch.isdigit() else ch for ch in squash(text) or text.strip())


def goes_below(above: Line, text: str, box: BBox) -> bool:
    """Whether a running title is the second line of the one above: a year alone, or the rest of each
    of as many parts side by side."""
    if "\t" not in text:
        return bool(_YEAR.fullmatch(text.strip()))
    if above.text.count("\t") != text.count("\t") or above.bbox is None:
        return False
    height = box.bottom - box.top
    return 0 < box.top - above.bbox.top <= PARAGRAPH_GAP * height


def joined_below(above: str, text: str) -> str:
    """Two lines of a running title as one, each part with its rest."""
    if "\t" not in text:
        return f"{above} {text}"
    parts = zip(above.split("\t"), text.split("\t"), strict=True)
    return "\t".join(f"{upper.strip()} {lower.strip()}".strip() for upper, lower in parts)
