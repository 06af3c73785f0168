"""One report reconciled: its agencies one by one, then what concerns the document as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from thai_ita.analyze.reconcile.calendar import calendar_checks, doubt_years
from thai_ita.analyze.reconcile.check_wording import number, scores_named
from thai_ita.analyze.reconcile.confidence import UNDECIDED
from thai_ita.analyze.reconcile.constraints import Constraint, RangeConstraint, SumConstraint
from thai_ita.analyze.reconcile.derive import derive_missing
from thai_ita.analyze.reconcile.edition_constraints import establish, sum_constraints
from thai_ita.analyze.reconcile.intervals import SCORES, rounding_half
from thai_ita.analyze.reconcile.readings import (
    FULL_DECIMALS,
    Key,
    ScoreReading,
    doubtful_pages,
    make_reading,
    read_variables,
    variables,
)
from thai_ita.analyze.reconcile.scale import rating_scale_checks
from thai_ita.analyze.reconcile.score_repair import constraint_checks, resolve_case, write_back
from thai_ita.analyze.reconcile.search import SearchBounds
from thai_ita.analyze.reconcile.stated_order import (
    extreme_constraints,
    level_constraint,
    named_extreme_constraints,
    order_constraints,
)
from thai_ita.analyze.reconcile.status import prove
from thai_ita.analyze.reconcile.withhold import (
    READING_CHECKS,
    Withholding,
    doubt_recognised_names,
    doubt_recognised_years,
    withhold,
)
from thai_ita.model import (
    Agency,
    Change,
    Check,
    CheckResult,
    EstablishedBy,
    Report,
    ScoreStatus,
    Severity,
)
from thai_ita.normalize.recognised import SURE

# A stated change has the decimals of the scores that it compares.
CHANGE_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """How far reconciling goes.

    ``repair``: False leaves every value as read. ``doubt``: whether digits may be misread; None
    tells it from the kind of file (``readings.doubtful_pages``). ``derive``: whether scores that
    follow from the stated ones are added. ``witnesses``: how many failing constraints a misreading
    must explain to be repaired.
    """

    repair: bool = True
    doubt: bool | None = None
    derive: bool = True
    witnesses: int = 2
    bounds: SearchBounds = field(default_factory=SearchBounds)


@dataclass(slots=True)
class _Group:
    """The readings of one agency and the constraints on them."""

    agency: Agency | None
    is_own: bool
    readings: dict[Key, ScoreReading]
    sums: list[SumConstraint]
    others: list[Constraint]

    @property
    def constraints(self) -> list[Constraint]:
        return [*self.sums, *self.others]


def reconcile_report(report: Report, policy: Policy, changes: Sequence[Change] = ()) -> None:
    """Fills statuses, confidence, derived scores and checks of a report, in place."""
    report.checks = [check for check in report.checks if check.check in READING_CHECKS]
    _name_owner(report)
    _prove_alone(report, policy)
    groups = _groups(report, policy, changes)
    establish([(group.sums, group.readings) for group in groups])
    withholding = Withholding(report.scores, report.unsure_years)
    for group in groups:
        _reconcile_group(report, group, policy, withholding)
    report.checks += calendar_checks(report, {k[0] for group in groups for k in group.readings})
    report.checks += rating_scale_checks(report.document)
    doubt_years(report)
    doubt_recognised_years(report)
    doubt_recognised_names(report)
    withhold(report, withholding)


def _name_owner(report: Report) -> None:
    """What says whose the scores are that name nobody: what says whose the document is."""
    own = report.identity
    for score in report.scores:
        if score.agency is None and own.agency is not None and not score.agency_from:
            score.agency_from = own.agency_from


def _prove_alone(report: Report, policy: Policy) -> None:
    """Scores that take part in no arithmetic: of EIT parts, without a year, of no item known."""
    pages = doubtful_pages(report.document) if policy.doubt is None else policy.doubt
    in_sums = {id(score) for score in variables(report)}
    for score in report.scores:
        if id(score) in in_sums:
            continue
        alone = replace(score, fiscal_year=score.fiscal_year or 0)
        reading = make_reading(alone, pages)
        prove({reading.key: reading}, [], {reading.key: UNDECIDED} if reading.disputed else {})
        score.confidence, score.status = alone.confidence, alone.status


def _groups(report: Report, policy: Policy, changes: Sequence[Change]) -> list[_Group]:
    own_id = report.identity.agency.agency_id if report.identity.agency else ""
    groups = []
    for agency_id, readings in read_variables(report, policy.doubt).items():
        is_own = agency_id == own_id
        first = next(iter(readings.values())).score
        others: list[Constraint] = [RangeConstraint((key,)) for key, r in readings.items() if r.value not in SCORES]
        if is_own:
            level = level_constraint(report, readings)
            others += order_constraints(report.document, readings)
            others += extreme_constraints(report.document, readings)
            others += named_extreme_constraints(report.document, readings)
            others += [level] if level is not None else []
        sums = sum_constraints(readings)
        if is_own:
            sums += _change_constraints(changes, readings)
        groups.append(_Group(first.agency or report.identity.agency, is_own, readings, sums, others))
    return groups


def _change_constraints(changes: Sequence[Change], readings: dict[Key, ScoreReading]) -> list[SumConstraint]:
    """Stated changes between two stated scores; the scores derived from one hold by themselves."""
    out = []
    for change in changes:
        if change.year is None:
            continue
        this: Key = (change.year, change.kind, change.code)
        last: Key = (change.year - 1, change.kind, change.code)
        if any(k not in readings or readings[k].derived for k in (this, last)):
            continue
        out.append(SumConstraint(
            name="change", target=this, inputs=((last, 1.0),), refutes=True,
            constant=change.delta, slack=rounding_half(CHANGE_DECIMALS), strength="verified",
            rule=f"score of {last[0]} with the stated change {change.as_seen}",
        ))  # fmt: skip
    return out


def _reconcile_group(report: Report, group: _Group, policy: Policy, withholding: Withholding) -> None:
    readings = group.readings
    bases = _bases(readings)
    outcome = resolve_case(readings, group.constraints, repair=policy.repair, bounds=policy.bounds,
                     witnesses=policy.witnesses)  # fmt: skip
    _carry_over(bases, readings, outcome.suspects)
    prove(readings, group.constraints, outcome.suspects)
    _no_better_than_their_bases(bases, readings)
    write_back(readings)
    held = withholding.judge(readings, bases)
    checks = constraint_checks(outcome, readings, group.constraints) + outcome.checks
    checks += _restated_checks(readings) + _precision_checks(group)
    if policy.derive:
        doubted = {*outcome.suspects, *held, *_doubted(readings)}
        for made in derive_missing(readings, group.agency, doubted, _rejected(report, group)):
            report.scores.append(made.score)
            checks.append(made.check)
    for check in checks:
        check.agency = group.agency
    report.checks += checks


# -- values that the parser derived from a stated change ---------------------------------------


def _bases(readings: dict[Key, ScoreReading]) -> dict[Key, tuple[Key, float]]:
    """For each derived score the stated one of the year beside it, and the difference."""
    out = {}
    for key, reading in readings.items():
        if reading.derived:
            for year in (key[0] + 1, key[0] - 1):
                base = (year, key[1], key[2])
                if base in readings and not readings[base].derived:
                    out[key] = (base, reading.value - readings[base].value)
                    break
    return out


def _carry_over(
    bases: dict[Key, tuple[Key, float]],
    readings: dict[Key, ScoreReading],
    suspects: dict[Key, float],
) -> None:
    """A derived score moves with its base, and is as doubtful as that."""
    for key, (base, difference) in bases.items():
        moved = readings[base].value + difference
        if readings[base].repaired_from is not None and moved in SCORES:
            reading = readings[key]
            reading.value = reading.score.value = round(moved, 4)
            reading.notes.append(f"follows the repaired {number(readings[base])} of {base[0]}")
        if base in suspects:
            suspects.setdefault(key, suspects[base])


def _no_better_than_their_bases(bases: dict[Key, tuple[Key, float]], readings: dict[Key, ScoreReading]) -> None:
    """A derived score is as sure as the stated one that it follows from and the change together."""
    for key, (base, _) in bases.items():
        derived, stated = readings[key].score, readings[base].score
        both = min(derived.confidence, stated.confidence)
        if derived.status is not ScoreStatus.CONFLICT:
            both = min(both, readings[key].sure * readings[base].sure)
        derived.confidence = round(both, 4)
        derived.year_from = EstablishedBy.weakest((derived.year_from, stated.year_from))
        derived.agency_from = EstablishedBy.weakest((derived.agency_from, stated.agency_from))


# -- checks of single values -------------------------------------------------------------------


def _doubted(readings: dict[Key, ScoreReading]) -> set[Key]:
    """The scores that a recogniser read with some doubt and no sum proves: nothing follows from them."""
    return {key for key, r in readings.items() if r.recognised and r.p < SURE and not r.proven}


def _rejected(report: Report, group: _Group) -> set[Key]:
    """The scores of an agency that a person says are none."""
    owner = group.agency.agency_id if group.agency else ""
    return {
        (year, kind, code)
        for agency_id, year, kind, code, part in report.rejected
        if agency_id == owner and year is not None and not part
    }


def _restated_checks(readings: dict[Key, ScoreReading]) -> list[Check]:
    """One check for each value that other places of the document state as well."""
    return [
        Check(
            check="restated", result=CheckResult.HOLDS, fiscal_year=key[0],
            expected=number(reading), found=number(reading), scores=[key[2]],
        )
        for key, reading in readings.items()
        if (reading.echoes or reading.repeats) and reading.score.status is not ScoreStatus.CONFLICT
    ]  # fmt: skip


def _precision_checks(group: _Group) -> list[Check]:
    """Totals printed with fewer decimals than the arithmetic gives: a lost digit, or rounding."""
    checks = []
    for c in group.sums:
        reading = group.readings[c.target]
        if c.name == "change" or reading.derived or reading.decimals >= FULL_DECIMALS:
            continue
        if not c.holds(group.readings) or c.reproduces(group.readings):
            continue
        computed = c.computed(group.readings) * reading.scale
        if abs(computed - reading.value * reading.scale) <= 10.0**-FULL_DECIMALS:
            continue
        checks.append(Check(
            check="precision", result=CheckResult.FAILS, fiscal_year=c.target[0],
            severity=Severity.INFO, expected=f"{computed:.2f}", found=number(reading),
            scores=[key[2] for key in c.keys],
            message=(
                f"{scores_named([c.target])} is printed as {number(reading)}; the {c.rule} gives "
                f"{computed:.2f}: a digit was lost, or it was rounded further"
            ),
        ))  # fmt: skip
    return checks
