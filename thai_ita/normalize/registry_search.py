"""Local governments of the registry by a text that a person typed: a code, a name, a name with its place."""

from __future__ import annotations

from dataclasses import dataclass

from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.agency_types import key_of
from thai_ita.normalize.edit_kinds import base_letters
from thai_ita.normalize.places import find_places
from thai_ita.normalize.registry import Registry, RegistryEntry
from thai_ita.normalize.repair import repair_text


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The local governments that fit, and in a sentence how they were found."""

    entries: tuple[RegistryEntry, ...]
    how: str


def search(registry: Registry, text: str, year: int | None = None) -> SearchResult:
    """All that a text may mean: by code; by type and name; by name of any type; by its letters without marks.

    A place in the text, and a fiscal year (พ.ศ.), leave those that lie there and bore the name then.
    """
    if entry := registry.entry(text.strip()):
        return SearchResult((entry,), "by its code")
    plain = repair_text(text).strip()
    mentions = find_agencies(plain)
    rest = plain[mentions[0].span[1] :] if mentions else plain
    agency_type = mentions[0].type if mentions else ""
    name = key_of(mentions[0].name if mentions else _before_place(plain))
    places = {place.kind: place.name for place in find_places(rest) if place.known}
    near = [
        entry
        for entry in registry.entries
        if places.get("province", entry.province) == entry.province
        and places.get("district", entry.district) == entry.district
    ]

    def fitting(key: str, of_type: str, letters: bool) -> tuple[RegistryEntry, ...]:
        form = base_letters if letters else str
        return tuple(
            entry
            for entry in near
            if any(form(key_of(p.name)) == form(key) and of_type in ("", p.type) for p in entry.in_year(year))
        )

    for of_type, letters, how in (
        (agency_type, False, "by its name"),
        ("", False, "by its name, under another type"),
        (agency_type, True, "by its letters; marks differ"),
    ):
        if entries := fitting(name, of_type, letters):
            return SearchResult(entries, f"{how}: {len(entries)}" if len(entries) > 1 else how)
    return SearchResult((), f"no local government is called {name or text}" + (" there" if places else ""))


def _before_place(plain: str) -> str:
    places = find_places(plain)
    return plain[: places[0].span[0]].strip() if places and places[0].span[0] else plain
