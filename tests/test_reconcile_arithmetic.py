"""Intervals and sums: what rounding allows, and nothing more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.test_reconcile_basics import AGENCY, kind_of
from thai_ita.analyze.reconcile.constraints import (
    ExtremeConstraint,
    OrderConstraint,
    RangeConstraint,
    SumConstraint,
)
from thai_ita.analyze.reconcile.intervals import Interval, half_up, printed_interval
from thai_ita.analyze.reconcile.readings import Key, ScoreReading, make_reading, one_digit_changes
from thai_ita.model import Score

exact_scores = st.floats(min_value=0, max_value=100)
CODES = ("1", "2", "3", "4", "5")


def reading(code: str, text: str) -> ScoreReading:
    decimals = len(text.partition(".")[2])
    return make_reading(Score(AGENCY, 2568, kind_of(code), code, float(text), text, decimals=decimals))


def readings(**values: str) -> dict[Key, ScoreReading]:
    made = [reading(code.lstrip("_"), text) for code, text in values.items()]
    return {r.key: r for r in made}


def mean_of(values: dict[Key, ScoreReading]) -> SumConstraint:
    target, *inputs = values
    weights = tuple((key, 1 / len(inputs)) for key in inputs)
    return SumConstraint("instrument", target, weights, refutes=True)


@given(st.lists(exact_scores, min_size=5, max_size=5))
def test_a_mean_of_unrounded_inputs_always_holds(exact: list[float]) -> None:
    printed = {f"_{c}": f"{half_up(v, 2):.2f}" for c, v in zip(CODES, exact, strict=True)}
    values = readings(IIT=f"{half_up(sum(exact) / 5, 2):.2f}", **printed)
    assert mean_of(values).holds(values)


@given(st.lists(exact_scores, min_size=5, max_size=5))
def test_a_mean_of_printed_inputs_always_holds_and_reproduces(exact: list[float]) -> None:
    rounded = [half_up(v, 2) for v in exact]
    printed = {f"_{c}": f"{v:.2f}" for c, v in zip(CODES, rounded, strict=True)}
    # Hundredths as whole numbers: the sum of floats may miss a half by a hair.
    hundredths = sum(round(v * 100) for v in rounded)
    total = (2 * hundredths + 5) // 10 / 100
    values = readings(IIT=f"{total:.2f}", **printed)
    assert mean_of(values).holds(values)
    assert mean_of(values).reproduces(values)


@given(st.lists(exact_scores, min_size=5, max_size=5), st.integers(0, 5), st.data())
def test_allowed_values_are_those_with_which_it_holds(exact: list[float], at: int, data: st.DataObject) -> None:
    printed = {f"_{c}": f"{half_up(v, 2):.2f}" for c, v in zip(CODES, exact, strict=True)}
    values = readings(IIT="71.20", **printed)
    key = list(values)[at]
    constraint = mean_of(values)
    allowed = constraint.allowed(key, values)
    trial = data.draw(st.floats(min_value=1, max_value=99))
    values[key].value = trial
    far = min(abs(trial - allowed.lo), abs(trial - allowed.hi)) > 0.01
    # The ends of the scale cut intervals short, which ``allowed`` need not know to a hair.
    if far and all(0.01 < r.value < 99.99 for r in values.values()):
        assert constraint.holds(values) == (trial in allowed)


def test_the_interval_is_that_of_the_printed_decimals() -> None:
    assert reading("1", "86.5").interval == Interval(86.45, 86.55)
    assert reading("1", "100.00").interval == Interval(99.995, 100.0)
    assert printed_interval(8164.0, 0.005) == Interval(8163.995, 8164.005)


def test_what_is_missing_from_a_sum_may_be_anything() -> None:
    values = readings(_9="98.75", o1="100.00", o2="50.00")
    target, *inputs = values
    bound = SumConstraint("indicator", target, tuple((k, 0.25) for k in inputs), True, unknown=0.5)
    assert bound.expected(values).meets(Interval(87.5, 87.5))
    assert not bound.holds(values)
    assert bound.weak


def test_order_and_extremes() -> None:
    values = readings(_1="81.64", _2="77.05", _3="79.52")
    one, two, three = values
    assert OrderConstraint(one, two).holds(values)
    assert not OrderConstraint(two, three).holds(values)
    assert OrderConstraint(one, one).holds(values)
    assert ExtremeConstraint((one, two, three), 1, 81.64, 0.005).holds(values)
    assert ExtremeConstraint((one, two, three), -1, 77.05, 0.005).holds(values)
    assert not ExtremeConstraint((one, two, three), -1, 74.10, 0.005).holds(values)


def test_a_score_beyond_100_breaks_the_range() -> None:
    values = readings(_1="8164")
    assert not RangeConstraint(tuple(values)).holds(values)


def test_one_digit_changes_are_complete() -> None:
    changes = one_digit_changes("81.64")
    assert len(set(changes)) == 36
    assert all(sum(a != b for a, b in zip(c, "81.64", strict=True)) == 1 for c in changes)


@given(st.integers(0, 10_000_000))
def test_half_up_rounds_halves_up(thousandths: int) -> None:
    value = thousandths / 1000
    assert half_up(value, 2) == (thousandths + 5) // 10 / 100
