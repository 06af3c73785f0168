"""Who moved against its group: the robust years, the steadied noise, and how often a name is false."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.movers import RATE, SCENES, simulate
from thai_ita.analyze.statistics import Floats, false_discovery
from thai_ita.analyze.trajectories.movements import (
    MOST_GAINED,
    relative_movements,
    steadied_variances,
    year_effects,
)
from thai_ita.analyze.trajectories.slopes import Movement, agency_slopes

YEARS = np.array([2563.0, 2564.0, 2565.0, 2566.0])
SHIFTS = np.array([0.0, 3.0, -1.0, 2.0])
SIMULATIONS = 300


def centred(years: Floats) -> Floats:
    return years - years.mean()


def margin(n: int) -> float:
    """Three standard errors of a share of 5 % in n independent trials."""
    return 3 * float(np.sqrt(RATE * (1 - RATE) / n))


def test_years_come_out_exactly_where_only_years_differ() -> None:
    panel = np.array([[80.0], [62.0], [91.0], [70.0]]) + SHIFTS
    assert year_effects(YEARS, panel) == pytest.approx(centred(SHIFTS), abs=1e-3)
    panel[0, 1] = panel[2, 3] = np.nan
    assert year_effects(YEARS, panel) == pytest.approx(centred(SHIFTS), abs=1e-3)


def test_those_who_move_do_not_drag_the_years_of_the_others() -> None:
    rng = np.random.default_rng(2)
    panel = rng.normal(80, 3, (40, 1)) + SHIFTS + rng.normal(0, 0.3, (40, 4))
    panel[:10] += 6 * np.arange(4)
    found = year_effects(YEARS, panel)
    # By means the last year alone would be 2.2 points off.
    assert found == pytest.approx(centred(SHIFTS), abs=0.2)


def test_one_agency_far_off_in_one_year_does_not_move_the_year() -> None:
    panel = np.array([[80.0], [62.0], [91.0], [70.0], [75.0]]) + SHIFTS
    panel[0, 2] = 0.0
    assert year_effects(YEARS, panel) == pytest.approx(centred(SHIFTS), abs=1e-2)


def test_two_years_and_few_agencies_have_years_but_no_verdict() -> None:
    two = np.array([[80.0, 83.0], [60.0, 63.0], [70.0, 73.5]])
    assert year_effects(YEARS[:2], two) == pytest.approx([-1.5, 1.5])
    assert np.isnan(relative_movements(YEARS[:2], two, ["a"] * 3).p).all()
    four = np.array([[80.0, 83, 81, 82], [60.0, 63, 60, 61]])
    assert np.isnan(relative_movements(YEARS, four, ["a"] * 2).p).all()
    alone = year_effects(YEARS, np.array([[80.0, np.nan, np.nan, np.nan]]))
    assert np.isnan(alone).all()


def test_equal_scores_move_nobody() -> None:
    moved = relative_movements(YEARS, np.full((6, 4), 88.0), ["a"] * 6)
    assert moved.slope == pytest.approx(np.zeros(6))
    assert moved.p == pytest.approx(np.ones(6))


def test_a_year_without_a_shared_agency_is_not_known() -> None:
    panel = np.array([[80.0, 83, np.nan, np.nan], [60.0, 63, np.nan, np.nan], [np.nan, np.nan, 7, np.nan]])
    effects = year_effects(YEARS, panel)
    assert effects[:2] == pytest.approx([-1.5, 1.5])
    assert np.isnan(effects[2:]).all()


def test_rows_in_another_order_get_the_same_verdicts() -> None:
    rng = np.random.default_rng(4)
    panel = rng.normal(80, 3, (30, 1)) + rng.normal(0, 1, (30, 4))
    groups = ["a", "b", "c"] * 10
    order = rng.permutation(30)
    one = relative_movements(YEARS, panel, groups)
    other = relative_movements(YEARS, panel[order], [groups[i] for i in order])
    assert other.p == pytest.approx(one.p[order])


def test_variances_are_steadied_as_much_as_they_vary_by_chance() -> None:
    rng = np.random.default_rng(3)
    df = np.full(4000, 2.0)
    same, gained = steadied_variances(9 * rng.chisquare(2, 4000) / 2, df)
    assert gained == MOST_GAINED
    assert same.mean() == pytest.approx(9, rel=0.05)
    assert same.std() < 3
    # Scaled inverse chi-square with 6 degrees of freedom: what Smyth's model assumes.
    true = 9 * 6 / rng.chisquare(6, 4000)
    _, gained = steadied_variances(true * rng.chisquare(2, 4000) / 2, df)
    assert gained == pytest.approx(6, rel=0.3)


@pytest.mark.parametrize("shape", [2.0, 4.0, 9.0, 1000.0])
@pytest.mark.parametrize("missing", [0.0, 0.15])
def test_movers_without_movement_are_as_rare_as_said(missing: float, shape: float) -> None:
    rng = np.random.default_rng(5)
    p, any_named = [], 0
    for _ in range(SIMULATIONS):
        # Years that lift all, and agencies of more or less unequal noise.
        noise = rng.normal(0, 1, (60, 4)) * rng.gamma(shape, 3 / shape, (60, 1))
        panel = rng.normal(85, 6, (60, 1)) + rng.normal(0, 3, 4) + noise
        panel[rng.random(panel.shape) < missing] = np.nan
        moved = relative_movements(YEARS, panel, ["a"] * 60)
        p.append(moved.p[np.isfinite(moved.p)])
        any_named += bool((false_discovery(moved.p) <= RATE).any())
    # Where all are alike the bound on what is lent, and the cost of the centre, leave it below.
    assert 0.03 < float((np.concatenate(p) < RATE).mean()) < RATE + 0.015
    assert any_named / SIMULATIONS <= RATE + margin(SIMULATIONS)


@pytest.mark.parametrize(
    ("scene", "runs", "power"),
    [
        ("4 of 16 rise 2 a year", 120, 0.7),
        ("4 of 16 rise 5 a year", 120, 0.95),
        ("15 of 60 fall", 60, 0.75),
        ("nothing moves, 77 provinces, unequal noise", 8, 0.0),
    ],
)
def test_false_names_stay_below_what_is_said_where_some_move(
    scene: str, runs: int, power: float
) -> None:
    chosen = next(s for s in SCENES if s.name == scene)
    found = simulate(chosen, runs, 1, ["mean, by group", "thai-ita"])
    ours = found["thai-ita"]
    share = np.array(ours.false_share)
    assert share.mean() <= RATE + 2 * share.std() / np.sqrt(runs)
    assert np.mean(ours.found) >= power
    # What the scene is there for: the method of before fails it.
    assert np.mean(found["mean, by group"].false_share) > 1.5 * RATE


def scores(rows: dict[str, list[float]], group: str = "เทศบาลตำบล", code: str = "1") -> pd.DataFrame:
    return pd.DataFrame([
        {
            "agency_id": agency, "agency": agency, "agency_type": group, "district": "", "province": "",
            "peer_group": group, "fiscal_year": 2563 + place, "kind": "indicator", "code": code, "part": "",
            "name": "", "value": value,
        }
        for agency, values in rows.items() for place, value in enumerate(values)
    ])


def test_who_stood_still_while_the_group_rose_did_not_fall() -> None:
    rng = np.random.default_rng(6)
    rising = {f"a{i}": list(60 + 4 * np.arange(4) + rng.normal(0, 0.3, 4)) for i in range(20)}
    still = {"still": [70.0, 70.2, 69.9, 70.1], "down": [90.0, 85.2, 80.1, 75.0], "up": [50.0, 62, 74.2, 86]}
    found = agency_slopes(scores(rising | still), across_breaks=True).set_index("agency_id")["movement"]
    assert found["still"] == Movement.BEHIND
    assert found["down"] == Movement.FELL
    assert found["up"] == Movement.ROSE
    falling = {name: list(100 - np.array(values)) for name, values in (rising | still).items()}
    turned = agency_slopes(scores(falling), across_breaks=True).set_index("agency_id")["movement"]
    assert turned["still"] == Movement.AHEAD


def test_the_error_rate_is_held_over_every_line_of_the_answer() -> None:
    rng = np.random.default_rng(7)
    one = {f"a{i}": list(70 + rng.normal(0, 1, 4)) for i in range(12)}
    other = {f"b{i}": list(70 + rng.normal(0, 1, 4)) for i in range(12)}
    both = pd.concat([scores(one), scores(other, "เทศบาลเมือง"), scores(one, code="2")], ignore_index=True)
    table = agency_slopes(both, across_breaks=True)
    assert (table["n_tests"] == 36).all()
    expected = false_discovery(table["p"].to_numpy(dtype=np.float64))
    assert table["q"].to_numpy(dtype=np.float64) == pytest.approx(expected)
