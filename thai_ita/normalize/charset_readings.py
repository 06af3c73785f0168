"""How Thai bytes look to a program that takes them for another character set.

A *reading* is one such character set, as programs have it: bytes without a letter come out as the
control character of their number, as browsers and Windows do it, not as an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

# The first bytes of every Thai letter in UTF-8, and those that may follow.
_LEADS: Final = (0xE0, (0xB8, 0xB9))
_CONTINUATIONS: Final = range(0x80, 0xC0)
# Bytes of Thai letters, marks and numerals in TIS-620.
TIS_LETTERS: Final = (*range(0xA1, 0xDB), *range(0xDF, 0xFC))


@dataclass(frozen=True)
class CharsetReading:
    """A character set that Thai bytes were taken for; ``name`` is what a person calls it."""

    name: str
    codec: str

    def char(self, byte: int) -> str:
        """The character that stands for a byte."""
        try:
            return bytes([byte]).decode(self.codec)
        except UnicodeDecodeError:
            return chr(byte)

    @cached_property
    def bytes_of(self) -> dict[str, int]:
        """The byte of each character above ASCII, by its own letter or its control character."""
        own = {self.char(b): b for b in range(0x80, 0x100)}
        return {**{chr(b): b for b in range(0x80, 0xA0)}, **own}

    def encode(self, text: str) -> bytes:
        """The bytes that the text was read from. Raises KeyError where a character has none."""
        table = self.bytes_of
        return bytes(ord(ch) if ch < "\x80" else table[ch] for ch in text)

    def decode(self, data: bytes) -> str:
        return "".join(chr(b) if b < 0x80 else self.char(b) for b in data)

    def class_of(self, places: range | tuple[int, ...]) -> str:
        """The characters of some bytes as a class of a regular expression."""
        wanted = frozenset(places)
        return "[" + "".join(re.escape(ch) for ch, b in self.bytes_of.items() if b in wanted) + "]"

    @cached_property
    def lead(self) -> str:
        """A regular expression for the first two characters of a Thai letter in UTF-8."""
        return self.class_of((_LEADS[0],)) + self.class_of(_LEADS[1])

    @cached_property
    def thai_letter(self) -> str:
        """A regular expression for the three characters of a Thai letter in UTF-8."""
        return self.lead + self.class_of(_CONTINUATIONS)

    @cached_property
    def sequence(self) -> re.Pattern[str]:
        """Any letter beyond ASCII in UTF-8, of two or three bytes."""
        more = self.class_of(_CONTINUATIONS)
        two = self.class_of(range(0xC2, 0xE0))
        three = self.class_of(range(0xE0, 0xF0))
        return re.compile(f"{three}{more}{{2}}|{two}{more}")

    @cached_property
    def tis_letter(self) -> str:
        """A class for the characters of Thai letters in TIS-620."""
        return self.class_of(TIS_LETTERS)


LATIN: Final = CharsetReading("Latin-1", "cp1252")
CP874: Final = CharsetReading("TIS-620", "cp874")
MAC: Final = CharsetReading("Mac Roman", "mac_roman")
DOS: Final = CharsetReading("DOS (cp437)", "cp437")
DOS_WEST: Final = CharsetReading("DOS (cp850)", "cp850")
READINGS: Final = (LATIN, CP874, MAC, DOS, DOS_WEST)
