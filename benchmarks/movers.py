"""How often names of ``trends`` are false, and how many movers it finds, on made-up scores whose truth is known.

    python benchmarks/movers.py [--runs 300] [--before COMMIT] [--only WORDS] [--write docs/methods.md]

``--before`` measures the method of another commit beside it (its ``analyze/statistics.py``, each group and code
judged by itself, as it did up to 2026-11). A run is one answer: all groups and codes judged together.
"""

from __future__ import annotations

import argparse
import math
import re
import subprocess
import sys
import time
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from thai_ita.analyze.statistics import Floats, false_discovery
from thai_ita.analyze.trajectories.against_group import against_group, strength_lent, trends_of

RATE = 0.05
STEP = 4.0
"""Points a year that a mover moves; the noise of a score is ``NOISE`` points."""
NOISE = 2.0
SEED = 2569
MARK = "movers"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Scores of ``groups`` x ``agencies`` x ``years``, in ``codes`` codes; shares move by ``STEP`` points a year."""

    name: str
    groups: int = 10
    agencies: int = 16
    years: int = 4
    codes: int = 1
    rising: float = 0.0
    falling: float = 0.0
    tails: float | None = None
    """Degrees of freedom of Student's t in place of normal noise."""
    unequal: bool = False
    """Agencies differ in noise: gamma of shape 2, a tenth has under a quarter of the mean."""
    missing: float = 0.0
    shock: float = 0.0
    """Points that one year adds for everyone of a group."""
    near_top: bool = False
    """Levels about 95, rising by 2.5 points a year, cut at 100."""
    shared: float = 0.0
    """Correlation of the noise of an agency's codes; the last code is the mean of the others."""
    lasting: float = 0.0
    """Correlation of an agency's noise from year to year."""


SCENARIOS = (
    Scenario("nothing moves, one group", groups=1),
    Scenario("nothing moves, 77 groups, 10 codes", groups=77, codes=10),
    Scenario("4 of 16 rise, one group", groups=1, rising=0.25),
    Scenario("4 of 16 rise, 10 groups", rising=0.25),
    Scenario("a quarter falls, 5 groups of 60", groups=5, agencies=60, falling=0.25),
    Scenario("a quarter rises, a quarter falls", rising=0.25, falling=0.25),
    Scenario("4 of 16 rise, a year of -10 for all", rising=0.25, shock=-10.0),
    Scenario("nothing moves, ceiling", near_top=True),
    Scenario("4 of 16 rise, ceiling", rising=0.25, near_top=True),
    Scenario("nothing moves, heavy tails (t, 3)", tails=3.0),
    Scenario("4 of 16 rise, heavy tails (t, 3)", rising=0.25, tails=3.0),
    Scenario("nothing moves, very unequal noise", unequal=True),
    Scenario("4 of 16 rise, very unequal noise", rising=0.25, unequal=True),
    Scenario("4 of 16 rise, a fifth missing", rising=0.25, missing=0.2),
    Scenario("nothing moves, 10 codes correlated .6 and their mean", groups=5, codes=11, shared=0.6),
    Scenario("4 of 16 rise, 10 codes correlated .6 and their mean", groups=5, codes=11, shared=0.6, rising=0.25),
    Scenario("4 of 16 rise, 2 years", rising=0.25, years=2),
    Scenario("nothing moves, 3 years", years=3),
    Scenario("4 of 16 rise, 3 years", rising=0.25, years=3),
    Scenario("nothing moves, 3 years, heavy tails (t, 3)", years=3, tails=3.0),
    Scenario("nothing moves, 3 years, ceiling", years=3, near_top=True),
    Scenario("nothing moves, 3 years, very unequal noise", years=3, unequal=True),
    Scenario("4 of 16 rise, 3 years, 5 groups of 60, 10 codes", groups=5, agencies=60, codes=10, rising=0.25, years=3),
    Scenario("4 of 16 rise, 5 years", rising=0.25, years=5),
    Scenario("groups of 5, one rises", groups=20, agencies=5, rising=0.2),
    Scenario("half rises, half stays (no group to move against)", rising=0.5),
    Scenario("nothing moves, noise lasts (.5 from year to year)", lasting=0.5),
)
"""What the page's table shows, in its order; the last two break what the method assumes."""


def scores(scenario: Scenario, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Years, scores (codes x groups x agencies x years) and the true slope of each line."""
    s = scenario
    shape = (s.codes, s.groups, s.agencies, s.years)
    years = np.arange(s.years) - (s.years - 1) / 2
    slope = np.zeros(shape[:3])
    up, down = round(s.rising * s.agencies), round(s.falling * s.agencies)
    slope[:, :, :up] = STEP
    slope[:, :, up : up + down] = -STEP

    def drawn(size: tuple[int, ...]) -> Floats:
        return (
            rng.normal(size=size)
            if s.tails is None
            else rng.standard_t(s.tails, size) / math.sqrt(s.tails / (s.tails - 2))
        )

    noise = drawn(shape)
    if s.shared:
        noise = math.sqrt(s.shared) * drawn(shape[1:])[None] + math.sqrt(1 - s.shared) * noise
    for year in range(1, s.years if s.lasting else 0):
        noise[..., year] = s.lasting * noise[..., year - 1] + math.sqrt(1 - s.lasting**2) * noise[..., year]
    width = rng.gamma(2.0, NOISE / 2, (*shape[:3], 1)) if s.unequal else NOISE
    common = rng.normal(0, 3, (s.codes, s.groups, 1, s.years))
    if s.near_top:
        common = np.broadcast_to(2.5 * years, common.shape)
    common = common + s.shock * (np.arange(s.years) == 1)
    level = (95.0 if s.near_top else 75.0) + rng.normal(0, 5, (*shape[:3], 1))
    values = level + common + slope[..., None] * years + width * noise
    if s.shared:
        values[-1] = values[:-1].mean(axis=0)
    values = np.clip(values.round(2), 0, 100)
    values[rng.random(shape) < s.missing] = np.nan
    return years, values, slope


Judge = Callable[[Floats, Floats], tuple[Floats, Floats]]


def now(years: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Relative slopes and q of the method of this tree."""
    owners = np.arange(values.shape[1] * values.shape[2]).reshape(values.shape[1:3])
    panels = [trends_of(years, panel) for panel in values]
    lent = strength_lent(panels, [owners] * len(panels))
    moved = [against_group(panel, lent) for panel in panels]
    p = np.stack([m.p for m in moved])
    return np.stack([m.slope for m in moved]), false_discovery(p.ravel()).reshape(p.shape)


def of_commit(commit: str) -> Judge:
    """The method of a commit that had ``relative_movements`` in ``statistics.py``."""
    source = subprocess.run(
        ["git", "show", f"{commit}:thai_ita/analyze/statistics.py"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    module = types.ModuleType("statistics_before")
    sys.modules[module.__name__] = module
    exec(compile(source, "statistics.py", "exec"), module.__dict__)

    def judge(years: Floats, values: Floats) -> tuple[Floats, Floats]:
        slope, q = np.full((2, *values.shape[:3]), np.nan)
        for place in np.ndindex(values.shape[:2]):
            if values.shape[3] > 2:
                moved = module.relative_movements(years, values[place])
                slope[place], q[place] = moved.slope, moved.q
        return slope, q

    return judge


@dataclass(frozen=True, slots=True)
class Measured:
    """False share of the names with its standard error, answers with a false name, movers found, names."""

    share: float
    error: float
    any_false: float
    power: float
    names: float

    def cells(self) -> str:
        power = "" if math.isnan(self.power) else f"{self.power:.2f}"
        return f"{self.share:.3f} ± {self.error:.3f} | {self.any_false:.2f} | {power} | {self.names:.1f}"


def measure(scenario: Scenario, judge: Judge, runs: int) -> Measured:
    rng = np.random.default_rng([SEED, SCENARIOS.index(scenario)])
    shares, found, names = [], [], []
    for _ in range(runs):
        years, values, true = scores(scenario, rng)
        slope, q = judge(years, values)
        named = q <= RATE
        bad = named & (true * slope <= 0)
        shares.append(bad.sum() / max(int(named.sum()), 1))
        names.append(named.sum())
        if true.any():
            found.append((named & ~bad)[true != 0].mean())
    return Measured(
        float(np.mean(shares)),
        float(np.std(shares) / math.sqrt(runs)),
        float(np.mean(np.array(shares) > 0)),
        float(np.mean(found)) if found else math.nan,
        float(np.mean(names)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--before", metavar="COMMIT", help="a second method, of this commit")
    parser.add_argument("--only", default="", help="scenarios whose name holds these words")
    parser.add_argument("--write", type=Path, help="put the table into this page, between its marks")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    judges = ([("before", of_commit(options.before))] if options.before else []) + [("now", now)]
    head = "| | " + " | ".join(f"{who}: false share | any false | found | names" for who, _ in judges) + " |"
    lines = [head, "|---|" + "---:|" * 4 * len(judges)]
    print("\n".join(lines), flush=True)
    for scenario in SCENARIOS:
        if options.only in scenario.name:
            began = time.process_time()
            cells = " | ".join(measure(scenario, judge, options.runs).cells() for _, judge in judges)
            lines.append(f"| {scenario.name} | {cells} |")
            print(lines[-1], flush=True)
            print(f"{time.process_time() - began:.0f} s", file=sys.stderr, flush=True)
    if options.write:
        page = options.write.read_text("utf-8")
        marks = f"(<!-- {MARK} -->\n).*?(<!-- /{MARK} -->)"
        table = "\n".join(lines)
        options.write.write_text(re.sub(marks, lambda m: f"{m[1]}{table}\n{m[2]}", page, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
