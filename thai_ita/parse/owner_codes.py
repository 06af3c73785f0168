"""The owners of a report by the registry: their official codes, their places, and damaged names mended.

This comes when everything is read, so that a name is the same word in all texts until then. Each owner is looked
up with the place that the document gives it; owners of a list that this leaves open are looked up where their
neighbours in the list lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from thai_ita.model import Agency, Problem, Report
from thai_ita.normalize.agency_codes import Identified, bare_name, identify, placed, registered
from thai_ita.normalize.agency_types import AGENCY_TYPES
from thai_ita.normalize.gazetteer import Gazetteer, GazetteerRow
from thai_ita.normalize.places import Place

LEAST_NEIGHBOURS: Final = 3
"""So many owners of a list must lie in one place that it tells where the others do."""
SHARE_OF_NEIGHBOURS: Final = 0.8
"""So great a part of the owners that the registry has must lie there."""
MOST_TOLD: Final = 5
"""Owners of a list that a problem names; the rest is counted."""


def settle_owners(report: Report, gazetteer: Gazetteer, reporter: Agency | None = None) -> None:
    """Gives the agency of a report and the owners of its scores the ids, names and places of the registry.

    ``reporter`` is the agency with whose place the owners were read, also where it turned out to report nothing.
    ``agency_candidates`` and the problems ``agency-mended`` and ``agency-open`` tell what was done and what
    could not be.
    """
    own = report.identity.agency
    owners = list(dict.fromkeys(a for a in _agencies(report) if a.type in AGENCY_TYPES))
    found = {owner: _of_document(owner, own, report, gazetteer) for owner in owners}
    if reporter is not None and reporter.province:
        _of_elsewhere([o for o in owners if o != own], reporter.province, found, report, gazetteer)
    _of_list(owners, found, report.identity.fiscal_year, gazetteer)
    settled = {owner: registered(owner, found[owner], gazetteer) for owner in owners}
    if own in found and found[own].rule == "none" and report.identity.sender and not own.province:
        # Whom the registry does not have lies where its letter comes from.
        settled[own] = placed(own, own.district, report.identity.sender)
    for score in (*report.scores, *report.impossible, *report.withheld):
        if score.agency is not None:
            score.agency = settled.get(score.agency, score.agency)
    for check in report.checks:
        if check.agency is not None:
            check.agency = settled.get(check.agency, check.agency)
    if own in found:
        report.identity.agency = settled[own]
        report.identity.agency_candidates = list(found[own].candidates)
    _rename_doubts(report, settled)
    _tell(report, found, settled)


def _agencies(report: Report) -> Iterable[Agency]:
    if report.identity.agency is not None:
        yield report.identity.agency
    for score in (*report.scores, *report.impossible, *report.withheld):
        if score.agency is not None:
            yield score.agency


def _of_document(owner: Agency, own: Agency | None, report: Report, gazetteer: Gazetteer) -> Identified:
    """Who an owner is by the place that the document gives it."""
    year = report.identity.fiscal_year
    place = Place(owner.district, owner.province)
    if owner == own:
        place = replace(place, subdistrict=report.identity.subdistrict, sender=report.identity.sender)
    return identify(owner.type, bare_name(owner), place, gazetteer, year)


def _of_elsewhere(
    owners: list[Agency],
    province: str,
    found: dict[Agency, Identified],
    report: Report,
    gazetteer: Gazetteer,
) -> None:
    """Looks up again whom the reporter's province was given to, and who is of another one by the registry; not
    in a list of that province."""
    here = sum(found[o].row is not None and o.province == province for o in owners)
    for owner in owners if here < LEAST_NEIGHBOURS else ():
        there = found[owner].rule == "elsewhere" or found[owner].mended
        if there and owner.province == province and not owner.district:
            year = report.identity.fiscal_year
            anywhere = identify(owner.type, bare_name(owner), Place(), gazetteer, year)
            if anywhere.rule == "exact":
                found[owner] = anywhere


def _of_list(owners: list[Agency], found: dict[Agency, Identified], year: int | None, gazetteer: Gazetteer) -> None:
    """Looks up the owners without a place where most of the others of the list lie."""
    province = _shared(owners, gazetteer, lambda row: row.province)
    for owner in owners if province else ():
        row = found[owner].row
        if owner.province or (row is not None and row.province == province):
            continue
        here = identify(owner.type, bare_name(owner), Place(owner.district, province), gazetteer, year)
        # Among neighbours a name of elsewhere is rather a damaged one of here.
        if row is None or here.mended:
            found[owner] = here
    district = _shared(
        [o for o in owners if not o.district], gazetteer,
        lambda row: f"{row.district}|{row.province}" if row.district else "",
    )  # fmt: skip
    for owner in owners if district else ():
        if found[owner].row is None and not owner.district:
            name, where = district.split("|")
            if owner.province in ("", where):
                place = Place(name, where)
                again = identify(owner.type, bare_name(owner), place, gazetteer, year)
                if again.row is not None:
                    found[owner] = again


def _shared(owners: list[Agency], gazetteer: Gazetteer, of: Callable[[GazetteerRow], str]) -> str:
    """The one place in which so many of the owners may lie that the list is one of it, or ""."""
    counts: Counter[str] = Counter()
    known = 0
    for owner in owners:
        rows = gazetteer.find(owner.type, bare_name(owner), owner.province, owner.district)
        places = {of(row) for row in rows} - {""}
        known += bool(places)
        counts.update(places)
    if not counts:
        return ""
    (best, most), *others = counts.most_common(2)
    sole = not others or others[0][1] < most
    return best if sole and most >= max(LEAST_NEIGHBOURS, SHARE_OF_NEIGHBOURS * known) else ""


def _rename_doubts(report: Report, settled: dict[Agency, Agency]) -> None:
    """What is doubtful of a name as read is doubtful of the name that it was mended to."""
    for before, after in settled.items():
        if before.name == after.name:
            continue
        if before.name in report.unsure_names:
            report.unsure_names[after.name] = report.unsure_names[before.name]
        if before.name in report.disputed_names:
            report.disputed_names.add(after.name)


def _tell(report: Report, found: dict[Agency, Identified], settled: dict[Agency, Agency]) -> None:
    own = report.identity.agency
    mended = [
        f"{before.name} is taken for {settled[before].name} ({settled[before].agency_id}): {one.reason}"
        for before, one in found.items()
        if one.mended
    ]
    if mended:
        more = f"; and {len(mended) - MOST_TOLD} more" if len(mended) > MOST_TOLD else ""
        report.problems.append(Problem("agency-mended", "; ".join(mended[:MOST_TOLD]) + more))
    for before, one in found.items():
        if settled[before] == own and one.candidates:
            known = ", ".join(one.candidates)
            report.problems.append(Problem("agency-open", f"{before.name}: {one.reason}; may be {known}"))
