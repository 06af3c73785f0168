"""What the tour shows is what the commands print today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.conftest import ROOT

SPEC = importlib.util.spec_from_file_location("make_tour", ROOT / "docs" / "make_tour.py")
assert SPEC is not None
assert SPEC.loader is not None
make_tour = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make_tour)
PAGE = (ROOT / "docs" / "tour.md").read_text("utf-8")


@pytest.mark.slow
def test_the_tour_shows_what_the_commands_print(tmp_path: Path) -> None:
    assert make_tour.tour_page(tmp_path) == PAGE, "run: python3 dev.py docs"


def test_every_command_of_the_tour_shows_something() -> None:
    blocks = make_tour._BLOCK.findall(PAGE)
    assert len(blocks) >= 6
    for _, command, shown in blocks:
        assert command.startswith("thai-ita ")
        assert [line for line in shown.splitlines() if line != "..."], command


def test_pictures_of_the_tour_are_small() -> None:
    for path in (ROOT / "docs").glob("tour-*"):
        assert path.stat().st_size < 120_000, path.name


def test_a_command_of_others_is_not_run() -> None:
    with pytest.raises(ValueError, match="thai-ita only"):
        make_tour.printed("rm -r out")
