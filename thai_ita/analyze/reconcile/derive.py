"""Scores that follow from others: a missing one of a sum, instruments from their indicators."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from thai_ita.analyze.reconcile.check_wording import number, scores_named
from thai_ita.analyze.reconcile.confidence import follows_right
from thai_ita.analyze.reconcile.constraints import Form
from thai_ita.analyze.reconcile.edition_constraints import (
    REFUTING,
    edition_of,
    edition_rules,
    expand,
)
from thai_ita.analyze.reconcile.intervals import (
    EPSILON,
    HIGHEST,
    LOWEST,
    SCORES,
    Interval,
    half_up,
    rounding_half,
)
from thai_ita.analyze.reconcile.readings import FULL_DECIMALS, Key, ScoreReading, make_reading
from thai_ita.model import (
    Agency,
    Basis,
    Check,
    CheckResult,
    EstablishedBy,
    Evidence,
    Score,
    ScoreKind,
    ScoreStatus,
    Severity,
)

# A missing score is offered only where it is known to within half a point.
MAX_HALF_WIDTH = 0.5
_FACT_NAME = re.compile(r"(?P<year>[^/@#]++)/[^@#]*+(?P<owner>@[^#]*+)?(?:#\d++)?")
_OFFERED = frozenset({ScoreKind.INSTRUMENT, ScoreKind.INDICATOR})


@dataclass(slots=True)
class Derived:
    """A derived score with the check that says how; ``sure`` is the chance (0-1) that the published
    one is in the interval."""

    score: Score
    check: Check
    interval: Interval
    sure: float

    @property
    def reading(self) -> ScoreReading:
        """The score as an input of others: as wide as it is known, whatever its decimals."""
        reading = make_reading(self.score)
        reading.half = max(reading.half, self.interval.half_width)
        reading.sure = self.sure
        return reading


def derive_missing(
    readings: dict[Key, ScoreReading],
    agency: Agency | None,
    contradicted: Iterable[Key] = (),
    rejected: Collection[Key] = (),
) -> list[Derived]:
    """Scores that the stated ones determine, nearest to the stated ones first.

    An instrument from its indicators, an indicator from the scores below it; then the one indicator
    or instrument that is missing in a sum whose total is stated. Only rules that may refute are
    used, and no contradicted value. ``rejected`` are none, as a person says.
    """
    bad = frozenset(contradicted)
    known = dict(readings)
    out: list[Derived] = []
    years = sorted({key[0] for key in readings})
    for year in years:
        for key in _computable(year):
            if key not in known and key not in rejected and (made := _from_parts(key, known, bad, agency)) is not None:
                out.append(made)
                known[key] = made.reading
        # Read values only: a derived instrument holds nothing that is not in them.
        stated = {key: reading for key, reading in readings.items() if key[0] == year}
        for made in _from_totals(year, stated, bad, agency):
            if made.reading.key not in rejected and (made.score.kind, made.score.code) not in {
                (key[1], key[2]) for key in known if key[0] == year
            }:
                out.append(made)
                known[made.reading.key] = made.reading
    return out


def _computable(year: int) -> list[Key]:
    """The instruments and indicators of a year that have a rule, indicators first."""
    keys = [key for key in edition_rules(year) if key[1] in _OFFERED]
    return sorted(keys, key=lambda key: key[1] is ScoreKind.INSTRUMENT)


def _from_parts(key: Key, known: dict[Key, ScoreReading], bad: frozenset[Key], agency: Agency | None) -> Derived | None:
    """A score from all the scores right below it."""
    found = expand(key, known)
    if found is None:
        return None
    form, strength, steps = found
    if strength not in REFUTING or steps != 1 or bad & {k for k, _ in form}:
        return None
    interval = _sum(form, known)
    text = f"mean of {_listed(form, known)}"
    # A mean of 95 and 90 is 92.5: the decimals of its parts limit what is known, not the mean.
    nominal = _nominal(form, known)
    value = half_up(nominal, FULL_DECIMALS)
    follows = follows_right(value, nominal, _roundings(form, known),
                            _roundings([(k, w) for k, w in form if known[k].derived], known))  # fmt: skip
    used = [known[k] for k, _ in form]
    return _derived(key, interval, (value, FULL_DECIMALS), text, agency, used, follows)


def _from_totals(
    year: int, stated: dict[Key, ScoreReading], bad: frozenset[Key], agency: Agency | None
) -> list[Derived]:
    """The scores that are the only unknown of a sum whose total is stated."""
    best: dict[Key, tuple[float, Derived]] = {}
    for target, reading in stated.items():
        if target in bad or reading.derived or target not in edition_rules(year):
            continue
        for form, strength, steps in _with_one_unknown(target, stated):
            unknown, weight = next((k, w) for k, w in form if k not in stated)
            rest = tuple((k, w) for k, w in form if k != unknown)
            if strength not in REFUTING or bad & {k for k, _ in rest}:
                continue
            others, total = _sum(rest, stated), reading.interval
            slack = (steps - 1) * rounding_half(2)
            interval = Interval((total.lo - others.hi - slack) / weight, (total.hi - others.lo + slack) / weight)
            # Its own printed value was rounded too.
            nominal = (reading.value - _nominal(rest, stated)) / weight
            if interval.half_width > MAX_HALF_WIDTH or not interval.meets(SCORES):
                continue
            text = f"what {scores_named([target])} {number(reading)} leaves beside {_listed(rest, stated)}"
            value = _as_known(min(max(nominal, 0.0), 100.0), interval.common(SCORES) or interval)
            of_total = [half / weight for half in (reading.half, slack) if half]
            of_rest = [half / weight for half in _roundings(rest, stated)]
            follows = follows_right(value[0], nominal, of_total + of_rest, of_total)
            used = [reading, *(stated[k] for k, _ in rest)]
            made = _derived(unknown, interval, value, text, agency, used, follows)
            if unknown not in best or interval.half_width < best[unknown][0]:
                best[unknown] = (interval.half_width, made)
    return [made for _, made in best.values()]


def _with_one_unknown(target: Key, stated: dict[Key, ScoreReading]) -> Iterable[tuple[Form, str, int]]:
    """The target as a sum of stated scores and exactly one unknown instrument or indicator."""
    rules = edition_rules(target[0])
    _, form, _ = rules[target]
    missing = [key for key, _ in form if not _is_known(key, stated)]
    if len(missing) != 1:
        return
    options = [missing[0]]
    if missing[0] in rules:
        inner = [key for key, _ in rules[missing[0]][1] if not _is_known(key, stated)]
        if len(inner) == 1:
            options = inner
    for option in options:
        if option[1] not in _OFFERED:
            continue
        found = expand(target, {*stated, option} - {target})
        if found is not None:
            yield found


def _is_known(key: Key, stated: dict[Key, ScoreReading]) -> bool:
    """Whether a score is stated, or computable by rules that are sure enough."""
    found = expand(key, stated)
    return found is not None and found[1] in REFUTING


def _as_known(value: float, interval: Interval) -> tuple[float, int]:
    """The value with no more decimals than are known: anything from 84.08 to 84.14 is 84.1."""
    known = next((d for d in (2, 1) if interval.half_width <= rounding_half(d) + EPSILON), 0)
    rounded = ((round(value, d), d) for d in range(known, 2))
    return next(((v, d) for v, d in rounded if v in interval), (round(value, 2), 2))


def _sum(form: Form, known: dict[Key, ScoreReading]) -> Interval:
    lo = sum(weight * known[key].interval.lo for key, weight in form)
    return Interval(lo, sum(weight * known[key].interval.hi for key, weight in form))


def _nominal(form: Form, known: dict[Key, ScoreReading]) -> float:
    return sum(weight * known[key].value for key, weight in form)


def _roundings(form: Iterable[tuple[Key, float]], known: dict[Key, ScoreReading]) -> list[float]:
    """Half-widths of what rounding took from each score, as they bear on the sum; the ends of the
    scale are printed as they are."""
    return [w * known[k].half for k, w in form if known[k].value not in (LOWEST, HIGHEST)]


def _listed(form: Form, known: dict[Key, ScoreReading]) -> str:
    return ", ".join(f"{key[2]} {number(known[key])}" for key, _ in form)


def _derived(
    key: Key, interval: Interval, known: tuple[float, int], text: str, agency: Agency | None,
    used: list[ScoreReading], follows: float,
) -> Derived:  # fmt: skip
    """A score that is no better than any of those it comes from, and less sure than each.

    ``follows`` is the chance that right inputs give the published digits.
    """
    year, kind, code = key
    edition = edition_of(year)
    inside = interval.common(SCORES) or interval
    value, decimals = known
    sure = math.prod(r.sure for r in used)
    score = Score(
        agency=agency, fiscal_year=year, kind=kind, code=code, value=value, value_as_seen="",
        name=edition.canonical_name(kind, code) if edition else "", basis=Basis.DERIVED,
        status=_weakest_status(r.score.status for r in used), decimals=decimals,
        confidence=round(min(sure * follows, *(r.score.confidence for r in used)), 4),
        evidence=Evidence(text=f"{text}: {inside}"),
        year_from=EstablishedBy.weakest(r.score.year_from for r in used),
        agency_from=EstablishedBy.weakest(r.score.agency_from for r in used),
        fact=_name_beside(key, [r.score.fact for r in used]),
    )  # fmt: skip
    check = Check(
        check="missing", result=CheckResult.HOLDS, fiscal_year=year, severity=Severity.INFO,
        expected=str(inside), found="", scores=[code, *(r.key[2] for r in used)],
        message=f"{scores_named([key])} is not stated; it follows as {value:.{decimals}f} ({inside}): {text}",
    )  # fmt: skip
    return Derived(score, check, inside, sure)


def _name_beside(key: Key, names: list[str]) -> str:
    """What a score is called that follows from facts of these names; "" where they are not of one year
    and owner. Their year and owner may have been corrected, and names stay."""
    parts = [_FACT_NAME.fullmatch(name) for name in names]
    beside = {(part["year"], part["owner"] or "") if part else None for part in parts}
    if len(beside) != 1 or (only := beside.pop()) is None:
        return ""
    return f"{only[0]}/{key[1]}/{key[2]}{only[1]}"


def _weakest_status(statuses: Iterable[ScoreStatus]) -> ScoreStatus:
    """Consistent, or what the weakest input is where that is less."""
    proven = (ScoreStatus.VERIFIED, ScoreStatus.CONSISTENT, ScoreStatus.CORRECTED)
    return ScoreStatus.CONSISTENT if all(s in proven for s in statuses) else ScoreStatus.UNCHECKED
