"""A Document becomes a Report: identity first, then scores, measures, findings, and the status."""

from __future__ import annotations

from collections.abc import Iterator

from thai_ita.model import (
    Check,
    DocStatus,
    Document,
    EstablishedBy,
    Identity,
    Line,
    Problem,
    Report,
)
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.normalize.registry import ID_PREFIX
from thai_ita.parse.document_type import document_type
from thai_ita.parse.figures import FigureLedger
from thai_ita.parse.findings.read_findings import read_findings
from thai_ita.parse.identity import read_identity
from thai_ita.parse.measures.read_measures import build_measures, read_records
from thai_ita.parse.owner_codes import settle_owners
from thai_ita.parse.recognised_names import SettledNames, settle_names
from thai_ita.parse.recognised_ranges import drop_impossible_periods, range_checks
from thai_ita.parse.recognised_years import doubt_years, settle_years
from thai_ita.parse.scores.read_scores import read_scores
from thai_ita.parse.scores.resolve import ScoreReading
from thai_ita.parse.scores.unread import INCOMPLETE
from thai_ita.parse.tables.legends import with_legends
from thai_ita.parse.tables.shaded_heads import with_shaded_heads
from thai_ita.parse.text.sections import find_sections
from thai_ita.parse.text.topic_cues import names_assessment


def parse_document(document: Document, *, gazetteer: Gazetteer | None = None) -> Report:
    """What a document says. It never raises for odd content: what cannot be read is a Problem."""
    report = Report(document=document, problems=list(document.problems))
    document = with_shaded_heads(document)
    gazetteer = gazetteer or Gazetteer.embedded()
    names = settle_names(document, gazetteer)
    years = settle_years(names.document)
    document = years.document
    report.unsure_years = years.unsure
    report.unsure_names, report.disputed_names = names.unsure, names.disputed
    sections = find_sections(document)
    identity = read_identity(document, gazetteer)
    report.identity = identity
    reporter = identity.agency
    ledger = FigureLedger()
    matchers = Matchers(lambda: _texts(document))
    reading = read_scores(with_legends(document), identity, sections, ledger, matchers)
    if identity.agency is None:
        # A list of many agencies turned out to be nobody's own report.
        identity.agency_from, identity.agency_as_seen = EstablishedBy.UNKNOWN, ""
    report.scores = reading.scores
    report.refused = reading.refused
    report.changes = reading.changes
    report.impossible = reading.impossible
    report.withheld = reading.withheld
    settle_owners(report, gazetteer, reporter)
    doubt_years(report)
    report.problems += reading.problems
    matcher = matchers.of(identity.fiscal_year)
    records = read_records(document, identity.title, sections)
    report.measures = build_measures(records, identity.fiscal_year, matcher)
    _check_what_was_recognised(report, [*years.checks, *reading.checks])
    _tell_names(report, names)
    identity.level = _level(reading, identity)
    known = bool(report.scores or report.measures) or names_assessment(identity.title)
    report.findings = read_findings(document, matcher, sections, of_assessment=known)
    identity.doc_type = document_type(identity.title, report.scores, report.measures, records, report.findings)
    report.status = status_of(report)
    report.refusals = ledger.refusals(document, about_ita=reading.about_ita)
    return report


def _check_what_was_recognised(report: Report, checks: list[Check]) -> None:
    """Checks of pages that a recogniser read: years, codes, ranges and the agency's name."""
    report.checks = checks
    if not any(page.recognised for page in report.document.pages):
        return
    report.checks += range_checks(report.document)
    drop_impossible_periods(report.measures)
    agency = report.identity.agency
    if agency is not None and not agency.agency_id.startswith(ID_PREFIX):
        note = (
            f"the agency's name {agency.name} was recognised in a picture, where one mark is easily "
            "misread, and the registry does not tell which it is; compare it with the original"
        )
        report.problems.append(Problem("name-recognised", note))


def _tell_names(report: Report, names: SettledNames) -> None:
    """Says which names were put right, and which letters of a name that is used are doubtful."""
    used = {score.agency.name for score in (*report.scores, *report.withheld) if score.agency}
    if report.identity.agency is not None:
        used.add(report.identity.agency.name)
    said = [*dict.fromkeys(names.notes)]
    said += [f"{name}: {why}; compare with the original" for name, why in names.unsure.items() if name in used]
    report.problems += [Problem("name-recognised", note) for note in said]


def _texts(document: Document) -> Iterator[str]:
    """Every line and every cell, as far as their names may tell the edition."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells())


def _level(reading: ScoreReading, identity: Identity) -> str:
    """The rating stated for the year of the report, else for the latest year that has one."""
    if not reading.levels:
        return ""
    own = [word for year, word in reading.levels if year == identity.fiscal_year]
    if own:
        return own[0]
    latest = max((year for year, _ in reading.levels if year is not None), default=None)
    return next(word for year, word in reading.levels if year == latest)


def status_of(report: Report) -> DocStatus:
    """OK: figures or measures, and known whose and when. PARTIAL: something of that is missing."""
    if not report.scores and not report.measures and not report.findings:
        report.problems.append(Problem("no-data", "no scores, measures or findings of the ITA were found in it"))
        if unread := next((t for t in report.problems if t.code == "needs-ocr"), None):
            report.error = unread.message
        return DocStatus.NO_DATA
    of_many = not report.identity.agency and all(score.agency for score in report.scores)
    missing = [
        what
        for what, there in (
            ("the agency", report.identity.agency or (of_many and bool(report.scores))),
            ("the fiscal year", report.identity.fiscal_year),
        )
        if not there
    ]
    if missing:
        note = f"{' and '.join(missing)} could not be told from the text"
        report.problems.append(Problem("identity-incomplete", note))
        return DocStatus.PARTIAL
    if any(page.needs_ocr for page in report.document.pages):
        return DocStatus.PARTIAL
    if any(problem.code in INCOMPLETE for problem in report.problems):
        return DocStatus.PARTIAL
    return DocStatus.OK
