"""How two spellings differ: in marks, which damage loses and moves, or in letters, which it hardly
touches.
"""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎ำ")


def base_letters(text: str) -> str:
    """The letters without marks; ำ counts as the า that remains of it."""
    return "".join(ch for ch in text.replace("ำ", "า") if ch not in MARKS)


def base_edits(text: str, other: str) -> int:
    """How many letters other than marks must change to make one text of the other.

    >>> base_edits("ปองกัน", "ป้องกัน"), base_edits("การบริหาร", "การบริการ")
    (0, 1)
    """
    return Levenshtein.distance(base_letters(text), base_letters(other))
