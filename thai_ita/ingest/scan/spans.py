"""The numbers in what was read of a piece of a line."""

from __future__ import annotations

import re

from thai_ita.ingest.scan.engine import Reading
from thai_ita.model import FigureReading

FIGURE = re.compile(r"[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*")
"""A number in a text; signs and units are no part of it."""


def figure_spans(reading: Reading) -> list[tuple[FigureReading, int, int]]:
    """The numbers of a reading and from where to where they go in its characters."""
    out: list[tuple[FigureReading, int, int]] = []
    text = "".join(c.char for c in reading.characters)
    for match in FIGURE.finditer(text):
        characters = reading.characters[match.start() : match.end()]
        others = [
            (text[match.start() : match.start() + k] + c.second + text[match.start() + k + 1 : match.end()], c.p2)
            for k, c in enumerate(characters)
            if c.second
        ]
        others.sort(key=lambda other: -other[1])
        figure = FigureReading(match[0], min(c.p for c in characters), tuple(others[:3]))
        out.append((figure, match.start(), match.end()))
    return out
