"""What each column of a table of scores means: one meaning for each, made once for the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from thai_ita.model import Agency, EstablishedBy, Match
from thai_ita.parse.rules import Rule
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import Column


class ColumnStanding(StrEnum):
    """Whose figures a column holds, and whether they count."""

    STATED = "stated"
    FINAL = "final"
    PROVISIONAL = "provisional"
    FORMER = "former"
    SHARE = "share"
    MEAN_OF_OTHERS = "mean_of_others"


@dataclass(slots=True)
class ColumnMeaning:
    """What a column holds, of what, when and whose.

    ``of`` is what its head names; ``refused`` the rule by which its figures are no scores;
    ``evidence`` says in words on what the meaning rests.
    """

    column: Column
    role: ColumnRole
    of: Match | None = None
    year: int | None = None
    year_from: EstablishedBy = EstablishedBy.UNKNOWN
    part: str = ""
    agency: Agency | None = None
    agency_from: EstablishedBy = EstablishedBy.UNKNOWN
    standing: ColumnStanding = ColumnStanding.STATED
    refused: Rule | None = None
    evidence: list[str] = field(default_factory=list)

    @property
    def may_hold_scores(self) -> bool:
        return self.refused is None
