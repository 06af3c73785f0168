"""Names of local governments, districts and provinces: those of the package, and imported lists.

The names of the package are those of the registry (``registry.py``) over all years, and the districts of geothai
(``areas.py``). They are official, and not complete: what was founded or renamed since is not in them. A list
that is imported with ``load_gazetteer`` is taken for complete.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from thai_ita.normalize.agency_types import (
    AGENCY_TYPES,
    CITY,
    PAO,
    PATTAYA,
    SUBDISTRICT,
    TAO,
    TOWN,
    full_name,
    key_of,
    split_type,
)
from thai_ita.normalize.areas import BANGKOK, capital_district, districts, provinces
from thai_ita.normalize.edit_kinds import base_letters
from thai_ita.normalize.registry import ID_PREFIX, Registry
from thai_ita.side_files import SideFileError, shortened, side_table
from thai_ita.visible import without_control

__all__ = [
    "AGENCY_TYPES", "BANGKOK", "CITY", "LARGEST_LIST_MB", "PAO", "PATTAYA", "SUBDISTRICT", "TAO", "TOWN", "Gazetteer", "GazetteerError",
    "GazetteerRow", "capital_district", "key_of", "load_gazetteer", "provinces", "split_type",
]  # fmt: skip

LARGEST_LIST_MB = 20
MOST_LISTED = 100_000
"""Local governments of a list: there are 7,850, and some lists name them once a year."""
LONGEST_CELL = 300
"""Letters of a name, place or code; a longer cell comes of a quote that is not closed."""


class GazetteerError(ValueError):
    """A list that cannot be used; the message names the file and the column or line."""


@dataclass(frozen=True, slots=True)
class GazetteerRow:
    """A local government: official type, name without its type, place and code if known.

    ``since`` and ``until`` are its first and last day under this type and name (พ.ศ.), "" where not known.
    """

    type: str
    name: str
    district: str = ""
    province: str = ""
    code: str = ""
    since: str = ""
    until: str = ""

    @property
    def agency_id(self) -> str:
        """``dla-`` and the code; "" without a code."""
        return ID_PREFIX + self.code.removeprefix(ID_PREFIX) if self.code else ""

    @property
    def full_name(self) -> str:
        return full_name(self.type, self.name)


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Known names. ``complete`` tells a list that names every local government, so that none besides it is to
    be expected.

    ``districts`` maps each district to the provinces known to have it (empty: not known).
    ``skipped`` counts the lines of an imported list whose type is not a local government's.
    """

    rows: tuple[GazetteerRow, ...]
    districts: dict[str, frozenset[str]] = field(default_factory=dict)
    complete: bool = False
    skipped: int = 0

    @staticmethod
    def embedded() -> Gazetteer:
        """The names of the registry of the package."""
        return _embedded()

    @cached_property
    def _by_type(self) -> dict[str, dict[str, list[GazetteerRow]]]:
        index: dict[str, dict[str, list[GazetteerRow]]] = defaultdict(lambda: defaultdict(list))
        for row in self.rows:
            index[row.type][key_of(row.name)].append(row)
        return index

    def find(self, agency_type: str, name: str, province: str = "", district: str = "") -> list[GazetteerRow]:
        """The rows of that type and name; a place narrows them where the rows state theirs."""
        rows = self._by_type.get(agency_type, {}).get(key_of(name), [])
        return [
            row
            for row in rows
            if (not province or not row.province or row.province == province)
            and (not district or not row.district or row.district == district)
        ]

    def with_letters(self, agency_type: str, letters: str) -> list[GazetteerRow]:
        """The rows of a type whose names have these letters under their marks (``damage.base_letters``)."""
        return self._by_letters.get((agency_type, letters), [])

    def in_province(self, province: str) -> list[GazetteerRow]:
        """The rows of a province."""
        return self._by_province.get(province, [])

    @cached_property
    def _by_letters(self) -> dict[tuple[str, str], list[GazetteerRow]]:
        index: dict[tuple[str, str], list[GazetteerRow]] = defaultdict(list)
        for row in self.rows:
            index[row.type, base_letters(key_of(row.name))].append(row)
        return index

    @cached_property
    def _by_province(self) -> dict[str, list[GazetteerRow]]:
        index: dict[str, list[GazetteerRow]] = defaultdict(list)
        for row in self.rows:
            index[row.province].append(row)
        return index

    def districts_of(self, province: str) -> list[str]:
        """Districts that may lie in a province; every one whose province is unknown included."""
        return [name for name, homes in self.districts.items() if not province or not homes or province in homes]


@lru_cache(maxsize=1)
def _embedded() -> Gazetteer:
    rows = tuple(
        GazetteerRow(p.type, p.name, entry.district, entry.province, entry.code, p.since, p.until)
        for entry in Registry.embedded().entries
        for p in entry.periods
    )
    return Gazetteer(rows, districts())


_COLUMNS: dict[str, tuple[str, ...]] = {
    "full_name": (
        "full_name",
        "fullname",
        "agency",
        "agency_name",
        "org_name",
        "organization",
        "ชื่อเต็ม",
        "ชื่ออปท",
        "ชื่อหน่วยงาน",
        "หน่วยงาน",
        "อปท",
        "ชื่อองค์กรปกครองส่วนท้องถิ่น",
        "องค์กรปกครองส่วนท้องถิ่น",
    ),
    "name": ("name", "name_th", "ชื่อ", "ชื่อย่อ"),
    "type": ("type_th", "agency_type", "type", "ประเภท", "ประเภทอปท", "ประเภทหน่วยงาน"),
    "district": ("district", "amphoe", "amphur", "district_name", "district_by_geocode", "อำเภอ", "ชื่ออำเภอ"),
    "province": ("province", "changwat", "province_name", "จังหวัด", "ชื่อจังหวัด"),
    "since": ("since",),
    "until": ("until",),
    "code": ("code", "agency_id", "dola_code", "dla_code", "org_code", "org_id", "id", "รหัส", "รหัสอปท", "รหัสหน่วยงาน"),
}
_TYPE_WORDS = {
    "tao": TAO,
    "sao": TAO,
    "อบต": TAO,
    "pao": PAO,
    "อบจ": PAO,
    "thesabannakhon": CITY,
    "ทน": CITY,
    "citymunicipality": CITY,
    "thesabanmueang": TOWN,
    "ทม": TOWN,
    "townmunicipality": TOWN,
    "thesabantambon": SUBDISTRICT,
    "ทต": SUBDISTRICT,
    "subdistrictmunicipality": SUBDISTRICT,
    **{agency_type: agency_type for agency_type in AGENCY_TYPES},
}


def load_gazetteer(path: str | Path) -> Gazetteer:
    """The local governments of a CSV file with a heading line (UTF-8 or TIS-620).

    Needs a column with full names, or one with names and one with types; district, province and
    code are used where present. Headings may be English or Thai. A file of the registry itself (``thai-ita
    agencies update``) is read too, with the former names. Raises GazetteerError.
    """
    try:
        return _gazetteer(Path(path))
    except SideFileError as error:
        raise GazetteerError(str(error)) from error


def _gazetteer(path: Path) -> Gazetteer:
    table = side_table(path, LARGEST_LIST_MB)
    above, heading = [], next(table, (0, []))[1]
    while heading and heading[0].startswith("#"):
        # What ``thai-ita agencies update`` writes begins with lines about it.
        above.append(heading)
        heading = next(table, (0, []))[1]
    if not heading:
        raise GazetteerError(f"{path}: the file is empty; a heading line and rows are needed")
    columns = _columns(heading)
    if "full_name" not in columns and not {"name", "type"} <= set(columns):
        raise GazetteerError(
            f"{path}: no column with full names (full_name, ชื่อหน่วยงาน) nor columns name and type "
            f"(ชื่อ, ประเภท); found: {shortened(', '.join(heading))}"
        )
    rows: list[GazetteerRow] = []
    skipped = 0
    for line, cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(heading):
            raise GazetteerError(f"{path}: line {line} has {len(cells)} cells, the heading {len(heading)}")
        used = {name: cells[at] for name, at in columns.items() if at < len(cells)}
        if (longest := max(map(len, used.values()), default=0)) > LONGEST_CELL:
            raise GazetteerError(
                f"{path}: line {line} has a cell of {longest:,} letters where a name, place or code "
                "should be; look for a quote that is not closed"
            )
        row = _row(used)
        if row is None:
            skipped += 1
        elif len(rows) == MOST_LISTED:
            raise GazetteerError(
                f"{path}: names more than {MOST_LISTED:,} local governments; give a list of those "
                "of the country, each once"
            )
        else:
            rows.append(row)
    if not rows:
        named = heading[columns.get("full_name", columns.get("type", 0))]
        raise GazetteerError(
            f"{path}: no row is a local government; column {shortened(named)!r} should hold names or "
            f"types such as {SUBDISTRICT}"
        )
    return Gazetteer(tuple(rows), _with_districts(rows), complete=not above, skipped=skipped)


def _columns(heading: list[str]) -> dict[str, int]:
    plain = [re.sub(r"[\s.\-/]", "", cell).lower() for cell in heading]
    columns: dict[str, int] = {}
    for field_name, known in _COLUMNS.items():
        for candidate in known:
            if candidate in plain:
                columns[field_name] = plain.index(candidate)
                break
    return columns


def _row(cells: Mapping[str, str]) -> GazetteerRow | None:
    """The local government of a row, of its cells by field; None where it is none."""

    def cell(field_name: str) -> str:
        return without_control(cells.get(field_name, "")).strip()

    agency_type, name = split_type(cell("full_name") or cell("name"))
    if not agency_type:
        agency_type = _TYPE_WORDS.get(re.sub(r"[\s.]", "", cell("type")).lower(), "")
        name = re.sub(r"[\s\u200b]", "", cell("name") or cell("full_name"))
    if name == "พัทยา" and agency_type in ("", TOWN):
        agency_type, name = PATTAYA, PATTAYA
    if not agency_type or not name:
        return None
    district = re.sub(r"^(?:อำเภอ|อ\.)\s*", "", cell("district"))
    province = re.sub(r"^(?:จังหวัด|จ\.)\s*", "", cell("province"))
    if agency_type == PAO:
        province = province or name
    return GazetteerRow(
        agency_type, name, key_of(district), key_of(province), cell("code"), _date(cell("since")), _date(cell("until"))
    )


def _date(text: str) -> str:
    """A date พ.ศ. as the registry has it (YYYY-MM-DD), "" for anything else."""
    return text if re.fullmatch(r"25\d\d-\d\d-\d\d", text) else ""


def _with_districts(rows: Iterable[GazetteerRow]) -> dict[str, frozenset[str]]:
    """The districts of the country, with the provinces that an imported list tells."""
    homes: dict[str, set[str]] = {name: set(p) for name, p in districts().items()}
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.district] += 1
    for row in rows:
        # One row alone may be a slip of the list; a district that is known or seen twice is not.
        if row.district and (row.district in homes or counts[row.district] > 1):
            homes.setdefault(row.district, set()).add(row.province)
    return {name: frozenset(filter(None, p)) for name, p in homes.items()}
