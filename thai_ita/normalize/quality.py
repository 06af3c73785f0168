"""How much of a text is possible Thai: tells a page that needs another reader."""

from __future__ import annotations

import re
from typing import Final

from .thai_characters import CONSONANTS, LEADING_VOWELS, MARKS, REPLACEMENT, THAI, TONES

_C: Final = f"[{CONSONANTS}]"
_M: Final = f"[{MARKS}]"
# Every match is one spoilt place; a place spoils the syllable around it, so it weighs several
# letters.
_SPOILT: Final = re.compile(
    rf"{REPLACEMENT}+|\(cid:\d+\)|[\ue000-\uf8ff]"
    rf"|(?<=[{THAI}])[\u0e80-\u0eff]|[\u0e80-\u0eff](?=[{THAI}])"
    rf"|(?<![{CONSONANTS}{MARKS}]){_M}"  # a mark without a base, also behind a space
    rf"|({_M})\1"
    rf"|[{TONES}]{{2}}|[{TONES}][ัิ-ฺ็]"
    rf"|(?<=[{CONSONANTS}{TONES}]) [ะาำๅ]"
    rf"|[{LEADING_VOWELS}](?![{CONSONANTS}])"
    rf"|ํ[{TONES}]?า|เเ"
    rf"|(?<=[{THAI}] ){_C}(?= [{THAI}])"  # letters set apart
    rf"|(?<=[{THAI}])[A-Za-z](?=[{THAI}])"
)
_THAI_LETTER: Final = re.compile(f"[{THAI}]")
LETTERS_SPOILT: Final = 4


def thai_quality(text: str) -> float:
    """The share (0-1) of the Thai in ``text`` that is possible Thai; 1.0 where there is none.

    Counts marks without a base or doubled, spaces before marks and vowels, split ำ, letters set
    apart, and glyphs without a meaning: U+FFFD, private use, (cid:n).

    >>> thai_quality("การป้องกันการทุจริต")
    1.0
    """
    spoilt = LETTERS_SPOILT * sum(1 for _ in _SPOILT.finditer(text))
    if not spoilt:
        return 1.0
    letters = len(_THAI_LETTER.findall(text))
    return max(0.0, 1.0 - spoilt / max(letters, spoilt))
