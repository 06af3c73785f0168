"""What compares between years: the crosswalk agrees with the editions it was made from."""

from __future__ import annotations

import itertools

import pytest

from thai_ita.analyze.crosswalk import (
    Comparability,
    all_joints,
    comparability,
    crosswalk_data,
    reasons_in,
    segments,
)
from thai_ita.normalize.editions import known_years, load_edition


@pytest.mark.parametrize(
    ("kind", "code", "years", "grade"),
    [
        ("indicator", "4", (2563, 2566), "same"),
        ("indicator", "4", (2566, 2567), "break"),
        ("indicator", "4", (2567, 2568), "same"),
        ("indicator", "9", (2563, 2565), "same"),
        ("indicator", "9", (2565, 2566), "revised"),
        ("indicator", "9", (2563, 2568), "revised"),
        ("overall", "ITA", (2566, 2567), "break"),
        ("overall", "ITA", (2567, 2568), "revised"),
        ("overall", "ITA", (2563, 2565), "same"),
        ("instrument", "IIT", (2567, 2566), "break"),
        ("indicator", "1", (2561, 2562), "break"),
        ("indicator", "1", (2568, 2569), "break"),
        ("indicator", "2561.1", (2561, 2562), "break"),
        ("indicator", "1", (2560, 2561), "break"),
        ("indicator", "1", (known_years()[-1], known_years()[-1] + 1), "break"),
        ("question", "i1", (2566, 2567), "break"),
        ("question", "i1", (2567, 2568), "same"),
    ],
)
def test_grades(kind: str, code: str, years: tuple[int, int], grade: str) -> None:
    joint = comparability(kind, code, *years)
    assert joint.grade == grade
    assert bool(joint.reason) is (grade != "same")
    assert reasons_in(joint.reason, "th") == "" or "FY" not in reasons_in(joint.reason, "th")


def test_every_change_of_item_counts_is_a_joint() -> None:
    joined = {(j.first, instrument) for j in all_joints() for instrument in j.scope}
    for first, second in itertools.pairwise(known_years()):
        counts, after = (load_edition(y).item_counts for y in (first, second))
        for instrument in set(counts) & set(after):
            if counts[instrument] != after[instrument]:
                assert (first, instrument) in joined
    assert set(crosswalk_data()["years"]) <= set(known_years())


def test_an_item_that_means_something_else_is_not_compared() -> None:
    codes = [i.code for i in load_edition(2566).items if i.code.startswith("o")]
    broken = [c for c in codes if comparability("oit_item", c, 2565, 2566).grade is Comparability.BREAK]
    kept = [c for c in codes if comparability("oit_item", c, 2565, 2566).grade == "same"]
    wording = {y: {i.code: i.wording for i in load_edition(y).items} for y in (2565, 2566)}
    assert "o1" in kept
    assert broken
    assert all(wording[2565].get(c) != wording[2566][c] for c in broken)


def test_segments_begin_anew_at_breaks() -> None:
    assert segments("indicator", "1", [2568, 2565, 2566, 2567]) == [[2565, 2566], [2567, 2568]]
    assert segments("indicator", "9", [2565, 2566, 2567]) == [[2565, 2566, 2567]]
    assert segments("indicator", "1", [2566, 2567], across=True) == [[2566, 2567]]
