"""What the caller knows of a file besides its content, and where it is used.

The document has the first word: a hint fills what the parser did not find or guessed from the file's
properties or name, and where the two disagree both are kept, the disagreement as a Problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.batch.task import Hints
from thai_ita.model import Agency, DocStatus, EstablishedBy, Problem, Report

if TYPE_CHECKING:
    from thai_ita.normalize.gazetteer import Gazetteer

_INCOMPLETE = "identity-incomplete"
_GUESSED = (EstablishedBy.PROPERTIES, EstablishedBy.FILE_NAME)


def apply_hints(report: Report, hints: Hints, gazetteer: Gazetteer | None = None) -> None:
    """Complete the identity of a report from hints, and note where the document says otherwise."""
    if hints.fiscal_year is not None:
        _apply_year(report, hints.fiscal_year)
    if hints.agency:
        _apply_agency(report, hints.agency, gazetteer)
    identity = report.identity
    if identity.agency and identity.fiscal_year and report.status is DocStatus.PARTIAL:
        from thai_ita.parse.scores.unread import INCOMPLETE

        # Only the missing identity is mended; what was not read keeps a report partial.
        kept = [t for t in report.problems if t.code != _INCOMPLETE]
        unread = any(page.needs_ocr for page in report.document.pages)
        unread = unread or any(t.code in INCOMPLETE for t in kept)
        if len(kept) < len(report.problems) and not unread:
            report.status = DocStatus.OK
        report.problems[:] = kept


def _apply_year(report: Report, year: int) -> None:
    found = report.identity.fiscal_year
    if found is None or report.identity.year_from in _GUESSED:
        report.identity.fiscal_year = year
        report.identity.year_from = EstablishedBy.HINT
        for score in report.scores:
            if score.year_from in _GUESSED:
                score.fiscal_year, score.year_from = year, EstablishedBy.HINT
    elif found != year:
        _note(report, "hint-year", f"the list says fiscal year {year}, the document {found}")


def _apply_agency(report: Report, text: str, gazetteer: Gazetteer | None) -> None:
    hinted = hinted_agency(text, gazetteer)
    found = report.identity.agency
    if hinted is None:
        _note(report, "hint-agency", f"the list's agency is no agency's name: {text}")
    elif found is None or report.identity.agency_from in _GUESSED:
        report.identity.agency = hinted
        report.identity.agency_from = EstablishedBy.HINT
        for score in report.scores:
            if score.agency_from in _GUESSED:
                score.agency, score.agency_from = hinted, EstablishedBy.HINT
    elif found.name != hinted.name:
        _note(report, "hint-agency", f"the list says {hinted.name}, the document {found.name}")


def hinted_agency(text: str, gazetteer: Gazetteer | None = None) -> Agency | None:
    """The agency that a text names, with district and province where it names them."""
    from thai_ita.normalize.agency_codes import identified
    from thai_ita.normalize.agency_vote import agencies_of_lines, agency_of, resolve_agency
    from thai_ita.normalize.gazetteer import Gazetteer
    from thai_ita.normalize.owners import read_owner
    from thai_ita.normalize.places import vote_place

    known = gazetteer or Gazetteer.embedded()
    mentions, near = agencies_of_lines([text], known)
    if not mentions:
        place = vote_place([text], known, [0])
        other = read_owner(text)
        return agency_of(other, place.district, place.province) if other else None
    place = vote_place([text], known, near)
    agency = resolve_agency(mentions, place, known).agency
    if agency is None:
        return None
    # What a person says is no damaged name.
    return identified(agency, known, subdistrict=place.subdistrict, mend=False)


def _note(report: Report, code: str, message: str) -> None:
    report.problems.append(Problem(code, message))
