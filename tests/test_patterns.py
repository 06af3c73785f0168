"""Every pattern of the package takes a time that grows with its text, or gets short texts only."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.giving_back import needing
from tests.pattern_census import PACKAGE, Place, places
from tests.pumping import Growth, growths, seconds_on
from thai_ita.normalize import edition_fit
from thai_ita.parse.tables import cell_value, heading_words, legends

# The longest text that these are given; ``module:name`` of the pattern or of what holds it.
BOUNDED = {
    # The name of a file, held against what the user asked for.
    "batch/folders.py:_named": 255,
    "normalize/edition_fit.py:_FIGURES": edition_fit.LONGEST_LABEL,
    "parse/tables/heading_words.py:_COMPILED": heading_words.MAX_LENGTH,
    "parse/tables/cell_value.py:_LABELLED": cell_value.MAX_CELL,
    "parse/tables/cell_value.py:_LABELLED_TAIL": cell_value.MAX_CELL,
    "parse/tables/cell_value.py:_LABEL_TAIL": cell_value.MAX_CELL,
    "parse/tables/cell_value.py:_led_by_level": cell_value.MAX_CELL,
    "parse/tables/legends.py:_ENTRY": legends.MAX_LINE,
}
# A bounded pattern has done with the worst of its texts in this time.
LONGEST_OF_BOUNDED_S = 0.05
# Possessive repeats that keep what a name of fewer letters than the least could have had.
MAY_KEEP = {
    "parse/measures/continuations.py:_LABEL",
    "parse/measures/label_contents.py:_COLONED",
    "parse/measures/measure_prose.py:_LABELLED",
    # All blanks at the end are taken, which is told from behind.
    "parse/findings/drafting.py:CLOSES",
    # Backwards, what a formula begins with is a blank only where no other sign stands there.
    "normalize/overall_names.py:_FORMULA_BACKWARDS",
}


@pytest.fixture(scope="module")
def census() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.pattern_census"],
        cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def patterns(census: dict[str, Any]) -> list[dict[str, Any]]:
    """The patterns with their names and what may be asked of each."""
    place_of = {each["place"]: each for each in census["places"]}
    asked_there: dict[str, set[str]] = defaultdict(set)
    for told in census["patterns"]:
        for place in told["places"]:
            asked_there[place] |= set(told["asked"])
    for told in census["patterns"]:
        asked: set[str] = set()
        for place in told["places"]:
            found = place_of.get(place)
            module = place.partition(":")[0]
            named = set(census["asked"].get(f"{module}:{found['name']}", ())) if found else set()
            inline = {found["asked"]} if found else set()
            asked |= asked_there[place] | (named | inline) - {"?", "compile", "compile_tone_tolerant"}
            told["name"] = f"{module}:{found['name'] if found else ''}"
        told["asked"] = as_timed(asked)
        told["source"] = told["source"].encode("latin-1") if told["bytes"] else told["source"]
    return list(census["patterns"])


def as_timed(asked: set[str]) -> list[str]:
    """The methods to be timed: all that find one match after the other are as one."""
    timed = {m if m in ("match", "fullmatch", "search") else "finditer" for m in asked}
    return sorted(timed - {"search"} if "finditer" in timed else timed or {"search"})


def test_every_place_that_makes_a_pattern_is_known(census: dict[str, Any]) -> None:
    known = {place for told in census["patterns"] for place in told["places"]}
    missing = [f"{each.place} {each.expression}" for each in places() if each.place not in known]
    assert not missing, "no document of the census comes to these: " + "\n".join(missing)


def test_nothing_else_makes_patterns() -> None:
    # What the census looks for is how patterns are made here.
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"^\s*(?:from re import|import re as|from re\b)", text, re.M), path


@pytest.mark.slow
@pytest.mark.steady
def test_no_pattern_grows_faster_than_its_text(patterns: list[dict[str, Any]]) -> None:
    found: list[tuple[str, Growth]] = []
    for told in patterns:
        if told["name"] not in BOUNDED:
            found += [(told["places"][0], g) for g in growths(told["source"], told["flags"], told["asked"])]
    assert not found, "\n".join(f"{place}: {growth}" for place, growth in found)


def test_bounded_patterns_are_quick_on_what_they_get(patterns: list[dict[str, Any]]) -> None:
    met = set()
    for told in patterns:
        if longest := BOUNDED.get(told["name"]):
            met.add(told["name"])
            assert told["longest"] <= longest, told["places"]
            worst = seconds_on(told["source"], told["flags"], told["asked"], longest)
            assert worst < LONGEST_OF_BOUNDED_S, (told["places"], worst)
    assert met == set(BOUNDED), "a pattern is no longer there"


def test_what_a_repeat_keeps_is_not_needed(patterns: list[dict[str, Any]]) -> None:
    found = ((told["name"], needing(told["source"], told["flags"])) for told in patterns)
    kept = {name: repeats for name, repeats in found if repeats}
    assert set(kept) == MAY_KEEP, {name: kept[name] for name in set(kept) ^ MAY_KEEP if name in kept}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\s*x", "blanks tried from each"),
        (r"a\s*(?:b)?\s*c", "blanks in two parts"),
        (r"(?:aa|a)*b", "words in two ways"),
        (r"\*\*.+?\*\*(?!\S)", "marks that are not closed"),
        (r"[\d.]+x", "a run tried from each"),
        (r"(?:ab)+$", "an end looked for from each"),
    ],
)
def test_what_grows_is_found(source: str, text: str) -> None:
    assert growths(source, 0, ["finditer"]), text


@pytest.mark.parametrize(
    ("source", "methods"),
    [
        (r"(?:(?<!\s)\s++)?x", ["finditer", "match"]),
        (r"a\s*+(?:b)?\s*c", ["finditer", "fullmatch"]),
        (r"(?>aa|a)*b", ["match", "fullmatch"]),
        (r"(?<![\d.])[\d.]++x", ["finditer", "search"]),
    ],
)
def test_what_is_linear_passes(source: str, methods: list[str]) -> None:
    assert not growths(source, 0, methods)


def test_a_repeat_that_keeps_what_is_needed_is_found() -> None:
    assert needing(r"\s*+\s", 0)
    assert needing(r"\s*+(?:a)?\S*\s+", 0)
    assert needing(r"\w++\d", 0)
    assert not needing(r"\s*+(?:a\s*+)?b", 0)
    assert not needing(r"(?:(?<!\s)\s++)?x", 0)
    assert not needing(r"(?:\s*+,)*\s*+$", 0)
    assert needing(r"(?m)\s*+$", re.M)


def test_a_place_is_told_by_its_line() -> None:
    every = list(places())
    assert len({each.place for each in every}) > 800
    assert all(isinstance(each, Place) and each.expression for each in every)
