"""The sums of an edition: does a total follow from the scores below it?

Ten indicators and their total name themselves, whatever their heading looks like: hardly any other
eleven figures of a report are tied in this way. Readers of tables and of flattened text use this to
tell which figures are the scores; docs/reconcile.md has the guards and what they were measured on.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import ArithmeticRule, Edition
    from thai_ita.normalize.numerals import Number

OVERALL = "ITA"
# A total may be rounded once, and each of its inputs once: half a hundredth each, and a breath.
MAX_MARGIN = 0.011
# The same for figures of any number of decimals: a breath, and half a hundredth for a step between.
_BREATH, _STEP = 0.001, 0.005
# Scores are printed with decimals; numbers of rows, weights and years are not.
MIN_SHARE_WITH_DECIMALS = 8 / 11
# Where the plain mean gives the total as well, any table of means would fit.
MIN_FROM_PLAIN_MEAN = 0.02
# No indicator of a published result is lower.
LOWEST_IN_RUN = 20.0
HIGHEST_IN_RUN = 100.0
# One row that fits may be chance, and needs other evidence (a name, a heading); two are proof.
ROWS_FOR_PROOF = 2
# Fewer figures than this fit some total by chance.
MIN_RUN = 5


def rule_weights(rule: ArithmeticRule) -> tuple[tuple[str, float], ...] | None:
    """The weight of each input code, None where they are unknown."""
    if rule.method == "mean":
        return tuple((code, 1 / len(rule.inputs)) for code in rule.inputs)
    if rule.weights is None:
        return None
    return tuple((code, rule.weights[code]) for code in rule.inputs)


def weights_below(edition: Edition, target: str, there: Container[str]) -> dict[str, float] | None:
    """A score as a weighted sum of the scores that are there, those nearest below it.

    None where the edition knows no rule, or a part is neither there nor computable.

    >>> from thai_ita.normalize.editions import load_edition
    >>> weights_below(load_edition(2568), "ITA", {"IIT", "EIT", "9", "10"})
    {'IIT': 0.3, 'EIT': 0.3, '9': 0.2, '10': 0.2}
    """
    rule = edition.rule_for(target)
    weights = rule_weights(rule) if rule is not None and rule.strength != "unknown" else None
    if weights is None:
        return None
    out: dict[str, float] = {}
    for code, weight in weights:
        inner = {code: 1.0} if code in there else weights_below(edition, code, there)
        if inner is None:
            return None
        for below, share in inner.items():
            out[below] = out.get(below, 0.0) + weight * share
    return out


def margin(values: Mapping[str, float], total: float, edition: Edition, *, of: str = OVERALL) -> float | None:
    """How far a total is from what the edition's own rule makes of ``values`` (by code).

    None where the values do not determine it. ``of`` is the code that the total stands for.
    """
    weights = weights_below(edition, of, values)
    if weights is None:
        return None
    return abs(sum(weight * values[code] for code, weight in weights.items()) - total)


def fits_edition(values: Mapping[str, float], total: float, edition: Edition, *, of: str = OVERALL) -> bool:
    """Whether a total follows from ``values`` by the edition's own rule, rounding aside.

    >>> from thai_ita.normalize.editions import load_edition
    >>> fits_edition({"IIT": 86.33, "EIT": 86.24, "OIT": 85.98}, 86.16, load_edition(2568))
    True
    """
    off = margin(values, total, edition, of=of)
    return off is not None and off <= MAX_MARGIN


def sum_holds(values: Mapping[str, Number], target: str, edition: Edition) -> bool | None:
    """Whether a score follows from those below it, each as exact as it is printed.

    None where nothing can be said: the rule or a part is not known, or all parts are equal, which
    any rule would fit. Where scores between were not printed, their own rounding is allowed for.
    """
    rule = edition.rule_for(target)
    weights = weights_below(edition, target, values) if target in values else None
    if rule is None or weights is None or len({values[code].value for code in weights}) < 2:
        return None
    total = values[target]
    off = abs(sum(w * values[code].value for code, w in weights.items()) - total.value)
    allowed = _half(total) + sum(w * _half(values[code]) for code, w in weights.items()) + _BREATH
    if set(weights) != set(rule.inputs):
        allowed += _STEP
    return off <= allowed


def _half(number: Number) -> float:
    """Half of the last printed digit; a whole number may have lost its zeros."""
    return 0.5 * 10.0 ** -max(number.decimals, 1)


def points_fit(points: Mapping[str, float], total: float, edition: Edition) -> bool:
    """Whether weighted points of all instruments (of 30, 30, 40) add up to the overall score, none
    of them above its full mark."""
    weights = edition.weights
    if not weights or set(points) != set(weights):
        return False
    within = all(0 <= points[code] <= HIGHEST_IN_RUN * w + 1e-9 for code, w in weights.items())
    # Each part was rounded on its own.
    slack = MAX_MARGIN + 0.005 * (len(weights) - 1)
    return within and abs(sum(points.values()) - total) <= slack


@dataclass(frozen=True, slots=True)
class Run:
    """Figures that name themselves: ``values`` by code of the indicators, and their total.

    ``start`` and ``end`` are the places of the first and behind the last of them in the sequence.
    """

    values: dict[str, Number]
    total: Number
    start: int
    end: int
    margin: float


def is_run(values: Mapping[str, Number], total: Number, edition: Edition) -> bool:
    """Whether figures are the indicators of the edition with their total, by the arithmetic alone.

    Guarded against chance: most have decimals, all lie where results lie, and the total is not
    the plain mean as well. One such row needs other evidence, ``ROWS_FOR_PROOF`` are proof.
    """
    figures = [*values.values(), total]
    if len(values) < MIN_RUN or any(n.signed for n in figures):
        return False
    if not all(LOWEST_IN_RUN <= n.value <= HIGHEST_IN_RUN for n in figures):
        return False
    if sum(n.decimals > 0 for n in figures) < MIN_SHARE_WITH_DECIMALS * len(figures):
        return False
    plain = sum(n.value for n in values.values()) / len(values)
    if abs(plain - total.value) <= MIN_FROM_PLAIN_MEAN:
        return False
    return fits_edition({code: n.value for code, n in values.items()}, total.value, edition)


def find_runs(numbers: Sequence[Number], edition: Edition) -> list[Run]:
    """Every stretch of ``numbers`` that is all indicators in their order, the total before or
    behind them. No two of them share a figure; the first one counts."""
    codes = [indicator.code for indicator in edition.indicators]
    found: list[Run] = []
    at, size = 0, len(codes) + 1
    while at + size <= len(numbers):
        window = numbers[at : at + size]
        for total, rest in ((window[-1], window[:-1]), (window[0], window[1:])):
            values = dict(zip(codes, rest, strict=True))
            if is_run(values, total, edition):
                off = margin({c: n.value for c, n in values.items()}, total.value, edition)
                found.append(Run(values, total, at, at + size, off or 0.0))
                at += len(codes)
                break
        at += 1
    return found
