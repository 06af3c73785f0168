"""Layers (optional content) of a PDF: whether any of them is off, so that its text is not shown."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

_LAYERS: Final = b"/OCProperties"
_OFF: Final = re.compile(rb"/OFF\s*\[\s*\d|/(?:BaseState|ViewState)\s*/OFF")
_PACKED: Final = re.compile(rb"/ObjStm\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
# Of packed objects so many bytes are looked through, in all.
_MOST_BYTES: Final = 8_000_000


def has_layer_off(data: bytes) -> bool:
    """Whether the file has a layer that is off, by its words; PDFium tells nothing of layers."""
    seen = off = False
    for part in _parts(data):
        seen = seen or _LAYERS in part
        off = off or bool(_OFF.search(part))
        if seen and off:
            return True
    return False


def _parts(data: bytes) -> Iterator[bytes]:
    """The file, then its packed objects unpacked."""
    yield data
    left = _MOST_BYTES
    for found in _PACKED.finditer(data):
        stream = _STREAM.search(data, found.end())
        if stream is None or left <= 0:
            return
        try:
            part = zlib.decompressobj().decompress(data[stream.end() :], left)
        except zlib.error:
            continue
        left -= len(part)
        yield part
