"""How English a word looks, by its pairs of letters.

An English OCR program reads Thai pictures as strings of Latin letters (``nldouUsnmm``,
``fltul'l1'vm1rh``). Their pairs of letters are not those of words; names of Thai places in Latin
letters pass.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

_LETTERS: Final = " abcdefghijklmnopqrstuvwxyz"
# How often each pair stands in 15,000 English words of manuals and licences: 0 is hardly ever, each
# step is twice as often. Rows are the first letter, a space is the end of a word.
_PAIRS: Final = (
    "065665544533555563666545332", "515651241503756050767433240", "663437222651733641654610252",
    "671427106506632721547510030", "853247220711423520453521130", "752564431201556242775143530",
    "761336621800523721645611140", "851327245610535530653521022", "771128211702333720535401041",
    "455655450002658640566150304", "774347333533444634443733332", "852338343622525432463424132",
    "762257311701612630255421060", "675238211601452670253510030", "761666471513323520167441031",
    "534552441313568550755645211", "671337224502622650756512040", "733333234433444332433933233",
    "762448341603454630465432040", "840517225603432551267502030", "761427206701432530654402041",
    "456545440501667350767110211", "671219222712133521232212211", "773347326722425620663124211",
    "853636423612441271447222433", "943335332511445461465223022", "763438334733443533433332243",
)  # fmt: skip
_WORD: Final = 5.0


def looks_english(word: str) -> bool:
    """Whether a word of the letters a to z has the letter pairs of English."""
    letters = f" {word.lower()} "
    total = sum(int(_PAIRS[_LETTERS.index(a)][_LETTERS.index(b)]) for a, b in pairwise(letters))
    return total >= _WORD * (len(letters) - 1)
