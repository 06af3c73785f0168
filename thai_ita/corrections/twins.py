"""Values that persons have brought under one owner, year and code."""

from __future__ import annotations

import re
from typing import Final

from thai_ita.analyze.reconcile.confidence import CONTRADICTED
from thai_ita.analyze.reconcile.explain import CORRECTION
from thai_ita.corrections.state import full_key
from thai_ita.model import (
    Check,
    CheckResult,
    EstablishedBy,
    Problem,
    Report,
    Score,
    ScoreKey,
    ScoreStatus,
    Severity,
)
from thai_ita.side_files import shortened

MISFIT_CODE: Final = "correction-misfit"
"""The problem of a correction that did nothing, or of which nobody can say what it did."""
_NUMBERED: Final = re.compile(r"#\d+$")


def doubt_twins(report: Report) -> None:
    """Two values that persons have brought under one owner, year and code: nobody can say which it is.

    A document that states a score twice has both under one name; these have two.
    """
    rows: dict[ScoreKey, list[Score]] = {}
    for score in report.scores:
        if score.fiscal_year is not None and not score.by_code_alone:
            rows.setdefault(full_key(report, score), []).append(score)
    for twins in rows.values():
        names = {_NUMBERED.sub("", score.fact) for score in twins}
        if len(names) < 2 or len({score.value for score in twins}) < 2 or not any(map(_is_given, twins)):
            continue
        for score in twins:
            score.status = ScoreStatus.CONFLICT
            score.confidence = min(score.confidence, CONTRADICTED)
        one = twins[0]
        values = ", ".join(f"{score.value:g} ({shortened(score.fact)})" for score in twins)
        said = (
            f"by corrections there are {len(twins)} values of {one.kind} {one.code} of {one.fiscal_year}: {values}; "
            "none of them is taken for right: reject all but one"
        )
        report.checks.append(Check(
            check=CORRECTION, result=CheckResult.FAILS, fiscal_year=one.fiscal_year, severity=Severity.WARNING,
            scores=[one.code], message=said, agency=one.agency or report.identity.agency,
        ))  # fmt: skip
        report.problems.append(Problem(MISFIT_CODE, said, Severity.WARNING))


def _is_given(score: Score) -> bool:
    said = EstablishedBy.CORRECTION
    return bool(score.corrected_by) or said in (score.year_from, score.agency_from)
