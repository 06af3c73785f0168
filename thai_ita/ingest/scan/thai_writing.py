"""What Thai can write: which character may follow which, and one order for the marks of a letter."""

from __future__ import annotations

import re
from typing import Final

CONSONANTS: Final = frozenset(chr(c) for c in range(0x0E01, 0x0E2F))
LEADING: Final = frozenset("เแโใไ")
ABOVE: Final = frozenset("ัิีึื็ํ")
BELOW: Final = frozenset("ฺุู")
TONES: Final = frozenset("่้๊๋")
SILENT: Final = "์"
MARKS: Final = ABOVE | BELOW | TONES | frozenset("์๎")
VOWELS: Final = ABOVE | BELOW
THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS: Final = "0123456789"
DIGITS: Final = frozenset(THAI_DIGITS + ARABIC_DIGITS)
POINTS: Final = ".,"
_AA: Final = frozenset("าำ")
# Vowels within a syllable: a consonant follows, behind a tone at most.
_CLOSED: Final = frozenset("ัื")
# Marks that bear no tone, and marks that a silent letter may bear: สิทธิ์, พันธุ์.
_NO_TONE: Final = frozenset("็ฺํ")
_MAY_BE_SILENT: Final = frozenset("ิุ")


def may_follow(before: str, char: str, earlier: str = "") -> bool:
    """Whether Thai writes ``char`` right behind ``before`` ("" at the beginning of a text).

    ``earlier`` is what stands before that. What is not Thai may follow anything but a vowel that
    wants its consonant.

    >>> may_follow("ก", "ิ"), may_follow("า", "ิ"), may_follow("ำ", "า"), may_follow("เ", "่")
    (True, False, False, False)
    """
    if before in LEADING:
        return char in CONSONANTS
    if before in _CLOSED:
        return char in CONSONANTS or char in TONES
    toned = before in TONES
    if toned and earlier in _CLOSED:
        return char in CONSONANTS
    if char in VOWELS:
        return before in CONSONANTS
    if char in TONES:
        return before in CONSONANTS or (before in VOWELS and before not in _NO_TONE)
    if char in _AA or char == "ะ":
        open_letter = before in CONSONANTS or (toned and earlier in CONSONANTS)
        return open_letter or (char == "ะ" and before == "า")
    if char == SILENT:
        return before in CONSONANTS or before in _MAY_BE_SILENT
    if char == "ๅ":
        return before in ("ฤ", "ฦ")
    return True


def may_be_seen(before: str, char: str, earlier: str = "") -> bool:
    """``may_follow`` for marks as they are met in a picture, where the tone may come first."""
    if before in TONES and char in VOWELS:
        return earlier in CONSONANTS and char not in _NO_TONE
    if char in TONES and earlier in TONES:
        return False
    if earlier in TONES and before in _CLOSED:
        return char in CONSONANTS
    return may_follow(before, char, earlier)


def may_end(last: str, earlier: str = "") -> bool:
    """Whether a text may end so: some vowels want their consonant."""
    return last not in LEADING and last not in _CLOSED and not (last in TONES and earlier in _CLOSED)


def is_writable(text: str) -> bool:
    """Whether Thai can write a text, its marks in order.

    >>> is_writable("กิ่ง ๑๐"), is_writable("ก่ิง"), is_writable("่ง"), is_writable("ทำา")
    (True, False, False, False)
    """
    return text.isascii() or not unwritable_places(text)


def unwritable_places(text: str) -> list[int]:
    """The places of characters that cannot stand behind the ones before them, or at the end.

    >>> unwritable_places("กา่น เ")
    [2, 5]
    """
    found = []
    before = earlier = ""
    for i, char in enumerate(text):
        if not may_follow(before, char, earlier):
            found.append(i)
        before, earlier = char, before
    if not may_end(before, earlier):
        found.append(len(text) - 1)
    return found


_TONE_FIRST: Final = re.compile("(?<=[ก-ฮ])[่้๊๋][ัิีึืุู]")
# The same sign twice, and pairs that are one sign seen twice.
_TWICE: Final = re.compile("([ัิีึืุู็ฺํ่้๊๋์ะาำ])(?=\\1)|(?<=ำ)า")


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


def seen_twice(text: str) -> set[int]:
    """The places of characters that repeat the sign beside them, as no word does.

    >>> seen_twice("ทำาา"), seen_twice("๑๑ กก")
    ({2, 3}, set())
    """
    return {found.start() for found in _TWICE.finditer(text)}
