"""Which lines moved against their group, beyond what noise lets expect.

Three things keep the share of false names where it is said to be, each by simulation
(``benchmarks/movers.py``; figures and sources in docs/methods.md): the group's years are taken off
robustly, so that the few who really move do not drag the others; the noise of short series is
steadied over all groups; and the error rate is held over every line tested, not group by group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thai_ita.analyze.statistics import MIN_N, Floats, fit_lines

MOST_GAINED = 10.0
"""Degrees of freedom that the other series may lend one. Without the bound agencies of moderately
unequal noise give false movers in 9 % of simulated groups instead of 5 %."""
MOVES_APART = 3.0
"""A row whose slope is so many robust standard deviations from the group's counts nothing in the
group's years (Tukey's biweight; nearer ones count by degrees)."""
NORMAL_MAD = 1.4826
"""Standard deviations in a median absolute deviation of normal values."""
CENTRE_COST = 2.0
"""What a group of n adds to the variance of a line that is held against it, in n-ths: the robust
years are themselves estimated. Of the mean it would be 1; set by simulation."""
ROUNDS = 20
SETTLED = 1e-4
"""Points: years that change less in a round are found."""


def year_effects(years: Floats, panel: Floats) -> Floats:
    """What each year adds for the rows that do not move apart, in points about zero.

    ``panel`` is rows x years, NaN for what is not known. Tukey's (1977) median polish, then means
    in which a row counts the less the more its slope differs from the others' (biweight). A year
    that no row shares with another keeps NaN.
    """
    known = ~np.isnan(panel)
    usable = known.sum(axis=1) >= 2
    shared = known[usable].any(axis=0) if usable.any() else np.zeros(panel.shape[1], dtype=bool)
    effect = np.full(panel.shape[1], np.nan)
    if not shared.any():
        return effect
    part = panel[usable][:, shared]
    found = _medians(part)
    lined = (~np.isnan(part)).sum(axis=1) >= MIN_N
    if lined.sum() >= MIN_N:
        found = _weighted(years[shared], part[lined], found)
    effect[shared] = found - found.mean()
    return effect


def _medians(panel: Floats) -> Floats:
    """The year effects of a median polish."""
    effect = np.zeros(panel.shape[1])
    for _ in range(ROUNDS):
        rest = panel - effect
        step = _median_of_rows((rest - _median_of_rows(rest)[:, None]).T)
        effect = effect + step - step.mean()
        if np.abs(step).max() < SETTLED:
            break
    return effect


def _median_of_rows(panel: Floats) -> Floats:
    """The median of the known values of each row, each of which has one (``nanmedian``, quickly)."""
    ordered = np.sort(panel, axis=1)
    n = (~np.isnan(panel)).sum(axis=1)
    rows = np.arange(len(panel))
    middle: Floats = (ordered[rows, (n - 1) // 2] + ordered[rows, n // 2]) / 2
    return middle


def _weighted(years: Floats, panel: Floats, effect: Floats) -> Floats:
    """The year effects among rows of three values and more, those that move apart weighing less."""
    known = ~np.isnan(panel)
    n = known.sum(axis=1)
    x = np.where(known, years, 0.0)
    away = np.where(known, years - (x.sum(axis=1) / n)[:, None], 0.0)
    spread = (away * away).sum(axis=1)
    for _ in range(ROUNDS):
        rest = np.where(known, panel - effect, 0.0)
        slope = (away * rest).sum(axis=1) / spread
        level = rest.sum(axis=1) / n
        about = np.where(known, rest - level[:, None] - slope[:, None] * away, 0.0)
        noise = (about * about).sum(axis=1) / np.maximum(n - 2, 1) / spread
        from_centre = np.abs(slope - np.median(slope))
        # Slopes of a few rows may chance to be alike: none is apart by less than its noise.
        deviation = max(NORMAL_MAD * np.median(from_centre), np.sqrt(np.median(noise)), SETTLED)
        u = from_centre / (MOVES_APART * deviation)
        weight = np.where(known, (np.where(u < 1, 1 - u * u, 0.0) ** 2)[:, None], 0.0)
        total = weight.sum(axis=0)
        off = ((rest - level[:, None]) * weight).sum(axis=0)
        step = np.divide(off, total, out=np.zeros_like(off), where=total > 0)
        effect = effect + step - step.mean()
        if np.abs(step - step.mean()).max() < SETTLED:
            break
    return effect


def steadied_variances(s2: Floats, df: Floats) -> tuple[Floats, float]:
    """Variances of many short series, each drawn towards what the series have in common.

    With two degrees of freedom a variance is mostly chance; the empirical Bayes estimate of Smyth
    (2004) weighs it with the others. Gives the variances and the degrees of freedom gained, at most
    ``MOST_GAINED``: that the series differ is itself only estimated.
    """
    good = np.isfinite(s2) & (df > 0) & (s2 > 0)
    if good.sum() < MIN_N:
        return s2, 0.0
    from scipy.special import digamma, polygamma

    half = df[good] / 2
    z = np.log(s2[good]) - digamma(half) + np.log(half)
    excess = float(z.var(ddof=1) - polygamma(1, half).mean())
    gained = MOST_GAINED
    common = float((s2[good] * df[good]).sum() / df[good].sum())
    if excess > 0 and (prior_half := _inverse_trigamma(excess)) < MOST_GAINED / 2:
        gained = 2 * prior_half
        common = float(np.exp(z.mean() + digamma(prior_half) - np.log(prior_half)))
    return (gained * common + df * s2) / (gained + df), gained


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


@dataclass(frozen=True, slots=True)
class Movements:
    """Slopes relative to the group (points a year), and the chance ``p`` of each under noise alone;
    NaN where a row has fewer than three values or a group fewer than three such rows."""

    slope: Floats
    p: Floats


def relative_movements(years: Floats, panel: Floats, groups: Sequence[object]) -> Movements:
    """How far each row rose or fell more than its group, and how likely noise alone does that.

    ``groups`` names the group of every row (no text: none). The group's years are taken off first,
    so that a year in which all rose (or in which the items were revised) moves nobody. The noise
    of the lines is steadied over all groups together: from a group of fifteen alone it cannot be
    told how unequal the agencies are. Whether a row is named is decided over every line tested
    (``statistics.false_discovery``).
    """
    from scipy import stats

    owner = np.array(groups, dtype=object)
    rest = np.full(panel.shape, np.nan)
    cost = np.ones(len(panel))
    enough = (~np.isnan(panel)).sum(axis=1) >= MIN_N
    for group in sorted({g for g in owner if isinstance(g, str)}):
        inside = np.flatnonzero(owner == group)
        n = int(enough[inside].sum())
        if n < MIN_N:
            continue
        rest[inside] = panel[inside] - year_effects(years, panel[inside])
        cost[inside] = 1 + CENTRE_COST / n
    lines = fit_lines(years, rest)
    s2, gained = steadied_variances(lines.s2, lines.df)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = lines.slope / np.sqrt(s2 / lines.sxx * cost)
        df = np.minimum(lines.df + gained, np.nansum(lines.df))
    p = np.asarray(2 * stats.t.sf(np.abs(t), np.where(df > 0, df, np.nan)), dtype=np.float64)
    return Movements(lines.slope, p)
