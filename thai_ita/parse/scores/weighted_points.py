"""Parts of 30, 30 and 40 points told from scores of 0 to 100."""

from __future__ import annotations

from itertools import chain, product

from thai_ita.model import ScoreKind
from thai_ita.normalize.edition_arithmetic import points_fit
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.parse.scores.candidates import Candidate

# Three parts that were rounded each may miss their printed total by this much.
MAX_ROUNDING = 0.02
# Below this total, three scores and not three parts stand there: no result is so low.
LOWEST_TOTAL = 40.0
FULL_MARK = 100.0

Owner = tuple[str, int | None]
"""Agency (empty for the document's own) and year."""


def mark_points_of_document(candidates: list[Candidate], matchers: Matchers) -> list[Candidate]:
    """The same over a whole document, whose points and total may stand apart.

    The overall score must be stated: figures far apart that are low by chance add up to nothing.
    """
    totals: dict[Owner, list[float]] = {}
    parts: dict[Owner, dict[str, list[Candidate]]] = {}
    for c in candidates:
        owner = (c.agency_key, c.year)
        if c.kind is ScoreKind.OVERALL:
            totals.setdefault(owner, []).append(c.value)
        elif c.kind is ScoreKind.INSTRUMENT and not c.part and not c.points:
            weight = matchers.of(c.year).edition.weights.get(c.code, 0.0)
            if c.value <= FULL_MARK * weight:
                parts.setdefault(owner, {}).setdefault(c.code, []).append(c)
    for owner, by_code in parts.items():
        edition = matchers.of(owner[1]).edition
        for values in product(*({c.value for c in found} for found in by_code.values())):
            points = dict(zip(by_code, values, strict=True))
            if any(points_fit(points, total, edition) for total in totals.get(owner, ())):
                for c in chain.from_iterable(by_code.values()):
                    c.points = c.points or c.value == points[c.code]
    return _without_restated_points(candidates)


def mark_weighted_points(candidates: list[Candidate], weights: dict[str, float]) -> list[Candidate]:
    """Marks weighted points as such; where the score itself is stated too, the points go."""
    groups: dict[tuple[object, ...], dict[str, Candidate]] = {}
    for c in candidates:
        if c.kind is ScoreKind.INSTRUMENT and not c.points and c.code in weights:
            groups.setdefault((c.agency_key, c.year, c.part), {}).setdefault(c.code, c)
    for (agency, year, _), group in groups.items():
        overall = [
            c.value for c in candidates if c.kind is ScoreKind.OVERALL and (c.agency_key, c.year) == (agency, year)
        ]
        if _are_points(group, weights, overall):
            for c in group.values():
                c.points = True
    return _without_restated_points(candidates)


def _without_restated_points(candidates: list[Candidate]) -> list[Candidate]:
    """Points give way to the score itself, where that is stated too."""
    stated = {(c.kind, c.code, c.year, c.agency_key) for c in candidates if not c.points}
    return [c for c in candidates if not c.points or (c.kind, c.code, c.year, c.agency_key) not in stated]


def _are_points(group: dict[str, Candidate], weights: dict[str, float], overall: list[float]) -> bool:
    """Three instruments none of which exceeds its part of 100, and which add up to the total."""
    if set(group) != set(weights):
        return False
    if any(c.value > 100 * weights[code] + 0.005 for code, c in group.items()):
        return False
    total = sum(c.value for c in group.values())
    if overall:
        return any(abs(total - value) <= MAX_ROUNDING for value in overall)
    return total >= LOWEST_TOTAL
