"""The arithmetic of an edition as constraints over the scores that a document states.

Which rule may contradict a value depends on how well the rule itself is known:

- ``verified``: it reproduces published scores of that year.
- ``bracketed``: the edition file only assumes it for that year, but the very same rule is verified
  for an earlier and for a later year.
- ``established``: it is assumed, and the same kind of rule holds in this document often enough.
- ``assumed``: anything else. Its failure is a warning and contradicts nothing.

A rule of unknown strength makes no constraint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from thai_ita.analyze.reconcile.constraints import Form, SumConstraint, Values
from thai_ita.analyze.reconcile.intervals import rounding_half
from thai_ita.analyze.reconcile.readings import Key
from thai_ita.model import ScoreKind
from thai_ita.normalize.edition_arithmetic import rule_weights
from thai_ita.normalize.editions import known_years, load_edition

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import ArithmeticRule, Edition

STRENGTHS = ("assumed", "established", "bracketed", "verified")  # weakest first
REFUTING = frozenset(STRENGTHS[1:])
KNOWN = frozenset(STRENGTHS[2:])  # by evidence from outside the document
# An assumed kind of rule is established by this many non-trivial hits, if they outnumber misses.
ESTABLISHING_HITS = 2
# A sum of which more is missing bounds nothing worth comparing.
MAX_UNKNOWN_WEIGHT = 0.5

_Signature = tuple[str, str, tuple[tuple[str, float], ...]]


def _signature(rule: ArithmeticRule) -> _Signature | None:
    weights = rule_weights(rule)
    return None if weights is None else (rule.target, rule.inputs_kind.value, weights)


@lru_cache(maxsize=1)
def _verified_years() -> dict[_Signature, tuple[int, ...]]:
    years: dict[_Signature, list[int]] = {}
    for year in known_years():
        for rule in load_edition(year).arithmetic:
            signature = _signature(rule)
            if signature is not None and rule.strength == "verified":
                years.setdefault(signature, []).append(year)
    return {signature: tuple(found) for signature, found in years.items()}


def rule_strength(rule: ArithmeticRule, year: int) -> str:
    """verified, bracketed or assumed; "" for a rule that is not known well enough to test."""
    signature = _signature(rule)
    if signature is None or rule.strength == "unknown":
        return ""
    if rule.strength == "verified":
        return "verified"
    years = _verified_years().get(signature, ())
    return "bracketed" if years and years[0] < year < years[-1] else "assumed"


@lru_cache(maxsize=32)
def edition_rules(year: int) -> dict[Key, tuple[ArithmeticRule, Form, str]]:
    """The rules of a year by target, with weighted inputs and strength; empty without edition."""
    if year not in known_years():
        return {}
    out: dict[Key, tuple[ArithmeticRule, Form, str]] = {}
    for rule in load_edition(year).arithmetic:
        weights, strength = rule_weights(rule), rule_strength(rule, year)
        if weights is not None and strength:
            form = tuple(((year, rule.inputs_kind, code), weight) for code, weight in weights)
            out[(year, rule.target_kind, rule.target)] = (rule, form, strength)
    return out


def weakest(strengths: Iterable[str]) -> str:
    """The weakest of some strengths, "verified" for none."""
    return min(strengths, key=STRENGTHS.index, default="verified")


def expand(key: Key, there: Container[Key]) -> tuple[Form, str, int] | None:
    """A score as a sum of scores that are there: form, strength, steps of arithmetic between.

    None where some part of it is neither there nor computable.
    """
    form, strength, steps, unknown = expand_known(key, there)
    return None if unknown else (form, strength, steps)


def expand_known(key: Key, there: Container[Key]) -> tuple[Form, str, int, float]:
    """``expand`` for what is there, and the weight (0-1) of what is not."""
    if key in there:
        return ((key, 1.0),), "verified", 0, 0.0
    found = edition_rules(key[0]).get(key)
    if found is None:
        return (), "verified", 0, 1.0
    _, form, strength = found
    total: list[tuple[Key, float]] = []
    strengths, steps, unknown = [strength], 0, 0.0
    for part, weight in form:
        inner, inner_strength, inner_steps, missing = expand_known(part, there)
        total += [(inner_key, weight * w) for inner_key, w in inner]
        strengths.append(inner_strength)
        steps = max(steps, inner_steps)
        unknown += weight * missing
    return tuple(total), weakest(strengths), steps + 1, unknown


def sum_constraints(values: Values) -> list[SumConstraint]:
    """A constraint for each score that is there and computable from others that are there.

    Where a smaller part of the sum is missing, the rest still bounds the total.
    """
    out: list[SumConstraint] = []
    for key in values:
        found = edition_rules(key[0]).get(key)
        if found is None:
            continue
        rule, form, _ = found
        inputs, strength, steps, unknown = expand_known(key, _Without(values, key))
        if unknown > MAX_UNKNOWN_WEIGHT:
            continue
        # Each step that was not printed may have been rounded on its own.
        slack = (steps - 1) * rounding_half(2)
        kinds = tuple(sorted({k[1].value for k, _ in inputs}))
        out.append(
            SumConstraint(
                name=key[1].value,
                target=key,
                inputs=inputs,
                refutes=strength in REFUTING,
                slack=slack,
                rule=_wording(key, rule, form, steps),
                strength=strength,
                unknown=unknown if unknown > 1e-9 else 0.0,
                family=(key[1].value, *kinds, _instrument(key)),
            )
        )
    return out


class _Without:
    """The keys that are there but for one."""

    def __init__(self, values: Values, key: Key) -> None:
        self.values, self.key = values, key

    def __contains__(self, key: object) -> bool:
        return key != self.key and key in self.values


def _instrument(key: Key) -> str:
    return load_edition(key[0]).instrument_of(key[2])


def _wording(key: Key, rule: ArithmeticRule, form: Form, steps: int) -> str:
    if rule.method == "mean":
        text = f"mean of {', '.join(part[2] for part, _ in form)}"
    else:
        text = " + ".join(f"{weight:g} x {part[2]}" for part, weight in form)
    return text if steps == 1 else f"{text}, worked out from the scores below them"


def establish(groups: Iterable[tuple[list[SumConstraint], Values]]) -> None:
    """Lets an assumed kind of rule refute where it evidently applies in this document.

    ``groups`` are the constraints and values of each agency of the document. A kind of rule is
    what leads from one kind of score to another within an instrument.
    """
    hits: Counter[tuple[str, ...]] = Counter()
    misses: Counter[tuple[str, ...]] = Counter()
    listed = list(groups)
    for constraints, values in listed:
        for c in constraints:
            if c.strength != "assumed" or c.weak or c.is_trivial(values):
                continue
            (hits if c.holds(values) else misses)[(*c.family, str(c.target[0]))] += 1
    for constraints, _ in listed:
        for c in constraints:
            family = (*c.family, str(c.target[0]))
            enough = hits[family] >= ESTABLISHING_HITS and hits[family] > misses[family]
            if c.strength == "assumed" and enough:
                c.strength, c.refutes = "established", True


def levels_scheme(year: int) -> str | None:
    """The rating scheme of a year, None where it is unknown."""
    edition = edition_of(year)
    return edition.level_scheme if edition else None


def edition_of(year: int) -> Edition | None:
    """The edition of exactly that year, None where there is none."""
    return load_edition(year) if year in known_years() else None


def indicator_keys(year: int) -> tuple[Key, ...]:
    """The indicators of a year as variables; empty without an edition."""
    edition = edition_of(year)
    if edition is None:
        return ()
    return tuple((year, ScoreKind.INDICATOR, i.code) for i in edition.indicators)
