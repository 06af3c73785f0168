"""Which modules of tests are imported for an expression of marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, _asked_marks, bears


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
