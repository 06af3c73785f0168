"""Which modules of tests are imported for an expression of marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, _asked_marks, bears, measuring


@pytest.mark.parametrize(
    ("expression", "asked"),
    [
        ("slow", ["slow"]),
        ("slow and not timed", ["slow"]),
        ("slow and timed", ["slow", "timed"]),
        ("not slow and not browser", []),
        ("slow or browser", []),
        ("not (slow and timed)", []),
        ("", []),
    ],
)
def test_marks_that_a_test_must_have(expression: str, asked: list[str]) -> None:
    assert _asked_marks(expression) == asked


def test_a_module_is_known_by_the_mark_that_it_names(tmp_path: Path) -> None:
    module = tmp_path / "test_x.py"
    module.write_text("@pytest.mark.slow\ndef test_x(): ...", encoding="utf-8")
    assert bears(module, "slow")
    assert not bears(module, "browser")
    assert not bears(module, "timed")
    assert bears(ROOT / "tests" / "test_speed.py", "timed")
    assert bears(ROOT / "tests" / "browser" / "test_journey.py", "browser")


def test_what_measures_time_is_found_through_what_it_calls(tmp_path: Path) -> None:
    module = tmp_path / "test_x.py"
    module.write_text(
        "CODE = 'import time; time.process_time()'\n"
        "def seconds(): return perf_counter()\n"
        "def quick(): return seconds()\n"
        "def other(): ...\n"
        "@pytest.fixture\ndef measured(): return quick()\n"
        "def test_a(measured): ...\n"
        "def test_b(): quick()\n"
        "def test_c(): run(CODE)\n"
        "def test_d(): other()\n",
        encoding="utf-8",
    )
    assert {name for name in measuring(module) if name.startswith("test_")} == {"test_a", "test_b", "test_c"}


def test_a_steady_test_runs_beside_others(request: pytest.FixtureRequest) -> None:
    assert "test_no_pattern_grows_faster_than_its_text" in measuring(ROOT / "tests" / "test_patterns.py")
    assert "timed" not in {each.name for each in request.node.iter_markers()}
