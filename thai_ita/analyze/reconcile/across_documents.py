"""Several documents on one agency and year: a plan for 2568 and a report for 2567 both state the
result of 2567."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from thai_ita.analyze.reconcile.calendar import contradicted_years, is_vouched
from thai_ita.analyze.reconcile.check_wording import number, score_named
from thai_ita.analyze.reconcile.confidence import (
    CONFIRMED,
    CONTRADICTED,
    SUPPORTED,
    YEAR_IN_DOUBT,
)
from thai_ita.analyze.reconcile.intervals import EPSILON
from thai_ita.analyze.reconcile.readings import FULL_DECIMALS, ScoreReading, make_reading
from thai_ita.analyze.reconcile.status import is_established
from thai_ita.model import (
    Check,
    CheckResult,
    EstablishedBy,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
    Severity,
)

# Documents named for a value; a common fact may stand in many.
NAMED = 3

Fact = tuple[str, int, ScoreKind, str, str]
"""agency id, year, kind, code, part"""


@dataclass(slots=True)
class _Statement:
    report: Report
    score: Score
    reading: ScoreReading


def reconcile_across(reports: Sequence[Report]) -> None:
    """Compares what different documents state of the same fact, in place.

    Equal printed values confirm each other (``verified``); values that rounding explains are
    ``consistent``; different ones are in ``conflict`` in both documents. Each report gets one check
    ``agreement`` a fact. Run it after ``reconcile``; documents with the same content count once.
    """
    for _ in compare_facts(reports):
        pass


def compare_facts(reports: Sequence[Report]) -> Iterator[tuple[Fact, list[Report]]]:
    """``reconcile_across`` a fact at a time: each fact that was compared, and the reports that
    state it, a report as often as it does. Facts come in the order in which they are first stated.
    """
    facts: dict[Fact, list[_Statement]] = {}
    seen: set[str] = set()
    for report in reports:
        if report.document.doc_id in seen:
            continue
        seen.add(report.document.doc_id)
        for statement in _statements(report):
            facts.setdefault(_fact(statement), []).append(statement)
    for fact, statements in facts.items():
        if len(statements) > 1:
            _compare(statements, facts, fact)
            yield fact, [statement.report for statement in statements]


def _statements(report: Report) -> Iterable[_Statement]:
    for score in report.scores:
        agency = score.agency or report.identity.agency
        # What was derived here follows from other facts, which are compared themselves; what a person
        # has added or given in place of that was printed nowhere and is a word of its own.
        if score.fiscal_year is None or agency is None or not (score.value_as_seen or score.fixed):
            continue
        if score.by_code_alone:
            continue
        yield _Statement(report, score, make_reading(score))


def _fact(statement: _Statement) -> Fact:
    agency = statement.score.agency or statement.report.identity.agency
    year, kind, code = statement.reading.key
    return (agency.agency_id if agency else "", year, kind, code, statement.score.part)


def _compare(statements: list[_Statement], facts: dict[Fact, list[_Statement]], fact: Fact) -> None:
    strays = _stray_guesses(statements)
    if strays:
        # Of another agency or year, most likely: no word against those whose pages say it.
        rest = [s for s in statements if s not in strays]
        for stray in strays:
            _compare_all([stray, *rest], facts, fact, told=[stray])
        statements = rest
    if len(statements) > 1:
        _compare_all(statements, facts, fact, told=statements)


def _stray_guesses(statements: list[_Statement]) -> list[_Statement]:
    """The statements that give way and whose value is not that of the others."""
    guessed = [s for s in statements if _is_guess(s)]
    firm = [s for s in statements if not _is_guess(s)]
    return [g for g in guessed if firm and not all(_agree([g, other]) for other in firm)]


def _is_guess(statement: _Statement) -> bool:
    """Whether a statement gives way to others: its year or owner is a guess, or a recogniser read it
    from a picture and no arithmetic proves it."""
    read = statement.reading.recognised and statement.score.status is not ScoreStatus.VERIFIED
    return read or _is_told_by_name(statement.score)


def _is_told_by_name(score: Score) -> bool:
    outside = (EstablishedBy.PROPERTIES, EstablishedBy.FILE_NAME)
    return score.year_from in outside or score.agency_from in outside


def _agree(statements: list[_Statement]) -> bool:
    """Whether intervals, of which each two meet, have one number in common."""
    intervals = [s.reading.interval for s in statements]
    return max(i.lo for i in intervals) <= min(i.hi for i in intervals) + EPSILON


def _compare_all(
    statements: list[_Statement], facts: dict[Fact, list[_Statement]], fact: Fact,
    told: list[_Statement],
) -> None:  # fmt: skip
    """Compares all statements and notes it of those in ``told``."""
    agree = _agree(statements)
    hint = "" if agree else _other_year(statements, facts, fact)
    alike: dict[str, list[_Statement]] = {}
    for statement in statements:
        alike.setdefault(number(statement.reading), []).append(statement)
    proving = [s for s in statements if _proves(s.reading)]
    values = Counter(round(s.score.value, 6) for s in proving)
    # Two pictures may be misread alike; what was typed is no reading.
    typed = {round(s.score.value, 6) for s in proving if not s.reading.recognised}
    # One document that says of which year and whose it is speaks for the others that agree.
    established = {
        round(s.score.value, 6)
        for s in proving
        if is_established(s.score) and fact[1] not in contradicted_years(s.report)
    }
    vouched = [s for s in statements if s.score.fixed]
    for one in told:
        found = _found(one, alike)
        if not agree and _is_contradicted(one, vouched):
            one.score.status = ScoreStatus.CONFLICT
            one.score.confidence = min(one.score.confidence, CONTRADICTED)
        elif agree and one.score.status is not ScoreStatus.CONFLICT:
            value = round(one.score.value, 6)
            exact = _proves(one.reading) and values[value] > 1 and value in established & typed
            doubted = fact[1] in contradicted_years(one.report) and not is_vouched(one.score)
            _raise(one.score, exact and not doubted)
            if doubted:
                one.score.confidence = min(one.score.confidence, YEAR_IN_DOUBT)
        one.report.checks.append(
            Check(
                check="agreement",
                result=CheckResult.HOLDS if agree else CheckResult.FAILS,
                fiscal_year=fact[1],
                severity=Severity.INFO if agree else Severity.ERROR,
                expected=number(one.reading),
                found=found,
                scores=[fact[3]],
                message=""
                if agree
                else (f"{score_named(fact[2], fact[3], fact[1])} is {number(one.reading)} here, but {found}{hint}"),
                agency=one.score.agency or one.report.identity.agency,
            )
        )


def _is_contradicted(one: _Statement, vouched: list[_Statement]) -> bool:
    """Whether a statement that not all agree with may be the wrong one: what a person gave is not, nor
    what agrees with it."""
    if one.score.fixed:
        return False
    return not vouched or not all(_agree([one, other]) for other in vouched)


def _proves(reading: ScoreReading) -> bool:
    return not reading.derived and reading.decimals >= FULL_DECIMALS


def _found(one: _Statement, alike: dict[str, list[_Statement]]) -> str:
    """What the other documents state, each value once, with the first documents that state it."""
    parts = []
    for digits, statements in alike.items():
        first = [s.report.document.path for s in islice(statements, NAMED + 1) if s is not one]
        more = len(statements) - (number(one.reading) == digits) - NAMED
        if first:
            paths = ", ".join(first[:NAMED])
            parts.append(f"{digits} in {paths}{f' and {more} more' if more > 0 else ''}")
    return "; ".join(parts)


def _raise(score: Score, exact: bool) -> None:
    """Another document's word: the same digits prove a value, a rounded one supports it."""
    if exact:
        if not score.fixed:
            score.status = ScoreStatus.VERIFIED
        score.confidence = max(score.confidence, CONFIRMED)
        return
    if score.status is ScoreStatus.UNCHECKED:
        score.status = ScoreStatus.CONSISTENT
    score.confidence = max(score.confidence, SUPPORTED)


def _other_year(statements: list[_Statement], facts: dict[Fact, list[_Statement]], fact: Fact) -> str:
    """A hint where one document's value is what another states for a neighbouring year."""
    agency, year, kind, code, part = fact
    stated: dict[float, list[_Statement]] = {}
    for statement in statements:
        stated.setdefault(round(statement.score.value, 6), []).append(statement)
    for other_year in (year - 1, year + 1):
        for other in facts.get((agency, other_year, kind, code, part), []):
            for one in stated.get(round(other.score.value, 6), []):
                if other.report is not one.report:
                    return (
                        f"; {number(one.reading)} is the result of {other_year} in "
                        f"{other.report.document.path}, so a year may be wrong"
                    )
    return ""
