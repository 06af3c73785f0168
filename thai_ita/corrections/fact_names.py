"""What each fact of a document is called, so that a correction finds it again.

A name is made from what was read and never from what a correction says, so that it stays when the
fact is corrected: ``2567/indicator/9``, ``2567/indicator/7/2`` of a part, ``-/overall/ITA`` where no
year is known, ``2567/indicator/9@เทศบาลตำบล...`` of an owner that is not the document's own;
``3:1a2b3c`` for the third measure with that title, ``weakness:1a2b3c4d`` for a finding. Of several
with one name the second is called ``...#2``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from thai_ita.model import Basis, Finding, Measure, Report, Score

UNKNOWN_YEAR = "-"
TITLE_DIGITS, TEXT_DIGITS = 6, 8
"""Hex digits that tell measures of one number, and findings of one kind, apart."""


def name_facts(report: Report) -> None:
    """Name every fact of a report that has no name yet, in place.

    Published scores come before impossible and withheld ones, so that theirs are the plain names.
    """
    scores = [*report.scores, *report.impossible, *report.withheld]
    _free(scores)
    _name(scores, [_score_name(report, s) if not s.fact else "" for s in scores])
    measures, findings = report.measures, report.findings
    _name(measures, [_measure_name(m) if not m.fact else "" for m in measures])
    _name(findings, [_finding_name(f) if not f.fact else "" for f in findings])


def _free(scores: Sequence[Score]) -> None:
    """Take the name from what follows from others where another has it: one whose year was corrected."""
    count = Counter(score.fact for score in scores)
    for score in scores:
        if score.fact and count[score.fact] > 1 and score.basis is Basis.DERIVED:
            count[score.fact] -= 1
            score.fact = ""


def _name(facts: Sequence[Score | Measure | Finding], names: list[str]) -> None:
    taken = {fact.fact for fact in facts if fact.fact}
    next_number: dict[str, int] = {}
    for fact, name in zip(facts, names, strict=True):
        if fact.fact:
            continue
        unique, number = name, next_number.get(name, 2)
        while unique in taken:
            unique, number = f"{name}#{number}", number + 1
        next_number[name] = number
        taken.add(unique)
        fact.fact = unique


def _score_name(report: Report, score: Score) -> str:
    year = UNKNOWN_YEAR if score.fiscal_year is None else score.fiscal_year
    part = f"/{score.part}" if score.part else ""
    own, owner = report.identity.agency, score.agency
    is_own = owner is None or (own is not None and own.agency_id == owner.agency_id)
    other = "" if owner is None or is_own else f"@{owner.name}"
    return f"{year}/{score.kind}/{score.code}{part}{other}"


def _measure_name(measure: Measure) -> str:
    return f"{measure.seq}:{_digest(measure.title, TITLE_DIGITS)}"


def _finding_name(finding: Finding) -> str:
    return f"{finding.kind}:{_digest(finding.text, TEXT_DIGITS)}"


def _digest(text: str, length: int) -> str:
    # Blanks are no part of it: another version of the reader may join lines otherwise.
    letters = "".join(text.split()).encode("utf-8", "surrogatepass")
    return hashlib.sha256(letters).hexdigest()[:length]
