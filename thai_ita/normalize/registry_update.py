"""A registry brought up to date by a newer official list, and what that changes.

A code stands for the same agency as before; so does a new code whose name and place are those of one that the
newer list no longer has, as where an อบต. became a เทศบาล: it keeps its former code as its id. What the
list no longer has stays, with a last year, since documents of earlier years name it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from thai_ita.normalize.areas import provinces
from thai_ita.normalize.gazetteer import Gazetteer, GazetteerError, GazetteerRow
from thai_ita.normalize.registry import ID_PREFIX, Period, Registry, RegistryEntry, fiscal_year_of

LEAST_SHARE = 0.9
"""A list of fewer, as a share of those in the registry, is one of a part of the country."""


@dataclass(slots=True)
class Changes:
    """What a newer list changes: lines that name each one. ``older`` are under a name that they bore before,
    ``left_out`` lines that cannot be used."""

    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    unchanged: int = 0

    def counts(self) -> str:
        """One line: how many of each."""
        return (
            f"{len(self.new)} new, {len(self.gone)} gone, {len(self.renamed)} of another type or name, "
            f"{len(self.moved)} moved, {self.unchanged} unchanged"
            + (f", {len(self.older)} under a former name, which is kept as such" if self.older else "")
            + (f", {len(self.left_out)} lines left out" if self.left_out else "")
        )


def updated(registry: Registry, listed: Gazetteer, year: int) -> tuple[Registry, Changes]:
    """The registry with a list of the fiscal year ``year`` (พ.ศ.): new types, names and places are those of this
    year on. Raises ``GazetteerError`` for a list that is not one of the whole country with codes.
    """
    changes = Changes()
    rows = _one_of_each_code(listed.rows, registry, changes)
    if len(rows) < LEAST_SHARE * len(registry.entries):
        raise GazetteerError(
            f"has {len(rows):,} local governments with a code, and the registry {len(registry.entries):,}; "
            "give the list of the whole country, with a column of codes"
        )
    codes = {row.code for row in rows}
    former = _former(entry for entry in registry.entries if entry.code not in codes)
    kept: dict[str, RegistryEntry] = {}
    for row in rows:
        before = registry.entry(row.code)
        if before is None:
            same = former[row.name, row.district, row.province]
            # Two that bore one name in one district, an อบต. and a เทศบาล, leave it open which became it.
            before = same[0] if len(same) == 1 else None
        entry = _renewed(before, row, year, changes)
        if entry.code in kept:
            raise GazetteerError(f"gives two codes to {row.full_name}; correct the list")
        kept[entry.code] = entry
    for entry in registry.entries:
        if entry.code and entry.code not in kept:
            kept[entry.code] = _closed(entry, year, changes)
    uncoded = [entry for entry in registry.entries if not entry.code]
    entries = [*sorted(kept.values(), key=lambda e: (e.code[1:], e.code)), *uncoded]
    about = [line for line in registry.about if not line.startswith("as_of:")]
    return Registry(tuple(entries), (*about, f"as_of: {year}")), changes


def _one_of_each_code(rows: Sequence[GazetteerRow], registry: Registry, changes: Changes) -> list[GazetteerRow]:
    """The rows by their codes. Of two of one code the one in the province that the registry has for it."""
    by_code: dict[str, list[GazetteerRow]] = defaultdict(list)
    for row in rows:
        code = row.code.removeprefix(ID_PREFIX)
        if code and row.province in provinces():
            by_code[code].append(GazetteerRow(row.type, row.name, row.district, row.province, code))
        else:
            changes.left_out.append(f"{row.full_name} {row.province}: has no code or no province".replace("  ", " "))
    out = []
    for code, same in by_code.items():
        known = registry.entry(code)
        here = [row for row in same if known is not None and row.province == known.province]
        chosen = (here or same)[0]
        if len({(row.full_name, row.province) for row in here or same}) > 1:
            others = " and ".join(f"{row.full_name} (จังหวัด{row.province})" for row in same)
            raise GazetteerError(f"gives the code {code} to {others}; correct the list")
        changes.left_out += [
            f"{row.full_name} จังหวัด{row.province}: its code is that of จังหวัด{chosen.province}"
            for row in same
            if row.province != chosen.province
        ]
        out.append(chosen)
    return _codes_exchanged(out, registry, changes)


def _codes_exchanged(rows: list[GazetteerRow], registry: Registry, changes: Changes) -> list[GazetteerRow]:
    """The rows without pairs in which each has the other's code: a slip of the list, the registry stays."""
    was = {row.code: entry.latest.full_name for row in rows if (entry := registry.entry(row.code))}
    now = {row.code: row.full_name for row in rows}
    changed = {code for code in was if was[code] != now[code]}
    holders = {(was[code], code[1:3]): code for code in changed}
    out = []
    for row in rows:
        other = holders.get((row.full_name, row.code[1:3])) if row.code in changed else None
        entry = registry.entry(row.code)
        if other is None or entry is None or now[other] != was[row.code]:
            out.append(row)
            continue
        changes.left_out.append(
            f"{row.full_name}: stands with the code {row.code} of {was[row.code]}, and that with its own"
        )
        last = entry.latest
        out.append(GazetteerRow(last.type, last.name, entry.district, entry.province, row.code))
    return out


def _former(entries: Iterable[RegistryEntry]) -> dict[tuple[str, str, str], list[RegistryEntry]]:
    index: dict[tuple[str, str, str], list[RegistryEntry]] = defaultdict(list)
    for entry in entries:
        index[entry.latest.name, entry.district, entry.province].append(entry)
    return index


def _renewed(before: RegistryEntry | None, row: GazetteerRow, year: int, changes: Changes) -> RegistryEntry:
    now = Period(row.type, row.name, f"{year - 1}-10-01")
    if before is None:
        changes.new.append(f"{row.full_name} อำเภอ{row.district} จังหวัด{row.province}")
        return RegistryEntry(row.code, row.district, row.province, (Period(row.type, row.name),))
    district = row.district or before.district
    last = before.latest
    periods = before.periods
    former = [(p.type, p.name) for p in periods[:-1]]
    if (row.type, row.name) in former and (row.type, row.name) != (last.type, last.name):
        changes.older.append(f"{row.full_name} is {last.full_name} since {fiscal_year_of(last.since)}")
    elif (last.type, last.name) != (row.type, row.name):
        changes.renamed.append(f"{last.full_name} is {row.full_name} (จังหวัด{row.province})")
        periods = (*periods[:-1], last._replace(until=last.until or f"{year}-09-30"), now)
    elif last.until:
        periods = (*periods[:-1], last._replace(until=""))
    if (district, row.province) != (before.district, before.province):
        changes.moved.append(
            f"{row.full_name}: อำเภอ{before.district} จังหวัด{before.province} is อำเภอ{district} จังหวัด{row.province}"
        )
    elif periods == before.periods:
        changes.unchanged += 1
    return RegistryEntry(before.code, district, row.province, periods)


def _closed(entry: RegistryEntry, year: int, changes: Changes) -> RegistryEntry:
    last = entry.latest
    if last.until:
        return entry
    changes.gone.append(f"{last.full_name} อำเภอ{entry.district} จังหวัด{entry.province}")
    return entry._replace(periods=(*entry.periods[:-1], last._replace(until=f"{year}-09-30")))
