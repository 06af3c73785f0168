"""A printed number as the interval of numbers that it stands for.

A value v printed with d decimals stands for [v - 0.5·10^-d, v + 0.5·10^-d], within 0 to 100: no
tolerance is chosen by hand anywhere. Both ends count as inside, since agencies differ on how they
round a half.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LOWEST, HIGHEST = 0.0, 100.0
# Only the error of binary fractions; a hundred thousand times finer than what is printed.
EPSILON = 1e-7


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from ``lo`` to ``hi``, both included."""

    lo: float
    hi: float

    def __contains__(self, value: float) -> bool:
        return self.lo - EPSILON <= value <= self.hi + EPSILON

    def meets(self, other: Interval) -> bool:
        """Whether the two have a number in common."""
        return self.lo <= other.hi + EPSILON and other.lo <= self.hi + EPSILON

    def common(self, other: Interval) -> Interval | None:
        """The numbers in both, None where there are none."""
        if not self.meets(other):
            return None
        lo, hi = max(self.lo, other.lo), min(self.hi, other.hi)
        return Interval(min(lo, hi), max(lo, hi))

    def widened(self, by: float) -> Interval:
        return Interval(self.lo - by, self.hi + by)

    @property
    def half_width(self) -> float:
        return (self.hi - self.lo) / 2

    def __str__(self) -> str:
        return f"{self.lo:.3f} to {self.hi:.3f}"


EVERYTHING = Interval(-math.inf, math.inf)
SCORES = Interval(LOWEST, HIGHEST)


def rounding_half(decimals: int, scale: float = 1.0) -> float:
    """Half the distance between two printed numbers, in score units.

    ``scale`` is 1 for a score and the instrument's weight for weighted points.
    """
    return float(0.5 * 10.0**-decimals / scale)


def printed_interval(value: float, half: float) -> Interval:
    """What a printed score stands for; a score beyond 100 or below 0 keeps its plain interval."""
    lo, hi = value - half, value + half
    if LOWEST <= value <= HIGHEST:
        lo, hi = max(lo, LOWEST), min(hi, HIGHEST)
    return Interval(lo, hi)


def half_up(value: float, decimals: int) -> float:
    """The value rounded to so many decimals, halves up.

    >>> half_up(86.505, 2)
    86.51
    """
    power = 10.0**decimals
    return float(math.floor(value * power + 0.5 + EPSILON) / power)
