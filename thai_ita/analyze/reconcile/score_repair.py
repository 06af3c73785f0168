"""From failing constraints to repaired values, contradicted values and the checks that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from thai_ita.analyze.reconcile.alternates import choose
from thai_ita.analyze.reconcile.check_wording import number, scores_named, where, where_all
from thai_ita.analyze.reconcile.confidence import UNDECIDED, suspected
from thai_ita.analyze.reconcile.constraints import (
    Constraint,
    LevelConstraint,
    OrderConstraint,
    RangeConstraint,
    SumConstraint,
)
from thai_ita.analyze.reconcile.digit_confusions import REPAIRABLE, Slip, UndoneSlip
from thai_ita.analyze.reconcile.edition_constraints import KNOWN
from thai_ita.analyze.reconcile.readings import Key, ScoreReading, format_number
from thai_ita.analyze.reconcile.search import Cluster, Search, SearchBounds, apply
from thai_ita.analyze.reconcile.status import is_strong
from thai_ita.model import Basis, Check, CheckResult, Severity
from thai_ita.normalize.recognised import PUBLISHED, SURE


@dataclass(slots=True)
class CaseOutcome:
    """What a case came to: repaired keys, suspects with the chance that they are right, checks."""

    repaired: dict[Key, Slip] = field(default_factory=dict)
    suspects: dict[Key, float] = field(default_factory=dict)
    was_failing: list[Constraint] = field(default_factory=list)
    before: dict[int, str] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)


def resolve_case(
    readings: dict[Key, ScoreReading],
    constraints: Sequence[Constraint],
    *,
    repair: bool,
    bounds: SearchBounds,
    witnesses: int,
) -> CaseOutcome:
    """Chooses between offered readings, repairs what has one explanation, names the suspects.

    With ``repair`` False no value is changed; suspects and checks are the same. ``witnesses`` is
    how many failing constraints a misreading must explain to be repaired.
    """
    outcome = CaseOutcome()
    _note_failing(outcome, readings, constraints)
    _choose(outcome, readings, constraints, repair=repair, bounds=bounds)
    failing = [c for c in constraints if c.refutes and not c.holds(readings)]
    if failing:
        # What an assumed rule shows now is not to be destroyed either.
        guards = [c for c in constraints if c.refutes or (
            is_strong(c, readings) and c.holds(readings))]  # fmt: skip
        search = Search(readings, guards, bounds)
        for cluster in search.run(failing):
            step = _repairable(cluster, readings, witnesses)
            if step is not None and repair:
                for part in step:
                    _repair(outcome, readings, part)
            else:
                _blame(outcome, cluster, readings, constraints)
            if cluster.gave_up:
                outcome.checks.append(_gave_up(cluster, search.trials))
    return outcome


def _note_failing(outcome: CaseOutcome, readings: dict[Key, ScoreReading], constraints: Iterable[Constraint]) -> None:
    """Remembers what failed as read, with the printed target, for the checks."""
    for constraint in constraints:
        if not constraint.holds(readings):
            outcome.was_failing.append(constraint)
            if isinstance(constraint, SumConstraint):
                outcome.before[id(constraint)] = number(readings[constraint.target])


# -- readings that the source offers ----------------------------------------------------------


def _choose(
    outcome: CaseOutcome,
    readings: dict[Key, ScoreReading],
    constraints: Sequence[Constraint],
    *,
    repair: bool,
    bounds: SearchBounds,
) -> None:
    for choice in choose(readings, constraints, bounds):
        reading = readings[choice.key]
        name = "restated" if reading.disputed else "alternates"
        offered = ", ".join(format_number(v, 2) for v in reading.rivals)
        base = Check(
            check=name, result=CheckResult.FAILS, fiscal_year=choice.key[0],
            severity=Severity.WARNING, found=f"{number(reading)}; {offered}",
            scores=[choice.key[2]],
        )  # fmt: skip
        title = f"{scores_named([choice.key])} is printed as {number(reading)} and as {offered}"
        if choice.gave_up:
            note = f"{title}; too many cells offer two readings to try them all"
        elif choice.or_misread:
            note = (
                f"{title}; the sums hold with another reading, but also with one other digit: compare with the original"
            )
        elif choice.value is None:
            note = f"{title}; the arithmetic does not tell which is right"
        elif abs(choice.value - reading.value) < 1e-9:
            reading.notes.append(f"also printed as {offered}, which the arithmetic excludes")
            chosen = number(reading)
            outcome.checks.append(replace(
                base, result=CheckResult.FAILS if reading.disputed else CheckResult.HOLDS,
                severity=Severity.WARNING if reading.disputed else Severity.INFO,
                expected=chosen, message=f"{title}; the arithmetic allows only {chosen}",
            ))  # fmt: skip
            _settled(reading)
            continue
        elif repair:
            step = UndoneSlip(Slip.ALTERNATE, ((choice.key, choice.value, reading.decimals),))
            _repair(outcome, readings, step, check=name)
            _settled(reading)
            continue
        else:
            note = f"{title}; the arithmetic allows only {format_number(choice.value, 2)}"
        outcome.checks.append(replace(base, message=note))
        outcome.suspects[choice.key] = UNDECIDED


def _settled(reading: ScoreReading) -> None:
    """The other readings are excluded: they are no rivals any more."""
    reading.rivals = ()
    reading.disputed = False


# -- one explanation --------------------------------------------------------------------------


def _repairable(cluster: Cluster, readings: dict[Key, ScoreReading], witnesses: int) -> tuple[UndoneSlip, ...] | None:
    """The one explanation, if it is a known slip of readings that may be misread.

    One failing sum does not tell which of its scores is wrong: two misreadings may look like one
    of a third score. So each slip must explain several failing sums, one of them of a rule that is
    known for that year. Ranks and levels name suspects, but are too wide to witness a value.
    """
    if len(cluster.explanations) != 1:
        return None
    steps = cluster.explanations[0]
    for step in steps:
        if step.slip not in REPAIRABLE or _is_read_surely(step, readings):
            return None
        doubtful = all(readings[key].doubtful for key in step.keys)
        explained = [c for c in cluster.failing if set(step.keys) & set(c.keys) and _witnesses(c)]
        proven = any(isinstance(c, SumConstraint) and c.strength in KNOWN for c in explained)
        if step.slip is not Slip.ALTERNATE and not (doubtful and proven and len(explained) >= witnesses):
            return None
    return steps


def _is_read_surely(step: UndoneSlip, readings: dict[Key, ScoreReading]) -> bool:
    """Whether a recogniser read without doubt what the step says is a misreading of its digits."""
    if step.slip is Slip.SWAP or step.slip is Slip.ALTERNATE:
        return False
    return any(
        readings[key].recognised
        and readings[key].p >= SURE
        and all(abs(value - other) > 1e-9 for other in readings[key].read_as)
        for key, value, _ in step.changes
    )


def _witnesses(constraint: Constraint) -> bool:
    """Whether its failure helps to say which value is wrong, and its holding what is right."""
    return isinstance(constraint, RangeConstraint) or not constraint.weak


def _repair(
    outcome: CaseOutcome, readings: dict[Key, ScoreReading], step: UndoneSlip, *, check: str = "repair"
) -> None:
    for key, value, decimals in step.changes:
        reading = readings[key]
        was = number(reading)
        now = format_number(value * reading.scale, decimals)
        reading.repaired_from = reading.value
        reading.notes.append(f"repaired from {was} to {now}: {step.slip}")
        outcome.repaired[key] = step.slip
        outcome.checks.append(Check(
            check=check, result=CheckResult.REPAIRED, fiscal_year=key[0],
            severity=Severity.WARNING, expected=now, found=was, scores=[key[2]],
            message=(
                f"{scores_named([key])} reads {was}, which the arithmetic excludes; the one "
                f"reading that it allows is {now} ({step.slip})"
            ),
        ))  # fmt: skip
    apply(readings, step)


def _gave_up(cluster: Cluster, trials: int) -> Check:
    years = sorted({key[0] for key in cluster.keys})
    return Check(
        check="search", result=CheckResult.FAILS, fiscal_year=years[0], severity=Severity.INFO,
        scores=[key[2] for key in cluster.keys],
        message=f"the search for misreadings gave up after {trials} trials; nothing was repaired",
    )  # fmt: skip


# -- suspects ---------------------------------------------------------------------------------


def _blame(
    outcome: CaseOutcome,
    cluster: Cluster,
    readings: dict[Key, ScoreReading],
    constraints: Sequence[Constraint],
) -> None:
    """The readings that may be the wrong ones: those that one slip each would explain.

    Where no single slip explains it, every reading of the failing sums that no other evidence
    supports; and where all are supported, all of them. Where a recogniser read one of them with
    doubt, nothing speaks against those that it read surely. What a level or rank says counts for
    nothing against scores that prove one another.
    """
    single = [steps for steps in cluster.explanations if len(steps) == 1]
    is_weak = not any(_witnesses(c) for c in cluster.failing)
    agreeing = _agreeing(readings, constraints) if is_weak else set()
    keys = {key: None for key in _unsurely_read(cluster, readings) if key not in agreeing}
    keys = keys or dict.fromkeys(key for (step,) in single for key in step.keys)
    if not keys:
        supported = _supported(cluster.keys, readings, constraints)
        sums = [c for c in cluster.failing if not c.weak]
        blamed = sums or cluster.failing
        everyone = dict.fromkeys(
            key for c in blamed
            for key in ((c.overall,) if isinstance(c, LevelConstraint) else c.keys)
        )  # fmt: skip
        keys = {key: None for key in everyone if key not in supported}
        if not keys and sums:
            keys = everyone
    # What a person gave is never the wrong one of several.
    keys = {key: None for key in keys if not readings[key].fixed}
    chance = suspected(len(keys))
    for key in keys:
        outcome.suspects[key] = min(chance, outcome.suspects.get(key, 1.0))


def _unsurely_read(cluster: Cluster, readings: dict[Key, ScoreReading]) -> dict[Key, None]:
    """The readings that a recogniser doubts most, where each failing constraint has one."""
    for sure in (PUBLISHED, SURE):
        unsure = [[key for key in c.keys if readings[key].p < sure] for c in cluster.failing]
        if all(unsure):
            return dict.fromkeys(key for keys in unsure for key in keys)
    return {}


def _agreeing(readings: dict[Key, ScoreReading], constraints: Sequence[Constraint]) -> set[Key]:
    """The scores of sums that come out to the last digit, where each was read surely enough to be
    published or given by a person."""
    return {
        key
        for c in constraints
        if isinstance(c, SumConstraint) and is_strong(c, readings)
        and c.holds(readings) and c.reproduces(readings)
        and all(readings[k].p >= PUBLISHED for k in c.keys)
        for key in c.keys
    }  # fmt: skip


def _supported(keys: Iterable[Key], readings: dict[Key, ScoreReading], constraints: Sequence[Constraint]) -> set[Key]:
    """Readings that another place states too, or that other scores give to the last digit."""
    out = {key for key in keys if readings[key].echoes}
    for constraint in constraints:
        if (
            isinstance(constraint, SumConstraint)
            and is_strong(constraint, readings)
            and constraint.reproduces(readings)
            and constraint.holds(readings)
        ):
            out.add(constraint.target)
    return out


# -- the scores -------------------------------------------------------------------------------


def write_back(readings: dict[Key, ScoreReading]) -> None:
    """Gives the scores their repaired values, with both values in the evidence."""
    for reading in readings.values():
        score = reading.score
        if reading.repaired_from is not None:
            score.value = round(reading.value, 4)
            score.decimals = reading.decimals
            score.basis = Basis.REPAIRED
        if reading.notes:
            text = f"{score.evidence.text} [{'; '.join(reading.notes)}]".strip()
            score.evidence = replace(score.evidence, text=text)


def constraint_checks(
    outcome: CaseOutcome, readings: dict[Key, ScoreReading], constraints: Sequence[Constraint]
) -> list[Check]:
    """One check for each constraint: holds, repaired or fails, with what was expected and found."""
    failed = {id(c) for c in outcome.was_failing}
    checks = []
    ranked: dict[int, dict[str, None]] = {}
    for c in constraints:
        holds = c.holds(readings)
        if holds and id(c) not in failed and isinstance(c, OrderConstraint):
            ranked.setdefault(c.keys[0][0], {}).update((key[2], None) for key in c.keys)
            continue
        if holds and id(c) not in failed and isinstance(c, SumConstraint) and c.weak:
            continue
        result = CheckResult.HOLDS if holds else CheckResult.FAILS
        if holds and id(c) in failed:
            result = CheckResult.REPAIRED
        severity = Severity.INFO
        if not holds:
            severity = Severity.ERROR if c.refutes and not c.weak else Severity.WARNING
        expected, found = _compared(c, readings)
        checks.append(Check(
            check=c.name, result=result, fiscal_year=c.keys[0][0], severity=severity,
            expected=expected, found=outcome.before.get(id(c), found) if holds else found,
            scores=[key[2] for key in c.keys],
            message="" if holds else _failure(c, readings, constraints),
        ))  # fmt: skip
    for year, codes in ranked.items():
        checks.append(Check("order", CheckResult.HOLDS, year, scores=list(codes)))
    return checks


def _is_crossed(constraint: Constraint, constraints: Sequence[Constraint]) -> bool:
    """Whether another sum has a score of this one in it, so that the two may tell which is wrong."""
    own = set(constraint.keys)
    return any(
        isinstance(other, SumConstraint) and other is not constraint and own & set(other.keys) for other in constraints
    )


def _compared(constraint: Constraint, readings: dict[Key, ScoreReading]) -> tuple[str, str]:
    """What the constraint expects and what was read, as numbers where it is a sum."""
    first = readings[constraint.keys[0]]
    if isinstance(constraint, SumConstraint):
        if constraint.unknown:
            return str(constraint.expected(readings)), number(first)
        computed = constraint.computed(readings) * first.scale
        return f"{computed:.4f}", number(first)
    if isinstance(constraint, LevelConstraint):
        return " or ".join(constraint.levels(readings)), constraint.level
    return constraint.rule, ", ".join(number(readings[k]) for k in constraint.keys)


def _failure(constraint: Constraint, readings: dict[Key, ScoreReading], constraints: Sequence[Constraint]) -> str:
    target = constraint.keys[0]
    if isinstance(constraint, SumConstraint):
        computed = f"{constraint.computed(readings) * readings[target].scale:.2f}"
        if constraint.unknown:
            computed = f"{constraint.expected(readings)}, whatever the missing scores are"
        sure = (
            "" if constraint.refutes else ("; the rule is only assumed for that year, so this may be the rule's fault")
        )
        parts = where_all(readings[key] for key in constraint.keys[1:])
        alone = (
            ""
            if sure or constraint.unknown or _is_crossed(constraint, constraints)
            else ("; nothing else in the document tells whether this one or one of the others is wrong")
        )
        return (
            f"{scores_named([target])} is stated as {number(readings[target])}"
            f"{where(readings[target])}, but the {constraint.rule}{parts} gives {computed}{sure}{alone}"
        )
    expected, found = _compared(constraint, readings)
    if isinstance(constraint, LevelConstraint):
        return f"the level is stated as {found}, but the scores allow {expected}"
    return f"{expected}, but the scores are {found} ({scores_named(constraint.keys)})"
