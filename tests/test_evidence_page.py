"""Every figure of docs/evidence.md stands in the page that it is said to be measured in."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

DOCS = ROOT / "docs"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in (DOCS / "evidence.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and "](" in line
]  # fmt: skip
_FIGURE = re.compile(r"[+.]?\d[\d,.]*\d|\d")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_figure_stands_where_it_was_measured(row: list[str]) -> None:
    _, figure, measured, first, unknown = row
    assert first in {"yes", "no", "simulated", "-"}
    (page,) = re.findall(r"\]\(([\w-]+\.md)", measured)
    text = (DOCS / page).read_text("utf-8")
    for number in _FIGURE.findall(f"{figure} {unknown}"):
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", text), f"{number} is not in {page}"


def test_misses_are_said() -> None:
    assert len(ROWS) >= 30
    assert sum("**missed" in row[4] for row in ROWS) >= 9
