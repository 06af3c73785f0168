"""What corrections do to a document as a whole: whose it is, of which year, of which type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.corrections.fact_changes import dates_of, persons_word, signed_by
from thai_ita.corrections.given import Given
from thai_ita.corrections.state import Work
from thai_ita.corrections.stated_owners import OWNER_COLUMNS, owner_said
from thai_ita.model import Agency, DocType, EstablishedBy, Report, Score

if TYPE_CHECKING:
    from thai_ita.normalize.gazetteer import Gazetteer

_TOLD_ANEW = frozenset({"no-data", "identity-incomplete"})
"""Problems that say what a document lacks."""


def change_document(work: Work, together: list[Given], gazetteer: Gazetteer | None) -> str:
    """Give or confirm columns of a document, all at once or none; what follows in a word. Raises BadValueError."""
    identity = work.report.identity
    said = {given.correction.column: given for given in together}
    following: set[int] = set()
    also: list[str] = []
    owner = [said[column] for column in OWNER_COLUMNS if column in said]
    if owner:
        confirms = all(given.confirms for given in owner)
        names = {given.correction.column: given.correction.becomes for given in owner}
        agency = identity.agency if confirms else owner_said(identity.agency, names, gazetteer)
        was = identity.agency
        following |= _give_owner(work.report, agency, confirms)
        if was and agency and was.district and not agency.district and "district" not in said:
            also.append(f"the district {was.district}, which is not of it, is taken out")
    if "fiscal_year" in said:
        year = said["fiscal_year"].value
        assert year is None or isinstance(year, int)
        confirms, before = said["fiscal_year"].confirms, identity.fiscal_year
        moved, staying = _give_year(work, year, confirms)
        following |= moved
        if staying and not confirms:
            also.append(
                f"{staying} {'score stays' if staying == 1 else 'scores stay'} under {before or 'no year'}, which the "
                "caption, column or sentence beside says too: correct the fiscal_year of these also where it is wrong"
            )
    for column in ("title", "level", "decided_on"):
        if column in said and not said[column].confirms:
            setattr(identity, column, str(said[column].value or ""))
    if "doc_type" in said:
        identity.doc_type = DocType(str(said["doc_type"].value or DocType.OTHER))
    for given in together:
        identity.corrected_by = signed_by(identity.corrected_by, given.who)
    count = len(following)
    told = [f"{count} {'score follows' if count == 1 else 'scores follow'}"] if following else []
    return "; ".join(told + also)


def restate_status(report: Report) -> None:
    """Tell anew how far the reading of a document got, after its facts have changed."""
    from thai_ita.parse.report import status_of

    report.problems[:] = [t for t in report.problems if t.code not in _TOLD_ANEW]
    report.error = ""
    report.status = status_of(report)


def _give_owner(report: Report, agency: Agency | None, confirms: bool) -> set[int]:
    """The document's own scores follow, so many; what was doubtful of the name no longer is."""
    following: set[int] = set()
    identity, before = report.identity, report.identity.agency
    for score in (*report.scores, *report.impossible, *report.withheld):
        if not _is_own(score, before):
            continue
        if not confirms:
            following.add(id(score))
        score.agency = agency if score.agency is not None else None
        score.agency_from = persons_word(agency)
    for check in report.checks:
        if check.agency == before:
            check.agency = agency
    old, new = (one.agency_id if one else "" for one in (before, agency))
    report.rejected = {(new, *key[1:]) if key[0] == old else key for key in report.rejected}
    # The recogniser's doubt of its letters is settled.
    report.problems[:] = [
        problem for problem in report.problems
        if problem.code != "name-recognised" or before is None or before.name not in problem.message
    ]  # fmt: skip
    identity.agency = agency
    identity.agency_from = persons_word(agency)
    identity.agency_candidates = []
    if agency is not None:
        report.unsure_names.pop(agency.name, None)
        report.disputed_names.discard(agency.name)
    return following


def _is_own(score: Score, own: Agency | None) -> bool:
    return score.agency is None or (own is not None and score.agency.agency_id == own.agency_id)


def _give_year(work: Work, year: int | None, confirms: bool) -> tuple[set[int], int]:
    """Scores that have their year from the document follow, and with them what the document derives from them for the
    year beside; of an undated one it is inferred. Those that followed, and how many of that year stay, since what
    stands beside them says it too and is not the title."""
    report = work.report
    following: set[int] = set()
    staying = 0
    identity, before = report.identity, report.identity.fiscal_year
    for score in (*report.scores, *report.impossible, *report.withheld):
        if score.fiscal_year != before or id(score) in following:
            continue
        if score.year_from.is_beside and not score.year_of_title:
            staying += 1
            continue
        derived = work.following(score)
        if not confirms:
            following |= {id(score), *map(id, derived)}
        if before is None:
            score.year_from = EstablishedBy.INFERRED
        elif score.year_from is not EstablishedBy.INFERRED:
            score.year_from = persons_word(year)
        for other in derived:
            if year is not None and before is not None and other.fiscal_year is not None:
                other.fiscal_year += year - before
        score.fiscal_year = year
        if year is None:
            score.year_from = EstablishedBy.UNKNOWN
    for measure in report.measures:
        # Dates of a time frame without a year are of the year of the document.
        if (measure.start_date, measure.end_date) == dates_of(measure.timeframe, before):
            measure.start_date, measure.end_date = dates_of(measure.timeframe, year)
    identity.fiscal_year = year
    identity.year_from = persons_word(year)
    if year is not None:
        report.unsure_years.pop(year, None)
    return following, staying
