"""The numbers of a reading, each with how sure it is and what else it could be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from thai_ita.ingest.scan.ocr_engine import ReadCharacter
from thai_ita.ingest.scan.thai_writing import ARABIC_DIGITS, DIGITS, POINTS, THAI_DIGITS
from thai_ita.model import FigureReading

_D: Final = THAI_DIGITS + ARABIC_DIGITS
FIGURE: Final = re.compile(rf"[{_D}]+(?:[.,][{_D}]+)*")
# Digits that no number begins with: ๑๐๐.๐๐ lost its first digit at the edge of a cell.
_HEADLESS: Final = re.compile(rf"[0๐][{_D}]+\.[{_D}]+")
_SCORE: Final = re.compile(rf"[{_D}]{{1,3}}\.[{_D}]{{2}}")
# What a number that lacks its first digit is believed at most.
HEADLESS_P: Final = 0.5
# Other readings that are less likely than this are none; so many of them are kept.
LEAST_OTHER: Final = 0.001
MOST_OTHERS: Final = 8
# So many characters of a number may be exchanged at once.
MOST_EXCHANGED: Final = 2

Change = tuple[int, str, float]
"""The place of a character, what stands there instead, and how likely."""


def figure_readings(characters: Sequence[ReadCharacter]) -> list[FigureReading]:
    """The numbers among characters in reading order, digits with the points between them.

    ``p`` is the least probability of any of its characters, and of no digit being lost beside one.
    ``others`` have one or two characters exchanged for their runners-up, one lost or one more;
    each with the probability of what was exchanged.

    >>> [(f.text, f.p) for f in figure_readings([ReadCharacter("๘", 0.9), ReadCharacter("๓", 0.99)])]
    [('๘๓', 0.9)]
    """
    text = "".join(c.char if len(c.char) == 1 else "\\0" for c in characters)
    return [_figure(characters[m.start() : m.end()]) for m in FIGURE.finditer(text)]


def _figure(characters: Sequence[ReadCharacter]) -> FigureReading:
    text = "".join(c.char for c in characters)
    sure = [c.p for c in characters]
    sure += [1 - p for c in characters for _, p in (c.before, c.behind)]
    p = min(sure)
    if _HEADLESS.fullmatch(text):
        p = min(p, HEADLESS_P)
    return FigureReading(text, round(p, 4), _others(characters, text))


def _others(characters: Sequence[ReadCharacter], text: str) -> tuple[tuple[str, float], ...]:
    changes = _changes(characters)
    likely: dict[str, float] = {}
    for many in range(1, MOST_EXCHANGED + 1):
        for chosen in combinations(changes, many):
            if len({place for place, _, _ in chosen}) < many:
                continue
            other = _changed(characters, chosen)
            p = 1.0
            for _, _, share in chosen:
                p *= share
            if other != text and FIGURE.fullmatch(other) and p >= LEAST_OTHER:
                likely[other] = max(likely.get(other, 0.0), p)
    # Of two that are as likely, what has the form of a score comes first.
    order = sorted(
        likely,
        key=lambda other: (-round(likely[other], 2), not _SCORE.fullmatch(other), -likely[other]),
    )
    return tuple((other, round(likely[other], 4)) for other in order[:MOST_OTHERS])


def _changes(characters: Sequence[ReadCharacter]) -> list[Change]:
    found: list[Change] = []
    for i, c in enumerate(characters):
        if c.second in DIGITS or (c.second and c.second in POINTS):
            found.append((i, c.second, c.p2))
        if c.p_none >= LEAST_OTHER:
            found.append((i, "", c.p_none))
        for beside, p in ((c.before[0] + c.char, c.before[1]), (c.char + c.behind[0], c.behind[1])):
            if p >= LEAST_OTHER:
                found.append((i, beside, p))
    return found


def _changed(characters: Sequence[ReadCharacter], chosen: Sequence[Change]) -> str:
    written = [c.char for c in characters]
    for place, instead, _ in chosen:
        written[place] = instead
    return "".join(written)
