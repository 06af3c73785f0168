"""The types of local governments, and the parts of their names."""

from __future__ import annotations

import re

TAO = "องค์การบริหารส่วนตำบล"
PAO = "องค์การบริหารส่วนจังหวัด"
CITY = "เทศบาลนคร"
TOWN = "เทศบาลเมือง"
SUBDISTRICT = "เทศบาลตำบล"
PATTAYA = "เมืองพัทยา"
AGENCY_TYPES = (TAO, PAO, CITY, TOWN, SUBDISTRICT, PATTAYA)
"""Every type of local government, as the first part of its official name."""
SHORT_TYPES = {TAO: "อบต.", PAO: "อบจ.", CITY: "ทน.", TOWN: "ทม.", SUBDISTRICT: "ทต.", PATTAYA: PATTAYA}
"""The official abbreviation of each type."""


def key_of(name: str) -> str:
    """The form under which a name is looked up: without spaces and dots."""
    return re.sub(r"[\s.\u200b]", "", name)


def split_type(full_name: str) -> tuple[str, str]:
    """An official name as (type, bare name); ("", name) where it is no local government's."""
    name = re.sub(r"\s+", "", full_name)
    if name == PATTAYA:
        return PATTAYA, PATTAYA
    for agency_type in (TAO, PAO, CITY, TOWN, SUBDISTRICT):
        if name.startswith(agency_type) and len(name) > len(agency_type):
            return agency_type, name[len(agency_type) :]
    return "", name


def full_name(agency_type: str, name: str) -> str:
    """The official name of a local government: its type and its name."""
    return name if agency_type == PATTAYA else agency_type + name
