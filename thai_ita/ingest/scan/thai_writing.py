"""What Thai can write: which character may follow which, and one order for the marks of a letter."""

from __future__ import annotations

import re
from typing import Final

CONSONANTS: Final = frozenset(chr(c) for c in range(0x0E01, 0x0E2F))
LEADING: Final = frozenset("เแโใไ")
ABOVE: Final = frozenset("ัิีึื็ํ")
BELOW: Final = frozenset("ฺุู")
TONES: Final = frozenset("่้๊๋์๎")
MARKS: Final = ABOVE | BELOW | TONES
VOWELS: Final = ABOVE | BELOW
_AA: Final = frozenset("าำ")
THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS: Final = "0123456789"
DIGITS: Final = frozenset(THAI_DIGITS + ARABIC_DIGITS)
POINTS: Final = ".,"
# Mai han akat and mai tai khu stand in closed syllables, silent letters bear no vowel but these.
_SILENT_AFTER: Final = frozenset("ิุ")


def may_follow(before: str, char: str, earlier: str = "") -> bool:
    """Whether Thai writes ``char`` right behind ``before`` ("" at the beginning of a text).

    ``earlier`` is what stands before that. Anything that is not Thai may follow anything but a
    vowel that wants its consonant.

    >>> may_follow("ก", "ิ"), may_follow("า", "ิ"), may_follow("ำ", "า"), may_follow("เ", "่")
    (True, False, False, False)
    """
    if before in LEADING:
        return char in CONSONANTS
    if char in VOWELS:
        return before in CONSONANTS
    if char == "์":
        return before in CONSONANTS or before in _SILENT_AFTER
    if char in TONES:
        return before in CONSONANTS or (before in VOWELS and before not in "็ฺํ")
    if char in _AA:
        return before in CONSONANTS or (before in TONES and before != "์" and earlier not in VOWELS)
    if char == "ๅ":
        return before in "ฤฦ" if before else False
    if char == "ะ":
        return before in CONSONANTS or before == "า" or (before in TONES and before != "์")
    return True


def may_end(last: str) -> bool:
    """Whether a text may end so: a vowel that is written first wants its consonant."""
    return last not in LEADING


def is_writable(text: str) -> bool:
    """Whether Thai can write a text, its marks in order.

    >>> is_writable("กิ่ง ๑๐"), is_writable("ก่ิง"), is_writable("่ง"), is_writable("ทำา")
    (True, False, False, False)
    """
    if text.isascii():
        return True
    pairs = zip(text, " " + text, "  " + text, strict=False)
    return all(may_follow(before, char, earlier) for char, before, earlier in pairs) and may_end(
        text[-1:]
    )


_TONE_FIRST: Final = re.compile("([่้๊๋])([ัิีึืุู])")
_TWICE: Final = re.compile("([ัิีึืุู็ฺํ่้๊๋์ะาำ])\\1+")


def mark_order(text: str) -> list[int]:
    """The places of a text's characters in the order that Thai is kept in: vowel, then tone.

    >>> "".join("ก่ิง"[i] for i in mark_order("ก่ิง"))
    'กิ่ง'
    """
    order = list(range(len(text)))
    for found in _TONE_FIRST.finditer(text):
        a = found.start()
        order[a], order[a + 1] = order[a + 1], order[a]
    return order
