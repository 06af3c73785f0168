"""What a reader of the document proposes as a score, before proposals are weighed together."""

from __future__ import annotations

from dataclasses import dataclass, field

from thai_ita.model import Agency, Evidence, Match, ScoreKind
from thai_ita.normalize.numerals import Number


@dataclass(slots=True)
class Candidate:
    """A value with what its surroundings say of it.

    ``agency`` is None where the document's own agency is meant. ``year`` is None where nothing near
    states one. ``points`` marks a part of 30, 30 or 40 points instead of a score. ``strength``
    orders restatements: a labelled cell of a table (3) before a list (2) before a sentence (1).
    """

    kind: ScoreKind
    code: str
    number: Number
    match: Match
    evidence: Evidence
    year: int | None = None
    agency: Agency | None = None
    part: str = ""
    points: bool = False
    strength: int = 1
    alternates: tuple[float, ...] = ()
    change: float | None = None
    order: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def value(self) -> float:
        return self.number.value
