"""Words in the corrections of others that are older than what the tables show by now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thai_ita.batch.correction_outcomes import Came, correction_outcomes
from thai_ita.corrections.moments import moment
from thai_ita.corrections.values import same

if TYPE_CHECKING:
    from thai_ita.batch.corrected import Corrections
    from thai_ita.batch.store import Store
    from thai_ita.corrections.record import Correction

_DAY = len("2026-01-05")
_END_OF_DAY = "T23:59:59"


def outdated(store: Store, standing: Corrections, others: Iterable[Correction]) -> dict[Correction, Correction]:
    """Those of ``others`` that were said before the tables showed what they show now by another
    correction, each with that one.

    Such a word would dispute with one that its author has not seen. One that says when only by the day
    is older from the next day on, one without is not.
    """
    last = {_cell(each): each for each in _standing(store, standing)}
    read = dict(store.db.execute(
        "SELECT s.doc_id, runs.started FROM first_shown s JOIN results r USING (result_id) "
        "JOIN runs USING (run_id)"
    ))  # fmt: skip
    found: dict[Correction, Correction] = {}
    for each in others:
        stands = last.get(_cell(each))
        if stands is None or _fits(stands, each):
            continue
        mine = each.who == stands.who
        until = moment(stands.when if mine else read.get(each.doc_id, ""))
        said = moment(each.when)
        if said and until and _latest(said) < until:
            found[each] = stands
    return found


def _standing(store: Store, corrections: Corrections) -> Iterable[Correction]:
    """The corrections that stand in the tables, the last of each cell last."""
    return (
        each.correction for each in correction_outcomes(store, corrections)
        if each.came in (Came.APPLIED, Came.CONFIRMED)
    )  # fmt: skip


def _fits(stands: Correction, each: Correction) -> bool:
    """Whether one says the same as what stands, or was said of it."""
    table, column = each.table, each.column
    return any(same(table, column, stands.becomes, text) for text in (each.was, each.becomes))


def _latest(said: str) -> str:
    return said + _END_OF_DAY if len(said) <= _DAY else said


def _cell(each: Correction) -> tuple[str, str, str, str]:
    return each.doc_id, each.table, each.fact, each.column
