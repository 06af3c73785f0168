"""One value per fact: which scores an analysis uses, and what share it leaves out.

Only values that the year's arithmetic bears out (``verified``, ``consistent``), or that a person has
given (``corrected``), are used unless the
user includes others. A fact that several documents state is used once, by its best-supported
statement; where equally supported statements differ it is not used at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thai_ita.analyze.agency_identity import SAME_VALUE
from thai_ita.analyze.answer import Note
from thai_ita.analyze.typed_tables import TableError, Tables
from thai_ita.model import CODE_ALONE, Basis, ScoreKind, ScoreStatus

if TYPE_CHECKING:
    import pandas as pd

MAIN_KINDS = (ScoreKind.OVERALL, ScoreKind.INSTRUMENT, ScoreKind.INDICATOR)
DEFAULT_STATUSES = (ScoreStatus.VERIFIED, ScoreStatus.CONSISTENT, ScoreStatus.CORRECTED)
CEILING = 99.995
"""From here on a score is at the ceiling of 100: it cannot rise, and differences below hide."""

FACT = ["agency_id", "fiscal_year", "kind", "code", "part"]
_STATUS_RANK = {"conflict": 0, "unchecked": 1, "consistent": 2, "verified": 3, "corrected": 3}
_BASIS_RANK = {Basis.DERIVED: 0, Basis.REPAIRED: 1, Basis.STATED: 2}


@dataclass(frozen=True, slots=True)
class Selection:
    """``scores`` has one row per fact; ``left_out`` counts the rows not used, by reason."""

    scores: pd.DataFrame
    left_out: pd.DataFrame
    n_stated: int
    statuses: tuple[str, ...] = tuple(map(str, DEFAULT_STATUSES))

    def publish_note(self) -> Note:
        """Which statuses are used, and where it says what may be published."""
        return Note("publish", {"status_codes": ", ".join(self.statuses)})

    def notes(self) -> tuple[Note, ...]:
        """What to print above every answer."""
        left = int(self.left_out["n"].sum())
        # A fact stated again elsewhere is not lost.
        repeated = int(self.left_out.loc[self.left_out["reason"] == "repeated", "n"].sum())
        lost = left - repeated
        share = 100 * lost / self.n_stated if self.n_stated else 0.0
        used: dict[str, str | int | float] = {"n": len(self.scores), "left": lost, "share": f"{share:.1f}"}
        notes = [Note("used_scores", used), self.publish_note()]
        unchecked = self.left_out.loc[self.left_out["reason"] == "unchecked", "n"].sum()
        if unchecked:
            notes.append(Note("include_unchecked", {"n": int(unchecked)}))
        disputed = self.left_out.loc[self.left_out["reason"] == "disputed", "n"].sum()
        if disputed:
            notes.append(Note("disputed", {"n": int(disputed)}))
        return tuple(notes)


def select_scores(
    tables: Tables,
    *,
    include: Collection[str] = (),
    kinds: Iterable[str] = MAIN_KINDS,
    years: Collection[int] | None = None,
) -> Selection:
    """The scores to analyse: one row per agency, year, kind, code and part.

    ``include`` adds statuses (``unchecked``, ``conflict``) to the default ones; ``years`` are พ.ศ.
    Columns added: ``item`` (the code, with its part), ``n_sources`` (documents that state it).
    Raises TableError for a status or kind that does not exist.
    """
    import pandas as pd

    statuses = _statuses(include)
    wanted = [str(_kind(kind)) for kind in kinds]
    scores = tables.scores
    scores = scores[scores["kind"].isin(wanted)]
    if years is not None:
        scores = scores[scores["fiscal_year"].isin(list(years)) | scores["fiscal_year"].isna()]
    n_stated = len(scores)
    counts: dict[str, int] = {}

    def without(bad: pd.Series[bool], reason: str) -> None:
        nonlocal scores
        counts[reason] = int(bad.sum())
        scores = scores[~bad]

    without(scores["agency_id"].isna(), "no_agency")
    without(scores["fiscal_year"].isna(), "no_year")
    without(scores["value"].isna(), "no_value")
    # An item of another wording than the year's under its code is not comparable by its code.
    without(scores["match_rule"].fillna("") == CODE_ALONE, "other_item")
    scores = scores.assign(status=scores["status"].fillna("unchecked"), part=scores["part"].fillna(""))
    for status in ScoreStatus:
        if status not in statuses:
            without(scores["status"] == status, status)
    scores, counts["disputed"], counts["repeated"] = _one_each(scores)
    item = scores["code"].where(scores["part"] == "", scores["code"] + "/" + scores["part"])
    scores = scores.assign(item=item.astype("string"))
    left = pd.DataFrame({"reason": list(counts), "n": list(counts.values())})
    left["share"] = 100 * left["n"] / max(n_stated, 1)
    left = left[left["n"] > 0].astype({"reason": "string"}).reset_index(drop=True)
    shown = tuple(str(s) for s in ScoreStatus if str(s) in statuses)
    return Selection(scores.reset_index(drop=True), left, n_stated, shown)


def _statuses(include: Collection[str]) -> set[str]:
    allowed = {str(s) for s in ScoreStatus}
    unknown = [s for s in include if s not in allowed]
    if unknown:
        raise TableError(f"no status {unknown[0]}; there are {', '.join(sorted(allowed))}")
    return {*map(str, DEFAULT_STATUSES), *include}


def _kind(kind: str) -> ScoreKind:
    try:
        return ScoreKind(kind)
    except ValueError as error:
        raise TableError(f"no kind {kind}; there are {', '.join(k.value for k in ScoreKind)}") from error


def _one_each(scores: pd.DataFrame) -> tuple[pd.DataFrame, int, int]:
    """One row per fact, the rows dropped for dispute, and the rows dropped as repetitions."""
    if scores.empty:
        return scores.assign(n_sources=0), 0, 0
    number = scores.groupby(FACT, sort=False).ngroup()
    rank = scores["status"].map(_STATUS_RANK).fillna(0)
    best = rank == rank.groupby(number).transform("max")
    values = scores["value"].where(best).groupby(number)
    disputed = (values.transform("max") - values.transform("min")) > SAME_VALUE
    kept = scores.assign(
        _fact=number,
        _rank=rank,
        _basis=scores["basis"].map(_BASIS_RANK).fillna(0),
        _sure=scores["confidence"].fillna(0.0),
        n_sources=scores.groupby(number)["doc_id"].transform("nunique"),
    )[~disputed]
    kept = kept.sort_values(["_fact", "_rank", "_basis", "_sure"], kind="stable")
    one = kept.drop_duplicates("_fact", keep="last")
    n_disputed = int(disputed.sum())
    return one.drop(columns=["_fact", "_rank", "_basis", "_sure"]), n_disputed, len(kept) - len(one)
