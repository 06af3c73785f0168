"""Whose a fact is, as a person says it: an abbreviation or a name becomes an agency as hints do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from thai_ita.batch.hints import hinted_agency
from thai_ita.corrections.values import BadValueError
from thai_ita.model import Agency
from thai_ita.normalize.registry import ID_PREFIX
from thai_ita.side_files import shortened

if TYPE_CHECKING:
    from thai_ita.normalize.gazetteer import Gazetteer

OWNER_COLUMNS = ("agency", "district", "province")
LONGEST_OWNER = 300
"""Letters of what names an agency."""
LONGEST_SHOWN = 60
_DISTRICT = re.compile(r"^(?:อำเภอ|อ\.)\s*")
_PROVINCE = re.compile(r"^(?:จังหวัด|จ\.)\s*")


def owner_said(now: Agency | None, said: dict[str, str], gazetteer: Gazetteer | None = None) -> Agency | None:
    """The agency after a person has said some of its name, district and province; None for none.

    What is not said stays as it is ``now``, but for the place of another agency that the list
    knows elsewhere. Raises BadValueError for what names no agency or province.
    """
    if any(len(text) > LONGEST_OWNER for text in said.values()):
        raise BadValueError(f"a name of over {LONGEST_OWNER} letters is none of an agency")
    if said.get("agency") == "":
        return None
    district = _DISTRICT.sub("", said.get("district", now.district if now else ""))
    province = _province(said["province"]) if "province" in said else now.province if now else ""
    if "agency" not in said:
        if now is None:
            raise BadValueError("no agency is known that could be there; say the agency too")
        return _placed(now.name, district, province, gazetteer) or _moved(now, district, province)
    name = said["agency"]
    alone = hinted_agency(name, gazetteer)
    if alone is None:
        raise BadValueError(f"“{shortened(name, LONGEST_SHOWN)}” names no agency")
    placed = _placed(name, district, province, gazetteer) or alone
    if province and not placed.province:
        placed = _moved(placed, district, province)
    if "district" in said or "province" in said:
        return placed if placed.province == province else _moved(placed, district, province)
    # A place beside the name, or the one that the list knows, is more than where the other was.
    elsewhere = bool(alone.province) and alone.province != province
    return alone if elsewhere and not placed.agency_id.startswith(ID_PREFIX) else placed


def one_of(agencies: Iterable[Agency | None], name: str) -> Agency | None:
    """The one agency of this full name among several; None where there is none, or more than one."""
    found = {agency.agency_id: agency for agency in agencies if agency and agency.name == name}
    return next(iter(found.values())) if len(found) == 1 else None


def _placed(name: str, district: str, province: str, gazetteer: Gazetteer | None) -> Agency | None:
    words = [name, district and f"อำเภอ{district}", province and f"จังหวัด{province}"]
    return hinted_agency(" ".join(filter(None, words)), gazetteer)


def _moved(agency: Agency, district: str, province: str) -> Agency:
    """The same agency in another place, under the id of that place."""
    from thai_ita.normalize.agency_codes import placed

    return placed(agency, district, province)


def _province(text: str) -> str:
    from thai_ita.normalize.gazetteer import key_of, provinces

    name = _PROVINCE.sub("", text).strip()
    if not name:
        return ""
    found = next((known for known in provinces() if key_of(known) == key_of(name)), None)
    if found is None:
        raise BadValueError(f"“{shortened(text, LONGEST_SHOWN)}” is no province")
    return found
