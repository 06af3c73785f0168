"""Names of files as Thai programs write them without saying in which encoding."""

from __future__ import annotations

import contextlib
import re

_THAI = re.compile("[ก-๛]")


def thai_name(raw: bytes, otherwise: str = "") -> str:
    """The name that these bytes are in UTF-8 or in the encoding of Thai Windows.

    Three Thai letters of Windows can be valid UTF-8 for something else: most Thai wins.
    """
    readings: list[str] = []
    for encoding in ("utf-8", "cp874"):
        with contextlib.suppress(UnicodeDecodeError):
            readings.append(raw.decode(encoding))
    if otherwise or not readings:
        readings.append(otherwise or raw.decode("cp874", "replace"))
    return max(readings, key=lambda name: len(_THAI.findall(name)))
