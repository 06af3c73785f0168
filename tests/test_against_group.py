"""Who moved against its group: the group's centre, the noise, the ceiling, and how often names are false."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from thai_ita.analyze.statistics import Floats, false_discovery
from thai_ita.analyze.trajectories import against_group as module
from thai_ita.analyze.trajectories.against_group import (
    MOST_LENT,
    Movements,
    against_group,
    steadied_variances,
    strength_lent,
    trends_of,
)
from thai_ita.analyze.trajectories.trend_lines import COLUMNS, Movement, agency_slopes, judged

YEARS = np.array([2563.0, 2564.0, 2565.0, 2566.0])
RATE = 0.05
RUNS = 80
RISE = 4.0
N = 16


def movements(panel: Floats, years: Floats = YEARS) -> Movements:
    """One code of groups x agencies x years, all agencies different ones."""
    trends = trends_of(years, panel)
    owners = np.arange(panel.shape[0] * panel.shape[1]).reshape(panel.shape[:2])
    return against_group(trends, strength_lent([trends], [owners]))


def wobbling(seed: int, groups: int = 10, years: Floats = YEARS) -> Floats:
    """Levels, years that lift all of a group, and noise of two points."""
    rng = np.random.default_rng(seed)
    shape = (groups, N, len(years))
    levels, common = rng.normal(75, 4, (groups, N, 1)), rng.normal(0, 3, (groups, 1, len(years)))
    panel: Floats = levels + common + rng.normal(0, 2, shape)
    return panel.round(2)


def false_names(rising: int, *, by_group: bool = False) -> tuple[float, float, float]:
    """Mean false share, share of answers with a false name, and share of the movers found."""
    true = np.zeros((10, N))
    true[:, :rising] = RISE
    shares, power = [], []
    for seed in range(RUNS):
        moved = movements(wobbling(seed) + true[..., None] * (YEARS - YEARS.mean()))
        groups = moved.p if by_group else moved.p.reshape(1, -1)
        named = np.stack([false_discovery(p) for p in groups]).reshape(true.shape) <= RATE
        bad = named & (true != np.where(moved.slope > 0, RISE, -RISE))
        shares.append(bad.sum() / max(int(named.sum()), 1))
        power.append((named & ~bad)[:, :rising].mean() if rising else np.nan)
    error = float(np.std(shares) / np.sqrt(RUNS))
    return float(np.mean(shares)) - 2 * error, float(np.mean(np.array(shares) > 0)), float(np.mean(power))


def test_a_rising_quarter_drags_nobody_down(monkeypatch: pytest.MonkeyPatch) -> None:
    share, _, power = false_names(4)
    assert share <= RATE
    assert power > 0.6
    # With no value too far for a weight the centre is the mean.
    monkeypatch.setattr(module, "CUT", 1e6)
    assert false_names(4)[0] > RATE


def test_without_movement_the_whole_answer_is_quiet() -> None:
    margin = 3 * np.sqrt(RATE * (1 - RATE) / RUNS)
    assert false_names(0)[1] <= RATE + margin
    assert false_names(0, by_group=True)[1] > RATE + margin, "each group by itself is not enough"


def test_a_year_that_moves_all_moves_nobody_and_makes_nobody_noisy() -> None:
    panel = wobbling(1, groups=2)
    shocked = panel.copy()
    shocked[0, :, 1] -= 12
    shocked[1] += 3 * (YEARS - YEARS[0])
    plain, other = trends_of(YEARS, panel), trends_of(YEARS, shocked)
    assert other.s2 == pytest.approx(plain.s2, abs=1e-3)
    assert movements(shocked).slope == pytest.approx(movements(panel).slope, abs=1e-3)


def test_missing_cells_and_groups_of_unequal_size() -> None:
    panel = wobbling(2, groups=2)
    alone = movements(panel[:1, :9])
    padded = panel.copy()
    padded[0, 9:] = np.nan
    both = trends_of(YEARS, padded)
    assert both.slope[0, :9] == pytest.approx(trends_of(YEARS, panel[:1, :9]).slope[0], abs=1e-3)
    assert np.isnan(movements(padded).p[0, 9:]).all()
    assert np.isfinite(alone.p).all()
    panel[0, 0, 1] = np.nan
    panel[0, 1, :2] = np.nan
    holed = movements(panel)
    assert np.isfinite(holed.p[0, 0])
    assert np.isnan(holed.p[0, 1]), "two values are no line"


@pytest.mark.parametrize(("agencies", "years"), [(1, 4), (2, 4), (16, 2), (16, 1)])
def test_too_little_gives_no_verdict(agencies: int, years: int) -> None:
    panel = wobbling(3, groups=1)[:, :agencies, :years]
    assert np.isnan(movements(panel, YEARS[:years]).p).all()


def test_ties_move_nobody() -> None:
    same = movements(np.full((1, 12, 4), 80.0))
    assert same.slope == pytest.approx(np.zeros((1, 12)))
    assert (same.p > RATE).all()
    one = np.full((1, 12, 4), 80.0)
    one[0, 0] += 5 * (YEARS - YEARS[0])
    assert movements(one).slope[0, 1:] == pytest.approx(np.zeros(11), abs=1e-6)


def test_what_the_ceiling_cut_off_is_not_held_against_anyone() -> None:
    panel = np.minimum(wobbling(4, groups=1) + 5 * (YEARS - YEARS[0]), 99.0)
    panel[0, 0] = 100.0  # Of a rising group, and cannot rise.
    panel[0, 1] = [90.0, 95.0, 98.0, 100.0]
    panel[0, 2] = [100.0, 85.0, 70.0, 55.0]
    moved = movements(panel)
    assert moved.hidden[0, 0]
    assert np.isnan(moved.p[0, 0])
    assert moved.hidden[0, 1] == (moved.slope[0, 1] < 0)
    assert not moved.hidden[0, 2]
    assert moved.p[0, 2] < RATE, "it fell from more than 100 shows"


def test_noise_is_lent_as_far_as_it_is_alike() -> None:
    rng = np.random.default_rng(5)
    x = np.arange(4.0)

    def lent(noise: NDArray[np.float64]) -> float:
        trends = trends_of(x, 70 + rng.normal(0, 1, (40, 100, 4)) * noise)
        return strength_lent([trends], [np.arange(4000).reshape(40, 100)])

    assert lent(np.full((40, 100, 1), 3.0)) > MOST_LENT / 2
    # Scaled inverse chi-square with 6 degrees of freedom: what Smyth's model assumes.
    unequal = lent(3 * np.sqrt(6 / rng.chisquare(6, (40, 100, 1))))
    assert 3 < unequal < 6.5
    few = trends_of(x, 70 + rng.normal(0, 3, (1, 16, 4)))
    assert strength_lent([few], [np.arange(16)[None]]) < MOST_LENT / 2, "sixteen lines prove little"


def test_many_codes_of_one_agency_are_not_many_witnesses() -> None:
    rng = np.random.default_rng(6)
    one = trends_of(YEARS, 70 + rng.normal(0, 3, (1, N, 4)))
    who = np.arange(N)[None]
    assert strength_lent([one] * 10, [who] * 10) == pytest.approx(strength_lent([one], [who]))


def test_lines_at_the_ceiling_get_the_noise_of_the_others() -> None:
    panel = wobbling(7, groups=1)
    panel[0, 0] = 100.0
    trends = trends_of(YEARS, panel)
    variance, _ = steadied_variances(trends, 10.0)
    assert variance[0, 0] > np.median(variance[0, 1:]) / 2


def test_agencies_without_a_group_have_lines_and_no_verdict() -> None:
    rows = [
        {
            "agency_id": f"a{n}",
            "agency": f"อบต.{n}",
            "agency_type": pd.NA,
            "district": pd.NA,
            "province": "น่าน",
            "peer_group": pd.NA,
            "kind": "indicator",
            "code": "4",
            "part": "",
            "name": "",
            "fiscal_year": year,
            "value": 70.0 + n + 2 * (year - 2563),
        }
        for n in range(4)
        for year in (2563, 2564, 2565)
    ]
    frame = pd.DataFrame(rows).astype({"peer_group": "string", "agency_id": "string"})
    table = judged(agency_slopes(frame))
    assert table["slope"].tolist() == pytest.approx([2.0] * 4)
    assert set(table["movement"]) == {Movement.TOO_FEW}
    assert set(table["n_tests"]) == {0}


def test_rose_needs_the_own_line_to_rise() -> None:
    lines = pd.DataFrame(
        {
            "relative_slope": [3.0, 3.0, -3.0, -3.0, 3.0, -3.0],
            "p": [1e-6] * 4 + [0.5, np.nan],
            "slope_low": [0.5, -0.5, -5.0, -1.0, 1.0, 0.0],
            "slope_high": [5.0, 1.0, -0.5, 2.0, 4.0, 0.0],
            "hidden": [False] * 5 + [True],
        }
    )
    lines = lines.reindex(columns=[*lines.columns, *(c for c in COLUMNS if c not in lines.columns)])
    assert judged(lines)["movement"].tolist() == [
        Movement.ROSE,
        Movement.AHEAD,
        Movement.FELL,
        Movement.BEHIND,
        Movement.NOISE,
        Movement.CEILING,
    ]
