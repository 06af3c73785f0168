"""Letters that stand together in names of places: which of two readings of a letter is likelier."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final

from thai_ita.normalize.gazetteer import Gazetteer

# So many letters stand together; the ends of a name count as letters.
_TOGETHER: Final = 3
_START, _END = "^", "$"
# So often does a group of letters stand in the listed names that they say that it is usual.
USUAL: Final = 18
# What is counted for a group that no listed name has: names have been given since.
_UNSEEN: Final = 1.8
# So many times likelier must the other reading be.
ODDS: Final = 3.0


def likelier(name: str, at: int, other: str, p: float) -> bool:
    """Whether the letter of a name at a place, read with probability ``p``, is rather another one.

    The groups of letters as read stand in no listed name, one with the other letter in many.

    >>> likelier("หนองใด้", 5, "ต", 0.8), likelier("หนองใด้", 5, "ต", 0.96)
    (True, False)
    """
    read = f"{_START}{name}{_END}"
    place = at + 1
    changed = read[:place] + other + read[place + 1 :]
    counts = _groups()
    usual = False
    for first in range(max(0, place - _TOGETHER + 1), place + 1):
        as_read = counts[read[first : first + _TOGETHER]]
        instead = counts[changed[first : first + _TOGETHER]]
        if as_read > instead:
            return False
        usual |= not as_read and instead >= USUAL and (1 - p) * instead >= ODDS * p * _UNSEEN
    return usual


@lru_cache(maxsize=1)
def _groups() -> Counter[str]:
    gazetteer = Gazetteer.embedded()
    names = {row.name for row in gazetteer.rows} | set(gazetteer.districts)
    padded = (f"{_START}{name}{_END}" for name in names)
    return Counter(name[i : i + _TOGETHER] for name in padded for i in range(len(name) - _TOGETHER + 1))
