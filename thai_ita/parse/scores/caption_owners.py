"""Whose each table is in a document that gives every agency a table of its own, by their captions."""

from __future__ import annotations

from collections.abc import Iterable

from thai_ita.model import Agency, EstablishedBy, Table
from thai_ita.normalize.agency_vote import agency_of
from thai_ita.normalize.owners import find_owners
from thai_ita.parse.scores.candidates import Candidate

# So many agencies, each alone in the caption of a table, make captions say whose a table is. In the
# report of one agency they only name it again.
MIN_AGENCIES = 2


class CaptionOwners:
    """The owners of tables by their captions; nobody where the document is of one agency."""

    def __init__(self, tables: Iterable[Table], province: str) -> None:
        self.province = province
        named = {owner.name for table in tables if (owner := self._named(table.caption))}
        self.decide = len(named) >= MIN_AGENCIES

    def give(self, candidates: Iterable[Candidate], table: Table) -> None:
        """Gives the figures of a table that have no owner of their own that of its caption."""
        owner = self._named(table.caption) if self.decide else None
        if owner is None:
            return
        for candidate in candidates:
            if candidate.agency is None:
                candidate.agency = owner
                candidate.agency_from = EstablishedBy.CAPTION

    def _named(self, caption: str) -> Agency | None:
        """The one local government that a caption names, or None."""
        named = {m.full_name: m for m in find_owners(caption) if m.is_local} if caption else {}
        return agency_of(next(iter(named.values())), "", self.province) if len(named) == 1 else None
