"""Which local government of the registry a name and a place stand for, and why, or why none.

A place that is stated decides between namesakes. A name that the registry lacks is a damaged one only where
nothing but marks differ and the province is known, or where one letter that looks alike differs and the
district is known too; another letter makes another agency. What fits several is told as candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from thai_ita.model import Agency
from thai_ita.normalize.agency_types import AGENCY_TYPES, PAO, PATTAYA, full_name, key_of
from thai_ita.normalize.agency_vote import agency_slug
from thai_ita.normalize.areas import capital_district, districts_of_subdistrict
from thai_ita.normalize.edit_kinds import base_letters
from thai_ita.normalize.gazetteer import Gazetteer, GazetteerRow
from thai_ita.normalize.look_alikes import edits
from thai_ita.normalize.places import Place
from thai_ita.normalize.registry import Period, fiscal_year_of

FIRST_ASSESSED = 2557
"""The first fiscal year (พ.ศ.) with an assessment; no report names what was renamed before."""
LETTERS_OF_LONG = 5
"""A shorter name is too near to too many others for a letter to be misread in it."""


@dataclass(frozen=True, slots=True)
class Identified:
    """What a name and a place stand for.

    ``row`` is None where the registry has none for it, or several: their ids are ``candidates`` then.
    ``rule`` is how the name was recognised: exact, marks, look-alike; or none, several, elsewhere. ``reason``
    says it in a sentence.
    """

    row: GazetteerRow | None
    rule: str
    reason: str
    candidates: tuple[str, ...] = ()

    @property
    def mended(self) -> bool:
        """Whether the name as printed is a damaged one."""
        return self.row is not None and self.rule != "exact"


def identify(agency_type: str, name: str, place: Place, gazetteer: Gazetteer, year: int | None = None) -> Identified:
    """The local government of a type and bare name in a place; ``year`` is a fiscal year (พ.ศ.) in which it
    bore them, for namesakes.

    >>> from thai_ita.normalize.agency_types import TAO
    >>> identify(TAO, "บ้านใหม่", Place(province="นนทบุรี"), Gazetteer.embedded()).row.agency_id
    'dla-6120308'
    """
    if agency_type not in AGENCY_TYPES:
        return Identified(None, "none", "no local government")
    exact = gazetteer.find(agency_type, name)
    if not exact:
        return _of_damaged(agency_type, name, place, gazetteer)
    here = [r for r in exact if not place.province or not r.province or r.province == place.province]
    if here:
        return _of_namesakes(here, name, place, gazetteer, year)
    damaged = _of_damaged(agency_type, name, place, gazetteer)
    if damaged.rule == "marks":
        return damaged
    return Identified(None, "elsewhere", f"the registry has that name in {_provinces(exact)} only")


def _of_namesakes(
    rows: Sequence[GazetteerRow], name: str, place: Place, gazetteer: Gazetteer, year: int | None
) -> Identified:
    """Which of the rows of one name, all of the stated province."""
    here = list(rows)
    if not place.province and place.sender:
        here = [r for r in here if r.province == place.sender] or here
    in_district = [r for r in here if r.district and r.district == place.district]
    if in_district:
        here = in_district
    elif _is_district(place, gazetteer) and here[0].type != PAO:
        # A district that was founded later than the code: the subdistrict of that name lies in it now.
        moved = [r for r in here if not r.district or place.district in districts_of_subdistrict(r.province, name)]
        if not moved:
            return Identified(
                None,
                "elsewhere",
                f"the registry has that name in อำเภอ{here[0].district}, not in อำเภอ{place.district}",
                _ids(here),
            )
        here = moved
    if len(here) > 1 and place.subdistrict:
        within = [r for r in here if r.district in districts_of_subdistrict(r.province, place.subdistrict)]
        here = within or here
    if len(here) > 1:
        here = [r for r in here if _bore_it(r, year)] or here
    if len({r.agency_id or r for r in here}) == 1:
        return Identified(here[0], "exact", "the registry has that name" + (" there" if place.province else " once"))
    return Identified(
        None,
        "several",
        f"{len(here)} local governments bear that name, and the document does not tell which",
        _ids(here),
    )


def _bore_it(row: GazetteerRow, year: int | None) -> bool:
    """Whether it bore the name in a fiscal year; for None in any since local governments are assessed."""
    if year is not None:
        return Period(row.type, row.name, row.since, row.until).covers(year)
    return not row.until or fiscal_year_of(row.until) >= FIRST_ASSESSED


def _of_damaged(agency_type: str, name: str, place: Place, gazetteer: Gazetteer) -> Identified:
    unknown = Identified(None, "none", "the registry does not have that name")
    key = key_of(name)
    letters = base_letters(key)
    near = gazetteer.with_letters(agency_type, letters)
    place = replace(place, province=place.province or place.sender)
    if not place.province:
        return replace(unknown, candidates=_ids(near)) if len(near) == 1 else unknown
    listed = gazetteer.in_province(place.province)
    stated = _is_district(place, gazetteer)
    if namesakes := [row for row in listed if key_of(row.name) == key]:
        # One of the same district may have changed its type since, or before what the registry knows.
        here = [row for row in namesakes if stated and row.district == place.district]
        return Identified(None, "elsewhere", "a local government of another type bears that name there", _ids(here))
    near = [row for row in near if row.province == place.province]
    if stated:
        near = [row for row in near if row.district == place.district]
    where = f"of อำเภอ{place.district} จังหวัด{place.province}" if stated else f"of จังหวัด{place.province}"
    if len(near) == 1:
        return Identified(near[0], "marks", f"the only one {where} with the same letters; marks differ")
    if near:
        return Identified(None, "several", f"{len(near)} names {where} have the same letters", _ids(near))
    if not stated or len(letters) < LETTERS_OF_LONG or place.district in districts_of_subdistrict(place.province, key):
        return unknown
    alike = [
        row
        for row in listed
        if row.type == agency_type and row.district == place.district and _one_look_alike(key, key_of(row.name))
    ]
    if len(alike) == 1:
        return Identified(alike[0], "look-alike", f"the only one {where} that differs by one letter that looks alike")
    return replace(unknown, candidates=_ids(alike))


def _one_look_alike(name: str, listed: str) -> bool:
    if abs(len(name) - len(listed)) > 0:
        return False
    differing = edits(name, listed)
    return len(differing) == 1 and differing[0].alike and not differing[0].is_mark


def _is_district(place: Place, gazetteer: Gazetteer) -> bool:
    """Whether the stated district is one of the stated province, or of any where none is stated."""
    homes = gazetteer.districts.get(place.district) if place.district else None
    return homes is not None and (not place.province or not homes or place.province in homes)


def _ids(rows: Iterable[GazetteerRow]) -> tuple[str, ...]:
    """The ids of rows, or for those without a code their full names with their place."""
    return tuple(sorted({
        row.agency_id or " ".join(filter(None, (
            row.full_name,
            row.district and f"อำเภอ{row.district}",
            row.province and f"จังหวัด{row.province}",
        )))
        for row in rows if row.code or row.province
    }))  # fmt: skip


def _provinces(rows: Iterable[GazetteerRow]) -> str:
    return ", ".join(sorted({f"จังหวัด{row.province}" for row in rows}))


def registered(agency: Agency, found: Identified, gazetteer: Gazetteer) -> Agency:
    """The agency with the id, the name and the place that the registry has for it; as it is where none was
    found. A district that the document states stays, where it is one of the province."""
    row = found.row
    if row is None:
        return agency
    province = row.province or agency.province
    homes = gazetteer.districts.get(agency.district) if agency.district else None
    keeps = homes is not None and (not homes or province in homes)
    district = agency.district if keeps else row.district or agency.district
    if row.type == PAO:
        district = district or capital_district(province)
    name = full_name(row.type, row.name)
    return Agency(row.agency_id or agency.agency_id, name, agency.type, district, province)


def placed(agency: Agency, district: str, province: str) -> Agency:
    """The agency in another place, under the id that is made from its name and this place."""
    slug = agency_slug(agency.type, bare_name(agency), province, district)
    return replace(agency, agency_id=slug, district=district, province=province)


def bare_name(agency: Agency) -> str:
    """The name of a local government without its type."""
    return agency.name if agency.type == PATTAYA else agency.name.removeprefix(agency.type)


def identified(agency: Agency, gazetteer: Gazetteer, *, subdistrict: str = "", mend: bool = True) -> Agency:
    """The agency as the registry has it, where its name and place tell which that is; without ``mend`` only
    where the name is the registry's own."""
    place = Place(agency.district, agency.province, subdistrict)
    found = identify(agency.type, bare_name(agency), place, gazetteer)
    return agency if found.mended and not mend else registered(agency, found, gazetteer)
