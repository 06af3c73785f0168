"""Which agencies and years an answer shows, and which group an agency is measured against.

Filters choose the rows that are shown. Peer groups are always made of all agencies of the tables:
an agency looked at alone still has its peers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thai_ita.analyze.answer import Note
from thai_ita.analyze.named import (
    agency_named,
    province_named,
    types_named,
    unknown,
    years_named,
)
from thai_ita.analyze.names_by_year import newest_names
from thai_ita.analyze.typed_tables import TableError
from thai_ita.choices import Peers

if TYPE_CHECKING:
    import pandas as pd

LIKE_LEAST = 5
"""Peers of its own type that a province must have for ``like`` to stay in the province."""


MOST_TOLD = 12
"""Values of a column that are told where a filter leaves nothing."""


_COLUMNS = {
    Peers.TYPE: ["agency_type"],
    Peers.PROVINCE: ["province"],
    Peers.TYPE_PROVINCE: ["agency_type", "province"],
    Peers.ALL: [],
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters; an empty one lets everything through. What people write is understood as
    ``analyze.named`` says."""

    agencies: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @staticmethod
    def of(
        agencies: Collection[str] = (),
        types: Collection[str] = (),
        provinces: Collection[str] = (),
        years: Collection[int | str] = (),
    ) -> Scope:
        return Scope(tuple(agencies), tuple(types), tuple(provinces), years_named(years))

    def rows(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """Which rows of a frame with agency columns are shown; TableError for an unknown name."""
        import pandas as pd

        keep = pd.Series(True, index=frame.index)
        if self.agencies:
            keep &= frame["agency_id"].isin([find_agency(frame, a) for a in self.agencies])
        if self.types:
            known = set(frame["agency_type"].dropna())
            keep &= frame["agency_type"].isin([t for w in self.types for t in types_named(w, known)])
        if self.provinces:
            known = set(frame["province"].dropna())
            wanted = [province_named(w, known) for w in self.provinces]
            if absent := [w for w in wanted if w not in known]:
                raise TableError(unknown("province", absent[0], [], sorted(known)))
            keep &= frame["province"].isin(wanted)
        if self.years:
            keep &= frame["fiscal_year"].isin(list(self.years))
        return keep.fillna(False).astype(bool)

    def rows_there(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """As ``rows``, for a frame that need not have what the filters name: then nothing is kept."""
        import pandas as pd

        try:
            return self.rows(frame)
        except TableError:
            return pd.Series(False, index=frame.index)

    def why_nothing(self, frame: pd.DataFrame) -> list[Note]:
        """What there is where the filters together leave nothing: the years, types and provinces
        of a frame, and which filter alone leaves nothing."""
        if frame.empty or self == Scope():
            return [Note("nothing_shown")]
        told = {
            column: ", ".join(f"{value} ({n})" for value, n in _counts(frame, column))
            for column in ("fiscal_year", "agency_type", "province")
        }
        empty = [
            name
            for name in ("agencies", "types", "provinces", "years")
            if getattr(self, name) and not replace(Scope(), **{name: getattr(self, name)}).rows(frame).any()
        ]
        if empty:
            return [Note("filter_empties", {"filter": ", ".join(empty), **told})]
        return [Note("filters_empty_together", told)]


def _counts(frame: pd.DataFrame, column: str) -> list[tuple[str, int]]:
    """The values of a column and how many agencies have each; the most frequent of many."""
    people = frame.dropna(subset=[column]).groupby(column)["agency_id"].nunique()
    first = people.sort_values(ascending=False, kind="stable").head(MOST_TOLD)
    told = [(str(value), int(n)) for value, n in first.sort_index().items()]
    rest = len(people) - len(first)
    return [*told, *([("…", rest)] if rest else [])]


def rows_of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows of one fiscal year (พ.ศ.); TableError, with the years that there are, where none is."""
    own = frame[frame["fiscal_year"] == year]
    if own.empty:
        have = ", ".join(value for value, _ in _counts(frame, "fiscal_year"))
        raise TableError(f"no scores of {year} to draw; years: {have or 'none'}")
    return own


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
    """The ``agency_id`` that a text means (``analyze.named``) among the agencies of a frame.

    TableError where none or several fit.
    """
    if (frame["agency_id"] == wanted).any():
        return wanted
    people = frame.dropna(subset=["agency_id"]).drop_duplicates(["agency_id", "agency"])
    return agency_named(
        wanted,
        people,
        among=("among those with usable scores or measures (unchecked scores are used with --include unchecked)"),
    )


def peers_of(frame: pd.DataFrame, agency_id: str) -> tuple[list[str], Peers]:
    """The peers of one agency (itself included) and what they share.

    Agencies of its type in its province, where there are at least ``LIKE_LEAST`` others, else of
    its type anywhere. Scores play no part: peers chosen for near scores would hide differences.
    """
    people = newest_names(frame)
    own = people[people["agency_id"] == agency_id].iloc[0]
    same_type = people[people["agency_type"] == own["agency_type"]]
    if isinstance(own["province"], str):
        near = same_type[same_type["province"] == own["province"]]
        if len(near) > LIKE_LEAST:
            return [str(a) for a in near["agency_id"]], Peers.TYPE_PROVINCE
    return [str(a) for a in same_type["agency_id"]], Peers.TYPE
