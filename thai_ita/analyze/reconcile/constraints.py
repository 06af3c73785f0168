"""What must hold between scores: sums and means, orders, levels, the range of a score.

Every constraint answers three questions on a trial assignment of values: does it hold, which values
of one score would let it hold, and does it reproduce its target to the last printed digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from thai_ita.analyze.reconcile.intervals import (
    EPSILON,
    EVERYTHING,
    HIGHEST,
    LOWEST,
    SCORES,
    Interval,
    half_up,
)
from thai_ita.analyze.reconcile.readings import FULL_DECIMALS, Key, ScoreReading
from thai_ita.normalize.levels import possible_levels

Values = Mapping[Key, ScoreReading]


class Constraint(Protocol):
    """``refutes``: a failure contradicts values, and is not only worth a warning. ``weak``: that
    it holds makes a value consistent, never verified. ``rule`` says in words what must hold."""

    name: str
    rule: str
    keys: tuple[Key, ...]
    refutes: bool
    weak: bool

    def holds(self, values: Values) -> bool: ...

    def allowed(self, key: Key, values: Values) -> Interval:
        """The scores for ``key`` with which it holds, the other values given."""
        ...


@dataclass(slots=True)
class SumConstraint:
    """A target that is a weighted sum of its inputs plus a constant: means, weights, changes.

    Two ways of rounding are accepted. From unrounded inputs: some inputs within their rounding
    intervals give some target within its own. From printed inputs, rounded then: that target lies
    in the same interval. ``slack`` adds what rounding of steps that were not printed may shift.
    ``unknown`` is the weight of inputs that are not there: they may be anything from 0 to 100, so
    such a sum can only be exceeded, never prove anything.
    """

    name: str
    target: Key
    inputs: tuple[tuple[Key, float], ...]
    refutes: bool
    constant: float = 0.0
    slack: float = 0.0
    rule: str = ""
    strength: str = ""
    family: tuple[str, ...] = ()
    unknown: float = 0.0
    weak: bool = field(init=False)
    keys: tuple[Key, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = (self.target, *(key for key, _ in self.inputs))
        self.weak = self.unknown > 0

    def computed(self, values: Values) -> float:
        """The target as the printed inputs give it, not rounded."""
        return self.constant + sum(weight * values[key].value for key, weight in self.inputs)

    def expected(self, values: Values) -> Interval:
        """The interval that the rounding intervals of the inputs give for the target."""
        lo = hi = self.constant
        for key, weight in self.inputs:
            interval = values[key].interval
            lo += weight * (interval.lo if weight > 0 else interval.hi)
            hi += weight * (interval.hi if weight > 0 else interval.lo)
        hi += self.unknown * HIGHEST
        return Interval(lo - self.slack, hi + self.slack)

    def holds(self, values: Values) -> bool:
        return self.expected(values).meets(values[self.target].interval)

    def holds_rounded_once(self, values: Values) -> bool:
        """The same without the rounding of steps that were not printed."""
        exact = self.expected(values).widened(-self.slack)
        return exact.meets(values[self.target].interval)

    def allowed(self, key: Key, values: Values) -> Interval:
        expected = self.expected(values)
        if key == self.target:
            return expected.widened(values[key].half)
        weight = next(weight for k, weight in self.inputs if k == key)
        own, target = values[key], values[self.target].interval
        interval = own.interval
        ends = (weight * interval.lo, weight * interval.hi)
        rest_lo, rest_hi = expected.lo - min(ends), expected.hi - max(ends)
        bounds = ((target.lo - rest_hi) / weight, (target.hi - rest_lo) / weight)
        return Interval(min(bounds), max(bounds)).widened(own.half)

    def reproduces(self, values: Values) -> bool:
        """Whether the printed inputs give the target with all its printed digits.

        A target with fewer decimals than are published must come out with zeros there.
        """
        reading = values[self.target]
        if self.weak or any(values[key].derived for key, _ in self.inputs):
            return False
        decimals = max(reading.decimals, FULL_DECIMALS)
        computed = half_up(self.computed(values) * reading.scale, decimals)
        return abs(computed - reading.value * reading.scale) < 10.0 ** -(decimals + 2)

    def is_trivial(self, values: Values) -> bool:
        """Whether all inputs are equal: any mean of any of them would hold as well."""
        first = values[self.inputs[0][0]].value
        return all(abs(values[key].value - first) < 1e-9 for key, _ in self.inputs)


@dataclass(slots=True)
class OrderConstraint:
    """``upper`` is not below ``lower``, as the document ranks them."""

    upper: Key
    lower: Key
    name: str = "order"
    refutes: bool = True
    weak: bool = True
    rule: str = ""
    keys: tuple[Key, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = (self.upper, self.lower)

    def holds(self, values: Values) -> bool:
        return values[self.upper].interval.hi + EPSILON >= values[self.lower].interval.lo

    def allowed(self, key: Key, values: Values) -> Interval:
        half = values[self.upper].half + values[self.lower].half
        if key == self.upper:
            return Interval(values[self.lower].value - half, EVERYTHING.hi)
        return Interval(EVERYTHING.lo, values[self.upper].value + half)


@dataclass(slots=True)
class ExtremeConstraint:
    """The highest (``sign`` 1) or lowest (-1) of ``keys`` is ``value``, as the document states."""

    keys: tuple[Key, ...]
    sign: int
    value: float
    half: float
    name: str = "highest-lowest"
    refutes: bool = True
    weak: bool = True
    rule: str = ""

    def extreme(self, values: Values) -> Key:
        """The score that is the highest, or the lowest."""
        return max(self.keys, key=lambda key: self.sign * values[key].value)

    def holds(self, values: Values) -> bool:
        reading = values[self.extreme(values)]
        return reading.interval.meets(Interval(self.value - self.half, self.value + self.half))

    def allowed(self, key: Key, values: Values) -> Interval:
        slack = self.half + values[key].half
        others = [values[other] for other in self.keys if other != key]
        reached = any(abs(r.value - self.value) <= self.half + r.half + EPSILON for r in others)
        inner = Interval(self.value - slack, self.value + slack)
        if not reached:
            return inner
        if self.sign > 0:
            return Interval(EVERYTHING.lo, inner.hi)
        return Interval(inner.lo, EVERYTHING.hi)


@dataclass(slots=True)
class RangeConstraint:
    """A score lies between 0 and 100."""

    keys: tuple[Key, ...]
    name: str = "range"
    refutes: bool = True
    weak: bool = True
    rule: str = "a score lies between 0 and 100"

    def holds(self, values: Values) -> bool:
        return values[self.keys[0]].value in SCORES

    def allowed(self, key: Key, values: Values) -> Interval:
        return SCORES


Form = tuple[tuple[Key, float], ...]
"""A score as a weighted sum of scores that are there."""


@dataclass(slots=True)
class LevelConstraint:
    """The stated level is one that the overall score and the instruments allow.

    ``instruments`` holds each instrument as a sum of scores that are there; it is empty where one
    of them is unknown, and then only the overall score is judged.
    """

    level: str
    scheme: str
    overall: Key
    instruments: tuple[Form, ...] = ()
    name: str = "level"
    refutes: bool = True
    weak: bool = True
    rule: str = ""
    keys: tuple[Key, ...] = field(init=False)

    def __post_init__(self) -> None:
        inputs = [key for form in self.instruments for key, _ in form]
        self.keys = (self.overall, *dict.fromkeys(inputs))

    def levels(self, values: Values) -> list[str]:
        """The levels that the values allow, with each value anywhere in its interval."""
        own = values[self.overall].interval
        words: dict[str, None] = {}
        for end in (0, 1):
            parts: Sequence[float] | None = None
            if self.instruments:
                parts = [_bounded(_form_value(form, values, end)) for form in self.instruments]
            overall = _bounded(own.hi if end else own.lo)
            words.update((level.word, None) for level in possible_levels(overall, parts, self.scheme))
        return list(words)

    def holds(self, values: Values) -> bool:
        return self.level in self.levels(values)

    def allowed(self, key: Key, values: Values) -> Interval:
        # Weak constraints are asked only whether they hold; this one has no simple inverse.
        return SCORES


def _form_value(form: Form, values: Values, end: int) -> float:
    total = 0.0
    for key, weight in form:
        interval = values[key].interval
        total += weight * (interval.hi if end else interval.lo)
    return total


def _bounded(value: float) -> float:
    return min(max(value, LOWEST), HIGHEST)
