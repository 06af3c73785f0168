"""Names as they were seen in the wild come out as what they stand for, or are refused."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.agencies import canonical_agency
from thai_ita.normalize.editions import known_years
from thai_ita.normalize.levels import read_level
from thai_ita.normalize.names import Context, matcher_for
from thai_ita.normalize.places import address
from thai_ita.normalize.repair import repair_text, squash
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading

pytestmark = pytest.mark.shared

MIN_SHARE = 0.95
NAMES = {"indicator", "subindicator", "oit_item"}
CONTEXTS = (Context(), Context(table=True))


@pytest.fixture(scope="module")
def variants(shared_dir: Path) -> list[dict[str, str]]:
    with (shared_dir / "variants.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def matches(text: str) -> list[Match]:
    """What a name is taken for, in every year, alone and in a table."""
    return [matcher_for(y).match(text, c) for y in known_years() for c in CONTEXTS]


def mean_the_same(seen: str, canonical: str) -> bool:
    """Whether in some year both are accepted as one and the same thing."""
    return any(
        a.accepted and b.accepted and (a.kind, a.code) == (b.kind, b.code)
        for a, b in zip(matches(seen), matches(canonical), strict=True)
    )


def is_understood(kind: str, seen: str, canonical: str) -> bool:
    """Whether what a reader of the tables would see for this name is its canonical form."""
    repaired = repair_text(seen)
    if squash(repaired) == squash(canonical):
        return True
    if kind in NAMES or kind == "term":
        return mean_the_same(repaired, canonical)
    if kind == "heading":
        role = classify_heading(canonical).role
        return role is not ColumnRole.UNKNOWN and classify_heading(repaired).role is role
    if kind == "agency":
        return squash(canonical_agency(repaired)) == squash(canonical)
    if kind == "place":
        return squash(address(repaired)) == squash(canonical)
    if kind == "level":
        level = read_level(repaired)
        return level is not None and squash(level.word) == squash(canonical)
    return False


def test_names_seen_in_the_wild_are_understood(variants: list[dict[str, str]]) -> None:
    rows = [v for v in variants if v["kind"] != "negative"]
    missed = [v for v in rows if not is_understood(v["kind"], v["as_seen"], v["canonical"])]
    assert len(rows) > 200
    assert 1 - len(missed) / len(rows) >= MIN_SHARE, [v["as_seen"] for v in missed]


def test_no_kind_of_name_is_left_behind(variants: list[dict[str, str]]) -> None:
    counts = Counter(v["kind"] for v in variants if v["kind"] != "negative")
    right = Counter(v["kind"] for v in variants if is_understood(v["kind"], v["as_seen"], v["canonical"]))
    for kind, count in counts.items():
        assert right[kind] >= 0.75 * count, kind


def test_what_only_resembles_an_indicator_is_refused(variants: list[dict[str, str]]) -> None:
    negatives = [v["as_seen"] for v in variants if v["kind"] == "negative"]
    assert len(negatives) > 20
    for text in negatives:
        for found in matches(repair_text(text)):
            assert not (found.accepted and found.kind is ScoreKind.INDICATOR), (text, found)


def test_canonical_names_stand_for_themselves(variants: list[dict[str, str]]) -> None:
    for v in variants:
        if v["kind"] in NAMES:
            assert any(m.accepted for m in matches(v["canonical"])), v
