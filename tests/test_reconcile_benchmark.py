"""The benchmark runs, and its two hard promises hold on a small sample."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def benchmark(request: pytest.FixtureRequest) -> ModuleType:
    path = Path(request.config.rootpath) / "benchmarks" / "reconcile.py"
    spec = importlib.util.spec_from_file_location("benchmark_reconcile", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", ["none", "none (Word file)"])
def test_clean_reports_are_never_flagged(benchmark: ModuleType, kind: str) -> None:
    tallies, _ = benchmark.run([kind], 60, 7)
    assert tallies[kind].detected == 0
    assert tallies[kind].verified > 0


@pytest.mark.parametrize("kind", ["thai-digit", "lost-point", "swapped-rows", "dropped-row"])
def test_damage_is_found_and_never_mended_wrongly(benchmark: ModuleType, kind: str) -> None:
    tallies, _ = benchmark.run([kind], 60, 7)
    tally = tallies[kind]
    assert tally.wrong == 0
    assert tally.right > 0
    assert tally.verified_wrong <= tally.verified // 500


def test_typed_digits_are_never_mended(benchmark: ModuleType) -> None:
    """Only a second statement in the document may decide; no digit is guessed."""
    tallies, _ = benchmark.run(["agency-error (Word file)"], 60, 7)
    assert tallies["agency-error (Word file)"].wrong == 0
