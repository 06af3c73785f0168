"""Text of a recogniser that tells no places and no probabilities: both are made up carefully."""

from __future__ import annotations

from thai_ita.ingest.scan.ocr_engine import LineReading, PixelBox, ReadCharacter
from thai_ita.ingest.scan.thai_writing import MARKS

# Nothing is known of how sure it is: so that no figure of it passes for proven.
UNPROVEN_P = 0.5


def spread_reading(text: str, box: PixelBox, picture_width: int) -> LineReading:
    """The reading of one line, its letters spread evenly over the box; marks stand with theirs."""
    text = " ".join(text.split())
    letters = sum(char not in MARKS for char in text)
    left, right = max(0, box[0]), min(picture_width, box[2])
    if not letters or right <= left:
        return LineReading("")
    width = (right - left) / letters
    characters, at = [], -1
    for char in text:
        if char not in MARKS or at < 0:
            at += 1
        x0 = left + min(at, letters - 1) * width
        characters.append(ReadCharacter(char, UNPROVEN_P, x0=x0, x1=min(x0 + width, float(right))))
    return LineReading(text, tuple(characters))
