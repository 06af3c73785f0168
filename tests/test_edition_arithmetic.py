"""The arithmetic of an edition as evidence: which figures are ten indicators with their total."""

from __future__ import annotations

import random

import pytest

from thai_ita.normalize.edition_arithmetic import (
    find_runs,
    fits_edition,
    is_run,
    margin,
    points_fit,
    weights_below,
)
from thai_ita.normalize.editions import known_years, load_edition
from thai_ita.normalize.numerals import Number, find_numbers

INDICATORS = (89.56, 90.83, 96.97, 78.71, 75.57, 93.78, 81.99, 82.94, 93.56, 78.40)
OVERALL = 86.16
BY_CODE = {str(i): value for i, value in enumerate(INDICATORS, start=1)}


def numbers(*values: float | str) -> list[Number]:
    text = " | ".join(v if isinstance(v, str) else f"{v:.2f}" for v in values)
    return find_numbers(f"ได้ {text}")


def test_the_overall_score_follows_from_ten_indicators() -> None:
    edition = load_edition(2568)
    assert fits_edition(BY_CODE, OVERALL, edition)
    assert not fits_edition(BY_CODE, OVERALL + 0.03, edition)
    assert fits_edition({"IIT": 86.33, "9": 93.56, "10": 78.4, "EIT": 86.24}, OVERALL, edition)


def test_an_instrument_follows_from_its_own_indicators() -> None:
    assert fits_edition(BY_CODE, 86.33, load_edition(2568), of="IIT")
    assert margin({"6": 93.78, "7": 81.99}, 87.88, load_edition(2568), of="EIT") is None


KNOWN = [y for y in known_years() if (r := load_edition(y).rule_for("ITA")) and r.strength != "unknown"]


def test_the_rules_of_eight_years_are_known() -> None:
    assert set(range(2561, 2569)) <= set(KNOWN)


@pytest.mark.parametrize("year", KNOWN)
def test_each_year_has_its_own_rule(year: int) -> None:
    edition = load_edition(year)
    weights = weights_below(edition, "ITA", {i.code for i in edition.indicators})
    assert weights is not None
    assert sum(weights.values()) == pytest.approx(1)
    assert len(weights) == (5 if year == 2561 else 10)


def test_a_year_whose_rule_is_not_known_fits_nothing() -> None:
    assert not fits_edition(BY_CODE, OVERALL, load_edition(2569))


@pytest.mark.parametrize("order", [(*INDICATORS, OVERALL), (OVERALL, *INDICATORS)])
def test_a_run_is_found_with_its_total_before_or_behind(order: tuple[float, ...]) -> None:
    (run,) = find_runs(numbers(12.5, *order, 3), load_edition(2568))
    assert (run.start, run.end, run.total.value) == (1, 12, OVERALL)
    assert {code: n.value for code, n in run.values.items()} == BY_CODE


def test_two_rows_are_two_runs() -> None:
    row = (*INDICATORS, OVERALL)
    assert len(find_runs(numbers(*row, *row), load_edition(2568))) == 2


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ((90.0,) * 10, 90.0),  # the plain mean is the total as well
        (tuple(f"{int(v)}" for v in INDICATORS), f"{OVERALL:.2f}"),  # hardly any decimals
        ((*INDICATORS[:9], 12.3), OVERALL - 0.2 * (78.40 - 12.3)),  # lower than any result
        ((*INDICATORS[:9], 88.40), OVERALL),  # another number
    ],
)
def test_what_may_be_chance_is_no_run(values: tuple[float | str, ...], total: float | str) -> None:
    found = numbers(*values, total)
    pairs = {str(i): n for i, n in enumerate(found[:-1], start=1)}
    assert not is_run(pairs, found[-1], load_edition(2568))


def test_a_change_is_part_of_no_run() -> None:
    assert not find_runs(numbers(*INDICATORS[:9], "+78.40", OVERALL), load_edition(2568))


def test_other_figures_hardly_ever_fit() -> None:
    rng = random.Random(7)
    edition = load_edition(2568)
    windows = [[round(rng.uniform(60, 100), 2) for _ in range(11)] for _ in range(2000)]
    hits = sum(bool(find_runs(numbers(*window), edition)) for window in windows)
    assert hits <= 12  # one window in 300 by chance, so one row alone is no proof


def test_points_add_up_to_the_overall_score() -> None:
    edition = load_edition(2563)
    assert points_fit({"OIT": 26.75, "IIT": 20.95, "EIT": 23.85}, 71.55, edition)
    assert not points_fit({"OIT": 26.75, "IIT": 20.95, "EIT": 23.85}, 72.55, edition)
    assert not points_fit({"OIT": 26.75, "IIT": 30.95, "EIT": 13.85}, 71.55, edition)
    assert not points_fit({"OIT": 47.70, "IIT": 23.85}, 71.55, edition)
