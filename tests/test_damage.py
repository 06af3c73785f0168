"""One altered digit: nothing that is wrong comes out as verified."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT
from thai_ita.analyze.reconcile import status
from thai_ita.model import ScoreStatus

SAMPLES = ROOT / "data" / "samples"


@pytest.fixture(scope="module")
def damage() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_damage", ROOT / "benchmarks/damage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_nothing_wrong_is_verified_in_damaged_samples(damage: ModuleType) -> None:
    tally = damage.run(damage.sources([SAMPLES]), 40, 2)
    assert tally.rows[ScoreStatus.VERIFIED, True] > 20
    assert sum(n for (_, right), n in tally.rows.items() if not right) > 20
    assert not tally.wrong


@pytest.mark.slow
@pytest.mark.shared
def test_nothing_wrong_is_verified_in_damaged_reports(damage: ModuleType, shared_dir: Path) -> None:
    tally = damage.run(damage.sources([shared_dir / "seeds", shared_dir / "corpus"]), 500, 1)
    assert tally.rows[ScoreStatus.VERIFIED, True] > 100
    assert not tally.wrong


def test_the_judge_sees_what_is_verified_and_wrong(damage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every digit counts as proven, nearly every altered one is told."""
    monkeypatch.setattr(status, "possible_changes", lambda reading: ())
    monkeypatch.setattr(status, "swaps", lambda readings: [])
    sources = damage.sources([SAMPLES / "03_score_analysis.html", SAMPLES / "04_multi_year.md"])
    assert damage.run(sources, 25, 3).wrong


def test_one_digit_of_one_score_is_altered(damage: ModuleType) -> None:
    (source,) = damage.sources([SAMPLES / "04_multi_year.md"])
    text, _ = damage.altered(source, random.Random(1))
    different = [(a, b) for a, b in zip(source.text, text, strict=True) if a != b]
    assert len(different) == 1
    assert all(c.isdigit() for c in different[0])
