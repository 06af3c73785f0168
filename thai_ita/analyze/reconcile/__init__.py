"""Every number against the arithmetic, the calendar and the other statements of its year.

``reconcile`` works on one report, ``reconcile_across`` on reports that speak of the same agency and
year, ``explain`` says in sentences what came out. docs/reconcile.md defines every word.
"""

from __future__ import annotations

from collections.abc import Sequence

from thai_ita.analyze.reconcile.across_documents import reconcile_across
from thai_ita.analyze.reconcile.check_wording import evidence_place
from thai_ita.analyze.reconcile.explain import explain, explain_rows
from thai_ita.analyze.reconcile.intervals import HIGHEST
from thai_ita.analyze.reconcile.reconcile_report import Policy, reconcile_report
from thai_ita.analyze.reconcile.search import SearchBounds
from thai_ita.model import Change, Problem, Report, Severity

__all__ = ["Policy", "SearchBounds", "explain", "explain_rows", "reconcile", "reconcile_across"]


def reconcile(
    report: Report,
    *,
    repair: bool = True,
    changes: Sequence[Change] | None = None,
    policy: Policy | None = None,
) -> None:
    """Proves, repairs and derives the scores of a report, in place; fills ``report.checks``.

    ``repair`` False changes no value. ``changes`` are the stated changes from the year before;
    None takes them from ``report.changes`` where the report carries them. ``policy`` sets
    everything else, and ``repair`` where it is given. Run it once on a report as parsed.
    """
    if changes is None:
        changes = report.changes
    report.scores += report.impossible
    reconcile_report(report, policy or Policy(repair=repair), changes)
    report.impossible = [score for score in report.scores if score.value > HIGHEST]
    report.scores = [score for score in report.scores if score.value <= HIGHEST]
    for score in report.impossible:
        note = (
            f"{score.kind} {score.code} of {score.fiscal_year} is read as {score.value_as_seen}, "
            "which is no score; nothing tells what it should be, so it was left out: look it up "
            f"in the original ({evidence_place(score.evidence) or 'in the text'})"
        )
        report.problems.append(Problem("impossible-value", note, Severity.WARNING, score.evidence.page))
