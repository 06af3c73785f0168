"""Which agencies and years an answer shows, and which group an agency is measured against.

Filters choose the rows that are shown. Peer groups are always made of all agencies of the tables:
an agency looked at alone still has its peers.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from thai_ita.analyze.tables import TableError
from thai_ita.normalize.agencies import canonical_agency
from thai_ita.normalize.gazetteer import CITY, PAO, SUBDISTRICT, TAO, TOWN

if TYPE_CHECKING:
    import pandas as pd

LIKE_LEAST = 5
"""Peers of its own type that a province must have for ``like`` to stay in the province."""


SHORT_TYPES = {TAO: "อบต.", PAO: "อบจ.", CITY: "ทน.", TOWN: "ทม.", SUBDISTRICT: "ทต."}
"""The official abbreviations."""


def full_type(name: str) -> str:
    """A type of agency in full: เทศบาลตำบล for ทต.; other text as it is."""
    short = name.rstrip(".")
    return next((full for full, abbr in SHORT_TYPES.items() if abbr == f"{short}."), name)


class Peers(StrEnum):
    """What makes agencies peers: their type, their province, both, or nothing."""

    TYPE = "type"
    PROVINCE = "province"
    TYPE_PROVINCE = "type-province"
    ALL = "all"


_COLUMNS = {
    Peers.TYPE: ["agency_type"],
    Peers.PROVINCE: ["province"],
    Peers.TYPE_PROVINCE: ["agency_type", "province"],
    Peers.ALL: [],
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters; an empty one lets everything through. Agencies by id, full name or short form."""

    agencies: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @staticmethod
    def of(
        agencies: Collection[str] = (), types: Collection[str] = (),
        provinces: Collection[str] = (), years: Collection[int] = (),
    ) -> Scope:
        return Scope(tuple(agencies), tuple(types), tuple(provinces), tuple(years))

    def rows(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """Which rows of a frame with agency columns are shown; TableError for an unknown name."""
        import pandas as pd

        keep = pd.Series(True, index=frame.index)
        if self.agencies:
            keep &= frame["agency_id"].isin([find_agency(frame, a) for a in self.agencies])
        types = tuple(full_type(name) for name in self.types)
        for wanted, column in ((types, "agency_type"), (self.provinces, "province")):
            if wanted:
                known = set(frame[column].dropna())
                unknown = [w for w in wanted if w not in known]
                if unknown:
                    raise TableError(
                        f"no {column} {unknown[0]} in the tables; there are: "
                        f"{', '.join(sorted(known)) or 'none stated'}"
                    )
                keep &= frame[column].isin(list(wanted))
        if self.years:
            keep &= frame["fiscal_year"].isin(list(self.years))
        return keep.fillna(False).astype(bool)


def with_peer_group(frame: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """The frame with ``peer_group``: what the peers share, missing where it is not stated."""
    import pandas as pd

    columns = _COLUMNS[Peers(peers)]
    if not columns:
        return frame.assign(peer_group=pd.Series("all", index=frame.index, dtype="string"))
    group = frame[columns[0]]
    for column in columns[1:]:
        group = group + " " + frame[column]
    return frame.assign(peer_group=group.astype("string"))


def find_agency(frame: pd.DataFrame, wanted: str) -> str:
    """The ``agency_id`` of an id, a full name (``เทศบาลตำบล...``) or a short form (``ทต....``).

    Namesakes are told apart by the province behind the name: ``อบต.นาหนัง จังหวัดหนองคาย``.
    TableError where none or several fit.
    """
    if (frame["agency_id"] == wanted).any():
        return wanted
    name, _, place = re.sub(r"\s+", " ", wanted.strip()).partition(" ")
    full = next((f + name[len(s):] for f, s in SHORT_TYPES.items() if name.startswith(s)), name)
    if not (frame["agency"] == full).any():
        full = canonical_agency(name) or full
    name = full
    place = re.sub(r"^(?:จังหวัด|จ\.|อำเภอ|อ\.)\s*", "", place)
    found = frame[frame["agency"] == name]
    if place:
        found = found[(found["province"] == place) | (found["district"] == place)]
    homes = found[["agency_id", "district", "province"]].drop_duplicates("agency_id")
    if len(homes) == 1:
        return str(homes["agency_id"].iloc[0])
    if homes.empty:
        near = sorted(a for a in set(frame["agency"].dropna()) if name[-4:] in a)[:5]
        hint = f"; similar: {', '.join(near)}" if near else ""
        raise TableError(
            f"no agency {wanted} among those with usable scores or measures (unchecked scores are "
            f"used with --include unchecked){hint}"
        )
    listed = "; ".join(
        f"{row.agency_id} (อำเภอ{row.district}, จังหวัด{row.province})" for row in homes.itertuples()
    )
    raise TableError(f"several agencies are called {wanted}; give the id of one: {listed}")


def peers_of(frame: pd.DataFrame, agency_id: str) -> tuple[list[str], Peers]:
    """The peers of one agency (itself included) and what they share.

    Agencies of its type in its province, where there are at least ``LIKE_LEAST`` others, else of
    its type anywhere. Scores play no part: peers chosen for near scores would hide differences.
    """
    own = frame[frame["agency_id"] == agency_id].iloc[0]
    people = frame.drop_duplicates("agency_id")
    same_type = people[people["agency_type"] == own["agency_type"]]
    if isinstance(own["province"], str):
        near = same_type[same_type["province"] == own["province"]]
        if len(near) > LIKE_LEAST:
            return [str(a) for a in near["agency_id"]], Peers.TYPE_PROVINCE
    return [str(a) for a in same_type["agency_id"]], Peers.TYPE
