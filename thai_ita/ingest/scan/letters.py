"""The Thai letters and marks of a reading that were read with doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from thai_ita.ingest.scan.ocr_engine import ReadCharacter
from thai_ita.model import LetterDoubt

# A letter that is less sure than this is doubtful; figures below it are not published either.
SURE_LETTER: Final = 0.97
# So many characters to either side tell which letter of a text is meant.
AROUND: Final = 6
_FIRST, _LAST = "ก", "๎"


def letter_doubts(characters: Sequence[ReadCharacter]) -> Iterator[tuple[int, LetterDoubt]]:
    """The doubtful letters among characters in reading order, each with its index there.

    >>> [d.word for _, d in letter_doubts([ReadCharacter("ต", 0.6), ReadCharacter("า", 0.99)])]
    ['ตา']
    """
    for i, c in enumerate(characters):
        if c.p >= SURE_LETTER or not _FIRST <= c.char <= _LAST:
            continue
        first = last = i
        while first > max(0, i - AROUND) and characters[first - 1].char != " ":
            first -= 1
        while last + 1 < min(len(characters), i + AROUND + 1) and characters[last + 1].char != " ":
            last += 1
        word = "".join(other.char for other in characters[first : last + 1])
        at = sum(len(other.char) for other in characters[first:i])
        yield i, LetterDoubt(word, at, round(c.p, 4), c.second.strip())
