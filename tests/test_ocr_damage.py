"""The degraded scans of the benchmarks: the same from the same seed, and true boxes go along."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
HEIGHT, WIDTH = 330, 240
DARK = 128


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


damage = _module("ocr_damage")


def _page() -> np.ndarray:
    """White with one black square, off the middle so that each turn shows."""
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    page[60:80, 150:170] = 0
    return page


@pytest.mark.parametrize("name", list(damage.DAMAGES))
def test_the_same_seed_gives_the_same_picture(name: str) -> None:
    one, same, other = (damage.apply(name, _page(), seed) for seed in (5, 5, 6))
    assert np.array_equal(one.picture, same.picture)
    # Grain alone tells two seeds apart, except where a threshold takes it away.
    assert one.bilevel or not np.array_equal(one.picture, other.picture)


@pytest.mark.parametrize("name", ["clean", "skew", "photo", "turn90", "turn180", "turn270", "fax"])
def test_a_point_is_found_where_the_matrix_says(name: str) -> None:
    done = damage.apply(name, _page(), 5)
    x, y, w = done.to_damaged @ (160.0, 70.0, 1.0)
    x, y = x / w, y / w
    assert done.picture[round(y), round(x)].mean() < DARK
    assert done.picture[round(HEIGHT / 2), round(WIDTH / 2)].mean() > DARK / 2


def test_stamps_are_coloured_and_their_copies_grey() -> None:
    coloured = damage.apply("stamps", _page(), 5).picture.astype(int)
    grey = damage.apply("stamps_grey", _page(), 5).picture.astype(int)
    spread = np.ptp(coloured, axis=2).max(), np.ptp(grey, axis=2).max()
    assert spread[0] > 80
    assert spread[1] < 5


def test_fax_has_two_values_only() -> None:
    assert set(np.unique(damage.apply("fax", _page(), 5).picture)) == {0, 255}
