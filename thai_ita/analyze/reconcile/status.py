"""The status of every score, and how sure its value is.

``verified``: the year and the owner are established, and constraints hold that every change of one printed digit would break, every other
reading that the source offers too, and an exchange with a neighbouring cell as well. Each of these
changes is really tried. ``consistent``: something holds, but some such change would pass unseen.
``unchecked``: nothing tells. ``conflict``: the value is contradicted and may be the wrong one.
``corrected``: a person gave it, and nothing takes that away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thai_ita.analyze.reconcile.confidence import (
    ASSUMED_RULE_FAILS,
    GUESSED_AT_MOST,
    MISREAD_DOUBTFUL,
    MISREAD_TYPED,
    PERSON,
    VERIFIED,
    read_right,
)
from thai_ita.analyze.reconcile.constraints import (
    Constraint,
    ExtremeConstraint,
    SumConstraint,
)
from thai_ita.analyze.reconcile.digit_confusions import UndoneSlip, swaps
from thai_ita.analyze.reconcile.intervals import SCORES, Interval
from thai_ita.analyze.reconcile.readings import Key, ScoreReading, possible_changes
from thai_ita.analyze.reconcile.search import applied
from thai_ita.model import Score, ScoreStatus
from thai_ita.normalize.recognised import PUBLISHED, SURE


@dataclass(slots=True)
class _Proof:
    """What the constraints say of one reading. ``unseen`` is the share (0-1) of its possible
    misreadings that nothing would notice; ``reproduced`` tells that sums of others give it to the
    last digit and exclude what else a recogniser held possible."""

    status: ScoreStatus
    unseen: float = 1.0
    reproduced: bool = False


def prove(
    readings: dict[Key, ScoreReading],
    constraints: Sequence[Constraint],
    suspects: dict[Key, float],
) -> None:
    """Set ``score.status`` and ``score.confidence`` of each reading.

    ``suspects`` are the contradicted readings, each with the chance that its value is right.
    """
    by_key: dict[Key, list[Constraint]] = {}
    for constraint in constraints:
        if isinstance(constraint, SumConstraint) and constraint.unknown:
            continue  # a bound that is kept says nothing of what it bounds
        if constraint.holds(readings) and not suspects.keys() & set(constraint.keys):
            for key in constraint.keys:
                by_key.setdefault(key, []).append(constraint)
    exchanges: dict[Key, list[UndoneSlip]] = {}
    for swap in swaps(readings):
        for key in swap.keys:
            exchanges.setdefault(key, []).append(swap)
    failed = {
        key
        for c in constraints if c.refutes and not c.weak and not c.holds(readings)
        for key in c.keys
    }  # fmt: skip
    against = {
        key
        for c in constraints
        if isinstance(c, SumConstraint) and not c.refutes and not c.unknown and not c.holds(readings)
        for key in c.keys
    }  # fmt: skip
    proofs = {key: _proof(key, readings, by_key.get(key, []), exchanges.get(key, []), by_key) for key in readings}
    for key, reading in readings.items():
        proof = proofs[key]
        proven = proof.status is ScoreStatus.VERIFIED or proof.reproduced
        reading.proven = proven and key not in suspects
        if key in suspects:
            proof.status = ScoreStatus.CONFLICT
        elif proof.status is ScoreStatus.VERIFIED and not is_established(reading.score):
            proof.status = ScoreStatus.CONSISTENT
        if proof.status is ScoreStatus.CONSISTENT and reading.recognised and key in failed:
            # Others are likelier to be wrong, and nothing says that it is right.
            proof.status = ScoreStatus.UNCHECKED
        if reading.fixed:
            proof.status = _status_of_fixed(reading.score, proof.status)
        reading.score.status = proof.status
        reading.sure = suspects.get(key, _chance_read(reading, proof))
        if key in against and proof.status is ScoreStatus.UNCHECKED:
            reading.sure = min(reading.sure, ASSUMED_RULE_FAILS)
        reading.score.confidence = _confidence(reading)


def is_established(score: Score) -> bool:
    """Whether the document itself, or a hint, says of which year a score is and whose."""
    return score.year_from.is_established and score.agency_from.is_established


def is_strong(constraint: Constraint, values: dict[Key, ScoreReading]) -> bool:
    """Whether a constraint that holds is evidence enough to verify a value.

    An assumed rule is, where unequal inputs give its target to the last digit: the numbers
    themselves show that it applies.
    """
    if constraint.weak:
        return False
    if constraint.refutes or not isinstance(constraint, SumConstraint):
        return True
    return constraint.reproduces(values) and not constraint.is_trivial(values)


def _proof(
    key: Key,
    readings: dict[Key, ScoreReading],
    holding: list[Constraint],
    exchanges: list[UndoneSlip],
    by_key: dict[Key, list[Constraint]],
) -> _Proof:
    reading = readings[key]
    strong = [
        c for c in holding
        if is_strong(c, readings)
        and not _rests_on_choice(c, key, readings)
        and not _rests_on_doubt(c, key, readings)
    ]  # fmt: skip
    proof = _Proof(ScoreStatus.UNCHECKED)
    if reading.derived:
        if any(not readings[k].derived for c in holding if not c.weak for k in c.keys):
            proof.status = ScoreStatus.CONSISTENT
        return proof
    pinned = reading.echoes > 0 or any(_pins(c, key, readings) for c in strong)
    proof.reproduced = pinned and not _read_otherwise(reading, key, strong, readings)
    # To the last digit a sum of rounded scores may as well give a misread one.
    pinned = pinned and not (reading.recognised and reading.p < SURE)
    window: Interval | None = SCORES if not pinned or reading.rivals else None
    for constraint in strong:
        if window is not None:
            window = window.common(constraint.allowed(key, readings))
    unseen: list[float] = []
    if strong and not pinned:
        changes = possible_changes(reading)
        unseen = [value for value in changes if window is not None and value in window]
        proof.unseen = len(unseen) / max(len(changes), 1)
    offered = [v for v in reading.rivals if not strong or (window is not None and v in window)]
    if reading.read_as:
        offered += _read_otherwise(reading, key, strong, readings)
    hidden = bool(unseen or offered) or (not pinned and any(_passes(swap, readings, by_key) for swap in exchanges))
    if (pinned or strong) and not hidden and (reading.echoes or not reading.offered):
        proof.status, proof.unseen = ScoreStatus.VERIFIED, 0.0
    elif reading.recognised and reading.p < SURE and not proof.reproduced:
        pass  # what holds would hold with another last digit as well
    elif holding or reading.echoes or reading.repeats:
        proof.status = ScoreStatus.CONSISTENT
    return proof


def _read_otherwise(
    reading: ScoreReading, key: Key, strong: Sequence[Constraint], readings: dict[Key, ScoreReading]
) -> list[float]:
    """The other readings of the recogniser that no sum excludes."""
    others = [v for v in reading.read_as if abs(v - reading.value) > 1e-9]
    windows = [c.allowed(key, readings) for c in strong]
    return [v for v in others if all(v in window for window in windows)]


def _rests_on_doubt(constraint: Constraint, key: Key, readings: dict[Key, ScoreReading]) -> bool:
    """Whether another score of a constraint was recognised with doubt: two misreadings may agree."""
    return any(readings[k].p < PUBLISHED for k in constraint.keys if k != key)


def _rests_on_choice(constraint: Constraint, key: Key, readings: dict[Key, ScoreReading]) -> bool:
    """Whether a constraint holds with one of several readings that the source offers.

    It chose that reading, so it proves nothing else.
    """
    return any(readings[k].offered and not readings[k].echoes for k in constraint.keys if k != key)


def _pins(constraint: Constraint, key: Key, readings: dict[Key, ScoreReading]) -> bool:
    """Whether a holding constraint leaves no other printed value for this reading."""
    if isinstance(constraint, SumConstraint):
        return constraint.target == key and is_strong(constraint, readings) and constraint.reproduces(readings)
    if isinstance(constraint, ExtremeConstraint):
        near = [k for k in constraint.keys
                if abs(readings[k].value - readings[key].value) < 0.5]  # fmt: skip
        return (
            constraint.extreme(readings) == key and near == [key] and abs(readings[key].value - constraint.value) < 1e-9
        )
    return False


def _passes(swap: UndoneSlip, readings: dict[Key, ScoreReading], by_key: dict[Key, list[Constraint]]) -> bool:
    """Whether everything that holds would still hold after exchanging two cells."""
    concerned = {id(c): c for key in swap.keys for c in by_key.get(key, ())}
    pinned_before = [c for c in concerned.values() if isinstance(c, SumConstraint) and c.reproduces(readings)]
    with applied(readings, swap):
        return all(c.holds(readings) for c in concerned.values()) and all(c.reproduces(readings) for c in pinned_before)


def _chance_read(reading: ScoreReading, proof: _Proof) -> float:
    """The chance that the digits and the name are right, whatever is known of year and owner."""
    if proof.status is ScoreStatus.VERIFIED:
        return VERIFIED
    if reading.fixed:
        return PERSON
    misread = MISREAD_DOUBTFUL if reading.doubtful or reading.derived else MISREAD_TYPED
    return read_right(misread, proof.unseen, reading.score.match_score)


def _status_of_fixed(score: Score, proven: ScoreStatus) -> ScoreStatus:
    """Of a score that a person gave or confirmed: one that was verified before stays so where it is."""
    if score.status is ScoreStatus.VERIFIED and proven is ScoreStatus.VERIFIED:
        return ScoreStatus.VERIFIED
    return ScoreStatus.CORRECTED


def _confidence(reading: ScoreReading) -> float:
    """The chance that the value is the published one; docs/reconcile.md defines it."""
    sure = reading.sure
    if reading.score.year_from.is_guess or reading.score.agency_from.is_guess:
        sure = min(sure, GUESSED_AT_MOST)
    return round(sure, 4)
