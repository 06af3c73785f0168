"""The statistics behind the answers, for many series at once: scipy and statsmodels, and thin
vector forms of their formulas where a call per series would take minutes.

A panel is an array of series x years with NaN for what is not known. Nothing is computed from
fewer than ``MIN_N`` values: the result is NaN, which a table shows as missing, not as zero.
Sources and pitfalls of each method: docs/methods.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MIN_N = 3
"""Fewer values than this give no mean difference, rank, slope or interval."""
ROUNDING_VARIANCE = 0.01**2 / 12
"""Points squared: what printing two decimals adds to a score."""
MIN_ARM = 8
"""Agencies with and without a measure that a comparison of the two needs at least, each."""
MIN_BOOTSTRAP = 8
"""Agencies that an interval of a spread needs: below it the bootstrap covers far too little."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Straight lines through the rows of a panel: points a year, with their t interval.

    ``n`` are the known values of each row, ``s2`` the variance about the line with ``df`` degrees
    of freedom, ``sxx`` the spread of the years.
    """

    n: NDArray[np.int64]
    slope: Floats
    low: Floats
    high: Floats
    s2: Floats
    df: Floats
    sxx: Floats


def fit_lines(years: Floats, panel: Floats, confidence: float = 0.95) -> Lines:
    """Least-squares lines of every row on the years; needs three values, else NaN."""
    from scipy import stats

    known = ~np.isnan(panel)
    n = known.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        x = np.where(known, years[None, :], 0.0)
        y = np.where(known, panel, 0.0)
        x_mean = x.sum(axis=1) / n
        y_mean = y.sum(axis=1) / n
        dx = np.where(known, years[None, :] - x_mean[:, None], 0.0)
        dy = np.where(known, panel - y_mean[:, None], 0.0)
        sxx = (dx * dx).sum(axis=1)
        slope = (dx * dy).sum(axis=1) / sxx
        rest = ((dy - slope[:, None] * dx) ** 2).sum(axis=1)
        df = (n - 2).astype(np.float64)
        # Printed scores are rounded: three on a line are not exactly on it.
        s2 = np.maximum(rest / df, ROUNDING_VARIANCE)
        se = np.sqrt(s2 / sxx)
    few = n < MIN_N
    slope, s2 = (np.where(few, np.nan, a) for a in (slope, s2))
    df = np.where(few, np.nan, df)
    reach = stats.t.ppf(0.5 + confidence / 2, df) * se
    return Lines(n, slope, slope - reach, slope + reach, s2, df, sxx)


def theil_sen(years: Floats, panel: Floats) -> Floats:
    """The median of the slopes between all pairs of known values of each row; needs three."""
    pairs = [(i, j) for i in range(len(years)) for j in range(i + 1, len(years))]
    if not pairs:
        return np.full(len(panel), np.nan)
    slopes = np.stack([(panel[:, j] - panel[:, i]) / (years[j] - years[i]) for i, j in pairs], axis=1)
    few = (~np.isnan(panel)).sum(axis=1) < MIN_N
    slopes[few] = np.nan
    # All-missing rows stay missing without a warning.
    result = np.full(len(panel), np.nan)
    some = ~np.isnan(slopes).all(axis=1)
    result[some] = np.nanmedian(slopes[some], axis=1)
    return result


def false_discovery(p: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p values; missing ones stay missing and are not counted."""
    from scipy import stats

    q = np.full(p.shape, np.nan)
    known = np.isfinite(p)
    if known.any():
        q[known] = stats.false_discovery_control(p[known], method="bh")
    return q


def mean_interval(values: Floats, confidence: float = 0.95) -> tuple[float, float, float]:
    """The mean of the known values with its t interval; NaN below three values."""
    from scipy import stats

    known = values[~np.isnan(values)]
    n = len(known)
    if n < MIN_N:
        return (np.nan, np.nan, np.nan)
    mean = float(known.mean())
    reach = float(stats.t.ppf(0.5 + confidence / 2, n - 1) * known.std(ddof=1) / np.sqrt(n))
    return mean, mean - reach, mean + reach


def spread_ratio(
    before: Floats,
    after: Floats,
    *,
    confidence: float = 0.95,
    n_bootstrap: int = 1000,
    seed: int = 0,
) -> tuple[float, float, float]:
    """How many times the standard deviation after is that before, with its bootstrap interval.

    The two arrays hold the same agencies in the same order. Agencies are drawn with replacement,
    the interval of the logarithm is bias-corrected and accelerated (Efron 1987). NaN below eight
    agencies, or where one spread is zero.
    """
    from scipy import stats

    n = len(before)
    if n < MIN_BOOTSTRAP:
        return (np.nan, np.nan, np.nan)
    s0, s1 = before.std(ddof=1), after.std(ddof=1)
    if s0 < 1e-9 or s1 < 1e-9:
        return (np.nan, np.nan, np.nan)
    ratio = float(s1 / s0)
    weights = _bootstrap_weights(n, n_bootstrap, seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        variances = _variances(weights, np.column_stack([before, after]))
        drawn = 0.5 * np.log(variances[:, 1] / variances[:, 0])
        left = 0.5 * np.log(_leave_one_out(after) / _leave_one_out(before))
    drawn = drawn[np.isfinite(drawn)]
    left = left[np.isfinite(left)]
    if len(drawn) < n_bootstrap / 2 or len(left) < n:
        return (ratio, np.nan, np.nan)
    below = float(np.mean(drawn < np.log(ratio)) + 0.5 * np.mean(drawn == np.log(ratio)))
    bias = stats.norm.ppf(min(max(below, 1e-6), 1 - 1e-6))
    away = left.mean() - left
    spread = float((away**2).sum())
    acceleration = float((away**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
    # Wider by t, since a bootstrap of few agencies is too narrow (Hesterberg 2015, 3.4).
    z = np.sqrt(n / (n - 1)) * stats.t.ppf([0.5 - confidence / 2, 0.5 + confidence / 2], n - 1)
    cut = stats.norm.cdf(bias + (bias + z) / (1 - acceleration * (bias + z)))
    ends = np.exp(np.quantile(drawn, np.asarray(cut)))
    return ratio, float(ends[0]), float(ends[1])


_WEIGHTS: dict[tuple[int, int, int], Floats] = {}


def _bootstrap_weights(n: int, n_bootstrap: int, seed: int) -> Floats:
    """How often each of n agencies is drawn, for every draw; kept for groups of the same size."""
    key = (n, n_bootstrap, seed)
    if key not in _WEIGHTS:
        if len(_WEIGHTS) >= 8:
            _WEIGHTS.clear()
        generator = np.random.default_rng([seed, n])
        drawn = generator.integers(0, n, size=(n_bootstrap, n))
        flat = drawn + n * np.arange(n_bootstrap)[:, None]
        counts = np.bincount(flat.ravel(), minlength=n_bootstrap * n)
        _WEIGHTS[key] = counts.reshape(n_bootstrap, n).astype(np.float64)
    return _WEIGHTS[key]


def _variances(weights: Floats, values: Floats) -> Floats:
    """The variance of each column of values in each draw (rows of weights)."""
    n, columns = values.shape
    centred = values - values.mean(axis=0)
    # One product for means and squares of all columns: the weights are large.
    sums = weights @ np.column_stack([centred, centred**2]) / n
    result: Floats = (sums[:, columns:] - sums[:, :columns] ** 2) * n / (n - 1)
    return np.maximum(result, 0.0)


def _leave_one_out(values: Floats) -> Floats:
    """The variance of the others, for each value."""
    n = len(values)
    centred = values - values.mean()
    total = float((centred**2).sum())
    mean = -centred / (n - 1)
    result: Floats = (total - centred**2 - (n - 1) * mean**2) / (n - 2)
    return result


def rank_correlation(before: Floats, after: Floats, confidence: float = 0.95) -> tuple[float, float, float, float]:
    """Spearman's rho with its interval (Bonett and Wright 2000), and Kendall's tau-b.

    NaN below three agencies; the interval needs four.
    """
    from scipy import stats

    n = len(before)
    if n < MIN_N or np.ptp(before) == 0 or np.ptp(after) == 0:
        return (np.nan, np.nan, np.nan, np.nan)
    rho = float(stats.spearmanr(before, after).statistic)
    tau = float(stats.kendalltau(before, after).statistic)
    if n < 4 or abs(rho) >= 1:
        return (rho, np.nan, np.nan, tau)
    reach = stats.norm.ppf(0.5 + confidence / 2) * np.sqrt((1 + rho**2 / 2) / (n - 3))
    low, high = np.tanh(np.arctanh(rho) + np.array([-reach, reach]))
    return rho, float(low), float(high), tau


def expected_change(before: Floats, after: Floats) -> Floats:
    """The change that each agency's start lets expect, from the regression of after on before.

    What an agency did beyond it is not regression to the mean. NaN below ``MIN_ARM`` agencies.
    """
    if len(before) < MIN_ARM or np.ptp(before) < 1e-9:
        return np.full(len(before), np.nan)
    slope, intercept = np.polyfit(before - before.mean(), after, 1)
    expected: Floats = intercept + slope * (before - before.mean()) - before
    return expected


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference in points with its interval; ``n`` and ``n_controls`` are agency-years."""

    n: int
    n_controls: int
    estimate: float = np.nan
    low: float = np.nan
    high: float = np.nan
    p: float = np.nan


@dataclass(frozen=True, slots=True)
class Trial:
    """Agency-years before and after, with and without a measure, one entry per array each.

    ``others`` is the agency's mean of its other indicators at the start: agencies aim at what is
    weak beside their own other scores, so those with a measure are better ones at equal start.
    """

    before: Floats
    after: Floats
    treated: NDArray[np.bool_]
    others: Floats
    agency: Sequence[Any]
    year: Sequence[Any]

    def enough(self) -> bool:
        """Both sides have ``MIN_ARM`` agencies and their starts overlap."""
        names = np.asarray(self.agency, dtype=object)
        sides = (self.treated, ~self.treated)
        if min(len(set(names[side])) for side in sides) < MIN_ARM:
            return False
        starts = [self.before[side] for side in sides]
        return bool(starts[0].min() <= starts[1].max() and starts[1].min() <= starts[0].max())

    def conditions(self) -> Floats:
        """What the score after is expected from: start, its square (scores bend towards 100), the
        other indicators, and the year."""
        start = (self.before - self.before.mean()) / (self.before.std() or 1.0)
        others = (self.others - self.others.mean()) / (self.others.std() or 1.0)
        years = np.asarray(self.year)
        columns = [start, start**2, others]
        columns += [(years == y).astype(np.float64) for y in sorted(set(self.year))]
        return _independent(np.column_stack(columns))


def _independent(columns: Floats) -> Floats:
    """The columns without those that follow from the others: equal starts say nothing."""
    if np.linalg.matrix_rank(columns) == columns.shape[1]:
        return columns
    kept: list[int] = []
    # The years at the end are kept first.
    for place in reversed(range(columns.shape[1])):
        if np.linalg.matrix_rank(columns[:, [*kept, place]]) > len(kept):
            kept.append(place)
    return columns[:, sorted(kept)]


def adjusted_difference(trial: Trial, confidence: float = 0.95) -> Effect:
    """ANCOVA: the score after, with a measure less without, under equal conditions before.

    Errors are clustered by agency. Refused (NaN) where ``trial`` has not enough.
    """
    import pandas as pd
    import statsmodels.api as sm
    from scipy import stats

    n, controls = int(trial.treated.sum()), int((~trial.treated).sum())
    if not trial.enough():
        return Effect(n, controls)
    design = np.column_stack([trial.treated.astype(np.float64), trial.conditions()])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return Effect(n, controls)
    groups = pd.factorize(np.asarray(trial.agency, dtype=object))[0]
    fitted: Any = sm.OLS(trial.after, design).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    estimate, se = float(fitted.params[0]), float(fitted.bse[0])
    if not np.isfinite(se) or se <= 0:
        return Effect(n, controls)
    df = len(set(groups.tolist())) - 1
    reach = float(stats.t.ppf(0.5 + confidence / 2, df)) * se
    p = float(2 * stats.t.sf(abs(estimate / se), df))
    return Effect(n, controls, estimate, estimate - reach, estimate + reach, p)


def matched_difference(trial: Trial, *, caliper: float = 0.1, confidence: float = 0.95) -> Effect:
    """The mean difference in the score after between agencies with a measure and their controls.

    A control is the agency-year without a measure, of the same year, whose score after is expected
    to be nearest (within ``caliper`` standard deviations), by a regression on the controls alone;
    each is used once, and the pairs of one agency count as one. Refused as ``adjusted_difference``
    is, or below ``MIN_ARM`` agencies with a pair.
    """
    if not trial.enough():
        return Effect(0, 0)
    conditions, controls = trial.conditions(), ~trial.treated
    weights = np.linalg.lstsq(conditions[controls], trial.after[controls], rcond=None)[0]
    expected = conditions @ weights
    reach = caliper * float(expected.std())
    years = np.asarray(trial.year)
    gains: dict[Any, list[float]] = {}
    n_pairs = 0
    for year in sorted(set(trial.year)):
        inside = np.flatnonzero(years == year)
        free = sorted((float(expected[i]), int(i)) for i in inside if controls[i])
        with_measure = sorted((float(expected[i]), int(i)) for i in inside if trial.treated[i])
        for value, i in with_measure:
            near = _nearest(free, value)
            if near is None or abs(free[near][0] - value) > reach:
                continue
            _, j = free.pop(near)
            n_pairs += 1
            gains.setdefault(trial.agency[i], []).append(float(trial.after[i] - trial.after[j]))
    means = np.array([np.mean(gain) for gain in gains.values()])
    if len(means) < MIN_ARM:
        return Effect(n_pairs, n_pairs)
    estimate, low, high = mean_interval(means, confidence)
    return Effect(n_pairs, n_pairs, estimate, low, high)


def _nearest(ordered: list[tuple[float, int]], value: float) -> int | None:
    """The position of the entry nearest to a value in a sorted list, None in an empty one."""
    if not ordered:
        return None
    right = bisect_left(ordered, (value, -1))
    around = [k for k in (right - 1, right) if 0 <= k < len(ordered)]
    return min(around, key=lambda k: abs(ordered[k][0] - value))
