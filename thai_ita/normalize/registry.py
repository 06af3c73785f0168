"""The registry of local governments: who bore which type and name, where, and when.

``data/local_governments.csv`` holds the official list of 2560 with the changes of status and name that
the Royal Gazette published from 2550 to 2563 (made by ``tools/local_governments.py``). A code stands for one
agency over all its types and names; an อบต. that became a เทศบาล has one code and two periods.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

from thai_ita.normalize.agency_types import SHORT_TYPES, full_name, key_of

ID_PREFIX = "dla-"
"""What stands before an official code in ``agency_id``: a spreadsheet takes bare digits for a number."""
COLUMNS = ("code", "type", "name", "district", "province", "since", "until")
"""The columns of the data file. The type is abbreviated; ``since`` and ``until`` are dates พ.ศ. (YYYY-MM-DD)."""
# The fiscal year begins in October of the year before.
_FIRST_MONTH = 10


class Period(NamedTuple):
    """A type and name that a local government bore. ``since`` and ``until`` are its first and last day,
    พ.ศ. as YYYY-MM-DD, "" where no change is known.

    Where the Gazette does not tell the day of a change, the new period begins with the signature and the old
    one ends with the publication, so that the two overlap.
    """

    type: str
    name: str
    since: str = ""
    until: str = ""

    @property
    def full_name(self) -> str:
        return full_name(self.type, self.name)

    def covers(self, fiscal_year: int) -> bool:
        """Whether it was borne on a day of the fiscal year (พ.ศ.); in the year of a change both were."""
        return (not self.since or fiscal_year_of(self.since) <= fiscal_year) and (
            not self.until or fiscal_year_of(self.until) >= fiscal_year
        )


class RegistryEntry(NamedTuple):
    """A local government. ``code`` is "" where the list tells none; ``periods`` are in their order."""

    code: str
    district: str
    province: str
    periods: tuple[Period, ...]

    @property
    def agency_id(self) -> str:
        """``dla-`` and the code; "" without a code."""
        return ID_PREFIX + self.code if self.code else ""

    @property
    def latest(self) -> Period:
        """The type and name that it bore last."""
        return self.periods[-1]

    def in_year(self, fiscal_year: int | None) -> tuple[Period, ...]:
        """The periods that fall into a fiscal year (พ.ศ.), all of them for None."""
        return tuple(p for p in self.periods if fiscal_year is None or p.covers(fiscal_year))


@dataclass(frozen=True, eq=False)
class Registry:
    """Entries, and ``about``: the lines that stand above them (date, sources), without ``#``."""

    entries: tuple[RegistryEntry, ...]
    about: tuple[str, ...] = ()

    @staticmethod
    def embedded() -> Registry:
        """The registry that comes with the package; read at its first use."""
        return _embedded()

    @property
    def as_of(self) -> int:
        """The year (พ.ศ.) of the latest of what it was made from; 0 where it does not say."""
        return next((int(line.split(":")[1]) for line in self.about if line.startswith("as_of:")), 0)

    @cached_property
    def _by_code(self) -> dict[str, RegistryEntry]:
        return {entry.code: entry for entry in self.entries if entry.code}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[RegistryEntry]]:
        index: dict[tuple[str, str], list[RegistryEntry]] = defaultdict(list)
        for entry in self.entries:
            for key in dict.fromkeys((p.type, p.name.replace(".", "")) for p in entry.periods):
                index[key].append(entry)
        return index

    def entry(self, code: str) -> RegistryEntry | None:
        """The local government of a code, with or without ``dla-``; None where it is not listed.

        >>> Registry.embedded().entry("dla-6120402").latest.full_name
        'เทศบาลเมืองบางคูรัด'
        """
        return self._by_code.get(code.removeprefix(ID_PREFIX))

    def names_in(self, code: str, fiscal_year: int | None) -> tuple[Period, ...]:
        """The types and names that it bore in a fiscal year (พ.ศ.); () for a code that is not listed.

        In the year of a change these are two, the older first.
        """
        entry = self.entry(code)
        return entry.in_year(fiscal_year) if entry else ()

    def name_in(self, code: str, fiscal_year: int | None) -> Period | None:
        """The type and name that it bore at the end of a fiscal year (พ.ศ.); the last one for None.

        >>> [Registry.embedded().name_in("6120402", y).type for y in (2561, 2562)]
        ['องค์การบริหารส่วนตำบล', 'เทศบาลเมือง']
        """
        borne = self.names_in(code, fiscal_year)
        return borne[-1] if borne else None

    def find(
        self,
        agency_type: str,
        name: str,
        province: str = "",
        district: str = "",
        year: int | None = None,
    ) -> list[RegistryEntry]:
        """Who bore a type and name: in a place where one is given, in a fiscal year where one is given."""
        key = key_of(name)
        return [
            entry
            for entry in self._by_name.get((agency_type, key), ())
            if (not province or entry.province == province)
            and (not district or not entry.district or entry.district == district)
            and any(p.type == agency_type and key_of(p.name) == key for p in entry.in_year(year))
        ]


def fiscal_year_of(date: str) -> int:
    """The fiscal year of a date พ.ศ. (YYYY-MM-DD): October to September.

    >>> fiscal_year_of("2562-09-30"), fiscal_year_of("2562-10-01")
    (2562, 2563)
    """
    return int(date[:4]) + (int(date[5:7]) >= _FIRST_MONTH)


def read_registry(lines: Iterable[str]) -> Registry:
    """The registry of the lines of a file as the package has it."""
    about: list[str] = []
    rows: list[str] = []
    for line in lines:
        (about if line.startswith("#") else rows).append(line)
    long = {short: name for name, short in SHORT_TYPES.items()}
    entries: list[RegistryEntry] = []
    for cells in csv.reader(rows[1:]):
        code, short, name, district, province, since, until = cells
        period = Period(long[short], name, since, until)
        if code and entries and entries[-1].code == code:
            last = entries[-1]
            entries[-1] = RegistryEntry(code, district, province, (*last.periods, period))
        else:
            entries.append(RegistryEntry(code, district, province, (period,)))
    return Registry(tuple(entries), tuple(line.lstrip("# ").strip() for line in about))


def registry_text(registry: Registry) -> str:
    """The content of a file from which ``read_registry`` reads the registry again."""
    out = io.StringIO()
    out.writelines(f"# {line}\n" for line in registry.about)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in registry.entries:
        for p in entry.periods:
            place = (entry.district, entry.province)
            writer.writerow((entry.code, SHORT_TYPES[p.type], p.name, *place, p.since, p.until))
    return out.getvalue()


@lru_cache(maxsize=1)
def _embedded() -> Registry:
    file = files("thai_ita.data").joinpath("local_governments.csv")
    with file.open(encoding="utf-8") as lines:
        return read_registry(lines)
