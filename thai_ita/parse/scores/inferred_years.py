"""Figures of which nothing says the year, beside figures of which something does.

A plan for 2568 states in a sentence that the result of 2567 is 86.16, and shows a table without a
year whose total is 86.16: that table is the result of 2567, and not of the plan's year, which was
only inferred. The same value to two decimals, and the sums of the year, tie the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thai_ita.model import CODE_ALONE, EstablishedBy, ScoreKind
from thai_ita.normalize.edition_arithmetic import OVERALL, sum_holds
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.normalize.numerals import Number
from thai_ita.parse.scores.candidates import SAME_VALUE, Candidate

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition

# 100.00 and 0.00 stand in many years; any other value to two decimals is hardly met twice.
TELLING_DECIMALS = 2
FULL_MARK = 100.0

Thing = tuple[ScoreKind, str, str]
Facts = dict[int, dict[Thing, Number]]


def settle_inferred_years(candidates: list[Candidate], matchers: Matchers) -> None:
    """Gives figures with a guessed year the year that their own values name, in place.

    All such figures of one table move together, and only where nothing speaks against it: no value
    differs, no sum fails, no other year fits, and the inferred year has no stated figures of its
    own. The year stays inferred.
    """
    stated: dict[str, Facts] = {}
    blocks: dict[tuple[str, int, int | None], list[Candidate]] = {}
    for c in candidates:
        if c.year is None or c.points or c.match.rule == CODE_ALONE:
            continue
        if c.year_from.is_guess:
            blocks.setdefault((c.agency_key, c.year, c.evidence.table), []).append(c)
        else:
            of_year = stated.setdefault(c.agency_key, {}).setdefault(c.year, {})
            of_year.setdefault(_thing(c), c.number)
    for (agency, year, _), block in blocks.items():
        facts = stated.get(agency, {})
        if _things(block) & facts.get(year, {}).keys():
            continue
        fitting = [y for y, known in facts.items() if y != year and _fits(block, known, matchers.of(y).edition)]
        if len(fitting) == 1:
            for c in block:
                c.year, c.year_from = fitting[0], EstablishedBy.INFERRED


def _thing(c: Candidate) -> Thing:
    return (c.kind, c.code, c.part)


def _things(block: Iterable[Candidate]) -> set[Thing]:
    return {_thing(c) for c in block}


def _fits(block: list[Candidate], known: dict[Thing, Number], edition: Edition) -> bool:
    """Whether values or sums tie the figures to those of a year, and none speaks against it."""
    tied = False
    for c in block:
        other = known.get(_thing(c))
        if other is None:
            continue
        if abs(other.value - c.value) >= SAME_VALUE:
            return False
        exact = min(other.decimals, c.number.decimals) >= TELLING_DECIMALS
        tied = tied or (exact and 0 < c.value < FULL_MARK)
    total = known.get((ScoreKind.OVERALL, OVERALL, ""))
    if total is not None and (ScoreKind.OVERALL, OVERALL, "") not in _things(block):
        values = {c.code: c.number for c in block if not c.part}
        holds = sum_holds({**values, OVERALL: total}, OVERALL, edition)
        if holds is False:
            return False
        tied = tied or holds is True
    return tied
