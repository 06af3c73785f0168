"""Whose each table or part is in a document that gives every agency one of its own: its caption or
heading says so."""

from __future__ import annotations

from collections.abc import Iterable

from thai_ita.model import Agency, Document, EstablishedBy, Line, LineKind
from thai_ita.normalize.agency_vote import agency_of
from thai_ita.normalize.owners import find_owners
from thai_ita.parse.scores.agency_cells import AgencyReader
from thai_ita.parse.scores.candidates import Candidate

# So many agencies, each alone in a caption or heading, make these say whose the figures are. In the
# report of one agency they only name it again.
MIN_AGENCIES = 2


class CaptionOwners:
    """The owners by captions and headings; nobody where the document is of one agency."""

    def __init__(self, document: Document, province: str) -> None:
        self.province = province
        self._reader = AgencyReader(province)
        named = {owner.name for t in document.tables if (owner := self._of_caption(t.caption))}
        headed = {owner.name for line in document.lines if (owner := self._of_heading(line))}
        self._by_caption = len(named) >= MIN_AGENCIES
        self._by_heading = len(headed) >= MIN_AGENCIES
        self._heading: tuple[int, Agency] | None = None

    def enter(self, line: Line) -> None:
        """A heading with an agency begins its part; another one of its level or above ends it."""
        if not self._by_heading or line.kind is not LineKind.HEADING:
            return
        owner = self._of_heading(line)
        if owner is not None:
            self._heading = (line.level, owner)
        elif self._heading is not None and 0 < line.level <= self._heading[0]:
            self._heading = None

    def give(self, candidates: Iterable[Candidate], caption: str = "") -> None:
        """Gives the figures that have no owner of their own that of their caption or heading."""
        owner = self._of_caption(caption) if self._by_caption else None
        established = EstablishedBy.CAPTION
        if owner is None and self._heading is not None:
            owner, established = self._heading[1], EstablishedBy.HEADING
        if owner is None:
            return
        for candidate in candidates:
            if candidate.agency is None:
                candidate.agency = owner
                candidate.agency_from = established

    def _of_caption(self, caption: str) -> Agency | None:
        """The one local government that a caption names, or None."""
        named = {m.full_name: m for m in find_owners(caption) if m.is_local} if caption else {}
        return agency_of(next(iter(named.values())), "", self.province) if len(named) == 1 else None

    def _of_heading(self, line: Line) -> Agency | None:
        """The agency that a heading names and little else; a title says more."""
        return self._reader.read(line.text) if line.kind is LineKind.HEADING else None
