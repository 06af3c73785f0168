"""Choosing between readings that the source itself offers: ``๙๙.๘๓ <i>100.00</i>``, or one score
stated twice and differently.

It is decided in steps, each only where the one before left more than one possibility: which choices
the arithmetic allows at all; which of these it allows when results are rounded once, at the end, as
the editions state; which reproduce the totals to the last digit.

What stands beside a figure is no proof that the figure is wrong: it may be anybody's note. So the
choice is not closed. The first reading gives way only where no single misread digit anywhere in the
sums would explain them as well. Of two statements of one score one is wrong for certain; there the
one that the sums allow counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

from thai_ita.analyze.reconcile.constraints import Constraint, SumConstraint
from thai_ita.analyze.reconcile.digit_confusions import Slip
from thai_ita.analyze.reconcile.readings import Key, ScoreReading
from thai_ita.analyze.reconcile.search import Search, SearchBounds

# Choices in one report that are still all tried: eight cells with two readings each. Of more cells
# the readings are tried column by column: all first ones, all second ones.
MAX_CHOICES = 256


@dataclass(frozen=True, slots=True)
class Choice:
    """What the arithmetic says of one reading: its value, None where it cannot tell.

    ``or_misread`` tells that another reading would fit, and one misread digit elsewhere as well.
    """

    key: Key
    value: float | None
    gave_up: bool = False
    or_misread: bool = False


def choose(readings: dict[Key, ScoreReading], constraints: Sequence[Constraint], bounds: SearchBounds) -> list[Choice]:
    """A choice for each reading with rivals. Readings are left as they were."""
    open_keys = [key for key, reading in readings.items() if reading.rivals]
    out: list[Choice] = []
    for keys in _linked(open_keys, constraints):
        options = [(readings[key].value, *readings[key].rivals) for key in keys]
        judges = _judges(keys, constraints)
        ways = _ways(readings, keys, options)
        if ways is None:
            out += [Choice(key, None, gave_up=True) for key in keys]
            continue
        allowed = _allowed(readings, keys, ways, judges) if judges else []
        chosen = [{values[i] for values in allowed} for i in range(len(keys))]
        only = [values.pop() if len(values) == 1 else None for values in chosen]
        changed = [
            key
            for key, value in zip(keys, only, strict=True)
            if value is not None and abs(value - readings[key].value) > 1e-9
        ]
        noted = [key for key in changed if not readings[key].disputed]
        if noted and _misread_instead(readings, judges, bounds):
            out += [Choice(key, None, or_misread=True) for key in keys]
        else:
            out += [Choice(key, value) for key, value in zip(keys, only, strict=True)]
    return out


def _ways(
    readings: dict[Key, ScoreReading], keys: list[Key], options: list[tuple[float, ...]]
) -> list[tuple[float, ...]] | None:
    """The combinations to try: of cells, else of whole columns; None where there are too many."""
    if prod(map(len, options)) <= MAX_CHOICES:
        return list(itertools.product(*options))
    columns: dict[tuple[object, ...], int] = {}
    of_key = []
    for key, values in zip(keys, options, strict=True):
        place = readings[key].score.evidence
        column = (place.table, place.column, len(values))
        of_key.append(column)
        columns[column] = len(values)
    if prod(columns.values()) > MAX_CHOICES:
        return None
    out = []
    for picked in itertools.product(*(range(n) for n in columns.values())):
        of_column = dict(zip(columns, picked, strict=True))
        out.append(tuple(values[of_column[c]] for values, c in zip(options, of_key, strict=True)))
    return out


def _misread_instead(readings: dict[Key, ScoreReading], judges: list[Constraint], bounds: SearchBounds) -> bool:
    """Whether one misread digit would explain what fails with the first readings."""
    failing = [judge for judge in judges if not judge.holds(readings)]
    if not failing:
        return True  # the first readings are possible as they stand
    clusters = Search(readings, list(judges), bounds).run(failing)
    return all(
        any(len(steps) == 1 and steps[0].slip is not Slip.ALTERNATE for steps in c.explanations) for c in clusters
    )


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
    readings: dict[Key, ScoreReading],
    keys: list[Key],
    ways: list[tuple[float, ...]],
    judges: list[Constraint],
) -> list[tuple[float, ...]]:
    """The choices that pass the strictest test that any choice passes, if it tells them apart."""
    before = [readings[key].value for key in keys]
    tests: tuple[Callable[[Constraint], bool], ...] = (
        lambda c: c.holds(readings),
        lambda c: c.holds_rounded_once(readings) if isinstance(c, SumConstraint) else True,
        lambda c: c.reproduces(readings) if isinstance(c, SumConstraint) else True,
    )
    left = ways
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
