"""What the checks of a document say, in plain sentences, with the place to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from thai_ita.analyze.reconcile.check_wording import joined, place_named, score_named
from thai_ita.messages import marked
from thai_ita.model import CheckResult, Report, ScoreStatus, Severity

FactRow = Mapping[str, object]

_PHRASES = marked(
    "{n} proven",
    "{n} consistent but not proven",
    "{n} not checked by anything",
    "{n} in conflict",
    "{n} given or confirmed by a person",
    "Contradiction",
    "Doubt",
    "Note",
    "Repaired",
    "Corrected",
    "Derived",
    "Contradiction ({agency})",
    "Doubt ({agency})",
    "Note ({agency})",
    "What holds",
    "Look at {places}",
    "{scores} = {value}",
    "check {name} of {scores}",
)
"""What the sentences on a document are put together from, besides those of its checks."""
_SEPARATOR = "; "
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_LEADS = {Severity.ERROR: "Contradiction", Severity.WARNING: "Doubt", Severity.INFO: "Note"}
CORRECTION = "correction"
"""The check that tells what came of a person's correction."""
_WHAT_HELD = {
    "overall": "the overall score follows from the scores below it",
    "instrument": "instruments are the means of their indicators",
    "indicator": "indicators are the means of the scores below them",
    "subindicator": "sub-indicators are the means of their items",
    "change": "the stated change ties the two years together",
    "restated": "values stated twice agree",
    "alternates": "the arithmetic decides between the readings that a cell offers",
    "level": "the stated level fits the scores",
    "order": "the scores stand in the order of their ranks",
    "highest-lowest": "the stated highest and lowest score are among the indicators",
    "time": "the results were known when the report was decided on",
    "rating-scale": "a printed rating scale has no gaps",
    "agreement": "other documents state the same values",
    CORRECTION: "persons have confirmed what was read",
}


_Spots = Mapping[tuple[str, str, str], tuple[str, ...]]
"""Where scores stand, by code, year and agency."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A score as the explanations need it, from a report or from written tables."""

    agency_id: str
    year: str
    kind: str
    code: str
    part: str
    value: str
    status: str
    basis: str
    evidence: str
    place: str

    @property
    def name(self) -> str:
        part = f" (EIT part {self.part})" if self.part else ""
        return f"{score_named(self.kind, self.code, self.year)}{part}"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A check in the same form."""

    agency_id: str
    agency: str
    year: str
    check: str
    result: str
    severity: str
    scores: tuple[str, ...]
    message: str


def explain(report: Report) -> list[str]:
    """What was proven in a report, what contradicts what, and where to look.

    The first sentence counts; then come contradictions, doubts, repairs, notes, and what held.
    """
    own = report.identity.agency
    places = []
    for score in report.scores:
        agency = score.agency or own
        e = score.evidence
        places.append(_Place(
            agency.agency_id if agency else "", str(score.fiscal_year or ""), score.kind,
            score.code, score.part, f"{score.value:.{max(score.decimals, 2)}f}", score.status,
            score.basis, e.text, place_named(e.page, e.table, e.row),
        ))  # fmt: skip
    outcomes = []
    for check in report.checks:
        agency = check.agency or own
        outcomes.append(_Outcome(
            agency.agency_id if agency else "", agency.name if agency else "",
            str(check.fiscal_year or ""), check.check, check.result, check.severity,
            tuple(check.scores), check.message,
        ))  # fmt: skip
    return _sentences(places, outcomes, own.agency_id if own else "")


def explain_rows(documents: Sequence[FactRow], scores: Sequence[FactRow], checks: Sequence[FactRow]) -> list[str]:
    """The same from rows of the written tables ``documents``, ``scores`` and ``checks``.

    Rows map column names to text or values. Each document gives its path as a heading line, its
    sentences below it, indented by two blanks.
    """
    out = []
    for document in documents:
        doc_id = _text(document, "doc_id")
        if _text(document, "duplicate_of"):
            continue
        places = [
            _Place(
                _text(r, "agency_id"), _text(r, "fiscal_year"), _text(r, "kind"), _text(r, "code"),
                _text(r, "part"), _text(r, "value"), _text(r, "status"), _text(r, "basis"),
                _text(r, "evidence"),
                place_named(_text(r, "page"), _text(r, "table"), _text(r, "row")),
            )
            for r in scores
            if _text(r, "doc_id") == doc_id
        ]  # fmt: skip
        outcomes = [
            _Outcome(
                _text(r, "agency_id"), _text(r, "agency"), _text(r, "fiscal_year"),
                _text(r, "check"), _text(r, "result"), _text(r, "severity"),
                tuple(filter(None, _text(r, "scores").split(_SEPARATOR))), _text(r, "message"),
            )
            for r in checks
            if _text(r, "doc_id") == doc_id
        ]  # fmt: skip
        out.append(_text(document, "path") or doc_id)
        own = _text(document, "agency_id")
        out += [f"  {line}" for line in _sentences(places, outcomes, own)]
    return out


def _text(row: FactRow, column: str) -> str:
    value = row.get(column)
    # Whole numbers arrive as 2568.0 from readers that know floats only.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or value != value else str(value)


def _sentences(places: list[_Place], outcomes: list[_Outcome], own: str) -> list[str]:
    if not places and not outcomes:
        return ["No scores were read, so there is nothing to check."]
    lines = [_counts(places)]
    spots = _spots(places)
    for severity in _SEVERITIES:
        for outcome in outcomes:
            if outcome.result == CheckResult.FAILS and outcome.severity == severity:
                lines.append(_described(outcome, _LEADS[severity], spots, own))
    lines += [_described(o, _done(o), spots, own) for o in outcomes
              if o.result == CheckResult.REPAIRED and o.message]  # fmt: skip
    lines += [_described(o, "Derived", spots, own) for o in outcomes
              if o.check == "missing" and o.result == CheckResult.HOLDS]  # fmt: skip
    lines += _conflicts(places)
    lines += _held(outcomes)
    return lines


def _done(outcome: _Outcome) -> str:
    return "Corrected" if outcome.check == CORRECTION else "Repaired"


def _counts(places: list[_Place]) -> str:
    if not places:
        return "No scores were read."
    words = {
        ScoreStatus.VERIFIED: "proven",
        ScoreStatus.CONSISTENT: "consistent but not proven",
        ScoreStatus.UNCHECKED: "not checked by anything",
        ScoreStatus.CONFLICT: "in conflict",
        ScoreStatus.CORRECTED: "given or confirmed by a person",
    }
    parts = []
    for status, word in words.items():
        n = sum(place.status == status for place in places)
        if n:
            parts.append(f"{n} {word}")
    noun = "score" if len(places) == 1 else "scores"
    return f"{len(places)} {noun}: {joined(parts)}."


def _described(outcome: _Outcome, lead: str, spots: _Spots, own: str) -> str:
    message = outcome.message or f"check {outcome.check} of {', '.join(outcome.scores)}"
    who = f" ({outcome.agency})" if outcome.agency_id != own and outcome.agency else ""
    look = _where_to_look(outcome, spots)
    return f"{lead}{who}: {message.rstrip('.')}.{look}"


def _spots(places: list[_Place]) -> _Spots:
    """Where each score stands, each spot once."""
    spots: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for place in places:
        if place.place and not place.part:
            spots[place.code, place.year, place.agency_id][place.place] = None
    return {score: tuple(found) for score, found in spots.items()}


def _where_to_look(outcome: _Outcome, spots: _Spots) -> str:
    """The places of the scores involved, those in one table together."""
    if outcome.check in ("time", "timeframe", "rating-scale", "missing"):
        return ""
    shown: dict[str, None] = {}
    for code in outcome.scores:
        for spot in spots.get((code, outcome.year, outcome.agency_id), ()):
            shown[f"{code} in {spot}"] = None
    return f" Look at {_SEPARATOR.join(shown)}." if shown else ""


def _conflicts(places: Iterable[_Place]) -> list[str]:
    """The scores in conflict by place, once each."""
    listed = [p for p in places if p.status == ScoreStatus.CONFLICT]
    if not listed:
        return []
    names = [f"{p.name} = {p.value}{f' ({p.place})' if p.place else ''}" for p in listed]
    return [f"Not to be used before someone has looked: {_SEPARATOR.join(names)}."]


def _held(outcomes: Iterable[_Outcome]) -> list[str]:
    counts: dict[str, int] = {}
    for outcome in outcomes:
        if outcome.result == CheckResult.HOLDS and outcome.check in _WHAT_HELD:
            counts[outcome.check] = counts.get(outcome.check, 0) + 1
    if not counts:
        return []
    told = [f"{_WHAT_HELD[check]} ({n})" for check, n in counts.items()]
    return [f"What holds: {_SEPARATOR.join(told)}."]
