"""The smallest set of slips that explains a contradiction, searched exactly within bounds.

The failing constraints fall into clusters that share scores. In each cluster all single slips are
tried, then pairs, up to ``SearchBounds.max_slips`` or until ``SearchBounds.max_trials`` trials are spent; two
different smallest explanations end the search, since then nothing may be repaired. So the work is
bounded by ``max_trials`` whatever the report looks like, and a search that was cut short says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from thai_ita.analyze.reconcile.constraints import Constraint, LevelConstraint
from thai_ita.analyze.reconcile.digit_confusions import (
    DigitCandidate,
    UndoneSlip,
    candidates,
    swaps,
)
from thai_ita.analyze.reconcile.intervals import SCORES, Interval, rounding_half
from thai_ita.analyze.reconcile.readings import Key, ScoreReading


@dataclass(frozen=True, slots=True)
class SearchBounds:
    """How far a search goes: slips in one explanation, trials for one report."""

    max_slips: int = 2
    max_trials: int = 3_000


@dataclass(slots=True)
class Cluster:
    """Failing constraints that share scores, and what would explain them.

    ``explanations`` are the smallest ones: all of them where one slip is enough, else the first
    two. ``gave_up`` tells that the search was cut short by the bound on trials.
    """

    failing: list[Constraint]
    explanations: list[tuple[UndoneSlip, ...]] = field(default_factory=list)
    gave_up: bool = False

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(dict.fromkeys(key for c in self.failing for key in c.keys))


@dataclass(frozen=True, slots=True)
class _Swap:
    """An exchange of two cells with the constraints that it touches."""

    step: UndoneSlip
    concerned: dict[int, Constraint]


class Search:
    """Explains failing constraints over one agency's readings. Readings are left as they were."""

    def __init__(self, readings: dict[Key, ScoreReading], guards: list[Constraint], bounds: SearchBounds) -> None:
        """``guards``: what must hold in the end, what fails now included."""
        self.readings = readings
        self.bounds = bounds
        self.trials = 0
        self.by_key: dict[Key, list[Constraint]] = {}
        for guard in guards:
            for key in guard.keys:
                self.by_key.setdefault(key, []).append(guard)
        self._candidates: dict[Key, list[DigitCandidate]] = {}
        self._swaps = [_Swap(step, self._concerned(step)) for step in swaps(readings)]

    def run(self, failing: list[Constraint]) -> list[Cluster]:
        """The clusters of the failing constraints with their explanations."""
        clusters = [Cluster(found) for found in clusters_of(failing)]
        clusters = self._join_by_swap(clusters)
        for cluster in clusters:
            if not cluster.explanations:
                self._explain(cluster)
        return clusters

    # -- one cluster ---------------------------------------------------------------------------

    def _explain(self, cluster: Cluster) -> None:
        single = self._singles(cluster.failing)
        cluster.explanations = _distinct((step,) for step in single)
        for slips in range(2, self.bounds.max_slips + 1):
            if cluster.explanations:
                return
            found: list[tuple[UndoneSlip, ...]] = []
            finished = self._deepen(cluster.failing, slips, (), found)
            cluster.explanations = _distinct(iter(found))
            if not finished and len(cluster.explanations) < 2:
                # An explanation that may not be the only one is none.
                cluster.explanations = []
                cluster.gave_up = True
                return

    def _singles(self, failing: list[Constraint]) -> list[UndoneSlip]:
        """Every one slip after which all of ``failing``, and all that held, holds."""
        shared = set(failing[0].keys)
        for constraint in failing[1:]:
            shared &= set(constraint.keys)
        found: list[UndoneSlip] = []
        for key in failing[0].keys:
            if key in shared:
                found += self._fixes(key)
        found += [swap.step for swap in self._swaps if self._swap_fixes(swap, failing)]
        return found

    def _fixes(self, key: Key) -> Iterator[UndoneSlip]:
        """The slips of one reading after which every constraint on it holds."""
        reading = self.readings[key]
        window: Interval | None = SCORES
        others: list[Constraint] = []
        for constraint in self.by_key.get(key, ()):
            if isinstance(constraint, LevelConstraint):
                others.append(constraint)
            elif window is not None:
                window = window.common(constraint.allowed(key, self.readings))
        if window is None:
            return
        for candidate in self._candidates_of(key):
            self.trials += 1
            finer = reading.half - rounding_half(candidate.decimals, reading.scale)
            if candidate.value not in Interval(window.lo + finer, window.hi - finer):
                continue
            step = UndoneSlip(candidate.slip, ((key, candidate.value, candidate.decimals),))
            if others:
                with applied(self.readings, step):
                    if not all(other.holds(self.readings) for other in others):
                        continue
            yield step

    def _swap_fixes(self, swap: _Swap, failing: list[Constraint]) -> bool:
        if any(id(c) not in swap.concerned for c in failing):
            return False
        self.trials += 1
        with applied(self.readings, swap.step):
            return all(c.holds(self.readings) for c in swap.concerned.values())

    def _concerned(self, step: UndoneSlip) -> dict[int, Constraint]:
        """The constraints on the readings that a step changes."""
        return {id(c): c for key in step.keys for c in self.by_key.get(key, ())}

    def _candidates_of(self, key: Key) -> list[DigitCandidate]:
        if key not in self._candidates:
            self._candidates[key] = candidates(self.readings[key])
        return self._candidates[key]

    # -- several slips -------------------------------------------------------------------------

    def _deepen(
        self,
        failing: list[Constraint],
        slips: int,
        before: tuple[UndoneSlip, ...],
        found: list[tuple[UndoneSlip, ...]],
    ) -> bool:
        """Collects explanations of exactly ``slips`` slips; False where a bound stopped it."""
        done = {key for step in before for key in step.keys}
        if slips == 1:
            for step in self._singles(failing):
                if not done & set(step.keys):
                    found.append((*before, step))
            return True
        for step in self._steps(min(failing, key=lambda c: len(c.keys))):
            if done & set(step.keys):
                continue
            if self.trials >= self.bounds.max_trials:
                return False
            with applied(self.readings, step):
                left = self._failing_after(failing, step)
                finished = not left or self._deepen(left, slips - 1, (*before, step), found)
            if not finished:
                return False
            if len(_distinct(iter(found))) > 1:
                return True
        return True

    def _steps(self, constraint: Constraint) -> Iterator[UndoneSlip]:
        """Every slip that touches a constraint; one of them must be part of any explanation."""
        for key in constraint.keys:
            for candidate in self._candidates_of(key):
                yield UndoneSlip(candidate.slip, ((key, candidate.value, candidate.decimals),))
        touched = set(constraint.keys)
        yield from (swap.step for swap in self._swaps if touched & set(swap.step.keys))

    def _failing_after(self, failing: list[Constraint], step: UndoneSlip) -> list[Constraint]:
        self.trials += 1
        changed = set(step.keys)
        left = [c for c in self._concerned(step).values() if not c.holds(self.readings)]
        return left + [c for c in failing if not changed & set(c.keys)]

    # -- swaps between clusters ----------------------------------------------------------------

    def _join_by_swap(self, clusters: list[Cluster]) -> list[Cluster]:
        """Two clusters become one where exchanging two cells between them explains both."""
        for swap in self._swaps:
            a, b = swap.step.keys
            ends = [c for c in clusters if a in c.keys or b in c.keys]
            if len(ends) != 2 or any(c.explanations for c in ends):
                continue
            failing = ends[0].failing + ends[1].failing
            fixing = [s for s in self._swaps if self._swap_fixes(s, failing)]
            if swap in fixing:
                joined = Cluster(failing, _distinct((s.step,) for s in fixing))
                clusters = [c for c in clusters if c not in ends] + [joined]
        return clusters


def clusters_of(failing: list[Constraint]) -> list[list[Constraint]]:
    """The constraints in groups that share no score with one another."""
    groups: list[tuple[set[Key], list[Constraint]]] = []
    for constraint in failing:
        keys, members = set(constraint.keys), [constraint]
        apart = []
        for other_keys, others in groups:
            if keys & other_keys:
                keys |= other_keys
                members = others + members
            else:
                apart.append((other_keys, others))
        groups = [*apart, (keys, members)]
    return [members for _, members in groups]


@contextmanager
def applied(readings: dict[Key, ScoreReading], step: UndoneSlip) -> Iterator[None]:
    """The readings with a slip undone, for the time of the block."""
    before = [(readings[key], readings[key].value, readings[key].decimals, readings[key].half)
              for key in step.keys]  # fmt: skip
    apply(readings, step)
    try:
        yield
    finally:
        for reading, value, decimals, half in before:
            reading.value, reading.decimals, reading.half = value, decimals, half


def apply(readings: dict[Key, ScoreReading], step: UndoneSlip) -> None:
    """Undoes a slip: the readings take their new values."""
    for key, value, decimals in step.changes:
        reading = readings[key]
        reading.value, reading.decimals = value, decimals
        if not reading.derived:
            reading.half = rounding_half(decimals, reading.scale)


def _distinct(found: Iterator[tuple[UndoneSlip, ...]]) -> list[tuple[UndoneSlip, ...]]:
    """Explanations that lead to different values; of equal ones the first."""
    kept: dict[frozenset[tuple[Key, float]], tuple[UndoneSlip, ...]] = {}
    for steps in found:
        outcome = frozenset(item for step in steps for item in step.outcome)
        kept.setdefault(outcome, steps)
    return list(kept.values())
