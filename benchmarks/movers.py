"""How many of the movers that ``trends`` names are false, and how many true ones it finds.

    python benchmarks/movers.py [--runs 300] [--seed 1] [--only WORD]

Made-up panels of agencies by years, with and without agencies that really move, judged by the
method of ``thai_ita.analyze.trajectories.movements`` and by two others: the group's mean years with
the error rate held group by group (the method until version 0.1), and a median polish alone.
Prints a markdown table: the mean share of false names among the named (an answer that names nobody
counts 0), with its standard error; the share of answers with any false name; the share of true
movers that are named. Everything follows from the seed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from thai_ita.analyze.statistics import Floats, false_discovery, fit_lines
from thai_ita.analyze.trajectories.movements import (
    CENTRE_COST,
    relative_movements,
    steadied_variances,
)

RATE = 0.05


@dataclass(frozen=True, slots=True)
class Scene:
    """Made-up data: groups of agencies, of which a share moves ``slope`` points a year.

    ``noise`` is the standard deviation of a year's score about the agency's line, ``unequal`` the
    standard deviation of its logarithm between agencies, ``tails`` the degrees of freedom of a t
    distribution (0: normal), ``shared`` the correlation of an agency's codes within a year,
    ``trail`` that of its neighbouring years.
    """

    name: str
    groups: int = 1
    agencies: int = 16
    years: int = 4
    codes: int = 1
    moving: float = 0.0
    slope: float = 2.0
    both_ways: bool = False
    noise: float = 1.0
    unequal: float = 0.0
    tails: int = 0
    shock: float = 1.0
    shared: float = 0.0
    trail: float = 0.0
    missing: float = 0.0
    level: float = 75.0
    runs: float = 1.0
    """Share of the asked runs: large scenes take long."""


SCENES = (
    Scene("nothing moves, 16 agencies"),
    Scene("nothing moves, 5 agencies, 14 codes", agencies=5, codes=14, shared=0.5),
    Scene("nothing moves, 77 provinces of 15, 13 codes", groups=77, agencies=15, codes=13, shared=0.5, runs=1 / 3),
    Scene("nothing moves, 77 provinces, unequal noise", groups=77, agencies=15, unequal=0.5),
    Scene("nothing moves, 77 provinces, very unequal noise", groups=77, agencies=15, unequal=0.8),
    Scene("nothing moves, 77 provinces, heavy tails", groups=77, agencies=15, tails=4),
    Scene("nothing moves, neighbouring years alike (.3)", agencies=60, trail=0.3),
    Scene("4 of 16 rise 2 a year", moving=0.25),
    Scene("4 of 16 rise 5 a year", moving=0.25, slope=5.0),
    Scene("4 of 16 rise, unequal noise", moving=0.25, unequal=0.5),
    Scene("4 of 16 rise, heavy tails", moving=0.25, tails=4),
    Scene("4 of 16 rise, a tenth of the scores missing", moving=0.25, missing=0.1),
    Scene("4 of 16 rise, 10 codes that go together", moving=0.25, codes=10, shared=0.5),
    Scene("15 of 60 fall", agencies=60, moving=0.25, slope=-2.0),
    Scene("a quarter moves, up and down", agencies=60, moving=0.25, both_ways=True),
    Scene("a quarter rises, scores near 100", agencies=60, moving=0.25, level=94.0, noise=2.0),
    Scene("a quarter rises in each of 77 provinces", groups=77, agencies=15, moving=0.25, runs=1 / 3),
    Scene("three years, 5 of 20 rise 3 a year", agencies=20, years=3, moving=0.25, slope=3.0),
    Scene("five years, 5 of 20 rise 1.5 a year", agencies=20, years=5, moving=0.25, slope=1.5),
    Scene("a year in which all fall 8", moving=0.25, shock=8.0),
    Scene("a third rises 3 a year", moving=0.33, slope=3.0),
    Scene("half rise 3 a year", moving=0.5, slope=3.0),
)


@dataclass(slots=True)
class Panel:
    """One code: scores of all groups, the group of each row, and its true slope."""

    values: Floats
    groups: list[str]
    slope: Floats


@dataclass(slots=True)
class Tally:
    """Per answer: the share of false names, whether there was one, and the share found."""

    false_share: list[float] = field(default_factory=list)
    any_false: list[bool] = field(default_factory=list)
    found: list[float] = field(default_factory=list)

    def add(self, named: NDArray[np.bool_], estimate: Floats, truth: Floats) -> None:
        right = named & (truth != 0) & (np.sign(estimate) == np.sign(truth))
        false = int((named & ~right).sum())
        self.false_share.append(false / max(1, int(named.sum())))
        self.any_false.append(false > 0)
        self.found.append(int(right.sum()) / max(1, int((truth != 0).sum())))


def panels(scene: Scene, rng: np.random.Generator) -> list[Panel]:
    """The codes of a scene, drawn anew."""
    n, t, every = scene.agencies, scene.years, scene.groups * scene.agencies
    groups = [f"group {g}" for g in range(scene.groups) for _ in range(n)]
    moving = round(scene.moving * n)
    own = np.zeros(n)
    own[:moving] = scene.slope
    if scene.both_ways:
        own[: moving // 2] *= -1
    slope = np.tile(own, scene.groups)
    spread = scene.noise * np.exp(scene.unequal * rng.standard_normal((every, 1)))
    common = rng.standard_normal((every, t))
    found = []
    for _ in range(scene.codes):
        drawn = rng.standard_normal((every, t))
        if scene.tails:
            drawn = rng.standard_t(scene.tails, (every, t)) / np.sqrt(scene.tails / (scene.tails - 2))
        drawn = np.sqrt(scene.shared) * common + np.sqrt(1 - scene.shared) * drawn
        for year in range(1, t):
            drawn[:, year] = scene.trail * drawn[:, year - 1] + np.sqrt(1 - scene.trail**2) * drawn[:, year]
        years = np.repeat(rng.normal(0, scene.shock, (scene.groups, t)), n, axis=0)
        values = scene.level + rng.normal(0, 4, (every, 1)) + years + spread * drawn
        values = np.round(np.minimum(values + slope[:, None] * np.arange(t), 100), 2)
        values[rng.random(values.shape) < scene.missing] = np.nan
        found.append(Panel(values, groups, slope))
    return found


Judged = tuple[Floats, NDArray[np.bool_]]


def by_group_means(years: Floats, drawn: list[Panel]) -> Judged:
    """Two-way means taken off, noise steadied and the error rate held in each group by itself."""
    slopes, named = [], []
    for panel in drawn:
        owner = np.array(panel.groups)
        for group in dict.fromkeys(panel.groups):
            lines, p = _judged(years, panel.values[owner == group], _mean_years, 0.0)
            slopes.append(lines)
            named.append(np.nan_to_num(false_discovery(p), nan=1.0) <= RATE)
    return np.concatenate(slopes), np.concatenate(named)


def by_medians(years: Floats, drawn: list[Panel]) -> Judged:
    """Median polish in each group, the error rate held over the whole answer."""
    slopes, ps = [], []
    for panel in drawn:
        owner = np.array(panel.groups)
        for group in dict.fromkeys(panel.groups):
            lines, p = _judged(years, panel.values[owner == group], _median_years, CENTRE_COST)
            slopes.append(lines)
            ps.append(p)
    return np.concatenate(slopes), np.nan_to_num(false_discovery(np.concatenate(ps)), nan=1.0) <= RATE


def by_thai_ita(years: Floats, drawn: list[Panel]) -> Judged:
    """The method of the package."""
    moved = [relative_movements(years, panel.values, panel.groups) for panel in drawn]
    q = false_discovery(np.concatenate([m.p for m in moved]))
    return np.concatenate([m.slope for m in moved]), np.nan_to_num(q, nan=1.0) <= RATE


def _judged(
    years: Floats, values: Floats, effects: Callable[[Floats], Floats], cost: float
) -> tuple[Floats, Floats]:
    lines = fit_lines(years, values - effects(values))
    s2, gained = steadied_variances(lines.s2, lines.df)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = lines.slope / np.sqrt(s2 / lines.sxx * (1 + cost / len(values)))
        df = np.minimum(lines.df + gained, np.nansum(lines.df))
    return lines.slope, np.asarray(2 * stats.t.sf(np.abs(t), np.where(df > 0, df, np.nan)))


def _mean_years(values: Floats) -> Floats:
    effect = np.zeros(values.shape[1])
    for _ in range(50):
        level = np.nanmean(values - effect, axis=1, keepdims=True)
        new = np.nanmean(values - level, axis=0)
        effect, last = new - new.mean(), effect
        if np.abs(effect - last).max() < 1e-9:
            break
    return effect


def _median_years(values: Floats) -> Floats:
    effect = np.zeros(values.shape[1])
    for _ in range(20):
        level = np.nanmedian(values - effect, axis=1, keepdims=True)
        step = np.nanmedian(values - effect - level, axis=0)
        effect = effect + step - step.mean()
        if np.abs(step).max() < 1e-4:
            break
    return effect


METHODS: dict[str, Callable[[Floats, list[Panel]], Judged]] = {
    "mean, by group": by_group_means, "median polish": by_medians, "thai-ita": by_thai_ita,
}


def simulate(scene: Scene, runs: int, seed: int, methods: list[str]) -> dict[str, Tally]:
    """The tallies of some methods over ``runs`` draws of a scene."""
    tallies = {name: Tally() for name in methods}
    years = np.arange(scene.years, dtype=np.float64) + 2564
    for run in range(runs):
        drawn = panels(scene, np.random.default_rng([seed, run]))
        truth = np.concatenate([panel.slope for panel in drawn])
        for name, tally in tallies.items():
            estimate, named = METHODS[name](years, drawn)
            tally.add(named, estimate, truth)
    return tallies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="scenes whose name holds this")
    options = parser.parse_args()
    print("| Scene | runs |", " | ".join(f"{m}: false share; any false; found" for m in METHODS), "|")
    print("|---|---:|" + "---|" * len(METHODS))
    start = time.process_time()
    for scene in SCENES:
        if options.only not in scene.name:
            continue
        runs = max(1, round(options.runs * scene.runs))
        cells = []
        for tally in simulate(scene, runs, options.seed, list(METHODS)).values():
            share = np.array(tally.false_share)
            error = share.std() / np.sqrt(runs)
            found = f"{np.mean(tally.found):.2f}" if scene.moving else "–"
            cells.append(f"{share.mean():.3f} ± {error:.3f}; {np.mean(tally.any_false):.2f}; {found}")
        print(f"| {scene.name} | {runs} |", " | ".join(cells), "|", flush=True)
    print(f"\n{time.process_time() - start:.0f} s of CPU")


if __name__ == "__main__":
    main()
