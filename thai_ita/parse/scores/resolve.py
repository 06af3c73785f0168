"""From proposals to scores: one score for each fact, and what stated changes say of other years."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from thai_ita.model import (
    CODE_ALONE,
    Agency,
    Basis,
    Change,
    Check,
    CheckResult,
    EstablishedBy,
    Evidence,
    Identity,
    Match,
    Problem,
    Score,
    ScoreKind,
    ScoreStatus,
    Severity,
)
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.normalize.names import Context, same_wording
from thai_ita.normalize.owner_kinds import OTHER_OWNERS
from thai_ita.normalize.recognised import PUBLISHED
from thai_ita.parse.scores.candidates import NAMED_BY_SUMS, SAME_VALUE, Candidate
from thai_ita.parse.scores.code_order import settle_codes
from thai_ita.parse.scores.inferred_years import settle_inferred_years
from thai_ita.parse.scores.item_rows import Row
from thai_ita.parse.scores.rivals import choose_rivals
from thai_ita.parse.scores.score_tables import HIGHEST
from thai_ita.parse.scores.weighted_points import mark_points_of_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thai_ita.normalize.edition_schema import Edition

# Decimals kept of a score that was converted from points.
POINTS_DECIMALS = 4


@dataclass(slots=True)
class ScoreReading:
    """Scores, refused names and stated levels of a document. ``chosen`` are the candidates among
    rivals that count, ``withheld`` the scores whose codes are in doubt, with ``checks`` on them."""

    scores: list[Score] = field(default_factory=list)
    refused: list[Match] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    levels: list[tuple[int | None, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    impossible: list[Score] = field(default_factory=list)
    chosen: list[Candidate] = field(default_factory=list)
    about_ita: bool = False
    withheld: list[Score] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)


def is_of_many(candidates: list[Candidate], identity: Identity) -> bool:
    """Whether a document lists the scores of several agencies and is the report of none of them.

    Every score is that of a named agency, and the one that was taken for the reporting one is
    named no more often than another of the list: a province's letter, a district's table.
    """
    own = identity.agency
    if own is None or any(candidate.agency is None for candidate in candidates):
        return False
    listed = {candidate.agency.name for candidate in candidates if candidate.agency is not None}
    votes = identity.agency_votes
    if own.type in OTHER_OWNERS and own.name not in listed:
        # Who lists the results of others and none of its own has sent them: a ministry's list.
        return len(listed) > 1
    others = [votes.get(name, 0) for name in listed - {own.name}]
    return own.name in listed and bool(others) and votes.get(own.name, 0) <= max(others)


def resolve_candidates(
    candidates: list[Candidate], identity: Identity, out: ScoreReading, matchers: Matchers,
    texts: Mapping[Row, bool] | None = None,
) -> list[Score]:  # fmt: skip
    """One score for each fact: rivals chosen, restatements merged, contradictions marked and both
    values kept. ``texts`` are the rows in which a text begins, for codes of recognised rows."""
    chosen = choose_rivals(candidates, matchers)
    out.problems += chosen.problems
    out.chosen = [c for c in chosen.candidates if c.choice]
    candidates = mark_points_of_document(chosen.candidates, matchers)
    settle_inferred_years(candidates, matchers)
    codes = settle_codes(candidates, matchers, texts)
    candidates = codes.candidates
    out.checks += codes.checks
    out.withheld += [_score([c], identity, out, matchers) for c in codes.withheld]
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    wordings: dict[tuple[object, ...], list[str]] = {}
    for proposed in candidates:
        candidate = _as_of_its_year(proposed, matchers)
        key = _key(candidate, identity)
        if candidate.match.rule == CODE_ALONE:
            key = (*key, _wording_among(wordings.setdefault(key, []), candidate.match.name))
        groups.setdefault(key, []).append(candidate)
    scores: list[Score] = []
    for group in groups.values():
        taken_back = {c.corrects for c in group if c.corrects is not None}
        group = [c for c in group if c.value not in taken_back] or group
        group.sort(key=lambda c: (c.corrects is None, c.points, _is_unsure(c), -c.strength, c.order))
        scores.append(_score(group, identity, out, matchers))
    out.impossible = [s for s in scores if s.value > HIGHEST]
    return [s for s in scores if s.value <= HIGHEST]


def _key(candidate: Candidate, identity: Identity) -> tuple[object, ...]:
    agency = _agency_of(candidate, identity)
    name = agency.name if agency else ""
    return name, candidate.year, candidate.kind, candidate.code, candidate.part


def _as_of_its_year(candidate: Candidate, matchers: Matchers) -> Candidate:
    """An OIT item read once for a row of several years: what its wording is called in this year."""
    if candidate.kind is not ScoreKind.OIT_ITEM or candidate.match.rule == CODE_ALONE:
        return candidate
    matcher = matchers.of(candidate.year)
    if matcher.edition.canonical_name(candidate.kind, candidate.code) == candidate.match.name:
        return candidate
    found = matcher.match(candidate.match.seen, Context(instrument="OIT", table=True, items=True))
    if not found.accepted or found.kind is not ScoreKind.OIT_ITEM:
        return candidate
    return replace(candidate, code=found.code, match=found)


def _wording_among(known: list[str], name: str) -> str:
    """The wording of ``known`` that this one repeats, damage aside; else this one, then known."""
    for other in known:
        if same_wording(other, name):
            return other
    known.append(name)
    return name


def _agency_of(candidate: Candidate, identity: Identity) -> Agency | None:
    """The agency of a row; the document's own where the row names it again."""
    own = identity.agency
    if candidate.agency is None or (own and candidate.agency.name == own.name):
        return own
    return candidate.agency


def _score(group: list[Candidate], identity: Identity, out: ScoreReading, matchers: Matchers) -> Score:
    first = group[0]
    edition = matchers.of(first.year).edition
    value = first.value
    if first.points:
        weight = edition.weights.get(first.code)
        value = first.value if not weight else round(first.value / weight, 4)
    score = Score(
        agency=_agency_of(first, identity),
        fiscal_year=first.year,
        kind=first.kind,
        code=first.code,
        value=value,
        value_as_seen=first.number.text,
        name_as_seen=first.match.seen,
        name=_name(first, edition),
        part=first.part,
        match_score=first.match.score,
        evidence=first.evidence,
        alternates=first.alternates,
        decimals=POINTS_DECIMALS if first.points else first.number.decimals,
        match=first.match,
        issue=next((c.issue for c in group if c.issue is not None), None),
        chosen_by_sums=first.chosen_by_sums or first.match.rule == NAMED_BY_SUMS,
        reading_p=first.reading_p,
        readings=first.readings,
    )
    said_by = [first]
    for other in group[1:]:
        weight = edition.weights.get(other.code) if other.points else None
        stated = other.value / weight if weight else other.value
        tolerance = SAME_VALUE if not weight else 0.02
        if other.number.decimals < first.number.decimals:
            tolerance = max(tolerance, 0.5 * 10**-other.number.decimals + 1e-9)
        if abs(stated - value) > tolerance and _says_nothing_against(other, first):
            out.checks.append(_unsure_statement(other, first))
        elif abs(stated - value) > tolerance:
            score.status = ScoreStatus.CONFLICT
            score.alternates = (*score.alternates, round(stated, 4))
            note = (
                f"{score.kind} {score.code} of {score.fiscal_year} is stated as {first.number.text} "
                f"({_place(first)}) and as {other.number.text} ({_place(other)}): compare both places "
                "with the original"
            )
            out.problems.append(Problem("restated-differently", note, Severity.WARNING, other.evidence.page))
        else:
            said_by.append(other)
            score.restated.append(other.evidence)
    if any(c.reading_p is None and c.number.decimals >= first.number.decimals for c in said_by):
        # A typed place prints it too.
        score.reading_p, score.readings = None, ()
    score.year_from = EstablishedBy.best(_year_from(c) for c in said_by)
    beside = [c for c in said_by if c.year_from.is_beside]
    score.year_of_title = bool(beside) and all(c.year_of_title for c in beside)
    score.agency_from = EstablishedBy.best(_agency_from(c, identity) for c in said_by)
    return score


def _is_unsure(candidate: Candidate) -> bool:
    """Whether a recogniser read it with doubt."""
    return candidate.reading_p is not None and candidate.reading_p < PUBLISHED


def _says_nothing_against(other: Candidate, first: Candidate) -> bool:
    """Whether a doubtful reading contradicts nothing: of a typed value, or where the recogniser held
    possible that the same stands in both places."""
    if not _is_unsure(other) or _is_unsure(first):
        return False
    return first.reading_p is None or any(abs(v - first.value) < SAME_VALUE for v, _ in other.readings)


def _unsure_statement(other: Candidate, first: Candidate) -> Check:
    """What is said of a doubtful reading that stands beside a sure one of the same score."""
    return Check(
        "unsure-reading", CheckResult.HOLDS, first.year, Severity.INFO, first.number.text,
        other.number.text, [first.code],
        f"{first.kind} {first.code} of {first.year} was recognised as {other.number.text} "
        f"({_place(other)}) with probability {other.reading_p:.2f} and is {first.number.text} in "
        f"another place ({_place(first)}); that was taken",
        first.agency,
    )  # fmt: skip


def _place(candidate: Candidate) -> str:
    """Where a figure stands, as a person would look it up."""
    at = candidate.evidence
    numbers = (("page", at.page), ("table", at.table), ("row", at.row), ("line", at.line))
    return ", ".join(f"{word} {n}" for word, n in numbers if n is not None) or "in the text"


def _year_from(candidate: Candidate) -> EstablishedBy:
    """What says of which year a figure is; a year that came without a reason was inferred."""
    if candidate.year is None:
        return EstablishedBy.UNKNOWN
    return candidate.year_from or EstablishedBy.INFERRED


def _agency_from(candidate: Candidate, identity: Identity) -> EstablishedBy:
    """What says whose a figure is; one that names nobody is the document's own."""
    if candidate.agency is not None:
        return candidate.agency_from or EstablishedBy.INFERRED
    return candidate.agency_from or identity.agency_from


def _name(candidate: Candidate, edition: Edition) -> str:
    if candidate.match.rule == CODE_ALONE:
        return candidate.match.name
    return edition.canonical_name(candidate.kind, candidate.code) or candidate.match.name


def derive(changes: list[Change], scores: list[Score], identity: Identity, matchers: Matchers) -> list[Score]:
    """Last year's score from this year's and the stated change, or this year's from last year's."""
    out: list[Score] = []
    known = {(s.fiscal_year, s.kind, s.code): s for s in scores if s.agency == identity.agency and not s.by_code_alone}
    for change in changes:
        if change.year is None:
            continue
        this = known.get((change.year, change.kind, change.code))
        last = known.get((change.year - 1, change.kind, change.code))
        if this is not None and last is None:
            value = this.value - change.delta
            new = _derived(this, change.year - 1, value, change, "less", matchers)
        elif last is not None and this is None:
            value = last.value + change.delta
            new = _derived(last, change.year, value, change, "plus", matchers)
        else:
            continue
        if new is not None:
            known[(new.fiscal_year, new.kind, new.code)] = new
            out.append(new)
    return out


def _derived(base: Score, year: int, value: float, change: Change, word: str, matchers: Matchers) -> Score | None:
    value = round(value, 4)
    if not 0 <= value <= 100:
        return None
    read = [p for p in (base.reading_p, change.reading_p) if p is not None]
    edition = matchers.of(year).edition
    text = (
        f"{base.value_as_seen} of {base.fiscal_year} {word} the stated change {change.as_seen}: {change.evidence.text}"
    )
    return Score(
        agency=base.agency,
        fiscal_year=year,
        kind=base.kind,
        code=base.code,
        value=value,
        value_as_seen=change.as_seen,
        name=edition.canonical_name(base.kind, base.code) or base.name,
        basis=Basis.DERIVED,
        year_from=base.year_from,
        agency_from=base.agency_from,
        evidence=Evidence(change.evidence.page, bbox=change.evidence.bbox, text=text[:400]),
        reading_p=min(read, default=None),
    )
