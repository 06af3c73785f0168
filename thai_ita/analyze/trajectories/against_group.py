"""Who moved against its group: slopes less the group's, with the chance of each under noise alone.

A panel here is an array of groups x agencies x years with NaN for what is not known; rows without
``MIN_N`` values take no part. The years' bend and the group's slope are centred so that a minority
that really moves does not drag them; the noise about a line is lent strength by all lines of the
tables. Why so, and how far it holds: docs/methods.md, measured by benchmarks/movers.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thai_ita.analyze.selection import CEILING
from thai_ita.analyze.statistics import MIN_N, ROUNDING_VARIANCE, Floats

MOST_LENT = 30.0
"""Degrees of freedom that the other lines may lend one: beyond it the noise counts as equal."""
DOUBT = 2.0
"""Standard errors by which the lines are taken to differ more in noise than they seem to. Lending
by the bare estimate gives a false name in 20 % of answers without movement (three years, heavy
tails), more than the stated 5 %."""
CUT = 4.685
"""Standard deviations at which a value has no weight in a centre (Tukey's biweight, 95 % as
efficient as the mean where nobody moves)."""
ROUNDS = 50
SETTLED = 1e-5
"""Points: a centre that changes by less has been found."""


@dataclass(frozen=True, slots=True)
class Trends:
    """Lines of every row of a panel with the bend of its group's years taken off.

    ``slope`` in points a year, ``s2`` the variance about the line with ``df`` degrees of freedom
    (the bend's share given back), ``sxx`` the spread of the years: groups x agencies, NaN below
    three values. ``capped``: a value stands at the ceiling, so that the variance says too little.
    ``more`` and ``less``: the true slope may be higher, lower, than the one that the ceiling shows.
    """

    slope: Floats
    s2: Floats
    df: Floats
    sxx: Floats
    capped: NDArray[np.bool_]
    more: NDArray[np.bool_]
    less: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Movements:
    """Slopes relative to the group, groups x agencies, and the chance of each under noise alone.

    ``hidden``: what the ceiling cut off could undo the movement, so that there is no ``p``.
    """

    slope: Floats
    p: Floats
    hidden: NDArray[np.bool_]


def trends_of(years: Floats, panel: Floats) -> Trends:
    """Lines through the rows of a panel, free of what bends the years of a whole group.

    A year in which all rose (or in which the items were revised) moves nobody and makes nobody
    noisy. The bend is what the lines' residuals have in common, so straight movement does not touch
    it; what a few have more than the others is not taken for common.
    """
    bend = _bend(years, panel)
    n, slope, dx, rest = _lines(years, panel - bend[:, None, :])
    fit = n >= MIN_N
    lines = fit.sum(axis=1)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        s2 = np.nansum(rest * rest, axis=2) / (n - 2) * (lines / (lines - 1))
    top = panel >= CEILING
    return Trends(
        np.where(fit, slope, np.nan),
        # Printed scores are rounded: three on a line are not exactly on it.
        np.where(fit, np.maximum(s2, ROUNDING_VARIANCE), np.nan),
        np.where(fit, n - 2.0, np.nan),
        (dx * dx).sum(axis=2),
        _any_year(top),
        _any_year(top & (dx > 0)),
        _any_year(top & (dx < 0)),
    )


def _any_year(at: NDArray[np.bool_]) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = np.logical_or.reduce(at, axis=2)
    return result


def _lines(years: Floats, panel: Floats) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
    """Number, slope, centred years and residuals (NaN where unknown) of every row."""
    known = ~np.isnan(panel)
    n = known.sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        dx = np.where(known, years - (np.where(known, years, 0.0).sum(axis=2) / n)[..., None], 0.0)
        values = np.where(known, panel, 0.0)
        dy = values - (values.sum(axis=2) / n)[..., None]
        slope = (dx * values).sum(axis=2) / (dx * dx).sum(axis=2)
    fit = known & (n >= MIN_N)[..., None]
    return n, slope, dx, np.where(fit, dy - slope[..., None] * dx, np.nan)


def _bend(years: Floats, panel: Floats) -> Floats:
    """What the years of each group add off its straight line: groups x years, no level, no slope."""
    straight, _ = np.linalg.qr(np.column_stack([np.ones_like(years), years - years.mean()]))

    def off_the_line(effect: Floats) -> Floats:
        result: Floats = effect - effect @ straight @ straight.T
        return result

    rest = _lines(years, panel)[3]
    bend = off_the_line(np.nan_to_num(_median(rest, 1)))
    rest = _lines(years, panel - bend[:, None, :])[3]
    # The years' share of the residuals is what the lines have left of it.
    scale = _median(np.abs(rest).reshape(len(panel), panel.shape[1] * len(years)), 1) / 0.6745
    scale *= np.sqrt(len(years) / max(len(years) - 2, 1))
    reach = (CUT * np.maximum(np.nan_to_num(scale), ROUNDING_VARIANCE**0.5))[:, None, None]
    for _ in range(ROUNDS):
        weights = np.nan_to_num(np.clip(1 - (rest / reach) ** 2, 0, None) ** 2)
        total = np.maximum(weights.sum(axis=1), 1e-9)
        step = off_the_line((weights * np.nan_to_num(rest)).sum(axis=1) / total)
        bend = bend + step
        rest = _lines(years, panel - bend[:, None, :])[3]
        if np.abs(step).max(initial=0.0) < SETTLED:
            break
    return bend


def _median(values: Floats, axis: int) -> Floats:
    """The median of the known values, NaN without a warning where none is known."""
    ordered = np.sort(values, axis=axis)
    n = (~np.isnan(values)).sum(axis=axis, keepdims=True)
    ends = [np.take_along_axis(ordered, np.maximum(k, 0), axis) for k in ((n - 1) // 2, n // 2)]
    return np.squeeze((ends[0] + np.where(n > 0, ends[1], np.nan)) / 2, axis=axis)


def strength_lent(panels: Sequence[Trends], agencies: Sequence[NDArray[np.int64]]) -> float:
    """Degrees of freedom that the noise of all lines lends to each: few where noise is unequal.

    The empirical Bayes estimate of Smyth (2004) from the logarithms of the variances about the
    lines, by group and code, but at the upper end of how unequal they may be (``DOUBT``), the lines
    of one agency counting as one. ``agencies`` number the rows of each panel.
    """
    from scipy.special import digamma, polygamma

    excess, weights = [np.empty(0)], [np.empty(0)]
    owners = [np.empty(0, dtype=np.int64)]
    for trends, who in zip(panels, agencies, strict=True):
        good = np.isfinite(trends.s2) & ~trends.capped
        n = good.sum(axis=1, keepdims=True)
        good &= n >= MIN_N
        half = np.where(good, trends.df, 2.0) / 2
        z = np.where(good, np.log(np.where(good, trends.s2, 1.0)) - digamma(half) + np.log(half), 0)
        away = z - z.sum(axis=1, keepdims=True) / np.maximum(n, 1)
        spread = away**2 * (n / np.maximum(n - 1, 1)) - polygamma(1, half)
        excess.append(spread[good])
        # Three years say far less than four of how the noise differs.
        weights.append(1 / (polygamma(3, half[good]) + 2 * polygamma(1, half[good]) ** 2))
        owners.append(who[good])
    found, weight, owner = (np.concatenate(parts) for parts in (excess, weights, owners))
    if len(found) < MIN_N:
        return 0.0
    mean = np.average(found, weights=weight)
    sums = np.bincount(owner, weights=weight * (found - mean))
    unequal = float(mean + DOUBT * np.sqrt((sums**2).sum()) / weight.sum())
    return MOST_LENT if unequal <= 0 else min(MOST_LENT, 2 * _inverse_trigamma(unequal))


def _inverse_trigamma(value: float) -> float:
    """The x whose trigamma is ``value``, by Newton's method (Smyth 2004, appendix)."""
    from scipy.special import polygamma

    x = 0.5 + 1.0 / value
    for _ in range(50):
        now = float(polygamma(1, x))
        step = now * (1 - now / value) / float(polygamma(2, x))
        x += step
        if -step / x < 1e-8:
            break
    return x


def steadied_variances(trends: Trends, lent: float) -> tuple[Floats, Floats]:
    """The variance about each line, drawn towards what its group has in common; and its degrees
    of freedom, which are not more than those of the common variance itself.

    A line that touches the ceiling gets at least the common variance: its own is cut off.
    """
    from scipy.special import digamma, polygamma

    if lent <= 0:
        return trends.s2, trends.df
    with np.errstate(invalid="ignore", divide="ignore"):
        good = np.isfinite(trends.s2) & ~trends.capped
        good = np.where(good.sum(axis=1, keepdims=True) >= MIN_N, good, np.isfinite(trends.s2))
        n = good.sum(axis=1, keepdims=True)
        half = np.where(good, trends.df, 2.0) / 2
        z = np.where(good, np.log(trends.s2) - digamma(half) + np.log(half), 0.0)
        middle = z.sum(axis=1, keepdims=True) / n
        common = np.exp(middle + digamma(lent / 2) - np.log(lent / 2))
        chance = np.where(good, polygamma(1, half) + polygamma(1, lent / 2), 0.0)
        most = 2 * n**2 / chance.sum(axis=1, keepdims=True)
        own = (lent * common + trends.df * trends.s2) / (lent + trends.df)
    variance: Floats = np.where(trends.capped, np.maximum(own, common), own)
    return variance, np.fmax(np.fmin(trends.df + lent, most), 1.0)


def against_group(trends: Trends, lent: float) -> Movements:
    """Which rows rose or fell more than their group and more than noise lets expect.

    The group's slope is Tukey's biweight of its agencies' slopes, each with its own error, begun at
    their median; lines that touch the ceiling, which bends them all one way, have no say in it while
    three others have. NaN for a group of fewer than three lines.
    """
    from scipy import stats

    variance, df = steadied_variances(trends, lent)
    fit = np.isfinite(trends.slope)
    slope = np.where(fit, trends.slope, 0.0)
    whole = fit & ~trends.capped
    whole = np.where(whole.sum(axis=1, keepdims=True) >= MIN_N, whole, fit)
    centre = _median(np.where(whole, trends.slope, np.nan), 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = variance / trends.sxx
        for _ in range(ROUNDS):
            away = (slope - centre[:, None]) ** 2 / (CUT**2 * error)
            weights = np.where(whole, np.clip(1 - away, 0, None) ** 2 / error, 0.0)
            moved = (weights * slope).sum(axis=1) / weights.sum(axis=1)
            # Where nothing is near, the median stands.
            moved = np.where(np.isfinite(moved), moved, centre)
            settled = np.nanmax(np.abs(moved - centre), initial=0.0) < SETTLED
            centre = moved
            if settled:
                break
        total = weights.sum(axis=1)
        shared = np.where(whole, weights**2 * error, 0.0).sum(axis=1) / total**2
        relative = trends.slope - centre[:, None]
        t = relative / np.sqrt(error + shared[:, None])
    enough = fit.sum(axis=1, keepdims=True) >= MIN_N
    hidden = enough & ((trends.more & (relative < 0)) | (trends.less & (relative > 0)))
    p = np.where(enough & ~hidden, 2 * stats.t.sf(np.abs(t), df), np.nan)
    return Movements(np.where(enough, relative, np.nan), p, hidden)
