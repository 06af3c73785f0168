"""What one correction does to a fact: given, confirmed, rejected or added."""

from __future__ import annotations

import re

from thai_ita.corrections.given import Given
from thai_ita.corrections.state import Fact, ShownFacts, Work, copied_score, full_key, restore
from thai_ita.corrections.stated_owners import OWNER_COLUMNS, one_of, owner_said
from thai_ita.corrections.values import INDICATORS, YEARS, BadValueError, composed, parsed
from thai_ita.model import (
    Agency,
    Basis,
    EstablishedBy,
    Evidence,
    Finding,
    FindingKind,
    Measure,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
)
from thai_ita.normalize.editions import nearest_edition
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.normalize.numerals import Number

SCORE_DECIMALS = 4
"""To which a value that follows from another is rounded."""
RESULT_DECIMALS = 2
"""With which results are published."""
_SCORE_NAME = re.compile(
    r"(?P<year>-|\d{4})/(?P<kind>[a-z_]+)/(?P<code>[A-Za-z0-9.]+)(?:/(?P<part>[1-9]))?(?:@(?P<owner>.+))?"
)
_NUMBERED = re.compile(r"#\d+$")
_MEASURE_NUMBER = re.compile(r"(\d{1,4}):")
_CODES = {
    ScoreKind.OVERALL: re.compile("ITA"),
    ScoreKind.INSTRUMENT: re.compile("E?BIT|[IEO]IT"),
    ScoreKind.INDICATOR: re.compile(r"\d{1,2}|2561\.\d"),
    ScoreKind.SUBINDICATOR: re.compile(r"\d{1,2}\.\d{1,2}"),
    ScoreKind.QUESTION: re.compile(r"[ie]\d{1,2}"),
    ScoreKind.OIT_ITEM: re.compile(r"o\d{1,2}"),
}


def signed_by(before: str, who: str) -> str:
    """The persons who corrected something, each once."""
    names = [name for name in before.split("; ") if name]
    return "; ".join(dict.fromkeys([*names, who]))


# -- the column without which there is no fact ----------------------------------------------


def change_main(work: Work, shown: ShownFacts, given: Given, gazetteer: Gazetteer | None) -> str:
    """Give, confirm, reject or add a fact; what else changed in a word. Raises BadValueError."""
    fact = work.find(given.name)
    there = shown.facts.get(given.name)
    if given.value is None:
        return _reject(work, given, fact or there)
    if fact is None and isinstance(there, Score):
        # What followed from others is stated by a person now.
        fact = copied_score(there)
        work.overlays.pop(given.name, None)
        work.add(fact)
    if fact is None:
        fact = work.removed.pop(given.name, None) or _added(work, shown, given, gazetteer)
        work.add(fact)
    fact.corrected_by = signed_by(fact.corrected_by, given.who)
    if isinstance(fact, Score):
        work.report.rejected.discard(fact.key)
        work.publish(fact)
        return _give_value(work, fact, there if isinstance(there, Score) else None, given)
    text = given.value if isinstance(given.value, str) else ""
    if given.confirms:
        return ""
    if isinstance(fact, Measure):
        fact.title = text
    else:
        fact.text = text
    return ""


def _reject(work: Work, given: Given, fact: Fact | None) -> str:
    if fact is None:
        raise BadValueError("there is nothing to reject")
    following = work.following(fact) if isinstance(fact, Score) else []
    for score in following:
        work.remove(("scores", score.fact), score)
    work.remove(given.name, fact)
    return f"with it go {_listed(following)}" if following else ""


def _give_value(work: Work, score: Score, there: Score | None, given: Given) -> str:
    assert isinstance(given.value, Number)
    before, value, decimals = score.value, given.value.value, given.value.decimals
    proven = given.confirms and there is not None and there.status is ScoreStatus.VERIFIED
    if given.confirms and there is not None:
        value, decimals = there.value, there.decimals
    elif there is not None:
        # Spreadsheets drop zeros: 90 in place of 85.00 is 90.00.
        decimals = max(decimals, min(there.decimals, RESULT_DECIMALS))
    following = work.following(score)
    score.value, score.decimals, score.basis = value, decimals, Basis.STATED
    score.status = ScoreStatus.VERIFIED if proven else ScoreStatus.CORRECTED
    score.alternates, score.chosen_by_sums, score.fixed = (), False, True
    return _follow(work, following, value - before) if abs(value - before) > 1e-9 else ""


def _follow(work: Work, following: list[Score], difference: float) -> str:
    """Scores that the document derives from a corrected one move with it."""
    for score in following:
        moved = round(score.value + difference, SCORE_DECIMALS)
        if 0 <= moved <= 100:
            score.value = moved
        else:
            work.remove(("scores", score.fact), score)
    return f"{_listed(following)} follow" if following else ""


def _listed(scores: list[Score]) -> str:
    return ", ".join(f"{score.kind} {score.code} of {score.fiscal_year}" for score in scores)


def _added(work: Work, shown: ShownFacts, given: Given, gazetteer: Gazetteer | None) -> Fact:
    place = Evidence(text=f"added by {given.who}")
    table, name = given.name
    if table == "scores":
        return _added_score(work, shown, name, place, gazetteer)
    text = given.value if isinstance(given.value, str) else ""
    if table == "measures":
        number = _MEASURE_NUMBER.match(name)
        last = max((m.seq for m in work.report.measures), default=0)
        return Measure(int(number[1]) if number else last + 1, text, evidence=place, fact=name)
    kind = name.partition(":")[0]
    if kind not in {str(known) for known in FindingKind}:
        raise BadValueError(f"the name of a finding begins with one of {', '.join(FindingKind)} and a colon")
    return Finding(FindingKind(kind), text, evidence=place, fact=name)


def _added_score(work: Work, shown: ShownFacts, name: str, place: Evidence, gazetteer: Gazetteer | None) -> Score:
    match = _SCORE_NAME.fullmatch(_NUMBERED.sub("", name))
    if match is None or match["kind"] not in {str(kind) for kind in ScoreKind}:
        raise BadValueError("no score has such a name; 2567/indicator/9 is one")
    year = None if match["year"] == "-" else _year(match["year"])
    kind = ScoreKind(match["kind"])
    code = _code(kind, match["code"])
    owner = work.report.identity.agency
    if match["owner"]:
        known = [owner, *(score.agency for score in work.report.scores)]
        owner = one_of(known, match["owner"]) or owner_said(None, {"agency": match["owner"]}, gazetteer)
        if owner is not None and not owner.province:
            # An abbreviation without a place means one that the document names.
            owner = one_of(known, owner.name) or owner
    score = Score(
        agency=owner, fiscal_year=year, kind=kind, code=code, value=0.0, value_as_seen="",
        name=_canonical(year, kind, code), part=match["part"] or "", evidence=place, fact=name,
        year_from=EstablishedBy.CORRECTION if year else EstablishedBy.UNKNOWN,
        agency_from=EstablishedBy.CORRECTION if owner else EstablishedBy.UNKNOWN,
    )  # fmt: skip
    for (table, other), fact in shown.facts.items():
        if table == "scores" and isinstance(fact, Score) and fact.key == score.key:
            raise BadValueError(f"there is one already, {other}; correct that")
    return score


def _year(text: str) -> int:
    value = parsed("scores", "fiscal_year", text)
    assert isinstance(value, int)
    return value


def _code(kind: ScoreKind, code: str) -> str:
    beyond = kind is ScoreKind.INDICATOR and code.isdigit() and int(code) not in INDICATORS
    if not _CODES[kind].fullmatch(code) or beyond:
        raise BadValueError(f"{code} is no code of kind {kind}")
    return code


def _canonical(year: int | None, kind: ScoreKind, code: str) -> str:
    return nearest_edition(year).canonical_name(kind, code)


# -- the other columns ---------------------------------------------------------------------


def change_fact(work: Work, shown: ShownFacts, together: list[Given], gazetteer: Gazetteer | None) -> None:
    """Give or confirm other columns of one fact, all at once or none. Raises BadValueError."""
    name = together[0].name
    fact, there = work.find(name), shown.facts.get(name)
    if fact is None and name in work.removed:
        raise BadValueError("the fact is rejected by another correction")
    said = {given.correction.column: given for given in together}
    if fact is None and isinstance(there, Score):
        # Tried once; what follows from others must not stand among those that it follows from.
        _change_score(work, copied_score(there), there.agency, said, gazetteer)
        work.overlays.setdefault(name, []).append(together)
        return
    if fact is None:
        raise BadValueError("there is no such fact")
    if isinstance(fact, Score):
        seen = (there.agency if isinstance(there, Score) else None) or shown.identity.agency
        _change_score(work, fact, seen, said, gazetteer)
    else:
        _change_text(work, fact, said)
    for given in together:
        fact.corrected_by = signed_by(fact.corrected_by, given.who)


def overlay(work: Work, trial: Report, gazetteer: Gazetteer | None) -> list[tuple[str, list[Given]]]:
    """Change year, owner or code of scores that follow from others, in a report that is reconciled.

    Gives what could not be said, since there is such a score: its name, with the corrections. It is
    forgotten.
    """
    lost: list[tuple[str, list[Given]]] = []
    keys = {full_key(trial, score): score for score in trial.scores}
    derived = {s.fact: s for s in trial.scores if s.basis is Basis.DERIVED}
    for name, all_said in list(work.overlays.items()):
        score = derived.get(name[1])
        if score is None:
            continue
        before = copied_score(score)
        for together in all_said:
            said = {given.correction.column: given for given in together}
            _change_score(Work(trial), score, score.agency or trial.identity.agency, said, gazetteer)
            for given in together:
                score.corrected_by = signed_by(score.corrected_by, given.who)
        other = keys.get(full_key(trial, score), score)
        if other is not score:
            restore(score, before)
            lost.append((other.fact, [given for together in all_said for given in together]))
            del work.overlays[name]
    return lost


def _change_score(
    work: Work,
    score: Score,
    seen: Agency | None,
    said: dict[str, Given],
    gazetteer: Gazetteer | None,
) -> None:
    """``seen`` is the owner that the person saw."""
    kind = ScoreKind(str(said["kind"].value)) if "kind" in said else score.kind
    code = str(said["code"].value) if "code" in said else score.code
    _code(kind, code)
    owner = score.agency
    names = {column: said[column].correction.becomes for column in OWNER_COLUMNS if column in said}
    own = work.report.identity.agency
    if any(not said[column].confirms for column in names):
        owner = owner_said(score.agency or own, names, gazetteer)
    elif names:
        # The one that the person saw, though the document's own may be another by now.
        owner = seen
    following = work.following(score)
    if "fiscal_year" in said:
        _give_year([score, *following], score, said["fiscal_year"])
    for one in (score, *following):
        if names:
            one.agency = owner
            one.agency_from = persons_word(owner)
        if (kind, code) != (one.kind, one.code):
            one.kind, one.code, one.match, one.match_score = kind, code, None, 100.0
            one.name = _canonical(one.fiscal_year, kind, code) or one.name
        if "part" in said:
            one.part = str(said["part"].value or "")


def _give_year(scores: list[Score], first: Score, given: Given) -> None:
    year, before = given.value, first.fiscal_year
    assert year is None or isinstance(year, int)
    for score in scores:
        if score.fiscal_year is not None and before is not None and year is not None:
            score.fiscal_year += year - before
        else:
            score.fiscal_year = year
        score.year_from = persons_word(year)
        score.name = _canonical(score.fiscal_year, score.kind, score.code) or score.name


def persons_word(said: object) -> EstablishedBy:
    """What says it after a person has, be it what the document says too."""
    return EstablishedBy.UNKNOWN if said is None else EstablishedBy.CORRECTION


def _change_text(work: Work, fact: Measure | Finding, said: dict[str, Given]) -> None:
    for column, given in said.items():
        if given.confirms:
            continue
        value: object = given.value
        if column == "kind":
            value = FindingKind(str(value))
        elif value is None and column not in ("issue", *YEARS):
            value = [] if isinstance(getattr(fact, column), list) else ""
        setattr(fact, column, value)
    if "timeframe" in said and isinstance(fact, Measure) and not said["timeframe"].confirms:
        start, end = dates_of(fact.timeframe, work.report.identity.fiscal_year)
        if "start_date" not in said:
            fact.start_date = start
        if "end_date" not in said:
            fact.end_date = end


def dates_of(timeframe: str, year: int | None) -> tuple[str, str]:
    """First and last day of a time frame in a fiscal year as ISO dates, "" where it states none."""
    from thai_ita.normalize.dates import read_period

    period = read_period(composed(timeframe), year) if timeframe else None
    if period is None:
        return "", ""
    return period.start.isoformat(), period.end.isoformat() if period.end else ""
