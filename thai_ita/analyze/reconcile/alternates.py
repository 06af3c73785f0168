"""Choosing between readings that the source itself offers: ``๙๙.๘๓ <i>100.00</i>``, or one score
stated twice and differently.

The choice is closed, so it is decided in steps, each only where the one before left more than one
possibility: which choices the arithmetic allows at all; which of these it allows when results are
rounded once, at the end, as the editions state; which reproduce the totals to the last digit.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

from thai_ita.analyze.reconcile.constraints import Constraint, SumConstraint
from thai_ita.analyze.reconcile.readings import Key, Reading

# Choices in one report that are still all tried: eight cells with two readings each.
MAX_CHOICES = 256


@dataclass(frozen=True, slots=True)
class Choice:
    """What the arithmetic says of one reading: its value, None where it cannot tell."""

    key: Key
    value: float | None
    gave_up: bool = False


def choose(readings: dict[Key, Reading], constraints: Sequence[Constraint]) -> list[Choice]:
    """A choice for each reading with rivals. Readings are left as they were."""
    open_keys = [key for key, reading in readings.items() if reading.rivals]
    out: list[Choice] = []
    for keys in _linked(open_keys, constraints):
        options = [(readings[key].value, *readings[key].rivals) for key in keys]
        judges = _judges(keys, constraints)
        if prod(map(len, options)) > MAX_CHOICES:
            out += [Choice(key, None, gave_up=True) for key in keys]
            continue
        allowed = _allowed(readings, keys, options, judges) if judges else []
        for i, key in enumerate(keys):
            values = {values[i] for values in allowed}
            out.append(Choice(key, values.pop() if len(values) == 1 else None))
    return out


def _judges(keys: list[Key], constraints: Sequence[Constraint]) -> list[Constraint]:
    """The constraints that may decide: those that refute; assumed ones where there are none."""
    touching = [c for c in constraints if set(keys) & set(c.keys)]
    return [c for c in touching if c.refutes] or touching


def _linked(keys: list[Key], constraints: Sequence[Constraint]) -> list[list[Key]]:
    """The keys in groups that share a constraint."""
    groups: list[set[Key]] = [{key} for key in keys]
    for constraint in constraints:
        if not constraint.refutes:
            continue
        hit = [group for group in groups if group & set(constraint.keys)]
        if len(hit) > 1:
            groups = [group for group in groups if group not in hit] + [set().union(*hit)]
    return [[key for key in keys if key in group] for group in groups]


def _allowed(
    readings: dict[Key, Reading],
    keys: list[Key],
    options: list[tuple[float, ...]],
    judges: list[Constraint],
) -> list[tuple[float, ...]]:
    """The choices that pass the strictest test that any choice passes, if it tells them apart."""
    before = [readings[key].value for key in keys]
    tests: tuple[Callable[[Constraint], bool], ...] = (
        lambda c: c.holds(readings),
        lambda c: c.holds_rounded_once(readings) if isinstance(c, SumConstraint) else True,
        lambda c: c.reproduces(readings) if isinstance(c, SumConstraint) else True,
    )
    left = list(itertools.product(*options))
    try:
        for test in tests:
            passing = []
            for values in left:
                for key, value in zip(keys, values, strict=True):
                    readings[key].value = value
                if all(test(judge) for judge in judges):
                    passing.append(values)
            if not passing and test is tests[0]:
                return []
            left = passing or left
            if len(left) == 1:
                break
    finally:
        for key, value in zip(keys, before, strict=True):
            readings[key].value = value
    return left
