"""Anchors of evidence pages: safe as an id and in a link, one for each fact."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai_ita.review.anchors import LONGEST, anchor_of

TABLES = ("documents", "scores", "measures", "findings")
KEYS = st.one_of(st.text(), st.text("ab1/:.-_#@", max_size=8), st.text("a", min_size=LONGEST - 1, max_size=LONGEST + 2))


@pytest.mark.parametrize(
    ("table", "fact", "anchor"),
    [
        ("scores", "2567/indicator/9.1", "s-2567-indicator-9.1"),
        ("scores", "2567/indicator/7/2", "s-2567-indicator-7-2"),
        ("measures", "3:0af3c1", "m-3_0af3c1"),
        ("findings", "weakness:0af3c1d2", "f-weakness_0af3c1d2"),
        ("documents", "", "d"),
    ],
)
def test_a_plain_key_can_be_read_in_its_anchor(table: str, fact: str, anchor: str) -> None:
    assert anchor_of(table, fact) == anchor


@given(st.sampled_from(TABLES), KEYS)
def test_an_anchor_is_safe_in_html_and_in_a_link(table: str, fact: str) -> None:
    anchor = anchor_of(table, fact)
    assert re.fullmatch(r"[a-z][a-zA-Z0-9._-]*", anchor), anchor
    assert len(anchor) <= LONGEST + 2


@given(st.tuples(st.sampled_from(TABLES), KEYS), st.tuples(st.sampled_from(TABLES), KEYS))
def test_two_facts_never_share_an_anchor(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (anchor_of(*one) == anchor_of(*other)) == (one == other)


def test_signs_that_would_meet_are_kept_apart() -> None:
    keys = ["2567/indicator/7/2", "2567/indicator/7-2", "2567/indicator/7:2", "2567/indicator/7_2",
            "-/indicator/9", "2567/indicator/9#2", "2567/indicator/9@เทศบาลตำบลสมมติ",
            "2567/indicator/9@เทศบาลตำบลสมมุติ"]  # fmt: skip
    assert len({anchor_of("scores", key) for key in keys}) == len(keys)


def test_another_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no table checks"):
        anchor_of("checks", "x")
