"""The chance that a value is what the agency published, as ``confidence`` states it.

Every number here stands in docs/reconcile.md beside what benchmarks/calibration.py measured of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from thai_ita.analyze.reconcile.intervals import HIGHEST, LOWEST, rounding_half

# Chances that a figure is wrong before any arithmetic: where digits may be misread, and where they
# were typed. Both are assumed, above what was met in documents; all else is measured at these rates.
MISREAD_DOUBTFUL = 0.05
MISREAD_TYPED = 0.01
VERIFIED = 0.999
UNPROVEN_AT_MOST = 0.998
# A score that nothing supports, of a sum that fails: the rule is only assumed, so it is no conflict.
ASSUMED_RULE_FAILS = 0.8
# Where the year or the owner is only a guess: 26 of 371 such values that the arithmetic proved, in
# 69 documents of other hands, stood under the wrong year.
GUESSED_AT_MOST = 0.93
# Of two years that contradict each other one is wrong.
YEAR_IN_DOUBT = 0.5
# What a name that is in no way like its entry's takes from a value that a code gave to that entry.
UNLIKE_NAME = 0.05

# What a person gave or confirmed. Not measured: of figures that people copy from papers 0.3 to 7 in 100
# are wrong, by how they work; a look at one cell beside its picture is at the better end.
PERSON = 0.99

# A contradiction with one possible culprit: that one is wrong.
ONLY_SUSPECT = 0.02
# Of more than two suspects more are right, but the more errors a report has, the fewer.
CONFLICT_AT_MOST = 0.6
# What is left of certainty where two readings are offered and nothing decides.
UNDECIDED = 0.5

# A value that another document contradicts; that one states with fewer decimals; with the same.
CONTRADICTED = 0.5
SUPPORTED = 0.99
CONFIRMED = 0.999

# The share of documents whose totals were added up from the printed scores, so that what follows
# from these follows to the last digit. The editions round once, from figures that nobody prints.
ADDS_PRINTED = 0.3
PUBLISHED_HALF = rounding_half(2)


def suspected(n_suspects: int) -> float:
    """The chance that one of so many suspects of a contradiction is right all the same."""
    if n_suspects < 2:
        return ONLY_SUSPECT
    return min(1 - 1 / n_suspects, CONFLICT_AT_MOST)


def read_right(misread: float, unseen: float, match_score: float) -> float:
    """The chance that digits and name are right of a value that nothing proves.

    ``misread`` is the chance of an error before any check, ``unseen`` the share (0-1) of the errors
    that no check would notice, ``match_score`` the likeness (0-100) of the name.
    """
    unlike = 1 - min(match_score, 100.0) / 100.0
    return min(1 - misread * unseen, UNPROVEN_AT_MOST) * (1 - UNLIKE_NAME * unlike)


def follows_right(value: float, nominal: float, inputs: Sequence[float], printed: Sequence[float]) -> float:
    """The chance that a value which follows from right inputs is the published one to two decimals.

    ``nominal`` is what the printed inputs give, unrounded. ``inputs`` are the half-widths, as they
    bear on the result, of the roundings between it and what the agency computed from unrounded
    figures; ``printed`` those that are left if it added up the printed ones.

    >>> round(follows_right(84.37, 84.372, [0.001] * 5, []), 2)
    0.99
    """
    if abs(value - nominal) > max(sum(inputs), PUBLISHED_HALF) + PUBLISHED_HALF:
        return 0.0
    lo, hi = max(value - PUBLISHED_HALF, LOWEST), min(value + PUBLISHED_HALF, HIGHEST)
    chances = [_between(lo - nominal, hi - nominal, halves, LOWEST - nominal, HIGHEST - nominal)
               for halves in (printed, inputs)]  # fmt: skip
    return ADDS_PRINTED * chances[0] + (1 - ADDS_PRINTED) * chances[1]


def _between(lo: float, hi: float, halves: Iterable[float], least: float, most: float) -> float:
    """The chance that a sum of rounding errors is in lo..hi, known to be in least..most."""
    known = sorted(halves)
    possible = _below(most, known) - _below(least, known)
    return (_below(hi, known) - _below(lo, known)) / possible if possible > 0 else 0.0


def _below(limit: float, halves: Sequence[float]) -> float:
    """The chance that a sum of even errors within ± each half-width is below a limit.

    The widest one is taken as it is, the others together as normal.
    """
    widest = halves[-1] if halves else 0.0
    deviation = math.sqrt(sum(half * half for half in halves[:-1]) / 3)
    if widest == 0.0:
        return 1.0 if limit > 0 else 0.0
    if deviation == 0.0:
        return min(max((limit + widest) / (2 * widest), 0.0), 1.0)
    above, under = (limit + widest) / deviation, (limit - widest) / deviation
    return deviation / (2 * widest) * (_mean_excess(above) - _mean_excess(under))


def _mean_excess(z: float) -> float:
    """The integral of the normal distribution up to z."""
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return z * 0.5 * (1 + math.erf(z / math.sqrt(2))) + density
