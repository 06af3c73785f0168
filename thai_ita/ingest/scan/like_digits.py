"""A page whose font makes one digit look like another to the recogniser, surely and every time.

In some fonts without loops ๕ is drawn as others draw ๔. Probabilities do not tell, but years do: a
page that says ๒๔๖๗, or many Thai numbers without one ๕, reads it so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from thai_ita.ingest.scan.ocr_engine import LineReading, ReadCharacter
from thai_ita.ingest.scan.thai_writing import THAI_DIGITS

_READ, _MEANT = "๔", "๕"
# A year of these reports with the one digit for the other.
_YEAR: Final = re.compile(f"(?<![{THAI_DIGITS}.,])๒{_READ}[๖๗][{THAI_DIGITS}](?![{THAI_DIGITS}.,])")
# So many Thai digits hardly come without one of the ten, and with so large a share of another.
MANY_DIGITS = 40
READ_SHARE = 0.13
# What such a digit is worth, and the one that it may be.
DOUBTED_P = 0.5
OTHER_P = 0.45


def doubted(readings: Sequence[LineReading]) -> list[LineReading]:
    """The readings of a page, with each ๔ in doubt where the page reads ๕ as ๔."""
    if not _is_confused(readings):
        return list(readings)
    return [
        replace(reading, characters=tuple(_doubted(c) for c in reading.characters))
        if _READ in reading.text
        else reading
        for reading in readings
    ]


def _is_confused(readings: Sequence[LineReading]) -> bool:
    characters = [c for reading in readings for c in reading.characters]
    digits = [c for c in characters if c.char in THAI_DIGITS]
    # What became the digit of a closed list against the frames was read as the other.
    mended = sum(c.char == _MEANT and c.second == _READ and c.p < c.p2 for c in digits)
    meant = sum(c.char == _MEANT for c in digits) - mended
    years = mended + sum(len(_YEAR.findall(reading.text)) for reading in readings)
    if years:
        return meant <= years
    read = sum(c.char == _READ for c in digits)
    return not meant and len(digits) >= MANY_DIGITS and read >= READ_SHARE * len(digits)


def _doubted(character: ReadCharacter) -> ReadCharacter:
    if character.char != _READ:
        return character
    p2 = max(OTHER_P, character.p2 if character.second == _MEANT else 0.0)
    return replace(character, p=min(character.p, DOUBTED_P), second=_MEANT, p2=p2)
