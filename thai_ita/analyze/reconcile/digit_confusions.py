"""How a printed number may have been misread: the candidates of a repair, and their rivals.

A repair may use only what is known to happen: digits that PDFs and OCR confuse, a decimal point
lost or moved, a digit lost, two neighbouring cells swapped, another reading that the source itself
offers, another reading that the recogniser of a picture held possible. But it must be the only explanation among *all* changes of one digit, likely or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from thai_ita.analyze.reconcile.intervals import HIGHEST, LOWEST, SCORES
from thai_ita.analyze.reconcile.readings import Key, ScoreReading, one_digit_changes


class Slip(StrEnum):
    """A way to misread; the values finish the sentence "the reading is explained by ..."."""

    ALTERNATE = "another reading that the source offers"
    RECOGNISED = "another reading of the recogniser"
    DIGIT = "a digit that is easily misread"
    POINT = "a lost or moved decimal point"
    LOST_DIGIT = "a lost digit"
    SWAP = "two neighbouring cells swapped"
    OTHER_DIGIT = "one wrong digit"


REPAIRABLE = frozenset(Slip) - {Slip.OTHER_DIGIT}

# Pairs of digits with like shapes, in print of the sizes that reports use.
THAI_CONFUSIONS = ("01", "05", "26", "37", "39", "45", "46", "48", "49", "56", "58", "68", "89")
ARABIC_CONFUSIONS = (
    "06", "08", "09", "14", "17", "23", "27", "35", "38", "49", "56", "58", "68", "69", "89",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DigitCandidate:
    """A score that a reading may stand for."""

    value: float
    decimals: int
    slip: Slip


@dataclass(frozen=True, slots=True)
class UndoneSlip:
    """One slip undone: the new value of one reading, of both where two cells were swapped."""

    slip: Slip
    changes: tuple[tuple[Key, float, int], ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(key for key, _, _ in self.changes)

    @property
    def outcome(self) -> frozenset[tuple[Key, float]]:
        """What it leads to, to tell whether two steps are the same repair."""
        return frozenset((key, round(value, 6)) for key, value, _ in self.changes)


@lru_cache(maxsize=2)
def confusable(thai: bool) -> dict[str, frozenset[str]]:
    """For each digit the digits that it is confused with, in Thai or Arabic figures."""
    pairs = THAI_CONFUSIONS if thai else ARABIC_CONFUSIONS
    return {
        digit: frozenset(other for pair in pairs if digit in pair for other in pair if other != digit)
        for digit in "0123456789"
    }


@lru_cache(maxsize=8192)
def _digit_strings(digits: str, thai: bool) -> tuple[tuple[str, Slip], ...]:
    """The printed numbers that this one may have been misread from, each with its likeliest slip.

    ``digits`` has Arabic digits; ``thai`` tells which figures were printed.
    """
    found: dict[str, Slip] = {}
    like = confusable(thai)
    for changed in one_digit_changes(digits):
        at = next(i for i, (a, b) in enumerate(zip(digits, changed, strict=True)) if a != b)
        # Nobody prints 01.64: such a number rivals a repair, but is none.
        likely = changed[at] in like[digits[at]] and not re.match(r"0\d", changed)
        found[changed] = Slip.DIGIT if likely else Slip.OTHER_DIGIT
    for moved in _points(digits):
        found.setdefault(moved, Slip.POINT)
    for longer in _insertions(digits):
        found.setdefault(longer, Slip.LOST_DIGIT)
    found.pop(digits, None)
    return tuple(found.items())


def _points(digits: str) -> list[str]:
    """The number with its decimal point put back or moved by one or two places."""
    bare = digits.replace(".", "")
    now = digits.index(".") if "." in digits else len(digits)
    return [
        f"{bare[:at]}.{bare[at:]}"
        for at in range(max(1, now - 2), min(len(bare), now + 3))
        if at != now and len(bare) - at <= 4
    ]


def _insertions(digits: str) -> list[str]:
    """The number with one more digit, of up to two decimals."""
    longer = [
        digits[:at] + digit + digits[at:]
        for at in range(len(digits) + 1) for digit in "0123456789"
    ]  # fmt: skip
    return [text for text in longer if len(text.partition(".")[2]) <= 2 and text != digits]


def candidates(reading: ScoreReading) -> list[DigitCandidate]:
    """The scores from 0 to 100 that the reading may stand for, its own value left out.

    A reading that another place confirms, and a derived one, may stand for nothing else; nor may what a
    person gave.
    """
    if reading.fixed:
        return []
    found = [DigitCandidate(rival, reading.decimals, Slip.ALTERNATE) for rival in reading.rivals]
    if reading.echoes or reading.derived:
        return found
    found += [
        DigitCandidate(value, reading.decimals, Slip.RECOGNISED)
        for value in reading.read_as
        if abs(value - reading.value) > 1e-9 and value not in reading.rivals
    ]
    seen = {round(candidate.value, 6) for candidate in found} | {round(reading.value, 6)}
    for text, slip in _digit_strings(reading.digits, reading.thai_digits):
        value = reading.from_digits(text)
        if LOWEST <= value <= HIGHEST + 1e-9 and round(value, 6) not in seen:
            seen.add(round(value, 6))
            found.append(DigitCandidate(value, len(text.partition(".")[2]), slip))
    return found


def neighbours(readings: dict[Key, ScoreReading]) -> list[tuple[Key, Key]]:
    """Pairs of readings in neighbouring cells: rows of one table, or next to one another in text."""
    pairs: list[tuple[Key, Key]] = []
    by_place: dict[tuple[object, ...], list[tuple[int, int, Key]]] = {}
    for order, (key, reading) in enumerate(readings.items()):
        if reading.derived:
            continue
        place = reading.score.evidence
        if place.table is not None and place.row is not None:
            by_place.setdefault((key[0], place.table), []).append((place.row, order, key))
        else:
            by_place.setdefault((key[0], key[1], None), []).append((order, order, key))
    for where, cells in by_place.items():
        cells.sort()
        in_table = where[-1] is not None
        for (row, _, a), (next_row, _, b) in pairwise(cells):
            if next_row - row == 1 or not in_table:
                pairs.append((a, b))
    return pairs


def swaps(readings: dict[Key, ScoreReading]) -> list[UndoneSlip]:
    """Every exchange of two neighbouring cells that would change something."""
    out = []
    for a, b in neighbours(readings):
        x, y = readings[a], readings[b]
        possible = x.value in SCORES and y.value in SCORES and x.scale == y.scale
        possible = possible and not (x.fixed or y.fixed)
        if possible and abs(x.value - y.value) > 1e-9 and not x.echoes and not y.echoes:
            changes = ((a, y.value, y.decimals), (b, x.value, x.decimals))
            out.append(UndoneSlip(Slip.SWAP, changes))
    return out
