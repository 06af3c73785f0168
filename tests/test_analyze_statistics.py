"""The statistics against scipy and statsmodels, and their error rates where nothing is going on."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from thai_ita.analyze.statistics import (
    MIN_ARM,
    Trial,
    adjusted_difference,
    expected_change,
    false_discovery,
    fit_lines,
    matched_difference,
    mean_interval,
    rank_correlation,
    spread_ratio,
    theil_sen,
)

YEARS = np.array([2563.0, 2564.0, 2565.0, 2566.0])
SIMULATIONS = 500
NOMINAL = 0.05
NOISE = (2.0, 4.0)


def margin(n: int) -> float:
    """Three standard errors of a share of 5 % in n independent trials."""
    return 3 * float(np.sqrt(NOMINAL * (1 - NOMINAL) / n))


def test_lines_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    panel = rng.normal(80, 5, (40, 4))
    panel[::3, 1] = np.nan
    lines, robust = fit_lines(YEARS, panel), theil_sen(YEARS, panel)
    for row in range(len(panel)):
        known = ~np.isnan(panel[row])
        x, y = YEARS[known], panel[row][known]
        one = stats.linregress(x, y)
        reach = stats.t.ppf(0.975, known.sum() - 2) * one.stderr
        assert lines.slope[row] == pytest.approx(one.slope)
        assert lines.low[row] == pytest.approx(one.slope - reach)
        assert lines.high[row] == pytest.approx(one.slope + reach)
        assert robust[row] == pytest.approx(stats.theilslopes(y, x).slope)


def test_too_few_values_give_nothing() -> None:
    panel = np.array([[80, 90, np.nan, np.nan], [np.nan] * 4, [80, np.nan, 85, 84]])
    lines = fit_lines(YEARS, panel)
    assert np.isnan(lines.slope[:2]).all()
    assert np.isnan(theil_sen(YEARS, panel)[:2]).all()
    assert np.isfinite(lines.slope[2])
    assert np.isnan(mean_interval(np.array([1.0, 2.0]))).all()
    assert np.isnan(spread_ratio(np.arange(7.0), np.arange(7.0))).all()
    assert np.isnan(rank_correlation(np.arange(2.0), np.arange(2.0))).all()
    assert np.isnan(expected_change(np.arange(7.0), np.arange(7.0))).all()


def test_spread_ratio_agrees_with_scipy() -> None:
    rng = np.random.default_rng(4)
    before = rng.normal(80, 6, 200)
    after = 80 + (before - 80) * 0.5 + rng.normal(0, 1, 200)
    ratio, low, high = spread_ratio(before, after, n_bootstrap=4000)
    other = stats.bootstrap(
        (before, after),
        lambda a, b: np.log(b.std(ddof=1) / a.std(ddof=1)),
        paired=True,
        vectorized=False,
        n_resamples=999,
        method="BCa",
        random_state=1,
    ).confidence_interval
    assert ratio == pytest.approx(after.std(ddof=1) / before.std(ddof=1))
    assert np.log(low) == pytest.approx(other.low, abs=0.03)
    assert np.log(high) == pytest.approx(other.high, abs=0.03)


def test_false_discovery_leaves_what_is_missing() -> None:
    q = false_discovery(np.array([0.01, np.nan, 0.04, 0.5]))
    assert np.isnan(q[1])
    assert q[[0, 2, 3]] == pytest.approx([0.03, 0.06, 0.5])


@pytest.mark.parametrize(("n", "capped"), [(10, False), (20, True), (60, False), (60, True)])
def test_spread_intervals_cover_what_they_say(n: int, capped: bool) -> None:
    rng = np.random.default_rng(6)
    missed = 0
    for _ in range(SIMULATIONS):
        level = rng.normal(90, 7, n)
        before, after = (level + rng.normal(0, 4, n) for _ in range(2))
        if capped:
            before, after = np.minimum(before, 100), np.minimum(after, 100)
        _, low, high = spread_ratio(before, after, n_bootstrap=500)
        missed += not low <= 1 <= high
    assert missed / SIMULATIONS <= NOMINAL + margin(SIMULATIONS)


def aimed_trials(rng: np.random.Generator, noise: float, cap: float | None = None) -> list[Trial]:
    """One for each of ten indicators: measures aim at the three weakest, and do nothing."""
    n, years, codes = 64, 4, 10
    own = 82 + rng.normal(0, 5, (n, 1)) + rng.normal(0, 4, (n, codes))
    values = own[None] + rng.normal(0, noise, (years, n, codes))
    if cap:
        values = np.minimum(values + 8, cap)
    weak = values.argsort(axis=2).argsort(axis=2) < 3
    aimed = rng.random(values.shape) < np.where(weak, 0.85, 0.3)
    agency, year = list(range(n)) * (years - 1), np.repeat(np.arange(years - 1), n).tolist()
    total = values.sum(axis=2)
    return [
        Trial(
            values[:-1, :, code].ravel(),
            values[1:, :, code].ravel(),
            aimed[:-1, :, code].ravel(),
            ((total[:-1] - values[:-1, :, code]) / (codes - 1)).ravel(),
            agency,
            year,
        )
        for code in range(codes)
    ]


@pytest.mark.parametrize(("noise", "cap"), [(2.0, None), (5.0, None), (5.0, 100.0)])
def test_measures_that_do_nothing_are_seen_to_do_nothing(noise: float, cap: float | None) -> None:
    rng = np.random.default_rng(7)
    adjusted, matched, raw = [], [], []
    for _ in range(SIMULATIONS // 10):
        for trial in aimed_trials(rng, noise, cap):
            effect = adjusted_difference(trial)
            adjusted.append(effect.p < NOMINAL)
            pairs = matched_difference(trial)
            matched.append(not pairs.low <= 0 <= pairs.high)
            change = trial.after - trial.before
            raw.append(stats.ttest_ind(change[trial.treated], change[~trial.treated]).pvalue)
    assert len(adjusted) == SIMULATIONS
    assert np.mean(adjusted) <= NOMINAL + margin(SIMULATIONS)
    assert np.mean(matched) <= NOMINAL + margin(SIMULATIONS)
    if noise > NOISE[1]:
        assert np.mean(np.array(raw) < NOMINAL) > 0.5, "the raw gain is regression to the mean"


def test_a_real_difference_is_found_and_sized() -> None:
    rng = np.random.default_rng(8)
    trial = aimed_trials(rng, 2.0)[0]
    lifted = Trial(
        trial.before, trial.after + 4.0 * trial.treated, trial.treated, trial.others, trial.agency, trial.year
    )
    effect, pairs = adjusted_difference(lifted), matched_difference(lifted)
    assert effect.low < 4 < effect.high
    assert effect.low > 1
    assert pairs.low < 4 < pairs.high


def test_small_or_disjoint_sides_are_refused() -> None:
    rng = np.random.default_rng(9)
    before = rng.normal(80, 3, 40)
    year, agency = [0] * 40, list(range(40))
    few = Trial(before, before, np.arange(40) < MIN_ARM - 1, before, agency, year)
    assert np.isnan(adjusted_difference(few).estimate)
    assert adjusted_difference(few).n == MIN_ARM - 1
    assert np.isnan(matched_difference(few).estimate)
    apart = Trial(np.sort(before), before, np.arange(40) < 20, before, agency, year)
    assert np.isnan(adjusted_difference(apart).estimate)


def test_t_intervals_of_slopes_cover_what_they_say() -> None:
    panel = 80 + np.random.default_rng(10).normal(0, 3, (20000, 4))
    lines = fit_lines(YEARS, panel)
    missed = float(((lines.low > 0) | (lines.high < 0)).mean())
    assert missed == pytest.approx(NOMINAL, abs=margin(20000))
