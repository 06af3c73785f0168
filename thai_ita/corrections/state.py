"""A report while corrections are put into it: facts by name, and what persons have taken out.

``report`` is what was parsed, never what was reconciled, since that is done anew after each round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from thai_ita.export.tables import Row, build_tables
from thai_ita.model import Basis, Finding, Measure, Report, Score, ScoreKey

if TYPE_CHECKING:
    from thai_ita.corrections.given import Given

Fact = Score | Measure | Finding
Name = tuple[str, str]
"""Table and name of a fact; ("documents", "") is the document."""
_LEFT_OUT = frozenset({"code-order", "code-collision"})
DOCUMENT: Name = ("documents", "")


def copied(report: Report) -> Report:
    """A report that can be reconciled and leaves this one as it is; the document is shared."""
    identity = report.identity
    return replace(
        report,
        identity=replace(
            identity,
            agency_votes=dict(identity.agency_votes),
            agency_candidates=list(identity.agency_candidates),
        ),
        scores=[copied_score(score) for score in report.scores],
        impossible=[copied_score(score) for score in report.impossible],
        withheld=[copied_score(score) for score in report.withheld],
        measures=[replace(measure) for measure in report.measures],
        findings=[replace(finding) for finding in report.findings],
        checks=[replace(check) for check in report.checks],
        problems=list(report.problems),
        unsure_years=dict(report.unsure_years),
        unsure_names=dict(report.unsure_names),
        disputed_names=set(report.disputed_names),
        rejected=set(report.rejected),
        corrections=[],
    )


def copied_score(score: Score) -> Score:
    return replace(score, restated=list(score.restated))


def restore(score: Score, before: Score) -> None:
    """Give a score everything that it had."""
    for each in fields(score):
        setattr(score, each.name, getattr(before, each.name))


def full_key(report: Report, score: Score) -> ScoreKey:
    """The key of a score with the document's owner where it names none."""
    return replace(score, agency=score.agency or report.identity.agency).key


class ShownFacts:
    """What the tables would show: rows and facts by name, and scores that are kept out of them."""

    def __init__(self, trial: Report) -> None:
        tables = {table.name: table.rows for table in build_tables([trial])}
        self.identity = trial.identity
        self.rows: dict[Name, Row] = {DOCUMENT: tables["documents"][0]}
        self.facts: dict[Name, Fact] = {}
        listed: dict[str, Sequence[Fact]] = {
            "scores": trial.scores, "measures": trial.measures, "findings": trial.findings,
        }  # fmt: skip
        for table, facts in listed.items():
            for fact, row in zip(facts, tables[table], strict=True):
                self.rows[table, fact.fact] = row
                self.facts[table, fact.fact] = fact
        self.unsure = {score.fact: score for score in (*trial.withheld, *trial.impossible)}


@dataclass(slots=True)
class Work:
    """The report that corrections change, by the names of its facts."""

    report: Report
    removed: dict[Name, Fact] = field(default_factory=dict)
    overlays: dict[Name, list[list[Given]]] = field(default_factory=dict)
    """What persons say of year, owner or code of scores that follow from others: they follow anew each
    time, and are changed then."""

    def find(self, name: Name) -> Fact | None:
        """A fact that was parsed, or that a person added, published or not."""
        lists = self._lists(name[0])
        return next((fact for facts in lists for fact in facts if fact.fact == name[1]), None)

    def scores(self) -> list[Score]:
        """All scores, published or not."""
        return [*self.report.scores, *self.report.impossible, *self.report.withheld]

    def _lists(self, table: str) -> list[list[Score]] | list[list[Measure]] | list[list[Finding]]:
        report = self.report
        if table == "scores":
            return [report.scores, report.impossible, report.withheld]
        return [report.measures] if table == "measures" else [report.findings]

    def add(self, fact: Fact) -> None:
        if isinstance(fact, Score):
            self.report.scores.append(fact)
        elif isinstance(fact, Measure):
            self.report.measures.append(fact)
        else:
            self.report.findings.append(fact)

    def remove(self, name: Name, fact: Fact) -> None:
        """Take a fact out; it is remembered, since it may be brought back."""
        if isinstance(fact, Score):
            self._is_not_withheld(fact)
        for facts in self._lists(name[0]):
            facts[:] = [other for other in facts if other is not fact]  # type: ignore[misc]
        self.removed[name] = fact
        if isinstance(fact, Score):
            self.report.rejected.add(full_key(self.report, fact))

    def publish(self, score: Score) -> None:
        """Put an impossible or withheld score among the others."""
        self._is_not_withheld(score)
        for facts in (self.report.impossible, self.report.withheld):
            if any(other is score for other in facts):
                facts[:] = [other for other in facts if other is not score]
                self.report.scores.append(score)

    def _is_not_withheld(self, score: Score) -> None:
        """Checks that say that it was left out, as parsing does for a doubtful code, hold no more."""
        report = self.report
        if any(other is score for other in report.withheld):
            figure = f"{score.code} {score.value_as_seen}"
            report.checks[:] = [
                check for check in report.checks
                if not (check.check in _LEFT_OUT and check.found == figure
                        and check.fiscal_year == score.fiscal_year)
            ]  # fmt: skip

    def following(self, base: Score) -> list[Score]:
        """Scores that the document's own words derive from a stated one: of the year beside it."""
        if base.fiscal_year is None or base.basis is Basis.DERIVED:
            return []
        beside = (base.fiscal_year - 1, base.fiscal_year + 1)
        return [
            score
            for score in self.report.scores
            if score.basis is Basis.DERIVED
            and score.fiscal_year in beside
            and (score.kind, score.code, score.part) == (base.kind, base.code, base.part)
            and score.agency == base.agency
        ]


Finish = Callable[[Report], None]
"""What makes a parsed report one whose tables can be shown: reconciling it, and naming what follows."""
