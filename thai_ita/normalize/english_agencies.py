"""English names of local governments: Tha Uthen Subdistrict Municipality.

The English names of subdistricts, districts and provinces (geothai) lead to Thai ones; a name counts
where the list has one local government of that type and name in the province.
"""

from __future__ import annotations

import re

from thai_ita.normalize.agencies import AgencyMention
from thai_ita.normalize.agency_types import CITY, PAO, SUBDISTRICT, TAO, TOWN
from thai_ita.normalize.areas import latin_key, thai_names_of
from thai_ita.normalize.gazetteer import Gazetteer

_LOWER = r"(?:[Ss]ub-?[Dd]istrict|[Tt]ambon|[Tt]ambol)"
_BODY = r"[Aa]dministrati(?:ve|on) [Oo]rgani[sz]ation"
_KINDS = (
    (SUBDISTRICT, rf"{_LOWER} [Mm]unicipality"),
    (TOWN, r"(?:[Tt]own|[Mm]ueang|[Mm]uang) [Mm]unicipality"),
    (CITY, r"(?:[Cc]ity|[Nn]akhon) [Mm]unicipality"),
    (TAO, rf"{_LOWER} {_BODY}|SAO|TAO"),
    (PAO, rf"[Pp]rovincial {_BODY}|PAO"),
)
_NAME = re.compile(
    r"(?<![A-Za-z])(?P<name>[A-Z][a-z']{1,20}(?:[ -][A-Z][a-z']{1,20}){0,4}) (?:"
    + "|".join(f"(?P<k{i}>{form})" for i, (_, form) in enumerate(_KINDS))
    + r")(?![A-Za-z])"
)


def english_agencies(text: str) -> list[tuple[str, str, str]]:
    """Type, English name and words as printed of the local governments that a text names in English.

    >>> english_agencies("Tha Uthen Subdistrict Municipality")
    [('เทศบาลตำบล', 'Tha Uthen', 'Tha Uthen Subdistrict Municipality')]
    """
    found = []
    for match in _NAME.finditer(text):
        kind = next(_KINDS[i][0] for i in range(len(_KINDS)) if match[f"k{i}"])
        found.append((kind, match["name"], match[0]))
    return found


def thai_agency(kind: str, name: str, seen: str, province: str, gazetteer: Gazetteer) -> AgencyMention | None:
    """The one local government of the list that an English name means in a province, else None."""
    fitting = {thai for thai in thai_names_of(latin_key(name)) if province and gazetteer.find(kind, thai, province)}
    if len(fitting) != 1:
        return None
    thai = fitting.pop()
    return AgencyMention(kind, thai, (0, len(seen)), seen, thai, True, True)
